//! The desk: the views of a department, each drawn from its data, and what hangs over them.
//!
//! One place stands under everything: a view, every question, or what the department needs. Lists,
//! help and the export lie above it and go with Esc.

mod about;
mod chart;
pub(super) mod demand;
mod drill;
pub(super) mod earlier;
pub(super) mod export;
mod find;
mod head;
mod held;
mod leaf;
mod line;
mod lists;
mod meaning;
mod menu;
mod need;
pub(super) mod offers;
mod released;
pub(super) mod summary;
mod table;
pub(super) mod texts;
mod university;
pub(super) mod values;
mod viewing;

use ratatui::layout::Position;

use crate::base::time::Day;
use crate::base::words::{Arg, Message};
use crate::report::view::{Teller, title_id};
use crate::stats::DoorName;
use crate::stats::view::{Label, Name, Released};
use crate::ui::input::Input;
use crate::ui::named::named;
use crate::ui::theme::Tone;

use super::draw::Page;
use super::keys::{self, Action, Binding};
use super::message::{Arrival, Effect, Msg, ReleasedView};
use super::{Step, Trouble};
use about::About;
use demand::Editor;
use earlier::Waves;
use export::{Exporting, From, Taken};
use find::Find;
use lists::Order;
use menu::{Entry, Menu};
use summary::Summary;
use texts::Reviewing;
use viewing::Viewing;

/// What was opened, as long as the screens show it.
pub(super) struct Opened {
    door: DoorName,
    departments: Vec<Label>,
    has_all: bool,
    made: Vec<Name>,
    skills: Vec<Label>,
    folder: String,
    today: Day,
    university: Option<Result<Released, Trouble>>,
    released: Vec<ReleasedView>,
    /// Whether this key reads what people wrote before others do.
    reviews: bool,
}

/// The desk.
pub(super) struct Desk {
    opened: Opened,
    summary: Box<Summary>,
    /// The department that is looked at; `None` for all.
    department: Option<usize>,
    place: Place,
    above: Above,
    /// What the help lies over, where that lies above the place itself.
    under: Above,
    /// What is looked for in a list, and the order of all lists.
    find: Find,
    order: Order,
    /// The words that the next view's lines are to have: it was opened from a figure.
    meant: Option<String>,
}

/// What stands under everything.
enum Place {
    /// Nothing yet: the list of views lies above.
    Nothing,
    View(Box<Viewing>),
    Summary,
    Demand(Box<Editor>),
    Texts(Box<Reviewing>),
}

/// What lies above the place.
enum Above {
    Nothing,
    Menu(Menu),
    /// The departments, from one in focus.
    Departments(usize),
    About(About),
    Export(Box<Exporting>),
    Earlier(Waves),
    /// A sentence to read: its title, and itself.
    Said(&'static str, Message),
    /// Whether to leave; what would be lost is said.
    Leaving {
        /// Whether the whole program is left, not only the needs.
        is_all: bool,
    },
    /// Whether all that nothing was to be kept of is kept after all.
    Keeping,
}

named! {
    /// The names of what stands under everything.
    PLACES of Place {
        Place::View(_) => "view",
        Place::Summary => "questions",
        Place::Texts(_) => "texts",
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
        Above::Earlier(_) => "earlier",
        Above::Said(..) => "said",
        Above::Leaving { .. } => "leaving",
        Above::Keeping => "keep-after-all",
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
            today: arrival.today,
            university: arrival.university,
            released: arrival.released,
            reviews: arrival.reviews,
        };
        let first = (!opened.has_all && !opened.departments.is_empty()).then_some(0);
        let mut desk = Self {
            department: first,
            opened,
            summary,
            place: Place::Nothing,
            above: Above::Nothing,
            under: Above::Nothing,
            find: Find::default(),
            order: Order::default(),
            meant: None,
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
    pub(super) fn take(&mut self, msg: Msg, teller: &Teller) -> Step {
        match msg {
            Msg::View(view) => {
                self.above = Above::Nothing;
                let mut viewing = Viewing::new(*view);
                if let Some(words) = self.meant.take() {
                    viewing.show_only(&words, teller);
                }
                self.place = Place::View(Box::new(viewing));
            }
            Msg::Texts(texts) => {
                self.above = Above::Nothing;
                self.place = Place::Texts(Box::new(Reviewing::new(texts, self.opened.door)));
            }
            Msg::Waves(waves) => self.above = Above::Earlier(Waves::new(waves)),
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
            Msg::Saved => self.saved(),
            Msg::Held { can_be_kept } => self.held(can_be_kept),
            Msg::Written(path) => {
                let args = [("path", Arg::Words(path))];
                let said = Message::with("lead-written", args);
                self.above = Above::Said("lead-written-title", said);
            }
            _ => {}
        }
        Step::stay()
    }

    /// The name of what is shown.
    pub(super) fn screen(&self) -> Option<&'static str> {
        match (&self.above, &self.place) {
            (Above::Export(exporting), _) => exporting.screen(),
            (Above::Nothing, Place::Demand(editor)) => editor.screen(),
            (Above::Nothing, Place::View(viewing)) => {
                viewing.screen().or_else(|| self.place.screen_name())
            }
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

    fn show(&mut self, name: Name) -> Step {
        if name == Name::University {
            return self.show_university();
        }
        let effect = Effect::Show {
            name,
            department: self.code(),
        };
        Step::Wait("lead-making", effect)
    }

    fn menu(&self) -> Menu {
        let here = match &self.place {
            Place::View(viewing) => Some(viewing.entry()),
            Place::Nothing | Place::Summary | Place::Demand(_) | Place::Texts(_) => None,
        };
        Menu::new(&self.opened, here)
    }

    pub(super) fn bindings(&self, teller: &Teller) -> &'static [Binding] {
        match &self.above {
            Above::Nothing => self.place_bindings(teller),
            Above::Menu(_) | Above::Departments(_) if self.find.is_typing() => keys::SEARCH,
            Above::Menu(_) => keys::MENU_LIST,
            Above::Departments(_) => keys::FOUND_LIST,
            Above::Earlier(waves) => waves.bindings(),
            Above::About(_) | Above::Said(..) => keys::READ,
            Above::Export(exporting) => exporting.bindings(),
            Above::Leaving { .. } | Above::Keeping => keys::YES_NO,
        }
    }

    fn place_bindings(&self, teller: &Teller) -> &'static [Binding] {
        match &self.place {
            Place::Nothing => keys::MENU_LIST,
            Place::View(viewing) => viewing.bindings(teller),
            Place::Summary => self.summary.bindings(),
            Place::Demand(editor) => editor.bindings(),
            Place::Texts(_) => keys::TEXTS,
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
        if self.looks(action, input, teller) {
            return Step::stay();
        }
        match &mut self.above {
            Above::Nothing => self.update_place(action, input, teller),
            Above::Said(..) => {
                self.above = Above::Nothing;
                Step::stay()
            }
            Above::About(about) => {
                if about.update(action) {
                    self.above = std::mem::replace(&mut self.under, Above::Nothing);
                }
                Step::stay()
            }
            Above::Menu(_) => self.update_menu(action),
            Above::Departments(_) => self.update_departments(action),
            Above::Export(exporting) => {
                match exporting.update(action, input, teller.words().language()) {
                    export::Then::Stay => Step::stay(),
                    export::Then::Close => {
                        self.above = Above::Nothing;
                        Step::stay()
                    }
                    export::Then::Write(export) => {
                        Step::Wait("lead-writing", Effect::Export(export))
                    }
                }
            }
            Above::Earlier(waves) => match waves.update(action, input) {
                earlier::Then::Stay => Step::stay(),
                earlier::Then::Close => {
                    self.above = Above::Nothing;
                    Step::stay()
                }
                earlier::Then::Help => {
                    self.above = Above::About(About::keys(keys::EARLIER));
                    Step::stay()
                }
                earlier::Then::Add(path) => Step::Wait("lead-looking", Effect::AddWave(path)),
                earlier::Then::Choose(path) => self.choose_wave(path),
            },
            Above::Leaving { is_all } => {
                let is_all = *is_all;
                self.update_leaving(action, is_all)
            }
            Above::Keeping => self.update_keeping(action),
        }
    }

    /// The same view with an earlier wave beside it.
    fn choose_wave(&mut self, path: Option<String>) -> Step {
        let Place::View(viewing) = &self.place else {
            return Step::stay();
        };
        let again = Effect::Compare {
            wave: path,
            name: viewing.name(),
            department: self.code(),
        };
        Step::Wait("lead-making", again)
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
            Entry::University => return self.show_university(),
            Entry::Released(at) => return self.show_released(at),
            Entry::Texts => return Step::Wait("lead-looking", Effect::Texts),
            Entry::Report => self.take_home(None),
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

    pub(super) fn look_at(&mut self, department: Option<usize>) -> Step {
        self.department = department;
        self.above = Above::Nothing;
        self.again()
    }

    /// The same view of another department.
    fn again(&mut self) -> Step {
        match &self.place {
            // It is about whom it was released about, whichever department is looked at.
            Place::View(viewing) if matches!(viewing.entry(), Entry::Released(_)) => Step::stay(),
            Place::View(viewing) => {
                let name = viewing.name();
                self.show(name)
            }
            Place::Nothing | Place::Summary | Place::Demand(_) | Place::Texts(_) => {
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
            Place::View(viewing) => match viewing.takes(action, input, teller) {
                viewing::Then::Stay => Step::stay(),
                viewing::Then::Over => self.over_view(action, teller),
                viewing::Then::View(name, words) => {
                    self.meant = Some(words);
                    self.show(name)
                }
            },
            Place::Texts(reviewing) => match reviewing.update(action) {
                texts::Then::Stay => Step::stay(),
                texts::Then::Leave => self.leave(false),
                texts::Then::Keep(effect) => Step::Stay(vec![effect]),
                texts::Then::Help => {
                    self.above = Above::About(About::texts(keys::TEXTS));
                    Step::stay()
                }
            },
            Place::Summary => match action {
                Some(Action::Back) if !self.summary.is_typing() && self.summary.show_all() => {
                    Step::stay()
                }
                Some(Action::Back | Action::Menu) if !self.summary.is_typing() => {
                    self.above = Above::Menu(self.menu());
                    Step::stay()
                }
                Some(Action::University) => self.show_university(),
                Some(Action::Export) => {
                    if let Some(view) = self.summary.taken(self.opened.today) {
                        let page = Taken {
                            whole: view.clone(),
                            view,
                            is_released: false,
                        };
                        self.take_home(Some(page));
                    }
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
            Some(Action::University) => return self.show_university(),
            Some(Action::Earlier)
                if !viewing.is_released() && earlier::is_compared(viewing.name()) =>
            {
                return Step::Wait("lead-looking", Effect::LookForWaves);
            }
            Some(Action::Earlier) => {
                let where_it_is = Message::plain("lead-earlier-where");
                self.above = Above::Said("lead-earlier-title", where_it_is);
            }
            Some(Action::Export) => {
                let page = viewing.taken(teller);
                self.take_home(Some(page));
            }
            _ => {}
        }
        Step::stay()
    }

    /// Asks what for and how much, in which form and where to.
    fn take_home(&mut self, page: Option<Taken>) {
        let from = From {
            page,
            department: self.code(),
        };
        let exporting = Exporting::new(from, &self.opened.folder);
        self.above = Above::Export(Box::new(exporting));
    }

    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        match &self.above {
            Above::Nothing => self.view_place(page),
            Above::Menu(menu) => {
                let whose = self.whose(page);
                menu.view(page, &whose, (self.order, &self.find))
            }
            Above::Departments(at) => self.view_departments(page, *at),
            Above::About(about) => {
                about.draw(page);
                None
            }
            Above::Export(exporting) => exporting.view(page),
            Above::Earlier(waves) => waves.view(page),
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
            Above::Keeping => {
                held::ask(page);
                None
            }
        }
    }

    fn view_place(&self, page: &mut Page<'_>) -> Option<Position> {
        match &self.place {
            Place::Nothing => None,
            Place::View(viewing) => {
                let beside = self.released().filter(|_| viewing.is_beside_university());
                viewing.view(page, beside)
            }
            Place::Summary => {
                let is_exact = self.opened.door == DoorName::Operational;
                let released = self.released().filter(|_| is_exact);
                self.summary.view(page, (self.opened.today, released))
            }
            Place::Demand(editor) => editor.view(page),
            Place::Texts(reviewing) => reviewing.view(page),
        }
    }

    fn whose(&self, page: &Page<'_>) -> String {
        self.label().map_or_else(
            || page.words().say("view-all-departments"),
            |label| page.teller.label(label),
        )
    }
}
