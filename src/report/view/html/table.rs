//! Tables of a page: cells, headings, and letters small enough that a page of A4 holds every column.

use crate::base::text::width;
use crate::stats::view::Value;
use crate::survey::codebook::escape;

use super::super::withheld::Withheld;
use super::super::{Teller, magnitude};

/// The length that the longest bar of a chart is drawn with.
pub(super) const LONGEST: u64 = 200;

/// How wide a table may be, in tenths of a millimetre.
const PAGE: usize = 1780;

/// Sizes of letters: their class, and in tenths of a millimetre the width of a letter, of what stands around a
/// cell's words, and the least of a column of words. A little more than the widest of the fonts takes.
const SIZES: [(&str, usize, usize, usize); 3] = [
    ("", 21, 30, 220),
    ("many", 18, 20, 160),
    ("most", 16, 20, 110),
];

/// A table as it is to be written.
pub(super) struct Table {
    pub(super) class: &'static str,
    pub(super) title: String,
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell, as it stands in its row.
pub(super) struct Cell {
    html: String,
    needs: Needs,
}

/// How much room a cell needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// So many letters on one line.
    Figure(usize),
    /// Words, which may be broken anywhere.
    Words,
    /// Nothing.
    None,
}

impl Cell {
    /// The cell that names its row.
    pub(super) fn naming(text: &str) -> Self {
        Self {
            html: format!("<th scope=\"row\">{}</th>", escape(text)),
            needs: Needs::Words,
        }
    }

    /// Text on a ground of its own.
    pub(super) fn shaded(text: &str, class: &str) -> Self {
        let needs = Needs::Figure(width(text));
        let text = escape(text);
        let html = match class {
            "" => format!("<td>{text}</td>"),
            class => format!("<td class=\"{class}\">{text}</td>"),
        };
        Self { html, needs }
    }

    /// A value that may be withheld: eyes get the sign, whoever is read to the reason.
    pub(super) fn signed(value: &Value, withheld: &Withheld, teller: &Teller) -> Self {
        let text = teller.value(value);
        let (class, needs) = match value {
            Value::Withheld(_) => return Self::withheld(value, withheld, teller),
            Value::Nothing => ("", Needs::None),
            _ if magnitude(value).is_some() => (" class=\"figure\"", Needs::Figure(width(&text))),
            _ => (" class=\"words\"", Needs::Words),
        };
        let html = format!("<td{class}>{}</td>", escape(&text));
        Self { html, needs }
    }

    fn withheld(value: &Value, withheld: &Withheld, teller: &Teller) -> Self {
        let why = escape(&teller.value(value));
        let sign = sign(value, withheld, teller);
        let html = format!("<td class=\"figure\" title=\"{why}\">{sign}</td>");
        let needs = Needs::Figure(width(&withheld.cell(value, teller)));
        Self { html, needs }
    }

    /// A figure with its bar, of the length and the look of its series.
    pub(super) fn drawn(
        value: &Value,
        length: u64,
        series: usize,
        withheld: &Withheld,
        teller: &Teller,
    ) -> Self {
        let class = ["first", "second", "third"][series % 3];
        let figure = match value {
            Value::Withheld(_) => sign(value, withheld, teller),
            value => escape(&teller.value(value)),
        };
        let bar = format!(
            "<svg aria-hidden=\"true\" viewBox=\"0 0 {LONGEST} 16\" preserveAspectRatio=\"none\" \
             focusable=\"false\"><rect class=\"{class}\" x=\"0\" y=\"1\" width=\"{length}\" height=\"14\"/></svg>"
        );
        Self {
            html: format!("<td><div class=\"bar\"><span>{figure}</span>{bar}</div></td>"),
            needs: Needs::None,
        }
    }
}

/// The sign of a withheld figure for eyes, and its reason for whoever is read to.
fn sign(value: &Value, withheld: &Withheld, teller: &Teller) -> String {
    let (sign, why) = (withheld.cell(value, teller), teller.value(value));
    let (sign, why) = (escape(&sign), escape(&why));
    format!("<span aria-hidden=\"true\">{sign}</span><span class=\"aloud\">{why}</span>")
}

impl Table {
    /// The table under its title, which is its caption and a heading.
    pub(super) fn html(&self) -> String {
        let classes = [self.class, self.size()];
        let classes: Vec<&str> = classes.into_iter().filter(|one| !one.is_empty()).collect();
        let class = match classes.as_slice() {
            [] => String::new(),
            classes => format!(" class=\"{}\"", classes.join(" ")),
        };
        let title = escape(&self.title);
        let (head, body) = (self.head(), self.body());
        format!(
            "<div class=\"wide\">\n<table{class}>\n<caption><h3>{title}</h3></caption>\n{head}<tbody>\n{body}</tbody>\n</table>\n</div>\n"
        )
    }

    fn head(&self) -> String {
        let cells = self.headings.iter().enumerate();
        let cells = cells.map(|(at, heading)| match heading.as_str() {
            "" => "<td></td>".to_owned(),
            heading => {
                let class = if self.is_of_figures(at) {
                    " class=\"figure\""
                } else {
                    ""
                };
                format!("<th scope=\"col\"{class}>{}</th>", escape(heading))
            }
        });
        let cells: String = cells.collect();
        format!("<thead><tr>{cells}</tr></thead>\n")
    }

    fn body(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            let cells: String = row.iter().map(|cell| cell.html.as_str()).collect();
            format!("<tr>{cells}</tr>\n")
        });
        rows.collect()
    }

    fn needs(&self, column: usize) -> impl Iterator<Item = Needs> + '_ {
        let cells = self.rows.iter().filter_map(move |row| row.get(column));
        cells.map(|cell| cell.needs)
    }

    fn is_of_figures(&self, column: usize) -> bool {
        let is_figure = |needs: Needs| matches!(needs, Needs::Figure(_));
        self.class != "grid"
            && self.needs(column).any(is_figure)
            && !self.needs(column).any(|needs| needs == Needs::Words)
    }

    /// The class of the largest letters with which every column fits.
    fn size(&self) -> &'static str {
        let fits = |&&(_, letter, around, least): &&(&str, usize, usize, usize)| {
            let columns = 0..self.headings.len();
            let all = columns.map(|column| self.room(column, letter, least) + around);
            all.sum::<usize>() <= PAGE
        };
        let found = SIZES.iter().find(fits).or(SIZES.last());
        found.map_or("", |(class, ..)| class)
    }

    /// The least that a column takes: headings are broken between words only, figures not at all.
    fn room(&self, column: usize, letter: usize, least: usize) -> usize {
        let heading = self.headings.get(column).map_or("", String::as_str);
        let heading = heading.split([' ', '-']).map(width).max().unwrap_or(0) * letter;
        let cells = self.needs(column).map(|needs| match needs {
            Needs::Figure(letters) => letters * letter,
            Needs::Words => least,
            Needs::None => 0,
        });
        cells.max().unwrap_or(0).max(heading)
    }
}
