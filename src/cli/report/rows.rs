//! `tallybox report --rows`: one row per person, and one row per entry of each repeat, at the operational door.
//!
//! A file of CSV, Parquet or SPSS holds one table. What people gave of a repeat is a table of its own, so
//! it is a file of its own beside the persons': `chem.sav` has `chem.d_equip.sav` beside it, and the
//! manifest of the first names the others.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::tabular::{self, Desk};
use super::whole::{self, Beside};
use super::{Format, no_department, say};
use crate::base::hex;
use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Outcome};
use crate::report::flat::{Flat, Head, csv, persons::People};
use crate::report::sav;
use crate::report::view::manifest::{self, EntryFile};
use crate::stats::view::About;
use crate::stats::{DoorName, Figure, Operational, Persons, SPECIAL};
use crate::survey::model::Profile;

/// What every table of one report is written with.
struct Writing<'a> {
    format: Format,
    head: Head,
    about: &'a About,
    roots: Vec<(String, String)>,
}

impl Desk<'_, Operational> {
    /// One row per person of a department, or of all that was opened, with the entries of repeats beside it.
    ///
    /// # Errors
    /// Where the format holds no such rows, or a file cannot be written.
    pub(super) fn rows(&self, context: &mut Context<'_>) -> Outcome {
        let department = self.department.as_deref();
        let frame = &self.reading.frame;
        let persons = frame.persons(department);
        self.check_known(&persons)?;
        say_special(context, &frame.left_out_of_rows())?;
        let responses = Figure::Count(frame.respondents(department));
        let about = self.about(Profile::None, responses)?;
        let writing = self.writing(&about)?;
        let entries = frame.entries_of(&persons);
        let beside = if let Some(path) = &self.args.output {
            self.beside(path, entries, &writing)?
        } else {
            say_left(context, &entries)?;
            Vec::new()
        };
        let people = self.worded(persons);
        let told = writing.told(&people);
        let (entries, files): (Vec<EntryFile>, Vec<Beside>) = beside.into_iter().unzip();
        let told = if entries.is_empty() {
            told
        } else {
            manifest::with_entries(&told, &entries)
        };
        let bytes = writing.bytes(&people)?;
        for file in files {
            whole::put_beside(self.args, file)?;
        }
        whole::deliver(self.args, context, writing.format, bytes, &told)?;
        whole::ended(context, self.reading)
    }

    fn check_known(&self, persons: &Persons<'_>) -> Result<(), CliError> {
        let list = self.reading.versions[0].departments();
        let is_known = |code: &str| list.is_some_and(|list| list.get(code).is_some());
        match self.department.as_deref() {
            Some(code) if persons.is_empty() && !is_known(code) => Err(no_department(code)),
            _ => Ok(()),
        }
    }

    /// What is added to the name of a file that is sealed.
    const fn sealed_ending(&self) -> &'static str {
        match self.args.seal_to {
            Some(_) => ".age",
            None => "",
        }
    }

    fn worded<'f>(&self, persons: Persons<'f>) -> People<'f> {
        People::new(persons, &self.reading.versions[0], &self.labels())
    }

    fn writing<'a>(&self, about: &'a About) -> Result<Writing<'a>, CliError> {
        let teller = self.teller();
        let (_, marking) = teller.standing(DoorName::Operational);
        Ok(Writing {
            format: self.args.format,
            head: Head::of(self.labels().title(), marking, about, &teller),
            about,
            roots: whole::roots(self.store)?,
        })
    }

    /// The files of entries, each with what the manifest of the persons' says of it.
    fn beside(
        &self,
        path: &Path,
        entries: Vec<Persons<'_>>,
        writing: &Writing<'_>,
    ) -> Result<Vec<(EntryFile, Beside)>, CliError> {
        let each = entries.into_iter().map(|entries| {
            let entries = self.worded(entries);
            let bytes = writing.bytes(&entries)?;
            let path = named(path, &entries.table());
            let entry = EntryFile {
                repeat: entries.table(),
                file: whole::file_name(&path) + self.sealed_ending(),
                sha256: hex::encode(&Sha256::digest(&bytes)),
                rows: entries.rows(),
            };
            let told = writing.told(&entries);
            Ok((entry, Beside { path, bytes, told }))
        });
        each.collect()
    }
}

impl Writing<'_> {
    fn bytes(&self, people: &People<'_>) -> Result<Vec<u8>, CliError> {
        match self.format {
            Format::Csv => {
                csv::write(people).map_err(|error| CliError::new(Kind::Internal, error.to_string()))
            }
            Format::Parquet => tabular::parquet(people, &self.head),
            Format::Sav => Ok(sav::write(people, &self.head)),
            _ => {
                let words = "rows of persons are written as CSV, Parquet or SPSS";
                Err(CliError::new(Kind::Usage, words)
                    .hint("take `--format csv`, `--format parquet` or `--format sav`"))
            }
        }
    }

    fn told(&self, people: &People<'_>) -> serde_json::Value {
        manifest::of_rows(
            people.rows(),
            people.fields().len(),
            self.about,
            &self.roots,
        )
    }
}

/// The file of a repeat's entries beside that of the persons: its ids before the ending, which for a sealed
/// file is the one before `.age`.
fn named(path: &Path, table: &str) -> PathBuf {
    let sealed = path.extension().is_some_and(|ending| ending == "age");
    let open = path.with_extension("");
    let path = if sealed { open.as_path() } else { path };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = match path.extension() {
        Some(ending) => format!("{stem}.{table}.{}", ending.to_string_lossy()),
        None => format!("{stem}.{table}"),
    };
    path.with_file_name(name)
}

/// Tells that what goes to the standard output is the persons alone.
/// Says which questions are in no row.
fn say_special(context: &mut Context<'_>, ids: &[&str]) -> Result<(), CliError> {
    if ids.is_empty() {
        return Ok(());
    }
    let words = format!(
        "left out: {}: special category data is in no row of a person; the tables show it for {SPECIAL} people or more",
        ids.join(", ")
    );
    say(context.err, &words)
}

fn say_left(context: &mut Context<'_>, entries: &[Persons<'_>]) -> Result<(), CliError> {
    if entries.is_empty() {
        return Ok(());
    }
    let tables: Vec<String> = entries.iter().map(|one| one.repeats().join(".")).collect();
    let words = format!(
        "left out: the entries of {}: each is a table of its own; give a file with `-o FILE`",
        tables.join(", ")
    );
    say(context.err, &words)
}
