//! Values as TOML writes them.

use std::fmt::Write as _;

/// A text in quotes on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _always_fits = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Adds words to a text.
pub(super) fn push(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.push_str(&words.to_string());
}

/// A comment of one line: no line feed, no control character.
pub(super) fn comment(text: &str) -> String {
    let line = crate::base::text::one_line(text);
    format!("# {line}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_stands_in_a_cell_reads_back() {
        for text in [
            "",
            "a \"b\" \\ c",
            "line\nfeed\ttab",
            "\u{1}\u{7f}\u{85}",
            "ŵ 😀",
        ] {
            let table: toml::Table = format!("x = {}", quoted(text)).parse().unwrap();
            assert_eq!(table.get("x").and_then(toml::Value::as_str), Some(text));
        }
        assert_eq!(comment("a\nb\r"), "# a b\n");
    }
}
