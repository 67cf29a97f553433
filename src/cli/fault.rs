//! A fault of the program's own: the terminal is put back first, then one line says where it happened, and
//! never what was in memory. A panic's payload may hold an answer.

use std::io::{IsTerminal as _, Write as _};
use std::panic::{PanicHookInfo, UnwindSafe};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use crate::base::caught::is_caught;
use crate::terminal::local;

use super::error::Kind;

/// What is said of a fault once the terminal is put back.
static LATER: Mutex<Option<String>> = Mutex::new(None);

/// Runs a program; a panic in it ends as a fault of ours, with its exit code.
pub fn guarded(program: impl FnOnce() -> ExitCode + UnwindSafe) -> ExitCode {
    std::panic::set_hook(Box::new(tell));
    std::panic::catch_unwind(program).unwrap_or_else(|_| {
        // Unwinding has put the terminal back.
        let said = LATER.lock().unwrap_or_else(PoisonError::into_inner).take();
        say(&said.unwrap_or_default());
        ExitCode::from(Kind::Internal.code())
    })
}

/// Says at once where it happened; on a full screen, where the line would be in the way of whoever goes on
/// and lost to whoever does not, later.
fn tell(info: &PanicHookInfo<'_>) {
    if is_caught() {
        return;
    }
    let at = info.location();
    let place = at.map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    let words = format!("error: a fault in tallybox{place}; answers already saved are safe\n");
    if local::is_taken() && std::io::stderr().is_terminal() {
        *LATER.lock().unwrap_or_else(PoisonError::into_inner) = Some(words);
    } else {
        say(&words);
    }
}

fn say(words: &str) {
    drop(std::io::stderr().write_all(words.as_bytes()));
}
