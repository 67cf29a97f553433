//! A tree to a checked term: every name is found, every comparison makes sense, every code that is
//! written out is one. What is wrong is told at the words that are wrong, all of it at once.

use std::collections::BTreeSet;

use super::syntax::{Node, Shape};
use super::term::{Comparison, Place, Term};
use super::types::{Codes, Names, Type, Wanted};
use super::{Arithmetic, Fault, Operand, call, entries};
use crate::survey::nearest::remedy_among;
use crate::survey::rules::{
    CONDITION_CODE, CONDITION_NAME, CONDITION_RESULT, CONDITION_TYPES, Rule,
};

/// Gives a tree its meaning.
pub(super) struct Checker<'n> {
    pub(super) names: Names<'n>,
    pub(super) faults: Vec<Fault>,
    /// Top-level questions that it looks at.
    pub(super) outer: BTreeSet<String>,
    /// Questions of the same repeat that it looks at.
    pub(super) inner: BTreeSet<String>,
    /// What stands for an entry inside `exists` and its like, with the repeat, the innermost last.
    pub(super) bound: Vec<(String, String)>,
}

/// A part that was checked.
pub(super) type Checked = (Type, Term);

impl<'n> Checker<'n> {
    pub(super) const fn new(names: Names<'n>) -> Self {
        Self {
            names,
            faults: Vec::new(),
            outer: BTreeSet::new(),
            inner: BTreeSet::new(),
            bound: Vec::new(),
        }
    }

    /// Tells a fault and goes on as if the part fitted.
    pub(super) fn fault(
        &mut self,
        rule: &'static Rule,
        node: &Node,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Checked {
        self.faults
            .push(Fault::new(rule, node.span.clone(), message, remedy));
        (Type::Any, Term::Constant(Operand::Unknown))
    }

    /// Checks a whole expression against what is wanted of it.
    pub(super) fn whole(&mut self, node: &Node, wanted: Wanted<'_>) -> Checked {
        let (found, term) = self.node(node);
        let (fits, words) = match wanted {
            Wanted::Truth => (found.fits(&Type::Bool), "true or false"),
            Wanted::Computed => (
                is_computable(&found),
                "true or false, a number, a text or a date",
            ),
            Wanted::Like(like) => (found.fits(like), like.name()),
        };
        if !fits {
            let message = format!("this gives {}, wanted is {words}", found.name());
            self.fault(
                &CONDITION_RESULT,
                node,
                message,
                result_remedy(&found, wanted),
            );
        }
        if let Wanted::Like(like) = wanted {
            self.check_literals(like, node);
        }
        (found, term)
    }

    pub(super) fn node(&mut self, node: &Node) -> Checked {
        match &node.shape {
            Shape::Number(number) => (Type::Number, Term::Constant(Operand::Number(*number))),
            Shape::Text(text) => (Type::Text, Term::Constant(Operand::Text(text.clone()))),
            Shape::Bool(truth) => (Type::Bool, Term::Constant(Operand::Bool(*truth))),
            Shape::List(items) => self.list(node, items),
            Shape::Name(name) => self.name(node, name),
            Shape::Field(base, field) => self.field(node, base, field),
            Shape::Index(..) => self
                .place(node)
                .map_or_else(unknown, |(found, place)| (found, Term::Answer(place))),
            Shape::Call(name, arguments) => call::check(self, node, name, arguments),
            Shape::Method(base, name, given) => entries::method(self, node, base, name, given),
            Shape::Not(inner) => (Type::Bool, Term::Not(Box::new(self.truth(inner)))),
            Shape::Negate(inner) => {
                let zero = Term::Constant(Operand::Number(0.into()));
                let term = self.number(inner);
                let minus = Term::Arithmetic(Arithmetic::Minus, Box::new(zero), Box::new(term));
                (Type::Number, minus)
            }
            Shape::All(nodes) => (Type::Bool, Term::All(self.truths(nodes))),
            Shape::Any(nodes) => (Type::Bool, Term::Any(self.truths(nodes))),
            Shape::Binary(sign, left, right) => self.binary(node, sign, left, right),
            Shape::Choose(parts) => self.choose(node, parts),
        }
    }

    fn list(&mut self, node: &Node, items: &[Node]) -> Checked {
        let checked: Vec<Checked> = items.iter().map(|item| self.node(item)).collect();
        let Some((first, _)) = checked.first() else {
            return self.fault(
                &CONDITION_TYPES,
                node,
                "an empty list holds nothing",
                "give it items, or leave the comparison out",
            );
        };
        let item = first.clone();
        if let Some(odd) = checked.iter().position(|(other, _)| !item.fits(other))
            && let Some(culprit) = items.get(odd)
        {
            let message = format!("a list of {} cannot hold this", item.name());
            return self.fault(
                &CONDITION_TYPES,
                culprit,
                message,
                "list things of one kind",
            );
        }
        let terms = checked.into_iter().map(|(_, term)| term).collect();
        (Type::List(Box::new(item)), Term::List(terms))
    }

    /// A bare name: a question, or a column where no question has that id.
    fn name(&mut self, node: &Node, name: &str) -> Checked {
        let asked = self
            .names
            .inner
            .iter()
            .any(|level| level.contains_key(name))
            || self.names.outer.contains_key(name);
        match self.names.entry {
            Some(entry) if !asked && entry.columns.contains(name) => {
                (self.column_type(name), Term::Column(name.to_owned()))
            }
            _ => self
                .place(node)
                .map_or_else(unknown, |(found, place)| (found, Term::Answer(place))),
        }
    }

    fn column_type(&self, name: &str) -> Type {
        let codes = self.names.entry.filter(|_| name == "code");
        codes.map_or(Type::Text, |entry| {
            Type::Code(Codes {
                of: "entry.code".to_owned(),
                sets: entry.codes.clone(),
            })
        })
    }

    fn field(&mut self, node: &Node, base: &Node, field: &str) -> Checked {
        if matches!(base.shape, Shape::Index(..)) {
            let place = self.place(node);
            return place.map_or_else(unknown, |(found, place)| (found, Term::Answer(place)));
        }
        if let Some((found, place)) = self.bound_place(node) {
            return (found, Term::Answer(place));
        }
        if !matches!(&base.shape, Shape::Name(name) if name == "entry") {
            let message = "only `entry` has columns";
            return self.fault(
                &CONDITION_NAME,
                node,
                message,
                "write `entry.COLUMN` in a filter, `QUESTION['ROW']` for a row of a matrix, and `QUESTION.exists(e, e.NESTED == …)` for the entries of a repeat",
            );
        }
        let Some(entry) = self.names.entry else {
            return self.fault(
                &CONDITION_NAME,
                node,
                "`entry` is known in a `filter` only",
                "name a question instead",
            );
        };
        if entry.columns.contains(field) {
            return (self.column_type(field), Term::Column(field.to_owned()));
        }
        let message = format!("the entries have no column `{field}`");
        let remedy = remedy_among("columns", field, entry.columns.iter().map(String::as_str));
        self.fault(&CONDITION_NAME, node, message, remedy)
    }

    /// A part that names an answer: a question, `value`, or one row of either.
    pub(super) fn place(&mut self, node: &Node) -> Option<(Type, Place)> {
        match &node.shape {
            Shape::Name(name) if name == "value" => self.value(node),
            Shape::Name(name) => self.question(node, name),
            Shape::Index(base, index) => self.row(node, base, index),
            Shape::Field(base, field) if matches!(base.shape, Shape::Index(..)) => {
                entries::nth(self, node, base, field)
            }
            _ => {
                if let Some(found) = self.bound_place(node) {
                    return Some(found);
                }
                if let Shape::Field(base, field) = &node.shape
                    && let Some(found) = entries::all_inside(self, base, field)
                {
                    return Some(found);
                }
                let message = "a question's id is wanted here";
                self.fault(
                    &CONDITION_NAME,
                    node,
                    message,
                    "name one question, or one row as `QUESTION['ROW']`",
                );
                None
            }
        }
    }

    /// `e.NESTED`, where `e` stands for an entry of a repeat.
    fn bound_place(&mut self, node: &Node) -> Option<(Type, Place)> {
        let Shape::Field(base, field) = &node.shape else {
            return None;
        };
        let Shape::Name(variable) = &base.shape else {
            return None;
        };
        entries::nested(self, node, variable, field)
    }

    fn value(&mut self, node: &Node) -> Option<(Type, Place)> {
        if let Some(found) = self.names.value {
            return Some((found.clone(), Place::Value));
        }
        let message = "`value` is known in `constraint` and `warning` only";
        self.fault(&CONDITION_NAME, node, message, "name the question itself");
        None
    }

    fn question(&mut self, node: &Node, name: &str) -> Option<(Type, Place)> {
        let inner = self
            .names
            .inner
            .iter()
            .rev()
            .find_map(|level| level.get(name));
        let seen = if inner.is_some() {
            &mut self.inner
        } else {
            &mut self.outer
        };
        let Some(found) = inner.or_else(|| self.names.outer.get(name)) else {
            let (message, remedy) = self.unknown_name(name);
            self.fault(&CONDITION_NAME, node, message, remedy);
            return None;
        };
        seen.insert(name.to_owned());
        if *found == Type::Nothing {
            self.fault(
                &CONDITION_TYPES,
                node,
                format!("`{name}` is a note, which nobody answers"),
                "name another question",
            );
            return None;
        }
        Some((found.clone(), Place::Question(name.to_owned())))
    }

    fn unknown_name(&self, name: &str) -> (String, String) {
        if name == "entry" {
            let message = "`entry` needs a column".to_owned();
            return (
                message,
                "write `entry.COLUMN`, for example `entry.code`".to_owned(),
            );
        }
        let message = format!("there is no question `{name}`");
        if let Some(repeat) = self.names.nested.get(name) {
            let remedy = format!(
                "it stands inside the repeat `{repeat}`; from outside write `{repeat}.exists(e, e.{name} == …)` or `count({repeat})`"
            );
            return (message, remedy);
        }
        let inner = self.names.inner.iter().rev().flat_map(|level| level.keys());
        let columns = self
            .names
            .entry
            .into_iter()
            .flat_map(|entry| &entry.columns);
        let all = inner.chain(columns).chain(self.names.outer.keys());
        let remedy = remedy_among("questions", name, all.map(String::as_str));
        let quoted = format!("{remedy}; a text or code stands in quotes: '{name}'");
        (message, quoted)
    }

    fn row(&mut self, node: &Node, base: &Node, index: &Node) -> Option<(Type, Place)> {
        let (found, place) = self.place(base)?;
        if let Type::List(item) = found {
            let number = self.number(index);
            return Some((*item, Place::Item(Box::new(place), Box::new(number))));
        }
        let (row, term) = self.node(index);
        let Type::Rows {
            cell,
            codes,
            groups,
        } = found
        else {
            let message = format!("{} has no rows", found.name());
            self.fault(
                &CONDITION_TYPES,
                node,
                message,
                "only a matrix or an allocation is read by row, a `multiple` or `rank` by number",
            );
            return None;
        };
        if !row.fits(&Type::Code(codes.clone())) {
            let message = format!("`{}` has no such rows", codes.of);
            self.fault(
                &CONDITION_TYPES,
                index,
                message,
                "give a row's code in quotes, or `entry.code`",
            );
            return None;
        }
        self.check_literals(&Type::Code(codes), index);
        Some((*cell, Place::Row(Box::new(place), Box::new(term), groups)))
    }

    /// Tells of every code written out in `node` that is not one of `like`'s.
    fn check_literals(&mut self, like: &Type, node: &Node) {
        match (like, &node.shape) {
            (Type::Code(codes), Shape::Text(text)) if !codes.contains(text) => {
                let message = format!("`{}` has no code '{text}'", codes.of);
                let remedy = remedy_among("codes", text, codes.iter());
                self.fault(&CONDITION_CODE, node, message, remedy);
            }
            (Type::Code(_), Shape::Choose(parts)) => {
                for part in parts.iter().skip(1) {
                    self.check_literals(like, part);
                }
            }
            (Type::List(item), Shape::List(items)) => {
                for part in items {
                    self.check_literals(item, part);
                }
            }
            _ => {}
        }
    }

    pub(super) fn truth(&mut self, node: &Node) -> Term {
        self.expect(node, &Type::Bool)
    }

    fn truths(&mut self, nodes: &[Node]) -> Vec<Term> {
        nodes.iter().map(|node| self.truth(node)).collect()
    }

    pub(super) fn number(&mut self, node: &Node) -> Term {
        self.expect(node, &Type::Number)
    }

    fn expect(&mut self, node: &Node, wanted: &Type) -> Term {
        let (found, term) = self.node(node);
        if !found.fits(wanted) {
            let message = format!("this is {}, wanted is {}", found.name(), wanted.name());
            let remedy = if *wanted == Type::Bool {
                truth_remedy(&found)
            } else {
                "use a number here"
            };
            self.fault(&CONDITION_TYPES, node, message, remedy);
        }
        term
    }

    fn binary(&mut self, node: &Node, sign: &str, left: &Node, right: &Node) -> Checked {
        if sign == "in" {
            return self.contains(node, left, right);
        }
        let (one, two) = (self.node(left), self.node(right));
        match Comparison::of(sign) {
            Some(comparison) => {
                self.check_comparison(node, comparison, (left, &one.0), (right, &two.0));
                let term = Term::Compare(comparison, Box::new(one.1), Box::new(two.1));
                (Type::Bool, term)
            }
            None => self.arithmetic(node, sign, one, two),
        }
    }

    fn contains(&mut self, node: &Node, left: &Node, right: &Node) -> Checked {
        let (item, list) = (self.node(left), self.node(right));
        let fits = match &list.0 {
            Type::List(inner) => inner.fits(&item.0),
            other => *other == Type::Any,
        };
        if !fits {
            let message = format!("{} cannot be in {}", item.0.name(), list.0.name());
            let remedy = "on the right of `in` stands a `multiple` or `rank` question or a list in brackets, on the left one of what it holds";
            self.fault(&CONDITION_TYPES, node, message, remedy);
        } else if let Type::List(inner) = &list.0 {
            self.check_literals(inner, left);
            self.check_literals(&Type::List(Box::new(item.0)), right);
        }
        (Type::Bool, Term::In(Box::new(item.1), Box::new(list.1)))
    }

    fn check_comparison(
        &mut self,
        node: &Node,
        comparison: Comparison,
        (left, one): (&Node, &Type),
        (right, two): (&Node, &Type),
    ) {
        if !one.fits(two) {
            let message = format!("{} cannot be compared with {}", one.name(), two.name());
            self.fault(&CONDITION_TYPES, node, message, unlike_remedy(one, two));
        } else if comparison.orders() && !is_ordered(one, two) {
            let message = format!("{} has no order", one.name());
            self.fault(
                &CONDITION_TYPES,
                node,
                message,
                "compare with `==` or `in`; only numbers and dates are greater or less",
            );
        } else {
            self.check_literals(one, right);
            self.check_literals(two, left);
        }
    }

    fn arithmetic(&mut self, node: &Node, sign: &str, one: Checked, two: Checked) -> Checked {
        let found = Arithmetic::of(sign).and_then(|operator| {
            let found = operator.gives(&one.0, &two.0)?;
            Some((operator, found))
        });
        let Some((operator, found)) = found else {
            let message = format!(
                "`{sign}` does not go with {} and {}",
                one.0.name(),
                two.0.name()
            );
            return self.fault(
                &CONDITION_TYPES,
                node,
                message,
                "calculate with numbers; dates take `+ days`, `- days` and `date - date`",
            );
        };
        (
            found,
            Term::Arithmetic(operator, Box::new(one.1), Box::new(two.1)),
        )
    }

    fn choose(&mut self, node: &Node, [condition, this, that]: &[Node; 3]) -> Checked {
        let condition = self.truth(condition);
        let (one, two) = (self.node(this), self.node(that));
        if !one.0.fits(&two.0) {
            let message = format!(
                "one way this is {}, the other {}",
                one.0.name(),
                two.0.name()
            );
            return self.fault(
                &CONDITION_TYPES,
                node,
                message,
                "give the same kind of thing on both sides of `:`",
            );
        }
        let found = match (&one.0, &two.0) {
            (Type::Code(_), Type::Code(_)) if one.0 == two.0 => one.0,
            (Type::Code(_), _) => Type::Text,
            (Type::Any, _) => two.0,
            _ => one.0,
        };
        (found, Term::Choose(Box::new([condition, one.1, two.1])))
    }
}

fn unknown() -> Checked {
    (Type::Any, Term::Constant(Operand::Unknown))
}

const fn is_computable(found: &Type) -> bool {
    matches!(
        found,
        Type::Any | Type::Bool | Type::Number | Type::Text | Type::Code(_) | Type::Day
    )
}

fn is_ordered(one: &Type, two: &Type) -> bool {
    [one, two]
        .iter()
        .all(|found| matches!(found, Type::Any | Type::Number | Type::Day))
}

fn result_remedy(found: &Type, wanted: Wanted<'_>) -> &'static str {
    match wanted {
        Wanted::Truth => truth_remedy(found),
        Wanted::Computed => "calculate one number, one text, one date or one yes or no",
        Wanted::Like(_) => {
            "give what the question itself would hold; texts and codes stand in quotes"
        }
    }
}

const fn truth_remedy(found: &Type) -> &'static str {
    match found {
        Type::List(_) | Type::Rows { .. } | Type::Entries(_) => {
            "ask something about it: `'CODE' in QUESTION`, `count(QUESTION) > 0`, `answered(QUESTION)`"
        }
        _ => {
            "compare it with something: `QUESTION == 'CODE'`, `QUESTION > 0`, `answered(QUESTION)`"
        }
    }
}

fn unlike_remedy(one: &Type, two: &Type) -> &'static str {
    let has = |wanted: fn(&Type) -> bool| wanted(one) || wanted(two);
    let text = has(|found| matches!(found, Type::Text | Type::Code(_)));
    if has(|found| matches!(found, Type::List(_))) {
        "a list is asked with `in`: `'CODE' in QUESTION`"
    } else if has(|found| matches!(found, Type::Rows { .. })) {
        "name a row: `QUESTION['ROW']`"
    } else if text && has(|found| *found == Type::Number) {
        "a number stands without quotes"
    } else if text && has(|found| *found == Type::Day) {
        "write a date as `date('2027-01-31')`"
    } else if text && has(|found| *found == Type::Bool) {
        "a yes_no answer is `true` or `false`, without quotes; two comparisons are joined with `&&`"
    } else if has(|found| *found == Type::Bool) {
        "to compare twice, join two comparisons with `&&`"
    } else if has(|found| matches!(found, Type::Entries(_))) {
        "count them: `count(QUESTION) > 0`"
    } else {
        "compare things of one kind; these two have no code in common"
    }
}
