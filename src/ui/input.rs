//! What a person did at a terminal, whatever bytes it came as. The screens know these types and no
//! bytes; `terminal` makes them.

/// One thing that a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// The left mouse button was pressed on a cell, counted from 0.
    Click {
        /// The column.
        column: u16,
        /// The line.
        row: u16,
    },
    /// The wheel was turned.
    Wheel(Wheel),
    /// Text was pasted: sanitised, lines separated by line feeds, at most 16 KiB.
    Paste(String),
}

/// Which way a wheel was turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wheel {
    /// To what stands above.
    Up,
    /// To what stands below.
    Down,
}

/// A key, with the few combinations that terminals agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A character, as typed (Shift is in the character).
    Char(char),
    /// Ctrl and a lower-case letter.
    Ctrl(char),
    /// F1 to F12.
    Function(u8),
    /// Enter; line feed too.
    Enter,
    /// Escape, or Alt held with a key that has no meaning of its own.
    Escape,
    /// Tab.
    Tab,
    /// Shift and Tab; on the Linux console Alt and Tab.
    BackTab,
    /// Erases before the caret; 0x08 and 0x7f both.
    Backspace,
    /// Erases at the caret.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Ctrl or Alt with arrow left, Alt with b.
    WordLeft,
    /// Ctrl or Alt with arrow right, Alt with f.
    WordRight,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// Keys with names of their own, as they are printed; the first name of each is shown.
const NAMED: [(&str, Key); 20] = [
    ("Enter", Key::Enter),
    ("Esc", Key::Escape),
    ("Escape", Key::Escape),
    ("Tab", Key::Tab),
    ("Shift+Tab", Key::BackTab),
    ("Backspace", Key::Backspace),
    ("Del", Key::Delete),
    ("Delete", Key::Delete),
    ("Up", Key::Up),
    ("Down", Key::Down),
    ("Left", Key::Left),
    ("Right", Key::Right),
    ("Ctrl+Left", Key::WordLeft),
    ("Ctrl+Right", Key::WordRight),
    ("Home", Key::Home),
    ("End", Key::End),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
    ("PageUp", Key::PageUp),
    ("PageDown", Key::PageDown),
];

impl Key {
    /// What is printed on it.
    pub fn name(self) -> String {
        match self {
            Self::Char(' ') => "Space".to_owned(),
            Self::Char(letter) => letter.to_string(),
            Self::Ctrl(letter) => format!("Ctrl+{}", letter.to_ascii_uppercase()),
            Self::Function(number) => format!("F{number}"),
            named => {
                let found = NAMED.iter().find(|(_, key)| *key == named);
                found.map_or_else(String::new, |(name, _)| (*name).to_owned())
            }
        }
    }

    /// The key that is called so; a character stands for itself, and names are taken in any case.
    pub fn parse(name: &str) -> Option<Self> {
        let mut letters = name.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            return (!letter.is_control()).then_some(Self::Char(letter));
        }
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        if is("Space") {
            return Some(Self::Char(' '));
        }
        if let Some((_, key)) = NAMED.iter().find(|(known, _)| is(known)) {
            return Some(*key);
        }
        let lower = name.to_ascii_lowercase();
        if let Some(number) = lower.strip_prefix('f') {
            let number = number.parse::<u8>().ok();
            return number
                .filter(|number| (1..=12).contains(number))
                .map(Self::Function);
        }
        let mut held = lower.strip_prefix("ctrl+")?.chars();
        match (held.next(), held.next()) {
            (Some(letter @ 'a'..='z'), None) => Some(Self::Ctrl(letter)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_name() {
        let named = NAMED.iter().map(|(_, key)| *key);
        let others = [Key::Char(':'), Key::Char(' '), Key::Ctrl('p')];
        let functions = (1..=12).map(Key::Function);
        for key in named.chain(others).chain(functions) {
            assert_eq!(Key::parse(&key.name()), Some(key), "{}", key.name());
        }
        assert_eq!(Key::parse("ctrl+P"), Some(Key::Ctrl('p')));
        for nothing in [
            "", "F13", "F0", "Ctrl+1", "Ctrl+", "Ctrl+ab", "Alt+x", "\u{1b}",
        ] {
            assert_eq!(Key::parse(nothing), None, "{nothing}");
        }
    }
}
