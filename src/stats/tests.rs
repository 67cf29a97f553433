//! From opened parts to protected tables, on a survey small enough to count by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::language::{Language, Text};
use crate::base::time::Month;
use crate::response::answer::{Answer, Chosen, Missing, Value};
use crate::response::part::OpenedPart;
use crate::survey::Questionnaire;
use crate::survey::model::*;

use super::*;

pub(crate) fn choice(code: &str, columns: &[(&str, &str)]) -> Choice {
    Choice {
        code: code.to_owned(),
        label: Text::same(code),
        exclusive: false,
        specify: false,
        columns: columns
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    }
}

pub(crate) fn choices(codes: &[&str]) -> Vec<Choice> {
    codes.iter().map(|code| choice(code, &[])).collect()
}

pub(crate) fn own(codes: &[&str]) -> Choices {
    Choices {
        list: None,
        own: choices(codes),
        filter: None,
    }
}

pub(crate) fn question(id: &str, kind: Kind) -> Question {
    Question {
        id: id.to_owned(),
        label: Text::same(id),
        hint: None,
        why: None,
        kind,
        relevant: None,
        required: Required::Yes,
        constraint: None,
        constraint_message: None,
        warning: None,
        warning_message: None,
        calculation: None,
        default: None,
        missing: Vec::new(),
        audience: vec![Release {
            audience: "all".to_owned(),
            when: None,
        }],
        tier: None,
        special: false,
        shuffle: false,
    }
}

/// Departments `bio` and `chem` in `science`, `art` and `music` in `arts`, `stores` in none.
pub(crate) fn questionnaire(questions: Vec<Question>) -> Arc<Questionnaire> {
    questionnaire_with(&[], questions)
}

/// The same with further departments, each with its faculty.
pub(crate) fn questionnaire_with(
    further: &[(&str, &str)],
    mut questions: Vec<Question>,
) -> Arc<Questionnaire> {
    let mut entries = vec![
        choice("science", &[]),
        choice("bio", &[("parent", "science")]),
        choice("chem", &[("parent", "science")]),
        choice("arts", &[]),
        choice("art", &[("parent", "arts")]),
        choice("music", &[("parent", "arts")]),
        choice("stores", &[]),
    ];
    let further = further.iter();
    entries.extend(further.map(|(code, parent)| choice(code, &[("parent", parent)])));
    let departments = Choices {
        list: Some("departments".to_owned()),
        own: Vec::new(),
        filter: None,
    };
    questions.insert(0, question("dept", Kind::Single(departments)));
    Arc::new(Questionnaire {
        id: "test".to_owned(),
        title: Text::same("Test"),
        languages: vec![Language::new("en")],
        minutes: None,
        department: Some("dept".to_owned()),
        wave: String::new(),
        opens: None,
        closes: None,
        revise_until: None,
        privacy: Privacy {
            minimum_group: 10,
            ..Privacy::default()
        },
        audiences: vec![Audience {
            id: "all".to_owned(),
            sealed_to: vec![Role::Department],
            pad: 16,
        }],
        lists: BTreeMap::from([(
            "departments".to_owned(),
            List {
                columns: vec!["parent".to_owned()],
                entries,
            },
        )]),
        sections: vec![Section {
            id: "all".to_owned(),
            title: Text::same("All"),
            intro: None,
            relevant: None,
            shuffle: false,
            questions,
        }],
        migrations: Vec::new(),
        fingerprint: Fingerprint([7; 32]),
        unchecked: Vec::new(),
        canonical: Vec::new(),
    })
}

pub(crate) fn code(code: &str) -> Answer {
    Answer::Value(Value::Choice(Chosen::code(code)))
}

pub(crate) fn codes(codes: &[&str]) -> Answer {
    let chosen = codes.iter().map(|code| Chosen::code(code));
    Answer::Value(Value::Choices(chosen.collect()))
}

pub(crate) fn number(number: i64) -> Answer {
    Answer::Value(Value::Integer(number))
}

pub(crate) fn missing(kind: Missing) -> Answer {
    Answer::Missing(kind)
}

pub(crate) fn part(department: &str, answers: &[(&str, Answer)]) -> OpenedPart {
    let dept = ("dept".to_owned(), code(department));
    let rest = answers
        .iter()
        .map(|(id, answer)| ((*id).to_owned(), answer.clone()));
    OpenedPart {
        survey: "test".to_owned(),
        wave: String::new(),
        fingerprint: String::new(),
        response: String::new(),
        revision: 1,
        audience: "all".to_owned(),
        language: None,
        month: Month::new(2027, 1).unwrap(),
        replaces_lost: false,
        imported: false,
        simulated: false,
        warned: Vec::new(),
        answers: std::iter::once(dept).chain(rest).collect(),
    }
}

pub(crate) fn frame<D: Door>(survey: &Arc<Questionnaire>, parts: Vec<OpenedPart>) -> Frame<D> {
    let mut builder = FrameBuilder::new(Arc::clone(survey), &[], &["all".to_owned()]);
    for part in parts {
        builder.push(survey, &[part]);
    }
    builder.finish()
}

fn exact(survey: &Arc<Questionnaire>, parts: Vec<OpenedPart>) -> Published {
    frame::<Operational>(survey, parts).count().exact()
}

/// A table's row as `code=count` words, with the base first and the kinds of missing that are not 0 last.
pub(crate) fn line(published: &Published, table: &str, group: &str) -> String {
    let table = published
        .tables()
        .iter()
        .find(|known| known.id == table)
        .unwrap();
    let mut rows = table.rows.iter().chain(&table.everyone);
    let row = rows.find(|row| row.group == group).unwrap();
    let figure = |figure: Figure| match figure {
        Figure::Count(count) => count.to_string(),
        Figure::Withheld(reason) => reason.code().to_owned(),
    };
    let cells = row
        .cells
        .iter()
        .map(|cell| format!("{}={}", cell.code, figure(cell.figure)));
    let missing = row
        .missing
        .iter()
        .filter(|(_, figure)| *figure != Figure::Count(0));
    let missing = missing.map(|(kind, shown)| format!("{}={}", kind.code(), figure(*shown)));
    let words: Vec<String> = std::iter::once(figure(row.base))
        .chain(cells)
        .chain(missing)
        .collect();
    words.join(" ")
}

#[test]
fn every_code_has_a_cell_and_the_base_is_everyone_who_was_asked() {
    let survey = questionnaire(vec![question("track", Kind::Single(own(&["a", "b", "c"])))]);
    let answers = [
        code("a"),
        code("a"),
        code("c"),
        missing(Missing::PreferNot),
        missing(Missing::NotRelevant),
        missing(Missing::Blank),
    ];
    let parts = answers
        .into_iter()
        .map(|answer| part("bio", &[("track", answer)]));
    let shown = exact(&survey, parts.collect());
    assert_eq!(
        line(&shown, "track", "bio"),
        "5 a=2 b=0 c=1 not_relevant=1 blank=1 prefer_not=1"
    );
    assert_eq!(
        line(&shown, "dept", "bio"),
        "6 bio=6 chem=0 art=0 music=0 stores=0"
    );
}

#[test]
fn several_codes_numbers_and_truths_are_counted_as_what_they_are() {
    let many: Vec<String> = (0..20).map(|at| format!("m{at}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let survey = questionnaire(vec![
        question(
            "multi",
            Kind::Multiple {
                choices: own(&many),
                min: None,
                max: None,
            },
        ),
        question("free", Kind::Integer(Range::default())),
        question(
            "few",
            Kind::Integer(Range {
                min: Some(0.into()),
                max: Some(2.into()),
                ..Range::default()
            }),
        ),
        question("yes", Kind::YesNo),
        question(
            "scale",
            Kind::Scale {
                points: choices(&["0", "1"]),
            },
        ),
        question(
            "words",
            Kind::Text {
                max_length: 9,
                pattern: None,
            },
        ),
    ]);
    let answer = |multi: &[&str], free, yes| {
        part(
            "chem",
            &[
                ("multi", codes(multi)),
                ("free", number(free)),
                ("few", number(1)),
                ("yes", Answer::Value(Value::YesNo(yes))),
                ("scale", number(1)),
                ("words", Answer::Value(Value::Text("secret".to_owned()))),
            ],
        )
    };
    let shown = exact(
        &survey,
        vec![
            answer(&["m0", "m19"], 700, true),
            answer(&["m19"], -3, true),
            answer(&[], 700, false),
        ],
    );
    let expected: Vec<String> = (0..20)
        .map(|at| {
            format!(
                "m{at}={}",
                match at {
                    0 => 1,
                    19 => 2,
                    _ => 0,
                }
            )
        })
        .collect();
    assert_eq!(
        line(&shown, "multi", "chem"),
        format!("3 {}", expected.join(" "))
    );
    assert_eq!(line(&shown, "free", "chem"), "3 -3=1 700=2");
    assert_eq!(line(&shown, "few", "chem"), "3 0=0 1=3 2=0");
    assert_eq!(line(&shown, "yes", "chem"), "3 true=2 false=1");
    assert_eq!(line(&shown, "scale", "chem"), "3 0=0 1=3");
    assert!(!shown.tables().iter().any(|table| table.id == "words"));
}

#[test]
fn more_codes_than_a_byte_holds_are_counted_all_the_same() {
    let survey = questionnaire(vec![question("free", Kind::Integer(Range::default()))]);
    let parts = (0..600).map(|at| part("bio", &[("free", number(at % 300))]));
    let shown = exact(&survey, parts.collect());
    let table = shown
        .tables()
        .iter()
        .find(|table| table.id == "free")
        .unwrap();
    assert_eq!(table.rows[0].cells.len(), 300);
    assert!(
        table.rows[0]
            .cells
            .iter()
            .all(|cell| cell.figure == Figure::Count(2))
    );
    assert!(table.rows[0].cells.is_sorted_by(|a, b| a.code < b.code));
}

fn skills() -> Kind {
    Kind::Matrix(Box::new(Matrix {
        rows: Choices {
            list: None,
            own: vec![
                choice("lathe", &[("family", "make")]),
                choice("weld", &[("family", "make")]),
                choice("pcr", &[("family", "life")]),
            ],
            filter: None,
        },
        rows_from: None,
        cells: Cells::Scale(choices(&["0", "1", "2"])),
        groups: Some("family".to_owned()),
        group_list: None,
        closable: true,
        min_rows: None,
    }))
}

#[test]
fn a_matrix_is_counted_by_row_and_an_unrated_row_is_0_only_in_a_closed_group() {
    let survey = questionnaire(vec![question("rate", skills())]);
    let blank = || missing(Missing::Blank);
    let rows = |rows: Vec<(&str, Answer)>, closed: &[&str]| {
        Answer::Value(Value::Closable {
            rows: rows
                .into_iter()
                .map(|(row, answer)| (row.to_owned(), answer))
                .collect(),
            closed: closed.iter().map(|&group| group.to_owned()).collect(),
        })
    };
    let answers = [
        rows(
            vec![("lathe", number(2)), ("weld", blank()), ("pcr", blank())],
            &["make"],
        ),
        rows(vec![("lathe", number(1)), ("weld", blank())], &[]),
        missing(Missing::PreferNot),
    ];
    let parts = answers
        .into_iter()
        .map(|answer| part("bio", &[("rate", answer)]));
    let shown = exact(&survey, parts.collect());
    assert_eq!(
        line(&shown, "rate.lathe", "bio"),
        "3 0=0 1=1 2=1 prefer_not=1"
    );
    assert_eq!(
        line(&shown, "rate.weld", "bio"),
        "3 0=1 1=0 2=0 blank=1 prefer_not=1"
    );
    // The second person was not shown the row.
    assert_eq!(
        line(&shown, "rate.pcr", "bio"),
        "2 0=0 1=0 2=0 not_relevant=1 blank=1 prefer_not=1"
    );
}

#[test]
fn a_question_that_a_version_does_not_have_is_not_in_it() {
    let old = questionnaire(vec![question("gone", Kind::YesNo)]);
    let new = questionnaire(vec![question("track", Kind::Single(own(&["a"])))]);
    let mut builder: FrameBuilder<Operational> =
        FrameBuilder::new(Arc::clone(&new), &[Arc::clone(&old)], &["all".to_owned()]);
    builder.push(
        &old,
        &[part("bio", &[("gone", Answer::Value(Value::YesNo(true)))])],
    );
    builder.push(&new, &[part("bio", &[("track", code("a"))])]);
    builder.push(&new, &[part("bio", &[])]);
    let shown = builder.finish().count().exact();
    assert_eq!(
        line(&shown, "track", "bio"),
        "2 a=1 not_in_version=1 unreadable=1"
    );
    assert_eq!(
        line(&shown, "gone", "bio"),
        "1 true=1 false=0 not_in_version=2"
    );
}

#[test]
fn of_two_parts_with_the_same_question_the_one_that_holds_a_value_counts() {
    let survey = questionnaire(vec![question("yes", Kind::YesNo)]);
    let mut builder: FrameBuilder<Operational> =
        FrameBuilder::new(Arc::clone(&survey), &[], &["all".to_owned()]);
    let withheld = || part("bio", &[("yes", missing(Missing::Withheld))]);
    let told = || part("bio", &[("yes", Answer::Value(Value::YesNo(true)))]);
    builder.push(&survey, &[withheld(), told()]);
    builder.push(&survey, &[told(), withheld()]);
    builder.push(&survey, &[withheld()]);
    let shown = builder.finish().count().exact();
    assert_eq!(line(&shown, "yes", "bio"), "3 true=2 false=0 withheld=1");
}

/// `bio` 12, `chem` 6, `art` 7, `music` 4, `stores` 2, each saying yes but the first, who prefers not to say.
pub(crate) fn people() -> Vec<OpenedPart> {
    let sizes = [
        ("bio", 12),
        ("chem", 6),
        ("art", 7),
        ("music", 4),
        ("stores", 2),
    ];
    sizes
        .into_iter()
        .flat_map(|(department, size)| {
            (0..size).map(move |at| {
                let answer = if at == 0 {
                    missing(Missing::PreferNot)
                } else {
                    Answer::Value(Value::YesNo(true))
                };
                part(department, &[("yes", answer)])
            })
        })
        .collect()
}

#[test]
fn small_departments_are_added_to_their_faculty_and_small_faculties_show_nothing() {
    let survey = questionnaire(vec![question("yes", Kind::YesNo)]);
    let figures = frame::<Statistical>(&survey, people()).count();
    let shown = figures.protect(Protection::Hesa).unwrap();
    let bio = "10 true=10 false=0";
    assert_eq!(line(&shown, "yes", "bio"), bio);
    let withheld = "rolled_up true=rolled_up false=rolled_up";
    for group in ["chem", "art", "music", "stores", "science"] {
        assert!(line(&shown, "yes", group).starts_with(withheld), "{group}");
    }
    // 7 + 4 people, of whom two prefer not to say: 11, 9, 2. Two at most there and two here are of everyone 5, so three
    // or four: one of both is withheld.
    let arts = "10 true=10 false=0 prefer_not=pinned";
    assert_eq!(line(&shown, "yes", "arts"), arts);
    let arts = shown.tables()[0]
        .rows
        .iter()
        .find(|row| row.group == "arts")
        .unwrap();
    assert_eq!(arts.holds, ["art", "music"]);
}

#[test]
fn a_department_without_responses_looks_like_one_with_a_few() {
    let survey = questionnaire(vec![question("yes", Kind::YesNo)]);
    let one = vec![part(
        "stores",
        &[("yes", Answer::Value(Value::YesNo(true)))],
    )];
    let some = frame::<Statistical>(&survey, one)
        .count()
        .protect(Protection::Hesa)
        .unwrap();
    let none = frame::<Statistical>(&survey, Vec::new())
        .count()
        .protect(Protection::Hesa)
        .unwrap();
    assert_eq!(some.tables(), none.tables());
    assert_eq!(some.tables()[0].rows.len(), 7);
}

#[test]
fn the_department_question_does_not_give_the_size_of_what_was_rolled_up() {
    let survey = questionnaire(Vec::new());
    let figures = frame::<Statistical>(&survey, people()).count();
    for protection in [Protection::Hesa, Protection::MinimumN] {
        let shown = figures.protect(protection).unwrap();
        let arts = line(&shown, "dept", "arts");
        assert!(arts.contains("art=rolled_up music=rolled_up"), "{arts}");
    }
}

#[test]
fn a_number_that_too_few_gave_is_not_even_listed() {
    let survey = questionnaire(vec![question("reports", Kind::Integer(Range::default()))]);
    let answers =
        (0..30).map(|at| part("bio", &[("reports", number(if at == 0 { 137 } else { 4 }))]));
    let figures = frame::<Statistical>(&survey, answers.collect()).count();
    let shown = figures.protect(Protection::Hesa).unwrap();
    assert_eq!(line(&shown, "reports", "bio"), "30 4=30");
}

#[test]
fn minimum_n_shows_exact_figures_or_none() {
    let survey = questionnaire(vec![question("yes", Kind::YesNo)]);
    let figures = frame::<Statistical>(&survey, people()).count();
    let shown = figures.protect(Protection::MinimumN).unwrap();
    assert_eq!(
        line(&shown, "yes", "bio"),
        "12 true=11 false=0 prefer_not=1"
    );
    // Seven and four: the lead of the seven would be left with the others' four.
    let arts = line(&shown, "yes", "arts");
    assert!(arts.starts_with("rolled_up true=rolled_up"), "{arts}");
}

#[test]
fn order_of_arrival_does_not_show() {
    let survey = questionnaire(vec![question("yes", Kind::YesNo)]);
    let mut reversed = people();
    reversed.reverse();
    assert_eq!(
        exact(&survey, people()).tables(),
        exact(&survey, reversed).tables()
    );
}

#[test]
fn ones_own_answers_are_named_as_tables_name_them() {
    let rows = Value::Rows(vec![
        ("lathe".to_owned(), number(2)),
        ("pcr".to_owned(), missing(Missing::Blank)),
    ]);
    let own = codes_of(&[
        ("multi".to_owned(), codes(&["a", "b"])),
        ("rate".to_owned(), Answer::Value(rows)),
        (
            "words".to_owned(),
            Answer::Value(Value::Text("secret".to_owned())),
        ),
    ]);
    let text = |code: &str| Code::Text(code.to_owned());
    let expected = [
        ("multi".to_owned(), vec![text("a"), text("b")]),
        ("rate.lathe".to_owned(), vec![Code::Number(2)]),
    ];
    assert_eq!(own, BTreeMap::from(expected));
}
