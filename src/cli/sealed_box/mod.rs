//! `tallybox box`: a machine's own sealed box, and the boxes whose exports its home takes; a file a verb.

pub(super) mod backup;
mod enrol;
mod extract;
mod init;
mod purge;
mod salvage;
mod status;
mod verify;

use crate::cli::{Context, Outcome};
use crate::runtime::home::Home;

/// The sealed box of this machine, and the boxes that this home merges.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Make this home's box: its store, its own key, and the key set it trusts.
    Init(init::Args),
    /// Say whose box this is and how much it holds.
    Status,
    /// Check every byte of the store.
    Verify,
    /// Write every sealed part to a file of its own.
    Extract(extract::Args),
    /// Take what is left of a damaged store into this home.
    Salvage(salvage::Args),
    /// Delete answers whose retention has run out; a signed record says which.
    Purge(purge::Args),
    /// Copy the whole home into another folder, while it is in use.
    Backup(backup::Args),
    /// Take a box's public key, after showing its fingerprint.
    Enrol(enrol::Args),
}

/// Runs `tallybox box …`.
///
/// # Errors
/// What the command could not do, in words.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let home = Home::find(context.home.as_deref());
    match &args.command {
        Command::Init(args) => init::run(&home, args, context),
        Command::Status => status::run(&home, context),
        Command::Verify => verify::run(&home, context),
        Command::Extract(args) => extract::run(&home, args, context),
        Command::Purge(args) => purge::run(&home, args, context),
        Command::Backup(args) => backup::run(&home, args, context),
        Command::Enrol(args) => enrol::run(&home, args, context),
        Command::Salvage(args) => salvage::run(&home, args, context),
    }
}
