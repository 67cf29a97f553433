//! Codes of a question that a view shows as one: an age band, a code of HESA, "agrees".
//!
//! What several codes together may show depends on the profile. Where each figure is protected by
//! itself (`hesa`, `minimum-n`) people are counted by class first and protected then; a rounded class that
//! would narrow the codes that it is made of is withheld, since these are published too. Where protection
//! works across a table (`suppress`), a class is worked out from what the table shows, so that it tells
//! nothing that the table does not.

use super::super::code::Code;
use super::super::count::{Figures, RawRow, RawTable};
use super::super::door::Statistical;
use super::super::frame::Frame;
use super::super::protect::rounded::{NARROWEST, rounded};
use super::super::table::{Cell, Figure, Reason, Row, Table};
use super::super::variable::{Arity, Listing};

/// Codes that are shown as one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Class<'c> {
    /// The word for files.
    pub(super) id: &'static str,
    /// The message that names it.
    pub(super) title: &'static str,
    /// The codes, as tables write them.
    pub(super) codes: &'c [&'c str],
}

/// The same counts by class. Who gave several codes of one class counts once.
pub(super) fn count(
    mut figures: Figures<Statistical>,
    frame: &Frame<Statistical>,
    classes: &[Class<'_>],
) -> Figures<Statistical> {
    let groups: Vec<String> = figures
        .groups
        .iter()
        .map(|(code, _)| code.clone())
        .collect();
    for table in &mut figures.tables {
        let sums = Sums::of(table, classes);
        for (row, group) in table.rows.iter_mut().zip(&groups) {
            match table.arity {
                Arity::One => sums.one(row),
                Arity::Many => sums.many(row, &people(frame, &table.id, group, classes)),
            }
        }
        if let Some(cross) = figures.cross.as_mut().filter(|_| table.arity == Arity::One) {
            cross
                .slices
                .iter_mut()
                .flatten()
                .for_each(|row| sums.one(row));
        }
        table.codes = codes(classes);
        table.listing = Listing::All;
        table.is_partial = true;
    }
    figures
}

/// How many people of a department gave any code of each class.
fn people(
    frame: &Frame<Statistical>,
    id: &str,
    department: &str,
    classes: &[Class<'_>],
) -> Vec<u64> {
    let Some(answers) = frame.answers(id) else {
        return vec![0; classes.len()];
    };
    let of = |class: &Class<'_>| {
        let mut people = 0;
        for at in frame.stretch(Some(department)) {
            people += u64::from(class.codes.iter().any(|code| answers.has(at, code)));
        }
        people
    };
    classes.iter().map(of).collect()
}

/// A protected table by class, from what it shows. `given` are the codes that somebody gave: where only
/// codes that show a count are listed, one of them may be missing, and is no nothing.
pub(super) fn sum(mut table: Table, arity: Arity, classes: &[Class<'_>], given: &[Code]) -> Table {
    let given: Vec<String> = given.iter().map(ToString::to_string).collect();
    let everyone = table.everyone.iter_mut();
    for row in table.rows.iter_mut().chain(everyone) {
        let cells = classes.iter().map(|class| Cell {
            code: Code::Text(class.id.to_owned()),
            figure: shown(row, arity, class, &given),
        });
        row.cells = cells.collect();
    }
    table
}

/// A class of what a row shows: nothing where one of its codes is withheld, or where people may have
/// given two of them.
fn shown(row: &Row, arity: Arity, class: &Class<'_>, given: &[String]) -> Figure {
    let is_of = |cell: &&Cell| class.codes.contains(&cell.code.to_string().as_str());
    let cells: Vec<Figure> = row
        .cells
        .iter()
        .filter(is_of)
        .map(|cell| cell.figure)
        .collect();
    let is_listed = |code: &str| row.cells.iter().any(|cell| cell.code.to_string() == code);
    let mut of_class = given
        .iter()
        .filter(|code| class.codes.contains(&code.as_str()));
    let is_partial = of_class.any(|code| !is_listed(code));
    if is_partial || arity == Arity::Many && class.codes.len() > 1 {
        return Figure::Withheld(Reason::Complementary);
    }
    let counts: Option<Vec<u64>> = cells.iter().map(|figure| figure.count()).collect();
    let reason = cells.iter().find_map(|figure| match figure {
        Figure::Withheld(reason) => Some(*reason),
        Figure::Count(_) => None,
    });
    match counts {
        Some(counts) => Figure::Count(counts.iter().sum()),
        None => Figure::Withheld(reason.unwrap_or(Reason::Complementary)),
    }
}

/// Withholds rounded classes beside which a code, or the class itself, would stand for too few numbers.
pub(super) fn hide_telling(
    table: &mut Table,
    by_code: &Table,
    arity: Arity,
    classes: &[Class<'_>],
) {
    let known: Vec<&Row> = by_code.rows.iter().chain(&by_code.everyone).collect();
    let everyone = table.everyone.iter_mut();
    for row in table.rows.iter_mut().chain(everyone) {
        let same = |one: &&&Row| one.group == row.group && one.holds == row.holds;
        let Some(parts) = known.iter().find(same) else {
            continue;
        };
        for (cell, class) in row.cells.iter_mut().zip(classes) {
            let Figure::Count(shown) = cell.figure else {
                continue;
            };
            if tells(rounded(shown), &intervals(parts, class), arity) {
                cell.figure = Figure::Withheld(Reason::Pinned);
            }
        }
    }
}

/// More than any count.
const BOUNDLESS: u64 = 1 << 40;

/// The numbers that each code of a class stands for. One that is not listed rounds to nothing.
fn intervals(row: &Row, class: &Class<'_>) -> Vec<(u64, u64)> {
    let of = |code: &&str| {
        let found = row
            .cells
            .iter()
            .find(|cell| cell.code.to_string() == **code);
        match found.map(|cell| cell.figure) {
            Some(Figure::Count(count)) => rounded(count),
            Some(Figure::Withheld(_)) => (0, BOUNDLESS),
            None => rounded(0),
        }
    };
    class.codes.iter().map(of).collect()
}

/// Whether what a class stands for leaves too few numbers to one of its codes, or they to it.
fn tells((low, high): (u64, u64), parts: &[(u64, u64)], arity: Arity) -> bool {
    if parts.len() < 2 {
        return false;
    }
    let least: u64 = parts.iter().map(|part| part.0).sum();
    let most: u64 = parts.iter().map(|part| part.1).sum();
    let is_narrow = |low: u64, high: u64| (high + 1).saturating_sub(low) < NARROWEST;
    // Of several codes each of a class's people gave one at least; of one they add up to it.
    let floor = match arity {
        Arity::One => least,
        Arity::Many => parts.iter().map(|part| part.0).max().unwrap_or(0),
    };
    let narrows = |part: &(u64, u64)| {
        let at_least = part.0.max(low.saturating_sub(most - part.1));
        let others = match arity {
            Arity::One => least - part.0,
            Arity::Many => 0,
        };
        is_narrow(at_least, part.1.min(high.saturating_sub(others)))
    };
    is_narrow(low.max(floor), high.min(most)) || parts.iter().any(narrows)
}

fn codes(classes: &[Class<'_>]) -> Vec<Code> {
    let code = |class: &Class<'_>| Code::Text(class.id.to_owned());
    classes.iter().map(code).collect()
}

/// Where the cells of each class stand.
struct Sums(Vec<Vec<usize>>);

impl Sums {
    fn of(table: &RawTable, classes: &[Class<'_>]) -> Self {
        let words: Vec<String> = table.codes.iter().map(ToString::to_string).collect();
        let places = |class: &Class<'_>| {
            let codes = words.iter().zip(0..);
            codes
                .filter(|(word, _)| class.codes.contains(&word.as_str()))
                .map(|(_, at)| at)
                .collect()
        };
        Self(classes.iter().map(places).collect())
    }

    fn one(&self, row: &mut RawRow) {
        let sum = |places: &Vec<usize>| places.iter().map(|&at| row.cells[at]).sum();
        row.cells = self.0.iter().map(sum).collect();
    }

    /// People who gave any code of a class; where it has one code the cell says so already.
    fn many(&self, row: &mut RawRow, people: &[u64]) {
        let cells = self.0.iter().zip(people);
        let cells = cells.map(|(places, &people)| match places[..] {
            [one] => row.cells[one],
            _ => people,
        });
        row.cells = cells.collect();
    }
}
