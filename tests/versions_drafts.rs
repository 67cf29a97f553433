//! Drafts that were begun before the questionnaire changed: which go on under the new version with every
//! answer, and which stay where they were begun.
mod support;

use tallybox::form::Path as At;
use tallybox::response::answer::{Answer, Value as Given};
use tallybox::runtime::keeper::expires;

use support::home::TestHome;
use support::story::{
    begin, come_back, counts, finish, form, keeper, publish, report, row, send, today, type_in,
};

#[test]
fn an_answer_that_would_mean_something_else_holds_its_draft_under_the_earlier_version() {
    let home = TestHome::with_keys("Stores");
    let mut before = keeper(&home);
    let old = before.questionnaire().fingerprint;
    send(&mut before, 1, "same");
    let answered = begin(&mut before, &[("dept", "chem"), ("years", "3")]);
    let untouched = begin(&mut before, &[("dept", "chem")]);
    drop(before);
    let typed = ("type = \"integer\"", "type = \"decimal\"");
    let told = publish(&home, &[typed]);
    assert_eq!(told["diff"]["verdict"], "not_comparable");

    let mut after = keeper(&home);
    let new = after.questionnaire().fingerprint;
    let form = come_back(&mut after, &answered);
    assert_eq!(form.questionnaire().fingerprint, old);
    finish(&mut after, &answered, form);
    let mut form = come_back(&mut after, &untouched);
    assert_eq!(form.questionnaire().fingerprint, new);
    type_in(&mut form, &[("years", "2.50")]);
    finish(&mut after, &untouched, form);
    drop(after);

    let report = report(&home);
    // Numbers and decimals never stand in one table; those of before keep one of their own.
    let apart: String = old.to_string().chars().take(8).collect();
    let apart = format!("years@{apart}");
    let before = row(&report, &apart);
    assert_eq!(
        counts(before),
        [("1".to_owned(), 1), ("3".to_owned(), 1)].into()
    );
    assert_eq!(before["missing"]["not_in_version"], 1);
    assert_eq!(before["missing"]["unreadable"], 0);
    let identity = home.identity("chem");
    let words = home.done(&["report", "--identity", identity.to_str().unwrap()]);
    assert_eq!(
        words
            .matches("How many years have you worked here?")
            .count(),
        1,
        "{words}"
    );
    assert_eq!(row(&report, "teach")["base"], 3);
    assert_eq!(counts(row(&report, "teach"))["false"], 3);
}

#[test]
fn an_answer_is_never_carried_to_a_reader_it_was_not_promised_to() {
    let home = TestHome::with_keys("Stores");
    let mut before = keeper(&home);
    let old = before.questionnaire().fingerprint;
    let private = begin(&mut before, &[("dept", "chem"), ("next", "same")]);
    drop(before);
    let opened = (
        "audience = [\"statistics\", { id = \"lead\", when = \"'career' in share\" }]",
        "audience = [\"statistics\", \"lead\"]",
    );
    assert_eq!(publish(&home, &[opened])["diff"]["verdict"], "comparable");
    let mut after = keeper(&home);
    let form = come_back(&mut after, &private);
    assert_eq!(form.questionnaire().fingerprint, old);
}

#[test]
fn an_entry_of_a_repeat_that_is_half_filled_in_moves_with_its_questions() {
    let repeat = |nested: &str| {
        format!(
            "[[section.question]]\nid = \"kit\"\ntype = \"repeat\"\nlabel = \"Kit\"\nrequired = false\naudience = [\"lead\"]\n[[section.question.question]]\nid = \"{nested}\"\ntype = \"text\"\nlabel = \"Name\"\n[[section.question.question]]\nid = \"age\"\ntype = \"integer\"\nlabel = \"Age\"\n\n[[section.question]]\nid = \"hours\""
        )
    };
    let home = TestHome::with_keys("Stores");
    let (before, after) = (repeat("what"), repeat("name"));
    publish(&home, &[("[[section.question]]\nid = \"hours\"", &before)]);
    let mut keeper_before = keeper(&home);
    let code = keeper_before.draw().unwrap();
    let mut begun = form(&keeper_before);
    begun.add_entry("kit").unwrap();
    let outcome = begun.put_typed(&At::nested("kit", 0, "what"), "Cryostat");
    assert!(outcome.problems.is_empty());
    let expires = expires(keeper_before.questionnaire(), today());
    keeper_before
        .save(&code, &begun.to_draft(Some("share")), expires)
        .unwrap();
    drop(keeper_before);
    let migration =
        "[[migration]]\nquestion = \"kit.name\"\nwas = \"what\"\n\n[[section]]\nid = \"post\"";
    let told = publish(
        &home,
        &[
            ("[[section.question]]\nid = \"hours\"", &after),
            ("[[section]]\nid = \"post\"", migration),
        ],
    );
    assert_eq!(told["diff"]["verdict"], "migrated");
    let mut keeper_after = keeper(&home);
    let form = come_back(&mut keeper_after, &code);
    assert_eq!(
        form.questionnaire().fingerprint,
        keeper_after.questionnaire().fingerprint
    );
    let name = form.answer(&At::nested("kit", 0, "name"));
    assert!(name == Some(Answer::Value(Given::Text("Cryostat".to_owned()))));
}

#[test]
fn only_drafts_that_hold_a_code_that_is_gone_stay_behind() {
    let home = TestHome::with_keys("Stores");
    let mut before = keeper(&home);
    let old = before.questionnaire().fingerprint;
    let held = begin(
        &mut before,
        &[("dept", "chem"), ("years", "3"), ("next", "manager")],
    );
    let free = begin(
        &mut before,
        &[("dept", "chem"), ("years", "3"), ("next", "same")],
    );
    drop(before);
    let told = publish(&home, &[("code = \"manager\"", "code = \"boss\"")]);
    assert_eq!(told["diff"]["verdict"], "not_comparable");
    let mut after = keeper(&home);
    let new = after.questionnaire().fingerprint;
    let form = come_back(&mut after, &held);
    assert_eq!(form.questionnaire().fingerprint, old);
    finish(&mut after, &held, form);
    let form = come_back(&mut after, &free);
    assert_eq!(form.questionnaire().fingerprint, new);
    finish(&mut after, &free, form);
    drop(after);
    let report = report(&home);
    let wishes = [("\"same\"".to_owned(), 1), ("\"manager\"".to_owned(), 1)];
    assert_eq!(counts(row(&report, "next")), wishes.into());
}
