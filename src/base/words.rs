//! The program's own words, by language, through Project Fluent (`i18n/LANGUAGE/*.ftl`).
//!
//! A message is data (`Message`) until a screen, a line or a file needs it in one language, so the
//! pure floors can say what is wrong without knowing whom they say it to.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::language::{Language, Text};

/// The files of one language, embedded.
macro_rules! files {
    ($tag:literal: $($name:literal)*) => {
        ($tag, &[$(include_str!(concat!("../../i18n/", $tag, "/", $name, ".ftl"))),*])
    };
}

/// Every language with its files: one for each part of the program that speaks, the same in each language.
macro_rules! languages {
    ($($tag:literal)*) => {
        [$(files!($tag:
            "display" "files" "fill" "form" "home-files" "idle" "invite" "keys" "kiosk" "last-year" "lead"
            "lead-faults" "lead-pages" "lines" "own" "paper" "plain" "report" "room" "serve"
            "sheet" "trial" "ui" "view" "view-cover" "view-means" "view-people" "view-statistics"
        )),*]
    };
}

/// The embedded files, by language.
const FILES: [(&str, &[&str]); 2] = languages!["en" "cy"];

/// Something to say, not yet in any language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// One of the program's own messages with its arguments.
    Known {
        /// The message's id in the `.ftl` files.
        id: &'static str,
        /// Arguments by name.
        args: Vec<(&'static str, Arg)>,
    },
    /// Words of the questionnaire's author.
    Author(Text),
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A number, which may choose a plural form.
    Number(i64),
    /// Words that are the same in every language, or were chosen by the person.
    Words(String),
    /// Words that the questionnaire has in several languages.
    Text(Text),
    /// A message within a message.
    Message(Box<Message>),
}

impl Message {
    /// A message without arguments.
    pub const fn plain(id: &'static str) -> Self {
        Self::Known {
            id,
            args: Vec::new(),
        }
    }

    /// Words that are the same in every language.
    pub fn same(words: &str) -> Self {
        Self::Author(Text::same(words))
    }

    /// A message with arguments.
    pub fn with<const N: usize>(id: &'static str, args: [(&'static str, Arg); N]) -> Self {
        Self::Known {
            id,
            args: args.into(),
        }
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for Arg {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Arg {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

/// The languages that the program has words in, as a key goes through them.
pub const LANGUAGES: [&str; FILES.len()] = [FILES[0].0, FILES[1].0];

/// The language after this one; the first for one that the program has no words in.
pub fn following(language: &Language) -> Language {
    let at = LANGUAGES.iter().position(|tag| *tag == language.as_str());
    let next = at.map_or(0, |at| (at + 1) % LANGUAGES.len());
    Language::new(LANGUAGES[next])
}

/// Languages whose words no translator has checked yet.
const UNCHECKED: [&str; 1] = ["cy"];

/// How many of the program's messages stand in a language that nobody has checked.
pub fn unchecked_messages(language: &Language) -> usize {
    let files = FILES
        .iter()
        .filter(|(tag, _)| *tag == language.as_str() && UNCHECKED.contains(tag));
    let begins = |line: &&str| line.starts_with(|letter: char| letter.is_ascii_lowercase());
    files
        .flat_map(|(_, files)| files.iter())
        .map(|file| file.lines().filter(begins).count())
        .sum()
}

/// The program's words in one language, English where that language has none.
pub struct Words {
    language: Language,
    bundles: Vec<&'static Bundle>,
}

type Bundle = FluentBundle<FluentResource>;

/// The words of each of [`FILES`], read once: a language takes a megabyte, and many sessions of one
/// process speak it.
static SHELF: [OnceLock<Bundle>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];

impl Words {
    /// The words for a language; for an unknown one, English.
    pub fn new(language: &Language) -> Self {
        let shelf = || FILES.iter().zip(&SHELF);
        let own = shelf().filter(|((tag, _), _)| *tag == language.as_str() && *tag != "en");
        let english = shelf().filter(|((tag, _), _)| *tag == "en");
        Self {
            language: language.clone(),
            bundles: own
                .chain(english)
                .map(|((tag, files), place)| place.get_or_init(|| bundle(tag, files)))
                .collect(),
        }
    }

    /// The language these words are in.
    pub const fn language(&self) -> &Language {
        &self.language
    }

    /// A message without arguments. An unknown id gives the id, which a test forbids.
    pub fn say(&self, id: &'static str) -> String {
        self.tell(&Message::plain(id))
    }

    /// A message with arguments.
    pub fn say_with<const N: usize>(
        &self,
        id: &'static str,
        args: [(&'static str, Arg); N],
    ) -> String {
        self.tell(&Message::with(id, args))
    }

    /// A message in this language.
    pub fn tell(&self, message: &Message) -> String {
        match message {
            Message::Author(text) => text.get(&self.language).to_owned(),
            Message::Known { id, args } => {
                let args = self.fluent_args(args);
                self.bundles
                    .iter()
                    .find_map(|bundle| format(bundle, id, &args))
                    .unwrap_or_else(|| (*id).to_owned())
            }
        }
    }

    fn fluent_args(&self, args: &[(&'static str, Arg)]) -> FluentArgs<'static> {
        let mut out = FluentArgs::new();
        for (name, arg) in args {
            match arg {
                Arg::Number(number) => out.set(*name, *number),
                Arg::Words(words) => out.set(*name, words.clone()),
                Arg::Message(message) => out.set(*name, self.tell(message)),
                Arg::Text(text) => out.set(
                    *name,
                    FluentValue::from(text.get(&self.language).to_owned()),
                ),
            }
        }
        out
    }
}

fn bundle(tag: &str, files: &[&str]) -> Bundle {
    let language = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks are bidi controls: they would reach terminals and files as hidden characters.
    bundle.set_use_isolating(false);
    for file in files {
        // A file with a fault still gives its sound messages; `tests/words.rs` refuses the fault itself.
        let resource =
            FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(sound, _)| sound);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn format(
    bundle: &FluentBundle<FluentResource>,
    id: &str,
    args: &FluentArgs<'_>,
) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    Some(
        bundle
            .format_pattern(pattern, Some(args), &mut Vec::new())
            .into_owned(),
    )
}
