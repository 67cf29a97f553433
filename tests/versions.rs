//! What happens to answers when the questionnaire changes: drafts, responses and figures, through the files, the keeper and the report that a survey really goes through.
mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};
use tallybox::base::time::Day;
use tallybox::form::Path as At;
use tallybox::response::answer::{Answer, Chosen, Missing, Value as Given};
use tallybox::response::code::Code;
use tallybox::runtime::keeper::{Found, Keeper, expires};
use tallybox::survey::diff::{Verdict, compare};
use tallybox::survey::migrate;

use support::home::{SMALL, TestHome, tallybox};
use support::story::{
    begin, come_back, counts, finish, form, keeper, publish, report, row, send, today, type_in,
};
use support::versions::{TYPO, load, small, variant};

#[test]
fn a_typo_corrected_between_response_40_and_41_with_five_drafts_open_loses_nothing() {
    let home = TestHome::with_keys("Stores");
    let mut before = keeper(&home);
    let old = before.questionnaire().fingerprint;
    for person in 0..40 {
        let next = if person % 4 == 0 { "same" } else { "manager" };
        send(&mut before, person % 10, next);
    }
    let drafts: Vec<Code> = (0..5)
        .map(|person: u8| {
            let years = (50 + person).to_string();
            begin(&mut before, &[("dept", "chem"), ("years", &years)])
        })
        .collect();
    drop(before);

    let told = publish(&home, &[TYPO]);
    assert_eq!(told["published"], true);
    assert_eq!(told["diff"]["verdict"], "comparable");
    assert_eq!(told["responses"], json!({ old.to_string(): 40 }));
    assert_eq!(told["drafts"], 5);

    let mut after = keeper(&home);
    let new = after.questionnaire().fingerprint;
    assert_ne!(old, new);
    send(&mut after, 9, "same");
    for (person, code) in (0..).zip(&drafts) {
        let form = come_back(&mut after, code);
        assert_eq!(form.questionnaire().fingerprint, new);
        let years = Some(Answer::Value(Given::Integer(50 + person)));
        assert!(form.answer(&At::top("years")) == years);
        finish(&mut after, code, form);
    }
    drop(after);

    let report = report(&home);
    assert_eq!(report["fingerprint"], new.to_string());
    let tables = report["tables"].as_array().unwrap();
    let ids: Vec<&str> = tables
        .iter()
        .map(|table| table["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        ["dept", "years", "share", "teach", "next"],
        "one codebook"
    );
    let years = row(&report, "years");
    assert_eq!(years["base"], 46);
    let ones = (0..9).map(|year| (year.to_string(), 4));
    let all = ones.chain([("9".to_owned(), 5)]);
    let all = all.chain((50..55).map(|year| (year.to_string(), 1)));
    assert_eq!(counts(years), all.collect());
    let next = row(&report, "next");
    let wishes = [("\"same\"".to_owned(), 11), ("\"manager\"".to_owned(), 30)];
    assert_eq!(counts(next), wishes.into());
    assert_eq!(next["missing"]["blank"], 5);
    assert_eq!(next["missing"]["not_in_version"], 0);
    assert_eq!(next["missing"]["unreadable"], 0);
}

const RENAMED: [(&str, &str); 3] = [
    ("id = \"next\"", "id = \"wish\""),
    ("code = \"same\"", "code = \"stay\""),
    (
        "[[section]]\nid = \"post\"",
        "[[migration]]\nquestion = \"wish\"\nwas = \"next\"\ncodes = { same = \"stay\" }\n\n[[section]]\nid = \"post\"",
    ),
];

#[test]
fn what_a_migration_renames_is_counted_as_one_and_drafts_move_with_it() {
    let home = TestHome::with_keys("Stores");
    let mut before = keeper(&home);
    send(&mut before, 1, "same");
    send(&mut before, 2, "manager");
    let draft = begin(
        &mut before,
        &[("dept", "chem"), ("years", "3"), ("next", "same")],
    );
    drop(before);
    assert_eq!(publish(&home, &RENAMED)["diff"]["verdict"], "migrated");

    let mut after = keeper(&home);
    let form = come_back(&mut after, &draft);
    let stay = Some(Answer::Value(Given::Choice(Chosen::code("stay"))));
    assert!(form.answer(&At::top("wish")) == stay);
    finish(&mut after, &draft, form);
    drop(after);

    let report = report(&home);
    let tables = report["tables"].as_array().unwrap();
    assert!(tables.iter().all(|table| table["id"] != "next"));
    let wishes = [("\"stay\"".to_owned(), 2), ("\"manager\"".to_owned(), 1)];
    assert_eq!(counts(row(&report, "wish")), wishes.into());
}

#[test]
fn what_one_version_does_not_ask_is_a_kind_of_its_own() {
    let home = TestHome::with_keys("Stores");
    let mut before = keeper(&home);
    send(&mut before, 1, "same");
    drop(before);
    let added = (
        "[[section.question]]\nid = \"hours\"",
        "[[section.question]]\nid = \"mug\"\ntype = \"yes_no\"\nlabel = \"A mug?\"\nrequired = false\naudience = [\"lead\"]\n\n[[section.question]]\nid = \"hours\"",
    );
    let bounds = ("max = 60", "max = 70");
    let told = publish(&home, &[added, bounds]);
    assert_eq!(told["diff"]["verdict"], "comparable");
    let mut after = keeper(&home);
    send(&mut after, 65, "same");
    drop(after);
    let report = report(&home);
    assert_eq!(row(&report, "mug")["missing"]["not_in_version"], 1);
    assert_eq!(row(&report, "mug")["missing"]["blank"], 1);
    let years = [("1".to_owned(), 1), ("65".to_owned(), 1)];
    assert_eq!(counts(row(&report, "years")), years.into());
}

/// What is changed, and the kind and verdict of what is found.
type Case = (
    &'static [(&'static str, &'static str)],
    &'static str,
    Verdict,
);

#[test]
fn each_change_gets_its_verdict() {
    let old = small(&[]);
    let cases: [Case; 14] = [
        (&[TYPO], "text", Verdict::Comparable),
        (
            &[("My skills", "What I can do")],
            "text",
            Verdict::Comparable,
        ),
        (
            &[("max = 60", "max = 61")],
            "bounds_widened",
            Verdict::Comparable,
        ),
        (
            &[("max = 60", "max = 59")],
            "bounds_narrowed",
            Verdict::NotComparable,
        ),
        (
            &[("min = 0\nmax = 60\n", "")],
            "bounds_widened",
            Verdict::Comparable,
        ),
        (
            &[
                ("type = \"yes_no\"", "type = \"text\""),
                ("relevant = \"teach\"", ""),
            ],
            "type",
            Verdict::NotComparable,
        ),
        (
            &[("id = \"words\"", "id = \"other_words\"")],
            "removed",
            Verdict::Comparable,
        ),
        (
            &[("code = \"manager\"", "code = \"boss\"")],
            "codes_removed",
            Verdict::NotComparable,
        ),
        (&RENAMED, "codes_renamed", Verdict::Migrated),
        (
            &[("decimals = 1", "decimals = 1\nconstraint = \"value > 1\"")],
            "meaning",
            Verdict::NotComparable,
        ),
        (
            &[("relevant = \"teach\"", "relevant = \"!teach\"")],
            "relevant",
            Verdict::Comparable,
        ),
        (
            &[("wave = \"2027\"", "wave = \"2028\"")],
            "wave",
            Verdict::Comparable,
        ),
        (
            &[("id = \"small\"", "id = \"smaller\"")],
            "survey",
            Verdict::NotComparable,
        ),
        (
            &[
                ("max = 60", "max = 59"),
                (
                    "[[section]]\nid = \"post\"",
                    "[[migration]]\nquestion = \"years\"\n\n[[section]]\nid = \"post\"",
                ),
            ],
            "bounds_narrowed",
            Verdict::Migrated,
        ),
    ];
    for (changes, kind, verdict) in cases {
        let diff = compare(&old, &small(changes));
        let found = diff.changes.iter().find(|change| change.kind == kind);
        let found = found.unwrap_or_else(|| panic!("{kind}: {:?}", diff.changes));
        assert_eq!(found.verdict, verdict, "{:?}", diff.changes);
        assert_eq!(diff.verdict(), Some(verdict), "{:?}", diff.changes);
    }
    assert_eq!(compare(&old, &old).changes, []);
}

#[test]
fn answers_migrate_purely_to_every_question_of_the_later_version() {
    let (old, new) = (small(&[]), small(&RENAMED));
    let chosen = |code: &str| Answer::Value(Given::Choice(Chosen::code(code)));
    let given = [
        ("dept".to_owned(), chosen("chem")),
        ("next".to_owned(), chosen("same")),
        ("teach".to_owned(), Answer::Missing(Missing::PreferNot)),
    ];
    let read: BTreeMap<String, Answer> = migrate::answers(&old, &new, &given).into_iter().collect();
    let ids: Vec<&str> = read.keys().map(String::as_str).collect();
    assert_eq!(
        ids,
        ["dept", "hours", "share", "teach", "wish", "words", "years"]
    );
    assert!(read["wish"] == chosen("stay"));
    assert!(read["teach"] == Answer::Missing(Missing::PreferNot));
    assert!(read["years"] == Answer::Missing(Missing::NotInVersion));
    // Backwards nothing is said, so what has another name is not there.
    let back: BTreeMap<String, Answer> =
        migrate::answers(&new, &old, &[("wish".to_owned(), chosen("stay"))])
            .into_iter()
            .collect();
    assert!(back["next"] == Answer::Missing(Missing::NotInVersion));
}

#[test]
fn diff_and_codebook_show_the_fingerprints_of_questions() {
    let folder = tempfile::tempdir().unwrap();
    let old = variant(&folder.path().join("old"), &[]);
    let new = variant(
        &folder.path().join("new"),
        &[("max = 60", "max = 59"), TYPO],
    );
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    let output = tallybox(&["survey", "diff", old, new, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let diff: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(diff["verdict"], "not_comparable");
    let years = &diff["questions"][1];
    assert_eq!(
        (&years["id"], &years["same"]),
        (&json!("years"), &json!(false))
    );
    assert_eq!(diff["questions"][2]["same"], true);
    let output = tallybox(&["survey", "codebook", new, "--format", "json"]);
    let book: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(book["variables"][1]["fingerprint"], years["new"]);
    let output = tallybox(&["survey", "diff", old, old]);
    assert_eq!(output.status.code(), Some(0));
    let output = tallybox(&["survey", "diff", old, new]);
    let words = String::from_utf8(output.stdout).unwrap();
    assert!(
        words.contains("NOT COMPARABLE  question years: `max`: 60, then 59"),
        "{words}"
    );
    assert!(
        words.contains("6 of 7 questions have the same fingerprint"),
        "{words}"
    );
}

#[test]
fn publishing_asks_keeps_the_earlier_version_and_harms_no_other_survey() {
    let home = TestHome::with_keys("Stores");
    let folder = tempfile::tempdir().unwrap();
    let file = variant(folder.path(), &[TYPO]);
    let before = std::fs::read(home.path().join("surveys/small.toml")).unwrap();
    let old = load(&home.path().join("surveys/small.toml"));
    let output = home.run(&["survey", "publish", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2), "nobody is there to answer");
    let unchanged = std::fs::read(home.path().join("surveys/small.toml")).unwrap();
    assert!(unchanged == before);
    // Another survey of the home that uses the same list file.
    let other = SMALL.replace("id = \"small\"", "id = \"other\"");
    std::fs::write(home.path().join("surveys/other.toml"), other).unwrap();
    let list = folder.path().join("lists/departments.csv");
    let words = std::fs::read_to_string(&list).unwrap();
    std::fs::write(&list, words.replace("Physics,", "Applied physics,")).unwrap();
    let output = home.run(&["survey", "publish", file.to_str().unwrap(), "--yes"]);
    assert_eq!(
        output.status.code(),
        Some(3),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    std::fs::write(&list, words).unwrap();
    assert_eq!(publish(&home, &[TYPO])["published"], true);
    assert_eq!(
        publish(&home, &[TYPO])["published"],
        false,
        "it stands there already"
    );
    // The store keeps what stood there, by its fingerprint.
    let name: String = old.fingerprint.to_string().chars().take(12).collect();
    let words = home.done(&["survey", "diff", &name, file.to_str().unwrap()]);
    assert!(words.contains("question years: its words"), "{words}");
    let left = std::fs::read_dir(home.path().join("surveys")).unwrap();
    let left: Vec<PathBuf> = left.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

/// A survey's days are those of its file, seen from a day that is long before or after them.
#[test]
fn nothing_is_taken_before_it_opens_or_after_it_closes_and_drafts_last_a_day_longer() {
    let home = TestHome::with_keys("Stores");
    let dates = |days: &str| ("wave = \"2027\"", format!("wave = \"2027\"\n{days}"));
    let answers = home.path().join("answers.json");
    std::fs::write(
        &answers,
        json!({ "dept": "chem", "years": 1, "share": ["none"], "teach": false }).to_string(),
    )
    .unwrap();
    let fill = [
        "fill",
        "--survey",
        "small",
        "--answers",
        answers.to_str().unwrap(),
    ];
    let cases = [
        ("opens = 2999-01-01", "this survey opens on 2999-01-01"),
        ("closes = 1999-01-01", "this survey closed on 1999-01-01"),
        (
            "opens = 1999-01-01\ncloses = 1999-02-01\nrevise_until = 2999-01-01",
            "this survey closed on 1999-02-01",
        ),
    ];
    for (days, words) in cases {
        let (was, is) = dates(days);
        publish(&home, &[(was, &is)]);
        let output = home.run(&fill);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && told.contains(words), "{told}");
    }
    let (was, is) = dates("opens = 1999-01-01\ncloses = 2999-01-01");
    publish(&home, &[(was, &is)]);
    home.done(&fill);
    let open = load(&home.path().join("surveys/small.toml"));
    assert_eq!(expires(&open, today()), Day::new(2999, 1, 2).unwrap());
    let unending = small(&[]);
    assert_eq!(expires(&unending, today()), Day::new(2027, 3, 31).unwrap());
}

#[test]
fn another_wave_is_another_run() {
    let home = TestHome::with_keys("Stores");
    let mut before = keeper(&home);
    send(&mut before, 1, "same");
    let draft = begin(&mut before, &[("dept", "chem")]);
    drop(before);
    publish(&home, &[("wave = \"2027\"", "wave = \"2028\"")]);
    let mut after = keeper(&home);
    assert!(matches!(after.find(&draft).unwrap(), Found::Unknown(_)));
    send(&mut after, 2, "same");
    drop(after);
    let report = report(&home);
    let years = [("2".to_owned(), 1)];
    assert_eq!(counts(row(&report, "years")), years.into());
}

/// A row, its counts, and how many did not have it.
type Counted = (&'static str, &'static [(&'static str, u64)], u64);

#[test]
fn rows_that_a_version_lacks_are_not_in_it_and_rows_that_are_gone_are_still_counted() {
    let matrix = |rows: &str| {
        format!(
            "[[section.question]]\nid = \"rate\"\ntype = \"matrix\"\nlabel = \"Rate\"\naudience = [\"lead\"]\ncells = \"integer\"\nmax = 4\nrows = [{rows}]\n\n[[section.question]]\nid = \"hours\""
        )
    };
    let row_of = |code: &str| format!("{{ code = \"{code}\", label = \"{code}\" }},");
    let rate = |keeper: &mut Keeper, ratings: &[(&str, &str)]| {
        let code = keeper.draw().unwrap();
        let mut form = form(keeper);
        type_in(&mut form, &[("dept", "chem")]);
        for (row, rating) in ratings {
            let outcome = form.put_cell_typed(&At::top("rate"), row, rating);
            assert!(outcome.problems.is_empty());
        }
        keeper.submit(&code, &form, today()).unwrap();
        keeper.end();
    };
    let home = TestHome::with_keys("Stores");
    let before = matrix(&(row_of("gone") + &row_of("old") + &row_of("kept")));
    publish(&home, &[("[[section.question]]\nid = \"hours\"", &before)]);
    let mut keeper_before = keeper(&home);
    rate(
        &mut keeper_before,
        &[("gone", "1"), ("old", "2"), ("kept", "3")],
    );
    drop(keeper_before);
    let after = matrix(&(row_of("new") + &row_of("kept") + &row_of("added")));
    let migration = "[[migration]]\nquestion = \"rate\"\nrows = { old = \"new\" }\n\n[[section]]\nid = \"post\"";
    let told = publish(
        &home,
        &[
            ("[[section.question]]\nid = \"hours\"", &after),
            ("[[section]]\nid = \"post\"", migration),
        ],
    );
    assert_eq!(told["diff"]["verdict"], "not_comparable", "a row is gone");
    let mut keeper_after = keeper(&home);
    rate(
        &mut keeper_after,
        &[("new", "4"), ("kept", "3"), ("added", "2")],
    );
    drop(keeper_after);
    let report = report(&home);
    let expected: [Counted; 4] = [
        ("rate.new", &[("2", 1), ("4", 1)], 0),
        ("rate.kept", &[("3", 2)], 0),
        ("rate.added", &[("2", 1)], 1),
        ("rate.gone", &[("1", 1)], 1),
    ];
    for (id, expected, not_in_version) in expected {
        let row = row(&report, id);
        let expected = expected
            .iter()
            .map(|(code, count)| ((*code).to_owned(), *count));
        assert_eq!(counts(row), expected.collect(), "{id}");
        assert_eq!(row["missing"]["not_in_version"], not_in_version, "{id}");
        assert_eq!(row["missing"]["unreadable"], 0, "{id}");
        assert_eq!(row["missing"]["not_relevant"], 0, "{id}");
    }
}
