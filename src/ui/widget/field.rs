//! A text being typed: one line or several, edited by grapheme, with its own undo.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::base::text;
use crate::ui::history::{History, Turn};
use crate::ui::keymap::Action;

/// How many steps back an edit goes.
const UNDO: usize = 50;
/// How many graphemes a field holds, whatever the question allows: too long is said, not cut.
const MOST: usize = 8_000;

/// Whether Enter belongs to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lines {
    /// One line: line feeds become spaces.
    One,
    /// Several.
    Several,
}

/// A text, its caret and its earlier states. No `Debug`: it may hold an answer or a code.
#[derive(Clone)]
pub(crate) struct Field {
    graphemes: Vec<String>,
    caret: usize,
    lines: Lines,
    history: History<(Vec<String>, usize)>,
    typing: bool,
}

impl Field {
    /// A field that holds `words`, the caret at their end.
    pub(crate) fn new(lines: Lines, words: &str) -> Self {
        let graphemes = split(words, lines);
        Self {
            caret: graphemes.len(),
            graphemes,
            lines,
            history: History::new(UNDO),
            typing: false,
        }
    }

    /// The text.
    pub(crate) fn text(&self) -> String {
        self.graphemes.concat()
    }

    /// Whether nothing but spaces was typed.
    pub(crate) fn is_blank(&self) -> bool {
        self.graphemes
            .iter()
            .all(|grapheme| grapheme.trim().is_empty())
    }

    /// How many graphemes the text has.
    pub(crate) fn len(&self) -> usize {
        self.graphemes.len()
    }

    /// The caret: how many graphemes stand before it.
    pub(crate) const fn caret(&self) -> usize {
        self.caret
    }

    /// The graphemes.
    pub(crate) fn graphemes(&self) -> &[String] {
        &self.graphemes
    }

    /// Does what an editing key does; `false` where it is none or changes nothing it could change.
    pub(crate) fn act(&mut self, action: Action) -> bool {
        match action {
            Action::Type(letter) => self.insert(&letter.to_string(), true),
            Action::NewLine if self.lines == Lines::Several => self.insert("\n", false),
            Action::Erase => self.remove(self.caret.checked_sub(1), self.caret),
            Action::EraseForward => {
                self.remove(Some(self.caret), (self.caret + 1).min(self.graphemes.len()));
            }
            Action::EraseAll => self.remove(Some(0), self.graphemes.len()),
            Action::EraseWord => self.remove(Some(self.word_left()), self.caret),
            Action::Left => self.move_to(self.caret.saturating_sub(1)),
            Action::Right => self.move_to(self.caret + 1),
            Action::WordLeft => self.move_to(self.word_left()),
            Action::WordRight => self.move_to(self.word_right()),
            Action::Home => self.move_to(self.line_start()),
            Action::End => self.move_to(self.line_end()),
            Action::Undo => return self.turn(Turn::Undo),
            Action::Redo => return self.turn(Turn::Redo),
            _ => return false,
        }
        true
    }

    /// Inserts pasted words at the caret.
    pub(crate) fn paste(&mut self, words: &str) {
        self.insert(words, false);
    }

    /// Puts the caret before a grapheme, at most at the end.
    pub(crate) fn move_to(&mut self, caret: usize) {
        self.typing = false;
        self.caret = caret.min(self.graphemes.len());
    }

    fn insert(&mut self, words: &str, typed: bool) {
        let mut new = split(words, self.lines);
        new.truncate(MOST.saturating_sub(self.graphemes.len()));
        if new.is_empty() {
            return;
        }
        // A run of typing is undone as one.
        if !(typed && self.typing && !words.trim().is_empty()) {
            self.remember();
        }
        self.typing = typed;
        // A combining mark joins the letter before it: the text is cut anew where it was touched.
        let after = self.graphemes.split_off(self.caret);
        let before = std::mem::take(&mut self.graphemes).concat() + &new.concat();
        self.graphemes = split(&before, self.lines);
        self.caret = self.graphemes.len();
        self.graphemes.extend(after);
    }

    fn remove(&mut self, from: Option<usize>, to: usize) {
        let Some(from) = from.filter(|&from| from < to) else {
            return;
        };
        self.remember();
        self.graphemes.drain(from..to);
        self.caret = from;
    }

    fn remember(&mut self) {
        self.typing = false;
        self.history.remember((self.graphemes.clone(), self.caret));
    }

    /// Whether there was anything to take back, or to make again.
    fn turn(&mut self, turn: Turn) -> bool {
        let Some((graphemes, caret)) = self.history.take(turn) else {
            return false;
        };
        let now = (std::mem::take(&mut self.graphemes), self.caret);
        self.history.replaced(turn, now);
        (self.graphemes, self.caret, self.typing) = (graphemes, caret, false);
        true
    }

    fn word_left(&self) -> usize {
        let is_space = |at: &usize| self.graphemes[*at].trim().is_empty();
        let end = (0..self.caret).rev().find(|at| !is_space(at)).unwrap_or(0);
        (0..end).rev().find(is_space).map_or(0, |space| space + 1)
    }

    fn word_right(&self) -> usize {
        let is_space = |at: &usize| self.graphemes[*at].trim().is_empty();
        let all = self.graphemes.len();
        let end = (self.caret..all).find(is_space).unwrap_or(all);
        (end..all).find(|at| !is_space(at)).unwrap_or(all)
    }

    fn line_start(&self) -> usize {
        let before = &self.graphemes[..self.caret];
        before
            .iter()
            .rposition(|grapheme| grapheme == "\n")
            .map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        let after = &self.graphemes[self.caret..];
        let length = after.iter().position(|grapheme| grapheme == "\n");
        self.caret + length.unwrap_or(after.len())
    }
}

fn split(words: &str, lines: Lines) -> Vec<String> {
    let clean = text::sanitise(words);
    let clean = match lines {
        Lines::One => clean.replace('\n', " "),
        Lines::Several => clean,
    };
    clean.graphemes(true).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &str) -> Field {
        let mut field = Field::new(Lines::One, "");
        for letter in words.chars() {
            field.act(Action::Type(letter));
        }
        field
    }

    #[test]
    fn a_letter_and_its_mark_are_one_step() {
        let mut field = typed("dw\u{302}r");
        assert_eq!((field.text().as_str(), field.len()), ("dŵr", 3));
        field.act(Action::Left);
        field.act(Action::Erase);
        assert_eq!(field.text(), "dr");
        field.act(Action::Type('i'));
        assert_eq!(field.text(), "dir");
    }

    #[test]
    fn words_are_left_and_erased_whole() {
        let mut field = typed("one two  three");
        field.act(Action::WordLeft);
        assert_eq!(field.caret(), 9);
        field.act(Action::EraseWord);
        assert_eq!(field.text(), "one three");
        field.act(Action::Home);
        field.act(Action::WordRight);
        assert_eq!(field.caret(), 4);
    }

    #[test]
    fn a_run_of_typing_and_a_paste_are_each_undone_as_one() {
        let mut field = typed("abc");
        field.paste("\x1b[1mde\nf");
        assert_eq!(field.text(), "abc[1mde f");
        assert!(field.act(Action::Undo));
        assert_eq!(field.text(), "abc");
        assert!(field.act(Action::Undo));
        assert_eq!(field.text(), "");
        assert!(!field.act(Action::Undo));
    }
}
