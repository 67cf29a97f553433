//! Texts that pipe answers: each id must be a question whose answer is one line of words and is
//! given before the text is read.

use std::collections::BTreeMap;

use super::condition::{owners, question};
use super::{Lowering, Owner};
use crate::base::language::Text;
use crate::survey::model::{Cells, Choice, Kind, Question, Questionnaire, Section};
use crate::survey::nearest::remedy_among;
use crate::survey::nest;
use crate::survey::piping;
use crate::survey::rules;

/// The place of each top-level question.
type Outer<'q> = BTreeMap<&'q str, Owner>;

/// What the labels of each list pipe, by its name.
type Lists<'q> = BTreeMap<&'q str, Vec<&'q str>>;

impl Lowering<'_> {
    /// Checks every text that may pipe an answer.
    pub(super) fn pipes(&mut self, survey: &Questionnaire) {
        let outer: Outer<'_> = owners(survey)
            .filter(|owner| owner.is_top())
            .filter_map(|owner| Some((question(survey, owner)?.id.as_str(), owner)))
            .collect();
        for (at, section) in survey.sections.iter().enumerate() {
            let owner = Owner::section(at);
            for (key, text) in section_texts(section) {
                self.check_pipes(survey, &outer, owner, key, text);
            }
        }
        let lists = survey.lists.iter();
        let lists: Lists<'_> = lists
            .map(|(name, list)| (name.as_str(), piped(list.entries.iter())))
            .collect();
        for owner in owners(survey) {
            let Some(asked) = question(survey, owner) else {
                continue;
            };
            for (key, text) in question_texts(asked) {
                self.check_pipes(survey, &outer, owner, key, text);
            }
            self.check_labels(survey, &outer, owner, &labels(asked, &lists));
        }
    }

    /// Checks the labels of what a question offers. They are read wherever the answer is told, so they
    /// pipe what comes before the question alone, in a shuffled section too.
    fn check_labels(
        &mut self,
        survey: &Questionnaire,
        outer: &Outer<'_>,
        owner: Owner,
        labels: &[(&str, &str)],
    ) {
        for (key, id) in labels {
            if self.problems.is_full() {
                return;
            }
            let found = place_of(survey, outer, owner, id);
            let is_early = found.is_some_and(|found| found < owner);
            let told = fault(survey, outer, owner, id).or_else(|| {
                let message = format!("a label cannot name `{id}`, which comes after its question");
                (!is_early).then(|| (message, "name a question that stands above it".to_owned()))
            });
            if let Some((message, remedy)) = told {
                let span = self.mark(owner, key);
                self.tell(
                    &rules::PIPE,
                    &span,
                    format!("in a label: {message}"),
                    remedy,
                );
            }
        }
    }

    fn check_pipes(
        &mut self,
        survey: &Questionnaire,
        outer: &Outer<'_>,
        owner: Owner,
        key: &str,
        text: &Text,
    ) {
        if self.problems.is_full() {
            return;
        }
        for words in every_language(text) {
            for id in piping::ids(words) {
                if let Some((message, remedy)) = fault(survey, outer, owner, id) {
                    let span = self.mark(owner, key);
                    self.tell(&rules::PIPE, &span, message, remedy);
                }
            }
        }
    }
}

/// The words of a text in all its languages.
pub(super) fn every_language(text: &Text) -> Vec<&str> {
    match text {
        Text::Same(words) => vec![words],
        Text::By(table) => table.values().map(String::as_str).collect(),
    }
}

/// The texts of a section that may pipe, with their keys.
pub(super) fn section_texts(section: &Section) -> Vec<(&'static str, &Text)> {
    let intro = section.intro.iter().map(|text| ("intro", text));
    std::iter::once(("title", &section.title))
        .chain(intro)
        .collect()
}

/// The texts of a question that may pipe, with their keys.
pub(super) fn question_texts(asked: &Question) -> Vec<(&'static str, &Text)> {
    let further = [
        ("hint", &asked.hint),
        ("why", &asked.why),
        ("constraint_message", &asked.constraint_message),
        ("warning_message", &asked.warning_message),
    ];
    let further = further
        .into_iter()
        .filter_map(|(key, text)| Some((key, text.as_ref()?)));
    std::iter::once(("label", &asked.label))
        .chain(further)
        .collect()
}

/// The question with an id of the repeats that a place stands in, the innermost first.
fn sibling(survey: &Questionnaire, owner: Owner, id: &str) -> Option<Owner> {
    let mut around = std::iter::successors(owner.around(), |repeat| repeat.around());
    around.find_map(|repeat| {
        let mut questions = nest::nested(question(survey, repeat)?).iter();
        repeat.inside(questions.position(|nested| nested.id == id)?)
    })
}

/// What the labels of some choices pipe, each question once.
fn piped<'q>(choices: impl Iterator<Item = &'q Choice>) -> Vec<&'q str> {
    let is_plain = |text: &Text| matches!(text, Text::Same(words) if !piping::pipes(words));
    let words = choices
        .filter(|choice| !is_plain(&choice.label))
        .flat_map(|choice| every_language(&choice.label));
    let mut ids: Vec<&str> = words.flat_map(piping::ids).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The questions that the labels of what a question offers pipe, each with the key it comes by.
fn labels<'q>(asked: &'q Question, lists: &Lists<'q>) -> Vec<(&'static str, &'q str)> {
    let mut labels = Vec::new();
    let mut own = |key, choices: &'q [Choice]| {
        labels.extend(piped(choices.iter()).into_iter().map(|id| (key, id)));
    };
    let mut named = Vec::new();
    match &asked.kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. } => {
            own("choices", &choices.own);
            named.push(("list", &choices.list));
        }
        Kind::Scale { points } => own("choices", points),
        Kind::Allocation { rows, .. } => {
            own("rows", &rows.own);
            named.push(("list", &rows.list));
        }
        Kind::Matrix(matrix) => {
            own("rows", &matrix.rows.own);
            if let Cells::Single(columns) | Cells::Multiple(columns) | Cells::Scale(columns) =
                &matrix.cells
            {
                own("choices", columns);
            }
            named.extend([
                ("list", &matrix.rows.list),
                ("group_list", &matrix.group_list),
            ]);
        }
        _ => {}
    }
    for (key, name) in named {
        let ids = name.as_ref().and_then(|name| lists.get(name.as_str()));
        labels.extend(ids.into_iter().flatten().map(|id| (key, *id)));
    }
    labels
}

/// The question that a text of `owner` means by `id`.
fn place_of(survey: &Questionnaire, outer: &Outer<'_>, owner: Owner, id: &str) -> Option<Owner> {
    sibling(survey, owner, id).or_else(|| outer.get(id).copied())
}

/// Why the answer to `id` cannot be piped into a text of `owner`, and what to do.
fn fault(
    survey: &Questionnaire,
    outer: &Outer<'_>,
    owner: Owner,
    id: &str,
) -> Option<(String, String)> {
    let Some(found) = place_of(survey, outer, owner, id) else {
        let ids = survey.questions().map(|question| question.id.as_str());
        let remedy = remedy_among("questions", id, ids);
        let message = format!("there is no question `{id}` whose answer could stand here");
        return Some((
            message,
            format!("{remedy}; a brace itself is written `{{{{`"),
        ));
    };
    let kind = question(survey, found).map(|question| &question.kind);
    if matches!(
        kind,
        Some(Kind::Note | Kind::Matrix(_) | Kind::Allocation { .. } | Kind::Repeat(_))
    ) {
        let message = format!("the answer to `{id}` is not one line of words");
        let remedy = "name a question with one answer, or a `computed` one";
        return Some((message, remedy.to_owned()));
    }
    let shuffled = survey
        .sections
        .get(owner.section)
        .is_some_and(|section| section.shuffle);
    let is_together = shuffled
        && owner.question.is_some()
        && found.section == owner.section
        && found.is_top()
        && found.question != owner.question;
    if found < owner || is_together {
        return None;
    }
    let message = format!("`{id}` is not answered yet where this text is read");
    Some((message, "name an earlier question".to_owned()))
}
