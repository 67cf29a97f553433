//! What can be checked only when the whole file was read: ids against one another, questions that
//! name questions, lists nobody uses, and the department.

use std::collections::{BTreeMap, BTreeSet};

use super::condition::{around, owners, question};
use super::symbols::{MOST_ROWS, choosable};
use super::{Lowering, Owner};
use crate::survey::expression::CodeSet;
use crate::survey::model::{
    Cells, Choices, Kind, List, Matrix, Question, Questionnaire, Repeat, Role,
};
use crate::survey::nearest::remedy_among;
use crate::survey::rules;
use crate::survey::source::Span;

impl Lowering<'_> {
    pub(super) fn cross(&mut self, survey: &Questionnaire) {
        self.ids(survey);
        let lists = survey.lists.iter();
        let codes: BTreeMap<String, CodeSet> = lists
            .map(|(name, list)| (name.clone(), choosable(list)))
            .collect();
        for owner in owners(survey) {
            if let Some(asked) = question(survey, owner) {
                self.references(survey, owner, asked);
                self.offers_something(survey, owner, asked, &codes);
            }
        }
        self.codes = codes;
        self.unused_lists(survey);
        self.wave(survey);
        self.department(survey);
    }

    fn wave(&mut self, survey: &Questionnaire) {
        if !survey.wave.is_empty() {
            let span = self.place("survey");
            self.check_id(super::read::Id::Code, &survey.wave, &span);
        }
    }

    /// Sections, top-level questions, and the questions of each repeat: each among themselves.
    fn ids(&mut self, survey: &Questionnaire) {
        let sections = survey
            .sections
            .iter()
            .enumerate()
            .map(|(section, content)| (content.id.as_str(), Owner::section(section)));
        self.unique("sections", sections.collect());
        let mut outer = Vec::new();
        let mut inner: BTreeMap<Owner, Vec<(&str, Owner)>> = BTreeMap::new();
        for owner in owners(survey) {
            let Some(asked) = question(survey, owner) else {
                continue;
            };
            let place = match owner.around() {
                None => &mut outer,
                Some(repeat) => inner.entry(repeat).or_default(),
            };
            place.push((asked.id.as_str(), owner));
        }
        self.unique("questions", outer);
        for ids in inner.into_values() {
            self.unique("questions in this repeat", ids);
        }
    }

    fn unique(&mut self, kind: &str, ids: Vec<(&str, Owner)>) {
        let mut exact = BTreeSet::new();
        let mut folded: BTreeMap<String, &str> = BTreeMap::new();
        for (id, owner) in ids.into_iter().filter(|(id, _)| !id.is_empty()) {
            let span = self.mark(owner, "id");
            if !exact.insert(id) {
                let message = format!("there are two {kind} `{id}`");
                self.tell(
                    &rules::DUPLICATE,
                    &span,
                    message,
                    "give one of them another id",
                );
            } else if let Some(other) = folded.get(&id.to_lowercase()) {
                let message = format!("`{id}` and `{other}` differ in capitals only");
                self.tell(
                    &rules::CASE_ONLY,
                    &span,
                    message,
                    "tell them apart by more: spreadsheets and statistics programs do not",
                );
            }
            folded.entry(id.to_lowercase()).or_insert(id);
        }
    }

    /// Questions that a question names by key.
    fn references(&mut self, survey: &Questionnaire, owner: Owner, asked: &Question) {
        match &asked.kind {
            Kind::Matrix(matrix) => self.matrix_references(survey, owner, matrix),
            Kind::Repeat(repeat) => self.label_from(owner, repeat),
            _ => {}
        }
    }

    fn label_from(&mut self, owner: Owner, repeat: &Repeat) {
        let Some(name) = &repeat.label_from else {
            return;
        };
        let found = repeat.questions.iter().any(|question| question.id == *name);
        if !found {
            let span = self.mark(owner, "label_from");
            let message = format!("there is no question `{name}` in this repeat");
            let ids = repeat.questions.iter().map(|question| question.id.as_str());
            self.tell(
                &rules::UNKNOWN_QUESTION,
                &span,
                message,
                remedy_among("questions", name, ids),
            );
        }
    }

    fn matrix_references(&mut self, survey: &Questionnaire, owner: Owner, matrix: &Matrix) {
        if let Some(from) = &matrix.rows_from {
            self.rows_from(survey, owner, matrix, from);
        }
        let Some(column) = &matrix.groups else {
            return;
        };
        let list = survey
            .row_source(matrix)
            .and_then(|rows| survey.lists.get(rows.list.as_ref()?));
        let Some(list) = list else {
            let span = self.mark(owner, "groups");
            self.tell(
                &rules::GROUPS,
                &span,
                "only rows from a list have columns to group by",
                "give the rows as a `list`",
            );
            return;
        };
        self.groups(survey, owner, matrix, column, list);
    }

    fn rows_from(&mut self, survey: &Questionnaire, owner: Owner, matrix: &Matrix, from: &str) {
        let span = self.mark(owner, "rows_from");
        let (message, remedy) = match survey.question(from).map(|question| &question.kind) {
            None if Self::is_sibling(survey, owner, from) => (
                format!("`{from}` stands in this repeat, and rows come from outside it"),
                format!("give the rows as a `list`, with filter = \"entry.code in {from}\""),
            ),
            None => {
                let ids = survey.questions().map(|question| question.id.as_str());
                (
                    format!("there is no question `{from}`"),
                    remedy_among("questions", from, ids),
                )
            }
            Some(Kind::Matrix(_) | Kind::Multiple { .. })
                if survey.row_source(matrix).is_some() =>
            {
                return;
            }
            Some(Kind::Matrix(_)) => {
                let remedy = "name the matrix or multiple that has the rows itself";
                (format!("`{from}` leads to no rows"), remedy.to_owned())
            }
            Some(_) => {
                let remedy = "name a `matrix` or a `multiple` question";
                (format!("`{from}` has no rows"), remedy.to_owned())
            }
        };
        self.broken.insert(owner);
        self.tell(&rules::UNKNOWN_QUESTION, &span, message, remedy);
    }

    fn is_sibling(survey: &Questionnaire, owner: Owner, id: &str) -> bool {
        around(survey, owner).find(id).is_some()
    }

    fn groups(
        &mut self,
        survey: &Questionnaire,
        owner: Owner,
        matrix: &Matrix,
        column: &str,
        list: &List,
    ) {
        if !list.columns.iter().any(|name| name == column) {
            let span = self.mark(owner, "groups");
            let message = format!("the list has no column `{column}`");
            let columns = list.columns.iter().map(String::as_str);
            self.tell(
                &rules::GROUPS,
                &span,
                message,
                remedy_among("columns", column, columns),
            );
            return;
        }
        let span = self.mark(owner, "groups");
        let lacking = list
            .entries
            .iter()
            .find(|entry| !entry.columns.contains_key(column));
        if let Some(entry) = lacking.filter(|_| matrix.closable) {
            let message = format!("the entry `{}` has no `{column}`", entry.code);
            self.tell(
                &rules::GROUPS,
                &span,
                message,
                "give every entry a group, since groups can be closed",
            );
        }
        self.group_list(survey, owner, matrix, column, list);
    }

    /// Every group of the rows must be an entry of the list that names groups.
    fn group_list(
        &mut self,
        survey: &Questionnaire,
        owner: Owner,
        matrix: &Matrix,
        column: &str,
        list: &List,
    ) {
        let named = matrix
            .group_list
            .as_ref()
            .and_then(|name| survey.lists.get(name));
        let named: Option<BTreeSet<&str>> = named.map(|list| {
            list.entries
                .iter()
                .map(|entry| entry.code.as_str())
                .collect()
        });
        let groups = list
            .entries
            .iter()
            .filter_map(|entry| entry.columns.get(column));
        let unknown = named.and_then(|named| {
            groups
                .into_iter()
                .find(|group| !named.contains(group.as_str()))
        });
        if let Some(group) = unknown {
            let span = self.mark(owner, "group_list");
            let message = format!("the group `{group}` is not an entry of the group list");
            self.tell(
                &rules::GROUPS,
                &span,
                message,
                "add it to the group list, or correct the column",
            );
        }
    }

    /// A question that offers choices must have some, and not more than a screen can bear.
    fn offers_something(
        &mut self,
        survey: &Questionnaire,
        owner: Owner,
        asked: &Question,
        codes: &BTreeMap<String, CodeSet>,
    ) {
        if self.broken.contains(&owner) {
            return;
        }
        let number = |choices: &Choices| {
            let list = choices.list.as_ref().and_then(|name| codes.get(name));
            list.map_or(0, |set| set.len()) + choices.own.len()
        };
        let (offered, key) = match &asked.kind {
            Kind::Single(choices) | Kind::Lookup(choices) | Kind::Rank { choices, .. } => {
                (number(choices), "choices")
            }
            Kind::Multiple { choices, min, max } => {
                self.reachable(owner, number(choices), *min, *max);
                (number(choices), "choices")
            }
            Kind::Scale { points } => (points.len(), "choices"),
            Kind::Allocation { rows, .. } => (number(rows), "rows"),
            Kind::Matrix(matrix) => {
                self.has_columns(owner, matrix);
                (survey.row_source(matrix).map_or(0, number), "rows")
            }
            _ => return,
        };
        let span = self.mark(owner, key);
        if offered == 0 {
            self.tell(
                &rules::NO_CHOICES,
                &span,
                format!("`{}` offers nothing", asked.id),
                "give it choices or rows, or a list that has entries",
            );
        } else if key == "rows" && offered > MOST_ROWS {
            self.tell(
                &rules::BOUNDS,
                &span,
                format!("a matrix of {offered} rows is too long to answer"),
                format!("stay within {MOST_ROWS} rows, or ask with a `lookup` in a repeat"),
            );
        }
    }

    fn has_columns(&mut self, owner: Owner, matrix: &Matrix) {
        let none = match &matrix.cells {
            Cells::Single(choices) | Cells::Multiple(choices) | Cells::Scale(choices) => {
                choices.is_empty()
            }
            Cells::Integer(_) | Cells::Decimal(_) => false,
        };
        if none {
            let span = self.mark(owner, "choices");
            self.tell(
                &rules::NO_CHOICES,
                &span,
                "the cells of this matrix offer nothing",
                "give it `choices`",
            );
        }
    }

    fn reachable(&mut self, owner: Owner, offered: usize, min: Option<u32>, max: Option<u32>) {
        for (key, bound) in [("min", min), ("max", max)] {
            let bound = bound.and_then(|bound| usize::try_from(bound).ok());
            if let Some(bound) = bound.filter(|bound| *bound > offered && offered > 0) {
                let span = self.mark(owner, key);
                self.tell(
                    &rules::BOUNDS,
                    &span,
                    format!("{bound} cannot be chosen of {offered}"),
                    "give a smaller number",
                );
            }
        }
    }

    fn unused_lists(&mut self, survey: &Questionnaire) {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for asked in owners(survey).filter_map(|owner| question(survey, owner)) {
            let groups = match &asked.kind {
                Kind::Matrix(matrix) => matrix.group_list.as_deref(),
                _ => None,
            };
            let choices = asked.kind.choices();
            used.extend(choices.and_then(|choices| choices.list.as_deref()));
            used.extend(groups);
        }
        let looked_up: BTreeSet<String> = self.looked_up();
        let is_used = |name: &str| used.contains(name) || looked_up.contains(name);
        for name in survey.lists.keys().filter(|name| !is_used(name)) {
            let span = self.place(&format!("lists.{name}"));
            self.tell(
                &rules::LIST_UNUSED,
                &span,
                format!("no question uses the list `{name}`"),
                "take it out, or name it where it belongs",
            );
        }
    }

    /// Departments must be known, and know which responses are theirs.
    fn department(&mut self, survey: &Questionnaire) {
        let sealed = survey
            .audiences
            .iter()
            .filter(|audience| audience.sealed_to.contains(&Role::Department));
        let sealed: Vec<&str> = sealed.map(|audience| audience.id.as_str()).collect();
        let Some(id) = &survey.department else {
            if let Some(audience) = sealed.first() {
                let span = self.place("survey");
                let message = format!(
                    "`{audience}` is sealed to the department, but no question says which that is"
                );
                self.tell(
                    &rules::DEPARTMENT_QUESTION,
                    &span,
                    message,
                    "name that question as `department` in `[survey]`",
                );
            }
            return;
        };
        let span = self.place("department");
        let Some(asked) = survey.question(id) else {
            let ids = survey.questions().map(|question| question.id.as_str());
            let remedy = remedy_among("questions", id, ids);
            self.tell(
                &rules::UNKNOWN_QUESTION,
                &span,
                format!("there is no question `{id}`"),
                remedy,
            );
            return;
        };
        self.department_question(&span, asked);
        let told = asked
            .audience
            .iter()
            .any(|release| sealed.contains(&release.audience.as_str()));
        let owner = owners(survey)
            .find(|owner| question(survey, *owner).is_some_and(|other| std::ptr::eq(other, asked)));
        if let Some(owner) = owner.filter(|_| !told && !sealed.is_empty()) {
            let span = self.mark(owner, "audience");
            let message = format!(
                "`{id}` says the department, but no audience sealed to the department gets it"
            );
            self.tell(
                &rules::DEPARTMENT_RELEASE,
                &span,
                message,
                format!("add \"{}\" to its audience", sealed.join("\" or \"")),
            );
        }
    }

    fn department_question(&mut self, span: &Span, asked: &Question) {
        let list = match &asked.kind {
            Kind::Single(choices) | Kind::Lookup(choices) => choices.list.is_some(),
            _ => false,
        };
        if !list {
            let message = format!("`{}` cannot say the department", asked.id);
            self.tell(
                &rules::DEPARTMENT_QUESTION,
                span,
                message,
                "make it a `single` or `lookup` with a `list` of departments",
            );
        }
    }
}
