//! `demand/CODE.toml` to a [`Demand`], or everything that is wrong with it, each at its line and column.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use crate::base::problem::Problem;
use crate::base::text::one_line;
use crate::base::time::Day;
use crate::base::words::{Arg, Message};
use crate::survey::Questionnaire;
use crate::survey::model::Kind;
use crate::survey::nearest::message_among;
use crate::survey::raw::{Entry, Node, Raw, from_toml};
use crate::survey::source::{Source, Span};

use super::super::view::questions::{COVER_LEVEL, RATING, SKILLS};
use super::{Demand, LONGEST_PLAN, MOST_MONTHS, MOST_NEEDED, Market, Need, Why};

/// The largest file that is read.
const LARGEST: usize = 1 << 20;
/// The most problems that are told: more help nobody.
const MOST_PROBLEMS: usize = 200;

const KEYS: [&str; 5] = ["schema", "department", "base_rate", "starter", "need"];
const NEED_KEYS: [&str; 11] = [
    "skill",
    "level",
    "need_now",
    "need_3y",
    "criticality",
    "why",
    "plan_ref",
    "training_months",
    "market",
    "by",
    "starter",
];

/// Reads the text of a demand file. `file` is what problems call it; skills and the department are
/// looked up in the questionnaire.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub fn parse(
    text: &str,
    file: &str,
    questionnaire: &Questionnaire,
) -> Result<Demand, Vec<Problem>> {
    let mut reader = Reader {
        source: Source::new(file, text),
        file,
        questionnaire,
        skills: skills(questionnaire),
        is_broken: false,
        problems: Vec::new(),
    };
    if text.len() > LARGEST {
        reader.tell(
            &(0..0),
            Message::plain("desk-file-too-large"),
            Message::plain("desk-file-too-large-next"),
        );
        return Err(reader.problems);
    }
    let (root, faults) = from_toml(text);
    for (span, fault) in faults {
        reader.is_broken = true;
        let fault = Message::with("desk-file-toml", [("words", Arg::from(fault))]);
        reader.tell(&span, fault, Message::plain("desk-file-toml-next"));
    }
    let demand = reader.demand(&root);
    reader.problems.sort_by_key(|one| (one.line, one.column));
    match demand {
        Some(demand) if reader.problems.is_empty() => Ok(demand),
        _ => Err(reader.problems),
    }
}

/// The codes that a need may name: the rows of the rating, else the entries of the list of skills.
fn skills(questionnaire: &Questionnaire) -> Vec<&str> {
    let rating = questionnaire.question(RATING);
    if let Some(Kind::Matrix(matrix)) = rating.map(|question| &question.kind) {
        let rows = questionnaire.rows(matrix).into_iter();
        return rows.map(|row| row.code.as_str()).collect();
    }
    let list = questionnaire.lists.get(SKILLS).into_iter();
    list.flat_map(|list| &list.entries)
        .map(|entry| entry.code.as_str())
        .collect()
}

struct Reader<'t> {
    source: Source<'t>,
    file: &'t str,
    questionnaire: &'t Questionnaire,
    skills: Vec<&'t str>,
    /// The TOML itself is broken, so what seems to be missing may only be unreadable.
    is_broken: bool,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn tell(&mut self, span: &Span, what: Message, next: Message) {
        let (line, column) = self.source.place(span.start);
        let is_told = |earlier: &Problem| (earlier.line, earlier.column) == (line, Some(column));
        if self.problems.len() < MOST_PROBLEMS && !self.problems.iter().any(is_told) {
            self.problems.push(Problem {
                file: self.file.to_owned(),
                line,
                column: Some(column),
                what,
                next,
            });
        }
    }

    fn demand(&mut self, root: &Node) -> Option<Demand> {
        self.known(root, &KEYS);
        self.schema(root);
        let department = self.department(root);
        let base_rate = self.base_rate(root);
        let is_starter = self.truth(root, "starter");
        let mut needs = self.needs(root);
        for need in &mut needs {
            need.is_drawn |= is_starter;
        }
        Some(Demand {
            department: department?,
            base_rate,
            needs,
        })
    }

    /// Tells of keys that do not exist.
    fn known(&mut self, node: &Node, keys: &[&str]) {
        for Entry { key, at, .. } in node.entries() {
            if !keys.contains(&key.as_str()) {
                let shown = one_line(key);
                if keys.contains(&shown.as_str()) {
                    let what = with("desk-file-hidden", "key", &shown);
                    self.tell(at, what, Message::plain("desk-file-hidden-next"));
                    continue;
                }
                let next = message_among(&shown, keys.iter().copied());
                self.tell(at, with("desk-file-no-key", "key", &shown), next);
            }
        }
    }

    fn schema(&mut self, root: &Node) {
        match root.get("schema").map(|node| (&node.value, &node.span)) {
            Some((Raw::Whole(1), _)) => {}
            Some((_, span)) => {
                self.tell(
                    span,
                    Message::plain("desk-file-schema"),
                    Message::plain("desk-file-schema-next"),
                );
            }
            None => self.lacks(root, "schema", Message::plain("desk-file-schema-first")),
        }
    }

    fn lacks(&mut self, node: &Node, key: &str, next: Message) {
        if !self.is_broken {
            self.tell(&node.span, with("desk-file-missing", "key", key), next);
        }
    }

    fn department(&mut self, root: &Node) -> Option<String> {
        let Some(code) = self.text(root, "department") else {
            if root.get("department").is_none() {
                let next = Message::plain("desk-file-department-next");
                self.lacks(root, "department", next);
            }
            return None;
        };
        let span = span_of(root, "department");
        let questionnaire = self.questionnaire;
        let Some(list) = questionnaire.departments() else {
            return Some(code);
        };
        let mut choosable = list
            .entries
            .iter()
            .filter(|entry| !list.is_heading(&entry.code));
        if !choosable.any(|entry| entry.code == code) {
            let codes = list.entries.iter().map(|entry| entry.code.as_str());
            let what = with("desk-file-no-department", "code", &one_line(&code));
            self.tell(&span, what, message_among(&code, codes));
        }
        Some(code)
    }

    fn base_rate(&mut self, root: &Node) -> Option<Decimal> {
        let node = root.get("base_rate")?;
        let rate = match node.value {
            Raw::Decimal(rate) => Some(rate),
            Raw::Whole(rate) => Some(Decimal::from(rate)),
            _ => None,
        };
        let rate = rate.filter(|rate| (Decimal::ZERO..=Decimal::ONE).contains(rate));
        if rate.is_none() {
            let what = Message::plain("desk-file-base-rate");
            self.tell(&node.span, what, Message::plain("desk-file-base-rate-next"));
        }
        rate
    }

    fn needs(&mut self, root: &Node) -> Vec<Need> {
        let Some(node) = root.get("need") else {
            return Vec::new();
        };
        let Raw::List(items) = &node.value else {
            let what = is_a("desk-file-no-list", "need", &node.value);
            self.tell(&node.span, what, Message::plain("desk-file-need-next"));
            return Vec::new();
        };
        let mut seen = BTreeMap::new();
        let mut needs = Vec::new();
        for item in items {
            let Some(need) = self.need(item) else {
                continue;
            };
            let span = span_of(item, "skill");
            let line = self.source.line_of(span.start);
            if let Some(earlier) = seen.insert((need.skill.clone(), need.level), line) {
                let args = [
                    ("skill", Arg::from(need.skill.as_str())),
                    ("level", Arg::from(u32::from(need.level))),
                    ("line", Arg::from(earlier)),
                ];
                let what = Message::with("desk-file-need-twice", args);
                self.tell(&span, what, Message::plain("desk-file-need-twice-next"));
            }
            needs.push(need);
        }
        needs
    }

    /// One `[[need]]`; nothing where a key that it cannot do without is missing or wrong.
    fn need(&mut self, item: &Node) -> Option<Need> {
        if !matches!(item.value, Raw::Table(_)) {
            let what = is_a("desk-file-no-need", "need", &item.value);
            self.tell(&item.span, what, Message::plain("desk-file-need-next"));
            return None;
        }
        self.known(item, &NEED_KEYS);
        let skill = self.skill(item);
        let level = self
            .whole(item, "level", 1..=4)
            .unwrap_or(COVER_LEVEL.into());
        let now = self.wanted_whole(item, "need_now", 0..=MOST_NEEDED);
        let later = self.whole(item, "need_3y", 0..=MOST_NEEDED);
        let criticality = self.wanted_whole(item, "criticality", 1..=5);
        let why = self.why(item);
        let plan = self.plan(item);
        let training_months = self.whole(item, "training_months", 0..=MOST_MONTHS);
        let market = self.word(item, "market", &Market::CODES);
        let by = self.by(item);
        let is_drawn = self.truth(item, "starter");
        let now = now?;
        Some(Need {
            skill: skill?,
            level: u8::try_from(level).unwrap_or(COVER_LEVEL),
            now,
            in_three_years: later.unwrap_or(now),
            criticality: u8::try_from(criticality?).unwrap_or(u8::MAX),
            why: why?,
            plan,
            training_months,
            market,
            by,
            is_drawn,
        })
    }

    fn skill(&mut self, item: &Node) -> Option<String> {
        let Some(code) = self.text(item, "skill") else {
            if item.get("skill").is_none() {
                self.lacks(item, "skill", Message::plain("desk-file-skill-next"));
            }
            return None;
        };
        if !self.skills.is_empty() && !self.skills.contains(&code.as_str()) {
            let next = message_among(&code, self.skills.iter().copied());
            let what = with("desk-file-no-skill", "code", &one_line(&code));
            self.tell(&span_of(item, "skill"), what, next);
        }
        Some(code)
    }

    fn why(&mut self, item: &Node) -> Option<Why> {
        if item.get("why").is_none() {
            let next = with("desk-file-why-next", "words", &listed(&Why::CODES));
            self.lacks(item, "why", next);
        }
        self.word(item, "why", &Why::CODES)
    }

    fn plan(&mut self, item: &Node) -> Option<String> {
        let plan = self.text(item, "plan_ref")?;
        if plan.chars().count() > LONGEST_PLAN {
            let most = [("most", Arg::from(LONGEST_PLAN))];
            let what = Message::with("desk-file-plan-long", most);
            let next = Message::plain("desk-file-plan-long-next");
            self.tell(&span_of(item, "plan_ref"), what, next);
        }
        Some(one_line(&plan)).filter(|plan| !plan.is_empty())
    }

    fn by(&mut self, item: &Node) -> Option<Day> {
        let node = item.get("by")?;
        if let Raw::Day(day) = node.value {
            return Some(day);
        }
        let what = is_a("desk-file-no-date", "by", &node.value);
        self.tell(&node.span, what, Message::plain("desk-file-no-date-next"));
        None
    }

    fn truth(&mut self, node: &Node, key: &str) -> bool {
        match node.get(key).map(|node| (&node.value, &node.span)) {
            Some((Raw::Bool(truth), _)) => *truth,
            Some((other, span)) => {
                let what = is_a("desk-file-no-truth", key, other);
                self.tell(span, what, Message::plain("desk-file-no-truth-next"));
                false
            }
            None => false,
        }
    }

    fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        let node = node.get(key)?;
        match &node.value {
            Raw::Text(text) => Some(text.trim().to_owned()),
            other => {
                let what = is_a("desk-file-no-text", key, other);
                self.tell(&node.span, what, Message::plain("desk-file-no-text-next"));
                None
            }
        }
    }

    fn whole(&mut self, node: &Node, key: &str, range: RangeInclusive<u32>) -> Option<u32> {
        let node = node.get(key)?;
        let read = match &node.value {
            Raw::Whole(number) => u32::try_from(*number).ok(),
            _ => None,
        };
        let read = read.filter(|number| range.contains(number));
        if read.is_none() {
            let what = from_to("desk-file-no-whole", key, &range);
            self.tell(&node.span, what, Message::plain("desk-file-no-whole-next"));
        }
        read
    }

    fn wanted_whole(&mut self, node: &Node, key: &str, range: RangeInclusive<u32>) -> Option<u32> {
        if node.get(key).is_none() {
            self.lacks(node, key, from_to("desk-file-whole-next", key, &range));
        }
        self.whole(node, key, range)
    }

    fn word<T: Copy>(&mut self, node: &Node, key: &str, words: &[(&str, T)]) -> Option<T> {
        let word = self.text(node, key)?;
        let found = words.iter().find(|(code, _)| *code == word);
        if found.is_none() {
            let next = message_among(&word, words.iter().map(|(code, _)| *code));
            let args = [
                ("word", Arg::from(one_line(&word))),
                ("key", Arg::from(key)),
            ];
            let what = Message::with("desk-file-no-word", args);
            self.tell(&span_of(node, key), what, next);
        }
        found.map(|(_, value)| *value)
    }
}

fn span_of(node: &Node, key: &str) -> Span {
    node.get(key)
        .map_or_else(|| node.span.clone(), |node| node.span.clone())
}

fn with(id: &'static str, name: &'static str, words: &str) -> Message {
    Message::with(id, [(name, Arg::from(words))])
}

fn from_to(id: &'static str, key: &str, range: &RangeInclusive<u32>) -> Message {
    let args = [
        ("key", Arg::from(key)),
        ("least", Arg::from(*range.start())),
        ("most", Arg::from(*range.end())),
    ];
    Message::with(id, args)
}

/// Says of a key's value what it is, which is not what it should be.
fn is_a(id: &'static str, key: &str, value: &Raw) -> Message {
    let what = match value {
        Raw::Text(_) => "desk-file-is-text",
        Raw::Whole(_) => "desk-file-is-whole",
        Raw::Decimal(_) => "desk-file-is-decimal",
        Raw::Bool(_) => "desk-file-is-truth",
        Raw::Day(_) => "desk-file-is-day",
        Raw::List(_) => "desk-file-is-list",
        Raw::Table(_) => "desk-file-is-table",
        Raw::Other(_) => "desk-file-is-other",
    };
    let what = with(what, "words", value.name());
    Message::with(id, [("key", Arg::from(key)), ("what", Arg::from(what))])
}

fn listed<T>(words: &[(&str, T)]) -> String {
    let words: Vec<&str> = words.iter().map(|(code, _)| *code).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::home::flagship;
    use crate::stats::demand::write;

    fn told(text: &str) -> Vec<String> {
        let problems = parse(text, "d.toml", &flagship().unwrap()).unwrap_err();
        problems.iter().map(ToString::to_string).collect()
    }

    const HEAD: &str = "schema = 1\ndepartment = \"chemistry\"\n";

    const WHOLE: &str = r#"schema = 1
department = "chemistry"
base_rate = 0.05

[[need]]
skill = "mat.sem"
level = 4
need_now = 2
need_3y = 3
criticality = 5
why = "research"
plan_ref = "Imaging plan, page 3"
training_months = 9
market = "hard"
by = 2028-09-30

[[need]]
skill = "lab.prep"
need_now = 1
criticality = 2
why = "safety-statutory"
"#;

    #[test]
    fn a_file_reads_and_writes_and_reads_the_same() {
        let questionnaire = flagship().unwrap();
        let demand = parse(WHOLE, "d.toml", &questionnaire).unwrap();
        let first = Need {
            skill: "mat.sem".to_owned(),
            level: 4,
            now: 2,
            in_three_years: 3,
            criticality: 5,
            why: Why::Research,
            plan: Some("Imaging plan, page 3".to_owned()),
            training_months: Some(9),
            market: Some(Market::Hard),
            by: Day::new(2028, 9, 30),
            is_drawn: false,
        };
        assert_eq!(demand.base_rate, Some(Decimal::new(5, 2)));
        assert_eq!(demand.needs[0], first);
        let second = &demand.needs[1];
        assert_eq!(
            (second.level, second.in_three_years),
            (3, 1),
            "what is not given"
        );
        let again = parse(&write(&demand), "d.toml", &questionnaire).unwrap();
        assert_eq!(again, demand);
        // What was drawn from the survey stays so line by line.
        let drawn = WHOLE.replacen("[[need]]", "[[need]]\nstarter = true", 1);
        let mut drawn = parse(&drawn, "d.toml", &questionnaire).unwrap();
        let is_drawn = |demand: &Demand| -> Vec<bool> {
            demand.needs.iter().map(|need| need.is_drawn).collect()
        };
        assert_eq!(is_drawn(&drawn), [true, false]);
        assert_eq!(
            parse(&write(&drawn), "d.toml", &questionnaire),
            Ok(drawn.clone())
        );
        drawn.needs[1].is_drawn = true;
        let all = write(&drawn);
        assert_eq!(all.matches("starter = true").count(), 1, "{all}");
        assert_eq!(parse(&all, "d.toml", &questionnaire), Ok(drawn));
        assert_eq!(write(&again), write(&demand));
    }

    #[test]
    fn every_problem_is_told_at_once_and_where() {
        let text = "schema = 2
department = \"chemistri\"
base_rate = 7
colour = 1
[[need]]
skill = \"mat.sen\"
level = 5
need_now = -1
criticality = \"high\"
why = \"teeching\"
market = \"Hard\"
by = \"soon\"
training_month = 3
[[need]]
level = 3
";
        assert_eq!(
            told(text),
            [
                "d.toml:1:10: this is not a schema that is known; write `schema = 1`",
                "d.toml:2:14: there is no department `chemistri`; did you mean `chemistry`?",
                "d.toml:3:13: the base rate is a share from 0 to 1; for 7 in 100 who leave in a year write 0.07",
                "d.toml:4:1: there is no key `colour`; use one of: schema, department, base_rate, starter, need",
                "d.toml:6:9: there is no skill `mat.sen` in this survey; did you mean `mat.sem`?",
                "d.toml:7:9: `level` is not a whole number from 1 to 4; write such a number, without quotes",
                "d.toml:8:12: `need_now` is not a whole number from 0 to 9999; write such a number, without quotes",
                "d.toml:9:15: `criticality` is not a whole number from 1 to 5; write such a number, without quotes",
                "d.toml:10:7: `teeching` is no value of `why`; did you mean `teaching`?",
                "d.toml:11:10: `Hard` is no value of `market`; did you mean `hard`?",
                "d.toml:12:6: `by` is a text, not a date; write a date without quotes, as 2028-09-30",
                "d.toml:13:1: there is no key `training_month`; did you mean `training_months`?",
                "d.toml:14:1: `skill` is missing; name the skill's code, as `skill = \"mat.sem\"`",
            ]
        );
    }

    #[test]
    fn the_same_skill_twice_is_told_and_at_another_level_is_not() {
        let need = |level: u8| {
            format!(
                "[[need]]\nskill = \"mat.sem\"\nlevel = {level}\nneed_now = 1\ncriticality = 1\nwhy = \"estate\"\n"
            )
        };
        let twice = format!("{HEAD}{}{}", need(3), need(3));
        assert_eq!(
            told(&twice),
            [
                "d.toml:10:9: `mat.sem` at level 3 stands in line 4 already; write each skill and level once"
            ]
        );
        let apart = format!("{HEAD}{}{}", need(3), need(4));
        let demand = parse(&apart, "d.toml", &flagship().unwrap()).unwrap();
        assert_eq!(demand.needs.len(), 2);
    }

    #[test]
    fn broken_toml_and_a_foreign_file_are_told_without_a_panic() {
        let broken = told("schema = 1\ndepartment = chemistry\n");
        assert!(broken[0].starts_with("d.toml:2:14: "), "{broken:?}");
        assert_eq!(broken.len(), 1, "{broken:?}");
        let empty = told("");
        assert_eq!(empty.len(), 1, "{empty:?}");
        assert!(
            empty[0].starts_with("d.toml:1:1: `schema` is missing"),
            "{empty:?}"
        );
        let deep = "[".repeat(100_000);
        assert!(!told(&format!("need = {deep}")).is_empty());
        assert!(told(&"#".repeat(LARGEST + 1))[0].contains("larger than 1 MiB"));
        let list = told(&format!("need = 3\n{HEAD}"));
        assert!(list[0].contains("`need` is a whole number"), "{list:?}");
    }
}
