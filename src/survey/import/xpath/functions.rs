//! The functions of `XLSForm`: a table from each to its counterpart, or to why it has none.

use super::numbers::{as_number, rounded, truncated};
use super::parse::Node;
use super::term::{ATOM, CHOOSE, Kind, Literal, PRODUCT, RELATION, SUM, Symbol, Term, join};
use super::translate::{Blank, Names, Translation, answered, choose, translate_node};
use super::{dates, texts, times};

type Function = fn(&mut Translation<'_>, &[Term]) -> Result<Term, String>;

/// Functions of values, by name and number of arguments.
const FUNCTIONS: &[(&str, usize, Function)] = &[
    ("today", 0, |_, _| Ok(today())),
    ("now", 0, |translation, _| Ok(now(translation))),
    ("date", 1, dates::date),
    ("decimal-date-time", 1, dates::date),
    ("decimal-date", 1, dates::date),
    ("decimal-time", 1, times::decimal),
    ("number", 1, |_, given| as_number(arg(given, 0)?)),
    ("string", 1, |_, given| texts::as_text(arg(given, 0)?)),
    ("int", 1, |_, given| {
        Ok(truncated(&as_number(arg(given, 0)?)?))
    }),
    ("floor", 1, floor),
    ("round", 1, round),
    ("round", 2, round_to),
    ("abs", 1, absolute),
    ("pow", 2, power),
    ("format-date", 2, dates::format_date),
    ("format-date-time", 2, dates::format_date),
    ("substr", 2, texts::piece),
    ("substr", 3, texts::piece),
    ("selected-at", 2, selected_at),
    ("count-selected", 1, count_selected),
    ("count", 1, count),
    ("sum", 1, sum),
    ("string-length", 1, length),
    ("coalesce", 2, coalesce),
    ("once", 1, once),
    ("min", 2, |_, given| extreme(given, "<")),
    ("max", 2, |_, given| extreme(given, ">")),
];

/// Functions without a counterpart, with the reason.
const NONE: &[(&str, &str)] = &[
    ("instance", "it looks into another list"),
    (
        "jr:choice-name",
        "it gives a choice's label, and answers are kept as codes",
    ),
    ("random", "it draws a random number"),
    ("uuid", "it draws a random number"),
    ("digest", "it works out a checksum, which identifies"),
    ("property", "it reads the device"),
];

/// Translates a call.
pub(super) fn call(
    translation: &mut Translation<'_>,
    name: &str,
    given: &[Node],
) -> Result<Term, String> {
    match (name, given) {
        ("if", [condition, this, that]) => return conditional(translation, condition, this, that),
        ("concat", parts) => return concat(translation, parts),
        ("sum" | "count", [Node::Reference(nested)]) => {
            if let Some((repeat, symbol)) = translation.names.inside(nested) {
                return over_entries(name, &repeat, &symbol);
            }
        }
        ("indexed-repeat", [Node::Reference(nested), way @ ..]) if !way.is_empty() => {
            return nth_entry(translation, nested, way);
        }
        ("position", [Node::Parent(outwards)]) => {
            let text = translation.names.position(*outwards)?;
            return Ok(Term::new(text, Kind::Number, ATOM));
        }
        ("regex", [text, Node::Text(pattern)]) => return matches(translation, text, pattern),
        ("pulldata", [Node::Text(table), Node::Text(column), Node::Text(key), code]) => {
            return looked_up(translation, (table, column, key), code);
        }
        ("count", [Node::Where(repeat, condition)]) => {
            return count_where(translation, repeat, condition);
        }
        ("coalesce" | "min" | "max", [first, rest @ ..]) if rest.len() > 1 => {
            let rest = Node::Call(name.to_owned(), rest.to_vec());
            return call(translation, name, &[first.clone(), rest]);
        }
        _ => {}
    }
    if let Some((_, why)) = NONE.iter().find(|(none, _)| *none == name) {
        return Err(format!("`{name}()` has no counterpart: {why}"));
    }
    let found = FUNCTIONS
        .iter()
        .find(|(known, count, _)| *known == name && *count == given.len());
    let (_, _, function) = found.ok_or_else(|| format!("`{name}()` has no counterpart"))?;
    let terms: Result<Vec<Term>, String> =
        given.iter().map(|node| translation.value(node)).collect();
    function(translation, &terms?)
}

pub(super) fn arg(given: &[Term], at: usize) -> Result<&Term, String> {
    given
        .get(at)
        .ok_or_else(|| "something is missing in the brackets".to_owned())
}

fn today() -> Term {
    Term::new("today()".to_owned(), Kind::Day, ATOM)
}

fn now(translation: &mut Translation<'_>) -> Term {
    translation.note("`now()` is read as `today()`: no time of day is kept");
    today()
}

fn floor(translation: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    translation.note("`floor()` rounds towards 0 here, which differs below 0");
    Ok(truncated(&as_number(arg(given, 0)?)?))
}

fn round(_: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    Ok(rounded(&as_number(arg(given, 0)?)?))
}

fn round_to(_: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    let term = as_number(arg(given, 0)?)?;
    let digits = match &arg(given, 1)?.literal {
        Some(Literal::Number(number)) => number.parse::<u32>().ok().filter(|digits| *digits <= 6),
        _ => None,
    };
    let digits = digits.ok_or("it rounds to digits that are not written out")?;
    if digits == 0 {
        return Ok(rounded(&term));
    }
    let scale = Term::number_literal(&10_u64.pow(digits).to_string());
    let scaled = rounded(&join(&term, "*", &scale, PRODUCT, Kind::Number));
    Ok(join(&scaled, "/", &scale, PRODUCT, Kind::Number))
}

fn absolute(_: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    let term = as_number(arg(given, 0)?)?;
    let zero = Term::number_literal("0");
    let below = join(&term, "<", &zero, RELATION, Kind::Bool);
    Ok(choose(
        &below,
        &join(&zero, "-", &term, SUM, Kind::Number),
        &term,
        Kind::Number,
    ))
}

fn power(_: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    let term = as_number(arg(given, 0)?)?;
    let times = match &arg(given, 1)?.literal {
        Some(Literal::Number(number)) => number
            .parse::<u32>()
            .ok()
            .filter(|times| (1..=4).contains(times)),
        _ => None,
    };
    let times = times.ok_or("a power other than 1 to 4 has no counterpart")?;
    let mut product = term.clone();
    for _ in 1..times {
        product = join(&product, "*", &term, PRODUCT, Kind::Number);
    }
    Ok(product)
}

fn count_selected(_: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    let term = arg(given, 0)?;
    let place = term
        .place
        .as_deref()
        .ok_or("choices of something worked out are counted")?;
    match term.kind {
        // Always known: a blank counts 0, as in the form.
        Kind::List(_) => Ok(Term::new(format!("count({place})"), Kind::Number, ATOM)),
        Kind::Code(_) if place == "value" => Ok(Term::number_literal("1")),
        Kind::Code(_) => {
            let (one, none) = (Term::number_literal("1"), Term::number_literal("0"));
            Ok(choose(&answered(place), &one, &none, Kind::Number))
        }
        _ => Err(format!("choices are counted in {}", term.name())),
    }
}

fn count(_: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    let term = arg(given, 0)?;
    match (&term.kind, &term.place) {
        (Kind::Entries, Some(place)) => {
            Ok(Term::new(format!("count({place})"), Kind::Number, ATOM))
        }
        _ => Err("only the entries of a repeat are counted".to_owned()),
    }
}

/// A sum or number over the entries of a repeat, from outside it; without an entry 0, as in the form.
fn over_entries(name: &str, repeat: &str, symbol: &Symbol) -> Result<Term, String> {
    let place = &symbol.place;
    if name == "count" {
        let text = format!("{repeat}.filter(e, answered(e.{place})).size()");
        return Ok(Term::new(text, Kind::Number, ATOM));
    }
    if symbol.kind != Kind::Number {
        return Err("what is added up over the entries of a repeat is not a number".to_owned());
    }
    let text = format!("count({repeat}) > 0 ? sum({repeat}, {place}) : 0");
    Ok(Term::new(text, Kind::Number, CHOOSE))
}

/// The entries of a repeat that fulfil a condition over its own questions.
fn count_where(
    translation: &mut Translation<'_>,
    repeat: &str,
    condition: &Node,
) -> Result<Term, String> {
    let symbol = translation.names.question(repeat)?;
    if symbol.kind != Kind::Entries {
        return Err("only the entries of a repeat are counted".to_owned());
    }
    let entry = Entry {
        names: translation.names,
        repeat: &symbol.place,
    };
    let inner = translate_node(condition, &entry, Blank::Unmet)?;
    translation.notes.extend(inner.notes);
    let text = format!("{}.filter(e, {}).size()", symbol.place, inner.text);
    Ok(Term::new(text, Kind::Number, ATOM))
}

/// Names as a condition on one entry of a repeat sees them: its own questions, bare or as `${name}`,
/// before those outside.
struct Entry<'n> {
    names: &'n dyn Names,
    repeat: &'n str,
}

impl Names for Entry<'_> {
    fn question(&self, name: &str) -> Result<Symbol, String> {
        let inside = self.names.inside(name);
        match inside.filter(|(repeat, _)| repeat == self.repeat) {
            Some((_, symbol)) => Ok(Symbol {
                place: format!("e.{}", symbol.place),
                kind: symbol.kind,
            }),
            None => self.names.question(name),
        }
    }

    fn value(&self) -> Result<Symbol, String> {
        Err("`.` is not known in `[ ]`".to_owned())
    }

    fn inside(&self, _: &str) -> Option<(String, Symbol)> {
        None
    }

    fn of_repeat(&self, nested: &str, repeat: &str) -> Option<Symbol> {
        self.names.of_repeat(nested, repeat)
    }

    fn time_of(&self, place: &str) -> Option<String> {
        self.names.time_of(place)
    }

    fn table(&self, name: &str, column: &str, key: &str) -> Result<(String, String), String> {
        self.names.table(name, column, key)
    }

    fn column(&self, name: &str) -> Result<Symbol, String> {
        self.question(name)
    }
}

fn sum(_: &mut Translation<'_>, _: &[Term]) -> Result<Term, String> {
    Err("only the numbers of a repeat's entries are added up".to_owned())
}

fn length(_: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    let term = arg(given, 0)?;
    let size = || Term::new(format!("size({})", term.text), Kind::Number, ATOM);
    match (&term.kind, &term.place) {
        (Kind::Text | Kind::Code(_), Some(place)) if place == "value" => Ok(size()),
        (Kind::Text | Kind::Code(_), Some(place)) => Ok(choose(
            &answered(place),
            &size(),
            &Term::number_literal("0"),
            Kind::Number,
        )),
        (Kind::Text, None) => Ok(size().needing(&[term])),
        _ => Err(format!("the length of {} is asked for", term.name())),
    }
}

fn coalesce(_: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    let (first, second) = (arg(given, 0)?, arg(given, 1)?);
    let place = first
        .place
        .as_deref()
        .ok_or("`coalesce()` of something worked out has no counterpart")?;
    let (first, second, kind) = alike(first, second)?;
    let mut term = choose(&answered(place), &first, &second, kind);
    term.needs.clone_from(&second.needs);
    Ok(term)
}

fn once(translation: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    translation.note("`once()` keeps its first value in the form; here it follows the answers");
    arg(given, 0).cloned()
}

fn extreme(given: &[Term], sign: &str) -> Result<Term, String> {
    let (one, two) = (as_number(arg(given, 0)?)?, as_number(arg(given, 1)?)?);
    let test = join(&one, sign, &two, RELATION, Kind::Bool);
    Ok(choose(&test, &one, &two, Kind::Number))
}

fn conditional(
    translation: &mut Translation<'_>,
    condition: &Node,
    this: &Node,
    that: &Node,
) -> Result<Term, String> {
    let condition = translation.truth(condition, Blank::Exact)?;
    let (this, that) = (translation.value(this)?, translation.value(that)?);
    let (this, that, kind) = alike(&this, &that)?;
    Ok(choose(&condition, &this, &that, kind))
}

/// Two values that must be of one type: numbers written as text give way to numbers.
fn alike(one: &Term, two: &Term) -> Result<(Term, Term, Kind), String> {
    let text = |term: &Term| matches!(term.kind, Kind::Text | Kind::Code(_) | Kind::Column { .. });
    if one.kind == two.kind {
        return Ok((one.clone(), two.clone(), one.kind.clone()));
    }
    if text(one) && text(two) {
        return Ok((one.clone(), two.clone(), Kind::Text));
    }
    if let (Ok(one), Ok(two)) = (as_number(one), as_number(two)) {
        return Ok((one, two, Kind::Number));
    }
    match (&one.literal, &two.literal) {
        (Some(Literal::Number(number)), _) if text(two) => {
            Ok((Term::text_literal(number), two.clone(), Kind::Text))
        }
        (_, Some(Literal::Number(number))) if text(one) => {
            Ok((one.clone(), Term::text_literal(number), Kind::Text))
        }
        _ => Err(format!("it gives either {} or {}", one.name(), two.name())),
    }
}

/// The answer of one entry of a repeat, or of an entry of a repeat in one: the form counts from 1, a
/// condition from 0.
fn nth_entry(
    translation: &mut Translation<'_>,
    nested: &str,
    way: &[Node],
) -> Result<Term, String> {
    let mut place = String::new();
    let mut numbers = Vec::new();
    let mut around: Option<&str> = None;
    for step in way.chunks(2) {
        let [Node::Reference(repeat), number] = step else {
            return Err("`indexed-repeat()` wants a repeat and a number".to_owned());
        };
        let symbol = match around {
            None => translation.names.question(repeat)?,
            Some(outer) => inside_of(translation, repeat, outer)?,
        };
        let number = as_number(&translation.value(number)?)?;
        place = format!("{place}{}[{}].", symbol.place, from_0(&number));
        numbers.push(number);
        around = Some(repeat);
    }
    let symbol = inside_of(translation, nested, around.unwrap_or_default())?;
    let symbol = Symbol {
        place: format!("{place}{}", symbol.place),
        kind: symbol.kind,
    };
    Ok(Term::answer(&symbol).needing(&numbers.iter().collect::<Vec<_>>()))
}

fn inside_of(translation: &Translation<'_>, nested: &str, repeat: &str) -> Result<Symbol, String> {
    let found = translation.names.of_repeat(nested, repeat);
    found.ok_or_else(|| format!("`{nested}` is not asked in `{repeat}`"))
}

/// A number that counts from 1, as one that counts from 0.
fn from_0(number: &Term) -> String {
    let literal = match &number.literal {
        Some(Literal::Number(literal)) => literal.parse::<u32>().ok(),
        _ => None,
    };
    literal.map_or_else(
        || format!("{} - 1", number.within(SUM)),
        |number| number.saturating_sub(1).to_string(),
    )
}

/// `regex(TEXT, 'PATTERN')`: the form wants the whole text to match, a condition finds it anywhere.
fn matches(translation: &mut Translation<'_>, text: &Node, pattern: &str) -> Result<Term, String> {
    let text = texts::as_text(&translation.value(text)?)?;
    crate::survey::pattern::whole(pattern)
        .map_err(|why| format!("its pattern has no counterpart: {why}"))?;
    let pattern = super::term::quote(&format!("^(?:{pattern})$"));
    let condition = format!("{}.matches({pattern})", text.within(ATOM));
    Ok(Term::new(condition, Kind::Bool, ATOM).needing(&[&text]))
}

/// What a table says beside a code: `pulldata()`, and a path through `instance()`.
fn looked_up(
    translation: &mut Translation<'_>,
    (table, column, key): (&str, &str, &str),
    code: &Node,
) -> Result<Term, String> {
    let code = texts::as_text(&translation.value(code)?)?;
    let (list, column) = translation.names.table(table, column, key)?;
    translation.note("where the table says nothing for an answer this is not known, which is less than the form's empty text");
    let word = |name: &str| {
        let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_plain && begins {
            name.to_owned()
        } else {
            super::term::quote(name)
        }
    };
    let text = format!("lookup({}, {}, {})", word(&list), word(&column), code.text);
    Ok(Term::new(text, Kind::Text, ATOM).needing(&[&code]))
}

/// One of the choices made; both count from 0.
fn selected_at(translation: &mut Translation<'_>, given: &[Term]) -> Result<Term, String> {
    let (list, number) = (arg(given, 0)?, as_number(arg(given, 1)?)?);
    match (&list.kind, &list.place) {
        (Kind::List(codes), Some(place)) => {
            translation.note("`selected-at()` counts choices in the order of the list here, not in that of choosing");
            let symbol = Symbol {
                place: format!("{place}[{}]", number.text),
                kind: Kind::Code(codes.clone()),
            };
            Ok(Term::answer(&symbol).needing(&[&number]))
        }
        _ => Err(format!("one choice is taken from {}", list.name())),
    }
}

fn concat(translation: &mut Translation<'_>, parts: &[Node]) -> Result<Term, String> {
    let mut whole: Option<Term> = None;
    for part in parts {
        let part = texts::as_text(&translation.value(part)?)?;
        whole = Some(match whole {
            None => part,
            Some(before) => join(&before, "+", &part, SUM, Kind::Text),
        });
    }
    whole.ok_or_else(|| "`concat()` of nothing".to_owned())
}
