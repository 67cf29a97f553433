//! What the department needs: written, saved, held, set aside.

use super::*;

#[test]
fn needs_are_written_and_leaving_asks() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    while !screen(&lead).contains("> What the department needs") {
        press(&mut lead, Key::Down);
    }
    assert!(press(&mut lead, Key::Enter) == [Effect::Needs("bio".to_owned())]);
    lead.update(Msg::Needs(Box::default()));
    shows(&lead, "Nothing is written yet.");
    press(&mut lead, Key::Enter);
    type_in(&mut lead, "-3");
    press(&mut lead, Key::Enter);
    shows(&lead, "Enter a whole number from 1 to 100000");
    press(&mut lead, Key::Backspace);
    press(&mut lead, Key::Backspace);
    type_in(&mut lead, "31");
    press(&mut lead, Key::Enter);
    shows(&lead, "People on the staff list: 31");
    press(&mut lead, Key::Char('a'));
    type_in(&mut lead, "chromat");
    press(&mut lead, Key::Enter);
    shows(&lead, "Skill: Gas chromatography");
    press(&mut lead, Key::Char('4'));
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Backspace);
    type_in(&mut lead, "2");
    press(&mut lead, Key::Function(9));
    shows(&lead, "Gas chromatography");
    shows(&lead, "not saved yet");
    press(&mut lead, Key::Escape);
    shows(&lead, "Leave without saving?");
    press(&mut lead, Key::Char('n'));
    let saved = press(&mut lead, Key::Char('w'));
    let [Effect::Save { department, needs }] = saved.as_slice() else {
        panic!("it is saved");
    };
    let need = &needs.demand.needs[0];
    assert_eq!((department.as_str(), needs.headcount), ("bio", Some(31)));
    assert_eq!((need.skill.as_str(), need.level, need.now), ("gc", 4, 2));
    lead.update(Msg::Saved);
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Escape);
    shows(&lead, "What would you like to see?");
}

/// At a new need for gas chromatography in Biology, on its level.
fn at_a_need() -> Lead {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char(':'));
    type_in(&mut lead, "what the department needs");
    press(&mut lead, Key::Enter);
    lead.update(Msg::Needs(Box::default()));
    press(&mut lead, Key::Char('a'));
    type_in(&mut lead, "chromat");
    press(&mut lead, Key::Enter);
    lead
}

/// Types into a field, which is this many lines below, in the place of what is there.
fn fill(lead: &mut Lead, lines: usize, text: &str) {
    for _ in 0..lines {
        press(lead, Key::Down);
    }
    press(lead, Key::Ctrl('u'));
    type_in(lead, text);
}

#[test]
fn the_editor_saves_nothing_that_cannot_be_read_again() {
    let mut lead = at_a_need();
    press(&mut lead, Key::Char('4'));
    fill(&mut lead, 1, "99999");
    fill(&mut lead, 1, "99999");
    press(&mut lead, Key::Down);
    press(&mut lead, Key::Char('5'));
    fill(&mut lead, 2, &"\"plan\\ ".repeat(40));
    fill(&mut lead, 1, "999");
    press(&mut lead, Key::Function(9));
    shows(&lead, "months from 0 to 120");
    fill(&mut lead, 0, "120");
    fill(&mut lead, 2, "2020-01-01");
    press(&mut lead, Key::Function(9));
    shows(&lead, "This day is past.");
    fill(&mut lead, 0, "2035-12");
    press(&mut lead, Key::Function(1));
    shows(&lead, "A need is a skill, the level that counts");
    press(&mut lead, Key::Escape);
    press(&mut lead, Key::Function(9));
    shows(&lead, "not saved yet");
    press(&mut lead, Key::Home);
    press(&mut lead, Key::Enter);
    for wrong in ["0", "100001", "x"] {
        fill(&mut lead, 0, wrong);
        press(&mut lead, Key::Enter);
        shows(&lead, "a whole number from 1 to 100000");
    }
    fill(&mut lead, 0, "100000");
    press(&mut lead, Key::Enter);
    let effects = press(&mut lead, Key::Char('w'));
    let [Effect::Save { needs, .. }] = effects.as_slice() else {
        panic!("it is saved");
    };
    let survey = questionnaire(vec![question("yes", Kind::YesNo)]);
    let written = crate::stats::demand::write(&needs.demand);
    let read = crate::stats::demand::parse(&written, "bio.toml", &survey);
    assert_eq!(read.as_ref(), Ok(&needs.demand), "{written}");
    let need = &needs.demand.needs[0];
    assert_eq!((need.now, need.training_months), (9999, Some(120)));
    let people = crate::stats::demand::headcounts::with(None, "bio", needs.headcount);
    assert!(crate::stats::demand::headcounts::parse(&people, "h.csv", &survey).is_ok());
}

#[test]
fn the_rate_at_which_people_leave_is_the_leads_to_change() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char(':'));
    type_in(&mut lead, "what the department needs");
    press(&mut lead, Key::Enter);
    lead.update(Msg::Needs(Box::default()));
    shows(
        &lead,
        "Expected to leave in a year: 7 in 100, the usual rate",
    );
    press(&mut lead, Key::Down);
    press(&mut lead, Key::Enter);
    for wrong in ["101", "-1", "many"] {
        fill(&mut lead, 0, wrong);
        press(&mut lead, Key::Enter);
        shows(&lead, "Enter a number from 0 to 100");
    }
    fill(&mut lead, 0, "8,5");
    press(&mut lead, Key::Enter);
    shows(&lead, "Expected to leave in a year: 8.5 in 100");
    let effects = press(&mut lead, Key::Char('w'));
    let [Effect::Save { needs, .. }] = effects.as_slice() else {
        panic!("it is saved");
    };
    assert_eq!(needs.demand.base_rate, Some(Decimal::new(85, 3)));
    let survey = questionnaire(vec![question("yes", Kind::YesNo)]);
    let written = crate::stats::demand::write(&needs.demand);
    let read = crate::stats::demand::parse(&written, "bio.toml", &survey);
    assert_eq!(read.as_ref(), Ok(&needs.demand), "{written}");
}

#[test]
fn a_faulty_file_of_needs_says_its_lines_and_can_be_set_aside() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char(':'));
    type_in(&mut lead, "what the department needs");
    press(&mut lead, Key::Enter);
    let line = said("bio.toml:3:9: there is no skill `x`");
    let faulty = || Trouble::new(Fault::FileFaulty).detailed([line.clone()]);
    lead.update(Msg::NeedsFaulty(faulty()));
    shows(&lead, "has mistakes, so it cannot be used");
    shows(&lead, "bio.toml:3:9");
    press(&mut lead, Key::Char('n'));
    assert_eq!(lead.screen(), "menu");
    lead.update(Msg::NeedsFaulty(faulty()));
    let effects = press(&mut lead, Key::Char('y'));
    assert!(effects == [Effect::SetAside("bio".to_owned())]);
    lead.update(Msg::Needs(Box::default()));
    shows(&lead, "Nothing is written yet.");
}

#[test]
fn the_figures_are_not_left_by_one_key_too_many() {
    let mut lead = at_a_need();
    for _ in 0..2 {
        press(&mut lead, Key::Escape);
    }
    assert_eq!(lead.screen(), "menu");
    assert!(press(&mut lead, Key::Escape).is_empty());
    shows(&lead, "Leave the figures?");
    assert!(press(&mut lead, Key::Char('n')).is_empty());
    assert_eq!(lead.screen(), "menu");
    press(&mut lead, Key::Escape);
    assert!(press(&mut lead, Key::Char('y')) == [Effect::Leave]);
}

#[test]
fn where_nothing_is_kept_needs_are_held_and_may_be_kept_after_all() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    while !screen(&lead).contains("> What the department needs") {
        press(&mut lead, Key::Down);
    }
    press(&mut lead, Key::Enter);
    lead.update(Msg::Needs(Box::new(Needs {
        is_held: true,
        ..Needs::default()
    })));
    shows(&lead, "counts in the views until you leave");
    press(&mut lead, Key::Enter);
    type_in(&mut lead, "28");
    press(&mut lead, Key::Enter);
    shows(&lead, "Changed: press w");
    for (key, can_be_kept, kept) in [('n', true, false), ('x', false, false), ('y', true, true)] {
        assert!(matches!(
            press(&mut lead, Key::Char('w')).as_slice(),
            [Effect::Save { .. }]
        ));
        lead.update(Msg::Held { can_be_kept });
        shows(&lead, "You chose to keep nothing.");
        assert_eq!(screen(&lead).contains("keep them after all?"), can_be_kept);
        let effects = press(&mut lead, Key::Char(key));
        assert_eq!(effects == [Effect::KeepAfterAll], kept);
    }
    lead.update(Msg::Saved);
    press(&mut lead, Key::Enter);
    shows(&lead, "The views about demand");
}

#[test]
fn a_starter_adds_what_is_not_there_and_a_bad_day_is_said() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    while !screen(&lead).contains("> What the department needs") {
        press(&mut lead, Key::Down);
    }
    press(&mut lead, Key::Enter);
    lead.update(Msg::Needs(Box::default()));
    assert!(press(&mut lead, Key::Char('t')) == [Effect::Starter("bio".to_owned())]);
    let suggested = |skill: &str| crate::stats::demand::Need {
        skill: skill.to_owned(),
        level: 3,
        now: 1,
        in_three_years: 2,
        criticality: 5,
        why: crate::stats::demand::Why::Statutory,
        plan: None,
        training_months: None,
        market: None,
        by: None,
        is_drawn: true,
    };
    let starter = || Demand {
        needs: vec![suggested("kf"), suggested("gc")],
        ..Demand::default()
    };
    lead.update(Msg::Starter(starter()));
    lead.update(Msg::Starter(starter()));
    assert_eq!(screen(&lead).matches("Karl Fischer").count(), 1);
    press(&mut lead, Key::End);
    press(&mut lead, Key::Up);
    press(&mut lead, Key::Enter);
    for _ in 0..8 {
        press(&mut lead, Key::Enter);
    }
    let saved = |lead: &mut Lead| {
        let effects = press(lead, Key::Char('w'));
        let [Effect::Save { needs, .. }] = effects.as_slice() else {
            panic!("it is saved");
        };
        let needs = needs.demand.needs.iter();
        needs.map(|need| need.is_drawn).collect::<Vec<bool>>()
    };
    type_in(&mut lead, "soon");
    press(&mut lead, Key::Function(9));
    shows(&lead, "a day such as 2027-09-30");
    press(&mut lead, Key::Ctrl('u'));
    type_in(&mut lead, "2027-09");
    press(&mut lead, Key::Function(9));
    shows(&lead, "safety and law");
    // A day was added, and the numbers are the survey's still.
    assert_eq!(saved(&mut lead), [true, true]);
    lead.update(Msg::Saved);
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Enter);
    for typed in ["2", "3"] {
        press(&mut lead, Key::Down);
        press(&mut lead, Key::Ctrl('u'));
        type_in(&mut lead, typed);
    }
    press(&mut lead, Key::Function(9));
    assert_eq!(saved(&mut lead), [false, true]);
    lead.update(Msg::Saved);
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Char('x'));
    assert_eq!(screen(&lead).matches("Karl Fischer").count(), 0);
}
