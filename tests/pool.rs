//! Statistical packs: eight universities compare their figures, and no response, department or exact
//! figure leaves any of them. And what `suppress` lets out through the program is attacked.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod support;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};
use support::home::{DEPARTMENTS, SMALL, TestHome, done, tallybox};
use support::life::text;

/// One university: its home, what it released, and its pack.
struct University {
    home: TestHome,
    release: Json,
    pack: PathBuf,
}

fn written(home: &TestHome, survey: &str, departments: &str) {
    fs::write(home.path().join("surveys/small.toml"), survey).unwrap();
    fs::write(
        home.path().join("surveys/lists/departments.csv"),
        departments,
    )
    .unwrap();
}

fn simulated(home: &TestHome, responses: usize, seed: usize) {
    let (into, count, seed) = (text(&home.path()), responses.to_string(), seed.to_string());
    let words = ["survey", "simulate", "--into", &into, "--quiet"];
    home.done(&[&words[..], &["--responses", &count, "--seed", &seed]].concat());
}

fn released(home: &TestHome) -> PathBuf {
    let file = home.path().join("release.json");
    let identity = text(&home.identity("statistics"));
    let words = ["report", "--identity", &identity, "--format", "json", "-o"];
    home.done(&[&words[..], &[&text(&file)]].concat());
    file
}

fn pack(home: &TestHome, release: &Path, name: &str) -> (std::process::Output, PathBuf) {
    let file = home.path().join("figures.pack");
    let signer = text(&home.identity("first"));
    let (release, out) = (text(release), text(&file));
    let words = ["statistics", "pack", &release, "--name", name, "-o", &out];
    (
        home.run(&[&words[..], &["--signer", &signer]].concat()),
        file,
    )
}

impl University {
    /// With departments of its own beside the shared ones.
    fn new(number: usize, survey: &str) -> Self {
        let home = TestHome::with_keys("Stores");
        let own = format!("own{number},Own {number},Ein {number},science\n");
        written(&home, survey, &format!("{DEPARTMENTS}{own}"));
        simulated(&home, 55 + number, number);
        let file = released(&home);
        let (output, pack) = pack(&home, &file, &format!("University {number}"));
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let release = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        Self {
            home,
            release,
            pack,
        }
    }

    /// A code's count of everybody, as it was released.
    fn count(&self, table: &str, code: &Json) -> Option<u64> {
        let tables = self.release["tables"].as_array().unwrap();
        let table = tables.iter().find(|one| one["id"] == table)?;
        let cells = table["everyone"]["cells"].as_array()?;
        cells.iter().find(|cell| cell["code"] == *code)?["count"].as_u64()
    }
}

fn pooled(packs: &[&Path], more: &[&str]) -> std::process::Output {
    let packs: Vec<String> = packs.iter().map(|path| text(path)).collect();
    let packs: Vec<&str> = packs.iter().map(String::as_str).collect();
    tallybox(&[&["statistics", "pool"][..], &packs, more].concat())
}

fn json_of(output: &std::process::Output) -> Json {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn eight_universities_compare_their_figures_and_share_no_response() {
    let all: Vec<University> = (1..=8)
        .map(|number| University::new(number, SMALL))
        .collect();
    let packs: Vec<&Path> = all.iter().map(|one| one.pack.as_path()).collect();
    let output = pooled(&packs, &["--yes", "--format", "json"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let pool = json_of(&output);
    // Of each box its root and not how many records it holds, which its checkpoint says.
    let sent = fs::read_to_string(&all[0].pack).unwrap();
    let boxes = sent
        .lines()
        .find(|line| line.contains("\"Stores\":"))
        .unwrap();
    let root = boxes.split('"').nth(3).unwrap();
    assert_eq!((root.len(), root.ends_with('=')), (44, true), "{boxes}");
    assert!(!sent.contains("tallybox/box/"), "{sent}");
    assert_eq!(pool["institutions"].as_array().unwrap().len(), 8);
    assert_eq!(pool["left_out"], json!([]));
    let tables = pool["tables"].as_array().unwrap();
    let mut compared = 0;
    for table in tables {
        let id = table["id"].as_str().unwrap();
        let figures = table["figures"].as_array().unwrap();
        for figure in figures.iter().filter(|figure| figure["what"] == "code") {
            let code = match figure["code"].as_str().unwrap() {
                "true" => json!(true),
                "false" => json!(false),
                code => code
                    .parse::<i64>()
                    .map_or_else(|_| json!(code), |number| json!(number)),
            };
            let each: Vec<Option<u64>> = all.iter().map(|one| one.count(id, &code)).collect();
            let told = figure["each"].as_array().unwrap().iter();
            assert_eq!(
                told.map(Json::as_u64).collect::<Vec<_>>(),
                each,
                "{id} {code}"
            );
            let offered: Vec<u64> = each.iter().flatten().copied().collect();
            if offered.len() == 8 {
                assert_eq!(figure["together"].as_u64(), Some(offered.iter().sum()));
                compared += 1;
            }
        }
    }
    assert!(compared > 5, "{compared} figures of all eight");
    // Nothing of a department, a record or a person is in what was sent.
    for (one, pack) in all.iter().zip(&packs) {
        let sent = fs::read_to_string(pack).unwrap();
        for secret in [
            "\"chem\"",
            "\"phys\"",
            "\"design\"",
            "Chemistry",
            "\"own\"",
            "\"rows\"",
        ] {
            assert!(!sent.contains(secret), "{secret}");
        }
        let report = text(&one.home.identity("statistics"));
        assert!(!sent.contains(&report));
    }
    let shown = pooled(&packs, &["--yes"]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(
        shown.contains("H  University 8: small 2027, profile hesa"),
        "{shown}"
    );
    assert!(shown.contains("together"), "{shown}");
    let welsh = pooled(&packs, &["--yes", "--lang", "cy"]);
    let welsh = String::from_utf8(welsh.stdout).unwrap();
    for words in ["Ffigurau sawl prifysgol", "gyda'i gilydd", "grŵp lleiaf 10"] {
        assert!(welsh.contains(words), "{words}: {welsh}");
    }
    let missing = pooled(&[packs[0], Path::new("not-there.pack")], &["--yes"]);
    let said = String::from_utf8(missing.stderr).unwrap();
    assert_eq!(missing.status.code(), Some(3), "{said}");
    assert!(
        said.contains("not-there.pack") && said.contains("statistics pack"),
        "{said}"
    );
    let csv = pooled(&packs, &["--yes", "--format", "csv"]);
    let csv = String::from_utf8(csv.stdout).unwrap();
    assert!(
        csv.lines()
            .any(|line| line.starts_with("University 3,hesa,teach,code,true,"))
    );
}

#[test]
fn what_is_unsigned_unprotected_or_not_asked_alike_is_refused_or_named() {
    let one = University::new(1, SMALL);
    let other = University::new(
        2,
        &SMALL.replace("Do you help with teaching?", "Do you teach?"),
    );
    let packs = [one.pack.as_path(), other.pack.as_path()];
    let output = pooled(&packs, &["--yes", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let pool = json_of(&output);
    let teach = json!([{ "id": "teach", "institutions": ["University 2"], "hidden": [] }]);
    assert_eq!(pool["left_out"], teach);
    let tables = pool["tables"].as_array().unwrap();
    assert!(tables.iter().all(|table| table["id"] != "teach"));
    // Nobody compared the keys.
    let output = pooled(&packs, &[]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("University 1") && said.contains("--yes"),
        "{said}"
    );
    // One figure was changed on the way.
    let sent = fs::read_to_string(&one.pack).unwrap();
    let changed = one.home.path().join("changed.pack");
    fs::write(&changed, sent.replacen("\"count\": ", "\"count\": 1", 1)).unwrap();
    let output = pooled(&[&changed, packs[1]], &["--yes"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    // The same university twice, and one alone.
    for packs in [&[packs[0], packs[0]][..], &packs[..1]] {
        let output = pooled(packs, &["--yes"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
    }
    // Exact figures are no release, nor is one that was changed after it was entered.
    let exact = one.home.path().join("exact.json");
    let lead = text(&one.home.identity("first"));
    let words = [
        "report",
        "--identity",
        &lead,
        "--format",
        "json",
        "-o",
        &text(&exact),
    ];
    one.home.done(&words);
    let (output, _) = pack(&one.home, &exact, "Elsewhere");
    assert_eq!(output.status.code(), Some(1));
    let edited = one.home.path().join("edited.json");
    let release = one
        .release
        .to_string()
        .replacen("\"count\":", "\"count\":1", 1);
    fs::write(&edited, release).unwrap();
    let (output, _) = pack(&one.home, &edited, "Elsewhere");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("none of the releases"), "{said}");
    // The place that was changed has a name.
    assert!(said.contains("0001.json differs from it"), "{said}");
    assert!(said.contains("at tables/"), "{said}");
}

/// What went out first, a view or one table, in whatever form, is no reason for the figures of every
/// question not to be kept as they went out too.
#[test]
fn what_goes_out_is_kept_whatever_went_out_before_it() {
    let home = TestHome::with_keys("Stores");
    simulated(&home, 60, 3);
    let identity = text(&home.identity("statistics"));
    for first in [&["--view", "staff"][..], &["--table", "teach"]] {
        home.done(&[&["report", "--identity", &identity][..], first].concat());
        let file = released(&home);
        let (output, sent) = pack(&home, &file, "University");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        let went_out = fs::read(&file).unwrap();
        let kept = fs::read_dir(home.path().join("releases")).unwrap();
        let mut kept = kept.map(|one| fs::read(one.unwrap().path()).unwrap());
        assert!(kept.any(|one| one == went_out));
        // The box whose responses were counted says what it holds, and not how many.
        let sent = fs::read_to_string(sent).unwrap();
        let manifest = fs::read_to_string(home.path().join("release.json.manifest.json")).unwrap();
        for told in [&sent, &manifest] {
            assert!(
                told.contains("Stores") && !told.contains("tallybox/box/"),
                "{told}"
            );
        }
    }
    let before = fs::read_dir(home.path().join("releases")).unwrap().count();
    released(&home);
    let after = fs::read_dir(home.path().join("releases")).unwrap().count();
    assert_eq!(before, after, "the same bytes are kept once");
}

/// What an attacker who knows how many answered in each department works out of a report.
fn attacked(report: &Json, roster: &Json) -> Vec<Json> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attack/attacker.py");
    let mut child = Command::new("/usr/bin/python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let world =
        json!({ "roster": roster, "several": ["share"], "own": null, "releases": [report] });
    let mut input = child.stdin.take().unwrap();
    input.write_all(world.to_string().as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "the attacker needs `python3-scipy`"
    );
    let found: Vec<Vec<Json>> = serde_json::from_slice(&output.stdout).unwrap();
    found.into_iter().flatten().collect()
}

#[test]
fn what_suppress_lets_out_through_the_program_cannot_be_narrowed() {
    let home = TestHome::with_keys("Stores");
    let survey = SMALL.replace("profile = \"hesa\"", "profile = \"suppress\"");
    written(&home, &survey, DEPARTMENTS);
    simulated(&home, 90, 5);
    let file = released(&home);
    let report: Json = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_eq!(report["profile"], "suppress");
    let text_of = report.to_string();
    assert!(text_of.contains("\"withheld\":\"suppressed\""));
    for small in 1..5 {
        assert!(
            !text_of.contains(&format!("\"count\":{small}}}")),
            "{small}"
        );
    }
    let lead = text(&home.identity("first"));
    let exact = done(&[
        "--home",
        &text(&home.path()),
        "report",
        "--identity",
        &lead,
        "--table",
        "dept",
        "--json",
    ]);
    let exact: Json = serde_json::from_str(&exact).unwrap();
    let mut roster = serde_json::Map::new();
    for row in exact["tables"][0]["rows"].as_array().unwrap() {
        let code = row["department"].as_str().unwrap().to_owned();
        roster.insert(code, row["base"].clone());
    }
    let found = attacked(&report, &Json::Object(roster));
    assert!(!found.is_empty());
    for one in &found {
        let width = one["high"].as_i64().unwrap() - one["low"].as_i64().unwrap();
        assert!(width >= 5, "{one}");
    }
    // The same again is the same release; as text and CSV it says its profile.
    let identity = text(&home.identity("statistics"));
    let told = home.done(&["report", "--identity", &identity]);
    assert!(
        told.to_lowercase().contains("suppress") || told.contains("withheld"),
        "{told}"
    );
    let csv = home.done(&["report", "--identity", &identity, "--format", "csv"]);
    assert!(csv.contains(",suppress,"), "{csv}");
}
