//! Ways to a skill (`surveys/routes.toml`): what a wish to learn may lead to.

use crate::base::language::Text;
use crate::base::time::Day;

/// One way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Its id, which never changes.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// What kind of way it is.
    pub kind: RouteKind,
    /// The level of the RQF or CQFW; 0 where it has none.
    pub level: u8,
    /// Where it is offered: `uk` or a nation.
    pub nation: String,
    /// One of the occupational maps' routes, or `any`.
    pub occupational_route: String,
    /// The families of skill that it serves.
    pub families: Vec<String>,
    /// How long it usually takes beside the work, in months.
    pub typical_months: u32,
    /// 1 little or nothing, 2 some hundreds, 3 thousands: what the department pays.
    pub cost_band: u8,
    /// An apprenticeship standard's reference.
    pub reference: Option<String>,
    /// When somebody last looked it up.
    pub checked_on: Day,
}

/// A kind of way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteKind {
    /// A short course.
    ShortCourse,
    /// Training by a maker of equipment.
    SupplierTraining,
    /// An apprenticeship.
    Apprenticeship,
    /// A Higher Technical Qualification.
    Htq,
    /// Hosting a T Level placement.
    TLevelHost,
    /// A degree.
    Degree,
    /// Professional registration.
    Registration,
    /// A fellowship for teaching.
    Fellowship,
    /// Watching or being watched at work.
    Shadowing,
    /// Learning at a screen.
    ELearning,
}
