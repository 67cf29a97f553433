//! Tables of a page: cells, headings, and letters small enough that a page of A4 holds every column.

use crate::base::text::width;
use crate::stats::view::Value;
use crate::survey::codebook::escape;

use super::super::withheld::Withheld;
use super::super::{Teller, magnitude};

/// The length that the longest bar of a chart is drawn with.
pub(super) const LONGEST: u64 = 200;

/// How wide a table may be, in tenths of a millimetre: on a page that stands, and on one that lies.
const PAGES: [(&str, usize); 2] = [("wide", 1780), ("wide across", 2650)];

/// Sizes of letters, the largest first. Where not even the smallest fit a page that lies, words are broken.
const SIZES: [Size; 3] = [
    Size::new("", 21, 30, 340),
    Size::new("many", 18, 20, 260),
    Size::new("most", 16, 20, 220),
];
/// The class of a page that lies, and of the smallest letters with words that are broken.
const TIGHT: (&str, &str) = ("wide across", "most tight");

/// A size of letters, in tenths of a millimetre: a little more than the widest of the fonts takes.
struct Size {
    class: &'static str,
    letter: usize,
    /// What stands around a cell's words.
    around: usize,
    /// The least of the column that names the rows.
    naming: usize,
}

impl Size {
    const fn new(class: &'static str, letter: usize, around: usize, naming: usize) -> Self {
        Self {
            class,
            letter,
            around,
            naming,
        }
    }

    /// The least that a cell takes.
    const fn of(&self, needs: Needs) -> usize {
        match needs {
            Needs::Figure(letters) | Needs::Words(letters) => letters * self.letter,
            Needs::Naming(letters) => {
                let words = letters * self.letter;
                if words > self.naming {
                    words
                } else {
                    self.naming
                }
            }
            Needs::None => 0,
        }
    }
}

/// A table as it is to be written.
pub(super) struct Table {
    pub(super) class: &'static str,
    pub(super) title: String,
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// What stands below it: why figures are withheld.
    pub(super) below: String,
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
    /// Words, the longest of so many letters.
    Words(usize),
    /// The same of what the row is called by.
    Naming(usize),
    /// Nothing.
    None,
}

impl Cell {
    /// The cell that names its row.
    pub(super) fn naming(text: &str) -> Self {
        Self {
            html: format!("<th scope=\"row\">{}</th>", escape(text)),
            needs: Needs::Naming(longest_word(text)),
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
            Value::Day(_) => (" class=\"day\"", Needs::Figure(width(&text))),
            _ if magnitude(value).is_some() => (" class=\"figure\"", Needs::Figure(width(&text))),
            _ => (" class=\"words\"", Needs::Words(longest_word(&text))),
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
        let (page, size) = self.size();
        let classes = [self.class, size];
        let classes: Vec<&str> = classes.into_iter().filter(|one| !one.is_empty()).collect();
        let class = match classes.as_slice() {
            [] => String::new(),
            classes => format!(" class=\"{}\"", classes.join(" ")),
        };
        let title = escape(&self.title);
        let (head, body, below) = (self.head(), self.body(), &self.below);
        format!(
            "<div class=\"{page}\">\n<table{class}>\n<caption><h3>{title}</h3></caption>\n{head}<tbody>\n{body}</tbody>\n</table>\n{below}</div>\n"
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
            && !self
                .needs(column)
                .any(|needs| matches!(needs, Needs::Words(_)))
    }

    /// The class of the page, and of the largest letters with which every column fits it.
    fn size(&self) -> (&'static str, &'static str) {
        // Bars take what is left.
        if self.class.starts_with("bars") {
            return ("wide", "");
        }
        let fits = |page: usize, size: &Size| {
            let columns = 0..self.headings.len();
            let all = columns.map(|column| self.room(column, size) + size.around);
            all.sum::<usize>() <= page
        };
        let mut pages = PAGES.into_iter();
        let found = pages.find_map(|(class, page)| {
            let size = SIZES.iter().find(|size| fits(page, size))?;
            Some((class, size.class))
        });
        found.unwrap_or(TIGHT)
    }

    /// The least that a column takes: headings are broken between words only, figures not at all.
    fn room(&self, column: usize, size: &Size) -> usize {
        let heading = self.headings.get(column).map_or("", String::as_str);
        // They are bold.
        let heading = longest_word(heading) * size.letter * 11 / 10;
        let cells = self.needs(column).map(|needs| size.of(needs));
        cells.max().unwrap_or(0).max(heading)
    }
}

fn longest_word(text: &str) -> usize {
    text.split([' ', '-']).map(width).max().unwrap_or(0)
}
