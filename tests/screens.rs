//! The respondent's screens: keys in, screens and answers out. The screens stand in
//! `tests/data/screens` as they look, three sizes each.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod stage;

use std::collections::BTreeSet;

use ratatui::layout::Rect;
use stage::dice::Dice;
use stage::{Stage, every_kind};
use tallybox::form::Path;
use tallybox::runtime::driver::Event;
use tallybox::ui::input::{Input, Key};
use tallybox::ui::{Mode, Saved, SubmitFailure};

const SIZES: [(u16, u16); 3] = [(80, 24), (60, 20), (40, 12)];

/// Runs a script at every size.
fn at_every_size(script: impl Fn(&mut Stage)) {
    for size in SIZES {
        script(&mut Stage::new(every_kind(), Mode::Home, size));
    }
}

/// Runs a script at every size, from the first question.
fn from_first_question(script: impl Fn(&mut Stage)) {
    for size in SIZES {
        script(&mut Stage::at_first_question(size));
    }
}

#[test]
fn the_way_in() {
    at_every_size(|stage| {
        stage
            .shot("01-start")
            .keys("5")
            .shot("02-about")
            .keys("Esc F4")
            .shot("03-language");
        stage
            .keys("Esc 1")
            .shot("04-notice")
            .keys("Tab Enter")
            .shot("05-words");
        stage.one_sitting().shot("06-first-question");
    });
}

#[test]
fn every_kind_of_question() {
    from_first_question(|stage| {
        stage.keys("Down Down").shot("10-single").keys("Enter");
        stage.keys("1 3 'Tea'").shot("11-multiple").keys("Enter");
        stage.keys("y").shot("12-yes-no").keys("Enter");
        stage.keys("2").shot("13-scale").keys("Enter");
        stage
            .keys("Down Space Up Space")
            .shot("14-rank")
            .keys("Enter");
        stage
            .keys("'chromotogr'")
            .shot("15-lookup")
            .keys("Enter Enter Enter");
        stage
            .keys("'Senior technician'")
            .shot("16-text")
            .keys("Enter");
        stage
            .keys("'50' Enter")
            .shot("17-integer-warned")
            .keys("Enter");
        stage.keys("'0.8'").shot("18-decimal").keys("Enter");
        stage.keys("'27/3/2019'").shot("19-date").keys("Enter");
        stage.shot("20-month").keys("Enter");
        stage.keys("'Time to learn, and somebody to cover the laboratory while I am away'");
        stage
            .keys("Enter 'and tea.'")
            .shot("21-long-text")
            .keys("Tab Enter");
        // Where columns are scarce a matrix is asked one row at a time.
        let narrow = stage.area.width < 60;
        let (rows, ticks, on) = if narrow {
            ("3 Enter 3", "1 2 Enter Down Space", "Enter Enter")
        } else {
            ("3 Down Right", "1 2 Down Space", "Enter")
        };
        stage.keys(rows).shot("22-matrix").keys(on);
        stage.keys(ticks).shot("23-matrix-ticks").keys(on);
        stage
            .keys("'7' Down '9'")
            .shot("24-matrix-numbers")
            .keys("Enter");
        stage
            .keys("'40' Down '30'")
            .shot("25-allocation")
            .keys("Down '30' Enter");
        stage
            .shot("26-repeat-empty")
            .keys("Enter")
            .shot("27-repeat-entry");
        stage
            .keys("'Mill' Enter n Enter")
            .shot("28-repeat")
            .keys("Tab Enter");
        stage
            .shot("29-note")
            .keys("Enter 1")
            .shot("30-acknowledge")
            .keys("Enter");
        stage
            .shot("40-check")
            .keys("Tab Enter")
            .shot("41-receipt")
            .keys("F6");
        stage
            .shot("42-words-again")
            .keys("Esc Right Enter")
            .shot("01-start");
        assert_eq!(stage.shelf().sent.len(), 1);
        assert!(stage.shelf().drafts.is_empty() || stage.shelf().saves > 0);
    });
}

#[test]
fn on_the_way() {
    from_first_question(|stage| {
        stage
            .keys("F1")
            .shot("50-help")
            .keys("Esc F2")
            .shot("51-sections");
        stage
            .keys("Esc F6")
            .shot("52-words")
            .keys("Esc F9")
            .shot("53-check-problems");
        stage
            .keys("Esc Enter")
            .shot("54-error")
            .keys("F10")
            .shot("55-leave");
        stage.keys("4").shot("56-discard").keys("Esc Esc 1 Enter");
        stage.keys("F4 2").shot("57-welsh");
    });
}

#[test]
fn coming_back() {
    at_every_size(|stage| {
        stage
            .keys("2")
            .shot("60-come-back")
            .keys("'absu amou doct zebro'")
            .shot("61-recognised");
        stage.keys("Enter").shot("62-count");
        stage
            .keys("'aa bb cc dd' Enter")
            .shot("63-typo")
            .keys("Down Enter")
            .shot("64-lost");
    });
}

#[test]
fn nothing_is_preselected_and_enter_chooses_nothing() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("Enter");
    assert!(stage.text().contains("Error: "), "{}", stage.text());
    assert!(stage.form().answer(&Path::top("dept")).is_none());
}

#[test]
fn a_draft_is_resumed_where_it_was_left_and_with_every_answer() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("1 Enter 1 Enter");
    let answers = stage.form().to_draft(None);
    let drafts = stage.shelf().drafts.clone();
    assert!(
        stage.text().contains("Do you manage people?"),
        "{}",
        stage.text()
    );

    let mut other = Stage::new(every_kind(), Mode::Fill, (80, 24));
    other.shelf().drafts = drafts;
    other.keys("2 'absurd amount doctor acoustic avoid letter advice divide' Enter");
    assert!(
        other.text().contains("Do you manage people?"),
        "{}",
        other.text()
    );
    assert!(other.form().to_draft(None) == answers, "the answers differ");
}

/// To check-your-answers, everything answered.
fn to_check(stage: &mut Stage) {
    stage.keys("1 Enter 1 Enter y Enter 2 Enter Space Enter 'gas' Enter Enter Enter 'Me' Enter");
    stage.keys("'5' Enter '0.5' Enter '27/3/2019' Enter Enter Tab Enter 3 Enter Enter Enter");
    stage.keys("'100' Enter 1 Enter Enter 1 Enter");
    assert!(
        stage.text().contains("Check your answers"),
        "{}",
        stage.text()
    );
}

fn last(stage: &Stage, id: &str) -> String {
    stage.form().in_words(&Path::top(id)).join("; ")
}

#[test]
fn a_change_returns_to_the_same_line() {
    let mut stage = Stage::at_first_question((80, 24));
    to_check(&mut stage);
    stage.keys("Down Down Enter n Enter");
    let (buffer, cursor) = stage.frame();
    let line = &stage::lines(&buffer)[usize::from(cursor.y)];
    assert!(
        line.contains("Do you manage people?") && line.contains("No"),
        "{line}"
    );
    stage.keys("Enter y Esc");
    let (buffer, cursor) = stage.frame();
    let line = &stage::lines(&buffer)[usize::from(cursor.y)];
    assert!(
        line.contains("Do you manage people?") && line.contains("Yes"),
        "{line}"
    );
}

#[test]
fn sending_with_problems_goes_to_the_first_of_them() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("F9 Tab Enter Enter");
    assert!(
        stage.text().contains("Which department"),
        "{}",
        stage.text()
    );
    assert!(stage.shelf().sent.is_empty());
}

#[test]
fn a_disk_without_room_is_told_before_the_first_question_and_one_can_still_come_back() {
    let mut stage = Stage::new(every_kind(), Mode::Home, (80, 24));
    stage.shelf().is_full = true;
    stage.keys("1").read_on().keys("Enter").shot("69-no-room");
    assert!(stage.text().contains("nearly full"), "{}", stage.text());
    assert_eq!(stage.shelf().drawn, 0);
    stage.keys("Enter");
    assert!(stage.text().contains("Come back"), "{}", stage.text());
    stage.shelf().is_full = false;
    stage.keys("1").read_on().keys("Enter");
    assert_eq!(stage.shelf().drawn, 1);
}

#[test]
fn a_full_store_keeps_the_answers_on_the_screen_and_a_retry_sends_them() {
    let mut stage = Stage::at_first_question((80, 24));
    to_check(&mut stage);
    stage.shelf().submit_fails = Some(SubmitFailure::StoreFull);
    stage.keys("Tab Enter").shot("70-full");
    assert!(stage.program.session().form().is_some());
    stage.keys("Enter");
    assert!(
        stage.text().contains("0123 4567 89ab cdef"),
        "{}",
        stage.text()
    );
    assert!(
        !stage.text().contains("0123456789abcdef0"),
        "{}",
        stage.text()
    );
}

#[test]
fn what_was_sent_never_comes_back_as_a_draft() {
    let mut stage = Stage::at_first_question((80, 24));
    to_check(&mut stage);
    stage.keys("Tab Enter F6 F4 2").take(Event::Vanished);
    assert_eq!(stage.shelf().sent.len(), 1);
    assert!(stage.shelf().drafts.is_empty());
}

#[test]
fn a_draft_that_was_taken_over_stops_here_and_says_so() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("1");
    stage.shelf().save_fails = Some(Saved::Elsewhere);
    stage.keys("2").shot("71-elsewhere");
    stage.now += std::time::Duration::from_secs(3);
    stage.keys("Enter");
    assert!(stage.program.session().form().is_none());
    assert!(stage.text().contains("Fill in the survey"));
}

#[test]
fn nobody_leaves_with_answers_that_are_not_saved() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.shelf().save_fails = Some(Saved::Failed);
    stage.keys("1");
    assert!(stage.text().contains("NOT SAVED"), "{}", stage.text());
    stage.keys("F10 1");
    assert!(
        stage.text().contains("you have not left"),
        "{}",
        stage.text()
    );
    stage.shelf().save_fails = None;
    stage.keys("1");
    assert!(
        stage.text().contains("Fill in the survey"),
        "{}",
        stage.text()
    );
}

#[test]
fn leaving_asks_and_only_a_second_yes_discards() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("1 Ctrl+c 4");
    assert_eq!(stage.shelf().drafts.len(), 1);
    stage.keys("2");
    assert!(stage.shelf().drafts.is_empty());
    assert!(stage.text().contains("Fill in the survey"));
}

#[test]
fn leaving_the_notice_stores_nothing_and_draws_no_words() {
    let mut stage = Stage::new(every_kind(), Mode::Home, (80, 24));
    stage.keys("1 Esc 1 Tab Tab Enter");
    assert_eq!((stage.shelf().drawn, stage.shelf().saves), (0, 0));
    assert!(
        stage.text().contains("Fill in the survey"),
        "{}",
        stage.text()
    );
}

#[test]
fn lost_words_begin_a_response_that_says_so() {
    let mut stage = Stage::new(every_kind(), Mode::Fill, (80, 24));
    stage
        .keys("2 Down Enter Tab Enter Tab Enter")
        .one_sitting()
        .keys("1");
    let draft = String::from_utf8(stage.form().to_draft(None)).expect("text");
    assert!(draft.contains("replaces_lost"), "{draft}");
}

#[test]
fn words_are_answered_kindly() {
    for (typed, answer) in [
        (
            "absurd amount doctor acoustic avoid letter advice divied",
            "Did you mean divi",
        ),
        (
            "amount absurd doctor acoustic avoid letter advice divide",
            "do not fit together",
        ),
        (
            "absurd amount doctor acoustic avoid letter advice divide",
            "Physics stores",
        ),
        ("ABSU-amou-doct acou.avoi lett ADVI divi", "Physics stores"),
        ("001213666705181745367548415", "Physics stores"),
    ] {
        let mut stage = Stage::new(every_kind(), Mode::Home, (80, 24));
        stage.keys(&format!("2 '{typed}' Enter"));
        assert!(stage.text().contains(answer), "{typed}:\n{}", stage.text());
        assert!(
            !stage.text().to_lowercase().contains("wrong"),
            "{}",
            stage.text()
        );
    }
}

#[test]
fn the_last_change_can_be_taken_back_from_wherever_one_is() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("1 Enter 2 Ctrl+z");
    assert_eq!(last(&stage, "share"), "Not provided");
    stage.keys("Ctrl+z");
    assert_eq!(last(&stage, "dept"), "Not provided");
    assert!(
        stage.text().contains("Which department"),
        "{}",
        stage.text()
    );

    let mut stage = Stage::at_first_question((80, 24));
    to_check(&mut stage);
    stage.keys("F2 4 Up Enter 'Mill' Enter y Enter");
    assert_eq!(stage.form().entries("equipment"), 1);
    stage.keys("Up Right Enter");
    assert_eq!(stage.form().entries("equipment"), 0);
    stage.keys("Ctrl+z");
    assert_eq!(stage.form().entries("equipment"), 1, "{}", stage.text());
}

#[test]
fn what_is_no_answer_yet_is_still_there_when_one_comes_back() {
    let mut stage = Stage::at_first_question((80, 24));
    to_check(&mut stage);
    stage.keys("Down Down Down Down Down Down Down Enter BS 'x' Esc");
    assert_eq!(last(&stage, "years"), "5 years");
    stage.keys("Enter");
    assert!(stage.text().contains("[x__"), "{}", stage.text());
}

#[test]
fn the_language_changes_and_answers_stay() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("2 F4 2");
    assert!(stage.text().contains("(*) Ffiseg"), "{}", stage.text());
    assert_eq!(last(&stage, "dept"), "Ffiseg");
    stage.keys("F4 1");
    assert_eq!(last(&stage, "dept"), "Physics");
}

#[test]
fn a_click_is_a_choice_and_a_button_is_pressed() {
    let mut stage = Stage::at_first_question((80, 24));
    let (buffer, _) = stage.frame();
    let row = stage::lines(&buffer)
        .iter()
        .position(|line| line.contains("Physics"))
        .expect("it");
    let click = |column, row| Event::Input(Input::Click { column, row });
    stage.take(click(9, u16::try_from(row).expect("a row")));
    assert_eq!(last(&stage, "dept"), "Physics");
    stage.take(click(5, 21));
    assert!(
        stage.text().contains("What may your lead see"),
        "{}",
        stage.text()
    );
}

#[test]
fn a_paste_is_text_and_never_keys() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("1 Enter 3");
    stage.take(Event::Input(Input::Paste("one\ntwo".to_owned())));
    stage.keys("Enter");
    assert_eq!(last(&stage, "share"), "Something else: one two");
    stage.take(Event::Input(Input::Paste("y\n\n\n".to_owned())));
    assert_eq!(last(&stage, "manage"), "Not provided");
}

#[test]
fn a_demo_answers_the_rest_and_goes_to_check() {
    let mut stage = Stage::new(stage::flagship(), Mode::Demo, (80, 24));
    stage.keys("1").read_on().keys("Enter Enter 1 Enter F7");
    assert!(
        stage.text().contains("Check your answers"),
        "{}",
        stage.text()
    );
    assert_eq!(stage.form().problems().len(), 0);
    stage.keys("Tab Enter");
    assert_eq!(stage.shelf().sent.len(), 1);
}

#[test]
fn a_survey_that_is_closed_says_so() {
    let mut closed = (*every_kind()).clone();
    closed.closes = tallybox::base::time::Day::parse("2027-01-31");
    let mut stage = Stage::new(std::sync::Arc::new(closed), Mode::Home, (80, 24));
    assert!(
        stage.text().contains("closed on 31 January 2027"),
        "{}",
        stage.text()
    );
    stage.keys("1");
    assert!(stage.text().contains("Come back"), "{}", stage.text());
}

/// Keys that move, open and close, but never take an answer away.
const HARMLESS: &[Key] = &[
    Key::Enter,
    Key::Escape,
    Key::Tab,
    Key::BackTab,
    Key::Up,
    Key::Down,
    Key::Left,
    Key::Right,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
    Key::Function(1),
    Key::Function(2),
    Key::Function(4),
    Key::Function(6),
    Key::Function(9),
    Key::Ctrl('l'),
];

const HARMFUL: &[Key] = &[
    Key::Char(' '),
    Key::Char('1'),
    Key::Char('2'),
    Key::Char('3'),
    Key::Char('4'),
    Key::Char('5'),
    Key::Char('g'),
    Key::Char('y'),
    Key::Char('/'),
    Key::Char('ŵ'),
    Key::Delete,
    Key::Backspace,
    Key::Ctrl('z'),
    Key::Ctrl('u'),
    Key::WordLeft,
    Key::Function(10),
];

/// The questions that hold an answer, hidden ones too.
fn answered(stage: &Stage) -> Option<BTreeSet<String>> {
    let form = stage.program.session().form()?;
    let ids = form
        .questionnaire()
        .questions()
        .map(|question| question.id.clone());
    Some(
        ids.filter(|id| {
            let answer = form.answer(&Path::top(id));
            answer.is_some_and(|a| a.value().is_some()) && stage::holds(form, id)
        })
        .collect(),
    )
}

fn fuzz(mut stage: Stage, seed: u64, keys: usize) {
    let mut dice = Dice(seed);
    for _ in 0..keys {
        let harmless = dice.roll(3) > 0;
        let from = if harmless { HARMLESS } else { HARMFUL };
        let key = from[dice.roll(from.len())];
        let (before, screen) = (answered(&stage), stage.text());
        // Words that warn: what a person is told takes answers away.
        let told = ["throw them away", "[ Remove ]", "Finish"]
            .iter()
            .any(|word| screen.contains(word));
        stage.press(key);
        if dice.roll(40) == 0 {
            let area = Rect::new(
                0,
                0,
                30 + u16::try_from(dice.roll(90)).expect("it"),
                8 + u16::try_from(dice.roll(30)).expect("it"),
            );
            stage.take(Event::Resized(area));
        }
        if let (true, false, Some(before), Some(after)) = (harmless, told, before, answered(&stage))
        {
            assert!(
                before.is_subset(&after),
                "{key:?} lost {:?}:\n{screen}",
                before.difference(&after)
            );
        }
    }
}

#[test]
fn ten_thousand_keys_find_no_panic_and_lose_no_answer() {
    for seed in 0..8 {
        fuzz(Stage::new(every_kind(), Mode::Demo, (80, 24)), seed, 1000);
    }
    for seed in 8..12 {
        fuzz(
            Stage::new(stage::flagship(), Mode::Demo, (80, 24)),
            seed,
            500,
        );
    }
}
