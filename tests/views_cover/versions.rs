//! Other versions of the shipped questionnaire, where its author wrote something else: services that are made of
//! several skills, and skills that come back after a short refresher.

use std::sync::Arc;

use serde_json::json;
use tallybox::runtime::home::Embedded;
use tallybox::stats::view;
use tallybox::survey::{self, Files, Questionnaire};

use super::{Desk, people, rows, sheet, told};

const FLAGSHIP: &str = "skills-and-responsibility.toml";

/// The shipped files, but for one.
struct Changed {
    file: &'static str,
    text: String,
}

impl Files for Changed {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        if name == self.file {
            return Ok(self.text.clone().into_bytes());
        }
        Embedded.read(name)
    }
}

/// The flagship with a file changed.
fn with(file: &'static str, change: impl Fn(&str) -> String) -> Arc<Questionnaire> {
    let shipped = String::from_utf8(Embedded.read(file).unwrap()).unwrap();
    let text = change(&shipped);
    assert_ne!(shipped, text);
    let files = Changed { file, text };
    let main = files.read(FLAGSHIP).unwrap();
    let checked = survey::load(FLAGSHIP, &main, &files);
    checked.questionnaire.unwrap()
}

#[test]
fn a_service_that_is_made_of_several_skills_has_the_bus_factor_of_the_scarcest() {
    let asked = "label.en = \"Which technique or service is it?\"";
    let several = with(FLAGSHIP, |text| {
        let (lookup, multiple) = ["lookup", "multiple"]
            .map(|kind| format!("type = \"{kind}\"\n{asked}"))
            .into();
        text.replace(&lookup, &multiple)
    });
    let mut people = people();
    for person in &mut people {
        for entry in person["d_service"].as_array_mut().into_iter().flatten() {
            entry["skill"] = json!([entry["skill"]]);
        }
    }
    let both = |doc: &str| {
        json!([{"skill": ["lab.prep", "mat.sem"], "users": ["groups"], "unaided": "3", "doc": doc,
                "learn": "weeks", "stop": "week"}])
    };
    people[1]["d_service"] = both("none");
    people[2]["d_service"] = both("notes");
    people[4]["d_service"] = json!([]);
    let desk = Desk::asking(several, &people, 6);
    // Three prepare solutions and one runs the microscope, whatever the two say of others.
    assert_eq!(
        rows(sheet(&desk.look(view::register).blocks, "services")),
        [
            "lab.prep + mat.sem | groups | Bob Bell + 1 without a name | none | weeks | week | 2 | 1 | single",
            "lab.prep | classes | Ann Ashe | none | weeks | month | 1 | 3 | sound",
        ]
    );
}

#[test]
fn a_skill_that_its_list_calls_refreshable_is_held_however_long_ago_it_was_used() {
    let survey = with("lists/skills.csv", |list| {
        let line = |line: &str| {
            let said = match line.split(',').next() {
                Some("code") => "refreshable",
                Some("che.nmr") => "yes",
                _ => "",
            };
            format!("{line},{said}\n")
        };
        list.lines().map(line).collect()
    });
    let view = Desk::asking(survey, &people(), 6).look(view::cover);
    let cover = sheet(&view.blocks, "cover");
    let mut nmr = cover
        .rows
        .iter()
        .filter(|row| told(&row.values[0]) == "che.nmr");
    let nmr = nmr.next().unwrap();
    // Ann, who used it three to five years ago.
    assert_eq!(told(&nmr.values[3]), "1");
    assert_eq!(
        rows(sheet(&nmr.detail, "people")),
        ["Ann Ashe | 3 | five | holder | - | -"]
    );
}
