//! One question: its type and its keys.

use std::rc::Rc;

use super::columns::{Unused, unused};
use super::kinds::{Asked, Source};
use super::matrix::{is_plain, is_required};
use super::symbols::View;
use super::{Form, SURVEY, parameter};
use crate::base::language::Text;
use crate::survey::import::sheet::Row;
use crate::survey::import::toml_text::quoted;
use crate::survey::import::xpath::{Blank, Check, Kind, split, translate, translate_value};

/// More choices than this are searched by typing.
const LOOKUP: usize = 40;

/// A value of a key.
pub(super) enum Value {
    /// As TOML writes it.
    Raw(String),
    /// A text, in one language or by language.
    Words(Text),
}

/// A question ready to be written.
pub(super) struct Written {
    /// Its row.
    pub(super) number: usize,
    pub(super) id: String,
    /// Its type here.
    pub(super) kind: &'static str,
    pub(super) keys: Vec<(&'static str, Value)>,
    /// Conditions on its answer, which all must hold.
    pub(super) constraint: Vec<String>,
    pub(super) relevant: Vec<String>,
    /// Whether what it holds could name a person: words, dates, things told of one by one.
    pub(super) open: bool,
    pub(super) inside: Vec<Self>,
}

impl Written {
    pub(super) fn new(number: usize, id: &str, kind: &'static str) -> Self {
        Self {
            number,
            id: id.to_owned(),
            kind,
            keys: Vec::new(),
            constraint: Vec::new(),
            relevant: Vec::new(),
            open: false,
            inside: Vec::new(),
        }
    }

    pub(super) fn raw(&mut self, key: &'static str, value: impl Into<String>) {
        self.keys.push((key, Value::Raw(value.into())));
    }

    pub(super) fn words(&mut self, key: &'static str, text: Text) {
        self.keys.push((key, Value::Words(text)));
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|(other, _)| *other == key)
    }
}

/// Whether an appearance says a word.
pub(super) fn has_word(row: &Row, word: &str) -> bool {
    row.get("appearance")
        .split_whitespace()
        .any(|other| other.eq_ignore_ascii_case(word))
}

impl Form<'_> {
    /// A question with all its keys; none where nothing of it can be asked.
    pub(super) fn ask(
        &mut self,
        row: &Row,
        id: &str,
        asked: &Asked,
        groups: &[&Row],
        repeat: Option<usize>,
    ) -> Option<Written> {
        let mut written = Written::new(row.number, id, "text");
        let label = self.label(row);
        written.words("label", label);
        for (column, key) in [("hint", "hint"), ("guidance_hint", "why")] {
            if let Some(text) = self.text(SURVEY, row, column) {
                written.words(key, text);
            }
        }
        self.choose_kind(row, asked, &mut written)?;
        self.put_relevant(&mut written, groups, Some(row), repeat);
        self.tell_columns(row);
        if written.kind == "computed" {
            self.put_calculation(row, &mut written, repeat);
            return written.has("calculation").then_some(written);
        }
        if written.kind == "note" {
            self.tell_note(row);
            return Some(written);
        }
        let kind = self.kind_here(row, asked);
        self.put_required(row, &mut written, repeat);
        self.put_constraint(row, &mut written, &kind, repeat);
        self.put_default(row, &mut written, &kind, repeat);
        Some(written)
    }

    fn kind_here(&self, row: &Row, asked: &Asked) -> Kind {
        let none = || match asked {
            Asked::Acknowledge => Kind::Acknowledge,
            _ => Kind::Text,
        };
        match self.symbols.get(row.get("name")) {
            Some(super::Found::Here(symbol, _)) => symbol.kind.clone(),
            _ => none(),
        }
    }

    /// Type and what the type needs; none where there is no counterpart, which is told.
    fn choose_kind(&mut self, row: &Row, asked: &Asked, written: &mut Written) -> Option<()> {
        written.kind = match asked {
            Asked::Text if has_word(row, "multiline") => "long_text",
            Asked::Text => "text",
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
                self.range(row, written);
                written.kind
            }
            Asked::Date if has_word(row, "month-year") => "month",
            Asked::Date if has_word(row, "year") => {
                written.raw("min", "1800");
                written.raw("max", "2200");
                self.note(
                    row,
                    "a date of which only the year is asked is a whole number here",
                );
                "integer"
            }
            Asked::Date => "date",
            Asked::DateTime => {
                self.loss(row, "the time of day is not asked, only the date");
                "date"
            }
            Asked::Time => {
                self.note(
                    row,
                    "a time is a text of hours and minutes here, for example 09:30",
                );
                written.raw("pattern", quoted("([01][0-9]|2[0-3]):[0-5][0-9]"));
                "text"
            }
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
                self.loss(
                    row,
                    format!("a terminal cannot take {what}; the question is left out"),
                );
                return None;
            }
            _ => {
                self.loss(
                    row,
                    format!(
                        "the type `{}` is not known; the row is left out",
                        row.get("type")
                    ),
                );
                return None;
            }
        };
        written.open |= matches!(written.kind, "text" | "long_text" | "date" | "month");
        Some(())
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
        let view = View {
            form: self,
            repeat: self.repeat,
            value: None,
            list: Some(list.clone()),
        };
        match translate(source, &view, Blank::Unmet) {
            Ok(translated) if translated.text == "true" => None,
            Ok(translated) => {
                translated
                    .notes
                    .iter()
                    .for_each(|words| self.note(row, words.clone()));
                Some(translated.text)
            }
            Err(why) => {
                self.loss(
                    row,
                    format!("all choices are offered: the filter `{source}` cannot be said: {why}"),
                );
                None
            }
        }
    }

    /// The conditions of the groups around and of the row itself.
    pub(super) fn put_relevant(
        &mut self,
        written: &mut Written,
        groups: &[&Row],
        row: Option<&Row>,
        repeat: Option<usize>,
    ) {
        for around in groups.iter().copied().chain(row) {
            if let Some(condition) = self.condition(around, "relevant", repeat) {
                written.relevant.push(condition);
            }
        }
    }

    /// A condition of a row, translated; none where there is none, or it cannot be said, which is told.
    pub(super) fn condition(
        &mut self,
        row: &Row,
        column: &str,
        repeat: Option<usize>,
    ) -> Option<String> {
        let source = row.get(column);
        if source.is_empty() {
            return None;
        }
        let view = View {
            form: self,
            repeat,
            value: None,
            list: None,
        };
        match translate(source, &view, Blank::Unmet) {
            Ok(translated) if translated.text == "true" => None,
            Ok(translated) => {
                translated
                    .notes
                    .iter()
                    .for_each(|words| self.note(row, words.clone()));
                Some(translated.text)
            }
            Err(why) => {
                let effect = if column == "relevant" {
                    "it is always asked"
                } else {
                    "it may be left blank"
                };
                self.tell_untranslated(row, column, effect, &why);
                None
            }
        }
    }

    fn tell_untranslated(&mut self, row: &Row, column: &str, effect: &str, why: &str) {
        let words = format!(
            "{effect}: the {column} `{}` cannot be said: {why}",
            row.get(column)
        );
        if row.get(column).contains("last-saved#") {
            self.refuse(row, words);
        } else {
            self.loss(row, words);
        }
    }

    fn put_required(&mut self, row: &Row, written: &mut Written, repeat: Option<usize>) {
        let source = row.get("required");
        if source.is_empty() || (is_plain(source) && !is_required(row)) {
            written.raw("required", "false");
        } else if !is_required(row) {
            let condition = self.condition(row, "required", repeat);
            written.raw(
                "required",
                condition.map_or_else(|| "false".to_owned(), |condition| quoted(&condition)),
            );
        }
    }

    fn put_constraint(
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
                    self.tell_untranslated(row, "constraint", "more is accepted", &why)
                }
                None => {}
            }
        }
        match message {
            Some(message) if !written.constraint.is_empty() => {
                written.words("constraint_message", message)
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

    fn put_default(
        &mut self,
        row: &Row,
        written: &mut Written,
        kind: &Kind,
        repeat: Option<usize>,
    ) {
        let calculation = row.get("calculation");
        if !calculation.is_empty() {
            self.loss(
                row,
                "it stands there at first, but no longer follows what it is worked out from",
            );
        }
        let source = if calculation.is_empty() {
            row.get("default")
        } else {
            calculation
        };
        if source.is_empty() {
            return;
        }
        if matches!(kind, Kind::Acknowledge | Kind::Entries) {
            self.loss(
                row,
                format!("the default `{source}` is left out: nothing can stand here at first"),
            );
            return;
        }
        match self.default(source, kind, repeat) {
            Ok(default) => written.raw("default", quoted(&default)),
            Err(why) if source.contains("last-saved#") => {
                self.refuse(row, format!("the default `{source}` is left out: {why}"))
            }
            Err(why) => self.loss(row, format!("the default `{source}` is left out: {why}")),
        }
    }

    fn default(&self, source: &str, kind: &Kind, repeat: Option<usize>) -> Result<String, String> {
        if let Some(plain) = super::section::plain_default(source, kind) {
            return plain;
        }
        let view = View {
            form: self,
            repeat,
            value: None,
            list: None,
        };
        let translated = translate_value(source, &view)?;
        let fits = match (&translated.kind, kind) {
            (Kind::Text | Kind::Code(_), Kind::Text) => true,
            (Kind::Code(one), Kind::Code(two)) => one == two,
            (one, two) => std::mem::discriminant(one) == std::mem::discriminant(two),
        };
        if fits {
            Ok(translated.text)
        } else {
            Err("it is of another type".to_owned())
        }
    }

    fn put_calculation(&mut self, row: &Row, written: &mut Written, repeat: Option<usize>) {
        match self.calculation(row, repeat) {
            Ok(translated) => {
                translated
                    .notes
                    .iter()
                    .for_each(|words| self.note(row, words.clone()));
                written.relevant.extend(translated.only_if);
                written.open |= translated.kind == Kind::Text;
                written.raw("calculation", quoted(&translated.text));
            }
            Err(why) if row.get("calculation").contains("last-saved#") => {
                self.refuse(row, format!("it is left out: {why}"))
            }
            Err(why) => self.loss(row, format!("it is left out: {why}")),
        }
    }

    fn tell_note(&mut self, row: &Row) {
        for column in ["constraint", "default", "calculation"] {
            if !row.get(column).is_empty() {
                self.note(row, format!("its {column} means nothing on a note"));
            }
        }
    }

    /// Tells of cells in columns that nothing here is like, and of layout.
    pub(super) fn tell_columns(&mut self, row: &Row) {
        let mut told: Vec<&str> = Vec::new();
        for (column, cell) in row.cells() {
            let name = column.name.as_str();
            match unused(name).filter(|_| !told.contains(&name)) {
                Some(Unused::Matters(why)) => {
                    self.loss(row, format!("its {name} `{cell}` is left out: {why}"))
                }
                Some(Unused::Aside(why)) => {
                    self.note(row, format!("its {name} is left out: {why}"))
                }
                None => {}
            }
            told.push(name);
        }
        let appearance = row.get("appearance");
        if appearance.contains("search(") || appearance.contains("ex:") {
            self.loss(
                row,
                format!("its appearance `{appearance}` asks another file or program"),
            );
        } else if !appearance.is_empty()
            && ![
                "multiline",
                "month-year",
                "year",
                "list-nolabel",
                "label",
                "table-list",
            ]
            .contains(&appearance)
        {
            self.note(
                row,
                format!("its appearance `{appearance}` is left to the program"),
            );
        }
        if row
            .get("read_only")
            .to_lowercase()
            .starts_with(['y', 't', '1'])
            && row.get("type") != "calculate"
        {
            self.note(
                row,
                "it can be changed here, though the form shows it to be read only",
            );
        }
    }
}
