//! Crossings, totals and what they may not give away, on the survey of `stats::tests`.

use super::super::tests::*;
use super::super::*;
use crate::response::answer::{Answer, Value};
use crate::response::part::OpenedPart;
use crate::survey::model::{Kind, Range};
use std::sync::Arc;

fn survey() -> Arc<crate::survey::Questionnaire> {
    let mut special = question("eth", Kind::Single(own(&["x", "y"])));
    special.special = true;
    questionnaire(vec![
        question("ladder", Kind::Single(own(&["junior", "senior", "head"]))),
        question("next", Kind::Single(own(&["stay", "leave"]))),
        question(
            "wishes",
            Kind::Multiple {
                choices: own(&["a", "b"]),
                min: None,
                max: None,
            },
        ),
        special,
    ])
}

/// So many people of a department, step and intention.
fn some(count: usize, department: &str, ladder: &str, next: &str) -> Vec<OpenedPart> {
    let answers = [
        ("ladder", code(ladder)),
        ("next", code(next)),
        ("wishes", codes(&["a"])),
        ("eth", code("x")),
    ];
    (0..count).map(|_| part(department, &answers)).collect()
}

fn all() -> Vec<OpenedPart> {
    [
        some(12, "bio", "junior", "stay"),
        some(8, "bio", "senior", "leave"),
        some(14, "art", "junior", "leave"),
        some(11, "art", "senior", "stay"),
        some(3, "art", "head", "stay"),
        some(2, "stores", "head", "leave"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn one_question_by_another_is_counted_for_everyone_and_for_a_department() {
    let frame = frame::<Operational>(&survey(), all());
    let shown = frame.cross("ladder", "next", None).unwrap().exact();
    assert_eq!(line(&shown, "next", "junior"), "26 stay=12 leave=14");
    assert_eq!(line(&shown, "next", "senior"), "19 stay=11 leave=8");
    assert_eq!(line(&shown, "next", "head"), "5 stay=3 leave=2");
    assert_eq!(line(&shown, "next", EVERYONE), "50 stay=26 leave=24");
    assert_eq!(shown.tables()[0].by.as_deref(), Some("ladder"));
    let within = frame.cross("ladder", "next", Some("bio")).unwrap().exact();
    assert_eq!(line(&within, "next", "junior"), "12 stay=12 leave=0");
    assert_eq!(line(&within, "next", "head"), "0 stay=0 leave=0");
    let many = frame.cross("ladder", "wishes", None).unwrap().exact();
    assert_eq!(line(&many, "wishes", "junior"), "26 a=26 b=0");
}

#[test]
fn a_crossing_never_leads_to_fewer_than_the_minimum() {
    let frame = frame::<Statistical>(&survey(), all());
    let figures = frame.cross("ladder", "next", None).unwrap();
    let shown = figures.protect(Protection::MinimumN).unwrap();
    assert_eq!(line(&shown, "next", "junior"), "26 stay=12 leave=14");
    // Three heads (two more work in a department that is too small to be in any figure), nobody
    // without a step: the next larger group joins them.
    assert!(line(&shown, "next", "head").starts_with("rolled_up"));
    assert!(line(&shown, "next", "senior").starts_with("rolled_up"));
    assert_eq!(line(&shown, "next", TOGETHER), "22 stay=14 leave=8");
    assert_eq!(line(&shown, "next", EVERYONE), "48 stay=26 leave=22");
    let by_department = frame.count_only("next");
    let by_department = by_department.protect(Protection::MinimumN).unwrap();
    assert_eq!(
        line(&by_department, "next", EVERYONE),
        "48 stay=26 leave=22"
    );
}

#[test]
fn a_crossing_is_of_departments_that_both_questions_show() {
    // Of `music` three gave a step, and everybody an intention.
    let quiet = || part("music", &[("next", code("stay"))]);
    let music = some(3, "music", "junior", "leave").into_iter();
    let music = music.chain((0..17).map(|_| quiet()));
    let answers = all().into_iter().chain(music).collect();
    let frame = frame::<Statistical>(&survey(), answers);
    let figures = frame.cross("ladder", "next", None).unwrap();
    let shown = figures.protect(Protection::MinimumN).unwrap();
    // With them 29 juniors, beside a table of steps that shows 26.
    assert_eq!(line(&shown, "next", "junior"), "26 stay=12 leave=14");
    let steps = frame
        .count_only("ladder")
        .protect(Protection::MinimumN)
        .unwrap();
    assert!(line(&steps, "ladder", EVERYONE).contains("junior=26"));
}

#[test]
fn a_crossing_within_a_department_is_rounded_or_refused() {
    let frame = frame::<Statistical>(&survey(), all());
    let figures = frame.cross("ladder", "next", Some("bio")).unwrap();
    assert_eq!(
        figures.protect(Protection::MinimumN).err(),
        Some(Refused::WithinDepartment)
    );
    let shown = figures.protect(Protection::Hesa).unwrap();
    // Twelve juniors are shown as ten, which may be eight; everyone else is too few, so all are one group.
    assert_eq!(line(&shown, "next", TOGETHER), "20 stay=10 leave=10");
    assert!(line(&shown, "next", "junior").starts_with("rolled_up"));
    let small = frame.cross("ladder", "next", Some("stores")).unwrap();
    let small = small.protect(Protection::Hesa).unwrap();
    assert!(line(&small, "next", TOGETHER).starts_with("rolled_up"));
}

#[test]
fn what_cannot_be_crossed_says_why() {
    let frame = frame::<Statistical>(&survey(), all());
    let fault = |by: &str, id: &str, department| frame.cross(by, id, department).err();
    assert_eq!(
        fault("nothing", "next", None),
        Some(CrossFault::NoVariable("nothing".to_owned()))
    );
    assert_eq!(
        fault("wishes", "next", None),
        Some(CrossFault::SeveralCodes("wishes".to_owned()))
    );
    assert_eq!(
        fault("next", "next", None),
        Some(CrossFault::Itself("next".to_owned()))
    );
    assert_eq!(
        fault("dept", "next", None),
        Some(CrossFault::Itself("dept".to_owned()))
    );
    assert_eq!(
        fault("ladder", "next", Some("physics")),
        Some(CrossFault::NoDepartment("physics".to_owned()))
    );
    assert_eq!(
        fault("eth", "next", Some("bio")),
        Some(CrossFault::SpecialCategory("eth".to_owned()))
    );
    assert_eq!(
        fault("ladder", "eth", Some("bio")),
        Some(CrossFault::SpecialCategory("eth".to_owned()))
    );
    assert!(frame.cross("eth", "next", None).is_ok());
}

#[test]
fn special_category_data_takes_fifty_people() {
    let parts = || {
        let mut parts = some(49, "bio", "junior", "stay");
        parts.extend(some(50, "art", "junior", "stay"));
        parts
    };
    let exact = frame::<Operational>(&survey(), parts()).count().exact();
    let withheld = "special_category x=special_category";
    assert!(line(&exact, "eth", "bio").starts_with(withheld));
    assert_eq!(line(&exact, "eth", "art"), "50 x=50 y=0");
    let frame = frame::<Statistical>(&survey(), parts());
    let shown = frame.count().protect(Protection::Hesa).unwrap();
    assert!(line(&shown, "eth", "bio").starts_with(withheld));
    assert_eq!(line(&shown, "eth", "art"), "50 x=50 y=0");
    // 48 to 52 of 49 people would be all of them, or all but one.
    assert_eq!(line(&shown, "next", "bio"), "50 stay=pinned leave=0");
}

#[test]
fn a_small_group_of_one_mind_shows_nothing() {
    let yes = |count: usize, truth: bool| {
        let answer = Answer::Value(Value::YesNo(truth));
        (0..count).map(move |_| part("bio", &[("yes", answer.clone())]))
    };
    let not_asked = || {
        let answer = missing(crate::response::answer::Missing::NotRelevant);
        (0..6).map(move |_| part("bio", &[("yes", answer.clone())]))
    };
    let survey = questionnaire(vec![question("yes", Kind::YesNo)]);
    let shown = |parts: Vec<OpenedPart>, protection| {
        let figures = frame::<Statistical>(&survey, parts).count();
        line(&figures.protect(protection).unwrap(), "yes", "bio")
    };
    let few = |of_one_mind: usize, others: usize| -> Vec<OpenedPart> {
        let asked = yes(of_one_mind, true).chain(yes(others, false));
        asked.chain(not_asked()).collect()
    };
    // Whether all gave one answer cannot be told from the reason, and no nothing stands beside it.
    for protection in [Protection::Hesa, Protection::Suppress] {
        let withheld = shown(few(8, 0), protection);
        assert!(withheld.starts_with("small_base true=small_base false=small_base"));
        assert!(withheld.contains("not_relevant=small_base"));
        for others in [few(7, 1), few(4, 4), few(9, 0), few(5, 4)] {
            assert_eq!(shown(others, protection), withheld);
        }
    }
    let minimum_n = |one, other| shown(few(one, other), Protection::MinimumN);
    assert_eq!(minimum_n(8, 0), minimum_n(5, 3));
    // Eight to twelve are shown as ten: which of them there are decides nothing.
    for few in [few(10, 0), few(6, 6)] {
        assert!(shown(few, Protection::Hesa).starts_with("small_base"));
    }
    assert_eq!(
        shown(few(13, 0), Protection::Hesa),
        "15 true=15 false=0 not_relevant=5"
    );
    assert_eq!(
        shown(few(10, 0), Protection::Suppress),
        "10 true=10 false=0 not_relevant=6"
    );
    // One or two round to nothing whatever they answered; of fourteen people twelve were not asked, at least.
    let two = few(2, 0).into_iter().chain(not_asked()).collect();
    assert_eq!(
        shown(two, Protection::Hesa),
        "0 true=0 false=0 not_relevant=pinned"
    );
}

#[test]
fn two_crowds_that_round_alike_are_published_alike() {
    let survey = questionnaire(vec![question("yes", Kind::YesNo)]);
    let crowd = |department: &'static str, counts: [usize; 3]| {
        let [yes, no, _] = counts;
        let people = 0..counts.iter().sum();
        people.map(move |at: usize| {
            let answer = if at < yes + no {
                Answer::Value(Value::YesNo(at < yes))
            } else {
                missing(crate::response::answer::Missing::Blank)
            };
            part(department, &[("yes", answer)])
        })
    };
    let all = |people: usize| {
        let blanks = 0..5_usize;
        blanks.flat_map(move |blank| {
            (0..=people - blank).map(move |yes| [yes, people - blank - yes, blank])
        })
    };
    let rounded = |counts: [usize; 3]| counts.map(|count| (count + 2) / 5);
    let mut published = std::collections::BTreeMap::new();
    let mut twice = 0;
    for (bio, art) in all(11).flat_map(|bio| all(13).map(move |art| (bio, art))) {
        let parts = crowd("bio", bio).chain(crowd("art", art)).collect();
        let shown = frame::<Statistical>(&survey, parts).count();
        let shown = shown.protect(Protection::Hesa).unwrap();
        let lines = ["bio", "art", EVERYONE].map(|group| line(&shown, "yes", group));
        let everyone = [0, 1, 2].map(|at| bio[at] + art[at]);
        let key = [bio, art, everyone].map(rounded);
        let known = published.entry(key).or_insert_with(|| lines.clone());
        twice += usize::from(*known == lines);
        assert_eq!(*known, lines, "{bio:?} {art:?}");
    }
    assert!(twice > 2_000 && published.len() > 100, "{twice}");
}

#[test]
fn under_exact_counts_nobodys_own_amount_is_listed() {
    let survey = questionnaire(vec![question("led", Kind::Integer(Range::default()))]);
    let led = |at: i64| number(if at == 0 { 137 } else { at % 4 });
    let parts = (0..30).map(|at| part("bio", &[("led", led(at))])).collect();
    let figures = frame::<Statistical>(&survey, parts).count();
    // One leads 137: the greatest number is one person's, also where no count stands beside it.
    for protection in [Protection::MinimumN, Protection::Suppress] {
        let shown = figures.protect(protection).unwrap();
        assert_eq!(line(&shown, "led", "bio"), "30", "{protection:?}");
    }
}
