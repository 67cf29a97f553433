//! A crowd that would be shown as the one that answered is.
//!
//! What is withheld beside rounded figures is decided on this crowd. It is made of the rounded figures and of how
//! many people each group has, and of nothing else; so two crowds that round alike are withheld alike, and whoever
//! lets the program run over every crowd that could be learns from the choice what HESA's rounding alone would
//! show them, and no more.

use std::collections::VecDeque;

use crate::response::answer::Missing;

use super::super::count::{RawRow, RawTable};
use super::super::variable::Arity;
use super::class;
use super::rounded::{rounded, rounded_base};

/// More people than any group has.
const ENDLESS: u64 = 1 << 40;
/// How many kinds of missing there are.
const KINDS: usize = Missing::ALL.len();

/// The rows of such a crowd, everyone's last; nothing where none is found. Nobody gave one of the kinds of missing in
/// `nobody`, nor one of those in `rather`, as far as that is possible.
pub(super) fn alike(
    table: &RawTable,
    rows: &[RawRow],
    everyone: Option<&RawRow>,
    (nobody, rather): (&[usize], &[usize]),
) -> Option<Vec<RawRow>> {
    let mut crowd = Crowd {
        table,
        rows,
        everyone,
        nobody: nobody.to_vec(),
    };
    crowd.nobody.extend(rather);
    let mut found = crowd.found();
    if found.is_none() {
        crowd.nobody.truncate(nobody.len());
        found = crowd.found();
        for kind in rather {
            crowd.nobody.push(*kind);
            match crowd.found() {
                Some(fewer) => found = Some(fewer),
                None => drop(crowd.nobody.pop()),
            }
        }
    }
    let mut found = found?;
    let empty = RawRow {
        cells: vec![0; table.codes.len()],
        ..RawRow::default()
    };
    let sum = found.iter().fold(empty.clone(), |mut sum, row| {
        sum.join(row);
        sum
    });
    found.push(if everyone.is_some() { sum } else { empty });
    Some(found)
}

struct Crowd<'a> {
    table: &'a RawTable,
    rows: &'a [RawRow],
    everyone: Option<&'a RawRow>,
    nobody: Vec<usize>,
}

/// The nodes of the sums: rows and their bases, columns, everyone's base, the ends.
struct Nodes {
    rows: usize,
    columns: usize,
}

impl Nodes {
    const START: usize = 0;
    const END: usize = 1;
    const BASE: usize = 2;

    const fn row(row: usize) -> usize {
        3 + 2 * row
    }

    const fn base(row: usize) -> usize {
        4 + 2 * row
    }

    const fn column(&self, column: usize) -> usize {
        3 + 2 * self.rows + column
    }

    const fn all(&self) -> usize {
        3 + 2 * self.rows + self.columns
    }
}

impl Crowd<'_> {
    fn found(&self) -> Option<Vec<RawRow>> {
        match self.table.arity {
            Arity::One => self.by_code(),
            Arity::Many => self.several(),
        }
    }

    fn codes(&self) -> usize {
        self.table.codes.len()
    }

    /// One code a person: codes, whatever is not listed, and kinds of missing add up to the people.
    fn by_code(&self) -> Option<Vec<RawRow>> {
        let codes = self.codes();
        let rest = if self.table.is_partial { ENDLESS } else { 0 };
        let answers = |row: &RawRow| {
            let mut cells: Vec<(u64, u64)> = row.cells.iter().map(|one| rounded(*one)).collect();
            cells.push((0, rest));
            cells
        };
        let mut totals = self.everyone.map(answers);
        if let Some(rest) = totals.as_mut().and_then(|totals| totals.last_mut()) {
            *rest = (0, ENDLESS);
        }
        let found = self.people(answers, totals.as_deref())?;
        let row = |(cells, missing): (Vec<u64>, [u64; KINDS])| RawRow {
            answered: cells.iter().sum(),
            cells: cells.into_iter().take(codes).collect(),
            missing,
        };
        Some(found.into_iter().map(row).collect())
    }

    /// Several codes a person: first who answered and who did not, then who of them gave each code.
    fn several(&self) -> Option<Vec<RawRow>> {
        let who = self.people(|row| vec![self.answering(row)], Some(&[(0, ENDLESS)]))?;
        let nodes = Nodes {
            rows: self.rows.len(),
            columns: self.codes(),
        };
        let mut flow = Flow::new(nodes.all());
        for (at, (row, (answered, _))) in self.rows.iter().zip(&who).enumerate() {
            let answered = answered[0];
            // Everyone who answered gave one code at least.
            let fewest = if self.table.is_partial { 0 } else { answered };
            flow.edge(Nodes::START, Nodes::row(at), (fewest, ENDLESS));
            for (column, count) in row.cells.iter().enumerate() {
                let (low, high) = rounded(*count);
                let room = (low, high.min(answered));
                flow.edge(Nodes::row(at), nodes.column(column), room);
            }
        }
        for column in 0..self.codes() {
            let total = self
                .everyone
                .map_or((0, ENDLESS), |row| rounded(row.cells[column]));
            flow.edge(nodes.column(column), Nodes::END, total);
        }
        let flows = flow.fits()?;
        let rows = who
            .into_iter()
            .enumerate()
            .map(|(at, (answered, missing))| {
                let first = at * (self.codes() + 1) + 1;
                RawRow {
                    cells: flows[first..first + self.codes()].to_vec(),
                    missing,
                    answered: answered[0],
                }
            });
        Some(rows.collect())
    }

    /// How many may have answered, by the codes that they gave.
    fn answering(&self, row: &RawRow) -> (u64, u64) {
        let rooms = || row.cells.iter().map(|count| rounded(*count));
        let low = rooms().map(|(low, _)| low).max().unwrap_or(0);
        let high = rooms().map(|(_, high)| high).sum();
        (low, if self.table.is_partial { ENDLESS } else { high })
    }

    /// Of each row the answers, with these rooms, and the kinds of missing.
    fn people(
        &self,
        answers: impl Fn(&RawRow) -> Vec<(u64, u64)>,
        totals: Option<&[(u64, u64)]>,
    ) -> Option<Vec<(Vec<u64>, [u64; KINDS])>> {
        let own = self.rows.first().map_or(0, |row| answers(row).len());
        let nodes = Nodes {
            rows: self.rows.len(),
            columns: own + KINDS,
        };
        let mut flow = Flow::new(nodes.all());
        let kind = |kind: usize, count: u64| {
            let (low, high) = rounded(count);
            let is_nobody = self.nobody.contains(&kind);
            (low, if is_nobody { low } else { high })
        };
        for (at, row) in self.rows.iter().enumerate() {
            let people = row.people();
            flow.edge(Nodes::START, Nodes::row(at), (people, people));
            let base = if class::is_choice(self.table) {
                rounded_base(row.base())
            } else {
                rounded(row.base())
            };
            flow.edge(Nodes::row(at), Nodes::base(at), base);
            let kinds = row.missing.iter().enumerate();
            let kinds = kinds.map(|(at, count)| kind(at, *count));
            for (column, room) in answers(row).into_iter().chain(kinds).enumerate() {
                let from = if is_asked(column, own) {
                    Nodes::base(at)
                } else {
                    Nodes::row(at)
                };
                flow.edge(from, nodes.column(column), room);
            }
        }
        self.add_totals(&mut flow, &nodes, totals);
        let flows = flow.fits()?;
        let width = own + KINDS + 2;
        let row = |at: usize| {
            let cells = &flows[at * width + 2..(at + 1) * width];
            let mut missing = [0; KINDS];
            missing.copy_from_slice(&cells[own..]);
            (cells[..own].to_vec(), missing)
        };
        Some((0..self.rows.len()).map(row).collect())
    }

    /// What is shown of everyone, where anything is.
    fn add_totals(&self, flow: &mut Flow, nodes: &Nodes, answers: Option<&[(u64, u64)]>) {
        let own = nodes.columns - KINDS;
        for column in 0..nodes.columns {
            let total = match (self.everyone, column.checked_sub(own)) {
                (Some(row), Some(at)) => rounded(row.missing[at]),
                (_, None) => answers.map_or((0, ENDLESS), |answers| answers[column]),
                (None, _) => (0, ENDLESS),
            };
            let to = if is_asked(column, own) {
                Nodes::BASE
            } else {
                Nodes::END
            };
            flow.edge(nodes.column(column), to, total);
        }
        let base = self
            .everyone
            .map_or((0, ENDLESS), |row| rounded(row.base()));
        flow.edge(Nodes::BASE, Nodes::END, base);
    }
}

/// Whether a column, kinds of missing after so many answers, is of people who were asked.
fn is_asked(column: usize, answers: usize) -> bool {
    let kind = column.checked_sub(answers).map(|at| Missing::ALL[at]);
    !matches!(kind, Some(Missing::NotInVersion | Missing::NotRelevant))
}

/// Numbers along edges that add up at every node, each between two bounds.
struct Flow {
    /// Where an edge leads, and what may still go along it; an edge and its reverse stand at even and odd places.
    edges: Vec<(usize, u64)>,
    of: Vec<Vec<usize>>,
    lows: Vec<u64>,
    /// What the least of all edges leaves at each node.
    over: Vec<i64>,
}

impl Flow {
    fn new(nodes: usize) -> Self {
        Self {
            edges: Vec::new(),
            of: vec![Vec::new(); nodes + 2],
            lows: Vec::new(),
            over: vec![0; nodes],
        }
    }

    fn edge(&mut self, from: usize, to: usize, (low, high): (u64, u64)) {
        self.lows.push(low);
        let least = i64::try_from(low).unwrap_or(i64::MAX);
        self.over[to] = self.over[to].saturating_add(least);
        self.over[from] = self.over[from].saturating_sub(least);
        self.join(from, to, high.saturating_sub(low));
    }

    fn join(&mut self, from: usize, to: usize, most: u64) {
        self.of[from].push(self.edges.len());
        self.edges.push((to, most));
        self.of[to].push(self.edges.len());
        self.edges.push((from, 0));
    }

    /// What goes along each edge, in their order; nothing where no numbers fit.
    fn fits(mut self) -> Option<Vec<u64>> {
        let (source, sink) = (self.over.len(), self.over.len() + 1);
        let mut wanted = 0;
        self.join(Nodes::END, Nodes::START, ENDLESS);
        for (node, over) in self.over.clone().into_iter().enumerate() {
            if over > 0 {
                wanted += over.unsigned_abs();
                self.join(source, node, over.unsigned_abs());
            } else if over < 0 {
                self.join(node, sink, over.unsigned_abs());
            }
        }
        while let Some(levels) = self.levels(source, sink) {
            let mut next = vec![0; self.of.len()];
            loop {
                let pushed = self.push(source, sink, ENDLESS, (&levels, &mut next));
                if pushed == 0 {
                    break;
                }
                wanted = wanted.saturating_sub(pushed);
            }
        }
        let lows = self.lows.iter().enumerate();
        let flows = lows.map(|(at, low)| low + self.edges[2 * at + 1].1);
        (wanted == 0).then(|| flows.collect())
    }

    /// How far each node is from the source, where the sink can be reached (Dinic).
    fn levels(&self, source: usize, sink: usize) -> Option<Vec<usize>> {
        let mut levels = vec![usize::MAX; self.of.len()];
        levels[source] = 0;
        let mut open = VecDeque::from([source]);
        while let Some(node) = open.pop_front() {
            for &edge in &self.of[node] {
                let (to, most) = self.edges[edge];
                if most > 0 && levels[to] == usize::MAX {
                    levels[to] = levels[node] + 1;
                    open.push_back(to);
                }
            }
        }
        (levels[sink] < usize::MAX).then_some(levels)
    }

    fn push(
        &mut self,
        node: usize,
        sink: usize,
        most: u64,
        (levels, next): (&[usize], &mut [usize]),
    ) -> u64 {
        if node == sink {
            return most;
        }
        while let Some(&edge) = self.of[node].get(next[node]) {
            let (to, left) = self.edges[edge];
            if left > 0 && levels[to] == levels[node] + 1 {
                let pushed = self.push(to, sink, most.min(left), (levels, next));
                if pushed > 0 {
                    self.edges[edge].1 -= pushed;
                    self.edges[edge ^ 1].1 += pushed;
                    return pushed;
                }
            }
            next[node] += 1;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::hesa;
    use super::*;
    use crate::stats::code::Code;
    use crate::stats::variable::Listing;

    fn table(arity: Arity, codes: usize) -> RawTable {
        RawTable {
            id: "q".to_owned(),
            question: "q".to_owned(),
            row: None,
            listing: Listing::All,
            arity,
            special: false,
            gates: Vec::new(),
            is_amount: false,
            is_partial: false,
            codes: (0..codes).map(|at| Code::Text(format!("c{at}"))).collect(),
            rows: Vec::new(),
        }
    }

    /// Codes, then those who left it blank and who were not asked; of several answers more may be given than people answered.
    fn row(counts: &[u64], answered: Option<u64>) -> RawRow {
        let mut missing = [0; KINDS];
        for (kind, count) in [Missing::Blank, Missing::NotRelevant]
            .iter()
            .zip(&counts[3..])
        {
            let at = Missing::ALL.iter().position(|known| known == kind).unwrap();
            missing[at] = *count;
        }
        let cells = counts[..3].to_vec();
        RawRow {
            answered: answered.unwrap_or_else(|| cells.iter().sum()),
            cells,
            missing,
        }
    }

    fn rounds(row: &RawRow) -> Vec<u64> {
        let counts = row.cells.iter().chain(&row.missing).copied();
        let base = std::iter::once(row.base());
        counts.chain(base).map(hesa::round_count).collect()
    }

    proptest! {
        #[test]
        fn it_rounds_as_those_who_answered_and_hangs_on_nothing_else(
            crowd in prop::collection::vec(prop::collection::vec(0..14_u64, 5), 1..5),
            is_several in any::<bool>(),
        ) {
            let arity = if is_several { Arity::Many } else { Arity::One };
            let table = table(arity, 3);
            let rows: Vec<RawRow> = crowd.iter().map(|counts| {
                let all: u64 = counts[..3].iter().sum();
                let most = counts[..3].iter().copied().max().unwrap_or(0);
                row(counts, is_several.then_some(u64::midpoint(all, most)))
            }).filter(|row| row.base() >= 10).collect();
            prop_assume!(rows.len() > 1);
            let everyone = rows.iter().fold(row(&[0; 5], Some(0)), |mut sum, row| { sum.join(row); sum });
            let found = alike(&table, &rows, Some(&everyone), (&[], &[])).unwrap();
            for (found, row) in found.iter().zip(rows.iter().chain([&everyone])) {
                prop_assert_eq!(rounds(found), rounds(row));
                prop_assert_eq!(found.people(), row.people());
                let most = found.cells.iter().copied().max().unwrap_or(0);
                prop_assert!(most <= found.answered && found.answered <= found.cells.iter().sum());
            }
            // The crowd that was found is one that rounds so: it leads to itself.
            let everyone = found.last().cloned().unwrap();
            let again = alike(&table, &found[..rows.len()], Some(&everyone), (&[], &[])).unwrap();
            prop_assert!(again == found);
        }
    }
}
