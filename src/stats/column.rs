//! One variable's answers by respondent, as small numbers.
//!
//! A stored number below 8 is a kind of missing in the order of [`Missing::ALL`]; from 8 on it is a
//! code of the dictionary. Most columns are a byte a respondent; a variable with more than 248 codes
//! takes four. Where several codes may be given, each eight of them are one byte column of bits, so
//! that one kernel, the histogram of bytes, counts everything.

use std::collections::HashMap;

use crate::response::answer::{Answer, Chosen, Missing, Value};

use super::code::{Code, Family};
use super::kernel;
use super::variable::{Arity, Variable};

/// How many kinds of missing there are, hence the first code's number.
pub(super) const KINDS: usize = Missing::ALL.len();
/// What a state reads where the question was answered and the answer stands elsewhere.
pub(super) const ANSWERED: u8 = 8;

/// The codes of a variable: those of the questionnaire, then those that other versions brought.
pub(super) struct Dictionary {
    family: Family,
    codes: Vec<Code>,
    texts: HashMap<String, usize>,
    numbers: HashMap<i64, usize>,
}

/// The answers, a respondent after another.
pub(super) enum Store {
    /// At most 248 codes.
    Narrow(Vec<u8>),
    /// More.
    Wide(Vec<u32>),
    /// Several codes a person: whether answered, and eight codes a plane.
    Many {
        /// A kind of missing, or 8.
        state: Vec<u8>,
        /// Bit `k` of plane `p` is code `8 p + k`.
        planes: Vec<Vec<u8>>,
    },
}

/// A variable's column.
pub(super) struct Column {
    pub(super) dictionary: Dictionary,
    pub(super) store: Store,
    /// The numbers that occur, of a narrow store or of whether it was answered: known once the column
    /// is finished, and what makes counting cheap where they are few.
    pub(super) used: Vec<u8>,
}

impl Dictionary {
    fn new(family: Family, codes: &[Code]) -> Self {
        let mut new = Self {
            family,
            codes: Vec::new(),
            texts: HashMap::new(),
            numbers: HashMap::new(),
        };
        for code in codes {
            new.place(code.clone());
        }
        new
    }

    /// The codes in the order of their numbers.
    pub(super) fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// The place of a code that is not there yet.
    fn place(&mut self, code: Code) -> usize {
        let place = self.codes.len();
        match &code {
            Code::Text(text) => self.texts.insert(text.clone(), place),
            Code::Number(number) => self.numbers.insert(*number, place),
            Code::YesNo(truth) => self.numbers.insert(i64::from(*truth), place),
        };
        self.codes.push(code);
        place
    }

    fn text(&mut self, code: &str) -> Option<usize> {
        if self.family != Family::Text {
            return None;
        }
        let known = self.texts.get(code).copied();
        Some(known.unwrap_or_else(|| self.place(Code::Text(code.to_owned()))))
    }

    fn number(&mut self, code: Code, number: i64) -> Option<usize> {
        if self.family != code.family() {
            return None;
        }
        let known = self.numbers.get(&number).copied();
        Some(known.unwrap_or_else(|| self.place(code)))
    }

    /// The place of a single value; `None` where it is of another family.
    fn find(&mut self, value: &Value) -> Option<usize> {
        match value {
            Value::Choice(chosen) => self.text(&chosen.code),
            Value::Integer(number) => self.number(Code::Number(*number), *number),
            Value::YesNo(truth) => self.number(Code::YesNo(*truth), i64::from(*truth)),
            _ => None,
        }
    }
}

impl Column {
    /// An empty column for a variable.
    pub(super) fn new(variable: &Variable) -> Self {
        let store = match variable.arity {
            Arity::One => Store::Narrow(Vec::new()),
            Arity::Many => Store::Many {
                state: Vec::new(),
                planes: Vec::new(),
            },
        };
        Self {
            dictionary: Dictionary::new(variable.family, &variable.codes),
            store,
            used: Vec::new(),
        }
    }

    /// A column of these codes and numbers, to which more can be added; `None` where the codes do not
    /// begin with the variable's, one stands twice, or the numbers are of another kind.
    pub(super) fn of(variable: &Variable, codes: &[Code], store: Store) -> Option<Self> {
        let new = Self::new(variable);
        let is_many = |store: &Store| matches!(store, Store::Many { .. });
        let fits = codes.starts_with(&variable.codes) && is_many(&new.store) == is_many(&store);
        let count = codes.len();
        let dictionary = Dictionary::new(variable.family, codes);
        let known = dictionary.texts.len() + dictionary.numbers.len();
        (fits && known == count).then_some(Self {
            dictionary,
            store,
            used: Vec::new(),
        })
    }

    /// Adds a respondent who gave no value.
    pub(super) fn push_missing(&mut self, kind: Missing) {
        self.store.push_missing(kind);
    }

    /// Says what the respondent that was added last answered. A value that does not fit the variable
    /// is `unreadable`: it was stored and cannot be read as what is asked here.
    pub(super) fn set_last(&mut self, answer: &Answer) {
        match answer {
            Answer::Missing(kind) => self.store.set_missing(*kind),
            Answer::Value(Value::Choices(chosen)) => self.set_many(chosen),
            Answer::Value(value) => self.set_one(value),
        }
    }

    fn set_one(&mut self, value: &Value) {
        let fits = !matches!(self.store, Store::Many { .. });
        match self.dictionary.find(value).filter(|_| fits) {
            Some(place) => self.store.set_number(KINDS + place),
            None => self.store.set_missing(Missing::Unreadable),
        }
    }

    fn set_many(&mut self, chosen: &[Chosen]) {
        let places: Option<Vec<usize>> = chosen
            .iter()
            .map(|chosen| self.dictionary.text(&chosen.code))
            .collect();
        let (Store::Many { state, planes }, Some(places)) = (&mut self.store, places) else {
            return self.store.set_missing(Missing::Unreadable);
        };
        set_end(state, ANSWERED);
        let respondents = state.len();
        for place in places {
            while planes.len() <= place / 8 {
                planes.push(vec![0; respondents]);
            }
            if let Some(byte) = planes[place / 8].last_mut() {
                *byte |= 1 << (place % 8);
            }
        }
    }

    /// The finished column, with respondents in another order.
    pub(super) fn reorder(self, order: &[u32]) -> Self {
        let store = self.store.reorder(order);
        let used = match &store {
            Store::Narrow(column) | Store::Many { state: column, .. } => kernel::used(column),
            Store::Wide(_) => Vec::new(),
        };
        Self {
            dictionary: self.dictionary,
            store,
            used,
        }
    }

    /// Every byte column, for the floor that a benchmark measures; a wide one is left out.
    pub(super) fn bytes(&self) -> Vec<&[u8]> {
        match &self.store {
            Store::Narrow(column) => vec![column],
            Store::Wide(_) => Vec::new(),
            Store::Many { state, planes } => std::iter::once(state)
                .chain(planes)
                .map(Vec::as_slice)
                .collect(),
        }
    }
}

impl Store {
    /// Adds a respondent who gave no value.
    pub(super) fn push_missing(&mut self, kind: Missing) {
        let number = missing_number(kind);
        match self {
            Self::Narrow(column) => column.push(number),
            Self::Wide(column) => column.push(u32::from(number)),
            Self::Many { state, planes } => {
                state.push(number);
                for plane in planes {
                    plane.push(0);
                }
            }
        }
    }

    /// The respondent that was added last gave no value.
    pub(super) fn set_missing(&mut self, kind: Missing) {
        let number = missing_number(kind);
        match self {
            Self::Narrow(column) | Self::Many { state: column, .. } => set_end(column, number),
            Self::Wide(column) => set_end(column, u32::from(number)),
        }
    }

    /// The number of the respondent that was added last; the store grows wide where it must.
    pub(super) fn set_number(&mut self, number: usize) {
        if let (Self::Narrow(column), Err(_)) = (&*self, u8::try_from(number)) {
            *self = Self::Wide(column.iter().map(|&byte| u32::from(byte)).collect());
        }
        match self {
            Self::Narrow(column) => set_end(column, u8::try_from(number).unwrap_or(u8::MAX)),
            Self::Wide(column) => set_end(column, u32::try_from(number).unwrap_or(u32::MAX)),
            Self::Many { .. } => {}
        }
    }

    /// The number of a respondent: below 8 a kind of missing, else a place; with several codes a
    /// person, whether answered.
    pub(super) fn number(&self, at: usize) -> Option<usize> {
        match self {
            Self::Narrow(column) | Self::Many { state: column, .. } => {
                column.get(at).map(|&byte| usize::from(byte))
            }
            Self::Wide(column) => column.get(at).and_then(|&wide| usize::try_from(wide).ok()),
        }
    }

    /// Why a respondent gave no value; `unreadable` where there is no such respondent.
    pub(super) fn missing(&self, at: usize) -> Option<Missing> {
        match self.number(at) {
            Some(number) => missing_of(number),
            None => Some(Missing::Unreadable),
        }
    }

    /// The bytes that the numbers take.
    pub(super) fn memory(&self) -> usize {
        match self {
            Self::Narrow(column) => column.len(),
            Self::Wide(column) => column.len() * size_of::<u32>(),
            Self::Many { state, planes } => {
                state.len() + planes.iter().map(Vec::len).sum::<usize>()
            }
        }
    }

    /// The same numbers with respondents in another order.
    pub(super) fn reorder(self, order: &[u32]) -> Self {
        match self {
            Self::Narrow(column) => Self::Narrow(permute(&column, order)),
            Self::Wide(column) => Self::Wide(permute(&column, order)),
            Self::Many { state, planes } => Self::Many {
                state: permute(&state, order),
                planes: planes.iter().map(|plane| permute(plane, order)).collect(),
            },
        }
    }
}

/// The kind of missing that a number stands for.
pub(super) fn missing_of(number: usize) -> Option<Missing> {
    Missing::ALL.get(number).copied()
}

pub(super) fn missing_number(kind: Missing) -> u8 {
    Missing::ALL
        .iter()
        .zip(0..)
        .find_map(|(known, number)| (*known == kind).then_some(number))
        .unwrap_or_default()
}

pub(super) fn set_end<T>(column: &mut [T], value: T) {
    if let Some(last) = column.last_mut() {
        *last = value;
    }
}

pub(super) fn permute<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&at| column[at as usize]).collect()
}
