//! A paper form as plain text of 76 columns: for any printer and any reader.

use crate::base::text::{width, wrap};

use super::{Body, Cell, Group, Item, Paper, Part, Table, Tick};

/// Columns of a line.
const COLUMNS: usize = 76;
/// Most columns that the boxes of a table may take; with more, each row has its boxes under it.
const TABLE: usize = 40;
/// Columns under a question's number.
const INDENT: usize = 5;

/// The whole form.
pub fn write(paper: &Paper) -> String {
    let mut page = Page::default();
    page.ruled(&paper.title, '=');
    for line in paper.about.iter().chain(&paper.notice) {
        page.fold(0, line);
        page.blank();
    }
    page.fold(0, &paper.how);
    for part in &paper.sections {
        page.part(part);
    }
    page.blank();
    page.fold(0, &paper.end);
    for list in &paper.lists {
        page.blank();
        page.ruled(&list.title, '-');
        page.maybe(0, list.instead.as_deref());
        for (label, code) in &list.entries {
            page.hang("", 2, &coded(label, code));
        }
    }
    page.blank();
    page.fold(0, &paper.version);
    page.0
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn line(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }

    fn blank(&mut self) {
        self.0.push('\n');
    }

    fn fold(&mut self, indent: usize, words: &str) {
        self.hang(&" ".repeat(indent), indent, words);
    }

    fn maybe(&mut self, indent: usize, words: Option<&str>) {
        if let Some(words) = words {
            self.fold(indent, words);
        }
    }

    /// Words after something, their further lines under the first.
    fn hang(&mut self, first: &str, indent: usize, words: &str) {
        for (at, piece) in wrap(words, COLUMNS - indent).into_iter().enumerate() {
            let before = if at == 0 { first } else { "" };
            let gap = " ".repeat(indent.saturating_sub(width(before)));
            self.line(&format!("{before}{gap}{piece}"));
        }
    }

    fn ruled(&mut self, title: &str, rule: char) {
        self.fold(0, title);
        self.line(&rule.to_string().repeat(width(title).min(COLUMNS)));
        self.blank();
    }

    fn part(&mut self, part: &Part) {
        self.blank();
        self.blank();
        self.ruled(&part.title, '-');
        self.maybe(0, part.only_if.as_deref());
        self.maybe(0, part.intro.as_deref());
        for item in &part.items {
            self.item(0, item);
        }
    }

    fn item(&mut self, indent: usize, item: &Item) {
        self.blank();
        let number = item
            .number
            .as_ref()
            .map_or_else(String::new, |number| format!("{number}."));
        // The number of a question in an entry of an entry is a long one.
        let inner = indent + INDENT.max(width(&number) + 1);
        let first = format!("{}{number}", " ".repeat(indent));
        let label = match &item.number {
            Some(_) => coded(&item.label, &item.id),
            None => item.label.clone(),
        };
        if let Some(only_if) = &item.only_if {
            self.hang(&first, inner, only_if);
            self.fold(inner, &label);
        } else {
            self.hang(&first, inner, &label);
        }
        for line in &item.lines {
            self.fold(inner, line);
        }
        self.body(inner, &item.body);
        for way in &item.ways {
            self.tick(inner, way);
        }
        for skip in &item.skips {
            self.fold(inner, &format!("> {skip}"));
        }
    }

    fn body(&mut self, indent: usize, body: &Body) {
        match body {
            Body::Nothing => {}
            Body::Line(unit) => self.rule(indent, unit),
            Body::Lines(count) => (0..*count).for_each(|_| self.rule(indent, "")),
            Body::Ticks(ticks) => ticks.iter().for_each(|tick| self.tick(indent, tick)),
            Body::Table(table) => self.table(indent, table),
            Body::Entries(entries) => {
                for (heading, items) in entries {
                    self.blank();
                    self.fold(indent, heading);
                    for item in items {
                        self.item(indent, item);
                    }
                }
            }
        }
    }

    /// A line to write on.
    fn rule(&mut self, indent: usize, unit: &str) {
        self.blank();
        let room = COLUMNS
            .saturating_sub(indent + width(unit) + 1)
            .clamp(8, 40);
        let long = if unit.is_empty() {
            COLUMNS - indent
        } else {
            room
        };
        self.fold(indent, &format!("{} {unit}", "_".repeat(long)));
    }

    fn tick(&mut self, indent: usize, tick: &Tick) {
        let first = format!("{}[ ]", " ".repeat(indent));
        self.hang(&first, indent + 4, &coded(&tick.label, &tick.code));
        if let Some(specify) = &tick.specify {
            let room = COLUMNS.saturating_sub(indent + 5 + width(specify)).max(10);
            self.fold(indent + 4, &format!("{specify} {}", "_".repeat(room)));
        }
    }

    fn table(&mut self, indent: usize, table: &Table) {
        self.blank();
        let grid = Grid::of(table, indent);
        for (label, code) in table.columns.iter().filter(|_| table.cell == Cell::Box) {
            let code = code.as_deref().unwrap_or_default();
            self.fold(indent, &format!("{code} = {label}"));
        }
        if let Some(grid) = &grid {
            self.line(&grid.head);
        }
        for group in &table.groups {
            self.group(indent, table, grid.as_ref(), group);
        }
        if let Some(total) = &table.total {
            self.fold(indent, total);
        }
    }

    fn group(&mut self, indent: usize, table: &Table, grid: Option<&Grid>, group: &Group) {
        if let Some(label) = &group.label {
            self.blank();
            self.fold(indent, label);
        }
        for (label, code) in &group.rows {
            let words = if label.is_empty() {
                "_".repeat(24)
            } else {
                coded(label, code)
            };
            match grid {
                Some(grid) => self.grid_row(indent, grid, &words),
                None => self.listed_row(indent, table, &words),
            }
        }
        if let Some(done) = &group.done {
            self.hang(&format!("{}[ ]", " ".repeat(indent)), indent + 4, done);
        }
    }

    fn grid_row(&mut self, indent: usize, grid: &Grid, words: &str) {
        let mut pieces = wrap(words, grid.label).into_iter();
        let first = pieces.next().unwrap_or_default();
        let gap = " ".repeat(grid.label - width(&first));
        self.line(&format!("{}{first}{gap}{}", " ".repeat(indent), grid.cells));
        pieces.for_each(|piece| self.fold(indent, &piece));
    }

    fn listed_row(&mut self, indent: usize, table: &Table, words: &str) {
        self.fold(indent, words);
        let codes = table
            .columns
            .iter()
            .map(|(_, code)| format!("[ ] {}", code.as_deref().unwrap_or_default()));
        self.fold(indent + 2, &codes.collect::<Vec<_>>().join("  "));
    }
}

/// A table whose boxes stand side by side.
struct Grid {
    head: String,
    cells: String,
    label: usize,
}

impl Grid {
    fn of(table: &Table, indent: usize) -> Option<Self> {
        let heads: Vec<&str> = table
            .columns
            .iter()
            .map(|(label, code)| code.as_deref().unwrap_or(label))
            .collect();
        let least = if table.cell == Cell::Box { 3 } else { 8 };
        let widths: Vec<usize> = heads.iter().map(|head| width(head).max(least)).collect();
        let all: usize = widths.iter().map(|one| one + 2).sum();
        if all > TABLE {
            return None;
        }
        let label = COLUMNS - indent - all;
        let mark = if table.cell == Cell::Box {
            "[ ]"
        } else {
            "________"
        };
        let padded = |words: &str, room: usize| {
            format!("  {words}{}", " ".repeat(room.saturating_sub(width(words))))
        };
        let row = |words: &dyn Fn(usize) -> String| -> String {
            widths
                .iter()
                .enumerate()
                .map(|(at, room)| padded(&words(at), *room))
                .collect()
        };
        let head = row(&|at| {
            heads
                .get(at)
                .map_or_else(String::new, |head| (*head).to_owned())
        });
        let gap = " ".repeat(label + indent);
        Some(Self {
            head: format!("{gap}{head}"),
            cells: row(&|_| mark.to_owned()),
            label,
        })
    }
}

/// Words with their code in brackets.
fn coded(label: &str, code: &str) -> String {
    if code.is_empty() {
        label.to_owned()
    } else {
        format!("{label} ({code})")
    }
}
