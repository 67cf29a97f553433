//! The respondent's eight words, and everything that derives from them (design §6.1).

use zeroize::{Zeroize, ZeroizeOnDrop};

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
    /// Not eight words and not 27 digits: this many words were given.
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
        todo!("helper R")
    }

    /// The same 88 bits as 27 digits.
    pub fn digits(&self) -> String {
        todo!("helper R")
    }

    /// Reads eight words (first four letters suffice, any spacing or case) or 27 digits.
    ///
    /// # Errors
    /// What is wrong with them, precisely enough to mend it.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let _ = typed;
        todo!("helper R")
    }

    /// Derives names and keys for one wave of one survey.
    pub fn derive(&self, survey: &str, wave: &str) -> Derived {
        let _ = (survey, wave);
        todo!("helper R")
    }
}

impl Derived {
    /// The age identity string (`AGE-SECRET-KEY-1…`) of drafts and `mine`.
    pub fn age_identity(&self) -> zeroize::Zeroizing<String> {
        todo!("helper R")
    }

    /// The Ed25519 signing key.
    pub fn signing_key(&self) -> ed25519_dalek::SigningKey {
        ed25519_dalek::SigningKey::from_bytes(&self.sign)
    }

    /// The response id: the first 16 bytes of SHA-256 of the Ed25519 public key.
    pub fn response(&self) -> [u8; 16] {
        super::record::response_id(self.signing_key().verifying_key().as_bytes())
    }
}
