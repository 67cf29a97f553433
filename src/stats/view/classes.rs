//! Codes of a question that a view shows as one: an age band, a code of HESA, "agrees".
//!
//! What several codes together may show depends on the profile. Where figures are exact (`minimum-n`) people are
//! counted by class first and protected then. Where they are rounded (`hesa`), all classes of a question are decided
//! together (`classed`). Where protection works across a table (`suppress`), a class is worked out from what the
//! table shows, so that it tells nothing that the table does not.

use super::super::code::Code;
use super::super::count::{Figures, RawRow, RawTable};
use super::super::door::Statistical;
use super::super::frame::Frame;
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
                Arity::Many => {
                    let classes = classes.iter();
                    let people = classes.map(|one| people(frame, &table.id, group, one.codes));
                    sums.many(row, &people.collect::<Vec<_>>());
                }
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

/// How many people of a department gave any of some codes.
pub(super) fn people(
    frame: &Frame<Statistical>,
    id: &str,
    department: &str,
    codes: &[&str],
) -> u64 {
    let Some(answers) = frame.answers(id) else {
        return 0;
    };
    let gave = |at: &usize| codes.iter().any(|code| answers.has(*at, code));
    frame.stretch(Some(department)).filter(gave).count() as u64
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
