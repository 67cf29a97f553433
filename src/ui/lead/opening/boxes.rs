//! The boxes: which bundles and homes are merged before the figures are opened.

use std::collections::BTreeSet;

use ratatui::layout::Position;

use crate::base::words::{Arg, Message};
use crate::ui::input::Input;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::lead::message::{Effect, FoundBox, Here};
use crate::ui::lead::{Step, Trouble};
use crate::ui::theme::Tone;

/// The screen.
pub(in crate::ui::lead) struct Boxes {
    /// Whose the key is that was opened.
    whose: Message,
    list: Vec<FoundBox>,
    here: Here,
    left_out: BTreeSet<String>,
    at: usize,
    typing: Option<String>,
    /// Whether going on was tried with nothing to open.
    is_told: bool,
}

impl Boxes {
    pub(in crate::ui::lead) const fn new(whose: Message) -> Self {
        Self {
            whose,
            list: Vec::new(),
            here: Here { records: 0 },
            left_out: BTreeSet::new(),
            at: 0,
            typing: None,
            is_told: false,
        }
    }

    /// Takes the boxes that were found: all are chosen but those that were left out before.
    pub(in crate::ui::lead) fn found(&mut self, boxes: Vec<FoundBox>, here: Here) {
        self.at = self.at.min(boxes.len().saturating_sub(1));
        (self.list, self.here) = (boxes, here);
    }

    /// Leaves a box out: its words were not the same.
    pub(in crate::ui::lead) fn leave_out(&mut self, path: String) {
        self.left_out.insert(path);
    }

    /// The paths that are chosen.
    pub(in crate::ui::lead) fn chosen(&self) -> Vec<String> {
        let whole = self.list.iter().filter(|found| found.fault.is_none());
        let all = whole.map(|found| found.path.clone());
        all.filter(|path| !self.left_out.contains(path)).collect()
    }

    pub(in crate::ui::lead) const fn bindings(&self) -> &'static [Binding] {
        match self.typing {
            Some(_) => keys::PATH,
            None => keys::BOXES,
        }
    }

    pub(in crate::ui::lead) fn update(&mut self, action: Option<Action>, input: &Input) -> Step {
        if self.typing.is_some() {
            return self.path(action, input);
        }
        match action {
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(self.list.len().saturating_sub(1)),
            Some(Action::Add) => self.typing = Some(String::new()),
            Some(Action::Back) => return Step::Back,
            Some(Action::Choose) => self.choose(),
            Some(Action::Enter) if self.chosen().is_empty() && self.here.records == 0 => {
                self.is_told = true;
            }
            Some(Action::Enter) => {
                return Step::Wait("lead-looking", Effect::Prepare(self.chosen()));
            }
            _ => {}
        }
        Step::stay()
    }

    /// Out where it was in, else in.
    fn choose(&mut self) {
        let whole = self.list.get(self.at).filter(|found| found.fault.is_none());
        if let Some(path) = whole.map(|found| found.path.clone())
            && !self.left_out.remove(&path)
        {
            self.left_out.insert(path);
        }
    }

    fn path(&mut self, action: Option<Action>, input: &Input) -> Step {
        let typed = self.typing.get_or_insert_default();
        match action {
            Some(Action::Back) => self.typing = None,
            Some(Action::Enter) if !typed.trim().is_empty() => {
                let path = keys::path(typed);
                self.typing = None;
                return Step::Wait("lead-looking", Effect::AddBox(path));
            }
            _ => {
                keys::edit(typed, input);
            }
        }
        Step::stay()
    }

    pub(in crate::ui::lead) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words().say("lead-boxes-title"), &page.step(2));
        page.gap();
        if let Some(typed) = &self.typing {
            page.paragraph(Tone::Text, &page.words().say("lead-path-intro"));
            page.gap();
            return page.field(true, &page.words().say("lead-path"), typed);
        }
        let args = [("whose", Arg::from(self.whose.clone()))];
        let open = page.words().say_with("lead-key-is-open", args);
        page.paragraph(Tone::Title, &open);
        page.paragraph(Tone::Text, &self.intro(page));
        page.gap();
        if let Some(fault) = self.list.get(self.at).and_then(|found| found.fault) {
            page.paragraph(Tone::Text, &page.words().tell(&Trouble::message(fault)));
            page.gap();
        }
        let lines = self.list.iter().map(|found| self.line(page, found));
        let lines: Vec<_> = lines.collect();
        page.pairs(self.at, &lines)
    }

    fn intro(&self, page: &Page<'_>) -> String {
        let words = page.words();
        let records = Arg::from(self.here.records);
        match (self.list.is_empty(), self.here.records) {
            (true, 0) if self.is_told => words.say("lead-boxes-none-still"),
            (true, 0) => words.say("lead-boxes-none"),
            (true, _) => words.say_with("lead-boxes-here", [("count", records)]),
            (false, 0) if self.is_told && self.chosen().is_empty() => {
                words.say("lead-boxes-none-still")
            }
            (false, 0) => words.say("lead-boxes-intro"),
            (false, _) => words.say_with("lead-boxes-more", [("count", records)]),
        }
    }

    fn line(&self, page: &Page<'_>, found: &FoundBox) -> (String, String) {
        if let Some(fault) = found.fault {
            let why = page.words().say(fault.what());
            return (format!("[!] {}", found.file), format!("    {why}"));
        }
        let mark = if self.left_out.contains(&found.path) {
            "[ ]"
        } else {
            "[x]"
        };
        let state = page.words().say(if found.is_enrolled {
            "lead-box-enrolled"
        } else {
            "lead-box-new"
        });
        let records = i64::try_from(found.records).unwrap_or(i64::MAX);
        let args = [("count", Arg::Number(records))];
        let records = page.words().say_with("lead-box-records", args);
        (
            format!("{mark} {} ({state})", found.name),
            format!("    {}, {records}", found.file),
        )
    }
}
