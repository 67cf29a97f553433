//! The development record line by line: read out, added to, changed, taken out, one field a line.

use std::io::{BufRead, Write};

use super::super::error::CliError;
use super::super::fill;
use crate::base::language::Language;
use crate::base::words::Words;
use crate::form::diary::{self, FIELDS};
use crate::response::code::Code;
use crate::response::diary::{Diary, Entry};
use crate::runtime::clock;
use crate::runtime::keeper::{Held, Keeper};

/// What a person may type.
enum Wish {
    Add,
    Change(usize),
    Remove(usize),
}

/// The words for it, in English and in Welsh, and whether a number goes with them.
fn wish(typed: &str, entries: usize) -> Option<Wish> {
    let typed = typed.trim().to_lowercase();
    let (verb, rest) = typed.split_once(' ').unwrap_or((&typed, ""));
    let place = || {
        let place = rest.trim().parse::<usize>().ok()?.checked_sub(1)?;
        (place < entries).then_some(place)
    };
    match verb {
        "add" | "ychwanegu" => Some(Wish::Add),
        "change" | "newid" => place().map(Wish::Change),
        "remove" | "dileu" => place().map(Wish::Remove),
        _ => None,
    }
}

/// Until the person goes back.
pub(super) fn record(
    keeper: &mut Keeper,
    code: &Code,
    language: &Language,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<(), CliError> {
    let words = Words::new(language);
    fill::say(output, &words.say("diary-what"))?;
    loop {
        let Ok(Held::Answers(sent)) = keeper.held(code) else {
            return fill::say(output, &words.say("own-failed"));
        };
        let seen = sent.diary;
        read_out(&seen, &words, output)?;
        fill::say(output, &words.say("diary-plain-choose"))?;
        let Some(typed) = fill::line(input)?.filter(|typed| !typed.trim().is_empty()) else {
            return Ok(());
        };
        let mut next = seen.clone();
        let changed = match wish(&typed, seen.entries().len()) {
            Some(Wish::Add) => edit(&mut next, None, &words, input, output)?,
            Some(Wish::Change(at)) => edit(&mut next, Some(at), &words, input, output)?,
            Some(Wish::Remove(at)) => next.remove(at).is_some(),
            None => {
                fill::say(output, &words.say("own-plain-unknown"))?;
                false
            }
        };
        if changed {
            let kept = keeper.keep_diary(code, &seen, &next, clock::today());
            let said = if kept.is_ok() {
                "diary-kept"
            } else {
                "diary-failed"
            };
            fill::say(output, &words.say(said))?;
        }
    }
}

fn read_out(diary: &Diary, words: &Words, output: &mut dyn Write) -> Result<(), CliError> {
    let args = [
        ("count", diary.entries().len().into()),
        ("hours", diary.hours().to_string().into()),
    ];
    fill::say(output, &words.say_with("diary-count", args))?;
    for (place, entry) in diary.entries().iter().enumerate() {
        fill::say(output, &format!("{}. {}", place + 1, told(entry)))?;
    }
    Ok(())
}

/// An entry on one line.
fn told(entry: &Entry) -> String {
    let hours = entry.hours.map(|hours| format!("{hours} h"));
    let day = entry.day.to_string();
    let parts = [
        Some(day),
        Some(entry.did.clone()),
        Some(entry.about.clone()),
        hours,
        Some(entry.learnt.clone()),
    ];
    let said = parts.into_iter().flatten().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join("; ")
}

/// Asks for the fields of an entry. Gives whether the record changed; an end of input changes nothing.
fn edit(
    diary: &mut Diary,
    at: Option<usize>,
    words: &Words,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<bool, CliError> {
    let entry = at.and_then(|at| diary.entries().get(at));
    let mut fields = diary::written(entry, clock::today());
    for (number, field) in FIELDS.iter().enumerate() {
        let Some(typed) = ask(number, &fields[number], field, words, input, output)? else {
            return Ok(false);
        };
        fields[number] = typed;
    }
    let put = diary::read(&fields).and_then(|entry| {
        let put = diary.put(at, &entry);
        put.map_err(|why| (1, diary::unfit(why)))
    });
    if let Err((_, message)) = &put {
        fill::say(output, &words.tell(message))?;
    }
    Ok(put.is_ok())
}

/// One field until it is right; Enter alone keeps what stands there.
fn ask(
    number: usize,
    now: &str,
    field: &diary::Field,
    words: &Words,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<String>, CliError> {
    let label = words.say(field.label);
    let prompt = if now.is_empty() {
        format!("{label} {}", words.say(field.hint))
    } else {
        let args = [("label", label.into()), ("now", now.into())];
        words.say_with("diary-plain-now", args)
    };
    loop {
        fill::say(output, &prompt)?;
        let Some(typed) = fill::line(input)? else {
            return Ok(None);
        };
        let typed = if typed.trim().is_empty() {
            now.to_owned()
        } else {
            typed
        };
        match diary::check(number, &typed) {
            Ok(()) => return Ok(Some(typed)),
            Err(message) => fill::say(output, &words.tell(&message))?,
        }
    }
}
