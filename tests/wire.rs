//! What goes over the wire: the bytes of each frame, fed to a terminal emulator, give the cells that
//! were drawn; and bytes that come in mean the same wherever the wire cut them.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod stage;

use std::time::Duration;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use stage::Stage;
use tallybox::runtime::driver::{Event, Program as _};
use tallybox::terminal::{InputDecoder, Output, size};
use tallybox::ui::input::{Input, Key};
use tallybox::ui::theme::Charset;

/// A terminal emulator and the output that writes to it.
struct Wire {
    output: Output,
    emulator: vt100::Parser,
    written: usize,
}

impl Wire {
    fn new(area: Rect) -> Self {
        Self {
            output: Output::new(Charset::Utf8),
            emulator: vt100::Parser::new(area.height, area.width, 0),
            written: 0,
        }
    }

    /// Sends a frame and compares what arrived with what was drawn.
    fn send(&mut self, buffer: &Buffer, cursor: Position) {
        let area = buffer.area;
        if self.emulator.screen().size() != (area.height, area.width) {
            self.emulator.screen_mut().set_size(area.height, area.width);
        }
        let bytes = self.output.draw(area, |_, next| {
            *next = buffer.clone();
            Some(cursor)
        });
        self.written = bytes.len();
        self.emulator.process(&bytes);
        let screen = self.emulator.screen();
        assert_eq!(screen.cursor_position(), (cursor.y, cursor.x));
        assert!(!screen.hide_cursor());
        for (row, column) in (0..area.height).flat_map(|y| (0..area.width).map(move |x| (y, x))) {
            same_cell(screen, buffer, row, column);
        }
    }
}

fn same_cell(screen: &vt100::Screen, buffer: &Buffer, row: u16, column: u16) {
    let there = screen.cell(row, column).expect("a cell");
    let here = &buffer[(column, row)];
    if there.is_wide_continuation() {
        return;
    }
    let shown = if there.has_contents() {
        there.contents()
    } else {
        " "
    };
    assert_eq!(shown, here.symbol(), "at {column},{row}");
    let style = (there.bold(), there.inverse());
    let meant = (
        here.modifier.contains(Modifier::BOLD),
        here.modifier.contains(Modifier::REVERSED),
    );
    assert_eq!(style, meant, "style at {column},{row}");
}

const KEYS: &[Key] = &[
    Key::Enter,
    Key::Down,
    Key::Up,
    Key::Tab,
    Key::Escape,
    Key::Char('1'),
    Key::Char('2'),
    Key::Char(' '),
    Key::Char('w'),
    Key::Function(1),
    Key::Function(2),
    Key::Function(4),
    Key::Function(9),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_arrives_is_what_was_drawn(
        steps in prop::collection::vec((0..KEYS.len(), prop::option::weighted(0.1, (0u16..120, 0u16..50))), 1..40)
    ) {
        let mut stage = Stage::at_first_question((80, 24));
        let mut wire = Wire::new(stage.area);
        for (key, resize) in steps {
            stage.press(KEYS[key]);
            if let Some((columns, rows)) = resize {
                stage.take(Event::Resized(size::area(columns, rows)));
            }
            let (buffer, cursor) = stage.frame();
            wire.send(&buffer, cursor);
        }
    }

    #[test]
    fn wide_and_combining_letters_arrive(lines in prop::collection::vec("[a-zŵé界語́ ]{0,14}", 1..4)) {
        let area = Rect::new(0, 0, 30, 4);
        let mut wire = Wire::new(area);
        for words in lines {
            let mut buffer = Buffer::empty(area);
            buffer.set_string(1, 1, &words, Style::new().add_modifier(Modifier::REVERSED));
            wire.send(&buffer, Position::new(0, 0));
        }
    }

    #[test]
    fn any_bytes_decode_without_a_panic_and_memory_is_bounded(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut decoder = InputDecoder::new();
        let inputs = decoder.feed(&bytes, Duration::ZERO).len();
        prop_assert!(inputs <= bytes.len() + 1);
    }
}

#[test]
fn a_key_costs_few_bytes_and_nothing_costs_none() {
    let mut stage = Stage::at_first_question((80, 24));
    let mut wire = Wire::new(stage.area);
    let (buffer, cursor) = stage.frame();
    wire.send(&buffer, cursor);
    assert!(wire.written < 2500, "the first page costs {}", wire.written);
    wire.send(&buffer, cursor);
    assert_eq!(wire.written, 0);
    for _ in 0..3 {
        stage.keys("Down");
        let (buffer, cursor) = stage.frame();
        wire.send(&buffer, cursor);
        assert!(wire.written < 300, "moving a line costs {}", wire.written);
    }
}

#[test]
fn a_typed_letter_costs_few_bytes() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("1 Enter 3");
    let mut wire = Wire::new(stage.area);
    let (buffer, cursor) = stage.frame();
    wire.send(&buffer, cursor);
    stage.keys("'T'");
    let (buffer, cursor) = stage.frame();
    wire.send(&buffer, cursor);
    assert!(wire.written < 100, "a letter costs {}", wire.written);
}

/// Everything a terminal may send, in one stream.
const STREAM: &[u8] = b"aw\xcc\x82\xc5\xb5\x1b[A\x1bOB\x1b[1;5C\x1b[3~\x1b[200~two\r\nlines\x1b[201~\x1b[<0;12;5M\
    \x1b[<0;12;5m\x1b[[A\x1b[15~\x1b[Z\x1b\t\x08\x7f\r\n\t\x1bb\x1b[12;40R\x1b]11;rgb:0/0/0\x07\x1bP1$r0m\x1b\\\x03z\xe9\xff1";

#[test]
fn it_cannot_matter_where_the_wire_cuts() {
    let whole = InputDecoder::new().feed(STREAM, Duration::ZERO);
    assert!(whole.len() > 20);
    for cut in 0..=STREAM.len() {
        let mut decoder = InputDecoder::new();
        let mut parts = decoder.feed(&STREAM[..cut], Duration::ZERO);
        parts.extend(decoder.feed(&STREAM[cut..], Duration::from_millis(49)));
        assert_eq!(parts, whole, "cut at {cut}");
    }
    let mut decoder = InputDecoder::new();
    let by_byte: Vec<Input> = STREAM
        .iter()
        .flat_map(|byte| decoder.feed(&[*byte], Duration::ZERO))
        .collect();
    assert_eq!(by_byte, whole);
}

#[test]
fn no_window_is_too_small_or_too_large() {
    for columns in (0..=4).chain([19, 20, 39, 40, 41, 200, 201, 10_000]) {
        for rows in (0..=4).chain([5, 6, 11, 12, 13, 80, 10_000]) {
            let mut stage = Stage::at_first_question((80, 24));
            stage.take(Event::Resized(size::area(columns, rows)));
            stage.keys("Down Enter F1 Esc F9 F10");
            // Not even where nobody clamped it.
            let area = Rect::new(0, 0, columns.min(300), rows.min(300));
            let mut buffer = Buffer::empty(area);
            stage.program.view(area, &mut buffer);
        }
    }
}
