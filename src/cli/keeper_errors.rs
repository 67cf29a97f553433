//! The keeper's refusals in the words of the command line.

use crate::runtime::keeper::{NotOpen, OpenError, SaveError};
use crate::vault::keyring::PinError;
use crate::vault::store::StoreError;

use super::error::{CliError, Kind};

const DEMO_HINT: &str = "to look round with made-up answers: `tallybox demo`";

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        let keys = |message: String| Self::new(Kind::Keys, message);
        match error {
            OpenError::KeyRing(error) => error.into(),
            OpenError::NoKeys => keys("this home has no key set, so nothing could be sealed".to_owned())
                .hint("make keys: `tallybox keys new institution --out FILE` (twice), then statistics and departments")
                .hint(DEMO_HINT),
            OpenError::NotReady(error) => keys(error.to_string())
                .hint("add what is missing with `tallybox keys new …`; `tallybox keys list` shows what there is"),
            OpenError::Pin(error) => pin(error),
            OpenError::OpenToAll(path) => Self::new(Kind::Store, format!("everybody may write to `{}`", path.display()))
                .hint("a home is its owner's: `chmod -R go-w` it; `tallybox doctor` names every such place"),
            OpenError::NoBox => Self::new(Kind::Store, "this home has no box yet")
                .hint("make one: `tallybox box init --name \"Chemistry stores\"`")
                .hint(DEMO_HINT),
            OpenError::Store(StoreError::Missing(_)) => OpenError::NoBox.into(),
            OpenError::Store(error) => error.into(),
        }
    }
}

/// Outside the days on which first answers are taken.
fn not_open(why: NotOpen) -> CliError {
    let told = |words: String| CliError::new(Kind::Usage, words);
    match why {
        NotOpen::Opens(day) => told(format!("this survey opens on {day}")).hint(
            "wait for that day, or publish an earlier `opens` with `tallybox survey publish FILE`",
        ),
        NotOpen::Closed(day) => told(format!("this survey closed on {day}")).hint(
            "what was sent is read and taken back with `tallybox me`; `tallybox survey publish FILE` brings a later `closes`",
        ),
    }
}

fn pin(error: PinError) -> CliError {
    let told = CliError::new(Kind::Keys, error.to_string());
    match error {
        PinError::None => OpenError::NoKeys.into(),
        PinError::Older(..) => {
            told.hint("bring the newest `keys/` to this machine; an older one is never taken")
        }
        PinError::Foreign(_) => {
            told.hint("if someone replaced `keys/`, put the right one back; nothing was stored")
        }
    }
}

impl From<SaveError> for CliError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::NoRoom => Self::new(
                Kind::Store,
                "the disk of this machine is nearly full, so no new response can begin",
            )
            .hint(
                "free some space on the disk, then begin; what was begun before can still be sent",
            ),
            SaveError::Random => {
                Self::new(Kind::Internal, "the operating system gives no random bytes")
            }
            SaveError::Seal(error) => Self::new(Kind::Keys, format!("not stored: {error}"))
                .hint("check the key set with `tallybox keys list`"),
            SaveError::Draft(error) => {
                Self::new(Kind::Internal, format!("the draft was not stored: {error}"))
            }
            SaveError::Unreadable => Self::new(
                Kind::Store,
                "what is stored under these words cannot be opened with them",
            ),
            SaveError::ContinuedElsewhere => {
                Self::new(Kind::Store, "another session goes on with these answers")
            }
            SaveError::NotOpen(why) => not_open(why),
            SaveError::NoSession => Self::new(Kind::Internal, "there is no session"),
            SaveError::NotInvited => StoreError::NotInvited.into(),
            SaveError::Store(error) => error.into(),
        }
    }
}
