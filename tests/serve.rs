//! `tallybox serve` with clients that nobody here wrote: what they get, and all that they do not.

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use portable_pty::CommandBuilder;

use support::home::TestHome;
use support::journey::{answer, begin, come_back, send};
use support::pty::{HANG_GUARD, Terminal};
use support::serve::Server;
use support::sshd::make_key;

#[test]
fn a_whole_response_and_a_look_at_it_afterwards() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &[]);
    let mut terminal = server.connect();
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    terminal.send("\x1b[C\r");
    terminal.end();
    assert_eq!(home.status()["counting"], 1);

    let mut terminal = server.connect_with(&["-tt", "survey@127.0.0.1", "me"]);
    terminal.wait_for("Which language would you like?");
    terminal.send("\r");
    terminal.wait_for("See, change or take back my answers");
    terminal.send("\r");
    terminal.wait_for("Type your eight words");
    terminal.send(&words);
    terminal.send("\r");
    terminal.wait_for("Your overview");
    terminal.kill();
}

#[test]
fn a_dropped_connection_keeps_the_draft() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &[]);
    let mut terminal = server.connect();
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 3);
    terminal.wait_for("Do you help with teaching?");
    terminal.kill();
    let mut terminal = server.connect();
    come_back(&mut terminal, &words);
    answer(&mut terminal, 3, 7);
    send(&mut terminal);
    assert_eq!(home.status()["counting"], 1);
    assert_eq!(home.status()["drafts"], 0);
}

#[test]
fn the_end_of_the_server_saves_every_draft_and_tells_every_person() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &[]);
    let mut first = server.connect();
    let words = begin(&mut first);
    answer(&mut first, 0, 2);
    first.wait_for("What may your lead see with your name?");
    let mut second = server.connect();
    second.wait_for("Which language would you like?");
    let fingerprint = server.fingerprint.clone();
    server.end();
    for terminal in [&mut first, &mut second] {
        terminal.wait_for("This computer is being restarted");
        assert!(terminal.end().success());
    }
    assert_eq!(home.status()["drafts"], 1);

    // The same host to its clients, and the same draft to its words.
    let server = Server::start(&home, &[]);
    assert_eq!(server.fingerprint, fingerprint);
    let mut terminal = server.connect();
    come_back(&mut terminal, &words);
    terminal.wait_for("What may your lead see with your name?");
    terminal.kill();
}

#[test]
fn the_fingerprint_that_it_says_is_the_one_that_clients_see() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &[]);
    let scanned = Command::new("ssh-keyscan")
        .args(["-t", "ed25519", "-p", &server.port.to_string(), "127.0.0.1"])
        .output()
        .unwrap();
    let file = server.folder.path().join("scanned");
    std::fs::write(&file, scanned.stdout).unwrap();
    let told = Command::new("ssh-keygen")
        .arg("-lf")
        .arg(&file)
        .output()
        .unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(
        told.contains(&server.fingerprint),
        "{told} {}",
        server.fingerprint
    );
}

#[test]
fn without_a_terminal_it_speaks_in_lines() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &[]);
    for words in [
        &["-T", "survey@127.0.0.1"][..],
        &["-T", "survey@127.0.0.1", "sh -c id"],
    ] {
        let output = server.lines(words, "");
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{told}");
        assert!(told.contains("To begin, press Enter."), "{told}");
        assert!(
            !told.contains('\u{1b}') && !told.contains("uid="),
            "{told:?}"
        );
    }
    // A terminal that cannot move its cursor: what is typed is shown, and can be taken back.
    let mut command = CommandBuilder::new("ssh");
    command.args(server.ssh(&["-tt", "survey@127.0.0.1", "me"]));
    command.env("TERM", "dumb");
    let mut terminal = Terminal::start(command);
    terminal.wait_for("eight words");
    terminal.send("abandxx\x7f\x7f");
    terminal.send("on\r");
    terminal.wait_for("abandon");
    terminal.kill();
}

#[test]
fn only_who_holds_a_known_key_comes_in_where_keys_are_asked_for() {
    let home = TestHome::with_keys("Remote");
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known");
    make_key(&known);
    let public = folder.path().join("known.pub");
    let server = Server::start(
        &home,
        &["--auth", "keys", "--keys", public.to_str().unwrap()],
    );
    let stranger = server.key("stranger");
    let output = server.lines(
        &["-T", "-i", stranger.to_str().unwrap(), "survey@127.0.0.1"],
        "",
    );
    assert_eq!(output.status.code(), Some(255));
    // Whoever has the public half alone can offer it, and gets no further.
    let only_public = folder.path().join("half");
    std::fs::copy(&public, &only_public).unwrap();
    let output = server.lines(
        &[
            "-T",
            "-i",
            only_public.to_str().unwrap(),
            "survey@127.0.0.1",
        ],
        "",
    );
    assert_eq!(output.status.code(), Some(255));
    let output = server.lines(
        &["-T", "-i", known.to_str().unwrap(), "survey@127.0.0.1"],
        "",
    );
    assert!(output.status.success());
}

/// What else a client may ask for: files, forwards, an agent, a second channel, its own environment,
/// sizes that no window has.
const ASKS: &str = r"
import asyncio, asyncssh, sys
port = int(sys.argv[1])
async def main():
    async with asyncssh.connect('127.0.0.1', port, username='survey', known_hosts=None, client_keys=None) as line:
        for size in [(0, 0), (1, 1), (10000, 10000), (4294967295, 4294967295)]:
            process = await line.create_process(term_type='xterm', term_size=size, env={'LD_PRELOAD': '/tmp/x', 'LANG': 'cy_GB.UTF-8'})
            seen = ''
            while len(seen) < 40:
                seen += await asyncio.wait_for(process.stdout.read(4096), 20)
            for wish in ['second', 'sftp', 'local', 'unix', 'remote']:
                try:
                    if wish == 'second':
                        await line.create_process(term_type='xterm')
                    elif wish == 'sftp':
                        await line.start_sftp_client()
                    elif wish == 'local':
                        await line.open_connection('127.0.0.1', port)
                    elif wish == 'unix':
                        await line.open_unix_connection('/run/systemd/private')
                    else:
                        if await line.forward_remote_port('127.0.0.1', 0, '127.0.0.1', port):
                            print(wish, 'granted')
                        continue
                    print(wish, 'granted')
                except Exception:
                    pass
            break
    for size in [(1, 1), (10000, 10000), (4294967295, 4294967295)]:
        async with asyncssh.connect('127.0.0.1', port, username='survey', known_hosts=None, client_keys=None) as line:
            process = await line.create_process(term_type='xterm', term_size=size)
            seen = ''
            while len(seen) < 40:
                seen += await asyncio.wait_for(process.stdout.read(4096), 20)
            for n in range(200):
                process.change_terminal_size(n % 97, n % 61)
            process.stdin.write('\r')
            await asyncio.wait_for(process.stdout.read(4096), 20)
    print('done')
asyncio.run(main())
";

#[test]
fn nothing_but_the_survey_is_granted() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &[]);
    let output = Command::new("/usr/bin/python3")
        .args(["-c", ASKS, &server.port.to_string()])
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "done\n",
        "{errors}"
    );
}

#[test]
fn who_connects_and_asks_for_nothing_is_let_go() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &["--login", "1"]);
    // No protocol at all, one letter of it, and a whole login without a shell.
    let mut silent = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let mut slow = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    slow.write_all(b"S").unwrap();
    let output = server.lines(&["-N", "survey@127.0.0.1"], "");
    assert_eq!(output.status.code(), Some(255));
    for stream in [&mut silent, &mut slow] {
        stream.set_read_timeout(Some(HANG_GUARD)).unwrap();
        let mut rest = Vec::new();
        // Closed, or reset: either way it ends.
        drop(stream.read_to_end(&mut rest));
        assert!(rest.starts_with(b"SSH-2.0-"));
    }
    let mut terminal = server.connect();
    terminal.wait_for("Which language would you like?");
    terminal.kill();
}

#[test]
fn one_address_has_so_many_places_and_no_more() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &["--per-address", "2"]);
    let first = server.connect();
    first.wait_for("Which language would you like?");
    let mut second = server.connect();
    second.wait_for("Which language would you like?");
    let mut third = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    third.set_read_timeout(Some(HANG_GUARD)).unwrap();
    let mut told = String::new();
    drop(third.read_to_string(&mut told));
    assert!(told.contains("Too many people"), "{told}");
    // A place that is given back is there for the next.
    second.kill();
    let mut tries = std::iter::repeat_with(|| {
        let output = server.lines(&["-T", "survey@127.0.0.1"], "");
        output.status.success()
    });
    assert!(tries.by_ref().take(50).any(|is_in| is_in));
}

#[test]
fn every_thread_of_it_is_confined_and_its_memory_goes_into_no_file() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home, &[]);
    let terminal = server.connect();
    terminal.wait_for("this computer writes down neither");
    let process = format!("/proc/{}", server.pid());
    let threads = std::fs::read_dir(format!("{process}/task")).unwrap();
    for thread in threads {
        let status = std::fs::read_to_string(thread.unwrap().path().join("status")).unwrap();
        assert!(status.contains("NoNewPrivs:\t1"), "{status}");
    }
    let limits = std::fs::read_to_string(format!("{process}/limits")).unwrap();
    let core = limits.lines().find(|line| line.contains("core file"));
    assert!(core.is_some_and(|line| line.contains(" 0 ")), "{limits}");
}
