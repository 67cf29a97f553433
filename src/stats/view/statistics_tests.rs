//! The statistical views on people who can be counted by hand: what a hand count gives stands in the
//! comments, what the rule makes of it in the lines that are compared.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::base::language::Text;
use crate::base::time::Day;
use crate::response::answer::{Answer, Missing, Value as Given};
use crate::response::part::OpenedPart;
use crate::survey::Questionnaire;
use crate::survey::apprenticeships::Standard;
use crate::survey::comparators;
use crate::survey::model::{Cells, Kind, Matrix, Range};
use crate::survey::roles::Roles;

use super::super::demand::{Demand, Headcounts};
use super::super::material::{BASE_RATE, Material};
use super::super::tests::{
    choices, code, codes, frame, missing, number, own, part, question, questionnaire,
};
use super::super::{Frame, Protection, Statistical};
use super::{Beside, Block, Earlier, Name, Value, View, flags, statistical, statistical_beside};

const LADDER: [&str; 3] = ["L0", "L1", "L2"];
const TERMS: [&str; 4] = ["permanent", "fixed", "casual", "other"];
const AGES: [&str; 6] = ["to_25", "26_35", "36_45", "46_55", "56_65", "from_66"];
const LEVELS: [&str; 4] = ["rqf8", "rqf6", "rqf3", "none"];
const NEXT: [&str; 6] = [
    "same",
    "deeper",
    "specialist",
    "manager",
    "teaching",
    "industry",
];
const HORIZON: [&str; 2] = ["one", "no"];
const REGISTERS: [&str; 6] = ["rscitech", "rsci", "ieng", "afhea", "ibms", "none"];

fn made(name: Name, material: &Material<'_, Statistical>, protection: Protection) -> View {
    statistical(name, material, protection).unwrap()
}

fn made_beside(name: Name, material: &Material<'_, Statistical>, beside: Beside<'_>) -> View {
    let made = statistical_beside(name, material, Protection::Hesa, beside);
    made.unwrap().0
}

fn shelf(standards: &[Standard]) -> Beside<'_> {
    Beside {
        standards,
        ..Beside::default()
    }
}

fn single(id: &str, given: &[&str]) -> crate::survey::model::Question {
    question(id, Kind::Single(own(given)))
}

fn survey() -> Arc<Questionnaire> {
    let decimal = |id| {
        let range = Range {
            decimals: 2,
            ..Range::default()
        };
        question(id, Kind::Decimal(range))
    };
    let points = || choices(&["1", "2", "3", "4", "5"]);
    let statements = Matrix {
        rows: own(&["paths", "changes"]),
        rows_from: None,
        cells: Cells::Scale(points()),
        groups: None,
        group_list: None,
        closable: false,
        min_rows: None,
    };
    let held = Kind::Multiple {
        choices: own(&REGISTERS),
        min: None,
        max: None,
    };
    questionnaire(vec![
        single("b_soc", &["3111", "3119", "3131"]),
        single("b_ladder", &LADDER),
        single("b_terms", &TERMS),
        decimal("b_fte"),
        single("k_age", &AGES),
        single("g_high", &LEVELS),
        question("g_reg", held),
        single("g_reg_want", &["help", "no"]),
        single("i_next", &NEXT),
        question("i_clear", Kind::Scale { points: points() }),
        single("i_horizon", &HORIZON),
        question("j_tc", Kind::Matrix(Box::new(statements))),
        decimal("h_days"),
    ])
}

/// The code of each person in turn: so many of the first, then of the second.
fn nth<'c>(codes: &[&'c str], sizes: &[usize], at: usize) -> Option<&'c str> {
    let mut from = 0;
    for (code, size) in codes.iter().zip(sizes) {
        from += size;
        if at < from {
            return Some(code);
        }
    }
    None
}

fn one(codes: &[&str], sizes: &[usize], at: usize) -> Answer {
    nth(codes, sizes, at).map_or_else(|| missing(Missing::PreferNot), code)
}

fn decimal(hundredths: i64) -> Answer {
    Answer::Value(Given::Decimal(Decimal::new(hundredths, 2)))
}

/// One of 24 biologists.
fn biologist(at: usize) -> OpenedPart {
    let held = match at {
        0 => codes(&["rscitech", "afhea"]),
        1 => codes(&["rsci", "ieng"]),
        2 => codes(&["rsci"]),
        3 => codes(&["afhea"]),
        4 => codes(&["ibms"]),
        _ => codes(&["none"]),
    };
    let (share, days) = match at {
        0..18 => (100, 200),
        18..23 => (50, 50),
        _ => (20, 50),
    };
    let agreed = [5, 3, 1][at / 12 + usize::from(at >= 18)];
    let statements = vec![
        ("paths".to_owned(), number(agreed)),
        ("changes".to_owned(), missing(Missing::DontKnow)),
    ];
    part(
        "bio",
        &[
            ("b_soc", one(&["3111", "3119", "3131"], &[12, 3, 2], at)),
            ("b_ladder", one(&LADDER, &[0, 12, 12], at)),
            ("b_terms", one(&TERMS, &[18, 5, 1], at)),
            ("b_fte", decimal(share)),
            ("k_age", one(&AGES, &[4, 8, 4, 3, 4, 1], at)),
            ("g_high", one(&LEVELS, &[1, 12, 8, 2], at)),
            ("g_reg", held),
            ("g_reg_want", one(&["help", "no"], &[12, 12], at)),
            ("i_next", one(&NEXT, &[10, 4, 4, 3, 0, 1], at)),
            ("i_clear", number(agreed)),
            ("i_horizon", one(&HORIZON, &[4, 5], at)),
            ("j_tc", Answer::Value(Given::Rows(statements))),
            ("h_days", decimal(days)),
        ],
    )
}

/// `bio` 24, `art` 6 and `music` 5, which are shown together as `arts`, `stores` 2, which nothing shows.
fn people() -> Frame<Statistical> {
    let mut parts: Vec<OpenedPart> = (0..24).map(biologist).collect();
    for (department, size) in [("art", 6), ("music", 5), ("stores", 2)] {
        let others = (0..size).map(|at| {
            part(
                department,
                &[
                    ("b_terms", code("permanent")),
                    ("b_fte", decimal(100)),
                    ("i_next", one(&NEXT, &[5], at)),
                    ("i_horizon", code("one")),
                ],
            )
        });
        parts.extend(others);
    }
    frame(&survey(), parts)
}

/// What a view is made of, kept so that it can be borrowed.
struct Ground {
    frame: Frame<Statistical>,
    survey: Arc<Questionnaire>,
    demand: Demand,
    headcounts: Headcounts,
    roles: Roles,
}

impl Ground {
    fn new() -> Self {
        let staff = [("bio", 30), ("art", 5)];
        let staff = staff.map(|(code, staff)| (code.to_owned(), staff));
        Self {
            frame: people(),
            survey: survey(),
            demand: Demand::default(),
            headcounts: Headcounts {
                people: BTreeMap::from(staff),
            },
            roles: Roles::default(),
        }
    }

    fn of<'g>(&'g self, department: Option<&'g str>) -> Material<'g, Statistical> {
        Material {
            frame: &self.frame,
            questionnaire: &self.survey,
            department,
            demand: &self.demand,
            headcounts: &self.headcounts,
            routes: &[],
            roles: &self.roles,
            day: Day::new(2027, 3, 1).unwrap(),
            base_rate: BASE_RATE,
        }
    }
}

fn told(value: &Value) -> String {
    match value {
        Value::Nothing => "-".to_owned(),
        Value::Count(count) => count.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Of(some, all) => format!("{some} of {all}"),
        Value::Percent(percent) => format!("{percent}%"),
        Value::Withheld(reason) => reason.code().to_owned(),
        Value::Label(label) => label.code.clone(),
        Value::Word(word, _) => (*word).to_owned(),
        Value::Typed(words) => words.clone(),
        Value::Day(_) => "day".to_owned(),
        Value::List(values) => format!("[{}]", lines(values, ",")),
    }
}

fn lines(values: &[Value], between: &str) -> String {
    values.iter().map(told).collect::<Vec<_>>().join(between)
}

/// A block's lines, values between bars.
fn block(view: &View, id: &str) -> Vec<String> {
    let found = view.blocks.iter().find(|block| block.id() == Some(id));
    match found {
        Some(Block::Sheet(sheet)) => {
            let rows = sheet.rows.iter();
            rows.map(|row| lines(&row.values, "|")).collect()
        }
        Some(Block::Facts(facts)) => {
            let facts = facts.facts.iter();
            facts
                .map(|(id, _, value)| format!("{id}|{}", told(value)))
                .collect()
        }
        Some(Block::Bars(bars)) => {
            let bars = bars.bars.iter();
            bars.map(|(name, values)| format!("{}|{}", told(name), lines(values, "|")))
                .collect()
        }
        _ => vec![format!("no block {id}")],
    }
}

/// The ids of a view's notes.
fn notes(view: &View) -> Vec<&str> {
    let message = |block: &'_ Block| match block {
        Block::Note(crate::base::words::Message::Known { id, .. }) => Some(*id),
        _ => None,
    };
    view.blocks.iter().filter_map(message).collect()
}

const ROLLED: &str = "rolled_up|rolled_up|rolled_up|rolled_up";

#[test]
fn intentions_are_grouped_before_they_are_rounded() {
    let ground = Ground::new();
    let view = made(Name::Career, &ground.of(Some("bio")), Protection::Hesa);
    // By hand: 10 + 4 stay, 4 specialise, 3 manage, 1 leaves, 2 did not say. 22 answered, of whom
    // the figures make 25: percentages are of these, and that they are shown tells nothing of the 22.
    assert_eq!(
        block(&view, "intentions"),
        [
            "stay|15|60%",
            "specialise|5|20%",
            "manage|5|20%",
            "teach|0|0%",
            "research|0|0%",
            "leave|0|0%",
            "asked|25|-"
        ]
    );
    // By hand 12 at L1, all of whom stay; at L2 2 stay, 4 specialise, 3 manage, 1 leaves, 2 did not say.
    // Either is shown as ten, which may be eight: all steps are one group.
    let hidden = format!("{ROLLED}|rolled_up|rolled_up|rolled_up");
    assert_eq!(
        block(&view, "by_step"),
        [
            format!("L0|{hidden}"),
            format!("L1|{hidden}"),
            format!("L2|{hidden}"),
            format!("no_step|{hidden}"),
            "together|15|5|5|0|0|0|25".to_owned(),
        ]
    );
    // By hand 12 agree, 6 neither, 6 disagree, of 24.
    assert_eq!(block(&view, "agreement"), ["i_clear|10|5|5|40%|25"]);
}

#[test]
fn stated_intentions_of_fewer_than_ten_are_no_figure() {
    let ground = Ground::new();
    let horizon = |department, protection| {
        let view = made(Name::Career, &ground.of(department), protection);
        block(&view, "horizon")
    };
    // Nine biologists said: HESA's rounding alone would show 5 and 5.
    let few = [
        "one|small_base|small_base",
        "no|small_base|small_base",
        "asked|25|-",
    ];
    assert_eq!(horizon(Some("bio"), Protection::Hesa), few);
    // With the eleven of the arts they are twenty.
    let all = [
        "one|15|rounded_percentage",
        "no|5|rounded_percentage",
        "asked|35|-",
    ];
    assert_eq!(horizon(None, Protection::Hesa), all);
    // Under exact counts everyone's would give the nine away.
    let exact = horizon(None, Protection::MinimumN);
    assert!(
        !exact
            .iter()
            .any(|line| line.contains("|15|") || line.contains("|20|")),
        "{exact:?}"
    );
    // Twenty are not too few, but what is shown of the two groups does not say that so many answered.
    let none = [
        "one|complementary|complementary",
        "no|complementary|complementary",
        "asked|35|-",
    ];
    assert_eq!(horizon(None, Protection::Suppress), none);
    for department in ["bio", "art"] {
        let shown = horizon(Some(department), Protection::Suppress).join(" ");
        assert!(!shown.contains("|5|") && !shown.contains("|10|"), "{shown}");
    }
}

#[test]
fn a_small_department_reads_with_its_faculty_and_a_lone_one_nothing() {
    let ground = Ground::new();
    let view = made(Name::Career, &ground.of(Some("art")), Protection::Hesa);
    assert!(notes(&view).contains(&"statistics-rolled-up"));
    // By hand 5 of art and 5 of music stay, ten of eleven: as shown they could be eight.
    assert_eq!(block(&view, "intentions")[0], "stay|small_base|small_base");
    assert_eq!(block(&view, "by_step"), ["no block by_step"]);
    let view = made(Name::Career, &ground.of(Some("stores")), Protection::Hesa);
    assert!(notes(&view).contains(&"statistics-too-few"));
    assert_eq!(block(&view, "intentions"), ["no block intentions"]);
    assert_eq!(
        view.about.responses,
        super::Figure::Withheld(super::Reason::RolledUp)
    );
}

/// Nobody of the stores is counted, so nobody of the stores is in what the counted are a share of.
#[test]
fn a_rate_is_of_the_staff_of_those_who_are_counted() {
    let mut ground = Ground::new();
    ground.headcounts.people.insert("stores".to_owned(), 40);
    // Nobody has given a list of music, whose people are counted with art's.
    let view = made(Name::Department, &ground.of(None), Protection::Hesa);
    assert_eq!(block(&view, "people")[1..3], ["staff|-", "response_rate|-"]);
    ground.headcounts.people.insert("music".to_owned(), 6);
    let view = made(Name::Department, &ground.of(None), Protection::Hesa);
    assert_eq!(block(&view, "people")[1], "staff|41");
    assert_eq!(view.about.staff, Some(41));
}

#[test]
fn the_staff_table_sums_full_time_equivalents_exactly() {
    let ground = Ground::new();
    let view = made(Name::Staff, &ground.of(None), Protection::Hesa);
    // By hand: 18 at 1.00, 5 at 0.50, 1 at 0.20 are 20.7; the arts' eleven are 11.
    assert_eq!(
        block(&view, "totals"),
        ["bio|25|20", "arts|10|10", "everyone|35|30"]
    );
    // By hand 29 permanent with 29 FTE, 5 on fixed terms with exactly 2.5, which rounds up, 1 casual.
    assert_eq!(
        block(&view, "terms"),
        [
            "TERMS 1|terms_1|30|30",
            "TERMS 2|terms_2|5|5",
            "TERMS 3|terms_3|0|0",
            "-|terms_none|0|0"
        ]
    );
    assert_eq!(
        block(&view, "terms_by_department"),
        [
            "bio|20|5|0|0|25",
            "arts|10|0|0|0|10",
            "everyone|30|5|0|0|35"
        ]
    );
    // By hand 12 at level 6 with 12 FTE, 8 at level 3 with 5 x 1.00 + 3 x 0.50 = 6.5.
    let held = block(&view, "qualification");
    assert_eq!(held[2], "HQHELD 11 / 19|hq_11_19|10|10");
    assert_eq!(held[5], "HQHELD 31|hq_31|10|5");
    assert_eq!(held[0], "HQHELD 01|hq_01|0|0");
    // By hand 12, 3 and 2 by occupation: what rounds to nobody is not listed.
    assert_eq!(
        block(&view, "occupations"),
        ["3111|3111|SOC2020|10|10", "3119|3119|SOC2020|5|5"]
    );
    assert!(notes(&view).contains(&"staff-occupations-note"));
    assert_eq!(block(&view, "coding"), ["soc_3119|5", "soc_not_sure|0"]);
}

#[test]
fn who_holds_two_registers_is_one_person() {
    let ground = Ground::new();
    let view = made(
        Name::Registration,
        &ground.of(Some("bio")),
        Protection::Hesa,
    );
    // By hand 3 people hold 4 registers; 2 are fellows, 1 a member of another body, 19 hold none.
    assert_eq!(
        block(&view, "held"),
        [
            "registered|5|20%",
            "fellow|0|0%",
            "member|0|0%",
            "none|20|80%",
            "asked|25|-"
        ]
    );
    // By hand of the 12 who want one: 11 at level 6, 1 at level 8; of the others 8 at level 3, 1 at
    // level 6, 2 with none and 1 who did not say.
    let hidden = format!("{ROLLED}|rolled_up");
    assert_eq!(
        block(&view, "likely"),
        [
            format!("help|{hidden}"),
            format!("no|{hidden}"),
            format!("no_answer|{hidden}"),
            // Twelve and twelve are shown as ten each, which may be eight.
            "together|10|10|0|0|25".to_owned(),
        ]
    );
}

#[test]
fn the_department_says_who_answered_and_no_exact_rate() {
    let mut ground = Ground::new();
    let view = made(Name::Department, &ground.of(Some("bio")), Protection::Hesa);
    // By hand 24 of 30 are 80 %: the rate is that of the 25 that are shown.
    assert_eq!(
        block(&view, "people"),
        ["responses|25", "staff|30", "response_rate|83%", "fte|20"]
    );
    // By hand 4, 8, 4, 3, 4, 1.
    assert_eq!(
        block(&view, "age"),
        [
            "to_25|5",
            "26_35|10",
            "36_45|5",
            "46_55|5",
            "56_65|5",
            "from_66|0"
        ]
    );
    assert!(!notes(&view).contains(&"flags-too-many"));
    // Of the arts there is no rate: the list is one department's.
    let view = made(Name::Department, &ground.of(Some("art")), Protection::Hesa);
    assert_eq!(block(&view, "people")[2], "response_rate|-");
    // Nor is it said that more of them answered than there are: how many is not shown.
    assert!(!notes(&view).contains(&"flags-too-many"));
    ground.headcounts.people.insert("bio".to_owned(), 20);
    let view = made(Name::Staff, &ground.of(None), Protection::Hesa);
    assert!(notes(&view).contains(&"flags-too-many"));
    // Of a group that shows nothing it would narrow how many answered.
    let mut ground = Ground::new();
    ground.headcounts.people.insert("stores".to_owned(), 1);
    let view = made(Name::Staff, &ground.of(None), Protection::Hesa);
    assert!(!notes(&view).contains(&"flags-too-many"));
}

#[test]
fn replacement_is_worked_out_from_what_is_shown() {
    let standards = ["ST0248 3 3111", "ST0626 6 3111", "ST0666  3119"].map(|line| {
        let cells: Vec<&str> = line.split(' ').collect();
        Standard {
            reference: cells[0].to_owned(),
            title: Text::same(cells[0]),
            level: cells[1].parse().ok(),
            soc: vec![cells[2].to_owned()],
            families: Vec::new(),
            checked_on: Day::new(2027, 1, 1).unwrap(),
        }
    });
    let ground = Ground::new();
    let view = made_beside(Name::Entry, &ground.of(Some("bio")), shelf(&standards));
    // By hand 12 of 35 or under, 7 between, 5 of 56 or over (20.8 %).
    // 4 and 8 are shown as 5 and 10, 11 at least; with their sum, 10 at most 12, they would be two numbers.
    assert_eq!(
        block(&view, "bands"),
        ["to_35|pinned", "36_55|pinned", "from_56|5"]
    );
    assert_eq!(
        block(&view, "replacement"),
        ["share_from_56|20%", "replacement_ratio|pinned"]
    );
    // By hand at L1 twelve 3111, at L2 three 3119 and two 3131: twelve are shown as ten, which is a group too small.
    assert_eq!(
        block(&view, "posts"),
        [
            "3111|rolled_up|rolled_up|rolled_up|10|[ST0248]",
            "3119|rolled_up|rolled_up|rolled_up|5|[ST0666]"
        ]
    );
    assert_eq!(
        block(&view, "standards"),
        ["ST0248|3|[3111]|day", "ST0666|-|[3119]|day"]
    );
    // Of the arts nobody gave an age: no figure of fewer than ten.
    let view = made_beside(Name::Entry, &ground.of(Some("art")), shelf(&standards));
    assert_eq!(
        block(&view, "bands"),
        ["to_35|small_base", "36_55|small_base", "from_56|small_base"]
    );
    assert_eq!(
        block(&view, "replacement"),
        ["share_from_56|small_base", "replacement_ratio|small_base"]
    );
}

const RELEASE: &[u8] = br#"{"profile":"hesa","tables":[{"id":"b_terms","by":"department","rows":[
    {"department":"bio","base":25,"cells":[{"code":"permanent","count":5}],"missing":{}}]}]}"#;

#[test]
fn the_commitment_has_evidence_by_theme_and_empty_lines() {
    let ground = Ground::new();
    let view = made(Name::Commitment, &ground.of(Some("bio")), Protection::Hesa);
    assert_eq!(
        block(&view, "evidence"),
        [
            "recognition|registered|20%|5|25|-|-",
            "recognition|fellow|0%|0|25|-|-",
            "recognition|wants_registration|40%|10|25|-|-",
            "career|j_tc.paths|40%|10|25|-|-",
            "career|i_clear|40%|10|25|-|-",
            "impact|j_tc.changes|complementary|0|25|-|-",
        ]
    );
    // By hand (18 x 2.0 + 6 x 0.5) / 24 = 1.625.
    assert_eq!(block(&view, "development"), ["mean_days|1.6"]);
    assert_eq!(block(&view, "plan").len(), 5);
    assert_eq!(block(&view, "plan")[0], "visibility|-|-|-|-|-");
}

#[test]
fn a_survey_that_does_not_ask_says_so() {
    let survey = questionnaire(vec![question("yes", Kind::YesNo)]);
    let ground = Ground {
        frame: frame(&survey, Vec::new()),
        survey,
        demand: Demand::default(),
        headcounts: Headcounts::default(),
        roles: Roles::default(),
    };
    let material = ground.of(None);
    let views = [
        made(Name::Career, &material, Protection::Hesa),
        made(Name::Staff, &material, Protection::Hesa),
        made(Name::Entry, &material, Protection::Hesa),
        made(Name::Commitment, &material, Protection::Hesa),
        made(Name::Registration, &material, Protection::Hesa),
    ];
    for view in views {
        assert!(notes(&view).contains(&"view-not-asked"), "{:?}", view.name);
    }
    let view = made(Name::Comparison, &material, Protection::Hesa);
    assert!(notes(&view).contains(&"comparison-nothing"));
}

mod beside;
mod percents;
mod together;
