//! A page of the lead's screens: a bar above, a rule and the keys below, lines of text between.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::text::{truncate, width, wrap};
use crate::base::words::{Arg, Words};
use crate::report::view::Teller;
use crate::ui::input::Key;
use crate::ui::keymap::Keymap;
use crate::ui::theme::{Charset, Theme, Tone};

use super::keys::{self, Action, Binding};
use super::pointing::Places;
use super::trouble::Trouble;

/// Columns between two hints.
const BETWEEN: u16 = 3;
/// Columns that reading text takes at most.
const READING: usize = 76;

/// A page that is being drawn.
pub(super) struct Page<'a> {
    area: Rect,
    theme: Theme,
    buffer: &'a mut Buffer,
    pub(super) teller: &'a Teller,
    /// The next free line of the body.
    line: u16,
    /// Whether something did not fit.
    is_cut: bool,
    /// Whether it was said that there is more below.
    has_more: bool,
    /// Where there is something to click.
    pub(super) places: Places,
}

/// Pieces of one line, each with its tone.
pub(super) type Spans = Vec<(Tone, String)>;

/// A stretch of lines of the page.
#[derive(Clone, Copy)]
pub(super) struct Column {
    /// The first column.
    pub(super) left: u16,
    /// How many columns.
    pub(super) width: u16,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub(super) fn new(
        area: Rect,
        theme: Theme,
        buffer: &'a mut Buffer,
        teller: &'a Teller,
    ) -> Self {
        Self {
            line: area.y + 1,
            area,
            theme,
            buffer,
            teller,
            is_cut: false,
            has_more: false,
            places: Places::default(),
        }
    }

    /// The program's words.
    pub(super) const fn words(&self) -> &'a Words {
        self.teller.words()
    }

    /// Which of the steps to the figures this is.
    pub(super) fn step(&self, number: usize) -> String {
        let args = [("number", Arg::from(number))];
        self.words().say_with("lead-step", args)
    }

    /// The bar: where one is at the left, what it is about at the right.
    pub(super) fn bar(&mut self, left: &str, right: &str) {
        let columns = usize::from(self.area.width);
        let right = truncate(right, columns / 2);
        let room = columns.saturating_sub(width(&right) + 3);
        let left = truncate(left, room);
        let gap = " ".repeat(columns.saturating_sub(width(&left) + width(&right) + 2));
        self.put(
            self.area.left(),
            self.area.top(),
            Tone::Bar,
            &format!(" {left}{gap}{right} "),
        );
    }

    /// The rule above the keys, before what may be said on it.
    pub(super) fn lower_rule(&mut self) {
        let rule = self.theme.rule().repeat(usize::from(self.area.width));
        let line = self.area.bottom().saturating_sub(2);
        self.put(self.area.left(), line, Tone::Quiet, &rule);
    }

    /// The keys, as many as there is room for; the table has the important ones first. Drawn last: a key for
    /// what is further down is named where there is something.
    pub(super) fn hints(&mut self, bindings: &[Binding]) {
        let room = usize::from(self.area.width.saturating_sub(1));
        let hints = self.hints_in(bindings, room);
        let bottom = self.area.bottom().saturating_sub(1);
        let mut x = self.area.left() + 1;
        for (key, hint) in hints {
            self.put(x, bottom, Tone::Quiet, &hint);
            let after = x.saturating_add(u16::try_from(width(&hint)).unwrap_or(0));
            if let Some(key) = key {
                self.places.hint(x, after, key);
            }
            x = after.saturating_add(BETWEEN);
        }
    }

    /// Hints in the table's order, those that fit: the first, the way back and help, the second, every command.
    fn hints_in(&self, bindings: &[Binding], room: usize) -> Vec<(Option<Key>, String)> {
        // Where text is typed, what is everywhere is on the help page alone.
        let everywhere = keys::takes_letters(bindings).then_some(keys::EVERYWHERE);
        let named = bindings.iter().chain(everywhere.into_iter().flatten());
        let leads_on = |binding: &&Binding| self.has_more || binding.action != Action::PageDown;
        let named = named.filter(|binding| !binding.name.is_empty());
        let named = named.filter(leads_on);
        let rank = |(at, binding): &(usize, &Binding)| match binding.action {
            _ if *at == 0 => 0,
            Action::Back | Action::Help => 1,
            _ if *at == 1 => 2,
            // It leads to all the others.
            Action::Commands => 3,
            _ => 4,
        };
        let mut by_need: Vec<(usize, &Binding)> = named.enumerate().collect();
        by_need.sort_by_key(rank);
        let (mut kept, mut used) = (Vec::new(), 0);
        for (at, binding) in by_need {
            let name = binding.name_on(bindings, self.theme.keys);
            let hint = format!("{name} {}", self.words().say(binding.does));
            let columns = width(&hint) + usize::from(BETWEEN);
            if used + columns <= room {
                used += columns;
                let key = binding.keys_on(bindings, self.theme.keys).next();
                kept.push((at, (key, hint)));
            }
        }
        kept.sort();
        kept.into_iter().map(|(_, hint)| hint).collect()
    }

    /// A rule over the whole width.
    pub(super) fn rule(&mut self) {
        let rule = self.theme.rule().repeat(usize::from(self.area.width));
        if self.room() > 0 {
            self.put(self.area.left(), self.line, Tone::Quiet, &rule);
            self.line += 1;
        }
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.line += 1;
    }

    /// A paragraph, wrapped.
    pub(super) fn paragraph(&mut self, tone: Tone, text: &str) {
        let columns = READING.min(usize::from(self.area.width.saturating_sub(2)));
        for line in text.lines().flat_map(|line| wrap(line, columns)) {
            self.row(tone, &line);
        }
    }

    /// A paragraph as wide as the page.
    pub(super) fn whole_width(&mut self, tone: Tone, text: &str) {
        for line in wrap(text, usize::from(self.area.width.saturating_sub(2))) {
            self.row(tone, &line);
        }
    }

    /// One line, cut to the width.
    pub(super) fn row(&mut self, tone: Tone, text: &str) {
        if self.room() > 0 {
            let text = truncate(text, usize::from(self.area.width.saturating_sub(2)));
            self.put(self.area.left() + 1, self.line, tone, &text);
            self.line += 1;
        } else {
            self.is_cut = true;
        }
    }

    /// One line of pieces, from the very left. Gives where the first column after the mark stands.
    pub(super) fn spans(&mut self, spans: &Spans) -> Position {
        let mut x = self.area.left();
        let place = Position::new(x + 1, self.line);
        if self.room() > 0 {
            for (tone, text) in spans {
                self.put(x, self.line, *tone, text);
                x = x.saturating_add(u16::try_from(width(text)).unwrap_or(0));
            }
            self.line += 1;
        }
        place
    }

    /// Says at the right end of the rule that there is more below, where something did not fit.
    pub(super) fn more(&mut self) {
        if self.is_cut {
            self.say_more();
        }
    }

    /// Says that there is more below.
    pub(super) fn say_more(&mut self) {
        self.has_more = true;
        let text = format!(" {} ", self.words().say("lead-more"));
        let columns = u16::try_from(width(&text)).unwrap_or(0);
        let x = self.area.right().saturating_sub(columns + 1);
        self.put(x, self.area.bottom().saturating_sub(2), Tone::Quiet, &text);
    }

    /// A list with the focus on one line, as much of it as fits when `keep` lines stay free below.
    pub(super) fn list(&mut self, at: usize, items: &[String], keep: u16) -> Option<Position> {
        self.found_list(at, items, keep, &[])
    }

    /// The same, with a mark before the lines that a search found.
    pub(super) fn found_list(
        &mut self,
        at: usize,
        items: &[String],
        keep: u16,
        found: &[usize],
    ) -> Option<Position> {
        let room = usize::from(self.room().saturating_sub(keep)).max(1);
        let from = (at + 1).saturating_sub(room);
        let mut cursor = None;
        for (number, item) in items.iter().enumerate().skip(from).take(room) {
            let is_found = found.contains(&number);
            cursor = self.found_item(number == at, is_found, item).or(cursor);
        }
        if items.len() > from + room {
            self.say_more();
        }
        cursor
    }

    /// A line of a list, with a mark before it where a search found it.
    pub(super) fn found_item(
        &mut self,
        is_focused: bool,
        is_found: bool,
        text: &str,
    ) -> Option<Position> {
        let line = self.line;
        let cursor = self.item(is_focused, text);
        if is_found && self.line > line {
            self.put(self.area.left() + 2, line, Tone::Match, "*");
        }
        cursor
    }

    /// A list of two lines an item.
    pub(super) fn pairs(&mut self, at: usize, items: &[(String, String)]) -> Option<Position> {
        let room = (usize::from(self.room()) / 2).max(1);
        let from = (at + 1).saturating_sub(room);
        let mut cursor = None;
        for (number, (first, second)) in items.iter().enumerate().skip(from).take(room) {
            cursor = self.item(number == at, first).or(cursor);
            self.places.further(self.line);
            self.row(Tone::Quiet, &format!("    {second}"));
        }
        if items.len() > from + room {
            self.say_more();
        }
        cursor
    }

    /// A line to type a secret into: a mark that moves with every key, and nothing else.
    pub(super) fn secret(&mut self, label: &str, mark: Option<usize>) -> Option<Position> {
        const PLACES: usize = 8;
        let off = match self.theme.charset {
            Charset::Utf8 => "·",
            Charset::Ascii => ".",
        };
        let places: String = (0..PLACES)
            .map(|place| if mark == Some(place) { "*" } else { off })
            .collect();
        let place = self.item(true, &format!("{label}: [{places}]"))?;
        let before = width(label) + 3 + mark.unwrap_or(0);
        Some(Position::new(
            place.x + u16::try_from(before).unwrap_or(0),
            place.y,
        ))
    }

    /// A line of a list: `>` and reverse where the focus is. Gives where the cursor goes.
    pub(super) fn item(&mut self, is_focused: bool, text: &str) -> Option<Position> {
        let place = Position::new(self.area.left() + 3, self.line);
        let (mark, tone) = focus(is_focused);
        if self.room() > 0 {
            self.places.line(self.line, is_focused);
            self.put(self.area.left() + 1, self.line, Tone::Text, mark);
            let text = truncate(text, usize::from(self.area.width.saturating_sub(4)));
            self.put(place.x, place.y, tone, &text);
            self.line += 1;
        }
        is_focused.then_some(place)
    }

    /// A box to type into. Gives where the cursor goes.
    pub(super) fn field(&mut self, is_focused: bool, label: &str, text: &str) -> Option<Position> {
        let room = usize::from(self.area.width).saturating_sub(width(label) + 7);
        let shown = end(text, room);
        self.item(is_focused, &format!("{label}: {shown}_"))
            .map(|place| {
                let before = width(label) + 2 + width(&shown);
                Position::new(place.x + u16::try_from(before).unwrap_or(0), place.y)
            })
    }

    /// The line above the last rule of the head, where it was just drawn.
    pub(super) fn last_head_line(&self) -> Option<u16> {
        (self.area.top()..self.line.min(self.area.bottom()))
            .rev()
            .find(|line| {
                let cell = self.buffer.cell((self.area.left(), *line));
                cell.is_some_and(|cell| cell.symbol() == self.theme.rule())
            })
            .map(|line| line.saturating_sub(1))
    }

    /// A text wrapped to the width of reading, a tone a line.
    pub(super) fn wrapped(&self, tone: Tone, text: &str) -> Vec<(Tone, String)> {
        let columns = READING.min(usize::from(self.area.width.saturating_sub(2)));
        let lines = text.lines().flat_map(|line| wrap(line, columns));
        lines.map(|line| (tone, line)).collect()
    }

    /// Lines that are left for the body.
    pub(super) fn room(&self) -> u16 {
        self.area
            .bottom()
            .saturating_sub(2)
            .saturating_sub(self.line)
    }

    /// The columns of the page.
    pub(super) const fn width(&self) -> u16 {
        self.area.width
    }

    /// Lines in a column of the body that begins at its next free line; the body's place stays.
    pub(super) fn column(&mut self, column: Column, lines: &[(Tone, String)]) {
        let room = usize::from(self.room());
        for (at, (tone, text)) in (self.line..).zip(lines.iter().take(room)) {
            let text = truncate(text, usize::from(column.width));
            self.put(self.area.left() + column.left, at, *tone, &text);
        }
    }

    /// A line at the very end of a column.
    pub(super) fn last_line(&mut self, column: Column, text: &str) {
        self.has_more = true;
        let line = self.area.bottom().saturating_sub(3);
        let text = format!("{text:<columns$}", columns = usize::from(column.width));
        self.put(self.area.left() + column.left, line, Tone::Quiet, &text);
    }

    /// How things look here.
    pub(super) const fn theme(&self) -> Theme {
        self.theme
    }

    /// Where line `at` of a column stands.
    pub(super) const fn place(&self, column: Column, at: u16) -> Position {
        Position::new(self.area.left() + column.left, self.line + at)
    }

    /// The keys that work here, a line each.
    pub(super) fn help(&mut self, bindings: &[Binding]) {
        self.bar(&self.words().say("lead-help-title"), "");
        self.gap();
        for (tone, line) in key_lines(self.words(), bindings, self.theme.keys) {
            self.row(tone, &line);
        }
        self.gap();
        self.paragraph(Tone::Quiet, &self.words().say("lead-help-end"));
    }

    /// A page that says what went wrong, where, and what to do next.
    pub(super) fn trouble(&mut self, trouble: &Trouble) {
        self.bar(&self.words().say("lead-failed-title"), "");
        self.gap();
        let (said, technical) = trouble.paragraphs(self.words());
        for text in said {
            self.paragraph(Tone::Text, &text);
            self.gap();
        }
        for text in &technical {
            self.paragraph(Tone::Quiet, text);
        }
        if !technical.is_empty() {
            self.gap();
        }
        self.more();
    }

    /// A page with one thing to read.
    pub(super) fn notice(&mut self, title: &'static str, text: &str) {
        self.bar(&self.words().say(title), "");
        self.gap();
        self.paragraph(Tone::Text, text);
    }

    fn put(&mut self, x: u16, y: u16, tone: Tone, text: &str) {
        if y < self.area.bottom() && x < self.area.right() {
            let room = usize::from(self.area.right() - x);
            let style = self.theme.style(tone);
            self.buffer.set_stringn(x, y, text, room, style);
        }
    }
}

/// The mark in the margin and the tone of a line of a list.
pub(super) const fn focus(is_focused: bool) -> (&'static str, Tone) {
    if is_focused {
        (">", Tone::Focus)
    } else {
        (" ", Tone::Text)
    }
}

/// The keys that work on a page, a line each.
pub(super) fn key_lines(words: &Words, bindings: &[Binding], map: &Keymap) -> Vec<(Tone, String)> {
    let line = |binding: &Binding| {
        let keys: Vec<String> = binding.keys_on(bindings, map).map(Key::name).collect();
        let keys = keys.join(", ");
        format!("{keys:<22} {}", words.say(binding.does))
    };
    let all = bindings.iter().chain(keys::EVERYWHERE);
    all.map(|binding| (Tone::Text, line(binding))).collect()
}

/// A text, or its end where it is longer than its place: the end of a path is what tells two apart.
pub(super) fn ending(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    format!("...{}", end(text, columns.saturating_sub(3)))
}

/// The end of a text that is longer than its box.
fn end(text: &str, columns: usize) -> String {
    let mut from = text.char_indices().map(|(at, _)| at);
    let kept = from.find_map(|at| text.get(at..).filter(|rest| width(rest) <= columns));
    kept.unwrap_or_default().to_owned()
}
