//! `tallybox box init`: this home's box, with its own key and the key set it trusts.

use serde_json::json;

use crate::base::hex;
use crate::cli::error::{CliError, Kind};
use crate::cli::store::{self, line};
use crate::cli::{Context, Done, Outcome};
use crate::runtime::home::{self, Home};
use crate::runtime::keeper::OpenError;
use crate::runtime::random;
use crate::vault::checkpoint::{self, BoxKey, NAME_LIMIT};
use crate::vault::keyring::{KeyRing, Pins};
use crate::vault::keyset::{KeySet, LEAST_INSTITUTIONS};
use crate::vault::own::{self, Own};
use crate::vault::store::Store;

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The box's public name, as people at the machine know it ("Chemistry stores").
    #[arg(long)]
    name: Option<String>,
}

pub(super) fn run(home: &Home, args: &Args, context: &mut Context<'_>) -> Outcome {
    let ring = KeyRing::load(&home.keys())?;
    let key_set = ready_key_set(home, &ring)?;
    let seed = zeroize::Zeroizing::new(random::bytes::<32>()?);
    let key = BoxKey::from_seed(&seed);
    let name = args.name.clone().unwrap_or_else(|| default_name(&key));
    if !checkpoint::is_name(&name) {
        let words = format!("a box's name is one line of 1 to {NAME_LIMIT} characters");
        return Err(CliError::new(Kind::Usage, words).hint("give another with `--name NAME`"));
    }
    let mut store = Store::open_or_create(&home.box_folder())?;
    let own = match own::load(&store)? {
        // An earlier try was cut off before it said which key set the box goes by.
        Some(own) if own::pins(&store)?.is_none() => own,
        Some(own) => {
            let words = format!("this home has a box already: {}", own.name);
            return Err(CliError::new(Kind::Store, words)
                .hint("`tallybox box status` looks into it; a further box has a home of its own"));
        }
        None => own::init(&mut store, key, &name)?,
    };
    own::set_pins(&mut store, &Pins::of(key_set))?;
    tell_new(&own, key_set, context)?;
    Ok(Done::Clean)
}

fn tell_new(own: &Own, key_set: &KeySet, context: &mut Context<'_>) -> Result<(), CliError> {
    let verifier = own.key.verifier();
    let fingerprint = checkpoint::fingerprint(&verifier);
    if context.json {
        let words = json!({
            "name": own.name,
            "fingerprint": fingerprint,
            "verifier": verifier.to_line(),
            "epoch": key_set.epoch(),
        });
        return store::json_line(context.out, &words);
    }
    let lines = [
        format!("box          {}", own.name),
        format!("fingerprint  {fingerprint}"),
        format!(
            "key set      {} (epoch {})",
            key_set.fingerprint(),
            key_set.epoch()
        ),
    ];
    lines.iter().try_for_each(|words| line(context.out, words))
}

/// The current key set, where everything that this home asks can be sealed under it.
fn ready_key_set<'a>(home: &Home, ring: &'a KeyRing) -> Result<&'a KeySet, CliError> {
    let key_set = ring.current().ok_or_else(|| {
        CliError::new(Kind::Keys, "there is no key set in `keys/`").hint(
            "make one with `tallybox keys new institution --out FILE`, or bring the institution's `keys/` folder",
        )
    })?;
    let institutions = key_set.members().institution.len();
    if institutions < LEAST_INSTITUTIONS {
        let words = format!(
            "the key set has {institutions} institution recipient, it needs {LEAST_INSTITUTIONS}: one is kept offline"
        );
        return Err(CliError::new(Kind::Keys, words)
            .hint("add one with `tallybox keys new institution --out FILE`"));
    }
    for path in home.survey_files() {
        let checked = home::check_file(&path).map_err(|error| CliError::read(&path, &error))?;
        let Some(questionnaire) = checked.questionnaire else {
            let words = format!("{}: this questionnaire has mistakes", path.display());
            return Err(CliError::new(Kind::Input, words).hint(format!(
                "`tallybox survey check {}` names them",
                path.display()
            )));
        };
        key_set
            .is_ready_for(&questionnaire)
            .map_err(OpenError::NotReady)?;
    }
    Ok(key_set)
}

fn default_name(key: &BoxKey) -> String {
    let public = hex::encode(&key.verifier().key);
    format!("Box {}", public.get(..4).unwrap_or_default())
}
