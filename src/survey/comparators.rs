//! Published figures (`surveys/comparators.toml`): what others reported, to set one's own beside.
//!
//! A comparator keeps its source, year and base. It is shown next to figures of a survey and never
//! enters one: it was counted by other people, of other people, with other words.

use rust_decimal::Decimal;

use crate::base::language::Text;
use crate::base::problem::Problem;
use crate::base::time::Day;

use super::lower;

/// One published figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparator {
    /// Its id, which never changes.
    pub id: String,
    /// What was counted.
    pub title: Text,
    /// The figure.
    pub measure: Measure,
    /// Whether the source says "more than".
    pub or_more: bool,
    /// Whom it is about.
    pub of: Text,
    /// How many people that were, where the source says so.
    pub people: Option<u32>,
    /// The year of the survey, where it is known.
    pub year: Option<u32>,
    /// The page or paper.
    pub source: String,
    /// What of ours comes nearest, where anything does.
    pub nearest: Option<Nearest>,
    /// When somebody last looked it up.
    pub checked_on: Day,
}

/// What a published figure says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A percentage of [`Comparator::of`].
    Percent(Decimal),
    /// A number of people.
    Count(u32),
    /// So many times another figure, which the title names.
    Ratio(Decimal),
}

/// The question of ours that comes nearest to a published one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// A table's id: `QUESTION` or `QUESTION.ROW`.
    pub question: String,
    /// The answers that count, as tables write their codes.
    pub codes: Vec<String>,
    /// How the two differ.
    pub differs: Text,
}

/// Reads the text of a comparators file. `file` is how problems call it.
///
/// # Errors
/// Every problem at once, in the order of the file.
pub fn parse(text: &str, file: &str) -> Result<Vec<Comparator>, Vec<Problem>> {
    lower::comparators::read(text, file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::language::Language;

    const ONE: &str = r#"schema = 1
[[comparator]]
id = "york-registered"
title.en = "Registered"
percent = 15
of.en = "Technicians"
year = 2019
source = "A page"
question = "g_reg"
codes = ["rsci"]
differs.en = "Otherwise"
checked_on = 2026-11-22
"#;

    /// Each problem as `LINE:COLUMN MESSAGE`.
    fn problems(text: &str) -> Vec<String> {
        let found = parse(text, "c.toml").err().unwrap_or_default();
        found
            .iter()
            .map(|one| format!("{} {}", one.place(), one.message()))
            .collect()
    }

    #[test]
    fn the_shipped_figures_are_sound_and_each_has_a_source() {
        let shipped = parse(
            include_str!("../../surveys/comparators.toml"),
            "comparators.toml",
        )
        .unwrap();
        assert_eq!(shipped.len(), 29);
        let welsh = Language::new("cy");
        for one in &shipped {
            assert!(!one.source.is_empty(), "{}", one.id);
            assert!(one.title.has(&welsh) && one.of.has(&welsh), "{}", one.id);
        }
        // York 2019, "The NTDC Skills Survey (York)": 15 % registered.
        let york = shipped.iter().find(|one| one.id == "york-2019-registered");
        let york = york.unwrap();
        assert_eq!(york.measure, Measure::Percent(Decimal::from(15)));
        assert_eq!(york.year, Some(2019));
        // LJMU 2024: 77.8 %, exactly.
        let ljmu = shipped.iter().find(|one| one.id == "ljmu-2024-response");
        assert_eq!(
            ljmu.unwrap().measure,
            Measure::Percent(Decimal::new(778, 1))
        );
    }

    #[test]
    fn what_joins_ours_names_questions_and_codes_that_exist() {
        let shipped = parse(
            include_str!("../../surveys/comparators.toml"),
            "comparators.toml",
        )
        .unwrap();
        let flagship = include_str!("../../surveys/skills-and-responsibility.toml");
        let registers = include_str!("../../surveys/lists/registers.csv");
        for near in shipped.iter().filter_map(|one| one.nearest.as_ref()) {
            let question = near.question.split('.').next().unwrap();
            assert!(
                flagship.contains(&format!("id = \"{question}\"\n")),
                "{question}"
            );
            for code in &near.codes {
                let is_there = flagship.contains(&format!("code = \"{code}\""))
                    || registers.contains(&format!("\n{code},"));
                assert!(is_there, "{question} {code}");
            }
        }
    }

    #[test]
    fn a_sound_figure_is_read_whole() {
        let read = parse(ONE, "c.toml").unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].measure, Measure::Percent(Decimal::from(15)));
        assert_eq!(read[0].people, None);
        assert_eq!(read[0].nearest.as_ref().unwrap().codes, ["rsci"]);
    }

    #[test]
    fn every_problem_is_told_at_its_place() {
        let cases: &[(&str, &str, &str)] = &[
            ("percent = 15", "percent = 115", "5:11 115 is no percentage"),
            (
                "percent = 15",
                "percent = 15\ncount = 3",
                "2:1 `percent` and `count` are both given",
            ),
            ("percent = 15\n", "", "2:1 this figure has no value"),
            ("source = \"A page\"\n", "", "2:1 `source` is missing"),
            (
                "differs.en = \"Otherwise\"\n",
                "",
                "2:1 `differs` is missing",
            ),
            ("codes = [\"rsci\"]\n", "", "2:1 `codes` is missing"),
            ("question = \"g_reg\"\n", "", "2:1 `question` is missing"),
            ("year = 2019", "year = 19", "7:8 19 is out of range"),
            ("year", "yaer", "7:1 `yaer` is not a key here"),
            ("percent = 15", "ratio = -1", "5:9 -1 is no ratio"),
        ];
        for (from, to, wanted) in cases {
            let told = problems(&ONE.replace(from, to));
            assert_eq!(told, [*wanted], "{to}");
        }
    }

    #[test]
    fn two_problems_are_told_at_once() {
        let twice = ONE.replace("schema = 1\n", "");
        let told = problems(&format!("{ONE}{}", twice.replace("2019", "\"long ago\"")));
        assert_eq!(
            told,
            [
                "14:6 `york-registered` stands in this file twice",
                "18:8 this is a text, wanted is a whole number"
            ]
        );
    }
}
