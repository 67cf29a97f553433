//! Looking for words in what is on the page: typed at `/`, marked where they stand, gone through with `n`
//! and `N`. Nothing is left out of the page by it: that is what a filter is for.

use ratatui::layout::Position;

use crate::base::text::width;
use crate::base::words::{Arg, Message};
use crate::ui::input::Input;
use crate::ui::lead::draw::{Page, Spans};
use crate::ui::lead::keys::{self, Action};
use crate::ui::theme::Tone;

/// What is looked for.
#[derive(Default)]
pub(super) struct Find {
    typed: String,
    /// Where the search began, while words are being typed.
    typing: Option<usize>,
}

impl Find {
    pub(super) const fn is_typing(&self) -> bool {
        self.typing.is_some()
    }

    /// Begins to look, from a place.
    pub(super) fn begin(&mut self, at: usize) {
        self.typed.clear();
        self.typing = Some(at);
    }

    /// Takes what is found away; whether there was something.
    pub(super) fn clear(&mut self) -> bool {
        self.typing = None;
        !std::mem::take(&mut self.typed).is_empty()
    }

    /// The words that are looked for, in small letters.
    pub(super) fn wanted(&self) -> Vec<String> {
        let words = self.typed.to_lowercase();
        words.split_whitespace().map(str::to_owned).collect()
    }

    /// Which of these lines hold every word; none where nothing is looked for.
    pub(super) fn among(&self, lines: &[String]) -> Vec<usize> {
        let wanted = self.wanted();
        if wanted.is_empty() {
            return Vec::new();
        }
        let holds = |line: &String| {
            let line = line.to_lowercase();
            wanted.iter().all(|word| line.contains(word.as_str()))
        };
        let lines = lines.iter().enumerate();
        lines
            .filter(|(_, line)| holds(line))
            .map(|(at, _)| at)
            .collect()
    }

    /// Takes a key while words are typed. Gives where one stands then: the first found from where the
    /// search began, else the first of all, else there.
    pub(super) fn type_in(
        &mut self,
        action: Option<Action>,
        input: &Input,
        lines: &[String],
    ) -> usize {
        let began = self.typing.unwrap_or(0);
        match action {
            Some(Action::Back) => {
                self.clear();
                return began;
            }
            Some(Action::Enter) => self.typing = None,
            _ => {
                keys::edit(&mut self.typed, input);
            }
        }
        let found = self.among(lines);
        let after = found.iter().find(|at| **at >= began);
        after.or(found.first()).copied().unwrap_or(began)
    }

    /// The next place after `at`, or the one before it, round the end; `at` where nothing is found.
    pub(super) fn step(&self, at: usize, is_forward: bool, lines: &[String]) -> usize {
        let found = self.among(lines);
        let step = if is_forward {
            found.iter().find(|place| **place > at).or(found.first())
        } else {
            found
                .iter()
                .rev()
                .find(|place| **place < at)
                .or(found.last())
        };
        step.copied().unwrap_or(at)
    }

    /// What is looked for and how much of it there is; nothing where nothing is.
    pub(super) fn told(&self, at: usize, lines: &[String]) -> Option<Message> {
        if self.typed.is_empty() && !self.is_typing() {
            return None;
        }
        let found = self.among(lines);
        let number = found
            .iter()
            .position(|place| *place == at)
            .map_or(0, |place| place + 1);
        let args = [
            ("words", Arg::Words(self.typed.clone())),
            ("number", Arg::from(number)),
            ("count", Arg::from(found.len())),
        ];
        Some(Message::with("lead-find-line", args))
    }
}

impl Find {
    /// The line of what is looked for, above a list; gives where the cursor stands while it is typed.
    pub(super) fn view(
        &self,
        page: &mut Page<'_>,
        at: usize,
        lines: &[String],
    ) -> Option<Position> {
        let told = page.words().tell(&self.told(at, lines)?);
        let place = page.spans(&vec![(Tone::Title, format!(" {told}"))]);
        let x = place
            .x
            .saturating_add(u16::try_from(width(&told)).unwrap_or(0));
        let x = x.min(page.width().saturating_sub(1));
        self.is_typing().then_some(Position::new(x, place.y))
    }
}

/// A text in pieces, the words that are looked for in the tone of what is found.
pub(super) fn marked(tone: Tone, text: &str, wanted: &[String]) -> Spans {
    let small = text.to_lowercase();
    // Letters whose small form is of another length would shift every place: such a text is left whole.
    if wanted.is_empty() || small.len() != text.len() {
        return vec![(tone, text.to_owned())];
    }
    let mut is_found = vec![false; text.len()];
    for word in wanted {
        for (from, _) in small.match_indices(word.as_str()) {
            for place in is_found.iter_mut().skip(from).take(word.len()) {
                *place = true;
            }
        }
    }
    let mut spans: Spans = Vec::new();
    for (at, letter) in text.char_indices() {
        let tone = if is_found.get(at) == Some(&true) {
            Tone::Match
        } else {
            tone
        };
        match spans.last_mut() {
            Some((last, piece)) if *last == tone => piece.push(letter),
            _ => spans.push((tone, letter.to_string())),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::input::Key;

    #[test]
    fn what_is_found_is_gone_through_round_the_end() {
        let lines = ["Karl Fischer", "Glass", "gas and glass", "Vacuum"].map(str::to_owned);
        let mut find = Find::default();
        find.begin(2);
        let mut at = 2;
        for letter in "GLASS".chars() {
            at = find.type_in(None, &Input::Key(Key::Char(letter)), &lines);
        }
        assert_eq!((at, find.among(&lines)), (2, vec![1, 2]));
        find.type_in(Some(Action::Enter), &Input::Key(Key::Enter), &lines);
        assert!(!find.is_typing());
        assert_eq!(
            [find.step(2, true, &lines), find.step(1, true, &lines)],
            [1, 2]
        );
        assert_eq!(
            [find.step(1, false, &lines), find.step(2, false, &lines)],
            [2, 1]
        );
        assert!(find.clear() && !find.clear());
        assert_eq!(find.step(3, true, &lines), 3);
    }

    #[test]
    fn words_are_marked_where_they_stand_and_other_letters_stay() {
        let wanted = ["gl".to_owned(), "ow".to_owned()];
        let spans = marked(Tone::Text, "Glass blowing", &wanted);
        let pieces: Vec<(bool, &str)> = spans
            .iter()
            .map(|(tone, piece)| (*tone == Tone::Match, piece.as_str()))
            .collect();
        assert_eq!(
            pieces,
            [
                (true, "Gl"),
                (false, "ass bl"),
                (true, "ow"),
                (false, "ing")
            ]
        );
        assert_eq!(marked(Tone::Text, "İ gl", &wanted).len(), 1);
    }
}
