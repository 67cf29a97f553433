//! Views as one HTML file: it prints to A4, needs no script, fetches nothing, and a screen reader reads
//! it from top to bottom. Every figure stands in a table; the drawings beside them say nothing more.

use rust_decimal::prelude::ToPrimitive as _;

use crate::stats::view::{Bars, Block, Facts, Grid, Shade, Sheet, Value, View};
use crate::survey::codebook::escape;

use super::super::paper::html::head;
use super::withheld::Withheld;
use super::{Teller, magnitude};

/// Colours keep 4.5:1 and more against their words; what they mean stands in the cell as a word.
const STYLE: &str = "\
@page { size: A4; margin: 18mm 16mm 20mm; }
* { box-sizing: border-box; }
html { font: 11pt/1.4 \"Liberation Sans\", Arial, Helvetica, sans-serif; color: #000; background: #fff; }
body { max-width: 178mm; margin: 0 auto; }
h1 { font-size: 20pt; margin: 0 0 4mm; }
h2 { font-size: 16pt; margin: 12mm 0 2mm; border-bottom: 0.5mm solid #000; break-after: avoid; }
h3 { font-size: 12pt; margin: 6mm 0 2mm; break-after: avoid; }
.mark { font-weight: bold; border: 0.5mm solid #000; padding: 2mm 3mm; }
.about { margin: 0 0 4mm; padding: 0; list-style: none; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 1mm 0 3mm; font-size: 9.5pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.2mm solid #767676; padding: 1mm 1.5mm; text-align: left; vertical-align: top; font-weight: normal; overflow-wrap: break-word; }
thead th { font-weight: bold; background: #f2f2f2; }
table.many { font-size: 8pt; }
table.many th, table.many td { padding: 0.7mm 1mm; }
td.figure { text-align: right; white-space: nowrap; }
td.drawn { width: 45mm; padding: 0.5mm; vertical-align: middle; }
td .aloud { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
p.why { margin: 0 0 1mm; font-size: 9.5pt; }
svg { display: block; width: 44mm; height: 4mm; }
rect.first { fill: #1f4e79; }
rect.second { fill: #fff; stroke: #1f4e79; stroke-width: 1; }
rect.third { fill: #9dc3e6; stroke: #1f4e79; stroke-width: 1; }
td.red { background: #ffd9d3; font-weight: bold; }
td.amber { background: #ffefc2; }
td.green { background: #dff2dc; }
td.level1 { background: #edf4fb; }
td.level2 { background: #cfe2f3; }
td.level3 { background: #9dc3e6; }
td.level4 { background: #1f4e79; color: #fff; }
@media screen { body { padding: 8mm 4mm; } }
@media print { a { color: inherit; text-decoration: none; } }
";

/// What every page ends with.
const END: &str = "</main>\n</body>\n</html>\n";

/// The length that the longest bar of a chart is drawn with.
const LONGEST: u64 = 200;

/// More columns than these are set smaller, so that they fit a page's width.
const MANY: usize = 7;

/// One page of the views, under one title. `marking` is what every page says of who may read it.
pub fn write(views: &[View], teller: &Teller, marking: &str) -> String {
    let title = match views {
        [one] => teller.title(one),
        [first, ..] => teller.report_title(first),
        [] => String::new(),
    };
    let language = teller.words().language().as_str();
    let mut parts = vec![
        head(language, &title, STYLE),
        format!("<p class=\"mark\">{}</p>\n", escape(marking)),
    ];
    parts.extend(views.first().map(|first| about(first, teller)));
    if views.len() > 1 {
        parts.push(contents(views, teller));
    }
    parts.push("<main>\n".to_owned());
    let sections = views.iter();
    parts.extend(sections.map(|view| section(view, views.len() > 1, teller)));
    parts.push(END.to_owned());
    parts.concat()
}

/// The page that leads to one file a department: each with what it is about.
pub fn index(files: &[(Option<View>, String)], teller: &Teller, marking: &str) -> String {
    let words = teller.words();
    let title = words.say("view-report-title-all");
    let head = head(words.language().as_str(), &title, STYLE);
    let lines = files.iter().map(|(view, file)| {
        let about = view.as_ref().map(|view| teller.about(&view.about));
        let about = about.unwrap_or_default();
        let line = |at: usize| escape(about.get(at).map_or("", String::as_str));
        // The file's name is a department's code, so it is no path and no scheme.
        let (file, whose, base) = (escape(file), line(0), line(2));
        format!("<li><a href=\"{file}\">{whose}</a> {base}</li>\n")
    });
    let lines: String = lines.collect();
    let marking = escape(marking);
    format!("{head}<p class=\"mark\">{marking}</p>\n<main>\n<ul>\n{lines}</ul>\n{END}")
}

/// Whose figures these are, through which door, on which base: what people must quote with them.
fn about(view: &View, teller: &Teller) -> String {
    let lines = teller.about(&view.about).into_iter();
    let lines = lines.map(|line| format!("<li>{}</li>\n", escape(&line)));
    format!("<ul class=\"about\">\n{}</ul>\n", lines.collect::<String>())
}

fn contents(views: &[View], teller: &Teller) -> String {
    let label = escape(&teller.words().say("view-report-contents"));
    let lines = views.iter().map(|view| {
        let title = escape(&teller.title(view));
        format!("<li><a href=\"#{}\">{title}</a></li>\n", view.name.code())
    });
    let lines: String = lines.collect();
    format!("<nav aria-label=\"{label}\">\n<ul>\n{lines}</ul>\n</nav>\n")
}

fn section(view: &View, is_titled: bool, teller: &Teller) -> String {
    let code = view.name.code();
    let title = if is_titled {
        format!("<h2>{}</h2>\n", escape(&teller.title(view)))
    } else {
        String::new()
    };
    let blocks: String = view.blocks.iter().map(|one| block(one, teller)).collect();
    format!("<section id=\"{code}\">\n{title}{blocks}</section>\n")
}

fn block(block: &Block, teller: &Teller) -> String {
    match block {
        Block::Note(message) => format!("<p>{}</p>\n", escape(&teller.tell(message))),
        Block::Facts(all) => titled(&teller.tell(&all.title), &[], facts(all, teller)),
        Block::Sheet(all) => sheet(all, teller),
        Block::Bars(all) => bars(all, teller),
        Block::Grid(all) => grid(all, teller),
    }
}

fn facts(facts: &Facts, teller: &Teller) -> Vec<Vec<Cell>> {
    let all = facts.facts.iter().map(|(_, name, value)| {
        let name = Cell::naming(&teller.tell(name));
        vec![name, Cell::of(value, &teller.fact(value))]
    });
    all.collect()
}

fn sheet(sheet: &Sheet, teller: &Teller) -> String {
    let title = teller.tell(&sheet.title);
    if sheet.rows.is_empty() {
        let none = escape(&teller.words().say("lead-no-rows"));
        return format!("<h3>{}</h3>\n<p>{none}</p>\n", escape(&title));
    }
    let withheld = Withheld::in_sheet(sheet);
    let rows = sheet.rows.iter().map(|row| {
        let mut values = row.values.iter();
        let first = values
            .next()
            .map(|value| Cell::naming(&teller.value(value)));
        let rest = values.map(|value| Cell::signed(value, &withheld, teller));
        first.into_iter().chain(rest).collect()
    });
    titled(&title, &teller.headings(sheet), rows.collect()) + &reasons(&withheld, teller)
}

/// A table of figures, each with a bar beside it that a screen reader passes over.
fn bars(bars: &Bars, teller: &Teller) -> String {
    let values = bars.bars.iter().flat_map(|(_, values)| values);
    let longest = values.filter_map(magnitude).max().unwrap_or_default();
    let series = bars.series.iter().map(|(_, name)| teller.tell(name));
    let headings = series.flat_map(|name| [name, String::new()]);
    let headings: Vec<String> = std::iter::once(String::new()).chain(headings).collect();
    let withheld = Withheld::in_bars(bars);
    let rows = bars.bars.iter().map(|(label, values)| {
        let drawn = values.iter().enumerate().flat_map(|(at, value)| {
            let length = magnitude(value).map_or(0, |part| scaled(part, longest));
            [
                Cell::signed(value, &withheld, teller),
                Cell::drawn(length, at),
            ]
        });
        let name = Cell::naming(&teller.value(label));
        std::iter::once(name).chain(drawn).collect()
    });
    let table = titled(&teller.tell(&bars.title), &headings, rows.collect());
    table + &reasons(&withheld, teller)
}

/// What the signs in a table's cells mean, below it, for those who see them.
fn reasons(withheld: &Withheld, teller: &Teller) -> String {
    let lines = withheld.told(teller).into_iter();
    let lines = lines.map(|line| format!("<p class=\"why\">{}</p>\n", escape(&line)));
    lines.collect()
}

fn scaled(part: rust_decimal::Decimal, longest: rust_decimal::Decimal) -> u64 {
    let share = part.checked_div(longest).unwrap_or_default();
    let length = share * rust_decimal::Decimal::from(LONGEST);
    length.round().to_u64().unwrap_or_default()
}

fn grid(grid: &Grid, teller: &Teller) -> String {
    let withheld = Withheld::in_grid(grid);
    let (headings, rows) = teller.grid(grid);
    let shades = grid.cells.iter();
    let rows = rows.into_iter().zip(shades).map(|(row, cells)| {
        let mut texts = row.into_iter();
        let name = texts.next().map(|text| Cell::naming(&text));
        let rest = texts.zip(cells).map(|(text, (value, shade))| {
            let class = match value {
                Value::Withheld(_) => return Cell::signed(value, &withheld, teller),
                // An empty place of a risk grid is no risk of any colour.
                Value::Count(0) => "",
                _ => class(*shade),
            };
            Cell::shaded(&text, class)
        });
        name.into_iter().chain(rest).collect()
    });
    let table = titled(&teller.tell(&grid.title), &headings, rows.collect());
    table + &reasons(&withheld, teller)
}

const fn class(shade: Shade) -> &'static str {
    match shade {
        Shade::Plain | Shade::Level(0) => "",
        Shade::Level(1) => "level1",
        Shade::Level(2) => "level2",
        Shade::Level(3) => "level3",
        Shade::Level(_) => "level4",
        Shade::Red => "red",
        Shade::Amber => "amber",
        Shade::Green => "green",
    }
}

/// A cell, as it stands in its row.
struct Cell(String);

impl Cell {
    /// The cell that names its row.
    fn naming(text: &str) -> Self {
        Self(format!("<th scope=\"row\">{}</th>", escape(text)))
    }

    fn shaded(text: &str, class: &str) -> Self {
        let text = escape(text);
        Self(match class {
            "" => format!("<td>{text}</td>"),
            class => format!("<td class=\"{class}\">{text}</td>"),
        })
    }

    fn of(value: &Value, text: &str) -> Self {
        let class = magnitude(value).map_or("", |_| "figure");
        Self::shaded(text, class)
    }

    /// A value that may be withheld: eyes get the sign, whoever is read to the reason.
    fn signed(value: &Value, withheld: &Withheld, teller: &Teller) -> Self {
        let Value::Withheld(_) = value else {
            return Self::of(value, &teller.value(value));
        };
        let (sign, why) = (withheld.cell(value, teller), teller.value(value));
        let (sign, why) = (escape(&sign), escape(&why));
        Self(format!(
            "<td class=\"figure\" title=\"{why}\"><span aria-hidden=\"true\">{sign}</span>\
             <span class=\"aloud\">{why}</span></td>"
        ))
    }

    /// A bar, of the length and the look of its series.
    fn drawn(length: u64, series: usize) -> Self {
        let class = ["first", "second", "third"][series % 3];
        Self(format!(
            "<td class=\"drawn\" aria-hidden=\"true\"><svg viewBox=\"0 0 {LONGEST} 16\" \
             preserveAspectRatio=\"none\" focusable=\"false\"><rect class=\"{class}\" x=\"0\" \
             y=\"1\" width=\"{length}\" height=\"14\"/></svg></td>"
        ))
    }
}

fn titled(title: &str, headings: &[String], rows: Vec<Vec<Cell>>) -> String {
    let title = escape(title);
    let cells = headings.iter().map(|heading| match heading.as_str() {
        "" => "<td></td>".to_owned(),
        heading => format!("<th scope=\"col\">{}</th>", escape(heading)),
    });
    let head = match headings {
        [] => String::new(),
        _ => format!("<thead><tr>{}</tr></thead>\n", cells.collect::<String>()),
    };
    let rows = rows.into_iter().map(|row| {
        let cells: String = row.into_iter().map(|cell| cell.0).collect();
        format!("<tr>{cells}</tr>\n")
    });
    let rows: String = rows.collect();
    let class = if headings.len() > MANY {
        " class=\"many\""
    } else {
        ""
    };
    format!(
        "<h3>{title}</h3>\n<div class=\"wide\">\n<table{class} aria-label=\"{title}\">\n{head}<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}
