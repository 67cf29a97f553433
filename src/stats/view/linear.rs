//! A second opinion on what a reader makes of rounded figures: linear programs (`microlp`) over all sums at once.
//!
//! Drawing bounds together looks at one sum at a time, so that two classes that overlap may tell more than it
//! sees. A program sees all of them, but takes its time: where there are more than [`MOST`] figures the bounds
//! stand alone.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::super::protect::rounded::NARROWEST;
use super::narrowing::{BOUNDLESS, Bounds, Link, Share};

/// The most figures that programs are asked about.
const MOST: usize = 400;
/// What rounding in binary fractions may take from a number.
const NEARLY: f64 = 1e-6;
/// Programs that ask of all figures at once before any is asked of by itself.
const ROUNDS: usize = 6;

/// Those of the watched figures that stand for too few numbers; none where there are too many figures to ask.
pub(super) fn narrow(bounds: &[Bounds], links: &[Link], watched: &[usize]) -> Vec<usize> {
    if bounds.len() > MOST {
        return Vec::new();
    }
    // No figure is of more people than everyone; an open end would leave a program without an answer.
    let ends = bounds.iter().map(|(_, high)| *high);
    let most = ends.filter(|high| *high < BOUNDLESS).max().unwrap_or(0);
    let bounds: Vec<Bounds> = bounds
        .iter()
        .map(|&(low, high)| (low, high.min(most.max(low))))
        .collect();
    let mut programs = Programs {
        bounds: &bounds,
        links,
        seen: vec![None; bounds.len()],
    };
    // Numbers that fit show of many figures at once that they are wide enough.
    for round in 0..ROUNDS {
        let open = watched.iter().filter(|place| !programs.is_wide(**place));
        let sign = |place: usize| f64::from(u8::from((place >> (round / 2)) % 2 == round % 2));
        let wanted: Vec<(usize, f64)> = open.map(|&at| (at, sign(at) * 2.0 - 1.0)).collect();
        if wanted.is_empty() || programs.ask(&wanted).is_none() {
            break;
        }
    }
    let mut narrow = watched.to_vec();
    narrow.retain(|place| !programs.is_wide(*place) && programs.is_narrow(*place));
    narrow
}

struct Programs<'k> {
    bounds: &'k [Bounds],
    links: &'k [Link],
    /// The least and the most of each figure in any numbers that fit.
    seen: Vec<Option<(f64, f64)>>,
}

impl Programs<'_> {
    /// Whether numbers that fit were found that are far enough apart.
    fn is_wide(&self, place: usize) -> bool {
        self.seen[place].is_some_and(|(least, most)| {
            let whole = (most + NEARLY).floor() - (least - NEARLY).ceil();
            whole + 1.5 > number(NARROWEST)
        })
    }

    /// Whether a figure, asked of by itself, stands for too few numbers; so it does where no program has an answer.
    fn is_narrow(&mut self, place: usize) -> bool {
        let found = [1.0, -1.0].map(|sign| self.ask(&[(place, sign)]));
        found.contains(&None) || !self.is_wide(place)
    }

    /// Finds the numbers that fit of which these are the greatest together.
    fn ask(&mut self, wanted: &[(usize, f64)]) -> Option<()> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let mut weights = vec![0.0; self.bounds.len()];
        for (place, weight) in wanted {
            weights[*place] = *weight;
        }
        let variables: Vec<Variable> = self
            .bounds
            .iter()
            .zip(weights)
            .map(|(&(low, high), weight)| problem.add_var(weight, (number(low), number(high))))
            .collect();
        for link in self.links {
            add(&mut problem, &variables, link);
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        for (seen, variable) in self.seen.iter_mut().zip(variables) {
            let found = solution.var_value(variable);
            let (least, most) = seen.unwrap_or((found, found));
            *seen = Some((least.min(found), most.max(found)));
        }
        Some(())
    }
}

fn add(problem: &mut Problem, variables: &[Variable], link: &Link) {
    let whole = (variables[link.whole], 1.0);
    let less = |part: &usize| (variables[*part], -1.0);
    match link.share {
        Share::Each => {
            for part in &link.parts {
                problem.add_constraint([whole, less(part)], ComparisonOp::Ge, 0.0);
            }
        }
        Share::Within | Share::Enough => {
            let parts = link.parts.iter().map(less);
            let terms: Vec<(Variable, f64)> = std::iter::once(whole).chain(parts).collect();
            let operation = match link.share {
                Share::Enough => ComparisonOp::Le,
                _ => ComparisonOp::Ge,
            };
            problem.add_constraint(terms, operation, 0.0);
        }
    }
}

fn number(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
