//! Sealing and opening: the only two doors between a plaintext and an age file.

use std::collections::HashSet;
use std::io::{BufRead, Chain, Cursor, Read as _, Write};

use age::stream::{StreamReader, StreamWriter};
use age::{Decryptor, Encryptor};
use zeroize::Zeroizing;

use super::header::{self, HeaderFault};
use super::recipient::Recipient;

/// The most recipients that one part may have (docs/format.md §7).
pub const MOST_RECIPIENTS: usize = 6;

/// Why nothing was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealError {
    /// There is nobody to seal to.
    NoRecipients,
    /// There are more than [`MOST_RECIPIENTS`]: this many.
    TooManyRecipients(usize),
    /// The same recipient stands twice.
    Duplicate(Recipient),
    /// age itself failed, in its words.
    Age(String),
}

/// Why a file does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// Its header is refused before age reads it.
    Header(HeaderFault),
    /// None of the identities is one that it was sealed to.
    NotForThese,
    /// It is for one of them, but was altered or cut.
    Damaged,
    /// Its passphrase takes more work than is allowed.
    TooMuchWork(u8),
}

/// Seals a plaintext to every recipient, stanzas in their order, as one ordinary age file.
///
/// # Errors
/// Where the recipients are none, too many or not distinct, or where age fails.
pub fn seal(plaintext: &[u8], recipients: &[Recipient]) -> Result<Vec<u8>, SealError> {
    check_recipients(recipients)?;
    let recipients = recipients.iter().map(|one| one as &dyn age::Recipient);
    let encryptor = Encryptor::with_recipients(recipients)
        .map_err(|error| SealError::Age(error.to_string()))?;
    write_out(encryptor, plaintext).map_err(|error| SealError::Age(error.to_string()))
}

/// Opens an age file with the first identity that it was sealed to. Nothing is given out before the
/// whole file was read and found whole.
///
/// # Errors
/// Why it does not open.
pub fn open(
    sealed: &[u8],
    identities: &[&dyn age::Identity],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    header::scan(sealed).map_err(OpenError::Header)?;
    let decryptor = Decryptor::new_buffered(sealed).map_err(|error| open_error(&error))?;
    let mut reader = decryptor
        .decrypt(identities.iter().copied())
        .map_err(|error| open_error(&error))?;
    // As large as it can get, so that growing leaves no copy behind.
    let mut plaintext = Zeroizing::new(Vec::with_capacity(sealed.len()));
    reader
        .read_to_end(&mut plaintext)
        .map_err(|_| OpenError::Damaged)?;
    Ok(plaintext)
}

/// Seals what is written to it as it comes; whole only once `finish` returned.
///
/// # Errors
/// As [`seal`], and as writing does.
pub fn sealing<W: Write>(out: W, recipients: &[Recipient]) -> Result<StreamWriter<W>, SealError> {
    check_recipients(recipients)?;
    let recipients = recipients.iter().map(|one| one as &dyn age::Recipient);
    let encryptor = Encryptor::with_recipients(recipients)
        .map_err(|error| SealError::Age(error.to_string()))?;
    encryptor
        .wrap_output(out)
        .map_err(|error| SealError::Age(error.to_string()))
}

/// What an age file holds, as it is read: its beginning was looked at before.
pub type Plain<R> = StreamReader<Chain<Cursor<Vec<u8>>, R>>;

/// Opens an age file as it is read. What comes before its end is whole in itself; that nothing is
/// missing is known at the end alone.
///
/// # Errors
/// Why it does not open; reading on fails where it was altered or cut.
pub fn opening<R: BufRead>(
    mut sealed: R,
    identities: &[&dyn age::Identity],
) -> Result<Plain<R>, OpenError> {
    let mut start = Vec::with_capacity(header::MOST_BYTES + header::LEAST_PAYLOAD);
    let most = start.capacity() as u64;
    let read = sealed.by_ref().take(most).read_to_end(&mut start);
    read.map_err(|_| OpenError::Damaged)?;
    header::scan(&start).map_err(OpenError::Header)?;
    let whole = Cursor::new(start).chain(sealed);
    let decryptor = Decryptor::new_buffered(whole).map_err(|error| open_error(&error))?;
    decryptor
        .decrypt(identities.iter().copied())
        .map_err(|error| open_error(&error))
}

fn check_recipients(recipients: &[Recipient]) -> Result<(), SealError> {
    if recipients.is_empty() {
        return Err(SealError::NoRecipients);
    }
    if recipients.len() > MOST_RECIPIENTS {
        return Err(SealError::TooManyRecipients(recipients.len()));
    }
    let mut seen = HashSet::new();
    match recipients.iter().find(|one| !seen.insert(*one)) {
        Some(twice) => Err(SealError::Duplicate(twice.clone())),
        None => Ok(()),
    }
}

/// Writes an encryptor's whole file into memory.
pub(super) fn write_out(encryptor: Encryptor, plaintext: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut sealed = Vec::with_capacity(plaintext.len() + header::MOST_BYTES);
    let mut writer = encryptor.wrap_output(&mut sealed)?;
    writer.write_all(plaintext)?;
    writer.finish()?;
    Ok(sealed)
}

fn open_error(error: &age::DecryptError) -> OpenError {
    use age::DecryptError as E;
    match error {
        E::NoMatchingKeys | E::DecryptionFailed | E::KeyDecryptionFailed => OpenError::NotForThese,
        E::ExcessiveWork { required, .. } => OpenError::TooMuchWork(*required),
        _ => OpenError::Damaged,
    }
}

impl std::fmt::Display for SealError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoRecipients => f.write_str("there is no recipient to seal to"),
            Self::TooManyRecipients(count) => {
                write!(
                    f,
                    "{count} recipients for one part; {MOST_RECIPIENTS} at most"
                )
            }
            Self::Duplicate(recipient) => write!(f, "the recipient {recipient} stands twice"),
            Self::Age(words) => write!(f, "sealing failed: {words}"),
        }
    }
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Header(fault) => fault.fmt(f),
            Self::NotForThese => f.write_str("it was not sealed to any of these identities"),
            Self::Damaged => f.write_str("it was altered or cut"),
            Self::TooMuchWork(factor) => {
                write!(f, "its scrypt work factor of {factor} is too high")
            }
        }
    }
}

impl std::error::Error for SealError {}
impl std::error::Error for OpenError {}

#[cfg(test)]
mod tests {
    use age_core::format::{FileKey, Stanza};

    use super::*;
    use crate::vault::unwrap::OwnIdentity;

    fn identity(seed: u8) -> OwnIdentity {
        OwnIdentity::from_secret(&[seed; 32]).unwrap()
    }

    fn sealed_to(seeds: &[u8]) -> Vec<u8> {
        let recipients: Vec<Recipient> = seeds
            .iter()
            .map(|seed| identity(*seed).recipient().clone())
            .collect();
        seal(b"who can repair the lathe", &recipients).unwrap()
    }

    #[test]
    fn everyone_it_is_sealed_to_opens_it_and_nobody_else() {
        let sealed = sealed_to(&[1, 2, 3]);
        for seed in [1, 2, 3] {
            let opened = open(&sealed, &[&identity(9), &identity(seed)]).unwrap();
            assert_eq!(opened.as_slice(), b"who can repair the lathe");
        }
        assert_eq!(open(&sealed, &[&identity(4)]), Err(OpenError::NotForThese));
        assert_eq!(open(&sealed, &[]), Err(OpenError::NotForThese));
    }

    /// Looks at one stanza only.
    struct At(usize, OwnIdentity);

    impl age::Identity for At {
        fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, age::DecryptError>> {
            self.1.unwrap_stanza(stanza)
        }

        fn unwrap_stanzas(&self, all: &[Stanza]) -> Option<Result<FileKey, age::DecryptError>> {
            self.unwrap_stanza(&all[self.0])
        }
    }

    #[test]
    fn stanzas_stand_in_the_order_given() {
        for seeds in [[5, 6, 7], [7, 5, 6]] {
            let sealed = sealed_to(&seeds);
            let header = header::scan(&sealed).unwrap();
            assert_eq!((header.x25519, header.stanzas), (3, 4));
            for (place, seed) in seeds.into_iter().enumerate() {
                assert!(open(&sealed, &[&At(place, identity(seed))]).is_ok());
                assert!(open(&sealed, &[&At((place + 1) % 3, identity(seed))]).is_err());
            }
        }
    }

    #[test]
    fn recipients_are_one_to_six_and_distinct() {
        let recipient = |seed: u8| identity(seed).recipient().clone();
        assert_eq!(seal(b"", &[]), Err(SealError::NoRecipients));
        let seven: Vec<Recipient> = (1..=7).map(recipient).collect();
        assert_eq!(seal(b"", &seven), Err(SealError::TooManyRecipients(7)));
        assert!(open(&seal(b"", &seven[..6]).unwrap(), &[&identity(6)]).is_ok());
        let twice = [recipient(1), recipient(2), recipient(1)];
        assert_eq!(seal(b"", &twice), Err(SealError::Duplicate(recipient(1))));
    }

    #[test]
    fn a_change_anywhere_is_found_before_anything_is_given_out() {
        let sealed = sealed_to(&[1]);
        let own = identity(1);
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(open(&altered, &[&own]).is_err(), "byte {at}");
            assert!(open(&sealed[..at], &[&own]).is_err(), "cut at {at}");
        }
        let longer = [sealed.as_slice(), b"x"].concat();
        assert_eq!(open(&longer, &[&own]), Err(OpenError::Damaged));
    }
}
