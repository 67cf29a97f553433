//! What scripts and keepers rely on, asked of the binary from outside: commands that
//! leave nothing half done, errors that say what to do next, a home on a read-only medium.

mod support;

use std::process::Command;

use support::home::{TestHome, binary, tallybox};
use support::life::{asked, paper, refused, text};

/// The shipped questionnaires are in the binary, so every command that needs one has one.
#[test]
fn with_no_home_at_all_the_shipped_questionnaire_is_there() {
    let nowhere = tempfile::tempdir().unwrap();
    let home = text(&nowhere.path().join("none"));
    for command in [
        ["survey", "codebook", "--format", "json"],
        ["survey", "print", "--format", "text"],
    ] {
        let args: Vec<&str> = ["--home", &home].into_iter().chain(command).collect();
        let output = tallybox(&args);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{command:?}");
        assert!(said.contains("Skills and responsibilities"), "{command:?}");
    }
    let other = ["--home", &home, "--survey", "other", "survey", "codebook"];
    assert_eq!(tallybox(&other).status.code(), Some(2));
}

/// `| head` is no failure; a full disk behind the standard output is one.
#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_has_seen_enough_is_no_failure_and_a_full_disk_is() {
    let home = TestHome::with_keys("One");
    home.enter(&paper("chem", 1));
    let first = text(&home.identity("first"));
    let commands: [&[&str]; 7] = [
        &["survey", "codebook"],
        &["survey", "schema"],
        &["settings", "schema"],
        &["completions", "bash"],
        &["box", "status"],
        &["keys", "list"],
        &["report", "--identity", &first],
    ];
    let run = |args: &[&str], out: std::process::Stdio| {
        let mut command = Command::new(binary());
        let command = command.arg("--home").arg(home.path()).args(args);
        let output = command.env_remove("TALLYBOX_HOME").stdout(out).output();
        output.unwrap()
    };
    for args in commands {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let enough = run(args, writer.into());
        let said = String::from_utf8_lossy(&enough.stderr);
        assert_eq!(enough.status.code(), Some(0), "{args:?}: {said}");
        assert!(!said.contains("error"), "{args:?}: {said}");
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let full = run(args, full.unwrap().into());
        let said = String::from_utf8_lossy(&full.stderr);
        assert_eq!(full.status.code(), Some(3), "{args:?}: {said}");
        assert!(
            said.contains("cannot write the results"),
            "{args:?}: {said}"
        );
    }
}

/// A file that cannot be read is told before anything is made, so the command can be run again.
#[test]
fn init_makes_a_whole_home_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let none = text(&folder.path().join("none.toml"));
    let output = tallybox(&["init", &text(&home), "--survey", &none]);
    assert_eq!(output.status.code(), Some(3));
    assert!(!home.exists(), "half a home was left");
    assert!(
        tallybox(&["init", &text(&home)]).status.success() && home.join("surveys/lists").exists()
    );
}

/// An error says what to do next.
#[test]
fn every_error_says_what_to_do_next() {
    let home = TestHome::with_keys("One");
    let out = text(&home.identity("more"));
    let chem = [
        "keys",
        "new",
        "department",
        "chem",
        "--no-passphrase",
        "--out",
        &out,
    ];
    for (args, code) in [
        (["box", "init"].as_slice(), 5),
        (&["fill", "--answers", "/none.json"], 3),
        (&["bundle", "inspect", "/none.bundle"], 3),
        (&["box", "enrol", "/none"], 3),
        (&["report", "--identity", "/none.key"], 3),
        (
            &["import", "responses", "/none.csv", "--map", "/none.toml"],
            3,
        ),
        (&["pack", "--department", "nosuch", "-o", "/none.pack"], 2),
        (&chem, 4),
    ] {
        let said = refused(&home, args, code);
        assert!(said.contains("\nhint: "), "{args:?}: {said}");
    }
}

/// docs/format.md §7: at most six recipients. A key set under which nothing could be sealed is not signed.
#[test]
fn a_key_that_no_part_has_room_for_is_refused_and_people_go_on_answering() {
    let home = TestHome::with_keys("One");
    let new = |name: &str| {
        let out = text(&home.identity(name));
        [
            "keys",
            "new",
            "institution",
            "--no-passphrase",
            "--out",
            &out,
        ]
        .map(str::to_owned)
    };
    for name in ["third", "fourth", "fifth"] {
        home.done(&new(name).each_ref().map(String::as_str));
    }
    let before = asked(&home, &["keys", "list"])["epoch"].clone();
    let said = refused(&home, &new("sixth").each_ref().map(String::as_str), 4);
    assert!(said.contains("more than 6 recipients"), "{said}");
    assert!(!home.identity("sixth").exists());
    assert_eq!(asked(&home, &["keys", "list"])["epoch"], before);
    home.enter(&paper("chem", 1));
}

/// All of a home but `box/` may be on a read-only medium.
#[test]
fn a_read_only_home_takes_answers_and_serves_ssh() {
    let home = TestHome::with_keys("One");
    let answers = home.path().join("answers.json");
    std::fs::write(&answers, paper("chem", 1).to_string()).unwrap();
    let script = r#"
        mount --bind "$1" "$1" && mount --bind "$1/box" "$1/box" && mount -o remount,ro,bind "$1" || exit 90
        touch "$1/x" 2>/dev/null && exit 91
        "$2" --home "$1" fill --answers "$1/answers.json" --quiet || exit 92
        for go in 1 2; do
            "$2" --home "$1" serve --listen 127.0.0.1:0 >"$1/box/said" 2>&1 & pid=$!
            until grep '^host key' "$1/box/said"; do kill -0 $pid || { cat "$1/box/said"; exit 93; }; done
            kill $pid; wait $pid
        done
        exit 0
    "#;
    let output = Command::new("unshare")
        .args(["--mount", "sh", "-c", script, "sh", &text(&home.path())])
        .arg(binary())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}{errors}");
    let mut keys: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("host key"))
        .collect();
    assert_eq!(keys.len(), 2, "{said}");
    keys.dedup();
    assert_eq!(keys.len(), 1, "the host's key changed: {said}");
}

/// `--json` says in one line what was written; a bundle on stdout stays alone there.
#[test]
fn an_export_is_told_as_json() {
    let home = TestHome::with_keys("One");
    home.enter(&paper("chem", 1));
    let file = text(&home.path().join("one.bundle"));
    let told = asked(&home, &["bundle", "export", "-o", &file]);
    assert_eq!(
        (&told["records"], &told["repeats"]),
        (&0.into(), &true.into())
    );
    let told = asked(&home, &["bundle", "export", "--final", "-o", &file]);
    assert_eq!(
        (&told["records"], &told["repeats"]),
        (&1.into(), &false.into())
    );
    let piped = home
        .run(&["bundle", "export", "--final", "--json", "-o", "-"])
        .stdout;
    assert_eq!(piped, std::fs::read(&file).unwrap());
}

/// Each line of `doctor` is a mark, a name and a sentence, with room between them.
#[test]
fn the_names_that_doctor_looks_at_stand_apart_from_what_it_found() {
    let output = tallybox(&["doctor", "--ssh"]);
    let said = String::from_utf8(output.stdout).unwrap();
    let environment = said.lines().find(|line| line.contains("ssh-environment"));
    assert!(environment.unwrap().contains("ssh-environment "), "{said}");
}

/// A script that tries again after a failure would send the answers a second time.
#[cfg(target_os = "linux")]
#[test]
fn answers_that_were_stored_and_whose_words_are_lost_to_a_full_disk_were_sent() {
    let home = TestHome::with_keys("One");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answers.json");
    std::fs::write(&file, paper("chem", 3).to_string()).unwrap();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let mut command = Command::new(binary());
    let command = command
        .arg("--home")
        .arg(home.path())
        .args(["fill", "--answers"]);
    let output = command.arg(&file).stdout(full.unwrap()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains("were sent") && said.contains("could not be shown"),
        "{said}"
    );
    assert_eq!(asked(&home, &["box", "status"])["records"]["response"], 1);
}

/// A name that somebody chose acts on no terminal, and a program reads it to the letter.
#[test]
fn json_holds_a_name_to_the_letter_and_nothing_that_acts_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a\u{9b}31m\u{202e}b\u{2066}.toml");
    std::fs::write(&file, "schema = 1\n").unwrap();
    let output = tallybox(&["survey", "check", "--json", &text(&file)]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.trim_end().is_ascii(), "{said:?}");
    let told: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told[0]["file"], text(&file));
}
