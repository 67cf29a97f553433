//! `[texts.ID]`: the words of a shared question or section in a language that was added.

use super::Told;
use super::merge::tell;
use crate::survey::nearest::remedy_among;
use crate::survey::raw::{Entry, Node, Raw};
use crate::survey::rules;

/// The texts of a question or section.
const TEXTS: [&str; 8] = [
    "label",
    "hint",
    "why",
    "constraint_message",
    "warning_message",
    "unit",
    "title",
    "intro",
];

/// What has a text for each code.
const BY_CODE: [&str; 2] = ["choices", "rows"];

/// Adds words to the texts of a shared questionnaire.
pub(super) fn add(base: &mut Node, texts: &Node, languages: &[String], told: &mut Vec<Told>) {
    for entry in texts.entries() {
        if let Some(target) = find(base, &entry.key) {
            of_one(target, &entry.value, languages, told);
        } else {
            let message = format!("there is no shared question or section `{}`", entry.key);
            let remedy = "name one; a question inside a repeat is `\"REPEAT.QUESTION\"`";
            tell(told, &rules::UNKNOWN_QUESTION, &entry.at, message, remedy);
        }
    }
}

/// A question, else a section, with an id; of a repeat `REPEAT.QUESTION`.
fn find<'r>(base: &'r mut Node, id: &str) -> Option<&'r mut Node> {
    let sections = base.get_mut("section")?.items_mut()?;
    let mut ids = id.split('.');
    let outer = ids.next()?;
    let is_question = |section: &Node| {
        let questions = section.get("question").map(Node::items).unwrap_or_default();
        questions.iter().any(|one| one.text_at("id") == Some(outer))
    };
    if let Some(at) = sections.iter().position(is_question) {
        let question = with_id(sections.get_mut(at)?.get_mut("question")?, outer);
        return ids.fold(question, |outer, id| {
            with_id(outer?.get_mut("question")?, id)
        });
    }
    sections
        .iter_mut()
        .find(|section| section.text_at("id") == Some(outer))
}

fn with_id<'r>(list: &'r mut Node, id: &str) -> Option<&'r mut Node> {
    let mut items = list.items_mut()?.iter_mut();
    items.find(|item| item.text_at("id") == Some(id))
}

fn of_one(target: &mut Node, texts: &Node, languages: &[String], told: &mut Vec<Told>) {
    for entry in texts.entries() {
        let key = entry.key.as_str();
        if BY_CODE.contains(&key) {
            by_code(target, entry, languages, told);
        } else if let Some(words) = target.get_mut(key).filter(|_| TEXTS.contains(&key)) {
            translate(words, &entry.value, languages, told);
        } else {
            let message = format!("`{key}` is not a text of it");
            let known = TEXTS.into_iter().chain(BY_CODE);
            let remedy = remedy_among("texts", key, known);
            tell(told, &rules::UNKNOWN_KEY, &entry.at, message, &remedy);
        }
    }
}

fn by_code(target: &mut Node, entry: &Entry, languages: &[String], told: &mut Vec<Told>) {
    let written = target.get_mut(&entry.key).and_then(Node::items_mut);
    let Some(written) = written else {
        let message = format!("it has no `{}` of its own", entry.key);
        let remedy = "the labels of a list stand in its file: replace the list";
        return tell(told, &rules::SHARED, &entry.at, message, remedy);
    };
    for one in entry.value.entries() {
        let is_meant = |node: &Node| match node.get("code").map(|code| &code.value) {
            Some(Raw::Text(code)) => *code == one.key,
            Some(Raw::Whole(code)) => code.to_string() == one.key,
            _ => false,
        };
        let found = written.iter_mut().find(|node| is_meant(node));
        if let Some(label) = found.and_then(|choice| choice.get_mut("label")) {
            translate(label, &one.value, languages, told);
        } else {
            let message = format!("the shared question has no code `{}`", one.key);
            let remedy = "its codes are the same for all; take this one out";
            tell(told, &rules::SHARED, &one.at, message, remedy);
        }
    }
}

/// Adds words in further languages; those of a shared language stay.
fn translate(words: &mut Node, added: &Node, languages: &[String], told: &mut Vec<Told>) {
    if let Raw::Text(same) = &words.value {
        let same = same.clone();
        let in_one = |language: &String| Entry {
            key: language.clone(),
            at: words.span.clone(),
            value: Node {
                span: words.span.clone(),
                value: Raw::Text(same.clone()),
            },
        };
        words.value = Raw::Table(languages.iter().map(in_one).collect());
    }
    if !matches!(added.value, Raw::Table(_)) {
        let message = "these words are in no language".to_owned();
        let remedy = "write them by language: { de = \"…\" }";
        tell(told, &rules::WRONG_VALUE, &added.span, message, remedy);
    }
    let Some(table) = words.entries_mut() else {
        return;
    };
    for entry in added.entries() {
        if languages.contains(&entry.key) {
            let message = format!("the words in `{}` are shared", entry.key);
            let remedy = "only languages that are added get words here";
            tell(told, &rules::SHARED, &entry.at, message, remedy);
        } else if let Some(text) = entry.value.text() {
            table.push(Entry {
                key: entry.key.clone(),
                at: entry.at.clone(),
                value: Node {
                    span: entry.value.span.clone(),
                    value: Raw::Text(text.to_owned()),
                },
            });
        }
    }
}
