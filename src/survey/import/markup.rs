//! Texts of forms: HTML and Markdown taken off, entities read, answers that are piped in marked.

use super::toml_text::push;
use crate::base::text::sanitise;

/// A text as it is shown here, and what was taken off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clean {
    pub(super) text: String,
    /// Whether tags or Markdown were taken off.
    pub(super) stripped: bool,
    /// The same with the names of questions whose answers it shows between [`OPEN`] and [`CLOSE`].
    pub(super) marked: String,
}

/// Letters for private use, which no text of a form has once it is clean, around a question's name.
pub(super) const OPEN: char = '\u{e000}';
pub(super) const CLOSE: char = '\u{e001}';

/// A text with every marked name replaced.
pub(super) fn replaced(marked: &str, mut replace: impl FnMut(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let Some((name, behind)) = after.split_once(CLOSE) else {
            break;
        };
        out.push_str(before);
        out.push_str(&replace(name));
        rest = behind;
    }
    out + rest
}

/// Entities that occur in forms.
const ENTITIES: [(&str, &str); 9] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", " "),
    ("&quot;", "\""),
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&ndash;", "–"),
    ("&rsquo;", "’"),
    ("&amp;", "&"),
];

/// Cleans a text.
pub(super) fn clean(source: &str) -> Clean {
    let unlined = source.replace("\r\n", "\n").replace('\r', "\n");
    let unlined = unlined.replace([OPEN, CLOSE], "");
    let untagged = without_tags(&unlined);
    let read = ENTITIES.iter().fold(untagged, |text, (entity, letter)| {
        text.replace(entity, letter)
    });
    let plain: Vec<String> = read.lines().map(without_markdown).collect();
    let plain = plain.join("\n");
    let stripped = plain.trim() != unlined.trim();
    let marked = sanitise(&marked(&plain)).trim().to_owned();
    Clean {
        text: replaced(&marked, |name| format!("[{name}]")),
        stripped,
        marked,
    }
}

/// `<b>…</b>` without its tags; `<br>` and `<p>` are line feeds. `< 5` is no tag.
fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let inside = after.split_once('>').filter(|(tag, _)| is_tag(tag));
        if let Some((tag, behind)) = inside {
            out.push_str(if breaks(tag) { "\n" } else { "" });
            rest = behind;
        } else {
            out.push('<');
            rest = after;
        }
    }
    out + rest
}

fn is_tag(tag: &str) -> bool {
    let name = tag.strip_prefix('/').unwrap_or(tag);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && !tag.contains('<') && tag.len() < 500
}

fn breaks(tag: &str) -> bool {
    let name: String = tag
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    matches!(
        name.to_lowercase().as_str(),
        "br" | "p" | "div" | "li" | "hr"
    )
}

fn without_markdown(line: &str) -> String {
    let heading = line.trim_start_matches('#');
    let line = if heading.len() < line.len() && heading.starts_with(' ') {
        heading.trim_start()
    } else {
        line
    };
    ["**", "__", "*", "_"]
        .iter()
        .fold(line.to_owned(), |line, mark| unmarked(&line, mark))
}

/// Takes pairs of a mark off where they enclose words: `**so**`, never `2 * 3 * 4` or `a_b_c`.
fn unmarked(line: &str, mark: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(mark) {
        out.push_str(before);
        let opens = !out.ends_with(is_word) && after.starts_with(|c: char| !c.is_whitespace());
        let inside = after.split_once(mark).filter(|(inside, behind)| {
            opens
                && !inside.is_empty()
                && !inside.ends_with(char::is_whitespace)
                && !behind.starts_with(is_word)
        });
        match inside {
            Some((inside, behind)) if !inside.contains("${") || inside.contains('}') => {
                out.push_str(inside);
                rest = behind;
            }
            _ => {
                out.push_str(mark);
                rest = after;
            }
        }
    }
    out + rest
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '*' | '{' | '}')
}

/// `${name}` as a marked name.
fn marked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        push(&mut out, format_args!("{OPEN}{}{CLOSE}", name.trim()));
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_words_stay() {
        for (source, text) in [
            (
                "<span style=\"color:red\">Read</span> this<br/>now",
                "Read this\nnow",
            ),
            ("**Bold** and _soft_ and *star*", "Bold and soft and star"),
            ("# Heading", "Heading"),
            ("if 2 * 3 < 7 & a_b_c", "if 2 * 3 < 7 & a_b_c"),
            ("x &lt; 5 &amp; y", "x < 5 & y"),
            ("**", "**"),
            ("<", "<"),
            ("a\u{0}b", "ab"),
        ] {
            assert_eq!(clean(source).text, text, "{source}");
        }
        assert!(!clean("plain").stripped);
        assert!(clean("<b>x</b>").stripped);
        let piped = clean("How old is ${ name }?");
        assert_eq!(piped.text, "How old is [name]?");
        let here = replaced(&piped.marked, |name| format!("<{name}>"));
        assert_eq!(here, "How old is <name>?");
        // Marks that stand in the form itself are not marks.
        assert_eq!(clean("\u{e000}x\u{e001}").text, "x");
    }
}
