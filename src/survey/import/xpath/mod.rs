//! `XLSForm` expressions (a part of `XPath` 1.0) to the conditions of a questionnaire.
//!
//! `XPath` knows no missing answer: a blank is the empty string, and not a number. Our conditions know
//! *unknown*. So that a translated form asks the same, each comparison is guarded with `answered()`
//! where a blank would decide differently ([`Blank`]), and nowhere else.

mod compare;
mod dates;
mod functions;
mod lex;
mod numbers;
mod parse;
mod pulled;
mod split;
mod term;
mod texts;
mod times;
mod translate;
mod whole;

pub(super) use pulled::{Pulled, pulled};
pub(super) use split::{Check, split};
pub(super) use term::{Codes, Kind, Symbol};
pub(super) use translate::{
    Blank, Names, Translated, translate, translate_number, translate_value,
};
pub(super) use whole::{Whole, whole};

#[cfg(test)]
mod tests;
