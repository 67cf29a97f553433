//! What is asked and what each answer stands at, given all the others.
//!
//! Everything here is worked out on demand and kept until the next change, so that a page turn costs
//! what changed and not the whole questionnaire. A question that is not asked counts as missing in
//! every other condition, however long the chain.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::base::language::Text;
use crate::base::time::Day;
use crate::response::answer::{Answer, Missing, Value};
use crate::survey::Questionnaire;
use crate::survey::expression::{Expression, Scope, WholeOnly};
use crate::survey::model::{Choice, Kind, Question, Required, Section};
use crate::survey::nest::{self, Steps};
use crate::survey::piping::pipes;

use super::Form;
use super::given::Given;
use super::kind::{self, About};
use super::offered::{self, Kept, Offer};

/// What is worked out: a slot for each top-level question. Forms that differ by an answer share the
/// slots that do not hang on it.
#[derive(Clone)]
pub(super) struct Standing(Vec<Arc<Slot>>);

#[derive(Default)]
struct Slot {
    asked: OnceLock<bool>,
    answer: OnceLock<Option<Answer>>,
    offered: OnceLock<Kept>,
    /// Of a repeat: the questions of each entry, entry after entry.
    nested: OnceLock<Box<[Slot]>>,
}

impl Standing {
    /// Nothing worked out yet.
    pub(super) fn new(questions: usize) -> Self {
        Self((0..questions).map(|_| Arc::default()).collect())
    }

    /// Forgets what hangs on a question; `dependents` gives those that look straight at one.
    pub(super) fn forget(&mut self, question: usize, dependents: &[Vec<usize>]) {
        let mut waiting = vec![question];
        let mut seen = vec![false; self.0.len()];
        while let Some(at) = waiting.pop() {
            if let Some(slot) = self.0.get_mut(at) {
                // What hangs on an empty slot was worked out without it.
                if slot.is_empty() && at != question {
                    continue;
                }
                *slot = Arc::default();
            }
            for next in dependents.get(at).into_iter().flatten() {
                let is_seen = seen.get_mut(*next);
                if is_seen.is_some_and(|seen| !std::mem::replace(seen, true)) {
                    waiting.push(*next);
                }
            }
        }
    }
}

impl Slot {
    fn is_empty(&self) -> bool {
        self.asked.get().is_none()
            && self.answer.get().is_none()
            && self.offered.get().is_none()
            && self.nested.get().is_none()
    }
}

/// The questions that look straight at each one when it is worked out what is asked, offered or stands
/// there: by number.
pub(super) fn dependents(
    questionnaire: &Questionnaire,
    numbers: &HashMap<String, usize>,
) -> Vec<Vec<usize>> {
    let mut dependents = vec![Vec::new(); numbers.len()];
    let sections = questionnaire.sections.iter();
    let questions = sections.flat_map(|section| {
        let outer = section.relevant.as_ref();
        section.questions.iter().map(move |asked| (outer, asked))
    });
    for ((outer, asked), at) in questions.zip(0..) {
        let outer = outer.into_iter().flat_map(Expression::depends_on);
        let ids = outer.map(String::as_str).chain(looks_at(asked));
        for looked_at in ids.filter_map(|id| numbers.get(id)) {
            if let Some(known) = dependents.get_mut(*looked_at)
                && known.last() != Some(&at)
            {
                known.push(at);
            }
        }
    }
    dependents
}

fn looks_at(question: &Question) -> Vec<&str> {
    let conditions = [
        question.relevant.as_ref(),
        question.default.as_ref(),
        question.calculation.as_ref(),
        question.constraint.as_ref(),
        offered::filter(question),
        match &question.required {
            Required::When(condition) => Some(condition),
            Required::Yes | Required::No => None,
        },
    ];
    let nested = nest::nested(question);
    let conditions = conditions.into_iter().flatten();
    let ids = conditions.flat_map(Expression::depends_on);
    ids.map(String::as_str)
        .chain(offered::rows_from(question))
        .chain(nested.iter().flat_map(looks_at))
        .collect()
}

/// A question in its place: top-level, or nested in an entry, which may itself be nested.
#[derive(Clone, Copy)]
pub(super) struct Spot<'f> {
    /// The top-level question's number.
    pub(super) at: usize,
    /// The way in through the repeats that it stands in.
    pub(super) inside: Steps<Step>,
    /// The question itself.
    pub(super) question: &'f Question,
}

/// One level further into a repeat.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// The entry.
    pub(super) entry: usize,
    /// The nested question's number in the repeat.
    pub(super) within: usize,
}

impl<'f> Spot<'f> {
    /// A top-level question.
    pub(super) const fn top(at: usize, question: &'f Question) -> Self {
        Self {
            at,
            inside: Steps::NONE,
            question,
        }
    }

    /// Whether it is a top-level question.
    pub(super) const fn is_top(&self) -> bool {
        self.inside.is_empty()
    }

    /// The questions of one entry, where this is a repeat.
    pub(super) fn nested(self, entry: usize) -> impl Iterator<Item = Self> + use<'f> {
        let questions = nest::nested(self.question).iter().zip(0..);
        questions.filter_map(move |(question, within)| {
            Some(Self {
                at: self.at,
                inside: self.inside.push(Step { entry, within })?,
                question,
            })
        })
    }
}

/// What of a question is being worked out: a circle would come back to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aspect {
    Asked,
    Answer,
    Offered,
}

type Key = (usize, Steps<Step>, Aspect);

/// Works out what stands.
pub(super) struct Resolver<'f> {
    form: &'f Form,
    open: RefCell<Vec<Key>>,
}

impl<'f> Resolver<'f> {
    /// A resolver over a form.
    pub(super) fn new(form: &'f Form) -> Self {
        Self {
            form,
            open: RefCell::new(Vec::new()),
        }
    }

    /// The top-level question with a number.
    pub(super) fn top(&self, at: usize) -> Option<Spot<'f>> {
        let (_, question) = self.form.place(at)?;
        Some(Spot::top(at, question))
    }

    /// The repeat that a question stands in, and the entry; none for a top-level question.
    pub(super) fn around(&self, spot: Spot<'f>) -> Option<(Spot<'f>, usize)> {
        let (inside, step) = spot.inside.pop()?;
        let (_, top) = self.form.place(spot.at)?;
        let mut question = top;
        for step in inside.iter() {
            question = nest::nested(question).get(step.within)?;
        }
        let repeat = Spot {
            at: spot.at,
            inside,
            question,
        };
        Some((repeat, step.entry))
    }

    /// The repeats that a question stands in with their entries, the innermost first.
    pub(super) fn levels(&self, spot: Spot<'f>) -> impl Iterator<Item = (Spot<'f>, usize)> + '_ {
        std::iter::successors(self.around(spot), |(repeat, _)| self.around(*repeat))
    }

    /// What was given beside a question: in the whole form, or in the entry that it stands in.
    pub(super) fn level(&self, spot: Spot<'f>) -> Option<&'f Given> {
        match self.around(spot) {
            None => Some(&self.form.given),
            Some((repeat, entry)) => {
                let outer = self.level(repeat)?;
                outer.entries(&repeat.question.id).get(entry)
            }
        }
    }

    /// How many entries a repeat has.
    pub(super) fn count(&self, repeat: Spot<'f>) -> usize {
        let level = self.level(repeat);
        level.map_or(0, |level| level.entries(&repeat.question.id).len())
    }

    /// Whether a question is asked.
    pub(super) fn asked(&self, spot: Spot<'f>) -> bool {
        let known = self.slot(spot).map(|slot| &slot.asked);
        let work_out = || self.work_out_asked(spot);
        self.once(known, spot, Aspect::Asked, work_out)
            .is_some_and(Cow::into_owned)
    }

    /// What an answer stands at: `None` where it is asked and not answered yet. Lent where it is kept:
    /// a filter looks at it once for every row.
    pub(super) fn answer(&self, spot: Spot<'f>) -> Option<Cow<'f, Answer>> {
        let known = self.slot(spot).map(|slot| &slot.answer);
        let work_out = || self.work_out_answer(spot);
        match self.once(known, spot, Aspect::Answer, work_out)? {
            Cow::Borrowed(kept) => kept.as_ref().map(Cow::Borrowed),
            Cow::Owned(worked_out) => worked_out.map(Cow::Owned),
        }
    }

    /// The choices offered or rows shown, in the questionnaire's order.
    pub(super) fn offered(&self, spot: Spot<'f>) -> Offer<'f> {
        let whole = self.form.whole_offer(spot);
        let known = self.slot(spot).map(|slot| &slot.offered);
        let work_out = || self.work_out_offered(spot, &whole);
        let kept = self.once(known, spot, Aspect::Offered, work_out);
        match kept {
            Some(kept) => whole.keeping(kept.into_owned()),
            None => Offer::of(&[]),
        }
    }

    /// Whether an answer must be given.
    pub(super) fn required(&self, spot: Spot<'f>) -> bool {
        match &spot.question.required {
            Required::No => false,
            Required::Yes => true,
            Required::When(condition) => self.holds(condition, spot) == Some(true),
        }
    }

    /// A text of a question with the answers that it pipes; one that pipes none stays in all its languages.
    pub(super) fn piped(&self, spot: Spot<'f>, text: &Text) -> Text {
        if !pipes(text.get(self.form.language())) {
            return text.clone();
        }
        let path = self.form.path(spot);
        Text::Same(path.map_or_else(
            || self.form.text(text),
            |path| self.form.text_at(&path, text),
        ))
    }

    /// A condition at a question, with no value or entry under test.
    pub(super) fn holds(&self, condition: &Expression, spot: Spot<'f>) -> Option<bool> {
        condition.holds(&self.view(spot, None, None))
    }

    /// A check of a value.
    pub(super) fn holds_for(
        &self,
        condition: &Expression,
        spot: Spot<'f>,
        value: &Value,
    ) -> Option<bool> {
        condition.holds(&self.view(spot, Some(value), None))
    }

    /// What a type may look at for this question.
    pub(super) fn about<'a>(&self, spot: Spot<'f>, offered: &'a Offer<'a>) -> About<'a>
    where
        'f: 'a,
    {
        About {
            form: self.form,
            spot,
            offered,
            required: self.required(spot),
        }
    }

    fn slot(&self, spot: Spot<'f>) -> Option<&'f Slot> {
        let Some(step) = spot.inside.last() else {
            return self.form.standing.0.get(spot.at).map(Arc::as_ref);
        };
        let (repeat, _) = self.around(spot)?;
        let questions = nest::nested(repeat.question).len();
        let nested = self.slot(repeat)?.nested.get_or_init(|| {
            let slots = 0..self.count(repeat) * questions;
            slots.map(|_| Slot::default()).collect()
        });
        nested.get(step.entry * questions + step.within)
    }

    /// Works something out once. Conditions have no circles; where one came in all the same, the
    /// second round gets nothing instead of an endless loop.
    fn once<T: Clone>(
        &self,
        memory: Option<&'f OnceLock<T>>,
        spot: Spot<'f>,
        aspect: Aspect,
        work_out: impl FnOnce() -> T,
    ) -> Option<Cow<'f, T>> {
        if let Some(known) = memory.and_then(OnceLock::get) {
            return Some(Cow::Borrowed(known));
        }
        let key = (spot.at, spot.inside, aspect);
        if self.open.borrow().contains(&key) {
            return None;
        }
        self.open.borrow_mut().push(key);
        let value = work_out();
        self.open.borrow_mut().pop();
        Some(match memory {
            Some(memory) => Cow::Borrowed(memory.get_or_init(|| value)),
            None => Cow::Owned(value),
        })
    }

    fn work_out_asked(&self, spot: Spot<'f>) -> bool {
        let relevant = |condition: &Option<Expression>| {
            let condition = condition.as_ref();
            condition.is_none_or(|condition| self.holds(condition, spot) == Some(true))
        };
        let parent = match self.around(spot) {
            None => self
                .form
                .place(spot.at)
                .is_some_and(|(section, _): (&Section, _)| relevant(&section.relevant)),
            Some((repeat, _)) => self.asked(repeat),
        };
        let has_offer =
            || !offered::needs_offer(&spot.question.kind) || !self.offered(spot).is_empty();
        parent && relevant(&spot.question.relevant) && has_offer()
    }

    fn work_out_answer(&self, spot: Spot<'f>) -> Option<Answer> {
        if !self.asked(spot) {
            return Some(Answer::Missing(Missing::NotRelevant));
        }
        match &spot.question.kind {
            Kind::Note => None,
            Kind::Computed { .. } => Some(self.computed(spot)),
            Kind::Repeat(_) => self.entries(spot),
            _ => self.given(spot).or_else(|| self.default(spot)),
        }
    }

    /// What stands of the given answer, given what is offered now.
    fn given(&self, spot: Spot<'f>) -> Option<Answer> {
        let id = &spot.question.id;
        match self.level(spot)?.own(id)? {
            Answer::Missing(kind) => spot
                .question
                .missing
                .contains(kind)
                .then_some(Answer::Missing(*kind)),
            Answer::Value(value) => self.stand(spot, value).map(Answer::Value),
        }
    }

    fn stand(&self, spot: Spot<'f>, value: &Value) -> Option<Value> {
        let offered = self.offered(spot);
        kind::of(&spot.question.kind)?.stand(value, self.about(spot, &offered))
    }

    fn default(&self, spot: Spot<'f>) -> Option<Answer> {
        let default = spot.question.default.as_ref()?;
        let operand = default.evaluate(&self.view(spot, None, None));
        let value = kind::operand::to_value(&spot.question.kind, operand)?;
        let offered = self.offered(spot);
        let about = self.about(spot, &offered);
        let value = kind::of(&spot.question.kind)?.take(value, about).ok()??;
        self.stand(spot, &value).map(Answer::Value)
    }

    /// A calculation over something missing is itself blank: it was asked of the others, and not answered.
    fn computed(&self, spot: Spot<'f>) -> Answer {
        let calculation = spot.question.calculation.as_ref();
        let value = calculation.and_then(|calculation| {
            let operand = calculation.evaluate(&self.view(spot, None, None));
            kind::operand::to_value(&spot.question.kind, operand)
        });
        value.map_or(Answer::Missing(Missing::Blank), Answer::Value)
    }

    /// Every entry with every nested question.
    fn entries(&self, spot: Spot<'f>) -> Option<Answer> {
        let id = &spot.question.id;
        let level = self.level(spot)?;
        let count = level.entries(id).len();
        if count == 0 && !level.has_none(id) {
            return self.given(spot).filter(|answer| answer.value().is_none());
        }
        let entry = |entry| {
            spot.nested(entry)
                .filter(|nested| !matches!(nested.question.kind, Kind::Note))
                .map(|nested| (nested.question.id.clone(), self.finished(nested)))
                .collect()
        };
        Some(Answer::Value(Value::Entries(
            (0..count).map(entry).collect(),
        )))
    }

    /// Whether the person was never brought to this question.
    pub(super) fn unreached(&self, spot: Spot<'f>) -> bool {
        spot.is_top() && self.form.unreached.contains(&spot.question.id)
    }

    /// Whether last year's answer waits here to be kept or changed, and is not being looked at.
    pub(super) fn is_unconfirmed(&self, spot: Spot<'f>) -> bool {
        let id = &spot.question.id;
        spot.is_top()
            && !self.form.is_looking_at(id)
            && self.form.is_proposed(&super::Path::top(id))
    }

    /// What a condition sees of a question without an answer: what the response says of it. A table
    /// is blank by the row, not as a whole.
    fn without(&self, spot: Spot<'f>) -> Option<Answer> {
        match spot.question.kind {
            Kind::Note | Kind::Matrix(_) | Kind::Allocation { .. } => None,
            _ if self.unreached(spot) => Some(Answer::Missing(Missing::NotReached)),
            _ => Some(Answer::Missing(Missing::Blank)),
        }
    }

    /// The answer as a response writes it: blank where there is none.
    pub(super) fn finished(&self, spot: Spot<'f>) -> Answer {
        let answer = self.answer(spot).map(Cow::into_owned);
        answer.unwrap_or_else(|| {
            if self.unreached(spot) {
                return Answer::Missing(Missing::NotReached);
            }
            let offered = self.offered(spot);
            let blank = || Answer::Missing(Missing::Blank);
            kind::of(&spot.question.kind)
                .map_or_else(blank, |kind| kind.blank(self.about(spot, &offered)))
        })
    }

    fn work_out_offered(&self, spot: Spot<'f>, whole: &Offer<'f>) -> Kept {
        let all = self.before_filter(spot);
        let Some(filter) = offered::filter(spot.question) else {
            return all;
        };
        let passes = |choice| filter.holds(&self.view(spot, None, Some(choice))) == Some(true);
        whole.clone().keeping(all).kept(passes)
    }

    fn before_filter(&self, spot: Spot<'f>) -> Kept {
        let source = offered::rows_from(spot.question)
            .and_then(|id| self.form.number(id))
            .and_then(|at| self.top(at));
        let Some(source) = source else {
            return self.form.possible(spot);
        };
        match &source.question.kind {
            Kind::Multiple { .. } => self.chosen(source),
            Kind::Matrix(_) if self.asked(source) => self.offered(source).into_kept(),
            _ => Kept::none(),
        }
    }

    /// Those of a question's choices that were chosen, as rows of another.
    fn chosen(&self, source: Spot<'f>) -> Kept {
        let answer = self.answer(source);
        let Some(Value::Choices(chosen)) = answer.as_deref().and_then(Answer::value) else {
            return Kept::none();
        };
        let possible = self.form.possible(source);
        let is_chosen =
            |choice: &Choice| !choice.exclusive && chosen.iter().any(|one| one.code == choice.code);
        self.form
            .whole_offer(source)
            .keeping(possible)
            .kept(is_chosen)
    }

    fn view<'a>(
        &'a self,
        spot: Spot<'f>,
        value: Option<&'a Value>,
        entry: Option<&'a Choice>,
    ) -> View<'a, 'f> {
        View {
            resolver: self,
            spot,
            value,
            entry,
        }
    }
}

/// What a condition of the form may look at.
struct View<'a, 'f> {
    resolver: &'a Resolver<'f>,
    spot: Spot<'f>,
    value: Option<&'a Value>,
    entry: Option<&'a Choice>,
}

impl<'f> View<'_, 'f> {
    /// The question that an id means here: the innermost repeat's first, top-level ones last.
    fn find(&self, id: &str) -> Option<Spot<'f>> {
        let mut levels = self.resolver.levels(self.spot);
        let nested = levels.find_map(|(repeat, entry)| {
            let mut questions = repeat.nested(entry);
            questions.find(|nested| nested.question.id == id)
        });
        nested.or_else(|| self.resolver.top(self.resolver.form.number(id)?))
    }
}

impl Scope for View<'_, '_> {
    fn answer(&self, id: &str) -> Option<Cow<'_, Answer>> {
        let spot = self.find(id)?;
        let answer = self.resolver.answer(spot);
        answer.or_else(|| self.resolver.without(spot).map(Cow::Owned))
    }

    fn value(&self) -> Option<Cow<'_, Value>> {
        self.value.map(Cow::Borrowed)
    }

    fn entry(&self) -> Option<&Choice> {
        self.entry
    }

    fn today(&self) -> Day {
        self.resolver.form.today
    }

    fn of_entry(
        &self,
        repeat: &str,
        at: usize,
        id: &str,
    ) -> Result<Option<Cow<'_, Answer>>, WholeOnly> {
        let spot = self.find(repeat).ok_or(WholeOnly)?;
        let mut nested = spot.nested(at);
        let nested = nested.find(|one| one.question.id == id).ok_or(WholeOnly)?;
        let is_there = at < self.resolver.count(spot) && self.resolver.asked(spot);
        Ok(is_there.then(|| Cow::Owned(self.resolver.finished(nested))))
    }

    fn position(&self, depth: usize) -> Option<usize> {
        let mut levels = self.resolver.levels(self.spot);
        levels.nth(depth).map(|(_, entry)| entry)
    }
}
