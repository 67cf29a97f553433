//! `tallybox survey`: the verbs of an author. `check` stands here; every other verb has a file of its own.

mod codebook;
mod crosswalk;
mod desk;
mod diff;
mod effort;
mod print;
mod publish;
mod schema;
mod simulate;
mod trial;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args as ClapArgs, Subcommand};
use serde_json::{Value, json};

use super::error::{CliError, Kind as Failure};
use super::{Context, Done, Outcome, choose};
use crate::base::language::Language;
use crate::base::text::{json as escaped, one_line, sanitise, width};
use crate::runtime::home::{advise_file, check_file};
use crate::survey::Questionnaire;
use crate::survey::diagnostic::{Diagnostic, Severity};
use crate::survey::waves;

/// The verbs of an author.
#[derive(ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check questionnaires and tell everything that is wrong
    Check {
        /// Questionnaire files; also `demand/CODE.toml` and `headcounts.csv` of a home
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List the variables that the answers will have, with their codes
    Codebook(codebook::Args),
    /// List which skills have a SOC or SSC code
    Crosswalk(crosswalk::Args),
    /// Fill a survey in as a person would; nothing is kept
    Try(trial::Args),
    /// Print a paper form
    Print(print::Args),
    /// Say what a change to a questionnaire means for the data
    Diff(diff::Args),
    /// Show a change, then put the questionnaire into the home
    Publish(publish::Args),
    /// Make up respondents who obey the questionnaire's conditions, sealed like real ones and marked as made up
    Simulate(simulate::Args),
    /// Print the JSON Schema for editors
    Schema(schema::Args),
    /// Read questionnaires and lists of other programs
    Import(super::import::Args),
}

/// Runs the command.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    match &args.command {
        Command::Check { files } => check(files, context),
        Command::Codebook(args) => codebook::run(args, context),
        Command::Crosswalk(args) => crosswalk::run(args, context),
        Command::Try(args) => trial::run(args, context),
        Command::Print(args) => print::run(args, context),
        Command::Diff(args) => diff::run(args, context),
        Command::Publish(args) => publish::run(args, context),
        Command::Simulate(args) => simulate::run(args, context),
        Command::Schema(args) => schema::run(args, context),
        Command::Import(args) => super::import::run(args, context),
    }
}

fn check(files: &[PathBuf], context: &mut Context<'_>) -> Outcome {
    let mut checked = Vec::new();
    let mut surveys = Vec::new();
    for file in files {
        if desk::is_desk_file(file) {
            checked.push((file, desk::check(file, context)?));
            surveys.push(None);
            continue;
        }
        let read = read(file, advise_file)?;
        checked.push((file, read.diagnostics));
        surveys.push(read.questionnaire);
    }
    let of_one_id: Vec<Arc<Questionnaire>> = surveys.iter().flatten().cloned().collect();
    let mut surveys = surveys.iter().map(Option::as_deref);
    let written = if context.json {
        let all: Vec<Value> = checked
            .iter()
            .map(|(file, found)| {
                let mut told = file_json(file, found);
                told["effort"] = effort::to_json(surveys.next().flatten());
                told
            })
            .collect();
        writeln!(context.out, "{}", escaped(&Value::Array(all).to_string()))
    } else {
        checked.iter().try_for_each(|(file, found)| {
            report(context, file, found)?;
            match surveys.next().flatten() {
                Some(survey) if !context.quiet => effort::write(context.out, survey),
                _ => Ok(()),
            }
        })
    };
    written.map_err(CliError::output)?;
    if !context.quiet {
        name_waves(&of_one_id, context)?;
    }
    let failed = checked.iter().flat_map(|(_, found)| found).any(is_error);
    Ok(if failed { Done::Findings } else { Done::Clean })
}

/// Names files of one survey id: they are its waves, and `--survey` says which is meant.
fn name_waves(all: &[Arc<Questionnaire>], context: &mut Context<'_>) -> Result<(), CliError> {
    let mut names = waves::names(all);
    names.retain(|name| name.contains('@'));
    if names.is_empty() {
        return Ok(());
    }
    let words = format!(
        "note: several files have one survey id: {}; where nobody says which with `--survey`, the wave that is open today is meant",
        names.join(", ")
    );
    writeln!(context.err, "{words}").map_err(CliError::output)
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

type Reader = fn(&Path) -> std::io::Result<crate::survey::Checked>;

fn read(file: &Path, reader: Reader) -> Result<crate::survey::Checked, CliError> {
    reader(file).map_err(|error| {
        let message = format!("{}: {error}", one_line(&file.display().to_string()));
        CliError::new(Failure::Input, message)
            .hint("name a questionnaire, a `.toml` file that can be read")
    })
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn file_json(file: &Path, found: &[Diagnostic]) -> Value {
    let one = |problem: &Diagnostic| {
        json!({
            "code": problem.code,
            "severity": severity(problem.severity),
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "words": problem.words,
            "message": problem.message,
            "remedy": problem.remedy,
        })
    };
    let found: Vec<Value> = found.iter().map(one).collect();
    json!({"file": file.display().to_string(), "diagnostics": found})
}

fn report(context: &mut Context<'_>, file: &Path, found: &[Diagnostic]) -> std::io::Result<()> {
    let mut lines = Lines::default();
    for problem in found {
        explain(context.out, problem, lines.line(problem))?;
    }
    if context.quiet {
        return Ok(());
    }
    let errors = found.iter().filter(|problem| is_error(problem)).count();
    let name = one_line(&file.display().to_string());
    let warnings = found.len() - errors;
    writeln!(
        context.out,
        "{name}: {}, {}",
        number(errors, "error"),
        number(warnings, "warning")
    )
}

fn number(count: usize, word: &str) -> String {
    match count {
        0 => format!("no {word}s"),
        1 => format!("1 {word}"),
        many => format!("{many} {word}s"),
    }
}

/// One problem as a compiler would show it: what, where, the line with the words marked, what to do.
fn explain(out: &mut dyn Write, problem: &Diagnostic, line: Option<&str>) -> std::io::Result<()> {
    let Diagnostic {
        code,
        message,
        remedy,
        ..
    } = problem;
    let place = format!("{}:{}:{}", problem.file, problem.line, problem.column);
    writeln!(
        out,
        "{}[{code}]: {}",
        severity(problem.severity),
        one_line(message)
    )?;
    writeln!(out, "  --> {}", one_line(&place))?;
    if let Some(line) = line.filter(|line| !line.trim().is_empty()) {
        let label = problem.line.to_string();
        let gutter = " ".repeat(label.len());
        let window = Window::around(line, problem);
        writeln!(out, "{gutter} |")?;
        writeln!(out, "{label} | {}", window.shown)?;
        writeln!(
            out,
            "{gutter} | {}{}",
            " ".repeat(window.before),
            "^".repeat(window.marked)
        )?;
    }
    writeln!(out, "  = {}\n", one_line(remedy))
}

/// The most characters of a line that are shown before the words at fault.
const BEFORE: usize = 60;

/// The most characters of a line that are shown.
const SHOWN: usize = 120;

/// The part of a line that is shown, and where its words are marked, in columns.
struct Window {
    shown: String,
    before: usize,
    marked: usize,
}

impl Window {
    fn around(line: &str, problem: &Diagnostic) -> Self {
        let at = problem.column - 1;
        let skipped = at.saturating_sub(BEFORE);
        let part = |from: usize, count: usize| -> String {
            sanitise(&line.chars().skip(from).take(count).collect::<String>())
        };
        let length = problem.words.chars().count();
        Self {
            shown: part(skipped, SHOWN),
            before: width(&part(skipped, at - skipped)),
            marked: width(&part(at, length.min(SHOWN))).max(1),
        }
    }
}

/// Lines of the files that problems stand in, read once each.
#[derive(Default)]
struct Lines {
    file: String,
    text: String,
}

impl Lines {
    fn line(&mut self, problem: &Diagnostic) -> Option<&str> {
        if self.file != problem.file {
            self.file.clone_from(&problem.file);
            let bytes = crate::runtime::home::read_limited(Path::new(&problem.file));
            // What is no UTF-8 is shown as far as it is, and no longer than is looked at.
            self.text = bytes.map(|bytes| sound(&bytes)).unwrap_or_default();
        }
        self.text.lines().nth(problem.line.checked_sub(1)?)
    }
}

fn sound(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.trim_start_matches('\u{feff}').to_owned()
}

/// The questionnaire a verb works on: the file that is named, else that of the home.
fn chosen(file: Option<&Path>, context: &Context<'_>) -> Result<Arc<Questionnaire>, CliError> {
    match file {
        Some(file) => sound_survey(file),
        None => choose::questionnaire(context, &choose::home(context), None),
    }
}

fn sound_survey(file: &Path) -> Result<Arc<Questionnaire>, CliError> {
    let checked = read(file, check_file)?;
    let name = one_line(&file.display().to_string());
    checked.questionnaire.ok_or_else(|| {
        let first = checked.diagnostics.iter().find(|problem| is_error(problem));
        let message = first.map_or_else(
            || format!("{name} is not sound"),
            |problem| {
                format!(
                    "{}:{}:{}: {}",
                    problem.file, problem.line, problem.column, problem.message
                )
            },
        );
        CliError::new(Failure::Input, one_line(&message))
            .hint(format!("run `tallybox survey check {name}`"))
    })
}

/// The language asked for, where the survey has it; the survey's first where none is.
fn language(survey: &Questionnaire, asked: Option<&str>) -> Result<Language, CliError> {
    let found = choose::language_of(survey, asked)?;
    Ok(found.unwrap_or_else(|| survey.default_language()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs the command: how it ended, what it printed.
    fn ran(words: &[&str], json: bool) -> (Result<Done, Failure>, String) {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            args: Args,
        }
        let line: Line = clap::Parser::parse_from(words);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut context = Context {
            home: None,
            surveys: Vec::new(),
            no_color: true,
            json,
            quiet: false,
            out: &mut out,
            err: &mut err,
        };
        let ended = run(&line.args, &mut context).map_err(|error| error.kind);
        assert_eq!(err, b"");
        (ended, String::from_utf8(out).unwrap())
    }

    const RICH: &str = "tests/data/surveys/rich.toml";
    const BAD: &str = "tests/data/bad/circles.toml";

    #[test]
    fn it_marks_the_words_in_their_line() {
        let (ended, out) = ran(&["survey", "check", RICH, BAD], false);
        assert_eq!(ended, Ok(Done::Findings));
        let told = "\
error[SV035]: these depend on one another in a circle: a -> b -> c -> a
  --> tests/data/bad/circles.toml:25:12
   |
25 | relevant = \"b\" # error: SV035 \"in a circle: a -> b -> c -> a\"
   |            ^^^
  = take one of the conditions out, or let it look at an earlier question
";
        assert!(out.contains(told), "{out}");
        assert!(
            out.contains("tests/data/surveys/rich.toml: no errors, 3 warnings\n"),
            "{out}"
        );
    }

    #[test]
    fn warnings_pass_and_a_file_that_is_not_there_is_bad_input() {
        let (ended, out) = ran(&["survey", "check", RICH], true);
        assert_eq!(ended, Ok(Done::Clean));
        let json: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(json[0]["diagnostics"][0]["severity"], "warning");
        assert_eq!(json[0]["diagnostics"][0]["line"], 8);
        let (ended, _) = ran(&["survey", "check", "tests/data/gone.toml"], false);
        assert_eq!(ended.map_err(Failure::code), Err(3));
        let (ended, _) = ran(&["survey", "codebook", BAD], false);
        assert_eq!(ended.map_err(Failure::code), Err(3));
    }

    #[test]
    fn the_codebook_has_a_variable_for_each_answer() {
        let (ended, out) = ran(&["survey", "codebook", RICH, "--format", "json"], false);
        assert_eq!(ended, Ok(Done::Clean));
        let json: Value = serde_json::from_str(&out).unwrap();
        let variables = json["variables"].as_array().unwrap();
        let find = |id: &str| {
            variables
                .iter()
                .find(|variable| variable["id"] == id)
                .unwrap()
        };
        assert_eq!(find("e_rate.lab.cryo")["type"], "scale");
        assert_eq!(find("e_rate.lab.cryo")["choices"][2]["code"], "4");
        assert_eq!(find("d_equip.role")["audience"], json!(["lead"]));
        assert_eq!(find("b_terms")["missing"].as_array().unwrap().len(), 7);
        assert!(variables.iter().all(|variable| variable["id"] != "b_note"));
        let (_, text) = ran(&["survey", "codebook", RICH], false);
        assert!(
            text.contains(
                "b_dept  lookup  [lead, statistics]\n    Department?\n    CHE          Chemistry\n"
            ),
            "{text}"
        );
    }
}
