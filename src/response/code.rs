//! The respondent's eight words, and everything that derives from them (docs/format.md §3).
//!
//! 80 random bits and 8 check bits are 88 bits: eight words of 11 bits, or 27 decimal digits.

use bech32::ToBase32 as _;
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::base::text;

/// Words in a code.
const WORDS: usize = 8;
/// Bits that a word stands for.
const WORD_BITS: usize = 11;
/// Digits in a code written as a number: 2^88 has 27.
const DIGITS: usize = 27;
/// The first letters that no two words of the list share.
const UNIQUE_PREFIX: usize = 4;
/// How many near words are named for one that is not on the list.
const NEAR: usize = 3;
/// An edit distance beyond which a word is no longer near.
const NEAR_DISTANCE: usize = 2;
/// What age puts before an X25519 secret.
const AGE_SECRET_PREFIX: &str = "age-secret-key-";

/// The 80 random bits behind the eight words.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Code([u8; 10]);

/// What derives from a code for one wave of one survey. Secret halves are wiped on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Derived {
    /// The draft's name: 16 bytes.
    pub draft: [u8; 16],
    /// X25519 secret of drafts and `mine`.
    pub age: [u8; 32],
    /// Ed25519 seed that signs the response.
    pub sign: [u8; 32],
    /// The optional link between waves.
    pub link: [u8; 16],
}

/// Why typed words are not a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// Not eight words and not 27 digits: this many words were given (0 for digits).
    Count(usize),
    /// The word at this place (from 1) is not on the list; the nearest words that are.
    Unknown {
        /// Place, from 1.
        place: usize,
        /// What was typed, sanitised.
        typed: String,
        /// Words of the list that are near it.
        near: Vec<String>,
    },
    /// All words are on the list but the check bits do not fit: one is a typo.
    Check,
}

impl Code {
    /// A code from 80 random bits.
    pub const fn from_bits(bits: [u8; 10]) -> Self {
        Self(bits)
    }

    /// The eight words.
    pub fn words(&self) -> [&'static str; 8] {
        let list = bip39::Language::English.word_list();
        let number = self.number();
        std::array::from_fn(|place| {
            let shift = (WORDS - 1 - place) * WORD_BITS;
            list[usize::try_from((number >> shift) & 0x7FF).unwrap_or_default()]
        })
    }

    /// The same 88 bits as 27 digits, in nine groups of three.
    pub fn digits(&self) -> String {
        let plain = format!("{:0DIGITS$}", self.number());
        let groups: Vec<String> = (0..DIGITS / 3)
            .map(|group| plain.chars().skip(group * 3).take(3).collect())
            .collect();
        groups.join(" ")
    }

    /// Reads eight words (first four letters suffice, any spacing or case) or 27 digits.
    ///
    /// # Errors
    /// What is wrong with them, precisely enough to mend it.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let typed = Zeroizing::new(text::sanitise(typed).to_lowercase());
        let tokens: Vec<&str> = typed
            .split(|c: char| !c.is_alphanumeric())
            .filter(|token| !token.is_empty())
            .collect();
        let digits = tokens.iter().flat_map(|token| token.chars());
        let is_number = !tokens.is_empty() && digits.clone().all(|c| c.is_ascii_digit());
        let number = if is_number {
            number_from_digits(&Zeroizing::new(digits.collect::<String>()))?
        } else {
            number_from_words(&tokens)?
        };
        Self::from_number(number)
    }

    /// Derives names and keys for one wave of one survey.
    pub fn derive(&self, survey: &str, wave: &str) -> Derived {
        let salt = format!("{survey}\n{wave}");
        let key = Hkdf::<Sha256>::new(Some(salt.as_bytes()), &self.0);
        Derived {
            draft: expand(&key, b"tallybox/v1/draft"),
            age: expand(&key, b"tallybox/v1/age"),
            sign: expand(&key, b"tallybox/v1/sign"),
            link: expand(&key, b"tallybox/v1/link"),
        }
    }

    /// The 80 bits and their 8 check bits as one number.
    fn number(&self) -> u128 {
        let bits = self
            .0
            .iter()
            .fold(0, |number, byte| number << 8 | u128::from(*byte));
        bits << 8 | u128::from(check_bits(&self.0))
    }

    fn from_number(number: u128) -> Result<Self, CodeError> {
        let bytes = Zeroizing::new(number.to_be_bytes());
        let [0, 0, 0, 0, 0, bits @ .., check] = &*bytes else {
            return Err(CodeError::Check);
        };
        if *check == check_bits(bits) {
            Ok(Self(*bits))
        } else {
            Err(CodeError::Check)
        }
    }
}

impl Derived {
    /// The age identity string (`AGE-SECRET-KEY-1…`) of drafts and `mine`. The program itself goes by the secret; tests hold
    /// this against other programs.
    pub fn age_identity(&self) -> Zeroizing<String> {
        // The prefix is a constant that bech32 accepts, so encoding cannot fail.
        let lower = Zeroizing::new(
            bech32::encode(
                AGE_SECRET_PREFIX,
                self.age.to_base32(),
                bech32::Variant::Bech32,
            )
            .unwrap_or_default(),
        );
        Zeroizing::new(lower.to_uppercase())
    }

    /// The Ed25519 signing key.
    pub fn signing_key(&self) -> ed25519_dalek::SigningKey {
        ed25519_dalek::SigningKey::from_bytes(&self.sign)
    }

    /// The name under which the person's development record is kept, 16 bytes from the age secret: it is
    /// sealed as drafts are, and nothing in the clear leads from a draft or a response to it.
    pub fn diary(&self) -> [u8; 16] {
        expand(&Hkdf::<Sha256>::new(None, &self.age), b"tallybox/v1/diary")
    }

    /// The response id: the first 16 bytes of SHA-256 of the Ed25519 public key.
    pub fn response(&self) -> [u8; 16] {
        super::record::response_id(self.signing_key().verifying_key().as_bytes())
    }
}

fn check_bits(bits: &[u8; 10]) -> u8 {
    Sha256::digest(bits)[0]
}

fn expand<const N: usize>(key: &Hkdf<Sha256>, info: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    // HKDF-SHA-256 fails beyond 8,160 bytes only; the longest here is 32.
    let filled = key.expand(info, &mut out);
    debug_assert!(filled.is_ok());
    out
}

fn number_from_digits(digits: &str) -> Result<u128, CodeError> {
    if digits.len() != DIGITS {
        return Err(CodeError::Count(0));
    }
    digits.parse().map_err(|_| CodeError::Check)
}

fn number_from_words(tokens: &[&str]) -> Result<u128, CodeError> {
    if tokens.len() != WORDS {
        return Err(CodeError::Count(tokens.len()));
    }
    tokens
        .iter()
        .enumerate()
        .try_fold(0, |number, (at, token)| {
            let index = word_index(token).ok_or_else(|| unknown(at + 1, token))?;
            Ok(number << WORD_BITS | index)
        })
}

/// The place of a word on the list: the word itself, or its beginning from the fourth letter on.
fn word_index(token: &str) -> Option<u128> {
    let list = bip39::Language::English.word_list();
    let exact = list.iter().position(|word| *word == token);
    let prefix = || {
        (token.len() >= UNIQUE_PREFIX)
            .then(|| list.iter().position(|word| word.starts_with(token)))
            .flatten()
    };
    exact
        .or_else(prefix)
        .and_then(|index| u128::try_from(index).ok())
}

fn unknown(place: usize, token: &str) -> CodeError {
    let token = text::truncate(token, 20);
    let letters = token.chars().count();
    // A word that is longer or shorter by more is not near; looking closer at every word there is takes long.
    let mut near: Vec<(usize, &str)> = bip39::Language::English
        .word_list()
        .iter()
        .filter(|word| word.len().abs_diff(letters) <= NEAR_DISTANCE)
        .map(|word| (distance(&token, word), *word))
        .filter(|(distance, _)| *distance <= NEAR_DISTANCE)
        .collect();
    near.sort_unstable();
    CodeError::Unknown {
        place,
        typed: token,
        near: near
            .into_iter()
            .take(NEAR)
            .map(|(_, word)| word.to_owned())
            .collect(),
    }
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=to.len()).collect()];
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let change = rows[i][j] + usize::from(a != b);
            let mut best = change.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        Code::from_bits([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }

    #[test]
    fn it_reads_words_in_any_writing() {
        let words = code().words();
        let short: Vec<String> = words.iter().map(|w| w.chars().take(4).collect()).collect();
        for typed in [
            words.join(" "),
            words.join("-").to_uppercase(),
            format!("  {}\n", words.join(" ,  ")),
            short.join(" "),
            code().digits(),
            code().digits().replace(' ', ""),
            code().digits().replace(' ', "-"),
        ] {
            assert!(Code::parse(&typed) == Ok(code()), "{typed}");
        }
    }

    #[test]
    fn it_says_which_word_is_wrong_and_what_it_may_be() {
        let mut words = code().words().map(str::to_owned);
        words[2] = "abadnon".to_owned();
        let error = Code::parse(&words.join(" ")).err();
        assert_eq!(
            error,
            Some(CodeError::Unknown {
                place: 3,
                typed: "abadnon".to_owned(),
                near: vec!["abandon".to_owned()],
            })
        );
        assert_eq!(Code::parse("one two").err(), Some(CodeError::Count(2)));
        assert_eq!(Code::parse("").err(), Some(CodeError::Count(0)));
        assert_eq!(Code::parse("123 456").err(), Some(CodeError::Count(0)));
        assert_eq!(
            Code::parse(&"9".repeat(27)).err(),
            Some(CodeError::Check),
            "a number beyond 88 bits"
        );
    }

    #[test]
    fn it_finds_a_word_on_the_list_that_is_the_wrong_one() {
        let mut words = code().words();
        words.swap(0, 7);
        assert_eq!(Code::parse(&words.join(" ")).err(), Some(CodeError::Check));
    }
}
