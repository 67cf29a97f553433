//! `tallybox me` line by line: the same overview read aloud, one fact a line, and the same ways on from
//! there.

use std::io::{BufRead, Write};
use std::sync::Arc;

use super::super::error::CliError;
use super::super::fill::{self, print_receipt};
use super::super::{Context, Done, Outcome, at_screen, screen};
use super::ask_words;
use super::record::record;
use crate::base::language::Language;
use crate::base::time::Day;
use crate::base::words::Words;
use crate::form::Form;
use crate::report::view::{Teller, own::spoken};
use crate::response::code::Code;
use crate::runtime::clock;
use crate::runtime::keeper::{Keeper, Participation, Receipt};
use crate::runtime::plain::Beginning;
use crate::ui::{Earlier, Own, last_year_missing, own_can_change, own_is_earlier, own_told};

/// Asks for the words, then shows what stands under them.
pub(super) fn run(
    language: &Language,
    reason: Option<String>,
    keeper: &mut Keeper,
    context: &mut Context<'_>,
) -> Outcome {
    let words = Words::new(language);
    let mut input = fill::Lines::of_stdin(language, context)?;
    let json = context.json;
    let output: &mut dyn Write = if json {
        &mut *context.err
    } else {
        &mut *context.out
    };
    if let Some(reached) = screen::reached() {
        fill::say(output, &words.say(reached.told()))?;
    }
    if let Some(reason) = reason {
        fill::say(
            output,
            &words.say_with("plain-mode-on", [("reason", reason.into())]),
        )?;
    }
    let Some(code) = ask_words(&words, &mut input, output)? else {
        input.tell_if_alone(language, output)?;
        return Ok(Done::Clean);
    };
    let visit = visit(keeper, &code, language, &mut input, output)?;
    input.tell_if_alone(language, output)?;
    match visit {
        Some(receipt) if json => print_receipt(&receipt, &code, context),
        _ => Ok(Done::Clean),
    }
}

/// What a person may type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Start,
    Change,
    Record,
    Withdraw,
    Words,
    Quit,
}

/// What they are called, in English and in Welsh.
const WISHES: [(&str, Wish); 13] = [
    ("start", Wish::Start),
    ("dechrau", Wish::Start),
    ("change", Wish::Change),
    ("newid", Wish::Change),
    ("record", Wish::Record),
    ("cofnod", Wish::Record),
    ("withdraw", Wish::Withdraw),
    ("tynnu'n ôl", Wish::Withdraw),
    ("words", Wish::Words),
    ("geiriau", Wish::Words),
    ("quit", Wish::Quit),
    ("gadael", Wish::Quit),
    ("", Wish::Quit),
];

/// What can be done with what stands under a code, and how that is asked.
fn wishes(own: &Own, today: Day) -> Option<(&'static str, &'static [Wish])> {
    const OPEN: &[Wish] = &[Wish::Change, Wish::Record, Wish::Withdraw, Wish::Words];
    const CLOSED: &[Wish] = &[Wish::Record, Wish::Withdraw, Wish::Words];
    const EARLIER: &[Wish] = &[Wish::Start, Wish::Record, Wish::Withdraw, Wish::Words];
    const ELSEWHERE: &[Wish] = &[Wish::Withdraw, Wish::Words];
    Some(match own {
        own if own_can_change(own, today) => ("own-plain-all", OPEN),
        own if own_is_earlier(own) => ("own-plain-all-earlier", EARLIER),
        Own::Held(_) => ("own-plain-all-closed", CLOSED),
        Own::NotHere | Own::Unknown { .. } => ("own-plain-choose-closed", ELSEWHERE),
        Own::Withdrawn | Own::SetAside | Own::Failed => return None,
    })
}

/// Reads out what stands under a code, and does what is asked for. Gives the receipt of a change.
pub(in crate::cli) fn visit(
    keeper: &mut Keeper,
    code: &Code,
    language: &Language,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<Receipt>, CliError> {
    let words = Words::new(language);
    let today = clock::today();
    let own = at_screen::own(keeper, code, language, today);
    read_out(&own, &words, output)?;
    let Some((prompt, offered)) = wishes(&own, today) else {
        return Ok(None);
    };
    loop {
        fill::say(output, &words.say(prompt))?;
        let Some(typed) = fill::line(input)? else {
            return Ok(None);
        };
        let typed = typed.trim().trim_start_matches('/').to_lowercase();
        let wish = WISHES.iter().find(|(name, _)| *name == typed);
        match wish.map(|(_, wish)| *wish) {
            Some(Wish::Quit) => return Ok(None),
            Some(wish) if !offered.contains(&wish) => {
                fill::say(output, &words.say("own-plain-unknown"))?;
            }
            Some(Wish::Start) => return start(keeper, code, language, input, output),
            Some(Wish::Change) => return change(keeper, code, language, input, output),
            Some(Wish::Record) => record(keeper, code, language, input, output)?,
            Some(Wish::Withdraw) => {
                if withdraw(keeper, code, &words, input, output)? {
                    return Ok(None);
                }
            }
            Some(Wish::Words) => {
                let own = code.words().join(" ");
                let args = [("words", own.into())];
                fill::say(output, &words.say_with("plain-words", args))?;
            }
            None => fill::say(output, &words.say("own-plain-unknown"))?,
        }
    }
}

/// Begins this wave's answers from those of an earlier one, under words of their own.
fn start(
    keeper: &mut Keeper,
    code: &Code,
    language: &Language,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<Receipt>, CliError> {
    let words = Words::new(language);
    let today = clock::today();
    let last_year = match at_screen::earlier(keeper, code) {
        Earlier::Sent(last_year) => last_year,
        other => {
            fill::say(output, &words.tell(&last_year_missing(&other)))?;
            return Ok(None);
        }
    };
    fill::is_open(keeper.questionnaire(), &words)?;
    let invitation = match keeper.participation() {
        Participation::Open => None,
        Participation::Invited => {
            let prompt = "invitation-plain-first";
            let given = fill::enter::ask(keeper, prompt, &words, input, output)?;
            let Some(invitation) = given else {
                return Ok(None);
            };
            Some(invitation)
        }
    };
    let drawn = keeper.draw();
    let fresh = drawn.map_err(|error| fill::plain::for_person(&error, &words))?;
    let seed = screen::seed()?;
    let questionnaire = Arc::clone(keeper.questionnaire());
    let mut form = Form::new(questionnaire, language.clone(), today, seed);
    if let Some(invitation) = invitation {
        form.set_invitation(invitation);
    }
    let count = last_year.propose_in(&mut form);
    let args = [("count", count.into())];
    let found = match count {
        0 => words.say("last-year-none"),
        _ => words.say_with("last-year-found", args),
    };
    fill::say(output, &found)?;
    let entry = fill::plain::Entry {
        code: fresh,
        form,
        beginning: Beginning::New,
    };
    go_through(keeper, entry, today, input, output)
}

fn go_through(
    keeper: &mut Keeper,
    entry: fill::plain::Entry,
    today: Day,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<Receipt>, CliError> {
    let mut pass = fill::plain::Pass {
        place: keeper.name(),
        keeper,
        language: None,
        reason: None,
        today,
        seed: 0,
        small: std::collections::BTreeSet::new(),
        shown: None,
    };
    let sent = fill::plain::go_through(&mut pass, entry, input, output)?;
    Ok(sent.map(|(receipt, _)| receipt))
}

fn read_out(own: &Own, words: &Words, output: &mut dyn Write) -> Result<(), CliError> {
    for message in own_told(own, clock::today(), words) {
        say_line(&words.tell(&message), output)?;
    }
    let Own::Held(held) = own else {
        return Ok(());
    };
    let teller = Teller::new(words.language());
    let overview = &held.overview;
    let all = overview.blocks.iter().chain(&overview.diary);
    for block in all.chain(&overview.answers) {
        let (title, lines) = spoken(block, &teller);
        say_line("", output)?;
        say_line(&title, output)?;
        for line in lines {
            say_line(&line, output)?;
        }
    }
    say_line("", output)
}

fn say_line(line: &str, output: &mut dyn Write) -> Result<(), CliError> {
    fill::say(output, crate::base::text::sanitise(line).trim_end())
}

fn change(
    keeper: &mut Keeper,
    code: &Code,
    language: &Language,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<Receipt>, CliError> {
    let words = Words::new(language);
    let today = clock::today();
    let opened = keeper.revise(code).ok();
    let form = opened
        .and_then(|(draft, questionnaire)| Form::from_draft(questionnaire, today, &draft).ok());
    let Some((mut form, _)) = form else {
        fill::say(output, &words.say("own-failed"))?;
        return Ok(None);
    };
    if form.questionnaire().languages.contains(language) {
        form.set_language(language.clone());
    }
    fill::say(output, &words.say("own-revising"))?;
    let entry = fill::plain::Entry {
        code: code.clone(),
        form,
        beginning: Beginning::Sent,
    };
    go_through(keeper, entry, today, input, output)
}

/// Asks twice. Gives whether it is done with.
fn withdraw(
    keeper: &mut Keeper,
    code: &Code,
    words: &Words,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<bool, CliError> {
    let told = [
        "withdraw-what",
        "withdraw-elsewhere",
        "withdraw-not",
        "withdraw-final",
    ];
    for id in told {
        fill::say(output, &words.say(id))?;
    }
    for (prompt, wanted) in [
        ("own-plain-withdraw", "withdraw"),
        ("own-plain-sure", "for good"),
    ] {
        fill::say(output, &words.say(prompt))?;
        let typed = fill::line(input)?.unwrap_or_default();
        if typed.trim().to_lowercase() != wanted {
            fill::say(output, &words.say("own-plain-kept"))?;
            return Ok(false);
        }
    }
    let said = match keeper.withdraw(code) {
        Ok(()) => "withdrawn-what",
        Err(_) => "own-failed",
    };
    fill::say(output, &words.say(said))?;
    Ok(true)
}
