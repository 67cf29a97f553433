//! Tables on a screen: numbers to the right, as many columns as fit beside the first one, the others
//! with Left and Right. A grid is a table whose cells are marked.

use std::collections::BTreeSet;

use crate::base::text::{truncate, width, wrap};
use crate::base::words::Arg;
use crate::report::view::withheld::Withheld;
use crate::stats::view::{Grid, Shade, Sheet, Value};
use crate::ui::theme::{Charset, Theme, Tone};

use super::leaf::{Item, Leaf, is_numeric};
use super::line::{Line, Look};

/// A column of words is not made narrower than this.
const NARROWEST: usize = 10;
/// The first column, which says what a row is, has so much of the room before others come beside it.
const FIRST: (usize, usize) = (3, 8);
/// And never more than this.
const FIRST_MOST: usize = 28;
/// A heading has at most so many lines.
const HEADING: usize = 3;
/// Columns that say what to do about a row: where not all fit, these come first.
const PRESSING: [&str; 4] = ["state", "rating", "gap_now", "bus_factor"];
/// The table of the training plan.
const PLAN: &str = "plan";
/// Its columns of words stand beside each other only where they are cut short.
const SHORT: usize = 12;
/// In the training plan: what is learned, how pressing it is, what it costs and which way leads there.
const PLANNED: [&str; 4] = ["skill", "priority", "cost_band", "route"];
/// A column of words that is as wide as this can be read.
const ENOUGH: usize = 24;
/// Between two columns.
const GAP: usize = 2;

/// A cell: its words, and its tone outside the focus.
struct Cell {
    text: String,
    tone: Tone,
}

/// A table before it has widths.
struct Table {
    headings: Vec<String>,
    numeric: Vec<bool>,
    rows: Vec<(Item, Vec<Cell>)>,
    selected: usize,
    /// The columns that are shown before others.
    pressing: Vec<usize>,
    /// A column of words among them is as wide as this can be read.
    enough: usize,
}

/// A sheet's lines: title, heading, rows, and what is not shown.
pub(super) fn sheet(block: usize, sheet: &Sheet, leaf: &Leaf, look: Look<'_>) -> Vec<Line> {
    let mut lines = look.title(&sheet.title);
    let withheld = Withheld::in_sheet(sheet);
    let shown = leaf.rows(block, sheet, look.teller);
    let has_focus = look.focus.is_some_and(|item| item.block == block);
    let rows = shown.iter().filter_map(|&index| {
        let values = &sheet.rows.get(index)?.values;
        let cells = values.iter().map(|value| Cell {
            text: withheld.cell(value, look.teller),
            tone: Tone::Text,
        });
        Some((Item { block, index }, cells.collect()))
    });
    let mut headings = look.teller.headings(sheet);
    if let Some(sort) = leaf.sort.filter(|sort| sort.block == block)
        && let Some(heading) = headings.get_mut(sort.column)
    {
        heading.push_str(if sort.is_descending { " v" } else { " ^" });
    }
    let table = Table {
        numeric: (0..headings.len())
            .map(|at| is_numeric(sheet, at))
            .collect(),
        rows: rows.collect(),
        selected: if has_focus { leaf.column } else { 0 },
        pressing: pressing(sheet),
        enough: if sheet.id == PLAN { SHORT } else { ENOUGH },
        headings,
    };
    if shown.is_empty() {
        let id = if sheet.rows.is_empty() {
            "lead-no-rows"
        } else {
            "lead-no-rows-found"
        };
        lines.push(Line::words(Tone::Quiet, &look.teller.words().say(id)));
    } else {
        lines.extend(table.lines(block, look));
    }
    lines.extend(reasons(&withheld, look));
    lines
}

fn pressing(sheet: &Sheet) -> Vec<usize> {
    let columns = sheet.columns.iter().enumerate();
    let pressing: &[&str] = if sheet.id == PLAN {
        &PLANNED
    } else {
        &PRESSING
    };
    let found = columns.filter(|(_, column)| pressing.contains(&column.id));
    found.map(|(at, _)| at).collect()
}

/// What the signs in the cells mean, below the table.
pub(super) fn reasons(withheld: &Withheld, look: Look<'_>) -> Vec<Line> {
    let told = withheld.told(look.teller).into_iter();
    let lines = told.flat_map(|line| wrap(&line, look.room()));
    lines.map(|line| Line::words(Tone::Quiet, &line)).collect()
}

/// A grid's lines: title, heading, rows, and what the marks mean.
pub(super) fn grid(block: usize, grid: &Grid, column: usize, look: Look<'_>) -> Vec<Line> {
    let withheld = Withheld::in_grid(grid);
    let mut lines = look.title(&grid.title);
    let words = look.teller.words();
    let corner = [
        ("down", Arg::Words(look.teller.tell(&grid.down.0))),
        ("across", Arg::Words(look.teller.tell(&grid.across.0))),
    ];
    let corner = words.say_with("view-grid-corner", corner);
    let across = grid.across.1.iter().map(|label| look.teller.value(label));
    let headings: Vec<String> = std::iter::once(corner).chain(across).collect();
    let rows = grid.down.1.iter().zip(&grid.cells).enumerate();
    let rows = rows.map(|(index, (label, cells))| {
        let label = Cell {
            text: look.teller.value(label),
            tone: Tone::Text,
        };
        let cells = cells.iter().map(|(value, shade)| Cell {
            text: marked(
                &grid_cell(value, *shade, &withheld, look),
                *shade,
                look.theme,
            ),
            tone: grid_tone(value, *shade),
        });
        let item = Item { block, index };
        (item, std::iter::once(label).chain(cells).collect())
    });
    let has_focus = look.focus.is_some_and(|item| item.block == block);
    let table = Table {
        numeric: (0..headings.len()).map(|at| at > 0).collect(),
        rows: rows.collect(),
        selected: if has_focus { column } else { 0 },
        pressing: Vec::new(),
        enough: ENOUGH,
        headings,
    };
    lines.extend(table.lines(block, look));
    lines.extend(reasons(&withheld, look));
    lines.extend(legend(grid, look));
    lines
}

/// Nothing in a place of the risk grid is no risk: a dash, and no sign.
const fn is_nobody(value: &Value, shade: Shade) -> bool {
    let is_level = matches!(shade, Shade::Level(_) | Shade::Plain);
    !is_level && matches!(value, Value::Count(0) | Value::Nothing)
}

fn grid_cell(value: &Value, shade: Shade, withheld: &Withheld, look: Look<'_>) -> String {
    if is_nobody(value, shade) {
        String::new()
    } else {
        withheld.cell(value, look.teller)
    }
}

const fn grid_tone(value: &Value, shade: Shade) -> Tone {
    if is_nobody(value, shade) {
        Tone::Quiet
    } else {
        tone(shade)
    }
}

/// A cell's words with the sign of its shade: what one sees without any colour.
fn marked(text: &str, shade: Shade, theme: Theme) -> String {
    let utf8 = theme.charset == Charset::Utf8;
    let sign = match shade {
        Shade::Plain => "",
        Shade::Red => "!!",
        Shade::Amber => "! ",
        Shade::Green => "ok",
        Shade::Level(level) => match (level, utf8) {
            (0, _) => "  ",
            (1, true) => "··",
            (2, true) => "░░",
            (3, true) => "▒▒",
            (_, true) => "██",
            (1, false) => "..",
            (2, false) => "::",
            (3, false) => "++",
            (_, false) => "##",
        },
    };
    match (text.is_empty(), sign) {
        (_, "") => text.to_owned(),
        // An empty place of a risk grid needs no sign.
        (true, _) if !matches!(shade, Shade::Level(_)) => "-   ".to_owned(),
        (_, sign) => format!("{text} {sign}"),
    }
}

const fn tone(shade: Shade) -> Tone {
    match shade {
        Shade::Red => Tone::Error,
        Shade::Amber => Tone::Title,
        Shade::Plain | Shade::Level(_) | Shade::Green => Tone::Text,
    }
}

fn legend(grid: &Grid, look: Look<'_>) -> Vec<Line> {
    let shades = || grid.cells.iter().flatten().map(|(_, shade)| *shade);
    let has_risk = shades().any(|shade| matches!(shade, Shade::Red | Shade::Amber | Shade::Green));
    let has_levels = shades().any(|shade| matches!(shade, Shade::Level(_)));
    let utf8 = look.theme.charset == Charset::Utf8;
    let ids = [
        has_risk.then_some("lead-legend-risk"),
        has_levels.then_some(if utf8 {
            "lead-legend-levels"
        } else {
            "lead-legend-levels-ascii"
        }),
    ];
    let words = ids
        .into_iter()
        .flatten()
        .map(|id| look.teller.words().say(id));
    words
        .flat_map(|text| wrap(&text, look.room()))
        .map(|line| Line::words(Tone::Quiet, &line))
        .collect()
}

impl Table {
    fn lines(&self, block: usize, look: Look<'_>) -> Vec<Line> {
        let widths = self.widths(look.room());
        let mut lines = Vec::new();
        let hidden = self.headings.len().saturating_sub(widths.len());
        if hidden > 0 {
            let args = [("count", Arg::from(hidden))];
            let words = look.teller.words().say_with("lead-more-columns", args);
            lines.push(Line::words(Tone::Quiet, &truncate(&words, look.room())));
        }
        lines.extend(self.heading(&widths, block));
        for (item, cells) in &self.rows {
            lines.push(row(*item, cells, &widths, &self.numeric, look));
            if look.focus == Some(*item) {
                lines.extend(self.whole(cells, &widths, look));
            }
        }
        lines
    }

    /// What of the row in focus its columns have no room for, each with its heading; what it is about stands alone.
    fn whole(&self, cells: &[Cell], widths: &[(usize, usize)], look: Look<'_>) -> Vec<Line> {
        let is_cut = |at: usize, columns: usize| {
            let cell = cells.get(at).filter(|cell| width(&cell.text) > columns)?;
            Some(match (at, self.headings.get(at)) {
                (1.., Some(heading)) => format!("{heading}: {}", cell.text),
                _ => cell.text.clone(),
            })
        };
        let cut = widths
            .iter()
            .filter_map(|(at, columns)| is_cut(*at, *columns));
        let lines = cut.flat_map(|text| wrap(&text, look.room()));
        lines.map(|line| Line::words(Tone::Quiet, &line)).collect()
    }

    /// The headings, each wrapped into its column, the last lines beside each other.
    fn heading(&self, widths: &[(usize, usize)], block: usize) -> Vec<Line> {
        let wrapped: Vec<Vec<String>> = widths
            .iter()
            .map(|(at, columns)| {
                let text = self.headings.get(*at).map_or("", String::as_str);
                let mut lines = wrap(text, *columns);
                lines.truncate(HEADING);
                lines
            })
            .collect();
        let tall = wrapped.iter().map(Vec::len).max().unwrap_or(1).max(1);
        (0..tall)
            .map(|line| self.heading_line(widths, &wrapped, tall - line, block))
            .collect()
    }

    /// The line of the headings that is so many from their end.
    fn heading_line(
        &self,
        widths: &[(usize, usize)],
        wrapped: &[Vec<String>],
        from_end: usize,
        block: usize,
    ) -> Line {
        let mut spans = vec![(Tone::Text, "  ".to_owned())];
        let selected = self.selected.min(self.headings.len().saturating_sub(1));
        for ((at, columns), lines) in widths.iter().zip(wrapped) {
            let line = lines
                .len()
                .checked_sub(from_end)
                .and_then(|at| lines.get(at));
            let is_numeric = self.numeric.get(*at).copied().unwrap_or(false);
            let text = padded(line.map_or("", String::as_str), *columns, is_numeric);
            let tone = if *at == selected {
                Tone::Title
            } else {
                Tone::Quiet
            };
            spans.push((tone, text));
            spans.push((Tone::Text, " ".repeat(GAP)));
        }
        Line {
            spans,
            item: None,
            heads: Some(block),
        }
    }

    /// The columns that fit and how wide each is: the first, the selected, then those after it, then
    /// those before.
    fn widths(&self, room: usize) -> Vec<(usize, usize)> {
        let count = self.headings.len();
        let last = count.saturating_sub(1);
        let selected = self.selected.min(last);
        let after = (selected + 1)..count;
        let order = [0, selected]
            .into_iter()
            .chain(self.pressing.iter().copied())
            .chain(after)
            .chain((1..selected).rev());
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut used = 0;
        for at in order {
            let more = self.narrowest(at, room) + if taken.is_empty() { 0 } else { GAP };
            if taken.contains(&at) {
                continue;
            }
            // The first column and the one at hand stand there whatever the window.
            if used + more > room && at != 0 && at != selected {
                break;
            }
            used += more;
            taken.insert(at);
        }
        let mut widths: Vec<(usize, usize)> = taken
            .into_iter()
            .map(|at| (at, self.narrowest(at, room).min(room)))
            .collect();
        let mut left = room.saturating_sub(used);
        // First each gets enough to be read, then what is left goes from the left.
        for most in [ENOUGH, usize::MAX] {
            for (at, columns) in &mut widths {
                let more = self
                    .wanted(*at)
                    .min(most)
                    .saturating_sub(*columns)
                    .min(left);
                left -= more;
                *columns += more;
            }
        }
        widths
    }

    fn cells(&self, at: usize) -> usize {
        let cells = self.rows.iter().filter_map(|(_, cells)| cells.get(at));
        cells.map(|cell| width(&cell.text)).max().unwrap_or(0)
    }

    /// The longest word of a heading: narrower it cannot be read.
    fn word(&self, at: usize) -> usize {
        let heading = self.headings.get(at).map_or("", String::as_str);
        heading.split_whitespace().map(width).max().unwrap_or(0)
    }

    fn is_numeric(&self, at: usize) -> bool {
        self.numeric.get(at).copied().unwrap_or(false)
    }

    /// As wide as it would like to be: all of its cells, and its heading on a few lines.
    fn wanted(&self, at: usize) -> usize {
        let heading = self.headings.get(at).map_or(0, |heading| width(heading));
        let heading = self.word(at).max(heading.div_ceil(HEADING));
        self.cells(at).max(heading)
    }

    fn narrowest(&self, at: usize, room: usize) -> usize {
        let wanted = self.wanted(at);
        match (at, self.is_numeric(at)) {
            (0, _) => wanted.min((room * FIRST.0 / FIRST.1).clamp(NARROWEST, FIRST_MOST)),
            // Figures are never cut, nor what says what to do: "none" must not be all that is left of it.
            (_, true) => self.cells(at).max(self.word(at).min(NARROWEST + 2)),
            _ if self.pressing.contains(&at) => wanted.min(self.enough),
            (_, false) => wanted.min(NARROWEST.max(self.word(at).min(ENOUGH))),
        }
    }
}

fn row(
    item: Item,
    cells: &[Cell],
    widths: &[(usize, usize)],
    numeric: &[bool],
    look: Look<'_>,
) -> Line {
    let (mark, focus) = look.mark(item);
    let is_focused = look.focus == Some(item);
    let mut spans = vec![(Tone::Text, mark.to_owned())];
    for (place, (at, columns)) in widths.iter().enumerate() {
        let Some(cell) = cells.get(*at) else {
            continue;
        };
        if place > 0 {
            let tone = if is_focused { focus } else { Tone::Text };
            spans.push((tone, " ".repeat(GAP)));
        }
        let is_numeric = numeric.get(*at).copied().unwrap_or(false);
        let tone = if is_focused { focus } else { cell.tone };
        let text = padded(&cell.text, *columns, is_numeric);
        spans.extend(look.pieces(item, tone, &text));
    }
    Line {
        spans,
        item: Some(item),
        heads: None,
    }
}

fn padded(text: &str, columns: usize, to_the_right: bool) -> String {
    let text = truncate(text, columns);
    let gap = " ".repeat(columns.saturating_sub(width(&text)));
    if to_the_right {
        gap + &text
    } else {
        text + &gap
    }
}
