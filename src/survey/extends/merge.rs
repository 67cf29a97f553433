//! One questionnaire laid over another.

use super::{Told, texts};
use crate::survey::raw::{Entry, Node, Raw};
use crate::survey::rules::{self, Rule};
use crate::survey::source::Span;

/// What ids of one's own begin with.
const OWN: &str = "x_";

/// What an own part of the questionnaire says about a shared section besides its questions.
const OF_A_SHARED_SECTION: [&str; 2] = ["id", "question"];

/// Lays `top` over `base`.
pub(super) fn merge(mut base: Node, top: Node, told: &mut Vec<Told>) -> Node {
    let Raw::Table(entries) = top.value else {
        return base;
    };
    let languages = languages(&base);
    for entry in entries {
        match entry.key.as_str() {
            "survey" | "privacy" | "lists" => members(&mut base, entry),
            "texts" => texts::add(&mut base, &entry.value, &languages, told),
            "audience" => append(&mut base, entry, |shared, own| audience(shared, own, told)),
            "section" => sections(&mut base, entry, told),
            "migration" => append(&mut base, entry, |_, _| true),
            _ => replace(&mut base, entry),
        }
    }
    check_languages(&base, &languages, told);
    base
}

pub(super) fn tell(
    told: &mut Vec<Told>,
    rule: &'static Rule,
    span: &Span,
    message: String,
    remedy: &str,
) {
    told.push(Told {
        rule,
        span: span.clone(),
        message,
        remedy: remedy.to_owned(),
    });
}

/// Puts a member, in the place of the one of this name.
fn replace(base: &mut Node, entry: Entry) {
    let Some(entries) = base.entries_mut() else {
        return;
    };
    match entries.iter_mut().find(|other| other.key == entry.key) {
        Some(place) => *place = entry,
        None => entries.push(entry),
    }
}

/// Puts the members of a table into the base's table of this name.
fn members(base: &mut Node, entry: Entry) {
    let Some(shared) = base.get_mut(&entry.key) else {
        return replace(base, entry);
    };
    // What is told of the whole table is told where it was written last.
    shared.span = entry.value.span.clone();
    if let Raw::Table(own) = entry.value.value {
        for member in own {
            replace(shared, member);
        }
    }
}

/// Appends the items of a list that `takes` allows beside those that are there.
fn append(base: &mut Node, entry: Entry, mut takes: impl FnMut(&[Node], &Node) -> bool) {
    let Some(shared) = base.get_mut(&entry.key).and_then(Node::items_mut) else {
        return replace(base, entry);
    };
    if let Raw::List(own) = entry.value.value {
        for item in own {
            if takes(shared, &item) {
                shared.push(item);
            }
        }
    }
}

fn audience(shared: &[Node], own: &Node, told: &mut Vec<Told>) -> bool {
    let id = own.text_at("id");
    let is_shared = shared
        .iter()
        .any(|other| id.is_some() && other.text_at("id") == id);
    if is_shared {
        let message = format!("the audience `{}` is a shared one", id.unwrap_or_default());
        let remedy = "what it is sealed to was promised to all; take this out";
        tell(told, &rules::SHARED, &own.span, message, remedy);
    }
    !is_shared
}

/// Adds questions of one's own to shared sections, and sections of one's own after them.
fn sections(base: &mut Node, entry: Entry, told: &mut Vec<Told>) {
    let Raw::List(own) = entry.value.value else {
        return replace(base, entry);
    };
    for mut section in own {
        check_own_questions(&mut section, told);
        let id = section.text_at("id").unwrap_or_default().to_owned();
        let shared = base.get_mut("section").and_then(Node::items_mut);
        let Some(shared) = shared else { return };
        let found = shared
            .iter_mut()
            .find(|other| other.text_at("id") == Some(&id));
        if let Some(into) = found {
            fill(into, section, told);
            continue;
        }
        if !id.starts_with(OWN) {
            let message = format!("the section `{id}` is not in the shared questionnaire");
            let remedy = "a section of your own has an id that begins with `x_`";
            let span = span_of(&section, "id");
            tell(told, &rules::SHARED, &span, message, remedy);
        }
        shared.push(section);
    }
}

fn span_of(node: &Node, key: &str) -> Span {
    node.get(key)
        .map_or_else(|| node.span.clone(), |value| value.span.clone())
}

/// Takes out questions that are not one's own, and tells of them.
fn check_own_questions(section: &mut Node, told: &mut Vec<Told>) {
    let Some(questions) = section.get_mut("question").and_then(Node::items_mut) else {
        return;
    };
    questions.retain(|question| {
        let id = question.text_at("id").unwrap_or(OWN);
        let is_own = id.starts_with(OWN);
        if !is_own {
            let message = format!("`{id}` would change what is shared, or look like it");
            let remedy = "shared questions stay as they are (languages are added under `[texts.ID]`); ids of your own begin with `x_`";
            tell(told, &rules::SHARED, &span_of(question, "id"), message, remedy);
        }
        is_own
    });
}

/// Puts one's own questions into a shared section: each after the question that `after` names, else last.
fn fill(into: &mut Node, mut section: Node, told: &mut Vec<Told>) {
    let foreign = section.entries().iter();
    let foreign = foreign.filter(|entry| !OF_A_SHARED_SECTION.contains(&entry.key.as_str()));
    for entry in foreign {
        let message = format!("`{}` would change a shared section", entry.key);
        let remedy = "take it out; a shared section only gets questions of your own";
        tell(told, &rules::SHARED, &entry.at, message, remedy);
    }
    let Some(Raw::List(own)) = section.take("question").map(|entry| entry.value.value) else {
        return;
    };
    let Some(questions) = into.get_mut("question").and_then(Node::items_mut) else {
        return;
    };
    for mut question in own {
        let at = place(questions, &mut question, told);
        questions.insert(at, question);
    }
}

fn place(questions: &[Node], question: &mut Node, told: &mut Vec<Told>) -> usize {
    let Some(after) = question.take("after") else {
        return questions.len();
    };
    let wanted = after.value.text();
    let found = questions
        .iter()
        .position(|other| wanted.is_some() && other.text_at("id") == wanted);
    if found.is_none() {
        let message = format!(
            "there is no question `{}` in this section",
            wanted.unwrap_or_default()
        );
        let remedy = "name the question that stands before yours, or leave `after` out";
        tell(
            told,
            &rules::UNKNOWN_QUESTION,
            &after.value.span,
            message,
            remedy,
        );
    }
    found.map_or(questions.len(), |at| at + 1)
}

/// The languages that a questionnaire declares.
fn languages(root: &Node) -> Vec<String> {
    let declared = root
        .get("survey")
        .and_then(|survey| survey.get("languages"));
    let tags = declared.map(Node::items).unwrap_or_default().iter();
    tags.filter_map(Node::text).map(str::to_owned).collect()
}

/// Languages are added behind the shared ones, so that the words that all have in common stay the first.
fn check_languages(root: &Node, shared: &[String], told: &mut Vec<Told>) {
    if languages(root).starts_with(shared) {
        return;
    }
    let declared = root
        .get("survey")
        .and_then(|survey| survey.get("languages"));
    let span = declared.map_or(0..0, |node| node.span.clone());
    let message = format!("the shared languages come first: {}", shared.join(", "));
    tell(
        told,
        &rules::SHARED,
        &span,
        message,
        "name them, then those that you add",
    );
}
