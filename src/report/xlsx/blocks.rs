//! A view's sheet: what it is, then its blocks from the top, each table a table of the spreadsheet's
//! own, with bars drawn beside theirs.

use rust_xlsxwriter::{Table, TableColumn, XlsxError};

use crate::base::words::Message;
use crate::stats::view::{Bars, Block, Facts, Grid, Row, Shade, Sheet, Value, View};

use super::super::view::Teller;
use super::cells::{Page, Style};
use super::{Book, Fault, chart, check, column, names, row};

/// The rows that stay in sight where no heading does: title and marking.
const ABOVE: usize = 2;
/// A heading is kept in sight where it stands no lower: else there is no room left to read.
const LOWEST: usize = 14;

/// A longer heading is broken.
const HEADING: usize = 16;

/// Where a view is being written.
struct Place<'b, 's> {
    page: Page<'s>,
    style: &'s Style,
    tables: &'b mut names::TableNames,
    teller: &'b Teller,
    view: &'b View,
    sheet: &'b str,
    next: usize,
    /// The row of the first heading.
    heading: Option<usize>,
}

/// A table as it is to be written.
struct Drawn<'v> {
    id: &'static str,
    title: String,
    headings: Vec<String>,
    rows: Vec<Vec<(Part<'v>, Shade)>>,
}

/// What one cell holds of a value.
#[derive(Clone, Copy)]
enum Part<'v> {
    Whole(&'v Value),
    /// A single figure: what is not known is said to be so.
    Fact(&'v Value),
    /// Its name.
    Name(&'v Message),
    /// Of so many of so many, how many there could be.
    Of(&'v Value),
    /// A figure that a chart is drawn from: where it is withheld there is nothing, which is drawn as nothing.
    Drawn(&'v Value),
    /// Why figures of a row are withheld.
    Why(&'v [Value]),
}

const fn is_withheld(value: &Value) -> bool {
    matches!(value, Value::Withheld(_))
}

/// Writes a view into the sheet that was added last.
pub(super) fn write(
    book: &mut Book<'_>,
    view: &View,
    name: &str,
    teller: &Teller,
) -> Result<(), Fault> {
    let style = book.style.clone();
    let sheet = book.workbook.worksheet_from_name(name)?;
    let mut page = Page::new(sheet, &style);
    page.line(0, &teller.title(view), &style.title)?;
    page.line(1, &book.head.marking, &style.heading)?;
    let mut next = ABOVE;
    for line in teller.about(&view.about) {
        next = page.sentence(next, &line)?;
    }
    let mut place = Place {
        page,
        style: &style,
        tables: &mut book.tables,
        teller,
        view,
        sheet: name,
        next: next + 1,
        heading: None,
    };
    for block in &view.blocks {
        place.block(block)?;
    }
    let heading = place.heading.filter(|at| *at <= LOWEST);
    let frozen = heading.map_or(ABOVE, |at| at + 1);
    place.page.sheet.set_freeze_panes(row(frozen), 1)?;
    if let Some(at) = heading {
        place.page.sheet.set_repeat_rows(row(at), row(at))?;
    }
    place.page.finish()?;
    Ok(())
}

impl<'b> Place<'b, '_> {
    fn block(&mut self, block: &'b Block) -> Result<(), Fault> {
        let drawn = match block {
            Block::Note(message) => {
                let text = self.teller.tell(message);
                self.next = self.page.sentence(self.next, &text)?;
                return Ok(());
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Sheet(sheet) => self.sheet(sheet),
            Block::Bars(bars) => self.bars(bars),
            Block::Grid(grid) => self.grid(grid),
        };
        // A blank line before a heading.
        self.next += 1;
        self.page
            .line(self.next, &drawn.title, &self.style.heading)?;
        self.next += 1;
        if drawn.rows.is_empty() {
            let none = self.teller.words().say("lead-no-rows");
            self.page
                .line(self.next, &none, &rust_xlsxwriter::Format::new())?;
            self.next += 1;
            return Ok(());
        }
        let start = self.next;
        self.table(&drawn)?;
        if let Block::Bars(bars) = block {
            self.chart(start, &drawn, bars.series.len())?;
        }
        Ok(())
    }

    fn table(&mut self, drawn: &Drawn<'_>) -> Result<(), Fault> {
        let start = self.next;
        check(&drawn.title, start, drawn.rows.len())?;
        for (below, cells) in drawn.rows.iter().enumerate() {
            for (at, (part, shade)) in cells.iter().enumerate() {
                self.cell((start + 1 + below, at), *part, *shade)?;
            }
        }
        let columns = drawn.headings.iter().enumerate().map(|(at, heading)| {
            self.page.widen(at, heading.chars().count().min(HEADING));
            TableColumn::new()
                .set_header(heading)
                .set_header_format(&self.style.column)
        });
        let columns: Vec<TableColumn> = columns.collect();
        let name = format!("{}_{}", self.view.name.code(), drawn.id);
        let table = Table::new()
            .set_name(self.tables.name(&name))
            .set_alt_text(&drawn.title)
            .set_columns(&columns);
        let last = (start + drawn.rows.len(), drawn.headings.len() - 1);
        self.page
            .sheet
            .add_table(row(start), 0, row(last.0), column(last.1), &table)?;
        self.heading.get_or_insert(start);
        self.next = last.0 + 1;
        Ok(())
    }

    fn cell(&mut self, at: (usize, usize), part: Part<'_>, shade: Shade) -> Result<(), XlsxError> {
        match part {
            Part::Whole(value) => self.page.shaded(at, value, shade, self.teller),
            Part::Fact(Value::Nothing) => self.page.text(at, &self.teller.fact(&Value::Nothing)),
            Part::Name(message) => self.page.text(at, &self.teller.tell(message)),
            Part::Of(Value::Of(_, of)) => self.page.value(at, &Value::Count(*of), self.teller),
            Part::Of(_) | Part::Drawn(Value::Withheld(_)) => Ok(()),
            Part::Fact(value) | Part::Drawn(value) => self.page.value(at, value, self.teller),
            Part::Why(values) => self.page.reason(at, &self.why(values)),
        }
    }

    /// Why figures of a row are withheld, each reason once.
    fn why(&self, values: &[Value]) -> String {
        let withheld = values.iter().filter(|value| is_withheld(value));
        let mut all: Vec<String> = withheld.map(|value| self.teller.value(value)).collect();
        all.dedup();
        all.join("; ")
    }

    /// The chart of a table of bars, at its right; what follows begins below both.
    fn chart(&mut self, start: usize, drawn: &Drawn<'_>, series: usize) -> Result<(), Fault> {
        // So many of so many has a column more a series: what could be is no bar.
        let has_of = |(part, _): &(Part<'_>, Shade)| matches!(part, Part::Of(_));
        if drawn.rows.iter().flatten().any(has_of) {
            return Ok(());
        }
        let bars = drawn.rows.len();
        let title = if bars > chart::MOST {
            let args = [
                ("title", drawn.title.clone().into()),
                ("count", chart::MOST.to_string().into()),
            ];
            self.teller.words().say_with("file-first", args)
        } else {
            drawn.title.clone()
        };
        let found = chart::draw(self.sheet, &title, start, bars, series);
        if let Some(found) = found {
            let beside = column(drawn.headings.len() + 1);
            self.page
                .sheet
                .insert_chart(row(start), beside, &found.chart)?;
            self.next = self.next.max(start + found.rows + 1);
        }
        Ok(())
    }

    fn facts(&self, facts: &'b Facts) -> Drawn<'b> {
        let all = facts.facts.iter();
        let rows = all.map(|(_, name, value)| {
            let parts = [Part::Name(name), Part::Fact(value)];
            parts.map(|part| (part, Shade::Plain)).into()
        });
        Drawn {
            id: facts.id,
            title: self.teller.tell(&facts.title),
            headings: self.row_headings(["file-field-number"]),
            rows: rows.collect(),
        }
    }

    fn row_headings<const N: usize>(&self, more: [&'static str; N]) -> Vec<String> {
        let all = std::iter::once("file-field-row").chain(more);
        all.map(|id| self.teller.words().say(id)).collect()
    }

    fn sheet(&self, sheet: &'b Sheet) -> Drawn<'b> {
        let is_of = |at: &usize| {
            let mut values = sheet.rows.iter().filter_map(|row| row.values.get(*at));
            values.any(|value| matches!(value, Value::Of(..)))
        };
        let doubled: Vec<bool> = (0..sheet.columns.len()).map(|at| is_of(&at)).collect();
        let headings = sheet.columns.iter().zip(&doubled);
        let headings = headings.flat_map(|(column, doubled)| {
            let heading = self.teller.tell(&column.title);
            let of = doubled.then(|| self.of(&heading));
            std::iter::once(heading).chain(of)
        });
        let cells = |row: &'b Row| {
            let values = row.values.iter().zip(&doubled);
            let values = values.flat_map(|(value, doubled)| {
                let of = doubled.then_some((Part::Of(value), Shade::Plain));
                std::iter::once((Part::Whole(value), Shade::Plain)).chain(of)
            });
            values.collect::<Vec<_>>()
        };
        Drawn {
            id: sheet.id,
            title: self.teller.tell(&sheet.title),
            headings: names::headings(headings.collect()),
            rows: sheet.rows.iter().map(cells).collect(),
        }
    }

    /// The heading of how many there could be.
    fn of(&self, heading: &str) -> String {
        let words = self.teller.words();
        words.say_with("file-of", [("heading", heading.to_owned().into())])
    }

    fn bars(&self, bars: &'b Bars) -> Drawn<'b> {
        let is_of = bars.bars.iter().flat_map(|(_, values)| values);
        let is_of = is_of.clone().any(|value| matches!(value, Value::Of(..)));
        let series = bars.series.iter().flat_map(|(_, name)| {
            let heading = self.teller.tell(name);
            let of = is_of.then(|| self.of(&heading));
            std::iter::once(heading).chain(of)
        });
        let first = self.row_headings([]).into_iter();
        let mut all = bars.bars.iter().flat_map(|(_, values)| values);
        let is_part_withheld = all.any(is_withheld);
        let why = is_part_withheld.then(|| self.teller.words().say("file-field-why"));
        let rows = bars.bars.iter().map(|(label, values)| {
            let why = is_part_withheld.then_some((Part::Why(values), Shade::Plain));
            let values = values.iter().flat_map(|value| {
                let of = is_of.then_some((Part::Of(value), Shade::Plain));
                std::iter::once((Part::Drawn(value), Shade::Plain)).chain(of)
            });
            let label = std::iter::once((Part::Whole(label), Shade::Plain));
            label.chain(values).chain(why).collect()
        });
        Drawn {
            id: bars.id,
            title: self.teller.tell(&bars.title),
            headings: names::headings(first.chain(series).chain(why).collect()),
            rows: rows.collect(),
        }
    }

    fn grid(&self, grid: &'b Grid) -> Drawn<'b> {
        let (headings, _) = self.teller.grid(grid);
        let rows = grid.down.1.iter().zip(&grid.cells).map(|(label, cells)| {
            let cells = cells.iter();
            let cells = cells.map(|(value, shade)| (Part::Whole(value), *shade));
            let label = std::iter::once((Part::Whole(label), Shade::Plain));
            label.chain(cells).collect()
        });
        Drawn {
            id: grid.id,
            title: self.teller.tell(&grid.title),
            headings: names::headings(headings),
            rows: rows.collect(),
        }
    }
}
