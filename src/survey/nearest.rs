//! "Did you mean …": the known word nearest to one that is not known.

/// Words longer than this are not compared: nobody mistypes them by a letter or two.
const LONGEST: usize = 64;

/// The most words that a remedy lists.
const MOST_LISTED: usize = 12;

/// The known word that `word` was probably meant to be.
pub(crate) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let letters = word.chars().count();
    let most = if letters < 4 { 1 } else { (letters / 3).max(2) };
    known
        .filter(|other| word.len().max(other.len()) <= LONGEST)
        .filter(|other| word.len().abs_diff(other.len()) <= 2 * most)
        .map(|other| (distance(&word.to_lowercase(), &other.to_lowercase()), other))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, other)| other)
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

/// Letters to insert, drop or change (Levenshtein), two neighbours swapped counting as two.
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (line, c) in one.chars().enumerate() {
        let mut corner = line;
        let mut left = line + 1;
        let mut next = vec![left];
        for (above, other) in row.iter().skip(1).zip(&two) {
            left = (corner + usize::from(c != *other))
                .min(*above + 1)
                .min(left + 1);
            corner = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_what_was_meant_and_nothing_far_away() {
        let known = || ["relevant", "required", "label"].into_iter();
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(nearest("relevent", known()), Some("relevant"));
        assert_eq!(nearest("Label", known()), Some("label"));
        assert_eq!(nearest("colour", known()), None);
        assert_eq!(
            remedy_among("keys", "x", known()),
            "the keys are: relevant, required, label"
        );
    }
}
