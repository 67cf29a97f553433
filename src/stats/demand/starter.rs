//! A first demand file, drawn from the survey, for a lead to go over: an empty page is never filled in.

use std::collections::BTreeMap;

use super::super::door::Operational;
use super::super::material::Material;
use super::super::view::questions::{COVER_LEVEL, KEY_SKILLS, TRACK};
use super::super::view::services::{Said, said};
use super::super::view::supply::Supply;
use super::{Demand, Need, Why};

/// The criticality of a skill of which nothing more is known: the middle.
const MIDDLE: u8 = 3;
/// Months to learn for what takes "more than a year".
const OVER_A_YEAR: u32 = 18;

/// The skills that at least one person of the department named as one that matters most to their post
/// (docs/rules.md §4), the most named first. As many people are needed, now and in three years, as hold it
/// now, and one at least; what people said of their services gives the rest.
pub fn starter(material: &Material<'_, Operational>) -> Demand {
    let said = said(material);
    let named = named(material);
    let supply = Supply::of(material);
    let mut needs = Vec::new();
    for (code, supply) in supply.iter().flat_map(Supply::codes) {
        let Some(by) = named.get(code) else { continue };
        let said = said.get(code).cloned().unwrap_or_default();
        let holders = supply.holders(code, COVER_LEVEL).len();
        let now = u32::try_from(holders.max(1)).unwrap_or(u32::MAX);
        let need = Need {
            skill: code.to_owned(),
            level: COVER_LEVEL,
            now,
            in_three_years: now,
            criticality: MIDDLE
                + u8::from(said.is_felt_soon)
                + u8::from(said.is_used_by(&["safety"])),
            why: why(material, &said, by),
            plan: None,
            training_months: said.is_long_to_learn.then_some(OVER_A_YEAR),
            market: None,
            by: None,
            is_drawn: true,
        };
        needs.push((by.len(), need));
    }
    // Stable: among those named as often the questionnaire's order stays.
    needs.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
    Demand {
        department: material.department.unwrap_or_default().to_owned(),
        base_rate: None,
        needs: needs.into_iter().map(|(_, need)| need).collect(),
    }
}

/// Who named each skill.
fn named(material: &Material<'_, Operational>) -> BTreeMap<String, Vec<usize>> {
    let mut all: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    if let Some(answers) = material.frame.answers(KEY_SKILLS) {
        for at in material.frame.stretch(material.department) {
            for code in answers.codes(at) {
                all.entry(code.to_string()).or_default().push(at);
            }
        }
    }
    all
}

/// What the entries about it say it is for; else what the posts of those who named it are for.
fn why(material: &Material<'_, Operational>, said: &Said, by: &[usize]) -> Why {
    let told = [
        (&["safety"][..], Why::Statutory),
        (&["classes"][..], Why::Teaching),
        (&["group", "groups"][..], Why::Research),
        (&["income"][..], Why::Income),
    ];
    let mut told = told.into_iter();
    if let Some((_, why)) = told.find(|(users, _)| said.is_used_by(users)) {
        return why;
    }
    let track = material.frame.answers(TRACK);
    let research = by
        .iter()
        .filter(|&&at| track.and_then(|track| track.text(at)) == Some("research"));
    if research.count() * 2 > by.len() {
        Why::Research
    } else {
        Why::Teaching
    }
}
