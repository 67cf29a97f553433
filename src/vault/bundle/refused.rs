//! Why a bundle is refused, and why one record of it is set aside, each in words.

use std::fmt;

use crate::response::record::HeaderError;
use crate::vault::note::NoteError;

/// Why nothing of a bundle is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It does not begin as a bundle does.
    NotABundle,
    /// Its second line is no box's public key.
    Verifier,
    /// Its checkpoint is not one that this key signed.
    Checkpoint(NoteError),
    /// It ends in the middle of this.
    Cut(&'static str),
    /// This is larger than any bundle's may be.
    TooLarge(&'static str),
    /// This is not written as a bundle writes it.
    Garbled(&'static str),
    /// Its documents are not in the order of their hashes, or one stands twice.
    Order,
    /// The list of leaves is not as long as the box signed.
    Size {
        /// What the checkpoint says.
        signed: u64,
        /// What the bundle says.
        found: u64,
    },
    /// The leaves are not those that the box signed.
    Root,
    /// More follows after its end.
    Trailing,
    /// The hash at its end is not of what stands before, though every record is sound.
    EndHash,
    /// It could not be read.
    Unread(String),
}

/// Why a record is set aside while the rest of its bundle is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Header and signature are not those of the leaf that the box signed.
    Leaf,
    /// The header does not hold.
    Header(HeaderError),
    /// It has other parts than its header names.
    Parts,
    /// A part is not the one that the header names.
    Part(String),
    /// It belongs to a survey that is not known here.
    Survey(String),
    /// What it names as its questionnaire is none that this program can read, or asks for something else.
    Questionnaire,
    /// The questionnaire that it names did not come along and is not here.
    NoQuestionnaire(String),
    /// It says that it is sealed under a key set later than any that a trusted institution signed.
    Epoch(u64),
}

impl Reason {
    /// One word for scripts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Leaf => "leaf",
            Self::Header(_) => "header",
            Self::Parts => "parts",
            Self::Part(_) => "part",
            Self::Survey(_) => "survey",
            Self::Questionnaire => "questionnaire",
            Self::NoQuestionnaire(_) => "no_questionnaire",
            Self::Epoch(_) => "epoch",
        }
    }
}

impl Refused {
    /// One word for scripts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotABundle => "not_a_bundle",
            Self::Verifier => "verifier",
            Self::Checkpoint(_) => "checkpoint",
            Self::Cut(_) => "cut",
            Self::TooLarge(_) => "too_large",
            Self::Garbled(_) => "garbled",
            Self::Order => "order",
            Self::Size { .. } => "size",
            Self::Root => "root",
            Self::Trailing => "trailing",
            Self::EndHash => "end_hash",
            Self::Unread(_) => "unread",
        }
    }
}

impl Refused {
    /// What whoever brought it does next.
    pub const fn next(&self) -> &'static str {
        match self {
            Self::NotABundle => {
                "name a file that `tallybox bundle export` wrote at a box, a pack, or a box's home"
            }
            Self::Cut(_) => "copy it again, or export it anew at its box",
            Self::Unread(_) => "check the medium, and copy it again",
            Self::Checkpoint(NoteError::OtherKey | NoteError::Signature) | Self::Root => {
                "do not use it; ask whoever keeps its box for a new export, and how this one came to be"
            }
            _ => "export it anew at its box, and keep this one to show",
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotABundle => f.write_str("it is not a Tallybox bundle"),
            Self::Verifier => f.write_str("the box's public key in it cannot be read"),
            Self::Checkpoint(NoteError::Malformed) => f.write_str("its checkpoint cannot be read"),
            Self::Checkpoint(NoteError::OtherKey) => {
                f.write_str("its checkpoint was signed by another box")
            }
            Self::Checkpoint(NoteError::Signature) => {
                f.write_str("its checkpoint's signature does not verify")
            }
            Self::Cut(what) => write!(f, "it is cut off in the middle of {what}"),
            Self::TooLarge(what) => write!(f, "it claims {what} larger than any may be"),
            Self::Garbled(what) => write!(f, "{what} cannot be read: it was changed on the way"),
            Self::Order => {
                f.write_str("its documents are not in their order, or one stands in it twice")
            }
            Self::Size { signed, found } => {
                write!(f, "its box signed {signed} records, it lists {found}")
            }
            Self::Root => f.write_str("its list of records is not the one that its box signed"),
            Self::Trailing => f.write_str("something was added after its end"),
            Self::EndHash => f.write_str("it was changed on the way: its last line does not fit"),
            Self::Unread(words) => write!(f, "it could not be read: {words}"),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaf => f.write_str("it is not the record that the box signed"),
            Self::Header(error) => write!(f, "its header does not hold: {}", header_words(error)),
            Self::Parts => f.write_str("it has other parts than its header names"),
            Self::Part(name) => write!(f, "its part `{name}` was changed on the way"),
            Self::Survey(id) => write!(
                f,
                "it belongs to the survey `{}`, which is not known here",
                crate::base::text::one_line(id)
            ),
            Self::Questionnaire => f.write_str(
                "what came as its questionnaire is none that this program can read, or not of its survey, wave and audiences; where its box runs a later program, update this one and merge again",
            ),
            Self::NoQuestionnaire(fingerprint) => write!(
                f,
                "the questionnaire {fingerprint} that it answers did not come along and is not here; export it anew at its box"
            ),
            Self::Epoch(epoch) => write!(
                f,
                "it names key set {epoch}, and no such is signed by an institution known here"
            ),
        }
    }
}

fn header_words(error: &HeaderError) -> String {
    match error {
        HeaderError::TooLong => "too long".to_owned(),
        HeaderError::NotCanonical => "not written in the one way".to_owned(),
        HeaderError::Format(format) => {
            let format = crate::base::text::one_line(format);
            format!("format `{format}`, which this version does not know")
        }
        HeaderError::Shape(field) => format!("`{field}` does not fit its kind"),
        HeaderError::Signature => "the signature does not verify".to_owned(),
        HeaderError::Owner => "signed by another than its owner".to_owned(),
    }
}
