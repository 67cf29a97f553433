//! Looking for words, leaving lines out, and going down from a figure to what it is made of.

use super::*;
use crate::ui::lead::{Mark, Written};

pub(super) fn written(text: &str) -> Written {
    Written {
        question: Text::same("What would stop without you?"),
        department: None,
        text: text.to_owned(),
        mark: None,
    }
}

#[test]
fn what_is_found_is_marked_without_colour_too_and_n_goes_on() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('/'));
    type_in(&mut lead, "g");
    shows(&lead, "Find: g");
    // Nothing is left out, and what has the letter has a mark in the margin.
    shows(&lead, "Karl");
    let marked = |lead: &Lead| {
        let screen = screen(lead);
        let lines = screen
            .lines()
            .filter(|line| line.chars().nth(1) == Some('*'));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let all = marked(&lead);
    assert!(all.iter().any(|line| line.contains("Glass")), "{all:?}");
    assert!(all.iter().any(|line| line.contains("Gas")), "{all:?}");
    press(&mut lead, Key::Enter);
    let at = |lead: &Lead| {
        let lines = marked(lead);
        lines.iter().position(|line| line.starts_with(">*"))
    };
    let first = at(&lead);
    press(&mut lead, Key::Char('n'));
    let second = at(&lead);
    assert_ne!(first, second);
    press(&mut lead, Key::Char('N'));
    assert_eq!(at(&lead), first);
    press(&mut lead, Key::Escape);
    assert!(marked(&lead).is_empty());
    shows(&lead, "Who can cover what");
}

#[test]
fn lines_are_left_with_one_value_of_the_column_at_hand() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('f'));
    assert_eq!(lead.screen(), "values");
    shows(&lead, "All lines");
    shows(&lead, "Glass blowing (1)");
    for _ in 0..3 {
        press(&mut lead, Key::Down);
    }
    press(&mut lead, Key::Enter);
    let lines = screen(&lead);
    let skills = ["Karl", "Glass", "Gas"].into_iter();
    let left: Vec<&str> = skills.filter(|skill| lines.contains(skill)).collect();
    assert_eq!(left.len(), 1, "{lines}");
    shows(&lead, "Only lines where");
    press(&mut lead, Key::Escape);
    shows(&lead, "Karl");
    shows(&lead, "Glass");
}

#[test]
fn words_are_looked_for_in_lists_as_well() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    press(&mut lead, Key::Char('/'));
    type_in(&mut lead, "risk");
    press(&mut lead, Key::Enter);
    shows(&lead, "Find: risk");
    let effects = press(&mut lead, Key::Enter);
    assert!(
        matches!(
            effects.as_slice(),
            [Effect::Show {
                name: Name::Risk,
                ..
            }]
        ),
        "it stands on what was found"
    );
    lead.update(Msg::View(Box::new(cover())));
    press(&mut lead, Key::Char('d'));
    press(&mut lead, Key::Char('/'));
    type_in(&mut lead, "chem");
    shows(&lead, ">*Chemistry");
}

/// A risk grid over its list.
fn risks(door: DoorName) -> View {
    let row = |name: &str, impact: u64, exposure: u64| Row {
        values: vec![
            Value::Label(label(name, name)),
            Value::Count(impact),
            Value::Count(exposure),
        ],
        detail: Vec::new(),
    };
    let column = |id: &'static str| Column {
        id,
        title: said(id),
    };
    let axis = || (1..=2).map(Value::Count).collect::<Vec<_>>();
    let cell = |count: u64| (Value::Count(count), Shade::Amber);
    let mut about = cover().about;
    about.door = door;
    View {
        name: Name::Risk,
        about,
        blocks: vec![
            Block::Grid(Grid {
                id: "grid",
                title: said("Risk"),
                across: (said("Exposure"), axis()),
                down: (said("Impact"), axis()),
                cells: vec![vec![cell(1), cell(1)], vec![cell(0), cell(1)]],
            }),
            Block::Sheet(Sheet {
                id: "risks",
                title: said("Risks"),
                columns: vec![column("skill"), column("impact"), column("exposure")],
                rows: vec![row("Kiln", 1, 1), row("Lathe", 1, 2), row("Vacuum", 2, 2)],
            }),
        ],
    }
}

#[test]
fn a_place_of_the_grid_opens_the_lines_that_it_counts_and_only_where_figures_are_exact() {
    let mut lead = arrived(risks(DoorName::Operational));
    for key in [Key::Home, Key::Right, Key::Right, Key::Enter] {
        press(&mut lead, key);
    }
    shows(&lead, "Lathe");
    let page = screen(&lead);
    assert!(!page.contains("Kiln") && !page.contains("Vacuum"), "{page}");
    press(&mut lead, Key::Escape);
    shows(&lead, "Kiln");
    // A label alone opens its whole row.
    for key in [Key::Left, Key::Left, Key::Enter] {
        press(&mut lead, key);
    }
    let page = screen(&lead);
    assert!(page.contains("Kiln") && !page.contains("Vacuum"), "{page}");

    let mut lead = arrived(risks(DoorName::Statistical));
    let before = screen(&lead);
    press(&mut lead, Key::Enter);
    assert_eq!(screen(&lead), before);
}

#[test]
fn a_line_of_the_departments_page_leads_to_the_view_that_it_was_drawn_from() {
    let mut view = cover();
    view.name = Name::Department;
    let wishes = Sheet {
        id: "wishes",
        title: said("Wishes"),
        columns: vec![Column {
            id: "skill",
            title: said("Skill"),
        }],
        rows: vec![Row {
            values: vec![Value::Label(label("kf", "Karl Fischer"))],
            detail: Vec::new(),
        }],
    };
    view.blocks = vec![Block::Sheet(wishes)];
    let mut lead = arrived(view);
    let effects = press(&mut lead, Key::Enter);
    assert!(
        matches!(
            effects.as_slice(),
            [Effect::Show {
                name: Name::Training,
                ..
            }]
        ),
        "wishes are drawn from the training plan"
    );
    lead.update(Msg::View(Box::new(cover())));
    shows(&lead, "Only lines with: Karl Fischer");
}

#[test]
fn a_text_is_read_and_marked_and_the_next_unread_one_follows() {
    let mut lead = arrived(everything(DoorName::Statistical));
    press(&mut lead, Key::Char('m'));
    press(&mut lead, Key::Char('/'));
    type_in(&mut lead, "wrote");
    press(&mut lead, Key::Enter);
    let effects = press(&mut lead, Key::Enter);
    assert!(matches!(effects.as_slice(), [Effect::Texts]));
    lead.update(Msg::Texts(vec![written("The kiln"), written("A course")]));
    shows(&lead, "The kiln");
    shows(&lead, "Never by department.");
    shows(&lead, "2 of 2 unread");
    let effects = press(&mut lead, Key::Char('n'));
    assert!(effects == [Effect::Decide(0, Mark::KeepBack)]);
    lead.update(Msg::Kept);
    shows(&lead, "A course");
    let effects = press(&mut lead, Key::Char('y'));
    assert!(effects == [Effect::Decide(1, Mark::Show)]);
    shows(&lead, "0 of 2 unread");
    press(&mut lead, Key::Up);
    shows(&lead, "kept back");
    press(&mut lead, Key::Escape);
    shows(&lead, "What would you like to see?");
}

#[test]
fn what_must_be_looked_at_stands_before_every_figure() {
    let mut view = cover();
    let flag = Message::with(
        "flags-too-many-exact",
        [
            ("department", Arg::Text(Text::same("Chemistry"))),
            ("responses", Arg::Number(26)),
            ("staff", Arg::Number(10)),
        ],
    );
    view.blocks.insert(0, Block::Note(flag));
    let lead = arrived(view);
    let screen = screen(&lead);
    let at = |words: &str| screen.find(words).unwrap();
    assert!(at("26 responses and only 10") < at("Karl Fischer"));
    assert!(at("Karl Fischer") < at("Holders rated themselves"));
}

#[test]
fn a_rate_is_to_the_nearest_and_never_reaches_the_share_that_it_falls_short_of() {
    let rate = |responses, staff| {
        let mut view = cover();
        view.about.responses = Figure::Count(responses);
        view.about.staff = Some(staff);
        let shown = screen(&arrived(view));
        let (_, after) = shown.split_once(" staff (").unwrap();
        after.split_once(" %").unwrap().0.to_owned()
    };
    assert_eq!(rate(26, 28), "93");
    assert_eq!(rate(199, 250), "79");
    assert_eq!(rate(200, 250), "80");
}

#[test]
fn a_question_is_taken_home_from_where_one_stands() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    press(&mut lead, Key::Char('/'));
    type_in(&mut lead, "every question");
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Right);
    shows(&lead, "Question 2 of 3");
    press(&mut lead, Key::Char('e'));
    // Exact figures of people do not go upwards, and that is said at once.
    shows(&lead, "its figures are exact");
    let mut effects = Vec::new();
    for key in [Key::Down, Key::Enter, Key::Enter, Key::Enter] {
        effects = press(&mut lead, key);
    }
    let [Effect::Export(export)] = effects.as_slice() else {
        panic!("it is written");
    };
    assert_eq!(page(export).name, Name::Question);
    let text = crate::report::view::json::write(page(export), &Teller::new(&english()));
    for said in [
        r#""question":"track","answer":"research","people":7"#,
        r#""answer":"prefer_not","people":0"#,
        r#""answer":"asked","people":11"#,
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("shown"), "{text}");
}

#[test]
fn a_released_view_is_its_own_whichever_department_is_looked_at() {
    let day = Day::new(2027, 3, 1).unwrap();
    let (door, name) = (DoorName::Statistical, Name::Career);
    let mut released = cover();
    released.name = name;
    released.about.door = door;
    released.about.profile = Profile::Hesa;
    let mut arrival = arrival(DoorName::Operational, operational());
    arrival.released = vec![
        ReleasedView {
            label: "career".to_owned(),
            view: Ok((released, day)),
        },
        ReleasedView {
            label: "staff".to_owned(),
            view: Err(Trouble::new(Fault::UniversityOther)),
        },
    ];
    let (mut lead, _) = Lead::new(&english());
    lead.update(Msg::Arrived(Box::new(arrival)));
    lead.update(Msg::View(Box::new(cover())));
    press(&mut lead, Key::Char('u'));
    shows(&lead, "> The university's figures: Career intentions");
    press(&mut lead, Key::Down);
    shows(&lead, "> The university's figures, not shown: staff");
    press(&mut lead, Key::Enter);
    shows(&lead, "That did not work");
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Up);
    press(&mut lead, Key::Enter);
    shows(&lead, "Statistical door: protected, profile hesa.");
    shows(&lead, "signed on 2027-03-01");
    press(&mut lead, Key::Char('w'));
    shows(&lead, "An earlier wave stands beside this one");
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Char('d'));
    press(&mut lead, Key::Down);
    assert!(
        press(&mut lead, Key::Enter).is_empty(),
        "nothing is made anew"
    );
    shows(&lead, "signed on 2027-03-01");
    press(&mut lead, Key::Char('e'));
    shows(&lead, "In which form?");
    press(&mut lead, Key::Enter);
    let effects = press(&mut lead, Key::Enter);
    assert!(matches!(effects.as_slice(), [Effect::Export(export)] if export.is_released));
}
