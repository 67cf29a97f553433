//! Fingerprints of public things: four words and a number, to be read out over the telephone.
//!
//! Eight words are a respondent's code and nothing else; a fingerprint has four and a number, so
//! that nobody takes one for the other (docs/format.md §13).

use std::fmt;

use sha2::{Digest as _, Sha256};

/// How many words.
const WORDS: usize = 4;
/// Bits of a word on a list of 2,048.
const BITS: usize = 11;

/// A fingerprint: the first 60 bits of a SHA-256, as four words of the BIP-39 English list (11 bits
/// each) and the next 16 bits modulo 100 as two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint {
    words: [&'static str; WORDS],
    number: u8,
}

impl Fingerprint {
    /// The fingerprint of a public thing's bytes: a recipient's text, a public key, a document.
    pub fn of(public: &[u8]) -> Self {
        Self::of_digest(&Sha256::digest(public).into())
    }

    /// The fingerprint of what has this SHA-256.
    pub fn of_digest(digest: &[u8; 32]) -> Self {
        let head: [u8; 8] = std::array::from_fn(|at| digest[at]);
        let bits = u64::from_be_bytes(head);
        let list = bip39::Language::English.word_list();
        let word = |place: usize| {
            let shifted = bits >> (64 - BITS * (place + 1));
            list[usize::try_from(shifted & 0x7ff).unwrap_or_default()]
        };
        let rest = (bits >> (64 - BITS * WORDS - 16)) & 0xffff;
        Self {
            words: std::array::from_fn(word),
            number: u8::try_from(rest % 100).unwrap_or_default(),
        }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:02}", self.words.join("-"), self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_four_words_and_two_digits() {
        assert_eq!(
            Fingerprint::of_digest(&[0; 32]).to_string(),
            "abandon-abandon-abandon-abandon 00"
        );
        // 0xffff = 65535.
        assert_eq!(
            Fingerprint::of_digest(&[0xff; 32]).to_string(),
            "zoo-zoo-zoo-zoo 35"
        );
        // SHA-256 of "abc" begins ba7816bf 8f01cfea: groups 1491, 1541, 1407, 240; then 0x1cfe = 7422.
        let list = bip39::Language::English.word_list();
        let words = [1491, 1541, 1407, 240].map(|place: usize| list[place]);
        let expected = format!("{} 22", words.join("-"));
        assert_eq!(Fingerprint::of(b"abc").to_string(), expected);
        assert_eq!(expected, "risk-scheme-quiz-bulk 22");
    }
}
