//! Cells to bytes: what changed since the last frame, as one write, or nothing at all.
//!
//! Written here rather than through `CrosstermBackend` because that one asks the process's terminal
//! for its size, where a session carries its own, and writes the 16 named colours in a form that
//! 8-colour terminals do not know.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use unicode_normalization::UnicodeNormalization as _;
use unicode_width::UnicodeWidthStr as _;

use crate::ui::theme::{Charset, Mouse};

/// DEC 2026: terminals that know it show the frame at once, the others ignore it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
/// Clicks and the wheel only (1000), in the form without limits (1006); never motion.
const CLICKS: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const DEAF: &[u8] = b"\x1b[?1006l\x1b[?1000l";
/// Default attributes, no character-set shift, numeric keypad, autowrap, whole screen erased.
const FRESH: &[u8] = b"\x1b[0m\x0f\x1b>\x1b[?7h\x1b[2J\x1b[H";

/// One terminal's screen as it was last written.
pub struct Output {
    charset: Charset,
    shown: Option<Buffer>,
    cursor: Option<Position>,
    mouse: Mouse,
}

/// Bytes of a frame and where they leave the terminal's cursor and style.
struct Frame {
    bytes: Vec<u8>,
    at: Option<(u16, u16)>,
    style: Style,
    columns: u16,
}

impl Output {
    /// A screen of which nothing is known.
    pub const fn new(charset: Charset) -> Self {
        Self {
            charset,
            shown: None,
            cursor: None,
            mouse: Mouse::Off,
        }
    }

    /// The bytes that make the terminal report the mouse, or no longer; none where it does already.
    pub fn listen(&mut self, mouse: Mouse) -> Vec<u8> {
        match std::mem::replace(&mut self.mouse, mouse) {
            known if known == mouse => Vec::new(),
            Mouse::Off => CLICKS.to_vec(),
            Mouse::Clicks => DEAF.to_vec(),
        }
    }

    /// Forgets what the screen shows: the next frame is written whole.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Draws a frame of `area` and gives the bytes that bring the terminal to it; none where nothing
    /// changed. `view` draws the cells and says where the cursor belongs.
    pub fn draw(
        &mut self,
        area: Rect,
        view: impl FnOnce(Rect, &mut Buffer) -> Option<Position>,
    ) -> Vec<u8> {
        let mut next = Buffer::empty(area);
        let cursor = view(area, &mut next);
        let known = self.shown.take().filter(|shown| shown.area == area);
        let fresh = known.is_none();
        let before = known.unwrap_or_else(|| Buffer::empty(area));
        let changes = changes(&before, &next);
        let moved = fresh || cursor != self.cursor;
        let bytes = if changes.is_empty() && !moved {
            Vec::new()
        } else {
            let body = self.body(&changes, fresh, area.width);
            framed(
                body,
                cursor,
                fresh || cursor.is_some() != self.cursor.is_some(),
            )
        };
        self.cursor = cursor;
        self.shown = Some(next);
        bytes
    }

    fn body(&self, changes: &[(u16, u16, &Cell)], fresh: bool, columns: u16) -> Vec<u8> {
        let mut frame = Frame {
            bytes: if fresh { FRESH.to_vec() } else { Vec::new() },
            at: None,
            style: Style::new(),
            columns,
        };
        for &(column, row, cell) in changes {
            frame.move_to(column, row);
            frame.dress(cell);
            frame.print(&self.symbol(cell), column, row);
        }
        if frame.style != Style::new() {
            frame.bytes.extend(b"\x1b[m");
        }
        frame.bytes
    }

    fn symbol(&self, cell: &Cell) -> String {
        match self.charset {
            Charset::Utf8 => cell.symbol().to_owned(),
            Charset::Ascii => ascii(cell.symbol()),
        }
    }
}

/// A number of cells that cost no more bytes than the sequence that jumps over them.
const NEAR: usize = 5;

/// The cells to write. A line with wide letters is written whole when anything on it changed: what
/// a terminal leaves beside half of an overwritten letter differs, and cell by cell comparison
/// misses a wide letter that moved by one column.
fn changes<'b>(before: &Buffer, next: &'b Buffer) -> Vec<(u16, u16, &'b Cell)> {
    let area = next.area;
    let width = usize::from(area.width);
    let rows = before
        .content
        .chunks(width.max(1))
        .zip(next.content.chunks(width.max(1)));
    let mut out = Vec::new();
    for (y, (old, new)) in (area.y..).zip(rows) {
        if old == new {
            continue;
        }
        let whole = old.iter().chain(new).any(|cell| cell.symbol().width() > 1);
        let (mut covered, mut written) = (0, None);
        for (x, (was, is)) in old.iter().zip(new).enumerate() {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            covered = is.symbol().width().saturating_sub(1);
            if whole || was != is {
                let from = written
                    .filter(|last| x - last <= NEAR && !whole)
                    .map_or(x, |last| last + 1);
                let cells = new[from..=x].iter().zip(from..);
                out.extend(cells.map(|(cell, x)| (column(area, x), y, cell)));
                written = Some(x);
            }
        }
    }
    out
}

fn column(area: Rect, x: usize) -> u16 {
    area.x + u16::try_from(x).unwrap_or(area.width)
}

fn framed(body: Vec<u8>, cursor: Option<Position>, show: bool) -> Vec<u8> {
    let mut bytes = if body.is_empty() {
        Vec::new()
    } else {
        BEGIN.to_vec()
    };
    let drawn = !body.is_empty();
    bytes.extend(body);
    match cursor {
        Some(Position { x, y }) => {
            bytes.extend(format!("\x1b[{};{}H", y + 1, x + 1).into_bytes());
            bytes.extend(if show { &b"\x1b[?25h"[..] } else { b"" });
        }
        None => bytes.extend(if show { &b"\x1b[?25l"[..] } else { b"" }),
    }
    bytes.extend(if drawn { END } else { b"" });
    bytes
}

impl Frame {
    /// The shortest way: none, so many columns to the right, or by line and column.
    fn move_to(&mut self, column: u16, row: u16) {
        let way = match self.at {
            Some(at) if at == (column, row) => return,
            Some((x, y)) if y == row && x < column => format!("\x1b[{}C", column - x),
            _ => format!("\x1b[{};{}H", row + 1, column + 1),
        };
        self.bytes.extend(way.into_bytes());
    }

    fn dress(&mut self, cell: &Cell) {
        let style = Style {
            fg: Some(cell.fg).filter(|&colour| colour != Color::Reset),
            bg: Some(cell.bg).filter(|&colour| colour != Color::Reset),
            add_modifier: cell.modifier,
            ..Style::new()
        };
        if style != self.style {
            self.bytes.extend(select(self.style, style));
            self.style = style;
        }
    }

    fn print(&mut self, symbol: &str, column: u16, row: u16) {
        self.bytes.extend(symbol.as_bytes());
        let width = u16::try_from(symbol.width()).unwrap_or(1);
        // At the right edge terminals differ about where the cursor is: the next cell is addressed.
        self.at = Some((column + width, row)).filter(|(column, _)| *column < self.columns);
    }
}

/// The SGR sequence from one style to another: from the default one nothing need be taken away, and
/// the default one is the shortest of all.
fn select(from: Style, style: Style) -> Vec<u8> {
    let mut codes: Vec<String> = Vec::new();
    if from != Style::new() && style != Style::new() {
        codes.push("0".to_owned());
    }
    for (modifier, code) in [
        (Modifier::BOLD, "1"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
    ] {
        if style.add_modifier.contains(modifier) {
            codes.push(code.to_owned());
        }
    }
    codes.extend(style.fg.and_then(|fg| colour(fg, 30)));
    codes.extend(style.bg.and_then(|bg| colour(bg, 40)));
    format!("\x1b[{}m", codes.join(";")).into_bytes()
}

fn colour(colour: Color, base: u8) -> Option<String> {
    match colour {
        Color::Black => Some(base.to_string()),
        Color::Gray => Some((base + 7).to_string()),
        Color::Indexed(number) => Some(format!("{};5;{number}", base + 8)),
        _ => None,
    }
}

/// A cell's symbol in ASCII, as wide as it was.
fn ascii(symbol: &str) -> String {
    if symbol.is_ascii() {
        return symbol.to_owned();
    }
    let folded = symbol.nfd().find(char::is_ascii);
    let letter = folded.unwrap_or(match symbol {
        "─" | "–" | "—" | "‑" | "−" => '-',
        "│" | "║" => '|',
        "‘" | "’" => '\'',
        "“" | "”" | "«" | "»" => '"',
        "•" | "●" | "◆" | "■" => '*',
        "…" | "·" | "○" => '.',
        "█" | "▓" => '#',
        "▒" | "┌" | "┐" | "└" | "┘" | "├" | "┤" | "┬" | "┴" | "┼" => '+',
        "░" => ':',
        "▲" | "↑" => '^',
        "▼" | "↓" => 'v',
        "▶" | "→" => '>',
        "◀" | "←" => '<',
        "×" | "✗" | "☒" | "☑" => 'x',
        "═" => '=',
        "°" => 'o',
        "£" => 'L',
        "µ" => 'u',
        "²" => '2',
        "³" => '3',
        "\u{a0}" | "\u{202f}" => ' ',
        _ => '?',
    });
    let mut out = letter.to_string();
    out.extend(std::iter::repeat_n(' ', symbol.width().saturating_sub(1)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect::new(0, 0, 20, 3);

    fn say(words: &'static str) -> impl FnOnce(Rect, &mut Buffer) -> Option<Position> {
        move |_, buffer| {
            buffer.set_string(0, 0, words, Style::new());
            Some(Position::new(0, 0))
        }
    }

    #[test]
    fn a_frame_that_changes_nothing_writes_nothing() {
        let mut output = Output::new(Charset::Utf8);
        assert!(!output.draw(AREA, say("abc")).is_empty());
        assert!(output.draw(AREA, say("abc")).is_empty());
        let changed = output.draw(AREA, say("abd"));
        assert_eq!(changed, b"\x1b[?2026h\x1b[1;3Hd\x1b[1;1H\x1b[?2026l");
        output.forget();
        assert!(output.draw(AREA, say("abd")).len() > 20);
    }

    #[test]
    fn a_terminal_without_utf8_gets_ascii_of_the_same_width() {
        for (symbol, expected) in [("ŵ", "w"), ("é", "e"), ("—", "-"), ("’", "'"), ("界", "? ")]
        {
            assert_eq!(ascii(symbol), expected);
        }
    }

    #[test]
    fn named_colours_are_written_in_the_form_every_terminal_knows() {
        let (none, bar) = (Style::new(), Style::new().fg(Color::Black).bg(Color::Gray));
        assert_eq!(select(none, bar), b"\x1b[30;47m");
        let light = Style::new().fg(Color::Indexed(15));
        assert_eq!(select(bar, light), b"\x1b[0;38;5;15m");
        assert_eq!(select(bar, none), b"\x1b[m");
    }
}
