//! Over a real OpenSSH with clients that nobody here wrote: Dropbear's, `PuTTY`'s and asyncssh; a
//! certificate; lines without a terminal; and what the server writes down of all that.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::process::Command;

use portable_pty::CommandBuilder;

use support::home::TestHome;
use support::journey::{answer, begin, send};
use support::machine::run;
use support::pty::Terminal;
use support::sshd::{Server, user};

/// A whole response, from the language to the receipt.
fn respond(mut terminal: Terminal, home: &TestHome) {
    begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    terminal.send("\x1b[C\r");
    terminal.end();
    assert_eq!(home.status()["counting"], 1);
}

fn client(program: &str, args: &[String]) -> Terminal {
    let mut command = CommandBuilder::new(program);
    command.args(args);
    command.env("TERM", "xterm");
    Terminal::start(command)
}

#[test]
fn a_whole_response_with_dropbears_client() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let (key, own) = (server.file("client"), server.file("dropbear"));
    let (key, own) = (key.to_str().unwrap(), own.to_str().unwrap());
    run("dropbearconvert", &["openssh", "dropbear", key, own]);
    let port = server.port().to_string();
    let args = [
        "-y",
        "-y",
        "-i",
        own,
        "-p",
        &port,
        &format!("{}@127.0.0.1", user()),
    ];
    respond(client("dbclient", &args.map(str::to_owned)), &home);
}

#[test]
fn a_whole_response_with_putty() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let (key, own) = (server.file("client"), server.file("client.ppk"));
    let (key, own) = (key.to_str().unwrap(), own.to_str().unwrap());
    run("puttygen", &[key, "-O", "private", "-o", own]);
    let host_key = fingerprint(&server);
    let port = server.port().to_string();
    let args = [
        "-ssh",
        "-t",
        "-no-antispoof",
        "-P",
        &port,
        "-i",
        own,
        "-hostkey",
        &host_key,
    ];
    let mut args: Vec<String> = args.map(str::to_owned).to_vec();
    args.push(format!("{}@127.0.0.1", user()));
    respond(client("plink", &args), &home);
}

/// The host key's fingerprint, as `ssh-keygen` says it.
fn fingerprint(server: &Server) -> String {
    let mut keygen = Command::new("ssh-keygen");
    let output = keygen
        .arg("-lf")
        .arg(server.file("host.pub"))
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    told.split(' ').nth(1).unwrap().to_owned()
}

/// asyncssh asks for a terminal of its own size and types what it is shown to type.
const ASYNCSSH: &str = r"
import asyncio, asyncssh, sys
port, key, user = int(sys.argv[1]), sys.argv[2], sys.argv[3]
async def main():
    async with asyncssh.connect('127.0.0.1', port, username=user, client_keys=[key], known_hosts=None) as line:
        process = await line.create_process(term_type='xterm', term_size=(100, 30))
        seen = ''
        while 'Which language would you like?' not in seen:
            seen += await asyncio.wait_for(process.stdout.read(4096), 20)
        process.stdin.write('\r')
        while 'Fill in the survey' not in seen:
            seen += await asyncio.wait_for(process.stdout.read(4096), 20)
        try:
            await line.start_sftp_client()
            print('sftp')
        except (asyncssh.Error, asyncssh.SFTPError, OSError, EOFError, ValueError) as error:
            print('no sftp')
        try:
            await line.forward_local_port('127.0.0.1', 0, '127.0.0.1', port)
            reader, writer = await line.open_connection('127.0.0.1', port)
            print('forwarded')
        except asyncssh.Error:
            print('no forward')
asyncio.run(main())
";

#[test]
fn asyncssh_gets_the_survey_and_neither_files_nor_forwards() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let output = Command::new("/usr/bin/python3")
        .args(["-c", ASYNCSSH, &server.port().to_string()])
        .arg(server.file("client"))
        .arg(user())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(told, "no sftp\nno forward\n");
}

#[test]
fn without_a_terminal_it_speaks_in_lines_and_says_why() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let output = server.lines(&[], "");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told}");
    assert!(told.contains("To begin, press Enter."), "{told}");
    assert!(!told.contains('\u{1b}'), "{told:?}");
    let output = server.lines(&["me"], "quit\n");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("eight words"), "{told}");
}

#[test]
fn a_certificate_is_as_good_as_a_key() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    // The key that the server knows is made an authority, and signs another.
    let authorized = server.file("authorized_keys");
    let authority = std::fs::read_to_string(&authorized).unwrap();
    std::fs::write(&authorized, format!("cert-authority {authority}")).unwrap();
    let (signer, other) = (server.file("client"), server.file("other"));
    let (signer, other) = (signer.to_str().unwrap(), other.to_str().unwrap());
    run(
        "ssh-keygen",
        &["-q", "-t", "ed25519", "-N", "", "-f", other],
    );
    let public = format!("{other}.pub");
    run(
        "ssh-keygen",
        &[
            "-q",
            "-s",
            signer,
            "-I",
            "a colleague",
            "-n",
            &user(),
            &public,
        ],
    );
    let port = server.port().to_string();
    let options = [
        "StrictHostKeyChecking=no",
        "LogLevel=ERROR",
        "UserKnownHostsFile=/dev/null",
    ];
    let mut args: Vec<String> = ["-tt", "-F", "none", "-i", other, "-p", &port]
        .map(str::to_owned)
        .to_vec();
    args.extend(
        options
            .iter()
            .flat_map(|option| ["-o".to_owned(), (*option).to_owned()]),
    );
    args.push(format!("{}@127.0.0.1", user()));
    let mut terminal = client("ssh", &args);
    terminal.wait_for("Which language would you like?");
    terminal.kill();
}

#[test]
fn what_the_server_writes_down_names_nobody() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let mut terminal = server.connect();
    terminal.wait_for("Which language would you like?");
    terminal.kill();
    let output = server.lines(&["me"], "quit\n");
    assert!(output.status.success());
    let log = std::fs::read_to_string(server.file("log")).unwrap();
    let public = std::fs::read_to_string(server.file("client.pub")).unwrap();
    let mut keygen = Command::new("ssh-keygen");
    let told = keygen
        .arg("-lf")
        .arg(server.file("client.pub"))
        .output()
        .unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let fingerprint = told.split(' ').nth(1).unwrap();
    let comment = public.trim().rsplit(' ').next().unwrap();
    for name in [fingerprint, comment, "Accepted", "session", "publickey"] {
        assert!(!log.contains(name), "{name}: {log}");
    }
}
