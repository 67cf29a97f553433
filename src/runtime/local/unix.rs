//! The terminal this process was started on, as a source of bytes: waits for keys and signals at
//! once. A handler only sets a flag and writes a byte to a pipe; the loop does the rest, so that a
//! vanished terminal neither spins nor loses the draft.

use std::ffi::c_int;
use std::io::{self, Read as _, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ratatui::layout::Rect;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::AsFd;
use signal_hook::SigId;
use signal_hook::consts::{
    SIGALRM, SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU, SIGUSR1,
    SIGUSR2, SIGWINCH,
};

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
    /// A signal asked the process to stop or end, and it does not: a kiosk.
    shrugged: Arc<AtomicBool>,
    handlers: Vec<SigId>,
}

/// Which signals mean what: whatever is in neither list does what it does by itself.
struct Meaning {
    ends: &'static [c_int],
    shrugged_off: &'static [c_int],
}

/// A session of one's own: whoever interrupts it means it.
const USUAL: Meaning = Meaning {
    ends: &[SIGHUP, SIGTERM, SIGINT],
    shrugged_off: &[],
};
/// A shared terminal: only the machine itself ends it, or the terminal's going.
const STEADFAST: Meaning = Meaning {
    ends: &[SIGHUP, SIGTERM],
    shrugged_off: &[
        SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGUSR1, SIGUSR2, SIGALRM, SIGPIPE,
    ],
};

impl Local {
    /// Takes over HUP, TERM, INT and WINCH until it is dropped.
    ///
    /// # Errors
    /// Where the operating system has no pipe or handler to give.
    pub fn new() -> io::Result<Self> {
        Self::with(&USUAL)
    }

    /// As [`Self::new`], for a shared terminal: no key and no signal but HUP and TERM ends or stops it.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn steadfast() -> io::Result<Self> {
        Self::with(&STEADFAST)
    }

    fn with(meaning: &Meaning) -> io::Result<Self> {
        let (woken, waker) = UnixStream::pair()?;
        woken.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let mut local = Self {
            stdin: io::stdin(),
            woken,
            gone: Arc::default(),
            resized: Arc::default(),
            shrugged: Arc::default(),
            handlers: Vec::new(),
        };
        let told = |signals: &'static [c_int], flag: &Arc<AtomicBool>| {
            let flag = Arc::clone(flag);
            signals
                .iter()
                .map(move |signal| (*signal, Arc::clone(&flag)))
        };
        let all = told(meaning.ends, &local.gone)
            .chain(told(meaning.shrugged_off, &local.shrugged))
            .chain(told(&[SIGWINCH], &local.resized));
        for (signal, flag) in all.collect::<Vec<_>>() {
            // The flag first: whoever the byte wakes must find it set.
            local
                .handlers
                .push(signal_hook::flag::register(signal, flag)?);
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
        if self.shrugged.swap(false, Ordering::AcqRel) {
            return Some(Happening::Interrupted);
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

/// What is typed in lines, for going on without a screen: a signal that asks the process to end is
/// the end of input, so that the draft is saved and the way back is said.
pub struct Typed {
    local: Local,
    left: Vec<u8>,
    // Dropped with it, which puts the terminal back.
    _unfrozen: local::Unfrozen<io::Stdin>,
}

impl Typed {
    /// Takes over the signals until it is dropped.
    ///
    /// # Errors
    /// As [`Local::new`].
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            local: Local::new()?,
            left: Vec::new(),
            _unfrozen: local::Unfrozen::enter(io::stdin()),
        })
    }

    /// Whether a signal asked the process to end.
    pub fn is_told_to_end(&self) -> bool {
        self.local.gone.load(Ordering::Acquire)
    }
}

impl io::Read for Typed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.left.is_empty() {
            match self.local.wait(None)? {
                Happening::Bytes(bytes) => self.left = bytes,
                Happening::Gone => return Ok(0),
                Happening::Done(_)
                | Happening::Resized(_)
                | Happening::Nothing
                | Happening::Interrupted => {}
            }
        }
        let count = into.len().min(self.left.len());
        for (to, byte) in into.iter_mut().zip(self.left.drain(..count)) {
            *to = byte;
        }
        Ok(count)
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
