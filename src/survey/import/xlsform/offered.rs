//! The type of a question, and what it offers.

use std::rc::Rc;

use super::kinds::{Asked, Source};
use super::question::{Written, has_word};
use super::{Form, parameter};
use crate::base::language::Text;
use crate::survey::import::sheet::Row;
use crate::survey::import::toml_text::quoted;

/// A time of day.
pub(super) const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9]";

/// More choices than this are searched by typing.
const LOOKUP: usize = 40;

impl Form<'_> {
    /// Type and what the type needs; none where there is no counterpart, which is told.
    pub(super) fn choose_kind(
        &mut self,
        row: &Row,
        asked: &Asked,
        written: &mut Written,
    ) -> Option<()> {
        written.kind = match asked {
            Asked::Text if has_word(row, "multiline") => "long_text",
            Asked::Text => "text",
            Asked::Barcode => {
                self.note(row, "a barcode is typed, not read by a camera");
                "text"
            }
            Asked::Integer => "integer",
            Asked::Percentage => {
                written.raw("min", "0");
                written.raw("max", "100");
                "integer"
            }
            Asked::Decimal => {
                self.decimal(row, written);
                "decimal"
            }
            Asked::Range => {
                Self::range(row, written);
                written.kind
            }
            Asked::Date | Asked::DateTime | Asked::Time => self.dated(row, asked, written),
            Asked::One { source, other } => {
                self.choosing(row, written, source, *other, "single")?
            }
            Asked::Many { source, other } => {
                self.choosing(row, written, source, *other, "multiple")?
            }
            Asked::Rank { source } => self.choosing(row, written, source, false, "rank")?,
            Asked::Note => "note",
            Asked::Acknowledge => "acknowledge",
            Asked::Computed => "computed",
            Asked::Metadata(what) => self.metadata(row, what)?,
            Asked::Media(what) => {
                let words = format!("a terminal cannot take {what}; the question is left out");
                self.loss(row, words);
                return None;
            }
            _ => {
                let kind = row.get("type");
                self.loss(
                    row,
                    format!("the type `{kind}` is not known; the row is left out"),
                );
                return None;
            }
        };
        written.open |= matches!(written.kind, "text" | "long_text" | "date" | "month");
        Some(())
    }

    fn dated(&mut self, row: &Row, asked: &Asked, written: &mut Written) -> &'static str {
        match asked {
            Asked::DateTime => "date",
            Asked::Time => {
                self.note(
                    row,
                    "a time is a text of hours and minutes here, for example 09:30",
                );
                written.raw("pattern", quoted(TIME));
                "text"
            }
            _ if has_word(row, "month-year") => "month",
            _ if has_word(row, "year") => {
                written.raw("min", "1800");
                written.raw("max", "2200");
                self.note(
                    row,
                    "a date of which only the year is asked is a whole number here",
                );
                "integer"
            }
            _ => "date",
        }
    }

    fn choosing(
        &mut self,
        row: &Row,
        written: &mut Written,
        source: &Source,
        other: bool,
        kind: &'static str,
    ) -> Option<&'static str> {
        let list = self
            .lists
            .get(source)
            .filter(|list| !list.entries.is_empty());
        let Some(list) = list else {
            if !matches!(source, Source::File(_)) {
                self.loss(
                    row,
                    "its choices are not in the workbook; the question is left out",
                );
            }
            return None;
        };
        let has_other = list.entries.iter().any(|entry| entry.code == "other");
        if other && has_other {
            self.note(
                row,
                "the list has a choice `other` already; it stays as it is",
            );
        }
        written.open |= other;
        let long = list.entries.len() > LOOKUP && !other && kind == "single";
        if let Some(filter) = self.filter(row, &list) {
            written.raw("filter", quoted(&filter));
        }
        if parameter(row, "randomize").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            if !long {
                written.raw("shuffle", "true");
            }
            if parameter(row, "seed").is_some() {
                self.note(row, "the order is drawn from the draft's own seed");
            }
        }
        written.raw("list", quoted(&list.name));
        if other && !has_other {
            let label = Text::same("Other");
            self.note(row, "`or_other` becomes the choice `other`, which asks to say what; its label is English");
            written.raw(
                "choices",
                super::write::several(&[super::write::choice("other", &label, true, &[])]),
            );
        }
        self.used.insert(list.name.clone(), list);
        Some(if long { "lookup" } else { kind })
    }

    fn filter(&mut self, row: &Row, list: &Rc<super::choices::List>) -> Option<String> {
        let source = row.get("choice_filter");
        if source.is_empty() {
            return None;
        }
        let said = self.said(row, source, self.repeat, Some(list.clone()));
        said.unwrap_or_else(|why| {
            let words =
                format!("all choices are offered: the filter `{source}` cannot be said: {why}");
            self.loss(row, words);
            None
        })
    }
}
