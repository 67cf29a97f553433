//! Whole screens, driven by keys alone: the way to the figures, and what one does with them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::*;
use crate::base::language::Text;
use crate::base::time::Day;
use crate::base::words::Arg;
use crate::response::answer::Missing;
use crate::stats::demand::Demand;
use crate::stats::tests::{code, frame, missing, own, part, people, question, questionnaire};
use crate::stats::view::{
    About, Bars, Block, Column, Facts, Grid, Label, Name, Row, Shade, Sheet, Value, View,
};
use crate::stats::{Code, DoorName, Figure, Operational, Protection, Reason, Statistical};
use crate::survey::model::{Kind, Profile};
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

fn screen(lead: &Lead) -> String {
    draw(lead, 80, 24).0
}

#[track_caller]
fn shows(lead: &Lead, words: &str) {
    let screen = screen(lead);
    assert!(screen.contains(words), "{words:?} is not on\n{screen}");
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

fn label(code: &str, words: &str) -> Label {
    Label {
        code: code.to_owned(),
        text: Text::same(words),
    }
}

fn said(words: &str) -> Message {
    Message::Author(Text::same(words))
}

fn skill(name: &str, holders: u64, state: &'static str) -> Row {
    let inside = Facts {
        id: "inside",
        title: said("Inside"),
        facts: vec![("who", said("Who"), Value::Typed("Ada Example".to_owned()))],
    };
    Row {
        values: vec![
            Value::Label(label(name, name)),
            Value::Count(3),
            Value::Count(holders),
            Value::Word(state, said(state)),
        ],
        detail: vec![Block::Facts(inside)],
    }
}

fn column(id: &'static str, title: &str) -> Column {
    Column {
        id,
        title: said(title),
    }
}

fn about(door: DoorName) -> About {
    About {
        door,
        profile: match door {
            DoorName::Operational => Profile::None,
            DoorName::Statistical => Profile::Hesa,
        },
        survey: Text::same("Skills"),
        wave: "2027".to_owned(),
        fingerprint: "0".repeat(64),
        department: Some(label("chem", "Chemistry")),
        responses: Figure::Count(23),
        staff: Some(31),
        day: Day::parse("2026-11-22").unwrap(),
    }
}

fn cover() -> View {
    let sheet = Sheet {
        id: "cover",
        title: said("Cover"),
        columns: vec![
            column("skill", "Skill"),
            column("need", "Needed now"),
            column("holders", "Holders"),
            column("state", "State"),
        ],
        rows: vec![
            skill("Karl Fischer titration", 0, "uncovered"),
            skill("Gas chromatography", 9, "covered"),
            skill("Glass blowing", 1, "single"),
        ],
    };
    View {
        name: Name::Cover,
        about: about(DoorName::Operational),
        blocks: vec![
            Block::Note(said("Holders rated themselves.")),
            Block::Sheet(sheet),
        ],
    }
}

/// A view with every kind of block.
fn everything(door: DoorName) -> View {
    let bars = |id, series: Vec<(&'static str, Message)>| {
        let values = |count| -> Vec<Value> {
            let all = (0..series.len()).map(|at| Value::Count(count + at as u64));
            all.collect()
        };
        Block::Bars(Bars {
            id,
            title: said("People by step"),
            bars: vec![
                (Value::Label(label("a", "Assistant")), values(4)),
                (Value::Label(label("b", "Senior technician")), values(8)),
                (
                    Value::Label(label("c", "Head")),
                    vec![Value::Withheld(Reason::SmallBase); series.len()],
                ),
            ],
            series,
        })
    };
    let axis = |from: u64, to: u64| (from..=to).map(Value::Count).collect::<Vec<_>>();
    let shade = |sum: u64| match sum {
        0..=4 => Shade::Green,
        5..=7 => Shade::Amber,
        _ => Shade::Red,
    };
    let risk = Grid {
        id: "grid",
        title: said("Risk"),
        across: (said("Exposure"), axis(1, 5)),
        down: (said("Impact"), axis(1, 5)),
        cells: (1..=5)
            .map(|down| {
                let cells = (1..=5).map(|across| (Value::Count(down % 3), shade(down + across)));
                cells.collect()
            })
            .collect(),
    };
    let heat = Grid {
        id: "heat",
        title: said("Levels by family"),
        across: (said("Level"), axis(0, 4)),
        down: (
            said("Family"),
            vec![
                Value::Label(label("chem", "Chemistry and a long name of a family")),
                Value::Label(label("mech", "Mechanical")),
            ],
        ),
        cells: vec![
            (0..=4u8)
                .map(|at| (Value::Count(at.into()), Shade::Level(at)))
                .collect(),
            (0..=4u8)
                .map(|at| (Value::Count(9 - u64::from(at)), Shade::Level(4 - at)))
                .collect(),
        ],
    };
    View {
        name: Name::Department,
        about: about(door),
        blocks: vec![
            Block::Facts(Facts {
                id: "people",
                title: said("People"),
                facts: vec![
                    ("responses", said("Responses"), Value::Of(23, 31)),
                    (
                        "rate",
                        said("Response rate, of all on the staff list"),
                        Value::Percent(Decimal::from(74)),
                    ),
                    ("none", said("Nothing"), Value::Nothing),
                ],
            }),
            bars("one", vec![("people", said("People"))]),
            bars("two", vec![("need", said("Need")), ("have", said("Have"))]),
            Block::Grid(risk),
            Block::Grid(heat),
            Block::Note(said("A note at the end.")),
        ],
    }
}

fn arrival(door: DoorName, summary: Summary) -> Arrival {
    let all = Name::ALL.into_iter();
    Arrival {
        door,
        departments: vec![label("bio", "Biology"), label("chem", "Chemistry")],
        has_all: door == DoorName::Statistical,
        made: all.filter(|name| name.doors().contains(&door)).collect(),
        skills: vec![
            label("gc", "Gas chromatography"),
            label("kf", "Karl Fischer"),
        ],
        summary,
        told: Vec::new(),
        folder: "/home/lead/Downloads".to_owned(),
    }
}

/// Where the figures have come and the first view is shown.
fn arrived(view: View) -> Lead {
    let (mut lead, _) = Lead::new(&english());
    let (door, summary) = match view.about.door {
        DoorName::Operational => (DoorName::Operational, operational()),
        DoorName::Statistical => (DoorName::Statistical, statistical()),
    };
    let effects = lead.update(Msg::Arrived(Box::new(arrival(door, summary))));
    let [Effect::Show { name, .. }] = effects.as_slice() else {
        panic!("the department's page comes first");
    };
    assert_eq!(*name, Name::Department);
    lead.update(Msg::View(Box::new(view)));
    lead
}

/// At every question.
fn questions(door: DoorName) -> Lead {
    let mut lead = arrived(everything(door));
    press(&mut lead, Key::Char('m'));
    while !screen(&lead).contains("> Every question") {
        press(&mut lead, Key::Down);
    }
    press(&mut lead, Key::Enter);
    lead
}

fn key_file(name: &str, is_protected: bool) -> KeyFile {
    KeyFile {
        path: format!("/media/stick/{name}"),
        name: name.to_owned(),
        folder: "/media/stick".to_owned(),
        whose: Message::with("lead-whose-department", [("department", Arg::from("chem"))]),
        is_protected,
        is_exposed: false,
    }
}

fn found(name: &str, is_enrolled: bool) -> FoundBox {
    FoundBox {
        path: format!("/media/stick/{name}.bundle"),
        file: format!("{name}.bundle"),
        name: name.to_owned(),
        records: 12,
        is_enrolled,
    }
}

fn with_key() -> Lead {
    let (mut lead, effects) = Lead::new(&english());
    assert!(effects == [Effect::LookForKeys]);
    lead.update(Msg::Keys(vec![
        key_file("other.key", false),
        key_file("chem.key", true),
    ]));
    lead
}

/// At the list of bundles, with a known box and a new one.
fn with_boxes() -> Lead {
    let mut lead = with_key();
    let unlocked = lead.update(Msg::Unlocked(Message::plain("lead-whose-institution")));
    assert!(unlocked == [Effect::LookForBoxes]);
    let boxes = vec![found("Stores", true), found("Workshop", false)];
    lead.update(Msg::Boxes(boxes, Here::default()));
    lead
}

fn preparation() -> Preparation {
    let words = |words: &str| words.to_owned();
    Preparation {
        comparisons: vec![
            Comparison {
                what: Compared::KeySet {
                    epoch: 5,
                    day: words("2026-11-01"),
                    whose: Message::plain("lead-whose-institution"),
                },
                words: words("apple-bread-crane-delta 11"),
            },
            Comparison {
                what: Compared::Box {
                    path: words("/media/stick/Workshop.bundle"),
                    name: words("Workshop"),
                },
                words: words("maple-river-onion-zebra 07"),
            },
        ],
        keep_in: Some(words("/home/lead/.local/share/tallybox")),
    }
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
    shows(&lead, "[x] Workshop");
}

#[test]
fn what_was_set_aside_is_read_before_the_figures() {
    let mut lead = with_boxes();
    let mut arrival = arrival(DoorName::Operational, operational());
    arrival.told = vec!["record 0123abcd: its signature is wrong".to_owned()];
    assert!(lead.update(Msg::Arrived(Box::new(arrival))).is_empty());
    shows(&lead, "its signature is wrong");
    let effects = press(&mut lead, Key::Enter);
    assert!(matches!(effects.as_slice(), [Effect::Show { .. }]));
}

#[test]
fn a_failure_is_said_and_leads_back() {
    let mut lead = with_boxes();
    press(&mut lead, Key::Enter);
    lead.update(Msg::Failed("The drive is gone.\nPlug it in.".to_owned()));
    shows(&lead, "The drive is gone.");
    press(&mut lead, Key::Char('x'));
    shows(&lead, "[x] Workshop");
}

#[test]
fn a_view_at_80x24() {
    let lead = arrived(cover());
    let (screen, cursor) = draw(&lead, 80, 24);
    let expected =
        "\u{20}Who can cover what                                                   Chemistry
 Exact, do not pass on. 23 of 31 staff (74 %). 2026-11-22, profile none
--------------------------------------------------------------------------------
 How they are counted: below (End) and under ?.

  Cover
                          Needed
  Skill                      now  Holders  State
> Karl Fischer titration       3        0  uncovered
  Gas chromatography           3        9  covered
  Glass blowing                3        1  single

  Holders rated themselves.









--------------------------------------------------------------------------------
 Enter open   m all views   ? what is this?   Esc back   e take home   / find";
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
    press(&mut lead, Key::Char('/'));
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
    lead.update(Msg::Failed("Not here.".to_owned()));
    shows(&lead, "Not here.");
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
    shows(&lead, "> To send upwards");
    for _ in 0..2 {
        assert!(press(&mut lead, Key::Enter).is_empty());
    }
    let effects = press(&mut lead, Key::Enter);
    let [Effect::Export(export)] = effects.as_slice() else {
        panic!("it is written");
    };
    assert_eq!(export.folder, "/home/lead/Downloads");
    let text = crate::report::view::json::write(&export.view, &Teller::new(&english()));
    assert!(
        text.contains("Karl Fischer") && text.contains("uncovered"),
        "{text}"
    );
    assert!(
        !text.contains("Ada Example") && !text.contains("holders"),
        "{text}"
    );
    lead.update(Msg::Written("/home/lead/Downloads/x.txt".to_owned()));
    shows(&lead, "/home/lead/Downloads/x.txt");

    // A page about people does not go up; the way there says who can help.
    let mut lead = arrived(everything(DoorName::Operational));
    press(&mut lead, Key::Char('e'));
    press(&mut lead, Key::Enter);
    shows(&lead, "statistics office");
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Down);
    press(&mut lead, Key::Enter);
    press(&mut lead, Key::Enter);
    let effects = press(&mut lead, Key::Enter);
    assert!(
        matches!(effects.as_slice(), [Effect::Export(export)] if export.purpose == Purpose::Own)
    );
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
    type_in(&mut lead, "3x1");
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
fn a_starter_adds_what_is_not_there_and_a_bad_day_is_said() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('m'));
    while !screen(&lead).contains("> What the department needs") {
        press(&mut lead, Key::Down);
    }
    press(&mut lead, Key::Enter);
    lead.update(Msg::Needs(Box::default()));
    assert!(press(&mut lead, Key::Char('s')) == [Effect::Starter("bio".to_owned())]);
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
    type_in(&mut lead, "soon");
    press(&mut lead, Key::Function(9));
    shows(&lead, "a day as 2027-09-30");
    press(&mut lead, Key::Ctrl('u'));
    type_in(&mut lead, "2027-09");
    press(&mut lead, Key::Function(9));
    shows(&lead, "safety and law");
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
 Up/Down department   Left/Right question   F1 help   / find   Esc back";
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
    let (screen, _) = draw(&lead, 80, 40);
    assert!(screen.contains("it does not count who did not"), "{screen}");
    for binding in keys::VIEW {
        let does = lead.teller.words().say(binding.does);
        assert!(screen.contains(&does), "{does}");
    }
    press(&mut lead, Key::Char('x'));
    assert!(press(&mut lead, Key::Function(10)) == [Effect::Leave]);
}

/// A small generator of its own: the same keys every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

const KEYS: &[Key] = &[
    Key::Enter,
    Key::Escape,
    Key::Tab,
    Key::BackTab,
    Key::Up,
    Key::Down,
    Key::Left,
    Key::Right,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
    Key::Backspace,
    Key::Function(1),
    Key::Function(2),
    Key::Function(9),
    Key::Char('m'),
    Key::Char('d'),
    Key::Char('e'),
    Key::Char('s'),
    Key::Char('/'),
    Key::Char('a'),
    Key::Char('x'),
    Key::Char('y'),
    Key::Char('n'),
    Key::Char('w'),
    Key::Char(' '),
    Key::Char('4'),
    Key::Char('\u{175}'),
];

/// Answers an effect as a driver would.
fn answer(effect: &Effect, dice: &mut Dice) -> Option<Msg> {
    let door = DoorName::Operational;
    Some(match effect {
        Effect::LookForKeys | Effect::AddKey(_) | Effect::Close(_) => {
            Msg::Keys(vec![key_file("a.key", false), key_file("b.key", true)])
        }
        Effect::Unlock { .. } if dice.roll(3) == 0 => Msg::WrongPassphrase,
        Effect::Unlock { .. } => Msg::Unlocked(Message::plain("lead-whose-institution")),
        Effect::LookForBoxes | Effect::AddBox(_) => Msg::Boxes(
            vec![found("A", true), found("B", false)],
            Here {
                records: dice.roll(2),
            },
        ),
        Effect::Prepare(_) => Msg::Prepared(preparation()),
        Effect::Take(_) | Effect::OpenAs(_) if dice.roll(4) == 0 => Msg::Failed("no".to_owned()),
        Effect::Take(_) | Effect::OpenAs(_) => Msg::Arrived(Box::new(arrival(door, operational()))),
        Effect::Cancel => Msg::Stopped,
        Effect::Show { .. } if dice.roll(2) == 0 => Msg::View(Box::new(cover())),
        Effect::Show { .. } => Msg::View(Box::new(everything(door))),
        Effect::Needs(_) => Msg::Needs(Box::default()),
        Effect::Starter(_) => Msg::Starter(Demand::default()),
        Effect::Save { .. } => Msg::Saved,
        Effect::Export(_) => Msg::Written("/tmp/x".to_owned()),
        Effect::Leave => return None,
    })
}

#[test]
fn ten_thousand_keys_at_every_size_find_no_panic() {
    let many = Theme {
        colours: Colours::Many,
        charset: Charset::Utf8,
    };
    for seed in 0..10_u8 {
        let mut dice = Dice(seed.into());
        let (mut lead, mut effects) =
            Lead::new(&Language::new(["en", "cy"][usize::from(seed % 2)]));
        for _ in 0..1000 {
            while let Some(effect) = effects.pop() {
                if let Some(msg) = answer(&effect, &mut dice) {
                    effects.extend(lead.update(msg));
                } else {
                    (lead, effects) = Lead::new(&english());
                }
            }
            let key = KEYS[dice.roll(KEYS.len())];
            effects = press(&mut lead, key);
            let width = u16::try_from(20 + dice.roll(181)).unwrap();
            let height = u16::try_from(6 + dice.roll(75)).unwrap();
            let area = Rect::new(0, 0, width, height);
            let theme = if dice.roll(2) == 0 {
                many
            } else {
                Theme::PLAINEST
            };
            let cursor = lead.view(area, theme, &mut Buffer::empty(area));
            assert!(
                cursor.is_none_or(|at| area.contains(at)),
                "{cursor:?} in {area:?}"
            );
        }
    }
}
