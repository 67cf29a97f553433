//! Whole screens at 80x24 and 60x20, driven by keys alone.

use std::collections::BTreeMap;

use super::*;
use crate::response::answer::Missing;
use crate::stats::tests::{code, frame, missing, own, part, people, question, questionnaire};
use crate::stats::{Code, Operational, Protection, Statistical};
use crate::survey::model::Kind;
use crate::ui::input::Key;
use crate::ui::theme::{Charset, Colours};

fn english() -> Language {
    Language::new("en")
}

fn draw(lead: &Lead, width: u16, height: u16) -> (String, Option<Position>) {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    let cursor = lead.view(area, Theme::PLAINEST, &mut buffer);
    let line = |y| -> String {
        let cells = (0..width).filter_map(|x| buffer.cell((x, y)));
        let text: String = cells.map(ratatui::buffer::Cell::symbol).collect();
        text.trim_end().to_owned()
    };
    ((0..height).map(line).collect::<Vec<_>>().join("\n"), cursor)
}

fn shows(lead: &Lead, words: &str) -> bool {
    draw(lead, 80, 24).0.contains(words)
}

fn press(lead: &mut Lead, key: Key) -> Vec<Effect> {
    lead.update(Msg::Input(Input::Key(key)))
}

fn type_in(lead: &mut Lead, text: &str) {
    for c in text.chars() {
        assert!(press(lead, Key::Char(c)).is_empty());
    }
}

/// Eleven technicians in `bio`, three in `chem`, and what their posts are mainly.
fn operational() -> Summary {
    let survey = questionnaire(vec![
        question(
            "track",
            Kind::Single(own(&["teaching", "research", "both"])),
        ),
        question("yes", Kind::YesNo),
    ]);
    let person = |department: &str, track: &str| {
        let no = missing(Missing::PreferNot);
        part(department, &[("track", code(track)), ("yes", no)])
    };
    let mut parts: Vec<_> = (0..11)
        .map(|at| person("bio", if at < 4 { "teaching" } else { "research" }))
        .collect();
    parts.extend((0..3).map(|_| person("chem", "both")));
    let figures = frame::<Operational>(&survey, parts).count();
    let own = Own {
        department: "chem".to_owned(),
        codes: BTreeMap::from([("track".to_owned(), vec![Code::Text("both".to_owned())])]),
    };
    Summary::new(
        figures.exact(),
        vec![survey],
        &english(),
        Vec::new(),
        Some(own),
    )
}

fn statistical() -> Summary {
    let survey = questionnaire(vec![question("yes", Kind::YesNo)]);
    let figures = frame::<Statistical>(&survey, people()).count();
    let published = figures.protect(Protection::Hesa).unwrap();
    Summary::new(published, vec![survey], &english(), Vec::new(), None)
}

fn opened(summary: Summary) -> Lead {
    let (mut lead, _) = Lead::new(&english());
    lead.update(Msg::Opened(Box::new(summary)));
    lead
}

#[test]
fn a_demo_lets_one_choose_who_one_is() {
    let who = |id: &str, name: &str| Who {
        id: id.to_owned(),
        name: name.to_owned(),
        sees: format!("Sees what {name} sees."),
    };
    let people = vec![
        who("bio", "Head of Biology"),
        who("stats", "Statistics office"),
    ];
    let mut lead = Lead::demo(&english(), people);
    let (screen, cursor) = draw(&lead, 80, 24);
    assert!(
        screen.contains("> Head of Biology") && screen.contains("Sees what Head of Biology sees.")
    );
    assert_eq!(cursor, Some(Position::new(3, 5)), "{screen}");
    press(&mut lead, Key::Down);
    assert!(press(&mut lead, Key::Enter) == [Effect::OpenAs("stats".to_owned())]);
    assert!(shows(&lead, "One moment"));
}

fn found(name: &str, is_enrolled: bool) -> FoundBox {
    FoundBox {
        path: format!("/media/{name}.tallybox"),
        name: name.to_owned(),
        words: "maple-river-onion-zebra 07".to_owned(),
        is_enrolled,
    }
}

#[test]
fn a_new_box_is_compared_before_it_can_be_merged() {
    let (mut lead, effects) = Lead::new(&english());
    assert!(effects == [Effect::LookForBoxes, Effect::LookForIdentities]);
    lead.update(Msg::Boxes(vec![
        found("Stores", true),
        found("Workshop", false),
    ]));
    press(&mut lead, Key::Down);
    press(&mut lead, Key::Char(' '));
    let (screen, _) = draw(&lead, 60, 20);
    assert!(
        screen.contains("Is this Workshop?") && screen.contains("maple-river-onion-zebra 07"),
        "{screen}"
    );
    assert!(
        press(&mut lead, Key::Char('m')).is_empty(),
        "not before the words are compared"
    );
    assert!(
        press(&mut lead, Key::Char('y')) == [Effect::Enrol("/media/Workshop.tallybox".to_owned())]
    );
    lead.update(Msg::Boxes(vec![
        found("Stores", true),
        found("Workshop", true),
    ]));
    let merge = press(&mut lead, Key::Char('m'));
    let paths = ["/media/Stores.tallybox", "/media/Workshop.tallybox"].map(str::to_owned);
    assert!(merge == [Effect::Merge(paths.to_vec())]);
}

#[test]
fn what_was_set_aside_is_read_and_then_the_key_is_asked_for() {
    let (mut lead, _) = Lead::new(&english());
    lead.update(Msg::Identities(vec!["/home/lead/chem.key".to_owned()]));
    lead.update(Msg::Merged(Merged {
        done: vec!["Stores: 12 new".to_owned()],
        set_aside: vec!["record 0123abcd: its signature is wrong".to_owned()],
    }));
    assert!(shows(&lead, "Stores: 12 new") && shows(&lead, "its signature is wrong"));
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Enter);
    assert!(shows(&lead, "/home/lead/chem.key"));
    type_in(&mut lead, "hunter2?");
    let (screen, _) = draw(&lead, 80, 24);
    assert!(
        screen.contains("Passphrase: ********_") && !screen.contains("hunter2"),
        "{screen}"
    );
    let effects = press(&mut lead, Key::Enter);
    let [Effect::Open { file, passphrase }] = effects.as_slice() else {
        panic!("it opens");
    };
    assert_eq!(
        (file.as_str(), passphrase.as_str()),
        ("/home/lead/chem.key", "hunter2?")
    );
    lead.update(Msg::Failed("The passphrase is not its own.".to_owned()));
    assert!(shows(&lead, "The passphrase is not its own."));
    press(&mut lead, Key::Enter);
    assert!(
        shows(&lead, "Passphrase: _"),
        "a wrong passphrase is typed anew"
    );
}

#[test]
fn figures_at_80x24() {
    let mut lead = opened(operational());
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
 Up/Down department   Left/Right question   F1 help   / find   Esc back";
    assert_eq!(screen, expected);
    assert_eq!(cursor, Some(Position::new(1, 4)));
}

#[test]
fn figures_at_60x20() {
    let mut lead = opened(statistical());
    press(&mut lead, Key::End);
    for _ in 0..6 {
        press(&mut lead, Key::Down);
    }
    let expected = "\u{20}Test                                       Question 2 of 2
 Statistical door: protected. Profile: hesa. Base: all who
 were asked.
------------------------------------------------------------
   bio                 yes
   chem                arts: 10 people were asked
   art                 The small departments together: art,
   music               music
   stores
   science             Yes    10  #########################
 > arts                No      0







------------------------------------------------------------
 Up/Down department   Left/Right question   F1 help";
    assert_eq!(draw(&lead, 60, 20).0, expected);
}

#[test]
fn what_is_withheld_says_why_in_words() {
    let mut lead = opened(statistical());
    press(&mut lead, Key::End);
    press(&mut lead, Key::Down);
    assert!(shows(
        &lead,
        "withheld: too few responses to show on their own"
    ));
}

#[test]
fn a_question_is_found_by_its_words() {
    let mut lead = opened(operational());
    press(&mut lead, Key::Char('/'));
    type_in(&mut lead, "tra?");
    assert!(shows(&lead, "No question has these words."));
    press(&mut lead, Key::Backspace);
    assert!(shows(&lead, "> track"));
    press(&mut lead, Key::Enter);
    assert!(shows(&lead, "Question 2 of 3"));
}

#[test]
fn the_line_about_door_profile_and_base_is_on_every_page_of_figures() {
    for summary in [operational(), statistical()] {
        let mut lead = opened(summary);
        for key in [
            Key::Down,
            Key::Right,
            Key::End,
            Key::Char('/'),
            Key::Char('y'),
        ] {
            press(&mut lead, key);
            let (screen, _) = draw(&lead, 60, 20);
            assert!(
                screen.contains("door:")
                    && screen.contains("Profile: ")
                    && screen.contains("Base: "),
                "{screen}"
            );
        }
    }
}

#[test]
fn help_is_the_same_table_that_handles_keys_and_every_size_draws() {
    let mut lead = opened(operational());
    press(&mut lead, Key::Function(1));
    let (screen, _) = draw(&lead, 80, 24);
    for binding in keys::SUMMARY {
        assert!(
            screen.contains(&lead.words.say(binding.does)),
            "{}",
            binding.does
        );
    }
    press(&mut lead, Key::Char('x'));
    for (width, height) in [(20, 6), (40, 12), (55, 8), (200, 80)] {
        draw(&lead, width, height);
    }
    let theme = Theme {
        colours: Colours::Many,
        charset: Charset::Utf8,
    };
    let area = Rect::new(0, 0, 80, 24);
    lead.view(area, theme, &mut Buffer::empty(area));
    assert!(press(&mut lead, Key::Function(10)) == [Effect::Leave]);
}
