//! The eight kinds of missing stay apart: on the wire, in drafts of columns, in figures and in what is exported.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use tallybox::base::language::Language;
use tallybox::base::time::Month;
use tallybox::report;
use tallybox::report::Labels;
use tallybox::response::answer::{Answer, Chosen, Missing, Value};
use tallybox::response::part::OpenedPart;
use tallybox::response::wire;
use tallybox::runtime::home::check_file;
use tallybox::stats::{Figure, FrameBuilder, Operational};
use tallybox::survey::Questionnaire;

fn survey() -> Arc<Questionnaire> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/surveys/rich.toml");
    check_file(&file).unwrap().questionnaire.unwrap()
}

fn part(answer: Answer) -> OpenedPart {
    let chemistry = Answer::Value(Value::Choice(Chosen::code("CHE")));
    OpenedPart {
        survey: "rich".to_owned(),
        wave: String::new(),
        fingerprint: String::new(),
        response: String::new(),
        revision: 1,
        audience: "statistics".to_owned(),
        language: None,
        month: Month::new(2027, 1).unwrap(),
        replaces_lost: false,
        imported: false,
        simulated: false,
        warned: Vec::new(),
        answers: vec![
            ("b_dept".to_owned(), chemistry),
            ("b_terms".to_owned(), answer),
        ],
    }
}

#[test]
fn the_eight_kinds_stay_apart_from_the_wire_to_the_exports() {
    let survey = survey();
    let question = survey.question("b_terms").unwrap();
    let mut builder: FrameBuilder<Operational> =
        FrameBuilder::new(Arc::clone(&survey), &[], &["statistics".to_owned()]);
    // One person with the first kind, two with the second, and so on: no two figures are the same.
    for (times, kind) in (1..).zip(Missing::ALL) {
        let written = wire::to_json(&Answer::Missing(kind));
        assert_eq!(written, json!({"missing": kind.code()}));
        let read = wire::from_json(&survey, question, &written).unwrap();
        assert!(read == Answer::Missing(kind), "{}", kind.code());
        for _ in 0..times {
            builder.push(&survey, &[part(Answer::Missing(kind))]);
        }
    }
    let published = builder.finish().count().exact();
    let table = published
        .tables()
        .iter()
        .find(|table| table.id == "b_terms")
        .unwrap();
    let [row] = &table.rows[..] else {
        unreachable!("everybody is in one department")
    };
    let expected: Vec<(Missing, Figure)> = Missing::ALL
        .into_iter()
        .zip((1..).map(Figure::Count))
        .collect();
    assert_eq!(row.missing, expected);
    let json: Json = serde_json::from_str(&report::json::write(&published)).unwrap();
    let tables = json["tables"].as_array().unwrap();
    let table = tables
        .iter()
        .find(|table| table["id"] == "b_terms")
        .unwrap();
    for (times, kind) in (1..).zip(Missing::ALL) {
        let found = table.to_string();
        assert!(
            found.contains(kind.code()),
            "{} {times}: {found}",
            kind.code()
        );
    }
    for language in ["en", "cy"] {
        let labels = Labels::new(vec![Arc::clone(&survey)], &Language::new(language));
        let words: BTreeSet<String> = Missing::ALL
            .into_iter()
            .map(|kind| labels.missing(kind))
            .collect();
        assert_eq!(words.len(), 8, "{words:?}");
        let csv =
            String::from_utf8(report::csv::write(&published, &labels, None).unwrap()).unwrap();
        for (times, kind) in (1..).zip(Missing::ALL) {
            let line = csv
                .lines()
                .find(|line| line.contains("b_terms") && line.contains(kind.code()));
            assert!(
                line.is_some_and(|line| line.contains(&format!(",{times},"))),
                "{line:?}"
            );
        }
    }
}
