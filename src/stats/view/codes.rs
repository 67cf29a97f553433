//! The words of a question's codes, looked up many times: choices, points of a scale, entries of a list.

use std::collections::HashMap;

use crate::base::language::Text;
use crate::survey::Questionnaire;
use crate::survey::model::{Cells, Choice, Choices, Kind};

use super::super::code::Code;
use super::{Value, parts};

/// Words by code, of one question.
#[derive(Clone, Default)]
pub(super) struct Codes<'q> {
    texts: HashMap<&'q str, &'q Text>,
    order: Vec<&'q str>,
}

impl<'q> Codes<'q> {
    /// Those of a question.
    pub(super) fn of(questionnaire: &'q Questionnaire, question: &str) -> Self {
        let kind = questionnaire.question(question).map(|one| &one.kind);
        kind.map_or_else(Self::default, |kind| Self::of_kind(questionnaire, kind))
    }

    /// Those of a question of a repeat.
    pub(super) fn of_field(questionnaire: &'q Questionnaire, repeat: &str, field: &str) -> Self {
        let Some(Kind::Repeat(repeat)) = questionnaire.question(repeat).map(|one| &one.kind) else {
            return Self::default();
        };
        let found = repeat.questions.iter().find(|one| one.id == field);
        found.map_or_else(Self::default, |one| Self::of_kind(questionnaire, &one.kind))
    }

    fn of_kind(questionnaire: &'q Questionnaire, kind: &'q Kind) -> Self {
        let of = |choices: &'q Choices| Self::from(questionnaire.all_choices(choices));
        match kind {
            Kind::Single(choices) | Kind::Lookup(choices) | Kind::Multiple { choices, .. } => {
                of(choices)
            }
            Kind::Scale { points } => Self::from(points),
            Kind::Matrix(matrix) => match &matrix.cells {
                Cells::Single(all) | Cells::Multiple(all) | Cells::Scale(all) => Self::from(all),
                Cells::Integer(_) | Cells::Decimal(_) => Self::default(),
            },
            _ => Self::default(),
        }
    }

    fn from(choices: impl IntoIterator<Item = &'q Choice>) -> Self {
        let mut new = Self::default();
        for choice in choices {
            new.texts.insert(&choice.code, &choice.label);
            new.order.push(&choice.code);
        }
        new
    }

    /// The codes in the questionnaire's order.
    pub(super) fn in_order(&self) -> &[&'q str] {
        &self.order
    }

    /// Several codes with their words, in the questionnaire's order.
    pub(super) fn values<'c>(&self, codes: impl Iterator<Item = &'c Code>) -> Vec<Value> {
        codes.map(|code| self.value(&code.to_string())).collect()
    }

    /// A code with its words; the code alone where the question does not have it.
    pub(super) fn value(&self, code: &str) -> Value {
        match self.texts.get(code) {
            Some(text) => parts::label(code, text),
            None => parts::label(code, &Text::same(code)),
        }
    }

    /// A code with its words up to the first colon: "On my own" of "On my own: I set it up, run it …".
    pub(super) fn short(&self, code: &str) -> Value {
        let cut = |words: &String| words.split(':').next().unwrap_or_default().to_owned();
        let text = match self.texts.get(code) {
            Some(Text::Same(words)) => Text::Same(cut(words)),
            Some(Text::By(all)) => {
                let all = all.iter();
                Text::By(all.map(|(tag, words)| (tag.clone(), cut(words))).collect())
            }
            None => Text::same(code),
        };
        parts::label(code, &text)
    }
}
