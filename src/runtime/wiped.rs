//! Lines in and out that leave nothing behind: what was read on is zeroed, and so is what was written.
//!
//! The standard library's own buffers round stdin and stdout live as long as the program and are never
//! emptied, so that the last few kilobytes that somebody typed or was shown would stay in memory after
//! they were sent. The allocator of [`crate::wipe`] does not reach them: they are never given back.

use std::io::{self, BufRead, Read, Write};

use zeroize::Zeroize as _;

/// Bytes of the stack that are overwritten between two people: deeper than any screen draws.
const DEPTH: usize = 512 << 10;

/// Overwrites what calls that have returned left on this thread's stack.
///
/// The allocator reaches no stack, and a kiosk's process lives for months: the bits of the last person's words
/// were found there after their receipt was closed. To be called where little of the stack is in use.
#[inline(never)]
#[expect(
    clippy::large_stack_arrays,
    reason = "the stack is what is to be overwritten"
)]
pub fn clear_stack() {
    let mut below = [0_u8; DEPTH];
    // Nobody reads it, which the compiler must not see.
    std::hint::black_box(&mut below);
}

/// Bytes read or kept back at once.
const PIECE: usize = 4096;

/// A reader that forgets what was taken out of it.
pub struct Reader<R> {
    from: R,
    buffer: Vec<u8>,
    at: usize,
}

impl<R: Read> Reader<R> {
    /// Reads from `from`, which keeps nothing itself.
    pub const fn new(from: R) -> Self {
        Self {
            from,
            buffer: Vec::new(),
            at: 0,
        }
    }
}

impl<R> Reader<R> {
    /// What it reads from.
    pub const fn get_ref(&self) -> &R {
        &self.from
    }
}

impl<R: Read> Read for Reader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Reader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len() {
            self.at = 0;
            self.buffer.resize(PIECE, 0);
            let read = self.from.read(&mut self.buffer);
            self.buffer.truncate(*read.as_ref().unwrap_or(&0));
            read?;
        }
        Ok(self.buffer.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        let end = (self.at + count).min(self.buffer.len());
        if let Some(taken) = self.buffer.get_mut(self.at..end) {
            taken.zeroize();
        }
        self.at = end;
    }
}

/// A writer that hands on whole lines and forgets them.
pub struct Writer<W: Write> {
    to: W,
    kept: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Writes to `to`, which keeps nothing itself.
    pub const fn new(to: W) -> Self {
        Self {
            to,
            kept: Vec::new(),
        }
    }

    fn hand_on(&mut self) -> io::Result<()> {
        let handed = self.to.write_all(&self.kept);
        self.kept.zeroize();
        handed
    }
}

impl<W: Write> Write for Writer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.kept.extend_from_slice(bytes);
        if bytes.contains(&b'\n') || self.kept.len() > PIECE {
            self.hand_on()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.to.flush()
    }
}

impl<W: Write> Drop for Writer<W> {
    fn drop(&mut self) {
        // Whoever wants to know whether it was written flushes.
        drop(self.flush());
    }
}

/// stdin without the standard library's buffer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input;

/// stdout without the standard library's buffer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Output;

#[cfg(unix)]
impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        Ok(rustix::io::retry_on_intr(|| {
            rustix::io::read(io::stdin(), &mut *into)
        })?)
    }
}

#[cfg(not(unix))]
impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        io::stdin().read(into)
    }
}

#[cfg(unix)]
impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::retry_on_intr(|| {
            rustix::io::write(io::stdout(), bytes)
        })?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(not(unix))]
impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stdout().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gives_every_line_and_keeps_none() {
        let text = b"first\nsecond\nthird".repeat(1000);
        let mut reader = Reader::new(text.as_slice());
        let mut line = Vec::new();
        let mut all = Vec::new();
        while reader.read_until(b'\n', &mut line).unwrap() > 0 {
            all.append(&mut line);
            let taken = &reader.buffer[..reader.at];
            assert!(taken.iter().all(|byte| *byte == 0));
        }
        assert_eq!(all, text);
    }

    #[test]
    fn a_writer_hands_on_lines_and_keeps_none() {
        let mut written = Vec::new();
        let mut writer = Writer::new(&mut written);
        writer.write_all(b"one\ntw").unwrap();
        assert!(writer.kept.is_empty());
        writer.write_all(b"o").unwrap();
        assert_eq!(writer.kept, b"o");
        drop(writer);
        assert_eq!(written, b"one\ntwo");
    }
}
