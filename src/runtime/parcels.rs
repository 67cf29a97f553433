//! What of a home goes into a kit or pack, and what of one goes into a home.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::text::one_line;
use crate::survey::{self, Files, Questionnaire};
use crate::vault::durable;
use crate::vault::keyring::{self, KeyRing, KeyRingError};
use crate::vault::keyset::KeySet;
use crate::vault::parcel::{self, Held, What};

use super::desk_files::APPRENTICESHIPS;
use super::home::{self, Home};
use super::publishing::{self, PublishError};

/// Folders of `surveys/` deeper than this are not looked into.
const DEPTH: usize = 2;

/// How a parcel's key sets stand to those of the home that takes it.
pub enum Standing {
    /// The home has none: a person compares the newest.
    New,
    /// The home has the newest.
    Known,
    /// They go on from the home's newest.
    Follows,
}

/// Why a parcel is not taken, or not made.
#[derive(Debug)]
pub enum Fault {
    /// A file.
    Io(PathBuf, io::Error),
    /// The home's own key sets.
    KeyRing(KeyRingError),
    /// Its newest key set is older than the home's: the epochs of both.
    Older(u64, u64),
    /// Its key sets are another institution's.
    Foreign,
    /// It holds a second, different key set of this epoch.
    Fork(u64),
    /// A statement in it is signed by none whom these key sets name: its leaf.
    Stranger(String),
    /// A questionnaire in it has mistakes; its name.
    Questionnaire(String),
    /// A file of `surveys/` whose name cannot travel.
    Name(PathBuf),
    /// A private key lies in this file of `surveys/`.
    Secret(PathBuf),
}

/// Every key set of a ring, the first epoch first.
pub fn key_sets(ring: &KeyRing) -> Vec<Held> {
    let sets = ring.sets().iter();
    let sets = sets.map(|set| held(What::KeySet, "", set.document().to_vec()));
    sets.collect()
}

/// A content.
pub fn held(what: What, name: &str, bytes: Vec<u8>) -> Held {
    Held {
        what,
        name: name.to_owned(),
        bytes,
    }
}

/// Every questionnaire and data file of a home's `surveys/`, and the lists that a questionnaire names. One that
/// nothing names stays: it may be anybody's spreadsheet.
///
/// # Errors
/// Where one cannot be read or named, or a questionnaire has mistakes.
pub fn surveys(home: &Home) -> Result<Vec<Held>, Fault> {
    let mut named = BTreeSet::from([APPRENTICESHIPS.to_owned()]);
    for path in home.survey_files() {
        let read = publishing::read(&path).map_err(|error| match error {
            PublishError::File(path, error) => Fault::Io(path, error),
            _ => Fault::Questionnaire(path.display().to_string()),
        });
        let (candidate, checked) = read?;
        if checked.questionnaire.is_none() {
            return Err(Fault::Questionnaire(path.display().to_string()));
        }
        named.extend(candidate.names().map(str::to_owned));
    }
    let mut found = Vec::new();
    walk(&home.surveys(), "", DEPTH, &mut found)?;
    found.retain(|one| !is_list(&one.name) || named.contains(&one.name));
    found.sort_by(|a: &Held, b: &Held| a.name.cmp(&b.name));
    Ok(found)
}

fn walk(folder: &Path, place: &str, depth: usize, found: &mut Vec<Held>) -> Result<(), Fault> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        read => read.map_err(|error| Fault::Io(folder.to_path_buf(), error))?,
    };
    for entry in entries {
        let entry = entry.map_err(|error| Fault::Io(folder.to_path_buf(), error))?;
        let path = entry.path();
        let kind = entry
            .file_type()
            .map_err(|error| Fault::Io(path.clone(), error))?;
        let name = format!("{place}{}", entry.file_name().to_string_lossy());
        if kind.is_dir() && depth > 0 {
            walk(&path, &format!("{name}/"), depth - 1, found)?;
        } else if kind.is_file() && travels(&path) {
            if !parcel::is_place(&name) {
                return Err(Fault::Name(path));
            }
            let bytes =
                home::read_limited(&path).map_err(|error| Fault::Io(path.clone(), error))?;
            if holds_a_secret(&bytes) {
                return Err(Fault::Secret(path));
            }
            found.push(held(What::Survey, &name, bytes));
        }
    }
    Ok(())
}

/// Whether a file holds a list: a questionnaire, or something else that is TOML, always travels.
fn is_list(name: &str) -> bool {
    let kind = Path::new(name).extension();
    kind.is_some_and(|kind| kind == "csv")
}

/// Whether an identity file was saved under a list's name: what travels is read by everybody.
fn holds_a_secret(bytes: &[u8]) -> bool {
    const SECRET: &[u8] = b"AGE-SECRET-KEY-";
    bytes.windows(SECRET.len()).any(|piece| piece == SECRET)
}

/// Questionnaires, data and lists; what else lies there stays.
fn travels(path: &Path) -> bool {
    let kinds = ["toml", "csv"];
    path.extension()
        .is_some_and(|kind| kinds.iter().any(|one| kind == *one))
}

/// The list files of a parcel.
struct Carried<'a>(&'a [Held]);

impl Files for Carried<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let mut all = self.0.iter();
        let found = all.find(|one| one.what == What::Survey && one.name == name);
        found
            .map(|one| one.bytes.clone())
            .ok_or_else(|| "it did not come along".to_owned())
    }
}

/// Checks, in memory, that every questionnaire that came along is sound.
///
/// # Errors
/// The first that is not.
pub fn check_surveys(all: &[Held]) -> Result<(), Fault> {
    let mut unsound = loaded(all).filter(|(_, questionnaire)| questionnaire.is_none());
    match unsound.next() {
        Some((name, _)) => Err(Fault::Questionnaire(one_line(name))),
        None => Ok(()),
    }
}

/// The questionnaires that came along, by their files' names; those that are sound.
pub fn questionnaires(all: &[Held]) -> Vec<(&str, Arc<Questionnaire>)> {
    loaded(all)
        .filter_map(|(name, questionnaire)| Some((name, questionnaire?)))
        .collect()
}

fn loaded(all: &[Held]) -> impl Iterator<Item = (&str, Option<Arc<Questionnaire>>)> {
    let is_one = |one: &&Held| {
        one.what == What::Survey
            && !one.name.contains('/')
            && home::is_questionnaire(Path::new(&one.name))
    };
    all.iter().filter(is_one).map(|one| {
        let checked = survey::load(&one.name, &one.bytes, &Carried(all));
        (one.name.as_str(), checked.questionnaire)
    })
}

/// How a parcel's key sets stand to a home's.
///
/// # Errors
/// Where they are another's, or older than the home's and not among them.
pub fn standing(ring: &KeyRing, sets: &[KeySet], newest: &KeySet) -> Result<Standing, Fault> {
    let Some(current) = ring.current() else {
        return Ok(Standing::New);
    };
    if let Some(fork) = sets.iter().find(|set| ring.is_forked_by(set)) {
        return Err(Fault::Fork(fork.epoch()));
    }
    if let Some(own) = ring.get(newest.epoch()) {
        return (own == newest)
            .then_some(Standing::Known)
            .ok_or(Fault::Foreign);
    }
    if newest.epoch() < current.epoch() {
        return Err(Fault::Older(newest.epoch(), current.epoch()));
    }
    let mut longer = ring.clone();
    for set in sets.iter().filter(|set| set.epoch() > current.epoch()) {
        longer.push(set.clone()).map_err(|_| Fault::Foreign)?;
    }
    Ok(Standing::Follows)
}

/// Those of a parcel's key sets that a home keeps, the first epoch first: all of them where it has none and a
/// person compared the newest, those that follow where it has some.
///
/// # Errors
/// As [`standing`].
pub fn kept<'s>(
    ring: &KeyRing,
    sets: &'s [KeySet],
    newest: &KeySet,
) -> Result<Vec<&'s KeySet>, Fault> {
    let last = ring.current().map_or(0, KeySet::epoch);
    let new = sets.iter().filter(|set| set.epoch() > last);
    Ok(match standing(ring, sets, newest)? {
        Standing::Known => Vec::new(),
        Standing::Follows => new.collect(),
        Standing::New if is_chain(sets) => new.collect(),
        // A chain without its beginning: what its newest speaks for.
        Standing::New => new
            .filter(|set| *set == newest || newest.has_verifier(set.signer()))
            .collect(),
    })
}

fn is_chain(sets: &[KeySet]) -> bool {
    let mut whole = KeyRing::default();
    let mut all = sets.iter();
    all.all(|set| whole.push(set.clone()).is_ok())
}

/// Keeps a parcel's key sets in a home: [`kept`] says which.
///
/// # Errors
/// As [`kept`], and as writing does.
pub fn keep_key_sets(home: &Home, sets: &[KeySet], newest: &KeySet) -> Result<(), Fault> {
    let folder = home.keys();
    let ring = KeyRing::load(&folder).map_err(Fault::KeyRing)?;
    let kept = kept(&ring, sets, newest)?;
    let written = if ring.current().is_none() && !is_chain(sets) {
        keyring::adopt(&folder, newest, sets)
    } else {
        let mut kept = kept.into_iter();
        kept.try_for_each(|set| keyring::publish(&folder, set))
    };
    written.map_err(|error| Fault::Io(folder, error))
}

/// Writes the files of a kind into their places in a home; `replaces` says whether what is there goes.
/// Gives how many were written.
///
/// # Errors
/// As writing does.
pub fn keep_files(home: &Home, all: &[Held], what: What, replaces: bool) -> Result<usize, Fault> {
    let mut written = 0;
    for one in all.iter().filter(|one| one.what == what) {
        let path = match what {
            What::Survey => home.surveys().join(&one.name),
            What::Settings => home.root().join("tallybox.toml"),
            What::Drill => home.keys().join(crate::vault::drill::CANARIES),
            What::Headcounts => home.root().join("headcounts.csv"),
            What::Demand => home
                .root()
                .join("demand")
                .join(format!("{}.toml", one.name)),
            // Releases are kept with their signature: `runtime::university`. Statements go into the store.
            What::Release | What::KeySet | What::Box | What::Bundle | What::Statements => continue,
        };
        if !replaces && path.exists() {
            continue;
        }
        let folder = path.parent().unwrap_or(home.root());
        fs::create_dir_all(folder)
            .and_then(|()| durable::replace(&path, &one.bytes))
            .map_err(|error| Fault::Io(path.clone(), error))?;
        written += 1;
    }
    Ok(written)
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::KeyRing(error) => error.fmt(f),
            Self::Older(its, own) => {
                write!(
                    f,
                    "its key set is of epoch {its}, and this home's is of epoch {own}"
                )
            }
            Self::Foreign => f.write_str("its key sets are not those that this home goes by"),
            Self::Fork(epoch) => write!(
                f,
                "it holds a second key set of epoch {epoch}, another than the one that is here, signed by an institution of this home: two were signed for one epoch"
            ),
            Self::Stranger(leaf) => write!(
                f,
                "{leaf} in it is signed as an institution's by a key that is none's"
            ),
            Self::Questionnaire(name) => write!(f, "{name}: this questionnaire has mistakes"),
            Self::Secret(path) => write!(
                f,
                "{}: a private key lies in it, and what is made here is for everybody",
                path.display()
            ),
            Self::Name(path) => write!(
                f,
                "{}: a file that travels has ASCII letters, digits, `-`, `_` and dots in its name",
                path.display()
            ),
        }
    }
}

impl std::error::Error for Fault {}
