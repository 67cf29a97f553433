//! An export as a file: what is in it, how it is called, and that nobody else can read it.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::error::{CliError, Kind};
use crate::cli::{release, store};
use crate::report::flat::{self, Head};
use crate::report::view::{Teller, csv, html, json, manifest, markdown, text};
use crate::report::{parquet, sav, xlsx};
use crate::runtime::figures::{Holders, Reading};
use crate::stats::{DoorName, Statistical};
use crate::ui::lead::{Export, Format, Msg, Purpose};
use crate::vault::store::{Store, files};

use super::take::Opened;
use super::{LeadProgram, find, views};

/// So many files of one name and day are written into a folder.
const MOST: usize = 1000;

impl LeadProgram<'_> {
    /// Writes a file of what is on the screen. Through the statistical door that is a release, as
    /// `report` makes one: it is entered in the ledger first, or stays.
    pub(super) fn export(&self, export: &Export) -> Result<Msg, CliError> {
        let folder = folder(export)?;
        if let Some(Opened::Statistical(reading, holders)) = &self.opened {
            self.enter(export, reading, holders)?;
        }
        let path = write(export, &folder)?;
        Ok(Msg::Written(path.display().to_string()))
    }

    fn enter(
        &self,
        export: &Export,
        reading: &Reading<Statistical>,
        holders: &Holders,
    ) -> Result<(), CliError> {
        if self.fleeting.is_some() {
            let words =
                "nothing is kept on this computer, so nobody could tell a later file from this one";
            return Err(CliError::new(Kind::Refused, words).hint(
                "open the figures again and choose to keep the sealed copies: what is sent out is written down with them",
            ));
        }
        let department = export.view.about.department.as_ref();
        let files = self.beside(department.map(|label| label.code.as_str()))?;
        let Some(snapshot) = views::snapshot(&export.view, reading, &files)? else {
            return Err(CliError::new(
                Kind::Internal,
                "this view is of the other door",
            ));
        };
        let home = self.home();
        let ring = store::ring(home, &Store::open_to_read(&home.box_folder())?)?;
        let questionnaire = &reading.versions[0];
        let teller = Teller::new(&questionnaire.default_language());
        let json = json::write(&export.view, &teller) + "\n";
        release::enter(
            home,
            &ring,
            holders,
            &questionnaire.wave,
            snapshot,
            json.as_bytes(),
        )
    }
}

/// The folder to write into. A new folder in one that is there is made; more than one is a slip.
fn folder(export: &Export) -> Result<PathBuf, CliError> {
    let folder = find::typed(&export.folder);
    let is_within = folder.parent().is_some_and(Path::is_dir);
    if !folder.exists() && is_within {
        files::private_folder(&folder).map_err(|error| CliError::write(&folder, &error))?;
    }
    if folder.is_dir() {
        return Ok(folder);
    }
    let words = format!("{}: there is no such folder", folder.display());
    Err(CliError::new(Kind::Input, words).hint("type the path of another folder"))
}

/// Writes it, and says where.
fn write(export: &Export, folder: &Path) -> Result<PathBuf, CliError> {
    let teller = Teller::new(&export.language);
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
    files::owner_only(&mut options);
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
        Format::Html => html::write(std::slice::from_ref(view), teller, &marking).into_bytes(),
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
        Format::Xlsx | Format::Parquet | Format::Sav => return tabular(export, teller, marking),
    })
}

/// The forms that spreadsheets and statistics programs read: a sheet a view, or a row a figure.
fn tabular(export: &Export, teller: &Teller, marking: String) -> Result<Vec<u8>, CliError> {
    let views = std::slice::from_ref(&export.view);
    let title = teller.title(&export.view);
    let head = Head::of(title, marking, &export.view.about, teller);
    let flat = flat::views::of(views, teller);
    match export.format {
        Format::Sav => Ok(sav::write(&flat, &head)),
        Format::Parquet => parquet::write(&flat, &head)
            .map_err(|error| CliError::new(Kind::Internal, error.to_string())),
        _ => {
            let told = manifest::of_views(views, 0, &[]);
            let written = xlsx::views(views, teller, &head, &told);
            written.map_err(|fault| CliError::new(Kind::Usage, fault.to_string()))
        }
    }
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
        Format::Html => "html",
        Format::Xlsx => "xlsx",
        Format::Parquet => "parquet",
        Format::Sav => "sav",
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
