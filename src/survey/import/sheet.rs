//! A sheet with a header: rows whose cells are asked for by column name.

use super::workbook::{Line, Sheet};

/// How many rows from the top the header may stand: some forms have a title above it.
const DEEPEST_HEADER: usize = 10;

/// A sheet whose columns have names.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

/// A column: its name in small letters, and its language where it has one (`label::Français (fr)`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) language: Option<String>,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// As the spreadsheet program numbers it.
    pub(super) number: usize,
    /// Column index and what stands there; blank cells are left out.
    cells: Vec<(usize, String)>,
    /// The index of each column by its name, shared by the rows of a sheet.
    columns: std::rc::Rc<Vec<Column>>,
}

impl Table {
    /// Finds the header, the first row in which `is_header` recognises the names, and reads the rest.
    /// `rename` gives a column's name its usual form.
    pub(super) fn read(
        sheet: &Sheet,
        rename: impl Fn(&str) -> String,
        is_header: impl Fn(&[Column]) -> bool,
    ) -> Option<Self> {
        let columns_of = |line: &Line| {
            line.cells
                .iter()
                .map(|cell| column(cell, &rename))
                .collect::<Vec<Column>>()
        };
        let top = sheet.lines.iter().take(DEEPEST_HEADER);
        let at = top
            .map(columns_of)
            .position(|columns| is_header(&columns))?;
        let columns = std::rc::Rc::new(columns_of(sheet.lines.get(at)?));
        let rows = sheet
            .lines
            .iter()
            .skip(at + 1)
            .map(|line| row(line, &columns));
        let rows = rows.filter(|row| !row.cells.is_empty()).collect();
        Some(Self {
            columns: columns.to_vec(),
            rows,
        })
    }

    /// Whether there is a column of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }
}

impl Row {
    /// What stands in a column, in whichever language first; trimmed, the empty text where nothing does.
    pub(super) fn get(&self, name: &str) -> &str {
        let mut found = self
            .cells
            .iter()
            .filter(|(at, _)| self.column(*at).is_some_and(|column| column.name == name));
        found.next().map_or("", |(_, text)| text)
    }

    /// What stands in the columns of a name, by language; `None` is the column without one.
    pub(super) fn by_language(&self, name: &str) -> Vec<(Option<&str>, &str)> {
        let pairs = self.cells.iter().filter_map(|(at, text)| {
            let column = self.column(*at).filter(|column| column.name == name)?;
            Some((column.language.as_deref(), text.as_str()))
        });
        pairs.collect()
    }

    /// All cells with their columns.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&Column, &str)> {
        self.cells
            .iter()
            .filter_map(|(at, text)| Some((self.column(*at)?, text.as_str())))
    }

    fn column(&self, at: usize) -> Option<&Column> {
        self.columns.get(at)
    }
}

/// `label::Welsh (cy)`, `label:cy`, `media::image::cy`, `bind::relevant`.
fn column(cell: &str, rename: &impl Fn(&str) -> String) -> Column {
    let cell = cell.trim().replace("jr:", "jr_");
    let mut parts = cell
        .split(':')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let first = plain(parts.next().unwrap_or_default());
    let (name, language) = if matches!(
        first.as_str(),
        "media" | "bind" | "body" | "instance" | "control"
    ) {
        (plain(parts.next().unwrap_or_default()), parts.next())
    } else {
        (first, parts.next())
    };
    Column {
        name: rename(&name),
        language: language.map(str::to_owned),
    }
}

/// A column's name as a table gives it: in lower case, its words joined.
pub(super) fn plain(name: &str) -> String {
    name.trim()
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<&str>>()
        .join("_")
}

fn row(line: &Line, columns: &std::rc::Rc<Vec<Column>>) -> Row {
    let cells = line.cells.iter().enumerate();
    let cells = cells.map(|(at, text)| (at, text.trim().to_owned()));
    Row {
        number: line.number,
        cells: cells
            .filter(|(at, text)| !text.is_empty() && *at < columns.len())
            .collect(),
        columns: columns.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_found_below_a_title() {
        let line = |number, cells: &[&str]| Line {
            number,
            cells: cells.iter().map(|&cell| cell.to_owned()).collect(),
        };
        let sheet = Sheet {
            name: "survey".to_owned(),
            lines: vec![
                line(1, &["Our form"]),
                line(
                    3,
                    &[
                        "Type",
                        "Name",
                        "Label :: Welsh (cy)",
                        "bind::relevant",
                        "jr:count",
                    ],
                ),
                line(4, &["text", "a", " Beth? ", "", "3", "beyond"]),
            ],
        };
        let table = Table::read(&sheet, str::to_owned, |columns| {
            columns.iter().any(|column| column.name == "type")
        })
        .unwrap();
        let row = &table.rows[0];
        assert_eq!(
            (row.number, row.get("type"), row.get("relevant")),
            (4, "text", "")
        );
        assert_eq!(row.by_language("label"), [(Some("Welsh (cy)"), "Beth?")]);
        assert_eq!(row.get("jr_count"), "3");
        assert!(table.has("relevant"));
    }
}
