//! `tallybox admin`: the department lead's screens: boxes, then figures.

use super::error::{CliError, Kind};
use super::lead::{LeadProgram, Place};
use super::screen::{self, Screen};
use super::{Context, Done, Outcome, choose};

/// The words of the command.
#[derive(clap::Args)]
pub struct Args {
    /// The language of the screens (else that of the system)
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Line by line: the desk has no such mode, and this says what does the same without a screen
    #[arg(long)]
    plain: bool,
}

/// Opens the lead's screens.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let home = choose::home(context);
    let ability = screen::ability_told(&home, context);
    if args.plain || ability.plain.is_some() {
        return Err(
            CliError::new(Kind::Usage, "the lead's screens need a terminal")
                .hint("without one, line by line: `tallybox merge INTO FROM...`, then `tallybox report --identity FILE --view NAME --format spoken`, one sentence per figure, as a screen reader or a braille display has it; docs/display.md goes through it step by step"),
        );
    }
    let mut screen = Screen::enter(ability)?;
    let place = Place {
        home: &home,
        survey: context.survey().map(str::to_owned),
        demo: None,
        language: choose::language(args.lang.as_deref()),
        theme: ability.theme,
        own: None,
    };
    screen.run(&mut LeadProgram::new(place));
    screen.leave();
    Ok(Done::Clean)
}
