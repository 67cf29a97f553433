//! What the store could not do, in kinds that a person can act on.

use std::fmt;
use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the store could not do it. Nothing was stored.
#[derive(Debug)]
pub enum StoreError {
    /// No room on the disk.
    Full,
    /// The file or its medium takes no writing.
    ReadOnly,
    /// Another process held it for longer than the wait.
    Busy,
    /// There is no store here.
    Missing(PathBuf),
    /// There is one already.
    Exists(PathBuf),
    /// Something else lies in its place: a link, a folder, another program's file.
    NotAStore {
        /// The path.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Bytes of the store are not what they were.
    Damaged {
        /// What is damaged.
        what: String,
    },
    /// The draft was taken over by another session, or is gone.
    ContinuedElsewhere,
    /// The invitation is none of this box, or a response was sent with it.
    NotInvited,
    /// A record or document that does not hold together was handed in: a fault of the caller.
    Unsound(&'static str),
    /// The disk or the file system.
    Io(std::io::Error),
    /// Anything else that SQLite says.
    Sqlite(rusqlite::Error),
}

impl StoreError {
    /// What to do next, where something is known to help.
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Full => Some("free some space on the disk, then try again: nothing was lost"),
            Self::ReadOnly => Some("make `box/` writable, then try again"),
            Self::Busy => Some("try again in a minute"),
            Self::Missing(_) => Some("`tallybox box init` makes one"),
            Self::Exists(_) => {
                Some("`tallybox box status` says whose it is; another box needs another home")
            }
            Self::Damaged { .. } => Some(
                "copy the folder before anything else; `tallybox box verify` names what is hurt, `tallybox box salvage` takes what is whole",
            ),
            _ => None,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("the disk is full"),
            Self::ReadOnly => f.write_str("the store cannot be written to"),
            Self::Busy => f.write_str("the store is in use by another program"),
            Self::Missing(path) => write!(f, "there is no store at `{}`", path.display()),
            Self::Exists(path) => write!(f, "there is a store at `{}` already", path.display()),
            Self::NotAStore { path, why } => {
                write!(f, "`{}` cannot be taken for a store: {why}", path.display())
            }
            Self::Damaged { what } => write!(f, "the store is damaged: {what}"),
            Self::ContinuedElsewhere => f.write_str("this draft was continued elsewhere"),
            Self::NotInvited => {
                f.write_str("this invitation is not one of this box, or it was used")
            }
            Self::Unsound(what) => write!(f, "refused to store what does not fit: {what}"),
            Self::Io(error) => write!(f, "the disk: {error}"),
            Self::Sqlite(error) => write!(f, "the store: {error}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// The same said to somebody else whose work was in the same transaction.
    #[must_use]
    pub fn again(&self) -> Self {
        match self {
            Self::Full => Self::Full,
            Self::ReadOnly => Self::ReadOnly,
            Self::Busy => Self::Busy,
            Self::Damaged { what } => Self::Damaged { what: what.clone() },
            Self::ContinuedElsewhere => Self::ContinuedElsewhere,
            Self::NotInvited => Self::NotInvited,
            Self::Unsound(what) => Self::Unsound(what),
            other => Self::Io(std::io::Error::other(other.to_string())),
        }
    }
}

/// Whether the shared index could not grow, which has no other cause than a full disk or a quota.
fn lacks_room(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Full,
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io(error),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            _ if lacks_room(&error) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged {
                what: error.to_string(),
            },
            _ => Self::Sqlite(error),
        }
    }
}
