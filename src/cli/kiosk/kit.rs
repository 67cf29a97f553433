//! A kit that a keeper brings on a drive. A session may not write questionnaires or keys, so a sound kit is
//! put into the box folder and the program ends; started again, it takes the kit before anything is
//! fenced, and believes no more of it than of the drive.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::Context;
use super::super::error::{CliError, Kind};
use super::super::kit::Kit;
use super::super::store::line;
use super::host::Here;
use super::tasks::Failed;
use crate::base::text::one_line;
use crate::base::words::{Arg, Message};
use crate::runtime::home::Home;
use crate::runtime::parcels::Standing;
use crate::vault::durable;

/// The most bytes of a kit: questionnaires, lists and keys are far smaller.
const LIMIT: u64 = 32 << 20;

/// Where a kit waits for the next start.
fn place(home: &Home) -> PathBuf {
    home.box_folder().join("arrived.kit")
}

/// Looks at the one kit on the one drive that is in, and keeps it for the next start.
pub(super) fn bring(here: &mut Here<'_>) -> Result<Vec<Message>, Failed> {
    let found = here.drive()?.find("kit", LIMIT)?;
    let (name, bytes) = found.ok_or_else(|| Message::plain("kiosk-desk-kit-which"))?;
    let kit = sound(&here.home, Path::new(&name), &bytes).map_err(|error| words(&error))?;
    durable::replace(&place(&here.home), &bytes)?;
    here.renews = true;
    let fingerprint = Arg::from(kit.newest.fingerprint().to_string());
    let epoch = i64::try_from(kit.newest.epoch()).unwrap_or(i64::MAX);
    Ok(vec![
        Message::with(
            "kiosk-desk-kit-taken",
            [("file", Arg::from(one_line(&name)))],
        ),
        Message::with(
            "kiosk-desk-epoch",
            [("fingerprint", fingerprint), ("epoch", Arg::from(epoch))],
        ),
    ])
}

fn words(error: &CliError) -> Message {
    let why = Arg::from(one_line(&error.message));
    Message::with("kiosk-desk-failed", [("why", why)])
}

/// A kit with which this kiosk starts again: its keys follow the home's, and its questionnaires take the
/// places of those that are here and may be asked.
fn sound(home: &Home, path: &Path, bytes: &[u8]) -> Result<Kit, CliError> {
    let kit = Kit::read(path, bytes)?;
    if matches!(kit.standing(home)?, Standing::New) {
        let words = "this home has no key set that a person compared";
        return Err(CliError::new(Kind::Keys, words));
    }
    let here = home.survey_files();
    for (name, questionnaire) in kit.questionnaires() {
        super::is_approved(&questionnaire)?;
        let is_here = here.iter().any(|path| path.ends_with(name));
        if !is_here && !here.is_empty() {
            let words = format!("`{name}` would be a second questionnaire here");
            return Err(CliError::new(Kind::Usage, words));
        }
    }
    Ok(kit)
}

/// Takes the kit that waits, if one does. One that cannot be taken is told and thrown away, but where the store
/// failed: the terminal opens with what it has.
pub(super) fn take_what_waits(home: &Home, context: &mut Context<'_>) -> Result<(), CliError> {
    let path = place(home);
    let read = durable::read_limited(&path, LIMIT);
    let Some(bytes) = read.map_err(|error| CliError::read(&path, &error))? else {
        return Ok(());
    };
    let kept = sound(home, &path, &bytes).and_then(|kit| kit.keep(home, context));
    // What the institution set aside must not be lost because the disk was full: such a kit waits for the next start.
    if !matches!(&kept, Err(error) if error.kind == Kind::Store) {
        fs::remove_file(&path).map_err(|error| CliError::write(&path, &error))?;
    }
    let said = match kept {
        Ok(kept) => {
            let done = kept.done.words();
            let done = done.map_or_else(String::new, |words| format!("; {words}"));
            format!("the kit was taken: {} files{done}", kept.files)
        }
        Err(error) => format!("the kit was not taken: {}", error.message),
    };
    line(context.err, &said)
}
