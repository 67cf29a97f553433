//! The lead's screens as a program: runs the effects of `ui::lead` and tells it what came of them.
//!
//! An effect that takes its time runs only after the screen that says so was drawn: it waits for the
//! next tick.

mod find;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::box_::read_peer;
use super::demo::Demo;
use super::error::CliError;
use super::report::figures_of;
use super::{identity, merge, store};
use crate::base::language::Language;
use crate::response::part::Submission;
use crate::runtime::driver::{Event, Next, Program};
use crate::runtime::home::Home;
use crate::stats::codes_of;
use crate::survey::Questionnaire;
use crate::ui::lead::{Effect, FoundBox, Lead, Merged, Msg, Own, Summary, Who};
use crate::ui::theme::Theme;
use crate::vault::checkpoint;
use crate::vault::store::{Enrolled, Store};
use crate::vault::unwrap::OwnIdentity;

/// Where the figures come from and how they are shown.
pub(super) struct Place<'a> {
    /// The home whose store is read.
    pub home: &'a Home,
    /// Which survey.
    pub survey: Option<String>,
    /// The demo, where this is one: its identities are at hand.
    pub demo: Option<&'a Demo>,
    /// The language.
    pub language: Language,
    /// How to draw.
    pub theme: Theme,
    /// One's own answers, where they were given in this demo.
    pub own: Option<Submission>,
}

/// The program.
pub(super) struct LeadProgram<'a> {
    place: Place<'a>,
    lead: Lead,
    /// Bundles and homes, those that were found and those that were typed.
    boxes: Vec<PathBuf>,
    waiting: VecDeque<Effect>,
}

impl<'a> LeadProgram<'a> {
    /// The program at its first screen.
    pub(super) fn new(place: Place<'a>) -> Self {
        let boxes = find::bundles(place.home);
        let (lead, effects) = match place.demo {
            Some(demo) => (
                Lead::demo(&place.language, people(demo, &place)),
                Vec::new(),
            ),
            None => Lead::new(&place.language),
        };
        Self {
            place,
            lead,
            boxes,
            waiting: effects.into(),
        }
    }

    fn run(&mut self, effect: Effect) -> Option<Msg> {
        let ran = match effect {
            Effect::Leave => return None,
            Effect::LookForIdentities => Ok(Msg::Identities(find::identities(self.place.home))),
            Effect::LookForBoxes => self.found(),
            Effect::Add(path) => {
                self.boxes.push(PathBuf::from(path));
                self.found()
            }
            Effect::Enrol(path) => self.enrol(Path::new(&path)).and_then(|()| self.found()),
            Effect::Merge(paths) => self.merge(&paths),
            Effect::Open { file, passphrase } => self.open(Path::new(&file), &passphrase),
            Effect::OpenAs(id) => self.open_as(&id),
        };
        Some(ran.unwrap_or_else(|error| Msg::Failed(in_words(&error))))
    }

    /// Everything that was found, whose box each is, and whether it is enrolled.
    fn found(&mut self) -> Result<Msg, CliError> {
        let store = Store::open_or_create(&self.place.home.box_folder())?;
        let enrolled = store.enrolled()?;
        let described = self.boxes.iter().map(|path| (path, read_peer(path)));
        let mut found = Vec::new();
        let mut unread = None;
        for (path, peer) in described {
            match peer {
                Ok(peer) => found.push(describe(path, &peer, &enrolled)),
                Err(error) => unread = Some(error),
            }
        }
        match unread {
            // Only a path that a person typed is worth stopping for, and it is the last.
            Some(error) if found.len() < self.boxes.len() => {
                self.boxes.retain(|path| {
                    found
                        .iter()
                        .any(|one| one.path == path.display().to_string())
                });
                if found.is_empty() {
                    Err(error)
                } else {
                    Ok(Msg::Boxes(found))
                }
            }
            _ => Ok(Msg::Boxes(found)),
        }
    }

    fn enrol(&self, path: &Path) -> Result<(), CliError> {
        let peer = read_peer(path)?;
        let mut store = Store::open_or_create(&self.place.home.box_folder())?;
        Ok(store.enrol(&peer)?)
    }

    fn merge(&self, paths: &[String]) -> Result<Msg, CliError> {
        let from: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        let report = merge::merge(self.place.home, &from, &store::program()?)?;
        let (mut done, mut set_aside) = (Vec::new(), Vec::new());
        for one in &report.boxes {
            let lines = one.lines();
            if one.has_findings() {
                set_aside.extend(lines);
            } else {
                done.extend(lines);
            }
        }
        Ok(Msg::Merged(Merged { done, set_aside }))
    }

    fn open(&self, file: &Path, passphrase: &str) -> Result<Msg, CliError> {
        let passphrase = zeroize::Zeroizing::new(passphrase.to_owned());
        let read = identity::read_with(file, &passphrase)?;
        self.summary(read.age)
    }

    fn open_as(&self, id: &str) -> Result<Msg, CliError> {
        let demo = self.place.demo;
        let of_department =
            demo.and_then(|demo| demo.departments.iter().find(|(code, _)| code == id));
        let file = of_department
            .map(|(_, path)| path)
            .or_else(|| demo.map(|demo| &demo.statistics));
        match file {
            Some(file) => self.open(file, ""),
            None => Ok(Msg::Failed(String::new())),
        }
    }

    fn summary(&self, identities: Vec<OwnIdentity>) -> Result<Msg, CliError> {
        let figures = figures_of(self.place.home, self.place.survey.as_deref(), identities)?;
        let language = &self.place.language;
        let own = self.place.own.as_ref().map(own);
        let summary = Summary::new(
            figures.published,
            figures.versions,
            language,
            figures.left_out.lines(),
            own,
        );
        Ok(Msg::Opened(Box::new(summary)))
    }
}

/// What one sent, as the figures count it.
fn own(submission: &Submission) -> Own {
    let department = submission.questionnaire.department.as_deref();
    let codes = codes_of(&submission.answers);
    let given = department
        .and_then(|id| codes.get(id))
        .and_then(|codes| codes.first());
    Own {
        department: given.map(ToString::to_string).unwrap_or_default(),
        codes,
    }
}

fn describe(path: &Path, peer: &Enrolled, enrolled: &[Enrolled]) -> FoundBox {
    FoundBox {
        path: path.display().to_string(),
        name: crate::base::text::one_line(&peer.name),
        words: checkpoint::fingerprint(&checkpoint::verifier(peer.key)),
        is_enrolled: enrolled.iter().any(|one| one.key == peer.key),
    }
}

/// Whom a demo lets one be: one's own department first, then the others, then the statistics office.
fn people(demo: &Demo, place: &Place<'_>) -> Vec<Who> {
    let words = crate::base::words::Words::new(&place.language);
    let own = place.own.as_ref().map(own).map(|own| own.department);
    let mut heads: Vec<Who> = demo
        .departments
        .iter()
        .map(|(code, _)| Who {
            id: code.clone(),
            name: words.say_with(
                "lead-who-head",
                [(
                    "department",
                    department(&demo.questionnaire, code, place).into(),
                )],
            ),
            sees: words.say("lead-who-head-sees"),
        })
        .collect();
    heads.sort_by_key(|who| own.as_ref() != Some(&who.id));
    let office = Who {
        id: "statistics".to_owned(),
        name: words.say("lead-who-statistics"),
        sees: words.say("lead-who-statistics-sees"),
    };
    heads.into_iter().chain([office]).collect()
}

fn department(questionnaire: &Questionnaire, code: &str, place: &Place<'_>) -> String {
    let entry = questionnaire.departments().and_then(|list| list.get(code));
    entry.map_or_else(
        || code.to_owned(),
        |entry| entry.label.get(&place.language).to_owned(),
    )
}

fn in_words(error: &CliError) -> String {
    let hints = error.hints.iter().map(|hint| format!("\n{hint}"));
    error.message.clone() + &hints.collect::<String>()
}

impl Program for LeadProgram<'_> {
    type End = ();

    fn take(&mut self, event: Event, _now: Duration) -> Next<()> {
        let effects = match event {
            Event::Input(input) => self.lead.update(Msg::Input(input)),
            Event::Vanished => return Next::End(()),
            Event::Resized(_) => Vec::new(),
            Event::Tick => {
                let msg = self.waiting.pop_front().and_then(|effect| self.run(effect));
                msg.map(|msg| self.lead.update(msg)).unwrap_or_default()
            }
        };
        if effects.contains(&Effect::Leave) {
            return Next::End(());
        }
        self.waiting.extend(effects);
        Next::On
    }

    fn deadline(&self) -> Option<Duration> {
        self.waiting.front().map(|_| Duration::ZERO)
    }

    fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        self.lead.view(area, self.place.theme, buffer)
    }
}
