//! A client that hangs up, on every screen, over `tallybox serve` and over a real OpenSSH: every answered
//! question is kept, nothing that was sent is lost or doubled, and nothing is kept of who was shown no words.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::home::TestHome;
use support::journey::{
    answer, begin, begin_here, choose_language, come_back, question, send, words_shown,
};
use support::life::paper;
use support::pty::Terminal;
use support::{serve, sshd};

/// Screens over a survey that is being filled in: keys from the third question, and what they show.
const FILLING: [(&str, &str); 10] = [
    ("", "What may your lead see with your name?"),
    ("\x1bOQ", "Your survey"),
    ("\x1b[20~", "Check your answers"),
    ("\x1b[20~\x1b[B\x1b[B\r", "Who will read what"),
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

/// Screens on which the eight words have been shown: whoever noted them comes back to the first question.
const SHOWN: [(&str, &str); 2] = [
    ("", "Write these eight words down"),
    ("\r", "Type these two words"),
];

/// Screens after sending, from the receipt on. Changing begins a draft, and nothing else does.
const AFTER: [(&str, &str); 6] = [
    ("", "Answers sent"),
    ("\r", "Your overview"),
    ("\r1", "Check your answers"),
    ("\r2", "Your development record"),
    ("\r3", "Take your answers back"),
    ("\r31", "Take them back for good?"),
];
const CHANGING: u64 = 1;

fn status(home: &TestHome, what: &str) -> u64 {
    home.status()[what].as_u64().unwrap()
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

fn hangs_up_at_words<C: Fn() -> Terminal>(connect: &C, keys: &str, shown: &str) {
    let mut terminal = connect();
    choose_language(&mut terminal);
    terminal.wait_for("Fill in the survey");
    terminal.send("\r");
    let words = words_shown(&mut terminal);
    terminal.send(keys);
    terminal.wait_for(shown);
    terminal.kill();
    let mut terminal = connect();
    come_back(&mut terminal, &words);
    terminal.wait_for(question(0));
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
    let at_words = SHOWN.map(|row| (hangs_up_at_words as Way<_>, row));
    let after = AFTER.map(|row| (hangs_up_after as Way<_>, row));
    let all = filling.into_iter().chain(before);
    let all: Vec<_> = all.chain(at_words).chain(after).collect();
    let connect = &connect;
    for some in all.chunks(together) {
        std::thread::scope(|scope| {
            for (way, (keys, shown)) in some {
                scope.spawn(move || way(connect, keys, shown));
            }
        });
    }
    let kept = u64::try_from(FILLING.len() + SHOWN.len()).unwrap() + CHANGING;
    let sent = u64::try_from(AFTER.len()).unwrap();
    assert_eq!(
        (status(home, "drafts"), status(home, "counting")),
        (kept, sent)
    );
    home.done(&["box", "verify"]);
}

/// An entry of the development record that was typed and not kept yet.
fn hangs_up_noting<C: Fn() -> Terminal>(connect: &C) {
    let mut terminal = connect();
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    terminal.send("\r2\r");
    terminal.wait_for("What did you do?");
    terminal.send("A day with a microscope");
    terminal.wait_for("A day with a microscope");
    terminal.kill();
    let mut terminal = connect();
    come_back(&mut terminal, &words);
    terminal.wait_for("Your overview");
    terminal.send("2");
    let screen = terminal.wait_for("A day with a microscope");
    assert_eq!(screen.matches("microscope").count(), 1, "{screen}");
    terminal.kill();
}

/// A home with somebody's answers of one wave, their words, and the survey of the next.
fn next_wave() -> (TestHome, String) {
    let home = TestHome::with_keys("Remote");
    let sent = home.enter(&paper("chem", 12));
    let file = home.path().join("surveys/small.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let next = text.replace("wave = \"2027\"", "wave = \"2028\"");
    assert_ne!(text, next);
    std::fs::write(&file, next).unwrap();
    (home, sent["words"].as_str().unwrap().to_owned())
}

/// Last year's answers: asked for, looked at, one of them kept, and the check that counts the others.
fn over_last_year(home: &TestHome, words: &str, connect: impl Fn() -> Terminal) {
    let looking = format!("{words}\r");
    let keeping = format!("{looking}\r");
    let checking = format!("{keeping}\x1b[20~");
    let ways = [
        ("", "Start from your earlier answers"),
        (looking.as_str(), "Your answer last time:"),
        (&keeping, "How many years have you worked here?"),
        (&checking, "are still from last time"),
    ];
    for (keys, shown) in ways {
        let mut terminal = connect();
        let own = begin(&mut terminal);
        terminal.wait_for("Start from your earlier answers");
        terminal.send(keys);
        terminal.wait_for(shown);
        terminal.kill();
        if keys.is_empty() {
            continue;
        }
        // What was offered is offered again, and what was kept is kept.
        let mut terminal = connect();
        come_back(&mut terminal, &own);
        terminal.wait_for("Your answer last time:");
        terminal.kill();
    }
    assert_eq!(status(home, "counting"), 1);
    home.done(&["box", "verify"]);
}

/// Somebody else has used the invitation: what could not be sent is kept, and sent once with another.
fn over_what_was_not_sent(home: &TestHome, connect: impl Fn() -> Terminal) {
    let list = home.done(&["invite", "new", "--count", "2", "-o", "-"]);
    let invitations: Vec<&str> = list.lines().skip(1).collect();
    let enters = || {
        let mut terminal = connect();
        terminal.wait_for("Which language would you like?");
        terminal.send("\r");
        terminal.wait_for("Type the digits of your invitation");
        terminal.send(&format!("{}\r", invitations[0]));
        terminal.wait_for("Fill in the survey");
        terminal.send("\r");
        let words = begin_here(&mut terminal);
        answer(&mut terminal, 0, 7);
        (terminal, words)
    };
    let ((mut first, _), (mut second, words)) = (enters(), enters());
    send(&mut first);
    first.kill();
    second.wait_for("Check your answers");
    second.send("\t\r");
    second.wait_for("Type another invitation");
    second.kill();
    assert_eq!((status(home, "drafts"), status(home, "counting")), (1, 1));
    let mut terminal = connect();
    terminal.wait_for("Which language would you like?");
    terminal.send("\r");
    terminal.wait_for("Type the digits of your invitation");
    terminal.send(&format!("{words}\r"));
    terminal.wait_for("Check your answers");
    terminal.send("\t\r");
    terminal.wait_for("Type another invitation");
    terminal.send("\r");
    terminal.wait_for("Type the digits of your invitation");
    terminal.send(&format!("{}\r", invitations[1]));
    terminal.wait_for("Send your answers now");
    send(&mut terminal);
    terminal.kill();
    assert_eq!((status(home, "drafts"), status(home, "counting")), (0, 2));
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

#[test]
fn over_serve_what_is_typed_offered_or_refused_is_there_again() {
    let home = TestHome::with_keys("Remote");
    let server = serve::Server::start(&home, &[]);
    hangs_up_noting(&|| server.connect());
    drop(server);
    let (home, words) = next_wave();
    let server = serve::Server::start(&home, &[]);
    over_last_year(&home, &words, || server.connect());
}

#[test]
fn over_openssh_what_is_typed_offered_or_refused_is_there_again() {
    let home = TestHome::with_keys("Remote");
    let server = sshd::Server::start(&home.path());
    hangs_up_noting(&|| server.connect());
    let (home, words) = next_wave();
    let server = sshd::Server::start(&home.path());
    over_last_year(&home, &words, || server.connect());
    let home = TestHome::with_keys("Remote");
    let server = sshd::Server::start_with(&home.path(), "--invitation");
    over_what_was_not_sent(&home, || server.connect());
}
