//! What the types that choose from codes share.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::base::text;
use crate::base::words::{Message, Words};
use crate::response::answer::Chosen;
use crate::survey::model::Choice;

use super::Fault;

/// Most characters of what is written beside an "other".
const SPECIFY_LENGTH: usize = 200;

/// The choice with a code among those offered.
pub(super) fn find<'o>(offered: &'o [Choice], code: &str) -> Option<&'o Choice> {
    offered.iter().find(|choice| choice.code == code)
}

/// Normalises a chosen code: it must be offered, and only one that asks to specify keeps words.
pub(super) fn take(chosen: Chosen, offered: &[Choice]) -> Result<Chosen, Fault> {
    let Some(choice) = find(offered, &chosen.code) else {
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
pub(super) fn lacks(chosen: &Chosen, offered: &[Choice]) -> Option<Fault> {
    let choice = find(offered, &chosen.code)?;
    let wanting = choice.specify && chosen.text.is_none();
    wanting.then(|| {
        let arguments = [("choice", choice.label.clone().into())];
        Message::with("form-specify", arguments).into()
    })
}

/// Reads a code, or a label in any language and case.
pub(super) fn read(typed: &str, offered: &[Choice]) -> Option<Chosen> {
    let typed = text::one_line(typed);
    let folded = typed.to_lowercase();
    find(offered, &typed)
        .or_else(|| {
            offered
                .iter()
                .find(|choice| labels(choice).any(|label| label.to_lowercase() == folded))
        })
        .map(|choice| Chosen::code(&choice.code))
}

fn labels(choice: &Choice) -> Box<dyn Iterator<Item = &str> + '_> {
    use crate::base::language::Text;
    match &choice.label {
        Text::Same(label) => Box::new(std::iter::once(label.as_str())),
        Text::By(table) => Box::new(table.values().map(String::as_str)),
    }
}

/// A chosen code in words: its label, and what was written beside it.
pub(super) fn tell(chosen: &Chosen, offered: &[Choice], words: &Words) -> String {
    let label = find(offered, &chosen.code).map_or(chosen.code.as_str(), |choice| {
        choice.label.get(words.language())
    });
    match &chosen.text {
        Some(text) => format!("{label}: {text}"),
        None => label.to_owned(),
    }
}
