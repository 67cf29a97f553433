//! What is asked: TOML in, a checked `Questionnaire` or every problem at once out. Pure.
//!
//! Parse, then lower: `raw` keeps where each word stood, `lower` turns it into the checked model and
//! collects diagnostics, `expression` gives conditions their types. Files come in as an argument.

mod canonical;
pub mod codebook;
pub mod diagnostic;
pub mod expression;
pub mod import;
pub mod load;
mod lower;
pub mod model;
mod nearest;
pub mod pattern;
pub mod piping;
mod raw;
pub mod rules;
mod source;

pub use load::{Checked, Files, check, from_canonical, load};
pub use model::Questionnaire;
