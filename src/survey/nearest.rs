//! "Did you mean …": the known word nearest to one that is not known.

use crate::base::words::{Arg, Message};

/// Words longer than this are not compared: nobody mistypes them by a letter or two.
const LONGEST: usize = 64;

/// The most words that a remedy lists.
const MOST_LISTED: usize = 12;

/// The known word that `word` was probably meant to be: the first of those that are nearest.
pub(crate) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    if word.len() > LONGEST {
        return None;
    }
    let letters = word.chars().count();
    let most = if letters < 4 { 1 } else { (letters / 3).max(2) };
    let mut search = Search::of(word);
    let mut limit = most;
    let mut found = None;
    for other in known {
        let is_far = other.len() > LONGEST || word.len().abs_diff(other.len()) > 2 * most;
        if is_far || search.is_beyond(other, limit) {
            continue;
        }
        if let Some(distance) = search.distance(other, limit) {
            found = Some(other);
            match distance.checked_sub(1) {
                Some(nearer) => limit = nearer,
                None => break,
            }
        }
    }
    found
}

/// A word that many others are held against: an unknown name is told for every place it stands in, and
/// there may be thousands of known ones.
struct Search {
    word: Vec<char>,
    letters: u32,
    row: Vec<usize>,
    next: Vec<usize>,
}

impl Search {
    fn of(word: &str) -> Self {
        Self {
            word: word.to_lowercase().chars().collect(),
            letters: letters(word),
            row: Vec::new(),
            next: Vec::new(),
        }
    }

    /// Whether the letters alone tell that another word is further away than `limit`: each change of one
    /// letter makes one come and one go.
    fn is_beyond(&self, other: &str, limit: usize) -> bool {
        let apart = (self.letters ^ letters(other)).count_ones();
        usize::try_from(apart).is_ok_and(|apart| apart > 2 * limit)
    }

    /// Letters to insert, drop or change (Levenshtein), two neighbours swapped counting as two; none
    /// where that is more than `limit`.
    fn distance(&mut self, other: &str, limit: usize) -> Option<usize> {
        self.row.clear();
        self.row.extend(0..=self.word.len());
        for (line, c) in other.chars().flat_map(char::to_lowercase).enumerate() {
            let mut corner = line;
            let mut left = line + 1;
            let mut least = left;
            self.next.clear();
            self.next.push(left);
            for (above, letter) in self.row.iter().skip(1).zip(&self.word) {
                left = (corner + usize::from(c != *letter))
                    .min(*above + 1)
                    .min(left + 1);
                corner = *above;
                least = least.min(left);
                self.next.push(left);
            }
            if least > limit {
                return None;
            }
            std::mem::swap(&mut self.row, &mut self.next);
        }
        self.row
            .last()
            .copied()
            .filter(|distance| *distance <= limit)
    }
}

/// The letters of a word as bits, capitals as small ones, everything but letters in a few more.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |letters, byte| {
        letters
            | match byte | 0x20 {
                letter @ b'a'..=b'z' => 1 << (letter - b'a'),
                _ if byte.is_ascii_digit() => 1 << 26 << (byte & 3),
                // A letter beyond ASCII may fold into another: it says nothing.
                _ if !byte.is_ascii() => 0,
                _ => 1 << 30,
            }
    })
}

/// What to do about a word that is not one of the known: the nearest, else a short list of them.
pub(crate) fn remedy_among<'k>(
    kind: &str,
    word: &str,
    known: impl Iterator<Item = &'k str>,
) -> String {
    let known: Vec<&str> = known.collect();
    if let Some(meant) = nearest(word, known.iter().copied()) {
        return format!("did you mean `{meant}`?");
    }
    match known.len() {
        0 => format!("there are no {kind} to name here"),
        1..=MOST_LISTED => format!("the {kind} are: {}", known.join(", ")),
        many => format!("it is none of the {many} {kind}; check its spelling"),
    }
}

/// The same in the languages that the program speaks, for a file that a lead writes.
pub(crate) fn message_among<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Message {
    let known: Vec<&str> = known.collect();
    if let Some(meant) = nearest(word, known.iter().copied()) {
        return Message::with("desk-file-meant", [("word", Arg::from(meant))]);
    }
    match known.len() {
        0 => Message::plain("desk-file-none-known"),
        1..=MOST_LISTED => {
            let words = [("words", Arg::from(known.join(", ")))];
            Message::with("desk-file-known", words)
        }
        many => Message::with("desk-file-not-known", [("count", Arg::from(many))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_what_was_meant_and_nothing_far_away() {
        let known = || ["relevant", "required", "label"].into_iter();
        assert_eq!(Search::of("kitten").distance("Sitting", 5), Some(3));
        assert_eq!(Search::of("kitten").distance("sitting", 2), None);
        assert!(Search::of("kitten").is_beyond("wolf", 2));
        assert!(!Search::of("kitten").is_beyond("mutton", 3));
        assert_eq!(nearest("relevent", known()), Some("relevant"));
        assert_eq!(nearest("Label", known()), Some("label"));
        assert_eq!(nearest("colour", known()), None);
        assert_eq!(nearest("ab", ["aab", "b", "ab"].into_iter()), Some("ab"));
        assert_eq!(
            nearest("q12", ["q11", "q12x", "q2"].into_iter()),
            Some("q11")
        );
        assert_eq!(
            remedy_among("keys", "x", known()),
            "the keys are: relevant, required, label"
        );
    }
}
