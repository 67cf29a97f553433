//! `tallybox doctor`: the list to go through before a survey opens, one line each with what to do; and
//! `--clear`, all that can be read here without a key.

mod checks;
mod clear;
mod machine;
mod ssh;

use std::path::PathBuf;

use serde_json::json;

use super::error::CliError;
use super::store::{done, line};
use super::{Context, Outcome, choose};
use crate::base::text::one_line;
use crate::runtime::confine::{self, Reach};

/// The names of what is looked at stand in a column at least this wide.
const LEAST_WIDTH: usize = 14;

/// The words of the command.
#[derive(clap::Args)]
pub struct Args {
    /// List all that can be read here without a key
    #[arg(long)]
    clear: bool,
    /// Look at this host's OpenSSH instead: every hole, and what to do (as root)
    #[arg(long, conflicts_with = "clear")]
    ssh: bool,
    /// With `--ssh`: the survey's account
    #[arg(long, value_name = "NAME", default_value = "survey", requires = "ssh")]
    account: String,
    /// With `--ssh`: the server's configuration, where it is a second server's
    #[arg(long, value_name = "FILE", requires = "ssh")]
    sshd_config: Option<PathBuf>,
    /// With `--ssh`: what `sshd -T -C user=...` printed, where it cannot be run here
    #[arg(
        long,
        value_name = "FILE",
        requires = "ssh",
        conflicts_with = "sshd_config"
    )]
    settings: Option<PathBuf>,
}

/// How a line of the list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// As it should be.
    Good,
    /// Nothing is wrong, and somebody should look.
    Look,
    /// Not ready: a finding.
    Fault,
}

/// A line of the list.
struct Line {
    /// What was looked at; never translated, for scripts.
    id: &'static str,
    state: State,
    /// What was found.
    found: String,
    /// What to do about it; empty where nothing is.
    todo: String,
}

impl Line {
    fn good(id: &'static str, found: impl Into<String>) -> Self {
        Self::new(id, State::Good, found, "")
    }

    fn look(id: &'static str, found: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::new(id, State::Look, found, todo)
    }

    fn fault(id: &'static str, found: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::new(id, State::Fault, found, todo)
    }

    fn new(
        id: &'static str,
        state: State,
        found: impl Into<String>,
        todo: impl Into<String>,
    ) -> Self {
        Self {
            id,
            state,
            found: one_line(&found.into()),
            todo: one_line(&todo.into()),
        }
    }
}

/// Looks, and says what it found.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let home = choose::home(context);
    if args.clear {
        return clear::run(&home, context);
    }
    let mut lines = Vec::new();
    if args.ssh {
        lines.extend(ssh::all(&ssh::Asked {
            account: &args.account,
            config: args.sshd_config.as_deref(),
            settings: args.settings.as_deref(),
        }));
    } else {
        lines.extend(checks::all(&home));
        lines.extend(machine::all(&home));
        // Last, since nothing can be looked at any more once it is up.
        let confined = confine::session(&Reach::of_session(&home));
        lines.push(machine::kernel(confined));
    }
    if context.json {
        print_json(&lines, context)?;
    } else {
        print_text(&lines, context)?;
    }
    let faults = lines
        .iter()
        .filter(|line| line.state == State::Fault)
        .count();
    if !context.quiet && !context.json {
        let last = match faults {
            0 if args.ssh => "no hole found".to_owned(),
            1 if args.ssh => "1 hole to close first".to_owned(),
            many if args.ssh => format!("{many} holes to close first"),
            0 => "ready to open".to_owned(),
            1 => "not ready: 1 thing to do first".to_owned(),
            many => format!("not ready: {many} things to do first"),
        };
        line(context.out, &last)?;
    }
    Ok(done(faults == 0))
}

fn print_text(lines: &[Line], context: &mut Context<'_>) -> Result<(), CliError> {
    let ids = lines.iter().map(|one| one.id.len() + 1);
    let width = ids.max().unwrap_or_default().max(LEAST_WIDTH);
    for one in lines {
        let mark = match one.state {
            State::Good => "ok",
            State::Look => "look",
            State::Fault => "FAULT",
        };
        let todo = match one.todo.as_str() {
            "" => String::new(),
            todo => format!("; {todo}"),
        };
        line(
            context.out,
            &format!("{mark:<6}{:<width$}{}{todo}", one.id, one.found),
        )?;
    }
    Ok(())
}

fn print_json(lines: &[Line], context: &mut Context<'_>) -> Result<(), CliError> {
    let rows = lines.iter().map(|one| {
        let state = match one.state {
            State::Good => "ok",
            State::Look => "look",
            State::Fault => "fault",
        };
        json!({ "check": one.id, "state": state, "found": one.found, "todo": one.todo })
    });
    let ready = lines.iter().all(|line| line.state != State::Fault);
    let value = json!({ "ready": ready, "checks": rows.collect::<Vec<_>>() });
    line(context.out, &value.to_string())
}
