//! An author's text with the answers that it pipes, as one person reads it.

use crate::base::language::Text;
use crate::base::text::{one_line, truncate};
use crate::survey::piping::{Piece, pieces, pipes};

use super::{Form, Path};

/// The most columns that a piped answer takes.
const WIDEST: usize = 100;

/// The words of a text in the form's language; `path` is where it stands.
pub(super) fn words(form: &Form, path: Option<&Path>, text: &Text) -> String {
    let words = text.get(form.language());
    if !pipes(words) {
        return words.to_owned();
    }
    let piece = |piece| match piece {
        Piece::Words(words) => words.to_owned(),
        Piece::Answer(id) => answer(form, path, id),
    };
    pieces(words).into_iter().map(piece).collect()
}

/// The answer to a question as it stands in a text: one line, and not too long a one.
fn answer(form: &Form, path: Option<&Path>, id: &str) -> String {
    let nested = path.and_then(|path| {
        let (entry, _) = path.inside.as_ref()?;
        Some(Path::nested(&path.id, *entry, id)).filter(|path| form.question(path).is_some())
    });
    let path = nested.unwrap_or_else(|| Path::top(id));
    let is_given = form.is_asked(&path)
        && form
            .answer(&path)
            .is_some_and(|answer| answer.value().is_some());
    if !is_given {
        return form.words().say("form-pipe-nothing");
    }
    truncate(&one_line(&form.in_words(&path).join(", ")), WIDEST)
}
