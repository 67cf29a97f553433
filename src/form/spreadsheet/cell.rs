//! One cell of a spreadsheet as the wire form of an answer (docs/format.md §6).

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::base::time::{Day, Month};
use crate::survey::Questionnaire;
use crate::survey::model::{Cells, Choice, Choices, Kind, Question};

use super::map::{Column, Days, fold};

/// Words that say yes.
const YES: [&str; 8] = ["yes", "y", "true", "1", "x", "ydy", "ydw", "oes"];
/// Words that say no.
const NO: [&str; 6] = ["no", "n", "false", "0", "nac ydy", "nac oes"];

/// A cell's text that means an answer to a question of this type.
///
/// # Errors
/// What is wrong with it and what would be right.
pub(super) fn whole(
    questionnaire: &Questionnaire,
    question: &Question,
    column: &Column,
    text: &str,
) -> Result<Json, String> {
    let choice = |choices: &Choices, text: &str| {
        let all: Vec<&Choice> = questionnaire.all_choices(choices).collect();
        find(&all, column, text)
    };
    match &question.kind {
        Kind::Text { .. } | Kind::LongText { .. } => Ok(json!(text)),
        Kind::Integer(_) => integer(text),
        Kind::Decimal(range) => decimal(text, range.decimals),
        Kind::YesNo | Kind::Acknowledge => yes_no(column, text).map(|yes| json!(yes)),
        Kind::Single(choices) | Kind::Lookup(choices) => {
            choice(choices, text).map(|code| json!(code))
        }
        Kind::Multiple { choices, .. } | Kind::Rank { choices, .. } => {
            let parts = text.split(column.split.as_str()).map(str::trim);
            let codes = parts.filter(|part| !part.is_empty());
            codes.map(|part| choice(choices, part)).collect()
        }
        Kind::Scale { points } => point(points, column, text),
        Kind::Date => day(column.days, text).map(|day| json!(day.to_string())),
        Kind::Month => month(column.days, text).map(|month| json!(month.to_string())),
        Kind::Matrix(_)
        | Kind::Allocation { .. }
        | Kind::Repeat(_)
        | Kind::Note
        | Kind::Computed { .. } => Err("this question takes no single value".to_owned()),
    }
}

/// A cell's text that answers one row of a matrix or allocation.
///
/// # Errors
/// As [`whole`].
pub(super) fn row(question: &Question, column: &Column, text: &str) -> Result<Json, String> {
    let Kind::Matrix(matrix) = &question.kind else {
        return integer(text);
    };
    match &matrix.cells {
        Cells::Integer(_) => integer(text),
        Cells::Decimal(range) => decimal(text, range.decimals),
        Cells::Scale(points) => point(points, column, text),
        Cells::Single(choices) => {
            let all: Vec<&Choice> = choices.iter().collect();
            find(&all, column, text).map(|code| json!(code))
        }
        Cells::Multiple(choices) => {
            let all: Vec<&Choice> = choices.iter().collect();
            let parts = text.split(column.split.as_str()).map(str::trim);
            let codes = parts.filter(|part| !part.is_empty());
            codes.map(|part| find(&all, column, part)).collect()
        }
    }
}

/// Whether a cell says yes.
///
/// # Errors
/// Where it says neither yes nor no.
pub(super) fn yes_no(column: &Column, text: &str) -> Result<bool, String> {
    let folded = fold(text);
    let word = column.codes.get(&folded).unwrap_or(&folded);
    if YES.contains(&word.as_str()) {
        return Ok(true);
    }
    if NO.contains(&word.as_str()) {
        return Ok(false);
    }
    Err(format!(
        "`{text}` says neither yes nor no: name the word in the column's `codes`"
    ))
}

/// A choice by the map's words, its code, or its label in any language.
fn find(choices: &[&Choice], column: &Column, text: &str) -> Result<String, String> {
    let folded = fold(text);
    let code = column
        .codes
        .get(&folded)
        .map_or(text.trim(), String::as_str);
    let mut by_code = choices.iter().filter(|choice| choice.code == code);
    if let Some(choice) = by_code.next() {
        return Ok(choice.code.clone());
    }
    let mut by_label = choices.iter().filter(|choice| has_label(choice, &folded));
    match (by_label.next(), by_label.next()) {
        (Some(choice), None) => Ok(choice.code.clone()),
        (Some(_), Some(_)) => Err(format!(
            "`{text}` is the label of several choices: name the code in the column's `codes`"
        )),
        _ => Err(format!(
            "`{text}` is no choice of this question: name what it stands for in the column's `codes`"
        )),
    }
}

fn has_label(choice: &Choice, folded: &str) -> bool {
    use crate::base::language::Text;
    match &choice.label {
        Text::Same(words) => fold(words) == folded,
        Text::By(table) => table.values().any(|words| fold(words) == folded),
    }
}

fn point(points: &[Choice], column: &Column, text: &str) -> Result<Json, String> {
    let all: Vec<&Choice> = points.iter().collect();
    integer(&find(&all, column, text)?)
}

fn integer(text: &str) -> Result<Json, String> {
    // Spreadsheets save a whole number that was worked out as `3.0`.
    let digits = text.trim().trim_end_matches(".0");
    let number: Result<i64, _> = digits.parse();
    number
        .map(|number| json!(number))
        .map_err(|_| format!("`{text}` is not a whole number"))
}

/// A decimal with exactly the digits that the question asks for; more are refused, never rounded.
fn decimal(text: &str, digits: u32) -> Result<Json, String> {
    if may_be_thousands(text) {
        return Err(format!(
            "`{text}` can be read as a thousand and as a fraction: write it without the comma, or with a point"
        ));
    }
    let plain = if text.contains('.') {
        text.trim().to_owned()
    } else {
        text.trim().replace(',', ".")
    };
    let number =
        Decimal::from_str_exact(&plain).map_err(|_| format!("`{text}` is not a number"))?;
    let mut number = number.normalize();
    if number.scale() > digits {
        return Err(format!(
            "`{text}` has more than {digits} digits after the point: round it in the spreadsheet"
        ));
    }
    number.rescale(digits);
    Ok(json!(number.to_string()))
}

/// Whether a comma stands where one for thousands would: nobody writes 0,800 for eight hundred.
fn may_be_thousands(text: &str) -> bool {
    let digits = text.trim().trim_start_matches('-');
    let Some((whole, rest)) = digits.split_once(',') else {
        return false;
    };
    let is_group = rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    is_group && !whole.starts_with('0') && !whole.is_empty()
}

fn day(days: Days, text: &str) -> Result<Day, String> {
    let wrong = || {
        format!(
            "`{text}` is not a day written {}: say how in the column's `days`",
            shown(days)
        )
    };
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    let &[first, second, third] = parts.as_slice() else {
        return Err(wrong());
    };
    let (year, month, day) = match days {
        Days::Year => (first, second, third),
        Days::Day => (third, second, first),
        Days::Month => (third, first, second),
    };
    let number = |part: &str| part.parse::<u8>().ok();
    let year = year.parse().ok().filter(|_| year.len() == 4);
    let parts = year.zip(number(month)).zip(number(day));
    parts
        .and_then(|((year, month), day)| Day::new(year, month, day))
        .ok_or_else(wrong)
}

/// A month as `2027-03`, `03/2027`, or any day of it.
fn month(days: Days, text: &str) -> Result<Month, String> {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    let &[first, second] = parts.as_slice() else {
        return day(days, text).map(Day::month);
    };
    let (year, month) = if first.len() == 4 {
        (first, second)
    } else {
        (second, first)
    };
    let numbers = year.parse().ok().filter(|_| year.len() == 4);
    let numbers = numbers.zip(month.parse::<u8>().ok());
    numbers
        .and_then(|(year, month)| Month::new(year, month))
        .ok_or_else(|| format!("`{text}` is not a month: write `2027-03`"))
}

const fn shown(days: Days) -> &'static str {
    match days {
        Days::Year => "2027-03-31",
        Days::Day => "31/03/2027",
        Days::Month => "03/31/2027",
    }
}
