//! From a view's name to the view: the one table that the lead's screens and `report --view` go by.

use super::super::door::{Operational, Statistical};
use super::super::material::Material;
use super::super::protect::Protection;
use super::career::career;
use super::commitment::commitment;
use super::comparison::comparison;
use super::department_statistical::department_statistical;
use super::entry::entry;
use super::protected::Protected;
use super::registration_statistical::registration_statistical;
use super::staff::staff;
use super::{
    Beside, Crossings, Name, View, cover, demand, department, hidden, horizon, htq, mentors,
    register, registration, risk, roles, skills, training,
};

/// A view of the operational door; nothing where it is not read through that door.
pub fn operational(name: Name, material: &Material<'_, Operational>) -> Option<View> {
    let make = match name {
        Name::Department => department,
        Name::Skills => skills,
        Name::Cover => cover,
        Name::Register => register,
        Name::Risk => risk,
        Name::Horizon => horizon,
        Name::Demand => demand,
        Name::Training => training,
        Name::Hidden => hidden,
        Name::Mentors => mentors,
        Name::Registration => registration,
        Name::Roles => roles,
        Name::Htq => htq,
        Name::Entry
        | Name::Career
        | Name::Commitment
        | Name::Comparison
        | Name::Staff
        | Name::University
        | Name::Question => return None,
    };
    Some(make(material))
}

/// A view of the statistical door; nothing where it is not read through that door.
pub fn statistical(
    name: Name,
    material: &Material<'_, Statistical>,
    protection: Protection,
) -> Option<View> {
    statistical_beside(name, material, protection, Beside::default()).map(|(view, _)| view)
}

/// The same, set beside what others published, an earlier wave and apprenticeship standards; with
/// what it crossed, for the ledger of releases.
pub fn statistical_beside(
    name: Name,
    material: &Material<'_, Statistical>,
    protection: Protection,
    beside: Beside<'_>,
) -> Option<(View, Crossings)> {
    let crossings = Crossings::default();
    let kit = Protected::new(material, protection, &crossings, beside.comparators);
    let view = match name {
        Name::Department => department_statistical(kit),
        Name::Registration => registration_statistical(kit),
        Name::Career => career(kit),
        Name::Commitment => commitment(kit, beside.earlier),
        Name::Comparison => comparison(kit, beside),
        Name::Staff => staff(kit, beside.definitions),
        Name::Entry => entry(kit, beside.standards),
        Name::Skills
        | Name::Cover
        | Name::Register
        | Name::Risk
        | Name::Horizon
        | Name::Demand
        | Name::Training
        | Name::Hidden
        | Name::Mentors
        | Name::Roles
        | Name::Htq
        | Name::University
        | Name::Question => return None,
    };
    Some((view, crossings))
}
