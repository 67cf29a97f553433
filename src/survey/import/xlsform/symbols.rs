//! What `${name}` stands for: every question's type, before any condition is translated.

use std::rc::Rc;

use super::Form;
use super::choices::List;
use super::kinds::{Asked, Source};
use super::plan::{Body, Item, Section};
use crate::survey::import::report::Weight;
use crate::survey::import::sheet::Row;
use crate::survey::import::xpath::{
    Codes, Kind, Names, Symbol, Translated, Whole, translate_value, whole,
};

/// Why a question is not here that would tell who answered, or when.
pub(super) const REFUSED: &str = "which is refused";

/// What a name of the form turned out to be.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// A question here, and the row of the repeat that it stands in.
    Here(Symbol, Option<usize>),
    /// Why it is not here.
    Absent(String),
}

/// What a text shows where it names a question.
pub(super) enum Piped {
    /// The answer to the question with this id here.
    Answer(String),
    /// What it shows is found once every question is known: choices are read first.
    Later,
    /// Nothing: how much that weighs, and why.
    Nothing(Weight, String),
}

/// A computed row that is no value of its own: the label of the choice made in this question, which
/// is what the question reads as in a text.
#[derive(Clone, Debug)]
pub(super) struct Alias(pub(super) String);

/// Names as an expression of one question sees them.
pub(super) struct View<'f> {
    pub(super) form: &'f Form<'f>,
    pub(super) repeat: Option<usize>,
    /// The type of `.`, in a constraint.
    pub(super) value: Option<Kind>,
    /// The list whose columns a filter sees.
    pub(super) list: Option<Rc<List>>,
}

impl View<'_> {
    /// From where the view stands to a repeat that it is outside of, by the ids of the repeats on the
    /// way; `None` where it stands inside.
    fn way(&self, repeat: Option<usize>) -> Option<String> {
        let own: Vec<usize> = self.form.repeats_from(self.repeat).collect();
        let outside = self
            .form
            .repeats_from(repeat)
            .take_while(|row| !own.contains(row));
        let mut ids: Vec<&str> = outside
            .filter_map(|row| self.form.ids.get(&row).map(String::as_str))
            .collect();
        ids.reverse();
        (!ids.is_empty()).then(|| ids.join("."))
    }
}

impl Names for View<'_> {
    fn question(&self, name: &str) -> Result<Symbol, String> {
        match self.form.symbols.get(name) {
            None => Err(format!("there is no question `{name}`")),
            Some(Found::Absent(why)) => Err(format!("it names `{name}`, {why}")),
            Some(Found::Here(symbol, repeat)) => match self.way(*repeat) {
                None => Ok(symbol.clone()),
                // The entries of an inner repeat, of all the outer ones.
                Some(around) if symbol.kind == Kind::Entries => Ok(Symbol {
                    place: format!("{around}.{}", symbol.place),
                    kind: Kind::Entries,
                }),
                Some(_) => Err(format!("it looks at `{name}` inside a repeat from outside")),
            },
        }
    }

    fn value(&self) -> Result<Symbol, String> {
        let kind = self
            .value
            .clone()
            .ok_or("`.` is known in a constraint only")?;
        Ok(Symbol {
            place: "value".to_owned(),
            kind,
        })
    }

    fn inside(&self, name: &str) -> Option<(String, Symbol)> {
        let Some(Found::Here(symbol, Some(repeat))) = self.form.symbols.get(name) else {
            return None;
        };
        // A repeat in a repeat is counted by its entries, not by those around it.
        if symbol.kind == Kind::Entries {
            return None;
        }
        Some((self.way(Some(*repeat))?, symbol.clone()))
    }

    fn of_repeat(&self, nested: &str, repeat: &str) -> Option<Symbol> {
        let Some(Found::Here(symbol, Some(row))) = self.form.symbols.get(nested) else {
            return None;
        };
        let Some(Found::Here(around, _)) = self.form.symbols.get(repeat) else {
            return None;
        };
        (self.form.ids.get(row)? == &around.place).then(|| symbol.clone())
    }

    fn position(&self, outwards: usize) -> Result<String, String> {
        let repeats: Vec<usize> = self.form.repeats_from(self.repeat).collect();
        let has_groups = repeats
            .first()
            .is_some_and(|row| self.form.grouped.contains(row));
        match (repeats.as_slice(), outwards) {
            ([], _) => Err("`position()` has no counterpart outside a repeat".to_owned()),
            ([_, ..], 1) | ([_], 2..) => Ok("position()".to_owned()),
            (_, _) if has_groups => Err(
                "`position()` steps out of a group or of a repeat: which is not told".to_owned(),
            ),
            (repeats, outwards) => {
                let row = repeats.get(outwards - 1).or(repeats.last());
                let id = row.and_then(|row| self.form.ids.get(row));
                Ok(format!("position({})", id.map_or("", String::as_str)))
            }
        }
    }

    fn time_of(&self, place: &str) -> Option<String> {
        if place == "value" {
            return self.form.at_time.then(|| place.to_owned());
        }
        // An answer of another level is reached by the same way.
        let (way, id) = place.rsplit_once('.').unwrap_or(("", place));
        let time = self.form.times.get(id)?;
        Some(if way.is_empty() {
            time.clone()
        } else {
            format!("{way}.{time}")
        })
    }

    fn table(&self, name: &str, column: &str, key: &str) -> Result<(String, String), String> {
        self.form.looked_up(name, column, key)
    }

    fn column(&self, name: &str) -> Result<Symbol, String> {
        let list = self.list.as_ref().ok_or_else(|| {
            format!("`{name}` is not a question; a question is written `${{{name}}}`")
        })?;
        if name == "name" {
            return Ok(Symbol {
                place: "entry.code".to_owned(),
                kind: Kind::Code(list.codes.clone()),
            });
        }
        let found = list
            .columns
            .iter()
            .find(|column| column.theirs == name.to_lowercase());
        let column = found.ok_or_else(|| format!("the choices have no column `{name}`"))?;
        Ok(Symbol {
            place: format!("entry.{}", column.ours),
            kind: Kind::Column {
                several: column.several,
            },
        })
    }
}

impl Form<'_> {
    /// Finds the type of every question; computed ones last, as often as one waits for another.
    pub(super) fn find_symbols(&mut self, sections: &[Section<'_>]) {
        let mut computed: Vec<(&Row, &str, Option<usize>)> = Vec::new();
        for item in sections.iter().flat_map(|section| &section.items) {
            self.find_symbol(item, None, &mut computed);
        }
        loop {
            let before = computed.len();
            computed.retain(|(row, id, repeat)| !self.learn(row, id, *repeat));
            if computed.len() == before {
                return;
            }
        }
    }

    fn find_symbol<'t>(
        &mut self,
        item: &'t Item<'_>,
        repeat: Option<usize>,
        computed: &mut Vec<(&'t Row, &'t str, Option<usize>)>,
    ) {
        match &item.body {
            Body::Heading => {}
            Body::Ask(Asked::Computed) if self.alias(item.row) => {}
            Body::Ask(Asked::Computed) => {
                self.absent(item.row, "which is not carried over");
                computed.push((item.row, &item.id, repeat));
            }
            Body::Ask(asked) => match self.kind_of(item.row, asked) {
                Ok(kind) if matches!(asked, Asked::Time | Asked::DateTime) => {
                    let time = match asked {
                        Asked::DateTime => self.given.once(&format!("{}_time", item.id)),
                        _ => item.id.clone(),
                    };
                    self.times.insert(item.id.clone(), time);
                    self.found(item.row, &item.id, kind, repeat);
                }
                Ok(kind) => self.found(item.row, &item.id, kind, repeat),
                Err(why) => self.absent(item.row, why),
            },
            Body::Matrix(run) => {
                let codes = self.codes(&run.source);
                for row in &run.rows {
                    let kind = if run.many {
                        Kind::List(codes.clone())
                    } else {
                        Kind::Code(codes.clone())
                    };
                    self.found(
                        row.row,
                        &format!("{}['{}']", item.id, row.code),
                        kind,
                        repeat,
                    );
                }
            }
            Body::Repeat(inside) => {
                self.repeats.insert(item.row.number, repeat);
                let has_groups = inside.iter().any(|nested| !nested.groups.is_empty());
                if has_groups {
                    self.grouped.insert(item.row.number);
                }
                self.found(item.row, &item.id, Kind::Entries, repeat);
                for nested in inside {
                    self.find_symbol(nested, Some(item.row.number), computed);
                }
            }
        }
    }

    /// The rows of the repeats from one outwards.
    pub(super) fn repeats_from(&self, repeat: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(repeat, |row| self.repeats.get(row).copied().flatten())
    }

    /// Notes down what a computed row stands for, where that is no value; whether it is so.
    fn alias(&mut self, row: &Row) -> bool {
        let Some(Whole::ChoiceName(name)) = whole(row.get("calculation")) else {
            return false;
        };
        self.absent(row, "a choice's label, which only texts can show");
        self.aliases.insert(row.get("name").to_owned(), Alias(name));
        true
    }

    /// What a text of a row shows for `${name}`.
    pub(super) fn pipe(&self, sheet: &str, row: usize, name: &str) -> Piped {
        let lost = |why: String| Piped::Nothing(Weight::Loss, why);
        if sheet != super::SURVEY {
            return Piped::Later;
        }
        if let Some(Alias(of)) = self.aliases.get(name).filter(|alias| alias.0 != name) {
            return self.pipe(sheet, row, of);
        }
        let (symbol, repeat) = match self.symbols.get(name) {
            Some(Found::Here(symbol, repeat)) => (symbol, *repeat),
            Some(Found::Absent(why)) if *why == REFUSED => {
                return Piped::Nothing(Weight::Refused, why.clone());
            }
            Some(Found::Absent(why)) => return lost(why.clone()),
            None => return lost("which is not a question".to_owned()),
        };
        if symbol.kind == Kind::Entries || symbol.place.contains('[') {
            return lost("which is not one line of words".to_owned());
        }
        let mut own = self.repeats_from(self.repeat);
        if repeat.is_some_and(|repeat| !own.any(|row| row == repeat)) {
            return lost("which is asked inside a repeat".to_owned());
        }
        let asked = self.ids.iter().find(|(_, id)| **id == symbol.place);
        if asked.is_none_or(|(number, _)| *number >= row) {
            return lost("which is not answered yet where this is read".to_owned());
        }
        Piped::Answer(symbol.place.clone())
    }

    fn found(&mut self, row: &Row, place: &str, kind: Kind, repeat: Option<usize>) {
        let name = row.get("name");
        if matches!(self.symbols.get(name), Some(Found::Here(..))) {
            self.note(
                row,
                "the form has this name twice; conditions that use it mean the first",
            );
            return;
        }
        let symbol = Symbol {
            place: place.to_owned(),
            kind,
        };
        self.symbols
            .insert(name.to_owned(), Found::Here(symbol, repeat));
    }

    fn absent(&mut self, row: &Row, why: &str) {
        let found = self.symbols.entry(row.get("name").to_owned());
        found.or_insert_with(|| Found::Absent(why.to_owned()));
    }

    fn codes(&self, source: &Source) -> Rc<Codes> {
        self.lists
            .get(source)
            .map(|list| list.codes.clone())
            .unwrap_or_default()
    }

    /// What an answer is; the error is the end of "it names X, …".
    fn kind_of(&self, row: &Row, asked: &Asked) -> Result<Kind, &'static str> {
        let year = super::question::has_word(row, "year");
        Ok(match asked {
            Asked::Text | Asked::Barcode | Asked::Time => Kind::Text,
            Asked::Date if year => Kind::Number,
            Asked::Integer | Asked::Percentage | Asked::Decimal | Asked::Range => Kind::Number,
            Asked::Date | Asked::DateTime => Kind::Day,
            Asked::One { source, other } => Kind::Code(self.with_other(source, *other)),
            Asked::Many { source, other } => Kind::List(self.with_other(source, *other)),
            Asked::Rank { source } => Kind::List(self.codes(source)),
            Asked::Acknowledge => Kind::Acknowledge,
            Asked::Metadata(_) if self.options.keep_metadata => {
                match super::section::open_question(row) {
                    Some("date") => Kind::Day,
                    Some(_) => Kind::Text,
                    None => return Err("which is not asked here"),
                }
            }
            Asked::Note => return Err("a note, which nobody answers"),
            Asked::Metadata(_) => return Err(REFUSED),
            Asked::Media(_) => return Err("which a terminal cannot take"),
            _ => return Err("which is not carried over"),
        })
    }

    fn with_other(&self, source: &Source, other: bool) -> Rc<Codes> {
        let codes = self.codes(source);
        if !other || codes.pairs.iter().any(|(theirs, _)| theirs == "other") {
            return codes;
        }
        let mut codes = (*codes).clone();
        codes.pairs.push(("other".to_owned(), "other".to_owned()));
        Rc::new(codes)
    }

    /// Learns what a computed question holds, if all that it names is known by now.
    fn learn(&mut self, row: &Row, id: &str, repeat: Option<usize>) -> bool {
        let Ok(translated) = self.calculation(row, repeat) else {
            return false;
        };
        self.symbols.remove(row.get("name"));
        self.found(row, id, translated.kind, repeat);
        true
    }

    /// What a computed question is worked out from, translated.
    pub(super) fn calculation(
        &self,
        row: &Row,
        repeat: Option<usize>,
    ) -> Result<Translated, String> {
        let source = match (row.get("calculation"), row.get("default")) {
            ("", "") => return Err("it has no calculation".to_owned()),
            ("", default) => literal(default),
            (calculation, _) => calculation.to_owned(),
        };
        let view = View {
            form: self,
            repeat,
            value: None,
            list: None,
        };
        let translated = translate_value(&source, &view)?;
        match translated.kind {
            Kind::Bool | Kind::Number | Kind::Text | Kind::Code(_) | Kind::Day => Ok(translated),
            _ => Err("it works out a list".to_owned()),
        }
    }
}

/// A default that is no expression, as an expression.
fn literal(default: &str) -> String {
    let number = default.parse::<rust_decimal::Decimal>().is_ok();
    if number || default.contains("${") || default.contains('(') {
        return default.to_owned();
    }
    let quote = if default.contains('\'') { '"' } else { '\'' };
    format!("{quote}{default}{quote}")
}
