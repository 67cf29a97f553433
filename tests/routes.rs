//! `surveys/routes.toml`: the ways to a skill that are shipped. The file is data that universities edit,
//! so what the program may rely on stands here as rules.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tallybox::runtime::home::check_file;
use toml::value::Datetime;

/// The kinds that a training wish is led to.
const KINDS: [&str; 10] = [
    "short_course",
    "supplier_training",
    "apprenticeship",
    "htq",
    "t_level_host",
    "degree",
    "registration",
    "fellowship",
    "shadowing",
    "e_learning",
];

const NATIONS: [&str; 5] = ["uk", "england", "wales", "scotland", "northern_ireland"];

/// The routes of the occupational maps of England.
const OCCUPATIONAL: [&str; 15] = [
    "Agriculture, environmental and animal care",
    "Business and administrative",
    "Care services",
    "Catering and hospitality",
    "Construction",
    "Creative and design",
    "Digital",
    "Education and childcare",
    "Engineering and manufacturing",
    "Hair and beauty",
    "Health and science",
    "Legal, finance and accounting",
    "Protective services",
    "Sales, marketing and procurement",
    "Transport and logistics",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    route: Vec<Route>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Title {
    en: String,
    cy: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Route {
    id: String,
    title: Title,
    kind: String,
    level: u8,
    nation: String,
    #[serde(rename = "occupational_route")]
    occupational: String,
    family: Vec<String>,
    typical_months: u32,
    cost_band: u8,
    reference: Option<String>,
    checked_on: Datetime,
}

fn surveys() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys")
}

fn routes() -> Vec<Route> {
    let text = std::fs::read_to_string(surveys().join("routes.toml")).unwrap();
    let file: File = toml::from_str(&text).unwrap();
    assert_eq!(file.schema, 1);
    file.route
}

/// The ids of the routes that break a rule.
fn breaking(rule: impl Fn(&Route) -> bool) -> Vec<String> {
    let routes = routes().into_iter();
    routes
        .filter(|route| !rule(route))
        .map(|route| route.id)
        .collect()
}

#[test]
fn ids_and_titles_are_there_and_unlike() {
    let routes = routes();
    assert!(routes.len() >= 60, "{}", routes.len());
    let unlike = |of: fn(&Route) -> &str| routes.iter().map(of).collect::<BTreeSet<_>>().len();
    assert_eq!(unlike(|route| &route.id), routes.len());
    assert_eq!(unlike(|route| &route.title.en), routes.len());
    assert_eq!(unlike(|route| &route.title.cy), routes.len());
    let slug =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    assert_eq!(breaking(|route| route.id.chars().all(slug)), [""; 0]);
    let short = |title: &str| !title.is_empty() && title.chars().count() <= 70;
    assert_eq!(
        breaking(|route| short(&route.title.en) && short(&route.title.cy)),
        [""; 0]
    );
}

#[test]
fn what_is_of_a_closed_list_is_on_it_and_every_kind_has_a_route() {
    assert_eq!(
        breaking(|route| KINDS.contains(&route.kind.as_str())),
        [""; 0]
    );
    assert_eq!(
        breaking(|route| NATIONS.contains(&route.nation.as_str())),
        [""; 0]
    );
    let known = |name: &str| name == "any" || OCCUPATIONAL.contains(&name);
    assert_eq!(breaking(|route| known(&route.occupational)), [""; 0]);
    let used: BTreeSet<String> = routes().into_iter().map(|route| route.kind).collect();
    assert_eq!(used.len(), KINDS.len());
}

#[test]
fn families_are_those_of_the_skills_and_each_has_a_way_at_every_step() {
    let survey = check_file(&surveys().join("skills-and-responsibility.toml"));
    let survey = survey.unwrap().questionnaire.unwrap();
    let families = &survey.lists["families"];
    let known = |route: &Route| {
        let unlike: BTreeSet<&String> = route.family.iter().collect();
        !unlike.is_empty()
            && unlike.len() == route.family.len()
            && route
                .family
                .iter()
                .all(|family| families.get(family).is_some())
    };
    assert_eq!(breaking(known), [""; 0]);
    // From not yet to introduced, and so on: the kinds that the plan names for each step.
    let steps: [&[&str]; 4] = [
        &["e_learning", "shadowing"],
        &["short_course", "supplier_training"],
        &["shadowing", "apprenticeship"],
        &["short_course", "degree", "htq"],
    ];
    let routes = routes();
    for family in &families.entries {
        for kinds in steps {
            let serves = |route: &Route| {
                kinds.contains(&route.kind.as_str()) && route.family.contains(&family.code)
            };
            assert!(routes.iter().any(serves), "{} by {kinds:?}", family.code);
        }
    }
}

#[test]
fn figures_are_within_reason_and_days_are_days() {
    assert_eq!(breaking(|route| route.level <= 8), [""; 0]);
    assert_eq!(
        breaking(|route| (1..=72).contains(&route.typical_months)),
        [""; 0]
    );
    assert_eq!(
        breaking(|route| (1..=3).contains(&route.cost_band)),
        [""; 0]
    );
    let day = |route: &Route| {
        let plain = route.checked_on.time.is_none() && route.checked_on.offset.is_none();
        let after_2020 = route.checked_on.date.is_some_and(|date| date.year > 2020);
        plain && after_2020
    };
    assert_eq!(breaking(day), [""; 0]);
}

#[test]
fn what_exists_in_england_only_is_said_to_and_standards_are_cited() {
    let english = |route: &Route| match route.kind.as_str() {
        "htq" => route.nation == "england" && (4..=5).contains(&route.level),
        "t_level_host" => route.nation == "england" && route.level == 3,
        _ => true,
    };
    assert_eq!(breaking(english), [""; 0]);
    let cited = |route: &Route| match &route.reference {
        Some(reference) => {
            let digits = reference.strip_prefix("ST").unwrap_or_default();
            route.kind == "apprenticeship"
                && digits.len() == 4
                && digits.chars().all(|digit| digit.is_ascii_digit())
        }
        None => route.kind != "apprenticeship" || route.nation != "england",
    };
    assert_eq!(breaking(cited), [""; 0]);
    let references: Vec<String> = routes()
        .into_iter()
        .filter_map(|route| route.reference)
        .collect();
    let unlike: BTreeSet<&String> = references.iter().collect();
    assert_eq!(unlike.len(), references.len());
}
