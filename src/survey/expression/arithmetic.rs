//! The five operators of arithmetic: which kinds they take, and what they give, exactly.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::Operand;
use super::types::Type;
use crate::base::time::Day;

/// An operator of arithmetic.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Plus,
    Minus,
    Times,
    Over,
    Rest,
}

impl Arithmetic {
    pub(super) fn of(sign: &str) -> Option<Self> {
        match sign {
            "+" => Some(Self::Plus),
            "-" => Some(Self::Minus),
            "*" => Some(Self::Times),
            "/" => Some(Self::Over),
            "%" => Some(Self::Rest),
            _ => None,
        }
    }

    /// What it gives for two kinds; `None` where it does not take them.
    pub(super) fn gives(self, left: &Type, right: &Type) -> Option<Type> {
        match (self, left, right) {
            (_, Type::Any, _) | (_, _, Type::Any) => Some(Type::Any),
            (_, Type::Number, Type::Number) | (Self::Minus, Type::Day, Type::Day) => {
                Some(Type::Number)
            }
            (Self::Plus | Self::Minus, Type::Day, Type::Number) => Some(Type::Day),
            (Self::Plus, Type::Text | Type::Code(_), Type::Text | Type::Code(_)) => {
                Some(Type::Text)
            }
            _ => None,
        }
    }

    /// What it gives; `None` where that is unknown, too large or divided by nothing.
    pub(super) fn apply(self, left: &Operand, right: &Operand) -> Option<Operand> {
        match (left, right) {
            (Operand::Number(one), Operand::Number(two)) => {
                self.calculate(*one, *two).map(Operand::Number)
            }
            (Operand::Day(day), Operand::Number(days)) => {
                let days = self.calculate(Decimal::ZERO, *days)?;
                shift(*day, days.to_i64()?).map(Operand::Day)
            }
            (Operand::Day(one), Operand::Day(two)) => {
                Some(Operand::Number(two.days_until(*one).into()))
            }
            (Operand::Text(one), Operand::Text(two)) => Some(Operand::Text(format!("{one}{two}"))),
            _ => None,
        }
    }

    fn calculate(self, one: Decimal, two: Decimal) -> Option<Decimal> {
        match self {
            Self::Plus => one.checked_add(two),
            Self::Minus => one.checked_sub(two),
            Self::Times => one.checked_mul(two),
            Self::Over => one.checked_div(two),
            Self::Rest => one.checked_rem(two),
        }
    }
}

/// A day moved by a number of days that the calendar can hold.
fn shift(day: Day, days: i64) -> Option<Day> {
    (days.abs() < 4_000_000).then(|| day.plus_days(days))
}
