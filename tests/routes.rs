//! `surveys/routes.toml` and `surveys/roles.toml`: the ways to a skill and the role profiles that are
//! shipped. Both are data that universities edit, so what the program may rely on stands here as rules,
//! and what a slip of the pen earns stands here as line, column and remedy.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tallybox::base::language::{Language, Text};
use tallybox::base::problem::Problem;
use tallybox::base::time::Day;
use tallybox::runtime::desk_files::{self, Unusable};
use tallybox::runtime::home::{Home, check_file};
use tallybox::survey::roles::Roles;
use tallybox::survey::routes::{Nation, Route, RouteKind, Wish, candidates};
use tallybox::survey::{roles, routes};

fn surveys() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys")
}

fn routes() -> Vec<Route> {
    let text = std::fs::read_to_string(surveys().join("routes.toml")).unwrap();
    routes::parse(&text, "routes.toml").unwrap()
}

fn shipped_roles() -> Roles {
    let text = std::fs::read_to_string(surveys().join("roles.toml")).unwrap();
    roles::parse(&text, "roles.toml").unwrap()
}

/// The words of a text in a language.
fn words(text: &Text, language: &str) -> String {
    let language = Language::new(language);
    assert!(text.has(&language));
    text.get(&language).to_owned()
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
    let unlike = |of: &dyn Fn(&Route) -> String| routes.iter().map(of).collect::<BTreeSet<_>>();
    assert_eq!(unlike(&|route| route.id.clone()).len(), routes.len());
    for language in ["en", "cy"] {
        let titles = unlike(&|route| words(&route.title, language));
        assert_eq!(titles.len(), routes.len());
        assert!(titles.iter().all(|title| title.chars().count() <= 70));
    }
}

#[test]
fn every_kind_has_a_route_and_figures_are_within_reason() {
    let used: BTreeSet<RouteKind> = routes().into_iter().map(|route| route.kind).collect();
    assert_eq!(used.len(), RouteKind::ALL.len());
    assert_eq!(breaking(|route| route.typical_months <= 72), [""; 0]);
    let after = Day::new(2020, 12, 31).unwrap();
    assert_eq!(breaking(|route| route.checked_on > after), [""; 0]);
}

#[test]
fn families_are_those_of_the_skills_and_each_has_a_way_at_every_step_in_every_nation() {
    let survey = check_file(&surveys().join("skills-and-responsibility.toml"));
    let survey = survey.unwrap().questionnaire.unwrap();
    let families = &survey.lists["families"];
    let known = |family: &String| families.get(family).is_some();
    assert_eq!(breaking(|route| route.families.iter().all(known)), [""; 0]);
    let routes = routes();
    for family in families.entries.iter().map(|entry| entry.code.as_str()) {
        for nation in Nation::ALL {
            for from in 0..4 {
                let nation = Some(nation);
                let (to, is_formal) = (from + 1, false);
                let wish = Wish {
                    family,
                    from,
                    to,
                    nation,
                    is_formal,
                };
                assert!(candidates(&routes, &wish).len() > 1, "{wish:?}");
            }
        }
    }
}

#[test]
fn what_exists_in_england_only_is_said_to_and_standards_are_cited() {
    let english = |route: &Route| match route.kind {
        RouteKind::Htq => route.nation == Nation::England && (4..=5).contains(&route.level),
        RouteKind::TLevelHost => route.nation == Nation::England && route.level == 3,
        _ => true,
    };
    assert_eq!(breaking(english), [""; 0]);
    let apprenticeship = |route: &Route| route.kind == RouteKind::Apprenticeship;
    let cited = |route: &Route| match &route.reference {
        Some(_) => apprenticeship(route),
        None => !apprenticeship(route) || route.nation != Nation::England,
    };
    assert_eq!(breaking(cited), [""; 0]);
    let references = routes().into_iter().filter_map(|route| route.reference);
    let references: Vec<String> = references.collect();
    let unlike: BTreeSet<&String> = references.iter().collect();
    assert_eq!(unlike.len(), references.len());
}

#[test]
fn the_profiles_are_an_example_over_the_ladder_and_no_step_asks_for_less_of_the_same() {
    let survey = check_file(&surveys().join("skills-and-responsibility.toml"));
    let survey = survey.unwrap().questionnaire.unwrap();
    let shipped = shipped_roles();
    assert!(shipped.is_example);
    let steps: Vec<&str> = shipped
        .roles
        .iter()
        .map(|role| role.step.as_str())
        .collect();
    assert_eq!(steps, ["L0", "L1", "L2", "L3", "L4", "L5", "L6"]);
    let skills = &survey.lists["skills"];
    for role in &shipped.roles {
        assert!(
            role.requires
                .iter()
                .all(|one| skills.get(&one.skill).is_some())
        );
        assert!(role.requires.len() >= 2 && !words(&role.title, "cy").is_empty());
    }
    for pair in shipped.roles.windows(2) {
        for before in &pair[0].requires {
            let mut requires = pair[1].requires.iter();
            let now = requires.find(|one| one.skill == before.skill);
            let is_less = now.is_some_and(|now| now.level < before.level);
            assert!(!is_less, "{} {}", pair[1].step, before.skill);
        }
    }
}

/// Line, column and message of each problem.
fn told(found: Vec<Problem>) -> Vec<String> {
    let one = |problem: Problem| {
        assert!(!problem.remedy().is_empty());
        format!("{} {}", problem.place(), problem.message())
    };
    found.into_iter().map(one).collect()
}

const ROUTES: &str = r#"schema = 1
colour = "red"
[[route]]
id = "a"
title = "A"
kind = "short_curse"
level = 9
nation = "uk"
occupational_route = "any"
family = ["lab", "lab"]
steps = [5]
typical_months = 0
cost_band = "two"
reference = "ST12"
checked_on = 2026-02-30
[[route]]
id = "a"
title = { en = "" }
kind = "degree"
level = 1
nation = "france"
occupational_route = "Digitl"
family = []
"#;

#[test]
fn every_fault_of_a_routes_file_is_told_at_once() {
    let found = told(routes::parse(ROUTES, "routes.toml").unwrap_err());
    // A day that is not a day breaks the TOML; what is only absent may follow from that and is not told.
    assert_eq!(
        found,
        [
            "2:1 `colour` is not a key here",
            "6:8 `short_curse` means nothing for `kind`",
            "7:9 9 is out of range",
            "10:18 `lab` stands here twice",
            "11:10 5 is out of range",
            "12:18 0 is out of range",
            "13:13 this is a text, wanted is a whole number",
            "14:13 `ST12` is not the reference of a standard",
            "15:14 invalid date, expected day between 01 and 28",
            "17:6 `a` stands in this file twice",
            "18:16 this text is empty",
            "21:10 `france` means nothing for `nation`",
            "22:22 `Digitl` means nothing for `occupational_route`",
            "23:10 this route serves no family of skill",
        ]
    );
    let mended = ROUTES.replace("2026-02-30", "2026-02-28");
    let found = told(routes::parse(&mended, "routes.toml").unwrap_err());
    let missing: Vec<&String> = found.iter().filter(|one| one.contains("missing")).collect();
    assert_eq!(
        missing,
        [
            "16:1 `typical_months` is missing",
            "16:1 `cost_band` is missing",
            "16:1 `checked_on` is missing"
        ]
    );
    let empty = told(routes::parse("", "routes.toml").unwrap_err());
    assert_eq!(empty, ["1:1 `schema` is missing", "1:1 `route` is missing"]);
    let later = told(routes::parse("schema = 2\nroute = 1", "routes.toml").unwrap_err());
    assert_eq!(later.len(), 2, "{later:?}");
    let large = "#".repeat(1 << 21);
    assert_eq!(
        told(routes::parse(&large, "routes.toml").unwrap_err()).len(),
        1
    );
}

#[test]
fn every_fault_of_a_roles_file_is_told_at_once() {
    let text = "schema = 1\nexample = \"yes\"\n[[role]]\nstep = \"L0\"\ntitle.en = \"T\"\nrequires = { \"sup.risk\" = 0 }\nmaps_too = \"x\"\n[[role]]\nstep = \"L0\"\nrequires = {}\n";
    let found = told(roles::parse(text, "roles.toml").unwrap_err());
    assert_eq!(
        found,
        [
            "2:11 this is a text, wanted is true or false",
            "6:27 0 is out of range",
            "7:1 `maps_too` is not a key here",
            "8:1 `title` is missing",
            "9:8 `L0` stands in this file twice",
            "10:12 this step asks for no skill",
        ]
    );
}

#[test]
fn a_home_has_its_own_files_or_those_shipped_and_a_faulty_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path().to_path_buf());
    assert_eq!(desk_files::routes(&home).unwrap(), routes());
    assert_eq!(desk_files::roles(&home).unwrap(), shipped_roles());
    std::fs::create_dir(home.surveys()).unwrap();
    let own = home.surveys().join("roles.toml");
    let sound = "schema = 1\n[[role]]\nstep = \"L0\"\ntitle = \"T\"\nrequires = { a = 1 }\n";
    std::fs::write(&own, sound).unwrap();
    let read = desk_files::roles(&home).unwrap();
    assert!(!read.is_example && read.roles.len() == 1);
    assert!(home.survey_files().is_empty());
    std::fs::write(&own, sound.replace("a = 1", "a = 7")).unwrap();
    let words = desk_files::roles(&home).unwrap_err().to_string();
    let end = "roles.toml:5:18: 7 is out of range; give a number from 1 to 4";
    assert!(words.ends_with(end), "{words}");
    std::fs::write(&own, b"\xff").unwrap();
    let words = desk_files::roles(&home);
    assert!(matches!(words, Err(Unusable::NotText(_))));
}
