//! The screens as data: model, message, effect, view. Pure.
pub mod input;
pub mod lead;
pub mod theme;
