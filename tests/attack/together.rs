//! Tables and views of a wave read together, by `attack/views.py`: the classes of every view, of everybody and of each
//! department, beside the tables of their questions.

#![expect(
    clippy::print_stdout,
    reason = "how many figures were looked at is told with `--nocapture`"
)]

use super::twins::{Answers, Release, people, release_of, short};
use super::*;

/// What the attacker finds narrower than declared, and how many figures it looked at.
fn narrower(people: &[Answers], protection: Protection, release: &Release) -> (Vec<Json>, u64) {
    let mut roster = BTreeMap::<String, u64>::new();
    for person in people {
        if let Some(Value::Choice(chosen)) = person["b_dept"].value() {
            *roster.entry(chosen.code.clone()).or_default() += 1;
        }
    }
    let read = |text: &String| serde_json::from_str::<Json>(text).unwrap();
    let world = json!({
        "roster": roster,
        "profile": protection.code(),
        "release": read(&release.figures[0]),
        "views": release.figures[1..].iter().map(read).collect::<Vec<_>>(),
        "technical": include_str!("../../surveys/technical.toml"),
        "several": ["g_reg"],
        "open": ["b_soc"],
        "gated": [],
    });
    let told = asked("tests/attack/views.py", &world);
    (
        told["found"].as_array().unwrap().clone(),
        told["counted"].as_u64().unwrap(),
    )
}

#[test]
fn tables_and_views_together_tell_nothing_narrower_than_declared() {
    let survey = short();
    let mut narrow = Vec::new();
    for protection in [Protection::Hesa, Protection::Suppress] {
        let mut looked_at = 0;
        for seed in 0..rounded::releases(2) {
            let people = people(&mut Numbers(seed));
            let release = release_of(&survey, &people, protection);
            let (found, counted) = narrower(&people, protection, &release);
            looked_at += counted;
            narrow.extend(
                found
                    .iter()
                    .map(|found| format!("{protection:?} {seed}: {found}")),
            );
        }
        println!(
            "{protection:?}: {looked_at} figures looked at, {} narrow",
            narrow.len()
        );
        assert!(looked_at > 400, "{protection:?}: {looked_at}");
    }
    assert!(narrow.is_empty(), "{narrow:#?}");
}

/// Views whose classes are rounded each by itself, whatever stands beside them.
#[test]
fn classes_that_are_merely_rounded_are_narrowed() {
    let survey = short();
    let mut found = 0;
    for seed in 0..2 {
        let people = people(&mut Numbers(seed));
        let mut release = release_of(&survey, &people, Protection::Hesa);
        for view in &mut release.figures[1..] {
            let mut json: Json = serde_json::from_str(view).unwrap();
            if json["view"] == "career" {
                let department = json["department"].clone();
                show_agreement(&mut json, &people, &department);
            }
            *view = json.to_string();
        }
        found += narrower(&people, Protection::Hesa, &release).0.len();
    }
    assert!(found > 1, "{found}");
}

/// Puts rounded counts in the place of what a view shows of who agrees.
fn show_agreement(view: &mut Json, people: &[Answers], department: &Json) {
    let count = |scores: &[i64]| {
        let is_one = |person: &&Answers| {
            let of = person["b_dept"].value();
            let is_here = matches!(of, Some(Value::Choice(of)) if *department == *of.code);
            let score = person["i_clear"].value();
            let is_so = matches!(score, Some(Value::Integer(score)) if scores.contains(score));
            // The department d1 is too small to be shown.
            let is_shown = !matches!(of, Some(Value::Choice(of)) if of.code == "d1");
            is_so && (is_here || department.is_null() && is_shown)
        };
        let count = people.iter().filter(is_one).count();
        json!((count + 2) / 5 * 5)
    };
    for block in view["blocks"].as_array_mut().unwrap() {
        if block["id"] == "agreement" {
            block["rows"] = json!([{
                "statement": "i_clear", "agree": count(&[4, 5]), "neither": count(&[3]),
                "disagree": count(&[1, 2]), "agree_percent": null, "asked": null,
            }]);
        }
    }
}
