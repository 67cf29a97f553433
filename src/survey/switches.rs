//! Tiers and packs: which questions are in. What is not switched on is taken out of the tree before
//! it is lowered, so that nothing else needs to know that it could have been there.

use std::collections::BTreeSet;

use super::nearest::remedy_among;
use super::raw::{Node, Raw};
use super::rules;
use super::source::{Problems, Source};

/// The most switches that are looked at; nobody has more.
const MOST: usize = 100;

/// The tiers and packs of a questionnaire: those that questions belong to, and those switched on.
struct Switches {
    tiers: BTreeSet<String>,
    packs: BTreeSet<String>,
}

/// Whether anything is not switched on.
pub(super) fn is_partial(root: &Node) -> bool {
    let (known, on) = (known(root), on(root));
    !known.tiers.is_subset(&on.tiers) || !known.packs.is_subset(&on.packs)
}

/// Takes out what is not switched on.
pub(super) fn keep(root: &mut Node) {
    let on = on(root);
    if let Some(sections) = root.get_mut("section").and_then(Node::items_mut) {
        for section in sections.iter_mut() {
            prune(section, &on);
        }
        let is_left = |node: &Node| on.has(node) && node.get("question").is_some();
        sections.retain(is_left);
    }
}

/// Tells of switches for nothing.
pub(super) fn check(root: &Node, source: &Source<'_>, problems: &mut Problems) {
    let known = known(root);
    check_one(root, "tiers", &known.tiers, source, problems);
    check_one(root, "packs", &known.packs, source, problems);
}

fn on(root: &Node) -> Switches {
    Switches {
        tiers: switched(root, "tiers"),
        packs: switched(root, "packs"),
    }
}

impl Switches {
    /// Whether what a section or question belongs to is switched on.
    fn has(&self, node: &Node) -> bool {
        let on = |key: &str, switched: &BTreeSet<String>| {
            let name = node.text_at(key);
            name.is_none_or(|name| switched.contains(name))
        };
        on("tier", &self.tiers) && on("pack", &self.packs)
    }
}

/// Takes questions out; a list of them that becomes empty goes as a whole.
fn prune(node: &mut Node, on: &Switches) {
    let Some(questions) = node.get_mut("question").and_then(Node::items_mut) else {
        return;
    };
    let before = questions.len();
    questions.retain(|question| on.has(question));
    let is_emptied = questions.is_empty() && before > 0;
    for question in questions.iter_mut() {
        prune(question, on);
    }
    if is_emptied {
        node.take("question");
    }
}

fn known(root: &Node) -> Switches {
    let mut known = Switches {
        tiers: BTreeSet::new(),
        packs: BTreeSet::new(),
    };
    for section in root.get("section").map(Node::items).unwrap_or_default() {
        collect(section, &mut known);
    }
    known
}

fn collect(node: &Node, known: &mut Switches) {
    known.tiers.extend(node.text_at("tier").map(str::to_owned));
    known.packs.extend(node.text_at("pack").map(str::to_owned));
    for question in node.get("question").map(Node::items).unwrap_or_default() {
        collect(question, known);
    }
}

fn list<'r>(root: &'r Node, key: &str) -> Option<&'r Node> {
    root.get("survey")?.get(key)
}

fn switched(root: &Node, key: &str) -> BTreeSet<String> {
    let items = list(root, key).map(Node::items).unwrap_or_default();
    let names = items.iter().filter_map(Node::text);
    names.map(str::to_owned).collect()
}

fn check_one(
    root: &Node,
    key: &'static str,
    known: &BTreeSet<String>,
    source: &Source<'_>,
    problems: &mut Problems,
) {
    let Some(node) = list(root, key) else { return };
    if !matches!(node.value, Raw::List(_)) {
        let message = format!("`{key}` is a list of names");
        let remedy = format!("write it in brackets: {key} = [\"…\"]");
        problems.add(
            &rules::WRONG_VALUE,
            source.diagnostic(&rules::WRONG_VALUE, &node.span, message, remedy),
        );
    }
    for item in node.items().iter().take(MOST) {
        let name = item.text().unwrap_or_default();
        if !known.contains(name) {
            let message = format!("no question belongs to `{name}`");
            let remedy = remedy_among(key, name, known.iter().map(String::as_str).take(MOST));
            problems.add(
                &rules::SWITCH,
                source.diagnostic(&rules::SWITCH, &item.span, message, remedy),
            );
        }
    }
}
