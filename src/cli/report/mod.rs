//! `tallybox report`: tables by department, through the door that the identity opens.

mod folder;
mod refusals;
mod rows;
mod tabular;
mod view;
mod whole;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use crate::report;
use crate::runtime::clock;
use crate::runtime::figures::{self, Holders, Reading};
use crate::runtime::home::Home;
use crate::stats::view::Name;
use crate::stats::{
    Door, DoorName, Figure, Figures, Frame, Operational, Protection, Published, Statistical,
};
use crate::survey::Questionnaire;
use crate::survey::model::Profile;
use crate::vault::identity::Identities;
use crate::vault::keyring::KeyRing;
use crate::vault::recipient::Recipient;
use crate::vault::store::Store;

use super::error::{CliError, Kind};
use super::{Context, Outcome, identity, output, progress, release, store};

pub(super) use refusals::told;
use refusals::{no_department, no_table, refused, unopened};
pub(super) use whole::{manifest_of, minimum, roots};

/// The words of `tallybox report`.
#[derive(Default, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub struct Args {
    /// Identity files. Those of a department or the institution open the operational door, the
    /// statistics office's the statistical one.
    #[arg(long = "identity", value_name = "FILE", required = true, num_args = 1..)]
    identities: Vec<PathBuf>,
    /// Take the passphrase from the first line of a file instead of asking.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Only this department.
    #[arg(long, value_name = "CODE")]
    department: Option<String>,
    /// Only this question, or this row of a matrix (`QUESTION.ROW`).
    #[arg(long, value_name = "QUESTION")]
    table: Option<String>,
    /// A view instead of every question: cover, risk, register, horizon, demand, training, skills, ...
    #[arg(long, value_name = "NAME", conflicts_with = "table", value_parser = view::name)]
    view: Option<Name>,
    /// An earlier wave's report beside this one, for the views comparison and commitment: the file that
    /// `report --format json` wrote at the statistical door.
    #[arg(long, value_name = "FILE", requires = "view")]
    earlier: Option<PathBuf>,
    /// How figures are protected: exact at the operational door unless given; always the survey's own
    /// at the statistical door.
    #[arg(long, value_enum)]
    profile: Option<Asked>,
    /// How tables are written.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// One row per person instead of tables, without free text or response ids; operational door only,
    /// as csv, parquet or sav
    #[arg(long, conflicts_with_all = ["table", "view", "profile", "each_department"])]
    rows: bool,
    /// What may be sent upwards: services, risks and gaps instead of people, and nobody's exact figures;
    /// all such views unless one is named; operational door only
    #[arg(long, conflicts_with_all = ["table", "profile", "rows", "earlier"])]
    upwards: bool,
    /// Write to a file, readable by its owner alone, instead of the standard output.
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// A report for each department that answered, in one opening, with an index
    #[arg(long, requires = "out_dir", conflicts_with_all = ["output", "department", "table"])]
    each_department: bool,
    /// The folder that these are written to; made where it is not there.
    #[arg(long, value_name = "DIR", requires = "each_department")]
    out_dir: Option<PathBuf>,
    /// Seal what is written to this recipient (`age1...`), whose holder alone can open it.
    #[arg(long, value_name = "KEY", conflicts_with = "table")]
    seal_to: Option<Recipient>,
    /// Seal each department's report to its lead's key of the key set.
    #[arg(long, requires = "each_department", conflicts_with = "seal_to")]
    seal_to_leads: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Asked {
    None,
    Hesa,
    MinimumN,
    Suppress,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    #[default]
    Text,
    Csv,
    Json,
    /// One sentence per figure, for a screen reader; all views unless one is named
    Spoken,
    /// Views only
    Markdown,
    /// A page to read and print; all views unless one is named
    Html,
    /// A workbook to pivot; all views unless one, or a table, is named
    Xlsx,
    /// One row per person at the operational door; the cells of tables at the statistical one, and of
    /// a table or view that is named
    Parquet,
    /// The same for SPSS
    Sav,
    /// A codebook with frequencies
    Ddi,
}

impl Format {
    /// Whether a file of it is rows of persons where nothing else is asked for.
    const fn is_of_rows(self) -> bool {
        matches!(self, Self::Parquet | Self::Sav)
    }

    /// Whether a file of it says itself what it is, in sentences.
    const fn is_told(self) -> bool {
        matches!(self, Self::Text | Self::Spoken)
    }

    /// Whether a file of it is bytes for a program, which would garble a terminal.
    const fn is_for_programs(self) -> bool {
        matches!(self, Self::Xlsx | Self::Parquet | Self::Sav)
    }
}

/// A report that only a program can read goes to a file or a pipe.
fn check_output(args: &Args, context: &Context<'_>) -> Result<(), CliError> {
    if let Some(path) = &args.output {
        output::may_take(path, context)?;
    }
    let to_stdout = args.output.is_none() && !args.each_department;
    if to_stdout && args.format.is_for_programs() && std::io::stdout().is_terminal() {
        let words = "this format is not for reading: it needs a file or a pipe";
        return Err(CliError::new(Kind::Usage, words).hint("give a file with `-o FILE`"));
    }
    Ok(())
}

impl Asked {
    const fn profile(self) -> Profile {
        match self {
            Self::None => Profile::None,
            Self::Hesa => Profile::Hesa,
            Self::MinimumN => Profile::MinimumN,
            Self::Suppress => Profile::Suppress,
        }
    }
}

/// Runs `tallybox report`.
///
/// # Errors
/// What the command could not do, in words.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    check_output(args, context)?;
    let home = Home::find(context.home.as_deref());
    let store = Store::open_to_read(&home.box_folder()).map_err(unopened)?;
    let ring = store::ring(&home, &store)?;
    let holders = holders(args, &ring, context)?;
    check_department(args, &holders)?;
    view::check_earlier(args, holders.door())?;
    let survey = context.survey().map(str::to_owned);
    let sources = Sources {
        args,
        home: &home,
        store: &store,
        ring: &ring,
        holders: &holders,
    };
    match holders.door() {
        DoorName::Operational => {
            let done = sources.exact(survey.as_deref(), context)?;
            say_unnamed(args, context)?;
            Ok(done)
        }
        DoorName::Statistical => {
            tabular::refuse_rows(args)?;
            whole::refuse_upwards(args)?;
            sources.protected(survey.as_deref(), context)
        }
    }
}

/// What a report is made of, and for whom.
struct Sources<'a> {
    args: &'a Args,
    home: &'a Home,
    store: &'a Store,
    ring: &'a KeyRing,
    holders: &'a Holders,
}

impl<'a> Sources<'a> {
    fn read<D: Door>(
        &self,
        survey: Option<&str>,
        context: &Context<'_>,
    ) -> Result<Reading<D>, CliError> {
        watched(
            self.home,
            self.store,
            self.ring,
            survey,
            self.holders,
            context,
        )
    }

    const fn desk<D>(
        &self,
        reading: &'a Reading<D>,
        department: Option<String>,
    ) -> tabular::Desk<'a, D> {
        tabular::Desk {
            args: self.args,
            home: self.home,
            store: self.store,
            reading,
            department,
        }
    }

    /// Through the operational door: views, rows of persons, or tables, as they are.
    fn exact(&self, survey: Option<&str>, context: &mut Context<'_>) -> Outcome {
        let args = self.args;
        whole::refuse_profile(args)?;
        let reading = self.read::<Operational>(survey, context)?;
        let department = view::department(args.department.as_deref(), self.holders);
        let make = |name, department: Option<&str>| {
            view::operational(name, self.home, &reading, department)
        };
        if tabular::is_of_rows(args) {
            warn(args, context, self.home, &reading)?;
            return self.desk(&reading, department).rows(context);
        }
        if args.each_department {
            let published = exact(&reading)?;
            let kept = (self.store, self.ring);
            return whole::each(args, context, kept, &reading, &published, &make);
        }
        if whole::is_asked(args) {
            let door = DoorName::Operational;
            let views = whole::views(args, door, department.as_deref(), &make)?;
            return whole::finish(args, context, self.store, &reading, &views);
        }
        warn(args, context, self.home, &reading)?;
        let published = operational(&counted(&reading, args)?, args)?;
        let published = of_department(args, published)?;
        let responses = match published.profile() {
            Profile::None => Figure::Count(reading.frame.respondents(department.as_deref())),
            _ => tabular::responses(&reading, &published),
        };
        self.desk(&reading, department)
            .tables(context, &published, responses)
    }

    /// Through the statistical door: protected, and entered in the ledger before a byte is written. What an earlier wave's
    /// figures tell beside these is said at the end.
    fn protected(&self, survey: Option<&str>, context: &mut Context<'_>) -> Outcome {
        let beside = RefCell::default();
        let outcome = self.released(survey, context, &beside)?;
        for line in beside.into_inner() {
            say(context.err, &line)?;
        }
        Ok(outcome)
    }

    fn released(
        &self,
        survey: Option<&str>,
        context: &mut Context<'_>,
        beside: &RefCell<BTreeSet<String>>,
    ) -> Outcome {
        let args = self.args;
        let reading = self.read::<Statistical>(survey, context)?;
        let protection = protection(&reading, args)?;
        warn(args, context, self.home, &reading)?;
        warn_of_once(context, &reading.versions[0], protection)?;
        let wave = &reading.versions[0].wave;
        let enter = |snapshot, json: &str| -> Result<(), CliError> {
            let near = release::enter(
                self.home,
                self.ring,
                self.holders,
                wave,
                snapshot,
                json.as_bytes(),
            )?;
            beside
                .borrow_mut()
                .extend(near.map(|near| near.to_string()));
            Ok(())
        };
        let make = |name, department: Option<&str>| {
            let (view, crossings) = view::statistical(name, self.home, &reading, department, args)?;
            let snapshot = crossings.snapshot(&reading.frame, protection);
            enter(snapshot, &view::json(&reading, &view))?;
            Ok(view)
        };
        if args.each_department {
            let published = protected(&reading)?;
            let kept = (self.store, self.ring);
            return whole::each(args, context, kept, &reading, &published, &make);
        }
        if whole::is_asked(args) {
            let door = DoorName::Statistical;
            let views = whole::views(args, door, args.department.as_deref(), &make)?;
            return whole::finish(args, context, self.store, &reading, &views);
        }
        let figures = counted(&reading, args)?;
        let published = figures.protect(protection).map_err(refused)?;
        let published = of_department(args, published)?;
        let mut snapshot = figures.snapshot(protection);
        let mut responses = tabular::responses(&reading, &published);
        if let Some(heads) = heads(&reading, args) {
            let shown = heads.protect(protection).map_err(refused)?;
            responses = tabular::responses(&reading, &of_department(args, shown)?);
            snapshot.join(heads.snapshot(protection));
        }
        let desk = self.desk(&reading, args.department.clone());
        let about = desk.about(published.profile(), responses)?;
        enter(
            snapshot,
            &(report::json::write_about(&published, &about, &desk.labels()) + "\n"),
        )?;
        desk.tables(context, &published, responses)
    }
}

/// Tells on the error output what must be looked at before any figure; exact views have it in themselves, protected ones
/// not all of it.
fn warn<D: Door>(
    args: &Args,
    context: &mut Context<'_>,
    home: &Home,
    reading: &Reading<D>,
) -> Result<(), CliError> {
    for line in view::flags(home, reading, args.department.as_deref())? {
        say(context.err, &line)?;
    }
    Ok(())
}

/// Says of a survey that is still open what a report of it uses up.
fn warn_of_once(
    context: &mut Context<'_>,
    questionnaire: &Questionnaire,
    protection: Protection,
) -> Result<(), CliError> {
    let is_open = questionnaire.closes.is_none_or(|day| clock::today() <= day);
    if protection == Protection::MinimumN || !is_open {
        return Ok(());
    }
    let until = questionnaire.closes.map_or_else(
        || "has no closing day".to_owned(),
        |day| format!("is open until {day}"),
    );
    let said = format!(
        "the survey {until}: under `{}` the figures of a question leave once a wave, so those of this report cannot leave again with later answers",
        protection.code()
    );
    say(context.err, &said)
}

/// Reads, with a line of progress on a terminal.
fn watched<D: Door>(
    home: &Home,
    store: &Store,
    ring: &KeyRing,
    survey: Option<&str>,
    holders: &Holders,
    context: &Context<'_>,
) -> Result<Reading<D>, CliError> {
    let reading = progress::shown(context, |watch| {
        figures::read_watched(home, store, ring, survey, holders, watch)
    });
    reading.map_err(|error| told(&error))
}

/// Every question as the operational door shows it on screens: exact.
///
/// # Errors
/// Never: nothing was asked for that could be refused.
pub(super) fn exact(reading: &Reading<Operational>) -> Result<Published, CliError> {
    let args = Args::default();
    operational(&counted(reading, &args)?, &args)
}

/// Every question as the statistical door shows it on screens: by the survey's own profile.
///
/// # Errors
/// Where the survey's profile shows nothing.
pub(super) fn protected(reading: &Reading<Statistical>) -> Result<Published, CliError> {
    statistical(reading, &Args::default())
}

fn holders(args: &Args, ring: &KeyRing, context: &mut Context<'_>) -> Result<Holders, CliError> {
    holders_of(
        &args.identities,
        args.passphrase_file.as_deref(),
        ring,
        context,
    )
}

/// Whose identities files hold.
///
/// # Errors
/// Where one cannot be read, or is nobody's here.
pub(super) fn holders_of(
    identities: &[PathBuf],
    passphrase_file: Option<&Path>,
    ring: &KeyRing,
    context: &mut Context<'_>,
) -> Result<Holders, CliError> {
    let passphrase = match passphrase_file {
        Some(file) => Some(identity::passphrase_file(file, context.err)?),
        None => None,
    };
    let mut all = Vec::new();
    for path in identities {
        let Identities { age, .. } = match &passphrase {
            Some(passphrase) => identity::read_with(path, passphrase)?,
            None => identity::read(path, context.err)?,
        };
        all.extend(age);
    }
    Holders::find(ring, all).map_err(|error| told(&error))
}

/// A department's lead sees their own department.
fn check_department(args: &Args, holders: &Holders) -> Result<(), CliError> {
    let (Some(asked), Some(own)) = (&args.department, holders.departments()) else {
        return Ok(());
    };
    if own.contains(asked.as_str()) {
        return Ok(());
    }
    let own: Vec<&str> = own.into_iter().collect();
    let words = format!(
        "this identity is for `{}`, not for `{asked}`",
        own.join("`, `")
    );
    Err(CliError::new(Kind::Keys, words)
        .hint("leave out `--department`, or give that department's identity"))
}

fn counted<D: Door>(reading: &Reading<D>, args: &Args) -> Result<Figures<D>, CliError> {
    let frame: &Frame<D> = &reading.frame;
    match &args.table {
        None => Ok(frame.count()),
        Some(id) => {
            let figures = frame.count_only(id);
            if figures.is_empty() {
                return Err(no_table(reading, id));
            }
            Ok(figures)
        }
    }
}

/// The question that says the department, by which responses are counted, where another's table is asked for.
fn heads(reading: &Reading<Statistical>, args: &Args) -> Option<Figures<Statistical>> {
    let department = reading.versions[0].department.as_deref();
    let department = department.filter(|_| args.table.is_some())?;
    Some(reading.frame.count_only(department))
}

/// Exact unless a profile is asked for.
fn operational(figures: &Figures<Operational>, args: &Args) -> Result<Published, CliError> {
    let profile = args.profile.map_or(Profile::None, Asked::profile);
    match Protection::of(profile) {
        Some(protection) => figures.protect(protection).map_err(refused),
        None => Ok(figures.exact()),
    }
}

/// Always the survey's own profile: two ways of protecting the same figures undo each other.
fn statistical(reading: &Reading<Statistical>, args: &Args) -> Result<Published, CliError> {
    let protection = protection(reading, args)?;
    counted(reading, args)?.protect(protection).map_err(refused)
}

fn protection(reading: &Reading<Statistical>, args: &Args) -> Result<Protection, CliError> {
    let own = reading.versions[0].privacy.profile;
    let own_code = report::profile_code(own);
    if let Some(asked) = args
        .profile
        .map(Asked::profile)
        .filter(|asked| *asked != own)
    {
        let words = format!(
            "`--profile {}` is refused: the statistical door shows figures by the survey's own profile, `{own_code}`",
            report::profile_code(asked)
        );
        return Err(CliError::new(Kind::Keys, words).hint("leave out `--profile`"));
    }
    Protection::of(own).ok_or_else(|| {
        CliError::new(
            Kind::Keys,
            "the survey's profile is `none`: nothing may be shown at the statistical door",
        )
        .hint("set `profile = \"hesa\"` in the questionnaire's [privacy] table")
    })
}

fn of_department(args: &Args, published: Published) -> Result<Published, CliError> {
    match &args.department {
        Some(code) => only(published, code),
        None => Ok(published),
    }
}

fn only(published: Published, code: &str) -> Result<Published, CliError> {
    let known = published.has_department(code);
    let published = published.only_department(code);
    let has_rows = published
        .tables()
        .iter()
        .any(|table| !table.rows.is_empty());
    if known || has_rows {
        return Ok(published);
    }
    Err(no_department(code))
}

/// Tells that a file's name does not say what is in it, where that is exact.
fn say_unnamed(args: &Args, context: &mut Context<'_>) -> Result<(), CliError> {
    let Some(path) = args.output.as_ref().filter(|path| path.is_file()) else {
        return Ok(());
    };
    let name = whole::file_name(path);
    if args.upwards || name.to_lowercase().contains("exact") {
        return Ok(());
    }
    let words = format!(
        "{name} holds exact figures, for the lead and deputies only, and its name does not say so: a name that begins with EXACT does"
    );
    say(context.err, &words)
}

fn put(args: &Args, context: &mut Context<'_>, bytes: &[u8]) -> Result<(), CliError> {
    let Some(path) = &args.output else {
        return context.out.write_all(bytes).map_err(CliError::output);
    };
    output::write_private(path, bytes)
}

fn say(err: &mut dyn std::io::Write, line: &str) -> Result<(), CliError> {
    writeln!(err, "{line}").map_err(CliError::output)
}
