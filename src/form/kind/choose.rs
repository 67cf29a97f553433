//! What the types that choose from codes share.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::base::language::Text;
use crate::base::text;
use crate::base::words::{Message, Words};
use crate::response::answer::Chosen;
use crate::survey::model::Choice;

use super::{About, Fault, Offer};

/// Most characters of what is written beside an "other".
const SPECIFY_LENGTH: usize = 200;

/// Normalises a chosen code: it must be offered, and only one that asks to specify keeps words.
pub(super) fn take(chosen: Chosen, offered: &Offer<'_>) -> Result<Chosen, Fault> {
    let Some(choice) = offered.find(&chosen.code) else {
        return Err(Message::plain("form-not-offered").into());
    };
    let words = chosen
        .text
        .map(|words| text::one_line(&words))
        .filter(|words| choice.specify && !words.is_empty());
    let length = words
        .as_ref()
        .map_or(0, |words| words.graphemes(true).count());
    if length > SPECIFY_LENGTH {
        let arguments = [
            ("max", SPECIFY_LENGTH.into()),
            ("over", (length - SPECIFY_LENGTH).into()),
        ];
        return Err(Message::with("form-text-too-long", arguments).into());
    }
    Ok(Chosen {
        code: chosen.code,
        text: words,
    })
}

/// The words that a chosen "other" still lacks.
pub(super) fn lacks(chosen: &Chosen, about: About<'_>) -> Option<Fault> {
    let choice = about.offered.find(&chosen.code)?;
    let wanting = choice.specify && chosen.text.is_none();
    wanting.then(|| {
        let arguments = [("choice", about.label(&choice.label).into_owned().into())];
        Message::with("form-specify", arguments).into()
    })
}

/// Reads a code, or a label in any language and case.
pub(super) fn read(typed: &str, about: About<'_>) -> Option<Chosen> {
    let typed = text::one_line(typed);
    let folded = typed.to_lowercase();
    let is_named = |choice: &&Choice| match &*about.label(&choice.label) {
        Text::Same(label) => label.to_lowercase() == folded,
        Text::By(table) => table.values().any(|label| label.to_lowercase() == folded),
    };
    let offered = about.offered;
    let found = offered.find(&typed);
    let found = found.or_else(|| offered.iter().find(is_named));
    found.map(|choice| Chosen::code(&choice.code))
}

/// A chosen code in words: its label, and what was written beside it.
pub(super) fn tell(chosen: &Chosen, about: About<'_>, words: &Words) -> String {
    let choice = about.offered.find(&chosen.code);
    let label = choice.map_or_else(
        || chosen.code.clone(),
        |choice| about.label(&choice.label).get(words.language()).to_owned(),
    );
    match &chosen.text {
        Some(text) => format!("{label}: {text}"),
        None => label,
    }
}
