//! A column of any kind: what the builder writes to, whatever a variable holds.

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::base::time::{Day, Month};
use crate::response::answer::{Answer, Missing, Value};

use super::column::{ANSWERED, Column, missing_number, missing_of, permute, set_end};
use super::kept::{self, Sink, Source};
use super::values::Values;
use super::variable::{Holds, SPECIFIED, Variable};

/// A variable's answers by respondent, or by entry of a repeat.
pub(super) enum Cell {
    Codes(Column),
    Decimal(Values<Decimal>),
    Day(Values<Day>),
    Words(Values<Arc<str>>),
    Entries(Box<EntryColumns>),
}

/// A repeat: how many entries each respondent gave, and one column per question over all entries.
pub(super) struct EntryColumns {
    /// A kind of missing, or [`ANSWERED`].
    state: Vec<u8>,
    /// Where each respondent's entries end.
    ends: Vec<u32>,
    /// The questions, each with its answers by entry.
    pub(super) fields: Vec<(Variable, Cell)>,
}

impl Cell {
    /// An empty column for a variable.
    pub(super) fn new(variable: &Variable) -> Self {
        match &variable.holds {
            Holds::Codes | Holds::Quantity => Self::Codes(Column::new(variable)),
            Holds::Decimal => Self::Decimal(Values::new()),
            Holds::Day => Self::Day(Values::new()),
            Holds::Words => Self::Words(Values::new()),
            Holds::Entries(fields) => {
                let fields = fields.iter();
                Self::Entries(Box::new(EntryColumns {
                    state: Vec::new(),
                    ends: Vec::new(),
                    fields: fields
                        .map(|field| (field.clone(), Self::new(field)))
                        .collect(),
                }))
            }
        }
    }

    /// Adds a respondent who gave no value.
    pub(super) fn push_missing(&mut self, kind: Missing) {
        match self {
            Self::Codes(column) => column.push_missing(kind),
            Self::Decimal(values) => values.push_missing(kind),
            Self::Day(values) => values.push_missing(kind),
            Self::Words(values) => values.push_missing(kind),
            Self::Entries(entries) => entries.push_missing(kind),
        }
    }

    /// Says what the respondent that was added last answered. A value that does not fit is
    /// `unreadable`.
    pub(super) fn set_last(&mut self, answer: &Answer) {
        match self {
            Self::Codes(column) => column.set_last(answer),
            Self::Decimal(values) => values.set_last(decimal(answer)),
            Self::Day(values) => values.set_last(day(answer)),
            Self::Words(values) => values.set_last(words(answer)),
            Self::Entries(entries) => entries.set_last(answer),
        }
    }

    /// Says what was answered in a row of a matrix. An unrated row counts as 0 only in a group that the
    /// person closed (docs/rules.md §2.1).
    pub(super) fn set_row(&mut self, variable: &Variable, answer: &Answer, closed: &[String]) {
        let unrated = matches!(
            answer,
            Answer::Missing(Missing::Blank | Missing::NotReached)
        );
        let is_closed = variable
            .group
            .as_ref()
            .is_some_and(|group| closed.contains(group));
        if unrated && is_closed {
            self.set_last(&Answer::Value(Value::Integer(0)));
        } else {
            self.set_last(answer);
        }
    }

    /// Adds an entry's answer to one row of its matrix.
    fn push_row(&mut self, variable: &Variable, row: &str, answer: &Answer) {
        self.push_missing(before_rows(answer));
        let (rows, closed) = rows_of(answer).unwrap_or_default();
        if let Some((_, answer)) = rows.iter().find(|(known, _)| known == row) {
            self.set_row(variable, answer, closed);
        }
    }

    /// The bytes that it takes.
    pub(super) fn memory(&self) -> usize {
        match self {
            Self::Codes(column) => column.store.memory(),
            Self::Decimal(values) => values.memory(),
            Self::Day(values) => values.memory(),
            Self::Words(values) => {
                let texts = values.known().iter().map(|text| text.len());
                values.memory() + texts.sum::<usize>()
            }
            Self::Entries(entries) => {
                let fields = entries.fields.iter().map(|(_, cell)| cell.memory());
                entries.state.len() * (1 + size_of::<u32>()) + fields.sum::<usize>()
            }
        }
    }

    /// The same answers with respondents in another order.
    pub(super) fn reorder(self, order: &[u32]) -> Self {
        match self {
            Self::Codes(column) => Self::Codes(column.reorder(order)),
            Self::Decimal(values) => Self::Decimal(values.reorder(order)),
            Self::Day(values) => Self::Day(values.reorder(order)),
            Self::Words(values) => Self::Words(values.reorder(order)),
            Self::Entries(entries) => Self::Entries(Box::new(entries.reorder(order))),
        }
    }
}

/// Rows with their answers, and the groups that were closed.
type Rows<'a> = (&'a [(String, Answer)], &'a [String]);

/// The rows of a matrix or an allocation, and the groups that the person closed; nothing of other answers.
pub(super) fn rows_of(answer: &Answer) -> Option<Rows<'_>> {
    match answer {
        Answer::Value(Value::Rows(rows)) => Some((rows, &[])),
        Answer::Value(Value::Closable { rows, closed }) => Some((rows, closed)),
        _ => None,
    }
}

/// Why a row has no answer before one is found: it was not shown, where others were.
pub(super) fn before_rows(answer: &Answer) -> Missing {
    match answer {
        Answer::Missing(kind) => *kind,
        _ if rows_of(answer).is_some() => Missing::NotRelevant,
        Answer::Value(_) => Missing::Unreadable,
    }
}

fn decimal(answer: &Answer) -> Result<Decimal, Missing> {
    match answer {
        Answer::Value(Value::Decimal(number)) => Ok(*number),
        Answer::Value(Value::Integer(number)) => Ok((*number).into()),
        other => Err(why_not(other)),
    }
}

fn day(answer: &Answer) -> Result<Day, Missing> {
    let day = match answer {
        Answer::Value(Value::Day(day)) => Some(*day),
        Answer::Value(Value::Month(month)) => Month::first_day(*month),
        _ => None,
    };
    day.ok_or_else(|| why_not(answer))
}

fn words(answer: &Answer) -> Result<Arc<str>, Missing> {
    match answer {
        Answer::Value(Value::Text(text)) => Ok(text.as_str().into()),
        // The words of a choice that asks for some; the others have none.
        Answer::Value(Value::Choice(chosen)) => {
            let text = chosen.text.as_deref().ok_or(Missing::NotRelevant)?;
            Ok(text.into())
        }
        other => Err(why_not(other)),
    }
}

/// A value of another type than the question's cannot be read as what is asked here.
fn why_not(answer: &Answer) -> Missing {
    answer.missing().unwrap_or(Missing::Unreadable)
}

impl EntryColumns {
    fn push_missing(&mut self, kind: Missing) {
        self.state.push(missing_number(kind));
        self.ends.push(self.ends.last().copied().unwrap_or(0));
    }

    fn set_last(&mut self, answer: &Answer) {
        let Answer::Value(Value::Entries(entries)) = answer else {
            return set_end(&mut self.state, missing_number(why_not(answer)));
        };
        set_end(&mut self.state, ANSWERED);
        for entry in entries {
            for (variable, cell) in &mut self.fields {
                let id = match &variable.row {
                    Some(_) => &variable.question,
                    None => variable.id.trim_end_matches(SPECIFIED),
                };
                let given = entry.iter().find(|(given, _)| given == id);
                match (given, &variable.row) {
                    (None, _) => cell.push_missing(Missing::Unreadable),
                    (Some((_, answer)), Some(row)) => cell.push_row(variable, row, answer),
                    (Some((_, answer)), None) => {
                        cell.push_missing(Missing::Unreadable);
                        cell.set_last(answer);
                    }
                }
            }
        }
        if let Some(end) = self.ends.last_mut() {
            *end = end.saturating_add(u32::try_from(entries.len()).unwrap_or(u32::MAX));
        }
    }

    fn reorder(self, order: &[u32]) -> Self {
        let (entries, ends) = self.moved(order);
        let fields = self.fields.into_iter();
        Self {
            state: permute(&self.state, order),
            ends,
            fields: fields
                .map(|(variable, cell)| (variable, cell.reorder(&entries)))
                .collect(),
        }
    }

    /// As [`Cell::thinned`].
    pub(super) fn thinned(self, order: &[u32]) -> Option<Self> {
        let (entries, ends) = self.moved(order);
        let state = permute(&self.state, order);
        let mut fields = Vec::with_capacity(self.fields.len());
        for (variable, cell) in self.fields {
            let cell = cell.thinned(&variable, &entries)?;
            fields.push((variable, cell));
        }
        Some(Self {
            state,
            ends,
            fields,
        })
    }

    /// Where entries and their ends are with respondents in another order.
    fn moved(&self, order: &[u32]) -> (Vec<u32>, Vec<u32>) {
        let mut entries: Vec<u32> = Vec::with_capacity(self.len());
        let mut ends = Vec::with_capacity(order.len());
        for &at in order {
            let own = self.of(at as usize);
            entries.extend((0_u32..).skip(own.start).take(own.len()));
            ends.push(u32::try_from(entries.len()).unwrap_or(u32::MAX));
        }
        (entries, ends)
    }

    /// Writes all entries.
    pub(super) fn put(&self, sink: &mut dyn Sink) {
        sink.put(&self.state);
        kept::put_wide(sink, &self.ends);
        for (_, cell) in &self.fields {
            cell.put(sink);
        }
    }

    /// Reads the entries of so many respondents into empty columns.
    pub(super) fn take(&mut self, source: &mut dyn Source, rows: usize) -> Option<()> {
        self.state = kept::exactly(source, rows)?;
        self.ends = kept::wide(source, rows)?;
        let is_sound = self.state.iter().all(|&one| one <= ANSWERED) && self.ends.is_sorted();
        if !is_sound {
            return None;
        }
        let entries = self.len();
        for (variable, cell) in &mut self.fields {
            *cell = Cell::take(variable, source, entries)?;
        }
        Some(())
    }

    /// How many entries there are in all.
    pub(super) fn len(&self) -> usize {
        self.ends.last().map_or(0, |&end| end as usize)
    }

    /// The entries of one respondent.
    pub(super) fn of(&self, at: usize) -> Range<usize> {
        let end = |at: usize| self.ends.get(at).map_or(0, |&end| end as usize);
        let start = at.checked_sub(1).map_or(0, end);
        start..end(at).max(start)
    }

    /// Why a respondent gave no entries at all.
    pub(super) fn missing(&self, at: usize) -> Option<Missing> {
        match self.state.get(at) {
            Some(&number) => missing_of(usize::from(number)),
            None => Some(Missing::Unreadable),
        }
    }
}
