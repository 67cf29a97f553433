//! Reports for statistics programs, read back by programs that nobody here wrote: pyreadstat and PSPP
//! for SPSS files, `DuckDB` for Parquet, libxml2 for DDI.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

mod support;
mod witnesses;

use support::home::{SMALL, TestHome};
use witnesses::{output, read};

/// A question whose words would run, mean something in XML, or not fit anywhere.
const HOSTILE: &str = "=1+1 </labl> & ŵ 😀 \u{202e}שלום ";

/// A home whose question about teaching has hostile words, with four responses of two departments, and
/// their receipts.
fn home() -> (TestHome, Vec<Value>) {
    let home = TestHome::with_keys("Stores");
    let words = format!("{HOSTILE}{}", "long ".repeat(600));
    let survey = SMALL.replace("Do you help with teaching?", words.trim());
    std::fs::write(home.path().join("surveys/small.toml"), survey).unwrap();
    let answers = [
        json!({ "dept": "chem", "years": 4, "share": ["skills", "career"], "teach": true, "hours": "7.5", "next": "manager" }),
        json!({ "dept": "chem", "years": 12, "share": ["none"], "teach": false }),
        json!({ "dept": "chem", "years": 0, "share": ["skills"], "teach": { "missing": "prefer_not" } }),
        json!({ "dept": "phys", "years": 32, "share": ["career"], "teach": true, "hours": "37.0" }),
    ];
    let receipts = answers.iter().map(|one| home.enter(one)).collect();
    std::fs::write(
        home.path().join("headcounts.csv"),
        "department,people\nchem,4\nphys,2\n",
    )
    .unwrap();
    (home, receipts)
}

/// Writes a report with more words, and returns its place.
fn written(home: &TestHome, folder: &Path, name: &str, who: &str, more: &[&str]) -> PathBuf {
    let path = folder.join(name);
    let (identity, out) = (home.identity(who), path.to_str().unwrap().to_owned());
    let common = ["report", "--identity", identity.to_str().unwrap(), "-o"];
    let args: Vec<&str> = common
        .iter()
        .copied()
        .chain([out.as_str()])
        .chain(more.iter().copied())
        .collect();
    home.done(&args);
    path
}

/// What the receipts would give away is nowhere in a file.
fn holds_no_response_id(path: &Path, receipts: &[Value]) {
    let bytes = std::fs::read(path).unwrap();
    for receipt in receipts {
        for member in ["response", "leaf"] {
            let id = receipt[member].as_str().unwrap();
            let raw = tallybox::base::hex::decode(id).unwrap();
            let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|part| part == needle);
            assert!(!holds(id.as_bytes()) && !holds(&raw), "{member}");
        }
    }
}

#[test]
fn spss_reads_a_row_a_person_with_labels_kinds_of_missing_and_sets() {
    let (home, receipts) = home();
    let folder = tempfile::tempdir().unwrap();
    let file = written(
        &home,
        folder.path(),
        "chem.sav",
        "chem",
        &["--format", "sav"],
    );
    holds_no_response_id(&file, &receipts);
    let seen = read("sav", &file);

    let names = json!([
        "dept",
        "years",
        "share.skills",
        "share.career",
        "share.none",
        "teach",
        "hours",
        "next"
    ]);
    assert_eq!(seen["names"], names);
    assert_eq!(seen["encoding"], "UTF-8");
    assert_eq!(seen["title"], "A small survey");
    assert_eq!(
        seen["labels"]["years"],
        "How many years have you worked here?"
    );
    let label = seen["labels"]["teach"].as_str().unwrap();
    assert!(
        label.starts_with("=1+1 </labl> & ŵ 😀 שלום long"),
        "{label}"
    );
    assert!(label.len() <= 255, "{}", label.len());
    let share = "What may your lead see with your name?";
    assert_eq!(seen["labels"]["share.skills"], format!("{share} My skills"));
    let notes = seen["notes"].to_string();
    assert!(notes.contains("EXACT"), "{notes}");

    // Eight kinds of missing, each with its words; years are whole numbers without any.
    let kinds: Vec<String> = (-99..=-92).map(|number: i32| number.to_string()).collect();
    for name in ["dept", "years", "share.none", "teach", "hours", "next"] {
        let range = json!([{ "lo": -99.0, "hi": -92.0 }]);
        assert_eq!(seen["missing"][name], range, "{name}");
        for kind in &kinds {
            assert!(seen["values"][name][kind].is_string(), "{name} {kind}");
        }
    }
    assert_eq!(seen["values"]["teach"]["-94"], "prefer not to say");
    assert_eq!(seen["values"]["teach"]["1"], "Yes");
    assert_eq!(seen["values"]["dept"]["1"], "Chemistry");
    assert_eq!(seen["values"]["next"]["2"], "Technical manager");
    assert_eq!(seen["measure"]["next"], "nominal");
    assert_eq!(seen["measure"]["years"], "scale");
    let set = &seen["sets"]["share"];
    assert_eq!(set["label"], share, "{}", seen["sets"]);
    assert_eq!(set["is_dichotomy"], true);
    assert_eq!(
        set["variable_list"],
        json!(["share.skills", "share.career", "share.none"])
    );

    // chem is the first that can be chosen; prefer_not is -94, not_relevant -98, blank -96, withheld -93.
    let mut rows = seen["rows"].as_array().unwrap().clone();
    rows.sort_by(|one, other| {
        one[1]
            .as_f64()
            .unwrap()
            .total_cmp(&other[1].as_f64().unwrap())
    });
    let expected = json!([
        [1, 0, 1, 0, 0, -94, -98, -93],
        [1, 4, 1, 1, 0, 1, 7.5, 2],
        [1, 12, 0, 0, 1, 0, -98, -93],
    ]);
    for (row, expected) in rows.iter().zip(expected.as_array().unwrap()) {
        let numbers = |row: &Value| -> Vec<f64> {
            let row = row.as_array().unwrap();
            row.iter().map(|one| one.as_f64().unwrap()).collect()
        };
        assert_eq!(numbers(row), numbers(expected));
    }
    assert_eq!(rows.len(), 3);
}

#[test]
fn pspp_reads_the_same_file() {
    let (home, _) = home();
    let folder = tempfile::tempdir().unwrap();
    let file = written(
        &home,
        folder.path(),
        "all.sav",
        "first",
        &["--format", "sav"],
    );
    let syntax = folder.path().join("read.sps");
    let script = format!(
        "GET FILE='{}'.\nMRSETS /DISPLAY NAME=ALL.\nDISPLAY DICTIONARY.\nMEANS years.\n",
        file.display()
    );
    std::fs::write(&syntax, script).unwrap();
    let told = output(Command::new("pspp").args(["-o", "-"]).arg(&syntax));
    for said in ["$share", "share.career", "Technical", "12|4|"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    for fault in ["error:", "warning:"] {
        assert!(!told.contains(fault), "{told}");
    }
}

#[test]
fn duckdb_reads_a_row_a_person_and_why_a_value_is_missing() {
    let (home, receipts) = home();
    let folder = tempfile::tempdir().unwrap();
    let more = ["--format", "parquet"];
    let file = written(&home, folder.path(), "all.parquet", "first", &more);
    holds_no_response_id(&file, &receipts);
    let seen = read("parquet", &file);
    let of = |name: &str| {
        let names = seen["names"].as_array().unwrap();
        names.iter().position(|one| one == name).unwrap()
    };
    let types: Vec<&str> = ["dept", "years", "share.skills", "hours", "hours__why"]
        .map(|name| seen["types"][of(name)].as_str().unwrap())
        .into();
    assert_eq!(
        types,
        ["VARCHAR", "BIGINT", "BOOLEAN", "DECIMAL(18,1)", "VARCHAR"]
    );
    let mut rows: Vec<Vec<Value>> = seen["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let shown = [
                "dept",
                "years",
                "share.career",
                "teach",
                "teach__why",
                "hours",
            ];
            shown.map(|name| row[of(name)].clone()).into()
        })
        .collect();
    rows.sort_by_key(|row| row[1].as_i64());
    let expected = json!([
        ["chem", 0, false, null, "prefer_not", null],
        ["chem", 4, true, "true", null, "7.5"],
        ["chem", 12, false, "false", null, null],
        ["phys", 32, true, "true", null, "37.0"],
    ]);
    assert_eq!(json!(rows), expected);
    let about = &seen["about"];
    assert_eq!(about["fields"]["dept"]["values"]["chem"], "Chemistry");
    assert!(about["marking"].as_str().unwrap().starts_with("EXACT"));
    let manifest = std::fs::read_to_string(folder.path().join("all.parquet.manifest.json"));
    let manifest: Value = serde_json::from_str(&manifest.unwrap()).unwrap();
    assert_eq!(manifest["rows"], 4);
    assert_eq!(manifest["about"]["response_rate"], "67 %");
}

#[test]
fn at_the_statistical_door_there_are_protected_cells_and_never_persons() {
    let (home, _) = home();
    let folder = tempfile::tempdir().unwrap();
    let identity = home.identity("statistics");
    let refused = home.run(&[
        "report",
        "--identity",
        identity.to_str().unwrap(),
        "--rows",
        "--format",
        "csv",
    ]);
    assert_eq!(refused.status.code(), Some(4));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("rows of persons do not leave"), "{said}");

    let more = ["--format", "parquet"];
    let file = written(&home, folder.path(), "all.parquet", "statistics", &more);
    let cells = read("parquet", &file);
    assert_eq!(cells["names"][2], "table");
    let names = cells["names"].as_array().unwrap();
    let at = |name: &str| names.iter().position(|one| one == name).unwrap();
    let rows = cells["rows"].as_array().unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!(row[at("door")], "statistical");
        let count = row[at("count")].as_u64();
        // HESA: to the nearest five, or a word for why there is nothing.
        assert!(count.is_none_or(|count| count % 5 == 0), "{row}");
        assert_eq!(count.is_none(), row[at("count__why")].is_string(), "{row}");
    }

    let more = ["--format", "sav"];
    let file = written(&home, folder.path(), "all.sav", "statistics", &more);
    let seen = read("sav", &file);
    assert_eq!(seen["rows"].as_array().unwrap().len(), rows.len());
    // The question of 3,000 letters is several variables to SPSS, and one to whoever reads it.
    let question = seen["names"].as_array().unwrap();
    let question = question.iter().position(|one| one == "question").unwrap();
    let all = seen["rows"].as_array().unwrap().iter();
    let longest = all
        .filter_map(|row| row[question].as_str())
        .max_by_key(|one| one.len());
    let longest = longest.unwrap();
    assert!(
        longest.len() > 1000 && longest.len() <= 1024,
        "{}",
        longest.len()
    );
    let tail = longest.split_once("שלום ").unwrap().1;
    assert!("long ".repeat(600).starts_with(tail), "{tail}");
}

#[test]
fn ddi_has_the_frequencies_of_its_door() {
    let (home, _) = home();
    let folder = tempfile::tempdir().unwrap();
    let more = ["--format", "ddi"];
    for who in ["chem", "first", "statistics"] {
        let file = written(&home, folder.path(), &format!("{who}.xml"), who, &more);
        let schema = "tests/data/ddi/codebook.xsd";
        let mut xmllint = Command::new("xmllint");
        let checked = xmllint
            .args(["--nonet", "--noout", "--schema", schema])
            .arg(&file)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{who}: {told}");
    }
    let frequency = |who: &str, variable: &str, value: &str| {
        let file = folder.path().join(format!("{who}.xml"));
        let path = format!(
            "string(//*[local-name()='var'][@name='{variable}']/*[local-name()='catgry'][*[local-name()='catValu']='{value}']/*[local-name()='catStat'])"
        );
        let mut xmllint = Command::new("xmllint");
        output(xmllint.args(["--xpath", &path]).arg(file))
            .trim()
            .to_owned()
    };
    assert_eq!(frequency("chem", "next", "manager"), "1");
    assert_eq!(frequency("chem", "teach", "prefer_not"), "1");
    assert_eq!(frequency("first", "share", "career"), "2");
    assert_eq!(frequency("first", "years", "32"), "1");
    let shown = frequency("statistics", "share", "career");
    let is_protected = shown.parse::<u64>().map_or(true, |count| count % 5 == 0);
    assert!(is_protected, "{shown}");
    let page = std::fs::read_to_string(folder.path().join("chem.xml")).unwrap();
    assert!(page.contains("<respRate>75 %</respRate>"), "{page}");
    assert!(page.contains("<restrctn>EXACT"), "{page}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (home, _) = home();
    let folder = tempfile::tempdir().unwrap();
    let manifest = |name: &str| {
        let path = folder.path().join(format!("{name}.manifest.json"));
        std::fs::read_to_string(path).unwrap()
    };
    for format in ["sav", "parquet", "ddi", "xlsx", "html", "csv", "json"] {
        let more = ["--format", format];
        let one = written(&home, folder.path(), "one", "first", &more);
        let one = std::fs::read(one).unwrap();
        // Another machine: another language, another zone of time, another place for the home.
        let moved = folder.path().join(format!("moved-{format}"));
        output(Command::new("cp").arg("-r").arg(home.path()).arg(&moved));
        let other = folder.path().join("other");
        let mut command = Command::new(support::home::binary());
        command
            .args(["report", "--home", moved.to_str().unwrap(), "-o"])
            .arg(&other)
            .arg("--identity")
            .arg(home.identity("first"))
            .args(more)
            .envs([
                ("LC_ALL", "cy_GB.UTF-8"),
                ("LANG", "cy_GB.UTF-8"),
                ("TZ", "Pacific/Kiritimati"),
            ]);
        output(&mut command);
        assert!(one == std::fs::read(&other).unwrap(), "{format}");
        let same = manifest("one").replace("\"one\"", "\"other\"");
        assert_eq!(same, manifest("other"), "{format}");
    }
}

#[test]
fn what_cannot_be_a_row_a_person_is_refused() {
    let (home, _) = home();
    let identity = home.identity("first");
    let common = ["report", "--identity", identity.to_str().unwrap()];
    for (more, code, words) in [
        (
            vec!["--rows", "--format", "xlsx"],
            2,
            "CSV, Parquet or SPSS",
        ),
        (vec!["--rows", "--view", "risk"], 2, "cannot be used with"),
        (
            vec!["--rows", "--profile", "hesa"],
            2,
            "cannot be used with",
        ),
        (
            vec!["--format", "sav", "--department", "alchemy"],
            2,
            "no department `alchemy`",
        ),
        (
            vec!["--format", "ddi", "--view", "risk"],
            2,
            "made of tables",
        ),
    ] {
        let args: Vec<&str> = common.iter().copied().chain(more).collect();
        let output = home.run(&args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
        assert!(said.contains(words), "{args:?}: {said}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn tables_are_sealed_where_that_was_asked_for() {
    let (home, _) = home();
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    let mut keygen = Command::new("age-keygen");
    let made = keygen.arg("-o").arg(&key).output().unwrap();
    let told = String::from_utf8(made.stderr).unwrap();
    let recipient = told.trim().strip_prefix("Public key: ").unwrap().to_owned();
    let more = ["--format", "csv", "--seal-to", &recipient];
    let file = written(&home, folder.path(), "all.csv.age", "first", &more);
    let opened = output(Command::new("age").arg("-d").arg("-i").arg(&key).arg(&file));
    assert!(opened.starts_with("door,profile,table"), "{opened}");
    assert!(folder.path().join("all.csv.age.manifest.json.age").exists());
}
