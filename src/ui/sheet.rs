//! A page as data: lines of words, some of which can have the focus. Screens and widgets write it,
//! `view` draws it, `focus` moves on it, a click is looked up in it: one layout for all three.

use std::ops::Range;

use crate::base::text;

use super::theme::{Spacing, Tone};

/// Something that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spot {
    /// A text to read.
    Body,
    /// A line of a menu, a choice of a list.
    Choice(usize),
    /// The text field with a number; 0 is the question's own.
    Field(usize),
    /// A row of a matrix.
    Row(usize),
    /// "I have finished this group."
    Close(usize),
    /// An entry of a repeat.
    Card(usize),
    /// Its removal.
    Remove(usize),
    /// Its copy.
    Copy(usize),
    /// "Add another."
    Add,
    /// A line of check-your-answers.
    Line(usize),
    /// A problem that is listed.
    Problem(usize),
    /// A button.
    Button(Button),
}

/// The buttons, which stand on the line below the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Button {
    /// On to the next page.
    Continue,
    /// Back a page.
    Back,
    /// "I have read this."
    Read,
    /// Send my answers.
    Send,
    /// Save and leave.
    Leave,
    /// Try again.
    Retry,
    /// Finish; the screen clears.
    Finish,
    /// What one sent, read back.
    Overview,
    /// Show the eight words.
    Words,
    /// In a demo: answer the rest for me.
    Rest,
    /// Begin anew.
    Anew,
    /// End the program.
    Quit,
    /// Send what there is, at the end of a section.
    Enough,
    /// "I will finish in one sitting": the words are not asked back.
    OneSitting,
    /// Go on without last year's words.
    Without,
    /// Keep this entry.
    Keep,
}

impl Button {
    /// The message with its label.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Continue => "button-continue",
            Self::Back => "button-back",
            Self::Read => "button-read",
            Self::Send => "button-send",
            Self::Leave => "button-leave",
            Self::Retry => "button-retry",
            Self::Finish => "button-finish",
            Self::Overview => "button-overview",
            Self::Words => "button-words",
            Self::Rest => "button-rest",
            Self::Anew => "button-anew",
            Self::Quit => "button-quit",
            Self::Enough => "button-enough",
            Self::OneSitting => "button-one-sitting",
            Self::Without => "button-without",
            Self::Keep => "button-keep",
        }
    }
}

/// The parts of a page, between which Tab moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Words to read.
    Body,
    /// Lists and menus.
    List,
    /// A text field.
    Field(usize),
    /// The rows of a matrix and their groups.
    Grid,
    /// The entries of a repeat.
    Cards,
    /// The buttons.
    Buttons,
}

impl Spot {
    /// The part it belongs to.
    pub(crate) const fn part(self) -> Part {
        match self {
            Self::Body => Part::Body,
            Self::Choice(_) | Self::Line(_) | Self::Problem(_) => Part::List,
            Self::Field(number) => Part::Field(number),
            Self::Row(_) | Self::Close(_) => Part::Grid,
            Self::Card(_) | Self::Remove(_) | Self::Copy(_) | Self::Add => Part::Cards,
            Self::Button(_) => Part::Buttons,
        }
    }
}

/// A run of words on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The words.
    pub text: String,
    /// What they are.
    pub tone: Tone,
    /// What has the focus when they have it.
    pub spot: Option<Spot>,
    /// The columns of the caret within them, where they are a text being typed.
    pub caret: Option<usize>,
}

/// A line of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// What stands on it, from left to right.
    pub pieces: Vec<Piece>,
    /// Whether it is part of a question with a problem: `!` in its margin.
    pub flagged: bool,
}

impl Piece {
    /// Plain words.
    pub(crate) fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
            spot: None,
            caret: None,
        }
    }

    /// Words that can have the focus.
    #[must_use]
    pub(crate) const fn at(mut self, spot: Spot) -> Self {
        self.spot = Some(spot);
        self
    }

    /// The same words in several runs, some of which are what a search looked for.
    fn marked(self, ranges: &[Range<usize>]) -> Vec<Self> {
        let mut out = Vec::new();
        let mut from = 0;
        let mut run = |range: Range<usize>, tone| {
            if let Some(words) = self.text.get(range).filter(|words| !words.is_empty()) {
                out.push(Self {
                    text: words.to_owned(),
                    tone,
                    ..self.clone()
                });
            }
        };
        for range in ranges {
            run(from..range.start, self.tone);
            run(range.clone(), Tone::Match);
            from = range.end;
        }
        run(from..self.text.len(), self.tone);
        out
    }

    /// Words with a caret in them.
    #[must_use]
    pub(crate) const fn caret(mut self, column: usize) -> Self {
        self.caret = Some(column);
        self
    }
}

/// A page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// The header's left: where one is.
    pub title: String,
    /// The header's middle: how far one is.
    pub progress: String,
    /// The body, which scrolls.
    pub lines: Vec<Line>,
    /// Lines between the body and the buttons, which do not.
    pub pinned: Vec<Line>,
    /// The buttons.
    pub buttons: Vec<Button>,
    /// On how many lines they fit beside one another; none are on one.
    pub button_lines: usize,
    /// Where the focus begins, and returns when its part is entered again.
    pub start: Option<Spot>,
    /// The columns that words may take.
    width: usize,
}

/// The columns left of every line: mark, space, space.
pub(crate) const MARGIN: usize = 3;
/// The most columns that running text takes.
const READING: usize = 74;

impl Sheet {
    /// An empty page for a window of `columns`.
    pub(crate) fn new(title: impl Into<String>, columns: u16) -> Self {
        let room = usize::from(columns).saturating_sub(MARGIN + 1);
        Self {
            title: title.into(),
            width: room.clamp(1, READING),
            ..Self::default()
        }
    }

    /// The columns that words may take, without the margin.
    pub(crate) const fn width(&self) -> usize {
        self.width
    }

    /// The page with as much room between its items as was asked for.
    pub(crate) fn spaced(mut self, spacing: Spacing) -> Self {
        if spacing == Spacing::Usual {
            return self;
        }
        let spot = |line: &Line| line.pieces.iter().find_map(|piece| piece.spot);
        let mut lines: Vec<Line> = Vec::with_capacity(self.lines.len() * 2);
        for line in self.lines {
            let before = lines.last().and_then(spot);
            let is_next = before.is_some() && spot(&line).is_some() && before != spot(&line);
            if is_next {
                lines.push(Line::default());
            }
            lines.push(line);
        }
        self.lines = lines;
        self
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    /// Words, wrapped.
    pub(crate) fn say(&mut self, words: &str, tone: Tone) {
        let lines = text::wrap(words, self.width);
        self.lines.extend(
            lines
                .into_iter()
                .map(|line| Line::of(Piece::new(line, tone))),
        );
    }

    /// Words below the body, wrapped.
    pub(crate) fn pin(&mut self, words: &str, tone: Tone) {
        let lines = text::wrap(words, self.width);
        self.pinned.extend(
            lines
                .into_iter()
                .map(|line| Line::of(Piece::new(line, tone))),
        );
    }

    /// Words that begin with a mark, wrapped under it.
    pub(crate) fn bullet(&mut self, mark: &str, words: &str, tone: Tone) {
        self.hang(mark, words, tone, None);
    }

    /// An item that can have the focus: a mark, then words wrapped under themselves.
    pub(crate) fn item(&mut self, spot: Spot, mark: &str, words: &str, tone: Tone) {
        self.hang(mark, words, tone, Some(spot));
    }

    fn hang(&mut self, mark: &str, words: &str, tone: Tone, spot: Option<Spot>) {
        let hang = text::width(mark);
        let room = self.width.saturating_sub(hang).max(1);
        for (number, line) in text::wrap(words, room).into_iter().enumerate() {
            let lead = if number == 0 {
                mark.to_owned()
            } else {
                " ".repeat(hang)
            };
            let piece = Piece {
                text: lead + &line,
                tone,
                spot,
                caret: None,
            };
            self.lines.push(Line::of(piece));
        }
    }

    /// Marks stretches of the lines from number `from` on: `find` gives them as bytes of a piece's text.
    pub(crate) fn mark(&mut self, from: usize, find: impl Fn(&str) -> Vec<Range<usize>>) {
        for line in self.lines.iter_mut().skip(from) {
            let pieces = std::mem::take(&mut line.pieces);
            for piece in pieces {
                let ranges = find(&piece.text);
                line.pieces.extend(piece.marked(&ranges));
            }
        }
    }

    /// Pins what stands on the lines from number `from` on: it is in view wherever the page is.
    pub(crate) fn pin_from(&mut self, from: usize) {
        let lines = self.lines.split_off(from.min(self.lines.len()));
        self.pinned.extend(lines);
    }

    /// Every place that can have the focus, with the number of its line; what is pinned comes behind
    /// the body, buttons last, on a line of their own.
    pub(crate) fn spots(&self) -> Vec<(Spot, usize)> {
        let mut out: Vec<(Spot, usize)> = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            for spot in line.pieces.iter().filter_map(|piece| piece.spot) {
                if !out.iter().any(|(known, _)| *known == spot) {
                    out.push((spot, number));
                }
            }
        }
        for (number, line) in (self.lines.len()..).zip(&self.pinned) {
            let spots = line.pieces.iter().filter_map(|piece| piece.spot);
            out.extend(spots.map(|spot| (spot, number)));
        }
        let below = self.lines.len() + self.pinned.len();
        out.extend(
            self.buttons
                .iter()
                .map(|&button| (Spot::Button(button), below)),
        );
        out
    }

    /// The lines a place covers: first and one past the last.
    pub(crate) fn lines_of(&self, spot: Spot) -> Option<(usize, usize)> {
        let has = |line: &Line| line.pieces.iter().any(|piece| piece.spot == Some(spot));
        let first = self.lines.iter().position(has)?;
        let last = self.lines.iter().rposition(has)?;
        Some((first, last + 1))
    }

    /// The line that the caret is on, where a text is being typed at `spot`.
    pub(crate) fn caret_line(&self, spot: Spot) -> Option<usize> {
        let has = |piece: &Piece| piece.spot == Some(spot) && piece.caret.is_some();
        let mut lines = self.lines.iter().chain(&self.pinned);
        lines.position(|line| line.pieces.iter().any(has))
    }
}

impl Line {
    /// A line of one piece.
    pub(crate) fn of(piece: Piece) -> Self {
        Self {
            pieces: vec![piece],
            flagged: false,
        }
    }
}
