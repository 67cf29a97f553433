//! The answers to try a condition with: each value that is written out in it and those beside it,
//! between which nothing changes.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::base::time::Day;
use crate::response::answer::{Answer, Chosen, Value};
use crate::survey::expression::{Look, Operand};
use crate::survey::model::{Choices, Kind, Question, Questionnaire, Range};

/// The most codes that a question may have where a condition looks at all of them.
const MOST_CODES: usize = 60;

/// The most codes of a multiple of which every set is tried.
const MOST_IN_SETS: usize = 4;

/// Everything written out in the conditions: at and beside these values they change.
pub(super) struct Pool {
    texts: BTreeSet<String>,
    numbers: BTreeSet<Decimal>,
    days: BTreeSet<Day>,
    columns: bool,
}

impl Pool {
    pub(super) fn of(looks: &[&Look], questions: &[(&String, &Question)]) -> Self {
        let mut pool = Self {
            texts: BTreeSet::new(),
            numbers: BTreeSet::new(),
            days: BTreeSet::new(),
            columns: looks.iter().any(|look| look.columns),
        };
        for constant in looks.iter().flat_map(|look| &look.constants) {
            match constant {
                Operand::Text(text) => drop(pool.texts.insert(text.clone())),
                Operand::Number(number) => drop(pool.numbers.insert(*number)),
                Operand::Day(day) => drop(pool.days.insert(*day)),
                _ => {}
            }
        }
        for (_, question) in questions {
            if let Kind::Integer(range) | Kind::Decimal(range) = &question.kind {
                pool.numbers.extend(range.min.iter().chain(&range.max));
            }
        }
        pool
    }

    /// The values of a question that make a difference.
    pub(super) fn values(
        &self,
        survey: &Questionnaire,
        question: &Question,
    ) -> Option<Vec<Answer>> {
        let values: Vec<Value> = match &question.kind {
            Kind::Text { .. } | Kind::LongText { .. } => {
                let other = std::iter::once("\u{1}".to_owned());
                let texts = self.texts.iter().cloned().chain(other);
                texts.map(Value::Text).collect()
            }
            Kind::Integer(range) => {
                let numbers = self.numbers(range).into_iter();
                numbers
                    .filter_map(|n| Some(Value::Integer(n.to_i64()?)))
                    .collect()
            }
            Kind::Decimal(range) => self
                .numbers(range)
                .into_iter()
                .map(Value::Decimal)
                .collect(),
            Kind::YesNo => [true, false].map(Value::YesNo).into(),
            Kind::Acknowledge => vec![Value::YesNo(true)],
            Kind::Scale { points } => {
                let codes = points.iter().filter_map(|point| point.code.parse().ok());
                codes.map(Value::Integer).collect()
            }
            Kind::Single(choices) | Kind::Lookup(choices) => {
                let codes = self.codes(survey, choices)?;
                let choice = |code: &String| Value::Choice(Chosen::code(code));
                codes.iter().map(choice).collect()
            }
            Kind::Multiple { choices, .. } | Kind::Rank { choices, .. } => {
                sets(&self.codes(survey, choices)?)
            }
            Kind::Date => self.days().map(Value::Day).collect(),
            Kind::Month => self.days().map(|day| Value::Month(day.month())).collect(),
            _ => return None,
        };
        Some(values.into_iter().map(Answer::Value).collect())
    }

    /// Each number that is written out, and the next ones beside it, as far as the question takes them.
    fn numbers(&self, range: &Range) -> BTreeSet<Decimal> {
        let unit = Decimal::new(1, range.decimals);
        let near = |number: &Decimal| {
            let whole = number.trunc_with_scale(range.decimals);
            [whole - unit, whole, whole + unit]
        };
        let takes = |number: &Decimal| {
            range.min.is_none_or(|min| *number >= min) && range.max.is_none_or(|max| *number <= max)
        };
        let zero = [Decimal::ZERO];
        let mut numbers: BTreeSet<Decimal> =
            self.numbers.iter().chain(&zero).flat_map(near).collect();
        numbers.retain(takes);
        numbers
    }

    fn days(&self) -> impl Iterator<Item = Day> {
        let shifts = [-31, -1, 0, 1, 31];
        let near = move |day: &Day| {
            let day = *day;
            shifts.into_iter().map(move |shift| day.plus_days(shift))
        };
        let none = self.days.is_empty().then_some(Day::EPOCH);
        self.days.iter().flat_map(near).chain(none)
    }

    /// The codes that are written out and one that is not; all of them where columns are looked at.
    fn codes(&self, survey: &Questionnaire, choices: &Choices) -> Option<Vec<String>> {
        let all = survey.all_choices(choices).map(|choice| &choice.code);
        if self.columns {
            let codes: Vec<String> = all.take(MOST_CODES + 1).cloned().collect();
            return (codes.len() <= MOST_CODES).then_some(codes);
        }
        let (named, others): (Vec<&String>, Vec<&String>) =
            all.partition(|code| self.texts.contains(*code));
        Some(
            named
                .into_iter()
                .chain(others.into_iter().take(1))
                .cloned()
                .collect(),
        )
    }
}

/// Sets of codes: every one where these are few; else each alone, and all together.
fn sets(codes: &[String]) -> Vec<Value> {
    let set = |codes: Vec<&String>| {
        Value::Choices(codes.into_iter().map(|code| Chosen::code(code)).collect())
    };
    if codes.len() <= MOST_IN_SETS + 1 {
        let masks = 1_usize..1 << codes.len();
        let members = |mask: usize| {
            let chosen = codes.iter().enumerate();
            chosen
                .filter(|(at, _)| mask >> at & 1 == 1)
                .map(|(_, code)| code)
                .collect()
        };
        return masks.map(|mask| set(members(mask))).collect();
    }
    let each = codes.iter().map(|code| set(vec![code]));
    each.chain([set(codes.iter().collect())]).collect()
}
