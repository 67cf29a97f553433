//! What forms look up: in files beside them and in their own lists, in one entry of a repeat, in one
//! choice of several; and dates and pieces of texts that they work out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

#[path = "support/sheets.rs"]
mod sheets;
#[path = "support/workbook.rs"]
mod workbook;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use sheets::{losses, sheet};
use tallybox::base::time::Day;
use tallybox::form::fill_in;
use tallybox::response::wire;
use tallybox::survey::import::{ImportedForm, Options, xlsform};
use tallybox::survey::model::Kind;
use tallybox::survey::{Files, Questionnaire, load};

struct Beside;

const VILLAGES: &str = "Village Code,label,Households,Zone\nmaes,Maesteg,120,north\nbryn,Bryn,45,south\nbryn,Again,1,west\n,Nameless,7,north\nllan y,Llan-y,3,\n";

impl Files for Beside {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        match name {
            "villages.csv" => Ok(VILLAGES.as_bytes().to_vec()),
            _ => Err(format!("there is no {name}")),
        }
    }
}

const SURVEY: &str = "
type | name | label | calculation | relevant | appearance
text | village | Which village? | | |
calculate | households | | number(pulldata('villages', 'Households', 'Village Code', ${village})) | |
calculate | zone | | pulldata('villages', 'Zone', 'Village Code', ${village}) | |
note | few | Only ${households} households | | ${households} < 100 |
select_one crop | best | Best crop? | | |
calculate | season | | instance('crop')/root/item[name = ${best}]/season | |
select_multiple crop | grows | Which crops? | | |
calculate | first | | selected-at(${grows}, 0) | |
date | sown | When was it sown? | | |
calculate | due | | date(decimal-date-time(${sown}) + 90) | |
calculate | year | | number(format-date(${sown}, '%Y')) | |
calculate | written | | concat('sown ', format-date(${sown}, '%d/%m/%Y')) | |
text | card | Card? | | |
calculate | start | | substr(${card}, 0, 2) | |
note | late | It was due on ${due} | | ${due} < '2027-02-01' |
begin repeat | plot | Plot | | |
text | field | What is it called? | | |
begin group | soil | The soil | | | field-list
select_one how | heading | How is it? | | | label
select_one how | wet | Wet | | | list-nolabel
select_one how | stony | Stony | | | list-nolabel
end group | | | | |
end repeat | | | | |
calculate | second | | indexed-repeat(${field}, ${plot}, 2) | |
calculate | drains | | indexed-repeat(${wet}, ${plot}, 1) | |
";

const LISTS: &str = "
list_name | name | label | season
crop | maize | Maize | long
crop | beans | Beans | short
how | no | Not at all |
how | very | Very |
";

fn imported(survey: &str) -> ImportedForm {
    let bytes = workbook::of_cells(&[("survey", sheet(survey)), ("choices", sheet(LISTS))]);
    let options = Options {
        id: "form".to_owned(),
        ..Options::default()
    };
    xlsform(&bytes, &options, &Beside).unwrap()
}

#[track_caller]
fn loaded(form: &ImportedForm) -> Arc<Questionnaire> {
    let checked = load("form.toml", form.toml.as_bytes(), &Beside);
    let told = format!("{:#?}\n{}", checked.diagnostics, form.toml);
    assert!(checked.questionnaire.is_some(), "{told}");
    checked.questionnaire.unwrap()
}

#[test]
fn a_form_that_looks_things_up_loses_nothing_and_works_out_the_same() {
    let form = imported(SURVEY);
    assert_eq!(losses(&form), []);
    let survey = loaded(&form);
    let answers = json!({
        "village": "bryn",
        "best": "maize",
        "grows": ["beans", "maize"],
        "sown": "2026-11-05",
        "card": "ab-123",
        "plot": [
            {"field": "Top", "soil": {"wet": "very", "stony": "no"}},
            {"field": "Low", "soil": {"wet": "no", "stony": "no"}},
        ],
    });
    let today = Day::new(2027, 1, 11).unwrap();
    let english = survey.default_language();
    let filled = fill_in(survey, english, today, answers.as_object().unwrap());
    let filled = filled.map_err(|problems| format!("{problems:?}")).unwrap();
    let found: BTreeMap<String, Json> = filled
        .submission(today)
        .answers
        .into_iter()
        .map(|(id, answer)| (id, wire::to_json(&answer)))
        .collect();
    for (id, expected) in [
        ("households", json!("45")),
        ("zone", json!("south")),
        ("season", json!("long")),
        ("first", json!("maize")),
        ("due", json!("2027-02-03")),
        ("year", json!("2026")),
        ("written", json!("sown 05/11/2026")),
        ("start", json!("ab")),
        ("second", json!("Low")),
        ("drains", json!("very")),
    ] {
        assert_eq!(found[id], expected, "{id}");
    }
    let pages = filled.pages();
    assert!(pages.contains(&"few".to_owned()), "45 are fewer than 100");
    assert!(!pages.contains(&"late".to_owned()), "3 February is later");
    let plots = filled
        .in_words(&tallybox::form::Path::top("plot"))
        .join("; ");
    assert!(plots.contains("Very"), "a table is told too: {plots}");
    let due = tallybox::form::Path::top("due");
    assert_eq!(filled.in_words(&due), ["3 February 2027"]);
}

#[test]
fn a_table_in_a_repeat_is_a_matrix_there() {
    let survey = loaded(&imported(SURVEY));
    let Kind::Repeat(plot) = &survey.question("plot").unwrap().kind else {
        unreachable!("it was a repeat");
    };
    let kinds: Vec<(&str, bool)> = plot
        .questions
        .iter()
        .map(|one| (one.id.as_str(), matches!(one.kind, Kind::Matrix(_))))
        .collect();
    let expected = [("field", false), ("soil_heading", false), ("soil", true)];
    assert_eq!(kinds, expected, "the group's words stand above its table");
}

#[test]
fn what_is_not_there_to_be_looked_up_is_a_loss_by_row() {
    let form = imported(
        "
type | name | label | calculation
text | village | Which village? |
calculate | none | | pulldata('towns', 'Zone', 'code', ${village})
calculate | column | | pulldata('villages', 'Mayor', 'Village Code', ${village})
calculate | crop | | instance('crop')/root/item[season = 'long']/name
calculate | clock | | format-date-time(now(), '%H:%M')
begin repeat | plot | Plot |
text | field | What is it called? |
calculate | before | | indexed-repeat(${field}, ${plot}, position(..) - 1)
end repeat | | |
calculate | last | | indexed-repeat(${village}, ${plot}, 1)
",
    );
    loaded(&form);
    let told = losses(&form);
    for (row, words) in [
        (3, "`towns`, which is not there"),
        (4, "no column `Mayor`"),
        (5, "which is not there"),
        (6, "time of day"),
        (11, "`village` is not asked in `plot`"),
    ] {
        let found = told
            .iter()
            .any(|(at, why)| *at == row && why.contains(words));
        assert!(found, "row {row}: {words}\n{told:#?}");
    }
    assert_eq!(told.len(), 5, "{told:#?}");
    // The entry before, from inside its own repeat.
    let before = "plot[position() - 1 - 1].field";
    assert!(form.toml.contains(before), "{}", form.toml);
}
