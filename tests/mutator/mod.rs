//! Changes bytes as chance and malice do; the same seed makes the same changes.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::time::Duration;

/// What this thread has had of a processor so far. What others take from it meanwhile is no fault of what is read, and
/// reading from memory waits for nothing.
pub(crate) fn processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat");
    let told = told.unwrap();
    let nanoseconds = told
        .split_whitespace()
        .next()
        .and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap())
}

/// A xorshift generator with a few ways of spoiling a file.
pub(crate) struct Mutator(u64);

/// Numbers at which readers go wrong.
const EDGES: [u32; 8] = [0, 1, 0x7f, 0xff, 0xffff, 1 << 20, 0x7fff_ffff, u32::MAX];

impl Mutator {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `end`; 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 11).unwrap_or(0) % end.max(1)
    }

    /// One to four changes; `other` is where pieces are taken from.
    pub(crate) fn mutate(&mut self, bytes: &[u8], other: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(4) {
            self.change(&mut bytes, other);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        let at = self.below(bytes.len());
        let to = (at + 1 + self.below(64)).min(bytes.len());
        match self.below(9) {
            _ if bytes.is_empty() => bytes.extend(other),
            0 => bytes[at] ^= 1 << self.below(8),
            1 => bytes[at] = self.next().to_le_bytes()[0],
            2 => drop(bytes.drain(at..to)),
            3 => bytes.truncate(at),
            4 => {
                let piece = bytes[at..to].to_vec();
                let place = self.below(bytes.len());
                drop(bytes.splice(place..place, piece));
            }
            5 => {
                let edge = EDGES[self.below(EDGES.len())].to_be_bytes();
                bytes
                    .iter_mut()
                    .skip(at)
                    .zip(edge)
                    .for_each(|(byte, new)| *byte = new);
            }
            6 => {
                let from = self.below(other.len());
                let end = (from + 1 + self.below(200)).min(other.len());
                drop(bytes.splice(at..to, other[from.min(end)..end].iter().copied()));
            }
            7 => {
                let place = self.below(bytes.len());
                let length = (to - at).min(bytes.len() - place);
                for offset in 0..length.min(bytes.len() - at) {
                    bytes.swap(at + offset, place + offset);
                }
            }
            _ => bytes[at..to].fill(self.next().to_le_bytes()[1]),
        }
    }
}
