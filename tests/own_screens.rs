//! The screens of one's own answers: the overview, changing and taking back, at every size.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod stage;

use stage::{Stage, flagship, today};
use tallybox::base::language::Language;
use tallybox::form::{Form, Path, simulate};
use tallybox::response::answer::Answer;
use tallybox::response::code::Code;
use tallybox::ui::Mode;

const SIZES: [(u16, u16); 3] = [(80, 24), (60, 20), (40, 12)];

/// A stage of `tallybox me` on which somebody has sent the flagship, and their words.
fn sent(size: (u16, u16), language: &str) -> (Stage, String) {
    let language = Language::new(language);
    let mut stage = Stage::in_language(flagship(), Mode::Own, Some(language.clone()), size);
    let code = Code::from_bits([9; 10]);
    // Somebody who rated skills: not everybody made up does.
    let mut people = (1..100).map(|seed| {
        let empty = Form::new(flagship(), language.clone(), today(), 1);
        simulate::complete(empty, seed)
    });
    let form = people
        .find(|form| matches!(form.answer(&Path::top("e_rate")), Some(Answer::Value(_))))
        .expect("somebody shares");
    stage.shelf().sent.insert(code.digits(), form);
    (stage, code.words().join(" "))
}

#[test]
fn the_overview_and_the_ways_on_from_there() {
    for size in SIZES {
        let (mut stage, words) = sent(size, "en");
        stage
            .shot("own-1-start")
            .keys("1")
            .keys(&format!("'{words}' Enter"));
        stage
            .shot("own-2-overview")
            .keys("PgDn")
            .shot("own-3-further");
        stage
            .keys("Home Tab Down Down Enter")
            .shot("own-4-withdraw");
        stage.keys("1").shot("own-5-sure");
        stage.keys("1").keys("Esc");
        assert_eq!(stage.shelf().sent.len(), 1);
    }
}

#[test]
fn taking_back_takes_two_answers() {
    let (mut stage, words) = sent((80, 24), "en");
    stage
        .keys("1")
        .keys(&format!("'{words}' Enter Tab Down Down Enter 1 2"));
    assert!(stage.text().contains("Taken back"), "{}", stage.text());
    assert!(stage.shelf().sent.is_empty());
    stage.keys("Enter");
    assert!(stage.end.is_some());
}

#[test]
fn the_same_key_twice_takes_nothing_back() {
    for key in ["1 1", "2 2", "Enter Enter", "Space Space"] {
        let (mut stage, words) = sent((80, 24), "en");
        stage
            .keys("1")
            .keys(&format!("'{words}' Enter Tab Down Down Enter"))
            .keys(key);
        assert_eq!(stage.shelf().sent.len(), 1, "{key}");
    }
}

#[test]
fn changing_opens_the_check_with_every_answer() {
    let (mut stage, words) = sent((80, 24), "en");
    let before = stage
        .shelf()
        .sent
        .values()
        .next()
        .expect("it was sent")
        .submission(today());
    stage.keys("1").keys(&format!("'{words}' Enter Tab Enter"));
    assert!(
        stage.text().contains("Check your answers"),
        "{}",
        stage.text()
    );
    let after = stage.form().submission(today());
    assert!(before.answers == after.answers);
}

#[test]
fn words_that_are_not_here_are_never_called_wrong() {
    let (mut stage, _) = sent((80, 24), "en");
    let other = Code::from_bits([1; 10]).words().join(" ");
    stage
        .keys("1")
        .keys(&format!("'{other}' Enter"))
        .shot("own-6-not-here");
    assert!(
        stage.text().contains("Other boxes: Physics"),
        "{}",
        stage.text()
    );
}

#[test]
fn it_is_read_in_the_chosen_language() {
    let (mut stage, words) = sent((80, 24), "cy");
    stage
        .keys("1")
        .keys(&format!("'{words}' Enter"))
        .shot("own-7-welsh");
}

#[test]
fn answers_in_words_follow_the_language() {
    let (mut stage, words) = sent((80, 24), "en");
    stage.keys("1").keys(&format!("'{words}' Enter"));
    let english = stage.text();
    assert!(english.contains("Your skills by family"), "{english}");
    stage.keys("F4 2");
    stage.keys("Home");
    let welsh = stage.text();
    assert!(welsh.contains("Eich sgiliau fesul teulu"), "{welsh}");
    // The answers in words, far below, too: not one English section is left.
    let mut all = String::new();
    for _ in 0..40 {
        all.push_str(&stage.text());
        stage.keys("PgDn");
    }
    let english = flagship();
    let english = english.sections[0].title.get(&Language::new("en"));
    assert!(!all.contains(english), "{english} is still there");
    stage.keys("F4 1 Home");
    assert!(stage.text().contains("Your skills by family"));
}
