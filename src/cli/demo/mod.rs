//! `tallybox demo`: a throw-away home with its own keys and made-up answers, then the home screen.

mod make;

use std::path::Path;

use serde_json::json;

use super::error::CliError;
use super::{Context, Done, Outcome, start};

pub use make::{Demo, make};

/// How many made-up responses there are unless said otherwise.
const RESPONSES: usize = 320;

/// The words of the command.
#[derive(clap::Args)]
pub struct Args {
    /// How many made-up responses
    #[arg(long, value_name = "N", default_value_t = RESPONSES)]
    responses: usize,
    /// Make the home, say where it is, and end
    #[arg(long)]
    no_open: bool,
}

/// Makes a demo and opens it.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    if !args.no_open {
        start::can_open_demo(context)?;
    }
    match context.home.clone() {
        None if !args.no_open => in_a_folder_of_its_own(args.responses, context),
        asked => {
            let root = asked.map_or_else(make::fresh_folder, Ok)?;
            let demo = make_home(&root, args.responses, context)?;
            if args.no_open {
                tell(&demo, context)
            } else {
                start::open_demo(&demo, context)
            }
        }
    }
}

/// Makes a demo in a folder of its own and opens it: "look round" on the home screen.
pub fn look_round(context: &mut Context<'_>) -> Outcome {
    in_a_folder_of_its_own(RESPONSES, context)
}

/// A demo in a folder of its own goes when one leaves: its identities are not protected.
fn in_a_folder_of_its_own(responses: usize, context: &mut Context<'_>) -> Outcome {
    let root = make::fresh_folder()?;
    let made = make_home(&root, responses, context);
    let outcome = made.and_then(|demo| start::open_demo(&demo, context));
    throw_away(&root, context).and(outcome)
}

fn throw_away(root: &Path, context: &mut Context<'_>) -> Result<(), CliError> {
    match std::fs::remove_dir_all(root) {
        // It failed before its folder was made.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        done => done.map_err(|error| CliError::write(root, &error))?,
    }
    let words =
        "The demo and everything in it were thrown away. `tallybox --home DIR demo` keeps one.";
    writeln!(context.err, "{words}").map_err(CliError::output)
}

fn make_home(root: &Path, responses: usize, context: &mut Context<'_>) -> Result<Demo, CliError> {
    if !context.quiet {
        let words = format!("Making a home with its own keys and {responses} made-up responses …");
        writeln!(context.err, "{words}").map_err(CliError::output)?;
    }
    make(root, responses)
}

fn tell(demo: &Demo, context: &mut Context<'_>) -> Outcome {
    let departments: serde_json::Map<_, _> = demo
        .departments
        .iter()
        .map(|(code, path)| (code.clone(), json!(path)))
        .collect();
    let value = json!({
        "home": demo.home.root(),
        "identities": {
            "institution": demo.institution,
            "institution_offline": demo.offline,
            "statistics": demo.statistics,
            "departments": departments,
        },
    });
    if context.json {
        writeln!(context.out, "{value}").map_err(CliError::output)?;
    } else {
        let pretty = serde_json::to_string_pretty(&value).unwrap_or_default();
        writeln!(context.out, "{pretty}").map_err(CliError::output)?;
    }
    Ok(Done::Clean)
}
