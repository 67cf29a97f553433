//! What may be shown: tables whose every figure has passed its door's rules.

use crate::base::language::Language;
use crate::response::answer::Missing;
use crate::survey::model::Profile;

use super::code::Code;
use super::departments::Departments;
use super::door::DoorName;

/// Why a figure is withheld: a closed list, also in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A percentage of fewer than 22.5 people (docs/rules.md §8.1, 2).
    RoundedPercentage,
    /// Too few people answered.
    SmallBase,
    /// It would give another withheld figure away.
    Complementary,
    /// One or two people make up nearly all of it.
    Dominance,
    /// Too few people were asked. In releases of before; now [`Reason::SmallBase`], which does not say that all
    /// gave one answer.
    Class,
    /// It could be subtracted from an earlier release.
    EarlierRelease,
    /// The group is small and was added to the group above it.
    RolledUp,
    /// The figure is small, or would give a small one away. One reason for both: telling which would
    /// say that a withheld figure is below five.
    Suppressed,
    /// Special category data is not shown for a group of fewer than 50 people.
    SpecialCategory,
    /// With the rounded figures beside it, it would say what some of them are.
    Pinned,
}

/// One number, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// How many, exact or rounded as the profile has it.
    Count(u64),
    /// Withheld.
    Withheld(Reason),
}

/// How many gave one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The code.
    pub code: Code,
    /// How many.
    pub figure: Figure,
}

/// One group's figures: a department's, those of a faculty's small departments together, or, in a
/// crossing, those of everyone who gave one code of the question that it is by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The department's or faculty's code, or the code of the other question; empty where none was
    /// given, [`TOGETHER`] for a crossing's small groups together, [`EVERYONE`] for all rows together.
    pub group: String,
    /// The small groups that the row stands for; empty for a row that is one group.
    pub holds: Vec<String>,
    /// Everyone who was asked.
    pub base: Figure,
    /// Every code of the table.
    pub cells: Vec<Cell>,
    /// Every kind of missing, in the order of [`Missing::ALL`].
    pub missing: Vec<(Missing, Figure)>,
}

/// The group of a crossing's small groups together. No choice has such a code.
pub const TOGETHER: &str = "+";
/// The group of [`Table::everyone`].
pub const EVERYONE: &str = "*";

/// One variable by department, or by the codes of another variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// `QUESTION` or `QUESTION.ROW`.
    pub id: String,
    /// The question.
    pub question: String,
    /// The row of a matrix.
    pub row: Option<String>,
    /// The variable that rows are grouped by; `None` is the department.
    pub by: Option<String>,
    /// The one department that a crossing is about; `None` is all of them.
    pub within: Option<String>,
    /// Departments in the list's order, then faculties. In a crossing the codes in their order, then
    /// those who gave none, then the small groups together.
    pub rows: Vec<Row>,
    /// Everyone in the rows that show figures, worked out from exact counts; nothing where fewer than
    /// two rows do. People of groups that show nothing are in no total, so that no subtraction leads
    /// to them.
    pub everyone: Option<Row>,
}

/// Tables that may be shown, and what every screen and file says about them. Only `stats` makes one.
#[derive(Clone)]
pub struct Published {
    pub(super) door: DoorName,
    pub(super) profile: Profile,
    pub(super) minimum_group: u64,
    pub(super) survey: String,
    pub(super) fingerprint: String,
    pub(super) departments: Departments,
    pub(super) tables: Vec<Table>,
}

impl Published {
    /// The door that the figures came through.
    pub const fn door(&self) -> DoorName {
        self.door
    }

    /// How they were protected.
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// The size below which a department was added to its faculty.
    pub const fn minimum_group(&self) -> u64 {
        self.minimum_group
    }

    /// The survey's id.
    pub fn survey(&self) -> &str {
        &self.survey
    }

    /// The reported version's fingerprint, hex.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The tables in the questionnaire's order.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The name of a department or faculty.
    pub fn group_label<'p>(&'p self, code: &'p str, language: &Language) -> &'p str {
        self.departments.label(code, language)
    }

    /// Whether the survey's list has a department, with responses or without.
    pub fn has_department(&self, code: &str) -> bool {
        self.departments.codes().any(|known| known == code)
    }

    /// Keeps one department's rows, and its faculty's where that stands for it. A crossing, whose rows
    /// are not departments, stays where it is about that department.
    #[must_use]
    pub fn only_department(mut self, code: &str) -> Self {
        self.tables
            .retain(|table| table.by.is_none() || table.within.as_deref() == Some(code));
        for table in self.tables.iter_mut().filter(|table| table.by.is_none()) {
            let held = |row: &Row| row.holds.iter().any(|held| held == code);
            table.rows.retain(|row| row.group == code || held(row));
            table.everyone = None;
        }
        self
    }
}

impl Reason {
    /// All ten.
    pub const ALL: [Self; 10] = [
        Self::RoundedPercentage,
        Self::SmallBase,
        Self::Complementary,
        Self::Dominance,
        Self::Class,
        Self::EarlierRelease,
        Self::RolledUp,
        Self::Suppressed,
        Self::SpecialCategory,
        Self::Pinned,
    ];

    /// The word that files write.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RoundedPercentage => "rounded_percentage",
            Self::SmallBase => "small_base",
            Self::Complementary => "complementary",
            Self::Dominance => "dominance",
            Self::Class => "class",
            Self::EarlierRelease => "earlier_release",
            Self::RolledUp => "rolled_up",
            Self::Suppressed => "suppressed",
            Self::SpecialCategory => "special_category",
            Self::Pinned => "pinned",
        }
    }
}

impl Figure {
    /// The number, where there is one.
    pub const fn count(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Withheld(_) => None,
        }
    }
}
