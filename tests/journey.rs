//! The way of a person through a survey, beyond its questions: the words asked back, sending what one
//! has, taking changes back and making them again, what each reader gets, how much is left.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

mod stage;

use std::collections::BTreeSet;
use std::time::Duration;

use ratatui::layout::Rect;
use stage::dice::Dice;
use stage::{Shelf, Stage, every_kind, flagship};
use tallybox::base::language::Language;
use tallybox::form::{Form, Path, simulate};
use tallybox::response::answer::Missing;
use tallybox::response::code::Code;
use tallybox::response::part;
use tallybox::runtime::driver::Event;
use tallybox::runtime::respondent::Respondent;
use tallybox::ui::input::{Input, Key};
use tallybox::ui::{Begun, InHand, Mode};

fn last(stage: &Stage, id: &str) -> String {
    stage.form().in_words(&Path::top(id)).join("; ")
}

fn says(stage: &Stage, words: &str) {
    assert!(
        stage.text().contains(words),
        "no {words:?}:\n{}",
        stage.text()
    );
}

/// At the words, with the two that are asked back.
fn at_the_words(size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(every_kind(), Mode::Fill, size);
    stage.keys("1").read_on().keys("Enter");
    stage
}

#[test]
fn two_words_are_asked_back_and_four_letters_are_enough() {
    for size in [(80, 24), (60, 20), (40, 12)] {
        let mut stage = at_the_words(size);
        stage.keys("Enter").shot("07-ask-back");
        // Seed 1 asks the second word and the fifth: of ten bytes that are 1 each.
        stage.keys("'zebra' Enter 'zebra' Enter");
        says(&stage, "that is not word 2");
        stage.shot("08-ask-back-wrong");
        stage.keys("F6");
        let words = stage.text();
        let word = |number: &str| {
            let number = format!("{number}  ");
            let mut rest = words.split(&number).skip(1);
            rest.next()
                .and_then(|rest| rest.split_whitespace().next())
                .expect("a word")
                .chars()
                .take(4)
                .collect::<String>()
        };
        let (second, fifth) = (word("2"), word("5"));
        stage.keys(&format!(
            "Esc Ctrl+u '{second}' Down Ctrl+u '{fifth}' Enter"
        ));
        says(&stage, "Which department");
    }
}

#[test]
fn one_sitting_skips_it_and_a_demo_never_asks() {
    let mut stage = at_the_words((80, 24));
    stage.keys("Tab Enter");
    says(&stage, "Which department");
    let mut stage = Stage::new(every_kind(), Mode::Demo, (80, 24));
    stage.keys("1").read_on().keys("Enter Enter");
    says(&stage, "Which department");
}

#[test]
fn words_that_may_be_noted_already_are_not_thrown_away_by_escape() {
    let mut stage = at_the_words((80, 24));
    stage.keys("Esc");
    says(&stage, "What would you like to do with your answers?");
    stage.keys("3");
    says(&stage, "Write these eight words down");
    assert_eq!(stage.shelf().drawn, 1);
}

#[test]
fn what_is_there_can_be_sent_at_the_end_of_a_section() {
    let mut stage = Stage::at_first_question((80, 24));
    let first = stage.form().questionnaire().sections[0].id.clone();
    stage.keys("1 Enter 1 Enter y Enter 2 Enter Space Enter 'gas' Enter Enter");
    press_button(&mut stage, "[ Send what I have ]");
    stage.shot("43-check-enough");
    says(&stage, "You are sending what you have.");
    assert_eq!(stage.form().stopped_after(), Some(first.as_str()));
    assert!(stage.form().problems().is_empty(), "{}", stage.text());

    // A draft keeps it.
    let bytes = stage.form().to_draft(None);
    let (again, _) = Form::from_draft(every_kind(), stage::today(), &bytes).expect("a draft");
    assert_eq!(again.stopped_after(), Some(first.as_str()));

    stage.keys("Tab Enter");
    let sent = stage.shelf().sent.values().next().expect("sent").clone();
    let answers = sent.submission(stage::today()).answers;
    let not_reached = answers
        .iter()
        .filter(|(_, answer)| answer.missing() == Some(Missing::NotReached))
        .count();
    assert!(not_reached > 3, "{not_reached}");
}

/// Clicks what is written somewhere on the screen.
fn press_button(stage: &mut Stage, words: &str) {
    let (buffer, _) = stage.frame();
    let lines = stage::lines(&buffer);
    let row = lines.iter().position(|line| line.contains(words));
    let row = row.unwrap_or_else(|| panic!("no {words}:\n{}", lines.join("\n")));
    let column = lines[row].find(words).expect("it") + 2;
    let cell = |number| u16::try_from(number).expect("a cell");
    stage.take(Event::Input(Input::Click {
        column: cell(column),
        row: cell(row),
    }));
}

#[test]
fn what_was_taken_back_can_be_made_again() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("1 Enter 2 Ctrl+z");
    assert_eq!(last(&stage, "share"), "Not provided");
    stage.keys("Ctrl+y");
    assert_eq!(last(&stage, "share"), "My career wishes");
    stage.keys("Ctrl+y");
    says(&stage, "nothing to do again");
    // A new change ends what could be made again.
    stage.keys("Ctrl+z 1 Ctrl+y");
    assert_eq!(last(&stage, "share"), "My skills");
}

#[test]
fn each_reader_is_shown_what_it_will_get() {
    for size in [(80, 24), (60, 20), (40, 12)] {
        let mut stage = Stage::new(every_kind(), Mode::Demo, size);
        stage
            .keys("1")
            .read_on()
            .keys("Enter Enter 1 Enter 1 Enter F7");
        stage.keys("Up Enter").shot("44-preview");
        says(&stage, "Who will read what");
        stage.keys("Esc");
        says(&stage, "Check your answers");
    }
}

#[test]
fn what_the_lead_will_get_is_shown_word_for_word() {
    let mut stage = Stage::new(flagship(), Mode::Demo, (80, 24));
    stage.keys("1").read_on().keys("Enter Enter F7");
    let form = stage.form();
    let lead = part::released_to(&form.submission(stage::today()), "lead");
    stage.keys("Up Enter");
    says(&stage, "Who will read what");
    let mut shown = String::new();
    for _ in 0..60 {
        shown.push_str(&stage.text());
        stage.keys("PgDn");
    }
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let shown = bare(&shown);
    let asked = form.pages();
    let mut seen = 0;
    for (id, answer) in lead.iter().filter(|(id, _)| asked.contains(id)) {
        let lines = match answer.missing() {
            Some(Missing::Withheld) => vec!["Held back: you did not allow it.".to_owned()],
            _ => form.in_words(&Path::top(id)),
        };
        // What runs over the end of a page is not looked for.
        for line in lines.iter().filter(|line| line.len() < 60) {
            assert!(shown.contains(&bare(line)), "{id}: {line}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn a_small_department_is_told_before_anything_else() {
    for size in [(80, 24), (60, 20), (40, 12)] {
        let mut stage = Stage::at_first_question(size);
        choose_small(&mut stage);
        stage.shot("09-small");
        says(&stage, "Your department is small");
        stage.keys("Tab Enter");
        says(&stage, "What may your lead see");
        // Said once, not at every passing.
        stage.keys("Esc Enter");
        says(&stage, "What may your lead see");
    }
}

fn choose_small(stage: &mut Stage) {
    for _ in 0..6 {
        stage.keys("Down");
        if last(stage, "dept").contains("Mechanical") {
            break;
        }
    }
    assert_eq!(last(stage, "dept"), "Mechanical engineering");
    stage.keys("Enter");
}

#[test]
fn an_entry_can_be_copied() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("F2 4 Up Enter 'Mill' Enter y Enter");
    assert_eq!(stage.form().entries("equipment"), 1);
    stage.keys("Up c");
    assert_eq!(stage.form().entries("equipment"), 2);
    says(&stage, "was copied");
    let name = |entry| stage.form().entry_name("equipment", entry);
    assert_eq!(name(0), name(1));
    stage.keys("Ctrl+z");
    assert_eq!(stage.form().entries("equipment"), 1);
}

#[test]
fn keys_typed_ahead_do_not_dismiss_that_it_goes_on_elsewhere() {
    let mut stage = Stage::new(every_kind(), Mode::Fill, (80, 24));
    stage.keys("1").read_on().keys("Enter").one_sitting();
    stage.shelf().save_fails = Some(tallybox::ui::Saved::Elsewhere);
    stage.keys("1 Enter Enter Esc");
    says(&stage, "Continued at another terminal");
    assert!(stage.end.is_none());
    stage.now += Duration::from_secs(3);
    stage.keys("Enter");
    assert!(stage.end.is_some());
}

#[test]
fn what_is_left_is_counted_from_the_answers_and_timed_by_the_person() {
    let minutes = |pause: u64| {
        let mut stage = Stage::at_first_question((80, 24));
        for keys in ["1 Enter", "1 Enter", "y Enter", "2 Enter", "Space Enter"] {
            stage.now += Duration::from_secs(pause);
            stage.keys(keys);
        }
        let text = stage.text();
        let (_, rest) = text.split_once("left, ").expect("an estimate");
        let (minutes, _) = rest.split_once(" min").expect("minutes");
        minutes.parse::<u32>().expect("a number")
    };
    let (quick, slow) = (minutes(1), minutes(60));
    assert!(quick < slow, "{quick} {slow}");
}

#[test]
fn a_pause_in_typing_says_what_is_wrong_and_the_next_that_it_is_right() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("1 Enter 1 Enter y Enter 2 Enter Space Enter 'gas' Enter Enter Enter 'Me' Enter");
    stage.keys("'many'");
    assert!(!stage.text().contains("Error:"), "{}", stage.text());
    let pause = |stage: &mut Stage| {
        stage.now += Duration::from_secs(3);
        stage.take(Event::Tick);
    };
    pause(&mut stage);
    says(&stage, "Error:");
    says(&stage, "[many");
    stage.keys("Ctrl+u '5'");
    pause(&mut stage);
    assert!(!stage.text().contains("Error:"), "{}", stage.text());
    assert_eq!(last(&stage, "years"), "5 years");
}

/// At a page of the flagship, with everything before it answered.
fn flagship_at(page: &str, size: (u16, u16)) -> Stage {
    let survey = flagship();
    let form = Form::new(survey.clone(), Language::new("en"), stage::today(), 1);
    let mut form = simulate::complete(form, 5);
    form.clear(&Path::top(page));
    let mut stage = Stage::new(survey, Mode::Home, size);
    let begun = Begun {
        code: Code::from_bits([1; 10]),
        form,
        page: Some(page.to_owned()),
        said: None,
        in_hand: InHand::default(),
    };
    stage.program = Respondent::begun(stage.setup(), stage.area, Shelf::default(), begun);
    stage
}

#[test]
fn what_is_wrong_is_in_view_wherever_the_focus_goes() {
    // Numbers that do not add up, in the smallest window: their boxes alone fill it.
    let mut stage = flagship_at("c_time", (40, 12));
    stage.keys("'3' Tab Enter");
    says(&stage, "steps of 5");
    stage.keys("Ctrl+u '5' Tab Enter");
    says(&stage, "100");
}

#[test]
fn what_was_just_done_is_never_said_over_the_focus() {
    let mut stage = flagship_at("a_share", (40, 12));
    stage.keys("5");
    says(&stage, "> 5 [x]");
    stage.keys("Ctrl+y");
    says(&stage, "There is nothing to do again.");
    says(&stage, "> 5 [x]");
}

#[test]
fn a_search_in_the_smallest_window_shows_what_it_found() {
    let mut stage = flagship_at("b_dept", (40, 12));
    stage.keys("'chem'");
    says(&stage, "Search: [chem");
    says(&stage, "( ) Chemistry");
}

#[test]
fn who_chose_other_and_said_nothing_is_brought_to_the_box_for_it() {
    for size in [(80, 24), (40, 12)] {
        let mut stage = flagship_at("d_service", size);
        while !stage.text().contains("> + ") {
            stage.keys("Up");
        }
        stage.keys("Enter 'zzzz' Down Space Enter");
        says(&stage, "Say what you mean");
        stage.keys("'Glass eyes'");
        says(&stage, "[Glass eyes");
        assert!(!stage.text().contains("zzzzGlass"), "{}", stage.text());
    }
}

#[test]
fn a_wide_window_shows_the_sections_beside_the_question() {
    let mut stage = Stage::at_first_question((200, 60));
    stage.shot("06-wide");
    says(&stage, "F2 goes to any section");
    stage.take(Event::Resized(Rect::new(0, 0, 119, 60)));
    assert!(!stage.text().contains("F2 goes to any section"));
}

const KEYS: &[Key] = &[
    Key::Enter,
    Key::Escape,
    Key::Tab,
    Key::BackTab,
    Key::Up,
    Key::Down,
    Key::Left,
    Key::Right,
    Key::PageDown,
    Key::End,
    Key::Char(' '),
    Key::Char('1'),
    Key::Char('2'),
    Key::Char('c'),
    Key::Char('g'),
    Key::Char('y'),
    Key::Delete,
    Key::Backspace,
    Key::Ctrl('z'),
    Key::Ctrl('y'),
    Key::Function(1),
    Key::Function(2),
    Key::Function(4),
    Key::Function(6),
    Key::Function(9),
    Key::Function(10),
];

/// One session: random keys, then the way to review by Escape, arrows and Enter alone.
fn session(seed: u64) {
    let mode = if seed.is_multiple_of(2) {
        Mode::Home
    } else {
        Mode::Demo
    };
    let size = [(80, 24), (40, 12), (200, 60)][usize::try_from(seed % 3).expect("it")];
    let mut stage = Stage::new(every_kind(), mode, size);
    stage.keys("1").read_on().keys("Enter");
    let mut dice = Dice(seed);
    for _ in 0..dice.roll(60) {
        let key = KEYS[dice.roll(KEYS.len())];
        let (before, screen) = (answered(&stage), stage.text());
        stage.press(key);
        // What was sent is no longer held by the session.
        let is_sent = stage.program.session().screen() == "receipt";
        if let (Some(before), Some(after)) = (before, answered(&stage))
            && keeps_answers(key, &screen)
            && !is_sent
        {
            assert!(
                before.is_subset(&after),
                "session {seed}: {key:?} lost an answer:\n{screen}"
            );
        }
        if dice.roll(30) == 0 {
            let pasted = "gas\nabsurd 12".to_owned();
            stage.take(Event::Input(Input::Paste(pasted)));
        }
    }
    let is_filling = stage.program.session().form().is_some();
    if is_filling {
        reach_review(&mut stage, seed);
    }
}

/// The questions that hold an answer, hidden ones too.
fn answered(stage: &Stage) -> Option<BTreeSet<String>> {
    let form = stage.program.session().form()?;
    let ids = form
        .questionnaire()
        .questions()
        .map(|question| &question.id);
    let holds = |id: &&String| stage::holds(form, id);
    Some(ids.filter(holds).cloned().collect())
}

/// Keys that move, open and close; not where the screen says that they take something away.
fn keeps_answers(key: Key, screen: &str) -> bool {
    let moves = !matches!(
        key,
        Key::Char(_) | Key::Delete | Key::Backspace | Key::Ctrl(_)
    );
    let told = [
        "throw them away",
        "Ie, eu taflu",
        "[ Remove ]",
        "[ Tynnu",
        "Finish",
        "Gorffen",
    ];
    // Who has emptied a box has taken the answer away; leaving the box makes it so.
    let emptied = |line: &str| {
        let at = line.trim_start_matches(['!', ' ']).strip_prefix('>');
        let inside = at.and_then(|at| at.trim_start().strip_prefix('['));
        inside.is_some_and(|inside| inside.trim_start().starts_with("__"))
    };
    moves && !told.iter().any(|word| screen.contains(word)) && !screen.lines().any(emptied)
}

fn reach_review(stage: &mut Stage, seed: u64) {
    let leaving = ["Keep them sealed", "Eu cadw dan"];
    for _ in 0..200 {
        if leaving.iter().any(|words| stage.text().contains(words)) {
            break;
        }
        // Sent already, perhaps below a page of help: there is nothing left to check.
        if stage.program.session().screen() == "receipt" {
            return;
        }
        stage.press(Key::Escape);
    }
    let leaving = stage.text();
    stage.keys("Up Up Up Up Up Up Down Down Down Down Enter");
    let review = [
        "Check your answers",
        "Gwirio eich atebion",
        "Gwiriwch eich atebion",
    ];
    let text = stage.text();
    assert!(
        review.iter().any(|words| text.contains(words)),
        "session {seed} does not reach review:\n{leaving}\n{text}"
    );
}

/// `TALLYBOX_SESSIONS` says how many, or which ones (`5987..5988` plays one again); `.ci/full` plays ten thousand.
#[test]
fn from_every_state_escape_and_arrows_reach_review() {
    let said = std::env::var("TALLYBOX_SESSIONS").unwrap_or_else(|_| "100".to_owned());
    let (from, to) = said.split_once("..").unwrap_or(("0", &said));
    let number = |words: &str| words.parse().expect("a number of sessions");
    for seed in number(from)..number(to) {
        let told = Told(seed);
        session(seed);
        drop(told);
    }
}

/// Says which session it was when one fails, whatever failed in it.
struct Told(u64);

#[expect(clippy::print_stderr, reason = "a test tells what it was at")]
impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in session {}", self.0);
        }
    }
}
