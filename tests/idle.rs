//! Somebody who has left their session over SSH: asked with a countdown, any key puts it off, and then what
//! they answered is kept and nobody else finds it open. Nobody at the machine itself, unless it is set.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;

use support::clock::Clock;
use support::home::{TestHome, binary};
use support::journey::{answer, begin, come_back};
use support::life::asked;
use support::pty::Terminal;
use support::sshd::{Server, session, user};

const ASKED: &str = "Nobody has typed for some time";
const ENDED: &str = "Nobody typed for some time, so this ended";
/// A little more than the least that can be set, and than its warning.
const WAIT: u32 = 301;
const WARNING: u32 = 21;

fn home(settings: &str) -> (TestHome, Clock) {
    let home = TestHome::with_keys("Remote");
    let text = format!("[idle]\nssh_minutes = 5\nwarning_seconds = 20\n{settings}\n");
    std::fs::write(home.path().join("tallybox.toml"), text).unwrap();
    let clock = Clock::new(&home.path());
    (home, clock)
}

/// `fill` in a pty; as sshd starts it where `over_ssh` says so.
fn fill(home: &TestHome, clock: &Clock, over_ssh: bool, more: &[&str]) -> Terminal {
    let mut command = CommandBuilder::new(binary());
    command.args(["--home", home.path().to_str().unwrap(), "fill"]);
    command.args(more);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.env_remove("SSH_CONNECTION");
    if over_ssh {
        command.env("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    }
    for (name, value) in clock.environment() {
        command.env(name, value);
    }
    Terminal::start(command)
}

/// So many seconds pass, and the program looks at the clock: the window has other rows.
fn pass(clock: &Clock, terminal: &Terminal, seconds: u32) {
    clock.set(seconds);
    terminal.resize(terminal.rows() ^ 1, 80);
}

/// Asked, there, asked again, gone: on whatever way the terminal came.
fn leaves(terminal: &mut Terminal, clock: &Clock) {
    terminal.wait_for("What may your lead see");
    pass(clock, terminal, WAIT);
    let screen = terminal.wait_for(ASKED);
    assert!(screen.contains("about 20 seconds"), "{screen}");
    // Any key goes on, and is no answer.
    terminal.send("2");
    let screen = terminal.wait_until("the question goes", |screen| !screen.contains(ASKED));
    assert!(screen.contains("What may your lead see"), "{screen}");
    pass(clock, terminal, 2 * WAIT);
    terminal.wait_for("about 20 seconds");
    pass(clock, terminal, 2 * WAIT + 11);
    terminal.wait_for("about 10 seconds");
    pass(clock, terminal, 2 * WAIT + WARNING);
    terminal.wait_for(ENDED);
    assert!(terminal.end().success());
}

#[test]
fn over_ssh_whoever_left_is_asked_and_their_answers_are_kept() {
    let (home, clock) = home("");
    let mut terminal = fill(&home, &clock, true, &[]);
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 2);
    leaves(&mut terminal, &clock);
    assert_eq!(asked(&home, &["box", "status"])["drafts"], 1);
    let mut terminal = fill(&home, &clock, true, &[]);
    come_back(&mut terminal, &words);
    terminal.wait_for("What may your lead see");
    terminal.kill();
}

#[test]
fn at_the_machine_itself_nobody_is_asked_unless_it_is_set() {
    let (own, clock) = home("");
    let mut terminal = fill(&own, &clock, false, &[]);
    begin(&mut terminal);
    pass(&clock, &terminal, 36_000);
    answer(&mut terminal, 0, 2);
    let screen = terminal.wait_for("What may your lead see");
    assert!(!screen.contains(ASKED), "{screen}");
    terminal.kill();
    let (set, clock) = home("local_minutes = 5");
    let mut terminal = fill(&set, &clock, false, &[]);
    begin(&mut terminal);
    answer(&mut terminal, 0, 2);
    leaves(&mut terminal, &clock);
}

#[test]
fn line_by_line_the_line_that_says_so_is_no_answer() {
    let (home, clock) = home("");
    let mut terminal = fill(&home, &clock, true, &["--plain"]);
    terminal.wait_for("To begin, press Enter.");
    pass(&clock, &terminal, WAIT);
    terminal.wait_for("Press Enter to go on");
    terminal.send("\r");
    let screen = terminal.wait_for("Go on where you were");
    assert!(!screen.contains("Which language"), "{screen}");
    pass(&clock, &terminal, 2 * WAIT);
    terminal.wait_until("it is asked again", |screen| {
        screen.matches(ASKED).count() == 2
    });
    pass(&clock, &terminal, 2 * WAIT + WARNING);
    terminal.wait_for(ENDED);
    assert!(terminal.end().success());
}

#[test]
fn under_a_real_sshd_too_on_the_screen_and_in_lines() {
    let (home, clock) = home("");
    let server = Server::start_as(&home.path(), &clock.before(), "");
    let mut terminal = server.connect();
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 2);
    leaves(&mut terminal, &clock);
    assert_eq!(asked(&home, &["box", "status"])["drafts"], 1);

    // Without a terminal there is no window, and what makes it look is a signal.
    clock.set(0);
    let account = format!("{}@127.0.0.1", user());
    let mut ssh = Command::new("ssh")
        .args(server.ssh(&["-T", &account, "me"]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut typed = ssh.stdin.take().unwrap();
    let mut told = BufReader::new(ssh.stdout.take().unwrap());
    let mut hears = |wanted: &str| {
        let mut line = String::new();
        while !line.contains(wanted) {
            line.clear();
            assert_ne!(told.read_line(&mut line).unwrap(), 0, "{wanted}");
        }
    };
    let looks = |seconds| {
        clock.set(seconds);
        let signalled = Command::new("kill")
            .args(["-WINCH", &session(&home)])
            .status();
        assert!(signalled.unwrap().success());
    };
    hears("eight words");
    looks(WAIT);
    hears(ASKED);
    typed.write_all(b"\n").unwrap();
    hears("Go on where you were");
    typed.write_all(format!("{words}\n").as_bytes()).unwrap();
    hears("does not hold answers");
    looks(2 * WAIT);
    hears(ASKED);
    looks(2 * WAIT + WARNING);
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    assert!(rest.contains(ENDED), "{rest}");
    assert!(ssh.wait().unwrap().success());
}
