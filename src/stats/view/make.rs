//! From a view's name to the view: the one table that the lead's screens and `report --view` go by.

use super::super::door::{Operational, Statistical};
use super::super::material::Material;
use super::super::protect::Protection;
use super::{Name, View};

/// A view of the operational door; nothing where it is not read through that door.
pub fn operational(name: Name, material: &Material<'_, Operational>) -> Option<View> {
    match name {
        Name::Department => Some(super::department(material)),
        Name::Cover => Some(super::cover(material)),
        Name::Register => Some(super::register(material)),
        Name::Risk => Some(super::risk(material)),
        Name::Horizon => Some(super::horizon(material)),
        Name::Demand => Some(super::demand(material)),
        _ => None,
    }
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
