//! An attacker on what leads send upwards: `attack/upwards.py`, written apart from what protects it, who
//! knows how many answered, what the department needs, every view that was sent and the formulas.
//!
//! Declared, and held here: of no skill can the number of its holders be told from nobody, or narrowed to
//! fewer numbers than the survey's profile leaves: 3 under HESA's rounding, 5 where small counts are hidden.
//! The controls are the lead's own views, and those with the columns for numbers taken away alone.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::report::view::{Teller, json as to_json};
use tallybox::response::part;
use tallybox::runtime::home::flagship;
use tallybox::stats::demand::{self, Demand, Headcounts};
use tallybox::stats::material::{BASE_RATE, Material};
use tallybox::stats::view::{self, Rules, View, upwards};
use tallybox::stats::{Frame, FrameBuilder, Operational};
use tallybox::survey::Questionnaire;
use tallybox::survey::model::Profile;
use tallybox::survey::roles::Roles;

/// Four skills of one family, each with so many holders.
const SKILLS: [&str; 4] = ["mat.sem", "mat.tem", "mat.xrd", "mat.vac"];

/// A department: how many answered, and how many of them hold each skill.
struct Department {
    people: usize,
    holders: [usize; 4],
    needs: [(usize, usize, usize); 4],
}

/// Numbers that are the same in every run.
fn departments() -> Vec<Department> {
    let mut state = 7_u64;
    let mut below = |end: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % end
    };
    let sizes = [4, 9, 10, 11, 13, 14, 20, 33];
    let of = |people: usize, below: &mut dyn FnMut(usize) -> usize| Department {
        people,
        holders: std::array::from_fn(|_| below((people + 1).min(9))),
        needs: std::array::from_fn(|_| (below(5), below(6), 1 + below(5))),
    };
    sizes
        .iter()
        .cycle()
        .take(16)
        .map(|people| of(*people, &mut below))
        .collect()
}

fn ratings(survey: &Questionnaire, levels: [i64; 4]) -> Json {
    let skills = survey.lists["skills"].entries.iter();
    let skills = skills.filter(|skill| skill.columns["family"] == "mat");
    let rows: Map<String, Json> = skills
        .map(|skill| {
            let at = SKILLS.iter().position(|code| *code == skill.code);
            (
                skill.code.clone(),
                at.map_or(json!({ "missing": "blank" }), |at| json!(levels[at])),
            )
        })
        .collect();
    json!({ "rows": rows, "closed": [] })
}

fn frame(survey: &Arc<Questionnaire>, department: &Department) -> Frame<Operational> {
    let mut builder = FrameBuilder::new(Arc::clone(survey), &[], &["lead".to_owned()]);
    for at in 0..department.people {
        let levels = department
            .holders
            .map(|holders| if at < holders { 3 } else { 1 });
        let said = json!({
            "b_dept": "chemistry",
            "e_rate": ratings(survey, levels),
            "e_key": SKILLS,
            "d_equip": [{ "name": format!("Thing {at}"), "role": "owner", "unaided": "0", "doc": "none" }],
        });
        let mut answers = Map::new();
        for question in survey.questions() {
            let mut audiences = question.audience.iter();
            if audiences.any(|release| release.audience == "lead") {
                let answer = said.get(&question.id).cloned();
                let answer = answer.unwrap_or_else(|| json!({ "missing": "withheld" }));
                answers.insert(question.id.clone(), answer);
            }
        }
        // When a skill was last used is not asked here, so that a rating of 3 is a holder.
        answers.insert("e_last".to_owned(), json!({ "missing": "not_relevant" }));
        let part = json!({
            "survey": survey.id, "wave": "", "fingerprint": survey.fingerprint.to_string(),
            "response": format!("{at:02x}").repeat(16), "revision": 1, "audience": "lead",
            "date": "2027-02", "answers": answers,
        });
        let opened = part::open(survey, part.to_string().as_bytes()).unwrap();
        builder.push(survey, &[opened]);
    }
    builder.finish()
}

fn needs(department: &Department) -> String {
    let mut text = "schema = 1\ndepartment = \"chemistry\"\n".to_owned();
    for (skill, (now, later, criticality)) in SKILLS.iter().zip(department.needs) {
        let need = format!(
            "[[need]]\nskill = \"{skill}\"\nneed_now = {now}\nneed_3y = {later}\ncriticality = {criticality}\nwhy = \"teaching\"\n"
        );
        text.push_str(&need);
    }
    text
}

/// Every view of the department that has something for those above.
fn views(survey: &Arc<Questionnaire>, department: &Department, demand: &Demand) -> Vec<View> {
    let frame = frame(survey, department);
    let (headcounts, roles) = (Headcounts::default(), Roles::default());
    let material = Material {
        frame: &frame,
        questionnaire: survey,
        department: Some("chemistry"),
        demand,
        headcounts: &headcounts,
        routes: &[],
        roles: &roles,
        day: Day::new(2027, 3, 1).unwrap(),
        base_rate: BASE_RATE,
    };
    [view::cover, view::risk, view::demand, view::register]
        .map(|make| make(&material))
        .into()
}

/// What goes up of views of a survey of this profile.
fn sent(views: &[View], profile: Profile) -> Vec<View> {
    let views = views.iter().cloned().map(|mut view| {
        let minimum = 10;
        view.about.rules = Rules { profile, minimum };
        view
    });
    let views: Vec<View> = views.collect();
    views.iter().filter_map(upwards).collect()
}

fn told(views: &[View]) -> Vec<Json> {
    let teller = Teller::new(&Language::new("en"));
    let one = |view: &View| serde_json::from_str(&to_json::write(view, &teller)).unwrap();
    views.iter().map(one).collect()
}

/// Every number of holders that could be, by skill.
fn attacked(department: &Department, views: &[Json]) -> BTreeMap<String, Vec<usize>> {
    let needs: Map<String, Json> = SKILLS
        .iter()
        .zip(department.needs)
        .map(|(skill, (now, later, criticality))| {
            let need = json!({ "need_now": now, "need_3y": later, "criticality": criticality });
            ((*skill).to_owned(), need)
        })
        .collect();
    let world = json!({ "people": department.people, "needs": needs, "views": views });
    let mut child = Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attack/upwards.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(world.to_string().as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn nothing_sent_upwards_tells_how_many_hold_a_skill() {
    let survey = flagship().unwrap();
    let profiles = [(Profile::Hesa, 3), (Profile::Suppress, 5)];
    // Of each profile how many skills read few, enough, and nothing.
    let mut read = [[0; 3]; 2];
    for department in departments() {
        let demand = demand::parse(&needs(&department), "chem.toml", &survey).unwrap();
        let own = views(&survey, &department, &demand);
        for ((profile, declared), read) in profiles.into_iter().zip(&mut read) {
            let sent = told(&sent(&own, profile));
            assert_eq!(sent.len(), 4);
            for (skill, possible) in attacked(&department, &sent) {
                let at = SKILLS.iter().position(|code| *code == skill).unwrap();
                let truth = department.holders[at];
                let place = format!("{profile:?} {skill} {truth}: {possible:?}");
                assert!(
                    possible.contains(&truth) && possible.len() >= declared,
                    "{place}"
                );
                let is_silent = possible.len() == department.people + 1;
                let is_enough = possible[0] > 0;
                read[if is_silent { 2 } else { usize::from(is_enough) }] += 1;
            }
            in_public_order(&sent);
        }
    }
    assert!(read.iter().flatten().all(|skills| *skills > 3), "{read:?}");
}

/// Rows stand in an order that what they show explains: the lead's own is by figures that stay.
fn in_public_order(views: &[Json]) {
    let blocks = views
        .iter()
        .flat_map(|view| view["blocks"].as_array().unwrap());
    for rows in blocks.filter_map(|block| block["rows"].as_array()) {
        let key = |row: &Json| {
            let weight = row.get("impact").or_else(|| row.get("criticality"));
            let weight = weight.and_then(Json::as_u64).unwrap_or(0);
            let name = row.get("skill").or_else(|| row.get("name")).unwrap();
            (
                row["state"] != "few",
                u64::MAX - weight,
                name.as_str().unwrap().to_owned(),
            )
        };
        let keys: Vec<_> = rows.iter().map(key).collect();
        assert!(keys.is_sorted(), "{rows:?}");
    }
}

#[test]
fn the_attacker_breaks_what_is_exact_and_what_leaves_the_gap() {
    let survey = flagship().unwrap();
    let (mut exact, mut by_gap) = (0, 0);
    for department in departments().into_iter().take(8) {
        let demand = demand::parse(&needs(&department), "chem.toml", &survey).unwrap();
        let own = told(&views(&survey, &department, &demand));
        let narrow = |views: &[Json]| {
            let found = attacked(&department, views);
            found.values().filter(|possible| possible.len() < 3).count()
        };
        exact += narrow(&own);
        by_gap += narrow(&own.iter().map(without_holders).collect::<Vec<_>>());
    }
    assert!(exact > 25 && by_gap > 6, "{exact} {by_gap}");
}

/// What an allow-list of columns alone would let go up: no numbers of people, but state, gap and exposure.
fn without_holders(view: &Json) -> Json {
    let mut view = view.clone();
    for block in view["blocks"].as_array_mut().unwrap() {
        for row in block
            .get_mut("rows")
            .and_then(Json::as_array_mut)
            .into_iter()
            .flatten()
        {
            let row = row.as_object_mut().unwrap();
            row.retain(|column, _| {
                !["holders", "detail", "cover", "supply_3y"].contains(&column.as_str())
            });
        }
    }
    view
}

/// A need that the lead took over as it was drawn is no word of theirs: of the line they changed figures
/// go up, of the others none.
#[test]
fn of_a_starter_that_was_saved_only_what_the_lead_changed_goes_up() {
    let survey = flagship().unwrap();
    let department = &departments()[7];
    let mut demand = demand::parse(&needs(department), "d.toml", &survey).unwrap();
    let own = demand.needs.remove(0);
    let drawn = demand.needs.iter_mut();
    drawn.for_each(|need| need.is_drawn = true);
    demand.needs.push(own.clone());
    let file = demand::write(&demand);
    let saved = demand::parse(&file, "d.toml", &survey).unwrap();
    let sent = told(&sent(&views(&survey, department, &saved), Profile::Hesa));
    let rows: Vec<&Json> = sent
        .iter()
        .flat_map(|view| view["blocks"].as_array().unwrap())
        .filter_map(|block| block["rows"].as_array())
        .flatten()
        .filter(|row| row.get("skill").is_some())
        .collect();
    // Of the others not even a row: that a need was drawn says that somebody named the skill.
    assert_eq!(rows.len(), 3);
    for row in rows {
        assert_eq!(row["skill"], own.skill.as_str());
        let columns = [
            "need",
            "need_now",
            "need_3y",
            "criticality",
            "impact",
            "why",
        ];
        let mut said = columns.iter().filter_map(|column| row.get(*column));
        assert!(said.all(|value| !value.is_null()), "{row}");
    }
    // The grid counts what the rows show.
    let blocks = sent
        .iter()
        .flat_map(|view| view["blocks"].as_array().unwrap());
    let grid = blocks.clone().find(|block| block["id"] == "grid").unwrap();
    let cells = grid["cells"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|line| line.as_array().unwrap());
    let counted: u64 = cells.filter_map(Json::as_u64).sum();
    assert_eq!(counted, 1, "{grid}");
}

#[test]
fn a_need_that_was_drawn_from_the_holders_does_not_go_up_with_them() {
    let survey = flagship().unwrap();
    let department = &departments()[7];
    let sent = told(&sent(
        &views(&survey, department, &Demand::default()),
        Profile::Hesa,
    ));
    let blocks = sent
        .iter()
        .flat_map(|view| view["blocks"].as_array().unwrap());
    let rows: Vec<&Json> = blocks
        .filter_map(|block| block["rows"].as_array())
        .flatten()
        .collect();
    assert!(
        rows.is_empty(),
        "nor do the names that one person typed: {rows:?}"
    );
}
