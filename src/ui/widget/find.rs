//! Finding an entry of a long list by a few letters: accents and case do not matter, words may come
//! in any order, and where nothing matches, near spellings do. Pure, and fast at 5,000 entries.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;

/// How near a match is, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::ui) enum Nearness {
    /// The code, or the beginning of the label.
    Begins,
    /// Every word typed begins a word.
    Words,
    /// Every word typed is somewhere inside.
    Inside,
    /// Every word typed is spelt nearly like a word.
    Spelling,
}

/// The entries, folded once.
#[derive(Clone)]
pub(in crate::ui) struct Index {
    entries: Vec<(String, Vec<String>)>,
}

impl Index {
    /// An index over texts, each what an entry is searched by.
    pub(in crate::ui) fn new(texts: impl Iterator<Item = String>) -> Self {
        let entry = |text: String| {
            let folded = fold(&text);
            let words = words(&folded).map(str::to_owned).collect();
            (folded, words)
        };
        Self {
            entries: texts.map(entry).collect(),
        }
    }

    /// The places of the entries that match, nearest first, then in the list's order. Near
    /// spellings only where nothing else matches. An empty query matches all.
    pub(in crate::ui) fn search(&self, query: &str) -> Vec<(Nearness, usize)> {
        let query = fold(query);
        let typed: Vec<&str> = words(&query).collect();
        if typed.is_empty() {
            return (0..self.entries.len())
                .map(|place| (Nearness::Inside, place))
                .collect();
        }
        let mut found = self.matching(|(text, words)| exact(text, words, &query, &typed));
        if found.is_empty() {
            found = self.matching(|(_, words)| spelt(words, &typed));
        }
        found.sort();
        found
    }

    fn matching(
        &self,
        near: impl Fn(&(String, Vec<String>)) -> Option<Nearness>,
    ) -> Vec<(Nearness, usize)> {
        let places = self.entries.iter().enumerate();
        places
            .filter_map(|(place, entry)| Some((near(entry)?, place)))
            .collect()
    }
}

fn exact(text: &str, own: &[String], query: &str, typed: &[&str]) -> Option<Nearness> {
    if text.starts_with(query.trim()) {
        Some(Nearness::Begins)
    } else if typed
        .iter()
        .all(|word| own.iter().any(|known| known.starts_with(word)))
    {
        Some(Nearness::Words)
    } else {
        typed
            .iter()
            .all(|word| text.contains(word))
            .then_some(Nearness::Inside)
    }
}

fn spelt(own: &[String], typed: &[&str]) -> Option<Nearness> {
    let near = |word: &&str| {
        let letters: Vec<char> = word.chars().collect();
        // One slip from four letters on, two from seven.
        let allowed = if letters.len() < 4 {
            0
        } else {
            (letters.len() + 1) / 4
        };
        allowed > 0 && own.iter().any(|known| distance(&letters, known) <= allowed)
    };
    typed.iter().all(near).then_some(Nearness::Spelling)
}

/// How many letters must be changed, added, dropped or swapped to make the typed letters the
/// beginning of a word.
fn distance(typed: &[char], known: &str) -> usize {
    let known: Vec<char> = known.chars().take(typed.len() + 2).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=known.len()).collect();
    for (i, letter) in typed.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, other) in known.iter().enumerate() {
            let swapped = (i > 0 && j > 0 && typed[i - 1] == *other && *letter == known[j - 1])
                .then(|| before[j - 1] + 1);
            let plain = (row[j] + usize::from(letter != other))
                .min(row[j + 1] + 1)
                .min(next[j] + 1);
            next.push(swapped.map_or(plain, |swapped| swapped.min(plain)));
        }
        before = std::mem::replace(&mut row, next);
    }
    row.into_iter().min().unwrap_or(usize::MAX)
}

/// The stretches of a line, as bytes, for which a query found it: where each typed word stands,
/// else the words that it is spelt nearly like.
pub(super) fn matched(line: &str, query: &str) -> Vec<Range<usize>> {
    let query = fold(query);
    let typed: Vec<&str> = words(&query).collect();
    let mut out: Vec<Range<usize>> = typed
        .iter()
        .filter_map(|word| standing(line, word))
        .collect();
    if out.is_empty() {
        let own = line.split_word_bound_indices();
        let near = own.filter(|(_, own)| {
            let own = [fold(own)];
            typed.iter().any(|word| spelt(&own, &[word]).is_some())
        });
        out.extend(near.map(|(at, own)| at..at + own.len()));
    }
    out.sort_by_key(|range| range.start);
    out.dedup_by(|later, earlier| later.start < earlier.end);
    out
}

/// Where a folded word stands in a line: at the beginning of a word before inside one.
fn standing(line: &str, word: &str) -> Option<Range<usize>> {
    let begins = |at: usize| {
        let (_, rest) = line.split_at(at);
        let mut left = word;
        for (offset, letter) in rest.char_indices() {
            if left.is_empty() && !is_combining_mark(letter) {
                return Some(at..at + offset);
            }
            let folded = fold(letter.encode_utf8(&mut [0; 4]));
            left = left.strip_prefix(folded.as_str())?;
        }
        left.is_empty().then_some(at..line.len())
    };
    let is_start = |at: &usize| {
        let (before, _) = line.split_at(*at);
        before
            .chars()
            .next_back()
            .is_none_or(|letter| !letter.is_alphanumeric())
    };
    let places = || line.char_indices().map(|(at, _)| at);
    let first = places().filter(is_start).find_map(begins);
    first.or_else(|| places().find_map(begins))
}

fn fold(text: &str) -> String {
    text.nfd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .collect()
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str) -> Vec<usize> {
        let texts = [
            "gas chromatography",
            "liquid chromatography",
            "PCR and primer work",
            "Pipette calibration",
            "Dŵr a systemau",
            "Électrophorèse",
            "soldering and rework",
        ];
        let index = Index::new(texts.iter().map(|text| (*text).to_owned()));
        index
            .search(query)
            .into_iter()
            .map(|(_, place)| place)
            .collect()
    }

    #[test]
    fn it_finds_what_a_hurried_person_types() {
        assert_eq!(found("chromat"), [0, 1]);
        assert_eq!(found("chrom gas"), [0]);
        assert_eq!(found("pcr"), [2]);
        assert_eq!(found("dwr"), [4]);
        assert_eq!(found("electro"), [5]);
        assert_eq!(found("older"), [6]);
        assert_eq!(found("").len(), 7);
    }

    #[test]
    fn it_shows_why_it_was_found() {
        let shown = |line: &'static str, query| {
            let ranges = matched(line, query).into_iter();
            ranges
                .filter_map(|range| line.get(range))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            shown("Liquid chromatography", "CHROM liq"),
            ["Liq", "chrom"]
        );
        assert_eq!(shown("Cold soldering, old", "old"), ["old"]);
        assert_eq!(shown("Dŵr a systemau", "dwr"), ["Dŵr"]);
        assert_eq!(
            shown("Gas chromatography", "chromotography"),
            ["chromatography"]
        );
        assert_eq!(shown("Gas", ""), [] as [&str; 0]);
    }

    #[test]
    fn it_finds_near_spellings_where_nothing_else_matches() {
        assert_eq!(found("chromotography"), [0, 1]);
        assert_eq!(found("cromatography"), [0, 1]);
        assert_eq!(found("sodering"), [6]);
        assert_eq!(found("pippete"), [3]);
        assert_eq!(found("xyzzy"), [] as [usize; 0]);
    }
}
