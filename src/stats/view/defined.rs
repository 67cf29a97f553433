//! Definitions beside the questions that they are made of, where figures are rounded: whom a definition counts is a
//! class of each question's codes, as an age band is. So a figure of it is withheld where, with those of the
//! other definitions, it would leave a figure of a question's table too few numbers to stand for.

use std::collections::BTreeSet;

use crate::response::answer::Missing;
use crate::survey::technical::{Definition, Rule};

use super::super::protect::Protection;
use super::super::protect::rounded::rounded;
use super::super::table::{EVERYONE, Figure, Reason};
use super::super::variable::{Arity, Listing};
use super::definitions::questions;
use super::narrowing::{BOUNDLESS, Bounds, Known, Share};
use super::protected::{Counted, Line, Protected};

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
        let Some(counted) = kit.counted(id) else {
            continue;
        };
        withhold_unshown(&counted, &mut meant);
        // A reader may know which kinds of missing nobody gave, or may not.
        for never in [never(kit, id), Vec::new()] {
            OfQuestion::new(kit, id, &counted, &never).hide(&mut meant);
        }
    }
}

/// The kinds of missing that nobody gave.
fn never(kit: Protected<'_>, id: &str) -> Vec<Missing> {
    let frame = kit.material.frame;
    let Some(answers) = frame.answers(id) else {
        return Vec::new();
    };
    let given: Vec<Missing> = frame
        .stretch(None)
        .filter_map(|at| answers.missing(at))
        .collect();
    let kinds = Missing::ALL.into_iter();
    kinds.filter(|kind| !given.contains(kind)).collect()
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
    lines.find(|own| own.group == line.group && own.holds == line.holds)
}

/// Where the figures of a question's line stand.
struct Places {
    codes: Vec<usize>,
    missing: Vec<usize>,
    /// Codes that are not listed.
    rest: Option<usize>,
    /// Everyone in the group: how many is known.
    people: usize,
}

impl Places {
    fn all(&self) -> impl Iterator<Item = usize> {
        let codes = self.codes.iter().chain(&self.rest);
        codes.chain(&self.missing).copied()
    }
}

/// A question's table as its reader knows it.
struct OfQuestion<'c> {
    id: &'c str,
    counted: &'c Counted,
    arity: Arity,
    known: Known,
    lines: Vec<(&'c Line, Places)>,
}

impl<'c> OfQuestion<'c> {
    fn new(kit: Protected<'_>, id: &'c str, counted: &'c Counted, never: &[Missing]) -> Self {
        let frame = kit.material.frame;
        let variable = frame.variables.iter().find(|variable| variable.id == id);
        let is_partial = variable.is_none_or(|variable| variable.listing != Listing::All);
        let mut known = Known::default();
        let shown = counted.lines.iter().filter(|line| line.shows());
        let shown = shown.chain(&counted.everyone);
        let lines: Vec<(&Line, Places)> = shown
            .map(|line| {
                let members = counted.members(line).into_iter();
                let people = members.map(|code| frame.stretch(Some(code)).len() as u64);
                let people: u64 = people.sum();
                (line, placed(&mut known, line, (people, is_partial), never))
            })
            .collect();
        let mut table = Self {
            id,
            counted,
            arity: variable.map_or(Arity::Many, |variable| variable.arity),
            known,
            lines,
        };
        table.add_up();
        table.known.settle();
        table
    }

    /// What adds up in the table: lines to their people and their base, and lines to everyone.
    fn add_up(&mut self) {
        for (line, places) in &self.lines {
            let known = &mut self.known;
            if self.arity == Arity::Many {
                known.link(places.people, places.codes.clone(), Share::Each);
                known.link(places.people, places.missing.clone(), Share::Within);
                continue;
            }
            let all: Vec<usize> = places.all().collect();
            known.sum(places.people, &all);
            let kinds = line.missing.iter().zip(&places.missing);
            let not_asked = kinds.filter(|((kind, _), _)| is_not_asked(*kind));
            let not_asked: Vec<usize> = not_asked.map(|(_, place)| *place).collect();
            let asked = all.iter().filter(|place| !not_asked.contains(place));
            let asked: Vec<usize> = asked.copied().collect();
            let base = known.figure(bounds(line.base));
            known.sum(base, &asked);
        }
        let last = self.lines.split_last().filter(|_| self.has_everyone());
        let Some(((_, everyone), lines)) = last else {
            return;
        };
        for (at, whole) in everyone.all().enumerate() {
            let parts = lines.iter().filter_map(|(_, places)| places.all().nth(at));
            self.known.sum(whole, &parts.collect::<Vec<_>>());
        }
    }

    /// Says the definitions' figures one by one, and withholds those that tell.
    fn hide(&mut self, meant: &mut [(&Definition, &mut Counted)]) {
        let classes: Vec<Vec<[usize; 3]>> = meant
            .iter()
            .map(|(definition, _)| self.classes(&Made::of(definition, self.id)))
            .collect();
        self.nest(meant, &classes);
        self.known.settle();
        for ((_, counted), classes) in meant.iter_mut().zip(&classes) {
            for line in counted.everyone.iter_mut().chain(&mut counted.lines) {
                let is_same = |own: &Line| own.group == line.group && own.holds == line.holds;
                let mut lines = self.lines.iter().zip(classes);
                let Some((_, classes)) = lines.find(|((own, _), _)| is_same(own)) else {
                    continue;
                };
                for (cell, place) in line.cells.iter_mut().zip(classes) {
                    if cell.count().is_some() && !self.known.say(*place, bounds(*cell)) {
                        *cell = Figure::Withheld(Reason::Pinned);
                    }
                }
            }
        }
    }

    /// Places for a definition's three figures of each line, with what they are made of.
    fn classes(&mut self, made: &Made<'_>) -> Vec<[usize; 3]> {
        let is_of_everyone = self.has_everyone();
        let known = &mut self.known;
        let mut all = Vec::new();
        for (_, places) in &self.lines {
            let classes = [(); 3].map(|()| known.figure((0, BOUNDLESS)));
            known.sum(places.people, &classes);
            made.link(known, self.arity, &self.counted.codes, places, classes);
            all.push(classes);
        }
        if let Some((everyone, lines)) = all.split_last().filter(|_| is_of_everyone) {
            for (at, whole) in everyone.iter().enumerate() {
                let parts: Vec<usize> = lines.iter().map(|classes| classes[at]).collect();
                known.sum(*whole, &parts);
            }
        }
        all
    }

    fn has_everyone(&self) -> bool {
        let last = self.lines.last();
        last.is_some_and(|(line, _)| line.group == EVERYONE)
    }

    /// Where the codes of one definition are among those of another, what is between the two is a sum as well.
    fn nest(&mut self, meant: &[(&Definition, &mut Counted)], classes: &[Vec<[usize; 3]>]) {
        for (at, (_, places)) in self.lines.iter().enumerate() {
            let mut sets: Vec<(usize, BTreeSet<usize>)> = Vec::new();
            for ((definition, _), classes) in meant.iter().zip(classes) {
                let made = Made::of(definition, self.id);
                if made.is_alone && self.arity == Arity::One && places.rest.is_none() {
                    let sides = made.sides(&self.counted.codes, places);
                    let sides = sides.map(|side| side.into_iter().collect());
                    sets.extend(classes[at].into_iter().zip(sides));
                }
            }
            for (whole, all) in &sets {
                for (part, some) in sets.iter().filter(|(part, _)| part != whole) {
                    if some.is_subset(all) {
                        let between = all.difference(some).copied();
                        let parts: Vec<usize> = between.chain([*part]).collect();
                        self.known.sum(*whole, &parts);
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
        let within = match arity {
            Arity::One => Share::Within,
            Arity::Many => Share::Each,
        };
        let with_unlisted = |codes: &[usize]| [codes, places.rest.as_slice()].concat();
        known.link(counted, own.clone(), within);
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

/// The figures of a line, as they are shown.
fn placed(
    known: &mut Known,
    line: &Line,
    (people, is_partial): (u64, bool),
    never: &[Missing],
) -> Places {
    let codes = line.cells.iter().map(|cell| known.figure(bounds(*cell)));
    let codes = codes.collect();
    let kinds = line.missing.iter();
    let missing = kinds.map(|(kind, figure)| {
        let is_known = never.contains(kind);
        known.figure(if is_known {
            (0, 0)
        } else {
            of_kind(*kind, *figure)
        })
    });
    let missing = missing.collect();
    Places {
        codes,
        missing,
        rest: is_partial.then(|| known.number((0, BOUNDLESS))),
        people: known.number((people, people)),
    }
}

/// The numbers that a rounded figure stands for.
fn bounds(figure: Figure) -> Bounds {
    figure.count().map_or((0, BOUNDLESS), rounded)
}

/// The same of a kind of missing: that the form gives nobody a reason to be in one is known.
fn of_kind(kind: Missing, figure: Figure) -> Bounds {
    match figure {
        Figure::Count(0) if is_not_asked(kind) || kind == Missing::Unreadable => (0, 0),
        other => bounds(other),
    }
}

const fn is_not_asked(kind: Missing) -> bool {
    matches!(kind, Missing::NotInVersion | Missing::NotRelevant)
}
