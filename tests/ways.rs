//! Three ways of filling in, one set of bytes: the form as a screen drives it, the plain line mode,
//! and entry from paper. And what each of them does where something is wrong.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::collections::BTreeSet;
use std::io::BufReader;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::base::words::Words;
use tallybox::form::{Form, Path, fill_in};
use tallybox::response::answer::{Answer, Missing, Value};
use tallybox::response::code::Code;
use tallybox::response::part::plaintexts;
use tallybox::response::wire;
use tallybox::runtime::plain::{
    self, Beginning, Ending, Half, NotSaved, PlainKeeper, Receipt, Screen, Start,
};
use tallybox::survey::{NoFiles, Questionnaire, load};

/// Keeps drafts in memory and takes every response.
#[derive(Default)]
struct Memory {
    drafts: Vec<Vec<u8>>,
    sent: Option<Form>,
    refuse: Option<&'static str>,
    elsewhere_after: Option<usize>,
}

impl PlainKeeper for Memory {
    fn save(&mut self, form: &Form, page: Option<&str>) -> Result<(), NotSaved> {
        if self.elsewhere_after == Some(self.drafts.len()) {
            return Err(NotSaved::Elsewhere);
        }
        self.drafts.push(form.to_draft(page));
        Ok(())
    }

    fn submit(&mut self, form: &Form) -> Result<Receipt, String> {
        if let Some(reason) = self.refuse.take() {
            return Err(reason.to_owned());
        }
        self.sent = Some(form.clone());
        Ok(Receipt {
            day: today(),
            leaf: "0123456789abcdef".to_owned(),
        })
    }
}

fn questionnaire() -> Arc<Questionnaire> {
    let text = include_bytes!("data/ways.toml");
    let checked = load("ways.toml", text, &NoFiles);
    let found = checked.diagnostics;
    checked
        .questionnaire
        .unwrap_or_else(|| panic!("{found:#?}"))
}

fn today() -> Day {
    Day::new(2027, 1, 20).expect("a day")
}

fn code() -> Code {
    Code::from_bits([7; 10])
}

fn english() -> Language {
    Language::new("en")
}

fn new_form() -> Form {
    Form::new(questionnaire(), english(), today(), 3)
}

type Parts = Vec<(String, Vec<u8>)>;

fn parts(form: &Form) -> Parts {
    let problems = form.problems();
    assert!(problems.is_empty(), "{problems:#?}");
    let questionnaire = form.questionnaire();
    let derived = code().derive(&questionnaire.id, &questionnaire.wave);
    plaintexts(&form.submission(today()), &derived.response(), 1).expect("it fits")
}

fn paper() -> Map<String, Json> {
    let answers = json!({
        // Not in the questionnaire's order: relevance is judged with all answers in.
        "last": { "g2": "now", "m1": { "missing": "dont_know" } },
        "end": { "missing": "prefer_not" },
        "read": true,
        "dept": "chem",
        "share": [{ "code": "other", "text": "My phone" }, "skills"],
        "name": "Siân W\u{302}yn",
        "fixed": true,
        "born": "1999-05-12",
        "years": 1200 / 100,
        "fte": "0.6",
        "level": { "missing": "dont_know" },
        "sure": 0,
        "fam": ["m", "g"],
        "rate": { "rows": { "m1": 1, "g2": 2 }, "closed": ["g"] },
        "time": { "t": 60, "r": 40 },
        "best": ["c", "a"],
        "things": [{ "what": "Lathe", "old": true, "age": 30 }, { "what": "Saw", "old": { "missing": "dont_know" } }],
        "words": "First line\n\nSecond line",
    });
    answers.as_object().expect("an object").clone()
}

fn from_paper(answers: &Map<String, Json>) -> Result<Form, Vec<String>> {
    let words = Words::new(&english());
    fill_in(questionnaire(), english(), today(), answers)
        .map_err(|problems| problems.iter().map(|p| words.tell(&p.message)).collect())
}

/// As a screen does it: typed where one types, chosen where one chooses, some of it twice.
fn from_screen() -> Form {
    let mut form = new_form();
    let top = Path::top;
    let put = |form: &mut Form, path: &Path, json: Json| {
        let questionnaire = form.questionnaire().clone();
        let question = form.question(path).expect("it exists").clone();
        let answer = wire::from_json(&questionnaire, &question, &json).expect("it fits");
        let outcome = form.put(path, answer);
        assert!(outcome.is_taken(), "{outcome:?}");
    };
    let type_in = |form: &mut Form, path: &Path, text: &str| {
        let outcome = form.put_typed(path, text);
        assert!(outcome.is_taken(), "{outcome:?}");
    };
    put(&mut form, &top("read"), json!(true));
    put(&mut form, &top("dept"), json!("phys"));
    put(&mut form, &top("dept"), json!("chem"));
    put(&mut form, &top("share"), json!(["none"]));
    put(
        &mut form,
        &top("share"),
        json!(["skills", { "code": "other", "text": " My phone " }]),
    );
    type_in(&mut form, &top("name"), "  Siân Ŵyn ");
    type_in(&mut form, &top("fixed"), "yes");
    type_in(&mut form, &top("end"), "5/2027");
    assert!(
        form.put(&top("end"), Answer::Missing(Missing::PreferNot))
            .is_taken()
    );
    assert_eq!(form.put_typed(&top("born"), "12/5/1999").warnings.len(), 1);
    type_in(&mut form, &top("years"), "12");
    type_in(&mut form, &top("fte"), "0.60");
    assert!(
        form.put(&top("level"), Answer::Missing(Missing::DontKnow))
            .is_taken()
    );
    type_in(&mut form, &top("sure"), "0");
    put(&mut form, &top("fam"), json!(["g", "m"]));
    assert!(form.put_cell_typed(&top("rate"), "g2", "2").is_taken());
    assert!(form.put_cell_typed(&top("rate"), "m1", "1").is_taken());
    assert!(form.close_group(&top("rate"), "g", true).is_taken());
    assert!(form.put_cell_typed(&top("last"), "g2", "now").is_taken());
    assert!(
        form.put_cell(&top("last"), "m1", Answer::Missing(Missing::DontKnow))
            .is_taken()
    );
    assert!(form.put_cell_typed(&top("time"), "t", "60").is_taken());
    assert!(form.put_cell_typed(&top("time"), "r", "40").is_taken());
    put(&mut form, &top("best"), json!(["c", "a"]));
    let lathe = form.add_entry("things").expect("there is room");
    type_in(&mut form, &Path::nested("things", lathe, "what"), "Lathe");
    type_in(&mut form, &Path::nested("things", lathe, "old"), "y");
    type_in(&mut form, &Path::nested("things", lathe, "age"), "30");
    let saw = form.add_entry("things").expect("there is room");
    type_in(&mut form, &Path::nested("things", saw, "what"), "Saw");
    let old = Path::nested("things", saw, "old");
    assert!(
        form.put(&old, Answer::Missing(Missing::DontKnow))
            .is_taken()
    );
    type_in(&mut form, &top("words"), "First line\n\nSecond line\n");
    form
}

/// The same person without a screen, with a few slips on the way.
const LINES: &[&str] = &[
    "1",
    "1",
    "",      // English; read the notice; the words are noted
    "/skip", // in one sitting
    "",      // welcome
    "1",     // read
    "chem",
    "1", // department, searched
    "1 3",
    "My phone",
    "",                // share
    "Siân W\u{302}yn", // name
    "oes",             // fixed
    "12 2026 x",       // end: a slip
    "/private",        // end
    "12 May 1999",
    "", // born: a warning, kept
    "61",
    "12", // years: a slip
    ".6", // fte
    "3",  // level: I do not know
    "7",
    "0", // sure: a slip
    "1,2",
    "", // families
    "", // rate: go through the groups
    "1",
    "",
    "2",
    "1", // glass: rate; cutting blank, blowing 2; finished
    "1",
    "1",
    "2", // metal: rate; turning 1; not finished
    "",  // last: go through
    "1",
    "/unknown", // blowing now; turning unknown
    "",         // time: go through
    "60",
    "/back",
    "60",
    "40",
    "", // teaching, research, other left blank
    "3 1",
    "", // best
    "add",
    "Lathe",
    "1",
    "30",
    "add",
    "Saw",
    "/unknown",
    "none",
    "First line",
    "",
    "Second line",
    ".",
    "/send",
];

fn run_plain(lines: &[&str], keeper: &mut Memory) -> (Ending, Form, String) {
    let mut form = new_form();
    let code = code();
    let start = Start {
        words: code.words(),
        place: Some("Chemistry stores"),
        reason: Some("TERM is dumb"),
        beginning: Beginning::New,
        screen: Screen::Absent,
        ask_back: Some(6),
        small: &BTreeSet::new(),
        half: Half::default(),
        clock: &|| std::time::Duration::ZERO,
    };
    let text = lines.join("\n") + if lines.is_empty() { "" } else { "\n" };
    let mut output = Vec::new();
    let mut input = BufReader::new(text.as_bytes());
    let ending = plain::run(&mut form, &start, &mut input, &mut output, keeper).expect("it runs");
    (ending, form, String::from_utf8(output).expect("UTF-8"))
}

#[test]
fn three_ways_of_filling_in_give_the_same_bytes() {
    let screen = parts(&from_screen());
    let paper = parts(&from_paper(&paper()).unwrap_or_else(|problems| panic!("{problems:#?}")));
    let mut keeper = Memory::default();
    let (ending, _, output) = run_plain(LINES, &mut keeper);
    let sent = keeper
        .sent
        .unwrap_or_else(|| panic!("not sent: {ending:?}\n{output}"));
    let plain = parts(&sent);
    for ((audience, screen), ((_, paper), (_, plain))) in
        screen.iter().zip(paper.iter().zip(&plain))
    {
        let text = |bytes: &[u8]| {
            String::from_utf8(bytes.to_vec())
                .expect("UTF-8")
                .trim()
                .to_owned()
        };
        assert_eq!(text(screen), text(paper), "{audience}: paper");
        assert_eq!(text(screen), text(plain), "{audience}: plain");
        assert!(
            screen == paper && screen == plain,
            "{audience}: the padding"
        );
    }
}

#[test]
fn parts_are_written_as_the_contract_says() {
    let parts = parts(&from_screen());
    let audiences: Vec<&str> = parts
        .iter()
        .map(|(audience, _)| audience.as_str())
        .collect();
    assert_eq!(audiences, ["lead", "statistics", "mine"]);
    let sizes: Vec<usize> = parts.iter().map(|(_, bytes)| bytes.len()).collect();
    assert_eq!(sizes, [8 << 10, 4 << 10, 16 << 10]);
    let text: Vec<String> = parts
        .iter()
        .map(|(_, bytes)| {
            String::from_utf8(bytes.clone())
                .expect("UTF-8")
                .trim_end_matches(' ')
                .to_owned()
        })
        .collect();
    let expected = include_str!("data/vectors/parts.txt");
    let fingerprint = questionnaire().fingerprint.to_string();
    let expected: Vec<String> = expected
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.replace("FINGERPRINT", &fingerprint))
        .collect();
    assert_eq!(text, expected);
}

#[test]
fn paper_tells_every_problem_at_once_and_names_its_question() {
    let mut answers = paper();
    answers.insert("nonsense".to_owned(), json!(1));
    answers.insert("fixed".to_owned(), json!(false));
    answers.insert("years".to_owned(), json!(61));
    answers.insert("fte".to_owned(), json!("0.666"));
    answers.insert("months".to_owned(), json!("12"));
    answers.insert("sure".to_owned(), json!("quite"));
    answers.insert("time".to_owned(), json!({ "t": 60 }));
    answers.insert(
        "things".to_owned(),
        json!([{ "what": "Saw", "old": false, "age": 3 }, { "old": true }]),
    );
    answers.remove("level");
    let problems = from_paper(&answers).err().expect("there are problems");
    assert_eq!(
        problems,
        [
            "nonsense: there is no question with this id",
            "fte: expected a decimal with 2 digits, such as \"0.80\", found a text",
            "months: this is worked out and cannot be given",
            "sure: expected a whole number such as 7, found a text",
            "years: Enter a whole number from 0 to 60",
            "end: this question is not asked, given the other answers",
            "things[1].age: this question is not asked, given the other answers",
            "level: Select one of the answers",
            "time: Add 40 more. Your numbers make 60, and should make 100",
            "things[2].what: Enter an answer",
            "things[2].age: Enter a whole number",
        ]
    );
}

#[test]
fn the_end_of_input_saves_the_draft_shows_the_words_and_ends_well() {
    // Wherever the line breaks, what was answered by then is in the last draft.
    for lines in 3..LINES.len() - 1 {
        let mut keeper = Memory::default();
        let (ending, form, output) = run_plain(&LINES[..lines], &mut keeper);
        assert_eq!(ending, Ending::Saved, "after {lines} lines");
        assert!(output.contains(&code().words().join(" ")));
        let draft = keeper.drafts.last().expect("a draft");
        let (back, _) = Form::from_draft(questionnaire(), today(), draft).expect("a draft");
        assert!(
            back.to_draft(None) == form.to_draft(None),
            "after {lines} lines"
        );
    }
}

#[test]
fn leaving_at_the_notice_stores_nothing() {
    for lines in [&[][..], &["1"], &["1", "2"], &["1", "/save"]] {
        let mut keeper = Memory::default();
        let (ending, ..) = run_plain(lines, &mut keeper);
        assert_eq!(ending, Ending::Declined, "{lines:?}");
        assert!(keeper.drafts.is_empty(), "{lines:?}");
    }
}

#[test]
fn a_failed_send_keeps_the_answers_and_can_be_tried_again() {
    let mut keeper = Memory {
        refuse: Some("the disk is full."),
        ..Memory::default()
    };
    let lines: Vec<&str> = LINES.iter().chain(&["/send"]).copied().collect();
    let (ending, _, output) = run_plain(&lines, &mut keeper);
    assert!(
        output.contains("Error: Your answers are not sent: the disk is full."),
        "{output}"
    );
    assert!(matches!(ending, Ending::Sent(_)));
}

#[test]
fn a_draft_that_goes_on_elsewhere_stops_this_session() {
    let mut keeper = Memory {
        elsewhere_after: Some(4),
        ..Memory::default()
    };
    let (ending, _, output) = run_plain(LINES, &mut keeper);
    assert_eq!(ending, Ending::Elsewhere);
    assert!(output.contains("Continued elsewhere"));
    assert!(keeper.sent.is_none());
}

#[test]
fn nothing_that_is_printed_can_act_on_a_terminal() {
    let lines: Vec<&str> = LINES
        .iter()
        .map(|line| {
            if line.starts_with("Siân") {
                "S\u{1b}[31m\u{9b}2J\u{202e}"
            } else {
                line
            }
        })
        .collect();
    let mut keeper = Memory::default();
    let (_, _, output) = run_plain(&lines, &mut keeper);
    let is_plain = |c: char| c == '\n' || !c.is_control() && c != '\u{202e}';
    assert!(output.chars().all(is_plain));
    assert!(output.contains("S[31m2J"), "the harmless rest is kept");
}

#[test]
fn commands_work_at_a_question() {
    let mut keeper = Memory::default();
    let lines = [
        "1",
        "1",
        "",
        "/skip",
        "",
        "/back",
        "",
        "/why",
        "/help",
        "/skip",
        "1",
        "phys",
        "1",
        "/back",
        "/clear",
        "/find chem",
        "1",
        "/language",
        "2",
        "/nonsense",
        "//slash",
        "1",
        "/sections",
        "1",
        "/review",
    ];
    let (ending, form, output) = run_plain(&lines, &mut keeper);
    assert_eq!(ending, Ending::Saved);
    assert_eq!(form.in_words(&Path::top("dept")), ["Chemistry"]);
    assert_eq!(form.language(), &Language::new("cy"));
    for said in [
        "Plain text mode: on, because TERM is dumb.",
        "SAMPLE NOTICE",
        "1. I have read this",
        "Question 1 of",
        "There is no more to say about this question.",
        "/back goes to the question before.",
        "Error: Select “I have read this”",
        "Your answer is taken away.",
        "Nid oes gorchymyn /nonsense",
        "ar y gweill",
        "Gwiriwch eich atebion cyn eu hanfon.",
    ] {
        assert!(output.contains(said), "{said} is missing in:\n{output}");
    }
}

#[test]
fn a_part_beyond_the_largest_padding_is_refused_not_sent_unpadded() {
    let mut submission = from_screen().submission(today());
    let long = Value::Text("x".repeat(600 << 10));
    for (id, answer) in &mut submission.answers {
        if id == "words" {
            *answer = Answer::Value(long.clone());
        }
    }
    let refused = plaintexts(&submission, &[0; 16], 1).err();
    assert_eq!(refused.map(|error| error.audience).as_deref(), Some("mine"));
}
