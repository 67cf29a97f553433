//! Text that came from outside, made fit to store, to show in a terminal and to print.
//!
//! One rule, applied on input and again on display, since merged data come from elsewhere
//! (`fd`'s list of characters that may not reach a terminal is the model; ratatui filters control
//! characters only).

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// How many combining marks one base letter may carry: enough for every living script.
const MARKS_PER_LETTER: usize = 4;

/// Returns `text` without anything that could act on a terminal or hide itself: control characters,
/// bidi controls, zero-width and tag characters, non-characters; NFC; at most four marks a letter.
/// Line feeds survive, a tab becomes a space.
pub fn sanitise(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut marks = 0;
    text.nfc()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|&c| c == '\n' || !is_hostile(c))
        .filter(|&c| {
            marks = if unicode_normalization::char::is_combining_mark(c) {
                marks + 1
            } else {
                0
            };
            marks <= MARKS_PER_LETTER
        })
        .collect()
}

/// Returns JSON in which no character acts on a terminal or hides itself: such a one stands there as `\u` and
/// its number, which means the same. Line feeds between members stay.
pub fn json(written: &str) -> String {
    if is_plain(written) {
        return written.to_owned();
    }
    let mut out = String::with_capacity(written.len());
    for c in written.chars() {
        if c != '\n' && is_hostile(c) {
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            out.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns `text` sanitised and on one line: line feeds become spaces, ends are trimmed.
pub fn one_line(text: &str) -> String {
    if is_plain(text) && !text.contains('\n') {
        return text.trim().to_owned();
    }
    sanitise(text).replace('\n', " ").trim().to_owned()
}

/// Returns `text` in NFC.
pub fn nfc(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.nfc().collect()
}

/// What is said of something: "Label: what", without the colon where the label ends a sentence.
pub fn labelled(label: &str, what: &str) -> String {
    let colon = if label.ends_with(['?', '.', ':']) {
        ""
    } else {
        ":"
    };
    format!("{label}{colon} {what}")
}

/// Letters, digits, signs, spaces and line feeds of ASCII: nothing to look for, and most of what is read.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'))
}

fn is_hostile(c: char) -> bool {
    let code = u32::from(c);
    c.is_control()
        || matches!(code,
            0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F
            | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A
            | 0xE0000..=0xE0FFF | 0xFDD0..=0xFDEF)
        || code & 0xFFFE == 0xFFFE
}

/// The number of terminal columns `text` takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cuts `text` to at most `columns` columns, on a grapheme boundary; `...` marks a cut.
pub fn truncate(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let dots = ".".repeat(columns.min(3));
    let mut kept = String::new();
    for grapheme in text.graphemes(true) {
        if width(&kept) + width(grapheme) + dots.len() > columns {
            break;
        }
        kept.push_str(grapheme);
    }
    kept + &dots
}

/// Breaks `text` into lines of at most `columns` columns: at spaces where it can, inside a word
/// where it must. Line feeds stay breaks; an empty text is one empty line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    text.split('\n')
        .flat_map(|paragraph| wrap_paragraph(paragraph, columns))
        .collect()
}

fn wrap_paragraph(paragraph: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
        let gap = usize::from(!line.is_empty());
        if width(&line) + gap + width(word) <= columns {
            line.push_str(if gap == 1 { " " } else { "" });
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line = break_word(word, columns, &mut lines);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Puts all but the last piece of a word on lines of their own and returns the last piece.
fn break_word(word: &str, columns: usize, lines: &mut Vec<String>) -> String {
    let mut piece = String::new();
    for grapheme in word.graphemes(true) {
        if width(&piece) + width(grapheme) > columns && !piece.is_empty() {
            lines.push(std::mem::take(&mut piece));
        }
        piece.push_str(grapheme);
    }
    piece
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_says_the_same_and_nothing_in_it_acts_on_a_terminal() {
        let words = "Ev\u{1b}[2J\u{9b}31m\u{202e}\u{2066}il\u{7f}\u{200b}\u{e0041} ŵ 日本 \n";
        let value = serde_json::json!({ words: [words, 1] });
        let written = json(&value.to_string());
        assert!(!written.chars().any(is_hostile), "{written:?}");
        assert!(written.contains("ŵ 日本") && written.contains("\\u009b31m"));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&written).unwrap(),
            value
        );
        assert_eq!(json("{\n  \"a\": 1\n}"), "{\n  \"a\": 1\n}");
    }

    #[test]
    fn it_drops_what_could_act_on_a_terminal() {
        assert_eq!(
            sanitise("a\u{1b}[31mb\u{9b}c\u{202e}d\u{200b}e\u{e0041}\u{feff}\0\r\nf\tg"),
            "a[31mbcde\nf g"
        );
        assert_eq!(sanitise("w\u{302}"), "ŵ");
        assert_eq!(
            (sanitise("a~ \n"), one_line(" a\nb ")),
            ("a~ \n".into(), "a b".into())
        );
        assert_eq!(sanitise("a\u{7f}\u{1f}b"), "ab");
        assert_eq!(
            sanitise(&("x".to_owned() + &"\u{301}".repeat(60)))
                .chars()
                .count(),
            5
        );
    }

    #[test]
    fn it_wraps_at_spaces_and_inside_long_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(truncate("abcdefgh", 6), "abc...");
    }
}
