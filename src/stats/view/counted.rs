//! One variable's protected figures, line by line, as views read them.

use crate::response::answer::Missing;

use super::super::count::{Figures, RawRow};
use super::super::door::Statistical;
use super::super::table::{EVERYONE, Figure, Reason, Row, Table};
use super::super::variable::Arity;
use super::Value;
use super::classes::Class;

/// One variable's figures, by department or by the codes of another question.
#[derive(Clone)]
pub(super) struct Counted {
    /// The codes, or the classes, of the cells.
    pub(super) codes: Vec<String>,
    /// One line per group.
    pub(super) lines: Vec<Line>,
    /// Everyone whose group shows figures.
    pub(super) everyone: Option<Line>,
}

/// One group's figures.
#[derive(Clone)]
pub(super) struct Line {
    /// The department, faculty or code.
    pub(super) group: String,
    /// The small groups that it stands for.
    pub(super) holds: Vec<String>,
    /// Everyone who was asked.
    pub(super) base: Figure,
    /// In the order of [`Counted::codes`].
    pub(super) cells: Vec<Figure>,
    /// The same as percentages of those who answered.
    pub(super) percents: Vec<Value>,
    /// Every kind of missing.
    pub(super) missing: Vec<(Missing, Figure)>,
}

impl Counted {
    pub(super) fn of(table: &Table) -> Self {
        let first = table.rows.first();
        let cells = first.map_or(&[][..], |row| &row.cells);
        let line = |row: &Row| Line {
            group: row.group.clone(),
            holds: row.holds.clone(),
            base: row.base,
            cells: row.cells.iter().map(|cell| cell.figure).collect(),
            percents: Vec::new(),
            missing: row.missing.clone(),
        };
        Self {
            codes: cells.iter().map(|cell| cell.code.to_string()).collect(),
            lines: table.rows.iter().map(line).collect(),
            everyone: table.everyone.as_ref().map(line),
        }
    }

    /// Sets the cells of all lines, everyone's last, to those of classes.
    pub(super) fn put(&mut self, classes: &[Class<'_>], cells: Vec<Vec<Figure>>) {
        let lines = self.lines.iter_mut().chain(&mut self.everyone);
        for (line, cells) in lines.zip(cells) {
            line.cells = cells;
        }
        self.codes = classes.iter().map(|class| class.id.to_owned()).collect();
    }

    /// The line that a department is in: its own, else that of its faculty's small departments.
    pub(super) fn of_department(&self, code: &str) -> Option<&Line> {
        let holds = |line: &&Line| line.holds.iter().any(|held| held == code);
        let own = |line: &&Line| line.group == code && !line.is_rolled_up();
        let mut lines = self.lines.iter();
        let found = lines.find(own).or_else(|| self.lines.iter().find(holds));
        found.filter(|line| !line.is_rolled_up())
    }

    /// Everyone; the one group that shows figures where there is no other.
    pub(super) fn university(&self) -> Option<&Line> {
        let mut shown = self.lines.iter().filter(|line| !line.is_rolled_up());
        self.everyone.as_ref().or_else(|| shown.next())
    }

    /// The departments whose people are in a line; none in a crossing's.
    pub(super) fn members<'c>(&'c self, line: &'c Line) -> Vec<&'c str> {
        let is_everyone = line.group == EVERYONE;
        let own = std::iter::once(line).filter(|_| !is_everyone);
        let lines = own.chain(self.behind(line));
        lines.flat_map(Line::departments).collect()
    }

    /// The lines that the line of everyone is the sum of; none of any other.
    pub(super) fn behind<'c>(&'c self, line: &Line) -> Vec<&'c Line> {
        let is_everyone = line.group == EVERYONE;
        let shown = self.lines.iter();
        shown.filter(|own| is_everyone && own.shows()).collect()
    }

    /// Where a code or class stands.
    pub(super) fn place(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|known| known == code)
    }
}

impl Line {
    /// Whether it is only there to say that its group is too small.
    pub(super) fn is_rolled_up(&self) -> bool {
        self.base == Figure::Withheld(Reason::RolledUp)
    }

    /// Takes every figure of its answers away; rolled-up lines have none.
    pub(super) fn withhold(&mut self, reason: Reason) {
        if self.is_rolled_up() {
            return;
        }
        for figure in &mut self.cells {
            *figure = Figure::Withheld(reason);
        }
        for percent in &mut self.percents {
            *percent = Value::Withheld(reason);
        }
        for (_, figure) in &mut self.missing {
            *figure = Figure::Withheld(reason);
        }
    }

    /// Whether everyone is in a figure that it shows: a code that is not listed is one that it does not.
    pub(super) fn tells_all(&self) -> bool {
        let is_asked =
            |kind: &Missing| !matches!(kind, Missing::NotInVersion | Missing::NotRelevant);
        let kinds: Option<Vec<(bool, u64)>> = self
            .missing
            .iter()
            .map(|(kind, figure)| Some((is_asked(kind), figure.count()?)))
            .collect();
        let codes: Option<u64> = self.cells.iter().map(|figure| figure.count()).sum();
        let (Some(kinds), Some(codes), Some(base)) = (kinds, codes, self.base.count()) else {
            return false;
        };
        let missing: u64 = kinds
            .iter()
            .filter(|(asked, _)| *asked)
            .map(|(_, count)| count)
            .sum();
        codes + missing >= base
    }

    /// Whether it shows figures: one that does not withholds its kinds of missing too.
    pub(super) fn shows(&self) -> bool {
        let mut kinds = self.missing.iter();
        kinds.any(|(_, figure)| figure.count().is_some())
    }

    /// Whether any figure of its answers is there to be withheld.
    pub(super) fn tells(&self) -> bool {
        let mut cells = self.cells.iter();
        self.shows() || cells.any(|figure| figure.count().is_some())
    }

    /// Whether it is of the same group as another.
    pub(super) fn is_of(&self, other: &Self) -> bool {
        self.group == other.group && self.holds == other.holds
    }

    /// Whether it is everyone's.
    pub(super) fn is_everyone(&self) -> bool {
        self.group == EVERYONE
    }

    pub(super) fn departments(&self) -> impl Iterator<Item = &str> {
        let held = self.holds.iter().map(String::as_str);
        held.chain(self.holds.is_empty().then_some(self.group.as_str()))
    }

    /// How many gave a kind of missing.
    pub(super) fn missing(&self, kind: Missing) -> Option<Figure> {
        let mut kinds = self.missing.iter();
        kinds.find_map(|(known, figure)| (*known == kind).then_some(*figure))
    }
}

/// The exact counts of some departments together.
pub(super) fn exact(figures: &Figures<Statistical>, members: &[&str]) -> Option<RawRow> {
    let raw = figures.tables.first()?;
    let mut sum = RawRow::default();
    for ((code, _), counts) in figures.groups.iter().zip(&raw.rows) {
        if members.contains(&code.as_str()) {
            sum.join(counts);
        }
    }
    Some(sum)
}

/// The exact counts of a crossing's line, of these departments.
pub(super) fn exact_across(
    figures: &Figures<Statistical>,
    members: &[&str],
    line: &Line,
) -> RawRow {
    let mut sum = RawRow::default();
    let Some(cross) = &figures.cross else {
        return sum;
    };
    let is_meant = |code: &str| match cross.within.as_deref() {
        Some(within) => within == code,
        None => members.contains(&code),
    };
    let is_of = |group: &String| match line.holds.as_slice() {
        [] => *group == line.group,
        holds => holds.contains(group),
    };
    let departments = figures.groups.iter().zip(&cross.slices);
    let meant = departments.filter(|((code, _), _)| is_meant(code));
    let rows = meant.flat_map(|(_, slices)| slices.iter().enumerate());
    let rows = rows.filter(|(at, _)| is_of(&cross.by.group(*at)));
    rows.for_each(|(_, row)| sum.join(row));
    sum
}

/// How many answered at least, by the exact figures that a line shows: how many did besides says something of those
/// that it withholds.
pub(super) fn surely_answered(line: &Line, arity: Arity) -> u64 {
    let codes = line.cells.iter().filter_map(|figure| figure.count());
    let by_codes = match arity {
        Arity::One => codes.sum(),
        Arity::Many => codes.max().unwrap_or(0),
    };
    answered(line).unwrap_or(0).max(by_codes)
}

/// Those who answered, where the line shows enough to tell.
pub(super) fn answered(line: &Line) -> Option<u64> {
    let mut answered = line.base.count()?;
    for (kind, figure) in &line.missing {
        if !matches!(kind, Missing::NotInVersion | Missing::NotRelevant) {
            // Rounded kinds of missing may be more than the base together.
            answered = answered.saturating_sub(figure.count()?);
        }
    }
    Some(answered)
}
