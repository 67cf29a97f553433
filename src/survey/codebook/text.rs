//! The codebook as text to read, in the questionnaire's first language.

use super::{Variable, keys};
use crate::base::text::{one_line, wrap};
use crate::base::words::{Message, Words};
use crate::survey::expression::wording::missing_words;
use crate::survey::model::{Kind, Questionnaire, Required};

/// Columns of a line.
const COLUMNS: usize = 76;
/// What stands before every line but a variable's first.
const INDENT: &str = "    ";

/// The whole codebook.
pub fn write(survey: &Questionnaire, variables: &[Variable<'_>]) -> String {
    let words = Words::new(&survey.default_language());
    let mut out = String::new();
    for variable in variables {
        describe(&mut out, variable, &words);
    }
    out
}

fn describe(out: &mut String, variable: &Variable<'_>, words: &Words) {
    let readers = variable.audience.join(", ");
    line(
        out,
        "",
        &format!("{}  {}  [{readers}]", variable.id, variable.kind),
    );
    if variable.row.is_some() {
        folded(
            out,
            &variable
                .question
                .label
                .get(words.language())
                .replace('\n', " "),
        );
    }
    folded(out, &one_line(variable.label.get(words.language())));
    for choice in &variable.choices {
        let label = one_line(choice.label.get(words.language()));
        line(out, INDENT, &format!("{:<12} {label}", choice.code));
    }
    folded(
        out,
        &format!("who: {}", one_line(&words.tell(&variable.universe))),
    );
    if let Some(range) = range(variable, words) {
        folded(out, &range);
    }
    if matches!(variable.question.kind, Kind::Repeat(_)) {
        let keys = keys(variable.around, variable.question).join(", ");
        folded(out, &format!("table: one row per entry, told by {keys}"));
    }
    if let Some(condition) = variable.relevant() {
        folded(out, &format!("relevant: {}", one_line(condition.source())));
    }
    match variable.required() {
        Required::Yes => {}
        Required::No => folded(out, "may be left blank"),
        Required::When(condition) => {
            folded(out, &format!("required: {}", one_line(condition.source())));
        }
    }
    let kinds: Vec<String> = variable
        .missing
        .iter()
        .map(|kind| {
            format!(
                "{} ({})",
                kind.code(),
                words.tell(&Message::plain(missing_words(*kind)))
            )
        })
        .collect();
    folded(out, &format!("missing: {}", kinds.join(", ")));
    out.push('\n');
}

/// "from 0 to 60, 2 decimals, in hours".
fn range(variable: &Variable<'_>, words: &Words) -> Option<String> {
    let range = variable.range?;
    let mut parts = Vec::new();
    let number = |number: rust_decimal::Decimal| number.normalize().to_string();
    parts.extend(range.min.map(|min| format!("from {}", number(min))));
    parts.extend(range.max.map(|max| format!("to {}", number(max))));
    if range.decimals > 0 {
        parts.push(format!("with {} decimals", range.decimals));
    }
    parts.extend(
        range
            .unit
            .map(|unit| format!("in {}", one_line(unit.get(words.language())))),
    );
    (!parts.is_empty()).then(|| format!("range: {}", parts.join(" ")))
}

fn folded(out: &mut String, text: &str) {
    for piece in wrap(text, COLUMNS - INDENT.len()) {
        line(out, INDENT, &piece);
    }
}

fn line(out: &mut String, indent: &str, text: &str) {
    out.push_str(indent);
    out.push_str(text.trim_end());
    out.push('\n');
}
