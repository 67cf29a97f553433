//! Words and figures that several views show alike.

use rust_decimal::Decimal;

use crate::base::words::Message;

use super::super::demand::Why;
use super::about::Silence;
use super::parts::word;
use super::standing::State;
use super::{Column, Shade, Value};

/// A column.
pub(in crate::stats) const fn column(id: &'static str, title: &'static str) -> Column {
    Column {
        id,
        title: Message::plain(title),
    }
}

/// An exact decimal, without empty places.
pub(in crate::stats) fn decimal(number: Decimal) -> Value {
    Value::Number(number.normalize())
}

/// How a need is covered. "Single" and "uncovered" read "none reported" where silence is not absence.
pub(in crate::stats) const fn state(state: State, silence: Silence) -> Value {
    match (state, silence.is_absence()) {
        (State::Uncovered, true) => word("uncovered", "view-cover-state-uncovered"),
        (State::Single, true) => word("single", "view-cover-state-single"),
        (State::Uncovered, false) => word("none_reported", "view-cover-state-none-reported"),
        (State::Single, false) => word("none_reported", "view-cover-state-no-other-reported"),
        (State::Thin, _) => word("thin", "view-cover-state-thin"),
        (State::Sound, _) => word("sound", "view-cover-state-sound"),
    }
}

/// How a risk from 1 to 25 is marked: red from 15, amber from 8 (docs/rules.md §2.6).
pub(in crate::stats) const fn shade(risk: u8) -> Shade {
    match risk {
        15.. => Shade::Red,
        8..=14 => Shade::Amber,
        0..=7 => Shade::Green,
    }
}

/// A mark in words, with a symbol: never colour alone.
pub(in crate::stats) const fn rating(risk: u8) -> Value {
    match shade(risk) {
        Shade::Red => word("red", "view-cover-risk-red"),
        Shade::Amber => word("amber", "view-cover-risk-amber"),
        _ => word("green", "view-cover-risk-green"),
    }
}

/// Yes, or an empty cell.
pub(in crate::stats) const fn yes(is: bool) -> Value {
    if is {
        word("yes", "report-yes")
    } else {
        Value::Nothing
    }
}

/// What a skill is needed for.
pub(in crate::stats) const fn why(why: Why) -> Value {
    let message = match why {
        Why::Teaching => "view-cover-why-teaching",
        Why::Research => "view-cover-why-research",
        Why::Statutory => "view-cover-why-statutory",
        Why::Income => "view-cover-why-income",
        Why::Estate => "view-cover-why-estate",
    };
    word(why.code(), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_is_fifteen_and_over_amber_eight_to_fourteen_green_seven_and_under() {
        let expected = [
            (25, Shade::Red),
            (15, Shade::Red),
            (14, Shade::Amber),
            (8, Shade::Amber),
            (7, Shade::Green),
            (1, Shade::Green),
        ];
        for (risk, mark) in expected {
            assert_eq!(shade(risk), mark, "{risk}");
        }
    }
}
