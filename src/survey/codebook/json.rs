//! The codebook as JSON: `{survey, …, missing, variables}`. What scripts rely on stands first in
//! each variable: `id`, `type`, `label`, `audience`, `choices`, `missing`.

use serde_json::{Map, Value, json};

use super::{PERSON, Variable, keys, yields};
use crate::base::words::{Message, Words};
use crate::response::answer::Missing;
use crate::survey::canonical::text_json;
use crate::survey::expression::Expression;
use crate::survey::expression::wording::missing_words;
use crate::survey::model::{Choice, Kind, Question, Questionnaire, Required};
use crate::survey::nest::{self, Around};

/// The whole codebook.
pub fn write(survey: &Questionnaire, variables: &[Variable<'_>]) -> Value {
    let words: Vec<Words> = survey.languages.iter().map(Words::new).collect();
    let missing = Missing::ALL.map(|kind| {
        let label = by_language(&words, &Message::plain(missing_words(kind)));
        json!({"code": kind.code(), "label": label})
    });
    let languages: Vec<&str> = survey
        .languages
        .iter()
        .map(crate::base::language::Language::as_str)
        .collect();
    json!({
        "survey": survey.id,
        "wave": survey.wave,
        "title": text_json(&survey.title),
        "fingerprint": survey.fingerprint.to_string(),
        "languages": languages,
        "missing": missing,
        "tables": tables(survey),
        "variables": variables.iter().map(|one| variable(one, &words)).collect::<Vec<_>>(),
    })
}

/// The tables that answers are: one of persons, and one for each repeat, with one row per entry. What
/// tells a row is the number of the person and, level by level, of the entry: no response's id.
fn tables(survey: &Questionnaire) -> Vec<Value> {
    let mut tables = vec![json!({"id": "", "keys": [PERSON]})];
    for question in survey.questions() {
        for (around, one) in nest::with_nested(question, Around::NONE) {
            if matches!(one.kind, Kind::Repeat(_)) {
                tables.push(table(around, one));
            }
        }
    }
    tables
}

fn table(around: Around<'_>, repeat: &Question) -> Value {
    let keys = keys(around, repeat);
    let parent = keys.iter().rev().nth(1).filter(|key| *key != PERSON);
    json!({
        "id": keys.last(),
        "parent": parent.map_or("", String::as_str),
        "label": text_json(&repeat.label),
        "keys": keys,
    })
}

fn variable(variable: &Variable<'_>, words: &[Words]) -> Value {
    let missing: Vec<&str> = variable.missing.iter().map(|kind| kind.code()).collect();
    let mut members = Map::new();
    let mut put = |key: &str, value: Value| members.insert(key.to_owned(), value);
    put("id", variable.id.as_str().into());
    put("type", variable.kind.into());
    put("label", text_json(variable.label));
    put("audience", variable.audience.as_slice().into());
    put(
        "choices",
        variable
            .choices
            .iter()
            .map(|one| choice(one))
            .collect::<Vec<_>>()
            .into(),
    );
    put("missing", missing.into());
    put("universe", by_language(words, &variable.universe));
    put("section", variable.section.id.as_str().into());
    put("question", variable.question.id.as_str().into());
    put("required", required(variable.required()));
    for (key, value) in optional(variable).into_iter().chain(numbers(variable)) {
        put(key, value);
    }
    Value::Object(members)
}

/// What only some variables have.
fn optional(variable: &Variable<'_>) -> Vec<(&'static str, Value)> {
    let question = variable.question;
    let source = |one: Option<&Expression>| one.map(|one| Value::from(one.source()));
    let row = variable.row;
    let print = variable.fingerprint;
    let members = [
        ("repeat", variable.repeat().map(Value::from)),
        ("row", row.map(|row| row.code.as_str().into())),
        ("row_of", row.map(|_| text_json(&question.label))),
        ("yields", yields(&question.kind).map(Value::from)),
        ("relevant", source(variable.relevant())),
        ("calculation", source(question.calculation.as_ref())),
        ("constraint", source(question.constraint.as_ref())),
        ("tier", question.tier.as_deref().map(Value::from)),
        ("fingerprint", print.map(|print| print.to_string().into())),
    ];
    let told = members.into_iter();
    told.filter_map(|(key, value)| Some((key, value?)))
        .collect()
}

/// Bounds as decimals in text, as answers write them.
fn numbers(variable: &Variable<'_>) -> Vec<(&'static str, Value)> {
    let Some(range) = variable.range else {
        return Vec::new();
    };
    let bound = |bound: rust_decimal::Decimal| bound.normalize().to_string().into();
    let members = [
        ("min", range.min.map(bound)),
        ("max", range.max.map(bound)),
        ("decimals", Some(range.decimals.into())),
        ("unit", range.unit.map(text_json)),
    ];
    members
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)))
        .collect()
}

fn choice(choice: &Choice) -> Value {
    let mut members = Map::new();
    members.insert("code".to_owned(), choice.code.as_str().into());
    members.insert("label".to_owned(), text_json(&choice.label));
    for (key, is_set) in [("exclusive", choice.exclusive), ("specify", choice.specify)] {
        if is_set {
            members.insert(key.to_owned(), true.into());
        }
    }
    Value::Object(members)
}

fn required(required: &Required) -> Value {
    match required {
        Required::No => false.into(),
        Required::Yes => true.into(),
        Required::When(condition) => condition.source().into(),
    }
}

fn by_language(words: &[Words], message: &Message) -> Value {
    let told = words
        .iter()
        .map(|words| (words.language().to_string(), words.tell(message).into()));
    Value::Object(told.collect())
}
