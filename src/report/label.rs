//! Names of questions, rows, codes and departments, in one language.

use std::sync::Arc;

use crate::base::language::Language;
use crate::base::text::one_line;
use crate::base::words::{Arg, Words};
use crate::response::answer::Missing;
use crate::stats::{Code, EVERYONE, Published, Reason, Row, TOGETHER, Table};
use crate::survey::Questionnaire;
use crate::survey::expression::wording::missing_words;
use crate::survey::model::{Cells, Choice, Choices, Kind, Question};

/// Looks names up in the versions of a questionnaire, the reported one first.
pub struct Labels {
    versions: Vec<Arc<Questionnaire>>,
    words: Words,
}

impl Labels {
    /// Names in a language.
    pub fn new(versions: Vec<Arc<Questionnaire>>, language: &Language) -> Self {
        Self {
            versions,
            words: Words::new(language),
        }
    }

    /// The program's own words in the same language.
    pub const fn words(&self) -> &Words {
        &self.words
    }

    /// The survey's title.
    pub fn title(&self) -> String {
        let version = self.versions.first();
        version.map_or_else(String::new, |version| {
            one_line(version.title.get(self.language()))
        })
    }

    /// The words of a table's question, with the row of a matrix.
    pub fn table(&self, table: &Table) -> String {
        let question = self.question(&table.question);
        match &table.row {
            Some(row) => format!("{question} {}", self.row(table, row)),
            None => question,
        }
    }

    /// The words of a question; its id where no version has it.
    pub fn question(&self, id: &str) -> String {
        match self.asked(id).next() {
            Some((_, question)) => one_line(question.label.get(self.language())),
            None => id.to_owned(),
        }
    }

    /// The words of a matrix row; its code where no version has it.
    pub fn row(&self, table: &Table, code: &str) -> String {
        let mut asked = self.asked(&table.question);
        let choice = asked.find_map(|(version, question)| row_choice(version, question, code));
        self.choice(choice, code)
    }

    /// The words of a code; itself where it is a number or unknown.
    pub fn code(&self, table: &Table, code: &Code) -> String {
        match code {
            Code::YesNo(true) => self.words.say("report-yes"),
            Code::YesNo(false) => self.words.say("report-no"),
            Code::Number(_) | Code::Text(_) => {
                let code = code.to_string();
                let mut asked = self.asked(&table.question);
                let choice = asked.find_map(|(version, question)| choice(version, question, &code));
                self.choice(choice, &code)
            }
        }
    }

    /// The name of a department or faculty.
    pub fn group(&self, published: &Published, code: &str) -> String {
        if code.is_empty() {
            return self.words.say("report-no-department");
        }
        one_line(published.group_label(code, self.language()))
    }

    /// What a table's row is about: a department or faculty, a code of the question that the table is
    /// by, the small groups together, or everyone.
    pub fn line(&self, published: &Published, table: &Table, group: &str) -> String {
        match (&table.by, group) {
            (_, EVERYONE) => self.words.say("report-everyone"),
            (None, _) => self.group(published, group),
            (Some(_), TOGETHER) => self.words.say("report-together"),
            (Some(_), "") => self.words.say("report-not-given"),
            (Some(by), _) => self.by_code(by, group),
        }
    }

    /// Which small groups a row stands for: a faculty's row is not the whole faculty. Nothing where it is one group's.
    pub fn held(&self, published: &Published, table: &Table, row: &Row) -> Option<String> {
        if row.holds.is_empty() {
            return None;
        }
        let names = row.holds.iter();
        let names: Vec<String> = names
            .map(|code| self.line(published, table, code))
            .collect();
        let args = [("departments", Arg::Words(names.join(", ")))];
        let key = match table.by {
            None => "report-holds",
            Some(_) => "report-holds-groups",
        };
        Some(self.words.say_with(key, args))
    }

    /// What a row is about where each stands for itself, as in a file's field: with whom it holds.
    pub fn whole_line(&self, published: &Published, table: &Table, row: &Row) -> String {
        let name = self.line(published, table, &row.group);
        match self.held(published, table, row) {
            Some(held) => format!("{name} ({held})"),
            None => name,
        }
    }

    /// The words of the question that a crossing is by.
    pub fn by(&self, by: &str) -> String {
        let (question, row) = by.split_once('.').map_or((by, None), |(q, r)| (q, Some(r)));
        let words = self.question(question);
        let Some(row) = row else { return words };
        let mut asked = self.asked(question);
        let choice = asked.find_map(|(version, question)| row_choice(version, question, row));
        format!("{words} {}", self.choice(choice, row))
    }

    /// The words of a code of a question, or of a row of a matrix.
    pub fn by_code(&self, by: &str, code: &str) -> String {
        let question = by.split_once('.').map_or(by, |(question, _)| question);
        let mut asked = self.asked(question);
        match asked.find_map(|(version, question)| choice(version, question, code)) {
            None if code == "true" => self.words.say("report-yes"),
            None if code == "false" => self.words.say("report-no"),
            choice => self.choice(choice, code),
        }
    }

    /// A kind of missing in words.
    pub fn missing(&self, kind: Missing) -> String {
        self.words.say(missing_words(kind))
    }

    /// Why a figure is withheld, in words.
    pub fn reason(&self, reason: Reason) -> String {
        self.words.say(reason_message(reason))
    }

    fn language(&self) -> &Language {
        self.words.language()
    }

    /// A question in every version that asks it, the reported one first. `ID@FINGERPRINT` is that of
    /// one version alone, kept apart because another question has its id now; `REPEAT.ID` that of an entry.
    fn asked(&self, id: &str) -> impl Iterator<Item = (&Questionnaire, &Question)> {
        let (id, fingerprint) = id.split_once('@').unwrap_or((id, ""));
        let (id, fingerprint) = (id.to_owned(), fingerprint.to_owned());
        self.versions.iter().filter_map(move |version| {
            let is_meant = version.fingerprint.to_string().starts_with(&fingerprint);
            let question = placed(version, &id).filter(|_| is_meant)?;
            Some((version.as_ref(), question))
        })
    }

    /// The label, with the number before it where the code is one: a scale's words need their place.
    fn choice(&self, choice: Option<&Choice>, code: &str) -> String {
        let label = choice.map(|choice| one_line(choice.label.get(self.language())));
        match label.filter(|label| !label.is_empty()) {
            Some(label) if code.parse::<i64>().is_ok() && label != code => {
                format!("{code} {label}")
            }
            Some(label) => label,
            None => one_line(code),
        }
    }
}

/// A question by its id; one of a repeat's by the ids of the repeats that it is in, then its own.
fn placed<'q>(version: &'q Questionnaire, id: &str) -> Option<&'q Question> {
    let mut ids = id.split('.');
    let mut question = version.question(ids.next()?)?;
    for id in ids {
        let Kind::Repeat(repeat) = &question.kind else {
            return None;
        };
        question = repeat.questions.iter().find(|one| one.id == id)?;
    }
    Some(question)
}

/// The id of the words for why a figure is withheld.
pub(super) const fn reason_message(reason: Reason) -> &'static str {
    match reason {
        Reason::RoundedPercentage => "report-reason-rounded-percentage",
        Reason::SmallBase => "report-reason-small-base",
        Reason::Complementary => "report-reason-complementary",
        Reason::Dominance => "report-reason-dominance",
        Reason::Class => "report-reason-class",
        Reason::EarlierRelease => "report-reason-earlier-release",
        Reason::RolledUp => "report-reason-rolled-up",
        Reason::Suppressed => "report-reason-suppressed",
        Reason::SpecialCategory => "report-reason-special-category",
        Reason::Pinned => "report-reason-pinned",
    }
}

fn choice<'q>(
    version: &'q Questionnaire,
    question: &'q Question,
    code: &str,
) -> Option<&'q Choice> {
    match &question.kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. } => listed(version, choices, code),
        Kind::Scale { points } => among(points, code),
        Kind::Matrix(matrix) => match &matrix.cells {
            Cells::Single(choices) | Cells::Multiple(choices) | Cells::Scale(choices) => {
                among(choices, code)
            }
            Cells::Integer(_) | Cells::Decimal(_) => None,
        },
        _ => None,
    }
}

/// A row's choice: of the matrix itself, or of the question its rows come from.
fn row_choice<'q>(
    version: &'q Questionnaire,
    question: &'q Question,
    code: &str,
) -> Option<&'q Choice> {
    let mut question = question;
    for _ in 0..16 {
        let Kind::Matrix(matrix) = &question.kind else {
            return choice(version, question, code);
        };
        match matrix
            .rows_from
            .as_deref()
            .and_then(|id| version.question(id))
        {
            Some(source) => question = source,
            None => return listed(version, &matrix.rows, code),
        }
    }
    None
}

fn listed<'q>(version: &'q Questionnaire, choices: &'q Choices, code: &str) -> Option<&'q Choice> {
    let list = choices
        .list
        .as_ref()
        .and_then(|name| version.lists.get(name));
    list.and_then(|list| list.get(code))
        .or_else(|| among(&choices.own, code))
}

fn among<'q>(choices: &'q [Choice], code: &str) -> Option<&'q Choice> {
    choices.iter().find(|choice| choice.code == code)
}
