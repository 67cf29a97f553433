//! `fill --plain`: the plain line mode joined to the keeper, with a way back in by the eight words.

use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};

use crate::base::language::Language;
use crate::base::time::Day;
use crate::base::words::{Arg, Words};
use crate::cli::at_screen::{self, Sent};
use crate::cli::error::{CliError, Kind};
use crate::cli::fill::enter::{Entered, enter};
use crate::cli::me;
use crate::form::Form;
use crate::response::code::{Code, CodeError};
use crate::response::invitation::Shown;
use crate::runtime::clock;
use crate::runtime::keeper::{self, Keeper, Receipt, SaveError};
use crate::runtime::local::Typed;
use crate::runtime::plain::{self, Beginning, Ending, Half, NotSaved, PlainKeeper, Start};
use crate::ui::{Begun, Earlier, LastYear, last_year_missing};
use crate::vault::store::StoreError;

/// What one pass line by line needs.
pub(in crate::cli) struct Pass<'a> {
    /// The box.
    pub keeper: &'a mut Keeper,
    /// The language asked for.
    pub language: Option<Language>,
    /// Why the plain mode is on, where it was not asked for.
    pub reason: Option<String>,
    /// The box's public name.
    pub place: Option<String>,
    /// Today.
    pub today: Day,
    /// Decides the order of shuffled choices, and which words are asked back.
    pub seed: u64,
    /// Codes of the departments with fewer people than figures are given for.
    pub small: BTreeSet<String>,
    /// What was shown at a server's door already.
    pub shown: Option<Shown>,
}

/// The keeper as the plain mode sees it.
struct AtLines<'a> {
    keeper: &'a mut Keeper,
    code: &'a Code,
    words: Words,
    today: Day,
    receipt: Option<Receipt>,
}

impl PlainKeeper for AtLines<'_> {
    fn save(&mut self, form: &Form, page: Option<&str>) -> Result<(), NotSaved> {
        let expires = keeper::expires(self.keeper.questionnaire(), self.today);
        let draft = zeroize::Zeroizing::new(form.to_draft(page));
        self.keeper
            .save(self.code, &draft, expires)
            .map_err(|error| match error {
                SaveError::ContinuedElsewhere => NotSaved::Elsewhere,
                other => NotSaved::Failed(self.words.say(refusal(&other))),
            })
    }

    fn submit(&mut self, form: &Form) -> Result<plain::Receipt, String> {
        let sent = self.keeper.submit(self.code, form, self.today);
        let receipt = sent.map_err(|error| self.words.say(refusal(&error)))?;
        let leaf = receipt.leaf.to_hex().chars().take(16).collect();
        let told = plain::Receipt {
            day: receipt.day,
            leaf,
        };
        self.receipt = Some(receipt);
        Ok(told)
    }

    fn waves(&mut self) -> Vec<String> {
        self.keeper.waves().unwrap_or_default()
    }

    fn earlier(&mut self, typed: &str) -> Result<LastYear, String> {
        let code = Code::parse(typed).map_err(|error| misread(&error, &self.words))?;
        match at_screen::earlier(self.keeper, &code) {
            Earlier::Sent(last_year) => Ok(*last_year),
            other => Err(self.words.tell(&last_year_missing(&other))),
        }
    }
}

/// What a person is told where nothing was stored.
fn refusal(error: &SaveError) -> &'static str {
    match error {
        SaveError::Store(StoreError::Full) => "fill-full",
        SaveError::Seal(_) => "fill-seal",
        SaveError::NotOpen(_) => "fill-not-open",
        SaveError::ContinuedElsewhere => "fill-elsewhere",
        SaveError::NotInvited => "fill-invitation",
        _ => "fill-store",
    }
}

/// A refusal of the keeper, in the person's language.
pub(in crate::cli) fn for_person(error: &SaveError, words: &Words) -> CliError {
    let id = match error {
        SaveError::Unreadable => "fill-unreadable",
        other => refusal(other),
    };
    CliError::new(Kind::Store, words.say(id))
}

/// Who goes on: a code, its form, and where it begins.
pub(in crate::cli) struct Entry {
    /// The code.
    pub code: Code,
    /// The answers so far.
    pub form: Form,
    /// Where it begins.
    pub beginning: Beginning,
}

/// A response that was sent line by line.
pub(in crate::cli) struct Finished {
    /// Its receipt.
    pub receipt: Receipt,
    /// Its code.
    pub code: Code,
    /// The language it was sent in.
    language: Language,
}

/// Runs one pass; gives the receipt and the code where the answers were sent.
pub(in crate::cli) fn run(
    pass: &mut Pass<'_>,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<Finished>, CliError> {
    let entered = match enter(pass, input, output)? {
        Some(Entered::Form(entry)) => entry,
        Some(Entered::Own(code, language)) => {
            let receipt = me::visit(pass.keeper, &code, &language, input, output)?;
            return Ok(receipt.map(|receipt| Finished {
                receipt,
                code,
                language,
            }));
        }
        None => return Ok(None),
    };
    let sent = go_through(pass, *entered, input, output)?;
    Ok(sent.map(|(receipt, entry)| Finished {
        receipt,
        language: entry.form.language().clone(),
        code: entry.code,
    }))
}

/// Offers the overview after the receipt.
pub(in crate::cli) fn offer_overview(
    pass: &mut Pass<'_>,
    sent: &Finished,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<(), CliError> {
    say(output, &Words::new(&sent.language).say("own-plain-offer"))?;
    let typed = line(input)?.unwrap_or_default();
    if typed.trim().to_lowercase() == "overview" {
        me::visit(pass.keeper, &sent.code, &sent.language, input, output)?;
    }
    Ok(())
}

/// Goes through a form; gives the receipt where it was sent.
pub(in crate::cli) fn go_through(
    pass: &mut Pass<'_>,
    mut entry: Entry,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<(Receipt, Entry)>, CliError> {
    let words = Words::new(entry.form.language());
    let since = clock::moment();
    let start = Start {
        words: entry.code.words(),
        place: pass.place.as_deref(),
        reason: pass.reason.as_deref(),
        beginning: entry.beginning.clone(),
        screen: plain::Screen::Absent,
        ask_back: Some(pass.seed),
        small: &pass.small,
        half: Half::default(),
        clock: &|| since.elapsed(),
    };
    let mut desk = AtLines {
        keeper: pass.keeper,
        code: &entry.code,
        words,
        today: pass.today,
        receipt: None,
    };
    let ending = plain::run(&mut entry.form, &start, input, output, &mut desk);
    let receipt = desk.receipt.take();
    desk.keeper.end();
    match ending {
        Ok(Ending::Sent(_)) => Ok(receipt.map(|receipt| (receipt, entry))),
        Ok(_) => Ok(None),
        Err(error) => Err(CliError::output(error)),
    }
}

/// What became of a pass that came from the full screen.
pub(in crate::cli) enum Passed {
    /// It goes back there.
    Screen(Box<Begun>),
    /// It was sent.
    Sent(Box<Sent>),
    /// The person left; the draft is kept.
    Left,
    /// The process is to end; the draft is kept.
    Gone,
}

/// What is typed from here on, signals taken as its end.
pub(in crate::cli) fn typed() -> Result<io::BufReader<Typed>, CliError> {
    Typed::new()
        .map(io::BufReader::new)
        .map_err(CliError::output)
}

/// As [`from_screen`]; without a pass, from the beginning, as `fill --plain` does.
pub(in crate::cli) fn step_aside(
    begun: Option<Begun>,
    keeper: &mut Keeper,
    (today, language, small): (Day, &Language, &BTreeSet<String>),
    output: &mut dyn Write,
) -> Result<Passed, CliError> {
    let mut input = typed()?;
    let passed = match begun {
        Some(begun) => from_screen(begun, keeper, (today, small), (&mut input, output))?,
        None => from_start(keeper, (today, language, small), (&mut input, output))?,
    };
    if !matches!(passed, Passed::Screen(_)) && !input.get_ref().is_told_to_end() {
        // The screen that follows would hide the receipt and the words.
        say(output, &Words::new(language).say("plain-to-start"))?;
        line(&mut input)?;
    }
    Ok(if input.get_ref().is_told_to_end() {
        Passed::Gone
    } else {
        passed
    })
}

/// From the beginning, as `fill --plain` does.
pub(in crate::cli) fn from_start(
    keeper: &mut Keeper,
    (today, language, small): (Day, &Language, &BTreeSet<String>),
    (input, output): (&mut dyn BufRead, &mut dyn Write),
) -> Result<Passed, CliError> {
    let mut pass = Pass {
        place: keeper.name(),
        keeper,
        language: Some(language.clone()),
        reason: None,
        today,
        seed: crate::cli::screen::seed()?,
        small: small.clone(),
        shown: None,
    };
    run(&mut pass, input, output)?;
    Ok(Passed::Left)
}

/// Goes on line by line with a pass from the full screen, at its page and with every answer.
pub(in crate::cli) fn from_screen(
    begun: Begun,
    keeper: &mut Keeper,
    (today, small): (Day, &BTreeSet<String>),
    (input, output): (&mut dyn BufRead, &mut dyn Write),
) -> Result<Passed, CliError> {
    let place = keeper.name();
    let Begun {
        code,
        mut form,
        page,
        mut in_hand,
        ..
    } = begun;
    let since = clock::moment();
    let start = Start {
        words: code.words(),
        place: place.as_deref(),
        reason: None,
        beginning: Beginning::FromScreen(page),
        screen: plain::Screen::Waiting,
        ask_back: None,
        small,
        half: Half::new(in_hand.take_texts()),
        clock: &|| since.elapsed(),
    };
    let mut desk = AtLines {
        keeper,
        code: &code,
        words: Words::new(form.language()),
        today,
        receipt: None,
    };
    let ending = plain::run(&mut form, &start, input, output, &mut desk);
    let receipt = desk.receipt.take();
    Ok(match (ending.map_err(CliError::output)?, receipt) {
        (Ending::ToScreen(page, half), _) => {
            in_hand.put_texts(half.into_texts());
            Passed::Screen(Box::new(Begun {
                code,
                form,
                page,
                said: None,
                in_hand,
            }))
        }
        (_, Some(receipt)) => Passed::Sent(Box::new(Sent {
            receipt,
            submission: Some(form.submission(today)),
            code,
        })),
        _ => Passed::Left,
    })
}

pub(in crate::cli) fn misread(error: &CodeError, words: &Words) -> String {
    match error {
        CodeError::Count(count) => words.say_with("fill-count", [("count", (*count).into())]),
        CodeError::Unknown { place, typed, near } => {
            let near = if near.is_empty() {
                "none".to_owned()
            } else {
                near.join(", ")
            };
            let args: [(&'static str, Arg); 3] = [
                ("place", (*place).into()),
                ("typed", typed.as_str().into()),
                ("near", near.into()),
            ];
            words.say_with("fill-unknown-word", args)
        }
        CodeError::Check => words.say("fill-check"),
    }
}

pub(in crate::cli) fn say(output: &mut dyn Write, words: &str) -> Result<(), CliError> {
    writeln!(output, "{words}")
        .and_then(|()| output.flush())
        .map_err(CliError::output)
}

/// The most bytes of one line: nobody's words are longer.
const LINE_LIMIT: u64 = 4096;

pub(in crate::cli) fn line(input: &mut dyn BufRead) -> Result<Option<String>, CliError> {
    let mut bytes = Vec::new();
    let read = io::Read::take(input, LINE_LIMIT).read_until(b'\n', &mut bytes);
    match read.map_err(CliError::output)? {
        0 => Ok(None),
        _ => Ok(Some(crate::base::text::one_line(&String::from_utf8_lossy(
            &bytes,
        )))),
    }
}
