//! The respondent's screens: keys in, screens and answers out. The screens stand in
//! `tests/data/screens` as they look, three sizes each.

mod stage;

use stage::{Stage, every_kind};
use tallybox::form::Path;
use tallybox::ui::Mode;

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
        stage.shot("01-start").keys("5").shot("02-about").keys("Esc F4").shot("03-language");
        stage.keys("Esc 1").shot("04-notice").keys("Tab Enter").shot("05-words");
        stage.keys("Enter").shot("06-first-question");
    });
}

#[test]
fn every_kind_of_question() {
    from_first_question(|stage| {
        stage.keys("Down Down").shot("10-single").keys("Enter");
        stage.keys("1 3 'Tea'").shot("11-multiple").keys("Enter");
        stage.keys("y").shot("12-yes-no").keys("Enter");
        stage.keys("2").shot("13-scale").keys("Enter");
        stage.keys("Down Space Up Space").shot("14-rank").keys("Enter");
        stage.keys("'chromotogr'").shot("15-lookup").keys("Enter Enter Enter");
        stage.keys("'Senior technician'").shot("16-text").keys("Enter");
        stage.keys("'50' Enter").shot("17-integer-warned").keys("Enter");
        stage.keys("'0.8'").shot("18-decimal").keys("Enter");
        stage.keys("'27/3/2019'").shot("19-date").keys("Enter");
        stage.shot("20-month").keys("Enter");
        stage.keys("'Time to learn, and somebody to cover the laboratory while I am away'");
        stage.keys("Enter 'and tea.'").shot("21-long-text").keys("Tab Enter");
        stage.keys("3 Down Right").shot("22-matrix").keys("Enter");
        stage.keys("1 2 Down Space").shot("23-matrix-ticks").keys("Enter");
        stage.keys("'7' Down '9'").shot("24-matrix-numbers").keys("Enter");
        stage.keys("'40' Down '30'").shot("25-allocation").keys("Down '30' Enter");
        stage.shot("26-repeat-empty").keys("Enter").shot("27-repeat-entry");
        stage.keys("'Mill' Enter n Enter").shot("28-repeat").keys("Tab Enter");
        stage.shot("29-note").keys("Enter 1").shot("30-acknowledge").keys("Enter");
        stage.shot("40-check").keys("Tab Enter").shot("41-receipt").keys("Right Enter");
        stage.shot("42-words-again").keys("Esc Left Enter").shot("01-start");
        assert_eq!(stage.shelf().sent.len(), 1);
        assert!(stage.shelf().drafts.is_empty() || stage.shelf().saves > 0);
    });
}

#[test]
fn on_the_way() {
    from_first_question(|stage| {
        stage.keys("F1").shot("50-help").keys("Esc F2").shot("51-sections");
        stage.keys("Esc F6").shot("52-words").keys("Esc F9").shot("53-check-problems");
        stage.keys("Esc Enter").shot("54-error").keys("F10").shot("55-leave");
        stage.keys("4").shot("56-discard").keys("Esc Esc 1 Enter");
        stage.keys("F4 2").shot("57-welsh");
    });
}

#[test]
fn coming_back() {
    at_every_size(|stage| {
        stage.keys("2").shot("60-come-back").keys("'absu amou doct zebro'").shot("61-recognised");
        stage.keys("Enter").shot("62-count");
        stage.keys("'aa bb cc dd' Enter").shot("63-typo").keys("Down Enter").shot("64-lost");
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
    assert!(stage.text().contains("Do you manage people?"), "{}", stage.text());

    let mut other = Stage::new(every_kind(), Mode::Fill, (80, 24));
    other.shelf().drafts = drafts;
    other.keys("2 'absurd amount doctor acoustic avoid letter advice divide' Enter");
    assert!(other.text().contains("Do you manage people?"), "{}", other.text());
    assert!(other.form().to_draft(None) == answers, "the answers differ");
}
