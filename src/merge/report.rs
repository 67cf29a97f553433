//! What a merge took, box by box, in words and for scripts.

use serde::Serialize;

use crate::base::text::one_line;
use crate::response::record::Leaf;
use crate::vault::bundle::{Reason, Refused};
use crate::vault::store::StoreError;

/// How a bundle stands to what was last seen of its box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// All that was seen before, and perhaps more.
    Current,
    /// Less than was seen before: nothing new.
    Older,
    /// Neither holds the other: the box was rolled back or cloned.
    RolledBackOrCloned,
    /// Nothing of it was taken.
    Refused,
}

/// Why nothing of it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The bundle itself.
    Bundle(Refused),
    /// Its box is not enrolled here.
    NotEnrolled,
    /// The home could not be exported; what its own program said.
    Home(String),
    /// The file could not be read.
    Unread(String),
    /// It is a pack that is not what an institution of this home signed; why.
    Pack(String),
    /// The disk or the store failed while it was put in: one word and more.
    Store(&'static str, String),
}

/// What became of one record.
pub enum Taken {
    /// It was not here.
    New,
    /// It was here.
    Known,
    /// It was not taken.
    SetAside(Reason),
}

/// One record that was set aside.
#[derive(Clone, Serialize)]
pub struct SetAside {
    /// Its leaf, hex.
    pub leaf: String,
    /// One word.
    pub reason: &'static str,
    /// In words.
    pub words: String,
}

/// What became of one bundle or home.
#[derive(Clone, Serialize)]
pub struct BoxReport {
    /// Where it came from.
    pub from: String,
    /// The box's public name, where it could be read.
    pub name: String,
    /// Its fingerprint in words.
    pub fingerprint: String,
    /// How it stands.
    pub state: State,
    /// Why it was refused: one word, else empty.
    pub refused: &'static str,
    /// The same in words.
    pub refused_words: String,
    /// Records that were not here.
    pub new: usize,
    /// Records that were here.
    pub already_here: usize,
    /// Responses among them, those included that count no longer.
    pub responses: usize,
    /// Those of them that nobody gave: `survey simulate` made them up.
    pub made_up: usize,
    /// Records that were not taken.
    pub set_aside: Vec<SetAside>,
    /// Leaves of records that were not taken since they are signed as an institution's by a key that
    /// is none's here.
    pub not_believed: Vec<String>,
    /// How many records came without parts although nothing here says why: cut out on the way, or
    /// emptied by a record that a later export brings.
    pub without_parts: usize,
    /// Epochs of which a second, different key set came.
    pub forked: Vec<u64>,
    /// SHA-256 of documents that were not taken: changed on the way, or a key set signed by none
    /// that is trusted here.
    pub documents_set_aside: Vec<String>,
}

/// What became of all of them.
#[derive(Default, Serialize)]
pub struct MergeReport {
    /// One for each FROM, in the order given.
    pub boxes: Vec<BoxReport>,
}

impl From<&StoreError> for Why {
    fn from(error: &StoreError) -> Self {
        let code = match error {
            StoreError::Full => "store_full",
            StoreError::ReadOnly => "store_read_only",
            StoreError::Busy => "store_busy",
            _ => "store",
        };
        Self::Store(code, error.to_string())
    }
}

impl Why {
    /// One word for scripts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Bundle(refused) => refused.code(),
            Self::NotEnrolled => "not_enrolled",
            Self::Home(_) => "home",
            Self::Unread(_) => "unread",
            Self::Pack(_) => "pack",
            Self::Store(code, _) => code,
        }
    }

    /// In words, with what to do next.
    fn words(&self, from: &str) -> String {
        match self {
            Self::Bundle(refused) => format!("{refused}; {}", refused.next()),
            Self::NotEnrolled => {
                format!("its box is not enrolled here; `tallybox box enrol {from}` shows its key")
            }
            Self::Home(words) | Self::Pack(words) => words.clone(),
            Self::Unread(words) => format!("{words}; check the name, and that you may read it"),
            Self::Store(_, words) => {
                format!("nothing of it was stored: {words}; merge it again once that is mended")
            }
        }
    }
}

impl BoxReport {
    /// A report on nothing yet.
    pub fn new(from: &str) -> Self {
        Self {
            from: from.to_owned(),
            name: String::new(),
            fingerprint: String::new(),
            state: State::Current,
            refused: "",
            refused_words: String::new(),
            new: 0,
            already_here: 0,
            responses: 0,
            made_up: 0,
            set_aside: Vec::new(),
            not_believed: Vec::new(),
            without_parts: 0,
            forked: Vec::new(),
            documents_set_aside: Vec::new(),
        }
    }

    /// The same box, of which nothing was taken.
    #[must_use]
    pub fn refuse(&self, why: &Why) -> Self {
        Self {
            state: State::Refused,
            refused: why.code(),
            refused_words: why.words(&self.from),
            name: self.name.clone(),
            fingerprint: self.fingerprint.clone(),
            ..Self::new(&self.from)
        }
    }

    /// Counts what became of a record.
    pub fn count(&mut self, leaf: Leaf, taken: Taken) {
        match taken {
            Taken::New => self.new += 1,
            Taken::Known => self.already_here += 1,
            Taken::SetAside(reason) => self.set_aside.push(SetAside {
                leaf: leaf.to_hex(),
                reason: reason.code(),
                words: reason.to_string(),
            }),
        }
    }

    /// Whether someone should look at it.
    pub const fn has_findings(&self) -> bool {
        let sound = matches!(self.state, State::Current | State::Older);
        let all_taken = self.set_aside.is_empty()
            && self.not_believed.is_empty()
            && self.without_parts == 0
            && self.forked.is_empty()
            && self.documents_set_aside.is_empty();
        !(sound && all_taken)
    }

    /// Whether the store failed, and not the bundle.
    pub fn is_the_stores(&self) -> bool {
        self.refused.starts_with("store")
    }

    /// Whether the stream ended before the bundle did.
    pub fn is_broken_off(&self) -> bool {
        ["not_a_bundle", "cut", "unread"].contains(&self.refused)
    }

    /// In words, a line each.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.first_line()];
        if self.made_up > 0 {
            lines.push(format!(
                "  {} of its {} responses are made up: `survey simulate` sent them, and nobody gave them",
                self.made_up, self.responses
            ));
        }
        let aside = self.set_aside.iter();
        lines.extend(aside.map(|one| format!("  set aside {}: {}", one.leaf, one.words)));
        let strangers = self.not_believed.iter();
        lines.extend(strangers.map(|leaf| {
            format!(
                "  not taken {leaf}: signed as an institution's by a key that is none's here; where it is a new one, bring its `keys/` and merge again"
            )
        }));
        let forked = self.forked.iter();
        lines.extend(forked.map(|epoch| {
            format!(
                "  not taken: a second key set of epoch {epoch}, another than the one that is here; two were signed for one epoch: ask the institution which holds"
            )
        }));
        let documents = self.documents_set_aside.iter();
        lines.extend(documents.map(|hash| {
            format!("  set aside document {hash}: changed on the way, or not signed by a key that is trusted here")
        }));
        if self.without_parts > 0 {
            lines.push(format!(
                "  {} came without answers, and nothing here says why; a later export of that box may",
                records(self.without_parts)
            ));
        }
        lines
    }

    fn first_line(&self) -> String {
        let from = one_line(&self.from);
        let who = match self.name.as_str() {
            "" => from,
            name => format!("{} ({}), {from}", one_line(name), self.fingerprint),
        };
        let taken = format!("{} new, {} already here", self.new, self.already_here);
        match self.state {
            State::Current => format!("{who}: {taken}"),
            State::Older => format!("{who}: older than what was seen, nothing new; {taken}"),
            State::RolledBackOrCloned => format!(
                "{who}: it lacks records that it had before, and has others: this box was rolled back or cloned; {taken}; find out which, and where it was put back on purpose, `tallybox box enrol {} --anew`",
                one_line(&self.from)
            ),
            State::Refused => format!("{who}: refused: {}", self.refused_words),
        }
    }
}

impl MergeReport {
    /// Whether someone should look at any of them.
    pub fn has_findings(&self) -> bool {
        self.boxes.iter().any(BoxReport::has_findings)
    }

    /// Of those whose records the store could not take in, the first.
    pub fn not_stored(&self) -> Option<&BoxReport> {
        self.boxes.iter().find(|one| one.is_the_stores())
    }
}

fn records(count: usize) -> String {
    match count {
        1 => "1 record".to_owned(),
        count => format!("{count} records"),
    }
}
