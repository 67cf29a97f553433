//! What keeps a page from being left, or the whole from being sent; and which warnings stand.

use crate::base::language::Text;
use crate::base::words::Message;
use crate::response::answer::{Answer, Value};
use crate::survey::expression::Expression;
use crate::survey::model::Kind;

use super::Form;
use super::kind::{self, Fault};
use super::path::{Path, Problem};
use super::relevance::{Resolver, Spot};

/// What keeps the person from leaving this question forwards.
pub(super) fn check(form: &Form, path: &Path) -> Vec<Problem> {
    let resolver = Resolver::new(form);
    let spot = form.spot(path).filter(|spot| resolver.asked(*spot));
    spot.map_or_else(Vec::new, |spot| check_spot(&resolver, spot, path))
}

fn check_spot<'f>(resolver: &Resolver<'f>, spot: Spot<'f>, path: &Path) -> Vec<Problem> {
    let mut problems = at(path, faults(resolver, spot));
    problems.extend(check_entries(resolver, spot, path));
    problems
}

/// Whether the question itself keeps the whole from being sent, whatever stands in its entries.
pub(super) fn lacks_itself<'f>(resolver: &Resolver<'f>, spot: Spot<'f>) -> bool {
    !faults(resolver, spot).is_empty()
}

fn faults<'f>(resolver: &Resolver<'f>, spot: Spot<'f>) -> Vec<Fault> {
    match resolver.answer(spot).as_deref() {
        None => ask(resolver, spot).into_iter().collect(),
        Some(Answer::Missing(_)) => Vec::new(),
        Some(Answer::Value(value)) => lacks(resolver, spot, value),
    }
}

/// Required and not answered.
fn ask<'f>(resolver: &Resolver<'f>, spot: Spot<'f>) -> Option<Fault> {
    if !resolver.required(spot) || resolver.unreached(spot) {
        return None;
    }
    if resolver.is_unconfirmed(spot) {
        return Some(Message::plain("form-last-year").into());
    }
    let offered = resolver.offered(spot);
    let kind = kind::of(&spot.question.kind)?;
    Some(kind.ask(resolver.about(spot, &offered)).into())
}

fn lacks<'f>(resolver: &Resolver<'f>, spot: Spot<'f>, value: &Value) -> Vec<Fault> {
    let offered = resolver.offered(spot);
    let Some(kind) = kind::of(&spot.question.kind) else {
        return Vec::new();
    };
    if matches!(spot.question.kind, Kind::Computed { .. }) {
        return Vec::new();
    }
    let mut faults = kind.lacks(value, resolver.about(spot, &offered));
    faults.extend(constraint(resolver, spot, value));
    faults
}

fn check_entries<'f>(resolver: &Resolver<'f>, spot: Spot<'f>, path: &Path) -> Vec<Problem> {
    let nested = Form::nested_spots(resolver, spot);
    nested
        .into_iter()
        .flat_map(|(entry, nested)| {
            let path = path.within(entry, &nested.question.id);
            check_spot(resolver, nested, &path)
        })
        .collect()
}

/// A value that does not fulfil the question's constraint.
pub(super) fn constraint<'f>(
    resolver: &Resolver<'f>,
    spot: Spot<'f>,
    value: &Value,
) -> Option<Fault> {
    let question = spot.question;
    let rule = (question.constraint.as_ref(), &question.constraint_message);
    unmet(resolver, spot, value, rule, "form-constraint")
}

/// A value that does not fulfil the question's warning.
pub(super) fn warning<'f>(resolver: &Resolver<'f>, spot: Spot<'f>, value: &Value) -> Option<Fault> {
    let question = spot.question;
    let rule = (question.warning.as_ref(), &question.warning_message);
    unmet(resolver, spot, value, rule, "form-warning")
}

fn unmet<'f>(
    resolver: &Resolver<'f>,
    spot: Spot<'f>,
    value: &Value,
    (condition, said): (Option<&Expression>, &Option<Text>),
    otherwise: &'static str,
) -> Option<Fault> {
    let is_unmet = resolver.holds_for(condition?, spot, value) == Some(false);
    let said = said.as_ref().map(|said| resolver.piped(spot, said));
    let message = said.map_or(Message::plain(otherwise), Message::Author);
    is_unmet.then(|| message.into())
}

/// The warnings that stand at a question and inside it.
pub(super) fn warnings(form: &Form, path: &Path) -> Vec<Problem> {
    let resolver = Resolver::new(form);
    let Some(spot) = form.spot(path).filter(|spot| resolver.asked(*spot)) else {
        return Vec::new();
    };
    warnings_in(&resolver, spot, path)
}

fn warnings_in<'f>(resolver: &Resolver<'f>, spot: Spot<'f>, path: &Path) -> Vec<Problem> {
    let mut warnings = warnings_at(resolver, spot, path);
    for (entry, nested) in Form::nested_spots(resolver, spot) {
        let path = path.within(entry, &nested.question.id);
        warnings.extend(warnings_in(resolver, nested, &path));
    }
    warnings
}

fn warnings_at<'f>(resolver: &Resolver<'f>, spot: Spot<'f>, path: &Path) -> Vec<Problem> {
    if spot.question.warning.is_none() {
        return Vec::new();
    }
    match resolver.answer(spot).as_deref() {
        Some(Answer::Value(value)) => at(path, warning(resolver, spot, value)),
        _ => Vec::new(),
    }
}

/// Faults at a path.
pub(super) fn at(path: &Path, faults: impl IntoIterator<Item = Fault>) -> Vec<Problem> {
    faults
        .into_iter()
        .map(|fault| Problem {
            path: path.clone(),
            row: fault.row,
            message: fault.message,
        })
        .collect()
}
