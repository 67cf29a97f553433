//! The figures, what lies above them, and what the department needs.

use super::*;

#[test]
fn a_view_at_80x24() {
    let lead = arrived(cover());
    let (screen, cursor) = draw(&lead, 80, 24);
    let expected =
        "\u{20}Who can cover what                                                   Chemistry
 Exact, do not pass on. 23 of 31 staff (74 %). 2026-11-22, profile none
--------------------------------------------------------------------------------
 What each figure counts: ? or the notes below (End).

  Cover
                          Needed
  Skill                      now  Holders  State
> Karl Fischer titration       3        0  uncovered
  Gas chromatography           3        9  covered
  Glass blowing                3        1  single

  Holders rated themselves.









--------------------------------------------------------------------------------
 Enter open   m all views   ? meaning   Esc back   e take home   : commands";
    assert_eq!(screen, expected);
    assert_eq!(cursor, Some(Position::new(2, 8)));
}

#[test]
fn a_table_is_sorted_filtered_and_opened() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Right);
    press(&mut lead, Key::Right);
    press(&mut lead, Key::Char('s'));
    let order = |lead: &Lead| {
        let screen = screen(lead);
        let at = |name: &str| screen.find(name).unwrap();
        (at("Gas"), at("Glass"), at("Karl"))
    };
    let (gas, glass, karl) = order(&lead);
    assert!(gas < glass && glass < karl, "the most holders first");
    press(&mut lead, Key::Char('s'));
    let (gas, glass, karl) = order(&lead);
    assert!(karl < glass && glass < gas, "the other way round");
    for key in [Key::Char('f'), Key::Down, Key::Enter] {
        press(&mut lead, key);
    }
    type_in(&mut lead, "glass");
    shows(&lead, "Only lines with: glass");
    assert!(!screen(&lead).contains("Karl"));
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Enter);
    shows(&lead, "Who can cover what > Glass blowing");
    shows(&lead, "Ada Example");
    press(&mut lead, Key::Escape);
    shows(&lead, "Only lines with: glass");
    press(&mut lead, Key::Escape);
    shows(&lead, "Karl");
    press(&mut lead, Key::Escape);
    shows(&lead, "What would you like to see?");
}

#[test]
fn what_is_not_here_says_why() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    press(&mut lead, Key::End);
    shows(&lead, "(not here: statistics office)");
    assert!(press(&mut lead, Key::Enter).is_empty());
    shows(&lead, "Ask them for it.");
}

#[test]
fn a_view_that_cannot_be_made_leads_to_the_list() {
    let (mut lead, _) = Lead::new(&english());
    let summary = statistical();
    let effects = lead.update(Msg::Arrived(Box::new(arrival(
        DoorName::Statistical,
        summary,
    ))));
    assert!(matches!(effects.as_slice(), [Effect::Show { .. }]));
    lead.update(Msg::Failed(Trouble::new(Fault::NotHere)));
    shows(&lead, "You cannot do that here.");
    press(&mut lead, Key::Enter);
    shows(&lead, "What would you like to see?");
}

#[test]
fn a_department_is_switched_and_the_view_stays() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('d'));
    shows(&lead, "> Biology");
    press(&mut lead, Key::Down);
    let effects = press(&mut lead, Key::Enter);
    let expected = Effect::Show {
        name: Name::Cover,
        department: Some("chem".to_owned()),
    };
    assert!(effects == [expected]);
}

#[test]
fn upwards_go_services_risks_and_gaps_and_never_who() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('e'));
    shows(&lead, "> To send upwards: the report");
    press(&mut lead, Key::Down);
    shows(&lead, "> To send upwards: this page");
    for _ in 0..2 {
        assert!(press(&mut lead, Key::Enter).is_empty());
    }
    let effects = press(&mut lead, Key::Enter);
    let [Effect::Export(export)] = effects.as_slice() else {
        panic!("it is written");
    };
    assert_eq!(export.folder, "/home/lead/Downloads");
    let text = crate::report::view::json::write(page(export), &Teller::new(&english()));
    assert!(
        text.contains("Karl Fischer") && text.contains("few"),
        "{text}"
    );
    assert!(
        !text.contains("Ada Example") && !text.contains("holders"),
        "{text}"
    );
    lead.update(Msg::Written("/home/lead/Downloads/x.txt".to_owned()));
    shows(&lead, "/home/lead/Downloads/x.txt");

    // A filter looks at exact columns, so which lines are left would tell what those say: the whole goes up.
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('f'));
    for letter in "only one".chars() {
        press(&mut lead, Key::Char(letter));
    }
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Char('e'));
    press(&mut lead, Key::Down);
    for _ in 0..2 {
        press(&mut lead, Key::Enter);
    }
    let effects = press(&mut lead, Key::Enter);
    let [Effect::Export(filtered)] = effects.as_slice() else {
        panic!("it is written");
    };
    assert_eq!(
        crate::report::view::json::write(page(filtered), &Teller::new(&english())),
        text
    );

    // A page about people is not offered to go up, and it says who can help.
    let mut lead = arrived(everything(DoorName::Operational));
    press(&mut lead, Key::Char('e'));
    shows(&lead, "statistics office");
    press(&mut lead, Key::Down);
    shows(&lead, "> For me and my deputies: this page");
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Enter);
    let effects = press(&mut lead, Key::Enter);
    assert!(
        matches!(effects.as_slice(), [Effect::Export(export)] if export.purpose == Purpose::Own)
    );
}

#[test]
fn the_report_is_taken_home_from_any_page_and_from_the_list() {
    for (keys, purpose) in [
        (vec![Key::Char('e')], Purpose::Upwards),
        (
            vec![Key::Char('e'), Key::Down, Key::Down, Key::Down],
            Purpose::Own,
        ),
    ] {
        let mut lead = arrived(cover());
        for key in keys.into_iter().chain([Key::Enter; 2]) {
            press(&mut lead, key);
        }
        let effects = press(&mut lead, Key::Enter);
        let [Effect::Export(export)] = effects.as_slice() else {
            panic!("it is written");
        };
        assert_eq!(export.purpose, purpose);
        assert_eq!(export.extent, Extent::Report(Some("bio".to_owned())));
    }

    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    press(&mut lead, Key::Char('/'));
    for letter in "the report".chars() {
        press(&mut lead, Key::Char(letter));
    }
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Enter);
    shows(&lead, "> To send upwards: the report");
    // On the list there is no page to take.
    assert!(!screen(&lead).contains("this page"));
    press(&mut lead, Key::Enter);
    // A table for programs holds one page.
    assert!(!screen(&lead).contains("SPSS"));
}

#[test]
fn every_statistical_figure_may_be_passed_on_as_it_is() {
    let mut lead = arrived(everything(DoorName::Statistical));
    shows(&lead, "Protected.");
    press(&mut lead, Key::Char('e'));
    shows(&lead, "In which form?");
    let view = everything(DoorName::Statistical);
    assert_eq!(upwards(&view).as_ref(), Some(&view));
}

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
    shows(&lead, "Enter a whole number.");
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
fn help_over_the_list_of_views_leads_back_to_the_list() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    press(&mut lead, Key::Function(1));
    assert_eq!(lead.screen(), "about");
    press(&mut lead, Key::Escape);
    assert_eq!(lead.screen(), "menu");
    // And over a view to the view.
    press(&mut lead, Key::Escape);
    press(&mut lead, Key::Char('?'));
    press(&mut lead, Key::Escape);
    assert_eq!(lead.screen(), "view");
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
    press(&mut lead, Key::Down);
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

#[test]
fn every_question_at_80x24() {
    let mut lead = questions(DoorName::Operational);
    press(&mut lead, Key::Right);
    press(&mut lead, Key::Down);
    let (screen, cursor) = draw(&lead, 80, 24);
    let expected =
        "\u{20}Test                                                           Question 2 of 3
 Operational door: do not pass on. Profile: none. Base: all who were asked.
--------------------------------------------------------------------------------
   bio                       track
 > chem                      chem: 3 people were asked

                             teaching     0
                             research     0
                             both         3  ##############
                               ^ your own answer is one of these












--------------------------------------------------------------------------------
 Up/Down department   Left/Right question   F1 help   Esc back   : commands";
    assert!(screen.starts_with(expected), "{screen}");
    assert_eq!(cursor, Some(Position::new(1, 4)));
}

#[test]
fn a_question_is_found_by_its_words() {
    let mut lead = questions(DoorName::Operational);
    press(&mut lead, Key::Char('/'));
    type_in(&mut lead, "tra?");
    shows(&lead, "No question has these words.");
    press(&mut lead, Key::Backspace);
    shows(&lead, "> track");
    press(&mut lead, Key::Enter);
    shows(&lead, "Question 2 of 3");
    let mut lead = questions(DoorName::Statistical);
    press(&mut lead, Key::End);
    press(&mut lead, Key::Down);
    shows(&lead, "withheld: too few responses to show on their own");
}

#[test]
fn what_the_figures_are_is_on_every_page_of_them() {
    for door in [DoorName::Operational, DoorName::Statistical] {
        let mut lead = arrived(everything(door));
        for key in [
            Key::Down,
            Key::End,
            Key::Char('/'),
            Key::Char('y'),
            Key::Enter,
        ] {
            press(&mut lead, key);
            for (width, height) in [(80, 24), (60, 20), (40, 12)] {
                let (screen, _) = draw(&lead, width, height);
                let words = match door {
                    DoorName::Operational => ["Exact", "none"],
                    DoorName::Statistical => ["Protected", "hesa"],
                };
                let all = words.iter().chain(&["23 of 31", "74 %", "2026-11-22"]);
                for word in all {
                    assert!(
                        screen.replace("\n ", " ").contains(word),
                        "{word}\n{screen}"
                    );
                }
            }
        }
        let lead = questions(door);
        shows(&lead, "Base: ");
    }
}

#[test]
fn help_says_what_is_counted_and_is_the_table_that_handles_keys() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('?'));
    let (screen, _) = draw(&lead, 80, 60);
    assert!(screen.contains("people who did not answer"), "{screen}");
    for word in [
        "Holders: people who rated themselves",
        "Holders rated themselves.",
        "Profile none: every figure is exact.",
    ] {
        assert!(screen.contains(word), "{word}\n{screen}");
    }
    for binding in keys::VIEW {
        let does = lead.teller.words().say(binding.does);
        assert!(screen.contains(&does), "{does}");
    }
    press(&mut lead, Key::Char('x'));
    assert!(press(&mut lead, Key::Function(10)) == [Effect::Leave]);
}
