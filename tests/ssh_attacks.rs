//! Under a real OpenSSH with the block that is shipped: what real clients try besides the survey, and that
//! they get none of it (docs/security.md says which attack is which test's).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};

use portable_pty::CommandBuilder;
use support::home::TestHome;
use support::journey::{answer, begin};
use support::life::asked;
use support::pty::Terminal;
use support::serve::ssh;
use support::sshd::{Server, session, user};

/// A client program with the words that lead to the server, port and key in each one's own way.
fn client(server: &Server, program: &str, words: &[&str]) -> Output {
    let port = format!("Port={}", server.port());
    let key = format!("IdentityFile={}", server.file("client").display());
    let mut command = Command::new(program);
    command.args(["-F", "none"]);
    for option in [
        port.as_str(),
        &key,
        "StrictHostKeyChecking=no",
        "UserKnownHostsFile=/dev/null",
        "LogLevel=ERROR",
        "ExitOnForwardFailure=yes",
        "BatchMode=yes",
    ] {
        command.args(["-o", option]);
    }
    command.args(words).stdin(Stdio::null());
    command.output().unwrap()
}

fn account() -> String {
    format!("{}@127.0.0.1", user())
}

#[test]
fn files_commands_and_other_programs_are_not_to_be_had() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let folder = tempfile::tempdir().unwrap();
    let (own, theirs) = (folder.path().join("own"), folder.path().join("theirs"));
    std::fs::write(&own, "x").unwrap();
    let there = format!("{}:{}", account(), theirs.display());
    let file = format!("{}:/etc/hostname", account());
    let here = folder.path().join("here");
    for (program, words) in [
        ("scp", vec![own.to_str().unwrap(), &there]),
        ("scp", vec!["-O", own.to_str().unwrap(), &there]),
        ("scp", vec![&file, here.to_str().unwrap()]),
        ("scp", vec!["-O", &file, here.to_str().unwrap()]),
        ("sftp", vec!["-b", "/dev/null", &account()]),
        ("ssh", vec!["-s", &account(), "sftp"]),
    ] {
        let output = client(&server, program, &words);
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            program == "ssh" || !output.status.success(),
            "{words:?}: {told}"
        );
        assert!(!theirs.exists() && !here.exists(), "{words:?}");
    }
    let mark = folder.path().join("mark");
    let touch = format!("touch {}", mark.display());
    for command in [
        touch.as_str(),
        "id",
        "cat /etc/passwd",
        "git-upload-pack /",
        "rsync --server . /",
        "$(id)",
        "`id`",
    ] {
        let output = client(&server, "ssh", &["-T", &account(), command]);
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(told.contains("To begin, press Enter."), "{command}: {told}");
        assert!(!told.contains("uid=") && !told.contains("root:"), "{told}");
    }
    assert!(!mark.exists());
}

#[test]
fn nothing_is_forwarded_and_a_connection_without_a_session_is_ended() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    // A service of the university's that nobody is to reach through this host.
    let inner = TcpListener::bind("127.0.0.1:0").unwrap();
    inner.set_nonblocking(true).unwrap();
    let port = inner.local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket").display().to_string();
    let to = format!("127.0.0.1:{port}");
    let (back, back_socket) = (format!("0:{to}"), format!("{socket}:{to}"));
    for words in [
        vec!["-W", &to, &account()],
        vec!["-N", "-R", &back, &account()],
        vec!["-N", "-R", &back_socket, &account()],
        vec!["-N", &account()],
    ] {
        let output = client(&server, "ssh", &words);
        assert!(!output.status.success(), "{words:?}");
    }
    assert_eq!(inner.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
    assert!(!std::path::Path::new(&socket).exists());
}

#[test]
fn nothing_of_a_clients_environment_agent_or_display_arrives() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let client = server.file("client");
    let names = "LC_ALL=$(id) LANG=cy_GB.UTF-8 PAGER=/bin/sh EDITOR=/bin/sh LD_PRELOAD=/tmp/x PATH=/tmp HOME=/tmp TMPDIR=/tmp TZ=../x RUST_LOG=trace RUST_BACKTRACE=full SQLITE_TMPDIR=/tmp XDG_DATA_HOME=/tmp TALLYBOX_HOME=/tmp BASH_ENV=/tmp/x NO_COLOR=1";
    let set = format!("SetEnv={names}");
    let mut command = CommandBuilder::new("ssh");
    let account = account();
    let more = [
        "-tt",
        "-A",
        "-X",
        "-o",
        &set,
        "-i",
        client.to_str().unwrap(),
        &account,
    ];
    command.args(ssh(&folder_of(&server), server.port(), &more));
    command.env("TERM", "../../x");
    command.env("SSH_AUTH_SOCK", "/tmp/agent");
    command.env("DISPLAY", ":7");
    let mut terminal = Terminal::start(command);
    terminal.wait_for("Which language would you like?");
    let environment = std::fs::read(format!("/proc/{}/environ", session(&home))).unwrap();
    let environment = String::from_utf8_lossy(&environment).replace('\0', "\n");
    for planted in names.split(' ').chain(["SSH_AUTH_SOCK=", "DISPLAY="]) {
        let is_there = environment.lines().any(|line| line.starts_with(planted));
        assert!(!is_there, "{planted}: {environment}");
    }
    terminal.kill();
}

fn folder_of(server: &Server) -> std::path::PathBuf {
    server.file("client").parent().unwrap().to_path_buf()
}

#[test]
fn keys_that_stop_a_program_stop_nothing_and_who_does_not_read_holds_nobody_up() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let mut terminal = server.connect();
    begin(&mut terminal);
    answer(&mut terminal, 0, 1);
    terminal.wait_for("How many years have you worked here?");
    // Ctrl-\, Ctrl-S and Ctrl-Q are nothing here; Ctrl-Z takes the last answer back, and the session goes on.
    terminal.send("\x1c\x13\x11\x1a");
    terminal.wait_for("Which department do you work in?");
    answer(&mut terminal, 0, 2);
    terminal.wait_for("What may your lead see with your name?");
    // Ctrl-C is the way out, which asks.
    terminal.send("\x03");
    terminal.wait_for("Leaving");
    // Its client stands still with a frame on the way, and somebody else sends meanwhile.
    terminal.signal("-STOP");
    let answers = serde_json::json!({
        "dept": "chem", "years": 12, "share": ["skills"], "teach": false, "next": "same",
    });
    home.enter(&answers);
    assert_eq!(asked(&home, &["box", "status"])["counting"], 1);
    terminal.signal("-CONT");
    terminal.kill();
}

/// Sizes that no window has, a thousand changes of it, and a second session on the connection.
const SIZES: &str = r"
import asyncio, asyncssh, sys
port, key, user = int(sys.argv[1]), sys.argv[2], sys.argv[3]
async def main():
    for size in [(0, 0), (1, 1), (1, 500), (65535, 65535)]:
        async with asyncssh.connect('127.0.0.1', port, username=user, client_keys=[key], known_hosts=None) as line:
            process = await line.create_process(term_type='x' * 4096 if size[0] else '../../x', term_size=size)
            seen = ''
            while len(seen) < 40:
                seen += await asyncio.wait_for(process.stdout.read(4096), 20)
            try:
                await line.create_process(term_type='xterm')
                print('a second session')
            except asyncssh.ChannelOpenError:
                pass
            for n in range(1000):
                process.change_terminal_size(65535 * (n % 2), n % 97)
            process.change_terminal_size(80, 24)
            seen = ''
            while 'Which language' not in seen:
                process.stdin.write('\x0c')
                try:
                    seen += await asyncio.wait_for(process.stdout.read(4096), 1)
                except asyncio.TimeoutError:
                    pass
            print('goes on')
asyncio.run(main())
";

#[test]
fn sizes_that_no_window_has_do_no_harm_and_a_connection_has_one_session() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let output = Command::new("/usr/bin/python3")
        .args(["-W", "ignore", "-c", SIZES, &server.port().to_string()])
        .arg(server.file("client"))
        .arg(user())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(told, "goes on\n".repeat(4), "{errors}");
}
