//! Names of other programs made fit to be ids and codes here, each once.

use std::collections::BTreeSet;

/// The most letters of an id or code.
const LONGEST: usize = 64;

/// Room kept for `_2` and so on.
const ROOM: usize = 4;

/// Ids that conditions read as something else, or a part's name.
const RESERVED: [&str; 7] = ["value", "entry", "in", "true", "false", "null", "mine"];

/// A name as the id of a question or section: letters, digits and `_`, a letter first.
pub(super) fn id(name: &str) -> String {
    let plain = replaced(name, |c| c.is_ascii_alphanumeric(), '_');
    let plain = match plain.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => plain,
        _ => format!("q_{plain}"),
    };
    let plain = cut(plain.trim_end_matches('_'));
    if RESERVED.contains(&plain.as_str()) {
        format!("{plain}_")
    } else {
        plain
    }
}

/// A name as a code: letters, digits and `. _ + -`, a letter, digit or `-` first.
pub(super) fn code(name: &str) -> String {
    let plain = replaced(
        name,
        |c| c.is_ascii_alphanumeric() || ".+-_".contains(c),
        '_',
    );
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let plain = if plain.starts_with(fits) && plain != "-" {
        plain
    } else {
        format!("c{plain}")
    };
    cut(&plain)
}

/// A name as the id of a survey: small letters, digits and `-`, a letter first.
pub(super) fn slug(name: &str) -> String {
    let plain = replaced(&name.to_lowercase(), |c| c.is_ascii_alphanumeric(), '-');
    let plain = plain.trim_matches('-');
    let plain = if plain.starts_with(|c: char| c.is_ascii_lowercase()) {
        plain.to_owned()
    } else {
        format!("survey-{plain}")
    };
    let plain = cut(plain.trim_end_matches('-'));
    if RESERVED.contains(&plain.as_str()) {
        format!("{plain}-survey")
    } else {
        plain
    }
}

/// Letters with their accents off where that leaves ASCII, others replaced, runs of these as one.
fn replaced(name: &str, fits: impl Fn(char) -> bool, other: char) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let bare = name
        .trim()
        .nfd()
        .filter(|&c| !unicode_normalization::char::is_combining_mark(c));
    let mut plain = String::new();
    for c in bare {
        if fits(c) {
            plain.push(c);
        } else if !plain.ends_with(other) {
            plain.push(other);
        }
    }
    plain
}

fn cut(name: &str) -> String {
    name.chars().take(LONGEST - ROOM).collect()
}

/// Names given so far, so that each is given once.
#[derive(Clone, Debug, Default)]
pub(super) struct Given(BTreeSet<String>);

impl Given {
    /// The name, or the name with a number where it was given before. Names that differ in capitals only count as one.
    pub(super) fn once(&mut self, name: &str) -> String {
        let numbered = (2_usize..).map(|number| format!("{name}_{number}"));
        let mut free = std::iter::once(name.to_owned()).chain(numbered);
        let found = free.find(|name| !self.0.contains(&name.to_lowercase()));
        let found = found.unwrap_or_else(|| name.to_owned());
        self.0.insert(found.to_lowercase());
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_legal_and_kept_apart() {
        assert_eq!(id("q1.name"), "q1_name");
        assert_eq!(id("1st"), "q_1st");
        assert_eq!(id("Prénom"), "Prenom");
        assert_eq!(id("value"), "value_");
        assert_eq!(id("年"), "q");
        assert_eq!(code("-1"), "-1");
        assert_eq!(code("_x"), "c_x");
        assert_eq!(code("a b"), "a_b");
        assert_eq!(slug("Household Survey 2026!"), "household-survey-2026");
        assert_eq!(slug("2026"), "survey-2026");
        let mut given = Given::default();
        assert_eq!(
            [given.once("a"), given.once("A"), given.once("a")],
            ["a", "A_2", "a_3"]
        );
    }
}
