//! A real terminal for tests: the program runs in a pty, its bytes go through an independent
//! emulator (`vt100`), and a test waits for what the screen shows. Waiting is on a condition with a
//! hang guard, never a sleep.

use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// Long enough for a loaded machine; reaching it is a failure, never a pass.
pub(crate) const HANG_GUARD: Duration = Duration::from_secs(20);

struct Shared {
    screen: Mutex<(vt100::Parser, bool, Vec<u8>)>,
    changed: Condvar,
}

/// A program in a pty.
pub(crate) struct Terminal {
    shared: Arc<Shared>,
    writer: Box<dyn Write + Send>,
    // Dropping it would take the terminal away.
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
}

/// The most rows and columns that the emulator keeps.
const MOST: u16 = 500;

impl Terminal {
    /// Starts a program in a pty of 24 rows and 80 columns.
    pub(crate) fn start(command: CommandBuilder) -> Self {
        Self::start_sized(command, 24, 80)
    }

    /// Starts a program in a pty of a size.
    pub(crate) fn start_sized(command: CommandBuilder, rows: u16, cols: u16) -> Self {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let shared = Arc::new(Shared {
            screen: Mutex::new((vt100::Parser::new(rows, cols, 0), false, Vec::new())),
            changed: Condvar::new(),
        });
        let theirs = Arc::clone(&shared);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = reader.read(&mut bytes) {
                if count == 0 {
                    break;
                }
                let mut screen = theirs.screen.lock().unwrap();
                screen.0.process(&bytes[..count]);
                screen.2.extend(&bytes[..count]);
                drop(screen);
                theirs.changed.notify_all();
            }
            theirs.screen.lock().unwrap().1 = true;
            theirs.changed.notify_all();
        });
        Self {
            shared,
            writer,
            master: pair.master,
            child,
        }
    }

    /// Types bytes.
    pub(crate) fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
    }

    /// Everything that was written so far, as it came.
    pub(crate) fn written(&self) -> Vec<u8> {
        self.bytes()
    }

    /// The program's process.
    pub(crate) fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// What the screen shows now.
    pub(crate) fn screen(&self) -> String {
        self.shared.screen.lock().unwrap().0.screen().contents()
    }

    /// The cursor's row and column, and whether it is hidden.
    pub(crate) fn cursor(&self) -> ((u16, u16), bool) {
        let guard = self.shared.screen.lock().unwrap();
        (
            guard.0.screen().cursor_position(),
            guard.0.screen().hide_cursor(),
        )
    }

    /// Waits until the screen shows `words`, and returns the screen.
    #[track_caller]
    pub(crate) fn wait_for(&self, words: &str) -> String {
        self.wait_until(&format!("{words:?}"), |screen| screen.contains(words))
    }

    /// Waits until the screen is as `wanted` says, and returns it.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let guard = self.shared.screen.lock().unwrap();
        let (guard, timeout) = self
            .shared
            .changed
            .wait_timeout_while(guard, HANG_GUARD, |(parser, ended, _)| {
                !*ended && !wanted(&parser.screen().contents())
            })
            .unwrap();
        let screen = guard.0.screen().contents();
        assert!(
            wanted(&screen) && !timeout.timed_out(),
            "waited for {what}, got:\n{screen}"
        );
        screen
    }

    /// Tells the program what the kernel tells it when its terminal goes. That the terminal really
    /// goes is for the test over SSH: here the reader holds on to it.
    pub(crate) fn hang_up(&mut self) {
        self.signal("-HUP");
    }

    /// Sends it a signal, by the name that `kill` knows.
    pub(crate) fn signal(&mut self, which: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill")
            .args([which, &id])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Kills the program with SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.signal("-9");
        self.end();
    }

    /// Waits for the terminal to fall silent for good, which it does when its program has ended.
    pub(crate) fn ends_within(&mut self, guard: Duration) -> bool {
        let screen = self.shared.screen.lock().unwrap();
        let ended = self
            .shared
            .changed
            .wait_timeout_while(screen, guard, |(_, ended, _)| !*ended);
        !ended.unwrap().1.timed_out()
    }

    /// Waits for the program to end.
    pub(crate) fn end(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed must not leave its program behind.
        drop(self.child.kill());
    }
}

impl Terminal {
    /// How the kernel treats what is typed, as `stty -a` tells it.
    #[cfg(unix)]
    pub(crate) fn stty(&self) -> String {
        let name = self.master.tty_name().unwrap();
        let told = std::process::Command::new("stty")
            .args(["-a", "-F", name.to_str().unwrap()])
            .output()
            .unwrap();
        String::from_utf8(told.stdout).unwrap()
    }

    /// Changes the window's size.
    pub(crate) fn resize(&self, rows: u16, cols: u16) {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.resize(size).unwrap();
        // The emulator holds every cell; no program of ours writes beyond so many.
        let (rows, cols) = (rows.min(MOST), cols.min(MOST));
        if rows > 0 && cols > 0 {
            self.shared
                .screen
                .lock()
                .unwrap()
                .0
                .screen_mut()
                .set_size(rows, cols);
        }
    }

    /// How many rows the window has.
    pub(crate) fn rows(&self) -> u16 {
        self.shared.screen.lock().unwrap().0.screen().size().0
    }

    /// Every byte that was written so far.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.shared.screen.lock().unwrap().2.clone()
    }
}
