//! Every table of the flagship equals, figure for figure before protection, the same table counted by
//! an independent program in Python and pandas from the opened JSON (`tests/oracle/`).
//!
//! 300 simulated people here, revisions and withdrawals among them; `TALLYBOX_ORACLE=3000`, as
//! `.ci/full` sets it, asks for as many. Nothing of the program opens its statistical door for this: the
//! operational tables are what the institution's identity is shown, and the statistical ones are counted
//! here from that audience's parts by the same code, as figures that nobody protects.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use support::home::done;
use tallybox::report;
use tallybox::response::part;
use tallybox::runtime::home::check_file;
use tallybox::stats::{FrameBuilder, Operational, Published};
use tallybox::survey::Questionnaire;
use tallybox::vault::identity;
use tallybox::vault::seal;
use tallybox::vault::store::Store;
use tempfile::TempDir;

const FLAGSHIP: &str = "surveys/skills-and-responsibility.toml";

/// A home with simulated answers, and its parts as opened JSON.
struct World {
    folder: TempDir,
    survey: Arc<Questionnaire>,
}

fn at_root(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

fn people() -> String {
    std::env::var("TALLYBOX_ORACLE").unwrap_or_else(|_| "300".to_owned())
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        let home = home.to_str().unwrap();
        done(&["demo", "--home", home, "--no-open", "--responses", "1"]);
        let people = people();
        let simulate = [
            "survey", "simulate", "--into", home, "--seed", "27", "--quiet",
        ];
        done(&[&simulate[..], &["--responses", &people]].concat());
        let survey = check_file(&at_root(FLAGSHIP))
            .unwrap()
            .questionnaire
            .unwrap();
        let world = Self { folder, survey };
        world.open();
        world
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn opened(&self) -> PathBuf {
        self.folder.path().join("opened")
    }

    fn identity(&self, name: &str) -> PathBuf {
        self.home().join("identities").join(name)
    }

    /// Writes every header, and every part that the lead's or the statistics audience is sealed in.
    fn open(&self) {
        fs::create_dir(self.opened()).unwrap();
        let store = Store::open_to_read(&self.home().join("box")).unwrap();
        for (audience, who) in [
            ("lead", "institution.key"),
            ("statistics", "statistics.key"),
        ] {
            let never = &mut |_: &Path| unreachable!("demo keys have no passphrase");
            let own = identity::read(&self.identity(who), never).unwrap().age;
            let own: Vec<&dyn age::Identity> =
                own.iter().map(|one| one as &dyn age::Identity).collect();
            for leaf in store.leaves().unwrap() {
                let signed = store.signed(leaf).unwrap().unwrap();
                let file =
                    |rest: &str| self.opened().join(format!("{}.{rest}.json", leaf.to_hex()));
                fs::write(file("header"), &signed.header).unwrap();
                if let Some(sealed) = store.part(leaf, audience).unwrap() {
                    fs::write(file(audience), &*seal::open(&sealed, &own).unwrap()).unwrap();
                }
            }
        }
    }

    /// What an independent script makes of the opened JSON. Debian's Python, since it has pandas.
    fn asked(&self, script: &str, more: &[&str]) -> Json {
        let script = at_root(&format!("tests/oracle/{script}"));
        let output = Command::new("/usr/bin/python3")
            .arg(script)
            .arg(at_root(FLAGSHIP))
            .arg(self.opened())
            .args(more)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "is python3-pandas installed? {errors}"
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The same tables from the program, as the institution's identity is shown them.
    fn shown(&self) -> Json {
        let (home, key) = (self.home(), self.identity("institution.key"));
        let (home, key) = (home.to_str().unwrap(), key.to_str().unwrap());
        let report = [
            "report",
            "--home",
            home,
            "--identity",
            key,
            "--profile",
            "none",
            "--json",
        ];
        serde_json::from_str(&done(&report)).unwrap()
    }

    /// The tables of one audience, from the parts of the responses that count.
    fn counted(&self, audience: &str, leaves: &Json) -> Published {
        let mut builder: FrameBuilder<Operational> =
            FrameBuilder::new(Arc::clone(&self.survey), &[], &[audience.to_owned()]);
        for leaf in leaves.as_array().unwrap() {
            let file = format!("{}.{audience}.json", leaf.as_str().unwrap());
            let part =
                part::open(&self.survey, &fs::read(self.opened().join(file)).unwrap()).unwrap();
            builder.push(&self.survey, &[part]);
        }
        builder.finish().count().exact()
    }
}

/// Tables as the script writes them: by id and department, without what is 0.
fn plain(report: &Json) -> Json {
    let mut tables = Map::new();
    for table in report["tables"].as_array().unwrap() {
        let rows = table["rows"].as_array().unwrap().iter().map(|row| {
            let count = |cell: &Json| (code(&cell["code"]), cell["count"].clone());
            let cells = row["cells"].as_array().unwrap().iter().map(count);
            let missing = row["missing"].as_object().unwrap().clone().into_iter();
            let there = |(_, count): &(String, Json)| *count != json!(0);
            let cells: Map<String, Json> = cells.filter(there).collect();
            let missing: Map<String, Json> = missing.filter(there).collect();
            let row_of = json!({ "base": row["base"], "cells": cells, "missing": missing });
            (row["department"].as_str().unwrap().to_owned(), row_of)
        });
        let rows: Map<String, Json> = rows.collect();
        tables.insert(table["id"].as_str().unwrap().to_owned(), rows.into());
    }
    tables.into()
}

fn code(code: &Json) -> String {
    match code {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn keys(tables: &Json) -> BTreeSet<&str> {
    tables
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// Says what stands on one side only.
#[track_caller]
fn assert_keys(what: &str, ours: &Json, theirs: &Json) {
    let (ours, theirs) = (keys(ours), keys(theirs));
    let differ: Vec<&&str> = ours.symmetric_difference(&theirs).collect();
    assert!(differ.is_empty(), "{what}: of one side only: {differ:?}");
}

/// Says which table and department is the first that differs, rather than showing all of them.
#[track_caller]
fn assert_same(ours: &Json, theirs: &Json) {
    assert_keys("tables", ours, theirs);
    for id in keys(ours) {
        assert_keys(id, &ours[id], &theirs[id]);
        for department in keys(&ours[id]) {
            let (ours, theirs) = (&ours[id][department], &theirs[id][department]);
            assert_eq!(ours, theirs, "{id}, {department}");
        }
    }
}

#[test]
fn every_table_equals_the_one_that_an_independent_program_counts() {
    let world = World::new();
    let lead = world.asked("tables.py", &["lead"]);
    let shown = plain(&world.shown());
    assert!(
        shown.as_object().unwrap().len() > 300,
        "every row of every matrix"
    );
    assert_same(&shown, &lead["tables"]);

    let statistics = world.asked("tables.py", &["statistics"]);
    let published = world.counted("statistics", &statistics["responses"]);
    let counted: Json = serde_json::from_str(&report::json::write(&published)).unwrap();
    assert_same(&plain(&counted), &statistics["tables"]);

    // Some of what was sent does not count, else the choice was not put to the test.
    let leaves = fs::read_dir(world.opened()).unwrap();
    let headers = leaves.filter(|file| {
        let name = file.as_ref().unwrap().file_name();
        name.to_string_lossy().ends_with(".header.json")
    });
    assert!(headers.count() > lead["responses"].as_array().unwrap().len());
}
