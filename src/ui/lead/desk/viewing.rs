//! A view on the screen: its pages, from the view itself down into what Enter opened.

use ratatui::layout::Position;

use crate::base::text::width;
use crate::base::words::{Arg, Message};
use crate::report::profile_code;
use crate::stats::view::{Block, Name, View};
use crate::stats::{DoorName, Figure};
use crate::ui::input::Input;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::theme::Tone;

use super::about::About;
use super::leaf::Leaf;
use super::line::{self, Line, Look};
use crate::report::view::Teller;

/// How far a page key goes.
const PAGE: usize = 10;
/// Below this width the line about the figures is a short one.
const NARROW: u16 = 60;

/// A view and where one stands in it.
pub(super) struct Viewing {
    view: View,
    /// The page that is shown, and those that it was opened from.
    leaf: Leaf,
    below: Vec<Leaf>,
    is_typing: bool,
}

impl Viewing {
    pub(super) fn new(mut view: View) -> Self {
        let blocks = std::mem::take(&mut view.blocks);
        let blocks = figures_first(pressing_first(view.name, blocks));
        Self {
            view,
            leaf: Leaf::new(None, blocks),
            below: Vec::new(),
            is_typing: false,
        }
    }

    pub(super) const fn name(&self) -> Name {
        self.view.name
    }

    pub(super) fn bindings(&self) -> &'static [Binding] {
        let opens = |block: &Block| match block {
            Block::Sheet(sheet) => sheet.rows.iter().any(|row| !row.detail.is_empty()),
            _ => false,
        };
        match (self.is_typing, self.leaf.blocks.iter().any(opens)) {
            (true, _) => keys::FILTER,
            (false, true) => keys::VIEW,
            (false, false) => keys::VIEW_FLAT,
        }
    }

    /// What `?` says of the page on the screen.
    pub(super) fn about_page(&self, teller: &Teller) -> About {
        let page = (self.view.name, self.leaf.blocks.as_slice());
        About::view(&self.view.about, page, self.bindings(), teller)
    }

    /// The view as it is on the screen: this page, filtered and in its order.
    pub(super) fn on_screen(&self, teller: &Teller) -> View {
        let mut blocks = self.leaf.on_screen(teller);
        if !self.leaf.filter.is_empty() {
            let args = [("filter", Arg::Words(self.leaf.filter.clone()))];
            blocks.insert(0, Block::Note(Message::with("lead-filter", args)));
        }
        View {
            blocks,
            ..self.view.clone()
        }
    }

    /// Takes what is its own; whether it was.
    pub(super) fn takes(&mut self, action: Option<Action>, input: &Input, teller: &Teller) -> bool {
        if self.is_typing {
            self.type_in(action, input, teller);
            return true;
        }
        let last = self.leaf.items(teller).len().saturating_sub(1);
        let leaf = &mut self.leaf;
        leaf.at = leaf.at.min(last);
        match action {
            Some(Action::Up) => leaf.at = leaf.at.saturating_sub(1),
            Some(Action::Down) => leaf.at = (leaf.at + 1).min(last),
            Some(Action::PageUp) => leaf.at = leaf.at.saturating_sub(PAGE),
            Some(Action::PageDown) => leaf.at = (leaf.at + PAGE).min(last),
            Some(Action::First) => leaf.at = 0,
            Some(Action::Last) => leaf.at = last,
            Some(Action::Previous) => leaf.column = leaf.column.saturating_sub(1),
            Some(Action::Next) => {
                leaf.column = (leaf.column + 1).min(leaf.columns(teller).saturating_sub(1));
            }
            Some(Action::Sort) => leaf.sort(teller),
            Some(Action::Find) => self.is_typing = true,
            Some(Action::Enter) => self.open(teller),
            Some(Action::Back) => return self.back(),
            _ => return false,
        }
        true
    }

    fn type_in(&mut self, action: Option<Action>, input: &Input, teller: &Teller) {
        match action {
            Some(Action::Back) => {
                self.is_typing = false;
                self.leaf.filter.clear();
            }
            Some(Action::Enter) => self.is_typing = false,
            _ => {
                keys::edit(&mut self.leaf.filter, input);
            }
        }
        let items = self.leaf.items(teller);
        let is_row = |block: usize| matches!(self.leaf.blocks.get(block), Some(Block::Sheet(_)));
        let first = items.iter().position(|item| is_row(item.block));
        self.leaf.at = first.unwrap_or(0);
    }

    fn open(&mut self, teller: &Teller) {
        let Some(row) = self.leaf.row(teller).filter(|row| !row.detail.is_empty()) else {
            return;
        };
        let detail = figures_first(row.detail.clone());
        let inner = Leaf::new(row.values.first().cloned(), detail);
        self.below.push(std::mem::replace(&mut self.leaf, inner));
    }

    /// Takes the filter away, else goes a page back; nothing on the first page.
    fn back(&mut self) -> bool {
        if !self.leaf.filter.is_empty() {
            self.leaf.filter.clear();
            return true;
        }
        let before = self.below.pop();
        before.map(|leaf| self.leaf = leaf).is_some()
    }

    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        self.head(page);
        let look = Look {
            teller: page.teller,
            theme: page.theme(),
            columns: usize::from(page.width()),
            focus: self.leaf.here(page.teller),
        };
        let lines = line::lines(&self.leaf, look);
        let cursor = draw(page, &lines, look);
        if self.is_typing {
            self.typing(page)
        } else {
            cursor
        }
    }

    /// Whose figures these are and what they are: people quote figures without it.
    fn head(&self, page: &mut Page<'_>) {
        let title = page.teller.title(&self.view);
        let whose = match &self.view.about.department {
            Some(label) => page.teller.label(label),
            None => page.words().say("view-all-departments"),
        };
        let inner = self.leaf.title.iter().map(|value| page.teller.value(value));
        let title: Vec<String> = std::iter::once(title).chain(inner).collect();
        page.bar(&title.join(" > "), &whose);
        let about = self.about(page);
        page.whole_width(Tone::Quiet, &about);
        if !self.leaf.filter.is_empty() || self.is_typing {
            let args = [("filter", Arg::Words(self.leaf.filter.clone()))];
            page.row(Tone::Title, &page.words().say_with("lead-filter", args));
        }
        page.rule();
        let has_notes = matches!(self.leaf.blocks.last(), Some(Block::Note(_)));
        if has_notes && self.leaf.blocks.len() > 1 && page.room() > 10 {
            page.row(Tone::Quiet, &page.words().say("lead-notes-below"));
            page.gap();
        }
    }

    fn about(&self, page: &Page<'_>) -> String {
        let about = &self.view.about;
        let words = page.words();
        let door = words.say(match about.door {
            DoorName::Operational => "lead-door-operational",
            DoorName::Statistical => "lead-door-statistical",
        });
        let base = base(page, about.responses, about.staff);
        let profile = Arg::from(profile_code(about.profile));
        let args = [
            ("door", Arg::Words(door)),
            ("base", Arg::Words(base)),
            ("profile", profile),
            ("day", Arg::Words(about.day.to_string())),
        ];
        words.say_with(
            if page.width() < NARROW {
                "lead-about-short"
            } else {
                "lead-about-line"
            },
            args,
        )
    }

    /// The cursor stands behind what is typed.
    fn typing(&self, page: &Page<'_>) -> Option<Position> {
        let args = [("filter", Arg::Words(self.leaf.filter.clone()))];
        let before = width(&page.words().say_with("lead-filter", args));
        let line = page.last_head_line()?;
        let x = u16::try_from(before).ok()?.saturating_add(1);
        Some(Position::new(x.min(page.width().saturating_sub(1)), line))
    }
}

/// Where a view draws the same thing as bars and as a table, or begins with whom it is about, the
/// table that asks for a decision comes before the bars; notes are read last.
fn pressing_first(name: Name, mut blocks: Vec<Block>) -> Vec<Block> {
    if matches!(name, Name::Department | Name::Demand | Name::Horizon) {
        blocks.sort_by_key(|block| match block {
            Block::Facts(_) => 0,
            Block::Sheet(_) | Block::Grid(_) => 1,
            Block::Bars(_) => 2,
            Block::Note(_) => 3,
        });
    }
    blocks
}

/// What is counted before how it is counted: notes that stand above all figures go below them.
fn figures_first(blocks: Vec<Block>) -> Vec<Block> {
    let is_note = |block: &Block| matches!(block, Block::Note(_));
    let notes = blocks.iter().take_while(|block| is_note(block)).count();
    if notes == blocks.len() {
        return blocks;
    }
    let mut blocks = blocks;
    blocks.rotate_left(notes);
    blocks
}

fn base(page: &Page<'_>, responses: Figure, staff: Option<u64>) -> String {
    let words = page.words();
    let Figure::Count(responses) = responses else {
        return words.say("lead-base-withheld");
    };
    let number = |count: u64| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
    match staff.filter(|staff| *staff > 0) {
        Some(staff) => {
            let rate = responses.saturating_mul(100) / staff;
            let args = [
                ("responses", number(responses)),
                ("staff", number(staff)),
                ("rate", number(rate)),
            ];
            words.say_with("lead-base-of", args)
        }
        None => words.say_with("lead-base", [("responses", number(responses))]),
    }
}

/// Draws the lines round the item in focus; a table's heading stays in sight. Gives the cursor.
fn draw(page: &mut Page<'_>, lines: &[Line], look: Look<'_>) -> Option<Position> {
    let room = usize::from(page.room());
    let at = lines
        .iter()
        .position(|line| line.item.is_some() && line.item == look.focus)
        .unwrap_or(0);
    let last = lines.len().saturating_sub(room);
    let from = at.saturating_sub(room / 2).min(last);
    let kept = kept_heading(lines, from, at);
    let mut cursor = None;
    for (number, line) in lines.iter().enumerate().skip(from).take(room) {
        let line = kept.get(number - from).copied().unwrap_or(line);
        let place = page.spans(&line.spans);
        if number == at && line.item.is_some() {
            cursor = Some(Position::new(place.x + 1, place.y));
        }
    }
    if lines.len() > from + room {
        page.say_more();
    }
    cursor
}

/// The heading of the table in focus, where it has gone out of sight above.
fn kept_heading(lines: &[Line], from: usize, at: usize) -> Vec<&Line> {
    let block = lines
        .get(at)
        .and_then(|line| line.item)
        .map(|item| item.block);
    let is_heading = |line: &&Line| line.heads.is_some() && line.heads == block;
    let first = lines.iter().position(|line| is_heading(&line));
    let heading: Vec<&Line> = lines.iter().filter(is_heading).collect();
    let is_out = first.is_some_and(|first| first < from) && at >= from + heading.len();
    if is_out { heading } else { Vec::new() }
}
