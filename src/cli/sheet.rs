//! `tallybox sheet ssh`: a page to hand out to colleagues who answer over SSH.
//!
//! The fingerprint on it comes from the host's own public key, in the very form in which an SSH client
//! shows it: the first question that a client asks is the one that people answer without looking.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::error::{CliError, Kind};
use super::page::PageArgs;
use super::{Context, Outcome, choose};
use crate::base::language::Language;
use crate::base::words::{Arg, Words};
use crate::report::handout::{self, Handout, Line, Part};
use crate::runtime::home::read_limited;
use crate::survey::Questionnaire;

/// The words of `tallybox sheet`.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Print the address, the steps on each kind of computer, and the host's key
    Ssh(SshArgs),
}

#[derive(clap::Args)]
struct SshArgs {
    /// The name or address that colleagues type
    #[arg(long, value_name = "NAME")]
    host: String,
    /// The account on it
    #[arg(long, value_name = "NAME", default_value = "survey")]
    user: String,
    /// The port
    #[arg(long, default_value_t = 22)]
    port: u16,
    /// The host's public key, as `ssh-keygen` wrote it
    #[arg(
        long,
        value_name = "FILE",
        default_value = "/etc/ssh/ssh_host_ed25519_key.pub"
    )]
    host_key: PathBuf,
    #[command(flatten)]
    page: PageArgs,
    /// Say how to use an invitation (`fill --invitation`, `serve --auth invitation`)
    #[arg(long)]
    invitation: bool,
}

/// Writes the page.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let Command::Ssh(args) = &args.command;
    let home = choose::home(context);
    let questionnaire = choose::questionnaire(context, &home, None)?;
    let language = choose::language_of(&questionnaire, args.page.lang.as_deref())?;
    let language = language.unwrap_or_else(|| questionnaire.default_language());
    let (kind, fingerprint) = host_key(&args.host_key)?;
    let words = Words::new(&language);
    let page = Page {
        args,
        words: &words,
        questionnaire: &questionnaire,
        language: &language,
        key: format!("{fingerprint} ({kind})"),
    };
    let page = page.handout();
    args.page
        .write(&page, handout::text, handout::html, context)
}

/// A host key's kind and its fingerprint as OpenSSH shows it (RFC 4253 §6.6; `ssh-keygen -l`).
fn host_key(path: &Path) -> Result<(String, String), CliError> {
    let bytes = read_limited(path).map_err(|error| {
        CliError::read(path, &error)
            .hint("`--host-key FILE` names the host's public key, a `.pub` file in /etc/ssh")
    })?;
    let text = String::from_utf8_lossy(&bytes);
    let mut fields = text.split_ascii_whitespace();
    let (kind, key) = (fields.next(), fields.next());
    let blob = key.and_then(|key| STANDARD.decode(key).ok());
    // The blob begins with the kind again: what does not is not a public key.
    let named = |blob: &Vec<u8>, kind: &str| blob.get(4..4 + kind.len()) == Some(kind.as_bytes());
    match (kind, blob) {
        (Some(kind), Some(blob)) if named(&blob, kind) => {
            let digest = STANDARD_NO_PAD.encode(Sha256::digest(&blob));
            let kind = kind.trim_start_matches("ssh-").to_uppercase();
            Ok((kind, format!("SHA256:{digest}")))
        }
        _ => Err(CliError::new(
            Kind::Input,
            format!(
                "{}:1: this is not a public key of an SSH host",
                path.display()
            ),
        )
        .hint("it is one line that begins with `ssh-ed25519`; a file that ends in `.pub`")),
    }
}

/// What the page is made of.
struct Page<'a> {
    args: &'a SshArgs,
    words: &'a Words,
    questionnaire: &'a Questionnaire,
    language: &'a Language,
    key: String,
}

/// A part's heading, and its lines: words of ours, or what is typed.
type Plan = (&'static str, &'static [Item]);

enum Item {
    Say(&'static str),
    Address,
    AddressOf(&'static str),
    WhoAndWhere,
    Key,
}

/// The part on invitations.
const INVITATION: &str = "sheet-invitation";

const PLAN: &[Plan] = &[
    ("", &[Item::Say("sheet-what"), Item::Say("sheet-need")]),
    (
        "sheet-windows",
        &[
            Item::Say("sheet-windows-how"),
            Item::Address,
            Item::Say("sheet-enter"),
        ],
    ),
    (
        "sheet-putty",
        &[Item::Say("sheet-putty-how"), Item::WhoAndWhere],
    ),
    (
        "sheet-mac",
        &[
            Item::Say("sheet-mac-how"),
            Item::Address,
            Item::Say("sheet-enter"),
        ],
    ),
    (
        "sheet-first",
        &[
            Item::Say("sheet-first-how"),
            Item::Key,
            Item::Say("sheet-first-same"),
        ],
    ),
    (INVITATION, &[Item::Say("sheet-invitation-how")]),
    ("sheet-words", &[Item::Say("sheet-words-how")]),
    (
        "sheet-later",
        &[Item::Say("sheet-later-how"), Item::AddressOf("me")],
    ),
    (
        "sheet-reader",
        &[Item::Say("sheet-reader-how"), Item::AddressOf("-T")],
    ),
    ("sheet-known", &[Item::Say("sheet-known-how")]),
];

impl Page<'_> {
    fn handout(&self) -> Handout {
        Handout {
            language: self.language.as_str().to_owned(),
            title: self.say("sheet-title"),
            parts: self.plan().map(|plan| self.part(plan)).collect(),
        }
    }

    /// The parts of this page: an invitation only where one is asked for.
    fn plan(&self) -> impl Iterator<Item = &'static Plan> {
        let asks = self.args.invitation;
        PLAN.iter()
            .filter(move |(title, _)| *title != INVITATION || asks)
    }

    fn part(&self, (title, items): &Plan) -> Part {
        Part {
            title: match *title {
                "" => String::new(),
                title => self.say(title),
            },
            lines: items.iter().map(|item| self.line(item)).collect(),
        }
    }

    fn line(&self, item: &Item) -> Line {
        match item {
            Item::Say(id) => Line::Words(self.say(id)),
            Item::Address => Line::Typed(self.address("", "")),
            Item::AddressOf("me") => Line::Typed(self.address("", " me")),
            Item::AddressOf(option) => Line::Typed(self.address(&format!("{option} "), "")),
            Item::WhoAndWhere => Line::Typed(format!("{}@{}", self.args.user, self.args.host)),
            Item::Key => Line::Typed(self.key.clone()),
        }
    }

    fn address(&self, before: &str, after: &str) -> String {
        let SshArgs {
            host, user, port, ..
        } = self.args;
        let port = match port {
            22 => String::new(),
            port => format!("-p {port} "),
        };
        format!("ssh {before}{port}{user}@{host}{after}")
    }

    fn say(&self, id: &'static str) -> String {
        let minutes = self.questionnaire.minutes.map_or(30, |(_, most)| most);
        let args = [
            ("survey", Arg::Text(self.questionnaire.title.clone())),
            ("minutes", Arg::Number(i64::from(minutes))),
            ("port", Arg::Words(self.args.port.to_string())),
        ];
        self.words.say_with(id, args)
    }
}
