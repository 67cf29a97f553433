//! One question: its type and its keys.

use std::rc::Rc;

use super::Form;
use super::choices::List;
use super::columns::{Unused, unused};
use super::kinds::{Asked, asked};
use super::matrix::{is_plain, is_required};
use super::symbols::{Alias, View};
use crate::base::language::Text;
use crate::survey::import::sheet::Row;
use crate::survey::import::toml_text::quoted;
use crate::survey::import::xpath::{Blank, Kind, translate, translate_value};

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
    /// What is asked right after it, where the form asks both at once.
    pub(super) after: Option<Box<Self>>,
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
            after: None,
        }
    }

    /// Itself and every question inside it, however deep.
    pub(super) fn with_inside(&self) -> Vec<&Self> {
        let inside = self.inside.iter().flat_map(Self::with_inside);
        std::iter::once(self).chain(inside).collect()
    }

    pub(super) fn raw(&mut self, key: &'static str, value: impl Into<String>) {
        self.keys.push((key, Value::Raw(value.into())));
    }

    pub(super) fn words(&mut self, key: &'static str, text: Text) {
        self.keys.push((key, Value::Words(text)));
    }

    /// Takes a key out.
    pub(super) fn drop_key(&mut self, key: &str) {
        match key {
            "relevant" => self.relevant.clear(),
            "constraint" => self.constraint.clear(),
            _ => {}
        }
        let with_it = if key == "constraint" {
            "constraint_message"
        } else {
            key
        };
        self.keys
            .retain(|(name, _)| *name != key && *name != with_it);
        if key == "required" {
            self.raw("required", "false");
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|(other, _)| *other == key)
    }
}

/// Whether an expression is left out on purpose: it would tell of the person before, or of what is
/// never asked.
fn is_refused(source: &str, why: &str) -> bool {
    source.contains("last-saved#") || why.ends_with(super::symbols::REFUSED)
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
        if self.is_alias(row) {
            return None;
        }
        let mut written = Written::new(row.number, id, "text");
        let label = self.label(row);
        written.words("label", label);
        self.put_hint(row, &mut written);
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
        self.at_time = *asked == Asked::Time;
        self.put_constraint(row, &mut written, &kind, repeat);
        self.at_time = false;
        self.put_default(row, &mut written, &kind, repeat);
        if *asked == Asked::DateTime {
            written.after = Some(Box::new(self.time_of_day(row, &written)));
        }
        Some(written)
    }

    /// The second half of a date with a time: the time of day, asked of the same people.
    fn time_of_day(&mut self, row: &Row, date: &Written) -> Written {
        let id = self.times.get(&date.id).cloned();
        let id = id.unwrap_or_else(|| self.given.once(&format!("{}_time", date.id)));
        let words = format!("it is asked in two: the day, and the time of day as `{id}`");
        self.note(row, words);
        let mut time = Written::new(row.number, &id, "text");
        let mut label = self.label(row);
        let add = |words: &mut String| words.push_str(" (09:30)");
        match &mut label {
            Text::Same(words) => add(words),
            Text::By(table) => table.values_mut().for_each(add),
        }
        time.words("label", label);
        time.raw("pattern", quoted(super::offered::TIME));
        time.relevant.clone_from(&date.relevant);
        if date.has("required") {
            time.raw("required", "false");
        }
        time.open = true;
        time
    }

    /// A computed row that is no value of its own: texts show what it stands for.
    fn is_alias(&mut self, row: &Row) -> bool {
        let Some(Alias(of)) = self.aliases.get(row.get("name")) else {
            return false;
        };
        let words = format!(
            "it is the label of the choice in `{of}`; texts name that question instead, and show its label"
        );
        self.note(row, words);
        true
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
        let said = self.said(row, source, repeat, None);
        said.unwrap_or_else(|why| {
            let effect = if column == "relevant" {
                "it is always asked"
            } else {
                "it may be left blank"
            };
            self.tell_untranslated(row, column, effect, &why);
            None
        })
    }

    /// A condition in our words, with a note of whatever differs; none where it always holds.
    pub(super) fn said(
        &mut self,
        row: &Row,
        source: &str,
        repeat: Option<usize>,
        list: Option<Rc<List>>,
    ) -> Result<Option<String>, String> {
        let view = View {
            form: self,
            repeat,
            value: None,
            list,
        };
        let translated = translate(source, &view, Blank::Unmet)?;
        if translated.text == "true" {
            return Ok(None);
        }
        for words in &translated.notes {
            self.note(row, words.clone());
        }
        Ok(Some(translated.text))
    }

    pub(super) fn tell_untranslated(&mut self, row: &Row, column: &str, effect: &str, why: &str) {
        let words = format!(
            "{effect}: the {column} `{}` cannot be said: {why}",
            row.get(column)
        );
        if is_refused(row.get(column), why) {
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
                self.refuse(row, format!("the default `{source}` is left out: {why}"));
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
                written.open |= matches!(translated.kind, Kind::Text | Kind::Day);
                written.raw("calculation", quoted(&translated.text));
            }
            Err(why) if is_refused(row.get("calculation"), &why) => {
                self.refuse(row, format!("it is left out: {why}"));
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
                    self.loss(row, format!("its {name} `{cell}` is left out: {why}"));
                }
                Some(Unused::Aside(why)) => {
                    self.note(row, format!("its {name} is left out: {why}"));
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
        let takes_parameters = matches!(
            asked(row.get("type")),
            Asked::One { .. } | Asked::Many { .. } | Asked::Rank { .. } | Asked::Range
        );
        if !takes_parameters && !row.get("parameters").is_empty() {
            self.note(
                row,
                format!(
                    "its parameters `{}` are left to the program",
                    row.get("parameters")
                ),
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
