//! What each type of question is answered on, on paper.

use crate::base::words::Message;
use crate::survey::model::{Cells, Choice, Choices, Kind, Matrix, Question, Range};
use crate::survey::nest;

use super::{Body, Cell, Desk, Group, Item, ListPage, Table, Tick};

/// With more choices than this a list is printed once, at the end.
const MOST_TICKS: usize = 40;
/// A lookup is searched on a screen; a short one is boxes on paper.
const MOST_LOOKUP_TICKS: usize = 12;
/// A longer list is not printed at all.
const LONGEST_LIST: usize = 1_000;
/// With more rows than this, a table whose rows come from another question has rows to write in.
const MOST_DERIVED_ROWS: usize = 20;
/// Rows to write in.
const BLANK_ROWS: usize = 10;
/// Blank entries of a repeat.
const BLANK_ENTRIES: u32 = 3;
/// Lines for a long text.
const TEXT_LINES: usize = 6;

impl<'q> Desk<'q> {
    /// What to do, and what to answer on.
    pub(super) fn body(&mut self, question: &'q Question, number: &str) -> (Vec<String>, Body) {
        match &question.kind {
            Kind::Note | Kind::Computed { .. } => (Vec::new(), Body::Nothing),
            Kind::Text { .. } => (Vec::new(), Body::Line(String::new())),
            Kind::LongText { .. } => (Vec::new(), Body::Lines(TEXT_LINES)),
            Kind::Integer(range) | Kind::Decimal(range) => {
                let unit = range.unit.as_ref().map(|unit| self.text(unit));
                let told = self.words.tell(&bounds(&question.kind, range));
                (vec![told], Body::Line(unit.unwrap_or_default()))
            }
            Kind::YesNo => (self.say("paper-one"), Body::Ticks(self.yes_no())),
            Kind::Acknowledge => {
                let label = self.words.say("form-acknowledged");
                (Vec::new(), Body::Ticks(vec![tick("true", label)]))
            }
            Kind::Single(choices) => self.one_of(choices, MOST_TICKS),
            Kind::Lookup(choices) => self.one_of(choices, MOST_LOOKUP_TICKS),
            Kind::Multiple { choices, min, max } => self.some_of(choices, *min, *max),
            Kind::Scale { points } => (
                self.say("paper-one"),
                Body::Ticks(points.iter().map(|one| self.tick(one)).collect()),
            ),
            Kind::Rank { choices, max } => self.rank(choices, *max),
            Kind::Allocation {
                rows, total, unit, ..
            } => {
                let unit = unit
                    .as_ref()
                    .map(|unit| self.text(unit))
                    .unwrap_or_default();
                self.allocation(rows, *total, &unit)
            }
            Kind::Matrix(matrix) => self.matrix(matrix),
            Kind::Date => (self.say("paper-date"), Body::Line(String::new())),
            Kind::Month => (self.say("paper-month"), Body::Line(String::new())),
            Kind::Repeat(repeat) => {
                let most = repeat.max.clamp(1, BLANK_ENTRIES);
                let told = self
                    .words
                    .say_with("paper-entries", [("most", most.into())]);
                let entries = (1..=most)
                    .map(|at| self.entry(at, question, number))
                    .collect();
                (vec![told], Body::Entries(entries))
            }
        }
    }

    fn say(&self, id: &'static str) -> Vec<String> {
        vec![self.words.say(id)]
    }

    fn yes_no(&self) -> Vec<Tick> {
        vec![
            tick("true", self.words.say("form-yes")),
            tick("false", self.words.say("form-no")),
        ]
    }

    fn tick(&self, choice: &Choice) -> Tick {
        let specify = choice.specify.then(|| self.words.say("paper-specify"));
        Tick {
            specify,
            ..tick(&choice.code, self.text(&choice.label))
        }
    }

    fn entry(&mut self, at: u32, repeat: &'q Question, number: &str) -> (String, Vec<Item>) {
        let outside = self.around;
        let inside = outside.within(repeat);
        let heading = self.words.say_with("paper-entry", [("number", at.into())]);
        let shown = nest::nested(repeat)
            .iter()
            .filter(|one| !matches!(one.kind, Kind::Computed { .. }));
        let items = shown.zip(1..).map(|(question, at)| {
            let own = (!matches!(question.kind, Kind::Note)).then(|| inner_number(number, at));
            self.bare(question, own, inside)
        });
        let items = items.collect();
        self.around = outside;
        (heading, items)
    }

    fn one_of(&mut self, choices: &'q Choices, most: usize) -> (Vec<String>, Body) {
        let all: Vec<&Choice> = self.survey.all_choices(choices).collect();
        let filter = self.filter(choices);
        if all.len() <= most {
            let lines = [self.say("paper-one"), filter].concat();
            return (
                lines,
                Body::Ticks(all.into_iter().map(|one| self.tick(one)).collect()),
            );
        }
        let told = self.list(choices, &all);
        ([vec![told], filter].concat(), Body::Line(String::new()))
    }

    fn some_of(
        &mut self,
        choices: &'q Choices,
        min: Option<u32>,
        max: Option<u32>,
    ) -> (Vec<String>, Body) {
        let all: Vec<&Choice> = self.survey.all_choices(choices).collect();
        let mut lines = match max {
            Some(max) => vec![self.words.say_with("paper-some-max", [("max", max.into())])],
            None => self.say("paper-some"),
        };
        lines.extend(
            min.filter(|min| *min > 1)
                .map(|min| self.words.say_with("paper-some-min", [("min", min.into())])),
        );
        for alone in all.iter().filter(|one| one.exclusive) {
            let args = [("choice", self.text(&alone.label).into())];
            lines.push(self.words.say_with("paper-alone", args));
        }
        lines.extend(self.filter(choices));
        if all.len() > MOST_TICKS {
            lines.push(self.list(choices, &all));
            return (lines, Body::Lines(TEXT_LINES));
        }
        (
            lines,
            Body::Ticks(all.into_iter().map(|one| self.tick(one)).collect()),
        )
    }

    /// Prints a list at the end, once, and says where it stands.
    fn list(&mut self, choices: &Choices, all: &[&Choice]) -> String {
        let name = choices.list.clone().unwrap_or_default();
        let known = self
            .lists
            .iter()
            .position(|page| page.title.ends_with(&format!(": {name}")));
        let at = known.unwrap_or(self.lists.len());
        let letter = letter(at);
        if known.is_none() {
            let args = [("letter", letter.clone().into()), ("title", name.into())];
            let is_long = all.len() > LONGEST_LIST;
            let instead = is_long.then(|| {
                self.words
                    .say_with("paper-list-long", [("count", all.len().into())])
            });
            let entries = all.iter().filter(|_| !is_long);
            self.lists.push(ListPage {
                title: self.words.say_with("paper-list-title", args),
                entries: entries
                    .map(|one| (self.text(&one.label), one.code.clone()))
                    .collect(),
                instead,
            });
        }
        self.words
            .say_with("paper-list", [("letter", letter.into())])
    }

    fn filter(&self, choices: &Choices) -> Vec<String> {
        let filter = choices.filter.as_ref();
        filter
            .map(|filter| {
                let args = [("condition", self.condition(filter, self.around).into())];
                self.words.say_with("paper-rows-where", args)
            })
            .into_iter()
            .collect()
    }

    fn rank(&self, choices: &Choices, max: Option<u32>) -> (Vec<String>, Body) {
        let told = match max {
            Some(max) => self.words.say_with("paper-rank-max", [("max", max.into())]),
            None => self.words.say("paper-rank"),
        };
        let table = self.numbers_table(choices, "paper-place", None);
        (
            [vec![told], self.filter(choices)].concat(),
            Body::Table(table),
        )
    }

    fn allocation(&self, rows: &Choices, total: i64, unit: &str) -> (Vec<String>, Body) {
        let args = [("total", total.into()), ("unit", unit.into())];
        let told = self.words.say_with("paper-total", args);
        let sum = format!("{}: {total}{unit}", self.words.say("paper-sum"));
        let table = self.numbers_table(rows, "paper-number", Some(sum));
        ([vec![told], self.filter(rows)].concat(), Body::Table(table))
    }

    fn numbers_table(&self, rows: &Choices, head: &'static str, total: Option<String>) -> Table {
        let rows = self
            .survey
            .all_choices(rows)
            .map(|one| self.row(one))
            .collect();
        Table {
            corner: self.words.say("paper-row"),
            columns: vec![(self.words.say(head), None)],
            cell: Cell::Space,
            groups: vec![Group {
                label: None,
                done: None,
                rows,
            }],
            total,
        }
    }

    fn row(&self, row: &Choice) -> (String, String) {
        (self.text(&row.label), row.code.clone())
    }

    fn matrix(&self, matrix: &'q Matrix) -> (Vec<String>, Body) {
        let (told, cell) = match &matrix.cells {
            Cells::Single(_) | Cells::Scale(_) => ("paper-one-cell", Cell::Box),
            Cells::Multiple(_) => ("paper-some-cells", Cell::Box),
            Cells::Integer(_) | Cells::Decimal(_) => ("paper-number-cells", Cell::Space),
        };
        let mut lines = self.say(told);
        lines.extend(matrix.closable.then(|| self.words.say("paper-closable")));
        let rows = self.survey.rows(matrix);
        let source = matrix
            .rows_from
            .as_deref()
            .and_then(|id| self.survey.question(id));
        let is_derived = source.is_some() && rows.len() > MOST_DERIVED_ROWS;
        lines.extend(source.map(|source| {
            let id = match &source.kind {
                _ if is_derived => "paper-rows-from",
                Kind::Matrix(_) => "paper-rows-same",
                _ => "paper-rows-chosen",
            };
            self.words
                .say_with(id, [("question", self.name(source).into())])
        }));
        lines.extend(self.filter(&matrix.rows));
        let groups = if is_derived {
            let blank = (String::new(), String::new());
            vec![Group {
                label: None,
                done: None,
                rows: vec![blank; BLANK_ROWS],
            }]
        } else {
            self.groups(matrix, &rows)
        };
        let corner = self.words.say("paper-row");
        let table = Table {
            corner,
            columns: self.columns(&matrix.cells),
            cell,
            groups,
            total: None,
        };
        (lines, Body::Table(table))
    }

    fn columns(&self, cells: &Cells) -> Vec<(String, Option<String>)> {
        match cells {
            Cells::Single(choices) | Cells::Multiple(choices) | Cells::Scale(choices) => choices
                .iter()
                .map(|one| (self.text(&one.label), Some(one.code.clone())))
                .collect(),
            Cells::Integer(range) | Cells::Decimal(range) => {
                let unit = range.unit.as_ref().map(|unit| self.text(unit));
                vec![(unit.unwrap_or_else(|| self.words.say("paper-number")), None)]
            }
        }
    }

    fn groups(&self, matrix: &Matrix, rows: &[&Choice]) -> Vec<Group> {
        let Some(column) = &matrix.groups else {
            let rows = rows.iter().map(|row| self.row(row)).collect();
            return vec![Group {
                label: None,
                done: None,
                rows,
            }];
        };
        let list = matrix
            .group_list
            .as_ref()
            .and_then(|name| self.survey.lists.get(name));
        let mut groups: Vec<(String, Group)> = Vec::new();
        for row in rows {
            let code = row.columns.get(column).cloned().unwrap_or_default();
            if let Some((_, group)) = groups.iter_mut().find(|(known, _)| *known == code) {
                group.rows.push(self.row(row));
                continue;
            }
            let entry = list.and_then(|list| list.get(&code));
            let label = entry.map_or_else(|| code.clone(), |entry| self.text(&entry.label));
            let done = matrix.closable.then(|| self.words.say("paper-group-done"));
            let group = Group {
                label: Some(label),
                done,
                rows: vec![self.row(row)],
            };
            groups.push((code, group));
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }
}

fn tick(code: &str, label: String) -> Tick {
    Tick {
        code: code.to_owned(),
        label,
        specify: None,
    }
}

/// A, B, … Z, A2, B2, …
fn letter(at: usize) -> String {
    let letter = ('A'..='Z').nth(at % 26).unwrap_or('A');
    match at / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{}", round + 1),
    }
}

fn bounds(kind: &Kind, range: &Range) -> Message {
    let is_whole = matches!(kind, Kind::Integer(_));
    let id = match (is_whole, range.min.is_some(), range.max.is_some()) {
        (true, true, true) => "paper-integer-range",
        (true, true, false) => "paper-integer-min",
        (true, false, true) => "paper-integer-max",
        (true, false, false) => "paper-integer",
        (false, true, true) => "paper-decimal-range",
        (false, true, false) => "paper-decimal-min",
        (false, false, true) => "paper-decimal-max",
        (false, false, false) => "paper-decimal",
    };
    let bound = |bound: Option<rust_decimal::Decimal>| {
        bound.map_or_else(String::new, |bound| bound.normalize().to_string())
    };
    Message::with(
        id,
        [
            ("min", bound(range.min).into()),
            ("max", bound(range.max).into()),
        ],
    )
}

/// The number of a question inside an entry: 4 has 4a, 4b, ..., and 4b has 4b1, 4b2, ...
fn inner_number(outer: &str, at: u8) -> String {
    let ends_in_digit = outer.ends_with(|letter: char| letter.is_ascii_digit());
    let letter = (b'a'..=b'z').nth(usize::from(at) - 1);
    match letter.filter(|_| ends_in_digit) {
        Some(letter) => format!("{outer}{}", char::from(letter)),
        None if ends_in_digit => format!("{outer}-{at}"),
        None => format!("{outer}{at}"),
    }
}
