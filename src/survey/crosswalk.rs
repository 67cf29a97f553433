//! How far a skills bank is joined to classifications: its columns `soc` and `ssc`, and what has none.
//!
//! The Standard Skills Classification is not bundled (docs/rules.md §6.1): a bank holds what it lacks, the
//! specialisms, with a column for its codes that a university fills in. They are taken as they are
//! written. SOC codes are looked up in the questionnaire's own list of them, where it has one.

use std::collections::BTreeMap;

use super::Questionnaire;
use super::model::{Choice, List};

/// The columns that lead to a classification.
pub const COLUMNS: [&str; 2] = ["soc", "ssc"];
/// The column that puts entries together.
const GROUP: &str = "family";
/// What stands between several codes of one entry.
const BETWEEN: [char; 3] = [' ', ';', '|'];

/// One list that leads to a classification.
pub struct Crosswalk<'q> {
    /// The list's name.
    pub list: &'q str,
    /// Which of [`COLUMNS`] it has.
    pub has: [bool; 2],
    /// One line per entry.
    pub lines: Vec<Line<'q>>,
}

/// An entry with its codes.
pub struct Line<'q> {
    /// The entry.
    pub entry: &'q Choice,
    /// Its family, or what else puts it with others; empty where nothing does.
    pub group: &'q str,
    /// Its codes of each of [`COLUMNS`].
    pub codes: [Vec<&'q str>; 2],
    /// SOC codes that the questionnaire's list of occupations does not have.
    pub unknown: Vec<&'q str>,
}

/// How many entries have a code of each of [`COLUMNS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// All entries.
    pub entries: usize,
    /// Those with a code.
    pub coded: [usize; 2],
}

/// Every list of a questionnaire that leads to a classification.
pub fn crosswalks(survey: &Questionnaire) -> Vec<Crosswalk<'_>> {
    let occupations = occupations(survey);
    let lists = survey.lists.iter().filter_map(|(name, list)| {
        let has = COLUMNS.map(|column| list.columns.iter().any(|known| known == column));
        let lines = list
            .entries
            .iter()
            .filter(|entry| !list.is_heading(&entry.code));
        has.contains(&true).then(|| Crosswalk {
            list: name,
            has,
            lines: lines.map(|entry| line(entry, occupations)).collect(),
        })
    });
    lists.collect()
}

/// The list whose entries are SOC unit groups, by its name.
fn occupations(survey: &Questionnaire) -> Option<&List> {
    let mut lists = survey.lists.iter();
    lists.find_map(|(name, list)| name.starts_with("soc").then_some(list))
}

fn line<'q>(entry: &'q Choice, occupations: Option<&List>) -> Line<'q> {
    let codes = COLUMNS.map(|column| codes(entry, column));
    let is_known = |code: &str| {
        occupations.is_none_or(|list| list.entries.iter().any(|entry| entry.code == code))
    };
    let unknown = codes[0].iter().copied().filter(|code| !is_known(code));
    Line {
        entry,
        group: entry
            .columns
            .get(GROUP)
            .map(String::as_str)
            .or_else(|| entry.parent())
            .unwrap_or_default(),
        unknown: unknown.collect(),
        codes,
    }
}

fn codes<'q>(entry: &'q Choice, column: &str) -> Vec<&'q str> {
    let value = entry
        .columns
        .get(column)
        .map(String::as_str)
        .unwrap_or_default();
    value
        .split(BETWEEN)
        .filter(|code| !code.is_empty())
        .collect()
}

impl Crosswalk<'_> {
    /// All entries together, and a group after another by its code.
    pub fn coverage(&self) -> (Coverage, BTreeMap<&str, Coverage>) {
        let mut all = Coverage::default();
        let mut groups: BTreeMap<&str, Coverage> = BTreeMap::new();
        for line in &self.lines {
            for coverage in [&mut all, groups.entry(line.group).or_default()] {
                coverage.entries += 1;
                for (coded, codes) in coverage.coded.iter_mut().zip(&line.codes) {
                    *coded += usize::from(!codes.is_empty());
                }
            }
        }
        (all, groups)
    }
}
