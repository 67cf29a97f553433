//! A view on the screen: its pages, from the view itself down into what Enter opened.

use ratatui::layout::Position;

use crate::base::text::width;
use crate::base::time::Day;
use crate::base::words::{Arg, Message};
use crate::stats::DoorName;
use crate::stats::view::{Block, Name, Released, View, flags};
use crate::ui::input::Input;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::theme::Tone;

use super::about::About;
use super::drill::{self, Below};
use super::export::Taken;
use super::head::Head;
use super::leaf::{Item, Leaf};
use super::line::{self, Line, Look};
use super::menu::Entry;
use super::university::{self, Frame};
use super::values::{Choosing, Chosen, VALUES};
use crate::report::view::{Teller, title_id};

/// How far a page key goes.
const PAGE: usize = 10;

/// A view and where one stands in it.
pub(super) struct Viewing {
    view: View,
    /// The page that is shown, and those that it was opened from.
    leaf: Leaf,
    below: Vec<Leaf>,
    doing: Doing,
    /// Its place among the released views and the day on which it was signed, where it is one.
    released: Option<(usize, Day)>,
}

/// What is done on the page.
enum Doing {
    Reading,
    /// Words are typed that lines must have.
    Filtering,
    /// A value is chosen that lines must have.
    Choosing(Choosing),
}

/// What a view leaves to the desk.
pub(super) enum Then {
    /// Nothing: it was its own.
    Stay,
    /// A key that is not its own.
    Over,
    /// Another view, of which the lines with these words are meant.
    View(Name, String),
}

impl Viewing {
    pub(super) fn new(mut view: View) -> Self {
        let blocks = std::mem::take(&mut view.blocks);
        let blocks = figures_first(pressing_first(view.name, blocks));
        Self {
            view,
            leaf: Leaf::new(None, blocks),
            below: Vec::new(),
            doing: Doing::Reading,
            released: None,
        }
    }

    /// A view that the university released.
    pub(super) fn released(view: View, at: usize, day: Day) -> Self {
        Self {
            released: Some((at, day)),
            ..Self::new(view)
        }
    }

    /// The line of the list of views that leads here.
    pub(super) fn entry(&self) -> Entry {
        match (self.released, self.name()) {
            (Some((at, _)), _) => Entry::Released(at),
            (None, Name::University) => Entry::University,
            (None, name) => Entry::View(name, None),
        }
    }

    /// Whether the university released it, tables or view: then it is made of no answers here.
    pub(super) fn is_released(&self) -> bool {
        matches!(self.entry(), Entry::Released(_) | Entry::University)
    }

    pub(super) const fn name(&self) -> Name {
        self.view.name
    }

    /// The keys that do something here: Enter only where something stands below the line in focus.
    pub(super) fn bindings(&self, teller: &Teller) -> &'static [Binding] {
        match &self.doing {
            _ if self.leaf.find.is_typing() => keys::SEARCH,
            Doing::Filtering => keys::FILTER,
            Doing::Choosing(choosing) => choosing.bindings(),
            Doing::Reading => match drill::below(self.name(), self.door(), &self.leaf, teller) {
                Some(_) => keys::VIEW,
                None => keys::VIEW_FLAT,
            },
        }
    }

    const fn door(&self) -> DoorName {
        self.view.about.door
    }

    /// The name of what is done on it, where that is a page of its own.
    pub(super) const fn screen(&self) -> Option<&'static str> {
        match &self.doing {
            Doing::Choosing(_) => Some(VALUES),
            Doing::Reading | Doing::Filtering => None,
        }
    }

    /// Leaves the first table that has such lines with those that have these words.
    pub(super) fn show_only(&mut self, words: &str, teller: &Teller) {
        words.clone_into(&mut self.leaf.filter);
        self.stand_on_first_row(teller);
    }

    /// What `?` says of the page on the screen.
    pub(super) fn about_page(&self, teller: &Teller) -> About {
        let page = (self.view.name, &self.leaf);
        About::view(&self.view.about, page, self.bindings(teller), teller)
    }

    /// The view as it is on the screen: this page, filtered and in its order.
    fn on_screen(&self, teller: &Teller) -> View {
        let mut blocks = self.leaf.on_screen(teller);
        for told in self.leaf.told(teller).into_iter().rev() {
            blocks.insert(0, Block::Note(told));
        }
        View {
            blocks,
            ..self.view.clone()
        }
    }

    /// What is taken home from here.
    pub(super) fn taken(&self, teller: &Teller) -> Taken {
        Taken {
            view: self.on_screen(teller),
            whole: View {
                blocks: self.leaf.blocks.clone(),
                ..self.view.clone()
            },
            is_released: self.is_released(),
        }
    }

    /// Takes what is its own.
    pub(super) fn takes(&mut self, action: Option<Action>, input: &Input, teller: &Teller) -> Then {
        if self.leaf.find.is_typing() {
            let texts = self.leaf.texts(teller);
            self.leaf.at = self.leaf.find.type_in(action, input, &texts);
            return Then::Stay;
        }
        match &mut self.doing {
            Doing::Choosing(_) if action == Some(Action::Help) => Then::Over,
            Doing::Reading => self.read(action, teller),
            Doing::Filtering => {
                self.type_in(action, input, teller);
                Then::Stay
            }
            Doing::Choosing(choosing) => {
                match choosing.update(action, input, teller) {
                    Chosen::Stay => {}
                    Chosen::Back => self.doing = Doing::Reading,
                    Chosen::Words => {
                        self.leaf.show_all();
                        self.doing = Doing::Filtering;
                    }
                    Chosen::Only(only) => {
                        self.leaf.show_all();
                        self.leaf.only = only;
                        self.doing = Doing::Reading;
                        self.stand_on_first_row(teller);
                    }
                }
                Then::Stay
            }
        }
    }

    fn read(&mut self, action: Option<Action>, teller: &Teller) -> Then {
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
            Some(Action::Find) => leaf.find.begin(leaf.at),
            Some(Action::NextFound | Action::FoundBefore) => {
                let is_forward = action == Some(Action::NextFound);
                leaf.at = leaf.find.step(leaf.at, is_forward, &leaf.texts(teller));
            }
            Some(Action::Filter) => {
                if let Some(values) = leaf.values(teller) {
                    self.doing = Doing::Choosing(Choosing::new(values));
                }
            }
            Some(Action::Enter) => return self.open(teller),
            Some(Action::Back) if self.back() => {}
            _ => return Then::Over,
        }
        Then::Stay
    }

    fn type_in(&mut self, action: Option<Action>, input: &Input, teller: &Teller) {
        match action {
            Some(Action::Back) => {
                self.doing = Doing::Reading;
                self.leaf.filter.clear();
            }
            Some(Action::Enter) => self.doing = Doing::Reading,
            _ => {
                keys::edit(&mut self.leaf.filter, input);
            }
        }
        self.stand_on_first_row(teller);
    }

    fn stand_on_first_row(&mut self, teller: &Teller) {
        let items = self.leaf.items(teller);
        let is_row = |block: usize| matches!(self.leaf.blocks.get(block), Some(Block::Sheet(_)));
        let first = items.iter().position(|item| is_row(item.block));
        self.leaf.at = first.unwrap_or(0);
    }

    fn open(&mut self, teller: &Teller) -> Then {
        match drill::below(self.name(), self.door(), &self.leaf, teller) {
            None => {}
            Some(Below::View(name, words)) => return Then::View(name, words),
            Some(Below::Page(title, blocks)) => {
                let inner = Leaf::new(Some(title), figures_first(blocks));
                self.below.push(std::mem::replace(&mut self.leaf, inner));
            }
        }
        Then::Stay
    }

    /// Takes a search, then a filter away, else goes a page back; nothing on the first page.
    fn back(&mut self) -> bool {
        if self.leaf.find.clear() || self.leaf.show_all() {
            return true;
        }
        let before = self.below.pop();
        before.map(|leaf| self.leaf = leaf).is_some()
    }

    /// Whether the university's figures are shown in a box beside this page: on the department's first.
    pub(super) fn is_beside_university(&self) -> bool {
        let is_first = self.below.is_empty() && self.name() == Name::Department;
        is_first && self.view.about.door == DoorName::Operational
    }

    pub(super) fn view(
        &self,
        page: &mut Page<'_>,
        released: Option<&Released>,
    ) -> Option<Position> {
        self.head(page);
        if let Doing::Choosing(choosing) = &self.doing {
            return choosing.view(page, &self.leaf);
        }
        let wanted = self.leaf.find.wanted();
        let found = self.found(page.teller);
        let look = Look {
            teller: page.teller,
            theme: page.theme(),
            columns: usize::from(page.width()),
            focus: self.leaf.here(page.teller),
            found: &found,
            wanted: &wanted,
        };
        let frame = Frame {
            teller: page.teller,
            theme: page.theme(),
            columns: look.room(),
        };
        let mut lines = self.release_head(page, frame);
        lines.extend(line::lines(&self.leaf, look));
        if let Some(released) = released {
            let department = self.view.about.department.as_ref();
            lines.extend(words(&university::beside_page(released, department, frame)));
        }
        let cursor = draw(page, &lines, look);
        match &self.doing {
            _ if self.leaf.find.is_typing() => self.typing(page),
            Doing::Filtering => self.typing(page),
            Doing::Reading | Doing::Choosing(_) => cursor,
        }
    }

    /// The box above a released view that says whose figures these are.
    fn release_head(&self, page: &Page<'_>, frame: Frame<'_>) -> Vec<Line> {
        let Some((_, day)) = self.released else {
            return Vec::new();
        };
        let about = &self.view.about;
        let base = Head::from(about).base(page.words());
        words(&university::above_view(about, (&base, day), frame))
    }

    /// The items that hold what is looked for.
    fn found(&self, teller: &Teller) -> Vec<Item> {
        if self.leaf.find.wanted().is_empty() {
            return Vec::new();
        }
        let items = self.leaf.items(teller);
        let found = self.leaf.find.among(&self.leaf.texts(teller)).into_iter();
        found.filter_map(|at| items.get(at).copied()).collect()
    }

    /// What is looked for and what lines are left out by, a line each, above the figures.
    fn told(&self, teller: &Teller) -> Vec<Message> {
        let mut told = self.leaf.told(teller);
        if told.is_empty() && matches!(self.doing, Doing::Filtering) {
            let args = [("filter", Arg::Words(String::new()))];
            told.push(Message::with("lead-filter", args));
        }
        let texts = self.leaf.texts(teller);
        told.extend(self.leaf.find.told(self.leaf.at, &texts));
        told
    }

    /// Whose figures these are and what they are: people quote figures without it.
    fn head(&self, page: &mut Page<'_>) {
        // Whose it is stands at the other end of the bar.
        let title = page.words().say(title_id(self.name()));
        let whose = match &self.view.about.department {
            Some(label) => page.teller.label(label),
            None if self.released.is_some() => page.words().say("lead-university-everyone"),
            None => page.words().say("view-all-departments"),
        };
        let inner = self.leaf.title.iter().map(|value| page.teller.value(value));
        let title: Vec<String> = std::iter::once(title).chain(inner).collect();
        page.bar(&title.join(" > "), &whose);
        Head::from(&self.view.about).draw(page);
        for told in self.told(page.teller) {
            page.row(Tone::Title, &page.words().tell(&told));
        }
        page.rule();
        let has_notes = matches!(self.leaf.blocks.last(), Some(Block::Note(_)));
        if has_notes && self.leaf.blocks.len() > 1 && page.room() > 10 {
            page.row(Tone::Quiet, &page.words().say("lead-notes-below"));
            page.gap();
        }
    }

    /// The cursor stands behind what is typed, in the last line of the head.
    fn typing(&self, page: &Page<'_>) -> Option<Position> {
        let told = self.told(page.teller);
        let before = width(&page.words().tell(told.last()?));
        let line = page.last_head_line()?;
        let x = u16::try_from(before).ok()?.saturating_add(1);
        Some(Position::new(x.min(page.width().saturating_sub(1)), line))
    }
}

/// What must be looked at before any figure is believed.
fn is_flag(block: &Block) -> bool {
    matches!(block, Block::Note(message) if flags::is_flag(message))
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

/// What is counted before how it is counted: notes that stand above all figures go below them, but for flags.
fn figures_first(blocks: Vec<Block>) -> Vec<Block> {
    let is_note = |block: &Block| matches!(block, Block::Note(_)) && !is_flag(block);
    let (flags, mut blocks): (Vec<Block>, Vec<Block>) = blocks.into_iter().partition(is_flag);
    let notes = blocks.iter().take_while(|block| is_note(block)).count();
    if notes < blocks.len() {
        blocks.rotate_left(notes);
    }
    flags.into_iter().chain(blocks).collect()
}

fn words(lines: &[(Tone, String)]) -> Vec<Line> {
    let lines = lines.iter();
    lines.map(|(tone, text)| Line::words(*tone, text)).collect()
}

/// Draws the lines round the item in focus; a table's heading stays in sight. Gives the cursor.
fn draw(page: &mut Page<'_>, lines: &[Line], look: Look<'_>) -> Option<Position> {
    let room = usize::from(page.room());
    let at = lines
        .iter()
        .position(|line| line.item.is_some() && line.item == look.focus)
        .unwrap_or(0);
    let last = lines.len().saturating_sub(room);
    // From the last item one sees to the very end of the page: a box may stand there.
    let is_last = lines.iter().skip(at + 1).all(|line| line.item.is_none());
    let from = if is_last && at >= last {
        last
    } else {
        at.saturating_sub(room / 2).min(last)
    };
    let kept = kept_heading(lines, from, at);
    let mut cursor = None;
    for (number, line) in lines.iter().enumerate().skip(from).take(room) {
        let line = kept.get(number - from).copied().unwrap_or(line);
        let place = page.spans(&line.spans);
        match (line.item, line.heads) {
            (Some(item), _) => page.places.line(place.y, Some(item) == look.focus),
            (None, None) if line.spans.len() > 1 || !is_blank(line) => page.places.further(place.y),
            (None, _) => {}
        }
        if number == at && line.item.is_some() {
            cursor = Some(Position::new(place.x + 1, place.y));
        }
    }
    if lines.len() > from + room {
        page.say_more();
    }
    cursor
}

fn is_blank(line: &Line) -> bool {
    line.spans.iter().all(|(_, text)| text.trim().is_empty())
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
