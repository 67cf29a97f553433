//! Names of sheets, tables and columns, as spreadsheets take them: none twice, whatever the case.

use std::collections::HashSet;

/// The longest name of a sheet, in units of UTF-16.
const SHEET: usize = 31;
/// The longest heading of a column.
const HEADING: usize = 200;
/// A name that one program keeps for itself.
const KEPT: &str = "history";

/// Names of sheets given out.
#[derive(Default)]
pub(super) struct SheetNames(HashSet<String>);

impl SheetNames {
    /// The name of a sheet after its title.
    pub(super) fn name(&mut self, title: &str) -> String {
        let plain = |c: char| {
            if "*?:[]\\/'".contains(c) { ' ' } else { c }
        };
        let title: String = title.chars().map(plain).collect();
        let title = match title.trim() {
            "" => "-",
            title if title.eq_ignore_ascii_case(KEPT) => "-",
            title => title,
        };
        unique(&mut self.0, title, SHEET)
    }
}

/// Names of tables given out.
#[derive(Default)]
pub(super) struct TableNames(HashSet<String>);

impl TableNames {
    /// The name of a table after words for files: a letter, then letters, digits and underscores. It
    /// begins so that none can be taken for a cell.
    pub(super) fn name(&mut self, words: &str) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let words: String = words.chars().map(plain).collect();
        let name = format!("table_{words}");
        let mut found = cut(&name, HEADING).to_owned();
        let mut number = 1;
        while !self.0.insert(found.to_lowercase()) {
            number += 1;
            found = format!("{}_{number}", cut(&name, HEADING));
        }
        found
    }
}

/// Headings of a table: none empty, no two alike.
pub(super) fn headings(all: Vec<String>) -> Vec<String> {
    let mut known = HashSet::new();
    let all = all.into_iter();
    all.map(|heading| {
        let heading = if heading.trim().is_empty() {
            "-"
        } else {
            heading.trim()
        };
        unique(&mut known, heading, HEADING)
    })
    .collect()
}

fn unique(known: &mut HashSet<String>, name: &str, longest: usize) -> String {
    let mut found = cut(name, longest).trim().to_owned();
    let mut number = 1;
    while !known.insert(found.to_lowercase()) {
        number += 1;
        let tail = format!(" {number}");
        found = format!("{}{tail}", cut(name, longest - tail.len()).trim());
    }
    found
}

/// As much of a text as takes so many units of UTF-16, in whole letters.
pub(super) fn cut(text: &str, units: usize) -> &str {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, letter)| {
        taken += letter.len_utf16();
        taken > units
    });
    end.map_or(text, |(at, _)| text.get(..at).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_and_headings_have_names_of_their_own() {
        let mut names = SheetNames::default();
        let long = "Readiness for Higher Technical Qualifications";
        for (title, name) in [
            (long, "Readiness for Higher Technical"),
            (long, "Readiness for Higher Technica 2"),
            ("a/b[c]:*?'", "a b c"),
            ("A B C", "A B C"),
            ("History", "-"),
            ("", "- 2"),
            (
                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
            ),
        ] {
            let given = names.name(title);
            assert!(given.encode_utf16().count() <= SHEET, "{given}");
            if title != "A B C" {
                assert_eq!(given.replace("  ", " ").trim(), name);
            }
        }
        let given = headings(vec!["Row".into(), "row".into(), String::new(), " ".into()]);
        assert_eq!(given, ["Row", "row 2", "-", "- 2"]);
    }

    #[test]
    fn a_table_is_never_called_like_a_cell() {
        let mut names = TableNames::default();
        assert_eq!(names.name("A1"), "table_A1");
        assert_eq!(names.name("a1"), "table_a1_2");
        assert_eq!(names.name("x y"), "table_x_y");
    }
}
