//! `extends = "FILE"`: one questionnaire made from several, before anything is lowered. The texts of
//! the files are joined, so that each place still leads to the file it stands in.
//!
//! What is shared stays what it is: whoever extends may replace lists, switch tiers and packs, add
//! languages and questions of their own (`x_…`), and nothing else (docs/format.md §2.1).

mod merge;
mod texts;

use super::diagnostic::Diagnostic;
use super::load::{Files, LARGEST, utf8};
use super::raw::{Entry, Node, Raw, from_toml};
use super::rules::{self, Rule};
use super::source::{Problems, Source, Span};

/// The most questionnaires that extend one another in a row; more is a circle or a muddle.
const LONGEST_CHAIN: usize = 4;

/// The most members of one table or list of a questionnaire that is put together from several: the
/// time that this takes grows with their square.
const WIDEST: usize = 5_000;

/// A problem that was found while files were put together.
pub(super) struct Told {
    rule: &'static Rule,
    span: Span,
    message: String,
    remedy: String,
}

/// All files of a questionnaire as one.
pub(super) struct Gathered {
    /// Their texts, one behind another.
    pub(super) text: String,
    /// The files after the first: where each begins, and its name for people.
    pub(super) further: Vec<(usize, String)>,
    /// The merged tree.
    pub(super) root: Node,
    /// Where the TOML is broken.
    faults: Vec<(Span, String)>,
    told: Vec<Told>,
    /// Problems of files that could not be read at all.
    refused: Vec<Diagnostic>,
}

impl Gathered {
    /// The problems of reading and merging.
    pub(super) fn problems(&self, source: &Source<'_>) -> Problems {
        let mut problems = Problems::default();
        let is_missing = |told: &Told| told.rule == &rules::EXTENDS;
        problems.partial =
            !self.faults.is_empty() || !self.refused.is_empty() || self.told.iter().any(is_missing);
        for diagnostic in &self.refused {
            problems.add(&rules::ENCODING, diagnostic.clone());
        }
        for (span, message) in &self.faults {
            let remedy = "correct the TOML; every text stands in quotes, every `[` has its `]`";
            problems.add(
                &rules::SYNTAX,
                source.diagnostic(&rules::SYNTAX, span, message.as_str(), remedy),
            );
        }
        for told in &self.told {
            let Told {
                rule,
                span,
                message,
                remedy,
            } = told;
            problems.add(
                rule,
                source.diagnostic(rule, span, message.as_str(), remedy.as_str()),
            );
        }
        problems
    }

    fn tell(&mut self, rule: &'static Rule, span: &Span, message: String, remedy: &str) {
        self.told.push(Told {
            rule,
            span: span.clone(),
            message,
            remedy: remedy.to_owned(),
        });
    }

    /// Reads one more file behind the others.
    fn add(&mut self, name: &str, text: &str) -> Node {
        self.text.push('\n');
        let start = self.text.len();
        self.further.push((start, name.to_owned()));
        self.text.push_str(text);
        let (mut root, faults) = from_toml(text);
        root.shift(start);
        let moved = faults
            .into_iter()
            .map(|(span, message)| (span.start + start..span.end + start, message));
        self.faults.extend(moved);
        root
    }
}

/// Reads a questionnaire's text and every questionnaire that it extends.
pub(super) fn gather(name: &str, text: &str, files: &dyn Files) -> Gathered {
    let (root, faults) = from_toml(text);
    let mut all = Gathered {
        text: text.to_owned(),
        further: Vec::new(),
        root: empty(),
        faults,
        told: Vec::new(),
        refused: Vec::new(),
    };
    let mut layers = vec![root];
    let mut folder = String::new();
    while let Some(entry) = layers.last_mut().and_then(|layer| layer.take("extends")) {
        let Some(next) = next(&mut all, name, &mut folder, &entry, layers.len(), files) else {
            break;
        };
        layers.push(next);
    }
    if layers.len() > 1
        && let Some(span) = layers.iter().find_map(too_wide)
    {
        let message = format!("more than {WIDEST} members in one table or list");
        all.tell(
            &rules::SIZE,
            &span,
            message,
            "a questionnaire is far smaller",
        );
        layers.truncate(1);
    }
    let mut layers = layers.into_iter().rev();
    let base = layers.next().unwrap_or_else(empty);
    all.root = layers.fold(base, |base, layer| merge::merge(base, layer, &mut all.told));
    all
}

/// The table or list that has more members than any questionnaire needs. Lists of choices may be long.
fn too_wide(root: &Node) -> Option<Span> {
    fn wide(node: &Node) -> Option<Span> {
        let entries = node.entries();
        if entries.len().max(node.items().len()) > WIDEST {
            return Some(node.span.clone());
        }
        let mut values = entries.iter().map(|entry| &entry.value);
        values
            .find_map(wide)
            .or_else(|| node.items().iter().find_map(wide))
    }
    let entries = root.entries();
    if entries.len() > WIDEST {
        return Some(root.span.clone());
    }
    let mut others = entries.iter().filter(|entry| entry.key != "lists");
    others.find_map(|entry| wide(&entry.value))
}

const fn empty() -> Node {
    Node {
        span: 0..0,
        value: Raw::Table(Vec::new()),
    }
}

/// The tree of the file that `extends` names; `folder` is that of the file it stands in.
fn next(
    all: &mut Gathered,
    name: &str,
    folder: &mut String,
    entry: &Entry,
    depth: usize,
    files: &dyn Files,
) -> Option<Node> {
    let span = &entry.value.span;
    let Some(file) = entry.value.text() else {
        let message = "`extends` names a file".to_owned();
        all.tell(&rules::WRONG_VALUE, span, message, "write it in quotes");
        return None;
    };
    if depth > LONGEST_CHAIN {
        let message = "too many questionnaires extend one another, or in a circle".to_owned();
        all.tell(&rules::EXTENDS, span, message, "extend the last one itself");
        return None;
    }
    let path = beside(folder, file);
    let shown = beside(
        name.rsplit_once('/').map_or("", |(folder, _)| folder),
        &path,
    );
    let read = files.read(&path).and_then(|bytes| {
        let fits = bytes.len() <= LARGEST;
        fits.then_some(bytes)
            .ok_or_else(|| "it is larger than 1 MiB".to_owned())
    });
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(why) => {
            let message = format!("the questionnaire `{file}` cannot be read: {why}");
            let remedy =
                "check the name; it is found beside this questionnaire or in a folder of it";
            all.tell(&rules::EXTENDS, span, message, remedy);
            return None;
        }
    };
    match utf8(&shown, &bytes) {
        Err(diagnostic) => {
            all.refused.push(*diagnostic);
            None
        }
        Ok(text) => {
            let mut root = all.add(&shown, text.trim_start_matches('\u{feff}'));
            *folder = path
                .rsplit_once('/')
                .map_or_else(String::new, |(folder, _)| folder.to_owned());
            relocate(&mut root, folder);
            Some(root)
        }
    }
}

fn beside(folder: &str, file: &str) -> String {
    if folder.is_empty() {
        file.to_owned()
    } else {
        format!("{folder}/{file}")
    }
}

/// List files lie beside the questionnaire that names them.
fn relocate(root: &mut Node, folder: &str) {
    let lists = root.get_mut("lists").and_then(Node::entries_mut);
    for list in lists.into_iter().flatten() {
        if let Some(node) = list.value.get_mut("file")
            && let Raw::Text(file) = &node.value
        {
            node.value = Raw::Text(beside(folder, file));
        }
    }
}
