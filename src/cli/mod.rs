//! The command line: one file a command; errors become words and exit codes here and nowhere else.

pub mod admin;
mod at_screen;
pub mod bundle;
mod choose;
mod confirm;
pub mod demo;
mod depot;
pub mod doctor;
pub mod error;
pub mod fault;
pub mod fill;
mod identity;
pub mod import;
mod import_responses;
pub mod init;
pub mod invite;
mod keeper_errors;
pub mod keys;
#[cfg(unix)]
pub mod kiosk;
pub mod kit;
mod lead;
mod left;
mod manual;
pub mod me;
pub mod merge;
mod output;
pub mod pack;
mod page;
mod progress;
mod release;
pub mod report;
pub mod response;
mod screen;
mod sealed_box;
#[cfg(all(unix, feature = "serve"))]
pub mod serve;
pub mod settings;
pub mod sheet;
mod signer;
mod start;
mod statistics;
mod store;
pub mod survey;
mod texts;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::base::text;
use crate::runtime::{confine, wiped};
use crate::terminal::local;
use error::{CliError, Kind};

/// How a command ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Exit code 0.
    Clean,
    /// Exit code 1: errors in a check, a bundle or record refused or set aside.
    Findings,
    /// Exit code 0, and what it gave could not be written, which was said: what was done must not be done twice.
    Unshown,
}

/// What a command gives.
pub type Outcome = Result<Done, CliError>;

/// What every command may ask for, whatever its own words are.
pub struct Context<'a> {
    /// `--home`.
    pub home: Option<PathBuf>,
    /// `--survey`, as often as it was given: an id, for `init` files.
    pub surveys: Vec<String>,
    /// `--json`.
    pub json: bool,
    /// `--quiet`.
    pub quiet: bool,
    /// `--no-color`, or `NO_COLOR`.
    pub no_color: bool,
    /// Results.
    pub out: &'a mut dyn Write,
    /// Everything else.
    pub err: &'a mut dyn Write,
}

impl Context<'_> {
    /// The survey that was asked for.
    pub fn survey(&self) -> Option<&str> {
        self.surveys.last().map(String::as_str)
    }
}

/// A sealed survey box for the terminal.
#[derive(Parser)]
#[command(name = "tallybox", version, disable_help_subcommand = true)]
struct Line {
    /// The home folder [default: `TALLYBOX_HOME`, else this folder if it holds `surveys/`,
    /// else the user's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    home: Option<PathBuf>,
    /// Which survey, where the home holds several; ID@WAVE where it holds several waves of one
    #[arg(long = "survey", global = true, value_name = "ID")]
    surveys: Vec<String>,
    /// Write results as JSON
    #[arg(long, global = true)]
    json: bool,
    /// Write only results and errors
    #[arg(long, global = true)]
    quiet: bool,
    /// Use no colour; the variable `NO_COLOR` does the same
    #[arg(long, global = true)]
    no_color: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Try it: a throw-away home with its own keys and made-up answers
    Demo(demo::Args),
    /// Make a new home: folders, settings, questionnaires
    Init(init::Args),
    /// Fill in the survey once, then exit
    Fill(fill::Args),
    /// Run a shared terminal: one person after another, never a shell
    #[cfg(unix)]
    Kiosk(kiosk::Args),
    /// Read, change or take back what you sent, with your eight words
    Me(me::Args),
    /// Open the department lead's screens: take in the boxes, then read figures
    Admin(admin::Args),
    /// Write questionnaires: check, try, print, codebook, diff, publish, simulate, schema, import,
    /// crosswalk
    Survey(survey::Args),
    /// Make and look after keys: new, request, add, list, drill, sheet, rotate, retire, reseal
    Keys(keys::Args),
    /// Carry questionnaires, keys and settings to a machine in one signed file: make, take
    Kit(kit::Args),
    /// Write one signed file with everything a department's lead needs
    Pack(pack::Args),
    /// Look after this home's sealed box: init, status, verify, purge, backup, extract, salvage,
    /// enrol
    Box(sealed_box::Args),
    /// Carry sealed records from a box to the desk: export, inspect, push, pull
    Bundle(bundle::Args),
    /// Take the records of other homes and bundles into a home
    Merge(merge::Args),
    /// Take in answers that were collected in a spreadsheet
    Import(import_responses::Args),
    /// Print figures by department
    Report(report::Args),
    /// Compare the published figures of several universities, without exchanging a response: pack,
    /// pool
    Statistics(statistics::Args),
    /// Read free-text answers and decide which may be shown: review, show
    Texts(texts::Args),
    /// Find or annul one response, for the institution: find, annul
    Response(response::Args),
    /// Show every setting, colour and key of this home: show, schema
    Settings(settings::Args),
    /// Check that everything is ready for opening day, and list what can be read without a key
    Doctor(doctor::Args),
    /// Serve the survey over SSH from this process
    #[cfg(all(unix, feature = "serve"))]
    Serve(serve::Args),
    /// Make invitations, each good for one response: new, count, end
    Invite(invite::Args),
    /// Print the page of instructions for colleagues who answer over SSH
    Sheet(sheet::Args),
    /// Print completions for a shell
    Completions(manual::CompletionsArgs),
    /// Print the manual pages
    Man(manual::ManArgs),
}

/// Runs the program.
pub fn main() -> ExitCode {
    // What answers there are in memory stays there, whichever command it is.
    confine::hide();
    confine::write_for_owner_alone();
    confine::outlive_file_limits();
    let ended = fault::guarded(|| match Line::try_parse_from(words(std::env::args_os())) {
        Ok(line) => run(line),
        Err(error) => usage(&error),
    });
    // A double click: what was said would go with the window.
    if ended != ExitCode::SUCCESS && std::env::args_os().len() < 2 {
        local::before_the_window_goes();
    }
    ended
}

/// The name by which the program is a shared terminal's login shell, and nothing else.
const KIOSK_NAME: &str = "tallybox-kiosk";

/// The words of the command line. As a login shell (`-tallybox-kiosk`, perhaps with `-c WORDS`) it is the
/// kiosk, whatever else was asked for.
fn words(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let args: Vec<OsString> = args.collect();
    let name = args.first().map(Path::new).and_then(Path::file_name);
    let name = name.and_then(|name| name.to_str()).unwrap_or_default();
    if name.trim_start_matches('-') == KIOSK_NAME {
        return ["tallybox", "kiosk"].map(OsString::from).into();
    }
    args
}

impl Command {
    /// Whether a respondent sits at it: nothing that whoever started it left open is for them. Where a
    /// keeper gives files, one of them may be a descriptor of the shell's (`<(…)`).
    fn is_session(&self) -> bool {
        match self {
            Self::Fill(args) => !args.is_paper(),
            #[cfg(unix)]
            Self::Kiosk(args) => !args.sets_secret(),
            Self::Me(_) => true,
            #[cfg(all(unix, feature = "serve"))]
            Self::Serve(_) => true,
            _ => false,
        }
    }
}

fn run(line: Line) -> ExitCode {
    if line.command.as_ref().is_none_or(Command::is_session) {
        confine::close_inherited();
    }
    let mut out = wiped::Writer::new(wiped::Output);
    let mut err = std::io::stderr().lock();
    let no_color =
        line.no_color || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let mut context = Context {
        home: line.home,
        surveys: line.surveys,
        json: line.json,
        quiet: line.quiet,
        no_color,
        out: &mut out,
        err: &mut err,
    };
    let outcome = dispatch(line.command, &mut context);
    finish(outcome, &mut context)
}

fn dispatch(command: Option<Command>, context: &mut Context<'_>) -> Outcome {
    match command {
        None => start::run(context),
        Some(Command::Demo(args)) => demo::run(&args, context),
        Some(Command::Init(args)) => init::run(&args, context),
        Some(Command::Fill(args)) => fill::run(&args, context),
        #[cfg(unix)]
        Some(Command::Kiosk(args)) => kiosk::run(&args, context),
        Some(Command::Me(args)) => me::run(&args, context),
        Some(Command::Admin(args)) => admin::run(&args, context),
        Some(Command::Survey(args)) => survey::run(&args, context),
        Some(Command::Keys(args)) => keys::run(&args, context),
        Some(Command::Kit(args)) => kit::run(&args, context),
        Some(Command::Pack(args)) => pack::run(&args, context),
        Some(Command::Box(args)) => sealed_box::run(&args, context),
        Some(Command::Bundle(args)) => bundle::run(&args, context),
        Some(Command::Merge(args)) => merge::run(&args, context),
        Some(Command::Import(args)) => import_responses::run(&args, context),
        Some(Command::Report(args)) => report::run(&args, context),
        Some(Command::Statistics(args)) => statistics::run(&args, context),
        Some(Command::Texts(args)) => texts::run(&args, context),
        Some(Command::Response(args)) => response::run(&args, context),
        Some(Command::Settings(args)) => settings::run(&args, context),
        Some(Command::Doctor(args)) => doctor::run(&args, context),
        #[cfg(all(unix, feature = "serve"))]
        Some(Command::Serve(args)) => serve::run(&args, context),
        Some(Command::Invite(args)) => invite::run(&args, context),
        Some(Command::Sheet(args)) => sheet::run(&args, context),
        Some(Command::Completions(args)) => manual::completions(&args, Line::command(), context),
        Some(Command::Man(args)) => manual::man(&args, Line::command(), context),
    }
}

fn finish(outcome: Outcome, context: &mut Context<'_>) -> ExitCode {
    let outcome = outcome.and_then(|done| {
        if done != Done::Unshown {
            context.out.flush().map_err(CliError::output)?;
        }
        Ok(done)
    });
    match outcome {
        Ok(Done::Clean | Done::Unshown) => ExitCode::SUCCESS,
        Ok(Done::Findings) => ExitCode::from(1),
        Err(error) if error.kind == Kind::Enough => ExitCode::SUCCESS,
        Err(error) => {
            // A name that is quoted may have been chosen to act on the terminal. Where even stderr is gone
            // the exit code still speaks.
            drop(writeln!(
                context.err,
                "{}",
                text::sanitise(&error.to_string())
            ));
            ExitCode::from(error.kind.code())
        }
    }
}

fn usage(error: &clap::Error) -> ExitCode {
    drop(error.print());
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Kind::Usage.code()))
}
