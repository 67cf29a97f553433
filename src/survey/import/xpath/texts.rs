//! Texts: what is made a text, and pieces of one.

use super::functions::arg;
use super::numbers::as_number;
use super::term::{ATOM, Kind, Literal, Term};
use super::translate::Translation;

/// A part as a text.
pub(super) fn as_text(term: &Term) -> Result<Term, String> {
    match (&term.kind, &term.literal) {
        (Kind::Text | Kind::Code(_) | Kind::Column { .. }, _) => Ok(term.clone()),
        (_, Some(Literal::Number(number))) => Ok(Term::text_literal(number)),
        (Kind::Number | Kind::Day, _) => {
            let text = format!("string({})", term.text);
            Ok(Term::new(text, Kind::Text, ATOM).needing(&[term]))
        }
        _ => Err(format!("{} is made a text", term.name())),
    }
}

/// `substr()`: both count from 0, and leave the last letter out.
pub(super) fn piece(_: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    let text = as_text(arg(given, 0)?)?;
    let places: Result<Vec<Term>, String> = given.iter().skip(1).map(as_number).collect();
    let places = places?;
    let is_negative = |place: &Term| place.text.starts_with('-');
    if places.iter().any(is_negative) {
        return Err("`substr()` counts from the end of a text".to_owned());
    }
    let written: Vec<&str> = places.iter().map(|place| place.text.as_str()).collect();
    let written = format!("{}.substring({})", text.within(ATOM), written.join(", "));
    let needed: Vec<&Term> = std::iter::once(&text).chain(&places).collect();
    Ok(Term::new(written, Kind::Text, ATOM).needing(&needed))
}
