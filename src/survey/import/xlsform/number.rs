//! Numbers: ranges as scales, bounds from checks that `XLSForm` makes on digits.

use rust_decimal::Decimal;

use super::question::Written;
use super::{Form, parameter};
use crate::survey::import::sheet::Row;
use crate::survey::import::xpath::Check;

/// A range of at most this many whole steps is a scale; a longer one is a number.
const MOST_POINTS: i64 = 11;

/// Digits after the point where the form says nothing.
const DECIMALS: u32 = 2;

/// A number with more digits than this does not fit.
const MOST_DIGITS: u32 = 15;

impl Form<'_> {
    /// `range`: a scale, a whole number or a decimal, by its start, end and step.
    pub(super) fn range(row: &Row, written: &mut Written) {
        let number = |name: &str, otherwise: i64| {
            let given = parameter(row, name).and_then(|text| text.parse::<Decimal>().ok());
            given.map_or_else(|| Decimal::from(otherwise), |number| number.normalize())
        };
        let (start, end, step) = (number("start", 1), number("end", 10), number("step", 1));
        let (low, high) = (start.min(end), start.max(end));
        let whole = |number: Decimal| i64::try_from(number).ok().filter(|_| number.scale() == 0);
        match (whole(low), whole(high), whole(step)) {
            (Some(low), Some(high), Some(step))
                if step > 0
                    && high
                        .checked_sub(low)
                        .is_some_and(|width| width / step < MOST_POINTS) =>
            {
                written.kind = "scale";
                let points = (0..=(high - low) / step).map(|at| low + at * step);
                let points: Vec<String> = points
                    .map(|point| format!("{{ code = \"{point}\", label = \"{point}\" }}"))
                    .collect();
                written.raw("choices", super::write::several(&points));
            }
            (Some(low), Some(high), Some(step)) => {
                written.kind = "integer";
                written.raw("min", low.to_string());
                written.raw("max", high.to_string());
                if step > 1 {
                    written
                        .constraint
                        .push(format!("(value - {low}) % {step} == 0"));
                }
            }
            _ => {
                written.kind = "decimal";
                let digits = start.scale().max(end.scale()).max(step.scale()).min(9);
                written.raw("decimals", digits.to_string());
                written.raw("min", float(low));
                written.raw("max", float(high));
            }
        }
    }

    /// A decimal: the form's digits are those of its default and its limits, at least two.
    pub(super) fn decimal(&mut self, row: &Row, written: &mut Written) {
        let cells = [row.get("default"), row.get("constraint")].join(" ");
        let fractions = cells
            .split('.')
            .skip(1)
            .map(|rest| rest.chars().take_while(char::is_ascii_digit).count());
        let digits = u32::try_from(fractions.max().unwrap_or(0))
            .unwrap_or(9)
            .clamp(DECIMALS, 9);
        written.raw("decimals", digits.to_string());
        self.note(
            row,
            format!("a decimal here has a number of digits; it takes {digits} after the point"),
        );
    }
}

/// A number as TOML writes one that has a point.
fn float(number: Decimal) -> String {
    if number.scale() == 0 {
        format!("{number}.0")
    } else {
        number.to_string()
    }
}

/// The condition on a whole number that says what a check says about its digits.
pub(super) fn digits(check: &Check) -> Option<String> {
    let (least, most) = match check {
        Check::Length(least, most) => (*least, *most),
        Check::Pattern(pattern) => counted_digits(pattern)?,
    };
    let power = |digits: u32| (digits <= MOST_DIGITS).then(|| 10_i64.pow(digits));
    let above = least
        .filter(|least| *least > 1)
        .map(|least| Some(format!("value >= {}", power(least - 1)?)));
    let below = most.map(|most| Some(format!("value < {}", power(most)?)));
    let positive = above.is_none().then(|| Some("value >= 0".to_owned()));
    let bounds: Option<Vec<String>> = positive.into_iter().chain(above).chain(below).collect();
    bounds
        .filter(|bounds| least.is_some() || bounds.len() > 1)
        .map(|bounds| bounds.join(" && "))
}

/// `^[0-9]{10}$` and its like: the least and most digits.
fn counted_digits(pattern: &str) -> Option<(Option<u32>, Option<u32>)> {
    let inside = pattern.trim_start_matches('^').trim_end_matches('$');
    let rest = ["[0-9]", "\\d", "[\\d]"]
        .iter()
        .find_map(|digit| inside.strip_prefix(digit))?;
    let counts = rest.strip_prefix('{')?.strip_suffix('}')?;
    match counts.split_once(',') {
        None => counts
            .trim()
            .parse()
            .ok()
            .map(|count| (Some(count), Some(count))),
        Some((least, "")) => Some((least.trim().parse().ok(), None)),
        Some((least, most)) => Some((least.trim().parse().ok(), Some(most.trim().parse().ok()?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_on_digits_become_bounds() {
        let pattern = |text: &str| digits(&Check::Pattern(text.to_owned()));
        assert_eq!(
            pattern("^[0-9]{4}$").as_deref(),
            Some("value >= 1000 && value < 10000")
        );
        assert_eq!(
            pattern("\\d{1,3}").as_deref(),
            Some("value >= 0 && value < 1000")
        );
        assert_eq!(pattern("[A-Z]+"), None);
        assert_eq!(digits(&Check::Length(Some(40), None)), None);
    }
}
