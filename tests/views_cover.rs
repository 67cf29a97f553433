//! Cover, risk, register, horizon, demand and the department sheet on six people whom one can count by
//! hand (`tests/data/views/cover.json`): every figure below was worked out on paper from that file, the
//! formulas of docs/rules.md §2, a base rate of 7 in 100, and the day 1 March 2027.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "views_cover/versions.rs"]
mod versions;

use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::base::words::{Message, Words};
use tallybox::response::part;
use tallybox::runtime::home::flagship;
use tallybox::stats::demand::{Demand, Headcounts, parse, starter, write};
use tallybox::stats::material::{BASE_RATE, Material};
use tallybox::stats::view::{self, Block, Sheet, Value, View, upwards};
use tallybox::stats::{Figure, Frame, FrameBuilder, Operational};
use tallybox::survey::Questionnaire;
use tallybox::survey::model::Profile;
use tallybox::survey::roles::Roles;

const CHEMISTRY: &str = "chemistry";

fn people() -> Vec<Json> {
    serde_json::from_str(include_str!("data/views/cover.json")).unwrap()
}

struct Desk {
    questionnaire: Arc<Questionnaire>,
    frame: Frame<Operational>,
    demand: Demand,
    headcounts: Headcounts,
    roles: Roles,
    base_rate: Decimal,
}

impl Desk {
    /// These people, and so many on the staff list; 0 for no list.
    fn of(people: &[Json], staff: u64) -> Self {
        Self::asking(flagship().unwrap(), people, staff)
    }

    /// The same of another version of the questionnaire.
    fn asking(questionnaire: Arc<Questionnaire>, people: &[Json], staff: u64) -> Self {
        let mut builder = FrameBuilder::new(Arc::clone(&questionnaire), &[], &["lead".to_owned()]);
        for (at, answers) in people.iter().enumerate() {
            let part = json!({
                "survey": questionnaire.id, "wave": "", "fingerprint": questionnaire.fingerprint.to_string(),
                "response": format!("{at:032x}"), "revision": 1, "audience": "lead", "date": "2027-02",
                "answers": answers,
            });
            let part = part::open(&questionnaire, part.to_string().as_bytes()).unwrap();
            builder.push(&questionnaire, &[part]);
        }
        let text = include_str!("data/views/chemistry.toml");
        Self {
            demand: parse(text, "chemistry.toml", &questionnaire).unwrap(),
            questionnaire,
            frame: builder.finish(),
            headcounts: Headcounts {
                people: (staff > 0)
                    .then(|| (CHEMISTRY.to_owned(), staff))
                    .into_iter()
                    .collect(),
            },
            roles: Roles::default(),
            base_rate: BASE_RATE,
        }
    }

    fn look(&self, view: fn(&Material<'_, Operational>) -> View) -> View {
        view(&self.material())
    }

    fn material(&self) -> Material<'_, Operational> {
        Material {
            frame: &self.frame,
            questionnaire: &self.questionnaire,
            department: Some(CHEMISTRY),
            demand: &self.demand,
            headcounts: &self.headcounts,
            routes: &[],
            roles: &self.roles,
            day: Day::new(2027, 3, 1).unwrap(),
            base_rate: self.base_rate,
        }
    }
}

/// Six on the staff list: five in six answered, more than four in five.
fn desk() -> Desk {
    Desk::of(&people(), 6)
}

fn sheet<'v>(blocks: &'v [Block], id: &str) -> &'v Sheet {
    let found = blocks.iter().find_map(|block| match block {
        Block::Sheet(sheet) if sheet.id == id => Some(sheet),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("there is no sheet {id}"))
}

/// A value as a file would write it, in a word or two.
fn told(value: &Value) -> String {
    match value {
        Value::Nothing => "-".to_owned(),
        Value::Count(count) => count.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Of(some, all) => format!("{some}/{all}"),
        Value::Label(label) => label.code.clone(),
        Value::Word("no_name", message) => in_english(message),
        Value::Word(code, _) => (*code).to_owned(),
        Value::Typed(text) => text.clone(),
        Value::Day(day) => day.to_string(),
        Value::List(values) => values.iter().map(told).collect::<Vec<_>>().join(" + "),
        Value::Percent(_) | Value::Withheld(_) => panic!("no such value in an operational view"),
    }
}

fn in_english(message: &Message) -> String {
    Words::new(&Language::new("en")).tell(message)
}

fn rows(sheet: &Sheet) -> Vec<String> {
    let row = |row: &view::Row| {
        assert_eq!(row.values.len(), sheet.columns.len(), "{}", sheet.id);
        row.values.iter().map(told).collect::<Vec<_>>().join(" | ")
    };
    sheet.rows.iter().map(row).collect()
}

fn facts(blocks: &[Block], id: &str) -> Vec<(&'static str, String)> {
    let found = blocks.iter().find_map(|block| match block {
        Block::Facts(facts) if facts.id == id => Some(facts),
        _ => None,
    });
    let facts = found.unwrap_or_else(|| panic!("there are no facts {id}"));
    facts
        .facts
        .iter()
        .map(|(id, _, value)| (*id, told(value)))
        .collect()
}

fn notes(view: &View) -> Vec<&'static str> {
    let note = |block: &Block| match block {
        Block::Note(Message::Known { id, .. }) => Some(*id),
        _ => None,
    };
    view.blocks.iter().filter_map(note).collect()
}

#[test]
fn cover_counts_holders_trainers_and_those_on_the_way() {
    let view = desk().look(view::cover);
    // skill, level, need, holders, n of N, not used lately, trainers, on the way, state, criticality, why, priority
    assert_eq!(
        rows(sheet(&view.blocks, "cover")),
        [
            // Ann holds it; Bob at 1 and somebody at 2 want to. 5 * (2 * 1 + 3 - (1 - 0.21 + 1)) * 1
            "mat.sem | 3 | 2 | 1 | 1/2 | 0 | 1 | 2 | single | 5 | research | 16.05",
            // Ann used it 3 to 5 years ago; a closed family makes a 0; physics does not count. 4 * (2 + 2) * 0.7
            "che.nmr | 3 | 1 | 0 | 0/1 | 1 | 0 | 0 | uncovered | 4 | research | 11.2",
            // Bob's contract ends within three years: 1 * (3 - (3 - 1.42))
            "che.gc | 3 | 3 | 3 | 3/3 | 0 | 1 | 0 | sound | 1 | income | 1.42",
            // Who cannot say when they last used it is no holder. 3 * (2 - (2 - 0.42))
            "fab.lathe | 3 | 2 | 2 | 2/2 | 1 | 1 | 0 | thin | 3 | estate | 1.26",
            "lab.prep | 3 | 1 | 3 | 3/1 | 0 | 1 | 0 | sound | 2 | teaching | 0",
        ]
    );
}

#[test]
fn a_row_of_cover_opens_the_people_by_name_where_they_gave_one() {
    let view = desk().look(view::cover);
    let cover = sheet(&view.blocks, "cover");
    // person, level, last used, counts as, could teach, wants
    assert_eq!(
        rows(sheet(&cover.rows[0].detail, "people")),
        [
            "Ann Ashe | 4 | year | holder | yes | -",
            "Bob Bell | 1 | - | - | - | yes",
            "Person 1 (no name) | 2 | - | - | - | yes",
        ]
    );
    assert_eq!(
        rows(sheet(&cover.rows[1].detail, "people")),
        ["Ann Ashe | 3 | five | lapsed | - | -"]
    );
    assert_eq!(
        rows(sheet(&cover.rows[3].detail, "people")),
        [
            "Ann Ashe | 3 | two | holder | - | -",
            "Person 1 (no name) | 4 | year | holder | - | -",
            "Person 2 (no name) | 3 | - | lapsed | - | -",
        ]
    );
}

#[test]
fn no_view_tells_the_order_of_arrival_or_a_response() {
    let (mut backwards, staff) = (people(), 6);
    backwards.reverse();
    let (one, other) = (desk(), Desk::of(&backwards, staff));
    for look in [
        view::cover,
        view::risk,
        view::register,
        view::horizon,
        view::demand,
        view::department,
    ] {
        let view = one.look(look);
        assert_eq!(view, other.look(look), "{:?}", view.name);
        assert!(!format!("{view:?}").contains("00000000"), "{:?}", view.name);
    }
}

#[test]
fn below_four_in_five_nothing_is_called_single_or_uncovered() {
    let states = |people: &[Json], staff: u64| {
        let view = Desk::of(people, staff).look(view::cover);
        let cover = sheet(&view.blocks, "cover");
        let states: Vec<String> = cover.rows.iter().map(|row| told(&row.values[8])).collect();
        (states, notes(&view)[0])
    };
    let silent = ["none_reported", "none_reported", "sound", "thin", "sound"];
    let heard = ["single", "uncovered", "sound", "thin", "sound"];
    assert_eq!(
        states(&people(), 6),
        (heard.map(str::to_owned).into(), "view-cover-cover-counts")
    );
    let few = states(&people(), 7);
    assert_eq!(
        few,
        (silent.map(str::to_owned).into(), "view-silence-too-few")
    );
    // Seven of seven answered, and two of them share nothing of their skills: that is silence too.
    let mut seven = people();
    let withheld = json!({"b_dept": CHEMISTRY, "e_rate": {"missing": "withheld"}});
    seven.extend([withheld.clone(), withheld]);
    assert_eq!(
        states(&seven, 7),
        (silent.map(str::to_owned).into(), "view-silence-too-few")
    );
    let unknown = states(&people(), 0);
    assert_eq!(
        unknown,
        (
            silent.map(str::to_owned).into(),
            "view-silence-no-headcount"
        )
    );
}

#[test]
fn risk_is_impact_by_exposure_with_its_parts() {
    let view = desk().look(view::risk);
    let risks = sheet(&view.blocks, "risks");
    // skill, state, impact, exposure, risk, rating
    assert_eq!(
        rows(risks),
        [
            // single with somebody on the way 3, nine months to learn 1
            "mat.sem | single | 5 | 4 | 20 | red",
            "che.nmr | uncovered | 4 | 5 | 20 | red",
            "fab.lathe | thin | 3 | 2 | 6 | green",
            // sound 1, not written down 1
            "lab.prep | sound | 2 | 2 | 4 | green",
            // Bob's contract ends within 24 months and two stay
            "che.gc | sound | 1 | 1 | 1 | green",
        ]
    );
    let parts = facts(&risks.rows[3].detail, "parts");
    assert!(
        parts.contains(&("undocumented", "1".to_owned())),
        "{parts:?}"
    );
    let grid = view.blocks.iter().find_map(|block| match block {
        Block::Grid(grid) => Some(grid),
        _ => None,
    });
    let cells: Vec<String> = grid
        .unwrap()
        .cells
        .iter()
        .map(|line| line.iter().map(|(value, _)| told(value)).collect())
        .collect();
    assert_eq!(cells, ["00010", "00001", "01000", "01000", "10000"]);
}

#[test]
fn two_holders_of_whom_one_contract_ends_within_24_months_are_exposed_as_one() {
    let mut people = people();
    // Ann's contract ends in February 2029; lathe then has one holder left.
    people[0]["b_end"] = json!("2029-02");
    let exposure = |people: &[Json]| {
        let view = Desk::of(people, 6).look(view::risk);
        let lathe = sheet(&view.blocks, "risks").rows.iter();
        let mut lathe = lathe.filter(|row| told(&row.values[0]) == "fab.lathe");
        told(&lathe.next().unwrap().values[3])
    };
    assert_eq!(exposure(&people), "3");
    people[0]["b_end"] = json!("2029-04");
    assert_eq!(exposure(&people), "2");
}

#[test]
fn the_horizon_knows_contract_ends_and_the_base_rate_and_no_intentions() {
    let view = desk().look(view::horizon);
    // skill, level, now, in 1, 3 and 5 years, contracts that end
    let expected = [
        "mat.sem | 3 | 1 | 0.93 | 0.79 | 0.65 | 0",
        "che.nmr | 3 | 0 | 0 | 0 | 0 | 0",
        "che.gc | 3 | 3 | 2.79 | 1.58 | 1.3 | 1",
        "fab.lathe | 3 | 2 | 1.86 | 1.58 | 1.3 | 0",
        "lab.prep | 3 | 3 | 2.79 | 1.58 | 1.3 | 1",
    ];
    assert_eq!(rows(sheet(&view.blocks, "horizon")), expected);
    assert!(notes(&view).contains(&"view-cover-horizon-no-intentions"));
    let mut leaving = people();
    for person in &mut leaving {
        person["i_horizon"] = json!("one");
    }
    assert_eq!(Desk::of(&leaving, 6).look(view::horizon), view);
    let mut sooner = desk();
    sooner.base_rate = Decimal::new(5, 1);
    let sheet_of = sooner.look(view::horizon);
    // Nobody is lost more than once: 1 - min(1, 0.5 * 3).
    assert_eq!(
        rows(sheet(&sheet_of.blocks, "horizon"))[0],
        "mat.sem | 3 | 1 | 0.5 | 0 | 0 | 0"
    );
}

#[test]
fn gaps_and_priorities_show_their_parts() {
    let view = desk().look(view::demand);
    let gaps = sheet(&view.blocks, "gaps");
    // skill, needed now, holders, gap now, needed in 3 years, supply then, gap then, priority
    assert_eq!(
        rows(gaps),
        [
            "mat.sem | 2 | 1 | 1 | 3 | 1.79 | 1.21 | 16.05",
            "che.nmr | 1 | 0 | 1 | 2 | 0 | 2 | 11.2",
            "che.gc | 3 | 3 | 0 | 3 | 1.58 | 1.42 | 1.42",
            "fab.lathe | 2 | 2 | 0 | 2 | 1.58 | 0.42 | 1.26",
            "lab.prep | 1 | 3 | 0 | 1 | 1.58 | 0 | 0",
        ]
    );
    let owned = |facts: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        facts
            .iter()
            .map(|(id, value)| (*id, (*value).to_owned()))
            .collect()
    };
    assert_eq!(
        facts(&gaps.rows[0].detail, "supply"),
        owned(&[
            ("level", "3"),
            ("holders", "1"),
            ("loss", "0.21"),
            ("pipeline", "2"),
            ("half_pipeline", "1"),
            ("supply_3y", "1.79"),
        ])
    );
    assert_eq!(
        facts(&gaps.rows[1].detail, "priority"),
        owned(&[
            ("criticality", "4"),
            ("gap_now", "1"),
            ("gap_3y", "2"),
            ("urgency", "0.7"),
            ("priority", "11.2"),
            ("by", "2029-01-01"),
            ("training_months", "-"),
            ("plan", "-"),
        ])
    );
}

#[test]
fn the_register_brings_entries_together_and_counts_who_could_go() {
    let view = desk().look(view::register);
    // name, family, responsible, deputy, written down, to learn, felt, named by, bus factor, state
    assert_eq!(
        rows(sheet(&view.blocks, "equipment")),
        [
            "SEM | mat | Bob Bell | - | none | year | week | 1 | 1 | single",
            // Ann and the other one she counts is the deputy who answered: two, not three.
            "400 MHz NMR | che | Ann Ashe | 1 without a name | procedure | year | day | 2 | 2 | thin",
            "Kiln | art | - | - | - | days | later | 1 | 4 | sound",
        ]
    );
    // name, who relies on it, people, written down, to learn, felt, named by, bus factor, state
    assert_eq!(
        rows(sheet(&view.blocks, "services")),
        [
            "Glass repairs | groups | 1 without a name | notes | year | day | 1 | 2 | thin",
            "lab.prep | classes | Ann Ashe | none | weeks | month | 1 | 3 | sound",
        ]
    );
}

#[test]
fn of_a_thing_that_few_named_nothing_goes_up_and_its_typed_name_neither() {
    let mut people = people();
    let names = |people: &[Json], responses: u64| -> Vec<String> {
        let mut view = Desk::of(people, 6).look(view::register);
        view.about.rules.profile = Profile::Hesa;
        view.about.responses = Figure::Count(responses);
        let sent = upwards(&view).unwrap();
        let equipment = sheet(&sent.blocks, "equipment");
        let ids: Vec<&str> = equipment.columns.iter().map(|column| column.id).collect();
        assert_eq!(ids, ["name", "family", "documented", "training", "felt"]);
        rows(equipment)
    };
    assert_eq!(names(&people, 60), [""; 0]);
    // A third who names it, as two have.
    people[4]["d_equip"] = json!([{"name": "400 mhz nmr", "family": "che", "role": "user", "unaided": "1",
                                   "doc": "notes", "learn": "weeks", "stop": "day", "due": "fine"}]);
    assert_eq!(
        names(&people, 60),
        ["400 MHz NMR | che | procedure | year | day"]
    );
    assert_eq!(names(&people, 6), [""; 0]);
}

#[test]
fn what_goes_up_of_a_skill_says_from_which_level_on_people_count() {
    let mut desk = desk();
    desk.demand.needs.iter_mut().for_each(|need| need.level = 1);
    for (made, table) in [
        (desk.look(view::risk), "risks"),
        (desk.look(view::demand), "gaps"),
    ] {
        let mut view = made;
        view.about.rules.profile = Profile::Hesa;
        view.about.responses = Figure::Count(60);
        let sent = upwards(&view).unwrap();
        let sheet = sheet(&sent.blocks, table);
        assert_eq!(sheet.columns[1].id, "level");
        assert_eq!(sheet.rows.len(), 5);
        for row in &sheet.rows {
            assert_eq!(row.values[1], Value::Count(1), "{table}");
        }
    }
}

#[test]
fn the_department_stands_on_one_page() {
    let view = desk().look(view::department);
    let people = facts(&view.blocks, "people");
    assert_eq!(people[2], ("response", "5/6".to_owned()));
    assert_eq!(sheet(&view.blocks, "risks").rows.len(), 5);
    assert_eq!(sheet(&view.blocks, "gaps").rows.len(), 5);
    assert_eq!(
        rows(sheet(&view.blocks, "wishes")),
        ["mat.sem | 2", "che.nmr | 1"],
        "a wish in one's own words is on nobody else's list"
    );
    let ladder = view.blocks.iter().find_map(|block| match block {
        Block::Bars(bars) => Some(bars),
        _ => None,
    });
    let bars = ladder.unwrap().bars.iter();
    let bars: Vec<String> = bars
        .map(|(label, values)| format!("{} {}", told(label), told(&values[0])))
        .collect();
    assert_eq!(
        bars,
        [
            "L0 0",
            "L1 0",
            "L2 2",
            "L3 2",
            "L4 0",
            "L5 0",
            "L6 0",
            "missing 1"
        ]
    );
    assert!(notes(&view).contains(&"view-cover-department-released-figures"));
}

#[test]
fn more_responses_than_people_are_told_before_any_figure() {
    let view = Desk::of(&people(), 4).look(view::cover);
    assert_eq!(notes(&view)[0], "flags-too-many-exact");
}

#[test]
fn where_nobody_wrote_a_demand_file_a_starter_stands_in_and_says_so() {
    let mut desk = desk();
    desk.demand = Demand::default();
    let drawn = starter(&desk.material());
    let needs: Vec<String> = drawn
        .needs
        .iter()
        .map(|need| {
            let (now, why) = (need.now, need.why.code());
            format!("{} {now} {} {why}", need.skill, need.criticality)
        })
        .collect();
    assert_eq!(
        needs,
        [
            // Named twice each, then once each; the questionnaire's order among equals.
            "lab.prep 3 3 teaching",
            "che.gc 3 3 teaching",
            "che.nmr 1 3 research",
            "mat.sem 1 3 research",
            "fab.lathe 2 3 research",
        ]
    );
    let read = parse(&write(&drawn), "starter.toml", &desk.questionnaire);
    assert_eq!(read.as_ref(), Ok(&drawn));
    let view = desk.look(view::cover);
    assert_eq!(notes(&view)[0], "view-cover-starter");
    assert_eq!(sheet(&view.blocks, "cover").rows.len(), 5);
}

#[test]
fn a_survey_that_does_not_ask_says_so() {
    let text = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/small/small.toml"
    ));
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/small");
    let files = tallybox::runtime::home::Folder(folder.into());
    let checked = tallybox::survey::load("small.toml", &text.unwrap(), &files);
    let questionnaire = checked.questionnaire.unwrap();
    let builder = FrameBuilder::new(Arc::clone(&questionnaire), &[], &["lead".to_owned()]);
    let (demand, headcounts) = (Demand::default(), Headcounts::default());
    let frame = builder.finish();
    let material = Material {
        frame: &frame,
        questionnaire: &questionnaire,
        department: None,
        demand: &demand,
        headcounts: &headcounts,
        routes: &[],
        roles: &Roles::default(),
        day: Day::EPOCH,
        base_rate: BASE_RATE,
    };
    for look in [
        view::cover,
        view::risk,
        view::register,
        view::horizon,
        view::demand,
    ] {
        let view: View = look(&material);
        assert_eq!(notes(&view), ["view-not-asked"], "{:?}", view.name);
        assert_eq!(view.blocks.len(), 1);
    }
    // The department sheet shows what there is.
    assert!(!view::department(&material).blocks.is_empty());
}
