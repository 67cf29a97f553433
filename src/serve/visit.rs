//! What is known of somebody who has come in, and what a house gives them.

use std::io::{BufRead, Write};

use ratatui::layout::Rect;

use crate::base::language::Language;
use crate::response::invitation::Shown;
use crate::runtime::driver::Program;
use crate::terminal::ability::{self, Ability};
use crate::terminal::size;

/// The most of a client's `TERM` or `LANG` that is looked at.
const VARIABLE: usize = 64;

/// What somebody came for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wish {
    /// To fill in the survey.
    #[default]
    Fill,
    /// To see what they sent: the one request that is honoured.
    Own,
}

/// How a screen is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// For good.
    Done,
    /// To go on line by line.
    Lines,
}

/// Somebody who has come in.
#[derive(Clone, Default)]
pub struct Visit {
    /// What for.
    pub wish: Wish,
    /// What they showed at the door, where that was asked for.
    pub shown: Option<Shown>,
    terminal: Option<(String, Rect)>,
    locale: Option<String>,
}

/// What people get: screens, or lines where there is no terminal.
pub trait House: Send + Sync + 'static {
    /// A person's screens.
    type Screen: Program<End = Leaving> + Send;

    /// The screens of somebody who comes in.
    ///
    /// # Errors
    /// Why there are none, in words for the person.
    fn screen(&self, visit: &Visit) -> Result<Self::Screen, String>;

    /// Whether what somebody shows at the door lets them in, where only who was invited may come.
    fn admits(&self, _shown: &Shown) -> bool {
        false
    }

    /// The language that is spoken to whoever has not said theirs yet.
    fn language(&self) -> Language {
        Language::new("en")
    }

    /// The same line by line: from its beginning, or on from screens. What comes back goes on there.
    fn lines(
        &self,
        visit: &Visit,
        screen: Option<Self::Screen>,
        input: &mut dyn BufRead,
        output: &mut dyn Write,
    ) -> Option<Self::Screen>;
}

impl Visit {
    /// A terminal of a kind and a size, both only claimed.
    pub(super) fn has_terminal(&mut self, kind: &str, columns: u32, rows: u32) {
        self.terminal = Some((claimed(kind), area(columns, rows)));
    }

    /// A variable of the client's environment; whether it is one that is looked at.
    pub(super) fn sets(&mut self, name: &str, value: &str) -> bool {
        let is_known = name == "LANG";
        if is_known {
            self.locale = Some(claimed(value));
        }
        is_known
    }

    /// The area of the terminal; nothing where there is none.
    pub fn area(&self) -> Option<Rect> {
        self.terminal.as_ref().map(|(_, area)| *area)
    }

    /// The area is another from now on.
    pub(super) fn resized(&mut self, area: Rect) {
        if let Some((_, known)) = &mut self.terminal {
            *known = area;
        }
    }

    /// What the terminal can be trusted with. Without a word on its letters it is taken to know
    /// UTF-8: the clients that say nothing are those of Windows, and they do.
    pub fn ability(&self) -> Ability {
        let term = self.terminal.as_ref().map(|(kind, _)| kind.clone());
        let locale = self.locale.clone();
        ability::detect(self.terminal.is_some(), move |name| match name {
            "TERM" => term.clone(),
            "LANG" => Some(locale.clone().unwrap_or_else(|| "C.UTF-8".to_owned())),
            _ => None,
        })
    }

    /// The language that the client's locale names: `cy` of `cy_GB.UTF-8`.
    pub fn language(&self) -> Option<&str> {
        let locale = self.locale.as_deref()?;
        let tag = locale.split(['_', '.', '-', '@']).next()?;
        Some(tag).filter(|tag| (2..=3).contains(&tag.len()))
    }
}

/// The area that a client's numbers stand for.
pub(super) fn area(columns: u32, rows: u32) -> Rect {
    let number = |claimed: u32| u16::try_from(claimed).unwrap_or(u16::MAX);
    size::area(number(columns), number(rows))
}

/// A client's word, short and harmless.
fn claimed(word: &str) -> String {
    let letters = word.chars().filter(char::is_ascii_graphic);
    letters.take(VARIABLE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::ability::Plain;
    use crate::ui::theme::Charset;

    #[test]
    fn a_client_is_believed_little() {
        let mut visit = Visit::default();
        assert_eq!(visit.ability().plain, Some(Plain::NoTerminal));
        visit.has_terminal("xterm\u{1b}]0;\u{7}", 100_000, 0);
        assert_eq!(visit.area(), Some(Rect::new(0, 0, 80, 24)));
        assert_eq!(visit.ability().theme.charset, Charset::Utf8);
        for (name, value) in [
            ("LD_PRELOAD", "/tmp/x"),
            ("LC_ALL", "$(id)"),
            ("PATH", "/tmp"),
        ] {
            assert!(!visit.sets(name, value), "{name}");
        }
        assert_eq!(visit.language(), None);
        assert!(visit.sets("LANG", "cy_GB.UTF-8"));
        assert_eq!(visit.language(), Some("cy"));
        assert!(visit.sets("LANG", &"x".repeat(4096)));
        assert_eq!(visit.language(), None);
    }
}
