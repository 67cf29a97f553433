//! The desk: the views of a department, each drawn from its data, and what hangs over them.
//!
//! One place stands under everything: a view, every question, or what the department needs. Lists,
//! help and the export lie above it and go with Esc.

mod about;
mod chart;
pub(super) mod demand;
pub(super) mod export;
mod leaf;
mod line;
mod meaning;
mod menu;
mod need;
pub(super) mod offers;
pub(super) mod summary;
mod table;
mod viewing;

use ratatui::layout::Position;

use crate::base::words::{Arg, Message};
use crate::report::view::{Teller, title_id};
use crate::stats::DoorName;
use crate::stats::view::{Label, Name};
use crate::ui::input::Input;
use crate::ui::named::named;
use crate::ui::theme::Tone;

use super::Step;
use super::draw::Page;
use super::keys::{self, Action, Binding};
use super::message::{Arrival, Effect, Msg};
use about::About;
use demand::Editor;
use export::Exporting;
use menu::{Entry, Menu};
use summary::Summary;
use viewing::Viewing;

/// What was opened, as long as the screens show it.
pub(super) struct Opened {
    door: DoorName,
    departments: Vec<Label>,
    has_all: bool,
    made: Vec<Name>,
    skills: Vec<Label>,
    folder: String,
}

/// The desk.
pub(super) struct Desk {
    opened: Opened,
    summary: Box<Summary>,
    /// The department that is looked at; `None` for all.
    department: Option<usize>,
    place: Place,
    above: Above,
}

/// What stands under everything.
enum Place {
    /// Nothing yet: the list of views lies above.
    Nothing,
    View(Box<Viewing>),
    Summary,
    Demand(Box<Editor>),
}

/// What lies above the place.
enum Above {
    Nothing,
    Menu(Menu),
    /// The departments, from one in focus.
    Departments(usize),
    About(About),
    Export(Box<Exporting>),
    /// A sentence to read: its title, and itself.
    Said(&'static str, Message),
    /// Whether to leave; what would be lost is said.
    Leaving {
        /// Whether the whole program is left, not only the needs.
        is_all: bool,
    },
}

named! {
    /// The names of what stands under everything.
    PLACES of Place {
        Place::View(_) => "view",
        Place::Summary => "questions",
    } within {
        Place::Nothing,
        Place::Demand(_),
    }
}

named! {
    /// The names of what lies above it.
    ABOVE of Above {
        Above::Menu(_) => "menu",
        Above::Departments(_) => "departments",
        Above::About(_) => "about",
        Above::Said(..) => "said",
        Above::Leaving { .. } => "leaving",
    } within {
        Above::Nothing,
        Above::Export(_),
    }
}

impl Desk {
    /// The desk, and what is to be shown first: the department's page where there is one.
    pub(super) fn new(arrival: Arrival) -> (Self, Step) {
        let summary = Box::new(arrival.summary);
        let opened = Opened {
            door: arrival.door,
            departments: arrival.departments,
            has_all: arrival.has_all,
            made: arrival.made,
            skills: arrival.skills,
            folder: arrival.folder,
        };
        let first = (!opened.has_all && !opened.departments.is_empty()).then_some(0);
        let mut desk = Self {
            department: first,
            opened,
            summary,
            place: Place::Nothing,
            above: Above::Nothing,
        };
        // The list lies there whatever becomes of the first view.
        desk.above = Above::Menu(desk.menu());
        let step = if desk.opened.made.contains(&Name::Department) {
            desk.show(Name::Department)
        } else {
            Step::stay()
        };
        (desk, step)
    }

    /// Takes what an effect gave.
    pub(super) fn take(&mut self, msg: Msg) -> Step {
        match msg {
            Msg::View(view) => {
                self.above = Above::Nothing;
                self.place = Place::View(Box::new(Viewing::new(*view)));
            }
            Msg::Needs(needs) => {
                self.above = Above::Nothing;
                if let Some(department) = self.label() {
                    let skills = self.opened.skills.clone();
                    let editor = Editor::new(department.clone(), *needs, skills);
                    self.place = Place::Demand(Box::new(editor));
                }
            }
            Msg::Starter(demand) => {
                if let Place::Demand(editor) = &mut self.place {
                    editor.suggest(demand);
                }
            }
            Msg::Saved => return self.saved(),
            Msg::Written(path) => {
                let args = [("path", Arg::Words(path))];
                let said = Message::with("lead-written", args);
                self.above = Above::Said("lead-written-title", said);
            }
            _ => {}
        }
        Step::stay()
    }

    fn saved(&mut self) -> Step {
        if let Place::Demand(editor) = &mut self.place {
            editor.saved();
            self.above = Above::Said("lead-saved-title", Message::plain("lead-saved"));
        }
        Step::stay()
    }

    /// The name of what is shown.
    pub(super) const fn screen(&self) -> Option<&'static str> {
        match (&self.above, &self.place) {
            (Above::Export(exporting), _) => exporting.screen(),
            (Above::Nothing, Place::Demand(editor)) => editor.screen(),
            (Above::Nothing, place) => place.screen_name(),
            (above, _) => above.screen_name(),
        }
    }

    fn label(&self) -> Option<&Label> {
        self.opened.departments.get(self.department?)
    }

    fn code(&self) -> Option<String> {
        self.label().map(|label| label.code.clone())
    }

    fn show(&self, name: Name) -> Step {
        let effect = Effect::Show {
            name,
            department: self.code(),
        };
        Step::Wait("lead-making", effect)
    }

    fn menu(&self) -> Menu {
        let here = match &self.place {
            Place::View(viewing) => Some(viewing.name()),
            Place::Nothing | Place::Summary | Place::Demand(_) => None,
        };
        Menu::new(&self.opened, here)
    }

    pub(super) fn bindings(&self) -> &'static [Binding] {
        match &self.above {
            Above::Nothing => self.place_bindings(),
            Above::Menu(_) => keys::MENU_LIST,
            Above::Departments(_) => keys::LIST,
            Above::About(_) | Above::Said(..) => keys::READ,
            Above::Export(exporting) => exporting.bindings(),
            Above::Leaving { .. } => keys::YES_NO,
        }
    }

    fn place_bindings(&self) -> &'static [Binding] {
        match &self.place {
            Place::Nothing => keys::MENU_LIST,
            Place::View(viewing) => viewing.bindings(),
            Place::Summary => self.summary.bindings(),
            Place::Demand(editor) => editor.bindings(),
        }
    }

    pub(super) fn update(
        &mut self,
        action: Option<Action>,
        input: &Input,
        teller: &Teller,
    ) -> Step {
        if action == Some(Action::Leave) {
            return self.leave(true);
        }
        match &mut self.above {
            Above::Nothing => self.update_place(action, input, teller),
            Above::Said(..) => {
                self.above = Above::Nothing;
                Step::stay()
            }
            Above::About(about) => {
                if about.update(action) {
                    self.above = Above::Nothing;
                }
                Step::stay()
            }
            Above::Menu(_) => self.update_menu(action),
            Above::Departments(_) => self.update_departments(action),
            Above::Export(exporting) => match exporting.update(action, input) {
                export::Then::Stay => Step::stay(),
                export::Then::Close => {
                    self.above = Above::Nothing;
                    Step::stay()
                }
                export::Then::Write(export) => Step::Wait("lead-writing", Effect::Export(export)),
            },
            Above::Leaving { is_all } => {
                let is_all = *is_all;
                self.update_leaving(action, is_all)
            }
        }
    }

    /// Leaves, or asks first: the needs where they are not saved.
    fn leave(&mut self, is_all: bool) -> Step {
        let is_changed = matches!(&self.place, Place::Demand(editor) if editor.is_changed());
        match (is_changed, is_all) {
            (true, _) => self.above = Above::Leaving { is_all },
            (false, true) => return Step::Stay(vec![Effect::Leave]),
            (false, false) => {
                self.place = Place::Nothing;
                self.above = Above::Menu(self.menu());
            }
        }
        Step::stay()
    }

    fn update_leaving(&mut self, action: Option<Action>, is_all: bool) -> Step {
        match action {
            Some(Action::Yes) => {
                self.place = Place::Nothing;
                self.leave(is_all)
            }
            Some(Action::No | Action::Back) => {
                self.above = Above::Nothing;
                Step::stay()
            }
            _ => Step::stay(),
        }
    }

    fn update_menu(&mut self, action: Option<Action>) -> Step {
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

    fn open(&mut self, entry: Entry) -> Step {
        match entry {
            Entry::View(name, None) => return self.show(name),
            Entry::View(name, Some(why)) => {
                self.above = Above::Said(title_id(name), Message::plain(why));
            }
            Entry::Questions => {
                self.above = Above::Nothing;
                self.place = Place::Summary;
            }
            Entry::Demand => return self.open_demand(),
        }
        Step::stay()
    }

    fn open_demand(&mut self) -> Step {
        if let Some(department) = self.code() {
            return Step::Wait("lead-looking", Effect::Needs(department));
        }
        let which = Message::plain("lead-demand-which");
        self.above = Above::Said("lead-demand-title", which);
        Step::stay()
    }

    fn choose_department(&mut self) {
        if self.choices() > 1 {
            let all = usize::from(self.opened.has_all);
            let at = self.department.map_or(0, |at| at + all);
            self.above = Above::Departments(at);
        } else {
            let only = Message::plain("lead-departments-only");
            self.above = Above::Said("lead-departments-title", only);
        }
    }

    fn choices(&self) -> usize {
        self.opened.departments.len() + usize::from(self.opened.has_all)
    }

    fn update_departments(&mut self, action: Option<Action>) -> Step {
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
                    Place::View(_) | Place::Summary | Place::Demand(_) => Above::Nothing,
                };
            }
            _ => {}
        }
        Step::stay()
    }

    fn look_at(&mut self, department: Option<usize>) -> Step {
        self.department = department;
        self.above = Above::Nothing;
        self.again()
    }

    /// The same view of another department.
    fn again(&mut self) -> Step {
        match &self.place {
            Place::View(viewing) => self.show(viewing.name()),
            Place::Nothing | Place::Summary | Place::Demand(_) => {
                self.above = Above::Menu(self.menu());
                Step::stay()
            }
        }
    }

    fn update_place(&mut self, action: Option<Action>, input: &Input, teller: &Teller) -> Step {
        match &mut self.place {
            Place::Nothing => {
                self.above = Above::Menu(self.menu());
                Step::stay()
            }
            Place::View(viewing) => {
                if viewing.takes(action, input, teller) {
                    return Step::stay();
                }
                self.over_view(action, teller)
            }
            Place::Summary => match action {
                Some(Action::Back | Action::Menu) if !self.summary.is_finding() => {
                    self.above = Above::Menu(self.menu());
                    Step::stay()
                }
                Some(Action::Help) => {
                    self.above = Above::About(About::questions(self.summary.bindings()));
                    Step::stay()
                }
                action => self.summary.update(action, input),
            },
            Place::Demand(editor) => match editor.update(action, input, teller) {
                demand::Then::Stay => Step::stay(),
                demand::Then::Leave => self.leave(false),
                demand::Then::Effect(what, effect) => Step::Wait(what, effect),
                demand::Then::Help => {
                    self.above = Above::About(About::demand(editor.bindings()));
                    Step::stay()
                }
            },
        }
    }

    /// What a view leaves to the desk.
    fn over_view(&mut self, action: Option<Action>, teller: &Teller) -> Step {
        let Place::View(viewing) = &self.place else {
            return Step::stay();
        };
        match action {
            Some(Action::Back | Action::Menu) => self.above = Above::Menu(self.menu()),
            Some(Action::Help) => {
                self.above = Above::About(viewing.about_page(teller));
            }
            Some(Action::Departments) => self.choose_department(),
            Some(Action::Export) => {
                let exporting = Exporting::new(
                    viewing.on_screen(teller),
                    &self.opened.folder,
                    teller.words().language(),
                );
                self.above = Above::Export(Box::new(exporting));
            }
            _ => {}
        }
        Step::stay()
    }

    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        match &self.above {
            Above::Nothing => self.view_place(page),
            Above::Menu(menu) => {
                let whose = self.whose(page);
                menu.view(page, &whose)
            }
            Above::Departments(at) => self.view_departments(page, *at),
            Above::About(about) => {
                about.draw(page);
                None
            }
            Above::Export(exporting) => exporting.view(page),
            Above::Said(title, message) => {
                page.bar(&page.words().say(title), "");
                page.gap();
                page.paragraph(Tone::Text, &page.words().tell(message));
                page.gap();
                page.paragraph(Tone::Quiet, &page.words().say("lead-help-end"));
                None
            }
            Above::Leaving { .. } => {
                page.bar(&page.words().say("lead-leaving-title"), "");
                page.gap();
                page.paragraph(Tone::Text, &page.words().say("lead-leaving-demand"));
                None
            }
        }
    }

    fn view_place(&self, page: &mut Page<'_>) -> Option<Position> {
        match &self.place {
            Place::Nothing => None,
            Place::View(viewing) => viewing.view(page),
            Place::Summary => self.summary.view(page),
            Place::Demand(editor) => editor.view(page),
        }
    }

    fn whose(&self, page: &Page<'_>) -> String {
        self.label().map_or_else(
            || page.words().say("view-all-departments"),
            |label| page.teller.label(label),
        )
    }

    fn view_departments(&self, page: &mut Page<'_>, at: usize) -> Option<Position> {
        page.bar(&page.words().say("lead-departments-title"), "");
        page.gap();
        let all = self
            .opened
            .has_all
            .then(|| page.words().say("view-all-departments"));
        let names = self.opened.departments.iter();
        let names = names.map(|label| page.teller.label(label));
        let names: Vec<String> = all.into_iter().chain(names).collect();
        page.list(at, &names, 0)
    }
}
