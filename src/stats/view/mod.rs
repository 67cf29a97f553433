//! Views: what a department's lead looks at, as data.
//!
//! A [`View`] is figures with codes and messages, in no language and no layout: the lead's screens draw
//! it, reports print it, and a test compares it with a table that somebody else worked out. Every view
//! says its door, scope, base, response rate, date and profile ([`About`]): people quote figures
//! without them.
//!
//! One file a view; the table of all of them is [`Name::ALL`].

pub(in crate::stats) mod about;
mod bank;
mod beside;
mod career;
mod classed;
mod classes;
mod codes;
mod commitment;
mod comparison;
mod counted;
mod cover;
mod crossings;
mod defined;
mod definitions;
mod demand;
mod department;
mod department_statistical;
mod earlier;
mod entry;
pub mod flags;
mod hidden;
mod horizon;
mod htq;
mod indicators;
mod labels;
mod linear;
mod make;
pub mod meaning;
mod measured;
mod mentors;
mod name;
mod narrowing;
mod overview;
mod parts;
pub(in crate::stats) mod people;
mod percents;
mod persons;
mod protected;
pub(in crate::stats) mod questions;
mod reader;
mod register;
mod registers;
mod registration_statistical;
mod released;
mod risk;
mod role_gap;
pub(in crate::stats) mod services;
mod sheets;
mod skill_map;
mod staff;
mod staff_codes;
pub(in crate::stats) mod standing;
#[cfg(test)]
mod statistics_tests;
pub(in crate::stats) mod supply;
mod training;
mod upwards;
mod wishes;
pub(in crate::stats) mod words;

use rust_decimal::Decimal;

use crate::base::language::Text;
use crate::base::time::Day;
use crate::base::words::Message;
use crate::survey::model::Profile;

use super::door::DoorName;
use super::flags::MadeUp;
use super::table::{Figure, Reason};

pub use about::ENOUGH;
pub use beside::Beside;
pub use cover::cover;
pub use crossings::Crossings;
pub use demand::demand;
pub use department::department;
pub use earlier::Earlier;
pub use hidden::hidden;
pub use horizon::horizon;
pub use htq::htq;
pub use make::{operational, statistical, statistical_beside};
pub use mentors::mentors;
pub use name::Name;
pub use overview::{Overview, Own};
pub use register::register;
pub use registers::registration;
pub use released::{Codes, Names, Released};
pub use risk::risk;
pub use role_gap::roles;
pub use skill_map::skills;
pub use training::training;
pub use upwards::{Rules, upwards};

/// One view of one department, or of all that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Which one.
    pub name: Name,
    /// What its figures are.
    pub about: About,
    /// What it shows, from the top.
    pub blocks: Vec<Block>,
}

/// What stands beside every figure, on every screen and in every file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The door.
    pub door: DoorName,
    /// How its figures are protected; `None` exists at the operational door only.
    pub profile: Profile,
    /// The survey's title.
    pub survey: Text,
    /// The run of the survey; empty where it has none.
    pub wave: String,
    /// The reported version's fingerprint, hex.
    pub fingerprint: String,
    /// The department; `None` for all that was opened.
    pub department: Option<Label>,
    /// Responses that the figures are about.
    pub responses: Figure,
    /// People on the staff list, where headcounts were given.
    pub staff: Option<u64>,
    /// The day that the view was made for.
    pub day: Day,
    /// Whether responses behind the figures are made up.
    pub made_up: MadeUp,
    /// What must be looked at first, where no block says it: tables of questions and rows of persons have no notes.
    pub flags: Vec<Message>,
    /// The rules by which the survey's figures leave.
    pub rules: Rules,
}

/// A code with the words that the questionnaire, or a list of ours, has for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The code, which files keep.
    pub code: String,
    /// The words.
    pub text: Text,
}

/// A stretch of a view.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A sentence: what figures count, what they do not, what is missing.
    Note(Message),
    /// Single figures, each with its name.
    Facts(Facts),
    /// Rows and columns.
    Sheet(Sheet),
    /// Bars, one or several series.
    Bars(Bars),
    /// A grid of shaded cells: risk by impact, levels by family.
    Grid(Grid),
}

/// Single figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// A word for files, unique in its view: `people`.
    pub id: &'static str,
    /// The heading.
    pub title: Message,
    /// Each figure's word for files, its name and itself.
    pub facts: Vec<(&'static str, Message, Value)>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// A word for files, unique in its view: `cover`.
    pub id: &'static str,
    /// The heading.
    pub title: Message,
    /// What each column holds.
    pub columns: Vec<Column>,
    /// The rows, the most pressing first.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// A word for files: `holders`.
    pub id: &'static str,
    /// The heading, a word or two.
    pub title: Message,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// As many values as the table has columns.
    pub values: Vec<Value>,
    /// What Enter on the row opens; empty where there is no more.
    pub detail: Vec<Block>,
}

/// Bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// A word for files, unique in its view.
    pub id: &'static str,
    /// The heading.
    pub title: Message,
    /// The series that each bar has a value of: a word for files and a name.
    pub series: Vec<(&'static str, Message)>,
    /// A label, and a value a series.
    pub bars: Vec<(Value, Vec<Value>)>,
}

/// A grid of shaded cells, the first row at the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// A word for files, unique in its view.
    pub id: &'static str,
    /// The heading.
    pub title: Message,
    /// What the columns are, and each one's label.
    pub across: (Message, Vec<Value>),
    /// What the rows are, and each one's label.
    pub down: (Message, Vec<Value>),
    /// A row of cells for each label of `down`: the value, and how strongly it is marked.
    pub cells: Vec<Vec<(Value, Shade)>>,
}

/// How a cell is marked. A screen adds a symbol: never colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    /// Not at all.
    Plain,
    /// From 0, nothing, to 4, most.
    Level(u8),
    /// Act on it.
    Red,
    /// Keep an eye on it.
    Amber,
    /// In order.
    Green,
}

/// One value of a view.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// There is none: an empty cell.
    Nothing,
    /// How many.
    Count(u64),
    /// An exact decimal, already rounded to the places that are shown.
    Number(Decimal),
    /// So many of so many: never a percentage of a few.
    Of(u64, u64),
    /// A whole percentage.
    Percent(Decimal),
    /// Withheld, and why.
    Withheld(Reason),
    /// Words of the questionnaire or a list.
    Label(Label),
    /// A word of ours from a closed list: its word for files, and the message.
    Word(&'static str, Message),
    /// What a person typed. Screens and files make it safe.
    Typed(String),
    /// A day or, where it is the first of one, a month.
    Day(Day),
    /// Several values.
    List(Vec<Value>),
}

impl From<Figure> for Value {
    fn from(figure: Figure) -> Self {
        match figure {
            Figure::Count(count) => Self::Count(count),
            Figure::Withheld(reason) => Self::Withheld(reason),
        }
    }
}

impl Block {
    /// The block's word for files; a note has none.
    pub const fn id(&self) -> Option<&'static str> {
        match self {
            Self::Note(_) => None,
            Self::Facts(facts) => Some(facts.id),
            Self::Sheet(sheet) => Some(sheet.id),
            Self::Bars(bars) => Some(bars.id),
            Self::Grid(grid) => Some(grid.id),
        }
    }
}
