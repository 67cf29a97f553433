//! The figures: departments on the left, a question's bars on the right.
//!
//! Door, profile and base stand on the second line of every page, since people quote figures without
//! them. Bars are drawn from the figures that may be shown, so they tell no more than the numbers.

mod taken;

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::layout::Position;

use crate::base::language::Language;
use crate::base::text::{truncate, width, wrap};
use crate::base::words::{Arg, Words};
use crate::report::{Labels, profile_code, text};
use crate::stats::view::Released;
use crate::stats::{Cell, Code, DoorName, Figure, Published, Row, Table};
use crate::survey::Questionnaire;
use crate::ui::input::Input;
use crate::ui::theme::{Charset, Theme, Tone};

use crate::ui::lead::Step;
use crate::ui::lead::desk::university::{self, Frame};
use crate::ui::lead::draw::{Column, Page, focus};
use crate::ui::lead::keys::{self, Action, Binding};

/// Below this width the departments give way to the question.
const NARROW: u16 = 56;

/// One's own answers, where a demo knows them: their table ids with the codes given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// One's department.
    pub department: String,
    /// The codes that one gave, by table id.
    pub codes: BTreeMap<String, Vec<Code>>,
}

/// The screen.
pub struct Summary {
    published: Published,
    labels: Labels,
    own: Option<Own>,
    not_opened: Vec<String>,
    department: usize,
    table: usize,
    /// The first line of the right side that is shown.
    from: usize,
    finding: Option<Finding>,
}

/// Finding a question by its words.
#[derive(Default)]
struct Finding {
    typed: String,
    at: usize,
}

impl Summary {
    /// The figures with the versions they come from, what could not be opened in words, and one's own
    /// answers where they are known.
    pub fn new(
        published: Published,
        versions: Vec<Arc<Questionnaire>>,
        language: &Language,
        not_opened: Vec<String>,
        own: Option<Own>,
    ) -> Self {
        Self {
            published,
            labels: Labels::new(versions, language),
            own,
            not_opened,
            department: 0,
            table: 0,
            from: 0,
            finding: None,
        }
    }

    /// Whether a question is being looked for.
    pub(in crate::ui::lead) const fn is_finding(&self) -> bool {
        self.finding.is_some()
    }

    pub(in crate::ui::lead) const fn bindings(&self) -> &'static [Binding] {
        match self.finding {
            Some(_) => keys::FIND,
            None => keys::SUMMARY,
        }
    }

    pub(in crate::ui::lead) fn update(&mut self, action: Option<Action>, input: &Input) -> Step {
        if self.finding.is_some() {
            self.find(action, input);
            return Step::stay();
        }
        let departments = self.rows().len();
        let tables = self.published.tables().len();
        match action {
            Some(Action::Up) => self.go(self.department.saturating_sub(1), self.table),
            Some(Action::Down) => {
                self.go(
                    (self.department + 1).min(departments.saturating_sub(1)),
                    self.table,
                );
            }
            Some(Action::Previous) => self.go(self.department, self.table.saturating_sub(1)),
            Some(Action::Next) => {
                self.go(
                    self.department,
                    (self.table + 1).min(tables.saturating_sub(1)),
                );
            }
            Some(Action::First) => self.go(self.department, 0),
            Some(Action::Last) => self.go(self.department, tables.saturating_sub(1)),
            Some(Action::PageUp) => self.from = self.from.saturating_sub(8),
            // Where the end is depends on the size of the window: drawing stops there.
            Some(Action::PageDown) => self.from = (self.from + 8).min(self.most_lines()),
            Some(Action::Find) => self.finding = Some(Finding::default()),
            Some(Action::Back) => return Step::Back,
            _ => {}
        }
        Step::stay()
    }

    fn go(&mut self, department: usize, table: usize) {
        (self.department, self.table, self.from) = (department, table, 0);
    }

    fn most_lines(&self) -> usize {
        // The box of what the university released may be as long again.
        self.shown().map_or(0, |(_, row)| 2 * row.cells.len() + 16)
    }

    fn find(&mut self, action: Option<Action>, input: &Input) {
        let matches = self.matches();
        let Some(finding) = &mut self.finding else {
            return;
        };
        match action {
            Some(Action::Back) => self.finding = None,
            Some(Action::Up) => finding.at = finding.at.saturating_sub(1),
            Some(Action::Down) => {
                finding.at = (finding.at + 1).min(matches.len().saturating_sub(1));
            }
            Some(Action::Enter) => {
                if let Some(&table) = matches.get(finding.at) {
                    self.finding = None;
                    self.go(self.department, table);
                }
            }
            _ => {
                if keys::edit(&mut finding.typed, input) {
                    finding.at = 0;
                }
            }
        }
    }

    /// Tables whose id or words hold every word that was typed.
    fn matches(&self) -> Vec<usize> {
        let typed = self
            .finding
            .as_ref()
            .map_or("", |finding| finding.typed.as_str());
        let typed = typed.to_lowercase();
        let tables = self.published.tables().iter().enumerate();
        tables
            .filter(|(_, table)| {
                let words = format!("{} {}", table.id, self.labels.table(table)).to_lowercase();
                typed.split_whitespace().all(|word| words.contains(word))
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// The rows of every table: they are the same departments.
    fn rows(&self) -> &[Row] {
        self.published
            .tables()
            .get(self.table)
            .map_or(&[], |table| &table.rows)
    }

    fn shown(&self) -> Option<(&Table, &Row)> {
        let table = self.published.tables().get(self.table)?;
        Some((table, table.rows.get(self.department)?))
    }

    pub(in crate::ui::lead) fn view(
        &self,
        page: &mut Page<'_>,
        released: Option<&Released>,
    ) -> Option<Position> {
        self.head(page);
        if let Some(finding) = &self.finding {
            return self.view_find(page, finding);
        }
        let Some((table, row)) = self.shown() else {
            page.paragraph(Tone::Text, &page.words().say("report-nobody"));
            self.view_not_opened(page);
            return None;
        };
        let (left, right) = columns(page.width());
        let mut lines = self.question(page.words(), page.theme(), right.width, table, row);
        if let Some(released) = released {
            let frame = Frame {
                teller: page.teller,
                theme: page.theme(),
                columns: usize::from(right.width),
            };
            let of = (table.id.as_str(), row.group.as_str());
            lines.extend(university::beside_question(released, of, frame));
        }
        let room = usize::from(page.room());
        let from = self.from.min(lines.len().saturating_sub(room));
        page.column(right, lines.get(from..).unwrap_or_default());
        if lines.len() > from + room {
            page.last_line(right, &page.words().say("lead-more"));
        }
        left.and_then(|left| self.departments(page, left))
    }

    /// The bar, and the line that says what all figures are.
    fn head(&self, page: &mut Page<'_>) {
        let tables = self.published.tables().len();
        let args = [
            ("number", Arg::from((self.table + 1).min(tables))),
            ("all", Arg::from(tables)),
        ];
        page.bar(
            &self.labels.title(),
            &page.words().say_with("lead-question-of", args),
        );
        let door = match self.published.door() {
            DoorName::Operational => "lead-about-operational",
            DoorName::Statistical => "lead-about-statistical",
        };
        let profile = profile_code(self.published.profile());
        let args = [("profile", Arg::from(profile))];
        page.paragraph(Tone::Quiet, &page.words().say_with(door, args));
        page.rule();
    }

    fn departments(&self, page: &mut Page<'_>, left: Column) -> Option<Position> {
        let rows = self.rows();
        let room = usize::from(page.room()).max(1);
        let from = (self.department + 1).saturating_sub(room);
        let lines: Vec<(Tone, String)> = rows
            .iter()
            .enumerate()
            .skip(from)
            .take(room)
            .map(|(at, row)| {
                let (mark, tone) = focus(at == self.department);
                let name = self.labels.group(&self.published, &row.group);
                (tone, format!("{mark} {name}"))
            })
            .collect();
        page.column(left, &lines);
        let top = page.place(left, 0).y;
        for (row, at) in (top..).zip(from..from + lines.len()) {
            page.places.line(row, at == self.department);
        }
        let at = u16::try_from(self.department - from).ok()?;
        Some(page.place(left, at))
    }

    /// The right side: the question, its base, one bar per code, and who gave no answer.
    fn question(
        &self,
        words: &Words,
        theme: Theme,
        columns: u16,
        table: &Table,
        row: &Row,
    ) -> Vec<(Tone, String)> {
        let columns = usize::from(columns);
        let mut lines: Vec<(Tone, String)> = Vec::new();
        let mut say = |tone: Tone, text: &str| {
            lines.extend(wrap(text, columns).into_iter().map(|line| (tone, line)));
        };
        say(Tone::Title, &self.labels.question(&table.question));
        if let Some(code) = &table.row {
            say(Tone::Title, &self.labels.row(table, code));
        }
        let name = self.labels.group(&self.published, &row.group);
        say(Tone::Text, &format!("{name}: {}", base(words, row)));
        if !row.holds.is_empty() {
            let names: Vec<String> = row
                .holds
                .iter()
                .map(|code| self.labels.group(&self.published, code))
                .collect();
            say(
                Tone::Quiet,
                &words.say_with(
                    "report-holds",
                    [("departments", Arg::Words(names.join(", ")))],
                ),
            );
        }
        say(Tone::Text, "");
        if let Figure::Withheld(reason) = row.base {
            say(Tone::Text, &self.labels.reason(reason));
            return lines;
        }
        lines.extend(self.bars(words, theme, columns, table, row));
        lines.extend(self.no_answer(words, columns, row));
        for line in &self.not_opened {
            lines.extend(
                wrap(line, columns)
                    .into_iter()
                    .map(|line| (Tone::Quiet, line)),
            );
        }
        lines
    }

    fn bars(
        &self,
        words: &Words,
        theme: Theme,
        columns: usize,
        table: &Table,
        row: &Row,
    ) -> Vec<(Tone, String)> {
        let few = row.cells.len() <= text::MANY;
        let cells: Vec<&Cell> = row
            .cells
            .iter()
            .filter(|cell| few || cell.figure != Figure::Count(0))
            .collect();
        let labels: Vec<String> = cells
            .iter()
            .map(|cell| self.labels.code(table, &cell.code))
            .collect();
        let widest = labels.iter().map(|label| width(label)).max().unwrap_or(0);
        let label_room = widest.min(columns * 9 / 20);
        let longest = text::longest(table);
        let mut lines = Vec::new();
        for (cell, label) in cells.iter().zip(&labels) {
            let label = truncate(label, label_room);
            let gap = " ".repeat(label_room.saturating_sub(width(&label)));
            let shown = match cell.figure {
                Figure::Count(count) => {
                    let bar = bar(
                        theme,
                        count,
                        longest,
                        columns.saturating_sub(label_room + 8),
                    );
                    format!("{label}{gap} {count:>5}  {bar}")
                }
                Figure::Withheld(reason) => format!("{label}{gap}  {}", self.labels.reason(reason)),
            };
            lines.push((Tone::Text, shown.trim_end().to_owned()));
            if self.is_own(table, row, &cell.code) {
                lines.push((Tone::Chosen, format!("  ^ {}", words.say("lead-own"))));
            }
        }
        if cells.len() < row.cells.len() {
            let left_out = Arg::from(row.cells.len() - cells.len());
            lines.push((
                Tone::Quiet,
                words.say_with("lead-left-out", [("count", left_out)]),
            ));
        }
        lines
    }

    fn is_own(&self, table: &Table, row: &Row, code: &Code) -> bool {
        self.own.as_ref().is_some_and(|own| {
            let here = row.group == own.department || row.holds.contains(&own.department);
            let given = own.codes.get(&table.id);
            here && given.is_some_and(|codes| codes.contains(code))
        })
    }

    fn no_answer(&self, words: &Words, columns: usize, row: &Row) -> Vec<(Tone, String)> {
        let kinds: Vec<String> = row
            .missing
            .iter()
            .filter_map(|(kind, figure)| match figure {
                Figure::Count(0) => None,
                Figure::Count(count) => Some(format!("{} {count}", self.labels.missing(*kind))),
                Figure::Withheld(reason) => Some(format!(
                    "{} ({})",
                    self.labels.missing(*kind),
                    self.labels.reason(*reason)
                )),
            })
            .collect();
        if kinds.is_empty() {
            return Vec::new();
        }
        let text = format!("{}: {}", words.say("report-no-answer"), kinds.join(", "));
        let wrapped = wrap(&text, columns).into_iter();
        std::iter::once((Tone::Text, String::new()))
            .chain(wrapped.map(|line| (Tone::Quiet, line)))
            .collect()
    }

    fn view_not_opened(&self, page: &mut Page<'_>) {
        for line in &self.not_opened {
            page.paragraph(Tone::Quiet, line);
        }
    }

    fn view_find(&self, page: &mut Page<'_>, finding: &Finding) -> Option<Position> {
        let cursor = page.field(true, &page.words().say("lead-find"), &finding.typed);
        page.gap();
        let matches = self.matches();
        if matches.is_empty() {
            page.paragraph(Tone::Text, &page.words().say("lead-find-none"));
        }
        let room = usize::from(page.room()).max(1);
        let from = (finding.at + 1).saturating_sub(room);
        for (at, &table) in matches.iter().enumerate().skip(from).take(room) {
            if let Some(table) = self.published.tables().get(table) {
                page.item(at == finding.at, &self.labels.table(table));
            }
        }
        cursor
    }
}

fn base(words: &Words, row: &Row) -> String {
    match row.base {
        Figure::Count(count) => {
            let count = Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
            words.say_with("report-asked", [("count", count)])
        }
        Figure::Withheld(_) => words.say("report-asked-withheld"),
    }
}

/// The departments' columns, where there is room for both, and the question's.
fn columns(width: u16) -> (Option<Column>, Column) {
    if width < NARROW {
        let all = Column {
            left: 1,
            width: width.saturating_sub(2),
        };
        return (None, all);
    }
    let left = Column {
        left: 1,
        width: (width / 3).clamp(18, 26),
    };
    let right = left.left + left.width + 2;
    let right = Column {
        left: right,
        width: width.saturating_sub(right + 1),
    };
    (Some(left), right)
}

fn bar(theme: Theme, count: u64, longest: u64, columns: usize) -> String {
    let mark = match theme.charset {
        Charset::Utf8 => "█",
        Charset::Ascii => "#",
    };
    let columns = u64::try_from(columns).unwrap_or(0);
    let marks = (count * columns).checked_div(longest).unwrap_or(0);
    mark.repeat(usize::try_from(marks.max(u64::from(count > 0))).unwrap_or(0))
}
