//! Whole expressions that are no value here but stand for something that a text can show.

use super::parse::Node;
use super::translate::read;

/// What a whole expression is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::survey::import) enum Whole {
    /// `jr:choice-name(${q}, '${q}')`: the label of the choice made in `q`.
    ChoiceName(String),
}

/// Reads a whole expression; `None` where it is a value like any other.
pub(in crate::survey::import) fn whole(source: &str) -> Option<Whole> {
    let Node::Call(name, given) = read(source).ok()? else {
        return None;
    };
    match (name.as_str(), given.as_slice()) {
        ("string" | "once", [inner]) => match inner {
            Node::Call(name, given) => called(name, given),
            _ => None,
        },
        _ => called(&name, &given),
    }
}

fn called(name: &str, given: &[Node]) -> Option<Whole> {
    let ("jr:choice-name", [Node::Reference(one), of]) = (name, given) else {
        return None;
    };
    let of = match of {
        Node::Text(text) => text.trim().strip_prefix("${")?.strip_suffix('}')?.trim(),
        Node::Reference(name) => name,
        _ => return None,
    };
    (one == of).then(|| Whole::ChoiceName(one.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_numbers_are_told_from_values() {
        let label = Some(Whole::ChoiceName("crop".to_owned()));
        for (source, expected) in [
            ("jr:choice-name(${crop}, '${crop}')", label.clone()),
            ("jr:choice-name( ${crop} ,\"${crop}\")", label),
            ("jr:choice-name(${crop}, '${other}')", None),
            ("jr:choice-name('a', '${crop}')", None),
            ("position(..) + 1", None),
            ("${crop}", None),
            ("(", None),
        ] {
            assert_eq!(whole(source), expected, "{source}");
        }
    }
}
