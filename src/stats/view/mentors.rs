//! The view `mentors`: who would teach, mentor, be watched at work or visit, all by their own choice;
//! and for every wish the colleagues who hold that skill and offer to help (docs/rules.md §3.4).
//!
//! Colleagues of other departments are matched only where all departments are looked at: a head of
//! department was promised to people of that department alone.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::super::door::Operational;
use super::super::handle::Answers;
use super::super::material::Material;
use super::bank::Bank;
use super::codes::Codes;
use super::parts::{self, count, facts, of, or_nothing, row, sheet};
use super::persons::Persons;
use super::questions::{COVER_LEVEL, HOW_MENTOR, HOW_SHADOWING, RATING, TEACH, mentoring, wish};
use super::wishes::{Wished, Wishes};
use super::{Block, Name, Row, Value, View, about};

/// The view.
pub fn mentors(material: &Material<'_, Operational>) -> View {
    let people = Persons::of(Name::Mentors, material);
    let Some((bank, offers)) = Bank::of(material).zip(Offers::of(material)) else {
        let blocks = about::not_asked(&[RATING, mentoring::QUESTION]);
        return about::exact(Name::Mentors, material, blocks);
    };
    let wishes = Wishes::of(material, &bank, people.stretch());
    let mut wishes = wishes.map_or_else(Vec::new, |wishes| wishes.listed);
    // Who is there already, by their own rating, looks for nobody's help.
    wishes.retain(|wish| wish.climb() != Some(0));
    let teachers = match offers.teach {
        Some(answers) => bank.named(answers, people.stretch()),
        None => vec![Vec::new(); bank.skills.len()],
    };
    let board = Board {
        taught: pairs(&teachers),
        how: Codes::of_field(material.questionnaire, wish::QUESTION, wish::HOW),
        bank: &bank,
        people: &people,
        offers,
    };
    let mut blocks = vec![about::note("view-mentors-note")];
    if material.department.is_some() {
        blocks.push(about::note("view-mentors-note-department"));
    }
    blocks.extend(people.note());
    blocks.push(board.counts(&teachers));
    blocks.push(board.matches(&wishes));
    blocks.push(board.skills(&teachers, &wishes));
    blocks.push(board.everyone());
    about::exact(Name::Mentors, material, blocks)
}

/// What people chose to offer and to ask for.
struct Offers<'m> {
    with_colleagues: Answers<'m>,
    teach: Option<Answers<'m>>,
    words: Codes<'m>,
}

impl<'m> Offers<'m> {
    fn of(material: &'m Material<'m, Operational>) -> Option<Self> {
        let frame = material.frame;
        Some(Self {
            with_colleagues: frame.answers(mentoring::QUESTION)?,
            teach: frame.answers(TEACH),
            words: Codes::of(material.questionnaire, mentoring::QUESTION),
        })
    }

    fn has(&self, at: usize, code: &str) -> bool {
        self.with_colleagues.has(at, code)
    }

    /// Offers to mentor or to be watched.
    fn helps(&self, at: usize) -> bool {
        self.has(at, mentoring::MENTOR) || self.has(at, mentoring::HOST)
    }

    /// What was chosen, in words; "none of these" is nothing.
    fn chosen(&self, at: usize) -> Vec<Value> {
        let codes = ALL.iter().filter(|code| self.has(at, code));
        codes.map(|code| self.words.value(code)).collect()
    }

    /// What somebody offers to who wants to learn a skill.
    fn help(&self, at: usize, teaches: bool) -> Value {
        let offers = [mentoring::MENTOR, mentoring::HOST];
        let offers = offers.iter().filter(|code| self.has(at, code));
        let teaches = teaches.then(|| parts::word("teach", "view-mentors-teach"));
        let words = offers.map(|code| self.words.value(code));
        Value::List(teaches.into_iter().chain(words).collect())
    }
}

/// What may be chosen, in the questionnaire's order.
const ALL: [&str; 4] = [
    mentoring::MENTOR,
    mentoring::MENTEE,
    mentoring::HOST,
    mentoring::VISIT,
];

/// Skill and person of everybody who would teach.
fn pairs(teachers: &[Vec<usize>]) -> HashSet<(usize, usize)> {
    let skills = teachers.iter().enumerate();
    skills
        .flat_map(|(skill, people)| people.iter().map(move |&at| (skill, at)))
        .collect()
}

struct Board<'v, 'm> {
    bank: &'v Bank<'m>,
    people: &'v Persons<'m>,
    offers: Offers<'m>,
    how: Codes<'m>,
    taught: HashSet<(usize, usize)>,
}

impl Board<'_, '_> {
    fn counts(&self, teachers: &[Vec<usize>]) -> Block {
        let stretch = || self.people.stretch();
        let of_code = |code: &str| count(stretch().filter(|&at| self.offers.has(at, code)).count());
        let answered = stretch().filter(|&at| self.offers.with_colleagues.missing(at).is_none());
        let teach: HashSet<usize> = teachers.iter().flatten().copied().collect();
        facts(
            "offers",
            "view-mentors-facts",
            vec![
                (
                    "answered",
                    "view-mentors-answered",
                    of(answered.count(), self.people.len()),
                ),
                ("teach", "view-mentors-would-teach", count(teach.len())),
                (
                    "mentor",
                    "view-mentors-would-mentor",
                    of_code(mentoring::MENTOR),
                ),
                ("host", "view-mentors-would-host", of_code(mentoring::HOST)),
                (
                    "mentee",
                    "view-mentors-want-mentor",
                    of_code(mentoring::MENTEE),
                ),
                (
                    "visit",
                    "view-mentors-would-visit",
                    of_code(mentoring::VISIT),
                ),
            ],
        )
    }

    /// People other than the learner who hold the skill at 3 and offer to pass it on.
    fn helpers(&self, wish: &Wished<'_>) -> Vec<usize> {
        let skill = &self.bank.skills[wish.skill];
        let mut helpers: Vec<usize> = self
            .people
            .in_order()
            .filter(|&at| at != wish.who && skill.is_held(at, COVER_LEVEL))
            .filter(|&at| self.offers.helps(at) || self.taught.contains(&(wish.skill, at)))
            .collect();
        helpers.sort_by_key(|&at| (Reverse(skill.level_or_none(at)), self.people.rank(at)));
        helpers
    }

    /// Whether the learner asked for a colleague's help rather than for a course.
    fn asked(&self, wish: &Wished<'_>) -> bool {
        let by_person = [HOW_MENTOR, HOW_SHADOWING]
            .iter()
            .any(|way| wish.is_by(way));
        let in_general = [mentoring::MENTEE, mentoring::VISIT];
        by_person
            || in_general
                .iter()
                .any(|code| self.offers.has(wish.who, code))
    }

    /// One row per wish that a colleague could help with; who asked for a colleague comes first.
    fn matches(&self, wishes: &[Wished<'_>]) -> Block {
        let listed = if self.people.are_listed() {
            wishes
        } else {
            &[]
        };
        let mut found: Vec<(&Wished<'_>, Vec<usize>)> = listed
            .iter()
            .map(|wish| (wish, self.helpers(wish)))
            .filter(|(_, helpers)| !helpers.is_empty())
            .collect();
        found.sort_by_key(|(wish, _)| (!self.asked(wish), self.people.rank(wish.who), wish.skill));
        let rows = found.iter().map(|(wish, helpers)| self.pair(wish, helpers));
        let mut columns = self.people.columns();
        columns.extend(parts::columns(&[
            ("skill", "view-people-col-skill"),
            ("from", "view-training-col-from"),
            ("to", "view-training-col-to"),
            ("how", "view-mentors-col-how"),
            ("helpers", "view-mentors-col-helpers"),
        ]));
        sheet("matches", "view-mentors-matches", columns, rows.collect())
    }

    fn pair(&self, wish: &Wished<'_>, helpers: &[usize]) -> Row {
        let level = |level: Option<u8>| {
            or_nothing(level.map(|level| self.bank.levels.short(&level.to_string())))
        };
        let how = wish.how.iter().map(|code| self.how.value(code));
        let mut values = self.people.values(wish.who);
        values.extend([
            self.bank.skills[wish.skill].value(),
            level(wish.now),
            level(wish.target),
            Value::List(how.collect()),
            count(helpers.len()),
        ]);
        Row {
            values,
            detail: vec![self.listed(wish.skill, helpers)],
        }
    }

    /// People with what they offer for a skill.
    fn listed(&self, place: usize, helpers: &[usize]) -> Block {
        let skill = &self.bank.skills[place];
        let rows = helpers.iter().map(|&at| {
            let mut values = self.people.values(at);
            values.extend([
                self.bank.levels.short(&skill.level_or_none(at).to_string()),
                self.bank.last_used(skill, at),
                self.offers.help(at, self.taught.contains(&(place, at))),
            ]);
            row(values)
        });
        let mut columns = self.people.columns();
        columns.extend(parts::columns(&[
            ("level", "view-people-col-level"),
            ("last_used", "view-people-col-last-used"),
            ("offers", "view-mentors-col-offers"),
        ]));
        sheet("helpers", "view-mentors-helpers", columns, rows.collect())
    }

    /// Skills that somebody would teach; those that most people want to learn come first.
    fn skills(&self, teachers: &[Vec<usize>], wishes: &[Wished<'_>]) -> Block {
        let wanted = |skill: usize| {
            let people = wishes.iter().filter(|wish| wish.skill == skill);
            people.map(|wish| wish.who).collect::<HashSet<_>>().len()
        };
        let mut found: Vec<(usize, usize)> = (0..teachers.len())
            .filter(|&skill| !teachers[skill].is_empty())
            .map(|skill| (skill, wanted(skill)))
            .collect();
        found.sort_by_key(|&(skill, wanted)| {
            (Reverse(wanted), Reverse(teachers[skill].len()), skill)
        });
        let rows = found.into_iter().map(|(skill, wanted)| Row {
            values: vec![
                self.bank.skills[skill].value(),
                count(teachers[skill].len()),
                count(wanted),
            ],
            detail: if self.people.are_listed() {
                vec![self.listed(skill, &self.people.sorted(&teachers[skill]))]
            } else {
                Vec::new()
            },
        });
        let columns = parts::columns(&[
            ("skill", "view-people-col-skill"),
            ("teachers", "view-mentors-col-teachers"),
            ("wanted", "view-mentors-col-wanted"),
        ]);
        sheet("skills", "view-mentors-skills", columns, rows.collect())
    }

    /// Everybody who chose something.
    fn everyone(&self) -> Block {
        let rows = self.people.in_order().filter_map(|at| {
            let chosen = self.offers.chosen(at);
            let mut values = self.people.values(at);
            (!chosen.is_empty()).then(|| {
                values.push(Value::List(chosen));
                row(values)
            })
        });
        let mut columns = self.people.columns();
        columns.extend(parts::columns(&[("choices", "view-mentors-col-choices")]));
        sheet("people", "view-mentors-people", columns, rows.collect())
    }
}
