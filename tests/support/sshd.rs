//! An sshd of a test's own, with the block that is shipped in `packaging/`, on a loopback port.

use std::fs::File;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use portable_pty::CommandBuilder;

use super::home::{TestHome, binary};
use super::machine::{free_port, run};
use super::pty::{HANG_GUARD, Terminal};
use super::serve::{speak, ssh};

/// An sshd with settings of a test's own, on a loopback port; it ends with the test.
pub(crate) struct Daemon {
    process: Child,
    /// Where it listens.
    pub(crate) port: u16,
}

impl Daemon {
    /// Starts one with its host key `host`, its `config` and its `log` in a folder.
    pub(crate) fn start(folder: &Path, settings: &str) -> Self {
        let file = config(folder, free_port(), settings);
        let mut command = Command::new("/usr/sbin/sshd");
        command.args(["-D", "-e", "-f"]).arg(&file);
        Self::started(folder, command)
    }

    /// The same in front of a file of accounts that nobody else of the machine sees.
    pub(crate) fn start_among(folder: &Path, accounts: &[(&Path, &str)], settings: &str) -> Self {
        let file = config(folder, free_port(), settings);
        let mounts = accounts
            .iter()
            .map(|(own, there)| format!("mount --bind {} {there} && ", own.display()));
        let script = mounts.collect::<String>() + "exec /usr/sbin/sshd -D -e -f \"$1\"";
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", &script, "sh"]);
        command.arg(&file);
        Self::started(folder, command)
    }

    fn started(folder: &Path, mut command: Command) -> Self {
        let log = File::create(folder.join("log")).unwrap();
        let process = command.stderr(Stdio::from(log)).spawn().unwrap();
        let text = std::fs::read_to_string(folder.join("config")).unwrap();
        let port = text.lines().next().and_then(|line| line.split(' ').nth(1));
        let daemon = Self {
            process,
            port: port.unwrap().parse().unwrap(),
        };
        let address = std::net::SocketAddr::from(([127, 0, 0, 1], daemon.port));
        let listens =
            (0..100_000).any(|_| TcpStream::connect_timeout(&address, HANG_GUARD).is_ok());
        let told = std::fs::read_to_string(folder.join("log")).unwrap();
        assert!(listens, "{told}");
        daemon
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Writes what every sshd here is started with, then its own settings; makes its host key.
fn config(folder: &Path, port: u16, settings: &str) -> PathBuf {
    make_key(&folder.join("host"));
    // Debian's sshd wants its privilege separation folder when root starts it.
    drop(std::fs::create_dir_all("/run/sshd"));
    let own = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nPidFile none\nStrictModes no\n\
         PermitRootLogin prohibit-password\n",
        folder.join("host").display()
    );
    let file = folder.join("config");
    std::fs::write(&file, own + settings).unwrap();
    file
}

/// The survey's sshd, for whoever runs the test.
pub(crate) struct Server {
    daemon: Daemon,
    folder: tempfile::TempDir,
}

/// Makes a pair of keys: `PATH` and `PATH.pub`.
pub(crate) fn make_key(path: &Path) {
    run(
        "ssh-keygen",
        &[
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-f",
            path.to_str().unwrap(),
        ],
    );
}

impl Server {
    /// Starts sshd with the block of `packaging/sshd_config.d`, for whoever runs the test.
    pub(crate) fn start(home: &Path) -> Self {
        Self::start_with(home, "")
    }

    /// The same, with more words for `tallybox fill`.
    pub(crate) fn start_with(home: &Path, words: &str) -> Self {
        Self::start_as(home, "", words)
    }

    /// The same, with something in front of the program.
    pub(crate) fn start_as(home: &Path, before: &str, words: &str) -> Self {
        Self::with_block(&block(&user(), home, before, words))
    }

    /// The same, with one setting of the block changed.
    pub(crate) fn start_changed(home: &Path, (from, to): (&str, &str)) -> Self {
        let block = block(&user(), home, "", "");
        assert!(block.contains(from), "{from}");
        Self::with_block(&block.replace(from, to))
    }

    fn with_block(block: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        make_key(&at("client"));
        std::fs::copy(at("client.pub"), at("authorized_keys")).unwrap();
        let settings = format!(
            "AuthorizedKeysFile {}\nUsePAM no\nPasswordAuthentication no\n{block}",
            at("authorized_keys").display(),
        );
        Self {
            daemon: Daemon::start(folder.path(), &settings),
            folder,
        }
    }

    /// Its port.
    pub(crate) const fn port(&self) -> u16 {
        self.daemon.port
    }

    /// A file beside its configuration: `client` is a key that it takes, `log` what it writes down.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A real `ssh` client in a pty.
    pub(crate) fn connect(&self) -> Terminal {
        self.connect_with(&[])
    }

    /// `ssh` without a terminal: lines in, lines out.
    pub(crate) fn lines(&self, words: &[&str], input: &str) -> Output {
        let account = format!("{}@127.0.0.1", user());
        let mut more = vec!["-T", account.as_str()];
        more.extend(words);
        speak(&self.ssh(&more), input)
    }

    /// What every `ssh` here is called with, its key among it.
    pub(crate) fn ssh(&self, more: &[&str]) -> Vec<String> {
        let client = self.file("client");
        let mut all = vec!["-i", client.to_str().unwrap()];
        all.extend(more);
        ssh(self.folder.path(), self.daemon.port, &all)
    }

    /// A real `ssh` client that asks for a command of its own.
    pub(crate) fn connect_with(&self, words: &[&str]) -> Terminal {
        let account = format!("{}@127.0.0.1", user());
        let mut more = vec!["-tt", account.as_str()];
        more.extend(words);
        let mut command = CommandBuilder::new("ssh");
        command.args(self.ssh(&more));
        command.env("TERM", "xterm-256color");
        Terminal::start(command)
    }
}

pub(crate) fn user() -> String {
    let output = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The shipped block, for an account, with the test's own program and home in place of `tallybox fill`.
pub(crate) fn block(account: &str, home: &Path, before: &str, words: &str) -> String {
    let shipped = include_str!("../../packaging/sshd_config.d/tallybox.conf");
    let program = binary().display().to_string();
    let changes = [
        ("Match User survey", format!("Match User {account}")),
        (
            "ForceCommand /usr/bin/tallybox fill",
            format!(
                "ForceCommand {before} {program} fill --home {} {words}",
                home.display()
            ),
        ),
    ];
    changes.iter().fold(shipped.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the drop-in has no `{from}`");
        text.replace(from, to)
    })
}

/// The session of a home: its process.
pub(crate) fn session(home: &TestHome) -> String {
    let wanted = home.path().display().to_string();
    let entries = std::fs::read_dir("/proc").unwrap().flatten();
    let is_ours = |process: &String| {
        let words = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        let words = String::from_utf8_lossy(&words).replace('\0', " ");
        let program = binary().display().to_string();
        words.starts_with(&program) && words.contains(&wanted)
    };
    let mut found = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    found.find(is_ours).unwrap()
}
