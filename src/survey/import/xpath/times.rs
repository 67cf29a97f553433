//! Times of day. A form's `time` is a text of hours and minutes here, its `dateTime` a day and such a
//! text: both are compared and written as the form does it.

use super::functions::arg;
use super::term::{AND, ATOM, Kind, Literal, OR, PRODUCT, RELATION, SUM, Symbol, Term, join};
use super::translate::Translation;

/// Minutes of a day.
const DAY: &str = "1440";

/// The hours and minutes of a part, as a text: the answer itself, or what is asked beside a day.
pub(super) fn clock(translation: &Translation<'_>, term: &Term) -> Option<Term> {
    let place = translation.names.time_of(term.place.as_deref()?)?;
    Some(Term::answer(&Symbol {
        place,
        kind: Kind::Text,
    }))
}

/// A time of day as minutes, where a part is one: written out, or an answer.
fn minutes(translation: &Translation<'_>, term: &Term) -> Option<Term> {
    if let Some(Literal::Text(text)) = &term.literal {
        let mut parts = text.split(':');
        let hours: u32 = parts.next()?.trim().parse().ok()?;
        let minutes: u32 = parts.next()?.parse().ok()?;
        let is_one = hours < 24 && minutes < 60;
        return is_one.then(|| Term::number_literal(&(hours * 60 + minutes).to_string()));
    }
    let clock = clock(translation, term)?;
    let text = format!(
        "number({0}.substring(0, 2)) * 60 + number({0}.substring(3, 5))",
        clock.text
    );
    Some(Term::new(text, Kind::Number, SUM).needing(&[&clock]))
}

/// `decimal-time()`: the part of the day that has passed.
pub(super) fn decimal(translation: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    let term = arg(given, 0)?;
    let minutes = minutes(translation, term)
        .ok_or_else(|| format!("{} is read as a time of day", term.name()))?;
    let day = Term::number_literal(DAY);
    Ok(join(&minutes, "/", &day, PRODUCT, Kind::Number))
}

/// Two times of day, or two moments, put in order; `None` where they are no such thing.
pub(super) fn ordered(
    translation: &Translation<'_>,
    sign: &str,
    left: &Term,
    right: &Term,
) -> Option<Term> {
    let is_order = matches!(sign, "<" | "<=" | ">" | ">=");
    let is_literal = left.literal.is_some() && right.literal.is_some();
    if !is_order || is_literal {
        return None;
    }
    let later = join(
        &minutes(translation, left)?,
        sign,
        &minutes(translation, right)?,
        RELATION,
        Kind::Bool,
    );
    match (&left.kind, &right.kind) {
        (Kind::Day, Kind::Day) => {
            let strict = sign.trim_end_matches('=');
            let day = join(left, strict, right, RELATION, Kind::Bool);
            let same = join(left, "==", right, RELATION, Kind::Bool);
            let text = format!("{} && {}", same.within(AND), later.within(AND));
            let same = Term::new(text, Kind::Bool, AND).needing(&[&later]);
            let text = format!("{} || {}", day.within(OR), same.within(OR));
            Some(Term::new(text, Kind::Bool, OR).needing(&[left, right, &same]))
        }
        (Kind::Day, _) | (_, Kind::Day) => None,
        _ => Some(later),
    }
}

/// The hours or minutes of a part, as `format-date()` writes them.
pub(super) fn part(
    translation: &Translation<'_>,
    term: &Term,
    letter: char,
) -> Result<Term, String> {
    let clock = clock(translation, term).ok_or("it writes a time of day, which is not kept")?;
    let text = match letter {
        'H' => format!("{}.substring(0, 2)", clock.text),
        'h' => format!("string(number({}.substring(0, 2)))", clock.text),
        'M' => format!("{}.substring(3, 5)", clock.text),
        _ => return Err("it writes seconds, which are not asked".to_owned()),
    };
    Ok(Term::new(text, Kind::Text, ATOM).needing(&[&clock]))
}
