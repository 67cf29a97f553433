//! The sheet that says what the figures are: who may read them, whose they are, through which door, on
//! which base; what each sheet is; and what the manifest beside the file says.

use serde_json::Value as Json;

use super::cells::Page;
use super::{Book, Fault};

/// Writes it; `contents` are the other sheets and their titles.
pub(super) fn write(
    book: &mut Book<'_>,
    name: &str,
    contents: &[(String, String)],
    manifest: &Json,
) -> Result<(), Fault> {
    let style = book.style.clone();
    let head = book.head;
    let mut page = Page::new(book.add(name)?, &style);
    page.line(0, &head.title, &style.title)?;
    page.line(1, &head.marking, &style.heading)?;
    let mut next = 2;
    for line in &head.lines {
        next = page.sentence(next, line)?;
    }
    let mut told = Vec::new();
    flatten("", manifest, &mut told);
    for lines in [contents, &told] {
        next += 1;
        for (name, value) in lines {
            page.text((next, 0), name)?;
            page.text((next, 1), value)?;
            next += 1;
        }
    }
    page.finish()?;
    Ok(())
}

/// Members of JSON, a line each: `about.door`, `operational`.
fn flatten(path: &str, json: &Json, told: &mut Vec<(String, String)>) {
    let within = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    match json {
        Json::Object(members) => {
            for (name, value) in members {
                flatten(&within(name), value, told);
            }
        }
        Json::Array(values) if values.iter().any(Json::is_object) => {
            for (at, value) in values.iter().enumerate() {
                flatten(&within(&(at + 1).to_string()), value, told);
            }
        }
        Json::Array(values) => {
            let all: Vec<String> = values.iter().map(plain).collect();
            told.push((path.to_owned(), all.join(", ")));
        }
        Json::Null => {}
        value => told.push((path.to_owned(), plain(value))),
    }
}

fn plain(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
