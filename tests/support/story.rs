//! People at the small questionnaire while it changes: they send, begin, come back and finish through the
//! keeper; versions are published and reported on by the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form::{Form, Path as At};
use tallybox::response::code::Code;
use tallybox::runtime::home::Home;
use tallybox::runtime::keeper::{Found, Keeper, expires};

use super::home::TestHome;
use super::versions::{load, variant};

pub(crate) fn today() -> Day {
    Day::new(2027, 1, 11).unwrap()
}

pub(crate) fn keeper(home: &TestHome) -> Keeper {
    let survey = load(&home.path().join("surveys/small.toml"));
    Keeper::open(&Home::at(home.path()), survey).unwrap()
}

#[track_caller]
pub(crate) fn type_in(form: &mut Form, answers: &[(&str, &str)]) {
    for (id, typed) in answers {
        let outcome = form.put_typed(&At::top(id), typed);
        assert!(outcome.problems.is_empty(), "{id}");
    }
}

pub(crate) fn form(keeper: &Keeper) -> Form {
    let survey = Arc::clone(keeper.questionnaire());
    Form::new(survey, Language::new("en"), today(), 7)
}

/// Someone of chemistry sends everything.
pub(crate) fn send(keeper: &mut Keeper, years: usize, next: &str) {
    let code = keeper.draw().unwrap();
    let mut form = form(keeper);
    let years = years.to_string();
    let answers = [("dept", "chem"), ("years", &years), ("share", "career")];
    type_in(&mut form, &answers);
    type_in(&mut form, &[("teach", "no"), ("next", next)]);
    keeper.submit(&code, &form, today()).unwrap();
    keeper.end();
}

/// Someone begins and leaves.
pub(crate) fn begin(keeper: &mut Keeper, answers: &[(&str, &str)]) -> Code {
    let code = keeper.draw().unwrap();
    let mut form = form(keeper);
    type_in(&mut form, answers);
    let expires = expires(keeper.questionnaire(), today());
    keeper
        .save(&code, &form.to_draft(Some("share")), expires)
        .unwrap();
    keeper.end();
    code
}

/// Someone comes back: the form as it goes on.
#[track_caller]
pub(crate) fn come_back(keeper: &mut Keeper, code: &Code) -> Form {
    let Found::Draft {
        plaintext,
        questionnaire,
    } = keeper.find(code).unwrap()
    else {
        panic!("the draft is gone");
    };
    let (form, page) = Form::from_draft(questionnaire, today(), &plaintext).unwrap();
    assert_eq!(page.as_deref(), Some("share"));
    form
}

#[track_caller]
pub(crate) fn finish(keeper: &mut Keeper, code: &Code, mut form: Form) {
    type_in(&mut form, &[("share", "career"), ("teach", "no")]);
    assert!(form.problems().is_empty());
    let expires = expires(keeper.questionnaire(), today());
    keeper.save(code, &form.to_draft(None), expires).unwrap();
    keeper.submit(code, &form, today()).unwrap();
    keeper.end();
}

pub(crate) fn publish(home: &TestHome, changes: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = variant(folder.path(), changes);
    let told = home.done(&[
        "survey",
        "publish",
        file.to_str().unwrap(),
        "--yes",
        "--json",
    ]);
    serde_json::from_str(&told).unwrap()
}

pub(crate) fn report(home: &TestHome) -> Value {
    let identity = home.identity("chem");
    let identity = identity.to_str().unwrap();
    let told = home.done(&["report", "--identity", identity, "--format", "json"]);
    serde_json::from_str(&told).unwrap()
}

#[track_caller]
pub(crate) fn row<'r>(report: &'r Value, table: &str) -> &'r Value {
    let mut tables = report["tables"].as_array().unwrap().iter();
    let table = tables.find(|one| one["id"] == table);
    let table = table.unwrap_or_else(|| panic!("{report:#}"));
    let mut rows = table["rows"].as_array().unwrap().iter();
    rows.find(|row| row["department"] == "chem").unwrap()
}

pub(crate) fn counts(row: &Value) -> BTreeMap<String, u64> {
    let cells = row["cells"].as_array().unwrap().iter();
    let cells = cells.map(|cell| (cell["code"].to_string(), cell["count"].as_u64().unwrap()));
    cells.filter(|(_, count)| *count > 0).collect()
}
