//! A look at an age file's header before age reads a byte of it.
//!
//! The age crate reads headers in quadratic time and without a bound: 96 KB of hostile header is 21
//! seconds (docs/security.md). This scan is one pass, allocates nothing, and lets through only what
//! the age specification allows, at most 8 stanzas and 4 KiB. It is also stricter than the crate,
//! which still takes stanzas without their last line.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;

/// The most stanzas a header may have: six recipients, age's own grease stanza, and one to spare.
pub const MOST_STANZAS: usize = 8;
/// The most bytes a header may have, from its first to the line feed after the MAC.
pub const MOST_BYTES: usize = 4096;
/// The first line.
const MAGIC: &[u8] = b"age-encryption.org/v1";
/// Columns of a full body line; the last line of a body is shorter.
const FULL_LINE: usize = 64;
/// Characters of 32 bytes in base64: a share, a wrapped file key, a MAC.
const CHARACTERS_OF_32: usize = 43;
/// What an ML-KEM-768 and X25519 stanza encapsulates: a ciphertext and a share.
const HYBRID_SHARE: usize = 1088 + 32;
/// The same in base64.
const CHARACTERS_OF_HYBRID: usize = 1494;
/// Bytes after the header of the emptiest file: the nonce and the tag of one empty chunk.
pub const LEAST_PAYLOAD: usize = 16 + 16;

/// What a sound header holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Bytes up to the payload.
    pub length: usize,
    /// All stanzas, age's grease stanza among them.
    pub stanzas: usize,
    /// The stanzas for X25519 recipients.
    pub x25519: usize,
    /// The scrypt work factor (log2 N), where the file is sealed to a passphrase.
    pub work_factor: Option<u8>,
}

/// Why a header is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFault {
    /// The first line is another.
    NotAge,
    /// It does not end within [`MOST_BYTES`], or within the file.
    TooLong,
    /// It has more than [`MOST_STANZAS`] stanzas, or none.
    Stanzas,
    /// A stanza's first line is not `->`, a type and arguments, with one space between.
    Arguments,
    /// A stanza's body is not canonical base64 in lines of 64 and a shorter last one.
    Body,
    /// An X25519 stanza is not one share and one wrapped key.
    X25519,
    /// A hybrid (post-quantum) stanza is not one encapsulation and one wrapped key.
    Hybrid,
    /// A scrypt stanza is not a salt, a work factor and one wrapped key, or does not stand alone.
    Scrypt,
    /// The last line is not `---` and a MAC.
    Mac,
    /// Nothing, or too little, follows the header.
    Payload,
}

/// Scans the header of an age v1 file.
///
/// # Errors
/// The first fault found.
pub fn scan(file: &[u8]) -> Result<Header, HeaderFault> {
    let mut lines = Lines { file, at: 0 };
    if lines.next()? != MAGIC {
        return Err(HeaderFault::NotAge);
    }
    let mut header = Header::default();
    loop {
        let line = lines.next()?;
        if let Some(mac) = line.strip_prefix(b"---") {
            scan_mac(mac)?;
            break;
        }
        scan_stanza(line, &mut lines, &mut header)?;
    }
    header.length = lines.at;
    finish(file, header)
}

/// The file's lines, each without its line feed, for as long as the header may be.
struct Lines<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a [u8], HeaderFault> {
        let end = self.file.len().min(MOST_BYTES);
        let rest = self.file.get(self.at..end).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte == b'\n');
        let Some(length) = length else {
            // A file that does not even begin like one is better called by that name.
            let begins = self.at > 0 || self.file.starts_with(MAGIC);
            return Err(if begins {
                HeaderFault::TooLong
            } else {
                HeaderFault::NotAge
            });
        };
        self.at += length + 1;
        rest.get(..length).ok_or(HeaderFault::TooLong)
    }
}

fn scan_mac(mac: &[u8]) -> Result<(), HeaderFault> {
    let digits = mac.strip_prefix(b" ").ok_or(HeaderFault::Mac)?;
    if is_32_bytes(digits) {
        Ok(())
    } else {
        Err(HeaderFault::Mac)
    }
}

fn scan_stanza(line: &[u8], lines: &mut Lines<'_>, header: &mut Header) -> Result<(), HeaderFault> {
    header.stanzas += 1;
    if header.stanzas > MOST_STANZAS {
        return Err(HeaderFault::Stanzas);
    }
    let arguments = line.strip_prefix(b"-> ").ok_or(HeaderFault::Arguments)?;
    let mut words = arguments.split(|byte| *byte == b' ');
    if !words.clone().all(is_word) {
        return Err(HeaderFault::Arguments);
    }
    let body = scan_body(lines)?;
    match words.next() {
        Some(b"X25519") => {
            header.x25519 += 1;
            scan_x25519(words, body)
        }
        // Nobody here has such a key; a malformed one is refused all the same.
        Some(b"mlkem768x25519") => scan_hybrid(words, body),
        Some(b"scrypt") => {
            header.work_factor = Some(scan_scrypt(words, body)?);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Reads a body and gives its length in characters.
fn scan_body(lines: &mut Lines<'_>) -> Result<usize, HeaderFault> {
    let mut length = 0;
    loop {
        let line = lines.next()?;
        length += line.len();
        if !is_base64(line) || line.len() > FULL_LINE {
            return Err(HeaderFault::Body);
        }
        if line.len() < FULL_LINE {
            return Ok(length);
        }
    }
}

fn scan_x25519<'a>(
    mut arguments: impl Iterator<Item = &'a [u8]>,
    body: usize,
) -> Result<(), HeaderFault> {
    let share = arguments.next().is_some_and(is_32_bytes);
    let alone = arguments.next().is_none();
    let sound = share && alone && body == CHARACTERS_OF_32;
    if sound {
        Ok(())
    } else {
        Err(HeaderFault::X25519)
    }
}

fn scan_hybrid<'a>(
    mut arguments: impl Iterator<Item = &'a [u8]>,
    body: usize,
) -> Result<(), HeaderFault> {
    let mut decoded = [0; HYBRID_SHARE];
    let share = arguments.next().is_some_and(|share| {
        share.len() == CHARACTERS_OF_HYBRID
            && BASE64_STANDARD_NO_PAD
                .decode_slice(share, &mut decoded)
                .is_ok()
    });
    let alone = arguments.next().is_none();
    let sound = share && alone && body == CHARACTERS_OF_32;
    sound.then_some(()).ok_or(HeaderFault::Hybrid)
}

fn scan_scrypt<'a>(
    mut arguments: impl Iterator<Item = &'a [u8]>,
    body: usize,
) -> Result<u8, HeaderFault> {
    let salt = arguments
        .next()
        .is_some_and(|salt| salt.len() == 22 && is_base64(salt));
    let factor = arguments.next().and_then(decimal);
    let alone = arguments.next().is_none();
    let sound = salt && alone && body == CHARACTERS_OF_32;
    factor.filter(|_| sound).ok_or(HeaderFault::Scrypt)
}

fn finish(file: &[u8], header: Header) -> Result<Header, HeaderFault> {
    let payload = file.len() - header.length;
    let rules = [
        (header.stanzas > 0, HeaderFault::Stanzas),
        // Who knows a passphrase must not be able to pass for a holder of a key.
        (
            header.work_factor.is_none() || header.stanzas == 1,
            HeaderFault::Scrypt,
        ),
        (payload >= LEAST_PAYLOAD, HeaderFault::Payload),
    ];
    match rules.into_iter().find(|(holds, _)| !holds) {
        Some((_, fault)) => Err(fault),
        None => Ok(header),
    }
}

/// A type or an argument: visible ASCII, at least one character.
fn is_word(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(u8::is_ascii_graphic)
}

/// A whole number in its one writing.
fn decimal(digits: &[u8]) -> Option<u8> {
    let canonical = digits.iter().all(u8::is_ascii_digit) && !digits.starts_with(b"0");
    let text = std::str::from_utf8(digits).ok().filter(|_| canonical)?;
    text.parse().ok()
}

fn is_32_bytes(digits: &[u8]) -> bool {
    digits.len() == CHARACTERS_OF_32 && is_base64(digits)
}

/// Canonical base64 without padding of at most one line.
fn is_base64(digits: &[u8]) -> bool {
    let mut decoded = [0; FULL_LINE];
    BASE64_STANDARD_NO_PAD
        .decode_slice(digits, &mut decoded)
        .is_ok()
}

impl std::fmt::Display for HeaderFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotAge => "it is not an age file (version 1)",
            Self::TooLong => "its header does not end within 4 KiB",
            Self::Stanzas => "its header has no stanza, or more than 8",
            Self::Arguments => "a stanza of its header is malformed",
            Self::Body => "the body of a stanza is not canonical base64",
            Self::X25519 => "an X25519 stanza is malformed",
            Self::Hybrid => "a hybrid (post-quantum) stanza is malformed",
            Self::Scrypt => "a scrypt stanza is malformed or does not stand alone",
            Self::Mac => "its header does not end in a MAC",
            Self::Payload => "it ends after its header",
        })
    }
}

impl std::error::Error for HeaderFault {}

#[cfg(test)]
mod tests {
    use super::*;

    const B43: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    /// A file with these stanzas, a MAC and the least payload.
    fn file(stanzas: &str) -> Vec<u8> {
        let header = format!("age-encryption.org/v1\n{stanzas}--- {B43}\n");
        [header.as_bytes(), &[0; LEAST_PAYLOAD]].concat()
    }

    fn x25519() -> String {
        format!("-> X25519 {B43}\n{B43}\n")
    }

    #[test]
    fn it_counts_the_stanzas_of_a_sound_header() {
        let full = "A".repeat(64);
        let stanzas = x25519() + &x25519() + &format!("-> y-grease a b\n{full}\n\n");
        let header = scan(&file(&stanzas)).unwrap();
        assert_eq!((header.stanzas, header.x25519), (3, 2));
        assert_eq!(header.work_factor, None);
        assert_eq!(header.length, 22 + stanzas.len() + 48);
        let passphrase = format!("-> scrypt {} 18\n{B43}\n", "A".repeat(22));
        assert_eq!(scan(&file(&passphrase)).unwrap().work_factor, Some(18));
    }

    #[test]
    fn it_names_what_is_wrong_with_a_stanza() {
        use HeaderFault::{Arguments, Body, Hybrid, Scrypt, Stanzas, X25519};
        let enc = "A".repeat(CHARACTERS_OF_HYBRID);
        let salt = "A".repeat(22);
        let cases = [
            (String::new(), Stanzas),
            (x25519().repeat(9), Stanzas),
            (format!("->X25519 {B43}\n{B43}\n"), Arguments),
            (format!("-> X25519  {B43}\n{B43}\n"), Arguments),
            (format!("-> X25519 {B43} \n{B43}\n"), Arguments),
            (format!("-> X25519 {B43}\r\n{B43}\n"), Arguments),
            ("-> \u{e9}\n\n".to_owned(), Arguments),
            ("-> x\n".to_owned(), Body),
            (format!("-> x\n{}\n", "A".repeat(64)), Body),
            (format!("-> x\n{}\n", "A".repeat(65)), Body),
            ("-> x\nA\n".to_owned(), Body),
            ("-> x\nAB\n".to_owned(), Body),
            ("-> x\nAA==\n".to_owned(), Body),
            (format!("-> X25519\n{B43}\n"), X25519),
            (format!("-> X25519 {B43} x\n{B43}\n"), X25519),
            (format!("-> X25519 AAAA\n{B43}\n"), X25519),
            (format!("-> X25519 {B43}\nAAAA\n"), X25519),
            (format!("-> mlkem768x25519 {enc}\nAAAA\n"), Hybrid),
            (format!("-> mlkem768x25519 {enc} x\n{B43}\n"), Hybrid),
            (format!("-> mlkem768x25519 {enc}AA\n{B43}\n"), Hybrid),
            (format!("-> mlkem768x25519\n{B43}\n"), Hybrid),
            (format!("-> scrypt {salt} 018\n{B43}\n"), Scrypt),
            (format!("-> scrypt {salt} 300\n{B43}\n"), Scrypt),
            (format!("-> scrypt {salt}\n{B43}\n"), Scrypt),
            (format!("-> scrypt {salt} 18\n{B43}\n") + &x25519(), Scrypt),
        ];
        for (stanzas, fault) in cases {
            assert_eq!(scan(&file(&stanzas)), Err(fault), "{stanzas:?}");
        }
    }

    #[test]
    fn it_names_what_is_wrong_around_the_stanzas() {
        use HeaderFault::{Mac, NotAge, Payload, TooLong};
        let sound = file(&x25519());
        let header = sound.len() - LEAST_PAYLOAD;
        for end in 0..header {
            let fault = if end < 21 { NotAge } else { TooLong };
            assert_eq!(scan(&sound[..end]), Err(fault), "{end}");
        }
        assert_eq!(scan(&sound[..header]), Err(Payload));
        assert_eq!(scan(&sound[..sound.len() - 1]), Err(Payload));
        assert_eq!(scan(b"age-encryption.org/v2\n"), Err(NotAge));
        assert_eq!(scan(b"-----BEGIN AGE ENCRYPTED FILE-----\n"), Err(NotAge));
        let text = String::from_utf8(sound).unwrap();
        let mac = format!("--- {B43}\n");
        for bad in ["---\n", "--- AAAA\n", "--- \n", &format!("---  {B43}\n")] {
            assert_eq!(
                scan(text.replace(&mac, bad).as_bytes()),
                Err(Mac),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn it_looks_at_no_more_than_4_kib_however_long_the_file_is() {
        let long = |line: &str| file(&format!("-> x {line}\n\n"));
        let fits = MOST_BYTES - (22 + "-> x \n\n".len() + 48);
        assert_eq!(scan(&long(&"a".repeat(fits))).unwrap().length, MOST_BYTES);
        for more in [1, 1 << 20] {
            assert_eq!(
                scan(&long(&"a".repeat(fits + more))),
                Err(HeaderFault::TooLong)
            );
        }
        let body = format!("-> x\n{}\n", format!("{}\n", "A".repeat(64)).repeat(16_000));
        assert_eq!(scan(&file(&body)), Err(HeaderFault::TooLong));
    }
}
