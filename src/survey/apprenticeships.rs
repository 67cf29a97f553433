//! Apprenticeship standards near technicians' work (`surveys/apprenticeships.csv`).
//!
//! Names and references are those of a public list (SkillsFundingAgency/das-standards-versioning-prototype,
//! `standards.js`, of 2021); the nearest occupations and families are ours. Standards are changed and
//! withdrawn often, so that the table is data with the day on which somebody looked each one up.

use crate::base::language::Text;
use crate::base::problem::Problem;
use crate::base::time::Day;

use super::lower;

/// One standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    /// Its reference: `ST0248`.
    pub reference: String,
    /// Its name.
    pub title: Text,
    /// The level of the RQF, 2 to 7; `None` where nobody has looked it up.
    pub level: Option<u8>,
    /// SOC 2020 unit groups that it leads to, four digits each.
    pub soc: Vec<String>,
    /// Families of skill that it serves.
    pub families: Vec<String>,
    /// When somebody last looked it up.
    pub checked_on: Day,
}

/// Reads the text of an apprenticeships file. `file` is how problems call it.
///
/// # Errors
/// Every problem at once, in the order of the file.
pub fn parse(text: &str, file: &str) -> Result<Vec<Standard>, Vec<Problem>> {
    lower::apprenticeships::read(text, file)
}

/// The standards that lead to an occupation, the lowest level first; those of unknown level come last.
pub fn leading_to<'s>(standards: &'s [Standard], soc: &str) -> Vec<&'s Standard> {
    let of = |standard: &&Standard| standard.soc.iter().any(|code| code == soc);
    let mut found: Vec<&Standard> = standards.iter().filter(of).collect();
    found.sort_by_key(|standard| (standard.level.unwrap_or(u8::MAX), &standard.reference));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let found = parse(text, "a.csv").err().unwrap_or_default();
        found
            .iter()
            .map(|one| format!("{} {}", one.place(), one.message()))
            .collect()
    }

    fn shipped() -> Vec<Standard> {
        let text = include_str!("../../surveys/apprenticeships.csv");
        parse(text, "apprenticeships.csv").unwrap()
    }

    #[test]
    fn the_shipped_standards_name_occupations_and_families_that_exist() {
        let standards = shipped();
        assert_eq!(standards.len(), 46);
        let soc = include_str!("../../surveys/lists/soc2020.csv");
        let families = include_str!("../../surveys/lists/families.csv");
        for standard in &standards {
            assert!(!standard.soc.is_empty(), "{}", standard.reference);
            for code in &standard.soc {
                assert!(soc.contains(&format!("\n{code},")), "{code}");
            }
            for family in &standard.families {
                assert!(families.contains(&format!("\n{family},")), "{family}");
            }
        }
    }

    #[test]
    fn the_lowest_level_leads_and_an_unknown_one_comes_last() {
        let standards = shipped();
        let found = leading_to(&standards, "3111");
        let found: Vec<&str> = found.iter().map(|one| one.reference.as_str()).collect();
        assert_eq!(found, ["ST0248", "ST0250", "ST0597", "ST0666"]);
        assert!(leading_to(&standards, "9999").is_empty());
    }

    #[test]
    fn every_problem_is_told_at_its_line() {
        let head = "code,label,level,soc,family,checked_on\n";
        let sound = "ST0248,Lab,3,3111 3119,lab bio,2021-12-31\n";
        assert!(problems(&format!("{head}{sound}")).is_empty());
        let cases = [
            (
                "X1,Lab,3,3111,lab,2021-12-31",
                "2:1 `X1` is no standard's reference",
            ),
            ("ST0248,Lab,9,3111,lab,2021-12-31", "2:1 `9` is no level"),
            (
                "ST0248,Lab,3,311,lab,2021-12-31",
                "2:1 `311` is no SOC 2020 unit group",
            ),
            ("ST0248,Lab,3,3111,lab,then", "2:1 `then` is no day"),
        ];
        for (row, wanted) in cases {
            assert_eq!(problems(&format!("{head}{row}\n")), [wanted], "{row}");
        }
        assert_eq!(
            problems(&format!("{head}{sound}{sound}")),
            ["3:1 the code `ST0248` stands in line 2 already"]
        );
        assert_eq!(
            problems("code,label,level,soc,checked_on\nST0248,Lab,3,3111,2021-12-31\n"),
            ["1:1 the column `family` is missing"]
        );
        assert_eq!(problems("").len(), 1);
    }
}
