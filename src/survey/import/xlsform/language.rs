//! The languages of a form, and texts in them.

use std::collections::{BTreeMap, BTreeSet};

use super::symbols::Piped;
use super::{Form, SURVEY};
use crate::base::language::{Language, Text};
use crate::survey::import::markup::{CLOSE, Clean, OPEN, clean, replaced};
use crate::survey::import::report::Weight;
use crate::survey::import::sheet::{Row, Table};

/// Names of languages that forms use without a tag.
const NAMES: [(&str, &str); 24] = [
    ("english", "en"),
    ("welsh", "cy"),
    ("cymraeg", "cy"),
    ("french", "fr"),
    ("français", "fr"),
    ("francais", "fr"),
    ("spanish", "es"),
    ("español", "es"),
    ("espanol", "es"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("arabic", "ar"),
    ("swahili", "sw"),
    ("kiswahili", "sw"),
    ("german", "de"),
    ("deutsch", "de"),
    ("italian", "it"),
    ("russian", "ru"),
    ("ukrainian", "uk"),
    ("nepali", "ne"),
    ("hindi", "hi"),
    ("bengali", "bn"),
    ("burmese", "my"),
    ("polish", "pl"),
];

/// Columns that hold texts.
const TEXTS: [&str; 4] = ["label", "hint", "guidance_hint", "constraint_message"];

/// The languages of a form.
#[derive(Clone, Debug, Default)]
pub(super) struct Languages {
    /// Tags, the form's own first one first.
    pub(super) tags: Vec<String>,
    /// The tag of each language as the columns call it.
    by_name: BTreeMap<String, String>,
}

impl Languages {
    /// Finds them in the columns. `preferred` is the form's `default_language`.
    pub(super) fn of(tables: &[&Table], preferred: &str) -> Self {
        let columns = tables.iter().flat_map(|table| &table.columns);
        let texts: Vec<_> = columns
            .filter(|column| TEXTS.contains(&column.name.as_str()))
            .collect();
        let mut names: Vec<&str> = Vec::new();
        for name in texts.iter().filter_map(|column| column.language.as_deref()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut languages = Self::default();
        let mut taken = BTreeSet::new();
        for name in names {
            let tag = free(tag(name), &mut taken);
            languages.by_name.insert(name.to_owned(), tag.clone());
            languages.tags.push(tag);
        }
        languages.put_first(preferred);
        languages
    }

    fn put_first(&mut self, preferred: &str) {
        let wanted = self
            .by_name
            .get(preferred)
            .cloned()
            .unwrap_or_else(|| tag(preferred));
        if self.tags.is_empty() {
            self.tags.push(if preferred.is_empty() {
                "en".to_owned()
            } else {
                wanted
            });
            return;
        }
        if let Some(at) = self.tags.iter().position(|tag| *tag == wanted) {
            self.tags.swap(0, at);
        }
    }

    /// The first one, in which every text is.
    pub(super) fn first(&self) -> &str {
        self.tags.first().map_or("en", String::as_str)
    }

    fn tag_of(&self, name: Option<&str>) -> &str {
        name.and_then(|name| self.by_name.get(name))
            .map_or(self.first(), String::as_str)
    }
}

/// Words without the blanks that something taken out leaves.
fn tidied(text: &str) -> String {
    let mut out = text.replace("  ", " ");
    for mark in ["?", ":", ".", ",", ")", "!"] {
        out = out.replace(&format!(" {mark}"), mark);
    }
    out.trim().to_owned()
}

/// A row's name, where it has no words of its own.
pub(super) fn stand_in(row: &Row) -> Text {
    let name = clean(row.get("name")).text;
    Text::same(if name.is_empty() { "?" } else { &name })
}

/// `Français (fr)` is `fr`; a name that is known is its tag; of others the first letters.
fn tag(name: &str) -> String {
    let inside = name
        .rsplit_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    if let Some((tag, _)) = inside.filter(|(tag, _)| is_tag(tag.trim())) {
        return tag.trim().to_owned();
    }
    let lower = name.trim().to_lowercase();
    if let Some((_, tag)) = NAMES.iter().find(|(known, _)| *known == lower) {
        return (*tag).to_owned();
    }
    if is_tag(&lower) {
        return lower;
    }
    let letters: String = lower
        .chars()
        .filter(char::is_ascii_lowercase)
        .take(3)
        .collect();
    if letters.len() < 2 {
        "und".to_owned()
    } else {
        letters
    }
}

fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

fn free(tag: String, taken: &mut BTreeSet<String>) -> String {
    let others =
        ('a'..='z').map(|letter| format!("x{}{letter}", tag.chars().next().unwrap_or('x')));
    let found = std::iter::once(tag.clone())
        .chain(others)
        .find(|tag| !taken.contains(tag))
        .unwrap_or(tag);
    taken.insert(found.clone());
    found
}

impl Form<'_> {
    /// The text of a column in every language of the form; what it loses is told.
    pub(super) fn text(&mut self, sheet: &'static str, row: &Row, column: &str) -> Option<Text> {
        let mut words: BTreeMap<Language, String> = BTreeMap::new();
        let mut whole = Clean::default();
        for (name, source) in row.by_language(column) {
            let Clean {
                stripped, marked, ..
            } = clean(source);
            whole.stripped |= stripped;
            let text = self.piped(sheet, row, column, &marked);
            let language = Language::new(self.languages.tag_of(name));
            if !text.is_empty() {
                words.entry(language).or_insert(text);
            }
        }
        self.tell_markup(sheet, row, column, &whole);
        self.complete(sheet, row, column, words)
    }

    fn tell_markup(&mut self, sheet: &'static str, row: &Row, column: &str, whole: &Clean) {
        let name = row.get("name");
        if whole.stripped {
            self.report.add(
                Weight::Note,
                sheet,
                row.number,
                name,
                format!("the {column}'s HTML or Markdown is taken off"),
            );
        }
    }

    /// A text with the answers that it shows: each marked by the id here of its question.
    fn piped(&mut self, sheet: &'static str, row: &Row, column: &str, marked: &str) -> String {
        let mut lost = Vec::new();
        let text = replaced(marked, |name| match self.pipe(sheet, row.number, name) {
            Piped::Answer(id) => format!("{OPEN}{id}{CLOSE}"),
            Piped::Later => format!("{OPEN}{name}{CLOSE}"),
            Piped::Nothing(weight, why) => {
                lost.push((
                    weight,
                    format!(
                        "the {column} shows the answer to `{name}`, {why}; it reads `[{name}]`"
                    ),
                ));
                format!("[{name}]")
            }
        });
        for (weight, words) in lost {
            self.report
                .add(weight, sheet, row.number, row.get("name"), words);
        }
        if text.len() < marked.len() && text.matches(OPEN).count() < marked.matches(OPEN).count() {
            return tidied(&text);
        }
        text
    }

    /// A text in every language: where one lacks it, the first that has it stands in.
    fn complete(
        &mut self,
        sheet: &'static str,
        row: &Row,
        column: &str,
        mut words: BTreeMap<Language, String>,
    ) -> Option<Text> {
        let first = Language::new(self.languages.first());
        let stand_in = words.get(&first).or_else(|| words.values().next())?.clone();
        if self.languages.tags.len() == 1 {
            return Some(Text::Same(stand_in));
        }
        let lacking: Vec<Language> = self
            .languages
            .tags
            .iter()
            .map(|tag| Language::new(tag))
            .filter(|tag| !words.contains_key(tag))
            .collect();
        for language in &lacking {
            words.insert(language.clone(), stand_in.clone());
        }
        if !lacking.is_empty() {
            let tags: Vec<&str> = lacking.iter().map(Language::as_str).collect();
            let note = format!(
                "the {column} is missing in {}; another language stands in",
                tags.join(", ")
            );
            self.report
                .add(Weight::Note, sheet, row.number, row.get("name"), note);
        }
        Some(Text::By(words))
    }

    /// A label, or the name where there is none.
    pub(super) fn label(&mut self, row: &Row) -> Text {
        self.text(SURVEY, row, "label")
            .unwrap_or_else(|| stand_in(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_tags() {
        for (name, expected) in [
            ("Français (fr)", "fr"),
            ("English", "en"),
            ("en", "en"),
            ("pt-BR", "pt-BR".to_lowercase().as_str()),
            ("Kinyarwanda", "kin"),
            ("العربية", "und"),
            ("Thing (the other one)", "thi"),
        ] {
            assert_eq!(tag(name), expected, "{name}");
        }
    }
}
