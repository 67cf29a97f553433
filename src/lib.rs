#![doc = include_str!("ARCHITECTURE.md")]

pub mod base;
pub mod cli;
pub mod form;
pub mod merge;
pub mod report;
pub mod response;
pub mod runtime;
#[cfg(all(unix, feature = "serve"))]
pub mod serve;
pub mod stats;
pub mod survey;
pub mod terminal;
pub mod ui;
pub mod vault;
pub mod wipe;
