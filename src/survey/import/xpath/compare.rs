//! Comparisons: by the types of both sides, with blanks as `XPath` has them.

use rust_decimal::Decimal;

use super::numbers::as_number;
use super::term::{AND, Codes, Kind, Literal, RELATION, Term, join, quote};
use super::times;
use super::translate::{Blank, Translation, answered, guarded, negated};

/// `= != < <= > >=`.
pub(super) fn compare(
    translation: &mut Translation<'_>,
    sign: &str,
    left: &Term,
    right: &Term,
    blank: Blank,
) -> Result<Term, String> {
    if left.literal.is_some() && right.literal.is_none() {
        return compare(translation, mirrored(sign), right, left, blank);
    }
    if is_empty_text(right) {
        return emptiness(sign, left);
    }
    if left.place.is_some()
        && right.place.is_some()
        && left.kind != Kind::Day
        && matches!(sign, "=" | "!=")
    {
        translation
            .note("where both answers are blank the form takes them for equal, here they are not");
    }
    if let Some(test) = times::ordered(translation, sign, left, right) {
        return Ok(guarded(test, false, blank));
    }
    let test = test(sign, left, right)?;
    if test.text == "true" || test.text == "false" {
        translation.note("it compares with a code that the choices do not have");
    }
    Ok(guarded(test, sign == "!=", blank))
}

fn mirrored(sign: &str) -> &str {
    match sign {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        same => same,
    }
}

fn is_empty_text(term: &Term) -> bool {
    matches!(&term.literal, Some(Literal::Text(text)) if text.is_empty())
}

/// `${q} = ''` and `${q} != ''`.
fn emptiness(sign: &str, term: &Term) -> Result<Term, String> {
    let given = match (&term.kind, &term.place) {
        (Kind::Column { .. }, _) => return column_emptiness(sign, term),
        (_, Some(place)) if place == "value" => Term::truth(true),
        (_, Some(place)) => answered(place),
        _ => return Err("what is worked out is compared with the empty text".to_owned()),
    };
    match (sign, given.text.as_str()) {
        ("!=", _) => Ok(given),
        ("=", "true") => Ok(Term::truth(false)),
        ("=", _) => Ok(negated(&given)),
        _ => Err("it orders by the empty text".to_owned()),
    }
}

fn column_emptiness(sign: &str, term: &Term) -> Result<Term, String> {
    let test = join(term, "==", &Term::text_literal(""), RELATION, Kind::Bool);
    match sign {
        "=" => Ok(test),
        "!=" => Ok(negated(&test)),
        _ => Err("it orders by the empty text".to_owned()),
    }
}

fn test(sign: &str, left: &Term, right: &Term) -> Result<Term, String> {
    match (&left.kind, &right.kind) {
        (Kind::Code(codes), _) if right.literal.is_some() => with_code(sign, left, codes, right),
        (Kind::Code(_), Kind::Number) | (Kind::Number, Kind::Code(_)) => {
            Ok(plain(sign, &as_number(left)?, &as_number(right)?))
        }
        (Kind::Code(one), Kind::Code(two)) => both_codes(sign, left, one, right, two),
        (Kind::List(codes), _) => with_list(sign, left, codes, right),
        (_, Kind::List(codes)) => with_list(sign, right, codes, left),
        (Kind::Day, _) | (_, Kind::Day) => with_day(sign, left, right),
        (Kind::Bool, _) => with_truth(sign, left, right),
        (Kind::Number, _) | (_, Kind::Number) => with_number(sign, left, right),
        (Kind::Acknowledge, _) => acknowledged(sign, left, right),
        (Kind::Entries, _) | (_, Kind::Entries) => {
            Err("a repeat is compared with a value".to_owned())
        }
        _ => with_text(sign, left, right),
    }
}

fn plain(sign: &str, left: &Term, right: &Term) -> Term {
    join(
        left,
        if sign == "=" { "==" } else { sign },
        right,
        RELATION,
        Kind::Bool,
    )
}

/// What a literal says, whichever way it was written.
fn spelled(term: &Term) -> Option<&str> {
    match term.literal.as_ref()? {
        Literal::Text(text) | Literal::Number(text) => Some(text),
    }
}

fn with_code(sign: &str, left: &Term, codes: &Codes, right: &Term) -> Result<Term, String> {
    let name = spelled(right).unwrap_or_default();
    if !matches!(sign, "=" | "!=") {
        return ordered_codes(sign, left, codes, name);
    }
    let found = codes.named(name);
    Ok(one_of(left, &found, sign == "!="))
}

/// `q == 'a'`, `q in ['a', 'b']`, or their negation; no code at all is never chosen.
fn one_of(left: &Term, codes: &[&str], not: bool) -> Term {
    let term = match codes {
        [] => return Term::truth(not),
        [code] => {
            return plain(
                if not { "!=" } else { "=" },
                left,
                &Term::text_literal(code),
            );
        }
        several => {
            let list: Vec<String> = several.iter().map(|code| quote(code)).collect();
            let text = format!("{} in [{}]", left.text, list.join(", "));
            Term::new(text, Kind::Bool, RELATION).needing(&[left])
        }
    };
    if not {
        negated(&term).needing(&[left])
    } else {
        term
    }
}

/// `${q} >= 3` where codes are numbers: the codes that it lets through.
fn ordered_codes(sign: &str, left: &Term, codes: &Codes, limit: &str) -> Result<Term, String> {
    let limit: Decimal = limit
        .trim()
        .parse()
        .map_err(|_| "choices are ordered by a text".to_owned())?;
    let numbers = codes
        .numbers()
        .ok_or("choices whose codes are not numbers are ordered")?;
    let through: Vec<&str> = numbers
        .into_iter()
        .filter(|(number, _)| match sign {
            "<" => *number < limit,
            "<=" => *number <= limit,
            ">" => *number > limit,
            _ => *number >= limit,
        })
        .map(|(_, code)| code)
        .collect();
    Ok(one_of(left, &through, false))
}

fn both_codes(
    sign: &str,
    left: &Term,
    one: &Codes,
    right: &Term,
    two: &Codes,
) -> Result<Term, String> {
    if !matches!(sign, "=" | "!=") {
        return Ok(plain(sign, &as_number(left)?, &as_number(right)?));
    }
    let shared = one.pairs.iter().any(|pair| two.pairs.contains(pair));
    Ok(if shared {
        plain(sign, left, right)
    } else {
        Term::truth(sign == "!=")
    })
}

/// The whole answer of a question with several choices: exactly this one.
fn with_list(sign: &str, list: &Term, codes: &Codes, other: &Term) -> Result<Term, String> {
    let (Some(place), "=" | "!=") = (&list.place, sign) else {
        return Err("several choices are ordered".to_owned());
    };
    let Some(name) = spelled(other) else {
        return Err("several choices are compared with an answer".to_owned());
    };
    let names: Vec<&str> = name.split_whitespace().collect();
    let chosen: Vec<Vec<&str>> = names.iter().map(|name| codes.named(name)).collect();
    if chosen.iter().any(Vec::is_empty) {
        return Ok(Term::truth(sign == "!="));
    }
    let each = chosen
        .iter()
        .filter_map(|codes| codes.first())
        .map(|code| format!("{} in {place} && ", quote(code)));
    let words = format!(
        "{}count({place}) == {}",
        each.collect::<String>(),
        names.len()
    );
    let test = Term::new(words, Kind::Bool, AND).needing(&[list]);
    Ok(if sign == "=" {
        test
    } else {
        negated(&test).needing(&[list])
    })
}

fn with_day(sign: &str, left: &Term, right: &Term) -> Result<Term, String> {
    let day = |term: &Term| match (&term.kind, spelled(term)) {
        (Kind::Day, _) => Ok(term.clone()),
        (_, Some(text)) => super::dates::day_literal(text),
        _ => Err(format!("a date is compared with {}", term.name())),
    };
    Ok(plain(sign, &day(left)?, &day(right)?))
}

fn with_truth(sign: &str, left: &Term, right: &Term) -> Result<Term, String> {
    let wanted = match (spelled(right), right.text.as_str()) {
        (Some("true" | "1" | "True" | "TRUE"), _) | (None, "true") => true,
        (Some("false" | "0" | "False" | "FALSE"), _) | (None, "false") => false,
        _ if right.kind == Kind::Bool => return Ok(plain(sign, left, right)),
        _ => return Err("true or false is compared with something else".to_owned()),
    };
    match sign {
        "=" | "!=" if wanted == (sign == "=") => Ok(left.clone()),
        "=" | "!=" => Ok(negated(left).needing(&[left])),
        _ => Err("true and false are ordered".to_owned()),
    }
}

fn with_number(sign: &str, left: &Term, right: &Term) -> Result<Term, String> {
    if let (Kind::Number, Some(Literal::Text(text))) = (&left.kind, &right.literal)
        && text.trim().parse::<Decimal>().is_err()
        && matches!(sign, "=" | "!=")
    {
        return Ok(Term::truth(sign == "!="));
    }
    if let (Kind::Text | Kind::Column { .. }, Some(Literal::Number(number)), "=" | "!=") =
        (&left.kind, &right.literal, sign)
    {
        return Ok(plain(sign, left, &Term::text_literal(number)));
    }
    Ok(plain(sign, &as_number(left)?, &as_number(right)?))
}

fn acknowledged(sign: &str, left: &Term, right: &Term) -> Result<Term, String> {
    let place = left.place.as_deref().unwrap_or_default();
    match (sign, spelled(right).map(str::to_lowercase).as_deref()) {
        ("=", Some("ok" | "true" | "1")) => Ok(answered(place)),
        ("!=", Some("ok" | "true" | "1")) => Ok(negated(&answered(place))),
        _ => Err("an acknowledgement is compared with something other than `OK`".to_owned()),
    }
}

fn with_text(sign: &str, left: &Term, right: &Term) -> Result<Term, String> {
    match sign {
        "=" | "!=" => Ok(plain(sign, left, right)),
        _ => Err("texts are ordered".to_owned()),
    }
}

/// `selected(list, item)`.
pub(super) fn contains(list: &Term, item: &Term, blank: Blank) -> Result<Term, String> {
    let test = match &list.kind {
        Kind::List(codes) => in_list(list, codes, item)?,
        Kind::Code(codes) if item.literal.is_some() => with_code("=", list, codes, item)?,
        Kind::Code(codes) => match &item.kind {
            Kind::Code(others) => both_codes("=", list, codes, item, others)?,
            _ => plain("=", list, item),
        },
        Kind::Column { several: true } => {
            return Err(
                "cells of this column hold several words, of which one is looked for".to_owned(),
            );
        }
        Kind::Acknowledge => acknowledged("=", list, item)?,
        Kind::Text | Kind::Column { .. } => with_text("=", list, item)?,
        Kind::Number => with_number("=", list, item)?,
        _ => return Err(format!("a choice is looked for in {}", list.name())),
    };
    Ok(guarded(test, false, blank))
}

fn in_list(list: &Term, codes: &Codes, item: &Term) -> Result<Term, String> {
    let inside = |text: &str| format!("{text} in {}", list.text);
    let Some(name) = spelled(item) else {
        return match item.kind {
            Kind::Code(_) | Kind::Column { .. } | Kind::Text => {
                Ok(
                    Term::new(inside(&item.within(RELATION + 1)), Kind::Bool, RELATION)
                        .needing(&[list, item]),
                )
            }
            _ => Err(format!("{} is looked for among choices", item.name())),
        };
    };
    let tests: Vec<String> = codes
        .named(name)
        .iter()
        .map(|code| inside(&quote(code)))
        .collect();
    let power = if tests.len() == 1 {
        RELATION
    } else {
        super::term::OR
    };
    if tests.is_empty() {
        return Ok(Term::truth(false));
    }
    Ok(Term::new(tests.join(" || "), Kind::Bool, power).needing(&[list]))
}
