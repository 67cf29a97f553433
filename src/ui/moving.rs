//! Moving on a page: the focus by keys, the page by the wheel, and both kept in view.

use super::focus;
use super::input::Wheel;
use super::keymap::Action;
use super::session::Session;
use super::sheet::Spot;
use super::view;

/// How many lines the wheel turns.
const WHEEL: usize = 3;

impl Session {
    /// Turns the page; the focus, and with it every answer, stays where it is.
    pub(super) fn wheel(&mut self, wheel: Wheel) {
        let sheet = self.sheet();
        let most = sheet
            .lines
            .len()
            .saturating_sub(view::window(self.area, &sheet));
        let Some(frame) = self.top_mut() else {
            return;
        };
        frame.scroll = match wheel {
            Wheel::Up => frame.scroll.saturating_sub(WHEEL),
            Wheel::Down => (frame.scroll + WHEEL).min(most),
        };
        frame.wheeled = true;
    }

    pub(super) fn travel(&mut self, action: Action, spot: Spot) {
        if spot == Spot::Body && self.scroll(action) {
            return;
        }
        let sheet = self.sheet();
        let window = view::window(self.area, &sheet);
        match focus::moved(&sheet, spot, action, window) {
            Some(to) => {
                self.leave_field(to);
                self.focus_on(to);
            }
            // From a button there may be nothing to go to but words out of view.
            None if matches!(spot, Spot::Button(_)) => {
                self.scroll(action);
            }
            None => {}
        }
    }

    /// Scrolls a text to read; `false` at its end, where the focus goes on.
    pub(super) fn scroll(&mut self, action: Action) -> bool {
        let sheet = self.sheet();
        let window = view::window(self.area, &sheet);
        let most = sheet.lines.len().saturating_sub(window);
        let Some(frame) = self.top_mut() else {
            return false;
        };
        let page = window.saturating_sub(1).max(1);
        let to = match action {
            Action::Down => frame.scroll + 1,
            Action::Up => frame.scroll.saturating_sub(1),
            Action::PageDown => frame.scroll + page,
            Action::PageUp => frame.scroll.saturating_sub(page),
            Action::Home => 0,
            Action::End => most,
            _ => return false,
        };
        let moved = to.min(most) != frame.scroll;
        frame.scroll = to.min(most);
        moved
    }

    /// The focus is on something, and in view.
    pub(super) fn settle(&mut self) {
        let sheet = self.sheet();
        let spots = sheet.spots();
        let window = view::window(self.area, &sheet);
        let initial = focus::initial(&sheet);
        let Some(frame) = self.top_mut() else {
            return;
        };
        let known = frame
            .focus
            .filter(|focus| spots.iter().any(|(spot, _)| spot == focus));
        if known.is_none() {
            (frame.focus, frame.scroll, frame.wheeled) = (initial, 0, false);
        }
        let Some(focus) = frame.focus.filter(|_| !frame.wheeled) else {
            return;
        };
        frame.scroll = view::scrolled(&sheet, focus, frame.scroll, window);
    }
}
