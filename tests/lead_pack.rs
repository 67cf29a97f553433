//! A pack at the lead's desk: one file beside the key, one comparison, and the department's figures.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;
use support::home::{SMALL, TestHome, binary};
use support::life::{asked, paper, text};
use support::pty::Terminal;

/// A laptop with a key file and a pack in Downloads, and nothing else.
fn laptop(home: &TestHome, pack: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let downloads = folder.path().join("Downloads");
    std::fs::create_dir(&downloads).unwrap();
    let key = downloads.join("chem.key");
    std::fs::copy(home.identity("chem"), &key).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(downloads.join("chem.pack"), pack).unwrap();
    folder
}

fn start(folder: &Path) -> Terminal {
    let mut command = CommandBuilder::new(binary());
    command.arg("admin");
    command.cwd(folder);
    for (name, value) in [("HOME", text(folder)), ("TMPDIR", text(folder))] {
        command.env(name, value);
    }
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    for variable in [
        "TALLYBOX_HOME",
        "XDG_DATA_HOME",
        "APPDATA",
        "SSH_CONNECTION",
    ] {
        command.env_remove(variable);
    }
    Terminal::start(command)
}

/// An institution's home that merged two boxes, and the pack that it makes for `chem`.
fn packed() -> (TestHome, Vec<u8>) {
    let home = TestHome::with_keys("Chemistry stores");
    let second = home.sibling("Workshop");
    (1..=4).for_each(|years| drop(home.enter(&paper("chem", years))));
    (5..=7).for_each(|years| drop(second.enter(&paper("chem", years))));
    second.enter(&paper("phys", 8));
    home.done(&["box", "enrol", &text(&second.path()), "--yes"]);
    let bundle = text(&second.path().join("b"));
    second.done(&["bundle", "export", "--final", "-o", &bundle]);
    std::fs::write(
        home.path().join("headcounts.csv"),
        "department,people\nchem,9\nphys,4\n",
    )
    .unwrap();
    let out = home.path().join("chem.pack");
    home.done(&[
        "pack",
        "-o",
        &text(&out),
        "--department",
        "chem",
        "--bundle",
        &bundle,
    ]);
    (home, std::fs::read(out).unwrap())
}

fn temporary(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.to_string_lossy().contains("tallybox-desk"))
        .collect()
}

#[test]
fn one_file_and_one_comparison_lead_to_the_departments_figures() {
    let (home, pack) = packed();
    let folder = laptop(&home, &pack);
    let mut terminal = start(folder.path());
    let keys = terminal.wait_for("Which of these is your key file?");
    assert!(keys.contains("chem.key"), "{keys}");
    terminal.send("\r");
    let boxes = terminal.wait_for("Your key is open");
    assert!(
        boxes.contains("Chemistry stores") && boxes.contains("Workshop"),
        "{boxes}"
    );
    terminal.send("\r");
    let compared = terminal.wait_for("Your institution's keys");
    let words = asked(&home, &["keys", "list"])["fingerprint"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(compared.contains(&words), "{compared}");
    terminal.send("y");
    // The institution that was just compared signed for both boxes: nothing else is to be compared.
    terminal.wait_for("Keep a copy?");
    assert_eq!(temporary(folder.path()).len(), 1);
    terminal.send("\r");
    // The head count that came along is the figure's base.
    let figures = terminal.wait_for("7 of 9 staff");
    assert!(figures.contains("The department on one page"), "{figures}");
    let kept = folder.path().join(".local/share/tallybox");
    let counts = std::fs::read_to_string(kept.join("headcounts.csv"));
    assert_eq!(counts.unwrap_or_default(), "department,people\nchem,9\n");
    terminal.send("\u{1b}[21~");
    assert!(terminal.end().success());
    assert!(
        temporary(folder.path()).is_empty(),
        "a folder was left behind"
    );
}

#[test]
fn answers_to_two_surveys_are_asked_about_on_a_page() {
    let home = TestHome::with_keys("Chemistry stores");
    (1..=3).for_each(|years| drop(home.enter(&paper("chem", years))));
    let other = SMALL
        .replacen("id = \"small\"", "id = \"other\"", 1)
        .replacen(
            "title = { en = \"A small survey\"",
            "title = { en = \"Another survey\"",
            1,
        );
    std::fs::write(home.path().join("surveys/other.toml"), other).unwrap();
    let answers = home.path().join("other.json");
    for years in 1..=6 {
        std::fs::write(&answers, paper("chem", years).to_string()).unwrap();
        home.done(&["--survey", "other", "fill", "--answers", &text(&answers)]);
    }
    let out = home.path().join("chem.pack");
    home.done(&["pack", "-o", &text(&out), "--department", "chem"]);
    let folder = laptop(&home, &std::fs::read(out).unwrap());
    let mut terminal = start(folder.path());
    terminal.wait_for("Which of these is your key file?");
    terminal.send("\r");
    terminal.wait_for("Your key is open");
    terminal.send("\r");
    terminal.wait_for("Your institution's keys");
    terminal.send("y");
    terminal.wait_for("Keep a copy?");
    terminal.send("\r");
    let asked = terminal.wait_for("Which survey?");
    for part in [
        "> Another survey",
        "A small survey",
        "6 records",
        "3 records",
    ] {
        assert!(asked.contains(part), "{part}: {asked}");
    }
    terminal.send("j\r");
    let figures = terminal.wait_for("The department on one page");
    assert!(figures.contains("3 responses"), "{figures}");
    terminal.send("\u{1b}[21~");
    assert!(terminal.end().success());
}

#[test]
fn a_pack_that_was_changed_on_its_way_is_refused_with_a_reason_and_nothing_of_it_is_taken() {
    let (home, mut pack) = packed();
    let last = pack.len() - 40;
    pack[last] ^= 1;
    let folder = laptop(&home, &pack);
    let mut terminal = start(folder.path());
    terminal.wait_for("Which of these is your key file?");
    terminal.send("\r");
    let boxes = terminal.wait_for("Your key is open");
    assert!(!boxes.contains("Workshop"), "{boxes}");
    terminal.send("a");
    terminal.send("~/Downloads/chem.pack\r");
    let said = terminal.wait_for("refused");
    assert!(said.contains("was changed on the"), "{said}");
    // The words may be those of the first look, while the second is still going on: at the end both are over.
    terminal.send("x\u{1b}[21~");
    assert!(terminal.end().success());
    assert!(
        temporary(folder.path()).is_empty(),
        "what was taken apart stays"
    );
}

/// What `merge` says of a pack, with its exit code.
fn merged(into: &TestHome, pack: &Path) -> (i32, serde_json::Value) {
    let output = into.run(&["merge", &text(&into.path()), &text(pack), "--json"]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    let told = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| errors.into());
    (output.status.code().unwrap(), told)
}

#[test]
fn the_command_takes_a_pack_of_its_own_institution_and_no_other() {
    let (home, pack) = packed();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("chem.pack");
    std::fs::write(&file, &pack).unwrap();
    let desk = home.desk();
    std::fs::remove_dir_all(desk.path().join("surveys")).unwrap();
    let (code, told) = merged(&desk, &file);
    assert_eq!(code, 0, "{told}");
    // Nothing was enrolled and there was no questionnaire: both came along, and so did the head counts.
    let new: Vec<_> = told["boxes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["new"])
        .collect();
    assert_eq!(new, [4, 4], "{told}");
    let figures = [
        "report",
        "--identity",
        &text(&home.identity("chem")),
        "--table",
        "dept",
    ];
    assert!(
        desk.done(&figures)
            .contains("Chemistry: 7 people were asked")
    );
    let counts = std::fs::read_to_string(desk.path().join("headcounts.csv"));
    assert_eq!(counts.unwrap(), "department,people\nchem,9\n");
    let (code, told) = merged(&desk, &file);
    assert_eq!((code, &told["boxes"][1]["already_here"]), (0, &4.into()));

    // A home that goes by no keys cannot know whose it is.
    let nobodys = TestHome::bare();
    let (code, told) = merged(&nobodys, &file);
    assert_eq!(
        (code, &told["boxes"][0]["refused"]),
        (1, &"pack".into()),
        "{told}"
    );
    assert_eq!(asked(&nobodys, &["box", "status"])["counting"], 0);
    // One that goes by another institution's does.
    let others = TestHome::with_keys("Elsewhere");
    let (code, told) = merged(&others, &file);
    assert_eq!(
        (code, &told["boxes"][0]["refused"]),
        (1, &"pack".into()),
        "{told}"
    );
    assert_eq!(asked(&others, &["box", "status"])["counting"], 0);
    // And what was changed is taken by none, while the rest is.
    let mut changed = pack;
    let last = changed.len() - 40;
    changed[last] ^= 1;
    let bad = folder.path().join("bad.pack");
    std::fs::write(&bad, changed).unwrap();
    let again = home.desk();
    let into = text(&again.path());
    let output = again.run(&["merge", &into, &text(&bad), &text(&file), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(asked(&again, &["box", "status"])["counting"], 8);
}

#[test]
fn another_institutions_pack_is_told_apart_and_leaves_nothing_behind() {
    let (home, pack) = packed();
    let folder = laptop(&home, &pack);
    let foreign = TestHome::with_keys("Somewhere else");
    foreign.enter(&paper("chem", 1));
    let downloads = folder.path().join("Downloads");
    let other = downloads.join("other.pack");
    foreign.done(&["pack", "-o", &text(&other)]);
    let to_the_boxes = || {
        let mut terminal = start(folder.path());
        terminal.wait_for("Which of these is your key file?");
        terminal.send("\r");
        terminal.wait_for("Your key is open");
        terminal.send("\r");
        terminal
    };
    // Both together: nothing is compared, since no words could stand for both.
    let mut terminal = to_the_boxes();
    let said = terminal.wait_for("two institutions");
    assert!(said.contains("choose the boxes of one"), "{said}");
    terminal.send("x\u{1b}[21~");
    assert!(terminal.end().success());

    // The wrong one alone: the page of words says that it does not name the key, and who goes on all the
    // same has lost nothing.
    let right = std::fs::read(downloads.join("chem.pack")).unwrap();
    std::fs::remove_file(downloads.join("chem.pack")).unwrap();
    let mut terminal = to_the_boxes();
    let said = terminal.wait_for("Your institution's keys");
    assert!(said.contains("not named"), "{said}");
    terminal.send("y");
    terminal.wait_for("Keep a copy?");
    terminal.send("\r");
    terminal.wait_for("This key opens none of these responses");
    terminal.send("x\u{1b}[21~");
    assert!(terminal.end().success());
    let kept = folder.path().join(".local/share/tallybox");
    assert!(!kept.join("keys").exists());

    std::fs::remove_file(&other).unwrap();
    std::fs::write(downloads.join("chem.pack"), right).unwrap();
    let mut terminal = to_the_boxes();
    terminal.wait_for("Your institution's keys");
    terminal.send("y");
    terminal.wait_for("Keep a copy?");
    terminal.send("\r");
    terminal.wait_for("7 of 9 staff");
    terminal.send("\u{1b}[21~");
    assert!(terminal.end().success());
}
