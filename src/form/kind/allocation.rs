//! `allocation`: numbers that total a figure. Rows left blank are 0 once the total is reached.

use crate::base::language::Text;
use crate::base::words::{Message, Words};
use crate::response::answer::{Answer, Value};

use super::rows::{self, Rows};
use super::{About, Fault, Offer, Taken, Type, not_this_type, number};

/// Numbers by row.
pub(super) struct Allocation<'k> {
    /// What they total.
    pub(super) total: i64,
    /// The step of each.
    pub(super) step: i64,
    /// The unit shown.
    pub(super) unit: Option<&'k Text>,
}

/// One number of an allocation.
struct Share<'k>(&'k Allocation<'k>);

impl Type for Allocation<'_> {
    fn take(&self, value: Value, about: About<'_>) -> Taken {
        let Value::Rows(rows) = value else {
            return Err(vec![not_this_type()]);
        };
        let rows = rows::take(rows, about, &Share(self), &Offer::of(&[]))?;
        Ok((!rows.is_empty()).then_some(Value::Rows(rows)))
    }

    fn read(&self, _typed: &str, _about: About<'_>) -> Result<Value, Fault> {
        Err(Message::plain("form-by-row").into())
    }

    fn ask(&self, _about: About<'_>) -> Message {
        Message::with("form-allocation", [("total", self.total.into())])
    }

    fn tell(&self, value: &Value, about: About<'_>, words: &Words) -> Vec<String> {
        let rows: Rows = rows::of(value)
            .unwrap_or_default()
            .iter()
            .filter(|(_, answer)| number_of(answer) != Some(0))
            .cloned()
            .collect();
        rows::tell(&rows, about, &Share(self), &Offer::of(&[]), words)
    }

    fn lacks(&self, value: &Value, _about: About<'_>) -> Vec<Fault> {
        let sum = sum(rows::of(value).unwrap_or_default());
        if sum == Some(self.total) {
            return Vec::new();
        }
        let sum = sum.unwrap_or(i64::MAX);
        let (id, off) = if sum < self.total {
            ("form-allocation-under", self.total - sum)
        } else {
            ("form-allocation-over", sum.saturating_sub(self.total))
        };
        let arguments = [
            ("total", self.total.into()),
            ("sum", sum.into()),
            ("off", off.into()),
        ];
        vec![Message::with(id, arguments).into()]
    }

    fn stand(&self, value: &Value, about: About<'_>) -> Option<Value> {
        let answered = rows::of(value)?;
        let mut shown = rows::shown(answered, about);
        if !shown.iter().any(|(_, answer)| rows::is_answered(answer)) {
            return None;
        }
        if sum(&shown) == Some(self.total) {
            for (_, answer) in &mut shown {
                if !rows::is_answered(answer) {
                    *answer = Answer::Value(Value::Integer(0));
                }
            }
        }
        Some(Value::Rows(shown))
    }

    fn blank(&self, about: About<'_>) -> Answer {
        Answer::Value(Value::Rows(rows::shown(&[], about)))
    }
}

impl Type for Share<'_> {
    fn take(&self, value: Value, about: About<'_>) -> Taken {
        let Value::Integer(number) = value else {
            return Err(vec![not_this_type()]);
        };
        let on_step = self.0.step <= 1 || number % self.0.step == 0;
        if (0..=self.0.total).contains(&number) && on_step {
            return Ok(Some(Value::Integer(number)));
        }
        Err(vec![self.ask(about).into()])
    }

    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault> {
        number::read_integer(typed)
            .map(Value::Integer)
            .ok_or_else(|| self.ask(about).into())
    }

    fn ask(&self, _about: About<'_>) -> Message {
        let total = ("total", self.0.total.into());
        if self.0.step > 1 {
            return Message::with("form-share-step", [total, ("step", self.0.step.into())]);
        }
        Message::with("form-share", [total])
    }

    fn tell(&self, value: &Value, _about: About<'_>, words: &Words) -> Vec<String> {
        match value {
            Value::Integer(number) => number::with_unit(&number.to_string(), self.0.unit, words),
            _ => Vec::new(),
        }
    }
}

fn number_of(answer: &Answer) -> Option<i64> {
    match answer.value() {
        Some(Value::Integer(number)) => Some(*number),
        _ => None,
    }
}

fn sum(rows: &[(String, Answer)]) -> Option<i64> {
    rows.iter()
        .filter_map(|(_, answer)| number_of(answer))
        .try_fold(0_i64, i64::checked_add)
}
