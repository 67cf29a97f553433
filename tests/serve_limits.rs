//! What one connection of `tallybox serve` may do to the others: nothing. Clients that never read, type
//! without end, connect and say nothing, claim what no terminal is, and sessions with a fault in them.

mod glass;
mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::Duration;

use glass::{Within, python, told, until};
use support::home::TestHome;
use support::journey::{answer, begin, send};
use support::pty::HANG_GUARD;
use support::serve::{Server, ssh};
use tallybox::runtime::clock;
use tallybox::serve::Limits;
use tallybox::ui::idle;

#[test]
fn a_fault_in_one_session_is_that_sessions_alone() {
    let server = Within::start(Limits::default());
    let mut other = server.connect();
    other.send("ab");
    other.wait_for("typed [ab]");
    let mut faulty = server.connect();
    faulty.send("x!");
    faulty.wait_for("A fault ended this session");
    assert_eq!(faulty.end().exit_code(), 70);
    other.send("c");
    other.wait_for("typed [abc]");

    // In lines, too.
    let mut lines = Command::new("ssh")
        .args(ssh(
            server.folder.path(),
            server.port,
            &["-T", "survey@127.0.0.1"],
        ))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut typed = lines.stdin.take().unwrap();
    typed.write_all(b"one\n!\n").unwrap();
    let output = lines.wait_with_output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.starts_with("heard one"), "{told}");
    assert!(told.contains("A fault ended this session"), "{told}");
    other.send("d");
    other.wait_for("typed [abcd]");
    other.kill();
}

#[test]
fn whoever_does_not_type_is_warned_and_then_saved_and_let_go() {
    let server = Within::start(Limits {
        idle: idle::Limits::exactly(Duration::from_secs(1), Duration::from_secs(3)),
        ..Limits::default()
    });
    let mut terminal = server.connect();
    terminal.send("a");
    terminal.wait_for("typed [a]");
    terminal.wait_for("Nobody has typed for some time");
    // The key that answers the warning does nothing else.
    terminal.send("x");
    terminal.wait_until("the warning goes", |screen| !screen.contains("Nobody"));
    terminal.send("b");
    terminal.wait_for("typed [ab]");
    terminal.wait_for("Nobody typed for some time, so this ended");
    assert!(terminal.end().success());
    assert_eq!(server.tally.vanished.load(Ordering::SeqCst), 1);

    let mut lines = Command::new("ssh")
        .args(ssh(
            server.folder.path(),
            server.port,
            &["-T", "survey@127.0.0.1"],
        ))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let held = lines.stdin.take();
    let mut told = String::new();
    let mut spoken = lines.stdout.take().unwrap();
    spoken.read_to_string(&mut told).unwrap();
    assert!(told.contains("Nobody has typed for some time"), "{told}");
    assert!(told.contains("so this ended"), "{told}");
    drop(held);
    assert!(lines.wait().unwrap().success());
    assert_eq!(server.tally.vanished.load(Ordering::SeqCst), 2);
}

#[test]
fn who_types_and_never_reads_is_saved_and_let_go_and_hinders_nobody() {
    let server = Within::start(Limits {
        unread: Duration::from_secs(2),
        ..Limits::default()
    });
    // A window for half a frame, and nobody who takes it in.
    let deaf = server.python(
        "class Deaf(asyncssh.SSHClientSession):
    def connection_made(self, channel):
        channel.pause_reading()
channel, _ = await line.create_session(Deaf, term_type='xterm', window=1024, max_pktsize=512)
try:
    for n in range(100000):
        channel.write('abcdefgh'[n % 8])
        await asyncio.sleep(0.01)
        if line._transport is None or line._transport.is_closing():
            break
except OSError:
    pass
await asyncio.wait_for(line.wait_closed(), 20)
print('let go')",
    );
    until("the deaf one types", || {
        server.tally.keys.load(Ordering::SeqCst) > 20
    });
    let mut other = server.connect();
    for letter in ["q", "r", "s"] {
        other.send(letter);
    }
    other.wait_for("typed [qrs]");
    assert_eq!(told(deaf), "let go\n");
    assert_eq!(server.tally.vanished.load(Ordering::SeqCst), 1);
    other.send("t");
    other.wait_for("typed [qrst]");
    other.kill();
}

#[test]
fn a_flood_of_keys_waits_for_itself_alone() {
    let begun = clock::moment();
    let server = Within::start(Limits::default());
    let mut flood = server.python(
        "process = await line.create_process(term_type='xterm')
async def reads():
    while await process.stdout.read(65536):
        pass
reading = asyncio.ensure_future(reads())
while True:
    process.stdin.write('a' * 30000)
    await process.stdin.drain()",
    );
    let keys = || server.tally.keys.load(Ordering::SeqCst);
    until("the flood comes", || keys() > 4000);
    let mut other = server.connect();
    other.send("xyz");
    other.wait_for("typed [xyz]");
    until("the flood goes on", || keys() > 4200);
    // A paste's worth at once, and then no more than anybody types.
    let (taken, passed) = (keys(), begun.elapsed());
    let most = 4000 + 400 * usize::try_from(passed.as_secs() + 1).unwrap();
    assert!(taken <= most, "{taken} keys in {passed:?}");
    flood.kill().unwrap();
    flood.wait().unwrap();
    other.kill();
}

/// A good session comes to its first page; the hang guard bounds how long that may take.
fn comes_in(server: &Server) {
    let mut terminal = server.connect();
    terminal.wait_for("Which language would you like?");
    terminal.kill();
}

#[test]
fn two_hundred_who_say_nothing_and_a_hundred_who_go_at_once_keep_nobody_out() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &["--per-address", "400", "--login", "8"]);
    let beginnings: [&[u8]; 4] = [
        b"",
        b"SSH-2",
        b"SSH-2.0-slow\r\n",
        b"SSH-2.0-x\r\n\0\0\x08\0\x0a\x14",
    ];
    let mut slow = Vec::new();
    for said in beginnings.iter().cycle().take(200) {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        stream.set_read_timeout(Some(HANG_GUARD)).unwrap();
        stream.write_all(said).unwrap();
        slow.push(stream);
    }
    comes_in(&server);
    for _ in 0..100 {
        drop(TcpStream::connect(("127.0.0.1", server.port)).unwrap());
    }
    comes_in(&server);
    for stream in &mut slow {
        let mut rest = Vec::new();
        // Closed, or reset: either way it ends, since a guard would be an error of its own kind.
        if let Err(error) = stream.read_to_end(&mut rest) {
            assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
        }
    }
}

#[test]
fn what_no_terminal_sends_does_no_harm() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &[]);
    let told = told(python(
        server.port,
        r"async def hears(process):
    return await asyncio.wait_for(process.stdout.read(65536), 20)
process = await line.create_process(term_type='../../' + 'x' * 4096, term_size=(65535, 65535))
await hears(process)
for n in range(1000):
    process.change_terminal_size(65535 * (n % 2), n % 7)
process.change_terminal_size(80, 24)
for begun in ['\x1b[200~', '\x1b]52;c;', '\x1bP', '\x1b[']:
    process.stdin.write(begun + '1' * 65536)
    process.stdin.write('\x1b\\\x1b[201~')
    while True:
        process.stdin.write('\t')
        try:
            await asyncio.wait_for(process.stdout.read(65536), 0.5)
            break
        except asyncio.TimeoutError:
            pass
print('goes on')
try:
    for n in range(40):
        process.stdin.write(('\x1b[200~' if n == 0 else '') + '1' * 32768)
        await process.stdin.drain()
    while await asyncio.wait_for(process.stdout.read(65536), 20):
        pass
except OSError:
    pass
print('is cut')",
    ));
    assert_eq!(told, "goes on\nis cut\n");
    comes_in(&server);
}

#[test]
fn requests_for_anything_else_are_refused_in_so_many_words() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &[]);
    let told = told(python(
        server.port,
        r"process = await line.create_process(term_type='xterm')
ask = process.channel._make_request
for name, packets in [
    (b'x11-req', [Boolean(False), String('MIT-MAGIC-COOKIE-1'), String('00'), UInt32(0)]),
    (b'auth-agent-req@openssh.com', []),
    (b'env', [String('LD_PRELOAD'), String('/tmp/x')]),
    (b'env', [String('PATH'), String('/tmp')]),
    (b'env', [String('LC_ALL'), String('$(id)')]),
    (b'env', [String('LANG'), String('cy_GB.UTF-8')]),
    (b'subsystem', [String('sftp')]),
]:
    print(name.decode(), await asyncio.wait_for(ask(name, *packets), 20))
for n in range(2):
    try:
        await line.create_process(term_type='xterm')
        print('another channel')
    except asyncssh.ChannelOpenError:
        print('no other channel')
for name in [b'tcpip-forward', b'streamlocal-forward@openssh.com']:
    kind, _ = await asyncio.wait_for(line._make_global_request(name, String('/tmp/x'), UInt32(0)), 20)
    print(name.decode(), kind == 81)",
    ));
    let wanted = "x11-req False
auth-agent-req@openssh.com False
env False
env False
env False
env True
subsystem False
no other channel
no other channel
tcpip-forward False
streamlocal-forward@openssh.com False
";
    assert_eq!(told, wanted);
}

#[test]
fn every_name_of_an_account_is_the_same() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &[]);
    let long = "x".repeat(300);
    let seen = ["survey", "root", "Administrator", "a.b_c+d", &long].map(|name| {
        let output = server.lines(&["-T", "-l", name, "127.0.0.1"], "");
        assert!(output.status.success(), "{name}");
        output.stdout
    });
    assert!(seen.iter().all(|told| *told == seen[0] && !told.is_empty()));
    let told = String::from_utf8(seen[0].clone()).unwrap();
    assert!(
        told.contains("this computer writes down neither the address"),
        "{told}"
    );
}

#[test]
fn a_client_that_says_nothing_any_more_is_taken_for_gone() {
    let server = Within::start(Limits {
        alive: Duration::from_secs(1),
        ..Limits::default()
    });
    let mut other = server.connect();
    let mut still = server.connect();
    still.send("a");
    still.wait_for("typed [a]");
    // The line is there and the program at its end is not: nothing answers, nothing is refused.
    still.signal("-STOP");
    until("it is let go", || {
        server.tally.vanished.load(Ordering::SeqCst) == 1
    });
    other.send("b");
    other.wait_for("typed [b]");
    other.kill();
    still.signal("-CONT");
    still.kill();
}

#[test]
fn of_five_hundred_who_connect_at_once_a_hundred_have_a_place_and_the_rest_are_told() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &["--login", "600"]);
    let mut person = server.connect();
    begin(&mut person);
    let crowd: Vec<TcpStream> = (0..500)
        .map(|_| TcpStream::connect(("127.0.0.1", server.port)).unwrap())
        .collect();
    let greeted = crowd.iter().filter(|stream| {
        let mut stream: &TcpStream = stream;
        stream.set_read_timeout(Some(HANG_GUARD)).unwrap();
        let mut first = [0; 4];
        stream.read_exact(&mut first).unwrap();
        assert!(matches!(&first, b"SSH-" | b"Too "), "{first:?}");
        &first == b"SSH-"
    });
    assert_eq!(greeted.count(), 99, "one place is the person's");
    answer(&mut person, 0, 7);
    send(&mut person);
    person.kill();
    drop(crowd);
    until("their places are given back", || {
        let output = server.lines(&["-T", "survey@127.0.0.1"], "");
        output.status.success()
    });
}
