//! A spreadsheet's answers, checked like entry from paper: a map says which column answers which
//! question, every row becomes a form, and every problem is told with its line and heading.
//!
//! Nothing is guessed of what a cell means: a word that the map and the questionnaire do not know is a
//! problem, and so is a column that the map does not name.

mod cell;
mod map;
mod row;

pub use map::{Map, MapProblem};
pub use row::{Headings, RowProblem, fill_row};
