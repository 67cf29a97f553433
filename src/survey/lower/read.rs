//! Single values: each reader asks a table for a key, tells what is wrong with the value, and gives
//! it where it is right.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::Lowering;
use super::table::Table;
use crate::base::time::Day;
use crate::survey::raw::{Node, Raw};
use crate::survey::rules;
use crate::survey::source::Span;

/// The most letters of an id or code.
const LONGEST_ID: usize = 64;

/// Ids that a condition would read as something else, or a part's name.
const RESERVED: [&str; 7] = ["value", "entry", "in", "true", "false", "null", "mine"];

/// What an id may be made of.
#[derive(Clone, Copy)]
pub(super) enum Id {
    /// A survey or audience: lower case, digits, `-`.
    Slug,
    /// A question or section: a name in conditions.
    Name,
    /// A choice or row: stored, never spoken.
    Code,
}

impl Id {
    const fn rule(self) -> &'static str {
        match self {
            Self::Slug => {
                "use lower-case letters a to z, digits and `-`, a letter first, at most 64"
            }
            Self::Name => "use letters a to z, digits and `_`, a letter first, at most 64",
            Self::Code => {
                "use letters a to z, digits and `. _ + -`, a letter or digit first, at most 64"
            }
        }
    }

    fn allows(self, text: &str) -> bool {
        let mut chars = text.chars();
        let first = chars.next();
        let starts = first.is_some_and(|c| match self {
            Self::Slug => c.is_ascii_lowercase(),
            Self::Name => c.is_ascii_alphabetic(),
            Self::Code => c.is_ascii_alphanumeric() || c == '-',
        });
        let goes_on = |c: char| match self {
            Self::Slug => c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-',
            Self::Name => c.is_ascii_alphanumeric() || c == '_',
            Self::Code => c.is_ascii_alphanumeric() || "._+-".contains(c),
        };
        starts && chars.all(goes_on) && text.len() <= LONGEST_ID && text != "-"
    }
}

/// What is wrong with an id or code, and what to do about it.
pub(super) fn id_fault(id: Id, text: &str) -> Option<(String, String)> {
    if !matches!(id, Id::Code) && RESERVED.contains(&text) {
        let message = format!("`{text}` is a word of the language itself");
        return Some((message, "take another id".to_owned()));
    }
    (!id.allows(text)).then(|| {
        let message = format!("`{}` cannot be an id or code", text.escape_debug());
        (message, id.rule().to_owned())
    })
}

impl Lowering<'_> {
    pub(super) fn string(&mut self, table: &mut Table<'_>, key: &'static str) -> Option<String> {
        let node = table.get(key)?;
        self.string_of(node)
    }

    /// The words of a node: trimmed, never empty.
    pub(super) fn string_of(&mut self, node: &Node) -> Option<String> {
        let Raw::Text(text) = &node.value else {
            self.wrong(node, &node.value, "a text in quotes");
            return None;
        };
        let clean = self.clean(text, &node.span);
        if clean.is_empty() {
            self.tell(
                &rules::WRONG_VALUE,
                &node.span,
                "this text is empty",
                "give it words, or leave the key out",
            );
            return None;
        }
        Some(clean)
    }

    /// A text without hidden characters, which are told of.
    pub(super) fn clean(&mut self, text: &str, span: &Span) -> String {
        let clean = crate::base::text::sanitise(text);
        if clean != text {
            let message = "this text holds control or hidden characters, which are left out";
            self.tell(
                &rules::HIDDEN_CHARACTERS,
                span,
                message,
                "type the text anew; a tab is best a space",
            );
        }
        clean.trim().to_owned()
    }

    /// An id that must be there; the empty string where it is not or not sound.
    pub(super) fn id(&mut self, table: &mut Table<'_>, key: &'static str, id: Id) -> String {
        self.demand(table, key, "give it an id");
        let Some(text) = self.string(table, key) else {
            return String::new();
        };
        self.check_id(id, &text, &table.span_of(key));
        text
    }

    pub(super) fn check_id(&mut self, id: Id, text: &str, span: &Span) {
        // A word that the language took later was free when the questionnaire was stored.
        let is_free = self.canonical && id.allows(text);
        if let Some((message, remedy)) = id_fault(id, text).filter(|_| !is_free) {
            self.tell(&rules::BAD_ID, span, message, remedy);
        }
    }

    pub(super) fn bool(&mut self, table: &mut Table<'_>, key: &'static str) -> bool {
        let Some(node) = table.get(key) else {
            return false;
        };
        if let Raw::Bool(truth) = node.value {
            return truth;
        }
        self.wrong(node, &node.value, "true or false");
        false
    }

    pub(super) fn whole(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        range: RangeInclusive<i64>,
    ) -> Option<i64> {
        let node = table.get(key)?;
        self.whole_of(node, range)
    }

    pub(super) fn whole_of(&mut self, node: &Node, range: RangeInclusive<i64>) -> Option<i64> {
        let Raw::Whole(number) = node.value else {
            self.wrong(node, &node.value, "a whole number");
            return None;
        };
        if range.contains(&number) {
            return Some(number);
        }
        let remedy = match (range.start(), range.end()) {
            (start, &i64::MAX) => format!("give {start} or more"),
            (start, end) => format!("give a number from {start} to {end}"),
        };
        self.tell(
            &rules::WRONG_VALUE,
            &node.span,
            format!("{number} is out of range"),
            remedy,
        );
        None
    }

    /// A number that fits 32 bits.
    pub(super) fn small(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        range: RangeInclusive<u32>,
    ) -> Option<u32> {
        let wide = i64::from(*range.start())..=i64::from(*range.end());
        let number = self.whole(table, key, wide)?;
        u32::try_from(number).ok()
    }

    pub(super) fn decimal(&mut self, table: &mut Table<'_>, key: &'static str) -> Option<Decimal> {
        let node = table.get(key)?;
        match &node.value {
            Raw::Whole(number) => Some((*number).into()),
            Raw::Decimal(number) => Some(*number),
            Raw::Text(text) if self.canonical => Decimal::from_str_exact(text).ok(),
            other => {
                self.wrong(node, other, "a number");
                None
            }
        }
    }

    pub(super) fn day(&mut self, table: &mut Table<'_>, key: &'static str) -> Option<Day> {
        let node = table.get(key)?;
        let day = match &node.value {
            Raw::Day(day) => Some(*day),
            Raw::Text(text) => Day::parse(text),
            _ => None,
        };
        if day.is_none() {
            self.wrong(node, &node.value, "a day such as 2027-01-11");
        }
        day
    }

    /// The items of a key's list; none where it is not there.
    pub(super) fn items<'r>(&mut self, table: &mut Table<'r>, key: &'static str) -> &'r [Node] {
        table.get(key).map_or(&[], |node| self.items_of(node))
    }

    pub(super) fn items_of<'r>(&mut self, node: &'r Node) -> &'r [Node] {
        if let Raw::List(items) = &node.value {
            return items;
        }
        self.wrong(node, &node.value, "a list in brackets");
        &[]
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        known: &[(&str, T)],
    ) -> Option<T> {
        let node = table.get(key)?;
        let text = self.string_of(node)?;
        let found = known.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let message = format!("`{text}` means nothing for `{key}`");
            let words = known.iter().map(|(word, _)| *word);
            let remedy = crate::survey::nearest::remedy_among("words", &text, words);
            self.tell(&rules::WRONG_VALUE, &node.span, message, remedy);
        }
        found.map(|(_, value)| *value)
    }
}
