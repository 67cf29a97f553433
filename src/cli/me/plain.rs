//! `tallybox me` line by line: the same overview read aloud, one fact a line, and the same ways on from
//! there.

use std::io::{BufRead, Write};

use super::super::error::CliError;
use super::super::fill::{self, print_receipt};
use super::super::{Context, Done, Outcome, desk};
use super::ask_words;
use crate::base::language::Language;
use crate::base::words::Words;
use crate::form::Form;
use crate::report::view::{Teller, own::spoken};
use crate::response::code::Code;
use crate::runtime::clock;
use crate::runtime::keeper::{Keeper, Receipt};
use crate::runtime::plain::Beginning;
use crate::ui::{Own, own_can_change, own_told};

/// Asks for the words, then shows what stands under them.
pub(super) fn run(
    language: &Language,
    reason: Option<String>,
    keeper: &mut Keeper,
    context: &mut Context<'_>,
) -> Outcome {
    let words = Words::new(language);
    let mut input = crate::runtime::wiped::Reader::new(crate::runtime::wiped::Input);
    let json = context.json;
    let output: &mut dyn Write = if json {
        &mut *context.err
    } else {
        &mut *context.out
    };
    if let Some(reason) = reason {
        fill::say(
            output,
            &words.say_with("plain-mode-on", [("reason", reason.into())]),
        )?;
    }
    let Some(code) = ask_words(&words, &mut input, output)? else {
        return Ok(Done::Clean);
    };
    let visit = visit(keeper, &code, language, &mut input, output)?;
    match visit {
        Some(receipt) if json => print_receipt(&receipt, &code, context),
        _ => Ok(Done::Clean),
    }
}

/// What a person may type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Change,
    Withdraw,
    Words,
    Quit,
}

const WISHES: [(&str, Wish); 5] = [
    ("change", Wish::Change),
    ("withdraw", Wish::Withdraw),
    ("words", Wish::Words),
    ("quit", Wish::Quit),
    ("", Wish::Quit),
];

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
    let own = desk::own(keeper, code, language, today);
    read_out(&own, &words, output)?;
    let can_change = own_can_change(&own, today);
    let can_withdraw =
        can_change || matches!(own, Own::Held(_) | Own::NotHere | Own::Unknown { .. });
    if !can_withdraw {
        return Ok(None);
    }
    let prompt = if can_change {
        "own-plain-choose"
    } else {
        "own-plain-choose-closed"
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
            Some(Wish::Words) => {
                let own = code.words().join(" ");
                fill::say(
                    output,
                    &words.say_with("plain-words", [("words", own.into())]),
                )?;
            }
            Some(Wish::Change) if can_change => {
                return change(keeper, code, language, input, output);
            }
            Some(Wish::Withdraw) => {
                if withdraw(keeper, code, &words, input, output)? {
                    return Ok(None);
                }
            }
            Some(Wish::Change) | None => fill::say(output, &words.say("own-plain-unknown"))?,
        }
    }
}

fn read_out(own: &Own, words: &Words, output: &mut dyn Write) -> Result<(), CliError> {
    for message in own_told(own, clock::today(), words) {
        say_line(&words.tell(&message), output)?;
    }
    let Own::Held(held) = own else {
        return Ok(());
    };
    let teller = Teller::new(words.language());
    for block in held.overview.blocks.iter().chain(&held.overview.answers) {
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
    let mut pass = fill::plain::Pass {
        place: keeper.name(),
        keeper,
        language: None,
        reason: None,
        today,
        seed: 0,
    };
    let entry = fill::plain::Entry {
        code: code.clone(),
        form,
        beginning: Beginning::Sent,
    };
    let sent = fill::plain::go_through(&mut pass, entry, input, output)?;
    Ok(sent.map(|(receipt, _)| receipt))
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
