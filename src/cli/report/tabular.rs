//! `tallybox report` for spreadsheets and statistics programs: tables of questions, as files with their
//! manifests; rows of persons are `rows`.
//!
//! Rows a person exist at the operational door only; whoever asks for them at the
//! statistical one is told so, and Parquet and SPSS files hold protected tables there.

use super::{Args, Format, view, whole};
use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Outcome};
use crate::report::flat::{Flat, Head, tables};
use crate::report::view::{Teller, manifest};
use crate::report::{self, Labels, ddi, parquet, sav, xlsx};
use crate::runtime::clock;
use crate::runtime::figures::Reading;
use crate::runtime::home::Home;
use crate::stats::view::{About, Label, Rules};
use crate::stats::{Door, Figure, Published, Reason};
use crate::survey::model::Profile;
use crate::vault::store::Store;

/// What every file is made of.
pub(super) struct Desk<'a, D> {
    pub(super) args: &'a Args,
    pub(super) home: &'a Home,
    pub(super) store: &'a Store,
    pub(super) reading: &'a Reading<D>,
    /// The department that was asked for, or the only one that the identity opens.
    pub(super) department: Option<String>,
}

/// Whether rows of persons are asked for: plainly, or by a format that is made for them.
pub(super) const fn is_of_rows(args: &Args) -> bool {
    let is_of_tables = args.table.is_some() || args.profile.is_some();
    let is_of_views = args.view.is_some() || args.each_department;
    args.rows || args.format.is_of_rows() && !is_of_tables && !is_of_views
}

/// # Errors
/// At the statistical door, where rows of persons are asked for: there are none.
pub(super) fn refuse_rows(args: &Args) -> Result<(), CliError> {
    if !args.rows {
        return Ok(());
    }
    let words = "rows of persons do not leave through the statistical door";
    Err(CliError::new(Kind::Keys, words)
        .hint("leave out `--rows`: its files hold protected tables"))
}

/// How many answered, as far as protected tables say so: what stands there as the base of the question
/// that says the department.
pub(super) fn responses<D>(reading: &Reading<D>, published: &Published) -> Figure {
    let department = reading.versions[0].department.as_deref();
    let mut tables = published.tables().iter();
    let table = tables.find(|table| Some(table.id.as_str()) == department);
    let line = table.and_then(|table| match (&table.everyone, table.rows.as_slice()) {
        (Some(everyone), _) => Some(everyone),
        (None, [only]) => Some(only),
        (None, _) => None,
    });
    line.map_or(Figure::Withheld(Reason::RolledUp), |line| line.base)
}

/// A table that is longer than a sheet, in words.
pub(super) fn too_long(fault: &xlsx::Fault) -> CliError {
    let said = CliError::new(Kind::Usage, fault.to_string());
    match fault {
        xlsx::Fault::TooLong(..) => {
            said.hint("take `--format parquet` or `--format csv`, or one `--department` at a time")
        }
        xlsx::Fault::Writing(_) => said,
    }
}

/// A flat table as Parquet.
pub(super) fn parquet(flat: &dyn Flat, head: &Head) -> Result<Vec<u8>, CliError> {
    parquet::write(flat, head).map_err(|error| CliError::new(Kind::Internal, error.to_string()))
}

impl<D: Door> Desk<'_, D> {
    pub(super) fn labels(&self) -> Labels {
        let versions = self.reading.versions.clone();
        Labels::new(versions, &self.reading.versions[0].default_language())
    }

    pub(super) fn teller(&self) -> Teller {
        Teller::new(&self.reading.versions[0].default_language())
    }

    /// Whose figures, through which door, on which base.
    pub(super) fn about(&self, profile: Profile, responses: Figure) -> Result<About, CliError> {
        let department = self.department.as_deref();
        let survey = &self.reading.versions[0];
        Ok(About {
            door: D::NAME,
            profile,
            survey: survey.title.clone(),
            wave: survey.wave.clone(),
            fingerprint: survey.fingerprint.to_string(),
            department: department.map(|code| self.label(code)),
            responses,
            staff: view::staff(self.home, self.reading, department)?,
            day: clock::today(),
            made_up: self.reading.frame.flags().made_up(department),
            flags: view::leaving(self.home, self.reading, department)?,
            rules: Rules {
                profile: survey.privacy.profile,
                minimum: u64::from(survey.privacy.minimum_group),
            },
        })
    }

    fn label(&self, code: &str) -> Label {
        let list = self.reading.versions[0].departments();
        let found = list.and_then(|list| list.get(code));
        Label {
            code: code.to_owned(),
            text: found.map_or_else(
                || crate::base::language::Text::same(code),
                |entry| entry.label.clone(),
            ),
        }
    }

    /// Tables of questions, as a file of any format that they have.
    ///
    /// # Errors
    /// Where the format is one of views, a table is too long for it, or the file cannot be written.
    pub(super) fn tables(
        &self,
        context: &mut Context<'_>,
        published: &Published,
        responses: Figure,
    ) -> Outcome {
        let format = if context.json {
            Format::Json
        } else {
            self.args.format
        };
        let about = self.about(published.profile(), responses)?;
        let roots = whole::roots(self.store)?;
        let roots = match published.profile() {
            Profile::None => roots,
            _ => manifest::roots_alone(roots),
        };
        let mut told = manifest::of_tables(published, &about, &roots);
        told["marking"] = self.teller().standing(D::NAME).1.into();
        let bytes = self.bytes(format, published, &about, &told)?;
        whole::deliver(self.args, context, format, bytes, &told)?;
        if format == Format::Text && self.args.output.is_none() {
            // The page has said what is not in it.
            return Ok(whole::done(self.reading));
        }
        whole::ended(context, self.reading)
    }

    fn bytes(
        &self,
        format: Format,
        published: &Published,
        about: &About,
        told: &serde_json::Value,
    ) -> Result<Vec<u8>, CliError> {
        let labels = self.labels();
        let teller = self.teller();
        let (_, marking) = teller.standing(D::NAME);
        let head = Head::of(labels.title(), marking, about, &teller);
        match format {
            Format::Json => {
                Ok((report::json::write_about(published, about, &labels) + "\n").into_bytes())
            }
            Format::Csv => report::csv::write(published, &labels, Some((about, &head.marking)))
                .map_err(|error| CliError::new(Kind::Internal, error.to_string())),
            Format::Xlsx => {
                let flat = tables::of(published, &labels);
                let written = xlsx::table(&flat, teller.words(), &head, told);
                written.map_err(|fault| too_long(&fault))
            }
            Format::Parquet => parquet(&tables::of(published, &labels), &head),
            Format::Sav => Ok(sav::write(&tables::of(published, &labels), &head)),
            Format::Ddi => {
                let survey = &self.reading.versions[0];
                Ok(ddi::write(survey, published, &labels, (&head, about)).into_bytes())
            }
            Format::Spoken | Format::Markdown | Format::Html => Err(CliError::new(
                Kind::Usage,
                "tables of every question are not written in this form",
            )
            .hint("name one with `--view`")),
            Format::Text => {
                let mut text = report::text::write(published, &labels);
                text.insert_str(0, &head.first_lines());
                for line in self.reading.left_out.lines() {
                    text.push('\n');
                    text.push_str(&line);
                }
                Ok((text + "\n").into_bytes())
            }
        }
    }
}
