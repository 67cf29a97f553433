//! Which pairs of releases are refused.

use std::sync::Arc;

use super::super::tests::{code, frame, own, part, question, questionnaire_with};
use super::super::{Protection, Statistical};
use super::*;
use crate::response::part::OpenedPart;
use crate::survey::Questionnaire;
use crate::survey::model::Kind;

/// With a third department of `science`, `geo`.
fn survey() -> Arc<Questionnaire> {
    let questions = vec![
        question("ladder", Kind::Single(own(&["junior", "senior"]))),
        question("next", Kind::Single(own(&["stay", "leave"]))),
    ];
    questionnaire_with(&[("geo", "science")], questions)
}

/// People of a department: how many stay, how many leave.
type Crowd = [(&'static str, usize, usize)];

fn parts(crowd: &Crowd) -> Vec<OpenedPart> {
    let one = |dept: &str, next: &str, at: usize| {
        let ladder = if at.is_multiple_of(2) {
            "junior"
        } else {
            "senior"
        };
        part(dept, &[("ladder", code(ladder)), ("next", code(next))])
    };
    let mut parts = Vec::new();
    for (dept, stay, leave) in crowd {
        parts.extend((0..*stay).map(|at| one(dept, "stay", at)));
        parts.extend((0..*leave).map(|at| one(dept, "leave", at)));
    }
    parts
}

fn snapshot(crowd: &Crowd, protection: Protection) -> Snapshot {
    let frame = frame::<Statistical>(&survey(), parts(crowd));
    frame.count().snapshot(protection)
}

fn crossing(crowd: &Crowd, protection: Protection) -> Snapshot {
    let frame = frame::<Statistical>(&survey(), parts(crowd));
    let figures = frame.cross("ladder", "next", None).unwrap();
    figures.snapshot(protection)
}

fn entered(snapshot: Snapshot) -> Vec<Entry> {
    vec![Entry {
        number: 1,
        date: "2027-05-01".to_owned(),
        wave: "2027".to_owned(),
        snapshot,
    }]
}

/// What becomes of the second crowd's figures after the first's left.
fn after(first: &Crowd, second: &Crowd, protection: Protection) -> Decision {
    let earlier = entered(snapshot(first, protection));
    decide(&snapshot(second, protection), "2027", &earlier)
}

fn why(decision: Decision) -> Why {
    match decision {
        Decision::Refused(refusal) => refusal.why,
        _ => panic!("it was not refused"),
    }
}

const FIRST: &Crowd = &[("bio", 10, 10), ("chem", 4, 4), ("art", 20, 20)];

#[test]
fn nothing_new_is_the_same_release_and_another_wave_is_another_matter() {
    assert_eq!(after(FIRST, FIRST, Protection::Hesa), Decision::Same);
    let earlier = entered(snapshot(FIRST, Protection::Hesa));
    let fewer = snapshot(&[("bio", 9, 10), ("art", 20, 20)], Protection::Hesa);
    assert_eq!(decide(&fewer, "2028", &earlier), Decision::New);
    assert_eq!(decide(&fewer, "2027", &[]), Decision::New);
}

#[test]
fn a_group_that_changed_by_too_few_is_refused() {
    for (stay, leave) in [(11, 10), (10, 19), (9, 10), (15, 6), (1, 19), (18, 11)] {
        let second: &Crowd = &[("bio", stay, leave), ("chem", 4, 4), ("art", 20, 20)];
        let why = why(after(FIRST, second, Protection::MinimumN));
        assert!(
            matches!(&why, Why::TooFew { group, fewest: 10, .. } if group == &["bio"]),
            "{stay} {leave}: {why:?}"
        );
    }
    for (stay, leave) in [(20, 10), (10, 21), (0, 20), (20, 20)] {
        let second: &Crowd = &[("bio", stay, leave), ("chem", 4, 4), ("art", 20, 20)];
        assert_eq!(after(FIRST, second, Protection::MinimumN), Decision::New);
    }
}

/// Fourteen of `art` came in, of whom so many answered what comes next.
fn newcomers(answering: usize) -> Snapshot {
    let mut all = parts(FIRST);
    all.extend((0..14).map(|at| {
        let next = (at < answering).then(|| ("next", code("leave")));
        let given: Vec<_> = [("ladder", code("junior"))]
            .into_iter()
            .chain(next)
            .collect();
        part("art", &given)
    }));
    let frame = frame::<Statistical>(&survey(), all);
    frame.count().snapshot(Protection::MinimumN)
}

#[test]
fn of_many_newcomers_the_few_who_answered_a_question_are_too_few() {
    let entries = || entered(snapshot(FIRST, Protection::MinimumN));
    for answering in [1, 2, 9] {
        let refused = why(decide(&newcomers(answering), "2027", &entries()));
        assert!(
            matches!(&refused, Why::TooFew { table, group, .. } if table == "next" && group == &["art"]),
            "{answering}: {refused:?}"
        );
    }
    for answering in [0, 10, 14] {
        let decision = decide(&newcomers(answering), "2027", &entries());
        assert_eq!(decision, Decision::New, "{answering}");
    }
}

#[test]
fn a_group_in_no_figure_may_change() {
    let second: &Crowd = &[("bio", 10, 10), ("chem", 5, 4), ("art", 20, 20)];
    let kept = after(FIRST, second, Protection::Hesa);
    // `chem` is rolled up and shows nothing; only the department question tells that it grew, in no row.
    assert_ne!(kept, Decision::Same);
    assert_eq!(kept, Decision::New);
}

#[test]
fn what_two_exact_releases_differ_by_is_a_group() {
    let five: &Crowd = &[("bio", 13, 12), ("chem", 4, 4), ("art", 20, 20)];
    let twelve: &Crowd = &[("bio", 16, 16), ("chem", 4, 4), ("art", 20, 20)];
    let refused = why(after(FIRST, five, Protection::MinimumN));
    assert!(matches!(refused, Why::TooFew { fewest: 10, .. }));
    assert_eq!(after(FIRST, twelve, Protection::MinimumN), Decision::New);
}

#[test]
fn where_cells_are_withheld_figures_of_a_question_leave_once_a_wave() {
    for protection in [Protection::Hesa, Protection::Suppress] {
        once_a_wave(protection);
    }
}

fn once_a_wave(protection: Protection) {
    let rest = [("chem", 4, 4), ("art", 20, 20)];
    // However many came: the same group's figures of two days, and one pattern of what is withheld for each.
    for bio in [("bio", 13, 12), ("bio", 16, 16), ("bio", 70, 80)] {
        let later = [bio, rest[0], rest[1]];
        let refused = why(after(FIRST, &later, protection));
        assert_eq!(refused, Why::Withheld("dept".to_owned()));
    }
    // A department that shows something now was in no figure before; the total tells of it.
    let grown: &Crowd = &[("bio", 10, 10), ("chem", 40, 40), ("art", 20, 20)];
    why(after(FIRST, grown, protection));
    // Another way of counting the same answers has the same total.
    let entries = entered(snapshot(FIRST, protection));
    let same = crossing(FIRST, protection);
    assert_eq!(decide(&same, "2027", &entries), Decision::New);
    let later: &Crowd = &[("bio", 40, 40), ("chem", 4, 4), ("art", 20, 20)];
    why(decide(&crossing(later, protection), "2027", &entries));
    assert_eq!(after(FIRST, FIRST, protection), Decision::Same);
}

#[test]
fn a_department_that_leaves_its_faculty_row_gives_the_rest_away() {
    let first: &Crowd = &[
        ("bio", 4, 4),
        ("chem", 3, 3),
        ("geo", 2, 2),
        ("art", 20, 20),
    ];
    let grown = [("bio", 20, 20), ("geo", 20, 20), ("art", 20, 20)];
    let second = [&[("chem", 3, 3)], &grown[..]].concat();
    let refused = why(after(first, &second, Protection::MinimumN));
    assert!(
        matches!(&refused, Why::Regrouped { group, .. } if group == &["chem"]),
        "{refused:?}"
    );
    // All large enough: nobody is left over.
    let all = [&[("chem", 8, 8)], &grown[..]].concat();
    assert_eq!(after(first, &all, Protection::MinimumN), Decision::New);
}

#[test]
fn another_profile_or_smallest_group_is_refused() {
    let earlier = entered(snapshot(FIRST, Protection::Hesa));
    let refused = why(decide(
        &snapshot(FIRST, Protection::MinimumN),
        "2027",
        &earlier,
    ));
    assert_eq!(refused, Why::OtherProfile("hesa".to_owned()));
    let mut smaller = snapshot(FIRST, Protection::Hesa);
    smaller.minimum_group = 5;
    why(decide(&smaller, "2027", &earlier));
}

#[test]
fn a_question_with_other_answers_is_refused() {
    let earlier = entered(snapshot(FIRST, Protection::Hesa));
    let next = question("next", Kind::Single(own(&["stay", "leave", "retire"])));
    let other = questionnaire_with(&[], vec![next]);
    let figures = frame::<Statistical>(&other, parts(FIRST)).count_only("next");
    let refused = why(decide(
        &figures.snapshot(Protection::Hesa),
        "2027",
        &earlier,
    ));
    assert_eq!(refused, Why::Recoded("next".to_owned()));
}

#[test]
fn a_crossing_of_later_answers_has_a_total_that_tells() {
    let earlier = entered(snapshot(FIRST, Protection::Hesa));
    let same = crossing(FIRST, Protection::Hesa);
    assert_eq!(decide(&same, "2027", &earlier), Decision::New);
    let later: &Crowd = &[("bio", 11, 10), ("chem", 4, 4), ("art", 20, 20)];
    let later = crossing(later, Protection::Hesa);
    let refused = why(decide(&later, "2027", &earlier));
    assert!(matches!(refused, Why::Withheld(_)), "{refused:?}");
}

#[test]
fn what_is_said_holds_no_figure_of_anybody() {
    let second: &Crowd = &[("bio", 11, 10), ("chem", 4, 4), ("art", 20, 20)];
    let Decision::Refused(refusal) = after(FIRST, second, Protection::MinimumN) else {
        panic!("it was not refused");
    };
    assert_eq!(
        refusal.to_string(),
        "in `dept`, `bio`: fewer than 10 responses are new, changed or withdrawn since release 1, and the difference would tell what they are"
    );
}

#[test]
fn a_question_whose_figures_left_says_when_and_as_which_release() {
    let second: &Crowd = &[("bio", 11, 10), ("chem", 4, 4), ("art", 20, 20)];
    let Decision::Refused(refusal) = after(FIRST, second, Protection::Hesa) else {
        panic!("it was not refused");
    };
    let said = refusal.to_string();
    assert!(said.contains("as release 1 on 2027-05-01"), "{said}");
}

#[test]
fn an_earlier_wave_that_differs_by_a_few_people_is_told_of() {
    let few: &Crowd = &[("bio", 11, 10), ("chem", 4, 4), ("art", 20, 20)];
    let many: &Crowd = &[("bio", 30, 10), ("chem", 4, 4), ("art", 20, 40)];
    for protection in [Protection::Hesa, Protection::MinimumN, Protection::Suppress] {
        let earlier = entered(snapshot(FIRST, protection));
        let told = |crowd| near(&snapshot(crowd, protection), "2028", &earlier);
        let found = told(few).unwrap();
        assert!(found.tables.contains("next") && found.number == 1);
        assert!(found.to_string().contains("the wave `2027` (release 1)"));
        // The same figures again, and figures of which many are others, give nobody away.
        assert_eq!(told(FIRST), None);
        assert_eq!(told(many), None);
        let same_wave = near(&snapshot(few, protection), "2027", &earlier);
        assert_eq!(same_wave, None, "that is for `decide`");
    }
}

#[test]
fn a_ledger_reads_as_it_was_written() {
    let entries = entered(snapshot(FIRST, Protection::Suppress));
    let read = read(&write(&entries).unwrap()).unwrap();
    assert!(read[0].snapshot == entries[0].snapshot && read[0].number == 1);
}

#[test]
fn figures_of_nobody_stand_in_no_releases_way() {
    for protection in [Protection::Hesa, Protection::MinimumN, Protection::Suppress] {
        let nobody = snapshot(&[], protection);
        assert_eq!(decide(&nobody, "2027", &[]), Decision::OfNobody);
        // A ledger of an earlier program has entered them.
        let first = snapshot(&[("chem", 12, 8)], protection);
        let decision = decide(&first, "2027", &entered(nobody));
        assert_eq!(decision, Decision::New);
    }
}
