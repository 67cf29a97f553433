//! The departments of a survey and the groups above them.

use std::sync::Arc;

use crate::base::language::{Language, Text};
use crate::survey::Questionnaire;

/// One department, in the list's order.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Department {
    code: String,
    label: Text,
    parent: Option<String>,
}

/// Departments and faculties as the questionnaire's two-level list gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Departments {
    choosable: Vec<Department>,
    headings: Vec<Department>,
}

impl Departments {
    /// Those of a questionnaire, then those that only other versions have.
    pub fn of(questionnaire: &Questionnaire, others: &[Arc<Questionnaire>]) -> Self {
        let mut new = Self::default();
        new.add(questionnaire);
        for other in others {
            new.add(other);
        }
        new
    }

    fn add(&mut self, questionnaire: &Questionnaire) {
        let Some(list) = questionnaire.departments() else {
            return;
        };
        for entry in &list.entries {
            let into = if list.is_heading(&entry.code) {
                &mut self.headings
            } else {
                &mut self.choosable
            };
            if !into.iter().any(|known| known.code == entry.code) {
                into.push(Department {
                    code: entry.code.clone(),
                    label: entry.label.clone(),
                    parent: entry.parent().map(str::to_owned),
                });
            }
        }
    }

    /// The codes of every department that a person may choose, in the list's order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.choosable
            .iter()
            .map(|department| department.code.as_str())
    }

    /// The code of the group that a department belongs to.
    pub fn parent(&self, code: &str) -> Option<&str> {
        let found = self.choosable.iter().find(|known| known.code == code);
        found.and_then(|department| department.parent.as_deref())
    }

    /// The name of a department or faculty; its code where the list has none.
    pub fn label<'d>(&'d self, code: &'d str, language: &Language) -> &'d str {
        let mut all = self.choosable.iter().chain(&self.headings);
        all.find(|known| known.code == code)
            .map_or(code, |department| department.label.get(language))
    }

    /// Sorts codes as the list has them; those that it does not know come last, by code.
    pub(super) fn rank(&self, code: &str) -> (usize, String) {
        let at = self.choosable.iter().position(|known| known.code == code);
        (at.unwrap_or(usize::MAX), code.to_owned())
    }
}
