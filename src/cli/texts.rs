//! `tallybox texts`: free text, read by a reviewer before anybody else, then shown at its door.

use std::io::BufRead;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::error::{CliError, Kind};
use super::store::{self, line};
use super::{Context, Done, Outcome, choose, output, report};
use crate::base::text::sanitise;
use crate::merge::apply::plan_of;
use crate::runtime::figures::Holders;
use crate::runtime::home::Home;
use crate::runtime::texts::{self, Mark, MarkError, Wanted, WrittenText};
use crate::stats::DoorName;
use crate::vault::keyring::KeyRing;
use crate::vault::store::Store;

/// The words of `tallybox texts`.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Read texts that nobody has read and mark each: shown, or kept back
    Review(Which),
    /// The texts that a reviewer marked to be shown
    Show(Show),
}

#[derive(clap::Args)]
struct Which {
    /// Identity files: the institution's for the operational door, the statistics office's for its own.
    #[arg(long = "identity", value_name = "FILE", required = true, num_args = 1..)]
    identities: Vec<PathBuf>,
    /// Take the passphrase from the first line of a file instead of asking.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Only this question, or `REPEAT.QUESTION`.
    #[arg(long, value_name = "QUESTION")]
    question: Option<String>,
    /// Also those that were marked before: to decide otherwise.
    #[arg(long)]
    again: bool,
}

#[derive(clap::Args)]
struct Show {
    #[command(flatten)]
    which: Which,
    /// Only this department's; never at the statistical door.
    #[arg(long, value_name = "CODE")]
    department: Option<String>,
    /// Write to a file, readable by its owner alone.
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

/// What is asked of each text.
const ASKED: &str = "show it? y: yes  n: keep it back  Enter: later  q: stop";

/// Runs `tallybox texts`.
///
/// # Errors
/// What the command could not do, in words.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    match &args.command {
        Command::Review(which) => review(which, context),
        Command::Show(args) => show(args, context),
    }
}

/// A home with the texts that its holders may read.
struct Desk {
    home: Home,
    ring: KeyRing,
    holders: Holders,
    texts: Vec<WrittenText>,
}

fn open(which: &Which, context: &mut Context<'_>) -> Result<Desk, CliError> {
    let home = Home::find(context.home.as_deref());
    let store = Store::open_to_read(&home.box_folder())?;
    let ring = store::ring(&home, &store)?;
    let holders = report::holders_of(
        &which.identities,
        which.passphrase_file.as_deref(),
        &ring,
        context,
    )?;
    if holders.departments().is_some() && holders.door() == DoorName::Operational {
        return Err(CliError::new(
            Kind::Keys,
            "a department's key does not open what a reviewer reads",
        )
        .hint("the institution reviews, and gives a lead `texts show --department CODE -o FILE`"));
    }
    let survey = context.survey().map(str::to_owned);
    let survey = choose::questionnaire(context, &home, survey.as_deref())?;
    let plan = plan_of(&store, &store::trust(&ring))?;
    // Also other questions' texts, so that their marks are kept as they are.
    let everything = Wanted {
        survey: &survey,
        question: None,
    };
    let texts =
        texts::read(&store, &plan, &holders, &everything).map_err(|error| report::told(&error))?;
    let texts = texts::marked(&home, &holders, texts).map_err(|error| told(&error))?;
    Ok(Desk {
        home,
        ring,
        holders,
        texts,
    })
}

fn told(error: &MarkError) -> CliError {
    let kind = match error {
        MarkError::Io(..) => Kind::Input,
        MarkError::Sealed(..) => Kind::Keys,
    };
    CliError::new(kind, error.to_string()).hint(
        "give the identity that reviewed before, or have its holder seal the marks to the newest keys: `tallybox keys reseal --identity FILE`; without `reviews/` every text is unread again",
    )
}

fn review(which: &Which, context: &mut Context<'_>) -> Outcome {
    let mut desk = open(which, context)?;
    let is_meant = |text: &WrittenText| {
        (which.again || text.mark.is_none())
            && which
                .question
                .as_deref()
                .is_none_or(|id| text.question == id)
    };
    if context.json {
        let all = desk.texts.iter().filter(|text| is_meant(text)).map(to_json);
        line(context.out, &Json::Array(all.collect()).to_string())?;
        return Ok(Done::Clean);
    }
    let waiting = desk.texts.iter().filter(|text| is_meant(text)).count();
    line(context.err, &format!("{waiting} texts to read"))?;
    let mut answers = std::io::stdin().lock();
    for text in desk.texts.iter_mut().filter(|text| is_meant(text)) {
        line(context.out, &format!("\n{}", one_line_about(text)))?;
        line(context.out, &sanitise(&text.text))?;
        match asked(&mut answers, context)? {
            Said::Mark(mark) => text.mark = Some(mark),
            Said::Later => {}
            Said::Stop => break,
        }
    }
    texts::keep(&desk.home, &desk.ring, desk.holders.door(), &desk.texts)
        .map_err(|error| told(&error))?;
    let left = desk.texts.iter().filter(|text| text.mark.is_none()).count();
    line(context.err, &format!("{left} texts are left to read"))?;
    Ok(Done::Clean)
}

enum Said {
    Mark(Mark),
    Later,
    Stop,
}

fn asked(answers: &mut impl BufRead, context: &mut Context<'_>) -> Result<Said, CliError> {
    loop {
        line(context.err, ASKED)?;
        context.out.flush().map_err(CliError::output)?;
        let mut said = String::new();
        let read = answers.read_line(&mut said);
        let read = read.map_err(|error| CliError::new(Kind::Input, error.to_string()))?;
        match said.trim() {
            _ if read == 0 => return Ok(Said::Stop),
            "y" => return Ok(Said::Mark(Mark::Show)),
            "n" => return Ok(Said::Mark(Mark::KeepBack)),
            "" => return Ok(Said::Later),
            "q" => return Ok(Said::Stop),
            _ => {}
        }
    }
}

fn one_line_about(text: &WrittenText) -> String {
    let department = text.department.as_ref();
    let department = department
        .map(|code| format!("  ({code})"))
        .unwrap_or_default();
    format!("{}{department}", crate::base::text::one_line(&text.label))
}

fn to_json(text: &WrittenText) -> Json {
    json!({"question": text.question, "department": text.department, "text": text.text, "mark": text.mark})
}

fn show(args: &Show, context: &mut Context<'_>) -> Outcome {
    let desk = open(&args.which, context)?;
    let door = desk.holders.door();
    if door == DoorName::Statistical && args.department.is_some() {
        return Err(CliError::new(
            Kind::Keys,
            "texts are never shown by department at the statistical door",
        )
        .hint("leave out `--department`"));
    }
    let only = args.which.question.as_deref();
    let is_meant = |text: &&WrittenText| {
        text.mark == Some(Mark::Show)
            && only.is_none_or(|id| text.question == id)
            && args
                .department
                .as_ref()
                .is_none_or(|code| text.department.as_ref() == Some(code))
    };
    let shown: Vec<&WrittenText> = desk.texts.iter().filter(is_meant).collect();
    let written = if context.json {
        let all = shown.iter().map(|text| {
            json!({"question": text.question, "department": text.department, "text": text.text})
        });
        json!({"door": door.code(), "texts": all.collect::<Vec<Json>>()}).to_string() + "\n"
    } else {
        page(door, &shown)
    };
    match &args.output {
        Some(path) => {
            output::may_take(path, context)?;
            output::write_private(path, written.as_bytes())?;
        }
        None => context
            .out
            .write_all(written.as_bytes())
            .map_err(CliError::output)?,
    }
    Ok(Done::Clean)
}

/// The texts as a page, question after question, with what must be said of them first.
fn page(door: DoorName, shown: &[&WrittenText]) -> String {
    let about = match door {
        DoorName::Operational => {
            "Operational door: for those whom the respondents were told of. Free text as it was written, after a\nreviewer's mark, in no order and without a day. Who wrote it may be known by its words: do not pass it on."
        }
        DoorName::Statistical => {
            "Statistical door. Free text as it was written, after a reviewer's mark, in no order, without a day and\nwithout a department."
        }
    };
    let mut lines = vec![about.to_owned()];
    let mut questions: Vec<&str> = shown.iter().map(|text| text.question.as_str()).collect();
    questions.sort_unstable();
    questions.dedup();
    for id in questions {
        let own: Vec<&&WrittenText> = shown.iter().filter(|text| text.question == id).collect();
        let label = own.first().map_or("", |text| text.label.as_str());
        lines.push(format!("\n{id}  {}", crate::base::text::one_line(label)));
        for text in own {
            let words = sanitise(&text.text).replace('\n', "\n    ");
            let department = text.department.as_ref();
            let department = department
                .map(|code| format!("  ({code})"))
                .unwrap_or_default();
            lines.push(format!("\n    {words}{department}"));
        }
    }
    if shown.is_empty() {
        lines.push("\nNo text has been marked to be shown.".to_owned());
    }
    lines.join("\n") + "\n"
}
