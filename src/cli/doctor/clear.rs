//! `doctor --clear`: what somebody reads who takes this home and has no key.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::cli::error::CliError;
use crate::cli::store::line;
use crate::cli::{Context, Done, Outcome};
use crate::runtime::home::Home;
use crate::vault::store::Store;
use crate::vault::store::clear::{Clear, Table};

/// What readers of this box keep of it.
const KEPT: &str = "box/cache/";

/// A file of the home, by its path from there.
struct File {
    name: String,
    bytes: u64,
}

/// Lists every file of the home and every value of its store.
pub(super) fn run(home: &Home, context: &mut Context<'_>) -> Outcome {
    let mut files = Vec::new();
    walk(home.root(), "", &mut files).map_err(|error| CliError::read(home.root(), &error))?;
    files.sort_by(|one, other| one.name.cmp(&other.name));
    let tables = Store::open_to_read(&home.box_folder())?.clear()?;
    if context.json {
        let files: Vec<Json> = files
            .iter()
            .map(|file| json!({ "file": file.name, "bytes": file.bytes }))
            .collect();
        let tables: serde_json::Map<String, Json> = tables
            .iter()
            .map(|table| (table.name.clone(), table_json(table)))
            .collect();
        line(
            context.out,
            &json!({ "files": files, "store": tables }).to_string(),
        )?;
        return Ok(Done::Clean);
    }
    line(
        context.out,
        "Whoever takes this home and has no key can read every file of it that is not sealed:",
    )?;
    for file in &files {
        let is_kept = file.name.starts_with(KEPT);
        let about = if is_kept {
            "  (sealed to who opened this box last)"
        } else {
            ""
        };
        let words = format!("  {:>10}  {}{about}", file.bytes, file.name);
        line(context.out, &words)?;
    }
    line(
        context.out,
        "\nand of the store, box/store.sqlite, every value but what is inside `sealed`:",
    )?;
    tables
        .iter()
        .try_for_each(|table| print_table(table, context))?;
    Ok(Done::Clean)
}

fn walk(folder: &Path, before: &str, files: &mut Vec<File>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(&entry.path(), &format!("{name}/"), files)?;
        } else {
            let bytes = entry.metadata()?.len();
            files.push(File { name, bytes });
        }
    }
    Ok(())
}

fn table_json(table: &Table) -> Json {
    let rows = table.rows.iter().map(|row| {
        let values = table.columns.iter().zip(row);
        Json::Object(
            values
                .map(|(column, value)| (column.clone(), value_json(value)))
                .collect(),
        )
    });
    Json::Array(rows.collect())
}

fn value_json(value: &Clear) -> Json {
    match value {
        Clear::Null => Json::Null,
        Clear::Number(number) => json!(number),
        Clear::Text(text) => json!(text),
        Clear::Bytes(hex) => json!({ "hex": hex }),
        Clear::Sealed { bytes, stanzas } => json!({ "sealed": bytes, "stanzas": stanzas }),
    }
}

/// A value longer than this is told by its beginning and length; `--json` gives all of it.
const SHOWN: usize = 400;

fn print_table(table: &Table, context: &mut Context<'_>) -> Result<(), CliError> {
    line(
        context.out,
        &format!("\n{}: {} rows", table.name, table.rows.len()),
    )?;
    for row in &table.rows {
        for (column, value) in table.columns.iter().zip(row) {
            let told = match value {
                Clear::Null => "nothing".to_owned(),
                Clear::Number(number) => number.to_string(),
                Clear::Text(text) => short(&crate::base::text::one_line(text)),
                Clear::Bytes(hex) => short(hex),
                Clear::Sealed { bytes, stanzas } => {
                    format!("sealed: {bytes} bytes to {stanzas} keys")
                }
            };
            line(context.out, &format!("  {column:<10} {told}"))?;
        }
        line(context.out, "")?;
    }
    Ok(())
}

fn short(text: &str) -> String {
    let count = text.chars().count();
    if count <= SHOWN {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("{start} … ({count} characters; `--json` gives all)")
}
