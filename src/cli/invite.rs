//! `tallybox invite`: codes for one response each, for a survey over SSH that not everybody who reaches the
//! host may answer. They are written once, for whoever made them; the box keeps hashes without a label.

use std::path::{Path, PathBuf};

use serde_json::json;
use zeroize::Zeroizing;

use super::confirm::{self, Before};
use super::error::{CliError, Kind};
use super::output::INVITATIONS;
use super::store::{forget, line, open, own};
use super::{Context, Done, Outcome, choose};
use crate::response::invitation::Invitation;
use crate::runtime::random;
use crate::survey::Questionnaire;
use crate::vault::durable::create_private;

/// The words of `tallybox invite`.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Make invitations: a list for a mail merge, written once, which this home does not keep
    New(New),
    /// How many are left
    Count,
    /// Take all back that are left
    End(End),
}

#[derive(clap::Args)]
struct New {
    /// How many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST))]
    count: u32,
    /// The new file, which only you can read (`-`: stdout)
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(clap::Args)]
struct End {
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// The most at once: a list of them is 2.5 MB, and hashing takes minutes.
const MOST: i64 = 100_000;

/// Makes, counts or ends invitations.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    match &args.what {
        What::New(new) => make(new, context),
        What::Count => count(context),
        What::End(end) => take_back(end, context),
    }
}

/// The list is written first, under a name that says it is not done, then the hashes are stored, then it
/// gets its name: whatever happens in between, no list under its own name holds what does not work.
fn make(new: &New, context: &mut Context<'_>) -> Outcome {
    let home = choose::home(context);
    let questionnaire = choose::questionnaire(context, &home, None)?;
    let mut store = open(&home)?;
    own(&store)?;
    let to_stdout = new.output == Path::new("-");
    if !to_stdout && new.output.symlink_metadata().is_ok() {
        let words = format!("{} is there already", new.output.display());
        return Err(CliError::new(Kind::Input, words).hint("name a new file"));
    }
    let (list, hashes) = drawn(new.count, &questionnaire)?;
    if to_stdout {
        store.invite(&hashes)?;
        context
            .out
            .write_all(list.as_bytes())
            .map_err(CliError::cut_off)?;
    } else {
        let part = unfinished(&new.output);
        let told = |error: std::io::Error| CliError::write(&part, &error);
        create_private(&part, list.as_bytes()).map_err(told)?;
        if let Err(error) = store.invite(&hashes) {
            drop(std::fs::remove_file(&part));
            return Err(error.into());
        }
        std::fs::rename(&part, &new.output).map_err(told)?;
    }
    // The order in which they were made is the list's: no page and no log keeps it.
    forget(&mut store, context)?;
    if !context.quiet {
        let words = format!(
            "{} invitations for `{}`, each for one response; nothing here can read them again: send them, then delete the list",
            new.count, questionnaire.id
        );
        line(context.err, &words)?;
    }
    Ok(Done::Clean)
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".unfinished");
    PathBuf::from(name)
}

/// The list, and what the box keeps of each, in the hashes' own order.
fn drawn(
    count: u32,
    questionnaire: &Questionnaire,
) -> Result<(Zeroizing<String>, Vec<[u8; 32]>), CliError> {
    let many = usize::try_from(count).unwrap_or(usize::MAX);
    let mut list = Zeroizing::new(String::with_capacity((many + 1) * 26));
    list.push_str(INVITATIONS);
    list.push('\n');
    let mut hashes = Vec::with_capacity(many);
    for _ in 0..count {
        let bits = random::bytes()?;
        let invitation = Invitation::from_random(bits);
        list.push_str(&invitation.text());
        list.push('\n');
        hashes.push(invitation.hash(&questionnaire.id, &questionnaire.wave));
    }
    hashes.sort_unstable();
    Ok((list, hashes))
}

fn count(context: &mut Context<'_>) -> Outcome {
    let home = choose::home(context);
    let store = open(&home)?;
    let left = store.invitations()?;
    if context.json {
        line(context.out, &json!({ "left": left }).to_string())?;
    } else {
        line(context.out, &format!("{left} invitations are left"))?;
        if !context.quiet {
            // Who answers elsewhere, or got two, is in no count of invitations.
            let words = "how many answered, out of how many, is on each department's page: `tallybox report --identity FILE --view department`";
            line(context.err, words)?;
        }
    }
    Ok(Done::Clean)
}

fn take_back(end: &End, context: &mut Context<'_>) -> Outcome {
    let home = choose::home(context);
    let mut store = open(&home)?;
    let left = store.invitations()?;
    let shown = [format!(
        "{left} invitations are left; none of them could be used any more, also for answers that are being written now"
    )];
    let yes = end.yes || left == 0;
    if !confirm::ask(&shown, "Take them back?", Before::Read, yes, context)? {
        return confirm::refused("taken back", context);
    }
    let taken = store.take_back_invitations()?;
    forget(&mut store, context)?;
    if context.json {
        line(context.out, &json!({ "taken_back": taken }).to_string())?;
    } else {
        line(context.out, &format!("{taken} invitations taken back"))?;
    }
    Ok(Done::Clean)
}
