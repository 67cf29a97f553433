//! What a change of a questionnaire means for the data: for each difference whether answers stay
//! comparable, can be migrated, or cannot be compared (docs/format.md §2.4). Pure.

mod question;
mod survey;

use std::fmt;

use super::model::{Fingerprint, Migration, Question, Questionnaire};
use super::{migrate, question_print};

/// What a change does to the data, from harmless to not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Answers before and after mean the same.
    Comparable,
    /// A `[[migration]]` says how the earlier answers read.
    Migrated,
    /// Answers before and after must not stand in one table.
    NotComparable,
}

impl Verdict {
    /// Its name in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Comparable => "comparable",
            Self::Migrated => "migrated",
            Self::NotComparable => "not_comparable",
        }
    }
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The questionnaire as a whole.
    Survey,
    /// An audience.
    Audience(String),
    /// A list.
    List(String),
    /// A section.
    Section(String),
    /// A question, by its id in the later version where it is there; in a repeat `REPEAT.QUESTION`.
    Question(String),
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Survey => f.write_str("survey"),
            Self::Audience(id) => write!(f, "audience {id}"),
            Self::List(name) => write!(f, "list {name}"),
            Self::Section(id) => write!(f, "section {id}"),
            Self::Question(id) => write!(f, "question {id}"),
        }
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub about: About,
    /// What kind of change, one word for programs: `text`, `codes_removed`, `bounds_narrowed` …
    pub kind: &'static str,
    /// What it does to the data.
    pub verdict: Verdict,
    /// What changed, in words for its author.
    pub words: String,
    /// Whether an answer that was given before must not be carried into the later version: it would
    /// mean something else there, or reach someone who was not to get it.
    pub holds_drafts: bool,
}

/// A question with its fingerprints in two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prints {
    /// Its id, in the later version where it is there.
    pub id: String,
    /// Before.
    pub old: Option<Fingerprint>,
    /// After.
    pub new: Option<Fingerprint>,
}

/// All differences of two questionnaires.
pub struct Diff {
    /// In the order of the later version, what is about the whole first.
    pub changes: Vec<Change>,
    /// Every question of either.
    pub questions: Vec<Prints>,
}

impl Diff {
    /// The gravest of all changes; nothing where there is none.
    pub fn verdict(&self) -> Option<Verdict> {
        self.changes.iter().map(|change| change.verdict).max()
    }

    /// Whether an answer to a question (its id in the later version) may be carried over.
    pub fn carries(&self, id: &str) -> bool {
        !self.about(id).any(|change| change.holds_drafts)
    }

    /// Whether an answer to a question (its id in the later version) means now what it meant, whoever
    /// may read it: it may be shown to the person again, who then decides.
    pub fn means_the_same(&self, id: &str) -> bool {
        let mut changes = self.about(id);
        !changes.any(|change| change.holds_drafts && change.kind != "audience")
    }

    /// The changes of a question and of those inside it.
    fn about<'d>(&'d self, id: &'d str) -> impl Iterator<Item = &'d Change> {
        let inside = move |about: &str| {
            let rest = about.strip_prefix(id);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let changes = self.changes.iter();
        changes
            .filter(move |change| matches!(&change.about, About::Question(about) if inside(about)))
    }
}

/// Compares two questionnaires, the earlier one first.
pub fn compare(old: &Questionnaire, new: &Questionnaire) -> Diff {
    let mut finder = Finder {
        old,
        new,
        changes: Vec::new(),
    };
    finder.survey();
    finder.audiences();
    finder.lists();
    finder.sections();
    finder.questions();
    Diff {
        changes: finder.changes,
        questions: prints(old, new),
    }
}

/// Looks for differences.
struct Finder<'q> {
    old: &'q Questionnaire,
    new: &'q Questionnaire,
    changes: Vec<Change>,
}

impl<'q> Finder<'q> {
    /// A change that leaves data comparable.
    fn harmless(&mut self, about: &About, kind: &'static str, words: impl Into<String>) {
        self.add(about, kind, Verdict::Comparable, words.into(), false);
    }

    /// A change that makes data incomparable, unless a migration says how the earlier ones read.
    fn grave(
        &mut self,
        about: &About,
        kind: &'static str,
        words: impl Into<String>,
        migration: Option<&Migration>,
    ) {
        let verdict = match migration {
            Some(_) => Verdict::Migrated,
            None => Verdict::NotComparable,
        };
        self.add(about, kind, verdict, words.into(), migration.is_none());
    }

    fn add(
        &mut self,
        about: &About,
        kind: &'static str,
        verdict: Verdict,
        words: String,
        holds_drafts: bool,
    ) {
        self.changes.push(Change {
            about: about.clone(),
            kind,
            verdict,
            words,
            holds_drafts,
        });
    }

    /// The earlier form of a question.
    fn earlier(&self, id: &str) -> (Option<&'q Question>, Option<&'q Migration>) {
        let migration = migrate::migration_of(self.old, self.new, id);
        let old = self.old;
        let was = migrate::earlier(migration, id, |id| old.question(id));
        (was, migration)
    }

    /// Questions of the earlier version that nothing of the later one takes up, in its order.
    fn gone(&self) -> Vec<&'q Question> {
        let taken: Vec<&str> = self
            .new
            .questions()
            .filter_map(|now| self.earlier(&now.id).0)
            .map(|was| was.id.as_str())
            .collect();
        let questions = self.old.questions();
        questions
            .filter(|was| !taken.contains(&was.id.as_str()))
            .collect()
    }
}

fn prints(old: &Questionnaire, new: &Questionnaire) -> Vec<Prints> {
    let finder = Finder {
        old,
        new,
        changes: Vec::new(),
    };
    let now = new.questions().map(|now| Prints {
        id: now.id.clone(),
        old: finder
            .earlier(&now.id)
            .0
            .map(|was| question_print::of(old, was)),
        new: Some(question_print::of(new, now)),
    });
    let gone = finder.gone().into_iter().map(|was| Prints {
        id: was.id.clone(),
        old: Some(question_print::of(old, was)),
        new: None,
    });
    now.chain(gone).collect()
}

/// Some names of many, for a line of a report.
fn some_of(names: &[&str]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
