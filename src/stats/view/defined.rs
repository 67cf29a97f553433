//! Definitions beside the questions that they are made of, where figures are rounded: whom a definition counts is a
//! class of each question's codes, as an age band is. So a figure of it is withheld where, with those of the
//! other definitions, it would leave a figure of a question's table too few numbers to stand for.

use std::collections::BTreeSet;

use crate::response::answer::Missing;
use crate::survey::technical::{Definition, Rule};

use super::super::protect::Protection;
use super::super::table::{Figure, Reason};
use super::super::variable::Arity;
use super::classed::{self, Classes};
use super::definitions::questions;
use super::narrowing::{BOUNDLESS, Known, Share};
use super::protected::{Counted, Line, Protected};
use super::reader::{Places, Reader, bounds, never, within};

/// Withholds what definitions tell of the tables that they are made of.
pub(super) fn withhold(
    kit: Protected<'_>,
    definitions: &[Definition],
    all: &mut [Option<Counted>],
) {
    if kit.protection() != Protection::Hesa {
        return;
    }
    let mut ids: Vec<&str> = definitions.iter().flat_map(questions).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let of = |one: &Definition| questions(one).contains(&id);
        let meant = definitions.iter().zip(all.iter_mut());
        let meant = meant.filter_map(|(one, counted)| Some((one, counted.as_mut()?)));
        let mut meant: Vec<_> = meant.filter(|(one, _)| of(one)).collect();
        let Some((figures, counted)) = kit.by_code(id) else {
            continue;
        };
        withhold_unshown(&counted, &mut meant);
        let classes = classed::by_department(kit, id, &figures, &counted);
        // A reader may know which kinds of missing nobody gave, or may not.
        for never in never(kit, id) {
            OfQuestion::new(kit, id, &counted, (&classes, &never)).hide(&mut meant);
        }
    }
}

/// A group of which the question shows nothing has no figure of it here either.
fn withhold_unshown(question: &Counted, meant: &mut [(&Definition, &mut Counted)]) {
    for (_, counted) in meant {
        let everyone = counted.everyone.as_ref();
        let everybody = everyone.map(|line| sorted(counted.members(line)));
        let of_question = question.everyone.as_ref();
        let of_question = of_question.map(|line| sorted(question.members(line)));
        let is_shown = |line: &Line| same(question, line).is_some_and(Line::shows);
        if everybody != of_question {
            let others = counted.everyone.iter_mut();
            others.for_each(|line| line.withhold(Reason::Complementary));
        }
        let lines = counted.lines.iter_mut();
        for line in lines.filter(|line| !is_shown(line)) {
            line.withhold(Reason::Complementary);
        }
    }
}

fn sorted(members: Vec<&str>) -> Vec<String> {
    let mut members: Vec<String> = members.into_iter().map(str::to_owned).collect();
    members.sort_unstable();
    members
}

/// The line of the same people.
fn same<'c>(counted: &'c Counted, line: &Line) -> Option<&'c Line> {
    let mut lines = counted.lines.iter().chain(&counted.everyone);
    lines.find(|own| own.is_of(line))
}

/// A question's table, and the classes that are shown of it, as its reader knows them.
struct OfQuestion<'c> {
    id: &'c str,
    reader: Reader<'c>,
}

impl<'c> OfQuestion<'c> {
    fn new(
        kit: Protected<'_>,
        id: &'c str,
        counted: &'c Counted,
        (classes, never): (&Classes, &[Missing]),
    ) -> Self {
        let mut reader = Reader::new(kit, id, counted, never);
        classes.tell(&mut reader);
        Self { id, reader }
    }

    /// Says the definitions' figures one by one, and withholds those that tell.
    fn hide(&mut self, meant: &mut [(&Definition, &mut Counted)]) {
        let classes: Vec<Vec<[usize; 3]>> = meant
            .iter()
            .map(|(definition, _)| self.classes(&Made::of(definition, self.id)))
            .collect();
        self.nest(meant, &classes);
        self.reader.known.settle();
        self.each(meant, &classes, |known, place, cell| {
            if cell.count().is_some() && !known.say(place, bounds(*cell)) {
                *cell = Figure::Withheld(Reason::Pinned);
            }
        });
        let back = self.reader.known.review();
        self.each(meant, &classes, |_, place, cell| {
            if back.contains(&place) {
                *cell = Figure::Withheld(Reason::Pinned);
            }
        });
    }

    /// Does something with each figure of the definitions that the question shows, everyone's first.
    fn each(
        &mut self,
        meant: &mut [(&Definition, &mut Counted)],
        classes: &[Vec<[usize; 3]>],
        mut with: impl FnMut(&mut Known, usize, &mut Figure),
    ) {
        for ((_, counted), classes) in meant.iter_mut().zip(classes) {
            for line in counted.everyone.iter_mut().chain(&mut counted.lines) {
                let Some(at) = self.reader.place(line) else {
                    continue;
                };
                for (cell, place) in line.cells.iter_mut().zip(classes[at]) {
                    with(&mut self.reader.known, place, cell);
                }
            }
        }
    }

    /// Places for a definition's three figures of each line, with what they are made of.
    fn classes(&mut self, made: &Made<'_>) -> Vec<[usize; 3]> {
        let mut all = Vec::new();
        for (_, places) in &self.reader.lines {
            let known = &mut self.reader.known;
            let classes = [(); 3].map(|()| known.figure((0, BOUNDLESS)));
            known.sum(places.people, &classes);
            made.link(known, self.reader.arity, self.reader.codes, places, classes);
            all.push(classes);
        }
        for at in 0..3 {
            let places: Vec<usize> = all.iter().map(|classes| classes[at]).collect();
            self.reader.add_classes(&places);
        }
        all
    }

    /// Where the codes of one definition are among those of another, what is between the two is a sum as well.
    fn nest(&mut self, meant: &[(&Definition, &mut Counted)], classes: &[Vec<[usize; 3]>]) {
        for (at, (_, places)) in self.reader.lines.iter().enumerate() {
            let mut sets: Vec<(usize, BTreeSet<usize>)> = Vec::new();
            for ((definition, _), classes) in meant.iter().zip(classes) {
                let made = Made::of(definition, self.id);
                if made.is_alone && self.reader.arity == Arity::One && places.rest.is_none() {
                    let sides = made.sides(self.reader.codes, places);
                    let sides = sides.map(|side| side.into_iter().collect());
                    sets.extend(classes[at].into_iter().zip(sides));
                }
            }
            for (whole, all) in &sets {
                for (part, some) in sets.iter().filter(|(part, _)| part != whole) {
                    if some.is_subset(all) {
                        let between = all.difference(some).copied();
                        let parts: Vec<usize> = between.chain([*part]).collect();
                        self.reader.known.sum(*whole, &parts);
                    }
                }
            }
        }
    }
}

/// What a definition makes of one question.
struct Made<'d> {
    rules: Vec<&'d Rule>,
    /// Whether it goes by this question alone.
    is_alone: bool,
}

impl<'d> Made<'d> {
    fn of(definition: &'d Definition, id: &str) -> Self {
        let rules = definition.rules.iter();
        let rules: Vec<&Rule> = rules.filter(|rule| rule.question == id).collect();
        Self {
            is_alone: rules.len() == definition.rules.len(),
            rules,
        }
    }

    /// The codes that count, and those that do not.
    fn sides(&self, codes: &[String], places: &Places) -> [Vec<usize>; 2] {
        let counts = |code: &String| self.rules.iter().any(|rule| rule.counts(code));
        let codes = codes.iter().zip(&places.codes);
        let (own, rest): (Vec<_>, Vec<_>) = codes.partition(|(code, _)| counts(code));
        [own, rest].map(|side| side.into_iter().map(|(_, place)| *place).collect())
    }

    /// Says what those that are counted, not counted and cannot be told are made of. A definition of several
    /// questions counts others besides.
    fn link(
        &self,
        known: &mut Known,
        arity: Arity,
        codes: &[String],
        places: &Places,
        [counted, others, not_told]: [usize; 3],
    ) {
        let [own, rest] = self.sides(codes, places);
        let with_unlisted = |codes: &[usize]| [codes, places.rest.as_slice()].concat();
        known.link(counted, own.clone(), within(arity));
        known.link(others, with_unlisted(&rest), Share::Enough);
        if self.is_alone {
            known.link(counted, with_unlisted(&own), Share::Enough);
            known.sum(not_told, &places.missing);
            if arity == Arity::One {
                known.link(others, rest, Share::Within);
            }
        }
    }
}
