//! What every view is made of, in one place, so that all views have the same shape of arguments.

use rust_decimal::Decimal;

use crate::base::time::Day;
use crate::survey::Questionnaire;
use crate::survey::roles::Roles;
use crate::survey::routes::Route;

use super::demand::{Demand, Headcounts};
use super::frame::Frame;

/// The share of holders who are expected to leave in a year where nothing else is known.
pub const BASE_RATE: Decimal = Decimal::from_parts(7, 0, 0, false, 2);

/// What a view is made of.
pub struct Material<'a, D> {
    /// The answers, read through one door.
    pub frame: &'a Frame<D>,
    /// The reported version.
    pub questionnaire: &'a Questionnaire,
    /// The department that is looked at; `None` for all that was opened.
    pub department: Option<&'a str>,
    /// What it needs; empty where nobody has written it.
    pub demand: &'a Demand,
    /// People on the staff list; empty where nobody has given them.
    pub headcounts: &'a Headcounts,
    /// Ways to a skill.
    pub routes: &'a [Route],
    /// What each step of the ladder asks for; empty where there are no profiles.
    pub roles: &'a Roles,
    /// The day that the view is made for.
    pub day: Day,
    /// Holders who are expected to leave in a year: [`BASE_RATE`] unless the lead says otherwise.
    pub base_rate: Decimal,
}
