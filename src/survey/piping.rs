//! Answers piped into texts: `{question_id}` in the words of a question or section stands for the
//! answer that was given. `{{` and `}}` stand for a brace; any other brace is itself.

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Words as they stand.
    Words(&'t str),
    /// The answer to the question with this id.
    Answer(&'t str),
}

/// Whether a text may hold anything but plain words.
pub fn pipes(text: &str) -> bool {
    text.contains(['{', '}'])
}

/// The pieces of a text, in order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        let (piece, skipped) = at_brace(from);
        pieces.push(Piece::Words(before));
        pieces.push(piece);
        rest = from.get(skipped..).unwrap_or_default();
    }
    pieces.push(Piece::Words(rest));
    pieces.retain(|piece| *piece != Piece::Words(""));
    pieces
}

/// The questions whose answers a text names, in order.
pub fn ids(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Answer(id) => Some(id),
        Piece::Words(_) => None,
    })
}

/// What a text that begins with a brace begins with, and its bytes.
fn at_brace(text: &str) -> (Piece<'_>, usize) {
    let brace = Piece::Words(text.get(..1).unwrap_or_default());
    if text.starts_with("{{") || text.starts_with("}}") {
        return (brace, 2);
    }
    let inside = text
        .strip_prefix('{')
        .and_then(|rest| Some(rest.split_once('}')?.0));
    match inside.filter(|id| is_id(id)) {
        Some(id) => (Piece::Answer(id), id.len() + 2),
        None => (brace, 1),
    }
}

fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_ids_and_leaves_other_braces() {
        use Piece::{Answer, Words};
        for (text, expected) in [
            ("no braces", vec![Words("no braces")]),
            ("", vec![]),
            (
                "Is {b_dept} right?",
                vec![Words("Is "), Answer("b_dept"), Words(" right?")],
            ),
            ("{a}{b}", vec![Answer("a"), Answer("b")]),
            ("{{a}}", vec![Words("{"), Words("a"), Words("}")]),
            (
                "{a b} {1} {",
                vec![
                    Words("{"),
                    Words("a b"),
                    Words("}"),
                    Words(" "),
                    Words("{"),
                    Words("1"),
                    Words("}"),
                    Words(" "),
                    Words("{"),
                ],
            ),
            ("{ŵ}", vec![Words("{"), Words("ŵ"), Words("}")]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
        assert_eq!(ids("{a} and {b}").collect::<Vec<_>>(), ["a", "b"]);
    }
}
