//! A frame's columns as bytes and back, for the sealed cache of an opened box.
//!
//! What is written is what a [`FrameBuilder`](super::FrameBuilder) holds: answers by column, in the order
//! in which responses came in, without any id. Where a response no longer counts its line is left out,
//! and with it every value that nobody else gave. Bytes are believed no more than a bundle's: nothing is
//! set aside by a number that they claim, and a column that does not fit its variable is refused.

use std::hash::Hash;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::base::time::Day;

use super::cell::Cell;
use super::code::{Code, Family};
use super::column::{ANSWERED, Column, KINDS, Store};
use super::values::Values;
use super::variable::Variable;

/// Where bytes go.
pub trait Sink {
    /// Takes some; what goes wrong is the sink's to remember.
    fn put(&mut self, bytes: &[u8]);
}

/// Where bytes come from.
pub trait Source {
    /// Fills all of `into`; `None` where there is no more, or it cannot be read.
    fn fill(&mut self, into: &mut [u8]) -> Option<()>;
}

/// The most bytes that are read before it is known that they are there.
const PIECE: usize = 64 << 10;
/// The longest text: a short text has at most as many characters as its question allows.
const LONGEST_TEXT: u64 = 1 << 20;

/// Writes a number.
pub fn put_number(sink: &mut dyn Sink, number: usize) {
    sink.put(&u64::try_from(number).unwrap_or(u64::MAX).to_le_bytes());
}

/// Writes bytes with their length.
pub fn put_bytes(sink: &mut dyn Sink, bytes: &[u8]) {
    put_number(sink, bytes.len());
    sink.put(bytes);
}

/// Reads a number.
pub fn number(source: &mut dyn Source) -> Option<usize> {
    let mut bytes = [0; 8];
    source.fill(&mut bytes)?;
    usize::try_from(u64::from_le_bytes(bytes)).ok()
}

/// Reads so many bytes.
pub fn exactly(source: &mut dyn Source, length: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while bytes.len() < length {
        let start = bytes.len();
        bytes.resize(start + (length - start).min(PIECE), 0);
        source.fill(bytes.get_mut(start..)?)?;
    }
    Some(bytes)
}

/// Reads bytes that stand with their length, of which there are at most `most`.
pub fn bytes(source: &mut dyn Source, most: u64) -> Option<Vec<u8>> {
    let length = number(source)?;
    let fits = u64::try_from(length).is_ok_and(|length| length <= most);
    fits.then(|| exactly(source, length)).flatten()
}

fn text(source: &mut dyn Source) -> Option<String> {
    String::from_utf8(bytes(source, LONGEST_TEXT)?).ok()
}

/// Wide numbers, four bytes each.
pub(super) fn put_wide(sink: &mut dyn Sink, numbers: &[u32]) {
    for numbers in numbers.chunks(PIECE) {
        let bytes: Vec<u8> = numbers.iter().flat_map(|one| one.to_le_bytes()).collect();
        sink.put(&bytes);
    }
}

/// Reads so many wide numbers.
pub(super) fn wide(source: &mut dyn Source, count: usize) -> Option<Vec<u32>> {
    let bytes = exactly(source, count.checked_mul(size_of::<u32>())?)?;
    let (numbers, _) = bytes.as_chunks();
    Some(numbers.iter().map(|one| u32::from_le_bytes(*one)).collect())
}

/// A value that a column keeps once.
pub(super) trait Value: Clone + Eq + Hash {
    fn put(&self, sink: &mut dyn Sink);
    fn take(source: &mut dyn Source) -> Option<Self>;
}

impl Value for Decimal {
    fn put(&self, sink: &mut dyn Sink) {
        sink.put(&self.serialize());
    }

    fn take(source: &mut dyn Source) -> Option<Self> {
        let mut bytes = [0; 16];
        source.fill(&mut bytes)?;
        Some(Self::deserialize(bytes))
    }
}

impl Value for Day {
    fn put(&self, sink: &mut dyn Sink) {
        put_bytes(sink, self.to_string().as_bytes());
    }

    fn take(source: &mut dyn Source) -> Option<Self> {
        Self::parse(&text(source)?)
    }
}

impl Value for Arc<str> {
    fn put(&self, sink: &mut dyn Sink) {
        put_bytes(sink, self.as_bytes());
    }

    fn take(source: &mut dyn Source) -> Option<Self> {
        Some(text(source)?.into())
    }
}

fn put_code(sink: &mut dyn Sink, code: &Code) {
    match code {
        Code::YesNo(truth) => sink.put(&[u8::from(*truth)]),
        Code::Number(number) => sink.put(&number.to_le_bytes()),
        Code::Text(code) => put_bytes(sink, code.as_bytes()),
    }
}

fn code(source: &mut dyn Source, family: Family) -> Option<Code> {
    Some(match family {
        Family::YesNo => {
            let mut byte = [0];
            source.fill(&mut byte)?;
            Code::YesNo(byte == [1])
        }
        Family::Number => {
            let mut bytes = [0; 8];
            source.fill(&mut bytes)?;
            Code::Number(i64::from_le_bytes(bytes))
        }
        Family::Text => Code::Text(text(source)?),
    })
}

impl Store {
    fn put(&self, sink: &mut dyn Sink) {
        match self {
            Self::Narrow(column) => {
                sink.put(&[0]);
                sink.put(column);
            }
            Self::Wide(column) => {
                sink.put(&[1]);
                put_wide(sink, column);
            }
            Self::Many { state, planes } => {
                sink.put(&[2]);
                sink.put(state);
                put_number(sink, planes.len());
                for plane in planes {
                    sink.put(plane);
                }
            }
        }
    }

    /// Reads a column of `rows` whose numbers are kinds of missing and places below `known`.
    fn take(source: &mut dyn Source, rows: usize, known: usize) -> Option<Self> {
        let mut tag = [0];
        source.fill(&mut tag)?;
        let most = KINDS + known;
        let store = match tag {
            [0] => Self::Narrow(exactly(source, rows)?),
            [1] => Self::Wide(wide(source, rows)?),
            [2] => {
                let state = exactly(source, rows)?;
                let count = number(source)?;
                let fits = count <= known.div_ceil(8);
                let planes = (0..count).map_while(|_| exactly(source, rows));
                let planes: Vec<Vec<u8>> = if fits { planes.collect() } else { return None };
                (planes.len() == count).then_some(Self::Many { state, planes })?
            }
            _ => return None,
        };
        let fits = match &store {
            Self::Narrow(column) => column.iter().all(|&one| usize::from(one) < most),
            Self::Wide(column) => column.iter().all(|&one| (one as usize) < most),
            Self::Many { state, .. } => state.iter().all(|&one| one <= ANSWERED),
        };
        fits.then_some(store)
    }

    /// Which places occur, of `known`.
    fn occurring(&self, known: usize) -> Vec<bool> {
        let mut occurs = vec![false; known];
        let mut mark = |number: usize| {
            let place = number.checked_sub(KINDS);
            if let Some(seen) = place.and_then(|place| occurs.get_mut(place)) {
                *seen = true;
            }
        };
        match self {
            Self::Narrow(column) => column.iter().for_each(|&one| mark(usize::from(one))),
            Self::Wide(column) => column.iter().for_each(|&one| mark(one as usize)),
            Self::Many { planes, .. } => {
                for (plane, bits) in planes.iter().enumerate() {
                    let any = bits.iter().fold(0, |any, byte| any | byte);
                    let set = (0..8).filter(|bit| any >> bit & 1 == 1);
                    set.for_each(|bit| mark(KINDS + plane * 8 + bit));
                }
            }
        }
        occurs
    }

    /// The same answers with places numbered anew: `places[old]` is the new one.
    fn renumber(&mut self, places: &[usize]) {
        let new = |number: usize| match number.checked_sub(KINDS) {
            None => number,
            Some(place) => KINDS + places.get(place).copied().unwrap_or_default(),
        };
        match self {
            Self::Narrow(column) => {
                for one in column {
                    *one = u8::try_from(new(usize::from(*one))).unwrap_or(u8::MAX);
                }
            }
            Self::Wide(column) => {
                for one in column {
                    *one = u32::try_from(new(*one as usize)).unwrap_or(u32::MAX);
                }
            }
            Self::Many { state, planes } => *planes = moved(planes, state.len(), places),
        }
    }
}

/// Planes with their bits at other places.
fn moved(planes: &[Vec<u8>], rows: usize, to: &[usize]) -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = Vec::new();
    for (old, &new) in to.iter().enumerate() {
        let Some(from) = planes.get(old / 8) else {
            continue;
        };
        if from.iter().all(|byte| byte >> (old % 8) & 1 == 0) {
            continue;
        }
        while all.len() <= new / 8 {
            all.push(vec![0; rows]);
        }
        if let Some(own) = all.get_mut(new / 8) {
            for (own, from) in own.iter_mut().zip(from) {
                *own |= (from >> (old % 8) & 1) << (new % 8);
            }
        }
    }
    all
}

/// New places for those of `occurs` that stay: the first `fixed` always do. A place that goes has no one.
fn renumbered(occurs: &[bool], fixed: usize) -> Vec<usize> {
    let mut next = 0;
    let place = |(at, occurs): (usize, &bool)| {
        let own = next;
        next += usize::from(at < fixed || *occurs);
        own
    };
    occurs.iter().enumerate().map(place).collect()
}

impl<T: Value> Values<T> {
    fn put(&self, sink: &mut dyn Sink) {
        put_number(sink, self.known().len());
        self.known().iter().for_each(|value| value.put(sink));
        self.store().put(sink);
    }

    fn take(source: &mut dyn Source, rows: usize) -> Option<Self> {
        let count = number(source)?;
        let mut known = Vec::new();
        for _ in 0..count {
            known.push(T::take(source)?);
        }
        Self::of(known, Store::take(source, rows, count)?)
    }

    fn thinned(self, order: &[u32]) -> Option<Self> {
        let (known, store) = self.reorder(order).into_parts();
        let (known, store) = only_occurring(known, store);
        Self::of(known, store)
    }
}

fn only_occurring<T>(known: Vec<T>, mut store: Store) -> (Vec<T>, Store) {
    let occurs = store.occurring(known.len());
    store.renumber(&renumbered(&occurs, 0));
    let known = known.into_iter().zip(occurs);
    let known = known.filter_map(|(value, occurs)| occurs.then_some(value));
    (known.collect(), store)
}

impl Column {
    fn put(&self, sink: &mut dyn Sink) {
        let codes = self.dictionary.codes();
        put_number(sink, codes.len());
        for code in codes {
            put_code(sink, code);
        }
        self.store.put(sink);
    }

    fn take(variable: &Variable, source: &mut dyn Source, rows: usize) -> Option<Self> {
        let count = number(source)?;
        let mut codes = Vec::new();
        for _ in 0..count {
            codes.push(code(source, variable.family)?);
        }
        let store = Store::take(source, rows, count)?;
        Self::of(variable, &codes, store)
    }

    fn thinned(self, variable: &Variable, order: &[u32]) -> Option<Self> {
        let column = self.reorder(order);
        let codes = column.dictionary.codes().to_vec();
        let mut store = column.store;
        let fixed = variable.codes.len();
        let occurs = store.occurring(codes.len());
        store.renumber(&renumbered(&occurs, fixed));
        let codes = codes.into_iter().zip(occurs).enumerate();
        let codes = codes.filter(|(at, (_, occurs))| *at < fixed || *occurs);
        let codes: Vec<Code> = codes.map(|(_, (code, _))| code).collect();
        Self::of(variable, &codes, store)
    }
}

impl Cell {
    /// Writes a column.
    pub(super) fn put(&self, sink: &mut dyn Sink) {
        match self {
            Self::Codes(column) => column.put(sink),
            Self::Decimal(values) => values.put(sink),
            Self::Day(values) => values.put(sink),
            Self::Words(values) => values.put(sink),
            Self::Entries(entries) => entries.put(sink),
        }
    }

    /// Reads the column of a variable, of so many rows; `None` where it is not one.
    pub(super) fn take(variable: &Variable, source: &mut dyn Source, rows: usize) -> Option<Self> {
        Some(match Self::new(variable) {
            Self::Codes(_) => Self::Codes(Column::take(variable, source, rows)?),
            Self::Decimal(_) => Self::Decimal(Values::take(source, rows)?),
            Self::Day(_) => Self::Day(Values::take(source, rows)?),
            Self::Words(_) => Self::Words(Values::take(source, rows)?),
            Self::Entries(mut entries) => {
                entries.take(source, rows)?;
                Self::Entries(entries)
            }
        })
    }

    /// The same column with these rows only, and only the values that they hold.
    pub(super) fn thinned(self, variable: &Variable, order: &[u32]) -> Option<Self> {
        Some(match self {
            Self::Codes(column) => Self::Codes(column.thinned(variable, order)?),
            Self::Decimal(values) => Self::Decimal(values.thinned(order)?),
            Self::Day(values) => Self::Day(values.thinned(order)?),
            Self::Words(values) => Self::Words(values.thinned(order)?),
            Self::Entries(entries) => Self::Entries(Box::new(entries.thinned(order)?)),
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::response::answer::{Answer, Missing, Value as Given};
    use crate::stats::variable::Holds;

    impl Sink for Vec<u8> {
        fn put(&mut self, bytes: &[u8]) {
            self.extend_from_slice(bytes);
        }
    }

    impl Source for &[u8] {
        fn fill(&mut self, into: &mut [u8]) -> Option<()> {
            let (own, rest) = self.split_at_checked(into.len())?;
            into.copy_from_slice(own);
            *self = rest;
            Some(())
        }
    }

    fn decimals(given: &[Option<&str>]) -> Cell {
        let mut column = Values::new();
        for one in given {
            column.push_missing(Missing::Blank);
            if let Some(text) = one {
                column.set_last(Ok(text.parse::<Decimal>().unwrap()));
            }
        }
        Cell::Decimal(column)
    }

    fn variable(holds: Holds) -> Variable {
        let survey = crate::stats::tests::questionnaire(Vec::new());
        let mut one = crate::stats::variables(&survey).remove(0);
        one.holds = holds;
        one
    }

    fn written(cell: &Cell) -> Vec<u8> {
        let mut bytes = Vec::new();
        cell.put(&mut bytes);
        bytes
    }

    #[test]
    fn a_column_reads_as_it_was_written_and_goes_on() {
        let own = variable(Holds::Decimal);
        let bytes = written(&decimals(&[Some("0.50"), None, Some("1"), Some("0.50")]));
        let mut read = Cell::take(&own, &mut bytes.as_slice(), 4).unwrap();
        assert_eq!(written(&read), bytes);
        read.push_missing(Missing::Blank);
        read.set_last(&Answer::Value(Given::Decimal("1".parse().unwrap())));
        let longer = [Some("0.50"), None, Some("1"), Some("0.50"), Some("1")];
        assert_eq!(written(&read), written(&decimals(&longer)));
    }

    #[test]
    fn nothing_of_a_row_that_is_left_out_stays() {
        let own = variable(Holds::Decimal);
        let all = decimals(&[Some("0.5"), Some("7.25"), None, Some("1")]);
        let thinned = all.thinned(&own, &[3, 2, 0]).unwrap();
        // In the order in which values were met, without the one that nobody gave.
        let bytes = written(&thinned);
        assert!(
            !bytes
                .windows(16)
                .any(|one| one == "7.25".parse::<Decimal>().unwrap().serialize())
        );
        let read = Cell::take(&own, &mut bytes.as_slice(), 3).unwrap();
        let Cell::Decimal(values) = read else {
            panic!("decimals");
        };
        let shown = (0..3).map(|at| values.at(at).map(ToString::to_string));
        let expected = [Some("1"), None, Some("0.5")].map(|one| one.map(str::to_owned));
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn planes_move_with_their_codes() {
        let planes = vec![vec![0b0000_0101, 0b0000_0100], vec![0, 0b1]];
        // Codes 0 and 1 go, 2 becomes 0, 8 becomes 1.
        let new_places = [0, 0, 0, 1, 1, 1, 1, 1, 1];
        let mut store = Store::Many {
            state: vec![8, 8],
            planes: vec![vec![0b0000_0100, 0b0000_0100], vec![0, 0b1]],
        };
        store.renumber(&new_places);
        let Store::Many { planes: new, .. } = &store else {
            panic!("several codes");
        };
        assert_eq!(new, &[vec![0b01, 0b11]]);
        assert_eq!(moved(&planes, 2, &[1, 0, 2]), [vec![0b110, 0b100]]);
    }

    #[test]
    fn bytes_that_were_cut_or_fit_nothing_are_refused() {
        let own = variable(Holds::Decimal);
        let bytes = written(&decimals(&[Some("0.50"), None]));
        for end in 0..bytes.len() {
            assert!(Cell::take(&own, &mut &bytes[..end], 2).is_none(), "{end}");
        }
        let mut wrong = bytes;
        // A place behind the last value.
        *wrong.last_mut().unwrap() = 9;
        assert!(Cell::take(&own, &mut wrong.as_slice(), 2).is_none());
        let endless = u64::MAX.to_le_bytes();
        assert!(bytes_of(&endless).is_none());
    }

    fn bytes_of(mut claimed: &[u8]) -> Option<Vec<u8>> {
        bytes(&mut claimed, u64::MAX)
    }
}
