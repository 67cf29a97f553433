//! Opened parts to columns to tables; disclosure control. Pure.
//!
//! Two doors: what is read through the operational door may be shown exactly, what is read
//! through the statistical door may not. The door is a type from the first opened part to the last
//! table: `Frame<Statistical>` counts to `Figures<Statistical>`, whose only way out is
//! [`Figures::protect`]. `report` and `ui` accept [`Published`] alone, and nothing outside this floor
//! can make one. Bases and counts of missing answers are figures too and take the same way.
//!
//! Reading order: `door`, `code`, `variable` (what is counted and what only held), `column`, `values`
//! and `cell` (one variable's answers), `builder` and `frame` (who answered what), `handle` (what views
//! read of it), `persons` (one row per person, at the operational door), `kept` (a frame in making as bytes),
//! `kernel`, `count` and `cross` (figures), `departments`, `table` (what may be shown), `protect` (how),
//! `release` (what may not stand beside an earlier one), `share` (several universities).

mod builder;
mod cell;
mod code;
mod column;
mod count;
mod cross;
pub mod demand;
mod departments;
mod door;
mod flags;
mod frame;
mod handle;
pub mod kept;
mod kernel;
pub mod material;
mod persons;
pub mod protect;
pub mod release;
pub mod share;
mod table;
mod technical;
#[cfg(test)]
pub(crate) mod tests;
mod values;
mod variable;
pub mod view;

pub use builder::FrameBuilder;
pub use code::{Code, codes_of};
pub use count::Figures;
pub use cross::{CrossFault, SPECIAL};
pub use departments::Departments;
pub use door::{Door, DoorName, Operational, Statistical};
pub use flags::{Flags, MadeUp};
pub use frame::Frame;
pub use persons::{Given, Holding, PersonColumn, Persons};
pub use protect::measure::{Amount, Measure, MeasureRow};
pub use protect::rounded::NARROWEST;
pub use protect::suppress::THRESHOLD;
pub use protect::{Protection, Refused};
pub use table::{Cell, EVERYONE, Figure, Published, Reason, Row, TOGETHER, Table};
pub use variable::{Listing, Variable, variables};
