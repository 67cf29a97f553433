//! HESA's rounding and suppression, "HESA Services Standard Rounding Methodology" (docs/rules.md §8.1).
//!
//! Every number is rounded to the nearest multiple of 5, halves up, so that below 2.5 becomes 0;
//! percentages of fewer than 22.5 people and averages of 7 or fewer are suppressed. It holds for
//! headcount, full-person and full-time equivalents, not for money. Totals are rounded after they are
//! worked out. Numbers are exact decimals: a sum of tenths must not miss a half.

use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};

use super::super::count::RawRow;
use super::super::table::{Figure, Reason};
use super::shown::Shown;

/// What every number is rounded to.
const STEP: Decimal = Decimal::from_parts(5, 0, 0, false, 0);
/// The smallest count that does not round to nothing.
pub(super) const LEAST: u64 = 3;
/// Percentages of fewer are suppressed: the smallest number that rounds to 25.
const PERCENTAGE_BASE: Decimal = Decimal::from_parts(225, 0, 0, false, 1);
/// Averages of this many or fewer are suppressed.
const AVERAGE_BASE: u64 = 7;

/// The nearest multiple of 5, halves up.
pub fn round(number: Decimal) -> Decimal {
    let steps = number / STEP;
    steps.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero) * STEP
}

/// A count of people, rounded.
pub fn round_count(count: u64) -> u64 {
    round(Decimal::from(count)).to_u64().unwrap_or(0)
}

/// A percentage from unrounded numbers, to the whole; suppressed where the base is small.
///
/// # Errors
/// [`Reason::RoundedPercentage`] where `base` is fewer than 22.5 people.
pub fn percentage(part: Decimal, base: Decimal) -> Result<Decimal, Reason> {
    if base < PERCENTAGE_BASE {
        return Err(Reason::RoundedPercentage);
    }
    let share = part * Decimal::ONE_HUNDRED / base;
    Ok(share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
}

/// A percentage of figures as they are shown, so many of so many, to the whole: one of unrounded numbers would
/// say what they are (13 % of 23 people are three). So would one that is withheld because of an unrounded number.
///
/// `of` is how many answered, `people` how many the answers that are shown make together, which rounding may
/// have made more. Neither 100 % nor 0 % stands beside a figure that says otherwise: where as many gave an answer as
/// answered at all, and others gave another, it is of all of these together.
///
/// # Errors
/// [`Reason::RoundedPercentage`] where it shows that fewer than 22.5 people answered; [`Reason::Complementary`]
/// where it does not show how many did.
pub fn shown_percentage(shown: u64, of: Option<u64>, people: u64) -> Result<Decimal, Reason> {
    let answered = of.ok_or(Reason::Complementary)?;
    percentage(Decimal::ZERO, Decimal::from(answered))?;
    let base = if shown < answered {
        answered
    } else {
        people.max(shown)
    };
    let percent = percentage(Decimal::from(shown), Decimal::from(base))?;
    let least = Decimal::from(u8::from(shown > 0));
    let most = Decimal::ONE_HUNDRED - Decimal::from(u8::from(shown < people));
    Ok(percent.max(least).min(most))
}

/// An average to one place (two places give single answers away).
///
/// # Errors
/// [`Reason::SmallBase`] where it is of 7 or fewer people.
pub fn average(sum: Decimal, people: u64) -> Result<Decimal, Reason> {
    if people <= AVERAGE_BASE {
        return Err(Reason::SmallBase);
    }
    let mean = sum / Decimal::from(people);
    Ok(mean.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
}

/// A row by this profile: every count rounded by itself.
pub(super) fn row(row: &RawRow) -> Shown {
    Shown::each(row, |count| Figure::Count(round_count(count)))
}
