//! Views as one HTML file: it prints to A4, needs no script, fetches nothing, and a screen reader reads
//! it from top to bottom. Every figure stands in a table; the drawings beside them say nothing more.

mod table;

use rust_decimal::prelude::ToPrimitive as _;

use crate::stats::view::{Bars, Block, Facts, Grid, Shade, Sheet, Value, View};
use crate::survey::codebook::escape;

use super::super::paper::html::start;
use super::withheld::Withheld;
use super::{Teller, magnitude};

use table::{Cell, LONGEST, Table};

/// Colours keep 4.5:1 and more against their words, in a dark room too; what they mean stands in the cell as a word.
const STYLE: &str = include_str!("html/page.css");

/// What every page ends with.
const END: &str = "</main>\n</body>\n</html>\n";

/// Where the skip link leads.
const MAIN: &str = "<main id=\"figures\" tabindex=\"-1\">\n";

/// One page of the views, under one title. `marking` is what every page says of who may read it.
pub fn write(views: &[View], teller: &Teller, marking: &str) -> String {
    let title = match views {
        [one] => teller.title(one),
        [first, ..] => teller.report_title(first),
        [] => String::new(),
    };
    let about = views.first().map(|first| teller.about(&first.about));
    let mut parts = vec![head(teller, &title, marking, &about.unwrap_or_default())];
    if views.len() > 1 {
        parts.push(contents(views, teller));
    }
    parts.push(MAIN.to_owned());
    let sections = views.iter();
    parts.extend(sections.map(|view| section(view, views.len() > 1, teller)));
    parts.push(END.to_owned());
    parts.concat()
}

/// A file that an index leads to.
pub struct Listed {
    /// Its name in the index's folder.
    pub file: String,
    /// What it is, a sentence each; the first is the link's words.
    pub lines: Vec<String>,
}

/// The page that leads to the files of a folder, each with what it is.
pub fn index(files: &[Listed], teller: &Teller, marking: &str) -> String {
    let title = teller.words().say("view-report-title-all");
    let head = head(teller, &title, marking, &[]);
    let lines = files.iter().map(|one| {
        // The file's name is made of a department's code, so it is no path and no scheme.
        let file = escape(&one.file);
        let mut lines = one.lines.iter().map(|line| escape(line));
        let first = lines.next().unwrap_or_else(|| file.clone());
        let rest = lines.collect::<Vec<_>>().join(" ");
        format!("<li><a href=\"{file}\">{first}</a><br>{rest}</li>\n")
    });
    let lines: String = lines.collect();
    format!("{head}{MAIN}<ul class=\"files\">\n{lines}</ul>\n{END}")
}

/// The beginning of a page: what it is, who may read it, whose figures they are.
fn head(teller: &Teller, title: &str, marking: &str, about: &[String]) -> String {
    let words = teller.words();
    let below = match about {
        // Whose figures of which day, and how many answered.
        [whose, _, base, ..] => format!("{whose}. {base}"),
        _ => title.to_owned(),
    };
    let style = format!("{STYLE}{}", running(marking, &below));
    let about = lines(about);
    let start = start(words.language().as_str(), title, &style);
    let skip = escape(&words.say("view-report-skip"));
    let (title, marking) = (escape(title), escape(marking));
    format!(
        "{start}<a class=\"skip\" href=\"#figures\">{skip}</a>\n<header>\n<h1>{title}</h1>\n\
         <p class=\"mark\">{marking}</p>\n{about}</header>\n"
    )
}

/// What every printed page says: who may read it above, what it is and which page of how many below.
fn running(marking: &str, below: &str) -> String {
    let (marking, below) = (quoted(marking), quoted(below));
    format!(
        "@page {{\n  @top-left {{ content: {marking}; font: bold 8pt sans-serif; width: 100%; }}\n  \
         @bottom-left {{ content: {below}; font: 8pt sans-serif; width: 80%; }}\n  \
         @bottom-right {{ content: counter(page) \" / \" counter(pages); font: 8pt sans-serif; }}\n}}\n"
    )
}

/// Words as a style sheet's string: whatever could end it is written as a number.
fn quoted(words: &str) -> String {
    let letter = |c: char| {
        if c.is_alphanumeric() || " .,:".contains(c) {
            c.to_string()
        } else {
            format!("\\{:x} ", u32::from(c))
        }
    };
    let words: String = words.chars().map(letter).collect();
    format!("\"{words}\"")
}

/// Whose figures these are, through which door, on which base: what people must quote with them.
fn lines(about: &[String]) -> String {
    let lines = about
        .iter()
        .map(|line| format!("<li>{}</li>\n", escape(line)));
    match lines.collect::<String>().as_str() {
        "" => String::new(),
        lines => format!("<ul class=\"about\">\n{lines}</ul>\n"),
    }
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
    let blocks: String = view.blocks.iter().map(|one| block(one, teller)).collect();
    if !is_titled {
        return format!("<section id=\"{code}\">\n{blocks}</section>\n");
    }
    let title = escape(&teller.title(view));
    format!(
        "<section class=\"view\" id=\"{code}\" aria-labelledby=\"{code}-title\">\n\
         <h2 id=\"{code}-title\">{title}</h2>\n{blocks}</section>\n"
    )
}

fn block(block: &Block, teller: &Teller) -> String {
    match block {
        Block::Note(message) => format!("<p>{}</p>\n", escape(&teller.tell(message))),
        Block::Facts(all) => facts(all, teller),
        Block::Sheet(all) => sheet(all, teller),
        Block::Bars(all) => bars(all, teller),
        Block::Grid(all) => grid(all, teller),
    }
}

/// Single figures as a list of names with their figures, large enough to be seen at a glance.
fn facts(facts: &Facts, teller: &Teller) -> String {
    let title = escape(&teller.tell(&facts.title));
    let all = facts.facts.iter().map(|(_, name, value)| {
        let class = magnitude(value).map_or("", |_| " class=\"figure\"");
        let (name, value) = (escape(&teller.tell(name)), escape(&teller.fact(value)));
        format!("<div><dt>{name}</dt><dd{class}>{value}</dd></div>\n")
    });
    let all: String = all.collect();
    format!("<h3>{title}</h3>\n<dl class=\"facts\">\n{all}</dl>\n")
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
    Table {
        class: "",
        title,
        headings: teller.headings(sheet),
        rows: rows.collect(),
        below: reasons(&withheld, teller),
    }
    .html()
}

/// A table of figures, each with a bar beside it that a screen reader passes over.
fn bars(bars: &Bars, teller: &Teller) -> String {
    let values = bars.bars.iter().flat_map(|(_, values)| values);
    let longest = values.filter_map(magnitude).max().unwrap_or_default();
    let series = bars.series.iter().map(|(_, name)| teller.tell(name));
    let withheld = Withheld::in_bars(bars);
    let rows = bars.bars.iter().map(|(label, values)| {
        let drawn = values.iter().enumerate().map(|(at, value)| {
            let length = magnitude(value).map_or(0, |part| scaled(part, longest));
            Cell::drawn(value, length, at, &withheld, teller)
        });
        let name = Cell::naming(&teller.value(label));
        std::iter::once(name).chain(drawn).collect()
    });
    Table {
        class: if bars.series.len() > 1 {
            "bars several"
        } else {
            "bars"
        },
        title: teller.tell(&bars.title),
        headings: std::iter::once(String::new()).chain(series).collect(),
        rows: rows.collect(),
        below: reasons(&withheld, teller),
    }
    .html()
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
    Table {
        class: "grid",
        title: teller.tell(&grid.title),
        headings,
        rows: rows.collect(),
        below: reasons(&withheld, teller),
    }
    .html()
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
