//! Passes through small questionnaires, written as data: each file of `tests/data/scenarios` holds a
//! questionnaire, what is done step by step, and what comes out.
//!
//! A step names one verb (`put`, `type`, `cell`, `close`, `clear`, `add`, `remove`, `move`, `copy`) and may
//! say which problems it meets and how things stand after it. Paths are `question`,
//! `repeat/entry/question`, or longer where repeats stand in one another.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use tallybox::base::language::{Language, Text};
use tallybox::base::time::Day;
use tallybox::base::words::Words;
use tallybox::form::{Form, Outcome, Path, Problem, Status};
use tallybox::response::wire;
use tallybox::survey::model::{Choice, Question, Section};
use tallybox::survey::nest;
use tallybox::survey::{NoFiles, Questionnaire, load};

fn questionnaire(text: &str) -> Arc<Questionnaire> {
    let checked = load("scenario", text.as_bytes(), &NoFiles);
    let found = checked.diagnostics;
    checked
        .questionnaire
        .unwrap_or_else(|| panic!("the questionnaire is unsound: {found:#?}"))
}

fn path(text: &str) -> Path {
    let mut parts = text.split('/');
    let mut path = Path::top(parts.next().expect("an id"));
    while let Some(entry) = parts.next() {
        let nested = parts.next().expect("a nested question");
        path = path.within(entry.parse().expect("a number"), nested);
    }
    path
}

fn written(path: &Path) -> String {
    let mut written = path.id.clone();
    for (entry, nested) in &path.inside {
        written = format!("{written}/{entry}/{nested}");
    }
    written
}

/// `path[row]: words`, in English.
fn told(problems: &[Problem]) -> Vec<String> {
    let words = Words::new(&Language::new("en"));
    let tell = |problem: &Problem| {
        let row = problem.row.as_ref().map(|row| format!("[{row}]"));
        let place = written(&problem.path) + &row.unwrap_or_default();
        format!("{place}: {}", words.tell(&problem.message))
    };
    problems.iter().map(tell).collect()
}

fn question<'q>(questionnaire: &'q Questionnaire, path: &Path) -> &'q Question {
    let mut question = questionnaire.question(&path.id).expect("a question");
    for (_, id) in &path.inside {
        let mut nested = nest::nested(question).iter();
        question = nested.find(|one| one.id == *id).expect("a nested question");
    }
    question
}

fn json(value: &toml::Value) -> Json {
    serde_json::to_value(value).expect("TOML is JSON")
}

fn act(form: &mut Form, step: &toml::Table) -> Outcome {
    let text = |key: &str| step.get(key).and_then(toml::Value::as_str);
    if let Some(at) = text("put") {
        let questionnaire = Arc::clone(form.questionnaire());
        let question = question(&questionnaire, &path(at));
        let answer = wire::from_json(&questionnaire, question, &json(&step["value"]));
        return form.put(
            &path(at),
            answer.unwrap_or_else(|error| panic!("{at}: {error}")),
        );
    }
    if let Some(at) = text("type") {
        return form.put_typed(&path(at), text("text").expect("text"));
    }
    if let Some(at) = text("cell") {
        let row = text("row").expect("a row");
        return form.put_cell_typed(&path(at), row, text("text").expect("text"));
    }
    if let Some(at) = text("close") {
        return form.close_group(&path(at), text("group").expect("a group"), true);
    }
    if let Some(at) = text("clear") {
        form.clear(&path(at));
    } else if let Some(id) = text("add") {
        let problems = form.add_entry(path(id)).err().into_iter().collect();
        return Outcome {
            problems,
            ..Outcome::default()
        };
    } else if let Some(id) = text("remove") {
        let entry = step["entry"].as_integer().expect("an entry");
        form.remove_entry(path(id), usize::try_from(entry).expect("from 0"));
    } else if let Some(id) = text("move") {
        let place = |key: &str| {
            let place = step[key].as_integer().expect("an entry");
            usize::try_from(place).expect("from 0")
        };
        form.move_entry(path(id), place("entry"), place("to"));
    } else if let Some(id) = text("copy") {
        let entry = step["entry"].as_integer().expect("an entry");
        let entry = usize::try_from(entry).expect("from 0");
        let problems = form.copy_entry(path(id), entry).err();
        return Outcome {
            problems: problems.into_iter().collect(),
            ..Outcome::default()
        };
    } else if text("language").is_some() {
        form.set_language(Language::new(text("language").expect("a tag")));
    }
    Outcome::default()
}

fn status(status: Status) -> &'static str {
    match status {
        Status::NotStarted => "not started",
        Status::InProgress => "in progress",
        Status::Completed => "completed",
        Status::NotAsked => "not asked",
    }
}

/// How things stand, under the names that a scenario may ask for.
fn standing(form: &Form, name: &str, asked: &toml::Value) -> Json {
    match name {
        "pages" => json!(form.pages()),
        "left" => json!(told(&form.problems())),
        "ahead" => by_key(asked, |at| {
            form.left(&path(at)).iter().map(written).collect()
        }),
        "ways" => by_key(asked, |at| json!(form.way_in_words(&path(at), None))),
        "standing_warnings" => json!(told(&form.warnings())),
        "sections" => form
            .sections()
            .iter()
            .map(|state| {
                format!(
                    "{}: {} {}/{}",
                    state.id,
                    status(state.status),
                    state.answered,
                    state.asked
                )
            })
            .collect(),
        "words" => by_key(asked, |at| json!(form.in_words(&path(at)))),
        "texts" => by_key(asked, |at| {
            let question = form.question(&path(at)).expect("a question");
            json!(form.text_at(&path(at), &question.label))
        }),
        "titles" => sections(form, |section| Some(&section.title)),
        "intros" => sections(form, |section| section.intro.as_ref()),
        "rows" => by_key(asked, |at| codes(&form.rows(&path(at)))),
        "choices" => by_key(asked, |at| codes(&form.choices(&path(at)))),
        "labels" => by_key(asked, |at| labels(form, &path(at))),
        "asked" => by_key(asked, |at| json!(form.is_asked(&path(at)))),
        "check" => by_key(asked, |at| json!(told(&form.check(&path(at))))),
        "entry_pages" => by_key(asked, |at| {
            let (id, entry) = at.rsplit_once('/').expect("an entry");
            let pages = form.entry_pages(path(id), entry.parse().expect("a number"));
            pages.iter().map(written).collect()
        }),
        "names" => by_key(asked, |id| {
            let repeat = path(id);
            let entries = 0..form.entries(&repeat);
            entries
                .map(|entry| form.entry_name(&repeat, entry).unwrap_or_default())
                .collect()
        }),
        "submission" => {
            let submission = form.submission(Day::parse("2027-01-20").expect("a day"));
            let answers = wire::object(&submission.answers);
            by_key(asked, |id| answers.get(id).cloned().unwrap_or_default())
        }
        "order" => {
            let submission = form.submission(Day::parse("2027-01-20").expect("a day"));
            submission.answers.into_iter().map(|(id, _)| id).collect()
        }
        "warned" => json!(
            form.submission(Day::parse("2027-01-20").expect("a day"))
                .warned
        ),
        _ => panic!("a scenario cannot ask for `{name}`"),
    }
}

fn sections(form: &Form, text: fn(&Section) -> Option<&Text>) -> Json {
    let sections = form.questionnaire().sections.iter();
    let words =
        sections.map(|section| text(section).map_or_else(String::new, |text| form.text(text)));
    words.collect()
}

fn by_key(asked: &toml::Value, give: impl Fn(&str) -> Json) -> Json {
    let keys = asked.as_table().expect("a table").keys();
    Json::Object(keys.map(|key| (key.clone(), give(key))).collect())
}

fn labels(form: &Form, at: &Path) -> Json {
    let mut offered = form.choices(at);
    offered.extend(form.rows(at));
    let labels = offered.iter().map(|one| one.label.get(form.language()));
    labels.collect()
}

fn codes(choices: &[Cow<'_, Choice>]) -> Json {
    choices.iter().map(|choice| choice.code.clone()).collect()
}

const VERBS: [&str; 16] = [
    "put", "value", "type", "text", "cell", "row", "close", "group", "clear", "add", "remove",
    "entry", "language", "move", "to", "copy",
];

fn run(name: &str, text: &str) {
    let scenario: toml::Table = text
        .parse()
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let questionnaire = questionnaire(scenario["questionnaire"].as_str().expect("a text"));
    let today = scenario["today"]
        .as_str()
        .and_then(Day::parse)
        .expect("a day");
    let language = questionnaire.default_language();
    let mut form = Form::new(questionnaire, language, today, 5);
    let steps = scenario["step"].as_array().expect("steps");
    assert!(!steps.is_empty(), "{name}: nothing is done");
    for (at, step) in steps.iter().enumerate() {
        let step = step.as_table().expect("a table");
        let outcome = act(&mut form, step);
        let place = format!("{name}, step {}", at + 1);
        let expected = |key: &str| step.get(key).map_or(json!([]), json);
        assert_eq!(
            json!(told(&outcome.problems)),
            expected("problems"),
            "{place}"
        );
        assert_eq!(
            json!(told(&outcome.warnings)),
            expected("warnings"),
            "{place}"
        );
        let others = step.iter().filter(|(key, _)| {
            !VERBS.contains(&key.as_str()) && !["problems", "warnings"].contains(&key.as_str())
        });
        for (key, value) in others {
            assert_eq!(standing(&form, key, value), json(value), "{place}: {key}");
        }
        // Whatever was done, a draft brings all of it back.
        let draft = form.to_draft(None);
        let (back, _) =
            Form::from_draft(Arc::clone(form.questionnaire()), today, &draft).expect("a draft");
        assert!(
            back.to_draft(None) == draft,
            "{place}: the draft came back changed"
        );
    }
}

macro_rules! scenarios {
    ($($name:ident),* $(,)?) => {$(
        #[test]
        fn $name() {
            run(stringify!($name), include_str!(concat!("data/scenarios/", stringify!($name), ".toml")));
        }
    )*};
}

scenarios!(
    relevance,
    left_blank,
    numbers_and_texts,
    choices,
    tables,
    repeats,
    progress,
    nested_repeats,
    tables_in_repeats,
    dates_and_checks,
    piping,
    piped_labels
);
