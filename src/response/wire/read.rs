//! Reading of the wire form: one reader a type, each naming the form that it expects.

use serde_json::{Map, Value as Json};

use crate::base::time::{Day, Month};
use crate::survey::model::{
    Cells, Choice, Choices, ComputedKind, Kind, Matrix, Question, Questionnaire, Range, Repeat,
};

use super::super::answer::{Answer, Chosen, Missing, Value};
use super::{exact_decimal, possible_groups, possible_rows};

type Read<T> = Result<T, String>;

/// Reads one answer.
pub(super) fn answer(
    questionnaire: &Questionnaire,
    question: &Question,
    json: &Json,
) -> Read<Answer> {
    match missing(json) {
        Some(kind) => Ok(Answer::Missing(kind)),
        None => value(questionnaire, question, json).map(Answer::Value),
    }
}

fn missing(json: &Json) -> Option<Missing> {
    let members = json.as_object().filter(|members| members.len() == 1)?;
    Missing::from_code(members.get("missing")?.as_str()?)
}

fn value(questionnaire: &Questionnaire, question: &Question, json: &Json) -> Read<Value> {
    match &question.kind {
        Kind::Text { .. } | Kind::LongText { .. } => text(json).map(Value::Text),
        Kind::Integer(_) => integer(json).map(Value::Integer),
        Kind::Decimal(range) => decimal(range, json).map(Value::Decimal),
        Kind::YesNo => yes_no(json).map(Value::YesNo),
        Kind::Single(choices) | Kind::Lookup(choices) => {
            chosen(&offered(questionnaire, choices), json).map(Value::Choice)
        }
        Kind::Multiple { choices, .. } | Kind::Rank { choices, .. } => {
            several(&offered(questionnaire, choices), json).map(Value::Choices)
        }
        Kind::Scale { points } => point(points, json).map(Value::Integer),
        Kind::Matrix(matrix) => self::matrix(questionnaire, question, matrix, json),
        Kind::Allocation { .. } => {
            let cell = |json: &Json| integer(json).map(Value::Integer);
            rows(questionnaire, question, json, &cell).map(Value::Rows)
        }
        Kind::Date => written(json, Day::parse, "a day such as \"2026-11-21\"").map(Value::Day),
        Kind::Month => written(json, Month::parse, "a month such as \"2026-11\"").map(Value::Month),
        Kind::Repeat(repeat) => entries(questionnaire, repeat, json).map(Value::Entries),
        Kind::Acknowledge => match json {
            Json::Bool(true) => Ok(Value::YesNo(true)),
            _ => expected("true", json),
        },
        Kind::Computed { result } => computed(*result, json),
        Kind::Note => Err("a note takes no answer".to_owned()),
    }
}

fn expected<T>(form: &str, found: &Json) -> Read<T> {
    let found = match found {
        Json::Null => "null".to_owned(),
        Json::Bool(truth) => truth.to_string(),
        Json::Number(number) => format!("the number {number}"),
        Json::String(_) => "a text".to_owned(),
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    };
    Err(format!("expected {form}, found {found}"))
}

fn offered<'q>(questionnaire: &'q Questionnaire, choices: &'q Choices) -> Vec<&'q Choice> {
    questionnaire.all_choices(choices).collect()
}

fn text(json: &Json) -> Read<String> {
    match json.as_str() {
        Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
        Some(_) => Err("expected a text, found an empty one".to_owned()),
        None => expected("a text", json),
    }
}

fn integer(json: &Json) -> Read<i64> {
    json.as_i64()
        .map_or_else(|| expected("a whole number such as 7", json), Ok)
}

/// A decimal is written as a text; a JSON number is read by its digits, as a paper form's typist writes it.
fn decimal(range: &Range, json: &Json) -> Read<rust_decimal::Decimal> {
    let form = || format!("a decimal with {} digits, such as \"0.80\"", range.decimals);
    let written = match json {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => return expected(&form(), json),
    };
    let number =
        exact_decimal(&written).filter(|number| number.normalize().scale() <= range.decimals);
    let Some(mut number) = number else {
        return expected(&form(), json);
    };
    number.rescale(range.decimals);
    Ok(number)
}

fn yes_no(json: &Json) -> Read<bool> {
    json.as_bool()
        .map_or_else(|| expected("true or false", json), Ok)
}

fn written<T>(json: &Json, parse: fn(&str) -> Option<T>, form: &str) -> Read<T> {
    let read = json.as_str().and_then(parse);
    read.map_or_else(|| expected(form, json), Ok)
}

fn point(points: &[Choice], json: &Json) -> Read<i64> {
    let number = integer(json)?;
    let code = number.to_string();
    if points.iter().any(|point| point.code == code) {
        return Ok(number);
    }
    Err(format!("{code} is not a point of the scale"))
}

/// A code, or `{"code": …, "text": …}` where the choice asks to specify.
fn chosen(offered: &[&Choice], json: &Json) -> Read<Chosen> {
    let (code, text) = match json {
        Json::String(code) => (code.as_str(), None),
        Json::Object(members) => specified(members)?,
        _ => return expected("a code", json),
    };
    let choice = offered.iter().find(|choice| choice.code == code);
    let Some(choice) = choice else {
        return Err(format!("`{code}` is not one of the codes"));
    };
    if text.is_some() && !choice.specify {
        return Err(format!("`{code}` takes no text"));
    }
    Ok(Chosen {
        code: code.to_owned(),
        text: text.map(str::to_owned),
    })
}

fn specified(members: &Map<String, Json>) -> Read<(&str, Option<&str>)> {
    let code = members.get("code").and_then(Json::as_str);
    let text = members.get("text").and_then(Json::as_str);
    match (code, text, members.len()) {
        (Some(code), Some(text), 2) => Ok((code, Some(text))),
        _ => Err("expected a code or {\"code\": …, \"text\": …}".to_owned()),
    }
}

fn several(offered: &[&Choice], json: &Json) -> Read<Vec<Chosen>> {
    let Some(items) = json.as_array() else {
        return expected("a list of codes", json);
    };
    let mut all: Vec<Chosen> = Vec::new();
    for item in items {
        let next = chosen(offered, item)?;
        if all.iter().any(|earlier| earlier.code == next.code) {
            return Err(format!("`{}` stands twice", next.code));
        }
        all.push(next);
    }
    Ok(all)
}

fn matrix(
    questionnaire: &Questionnaire,
    question: &Question,
    matrix: &Matrix,
    json: &Json,
) -> Read<Value> {
    let cell = |json: &Json| cell(&matrix.cells, json);
    if !matrix.closable {
        return rows(questionnaire, question, json, &cell).map(Value::Rows);
    }
    let members = json.as_object().filter(|members| members.len() == 2);
    let parts = members.and_then(|members| Some((members.get("rows")?, members.get("closed")?)));
    let Some((shown, closed)) = parts else {
        return expected("{\"rows\": {…}, \"closed\": […]}", json);
    };
    Ok(Value::Closable {
        rows: rows(questionnaire, question, shown, &cell)?,
        closed: groups(&possible_groups(questionnaire, question), closed)?,
    })
}

fn groups(possible: &[String], json: &Json) -> Read<Vec<String>> {
    let Some(items) = json.as_array() else {
        return expected("a list of group codes", json);
    };
    items
        .iter()
        .map(|item| match item.as_str() {
            Some(code) if possible.iter().any(|group| group == code) => Ok(code.to_owned()),
            Some(code) => Err(format!("`{code}` is not one of the groups")),
            None => expected("a group's code", item),
        })
        .collect()
}

fn rows(
    questionnaire: &Questionnaire,
    question: &Question,
    json: &Json,
    cell: &dyn Fn(&Json) -> Read<Value>,
) -> Read<Vec<(String, Answer)>> {
    let Some(members) = json.as_object() else {
        return expected("an object by row", json);
    };
    let possible = possible_rows(questionnaire, question);
    members
        .iter()
        .map(|(code, json)| {
            if !possible.iter().any(|row| row.code == *code) {
                return Err(format!("`{code}` is not one of the rows"));
            }
            let answer = match missing(json) {
                Some(kind) => Answer::Missing(kind),
                None => {
                    Answer::Value(cell(json).map_err(|error| format!("row `{code}`: {error}"))?)
                }
            };
            Ok((code.clone(), answer))
        })
        .collect()
}

fn cell(cells: &Cells, json: &Json) -> Read<Value> {
    match cells {
        Cells::Single(columns) => {
            chosen(&columns.iter().collect::<Vec<_>>(), json).map(Value::Choice)
        }
        Cells::Multiple(columns) => {
            several(&columns.iter().collect::<Vec<_>>(), json).map(Value::Choices)
        }
        Cells::Scale(points) => point(points, json).map(Value::Integer),
        Cells::Integer(_) => integer(json).map(Value::Integer),
        Cells::Decimal(range) => decimal(range, json).map(Value::Decimal),
    }
}

fn entries(
    questionnaire: &Questionnaire,
    repeat: &Repeat,
    json: &Json,
) -> Read<Vec<Vec<(String, Answer)>>> {
    let Some(items) = json.as_array() else {
        return expected("a list of objects, one an entry", json);
    };
    items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            entry(questionnaire, repeat, item).map_err(|error| format!("entry {}: {error}", at + 1))
        })
        .collect()
}

fn entry(
    questionnaire: &Questionnaire,
    repeat: &Repeat,
    json: &Json,
) -> Read<Vec<(String, Answer)>> {
    let Some(members) = json.as_object() else {
        return expected("an object by question", json);
    };
    members
        .iter()
        .map(|(id, json)| {
            let nested = repeat.questions.iter().find(|nested| nested.id == *id);
            let nested = nested.ok_or_else(|| format!("`{id}` is not one of its questions"))?;
            let read = answer(questionnaire, nested, json);
            Ok((
                id.clone(),
                read.map_err(|error| format!("`{id}`: {error}"))?,
            ))
        })
        .collect()
}

fn computed(result: ComputedKind, json: &Json) -> Read<Value> {
    match result {
        ComputedKind::YesNo => yes_no(json).map(Value::YesNo),
        ComputedKind::Text => text(json).map(Value::Text),
        ComputedKind::Day => {
            written(json, Day::parse, "a day such as \"2026-11-21\"").map(Value::Day)
        }
        ComputedKind::Number => {
            written(json, exact_decimal, "a decimal such as \"0.8\"").map(Value::Decimal)
        }
    }
}
