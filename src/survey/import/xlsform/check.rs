//! What an answer must fulfil: patterns and lengths by keys of their own, the rest as a condition.

use super::question::Written;
use super::symbols::View;
use super::{Form, SURVEY};
use crate::survey::import::sheet::Row;
use crate::survey::import::toml_text::quoted;
use crate::survey::import::xpath::{Check, Kind, split};

impl Form<'_> {
    pub(super) fn put_constraint(
        &mut self,
        row: &Row,
        written: &mut Written,
        kind: &Kind,
        repeat: Option<usize>,
    ) {
        let source = row.get("constraint");
        let message = self.text(SURVEY, row, "constraint_message");
        if !source.is_empty() {
            let by_keys = matches!(written.kind, "text" | "long_text" | "integer");
            let view = View {
                form: self,
                repeat,
                value: Some(kind.clone()),
                list: None,
            };
            let parts = split(source, &view, by_keys);
            for check in &parts.checks {
                self.put_check(row, written, check);
            }
            match parts.rest {
                Some(Ok(rest)) => {
                    rest.notes
                        .iter()
                        .for_each(|words| self.note(row, words.clone()));
                    written
                        .constraint
                        .extend((rest.text != "true").then_some(rest.text));
                }
                Some(Err(why)) => {
                    self.tell_untranslated(row, "constraint", "more is accepted", &why);
                }
                None => {}
            }
        }
        match message {
            Some(message) if !written.constraint.is_empty() => {
                written.words("constraint_message", message);
            }
            Some(message) if written.has("pattern") && !written.has("hint") => {
                self.note(
                    row,
                    "the message of a pattern is shown as its hint, before it can go wrong",
                );
                written.words("hint", message);
            }
            Some(_) => self.note(
                row,
                "the constraint_message is never shown: the program's own words stand in",
            ),
            None => {}
        }
    }

    fn put_check(&mut self, row: &Row, written: &mut Written, check: &Check) {
        if written.kind == "integer" {
            match super::number::digits(check) {
                Some(bounds) => written.constraint.push(bounds),
                None => self.loss(
                    row,
                    "more is accepted: a pattern on a number has no counterpart",
                ),
            }
            return;
        }
        match check {
            Check::Pattern(pattern) => self.put_pattern(row, written, pattern),
            Check::Length(least, most) => {
                let unit = if written.kind == "text" { 200 } else { 2_000 };
                if let Some(least) = least.filter(|least| *least > 1) {
                    written.constraint.push(format!("size(value) >= {least}"));
                }
                if let Some(most) = most.filter(|most| (1..=10_000).contains(most) && *most != unit)
                {
                    written.raw("max_length", most.to_string());
                }
            }
        }
    }

    fn put_pattern(&mut self, row: &Row, written: &mut Written, pattern: &str) {
        let why = if written.kind == "long_text" {
            "a text of several lines takes no pattern".to_owned()
        } else if written.has("pattern") {
            "a text takes one pattern".to_owned()
        } else if let Err(why) = crate::survey::import::pattern_fits(pattern) {
            why
        } else {
            written.raw("pattern", quoted(pattern));
            return;
        };
        self.loss(row, format!("more is accepted than `{pattern}`: {why}"));
    }
}
