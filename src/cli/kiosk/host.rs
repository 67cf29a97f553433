//! The world as a kiosk sees it: the keeper of the store, the home's settings, paper, drives, and what the
//! store remembers for the start screen.

use std::collections::BTreeSet;
use std::io::Write as _;

use zeroize::{Zeroize as _, Zeroizing};

use super::super::at_screen::AtScreen;
use super::super::error::CliError;
use super::super::screen;
use super::leaflet;
use super::tasks;
use crate::base::language::Language;
use crate::base::time::Day;
use crate::base::words::{Arg, Message};
use crate::form::Form;
use crate::report::view::own::{self, Format};
use crate::response::code::Code;
use crate::response::diary::Diary;
use crate::response::invitation::Invitation;
use crate::response::record::Kind as RecordKind;
use crate::runtime::drive::{self, Mounts, NoDrive};
use crate::runtime::home::Home;
use crate::runtime::keeper::Keeper;
use crate::runtime::kiosk::Host;
use crate::runtime::respondent;
use crate::runtime::settings;
use crate::runtime::{clock, random};
use crate::ui::idle::Limits;
use crate::ui::kiosk::held::{self, Shown};
use crate::ui::kiosk::{Corner, Outlet, Rules, Shut, Task, Verdict, Welcome};
use crate::ui::{
    Admitted, Draft, Earlier, Found, Leaflet, Own, Receipt, Reopened, Saved, SubmitFailure, Way,
};
use crate::vault::store::{Store, StoreError, read_header};

/// What the store remembers of the terminal; a home may be on a medium that takes no writing.
const CLOSED: &str = "kiosk-closed";
const MINUTES: &str = "kiosk-minutes";
const SHOWN: &str = "kiosk-shown";
/// How many numbers of six digits there are.
const NUMBERS: u64 = 1_000_000;

/// A kiosk's world.
pub(super) struct Here<'a> {
    pub(super) answers: AtScreen<&'a mut Keeper>,
    pub(super) settings: settings::Kiosk,
    pub(super) home: Home,
    /// Whether the program is to end so that it begins anew, with what a keeper brought.
    pub(super) renews: bool,
    mounts: Mounts,
    /// Whether something was sent since the store was last put into an order that says nothing of arrival.
    is_in_order: bool,
    /// The day for which drafts that have run out were deleted.
    cleaned: Option<Day>,
}

impl<'a> Here<'a> {
    /// The world of a home; made before a session is confined.
    pub(super) fn new(keeper: &'a mut Keeper, settings: settings::Kiosk, home: Home) -> Self {
        let answers = AtScreen {
            keeper,
            today: clock::today(),
            seed: 0,
            sent: None,
            marks: false,
        };
        Self {
            answers,
            settings,
            home,
            renews: false,
            mounts: Mounts::open(),
            is_in_order: false,
            cleaned: None,
        }
    }

    /// What is known anew before each person.
    pub(super) fn welcome(&mut self) -> Result<Welcome, CliError> {
        self.finish();
        let today = clock::today();
        self.answers.today = today;
        if self.cleaned != Some(today) {
            self.answers.keeper.store()?.sweep_expired(today)?;
            self.cleaned = Some(today);
        }
        self.put_in_order()?;
        let is_closed = is_closed(self.answers.keeper.store()?)?;
        let shut = match (is_closed, self.answers.keeper.has_room()) {
            (true, _) => Some(Shut::Closed),
            (false, false) => Some(Shut::Full),
            (false, true) => None,
        };
        Ok(Welcome {
            today,
            midnight: clock::until_midnight(),
            seed: screen::seed()?,
            corner: self.corner(today)?,
            rules: self.rules()?,
            shut,
        })
    }

    /// The person is gone: the words, what derives from them and what was sent are wiped.
    pub(super) fn finish(&mut self) {
        self.is_in_order &= self.answers.sent.take().is_none();
        self.answers.keeper.end();
    }

    /// Something was sent line by line.
    pub(super) const fn something_was_sent(&mut self) {
        self.is_in_order = false;
    }

    /// Rewrites the store after something was sent, while nobody waits (docs/format.md §9). A disk too full for
    /// that must not keep the terminal from going on; an export tries again.
    fn put_in_order(&mut self) -> Result<(), CliError> {
        if !self.is_in_order {
            match self.answers.keeper.shuffle() {
                Ok(()) | Err(StoreError::Full | StoreError::Busy) => {}
                Err(error) => return Err(error.into()),
            }
            self.is_in_order = true;
        }
        Ok(())
    }

    fn corner(&mut self, today: Day) -> Result<Corner, CliError> {
        let outlet = match (&self.settings.printer, &self.settings.drives) {
            (None, None) => Outlet::Nothing,
            (Some(_), None) => Outlet::Paper,
            (None, Some(_)) => Outlet::Drive,
            (Some(_), Some(_)) => Outlet::Both,
        };
        Ok(Corner {
            outlet,
            held: self.held(today)?,
            elsewhere: self.settings.elsewhere.clone(),
        })
    }

    /// The number that the start screen shows, counted at most once a day.
    fn held(&mut self, today: Day) -> Result<u64, CliError> {
        let store = self.answers.keeper.store()?;
        let text = store.setting(SHOWN)?.unwrap_or_default();
        let before = std::str::from_utf8(&text).ok().and_then(Shown::parse);
        if let Some(shown) = before.filter(|shown| shown.since >= today) {
            return Ok(shown.count);
        }
        let shown = held::next(before, today, responses(store)?);
        if before != Some(shown) {
            store.set_setting(SHOWN, shown.to_text().as_bytes())?;
        }
        Ok(shown.count)
    }

    /// The settings, with what the keeper chose at the terminal.
    fn rules(&mut self) -> Result<Rules, CliError> {
        let rules = self.settings.rules;
        let chosen = self.answers.keeper.store()?.setting(MINUTES)?;
        let minutes = chosen.and_then(|bytes| String::from_utf8(bytes).ok()?.parse::<u64>().ok());
        let Some(minutes) = minutes else {
            return Ok(rules);
        };
        let idle = std::time::Duration::from_secs(minutes.saturating_mul(60));
        Ok(Rules {
            limits: Limits::new(idle, rules.limits.warning()),
            ..rules
        })
    }

    /// Opens the terminal or closes it; gives whether it is open now.
    pub(super) fn open_or_close(&mut self) -> Result<bool, StoreError> {
        let store = self.answers.keeper.store()?;
        let is_open = !is_closed(store)?;
        store.set_setting(CLOSED, if is_open { b"closed" } else { b"" })?;
        Ok(!is_open)
    }

    /// Keeps how long is waited for somebody.
    pub(super) fn set_minutes(&mut self, minutes: u64) -> Result<(), StoreError> {
        let store = self.answers.keeper.store()?;
        store.set_setting(MINUTES, minutes.to_string().as_bytes())
    }

    fn to_paper(&self, text: &str) -> Message {
        let printer = self.settings.printer.as_ref();
        let done = printer.map(|printer| printer.print(text, self.settings.columns));
        Message::plain(match done {
            Some(Ok(())) => "give-paper-done",
            Some(Err(_)) => "give-paper-failed",
            None => "kiosk-desk-print-none",
        })
    }

    fn to_drive(&self, stem: &str, files: &[(&str, Vec<u8>)]) -> Message {
        let drive = match self.drive() {
            Ok(drive) => drive,
            Err(why) => return why,
        };
        let mut names = Vec::new();
        for (ending, bytes) in files {
            let written = drive.create((stem, ending), |file| file.write_all(bytes));
            match written {
                Ok(name) => names.push(name),
                Err(_) => return Message::plain("give-drive-failed"),
            }
        }
        Message::with("give-drive-done", [("file", Arg::from(names.join(", ")))])
    }

    /// The one drive that is in, or in words why not.
    pub(super) fn drive(&self) -> Result<drive::Drive, Message> {
        let folder = self.settings.drives.as_ref();
        let found = folder.map_or(Err(NoDrive::None), |folder| {
            drive::only(&self.mounts, folder)
        });
        found.map_err(|none| {
            Message::plain(match none {
                NoDrive::None => "give-drive-none",
                NoDrive::Many => "give-drive-many",
            })
        })
    }

    fn overview(&self, code: &Code, language: &Language, way: Way) -> Message {
        let Own::Held(held) =
            super::super::at_screen::own(self.answers.keeper, code, language, self.answers.today)
        else {
            return Message::plain("give-nothing");
        };
        let write = |format| own::write(&held.overview, format, language);
        let (Ok(text), Ok(page)) = (write(Format::Text), write(Format::Html)) else {
            return Message::plain("give-nothing");
        };
        match way {
            Way::Paper => self.to_paper(&String::from_utf8_lossy(&text)),
            Way::Drive => self.to_drive("tallybox-overview", &[("txt", text), ("html", page)]),
        }
    }
}

/// Whether the keeper closed the terminal.
fn is_closed(store: &Store) -> Result<bool, StoreError> {
    Ok(store
        .setting(CLOSED)?
        .is_some_and(|value| !value.is_empty()))
}

/// How many responses a store holds, whichever of their revisions counts.
fn responses(store: &Store) -> Result<u64, StoreError> {
    let mut found = BTreeSet::new();
    store.each_header(|leaf, signed| {
        let header = read_header(leaf, &signed)?;
        if header.kind == RecordKind::Response {
            found.insert(header.response);
        }
        Ok(())
    })?;
    Ok(found.len() as u64)
}

impl respondent::ScreenKeeper for Here<'_> {
    fn has_room_to_begin(&self) -> bool {
        self.answers.has_room_to_begin()
    }

    fn admits(&mut self, invitation: &Invitation) -> Admitted {
        self.answers.admits(invitation)
    }

    fn draw_code(&mut self) -> Option<Code> {
        self.answers.draw_code()
    }

    fn find(&mut self, code: &Code) -> Found {
        self.answers.find(code)
    }

    fn save(&mut self, draft: Draft) -> Saved {
        self.answers.save(draft)
    }

    fn submit(&mut self, code: &Code, form: &Form) -> Result<Receipt, SubmitFailure> {
        self.answers.submit(code, form)
    }

    fn discard(&mut self, code: &Code) {
        self.answers.discard(code);
    }

    fn own(&mut self, code: &Code, language: &Language) -> Own {
        self.answers.own(code, language)
    }

    fn revise(&mut self, code: &Code) -> Option<Reopened> {
        self.answers.revise(code)
    }

    fn withdraw(&mut self, code: &Code) -> bool {
        self.answers.withdraw(code)
    }

    fn waves(&mut self) -> Vec<String> {
        self.answers.waves()
    }

    fn earlier(&mut self, code: &Code) -> Earlier {
        self.answers.earlier(code)
    }

    fn keep_diary(&mut self, code: &Code, seen: &Diary, diary: &Diary) -> bool {
        self.answers.keep_diary(code, seen, diary)
    }

    fn give(&mut self, leaflet: Leaflet, way: Way) -> Message {
        match leaflet {
            Leaflet::Overview(code, language) => self.overview(&code, &language, way),
            Leaflet::Words(code, language) => {
                let name = self.answers.keeper.name().unwrap_or_default();
                let mut text = leaflet::words(&code, &name, &language);
                let said = match way {
                    Way::Paper => self.to_paper(&text),
                    Way::Drive => {
                        let mut bytes = text.as_bytes().to_vec();
                        let said = self.to_drive("tallybox-words", &[("txt", bytes.clone())]);
                        bytes.zeroize();
                        said
                    }
                };
                text.zeroize();
                said
            }
        }
    }

    fn answer_rest(&mut self, form: Form) -> Form {
        form
    }
}

impl Host for Here<'_> {
    fn number(&mut self) -> Option<Zeroizing<String>> {
        let number = u64::from_le_bytes(random::bytes().ok()?) % NUMBERS;
        Some(Zeroizing::new(format!("{number:06}")))
    }

    fn is_secret(&mut self, typed: &str) -> Verdict {
        match &self.settings.secret {
            None => Verdict::NotSet,
            Some(secret) if secret.is(typed) => Verdict::Right,
            Some(_) => Verdict::Wrong,
        }
    }

    fn task(&mut self, task: Task) -> Vec<Message> {
        tasks::run(self, task)
    }

    fn end(&mut self) {
        self.finish();
    }
}
