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

use super::need::{Form, why_id};

/// A figure on the list has so many columns.
const FIGURE: usize = 6;

/// The editor.
pub(super) struct Editor {
    department: Label,
    needs: Needs,
    /// As it stands in the home.
    kept: Needs,
    skills: Vec<Label>,
    /// The line in focus: the head count, then a need a line.
    at: usize,
    doing: Doing,
}

enum Doing {
    Nothing,
    /// Typing how many people there are.
    Headcount(String),
    /// Writing a need; which it replaces.
    Need(Option<usize>, Box<Form>),
}

named! {
    /// The names of the editor's pages.
    EDITING of Doing {
        Doing::Nothing => "demand",
        Doing::Headcount(_) => "demand-headcount",
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

    /// It stands in the home now.
    pub(super) fn saved(&mut self) {
        self.kept = self.needs.clone();
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
            Doing::Nothing => keys::DEMAND,
            Doing::Headcount(_) => keys::FOLDER,
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
            Doing::Nothing => self.list(action),
            Doing::Headcount(_) => {
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

    fn list(&mut self, action: Option<Action>) -> Then {
        let needs = &mut self.needs.demand.needs;
        let last = needs.len();
        match action {
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(last),
            Some(Action::First) => self.at = 0,
            Some(Action::Last) => self.at = last,
            Some(Action::Add) => self.doing = Doing::Need(None, Box::new(Form::new())),
            Some(Action::Enter) => self.change(),
            Some(Action::Remove) => {
                if let Some(at) = self.at.checked_sub(1).filter(|at| *at < needs.len()) {
                    needs.remove(at);
                    self.at = self.at.min(needs.len());
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

    fn change(&mut self) {
        self.doing = match self.at.checked_sub(1) {
            None => {
                let typed = self.needs.headcount.map(|people| people.to_string());
                Doing::Headcount(typed.unwrap_or_default())
            }
            Some(at) => match self.needs.demand.needs.get(at) {
                Some(need) => Doing::Need(Some(at), Box::new(Form::of(need))),
                None => Doing::Nothing,
            },
        };
    }

    fn headcount(&mut self, action: Option<Action>, input: &Input) {
        let Doing::Headcount(typed) = &mut self.doing else {
            return;
        };
        match action {
            Some(Action::Back) => self.doing = Doing::Nothing,
            Some(Action::Enter) => {
                let people = typed.trim().parse().ok();
                if people.is_some() || typed.trim().is_empty() {
                    self.needs.headcount = people;
                    self.doing = Doing::Nothing;
                }
            }
            _ => {
                keys::edit(typed, input);
                typed.retain(|c| c.is_ascii_digit());
                typed.truncate(FIGURE);
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
        let state = if self.is_changed() {
            "lead-demand-changed"
        } else {
            "lead-demand-kept"
        };
        page.paragraph(Tone::Quiet, &page.words().say(state));
        page.rule();
        if let Doing::Headcount(typed) = &self.doing {
            page.paragraph(Tone::Text, &page.words().say("lead-headcount-intro"));
            page.gap();
            return page.field(true, &page.words().say("lead-headcount"), typed);
        }
        let people = self.needs.headcount.map(|people| people.to_string());
        let people = people.unwrap_or_else(|| page.words().say("lead-headcount-none"));
        let line = format!("{}: {people}", page.words().say("lead-headcount"));
        let cursor = page.item(self.at == 0, &line);
        page.gap();
        if self.needs.demand.needs.is_empty() {
            page.paragraph(Tone::Text, &page.words().say("lead-demand-none"));
            return cursor;
        }
        cursor.or(self.view_needs(page))
    }

    fn view_needs(&self, page: &mut Page<'_>) -> Option<Position> {
        let columns = Columns::of(page.width());
        let words = page.words();
        let heading = columns.line(
            &words.say("lead-need-skill"),
            [
                words.say("lead-need-level-short"),
                words.say("lead-need-now-short"),
                words.say("lead-need-then-short"),
                words.say("lead-need-criticality-short"),
            ],
            &words.say("lead-need-why"),
        );
        page.row(Tone::Quiet, &format!("  {heading}"));
        let lines = self.needs.demand.needs.iter().map(|need| {
            let figures = [
                need.level.to_string(),
                need.now.to_string(),
                need.in_three_years.to_string(),
                need.criticality.to_string(),
            ];
            let skill = skill(&self.skills, &need.skill, page.teller);
            columns.line(&skill, figures, &words.say(why_id(need.why)))
        });
        let lines: Vec<String> = lines.collect();
        let at = self.at.checked_sub(1);
        let room = usize::from(page.room()).max(1);
        let from = at.map_or(0, |at| (at + 1).saturating_sub(room));
        let mut cursor = None;
        for (number, line) in lines.iter().enumerate().skip(from).take(room) {
            cursor = page.item(Some(number) == at, line).or(cursor);
        }
        if lines.len() > from + room {
            page.say_more();
        }
        cursor
    }
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
        let room = usize::from(page).saturating_sub(4);
        let figures = 4 * FIGURE;
        let why = if room > 70 { 16 } else { 0 };
        let skill = room.saturating_sub(figures + why + 2).clamp(8, 60);
        Self { skill, why }
    }

    fn line(&self, skill: &str, figures: [String; 4], why: &str) -> String {
        let skill = truncate(skill, self.skill);
        let gap = " ".repeat(self.skill.saturating_sub(width(&skill)));
        let figures = figures.map(|figure| {
            let figure = truncate(&figure, FIGURE - 1);
            format!("{figure:>FIGURE$}")
        });
        let why = truncate(why, self.why);
        format!("{skill}{gap}{}  {why}", figures.concat())
            .trim_end()
            .to_owned()
    }
}
