//! What the department needs: the list that its lead writes, since nothing in a survey gives it.

use ratatui::layout::Position;

use crate::base::text::{truncate, width};
use crate::report::view::Teller;
use crate::stats::demand::{Demand, Need};
use crate::stats::view::Label;
use crate::ui::input::Input;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::lead::message::{Effect, Needs};
use crate::ui::named::named;
use crate::ui::theme::Tone;

use super::find::Find;
use super::lists::Listed;
use super::need::{Form, why_id};

/// The figures of a need take so many columns each, headings with the sign of an order included.
const FIGURES: [usize; COLUMNS - 2] = [8, 6, 6, 9];
/// The most digits of a number of people.
const DIGITS: usize = 6;
/// A need has so many columns.
const COLUMNS: usize = 6;
/// What they are called.
const HEADINGS: [&str; COLUMNS] = [
    "lead-need-skill",
    "lead-need-level-short",
    "lead-need-now-short",
    "lead-need-then-short",
    "lead-need-criticality-short",
    "lead-need-why",
];

/// The editor.
pub(super) struct Editor {
    department: Label,
    needs: Needs,
    /// As it stands in the home.
    kept: Needs,
    skills: Vec<Label>,
    /// The line in focus: the head count, then a need a line, by their places in the file.
    at: usize,
    /// The column at hand, and the one that the needs are sorted by on the page.
    column: usize,
    sort: Option<Sort>,
    find: Find,
    doing: Doing,
}

enum Doing {
    Nothing,
    /// Typing how many people there are, and whether that is no number yet.
    Headcount(String, bool),
    /// Writing a need; which it replaces.
    Need(Option<usize>, Box<Form>),
}

named! {
    /// The names of the editor's pages.
    EDITING of Doing {
        Doing::Nothing => "demand",
        Doing::Headcount(..) => "demand-headcount",
        Doing::Need(..) => "demand-need",
    }
}

/// What comes of a key.
pub(super) enum Then {
    Stay,
    Leave,
    Help,
    Effect(&'static str, Effect),
}

impl Editor {
    pub(super) fn new(department: Label, needs: Needs, skills: Vec<Label>) -> Self {
        Self {
            department,
            kept: needs.clone(),
            needs,
            skills,
            at: 0,
            column: 0,
            sort: None,
            find: Find::default(),
            doing: Doing::Nothing,
        }
    }

    /// The name of the page.
    pub(super) const fn screen(&self) -> Option<&'static str> {
        self.doing.screen_name()
    }

    /// Whether something would be lost.
    pub(super) fn is_changed(&self) -> bool {
        self.needs != self.kept || matches!(self.doing, Doing::Need(..))
    }

    /// It stands in the home now, or is held in memory. Gives how many people the department has.
    pub(super) fn saved(&mut self, is_held: bool) -> (&str, Option<u64>) {
        self.needs.is_held = is_held;
        self.kept = self.needs.clone();
        (&self.department.code, self.kept.headcount)
    }

    /// Adds what the survey suggests, but for skills that are there.
    pub(super) fn suggest(&mut self, demand: Demand) {
        for need in demand.needs {
            let mut there = self.needs.demand.needs.iter();
            if !there.any(|one| one.skill == need.skill) {
                self.needs.demand.needs.push(need);
            }
        }
    }

    pub(super) fn bindings(&self) -> &'static [Binding] {
        match &self.doing {
            Doing::Nothing if self.find.is_typing() => keys::SEARCH,
            Doing::Nothing => keys::DEMAND,
            Doing::Headcount(..) => keys::FOLDER,
            Doing::Need(_, form) => form.bindings(),
        }
    }

    pub(super) fn update(
        &mut self,
        action: Option<Action>,
        input: &Input,
        teller: &Teller,
    ) -> Then {
        match &mut self.doing {
            Doing::Nothing => self.list(action, input, teller),
            Doing::Headcount(..) => {
                self.headcount(action, input);
                Then::Stay
            }
            Doing::Need(place, form) => {
                let place = *place;
                match form.update(action, input, &self.skills, teller) {
                    super::need::Then::Stay => {}
                    super::need::Then::Cancel => self.doing = Doing::Nothing,
                    super::need::Then::Done(need) => self.put(place, need),
                }
                Then::Stay
            }
        }
    }

    fn list(&mut self, action: Option<Action>, input: &Input, teller: &Teller) -> Then {
        let listed = self.listed(teller);
        if let Some(to) = listed.takes(self.at, &mut self.find, (action, input)) {
            self.at = to;
            return Then::Stay;
        }
        let needs = &mut self.needs.demand.needs;
        match action {
            Some(Action::Next) => self.column = (self.column + 1).min(COLUMNS - 1),
            Some(Action::Previous) => self.column = self.column.saturating_sub(1),
            Some(Action::Sort) => self.sort = Some(Sort::after(self.sort, self.column)),
            Some(Action::Add) => self.doing = Doing::Need(None, Box::new(Form::new())),
            Some(Action::Enter) => self.change(),
            Some(Action::Remove) => {
                if let Some(at) = self.at.checked_sub(1).filter(|at| *at < needs.len()) {
                    needs.remove(at);
                    self.at = self.at.min(needs.len());
                }
            }
            Some(Action::Yes) => {
                // Said of this line alone: whoever presses one key has looked at one line.
                let here = self.at.checked_sub(1).and_then(|at| needs.get_mut(at));
                if let Some(need) = here {
                    need.is_drawn = false;
                }
            }
            Some(Action::Starter) => {
                let effect = Effect::Starter(self.department.code.clone());
                return Then::Effect("lead-making", effect);
            }
            Some(Action::Save) => {
                self.needs
                    .demand
                    .department
                    .clone_from(&self.department.code);
                let effect = Effect::Save {
                    department: self.department.code.clone(),
                    needs: Box::new(self.needs.clone()),
                };
                return Then::Effect("lead-writing", effect);
            }
            Some(Action::Help) => return Then::Help,
            Some(Action::Back) => return Then::Leave,
            _ => {}
        }
        Then::Stay
    }

    /// The head count and the needs, as the page has them.
    fn listed(&self, teller: &Teller) -> Listed {
        let needs = &self.needs.demand.needs;
        let mut order: Vec<usize> = (0..needs.len()).collect();
        if let Some(sort) = self.sort {
            let key = |at: &usize| {
                needs
                    .get(*at)
                    .map(|need| self.key(need, sort.column, teller))
            };
            order.sort_by_cached_key(key);
            if sort.is_descending {
                order.reverse();
            }
        }
        let words = |at: usize| needs.get(at).map(|need| self.cells(need, teller).join(" "));
        let people = std::iter::once(teller.words().say("lead-headcount"));
        let lines = people.chain(order.iter().filter_map(|at| words(*at)));
        let places = std::iter::once(0).chain(order.iter().map(|at| at + 1));
        Listed::sorted(lines.collect(), places.collect())
    }

    /// What a need is sorted by: words by their letters, figures by their size.
    fn key(&self, need: &Need, column: usize, teller: &Teller) -> (u32, String) {
        let figures = figures(need);
        let figure = column.checked_sub(1).and_then(|at| figures.get(at));
        match (figure, self.cells(need, teller).get(column)) {
            (Some(figure), _) => (*figure, String::new()),
            (None, cell) => (0, cell.map(|cell| cell.to_lowercase()).unwrap_or_default()),
        }
    }

    /// A need in words: its skill, its figures and what it is for.
    fn cells(&self, need: &Need, teller: &Teller) -> [String; COLUMNS] {
        let [level, now, then, weight] = figures(need).map(|figure| figure.to_string());
        let skill = skill(&self.skills, &need.skill, teller);
        let why = teller.words().say(why_id(need.why));
        [skill, level, now, then, weight, why]
    }

    fn change(&mut self) {
        self.doing = match self.at.checked_sub(1) {
            None => {
                let typed = self.needs.headcount.map(|people| people.to_string());
                Doing::Headcount(typed.unwrap_or_default(), false)
            }
            Some(at) => match self.needs.demand.needs.get(at) {
                Some(need) => Doing::Need(Some(at), Box::new(Form::of(need))),
                None => Doing::Nothing,
            },
        };
    }

    fn headcount(&mut self, action: Option<Action>, input: &Input) {
        let Doing::Headcount(typed, is_wrong) = &mut self.doing else {
            return;
        };
        match action {
            Some(Action::Back) => self.doing = Doing::Nothing,
            Some(Action::Enter) => {
                let people = typed.trim().parse().ok();
                *is_wrong = people.is_none() && !typed.trim().is_empty();
                if !*is_wrong {
                    self.needs.headcount = people;
                    self.doing = Doing::Nothing;
                }
            }
            _ => {
                keys::edit(typed, input);
                *is_wrong = false;
                while typed.chars().count() > DIGITS {
                    typed.pop();
                }
            }
        }
    }

    fn put(&mut self, place: Option<usize>, need: Need) {
        let needs = &mut self.needs.demand.needs;
        let same = needs.iter().position(|one| one.skill == need.skill);
        let at = match (place, same) {
            // The skill is needed once: a second entry of it takes the place of the first.
            (_, Some(same)) if place != Some(same) => {
                if let Some(place) = place {
                    needs.remove(place);
                }
                needs.iter().position(|one| one.skill == need.skill)
            }
            (place, _) => place,
        };
        if let Some(old) = at.and_then(|at| needs.get_mut(at)) {
            *old = need.in_place_of(old);
        } else {
            needs.push(need);
            self.at = needs.len();
        }
        self.doing = Doing::Nothing;
    }

    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        if let Doing::Need(_, form) = &self.doing {
            return form.view(page, &self.skills);
        }
        let whose = page.teller.label(&self.department);
        page.bar(&page.words().say("lead-demand-title"), &whose);
        let state = match (self.is_changed(), self.needs.is_held) {
            (true, false) => "lead-demand-changed",
            (true, true) => "lead-held-changed",
            (false, false) => "lead-demand-kept",
            (false, true) => "lead-held-until",
        };
        page.paragraph(Tone::Quiet, &page.words().say(state));
        if self.needs.demand.needs.iter().any(|need| need.is_drawn) {
            page.paragraph(Tone::Quiet, &page.words().say("lead-demand-drawn"));
        }
        page.rule();
        if let Doing::Headcount(typed, is_wrong) = &self.doing {
            page.paragraph(Tone::Text, &page.words().say("lead-headcount-intro"));
            page.gap();
            let cursor = page.field(true, &page.words().say("lead-headcount"), typed);
            if *is_wrong {
                page.paragraph(Tone::Error, &page.words().say("lead-need-wrong-number"));
            }
            return cursor;
        }
        let people = self.needs.headcount.map(|people| people.to_string());
        let people = people.unwrap_or_else(|| page.words().say("lead-headcount-none"));
        let line = format!("{}: {people}", page.words().say("lead-headcount"));
        let cursor = page.item(self.at == 0, &line);
        let listed = self.listed(page.teller);
        let typing = if self.find.told(0, &listed.lines).is_some() {
            self.find
                .view(page, listed.position(self.at), &listed.lines)
        } else {
            page.gap();
            None
        };
        if self.needs.demand.needs.is_empty() {
            page.paragraph(Tone::Text, &page.words().say("lead-demand-none"));
            return cursor;
        }
        let here = self.view_needs(page);
        typing.or(cursor).or(here)
    }

    fn view_needs(&self, page: &mut Page<'_>) -> Option<Position> {
        let columns = Columns::of(page.width());
        let headings = self.headings(page.teller);
        let marked = std::iter::once((Tone::Text, "     ".to_owned())).chain(
            columns
                .cells(&headings)
                .into_iter()
                .enumerate()
                .map(|(at, text)| (tone(at == self.column), text)),
        );
        page.spans(&marked.collect());
        let needs = &self.needs.demand.needs;
        let listed = self.listed(page.teller);
        let found = self.find.among(&listed.lines);
        let at = listed.position(self.at).checked_sub(1);
        let room = usize::from(page.room()).max(1);
        let from = at.map_or(0, |at| (at + 1).saturating_sub(room));
        let mut cursor = None;
        if from > 0 {
            page.places.apart();
        }
        let places = listed.places().iter().enumerate().skip(1 + from).take(room);
        for (position, place) in places {
            let need = place.checked_sub(1).and_then(|at| needs.get(at));
            let cells = need.map(|need| columns.cells(&self.cells(need, page.teller)).concat());
            let mark = need.map_or("", |need| if need.is_drawn { "~ " } else { "  " });
            let line = format!("{mark}{}", cells.unwrap_or_default());
            let is_found = found.contains(&position);
            let is_here = Some(position) == at.map(|at| at + 1);
            cursor = page
                .found_item(is_here, is_found, line.trim_end())
                .or(cursor);
        }
        if needs.len() > from + room {
            page.say_more();
        }
        cursor
    }

    /// The headings; that of the column that the needs are sorted by says which way.
    fn headings(&self, teller: &Teller) -> [String; COLUMNS] {
        let mut headings = HEADINGS.map(|id| teller.words().say(id));
        if let Some(sort) = self.sort
            && let Some(heading) = headings.get_mut(sort.column)
        {
            heading.push_str(if sort.is_descending { " v" } else { " ^" });
        }
        headings
    }
}

/// By which column the needs stand on the page; the file keeps its own order.
#[derive(Clone, Copy)]
struct Sort {
    column: usize,
    is_descending: bool,
}

impl Sort {
    /// Figures begin with the greatest, words with their first letter; a second time the other way round.
    fn after(before: Option<Self>, column: usize) -> Self {
        let is_figure = (1..COLUMNS - 1).contains(&column);
        let same = before.filter(|sort| sort.column == column);
        Self {
            column,
            is_descending: same.map_or(is_figure, |sort| !sort.is_descending),
        }
    }
}

const fn tone(is_at_hand: bool) -> Tone {
    if is_at_hand { Tone::Title } else { Tone::Quiet }
}

/// A need's figures in the order of their columns.
fn figures(need: &Need) -> [u32; COLUMNS - 2] {
    let level = u32::from(need.level);
    let weight = u32::from(need.criticality);
    [level, need.now, need.in_three_years, weight]
}

/// A skill in words.
pub(super) fn skill(skills: &[Label], code: &str, teller: &Teller) -> String {
    let found = skills.iter().find(|label| label.code == code);
    found.map_or_else(|| code.to_owned(), |label| teller.label(label))
}

/// How a line of the list is divided.
struct Columns {
    skill: usize,
    why: usize,
}

impl Columns {
    fn of(page: u16) -> Self {
        let room = usize::from(page).saturating_sub(6);
        let figures = FIGURES.iter().sum::<usize>();
        let why = if room > 100 {
            24
        } else if room > 70 {
            16
        } else {
            0
        };
        let skill = room.saturating_sub(figures + why + 2).clamp(8, 60);
        Self { skill, why }
    }

    /// The cells of a line, each as wide as its column.
    fn cells(&self, [skill, figures @ .., why]: &[String; COLUMNS]) -> [String; COLUMNS] {
        let skill = truncate(skill, self.skill);
        let gap = " ".repeat(self.skill.saturating_sub(width(&skill)));
        let figure = |at: usize| {
            let columns = FIGURES.get(at).copied().unwrap_or_default();
            let figure = figures.get(at).map_or("", String::as_str);
            let figure = truncate(figure, columns.saturating_sub(1));
            " ".repeat(columns.saturating_sub(width(&figure))) + &figure
        };
        let why = format!("  {}", truncate(why, self.why));
        [
            skill + &gap,
            figure(0),
            figure(1),
            figure(2),
            figure(3),
            why,
        ]
    }
}
