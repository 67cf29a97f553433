//! An identity on paper: words that a person can copy by hand, and be told which line is wrong.
//!
//! 32 secret bytes and one check byte (the first of their SHA-256) are 24 words of the BIP-39 English
//! list, as any BIP-39 tool writes 256 bits. They stand in four rows of six, and a seventh word checks
//! each row: 11 bits of the SHA-256 of its place and words. An institution's signing seed follows as
//! four more rows. What is written on paper is the secret itself.

use std::fmt;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::unwrap::OwnIdentity;
use crate::base::text;

/// Secret words in a row; a check word follows.
const ROW: usize = 6;
/// Rows of one secret.
pub const ROWS: usize = 4;
/// Bits that a word stands for.
const BITS: usize = 11;
/// The first letters that no two words of the list share.
const UNIQUE_PREFIX: usize = 4;
/// What stands before a row's words under its check word.
const CHECK_PREFIX: &str = "tallybox/v1/paper";

/// One row as it is printed: six words and their check word.
pub type Row = [&'static str; ROW + 1];
/// 32 secret bytes, wiped on drop.
pub type Secret = Zeroizing<[u8; 32]>;

/// Why typed words are no identity. Words are never repeated: they are most of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperError {
    /// Not four rows of seven words, nor eight: this many words.
    Count(usize),
    /// The word at this place of this row, both from 1, is not on the list.
    Unknown(usize, usize),
    /// A word of this row, from 1, is another one than was printed.
    Row(usize),
    /// Every row is right by itself, and they are not the rows of one sheet in order.
    Whole,
}

/// The rows of one secret; `place` is that of its first row, from 0.
pub fn rows(secret: &[u8; 32], place: usize) -> Vec<Row> {
    let list = bip39::Language::English.word_list();
    let check: [u8; 32] = Sha256::digest(secret).into();
    let mut bytes = Zeroizing::new([0; 33]);
    bytes[..32].copy_from_slice(secret);
    bytes[32] = check[0];
    let indices: Zeroizing<Vec<usize>> =
        Zeroizing::new((0..ROW * ROWS).map(|word| bits(&bytes[..], word)).collect());
    let row = |(at, six): (usize, &[usize])| {
        let mut row = [""; ROW + 1];
        for (to, index) in row.iter_mut().zip(six) {
            *to = list[*index];
        }
        row[ROW] = check_word(place + at, &row[..ROW]);
        row
    };
    indices.chunks(ROW).enumerate().map(row).collect()
}

/// The 11 bits of a word.
fn bits(bytes: &[u8], word: usize) -> usize {
    let bit = |at: usize| usize::from((bytes[at / 8] >> (7 - at % 8)) & 1);
    (word * BITS..(word + 1) * BITS).fold(0, |sum, at| sum << 1 | bit(at))
}

fn check_word(place: usize, words: &[&str]) -> &'static str {
    let text = Zeroizing::new(format!("{CHECK_PREFIX}\n{place}\n{}\n", words.join(" ")));
    let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    bip39::Language::English.word_list()[bits(&digest, 0)]
}

/// Reads what was copied from a sheet: one secret, or two. Where lines are numbered (`1.`), only those
/// count, so that a whole sheet reads as well; the first four letters of a word are enough.
///
/// # Errors
/// The first thing that is wrong, by its place.
pub fn read(typed: &str) -> Result<Vec<Secret>, PaperError> {
    let words = tokens(typed);
    if words.is_empty()
        || !words.len().is_multiple_of((ROW + 1) * ROWS)
        || words.len() > (ROW + 1) * ROWS * 2
    {
        return Err(PaperError::Count(words.len()));
    }
    let mut secrets = Vec::new();
    for (number, secret) in words.chunks((ROW + 1) * ROWS).enumerate() {
        let mut indices = Zeroizing::new(Vec::with_capacity(ROW * ROWS));
        for (at, row) in secret.chunks(ROW + 1).enumerate() {
            read_row(number * ROWS + at, row, &mut indices)?;
        }
        secrets.push(secret_of(&indices)?);
    }
    Ok(secrets)
}

fn tokens(typed: &str) -> Zeroizing<Vec<String>> {
    let plain = Zeroizing::new(text::sanitise(typed).to_lowercase());
    let is_numbered = |line: &&str| {
        let number = line.trim_start().split_once('.').map(|(number, _)| number);
        number
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    let all = !plain.lines().any(|line| is_numbered(&line));
    let lines = plain.lines().filter(|line| all || is_numbered(line));
    let words = lines.flat_map(|line| line.split(|c: char| !c.is_ascii_alphabetic()));
    Zeroizing::new(
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect(),
    )
}

fn read_row(place: usize, row: &[String], indices: &mut Vec<usize>) -> Result<(), PaperError> {
    let list = bip39::Language::English.word_list();
    let mut words = Vec::with_capacity(ROW + 1);
    for (at, typed) in row.iter().enumerate() {
        let index = find(typed).ok_or(PaperError::Unknown(place + 1, at + 1))?;
        words.push(list[index]);
        if at < ROW {
            indices.push(index);
        }
    }
    if words.last().copied() == Some(check_word(place, &words[..ROW])) {
        Ok(())
    } else {
        Err(PaperError::Row(place + 1))
    }
}

fn find(typed: &str) -> Option<usize> {
    let list = bip39::Language::English.word_list();
    let exact = list.iter().position(|word| *word == typed);
    let long_enough = typed.len() >= UNIQUE_PREFIX;
    exact.or_else(|| {
        list.iter()
            .position(|word| long_enough && word.starts_with(typed))
    })
}

fn secret_of(indices: &[usize]) -> Result<Secret, PaperError> {
    let mut bytes = Zeroizing::new([0_u8; 33]);
    for (word, index) in indices.iter().enumerate() {
        for bit in 0..BITS {
            let at = word * BITS + bit;
            let set = (index >> (BITS - 1 - bit)) & 1 == 1;
            bytes[at / 8] |= u8::from(set) << (7 - at % 8);
        }
    }
    let mut secret = Secret::new([0; 32]);
    secret.copy_from_slice(&bytes[..32]);
    let check: [u8; 32] = Sha256::digest(&secret[..]).into();
    (check[0] == bytes[32])
        .then_some(secret)
        .ok_or(PaperError::Whole)
}

/// The 32 bytes of an identity, for its sheet.
pub fn secret(identity: &OwnIdentity) -> Option<Secret> {
    use bech32::FromBase32 as _;
    let text = identity.to_text();
    let (_, mut data, _) = bech32::decode(&text).ok()?;
    let bytes = Vec::from_base32(&data).ok().map(Zeroizing::new);
    data.fill(bech32::u5::default());
    let bytes = bytes?;
    let mut secret = Secret::new([0; 32]);
    (bytes.len() == secret.len()).then(|| secret.copy_from_slice(&bytes))?;
    Some(secret)
}

impl fmt::Display for PaperError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(0) => f.write_str("there are no words in it"),
            Self::Count(found) => write!(
                f,
                "there are {found} words; a sheet has 28 (4 rows of 7), an institution's 56 (8 rows of 7)"
            ),
            Self::Unknown(row, word) => {
                write!(f, "row {row}, word {word} is not on the list of words")
            }
            Self::Row(row) => write!(f, "row {row}: its last word does not fit the six before it"),
            Self::Whole => {
                f.write_str("each row is right, and together they are not one sheet's rows")
            }
        }
    }
}

impl std::error::Error for PaperError {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(rows: &[Row]) -> String {
        let line = |(at, row): (usize, &Row)| format!("{}. {}\n", at + 1, row.join(" "));
        rows.iter().enumerate().map(line).collect()
    }

    #[test]
    fn its_words_are_those_of_bip_39() {
        // From the BIP's own test vectors: 32 zero bytes, and 32 bytes of 0x7f.
        let words = |byte| {
            let rows = rows(&[byte; 32], 0);
            rows.iter()
                .flat_map(|row| row[..ROW].to_vec())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(words(0), format!("{}art", "abandon ".repeat(23)));
        let seven = "legal winner thank year wave sausage worth useful legal winner thank year wave \
                     sausage worth useful legal winner thank year wave sausage worth title";
        assert_eq!(words(0x7f), seven);
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_and_a_slip_is_found_in_its_row(
            one: [u8; 32], two: [u8; 32], row in 0..8_usize, word in 0..7_usize, other in 0..2048_usize,
        ) {
            let mut all = rows(&one, 0);
            all.extend(rows(&two, ROWS));
            let secrets = read(&written(&all)).expect("it reads");
            prop_assert!(*secrets[0] == one && *secrets[1] == two);
            let short: String = all
                .iter()
                .flatten()
                .map(|word| word.chars().take(4).chain([' ']).collect::<String>())
                .collect();
            prop_assert!(read(&short).is_ok_and(|read| *read[1] == two));
            let slip = bip39::Language::English.word_list()[other];
            let is_slip = all[row][word] != slip;
            all[row][word] = slip;
            // One in 2,048 slips fits its check word; the check byte of the whole then finds most.
            let found = read(&written(&all));
            prop_assert!(!is_slip || found.is_err() || found.is_ok_and(|read| *read[row / ROWS] != [one, two][row / ROWS]));
        }
    }

    #[test]
    fn what_is_wrong_is_named_by_its_place_and_never_by_its_words() {
        let mut all = rows(&[7; 32], 0);
        assert_eq!(read("").err(), Some(PaperError::Count(0)));
        assert_eq!(read("abandon ability").err(), Some(PaperError::Count(2)));
        let mut slipped = all.clone();
        slipped[2][3] = "zzzz";
        let found = read(&written(&slipped)).err();
        assert_eq!(found, Some(PaperError::Unknown(3, 4)));
        all.swap(0, 1);
        assert_eq!(read(&written(&all)).err(), Some(PaperError::Row(1)));
    }
}
