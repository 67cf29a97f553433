//! The shared terminal as people meet it: the real binary in a real terminal, one person after the other.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::Read as _;
use std::net::TcpListener;
use std::path::Path;

use portable_pty::CommandBuilder;

use support::home::{TestHome, binary};
use support::journey::{answer, send, to_the_words, words_asked_back};
use support::pty::Terminal;

const SECRET: &str = "six green bottles";

fn command(home: &TestHome) -> CommandBuilder {
    let mut command = CommandBuilder::new(binary());
    command.args(["--home", home.path().to_str().unwrap(), "kiosk"]);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.env_remove("SSH_CONNECTION");
    // Whoever runs the tests may sit in one of these.
    for name in ["TMUX", "STY", "ZELLIJ"] {
        command.env_remove(name);
    }
    command
}

/// A home with a keeper, and whatever else its settings say.
fn home(settings: &str) -> TestHome {
    let home = TestHome::with_keys("Chemistry stores");
    let file = home.path().join("tallybox.toml");
    std::fs::write(&file, format!("[kiosk]\n{settings}\n")).unwrap();
    let secret = home.path().join("secret");
    std::fs::write(&secret, SECRET).unwrap();
    home.done(&[
        "kiosk",
        "--set-secret",
        "--secret-file",
        secret.to_str().unwrap(),
    ]);
    home
}

fn open(home: &TestHome) -> Terminal {
    let terminal = Terminal::start(command(home));
    terminal.wait_for("Fill in the survey");
    terminal
}

/// To the first question.
fn begin(terminal: &mut Terminal) -> String {
    let words = to_the_words(terminal);
    terminal.send("\r");
    words_asked_back(terminal, &words);
    terminal.wait_for("Which department");
    words
}

/// What a person could still find: the screen and everything above it, since it was last erased. `CSI 3 J`
/// erases what was scrolled off; the emulator does not know it, so it begins anew there.
fn left(terminal: &Terminal) -> String {
    let written = terminal.written();
    let erase = b"\x1b[3J";
    let at = written
        .windows(erase.len())
        .rposition(|piece| piece == erase);
    let after = &written[at.map_or(0, |at| at + erase.len())..];
    let mut emulator = vt100::Parser::new(24, 80, 5000);
    emulator.process(after);
    let mut found = String::from_utf8_lossy(after).into_owned();
    for back in (0..5000).step_by(24) {
        emulator.screen_mut().set_scrollback(back);
        found.push_str(&emulator.screen().contents());
        if emulator.screen().scrollback() < back {
            break;
        }
    }
    found
}

#[track_caller]
fn holds_nothing_of(found: &str, words: &str, others: &[&str]) {
    // Three words in a row are no accident of the page's own.
    let words: Vec<&str> = words.split(' ').collect();
    for word in words.iter().filter(|word| word.len() > 4) {
        let as_noted = format!("  {word}");
        assert!(!found.contains(&as_noted), "{word} is left in\n{found}");
    }
    for other in others {
        assert!(!found.contains(other), "{other} is left in\n{found}");
    }
}

#[test]
fn two_people_one_after_the_other_and_nothing_of_the_first_for_the_second() {
    let home = home("");
    let mut terminal = open(&home);
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    let receipt = send(&mut terminal);
    let number = receipt
        .lines()
        .find(|line| line.trim().len() == 19)
        .unwrap()
        .trim()
        .to_owned();
    terminal.send("\x1b[C\r");
    terminal.wait_for("Fill in the survey");
    let first = [number.as_str(), "hello", "receipt"];
    holds_nothing_of(&left(&terminal), &words, &first);
    // The second tries every way back there is.
    for keys in [
        "\x1b", "\x1b\x1b", "\x0c", "\x1bOQ", "\x1b[17~", "\x1b[20~", "\x1a", "\x19", "\x1b[5~",
    ] {
        terminal.send(keys);
    }
    terminal.resize(30, 100);
    terminal.resize(24, 80);
    terminal.send("5");
    terminal.wait_for("About this survey");
    holds_nothing_of(&left(&terminal), &words, &first);
    terminal.send("\x1b");
    let second = begin(&mut terminal);
    assert_ne!(words, second);
    holds_nothing_of(&left(&terminal), &words, &first);
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    assert_eq!(home.status()["counting"], 2);
}

#[test]
fn lines_of_plain_text_do_not_stay_for_the_next_person() {
    let home = home("");
    let mut terminal = open(&home);
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 1);
    terminal.wait_for("How many years");
    terminal.send("\x10");
    terminal.wait_for("Plain text from here on");
    terminal.send("12\n");
    terminal.wait_for("What may your lead see");
    // Ctrl+C leaves the lines, not the program; so does Ctrl+Z, which stops nothing here.
    terminal.send("\x03");
    terminal.wait_for("Fill in the survey");
    holds_nothing_of(&left(&terminal), &words, &["Plain text", "How many years"]);
    assert_eq!(home.status()["drafts"], 1);
    // With the words it goes on, on lines, to the end.
    terminal.send("2");
    terminal.wait_for("Type your eight words");
    terminal.send(&format!("{words}\r"));
    terminal.wait_for("What may your lead see");
    terminal.send("\x10");
    terminal.wait_for("Plain text from here on");
    terminal.send("\x1a");
    terminal.wait_for("Fill in the survey");
    holds_nothing_of(
        &left(&terminal),
        &words,
        &["Plain text", "What may your lead"],
    );
}

#[test]
fn no_key_and_no_signal_leads_out() {
    let home = home("");
    let mut terminal = open(&home);
    let process = terminal.process();
    for where_ in ["the start screen", "a question"] {
        if where_ == "a question" {
            begin(&mut terminal);
        }
        for keys in [
            "\x03", "\x1a", "\x1c", "\x13", "\x11", "\x04", "!id\r", "\x1b", "\x1b\x1b",
        ] {
            terminal.send(keys);
        }
        for signal in [
            "-INT", "-QUIT", "-TSTP", "-TTIN", "-TTOU", "-USR1", "-USR2", "-ALRM", "-PIPE",
        ] {
            terminal.signal(signal);
        }
        terminal.send("\x1b[24~");
        terminal.wait_until("the program still answers", |screen| {
            screen.contains("hidden") || screen.contains("Fill in the survey")
        });
        // Escape and a key at once would be Alt and that key: Ctrl+L stands between.
        terminal.send("\x1b[24~\x1b\x1b\x1b\x0c");
        let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
        let state = state.rsplit(')').next().unwrap().trim().chars().next();
        assert!(matches!(state, Some('S' | 'R')), "{where_}: {state:?}");
        let children = format!("/proc/{process}/task/{process}/children");
        assert_eq!(std::fs::read_to_string(children).unwrap(), "", "{where_}");
    }
    terminal.signal("-TERM");
    assert!(terminal.end().success());
    assert_eq!(home.status()["drafts"], 1);
}

#[test]
fn a_terminal_that_goes_is_a_failure_that_starts_it_anew() {
    let home = home("");
    let mut terminal = open(&home);
    begin(&mut terminal);
    answer(&mut terminal, 0, 2);
    terminal.wait_for("What may your lead see");
    terminal.hang_up();
    assert_eq!(terminal.end().exit_code(), 70);
    assert_eq!(home.status()["drafts"], 1);
}

#[test]
fn a_hostile_environment_starts_nothing() {
    let home = home("");
    let marker = home.path().join("marker");
    let script = home.path().join("script");
    std::fs::write(&script, format!("#!/bin/sh\ntouch {}\n", marker.display())).unwrap();
    std::process::Command::new("chmod")
        .arg("+x")
        .arg(&script)
        .status()
        .unwrap();
    let long = "x".repeat(4096);
    for term in ["../../x", long.as_str(), "xterm;id"] {
        let mut command = command(&home);
        command.env("TERM", term);
        command.env("LC_ALL", "$(id)");
        command.env("SSH_ORIGINAL_COMMAND", "sh -c id");
        for name in [
            "PAGER", "EDITOR", "VISUAL", "BROWSER", "SHELL", "BASH_ENV", "ENV",
        ] {
            command.env(name, &script);
        }
        for name in [
            "PATH",
            "HOME",
            "TMPDIR",
            "TZ",
            "SQLITE_TMPDIR",
            "XDG_DATA_HOME",
        ] {
            command.env(name, "/nowhere/../x");
        }
        // Else the one that starts it would look for that home.
        command.cwd("/");
        for name in ["RUST_LOG", "RUST_BACKTRACE", "TALLYBOX_HOME"] {
            command.env(name, "full");
        }
        let mut terminal = Terminal::start(command);
        begin(&mut terminal);
        answer(&mut terminal, 0, 1);
        terminal.wait_for("How many years");
    }
    assert!(!marker.exists());
}

#[test]
fn the_words_are_printed_as_they_are_shown() {
    let printer = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = printer.local_addr().unwrap();
    let home = home(&format!(
        "printer = \"socket://{address}\"\nprint_columns = 32"
    ));
    let mut terminal = open(&home);
    assert!(
        terminal.screen().contains("You can print"),
        "{}",
        terminal.screen()
    );
    let words = to_the_words(&mut terminal);
    terminal.wait_for("Print these words");
    terminal.send("1");
    let mut page = String::new();
    printer
        .accept()
        .unwrap()
        .0
        .read_to_string(&mut page)
        .unwrap();
    terminal.wait_for("sent to the printer");
    for (place, word) in words.split(' ').enumerate() {
        assert!(
            page.contains(&format!("  {}  {word}\r\n", place + 1)),
            "{page}"
        );
    }
    assert!(page.contains("Chemistry stores"), "{page}");
    assert!(page.lines().all(|line| line.len() <= 33), "{page}");
    // A printer that is gone loses nothing.
    drop(printer);
    terminal.send("1");
    terminal.wait_for("The printer did not take it");
    terminal.send("\r");
    words_asked_back(&mut terminal, &words);
    terminal.wait_for("Which department");
}

#[test]
fn the_overview_is_printed_after_sending() {
    let printer = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = printer.local_addr().unwrap();
    // By its name, which has to be looked up from inside the fence.
    let home = home(&format!(
        "printer = \"socket://localhost:{}\"",
        address.port()
    ));
    let mut terminal = open(&home);
    begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    terminal.send("\r");
    let screen = terminal.wait_for("Print my overview");
    let line = screen
        .lines()
        .find(|line| line.contains("Print my overview"))
        .unwrap();
    let number = line.split_whitespace().find(|it| it.parse::<u8>().is_ok());
    terminal.send(number.unwrap());
    let mut page = String::new();
    printer
        .accept()
        .unwrap()
        .0
        .read_to_string(&mut page)
        .unwrap();
    terminal.wait_for("sent to the printer");
    assert!(page.contains("How many years have you worked"), "{page}");
}

#[test]
fn how_long_is_waited_is_set_at_the_terminal_and_kept() {
    let home = home("");
    let mut terminal = open(&home);
    let keeper = |terminal: &mut Terminal| {
        terminal.send("\x0b");
        terminal.wait_for("Type your secret");
        terminal.send(&format!("{SECRET}\r"));
        terminal.wait_for("Write the sealed records to a drive");
    };
    keeper(&mut terminal);
    terminal.send("5");
    terminal.wait_for("After so many minutes without a key");
    terminal.send("1");
    terminal.wait_for("It waits 2 minutes from now on");
    terminal.send("\r82");
    assert!(terminal.end().success());
    let store = tallybox::vault::store::Store::open_to_read(&home.path().join("box")).unwrap();
    let kept = store.setting("kiosk-minutes").unwrap();
    assert_eq!(kept.as_deref(), Some(&b"2"[..]));
}

#[test]
fn it_is_fenced_and_starts_alone() {
    let home = home("");
    let terminal = open(&home);
    let status = std::fs::read_to_string(format!("/proc/{}/status", terminal.process())).unwrap();
    assert!(status.contains("NoNewPrivs:\t1"), "{status}");
    drop(terminal);
    // What was left open is closed, and nobody need care (`tests/confine.rs` sees it go).
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "exec \"$@\" 7</dev/null", "sh"]);
    command.arg(binary());
    command.args(["--home", home.path().to_str().unwrap(), "kiosk"]);
    command.env("TERM", "xterm-256color");
    let terminal = Terminal::start(command);
    terminal.wait_for("Fill in the survey");
}

#[test]
fn the_keeper_has_pages_and_nobody_else() {
    let printer = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = printer.local_addr().unwrap();
    let off = tempfile::tempdir().unwrap();
    let off = off.path().join("poweroff");
    std::fs::create_dir_all(off.parent().unwrap()).unwrap();
    let settings = format!(
        "printer = \"socket://{address}\"\ndrives = \"/nowhere\"\npower_off = \"{}\"",
        off.display()
    );
    let home = home(&settings);
    let mut terminal = open(&home);
    terminal.send("\x0b");
    terminal.wait_for("Type your secret");
    terminal.send("six green bottle\r");
    terminal.wait_for("That is not it");
    terminal.send(&format!("{SECRET}\r"));
    terminal.wait_for("Write the sealed records to a drive");
    terminal.send("1");
    terminal.wait_for("Chemistry stores: 0 records, 0 drafts");
    terminal.send("\r2");
    terminal.wait_for("There is no drive to write to");
    terminal.send("\r6");
    let mut page = String::new();
    printer
        .accept()
        .unwrap()
        .0
        .read_to_string(&mut page)
        .unwrap();
    assert!(page.contains("Tudalen brawf"), "{page}");
    terminal.wait_for("sent to the printer");
    terminal.send("\r7");
    terminal.wait_for("Switch the machine off?");
    terminal.send("2");
    terminal.wait_for("asked to switch itself off");
    assert!(off.exists());
    terminal.send("\r4");
    terminal.wait_for("nobody can begin");
    terminal.send("\r9");
    terminal.wait_for("closed for now");
    terminal.send("1\r");
    terminal.send("\x0b");
    terminal.wait_for("Type your secret");
    terminal.send(&format!("{SECRET}\r"));
    terminal.wait_for("Write the sealed records to a drive");
    terminal.send("82");
    assert!(terminal.end().success());
    // It stays closed until the keeper opens it, and the secret is nowhere in the clear.
    let again = Terminal::start(command(&home));
    again.wait_for("closed for now");
    let settings = std::fs::read_to_string(home.path().join("tallybox.toml")).unwrap();
    assert!(!settings.contains(SECRET), "{settings}");
}

#[test]
fn it_starts_only_where_people_may_be_asked() {
    let home = home("");
    let kiosk = |home: &TestHome| {
        let output = home.run(&["kiosk"]);
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (code, words) = kiosk(&home);
    assert!(
        code == Some(2) && words.contains("needs a terminal"),
        "{words}"
    );
    // A key of these programs opens a shell, so they may not stand between.
    for (name, program) in [("TMUX", "tmux"), ("STY", "screen"), ("ZELLIJ", "zellij")] {
        let mut command = command(&home);
        command.env(name, "/tmp/x,1,0");
        let mut terminal = Terminal::start(command);
        terminal.wait_for(&format!("this is inside {program}"));
        assert_eq!(terminal.end().exit_code(), 2);
    }
    let survey = home.path().join("surveys/small.toml");
    let text = std::fs::read_to_string(&survey).unwrap();
    let sample: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("approved_"))
        .collect();
    let sample = sample.join("\n");
    std::fs::write(&survey, sample).unwrap();
    let (code, words) = kiosk(&home);
    assert!(code == Some(2) && words.contains("sample"), "{words}");
    let bare = TestHome::bare();
    let (code, words) = kiosk(&bare);
    assert_eq!(code, Some(4), "{words}");
    std::fs::write(
        bare.path().join("tallybox.toml"),
        "[kiosk]\nidle_minutes = 1\n",
    )
    .unwrap();
    let (code, words) = kiosk(&bare);
    let place = "tallybox.toml:2:1: `idle_minutes` is 2 to 60";
    assert!(code == Some(3) && words.contains(place), "{words}");
    let short = bare.path().join("short");
    std::fs::write(&short, "12345").unwrap();
    let output = bare.run(&[
        "kiosk",
        "--set-secret",
        "--secret-file",
        short.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_survey_that_is_closed_says_so_and_answers_still_lead_back() {
    let home = home("");
    let survey = home.path().join("surveys/small.toml");
    let text = std::fs::read_to_string(&survey).unwrap();
    let closed = text.replace(
        "wave = \"2027\"",
        "wave = \"2027\"\nopens = 2020-01-01\ncloses = 2020-02-01",
    );
    std::fs::write(&survey, closed).unwrap();
    let mut terminal = Terminal::start(command(&home));
    terminal.wait_for("The survey closed on 1 February 2020");
    terminal.send("1");
    terminal.send("2");
    terminal.wait_for("Type your eight words");
}

/// The units that the package ships read as systemd reads them.
#[test]
fn the_units_are_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/systemd");
    let units = ["tallybox-kiosk@.service", "tallybox-poweroff.path"];
    let scratch = tempfile::tempdir().unwrap();
    for unit in units {
        let text = std::fs::read_to_string(folder.join(unit)).unwrap();
        // What it starts is not installed where this runs.
        let text = text.replace("/usr/bin/tallybox", binary().to_str().unwrap());
        std::fs::write(scratch.path().join(unit.replace('@', "@tty1")), text).unwrap();
    }
    for unit in units {
        let file = scratch.path().join(unit.replace('@', "@tty1"));
        let output = std::process::Command::new("systemd-analyze")
            .args(["verify", "--man=no"])
            .arg(&file)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let ours = said.lines().filter(|line| line.contains("tallybox"));
        assert_eq!(ours.collect::<Vec<_>>(), Vec::<&str>::new(), "{unit}");
    }
}
