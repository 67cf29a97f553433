//! `tallybox keys`: new identities, and the key set they stand in.

mod change;
mod drill;
mod list;
mod request;
mod reseal;
mod sheet;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use serde_json::json;

use crate::base::words::{Message, Words};
use crate::runtime::home::{self, Home};
use crate::runtime::{clock, random};
use crate::survey::Questionnaire;
use crate::survey::model::Role;
use crate::vault::fingerprint::Fingerprint;
use crate::vault::identity::{IdentityError, NewIdentity, Passphrase};
use crate::vault::issue::{self, IssueError, Request};
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::{self, Holder, KeySet, KeySetError, LEAST_INSTITUTIONS};
use crate::vault::recipient::Recipient;
use crate::vault::seal::MOST_RECIPIENTS;

use super::error::{CliError, Kind};
use super::signer::SignerArgs;
use super::{Context, Done, Outcome, choose, identity};

/// A shorter passphrase is remarked on.
const SHORT_PASSPHRASE: usize = 12;

/// Keys of the institution, the statistics office and the departments.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Make an identity and add its recipient to the home's key set.
    New(New),
    /// Make an identity on its holder's own machine, and a request for its place in the key set.
    Request(request::Request),
    /// Take requests into the key set: many at once, signed once.
    Add(change::Add),
    /// Show the current key set.
    List,
    /// Before a survey opens: every holder proves that they can open what is sealed to them.
    Drill(drill::Drill),
    /// An identity on paper, and back.
    Sheet(sheet::Sheet),
    /// Begin the next epoch, with new keys for some holders or with the same.
    Rotate(change::Rotate),
    /// Take keys out of the key set.
    Retire(change::Retire),
    /// Seal what is here already to the current key set; an institution signs.
    Reseal(reseal::Reseal),
}

#[derive(clap::Args)]
struct New {
    /// Whose identity it is.
    #[arg(value_enum)]
    holder: Whose,
    /// The department's code, for a department.
    code: Option<String>,
    /// The identity file to write; it must not exist.
    #[arg(long, value_name = "IDENTITY_FILE")]
    out: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    #[command(flatten)]
    signer: SignerArgs,
}

/// What protects a new identity file.
#[derive(clap::Args)]
struct PassphraseArgs {
    /// Write it without a passphrase: whoever has the file has the key.
    #[arg(long, conflicts_with = "passphrase_file")]
    no_passphrase: bool,
    /// Take the passphrase from the first line of a file instead of asking.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl PassphraseArgs {
    /// The passphrase of a new file.
    fn draw(&self, context: &mut Context<'_>) -> Result<Option<Passphrase>, CliError> {
        match &self.passphrase_file {
            _ if self.no_passphrase => Ok(None),
            Some(file) => identity::passphrase_file(file, context.err).map(Some),
            None => identity::new_passphrase(context.err).map(Some),
        }
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Whose {
    Institution,
    Statistics,
    Department,
}

/// Runs `tallybox keys …`.
///
/// # Errors
/// What the command could not do, in words.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    match &args.command {
        Command::New(new) => run_new(new, context),
        Command::Request(args) => request::run(args, context),
        Command::Add(args) => change::add(args, context),
        Command::List => list::run(context),
        Command::Drill(args) => drill::run(args, context),
        Command::Sheet(args) => sheet::run(args, context),
        Command::Rotate(args) => change::rotate(args, context),
        Command::Retire(args) => change::retire(args, context),
        Command::Reseal(args) => reseal::run(args, context),
    }
}

fn run_new(new: &New, context: &mut Context<'_>) -> Outcome {
    let holder = holder(new.holder, new.code.as_deref())?;
    let home = Home::find(context.home.as_deref());
    let folder = home.keys();
    let mut ring = load_ring(&folder)?;
    check_before_asking(&ring, &holder, &new.out)?;
    let members = ring.current().map(KeySet::members);
    check_room(
        &home,
        members.map_or(0, |one| one.institution.len()) + usize::from(holder == Holder::Institution),
        members.map_or(0, |one| one.statistics.len()) + usize::from(holder == Holder::Statistics),
    )?;
    let signer = signer(new, &ring, &folder, context)?;
    let passphrase = new.passphrase.draw(context)?;
    let identity = draw_identity(holder)?;
    let request = Request {
        folder: &folder,
        identity: &identity,
        out: &new.out,
        passphrase: passphrase.as_ref(),
        signer: signer.as_ref(),
        day: clock::today(),
    };
    issue::issue(&mut ring, &request).map_err(|error| not_issued(&error, &new.out, &ring))?;
    tell_new(&identity, &ring, new, context)?;
    if identity.signer().is_some() {
        remember(&folder, &new.out, context)?;
    }
    remark(&identity, &ring, passphrase.as_ref(), &home, context)
}

/// The key is issued by now: that its path could not be noted is worth a warning, not an error.
fn remember(folder: &Path, out: &Path, context: &mut Context<'_>) -> Result<(), CliError> {
    issue::remember_signer(folder, out).or_else(|error| {
        let words = format!("warning: give `--signer` next time; its path was not noted: {error}");
        say(context.err, &words)
    })
}

fn holder(whose: Whose, code: Option<&str>) -> Result<Holder, CliError> {
    match (whose, code) {
        (Whose::Institution, None) => Ok(Holder::Institution),
        (Whose::Statistics, None) => Ok(Holder::Statistics),
        (Whose::Department, Some(code)) if keyset::is_code(code) => {
            Ok(Holder::Department(code.to_owned()))
        }
        (Whose::Department, Some(_)) => Err(usage(
            "a department's code is one word without spaces, at most 64 bytes",
            "use the code of the questionnaire's department list",
        )),
        (Whose::Department, None) => Err(usage(
            "which department?",
            "run `tallybox keys new department CODE --out FILE`",
        )),
        (_, Some(_)) => Err(usage("only a department has a code", "leave the code out")),
    }
}

fn load_ring(folder: &Path) -> Result<KeyRing, CliError> {
    KeyRing::load(folder).map_err(|error| {
        CliError::new(Kind::Keys, error.to_string())
            .hint("bring the institution's own `keys/` folder back; nothing is sealed or signed with this one")
    })
}

/// Whatever would be refused anyway is refused before anyone types a passphrase.
fn check_before_asking(ring: &KeyRing, holder: &Holder, out: &Path) -> Result<(), CliError> {
    if ring.current().is_none() && *holder != Holder::Institution {
        return Err(CliError::new(Kind::Keys, "there is no key set yet")
            .hint("make the institution's first: `tallybox keys new institution --out FILE`"));
    }
    if let (Some(set), Holder::Department(code)) = (ring.current(), holder)
        && set.members().departments.contains_key(code)
    {
        return Err(set_error(&KeySetError::DepartmentTaken(code.clone()), ring));
    }
    check_new(out)
}

/// A file that is to be written must not be there.
fn check_new(out: &Path) -> Result<(), CliError> {
    if out.symlink_metadata().is_ok() {
        let words = format!(
            "{}: it is there already, and is not overwritten",
            out.display()
        );
        return Err(CliError::new(Kind::Input, words).hint("choose another `--out`"));
    }
    Ok(())
}

/// The key that signs the next set; `None` for the first, which signs itself.
fn signer(
    new: &New,
    ring: &KeyRing,
    folder: &Path,
    context: &mut Context<'_>,
) -> Result<Option<SigningKey>, CliError> {
    if ring.current().is_none() {
        return Ok(None);
    }
    let (key, _) = new.signer.of_current(ring, folder, context)?;
    Ok(Some(key))
}

fn draw_identity(holder: Holder) -> Result<NewIdentity, CliError> {
    let draw = || random::bytes::<32>().map(zeroize::Zeroizing::new);
    let failed = |words: String| CliError::new(Kind::Internal, words);
    let secret = draw().map_err(|error| failed(error.to_string()))?;
    let seed = draw().map_err(|error| failed(error.to_string()))?;
    NewIdentity::from_random(holder, &secret, &seed).map_err(|error| failed(error.to_string()))
}

fn tell_new(
    identity: &NewIdentity,
    ring: &KeyRing,
    new: &New,
    context: &mut Context<'_>,
) -> Result<(), CliError> {
    let recipient = identity.age().recipient();
    let fingerprint = fingerprint(recipient).to_string();
    let epoch = ring.current().map_or(0, KeySet::epoch);
    let out = new.out.display();
    if context.json {
        let told = json!({
            "recipient": recipient.as_str(),
            "fingerprint": fingerprint,
            "epoch": epoch,
            "identity": out.to_string(),
        });
        return say(context.out, &told.to_string());
    }
    say(
        context.out,
        &format!(
            "identity     {out}\nholder       {}\nrecipient    {recipient}\nfingerprint  {fingerprint}\nkey set      epoch {epoch}",
            identity.holder()
        ),
    )
}

/// What is worth knowing now, on stderr.
fn remark(
    identity: &NewIdentity,
    ring: &KeyRing,
    passphrase: Option<&Passphrase>,
    home: &Home,
    context: &mut Context<'_>,
) -> Outcome {
    if context.quiet {
        return Ok(Done::Clean);
    }
    let remarks = [
        passphrase
            .is_some_and(|words| words.chars().count() < SHORT_PASSPHRASE)
            .then(|| "the passphrase is short; five or more random words are advised".to_owned()),
        ring.current().and_then(too_few_institutions),
        match identity.holder() {
            Holder::Department(code) => unknown_department(code, home),
            _ => None,
        },
    ];
    for words in remarks.into_iter().flatten() {
        say(context.err, &format!("warning: {words}"))?;
    }
    Ok(Done::Clean)
}

fn too_few_institutions(set: &KeySet) -> Option<String> {
    let few = set.members().institution.len() < LEAST_INSTITUTIONS;
    few.then(|| {
        "one institution identity is not enough: nothing is sealed before there are two. Make the \
         second with `tallybox keys new institution --out FILE` and keep it elsewhere, offline"
            .to_owned()
    })
}

/// A code that no questionnaire's department list has is most likely a slip of the pen: that
/// department's answers would go to a key that nobody has.
pub(super) fn unknown_department(code: &str, home: &Home) -> Option<String> {
    let questionnaires = questionnaires(home);
    let mut lists = questionnaires.iter().filter_map(|one| one.departments());
    let known = lists.any(|list| list.get(code).is_some() && !list.is_heading(code));
    let unknown = !known && !questionnaires.is_empty();
    unknown.then(|| format!("no questionnaire of this home has a department `{code}`"))
}

fn questionnaires(home: &Home) -> Vec<Arc<Questionnaire>> {
    let files = home.survey_files();
    let checked = files.iter().filter_map(|path| home::check_file(path).ok());
    checked
        .filter_map(|checked| checked.questionnaire)
        .collect()
}

/// A key set under which an audience has more recipients than a part takes would stop every box: it is
/// refused while nothing is signed.
fn check_room(home: &Home, institutions: usize, statistics: usize) -> Result<(), CliError> {
    let count = |role: &Role| match role {
        Role::Department => 1,
        Role::Institution => institutions,
        Role::Statistics => statistics,
    };
    let surveys = questionnaires(home);
    let mut audiences = surveys.iter().flat_map(|survey| &survey.audiences);
    let full =
        audiences.find(|one| one.sealed_to.iter().map(count).sum::<usize>() > MOST_RECIPIENTS);
    full.map_or(Ok(()), |audience| {
        let words = format!(
            "`{}` would have more than {MOST_RECIPIENTS} recipients, and nothing could be sealed to it",
            audience.id
        );
        Err(CliError::new(Kind::Keys, words)
            .hint("take one out at the same time: `tallybox keys rotate REQUEST --instead KEY`"))
    })
}

/// What a holder reads out over the telephone: the fingerprint of the recipient's text.
fn fingerprint(recipient: &Recipient) -> Fingerprint {
    Fingerprint::of(recipient.as_str().as_bytes())
}

fn not_issued(error: &IssueError, out: &Path, ring: &KeyRing) -> CliError {
    match error {
        IssueError::Identity(IdentityError::Io(error)) => file_error(out, error),
        IssueError::Identity(error) => identity::refused(out, error),
        error => not_published(error, ring),
    }
}

fn not_published(error: &IssueError, ring: &KeyRing) -> CliError {
    match error {
        IssueError::Set(error) => set_error(error, ring),
        IssueError::Publish(found) if found.kind() == std::io::ErrorKind::AlreadyExists => {
            CliError::new(
                Kind::Keys,
                "another command was writing the key set at the same time",
            )
            .hint("run the command again")
        }
        error => CliError::new(Kind::Keys, error.to_string()),
    }
}

fn set_error(error: &KeySetError, ring: &KeyRing) -> CliError {
    let epoch = ring.current().map_or(0, KeySet::epoch);
    let said = CliError::new(Kind::Keys, format!("the key set of epoch {epoch}: {error}"));
    match error {
        KeySetError::DepartmentTaken(_) => said
            .hint("`tallybox keys rotate REQUEST` puts a new key in the place of the one it has"),
        _ => said,
    }
}

fn file_error(path: &Path, error: &std::io::Error) -> CliError {
    CliError::new(Kind::Input, format!("{}: {error}", path.display()))
}

fn usage(words: &str, hint: &str) -> CliError {
    CliError::new(Kind::Usage, words).hint(hint)
}

/// What people who make, print and prove keys are told, in the system's language. What scripts read, the lines of
/// the standard output, is the same everywhere.
fn words() -> Words {
    Words::new(&choose::language(None))
}

/// Tells whoever is at the terminal what to do next, unless nobody wants to know.
fn advise(context: &mut Context<'_>, next: &Message) -> Result<(), CliError> {
    if context.quiet {
        return Ok(());
    }
    say(context.err, &words().tell(next))
}

fn say(to: &mut dyn Write, text: &str) -> Result<(), CliError> {
    writeln!(to, "{text}").map_err(CliError::output)
}
