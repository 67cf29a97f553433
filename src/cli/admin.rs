//! `tallybox admin`: the department lead's screens: boxes, then figures.

use super::error::{CliError, Kind};
use super::lead::{LeadProgram, Place};
use super::screen::{self, Screen};
use super::{Context, Done, Outcome, choose};
use crate::base::language::Language;
use crate::base::words::LANGUAGES;

/// The words of the command.
#[derive(clap::Args)]
pub struct Args {
    /// The language of the screens (else that of the system)
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
}

/// The one asked for, else the system's where the screens have it, else English.
fn language(asked: Option<&str>, get: impl Fn(&str) -> Option<String>) -> Language {
    let system = || {
        let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let mut set = variables.into_iter().filter_map(get);
        let first = set.find(|value| !value.is_empty())?;
        let tag = first.split(['_', '.', '-']).next()?.to_lowercase();
        LANGUAGES.contains(&tag.as_str()).then_some(tag)
    };
    let tag = asked.map(str::to_owned).or_else(system);
    Language::new(tag.as_deref().unwrap_or("en"))
}

/// Opens the lead's screens.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let home = choose::home(context);
    let ability = screen::ability_told(&home, context);
    if ability.plain.is_some() {
        return Err(
            CliError::new(Kind::Usage, "the lead's screens need a terminal")
                .hint("without one: `tallybox merge`, then `tallybox report --identity FILE`"),
        );
    }
    let mut screen = Screen::enter(ability)?;
    let place = Place {
        home: &home,
        survey: context.survey().map(str::to_owned),
        demo: None,
        language: language(args.lang.as_deref(), |name| std::env::var(name).ok()),
        theme: ability.theme,
        own: None,
    };
    screen.run(&mut LeadProgram::new(place));
    screen.leave();
    Ok(Done::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_asked_for_or_the_systems_or_english() {
        let system =
            |value: &'static str| move |name: &str| (name == "LANG").then(|| value.to_owned());
        for (asked, lang, wanted) in [
            (Some("cy"), "en_GB.UTF-8", "cy"),
            (None, "cy_GB.UTF-8", "cy"),
            (None, "de_DE.UTF-8", "en"),
            (None, "C.UTF-8", "en"),
        ] {
            assert_eq!(language(asked, system(lang)).as_str(), wanted, "{lang}");
        }
    }
}
