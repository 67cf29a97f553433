//! An identity in a file: what a holder keeps, and what `age -d -i FILE` reads as well.
//!
//! ```text
//! # created: 2026-11-21
//! # tallybox identity: institution
//! # public key: age1…
//! # tallybox institution signing key: HEX
//! AGE-SECRET-KEY-1…
//! ```
//!
//! A protected one is the same file sealed whole to a passphrase, in age's text form. The work
//! factor is fixed: age's own choice is a measurement of the clock, which a busy or lying machine
//! gets wrong by a factor of a thousand (docs/security.md). No lower one can be asked for, in tests
//! neither: they use files without a passphrase, and one with.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use age::secrecy::SecretString;
use age::{Encryptor, armor, scrypt};
use ed25519_dalek::SigningKey;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::base::hex;
use crate::base::time::Day;

use super::durable;
use super::header::{self, HeaderFault};
use super::keyset::Holder;
use super::seal::{self, OpenError};
use super::store::files;
use super::unwrap::OwnIdentity;

/// log2 N of scrypt, for sealing and as the most that is accepted: 1.5 s and 256 MiB.
pub const WORK_FACTOR: u8 = 18;
/// An identity file longer than this is refused; ours have 300 bytes, protected ones 800.
const FILE_LIMIT: u64 = 64 << 10;
/// What stands before an institution's Ed25519 seed.
const SIGNING_KEY: &str = "# tallybox institution signing key: ";
/// How age's text form begins.
const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";

/// A passphrase, wiped on drop.
pub type Passphrase = Zeroizing<String>;

/// Asks for the passphrase of a file; `None` where there is nobody to ask, or they gave up.
pub type Ask<'a> = &'a mut dyn FnMut(&Path) -> Option<Passphrase>;

/// What an identity file holds. There is no `Debug` on purpose; everything is wiped on drop.
pub struct Identities {
    /// The age identities, in the file's order; at least one.
    pub age: Vec<OwnIdentity>,
    /// The key that signs for the institution.
    pub signer: Option<SigningKey>,
}

/// Why an identity file gives nothing.
#[derive(Debug)]
pub enum IdentityError {
    /// It cannot be read or written.
    Io(io::Error),
    /// It is not an ordinary file.
    NotAFile,
    /// Others than its owner may read it; its mode.
    Exposed(u32),
    /// Longer than an identity file can be.
    TooLong,
    /// Its text is not that of an identity file: the line, from 1, and what is wrong.
    Line(usize, &'static str),
    /// There is no identity in it.
    Empty,
    /// It is sealed, but not to a passphrase, or its header is malformed.
    Header(HeaderFault),
    /// It is protected, and nobody gave its passphrase.
    NoPassphrase,
    /// The passphrase is not its own.
    WrongPassphrase,
    /// Its passphrase takes more work than [`WORK_FACTOR`].
    TooMuchWork(u8),
    /// It was altered or cut.
    Damaged,
    /// age failed at protecting it, in its words.
    Age(String),
}

/// Secrets of a new identity, before they are a file.
pub struct NewIdentity {
    age: OwnIdentity,
    signer: Option<SigningKey>,
    holder: Holder,
}

impl NewIdentity {
    /// A new identity of a holder from random bytes: its X25519 secret, and the Ed25519 seed that only
    /// an institution's has use for.
    ///
    /// # Errors
    /// Never in practice, see [`OwnIdentity::from_secret`].
    pub fn from_random(
        holder: Holder,
        secret: &[u8; 32],
        seed: &[u8; 32],
    ) -> Result<Self, IdentityError> {
        let age = OwnIdentity::from_secret(secret)
            .map_err(|error| IdentityError::Age(error.to_string()))?;
        let signs = holder == Holder::Institution;
        Ok(Self {
            age,
            signer: signs.then(|| SigningKey::from_bytes(seed)),
            holder,
        })
    }

    /// The age identity.
    pub const fn age(&self) -> &OwnIdentity {
        &self.age
    }

    /// The key that signs for the institution.
    pub const fn signer(&self) -> Option<&SigningKey> {
        self.signer.as_ref()
    }

    /// Whose it is.
    pub const fn holder(&self) -> &Holder {
        &self.holder
    }

    /// Writes the file, by its owner readable alone, and durable once this returns.
    ///
    /// # Errors
    /// Where the file exists already, or cannot be written or protected.
    pub fn write(
        &self,
        path: &Path,
        created: Day,
        passphrase: Option<&Passphrase>,
    ) -> Result<(), IdentityError> {
        let text = self.to_text(created);
        match passphrase {
            None => durable::create_private(path, text.as_bytes()),
            Some(words) => durable::create_private(path, &protect(text.as_bytes(), words)?),
        }
        .map_err(IdentityError::Io)
    }

    fn to_text(&self, created: Day) -> Zeroizing<String> {
        let secret = self.age.to_text();
        let mut text = Zeroizing::new(String::with_capacity(1024));
        for line in [
            "# created: ",
            &created.to_string(),
            "\n# tallybox identity: ",
            &self.holder.to_string(),
            "\n# public key: ",
            self.age.recipient().as_str(),
            "\n",
        ] {
            text.push_str(line);
        }
        if let Some(signer) = &self.signer {
            let seed = Zeroizing::new(hex::encode(&*Zeroizing::new(signer.to_bytes())));
            text.push_str(SIGNING_KEY);
            text.push_str(&seed);
            text.push('\n');
        }
        text.push_str(&secret);
        text.push('\n');
        text
    }
}

/// Reads an identity file, asking for its passphrase where it is protected.
///
/// # Errors
/// Why it gives no identity.
pub fn read(path: &Path, ask: Ask<'_>) -> Result<Identities, IdentityError> {
    let bytes = read_private(path)?;
    if !is_sealed(&bytes) {
        return parse(&bytes);
    }
    let sealed = without_armor(&bytes)?;
    // Before anyone is asked for a passphrase that could not help.
    check_header(&sealed)?;
    let passphrase = ask(path).ok_or(IdentityError::NoPassphrase)?;
    parse(&unprotect(&sealed, &passphrase)?)
}

/// Whether a file's bytes are an age file, in either form.
fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"age-encryption.org/") || bytes.trim_ascii_start().starts_with(ARMOR)
}

fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
    // Asked before opening: to open a pipe would wait for its other end.
    let named = fs::metadata(path).map_err(IdentityError::Io)?;
    if !named.is_file() {
        return Err(IdentityError::NotAFile);
    }
    let file = File::open(path).map_err(IdentityError::Io)?;
    let opened = file.metadata().map_err(IdentityError::Io)?;
    check_mode(&opened)?;
    if opened.len() > FILE_LIMIT {
        return Err(IdentityError::TooLong);
    }
    let room = usize::try_from(opened.len()).unwrap_or_default() + 64;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    file.take(FILE_LIMIT)
        .read_to_end(&mut bytes)
        .map_err(IdentityError::Io)?;
    Ok(bytes)
}

fn check_mode(file: &fs::Metadata) -> Result<(), IdentityError> {
    if !file.is_file() {
        return Err(IdentityError::NotAFile);
    }
    match files::open_to_others(file) {
        None => Ok(()),
        Some(mode) => Err(IdentityError::Exposed(mode)),
    }
}

fn parse(bytes: &[u8]) -> Result<Identities, IdentityError> {
    let text = std::str::from_utf8(bytes).map_err(|_| IdentityError::Line(1, "it is not text"))?;
    let mut found = Identities {
        age: Vec::new(),
        signer: None,
    };
    for (place, line) in text.lines().enumerate() {
        parse_line(line.trim_end(), &mut found)
            .map_err(|words| IdentityError::Line(place + 1, words))?;
    }
    if found.age.is_empty() {
        return Err(IdentityError::Empty);
    }
    Ok(found)
}

fn parse_line(line: &str, found: &mut Identities) -> Result<(), &'static str> {
    if let Some(seed) = line.strip_prefix(SIGNING_KEY) {
        let seed =
            Zeroizing::new(hex::decode_array(seed).ok_or("the signing key is not 64 hex digits")?);
        let before = found.signer.replace(SigningKey::from_bytes(&seed));
        return before.map_or(Ok(()), |_| Err("there is a second signing key"));
    }
    if line.is_empty() || line.starts_with('#') {
        return Ok(());
    }
    // Never the line itself: it may be most of a secret.
    let identity = OwnIdentity::parse(line)
        .ok_or("it is neither a comment nor an identity (`AGE-SECRET-KEY-1…`)")?;
    found.age.push(identity);
    Ok(())
}

/// The age file itself, out of its text form where it is in that; blank lines before are let be, as the
/// age specification asks.
///
/// # Errors
/// Where the text form is broken.
pub fn without_armor(bytes: &[u8]) -> Result<Vec<u8>, IdentityError> {
    let text = bytes.trim_ascii_start();
    if !text.starts_with(ARMOR) {
        return Ok(bytes.to_vec());
    }
    let mut sealed = Vec::new();
    armor::ArmoredReader::new(text)
        .read_to_end(&mut sealed)
        .map_err(|_| IdentityError::Damaged)?;
    Ok(sealed)
}

fn check_header(sealed: &[u8]) -> Result<(), IdentityError> {
    let header = header::scan(sealed).map_err(IdentityError::Header)?;
    match header.work_factor {
        None => Err(IdentityError::Header(HeaderFault::Scrypt)),
        Some(factor) if factor > WORK_FACTOR => Err(IdentityError::TooMuchWork(factor)),
        Some(_) => Ok(()),
    }
}

fn protect(text: &[u8], passphrase: &Passphrase) -> Result<Vec<u8>, IdentityError> {
    let mut recipient = scrypt::Recipient::new(secret(&composed_of(passphrase)));
    recipient.set_work_factor(WORK_FACTOR);
    let failed = |words: String| IdentityError::Age(words);
    let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .map_err(|error| failed(error.to_string()))?;
    let sealed = seal::write_out(encryptor, text).map_err(|error| failed(error.to_string()))?;
    armored(&sealed).map_err(|error| failed(error.to_string()))
}

/// An age file in its text form.
pub(super) fn armored(sealed: &[u8]) -> io::Result<Vec<u8>> {
    use std::io::Write as _;
    let mut text = Vec::new();
    let mut writer = armor::ArmoredWriter::wrap_output(&mut text, armor::Format::AsciiArmor)?;
    writer.write_all(sealed)?;
    writer.finish()?.push(b'\n');
    Ok(text)
}

/// A passphrase in the one writing that is sealed to.
fn composed_of(passphrase: &Passphrase) -> Passphrase {
    passphrase.as_str().nfc().collect::<String>().into()
}

/// Opens with a passphrase as it was typed or, where that is not it, in the other writings of the same letters:
/// keyboards disagree on whether `ü` is one character or two, and files of an earlier program kept what was typed.
fn unprotect(sealed: &[u8], passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
    let composed = composed_of(passphrase);
    let apart: Passphrase = passphrase.as_str().nfd().collect::<String>().into();
    let mut tried: Vec<&Passphrase> = Vec::new();
    for one in [&composed, passphrase, &apart] {
        if tried.contains(&one) {
            continue;
        }
        match unprotect_with(sealed, one) {
            Err(IdentityError::WrongPassphrase) => tried.push(one),
            opened => return opened,
        }
    }
    Err(IdentityError::WrongPassphrase)
}

fn unprotect_with(
    sealed: &[u8],
    passphrase: &Passphrase,
) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
    let mut identity = scrypt::Identity::new(secret(passphrase));
    identity.set_max_work_factor(WORK_FACTOR);
    seal::open(sealed, &[&identity]).map_err(|error| match error {
        OpenError::Header(fault) => IdentityError::Header(fault),
        OpenError::NotForThese => IdentityError::WrongPassphrase,
        OpenError::Damaged => IdentityError::Damaged,
        OpenError::TooMuchWork(factor) => IdentityError::TooMuchWork(factor),
    })
}

fn secret(passphrase: &Passphrase) -> SecretString {
    SecretString::from(passphrase.as_str())
}

impl std::fmt::Display for IdentityError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::NotAFile => f.write_str("it is not an ordinary file"),
            Self::Exposed(mode) => write!(f, "others than its owner can read it (mode {mode:04o})"),
            Self::TooLong => f.write_str("it is too long for an identity file"),
            Self::Line(line, words) => write!(f, "line {line}: {words}"),
            Self::Empty => f.write_str("there is no identity in it"),
            Self::Header(fault) => {
                write!(f, "it is not an identity file behind a passphrase: {fault}")
            }
            Self::NoPassphrase => {
                f.write_str("it is protected by a passphrase, and none was given")
            }
            Self::WrongPassphrase => f.write_str("the passphrase is not the one of this file"),
            Self::TooMuchWork(factor) => {
                write!(f, "its work factor is {factor}; {WORK_FACTOR} at most")
            }
            Self::Damaged => f.write_str("it was altered or cut"),
            Self::Age(words) => write!(f, "age failed: {words}"),
        }
    }
}

impl std::error::Error for IdentityError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_the_same_however_its_letters_are_written() {
        let of = |text: &str| Passphrase::new(text.to_owned());
        let (composed, apart) = (of("Stra\u{df}e \u{fc}ber"), of("Stra\u{df}e u\u{308}ber"));
        // An earlier program sealed to what was typed.
        let earlier = |passphrase: &Passphrase| {
            let mut recipient = scrypt::Recipient::new(secret(passphrase));
            recipient.set_work_factor(2);
            let one = std::iter::once(&recipient as &dyn age::Recipient);
            seal::write_out(Encryptor::with_recipients(one).unwrap(), b"text").unwrap()
        };
        for sealed_with in [&composed, &apart] {
            for typed in [&composed, &apart] {
                assert!(unprotect(&earlier(sealed_with), typed).is_ok());
            }
            let other = unprotect(&earlier(sealed_with), &of("Strasse \u{fc}ber"));
            assert!(matches!(other, Err(IdentityError::WrongPassphrase)));
        }
        assert!(
            composed_of(&apart) == composed,
            "what is written now is composed"
        );
    }
}
