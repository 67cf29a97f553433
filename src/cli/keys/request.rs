//! `tallybox keys request`: an identity born on its holder's own machine, and what asks for its place.

use std::path::PathBuf;

use serde_json::json;

use super::{PassphraseArgs, Whose, advise, draw_identity, holder, say};
use crate::base::words::Message;
use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Done, Outcome};
use crate::runtime::clock;
use crate::vault::durable;
use crate::vault::request::{KeyRequest, NAME_LIMIT, is_name};

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Request {
    /// Whose identity it is.
    #[arg(value_enum)]
    holder: Whose,
    /// The department's code, for a department.
    code: Option<String>,
    /// The identity file to write; it must not exist, and never leaves this machine.
    #[arg(long, value_name = "IDENTITY_FILE")]
    out: PathBuf,
    /// The request to write, to be sent to the institution [default: beside the identity, `.request`].
    #[arg(long = "request", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Who keeps the identity, for the institution's list.
    #[arg(long, default_value = "")]
    name: String,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub(super) fn run(args: &Request, context: &mut Context<'_>) -> Outcome {
    let holder = holder(args.holder, args.code.as_deref())?;
    if !is_name(&args.name) {
        let words = format!("a name is one line of at most {NAME_LIMIT} characters");
        return Err(CliError::new(Kind::Usage, words));
    }
    let beside = || {
        let mut name = args.out.clone().into_os_string();
        name.push(".request");
        PathBuf::from(name)
    };
    let request_file = args.file.clone().unwrap_or_else(beside);
    for path in [&args.out, &request_file] {
        super::check_new(path)?;
    }
    let passphrase = args.passphrase.draw(context)?;
    let identity = draw_identity(holder)?;
    let request = KeyRequest::of(&identity, &args.name, clock::today());
    let written = identity.write(&args.out, clock::today(), passphrase.as_ref());
    written.map_err(|error| crate::cli::identity::refused(&args.out, &error))?;
    if let Err(error) = durable::publish_new(&request_file, request.document()) {
        // Nobody knows its public half: it is of no use.
        drop(std::fs::remove_file(&args.out));
        return Err(CliError::write(&request_file, &error));
    }
    let fingerprint = request.fingerprint().to_string();
    let of_key = super::fingerprint(&request.recipient).to_string();
    if context.json {
        let told = json!({
            "identity": args.out.display().to_string(),
            "request": request_file.display().to_string(),
            "recipient": request.recipient.as_str(),
            "fingerprint": fingerprint,
            "key_fingerprint": of_key,
        });
        say(context.out, &told.to_string())?;
        return Ok(Done::Clean);
    }
    let told = format!(
        "identity     {}\nholder       {}\nrequest      {}\nfingerprint  {fingerprint} (of the request)\nkey          {of_key} (as `keys list` shows it)",
        args.out.display(),
        request.holder,
        request_file.display(),
    );
    say(context.out, &told)?;
    advise(context, &Message::plain("keys-request-next"))?;
    Ok(Done::Clean)
}
