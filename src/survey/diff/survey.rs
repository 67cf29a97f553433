//! Differences of the whole: its header, audiences, lists and sections.

use std::collections::BTreeMap;

use super::{About, Finder, some_of};
use crate::survey::model::{Choice, List, Questionnaire};

impl Finder<'_> {
    pub(super) fn survey(&mut self) {
        let (old, new, about) = (self.old, self.new, About::Survey);
        if old.id != new.id {
            let words = format!("another survey: `{}`, then `{}`", old.id, new.id);
            self.grave(&about, "survey", words, None);
        }
        if old.wave != new.wave {
            let words = format!(
                "another wave: `{}`, then `{}`; words, responses and tables belong to one wave",
                old.wave, new.wave
            );
            self.harmless(&about, "wave", words);
        }
        if old.department != new.department {
            let words = "another question says the department";
            self.grave(&about, "department", words, None);
        }
        if old.languages != new.languages {
            self.harmless(&about, "languages", "other languages");
        }
        let texts = old.title != new.title
            || old.privacy.notice != new.privacy.notice
            || old.privacy.contact != new.privacy.contact;
        if texts {
            self.harmless(&about, "text", "the title or the notice");
        }
        if protection(old) != protection(new) {
            let words = "how published figures are protected; a report takes the strictest";
            self.harmless(&about, "protection", words);
        }
        if dates(old) != dates(new) {
            self.harmless(&about, "dates", "when it opens, closes or may be revised");
        }
        if order(old, new) != order(new, old) {
            let words = "questions stand in another order";
            self.harmless(&about, "reordered", words);
        }
    }

    pub(super) fn audiences(&mut self) {
        let (old, new) = (self.old, self.new);
        for now in &new.audiences {
            let about = About::Audience(now.id.clone());
            let Some(was) = old.audiences.iter().find(|was| was.id == now.id) else {
                self.harmless(&about, "added", "a new audience");
                continue;
            };
            if was.sealed_to != now.sealed_to {
                let words = "sealed to others than before; drafts go on as they were promised";
                self.harmless(&about, "sealed_to", words);
            }
            if was.pad != now.pad {
                self.harmless(&about, "pad", "padded to another size");
            }
        }
        for was in &old.audiences {
            if !new.audiences.iter().any(|now| now.id == was.id) {
                let about = About::Audience(was.id.clone());
                self.harmless(&about, "removed", "it gets nothing any more");
            }
        }
    }

    /// Labels only: what codes mean for answers is told of the questions that use them.
    pub(super) fn lists(&mut self) {
        for (name, now) in &self.new.lists {
            let about = About::List(name.clone());
            match self.old.lists.get(name) {
                None => self.harmless(&about, "added", "a new list"),
                Some(was) if was != now => self.list(&about, was, now),
                Some(_) => {}
            }
        }
    }

    fn list(&mut self, about: &About, was: &List, now: &List) {
        let then: BTreeMap<&str, &Choice> = was
            .entries
            .iter()
            .map(|entry| (entry.code.as_str(), entry))
            .collect();
        let changed = |differs: fn(&Choice, &Choice) -> bool| -> Vec<&str> {
            let entries = now.entries.iter();
            let entries = entries.filter(|entry| {
                let was = then.get(entry.code.as_str());
                was.is_some_and(|was| differs(was, entry))
            });
            entries.map(|entry| entry.code.as_str()).collect()
        };
        let labels = changed(|was, now| was.label != now.label);
        if !labels.is_empty() {
            let words = format!("labels of {}", some_of(&labels));
            self.harmless(about, "text", words);
        }
        let columns = changed(|was, now| was.columns != now.columns);
        if !columns.is_empty() {
            let words = format!("columns of {}", some_of(&columns));
            self.harmless(about, "columns", words);
        }
    }

    pub(super) fn sections(&mut self) {
        for now in &self.new.sections {
            let about = About::Section(now.id.clone());
            let Some(was) = self.old.sections.iter().find(|was| was.id == now.id) else {
                self.harmless(&about, "added", "a new section");
                continue;
            };
            if was.title != now.title || was.intro != now.intro {
                self.harmless(&about, "text", "its title or the words under it");
            }
            let source = |condition: &Option<crate::survey::expression::Expression>| {
                condition.as_ref().map(|one| one.source().to_owned())
            };
            if source(&was.relevant) != source(&now.relevant) {
                let words = "asked of others than before; `not_relevant` says of whom it was not";
                self.harmless(&about, "relevant", words);
            }
        }
    }
}

fn protection(survey: &Questionnaire) -> impl PartialEq {
    (
        survey.privacy.profile,
        survey.privacy.minimum_group,
        survey.privacy.retention_days,
    )
}

fn dates(survey: &Questionnaire) -> impl PartialEq {
    (survey.opens, survey.closes, survey.revise_until)
}

/// The questions that both have, in the order of the first.
fn order<'q>(survey: &'q Questionnaire, other: &Questionnaire) -> Vec<&'q str> {
    let questions = survey.questions().map(|question| question.id.as_str());
    questions
        .filter(|id| other.question(id).is_some())
        .collect()
}
