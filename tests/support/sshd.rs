//! An sshd of a test's own, with the block that is shipped in `packaging/`, on a loopback port.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use portable_pty::CommandBuilder;

use super::home::binary;
use super::pty::{HANG_GUARD, Terminal};
use super::serve::{speak, ssh};

/// An sshd of this test's own on a loopback port.
pub(crate) struct Server {
    daemon: Child,
    folder: tempfile::TempDir,
    port: u16,
}

pub(crate) fn run(program: &str, args: &[&str]) {
    let output = Command::new(program).args(args).output().unwrap();
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
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
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        make_key(&at("host"));
        make_key(&at("client"));
        std::fs::copy(at("client.pub"), at("authorized_keys")).unwrap();
        // Debian's sshd wants its privilege separation folder when root starts it.
        drop(std::fs::create_dir_all("/run/sshd"));
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        std::fs::write(at("config"), config(&folder, port, home, words)).unwrap();
        let daemon = Command::new("/usr/sbin/sshd")
            .args(["-D", "-e", "-f", at("config").to_str().unwrap()])
            .stderr(Stdio::from(std::fs::File::create(at("log")).unwrap()))
            .spawn()
            .unwrap();
        let server = Self {
            daemon,
            folder,
            port,
        };
        server.wait_until_it_listens();
        server
    }

    fn wait_until_it_listens(&self) {
        let address = std::net::SocketAddr::from(([127, 0, 0, 1], self.port));
        let mut tries = std::iter::repeat_with(|| TcpStream::connect_timeout(&address, HANG_GUARD));
        let listening = tries
            .by_ref()
            .take(100_000)
            .any(|connected| connected.is_ok());
        assert!(
            listening,
            "{}",
            std::fs::read_to_string(self.folder.path().join("log")).unwrap()
        );
    }

    /// Its port.
    pub(crate) const fn port(&self) -> u16 {
        self.port
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
        let client = self.file("client");
        let account = format!("{}@127.0.0.1", user());
        let mut more = vec!["-T", "-i", client.to_str().unwrap(), &account];
        more.extend(words);
        speak(&ssh(self.folder.path(), self.port, &more), input)
    }

    /// A real `ssh` client that asks for a command of its own.
    pub(crate) fn connect_with(&self, words: &[&str]) -> Terminal {
        let client = self.file("client");
        let account = format!("{}@127.0.0.1", user());
        let mut more = vec!["-tt", "-i", client.to_str().unwrap(), &account];
        more.extend(words);
        let mut command = CommandBuilder::new("ssh");
        command.args(ssh(self.folder.path(), self.port, &more));
        command.env("TERM", "xterm-256color");
        Terminal::start(command)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.daemon.kill());
        drop(self.daemon.wait());
    }
}

pub(crate) fn user() -> String {
    let output = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The shipped block, with the test's own user and command in place of `survey` and `tallybox fill`.
fn config(folder: &tempfile::TempDir, port: u16, home: &Path, words: &str) -> String {
    let shipped = include_str!("../../packaging/sshd_config.d/tallybox.conf");
    assert!(
        shipped.contains("Match User survey")
            && shipped.contains("ForceCommand /usr/bin/tallybox fill")
    );
    let command = format!(
        "ForceCommand {} fill --home {} {words}",
        binary().display(),
        home.display()
    );
    let block = shipped
        .replace("Match User survey", &format!("Match User {}", user()))
        .replace("ForceCommand /usr/bin/tallybox fill", &command);
    let at = |name: &str| folder.path().join(name).display().to_string();
    let own = [
        format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}",
            at("host")
        ),
        format!(
            "AuthorizedKeysFile {}\nPidFile none\nStrictModes no\nUsePAM no",
            at("authorized_keys")
        ),
        "PermitRootLogin prohibit-password\nPasswordAuthentication no\n".to_owned(),
    ];
    own.join("\n") + &block
}
