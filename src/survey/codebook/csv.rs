//! The codebook as CSV for a spreadsheet: a row for each variable, and under it one for each of its
//! codes and kinds of missing. Texts stand in a column for each language.

use rust_decimal::Decimal;

use super::Variable;
use crate::base::language::{Language, Text};
use crate::base::text::one_line;
use crate::base::words::{Message, Words};
use crate::survey::expression::wording::missing_words;
use crate::survey::model::{Questionnaire, Required};

/// The whole codebook, UTF-8, lines ended as RFC 4180 says.
///
/// # Errors
/// As writing into memory does, so never in practice.
pub fn write(survey: &Questionnaire, variables: &[Variable<'_>]) -> std::io::Result<String> {
    let words: Vec<Words> = survey.languages.iter().map(Words::new).collect();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(heading(&survey.languages))?;
    for variable in variables {
        writer.write_record(of_variable(variable, &words))?;
        for choice in &variable.choices {
            let label = labels(&choice.label, &words);
            writer.write_record(below(variable, "code", &choice.code, label, &words))?;
        }
        for kind in &variable.missing {
            let message = Message::plain(missing_words(*kind));
            let label = told(&message, &words);
            writer.write_record(below(variable, "missing", kind.code(), label, &words))?;
        }
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

fn heading(languages: &[Language]) -> Vec<String> {
    let by_language = |name: &str| -> Vec<String> {
        languages
            .iter()
            .map(|language| format!("{name}.{language}"))
            .collect()
    };
    let plain =
        |names: &[&str]| -> Vec<String> { names.iter().map(|&name| name.to_owned()).collect() };
    [
        plain(&["variable", "entry", "code"]),
        by_language("label"),
        plain(&["type", "section", "question", "row", "repeat", "audience"]),
        by_language("universe"),
        plain(&["relevant", "required", "min", "max", "decimals"]),
        by_language("unit"),
    ]
    .concat()
}

fn of_variable(variable: &Variable<'_>, words: &[Words]) -> Vec<String> {
    let source = variable
        .relevant()
        .map_or("", crate::survey::expression::Expression::source);
    let range = variable.range.unwrap_or_default();
    let bound = |bound: Option<Decimal>| {
        bound.map_or_else(String::new, |bound| bound.normalize().to_string())
    };
    let digits = variable
        .range
        .map_or_else(String::new, |range| range.decimals.to_string());
    let none = Text::same("");
    [
        vec![variable.id.clone(), "variable".to_owned(), String::new()],
        labels(variable.label, words),
        [
            variable.kind,
            &variable.section.id,
            &variable.question.id,
            variable.row.map_or("", |row| &row.code),
            variable.repeat().as_deref().unwrap_or_default(),
        ]
        .map(inert)
        .to_vec(),
        vec![variable.audience.join(" ")],
        told(&variable.universe, words),
        vec![
            inert(source),
            required(variable.required()),
            bound(range.min),
            bound(range.max),
            digits,
        ],
        labels(range.unit.unwrap_or(&none), words),
    ]
    .concat()
}

/// A row under a variable's own: what is the same for the whole variable is not said again.
fn below(
    variable: &Variable<'_>,
    entry: &str,
    code: &str,
    label: Vec<String>,
    words: &[Words],
) -> Vec<String> {
    let blank = |count: usize| vec![String::new(); count];
    [
        vec![variable.id.clone(), entry.to_owned(), inert(code)],
        label,
        blank(6 + words.len() + 5 + words.len()),
    ]
    .concat()
}

fn required(required: &Required) -> String {
    match required {
        Required::No => "no".to_owned(),
        Required::Yes => "yes".to_owned(),
        Required::When(condition) => inert(condition.source()),
    }
}

fn labels(text: &Text, words: &[Words]) -> Vec<String> {
    words
        .iter()
        .map(|words| inert(text.get(words.language())))
        .collect()
}

fn told(message: &Message, words: &[Words]) -> Vec<String> {
    words
        .iter()
        .map(|words| inert(&words.tell(message)))
        .collect()
}

/// A field that no spreadsheet runs as a formula; a negative number is none.
fn inert(field: &str) -> String {
    let clean = one_line(field);
    let runs = clean.starts_with(['=', '+', '-', '@']);
    if runs && clean.parse::<Decimal>().is_err() {
        return format!("'{clean}");
    }
    clean
}
