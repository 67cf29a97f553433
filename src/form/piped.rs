//! An author's text with the answers that it pipes, as one person reads it.

use std::borrow::Cow;

use crate::base::language::Text;
use crate::base::text::{one_line, truncate};
use crate::survey::model::Choice;
use crate::survey::piping::{Piece, pieces, pipes};

use super::relevance::Spot;
use super::{Form, Path};

/// The most columns that a piped answer takes.
const WIDEST: usize = 100;

/// The words of a text in the form's language; `path` is where it stands.
pub(super) fn words(form: &Form, path: Option<&Path>, text: &Text) -> String {
    let words = text.get(form.language());
    filled(words, |id| answer(form, path, id))
}

/// A label of a choice, row or group at a question. It pipes only what is answered before that
/// question, so that labels which pipe one another have an end whatever the questionnaire says.
pub(super) fn label<'t>(form: &Form, spot: Spot<'_>, text: &'t Text) -> Cow<'t, Text> {
    let is_plain = match text {
        Text::Same(words) => !pipes(words),
        Text::By(table) => !table.values().any(|words| pipes(words)),
    };
    if is_plain {
        return Cow::Borrowed(text);
    }
    let path = form.path(spot);
    let fill = |words: &String| {
        filled(words, |id| {
            if is_before(form, spot, id) {
                answer(form, path.as_ref(), id)
            } else {
                form.words().say("form-pipe-nothing")
            }
        })
    };
    Cow::Owned(match text {
        Text::Same(words) => Text::Same(fill(words)),
        Text::By(table) => {
            let filled = table.iter().map(|(tag, words)| (tag.clone(), fill(words)));
            Text::By(filled.collect())
        }
    })
}

/// A choice as a question shows it.
pub(super) fn choice<'c>(form: &Form, spot: Spot<'_>, choice: &'c Choice) -> Cow<'c, Choice> {
    match label(form, spot, &choice.label) {
        Cow::Borrowed(_) => Cow::Borrowed(choice),
        Cow::Owned(label) => Cow::Owned(Choice {
            label,
            ..choice.clone()
        }),
    }
}

fn filled(words: &str, mut answer: impl FnMut(&str) -> String) -> String {
    if !pipes(words) {
        return words.to_owned();
    }
    let piece = |piece| match piece {
        Piece::Words(words) => words.to_owned(),
        Piece::Answer(id) => answer(id),
    };
    pieces(words).into_iter().map(piece).collect()
}

/// Whether a question comes before the one whose label names it.
fn is_before(form: &Form, spot: Spot<'_>, id: &str) -> bool {
    let resolver = super::relevance::Resolver::new(form);
    let mut here = spot;
    for (repeat, entry) in resolver.levels(spot) {
        let found = repeat.nested(entry).find(|one| one.question.id == id);
        if let Some(found) = found {
            let within = |spot: Spot<'_>| spot.inside.last().map(|step| step.within);
            return within(found) < within(here);
        }
        here = repeat;
    }
    form.number(id).is_some_and(|at| at < spot.at)
}

/// The question that an id means at a path: one of the innermost repeat first, then of those around
/// it, then a top-level one.
pub(super) fn meant(form: &Form, path: Option<&Path>, id: &str) -> Path {
    let mut levels = path.into_iter().flat_map(Path::levels);
    let nested = levels.find_map(|(repeat, entry)| {
        Some(repeat.within(entry, id)).filter(|path| form.question(path).is_some())
    });
    nested.unwrap_or_else(|| Path::top(id))
}

/// The answer to a question as it stands in a text: one line, and not too long a one.
fn answer(form: &Form, path: Option<&Path>, id: &str) -> String {
    let path = meant(form, path, id);
    let is_given = form.is_asked(&path)
        && form
            .answer(&path)
            .is_some_and(|answer| answer.value().is_some());
    if !is_given {
        return form.words().say("form-pipe-nothing");
    }
    truncate(&one_line(&form.in_words(&path).join(", ")), WIDEST)
}
