//! Handles say what was answered: simulated people of three surveys, two versions, two audiences.

use std::path::Path;

use super::*;
use crate::form::simulate::{seed_of, simulate};
use crate::response::answer::{Answer, Value};
use crate::response::part::{OpenedPart, open, plaintexts};
use crate::stats::builder::FrameBuilder;
use crate::stats::door::{Operational, Statistical};
use crate::stats::tests::{code, missing, number, part, question, questionnaire};
use crate::stats::variable::Holds;
use crate::survey::Questionnaire;
use crate::survey::model::{Kind, Range as Bounds, Repeat};

const SURVEYS: [&str; 3] = [
    "tests/data/small/small.toml",
    "tests/data/surveys/rich.toml",
    "surveys/skills-and-responsibility.toml",
];

fn load(file: &str) -> Arc<Questionnaire> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let checked = crate::runtime::home::check_file(&file).unwrap();
    checked.questionnaire.unwrap()
}

/// What simulated people sent to one audience.
fn sent(survey: &Arc<Questionnaire>, audience: &str, people: u64) -> Vec<OpenedPart> {
    let today = Day::new(2027, 3, 9).unwrap();
    let one = |person| {
        let form = simulate(Arc::clone(survey), seed_of(4, person), None, today);
        let all = plaintexts(&form.submission(today), &[0; 16], 1).unwrap();
        let (_, own) = all.into_iter().find(|(id, _)| id == audience).unwrap();
        open(survey, &own).unwrap()
    };
    (0..people).map(one).collect()
}

fn built<D: Door>(survey: &Arc<Questionnaire>, audience: &str, sent: &[OpenedPart]) -> Frame<D> {
    let mut builder = FrameBuilder::new(Arc::clone(survey), &[], &[audience.to_owned()]);
    for part in sent {
        builder.push(survey, std::slice::from_ref(part));
    }
    builder.finish()
}

fn seen_text(answers: Answers<'_>, at: usize) -> String {
    let codes: Vec<String> = answers.codes(at).map(ToString::to_string).collect();
    codes.join(" ")
}

/// What a handle says of one respondent or entry, in words; `None` for what a frame never holds.
fn held(seen: Option<Seen<'_>>, at: usize) -> Option<String> {
    let seen = seen?;
    let (missing, said) = match seen {
        Seen::Cell(Cell::Words(_)) => {
            let words = seen.words()?;
            (words.missing(at), words.at(at).map(str::to_owned))
        }
        Seen::Cell(Cell::Day(_)) => {
            let days = seen.day()?;
            (days.missing(at), days.at(at).map(|day| day.to_string()))
        }
        Seen::Cell(Cell::Decimal(_)) => {
            let numbers = seen.number()?;
            let number = numbers.at(at);
            (
                numbers.missing(at),
                number.map(|one| one.normalize().to_string()),
            )
        }
        Seen::Cell(Cell::Entries(entries)) => {
            let entries = Entries(entries);
            let one = |entry: usize| {
                let fields = entries.0.fields.iter();
                let fields = fields.map(|(variable, cell)| {
                    let said = held(Some(Seen::Cell(cell)), entry);
                    format!("{}={}", variable.id, said.unwrap_or_default())
                });
                fields.collect::<Vec<_>>().join("|")
            };
            let all: Vec<String> = entries.of(at).map(one).collect();
            let missing = entries.missing(at);
            (missing, missing.is_none().then(|| all.join("/")))
        }
        _ => {
            let answers = seen.answers()?;
            let missing = answers.missing(at);
            (missing, missing.is_none().then(|| seen_text(answers, at)))
        }
    };
    assert!(
        missing.is_some() != said.is_some(),
        "either a value or why there is none"
    );
    missing.map(|kind| kind.code().to_owned()).or(said)
}

/// The same words from the answer itself; `None` for what a frame never holds.
fn given(answer: &Answer) -> String {
    let value = match answer {
        Answer::Missing(kind) => return kind.code().to_owned(),
        Answer::Value(value) => value,
    };
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.normalize().to_string(),
        Value::YesNo(truth) => truth.to_string(),
        Value::Choice(chosen) => chosen.code.clone(),
        Value::Choices(chosen) => {
            let codes: Vec<&str> = chosen.iter().map(|one| one.code.as_str()).collect();
            codes.join(" ")
        }
        Value::Day(day) => day.to_string(),
        Value::Month(month) => month.first_day().unwrap().to_string(),
        Value::Rows(_) | Value::Closable { .. } | Value::Entries(_) => String::new(),
    }
}

/// The words of a choice that asks for some, which stand beside the code.
fn specified(survey: &Questionnaire, kind: &Kind, id: &str, answer: &Answer) -> String {
    let (Kind::Single(choices) | Kind::Lookup(choices)) = kind else {
        return String::new();
    };
    if !survey.all_choices(choices).any(|choice| choice.specify) {
        return String::new();
    }
    let words = match answer {
        Answer::Missing(kind) => kind.code(),
        Answer::Value(Value::Choice(chosen)) => chosen.text.as_deref().unwrap_or("not_relevant"),
        Answer::Value(_) => "",
    };
    format!("|{id}.text={words}")
}

/// Everything that the frame must hold of one part, by table id.
fn expected(survey: &Questionnaire, part: &OpenedPart) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (id, answer) in &part.answers {
        let question = survey.question(id).unwrap();
        match (&question.kind, answer) {
            // A rank's order is not kept; long texts are not held.
            (Kind::Rank { .. } | Kind::LongText { .. }, _) => {}
            (_, Answer::Value(Value::Rows(rows))) => {
                all.extend(
                    rows.iter()
                        .map(|(row, one)| (format!("{id}.{row}"), given(one))),
                );
            }
            (_, Answer::Value(Value::Closable { rows, closed })) => {
                let rated = rows
                    .iter()
                    .filter(|(_, one)| one.value().is_some() || closed.is_empty());
                all.extend(rated.map(|(row, one)| (format!("{id}.{row}"), given(one))));
            }
            (Kind::Repeat(repeat), Answer::Value(Value::Entries(entries))) => {
                let entry = |entry: &Vec<(String, Answer)>| {
                    let held = entry.iter().filter(|(id, _)| {
                        let mut questions = repeat.questions.iter();
                        let kind = &questions.find(|one| one.id == *id).unwrap().kind;
                        !matches!(kind, Kind::LongText { .. } | Kind::Matrix(_))
                    });
                    let fields = held.map(|(id, one)| {
                        let mut questions = repeat.questions.iter();
                        let kind = &questions.find(|one| one.id == *id).unwrap().kind;
                        format!("{id}={}{}", given(one), specified(survey, kind, id, one))
                    });
                    fields.collect::<Vec<_>>().join("|")
                };
                let entries: Vec<String> = entries.iter().map(entry).collect();
                all.push((id.clone(), entries.join("/")));
            }
            (Kind::Matrix(_) | Kind::Allocation { .. }, _) => {}
            _ => all.push((id.clone(), given(answer))),
        }
    }
    all
}

#[test]
fn handles_say_what_was_answered_of_everything_that_a_frame_holds() {
    for (file, least) in SURVEYS.into_iter().zip([4, 20, 400]) {
        let survey = load(file);
        let mut sent = sent(&survey, "lead", 60);
        let frame: Frame<Operational> = built(&survey, "lead", &sent);
        let department = survey.department.clone().unwrap();
        sent.sort_by_cached_key(|part| {
            let mut answers = part.answers.iter();
            given(&answers.find(|(id, _)| *id == department).unwrap().1)
        });
        assert_eq!(frame.stretch(None), 0..60);
        let mut compared = 0;
        for (at, part) in sent.iter().enumerate() {
            let own = frame.department_of(at);
            assert!(frame.stretch(Some(own)).contains(&at));
            for (id, said) in expected(&survey, part) {
                assert_eq!(held(frame.seen(&id), at), Some(said), "{file} {id} {at}");
                compared += 1;
            }
        }
        assert!(compared > least * 60 / 10, "{file}: only {compared}");
    }
}

#[test]
fn the_statistical_door_holds_no_words() {
    for file in SURVEYS {
        let survey = load(file);
        let sent = sent(&survey, "statistics", 20);
        let frame: Frame<Statistical> = built(&survey, "statistics", &sent);
        let mut cells = frame.quiet.iter().collect::<Vec<_>>();
        while let Some((variable, cell)) = cells.pop() {
            assert!(variable.holds != Holds::Words, "{file} {}", variable.id);
            if let Cell::Entries(entries) = cell {
                cells.extend(&entries.fields);
            }
        }
        assert_eq!(frame.stretch(None), 0..20);
    }
}

#[test]
fn what_is_held_and_not_counted_is_in_no_table() {
    let survey = load(SURVEYS[2]);
    let frame: Frame<Operational> = built(&survey, "lead", &sent(&survey, "lead", 20));
    assert!(frame.words("b_title").is_some() && frame.entries("d_equip").is_some());
    assert_eq!(frame.rows("c_time").len(), 10);
    let published = frame.count().exact();
    let counted = crate::stats::variable::variables(&survey);
    for table in published.tables() {
        assert!(counted.iter().any(|variable| variable.id == table.id));
    }
    for id in ["b_title", "a_name", "d_equip", "c_time.teaching", "b_end"] {
        assert!(
            !published
                .tables()
                .iter()
                .any(|table| table.id.starts_with(id)),
            "{id}"
        );
    }
}

#[test]
fn what_was_written_for_a_reviewer_alone_does_not_come_beside_other_answers() {
    let mut survey = (*questionnaire(vec![question(
        "title",
        Kind::Text {
            max_length: 80,
            pattern: None,
        },
    )]))
    .clone();
    let mut review = survey.audiences[0].clone();
    review.id = "review".to_owned();
    review.sealed_to = vec![crate::survey::model::Role::Institution];
    survey.audiences.push(review);
    let mut release = survey.sections[0].questions[1].audience[0].clone();
    release.audience = "review".to_owned();
    survey.sections[0].questions[1].audience.push(release);
    let survey = Arc::new(survey);
    let said = |text: &str| Answer::Value(Value::Text(text.to_owned()));
    let both = ["all".to_owned(), "review".to_owned()];
    let mut builder: FrameBuilder<Operational> = FrameBuilder::new(Arc::clone(&survey), &[], &both);
    let reviewed = |text: &str| OpenedPart {
        audience: "review".to_owned(),
        ..part("bio", &[("title", said(text))])
    };
    builder.push(
        &survey,
        &[
            reviewed("Glassblower"),
            part("bio", &[("title", missing(Missing::Withheld))]),
        ],
    );
    builder.push(
        &survey,
        &[
            reviewed("Technician"),
            part("bio", &[("title", said("Technician"))]),
        ],
    );
    let frame = builder.finish();
    let words = frame.words("title").unwrap();
    assert_eq!(
        (words.at(0), words.missing(0)),
        (None, Some(Missing::Withheld))
    );
    assert_eq!(words.at(1), Some("Technician"));
    assert_eq!(words.missing(2), Some(Missing::Unreadable), "nobody there");
}

#[test]
fn another_versions_numbers_and_entries_read_as_the_reported_ones() {
    let repeat = |ids: &[&str]| {
        let kind = || {
            Kind::Decimal(Bounds {
                decimals: 1,
                ..Bounds::default()
            })
        };
        Kind::Repeat(Box::new(Repeat {
            questions: ids.iter().map(|id| question(id, kind())).collect(),
            min: 0,
            max: 9,
            label_from: None,
        }))
    };
    let decimal = || {
        Kind::Decimal(Bounds {
            decimals: 2,
            ..Bounds::default()
        })
    };
    let new = questionnaire(vec![
        question("fte", decimal()),
        question("kit", repeat(&["hours", "cost"])),
    ]);
    let mut old = (*questionnaire(vec![
        question("fte", decimal()),
        question("kit", repeat(&["hours"])),
        question("gone", decimal()),
    ]))
    .clone();
    old.fingerprint = crate::survey::model::Fingerprint([8; 32]);
    let old = Arc::new(old);
    let mut builder: FrameBuilder<Operational> =
        FrameBuilder::new(Arc::clone(&new), &[Arc::clone(&old)], &["all".to_owned()]);
    let exact = |text: &str| Answer::Value(Value::Decimal(text.parse().unwrap()));
    let entry = |hours| vec![("hours".to_owned(), exact(hours))];
    builder.push(
        &new,
        &[part(
            "chem",
            &[("fte", exact("0.50")), ("kit", missing(Missing::Blank))],
        )],
    );
    let entries = Answer::Value(Value::Entries(vec![entry("1.5"), entry("2.5")]));
    builder.push(
        &old,
        &[part(
            "bio",
            &[
                ("fte", exact("0.8")),
                ("kit", entries),
                ("gone", exact("3")),
            ],
        )],
    );
    let frame = builder.finish();
    let fte = frame.number("fte").unwrap();
    assert_eq!(fte.at(0), Some("0.8".parse().unwrap()));
    assert_eq!(fte.at(1), Some("0.5".parse().unwrap()));
    let kit = frame.entries("kit").unwrap();
    assert_eq!((kit.of(0), kit.of(1), kit.len()), (0..2, 2..2, 2));
    assert_eq!(
        (kit.missing(0), kit.missing(1)),
        (None, Some(Missing::Blank))
    );
    assert_eq!(
        kit.number("hours").unwrap().at(1),
        Some("2.5".parse().unwrap())
    );
    assert_eq!(
        kit.number("cost").unwrap().missing(1),
        Some(Missing::NotInVersion)
    );
    assert!(
        kit.answers("hours").is_none() && kit.day("hours").is_none() && kit.words("no").is_none()
    );
    let gone = frame.number("gone").unwrap();
    assert_eq!(gone.missing(1), Some(Missing::NotInVersion));
    assert_eq!(frame.department_of(1), "chem");
}

#[test]
fn entries_in_entries_follow_their_people_whatever_the_order() {
    let repeat = |questions| {
        Kind::Repeat(Box::new(Repeat {
            questions,
            min: 0,
            max: 9,
            label_from: None,
        }))
    };
    let age = question("age", Kind::Integer(Bounds::default()));
    let home = vec![question("person", repeat(vec![age]))];
    let survey = questionnaire(vec![question("home", repeat(home))]);
    let list = |entries| Answer::Value(Value::Entries(entries));
    let person = |age: i64| vec![("age".to_owned(), number(age))];
    let home = |people| vec![("person".to_owned(), people)];
    let nobody = || home(missing(Missing::Blank));
    // Chemistry comes after biology, though it was sent first.
    let sent = [
        (
            "chem",
            vec![home(list(vec![person(40), person(9)])), nobody()],
        ),
        ("bio", vec![nobody(), home(list(vec![person(70)]))]),
        ("bio", Vec::new()),
    ];
    let parts = sent.map(|(dept, homes)| part(dept, &[("home", list(homes))]));
    let frame: Frame<Operational> = crate::stats::tests::frame(&survey, parts.into());
    let homes = frame.entries("home").unwrap();
    let people = |frame| match frame {
        Some(Seen::Cell(Cell::Entries(entries))) => Entries(entries),
        _ => unreachable!("it is a repeat"),
    };
    let people = people(homes.cell("person"));
    let ages = people.answers("age").unwrap();
    let of = |respondent: usize| -> Vec<Vec<Option<i64>>> {
        let homes = homes.of(respondent);
        homes
            .map(|home| people.of(home).map(|person| ages.whole(person)).collect())
            .collect()
    };
    let all: Vec<_> = (0..3).map(of).collect();
    assert!(all.contains(&vec![vec![], vec![Some(70)]]), "{all:?}");
    assert!(all.contains(&vec![]), "{all:?}");
    assert_eq!(all[2], [vec![Some(40), Some(9)], vec![]]);
    assert_eq!(people.len(), 3);
    assert_eq!(people.missing(homes.of(2).end - 1), Some(Missing::Blank));
}

#[test]
fn answers_tell_codes_apart() {
    let survey = questionnaire(vec![
        question("yes", Kind::YesNo),
        question("age", Kind::Integer(Bounds::default())),
    ]);
    let yes = Answer::Value(Value::YesNo(true));
    let parts = vec![part("bio", &[("yes", yes), ("age", number(-3))])];
    let frame: Frame<Operational> = crate::stats::tests::frame(&survey, parts);
    let (dept, yes, age) = (
        frame.answers("dept").unwrap(),
        frame.answers("yes").unwrap(),
        frame.answers("age").unwrap(),
    );
    assert_eq!(dept.text(0), Some("bio"));
    assert!(dept.has(0, "bio") && !dept.has(0, "chem") && code("bio").value().is_some());
    assert_eq!((yes.truth(0), age.whole(0)), (Some(true), Some(-3)));
    assert!(yes.has(0, "true") && age.has(0, "-3"));
    assert!(
        frame.day("age").is_none() && frame.words("age").is_none() && frame.answers("no").is_none()
    );
}
