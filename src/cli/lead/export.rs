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
use crate::runtime::releases::{self, Candidate};
use crate::stats::view::{About, View, upwards};
use crate::stats::{DoorName, Statistical};
use crate::ui::lead::{Export, Extent, Fault, Format, Msg, Purpose, Trouble};
use crate::vault::durable;
use crate::vault::store::{Store, files};

use super::take::Opened;
use super::trouble::{self, Told};
use super::{LeadProgram, find, views};

/// So many files of one name and day are written into a folder.
const MOST: usize = 1000;

/// What is written: its pages, in the words of whoever reads them.
struct File<'a> {
    export: &'a Export,
    views: Vec<View>,
    teller: Teller,
}

impl LeadProgram<'_> {
    /// Writes a file of what is on the screen, or of every page. Through the statistical door that is a release, as
    /// `report` makes one: it is entered in the ledger first, or stays.
    pub(super) fn export(&self, export: &Export) -> Told<Msg> {
        let folder = folder(export)?;
        let file = File::new(export, self.pages(export)?);
        // What the university released is out already; it is only written down once more.
        let is_released = export.is_released;
        if let Some(Opened::Statistical(reading, holders)) = &self.opened
            && !is_released
        {
            self.enter(&file, reading, holders)?;
        }
        let (least, boxes) = match &self.opened {
            Some(opened) if !is_released => {
                let store = Store::open_to_read(&self.home().box_folder())?;
                (minimum(opened.versions()), roots(&store)?)
            }
            _ => (0, Vec::new()),
        };
        let boxes = if file.is_exact() {
            boxes
        } else {
            manifest::roots_alone(boxes)
        };
        let mut told = manifest::of_views(&file.views, least, &boxes);
        told["marking"] = file.marking().into();
        let path = file.write(&folder, &told)?;
        Ok(Msg::Written(path.display().to_string()))
    }

    /// The page that was on the screen, or all that there are for this purpose.
    fn pages(&self, export: &Export) -> Told<Vec<View>> {
        let (department, opened) = match (&export.extent, &self.opened) {
            (Extent::Page(view), _) => return Ok(vec![View::clone(view)]),
            (Extent::Report(_), None) => return Err(trouble::internal("nothing is open")),
            (Extent::Report(department), Some(opened)) => (department.as_deref(), opened),
        };
        let files = self.beside(department)?;
        let mut pages = Vec::new();
        for name in views::made(opened) {
            pages.extend(views::make(name, opened, department, &files, None)?);
        }
        Ok(match export.purpose {
            Purpose::Own => pages,
            Purpose::Upwards => pages.iter().filter_map(upwards).collect(),
        })
    }

    fn enter(
        &self,
        file: &File<'_>,
        reading: &Reading<Statistical>,
        holders: &Holders,
    ) -> Told<()> {
        if self.fleeting.is_some() {
            return Err(Trouble::new(Fault::NotRemembered));
        }
        file.views
            .iter()
            .try_for_each(|view| self.enter_view(view, reading, holders))
    }

    fn enter_view(
        &self,
        view: &View,
        reading: &Reading<Statistical>,
        holders: &Holders,
    ) -> Told<()> {
        let department = view.about.department.as_ref();
        let files = self.beside(department.map(|label| label.code.as_str()))?;
        let Some(snapshot) = views::snapshot(view, reading, &files)? else {
            return Err(trouble::internal("this view is of the other door"));
        };
        let home = self.home();
        let ring = store::ring(home, &Store::open_to_read(&home.box_folder())?)?;
        let questionnaire = &reading.versions[0];
        let teller = Teller::new(&questionnaire.default_language());
        let json = json::write(view, &teller) + "\n";
        let candidate = Candidate {
            snapshot,
            wave: &questionnaire.wave,
            day: clock::today(),
            json: json.as_bytes(),
        };
        releases::enter(home, holders, &ring, candidate)?;
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

impl<'a> File<'a> {
    /// Words in the screen's language; what goes upwards does not say that it may not.
    fn new(export: &'a Export, views: Vec<View>) -> Self {
        let teller = Teller::new(&export.language);
        let mut file = Self {
            export,
            views,
            teller,
        };
        if !file.is_exact() {
            file.teller = file.teller.upwards();
        }
        file
    }

    fn about(&self) -> Option<&About> {
        self.views.first().map(|view| &view.about)
    }

    fn door(&self) -> DoorName {
        self.about()
            .map_or(DoorName::Operational, |about| about.door)
    }

    fn is_exact(&self) -> bool {
        self.door() == DoorName::Operational && self.export.purpose == Purpose::Own
    }

    /// Writes it with its manifest beside it, and says where.
    fn write(&self, folder: &Path, told: &Json) -> Told<PathBuf> {
        let bytes = self.bytes(told)?;
        let name = self.name();
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

    /// The first line says who may read it; at the operational door that it is exact.
    fn marking(&self) -> String {
        self.teller.standing(self.door()).1
    }

    fn bytes(&self, told: &Json) -> Told<Vec<u8>> {
        let marking = self.marking();
        let (views, teller) = (self.views.as_slice(), &self.teller);
        let joined = |write: fn(&View, &Teller) -> String| {
            let pages: Vec<String> = views.iter().map(|view| write(view, teller)).collect();
            pages.join("\n")
        };
        Ok(match (self.export.format, views) {
            (Format::Text, _) => format!("{marking}\n\n{}", joined(text::write)).into_bytes(),
            (Format::Spoken, _) => format!("{marking}\n\n{}", joined(spoken::write)).into_bytes(),
            (Format::Markdown, _) => {
                format!("**{marking}**\n\n{}", joined(markdown::write)).into_bytes()
            }
            (Format::Html, _) => html::write(views, teller, &marking).into_bytes(),
            (Format::Csv, [view]) => {
                csv::write(view, teller, &marking).map_err(trouble::internal)?
            }
            (Format::Json, [view]) => {
                let json = json::write(view, teller);
                let marking = serde_json::json!(marking);
                // The writer's text begins with `{`: the marking becomes its first member.
                json.replacen('{', &format!("{{\n  \"marking\": {marking},"), 1)
                    .into_bytes()
            }
            (Format::Xlsx | Format::Parquet | Format::Sav, [_, ..]) => {
                return self.tabular(marking, told);
            }
            _ => return Err(trouble::internal("this format holds one page")),
        })
    }

    /// The forms that spreadsheets and statistics programs read: one sheet per view, or one row per figure.
    fn tabular(&self, marking: String, told: &Json) -> Told<Vec<u8>> {
        let (views, teller) = (self.views.as_slice(), &self.teller);
        let title = match views {
            [] => return Err(trouble::internal("there is no page to write")),
            [view] => teller.title(view),
            [first, ..] => teller.report_title(first),
        };
        let head = Head::of(title, marking, &views[0].about, teller);
        let flat = flat::views::of(views, teller);
        match self.export.format {
            Format::Sav => Ok(sav::write(&flat, &head)),
            Format::Parquet => parquet::write(&flat, &head).map_err(trouble::internal),
            _ => {
                let written = xlsx::views(views, teller, &head, told);
                written.map_err(|fault| Trouble::new(Fault::FormatLimit).says(fault))
            }
        }
    }

    fn name(&self) -> (String, &'static str) {
        let (mark, _) = self.teller.standing(self.door());
        let about = self.about();
        let department = about.and_then(|about| about.department.as_ref());
        let department = department.map_or("all", |label| label.code.as_str());
        let day = about.map_or(clock::today(), |about| about.day);
        let what = match (&self.export.extent, self.views.first()) {
            (Extent::Page(_), Some(view)) => view.name.code(),
            _ => "report",
        };
        let name = format!("{mark}-{}-{what}-{day}", safe(department));
        (name, extension(self.export.format))
    }
}

const fn extension(format: Format) -> &'static str {
    match format {
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
    }
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
