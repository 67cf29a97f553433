//! Whole screens, driven by keys alone: the way to the figures, and what one does with them. Here is what
//! the tests are made of.

mod at_random;
mod figures;
mod lists;
mod looking;
mod palette;
mod way;

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
    About, Bars, Block, Column, Facts, Grid, Label, Name, Row, Rules, Shade, Sheet, Value, View,
};
use crate::stats::{Code, DoorName, Figure, MadeUp, Operational, Protection, Reason, Statistical};
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
        made_up: MadeUp::None,
        rules: Rules {
            profile: Profile::Hesa,
            minimum: 10,
        },
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
        university: None,
        released: Vec::new(),
        today: Day::new(2026, 11, 22).unwrap(),
        reviews: door == DoorName::Statistical,
        folder: "/home/lead/Downloads".to_owned(),
    }
}

/// Where the figures have come and the first view is shown.
/// The page that is taken home.
#[track_caller]
fn page(export: &Export) -> &View {
    match &export.extent {
        Extent::Page(view) => view,
        Extent::Report(_) => panic!("it is a report"),
    }
}

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
        fault: None,
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
