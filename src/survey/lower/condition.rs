//! Conditions: first gathered with their places, then, when every question is known, parsed, put in
//! order, type-checked and put where they belong.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Key, Sorted, sort};
use super::symbols::Symbols;
use super::table::Table;
use super::{Lowering, Owner};
use crate::survey::expression::{Expression, Fault, Node as Tree, Type, Wanted, check, parse};
use crate::survey::model::{ComputedKind, Kind, Question, Questionnaire, Required};
use crate::survey::nest::{self, Around};
use crate::survey::raw::{Node, Raw};
use crate::survey::rules;
use crate::survey::source::Span;

/// Which condition of its owner it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Relevant,
    Required,
    Constraint,
    Warning,
    Calculation,
    Default,
    Filter,
    /// The `when` of a release, by its place in the list.
    Release(usize),
}

impl Slot {
    /// Whether it decides what is asked, offered or filled in, so that a circle would never settle.
    const fn decides(self) -> bool {
        matches!(
            self,
            Self::Relevant | Self::Calculation | Self::Default | Self::Filter
        )
    }
}

/// A condition that waits to be checked.
pub(super) struct Pending {
    pub(super) owner: Owner,
    slot: Slot,
    source: String,
    /// Where it stands in the file, its quotes included.
    span: Span,
    /// Where its first character stands, where the file holds it letter by letter.
    base: Option<usize>,
    tree: Option<Tree>,
}

impl Lowering<'_> {
    /// Takes a key's condition, where it is there.
    pub(super) fn condition(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        owner: Owner,
        slot: Slot,
    ) {
        if let Some(node) = table.get(key) {
            self.condition_of(node, owner, slot);
        }
    }

    pub(super) fn condition_of(&mut self, node: &Node, owner: Owner, slot: Slot) {
        let literal = match &node.value {
            Raw::Whole(number) if slot == Slot::Default => number.to_string(),
            Raw::Decimal(number) if slot == Slot::Default => number.to_string(),
            Raw::Bool(truth) if slot == Slot::Default => truth.to_string(),
            Raw::Text(text) => text.trim().to_owned(),
            other => return self.wrong(node, other, "a condition in quotes"),
        };
        let written = self.source.slice(&node.span);
        let base = written.find(&literal).map(|at| node.span.start + at);
        let tree = parse(&literal)
            .map_err(|fault| self.tell_fault(&fault, &node.span, base))
            .ok();
        self.pending.push(Pending {
            owner,
            slot,
            source: literal,
            span: node.span.clone(),
            base,
            tree,
        });
    }

    /// The lists that conditions look into.
    pub(super) fn looked_up(&self) -> BTreeSet<String> {
        let trees = self.pending.iter().flat_map(|waiting| &waiting.tree);
        let lists = trees.flat_map(Tree::lists);
        lists.map(str::to_owned).collect()
    }

    /// Tells a fault of an expression at its own words, as far as the file shows them.
    fn tell_fault(&mut self, fault: &Fault, span: &Span, base: Option<usize>) {
        let exact = base.map(|base| base + fault.span.start..base + fault.span.end);
        let span = exact.unwrap_or_else(|| span.clone());
        self.tell(fault.rule, &span, &fault.message, &fault.remedy);
    }

    /// Checks all conditions and puts them into the questionnaire.
    pub(super) fn conditions(&mut self, survey: &mut Questionnaire) {
        let pending = std::mem::take(&mut self.pending);
        let mut symbols = Symbols::of(survey, &self.broken, std::mem::take(&mut self.codes));
        let Sorted { order, circles } = sort(edges(survey, &symbols, &pending));
        for circle in circles {
            self.tell_circle(survey, &circle, &pending);
        }
        let rank: BTreeMap<&Key, usize> = order.iter().zip(0..).collect();
        let when = |waiting: &&Pending| {
            let key = key_of(survey, waiting.owner);
            // What a computed question holds must be known before anything looks at it.
            let later = waiting.slot != Slot::Calculation;
            (
                later,
                key.and_then(|key| rank.get(&key).copied())
                    .unwrap_or(usize::MAX),
            )
        };
        let mut ordered: Vec<&Pending> = pending.iter().collect();
        ordered.sort_by_cached_key(when);
        for waiting in ordered {
            if self.problems.is_full() {
                return;
            }
            self.check_one(survey, &mut symbols, waiting);
        }
    }

    fn check_one(&mut self, survey: &mut Questionnaire, symbols: &mut Symbols, waiting: &Pending) {
        let Some(tree) = &waiting.tree else {
            return;
        };
        let entry = symbols.entry(survey, waiting.owner, waiting.slot);
        let own = symbols.own(survey, waiting.owner).clone();
        let tested = matches!(waiting.slot, Slot::Constraint | Slot::Warning);
        let names = symbols.names(
            survey,
            waiting.owner,
            tested.then_some(&own),
            entry.as_ref(),
        );
        let wanted = match waiting.slot {
            Slot::Calculation => Wanted::Computed,
            Slot::Default => Wanted::Like(&own),
            _ => Wanted::Truth,
        };
        let (found, expression, faults) = check(&waiting.source, tree, names, wanted);
        for fault in &faults {
            self.tell_fault(fault, &waiting.span, waiting.base);
        }
        if !faults.iter().all(|fault| self.is_let_be(fault.rule)) {
            return;
        }
        if waiting.slot == Slot::Calculation {
            set_result(survey, waiting.owner, &found);
            symbols.learn(survey, waiting.owner, found);
        }
        place(survey, waiting.owner, waiting.slot, expression);
    }

    fn tell_circle(&mut self, survey: &Questionnaire, circle: &[Key], pending: &[Pending]) {
        let Some(first) = circle.first() else {
            return;
        };
        let next = circle.get(1).unwrap_or(first).to_string();
        let closes = |waiting: &&Pending| {
            let mut wishes = waiting.tree.iter().flat_map(Tree::wishes);
            waiting.slot.decides()
                && waiters(survey, waiting.owner).contains(first)
                && wishes.any(|wish| wish.nested.unwrap_or(wish.name) == next)
        };
        let rows = || {
            let owner = owners(survey).find(|owner| key_of(survey, *owner).as_ref() == Some(first));
            owner.map_or(0..0, |owner| self.mark(owner, "rows_from"))
        };
        let span = pending
            .iter()
            .find(closes)
            .map_or_else(rows, |waiting| waiting.span.clone());
        let chain: Vec<String> = circle.iter().chain([first]).map(Key::to_string).collect();
        let message = format!(
            "these depend on one another in a circle: {}",
            chain.join(" -> ")
        );
        self.tell(
            &rules::CONDITION_CIRCLE,
            &span,
            message,
            "take one of the conditions out, or let it look at an earlier question",
        );
    }
}

/// What each question waits for.
fn edges(
    survey: &Questionnaire,
    symbols: &Symbols,
    pending: &[Pending],
) -> BTreeMap<Key, Vec<Key>> {
    let mut edges: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
    for owner in owners(survey) {
        let Some(key) = key_of(survey, owner) else {
            continue;
        };
        let rows = question(survey, owner).and_then(|question| match &question.kind {
            Kind::Matrix(matrix) => matrix.rows_from.clone(),
            _ => None,
        });
        if let Some(repeat) = owner.around().and_then(|repeat| key_of(survey, repeat)) {
            // What a condition sees of a repeat is what its questions hold.
            edges.entry(repeat).or_default().push(key.clone());
        }
        edges.entry(key).or_default().extend(rows.map(Key::top));
    }
    for waiting in pending.iter().filter(|waiting| waiting.slot.decides()) {
        let wishes = waiting.tree.iter().flat_map(Tree::wishes);
        let wanted: Vec<Key> = wishes
            .filter_map(|wish| symbols.resolve(survey, waiting.owner, wish))
            .collect();
        for key in waiters(survey, waiting.owner) {
            edges.entry(key).or_default().extend(wanted.iter().cloned());
        }
    }
    edges
}

/// Whose asking a condition decides: of a section, all of its questions; of a nested question, also
/// its repeat's, as far as the condition looks outside.
fn waiters(survey: &Questionnaire, owner: Owner) -> Vec<Key> {
    match key_of(survey, owner) {
        Some(key) => vec![key],
        None => survey
            .sections
            .get(owner.section)
            .into_iter()
            .flat_map(|section| &section.questions)
            .map(|question| Key::top(question.id.clone()))
            .collect(),
    }
}

/// The key of a question; none for a section.
pub(super) fn key_of(survey: &Questionnaire, owner: Owner) -> Option<Key> {
    let id = &question(survey, owner)?.id;
    match owner.around() {
        None => Some(Key::top(id.clone())),
        Some(repeat) => Some(key_of(survey, repeat)?.inside(id)),
    }
}

/// Every question with its place, nested ones after their repeat.
pub(super) fn owners(survey: &Questionnaire) -> impl Iterator<Item = Owner> {
    let mut owners = Vec::new();
    for (section, content) in survey.sections.iter().enumerate() {
        for (index, question) in content.questions.iter().enumerate() {
            take_owners(
                Owner::section(section).question(index),
                question,
                &mut owners,
            );
        }
    }
    owners.into_iter()
}

fn take_owners(owner: Owner, question: &Question, owners: &mut Vec<Owner>) {
    owners.push(owner);
    for (within, question) in nest::nested(question).iter().enumerate() {
        if let Some(owner) = owner.inside(within) {
            take_owners(owner, question, owners);
        }
    }
}

/// The question at a place.
pub(super) fn question(survey: &Questionnaire, owner: Owner) -> Option<&Question> {
    let section = survey.sections.get(owner.section)?;
    let mut question = section.questions.get(owner.question?)?;
    for within in owner.nested.iter() {
        question = nest::nested(question).get(within)?;
    }
    Some(question)
}

/// The repeats that a place stands in.
pub(super) fn around(survey: &Questionnaire, owner: Owner) -> Around<'_> {
    let outer = owner.around().and_then(|repeat| {
        let question = question(survey, repeat)?;
        Some(around(survey, repeat).within(question))
    });
    outer.unwrap_or_default()
}

fn question_mut(survey: &mut Questionnaire, owner: Owner) -> Option<&mut Question> {
    let section = survey.sections.get_mut(owner.section)?;
    let mut question = section.questions.get_mut(owner.question?)?;
    for within in owner.nested.iter() {
        question = match &mut question.kind {
            Kind::Repeat(repeat) => repeat.questions.get_mut(within)?,
            _ => return None,
        };
    }
    Some(question)
}

fn set_result(survey: &mut Questionnaire, owner: Owner, found: &Type) {
    let result = match found {
        Type::Bool => ComputedKind::YesNo,
        Type::Number => ComputedKind::Number,
        Type::Day => ComputedKind::Day,
        _ => ComputedKind::Text,
    };
    if let Some(question) = question_mut(survey, owner) {
        question.kind = Kind::Computed { result };
    }
}

/// Puts a checked condition where it belongs.
fn place(survey: &mut Questionnaire, owner: Owner, slot: Slot, expression: Expression) {
    if owner.question.is_none() {
        if let Some(section) = survey.sections.get_mut(owner.section) {
            section.relevant = Some(expression);
        }
        return;
    }
    let Some(question) = question_mut(survey, owner) else {
        return;
    };
    match slot {
        Slot::Relevant => question.relevant = Some(expression),
        Slot::Required => question.required = Required::When(expression),
        Slot::Constraint => question.constraint = Some(expression),
        Slot::Warning => question.warning = Some(expression),
        Slot::Calculation => question.calculation = Some(expression),
        Slot::Default => question.default = Some(expression),
        Slot::Filter => place_filter(&mut question.kind, expression),
        Slot::Release(index) => {
            if let Some(release) = question.audience.get_mut(index) {
                release.when = Some(expression);
            }
        }
    }
}

fn place_filter(kind: &mut Kind, expression: Expression) {
    match kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. }
        | Kind::Allocation { rows: choices, .. } => choices.filter = Some(expression),
        Kind::Matrix(matrix) => matrix.rows.filter = Some(expression),
        _ => {}
    }
}
