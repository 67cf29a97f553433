//! A `tallybox serve` of a test's own, and how `ssh` is called to reach it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use portable_pty::CommandBuilder;

use super::clock::Clock;
use super::home::{TestHome, binary};
use super::machine::run;
use super::pty::Terminal;

/// A server of this test's own on a free port.
pub(crate) struct Server {
    process: Child,
    /// For clients' files.
    pub(crate) folder: tempfile::TempDir,
    /// Where it listens.
    pub(crate) port: u16,
    /// What it says of its key.
    pub(crate) fingerprint: String,
    /// What it still has to say; kept open, so that it may.
    _told: BufReader<ChildStderr>,
}

impl Server {
    /// Starts it, and waits until it listens.
    pub(crate) fn start(home: &TestHome, more: &[&str]) -> Self {
        Self::start_under(home, more, None)
    }

    /// The same, by a clock of the test's.
    pub(crate) fn start_under(home: &TestHome, more: &[&str], clock: Option<&Clock>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let environment = clock.map(Clock::environment).into_iter().flatten();
        let mut process = Command::new(binary())
            .args(["serve", "--listen", "127.0.0.1:0", "--home"])
            .arg(home.path())
            .args(more)
            .envs(environment)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(process.stderr.take().unwrap());
        let mut line = || {
            let mut line = String::new();
            told.read_line(&mut line).unwrap();
            line.trim_end().to_owned()
        };
        let (first, second) = (line(), line());
        let port = first.rsplit(':').next().and_then(|port| port.parse().ok());
        let port = port.unwrap_or_else(|| panic!("{first}"));
        let fingerprint = second.strip_prefix("host key ").unwrap().to_owned();
        Self {
            process,
            folder,
            port,
            fingerprint,
            _told: told,
        }
    }

    /// The process.
    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }

    /// A client's key.
    pub(crate) fn key(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        if !path.exists() {
            let path = path.to_str().unwrap();
            run("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", path]);
        }
        path
    }

    /// What every `ssh` here is called with.
    pub(crate) fn ssh(&self, more: &[&str]) -> Vec<String> {
        ssh(self.folder.path(), self.port, more)
    }

    /// A person with a terminal.
    pub(crate) fn connect(&self) -> Terminal {
        self.connect_with(&["-tt", "survey@127.0.0.1"])
    }

    /// The same, asked for differently.
    pub(crate) fn connect_with(&self, more: &[&str]) -> Terminal {
        let mut command = CommandBuilder::new("ssh");
        command.args(self.ssh(more));
        command.env("TERM", "xterm-256color");
        Terminal::start(command)
    }

    /// Somebody without a terminal.
    pub(crate) fn lines(&self, more: &[&str], input: &str) -> Output {
        speak(&self.ssh(more), input)
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn end(mut self) {
        run("kill", &["-TERM", &self.process.id().to_string()]);
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A client that writes lines and reads what comes back until it is over.
pub(crate) fn speak(words: &[String], input: &str) -> Output {
    let mut ssh = Command::new("ssh")
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut typed = ssh.stdin.take().unwrap();
    // Who is let go early reads no more.
    drop(typed.write_all(input.as_bytes()));
    drop(typed);
    ssh.wait_with_output().unwrap()
}

/// What every `ssh` here is called with.
pub(crate) fn ssh(folder: &std::path::Path, port: u16, more: &[&str]) -> Vec<String> {
    let known = folder.join("known_hosts");
    let known = format!("UserKnownHostsFile={}", known.display());
    let port = port.to_string();
    let fixed = [
        "-F",
        "none",
        "-o",
        "StrictHostKeyChecking=accept-new",
        "-o",
        "LogLevel=ERROR",
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        &known,
        "-p",
        &port,
    ];
    fixed
        .iter()
        .chain(more)
        .map(|&word| word.to_owned())
        .collect()
}
