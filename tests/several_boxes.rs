//! Several boxes on one host: what is done in one home opens nothing of the other, waits for nothing of it, and
//! leaves every byte of it as it was; and the units that are shipped for a further one name its home alone.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use portable_pty::CommandBuilder;

use support::home::{TestHome, binary};
use support::journey::{answer, begin, send};
use support::life::{asked, paper, text};
use support::pty::Terminal;
use support::serve::Server;

/// Every file of a home with its bytes, and when it was written to last.
fn state(folder: &Path, all: &mut BTreeMap<PathBuf, (Vec<u8>, SystemTime)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let (path, found) = entry
            .map(|entry| (entry.path(), entry.metadata().unwrap()))
            .unwrap();
        if found.is_dir() {
            state(&path, all);
        } else {
            let bytes = fs::read(&path).unwrap();
            all.insert(path, (bytes, found.modified().unwrap()));
        }
    }
}

fn state_of(home: &TestHome) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut all = BTreeMap::new();
    state(&home.path(), &mut all);
    all
}

/// Everything that a machine does to a home of its own, by name: one command each.
fn doings(out: &Path) -> Vec<Vec<String>> {
    let path = |name: &str| text(&out.join(name));
    let answers = path("answers.json");
    fs::write(&answers, paper("chem", 7).to_string()).unwrap();
    let (copy, bundle) = (path("copy"), path("one.bundle"));
    let all: [&[&str]; 8] = [
        &["fill", "--answers", &answers],
        &["box", "status"],
        &["box", "verify"],
        &["box", "backup", &copy],
        &["bundle", "export", "--final", "-o", &bundle],
        &["doctor"],
        &["doctor", "--clear"],
        &["invite", "count"],
    ];
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    all.into_iter().map(owned).collect()
}

/// The paths below a folder that a command of a home asked the kernel for.
fn touched(home: &TestHome, words: &[String], log: &Path, folder: &Path) -> usize {
    let mut traced = Command::new("strace");
    traced
        .args(["-f", "-qq", "-s", "4096", "-e", "trace=%file", "-o"])
        .arg(log);
    traced
        .arg(binary())
        .arg("--home")
        .arg(home.path())
        .args(words);
    let ended = traced.output().unwrap();
    let code = ended.status.code().unwrap();
    assert!(
        code <= 1,
        "{words:?}: {}",
        String::from_utf8_lossy(&ended.stderr)
    );
    let log = fs::read_to_string(log).unwrap();
    log.lines()
        .filter(|line| line.contains(&text(folder)))
        .count()
}

#[test]
fn what_is_done_in_one_home_opens_nothing_of_the_other_and_leaves_every_byte_as_it_was() {
    let north = TestHome::with_keys("North store");
    let south = north.sibling("South store");
    south.enter(&paper("phys", 1));
    let out = tempfile::tempdir().unwrap();
    let before = state_of(&south);
    for words in doings(out.path()) {
        let log = out.path().join("log");
        assert_eq!(touched(&north, &words, &log, &south.path()), 0, "{words:?}");
        let own = fs::read_to_string(&log).unwrap();
        assert!(own.contains(&text(&north.path())), "{words:?}: the control");
    }
    // A server of its own, and a person at it.
    let server = Server::start(&north, &[]);
    let mut terminal = server.connect();
    begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    drop(server);
    assert!(
        state_of(&south) == before,
        "something of the other home changed"
    );
    let told = asked(&north, &["doctor", "--clear"]).to_string();
    assert!(!told.contains("South store") && !told.contains(&text(&south.path())));
}

/// A session of a home on a full screen.
fn session(home: &TestHome) -> Terminal {
    let mut command = CommandBuilder::new(binary());
    command.args(["--home", &text(&home.path()), "fill"]);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.env_remove("SSH_CONNECTION");
    Terminal::start(command)
}

#[test]
fn people_at_both_at_once_wait_for_nothing_of_the_other_not_even_where_its_store_is_held() {
    let north = TestHome::with_keys("North store");
    let south = north.sibling("South store");
    let (mut one, mut two) = (session(&north), session(&south));
    begin(&mut one);
    begin(&mut two);
    answer(&mut one, 0, 3);
    answer(&mut two, 0, 7);
    // A program that holds the one box's store for as long as it likes.
    let held = rusqlite::Connection::open(north.path().join("box/store.sqlite")).unwrap();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    send(&mut two);
    south.done(&["box", "verify"]);
    assert_eq!(asked(&south, &["box", "status"])["counting"], 1);
    held.execute_batch("ROLLBACK").unwrap();
    answer(&mut one, 3, 7);
    send(&mut one);
    let [a, b] = [&north, &south].map(|home| asked(home, &["box", "status"]));
    assert_eq!((&a["counting"], &b["counting"]), (&1.into(), &1.into()));
    assert!(a["fingerprint"] != b["fingerprint"] && a["name"] != b["name"]);
    // Two servers: each has a port and a key of its own.
    let (at_north, at_south) = (Server::start(&north, &[]), Server::start(&south, &[]));
    assert!(at_north.port != at_south.port && at_north.fingerprint != at_south.fingerprint);
}

const UNITS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/systemd");

/// The settings of a unit or drop-in, without what is remarked.
fn settings(name: &str) -> Vec<String> {
    let unit = fs::read_to_string(Path::new(UNITS).join(name)).unwrap();
    let lines = unit
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(str::to_owned).collect()
}

#[test]
fn the_unit_of_a_further_box_is_that_of_the_first_but_for_its_home_and_port() {
    let first = settings("tallybox-serve.service");
    let further = settings("tallybox-serve@.service");
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these
            .iter()
            .filter(|line| !those.contains(line))
            .cloned()
            .collect()
    };
    assert_eq!(
        only(&first, &further),
        [
            "Description=Tallybox over SSH",
            "Environment=TALLYBOX_HOME=/var/lib/tallybox",
            "ExecStart=/usr/bin/tallybox serve --listen [::]:2222",
            "StateDirectory=tallybox",
            "ReadWritePaths=/var/lib/tallybox",
        ]
    );
    assert_eq!(
        only(&further, &first),
        [
            "Description=Tallybox over SSH, the box %I",
            "Environment=TALLYBOX_HOME=/var/lib/tallybox-%i",
            "EnvironmentFile=/etc/tallybox/%i.env",
            "ExecStart=/usr/bin/tallybox serve --listen ${LISTEN}",
            "StateDirectory=tallybox-%i",
            "ReadWritePaths=/var/lib/tallybox-%i",
            "InaccessiblePaths=-/var/lib/tallybox",
        ]
    );
}

#[test]
fn a_second_consoles_drop_in_takes_every_path_of_the_first_home_away() {
    let unit = settings("tallybox-kiosk@.service");
    let drop_in = settings("tallybox-kiosk@tty2.service.d/home.conf");
    let key = |line: &String| line.split('=').next().unwrap().to_owned();
    for line in unit
        .iter()
        .filter(|line| line.contains("/var/lib/tallybox"))
    {
        let is_list = key(line) != "Environment";
        let emptied = format!("{}=", key(line));
        assert!(!is_list || drop_in.contains(&emptied), "{line} stays");
    }
    let named = drop_in
        .iter()
        .filter(|line| line.contains("/var/lib/tallybox"));
    for line in named.filter(|line| !line.starts_with("InaccessiblePaths=")) {
        assert!(line.contains("/var/lib/tallybox-tty2"), "{line}");
    }
    assert!(drop_in.contains(&"InaccessiblePaths=-/var/lib/tallybox".to_owned()));
    assert!(unit.contains(&"RuntimeDirectoryPreserve=yes".to_owned()));
}

#[test]
fn a_home_that_only_merges_takes_no_answers_and_opens_with_the_figures() {
    let collects = TestHome::with_keys("Stores");
    collects.enter(&paper("chem", 7));
    let desk = collects.desk();
    let root = collects.path();
    desk.done(&["box", "enrol", "--yes", root.to_str().unwrap()]);
    support::home::done(&[
        "merge",
        desk.path().to_str().unwrap(),
        root.to_str().unwrap(),
    ]);

    // An answer here would be in nobody else's figures, and could never leave.
    let answers = desk.path().join("answers.json");
    fs::write(&answers, paper("chem", 3).to_string()).unwrap();
    let output = desk.run(&["fill", "--answers", answers.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(5), "{told}");
    assert!(told.contains("box init"), "{told}");
    assert_eq!(desk.status()["records"]["response"], 1);

    let mut command = CommandBuilder::new(binary());
    command.arg("--home");
    command.arg(desk.path());
    let mut terminal = Terminal::start(command);
    terminal.wait_for("> 1  Department summaries");
    terminal.send("\r");
    terminal.wait_for("key file");
    // Back to the start screen, and out.
    terminal.send("\u{1b}[21~");
    terminal.wait_for("> 1  Department summaries");
    terminal.send("\u{1b}[21~");
    assert!(terminal.end().success());
}
