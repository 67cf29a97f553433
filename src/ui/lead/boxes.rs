//! The boxes: choose, compare the words of a new one, enrol, merge, read what was set aside.

use std::collections::BTreeSet;

use ratatui::layout::Position;

use crate::base::words::Arg;
use crate::ui::input::Input;
use crate::ui::theme::Tone;

use super::Step;
use super::draw::Page;
use super::keys::{self, Action, Binding};
use super::message::{Effect, Merged};

/// A box or bundle that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundBox {
    /// Its path, for the driver.
    pub path: String,
    /// The box's public name.
    pub name: String,
    /// The fingerprint of its public key: four words and a number.
    pub words: String,
    /// Whether its key is enrolled here.
    pub is_enrolled: bool,
}

/// The screen.
#[derive(Default)]
pub(super) struct Boxes {
    list: Vec<FoundBox>,
    chosen: BTreeSet<usize>,
    at: usize,
    phase: Phase,
    /// Identity files that were found meanwhile, for the next screen.
    pub(super) identities: Vec<String>,
}

/// What the screen is doing.
#[derive(Default)]
enum Phase {
    /// The list.
    #[default]
    List,
    /// Comparing the words of the box at hand.
    Compare,
    /// Typing a path.
    Path(String),
    /// Reading what a merge did, from a line on.
    Merged(Merged, usize),
}

impl Boxes {
    /// Takes the boxes that were found; enrolled ones are chosen.
    pub(super) fn found(&mut self, boxes: Vec<FoundBox>) {
        let enrolled = boxes
            .iter()
            .enumerate()
            .filter(|(_, found)| found.is_enrolled);
        self.chosen = enrolled.map(|(at, _)| at).collect();
        self.at = self.at.min(boxes.len().saturating_sub(1));
        self.list = boxes;
    }

    /// Shows what a merge did.
    pub(super) fn merged(&mut self, merged: Merged) {
        self.phase = Phase::Merged(merged, 0);
    }

    pub(super) const fn bindings(&self) -> &'static [Binding] {
        match self.phase {
            Phase::List => keys::BOXES,
            Phase::Compare => keys::COMPARE,
            Phase::Path(_) => keys::PATH,
            Phase::Merged(..) => keys::MERGED,
        }
    }

    pub(super) fn update(&mut self, action: Option<Action>, input: &Input) -> Step {
        match &mut self.phase {
            Phase::List => return self.list(action),
            Phase::Compare => return self.compare(action),
            Phase::Path(_) => return self.path(action, input),
            Phase::Merged(merged, from) => match action {
                Some(Action::Enter) => self.phase = Phase::List,
                Some(Action::Up) => *from = from.saturating_sub(1),
                Some(Action::Down) => {
                    let last = (merged.done.len() + merged.set_aside.len()).saturating_sub(1);
                    *from = (*from + 1).min(last);
                }
                _ => {}
            },
        }
        Step::Stay(Vec::new())
    }

    fn list(&mut self, action: Option<Action>) -> Step {
        let here = self.list.get(self.at);
        match action {
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(self.list.len().saturating_sub(1)),
            Some(Action::Add) => self.phase = Phase::Path(String::new()),
            Some(Action::Enrol) if here.is_some_and(|found| !found.is_enrolled) => {
                self.phase = Phase::Compare;
            }
            // A box that is not enrolled cannot be merged: its words come first.
            Some(Action::Choose) if here.is_some_and(|found| !found.is_enrolled) => {
                self.phase = Phase::Compare;
            }
            // Out where it was in, else in.
            Some(Action::Choose) if here.is_some() && !self.chosen.remove(&self.at) => {
                self.chosen.insert(self.at);
            }
            Some(Action::Merge) if !self.chosen.is_empty() => {
                let chosen = self.chosen.iter().filter_map(|&at| self.list.get(at));
                let paths = chosen.map(|found| found.path.clone()).collect();
                return Step::Wait("lead-merging", Effect::Merge(paths));
            }
            Some(Action::Identity) => return Step::Identity,
            _ => {}
        }
        Step::Stay(Vec::new())
    }

    fn compare(&mut self, action: Option<Action>) -> Step {
        match action {
            Some(Action::Same) => {
                self.phase = Phase::List;
                let path = self.list.get(self.at).map(|found| found.path.clone());
                path.map_or(Step::Stay(Vec::new()), |path| {
                    Step::Wait("lead-enrolling", Effect::Enrol(path))
                })
            }
            Some(Action::Back) => {
                self.phase = Phase::List;
                Step::Stay(Vec::new())
            }
            _ => Step::Stay(Vec::new()),
        }
    }

    fn path(&mut self, action: Option<Action>, input: &Input) -> Step {
        let Phase::Path(typed) = &mut self.phase else {
            return Step::Stay(Vec::new());
        };
        match action {
            Some(Action::Back) => self.phase = Phase::List,
            Some(Action::Enter) if !typed.trim().is_empty() => {
                let path = typed.trim().to_owned();
                self.phase = Phase::List;
                return Step::Wait("lead-looking", Effect::Add(path));
            }
            _ => {
                keys::edit(typed, input);
            }
        }
        Step::Stay(Vec::new())
    }

    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words.say("lead-boxes-title"), "");
        page.gap();
        match &self.phase {
            Phase::List => self.view_list(page),
            Phase::Compare => self.view_compare(page),
            Phase::Path(typed) => {
                page.paragraph(Tone::Text, &page.words.say("lead-path-intro"));
                page.gap();
                page.field(true, &page.words.say("lead-path"), typed)
            }
            Phase::Merged(merged, from) => {
                view_merged(page, merged, *from);
                None
            }
        }
    }

    fn view_list(&self, page: &mut Page<'_>) -> Option<Position> {
        page.paragraph(Tone::Text, &page.words.say("lead-boxes-intro"));
        page.gap();
        if self.list.is_empty() {
            page.paragraph(Tone::Text, &page.words.say("lead-boxes-none"));
        }
        let mut cursor = None;
        let room = usize::from(page.room()).max(2) / 2;
        let from = (self.at + 1).saturating_sub(room);
        for (at, found) in self.list.iter().enumerate().skip(from).take(room) {
            let mark = if self.chosen.contains(&at) {
                "[x]"
            } else {
                "[ ]"
            };
            let state = page.words.say(if found.is_enrolled {
                "lead-box-enrolled"
            } else {
                "lead-box-new"
            });
            let here = page.item(at == self.at, &format!("{mark} {}  ({state})", found.name));
            page.row(Tone::Quiet, &format!("      {}", found.words));
            cursor = here.or(cursor);
        }
        cursor
    }

    fn view_compare(&self, page: &mut Page<'_>) -> Option<Position> {
        let found = self.list.get(self.at)?;
        let args = [("box", Arg::Words(found.name.clone()))];
        page.paragraph(
            Tone::Title,
            &page.words.say_with("lead-compare-title", args),
        );
        page.gap();
        page.paragraph(Tone::Text, &page.words.say("lead-compare-intro"));
        page.gap();
        page.row(Tone::Title, &format!("    {}", found.words));
        page.gap();
        page.paragraph(Tone::Text, &page.words.say("lead-compare-question"));
        None
    }
}

fn view_merged(page: &mut Page<'_>, merged: &Merged, from: usize) {
    page.paragraph(Tone::Title, &page.words.say("lead-merged-title"));
    page.gap();
    let none = page.words.say("lead-merged-nothing-set-aside");
    let some = page.words.say("lead-merged-set-aside");
    let mut lines: Vec<&str> = merged.done.iter().map(String::as_str).collect();
    lines.push(if merged.set_aside.is_empty() {
        &none
    } else {
        &some
    });
    lines.extend(merged.set_aside.iter().map(String::as_str));
    for line in lines.into_iter().skip(from) {
        page.paragraph(Tone::Text, line);
    }
}
