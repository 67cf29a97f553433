//! Drafts: sealed to the respondent's words after every answered question (docs/format.md §4).
//!
//! Saving needs the public half only, so a session can go on saving when it has forgotten the words.

use zeroize::Zeroizing;

use crate::response::code::Derived;

use super::recipient::Recipient;
use super::seal::{self, OpenError, SealError};
use super::unwrap::OwnIdentity;

/// The lengths that drafts are padded to.
const SIZES: [usize; 3] = [32 << 10, 128 << 10, 512 << 10];

/// Why a draft was not sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftError {
    /// It is longer than the largest size; its length.
    TooLong(usize),
    /// Sealing itself failed.
    Seal(SealError),
}

/// The recipient of drafts and of `mine`, derived from the words.
///
/// # Errors
/// Never in practice, see [`OwnIdentity::from_secret`].
pub fn recipient(derived: &Derived) -> Result<Recipient, SealError> {
    identity(derived).map(|own| own.recipient().clone())
}

/// The identity of drafts and of `mine`, derived from the words.
///
/// # Errors
/// Never in practice, see [`OwnIdentity::from_secret`].
pub fn identity(derived: &Derived) -> Result<OwnIdentity, SealError> {
    OwnIdentity::from_secret(&derived.age).map_err(|error| SealError::Age(error.to_string()))
}

/// Seals a draft's JSON, padded with trailing spaces so that its length does not tell how far it is.
///
/// # Errors
/// Where it is too long, or sealing fails.
pub fn seal(draft: &[u8], recipient: &Recipient) -> Result<Vec<u8>, DraftError> {
    let size = SIZES.into_iter().find(|size| draft.len() <= *size);
    let size = size.ok_or(DraftError::TooLong(draft.len()))?;
    let mut padded = Zeroizing::new(vec![b' '; size]);
    padded
        .iter_mut()
        .zip(draft)
        .for_each(|(space, byte)| *space = *byte);
    seal::seal(&padded, std::slice::from_ref(recipient)).map_err(DraftError::Seal)
}

/// Opens a draft with the words it was sealed to. The padding stays: it is still JSON.
///
/// # Errors
/// Where it belongs to other words, or was altered.
pub fn open(sealed: &[u8], derived: &Derived) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let own = identity(derived).map_err(|_| OpenError::NotForThese)?;
    seal::open(sealed, &[&own])
}

impl std::fmt::Display for DraftError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLong(length) => write!(f, "the draft has {length} bytes; 512 KiB at most"),
            Self::Seal(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DraftError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(seed: u8) -> Derived {
        Derived {
            draft: [seed; 16],
            age: [seed; 32],
            sign: [seed; 32],
            link: [seed; 16],
        }
    }

    #[test]
    fn its_words_open_it_and_no_others() {
        let sealed = seal(br#"{"a":1}"#, &recipient(&words(1)).unwrap()).unwrap();
        let opened = open(&sealed, &words(1)).unwrap();
        assert_eq!(opened.trim_ascii_end(), br#"{"a":1}"#);
        assert_eq!(open(&sealed, &words(2)), Err(OpenError::NotForThese));
    }

    #[test]
    fn its_length_says_only_which_size_it_fits() {
        let to = recipient(&words(1)).unwrap();
        let opened = |length: usize| {
            let sealed = seal(&vec![b'1'; length], &to).unwrap();
            open(&sealed, &words(1)).unwrap().len()
        };
        for (length, size) in [
            (0, 32),
            (32 << 10, 32),
            ((32 << 10) + 1, 128),
            (512 << 10, 512),
        ] {
            assert_eq!(opened(length), size << 10);
        }
        let over = vec![b'1'; (512 << 10) + 1];
        assert_eq!(seal(&over, &to), Err(DraftError::TooLong(over.len())));
    }
}
