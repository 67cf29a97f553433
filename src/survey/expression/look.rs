//! What a checked expression looks at, for those who reason about it without an answer: its parts
//! that are joined with `&&`, and the constants and questions of each.

use std::collections::BTreeSet;

use super::term::{Place, Term};
use super::{Expression, Operand, Scope};

/// One of the conditions that `&&` joins, or the whole where there is none.
pub(in crate::survey) struct Part<'e>(&'e Term);

/// What a part looks at.
#[derive(Default)]
pub(in crate::survey) struct Look {
    /// Questions, those of the same entry and top-level ones alike.
    pub(in crate::survey) ids: BTreeSet<String>,
    /// Everything written out in it.
    pub(in crate::survey) constants: Vec<Operand>,
    /// Whether it looks at columns of the entry under test.
    pub(in crate::survey) columns: bool,
    /// Whether it calculates, counts, or looks into rows, entries or the calendar, so that trying
    /// the constants and their neighbours would prove nothing.
    pub(in crate::survey) calculates: bool,
}

impl Expression {
    /// The conditions that `&&` joins.
    pub(in crate::survey) fn parts(&self) -> Vec<Part<'_>> {
        match &*self.term {
            Term::All(terms) => terms.iter().map(Part).collect(),
            term => vec![Part(term)],
        }
    }
}

impl Part<'_> {
    /// Whether it is true, false or unknown.
    pub(in crate::survey) fn holds(&self, scope: &dyn Scope) -> Option<bool> {
        match self.0.evaluate(scope) {
            Operand::Bool(truth) => Some(truth),
            _ => None,
        }
    }

    /// What it looks at.
    pub(in crate::survey) fn look(&self) -> Look {
        let mut look = Look::default();
        let mut waiting = vec![self.0];
        while let Some(term) = waiting.pop() {
            look.at(term);
            waiting.extend(children(term));
        }
        look
    }
}

impl Look {
    fn at(&mut self, term: &Term) {
        match term {
            Term::Constant(operand) => self.constants.push(operand.clone()),
            Term::Answer(place) | Term::Answered(place) | Term::IsMissing(place, _) => {
                self.place(place);
            }
            Term::Count(_)
            | Term::Position(_)
            | Term::Sum(_)
            | Term::Over(_)
            | Term::Size(_)
            | Term::Text(_)
            | Term::Today
            | Term::Arithmetic(..) => self.calculates = true,
            Term::Column(_) => self.columns = true,
            _ => {}
        }
    }

    fn place(&mut self, place: &Place) {
        match place {
            Place::Question(id) => {
                self.ids.insert(id.clone());
            }
            Place::Value => {
                self.ids.insert(VALUE.to_owned());
            }
            Place::Row(..)
            | Place::Bound(..)
            | Place::Item(..)
            | Place::Nth(..)
            | Place::All(..) => {
                self.calculates = true;
            }
        }
    }
}

/// What `value` is called among ids; no question can be.
pub(in crate::survey) const VALUE: &str = "value";

fn children(term: &Term) -> Vec<&Term> {
    match term {
        Term::Not(inner) | Term::Size(inner) => vec![inner],
        Term::All(terms) | Term::Any(terms) | Term::List(terms) => terms.iter().collect(),
        Term::Compare(_, one, two) | Term::In(one, two) | Term::Arithmetic(_, one, two) => {
            vec![one, two]
        }
        Term::Choose(parts) => parts.iter().collect(),
        _ => Vec::new(),
    }
}
