//! `tallybox serve`: the survey over an SSH server inside this process.

use std::collections::BTreeSet;
use std::io::{BufRead, ErrorKind, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use russh::keys::{PrivateKey, PublicKey};

use super::at_screen::AtScreen;
use super::error::{CliError, Kind};
use super::fill::plain::{self, Passed};
use super::screen::{respondent, seed};
use super::settings;
use super::{Context, Done, Outcome, choose, me};
use crate::base::language::Language;
use crate::base::words::Words;
use crate::response::invitation::Shown;
use crate::runtime::clock;
use crate::runtime::confine::{self, Reach};
use crate::runtime::desk_files::small_departments;
use crate::runtime::driver::{Event, Next, Program};
use crate::runtime::home::{Home, read_limited};
use crate::runtime::keeper::{Common, Keeper, Participation};
use crate::runtime::looks::Looks;
use crate::runtime::patience::{self, Patience};
use crate::runtime::respondent::{End, Respondent};
use crate::serve::{self, Authentication, House, Leaving, Limits, Options, Visit, Wish, host_key};
use crate::survey::Questionnaire;
use crate::ui::theme::Mouse;
use crate::ui::{Begun, Mode, Reached, Setup};

/// The words of `tallybox serve`.
#[derive(clap::Args)]
pub struct Args {
    /// Where to listen
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:2222")]
    listen: SocketAddr,
    /// Who may come in
    #[arg(long, value_enum, default_value_t = Who::Open)]
    auth: Who,
    /// With `--auth keys`: public keys, one per line, as in `authorized_keys` (else `HOME/serve/authorized_keys`)
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Sessions at once, in all
    #[arg(long, value_name = "N", default_value_t = Limits::default().sessions)]
    sessions: usize,
    /// Sessions at once from one address
    #[arg(long, value_name = "N", default_value_t = Limits::default().of_one_address)]
    per_address: usize,
    /// Minutes without a key until a person is asked whether they are there, and then saved and let go
    /// (else `ssh_minutes` of `[idle]` in tallybox.toml, else 30)
    #[arg(long, value_name = "MINUTES")]
    idle: Option<u64>,
    /// Seconds from connecting to the first page
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    login: u64,
}

/// Who is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Who {
    /// Everybody who can reach the port
    Open,
    /// People with an invitation (`tallybox invite new`), or with the eight words to come back
    Invitation,
    /// People who hold one of the keys
    Keys,
}

/// Files that so many sessions need: a connection with a hold on it, and a store with its log.
fn files_of(sessions: usize) -> u64 {
    u64::try_from(sessions)
        .unwrap_or(u64::MAX)
        .saturating_mul(5)
        .saturating_add(128)
}

/// Serves until it is told to end.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let home = choose::home(context);
    let questionnaire = choose::questionnaire(context, &home, None)?;
    let words = Words::new(&questionnaire.default_language());
    super::fill::is_open(&questionnaire, &words)?;
    approved(&questionnaire)?;
    // What is wrong with the box is told here, not to the first who connects.
    let mut keeper = Keeper::open(&home, Arc::clone(&questionnaire))?;
    if args.auth == Who::Invitation {
        keeper.ask_invitations();
    }
    let folder = home.root().join("serve");
    let patience = patience(args, &home)?;
    let options = options(args, &home, patience, &folder)?;
    let (fingerprint, words) = host_key::fingerprints(&options.host_key);
    let listen = args.listen;
    let not_there = |error: std::io::Error| {
        CliError::new(Kind::Input, format!("cannot serve on {listen}: {error}"))
            .hint("`--listen ADDR:PORT` names an address of this machine and a port that is free")
    };
    let listener = TcpListener::bind(listen).map_err(not_there)?;
    let looks = Looks::of(&home);
    for problem in &looks.problems {
        writeln!(context.err, "warning: {problem}").map_err(CliError::output)?;
    }
    // It listens already, and every thread is started from here on.
    confine::server(&Reach::of_session(&home), files_of(args.sessions));
    let (_, common) = keeper.share()?;
    let common = Arc::new(common);
    let hall = Hall {
        home,
        questionnaire,
        common: Arc::clone(&common),
        looks,
    };
    let quiet = context.quiet;
    let err = &mut *context.err;
    let served = serve::run(hall, listener, options, |address| {
        if !quiet {
            drop(writeln!(
                err,
                "listening on {address}\nhost key {fingerprint}\nin words: {words}\nCtrl+C ends it: every draft is saved, every person told"
            ));
        }
    });
    served.map_err(not_there)?;
    // Everything that was asked of the store before this is done when it returns.
    common.keeper().rest();
    Ok(Done::Clean)
}

/// Nobody answers a sample notice over a network (docs/format.md §2.1).
fn approved(questionnaire: &Questionnaire) -> Result<(), CliError> {
    if questionnaire.privacy.approved_by.is_some() {
        return Ok(());
    }
    Err(CliError::new(
        Kind::Usage,
        "the privacy notice is a sample: nobody may be asked under it",
    )
    .hint("put your data protection officer's notice into [privacy], with `approved_by`, `approved_on` and `contact`"))
}

/// The host's key lies in `serve/`; in `box/` where the rest of the home is on a read-only medium.
fn host_key(home: &Home, folder: &Path) -> Result<PrivateKey, CliError> {
    let load = |folder: &Path| {
        let path = folder.join("host_key");
        host_key::load(&path).map_err(|error| (path, error))
    };
    let made = std::fs::create_dir_all(folder).map_err(|error| (folder.to_path_buf(), error));
    let loaded = made.and_then(|()| load(folder));
    let loaded = loaded.or_else(|(path, error)| match error.kind() {
        ErrorKind::ReadOnlyFilesystem => load(&home.box_folder()),
        _ => Err((path, error)),
    });
    loaded.map_err(|(path, error)| {
        CliError::new(Kind::Input, format!("{}: {error}", path.display())).hint(
            "move the file away and a new key is made; colleagues' clients will then warn them",
        )
    })
}

/// How long somebody may leave their session alone: what is wrong with the settings is told here.
fn patience(args: &Args, home: &Home) -> Result<Patience, CliError> {
    let set = patience::load(home).map_err(|wrong| settings::told(home, &wrong))?;
    Ok(match args.idle {
        Some(minutes) => set.with_minutes(minutes),
        None => set,
    })
}

fn options(
    args: &Args,
    home: &Home,
    patience: Patience,
    folder: &Path,
) -> Result<Options, CliError> {
    let authentication = match args.auth {
        Who::Open => Authentication::Open,
        Who::Invitation => Authentication::Invitation,
        Who::Keys => {
            let file = args.keys.clone();
            Authentication::Keys(keys(
                &file.unwrap_or_else(|| folder.join("authorized_keys")),
            )?)
        }
    };
    let host_key = host_key(home, folder)?;
    Ok(Options {
        authentication,
        limits: Limits {
            sessions: args.sessions,
            of_one_address: args.per_address,
            login: Duration::from_secs(args.login),
            idle: patience.over_ssh,
            ..Limits::default()
        },
        host_key,
    })
}

/// Public keys, one per line; options before the key are refused, since they would not be honoured.
fn keys(path: &Path) -> Result<Vec<PublicKey>, CliError> {
    let bytes = read_limited(path).map_err(|error| {
        CliError::read(path, &error).hint("write the public keys into it, one per line")
    })?;
    let text = String::from_utf8_lossy(&bytes);
    let lines = text
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let read = lines.map(|(number, line)| {
        PublicKey::from_openssh(line).map_err(|_| {
            let words = format!("{}:{number}:1: this is not a public key", path.display());
            CliError::new(Kind::Input, words)
                .hint("a line is `ssh-ed25519 AAAA… name`, with nothing before it")
        })
    });
    read.collect()
}

/// One home's survey, for everybody who comes in.
struct Hall {
    home: Home,
    questionnaire: Arc<Questionnaire>,
    common: Arc<Common>,
    /// The home's own colours and keys.
    looks: Looks,
}

/// A person at their screens.
struct Guest {
    program: Respondent<AtScreen<Box<Keeper>>>,
    common: Arc<Common>,
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.common.rest();
    }
}

impl Program for Guest {
    type End = Leaving;

    fn take(&mut self, event: Event, now: Duration) -> Next<Leaving> {
        match self.program.take(event, now) {
            Next::On => Next::On,
            Next::Redraw => Next::Redraw,
            Next::End(End::Plain) => Next::End(Leaving::Lines),
            Next::End(_) => Next::End(Leaving::Done),
        }
    }

    fn deadline(&self) -> Option<Duration> {
        self.program.deadline()
    }

    fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        self.program.view(area, buffer)
    }

    fn waiting(&self) -> Option<String> {
        self.program.waiting()
    }

    fn mouse(&self) -> Mouse {
        self.program.mouse()
    }

    fn language(&self) -> Language {
        self.program.language()
    }
}

impl Hall {
    fn wanted(&self, visit: &Visit) -> Option<Language> {
        let tag = visit.language()?;
        let mut known = self.questionnaire.languages.iter();
        known.find(|language| language.as_str() == tag).cloned()
    }

    fn small(&self) -> BTreeSet<String> {
        small_departments(&self.home, &self.questionnaire)
    }

    fn guest(
        &self,
        visit: &Visit,
        keeper: Box<Keeper>,
        begun: Option<Begun>,
    ) -> Result<Guest, CliError> {
        let today = clock::today();
        let area = visit.area().unwrap_or_default();
        let setup = Setup {
            questionnaire: Arc::clone(keeper.questionnaire()),
            mode: match visit.wish {
                Wish::Fill => Mode::Fill,
                Wish::Own => Mode::Own,
            },
            language: self.wanted(visit),
            today,
            seed: seed()?,
            box_name: keeper.name().unwrap_or_default(),
            small: self.small(),
            theme: self.looks.dress(visit.ability().theme),
        };
        let sitting = AtScreen {
            keeper,
            today,
            seed: 0,
            sent: None,
            marks: false,
        };
        let mut program = respondent(setup, area, sitting, begun).reached(Some(Reached::Serve));
        if program.keeper_mut().keeper.participation() == Participation::Invited {
            program = program.asks_invitation(visit.shown.clone());
        }
        Ok(Guest {
            program,
            common: Arc::clone(&self.common),
        })
    }

    /// From the first line.
    fn begin_in_lines(
        &self,
        visit: &Visit,
        input: &mut dyn BufRead,
        output: &mut dyn Write,
    ) -> Result<(), CliError> {
        let language = self.wanted(visit);
        let begun = language.clone();
        let begun = begun.unwrap_or_else(|| self.questionnaire.default_language());
        let words = Words::new(&begun);
        super::fill::is_open(&self.questionnaire, &words)?;
        plain::say(output, &words.say(Reached::Serve.told()))?;
        let mut keeper = self.common.keeper();
        if visit.wish == Wish::Own {
            let code = match &visit.shown {
                Some(Shown::Words(code)) => Some(code.clone()),
                _ => me::ask_words(&words, input, output)?,
            };
            if let Some(code) = code {
                me::visit(&mut keeper, &code, &begun, input, output)?;
            }
            return Ok(());
        }
        let mut pass = plain::Pass {
            place: keeper.name(),
            keeper: &mut keeper,
            language,
            reason: None,
            today: clock::today(),
            seed: seed()?,
            small: self.small(),
            shown: visit.shown.clone(),
        };
        let sent = plain::run(&mut pass, input, output)?;
        match sent {
            Some(sent) => plain::offer_overview(&mut pass, &sent, input, output),
            None => Ok(()),
        }
    }

    /// On from a screen, and back to it where the person wants that.
    fn go_on_in_lines(
        &self,
        visit: &Visit,
        mut guest: Guest,
        input: &mut dyn BufRead,
        output: &mut dyn Write,
    ) -> Result<Option<Guest>, CliError> {
        let Some(begun) = guest.program.hand_over() else {
            return self.begin_in_lines(visit, input, output).map(|()| None);
        };
        let small = self.small();
        let keeper = &mut guest.program.keeper_mut().keeper;
        match plain::from_screen(begun, keeper, (clock::today(), &small), (input, output))? {
            Passed::Screen(begun) => {
                let keeper = Box::new(self.common.keeper());
                self.guest(visit, keeper, Some(*begun)).map(Some)
            }
            Passed::Sent(_) | Passed::Left | Passed::Gone => Ok(None),
        }
    }
}

impl House for Hall {
    type Screen = Guest;

    fn screen(&self, visit: &Visit) -> Result<Guest, String> {
        let language = self.wanted(visit);
        let language = language.unwrap_or_else(|| self.questionnaire.default_language());
        let made = super::fill::is_open(&self.questionnaire, &Words::new(&language))
            .and_then(|()| self.guest(visit, Box::new(self.common.keeper()), None));
        made.map_err(|error| told(&error, visit))
    }

    fn admits(&self, shown: &Shown) -> bool {
        let keeper = self.common.keeper();
        let known = match shown {
            Shown::Invitation(invitation) => keeper.invites(invitation),
            Shown::Words(code) => keeper.knows(code),
        };
        // What cannot be looked up lets nobody in.
        known.unwrap_or(false)
    }

    fn language(&self) -> Language {
        self.questionnaire.default_language()
    }

    fn lines(
        &self,
        visit: &Visit,
        screen: Option<Guest>,
        input: &mut dyn BufRead,
        output: &mut dyn Write,
    ) -> Option<Guest> {
        let gone_on = match screen {
            Some(guest) => self.go_on_in_lines(visit, guest, input, output),
            None => self.begin_in_lines(visit, input, output).map(|()| None),
        };
        // A session is over, or goes on with a keeper of its own.
        self.common.rest();
        gone_on.unwrap_or_else(|error| {
            // Where the line is gone, nobody reads it.
            drop(plain::say(output, &told(&error, visit)));
            None
        })
    }
}

/// What a person is told where they cannot answer now: not what is wrong with the host.
fn told(error: &CliError, visit: &Visit) -> String {
    let words = Words::new(&Language::new(visit.language().unwrap_or("en")));
    match error.kind {
        Kind::Usage => error.message.clone(),
        _ => words.say("serve-not-now"),
    }
}
