//! What each question is worth in a condition, seen from wherever the condition stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Owner;
use super::condition::{Slot, around, key_of, owners, question};
use super::graph::Key;
use crate::survey::expression::{CodeSet, Codes, Columns, Entry, Groups, Names, Type, Wish};
use crate::survey::model::{Cells, Choice, Choices, Kind, List, Matrix, Question, Questionnaire};
use crate::survey::nest::Steps;

/// The most rows of a matrix.
pub(super) const MOST_ROWS: usize = 1_000;

/// Types by id.
pub(super) struct Symbols {
    /// The codes of each list that may be chosen.
    lists: BTreeMap<String, CodeSet>,
    outer: BTreeMap<String, Type>,
    /// By repeat (its ids with points between), then by question.
    inner: BTreeMap<String, BTreeMap<String, Type>>,
    /// The repeat of each nested question.
    nested: BTreeMap<String, String>,
    /// The columns of lists that conditions look into.
    columns: Columns,
}

impl Symbols {
    /// The types of all questions; computed ones and those that could not be read are not known.
    pub(super) fn of(
        survey: &Questionnaire,
        broken: &BTreeSet<Owner>,
        lists: BTreeMap<String, CodeSet>,
    ) -> Self {
        let mut symbols = Self {
            lists,
            outer: BTreeMap::new(),
            inner: BTreeMap::new(),
            nested: BTreeMap::new(),
            columns: Columns::default(),
        };
        for owner in owners(survey) {
            let Some(asked) = question(survey, owner) else {
                continue;
            };
            let known = !broken.contains(&owner);
            let found = if known {
                symbols.type_of(survey, owner, asked)
            } else {
                Type::Any
            };
            symbols.add(survey, owner, &asked.id, found);
        }
        symbols
    }

    fn add(&mut self, survey: &Questionnaire, owner: Owner, id: &str, found: Type) {
        let place = match repeat_of(survey, owner) {
            Some(repeat) => {
                let dotted = repeat.dotted();
                let named = self.nested.entry(id.to_owned());
                named.or_insert_with(|| dotted.clone());
                self.inner.entry(dotted).or_default()
            }
            None => &mut self.outer,
        };
        place.entry(id.to_owned()).or_insert(found);
    }

    /// Takes note of what a computed question turned out to hold.
    pub(super) fn learn(&mut self, survey: &Questionnaire, owner: Owner, found: Type) {
        let place = match repeat_of(survey, owner) {
            Some(repeat) => self.inner.get_mut(&repeat.dotted()),
            None => Some(&mut self.outer),
        };
        if let (Some(place), Some(asked)) = (place, question(survey, owner)) {
            place.insert(asked.id.clone(), found);
        }
    }

    fn siblings(&self, survey: &Questionnaire, owner: Owner) -> Option<&BTreeMap<String, Type>> {
        self.inner.get(&repeat_of(survey, owner)?.dotted())
    }

    /// The questions of the repeats that a place stands in, the outermost first.
    fn levels(&self, survey: &Questionnaire, owner: Owner) -> Steps<&BTreeMap<String, Type>> {
        let Some(repeat) = owner.around() else {
            return Steps::NONE;
        };
        let outer = self.levels(survey, repeat);
        let siblings = self.siblings(survey, owner);
        siblings.and_then(|one| outer.push(one)).unwrap_or(outer)
    }

    /// The question that a name means where `owner` stands.
    pub(super) fn resolve(
        &self,
        survey: &Questionnaire,
        owner: Owner,
        wish: Wish<'_>,
    ) -> Option<Key> {
        let found = self.named(survey, owner, wish.name)?;
        let nested = wish.nested.filter(|nested| {
            let questions = self.inner.get(&found.dotted());
            questions.is_some_and(|questions| questions.contains_key(*nested))
        });
        Some(nested.map_or(found.clone(), |nested| found.inside(nested)))
    }

    fn named(&self, survey: &Questionnaire, owner: Owner, name: &str) -> Option<Key> {
        let around = std::iter::successors(owner.around(), |repeat| repeat.around());
        for repeat in around {
            let repeat = key_of(survey, repeat)?;
            let siblings = self.inner.get(&repeat.dotted());
            if siblings.is_some_and(|siblings| siblings.contains_key(name)) {
                return Some(repeat.inside(name));
            }
        }
        self.outer
            .contains_key(name)
            .then(|| Key::top(name.to_owned()))
    }

    /// What a question itself is worth.
    pub(super) fn own(&self, survey: &Questionnaire, owner: Owner) -> &Type {
        let place = self.siblings(survey, owner).unwrap_or(&self.outer);
        let found = question(survey, owner).and_then(|asked| place.get(&asked.id));
        found.unwrap_or(&Type::Any)
    }

    /// What names mean for a condition of `owner`.
    pub(super) fn names<'n>(
        &'n self,
        survey: &'n Questionnaire,
        owner: Owner,
        value: Option<&'n Type>,
        entry: Option<&'n Entry>,
    ) -> Names<'n> {
        Names {
            outer: &self.outer,
            inner: self.levels(survey, owner),
            around: around(survey, owner).map(|repeat| repeat.id.as_str()),
            repeats: &self.inner,
            nested: &self.nested,
            value,
            entry,
            lists: &survey.lists,
            columns: &self.columns,
        }
    }

    /// What `entry` has, in a filter of `owner`.
    pub(super) fn entry(&self, survey: &Questionnaire, owner: Owner, slot: Slot) -> Option<Entry> {
        let asked = question(survey, owner).filter(|_| slot == Slot::Filter)?;
        let choices = choices_of(survey, &asked.kind)?;
        let list = choices
            .list
            .as_ref()
            .and_then(|name| survey.lists.get(name));
        let columns = list.map(|list| list.columns.clone()).unwrap_or_default();
        Some(Entry {
            columns: columns
                .into_iter()
                .chain(std::iter::once("code".to_owned()))
                .collect(),
            codes: self.sets(choices),
        })
    }

    /// The codes a question may offer: its list's, shared, and its own.
    fn sets(&self, choices: &Choices) -> Vec<CodeSet> {
        let list = choices.list.as_ref().and_then(|name| self.lists.get(name));
        list.into_iter()
            .cloned()
            .chain(std::iter::once(code_set(&choices.own)))
            .collect()
    }

    /// What a question is worth in a condition.
    fn type_of(&self, survey: &Questionnaire, owner: Owner, asked: &Question) -> Type {
        let codes = |sets| Codes {
            of: asked.id.clone(),
            sets,
        };
        let code = |choices: &Choices| Type::Code(codes(self.sets(choices)));
        match &asked.kind {
            Kind::Text { .. } | Kind::LongText { .. } => Type::Text,
            Kind::Integer(_) | Kind::Decimal(_) | Kind::Scale { .. } => Type::Number,
            Kind::YesNo | Kind::Acknowledge => Type::Bool,
            Kind::Single(choices) | Kind::Lookup(choices) => code(choices),
            Kind::Multiple { choices, .. } | Kind::Rank { choices, .. } => {
                Type::List(Box::new(code(choices)))
            }
            Kind::Date | Kind::Month => Type::Day,
            Kind::Matrix(matrix) => {
                let rows = survey.row_source(matrix);
                Type::Rows {
                    cell: Box::new(cell_type(&asked.id, &matrix.cells)),
                    codes: codes(rows.map(|rows| self.sets(rows)).unwrap_or_default()),
                    groups: group_map(survey, matrix),
                }
            }
            Kind::Allocation { rows, .. } => Type::Rows {
                cell: Box::new(Type::Number),
                codes: codes(self.sets(rows)),
                groups: None,
            },
            Kind::Repeat(_) => {
                let key = key_of(survey, owner);
                Type::Entries(key.map(|key| key.dotted()).unwrap_or_default())
            }
            Kind::Note => Type::Nothing,
            Kind::Computed { .. } => Type::Any,
        }
    }
}

/// The repeat that a place stands in.
fn repeat_of(survey: &Questionnaire, owner: Owner) -> Option<Key> {
    key_of(survey, owner.around()?)
}

/// What a question's filter chooses among: its choices, or a matrix's rows wherever they come from.
fn choices_of<'q>(survey: &'q Questionnaire, kind: &'q Kind) -> Option<&'q Choices> {
    match kind {
        Kind::Matrix(matrix) => survey.row_source(matrix),
        other => other.choices(),
    }
}

fn cell_type(id: &str, cells: &Cells) -> Type {
    let code = |choices: &[Choice]| {
        Type::Code(Codes {
            of: id.to_owned(),
            sets: vec![code_set(choices)],
        })
    };
    match cells {
        Cells::Single(choices) => code(choices),
        Cells::Multiple(choices) => Type::List(Box::new(code(choices))),
        Cells::Scale(_) | Cells::Integer(_) | Cells::Decimal(_) => Type::Number,
    }
}

/// The group of each row of a closable matrix.
fn group_map(survey: &Questionnaire, matrix: &Matrix) -> Option<Groups> {
    let column = matrix.groups.as_ref().filter(|_| matrix.closable)?;
    let rows = survey.rows(matrix);
    let pairs = rows.iter().take(MOST_ROWS).filter_map(|row| {
        let group = row.columns.get(column)?;
        Some((row.code.clone(), group.clone()))
    });
    Some(Arc::new(pairs.collect()))
}

fn code_set(choices: &[Choice]) -> CodeSet {
    Arc::new(choices.iter().map(|choice| choice.code.clone()).collect())
}

/// The codes of a list's entries but its headings.
pub(super) fn choosable(list: &List) -> CodeSet {
    let headings = list.headings();
    let codes = list.entries.iter().map(|entry| &entry.code);
    Arc::new(
        codes
            .filter(|code| !headings.contains(code.as_str()))
            .cloned()
            .collect(),
    )
}
