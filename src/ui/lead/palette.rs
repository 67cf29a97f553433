//! The palette: every command of the screen below, every view and every department, found by a few
//! letters. It is made of the tables that handle the keys and list the views, so it knows nothing that
//! they do not, and what it runs is the key itself.

use ratatui::layout::Position;

use crate::base::text::{truncate, width};
use crate::ui::input::{Input, Key};
use crate::ui::keymap::Keymap;
use crate::ui::theme::Tone;
use crate::ui::widget::find::Index;

use super::desk::offers::Offer;
use super::draw::Page;
use super::keys::{self, Action, Binding};
use super::message::Effect;
use super::{Above, Lead, Screen};

/// How far a page key goes.
const PAGE: usize = 10;
/// Columns from a command to the end of its keys, at most: in a wide window the two stay together.
const WIDEST: usize = 76;

/// A line of the palette.
#[derive(Clone, Copy)]
enum Command {
    /// What a key of the screen does, and the key.
    Key(&'static str, Key),
    /// What the desk goes to.
    Offer(Offer),
}

/// The palette.
pub(super) struct Palette {
    commands: Vec<(Command, String)>,
    /// What they are called, in the language of the screens.
    names: Vec<String>,
    index: Index,
    typed: String,
    at: usize,
}

/// What came of a key.
enum Then {
    Stay,
    Close,
    Run(Command),
}

impl Palette {
    fn new(table: &'static [Binding], offers: Vec<Offer>, map: &Keymap) -> Self {
        let rows = table.iter().chain(keys::EVERYWHERE);
        let rows = rows.filter(|row| row.action != Action::Commands);
        let (moves, others): (Vec<_>, Vec<_>) = rows.partition(|row| is_move(row.action));
        let key = |row: &Binding| {
            let keys: Vec<Key> = row.keys_on(table, map).collect();
            let first = *keys.first()?;
            let names: Vec<String> = keys.into_iter().map(Key::name).collect();
            Some((Command::Key(row.does, first), names.join(", ")))
        };
        let offers = offers
            .into_iter()
            .map(|offer| (Command::Offer(offer), String::new()));
        let others = others.into_iter().filter_map(key);
        let moves = moves.into_iter().filter_map(key);
        Self {
            commands: others.chain(offers).chain(moves).collect(),
            names: Vec::new(),
            index: Index::new(std::iter::empty()),
            typed: String::new(),
            at: 0,
        }
    }

    fn call(&mut self, names: Vec<String>) {
        self.index = Index::new(names.iter().cloned());
        self.names = names;
    }

    /// The places of the commands that what was typed may mean, the likeliest first.
    fn found(&self) -> Vec<usize> {
        let found = self.index.search(&self.typed).into_iter();
        found.map(|(_, at)| at).collect()
    }

    fn update(&mut self, action: Option<Action>, input: &Input) -> Then {
        let found = self.found();
        let last = found.len().saturating_sub(1);
        match action {
            // The key that opened it closes it too.
            Some(Action::Back | Action::Commands) => return Then::Close,
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(last),
            Some(Action::PageUp) => self.at = self.at.saturating_sub(PAGE),
            Some(Action::PageDown) => self.at = (self.at + PAGE).min(last),
            Some(Action::Enter) => {
                let at = found.get(self.at).and_then(|at| self.commands.get(*at));
                return at.map_or(Then::Stay, |(command, _)| Then::Run(*command));
            }
            _ => {
                if keys::edit(&mut self.typed, input) {
                    self.at = 0;
                }
            }
        }
        Then::Stay
    }

    /// Draws it, and says where the cursor stands.
    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words().say("lead-commands-title"), "");
        let cursor = page.field(true, &page.words().say("lead-find"), &self.typed);
        page.rule();
        let found = self.found();
        if found.is_empty() {
            page.paragraph(Tone::Text, &page.words().say("lead-commands-none"));
        }
        let room = usize::from(page.width()).saturating_sub(5).min(WIDEST);
        let line = |at: &usize| {
            let name = self.names.get(*at).map_or("", String::as_str);
            let keys = self.commands.get(*at).map_or("", |(_, keys)| keys);
            let name = truncate(name, room.saturating_sub(width(keys) + 2));
            let gap = " ".repeat(room.saturating_sub(width(&name) + width(keys)));
            format!("{name}{gap}{keys}")
        };
        let lines: Vec<String> = found.iter().map(line).collect();
        page.list(self.at, &lines, 0);
        cursor
    }
}

/// What goes from line to line: nobody looks for it by name, so it stands last.
const fn is_move(action: Action) -> bool {
    use Action::{Down, First, Last, Next, PageDown, PageUp, Previous, Up};
    matches!(
        action,
        Up | Down | Previous | Next | PageUp | PageDown | First | Last
    )
}

impl Lead {
    /// Opens the palette over the screen.
    pub(super) fn open_palette(&mut self) {
        let offers = match &self.screen {
            Screen::Desk(desk) => desk.offers(),
            _ => Vec::new(),
        };
        let palette = Palette::new(self.bindings(), offers, self.map);
        self.above = Above::Palette(Box::new(palette));
        self.call_commands();
    }

    /// Calls the commands of an open palette as the language of the screens does.
    pub(super) fn call_commands(&mut self) {
        let Above::Palette(palette) = &self.above else {
            return;
        };
        let names = self.names(palette);
        if let Above::Palette(palette) = &mut self.above {
            palette.call(names);
        }
    }

    fn names(&self, palette: &Palette) -> Vec<String> {
        let name = |(command, _): &(Command, String)| match (command, &self.screen) {
            (Command::Key(does, _), _) => capital(&self.teller.words().say(does)),
            (Command::Offer(offer), Screen::Desk(desk)) => desk.offer_name(*offer, &self.teller),
            (Command::Offer(_), _) => String::new(),
        };
        palette.commands.iter().map(name).collect()
    }

    /// Lets the palette take a key.
    pub(super) fn choose_command(&mut self, action: Option<Action>, input: &Input) -> Vec<Effect> {
        let Above::Palette(palette) = &mut self.above else {
            return Vec::new();
        };
        let command = match palette.update(action, input) {
            Then::Stay => return Vec::new(),
            Then::Close => None,
            Then::Run(command) => Some(command),
        };
        self.above = Above::Nothing;
        match (command, &mut self.screen) {
            (Some(Command::Key(_, key)), _) => self.input(&Input::Key(key)),
            (Some(Command::Offer(offer)), Screen::Desk(desk)) => {
                let step = desk.go_to(offer);
                self.go(step)
            }
            _ => Vec::new(),
        }
    }
}

/// A line begins with a capital, as the views' names do.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
