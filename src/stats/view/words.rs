//! Words and figures that several views show alike.

use rust_decimal::Decimal;

use crate::base::words::Message;

use super::super::demand::Why;
use super::about::Silence;
use super::standing::State;
use super::{Column, Shade, Value};

/// A word of ours.
pub(in crate::stats) const fn word(code: &'static str, id: &'static str) -> Value {
    Value::Word(code, Message::plain(id))
}

/// A column.
pub(in crate::stats) const fn column(id: &'static str, title: &'static str) -> Column {
    Column {
        id,
        title: Message::plain(title),
    }
}

/// A count of people.
pub(in crate::stats) const fn count(people: usize) -> Value {
    Value::Count(people as u64)
}

/// An exact decimal, without empty places.
pub(in crate::stats) fn decimal(number: Decimal) -> Value {
    Value::Number(number.normalize())
}

/// How a need is covered. "Single" and "uncovered" read "none reported" where silence is not absence.
pub(in crate::stats) const fn state(state: State, silence: Silence) -> Value {
    match (state, silence.is_absence()) {
        (State::Uncovered, true) => word("uncovered", "cover-state-uncovered"),
        (State::Single, true) => word("single", "cover-state-single"),
        (State::Uncovered, false) => word("none_reported", "cover-state-none-reported"),
        (State::Single, false) => word("none_reported", "cover-state-no-other-reported"),
        (State::Thin, _) => word("thin", "cover-state-thin"),
        (State::Sound, _) => word("sound", "cover-state-sound"),
    }
}

/// How a risk from 1 to 25 is marked: red from 15, amber from 8 (domain §6.2).
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
        Shade::Red => word("red", "cover-risk-red"),
        Shade::Amber => word("amber", "cover-risk-amber"),
        _ => word("green", "cover-risk-green"),
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
        Why::Teaching => "cover-why-teaching",
        Why::Research => "cover-why-research",
        Why::Statutory => "cover-why-statutory",
        Why::Income => "cover-why-income",
        Why::Estate => "cover-why-estate",
    };
    word(why.code(), message)
}
