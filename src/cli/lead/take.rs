//! The long job behind the bar: enrol what was compared, begin the ring where there is none, merge,
//! open. Runs on a thread of its own; nothing decrypted leaves memory.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::base::words::Message;
use crate::cli::{merge, report, store};
use crate::runtime::figures::{self, Holders, LeftOut, Reading};
use crate::runtime::home::Home;
use crate::runtime::watch::Watch;
use crate::stats::{DoorName, Operational, Published, Statistical};
use crate::survey::Questionnaire;
use crate::ui::lead::{Fault, Taking, Trouble};
use crate::vault::keyring::{self, Pins};
use crate::vault::own;
use crate::vault::store::{Store, files};
use crate::vault::unwrap::OwnIdentity;

use super::packs::Pack;
use super::trouble::{self, Told};
use super::{claims, told};

/// What a job is told.
pub(super) struct Job {
    /// The packs of which bundles are taken.
    pub packs: Vec<Arc<Pack>>,
    /// The home that takes in and is read.
    pub home: Home,
    /// Which survey.
    pub survey: Option<String>,
    /// The lead's key.
    pub identities: Vec<OwnIdentity>,
    /// What is to be merged; nothing where it is opened alone.
    pub taking: Taking,
}

/// What was opened, through which door.
pub(super) enum Opened {
    Operational(Reading<Operational>),
    /// With whose identities: the ledger of releases is theirs too.
    Statistical(Reading<Statistical>, Holders),
}

/// What a job gives.
pub(super) struct Taken {
    /// The answers, in memory.
    pub opened: Opened,
    /// Every question.
    pub published: Published,
    /// The departments whose lead it is; nothing for who opens all.
    pub own: Option<Vec<String>>,
    /// What was set aside, one per line.
    pub told: Vec<Message>,
}

/// What is being done right now, for whoever watches.
#[derive(Default)]
pub(super) struct Doing(Mutex<Option<Message>>);

impl Doing {
    fn set(&self, message: Message) {
        let mut doing = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *doing = Some(message);
    }

    /// What it is.
    pub(super) fn get(&self) -> Message {
        let doing = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        doing
            .clone()
            .unwrap_or_else(|| Message::plain("lead-opening"))
    }
}

impl Opened {
    /// The versions that are reported, the main one first.
    pub(super) fn versions(&self) -> &[Arc<Questionnaire>] {
        match self {
            Self::Operational(reading) => &reading.versions,
            Self::Statistical(reading, _) => &reading.versions,
        }
    }

    pub(super) const fn door(&self) -> DoorName {
        match self {
            Self::Operational(_) => DoorName::Operational,
            Self::Statistical(..) => DoorName::Statistical,
        }
    }

    const fn left_out_mut(&mut self) -> &mut LeftOut {
        match self {
            Self::Operational(reading) => &mut reading.left_out,
            Self::Statistical(reading, _) => &mut reading.left_out,
        }
    }

    const fn left_out(&self) -> &LeftOut {
        match self {
            Self::Operational(reading) => &reading.left_out,
            Self::Statistical(reading, _) => &reading.left_out,
        }
    }
}

impl Job {
    /// Does it all. `None` where it was stopped.
    ///
    /// # Errors
    /// What could not be done, in words.
    ///
    /// What was set aside by the merge stays in `all` where the opening fails.
    pub(super) fn run(
        self,
        watch: &Watch,
        doing: &Doing,
        all: &mut Vec<Message>,
    ) -> Told<Option<Taken>> {
        if !self.taking.paths.is_empty() {
            doing.set(Message::plain("lead-merging"));
            self.begin()?;
            self.merge(watch, all)?;
        }
        if watch.is_stopped() {
            return Ok(None);
        }
        doing.set(Message::plain("lead-opening"));
        let opened = self.open(watch);
        if watch.is_stopped() {
            return Ok(None);
        }
        let (mut opened, own) = opened?;
        if own.is_some() {
            // A department's lead knows that other departments' responses are not theirs to open.
            opened.left_out_mut().sealed_to_others = 0;
        }
        let published = match &opened {
            Opened::Operational(reading) => report::exact(reading)?,
            Opened::Statistical(reading, _) => report::protected(reading)?,
        };
        all.extend(told::of_left_out(opened.left_out()));
        Ok(Some(Taken {
            opened,
            published,
            own,
            told: std::mem::take(all),
        }))
    }

    /// Makes the home where there is none, and believes what was compared.
    fn begin(&self) -> Told<()> {
        self.opens_anything()?;
        let root = self.home.root();
        let unmade = |error: std::io::Error| trouble::unwritten(root, &error);
        if !root.is_dir() {
            files::private_folder(root).map_err(unmade)?;
        }
        let paths: Vec<PathBuf> = self.taking.paths.iter().map(PathBuf::from).collect();
        let mut store = Store::open_or_create(&self.home.box_folder())?;
        if let Some(words) = &self.taking.key_set {
            // Read anew and compared with what the person saw: a file can change in between.
            let sets = claims::all_key_sets(&paths, &self.packs)?;
            let newest = sets
                .last()
                .filter(|set| set.fingerprint().to_string() == *words);
            let newest = newest.ok_or_else(changed)?;
            keyring::adopt(&self.home.keys(), newest, &sets).map_err(unmade)?;
            own::set_pins(&mut store, &Pins::of(newest))?;
        }
        for pack in &self.packs {
            pack.take(&self.home)?;
        }
        for compared in &self.taking.compared {
            let claim = claims::claim(std::path::Path::new(&compared.path))?;
            if claim.words() != compared.words {
                return Err(changed());
            }
            store.enrol(&claim.peer)?;
        }
        Ok(())
    }

    /// A first opening that can only fail leaves nothing behind: key sets that were taken in by mistake would
    /// keep the right ones out for good.
    fn opens_anything(&self) -> Told<()> {
        if self.taking.key_set.is_none() {
            return Ok(());
        }
        let paths: Vec<PathBuf> = self.taking.paths.iter().map(PathBuf::from).collect();
        let sets = claims::all_key_sets(&paths, &self.packs)?;
        if claims::names_any(&sets, &self.identities) {
            return Ok(());
        }
        Err(Trouble::new(Fault::OtherHome))
    }

    fn merge(&self, watch: &Watch, all: &mut Vec<Message>) -> Told<()> {
        let from: Vec<PathBuf> = self.taking.paths.iter().map(PathBuf::from).collect();
        watch.begin(size(&from));
        let report = merge::merge_watched(&self.home, &from, &store::program()?, watch)?;
        for one in &report.boxes {
            if one.has_findings() {
                all.extend(told::of_box(one));
            }
        }
        Ok(())
    }

    fn open(&self, watch: &Watch) -> Told<(Opened, Option<Vec<String>>)> {
        let store = Store::open_to_read(&self.home.box_folder())?;
        let ring = store::ring(&self.home, &store)?;
        let holders = Holders::find(&ring, self.identities.clone());
        let holders = holders?;
        let own = holders.departments();
        let own: Option<Vec<String>> =
            own.map(|codes| codes.into_iter().map(str::to_owned).collect());
        let (home, survey) = (&self.home, self.survey.as_deref());
        let opened = match holders.door() {
            DoorName::Operational => {
                figures::read_watched(home, &store, &ring, survey, &holders, watch)
                    .map(Opened::Operational)
            }
            DoorName::Statistical => {
                figures::read_watched(home, &store, &ring, survey, &holders, watch)
                    .map(|reading| Opened::Statistical(reading, holders))
            }
        };
        Ok((opened?, own))
    }
}

const fn changed() -> Trouble {
    Trouble::new(Fault::Changed)
}

/// Bytes to read; 0 where one of them is a home, whose export nobody can measure before.
fn size(paths: &[PathBuf]) -> u64 {
    let sizes = paths.iter().map(|path| {
        let found = path.metadata().ok().filter(std::fs::Metadata::is_file);
        found.map(|found| found.len())
    });
    sizes.sum::<Option<u64>>().unwrap_or(0)
}
