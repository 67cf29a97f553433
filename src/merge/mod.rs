//! Union of leaves (docs/format.md §12): idempotent, commutative, associative; it never stops at a bad record.
//!
//! [`plan`] is pure: from headers alone it says which record of a response counts and which parts
//! are to be dropped. [`apply`] takes one bundle into a store in one transaction, or many together through `gather`,
//! [`source`] gives the bundles of files and of homes, [`enact`] puts in what the institution does itself, [`report`]
//! says what was taken and what was set aside.

pub mod apply;
mod brought;
pub mod enact;
mod gather;
mod pipeline;
pub mod plan;
pub mod report;
pub mod source;
