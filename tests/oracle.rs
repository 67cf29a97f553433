//! Every table and every view of the flagship equals, figure for figure, what an independent program in
//! Python and pandas makes of the opened JSON (`tests/oracle/`): before protection, and at the statistical
//! door after HESA's published rounding too.
//!
//! 200 simulated people here, revisions and withdrawals among them, and 80 who are asked every tier and pack;
//! `TALLYBOX_ORACLE=3000`, as `.ci/full` sets it, asks for as many. Nothing of the program opens its statistical door for this: the
//! operational tables are what the institution's identity is shown, and the statistical ones are counted
//! here from that audience's parts by the same code, as figures that nobody protects.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "oracle/every_view.rs"]
mod every_view;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use every_view::Desk;
use serde_json::{Map, Value as Json, json};
use support::home::done;
use tallybox::report;
use tallybox::response::part;
use tallybox::runtime::home::check_file;
use tallybox::stats::view::Name;
use tallybox::stats::{FrameBuilder, Operational, Published};
use tallybox::survey::Questionnaire;
use tallybox::vault::identity;
use tallybox::vault::seal;
use tallybox::vault::store::Store;
use tempfile::TempDir;

/// The departments whose views are compared.
const DEPARTMENTS: [&str; 2] = ["chemistry", "workshops"];
const FLAGSHIP: &str = "surveys/skills-and-responsibility.toml";

/// A home with simulated answers, and its parts as opened JSON.
struct World {
    asked: Asked,
    folder: TempDir,
    survey: Arc<Questionnaire>,
}

fn at_root(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// How many people are made up, where nobody says so.
fn people(asked: Asked) -> String {
    let few = match asked {
        Asked::AsShipped => "200",
        Asked::EveryTierAndPack => "80",
    };
    std::env::var("TALLYBOX_ORACLE").unwrap_or_else(|_| few.to_owned())
}

/// The shipped questionnaire, and what its author may switch on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    AsShipped,
    EveryTierAndPack,
}

impl World {
    fn new(asked: Asked) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        let home = home.to_str().unwrap();
        done(&["demo", "--home", home, "--no-open", "--responses", "1"]);
        // The demo's staff list is that of its one respondent.
        fs::remove_file(folder.path().join("home/headcounts.csv")).unwrap();
        if asked == Asked::EveryTierAndPack {
            switch_on(folder.path());
        }
        let people = people(asked);
        let simulate = [
            "survey", "simulate", "--into", home, "--seed", "27", "--quiet",
        ];
        done(&[&simulate[..], &["--responses", &people]].concat());
        let survey = check_file(&folder.path().join("home").join(FLAGSHIP))
            .unwrap()
            .questionnaire
            .unwrap();
        let world = Self {
            asked,
            folder,
            survey,
        };
        world.open();
        world.write_demand();
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

    /// A demand file for each department that is looked at: every skill, in every combination of level,
    /// need and day; and a staff list of one, so that nothing reads "single" or "uncovered".
    fn write_demand(&self) {
        let folder = self.home().join("demand");
        fs::create_dir_all(&folder).unwrap();
        for department in DEPARTMENTS {
            let mut text = format!("schema = 1\ndepartment = \"{department}\"\n");
            for (at, skill) in self.survey.lists["skills"].entries.iter().enumerate() {
                let now = at % 4;
                let by = [
                    "",
                    "by = 2027-02-01\n",
                    "by = 2029-02-01\n",
                    "by = 2039-02-01\n",
                ][at % 7 % 4];
                let need = format!(
                    "\n[[need]]\nskill = \"{}\"\nlevel = {}\nneed_now = {now}\nneed_3y = {}\ncriticality = {}\nwhy = \"{}\"\n{by}",
                    skill.code,
                    [3, 4, 2][at % 3],
                    now + at % 3,
                    1 + at % 5,
                    ["research", "teaching", "income"][at % 3],
                );
                text.push_str(&need);
            }
            fs::write(folder.join(format!("{department}.toml")), text).unwrap();
        }
        let people = DEPARTMENTS.map(|department| format!("{department},1\n"));
        let headcounts = format!("department,people\n{}", people.concat());
        fs::write(self.home().join("headcounts.csv"), headcounts).unwrap();
    }

    /// What an independent script makes of the opened JSON. Debian's Python, since it has pandas.
    fn asked(&self, script: &str, more: &[&str]) -> Json {
        let script = at_root(&format!("tests/oracle/{script}"));
        let output = Command::new("/usr/bin/python3")
            .arg(script)
            .arg(self.home().join(FLAGSHIP))
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

/// Switches on what the questionnaire of a demo's home leaves off, in a store that holds nothing yet.
fn switch_on(folder: &Path) {
    let home = folder.join("home");
    let file = home.join(FLAGSHIP);
    let text = fs::read_to_string(&file).unwrap();
    let more = text
        .replace("# tiers = ", "tiers = ")
        .replace("# packs = ", "packs = ");
    assert_eq!(more.len() + 4, text.len());
    fs::write(file, more).unwrap();
    fs::remove_dir_all(home.join("box")).unwrap();
    let home = home.to_str().unwrap();
    done(&["box", "init", "--home", home, "--name", "Oracle"]);
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
            // Special category data of fewer than 50 people is shown at neither door.
            if ours["base"]["withheld"] == "special_category" {
                assert!(theirs["base"].as_u64().unwrap() < 50, "{id}, {department}");
                continue;
            }
            assert_eq!(ours, theirs, "{id}, {department}");
        }
    }
}

/// A view's block by its id.
fn block<'v>(view: &'v Json, id: &str) -> &'v Json {
    let mut blocks = view["blocks"].as_array().unwrap().iter();
    blocks.find(|block| block["id"] == id).unwrap()
}

/// Some columns of a sheet's rows, by skill.
fn by_skill(view: &Json, sheet: &str, columns: &Json) -> Json {
    let rows = block(view, sheet)["rows"].as_array().unwrap().iter();
    let rows = rows.map(|row| {
        let own = keys(columns)
            .into_iter()
            .map(|id| (id.to_owned(), row[id].clone()));
        (
            row["skill"].as_str().unwrap().to_owned(),
            Json::Object(own.collect()),
        )
    });
    Json::Object(rows.collect())
}

fn first(rows: &Json) -> &Json {
    rows.as_object().unwrap().values().next().unwrap()
}

fn heat(view: &Json) -> Json {
    let grid = block(view, "heat");
    let families = grid["down"].as_array().unwrap().iter();
    let cells = grid["cells"].as_array().unwrap().iter();
    let rows = families
        .zip(cells)
        .map(|(family, row)| (code(family), row.clone()));
    Json::Object(rows.collect())
}

/// Every wish's parts and its score, in no order. A wish's cost band is the view's own: routes are
/// compared by hand in the view's tests.
fn wishes(ours: &Json) -> Vec<Vec<String>> {
    let rows = block(ours, "plan")["rows"].as_array().unwrap().iter();
    let parts = [
        "skill",
        "criticality",
        "levels",
        "holders",
        "factor",
        "cost_band",
        "priority",
    ];
    let mut wishes: Vec<Vec<String>> = rows
        .map(|row| parts.iter().map(|part| code(&row[*part])).collect())
        .collect();
    wishes.sort();
    wishes
}

/// The script's wishes, with the bands that the view found for the same wishes.
fn scored(theirs: &Json, ours: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut left = ours.to_vec();
    let wishes = theirs.as_array().unwrap().iter().map(|wish| {
        let mut parts: Vec<String> = (0..5).map(|at| code(&wish[at])).collect();
        let same = left.iter().position(|known| known[..5] == parts[..]);
        let band = same.map_or_else(|| "of no row".to_owned(), |at| left.remove(at)[5].clone());
        let priced = if band == "null" { "1" } else { &band };
        let score = code(&wish[5][priced]);
        parts.extend([band, score]);
        parts
    });
    let mut wishes: Vec<Vec<String>> = wishes.collect();
    wishes.sort();
    wishes
}

fn assert_views(world: &World, lead: &Desk<Operational>, day: &str) {
    let view = |department, name| lead.view(Name::find(name).unwrap(), department).unwrap();
    for department in DEPARTMENTS {
        let demand = world.home().join(format!("demand/{department}.toml"));
        let theirs = world.asked("views.py", &[demand.to_str().unwrap(), day]);
        for (name, sheet) in [("cover", "cover"), ("horizon", "horizon")] {
            let ours = by_skill(&view(department, name), sheet, first(&theirs[name]));
            assert_keys(name, &ours, &theirs[name]);
            for skill in keys(&ours) {
                assert_eq!(
                    ours[skill], theirs[name][skill],
                    "{department} {name} {skill}"
                );
            }
        }
        assert_eq!(
            heat(&view(department, "skills")),
            theirs["heat"],
            "{department}"
        );
        let ours = wishes(&view(department, "training"));
        assert!(!ours.is_empty(), "{department} wishes for something");
        assert_eq!(ours, scored(&theirs["wishes"], &ours), "{department}");
    }
}

/// The tables that the institution's identity is shown.
fn assert_lead_tables(world: &World) {
    let lead = world.asked("tables.py", &["lead"]);
    let shown = plain(&world.shown());
    assert!(
        shown.as_object().unwrap().len() > 300,
        "every row of every matrix"
    );
    assert_same(&shown, &lead["tables"]);
    // Some of what was sent does not count, else the choice was not put to the test.
    let leaves = fs::read_dir(world.opened()).unwrap();
    let headers = leaves.filter(|file| {
        let name = file.as_ref().unwrap().file_name();
        name.to_string_lossy().ends_with(".header.json")
    });
    assert!(headers.count() > lead["responses"].as_array().unwrap().len());
}

fn assert_statistical_tables(world: &World) {
    let statistics = world.asked("tables.py", &["statistics"]);
    let published = world.counted("statistics", &statistics["responses"]);
    let counted: Json = serde_json::from_str(&report::json::write(&published)).unwrap();
    assert_same(&plain(&counted), &statistics["tables"]);
}

#[test]
fn every_figure_equals_the_one_that_an_independent_program_works_out() {
    compare(Asked::AsShipped);
}

#[test]
fn so_it_does_where_every_tier_and_pack_is_asked() {
    compare(Asked::EveryTierAndPack);
}

/// Side by side, since one looks while the other reads what it was told.
fn compare(asked: Asked) {
    let world = &World::new(asked);
    let day = &tallybox::runtime::clock::today().to_string();
    let desk = &Desk::new(world, "institution.key");
    std::thread::scope(|scope| {
        scope.spawn(|| assert_views(world, desk, day));
        scope.spawn(|| assert_lead_tables(world));
        scope.spawn(|| assert_statistical_tables(world));
        let differ = every_view::differences(world, desk, day);
        assert!(differ.is_empty(), "{}", differ.join("\n"));
    });
}
