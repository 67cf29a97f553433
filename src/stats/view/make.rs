//! From a view's name to the view: the one table that the lead's screens and `report --view` go by.

use super::super::door::{Operational, Statistical};
use super::super::material::Material;
use super::super::protect::Protection;
use super::{
    Beside, Name, View, career, commitment, comparison, cover, demand, department,
    department_statistical, entry, hidden, horizon, htq, mentors, register, registration,
    registration_statistical, risk, roles, skills, staff, training,
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
        Name::Entry | Name::Career | Name::Commitment | Name::Comparison | Name::Staff => {
            return None;
        }
    };
    Some(make(material))
}

/// A view of the statistical door; nothing where it is not read through that door.
pub fn statistical(
    name: Name,
    material: &Material<'_, Statistical>,
    protection: Protection,
) -> Option<View> {
    statistical_beside(name, material, protection, Beside::default())
}

/// The same, set beside what others published, an earlier wave and apprenticeship standards.
pub fn statistical_beside(
    name: Name,
    material: &Material<'_, Statistical>,
    protection: Protection,
    beside: Beside<'_>,
) -> Option<View> {
    Some(match name {
        Name::Department => department_statistical(material, protection),
        Name::Registration => registration_statistical(material, protection),
        Name::Career => career(material, protection),
        Name::Commitment => commitment(material, protection, beside.earlier),
        Name::Comparison => comparison(material, protection, beside),
        Name::Staff => staff(material, protection),
        Name::Entry => entry(material, protection, beside.standards),
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
        | Name::Htq => return None,
    })
}
