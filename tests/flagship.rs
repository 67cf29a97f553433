//! The shipped survey itself: that it loads clean, that its lists are whole, and that nobody can
//! widen who reads an answer without changing a line here too.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form::simulate::simulate;
use tallybox::response::answer::{Answer, Missing};
use tallybox::response::code::Derived;
use tallybox::response::part;
use tallybox::runtime::home::{Folder, check_file};
use tallybox::survey::effort::{Cost, estimate};
use tallybox::survey::model::{Choice, Choices, Kind, Question, Required};
use tallybox::survey::{Checked, Questionnaire, load};

/// Required questions where one of the ordinary choices declines ("do not connect", "none of
/// these", "no"), and the department, without which a response has no place.
const NO_MISSING_NEEDED: [&str; 5] = ["b_dept", "a_link", "a_share", "a_dir", "e_fam"];

/// What puts every item in.
const EVERYTHING: &str = "tiers = [\"extended\"]\npacks = [\"equality\", \"wales\"]";

/// The items that are left out of the core cut.
const EXTENDED: [&str; 21] = [
    "b_fund",
    "b_grade",
    "b_other_dept",
    "b_site",
    "c_hours",
    "c_output",
    "c_pastoral",
    "d_budget",
    "d_gap",
    "e_evid",
    "f_ai",
    "g_award",
    "g_field",
    "g_route",
    "g_study",
    "h_ind",
    "i_bar",
    "i_hand",
    "j_one",
    "k_care",
    "l_time",
];

fn checked() -> Checked {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/skills-and-responsibility.toml");
    check_file(&file).unwrap()
}

fn survey() -> Arc<Questionnaire> {
    checked().questionnaire.unwrap()
}

/// The survey with what switches on the items that are left out otherwise.
fn with(switches: &str) -> Arc<Questionnaire> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys");
    let text = std::fs::read_to_string(folder.join("skills-and-responsibility.toml")).unwrap();
    let changed = text.replacen("\n[survey]\n", &format!("\n[survey]\n{switches}\n"), 1);
    assert_ne!(changed, text);
    let checked = load("switched.toml", changed.as_bytes(), &Folder(folder));
    let told: Vec<&str> = checked.diagnostics.iter().map(|found| found.code).collect();
    let intended = |code: &&str| ["SV016", "SV017"].contains(code);
    assert!(told.iter().all(intended), "{:#?}", checked.diagnostics);
    checked.questionnaire.unwrap()
}

/// The survey with everything in it: what must hold for each question is asked of this one.
fn whole() -> Arc<Questionnaire> {
    with(EVERYTHING)
}

/// As it is shipped, and with everything in it: what must hold for either.
fn both() -> [Arc<Questionnaire>; 2] {
    [survey(), whole()]
}

fn audiences(question: &Question) -> BTreeSet<&str> {
    question
        .audience
        .iter()
        .map(|release| release.audience.as_str())
        .collect()
}

fn nested(question: &Question) -> &[Question] {
    match &question.kind {
        Kind::Repeat(repeat) => &repeat.questions,
        _ => &[],
    }
}

fn choices(question: &Question) -> Option<&Choices> {
    match &question.kind {
        Kind::Single(choices) | Kind::Lookup(choices) | Kind::Multiple { choices, .. } => {
            Some(choices)
        }
        _ => None,
    }
}

/// Whether a person may write words of their own in it.
fn takes_words(question: &Question) -> bool {
    let asks_to_specify = |choice: &Choice| choice.specify;
    matches!(question.kind, Kind::Text { .. } | Kind::LongText { .. })
        || choices(question).is_some_and(|choices| choices.own.iter().any(asks_to_specify))
        || nested(question).iter().any(takes_words)
}

#[test]
fn it_loads_with_two_warnings_only() {
    let found: Vec<String> = checked()
        .diagnostics
        .iter()
        .map(|found| {
            format!(
                "{}:{}:{} {} {}",
                found.code, found.line, found.column, found.words, found.message
            )
        })
        .collect();
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found.iter().any(|line| line.starts_with("SV016")),
        "unchecked Welsh: {found:#?}"
    );
    assert!(
        found.iter().any(|line| line.starts_with("SV017")),
        "sample notice: {found:#?}"
    );
}

#[test]
fn it_asks_the_core_cut_in_thirteen_sections() {
    let survey = survey();
    // The plan's twelve, one of which would be longer than a sitting.
    assert_eq!(survey.sections.len(), 13);
    // 58 items of the core cut without four screens of the program and three of packs, and `a_name`.
    assert_eq!(survey.questions().count(), 58 - 4 - 3 + 1);
    let whole = whole();
    // With those of the extended tier: the plan's 79 without the four screens, and `a_name`.
    assert_eq!(whole.questions().count(), 79 - 4 + 1);
    let extended: BTreeSet<&str> = whole
        .questions()
        .filter(|question| question.tier.as_deref() == Some("extended"))
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(extended, BTreeSet::from(EXTENDED));
    let without_reason: Vec<&str> = whole
        .questions()
        .flat_map(|question| std::iter::once(question).chain(nested(question)))
        .filter(|question| question.why.is_none())
        .map(|question| question.id.as_str())
        .collect();
    assert!(
        without_reason.is_empty(),
        "{without_reason:?} do not say why they are asked"
    );
}

/// Special categories of data, and what only some nations ask, wait for a decision of the university.
#[test]
fn packs_are_out_until_they_are_switched_on() {
    let ids = |survey: &Questionnaire| -> BTreeSet<String> {
        let about = survey
            .questions()
            .filter(|question| question.id.starts_with("k_"));
        about.map(|question| question.id.clone()).collect()
    };
    let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(ids(&survey()), of(&["k_age", "k_sex"]));
    let wales = with("packs = [\"wales\"]");
    assert_eq!(ids(&wales), of(&["k_age", "k_cy", "k_sex"]));
    let equality = with("packs = [\"equality\"]");
    assert_eq!(ids(&equality), of(&["k_age", "k_dis", "k_eth", "k_sex"]));
    assert_eq!(ids(&whole()).len(), 6);
}

/// The minutes that a section's title names: "Your post (3 minutes)".
fn minutes(title: &str) -> u32 {
    let (_, said) = title.rsplit_once('(').unwrap();
    said.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn each_section_says_its_minutes_and_fits_a_sitting_of_five() {
    for survey in both() {
        says_its_minutes(&survey);
    }
}

fn says_its_minutes(survey: &Questionnaire) {
    let effort = estimate(survey);
    let long: Vec<&str> = effort
        .too_long()
        .map(|section| section.id.as_str())
        .collect();
    assert!(long.is_empty(), "split {long:?}");
    for (section, reckoned) in survey.sections.iter().zip(&effort.sections) {
        let said = ["en", "cy"].map(|tag| minutes(section.title.get(&Language::new(tag))));
        assert_eq!(said[0], said[1], "{}", section.id);
        let typical = reckoned.costs[1].seconds();
        assert!(
            said[0] <= 5 && typical.abs_diff(said[0] * 60) <= 60,
            "{}: {typical} s",
            section.id
        );
    }
}

#[test]
fn the_whole_takes_a_typical_person_less_than_it_says_at_most() {
    for survey in both() {
        let [light, typical, heavy] = estimate(&survey).total().map(Cost::seconds);
        let (_, most) = survey.minutes.unwrap();
        assert!(typical.div_ceil(60) <= most, "{typical} seconds");
        // Twelve instruments take more than an hour and that is said; a light person is through soon.
        assert!(
            light * 5 < typical * 4 && typical < heavy,
            "{light} {typical} {heavy}"
        );
        assert!(heavy < 75 * 60, "{heavy} seconds");
    }
}

#[test]
fn its_lists_are_whole() {
    let survey = survey();
    let skills = &survey.lists["skills"].entries;
    let families = &survey.lists["families"];
    assert_eq!((skills.len(), families.entries.len()), (146, 12));
    for skill in skills {
        let family = &skill.columns["family"];
        assert!(
            families.get(family).is_some() && skill.code.starts_with(family.as_str()),
            "{}",
            skill.code
        );
    }
    let occupations = &survey.lists["soc2020"].entries;
    assert_eq!(occupations.len(), 147);
    let technicians = occupations
        .iter()
        .filter(|entry| entry.columns["group"] == "A")
        .count();
    assert_eq!(technicians, 12);
    assert!(
        occupations[..12]
            .iter()
            .all(|entry| entry.columns["group"] == "A"),
        "technicians come first"
    );
    let known: BTreeSet<&str> = occupations
        .iter()
        .map(|entry| entry.code.as_str())
        .collect();
    for code in skills
        .iter()
        .flat_map(|skill| skill.columns["soc"].split(' '))
    {
        assert!(known.contains(code), "{code} is no occupation of the list");
    }
    assert!(survey.departments().is_some());
}

#[test]
fn equality_answers_and_the_wish_to_leave_reach_the_statistics_office_alone() {
    let survey = whole();
    let about = survey
        .sections
        .iter()
        .find(|section| section.id == "about")
        .unwrap();
    let guarded = about.questions.iter().chain(survey.question("i_horizon"));
    for question in guarded {
        assert_eq!(
            audiences(question),
            BTreeSet::from(["statistics"]),
            "{}",
            question.id
        );
    }
}

#[test]
fn no_words_of_anybody_reach_the_statistics_office() {
    for question in whole().questions().filter(|question| takes_words(question)) {
        assert!(
            !audiences(question).contains("statistics"),
            "{}",
            question.id
        );
    }
    assert_eq!(
        audiences(survey().question("l_fb").unwrap()),
        BTreeSet::from(["review"])
    );
    assert_eq!(
        audiences(survey().question("a_staffno").unwrap()),
        BTreeSet::from(["staff"])
    );
}

#[test]
fn the_lead_gets_without_being_asked_only_what_the_notice_says() {
    let survey = whole();
    let freely: Vec<&str> = survey
        .questions()
        .filter(|question| {
            let mut releases = question.audience.iter();
            releases.any(|release| release.audience == "lead" && release.when.is_none())
        })
        .map(|question| question.id.as_str())
        .collect();
    // `a_dir` is itself consent, and is asked only where something is shared.
    assert_eq!(
        freely,
        ["b_dept", "a_share", "a_dir", "b_ladder", "b_track"]
    );
}

#[test]
fn the_department_is_asked_first_so_that_few_people_are_told_before_anything_else() {
    let survey = whole();
    let first = survey.questions().next().unwrap();
    assert_eq!(Some(first.id.as_str()), survey.department.as_deref());
}

#[test]
fn nobody_is_blocked_by_a_question() {
    let survey = whole();
    let blocking: Vec<&str> = survey
        .questions()
        .filter(|question| !matches!(question.required, Required::No))
        .filter(|question| question.missing.is_empty())
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(blocking, NO_MISSING_NEEDED);
}

#[test]
fn people_reach_every_question_can_send_and_every_part_fits_its_padding() {
    let survey = whole();
    let today = Day::new(2027, 1, 11).unwrap();
    let words = Derived {
        draft: [1; 16],
        age: [2; 32],
        sign: [3; 32],
        link: [4; 16],
    };
    let mut unreached: BTreeSet<&str> = survey
        .questions()
        .map(|question| question.id.as_str())
        .collect();
    for seed in 0..80 {
        let form = simulate(Arc::clone(&survey), seed, None, today);
        assert!(form.problems().is_empty(), "person {seed} cannot send");
        let submission = form.submission(today);
        for (id, answer) in &submission.answers {
            if *answer != Answer::Missing(Missing::NotRelevant) {
                unreached.remove(id.as_str());
            }
        }
        for (audience, plaintext) in part::plaintexts(&submission, &words.response(), 1).unwrap() {
            let known = survey.audiences.iter().find(|known| known.id == audience);
            let pad = known.map_or(part::DEFAULT_PAD, |known| known.pad);
            assert_eq!(
                plaintext.len(),
                pad as usize * 1024,
                "the {audience} part of person {seed}"
            );
        }
    }
    assert!(unreached.is_empty(), "nobody was asked {unreached:?}");
}
