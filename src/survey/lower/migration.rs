//! `[[migration]]`: how answers of earlier versions read in this one.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::table::Table;
use crate::survey::model::{Cells, Choice, Choices, Kind, Migration, Question, Questionnaire};
use crate::survey::nearest::remedy_among;
use crate::survey::nest;
use crate::survey::raw::{Node, Raw};
use crate::survey::rules;

/// The fewest digits by which a version is named, as short names of commits are.
const SHORTEST_FROM: usize = 8;

/// The most migrations of a questionnaire.
const MOST_MIGRATIONS: usize = 500;

/// What stands for every earlier version.
const ANY: &str = "any";

impl Lowering<'_> {
    pub(super) fn migrations(
        &mut self,
        root: &mut Table<'_>,
        survey: &Questionnaire,
    ) -> Vec<Migration> {
        let mut migrations: Vec<Migration> = Vec::new();
        let nodes = self.items(root, "migration");
        if let Some(beyond) = nodes.get(MOST_MIGRATIONS) {
            let message = format!("there are more than {MOST_MIGRATIONS} migrations");
            let remedy = "take out those of versions that nobody answered";
            self.tell(&rules::SIZE, &beyond.span, message, remedy);
        }
        for node in nodes.iter().take(MOST_MIGRATIONS) {
            let migration = self.migration(node, survey);
            let mut earlier = migrations.iter();
            if earlier.any(|other| other.question == migration.question && meet(other, &migration))
            {
                let message = format!(
                    "two migrations of `{}` for the same version",
                    migration.question
                );
                let remedy = "make them one, or say `from` which version each is";
                self.tell(&rules::DUPLICATE, &node.span, message, remedy);
            }
            migrations.push(migration);
        }
        migrations
    }

    fn migration(&mut self, node: &Node, survey: &Questionnaire) -> Migration {
        let mut table = self.table(node);
        let from = self.earlier_versions(&mut table);
        self.demand(&table, "question", "name the question of this version");
        let question = self.string(&mut table, "question").unwrap_or_default();
        let was = self.string(&mut table, "was");
        let codes = self.renamed(&mut table, "codes");
        let rows = self.renamed(&mut table, "rows");
        let migration = Migration {
            from,
            question,
            was,
            codes,
            rows,
        };
        self.check_migration(&table, &migration, survey);
        self.finish(&table);
        migration
    }

    /// The beginnings of fingerprints; none for `"any"` and where the key is left out.
    fn earlier_versions(&mut self, table: &mut Table<'_>) -> Vec<String> {
        let Some(node) = table.get("from") else {
            return Vec::new();
        };
        let items = match &node.value {
            Raw::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut from = Vec::new();
        for item in items {
            let Some(text) = self.string_of(item).filter(|text| text != ANY) else {
                continue;
            };
            let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            if !(SHORTEST_FROM..=64).contains(&text.len()) || !text.bytes().all(hex) {
                let message = format!("`{text}` is not the beginning of a fingerprint");
                let remedy = "give 8 or more of the digits that `survey diff` shows, or \"any\"";
                self.tell(&rules::MIGRATION_FROM, &item.span, message, remedy);
            }
            from.push(text);
        }
        from.sort();
        from.dedup();
        from
    }

    /// A table of what is now by what was then. Points of a scale may be written as numbers.
    fn renamed(&mut self, table: &mut Table<'_>, key: &'static str) -> BTreeMap<String, String> {
        let Some(inner) = self.table_in(table, key) else {
            return BTreeMap::new();
        };
        let mut renamed = BTreeMap::new();
        for entry in inner.entries() {
            let now = match &entry.value.value {
                Raw::Whole(number) => Some(number.to_string()),
                _ => self.string_of(&entry.value),
            };
            renamed.extend(now.map(|now| (entry.key.clone(), now)));
        }
        renamed
    }

    fn check_migration(
        &mut self,
        table: &Table<'_>,
        migration: &Migration,
        survey: &Questionnaire,
    ) {
        let id = migration.question.as_str();
        let Some(question) = question_at(survey, id) else {
            if !id.is_empty() {
                let message = format!("there is no question `{id}` in this version");
                let known = survey.questions().map(|question| question.id.as_str());
                let remedy = remedy_among("questions", id, known);
                self.tell(
                    &rules::MIGRATION_QUESTION,
                    &table.span_of("question"),
                    message,
                    remedy,
                );
            }
            return;
        };
        self.check_was(table, migration, survey);
        if !migration.codes.is_empty() {
            let codes = codes(survey, question);
            self.check_now(table, "codes", &migration.codes, codes.as_ref());
        }
        if !migration.rows.is_empty() {
            let rows = rows(survey, question);
            self.check_now(table, "rows", &migration.rows, rows.as_ref());
        }
    }

    fn check_was(&mut self, table: &Table<'_>, migration: &Migration, survey: &Questionnaire) {
        let Some(was) = &migration.was else { return };
        let outer = migration.question.split_once('.').map(|(outer, _)| outer);
        let now = outer.map_or_else(|| was.clone(), |outer| format!("{outer}.{was}"));
        if question_at(survey, &now).is_some() {
            let message = format!("`{was}` is a question of this version too");
            let remedy = "its old answers are its own; name an id that is used no more";
            self.tell(
                &rules::MIGRATION_QUESTION,
                &table.span_of("was"),
                message,
                remedy,
            );
        }
    }

    /// Every code or row of now must exist now.
    fn check_now(
        &mut self,
        table: &Table<'_>,
        key: &str,
        renamed: &BTreeMap<String, String>,
        known: Option<&BTreeSet<&str>>,
    ) {
        let Some(known) = known else {
            let message = format!("this question has no {key}");
            let remedy = format!("take `{key}` out");
            let span = table.key_span(key);
            self.tell(&rules::MIGRATION_CODE, &span, message, remedy);
            return;
        };
        let unknown = renamed.values().find(|now| !known.contains(now.as_str()));
        if let Some(now) = unknown.filter(|_| !known.is_empty()) {
            let message = format!("`{now}` is none of the {key} of this version");
            let remedy = remedy_among(key, now, known.iter().copied());
            self.tell(&rules::MIGRATION_CODE, &table.span_of(key), message, remedy);
        }
    }
}

/// Whether two migrations speak of the same earlier version.
fn meet(one: &Migration, two: &Migration) -> bool {
    let any = one.from.is_empty() && two.from.is_empty();
    let named = |from: &String| {
        let mut others = two.from.iter();
        others.any(|other| from.starts_with(other.as_str()) || other.starts_with(from.as_str()))
    };
    any || one.from.iter().any(named)
}

/// A question by its id, of a repeat by `REPEAT.QUESTION`.
fn question_at<'q>(survey: &'q Questionnaire, id: &str) -> Option<&'q Question> {
    let mut ids = id.split('.');
    let mut question = survey.question(ids.next()?)?;
    for id in ids {
        question = nest::nested(question).iter().find(|one| one.id == id)?;
    }
    Some(question)
}

fn names<'q>(choices: impl IntoIterator<Item = &'q Choice>) -> BTreeSet<&'q str> {
    let choices = choices.into_iter();
    choices.map(|choice| choice.code.as_str()).collect()
}

/// The codes that an answer may hold, `None` for a question that has none.
fn codes<'q>(survey: &'q Questionnaire, question: &'q Question) -> Option<BTreeSet<&'q str>> {
    let offered = |choices: &'q Choices| names(survey.all_choices(choices));
    match &question.kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. } => Some(offered(choices)),
        Kind::Scale { points } => Some(names(points)),
        Kind::Matrix(matrix) => match &matrix.cells {
            Cells::Single(columns) | Cells::Multiple(columns) | Cells::Scale(columns) => {
                Some(names(columns))
            }
            Cells::Integer(_) | Cells::Decimal(_) => None,
        },
        _ => None,
    }
}

/// The rows of a matrix or allocation, `None` for a question that has none.
fn rows<'q>(survey: &'q Questionnaire, question: &'q Question) -> Option<BTreeSet<&'q str>> {
    match &question.kind {
        Kind::Matrix(matrix) => Some(names(survey.rows(matrix))),
        Kind::Allocation { rows, .. } => Some(names(survey.all_choices(rows))),
        _ => None,
    }
}
