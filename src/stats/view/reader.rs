//! A question's rounded table as its reader knows it: every figure between two bounds, and what adds up to what.
//!
//! Whatever else leaves of the same question (classes of its codes, what definitions count, a crossing in
//! classes) is said to this reader figure by figure, and withheld where it would tell too much.

use crate::response::answer::Missing;

use super::super::protect::rounded::{rounded, rounded_base};
use super::super::table::{EVERYONE, Figure};
use super::super::variable::{Arity, Listing};
use super::narrowing::{BOUNDLESS, Bounds, Known, Share};
use super::protected::{Counted, Line, Protected};

/// Where the figures of a line stand.
pub(super) struct Places {
    pub(super) codes: Vec<usize>,
    pub(super) missing: Vec<usize>,
    /// Codes that are not listed.
    pub(super) rest: Option<usize>,
    /// Everyone in the group, and those of them who answered.
    pub(super) people: usize,
    answered: usize,
}

impl Places {
    fn all(&self) -> impl Iterator<Item = usize> {
        let codes = self.codes.iter().chain(&self.rest);
        codes.chain(&self.missing).copied()
    }

    /// The places of some codes.
    pub(super) fn of(&self, own: &[String], codes: &[String]) -> Vec<usize> {
        let listed = own.iter().zip(&self.codes);
        let meant = listed.filter(|(code, _)| codes.contains(code));
        meant.map(|(_, place)| *place).collect()
    }
}

/// What a reader knows of a question.
pub(super) struct Reader<'c> {
    pub(super) codes: &'c [String],
    pub(super) arity: Arity,
    pub(super) known: Known,
    /// The rows by department that show figures, everyone last where there is such a row.
    pub(super) lines: Vec<(&'c Line, Places)>,
    /// The rows of a crossing, and which of the lines they add up to.
    pub(super) across: Vec<(&'c Line, Places)>,
    total: Option<usize>,
}

/// The kinds of missing that nobody gave: all of them, and those of which the form says so. A reader may know the one
/// or the other.
pub(super) fn never(kit: Protected<'_>, id: &str) -> [Vec<Missing>; 2] {
    let frame = kit.material.frame;
    let Some(answers) = frame.answers(id) else {
        return [Vec::new(), Vec::new()];
    };
    let given: Vec<Missing> = frame
        .stretch(None)
        .filter_map(|at| answers.missing(at))
        .collect();
    let mut never = Missing::ALL.to_vec();
    never.retain(|kind| !given.contains(kind));
    let is_of_form = |kind: &&Missing| is_not_asked(**kind) || **kind == Missing::Unreadable;
    let of_form = never.iter().filter(is_of_form).copied().collect();
    [never, of_form]
}

impl<'c> Reader<'c> {
    /// A reader of the table by department who knows, besides how many are in each group, which kinds of missing
    /// nobody gave.
    pub(super) fn new(
        kit: Protected<'_>,
        id: &str,
        counted: &'c Counted,
        never: &[Missing],
    ) -> Self {
        let frame = kit.material.frame;
        let variable = frame.variables.iter().find(|variable| variable.id == id);
        let is_partial = variable.is_none_or(|variable| variable.listing != Listing::All);
        let mut known = Known::default();
        let lines = rows(counted).chain(&counted.everyone);
        let lines: Vec<(&Line, Places)> = lines
            .map(|line| {
                let members = counted.members(line).into_iter();
                let people = members.map(|code| frame.stretch(Some(code)).len() as u64);
                let people: u64 = people.sum();
                let people = (people, people);
                (line, placed(&mut known, line, (people, is_partial), never))
            })
            .collect();
        let mut reader = Self {
            codes: &counted.codes,
            arity: variable.map_or(Arity::Many, |variable| variable.arity),
            known,
            lines,
            across: Vec::new(),
            total: None,
        };
        for (line, places) in &reader.lines {
            add_up(&mut reader.known, reader.arity, line, places);
        }
        if let Some((everyone, lines)) = reader.lines.split_last().filter(|_| reader.has_everyone())
        {
            let lines: Vec<&Places> = lines.iter().map(|(_, places)| places).collect();
            add_to(&mut reader.known, &lines, &everyone.1);
        }
        reader.known.settle();
        reader
    }

    /// Gives the reader a crossing of the same people as one of the lines.
    pub(super) fn cross(&mut self, crossing: &'c Counted, total: usize, never: &[Missing]) {
        let is_partial = self.lines[total].1.rest.is_some() || crossing.codes != self.codes;
        let rows: Vec<&Line> = rows(crossing).collect();
        for line in rows {
            let people = ((0, BOUNDLESS), is_partial);
            let places = placed(&mut self.known, line, people, never);
            add_up(&mut self.known, self.arity, line, &places);
            self.across.push((line, places));
        }
        if crossing.codes == self.codes {
            let rows: Vec<&Places> = self.across.iter().map(|(_, places)| places).collect();
            add_to(&mut self.known, &rows, &self.lines[total].1);
        }
        self.total = Some(total);
        self.known.settle();
    }

    /// Places for a class of codes, of each line and then of each row of the crossing.
    pub(super) fn class(&mut self, codes: &[String]) -> Vec<usize> {
        let own = self.codes;
        let (known, arity) = (&mut self.known, self.arity);
        let all = self.lines.iter().chain(&self.across);
        let places: Vec<usize> = all
            .map(|(_, places)| {
                let class = known.figure((0, BOUNDLESS));
                let parts = places.of(own, codes);
                let enough = [parts.as_slice(), places.rest.as_slice()].concat();
                known.link(class, parts, within(arity));
                known.link(class, enough, Share::Enough);
                known.link(places.answered, vec![class], Share::Each);
                class
            })
            .collect();
        self.add_classes(&places);
        places
    }

    /// Says that a class of lines adds up to everyone's, and of the crossing's rows to their total's.
    pub(super) fn add_classes(&mut self, places: &[usize]) {
        let (lines, across) = places.split_at(self.lines.len());
        if let Some((everyone, lines)) = lines.split_last().filter(|_| self.has_everyone()) {
            self.known.sum(*everyone, lines);
        }
        if let Some(total) = self.total.filter(|_| !across.is_empty()) {
            self.known.sum(lines[total], across);
        }
    }

    pub(super) fn has_everyone(&self) -> bool {
        let last = self.lines.last();
        last.is_some_and(|(line, _)| line.group == EVERYONE)
    }

    /// Which line is of the same group.
    pub(super) fn place(&self, line: &Line) -> Option<usize> {
        self.lines.iter().position(|(own, _)| own.is_of(line))
    }
}

/// Whoever gave several codes of a class is in each of them.
pub(super) const fn within(arity: Arity) -> Share {
    match arity {
        Arity::One => Share::Within,
        Arity::Many => Share::Each,
    }
}

fn rows(counted: &Counted) -> impl Iterator<Item = &Line> {
    counted.lines.iter().filter(|line| line.shows())
}

/// What adds up in a line: to its people and to its base.
fn add_up(known: &mut Known, arity: Arity, line: &Line, places: &Places) {
    let given = [places.codes.as_slice(), places.rest.as_slice()].concat();
    known.link(places.answered, places.codes.clone(), within(arity));
    known.link(places.answered, given, Share::Enough);
    let silent = places.missing.iter().copied();
    let all: Vec<usize> = std::iter::once(places.answered).chain(silent).collect();
    known.sum(places.people, &all);
    let kinds = line.missing.iter().zip(&places.missing);
    let asked = kinds.filter(|((kind, _), _)| !is_not_asked(*kind));
    let asked = asked.map(|(_, place)| *place);
    let asked: Vec<usize> = std::iter::once(places.answered).chain(asked).collect();
    let base = known.figure(match line.base {
        Figure::Count(base) if line.group != EVERYONE => rounded_base(base),
        other => bounds(other),
    });
    known.sum(base, &asked);
}

/// Rows of the same figures add up to a total's.
fn add_to(known: &mut Known, rows: &[&Places], total: &Places) {
    for (at, whole) in total.all().enumerate() {
        let parts = rows.iter().filter_map(|places| places.all().nth(at));
        known.sum(whole, &parts.collect::<Vec<_>>());
    }
    let people: Vec<usize> = rows.iter().map(|places| places.people).collect();
    known.sum(total.people, &people);
    let answered: Vec<usize> = rows.iter().map(|places| places.answered).collect();
    known.sum(total.answered, &answered);
}

/// The figures of a line, as they are shown.
fn placed(
    known: &mut Known,
    line: &Line,
    (people, is_partial): (Bounds, bool),
    never: &[Missing],
) -> Places {
    let codes = line.cells.iter().map(|cell| known.figure(bounds(*cell)));
    let codes = codes.collect();
    let kinds = line.missing.iter();
    let missing = kinds.map(|(kind, figure)| {
        let is_known = never.contains(kind);
        known.figure(if is_known { (0, 0) } else { bounds(*figure) })
    });
    let missing = missing.collect();
    Places {
        codes,
        missing,
        rest: is_partial.then(|| known.number((0, BOUNDLESS))),
        people: known.number(people),
        answered: known.number((0, BOUNDLESS)),
    }
}

/// The numbers that a rounded figure stands for.
pub(super) fn bounds(figure: Figure) -> Bounds {
    figure.count().map_or((0, BOUNDLESS), rounded)
}

const fn is_not_asked(kind: Missing) -> bool {
    matches!(kind, Missing::NotInVersion | Missing::NotRelevant)
}

/// How many of a line answered at least, for whoever reads its figures: how many exactly says nothing that is shown.
pub(super) fn surely_answered(line: &Line, arity: Arity) -> u64 {
    let codes = line.cells.iter().map(|cell| bounds(*cell).0);
    let by_codes = match arity {
        Arity::One => codes.sum(),
        Arity::Many => codes.max().unwrap_or(0),
    };
    let asked = line.missing.iter().filter(|(kind, _)| !is_not_asked(*kind));
    let silent = asked.map(|(_, figure)| bounds(*figure).1);
    let silent = silent.fold(0, u64::saturating_add);
    let base = line
        .base
        .count()
        .map_or(0, |base| match line.group.as_str() {
            EVERYONE => rounded(base).0,
            _ => rounded_base(base).0,
        });
    base.saturating_sub(silent).max(by_codes)
}
