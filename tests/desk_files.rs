//! The files that leads write: read, checked, refused at their line, written, and documented.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

use tallybox::runtime::desk_files::{DeskFiles, Unusable, save_demand, small_departments};
use tallybox::runtime::home::{Home, flagship};
use tallybox::stats::demand::{Demand, parse};
use tallybox::vault::store::{Store, StoreError};

const PAGE: &str = include_str!("../docs/demand.md");
const CHEMISTRY: &str = include_str!("data/views/chemistry.toml");

/// The page's fenced blocks of a kind.
fn fenced(kind: &str) -> Vec<&'static str> {
    let fence = format!("```{kind}\n");
    let blocks = PAGE.split(fence.as_str()).skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

/// A home with files in it.
fn home(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn check(home: &Path, file: &str, more: &[&str]) -> (Option<i32>, String) {
    let ran = Command::new(env!("CARGO_BIN_EXE_tallybox"))
        .current_dir(home)
        .args(["--home", "."])
        .args(more)
        .args(["survey", "check", file])
        .output()
        .unwrap();
    let told = [ran.stdout, ran.stderr].concat();
    (ran.status.code(), String::from_utf8(told).unwrap())
}

#[test]
fn the_page_for_leads_shows_what_the_program_reads() {
    let questionnaire = flagship().unwrap();
    let example = fenced("toml")[0];
    let read = parse(example, "chemistry.toml", &questionnaire);
    assert!(read.is_ok(), "{read:?}");
    let folder = home(&[("headcounts.csv", fenced("csv")[0].as_bytes())]);
    let at_home = Home::at(folder.path().to_path_buf());
    let read = DeskFiles::read(&at_home, &questionnaire, None).unwrap();
    assert_eq!(read.headcounts.people.get("chemistry"), Some(&14));
    // Every key of the example has its line in the table, and the table has no other but `starter`.
    let is_key = |line: &&str| line.starts_with("| `") && !line.starts_with("| `[[");
    let table = PAGE.lines().filter(is_key);
    let mut documented: Vec<&str> = table.map(|line| line.split('`').nth(1).unwrap()).collect();
    let lines = example.lines().filter_map(|line| line.split_once(" = "));
    let mut shown: Vec<&str> = lines.map(|(key, _)| key).collect();
    shown.push("starter");
    shown.sort_unstable();
    shown.dedup();
    documented.sort_unstable();
    assert_eq!(documented, shown);
}

#[test]
fn survey_check_tells_every_mistake_of_a_demand_file_and_of_headcounts() {
    let wrong = CHEMISTRY
        .replace("mat.sem", "mat.sen")
        .replace("criticality = 3", "criticality = 9");
    let folder = home(&[
        ("demand/chemistry.toml", CHEMISTRY.as_bytes()),
        ("demand/physics.toml", CHEMISTRY.as_bytes()),
        ("demand/broken.toml", b"\xff\xfe\x00"),
        ("wrong/demand/chemistry.toml", wrong.as_bytes()),
        ("headcounts.csv", b"department,people\nchemistry,many\n"),
    ]);
    let sound = check(folder.path(), "demand/chemistry.toml", &[]);
    assert_eq!(sound.0, Some(0), "{}", sound.1);
    let (code, told) = check(folder.path(), "wrong/demand/chemistry.toml", &[]);
    assert_eq!(code, Some(1), "{told}");
    for place in [
        "error[demand]: there is no skill `mat.sen` in this survey\n  --> wrong/demand/chemistry.toml:31:9\n",
        "  = did you mean `mat.sem`?",
        "--> wrong/demand/chemistry.toml:13:15",
    ] {
        assert!(told.contains(place), "{place}\n{told}");
    }
    let (code, told) = check(folder.path(), "demand/physics.toml", &[]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("call it `chemistry.toml`"), "{told}");
    let (code, told) = check(folder.path(), "demand/broken.toml", &[]);
    assert_eq!(code, Some(1), "{told}");
    let (code, told) = check(folder.path(), "headcounts.csv", &["--json"]);
    assert_eq!(code, Some(1), "{told}");
    let json: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(json[0]["diagnostics"][0]["line"], 2, "{told}");
    assert_eq!(check(folder.path(), "demand/none.toml", &[]).0, Some(3));
}

#[test]
fn what_is_saved_is_read_and_a_code_leads_nowhere_else() {
    let questionnaire = flagship().unwrap();
    let folder = home(&[("demand.toml", CHEMISTRY.as_bytes())]);
    let at_home = Home::at(folder.path().join("inner"));
    let demand = |code: &str| {
        DeskFiles::read(&at_home, &questionnaire, Some(code)).map(|files| files.demand)
    };
    let nothing = |code: &str| demand(code).unwrap() == Demand::default();
    assert!(nothing("chemistry"), "there is no file yet");
    let written = parse(CHEMISTRY, "x", &questionnaire).unwrap();
    let path = save_demand(&at_home, &written).unwrap();
    assert!(path.ends_with("inner/demand/chemistry.toml"));
    let read = demand("chemistry").unwrap();
    assert_eq!(read, written);
    assert!(nothing("../../demand"), "no code leads out of the folder");
    let outside = Demand {
        department: "../demand".to_owned(),
        ..Demand::default()
    };
    assert!(save_demand(&at_home, &outside).is_err());
    std::fs::write(&path, "schema = 3\n").unwrap();
    let refused = demand("chemistry");
    assert!(matches!(refused, Err(Unusable::Faulty(problems)) if problems.len() == 2));
}

/// A link that leads nowhere is a file that somebody meant, and a box that may not be looked into is one.
#[cfg(unix)]
#[test]
fn what_cannot_be_seen_is_not_taken_for_what_is_not_there() {
    use std::os::unix::fs::symlink;
    let questionnaire = flagship().unwrap();
    for name in [
        "headcounts.csv",
        "demand/chemistry.toml",
        "surveys/routes.toml",
    ] {
        let folder = home(&[("demand/none", b""), ("surveys/none", b"")]);
        symlink("moved-away", folder.path().join(name)).unwrap();
        let at = Home::at(folder.path().to_path_buf());
        let read = DeskFiles::read(&at, &questionnaire, Some("chemistry"));
        assert!(matches!(read, Err(Unusable::Unread(..))), "{name}");
    }
    let folder = home(&[]);
    let looped = folder.path().join("box");
    symlink("box", &looped).unwrap();
    let opened = Store::open_to_read(&looped).map(drop);
    assert!(matches!(opened, Err(StoreError::Io(_))));
    // A key with a character that no screen shows.
    let text = CHEMISTRY.replacen("[[need]]", "[[need\u{0}]]", 1);
    let told = parse(&text, "d.toml", &questionnaire).unwrap_err();
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|one| one.contains("not shown")), "{told:?}");
}

#[test]
fn a_small_department_is_known_from_the_headcounts_and_nobody_is_kept_out_by_a_faulty_file() {
    let questionnaire = flagship().unwrap();
    let minimum = questionnaire.privacy.minimum_group;
    let known = |csv: &str| {
        let folder = home(&[("headcounts.csv", csv.as_bytes())]);
        small_departments(&Home::at(folder.path().to_path_buf()), &questionnaire)
    };
    let rows = format!(
        "department,people\nchemistry,{minimum}\nphysics,{}\n",
        minimum - 1
    );
    let small: Vec<String> = known(&rows).into_iter().collect();
    assert_eq!(small, ["physics"]);
    assert!(known("department;people\nchemistry,many\n").is_empty());
}
