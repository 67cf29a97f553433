//! HESA's rounding, held to a width: no figure of a table is known to fewer than three values.
//!
//! A rounded figure stands for five numbers, nothing for three (0, 1 and 2). Beside others it may stand for
//! fewer: whoever knows how many people a row is about can add up what its figures may be at most and find
//! that each is just that. HESA's rules leave this open. Here every figure, and every total, is looked at
//! with all that stands in the table and with the number of people in each group, which the reader is taken
//! to know; where it would stand for fewer than three numbers, as few figures as possible are withheld
//! besides. What is withheld follows from the rounded figures and from those numbers of people, not from what
//! rounding hides: it is decided on a crowd that rounds alike (`crowd`).
//!
//! Percentages are worked out from the figures that are shown, and so tell nothing that these do not. Kinds of
//! missing that nobody gave are counted twice: once as known to be nothing, once as what they are shown as.

use std::cmp::Reverse;

use crate::response::answer::Missing;

use super::super::count::{RawRow, RawTable};
use super::super::table::{Reason, Table};
use super::super::variable::Arity;
use super::board::{Board, Room};
use super::lines::{self, Line, Verdict};
use super::shown::{self, Shown};
use super::veil::{Column, Veil};
use super::{class, crowd, hesa};

/// How many numbers a figure stands for, at least.
pub const NARROWEST: u64 = 3;
/// The further values that takes.
const ENOUGH: u64 = NARROWEST - 1;
/// More than any count.
const BOUNDLESS: u64 = 1 << 40;
const BOUNDLESS_ROOM: Room = Room {
    up: BOUNDLESS,
    down: BOUNDLESS,
};
/// How many figures are tried as the one to withhold.
const MOST_TRIES: usize = 48;

/// A table whose figures are rounded. A crossing withholds the totals that the table by department does,
/// `totals`, and no others.
pub(super) fn table(raw: &RawTable, lines: &[Line], totals: Option<Veil>) -> Table {
    let (everyone, veils) = audited(raw, lines, totals);
    let mut veils = veils.iter();
    let rows: Vec<Shown> = lines
        .iter()
        .map(|line| match line.verdict {
            Verdict::Withheld(reason) => Shown::withheld(&line.row, reason),
            Verdict::Shown => match veils.next() {
                Some(veil) => veil.figures(&line.row),
                None => Shown::withheld(&line.row, Reason::Pinned),
            },
        })
        .collect();
    let everyone = everyone.and_then(|row| Some(veils.next()?.figures(&row)));
    shown::assemble(raw, lines, rows.into_iter(), everyone)
}

/// What the table by department withholds of everyone, or of the one department that is meant.
pub(super) fn totals(raw: &RawTable, lines: &[Line], within: Option<&str>) -> Veil {
    let (_, veils) = audited(raw, lines, None);
    let mut shown = lines.iter().filter(|line| line.is_shown());
    let place = match within {
        Some(code) => shown.position(|line| line.group == code),
        None => veils.len().checked_sub(1),
    };
    let veil = place.and_then(|at| veils.get(at));
    veil.cloned().unwrap_or_else(|| Veil::none(raw))
}

/// Everyone, and what is withheld of each line that is shown and of everyone. Lines are looked at in the order
/// of their figures, so that nothing hangs on what a group is called.
fn audited(table: &RawTable, lines: &[Line], totals: Option<Veil>) -> (Option<RawRow>, Vec<Veil>) {
    let shown = lines::shown(lines);
    let mut order: Vec<usize> = (0..shown.len()).collect();
    let key = |row: &RawRow| {
        let counts = row.cells.iter().chain(&row.missing);
        let rounded: Vec<u64> = counts.map(|count| hesa::round_count(*count)).collect();
        (rounded, row.people(), hesa::round_count(row.base()))
    };
    order.sort_by_cached_key(|&at| key(shown[at]));
    let rows: Vec<RawRow> = order.iter().map(|&at| shown[at].clone()).collect();
    let everyone = lines::everyone(table, lines);
    let audit = Audit::done(table, rows, everyone, totals);
    let mut veils = audit.veils.clone();
    for (place, &at) in order.iter().enumerate() {
        veils[at].clone_from(&audit.veils[place]);
    }
    (audit.everyone, veils)
}

/// What is looked at together: each is a board of its own.
#[derive(Clone, Copy)]
enum Sight {
    /// One code a person: everything.
    Whole,
    /// Several codes a person: those who gave one, and those who did not.
    Given(usize),
    /// Several codes a person: who answered, and the kinds of missing.
    Silence,
}

/// What the reader knows of kinds of missing that nobody gave.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// That nobody did.
    Nothing,
    /// What is shown.
    Shown,
}

struct Audit<'a> {
    table: &'a RawTable,
    /// The lines that are shown, then everyone; where nothing is shown of everyone, whatever else there is. Of a
    /// crowd that rounds alike, for each thing that may be known of kinds of missing.
    rows: [Vec<RawRow>; 2],
    veils: Vec<Veil>,
    everyone: Option<RawRow>,
    may_hide_totals: bool,
}

impl<'a> Audit<'a> {
    fn done(
        table: &'a RawTable,
        mut rows: Vec<RawRow>,
        everyone: Option<RawRow>,
        totals: Option<Veil>,
    ) -> Self {
        let shown = rows.len() + usize::from(everyone.is_some());
        let of_form = never(table, &rows);
        let small = (0..KINDS).filter(|kind| {
            let counts = rows.iter().chain(&everyone).map(|row| row.missing[*kind]);
            counts.map(hesa::round_count).all(|count| count == 0)
        });
        let small: Vec<usize> = small.filter(|kind| !of_form.contains(kind)).collect();
        let alike = [small.as_slice(), &[]]
            .map(|rather| crowd::alike(table, &rows, everyone.as_ref(), (&of_form, rather)));
        rows.push(
            everyone
                .clone()
                .unwrap_or_else(|| lines::joined(table, std::iter::empty())),
        );
        let mut audit = Self {
            table,
            veils: vec![Veil::none(table); rows.len()],
            rows: alike.map(|alike| alike.unwrap_or_else(|| rows.clone())),
            everyone,
            may_hide_totals: totals.is_none(),
        };
        let last = shown.checked_sub(1).and_then(|at| audit.veils.get_mut(at));
        if let (Some(last), Some(totals)) = (last, totals) {
            *last = totals;
        }
        // One group is everyone: its figures are decided where the table by department is.
        if audit.may_hide_totals || shown > 1 {
            for known in [Known::Nothing, Known::Shown] {
                audit
                    .sights()
                    .into_iter()
                    .for_each(|sight| audit.widen(sight, known));
            }
            audit.show_again();
        }
        audit.veils.truncate(shown);
        audit
    }

    /// Whether a line is the rest that nothing is shown of.
    const fn is_rest(&self, line: usize) -> bool {
        self.everyone.is_none() && line + 1 == self.veils.len()
    }

    fn sights(&self) -> Vec<Sight> {
        match self.table.arity {
            Arity::One => vec![Sight::Whole],
            Arity::Many => {
                let codes = (0..self.table.codes.len()).map(Sight::Given);
                codes.chain([Sight::Silence]).collect()
            }
        }
    }

    /// Withholds until every figure of a sight stands for enough numbers. What is withheld makes no
    /// interval narrower, so that one look at each is enough.
    fn widen(&mut self, sight: Sight, known: Known) {
        let columns = self.columns(sight, known);
        let mut board = self.board(sight, known);
        // Everyone first: what a line may be hangs on what the totals may.
        for line in (0..self.lines()).rev() {
            for column in &columns {
                while self.width(&board, sight, (line, *column)) < ENOUGH {
                    let Some((at, what)) = self.best(sight, known, (line, *column)) else {
                        break;
                    };
                    self.veils[at].set(what, true);
                    board = self.board(sight, known);
                }
            }
        }
    }

    /// How many lines show figures, everyone among them.
    fn lines(&self) -> usize {
        self.veils.len() - usize::from(self.everyone.is_none())
    }

    fn rows(&self, known: Known) -> &[RawRow] {
        match known {
            Known::Nothing => &self.rows[0],
            Known::Shown => &self.rows[1],
        }
    }

    /// Shows what need not have been withheld after all, now that everything else is known: the largest first, which
    /// tell most.
    fn show_again(&mut self) {
        for (line, column) in self.withheld() {
            self.veils[line].set(column, false);
            let is_wide = self.is_wide(Some(line)) && self.is_wide(None);
            self.veils[line].set(column, !is_wide);
        }
    }

    /// What is withheld here and may be shown, the largest counts first.
    fn withheld(&self) -> Vec<(usize, Column)> {
        let shared = usize::from(!self.may_hide_totals);
        let columns = || {
            let codes = (0..self.table.codes.len()).map(Column::Code);
            let kinds = (0..KINDS).map(Column::Missing);
            codes.chain(kinds).chain([Column::Base])
        };
        let lines = 0..self.lines().saturating_sub(shared);
        let all = lines.flat_map(|line| columns().map(move |column| (line, column)));
        let mut all: Vec<(usize, Column)> = all
            .filter(|(line, column)| self.veils[*line].hides(*column))
            .collect();
        all.sort_by_key(|(line, column)| Reverse(self.shown_count(*line, *column)));
        all
    }

    /// Whether the figures of a line, or of all of them, stand for enough numbers.
    fn is_wide(&self, only: Option<usize>) -> bool {
        let knowledge = [Known::Nothing, Known::Shown].into_iter();
        let mut all =
            knowledge.flat_map(|known| self.sights().into_iter().map(move |one| (one, known)));
        all.all(|(sight, known)| {
            let board = self.board(sight, known);
            let columns = self.columns(sight, known);
            let mut lines = (0..self.lines()).filter(|line| only.is_none_or(|only| only == *line));
            lines.all(|line| {
                let mut own = columns.iter();
                own.all(|column| self.width(&board, sight, (line, *column)) >= ENOUGH)
            })
        })
    }

    fn width(&self, board: &Board, sight: Sight, figure: (usize, Column)) -> u64 {
        let (row, column) = self.place(sight, figure);
        board.width(row, column, ENOUGH)
    }

    /// The figure to withhold for another's sake: of those that help most the smallest, and rather not a
    /// total. Where none helps by itself, the largest: it leaves the most room to the next.
    fn best(
        &mut self,
        sight: Sight,
        known: Known,
        figure: (usize, Column),
    ) -> Option<(usize, Column)> {
        let mut best = None;
        let candidates = self.candidates(sight, known, figure);
        let largest = candidates.last().copied();
        let before = self.width(&self.board(sight, known), sight, figure);
        for (at, column) in candidates {
            self.veils[at].set(column, true);
            let board = self.board(sight, known);
            let width = self.width(&board, sight, figure);
            self.veils[at].set(column, false);
            let key = (ENOUGH - width, self.is_everyone(at));
            if best.as_ref().is_none_or(|(known, _)| key < *known) {
                best = Some((key, (at, column)));
            }
        }
        best.filter(|((missing, _), _)| ENOUGH - missing > before)
            .map(|(_, found)| found)
            .or(largest)
    }

    /// Figures of the same line, and the same figure of other lines, that are shown; the smallest first.
    fn candidates(
        &self,
        sight: Sight,
        known: Known,
        (line, column): (usize, Column),
    ) -> Vec<(usize, Column)> {
        let own = self
            .columns(sight, known)
            .into_iter()
            .map(|other| (line, other));
        let others = (0..self.veils.len()).filter(|at| *at != line);
        let others = others.map(|at| (at, column));
        let all = own.chain(others).filter(|(at, column)| {
            let is_free = self.may_hide_totals || !self.is_everyone(*at);
            is_free && !self.is_rest(*at) && !self.veils[*at].hides(*column)
        });
        let mut all: Vec<(usize, Column)> = all.collect();
        all.sort_by_key(|(at, column)| self.shown_count(*at, *column));
        if all.len() > MOST_TRIES {
            all.drain(MOST_TRIES / 2..all.len() - MOST_TRIES / 2);
        }
        all
    }

    fn is_everyone(&self, line: usize) -> bool {
        self.everyone.is_some() && line + 1 == self.veils.len()
    }

    fn count(&self, line: usize, column: Column, known: Known) -> u64 {
        let row = &self.rows(known)[line];
        match column {
            Column::Base => row.base(),
            Column::Code(at) => row.cells[at],
            Column::Missing(at) => row.missing[at],
        }
    }

    fn shown_count(&self, line: usize, column: Column) -> u64 {
        hesa::round_count(self.count(line, column, Known::Shown))
    }

    /// Whether a kind of missing is known to be nobody's in every line.
    fn is_fixed(&self, kind: usize, known: Known) -> bool {
        let mut rows = self.rows(known).iter();
        let is_none = rows.all(|row| row.missing[kind] == 0);
        is_none && (is_of_form(self.table, kind) || known == Known::Nothing)
    }

    /// The figures of a sight that must stand for enough numbers.
    fn columns(&self, sight: Sight, known: Known) -> Vec<Column> {
        let codes = match sight {
            Sight::Whole => 0..self.table.codes.len(),
            Sight::Given(code) => code..code + 1,
            Sight::Silence => 0..0,
        };
        let mut columns: Vec<Column> = codes.map(Column::Code).collect();
        if matches!(sight, Sight::Given(_)) {
            return columns;
        }
        let kinds = (0..Missing::ALL.len()).filter(|kind| !self.is_fixed(*kind, known));
        let kinds: Vec<usize> = kinds.collect();
        if kinds.iter().any(|kind| is_not_asked(*kind)) {
            columns.push(Column::Base);
        }
        columns.extend(kinds.into_iter().map(Column::Missing));
        columns
    }

    /// What a figure may be for all that is known of it alone.
    fn bounds(&self, line: usize, column: Column, known: Known) -> (u64, u64) {
        if let Column::Missing(kind) = column
            && self.is_fixed(kind, known)
        {
            return (0, 0);
        }
        let count = self.count(line, column, known);
        let (low, high) = if self.veils[line].hides(column) {
            (0, BOUNDLESS)
        } else {
            rounded(count)
        };
        // A row of three to nine asked would not be shown.
        let is_row = !self.is_everyone(line) && column == Column::Base;
        if !is_row || !class::is_choice(self.table) {
            (low, high)
        } else if count < class::LARGE {
            (low, high.min(hesa::LEAST - 1))
        } else {
            (low.max(class::LARGE), high)
        }
    }

    fn room(&self, line: usize, column: Column, known: Known) -> Room {
        let bounds = self.bounds(line, column, known);
        self.turned(line, between(self.count(line, column, known), bounds))
    }

    /// A total is taken away from what it is the total of; of the rest everything is possible.
    fn turned(&self, line: usize, room: Room) -> Room {
        if self.is_rest(line) {
            BOUNDLESS_ROOM
        } else if self.is_everyone(line) {
            room.turned()
        } else {
            room
        }
    }

    /// How many answered, which nothing says.
    fn answered(&self, line: usize, bounds: (u64, u64), known: Known) -> Room {
        between(self.rows(known)[line].answered, bounds)
    }

    fn board(&self, sight: Sight, known: Known) -> Board {
        match sight {
            Sight::Whole => self.whole(known),
            Sight::Given(code) => self.given(code, known),
            Sight::Silence => self.silence(known),
        }
    }

    /// Where a figure stands on a sight's board.
    fn place(&self, sight: Sight, (line, column): (usize, Column)) -> (usize, usize) {
        let codes = self.table.codes.len();
        match (sight, column) {
            (Sight::Given(_), _) => (line, 0),
            (Sight::Whole, Column::Code(at)) => (3 * line, at),
            (Sight::Whole, Column::Missing(kind)) => {
                (3 * line + 1 + usize::from(is_not_asked(kind)), codes + kind)
            }
            (Sight::Whole, Column::Base) => (3 * line + 2, codes + KINDS + 2 * line + 1),
            (Sight::Silence, Column::Missing(kind)) => {
                (2 * line + usize::from(is_not_asked(kind)), 1 + kind)
            }
            (Sight::Silence, _) => (2 * line + 1, 1 + KINDS + line),
        }
    }

    /// Three rows a line: codes add up to who answered, they and kinds of missing to who was asked, and
    /// these with who was not to everyone. What joins two of the rows has a column of its own.
    fn whole(&self, known: Known) -> Board {
        let codes = self.table.codes.len();
        let lines = self.veils.len();
        let others = codes + KINDS + 2 * lines;
        let mut board = Board::new(3 * lines, others + 1);
        for line in 0..lines {
            let all = (0..codes).map(Column::Code);
            for column in all.chain((0..KINDS).map(Column::Missing)) {
                let (row, at) = self.place(Sight::Whole, (line, column));
                board.put(row, at, self.room(line, column, known));
            }
            if self.table.is_partial {
                let row = &self.rows(known)[line];
                let rest = row.answered.saturating_sub(row.cells.iter().sum());
                board.put(
                    3 * line,
                    others,
                    self.turned(line, between(rest, (0, BOUNDLESS))),
                );
            }
            let answered = self.turned(line, self.answered(line, (0, BOUNDLESS), known));
            let link = codes + KINDS + 2 * line;
            board.put(3 * line, link, answered.turned());
            board.put(3 * line + 1, link, answered);
            let base = self.room(line, Column::Base, known);
            board.put(3 * line + 1, link + 1, base.turned());
            board.put(3 * line + 2, link + 1, base);
        }
        board
    }

    /// Who gave a code, and who did not: nothing says how many these are, so that only totals bind. Everyone who
    /// answered gave at least one code.
    fn given(&self, code: usize, known: Known) -> Board {
        let mut board = Board::new(self.veils.len(), 2);
        for (line, row) in self.rows(known).iter().enumerate() {
            let count = row.cells[code];
            let (fewest, most) = self.answering(line, known);
            let (low, high) = self.bounds(line, Column::Code(code), known);
            let others = self.highest(line, Some(code));
            let least = if self.table.is_partial {
                0
            } else {
                fewest.saturating_sub(others)
            };
            let low = low.max(least).min(count);
            let given = between(count, (low, high.min(most)));
            board.put(line, 0, self.turned(line, given));
            board.put(line, 1, BOUNDLESS_ROOM);
        }
        board
    }

    /// How many may have answered, by how many were asked and what is shown of those who gave no answer.
    fn answering(&self, line: usize, known: Known) -> (u64, u64) {
        let kinds = (0..KINDS).filter(|kind| !is_not_asked(*kind));
        let bounds = kinds.map(|kind| self.bounds(line, Column::Missing(kind), known));
        let (least, most) = bounds.fold((0_u64, 0_u64), |(least, most), (low, high)| {
            (least + low, most.saturating_add(high))
        });
        let base = self.rows(known)[line].base();
        (base.saturating_sub(most), base.saturating_sub(least))
    }

    /// What codes may be together, but for one of them.
    fn highest(&self, line: usize, without: Option<usize>) -> u64 {
        let codes = (0..self.table.codes.len()).filter(|at| Some(*at) != without);
        let high = codes.map(|at| self.bounds(line, Column::Code(at), Known::Shown).1);
        high.fold(0, u64::saturating_add)
    }

    /// Two rows a line: who answered, with kinds of missing, is who was asked; these with who was not are
    /// everyone.
    fn silence(&self, known: Known) -> Board {
        let lines = self.veils.len();
        let mut board = Board::new(2 * lines, 1 + KINDS + lines);
        for line in 0..lines {
            let codes = (0..self.table.codes.len()).map(Column::Code);
            let low = codes.map(|column| self.bounds(line, column, known).0).max();
            let high = if self.table.is_partial {
                BOUNDLESS
            } else {
                self.highest(line, None)
            };
            let bounds = (low.unwrap_or(0), high);
            let answered = self.answered(line, bounds, known);
            board.put(2 * line, 0, self.turned(line, answered));
            for kind in 0..KINDS {
                let column = Column::Missing(kind);
                let (row, at) = self.place(Sight::Silence, (line, column));
                board.put(row, at, self.room(line, column, known));
            }
            let base = self.room(line, Column::Base, known);
            board.put(2 * line, 1 + KINDS + line, base.turned());
            board.put(2 * line + 1, 1 + KINDS + line, base);
        }
        board
    }
}

/// The kinds of missing that the form gives nobody, and nobody gave.
fn never(table: &RawTable, rows: &[RawRow]) -> Vec<usize> {
    let kinds = (0..KINDS).filter(|kind| is_of_form(table, *kind));
    kinds
        .filter(|kind| rows.iter().all(|row| row.missing[*kind] == 0))
        .collect()
}

fn is_of_form(table: &RawTable, kind: usize) -> bool {
    match Missing::ALL[kind] {
        Missing::NotInVersion => true,
        Missing::NotRelevant => table.gates.is_empty(),
        _ => false,
    }
}

/// How many kinds of missing there are.
const KINDS: usize = Missing::ALL.len();

fn is_not_asked(kind: usize) -> bool {
    matches!(
        Missing::ALL[kind],
        Missing::NotInVersion | Missing::NotRelevant
    )
}

/// The numbers that are shown as this one is.
pub(in crate::stats) const fn rounded(count: u64) -> (u64, u64) {
    let shown = (count + 2) / 5 * 5;
    (shown.saturating_sub(2), shown + 2)
}

/// The numbers of people asked that are shown as this one is: a row of three to nine would not be shown.
pub(in crate::stats) const fn rounded_base(count: u64) -> (u64, u64) {
    let (low, high) = rounded(count);
    if low < class::LARGE && count >= class::LARGE {
        (class::LARGE, high)
    } else if count < class::LARGE {
        (low, hesa::LEAST - 1)
    } else {
        (low, high)
    }
}

const fn between(count: u64, (low, high): (u64, u64)) -> Room {
    Room {
        up: high.saturating_sub(count),
        down: count.saturating_sub(low),
    }
}
