//! What counts as technical (`surveys/technical.toml`): definitions that will change, worked out from
//! answers that stay (docs/rules.md §6.2: HESA has not published one).
//!
//! A definition is rules over answers that were given; whoever fits any of them is counted. So a new one
//! is counted without asking anybody again.

use crate::base::language::Text;
use crate::base::problem::Problem;

use super::lower;

/// The most definitions: what several of them say of one person is a code of a table.
pub const MOST: usize = 8;

/// One definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its id, which never changes.
    pub id: String,
    /// What it is.
    pub title: Text,
    /// Where it is from.
    pub source: String,
    /// Whoever fits one of them is counted.
    pub rules: Vec<Rule>,
}

/// Answers that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The question's id.
    pub question: String,
    /// These codes.
    pub codes: Vec<String>,
    /// And those that begin like this: SOC's groups are beginnings of its codes.
    pub starting: Vec<String>,
}

impl Rule {
    /// Whether a code counts.
    pub fn counts(&self, code: &str) -> bool {
        let begins = |start: &String| code.starts_with(start.as_str());
        self.codes.iter().any(|own| own == code) || self.starting.iter().any(begins)
    }
}

/// Reads the text of a file of definitions. `file` is how problems call it.
///
/// # Errors
/// Every problem at once, in the order of the file.
pub fn parse(text: &str, file: &str) -> Result<Vec<Definition>, Vec<Problem>> {
    lower::technical::read(text, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_definitions_read_and_say_where_they_are_from() {
        let text = include_str!("../../surveys/technical.toml");
        let all = parse(text, "technical.toml").unwrap();
        let ids: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["core", "graduate-workforce", "skilled", "work"]);
        assert!(all.iter().all(|one| !one.source.is_empty()));
        let core = &all[0].rules[0];
        assert!(core.counts("3111") && core.counts("3120") && core.counts("3133"));
        assert!(!core.counts("3121") && !core.counts("5311") && !core.counts("3416"));
    }

    #[test]
    fn every_problem_is_told_with_its_place() {
        let text = "schema = 1\n[[definition]]\nid = \"a\"\ntitle = \"A\"\nsource = \"x\"\n\
                    [[definition.rule]]\nquestion = \"q\"\n\
                    [[definition]]\nid = \"a\"\ntitle = \"B\"\nsource = \"y\"\nnote = 1\n";
        let problems = parse(text, "t.toml").unwrap_err();
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let told = told.join("\n");
        for words in ["`codes`", "twice", "`rule`", "note"] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(problems.iter().all(|problem| problem.line > 0));
        let nine: Vec<String> = (0..9)
            .map(|at| {
                format!(
                    "[[definition]]\nid = \"d{at}\"\ntitle = \"D\"\nsource = \"x\"\n\
                     [[definition.rule]]\nquestion = \"q\"\ncodes = [\"c\"]\n"
                )
            })
            .collect();
        let problems = parse(&format!("schema = 1\n{}", nine.concat()), "t.toml").unwrap_err();
        assert!(problems[0].message().contains('8'), "{}", problems[0]);
    }
}
