//! A client that hangs up, on every screen, over `tallybox serve` and over a real OpenSSH: every answered
//! question is kept, nothing that was sent is lost or doubled, and nothing is kept of who answered nothing.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::home::TestHome;
use support::journey::{answer, begin, come_back, question, send};
use support::life::asked;
use support::pty::Terminal;
use support::{serve, sshd};

/// Screens over a survey that is being filled in: keys from the third question, and what they show.
const FILLING: [(&str, &str); 9] = [
    ("", "What may your lead see with your name?"),
    ("\x1bOQ", "Your survey"),
    ("\x1b[20~", "Check your answers"),
    ("\x1bOP", "Help"),
    ("\x1bOS", "Which language would you like?"),
    ("\x1b[15~", "How the screen looks"),
    ("\x1b[17~", "Your eight words"),
    ("\x1b[21~", "Leaving"),
    ("1\r", "Do you help with teaching?"),
];

/// Screens before the first answer: keys after the language, and what they show.
const BEFORE: [(&str, &str); 5] = [
    ("", "Fill in the survey"),
    ("2", "Type your eight words"),
    ("3", "About this program"),
    ("1", "How your answers are used"),
    ("2\x1b[B\r", "I have lost my words"),
];

/// Screens after sending, from the receipt on.
const AFTER: [(&str, &str); 2] = [("", "Answers sent"), ("\r", "Your overview")];

fn status(home: &TestHome, what: &str) -> u64 {
    asked(home, &["box", "status"])[what].as_u64().unwrap()
}

/// Hangs up on one screen.
type Way<C> = fn(&C, &str, &str);

fn hangs_up_filling<C: Fn() -> Terminal>(connect: &C, keys: &str, shown: &str) {
    let mut terminal = connect();
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 2);
    terminal.wait_for(question(2));
    terminal.send(keys);
    terminal.wait_for(shown);
    terminal.kill();
    let mut terminal = connect();
    come_back(&mut terminal, &words);
    let on = if keys == "1\r" {
        question(3)
    } else {
        question(2)
    };
    terminal.wait_for(on);
    terminal.kill();
}

fn hangs_up_before<C: Fn() -> Terminal>(connect: &C, keys: &str, shown: &str) {
    let mut terminal = connect();
    terminal.wait_for("Which language would you like?");
    terminal.send("\r");
    terminal.wait_for("Fill in the survey");
    terminal.send(keys);
    terminal.wait_for(shown);
    terminal.kill();
}

fn hangs_up_after<C: Fn() -> Terminal>(connect: &C, keys: &str, shown: &str) {
    let mut terminal = connect();
    begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    terminal.send(keys);
    terminal.wait_for(shown);
    terminal.kill();
}

/// So many at once, so that who hangs up is seldom alone.
fn on_every_screen(home: &TestHome, together: usize, connect: impl Fn() -> Terminal + Sync) {
    let filling = FILLING.map(|row| (hangs_up_filling as Way<_>, row));
    let before = BEFORE.map(|row| (hangs_up_before as Way<_>, row));
    let after = AFTER.map(|row| (hangs_up_after as Way<_>, row));
    let all: Vec<_> = filling.into_iter().chain(before).chain(after).collect();
    let connect = &connect;
    for some in all.chunks(together) {
        std::thread::scope(|scope| {
            for (way, (keys, shown)) in some {
                scope.spawn(move || way(connect, keys, shown));
            }
        });
    }
    let kept = u64::try_from(FILLING.len()).unwrap();
    let sent = u64::try_from(AFTER.len()).unwrap();
    assert_eq!(
        (status(home, "drafts"), status(home, "counting")),
        (kept, sent)
    );
    home.done(&["box", "verify"]);
}

#[test]
fn over_serve_every_screen_can_be_left_by_hanging_up() {
    let home = TestHome::with_keys("Remote");
    let server = serve::Server::start(&home, &[]);
    on_every_screen(&home, 16, || server.connect());
}

#[test]
fn over_openssh_every_screen_can_be_left_by_hanging_up() {
    let home = TestHome::with_keys("Remote");
    let server = sshd::Server::start(&home.path());
    // Of more who log in at once the shipped `MaxStartups` turns some away.
    on_every_screen(&home, 4, || server.connect());
}
