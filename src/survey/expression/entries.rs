//! Conditions over the entries of a repeat: `q.exists(e, …)`, `q.all(e, …)`, `q.filter(e, …).size()`
//! as CEL writes them, and `sum(q, NESTED)`.

use std::borrow::Cow;

use super::check::{Checked, Checker};
use super::syntax::{Node, Shape};
use super::term::{Place, Term, total, truth};
use super::types::Type;
use super::{Operand, Scope, WholeOnly};
use crate::base::time::Day;
use crate::response::answer::{Answer, Value};
use crate::survey::model::Choice;
use crate::survey::nearest::remedy_among;
use crate::survey::rules::{CONDITION_NAME, CONDITION_TYPES};

/// What is asked about all entries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Whether one of them fulfils the body.
    Exists,
    /// Whether all of them do.
    All,
    /// How many of them do.
    Number,
}

/// Something about the entries of a repeat.
pub(super) enum Over {
    /// A body looked at in every entry.
    Each(About, Place, Term),
    /// The numbers of one nested question added up.
    Sum(Place, String),
}

/// The methods of a repeat that look at every entry.
const MACROS: [(&str, About); 3] = [
    ("exists", About::Exists),
    ("all", About::All),
    ("filter", About::Number),
];

impl Over {
    /// What it is worth: unknown where the repeat has no answer, but the number that fulfil something is then 0.
    pub(super) fn evaluate(&self, scope: &dyn Scope) -> Operand {
        let (Self::Each(_, place, _) | Self::Sum(place, _)) = self;
        let value = place.value(scope);
        let Some(Value::Entries(entries)) = value.as_deref() else {
            return match self {
                Self::Each(About::Number, ..) => Operand::Number(0.into()),
                _ => Operand::Unknown,
            };
        };
        match self {
            Self::Each(about, _, body) => each(*about, entries, body, scope),
            Self::Sum(_, id) => {
                let nested = entries.iter().flatten().filter(|(nested, _)| nested == id);
                total(nested.map(|(_, answer)| answer))
            }
        }
    }
}

type Entry = Vec<(String, Answer)>;

fn each(about: About, entries: &[Entry], body: &Term, scope: &dyn Scope) -> Operand {
    let mut truths = entries.iter().map(|entry| {
        let within = Within { scope, entry };
        match body.evaluate(&within) {
            Operand::Bool(truth) => Some(truth),
            _ => None,
        }
    });
    match about {
        About::Number => {
            let number = truths.filter(|truth| *truth == Some(true)).count();
            Operand::Number(number.into())
        }
        About::Exists => settle(&mut truths, true),
        About::All => settle(&mut truths, false),
    }
}

/// Kleene: one entry that settles it does so whatever is unknown in the others.
fn settle(truths: &mut dyn Iterator<Item = Option<bool>>, settled: bool) -> Operand {
    let mut known = true;
    for one in truths {
        if one == Some(settled) {
            return Operand::Bool(settled);
        }
        known &= one.is_some();
    }
    truth(known.then_some(!settled))
}

/// A scope at one entry.
struct Within<'s> {
    scope: &'s dyn Scope,
    entry: &'s [(String, Answer)],
}

impl Scope for Within<'_> {
    fn answer(&self, id: &str) -> Option<Cow<'_, Answer>> {
        self.scope.answer(id)
    }

    fn value(&self) -> Option<Cow<'_, Value>> {
        self.scope.value()
    }

    fn entry(&self) -> Option<&Choice> {
        self.scope.entry()
    }

    fn today(&self) -> Day {
        self.scope.today()
    }

    fn of_entry(
        &self,
        repeat: &str,
        at: usize,
        id: &str,
    ) -> Result<Option<Cow<'_, Answer>>, WholeOnly> {
        self.scope.of_entry(repeat, at, id)
    }

    fn position(&self, depth: usize) -> Option<usize> {
        self.scope.position(depth)
    }

    fn bound(&self, depth: usize) -> Option<&[(String, Answer)]> {
        match depth.checked_sub(1) {
            None => Some(self.entry),
            Some(outer) => self.scope.bound(outer),
        }
    }
}

fn unknown() -> Checked {
    (Type::Any, Term::Constant(Operand::Unknown))
}

/// Checks `base.name(given)`.
pub(super) fn method(
    checker: &mut Checker<'_>,
    node: &Node,
    base: &Node,
    name: &str,
    given: &[Node],
) -> Checked {
    match (name, given) {
        ("size", []) => return size(checker, node, base),
        ("substring", _) => return super::convert::substring(checker, node, base, given),
        ("matches", _) => return super::convert::matches(checker, node, base, given),
        _ => {}
    }
    let Some((_, about)) = MACROS.iter().find(|(known, _)| *known == name) else {
        let names = MACROS
            .iter()
            .map(|(known, _)| *known)
            .chain(["size", "substring", "matches"]);
        let remedy = remedy_among("methods", name, names);
        let message = format!("there is no method `{name}`");
        return checker.fault(&CONDITION_NAME, node, message, remedy);
    };
    if *about == About::Number {
        let message = "the entries that a `filter` leaves can only be counted here";
        let remedy = "write `QUESTION.filter(e, …).size()`";
        return checker.fault(&CONDITION_TYPES, node, message, remedy);
    }
    match each_checked(checker, node, base, *about, given) {
        Some(term) => (Type::Bool, term),
        None => unknown(),
    }
}

/// `QUESTION.filter(e, …).size()`, else the size of a text or list.
fn size(checker: &mut Checker<'_>, node: &Node, base: &Node) -> Checked {
    match &base.shape {
        Shape::Method(inner, name, given) if name == "filter" => {
            match each_checked(checker, node, inner, About::Number, given) {
                Some(term) => (Type::Number, term),
                None => unknown(),
            }
        }
        _ => super::call::size(checker, node, std::slice::from_ref(base)),
    }
}

fn each_checked(
    checker: &mut Checker<'_>,
    node: &Node,
    base: &Node,
    about: About,
    given: &[Node],
) -> Option<Term> {
    let [
        Node {
            shape: Shape::Name(variable),
            ..
        },
        body,
    ] = given
    else {
        let message = "a letter for the entry and a condition are wanted in the brackets";
        let remedy = "write `QUESTION.exists(e, e.NESTED == 'CODE')`";
        checker.fault(&CONDITION_TYPES, node, message, remedy);
        return None;
    };
    let (repeat, place) = entries_of(checker, base)?;
    if checker.names.outer.contains_key(variable) {
        let message = format!("`{variable}` is the id of a question");
        let remedy = "take another letter for the entry";
        checker.fault(&CONDITION_NAME, node, message, remedy);
        return None;
    }
    checker.bound.push((variable.clone(), repeat));
    let body = checker.truth(body);
    checker.bound.pop();
    Some(Term::Over(Box::new(Over::Each(about, place, body))))
}

/// The id and the place of a repeat.
fn entries_of(checker: &mut Checker<'_>, base: &Node) -> Option<(String, Place)> {
    let (found, place) = checker.place(base)?;
    match found {
        Type::Entries(repeat) => Some((repeat, place)),
        Type::Any => None,
        _ => {
            let message = format!("{} has no entries", found.name());
            let remedy = "only a repeat is looked at entry by entry; a list is asked with `in`";
            checker.fault(&CONDITION_TYPES, base, message, remedy);
            None
        }
    }
}

/// `REPEAT[NUMBER].NESTED`, the first entry being 0.
pub(super) fn nth(
    checker: &mut Checker<'_>,
    node: &Node,
    base: &Node,
    field: &str,
) -> Option<(Type, Place)> {
    let Shape::Index(base, number) = &base.shape else {
        return None;
    };
    let (repeat, place) = entries_of(checker, base)?;
    let number = checker.number(number);
    let found = question_of(checker, node, &repeat, field);
    let place = Place::Nth(Box::new(place), Box::new(number), field.to_owned());
    Some((found, place))
}

/// `REPEAT.REPEAT`: the entries of a repeat inside a repeat, of all the outer entries together.
pub(super) fn all_inside(
    checker: &mut Checker<'_>,
    base: &Node,
    field: &str,
) -> Option<(Type, Place)> {
    let told = checker.faults.len();
    let found = checker.place(base);
    let Some((Type::Entries(repeat), place)) = found else {
        checker.faults.truncate(told);
        return None;
    };
    let inner = checker.names.repeats.get(&repeat)?.get(field)?;
    let is_repeat = matches!(inner, Type::Entries(_));
    let place = Place::All(Box::new(place), field.to_owned());
    is_repeat.then(|| (inner.clone(), place))
}

/// `position()`, `position(REPEAT)`: the number, from 1, of the entry that this stands in.
pub(super) fn position(checker: &mut Checker<'_>, node: &Node, given: &[Node]) -> Checked {
    let around: Vec<&str> = checker.names.around.iter().rev().collect();
    let found = match given {
        [] if !around.is_empty() => Some(0),
        [
            Node {
                shape: Shape::Name(name),
                ..
            },
        ] => around.iter().position(|repeat| repeat == name),
        _ => None,
    };
    if let Some(depth) = found {
        (Type::Number, Term::Position(depth))
    } else {
        let message = "this does not stand in an entry of such a repeat";
        let remedy =
            "`position()` is known inside a repeat; `position(REPEAT)` names one around it";
        checker.fault(&CONDITION_NAME, node, message, remedy)
    }
}

/// What a question of a repeat holds.
fn question_of(checker: &mut Checker<'_>, node: &Node, repeat: &str, field: &str) -> Type {
    let Some(questions) = checker.names.repeats.get(repeat) else {
        return Type::Any;
    };
    match questions.get(field) {
        Some(found) if *found != Type::Nothing => found.clone(),
        _ => {
            let message = format!("the repeat `{repeat}` has no question `{field}`");
            let remedy = remedy_among("questions", field, questions.keys().map(String::as_str));
            checker.fault(&CONDITION_NAME, node, message, remedy);
            Type::Any
        }
    }
}

/// `e.NESTED`, where `e` stands for an entry.
pub(super) fn nested(
    checker: &mut Checker<'_>,
    node: &Node,
    variable: &str,
    field: &str,
) -> Option<(Type, Place)> {
    let bound = checker.bound.iter().rev();
    let mut bound = bound.zip(0_usize..);
    let ((_, repeat), depth) = bound.find(|((known, _), _)| known == variable)?;
    let repeat = repeat.clone();
    let found = question_of(checker, node, &repeat, field);
    Some((found, Place::Bound(depth, field.to_owned())))
}

/// `sum(REPEAT, NESTED)`.
pub(super) fn sum(checker: &mut Checker<'_>, base: &Node, nested: &Node) -> Checked {
    let Some((repeat, place)) = entries_of(checker, base) else {
        return unknown();
    };
    let questions = checker.names.repeats.get(&repeat);
    let name = match &nested.shape {
        Shape::Name(name) => name.as_str(),
        _ => "",
    };
    match questions.and_then(|questions| questions.get(name)) {
        Some(Type::Number | Type::Any) => {
            let over = Over::Sum(place, name.to_owned());
            (Type::Number, Term::Over(Box::new(over)))
        }
        Some(found) => {
            let message = format!("{} cannot be added up", found.name());
            let remedy = "name a question of the repeat that holds a number";
            checker.fault(&CONDITION_TYPES, nested, message, remedy)
        }
        None => {
            let message = format!("a question of the repeat `{repeat}` is wanted here");
            let ids = questions.into_iter().flat_map(|questions| questions.keys());
            let remedy = remedy_among("questions", name, ids.map(String::as_str));
            checker.fault(&CONDITION_NAME, nested, message, remedy)
        }
    }
}
