//! Classes of a question's codes where figures are rounded: age bands, shares, "agrees".
//!
//! A class is a sum of figures that are published too, in the table of the question and in other views. So all
//! classes that any view shows of a question are decided here together, in one order and whichever view asks: each
//! is rounded by itself, and withheld where beside the table and those before it a figure would stand for too few
//! numbers. A class of one code is that code. A class that no view is known to show is withheld.

use super::super::count::{Figures, RawRow};
use super::super::door::Statistical;
use super::super::protect::hesa;
use super::super::protect::rounded::rounded;
use super::super::table::{Figure, Reason};
use super::super::variable::Arity;
use super::classes::{self, Class};
use super::counted::{Counted, Line, exact, exact_across};
use super::protected::Protected;
use super::reader::{Reader, never};
use super::{career, commitment, comparison, entry, registration_statistical, staff};

/// A group, by its code and the groups that it stands for.
type Group = (String, Vec<String>);

/// What is shown of each class, line by line.
#[derive(Clone)]
pub(super) struct Classes {
    sets: Vec<Vec<String>>,
    lines: Vec<Group>,
    /// By line, then by class.
    counts: Vec<Vec<u64>>,
    withheld: Vec<Vec<bool>>,
}

/// The classes of a question by department.
pub(super) fn by_department(
    kit: Protected<'_>,
    id: &str,
    figures: &Figures<Statistical>,
    counted: &Counted,
) -> Classes {
    let sets = shown_of(kit, id);
    let count = |line: &Line| people(kit, id, figures, &counted.members(line), &sets);
    let lines = counted.lines.iter().filter(|line| line.shows());
    let lines: Vec<&Line> = lines.chain(&counted.everyone).collect();
    let mut classes = Classes::none(&sets).with(&lines, count);
    for never in never(kit, id) {
        let mut reader = Reader::new(kit, id, counted, &never);
        let places = classes.places(&mut reader);
        reader.known.settle();
        classes.decide(&mut reader, &places, 0);
    }
    classes
}

/// The cells of a crossing's lines in classes. Beside all of its people stands what the table by department shows of
/// them.
pub(super) fn by_codes(
    kit: Protected<'_>,
    id: &str,
    (figures, crossing): (&Figures<Statistical>, &Counted),
    wanted: &[Class<'_>],
) -> Option<Vec<Vec<Figure>>> {
    let (own_figures, own) = kit.by_code(id)?;
    let of_all = by_department(kit, id, &own_figures, &own);
    let within = figures.cross.as_ref()?.within.as_deref();
    let total = match within {
        Some(code) => own.lines.iter().find(|line| line.group == code),
        None => own.university(),
    }?;
    let classes = decide_across(kit, id, (figures, crossing), (&own, total), &of_all);
    let lines = crossing.lines.iter().chain(&crossing.everyone);
    let cells = lines.map(|line| {
        let is_total = line.is_everyone() || crossing.everyone.is_none();
        let of = |class: &Class<'_>| {
            if is_total && line.shows() {
                of_all.figure(class, &own.codes, total)
            } else {
                classes.figure(class, &crossing.codes, line)
            }
        };
        wanted.iter().map(of).collect()
    });
    Some(cells.collect())
}

/// The classes of a crossing's rows, beside those of the table by department.
fn decide_across(
    kit: Protected<'_>,
    id: &str,
    (figures, crossing): (&Figures<Statistical>, &Counted),
    (own, total): (&Counted, &Line),
    of_all: &Classes,
) -> Classes {
    let members: Vec<&str> = own
        .lines
        .iter()
        .filter(|line| line.shows())
        .flat_map(Line::departments)
        .collect();
    let count = |line: &Line| {
        let row = exact_across(figures, &members, line);
        let codes = |set: &Vec<String>| sum(figures, &row, set);
        of_all.sets.iter().map(codes).collect()
    };
    let known = of_all.lines.len();
    let rows: Vec<&Line> = crossing.lines.iter().filter(|line| line.shows()).collect();
    let mut classes = of_all.clone();
    if crossing.everyone.is_some() {
        classes = classes.with(&rows, count);
    }
    for never in never(kit, id) {
        let mut reader = Reader::new(kit, id, own, &never);
        let Some(place) = reader.place(total) else {
            continue;
        };
        reader.cross(crossing, place, &never);
        let places = classes.places(&mut reader);
        classes.state(&mut reader, &places, known);
        reader.known.settle();
        classes.decide(&mut reader, &places, known);
    }
    // What is left is the crossing's own.
    classes.lines.drain(..known);
    classes.counts.drain(..known);
    classes.withheld.drain(..known);
    classes
}

impl Classes {
    fn none(sets: &[Vec<String>]) -> Self {
        Self {
            sets: sets.to_vec(),
            lines: Vec::new(),
            counts: Vec::new(),
            withheld: Vec::new(),
        }
    }

    fn with(mut self, lines: &[&Line], count: impl Fn(&Line) -> Vec<u64>) -> Self {
        for line in lines {
            self.lines.push((line.group.clone(), line.holds.clone()));
            self.counts.push(count(line));
            self.withheld.push(vec![false; self.sets.len()]);
        }
        self
    }

    /// Where a reader has each class, then each line.
    fn places(&self, reader: &mut Reader<'_>) -> Vec<Vec<usize>> {
        self.sets.iter().map(|set| reader.class(set)).collect()
    }

    /// Says what was decided of the first lines.
    fn state(&self, reader: &mut Reader<'_>, places: &[Vec<usize>], lines: usize) {
        for (class, places) in places.iter().enumerate() {
            for (line, place) in places.iter().enumerate().take(lines) {
                if !self.withheld[line][class] {
                    reader
                        .known
                        .state(*place, rounded(self.counts[line][class]));
                }
            }
        }
    }

    /// Says what a reader is shown by department.
    pub(super) fn tell(&self, reader: &mut Reader<'_>) {
        let places = self.places(reader);
        self.state(reader, &places, self.lines.len());
    }

    /// Says one figure after the other, everyone's first, and withholds those that tell.
    fn decide(&mut self, reader: &mut Reader<'_>, places: &[Vec<usize>], from: usize) {
        for (class, places) in places.iter().enumerate() {
            for line in (from..self.lines.len()).rev() {
                let bounds = rounded(self.counts[line][class]);
                if !self.withheld[line][class] {
                    self.withheld[line][class] = !reader.known.say(places[line], bounds);
                }
            }
        }
        for place in reader.known.review() {
            for (class, places) in places.iter().enumerate() {
                if let Some(line) = places.iter().position(|own| *own == place) {
                    self.withheld[line][class] = true;
                }
            }
        }
    }

    /// What a line of a table with these codes shows of a class.
    pub(super) fn figure(&self, class: &Class<'_>, codes: &[String], line: &Line) -> Figure {
        if !line.shows() {
            let mut figures = line.cells.iter().chain([&line.base]);
            let withheld = figures.find(|figure| figure.count().is_none());
            return withheld
                .copied()
                .unwrap_or(Figure::Withheld(Reason::SmallBase));
        }
        if let [code] = class.codes {
            let place = codes.iter().position(|known| known == code);
            // One that is not listed rounds to nothing.
            return place.map_or(Figure::Count(0), |at| line.cells[at]);
        }
        let set = sorted(class.codes.iter().copied());
        let class = self.sets.iter().position(|known| *known == set);
        let is_of = |own: &Group| own.0 == line.group && own.1 == line.holds;
        let line = self.lines.iter().position(is_of);
        match (class, line) {
            (Some(class), Some(line)) if !self.withheld[line][class] => {
                Figure::Count(hesa::round_count(self.counts[line][class]))
            }
            (Some(_), Some(_)) => Figure::Withheld(Reason::Pinned),
            _ => Figure::Withheld(Reason::Complementary),
        }
    }
}

/// Classes of several codes that views show of a question, in the order in which they are decided.
fn shown_of(kit: Protected<'_>, id: &str) -> Vec<Vec<String>> {
    let of_views = entry::classes()
        .chain(career::classes())
        .chain(staff::classes())
        .chain(registration_statistical::classes())
        .chain(comparison::classes())
        .chain(commitment::classes());
    let of_views = of_views.filter(|(question, _)| *question == id);
    let of_views = of_views.map(|(_, class)| sorted(class.codes.iter().copied()));
    let published = kit
        .comparators
        .iter()
        .filter_map(|one| one.nearest.as_ref());
    let published = published.filter(|near| near.question == id);
    let published = published.map(|near| sorted(near.codes.iter().map(String::as_str)));
    let mut sets: Vec<Vec<String>> = Vec::new();
    for set in of_views.chain(published).filter(|set| set.len() > 1) {
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    sets
}

fn sorted<'c>(codes: impl Iterator<Item = &'c str>) -> Vec<String> {
    let mut codes: Vec<String> = codes.map(str::to_owned).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// How many of some departments gave any code of each class.
fn people(
    kit: Protected<'_>,
    id: &str,
    figures: &Figures<Statistical>,
    members: &[&str],
    sets: &[Vec<String>],
) -> Vec<u64> {
    let is_one = figures
        .tables
        .first()
        .is_some_and(|table| table.arity == Arity::One);
    let row = exact(figures, members).unwrap_or_default();
    let count = |set: &Vec<String>| {
        if is_one {
            return sum(figures, &row, set);
        }
        let codes: Vec<&str> = set.iter().map(String::as_str).collect();
        let of = |code: &&str| classes::people(kit.material.frame, id, code, &codes);
        members.iter().map(of).sum()
    };
    sets.iter().map(count).collect()
}

/// The sum of some codes' counts.
fn sum(figures: &Figures<Statistical>, row: &RawRow, set: &[String]) -> u64 {
    let codes = figures.tables.first().map_or(&[][..], |table| &table.codes);
    let cells = codes.iter().zip(&row.cells);
    let meant = cells.filter(|(code, _)| set.contains(&code.to_string()));
    meant.map(|(_, count)| count).sum()
}
