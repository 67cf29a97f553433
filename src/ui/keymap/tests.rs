//! What the table of keys promises: Continue, Back and Help everywhere, no letter taken from a text.

use super::*;
use crate::base::language::Language;
use crate::base::text;
use crate::base::words::Words;

const ALL: &[Scope] = &[
    Scope::Always,
    Scope::Words,
    Scope::Filling,
    Scope::Page,
    Scope::Rest,
    Scope::Trial,
    Scope::Out,
    Scope::Back,
];

#[test]
fn continue_back_and_help_work_wherever_the_focus_is() {
    for place in TYPING.iter().chain(NOT_TYPING) {
        let listed = Keymap::STANDARD.bindings(*place, ALL);
        for label in ["key-back", "key-help"] {
            assert!(
                listed.iter().any(|binding| binding.label == label),
                "{place:?} {label}"
            );
        }
        let onward = Keymap::STANDARD.action(Key::Enter, *place, ALL);
        let by_tab = Keymap::STANDARD.action(Key::Tab, *place, ALL);
        assert!(
            onward.is_some() && by_tab == Some(Action::NextPart),
            "{place:?}"
        );
    }
}

#[test]
fn what_is_listed_is_what_happens() {
    for place in TYPING.iter().chain(NOT_TYPING) {
        for binding in Keymap::STANDARD.bindings(*place, ALL) {
            let (key, expected) = binding.keys[0];
            assert_eq!(
                Keymap::STANDARD.action(key, *place, ALL),
                Some(expected),
                "{place:?} {key:?}"
            );
        }
    }
}

#[test]
fn letters_and_digits_are_text_where_text_is_typed() {
    for key in ['?', '1', ' ', 'j'] {
        let taken = Keymap::STANDARD.action(Key::Char(key), Place::Field, ALL);
        assert_eq!(taken, Some(Action::Type(key)), "{key}");
    }
}

/// The keys that are never dropped fit the narrowest screen, in every language of the program.
#[test]
fn what_is_never_dropped_fits_forty_columns() {
    for language in ["en", "cy"] {
        let words = Words::new(&Language::new(language));
        for place in TYPING.iter().chain(NOT_TYPING) {
            let kept = Keymap::STANDARD
                .bindings(*place, ALL)
                .into_iter()
                .filter(|binding| binding.rank == 0);
            let hints: Vec<String> = kept
                .map(|binding| format!("{} {}", binding.caption(), words.say(binding.label)))
                .collect();
            let line = hints.join("  ");
            assert!(text::width(&line) <= 38, "{language} {place:?}: {line}");
        }
    }
}
