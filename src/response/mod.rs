//! What was answered: answers, the respondent's code and what derives from it, parts, and the one
//! wire form (docs/format.md). Pure.

pub mod answer;
pub mod code;
pub mod diary;
pub mod invitation;
pub mod part;
pub mod record;
pub mod wire;
