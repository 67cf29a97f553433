//! What a person has typed that is no answer yet. It goes with them from the screen to lines and back:
//! nothing typed is lost.

use std::collections::BTreeMap;
use std::fmt;

use crate::base::text;
use crate::base::words::Message;
use crate::form::{Outcome, Path};

use super::{Plain, Stop};

/// Typed texts that were not taken, by their questions.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Half(BTreeMap<Path, String>);

impl Half {
    /// Those with their questions.
    pub fn new(texts: BTreeMap<Path, String>) -> Self {
        Self(texts)
    }

    /// The texts, given away.
    pub fn into_texts(self) -> BTreeMap<Path, String> {
        self.0
    }

    /// What was typed at a question.
    pub fn at(&self, path: &Path) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Keeps what was typed where it was not taken, and lets go of it where something was.
    pub(super) fn note(&mut self, path: &Path, typed: &str, outcome: &Outcome) {
        if outcome.is_taken() {
            self.0.remove(path);
        } else {
            self.0.insert(path.clone(), typed.to_owned());
        }
    }

    /// Lets go of what was typed at a question.
    pub(super) fn forget(&mut self, path: &Path) {
        self.0.remove(path);
    }
}

impl fmt::Debug for Half {
    /// How many, never what: it was meant to be an answer.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} typed", self.0.len())
    }
}

impl Plain<'_> {
    /// What was typed here before and not taken.
    pub(super) fn say_half(&mut self, path: &Path) -> Result<(), Stop> {
        let Some(typed) = self.half.at(path) else {
            return Ok(());
        };
        let arguments = [("typed", text::one_line(typed).into())];
        Ok(self.talk.tell(&Message::with("plain-half", arguments))?)
    }
}
