//! A matrix: every row in view, one of them active. Digits answer it and go on to the next row;
//! arrows do too. What the digits mean stands below, in words, at any width. Where columns are scarce
//! it is asked one row at a time (`narrow`).

mod narrow;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::base::language::Text;
use crate::base::text;
use crate::base::words::Message;
use crate::response::answer::{Answer, Chosen, Missing, Value};
use crate::survey::model::{Cells, Choice, Matrix, Question};
use crate::ui::keymap::{Action, Place};
use crate::ui::sheet::{Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;

use super::field::Field;
use super::offer::{Offer, What, number};
use super::{Context, Part, Pending, Reaction};

/// From so many lines on, what the digits mean is said in full beside the rows.
const ROOMY: u16 = 40;

/// A row in hand.
#[derive(Clone)]
struct Row {
    code: String,
    label: Text,
    /// Which group it is in, by number.
    group: Option<usize>,
    /// The columns chosen: at most one, but where several may be.
    chosen: Vec<usize>,
    /// The column that Space ticks, where several may be.
    at: usize,
}

/// A matrix in hand.
#[derive(Clone)]
pub(crate) struct Grid {
    rows: Vec<Row>,
    columns: Vec<Offer>,
    several: bool,
    closable: bool,
    groups: Vec<(String, Message)>,
    closed: BTreeSet<String>,
    /// The row that is asked where one is asked at a time.
    here: usize,
}

impl Grid {
    /// The matrix of a question, with the answers so far.
    pub(crate) fn new(context: &Context<'_>, question: &Question, matrix: &Matrix) -> Self {
        let columns = columns(context, matrix, question);
        let shown = context.form.rows(context.path);
        let groups = groups(context, matrix, &shown);
        let mut grid = Self {
            rows: shown
                .iter()
                .map(|row| Row::new(row, matrix, &groups))
                .collect(),
            columns,
            several: matches!(matrix.cells, Cells::Multiple(_)),
            closable: matrix.closable,
            groups,
            closed: BTreeSet::new(),
            here: 0,
        };
        match context.form.answer(context.path) {
            Some(Answer::Value(Value::Rows(rows))) => grid.take(&rows),
            Some(Answer::Value(Value::Closable { rows, closed })) => {
                grid.take(&rows);
                grid.closed = closed.into_iter().collect();
            }
            _ => {}
        }
        let open = grid.rows.iter().position(|row| row.chosen.is_empty());
        grid.here = open.unwrap_or(0);
        grid
    }

    fn take(&mut self, answers: &[(String, Answer)]) {
        for row in &mut self.rows {
            let answer = answers.iter().find(|(code, _)| *code == row.code);
            if let Some((_, answer)) = answer {
                let columns = self.columns.iter().enumerate();
                let chosen = columns.filter(|(_, column)| column.is_in(answer));
                row.chosen = chosen.map(|(place, _)| place).collect();
                row.at = row.chosen.first().copied().unwrap_or(0);
            }
        }
    }

    fn set(&mut self, place: usize, column: usize) -> Reaction {
        let exclusive = self.columns[column].exclusive;
        let others: Vec<usize> = (0..self.columns.len())
            .filter(|&other| !self.columns[other].exclusive)
            .collect();
        let row = &mut self.rows[place];
        row.at = column;
        if !self.several {
            row.chosen = vec![column];
        } else if let Some(at) = row.chosen.iter().position(|&chosen| chosen == column) {
            row.chosen.remove(at);
        } else {
            row.chosen
                .retain(|chosen| !exclusive && others.contains(chosen));
            row.chosen.push(column);
            row.chosen.sort_unstable();
        }
        Reaction::Changed(Some(Spot::Row(place)))
    }

    fn column_of(&self, digit: u8) -> Option<usize> {
        let mut columns = self.columns.iter();
        columns.position(|column| column.digit == Some(digit))
    }

    fn by_digit(&mut self, place: usize, digit: u8) -> Reaction {
        let Some(column) = self.column_of(digit) else {
            return Reaction::Ignored;
        };
        let set = self.set(place, column);
        if self.several || place + 1 >= self.rows.len() {
            return set;
        }
        Reaction::Changed(Some(Spot::Row(place + 1)))
    }

    /// Left and right move the choice, or the column that Space ticks. From nothing, right begins.
    fn sideways(&mut self, place: usize, right: bool) -> Reaction {
        let last = self.columns.len().saturating_sub(1);
        let row = &mut self.rows[place];
        let began = self.several || !row.chosen.is_empty();
        let to = match (began, right) {
            (true, true) => (row.at + 1).min(last),
            (true, false) => row.at.saturating_sub(1),
            (false, true) => 0,
            (false, false) => return Reaction::Refused(Message::plain("grid-nothing-yet")),
        };
        row.at = to;
        if self.several {
            return Reaction::To(Spot::Row(place));
        }
        row.chosen = vec![to];
        Reaction::Changed(Some(Spot::Row(place)))
    }

    fn close(&mut self, group: usize) -> Reaction {
        let Some((code, _)) = self.groups.get(group) else {
            return Reaction::Ignored;
        };
        if !self.closed.remove(code) {
            self.closed.insert(code.clone());
        }
        Reaction::Changed(Some(Spot::Close(group)))
    }

    /// The columns of one row: `( ) ( ) (*)`, or where there is no room, the chosen one's digit.
    fn cells(&self, row: &Row, room: usize) -> String {
        if self.columns.len() * 4 > room {
            let mut chosen = row
                .chosen
                .iter()
                .map(|&column| self.name(column))
                .collect::<Vec<_>>();
            if chosen.is_empty() {
                chosen.push("-".to_owned());
            }
            return format!("[{}]", chosen.join(","));
        }
        let cell = |column| match (self.several, row.chosen.contains(&column)) {
            (false, true) => "(*) ",
            (true, true) => "[x] ",
            (false, false) => " .  ",
            (true, false) => "[ ] ",
        };
        (0..self.columns.len()).map(cell).collect()
    }

    /// What a column is called where there is no room for words.
    fn name(&self, column: usize) -> String {
        match self.columns[column].digit {
            Some(digit) => digit.to_string(),
            None => format!("#{}", column + 1),
        }
    }

    fn draw_row(&self, context: &Context<'_>, place: usize, split: usize, sheet: &mut Sheet) {
        let row = &self.rows[place];
        let label = text::wrap(&context.text(&row.label), split);
        let cells = self.cells(row, sheet.width().saturating_sub(split + 2));
        let tone = if row.chosen.is_empty() {
            Tone::Text
        } else {
            Tone::Chosen
        };
        for (number, line) in label.iter().enumerate() {
            let cells = if number == 0 { cells.trim_end() } else { "" };
            let words = format!("{}  {cells}", super::padded(line, split));
            let piece = Piece::new(words.trim_end(), tone).at(Spot::Row(place));
            sheet.lines.push(Line::of(piece));
        }
    }

    fn draw_close(&self, context: &Context<'_>, group: usize, sheet: &mut Sheet) {
        let (code, label) = &self.groups[group];
        let closed = self.closed.contains(code);
        let (mark, tone) = if closed {
            ("[x] ", Tone::Chosen)
        } else {
            ("[ ] ", Tone::Text)
        };
        let label = context.tell(label);
        let words = context
            .words
            .say_with("grid-close", [("group", label.into())]);
        sheet.item(Spot::Close(group), mark, &words, tone);
    }

    /// What the digits mean, a line each.
    pub(super) fn meanings(&self, context: &Context<'_>) -> Vec<String> {
        let word = |(place, column): (usize, &Offer)| {
            format!("{} {}", self.name(place), context.tell(&column.label))
        };
        self.columns.iter().enumerate().map(word).collect()
    }

    /// What the digits mean. Where lines are scarce, as many as fit; help has all of it.
    fn legend(&self, context: &Context<'_>, sheet: &mut Sheet) {
        let all = self.meanings(context);
        let room = sheet.width();
        let most = if context.low() { 3 } else { 7 };
        let joined = packed(&all, room);
        if joined.len() > 2 && context.area.height >= ROOMY {
            let lines = all.iter().flat_map(|line| text::wrap(line, room));
            let lines: Vec<Line> = lines
                .map(|line| Line::of(Piece::new(line, Tone::Quiet)))
                .collect();
            sheet.pinned.extend(lines);
            return;
        }
        let lines = if joined.len() <= 2 || all.len() > most {
            joined
        } else {
            all.iter().map(|line| text::truncate(line, room)).collect()
        };
        for line in lines.into_iter().take(most) {
            sheet.pinned.push(Line::of(Piece::new(line, Tone::Quiet)));
        }
    }

    /// How wide labels are: so that cells fit beside them where they can.
    fn split(&self, context: &Context<'_>, width: usize) -> usize {
        let longest = self
            .rows
            .iter()
            .map(|row| text::width(&context.text(&row.label)));
        let cells = self.columns.len() * 4;
        let beside = width.saturating_sub(cells + 2);
        let wanted = longest.max().unwrap_or(0);
        if beside >= 20 {
            wanted.min(beside)
        } else {
            wanted.min(width.saturating_sub(10)).max(1)
        }
    }

    fn heads(&self, split: usize, width: usize) -> Option<Line> {
        if self.columns.len() * 4 > width.saturating_sub(split + 2) {
            return None;
        }
        let name = |column| format!(" {:<3}", self.name(column));
        let names = (0..self.columns.len())
            .map(name)
            .collect::<Vec<_>>()
            .concat();
        let words = format!("{}  {}", " ".repeat(split), names.trim_end());
        Some(Line::of(Piece::new(words, Tone::Quiet)))
    }
}

impl Row {
    fn new(row: &Choice, matrix: &Matrix, groups: &[(String, Message)]) -> Self {
        let column = matrix
            .groups
            .as_ref()
            .and_then(|name| row.columns.get(name));
        let group = groups.iter().position(|(code, _)| Some(code) == column);
        Self {
            code: row.code.clone(),
            label: row.label.clone(),
            group,
            chosen: Vec::new(),
            at: 0,
        }
    }
}

/// Items side by side, two spaces apart, as many a line as fit.
fn packed(items: &[String], room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if text::width(line) + 2 + text::width(item) <= room => {
                line.push_str("  ");
                line.push_str(item);
            }
            _ => lines.push(text::truncate(item, room)),
        }
    }
    lines
}

fn columns(context: &Context<'_>, matrix: &Matrix, question: &Question) -> Vec<Offer> {
    let offer = match &matrix.cells {
        Cells::Scale(_) => scale_point,
        _ => Offer::choice,
    };
    let offered = context.form.columns(context.path);
    let mut columns: Vec<Offer> = offered.iter().map(|choice| offer(choice)).collect();
    columns.extend(question.missing.iter().map(|&kind| Offer::missing(kind)));
    number(&mut columns);
    columns
}

fn scale_point(point: &Choice) -> Offer {
    let number = point.code.parse().unwrap_or_default();
    Offer {
        what: What::Point(number),
        ..Offer::choice(point)
    }
}

fn groups(
    context: &Context<'_>,
    matrix: &Matrix,
    rows: &[Cow<'_, Choice>],
) -> Vec<(String, Message)> {
    let Some(column) = &matrix.groups else {
        return Vec::new();
    };
    let lists = &context.form.questionnaire().lists;
    let list = matrix.group_list.as_ref().and_then(|name| lists.get(name));
    let mut out: Vec<(String, Message)> = Vec::new();
    for code in rows.iter().filter_map(|row| row.columns.get(column)) {
        if !out.iter().any(|(known, _)| known == code) {
            let named = list.and_then(|list| list.get(code)).map(|entry| {
                context
                    .form
                    .label_at(context.path, &entry.label)
                    .into_owned()
            });
            let label = named.unwrap_or_else(|| Text::same(code));
            out.push((code.clone(), Message::Author(label)));
        }
    }
    out
}

impl Part for Grid {
    fn draw(&self, context: &Context<'_>, sheet: &mut Sheet) {
        if context.narrow() {
            return self.draw_one(context, sheet);
        }
        let split = self.split(context, sheet.width());
        sheet.lines.extend(self.heads(split, sheet.width()));
        let mut group = None;
        for (place, row) in self.rows.iter().enumerate() {
            if row.group != group {
                group = row.group;
                if let Some(number) = group {
                    sheet.say(&context.tell(&self.groups[number].1), Tone::Title);
                }
            }
            self.draw_row(context, place, split, sheet);
            let ends = self
                .rows
                .get(place + 1)
                .is_none_or(|next| next.group != group);
            if let Some(number) = group.filter(|_| ends && self.closable) {
                self.draw_close(context, number, sheet);
            }
        }
        let open = self.rows.iter().position(|row| row.chosen.is_empty());
        sheet.start = Some(Spot::Row(open.unwrap_or(0)));
        self.legend(context, sheet);
    }

    fn act(&mut self, _: &Context<'_>, action: Action, spot: Spot) -> Reaction {
        let place = match spot {
            Spot::Row(place) if place < self.rows.len() => place,
            Spot::Choice(place) => return self.act_one(action, place),
            Spot::Close(group) if matches!(action, Action::Choose) => return self.close(group),
            _ => return Reaction::Ignored,
        };
        self.here = place;
        match action {
            Action::Digit(digit) => self.by_digit(place, digit),
            Action::Left => self.sideways(place, false),
            Action::Right => self.sideways(place, true),
            Action::Choose if self.columns.is_empty() => Reaction::Ignored,
            Action::Choose => self.set(place, self.rows[place].at),
            Action::Clear => {
                self.rows[place].chosen.clear();
                Reaction::Changed(Some(Spot::Row(place)))
            }
            _ => Reaction::Ignored,
        }
    }

    fn pending(&self, _: &Context<'_>) -> Pending {
        if self.rows.iter().all(|row| row.chosen.is_empty()) && self.closed.is_empty() {
            return Pending::Nothing;
        }
        let rows = self
            .rows
            .iter()
            .map(|row| (row.code.clone(), self.answer(row)))
            .collect();
        let value = if self.closable {
            let groups = self.groups.iter().map(|(code, _)| code);
            let closed = groups
                .filter(|code| self.closed.contains(*code))
                .cloned()
                .collect();
            Value::Closable { rows, closed }
        } else {
            Value::Rows(rows)
        };
        Pending::Answer(Answer::Value(value))
    }

    fn place(&self, spot: Spot) -> Place {
        match spot {
            Spot::Close(_) => Place::LongTicks,
            Spot::Choice(_) if self.several => Place::Ticks,
            Spot::Choice(_) => Place::Radio,
            _ if self.several => Place::GridTicks,
            _ => Place::Grid,
        }
    }

    fn field(&mut self, _: Spot) -> Option<&mut Field> {
        None
    }
}

impl Grid {
    fn answer(&self, row: &Row) -> Answer {
        let Some(&first) = row.chosen.first() else {
            return Answer::Missing(Missing::Blank);
        };
        if !self.several || self.columns[first].is_missing() {
            return self.columns[first].answer(None);
        }
        let codes = row
            .chosen
            .iter()
            .filter_map(|&column| match &self.columns[column].what {
                What::Code(code) => Some(Chosen::code(code)),
                _ => None,
            });
        Answer::Value(Value::Choices(codes.collect()))
    }
}
