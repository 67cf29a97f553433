//! Repeats in repeats by keys and line by line: in, out, copied, moved, taken back, and where one is
//! said at every step.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

mod stage;

use std::collections::BTreeSet;
use std::io::BufReader;
use std::sync::Arc;

use stage::{MONO, Shelf, Stage, load, today};
use tallybox::base::language::Language;
use tallybox::form::{Form, Path};
use tallybox::response::code::Code;
use tallybox::runtime::plain::{
    self, Beginning, Half, NotSaved, PlainKeeper, Receipt, Screen, Start,
};
use tallybox::runtime::respondent::Respondent;
use tallybox::ui::{Begun, InHand, Mode, Setup};

fn code() -> Code {
    Code::from_bits([5; 10])
}

fn blank() -> Form {
    Form::new(
        load("tests/data/nested.toml"),
        Language::new("en"),
        today(),
        1,
    )
}

/// At the first question.
fn begun(size: (u16, u16)) -> Stage {
    let form = blank();
    let survey = form.questionnaire().clone();
    let mut stage = Stage::new(Arc::clone(&survey), Mode::Fill, size);
    let setup = Setup {
        questionnaire: survey,
        mode: Mode::Fill,
        language: Some(Language::new("en")),
        today: today(),
        seed: 1,
        box_name: "Chemistry stores".to_owned(),
        small: BTreeSet::new(),
        theme: MONO,
    };
    let begun = Begun {
        code: code(),
        form,
        page: None,
        said: None,
        in_hand: InHand::default(),
    };
    stage.program = Respondent::begun(setup, stage.area, Shelf::default(), begun);
    stage
}

#[track_caller]
fn says(stage: &mut Stage, words: &[&str]) {
    let text = stage.text();
    for words in words {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

/// From the first question to the people of the first home, of whom there are Ann and Bob.
fn to_people(stage: &mut Stage) {
    stage.keys("'Bryn' Enter Enter '1' Enter '5 1990' Enter");
    says(stage, &["Who lives at 1?", "Entry 1"]);
    for name in ["Ann", "Bob"] {
        stage.keys(&format!("Enter '{name}' Enter"));
        says(stage, &[&format!("How old is {name} of 1?")]);
        stage.keys("'9' Enter 1 Enter");
    }
    if stage.area.height > 12 {
        says(stage, &["Who lives at 1?", "1 Ann", "2 Bob"]);
    }
}

fn people() -> Path {
    Path::top("home").within(0, "person")
}

#[test]
fn keys_go_in_and_out_of_entries_in_entries() {
    for size in [(80, 24), (60, 20), (40, 12)] {
        let mut stage = begun(size);
        to_people(&mut stage);
        assert_eq!(stage.form().entries(people()), 2);
        // Back from the first question of an entry leads to its list, not out of the home.
        stage.keys("Up Up Enter");
        says(&mut stage, &["Name"]);
        stage.keys("Esc");
        says(&mut stage, &["Who lives at 1?"]);
        // On from the list leads out of the home to the list of homes.
        stage.keys("Tab Enter");
        says(&mut stage, &["The homes that you visited"]);
        stage.keys("Tab Enter");
        assert_eq!(
            stage.program.session().screen(),
            "check",
            "{}",
            stage.text()
        );
    }
}

#[test]
fn entries_in_entries_are_copied_moved_removed_and_brought_back() {
    let mut stage = begun((80, 24));
    to_people(&mut stage);
    let names = |stage: &mut Stage| -> Vec<String> {
        let form = stage.form();
        (0..form.entries(people()))
            .map(|entry| form.entry_name(people(), entry).unwrap_or_default())
            .collect()
    };
    assert_eq!(names(&mut stage), ["Ann", "Bob"]);
    // A digit on a card is the place that it goes to.
    stage.keys("Up 1");
    assert_eq!(names(&mut stage), ["Bob", "Ann"]);
    says(&mut stage, &["It is number 1 now."]);
    stage.keys("Ctrl+z");
    assert_eq!(names(&mut stage), ["Ann", "Bob"]);
    stage.keys("Up Up 9");
    assert_eq!(
        names(&mut stage),
        ["Bob", "Ann"],
        "the last place is as far as it goes"
    );
    stage.keys("Del");
    assert_eq!(names(&mut stage), ["Bob"]);
    stage.keys("Ctrl+z");
    assert_eq!(names(&mut stage), ["Bob", "Ann"]);
    // A copy of the home has the people of the home.
    stage.keys("Tab Enter");
    says(&mut stage, &["The homes that you visited"]);
    stage.keys("Up c");
    assert_eq!(stage.form().entries("home"), 2);
    assert_eq!(
        stage.form().entries(Path::top("home").within(1, "person")),
        2
    );
    stage.keys("Ctrl+z");
    assert_eq!(stage.form().entries("home"), 1);
}

struct Nowhere;

impl PlainKeeper for Nowhere {
    fn save(&mut self, _: &Form, _: Option<&str>) -> Result<(), NotSaved> {
        Ok(())
    }

    fn submit(&mut self, _: &Form) -> Result<Receipt, String> {
        Err("nothing is sent here".to_owned())
    }
}

/// Plays lines from the first question, and gives the form and what was told.
fn typed(lines: &[&str]) -> (Form, String) {
    let mut form = blank();
    let code = code();
    let start = Start {
        words: code.words(),
        reason: None,
        place: None,
        beginning: Beginning::FromScreen(Some("place".to_owned())),
        screen: Screen::Absent,
        ask_back: None,
        small: &BTreeSet::new(),
        half: Half::default(),
        clock: &|| std::time::Duration::ZERO,
    };
    let text = lines.join("\n") + "\n";
    let mut told = Vec::new();
    let mut input = BufReader::new(text.as_bytes());
    plain::run(&mut form, &start, &mut input, &mut told, &mut Nowhere)
        .unwrap_or_else(|_| panic!("it runs"));
    (form, String::from_utf8(told).expect("UTF-8"))
}

const TWO: [&str; 14] = [
    "Bryn",
    "add",
    "1",
    "5 1990",
    "add",
    "Ann",
    "9",
    "1",
    "add",
    "Bob",
    "8",
    "2",
    "move 2 to 1",
    "copy 2",
];

#[test]
fn lines_copy_and_move_entries_in_entries() {
    let (form, told) = typed(&TWO);
    let name = |entry| form.entry_name(people(), entry).unwrap_or_default();
    assert_eq!(form.entries(people()), 3, "{told}");
    assert_eq!([name(0), name(1), name(2)], ["Bob", "Ann", "Ann"], "{told}");
    assert!(
        told.contains("Type move 2 to 1 to change their order"),
        "{told}"
    );
    assert!(told.contains("It is number 1 now."), "{told}");
    for wrong in [
        "move 2 to 9",
        "move",
        "copy 7",
        "move x to y",
        "move 0 to 1",
    ] {
        let lines: Vec<&str> = TWO[..12].iter().copied().chain([wrong]).collect();
        let (form, told) = typed(&lines);
        assert_eq!(form.entries(people()), 2, "{wrong}");
        assert!(
            told.contains("Error: Type add, change, remove or copy"),
            "{wrong}\n{told}"
        );
    }
}

#[test]
fn every_list_says_which_entry_a_question_belongs_to_and_nothing_is_answered_too_early() {
    for size in [(80, 24), (40, 12)] {
        let mut stage = begun(size);
        // A person is begun, and left before the name is given: the check finds it.
        stage.keys("'Bryn' Enter Enter '1' Enter '5 1990' Enter Enter 'Ann' Enter");
        stage.keys("F9");
        let wanted = "The homes that you visited: Entry 1 of 1, 1: Who lives at 1? Entry 1 of 1, Ann: How old is Ann of 1? Enter";
        let text = stage.text().replace(['!', '>'], " ");
        let text: Vec<&str> = text.split_whitespace().collect();
        let text = text.join(" ");
        let wanted: &str = if size.1 < 20 {
            "The homes that you visited: Entry 1 of 1, 1: Who lives at 1? Entry 1"
        } else {
            wanted
        };
        assert!(text.contains(wanted), "{wanted}\n{text}");
        // On the page of the people it is said from there.
        stage.keys("Esc Esc Esc");
        says(&mut stage, &["left"]);
        assert!(!stage.text().contains("All answered"), "{}", stage.text());
    }
}
