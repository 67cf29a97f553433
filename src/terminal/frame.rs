//! Cuts a stream of bytes into characters, whole escape sequences and pastes, one byte at a time, so
//! that it cannot matter where a network or a pipe cut the stream. Holds a bounded number of bytes
//! whatever arrives.

/// A terminal's longest sensible key or report; a longer control sequence is swallowed to its end.
const SEQUENCE: usize = 64;
/// How many bytes of one string are read before the cutter gives up on it and starts anew.
const RESET: usize = 64 << 10;
/// How many bytes of a paste are kept.
const PASTE: usize = 16 << 10;

const ESCAPE: u8 = 0x1b;
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// A piece of the stream that means something on its own.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// One character, control characters too.
    Char(char),
    /// A lone Escape.
    Escape,
    /// Escape with a character: Alt on most terminals.
    Alt(char),
    /// A whole control sequence (`ESC [` … or `ESC O` …) of at most 64 bytes.
    Sequence(Vec<u8>),
    /// The bytes of a bracketed paste, at most 16 KiB.
    Paste(Vec<u8>),
}

/// What the cutter is in the middle of.
#[derive(Debug, Default)]
enum State {
    #[default]
    Ground,
    /// The first bytes of a UTF-8 character, and how many it has.
    Letter(usize),
    Escape,
    /// `ESC [`, then parameters.
    Control,
    /// `ESC [ [`: the Linux console's F1 to F5.
    Console,
    /// `ESC [ M` and three bytes: a mouse report in the oldest form, never asked for.
    Mouse,
    /// `ESC O`.
    Single,
    /// A string that a terminal sends: swallowed. Remembers whether its last byte was an Escape.
    String(bool),
    Paste,
}

/// The cutter.
#[derive(Debug, Default)]
pub(super) struct Cutter {
    state: State,
    held: Vec<u8>,
    /// Bytes of the current piece, kept or not.
    seen: usize,
}

/// What is being waited for, since that decides how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waiting {
    /// The rest of a key.
    Key,
    /// The rest of a paste.
    Paste,
}

impl Cutter {
    /// Takes one byte.
    pub(super) fn push(&mut self, byte: u8, out: &mut Vec<Piece>) {
        self.seen += 1;
        // A paste is held within its own bounds: ended early, its rest would act as keys.
        if self.seen > RESET && !matches!(self.state, State::Paste) {
            self.give_up(out);
        }
        match self.state {
            State::Ground => self.ground(byte, out),
            State::Letter(length) => self.letter(byte, length, out),
            State::Escape => self.escape(byte, out),
            State::Control => self.control(byte, out),
            State::Console | State::Single => self.last(byte, out),
            State::Mouse => self.mouse(byte),
            State::String(escaped) => self.string(byte, escaped),
            State::Paste => self.paste(byte, out),
        }
    }

    /// What is being waited for, if anything.
    pub(super) const fn waiting(&self) -> Option<Waiting> {
        match self.state {
            State::Ground => None,
            State::Paste => Some(Waiting::Paste),
            _ => Some(Waiting::Key),
        }
    }

    /// Nothing more came: what is held is all there is.
    pub(super) fn give_up(&mut self, out: &mut Vec<Piece>) {
        match self.state {
            State::Escape => out.push(Piece::Escape),
            State::Control if self.held == b"\x1b[" => out.push(Piece::Alt('[')),
            State::Single => out.push(Piece::Alt('O')),
            // An SCO keyboard's F1, of which a mouse report is a longer form.
            State::Mouse => out.push(Piece::Sequence(b"\x1bOP".to_vec())),
            State::Paste => out.push(Piece::Paste(std::mem::take(&mut self.held))),
            _ => {}
        }
        self.rest();
    }

    fn rest(&mut self) {
        self.state = State::Ground;
        self.held.clear();
        self.seen = 0;
    }

    fn enter(&mut self, state: State, byte: u8) {
        self.state = state;
        self.held.push(byte);
    }

    fn ground(&mut self, byte: u8, out: &mut Vec<Piece>) {
        self.held.clear();
        self.seen = 1;
        match byte {
            ESCAPE => self.enter(State::Escape, byte),
            0..=0x7f => out.push(Piece::Char(char::from(byte))),
            0xc2..=0xdf => self.enter(State::Letter(2), byte),
            0xe0..=0xef => self.enter(State::Letter(3), byte),
            0xf0..=0xf4 => self.enter(State::Letter(4), byte),
            // A continuation without a beginning, or a terminal that does not speak UTF-8.
            _ => {}
        }
    }

    fn letter(&mut self, byte: u8, length: usize, out: &mut Vec<Piece>) {
        if byte & 0xc0 != 0x80 {
            // The beginning was no beginning; this byte is a key of its own.
            self.rest();
            return self.ground(byte, out);
        }
        self.held.push(byte);
        if self.held.len() == length {
            let letter = std::str::from_utf8(&self.held)
                .ok()
                .and_then(|text| text.chars().next());
            out.extend(letter.map(Piece::Char));
            self.rest();
        }
    }

    fn escape(&mut self, byte: u8, out: &mut Vec<Piece>) {
        match byte {
            ESCAPE => {
                out.push(Piece::Escape);
                self.seen = 1;
            }
            b'[' => self.enter(State::Control, byte),
            b'O' => self.enter(State::Single, byte),
            b']' | b'P' | b'X' | b'^' | b'_' => self.enter(State::String(false), byte),
            0..=0x7f => {
                out.push(Piece::Alt(char::from(byte)));
                self.rest();
            }
            _ => {
                out.push(Piece::Escape);
                self.rest();
                self.ground(byte, out);
            }
        }
    }

    fn control(&mut self, byte: u8, out: &mut Vec<Piece>) {
        match byte {
            b'[' if self.held.len() == 2 => self.enter(State::Console, byte),
            b'M' if self.held.len() == 2 => self.enter(State::Mouse, byte),
            0x20..=0x3f if self.held.len() < SEQUENCE => self.held.push(byte),
            0x20..=0x3f => {}
            0x40..=0x7e => self.finish(byte, out),
            // A control character ends what was no sequence and is a key of its own.
            _ => {
                self.rest();
                self.ground(byte, out);
            }
        }
    }

    fn finish(&mut self, byte: u8, out: &mut Vec<Piece>) {
        self.held.push(byte);
        if self.held == b"\x1b[200~" {
            self.held.clear();
            self.state = State::Paste;
            return;
        }
        if self.held.len() <= SEQUENCE {
            out.push(Piece::Sequence(std::mem::take(&mut self.held)));
        }
        self.rest();
    }

    fn last(&mut self, byte: u8, out: &mut Vec<Piece>) {
        if (0x40..=0x7e).contains(&byte) {
            return self.finish(byte, out);
        }
        self.rest();
        self.ground(byte, out);
    }

    fn mouse(&mut self, byte: u8) {
        self.held.push(byte);
        if self.held.len() == 6 {
            self.rest();
        }
    }

    fn string(&mut self, byte: u8, escaped: bool) {
        let ends = byte == 0x07 || (escaped && byte == b'\\');
        if ends {
            self.rest();
        } else {
            self.state = State::String(byte == ESCAPE);
        }
    }

    fn paste(&mut self, byte: u8, out: &mut Vec<Piece>) {
        self.held.push(byte);
        if self.held.ends_with(PASTE_ENDS) {
            self.held.truncate(self.held.len() - PASTE_ENDS.len());
            self.held.truncate(PASTE);
            out.push(Piece::Paste(std::mem::take(&mut self.held)));
            self.rest();
        } else if self.held.len() > PASTE + 4 * PASTE_ENDS.len() {
            // Keeps the head for the person and the tail for the end mark.
            let tail = self.held.len() - PASTE_ENDS.len();
            self.held.drain(PASTE..tail);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(bytes: &[u8]) -> Vec<Piece> {
        let (mut cutter, mut out) = (Cutter::default(), Vec::new());
        for &byte in bytes {
            cutter.push(byte, &mut out);
        }
        cutter.give_up(&mut out);
        out
    }

    #[test]
    fn a_byte_that_is_not_utf8_does_not_eat_the_next_key() {
        assert_eq!(cut(b"\xe9a\xffb"), [Piece::Char('a'), Piece::Char('b')]);
    }

    #[test]
    fn a_paste_is_capped_and_its_end_is_still_found() {
        let mut bytes = b"\x1b[200~".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', 2 * RESET));
        bytes.extend(b"\x1b[201~y");
        assert_eq!(
            cut(&bytes),
            [Piece::Paste(vec![b'x'; PASTE]), Piece::Char('y')]
        );
    }

    #[test]
    fn what_never_ends_is_given_up_and_keys_work_again() {
        let mut bytes = b"\x1b]0;".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', RESET));
        bytes.extend(b"ab");
        let out = cut(&bytes);
        assert!(out.ends_with(&[Piece::Char('a'), Piece::Char('b')]));
        assert!(out.len() < 16);
    }
}
