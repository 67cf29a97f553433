//! What statistical views are set beside: figures and tables that do not come from the answers.

use crate::survey::apprenticeships::Standard;
use crate::survey::comparators::Comparator;
use crate::survey::technical::Definition;

use super::earlier::Earlier;

/// What is shown with figures and never enters one. Empty where a home has none of it.
#[derive(Clone, Copy, Default)]
pub struct Beside<'b> {
    /// Published figures (`surveys/comparators.toml`).
    pub comparators: &'b [Comparator],
    /// Apprenticeship standards (`surveys/apprenticeships.csv`).
    pub standards: &'b [Standard],
    /// What counts as technical (`surveys/technical.toml`).
    pub definitions: &'b [Definition],
    /// An earlier wave's release.
    pub earlier: Option<&'b Earlier>,
}
