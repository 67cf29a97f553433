//! An export as a file: what is in it, how it is called, and that nobody else can read it.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::base::language::Language;
use crate::cli::error::{CliError, Kind};
use crate::report::view::{Teller, csv, json, markdown, text};
use crate::stats::DoorName;
use crate::ui::lead::{Export, Format, Purpose};

use super::find;

/// So many files of one name and day are written into a folder.
const MOST: usize = 1000;

/// Writes it, and says where.
///
/// # Errors
/// Where the folder is none, or cannot be written to.
pub(super) fn write(export: &Export, language: &Language) -> Result<PathBuf, CliError> {
    let folder = find::typed(&export.folder);
    if !folder.is_dir() {
        let words = format!("{}: there is no such folder", folder.display());
        return Err(CliError::new(Kind::Input, words).hint("type the path of another folder"));
    }
    let teller = Teller::new(language);
    let teller = if is_exact(export) {
        teller
    } else {
        teller.upwards()
    };
    let bytes = bytes(export, &teller)?;
    let name = name(export);
    for number in 1..=MOST {
        let path = folder.join(numbered(&name, number));
        match create(&path, &bytes) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(CliError::write(&path, &error)),
        }
    }
    let words = format!("{}: it is full of earlier exports", folder.display());
    Err(CliError::new(Kind::Input, words).hint("type the path of another folder"))
}

/// Never over a file that is there, and its owner's alone from the first byte.
fn create(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)
}

fn is_exact(export: &Export) -> bool {
    export.view.about.door == DoorName::Operational && export.purpose == Purpose::Own
}

/// The first line says who may read it; at the operational door that it is exact.
fn marking(export: &Export, teller: &Teller) -> String {
    teller
        .words()
        .say(match (is_exact(export), export.view.about.door) {
            (true, _) => "lead-mark-exact",
            (false, DoorName::Operational) => "lead-mark-upwards",
            (false, DoorName::Statistical) => "lead-mark-protected",
        })
}

fn bytes(export: &Export, teller: &Teller) -> Result<Vec<u8>, CliError> {
    let marking = marking(export, teller);
    let view = &export.view;
    Ok(match export.format {
        Format::Text => format!("{marking}\n\n{}", text::write(view, teller)).into_bytes(),
        Format::Markdown => {
            format!("**{marking}**\n\n{}", markdown::write(view, teller)).into_bytes()
        }
        Format::Csv => {
            let table = csv::write(view, teller);
            let table = table.map_err(|error| CliError::new(Kind::Internal, error.to_string()))?;
            let mut bytes = format!("\"{}\"\r\n", marking.replace('"', "'")).into_bytes();
            bytes.extend(table);
            bytes
        }
        Format::Json => {
            let json = json::write(view, teller);
            let marking = serde_json::json!(marking);
            // The writer's text begins with `{`: the marking becomes its first member.
            json.replacen('{', &format!("{{\n  \"marking\": {marking},"), 1)
                .into_bytes()
        }
    })
}

fn name(export: &Export) -> (String, &'static str) {
    let about = &export.view.about;
    let door = match (is_exact(export), about.door) {
        (true, _) => "EXACT",
        (false, DoorName::Operational) => "upwards",
        (false, DoorName::Statistical) => "protected",
    };
    let department = about.department.as_ref();
    let department = department.map_or("all", |label| label.code.as_str());
    let extension = match export.format {
        Format::Text => "txt",
        Format::Csv => "csv",
        Format::Json => "json",
        Format::Markdown => "md",
    };
    let view = export.view.name.code();
    let name = format!("{door}-{}-{view}-{}", safe(department), about.day);
    (name, extension)
}

/// A code as a part of a file's name.
fn safe(code: &str) -> String {
    let kept = |c: char| {
        if c.is_alphanumeric() || c == '_' {
            c
        } else {
            '-'
        }
    };
    code.chars().map(kept).collect()
}

fn numbered((name, extension): &(String, &'static str), number: usize) -> String {
    match number {
        1 => format!("{name}.{extension}"),
        number => format!("{name}-{number}.{extension}"),
    }
}
