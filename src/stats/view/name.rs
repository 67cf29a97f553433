//! The views by name (docs/views.md), and which door each is read through.

use super::super::door::DoorName;

/// A view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// A department on one page.
    Department,
    /// Families by level, and a skill's people.
    Skills,
    /// Need, holders, trainers, pipeline and state of every skill that is needed.
    Cover,
    /// Equipment and services: who looks after them, and how many can.
    Register,
    /// Impact by exposure.
    Risk,
    /// Holders now and in one, three and five years.
    Horizon,
    /// Demand against supply.
    Demand,
    /// Wishes with their routes, grouped into cohorts.
    Training,
    /// Skills that are held and not used.
    Hidden,
    /// Who would teach, mentor, host or visit, and who would like to learn it.
    Mentors,
    /// Registrations and fellowships.
    Registration,
    /// People against the profile of their step.
    Roles,
    /// Posts for apprentices, and who replaces whom.
    Entry,
    /// Readiness to teach Higher Technical Qualifications.
    Htq,
    /// Career intentions by step.
    Career,
    /// The Technician Commitment's themes.
    Commitment,
    /// The department beside the university, an earlier wave and published figures.
    Comparison,
    /// A staff table in HESA's shape.
    Staff,
    /// What the university released, as it came in a pack: not made of answers, so in no list of views.
    University,
    /// One question of a department, as it is taken home from the list of every question: in no list of views.
    Question,
}

impl Name {
    /// All that are made of answers, in the order of menus.
    pub const ALL: [Self; 18] = [
        Self::Department,
        Self::Cover,
        Self::Risk,
        Self::Register,
        Self::Horizon,
        Self::Demand,
        Self::Training,
        Self::Skills,
        Self::Hidden,
        Self::Mentors,
        Self::Roles,
        Self::Registration,
        Self::Entry,
        Self::Htq,
        Self::Career,
        Self::Commitment,
        Self::Comparison,
        Self::Staff,
    ];

    /// The word of the command line and of files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Skills => "skills",
            Self::Cover => "cover",
            Self::Register => "register",
            Self::Risk => "risk",
            Self::Horizon => "horizon",
            Self::Demand => "demand",
            Self::Training => "training",
            Self::Hidden => "hidden",
            Self::Mentors => "mentors",
            Self::Registration => "registration",
            Self::Roles => "roles",
            Self::Entry => "entry",
            Self::Htq => "htq",
            Self::Career => "career",
            Self::Commitment => "commitment",
            Self::Comparison => "comparison",
            Self::Staff => "staff",
            Self::University => "university",
            Self::Question => "question",
        }
    }

    /// The view of a word.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.code() == code)
    }

    /// The doors that it is read through. Several are never mixed in one output.
    pub const fn doors(self) -> &'static [DoorName] {
        match self {
            Self::Department | Self::Registration | Self::Question => {
                &[DoorName::Operational, DoorName::Statistical]
            }
            Self::Career
            | Self::Commitment
            | Self::Comparison
            | Self::Staff
            | Self::Entry
            | Self::University => &[DoorName::Statistical],
            Self::Skills
            | Self::Cover
            | Self::Register
            | Self::Risk
            | Self::Horizon
            | Self::Demand
            | Self::Training
            | Self::Hidden
            | Self::Mentors
            | Self::Roles
            | Self::Htq => &[DoorName::Operational],
        }
    }
}
