//! A paper form as one HTML file that prints to A4: no script, nothing fetched, real tables.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::survey::codebook::escape;

use super::{Body, Cell, Group, Item, ListPage, Paper, Part, Table, Tick};

/// A box to cross.
const BOX: &str = "<span class=\"box\"></span>";

const STYLE: &str = "\
@page { size: A4; margin: 18mm 16mm 20mm; @bottom-right { content: counter(page) \" / \" counter(pages); font: 9pt sans-serif; } }
* { box-sizing: border-box; }
html { font: 11pt/1.4 \"Liberation Sans\", Arial, Helvetica, sans-serif; color: #000; background: #fff; }
body { max-width: 178mm; margin: 0 auto; }
h1 { font-size: 20pt; margin: 0 0 4mm; }
h2 { font-size: 14pt; margin: 9mm 0 2mm; padding-bottom: 1mm; border-bottom: 0.5mm solid #000; break-after: avoid; }
h3 { font-size: 11pt; margin: 0 0 1mm; }
p { margin: 0 0 2mm; }
.notice { border: 0.3mm solid #000; padding: 4mm; margin: 0 0 5mm; }
.question { margin: 0 0 6mm; }
.short { break-inside: avoid; }
.only { font-style: italic; }
.hint { font-size: 10pt; }
.skip { font-weight: bold; font-size: 10pt; }
code { font: 8pt \"Liberation Mono\", monospace; color: #444; font-weight: normal; }
ul { list-style: none; margin: 1mm 0 2mm; padding: 0; }
li { margin: 0 0 1.2mm; padding-left: 7mm; text-indent: -7mm; break-inside: avoid; }
.box { display: inline-block; width: 4mm; height: 4mm; margin-right: 3mm; border: 0.3mm solid #000; vertical-align: -0.6mm; text-indent: 0; }
td .box { margin: 0; }
.line { display: block; height: 8mm; border-bottom: 0.2mm solid #000; margin: 0 0 1mm; }
.unit { display: inline-block; width: 45mm; height: 8mm; border-bottom: 0.2mm solid #000; margin-right: 2mm; }
.fill { display: inline-block; width: 60mm; height: 6mm; border-bottom: 0.2mm solid #000; }
table { border-collapse: collapse; width: 100%; margin: 1mm 0 3mm; font-size: 10pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.2mm solid #777; padding: 1mm 1.5mm; text-align: center; vertical-align: middle; font-weight: normal; }
th[scope=row], th[scope=rowgroup] { text-align: left; }
th[scope=rowgroup] { font-weight: bold; background: #eee; }
thead th { font-size: 8.5pt; line-height: 1.2; vertical-align: bottom; }
th:first-child { width: 42%; }
tbody tr { height: 6.5mm; }
.space { width: 28mm; }
.entry { border: 0.2mm solid #777; padding: 3mm 3mm 0; margin: 0 0 3mm; }
.list { columns: 2; font-size: 9pt; }
.list li { margin: 0 0 0.6mm; padding: 0; text-indent: 0; }
footer { margin-top: 8mm; font-size: 9pt; }
@media screen { body { padding: 8mm 4mm; } }
";

/// The whole form.
pub fn write(paper: &Paper) -> String {
    let mut page = Page::default();
    page.head(paper);
    for line in &paper.about {
        page.paragraph("hint", line);
    }
    if !paper.notice.is_empty() {
        page.put("<section class=\"notice\">\n");
        paper
            .notice
            .iter()
            .for_each(|line| page.paragraph("", line));
        page.put("</section>\n");
    }
    page.paragraph("", &paper.how);
    page.put("<main>\n");
    paper.sections.iter().for_each(|part| page.part(part));
    page.put("</main>\n");
    page.paragraph("", &paper.end);
    paper.lists.iter().for_each(|list| page.list(list));
    page.put("<footer>\n");
    page.paragraph("", &paper.version);
    page.put("</footer>\n</body>\n</html>\n");
    page.0
}

/// The beginning of a page, with its title as a heading.
pub(in crate::report) fn head(language: &str, title: &str, style: &str) -> String {
    start(language, title, style) + &format!("<h1>{}</h1>\n", escape(title))
}

/// The beginning of a page, up to what is seen. The policy lets in this very style and nothing else.
pub(in crate::report) fn start(language: &str, title: &str, style: &str) -> String {
    let (language, title) = (escape(language), escape(title));
    let style = format!("\n{style}");
    let hash = STANDARD.encode(Sha256::digest(&style));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; \
         style-src &#39;sha256-{hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn put(&mut self, html: &str) {
        self.0.push_str(html);
    }

    fn write(&mut self, what: std::fmt::Arguments<'_>) {
        self.0.push_str(&what.to_string());
    }

    fn head(&mut self, paper: &Paper) {
        self.put(&head(&paper.language, &paper.title, STYLE));
    }

    fn paragraph(&mut self, class: &str, words: &str) {
        let words = escape(words);
        if class.is_empty() {
            self.write(format_args!("<p>{words}</p>\n"));
        } else {
            self.write(format_args!("<p class=\"{class}\">{words}</p>\n"));
        }
    }

    fn maybe(&mut self, class: &str, words: Option<&str>) {
        if let Some(words) = words {
            self.paragraph(class, words);
        }
    }

    fn part(&mut self, part: &Part) {
        self.write(format_args!(
            "<section>\n<h2>{}</h2>\n",
            escape(&part.title)
        ));
        self.maybe("only", part.only_if.as_deref());
        self.maybe("", part.intro.as_deref());
        for item in &part.items {
            self.item(item);
        }
        self.put("</section>\n");
    }

    fn item(&mut self, item: &Item) {
        let class = if is_short(&item.body) {
            "question short"
        } else {
            "question"
        };
        self.write(format_args!("<div class=\"{class}\">\n"));
        self.maybe("only", item.only_if.as_deref());
        let label = escape(&item.label);
        match &item.number {
            Some(number) => {
                let number = escape(number);
                self.write(format_args!(
                    "<h3>{number}. {label} {}</h3>\n",
                    code(&item.id)
                ));
            }
            None => self.write(format_args!("<p>{label}</p>\n")),
        }
        for line in &item.lines {
            self.paragraph("hint", line);
        }
        self.body(&item.body);
        if !item.ways.is_empty() {
            self.ticks(&item.ways);
        }
        for skip in &item.skips {
            self.paragraph("skip", skip);
        }
        self.put("</div>\n");
    }

    fn body(&mut self, body: &Body) {
        match body {
            Body::Nothing => {}
            Body::Line(unit) if unit.is_empty() => self.put("<span class=\"line\"></span>\n"),
            Body::Line(unit) => {
                self.write(format_args!(
                    "<p><span class=\"unit\"></span>{}</p>\n",
                    escape(unit)
                ));
            }
            Body::Lines(count) => {
                (0..*count).for_each(|_| self.put("<span class=\"line\"></span>\n"));
            }
            Body::Ticks(ticks) => self.ticks(ticks),
            Body::Table(table) => self.table(table),
            Body::Entries(entries) => {
                for (heading, items) in entries {
                    self.write(format_args!(
                        "<div class=\"entry\">\n<p>{}</p>\n",
                        escape(heading)
                    ));
                    for item in items {
                        self.item(item);
                    }
                    self.put("</div>\n");
                }
            }
        }
    }

    fn ticks(&mut self, ticks: &[Tick]) {
        self.put("<ul>\n");
        for tick in ticks {
            self.write(format_args!(
                "<li>{BOX}{} {}",
                escape(&tick.label),
                code(&tick.code)
            ));
            if let Some(specify) = &tick.specify {
                self.write(format_args!(
                    " {} <span class=\"fill\"></span>",
                    escape(specify)
                ));
            }
            self.put("</li>\n");
        }
        self.put("</ul>\n");
    }

    fn table(&mut self, table: &Table) {
        self.write(format_args!(
            "<table>\n<thead>\n<tr><th scope=\"col\">{}</th>",
            escape(&table.corner)
        ));
        for (label, own) in &table.columns {
            let own = own.as_deref().map(code).unwrap_or_default();
            self.write(format_args!(
                "<th scope=\"col\">{} {own}</th>",
                escape(label)
            ));
        }
        self.put("</tr>\n</thead>\n");
        table
            .groups
            .iter()
            .for_each(|group| self.group(table, group));
        if let Some(total) = &table.total {
            let total = escape(total);
            self.write(format_args!("<tfoot>\n<tr><th scope=\"row\">{total}</th>"));
            self.cells(table);
            self.put("</tr>\n</tfoot>\n");
        }
        self.put("</table>\n");
    }

    fn group(&mut self, table: &Table, group: &Group) {
        self.put("<tbody>\n");
        if let Some(label) = &group.label {
            let span = table.columns.len() + 1;
            let done = group.done.as_ref();
            let done = done.map_or_else(String::new, |done| format!(" {BOX}{}", escape(done)));
            let label = escape(label);
            let head = format!("<th scope=\"rowgroup\" colspan=\"{span}\">{label}{done}</th>");
            self.write(format_args!("<tr>{head}</tr>\n"));
        }
        for (label, own) in &group.rows {
            let own = if own.is_empty() {
                String::new()
            } else {
                code(own)
            };
            self.write(format_args!(
                "<tr><th scope=\"row\">{} {own}</th>",
                escape(label)
            ));
            self.cells(table);
            self.put("</tr>\n");
        }
        self.put("</tbody>\n");
    }

    fn cells(&mut self, table: &Table) {
        let cell = match table.cell {
            Cell::Box => format!("<td>{BOX}</td>"),
            Cell::Space => "<td class=\"space\"></td>".to_owned(),
        };
        table.columns.iter().for_each(|_| self.put(&cell));
    }

    fn list(&mut self, list: &ListPage) {
        self.write(format_args!(
            "<section>\n<h2>{}</h2>\n",
            escape(&list.title)
        ));
        self.maybe("", list.instead.as_deref());
        if !list.entries.is_empty() {
            self.put("<ul class=\"list\">\n");
            for (label, own) in &list.entries {
                self.write(format_args!("<li>{} {}</li>\n", escape(label), code(own)));
            }
            self.put("</ul>\n");
        }
        self.put("</section>\n");
    }
}

fn code(code: &str) -> String {
    format!("<code>({})</code>", escape(code))
}

/// What fits a page stays on one.
fn is_short(body: &Body) -> bool {
    match body {
        Body::Table(table) => {
            table
                .groups
                .iter()
                .map(|group| group.rows.len())
                .sum::<usize>()
                <= 15
        }
        Body::Ticks(ticks) => ticks.len() <= 20,
        Body::Entries(_) => false,
        Body::Nothing | Body::Line(_) | Body::Lines(_) => true,
    }
}
