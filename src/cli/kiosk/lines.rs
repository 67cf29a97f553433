//! A person at a kiosk who goes on line by line. The lines stand on the terminal's own screen and may be
//! scrolled off it, so both are erased before anyone else comes.

use std::io::{BufRead, BufReader, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::super::Context;
use super::super::error::CliError;
use super::super::fill::plain::{self, Passed};
use super::super::fill::{line, say};
use super::host::Here;
use crate::base::words::Words;
use crate::runtime::clock;
use crate::runtime::driver::WIPE;
use crate::runtime::idle::{Ended, Patient, SHARED};
use crate::runtime::kiosk::KioskProgram;
use crate::runtime::local::Local;

/// Goes on line by line until the person is done, goes back to the screen, or is gone. Whatever went
/// wrong, nothing of it stays on the terminal.
pub(super) fn pass(program: &mut KioskProgram<Here<'_>>, context: &mut Context<'_>) -> Passed {
    let done = catch_unwind(AssertUnwindSafe(|| by_lines(program, context)));
    erase(context);
    match done {
        Ok(Ok(passed)) => passed,
        // The terminal took no lines: the draft is saved, and the screen says what can be said.
        Ok(Err(_)) | Err(_) => Passed::Left,
    }
}

/// Erases the terminal's own screen and what was scrolled off it.
pub(super) fn erase(context: &mut Context<'_>) {
    // A terminal that is gone has nothing to erase.
    let done = context
        .out
        .write_all(WIPE)
        .and_then(|()| context.out.flush());
    drop(done);
}

fn by_lines(
    program: &mut KioskProgram<Here<'_>>,
    context: &mut Context<'_>,
) -> Result<Passed, CliError> {
    let language = program.kiosk().session().language().clone();
    let limits = program.kiosk().limits();
    let begun = program.hand_over();
    let start = clock::moment();
    let patient = Patient::new(
        Local::steadfast().map_err(CliError::output)?,
        || start.elapsed(),
        std::io::stdout(),
        (Words::new(&language), SHARED),
        limits,
    );
    let mut input = BufReader::new(patient);
    let small = program.kiosk().small().clone();
    let answers = &mut program.host().answers;
    let today = answers.today;
    let ends: (&mut dyn BufRead, &mut dyn Write) = (&mut input, context.out);
    let passed = match begun {
        Some(begun) => plain::from_screen(begun, answers.keeper, (today, &small), ends)?,
        None => plain::from_start(answers.keeper, (today, &language, &small), ends)?,
    };
    if !matches!(passed, Passed::Screen(_)) {
        program.host().something_was_sent();
    }
    if !matches!(passed, Passed::Screen(_)) && input.get_ref().ended() == Ended::Not {
        // The screen that follows hides the receipt and the words.
        say(context.out, &Words::new(&language).say("plain-to-start"))?;
        line(&mut input)?;
    }
    Ok(match input.get_ref().ended() {
        Ended::Gone => Passed::Gone,
        Ended::Not | Ended::Left => passed,
    })
}
