//! `tallybox response`: the institution's way to one response, where the person has lost their words
//! or asks for erasure.

mod annul;
mod find;

use std::path::PathBuf;

use super::error::{CliError, Kind};
use super::signer::SignerArgs;
use super::{Context, Outcome};
use crate::response::record::{Reason, ResponseId};

/// Find one response, and set it aside.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Find a response by what the person can name; no answer is shown.
    Find(Find),
    /// Set a response aside for good: signed, merged everywhere, its parts deleted.
    Annul(Annul),
}

#[derive(clap::Args)]
struct Find {
    /// An institution's identity file.
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// Take its passphrase from the first line of a file instead of asking.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// The department's code.
    #[arg(long, value_name = "CODE")]
    department: Option<String>,
    /// What was answered, for example `a_name=Ann` (a part of the text is enough) or `d_kind=lab`.
    #[arg(long = "answer", value_name = "QUESTION=ANSWER")]
    answers: Vec<String>,
    /// The response's id, or its beginning.
    #[arg(long, value_name = "ID")]
    response: Option<String>,
    /// Only responses whose sender said that they replace one whose words are lost.
    #[arg(long)]
    replaces_lost: bool,
}

#[derive(clap::Args)]
struct Annul {
    /// The response's id, 32 digits, as `response find` shows it.
    response: String,
    /// Why it is set aside.
    #[arg(long, value_enum)]
    reason: Why,
    #[command(flatten)]
    signer: SignerArgs,
}

/// In the words that the record keeps.
#[derive(Clone, Copy, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
enum Why {
    /// Its erasure was asked for.
    #[value(alias = "erasure")]
    ErasureAskedFor,
    /// The person answered twice, or lost the words and answered anew.
    Duplicate,
    /// Whoever answered is not a respondent.
    #[value(alias = "not-a-respondent")]
    NotARespondent,
    /// It was a test.
    Test,
}

impl Why {
    const fn reason(self) -> Reason {
        match self {
            Self::ErasureAskedFor => Reason::ErasureAskedFor,
            Self::Duplicate => Reason::Duplicate,
            Self::NotARespondent => Reason::NotARespondent,
            Self::Test => Reason::Test,
        }
    }
}

/// Runs `tallybox response …`.
///
/// # Errors
/// What the command could not do, in words.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    match &args.command {
        Command::Find(args) => find::run(args, context),
        Command::Annul(args) => annul::run(args, context),
    }
}

fn read_id(text: &str) -> Result<ResponseId, CliError> {
    crate::base::hex::decode_array(text).ok_or_else(|| {
        CliError::new(Kind::Usage, "a response's id has 32 digits from 0 to f")
            .hint("`tallybox response find` shows it")
    })
}
