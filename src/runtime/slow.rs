//! Says that something takes long while it does: a disk that is slow to write must not look like a
//! program that has stopped. Nobody's keys are lost meanwhile: the terminal keeps what is typed.
//!
//! The loop waits for the disk, so this is said by a thread of its own, with one write and nothing that
//! the screen would not take back: the loop draws the whole screen anew once it goes on.

use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What takes less than this needs no word.
const PATIENCE: Duration = Duration::from_millis(400);
/// The thread writes one line.
const STACK: usize = 128 << 10;

/// What the loop and the thread tell each other.
#[derive(Default)]
struct Standing {
    /// What is to be said if the loop does not come back; none while it waits for nothing.
    words: Option<String>,
    /// Counts the waits, so that a later one is not taken for the same.
    turn: u64,
    is_said: bool,
    is_over: bool,
}

#[derive(Default)]
struct Shared {
    standing: Mutex<Standing>,
    changed: Condvar,
}

/// Watches over what the loop waits for.
pub struct Slow {
    shared: Arc<Shared>,
}

impl Slow {
    /// Begins to watch, on a terminal that this writer writes to too. To be called once the process is
    /// confined, since a thread that is there already would not be.
    ///
    /// # Errors
    /// Where the operating system has no thread to give.
    pub fn new(sink: impl Write + Send + 'static) -> std::io::Result<Self> {
        let shared = Arc::<Shared>::default();
        let theirs = Arc::clone(&shared);
        let thread = thread::Builder::new().stack_size(STACK);
        thread.spawn(move || watch(&theirs, sink))?;
        Ok(Self { shared })
    }

    /// From now on the loop waits for something; after a while this is said.
    pub fn begin(&self, words: String) {
        let mut standing = lock(&self.shared);
        standing.words = Some(words);
        standing.turn += 1;
        drop(standing);
        self.shared.changed.notify_one();
    }

    /// The loop goes on; whether anything was said.
    pub fn end(&self) -> bool {
        let mut standing = lock(&self.shared);
        standing.words = None;
        std::mem::take(&mut standing.is_said)
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        lock(&self.shared).is_over = true;
        self.shared.changed.notify_one();
    }
}

fn lock(shared: &Shared) -> std::sync::MutexGuard<'_, Standing> {
    shared
        .standing
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

fn watch(shared: &Shared, mut sink: impl Write) {
    let mut standing = lock(shared);
    while !standing.is_over {
        let waits = |standing: &mut Standing| standing.words.is_none() && !standing.is_over;
        let begun = shared.changed.wait_while(standing, waits);
        standing = begun.unwrap_or_else(PoisonError::into_inner);
        let turn = standing.turn;
        let is_same = |standing: &mut Standing| {
            standing.turn == turn && standing.words.is_some() && !standing.is_over
        };
        let waited = shared
            .changed
            .wait_timeout_while(standing, PATIENCE, is_same);
        standing = waited.unwrap_or_else(PoisonError::into_inner).0;
        if is_same(&mut standing)
            && let Some(words) = standing.words.take()
        {
            // Said while the loop cannot write: it asks for the same lock before it goes on.
            standing.is_said = sink.write_all(&line(&words)).is_ok();
        }
    }
}

/// The words on the last line, reversed, with the cursor left where it is.
fn line(words: &str) -> Vec<u8> {
    format!("\x1b7\x1b[999;1H\x1b[0;7m\x1b[K {words}\x1b8").into_bytes()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// A terminal that tells what was written.
    struct Told(mpsc::Sender<Vec<u8>>);

    impl Write for Told {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.send(bytes.to_vec()).unwrap();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_takes_long_is_said_once_and_what_does_not_is_not() {
        let (sender, told) = mpsc::channel();
        let slow = Slow::new(Told(sender)).unwrap();
        slow.begin("short".to_owned());
        assert!(!slow.end());
        slow.begin("Saving".to_owned());
        let written = told.recv().unwrap();
        assert!(String::from_utf8(written).unwrap().contains(" Saving\x1b8"));
        assert!(slow.end());
        assert!(!slow.end(), "said once");
        drop(slow);
        assert!(told.recv().is_err(), "the thread ends");
    }
}
