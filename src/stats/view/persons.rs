//! People as the operational door shows them: by the name that they chose to share, else by a number
//! that means nothing; never by the id of a response.
//!
//! The order is that of departments, then of names; people without a name follow in an order drawn from
//! what they answered and from the view's name. So neither an order nor a number tells who answered
//! first, the same answers give the same numbers, and person 3 of one view is not person 3 of another:
//! who shared no name is "someone in" the department (`a_name`), not a file put together from views.

use std::ops::Range;

use sha2::{Digest as _, Sha256};

use crate::base::words::Message;

use super::super::door::Operational;
use super::super::frame::Frame;
use super::super::handle::Words;
use super::super::material::Material;
use super::bank::Bank;
use super::questions::{
    DEPARTMENT_COLUMN, HIDDEN, LADDER, NAME, PERSON_COLUMN, TEACH, TRACK, mentoring, provision,
    register, wish,
};
use super::{Block, Column, Name, Value, about, parts};

/// The most people that a view lists one by one: beyond, it is read a department at a time.
pub(super) const MOST: usize = 2_000;

/// What is looked at to tell people without a name apart.
const QUESTIONS: [&str; 8] = [
    LADDER,
    TRACK,
    TEACH,
    HIDDEN,
    register::HELD,
    register::WANTED,
    provision::QUESTION,
    mentoring::QUESTION,
];

/// The people of a view.
pub(super) struct Persons<'m> {
    names: Option<Words<'m>>,
    material: &'m Material<'m, Operational>,
    stretch: Range<usize>,
    /// By place in the stretch: the place in the order shown, and the number among those of the same
    /// department who share no name.
    ranks: Vec<(u32, u32)>,
    /// In the order shown.
    order: Vec<usize>,
}

impl<'m> Persons<'m> {
    /// The people of the department that is looked at, or all.
    pub(super) fn of(view: Name, material: &'m Material<'m, Operational>) -> Self {
        let stretch = material.frame.stretch(material.department);
        let mut new = Self {
            names: material.frame.words(NAME),
            material,
            ranks: Vec::new(),
            order: Vec::new(),
            stretch,
        };
        if new.are_listed() {
            new.sort(view);
        }
        new
    }

    /// Whether they are few enough to be listed one by one.
    pub(super) fn are_listed(&self) -> bool {
        self.stretch.len() <= MOST
    }

    /// That they are not listed one by one, where they are not.
    pub(super) fn note(&self) -> Option<Block> {
        let too_many = !self.are_listed();
        too_many.then(|| about::note_with("view-people-too-many", [("most", MOST.into())]))
    }

    /// How many responses there are.
    pub(super) fn len(&self) -> usize {
        self.stretch.len()
    }

    /// Their places in the frame.
    pub(super) fn stretch(&self) -> Range<usize> {
        self.stretch.clone()
    }

    /// Their places in the frame in the order shown; none where they are too many to be listed.
    pub(super) fn in_order(&self) -> impl Iterator<Item = usize> {
        self.order.iter().copied()
    }

    /// People in the order shown.
    pub(super) fn sorted(&self, people: &[usize]) -> Vec<usize> {
        let mut people = people.to_vec();
        people.sort_by_key(|&at| self.rank(at));
        people
    }

    /// Where a person stands in the order shown.
    pub(super) fn rank(&self, at: usize) -> u32 {
        let rank = self.ranks.get(at.wrapping_sub(self.stretch.start));
        rank.map_or(u32::MAX, |(rank, _)| *rank)
    }

    /// The person: the name that was shared, else a number.
    pub(super) fn who(&self, at: usize) -> Value {
        if let Some(name) = self.name(at) {
            return Value::Typed(name.to_owned());
        }
        let number = self.ranks.get(at.wrapping_sub(self.stretch.start));
        let number = number.map_or(0, |(_, number)| *number);
        let message = Message::with(
            "view-cover-person-without-name",
            [("number", number.into())],
        );
        Value::Word("no_name", message)
    }

    /// The columns that say who: the person and, where several departments are looked at, theirs.
    pub(super) fn columns(&self) -> Vec<Column> {
        match self.material.department {
            Some(_) => parts::columns(&[PERSON_COLUMN]),
            None => parts::columns(&[PERSON_COLUMN, DEPARTMENT_COLUMN]),
        }
    }

    /// Who, as many values as [`Self::columns`].
    pub(super) fn values(&self, at: usize) -> Vec<Value> {
        let mut values = vec![self.who(at)];
        if self.material.department.is_none() {
            values.push(self.department(at));
        }
        values
    }

    /// The department of a person.
    fn department(&self, at: usize) -> Value {
        match self.material.frame.department_of(at) {
            "" => Value::Nothing,
            code => Value::Label(about::department(self.material.questionnaire, code)),
        }
    }

    fn name(&self, at: usize) -> Option<&'m str> {
        self.names?.at(at)
    }

    fn sort(&mut self, view: Name) {
        let answers = Content::of(self.material);
        let frame = self.material.frame;
        let mut order: Vec<usize> = self.stretch().collect();
        order.sort_by_cached_key(|&at| {
            let name = self.name(at).map(str::to_lowercase);
            let content = answers.digest(view, at);
            (
                frame.department_of(at).to_owned(),
                name.is_none(),
                name,
                content,
            )
        });
        self.ranks = vec![(0, 0); order.len()];
        let mut last = ("", 0);
        for (rank, &at) in (0_u32..).zip(&order) {
            if last.0 != frame.department_of(at) {
                last = (frame.department_of(at), 0);
            }
            last.1 += u32::from(self.name(at).is_none());
            if let Some(slot) = self.ranks.get_mut(at - self.stretch.start) {
                *slot = (rank, last.1);
            }
        }
        self.order = order;
    }
}

/// What somebody answered, as something to sort by.
struct Content<'m> {
    frame: &'m Frame<Operational>,
    bank: Option<Bank<'m>>,
}

impl<'m> Content<'m> {
    fn of(material: &'m Material<'m, Operational>) -> Self {
        Self {
            frame: material.frame,
            bank: Bank::of(material),
        }
    }

    /// Two people are equal here only where they said the same of all that views list.
    fn digest(&self, view: Name, at: usize) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut add = |words: &str| {
            hash.update(words);
            hash.update("\n");
        };
        add(view.code());
        for id in QUESTIONS {
            let answers = self.frame.answers(id);
            for code in answers.iter().flat_map(|answers| answers.codes(at)) {
                add(&code.to_string());
            }
            add(id);
        }
        let entries = self.frame.entries(wish::QUESTION);
        let skills = entries.and_then(|entries| entries.answers(wish::SKILL));
        for entry in entries.into_iter().flat_map(|entries| entries.of(at)) {
            add(skills
                .and_then(|skills| skills.text(entry))
                .unwrap_or_default());
        }
        for skill in self.bank.iter().flat_map(|bank| &bank.skills) {
            add(&skill.level_or_none(at).to_string());
        }
        hash.finalize().into()
    }
}
