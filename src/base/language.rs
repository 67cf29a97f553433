//! Languages, and texts that exist in several of them.

use std::collections::BTreeMap;
use std::fmt;

/// A language tag such as `en` or `cy`, as a questionnaire declares it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(pub String);

impl Language {
    /// Makes a tag from its text.
    pub fn new(tag: &str) -> Self {
        Self(tag.to_owned())
    }

    /// The tag's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text as an author wrote it: one string for all languages, or a table by language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// The same words whatever the language.
    Same(String),
    /// Words by language.
    By(BTreeMap<Language, String>),
}

impl Text {
    /// A text that is the same in every language.
    pub fn same(words: &str) -> Self {
        Self::Same(words.to_owned())
    }

    /// The words in `language`; where there are none, the first language that has any, else the empty string.
    pub fn get(&self, language: &Language) -> &str {
        match self {
            Self::Same(words) => words,
            Self::By(table) => table
                .get(language)
                .or_else(|| table.values().next())
                .map_or("", String::as_str),
        }
    }

    /// Whether there are words in `language` itself.
    pub fn has(&self, language: &Language) -> bool {
        match self {
            Self::Same(_) => true,
            Self::By(table) => table.contains_key(language),
        }
    }
}
