//! `import responses`: a spreadsheet in, sealed responses out; nothing twice, nothing in silence.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;
use support::home::TestHome;

const GUIDE: &str = include_str!("../docs/import.md");
const GOOD: &str = "\
Staff number,Department,Years here,Shares skills,Teaches,Hours
1001,Chemistry dept,4,yes,yes,2.5
1002,chem,4,yes,yes,2.5
1003,Physics,12,yes,no,
1004,phys,1,yes,n/a,
";

/// The map that the guide shows.
fn map() -> String {
    let block = GUIDE.split("```toml\n").nth(1).unwrap();
    block.split("```").next().unwrap().to_owned()
}

struct Desk {
    home: TestHome,
}

impl Desk {
    fn new() -> Self {
        Self {
            home: TestHome::with_keys("Stores"),
        }
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn import(&self, csv: impl AsRef<[u8]>, map: &str, more: &[&str]) -> Output {
        let csv = self.write("staff.csv", csv);
        let map = self.write("map.toml", map);
        let mut args = vec!["import", "responses", csv.to_str().unwrap(), "--map"];
        args.push(map.to_str().unwrap());
        args.extend(more);
        self.home.run(&args)
    }

    fn stored(&self, csv: impl AsRef<[u8]>, map: &str) -> Json {
        let output = self.import(csv, map, &["--json"]);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{errors}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    #[track_caller]
    fn refused(&self, csv: impl AsRef<[u8]>, map: &str, expected: &[&str]) {
        let output = self.import(csv, map, &[]);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{errors}");
        for words in expected {
            assert!(errors.contains(words), "no `{words}` in: {errors}");
        }
        let status = self.home.status();
        assert_eq!(status["counting"], 0, "{status}");
    }
}

/// What Debian's `age` makes of a part; nothing where it is sealed to others.
fn open_with_age(part: &Path, identity: &Path) -> Option<Json> {
    let opened = Command::new("age")
        .arg("-d")
        .arg("-i")
        .arg(identity)
        .arg(part)
        .output()
        .unwrap();
    opened
        .status
        .success()
        .then(|| serde_json::from_slice(&opened.stdout).unwrap())
}

#[test]
fn the_guides_map_takes_rows_in_once() {
    let desk = Desk::new();
    let first = desk.stored(GOOD, &map());
    assert_eq!(
        (first["stored"].as_u64(), first["known"].as_u64()),
        (Some(4), Some(0))
    );
    let again = desk.stored(GOOD, &map());
    assert_eq!(
        (again["stored"].as_u64(), again["known"].as_u64()),
        (Some(0), Some(4))
    );
    let more = format!("{GOOD}1005,design,3,yes,no,\n");
    let third = desk.stored(more, &map());
    assert_eq!(
        (third["stored"].as_u64(), third["known"].as_u64()),
        (Some(1), Some(4))
    );
}

#[test]
fn what_was_imported_is_counted_and_says_that_it_was() {
    let desk = Desk::new();
    desk.stored(GOOD, &map());
    let chem = desk.home.identity("chem");
    let report = desk.home.done(&[
        "report",
        "--identity",
        chem.to_str().unwrap(),
        "--json",
        "--table",
        "years",
    ]);
    let report: Json = serde_json::from_str(&report).unwrap();
    let row = &report["tables"][0]["rows"][0];
    let four = row["cells"]
        .as_array()
        .unwrap()
        .iter()
        .find(|cell| cell["code"] == 4);
    assert_eq!(four.unwrap()["count"], 2);
    let parts = desk.home.path().join("parts");
    desk.home.done(&["box", "extract", parts.to_str().unwrap()]);
    let opened: Vec<Json> = std::fs::read_dir(&parts)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().ends_with("lead.age"))
        .filter_map(|path| open_with_age(&path, &desk.home.identity("phys")))
        .collect();
    assert_eq!(opened.len(), 2);
    assert!(opened.iter().all(|part| part["imported"] == true));
    let asked_nothing = &opened[0]["answers"]["next"];
    assert_eq!(asked_nothing["missing"], "withheld");
    let taught: Vec<&Json> = opened
        .iter()
        .map(|part| &part["answers"]["teach"])
        .collect();
    assert!(taught.contains(&&Json::Bool(false)));
    assert!(taught.iter().any(|teach| teach["missing"] == "prefer_not"));
}

#[test]
fn without_a_key_equal_rows_are_different_people() {
    let desk = Desk::new();
    let map = map()
        .replace("key = \"Staff number\"", "")
        .replace("heading = \"Staff number\"", "heading = \"Note\"");
    let csv = "Note,Department,Years here,Shares skills,Teaches,Hours\n,chem,4,yes,no,\n,chem,4,yes,no,\n";
    assert_eq!(desk.stored(csv, &map)["stored"], 2);
    assert_eq!(desk.stored(csv, &map)["known"], 2);
}

#[test]
fn words_go_to_a_new_file_that_opens_each_response() {
    let desk = Desk::new();
    let list = desk.home.path().join("words.csv");
    let more = ["--words", list.to_str().unwrap()];
    assert!(desk.import(GOOD, &map(), &more).status.success());
    let written = std::fs::read_to_string(&list).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines.len(), 5);
    assert!(lines[1].starts_with("2,") && lines[1].split(' ').count() == 8);
    let again = desk.import(GOOD, &map(), &more);
    assert_eq!(again.status.code(), Some(3), "a list is never overwritten");
}

#[test]
fn semicolons_and_old_encodings_are_read_with_a_warning() {
    let desk = Desk::new();
    let csv = GOOD
        .replace(',', ";")
        .replace("2.5", "2,5")
        .replace("Chemistry dept", "Chemi\u{e9}");
    let map = map().replace("Chemistry dept", "Chemi\u{e9}");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&csv);
    let output = desk.import(bytes, &map, &["--json"]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(
        errors.contains("Windows-1252") && errors.contains("semicolons"),
        "{errors}"
    );
    let told: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["stored"], 4);
}

#[test]
fn every_wrong_row_is_told_with_line_and_heading_and_nothing_is_stored() {
    let desk = Desk::new();
    let csv = "\
Staff number,Department,Years here,Shares skills,Teaches,Hours
1001,Alchemy,4,yes,yes,2.5
1002,chem,four,yes,yes,2.55
1003,phys,61,yes,perhaps,
1003,phys,6,yes,no,3.0
,phys,6,yes,no,
";
    desk.refused(
        csv,
        &map(),
        &[
            "staff.csv:2: Department: `Alchemy` is no choice",
            "staff.csv:3: Years here: `four` is not a whole number",
            "staff.csv:3: Hours: `2.55` has more than 1 digits",
            "staff.csv:4: Teaches: `perhaps` says neither yes nor no",
            "staff.csv:5: hours: this question is not asked",
            "staff.csv:5: Staff number: another row has the same key",
            "staff.csv:6: Staff number: this row has no key",
        ],
    );
}

#[test]
fn a_wrong_map_is_told_by_line_and_column() {
    let desk = Desk::new();
    let wrong = map()
        .replace("question = \"years\"", "question = \"year\"")
        .replace("choice = \"skills\"", "choice = \"skill\"")
        .replace("\"prefer_not\"", "\"perhaps\"")
        .replace("survey = \"small\"", "survey = \"large\"");
    desk.refused(
        GOOD,
        &wrong,
        &[
            "map.toml:3:10: this map is for `large`",
            "map.toml:18:12: the survey has no question `year`",
            "`share` has no `skill` there",
            "`perhaps` is no kind of missing",
        ],
    );
    desk.refused(GOOD, "schema = 1\ncolour = 2\n", &["map.toml:2:1"]);
    desk.refused(GOOD, "schema = [", &["map.toml:1:"]);
}

#[test]
fn a_column_on_one_side_only_is_told() {
    let desk = Desk::new();
    let more = GOOD
        .replace("Hours", "Hours,Grade")
        .replace("2.5\n", "2.5,7\n");
    desk.refused(
        more,
        &map(),
        &["staff.csv:1: the map says nothing of the column `Grade`"],
    );
    let fewer = GOOD.replace("Years here", "Years");
    desk.refused(fewer, &map(), &["the file has no column `Years here`"]);
}

#[test]
fn files_that_are_no_spreadsheet_are_refused() {
    let desk = Desk::new();
    for (bytes, expected) in [
        (&b""[..], "no row of answers"),
        (b"PK\x03\x04 not a csv", "staff.csv"),
        (b"%PDF-1.7", "a PDF"),
        (b"a\0b\0c", "staff.csv"),
        (b"Staff number\n", "no row of answers"),
    ] {
        desk.refused(bytes, &map(), &[expected]);
    }
}

#[test]
fn checking_stores_nothing() {
    let desk = Desk::new();
    let output = desk.import(GOOD, &map(), &["--check", "--json"]);
    let told: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (told["rows"].as_u64(), told["stored"].as_u64()),
        (Some(4), Some(0))
    );
    assert_eq!(desk.stored(GOOD, &map())["stored"], 4);
}
