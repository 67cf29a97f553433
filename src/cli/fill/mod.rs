//! `tallybox fill`: one response and exit, on a screen, line by line, or from paper.

pub(in crate::cli) mod enter;
pub(in crate::cli) mod lines;
pub(in crate::cli) mod plain;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::at_screen::{AtScreen, Sent};
use super::error::{CliError, Kind};
use super::screen::{self, Screen};
use super::{Context, Done, Outcome, choose, me};
use crate::base::language::Language;
use crate::base::time::Day;
use crate::base::words::Words;
use crate::form::{self, Problem};
use crate::response::code::Code;
use crate::runtime::attended::{Attended, Over};
use crate::runtime::confine::{self, Reach};
use crate::runtime::desk_files::small_departments;
use crate::runtime::driver::{Ended, Program as _};
use crate::runtime::home::Home;
use crate::runtime::keeper::{
    Keeper, NotOpen, OpenError, Participation, Receipt, SaveError, takes,
};
use crate::runtime::respondent::End;
use crate::runtime::{clock, home};
use crate::survey::Questionnaire;
use crate::terminal::ability::{Ability, Plain};
use crate::ui::{Begun, Mode, Setup};

pub(super) use lines::Lines;
pub(super) use plain::{line, misread, say};

/// The words of the command.
#[derive(clap::Args)]
pub struct Args {
    /// The survey's id
    survey: Option<String>,
    /// Ask line by line, without a full screen
    #[arg(long)]
    plain: bool,
    /// The language to begin in
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Take the answers from a JSON file: `{"question id": value}`
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Let only people with an invitation begin (`tallybox invite new`); coming back needs none
    #[arg(long, conflicts_with = "answers")]
    invitation: bool,
}

impl Args {
    /// Whether the answers come from a file and not from a person.
    pub(super) const fn is_paper(&self) -> bool {
        self.answers.is_some()
    }
}

/// The one request that a forced command honours.
const OWN_REQUEST: &str = "me";

/// Fills in one response. As an SSH server's forced command it goes to what one sent where the person
/// asked for `me`, to the letter; anything else that was asked for is not looked at.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let asked = std::env::var_os("SSH_ORIGINAL_COMMAND");
    if args.answers.is_none() && asked.is_some_and(|asked| asked == OWN_REQUEST) {
        let (survey, language) = (args.survey.as_deref(), args.lang.as_deref());
        return me::forced(survey, args.plain, language, args.invitation, context);
    }
    let home = choose::home(context);
    let questionnaire = choose::questionnaire(context, &home, args.survey.as_deref())?;
    let language = choose::language_of(&questionnaire, args.lang.as_deref())?;
    let spoken = language
        .clone()
        .unwrap_or_else(|| questionnaire.default_language());
    let words = Words::new(&spoken);
    is_open(&questionnaire, &words)?;
    let keeper = Keeper::open(&home, Arc::clone(&questionnaire));
    let mut keeper = keeper.map_err(|error| not_ready(error, &words))?;
    if args.invitation {
        keeper.ask_invitations();
    }
    let paper = args.answers.as_deref().map(Paper::read).transpose()?;
    // All that a session needs is open now.
    confine::session(&Reach::of_session(&home));
    let outcome = match paper {
        Some(paper) => from_paper(&paper, language, &mut keeper, context),
        None => by_hand(args, language, &mut keeper, context),
    };
    keeper.rest();
    outcome
}

/// On a screen where the terminal can show one, else line by line.
fn by_hand(
    args: &Args,
    language: Option<Language>,
    keeper: &mut Keeper,
    context: &mut Context<'_>,
) -> Outcome {
    let ability = screen::ability(&choose::home(context), context.no_color);
    if args.plain || ability.plain.is_some() {
        let reason = ability.plain.filter(|_| !args.plain);
        return line_by_line(language, reason, keeper, context);
    }
    on_screen(Mode::Fill, language, ability, keeper, context)
}

/// One response on a full screen, or what one sent.
pub(super) fn on_screen(
    mode: Mode,
    language: Option<Language>,
    ability: Ability,
    keeper: &mut Keeper,
    context: &mut Context<'_>,
) -> Outcome {
    let (mut ability, mut begun) = (ability, None);
    let sent = loop {
        match at_screen(
            (mode, language.as_ref()),
            &mut ability,
            &choose::home(context),
            keeper,
            begun.take(),
        )? {
            Left::Done(sent) => break sent,
            Left::Alone(sent, language) => {
                say(talk(context), &Words::new(&language).say("idle-end"))?;
                break sent;
            }
            Left::Plain(None) if mode == Mode::Own => {
                return me::by_lines(None, language, keeper, context);
            }
            Left::Plain(None) => return line_by_line(language, None, keeper, context),
            Left::Plain(Some(pass)) => {
                let spoken = pass.form.language().clone();
                let mut input = Lines::of_screen(&spoken, context)?;
                let small = small_departments(&choose::home(context), keeper.questionnaire());
                let ends = (&mut input as &mut dyn std::io::BufRead, talk(context));
                let passed = plain::from_screen(*pass, keeper, (clock::today(), &small), ends)?;
                input.tell_if_alone(&spoken, talk(context))?;
                match passed {
                    plain::Passed::Screen(back) => begun = Some(*back),
                    plain::Passed::Sent(sent) => break Some(sent),
                    plain::Passed::Left | plain::Passed::Gone => break None,
                }
            }
        }
    };
    keeper.end();
    match sent {
        Some(sent) if context.json => print_receipt(&sent.receipt, &sent.code, context),
        _ => Ok(Done::Clean),
    }
}

/// How a screen was left.
enum Left {
    /// For good, with what was sent.
    Done(Option<Box<Sent>>),
    /// The same, since nobody was there any more; in the language that was spoken.
    Alone(Option<Box<Sent>>, Language),
    /// To go on line by line, with the pass where one was begun.
    Plain(Option<Box<Begun>>),
}

/// The full screen until it is left; what the person chose to see stays in `ability`.
fn at_screen(
    (mode, language): (Mode, Option<&Language>),
    ability: &mut Ability,
    home: &Home,
    keeper: &mut Keeper,
    begun: Option<Begun>,
) -> Result<Left, CliError> {
    let mut screen = Screen::enter(*ability)?;
    let today = clock::today();
    let setup = Setup {
        questionnaire: Arc::clone(keeper.questionnaire()),
        mode,
        language: language.cloned(),
        today,
        seed: screen::seed()?,
        box_name: keeper.name().unwrap_or_default(),
        small: small_departments(home, keeper.questionnaire()),
        theme: ability.theme,
    };
    let keeper = AtScreen {
        keeper,
        today,
        seed: 0,
        marks: false,
        sent: None,
    };
    let program = screen::respondent(setup, screen.area(), keeper, begun);
    let mut program = program.reached(screen::reached());
    if program.keeper_mut().keeper.participation() == Participation::Invited {
        program = program.asks_invitation(None);
    }
    let mut program = Attended::new(program, screen::patience(home));
    let ended = screen.run(&mut program);
    screen.leave();
    let mut program = program.into_inner();
    ability.theme = program.session().theme();
    let language = program.language();
    let mut sent = || program.keeper_mut().sent.take().map(Box::new);
    match ended {
        Ended::Finished(Over::Left(End::NoRandomness)) => Err(SaveError::Random.into()),
        Ended::Finished(Over::Left(End::Plain)) => {
            Ok(Left::Plain(program.hand_over().map(Box::new)))
        }
        Ended::Finished(Over::Idle) => Ok(Left::Alone(sent(), language)),
        _ => Ok(Left::Done(sent())),
    }
}

/// Where the talk goes: with `--json` not to stdout.
fn talk<'a>(context: &'a mut Context<'_>) -> &'a mut dyn std::io::Write {
    if context.json {
        &mut *context.err
    } else {
        &mut *context.out
    }
}

/// The plain line mode over stdin and stdout; with `--json` the talk goes to stderr.
fn line_by_line(
    language: Option<Language>,
    reason: Option<Plain>,
    keeper: &mut Keeper,
    context: &mut Context<'_>,
) -> Outcome {
    let begun = language
        .clone()
        .unwrap_or_else(|| keeper.questionnaire().default_language());
    let small = small_departments(&choose::home(context), keeper.questionnaire());
    let mut pass = plain::Pass {
        place: keeper.name(),
        keeper,
        language,
        reason: reason.and_then(|reason| why_plain(reason, &Words::new(&begun))),
        today: clock::today(),
        seed: screen::seed()?,
        small,
        shown: None,
    };
    let mut input = Lines::of_stdin(&begun, context)?;
    let json = context.json;
    let output = talk(context);
    if let Some(reached) = screen::reached() {
        say(output, &Words::new(&begun).say(reached.told()))?;
    }
    let sent = plain::run(&mut pass, &mut input, output)?;
    input.tell_if_alone(&begun, output)?;
    match sent {
        Some(sent) if json => print_receipt(&sent.receipt, &sent.code, context),
        Some(sent) => {
            plain::offer_overview(&mut pass, &sent, &mut input, output)?;
            Ok(Done::Clean)
        }
        None => Ok(Done::Clean),
    }
}

/// Why the plain mode is on, where nobody asked for it.
pub(super) fn why_plain(reason: Plain, words: &Words) -> Option<String> {
    match reason {
        Plain::NoTerminal => Some(words.say("fill-no-terminal")),
        Plain::Dumb => {
            let term = std::env::var("TERM").unwrap_or_default();
            Some(words.say_with(
                "fill-dumb",
                [("term", crate::base::text::one_line(&term).into())],
            ))
        }
        Plain::Asked => None,
    }
}

/// Whether first answers are taken today, said in the person's language.
pub(super) fn is_open(questionnaire: &Questionnaire, words: &Words) -> Result<(), CliError> {
    let told = |id, day: Day, next| {
        let args = [("day", day.to_string().into())];
        CliError::new(Kind::Usage, words.say_with(id, args)).hint(words.say(next))
    };
    takes(questionnaire, true, clock::today()).map_err(|why| match why {
        NotOpen::Opens(day) => told("fill-opens", day, "fill-opens-next"),
        NotOpen::Closed(day) => told("fill-closed", day, "fill-closed-next"),
    })
}

/// A box that cannot take answers: first what a person can do about it, in their language, then what
/// its keeper needs to know.
pub(super) fn not_ready(error: OpenError, words: &Words) -> CliError {
    let own = CliError::from(error);
    CliError {
        message: format!("{} {}", words.say("fill-not-ready"), own.message),
        ..own
    }
}

/// Entry from paper: every problem at once and nothing stored, or a receipt as JSON.
fn from_paper(
    paper: &Paper<'_>,
    language: Option<Language>,
    keeper: &mut Keeper,
    context: &mut Context<'_>,
) -> Outcome {
    let questionnaire = Arc::clone(keeper.questionnaire());
    let language = language.unwrap_or_else(|| questionnaire.default_language());
    let today = clock::today();
    let filled = form::fill_in(questionnaire, language, today, &paper.answers);
    let form = filled.map_err(|problems| all_problems(paper.file, &problems))?;
    let code = keeper.draw()?;
    let receipt = keeper.submit(&code, &form, today)?;
    keeper.end();
    print_receipt(&receipt, &code, context)
}

/// Answers that were read from a file.
struct Paper<'a> {
    file: &'a Path,
    answers: serde_json::Map<String, serde_json::Value>,
}

impl<'a> Paper<'a> {
    fn read(file: &'a Path) -> Result<Self, CliError> {
        let answers = read_answers(file)?;
        Ok(Self { file, answers })
    }
}

fn read_answers(file: &Path) -> Result<serde_json::Map<String, serde_json::Value>, CliError> {
    let bytes = home::read_limited(file).map_err(|error| CliError::read(file, &error))?;
    let shown = file.display();
    serde_json::from_slice(&bytes).map_err(|error| {
        CliError::new(Kind::Input, format!("{shown}:{}:{}: not an object of answers: {error}", error.line(), error.column()))
            .hint("write `{\"question id\": value}`; `tallybox survey codebook --format json` lists ids and codes")
    })
}

fn all_problems(file: &Path, problems: &[Problem]) -> CliError {
    let words = Words::new(&Language::new("en"));
    let lines = problems
        .iter()
        .map(|problem| format!("\n  {}", words.tell(&problem.message)));
    let message = format!(
        "{}: nothing was stored{}",
        file.display(),
        lines.collect::<String>()
    );
    CliError::new(Kind::Input, message).hint("mend these answers and enter the form again")
}

/// Prints what `fill --json` and `fill --answers` promise. Where it cannot be printed the response is
/// stored all the same: that is no failure, since whoever tried again after one would send the answers twice.
pub fn print_receipt(receipt: &Receipt, code: &Code, context: &mut Context<'_>) -> Outcome {
    let value = json!({
        "response": receipt.response,
        "revision": receipt.revision,
        "leaf": receipt.leaf.to_hex(),
        "day": receipt.day.to_string(),
        "words": code.words().join(" "),
    });
    let shown = writeln!(context.out, "{value}").and_then(|()| context.out.flush());
    if let Err(error) = shown {
        let told = [
            ("response", receipt.response.as_str().into()),
            ("why", error.to_string().into()),
        ];
        let words = Words::new(&Language::new("en")).say_with("fill-sent-unshown", told);
        drop(writeln!(context.err, "{words}"));
        return Ok(Done::Unshown);
    }
    Ok(Done::Clean)
}
