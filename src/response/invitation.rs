//! Invitations: codes for one response each, for a survey that not everybody who reaches it may answer.
//!
//! Twenty digits: eighteen are random (59.8 bits), two check them (ISO 7064, MOD 97-10, as an IBAN does:
//! one wrong digit and two that changed places are always found). Digits stand on every keyboard, can be
//! read out in any language, and are never taken for the eight words. A box keeps a hash of each that is
//! slow to try out (scrypt, RFC 7914) and nothing besides, so that neither who has the box nor who has
//! the codes learns which of them a response came with.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::code::{Code, CodeError};
use crate::base::text;

/// Digits in an invitation.
pub const DIGITS: usize = 20;
/// How many that are none somebody may show before they are let go.
pub const TRIES: u8 = 3;
/// Digits of a group, as it is written.
const GROUP: usize = 4;
/// How many invitations there can be.
const MANY: u128 = 1_000_000_000_000_000_000;
/// Digits of the eight words written as a number.
const DIGITS_OF_WORDS: usize = 27;
/// One MiB and some milliseconds a try: nothing for a person, much for who has to try all.
const LOG_N: u8 = 10;
/// Zeros of the decimal digits that keyboards of other scripts give: Arabic, Persian, Devanagari,
/// Bengali, Thai, full width (Unicode's general category Nd).
const ZEROS: [char; 6] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}',
];

/// What a box keeps of an invitation.
pub type InvitationHash = [u8; 32];

/// An invitation.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Invitation(u64);

/// Why what was typed is not an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvitationError {
    /// It has so many digits.
    Count(usize),
    /// The digits do not check one another: one is a typo.
    Check,
}

impl Invitation {
    /// An invitation from 128 random bits.
    pub fn from_random(bits: [u8; 16]) -> Self {
        // What is left over beyond a multiple favours none by more than one in 2^68.
        let number = u128::from_be_bytes(bits) % MANY;
        Self(u64::try_from(number).unwrap_or_default())
    }

    /// Reads twenty digits, however they are grouped and whichever script's digits they are.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(typed: &str) -> Result<Self, InvitationError> {
        let digits = Zeroizing::new(digits(typed));
        if digits.len() != DIGITS {
            return Err(InvitationError::Count(digits.len()));
        }
        let number = digits
            .iter()
            .fold(0, |number: u128, digit| number * 10 + u128::from(*digit));
        if number % 97 != 1 {
            return Err(InvitationError::Check);
        }
        u64::try_from(number / 100)
            .map(Self)
            .map_err(|_| InvitationError::Check)
    }

    /// The twenty digits, four at a time: a form that a spreadsheet takes for text and that stands in a
    /// user's name.
    pub fn text(&self) -> Zeroizing<String> {
        let digits = self.digits();
        let mut text = Zeroizing::new(String::with_capacity(DIGITS + DIGITS / GROUP));
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            text.push(digit);
        }
        text
    }

    /// What a box keeps of it, for one wave of one survey.
    pub fn hash(&self, survey: &str, wave: &str) -> InvitationHash {
        let salt = format!("tallybox/v1/invitation\n{survey}\n{wave}");
        let mut hash = [0; 32];
        // The numbers are in range, so there is nothing that could fail; nothing is stored under a hash
        // of zeros, which nobody could look up but by finding it.
        if let Ok(params) = scrypt::Params::new(LOG_N, 8, 1, 32)
            && scrypt::scrypt(
                self.digits().as_bytes(),
                salt.as_bytes(),
                &params,
                &mut hash,
            )
            .is_err()
        {
            hash.fill(0);
        }
        hash
    }

    fn digits(&self) -> Zeroizing<String> {
        let number = u128::from(self.0);
        let check = 98 - (number * 100) % 97;
        Zeroizing::new(format!("{:0DIGITS$}", number * 100 + check))
    }
}

/// The digits that were typed, as numbers.
fn digits(typed: &str) -> Vec<u8> {
    let own = |letter: char| letter.to_digit(10);
    let other = |letter: char| {
        let letter = u32::from(letter);
        let zeros = ZEROS.iter().map(|zero| u32::from(*zero));
        let mut values = zeros.filter_map(|zero| letter.checked_sub(zero));
        values.find(|value| *value < 10)
    };
    let found = typed
        .chars()
        .filter_map(|letter| own(letter).or_else(|| other(letter)));
    found.filter_map(|digit| u8::try_from(digit).ok()).collect()
}

/// What somebody shows who comes in where invitations are asked for.
#[derive(Clone)]
pub enum Shown {
    /// An invitation, to begin.
    Invitation(Invitation),
    /// The eight words, to come back.
    Words(Code),
}

/// Why what was typed is neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotShown {
    /// It was to be an invitation.
    Invitation(InvitationError),
    /// It was to be the eight words.
    Words(CodeError),
}

impl Shown {
    /// Reads what was typed: letters are words, twenty-seven digits are the words as a number, else it was
    /// to be an invitation.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, NotShown> {
        let typed = Zeroizing::new(text::sanitise(typed));
        let digits = Zeroizing::new(digits(&typed)).len();
        let has_letters = typed.chars().any(char::is_alphabetic);
        if has_letters || digits == DIGITS_OF_WORDS {
            let words = Code::parse(&typed).map(Self::Words);
            return words.map_err(NotShown::Words);
        }
        let invitation = Invitation::parse(&typed).map(Self::Invitation);
        invitation.map_err(NotShown::Invitation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Invitation {
        Invitation::from_random([7; 16])
    }

    #[test]
    fn it_is_read_back_however_it_is_typed() {
        let text = some().text();
        assert_eq!(text.len(), 24);
        let spaced = text.replace('-', " ");
        let arabic: String = text
            .chars()
            .map(|c| match c.to_digit(10) {
                Some(digit) => char::from_u32(0x660 + digit).unwrap(),
                None => c,
            })
            .collect();
        for typed in [text.as_str(), &spaced, &text.replace('-', ""), &arabic] {
            assert!(Invitation::parse(typed) == Ok(some()), "{typed}");
        }
        assert!(matches!(Shown::parse(&spaced), Ok(Shown::Invitation(_))));
    }

    #[test]
    fn every_wrong_digit_and_every_two_that_changed_places_are_found() {
        let digits: Vec<char> = some().digits().chars().collect();
        for place in 0..DIGITS {
            for digit in ('0'..='9').filter(|digit| *digit != digits[place]) {
                let mut wrong = digits.clone();
                wrong[place] = digit;
                let typed: String = wrong.iter().collect();
                assert!(
                    Invitation::parse(&typed) == Err(InvitationError::Check),
                    "{typed}"
                );
            }
            if place > 0 && digits[place] != digits[place - 1] {
                let mut wrong = digits.clone();
                wrong.swap(place, place - 1);
                let typed: String = wrong.iter().collect();
                assert!(
                    Invitation::parse(&typed) == Err(InvitationError::Check),
                    "{typed}"
                );
            }
        }
        assert!(Invitation::parse("1234") == Err(InvitationError::Count(4)));
    }

    #[test]
    fn words_are_words_and_digits_are_what_they_are_as_many_of() {
        let code = Code::from_bits([3; 10]);
        let words = code.words().join(" ");
        assert!(matches!(Shown::parse(&words), Ok(Shown::Words(found)) if found == code));
        assert!(matches!(Shown::parse(&code.digits()), Ok(Shown::Words(found)) if found == code));
        let short = Shown::parse("12 34").err();
        assert_eq!(short, Some(NotShown::Invitation(InvitationError::Count(4))));
        assert!(matches!(Shown::parse("survey"), Err(NotShown::Words(_))));
    }

    /// What Python's `hashlib.scrypt` gives for n = 2^10, r = 8, p = 1.
    #[test]
    fn another_program_gives_the_same_hash_and_another_wave_another() {
        let first = Invitation::parse("0000-0000-0000-0000-0097");
        assert!(first.is_err(), "98 - 0 is the check of 0");
        let zero = Invitation::from_random([0; 16]);
        assert_eq!(&*zero.text(), "0000-0000-0000-0000-0098");
        let hash = crate::base::hex::encode(&zero.hash("small", "2027"));
        assert_eq!(
            hash,
            "98f1b915b1194ca60e02b6f6496b4c183df5318b74fc0909471700917f7fa6ab"
        );
        assert_ne!(zero.hash("small", "2027"), zero.hash("small", "2028"));
        assert_ne!(zero.hash("small", "2027"), zero.hash("large", "2027"));
    }
}
