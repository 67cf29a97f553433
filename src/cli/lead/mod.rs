//! The lead's screens as a program: runs the effects of `ui::lead` and tells it what came of them.
//!
//! A short effect runs only after the screen that says so was drawn: it waits for the next tick. A long
//! one (a passphrase, a merge, an opening) runs on a thread of its own, which is looked at ten times a
//! second, so that the screen goes on and Esc stops it. What was opened stays in memory and goes with
//! the program.

mod claims;
mod demand;
mod export;
mod find;
pub(super) mod packs;
mod people;
mod take;
mod texts;
mod told;
pub(super) mod trouble;
mod university;
mod views;
mod waves;

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use zeroize::Zeroizing;

use super::demo::Demo;
use crate::base::language::Language;
use crate::base::text::one_line;
use crate::base::words::Message;
use crate::response::part::Submission;
use crate::runtime::driver::{Event, Next, Program};
use crate::runtime::figures::surveys::answered;
use crate::runtime::home::Home;
use crate::runtime::random;
use crate::runtime::watch::Watch;
use crate::ui::lead::{
    Answered, Effect, Fault, FoundBox, Here, Lead, Msg, Needs, Progress, Taking, Trouble,
};
use crate::ui::theme::{Mouse, Theme};
use crate::vault::identity::{self, Identities, IdentityError};
use crate::vault::store::{Store, StoreError, files};
use crate::vault::unwrap::OwnIdentity;

use take::{Doing, Job, Opened, Taken};
use trouble::Told;

/// How often a thread is looked at.
const LOOK: Duration = Duration::from_millis(100);

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

/// What a thread gives.
enum Done {
    Unlocked(Result<Box<Identities>, IdentityError>, PathBuf),
    /// And what the merge set aside, where nothing was opened.
    Taken(Told<Option<Box<Taken>>>, Vec<Message>),
}

/// A job on its thread.
struct Running {
    thread: JoinHandle<Done>,
    watch: Arc<Watch>,
    doing: Arc<Doing>,
}

/// The program.
pub(super) struct LeadProgram<'a> {
    place: Place<'a>,
    lead: Lead,
    /// Key files, bundles and homes: those that were found and those that were typed.
    keys: Vec<PathBuf>,
    boxes: Vec<PathBuf>,
    /// The packs among them, taken apart.
    packs: Vec<Arc<packs::Pack>>,
    waiting: VecDeque<Effect>,
    running: Option<Running>,
    identities: Vec<OwnIdentity>,
    opened: Option<Opened>,
    /// What a merge set aside, until the survey is chosen whose figures are opened.
    set_aside: Vec<Message>,
    /// Earlier waves' releases that were found, and the one that is set beside this wave.
    waves: Vec<PathBuf>,
    wave: Option<PathBuf>,
    /// What people wrote, while somebody reads it.
    texts: texts::Texts,
    /// A home that goes with this program: nothing was to be kept.
    fleeting: Option<Home>,
    /// What departments need, by their codes, where nothing is kept.
    held: BTreeMap<String, Needs>,
    now: Duration,
    /// Where it was drawn last: a click is on what was seen.
    area: Cell<Rect>,
}

impl<'a> LeadProgram<'a> {
    /// The program at its first screen.
    pub(super) fn new(place: Place<'a>) -> Self {
        let (lead, effects) = match place.demo {
            Some(demo) => {
                let people = people::people(demo, &place);
                (Lead::demo(&place.language, people), Vec::new())
            }
            None => Lead::new(&place.language),
        };
        Self {
            keys: find::keys(place.home),
            lead: lead.listening(place.theme.keys),
            boxes: find::bundles(place.home),
            packs: Vec::new(),
            place,
            waiting: effects.into(),
            running: None,
            identities: Vec::new(),
            opened: None,
            set_aside: Vec::new(),
            waves: Vec::new(),
            wave: None,
            texts: Vec::new(),
            fleeting: None,
            held: BTreeMap::new(),
            now: Duration::ZERO,
            area: Cell::new(Rect::ZERO),
        }
    }

    /// The home that is read: the person's own, or the one that goes with the program.
    fn home(&self) -> &Home {
        self.fleeting.as_ref().unwrap_or(self.place.home)
    }

    /// Changes how it looks and listens, where an effect asks for that.
    fn looks(&mut self, effect: &Effect) -> bool {
        let theme = &mut self.place.theme;
        match effect {
            Effect::Display => *theme = theme.following(),
            Effect::Mouse => theme.mouse = theme.mouse.other(),
            _ => return false,
        }
        true
    }

    /// Runs an effect; no message where a thread will tell.
    fn run(&mut self, effect: Effect) -> Option<Msg> {
        let ran = match effect {
            Effect::Leave | Effect::Display | Effect::Mouse => return None,
            Effect::Cancel => {
                if let Some(running) = &self.running {
                    running.watch.stop();
                }
                return None;
            }
            Effect::Unlock { file, passphrase } => {
                self.unlock(PathBuf::from(file), passphrase);
                return None;
            }
            Effect::Take(taking) => self.take(taking),
            Effect::OpenAs(id) => self.open_as(&id),
            Effect::OpenSurvey(id) => {
                self.place.survey = Some(id);
                self.start_taking(self.identities.clone(), Taking::default());
                Ok(None)
            }
            effect => self.run_short(effect).map(Some),
        };
        ran.unwrap_or_else(|trouble| Some(Msg::Failed(trouble)))
    }

    fn run_short(&mut self, effect: Effect) -> Told<Msg> {
        match effect {
            Effect::LookForKeys => self.found_keys(),
            Effect::AddKey(path) => {
                let path = find::typed(&path);
                let found = find::keys_at(&path);
                exists(&path, &found)?;
                self.keys.retain(|known| !found.contains(known));
                self.keys.extend(found);
                self.found_keys()
            }
            Effect::Close(path) => {
                let path = PathBuf::from(path);
                files::close_to_others(&path).map_err(|error| trouble::unwritten(&path, &error))?;
                self.found_keys()
            }
            Effect::LookForBoxes => self.found_boxes(),
            Effect::AddBox(path) => {
                let path = find::typed(&path);
                let found = find::boxes_at(&path);
                exists(&path, &found)?;
                let found = self.taken_apart(found)?;
                for one in &found {
                    claims::claim(one)?;
                }
                self.boxes.retain(|known| !found.contains(known));
                self.boxes.extend(found);
                self.found_boxes()
            }
            Effect::Prepare(paths) => self.prepare(&paths),
            Effect::Show { name, department } => self.show(name, department.as_deref()),
            Effect::Needs(department) => self.needs(&department),
            Effect::SetAside(department) => self.set_aside(&department),
            Effect::Starter(department) => self.starter(&department),
            Effect::Save { department, needs } => self.save(&department, &needs),
            Effect::KeepAfterAll => self.keep_after_all(),
            Effect::Texts => self.texts(),
            Effect::Decide(at, mark) => self.decide(at, mark),
            Effect::LookForWaves => Ok(self.found_waves()),
            Effect::AddWave(path) => self.add_wave(&path),
            Effect::Compare {
                wave,
                name,
                department,
            } => self.compare(wave, name, department.as_deref()),
            Effect::Export(export) => self.export(&export),
            Effect::Leave
            | Effect::Display
            | Effect::Mouse
            | Effect::Cancel
            | Effect::Unlock { .. }
            | Effect::Take(_)
            | Effect::OpenAs(_)
            | Effect::OpenSurvey(_) => Err(Trouble::new(Fault::NotHere)),
        }
    }

    fn found_keys(&self) -> Told<Msg> {
        let ring = claims::ring(self.place.home)?;
        let described = self.keys.iter().map(|path| find::describe(path, &ring));
        Ok(Msg::Keys(described.collect()))
    }

    /// Everything that was found and can be read, whose box each is, and whether it is known.
    fn found_boxes(&mut self) -> Told<Msg> {
        let enrolled = claims::enrolled(self.home())?;
        let mut found = Vec::new();
        let mut refused = Vec::new();
        for path in std::mem::take(&mut self.boxes) {
            // One that is damaged is shown as that: nobody should wonder where it is.
            let whole = match self.taken_apart(vec![path.clone()]) {
                Ok(bundles) => bundles,
                Err(trouble) => {
                    refused.push(claims::describe_refused(&path, trouble.fault));
                    Vec::new()
                }
            };
            for bundle in whole {
                match claims::claim(&bundle) {
                    Ok(claim) => found.push(self.describe(&claim, &enrolled)),
                    Err(trouble) => {
                        refused.push(claims::describe_refused(&bundle, trouble.fault));
                    }
                }
            }
        }
        self.boxes = found
            .iter()
            .chain(&refused)
            .map(|one| PathBuf::from(&one.path))
            .collect();
        found.extend(refused);
        let records = match Store::open_to_read(&self.home().box_folder()) {
            Err(StoreError::Missing(_)) => 0,
            store => store?.leaves()?.len(),
        };
        Ok(Msg::Boxes(found, Here { records }))
    }

    /// Paths with the bundles of packs in the place of the packs.
    fn taken_apart(&mut self, paths: Vec<PathBuf>) -> Told<Vec<PathBuf>> {
        let mut all = Vec::new();
        for path in paths {
            if !packs::is_pack(&path) {
                all.push(path);
                continue;
            }
            let known = self.packs.iter().find(|pack| pack.file == path);
            if let Some(known) = known {
                all.extend(known.bundles.iter().cloned());
                continue;
            }
            let pack = packs::open(&path)?;
            all.extend(pack.bundles.iter().cloned());
            self.packs.push(Arc::new(pack));
        }
        Ok(all)
    }

    /// What is shown of a box: a pack's bundle goes by the pack's name.
    fn describe(
        &self,
        claim: &claims::Claim,
        enrolled: &[crate::vault::store::Enrolled],
    ) -> FoundBox {
        let mut shown = claims::describe(claim, enrolled);
        let mut packs = self.packs.iter();
        if let Some(pack) = packs.find(|pack| pack.bundles.contains(&claim.path)) {
            let name = pack.file.file_name().map(|name| name.to_string_lossy());
            shown.file = one_line(&name.unwrap_or_default());
        }
        shown
    }

    fn prepare(&self, paths: &[String]) -> Told<Msg> {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        let recipient = self.identities.first().map(OwnIdentity::recipient);
        let mut preparation = claims::prepare(
            self.home(),
            &paths,
            &packs::of_paths(&self.packs, &paths),
            recipient,
        )?;
        let is_set_up = self.fleeting.is_some() || self.place.home.box_folder().is_dir();
        if !is_set_up && !paths.is_empty() {
            preparation.keep_in = Some(self.place.home.root().display().to_string());
        }
        Ok(Msg::Prepared(preparation))
    }

    /// The surveys of which one is to be chosen.
    fn surveys(&self) -> Told<Msg> {
        let store = Store::open_to_read(&self.home().box_folder())?;
        let ring = crate::cli::store::ring(self.home(), &store)?;
        let language = &self.place.language;
        let found = answered(self.home(), &store, &ring)?.into_iter();
        let found = found.map(|one| Answered {
            title: one_line(one.title.get(language)),
            id: one.id,
            waves: one.waves,
            records: one.records,
        });
        Ok(Msg::Surveys(found.collect()))
    }

    /// A passphrase takes a second and a half, on purpose: not on the screen's thread.
    fn unlock(&mut self, file: PathBuf, passphrase: Zeroizing<String>) {
        self.start(move |_, _| {
            let given = (!passphrase.is_empty()).then_some(passphrase);
            let read = identity::read(&file, &mut |_| given.clone());
            Done::Unlocked(read.map(Box::new), file)
        });
    }

    fn take(&mut self, taking: Taking) -> Told<Option<Msg>> {
        if !taking.is_kept && self.fleeting.is_none() {
            self.fleeting = Some(fleeting()?);
        }
        self.start_taking(self.identities.clone(), taking);
        Ok(None)
    }

    fn start_taking(&mut self, identities: Vec<OwnIdentity>, taking: Taking) {
        let paths: Vec<PathBuf> = taking.paths.iter().map(PathBuf::from).collect();
        let job = Job {
            packs: packs::of_paths(&self.packs, &paths),
            home: self.home().clone(),
            survey: self.place.survey.clone(),
            identities,
            taking,
        };
        self.start(move |watch, doing| {
            let mut told = Vec::new();
            let taken = job.run(watch, doing, &mut told);
            Done::Taken(taken.map(|taken| taken.map(Box::new)), told)
        });
    }

    fn open_as(&mut self, id: &str) -> Told<Option<Msg>> {
        let demo = self.place.demo;
        let of_department =
            demo.and_then(|demo| demo.departments.iter().find(|(code, _)| code == id));
        let file = of_department
            .map(|(_, path)| path)
            .or_else(|| demo.map(|demo| &demo.statistics));
        let file = file.ok_or_else(|| trouble::internal("this is no demo"))?;
        let read = super::identity::read_with(file, &Zeroizing::new(String::new()))?;
        // Who opens as somebody reads with their key from then on.
        self.identities.clone_from(&read.age);
        self.start_taking(read.age, Taking::default());
        Ok(None)
    }

    fn start(&mut self, work: impl FnOnce(&Watch, &Doing) -> Done + Send + 'static) {
        let (watch, doing) = (Arc::new(Watch::default()), Arc::new(Doing::default()));
        let (theirs, their_doing) = (Arc::clone(&watch), Arc::clone(&doing));
        let thread = std::thread::spawn(move || work(&theirs, &their_doing));
        self.running = Some(Running {
            thread,
            watch,
            doing,
        });
    }

    /// Looks at the thread: what it gave, or how far it is.
    fn look(&mut self) -> Option<Msg> {
        let running = self.running.take_if(|running| running.thread.is_finished());
        let Some(finished) = running else {
            let running = self.running.as_ref()?;
            let (done, of) = running.watch.progress();
            let doing = running.doing.get();
            return Some(Msg::Progress(Progress { doing, done, of }));
        };
        let fault = || Trouble::new(Fault::Internal);
        let msg = match finished.thread.join() {
            Ok(Done::Unlocked(read, file)) => self.unlocked(read, &file),
            Ok(Done::Taken(Ok(Some(mut taken)), _)) => {
                taken.told.splice(0..0, self.set_aside.drain(..));
                Ok(self.arrived(*taken))
            }
            Ok(Done::Taken(Ok(None), _)) => Ok(Msg::Stopped),
            Ok(Done::Taken(Err(error), told)) if error.fault == Fault::WhichSurvey => {
                self.set_aside.extend(told);
                self.surveys()
            }
            Ok(Done::Taken(Err(error), _)) => Err(error),
            Err(_) => Err(fault()),
        };
        Some(msg.unwrap_or_else(Msg::Failed))
    }

    fn unlocked(&mut self, read: Result<Box<Identities>, IdentityError>, file: &Path) -> Told<Msg> {
        match read {
            Ok(identities) => {
                let ring = claims::ring(self.place.home)?;
                let recipient = identities.age.first().map(OwnIdentity::recipient);
                let holder = recipient.and_then(|recipient| find::holder(recipient, &ring));
                self.identities = identities.age;
                Ok(Msg::Unlocked(find::whose(holder.as_ref())))
            }
            Err(IdentityError::WrongPassphrase) => Ok(Msg::WrongPassphrase),
            Err(IdentityError::NoPassphrase) => Ok(Msg::NeedsPassphrase),
            Err(error) => Err(trouble::of_key(file, &error)),
        }
    }

    /// What was decided of texts and waits to be kept is kept before the program goes.
    fn keep_decisions(&mut self) {
        while let Some(effect) = self.waiting.pop_front() {
            if matches!(effect, Effect::Decide(..)) {
                // There is no screen left to tell a fault on: the text is unread again next time.
                drop(self.run(effect));
            }
        }
    }

    /// The language of the screens, and one's own answers where a demo knows them.
    const fn place(&self) -> &Place<'a> {
        &self.place
    }
}

/// A path that was typed has to be something.
fn exists(path: &Path, found: &[PathBuf]) -> Told<()> {
    if found.is_empty() {
        return Err(Trouble::at(Fault::NothingThere, path.display()));
    }
    if found.iter().all(|one| one.exists()) {
        return Ok(());
    }
    Err(Trouble::at(Fault::NoFile, path.display()))
}

/// A home in a folder of its own that goes with the program.
fn fleeting() -> Told<Home> {
    let bytes = random::bytes::<8>().map_err(trouble::internal)?;
    let name = format!("tallybox-desk-{}", crate::base::hex::encode(&bytes));
    let root = std::env::temp_dir().join(name);
    files::private_folder(&root).map_err(|error| trouble::unwritten(&root, &error))?;
    Ok(Home::at(root))
}

impl Drop for LeadProgram<'_> {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.watch.stop();
            // What it gave is of no use any more; its fault, if it had one, neither.
            drop(running.thread.join());
        }
        if let Some(home) = &self.fleeting {
            // Only sealed records lie there; what cannot be removed is in the system's own
            // temporary folder.
            drop(std::fs::remove_dir_all(home.root()));
        }
    }
}

impl Program for LeadProgram<'_> {
    type End = ();

    fn take(&mut self, event: Event, now: Duration) -> Next<()> {
        self.now = now;
        let mut effects = match event {
            Event::Input(input) => self.lead.point(&input, self.area.get(), self.place.theme),
            Event::Vanished => return Next::End(()),
            Event::Resized(_) => Vec::new(),
            Event::Tick => {
                let msg = match self.waiting.pop_front() {
                    Some(effect) => self.run(effect),
                    None => self.look(),
                };
                msg.map(|msg| self.lead.update(msg)).unwrap_or_default()
            }
        };
        if effects.contains(&Effect::Leave) {
            self.keep_decisions();
            return Next::End(());
        }
        effects.retain(|effect| !self.looks(effect));
        self.waiting.extend(effects);
        Next::On
    }

    fn deadline(&self) -> Option<Duration> {
        match (self.waiting.is_empty(), &self.running) {
            (false, _) => Some(Duration::ZERO),
            (true, Some(_)) => Some(self.now + LOOK),
            (true, None) => None,
        }
    }

    fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        self.area.set(area);
        self.lead.view(area, self.place.theme, buffer)
    }

    /// What takes long runs on threads, and the pages say so.
    fn waiting(&self) -> Option<String> {
        None
    }

    fn mouse(&self) -> Mouse {
        self.place.theme.mouse
    }

    fn language(&self) -> Language {
        self.place.language.clone()
    }
}
