//! What counts as technical is worked out anew from the same answers; and the crosswalk to SOC and SSC.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value as Json, json};
use support::home::{done, tallybox};
use tallybox::merge::apply::plan_of;
use tallybox::merge::plan::Trust;
use tallybox::vault::identity;
use tallybox::vault::seal;
use tallybox::vault::store::Store;

const PEOPLE: &str = "160";

/// Whom a definition counts: `1`, `0` or `-` for each person, by department.
type Says<'a> = &'a dyn Fn(&Json) -> char;

fn home(folder: &Path) -> String {
    let home = folder.join("home").to_str().unwrap().to_owned();
    done(&["demo", "--home", &home, "--no-open", "--responses", "1"]);
    let words = [
        "survey", "simulate", "--into", &home, "--quiet", "--seed", "9",
    ];
    done(&[&words[..], &["--responses", PEOPLE]].concat());
    home
}

/// The answers of the statistics audience that count, opened without the program's columns.
fn answers(home: &str) -> Vec<Json> {
    let store = Store::open_to_read(&Path::new(home).join("box")).unwrap();
    let key = Path::new(home).join("identities/statistics.key");
    let own = identity::read(&key, &mut |_| None).ok().unwrap().age;
    let own: Vec<&dyn age::Identity> = own.iter().map(|one| one as &dyn age::Identity).collect();
    let counting = plan_of(&store, &Trust::new([])).unwrap().counting();
    let open = |leaf| {
        let sealed = store.part(leaf, "statistics").unwrap().unwrap();
        let part: Json = serde_json::from_slice(&seal::open(&sealed, &own).unwrap()).unwrap();
        part["answers"].clone()
    };
    counting.into_iter().map(open).collect()
}

/// Everybody of the groups that may be shown: departments of ten, and small ones of a faculty together.
fn shown(people: &[Json]) -> Vec<&Json> {
    let list = fs::read_to_string("surveys/lists/departments.csv").unwrap();
    let parents: BTreeMap<&str, &str> = list
        .lines()
        .filter_map(|line| Some((line.split(',').next()?, line.rsplit(',').next()?)))
        .collect();
    let mut sizes = BTreeMap::<&str, usize>::new();
    for one in people {
        *sizes.entry(one["b_dept"].as_str().unwrap()).or_default() += 1;
    }
    let small = |code: &str| sizes[code] < 10;
    let mut faculties = BTreeMap::<&str, usize>::new();
    for (code, size) in sizes.iter().filter(|(code, _)| small(code)) {
        *faculties.entry(parents[code]).or_default() += size;
    }
    let is_shown = |one: &&Json| {
        let code = one["b_dept"].as_str().unwrap();
        !small(code) || (!parents[code].is_empty() && faculties[parents[code]] >= 10)
    };
    people.iter().filter(is_shown).collect()
}

fn rounded(count: usize) -> usize {
    (count + 2) / 5 * 5
}

fn by_hand(people: &[&Json], says: Says<'_>) -> Json {
    let count = |letter| people.iter().filter(|one| says(one) == letter).count();
    let [yes, no, unknown] = ['1', '0', '-'].map(|letter| rounded(count(letter)));
    json!({ "counted": yes, "not_counted": no, "not_told": unknown })
}

fn rows(home: &str) -> BTreeMap<String, Json> {
    let identity = format!("{home}/identities/statistics.key");
    let words = [
        "--home",
        home,
        "report",
        "--identity",
        &identity,
        "--view",
        "staff",
    ];
    let told: Json = serde_json::from_str(&done(&[&words[..], &["--json"]].concat())).unwrap();
    let blocks = told["blocks"].as_array().unwrap();
    let sheet = blocks.iter().find(|block| block["id"] == "definitions");
    let rows = sheet.unwrap()["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let name = row["definition"].as_str().unwrap().to_owned();
        let mut row = row.as_object().unwrap().clone();
        row.remove("definition");
        row.remove("source");
        (name, Json::Object(row))
    })
    .collect()
}

fn soc(one: &Json) -> Option<&str> {
    one["b_soc"].as_str()
}

#[test]
fn what_is_wrong_with_a_file_beside_the_questionnaires_is_told_by_survey_check() {
    for name in [
        "technical.toml",
        "routes.toml",
        "roles.toml",
        "comparators.toml",
        "apprenticeships.csv",
    ] {
        let shipped = format!("surveys/{name}");
        done(&["survey", "check", &shipped]);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        let text = fs::read_to_string(&shipped).unwrap();
        // A line of the first entry is spoilt.
        let broken = match name {
            "apprenticeships.csv" => text.replacen('\n', "\nST,,,,,,\n", 1),
            _ => text.replacen("\ntitle", "\ntitel", 1),
        };
        fs::write(&file, broken).unwrap();
        let output = tallybox(&["survey", "check", file.to_str().unwrap()]);
        let told = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.code(), Some(1), "{name}: {told}");
        let place = told.lines().find(|line| line.contains(&format!("{name}:")));
        let place = place
            .unwrap()
            .rsplit(':')
            .take(2)
            .all(|part| part.trim().parse::<usize>().is_ok());
        assert!(place && told.contains("  = "), "{name}: {told}");
    }
}

#[test]
fn rival_definitions_are_counted_from_the_same_answers() {
    let folder = tempfile::tempdir().unwrap();
    let home = home(folder.path());
    let all = answers(&home);
    let people = shown(&all);
    assert!(people.len() > 100 && people.len() < all.len() + 1);
    let begins = |starts: &'static [&'static str]| {
        move |one: &Json| match soc(one) {
            None => '-',
            Some(code) if starts.iter().any(|start| code.starts_with(start)) => '1',
            Some(_) => '0',
        }
    };
    let work = [
        "equipment",
        "practicals",
        "making",
        "research",
        "it",
        "care",
        "creative",
    ];
    let says_work = |one: &Json| match one["b_basis"].as_array() {
        None => '-',
        Some(chosen) => {
            let code = |one: &Json| {
                let other = one["code"].as_str();
                one.as_str().or(other).unwrap_or_default().to_owned()
            };
            let codes: BTreeSet<String> = chosen.iter().map(code).collect();
            if work.iter().any(|code| codes.contains(*code)) {
                '1'
            } else {
                '0'
            }
        }
    };
    let found = rows(&home);
    assert_eq!(found.len(), 4);
    let core = begins(&["311", "3120", "313", "3417"]);
    assert_eq!(found["core"], by_hand(&people, &core));
    let graduates = begins(&["311", "312", "313", "321", "342", "612"]);
    assert_eq!(found["graduate-workforce"], by_hand(&people, &graduates));
    assert_eq!(found["skilled"], by_hand(&people, &begins(&["3", "5"])));
    assert_eq!(found["work"], by_hand(&people, &says_work));
    assert_ne!(found["core"], found["work"], "the definitions differ");
    // A university's own definition: nobody is asked again.
    let own = "schema = 1\n[[definition]]\nid = \"either\"\ntitle = \"Either\"\nsource = \"ours\"\n\
               [[definition.rule]]\nquestion = \"b_soc\"\nstarting = [\"311\"]\n\
               [[definition.rule]]\nquestion = \"b_ladder\"\ncodes = [\"l3\", \"L3\"]\n";
    fs::write(Path::new(&home).join("surveys/technical.toml"), own).unwrap();
    let either = |one: &Json| {
        let (job, step) = (soc(one), one["b_ladder"].as_str());
        let fits = [
            job.map(|code| code.starts_with("311")),
            step.map(|step| step.eq_ignore_ascii_case("l3")),
        ];
        if fits.contains(&Some(true)) {
            '1'
        } else if fits.contains(&None) {
            '-'
        } else {
            '0'
        }
    };
    assert_eq!(rows(&home)["either"], by_hand(&people, &either));
    // A definition that moves by a few people only could be subtracted from what it was.
    let codes: BTreeMap<&str, usize> =
        people
            .iter()
            .filter_map(|one| soc(one))
            .fold(BTreeMap::new(), |mut codes, code| {
                *codes.entry(code).or_default() += 1;
                codes
            });
    let few = codes
        .iter()
        .find(|(code, count)| **count < 5 && !code.starts_with("311"));
    let more = own.replace("[\"311\"]", &format!("[\"311\", \"{}\"]", few.unwrap().0));
    fs::write(Path::new(&home).join("surveys/technical.toml"), more).unwrap();
    let identity = format!("{home}/identities/statistics.key");
    let output = tallybox(&[
        "--home",
        &home,
        "report",
        "--identity",
        &identity,
        "--view",
        "staff",
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("technical.either"), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn the_crosswalk_tells_what_has_no_code_and_which_code_leads_nowhere() {
    let file = "surveys/skills-and-responsibility.toml";
    let told: Json = serde_json::from_str(&done(&["survey", "crosswalk", file, "--json"])).unwrap();
    let skills = told
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["list"] == "skills")
        .unwrap();
    // Counted from the file itself.
    let list = fs::read_to_string("surveys/lists/skills.csv").unwrap();
    let rows: Vec<Vec<&str>> = list
        .lines()
        .skip(1)
        .map(|line| line.rsplitn(3, ',').collect())
        .collect();
    let coded = rows.iter().filter(|row| !row[0].is_empty()).count();
    assert_eq!(
        skills["all"],
        json!({ "entries": rows.len(), "soc": coded, "ssc": 0 })
    );
    assert_eq!(
        (&skills["has_soc"], &skills["has_ssc"]),
        (&json!(true), &json!(false))
    );
    let lab = rows.iter().filter(|row| row[1] == "lab").count();
    assert_eq!(skills["groups"]["lab"]["entries"], lab);
    let text = done(&["survey", "crosswalk", file]);
    assert!(text.contains("no column: add `ssc`"), "{text}");
    // A university's own bank, with a slip.
    let folder = tempfile::tempdir().unwrap();
    let survey = r#"
schema = 1
[survey]
id = "own"
title = "Own"
languages = ["en"]
[privacy]
notice = "Why."
[[audience]]
id = "lead"
sealed_to = ["institution"]
[lists.bank]
file = "bank.csv"
[lists.soc2020]
file = "soc.csv"
[[section]]
id = "all"
title = "All"
[[section.question]]
id = "best"
type = "single"
label = "Best at?"
list = "bank"
audience = ["lead"]
[[section.question]]
id = "job"
type = "single"
label = "Job?"
list = "soc2020"
audience = ["lead"]
"#;
    let bank = "code,label,family,soc,ssc\na,A,one,3111,S.1;S.2\nb,B,one,,\nc,C,two,9999,\n";
    let path = folder.path().join("own.toml");
    fs::write(&path, survey).unwrap();
    fs::write(folder.path().join("bank.csv"), bank).unwrap();
    fs::write(
        folder.path().join("soc.csv"),
        "code,label\n3111,Laboratory technicians\n",
    )
    .unwrap();
    let path = path.to_str().unwrap();
    let output = tallybox(&["survey", "crosswalk", path, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let told: Json = serde_json::from_slice(&output.stdout).unwrap();
    let bank = &told.as_array().unwrap()[0];
    assert_eq!(bank["all"], json!({ "entries": 3, "soc": 2, "ssc": 1 }));
    assert_eq!(bank["entries"][0]["ssc"], json!(["S.1", "S.2"]));
    assert_eq!(bank["entries"][2]["unknown"], json!(["9999"]));
    let text = String::from_utf8(tallybox(&["survey", "crosswalk", path]).stdout).unwrap();
    assert!(
        text.contains("without soc: b") && text.contains("without ssc: b c"),
        "{text}"
    );
    assert!(
        text.contains("c: 9999 is none of the questionnaire's occupations"),
        "{text}"
    );
    let csv = tallybox(&["survey", "crosswalk", path, "--format", "csv"]);
    let csv = String::from_utf8(csv.stdout).unwrap();
    assert!(csv.contains("bank,a,A,one,3111,S.1 S.2"), "{csv}");
}
