//! What a person does to a page: a key, a click or a paste becomes an action, which the page takes first and
//! then what every page has in common.

use super::effect::Effect;
use super::history::Turn;
use super::input::{Input, Key};
use super::keymap::Action;
use super::screen::{self, Screen};
use super::session::Session;
use super::sheet::Spot;
use super::theme::Letters;
use super::view;

impl Session {
    pub(super) fn input(&mut self, input: Input) {
        // A window that shows nothing takes nothing but the way out.
        if view::too_small(self.area)
            && !matches!(input, Input::Key(Key::Function(10) | Key::Ctrl('c' | 'd')))
        {
            return;
        }
        if let Input::Wheel(wheel) = input {
            self.wheel(wheel);
            return;
        }
        self.said = None;
        if let Some(frame) = self.top_mut() {
            frame.wheeled = matches!(input, Input::Click { .. }) && frame.wheeled;
        }
        match input {
            Input::Wheel(_) => {}
            Input::Key(key) => {
                let place = self.place();
                let keys = self.setup.theme.keys;
                let action = match self.setup.theme.letters {
                    Letters::Keys => keys.action(key, place, &self.scopes()),
                    Letters::Off => keys.action_without_letters(key, place, &self.scopes()),
                };
                if let Some(action) = action {
                    self.act(action);
                }
            }
            Input::Click { column, row } => {
                if let Some(spot) = view::hit(self, column, row) {
                    self.click(spot);
                }
            }
            Input::Paste(words) => screen::paste(self, &words),
        }
    }

    fn click(&mut self, spot: Spot) {
        self.leave_field(spot);
        self.focus_on(spot);
        match spot {
            Spot::Button(_)
            | Spot::Card(_)
            | Spot::Remove(_)
            | Spot::Copy(_)
            | Spot::Add
            | Spot::Line(_)
            | Spot::Problem(_) => self.act(Action::Enter),
            Spot::Choice(_) | Spot::Close(_) => self.act(Action::Choose),
            Spot::Body | Spot::Field(_) | Spot::Row(_) => {}
        }
    }

    /// Does what a key asks for: the page first, then what every page has in common.
    pub(super) fn act(&mut self, action: Action) {
        let spot = self.focus();
        // On a button, Space presses too.
        let action = match (spot, action) {
            (Spot::Button(_), Action::Choose) => Action::Enter,
            (_, other) => other,
        };
        if !screen::act(self, action, spot) {
            self.common(action, spot);
        }
    }

    fn common(&mut self, action: Action, spot: Spot) {
        match action {
            Action::Back => self.pop(),
            Action::Help => {
                let place = self.place();
                self.push_once(Screen::Help(place));
            }
            Action::Language => self.push_once(Screen::Language(screen::After::Back)),
            Action::Words => self.push_once(Screen::Words(screen::After::Back)),
            Action::Sections => self.over_ask(Screen::Sections),
            Action::Check => self.over_ask(Screen::Check),
            Action::Leave => screen::leave(self),
            Action::Undo => screen::turn(self, Turn::Undo),
            Action::Redo => screen::turn(self, Turn::Redo),
            Action::Rest => screen::rest(self),
            Action::Why => self.push_once(Screen::Why),
            Action::Display => self.push_once(Screen::Display),
            Action::Plain => screen::to_plain(self),
            Action::Hide => self.ask_for(Effect::Hide),
            Action::Redraw => self.ask_for(Effect::Redraw),
            moving => self.travel(moving, spot),
        }
    }

    fn push_once(&mut self, screen: Screen) {
        let same = self.top().is_some_and(|frame| {
            std::mem::discriminant(&frame.screen) == std::mem::discriminant(&screen)
        });
        if !same {
            self.keep_and_save_if_changed();
            self.push(screen);
        }
    }

    /// Opens a page over the question that is being asked, where one is.
    fn over_ask(&mut self, screen: Screen) {
        let asked = self
            .stack
            .iter()
            .any(|frame| matches!(frame.screen, Screen::Ask));
        if asked {
            self.keep_and_save_if_changed();
            self.over(screen);
        }
    }
}
