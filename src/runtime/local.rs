//! The terminal this process was started on, as a source of bytes: waits for keys and signals at
//! once. A handler only sets a flag and writes a byte to a pipe; the loop does the rest, so that a
//! vanished terminal neither spins nor loses the draft.

use std::io::{self, Read as _, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ratatui::layout::Rect;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::AsFd;
use signal_hook::SigId;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};

use crate::terminal::local;

use super::driver::{Happening, Source};

/// Bytes read at once; a key held down or a paste comes in many pieces.
const PIECE: usize = 4096;

/// stdin and the signals of this process.
pub struct Local {
    stdin: io::Stdin,
    woken: UnixStream,
    gone: Arc<AtomicBool>,
    resized: Arc<AtomicBool>,
    handlers: Vec<SigId>,
}

impl Local {
    /// Takes over HUP, TERM, INT and WINCH until it is dropped.
    ///
    /// # Errors
    /// Where the operating system has no pipe or handler to give.
    pub fn new() -> io::Result<Self> {
        let (woken, waker) = UnixStream::pair()?;
        woken.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let (gone, resized) = (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default());
        let mut local = Self {
            stdin: io::stdin(),
            woken,
            gone,
            resized,
            handlers: Vec::new(),
        };
        for signal in [SIGHUP, SIGTERM, SIGINT, SIGWINCH] {
            let flag = if signal == SIGWINCH {
                &local.resized
            } else {
                &local.gone
            };
            // The flag first: whoever the byte wakes must find it set.
            local
                .handlers
                .push(signal_hook::flag::register(signal, Arc::clone(flag))?);
            let waker = waker.try_clone()?;
            local
                .handlers
                .push(signal_hook::low_level::pipe::register(signal, waker)?);
        }
        Ok(local)
    }

    /// The area of the terminal now.
    pub fn area(&self) -> Rect {
        local::area(io::stdout(), |name| std::env::var(name).ok())
    }

    fn drain(&mut self) {
        let mut bytes = [0; 64];
        while self.woken.read(&mut bytes).is_ok_and(|count| count > 0) {}
    }

    /// What a signal said since the last time.
    fn signalled(&self) -> Option<Happening> {
        if self.gone.load(Ordering::Acquire) {
            return Some(Happening::Gone);
        }
        let resized = self.resized.swap(false, Ordering::AcqRel);
        resized.then(|| Happening::Resized(self.area()))
    }

    fn read(&self) -> io::Result<Happening> {
        let mut bytes = vec![0; PIECE];
        match rustix::io::read(&self.stdin, &mut bytes) {
            // End of input: the terminal has gone.
            Ok(0) => Ok(Happening::Gone),
            Ok(count) => {
                bytes.truncate(count);
                Ok(Happening::Bytes(bytes))
            }
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => Ok(Happening::Nothing),
            Err(error) => Err(error.into()),
        }
    }
}

/// A wait that a signal cut short is a wait in which nothing happened: the loop comes round again.
fn polled(fds: &mut [PollFd<'_>], timeout: Option<Duration>) -> io::Result<()> {
    let timeout = timeout.map(|timeout| Timespec {
        tv_sec: i64::try_from(timeout.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: timeout.subsec_nanos().into(),
    });
    match poll(fds, timeout.as_ref()) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

impl Source for Local {
    fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Happening> {
        if let Some(happening) = self.signalled() {
            return Ok(happening);
        }
        let (typed, woken) = {
            let mut fds = [
                PollFd::from_borrowed_fd(self.stdin.as_fd(), PollFlags::IN),
                PollFd::from_borrowed_fd(self.woken.as_fd(), PollFlags::IN),
            ];
            polled(&mut fds, timeout)?;
            (!fds[0].revents().is_empty(), !fds[1].revents().is_empty())
        };
        if woken {
            self.drain();
        }
        match self.signalled() {
            Some(happening) => Ok(happening),
            // A hang-up too is found by reading.
            None if typed => self.read(),
            None => Ok(Happening::Nothing),
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        for handler in self.handlers.drain(..) {
            signal_hook::low_level::unregister(handler);
        }
    }
}

/// While it lives, a signal ends the process as if nobody had ever handled it: for reading lines
/// after a full screen, whose handlers are still there.
pub struct Ordinary(Vec<SigId>);

impl Ordinary {
    /// Gives HUP, TERM and INT back their meaning until it is dropped.
    ///
    /// # Errors
    /// Where the operating system has no handler to give.
    pub fn new() -> io::Result<Self> {
        let always = Arc::new(AtomicBool::new(true));
        let ids = [SIGHUP, SIGTERM, SIGINT].map(|signal| {
            signal_hook::flag::register_conditional_default(signal, Arc::clone(&always))
        });
        Ok(Self(ids.into_iter().collect::<io::Result<_>>()?))
    }
}

impl Drop for Ordinary {
    fn drop(&mut self) {
        for handler in self.0.drain(..) {
            signal_hook::low_level::unregister(handler);
        }
    }
}

/// stdout that gives up where it takes no bytes and a signal says that the process is to end: a
/// stuck terminal must not keep a draft from being saved. One that still listens is put back.
pub struct LocalSink {
    gone: Arc<AtomicBool>,
}

impl Local {
    /// The writer that belongs to this source.
    pub fn sink(&self) -> LocalSink {
        LocalSink {
            gone: Arc::clone(&self.gone),
        }
    }
}

/// How long a terminal is waited for before the signals are looked at again.
const STUCK: Duration = Duration::from_millis(200);

impl Write for LocalSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let stdout = io::stdout();
        loop {
            let mut fds = [PollFd::from_borrowed_fd(stdout.as_fd(), PollFlags::OUT)];
            polled(&mut fds, Some(STUCK))?;
            if fds[0].revents().is_empty() {
                if self.gone.load(Ordering::Acquire) {
                    return Err(io::ErrorKind::BrokenPipe.into());
                }
                continue;
            }
            match rustix::io::write(&stdout, bytes) {
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                written => return Ok(written?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
