//! Kits and packs: one signed file with many things in it, for a machine or for a lead.
//!
//! ```text
//! "tallybox/v1/kit\n" or "tallybox/v1/pack\n"
//! u32 length, manifest (compact JSON, its members in one order)
//! 32 bytes Ed25519 public key of an institution, 64 bytes signature over first line and manifest
//! the contents, end to end, in the manifest's order
//! ```
//! The manifest names every content with its kind, length and SHA-256, and the newest key set, of which
//! the signer must be an institution: so the few bytes at the front decide about all that follows, and
//! what follows is read as a stream. Nothing is allocated by a number that the file claims, and a name
//! in it is a label: a reader decides by the kind where a content goes.

pub mod read;
pub mod statements;
pub mod write;

use std::fmt;
use std::io;

use serde::{Deserialize, Serialize};

use super::keyset::KeySet;

/// A manifest is at most this long.
const MANIFEST_LIMIT: u64 = 1 << 20;
/// It names at most this many contents.
const ENTRIES_LIMIT: usize = 4096;
/// A content that is held in memory is at most this long.
const HELD_LIMIT: u64 = 32 << 20;
/// All of those together.
const HELD_TOTAL: u64 = 64 << 20;
/// A label is at most this long.
const NAME_LIMIT: usize = 128;

/// Which of the two a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// All that is public, for a machine.
    Kit,
    /// What a lead is sent.
    Pack,
}

/// What one content is, and so where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A signed key set.
    KeySet,
    /// A file of `surveys/`; its label is its place there.
    Survey,
    /// `tallybox.toml`.
    Settings,
    /// The canaries of the drill.
    Drill,
    /// What the institution set aside and purged: [`statements`].
    Statements,
    /// `headcounts.csv`.
    Headcounts,
    /// What a department needs; its label is the department's code.
    Demand,
    /// A release of protected figures, as JSON; its label is empty for tables, else the view's and, where it is
    /// of one department, that one's: `career.chemistry`.
    Release,
    /// A box's verifier key line; its label is the box's public name.
    Box,
    /// A bundle, as a box exported it.
    Bundle,
}

/// One content as the manifest names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What it is.
    pub what: What,
    /// Its label.
    pub name: String,
    /// Its length in bytes.
    pub length: u64,
    /// Its SHA-256, hex.
    pub sha256: String,
}

/// The signed part of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The day it was made.
    pub date: String,
    /// The newest key set's epoch.
    pub epoch: u64,
    /// SHA-256 of the newest key set's document, hex.
    pub keyset: String,
    /// The contents in order.
    pub entries: Vec<Entry>,
}

/// A content that is held in memory.
#[derive(Clone, PartialEq, Eq)]
pub struct Held {
    /// What it is.
    pub what: What,
    /// Its label.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a file is refused.
#[derive(Debug)]
pub enum Refused {
    /// It is neither a kit nor a pack.
    NotThis(Shape),
    /// It ends too early, in this.
    Cut(&'static str),
    /// It cannot be read.
    Unread(io::Error),
    /// The manifest is not one, or promises more than is taken.
    Manifest(&'static str),
    /// The signature is not the signer's.
    Signature,
    /// The signer is not an institution of the key set that the file names, or that is not in it.
    Signer,
    /// A content is not what the manifest says; its label.
    Changed(String),
    /// A statement in it is not a sound one: its leaf.
    Statement(String),
    /// Something follows after the last content.
    Trailing,
}

impl Shape {
    /// The first line.
    pub const fn magic(self) -> &'static [u8] {
        match self {
            Self::Kit => b"tallybox/v1/kit\n",
            Self::Pack => b"tallybox/v1/pack\n",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Kit => "kit",
            Self::Pack => "pack",
        }
    }

    /// Which kinds it holds.
    const fn takes(self, what: What) -> bool {
        match what {
            What::KeySet | What::Survey => true,
            What::Settings | What::Drill | What::Statements => matches!(self, Self::Kit),
            _ => matches!(self, Self::Pack),
        }
    }
}

impl Manifest {
    fn to_bytes(&self) -> Vec<u8> {
        // Strings and numbers only: writing them as JSON cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Checks everything that can be said before a content was read.
    fn check(&self, shape: Shape) -> Result<(), Refused> {
        let held = self
            .entries
            .iter()
            .filter(|entry| entry.what != What::Bundle);
        let total = held
            .clone()
            .try_fold(0_u64, |sum, entry| sum.checked_add(entry.length));
        let rules = [
            (
                self.entries.len() <= ENTRIES_LIMIT,
                "it holds too many things",
            ),
            (
                self.entries.iter().all(|entry| shape.takes(entry.what)),
                "it holds what does not belong there",
            ),
            (
                self.entries.iter().all(Entry::has_sound_name),
                "a name in it is not a plain name",
            ),
            (self.names_each_once(), "a name in it stands twice"),
            (
                held.clone().all(|entry| entry.length <= HELD_LIMIT),
                "something in it is too large",
            ),
            (
                total.is_some_and(|total| total <= HELD_TOTAL),
                "it is too large",
            ),
        ];
        match rules.into_iter().find(|(holds, _)| !holds) {
            Some((_, why)) => Err(Refused::Manifest(why)),
            None => Ok(()),
        }
    }
}

impl Manifest {
    /// Whether no two contents would go to one place, on a system that knows no capitals either.
    fn names_each_once(&self) -> bool {
        let many = [What::KeySet, What::Box, What::Bundle];
        let single = self
            .entries
            .iter()
            .filter(|entry| !many.contains(&entry.what));
        let mut seen = std::collections::BTreeSet::new();
        single
            .into_iter()
            .all(|entry| seen.insert((entry.what, entry.name.to_lowercase())))
    }
}

impl Entry {
    fn has_sound_name(&self) -> bool {
        let is_short = self.name.len() <= NAME_LIMIT;
        is_short
            && match self.what {
                What::Survey => is_place(&self.name),
                What::Demand => is_piece(&self.name),
                What::Release => self.name.is_empty() || is_piece(&self.name),
                What::Box => super::checkpoint::is_name(&self.name),
                _ => self.name.is_empty(),
            }
    }
}

/// Whether a text names a file below `surveys/`: one to three plain pieces, `.toml` or `.csv`.
pub fn is_place(name: &str) -> bool {
    let pieces: Vec<&str> = name.split('/').collect();
    let kinds = [".toml", ".csv"];
    (1..=3).contains(&pieces.len())
        && pieces.iter().all(|piece| is_piece(piece))
        && kinds
            .iter()
            .any(|kind| name.ends_with(kind) && name.len() > kind.len())
}

/// Whether a text is one plain piece of a file's name on every system: ASCII letters, digits, `-`, `_`
/// and dots between them, no device's name.
pub fn is_piece(piece: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let stem = piece
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let device = ["con", "prn", "aux", "nul"].contains(&stem.as_str())
        || (stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")));
    !piece.is_empty()
        && piece.chars().all(plain)
        && !piece.starts_with(['.', '-'])
        && !piece.ends_with('.')
        && !piece.contains("..")
        && !device
}

/// The key sets among what was read, and the newest of them, of which the signer must be an institution.
///
/// # Errors
/// Where a set is not sound, the newest is not there, or the signer is none of its institutions.
pub fn key_sets(
    manifest: &Manifest,
    signer: &[u8; 32],
    held: &[Held],
) -> Result<(Vec<KeySet>, KeySet), Refused> {
    let documents = held.iter().filter(|one| one.what == What::KeySet);
    let sets = documents.map(|one| KeySet::parse(&one.bytes));
    let mut sets: Vec<KeySet> = sets
        .collect::<Result<_, _>>()
        .map_err(|_| Refused::Manifest("a key set in it is not sound"))?;
    sets.sort_by_key(KeySet::epoch);
    if sets.windows(2).any(|two| two[0].epoch() == two[1].epoch()) {
        return Err(Refused::Manifest("it holds two key sets of one epoch"));
    }
    let is_newest = |set: &&KeySet| crate::base::hex::encode(&set.sha256()) == manifest.keyset;
    let newest = sets
        .last()
        .filter(is_newest)
        .ok_or(Refused::Signer)?
        .clone();
    let signs = newest.has_verifier(signer) && newest.epoch() == manifest.epoch;
    signs.then_some((sets, newest)).ok_or(Refused::Signer)
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotThis(shape) => write!(f, "it is not a {} of Tallybox", shape.name()),
            Self::Cut(place) => write!(f, "it is cut off in {place}"),
            Self::Unread(error) => write!(f, "it cannot be read: {error}"),
            Self::Manifest(why) => f.write_str(why),
            Self::Signature => f.write_str("its signature is missing or wrong"),
            Self::Signer => {
                f.write_str("its signer is not an institution of the key set that it names")
            }
            Self::Changed(name) => write!(f, "`{name}` was changed on the way"),
            Self::Statement(leaf) => write!(
                f,
                "{leaf} in it is no annulment and no purge that somebody signed"
            ),
            Self::Trailing => f.write_str("something follows after its end"),
        }
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_label_and_never_leads_out_of_its_folder() {
        for good in [
            "a.toml",
            "lists/soc2020.csv",
            "packs/x/y.toml",
            "a-b_c.1.csv",
        ] {
            assert!(is_place(good), "{good}");
        }
        let bad = [
            "",
            "a",
            "/a.toml",
            "../a.toml",
            "a/../b.toml",
            "a//b.toml",
            "a\\b.toml",
            "c:a.toml",
            ".a.toml",
            "a/b/c/d.toml",
            "con.toml",
            "lists/NUL.csv",
            "a.toml/",
            "a\u{0}.toml",
            "ä.toml",
            "-x.toml",
            ".toml",
            "a.sh",
        ];
        for bad in bad {
            assert!(!is_place(bad), "{bad:?}");
        }
    }
}
