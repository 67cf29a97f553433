//! Small things every floor needs: hex, text that may reach a terminal, days and months, languages.
//! Nothing here knows what a survey is.

pub mod caught;
pub mod hex;
pub mod language;
pub mod problem;
pub mod text;
pub mod time;
pub mod words;
