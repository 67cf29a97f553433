//! What of the operational door's views may be sent upwards: services, risks and gaps, and of people only
//! what the survey's profile would let out too.
//!
//! A lead's figures are exact, and an exact figure of a department names: *single* is a colleague, and a
//! need of two with a gap of one is the same colleague. So a skill reads "fewer than 3 known" or "3 or more
//! known", where 3 is the first number that the profile shows as more than nobody (HESA rounds 0 to 2 to 0;
//! `suppress` hides 1 to 4; `minimum-n` shows no group below its minimum), and nothing from which the
//! number could be worked out goes with it: gap, exposure, rating, priority, bus factor, the order of rows,
//! or a need that was itself drawn from who holds the skill. Of a department in which either answer would
//! leave fewer possibilities than the profile does, no skill says anything. What is not named here stays
//! with the lead, whatever a later version of a view adds.

use std::cmp::Reverse;

use crate::base::words::Message;
use crate::survey::model::Profile;

use super::super::door::DoorName;
use super::super::protect::hesa;
use super::super::table::{Figure, Reason};
use super::standing::DRAWN;
use super::words::column;
use super::{About, Block, Grid, Name, Row, Shade, Sheet, Value, View, about, flags};

/// What goes up of each view: a table, and of it these columns.
const TABLES: &[(Name, &str, &[&str])] = &[
    (
        Name::Cover,
        "cover",
        &["skill", LEVEL, NEED, STATE, "criticality", "why"],
    ),
    (Name::Risk, "risks", &["skill", LEVEL, STATE, "impact"]),
    (
        Name::Demand,
        "gaps",
        &["skill", LEVEL, "need_now", "need_3y", STATE],
    ),
    (Name::Register, "equipment", THING),
    (Name::Register, "services", THING),
];

/// What goes up of a piece of equipment or a service: who looks after it and how many can does not.
const THING: &[&str] = &["name", "family", "documented", "training", "felt"];
/// From which level on somebody counts: three who were shown a thing once are no cover for it.
const LEVEL: &str = "level";
const STATE: &str = "state";
const NEED: &str = "need";
/// That the needs are drawn from the survey: whom a skill is named by, and how many hold it.
const STARTER: &str = "view-cover-starter";
/// The notes that go up; the others tell of people.
const NOTES: [&str; 2] = ["view-cover-no-needs", "view-silence-no-headcount"];

/// The rules by which a survey's figures leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The survey's profile.
    pub profile: Profile,
    /// The fewest people of a group that is shown by itself.
    pub minimum: u64,
}

/// The fewest numbers that "so many or more" must leave open: what one of HESA's fives stands for.
const LEFT_OPEN: u64 = 5;

impl Rules {
    /// The first number of people that may be told from nobody.
    fn few(self) -> u64 {
        match self.profile {
            Profile::Hesa => 3,
            Profile::Suppress => 5,
            Profile::MinimumN | Profile::None => self.minimum.max(5),
        }
    }

    /// Whether of so many responses anything is said of who holds a skill.
    fn shows(self, responses: Figure) -> bool {
        let fewest = self.minimum.max(self.few() + LEFT_OPEN - 1);
        responses.count().is_some_and(|people| people >= fewest)
    }

    /// How many answered, as the profile has it.
    fn responses(self, responses: Figure) -> Figure {
        match (responses, self.profile) {
            (Figure::Count(people), Profile::Hesa) => Figure::Count(hesa::round_count(people)),
            (Figure::Count(people), _) if people < self.minimum => {
                Figure::Withheld(Reason::SmallBase)
            }
            (figure, _) => figure,
        }
    }
}

/// What may be sent upwards of a view; nothing where it is about people. Statistical views are protected
/// already and go as they are.
pub fn upwards(view: &View) -> Option<View> {
    if view.about.door == DoorName::Statistical {
        return Some(view.clone());
    }
    let upper = Upper::of(view);
    let mut blocks = upper.flags(view);
    blocks.push(upper.rule());
    blocks.extend(upper.left(view));
    blocks.extend(view.blocks.iter().filter(|block| goes_up(block)).cloned());
    let tables: Vec<Block> = view
        .blocks
        .iter()
        .flat_map(|block| upper.table(block))
        .collect();
    if tables.is_empty() {
        return None;
    }
    blocks.extend(tables);
    let rules = view.about.rules;
    let about = About {
        profile: rules.profile,
        responses: rules.responses(view.about.responses),
        made_up: view.about.made_up.without_numbers(),
        ..view.about.clone()
    };
    Some(View {
        name: view.name,
        about,
        blocks,
    })
}

fn goes_up(block: &Block) -> bool {
    matches!(block, Block::Note(Message::Known { id, .. }) if NOTES.contains(id))
}

/// One view on its way.
struct Upper {
    view: Name,
    few: u64,
    shows: bool,
    is_starter: bool,
}

impl Upper {
    fn of(view: &View) -> Self {
        let rules = view.about.rules;
        let is_starter = |block: &Block| matches!(block, Block::Note(Message::Known { id, .. }) if *id == STARTER);
        Self {
            view: view.name,
            few: rules.few(),
            shows: rules.shows(view.about.responses),
            is_starter: view.blocks.iter().any(is_starter),
        }
    }

    /// By which rule people were left out.
    fn rule(&self) -> Block {
        let id = if self.shows {
            "view-upwards-rule"
        } else {
            "view-upwards-too-few"
        };
        about::note_with(id, [("few", about::number(self.few))])
    }

    /// What must be looked at first. Of a department in which too few answered for anything to be said, how many
    /// they are is not said either.
    fn flags(&self, view: &View) -> Vec<Block> {
        let flag = |block: &Block| match block {
            Block::Note(message) => flags::without_numbers(message),
            _ => None,
        };
        let flags = view.blocks.iter().filter_map(flag);
        flags.filter(|_| self.shows).map(Block::Note).collect()
    }

    /// That needs which nobody has gone over stay: their very rows are answers.
    fn left(&self, view: &View) -> Option<Block> {
        if self.is_starter {
            return Some(about::note("view-upwards-no-needs"));
        }
        let is_of_needs = |block: &&Block| matches!(block, Block::Sheet(sheet) if self.view != Name::Register && self.columns(sheet).is_some());
        let sheets = view.blocks.iter().filter(is_of_needs);
        let mut rows = sheets.flat_map(|block| match block {
            Block::Sheet(sheet) => sheet.rows.as_slice(),
            _ => &[],
        });
        rows.any(is_drawn)
            .then(|| about::note("view-upwards-drawn"))
    }

    /// The columns of a table that goes up.
    fn columns(&self, sheet: &Sheet) -> Option<&'static [&'static str]> {
        let mut tables = TABLES.iter();
        let found = tables.find(|(view, id, _)| (*view, *id) == (self.view, sheet.id));
        found.map(|(_, _, columns)| *columns)
    }

    fn table(&self, block: &Block) -> Vec<Block> {
        let Block::Sheet(sheet) = block else {
            return Vec::new();
        };
        let Some(columns) = self.columns(sheet) else {
            return Vec::new();
        };
        let sheet = self.sheet(sheet, columns);
        let grid = (self.view == Name::Risk && self.shows && !self.is_starter)
            .then(|| Block::Grid(self.grid(&sheet)));
        grid.into_iter().chain([Block::Sheet(sheet)]).collect()
    }

    fn sheet(&self, sheet: &Sheet, columns: &[&'static str]) -> Sheet {
        let is_there = |id: &str| sheet.columns.iter().any(|column| column.id == id);
        let is_kept = |id: &&str| [STATE, LEVEL].contains(id) || is_there(id);
        let kept: Vec<&'static str> = columns.iter().copied().filter(is_kept).collect();
        let rows = sheet.rows.iter().filter(|row| self.goes(sheet, row));
        let mut rows: Vec<Row> = rows.map(|row| self.row(sheet, row, &kept)).collect();
        rows.sort_by_cached_key(|row| order(&kept, row));
        let titled = |id: &&'static str| {
            let mut known = sheet.columns.iter();
            let found = known.find(|column| column.id == *id).cloned();
            let own = if *id == LEVEL {
                "view-cover-level"
            } else {
                "view-cover-state"
            };
            found.unwrap_or_else(|| column(id, own))
        };
        Sheet {
            id: sheet.id,
            title: sheet.title.clone(),
            columns: kept.iter().map(titled).collect(),
            rows,
        }
    }

    /// The columns that are kept, and nothing of what the row opens.
    fn row(&self, sheet: &Sheet, row: &Row, kept: &[&str]) -> Row {
        let values = kept.iter().map(|id| match *id {
            STATE => self.state(holders(sheet, row)),
            id => said(sheet, row, id).cloned().unwrap_or(Value::Nothing),
        });
        Row {
            values: values.collect(),
            detail: Vec::new(),
        }
    }

    /// Whether a row may go up at all. What one or two people named is theirs, its name too: whoever knows the place
    /// knows who looks after it. That a need was drawn says that somebody named the skill.
    fn goes(&self, sheet: &Sheet, row: &Row) -> bool {
        if self.view != Name::Register {
            return !self.is_starter && !is_drawn(row);
        }
        match value(sheet, row, "entries") {
            Some(Value::Count(entries)) => self.shows && *entries >= self.few,
            _ => false,
        }
    }

    fn state(&self, holders: Option<u64>) -> Value {
        let words = |id| Message::with(id, [("few", about::number(self.few))]);
        match holders.filter(|_| self.shows) {
            None => Value::Withheld(Reason::SmallBase),
            Some(holders) if holders < self.few => Value::Word("few", words("view-upwards-few")),
            Some(_) => Value::Word("enough", words("view-upwards-enough")),
        }
    }

    /// How many skills of each impact have few, and how many have enough: counts of the rows below.
    fn grid(&self, risks: &Sheet) -> Grid {
        let states = [Some(0), Some(self.few)].map(|holders| self.state(holders));
        let impacts: Vec<Value> = (1..=5).rev().map(Value::Count).collect();
        let cell = |impact: &Value, state: &Value| {
            let rows = risks.rows.iter();
            let here =
                rows.filter(|row| row.values.contains(state) && row.values.last() == Some(impact));
            (Value::Count(here.count() as u64), Shade::Plain)
        };
        let line = |impact: &Value| states.iter().map(|state| cell(impact, state)).collect();
        Grid {
            id: "grid",
            title: Message::plain("view-upwards-grid"),
            across: (Message::plain("view-cover-state"), states.to_vec()),
            down: (Message::plain("view-cover-impact"), impacts.clone()),
            cells: impacts.iter().map(line).collect(),
        }
    }
}

/// Whether a row is about a need that nobody has gone over.
fn is_drawn(row: &Row) -> bool {
    let mut behind = row.detail.iter();
    behind.any(|block| matches!(block, Block::Note(Message::Known { id, .. }) if *id == DRAWN))
}

fn value<'r>(sheet: &Sheet, row: &'r Row, id: &str) -> Option<&'r Value> {
    let at = sheet.columns.iter().position(|column| column.id == id)?;
    row.values.get(at)
}

/// What a row says: in a column, or in a figure behind it.
fn said<'r>(sheet: &Sheet, row: &'r Row, id: &str) -> Option<&'r Value> {
    let mut behind = row.detail.iter().filter_map(|block| match block {
        Block::Facts(facts) => facts.facts.iter().find(|(known, ..)| *known == id),
        _ => None,
    });
    value(sheet, row, id).or_else(|| behind.next().map(|(_, _, value)| value))
}

/// How many hold a row's skill.
fn holders(sheet: &Sheet, row: &Row) -> Option<u64> {
    match said(sheet, row, "holders")? {
        Value::Count(count) => Some(*count),
        _ => None,
    }
}

/// What a row is called.
fn called(name: &Value) -> String {
    match name {
        Value::Label(label) => label.code.clone(),
        Value::Typed(name) => name.clone(),
        Value::List(names) => names.iter().map(called).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

/// The order in which rows go up, by what they show alone: few before enough, what matters most, then by
/// name. The lead's order is by figures that stay.
fn order(kept: &[&str], row: &Row) -> (u8, Reverse<u64>, String) {
    let of = |id: &str| {
        let at = kept.iter().position(|known| *known == id)?;
        row.values.get(at)
    };
    let state = match of(STATE) {
        Some(Value::Word("few", _)) => 0,
        _ => 1,
    };
    let weight = match of("impact").or_else(|| of("criticality")) {
        Some(Value::Count(weight)) => *weight,
        _ => 0,
    };
    (
        state,
        Reverse(weight),
        row.values.first().map_or_else(String::new, called),
    )
}
