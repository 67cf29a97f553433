//! The tree to a condition. What has no counterpart is an error in words, for the report.

use super::compare::{compare, contains};
use super::functions;
use super::numbers::{arithmetic, as_number};
use super::parse::{Node, parse};
use super::term::{AND, ATOM, CHOOSE, Kind, OR, SUM, Symbol, Term, UNARY};

/// As what an unknown condition counts, in the place that it is translated for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::survey::import) enum Blank {
    /// `relevant`, `required`, `filter`: an unknown condition is not met.
    Unmet,
    /// `constraint`: an unknown condition is not violated.
    Met,
    /// It must be known: a part of `?:`, or a computed truth.
    Exact,
}

impl Blank {
    /// The same under a `!`.
    const fn flipped(self) -> Self {
        match self {
            Self::Unmet => Self::Met,
            Self::Met => Self::Unmet,
            Self::Exact => Self::Exact,
        }
    }

    /// Whether a blank that makes the form's condition `truth` needs a guard here.
    pub(super) const fn needs_guard(self, truth: bool) -> bool {
        match self {
            Self::Unmet => truth,
            Self::Met => !truth,
            Self::Exact => true,
        }
    }
}

/// What names stand for at the place of an expression.
pub(in crate::survey::import) trait Names {
    /// What `${name}` stands for; the error says why it is not there.
    fn question(&self, name: &str) -> Result<Symbol, String>;
    /// What `.` stands for.
    fn value(&self) -> Result<Symbol, String>;
    /// What `${name}` stands for where it is asked in a repeat that this is outside of: the repeat, and
    /// the question in it.
    fn inside(&self, name: &str) -> Option<(String, Symbol)>;
    /// What `${nested}` stands for in any entry of the repeat `${repeat}`, where it is asked in that one.
    fn of_repeat(&self, nested: &str, repeat: &str) -> Option<Symbol> {
        let (around, symbol) = self.inside(nested)?;
        let is_it = self
            .question(repeat)
            .is_ok_and(|found| found.place == around);
        is_it.then_some(symbol)
    }
    /// The number of the entry that this stands in, so many steps outwards.
    fn position(&self, _outwards: usize) -> Result<String, String> {
        Err("`position()` has no counterpart outside a repeat".to_owned())
    }
    /// Where the hours and minutes of a time of day, or of a day that is asked with one, stand.
    fn time_of(&self, _place: &str) -> Option<String> {
        None
    }
    /// The list, and its column, that a table of the form became, where its entries are known by `key`.
    fn table(&self, name: &str, _column: &str, _key: &str) -> Result<(String, String), String> {
        Err(format!("it looks into `{name}`, which is not there"))
    }
    /// What a bare name stands for in a choice filter.
    fn column(&self, name: &str) -> Result<Symbol, String>;
}

/// A condition of a questionnaire.
#[derive(Clone, Debug)]
pub(in crate::survey::import) struct Translated {
    pub(in crate::survey::import) text: String,
    pub(in crate::survey::import) kind: Kind,
    /// What reads a little differently here.
    pub(in crate::survey::import) notes: Vec<String>,
    /// `if(condition, value, '')` on its own: the condition.
    pub(in crate::survey::import) only_if: Option<String>,
}

/// One translation.
pub(super) struct Translation<'n> {
    pub(super) names: &'n dyn Names,
    pub(super) notes: Vec<String>,
}

/// The longest expression that is written; more than this no form needs and a condition may not have.
const LONGEST: usize = 8_000;

/// Translates a condition.
pub(in crate::survey::import) fn translate(
    source: &str,
    names: &dyn Names,
    blank: Blank,
) -> Result<Translated, String> {
    translate_node(&read(source)?, names, blank)
}

/// Translates a condition that was read before.
pub(super) fn translate_node(
    node: &Node,
    names: &dyn Names,
    blank: Blank,
) -> Result<Translated, String> {
    let mut translation = Translation {
        names,
        notes: Vec::new(),
    };
    let term = translation.truth(node, blank)?;
    finish(term, translation.notes, None)
}

/// Translates an expression for its value.
pub(in crate::survey::import) fn translate_value(
    source: &str,
    names: &dyn Names,
) -> Result<Translated, String> {
    let node = read(source)?;
    let mut translation = Translation {
        names,
        notes: Vec::new(),
    };
    let (node, only_if) = match &node {
        Node::Call(name, given) if name == "if" => match given.as_slice() {
            [condition, value, Node::Text(empty)] if empty.is_empty() => {
                let condition = translation.truth(condition, Blank::Unmet)?;
                (value.clone(), Some(condition.text))
            }
            _ => (node, None),
        },
        _ => (node, None),
    };
    let term = translation.value(&node)?;
    finish(term, translation.notes, only_if)
}

/// Translates an expression that is worth a number, in brackets where an operand needs them.
pub(in crate::survey::import) fn translate_number(
    source: &str,
    names: &dyn Names,
) -> Result<String, String> {
    let mut translation = Translation {
        names,
        notes: Vec::new(),
    };
    let term = as_number(&translation.value(&read(source)?)?)?;
    Ok(term.within(SUM))
}

pub(super) fn read(source: &str) -> Result<Node, String> {
    if source.len() > LONGEST {
        return Err("the expression is too long".to_owned());
    }
    if source.contains("last-saved#") {
        return Err("`last-saved` shows the answers of the person before".to_owned());
    }
    parse(source)
}

fn finish(term: Term, notes: Vec<String>, only_if: Option<String>) -> Result<Translated, String> {
    if term.text.len() > LONGEST {
        return Err("the translated expression would be too long".to_owned());
    }
    Ok(Translated {
        text: term.text,
        kind: term.kind,
        notes,
        only_if,
    })
}

impl Translation<'_> {
    pub(super) fn note(&mut self, words: &str) {
        self.notes.push(words.to_owned());
    }

    /// A part that must be true or false.
    pub(super) fn truth(&mut self, node: &Node, blank: Blank) -> Result<Term, String> {
        match node {
            Node::Binary(sign @ ("and" | "or"), left, right) => {
                let (sign, power) = if *sign == "and" {
                    ("&&", AND)
                } else {
                    ("||", OR)
                };
                let (left, right) = (self.truth(left, blank)?, self.truth(right, blank)?);
                let text = format!("{} {sign} {}", left.within(power), right.within(power));
                Ok(Term::new(text, Kind::Bool, power).needing(&[&left, &right]))
            }
            Node::Binary(sign @ ("=" | "!=" | "<" | "<=" | ">" | ">="), left, right) => {
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                compare(self, sign, &left, &right, blank)
            }
            Node::Call(name, given) => self.truth_call(name, given, blank),
            _ => {
                let term = self.value(node)?;
                given_at_all(&term, blank)
            }
        }
    }

    fn truth_call(&mut self, name: &str, given: &[Node], blank: Blank) -> Result<Term, String> {
        match (name, given) {
            ("true", []) => Ok(Term::truth(true)),
            ("false", []) => Ok(Term::truth(false)),
            ("not", [inner]) => {
                let inner = self.truth(inner, blank.flipped())?;
                Ok(negated(&inner))
            }
            ("boolean" | "once" | "boolean-from-string", [inner]) => self.truth(inner, blank),
            ("selected", [list, item]) => {
                let (list, item) = (self.operand(list)?, self.operand(item)?);
                contains(&list, &item, blank)
            }
            ("if", [condition, this, that]) => {
                let condition = self.truth(condition, Blank::Exact)?;
                let (this, that) = (self.truth(this, blank)?, self.truth(that, blank)?);
                Ok(choose(&condition, &this, &that, Kind::Bool))
            }
            _ => {
                let term = self.call(name, given)?;
                given_at_all(&term, blank)
            }
        }
    }

    /// An operand of a comparison: a value, where `''` stands for "no answer".
    fn operand(&mut self, node: &Node) -> Result<Term, String> {
        self.value(node)
    }

    /// A part for its value.
    pub(super) fn value(&mut self, node: &Node) -> Result<Term, String> {
        match node {
            Node::Number(number) => Ok(Term::number_literal(&plain_number(number)?)),
            Node::Text(text) => Ok(Term::text_literal(text)),
            Node::Reference(name) => self
                .names
                .question(name)
                .map(|symbol| Term::answer(&symbol)),
            Node::Value => self.names.value().map(|symbol| Term::answer(&symbol)),
            Node::Name(name) => self.names.column(name).map(|symbol| Term::answer(&symbol)),
            Node::Parent(_) => Err("`..` has no counterpart".to_owned()),
            Node::Where(..) => Err(
                "a path with a condition in `[ ]` has no counterpart but in `count()`".to_owned(),
            ),
            Node::Negate(inner) => self.negative(inner),
            Node::Call(name, given) => self.call(name, given),
            Node::Binary("+" | "-" | "*" | "div" | "mod", ..) => self.sum(node),
            Node::Binary(..) => self.truth(node, Blank::Exact),
        }
    }

    fn negative(&mut self, inner: &Node) -> Result<Term, String> {
        if let Node::Number(number) = inner {
            return Ok(Term::number_literal(&format!("-{}", plain_number(number)?)));
        }
        let inner = self.value(inner)?;
        let inner = as_number(&inner)?;
        Ok(Term::new(format!("-{}", inner.within(UNARY)), Kind::Number, UNARY).needing(&[&inner]))
    }

    fn sum(&mut self, node: &Node) -> Result<Term, String> {
        let Node::Binary(sign, left, right) = node else {
            return self.value(node);
        };
        let (left, right) = (self.value(left)?, self.value(right)?);
        arithmetic(sign, &left, &right)
    }

    fn call(&mut self, name: &str, given: &[Node]) -> Result<Term, String> {
        match name {
            "true" | "false" | "not" | "selected" | "boolean" | "boolean-from-string" => {
                self.truth_call(name, given, Blank::Exact)
            }
            _ => functions::call(self, name, given),
        }
    }
}

/// An answer on its own as a condition: whether there is one.
fn given_at_all(term: &Term, blank: Blank) -> Result<Term, String> {
    match (&term.kind, &term.place) {
        (Kind::Bool, _) => Ok(guarded(term.clone(), false, blank)),
        (Kind::Number, Some(_)) => Ok(compare_zero(term, blank)),
        (_, Some(place)) if place != "value" => Ok(answered(place)),
        (_, Some(_)) => Ok(Term::truth(true)),
        _ => Err(format!("{} stands where true or false should", term.name())),
    }
}

/// A number as a condition: `XPath` takes 0 for false.
fn compare_zero(term: &Term, blank: Blank) -> Term {
    let zero = Term::number_literal("0");
    let test = super::term::join(term, "!=", &zero, super::term::RELATION, Kind::Bool);
    guarded(test, false, blank)
}

pub(super) fn answered(place: &str) -> Term {
    Term::new(format!("answered({place})"), Kind::Bool, ATOM)
}

pub(super) fn negated(term: &Term) -> Term {
    let text = match term.text.strip_prefix('!') {
        Some(inner) if term.within(UNARY) == term.text && !inner.starts_with('!') => {
            inner.to_owned()
        }
        _ => format!("!{}", term.within(UNARY)),
    };
    Term::new(text, Kind::Bool, UNARY).needing(&[term])
}

pub(super) fn choose(condition: &Term, this: &Term, that: &Term, kind: Kind) -> Term {
    let text = format!(
        "{} ? {} : {}",
        condition.within(OR),
        this.within(OR),
        that.within(CHOOSE)
    );
    Term::new(text, kind, CHOOSE).needing(&[this, that])
}

/// A test that a blank makes `truth` in the form, guarded so that it does so here.
pub(super) fn guarded(test: Term, truth: bool, blank: Blank) -> Term {
    let places: Vec<&String> = test
        .needs
        .iter()
        .filter(|place| *place != "value")
        .collect();
    if places.is_empty() || !blank.needs_guard(truth) {
        return test;
    }
    let (not, sign, power) = if truth {
        ("!", "||", OR)
    } else {
        ("", "&&", AND)
    };
    let guards: Vec<String> = places
        .iter()
        .map(|place| format!("{not}answered({place}) {sign} "))
        .collect();
    Term::new(guards.concat() + &test.within(power), Kind::Bool, power)
}

/// A number without what our conditions do not read: no leading point, no trailing one.
fn plain_number(number: &str) -> Result<String, String> {
    let whole = number.trim_end_matches('.');
    let whole = if whole.starts_with('.') {
        format!("0{whole}")
    } else {
        whole.to_owned()
    };
    let decimal = rust_decimal::Decimal::from_str_exact(&whole);
    decimal
        .map(|exact| exact.to_string())
        .map_err(|_| format!("`{number}` is not a number"))
}
