//! Asks for a passphrase on the terminal, with nothing shown while it is typed.
//!
//! Bytes are taken one at a time and never through a buffered reader, which would keep a copy. The
//! terminal's own line editing and its Ctrl+C are off meanwhile, since a process that dies of Ctrl+C
//! would leave a terminal that shows nothing any more.

use std::io::{self, IsTerminal as _, Write};

use zeroize::Zeroizing;

/// The most bytes of a passphrase; further ones are not taken.
pub const LIMIT: usize = 1024;

/// What became of the asking.
pub enum Asked {
    /// A line was typed; it may be empty.
    Typed(Zeroizing<String>),
    /// Ctrl+C, Ctrl+D or the end of input.
    GivenUp,
    /// Standard input is no terminal: there is nobody to ask.
    Nobody,
}

/// Asks once. The prompt goes to `out`, the passphrase is read from standard input.
///
/// # Errors
/// As the terminal's reading and writing do.
pub fn ask(prompt: &str, out: &mut dyn Write) -> io::Result<Asked> {
    if !io::stdin().is_terminal() {
        return Ok(Asked::Nobody);
    }
    let asked = {
        // Quiet before the question: an answer may come as soon as it is seen.
        let _quiet = terminal::Quiet::begin()?;
        write!(out, "{prompt} ")?;
        out.flush()?;
        read_line(&mut terminal::read_byte)
    };
    writeln!(out)?;
    asked
}

/// Reads and edits a line until it ends.
fn read_line(next: &mut dyn FnMut() -> io::Result<Option<u8>>) -> io::Result<Asked> {
    let mut typed = Zeroizing::new(Vec::with_capacity(LIMIT));
    loop {
        match next()? {
            None | Some(0x03 | 0x04) => return Ok(Asked::GivenUp),
            Some(b'\r' | b'\n') => return finish(&typed),
            Some(0x08 | 0x7f) => erase_letter(&mut typed),
            Some(0x15) => typed.clear(),
            Some(byte) if byte >= b' ' && typed.len() < LIMIT => typed.push(byte),
            Some(_) => {}
        }
    }
}

fn finish(typed: &[u8]) -> io::Result<Asked> {
    let text = std::str::from_utf8(typed).map_err(|_| {
        io::Error::other("the passphrase is not UTF-8; check the terminal's settings")
    })?;
    Ok(Asked::Typed(Zeroizing::new(text.to_owned())))
}

/// Takes the last letter away, all of its bytes.
fn erase_letter(typed: &mut Vec<u8>) {
    while typed.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
}

#[cfg(unix)]
mod terminal {
    //! Unix: modes of the terminal on standard input.

    use std::io;

    use rustix::io::Errno;
    use rustix::stdio::stdin;
    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
    };

    /// A terminal that shows nothing; it is as before when this is dropped.
    pub(super) struct Quiet(Termios);

    impl Quiet {
        pub(super) fn begin() -> io::Result<Self> {
            let before = tcgetattr(stdin())?;
            let mut quiet = before.clone();
            let loud = LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON;
            quiet
                .local_modes
                .remove(loud | LocalModes::ISIG | LocalModes::IEXTEN);
            quiet.special_codes[SpecialCodeIndex::VMIN] = 1;
            quiet.special_codes[SpecialCodeIndex::VTIME] = 0;
            // What was typed before the question is not an answer to it.
            tcsetattr(stdin(), OptionalActions::Flush, &quiet)?;
            Ok(Self(before))
        }
    }

    impl Drop for Quiet {
        fn drop(&mut self) {
            // A terminal that is gone needs no mending.
            tcsetattr(stdin(), OptionalActions::Now, &self.0).ok();
        }
    }

    pub(super) fn read_byte() -> io::Result<Option<u8>> {
        let mut byte = [0];
        loop {
            match rustix::io::read(stdin(), &mut byte) {
                Err(Errno::INTR) => {}
                Ok(0) => return Ok(None),
                Ok(_) => return Ok(Some(byte[0])),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(not(unix))]
mod terminal {
    //! Elsewhere: crossterm's raw mode. Not tried on such a machine.

    use std::io::{self, Read as _};

    pub(super) struct Quiet;

    impl Quiet {
        pub(super) fn begin() -> io::Result<Self> {
            crossterm::terminal::enable_raw_mode().map(|()| Self)
        }
    }

    impl Drop for Quiet {
        fn drop(&mut self) {
            drop(crossterm::terminal::disable_raw_mode());
        }
    }

    pub(super) fn read_byte() -> io::Result<Option<u8>> {
        io::stdin().lock().bytes().next().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read when these bytes are typed; `None` where it was given up.
    fn typed(bytes: &[u8]) -> Option<String> {
        let mut left = bytes.iter().copied();
        match read_line(&mut || Ok(left.next())).unwrap() {
            Asked::Typed(text) => Some(text.to_string()),
            Asked::GivenUp | Asked::Nobody => None,
        }
    }

    #[test]
    fn a_line_can_be_mended_and_given_up() {
        assert_eq!(typed(b"open sesame\rmore"), Some("open sesame".to_owned()));
        assert_eq!(
            typed("tŷ\u{7f}\u{8}T\u{1b}\n".as_bytes()),
            Some("T".to_owned())
        );
        assert_eq!(typed(b"wrong\x15right\n"), Some("right".to_owned()));
        assert_eq!(typed(b"\x7f\n"), Some(String::new()));
        for given_up in [b"abc".as_slice(), b"abc\x03def\n", b"\x04"] {
            assert_eq!(typed(given_up), None);
        }
        let mut latin1 = b"t\xf4\n".iter().copied();
        assert!(read_line(&mut || Ok(latin1.next())).is_err());
    }
}
