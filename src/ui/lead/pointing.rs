//! The mouse at the desk. Whatever is clicked does what a key does: a line is gone to and opened, a hint is its
//! key, the wheel goes from line to line. So a page that works by keys works by clicks, and nothing by clicks alone.
//!
//! Where things stand is read from a drawing of the page itself, so that no second layout can differ from it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::input::{Input, Key, Wheel};
use crate::ui::theme::Theme;

use super::keys::{self, Action, Binding};
use super::message::Effect;
use super::{Above, Lead};

/// How many lines the wheel turns, as on the respondent's pages.
const WHEEL: usize = 3;

/// Where on a page there is something to click.
#[derive(Default)]
pub(super) struct Places {
    /// Lines of the window, the number of what stands there, and whether it has the focus.
    lines: Vec<(u16, usize, bool)>,
    /// How many things there are to go to.
    count: usize,
    /// Columns of the last line, and the key that is named there.
    hints: Vec<(u16, u16, Key)>,
}

impl Places {
    /// Something that one can go to stands on a line.
    pub(super) fn line(&mut self, line: u16, is_focused: bool) {
        self.lines.push((line, self.count, is_focused));
        self.count += 1;
    }

    /// It goes on in a further line.
    pub(super) fn further(&mut self, line: u16) {
        if let Some((_, number, is_focused)) = self.lines.last().copied() {
            self.lines.push((line, number, is_focused));
        }
    }

    /// What was drawn so far has lines out of sight between itself and what follows.
    pub(super) fn apart(&mut self) {
        self.lines.clear();
    }

    /// A key is named there.
    pub(super) fn hint(&mut self, from: u16, to: u16, key: Key) {
        self.hints.push((from, to, key));
    }

    /// How many steps down (or up) a line is from the one in focus.
    fn steps(&self, row: u16) -> Option<isize> {
        let number = |found: Option<&(u16, usize, bool)>| found.map(|(_, number, _)| *number);
        let to = number(self.lines.iter().find(|(line, ..)| *line == row))?;
        // What is typed into stands above the list that it searches, and both are in focus: the list is meant.
        let from = number(self.lines.iter().rev().find(|(.., focused)| *focused))?;
        isize::try_from(to).ok()?.checked_sub_unsigned(from)
    }
}

/// What a second click, or already the first, on a line does.
enum Press {
    /// The line is gone to, and this is done with it.
    AtOnce(Action),
    /// The line is gone to; once it is the one in focus, this is done with it.
    Then(Action),
    /// It is gone to and nothing else: something is typed there.
    Never,
}

impl Press {
    /// On pages of figures one looks about, so a click there opens nothing yet.
    fn of(table: &[Binding]) -> Self {
        let has = |action| table.iter().any(|binding| binding.action == action);
        if has(Action::Choose) {
            Self::AtOnce(Action::Choose)
        } else if has(Action::Save) && !keys::takes_letters(table) {
            Self::Never
        } else if has(Action::Export) || has(Action::Save) {
            Self::Then(Action::Enter)
        } else {
            Self::AtOnce(Action::Enter)
        }
    }
}

impl Lead {
    /// Takes a click or a turn of the wheel on the page as it is drawn in an area; every other input as
    /// [`Lead::update`] does.
    pub fn point(&mut self, input: &Input, area: Rect, theme: Theme) -> Vec<Effect> {
        match input {
            Input::Wheel(wheel) => self.wheel(*wheel),
            Input::Click { column, row } => self.click((*column, *row), area, theme),
            Input::Key(_) | Input::Paste(_) => self.input(input),
        }
    }

    fn wheel(&mut self, wheel: Wheel) -> Vec<Effect> {
        let (line, page) = match wheel {
            Wheel::Up => (Action::Up, Action::PageUp),
            Wheel::Down => (Action::Down, Action::PageDown),
        };
        // Beside every question, lines are departments: what is long is the answers.
        if self.is_among_questions() {
            return self.acts(page, 1);
        }
        self.acts(line, WHEEL)
    }

    fn click(&mut self, (column, row): (u16, u16), area: Rect, theme: Theme) -> Vec<Effect> {
        if matches!(self.above, Above::Help | Above::Failed(_)) {
            return self.input(&Input::Key(Key::Escape));
        }
        let places = self.places(area, theme);
        if row + 1 == area.bottom() {
            let hint = |(from, to, _): &&(u16, u16, Key)| (*from..*to).contains(&column);
            let key = places.hints.iter().find(hint).map(|(.., key)| *key);
            return key.map_or_else(Vec::new, |key| self.input(&Input::Key(key)));
        }
        let Some(steps) = places.steps(row) else {
            return Vec::new();
        };
        let action = if steps < 0 { Action::Up } else { Action::Down };
        let press = Press::of(self.bindings());
        let mut effects = self.acts(action, steps.unsigned_abs());
        match press {
            Press::AtOnce(action) => effects.extend(self.acts(action, 1)),
            Press::Then(action) if steps == 0 => effects.extend(self.acts(action, 1)),
            Press::Then(_) | Press::Never => {}
        }
        effects
    }

    /// Does what the screen's keys for an action do, so many times; nothing where it has none.
    fn acts(&mut self, action: Action, times: usize) -> Vec<Effect> {
        let mut effects = Vec::new();
        for _ in 0..times {
            let map = self.map;
            let table = self.bindings();
            let row = table.iter().find(|binding| binding.action == action);
            let Some(key) = row.and_then(|row| row.keys_on(table, map).next()) else {
                break;
            };
            effects.extend(self.input(&Input::Key(key)));
        }
        effects
    }

    fn places(&self, area: Rect, theme: Theme) -> Places {
        let mut scratch = Buffer::empty(area);
        self.draw(area, theme, &mut scratch).1
    }
}
