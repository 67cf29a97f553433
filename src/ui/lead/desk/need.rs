//! One need, one line per field: words and numbers are typed, choices change with Left and Right.

use ratatui::layout::Position;

use crate::base::time::{Day, Month};
use crate::report::view::Teller;
use crate::stats::demand::{LONGEST_PLAN, MOST_MONTHS, Market, Need, Why};
use crate::stats::view::Label;
use crate::ui::input::{Input, Key};
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::theme::Tone;

use super::demand::skill;

/// Numbers have at most this many digits: as many as the most people that a need is for.
const DIGITS: usize = 4;

const WHYS: [Why; 5] = [
    Why::Teaching,
    Why::Research,
    Why::Statutory,
    Why::Income,
    Why::Estate,
];
const MARKETS: [Option<Market>; 4] = [
    None,
    Some(Market::Easy),
    Some(Market::Hard),
    Some(Market::Nobody),
];

/// The fields in their order, with the message that names each.
const FIELDS: [(Field, &str); 10] = [
    (Field::Skill, "lead-need-skill"),
    (Field::Level, "lead-need-level"),
    (Field::Now, "lead-need-now"),
    (Field::Then, "lead-need-then"),
    (Field::Criticality, "lead-need-criticality"),
    (Field::Why, "lead-need-why"),
    (Field::Plan, "lead-need-plan"),
    (Field::Months, "lead-need-months"),
    (Field::Market, "lead-need-market"),
    (Field::By, "lead-need-by"),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Skill,
    Level,
    Now,
    Then,
    Criticality,
    Why,
    Plan,
    Months,
    Market,
    By,
}

/// A need while it is written.
pub(super) struct Form {
    skill: Option<String>,
    level: u8,
    criticality: u8,
    why: Why,
    market: Option<Market>,
    /// What is typed into a field of words.
    typed: Typed,
    at: usize,
    search: Option<Search>,
    /// The field that is not yet what it should be.
    wrong: Option<&'static str>,
    today: Day,
}

#[derive(Default)]
struct Typed {
    now: String,
    then: String,
    plan: String,
    months: String,
    by: String,
}

#[derive(Default)]
struct Search {
    typed: String,
    at: usize,
}

/// What comes of a key.
pub(super) enum Then {
    Stay,
    Cancel,
    Done(Need),
}

/// What a need is for, as a message's id.
pub(super) const fn why_id(why: Why) -> &'static str {
    match why {
        Why::Teaching => "lead-why-teaching",
        Why::Research => "lead-why-research",
        Why::Statutory => "lead-why-statutory",
        Why::Income => "lead-why-income",
        Why::Estate => "lead-why-estate",
    }
}

const fn market_id(market: Option<Market>) -> &'static str {
    match market {
        None => "lead-market-unknown",
        Some(Market::Easy) => "lead-market-easy",
        Some(Market::Hard) => "lead-market-hard",
        Some(Market::Nobody) => "lead-market-nobody",
    }
}

impl Form {
    /// A new need: first its skill is looked for.
    pub(super) fn new(today: Day) -> Self {
        Self {
            skill: None,
            level: 3,
            criticality: 3,
            why: Why::Teaching,
            market: None,
            typed: Typed {
                now: "1".to_owned(),
                then: "1".to_owned(),
                ..Typed::default()
            },
            at: 1,
            search: Some(Search::default()),
            wrong: None,
            today,
        }
    }

    /// A need that is there.
    pub(super) fn of(need: &Need, today: Day) -> Self {
        let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
        Self {
            skill: Some(need.skill.clone()),
            level: need.level,
            criticality: need.criticality,
            why: need.why,
            market: need.market,
            typed: Typed {
                now: need.now.to_string(),
                then: need.in_three_years.to_string(),
                plan: need.plan.clone().unwrap_or_default(),
                months: number(need.training_months),
                by: need.by.map(|day| day.to_string()).unwrap_or_default(),
            },
            at: 1,
            search: None,
            wrong: None,
            today,
        }
    }

    pub(super) const fn bindings(&self) -> &'static [Binding] {
        match self.search {
            Some(_) => keys::FIND,
            None => keys::NEED,
        }
    }

    fn field(&self) -> Field {
        FIELDS.get(self.at).map_or(Field::Skill, |field| field.0)
    }

    pub(super) fn update(
        &mut self,
        action: Option<Action>,
        input: &Input,
        skills: &[Label],
        teller: &Teller,
    ) -> Then {
        if self.search.is_some() {
            return self.find(action, input, skills, teller);
        }
        match action {
            Some(Action::Back) => return Then::Cancel,
            Some(Action::Save) => return self.done(),
            Some(Action::Enter) if self.field() == Field::Skill => {
                self.search = Some(Search::default());
            }
            Some(Action::Enter) if self.at + 1 == FIELDS.len() => return self.done(),
            Some(Action::Enter | Action::Down) => self.at = (self.at + 1).min(FIELDS.len() - 1),
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Next) => self.turn(1),
            Some(Action::Previous) => self.turn(-1),
            _ => self.type_in(input),
        }
        Then::Stay
    }

    fn find(
        &mut self,
        action: Option<Action>,
        input: &Input,
        skills: &[Label],
        teller: &Teller,
    ) -> Then {
        let found = self.found(skills, teller);
        let is_new = self.skill.is_none();
        let Some(search) = &mut self.search else {
            return Then::Stay;
        };
        match action {
            Some(Action::Back) if is_new => return Then::Cancel,
            Some(Action::Back) => self.search = None,
            Some(Action::Up) => search.at = search.at.saturating_sub(1),
            Some(Action::Down) => search.at = (search.at + 1).min(found.len().saturating_sub(1)),
            Some(Action::Enter) => {
                if let Some(label) = found.get(search.at) {
                    self.skill = Some(label.code.clone());
                    self.search = None;
                    self.at = 1;
                }
            }
            _ => {
                if keys::edit(&mut search.typed, input) {
                    search.at = 0;
                }
            }
        }
        Then::Stay
    }

    /// The skills whose words hold everything that was typed; those that begin with it first.
    fn found<'a>(&self, skills: &'a [Label], teller: &Teller) -> Vec<&'a Label> {
        let typed = self
            .search
            .as_ref()
            .map_or("", |search| search.typed.as_str());
        let typed = typed.to_lowercase();
        let fits = |label: &&Label| {
            let words = format!("{} {}", teller.label(label), label.code).to_lowercase();
            typed.split_whitespace().all(|word| words.contains(word))
        };
        let mut found: Vec<&Label> = skills.iter().filter(fits).collect();
        found.sort_by_key(|label| !teller.label(label).to_lowercase().starts_with(typed.trim()));
        found
    }

    /// The next or the last of a field's choices.
    fn turn(&mut self, by: i8) {
        let step = |at: usize, count: usize| {
            let at = i64::try_from(at).unwrap_or(0) + i64::from(by);
            usize::try_from(at.clamp(0, i64::try_from(count).unwrap_or(1) - 1)).unwrap_or(0)
        };
        match self.field() {
            Field::Level => self.level = self.level.saturating_add_signed(by).clamp(1, 4),
            Field::Criticality => {
                self.criticality = self.criticality.saturating_add_signed(by).clamp(1, 5);
            }
            Field::Why => {
                let at = WHYS.iter().position(|why| *why == self.why).unwrap_or(0);
                self.why = WHYS.get(step(at, WHYS.len())).copied().unwrap_or(self.why);
            }
            Field::Market => {
                let at = MARKETS
                    .iter()
                    .position(|one| *one == self.market)
                    .unwrap_or(0);
                self.market = MARKETS.get(step(at, MARKETS.len())).copied().flatten();
            }
            Field::Skill | Field::Now | Field::Then | Field::Plan | Field::Months | Field::By => {}
        }
    }

    fn type_in(&mut self, input: &Input) {
        self.wrong = None;
        let digit = match input {
            Input::Key(Key::Char(c)) => c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()),
            _ => None,
        };
        match (self.field(), digit) {
            (Field::Level, Some(level @ 1..=4)) => self.level = level,
            (Field::Criticality, Some(criticality @ 1..=5)) => self.criticality = criticality,
            _ => {}
        }
        let Some((text, most, is_number)) = self.text() else {
            return;
        };
        keys::edit(text, input);
        text.retain(|c| !c.is_control() && (!is_number || c.is_ascii_digit()));
        while text.chars().count() > most {
            text.pop();
        }
    }

    /// The text of a field that is typed, how long it may be, and whether it is a number.
    const fn text(&mut self) -> Option<(&mut String, usize, bool)> {
        let typed = &mut self.typed;
        Some(match FIELDS[self.at].0 {
            Field::Now => (&mut typed.now, DIGITS, true),
            Field::Then => (&mut typed.then, DIGITS, true),
            Field::Months => (&mut typed.months, DIGITS, true),
            Field::Plan => (&mut typed.plan, LONGEST_PLAN, false),
            Field::By => (&mut typed.by, 10, false),
            Field::Skill | Field::Level | Field::Criticality | Field::Why | Field::Market => {
                return None;
            }
        })
    }

    /// The need, or the field that stands in its way.
    fn done(&mut self) -> Then {
        match self.need() {
            Ok(need) => Then::Done(need),
            Err((field, wrong)) => {
                self.at = FIELDS.iter().position(|one| one.0 == field).unwrap_or(0);
                self.wrong = Some(wrong);
                Then::Stay
            }
        }
    }

    fn need(&self) -> Result<Need, (Field, &'static str)> {
        let number = |field, text: &str| {
            let number = text.trim().parse::<u32>();
            number.map_err(|_| (field, "lead-need-wrong-number"))
        };
        let months = match self.typed.months.trim() {
            "" => None,
            months => match number(Field::Months, months)? {
                months if months <= MOST_MONTHS => Some(months),
                _ => return Err((Field::Months, "lead-need-wrong-months")),
            },
        };
        let by = match self.typed.by.trim() {
            "" => None,
            by => match day(by) {
                None => return Err((Field::By, "lead-need-wrong-day")),
                Some(day) if day < self.today => return Err((Field::By, "lead-need-past-day")),
                day => day,
            },
        };
        let skill = self.skill.clone();
        let plan = self.typed.plan.trim();
        Ok(Need {
            skill: skill.ok_or((Field::Skill, "lead-need-wrong-skill"))?,
            level: self.level,
            now: number(Field::Now, &self.typed.now)?,
            in_three_years: number(Field::Then, &self.typed.then)?,
            criticality: self.criticality,
            why: self.why,
            plan: (!plan.is_empty()).then(|| plan.to_owned()),
            training_months: months,
            market: self.market,
            by,
            is_drawn: false,
        })
    }

    pub(super) fn view(&self, page: &mut Page<'_>, skills: &[Label]) -> Option<Position> {
        page.bar(&page.words().say("lead-need-title"), "");
        page.gap();
        if let Some(search) = &self.search {
            return self.view_search(page, search, skills);
        }
        let mut cursor = None;
        let room = usize::from(page.room().saturating_sub(3)).max(1);
        let from = (self.at + 1).saturating_sub(room);
        for (at, (field, name)) in FIELDS.iter().enumerate().skip(from).take(room) {
            let name = page.words().say(name);
            let shown = self.shown(page, *field, skills);
            let here = if is_typed(*field) {
                page.field(at == self.at, &name, &shown)
            } else {
                page.item(at == self.at, &format!("{name}: {shown}"))
            };
            cursor = here.or(cursor);
        }
        page.gap();
        if let Some(wrong) = self.wrong {
            page.paragraph(Tone::Error, &page.words().say(wrong));
        } else {
            page.paragraph(Tone::Quiet, &page.words().say(self.hint()));
        }
        cursor
    }

    fn hint(&self) -> &'static str {
        match self.field() {
            Field::Skill => "lead-need-hint-skill",
            Field::Level => "lead-need-hint-level",
            Field::Criticality => "lead-need-hint-criticality",
            Field::Why | Field::Market => "lead-need-hint-choice",
            Field::By => "lead-need-hint-day",
            Field::Now | Field::Then => "lead-need-hint-people",
            Field::Months => "lead-need-hint-months",
            Field::Plan => "lead-need-hint-optional",
        }
    }

    fn shown(&self, page: &Page<'_>, field: Field, skills: &[Label]) -> String {
        let words = page.words();
        match field {
            Field::Skill => self
                .skill
                .as_ref()
                .map(|code| skill(skills, code, page.teller))
                .unwrap_or_default(),
            Field::Level => format!("< {} >", self.level),
            Field::Criticality => format!("< {} >", self.criticality),
            Field::Why => format!("< {} >", words.say(why_id(self.why))),
            Field::Market => format!("< {} >", words.say(market_id(self.market))),
            Field::Now => self.typed.now.clone(),
            Field::Then => self.typed.then.clone(),
            Field::Plan => self.typed.plan.clone(),
            Field::Months => self.typed.months.clone(),
            Field::By => self.typed.by.clone(),
        }
    }

    fn view_search(
        &self,
        page: &mut Page<'_>,
        search: &Search,
        skills: &[Label],
    ) -> Option<Position> {
        page.paragraph(Tone::Text, &page.words().say("lead-need-find-intro"));
        let cursor = page.field(true, &page.words().say("lead-find"), &search.typed);
        page.gap();
        let found = self.found(skills, page.teller);
        if found.is_empty() {
            page.paragraph(Tone::Text, &page.words().say("lead-need-find-none"));
        }
        let lines: Vec<String> = found.iter().map(|label| page.teller.label(label)).collect();
        page.list(search.at, &lines, 0);
        cursor
    }
}

const fn is_typed(field: Field) -> bool {
    matches!(
        field,
        Field::Now | Field::Then | Field::Plan | Field::Months | Field::By
    )
}

/// A day as it is typed: `2027-09-30`, or a month alone, which means its end.
fn day(text: &str) -> Option<Day> {
    Day::parse(text).or_else(|| Month::parse(text).and_then(Month::last_day))
}
