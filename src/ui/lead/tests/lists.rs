//! Sorting lists, looking for words in them, and the mouse.

use super::*;
use crate::stats::demand::{Need, Why};
use crate::ui::input::Wheel;

/// The lines of a list as they stand, without what is round them.
fn lines(lead: &Lead, of: &[&str]) -> Vec<String> {
    let screen = screen(lead);
    let lines = screen.lines().map(|line| line.replace(['>', '*'], " "));
    let lines = lines.map(|line| line.trim().to_owned());
    lines
        .filter(|line| of.iter().any(|one| line.starts_with(one)))
        .collect()
}

fn need(skill: &str, now: u32, why: Why) -> Need {
    Need {
        skill: skill.to_owned(),
        level: 3,
        now,
        in_three_years: 2,
        criticality: 3,
        why,
        plan: None,
        training_months: None,
        market: None,
        by: None,
        is_drawn: false,
    }
}

/// At the needs, of which there are two.
fn at_needs() -> Lead {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    while !screen(&lead).contains("> What the department needs") {
        press(&mut lead, Key::Down);
    }
    press(&mut lead, Key::Enter);
    let mut needs = Needs::default();
    let written = [need("kf", 2, Why::Research), need("gc", 10, Why::Teaching)];
    needs.demand.needs.extend(written);
    lead.update(Msg::Needs(Box::new(needs)));
    lead
}

#[test]
fn one_key_sorts_views_and_departments_and_the_focus_stays_on_its_line() {
    let mut lead = arrived(everything(DoorName::Statistical));
    press(&mut lead, Key::Char('d'));
    press(&mut lead, Key::End);
    let names = [
        "All departments that this key opens",
        "Biology",
        "Chemistry",
    ];
    assert_eq!(lines(&lead, &names), names);
    shows(&lead, "> Chemistry");
    press(&mut lead, Key::Escape);
    press(&mut lead, Key::Char('m'));
    let views = ["Registration and fellowship", "Career intentions"];
    let given = lines(&lead, &views);
    let focus = |lead: &Lead| {
        let screen = screen(lead);
        let line = screen.lines().find(|line| line.starts_with(" >"));
        line.map(str::to_owned)
    };
    press(&mut lead, Key::Down);
    let before = focus(&lead);
    press(&mut lead, Key::Char('s'));
    shows(&lead, "In the order of their names");
    assert_eq!(focus(&lead), before);
    let by_name = lines(&lead, &views);
    let mut sorted = by_name.clone();
    sorted.sort();
    assert_eq!(by_name, sorted);
    press(&mut lead, Key::Char('s'));
    assert_eq!((lines(&lead, &views), focus(&lead)), (given, before));
}

#[test]
fn what_cannot_be_opened_stands_last_in_every_order() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    press(&mut lead, Key::Char('s'));
    press(&mut lead, Key::End);
    shows(&lead, "(not here:");
    press(&mut lead, Key::Home);
    let screen = screen(&lead);
    let first = screen.lines().find(|line| line.starts_with(" >")).unwrap();
    assert!(!first.contains("not here"), "{first}");
}

#[test]
fn needs_are_sorted_by_the_column_at_hand_and_found_by_words() {
    let mut lead = at_needs();
    let skills = ["Karl", "Gas"];
    let first = |lead: &Lead| lines(lead, &skills)[0].clone();
    assert!(first(&lead).starts_with("Karl"));
    press(&mut lead, Key::Char('s'));
    shows(&lead, "Skill ^");
    assert!(first(&lead).starts_with("Gas"));
    // Ten people are more than two: figures go by size, the greatest first, then the other way round.
    for _ in 0..2 {
        press(&mut lead, Key::Right);
    }
    press(&mut lead, Key::Char('s'));
    shows(&lead, "Now v");
    assert!(first(&lead).starts_with("Gas"));
    press(&mut lead, Key::Char('s'));
    assert!(first(&lead).starts_with("Karl"));
    press(&mut lead, Key::Char('/'));
    type_in(&mut lead, "gas");
    press(&mut lead, Key::Enter);
    shows(&lead, ">*  Gas chromatography");
    // Changing the line in focus changes that need, wherever it stands; the file keeps its own order.
    press(&mut lead, Key::Enter);
    shows(&lead, "Skill: Gas chromatography");
    press(&mut lead, Key::Escape);
    let saved = press(&mut lead, Key::Char('w'));
    let [Effect::Save { needs, .. }] = saved.as_slice() else {
        panic!("it is saved");
    };
    assert_eq!(needs.demand.needs[0].skill, "kf");
}

#[test]
fn the_values_of_a_column_are_sorted_and_found() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('f'));
    let values = ["Gas", "Glass", "Karl"];
    assert!(lines(&lead, &values)[0].starts_with("Karl"));
    press(&mut lead, Key::Char('s'));
    assert!(lines(&lead, &values)[0].starts_with("Gas"));
    shows(&lead, "> All lines");
    press(&mut lead, Key::Char('/'));
    type_in(&mut lead, "gla");
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Enter);
    assert_eq!(lines(&lead, &["Gas", "Glass"]).len(), 1);
}

#[test]
fn a_need_that_the_survey_drew_is_marked_until_somebody_says_that_it_is_right() {
    let mut lead = at_needs();
    let drawn = Need {
        is_drawn: true,
        ..need("gc", 4, Why::Income)
    };
    lead.update(Msg::Needs(Box::new(Needs {
        demand: Demand {
            needs: vec![drawn],
            ..Demand::default()
        },
        ..Needs::default()
    })));
    shows(&lead, "~ Gas chromatography");
    press(&mut lead, Key::Down);
    press(&mut lead, Key::Down);
    press(&mut lead, Key::Char('y'));
    assert!(!screen(&lead).contains('~'), "{}", screen(&lead));
    let saved = press(&mut lead, Key::Char('w'));
    let [Effect::Save { needs, .. }] = saved.as_slice() else {
        panic!("it is saved");
    };
    assert!(!needs.demand.needs[0].is_drawn);
}

/// Clicks where some words stand on a screen of 80 by 24.
fn click(lead: &mut Lead, words: &str) -> Vec<Effect> {
    let screen = screen(lead);
    let mut lines = screen.lines().enumerate();
    let (row, line) = lines.find(|(_, line)| line.contains(words)).unwrap();
    let column = line.split(words).next().unwrap().chars().count();
    let number = |at: usize| u16::try_from(at).unwrap();
    let input = Input::Click {
        column: number(column),
        row: number(row),
    };
    lead.point(&input, Rect::new(0, 0, 80, 24), Theme::PLAINEST)
}

#[test]
fn a_click_does_what_the_keys_do() {
    let mut lead = with_key();
    click(&mut lead, "chem.key");
    assert_eq!(lead.screen(), "passphrase");
    let mut lead = arrived(cover());
    assert!(click(&mut lead, "Gas chromatography").is_empty());
    shows(&lead, "> Gas chromatography");
    shows(&lead, "Who can cover what");
    click(&mut lead, "Gas chromatography");
    shows(&lead, "Ada Example");
    click(&mut lead, "Esc back");
    shows(&lead, "Glass blowing");
    click(&mut lead, "m all views");
    assert_eq!(lead.screen(), "menu");
    let effects = click(&mut lead, "What is at risk");
    assert!(matches!(
        effects.as_slice(),
        [Effect::Show {
            name: Name::Risk,
            ..
        }]
    ));
    // Nothing stands in the bar.
    let bar = Input::Click { column: 3, row: 0 };
    let area = Rect::new(0, 0, 80, 24);
    assert!(lead.point(&bar, area, Theme::PLAINEST).is_empty());
}

#[test]
fn a_click_on_a_field_goes_there_and_the_wheel_goes_from_line_to_line() {
    let mut lead = at_needs();
    click(&mut lead, "Gas chromatography");
    click(&mut lead, "Gas chromatography");
    shows(&lead, "One need");
    click(&mut lead, "Plan that says so");
    type_in(&mut lead, "Estate 2030");
    shows(&lead, "Plan that says so: Estate 2030_");
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    let area = Rect::new(0, 0, 80, 24);
    let before = screen(&lead);
    for wheel in [Wheel::Down, Wheel::Up] {
        assert_eq!(before == screen(&lead), wheel == Wheel::Down);
        lead.point(&Input::Wheel(wheel), area, Theme::PLAINEST);
    }
    assert_eq!(before, screen(&lead));
}

#[test]
fn f6_asks_for_the_mouse() {
    let mut lead = arrived(cover());
    assert!(press(&mut lead, Key::Function(6)) == [Effect::Mouse]);
}
