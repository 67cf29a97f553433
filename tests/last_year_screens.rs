//! The screens of a new wave: last year's answers kept or changed one by one; and of the development
//! record that a person keeps over the year.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod stage;

use std::sync::Arc;

use stage::{Stage, every_kind, flagship, today};
use tallybox::base::language::Language;
use tallybox::form::{Form, Path, simulate};
use tallybox::response::answer::Missing;
use tallybox::response::code::Code;
use tallybox::survey::Questionnaire;
use tallybox::ui::Mode;

const SIZES: [(u16, u16); 3] = [(80, 24), (60, 20), (40, 12)];

/// The survey as it was in an earlier wave.
fn earlier(survey: &Arc<Questionnaire>) -> Arc<Questionnaire> {
    Arc::new(Questionnaire {
        wave: "2026".to_owned(),
        ..(**survey).clone()
    })
}

/// A stage whose box holds somebody's answers of an earlier wave, and their words of then.
fn stage(survey: Arc<Questionnaire>, mode: Mode, size: (u16, u16)) -> (Stage, String) {
    let then = earlier(&survey);
    let mut stage = Stage::new(survey, mode, size);
    let code = Code::from_bits([9; 10]);
    let form = Form::new(then, Language::new("en"), today(), 1);
    let form = simulate::complete(form, 7);
    stage.shelf().earlier.push((code.digits(), form));
    (stage, code.words().join(" "))
}

/// At the first question, last year's answers found.
fn begun(survey: Arc<Questionnaire>, size: (u16, u16)) -> Stage {
    let (mut stage, words) = stage(survey, Mode::Home, size);
    stage.keys("1").read_on().keys("Enter").one_sitting();
    stage.keys(&format!("'{words}' Enter"));
    stage
}

fn says(stage: &Stage, words: &str) {
    let text = stage.text();
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(words), "no {words:?}:\n{text}");
}

#[test]
fn last_year_is_offered_after_the_words_and_shown_one_by_one() {
    for size in SIZES {
        let (mut stage, words) = stage(every_kind(), Mode::Home, size);
        stage.keys("1").read_on().keys("Enter").one_sitting();
        stage.shot("90-last-year");
        stage.keys("'absurd abadnon' Enter");
        says(&stage, "You typed 2 words");
        stage.keys(&format!("Ctrl+u '{words}' Enter"));
        stage.shot("91-last-year-question");
        says(&stage, "to keep it, or change it.");
        assert!(stage.form().answer(&Path::top("dept")).is_none());
        stage.keys("F9").shot("92-last-year-check");
        says(&stage, "answers are still from last time");
        let text = stage.text();
        assert!(
            size != (80, 24) || text.contains("Not confirmed yet."),
            "{text}"
        );
        stage.keys("Down Down Enter");
        says(&stage, "to keep it, or change it.");
        stage.keys("Enter");
        assert!(stage.form().answer(&Path::top("dept")).is_some());
    }
}

#[test]
fn without_the_words_two_enters_begin_with_nothing() {
    let (mut stage, _) = stage(every_kind(), Mode::Home, (80, 24));
    stage.keys("1").read_on().keys("Enter").one_sitting();
    stage.keys("Enter Enter");
    says(&stage, "Which department");
    assert!(stage.form().last_wave().is_none());
    // Nobody is asked where the box knows no earlier wave.
    let mut stage = Stage::at_first_question((80, 24));
    assert!(stage.shelf().earlier.is_empty());
    says(&stage, "Which department");
}

#[test]
fn enter_through_everything_keeps_everything_as_it_was() {
    for survey in [every_kind(), flagship()] {
        let mut stage = begun(survey, (80, 24));
        let then = stage.shelf().earlier[0].1.submission(today());
        for _ in 0..200 {
            if stage.text().contains("Check your answers") {
                break;
            }
            if stage.text().contains("I have read this") {
                // What one agreed to is asked anew.
                stage.keys("1");
            }
            stage.keys("Tab");
            // From wherever the focus began, the button that goes on.
            if stage.text().contains("> [ Continue ]") {
                stage.keys("Enter");
            } else {
                stage.keys("BackTab Enter");
            }
        }
        says(&stage, "Check your answers");
        let now = stage.form().submission(today());
        for ((id, was), (_, is)) in then.answers.iter().zip(&now.answers) {
            let is_consent = stage
                .form()
                .question(&Path::top(id))
                .is_some_and(|one| matches!(one.kind, tallybox::survey::model::Kind::Acknowledge));
            assert!(was == is || is_consent, "{id}:\n{}", stage.text());
        }
    }
}

#[test]
fn what_is_changed_and_left_is_kept_as_a_proposal_and_never_sent() {
    let mut stage = begun(every_kind(), (80, 24));
    let dept = Path::top("dept");
    let was = stage.form().proposed_in_words(&dept);
    stage.keys("Down Up Up");
    let changed = stage.form().proposed_in_words(&dept);
    assert_ne!(was, changed);
    assert!(stage.form().answer(&dept).is_none());
    // Every way out but Enter leaves it unconfirmed; the draft keeps the change.
    for way in ["F9 Esc", "F2 Esc", "F6 Esc", "F4 Esc", "F10 3"] {
        stage.keys(way);
        assert!(stage.form().answer(&dept).is_none(), "{way}");
    }
    let draft = stage.shelf().drafts.values().next().expect("one").clone();
    let (again, _) = Form::from_draft(every_kind(), today(), &draft).expect("a draft");
    assert_eq!(again.proposed_in_words(&dept), changed);
    let sent = again.submission(today());
    let missing = |id: &str| {
        let answer = sent.answers.iter().find(|(other, _)| other == id);
        answer.and_then(|(_, answer)| answer.missing())
    };
    assert_eq!(missing("dept"), Some(Missing::Blank));
    stage.keys("Enter");
    assert_eq!(stage.form().in_words(&dept), changed);
    stage.keys("Ctrl+z");
    assert!(
        stage.form().is_proposed(&dept),
        "taken back, it waits again"
    );
}

#[test]
fn entries_of_last_year_are_kept_together_or_by_touching_one() {
    let mut stage = begun(every_kind(), (80, 24));
    let repeat = Path::top("equipment");
    let then = stage.form().proposed_in_words(&repeat).len();
    if then == 0 {
        return;
    }
    stage.keys("F2 4");
    says(&stage, "to keep it, or change it.");
    assert_eq!(stage.form().entries("equipment"), 0);
    stage.keys("Up Del");
    says(&stage, "Last time's entries are kept now");
    assert_eq!(stage.form().entries("equipment"), then - 1);
}

#[test]
fn choosing_to_connect_by_words_asks_for_those_of_last_year() {
    for size in SIZES {
        let (mut stage, words) = stage(flagship(), Mode::Home, size);
        stage.keys("1").read_on().keys("Enter").one_sitting();
        stage.keys("Enter Enter");
        // The department comes first, and has to be said.
        stage.keys("Down Enter Tab Enter");
        let mut pages = 0;
        while !stage.text().contains("connect these answers") {
            stage.keys("Enter");
            pages += 1;
            assert!(pages < 20, "{}", stage.text());
        }
        stage.keys("2 Enter").shot("93-link");
        says(&stage, "type the eight words you were given then");
        stage.keys(&format!("'{words}' Enter"));
        assert_eq!(stage.form().link([1; 16]), Some([7; 16]));
        // Chosen otherwise, nothing connects them.
        stage.keys("Esc 3 Enter");
        assert_eq!(stage.form().link([1; 16]), None);
    }
}

#[test]
fn from_last_years_overview_this_years_answers_begin() {
    // The stage's shelf looks under this wave only, so what was sent stands there as an earlier one.
    let (mut stage, words) = stage(every_kind(), Mode::Own, (80, 24));
    stage.shelf().own_is_earlier = true;
    stage.keys("1").keys(&format!("'{words}' Enter"));
    stage.shot("94-earlier-overview");
    says(&stage, "an earlier run of this survey (2026)");
    stage.keys("1").read_on().keys("Enter").one_sitting();
    says(&stage, "to keep it, or change it.");
}

/// `tallybox me` with something sent, at its overview.
fn own(size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(flagship(), Mode::Own, size);
    let code = Code::from_bits([9; 10]);
    let form = simulate::complete(Form::new(flagship(), Language::new("en"), today(), 1), 7);
    stage.shelf().sent.insert(code.digits(), form);
    let words = code.words().join(" ");
    stage.keys("1").keys(&format!("'{words}' Enter"));
    stage
}

#[test]
fn the_record_is_kept_added_to_changed_and_put_back() {
    for size in SIZES {
        let mut stage = own(size);
        stage.keys("2").shot("95-record-empty");
        says(&stage, "Your development record");
        stage.keys("Enter").shot("96-record-entry");
        stage.keys("'Lathe course' Enter 'Turning' Enter 'six' Enter");
        says(&stage, "Type a number of hours");
        stage.keys("Ctrl+u '7,5' Enter 'Cut a thread' Enter Enter");
        stage.shot("97-record");
        if size.1 > 12 {
            says(&stage, "1 entry, 7.5 hours.");
        }
        // It stands in the overview at once.
        stage.keys("Esc End PgUp");
        let mut all = String::new();
        stage.keys("Home");
        for _ in 0..60 {
            all.push_str(&stage.text());
            stage.keys("PgDn");
        }
        assert!(all.contains("Lathe course"), "{}", stage.text());
        stage.keys("Home 2 Up Enter Down Ctrl+u 'Mill course' Tab Tab Tab Tab Enter");
        says(&stage, "Mill course");
        let kept = stage.shelf().diaries.values().next().expect("one").clone();
        assert_eq!(kept.entries().len(), 1);
        stage.keys("Up Del");
        assert!(
            stage
                .shelf()
                .diaries
                .values()
                .all(|one| one.entries().is_empty())
        );
        stage.keys("Down Enter");
        says(&stage, "Mill course");
    }
}

#[test]
fn a_record_that_cannot_be_kept_leaves_what_was_typed_on_the_screen() {
    let mut stage = own((80, 24));
    stage.keys("2 Enter 'Lathe course'");
    stage.shelf().save_fails = Some(tallybox::ui::Saved::Failed);
    stage.keys("Tab Tab Tab Tab Enter");
    says(&stage, "It could not be kept just now");
    says(&stage, "Lathe course");
    stage.shelf().save_fails = None;
    stage.keys("Enter");
    says(&stage, "1 entry");
}
