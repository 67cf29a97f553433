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
    /// A percentage of fewer than 22.5 people (domain §4.1 rule 4).
    RoundedPercentage,
    /// Too few people answered.
    SmallBase,
    /// It would give another withheld figure away.
    Complementary,
    /// One or two people make up nearly all of it.
    Dominance,
    /// Everyone in a small group gave the same answer.
    Class,
    /// It could be subtracted from an earlier release.
    EarlierRelease,
    /// The group is small and was added to the group above it.
    RolledUp,
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

/// One department's figures, or those of a faculty's small departments together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The department's or faculty's code; empty where no department was given.
    pub group: String,
    /// For a faculty's row, the small departments it stands for; empty for a department's.
    pub holds: Vec<String>,
    /// Everyone who was asked.
    pub base: Figure,
    /// Every code of the table.
    pub cells: Vec<Cell>,
    /// Every kind of missing, in the order of [`Missing::ALL`].
    pub missing: Vec<(Missing, Figure)>,
}

/// One variable by department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// `QUESTION` or `QUESTION.ROW`.
    pub id: String,
    /// The question.
    pub question: String,
    /// The row of a matrix.
    pub row: Option<String>,
    /// Departments in the list's order, then faculties.
    pub rows: Vec<Row>,
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

    /// Keeps one department's rows, and its faculty's where that stands for it.
    #[must_use]
    pub fn only_department(mut self, code: &str) -> Self {
        for table in &mut self.tables {
            let held = |row: &Row| row.holds.iter().any(|held| held == code);
            table.rows.retain(|row| row.group == code || held(row));
        }
        self
    }
}

impl Reason {
    /// All seven.
    pub const ALL: [Self; 7] = [
        Self::RoundedPercentage,
        Self::SmallBase,
        Self::Complementary,
        Self::Dominance,
        Self::Class,
        Self::EarlierRelease,
        Self::RolledUp,
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
