//! `doctor --clear`: what somebody reads who takes this home and has no key.
//!
//! Every file by its name and length, and what is in those that are not simply text: the store, bundles,
//! kits and packs, value by value, with what SQLite keeps for itself; of what is sealed, its length and to how many
//! keys; and of every file and folder what the file system keeps: whose it is, and its times.

use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use crate::base::time::Day;
use crate::cli::error::CliError;
use crate::cli::store::line;
use crate::cli::{Context, Done, Outcome};
use crate::runtime::home::Home;
use crate::vault::bundle::{self, Refused};
use crate::vault::header;
use crate::vault::parcel::{self, Entry, Shape, What};
use crate::vault::store::clear::{Clear, Table, clear_bytes};
use crate::vault::store::{Store, StoreError, files, raw};

/// What readers of this box keep of it.
const KEPT: &str = "box/cache/";

/// A file of the home, or a folder, whose name then ends in a stroke.
struct Lying {
    /// Its path from there.
    name: String,
    bytes: u64,
    /// To how many keys, where it is a sealed file.
    stanzas: Option<usize>,
    /// What the file system keeps of it besides.
    standing: Vec<(&'static str, i64)>,
}

/// What is in one file besides the store: its name, and its tables or why it is not one.
type Inside = (String, Result<Vec<Table>, String>);

/// Lists every file of the home and every value of its store, its bundles, kits and packs.
pub(super) fn run(home: &Home, context: &mut Context<'_>) -> Outcome {
    let mut files = Vec::new();
    let mut inside = Vec::new();
    walk(home.root(), "", &mut files, &mut inside)
        .map_err(|error| CliError::read(home.root(), &error))?;
    files.sort_by(|one, other| one.name.cmp(&other.name));
    inside.sort_by(|one, other| one.0.cmp(&other.0));
    let tables = match Store::open_to_read(&home.box_folder()) {
        Err(StoreError::Missing(_)) => Vec::new(),
        store => store?.clear()?,
    };
    if context.json {
        let files: Vec<Json> = files.iter().map(Lying::to_json).collect();
        let told = json!({
            "files": files,
            "store": tables_json(&tables),
            "inside": inside.iter().map(inside_json).collect::<Map<_, _>>(),
        });
        line(context.out, &told.to_string())?;
        return Ok(Done::Clean);
    }
    line(
        context.out,
        "Whoever takes this home and has no key can read every file of it that is not sealed:",
    )?;
    for file in &files {
        let sealed = match file.stanzas {
            _ if file.name.starts_with(KEPT) => "  (sealed to who opened this box last)".to_owned(),
            Some(stanzas) => format!("  (sealed to {stanzas} keys)"),
            None => String::new(),
        };
        line(
            context.out,
            &format!("  {:>10}  {}{sealed}", file.bytes, file.name),
        )?;
        line(context.out, &format!("{:14}{}", "", file.stands()))?;
    }
    let store = ("box/store.sqlite".to_owned(), Ok(tables));
    [store]
        .iter()
        .chain(&inside)
        .try_for_each(|one| print_inside(one, context))?;
    Ok(Done::Clean)
}

fn walk(
    folder: &Path,
    before: &str,
    files: &mut Vec<Lying>,
    inside: &mut Vec<Inside>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        // Before it is looked into, which may count as reading.
        let found = entry.metadata()?;
        if kind.is_dir() {
            let name = format!("{name}/");
            files.push(Lying::new(name.clone(), &found, None));
            walk(&entry.path(), &name, files, inside)?;
            continue;
        }
        // A link, a pipe or a device is told by its name: looking into it would leave the home, or wait.
        let stanzas = if kind.is_file() {
            look_into(&entry.path(), &name, inside)?
        } else {
            None
        };
        files.push(Lying::new(name, &found, stanzas));
    }
    Ok(())
}

/// Takes a file that is more than text apart; gives to how many keys a sealed one is.
fn look_into(path: &Path, name: &str, inside: &mut Vec<Inside>) -> std::io::Result<Option<usize>> {
    let mut file = File::open(path)?;
    let mut first = Vec::new();
    (&mut file)
        .take(header::MOST_BYTES as u64 + 64)
        .read_to_end(&mut first)?;
    file.rewind()?;
    if first.starts_with(bundle::MAGIC) {
        inside.push((name.to_owned(), bundle_tables(BufReader::new(file))));
        return Ok(None);
    }
    if let Some(fields) = raw::told(&first, file.metadata()?.len()) {
        inside.push((format!("{name}, SQLite's own"), Ok(vec![fields])));
        return Ok(None);
    }
    for shape in [Shape::Kit, Shape::Pack] {
        if first.starts_with(shape.magic()) {
            parcel_tables(shape, file, name, inside)?;
            return Ok(None);
        }
    }
    Ok(header::scan(&first).ok().map(|header| header.x25519))
}

fn bundle_tables(from: impl std::io::Read) -> Result<Vec<Table>, String> {
    bundle::clear::clear(from).map_err(|refused: Refused| refused.to_string())
}

/// A kit's or pack's list of contents with those that are text, then each bundle in it.
fn parcel_tables(
    shape: Shape,
    mut file: File,
    name: &str,
    inside: &mut Vec<Inside>,
) -> std::io::Result<()> {
    let from = BufReader::new(file.try_clone()?);
    let (entries, table) = match parcel::read::open(shape, from).and_then(listed) {
        Ok(listed) => listed,
        Err(refused) => {
            inside.push((name.to_owned(), Err(refused.to_string())));
            return Ok(());
        }
    };
    inside.push((name.to_owned(), Ok(vec![table])));
    let bundles: Vec<&Entry> = entries
        .iter()
        .filter(|entry| entry.what == What::Bundle)
        .collect();
    // They come last, one after another.
    let mut at = file.metadata()?.len() - bundles.iter().map(|entry| entry.length).sum::<u64>();
    for (number, entry) in bundles.into_iter().enumerate() {
        file.seek(SeekFrom::Start(at))?;
        let from = BufReader::new((&file).take(entry.length));
        inside.push((
            format!("{name}, bundle {}", number + 1),
            bundle_tables(from),
        ));
        at += entry.length;
    }
    Ok(())
}

fn listed<R: std::io::Read>(
    mut opened: parcel::read::Opened<R>,
) -> Result<(Vec<Entry>, Table), parcel::Refused> {
    let mut held = opened
        .contents(|_| Ok(Box::new(std::io::sink())))?
        .into_iter();
    let entries = opened.manifest.entries;
    let rows = entries.iter().map(|entry| {
        let text = |text: &str| Clear::Text(text.to_owned());
        let body = match entry.what {
            What::Bundle => Clear::Null,
            _ => held
                .next()
                .map_or(Clear::Null, |held| clear_bytes(&held.bytes)),
        };
        let what = json!(entry.what);
        vec![
            text(what.as_str().unwrap_or_default()),
            text(&entry.name),
            text(&entry.sha256),
            body,
        ]
    });
    let columns = ["what", "name", "sha256", "body"];
    let table = Table {
        name: "contents".to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    Ok((entries, table))
}

impl Lying {
    fn new(name: String, found: &std::fs::Metadata, stanzas: Option<usize>) -> Self {
        Self {
            name,
            // How long a folder is depends on the file system, and tells nothing that its files do not.
            bytes: if found.is_dir() { 0 } else { found.len() },
            stanzas,
            standing: files::standing(found),
        }
    }

    fn to_json(&self) -> Json {
        let mut told = Map::new();
        told.insert("file".to_owned(), json!(self.name));
        told.insert("bytes".to_owned(), json!(self.bytes));
        if let Some(stanzas) = self.stanzas {
            told.insert("stanzas".to_owned(), json!(stanzas));
        }
        for (what, number) in &self.standing {
            told.insert((*what).to_owned(), json!(number));
        }
        Json::Object(told)
    }

    /// What the file system keeps of it, in words: times are in UTC.
    fn stands(&self) -> String {
        let words = self.standing.iter().map(|(what, number)| match *what {
            "mode" => format!("mode {number:o}"),
            "owner" | "group" | "names" => format!("{what} {number}"),
            _ => format!("{what} {}", moment(*number)),
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

fn moment(seconds: i64) -> String {
    let day = Day::from_unix_seconds(seconds).unwrap_or(Day::EPOCH);
    let within = seconds.rem_euclid(86_400);
    let (hour, minute) = (within / 3_600, within / 60 % 60);
    format!("{day} {hour:02}:{minute:02}:{:02}", within % 60)
}

fn inside_json((name, found): &Inside) -> (String, Json) {
    let told = match found {
        Ok(tables) => tables_json(tables),
        Err(words) => json!({ "refused": words }),
    };
    (name.clone(), told)
}

fn tables_json(tables: &[Table]) -> Json {
    let named = tables
        .iter()
        .map(|table| (table.name.clone(), table_json(table)));
    Json::Object(named.collect())
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

fn print_inside((name, found): &Inside, context: &mut Context<'_>) -> Result<(), CliError> {
    match found {
        Ok(tables) => {
            let words = format!("\nand of {name} every value but what is inside `sealed`:");
            line(context.out, &words)?;
            tables
                .iter()
                .try_for_each(|table| print_table(table, context))
        }
        Err(words) => line(
            context.out,
            &format!("\nand {name} as it is: it could not be taken apart ({words})"),
        ),
    }
}

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
