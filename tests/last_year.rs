//! A new wave through the real binary: last year's answers shown again and counted only when kept,
//! words of their own for the new wave, and the link that connects the two.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use tallybox::base::time::Day;
use tallybox::form::Form;
use tallybox::runtime::home::Home;
use tallybox::runtime::keeper::{Earlier, Keeper, NotOpen, SaveError, takes};

use support::home::{SMALL, TestHome, said};
use support::versions::load;

/// The flagship's question about connecting answers, at the end of the first section.
const LINK: &str = r#"
[[section.question]]
id = "a_link"
type = "single"
label = "How may we connect these answers with others of yours?"
audience = ["statistics"]
choices = [
  { code = "words", label = "With my eight words" },
  { code = "none", label = "Do not connect them" },
]

[[section]]
id = "work"
"#;

/// Puts a wave of the small questionnaire in a home: with the question about connecting, and other changes.
fn wave(home: &TestHome, name: &str, changes: &[(&str, &str)]) -> PathBuf {
    let own = [
        ("wave = \"2027\"", format!("wave = \"{name}\"")),
        ("\n[[section]]\nid = \"work\"\n", LINK.to_owned()),
    ];
    let mut text = SMALL.to_owned();
    for (was, is) in own
        .iter()
        .map(|(was, is)| (*was, is.as_str()))
        .chain(changes.iter().copied())
    {
        assert!(text.contains(was), "{was}");
        text = text.replace(was, is);
    }
    let file = home.path().join("surveys/small.toml");
    std::fs::write(&file, text).unwrap();
    file
}

fn answers(link: &str) -> Value {
    json!({
        "dept": "chem", "years": 12, "share": ["skills"], "a_link": link, "teach": true,
        "hours": "6.5", "next": "manager", "words": "a remark",
    })
}

/// A home with answers of 2026, their words, and the survey of 2027.
fn two_waves(link: &str) -> (TestHome, String) {
    let home = TestHome::with_keys("Stores");
    wave(&home, "2026", &[]);
    let words = home.enter(&answers(link))["words"]
        .as_str()
        .unwrap()
        .to_owned();
    wave(&home, "2027", &[]);
    (home, words)
}

/// Every part for an audience, opened with a holder's identity by `age`.
fn parts(home: &TestHome, audience: &str, holder: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    home.done(&["box", "extract", out.to_str().unwrap()]);
    let files = std::fs::read_dir(&out).unwrap();
    let ending = format!(".{audience}.age");
    let files = files.map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.to_string_lossy().ends_with(&ending));
    let open = |path: PathBuf| {
        let mut age = Command::new("age");
        let opened = age
            .arg("-d")
            .arg("-i")
            .arg(home.identity(holder))
            .arg(path)
            .output();
        serde_json::from_slice::<Value>(&opened.unwrap().stdout).unwrap()
    };
    let mut parts: Vec<Value> = files.map(open).collect();
    parts.sort_by_key(|part| part["wave"].as_str().unwrap().to_owned());
    parts
}

/// From the first line of `fill --plain` to the words being noted.
const OPENING: [&str; 5] = ["", "1", "1", "", "/skip"];

#[test]
fn enter_keeps_each_answer_of_last_year_and_both_waves_carry_the_same_link() {
    let (home, old) = two_waves("words");
    let mut lines = OPENING.to_vec();
    lines.push(&old);
    // Eight answers, one after the other; then the check.
    lines.extend([""; 8]);
    lines.push("/send");
    let output = home.typed(&["fill", "--plain", "--json"], &lines);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let receipt: Value = serde_json::from_str(&said(&output)).unwrap();
    for line in [
        "Did you send answers before (2026)?",
        "8 earlier answers were found",
        "Your answer last time: 12. Press Enter to keep it",
        "Your answer last time: Technical manager.",
    ] {
        assert!(told.contains(line), "{line} in\n{told}");
    }
    assert!(!told.contains("not confirmed"), "{told}");
    // New words, a response of its own.
    let new = receipt["words"].as_str().unwrap();
    assert_ne!(new, old);
    assert_eq!(receipt["revision"], 1);
    assert_eq!(home.status()["counting"], 2);
    let [then, now] = parts(&home, "statistics", "statistics").try_into().unwrap();
    assert_eq!(then["answers"]["years"], now["answers"]["years"]);
    assert_ne!(then["response"], now["response"]);
    let link = then["link"].as_str().unwrap();
    assert_eq!(link.len(), 32);
    assert_eq!(now["link"], link);
    for part in parts(&home, "lead", "chem") {
        assert!(part.get("link").is_none() && part["answers"].get("a_link").is_none());
    }
    // A change of what was sent stays connected where the earlier words are given once more.
    let lines = [new, "change", &old, "2", "13", "/send"];
    said(&home.typed(&["me", "--plain"], &lines));
    let all = parts(&home, "statistics", "statistics");
    let changed = all.iter().find(|part| part["revision"] == 2).unwrap();
    assert_eq!(
        (&changed["link"], &changed["answers"]["years"]),
        (&json!(link), &json!(13))
    );
    let own = said(&home.typed(&["me", "--plain"], &[new, "quit"]));
    assert!(!own.contains(link) && own.contains("here? 13"), "{own}");
}

#[test]
fn what_was_not_confirmed_is_said_to_be_last_years_and_is_not_sent() {
    let (home, old) = two_waves("none");
    let mut lines = OPENING.to_vec();
    // The department is kept, the years are passed over by going to the check.
    lines.extend([old.as_str(), "", "/review", "/send"]);
    // Everything that must be answered is kept there; what may stay open is skipped.
    lines.extend(["2", "", "3", "", "4", "", "5", "", "6", "", "/send"]);
    let output = home.typed(&["fill", "--plain", "--json"], &lines);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.contains("6 answers are still from last time"),
        "{told}"
    );
    assert!(
        told.contains("here? Not confirmed yet. Last time: 12")
            && told.contains("Answer 2: Keep last time's answer with Enter, or change it."),
        "{told}"
    );
    let receipt: Value = serde_json::from_str(&said(&output)).unwrap();
    assert_eq!(receipt["revision"], 1);
    let [then, now] = parts(&home, "statistics", "statistics").try_into().unwrap();
    assert_eq!(then["answers"]["next"], "manager");
    assert_eq!(now["answers"]["next"], json!({ "missing": "blank" }));
    assert_eq!(now["answers"]["years"], 12);
    assert!(now.get("link").is_none() && then.get("link").is_none());
}

#[test]
fn a_draft_keeps_what_is_still_to_be_confirmed_and_skipping_is_not_keeping() {
    let (home, old) = two_waves("none");
    let mut lines = OPENING.to_vec();
    lines.extend([old.as_str(), "", "/save"]);
    let told = said(&home.typed(&["fill", "--plain"], &lines));
    let words = told.rsplit("Your eight words: ").next().unwrap();
    let words = words
        .lines()
        .next()
        .unwrap()
        .trim()
        .trim_end_matches('.')
        .to_owned();
    // Go on where it was left: the years still wait for Enter; `/skip` does not take them.
    let lines = [
        words.as_str(),
        "/skip",
        "13",
        "",
        "",
        "",
        "",
        "/skip",
        "/skip",
        "/review",
    ];
    let told = said(&home.typed(&["fill", "--plain"], &lines));
    assert!(told.contains("Your answer last time: 12"), "{told}");
    assert!(told.contains("here? 13"), "{told}");
    assert!(
        told.contains("2 answers are still from last time"),
        "{told}"
    );
}

#[test]
fn the_old_words_lead_to_last_years_overview_and_on_from_there() {
    let (home, old) = two_waves("none");
    let mut lines = vec![old.as_str(), "change", "start"];
    lines.extend(["1", "1", "", "/skip"]);
    lines.extend([""; 8]);
    lines.push("/send");
    let output = home.typed(&["me", "--plain", "--json"], &lines);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.contains("an earlier run of this survey (2026)"),
        "{told}"
    );
    assert!(told.contains("Please type one of these words."), "{told}");
    assert!(told.contains("8 earlier answers were found"), "{told}");
    assert!(!told.contains("Did you send answers before"), "{told}");
    said(&output);
    assert_eq!(home.status()["counting"], 2);
    // The same words where one fills in.
    let told = said(&home.typed(&["fill", "--plain"], &[&old, "quit"]));
    assert!(told.contains("an earlier run of this survey"), "{told}");
    // What was sent then can be taken back, and only that.
    let lines = [old.as_str(), "withdraw", "withdraw", "for good"];
    said(&home.typed(&["me", "--plain"], &lines));
    assert_eq!(home.status()["counting"], 1);
}

#[test]
fn what_is_asked_otherwise_now_is_carried_by_its_migration_or_asked_anew() {
    let (home, old) = two_waves("none");
    let file = wave(
        &home,
        "2027",
        &[
            ("code = \"manager\"", "code = \"head\""),
            (
                "[[section]]\nid = \"post\"",
                "[[migration]]\nquestion = \"next\"\ncodes = { manager = \"head\" }\n\n[[section]]\nid = \"post\"",
            ),
            (
                "id = \"years\"\ntype = \"integer\"",
                "id = \"years\"\ntype = \"decimal\"\ndecimals = 1",
            ),
        ],
    );
    let survey = load(&file);
    let keeper = Keeper::open(&Home::at(home.path()), survey.clone()).unwrap();
    let code = tallybox::response::code::Code::parse(&old).unwrap();
    let Earlier::Sent(last_year) = keeper.earlier(&code).unwrap() else {
        unreachable!("they were sent");
    };
    assert_eq!(last_year.wave, "2026");
    let (mine, then) = last_year.answers.unwrap();
    let mut form = Form::new(survey, "en".into_language(), Day::EPOCH, 1);
    assert_eq!(form.start_from(&then, &mine), 7);
    let told = |id: &str| {
        form.proposed_in_words(&tallybox::form::Path::top(id))
            .join("; ")
    };
    assert_eq!(told("next"), "Technical manager");
    assert_eq!(told("years"), "");
    assert!(
        form.submission(Day::EPOCH)
            .answers
            .iter()
            .all(|(_, answer)| answer.value().is_none())
    );
    assert!(matches!(
        keeper.earlier(&keeper_code(&home)),
        Ok(Earlier::ThisWave)
    ));
}

/// A language from its tag.
trait IntoLanguage {
    fn into_language(self) -> tallybox::base::language::Language;
}

impl IntoLanguage for &str {
    fn into_language(self) -> tallybox::base::language::Language {
        tallybox::base::language::Language::new(self)
    }
}

/// The code of answers that were sent in this wave.
fn keeper_code(home: &TestHome) -> tallybox::response::code::Code {
    let mut now = answers("none");
    now["next"] = json!("same");
    now["years"] = json!("1.5");
    let words = home.enter(&now)["words"].as_str().unwrap().to_owned();
    tallybox::response::code::Code::parse(&words).unwrap()
}

#[test]
fn a_run_without_a_name_is_called_an_earlier_run() {
    let home = TestHome::with_keys("Stores");
    wave(&home, "gone", &[("wave = \"gone\"\n", "")]);
    let old = home.enter(&answers("none"))["words"]
        .as_str()
        .unwrap()
        .to_owned();
    wave(&home, "2027", &[]);
    let mut lines = OPENING.to_vec();
    lines.push(&old);
    let told = said(&home.typed(&["fill", "--plain"], &lines));
    assert!(
        told.contains("Did you send answers before (an earlier run)?"),
        "{told}"
    );
    let told = said(&home.typed(&["me", "--plain"], &[&old, "quit"]));
    assert!(
        told.contains("earlier run of this survey (an earlier run)"),
        "{told}"
    );
}

#[test]
fn the_keeper_holds_the_survey_to_its_days() {
    let home = TestHome::with_keys("Stores");
    let days =
        "wave = \"2026\"\nopens = 2026-02-01\ncloses = 2026-03-01\nrevise_until = 2026-04-01";
    let file = wave(&home, "2026", &[("wave = \"2026\"", days)]);
    let survey = load(&file);
    let day = |text: &str| Day::parse(text).unwrap();
    let mut keeper = Keeper::open(&Home::at(home.path()), survey.clone()).unwrap();
    let given = answers("none");
    let given = given.as_object().unwrap();
    let form = |today| {
        let language = "en".into_language();
        tallybox::form::fill_in(survey.clone(), language, today, given)
            .unwrap_or_else(|_| unreachable!("they are sound"))
    };
    let mut send = |code: &tallybox::response::code::Code, today: &str| {
        let today = day(today);
        match keeper.submit(code, &form(today), today) {
            Ok(receipt) => Ok(receipt.revision),
            Err(SaveError::NotOpen(why)) => Err(why),
            Err(other) => unreachable!("{other:?}"),
        }
    };
    let bits = |seed: u8| tallybox::response::code::Code::from_bits([seed; 10]);
    assert_eq!(
        send(&bits(1), "2026-01-31"),
        Err(NotOpen::Opens(day("2026-02-01")))
    );
    assert_eq!(send(&bits(1), "2026-02-01"), Ok(1));
    assert_eq!(send(&bits(2), "2026-03-01"), Ok(1));
    assert_eq!(
        send(&bits(3), "2026-03-02"),
        Err(NotOpen::Closed(day("2026-03-01")))
    );
    assert_eq!(send(&bits(1), "2026-04-01"), Ok(2));
    assert_eq!(
        send(&bits(1), "2026-04-02"),
        Err(NotOpen::Closed(day("2026-04-01")))
    );
    assert_eq!(takes(&survey, true, day("2026-02-15")), Ok(()));
    drop(keeper);
    assert_eq!(home.status()["records"]["response"], 3);
    // A person is told in their own language.
    wave(
        &home,
        "2026",
        &[("wave = \"2026\"", "wave = \"2026\"\ncloses = 1999-01-01")],
    );
    let told = home.typed(&["fill", "--plain", "--lang", "cy"], &[""]);
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(
        told.contains("caeodd yr arolwg hwn ar 1999-01-01"),
        "{told}"
    );
}
