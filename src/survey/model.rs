//! The checked questionnaire: what `load` promises and every other floor relies on.
//!
//! A value of these types has passed every check: ids are unique, every list, audience and question
//! that is named exists, conditions have types and no circles. Raw TOML never leaves `survey`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::base::language::{Language, Text};
use crate::base::time::Day;
use crate::response::answer::Missing;

use super::expression::Expression;

/// SHA-256 of a questionnaire's canonical form with its lists (docs/format.md §2.2): what identifies it, beside its id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::base::hex::encode(&self.0))
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// A whole checked questionnaire.
#[derive(Clone, Debug)]
pub struct Questionnaire {
    /// The survey's id, ASCII lower case, digits and `-`.
    pub id: String,
    /// The survey's title.
    pub title: Text,
    /// Declared languages, the first one is the default.
    pub languages: Vec<Language>,
    /// Those of them whose translation nobody has checked yet.
    pub unchecked: Vec<Language>,
    /// Least and most minutes that filling in takes.
    pub minutes: Option<(u32, u32)>,
    /// The question whose answer says which department a response belongs to.
    pub department: Option<String>,
    /// The wave, the empty string where there is none.
    pub wave: String,
    /// First day on which it may be filled in.
    pub opens: Option<Day>,
    /// Last day on which it may be filled in.
    pub closes: Option<Day>,
    /// Last day on which a response may be revised, where later than `closes`.
    pub revise_until: Option<Day>,
    /// The notice and the rules of publishing.
    pub privacy: Privacy,
    /// Audiences in the order of the file; `mine` is not among them.
    pub audiences: Vec<Audience>,
    /// Lists by name.
    pub lists: BTreeMap<String, List>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// How answers of earlier versions read in this one.
    pub migrations: Vec<Migration>,
    /// SHA-256 of `canonical`.
    pub fingerprint: Fingerprint,
    /// The canonical form: NFC compact JSON, lists inlined, defaults left out.
    pub canonical: Vec<u8>,
}

/// A `[[migration]]`: how answers to one question of an earlier version read in this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migration {
    /// The earlier versions: beginnings of their fingerprints, hex. Empty means any.
    pub from: Vec<String>,
    /// The question in this version; of a repeat `REPEAT.QUESTION`.
    pub question: String,
    /// Its id in the earlier version, where it was another.
    pub was: Option<String>,
    /// Codes of now by codes of then.
    pub codes: BTreeMap<String, String>,
    /// Rows of now by rows of then, of a matrix or allocation.
    pub rows: BTreeMap<String, String>,
}

/// The `[privacy]` table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Privacy {
    /// The notice that the data protection officer wrote.
    pub notice: Option<Text>,
    /// Who approved the notice; without it every screen says SAMPLE NOTICE.
    pub approved_by: Option<String>,
    /// When it was approved.
    pub approved_on: Option<Day>,
    /// Whom to ask.
    pub contact: Option<Text>,
    /// Days that responses are kept.
    pub retention_days: Option<u32>,
    /// How published figures are protected.
    pub profile: Profile,
    /// A smaller group is rolled up into its parent (default 10).
    pub minimum_group: u32,
}

/// How published figures are protected (docs/rules.md §8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// HESA's rounding and suppression.
    #[default]
    Hesa,
    /// Groups under `minimum_group` are merged into their parent; other counts are exact.
    MinimumN,
    /// Small cells are hidden, with complementary suppression.
    Suppress,
    /// Exact figures; exists at the operational door only.
    None,
}

/// Who may read a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience {
    /// Its id, for example `lead`.
    pub id: String,
    /// The roles it is sealed to, in the order of stanzas: department before institution.
    pub sealed_to: Vec<Role>,
    /// KiB that every part of this audience is padded to: 4, 8, 16, 32, 128 or 512.
    pub pad: u32,
}

/// Whose recipients a part is sealed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The department that the response belongs to.
    Department,
    /// The institution's recipients.
    Institution,
    /// The statistics office's recipients.
    Statistics,
}

/// The column that makes a list two-level.
const PARENT: &str = "parent";

/// A named list of choices, from a file or written in place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Names of the columns beyond `code` and the labels, in the file's order.
    pub columns: Vec<String>,
    /// Entries in the file's order.
    pub entries: Vec<Choice>,
}

/// One choice of a question, one row of a matrix, or one entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub code: String,
    /// What is shown.
    pub label: Text,
    /// Whether choosing it excludes all others.
    pub exclusive: bool,
    /// Whether it asks to say what in words.
    pub specify: bool,
    /// Further columns of a list entry, by name. The column `parent` makes a list two-level: an entry
    /// that another names as its parent is a heading and cannot be chosen.
    pub columns: BTreeMap<String, String>,
}

impl List {
    /// Whether an entry is the parent of another, so a heading rather than a choice.
    pub fn is_heading(&self, code: &str) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.parent() == Some(code))
    }

    /// The codes that other entries name as their parent: headings. Told from the columns where no
    /// entry can have one, so that a long list without levels is not looked through.
    pub fn headings(&self) -> std::collections::BTreeSet<&str> {
        let has_levels = self.columns.iter().any(|column| column == PARENT);
        let entries = self.entries.iter().filter(|_| has_levels);
        entries.filter_map(Choice::parent).collect()
    }

    /// The entry with a code.
    pub fn get(&self, code: &str) -> Option<&Choice> {
        self.entries.iter().find(|entry| entry.code == code)
    }
}

impl Choice {
    /// The code of this entry's parent in a two-level list.
    pub fn parent(&self) -> Option<&str> {
        self.columns
            .get(PARENT)
            .map(String::as_str)
            .filter(|code| !code.is_empty())
    }
}

/// A section of a questionnaire.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// A line or two under the title.
    pub intro: Option<Text>,
    /// When it is asked at all.
    pub relevant: Option<Expression>,
    /// Whether its questions are asked in an order drawn from the draft's seed.
    pub shuffle: bool,
    /// Questions in order.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its id; within a repeat unique in that repeat, elsewhere in the questionnaire.
    pub id: String,
    /// The words of the question.
    pub label: Text,
    /// A line of help always shown.
    pub hint: Option<Text>,
    /// Why it is asked, shown as help.
    pub why: Option<Text>,
    /// Its type, with what that type needs.
    pub kind: Kind,
    /// When it is asked.
    pub relevant: Option<Expression>,
    /// Whether an answer, or one of the offered ways of not answering, must be given.
    pub required: Required,
    /// What a value must fulfil; `value` names it.
    pub constraint: Option<Expression>,
    /// What is said when it does not.
    pub constraint_message: Option<Text>,
    /// What a value should fulfil; not fulfilling it lets pass, and is recorded.
    pub warning: Option<Expression>,
    /// What is said then.
    pub warning_message: Option<Text>,
    /// What a computed question is worth.
    pub calculation: Option<Expression>,
    /// What stands there before the person answers.
    pub default: Option<Expression>,
    /// The ways of not answering that are offered: `dont_know`, `prefer_not`.
    pub missing: Vec<Missing>,
    /// Which audiences get the answer; empty means `mine` only.
    pub audience: Vec<Release>,
    /// The tier, where one is given (`extended`).
    pub tier: Option<String>,
    /// Whether the answers are special category data (UK GDPR, Article 9): tables need more people.
    pub special: bool,
    /// Whether choices are shown in an order drawn from the draft's seed.
    pub shuffle: bool,
}

/// Whether a question must be answered.
#[derive(Clone, Debug, Default)]
pub enum Required {
    /// It may be left blank.
    #[default]
    No,
    /// It must be answered.
    Yes,
    /// It must be answered where the condition is true.
    When(Expression),
}

/// One audience of a question, with the condition of the release.
#[derive(Clone, Debug)]
pub struct Release {
    /// The audience's id.
    pub audience: String,
    /// Where this is not true, that part reads `withheld`.
    pub when: Option<Expression>,
}

/// Where the choices of a question come from.
#[derive(Clone, Debug)]
pub struct Choices {
    /// The name of the list, where they come from one.
    pub list: Option<String>,
    /// The choices written with the question, after those of the list.
    pub own: Vec<Choice>,
    /// Which of them are offered: a condition over the entry's columns and earlier answers.
    pub filter: Option<Expression>,
}

/// A question's type. Each variant has a file in `form::kind`, or shares one.
#[derive(Clone, Debug)]
pub enum Kind {
    /// One line of text.
    Text {
        /// Most characters (graphemes).
        max_length: u32,
        /// A regular expression the whole text must match.
        pattern: Option<String>,
    },
    /// Several lines of text.
    LongText {
        /// Most characters (graphemes).
        max_length: u32,
    },
    /// A whole number.
    Integer(Range),
    /// A decimal with exactly `Range::decimals` digits.
    Decimal(Range),
    /// Yes or no.
    YesNo,
    /// One of some choices.
    Single(Choices),
    /// Several of some choices.
    Multiple {
        /// What is offered.
        choices: Choices,
        /// Least number of choices.
        min: Option<u32>,
        /// Most.
        max: Option<u32>,
    },
    /// One point of an ordered scale; codes are whole numbers.
    Scale {
        /// The points, lowest first; `code` is the number as text.
        points: Vec<Choice>,
    },
    /// The same question about several rows.
    Matrix(Box<Matrix>),
    /// Numbers that total a figure.
    Allocation {
        /// The rows.
        rows: Choices,
        /// What they total (100).
        total: i64,
        /// The step of each number (1).
        step: i64,
        /// The unit shown.
        unit: Option<Text>,
    },
    /// Choices in order of preference.
    Rank {
        /// What is ranked.
        choices: Choices,
        /// How many at most.
        max: Option<u32>,
    },
    /// A day.
    Date,
    /// A month.
    Month,
    /// One entry of a long list, found by typing.
    Lookup(Choices),
    /// A group of questions, 0 to many times.
    Repeat(Box<Repeat>),
    /// Words to read, no answer.
    Note,
    /// "I have read this."
    Acknowledge,
    /// A value worked out from other answers, never asked.
    Computed {
        /// What kind of value.
        result: ComputedKind,
    },
}

impl Kind {
    /// What is chosen among, or the rows that are filled in: `None` for a type that has neither. The rows of a
    /// matrix are its own ones, not those that it takes from another question.
    pub const fn choices(&self) -> Option<&Choices> {
        match self {
            Self::Single(choices)
            | Self::Lookup(choices)
            | Self::Multiple { choices, .. }
            | Self::Rank { choices, .. }
            | Self::Allocation { rows: choices, .. } => Some(choices),
            Self::Matrix(matrix) => Some(&matrix.rows),
            _ => None,
        }
    }
}

/// Bounds of a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Least.
    pub min: Option<Decimal>,
    /// Most.
    pub max: Option<Decimal>,
    /// Digits after the point; 0 for integers.
    pub decimals: u32,
    /// The unit shown beside the box.
    pub unit: Option<Text>,
}

/// What a computed question yields, inferred from its calculation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComputedKind {
    /// true or false.
    YesNo,
    /// An exact decimal; integers too.
    Number,
    /// Text or a code.
    Text,
    /// A day.
    Day,
}

/// What a matrix is made of.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The rows: a list, written rows, or those of `rows_from`.
    pub rows: Choices,
    /// The matrix or multiple question whose rows or chosen codes are this one's rows.
    pub rows_from: Option<String>,
    /// What is asked in each row.
    pub cells: Cells,
    /// The list column that groups rows.
    pub groups: Option<String>,
    /// The list that names the groups (their codes and labels), where the column holds codes of one.
    pub group_list: Option<String>,
    /// Whether a person may close a group, so that its unrated rows count as 0.
    pub closable: bool,
    /// How many rows must be answered: all that are shown unless given.
    pub min_rows: Option<u32>,
}

/// What a cell of a matrix holds.
#[derive(Clone, Debug)]
pub enum Cells {
    /// One choice.
    Single(Vec<Choice>),
    /// Several choices.
    Multiple(Vec<Choice>),
    /// A point of a scale.
    Scale(Vec<Choice>),
    /// A whole number.
    Integer(Range),
    /// A decimal.
    Decimal(Range),
}

/// A group of questions that is asked 0 to `max` times.
#[derive(Clone, Debug)]
pub struct Repeat {
    /// The questions; none of them is itself a repeat.
    pub questions: Vec<Question>,
    /// Least number of entries.
    pub min: u32,
    /// Most (25 unless given).
    pub max: u32,
    /// The nested question whose answer names an entry.
    pub label_from: Option<String>,
}

/// The most matrices that take their rows from one another in a row.
const LONGEST_CHAIN: usize = 8;

impl Questionnaire {
    /// All top-level questions in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The top-level question with an id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// The default language.
    pub fn default_language(&self) -> Language {
        self.languages
            .first()
            .cloned()
            .unwrap_or_else(|| Language::new("en"))
    }

    /// The choices a question may offer before any filter: those of its list, then its own. Headings are left out.
    pub fn all_choices<'q>(&'q self, choices: &'q Choices) -> impl Iterator<Item = &'q Choice> {
        let list = choices.list.as_ref().and_then(|name| self.lists.get(name));
        let parents = list.map(List::headings).unwrap_or_default();
        list.into_iter()
            .flat_map(|list| &list.entries)
            .filter(move |entry| !parents.contains(entry.code.as_str()))
            .chain(&choices.own)
    }

    /// The rows a matrix may show before any filter, in order, through `rows_from` where it has one.
    pub fn rows<'q>(&'q self, matrix: &'q Matrix) -> Vec<&'q Choice> {
        self.row_source(matrix)
            .map(|choices| self.all_choices(choices).collect())
            .unwrap_or_default()
    }

    /// Where the rows of a matrix come from in the end: its own rows, or those of the matrix, or the
    /// choices of the multiple question, that `rows_from` leads to. `None` where that leads nowhere;
    /// a checked questionnaire has no such matrix.
    pub fn row_source<'q>(&'q self, matrix: &'q Matrix) -> Option<&'q Choices> {
        let mut matrix = matrix;
        for _ in 0..=LONGEST_CHAIN {
            let Some(from) = &matrix.rows_from else {
                return Some(&matrix.rows);
            };
            matrix = match &self.question(from)?.kind {
                Kind::Matrix(next) => next,
                Kind::Multiple { choices, .. } => return Some(choices),
                _ => return None,
            };
        }
        None
    }

    /// The last day on which a response may be changed: `revise_until`, else the closing day. None where
    /// the survey does not close.
    pub fn last_day(&self) -> Option<Day> {
        self.revise_until.max(self.closes)
    }

    /// The list of departments: that of the department question.
    pub fn departments(&self) -> Option<&List> {
        let question = self.question(self.department.as_deref()?)?;
        match &question.kind {
            Kind::Single(choices) | Kind::Lookup(choices) => self.lists.get(choices.list.as_ref()?),
            _ => None,
        }
    }
}
