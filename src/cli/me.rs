//! `tallybox me`: with the eight words, what one sent: read, taken away as a file, changed, taken back.
//!
//! The words are asked for, never taken from the command line or the environment, where other people's
//! programs could read them. Nothing of the overview is written but the file that was asked for.

mod plain;
mod record;

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use super::error::{CliError, Kind};
use super::fill::{self, misread, on_screen, why_plain};
use super::{Context, Done, Outcome, at_screen, choose, screen};
use crate::base::language::Language;
use crate::base::words::Words;
use crate::report::view::own::{self, Format};
use crate::response::code::Code;
use crate::runtime::confine::{self, Reach};
use crate::runtime::keeper::Keeper;
use crate::runtime::{clock, wiped};
use crate::terminal::ability::Plain;
use crate::ui::{Mode, Own, own_told};
use crate::vault::store::files::write_new_private_file;

pub(super) use plain::visit;

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
    /// Give the overview in this form instead of showing it
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write it to a new file that only you can read; its ending names the form where `--format` does not
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Shows, gives or changes what was sent.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let output = args.output.as_deref();
    let (mut keeper, language) = open(
        args.survey.as_deref(),
        args.lang.as_deref(),
        output,
        context,
    )?;
    if args.format.is_some() || args.output.is_some() {
        return export(args, language, &keeper, context);
    }
    by_hand(args.plain, language, &mut keeper, context)
}

/// As [`run`] with nothing asked for, from a forced `fill`.
pub(super) fn forced(
    survey: Option<&str>,
    plain: bool,
    language: Option<&str>,
    asks_invitations: bool,
    context: &mut Context<'_>,
) -> Outcome {
    let (mut keeper, language) = open(survey, language, None, context)?;
    if asks_invitations {
        keeper.ask_invitations();
    }
    by_hand(plain, language, &mut keeper, context)
}

/// Opens the box in the language that was asked for, and then gives away everything but it and the folder
/// of the file that was asked for.
fn open(
    survey: Option<&str>,
    language: Option<&str>,
    output: Option<&Path>,
    context: &Context<'_>,
) -> Result<(Keeper, Option<Language>), CliError> {
    let home = choose::home(context);
    let questionnaire = choose::questionnaire(context, &home, survey)?;
    let language = choose::language_of(&questionnaire, language)?;
    let spoken = language
        .clone()
        .unwrap_or_else(|| questionnaire.default_language());
    let keeper = Keeper::open(&home, questionnaire);
    let keeper = keeper.map_err(|error| fill::not_ready(error, &Words::new(&spoken)))?;
    confine::session(&Reach::of_session(&home).and_folder_of(output));
    Ok((keeper, language))
}

fn by_hand(
    plain: bool,
    language: Option<Language>,
    keeper: &mut Keeper,
    context: &mut Context<'_>,
) -> Outcome {
    let ability = screen::ability(&choose::home(context), context.no_color);
    if !plain && ability.plain.is_none() {
        return on_screen(Mode::Own, language, ability, keeper, context);
    }
    by_lines(ability.plain.filter(|_| !plain), language, keeper, context)
}

/// The same line by line; `reason` says why, where nobody asked for it.
pub(super) fn by_lines(
    reason: Option<Plain>,
    language: Option<Language>,
    keeper: &mut Keeper,
    context: &mut Context<'_>,
) -> Outcome {
    let language = language.unwrap_or_else(|| keeper.questionnaire().default_language());
    let words = Words::new(&language);
    let reason = reason.and_then(|reason| why_plain(reason, &words));
    plain::run(&language, reason, keeper, context)
}

/// Gives the overview in a form, on stdout or in a file of its own.
fn export(
    args: &Args,
    language: Option<Language>,
    keeper: &Keeper,
    context: &mut Context<'_>,
) -> Outcome {
    let format = args
        .format
        .or_else(|| args.output.as_deref().and_then(of_ending));
    let format = format.ok_or_else(|| {
        CliError::new(Kind::Usage, "the file's ending names no form")
            .hint("end it in .txt, .md, .json, .html or .csv, or say `--format`")
    })?;
    let language = language.unwrap_or_else(|| keeper.questionnaire().default_language());
    let words = Words::new(&language);
    let mut input = wiped::Reader::new(wiped::Input);
    let Some(code) = ask_words(&words, &mut input, context.err)? else {
        return Ok(Done::Clean);
    };
    let today = clock::today();
    let held = match at_screen::own(keeper, &code, &language, today) {
        Own::Held(held) => held,
        other => return Err(nothing(&other, &words)),
    };
    let bytes = own::write(&held.overview, format, &language).map_err(|error| {
        CliError::new(
            Kind::Internal,
            format!("the overview was not written: {error}"),
        )
    })?;
    give(&bytes, args.output.as_deref(), &words, context)
}

fn nothing(own: &Own, words: &Words) -> CliError {
    let told = own_told(own, clock::today(), words);
    let told: Vec<String> = told.iter().map(|message| words.tell(message)).collect();
    CliError::new(Kind::Store, told.join(" "))
}

fn give(bytes: &[u8], file: Option<&Path>, words: &Words, context: &mut Context<'_>) -> Outcome {
    let Some(file) = file else {
        context.out.write_all(bytes).map_err(CliError::output)?;
        return Ok(Done::Clean);
    };
    write_new_private_file(file, bytes).map_err(|error| {
        let shown = file.display();
        CliError::new(Kind::Input, format!("cannot write {shown}: {error}"))
            .hint("name a file that is not there yet")
    })?;
    let shown = crate::base::text::one_line(&file.display().to_string());
    let line = words.say_with("own-written", [("file", shown.into())]);
    writeln!(context.err, "{line}").map_err(CliError::output)?;
    Ok(Done::Clean)
}

fn of_ending(file: &Path) -> Option<Format> {
    match file.extension()?.to_str()? {
        "txt" => Some(Format::Text),
        "md" => Some(Format::Markdown),
        "json" => Some(Format::Json),
        "html" => Some(Format::Html),
        "csv" => Some(Format::Csv),
        _ => None,
    }
}

/// Asks for the eight words until they are a code; `None` where the input ends or is empty.
pub(super) fn ask_words(
    words: &Words,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<Code>, CliError> {
    loop {
        fill::say(output, &words.say("own-plain-words"))?;
        let typed = fill::line(input)?.map(zeroize::Zeroizing::new);
        let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else {
            return Ok(None);
        };
        match Code::parse(&typed) {
            Ok(code) => return Ok(Some(code)),
            Err(error) => fill::say(output, &misread(&error, words))?,
        }
    }
}
