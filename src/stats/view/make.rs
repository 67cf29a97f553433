//! From a view's name to the view: the one table that the lead's screens and `report --view` go by.

use super::super::door::{Operational, Statistical};
use super::super::material::Material;
use super::super::protect::Protection;
use super::{
    Name, View, cover, demand, department, hidden, horizon, htq, mentors, register, registration,
    risk, roles, skills, training,
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
pub const fn statistical(
    name: Name,
    material: &Material<'_, Statistical>,
    protection: Protection,
) -> Option<View> {
    let _ = (name, material, protection);
    None
}
