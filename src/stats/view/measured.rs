//! Sums and means of numbers (FTE, days) that statistical views show.
//!
//! `hesa` (domain §4.1): sums of headcount and FTE are rounded to the nearest 5 from exact decimals,
//! means of 7 or fewer are suppressed. The other profiles show none of fewer people than the minimum
//! group, and no sum that one or two people nearly make up alone (dominance, domain §4.3 after BRES:
//! the rest after the two largest must be at least a tenth of the largest).

use rust_decimal::Decimal;

use super::super::protect::{Protection, hesa};
use super::super::table::Reason;
use super::Value;
use super::protected::{Counted, Line, Protected};

/// Fewer people than this have no sum of their own.
const FEWEST: usize = 3;
/// What the rest must be of the largest: one in so many.
const TENTH: Decimal = Decimal::TEN;

/// Whether one or two of these numbers make up nearly all of their sum.
fn is_dominated(numbers: &[Decimal]) -> bool {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    let rest: Decimal = sorted.iter().skip(2).sum();
    let largest = sorted.first().copied().unwrap_or_default();
    sorted.len() < FEWEST || rest * TENTH < largest
}

impl Protected<'_> {
    /// The sum of a number over the people of a line.
    pub(super) fn sum(self, counted: &Counted, line: &Line, id: &str) -> Value {
        self.or_given_away(counted, line, |line| {
            self.sum_of(&self.numbers(counted, line, id))
        })
    }

    /// The mean of a number over the people of a line who gave one.
    pub(super) fn mean(self, counted: &Counted, line: &Line, id: &str) -> Value {
        self.or_given_away(counted, line, |line| {
            self.mean_of(&self.numbers(counted, line, id))
        })
    }

    /// A figure of everyone is withheld where that of a group is: their difference would give it away.
    /// Rounded figures give nothing away.
    fn or_given_away(
        self,
        counted: &Counted,
        line: &Line,
        figure: impl Fn(&Line) -> Value,
    ) -> Value {
        let is_withheld = |line: &Line| matches!(figure(line), Value::Withheld(_));
        let mut members = counted.behind(line).into_iter();
        if self.protection() != Protection::Hesa && members.any(is_withheld) {
            let own = figure(line);
            return match own {
                Value::Withheld(_) => own,
                _ => Value::Withheld(Reason::Complementary),
            };
        }
        figure(line)
    }

    /// The same by class of `by`: FTE of those on fixed terms. But for rounded ones there is none where
    /// a class of the line is withheld: the total less the others would give it away.
    pub(super) fn sums(self, counted: &Counted, line: &Line, id: &str, by: By<'_>) -> Vec<Value> {
        let Some(answers) = self.material.frame.answers(by.question) else {
            return vec![Value::Nothing; by.classes.len()];
        };
        let Some(values) = self.material.frame.number(id) else {
            return vec![Value::Nothing; by.classes.len()];
        };
        let mut numbers = vec![Vec::new(); by.classes.len()];
        for at in self.people(counted, line) {
            let given = answers.codes(at).filter_map(|code| by.place(&code.to_string()));
            for class in given {
                numbers[class].extend(values.at(at));
            }
        }
        let sums: Vec<Value> = numbers.iter().map(|numbers| self.sum_of(numbers)).collect();
        let is_withheld = |value: &Value| matches!(value, Value::Withheld(_));
        let hides = sums.iter().any(is_withheld)
            || line.cells.iter().any(|figure| figure.count().is_none());
        if self.protection() != Protection::Hesa && hides {
            return vec![Value::Withheld(Reason::Complementary); by.classes.len()];
        }
        sums
    }

    fn mean_of(self, numbers: &[Decimal]) -> Value {
        let people = numbers.len() as u64;
        if self.protection() != Protection::Hesa && people < self.minimum() {
            return Value::Withheld(Reason::SmallBase);
        }
        match hesa::average(numbers.iter().sum(), people) {
            Ok(mean) => Value::Number(mean),
            Err(reason) => Value::Withheld(reason),
        }
    }

    fn sum_of(self, numbers: &[Decimal]) -> Value {
        let sum: Decimal = numbers.iter().sum();
        let people = numbers.len() as u64;
        match self.protection() {
            Protection::Hesa => Value::Number(hesa::round(sum)),
            _ if people == 0 => Value::Number(Decimal::ZERO),
            _ if people < self.minimum() => Value::Withheld(Reason::SmallBase),
            _ if is_dominated(numbers) => Value::Withheld(Reason::Dominance),
            _ => Value::Number(sum),
        }
    }

    fn numbers(self, counted: &Counted, line: &Line, id: &str) -> Vec<Decimal> {
        let Some(numbers) = self.material.frame.number(id) else {
            return Vec::new();
        };
        let people = self.people(counted, line).into_iter();
        people.filter_map(|at| numbers.at(at)).collect()
    }

    /// The people of a line.
    fn people(self, counted: &Counted, line: &Line) -> Vec<usize> {
        let departments = counted.members(line).into_iter();
        let stretch = |code| self.material.frame.stretch(Some(code));
        departments.flat_map(stretch).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_two_may_not_make_up_nearly_all() {
        let numbers = |all: &[i64]| -> Vec<Decimal> { all.iter().map(|&one| one.into()).collect() };
        // BRES: the total less the two largest must be at least a tenth of the largest.
        assert!(is_dominated(&numbers(&[])));
        assert!(is_dominated(&numbers(&[5, 5])));
        assert!(is_dominated(&numbers(&[100, 50, 9])));
        assert!(!is_dominated(&numbers(&[100, 50, 10])));
        assert!(!is_dominated(&numbers(&[1, 1, 1])));
    }
}
