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
fn what_is_cut_in_the_row_in_focus_is_told_below_it_with_its_heading() {
    let long = "Not used in the last twenty-four months, and marked as one that can be refreshed";
    let row = |name: &str, why: &str| Row {
        values: vec![Value::Typed(name.to_owned()), Value::Typed(why.to_owned())],
        detail: Vec::new(),
    };
    let sheet = Sheet {
        id: "people",
        title: said("People"),
        columns: vec![column("name", "Name"), column("why", "Counts as")],
        rows: vec![row("Elin", long), row("Person 2", "holder")],
    };
    let mut lead = arrived(View {
        blocks: vec![Block::Sheet(sheet)],
        ..cover()
    });
    let (narrow, _) = draw(&lead, 60, 24);
    assert!(
        narrow.contains("Counts as: Not used in the last"),
        "{narrow}"
    );
    let whole = narrow.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(whole.contains(long), "{narrow}");
    press(&mut lead, Key::Down);
    assert!(!draw(&lead, 60, 24).0.contains("Counts as: "));
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
fn every_question_at_80x24() {
    let mut lead = questions(DoorName::Operational);
    press(&mut lead, Key::Right);
    press(&mut lead, Key::Down);
    let (screen, cursor) = draw(&lead, 80, 24);
    let expected =
        "\u{20}Test                                                           Question 2 of 3
 Exact, do not pass on. 3 of 4 staff (75 %). 2026-11-22, profile none
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

/// The answers on the page of a question, in its order, and the departments in theirs.
fn order(lead: &Lead) -> (Vec<&'static str>, Vec<&'static str>) {
    let screen = screen(lead);
    let at = |word: &str| screen.lines().position(|line| line.contains(word));
    let sorted = |words: &[&'static str], mark: &str| {
        let mut words = words.to_vec();
        words.sort_by_key(|word| at(&format!("{mark}{word}")));
        words
    };
    (
        sorted(&["teaching", "research", "both"], "  "),
        sorted(&["bio", "chem"], " "),
    )
}

#[test]
fn one_key_sorts_the_answers_and_the_departments_and_one_stays_where_one_stands() {
    let mut lead = questions(DoorName::Operational);
    press(&mut lead, Key::Right);
    press(&mut lead, Key::Down);
    assert_eq!(
        order(&lead),
        (vec!["teaching", "research", "both"], vec!["bio", "chem"])
    );
    press(&mut lead, Key::Char('s'));
    shows(&lead, "Most people first.");
    shows(&lead, "> chem");
    assert_eq!(order(&lead).0, ["both", "teaching", "research"]);
    press(&mut lead, Key::Up);
    shows(&lead, "> bio");
    assert_eq!(order(&lead).0, ["research", "teaching", "both"]);
    press(&mut lead, Key::Char('s'));
    shows(&lead, "In the order of their names.");
    assert_eq!(order(&lead).0, ["both", "research", "teaching"]);
    press(&mut lead, Key::Char('s'));
    assert_eq!(order(&lead).0, ["teaching", "research", "both"]);
}

#[test]
fn questions_are_left_out_by_words_and_escape_brings_them_back() {
    let mut lead = questions(DoorName::Operational);
    shows(&lead, "Question 1 of 3");
    press(&mut lead, Key::Char('f'));
    type_in(&mut lead, "yes");
    shows(&lead, "Only questions with: yes");
    shows(&lead, "Question 1 of 1");
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Left);
    press(&mut lead, Key::Home);
    shows(&lead, "Question 1 of 1");
    // Whoever looks for one that was left out gets it, and all the others again.
    press(&mut lead, Key::Char('/'));
    type_in(&mut lead, "track");
    press(&mut lead, Key::Enter);
    shows(&lead, "Question 2 of 3");
    press(&mut lead, Key::Char('f'));
    type_in(&mut lead, "nothing at all");
    shows(&lead, "No question has these words.");
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Escape);
    shows(&lead, "Question 2 of 3");
    press(&mut lead, Key::Escape);
    shows(&lead, "What would you like to see?");
}

#[test]
fn bars_use_the_width_of_the_window_and_the_smallest_window_still_has_them() {
    let lead = arrived(everything(DoorName::Operational));
    let longest = |width, height| {
        let (screen, _) = draw(&lead, width, height);
        let bars = screen.lines().map(|line| line.matches('#').count());
        bars.max().unwrap_or(0)
    };
    let lengths = [(40, 60), (60, 60), (80, 60), (120, 60), (200, 60)]
        .map(|(width, height)| longest(width, height));
    assert!(lengths[0] >= 5, "{lengths:?}");
    assert!(lengths.is_sorted_by(|a, b| a < b), "{lengths:?}");
    assert!(lengths[3] > 60 && lengths[4] > 130, "{lengths:?}");
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
        for (width, height) in [(80, 24), (60, 20), (40, 12)] {
            let (screen, _) = draw(&lead, width, height);
            let words = match door {
                DoorName::Operational => ["Exact", "none", "11 responses, staff not given"],
                DoorName::Statistical => ["Protected", "hesa", "of 12 staff"],
            };
            for word in words.iter().chain(&["2026-11-22"]) {
                let all = screen.replace("\n ", " ");
                assert!(all.contains(word), "{word}\n{screen}");
            }
        }
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
