//! What a translated part is: its text, its type, and which answers it needs.

use std::rc::Rc;

/// The codes of a choice list: what the form calls each, and what it is called here (several, where
/// the form gave one name to several choices).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::survey::import) struct Codes {
    pub(in crate::survey::import) pairs: Vec<(String, String)>,
}

impl Codes {
    /// The codes here of a name there.
    pub(super) fn named(&self, name: &str) -> Vec<&str> {
        let found = self.pairs.iter().filter(|(theirs, _)| theirs == name);
        found.map(|(_, ours)| ours.as_str()).collect()
    }

    /// Each code with its name as a number, where all are numbers.
    pub(super) fn numbers(&self) -> Option<Vec<(rust_decimal::Decimal, &str)>> {
        let number =
            |(theirs, ours): &'_ (String, String)| Some((theirs.parse().ok()?, ours.clone()));
        let all: Option<Vec<(rust_decimal::Decimal, String)>> =
            self.pairs.iter().map(number).collect();
        let numbers: Vec<rust_decimal::Decimal> =
            all?.into_iter().map(|(number, _)| number).collect();
        Some(
            numbers
                .into_iter()
                .zip(self.pairs.iter().map(|(_, ours)| ours.as_str()))
                .collect(),
        )
    }
}

/// What an answer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::survey::import) enum Kind {
    Bool,
    Number,
    Text,
    /// One of some codes.
    Code(Rc<Codes>),
    /// Several of some codes.
    List(Rc<Codes>),
    Day,
    /// The entries of a repeat.
    Entries,
    /// A column of a choice list; whether a cell of it holds several words.
    Column {
        several: bool,
    },
    /// "I have read this": answered or not, no more.
    Acknowledge,
}

/// What a name of the form stands for here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::survey::import) struct Symbol {
    /// How a condition names it: an id, or `matrix['row']`.
    pub(in crate::survey::import) place: String,
    pub(in crate::survey::import) kind: Kind,
}

/// A literal, which takes the type that the other side needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    Text(String),
    Number(String),
}

/// A translated part.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) literal: Option<Literal>,
    /// Set where the part is one answer and nothing else.
    pub(super) place: Option<String>,
    /// The answers without which it is unknown.
    pub(super) needs: Vec<String>,
    power: u8,
}

/// How tightly the operators of a condition bind; [`ATOM`] needs no brackets anywhere.
pub(super) const CHOOSE: u8 = 0;
pub(super) const OR: u8 = 1;
pub(super) const AND: u8 = 2;
pub(super) const RELATION: u8 = 3;
pub(super) const SUM: u8 = 4;
pub(super) const PRODUCT: u8 = 5;
pub(super) const UNARY: u8 = 6;
pub(super) const ATOM: u8 = 7;

impl Term {
    pub(super) fn new(text: String, kind: Kind, power: u8) -> Self {
        Self {
            text,
            kind,
            literal: None,
            place: None,
            needs: Vec::new(),
            power,
        }
    }

    /// An answer.
    pub(super) fn answer(symbol: &Symbol) -> Self {
        let mut term = Self::new(symbol.place.clone(), symbol.kind.clone(), ATOM);
        // Columns of the entry under test are always there.
        if !symbol.place.starts_with("entry.") {
            term.place = Some(symbol.place.clone());
            term.needs.push(symbol.place.clone());
        }
        term
    }

    pub(super) fn text_literal(text: &str) -> Self {
        let mut term = Self::new(quote(text), Kind::Text, ATOM);
        term.literal = Some(Literal::Text(text.to_owned()));
        term
    }

    pub(super) fn number_literal(number: &str) -> Self {
        let power = if number.starts_with('-') { UNARY } else { ATOM };
        let mut term = Self::new(number.to_owned(), Kind::Number, power);
        term.literal = Some(Literal::Number(number.to_owned()));
        term
    }

    pub(super) fn truth(truth: bool) -> Self {
        Self::new(truth.to_string(), Kind::Bool, ATOM)
    }

    /// The text, in brackets where it binds less tightly than `power`.
    pub(super) fn within(&self, power: u8) -> String {
        if self.power < power {
            format!("({})", self.text)
        } else {
            self.text.clone()
        }
    }

    /// Adds what another part needs.
    pub(super) fn needing(mut self, others: &[&Self]) -> Self {
        for place in others.iter().flat_map(|other| &other.needs) {
            if !self.needs.contains(place) {
                self.needs.push(place.clone());
            }
        }
        self
    }

    /// What it is called in a message.
    pub(super) const fn name(&self) -> &'static str {
        match self.kind {
            Kind::Bool => "true or false",
            Kind::Number => "a number",
            Kind::Text => "a text",
            Kind::Code(_) => "a choice",
            Kind::List(_) => "several choices",
            Kind::Day => "a date",
            Kind::Entries => "a repeat",
            Kind::Column { .. } => "a column",
            Kind::Acknowledge => "an acknowledgement",
        }
    }
}

/// Two operands joined by an operator.
pub(super) fn join(left: &Term, sign: &str, right: &Term, power: u8, kind: Kind) -> Term {
    let text = format!("{} {sign} {}", left.within(power), right.within(power + 1));
    Term::new(text, kind, power).needing(&[left, right])
}

/// A text as a condition writes it.
pub(super) fn quote(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('\'', "\\'")
        .replace('\n', "\\n")
        .replace('\t', "\\t");
    format!("'{escaped}'")
}
