//! Over a real OpenSSH: `tallybox fill` as a forced command with a pty. A whole response, a dropped
//! connection that keeps the draft, and the same words that take it up again.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use portable_pty::CommandBuilder;

use support::home::{TestHome, binary};
use support::journey::{answer, begin, come_back, send};
use support::pty::{HANG_GUARD, Terminal};

/// An sshd of this test's own on a loopback port.
struct Server {
    daemon: Child,
    folder: tempfile::TempDir,
    port: u16,
}

fn run(program: &str, args: &[&str]) {
    let output = Command::new(program).args(args).output().unwrap();
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn make_key(path: &Path) {
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
    fn start(home: &Path) -> Self {
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
        std::fs::write(at("config"), config(&folder, port, home)).unwrap();
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

    /// A real `ssh` client in a pty.
    fn connect(&self) -> Terminal {
        self.connect_with(&[])
    }

    /// A real `ssh` client that asks for a command of its own.
    fn connect_with(&self, words: &[&str]) -> Terminal {
        let mut command = CommandBuilder::new("ssh");
        command.args([
            "-tt",
            "-F",
            "none",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "LogLevel=ERROR",
        ]);
        command.args([
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "IdentitiesOnly=yes",
        ]);
        command.args(["-i", self.folder.path().join("client").to_str().unwrap()]);
        command.args([
            "-p",
            &self.port.to_string(),
            &format!("{}@127.0.0.1", user()),
        ]);
        command.args(words);
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

fn user() -> String {
    let output = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The shipped block, with the test's own user and command in place of `survey` and `tallybox fill`.
fn config(folder: &tempfile::TempDir, port: u16, home: &Path) -> String {
    let shipped = include_str!("../packaging/sshd_config.d/tallybox.conf");
    assert!(
        shipped.contains("Match User survey")
            && shipped.contains("ForceCommand /usr/bin/tallybox fill")
    );
    let command = format!(
        "ForceCommand {} fill --home {}",
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

fn status(home: &TestHome) -> serde_json::Value {
    serde_json::from_str(&home.done(&["box", "status", "--json"])).unwrap()
}

#[test]
fn a_whole_response_over_ssh() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let mut terminal = server.connect();
    begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    let receipt = send(&mut terminal);
    assert!(receipt.contains("receipt number"), "{receipt}");
    terminal.send("\x1b[C\r");
    terminal.end();
    assert_eq!(status(&home)["counting"], 1);
}

#[test]
fn a_dropped_connection_keeps_the_draft_and_the_words_resume_it() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let mut terminal = server.connect();
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 3);
    terminal.wait_for("Do you help with teaching?");
    // The client dies, sshd takes the terminal away, and nobody is told anything.
    terminal.kill();
    let mut terminal = server.connect();
    come_back(&mut terminal, &words);
    answer(&mut terminal, 3, 7);
    send(&mut terminal);
    assert_eq!(status(&home)["counting"], 1);
    assert_eq!(status(&home)["drafts"], 0);
    assert!(nobody_is_left(&home), "a session outlived its connection");
}

/// Whether no process of a dropped session runs on with this home; the one that just sent may.
fn nobody_is_left(home: &TestHome) -> bool {
    let home = home.path().display().to_string();
    let listed = Command::new("ps").args(["-eo", "args"]).output().unwrap();
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let ours = listed
        .lines()
        .filter(|line| line.starts_with(binary().to_str().unwrap()));
    ours.filter(|line| line.contains(&home)).count() <= 1
}

#[test]
fn a_command_of_ones_own_is_not_run() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let mark = home.path().join("escaped");
    let mut terminal = server.connect_with(&[&format!("touch {}", mark.display())]);
    terminal.wait_for("Which language would you like?");
    terminal.kill();
    assert!(!mark.exists());
}

#[test]
fn me_is_the_one_request_that_is_honoured() {
    let home = TestHome::with_keys("Remote");
    let answers = serde_json::json!({
        "dept": "chem", "years": 12, "share": ["skills"], "teach": false, "next": "same",
    });
    let words = home.enter(&answers)["words"].as_str().unwrap().to_owned();
    let server = Server::start(&home.path());
    let mut terminal = server.connect_with(&["me"]);
    terminal.wait_for("Which language would you like?");
    terminal.send("\r");
    terminal.wait_for("See, change or take back my answers");
    terminal.send("\r");
    terminal.wait_for("Type your eight words");
    terminal.send(&words);
    terminal.send("\r");
    let screen = terminal.wait_for("revision 1");
    assert!(screen.contains("Your overview"), "{screen}");
    terminal.kill();
    // Not "me" to the letter: filling in, as always.
    for other in ["me ", "me --format json", "ME", "me; touch x"] {
        let mut terminal = server.connect_with(&[other]);
        terminal.wait_for("Which language would you like?");
        terminal.send("\r");
        terminal.wait_for("Fill in the survey");
        terminal.kill();
    }
}
