//! The people of the views of people: a handful whose every figure can be worked out by hand, and how a
//! view's blocks are read in a test.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;
use std::sync::Arc;
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::base::words::Words;
use tallybox::response::part;
use tallybox::runtime::home::Embedded;
use tallybox::runtime::home::embedded;
use tallybox::runtime::home::flagship;
use tallybox::stats::Frame;
use tallybox::stats::FrameBuilder;
use tallybox::stats::Operational;
use tallybox::stats::demand;
use tallybox::stats::demand::Demand;
use tallybox::stats::demand::Headcounts;
use tallybox::stats::material::BASE_RATE;
use tallybox::stats::material::Material;
use tallybox::stats::view::Block;
use tallybox::stats::view::Sheet;
use tallybox::stats::view::Value;
use tallybox::stats::view::View;
use tallybox::survey;
use tallybox::survey::Questionnaire;
use tallybox::survey::roles;
use tallybox::survey::roles::Roles;
use tallybox::survey::routes;
use tallybox::survey::routes::Route;

/// The flagship with its extended questions: evidence, and work with industry.
pub(crate) fn extended() -> Arc<Questionnaire> {
    let (name, text) = embedded()[0];
    let switched = text.replace("# tiers = [\"extended\"]", "tiers = [\"extended\"]");
    assert_ne!(text, switched);
    let checked = survey::load(name, switched.as_bytes(), &Embedded);
    checked.questionnaire.unwrap()
}

/// A matrix of ratings as a part holds it: every skill of these families, `closed` ones included.
pub(crate) fn ratings(
    survey: &Questionnaire,
    families: &[&str],
    closed: &[&str],
    given: &[(&str, i64)],
) -> Json {
    let skills = survey.lists["skills"].entries.iter();
    let skills = skills.filter(|skill| families.contains(&skill.columns["family"].as_str()));
    let rows: Map<String, Json> = skills
        .map(|skill| {
            let found = given.iter().find(|(code, _)| *code == skill.code);
            let answer = found.map_or(json!({"missing": "blank"}), |(_, level)| json!(level));
            (skill.code.clone(), answer)
        })
        .collect();
    json!({"rows": rows, "closed": closed})
}

pub(crate) fn wish(skill: &str, now: i64, wanted: i64, when: &str, how: &[&str]) -> Json {
    json!({"skill": skill, "level_now": now, "level_wanted": wanted, "reason": "job", "when": when, "how": how})
}

/// Six people of chemistry and one of physics.
///
/// | who | step | SEM (`mat.sem`) | TEM (`mat.tem`) | others |
/// |---|---|---|---|---|
/// | Ann | L4 | 4, this year | 3, two years | solutions 4; closed `mat` |
/// | Bob | L2 | 1 | | weighing 2 |
/// | Cat | L2 | 0: closed `mat` | 0 | X-ray diffraction 2 |
/// | Dan | L3 | 3, five years ago | | |
/// | no name | L2 | | 2 | |
/// | shares nothing | L1 | | | |
/// | Eve (physics) | L3 | 4, this year | | |
pub(crate) fn people(survey: &Questionnaire) -> Vec<Json> {
    vec![
        json!({
            "b_dept": "chemistry", "b_ladder": "L4", "a_name": "Ann",
            "e_rate": ratings(survey, &["mat", "lab"], &["mat"], &[("mat.sem", 4), ("mat.tem", 3), ("lab.prep", 4)]),
            "e_last": {"mat.sem": "year", "mat.tem": "two", "lab.prep": "longer"},
            "e_evid": {"mat.sem": ["certificate", "own"], "mat.tem": {"missing": "blank"}},
            "e_teach": ["mat.sem"], "e_hidden": ["lab.prep"],
            "h_want": [wish("mat.tem", 3, 4, "later", &[])], "h_mentor": ["mentor", "host"],
            "g_reg": ["rsci", "fhea"], "g_reg_want": "have",
            "h_htq": "ready", "h_ind": "employed",
            "d_equip": [{"name": "SEM", "family": "mat", "role": "owner", "due": "two"}],
        }),
        json!({
            "b_dept": "chemistry", "b_ladder": "L2", "a_name": "Bob",
            "e_rate": ratings(survey, &["mat", "lab"], &[], &[("mat.sem", 1), ("lab.weigh", 2)]),
            "e_hidden": ["lab.weigh"], "e_teach": [],
            "h_want": [wish("mat.sem", 0, 3, "half_year", &["shadowing"])],
            "h_mentor": ["mentee"], "g_reg": ["none"], "g_reg_want": "no",
            "h_htq": "not_ready", "h_ind": "no",
            "d_equip": [{"name": "Furnace", "family": "mat", "role": "owner", "due": "fine"}],
        }),
        json!({
            "b_dept": "chemistry", "b_ladder": "L2", "a_name": "Cat",
            "e_rate": ratings(survey, &["mat"], &["mat"], &[("mat.xrd", 2)]),
            "e_hidden": [], "e_teach": [],
            "h_want": [wish("mat.sem", 0, 2, "year", &["course"]), wish("mat.tem", 0, 3, "later", &[])],
            "h_mentor": ["none"], "g_reg": ["none"], "g_reg_want": "working", "h_htq": "no",
        }),
        json!({
            "b_dept": "chemistry", "b_ladder": "L3", "a_name": "Dan",
            "e_rate": ratings(survey, &["mat"], &[], &[("mat.sem", 3)]),
            "e_last": {"mat.sem": "five"}, "e_hidden": [], "e_teach": [],
            "h_want": [
                wish("mat.sem", 1, 4, "later", &["qualification"]),
                wish("mat.tem", 2, 3, "year", &["course"]),
                {"skill": {"code": "own", "text": "glass blowing for beginners"}, "level_now": 0, "level_wanted": 1},
            ],
            "h_mentor": ["host"], "g_reg": ["rscitech"], "g_reg_want": "help",
        }),
        json!({
            "b_dept": "chemistry", "b_ladder": "L2",
            "e_rate": ratings(survey, &["mat"], &[], &[("mat.tem", 2)]),
            "e_hidden": [], "e_teach": [],
            "h_want": [wish("mat.sem", 0, 4, "later", &[])],
            "h_mentor": ["visit"], "g_reg": ["none"], "g_reg_want": "help",
        }),
        json!({"b_dept": "chemistry", "b_ladder": "L1"}),
        json!({
            "b_dept": "physics", "b_ladder": "L3", "a_name": "Eve",
            "e_rate": ratings(survey, &["mat"], &[], &[("mat.sem", 4)]),
            "e_last": {"mat.sem": "year"}, "h_want": [], "h_mentor": ["host"],
        }),
    ]
}

/// A part as it is opened. What a person does not say is withheld.
fn frame(survey: &Arc<Questionnaire>, people: &[Json]) -> Frame<Operational> {
    let mut builder = FrameBuilder::new(Arc::clone(survey), &[], &["lead".to_owned()]);
    for (at, said) in (0..).zip(people) {
        let mut answers = Map::new();
        for question in survey.questions() {
            let answer = said.get(&question.id).cloned();
            let answer = answer.unwrap_or_else(|| json!({"missing": "withheld"}));
            if question
                .audience
                .iter()
                .any(|release| release.audience == "lead")
            {
                answers.insert(question.id.clone(), answer);
            }
        }
        let part = json!({
            "survey": survey.id, "wave": "", "fingerprint": survey.fingerprint.to_string(),
            "response": response(at), "revision": 1, "audience": "lead", "date": "2027-02",
            "answers": answers,
        });
        let opened = part::open(survey, part.to_string().as_bytes());
        let opened = opened.unwrap_or_else(|why| panic!("{why}"));
        builder.push(survey, &[opened]);
    }
    builder.finish()
}

pub(crate) fn response(at: u32) -> String {
    format!("{at:02x}").repeat(16)
}

pub(crate) struct Desk {
    pub(crate) survey: Arc<Questionnaire>,
    pub(crate) frame: Frame<Operational>,
    pub(crate) demand: Demand,
    pub(crate) headcounts: Headcounts,
    pub(crate) routes: Vec<Route>,
    pub(crate) roles: Roles,
}

const DEMAND: &str = r#"schema = 1
department = "chemistry"
[[need]]
skill = "mat.sem"
need_now = 3
need_3y = 4
criticality = 5
why = "teaching"
[[need]]
skill = "mat.tem"
need_now = 1
criticality = 2
why = "research"
"#;

const ROLES: &str = r#"schema = 1
example = true
[[role]]
step = "L2"
title = "Technician"
maps_to = "Grade 5"
requires = { "mat.sem" = 2, "lab.prep" = 1 }
[[role]]
step = "L3"
title = "Senior"
requires = { "mat.sem" = 3, "mat.tem" = 2, "no.such" = 1 }
"#;

impl Desk {
    pub(crate) fn new() -> Self {
        let survey = extended();
        let people = people(&survey);
        Self::of(survey, &people)
    }

    pub(crate) fn of(survey: Arc<Questionnaire>, people: &[Json]) -> Self {
        let routes = embedded().iter().find(|(name, _)| *name == "routes.toml");
        Self {
            frame: frame(&survey, people),
            demand: demand::parse(DEMAND, "chem.toml", &flagship().unwrap()).unwrap(),
            headcounts: Headcounts::default(),
            routes: routes::parse(routes.unwrap().1, "routes.toml").unwrap(),
            roles: roles::parse(ROLES, "roles.toml").unwrap(),
            survey,
        }
    }

    pub(crate) fn show(
        &self,
        department: Option<&str>,
        view: fn(&Material<'_, Operational>) -> View,
    ) -> View {
        view(&Material {
            frame: &self.frame,
            questionnaire: &self.survey,
            department,
            demand: &self.demand,
            headcounts: &self.headcounts,
            routes: &self.routes,
            roles: &self.roles,
            day: Day::new(2027, 3, 1).unwrap(),
            base_rate: BASE_RATE,
        })
    }

    pub(crate) fn chem(&self, view: fn(&Material<'_, Operational>) -> View) -> View {
        self.show(Some("chemistry"), view)
    }
}

/// A value as a word: labels and words of ours by code, and `someone` for who gave no name.
pub(crate) fn word(value: &Value) -> String {
    match value {
        Value::Nothing => "-".to_owned(),
        Value::Count(count) => count.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Of(part, all) => format!("{part}/{all}"),
        Value::Label(label) => label.code.clone(),
        Value::Word("no_name", _) => "someone".to_owned(),
        Value::Word(code, _) => format!("~{code}"),
        Value::Typed(typed) => typed.clone(),
        Value::Day(day) => day.to_string(),
        Value::List(values) => values.iter().map(word).collect::<Vec<_>>().join("+"),
        Value::Percent(_) | Value::Withheld(_) => panic!("no such value at this door"),
    }
}

fn line(values: &[Value]) -> String {
    values.iter().map(word).collect::<Vec<_>>().join(" | ")
}

pub(crate) fn find<'v>(blocks: &'v [Block], id: &str) -> &'v Block {
    blocks.iter().find(|block| block.id() == Some(id)).unwrap()
}

pub(crate) fn sheet<'v>(blocks: &'v [Block], id: &str) -> &'v Sheet {
    let Block::Sheet(sheet) = find(blocks, id) else {
        panic!("{id} is no table")
    };
    for row in &sheet.rows {
        assert_eq!(row.values.len(), sheet.columns.len(), "{id}");
    }
    sheet
}

pub(crate) fn rows(blocks: &[Block], id: &str) -> Vec<String> {
    let rows = sheet(blocks, id).rows.iter();
    rows.map(|row| line(&row.values)).collect()
}

/// What a row opens.
pub(crate) fn detail(blocks: &[Block], id: &str, row: usize, inner: &str) -> Vec<String> {
    rows(&sheet(blocks, id).rows[row].detail, inner)
}

pub(crate) fn facts(view: &View, id: &str) -> String {
    let Block::Facts(facts) = find(&view.blocks, id) else {
        panic!("{id} is not a list of figures")
    };
    let facts = facts.facts.iter();
    let facts = facts.map(|(id, _, value)| format!("{id} {}", word(value)));
    facts.collect::<Vec<_>>().join(", ")
}

pub(crate) fn notes(view: &View) -> Vec<String> {
    let words = Words::new(&Language::new("en"));
    let notes = view.blocks.iter().filter_map(|block| match block {
        Block::Note(message) => Some(words.tell(message)),
        _ => None,
    });
    notes.collect()
}
