//! Role profiles (`surveys/roles.toml`): which skills a step of the ladder asks for, and how well.
//!
//! The shipped file is an example over the neutral ladder L0 to L6; a university writes its own, and
//! may note its own grade or band beside a step. Nothing here says what a person is paid or graded.

use crate::base::language::Text;
use crate::base::problem::Problem;

use super::lower;

/// The profiles of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// Whether the file says of itself that it is an example: every figure made from it repeats that.
    pub is_example: bool,
    /// A profile a step, in the file's order, the lowest step first.
    pub roles: Vec<Role>,
}

/// What one step asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The step: a code of the question about one's level.
    pub step: String,
    /// Its name.
    pub title: Text,
    /// The university's own grade, band or job-evaluation level.
    pub maps_to: Option<String>,
    /// The occupational standard that it follows (`ST0248`).
    pub standard: Option<String>,
    /// The skills, in the file's order.
    pub requires: Vec<Required>,
}

/// A skill that a step asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Required {
    /// The skill's code.
    pub skill: String,
    /// The level, 1 to 4.
    pub level: u8,
}

impl Roles {
    /// The profile of a step.
    pub fn of(&self, step: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.step == step)
    }
}

/// Reads the text of a roles file. `file` is how problems call it.
///
/// # Errors
/// Every problem at once, in the order of the file, where any of them is an error.
pub fn parse(text: &str, file: &str) -> Result<Roles, Vec<Problem>> {
    lower::roles::read(text, file)
}
