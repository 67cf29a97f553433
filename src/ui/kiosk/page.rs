//! The kiosk's own pages: what stands over a person's session, or in place of it. A few words, a line to
//! type into or a list to choose from; nothing of what is below is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::text;
use crate::base::words::{Arg, Words};
use crate::ui::theme::{Theme, Tone};

/// The columns left of every line.
const MARGIN: u16 = 3;
/// The most columns that running text takes.
const READING: usize = 74;

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) title: String,
    lines: Vec<(String, Tone)>,
    items: Vec<String>,
    focus: usize,
    field: Option<String>,
    pub(super) hint: String,
}

/// A row as it is drawn.
struct Row {
    text: String,
    tone: Tone,
    cursor: Option<usize>,
}

impl Page {
    /// An empty page.
    pub(super) fn new(title: String, hint: String) -> Self {
        Self {
            title,
            hint,
            ..Self::default()
        }
    }

    /// Adds a paragraph.
    pub(super) fn say(&mut self, words: &str, tone: Tone) {
        let paragraphs = words.split('\n').map(|line| (line.to_owned(), tone));
        self.lines.extend(paragraphs);
        self.lines.push((String::new(), Tone::Text));
    }

    /// A list to choose from.
    pub(super) fn list(&mut self, items: Vec<String>, focus: usize) {
        self.items = items;
        self.focus = focus;
    }

    /// A line that is typed into; only how much was typed is shown.
    pub(super) fn field(&mut self, label: &str, typed: usize) {
        self.field = Some(format!("{label} {}", "*".repeat(typed)));
    }

    fn rows(&self, columns: usize) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for (line, tone) in &self.lines {
            rows.extend(wrapped(line, columns).into_iter().map(|text| Row {
                text,
                tone: *tone,
                cursor: None,
            }));
        }
        for (place, item) in self.items.iter().enumerate() {
            rows.extend(item_rows(place, item, place == self.focus, columns));
        }
        if let Some(field) = &self.field {
            rows.push(Row {
                text: field.clone(),
                tone: Tone::Title,
                cursor: Some(text::width(field)),
            });
        }
        rows
    }

    /// Draws the page and says where the cursor belongs.
    pub(super) fn draw(
        &self,
        words: &Words,
        theme: Theme,
        area: Rect,
        buffer: &mut Buffer,
    ) -> Position {
        let width = usize::from(area.width);
        buffer.set_style(area, theme.style(Tone::Text));
        buffer.set_style(Rect { height: 1, ..area }, theme.style(Tone::Bar));
        buffer.set_stringn(
            1,
            0,
            &self.title,
            width.saturating_sub(2),
            theme.style(Tone::Bar),
        );
        let bottom = area.height.saturating_sub(1);
        let columns = width
            .saturating_sub(usize::from(MARGIN) + 1)
            .clamp(1, READING);
        let mut rows = self.rows(columns);
        let room = usize::from(bottom.saturating_sub(2));
        // Where lines are scarce, words go before the air between them.
        if rows.len() > room {
            rows.retain(|row| !row.text.is_empty());
        }
        let marked = rows.iter().position(|row| row.cursor.is_some());
        // One line of what follows is kept in view, and the mark of how much there is below.
        let is_long = rows.len() > room;
        let room = if is_long {
            room.saturating_sub(1)
        } else {
            room
        };
        let last = marked.map_or(0, |at| (at + 2).min(rows.len()));
        let skip = last.saturating_sub(room);
        let mut cursor = Position::new(MARGIN.min(area.width.saturating_sub(1)), 2.min(bottom));
        for (line, row) in (2..bottom).zip(rows.iter().skip(skip).take(room)) {
            buffer.set_stringn(MARGIN, line, &row.text, columns + 1, theme.style(row.tone));
            if let Some(column) = row.cursor {
                let column = u16::try_from(column).unwrap_or(0).saturating_add(MARGIN);
                cursor = Position::new(column.min(area.width.saturating_sub(1)), line);
            }
        }
        let below = rows.len().saturating_sub(skip + room);
        if is_long && below > 0 && bottom > 2 {
            let mark = words.say_with("more-below", [("below", Arg::from(below))]);
            let at = width.saturating_sub(text::width(&mark) + 1);
            let at = u16::try_from(at).unwrap_or(0);
            buffer.set_stringn(at, bottom - 1, mark, columns, theme.style(Tone::Quiet));
        }
        let room = width.saturating_sub(2);
        let hints = whole(&self.hint, room);
        buffer.set_stringn(1, bottom, hints, room, theme.style(Tone::Text));
        cursor
    }
}

/// A line of the list: its number, and its words under one another where they do not fit.
fn item_rows(place: usize, item: &str, is_focus: bool, columns: usize) -> Vec<Row> {
    let mark = if is_focus { ">" } else { " " };
    let head = format!("{mark} {}  ", place + 1);
    let indent = text::width(&head);
    let lines = wrapped(item, columns.saturating_sub(indent).max(1));
    let rows = lines.into_iter().enumerate().map(|(at, line)| Row {
        text: match at {
            0 => format!("{head}{line}"),
            _ => format!("{}{line}", " ".repeat(indent)),
        },
        tone: if is_focus { Tone::Focus } else { Tone::Text },
        cursor: (is_focus && at == 0).then_some(0),
    });
    rows.collect()
}

/// As many whole hints as there is room for; the important ones stand first.
fn whole(hints: &str, room: usize) -> String {
    let mut line = String::new();
    for hint in hints
        .split("  ")
        .map(str::trim)
        .filter(|hint| !hint.is_empty())
    {
        let gap = if line.is_empty() { 0 } else { 4 };
        if text::width(&line) + gap + text::width(hint) <= room {
            line.push_str(&" ".repeat(gap));
            line.push_str(hint);
        }
    }
    line
}

fn wrapped(line: &str, columns: usize) -> Vec<String> {
    if line.is_empty() {
        return vec![String::new()];
    }
    text::wrap(line, columns)
}
