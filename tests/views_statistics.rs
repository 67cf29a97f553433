//! The statistical views of the shipped questionnaire, through the public face: whatever people answer,
//! nothing that is shown is exact under its profile, and each view says its door, base and profile.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use rust_decimal::Decimal;
use tallybox::base::time::{Day, Month};
use tallybox::base::words::Message;
use tallybox::form::simulate::simulate;
use tallybox::response::answer::{Answer, Chosen, Missing, Value as Given};
use tallybox::response::part::OpenedPart;
use tallybox::runtime::home::flagship;
use tallybox::stats::demand::{Demand, Headcounts};
use tallybox::stats::material::{BASE_RATE, Material};
use tallybox::stats::view::{self, Beside, Block, Name, Value, View};
use tallybox::stats::{DoorName, Figure, Frame, FrameBuilder, Protection, Statistical};
use tallybox::survey::Questionnaire;
use tallybox::survey::apprenticeships::{self, Standard};
use tallybox::survey::comparators::{self, Comparator};
use tallybox::survey::model::Profile;
use tallybox::survey::roles::Roles;

/// Three of one faculty, two of another, one of a third.
const DEPARTMENTS: [&str; 6] = [
    "chemistry",
    "physics",
    "biosciences",
    "mechanical",
    "electrical",
    "design",
];
const STATISTICAL: [Name; 7] = [
    Name::Department,
    Name::Registration,
    Name::Entry,
    Name::Career,
    Name::Commitment,
    Name::Comparison,
    Name::Staff,
];

type Answers = Vec<(String, Answer)>;

static SURVEY: LazyLock<Arc<Questionnaire>> = LazyLock::new(|| flagship().unwrap());

/// What simulated people answered, once for all tests.
static PEOPLE: LazyLock<Vec<Answers>> = LazyLock::new(|| {
    let today = day();
    let one = |seed| simulate(Arc::clone(&SURVEY), seed, None, today);
    (0..120)
        .map(|seed| one(seed).submission(today).answers)
        .collect()
});

fn day() -> Day {
    Day::new(2027, 3, 1).unwrap()
}

/// Somebody's part for the statistics office, of this department.
fn part(answers: &Answers, department: &str) -> OpenedPart {
    let moved = answers.iter().map(|(id, answer)| {
        let answer = if id == "b_dept" {
            Answer::Value(Given::Choice(Chosen::code(department)))
        } else {
            answer.clone()
        };
        (id.clone(), answer)
    });
    OpenedPart {
        survey: "skills-and-responsibility".to_owned(),
        wave: String::new(),
        fingerprint: String::new(),
        response: String::new(),
        revision: 1,
        audience: "statistics".to_owned(),
        language: None,
        month: Month::new(2027, 2).unwrap(),
        replaces_lost: false,
        imported: false,
        simulated: false,
        warned: Vec::new(),
        answers: moved.collect(),
    }
}

/// So many people in each department, the first of them this one.
fn frame(sizes: &[usize; 6], first: usize) -> Frame<Statistical> {
    let audiences = ["statistics".to_owned()];
    let mut builder = FrameBuilder::new(Arc::clone(&SURVEY), &[], &audiences);
    let mut people = PEOPLE.iter().cycle().skip(first);
    for (department, size) in DEPARTMENTS.iter().zip(sizes) {
        for answers in people.by_ref().take(*size) {
            builder.push(&SURVEY, &[part(answers, department)]);
        }
    }
    builder.finish()
}

struct Shelf {
    comparators: Vec<Comparator>,
    standards: Vec<Standard>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| Shelf {
    comparators: comparators::parse(include_str!("../surveys/comparators.toml"), "c").unwrap(),
    standards: apprenticeships::parse(include_str!("../surveys/apprenticeships.csv"), "a").unwrap(),
});

/// Every statistical view of a department, or of all.
fn views(
    frame: &Frame<Statistical>,
    department: Option<&str>,
    protection: Protection,
) -> Vec<View> {
    let (demand, roles) = (Demand::default(), Roles::default());
    let people = DEPARTMENTS.map(|code| (code.to_owned(), 30));
    let headcounts = Headcounts {
        people: BTreeMap::from(people),
    };
    let material = Material {
        frame,
        questionnaire: &SURVEY,
        department,
        demand: &demand,
        headcounts: &headcounts,
        routes: &[],
        roles: &roles,
        day: day(),
        base_rate: BASE_RATE,
    };
    let beside = Beside {
        comparators: &SHELF.comparators,
        standards: &SHELF.standards,
        earlier: None,
        definitions: &[],
    };
    let make = |name| {
        let made = view::statistical_beside(name, &material, protection, beside);
        made.unwrap().0
    };
    STATISTICAL.into_iter().map(make).collect()
}

/// Every value of a view with where it stands: block, column or fact. What is no figure of ours is left
/// out: the staff list, published figures, and the standards' levels.
fn values(view: &View) -> Vec<(String, Vec<(&'static str, &Value)>)> {
    let mut all = Vec::new();
    for block in &view.blocks {
        match block {
            Block::Sheet(sheet) if sheet.id != "published" && sheet.id != "standards" => {
                for row in &sheet.rows {
                    assert_eq!(row.values.len(), sheet.columns.len(), "{}", sheet.id);
                    assert!(row.detail.is_empty(), "details are figures too");
                    let columns = sheet.columns.iter().map(|column| column.id);
                    all.push((sheet.id.to_owned(), columns.zip(&row.values).collect()));
                }
            }
            Block::Facts(facts) => {
                let one = |(id, _, value): &'_ (&'static str, Message, Value)| (*id, value.clone());
                for (at, (id, _)) in facts.facts.iter().map(one).enumerate() {
                    if id != "staff" {
                        all.push((facts.id.to_owned(), vec![(id, &facts.facts[at].2)]));
                    }
                }
            }
            Block::Bars(bars) => {
                for (_, values) in &bars.bars {
                    let series = bars.series.iter().map(|(id, _)| *id);
                    all.push((bars.id.to_owned(), series.zip(values).collect()));
                }
            }
            Block::Grid(_) => panic!("no grid here"),
            Block::Sheet(_) | Block::Note(_) => {}
        }
    }
    all
}

fn counts(view: &View) -> Vec<(String, u64)> {
    let all = values(view);
    let counts = all.iter().flat_map(|(block, row)| {
        let count = |(column, value): &(&'static str, &Value)| match value {
            Value::Count(count) => Some((format!("{block}.{column}"), *count)),
            _ => None,
        };
        row.iter().filter_map(count).collect::<Vec<_>>()
    });
    counts.collect()
}

fn says_what_it_is(view: &View, profile: Profile) {
    assert_eq!(view.about.door, DoorName::Statistical);
    assert_eq!(view.about.profile, profile);
    assert_eq!(view.about.day, day());
    // Only what must be looked at first stands before it.
    let is_flag = |block: &&Block| matches!(block, Block::Note(Message::Known { id, .. }) if id.starts_with("flags-"));
    let first = view.blocks.iter().find(|block| !is_flag(block));
    assert!(
        matches!(first, Some(Block::Note(Message::Known { id, .. })) if *id == "statistics-base"),
        "{:?} does not say its base first",
        view.name
    );
}

fn scopes() -> [Option<&'static str>; 4] {
    [None, Some("chemistry"), Some("mechanical"), Some("design")]
}

/// HESA: every count and every sum a multiple of 5, every percentage beside a base that rounds to 25.
fn check_hesa(view: &View) {
    says_what_it_is(view, Profile::Hesa);
    for (place, count) in counts(view) {
        assert_eq!(count % 5, 0, "{:?} {place} shows {count}", view.name);
    }
    if let Figure::Count(responses) = view.about.responses {
        assert_eq!(responses % 5, 0);
    }
    for (block, row) in values(view) {
        for (column, value) in &row {
            if let (true, Value::Number(sum)) = (*column == "fte", value) {
                assert_eq!(*sum % Decimal::from(5), Decimal::ZERO, "{block} {sum}");
            }
        }
        let base = row.iter().find(|(column, _)| *column == "asked");
        let is_percent = |(_, value): &(&str, &Value)| matches!(value, Value::Percent(_));
        let own = row.iter().filter(|(column, _)| *column != "university");
        if let (Some((_, Value::Count(base))), true) = (base, own.copied().any(|v| is_percent(&v)))
        {
            assert!(
                *base >= 25,
                "{:?} {block}: a percentage of {base}",
                view.name
            );
        }
    }
}

/// `minimum-n`: no group of fewer than ten.
fn check_minimum(view: &View) {
    says_what_it_is(view, Profile::MinimumN);
    if let Figure::Count(responses) = view.about.responses {
        assert!(responses >= 10, "{:?}: {responses}", view.name);
    }
    for (block, row) in values(view) {
        let base = row.iter().find(|(column, _)| *column == "asked");
        let shows = |(_, value): &&(&str, &Value)| matches!(value, Value::Count(_));
        if let Some((_, base)) = base {
            match base {
                Value::Count(base) => assert!(*base >= 10, "{:?} {block}: {base}", view.name),
                _ => assert!(!row.iter().any(|v| shows(&v)), "{:?} {block}", view.name),
            }
        }
    }
}

/// `suppress`: no count of one to four.
fn check_suppress(view: &View) {
    says_what_it_is(view, Profile::Suppress);
    for (place, count) in counts(view) {
        assert!(
            !(1..5).contains(&count),
            "{:?} {place} shows {count}",
            view.name
        );
    }
}

fn sizes() -> impl Strategy<Value = [usize; 6]> {
    [0..30_usize, 0..14, 0..14, 0..45, 0..9, 0..25]
}

fn nothing_exact_is_in(frame: &Frame<Statistical>, department: Option<&str>) {
    for view in views(frame, department, Protection::Hesa) {
        check_hesa(&view);
    }
    for view in views(frame, department, Protection::MinimumN) {
        check_minimum(&view);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_exact_leaves(sizes in sizes(), first in 0..120_usize) {
        let frame = frame(&sizes, first);
        std::thread::scope(|scope| for department in scopes() {
            let frame = &frame;
            scope.spawn(move || nothing_exact_is_in(frame, department));
        });
    }
}

#[test]
fn no_small_count_passes_suppression() {
    let frame = frame(&[24, 11, 3, 31, 6, 12], 5);
    for department in [None, Some("chemistry")] {
        for view in views(&frame, department, Protection::Suppress) {
            check_suppress(&view);
        }
    }
}

/// The nearest multiple of 5, as docs/rules.md §8.1 tells it, in another way than the program's.
fn rounded(count: u64) -> u64 {
    (count + 2) / 5 * 5
}

#[test]
fn contracts_by_department_are_those_that_people_gave() {
    let sizes = [24, 11, 3, 31, 6, 12];
    let frame = frame(&sizes, 0);
    let view = views(&frame, None, Protection::Hesa).pop().unwrap();
    let sheet = view.blocks.iter().find_map(|block| match block {
        Block::Sheet(sheet) if sheet.id == "terms_by_department" => Some(sheet),
        _ => None,
    });
    let sheet = sheet.unwrap();
    let mut from = 0;
    for (department, size) in DEPARTMENTS.iter().zip(sizes) {
        let permanent = (from..from + size).filter(|at| {
            let answers = &PEOPLE[at % PEOPLE.len()];
            let terms = answers.iter().find(|(id, _)| id == "b_terms");
            let terms = terms.and_then(|(_, answer)| answer.value());
            matches!(terms, Some(Given::Choice(chosen)) if chosen.code == "permanent")
        });
        let permanent = permanent.count() as u64;
        from += size;
        let is_own = |row: &&view::Row| matches!(&row.values[0], Value::Label(label) if label.code == *department);
        match sheet.rows.iter().find(is_own) {
            Some(row) => assert_eq!(
                row.values[1],
                Value::Count(rounded(permanent)),
                "{department}"
            ),
            None => assert!(size < 10, "{department} of {size} is not there"),
        }
    }
}

#[test]
fn every_statistical_view_is_made_by_its_name_and_no_other() {
    let frame = frame(&[24, 11, 3, 31, 6, 12], 0);
    let made = views(&frame, None, Protection::Hesa);
    let names: Vec<Name> = made.iter().map(|view| view.name).collect();
    assert_eq!(names, STATISTICAL);
    for name in Name::ALL {
        let is_statistical = name.doors().contains(&DoorName::Statistical);
        assert_eq!(is_statistical, STATISTICAL.contains(&name), "{name:?}");
    }
}

/// Somebody of whom this many of a department answered what they intend.
fn of_those_who_say(at: usize, saying: usize) -> Answers {
    let mut answers = PEOPLE[at % PEOPLE.len()].clone();
    let codes = [
        ("i_next", ["industry", "same"]),
        ("i_horizon", ["year", "no"]),
    ];
    for (id, codes) in codes {
        let intent = if at < saying {
            Answer::Value(Given::Choice(Chosen::code(codes[at % 2])))
        } else {
            Answer::Missing(Missing::PreferNot)
        };
        answers.retain(|(known, _)| known != id);
        answers.push((id.to_owned(), intent));
    }
    answers
}

/// Nine of chemistry, who all say; fourteen of physics, of whom nine say; thirty of biosciences, who all say. The
/// survey lets groups of three be shown.
fn intending() -> (Arc<Questionnaire>, Frame<Statistical>) {
    let mut survey = Questionnaire::clone(&SURVEY);
    survey.privacy.minimum_group = 3;
    let survey = Arc::new(survey);
    let audiences = ["statistics".to_owned()];
    let mut builder = FrameBuilder::new(Arc::clone(&survey), &[], &audiences);
    for (department, size, saying) in [
        ("chemistry", 9, 9),
        ("physics", 14, 9),
        ("biosciences", 30, 30),
    ] {
        for at in 0..size {
            builder.push(&survey, &[part(&of_those_who_say(at, saying), department)]);
        }
    }
    (survey, builder.finish())
}

/// Whether a table of intentions tells a number of anybody's: how many were asked is none.
fn tells_intentions(view: &View, block: &str) -> bool {
    let rows = values(view).into_iter().filter(|(id, _)| id == block);
    let is_asked =
        |row: &[(&str, &Value)]| matches!(row.first(), Some((_, Value::Word("asked", _))));
    let told = rows
        .filter(|(_, row)| !is_asked(row))
        .flat_map(|(_, row)| row);
    let mut told = told.map(|(_, value)| value);
    told.any(|value| matches!(value, Value::Count(_) | Value::Percent(_)))
}

#[test]
fn what_fewer_than_ten_people_intend_is_in_no_figure() {
    let (survey, frame) = intending();
    let (demand, headcounts, roles) = (Demand::default(), Headcounts::default(), Roles::default());
    for protection in [Protection::Hesa, Protection::MinimumN, Protection::Suppress] {
        for (department, tells) in [
            ("chemistry", false),
            ("physics", false),
            ("biosciences", true),
        ] {
            let material = Material {
                frame: &frame,
                questionnaire: &survey,
                department: Some(department),
                demand: &demand,
                headcounts: &headcounts,
                routes: &[],
                roles: &roles,
                day: day(),
                base_rate: BASE_RATE,
            };
            let view = view::statistical(Name::Career, &material, protection).unwrap();
            for block in ["intentions", "horizon"] {
                let tells_any = tells_intentions(&view, block);
                // Where figures are exact, what is left would lead to what is withheld.
                let tells = tells && protection == Protection::Hesa;
                assert_eq!(tells_any, tells, "{protection:?} {department} {block}");
            }
        }
        // The table of every question: nobody's department of nine.
        let published = frame.count().protect(protection).unwrap();
        for id in ["i_next", "i_horizon"] {
            let table = published
                .tables()
                .iter()
                .find(|table| table.id == id)
                .unwrap();
            let row = |code: &str| table.rows.iter().find(|row| row.group == code).unwrap();
            let shown = row("chemistry")
                .cells
                .iter()
                .filter(|cell| cell.figure.count().is_some());
            assert_eq!(shown.count(), 0, "{protection:?} {id}");
        }
    }
}
