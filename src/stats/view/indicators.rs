//! Single shares that statistical views set beside one another: each is one question and the answers
//! that count.

use super::super::protect::Protection;
use super::super::variable::Arity;
use super::classes::Class;
use super::earlier::Earlier;
use super::protected::{Counted, Line, Protected};
use super::questions::{career, post, standing};
use super::registration_statistical::HELD;
use super::sheets::word;
use super::{Value, about, labels};

/// One share.
#[derive(Clone, Copy)]
pub(super) struct Indicator {
    /// The table's id.
    id: &'static str,
    /// What counts, with its name; no name where the statement that is asked says it.
    class: Class<'static>,
}

const fn share(
    id: &'static str,
    word: &'static str,
    title: &'static str,
    codes: &'static [&'static str],
) -> Indicator {
    let class = Class {
        id: word,
        title,
        codes,
    };
    Indicator { id, class }
}

const fn agreement(id: &'static str) -> Indicator {
    share(id, id, "", &["4", "5"])
}

pub(super) const PERMANENT: Indicator = share(
    post::TERMS,
    "permanent",
    "indicator-permanent",
    &["permanent"],
);
pub(super) const FULL_TIME: Indicator =
    share(post::MODE, "full_time", "indicator-full-time", &["full"]);
pub(super) const DEGREE: Indicator = share(
    standing::HIGHEST,
    "degree",
    "indicator-degree",
    &["rqf6", "rqf7", "rqf8"],
);
pub(super) const REGISTERED: Indicator = share(
    standing::HELD,
    "registered",
    "registration-registered",
    HELD[0].codes,
);
pub(super) const FELLOW: Indicator = share(
    standing::HELD,
    "fellow",
    "registration-fellow",
    HELD[1].codes,
);
pub(super) const WANTS: Indicator = share(
    standing::WANTED,
    "wants_registration",
    "indicator-wants-registration",
    &["working", "help"],
);
pub(super) const FROM_56: Indicator =
    share(post::AGE, "from_56", "entry-from-56", &["56_65", "from_66"]);
pub(super) const TEACHES: Indicator = share(
    standing::TRAINED,
    "trains_students",
    "indicator-trains-students",
    &["undergraduates", "taught"],
);
pub(super) const NEW_COURSES: Indicator = share(
    standing::NEW_COURSES,
    "new_courses",
    "indicator-new-courses",
    &["ready", "not_ready"],
);
pub(super) const NAMED: Indicator = share(
    standing::OUTPUT,
    "named",
    "indicator-named",
    &["author", "thanked", "grant", "patent", "method", "show"],
);
pub(super) const AWARD: Indicator = share(
    standing::AWARD,
    "award",
    "indicator-award",
    &["won", "nominated"],
);
pub(super) const CLEAR: Indicator = agreement(career::CLEAR);
pub(super) const AVAILABLE: Indicator = agreement(career::AVAILABLE);
pub(super) const SEEN_HERE: Indicator = agreement("j_tc.seen_here");
pub(super) const SEEN_BEYOND: Indicator = agreement("j_tc.seen_beyond");
pub(super) const CREDIT: Indicator = agreement("j_tc.credit");
pub(super) const BACKED: Indicator = agreement("j_tc.awards");
pub(super) const PATHS: Indicator = agreement("j_tc.paths");
pub(super) const TIME: Indicator = agreement("j_tc.time");
pub(super) const PASSED_ON: Indicator = agreement("j_tc.passed_on");
pub(super) const VOICE: Indicator = agreement("j_tc.voice");
pub(super) const CHANGES: Indicator = agreement("j_tc.changes");

/// An indicator's figures.
pub(super) struct Measured {
    indicator: Indicator,
    counted: Counted,
    arity: Arity,
}

impl Indicator {
    /// The question, and the codes that count.
    pub(super) const fn class(&self) -> (&'static str, Class<'static>) {
        (self.id, self.class)
    }

    /// Nothing where the questionnaire does not ask it.
    pub(super) fn measure(self, kit: Protected<'_>) -> Option<Measured> {
        let counted = kit.in_classes(self.id, &[self.class])?;
        let mut variables = kit.material.frame.variables.iter();
        let arity = variables.find(|variable| variable.id == self.id)?.arity;
        Some(Measured {
            indicator: self,
            counted,
            arity,
        })
    }

    /// What it is called.
    pub(super) fn name(self, kit: Protected<'_>) -> Value {
        if !self.class.title.is_empty() {
            return word(self.class.id, self.class.title);
        }
        let text = labels::asked(kit.material.questionnaire, self.id);
        Value::Label(about::label(self.id, text))
    }
}

impl Measured {
    /// The share of what is looked at.
    pub(super) fn share(&self, kit: Protected<'_>) -> Value {
        percent(kit.line(&self.counted))
    }

    /// How many that are.
    pub(super) fn people(&self, kit: Protected<'_>) -> Value {
        let line = kit.line(&self.counted);
        let figure = line.and_then(|line| line.cells.first());
        figure.map_or(Value::Nothing, |figure| Value::from(*figure))
    }

    /// Of how many who were asked.
    pub(super) fn base(&self, kit: Protected<'_>) -> Value {
        let line = kit.line(&self.counted);
        line.map_or(Value::Nothing, |line| line.base.into())
    }

    /// The share of everyone.
    pub(super) fn university(&self) -> Value {
        percent(self.counted.university())
    }

    /// The share as an earlier release has it, beside this wave's. Where a person may give several of the codes that
    /// count, its counts do not tell how many gave any.
    pub(super) fn earlier(&self, kit: Protected<'_>, earlier: Option<&Earlier>) -> Value {
        let Indicator { id, class } = self.indicator;
        let is_told = self.arity == Arity::One || class.codes.len() == 1;
        let line = kit.line(&self.counted).filter(|_| is_told);
        let is_rounded = kit.protection() == Protection::Hesa;
        let department = kit.material.department;
        let beside = earlier
            .zip(line)
            .map(|(earlier, line)| earlier.beside(id, class.codes, department, (line, is_rounded)));
        beside.unwrap_or(Value::Nothing)
    }
}

fn percent(line: Option<&Line>) -> Value {
    let percent = line.and_then(|line| line.percents.first());
    percent.cloned().unwrap_or(Value::Nothing)
}
