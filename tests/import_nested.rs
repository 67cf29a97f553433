//! Forms with repeats in one another, as field-work has them: what each level looks at arrives, and
//! gives the figures that the form would give.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

#[path = "support/sheets.rs"]
mod sheets;
#[path = "support/workbook.rs"]
mod workbook;

use std::sync::Arc;

use serde_json::{Value as Json, json};
use sheets::{losses, sheet};
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form::fill_in;
use tallybox::response::wire;
use tallybox::survey::import::{ImportedForm, Options, xlsform};
use tallybox::survey::{NoFiles, Questionnaire, load};

fn imported(survey: &str) -> ImportedForm {
    let bytes = workbook::of_cells(&[("survey", sheet(survey))]);
    xlsform(&bytes, &Options::default(), &NoFiles).unwrap()
}

fn loaded(form: &ImportedForm) -> Arc<Questionnaire> {
    let checked = load("form.toml", form.toml.as_bytes(), &NoFiles);
    let found = checked.diagnostics;
    checked
        .questionnaire
        .unwrap_or_else(|| unreachable!("{found:#?}\n{}", form.toml))
}

/// A household survey: homes, people, and what each person does.
const HOMES: &str = "
type | name | label | relevant | constraint | calculation | repeat_count
text | village | Village | | | |
begin repeat | home | Home | | | |
calculate | home_no | | | | position(..) |
text | door | Door of home ${home_no} in ${village} | | | |
integer | members | How many people? | | . < 9 | |
begin repeat | person | Person | | | | ${members}
calculate | which | | | | concat(position(../..), '-', position(..)) |
text | name | Name of person ${which}, ${door} | | | |
integer | age | Age | | . < 120 | |
calculate | before | | | | indexed-repeat(${age}, ${person}, position(..) - 1) |
note | younger | ${name} is younger than the one before | ${age} < ${before} | | |
begin repeat | job | Job | ${age} > 15 | | |
text | title | What work? | | | |
integer | hours | Hours | | . + ${age} < 200 | |
end repeat | | | | | |
calculate | worked | | | | sum(${hours}) |
text | card | Card | | | |
note | odd | That card is odd | ${card} != '' and not(regex(${card}, '[A-Z]{2}[0-9]+')) | | |
end repeat | | | | | |
calculate | adults | | | | count(${person}[age > 17]) |
calculate | ages | | | | sum(${age}) |
end repeat | | | | | |
calculate | people | | | | count(${person}) |
calculate | jobs | | | | count(${job}) |
calculate | hours_all | | | | sum(${hours}) |
calculate | eldest | | | | indexed-repeat(${age}, ${home}, 1, ${person}, 2) |
";

#[test]
fn repeats_in_one_another_arrive_without_loss() {
    let form = imported(HOMES);
    assert_eq!(losses(&form), [], "{}", form.toml);
    let survey = loaded(&form);
    for words in [
        "[[section.question.question.question.question]]\nid = \"hours\"",
        "calculation = \"string(position(home)) + '-' + string(position())\"",
        "calculation = \"person[position() - 1 - 1].age\"",
        "constraint = \"count(value) == members\"",
        "calculation = \"count(job) > 0 ? sum(job, hours) : 0\"",
        "calculation = \"count(home.person)\"",
        "calculation = \"count(home.person.job) > 0 ? sum(home.person.job, hours) : 0\"",
        "calculation = \"home[0].person[1].age\"",
    ] {
        assert!(form.toml.contains(words), "{words}\n{}", form.toml);
    }
    let answers = json!({
        "village": "Bryn",
        "home": [
            {"door": "1", "members": 2, "person": [
                {"name": "Ann", "age": 40, "job": [{"title": "baker", "hours": 30}, {"title": "clerk", "hours": 8}], "card": "AB1"},
                {"name": "Bob", "age": 9, "card": "x"},
            ]},
            {"door": "2", "members": 1, "person": [{"name": "Cat", "age": 70, "job": [{"title": "none", "hours": 0}], "card": "QX22"}]},
        ],
    });
    let Json::Object(answers) = answers else {
        unreachable!()
    };
    let today = Day::parse("2027-02-01").unwrap();
    let pass = fill_in(survey, Language::new("en"), today, &answers)
        .unwrap_or_else(|problems| unreachable!("{problems:#?}\n{}", form.toml));
    let sent = wire::object(&pass.submission(today).answers);
    let number = |text: &str| json!(text);
    for (id, value) in [
        ("people", number("3")),
        ("jobs", number("3")),
        ("hours_all", number("38")),
        ("eldest", number("9")),
    ] {
        assert_eq!(sent[id], value, "{id}");
    }
    let first = &sent["home"][0];
    assert_eq!(
        (&first["adults"], &first["ages"]),
        (&number("1"), &number("49"))
    );
    assert_eq!(first["person"][1]["which"], json!("1-2"));
    assert_eq!(first["person"][1]["before"], number("40"));
    assert_eq!(first["person"][0]["before"], json!({"missing": "blank"}));
    assert_eq!(first["person"][0]["worked"], number("38"));
    assert_eq!(
        first["person"][1]["job"],
        json!({"missing": "not_relevant"})
    );
    assert_eq!(sent["home"][1]["home_no"], number("2"));
    // Words that an answer before decides: the card of one is odd, of the others not.
    let odd = |home: usize, person: usize| {
        let path = tallybox::form::Path::top("home")
            .within(home, "person")
            .within(person, "odd");
        pass.is_asked(&path)
    };
    assert_eq!([odd(0, 0), odd(0, 1), odd(1, 0)], [false, true, false]);
}

#[test]
fn a_fourth_repeat_is_a_loss_and_says_what_happens() {
    let form = imported(
        "
type | name | label
begin repeat | a | A
begin repeat | b | B
begin repeat | c | C
begin repeat | d | D
text | deep | How deep?
end repeat | |
end repeat | |
end repeat | |
end repeat | |
",
    );
    loaded(&form);
    let words = "a repeat in a third repeat is asked once for each entry of that one".to_owned();
    assert_eq!(losses(&form), [(5, words)]);
    assert!(form.toml.contains("id = \"deep\""), "{}", form.toml);
}

/// A visit with times of day, beside one another and beside days.
const VISIT: &str = "
type | name | label | relevant | constraint | calculation
time | began | When did it begin? | | |
time | ended | When did it end? | | . > ${began} |
note | late | That was late | ${began} >= '18:30:00.000' | |
calculate | lasted | | | | round((decimal-time(${ended}) - decimal-time(${began})) * 1440)
calculate | said | | | | format-date-time(${began}, 'at %H:%M')
dateTime | left | When did you leave? | | |
dateTime | back | When were you back? | | |
note | wrong | You were back before you left | ${back} < ${left} | |
calculate | hour | | | | format-date-time(${left}, '%d.%m. %h')
";

#[test]
fn times_of_day_are_compared_and_written_as_the_form_does() {
    let form = imported(VISIT);
    assert_eq!(losses(&form), [], "{}", form.toml);
    let survey = loaded(&form);
    let answers = |ended: &str, back: &str| {
        json!({
            "began": "09:05", "ended": ended,
            "left": "2027-01-31", "left_time": "08:15", "back": back, "back_time": "08:10",
        })
    };
    let today = Day::parse("2027-02-01").unwrap();
    let pass = |answers: &Json| {
        fill_in(
            Arc::clone(&survey),
            Language::new("en"),
            today,
            answers.as_object().unwrap(),
        )
    };
    let good =
        pass(&answers("10:35", "2027-02-01")).unwrap_or_else(|told| unreachable!("{told:?}"));
    let sent = wire::object(&good.submission(today).answers);
    assert_eq!(sent["lasted"], json!("90"));
    assert_eq!(sent["said"], json!("at 09:05"));
    assert_eq!(sent["hour"], json!("31.01. 8"));
    let asked =
        |form: &tallybox::form::Form, id: &str| form.is_asked(&tallybox::form::Path::top(id));
    assert!(!asked(&good, "wrong") && !asked(&good, "late"));
    // The same day, five minutes before.
    let early =
        pass(&answers("10:35", "2027-01-31")).unwrap_or_else(|told| unreachable!("{told:?}"));
    assert!(asked(&early, "wrong"));
    assert!(
        pass(&answers("09:05", "2027-02-01")).is_err(),
        "it ends as it begins"
    );
}
