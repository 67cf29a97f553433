//! Sums and means of numbers (FTE, days) that statistical views show.
//!
//! `hesa` (docs/rules.md §8.1): sums of headcount and FTE are rounded to the nearest 5 from exact decimals,
//! means of 7 or fewer are suppressed. The other profiles show none of fewer people than the minimum
//! group, and no sum that one or two people nearly make up alone (dominance, docs/rules.md §8.2, after BRES:
//! the rest after the two largest must be at least a tenth of the largest).

use rust_decimal::Decimal;

use super::super::protect::measure::{Amount, Measure, MeasureRow, is_dominated};
use super::super::protect::{Protection, hesa};
use super::super::table::{Figure, Reason};
use super::Value;
use super::protected::{Counted, Line, Protected};

impl Protected<'_> {
    /// A number question by department: sums and means.
    pub(super) fn measure(self, id: &str) -> Option<Measured> {
        let frame = self.material.frame;
        let numbers = frame.number(id)?;
        self.crossings.note_sum(id, None);
        let figures = frame.count_only(frame.department.as_deref()?);
        let values: Vec<(String, Vec<Decimal>)> = figures
            .groups
            .iter()
            .map(|(code, _)| {
                let people = frame.stretch(Some(code));
                (
                    code.clone(),
                    people.filter_map(|at| numbers.at(at)).collect(),
                )
            })
            .collect();
        let measure = figures.measure(self.protection(), id, &values);
        Some(Measured(measure))
    }

    /// Sums by class of `by`: FTE of those on fixed terms. But for rounded ones there is none where
    /// a class of the line is withheld, or one of a line that is in everyone's: the total less the
    /// others would give it away.
    pub(super) fn sums(self, counted: &Counted, line: &Line, id: &str, by: By<'_>) -> Vec<Value> {
        self.crossings.note_sum(id, Some(by));
        self.crossings.note_sum(id, None);
        let sums = self.class_sums(counted, line, id, by);
        if self.protection() == Protection::Hesa {
            let cells = line.cells.iter();
            return cells.zip(sums).map(beside_headcount).collect();
        }
        let is_withheld = |value: &Value| matches!(value, Value::Withheld(_));
        let hides = |line: &Line| line.cells.iter().any(|figure| figure.count().is_none());
        let gives_away = |line: &Line| {
            let sums = self.class_sums(counted, line, id, by);
            hides(line) || sums.iter().any(is_withheld)
        };
        let mut behind = counted.behind(line).into_iter();
        if hides(line) || sums.iter().any(is_withheld) || behind.any(gives_away) {
            return vec![Value::Withheld(Reason::Complementary); by.classes.len()];
        }
        sums
    }

    fn class_sums(self, counted: &Counted, line: &Line, id: &str, by: By<'_>) -> Vec<Value> {
        let frame = self.material.frame;
        let (Some(answers), Some(values)) = (frame.answers(by.question), frame.number(id)) else {
            return vec![Value::Nothing; by.classes.len()];
        };
        let mut numbers = vec![Vec::new(); by.classes.len()];
        for at in self.people(counted, line) {
            let codes = answers.codes(at);
            for class in codes.filter_map(|code| by.place(&code.to_string())) {
                numbers[class].extend(values.at(at));
            }
        }
        numbers.iter().map(|numbers| self.sum_of(numbers)).collect()
    }

    fn sum_of(self, numbers: &[Decimal]) -> Value {
        let sum: Decimal = numbers.iter().sum();
        let people = numbers.len() as u64;
        match self.protection() {
            Protection::Hesa if people > 2 && is_dominated(numbers) => {
                Value::Withheld(Reason::Dominance)
            }
            Protection::Hesa => Value::Number(hesa::round(sum)),
            _ if people == 0 => Value::Number(Decimal::ZERO),
            _ if people < self.minimum() => Value::Withheld(Reason::SmallBase),
            _ if is_dominated(numbers) => Value::Withheld(Reason::Dominance),
            _ => Value::Number(sum),
        }
    }

    /// The people of a line.
    fn people(self, counted: &Counted, line: &Line) -> Vec<usize> {
        let departments = counted.members(line).into_iter();
        let stretch = |code| self.material.frame.stretch(Some(code));
        departments.flat_map(stretch).collect()
    }
}

/// A rounded sum where its headcount is shown: nobody works more than full time, so that it would tell how many there
/// are at least. Of few people it is nothing, as their number is.
fn beside_headcount((headcount, sum): (&Figure, Value)) -> Value {
    match (headcount, sum) {
        (Figure::Withheld(reason), _) => Value::Withheld(*reason),
        (Figure::Count(0), _) => Value::Number(Decimal::ZERO),
        (_, sum) => sum,
    }
}

/// A number question's sums and means by department.
pub(super) struct Measured(Measure);

impl Measured {
    /// The sum over the people of a line.
    pub(super) fn sum(&self, line: &Line) -> Value {
        self.row(line).map_or(Value::Nothing, |row| value(row.sum))
    }

    /// The mean over those of them who gave a number.
    pub(super) fn mean(&self, line: &Line) -> Value {
        self.row(line).map_or(Value::Nothing, |row| value(row.mean))
    }

    fn row(&self, line: &Line) -> Option<&MeasureRow> {
        let mut rows = self.0.rows.iter().chain(&self.0.everyone);
        rows.find(|row| row.group == line.group && row.holds == line.holds)
    }
}

const fn value(amount: Amount) -> Value {
    match amount {
        Amount::Number(number) => Value::Number(number),
        Amount::Withheld(reason) => Value::Withheld(reason),
    }
}

/// The question whose classes sums are made by, and each class's codes.
#[derive(Clone, Copy)]
pub(super) struct By<'b> {
    pub(super) question: &'b str,
    pub(super) classes: &'b [Vec<String>],
}

impl By<'_> {
    /// The class of a code.
    fn place(&self, code: &str) -> Option<usize> {
        let holds = |class: &Vec<String>| class.iter().any(|known| known == code);
        self.classes.iter().position(holds)
    }
}
