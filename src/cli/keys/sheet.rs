//! `tallybox keys sheet`: an identity on paper, and back from paper into a file.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{PassphraseArgs, Whose, advise, fingerprint, holder, load_ring, say};
use crate::base::words::{Message, Words};
use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Done, Outcome, choose, identity};
use crate::report::key_sheet::KeySheet;
use crate::runtime::clock;
use crate::runtime::home::{self, Home};
use crate::survey::model::Role;
use crate::vault::durable;
use crate::vault::identity::{Identities, NewIdentity};
use crate::vault::issue;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::Holder;
use crate::vault::paper::{self, PaperError, Secret};
use crate::vault::recipient::Recipient;
use crate::vault::store::files;
use crate::vault::unwrap::OwnIdentity;

/// A sheet that somebody typed is no longer than this.
const TYPED_LIMIT: u64 = 64 << 10;

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Sheet {
    /// With `--restore`: whose identity it is, where this home's key sets do not know it.
    #[arg(value_enum, requires = "restore")]
    holder: Option<Whose>,
    /// The department's code, for a department.
    code: Option<String>,
    /// The identity to print.
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "restore",
        conflicts_with = "restore"
    )]
    identity: Option<PathBuf>,
    /// Its passphrase's file; with `--restore` the new one's.
    #[command(flatten)]
    passphrase: PassphraseArgs,
    /// The language of the sheet (else that of the system).
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// How the sheet is written.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the sheet to a file, readable by its owner alone, instead of the standard output.
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Read words that were copied from a sheet (`-` for the standard input), and write the identity.
    #[arg(long, value_name = "FILE", requires = "out")]
    restore: Option<PathBuf>,
    /// The identity file to write; it must not exist.
    #[arg(long, value_name = "IDENTITY_FILE", requires = "restore")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum Format {
    #[default]
    Text,
    Html,
}

pub(super) fn run(args: &Sheet, context: &mut Context<'_>) -> Outcome {
    match (&args.restore, &args.out, &args.identity) {
        (Some(words), Some(out), _) => restore(args, words, out, context),
        (_, _, Some(file)) => print(args, file, context),
        _ => {
            Err(CliError::new(Kind::Usage, "which identity?")
                .hint("give it with `--identity FILE`"))
        }
    }
}

fn print(args: &Sheet, file: &Path, context: &mut Context<'_>) -> Outcome {
    let read = match &args.passphrase.passphrase_file {
        Some(words) => identity::read_with(file, &identity::passphrase_file(words, context.err)?)?,
        None => identity::read(file, context.err)?,
    };
    let [one] = read.age.as_slice() else {
        let words = format!("{}: there are several identities in it", file.display());
        return Err(CliError::new(Kind::Keys, words)
            .hint("one file, one holder, one sheet: the institution's and the statistics office's never stand together"));
    };
    let home = Home::find(context.home.as_deref());
    let words = Words::new(&choose::language(args.lang.as_deref()));
    let sheet = sheet(&home, one, &read, &words)?;
    let text = match args.format {
        Format::Text => sheet.to_text(&words),
        Format::Html => sheet.to_html(&words),
    };
    match &args.output {
        Some(path) => durable::create_private(path, text.as_bytes())
            .map_err(|error| CliError::write(path, &error))?,
        None => context
            .out
            .write_all(text.as_bytes())
            .map_err(CliError::output)?,
    }
    advise(context, &Message::plain("keys-sheet-secret"))?;
    Ok(Done::Clean)
}

fn sheet(
    home: &Home,
    one: &OwnIdentity,
    read: &Identities,
    words: &Words,
) -> Result<KeySheet, CliError> {
    let folder = home.keys();
    let ring = load_ring(&folder)?;
    let holder = known(&ring, one.recipient())
        .or_else(|| read.signer.is_some().then_some(Holder::Institution));
    let secret = paper::secret(one)
        .ok_or_else(|| CliError::new(Kind::Internal, "the identity cannot be written"))?;
    let mut rows = paper::rows(&secret, 0);
    if let Some(signer) = &read.signer {
        let seed = Secret::new(signer.to_bytes());
        rows.extend(paper::rows(&seed, paper::ROWS));
    }
    Ok(KeySheet {
        holder: words.tell(&in_words(holder.as_ref())),
        name: issue::names(&folder).remove(one.recipient().as_str()),
        opens: holder.map_or_else(Vec::new, |holder| opens(home, &holder, words)),
        recipient: one.recipient().to_string(),
        fingerprint: fingerprint(one.recipient()).to_string(),
        day: clock::today().to_string(),
        rows,
        identity: one.to_text(),
    })
}

/// Whose a recipient is, by the newest key set that knows it.
fn known(ring: &KeyRing, recipient: &Recipient) -> Option<Holder> {
    let mut sets = ring.sets().iter().rev();
    sets.find_map(|set| set.holder_of(recipient))
}

/// Whose an identity is.
fn in_words(holder: Option<&Holder>) -> Message {
    match holder {
        Some(Holder::Institution) => Message::plain("keys-holder-institution"),
        Some(Holder::Statistics) => Message::plain("keys-holder-statistics"),
        Some(Holder::Department(code)) => {
            Message::with("keys-holder-department", [("code", code.as_str().into())])
        }
        None => Message::plain("keys-sheet-unknown"),
    }
}

/// What a holder's identity opens, by the home's questionnaires.
fn opens(home: &Home, holder: &Holder, words: &Words) -> Vec<String> {
    let role = match holder {
        Holder::Institution => Role::Institution,
        Holder::Statistics => Role::Statistics,
        Holder::Department(_) => Role::Department,
    };
    let files = home.survey_files();
    let checked = files.iter().filter_map(|path| home::check_file(path).ok());
    let questionnaires = checked.filter_map(|checked| checked.questionnaire);
    let line = |questionnaire: std::sync::Arc<crate::survey::Questionnaire>| {
        let audiences = crate::runtime::search::audiences(&questionnaire, role);
        let survey = ("survey", questionnaire.id.as_str().into());
        let parts = ("parts", audiences.join(", ").into());
        let opened = match holder {
            Holder::Department(code) => {
                let department = ("department", code.as_str().into());
                Message::with("keys-sheet-parts-of", [survey, parts, department])
            }
            _ => Message::with("keys-sheet-parts", [survey, parts]),
        };
        (!audiences.is_empty()).then(|| words.tell(&opened))
    };
    questionnaires.filter_map(line).collect()
}

fn restore(args: &Sheet, words: &Path, out: &Path, context: &mut Context<'_>) -> Outcome {
    super::check_new(out)?;
    let typed = typed(words)?;
    let secrets = paper::read(&typed).map_err(|error| unread(words, &error))?;
    let identity = identity_of(args, &secrets, context)?;
    let passphrase = args.passphrase.draw(context)?;
    let written = identity.write(out, clock::today(), passphrase.as_ref());
    written.map_err(|error| identity::refused(out, &error))?;
    let recipient = identity.age().recipient();
    let told = format!(
        "identity     {}\nholder       {}\nrecipient    {recipient}\nfingerprint  {}",
        out.display(),
        identity.holder(),
        fingerprint(recipient)
    );
    say(context.out, &told)?;
    Ok(Done::Clean)
}

fn typed(path: &Path) -> Result<Zeroizing<String>, CliError> {
    let mut text = Zeroizing::new(String::with_capacity(8 << 10));
    let read = if path == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(TYPED_LIMIT)
            .read_to_string(&mut text)
    } else {
        let file = files::open_ordinary(path);
        file.and_then(|file| file.take(TYPED_LIMIT).read_to_string(&mut text))
    };
    read.map_err(|error| CliError::read(path, &error))?;
    Ok(text)
}

fn unread(path: &Path, error: &PaperError) -> CliError {
    CliError::new(Kind::Input, format!("{}: {error}", path.display()))
        .hint("compare that row with the sheet, letter by letter")
}

/// The identity, with whose it is: by this home's key sets, or as it was said.
fn identity_of(
    args: &Sheet,
    secrets: &[Secret],
    context: &Context<'_>,
) -> Result<NewIdentity, CliError> {
    let failed = |words: String| CliError::new(Kind::Internal, words);
    let secret = secrets
        .first()
        .ok_or_else(|| failed("no words".to_owned()))?;
    let own = OwnIdentity::from_secret(secret).map_err(|error| failed(error.to_string()))?;
    let ring = load_ring(&Home::find(context.home.as_deref()).keys())?;
    let said = args
        .holder
        .map(|whose| holder(whose, args.code.as_deref()))
        .transpose()?;
    let institution = (secrets.len() > 1).then_some(Holder::Institution);
    let holder = institution
        .or_else(|| known(&ring, own.recipient()))
        .or(said);
    let holder = holder.ok_or_else(|| {
        CliError::new(Kind::Usage, "whose identity is it? this home's key sets do not know it")
            .hint("say it: `tallybox keys sheet department CODE --restore FILE --out FILE`, or `statistics`")
    })?;
    if holder == Holder::Institution && secrets.len() == 1 {
        return Err(CliError::new(
            Kind::Input,
            "an institution's sheet has eight rows; these are the first four",
        )
        .hint("type rows 5 to 8 too: they are the signing key"));
    }
    let none = Secret::new([0; 32]);
    let seed = secrets.get(1).unwrap_or(&none);
    NewIdentity::from_random(holder, secret, seed).map_err(|error| failed(error.to_string()))
}
