//! The figures: departments on the left, a question's bars on the right.
//!
//! Both stand in one of three orders, and questions can be left out by their words. Bars are drawn from the figures that may be shown, so they tell no more than the numbers.

mod looking;
mod order;
mod taken;

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::layout::Position;

use crate::base::language::Language;
use crate::base::text::{width, wrap};
use crate::base::time::Day;
use crate::base::words::{Arg, Words};
use crate::report::{Labels, text};
use crate::stats::view::Released;
use crate::stats::{Cell, Code, Figure, MadeUp, Published, Row, Table};
use crate::survey::Questionnaire;
use crate::ui::input::Input;
use crate::ui::theme::{Charset, Theme, Tone};

use crate::ui::lead::Step;
use crate::ui::lead::desk::head::Head;
use crate::ui::lead::desk::university::{self, Frame};
use crate::ui::lead::draw::{Column, Page, focus};
use crate::ui::lead::keys::{self, Action, Binding};

use looking::Typing;
use order::Order;

/// Below this width the departments give way to the question.
const NARROW: u16 = 56;
/// What the figure and the gaps take beside a bar.
const FIGURE: usize = 8;
/// What a bar must have left on a line whose label is long.
const SHORT: usize = 14;
/// In a window with fewer lines than this for the figures, the order is not said.
const LOW: u16 = 10;

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
    /// The table of the departments: how many answered in each.
    departments: Option<usize>,
    wave: String,
    /// People on the staff list, by department.
    staff: BTreeMap<String, u64>,
    /// Whether nobody gave some of the answers.
    made_up: MadeUp,
    department: usize,
    table: usize,
    /// The first line of the right side that is shown.
    from: usize,
    order: Order,
    /// The words that the questions that are shown have.
    filter: String,
    typing: Typing,
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
        let newest = versions.first();
        let departments = newest.and_then(|survey| survey.department.clone());
        let mut tables = published.tables().iter();
        Self {
            departments: departments.and_then(|id| tables.position(|table| table.id == id)),
            wave: newest.map_or_else(String::new, |survey| survey.wave.clone()),
            published,
            labels: Labels::new(versions, language),
            own,
            not_opened,
            staff: BTreeMap::new(),
            made_up: MadeUp::None,
            department: 0,
            table: 0,
            from: 0,
            order: Order::default(),
            filter: String::new(),
            typing: Typing::default(),
        }
    }

    /// The same, with the people on the staff list by department.
    #[must_use]
    pub fn with_staff(mut self, staff: BTreeMap<String, u64>) -> Self {
        self.staff = staff;
        self
    }

    /// The same, with whether nobody gave some of the answers.
    #[must_use]
    pub const fn with_made_up(mut self, made_up: MadeUp) -> Self {
        self.made_up = made_up;
        self
    }

    /// Somebody said how many people a department has.
    pub(in crate::ui::lead) fn set_staff(&mut self, department: &str, people: Option<u64>) {
        match people {
            Some(people) => self.staff.insert(department.to_owned(), people),
            None => self.staff.remove(department),
        };
    }

    pub(in crate::ui::lead) const fn bindings(&self) -> &'static [Binding] {
        match self.typing {
            Typing::Nothing => keys::SUMMARY,
            Typing::Find(..) => keys::FIND,
            Typing::Filter => keys::FILTER,
        }
    }

    pub(in crate::ui::lead) fn update(&mut self, action: Option<Action>, input: &Input) -> Step {
        if self.is_typing() {
            self.type_in(action, input);
            return Step::stay();
        }
        match action {
            Some(Action::Up) => self.next_department(false),
            Some(Action::Down) => self.next_department(true),
            Some(Action::Previous) => self.next_question(false),
            Some(Action::Next) => self.next_question(true),
            Some(Action::First) => self.go_to_question(self.kept().first().copied()),
            Some(Action::Last) => self.go_to_question(self.kept().last().copied()),
            Some(Action::PageUp) => self.from = self.from.saturating_sub(8),
            // Where the end is depends on the size of the window: drawing stops there.
            Some(Action::PageDown) => self.from = (self.from + 8).min(self.most_lines()),
            Some(Action::Find) => self.typing = Typing::Find(String::new(), 0),
            Some(Action::Filter) => {
                self.show_all();
                self.typing = Typing::Filter;
            }
            Some(Action::Sort) => {
                self.order = self.order.following();
                self.from = 0;
            }
            Some(Action::Back) => return Step::Back,
            _ => {}
        }
        Step::stay()
    }

    fn next_department(&mut self, is_forward: bool) {
        let places = self.department_places();
        let at = places.iter().position(|at| *at == self.department);
        let to = at.map(|at| step(at, is_forward));
        if let Some(&department) = to.and_then(|to| places.get(to)) {
            self.go(department, self.table);
        }
    }

    /// The next question of those that are shown.
    fn next_question(&mut self, is_forward: bool) {
        let kept = self.kept();
        let mut after = kept.iter().copied();
        let to = if is_forward {
            after.find(|at| *at > self.table)
        } else {
            after.rfind(|at| *at < self.table)
        };
        self.go_to_question(to);
    }

    fn go_to_question(&mut self, table: Option<usize>) {
        if let Some(table) = table {
            self.go(self.department, table);
        }
    }

    fn go(&mut self, department: usize, table: usize) {
        (self.department, self.table, self.from) = (department, table, 0);
    }

    fn most_lines(&self) -> usize {
        // The box of what the university released may be as long again.
        self.shown().map_or(0, |(_, row)| 2 * row.cells.len() + 16)
    }

    /// The rows of every table: they are the same departments.
    fn rows(&self) -> &[Row] {
        self.published
            .tables()
            .get(self.table)
            .map_or(&[], |table| &table.rows)
    }

    /// The departments' rows in the order of the page.
    fn department_places(&self) -> Vec<usize> {
        let rows = self.rows();
        let asked = |at: usize| rows.get(at).and_then(|row| row.base.count());
        let name = |at: usize| {
            let row = rows.get(at);
            row.map_or_else(String::new, |row| {
                self.labels.group(&self.published, &row.group)
            })
        };
        self.order.places(rows.len(), asked, name)
    }

    fn shown(&self) -> Option<(&Table, &Row)> {
        let table = self.published.tables().get(self.table)?;
        Some((table, table.rows.get(self.department)?))
    }

    pub(in crate::ui::lead) fn view(
        &self,
        page: &mut Page<'_>,
        (day, released): (Day, Option<&Released>),
    ) -> Option<Position> {
        let typing = self.head(page, day);
        if let Typing::Find(typed, at) = &self.typing {
            return self.view_find(page, (typed, *at));
        }
        if self.kept().is_empty() {
            page.paragraph(Tone::Text, &page.words().say("lead-find-none"));
            return typing;
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
        let cursor = left.and_then(|left| self.view_departments(page, left));
        typing.or(cursor)
    }

    /// The bar, the line that says what the figures are, and what is left out. Gives where the cursor stands
    /// while words for that are typed.
    fn head(&self, page: &mut Page<'_>, day: Day) -> Option<Position> {
        let kept = self.kept();
        let at = kept.iter().position(|at| *at == self.table);
        let args = [
            ("number", Arg::from(at.map_or(0, |at| at + 1))),
            ("all", Arg::from(kept.len())),
        ];
        page.bar(
            &self.title(page.words()),
            &page.words().say_with("lead-question-of", args),
        );
        if let Some((_, row)) = self.shown() {
            self.what(row, day).draw(page);
        }
        if let Some(order) = self.order.words().filter(|_| page.room() > LOW) {
            page.row(Tone::Quiet, &page.words().say(order));
        }
        let typing = self.view_filter(page);
        page.rule();
        typing
    }

    /// The survey's title, before which it stands where nobody gave the answers.
    fn title(&self, words: &Words) -> String {
        match self.made_up {
            MadeUp::None => self.labels.title(),
            MadeUp::Some | MadeUp::Of { .. } => {
                let title = [("title", Arg::Words(self.labels.title()))];
                words.say_with("view-made-up-title", title)
            }
        }
    }

    /// What the figures of a department are.
    fn what(&self, row: &Row, day: Day) -> Head {
        Head {
            door: self.published.door(),
            responses: self.responses(row),
            staff: self.staff(row),
            day,
            profile: self.published.profile(),
        }
    }

    /// How many answered at all where a row is about; how many were asked where the survey asks for no department.
    fn responses(&self, row: &Row) -> Figure {
        let table = self
            .departments
            .and_then(|at| self.published.tables().get(at));
        let mut rows = table.into_iter().flat_map(|table| &table.rows);
        let own = rows.find(|one| one.group == row.group);
        own.unwrap_or(row).base
    }

    /// People on the staff list of all departments that a row is about; nothing where one of them is not known.
    fn staff(&self, row: &Row) -> Option<u64> {
        if row.holds.is_empty() {
            return self.staff.get(&row.group).copied();
        }
        let each = row.holds.iter().map(|code| self.staff.get(code).copied());
        each.sum()
    }

    fn view_departments(&self, page: &mut Page<'_>, left: Column) -> Option<Position> {
        let rows = self.rows();
        let room = usize::from(page.room()).max(1);
        let places = self.department_places();
        let here = places.iter().position(|at| *at == self.department)?;
        let from = (here + 1).saturating_sub(room);
        let lines: Vec<(Tone, String)> = places
            .iter()
            .skip(from)
            .take(room)
            .filter_map(|at| Some((*at, rows.get(*at)?)))
            .map(|(at, row)| {
                let (mark, tone) = focus(at == self.department);
                let name = self.labels.group(&self.published, &row.group);
                (tone, format!("{mark} {name}"))
            })
            .collect();
        page.column(left, &lines);
        let top = page.place(left, 0).y;
        for (row, at) in (top..).zip(from..from + lines.len()) {
            page.places.line(row, at == here);
        }
        let at = u16::try_from(here - from).ok()?;
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
        let cells = self.answers(table, row);
        let labels: Vec<String> = cells
            .iter()
            .map(|cell| self.labels.code(table, &cell.code))
            .collect();
        let widest = labels.iter().map(|label| width(label)).max().unwrap_or(0);
        // A label is read before its bar is looked at; what does not fit goes on below.
        let label_room = widest.min((columns * 9 / 20).max(columns.saturating_sub(FIGURE + SHORT)));
        let longest = text::longest(table);
        let mut lines = Vec::new();
        for (cell, label) in cells.iter().zip(&labels) {
            let mut label = wrap(label, label_room).into_iter();
            let first = label.next().unwrap_or_default();
            let gap = " ".repeat(label_room.saturating_sub(width(&first)));
            let shown = match cell.figure {
                Figure::Count(count) => {
                    let bar = bar(
                        theme,
                        count,
                        longest,
                        columns.saturating_sub(label_room + FIGURE),
                    );
                    format!("{first}{gap} {count:>5}  {bar}")
                }
                Figure::Withheld(reason) => format!("{first}{gap}  {}", self.labels.reason(reason)),
            };
            lines.push((Tone::Text, shown.trim_end().to_owned()));
            lines.extend(label.map(|rest| (Tone::Text, format!(" {rest}"))));
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

    /// The answers in the order of the page; of very many those that somebody gave.
    fn answers<'r>(&self, table: &Table, row: &'r Row) -> Vec<&'r Cell> {
        let few = row.cells.len() <= text::MANY;
        let cell = |at: usize| row.cells.get(at);
        let number = |at: usize| cell(at).and_then(|cell| cell.figure.count());
        let name = |at: usize| {
            cell(at).map_or_else(String::new, |cell| self.labels.code(table, &cell.code))
        };
        let places = self.order.places(row.cells.len(), number, name).into_iter();
        places
            .filter_map(cell)
            .filter(|cell| few || cell.figure != Figure::Count(0))
            .collect()
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
}

/// One further, or one back; back from the first is nowhere.
const fn step(at: usize, is_forward: bool) -> usize {
    if is_forward {
        at + 1
    } else {
        at.wrapping_sub(1)
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
