//! Workbooks of other programs through the public face: what comes out loads without an error, and what does
//! not come along is told by row.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop; these are its helpers"
)]

#[path = "support/beside.rs"]
mod beside;
#[path = "support/forms.rs"]
mod forms;
#[path = "support/workbook.rs"]
mod workbook;

use std::borrow::Cow;
use std::process::Command;

use beside::Beside;
use forms::{bytes, errors, folder};
use tallybox::base::time::Day;
use tallybox::response::answer::{Answer, Chosen, Missing, Value};
use tallybox::survey::expression::Scope;
use tallybox::survey::import::{ImportedForm, Options, Report, Weight, xlsform};
use tallybox::survey::model::{Choice, Kind, Question, Required};
use tallybox::survey::{Questionnaire, load};

/// Forms as people have them, and `traps`, in which nearly every row goes wrong.
const FORMS: [&str; 8] = [
    "household.xlsx",
    "health_post.xlsx",
    "water.xls",
    "cascade.xlsx",
    "course.xlsx",
    "scores.xlsx",
    "betail.xlsx",
    "technicians.xlsx",
];

fn import(name: &str, options: &Options) -> ImportedForm {
    xlsform(&bytes(name), options, &Beside(folder()))
        .unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

/// The questionnaire of a form, which must load.
fn loaded(toml: &str) -> std::sync::Arc<Questionnaire> {
    assert_eq!(errors(toml), Vec::<String>::new(), "{toml}");
    load("form.toml", toml.as_bytes(), &Beside(folder()))
        .questionnaire
        .unwrap()
}

fn told(report: &Report, weight: Weight) -> Vec<(String, usize)> {
    let found = report
        .findings
        .iter()
        .filter(|finding| finding.weight == weight && finding.row > 0);
    found
        .map(|finding| (finding.sheet.clone(), finding.row))
        .collect()
}

fn question<'q>(survey: &'q Questionnaire, id: &str) -> &'q Question {
    survey
        .question(id)
        .unwrap_or_else(|| panic!("there is no question {id}"))
}

#[test]
fn every_form_loads_and_loses_only_what_is_told() {
    let losses: &[(&str, &[usize])] = &[
        ("household.xlsx", &[]),
        // A place and a photograph.
        ("health_post.xlsx", &[7, 29]),
        ("water.xls", &[]),
        ("cascade.xlsx", &[]),
        ("course.xlsx", &[]),
        ("scores.xlsx", &[]),
        ("betail.xlsx", &[]),
        ("technicians.xlsx", &[]),
    ];
    let (mut rows, mut lost, mut refused) = (0, 0, 0);
    for (name, expected) in losses {
        let form = import(name, &Options::default());
        loaded(&form.toml);
        let found: Vec<usize> = told(&form.report, Weight::Loss)
            .into_iter()
            .map(|(_, row)| row)
            .collect();
        assert_eq!(found, *expected, "{name}\n{}", form.report.text());
        rows += form.report.rows;
        lost += form.report.rows_with(Weight::Loss);
        refused += form.report.rows_with(Weight::Refused);
    }
    assert_eq!(losses.len(), FORMS.len());
    // 152 rows: 2 with a loss, 5 refused on purpose.
    assert_eq!((rows, lost, refused), (152, 2, 5));
    assert!((rows - lost) * 100 / rows >= 95);
}

#[test]
fn conditions_codes_and_languages_arrive() {
    let survey = loaded(&import("household.xlsx", &Options::default()).toml);
    let languages: Vec<&str> = survey
        .languages
        .iter()
        .map(tallybox::base::language::Language::as_str)
        .collect();
    assert_eq!(
        (survey.id.as_str(), languages),
        ("household-2026", vec!["en", "cy"])
    );
    let consent = question(&survey, "consent");
    assert!(matches!(consent.required, Required::Yes));
    let household = survey
        .sections
        .iter()
        .find(|section| section.id == "household")
        .unwrap();
    assert_eq!(
        household.relevant.as_ref().unwrap().source(),
        "consent == 'yes'"
    );
    let assets = question(&survey, "assets");
    assert_eq!(
        assets.constraint.as_ref().unwrap().source(),
        "!('none' in value && count(value) > 1)"
    );
    let Kind::Repeat(person) = &question(&survey, "person").kind else {
        panic!("the roster is a repeat");
    };
    let ids: Vec<&str> = person
        .questions
        .iter()
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(ids, ["first_name", "age", "sex", "school", "adult"]);
    assert_eq!(person.label_from.as_deref(), Some("first_name"));
}

#[test]
fn tables_become_matrices_and_their_rows_can_be_named() {
    let survey = loaded(&import("health_post.xlsx", &Options::default()).toml);
    for (id, rows, label) in [
        ("services", 4, "Which services are offered?"),
        ("stock", 3, "Was this in stock all month?"),
    ] {
        let asked = question(&survey, id);
        let Kind::Matrix(matrix) = &asked.kind else {
            panic!("{id} is a matrix");
        };
        assert_eq!(
            (
                matrix.rows.own.len(),
                asked.label.get(&survey.default_language())
            ),
            (rows, label)
        );
    }
    assert!(matches!(
        question(&survey, "services").required,
        Required::Yes
    ));
    assert!(matches!(question(&survey, "stock").required, Required::No));
    let why = question(&survey, "stock_why").relevant.as_ref().unwrap();
    assert_eq!(
        why.source(),
        "stock['ors'] == '2' || stock['gloves'] == '2' || stock['tests'] == '2'"
    );
}

#[test]
fn cascades_files_and_double_names_keep_their_choices() {
    let survey = loaded(&import("cascade.xlsx", &Options::default()).toml);
    let Kind::Single(village) = &question(&survey, "village").kind else {
        panic!("one village");
    };
    let codes: Vec<&str> = survey
        .all_choices(village)
        .map(|choice| choice.code.as_str())
        .collect();
    assert_eq!(codes, ["upper", "lower", "upper_2"]);
    assert_eq!(
        village.filter.as_ref().unwrap().source(),
        "entry.district == district && entry.region == region"
    );
    let Kind::Single(market) = &question(&survey, "market").kind else {
        panic!("one market");
    };
    assert_eq!(survey.all_choices(market).count(), 3);
}

#[test]
fn scales_ranks_and_other_arrive() {
    let survey = loaded(&import("course.xlsx", &Options::default()).toml);
    assert!(
        matches!(&question(&survey, "score").kind, Kind::Scale { points } if points.len() == 11)
    );
    assert!(
        matches!(&question(&survey, "hours").kind, Kind::Integer(range) if range.max == Some(40.into()))
    );
    assert!(matches!(question(&survey, "month").kind, Kind::Month));
    assert!(matches!(
        question(&survey, "topics").kind,
        Kind::Rank { .. }
    ));
    assert!(question(&survey, "again").shuffle);
    assert!(question(&survey, "course").why.is_some());
    let Kind::Single(course) = &question(&survey, "course").kind else {
        panic!("one course");
    };
    assert!(
        survey
            .all_choices(course)
            .any(|choice| choice.code == "other" && choice.specify)
    );
    let low = question(&survey, "why_low");
    assert_eq!(low.relevant.as_ref().unwrap().source(), "score <= 6");
    assert!(matches!(low.kind, Kind::LongText { max_length: 500 }));
}

#[test]
fn a_workbook_under_the_other_programs_name_is_the_same_form() {
    let one = import("health_post.xlsx", &Options::default());
    let two = import("renamed.xls", &Options::default());
    assert_eq!(one.toml, two.toml);
}

#[test]
fn a_form_says_nobody_reads_it_so_the_institution_alone_does() {
    let survey = loaded(&import("technicians.xlsx", &Options::default()).toml);
    assert_eq!(survey.audiences.len(), 1);
    assert!(survey.department.is_none());
    let options = Options {
        department: Some("department".to_owned()),
        ..Options::default()
    };
    let form = import("technicians.xlsx", &options);
    let survey = loaded(&form.toml);
    assert_eq!(survey.department.as_deref(), Some("department"));
    assert_eq!(survey.departments().unwrap().entries.len(), 3);
    let readers = |id: &str| {
        question(&survey, id)
            .audience
            .iter()
            .map(|release| release.audience.clone())
            .collect::<Vec<String>>()
    };
    assert_eq!(readers("contract"), ["lead", "statistics"]);
    // Words, dates and things told of one by one name people.
    for id in ["job_title", "ends", "equipment", "email_address"] {
        assert_eq!(readers(id), ["lead"], "{id}");
    }
    assert!(form.report.text().contains("who may read"));
    let wrong = import(
        "technicians.xlsx",
        &Options {
            department: Some("fte".to_owned()),
            ..Options::default()
        },
    );
    assert!(
        wrong.report.has_losses()
            && wrong
                .report
                .text()
                .contains("cannot be the department question")
    );
}

#[test]
fn what_the_device_would_tell_is_refused_or_asked_openly() {
    let form = import("health_post.xlsx", &Options::default());
    assert_eq!(
        told(&form.report, Weight::Refused),
        [("survey".to_owned(), 2), ("survey".to_owned(), 3)]
    );
    assert!(!form.toml.contains("id = \"username\""));
    let form = import(
        "health_post.xlsx",
        &Options {
            keep_metadata: true,
            ..Options::default()
        },
    );
    let survey = loaded(&form.toml);
    assert!(matches!(
        question(&survey, "username").kind,
        Kind::Text { .. }
    ));
    assert!(matches!(question(&survey, "today").kind, Kind::Date));
    let form = import(
        "household.xlsx",
        &Options {
            keep_metadata: true,
            ..Options::default()
        },
    );
    // The moments and the device are never kept.
    assert_eq!(told(&form.report, Weight::Refused).len(), 3);
    loaded(&form.toml);
}

#[test]
fn nothing_goes_wrong_silently() {
    let form = import("traps.xlsx", &Options::default());
    loaded(&form.toml);
    let text = form.report.text();
    for words in [
        "row 4 `hello`: its image",
        "refused: survey row 6 `1st name`: the default `${last-saved#value}`",
        "row 7 `value`: the form has this name twice",
        "row 8 `number`: the default `many`",
        "row 9 `lost`: its choices are not in the workbook",
        "row 11 `lookup`: it is left out: it looks into `x`, which is not there",
        "row 11 `lookup`: `x.csv` cannot be read",
        "row 12 `later`: it is left out: it names `lookup`",
        "row 15 `nobody`: it is always asked",
        "row 15 `nobody`: it may be left blank",
        "row 16 `looks`: more is accepted",
        "row 18 `person`: the type `db:person` is not known",
        "row 20 `moment`: it is asked in two",
        "row 21 `off`: the form itself has switched this row off",
        "row 22 `outer`: the person adds the entries; as many as `${number}` says",
        "row 24 `inner`: it takes at most 100 entries",
        "row 28 `outside`: it is always asked",
        "row 30 `chosen`: it is the label of the choice in `twice`",
        "row 31 `follows`: its trigger",
        "row 33 `nothing`: it ends a group that was never begun",
        "row 34 `open`: this group is never ended",
        "choices row 3 `a`: `twice` has a choice of this name already",
        "choices row 5 `twice`: a choice without a name",
        "`entities`: this sheet",
        "columns mean nothing in a questionnaire and are not read: colour",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    // Each loss also stands in the questionnaire, where the author will look.
    for finding in form
        .report
        .findings
        .iter()
        .filter(|finding| finding.weight == Weight::Loss && finding.row > 0)
    {
        assert!(
            form.toml
                .contains(&format!("loss {} row {} ", finding.sheet, finding.row)),
            "{}",
            finding.words
        );
    }
}

/// A person's answers to `one` (a or b) and `n`, and a form's conditions with what `XPath` makes of them:
/// a blank is the empty text, and not a number.
type Meaning = (&'static str, fn(Option<&str>, Option<i64>) -> bool);

const MEANINGS: [Meaning; 14] = [
    ("${one} = 'a'", |one, _| one == Some("a")),
    ("${one} != 'a'", |one, _| one != Some("a")),
    ("not(${one} = 'a')", |one, _| one != Some("a")),
    ("not(${one} != 'a')", |one, _| one == Some("a")),
    ("not(selected(${one}, 'b')) and ${n} > 3", |one, n| {
        one != Some("b") && n > Some(3)
    }),
    ("${n} < 3", |_, n| n.is_some_and(|n| n < 3)),
    ("not(${n} < 3)", |_, n| n.is_none_or(|n| n >= 3)),
    ("not(${n} < 3 or ${one} = 'a')", |one, n| {
        n.is_none_or(|n| n >= 3) && one != Some("a")
    }),
    ("${n} != 3", |_, n| n != Some(3)),
    ("${n} = '' or ${one} = 'zzz'", |_, n| n.is_none()),
    ("${n}", |_, n| n.is_some_and(|n| n != 0)),
    ("if(${n} > 3, ${one} = 'a', ${one} = 'b')", |one, n| {
        one == Some(if n > Some(3) { "a" } else { "b" })
    }),
    ("coalesce(${n}, 7) > 5", |_, n| n.unwrap_or(7) > 5),
    (
        "string-length(${one}) < 1 or not(not(${n} >= 0))",
        |one, n| one.is_none() || n.is_some_and(|n| n >= 0),
    ),
];

struct Answers(Option<&'static str>, Option<i64>);

impl Scope for Answers {
    fn answer(&self, id: &str) -> Option<Cow<'_, Answer>> {
        let value = match id {
            "one" => self.0.map(|code| Value::Choice(Chosen::code(code))),
            _ => self.1.map(Value::Integer),
        };
        let answer = value.map_or(Answer::Missing(Missing::Blank), Answer::Value);
        Some(Cow::Owned(answer))
    }
    fn value(&self) -> Option<Cow<'_, Value>> {
        None
    }
    fn entry(&self) -> Option<&Choice> {
        None
    }
    fn today(&self) -> Day {
        Day::new(2027, 1, 11).unwrap()
    }
}

fn table(text: &str) -> Vec<Vec<String>> {
    text.lines()
        .map(|line| line.split(" | ").map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_condition_asks_whom_the_form_would_ask() {
    let mut survey =
        String::from("type | name | label | relevant\nselect_one l | one | One\ninteger | n | N\n");
    for (index, (source, _)) in MEANINGS.iter().enumerate() {
        survey += &[
            "note | note",
            &index.to_string(),
            " | Note | ",
            source,
            "\n",
        ]
        .concat();
    }
    let choices = table("list_name | name | label\nl | a | A\nl | b | B");
    let book = workbook::of_cells(&[("survey", table(&survey)), ("choices", choices)]);
    let form = xlsform(&book, &Options::default(), &Beside(folder())).unwrap();
    assert!(!form.report.has_losses(), "{}", form.report.text());
    let survey = loaded(&form.toml);
    for (index, (source, meaning)) in MEANINGS.iter().enumerate() {
        let condition = question(&survey, &format!("note{index}"))
            .relevant
            .clone()
            .unwrap();
        for one in [None, Some("a"), Some("b")] {
            for n in [None, Some(-1), Some(0), Some(3), Some(6)] {
                // Unknown is not relevant.
                let asked = condition.holds(&Answers(one, n)) == Some(true);
                assert_eq!(
                    asked,
                    meaning(one, n),
                    "{source} as {} with {one:?}, {n:?}",
                    condition.source()
                );
            }
        }
    }
}

fn tallybox(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_tallybox"))
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn the_command_writes_reports_and_never_overwrites() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("form.toml");
    let (out, form) = (out.to_str().unwrap(), folder().join("scores.xlsx"));
    let form = form.to_str().unwrap();
    let (code, stdout, stderr) = tallybox(&["survey", "import", "xlsform", form, "-o", out]);
    assert_eq!((code, stdout.as_str()), (Some(0), ""), "{stderr}");
    assert!(stderr.contains("20 rows: 20 carried over"), "{stderr}");
    assert_eq!(tallybox(&["survey", "check", out]).0, Some(0));
    let (code, _, stderr) = tallybox(&["survey", "import", "xlsform", form, "-o", out]);
    assert!(
        code == Some(3) && stderr.contains("it is there already"),
        "{stderr}"
    );
    let traps = folder().join("traps.xlsx");
    let (code, stdout, _) = tallybox(&[
        "--json",
        "survey",
        "import",
        "xlsform",
        traps.to_str().unwrap(),
    ]);
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(code, Some(1));
    assert!(report["report"]["with_loss"].as_u64().unwrap() > 10);
    let list = folder().join("semicolons.csv");
    let (code, stdout, stderr) = tallybox(&["survey", "import", "lists", list.to_str().unwrap()]);
    assert_eq!(
        (code, stdout.as_str()),
        (Some(0), "code,label\nA1,Café\nA2,Mühle\n"),
        "{stderr}"
    );
    let (code, _, stderr) = tallybox(&[
        "survey",
        "import",
        "xlsform",
        folder().join("page.xls").to_str().unwrap(),
    ]);
    assert!(
        code == Some(3) && stderr.contains("save it as .xlsx"),
        "{stderr}"
    );
}
