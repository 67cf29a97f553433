//! Texts by language: each declared language must have words, no other may.

use std::collections::BTreeMap;

use super::Lowering;
use super::table::Table;
use crate::base::language::{Language, Text};
use crate::survey::raw::{Entry, Node, Raw};
use crate::survey::rules;

impl Lowering<'_> {
    /// A text that may be left out.
    pub(super) fn text(&mut self, table: &mut Table<'_>, key: &'static str) -> Option<Text> {
        let node = table.get(key)?;
        self.text_of(node)
    }

    /// A text that must be there; the empty text where it is not.
    pub(super) fn wanted_text(&mut self, table: &mut Table<'_>, key: &'static str) -> Text {
        self.demand(table, key, "give it words");
        self.text(table, key).unwrap_or_else(|| Text::same(""))
    }

    fn text_of(&mut self, node: &Node) -> Option<Text> {
        match &node.value {
            Raw::Text(words) => {
                let clean = self.clean(words, &node.span);
                if clean.is_empty() {
                    self.tell(
                        &rules::MISSING_TEXT,
                        &node.span,
                        "this text is empty",
                        "give it words",
                    );
                }
                Some(Text::Same(clean))
            }
            Raw::Table(entries) => Some(self.by_language(node, entries)),
            other => {
                self.wrong(node, other, "a text, or a table of texts by language");
                None
            }
        }
    }

    fn by_language(&mut self, node: &Node, entries: &[Entry]) -> Text {
        let words: BTreeMap<Language, String> = entries
            .iter()
            .filter_map(|entry| self.one_language(entry))
            .collect();
        let lacking: Vec<String> = self
            .languages
            .iter()
            .filter(|language| !entries.iter().any(|entry| entry.key == language.as_str()))
            .map(|language| format!("`{language}`"))
            .collect();
        self.asides.texts += 1;
        for language in &self.languages {
            if !entries.iter().any(|entry| entry.key == language.as_str()) {
                *self.asides.lacking.entry(language.clone()).or_default() += 1;
            }
        }
        if !lacking.is_empty() {
            let message = format!("this text is missing in {}", lacking.join(", "));
            self.tell(&rules::MISSING_TEXT, &node.span, message, "add it, for example `{ en = \"…\", cy = \"…\" }`, or take the language out of `languages`");
        }
        Text::By(words)
    }

    fn one_language(&mut self, entry: &Entry) -> Option<(Language, String)> {
        let language = Language::new(&entry.key);
        if !self.languages.contains(&language) {
            let message = format!("the survey does not declare the language `{language}`");
            let remedy = format!(
                "add \"{}\" to `languages`, or take this text out",
                entry.key.escape_debug()
            );
            self.tell(&rules::UNDECLARED_LANGUAGE, &entry.at, message, remedy);
            return None;
        }
        *self.asides.worded.entry(language.clone()).or_default() += 1;
        let Raw::Text(words) = &entry.value.value else {
            self.wrong(&entry.value, &entry.value.value, "a text in quotes");
            return None;
        };
        let clean = self.clean(words, &entry.value.span);
        if clean.is_empty() {
            let message = format!("this text is empty in `{language}`");
            self.tell(
                &rules::MISSING_TEXT,
                &entry.value.span,
                message,
                "give it words",
            );
        }
        Some((language, clean))
    }
}
