//! Invitations over SSH: under a real OpenSSH, where `fill` asks on its first page, and at the door of
//! `tallybox serve`, with clients that nobody here wrote; and how many logins PAM lets in.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;
use support::account::{ACCOUNT, account, give, with_line};
use support::home::TestHome;
use support::journey::{answer, begin_here, choose_language, send};
use support::life::asked;
use support::pty::Terminal;
use support::{serve, sshd};
use tallybox::response::invitation::Invitation;

fn made(home: &TestHome, count: usize) -> Vec<String> {
    let list = home.done(&["invite", "new", "--count", &count.to_string(), "-o", "-"]);
    list.lines().skip(1).map(str::to_owned).collect()
}

fn left(home: &TestHome) -> u64 {
    asked(home, &["invite", "count"])["left"].as_u64().unwrap()
}

fn strange() -> String {
    Invitation::from_random([5; 16]).text().to_string()
}

/// From the start screen to the first question; gives the eight words.
fn begins(terminal: &mut Terminal) -> String {
    terminal.wait_for("Fill in the survey");
    terminal.send("\r");
    begin_here(terminal)
}

#[test]
fn under_openssh_the_first_page_asks_and_two_who_have_one_invitation_are_told_in_words() {
    let home = TestHome::with_keys("Remote");
    let invitations = made(&home, 2);
    let server = sshd::Server::start_with(&home.path(), "--invitation");
    let enters = |invitation: &str| {
        let mut terminal = server.connect();
        choose_language(&mut terminal);
        terminal.wait_for("Type the digits of your invitation");
        terminal.wait_for("this computer's log may hold");
        terminal.send(invitation);
        terminal.wait_for("20 of 20 digits");
        terminal.send("\r");
        terminal
    };
    let mut first = enters(&strange());
    first.wait_for("does not know this invitation");
    first.kill();
    // Both begin with the same one: until something is sent, it is good.
    let (mut first, mut second) = (enters(&invitations[0]), enters(&invitations[0]));
    for terminal in [&mut first, &mut second] {
        begins(terminal);
        answer(terminal, 0, 7);
    }
    send(&mut first);
    first.kill();
    second.wait_for("Check your answers");
    second.send("\t\r");
    second.wait_for("Type another invitation");
    assert_eq!(asked(&home, &["box", "status"])["drafts"], 1, "it is kept");
    // Another one sends it.
    second.send("\r");
    second.wait_for("Type the digits of your invitation");
    second.send(&format!("{}\r", invitations[1]));
    second.wait_for("Send your answers now");
    send(&mut second);
    second.kill();
    assert_eq!(left(&home), 0);
    assert_eq!(asked(&home, &["box", "status"])["counting"], 2);
}

#[test]
fn without_one_nobody_begins_by_another_way_and_words_need_none() {
    let home = TestHome::with_keys("Remote");
    let invitations = made(&home, 1);
    let server = sshd::Server::start_with(&home.path(), "--invitation");
    let mut terminal = server.connect();
    choose_language(&mut terminal);
    terminal.wait_for("Type the digits of your invitation");
    // Back to the start screen, and on from there: it is asked for again.
    terminal.send("\x1b");
    terminal.wait_for("Fill in the survey");
    terminal.send("\r");
    terminal.wait_for("Type the digits of your invitation");
    terminal.send(&format!("{}\r", invitations[0]));
    let words = begin_here(&mut terminal);
    answer(&mut terminal, 0, 3);
    terminal.wait_for("Do you help with teaching?");
    terminal.kill();
    // The words are typed where the invitation is asked for; the draft has its own.
    let mut terminal = server.connect();
    choose_language(&mut terminal);
    terminal.wait_for("Type the digits of your invitation");
    terminal.send(&format!("{words}\r"));
    answer(&mut terminal, 3, 7);
    send(&mut terminal);
    terminal.kill();
    assert_eq!(left(&home), 0);
    // `me` line by line, too, says what this host writes down, and needs no invitation.
    let output = server.lines(&["me"], &format!("{words}\nquit\n"));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("this computer's log may hold"), "{told}");
    assert!(told.contains("revision 1"), "{told}");
}

#[test]
fn at_the_door_of_serve_an_invitation_is_a_name_a_password_or_an_answer() {
    let home = TestHome::with_keys("Remote");
    let invitations = made(&home, 2);
    let server = serve::Server::start(&home, &["--auth", "invitation"]);
    let refused = |more: &[&str]| {
        let output = server.lines(more, "");
        assert_eq!(output.status.code(), Some(255), "{more:?}");
    };
    let batch = ["-o", "BatchMode=yes", "-T"];
    let with = |account: &str| -> Vec<String> {
        let mut words: Vec<String> = batch.map(str::to_owned).to_vec();
        words.push(format!("{account}@127.0.0.1"));
        words
    };
    for account in ["survey", &strange(), "root"] {
        let words = with(account);
        refused(&words.iter().map(String::as_str).collect::<Vec<_>>());
    }
    // As the user's name.
    let words = with(&invitations[0]);
    let output = server.lines(&words.iter().map(String::as_str).collect::<Vec<_>>(), "");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && told.contains("Which language would you like?"),
        "{told}"
    );
    // As a password.
    let mut terminal = server.connect_with(&[
        "-T",
        "-o",
        "PreferredAuthentications=password",
        "survey@127.0.0.1",
    ]);
    terminal.wait_for("password:");
    terminal.send(&format!("{}\r", strange()));
    // What is typed before the next prompt is thrown away by the client.
    terminal.wait_until("it is asked for again", |screen| {
        screen.matches("password:").count() == 2
    });
    terminal.send(&format!("{}\r", invitations[0]));
    terminal.wait_for("Which language would you like?");
    terminal.kill();
    // As an answer, on a screen; it is not asked for again.
    let mut terminal = connects(&server);
    terminal.wait_for("Invitation (digits):");
    terminal.send(&format!("{}\r", invitations[0].replace('-', " ")));
    choose_language(&mut terminal);
    let words = begins(&mut terminal);
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    terminal.kill();
    assert_eq!(left(&home), 1);
    // It was used: never after. The words come back instead, unseen, and need not be typed twice.
    let mut terminal = connects(&server);
    terminal.wait_for("Invitation (digits):");
    terminal.send(&format!("{}\r", invitations[0]));
    terminal.wait_until("it is asked for again", |screen| {
        screen.matches("Invitation (digits):").count() == 2
    });
    terminal.send("\r");
    terminal.wait_for("Your eight words");
    terminal.send(&format!("{words}\r"));
    choose_language(&mut terminal);
    let screen = terminal.wait_for("Type your eight words");
    assert!(
        screen.contains(words.split(' ').next().unwrap()),
        "{screen}"
    );
    terminal.send("\r");
    terminal.wait_for("Your overview");
    terminal.kill();
    assert_eq!(asked(&home, &["box", "status"])["counting"], 1);
}

fn connects(server: &serve::Server) -> Terminal {
    let mut command = CommandBuilder::new("ssh");
    command.args(server.ssh(&["-tt", "survey@127.0.0.1"]));
    command.env("TERM", "xterm-256color");
    Terminal::start(command)
}

/// Guesses as fast as a client can: each connection has three, each wrong one costs a second.
const GUESSES: &str = r"
import asyncio, asyncssh, sys, time
port = int(sys.argv[1])
class Guesser(asyncssh.SSHClient):
    tries = 0
    def kbdint_auth_requested(self):
        return ''
    def kbdint_challenge_received(self, name, told, lang, prompts):
        if not prompts:
            return []
        self.tries += 1
        return [sys.argv[2]]
    def password_auth_requested(self):
        self.tries += 1
        return sys.argv[2]
async def main():
    begun = time.monotonic()
    guesser = Guesser()
    try:
        async with asyncssh.connect('127.0.0.1', port, username='survey', known_hosts=None, client_keys=None, client_factory=lambda: guesser) as line:
            print('in')
    except (asyncssh.Error, OSError) as error:
        print('out')
    passed = time.monotonic() - begun
    print(guesser.tries <= 8, passed >= min(guesser.tries, 3) * 0.9)
asyncio.run(main())
";

#[test]
fn guessing_is_slow_and_bounded() {
    let home = TestHome::with_keys("Remote");
    made(&home, 1);
    let server = serve::Server::start(&home, &["--auth", "invitation"]);
    let output = Command::new("/usr/bin/python3")
        .args([
            "-W",
            "ignore",
            "-c",
            GUESSES,
            &server.port.to_string(),
            &strange(),
        ])
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(told, "out\nTrue True\n", "{errors}");
    assert_eq!(left(&home), 1);
}

/// The account of the drop-in with an empty password and the lines that say so taken in, under PAM and not.
fn open_account(home: &TestHome, pam: &str) -> (sshd::Daemon, tempfile::TempDir) {
    open_account_among(tempfile::tempdir().unwrap(), home, pam, &[])
}

/// The same with more of the system replaced by what the test has.
fn open_account_among(
    folder: tempfile::TempDir,
    home: &TestHome,
    pam: &str,
    more: &[(&Path, &str)],
) -> (sshd::Daemon, tempfile::TempDir) {
    let accounts = account(folder.path(), &home.path(), "x");
    let shadow = with_line(folder.path(), "/etc/shadow", "survey::19000:0:99999:7:::\n");
    let shipped = sshd::block(ACCOUNT, &home.path(), "", "--invitation");
    assert_eq!(shipped.matches("    #   open  ").count(), 3);
    let settings = format!(
        "UsePAM {pam}\n{}",
        shipped.replace("    #   open  ", "    ")
    );
    let own = [
        (accounts.as_path(), "/etc/passwd"),
        (&shadow, "/etc/shadow"),
    ];
    let mounts = [&own, more].concat();
    let daemon = sshd::Daemon::start_among(folder.path(), &mounts, &settings);
    (daemon, folder)
}

#[test]
fn under_openssh_whoever_was_invited_needs_neither_password_nor_key() {
    for pam in ["yes", "no"] {
        let home = TestHome::with_keys("Remote");
        let invitations = made(&home, 1);
        let (daemon, folder) = open_account(&home, pam);
        let ssh = |more: &[&str]| serve::ssh(folder.path(), daemon.port, more);
        let batch = ["-o", "BatchMode=yes", "-o", "IdentityFile=none"];
        let mut command = CommandBuilder::new("ssh");
        command.args(ssh(&[&batch[..], &["-tt", "survey@127.0.0.1"]].concat()));
        command.env("TERM", "xterm-256color");
        let mut terminal = Terminal::start(command);
        choose_language(&mut terminal);
        terminal.wait_for("Type the digits of your invitation");
        terminal.send(&format!("{}\r", strange()));
        terminal.wait_for("does not know this invitation");
        terminal.send(&format!("\x15{}\r", invitations[0]));
        begins(&mut terminal);
        answer(&mut terminal, 0, 7);
        send(&mut terminal);
        terminal.kill();
        // Nobody else comes in without.
        let other = ssh(&[&batch[..], &["-T", "root@127.0.0.1"]].concat());
        assert_eq!(serve::speak(&other, "").status.code(), Some(255));
        drop(daemon);
        give(&home.path().join("box"), &own_number());
        assert_eq!(left(&home), 0, "UsePAM {pam}");
        assert_eq!(asked(&home, &["box", "status"])["counting"], 1);
    }
}

fn own_number() -> String {
    rustix::process::getuid().as_raw().to_string()
}

#[test]
fn under_pam_the_limit_on_logins_counts_sessions_with_a_terminal_and_no_others() {
    let home = TestHome::with_keys("Remote");
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    // What is shipped, but for three in place of a hundred; logins are written down in the test's own file.
    let shipped = include_str!("../packaging/limits.d/tallybox.conf");
    let limits = shipped.replace("maxlogins  100", "maxlogins  3");
    assert_ne!(limits, shipped);
    std::fs::create_dir_all(at("run/sshd")).unwrap();
    std::fs::create_dir(at("limits")).unwrap();
    std::fs::write(at("run/utmp"), "").unwrap();
    std::fs::write(at("limits/tallybox.conf"), limits).unwrap();
    let (run, limits) = (at("run"), at("limits"));
    let mounts = [(run.as_path(), "/run"), (&limits, "/etc/security/limits.d")];
    let (daemon, folder) = open_account_among(folder, &home, "yes", &mounts);
    let words = |terminal: &str| {
        let batch = ["-o", "BatchMode=yes", "-o", "IdentityFile=none"];
        let more = [&batch[..], &[terminal, "survey@127.0.0.1"]].concat();
        serve::ssh(folder.path(), daemon.port, &more)
    };
    // Four in lines are there, and are not counted.
    let in_lines = || {
        let mut ssh = Command::new("ssh");
        ssh.args(words("-T"));
        ssh.stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        ssh.spawn().unwrap()
    };
    let mut lines: Vec<_> = (0..4).map(|_| in_lines()).collect();
    for one in &mut lines {
        let mut first = [0];
        one.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
    }
    let on_screen = || {
        let mut command = CommandBuilder::new("ssh");
        command.args(words("-tt"));
        command.env("TERM", "xterm-256color");
        Terminal::start(command)
    };
    let mut screens: Vec<_> = (0..3).map(|_| on_screen()).collect();
    for one in &mut screens {
        choose_language(one);
    }
    on_screen().wait_for("too many logins for 'survey'");
    for mut one in lines {
        one.kill().unwrap();
        let output = one.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(!told.contains("too many"), "{told}");
    }
    screens.iter_mut().for_each(Terminal::kill);
}
