//! Checked terms and what they are worth: exact decimals, three-valued logic, never an error.
//! What cannot be worked out (a missing answer, a division by nothing, a number too large) is unknown.

use std::borrow::Cow;
use std::cmp::Ordering;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::convert::Convert;
use super::entries::Over;
use super::types::Groups;
use super::{Arithmetic, Operand, Scope, WholeOnly};
use crate::response::answer::{Answer, Chosen, Missing, Value};

/// A checked part of an expression.
pub(super) enum Term {
    Constant(Operand),
    Answer(Place),
    Column(String),
    Today,
    Answered(Place),
    IsMissing(Place, Missing),
    /// The number of the entry that it stands in.
    Position(usize),
    Count(Place),
    Sum(Place),
    /// Something about the entries of a repeat.
    Over(Box<Over>),
    Size(Box<Term>),
    /// What a function of texts makes of a part.
    Text(Box<Convert>),
    Not(Box<Term>),
    All(Vec<Term>),
    Any(Vec<Term>),
    Compare(Comparison, Box<Term>, Box<Term>),
    In(Box<Term>, Box<Term>),
    Arithmetic(Arithmetic, Box<Term>, Box<Term>),
    Choose(Box<[Term; 3]>),
    List(Vec<Term>),
}

/// Where an answer is found.
pub(super) enum Place {
    Question(String),
    Value,
    /// A question of the entry that a condition over a repeat is at, the innermost being 0.
    Bound(usize, String),
    /// One of the choices chosen, the first being 0.
    Item(Box<Self>, Box<Term>),
    /// A question of one entry of a repeat, the first entry being 0.
    Nth(Box<Self>, Box<Term>, String),
    /// The entries of a repeat inside a repeat, of all the outer entries.
    All(Box<Self>, String),
    /// One row; in a closed group a row without a rating is worth 0.
    Row(Box<Self>, Box<Term>, Option<Groups>),
}

/// The comparisons.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub(super) fn of(sign: &str) -> Option<Self> {
        match sign {
            "==" => Some(Self::Equal),
            "!=" => Some(Self::Unequal),
            "<" => Some(Self::Less),
            "<=" => Some(Self::LessOrEqual),
            ">" => Some(Self::Greater),
            ">=" => Some(Self::GreaterOrEqual),
            _ => None,
        }
    }

    /// Whether it needs an order rather than sameness.
    pub(super) const fn orders(self) -> bool {
        !matches!(self, Self::Equal | Self::Unequal)
    }

    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Unequal => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

impl Term {
    /// What it is worth in a scope.
    pub(super) fn evaluate(&self, scope: &dyn Scope) -> Operand {
        match self {
            Self::Constant(operand) => operand.clone(),
            Self::Answer(place) => place
                .answer(scope)
                .map_or(Operand::Unknown, |answer| operand(&answer)),
            Self::Column(name) => column(scope, name)
                .map_or(Operand::Unknown, |words| Operand::Text(words.to_owned())),
            Self::Today => Operand::Day(scope.today()),
            Self::Answered(place) => Operand::Bool(place.value(scope).is_some()),
            Self::IsMissing(place, kind) => Operand::Bool(place.missing(scope) == Some(*kind)),
            Self::Position(depth) => {
                let at = scope.position(*depth);
                at.map_or(Operand::Unknown, |at| Operand::Number((at + 1).into()))
            }
            Self::Count(place) => count(place.value(scope).as_deref()),
            Self::Sum(place) => place
                .value(scope)
                .map_or(Operand::Unknown, |value| sum(&value)),
            Self::Over(over) => over.evaluate(scope),
            Self::Size(term) => size(&term.evaluate(scope)),
            Self::Text(convert) => convert.evaluate(scope),
            Self::Not(term) => match term.evaluate(scope) {
                Operand::Bool(truth) => Operand::Bool(!truth),
                _ => Operand::Unknown,
            },
            Self::All(terms) => decide(terms, scope, false),
            Self::Any(terms) => decide(terms, scope, true),
            Self::Compare(comparison, left, right) => {
                let ordering = match (words(left, scope), words(right, scope)) {
                    (Some(left), Some(right)) => Some(left.cmp(&right)),
                    _ => order(&left.evaluate(scope), &right.evaluate(scope)),
                };
                truth(ordering.map(|ordering| comparison.holds(ordering)))
            }
            Self::In(item, list) => truth(is_in(item, list, scope)),
            Self::Arithmetic(operator, left, right) => {
                let worth = operator.apply(&left.evaluate(scope), &right.evaluate(scope));
                worth.unwrap_or(Operand::Unknown)
            }
            Self::Choose(parts) => choose(parts, scope),
            Self::List(terms) => {
                Operand::List(terms.iter().map(|term| term.evaluate(scope)).collect())
            }
        }
    }
}

pub(super) fn truth(known: Option<bool>) -> Operand {
    known.map_or(Operand::Unknown, Operand::Bool)
}

fn column<'s>(scope: &'s dyn Scope, name: &str) -> Option<&'s str> {
    let entry = scope.entry()?;
    Some(match name {
        "code" => &entry.code,
        // An entry written with the question has no columns: they read as empty.
        _ => entry.columns.get(name).map_or("", String::as_str),
    })
}

fn choose([condition, this, that]: &[Term; 3], scope: &dyn Scope) -> Operand {
    match condition.evaluate(scope) {
        Operand::Bool(true) => this.evaluate(scope),
        Operand::Bool(false) => that.evaluate(scope),
        _ => Operand::Unknown,
    }
}

/// Kleene's `&&` (`settled` false) and `||` (`settled` true): one operand that settles it does so
/// whatever is unknown beside it.
fn decide(terms: &[Term], scope: &dyn Scope, settled: bool) -> Operand {
    let mut known = true;
    for term in terms {
        match term.evaluate(scope) {
            Operand::Bool(truth) if truth == settled => return Operand::Bool(settled),
            Operand::Bool(_) => {}
            _ => known = false,
        }
    }
    truth(known.then_some(!settled))
}

/// How two operands stand to one another; `None` where that is unknown.
fn order(left: &Operand, right: &Operand) -> Option<Ordering> {
    match (left, right) {
        (Operand::Number(one), Operand::Number(two)) => Some(one.cmp(two)),
        (Operand::Text(one), Operand::Text(two)) => Some(one.cmp(two)),
        (Operand::Day(one), Operand::Day(two)) => Some(one.cmp(two)),
        (Operand::Bool(one), Operand::Bool(two)) => Some(one.cmp(two)),
        (Operand::List(one), Operand::List(two)) => order_lists(one, two),
        _ => None,
    }
}

fn order_lists(one: &[Operand], two: &[Operand]) -> Option<Ordering> {
    if one.len() != two.len() {
        return Some(one.len().cmp(&two.len()));
    }
    let pairs = one.iter().zip(two);
    let orders: Vec<Option<Ordering>> = pairs.map(|(one, two)| order(one, two)).collect();
    let different = orders.iter().flatten().find(|ordering| ordering.is_ne());
    match different {
        Some(ordering) => Some(*ordering),
        None => orders
            .into_iter()
            .find(Option::is_none)
            .unwrap_or(Some(Ordering::Equal)),
    }
}

fn contains(item: &Operand, list: &Operand) -> Option<bool> {
    let Operand::List(items) = list else {
        return None;
    };
    if matches!(item, Operand::Unknown) {
        return None;
    }
    let orders: Vec<Option<Ordering>> = items.iter().map(|other| order(item, other)).collect();
    if orders.contains(&Some(Ordering::Equal)) {
        return Some(true);
    }
    (!orders.contains(&None)).then_some(false)
}

/// Whether a list holds an item; a code among chosen ones is looked for without a copy of either.
fn is_in(item: &Term, list: &Term, scope: &dyn Scope) -> Option<bool> {
    if let Term::Answer(place) = list
        && let Some(code) = words(item, scope)
        && let Some(value) = place.value(scope)
        && let Value::Choices(chosen) = &*value
    {
        return Some(chosen.iter().any(|one| one.code == code));
    }
    contains(&item.evaluate(scope), &list.evaluate(scope))
}

/// What a term that is a text or code as it stands says, without a copy; `None` where it is anything
/// else or unknown. A filter compares such terms once for every row.
fn words<'s>(term: &'s Term, scope: &'s dyn Scope) -> Option<Cow<'s, str>> {
    match term {
        Term::Constant(Operand::Text(text)) => Some(Cow::Borrowed(text)),
        Term::Column(name) => column(scope, name).map(Cow::Borrowed),
        Term::Answer(place) => match place.answer(scope)? {
            Cow::Borrowed(Answer::Value(Value::Text(text))) => Some(Cow::Borrowed(text)),
            Cow::Borrowed(Answer::Value(Value::Choice(chosen))) => {
                Some(Cow::Borrowed(&chosen.code))
            }
            Cow::Owned(Answer::Value(Value::Text(text))) => Some(Cow::Owned(text)),
            Cow::Owned(Answer::Value(Value::Choice(chosen))) => Some(Cow::Owned(chosen.code)),
            _ => None,
        },
        _ => None,
    }
}

fn size(operand: &Operand) -> Operand {
    match operand {
        Operand::Text(text) => Operand::Number(text.graphemes(true).count().into()),
        Operand::List(items) => Operand::Number(items.len().into()),
        _ => Operand::Unknown,
    }
}

/// Choices chosen, rows with a value, entries; 0 where there is no answer.
fn count(value: Option<&Value>) -> Operand {
    let number = match value {
        Some(Value::Choices(chosen)) => chosen.len(),
        Some(Value::Rows(rows) | Value::Closable { rows, .. }) => rows
            .iter()
            .filter(|(_, answer)| answer.value().is_some())
            .count(),
        Some(Value::Entries(entries)) => entries.len(),
        _ => 0,
    };
    Operand::Number(number.into())
}

fn sum(value: &Value) -> Operand {
    let (Value::Rows(rows) | Value::Closable { rows, .. }) = value else {
        return Operand::Unknown;
    };
    total(rows.iter().map(|(_, answer)| answer))
}

/// The numbers among answers added up; what is missing adds nothing.
pub(super) fn total<'a>(mut answers: impl Iterator<Item = &'a Answer>) -> Operand {
    let total = answers.try_fold(Decimal::ZERO, |total, answer| match answer.value() {
        Some(Value::Integer(number)) => total.checked_add(Decimal::from(*number)),
        Some(Value::Decimal(number)) => total.checked_add(*number),
        _ => Some(total),
    });
    total.map_or(Operand::Unknown, Operand::Number)
}

impl Place {
    fn answer<'s>(&self, scope: &'s dyn Scope) -> Option<Cow<'s, Answer>> {
        match self {
            Self::Question(id) => scope.answer(id),
            Self::Value => scope.value().map(|value| match value {
                Cow::Owned(value) => Cow::Owned(Answer::Value(value)),
                Cow::Borrowed(value) => Cow::Owned(Answer::Value(value.clone())),
            }),
            Self::Bound(depth, id) => {
                let entry = scope.bound(*depth)?;
                let found = entry.iter().find(|(nested, _)| nested == id);
                found.map(|(_, answer)| Cow::Borrowed(answer))
            }
            Self::Item(place, number) => {
                let at = place_of(number, scope)?;
                item(place.value(scope)?.as_ref(), at).map(Cow::Owned)
            }
            Self::Nth(place, number, id) => {
                let at = place_of(number, scope)?;
                let direct = match &**place {
                    Self::Question(repeat) => scope.of_entry(repeat, at, id),
                    _ => Err(WholeOnly),
                };
                direct.unwrap_or_else(|WholeOnly| nth(place.value(scope)?, at, id))
            }
            Self::All(place, id) => all(place.value(scope)?.as_ref(), id).map(Cow::Owned),
            Self::Row(place, code, groups) => {
                let Operand::Text(code) = code.evaluate(scope) else {
                    return None;
                };
                row(place.value(scope)?, &code, groups.as_ref())
            }
        }
    }

    pub(super) fn value<'s>(&self, scope: &'s dyn Scope) -> Option<Cow<'s, Value>> {
        if matches!(self, Self::Value) {
            return scope.value();
        }
        match self.answer(scope)? {
            Cow::Borrowed(Answer::Value(value)) => Some(Cow::Borrowed(value)),
            Cow::Owned(Answer::Value(value)) => Some(Cow::Owned(value)),
            Cow::Borrowed(Answer::Missing(_)) | Cow::Owned(Answer::Missing(_)) => None,
        }
    }

    fn missing(&self, scope: &dyn Scope) -> Option<Missing> {
        self.answer(scope)?.missing()
    }
}

/// A number as a place in a list.
pub(super) fn place_of(number: &Term, scope: &dyn Scope) -> Option<usize> {
    match number.evaluate(scope) {
        Operand::Number(number) if number.fract().is_zero() => number.to_usize(),
        _ => None,
    }
}

/// One of the choices chosen. Where fewer were chosen there is none.
fn item(value: &Value, at: usize) -> Option<Answer> {
    let Value::Choices(chosen) = value else {
        return None;
    };
    let chosen = chosen.get(at)?.clone();
    Some(Answer::Value(Value::Choice(chosen)))
}

/// The answer to a question of one entry. Where there are fewer entries there is none.
fn nth<'s>(value: Cow<'s, Value>, at: usize, id: &str) -> Option<Cow<'s, Answer>> {
    let found = |entries: &[Vec<(String, Answer)>]| {
        let mut entry = entries.get(at)?.iter();
        entry.position(|(nested, _)| nested == id)
    };
    match value {
        Cow::Borrowed(Value::Entries(entries)) => {
            let (_, answer) = entries.get(at)?.get(found(entries)?)?;
            Some(Cow::Borrowed(answer))
        }
        Cow::Owned(Value::Entries(mut entries)) => {
            let within = found(&entries)?;
            let mut entry = entries.swap_remove(at);
            Some(Cow::Owned(entry.swap_remove(within).1))
        }
        _ => None,
    }
}

/// The entries of a repeat inside a repeat, of all the outer entries together.
fn all(value: &Value, id: &str) -> Option<Answer> {
    let Value::Entries(entries) = value else {
        return None;
    };
    let inner = entries.iter().flatten().filter(|(nested, _)| nested == id);
    let inner = inner.filter_map(|(_, answer)| match answer {
        Answer::Value(Value::Entries(entries)) => Some(entries),
        _ => None,
    });
    let all = inner.flatten().cloned().collect();
    Some(Answer::Value(Value::Entries(all)))
}

/// The answer of one row. A row that is not shown was not asked.
fn row<'s>(value: Cow<'s, Value>, code: &str, groups: Option<&Groups>) -> Option<Cow<'s, Answer>> {
    let (rows, closed) = match &*value {
        Value::Rows(rows) => (rows, [].as_slice()),
        Value::Closable { rows, closed } => (rows, closed.as_slice()),
        _ => return None,
    };
    let at = rows.iter().position(|(row, _)| row == code);
    let answer = at.and_then(|at| rows.get(at)).map(|(_, answer)| answer);
    let group = groups.and_then(|groups| groups.get(code));
    let is_closed = group.is_some_and(|group| closed.contains(group));
    match answer {
        None => Some(Cow::Owned(Answer::Missing(Missing::NotRelevant))),
        Some(Answer::Missing(Missing::Blank)) if is_closed => {
            Some(Cow::Owned(Answer::Value(Value::Integer(0))))
        }
        Some(_) => lend(value, at?),
    }
}

/// One row's answer, lent where the whole is.
fn lend(value: Cow<'_, Value>, at: usize) -> Option<Cow<'_, Answer>> {
    match value {
        Cow::Borrowed(Value::Rows(rows) | Value::Closable { rows, .. }) => {
            rows.get(at).map(|(_, answer)| Cow::Borrowed(answer))
        }
        Cow::Owned(Value::Rows(mut rows) | Value::Closable { mut rows, .. }) => {
            (at < rows.len()).then(|| Cow::Owned(rows.swap_remove(at).1))
        }
        _ => None,
    }
}

/// An answer as conditions see it.
fn operand(answer: &Answer) -> Operand {
    let Answer::Value(value) = answer else {
        return Operand::Unknown;
    };
    match value {
        Value::Text(text) => Operand::Text(text.clone()),
        Value::Integer(number) => Operand::Number((*number).into()),
        Value::Decimal(number) => Operand::Number(*number),
        Value::YesNo(truth) => Operand::Bool(*truth),
        Value::Choice(chosen) => code(chosen),
        Value::Choices(chosen) => Operand::List(chosen.iter().map(code).collect()),
        Value::Day(day) => Operand::Day(*day),
        Value::Month(month) => month.first_day().map_or(Operand::Unknown, Operand::Day),
        Value::Rows(_) | Value::Closable { .. } | Value::Entries(_) => Operand::Unknown,
    }
}

fn code(chosen: &Chosen) -> Operand {
    Operand::Text(chosen.code.clone())
}
