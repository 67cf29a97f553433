//! Sums: numbers, days, and choices whose codes are numbers.

use crate::survey::import::toml_text::push;

use super::term::{ATOM, CHOOSE, Codes, Kind, Literal, PRODUCT, RELATION, SUM, Term, join};

/// Choices of more codes than this are not worth a chain of `?:`.
const MOST_CODES: usize = 16;

/// A part as a number.
pub(super) fn as_number(term: &Term) -> Result<Term, String> {
    match (&term.kind, &term.literal) {
        (Kind::Number, _) => Ok(term.clone()),
        (_, Some(Literal::Text(text))) => {
            let number: Result<rust_decimal::Decimal, _> = text.trim().parse();
            let number = number.map_err(|_| format!("the text '{text}' is used as a number"))?;
            Ok(Term::number_literal(&number.to_string()))
        }
        (Kind::Code(codes), _) => number_of_code(term, codes),
        (Kind::Text | Kind::Column { several: false }, _) => {
            let text = format!("number({})", term.text);
            Ok(Term::new(text, Kind::Number, ATOM).needing(&[term]))
        }
        _ => Err(format!("{} is used as a number", term.name())),
    }
}

/// `q == '1' ? 1 : q == '2' ? 2 : 3`: exact, since the last code is all that is left.
fn number_of_code(term: &Term, codes: &Codes) -> Result<Term, String> {
    let numbers = codes
        .numbers()
        .filter(|numbers| (1..=MOST_CODES).contains(&numbers.len()));
    let numbers = numbers.ok_or("a choice whose codes are not numbers is used as a number")?;
    let mut text = String::new();
    for (at, (number, code)) in numbers.iter().enumerate() {
        if at + 1 < numbers.len() {
            push(
                &mut text,
                format_args!(
                    "{} == {} ? {number} : ",
                    term.text,
                    super::term::quote(code)
                ),
            );
        } else {
            text.push_str(&number.to_string());
        }
    }
    let mut found = Term::new(text, Kind::Number, CHOOSE).needing(&[term]);
    // A chain of one code would not look at the answer at all.
    if numbers.len() == 1 {
        found.text = format!(
            "{} == {} ? {} : 0",
            term.text,
            super::term::quote(numbers[0].1),
            numbers[0].0
        );
    }
    Ok(found)
}

/// `+ - * div mod`.
pub(super) fn arithmetic(sign: &str, left: &Term, right: &Term) -> Result<Term, String> {
    let days = (left.kind == Kind::Day, right.kind == Kind::Day);
    if days != (false, false) {
        return with_days(sign, left, right, days);
    }
    let (left, right) = (as_number(left)?, as_number(right)?);
    let (sign, power) = match sign {
        "+" | "-" => (sign, SUM),
        "*" => ("*", PRODUCT),
        "div" => ("/", PRODUCT),
        _ => ("%", PRODUCT),
    };
    Ok(join(&left, sign, &right, power, Kind::Number))
}

fn with_days(sign: &str, left: &Term, right: &Term, days: (bool, bool)) -> Result<Term, String> {
    match (sign, days) {
        ("-", (true, true)) => Ok(join(left, "-", right, SUM, Kind::Number)),
        ("+" | "-", (true, false)) => Ok(join(left, sign, &as_number(right)?, SUM, Kind::Day)),
        ("+", (false, true)) => Ok(join(right, "+", &as_number(left)?, SUM, Kind::Day)),
        _ => Err("a date is used as a number".to_owned()),
    }
}

/// The whole part: a part without what is left after dividing by 1.
pub(super) fn truncated(term: &Term) -> Term {
    let product = term.within(PRODUCT);
    let text = format!("{} - {product} % 1", term.within(SUM));
    Term::new(text, Kind::Number, SUM).needing(&[term])
}

/// To the nearest whole number, halves away from zero.
pub(super) fn rounded(term: &Term) -> Term {
    let half = Term::number_literal("0.5");
    let zero = Term::number_literal("0");
    let below = join(term, "<", &zero, RELATION, Kind::Bool);
    let down = truncated(&join(term, "-", &half, SUM, Kind::Number));
    let up = truncated(&join(term, "+", &half, SUM, Kind::Number));
    super::translate::choose(&below, &down, &up, Kind::Number).needing(&[term])
}
