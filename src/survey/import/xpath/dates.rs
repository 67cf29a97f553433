//! Days: read from texts, and written as texts.

use super::functions::arg;
use super::term::{ATOM, Kind, Literal, SUM, Term, join};
use super::times;
use super::translate::Translation;

/// A day of the calendar written out.
pub(super) fn day_literal(text: &str) -> Result<Term, String> {
    let short = text.trim().get(..10).unwrap_or(text.trim());
    let day = crate::base::time::Day::parse(short);
    let day = day.ok_or_else(|| format!("'{text}' is not a day of the calendar"))?;
    Ok(Term::new(format!("date('{day}')"), Kind::Day, ATOM))
}

/// `date()` and what gives a day as a number.
pub(super) fn date(_: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    let term = arg(given, 0)?;
    match (&term.kind, &term.literal) {
        (Kind::Day, _) => Ok(term.clone()),
        (_, Some(Literal::Text(text))) => day_literal(text),
        _ => Err(format!("{} is read as a date", term.name())),
    }
}

/// The parts of a date that `format-date()` writes, as places in `2027-01-31`; the last ones
/// without a 0 before them.
const PARTS: [(char, &str, bool); 6] = [
    ('Y', "0, 4", false),
    ('y', "2, 4", false),
    ('m', "5, 7", false),
    ('d', "8, 10", false),
    ('n', "5, 7", true),
    ('e', "8, 10", true),
];

/// `format-date()`. What writes a day as ISO does is the day itself: that is how it compares.
pub(super) fn format_date(
    translation: &mut Translation<'_>,
    given: &[Term],
) -> Result<Term, String> {
    let Some(Literal::Text(format)) = &arg(given, 1)?.literal else {
        return Err("a date is written in a way that an answer says".to_owned());
    };
    let moment = arg(given, 0)?;
    let is_time = moment.kind == Kind::Text && times::clock(translation, moment).is_some();
    let day = if is_time {
        moment.clone()
    } else {
        date(translation, given)?
    };
    if format == "%Y-%m-%d" {
        return Ok(day);
    }
    let mut whole: Option<Term> = None;
    for piece in pieces(format)? {
        let term = match piece {
            Piece::Words(words) => Term::text_literal(&words),
            Piece::Part(letter @ ('H' | 'h' | 'M' | 'S' | '3')) => {
                times::part(translation, moment, letter)?
            }
            Piece::Part(_) if is_time => {
                return Err("a time of day is written as a date".to_owned());
            }
            Piece::Part(letter) => part(&day, letter)?,
        };
        whole = Some(match whole {
            None => term,
            Some(before) => join(&before, "+", &term, SUM, Kind::Text),
        });
    }
    whole.ok_or_else(|| "a date is written as nothing".to_owned())
}

enum Piece {
    Words(String),
    Part(char),
}

fn pieces(format: &str) -> Result<Vec<Piece>, String> {
    let mut found = Vec::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter == '%' {
            let part = letters
                .next()
                .ok_or("a date is written with a `%` at its end")?;
            found.push(Piece::Part(part));
        } else if let Some(Piece::Words(words)) = found.last_mut() {
            words.push(letter);
        } else {
            found.push(Piece::Words(letter.to_string()));
        }
    }
    Ok(found)
}

fn part(day: &Term, letter: char) -> Result<Term, String> {
    let found = PARTS.iter().find(|(known, ..)| *known == letter);
    let (_, places, is_short) =
        found.ok_or_else(|| format!("`%{letter}` writes a date in words"))?;
    let mut text = format!("string({}).substring({places})", day.text);
    if *is_short {
        text = format!("string(number({text}))");
    }
    Ok(Term::new(text, Kind::Text, ATOM).needing(&[day]))
}
