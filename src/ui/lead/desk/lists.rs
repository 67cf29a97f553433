//! The desk's lists: views and departments, with the words that are looked for in them.

use ratatui::layout::Position;

use crate::base::words::Message;
use crate::report::view::Teller;
use crate::ui::input::Input;
use crate::ui::lead::Step;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action};

use super::about::About;
use super::{Above, Desk, Place};

impl Desk {
    /// Looks for words in the list that lies above; whether the key was for that.
    pub(super) fn looks(&mut self, action: Option<Action>, input: &Input, teller: &Teller) -> bool {
        let lines = match &self.above {
            Above::Menu(menu) => menu.lines(teller.words()),
            Above::Departments(_) => self.department_lines(teller),
            _ => return false,
        };
        let at = match &self.above {
            Above::Menu(menu) => menu.at(),
            Above::Departments(at) => *at,
            _ => 0,
        };
        let to = match action {
            action if self.find.is_typing() => self.find.type_in(action, input, &lines),
            Some(Action::Find) => {
                self.find.begin(at);
                at
            }
            Some(Action::NextFound) => self.find.step(at, true, &lines),
            Some(Action::FoundBefore) => self.find.step(at, false, &lines),
            Some(Action::Back) => return self.find.clear(),
            Some(Action::Enter) => {
                self.find.clear();
                return false;
            }
            _ => return false,
        };
        match &mut self.above {
            Above::Menu(menu) => menu.go(to),
            Above::Departments(at) => *at = to,
            _ => {}
        }
        true
    }

    pub(super) fn update_menu(&mut self, action: Option<Action>) -> Step {
        let Above::Menu(menu) = &mut self.above else {
            return Step::stay();
        };
        match action {
            Some(Action::Back) if matches!(self.place, Place::Nothing) => return Step::Back,
            Some(Action::Back) => self.above = Above::Nothing,
            Some(Action::Departments) => self.choose_department(),
            Some(Action::Help) => self.above = Above::About(About::keys(keys::MENU_LIST)),
            Some(Action::Enter) => {
                let entry = menu.chosen();
                return self.open(entry);
            }
            action => menu.update(action),
        }
        Step::stay()
    }

    pub(super) fn choose_department(&mut self) {
        if self.choices() > 1 {
            let all = usize::from(self.opened.has_all);
            let at = self.department.map_or(0, |at| at + all);
            self.above = Above::Departments(at);
        } else {
            let only = Message::plain("lead-departments-only");
            self.above = Above::Said("lead-departments-title", only);
        }
    }

    pub(super) fn choices(&self) -> usize {
        self.opened.departments.len() + usize::from(self.opened.has_all)
    }

    pub(super) fn update_departments(&mut self, action: Option<Action>) -> Step {
        let last = self.choices().saturating_sub(1);
        let has_all = self.opened.has_all;
        let Above::Departments(at) = &mut self.above else {
            return Step::stay();
        };
        match action {
            Some(Action::Up) => *at = at.saturating_sub(1),
            Some(Action::Down) => *at = (*at + 1).min(last),
            Some(Action::First) => *at = 0,
            Some(Action::Last) => *at = last,
            Some(Action::Enter) => {
                let chosen = if has_all {
                    at.checked_sub(1)
                } else {
                    Some(*at)
                };
                return self.look_at(chosen);
            }
            Some(Action::Back) => {
                self.above = match self.place {
                    Place::Nothing => Above::Menu(self.menu()),
                    Place::View(_) | Place::Summary | Place::Demand(_) | Place::Texts(_) => {
                        Above::Nothing
                    }
                };
            }
            _ => {}
        }
        Step::stay()
    }

    pub(super) fn view_departments(&self, page: &mut Page<'_>, at: usize) -> Option<Position> {
        page.bar(&page.words().say("lead-departments-title"), "");
        page.gap();
        let names = self.department_lines(page.teller);
        let typing = self.find.view(page, at, &names);
        let cursor = page.found_list(at, &names, 0, &self.find.among(&names));
        typing.or(cursor)
    }

    pub(super) fn department_lines(&self, teller: &Teller) -> Vec<String> {
        let all = self.opened.has_all;
        let all = all.then(|| teller.words().say("view-all-departments"));
        let names = self.opened.departments.iter();
        let names = names.map(|label| teller.label(label));
        all.into_iter().chain(names).collect()
    }
}
