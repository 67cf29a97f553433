//! A page to hand out: headings, sentences, and what is typed word for word. It knows no subject; the
//! command that makes a page brings its words.

use crate::survey::codebook::escape;

use super::paper::html::head;

/// The columns of a page of text.
const COLUMNS: usize = 78;

const STYLE: &str = "\
@page { size: A4; margin: 18mm; }
html { font: 12pt/1.45 \"Liberation Sans\", Arial, Helvetica, sans-serif; color: #000; background: #fff; }
body { max-width: 174mm; margin: 0 auto; }
h1 { font-size: 20pt; margin: 0 0 4mm; }
h2 { font-size: 13pt; margin: 6mm 0 1mm; break-after: avoid; }
p { margin: 0 0 2mm; }
section { break-inside: avoid; }
.typed { font-family: \"Liberation Mono\", Consolas, monospace; font-size: 13pt; border: 0.3mm solid #767676; padding: 2mm 3mm; overflow-wrap: anywhere; }
@media screen { body { padding: 8mm 4mm; } }
";

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handout {
    /// Its language.
    pub language: String,
    /// Its heading.
    pub title: String,
    /// What stands under the heading.
    pub parts: Vec<Part>,
}

/// A heading with what stands under it; the heading may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The heading.
    pub title: String,
    /// Sentences and what is typed.
    pub lines: Vec<Line>,
}

/// A line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A paragraph.
    Words(String),
    /// To be typed, or to be compared, letter by letter.
    Typed(String),
}

/// The page as text.
pub fn text(page: &Handout) -> String {
    let mut lines = vec![page.title.clone(), "=".repeat(page.title.chars().count())];
    for part in &page.parts {
        lines.push(String::new());
        if !part.title.is_empty() {
            lines.push(part.title.clone());
            lines.push("-".repeat(part.title.chars().count()));
        }
        for line in &part.lines {
            match line {
                Line::Words(words) => lines.extend(crate::base::text::wrap(words, COLUMNS)),
                Line::Typed(typed) => lines.push(format!("    {typed}")),
            }
        }
    }
    lines.join("\n") + "\n"
}

/// The page as HTML that prints on one side of A4.
pub fn html(page: &Handout) -> String {
    let parts: String = page.parts.iter().map(section).collect();
    head(&page.language, &page.title, STYLE) + "<main>\n" + &parts + "</main>\n</body>\n</html>\n"
}

fn section(part: &Part) -> String {
    let title = match part.title.as_str() {
        "" => String::new(),
        title => format!("<h2>{}</h2>\n", escape(title)),
    };
    let lines = part.lines.iter().map(|line| match line {
        Line::Words(words) => format!("<p>{}</p>\n", escape(words)),
        Line::Typed(typed) => format!("<p class=\"typed\">{}</p>\n", escape(typed)),
    });
    let lines: String = lines.collect();
    format!("<section>\n{title}{lines}</section>\n")
}
