//! Under a real OpenSSH with the block that is shipped: what real clients try besides the survey, and that
//! they get none of it (docs/security.md says which attack is which test's).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs::Permissions;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output, Stdio};

use portable_pty::CommandBuilder;
use support::account::{self, ACCOUNT};
use support::home::TestHome;
use support::journey::{answer, begin};
use support::life::asked;
use support::pty::{HANG_GUARD, Terminal};
use support::serve::{self, ssh};
use support::sshd::{Daemon, Server, block, make_key, session, user};

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

/// A tunnel, a socket, a display: channels that a client opens by itself, whatever its own options let it.
const CHANNELS: &str = r"
import asyncio, asyncssh, sys
from asyncssh.packet import String, UInt32
from asyncssh.channel import SSHForwardChannel
port, key, user = int(sys.argv[1]), sys.argv[2] or None, sys.argv[3]
keys = [key] if key else None
def connect():
    return asyncssh.connect('127.0.0.1', port, username=user, client_keys=keys, known_hosts=None)
async def main():
    for kind, words in [
        (b'tun@openssh.com', [UInt32(1), UInt32(0x7fffffff)]),
        (b'tun@openssh.com', [UInt32(2), UInt32(0)]),
        (b'direct-tcpip', [String('127.0.0.1'), UInt32(port), String('127.0.0.1'), UInt32(1)]),
        (b'direct-streamlocal@openssh.com', [String('/run/systemd/private'), String(''), UInt32(0)]),
        (b'x11', [String('127.0.0.1'), UInt32(1)]),
        (b'auth-agent@openssh.com', []),
        (b'session', []),
    ]:
        # Refused, or the connection is ended for it.
        async with connect() as line:
            process = await line.create_process(term_type='xterm')
            await asyncio.wait_for(process.stdout.read(4096), 20)
            try:
                channel = SSHForwardChannel(line, asyncio.get_event_loop(), None, 'strict', 65536, 32768)
                await asyncio.wait_for(channel._open(kind, *words), 20)
                print(kind.decode(), 'granted')
            except asyncssh.Error:
                pass
    async with connect() as line:
        process = await line.create_process(term_type='xterm')
        await asyncio.wait_for(process.stdout.read(4096), 20)
        # What would stop or end a program, asked for over the line.
        for name in ['INT', 'QUIT', 'TSTP', 'USR1', 'PIPE', 'HUP', 'TERM', 'KILL']:
            process.send_signal(name)
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

fn opens_channels(port: u16, key: &str, user: &str) -> String {
    let mut client = Command::new("/usr/bin/python3");
    client.args(["-W", "ignore", "-c", CHANNELS, &port.to_string(), key, user]);
    let output = client.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn no_tunnel_socket_display_or_signal_is_to_be_had_from_either_server() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let key = server.file("client").display().to_string();
    assert_eq!(opens_channels(server.port(), &key, &user()), "goes on\n");
    let server = serve::Server::start(&home, &[]);
    assert_eq!(opens_channels(server.port, "", "survey"), "goes on\n");
}

#[test]
fn what_lies_in_the_accounts_home_is_read_by_nobody() {
    let home = TestHome::with_keys("Remote");
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own");
    std::fs::create_dir_all(own.join(".ssh")).unwrap();
    std::fs::set_permissions(&own, Permissions::from_mode(0o777)).unwrap();
    let mark = own.join("mark");
    let touch = format!("touch {}\n", mark.display());
    for file in [".profile", ".bashrc", ".bash_profile", ".shrc", ".ssh/rc"] {
        std::fs::write(own.join(file), &touch).unwrap();
    }
    let variables = "BASH_ENV=/tmp/x\nENV=/tmp/x\nLD_PRELOAD=/tmp/x\nTALLYBOX_HOME=/tmp\n";
    std::fs::write(own.join(".ssh/environment"), variables).unwrap();
    make_key(&folder.path().join("client"));
    let key = std::fs::read_to_string(folder.path().join("client.pub")).unwrap();
    // What an `authorized_keys` of its own would grant, were it ever read.
    let keys = format!("command=\"/bin/sh\",environment=\"PLANTED=1\" {key}");
    let file = folder.path().join("keys");
    std::fs::write(&file, keys).unwrap();
    let accounts = account::account(folder.path(), &home.path(), "*");
    let text = std::fs::read_to_string(&accounts).unwrap();
    let with_home = format!("::{}:/bin/sh\n", own.display());
    std::fs::write(&accounts, text.replace("::/:/bin/sh\n", &with_home)).unwrap();
    let settings = format!(
        "UsePAM no\nAuthorizedKeysFile {}\n{}",
        file.display(),
        block(ACCOUNT, &home.path(), "", "")
    );
    let mounts = [(accounts.as_path(), "/etc/passwd")];
    let daemon = Daemon::start_among(folder.path(), &mounts, &settings);
    let mut command = CommandBuilder::new("ssh");
    let client = folder.path().join("client");
    let more = [
        "-tt",
        "-i",
        client.to_str().unwrap(),
        "survey@127.0.0.1",
        "sh",
    ];
    command.args(ssh(folder.path(), daemon.port, &more));
    command.env("TERM", "xterm");
    let mut terminal = Terminal::start(command);
    terminal.wait_for("Which language would you like?");
    let environment = std::fs::read(format!("/proc/{}/environ", session(&home))).unwrap();
    let environment = String::from_utf8_lossy(&environment).replace('\0', "\n");
    for planted in variables.lines().chain(["PLANTED"]) {
        assert!(!environment.contains(planted), "{planted}: {environment}");
    }
    assert!(!mark.exists());
    terminal.kill();
}

#[test]
fn who_says_nothing_is_let_go_and_keeps_nobody_out() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start_changed(&home.path(), ("LoginGraceTime 15", "LoginGraceTime 6"));
    // Fewer than the shipped settings let begin before some are turned away.
    let silent: Vec<TcpStream> = [&b""[..], b"SSH-2", b"SSH-2.0-slow\r\n"]
        .iter()
        .map(|said| {
            let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
            stream.set_read_timeout(Some(HANG_GUARD)).unwrap();
            stream.write_all(said).unwrap();
            stream
        })
        .collect();
    let mut terminal = server.connect();
    terminal.wait_for("Which language would you like?");
    for mut stream in silent {
        let mut rest = Vec::new();
        // Closed, or reset: either way it ends, since a guard would be an error of its own kind.
        if let Err(error) = stream.read_to_end(&mut rest) {
            assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        }
    }
    terminal.kill();
}
