//! The desk's lists: views and departments, in their own order or by name, and the words that are looked for
//! in them.

use ratatui::layout::Position;

use crate::base::words::Message;
use crate::report::view::Teller;
use crate::ui::input::Input;
use crate::ui::lead::Step;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action};
use crate::ui::theme::Tone;

use super::about::About;
use super::find::Find;
use super::leaving::Leaving;
use super::{Above, Desk, Place};

/// In which order a list stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// As whoever made it thought right.
    #[default]
    Given,
    /// By the words of its lines.
    ByName,
}

impl Order {
    pub(super) const fn other(self) -> Self {
        match self {
            Self::Given => Self::ByName,
            Self::ByName => Self::Given,
        }
    }

    /// Says it in the line above a list, which is empty for a list in its own order.
    pub(super) fn say(self, page: &mut Page<'_>) {
        match self {
            Self::Given => page.gap(),
            Self::ByName => page.row(Tone::Quiet, &page.words().say("lead-order-name")),
        }
    }
}

/// A list as it stands on the page. A place is a line's in the list's own order, a position the one that is
/// seen: what is chosen is a place, so that sorting moves no choice.
pub(super) struct Listed {
    pub(super) lines: Vec<String>,
    places: Vec<usize>,
}

impl Listed {
    /// The lines in an order. Those of a lower rank stand before the others in every order.
    pub(super) fn new(given: &[String], order: Order, rank: impl Fn(usize) -> u8) -> Self {
        let mut places: Vec<usize> = (0..given.len()).collect();
        if order == Order::ByName {
            let name = |at: &usize| given.get(*at).map(|line| line.to_lowercase());
            places.sort_by_cached_key(|at| (rank(*at), name(at)));
        }
        let line = |at: &usize| given.get(*at).cloned();
        Self {
            lines: places.iter().filter_map(line).collect(),
            places,
        }
    }

    /// Lines that were sorted elsewhere, each with its place.
    pub(super) const fn sorted(lines: Vec<String>, places: Vec<usize>) -> Self {
        Self { lines, places }
    }

    pub(super) fn places(&self) -> &[usize] {
        &self.places
    }

    pub(super) fn position(&self, place: usize) -> usize {
        let found = self.places.iter().position(|one| *one == place);
        found.unwrap_or(0)
    }

    /// Takes what every list takes: where one stands then; nothing where the key is not for that.
    pub(super) fn takes(
        &self,
        place: usize,
        find: &mut Find,
        (action, input): (Option<Action>, &Input),
    ) -> Option<usize> {
        let at = self.position(place);
        let last = self.lines.len().saturating_sub(1);
        let to = match action {
            action if find.is_typing() => find.type_in(action, input, &self.lines),
            Some(Action::Find) => {
                find.begin(at);
                at
            }
            Some(Action::NextFound) => find.step(at, true, &self.lines),
            Some(Action::FoundBefore) => find.step(at, false, &self.lines),
            Some(Action::Up) => at.saturating_sub(1),
            Some(Action::Down) => (at + 1).min(last),
            Some(Action::First) => 0,
            Some(Action::Last) => last,
            Some(Action::Back) if find.clear() => at,
            _ => return None,
        };
        Some(self.places.get(to).copied().unwrap_or(place))
    }

    /// Draws it; gives where the cursor stands.
    pub(super) fn view(
        &self,
        page: &mut Page<'_>,
        place: usize,
        find: &Find,
        keep: u16,
    ) -> Option<Position> {
        let at = self.position(place);
        let typing = find.view(page, at, &self.lines);
        let cursor = page.found_list(at, &self.lines, keep, &find.among(&self.lines));
        typing.or(cursor)
    }
}

impl Desk {
    /// Moves, sorts and looks for words in the list that lies above; whether the key was for that.
    pub(super) fn looks(&mut self, action: Option<Action>, input: &Input, teller: &Teller) -> bool {
        let (listed, at) = match &mut self.above {
            Above::Menu(menu) => (menu.listed(teller.words(), self.order), menu.at()),
            Above::Departments(at) => {
                let at = *at;
                (self.departments_listed(teller), at)
            }
            _ => return false,
        };
        let Some(to) = listed.takes(at, &mut self.find, (action, input)) else {
            match action {
                Some(Action::Sort) => self.order = self.order.other(),
                _ => return false,
            }
            return true;
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
            Some(Action::Back) if matches!(self.place, Place::Nothing) => {
                self.above = Above::Leaving(Leaving::Figures);
            }
            Some(Action::Back) => self.above = Above::Nothing,
            Some(Action::Departments) => self.choose_department(),
            Some(Action::Help) => self.help(About::keys(keys::MENU_LIST)),
            Some(Action::Enter) => {
                let entry = menu.chosen();
                self.find.clear();
                return self.open(entry);
            }
            _ => {}
        }
        Step::stay()
    }

    /// Help over what lies above the place: that is there again when the help goes.
    fn help(&mut self, about: About) {
        self.under = std::mem::replace(&mut self.above, Above::About(about));
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
        let has_all = self.opened.has_all;
        let Above::Departments(at) = &self.above else {
            return Step::stay();
        };
        match action {
            Some(Action::Enter) => {
                self.find.clear();
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
        self.order.say(page);
        let listed = self.departments_listed(page.teller);
        listed.view(page, at, &self.find, 0)
    }

    /// The departments; all of them together stand first in every order.
    fn departments_listed(&self, teller: &Teller) -> Listed {
        let has_all = self.opened.has_all;
        Listed::new(&self.department_lines(teller), self.order, |at| {
            u8::from(!has_all || at > 0)
        })
    }

    fn department_lines(&self, teller: &Teller) -> Vec<String> {
        let all = self.opened.has_all;
        let all = all.then(|| teller.words().say("view-all-departments"));
        let names = self.opened.departments.iter();
        let names = names.map(|label| teller.label(label));
        all.into_iter().chain(names).collect()
    }
}
