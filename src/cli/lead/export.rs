//! An export as a file: what is in it, how it is called, and that nobody else can read it.

use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::cli::report::{manifest_of, minimum, roots};
use crate::cli::store;
use crate::report::flat::{self, Head};
use crate::report::view::{Teller, csv, html, json, manifest, markdown, spoken, text};
use crate::report::{parquet, sav, xlsx};
use crate::runtime::clock;
use crate::runtime::figures::{Holders, Reading};
use crate::runtime::releases::{Candidate, Releases};
use crate::stats::{DoorName, Statistical};
use crate::ui::lead::{Export, Fault, Format, Msg, Purpose, Trouble};
use crate::vault::durable;
use crate::vault::store::{Store, files};

use super::take::Opened;
use super::trouble::{self, Told};
use super::{LeadProgram, find, views};

/// So many files of one name and day are written into a folder.
const MOST: usize = 1000;

impl LeadProgram<'_> {
    /// Writes a file of what is on the screen. Through the statistical door that is a release, as
    /// `report` makes one: it is entered in the ledger first, or stays.
    pub(super) fn export(&self, export: &Export) -> Told<Msg> {
        let folder = folder(export)?;
        // What the university released is out already; it is only written down once more.
        let is_released = export.is_released;
        if let Some(Opened::Statistical(reading, holders)) = &self.opened
            && !is_released
        {
            self.enter(export, reading, holders)?;
        }
        let (least, boxes) = match &self.opened {
            Some(opened) if !is_released => {
                let store = Store::open_to_read(&self.home().box_folder())?;
                (minimum(opened.versions()), roots(&store)?)
            }
            _ => (0, Vec::new()),
        };
        let boxes = if is_exact(export) {
            boxes
        } else {
            manifest::roots_alone(boxes)
        };
        let mut told = manifest::of_views(std::slice::from_ref(&export.view), least, &boxes);
        told["marking"] = marking(export, &teller(export)).into();
        let path = write(export, &folder, &told)?;
        Ok(Msg::Written(path.display().to_string()))
    }

    fn enter(
        &self,
        export: &Export,
        reading: &Reading<Statistical>,
        holders: &Holders,
    ) -> Told<()> {
        if self.fleeting.is_some() {
            return Err(Trouble::new(Fault::NotRemembered));
        }
        let department = export.view.about.department.as_ref();
        let files = self.beside(department.map(|label| label.code.as_str()))?;
        let Some(snapshot) = views::snapshot(&export.view, reading, &files)? else {
            return Err(trouble::internal("this view is of the other door"));
        };
        let home = self.home();
        let ring = store::ring(home, &Store::open_to_read(&home.box_folder())?)?;
        let questionnaire = &reading.versions[0];
        let teller = Teller::new(&questionnaire.default_language());
        let json = json::write(&export.view, &teller) + "\n";
        let candidate = Candidate {
            snapshot,
            wave: &questionnaire.wave,
            day: clock::today(),
            json: json.as_bytes(),
        };
        Releases::open(home.root(), holders)?.enter(&ring, candidate)?;
        Ok(())
    }
}

/// The folder to write into. A new folder in one that is there is made; more than one is a slip.
fn folder(export: &Export) -> Told<PathBuf> {
    let folder = find::typed(&export.folder);
    let is_within = folder.parent().is_some_and(Path::is_dir);
    if !folder.exists() && is_within {
        files::private_folder(&folder).map_err(|error| trouble::unwritten(&folder, &error))?;
    }
    if folder.is_dir() {
        return Ok(folder);
    }
    Err(Trouble::at(Fault::NoFolder, folder.display()))
}

/// Words in the screen's language; what goes upwards does not say that it may not.
fn teller(export: &Export) -> Teller {
    let teller = Teller::new(&export.language);
    if is_exact(export) {
        teller
    } else {
        teller.upwards()
    }
}

/// Writes it with its manifest beside it, and says where.
fn write(export: &Export, folder: &Path, told: &Json) -> Told<PathBuf> {
    let bytes = bytes(export, &teller(export), told)?;
    let name = name(export);
    for number in 1..=MOST {
        let path = folder.join(numbered(&name, number));
        let (beside, manifest) = manifest_of(&path, &bytes, told);
        let both = [(&path, &bytes), (&beside, &manifest)];
        if both.iter().any(|(path, _)| path.exists()) {
            continue;
        }
        for (path, bytes) in both {
            durable::create_private(path, bytes)
                .map_err(|error| trouble::unwritten(path, &error))?;
        }
        return Ok(path);
    }
    Err(Trouble::at(Fault::FolderFull, folder.display()))
}

fn is_exact(export: &Export) -> bool {
    export.view.about.door == DoorName::Operational && export.purpose == Purpose::Own
}

/// The first line says who may read it; at the operational door that it is exact.
fn marking(export: &Export, teller: &Teller) -> String {
    teller.standing(export.view.about.door).1
}

fn bytes(export: &Export, teller: &Teller, told: &Json) -> Told<Vec<u8>> {
    let marking = marking(export, teller);
    let view = &export.view;
    Ok(match export.format {
        Format::Text => format!("{marking}\n\n{}", text::write(view, teller)).into_bytes(),
        Format::Spoken => format!("{marking}\n\n{}", spoken::write(view, teller)).into_bytes(),
        Format::Markdown => {
            format!("**{marking}**\n\n{}", markdown::write(view, teller)).into_bytes()
        }
        Format::Html => html::write(std::slice::from_ref(view), teller, &marking).into_bytes(),
        Format::Csv => csv::write(view, teller, &marking).map_err(trouble::internal)?,
        Format::Json => {
            let json = json::write(view, teller);
            let marking = serde_json::json!(marking);
            // The writer's text begins with `{`: the marking becomes its first member.
            json.replacen('{', &format!("{{\n  \"marking\": {marking},"), 1)
                .into_bytes()
        }
        Format::Xlsx | Format::Parquet | Format::Sav => {
            return tabular(export, teller, marking, told);
        }
    })
}

/// The forms that spreadsheets and statistics programs read: one sheet per view, or one row per figure.
fn tabular(export: &Export, teller: &Teller, marking: String, told: &Json) -> Told<Vec<u8>> {
    let views = std::slice::from_ref(&export.view);
    let title = teller.title(&export.view);
    let head = Head::of(title, marking, &export.view.about, teller);
    let flat = flat::views::of(views, teller);
    match export.format {
        Format::Sav => Ok(sav::write(&flat, &head)),
        Format::Parquet => parquet::write(&flat, &head).map_err(trouble::internal),
        _ => {
            let written = xlsx::views(views, teller, &head, told);
            written.map_err(|fault| Trouble::new(Fault::FormatLimit).says(fault))
        }
    }
}

fn name(export: &Export) -> (String, &'static str) {
    let about = &export.view.about;
    let (mark, _) = teller(export).standing(about.door);
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
        // Beside the page of plain text.
        Format::Spoken => "spoken.txt",
    };
    let view = export.view.name.code();
    let name = format!("{mark}-{}-{view}-{}", safe(department), about.day);
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
