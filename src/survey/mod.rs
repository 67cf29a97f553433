//! What is asked: TOML in, a checked `Questionnaire` or every problem at once out. Pure.
//!
//! Parse, then lower: `raw` keeps where each word stood, `lower` turns it into the checked model and
//! collects diagnostics, `expression` gives conditions their types. Files come in as an argument.

pub mod apprenticeships;
mod canonical;
pub mod codebook;
pub mod comparators;
pub mod crosswalk;
pub mod diagnostic;
pub mod diff;
pub mod effort;
pub mod expression;
mod extends;
pub mod import;
pub mod load;
mod lower;
pub mod migrate;
pub mod model;
pub(crate) mod nearest;
pub mod nest;
pub mod pattern;
pub mod piping;
pub mod question_print;
pub(crate) mod raw;
pub mod roles;
pub mod routes;
pub mod rules;
pub mod schema;
pub(crate) mod source;
mod switches;
pub mod technical;
pub mod waves;

pub use load::{Checked, Files, NoFiles, check, from_canonical, load};
pub use model::Questionnaire;
