//! Bytes to `Input`. The clock is the caller's: a lone Escape becomes a key 50 ms after it came,
//! because the same byte begins every arrow key and slow links cut them apart.

use std::time::Duration;

use termina::Parser;
use termina::event::{Event, KeyCode, KeyEventKind, Modifiers, MouseButton, MouseEventKind};

use crate::base::text;
use crate::ui::input::{Input, Key, Wheel};

use super::frame::{Cutter, Piece, Waiting};

/// How long the rest of a key may take; local terminals send it at once, links within a packet.
const KEY_WAIT: Duration = Duration::from_millis(50);
/// How long a paste may pause before it counts as ended.
const PASTE_WAIT: Duration = Duration::from_secs(1);

/// Turns a terminal's bytes into inputs.
#[derive(Debug, Default)]
pub struct InputDecoder {
    cutter: Cutter,
    parser: Parser,
    last: Duration,
}

impl InputDecoder {
    /// A decoder that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes that arrived at `now` (measured from any fixed moment) and gives what they mean.
    pub fn feed(&mut self, bytes: &[u8], now: Duration) -> Vec<Input> {
        let mut out = self.expire(now);
        if !bytes.is_empty() {
            self.last = now;
        }
        let mut pieces = Vec::new();
        for &byte in bytes {
            self.cutter.push(byte, &mut pieces);
        }
        self.translate(pieces, &mut out);
        out
    }

    /// When [`InputDecoder::expire`] has something to do, if it has.
    pub fn pending(&self) -> Option<Duration> {
        let wait = match self.cutter.waiting()? {
            Waiting::Key => KEY_WAIT,
            Waiting::Paste => PASTE_WAIT,
        };
        Some(self.last + wait)
    }

    /// Ends what has waited too long: a lone Escape is a key.
    pub fn expire(&mut self, now: Duration) -> Vec<Input> {
        let mut out = Vec::new();
        if self.pending().is_some_and(|due| now >= due) {
            let mut pieces = Vec::new();
            self.cutter.give_up(&mut pieces);
            self.translate(pieces, &mut out);
        }
        out
    }

    fn translate(&mut self, pieces: Vec<Piece>, out: &mut Vec<Input>) {
        for piece in pieces {
            match piece {
                Piece::Char(letter) => out.extend(key(letter).map(Input::Key)),
                Piece::Escape => out.push(Input::Key(Key::Escape)),
                Piece::Alt(letter) => alt(letter, out),
                Piece::Sequence(bytes) => out.extend(self.sequence(&bytes)),
                Piece::Paste(bytes) => out.push(Input::Paste(pasted(&bytes))),
            }
        }
    }

    fn sequence(&mut self, bytes: &[u8]) -> Option<Input> {
        if let Some((_, known)) = OUTSIDERS.iter().find(|(sequence, _)| *sequence == bytes) {
            return Some(Input::Key(*known));
        }
        self.parser.parse(bytes, false);
        let event = self.parser.pop();
        if event.is_none() {
            // What it could not read it may still hold.
            self.parser = Parser::default();
        }
        match event? {
            Event::Key(event) if event.kind != KeyEventKind::Release => {
                special(event.code, event.modifiers).map(Input::Key)
            }
            Event::Mouse(event) => mouse(event.kind, event.column, event.row),
            _ => None,
        }
    }
}

/// Sequences that the parser does not know: rxvt's End, and the keypad's Enter in application mode.
const OUTSIDERS: [(&[u8], Key); 2] = [(b"\x1bOw", Key::End), (b"\x1bOM", Key::Enter)];

fn mouse(kind: MouseEventKind, column: u16, row: u16) -> Option<Input> {
    match kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Input::Click { column, row }),
        MouseEventKind::ScrollUp => Some(Input::Wheel(Wheel::Up)),
        MouseEventKind::ScrollDown => Some(Input::Wheel(Wheel::Down)),
        _ => None,
    }
}

fn key(letter: char) -> Option<Key> {
    match letter {
        '\r' | '\n' => Some(Key::Enter),
        '\t' => Some(Key::Tab),
        '\u{8}' | '\u{7f}' => Some(Key::Backspace),
        '\u{1}'..='\u{1a}' => Some(Key::Ctrl(char::from(b'a' + letter as u8 - 1))),
        _ if letter.is_control() => None,
        _ => Some(Key::Char(letter)),
    }
}

/// Alt with a key. Where that has no meaning it was Escape and then the key, cut together by a link.
fn alt(letter: char, out: &mut Vec<Input>) {
    let known = match letter {
        '\t' => Some(Key::BackTab),
        'b' => Some(Key::WordLeft),
        'f' => Some(Key::WordRight),
        _ => None,
    };
    match known {
        Some(known) => out.push(Input::Key(known)),
        None => out.extend(
            [Some(Key::Escape), key(letter)]
                .into_iter()
                .flatten()
                .map(Input::Key),
        ),
    }
}

fn special(code: KeyCode, modifiers: Modifiers) -> Option<Key> {
    let by_word = modifiers.intersects(Modifiers::CONTROL | Modifiers::ALT);
    Some(match code {
        KeyCode::Left if by_word => Key::WordLeft,
        KeyCode::Right if by_word => Key::WordRight,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Delete => Key::Delete,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Tab if modifiers.intersects(Modifiers::SHIFT | Modifiers::ALT) => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::Enter => Key::Enter,
        KeyCode::Escape => Key::Escape,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Function(number @ 1..=12) => Key::Function(number),
        _ => return None,
    })
}

/// A paste as text that may be stored: half a letter at a cut is dropped, line ends become line feeds.
fn pasted(bytes: &[u8]) -> String {
    let lossy = String::from_utf8_lossy(bytes);
    let whole = lossy.replace('\u{fffd}', "");
    text::sanitise(&whole.replace("\r\n", "\n").replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: fn(u64) -> Duration = Duration::from_millis;

    fn keys(bytes: &[u8]) -> Vec<Input> {
        let mut decoder = InputDecoder::new();
        let mut out = decoder.feed(bytes, AT(0));
        out.extend(decoder.expire(AT(2000)));
        out
    }

    fn key_of(bytes: &[u8]) -> Option<Key> {
        match keys(bytes).as_slice() {
            [Input::Key(key)] => Some(*key),
            _ => None,
        }
    }

    /// What terminals send for keys.
    fn table() -> [(&'static [u8], Key); 40] {
        [
            (b"\r", Key::Enter),
            (b"\n", Key::Enter),
            (b"\x1bOM", Key::Enter),
            (b"\t", Key::Tab),
            (b"\x1b[Z", Key::BackTab),
            (b"\x1b\t", Key::BackTab),
            (b"\x08", Key::Backspace),
            (b"\x7f", Key::Backspace),
            (b"\x1b[3~", Key::Delete),
            (b"\x1b", Key::Escape),
            (b"\x1b[A", Key::Up),
            (b"\x1bOA", Key::Up),
            (b"\x1b[B", Key::Down),
            (b"\x1bOB", Key::Down),
            (b"\x1b[C", Key::Right),
            (b"\x1b[D", Key::Left),
            (b"\x1b[1;5D", Key::WordLeft),
            (b"\x1b[1;3C", Key::WordRight),
            (b"\x1bb", Key::WordLeft),
            (b"\x1bf", Key::WordRight),
            (b"\x1b[H", Key::Home),
            (b"\x1b[1~", Key::Home),
            (b"\x1b[7~", Key::Home),
            (b"\x1bOH", Key::Home),
            (b"\x1b[F", Key::End),
            (b"\x1b[4~", Key::End),
            (b"\x1b[8~", Key::End),
            (b"\x1bOF", Key::End),
            (b"\x1bOw", Key::End),
            (b"\x1b[5~", Key::PageUp),
            (b"\x1b[6~", Key::PageDown),
            (b"\x1bOP", Key::Function(1)),
            (b"\x1b[11~", Key::Function(1)),
            (b"\x1b[[A", Key::Function(1)),
            (b"\x1b[M", Key::Function(1)),
            (b"\x1b[17~", Key::Function(6)),
            (b"\x1b[20~", Key::Function(9)),
            (b"\x1b[21~", Key::Function(10)),
            (b"\x1a", Key::Ctrl('z')),
            ("ŵ".as_bytes(), Key::Char('ŵ')),
        ]
    }

    #[test]
    fn every_terminals_way_of_a_key_is_that_key() {
        for (bytes, key) in table() {
            assert_eq!(
                key_of(bytes),
                Some(key),
                "{:?}",
                bytes.escape_ascii().to_string()
            );
        }
    }

    #[test]
    fn a_stream_cut_at_any_byte_is_the_same_keys() {
        let mut stream: Vec<u8> = Vec::new();
        for (bytes, _) in table() {
            // A lone Escape before a key would be that key with Alt: a letter keeps them apart.
            stream.extend(bytes);
            if bytes != b"\x1b" && bytes != b"\x1b[M" {
                stream.push(b'x');
            } else {
                stream.truncate(stream.len() - bytes.len());
            }
        }
        stream.extend(b"\x1b[<0;10;5M\x1b[<65;1;1M\x1b[200~a\r\xc5\xb5b\x1b[201~z");
        let whole = keys(&stream);
        assert!(whole.len() > 70);
        for cut in 0..=stream.len() {
            let mut decoder = InputDecoder::new();
            let (before, after) = stream.split_at(cut);
            let mut out = decoder.feed(before, AT(0));
            out.extend(decoder.feed(after, AT(49)));
            out.extend(decoder.expire(AT(2000)));
            assert_eq!(out, whole, "cut at {cut}");
        }
        let mut decoder = InputDecoder::new();
        let single = stream.iter().zip(0..);
        let mut out: Vec<Input> = single
            .flat_map(|(byte, at)| decoder.feed(&[*byte], AT(at * 40)))
            .collect();
        out.extend(decoder.expire(AT(1_000_000)));
        assert_eq!(out, whole, "byte by byte");
    }

    #[test]
    fn a_lone_escape_waits_fifty_milliseconds_and_no_longer() {
        let mut decoder = InputDecoder::new();
        assert!(decoder.feed(b"\x1b", AT(1000)).is_empty());
        assert_eq!(decoder.pending(), Some(AT(1050)));
        assert!(decoder.expire(AT(1049)).is_empty());
        assert_eq!(decoder.expire(AT(1050)), [Input::Key(Key::Escape)]);
        assert_eq!(decoder.pending(), None);

        assert!(decoder.feed(b"\x1b", AT(2000)).is_empty());
        assert_eq!(decoder.feed(b"[A", AT(2049)), [Input::Key(Key::Up)]);
    }

    #[test]
    fn an_escape_that_a_link_joined_to_the_next_key_is_both() {
        assert_eq!(keys(b"\x1b\r"), [Key::Escape, Key::Enter].map(Input::Key));
        assert_eq!(keys(b"\x1b\x1b[A"), [Key::Escape, Key::Up].map(Input::Key));
    }

    #[test]
    fn clicks_are_cells_and_other_reports_are_nothing() {
        assert_eq!(keys(b"\x1b[<0;10;5M"), [Input::Click { column: 9, row: 4 }]);
        assert_eq!(keys(b"\x1b[<64;1;1M"), [Input::Wheel(Wheel::Up)]);
        assert_eq!(keys(b"\x1b[<65;1;1M"), [Input::Wheel(Wheel::Down)]);
        for quiet in [
            &b"\x1b[<0;10;5m"[..],
            b"\x1b[<35;1;1M",
            b"\x1b[<66;1;1M",
            b"\x1b[M   ",
            b"\x1b[12;40R",
            b"\x1b[?1;2c",
            b"\x1b[<;;M",
            b"\x1b[>0;1q",
            b"\x1b]11;rgb:0/0/0\x07",
            b"\x1b[999999999999999999999~",
        ] {
            assert_eq!(keys(quiet), [], "{:?}", quiet.escape_ascii().to_string());
        }
    }

    #[test]
    fn a_paste_is_text_without_controls_and_never_keys() {
        assert_eq!(
            keys(b"\x1b[200~one\r\ntwo\x1b[31m\x07\tthree\x1b[201~"),
            [Input::Paste("one\ntwo[31m three".to_owned())]
        );
        assert_eq!(
            keys(b"\x1b[200~never ended"),
            [Input::Paste("never ended".to_owned())]
        );
    }
}
