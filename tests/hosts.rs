//! Several hosts of one survey behind one name: a draft stays on its host, whose name is noted with the
//! words; who comes back through another is told so in words, and no store knows anything of it.

mod support;

use support::home::TestHome;
use support::journey::{answer, begin, come_back, send, words_on};
use support::life::asked;
use support::serve::Server;

const NAMES: &str = "[hosts]\nnames = [\"North host\", \"South host\"]\n";

#[test]
fn who_comes_back_through_another_host_is_told_which_there_are_and_goes_on_at_their_own() {
    let north = TestHome::with_keys("North host");
    let south = north.sibling("South host");
    for home in [&north, &south] {
        std::fs::write(home.path().join("tallybox.toml"), NAMES).unwrap();
    }
    let (at_north, at_south) = (Server::start(&north, &[]), Server::start(&south, &[]));
    let mut terminal = at_north.connect();
    terminal.wait_for("Which language would you like?");
    terminal.send("\r");
    terminal.wait_for("Fill in the survey");
    terminal.send("\r");
    terminal.wait_for("I have read this");
    terminal.send("\t\r");
    let screen = terminal.wait_for("Write these eight words down");
    assert!(screen.contains("\"North host\""), "{screen}");
    words_on(&screen);
    terminal.kill();

    let mut terminal = at_north.connect();
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 2);
    terminal.wait_for("What may your lead see with your name?");
    terminal.kill();
    let before = asked(&south, &["doctor", "--clear"])["store"].clone();
    let mut terminal = at_south.connect();
    come_back(&mut terminal, &words);
    let screen = terminal.wait_for("does not hold answers");
    assert!(
        screen.contains("noted the name of the right box"),
        "{screen}"
    );
    terminal.wait_for("North host");
    terminal.kill();
    // Line by line, and for who asks for what they sent, too.
    let told = at_south.lines(&["-T", "survey@127.0.0.1"], &format!("{words}\n"));
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("Other boxes: North host."), "{told}");
    let told = at_south.lines(
        &["-T", "survey@127.0.0.1", "me"],
        &format!("{words}\nquit\n"),
    );
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(
        told.contains("North host") && !told.contains("South host,"),
        "{told}"
    );
    let after = asked(&south, &["doctor", "--clear"])["store"].clone();
    assert_eq!(before, after, "the other host's store knows nothing of it");

    let mut terminal = at_north.connect();
    come_back(&mut terminal, &words);
    answer(&mut terminal, 2, 7);
    send(&mut terminal);
    terminal.kill();
    // Bundles alone bring them together.
    let desk = north.desk();
    for home in [&north, &south] {
        desk.done(&["box", "enrol", home.path().to_str().unwrap(), "--yes"]);
    }
    let (from, other) = (north.path(), south.path());
    let to = desk.path();
    let merge = [
        "merge",
        to.to_str().unwrap(),
        from.to_str().unwrap(),
        other.to_str().unwrap(),
    ];
    desk.done(&merge);
    assert_eq!(asked(&desk, &["box", "status"])["counting"], 1);
}

#[test]
fn doctor_names_the_other_hosts_and_what_is_wrong_with_their_names() {
    let home = TestHome::with_keys("North host");
    let line = |home: &TestHome, check: &str| {
        let told = home.run(&["doctor", "--json"]);
        let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
        let lines = told["checks"].as_array().unwrap().clone();
        lines.into_iter().find(|line| line["check"] == check)
    };
    assert!(line(&home, "hosts").is_none());
    std::fs::write(home.path().join("tallybox.toml"), NAMES).unwrap();
    assert_eq!(line(&home, "hosts").unwrap()["state"], "ok");
    std::fs::write(home.path().join("tallybox.toml"), "[hosts]\nname = 1\n").unwrap();
    assert!(line(&home, "hosts").is_none());
    assert_eq!(line(&home, "settings").unwrap()["state"], "fault");
}
