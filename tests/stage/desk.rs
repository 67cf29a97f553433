//! What the lead's screens are shown with: keys, boxes and views, all made up.

use rust_decimal::Decimal;
use tallybox::base::language::{Language, Text};
use tallybox::base::time::Day;
use tallybox::base::words::{Arg, Message};
use tallybox::stats::view::{
    About, Bars, Block, Column, Facts, Grid, Label, Name, Names, Released, Row, Rules, Shade,
    Sheet, Value, View,
};
use tallybox::stats::{DoorName, Figure, FrameBuilder, MadeUp, Operational, Reason};
use tallybox::survey::model::Profile;
use tallybox::ui::input::{Input, Key};
use tallybox::ui::lead::{
    Arrival, Compared, Comparison, FoundBox, Here, KeyFile, Lead, Msg, Preparation, Summary,
};

use super::every_kind;

pub fn press(lead: &mut Lead, keys: &[Key]) {
    for key in keys {
        lead.update(Msg::Input(Input::Key(*key)));
    }
}

pub fn type_in(lead: &mut Lead, text: &str) {
    let keys: Vec<Key> = text.chars().map(Key::Char).collect();
    press(lead, &keys);
}

pub fn said(words: &str) -> Message {
    Message::Author(Text::same(words))
}

pub fn label(code: &str, words: &str) -> Label {
    Label {
        code: code.to_owned(),
        text: Text::same(words),
    }
}

pub fn key(name: &str, is_protected: bool) -> KeyFile {
    let args = [("department", Arg::from("chemistry"))];
    KeyFile {
        path: format!("/home/lead/Downloads/{name}"),
        name: name.to_owned(),
        folder: "/home/lead/Downloads".to_owned(),
        whose: if is_protected {
            Message::plain("lead-whose-protected")
        } else {
            Message::with("lead-whose-department", args)
        },
        is_protected,
        is_exposed: name.starts_with("open"),
    }
}

pub fn bundle(name: &str, records: u64, is_enrolled: bool) -> FoundBox {
    FoundBox {
        path: format!("/media/stick/{name}.bundle"),
        file: format!("{name}.bundle"),
        name: name.to_owned(),
        records,
        is_enrolled,
        fault: None,
    }
}

pub fn preparation() -> Preparation {
    let args = [("department", Arg::from("chemistry"))];
    let what = Compared::KeySet {
        epoch: 6,
        day: "2026-11-22".to_owned(),
        whose: Message::with("lead-whose-department", args),
    };
    let stores = Compared::Box {
        path: "/media/stick/Chemistry stores.bundle".to_owned(),
        name: "Chemistry stores".to_owned(),
    };
    let comparison = |what, words: &str| Comparison {
        what,
        words: words.to_owned(),
    };
    Preparation {
        comparisons: vec![
            comparison(what, "rural-innocent-focus-model 06"),
            comparison(stores, "maple-river-onion-zebra 07"),
        ],
        keep_in: Some("/home/lead/.local/share/tallybox".to_owned()),
    }
}

pub fn summary() -> Summary {
    let survey = every_kind();
    let builder = FrameBuilder::<Operational>::new(survey.clone(), &[], &["lead".to_owned()]);
    let published = builder.finish().count().exact();
    Summary::new(
        published,
        vec![survey],
        &Language::new("en"),
        Vec::new(),
        None,
    )
}

/// Names that say what they are of.
struct Known;

impl Names for Known {
    fn survey(&self) -> Text {
        Text::same("Skills and responsibilities")
    }
    fn wave(&self, _: &str) -> String {
        "2027".to_owned()
    }
    fn question(&self, id: &str) -> Text {
        Text::same(&format!("The question {id}"))
    }
    fn answer(&self, _: &str, code: &str) -> Text {
        Text::same(code)
    }
    fn group(&self, code: &str) -> Text {
        Text::same(code)
    }
}

/// What the university released.
pub fn released() -> Released {
    let json = r#"{"survey":"s","fingerprint":"f","profile":"hesa","tables":[
        {"id":"yes","by":"department","rows":[{"department":"chemistry","base":25,
           "cells":[{"code":"true","count":15},{"code":"false","count":5}],"missing":{"blank":5}}],
         "everyone":{"base":320,"cells":[{"code":"true","count":205},{"code":"false","count":90}],
           "missing":{"blank":25}}}]}"#;
    let day = Day::parse("2027-03-01").expect("a day");
    Released::read(json.as_bytes(), day, &Known).expect("a release")
}

pub fn arrival(told: &[&str]) -> Arrival {
    let door = DoorName::Operational;
    let views = Name::ALL.into_iter();
    Arrival {
        door,
        departments: vec![label("chemistry", "Chemistry"), label("physics", "Physics")],
        has_all: true,
        made: views.filter(|name| name.doors().contains(&door)).collect(),
        skills: vec![
            label("gc", "Gas chromatography"),
            label("kf", "Karl Fischer titration"),
        ],
        summary: summary(),
        told: told.iter().map(|line| said(line)).collect(),
        university: Some(Ok(released())),
        released: Vec::new(),
        today: Day::new(2026, 11, 22).expect("a day"),
        reviews: true,
        folder: "/home/lead/Downloads".to_owned(),
    }
}

pub fn about() -> About {
    About {
        door: DoorName::Operational,
        profile: Profile::None,
        survey: Text::same("Skills and responsibilities"),
        wave: "2027".to_owned(),
        fingerprint: "0".repeat(64),
        department: Some(label("chemistry", "Chemistry")),
        responses: Figure::Count(23),
        staff: Some(31),
        day: Day::parse("2026-11-22").expect("a day"),
        made_up: MadeUp::None,
        flags: Vec::new(),
        rules: Rules {
            profile: Profile::Hesa,
            minimum: 10,
        },
    }
}

pub fn column(id: &'static str, title: &str) -> Column {
    Column {
        id,
        title: said(title),
    }
}

pub fn skill(name: &str, [need, holders, trainers]: [u64; 3], state: &'static str) -> Row {
    let person = |name: &str| Row {
        values: vec![
            Value::Typed(name.to_owned()),
            Value::Day(Day::parse("2026-03-01").expect("a day")),
        ],
        detail: Vec::new(),
    };
    Row {
        values: vec![
            Value::Label(label(name, name)),
            Value::Count(3),
            Value::Count(need),
            Value::Count(holders),
            Value::Of(holders.min(need), need),
            Value::Count(trainers),
            Value::Word(state, said(state)),
        ],
        detail: vec![Block::Sheet(Sheet {
            id: "people",
            title: said("People"),
            columns: vec![column("person", "Person"), column("used", "Last used")],
            rows: vec![person("Ada Example"), person("Huw Example")],
        })],
    }
}

pub fn table() -> View {
    let mut rows = vec![
        skill("Karl Fischer titration", [2, 0, 0], "uncovered"),
        skill("Glass blowing", [1, 1, 0], "single"),
        skill("Gas chromatography", [8, 9, 3], "sound"),
    ];
    let many = (1..=30).map(|at| skill(&format!("Skill number {at}"), [1, at, 1], "sound"));
    rows.extend(many);
    View {
        name: Name::Cover,
        about: about(),
        blocks: vec![
            Block::Note(said(
                "Holders rate themselves at the level or above and used the skill within 24 months.",
            )),
            Block::Sheet(Sheet {
                id: "cover",
                title: said("Cover"),
                columns: vec![
                    column("skill", "Skill"),
                    column("level", "Level"),
                    column("need", "Needed now"),
                    column("holders", "Holders"),
                    column("cover", "Holders of needed"),
                    column("trainers", "Trainers"),
                    column("state", "State"),
                ],
                rows,
            }),
        ],
    }
}

pub fn charts() -> View {
    let steps = [
        ("Assistant", 3),
        ("Technician", 11),
        ("Senior technician with a long name", 6),
    ];
    let bars = steps.map(|(name, count)| {
        let values = vec![Value::Count(count)];
        (Value::Label(label(name, name)), values)
    });
    let withheld = vec![Value::Withheld(Reason::SmallBase)];
    let last = (Value::Label(label("head", "Head of service")), withheld);
    let axis = |from: u64, to: u64| (from..=to).map(Value::Count).collect::<Vec<_>>();
    let shade = |sum: u64| match sum {
        0..=4 => Shade::Green,
        5..=7 => Shade::Amber,
        _ => Shade::Red,
    };
    let risk = (1..=5).rev().map(|down: u64| {
        let cells = (1..=5).map(|across| (Value::Count((down * across) % 4), shade(down + across)));
        cells.collect()
    });
    let heat = |from: u64| -> Vec<(Value, Shade)> {
        let cells = (0..5).map(|at: u8| (Value::Count(from + u64::from(at)), Shade::Level(at)));
        cells.collect()
    };
    View {
        name: Name::Department,
        about: about(),
        blocks: vec![
            Block::Facts(Facts {
                id: "people",
                title: said("People"),
                facts: vec![
                    ("responses", said("Responses"), Value::Of(23, 31)),
                    (
                        "rate",
                        said("Response rate of all who are on the staff list"),
                        Value::Percent(Decimal::from(74)),
                    ),
                    ("demand", said("Needs"), Value::Nothing),
                ],
            }),
            Block::Bars(Bars {
                id: "steps",
                title: said("People by step"),
                series: vec![("people", said("People"))],
                bars: bars.into_iter().chain([last]).collect(),
            }),
            Block::Bars(Bars {
                id: "demand",
                title: said("Demand and supply"),
                series: vec![("need", said("Needed")), ("have", said("Holders"))],
                bars: vec![(
                    Value::Label(label("kf", "Karl Fischer titration")),
                    vec![Value::Count(4), Value::Count(2)],
                )],
            }),
            Block::Grid(Grid {
                id: "risk",
                title: said("Risk"),
                across: (said("Exposure"), axis(1, 5)),
                down: (said("Impact"), axis(1, 5).into_iter().rev().collect()),
                cells: risk.collect(),
            }),
            Block::Grid(Grid {
                id: "levels",
                title: said("Levels by family"),
                across: (said("Level"), axis(0, 4)),
                down: (
                    said("Family"),
                    vec![
                        Value::Label(label("chem", "Chemistry and analysis")),
                        Value::Label(label("mech", "Workshop and fabrication")),
                    ],
                ),
                cells: vec![heat(0), heat(3)],
            }),
        ],
    }
}

pub fn with_keys(language: &str) -> Lead {
    let (mut lead, _) = Lead::new(&Language::new(language));
    let files = ["chemistry.key", "protected.key", "open.key"];
    let files = files.map(|name| key(name, name == "protected.key"));
    lead.update(Msg::Keys(files.to_vec()));
    lead
}

pub fn with_boxes() -> Lead {
    let mut lead = with_keys("en");
    let args = [("department", Arg::from("chemistry"))];
    lead.update(Msg::Unlocked(Message::with("lead-whose-department", args)));
    let boxes = vec![
        bundle("Chemistry stores", 214, false),
        bundle("Workshop", 31, true),
    ];
    lead.update(Msg::Boxes(boxes, Here::default()));
    lead
}

pub fn at(view: View) -> Lead {
    let mut lead = with_boxes();
    lead.update(Msg::Arrived(Box::new(arrival(&[]))));
    lead.update(Msg::View(Box::new(view)));
    lead
}
