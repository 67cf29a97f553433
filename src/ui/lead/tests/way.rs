//! From a key file to the figures.

use super::*;

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
    shows(&lead, "Opening the responses");
    assert!(press(&mut lead, Key::Escape) == [Effect::Cancel]);
    lead.update(Msg::Stopped);
    shows(&lead, "Who are you?");
}

#[test]
fn a_passphrase_is_typed_without_a_trace_and_a_wrong_one_is_no_disaster() {
    let mut lead = with_key();
    press(&mut lead, Key::Down);
    assert!(press(&mut lead, Key::Enter).is_empty());
    let before = draw(&lead, 80, 24);
    type_in(&mut lead, "hunter2?");
    let after = draw(&lead, 80, 24);
    assert!(!after.0.contains("hunter2"), "{}", after.0);
    // Eight keys bring the mark round, nine do not: how many there were shows nowhere.
    assert_ne!(before.0, after.0);
    type_in(&mut lead, "x");
    assert_eq!(screen(&lead).matches('*').count(), 1);
    press(&mut lead, Key::Backspace);
    let effects = press(&mut lead, Key::Enter);
    let [Effect::Unlock { file, passphrase }] = effects.as_slice() else {
        panic!("it opens");
    };
    assert_eq!(
        (file.as_str(), passphrase.as_str()),
        ("/media/stick/chem.key", "hunter2?")
    );
    lead.update(Msg::WrongPassphrase);
    shows(&lead, "Nothing is locked");
    assert_eq!(screen(&lead).matches('*').count(), 0, "it is typed anew");
    type_in(&mut lead, "ABCD");
    shows(&lead, "Caps Lock");
    press(&mut lead, Key::Function(2));
    shows(&lead, "institution's key holders");
    press(&mut lead, Key::Escape);
    shows(&lead, "Passphrase:");
}

#[test]
fn a_file_without_a_passphrase_opens_at_once_and_an_open_one_is_closed_first() {
    let mut lead = with_key();
    let effects = press(&mut lead, Key::Enter);
    assert!(
        matches!(effects.as_slice(), [Effect::Unlock { passphrase, .. }] if passphrase.is_empty())
    );
    let (mut lead, _) = Lead::new(&english());
    let exposed = KeyFile {
        is_exposed: true,
        ..key_file("chem.key", true)
    };
    lead.update(Msg::Keys(vec![exposed]));
    assert!(press(&mut lead, Key::Enter).is_empty());
    shows(&lead, "Others who use this computer");
    assert!(
        press(&mut lead, Key::Char('y')) == [Effect::Close("/media/stick/chem.key".to_owned())]
    );
}

#[test]
fn words_are_compared_one_at_a_time_before_anything_is_taken_in() {
    let mut lead = with_boxes();
    shows(&lead, "[x] Workshop (new");
    let both = ["Stores", "Workshop"].map(|name| format!("/media/stick/{name}.bundle"));
    assert!(press(&mut lead, Key::Enter) == [Effect::Prepare(both.to_vec())]);
    assert!(lead.update(Msg::Prepared(preparation())).is_empty());
    shows(&lead, "apple-bread-crane-delta 11");
    shows(&lead, "1 of 2");
    assert!(press(&mut lead, Key::Enter).is_empty(), "only y says yes");
    shows(&lead, "apple-bread-crane-delta 11");
    assert!(press(&mut lead, Key::Char('y')).is_empty());
    shows(&lead, "The box Workshop");
    assert!(press(&mut lead, Key::Char('y')).is_empty());
    shows(&lead, "Keep a copy?");
    let taken = press(&mut lead, Key::Enter);
    let expected = Taking {
        paths: both.to_vec(),
        compared: vec![SameBox {
            path: "/media/stick/Workshop.bundle".to_owned(),
            words: "maple-river-onion-zebra 07".to_owned(),
        }],
        key_set: Some("apple-bread-crane-delta 11".to_owned()),
        is_kept: true,
    };
    assert!(taken == [Effect::Take(expected)]);
    lead.update(Msg::Progress(Progress {
        doing: Message::plain("lead-merging"),
        done: 3,
        of: 4,
    }));
    shows(&lead, " 75 %  ###");
    assert!(press(&mut lead, Key::Escape) == [Effect::Cancel]);
    lead.update(Msg::Stopped);
    shows(&lead, "[x] Workshop");
}

#[test]
fn a_box_whose_words_differ_is_left_out_and_a_foreign_key_set_stops_everything() {
    let mut lead = with_boxes();
    press(&mut lead, Key::Enter);
    lead.update(Msg::Prepared(preparation()));
    press(&mut lead, Key::Char('y'));
    press(&mut lead, Key::Char('n'));
    press(&mut lead, Key::Down);
    let taken = press(&mut lead, Key::Enter);
    let [Effect::Take(taking)] = taken.as_slice() else {
        panic!("the rest is taken");
    };
    assert_eq!(taking.paths, ["/media/stick/Stores.bundle"]);
    assert!(taking.compared.is_empty() && !taking.is_kept);

    let mut lead = with_boxes();
    press(&mut lead, Key::Enter);
    lead.update(Msg::Prepared(preparation()));
    press(&mut lead, Key::Char('n'));
    shows(&lead, "Then nothing is opened");
    assert!(
        press(&mut lead, Key::Char('y')).is_empty(),
        "no way on from here"
    );
    shows(&lead, "Then nothing is opened");
    // The one key that works here is the one that is named.
    assert!(!screen(&lead).contains("y yes"));
    press(&mut lead, Key::Escape);
    shows(&lead, "[x] Workshop");
}

#[test]
fn what_was_set_aside_is_read_before_the_figures() {
    let mut lead = with_boxes();
    let mut arrival = arrival(DoorName::Operational, operational());
    arrival.told = vec![said("record 0123abcd: its signature is wrong")];
    assert!(lead.update(Msg::Arrived(Box::new(arrival))).is_empty());
    shows(&lead, "its signature is wrong");
    let effects = press(&mut lead, Key::Enter);
    assert!(matches!(effects.as_slice(), [Effect::Show { .. }]));
}

#[test]
fn of_several_surveys_one_is_chosen_by_keys() {
    let mut lead = with_boxes();
    let of = |id: &str, title: &str| Answered {
        id: id.to_owned(),
        title: title.to_owned(),
        waves: vec!["2027".to_owned()],
        records: 3,
    };
    lead.update(Msg::Surveys(vec![
        of("equipment", "Equipment register"),
        of("skills", "Skills and responsibility"),
    ]));
    shows(&lead, "Which survey?");
    press(&mut lead, Key::Down);
    shows(&lead, "> Skills and responsibility");
    assert!(press(&mut lead, Key::Enter) == [Effect::OpenSurvey("skills".to_owned())]);
    lead.update(Msg::Surveys(vec![of("equipment", "Equipment register")]));
    press(&mut lead, Key::Escape);
    shows(&lead, "[x] Workshop");
}

#[test]
fn a_failure_is_said_and_leads_back() {
    let mut lead = with_boxes();
    press(&mut lead, Key::Enter);
    let trouble = Trouble::at(Fault::Unread, "/media/stick/a.bundle").says("broken pipe");
    lead.update(Msg::Failed(trouble));
    for words in [
        "This file cannot be read.",
        "Where: /media/stick/a.bundle",
        "Is the drive still plugged in?",
        "in English: broken pipe",
    ] {
        shows(&lead, words);
    }
    press(&mut lead, Key::Char('x'));
    shows(&lead, "[x] Workshop");
}

#[test]
fn one_key_goes_through_the_languages_and_the_screen_stays_where_it_is() {
    let mut lead = with_key();
    press(&mut lead, Key::Down);
    let before = screen(&lead);
    assert!(press(&mut lead, Key::Function(4)).is_empty());
    let welsh = screen(&lead);
    assert_ne!(before, welsh);
    press(&mut lead, Key::Function(4));
    assert_eq!(before, screen(&lead));
}
