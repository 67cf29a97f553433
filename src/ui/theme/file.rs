//! `theme.toml` of a home: its own colours, such as a university's. It says which colours a tone has and
//! nothing else: bold, reverse, marks and words stay as they are, so that no theme can say a thing by
//! colour alone, and what is no pair that can be read is refused.

use std::collections::BTreeMap;

use ratatui::style::Color;
use serde_json::{Value, json};

use crate::base::language::{Language, Text};
use crate::base::problem::Problem;
use crate::survey::nearest::remedy_among;
use crate::survey::raw::{Entry, Node, Raw};
use crate::ui::written::Written;

use super::contrast::{self, FIRST, LEAST};
use super::{Look, Own};

/// Its name in a home.
pub const FILE: &str = "theme.toml";

/// Its keys, and what an editor says about them.
const KEYS: [(&str, &str); 4] = [
    (
        "name",
        "What the display page (F5) calls it, in one language or by language.",
    ),
    (
        "base",
        "The look that it changes: what is not given here is as in it, also where a terminal has fewer than 256 colours.",
    ),
    (
        "large_spacing",
        "Whether a session begins with an empty line between two choices.",
    ),
    (
        "colours",
        "A pair of colours for each tone that is to look otherwise.",
    ),
];

/// The looks that one can begin from.
const BASES: [(&str, Look); 4] = [
    ("standard", Look::Standard),
    ("high_contrast", Look::Contrast),
    ("colour_safe", Look::ColourSafe),
    ("monochrome", Look::Monochrome),
];

/// The tones, in the order of [`Tone::ALL`], and what an editor says about them.
const TONES: [(&str, &str); 8] = [
    ("text", "Words to read, and the ground of the whole screen."),
    ("quiet", "Words beside the point."),
    ("title", "The question, a heading."),
    ("chosen", "What the person has chosen."),
    ("match", "The letters that a search looked for."),
    ("focus", "The one focused item; shown reversed."),
    ("error", "What is wrong."),
    ("bar", "The line at the top."),
];

/// The two colours of a tone.
const SIDES: [&str; 2] = ["text", "background"];

/// Reads the file, whose name is told with every problem.
///
/// # Errors
/// All that is wrong with it, each at its place.
pub fn read(file: &str, text: &str) -> Result<Own, Vec<Problem>> {
    let (mut written, root) = Written::read(file, text);
    let mut own = Own::default();
    let mut is_named = false;
    for entry in root.entries() {
        match entry.key.as_str() {
            "name" => {
                is_named = true;
                own.name = name(&mut written, entry);
            }
            "base" => own.base = base(&mut written, entry),
            "large_spacing" => own.is_large = written.truth(entry).unwrap_or_default(),
            "colours" => colours(&mut written, &entry.value, &mut own),
            _ => written.unknown(entry, "keys", &KEYS.map(|(key, _)| key)),
        }
    }
    if !is_named && written.is_whole {
        let remedy = "begin with `name = \"…\"`: the display page calls it so";
        written.tell(&(0..0), "the theme has no name", remedy);
    }
    written.end(own)
}

fn name(written: &mut Written<'_>, entry: &Entry) -> Text {
    match &entry.value.value {
        Raw::Text(words) if !words.trim().is_empty() => return Text::Same(words.clone()),
        Raw::Table(languages) if !languages.is_empty() => {
            let one = |language: &Entry| {
                let words = language.value.text()?.to_owned();
                Some((Language::new(&language.key), words))
            };
            let all: Option<BTreeMap<_, _>> = languages.iter().map(one).collect();
            if let Some(all) = all {
                return Text::By(all);
            }
        }
        _ => {}
    }
    written.wants(
        &entry.value,
        "words, or words by language",
        "name = { en = \"University colours\", cy = \"Lliwiau'r brifysgol\" }",
    );
    Text::Same(String::new())
}

fn base(written: &mut Written<'_>, entry: &Entry) -> Look {
    let word = entry.value.text().unwrap_or_default();
    if let Some((_, look)) = BASES.iter().find(|(name, _)| *name == word) {
        return *look;
    }
    let remedy = remedy_among("looks", word, BASES.iter().map(|(name, _)| *name));
    written.tell(
        &entry.value.span,
        "this is none of the program's own looks",
        remedy,
    );
    Look::Standard
}

fn colours(written: &mut Written<'_>, node: &Node, own: &mut Own) {
    if !matches!(node.value, Raw::Table(_)) {
        written.wants(node, "a table", "[colours]");
    }
    for entry in node.entries() {
        let Some(at) = TONES.iter().position(|(tone, _)| *tone == entry.key) else {
            written.unknown(entry, "tones", &TONES.map(|(tone, _)| tone));
            continue;
        };
        let pair = pair(written, entry);
        if let (Some(place), Some(pair)) = (own.pairs.get_mut(at), pair) {
            *place = Some(pair);
        }
    }
}

fn pair(written: &mut Written<'_>, entry: &Entry) -> Option<(Color, Color)> {
    let before = entry.value.entries().iter();
    for other in before.filter(|side| !SIDES.contains(&side.key.as_str())) {
        written.unknown(other, "colours", &SIDES);
    }
    let [Some(text), Some(ground)] = SIDES.map(|side| entry.value.get(side)) else {
        let message = format!("`{}` needs both of its colours", entry.key);
        let remedy = format!(
            "write `{} = {{ text = \"#ffffff\", background = \"#005f87\" }}`: nobody knows what a terminal puts under one alone",
            entry.key
        );
        written.tell(&entry.value.span, message, remedy);
        return None;
    };
    let (text, ground) = (colour(written, text)?, colour(written, ground)?);
    let looks = (contrast::look(text)?, contrast::look(ground)?);
    let ratio = contrast::ratio(looks.0, looks.1);
    if ratio < LEAST {
        let message = format!(
            "`{}` cannot be read: #{:06x} on #{:06x} is {ratio:.1}:1, and words need {LEAST}:1",
            entry.key, looks.0, looks.1
        );
        written.tell(
            &entry.value.span,
            message,
            "make the one lighter or the other darker",
        );
        return None;
    }
    Some((Color::Indexed(text), Color::Indexed(ground)))
}

/// A colour of the table: by its number, else the one nearest to `#rrggbb`.
fn colour(written: &mut Written<'_>, node: &Node) -> Option<u8> {
    let number = match &node.value {
        Raw::Whole(number) => u8::try_from(*number).ok().filter(|number| *number >= FIRST),
        Raw::Text(text) => rgb(text).map(contrast::nearest),
        _ => None,
    };
    if number.is_none() {
        let remedy = "write `\"#rrggbb\"`, of which the nearest of 256 colours is shown, or a number from 16 to 255; 0 to 15 look otherwise on every terminal";
        written.tell(&node.span, "this is no colour whose look is known", remedy);
    }
    number
}

fn rgb(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten()
}

/// The file's grammar as a JSON Schema (draft-07), for editors. Contrast it cannot say.
pub fn schema() -> Value {
    let about = |key: &str| {
        let found = KEYS.iter().find(|(known, _)| *known == key);
        found.map_or("", |(_, about)| *about)
    };
    let tones = TONES.map(|(tone, about)| {
        let pair = json!({ "description": about, "$ref": "#/definitions/pair" });
        (tone.to_owned(), pair)
    });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "theme.toml of a Tallybox home",
        "type": "object",
        "additionalProperties": false,
        "required": ["name"],
        "properties": {
            "name": {
                "description": about("name"),
                "anyOf": [
                    { "type": "string", "minLength": 1 },
                    { "type": "object", "minProperties": 1, "additionalProperties": { "type": "string" } },
                ],
            },
            "base": { "description": about("base"), "enum": BASES.map(|(name, _)| name) },
            "large_spacing": { "description": about("large_spacing"), "type": "boolean" },
            "colours": {
                "description": about("colours"),
                "type": "object",
                "additionalProperties": false,
                "properties": tones.into_iter().collect::<serde_json::Map<_, _>>(),
            },
        },
        "definitions": {
            "colour": {
                "anyOf": [
                    { "type": "string", "pattern": "^#[0-9A-Fa-f]{6}$" },
                    { "type": "integer", "minimum": FIRST, "maximum": u8::MAX },
                ],
            },
            "pair": {
                "type": "object",
                "additionalProperties": false,
                "required": SIDES,
                "properties": SIDES
                    .map(|side| (side.to_owned(), json!({ "$ref": "#/definitions/colour" })))
                    .into_iter()
                    .collect::<serde_json::Map<_, _>>(),
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Tone;

    /// What the names stand for, by the order of the two tables.
    #[test]
    fn names_of_tones_are_in_the_order_of_the_tones() {
        assert_eq!(TONES.len(), Tone::ALL.len());
        for (at, (name, tone)) in TONES.iter().zip(Tone::ALL).enumerate() {
            assert_eq!(
                (tone as usize, format!("{tone:?}").to_lowercase()),
                (at, name.0.to_owned())
            );
        }
    }

    #[test]
    fn a_theme_says_its_name_its_base_and_its_pairs() {
        let text = "name = { en = \"Ours\", cy = \"Ein rhai ni\" }\nbase = \"high_contrast\"\nlarge_spacing = true\n[colours]\nbar = { text = \"#ffffff\", background = \"#006080\" }\nerror = { text = 231, background = 88 }\n";
        let own = read("theme.toml", text).unwrap();
        assert_eq!(own.name.get(&Language::new("cy")), "Ein rhai ni");
        assert_eq!((own.base, own.is_large), (Look::Contrast, true));
        let given = [6, 7].map(|at| own.pairs[at]);
        let pair = |text, ground| Some((Color::Indexed(text), Color::Indexed(ground)));
        assert_eq!(given, [pair(231, 88), pair(231, 24)]);
        assert!(own.pairs.iter().take(6).all(Option::is_none));
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place_with_what_to_do() {
        for (text, place, what) in [
            ("", "1:1", "the theme has no name; begin with"),
            ("name = \"\"", "1:8", "words by language; write it like"),
            ("name = \"a\"\nbase = \"dark\"", "2:8", "own looks; "),
            (
                "name = \"a\"\nbsae = \"standard\"",
                "2:1",
                "did you mean `base`?",
            ),
            ("name = \"a\"\nlarge_spacing = 1", "2:17", "true or false"),
            ("name = \"a\"\ncolours = 1", "2:11", "a table"),
            (
                "name = \"a\"\n[colours]\nbaar = {}",
                "3:1",
                "did you mean `bar`?",
            ),
            (
                "name = \"a\"\n[colours]\nbar = { text = 231 }",
                "3:7",
                "both of its colours",
            ),
            (
                "name = \"a\"\n[colours]\nbar = 5",
                "3:7",
                "both of its colours",
            ),
            (
                "name = \"a\"\n[colours]\nbar = { text = 15, background = 24 }",
                "3:16",
                "16 to 255",
            ),
            (
                "name = \"a\"\n[colours]\nbar = { text = \"white\", background = 24 }",
                "3:16",
                "#rrggbb",
            ),
            (
                "name = \"a\"\n[colours]\nbar = { text = \"#ffffff\", background = \"#88aa00\" }",
                "3:7",
                "`bar` cannot be read: #ffffff on #87af00 is 2.6:1, and words need 4.5:1; make the one",
            ),
            (
                "name = \"a\"\n[colours]\nbar = { text = 231, background = 24, blink = 1 }",
                "3:38",
                "`blink`",
            ),
            ("name = \"a", "1:10", "mend the TOML"),
        ] {
            let problems = read("theme.toml", text).map(|_| ()).unwrap_err();
            let told = problems
                .first()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                told.starts_with(&format!("theme.toml:{place}: ")),
                "{text}: {told}"
            );
            assert!(told.contains(what), "{text}: {told}");
        }
        let many = read("theme.toml", "x = 1\ny = 2\n")
            .map(|_| ())
            .unwrap_err();
        assert_eq!(many.len(), 3, "every problem at once");
        assert!(read("theme.toml", &"#".repeat(LARGE)).is_err());
    }

    const LARGE: usize = 70_000;
}
