//! How far a long job is, and whether it should stop: shared by who works and who watches.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A job's progress.
#[derive(Default)]
pub struct Watch {
    done: AtomicU64,
    of: AtomicU64,
    stop: AtomicBool,
}

impl Watch {
    /// A new stretch of work of so many steps; 0 where nobody knows.
    pub fn begin(&self, of: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
    }

    /// So many steps more are done.
    pub fn add(&self, steps: u64) {
        self.done.fetch_add(steps, Ordering::Relaxed);
    }

    /// How many steps are done, and of how many.
    pub fn progress(&self) -> (u64, u64) {
        let of = self.of.load(Ordering::Relaxed);
        (self.done.load(Ordering::Relaxed), of)
    }

    /// Asks the job to stop at the next step.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it should.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// A stream that counts its bytes as steps, and breaks off where the job should stop.
pub struct Watched<'a, R> {
    /// The stream.
    pub from: R,
    /// Who watches.
    pub watch: &'a Watch,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.watch.is_stopped() {
            return Err(io::Error::other("it was stopped"));
        }
        let read = self.from.read(into)?;
        self.watch.add(u64::try_from(read).unwrap_or(0));
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_stream_breaks_off_and_a_running_one_is_counted() {
        let watch = Watch::default();
        watch.begin(8);
        let mut stream = Watched {
            from: &b"12345678"[..],
            watch: &watch,
        };
        let mut some = [0; 5];
        assert_eq!(stream.read(&mut some).ok(), Some(5));
        assert_eq!(watch.progress(), (5, 8));
        watch.stop();
        assert!(stream.read(&mut some).is_err());
    }
}
