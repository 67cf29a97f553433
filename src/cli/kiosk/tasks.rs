//! What a keeper can have done at the terminal, and what it came to.

use std::io::{BufWriter, Write as _};

use super::host::Here;
use super::kit;
use super::leaflet;
use crate::base::text::one_line;
use crate::base::words::{Arg, Message};
use crate::runtime::clock;
use crate::ui::kiosk::Task;
use crate::vault::bundle::export::{self, Extent};
use crate::vault::own;
use crate::vault::store::StoreError;
use crate::vault::store::files::new_private_file;

/// Why a task was not done.
pub(super) enum Failed {
    /// In words for the keeper.
    Told(Message),
    /// The store.
    Store(StoreError),
    /// A file or a printer.
    Io(std::io::Error),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<std::io::Error> for Failed {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Message> for Failed {
    fn from(message: Message) -> Self {
        Self::Told(message)
    }
}

/// Does a task, and says what it came to.
pub(super) fn run(here: &mut Here<'_>, task: Task) -> Vec<Message> {
    let done = match task {
        Task::Status => status(here),
        Task::Export => bundle(here),
        Task::Kit => kit::bring(here),
        // The kiosk ends itself.
        Task::Stop => Ok(Vec::new()),
        Task::OpenOrClose => open_or_close(here),
        Task::Idle(minutes) => idle(here, minutes),
        Task::TestPage => test_page(here),
        Task::PowerOff => power_off(here),
    };
    done.unwrap_or_else(|failed| vec![told(failed)])
}

fn told(failed: Failed) -> Message {
    let why = match failed {
        Failed::Told(message) => return message,
        Failed::Store(error) => error.to_string(),
        Failed::Io(error) => error.to_string(),
    };
    Message::with("kiosk-desk-failed", [("why", Arg::from(one_line(&why)))])
}

fn status(here: &mut Here<'_>) -> Result<Vec<Message>, Failed> {
    let name = here.answers.keeper.name().unwrap_or_default();
    let set = here.answers.keeper.key_set();
    let fingerprint = set.fingerprint().to_string();
    let epoch = i64::try_from(set.epoch()).unwrap_or(i64::MAX);
    let store = here.answers.keeper.store()?;
    let count = |number: u64| Arg::from(i64::try_from(number).unwrap_or(i64::MAX));
    let records = store.leaves()?.len();
    let held = [
        ("name", Arg::from(name)),
        ("records", Arg::from(records)),
        ("drafts", count(store.drafts()?)),
    ];
    let room = if store.enough_room()? {
        "kiosk-desk-room"
    } else {
        "kiosk-desk-no-room"
    };
    let keys = [
        ("fingerprint", Arg::from(fingerprint)),
        ("epoch", Arg::from(epoch)),
    ];
    Ok(vec![
        Message::with("kiosk-desk-held", held),
        Message::plain(room),
        Message::with("kiosk-desk-epoch", keys),
    ])
}

/// Writes the sealed records to the one drive that is in, as `tallybox bundle export` does.
fn bundle(here: &mut Here<'_>) -> Result<Vec<Message>, Failed> {
    let drive = here.drive()?;
    match here.answers.keeper.shuffle() {
        // A disk too full for that must not keep the records from leaving it: a bundle is sorted by itself.
        Ok(()) | Err(StoreError::Full | StoreError::Busy) => {}
        Err(error) => return Err(error.into()),
    }
    let today = clock::today();
    let store = here.answers.keeper.store()?;
    let own = own::load(store)?.ok_or(StoreError::Unsound("the box's key"))?;
    let export = export::plan(store, &own.key, &own.name, Extent::Usual)?;
    let stem = format!("tallybox-{}-{today}", plain(&own.name));
    let name = drive.create((&stem, "bundle"), |file| {
        let mut out = BufWriter::with_capacity(1 << 16, file);
        export::write(store, &own.key, &export, &mut out)?;
        out.flush()?;
        Ok::<(), Failed>(())
    })?;
    store.set_seen(&own.key.verifier().key, &export.leaves, &export.note)?;
    let count = Arg::from(export.leaves.len());
    let done = [("count", count), ("file", Arg::from(name))];
    let repeats = export.repeats.then(|| Message::plain("kiosk-desk-repeats"));
    Ok(std::iter::once(Message::with("kiosk-desk-exported", done))
        .chain(repeats)
        .collect())
}

/// A box's name as part of a file's name on any file system.
fn plain(name: &str) -> String {
    let letters = name.chars().map(|letter| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    });
    letters.take(40).collect()
}

fn open_or_close(here: &mut Here<'_>) -> Result<Vec<Message>, Failed> {
    Ok(vec![Message::plain(if here.open_or_close()? {
        "kiosk-desk-opened"
    } else {
        "kiosk-desk-closed"
    })])
}

fn idle(here: &mut Here<'_>, minutes: u64) -> Result<Vec<Message>, Failed> {
    here.set_minutes(minutes)?;
    let minutes = Arg::from(i64::try_from(minutes).unwrap_or(0));
    Ok(vec![Message::with(
        "kiosk-desk-idle-done",
        [("minutes", minutes)],
    )])
}

fn test_page(here: &mut Here<'_>) -> Result<Vec<Message>, Failed> {
    let name = here.answers.keeper.name().unwrap_or_default();
    let Some(printer) = &here.settings.printer else {
        return Err(Message::plain("kiosk-desk-print-none").into());
    };
    printer.print(&leaflet::test_page(&name), here.settings.columns)?;
    Ok(vec![Message::plain("give-paper-done")])
}

/// Leaves a file that a unit of the system watches for: the kiosk itself has no right to switch anything
/// off, and starts no program.
fn power_off(here: &Here<'_>) -> Result<Vec<Message>, Failed> {
    let Some(path) = &here.settings.power_off else {
        return Err(Message::plain("kiosk-desk-power-none").into());
    };
    match new_private_file(path) {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error.into()),
    }
    Ok(vec![Message::plain("kiosk-desk-power-done")])
}
