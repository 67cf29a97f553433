//! Days and months without a clock or a zone: the only times an answer or a record may hold.

use std::fmt;

use time::{Date, Month as CalendarMonth};

/// A calendar day, written `2026-11-21`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// A calendar month, written `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u8,
}

impl Day {
    /// 1 January 1970.
    pub const EPOCH: Self = Self(time::macros::date!(1970 - 01 - 01));

    /// A day from its numbers; `None` where the calendar has no such day or the year is not 1 to 9999.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = CalendarMonth::try_from(month).ok()?;
        let in_range = (1..=9999).contains(&year);
        Date::from_calendar_date(year, month, day)
            .ok()
            .filter(|_| in_range)
            .map(Self)
    }

    /// Reads `YYYY-MM-DD`, exactly.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.rsplit_once('-')?;
        let month = Month::parse(month)?;
        Self::new(month.year, month.month, two_digits(day)?)
    }

    /// The day that a number of seconds since 1970 falls on, in UTC.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        time::OffsetDateTime::from_unix_timestamp(seconds)
            .ok()
            .map(|moment| Self(moment.date()))
    }

    /// The month this day is in.
    pub fn month(self) -> Month {
        Month {
            year: self.0.year(),
            month: self.0.month().into(),
        }
    }

    /// Year, month and day as numbers.
    pub fn parts(self) -> (i32, u8, u8) {
        (self.0.year(), self.0.month().into(), self.0.day())
    }

    /// This day moved by a number of days, kept within the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let moved = self.0.checked_add(time::Duration::days(days));
        Self(moved.unwrap_or(if days < 0 { Date::MIN } else { Date::MAX }))
    }

    /// The number of days from this day to another, negative where that one is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        (other.0 - self.0).whole_days()
    }
}

impl Month {
    /// A month from its numbers.
    pub fn new(year: i32, month: u8) -> Option<Self> {
        ((1..=12).contains(&month) && (1..=9999).contains(&year)).then_some(Self { year, month })
    }

    /// Reads `YYYY-MM`, exactly.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Self::new(year.parse().ok()?, two_digits(month)?)
    }

    /// The first day of this month.
    pub fn first_day(self) -> Option<Day> {
        Day::new(self.year, self.month, 1)
    }

    /// The last day of this month.
    pub fn last_day(self) -> Option<Day> {
        let next = if self.month == 12 {
            Self::new(self.year + 1, 1)
        } else {
            Self::new(self.year, self.month + 1)
        };
        next?.first_day().map(|day| day.plus_days(-1))
    }

    /// Year and month as numbers.
    pub fn parts(self) -> (i32, u8) {
        (self.year, self.month)
    }
}

fn two_digits(text: &str) -> Option<u8> {
    let exact = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    exact.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_only_what_it_writes() {
        assert_eq!(
            Day::parse("2028-02-29")
                .map(|day| day.to_string())
                .as_deref(),
            Some("2028-02-29")
        );
        for bad in [
            "2027-02-29",
            "2027-2-01",
            "27-02-01",
            "2027-13-01",
            "2027-02",
            "+027-02-01",
        ] {
            assert_eq!(Day::parse(bad), None, "{bad}");
        }
        assert_eq!(
            Month::parse("2026-11").and_then(Month::last_day),
            Day::new(2026, 11, 30)
        );
    }
}
