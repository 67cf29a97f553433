//! Draws a page: header, body, buttons, hints. The same arithmetic says how far a page is scrolled
//! and what was clicked.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::base::text;
use crate::base::words::{Arg, Words};

use super::session::Session;
use super::sheet::{Line, MARGIN, Piece, Sheet, Spot};
use super::theme::Tone;

/// Below this nothing is drawn but a line that asks for more.
const LEAST: (u16, u16) = (40, 12);
/// From this height on there is a rule above the hints and a line before the buttons.
const ROOMY: u16 = 16;

/// What was just done, in lines that fit; a page keeps at most three for it.
fn said(session: &Session, area: Rect) -> Vec<String> {
    let room = usize::from(area.width.saturating_sub(LEFT + 1)).max(1);
    let words = session.said.as_ref().map(|said| session.words.tell(said));
    let mut lines = words.map_or_else(Vec::new, |words| text::wrap(&super::shown(&words), room));
    lines.truncate(3);
    lines
}

/// Whether the window is too small to work in.
pub(super) const fn too_small(area: Rect) -> bool {
    area.width < LEAST.0 || area.height < LEAST.1
}

/// Where the lines of a page are.
struct Plan {
    body: (u16, u16),
    said: Option<u16>,
    pinned: u16,
    buttons: Option<u16>,
    rule: Option<u16>,
    hints: u16,
}

/// Where what was just done is said in so many lines.
fn plan(area: Rect, sheet: &Sheet, said: usize) -> Plan {
    let roomy = area.height >= ROOMY;
    let hints = area.height.saturating_sub(1);
    let rule = roomy.then(|| hints.saturating_sub(1));
    let mut bottom = rule.unwrap_or(hints);
    // The buttons' last line also says how much is below: it is there on every page.
    let lines = u16::try_from(sheet.button_lines.max(1)).unwrap_or(1);
    let buttons = bottom.saturating_sub(lines);
    bottom = buttons;
    let said = (said > 0).then(|| {
        bottom = bottom.saturating_sub(u16::try_from(said).unwrap_or(1));
        bottom
    });
    if roomy {
        bottom = bottom.saturating_sub(1);
    }
    let pinned = bottom
        .saturating_sub(u16::try_from(sheet.pinned.len()).unwrap_or(0))
        .max(2);
    let gap = u16::from(roomy && !sheet.pinned.is_empty());
    Plan {
        body: (2, pinned.saturating_sub(gap).max(3)),
        said,
        pinned,
        buttons: Some(buttons),
        rule,
        hints,
    }
}

/// How many lines of the body are in view.
pub(super) fn window(area: Rect, sheet: &Sheet) -> usize {
    let (from, to) = plan(area, sheet, 0).body;
    usize::from(to.saturating_sub(from)).max(1)
}

/// How far the body is to be scrolled so that the focus is in view, moving as little as can be.
pub(super) fn scrolled(sheet: &Sheet, focus: Spot, now: usize, window: usize) -> usize {
    let most = sheet.lines.len().saturating_sub(window);
    let now = now.min(most);
    if matches!(focus, Spot::Body | Spot::Button(_)) {
        return now;
    }
    let Some((from, to)) = sheet.lines_of(focus) else {
        return now;
    };
    let (from, to) = match sheet.caret_line(focus) {
        Some(line) => (line, line + 1 + found_below(sheet, line, window)),
        None => (from, to.min(from + window)),
    };
    let first = sheet
        .spots()
        .first()
        .is_some_and(|(spot, _)| *spot == focus);
    if first && to <= window {
        return 0;
    }
    now.clamp(to.saturating_sub(window), from)
}

/// How far the body is scrolled as it is drawn: what was just done is said for a moment in lines of the
/// body, and must not stand over the focus.
fn scroll(session: &Session, sheet: &Sheet, plan: &Plan) -> usize {
    let now = session.top().map_or(0, |frame| frame.scroll);
    if plan.said.is_none() {
        return now;
    }
    let (from, to) = plan.body;
    let window = usize::from(to.saturating_sub(from)).max(1);
    scrolled(sheet, session.focus(), now, window).max(now)
}

/// How many lines below a text being typed are to be in view with it: what a search found, or the ways of
/// not answering, so that nobody types into a box and sees nothing come of it.
fn found_below(sheet: &Sheet, line: usize, window: usize) -> usize {
    let spots = sheet.spots();
    let spots: Vec<Spot> = spots.into_iter().map(|(spot, _)| spot).collect();
    if matches!(spots[..], [Spot::Field(0), Spot::Choice(_), ..]) {
        let below = sheet.lines.len() - (line + 1);
        below.min(window / 2)
    } else {
        0
    }
}

/// Draws a session and says where the cursor belongs: always somewhere, so that a screen reader or
/// a magnifier can follow.
pub fn view(session: &Session, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    if too_small(area) {
        return Some(ask_for_more(session, area, buffer));
    }
    // A theme with a background of its own has it everywhere.
    buffer.set_style(area, session.setup.theme.style(Tone::Text));
    let sheet = session.sheet();
    let said = said(session, area);
    let plan = plan(area, &sheet, said.len());
    let typing = sheet.caret_line(session.focus()).is_some();
    let mut pen = Pen {
        session,
        area,
        buffer,
        cursor: None,
        typing,
        scroll: scroll(session, &sheet, &plan),
    };
    pen.header(&sheet);
    pen.body(&sheet, plan.body);
    pen.pinned(&sheet, plan.pinned);
    pen.pane(plan.body);
    for (row, line) in (plan.said.unwrap_or(plan.hints)..plan.hints).zip(&said) {
        pen.words(LEFT, row, line, Tone::Title);
    }
    if let Some(row) = plan.buttons {
        pen.buttons(&sheet, row, plan.body);
    }
    if let Some(row) = plan.rule {
        pen.rule(row);
    }
    pen.hints(plan.hints);
    Some(
        pen.cursor
            .unwrap_or(Position::new(area.x, area.y + plan.body.0)),
    )
}

/// The place on the page that a cell belongs to.
pub(super) fn hit(session: &Session, column: u16, row: u16) -> Option<Spot> {
    let (area, sheet) = (session.area, session.sheet());
    let plan = plan(area, &sheet, said(session, area).len());
    let column = usize::from(column);
    if let Some(at) = plan.buttons.and_then(|from| row.checked_sub(from)) {
        let lines = button_lines(&session.words, &sheet, area);
        if let Some(line) = lines.get(usize::from(at)) {
            return spot_at(line, column.checked_sub(MARGIN)?);
        }
    }
    let scroll = scroll(session, &sheet, &plan);
    let line = if (plan.body.0..plan.body.1).contains(&row) {
        sheet.lines.get(usize::from(row - plan.body.0) + scroll)?
    } else {
        sheet
            .pinned
            .get(usize::from(row.checked_sub(plan.pinned)?))?
    };
    let at = spot_at(line, column.saturating_sub(MARGIN));
    at.or_else(|| line.pieces.iter().find_map(|piece| piece.spot))
}

fn spot_at(line: &Line, column: usize) -> Option<Spot> {
    let mut from = 0;
    for piece in &line.pieces {
        let to = from + text::width(&piece.text);
        if (from..to).contains(&column) {
            return piece.spot;
        }
        from = to;
    }
    None
}

/// The buttons beside one another, on as many lines as that takes.
pub(super) fn button_lines(words: &Words, sheet: &Sheet, area: Rect) -> Vec<Line> {
    let room = usize::from(area.width).saturating_sub(MARGIN + 1);
    let (mut lines, mut used): (Vec<Line>, usize) = (vec![Line::default()], 0);
    for button in &sheet.buttons {
        let label = format!("[ {} ]", words.say(button.label()));
        if used > 0 && used + text::width(&label) > room {
            lines.push(Line::default());
            used = 0;
        }
        used += text::width(&label) + 2;
        if let Some(line) = lines.last_mut() {
            let piece = Piece::new(label, Tone::Text).at(Spot::Button(*button));
            line.pieces.extend([piece, Piece::new("  ", Tone::Text)]);
        }
    }
    lines
}

/// `MARGIN`, as columns of a buffer.
const LEFT: u16 = 3;

fn ask_for_more(session: &Session, area: Rect, buffer: &mut Buffer) -> Position {
    let words = session.words.say_with(
        "window-too-small",
        [
            ("columns", Arg::from(u32::from(LEAST.0))),
            ("rows", Arg::from(u32::from(LEAST.1))),
        ],
    );
    let lines = text::wrap(&words, usize::from(area.width));
    for (row, line) in (0..area.height).zip(lines) {
        buffer.set_stringn(
            0,
            row,
            line,
            usize::from(area.width),
            session.setup.theme.style(Tone::Text),
        );
    }
    Position::new(area.x, area.y)
}

/// What draws a frame.
struct Pen<'a> {
    session: &'a Session,
    area: Rect,
    buffer: &'a mut Buffer,
    cursor: Option<Position>,
    /// Whether the focus is a text with a caret.
    typing: bool,
    /// The first line of the body that is in view.
    scroll: usize,
}

impl Pen<'_> {
    fn words(&mut self, column: u16, row: u16, words: &str, tone: Tone) -> u16 {
        let room = usize::from(self.area.width.saturating_sub(column));
        let style = self.session.setup.theme.style(tone);
        let (end, _) = self.buffer.set_stringn(column, row, words, room, style);
        end
    }

    fn rule(&mut self, row: u16) {
        let rule = self
            .session
            .setup
            .theme
            .rule()
            .repeat(usize::from(self.area.width));
        self.words(0, row, &rule, Tone::Text);
    }

    fn header(&mut self, sheet: &Sheet) {
        let style = self.session.setup.theme.style(Tone::Bar);
        self.buffer.set_style(
            Rect {
                height: 1,
                ..self.area
            },
            style,
        );
        let width = usize::from(self.area.width);
        let state = super::screen::state_width(self.session, sheet);
        let title = text::width(&sheet.title);
        if state == 0 || title + state + 3 <= width {
            self.words(1, 0, &text::truncate(&sheet.title, width - 2), Tone::Bar);
            self.state(sheet, 0, width);
            self.rule(1);
        } else {
            self.two_lines(sheet, style, width);
        }
    }

    /// A title that does not fit beside what is said on the right has the first line to itself, and
    /// the rule gives way to the rest: no line of the page is lost.
    fn two_lines(&mut self, sheet: &Sheet, style: Style, width: usize) {
        let second = Rect {
            y: 1,
            height: 1,
            ..self.area
        };
        self.buffer.set_style(second, style);
        let mut title = text::wrap(&sheet.title, width - 2).into_iter();
        let first = title.next().unwrap_or_default();
        self.words(1, 0, &first, Tone::Bar);
        let right = self.state(sheet, 1, width);
        let rest = title.collect::<Vec<_>>().join(" ");
        let rest = text::truncate(&rest, width.saturating_sub(right + 3));
        self.words(1, 1, &rest, Tone::Bar);
    }

    /// What the right side of the header says, on this row; gives its columns.
    fn state(&mut self, sheet: &Sheet, row: u16, width: usize) -> usize {
        let right = super::screen::state(self.session, sheet, width - 2).join("  ");
        let right = text::truncate(&right, width.saturating_sub(2));
        let column = width.saturating_sub(text::width(&right) + 1);
        self.words(u16::try_from(column).unwrap_or(0), row, &right, Tone::Bar);
        text::width(&right)
    }

    fn body(&mut self, sheet: &Sheet, (from, to): (u16, u16)) {
        for (row, line) in (from..to).zip(sheet.lines.iter().skip(self.scroll)) {
            self.line(row, line);
        }
    }

    fn pinned(&mut self, sheet: &Sheet, from: u16) {
        for (row, line) in (from..).zip(&sheet.pinned) {
            self.line(row, line);
        }
    }

    /// What stands beside the question in a wide window.
    fn pane(&mut self, (from, to): (u16, u16)) {
        for (row, line) in (from..to).zip(super::pane::lines(self.session)) {
            self.words(super::pane::COLUMN, row, &line, Tone::Quiet);
        }
    }

    /// A line: `>` before what has the focus, `!` before what is wrong.
    fn line(&mut self, row: u16, line: &Line) {
        let focus = self.session.focus();
        let focused =
            focus != Spot::Body && line.pieces.iter().any(|piece| piece.spot == Some(focus));
        if line.flagged {
            self.words(0, row, "!", Tone::Error);
        }
        let caret_elsewhere = self.typing && line.pieces.iter().all(|piece| piece.caret.is_none());
        // A label over several lines is marked once, where the cursor is.
        if focused && !caret_elsewhere && self.cursor.is_none() {
            self.words(1, row, ">", Tone::Chosen);
        }
        let mut column = LEFT;
        for piece in &line.pieces {
            let mine = focused && piece.spot == Some(focus);
            // A text being typed shows its caret; reversed, its words could not be read back.
            let tone = match (mine, piece.caret.is_some() || caret_elsewhere) {
                (true, false) => Tone::Focus,
                (true, true) => Tone::Chosen,
                _ => piece.tone,
            };
            let end = self.words(column, row, &piece.text, tone);
            if mine && self.cursor.is_none() && !caret_elsewhere {
                let at = column + u16::try_from(piece.caret.unwrap_or(0)).unwrap_or(0);
                self.cursor = Some(Position::new(at.min(self.area.width - 1), row));
            }
            column = end;
        }
    }

    fn buttons(&mut self, sheet: &Sheet, row: u16, body: (u16, u16)) {
        let lines = button_lines(&self.session.words, sheet, self.area);
        for (row, line) in (row..).zip(&lines) {
            self.line(row, line);
        }
        let last = row + u16::try_from(lines.len().saturating_sub(1)).unwrap_or(0);
        let scroll = self.scroll;
        let window = usize::from(body.1.saturating_sub(body.0));
        let below = sheet.lines.len().saturating_sub(scroll + window);
        let pieces = lines.last().into_iter().flat_map(|line| &line.pieces);
        let used: usize = pieces.map(|piece| text::width(&piece.text)).sum();
        let room = usize::from(self.area.width).saturating_sub(used + MARGIN + 1);
        if let Some(mark) = self.mark(scroll, below, room) {
            let column = usize::from(self.area.width).saturating_sub(text::width(&mark) + 1);
            self.words(u16::try_from(column).unwrap_or(0), last, &mark, Tone::Text);
        }
    }

    /// How much of the page is out of view, as fully as there is room to say it.
    fn mark(&self, above: usize, below: usize, room: usize) -> Option<String> {
        let words = &self.session.words;
        let args = || [("above", Arg::from(above)), ("below", Arg::from(below))];
        let ids: &[&'static str] = match (above, below) {
            (0, 0) => &[],
            (_, 0) => &["more-above", "more-above-short", "more-above-least"],
            (0, _) => &["more-below", "more-below-short", "more-below-least"],
            _ => &["more-both", "more-below-short", "more-below-least"],
        };
        ids.iter()
            .map(|id| words.say_with(id, args()))
            .find(|mark| text::width(mark) <= room)
    }

    /// The keys that work here: as many as fit, the least needed dropped first, never cut.
    fn hints(&mut self, row: u16) {
        let line = hints(self.session, usize::from(self.area.width).saturating_sub(2));
        self.words(1, row, &line, Tone::Text);
    }
}

/// The line of hints, at most `room` columns.
pub(super) fn hints(session: &Session, room: usize) -> String {
    let keys = session.setup.theme.keys;
    let bindings = keys.bindings(session.place(), &session.scopes());
    let mut shown: Vec<(u8, String)> = bindings
        .iter()
        .filter(|binding| binding.rank < 9)
        .map(|binding| {
            (
                binding.rank,
                format!("{} {}", binding.caption(), session.words.say(binding.label)),
            )
        })
        .collect();
    loop {
        let line = shown
            .iter()
            .map(|(_, hint)| hint.as_str())
            .collect::<Vec<_>>()
            .join("  ");
        let worst = shown.iter().map(|(rank, _)| *rank).max().unwrap_or(0);
        if text::width(&line) <= room || worst == 0 {
            return line;
        }
        let at = shown.iter().rposition(|(rank, _)| *rank == worst);
        at.map(|at| shown.remove(at));
    }
}
