//! Which key does what, where. One table handles the keys, writes the line of hints and the help
//! page, so that no hint can name a key that does nothing. A home's `keyboard.toml` makes another
//! table of it ([`mod@file`]); the same three things read that one then.

pub mod file;
mod map;

pub use map::Keymap;

use super::input::Key;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Go on: continue from this page, open the focused line, press the focused button.
    Enter,
    /// Choose or toggle what is focused.
    Choose,
    /// Go back a page.
    Back,
    /// Move the focus.
    Up,
    /// As `Up`.
    Down,
    /// As `Up`; in a text, the caret.
    Left,
    /// As `Left`.
    Right,
    /// To the first item, to the beginning of the line.
    Home,
    /// To the last item, to the end of the line.
    End,
    /// A window up.
    PageUp,
    /// A window down.
    PageDown,
    /// To the next part of the page: answer, Continue, Back.
    NextPart,
    /// To the part before.
    PreviousPart,
    /// A digit, which chooses where nothing is typed.
    Digit(u8),
    /// A letter, which chooses where nothing is typed.
    Letter(char),
    /// A character for a text.
    Type(char),
    /// A new line in a text.
    NewLine,
    /// Erases before the caret.
    Erase,
    /// Erases at the caret.
    EraseForward,
    /// Erases the word before the caret.
    EraseWord,
    /// Empties the field.
    EraseAll,
    /// A word back.
    WordLeft,
    /// A word on.
    WordRight,
    /// Takes the answer away, removes an entry.
    Clear,
    /// Takes the last change back.
    Undo,
    /// Makes it again.
    Redo,
    /// Help for this page.
    Help,
    /// The section list.
    Sections,
    /// The language.
    Language,
    /// The eight words.
    Words,
    /// Check your answers.
    Check,
    /// Save and leave.
    Leave,
    /// In a demo and a trial: answer the rest for me.
    Rest,
    /// In a trial: why the question is asked, and others are not.
    Why,
    /// How the screen looks.
    Display,
    /// Go on line by line.
    Plain,
    /// At a kiosk: hide everything at once.
    Hide,
    /// Draw everything anew.
    Redraw,
}

/// What has the focus, as far as keys are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A line that opens something.
    Menu,
    /// A list of which one is chosen.
    Radio,
    /// Yes or no.
    YesNo,
    /// A list of which one is chosen, too long for digits.
    LongRadio,
    /// A list of which several are.
    Ticks,
    /// A list of which several are, too long for digits.
    LongTicks,
    /// A way of not answering, in a list without a box.
    Way,
    /// A way of not answering below a box: digits are for the box.
    Below,
    /// One line of text.
    Field,
    /// Several lines of text.
    Area,
    /// The search box of a long list.
    Search,
    /// What a search found.
    Found,
    /// What a search found, and the person has chosen.
    Picked,
    /// A row of a matrix that takes one of some columns.
    Grid,
    /// A row of a matrix that takes several.
    GridTicks,
    /// A row that takes a number.
    Amount,
    /// An item to rank.
    Rank,
    /// An entry of a repeat.
    Card,
    /// Words to read.
    Reading,
    /// A button.
    Button,
}

/// When a key works at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere.
    Always,
    /// While there are eight words to show.
    Words,
    /// While a survey is being filled in.
    Filling,
    /// On a question, the section list and check-your-answers.
    Page,
    /// There, in a demo or a trial.
    Rest,
    /// While a survey is being tried out.
    Trial,
    /// At a kiosk.
    Kiosk,
    /// Where there is a way out: not on the start screen of a kiosk.
    Out,
    /// Where there is a page to go back to: not on the first one.
    Back,
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The keys, each with what it asks for; the first `shown` of them are named in hints.
    pub keys: &'static [(Key, Action)],
    /// How many of the keys hints name; 0 for a caption that stands for all (`0-9`).
    pub shown: usize,
    /// Where it works; empty for everywhere.
    pub places: &'static [Place],
    /// When it works.
    pub scope: Scope,
    /// What it does, in words.
    pub label: &'static str,
    /// The order in which hints are dropped from a narrow line, greatest first; 0 is never dropped,
    /// and 9 stands on the help page only.
    pub rank: u8,
}

const DIGITS: &[(Key, Action)] = &[
    (Key::Char('0'), Action::Digit(0)),
    (Key::Char('1'), Action::Digit(1)),
    (Key::Char('2'), Action::Digit(2)),
    (Key::Char('3'), Action::Digit(3)),
    (Key::Char('4'), Action::Digit(4)),
    (Key::Char('5'), Action::Digit(5)),
    (Key::Char('6'), Action::Digit(6)),
    (Key::Char('7'), Action::Digit(7)),
    (Key::Char('8'), Action::Digit(8)),
    (Key::Char('9'), Action::Digit(9)),
];

const UP_DOWN: &[(Key, Action)] = &[(Key::Up, Action::Up), (Key::Down, Action::Down)];
const LEFT_RIGHT: &[(Key, Action)] = &[(Key::Left, Action::Left), (Key::Right, Action::Right)];
const UP_DOWN_LETTERS: &[(Key, Action)] = &[
    (Key::Up, Action::Up),
    (Key::Down, Action::Down),
    (Key::Char('k'), Action::Up),
    (Key::Char('j'), Action::Down),
];
const ENTER: &[(Key, Action)] = &[(Key::Enter, Action::Enter)];
const SPACE: &[(Key, Action)] = &[(Key::Char(' '), Action::Choose)];
const CLEAR: &[(Key, Action)] = &[
    (Key::Delete, Action::Clear),
    (Key::Backspace, Action::Clear),
];
const REMOVE: &[(Key, Action)] = &[(Key::Delete, Action::Clear)];
const YES_NO: &[(Key, Action)] = &[
    (Key::Char('y'), Action::Letter('y')),
    (Key::Char('n'), Action::Letter('n')),
];
const PAGES: &[(Key, Action)] = &[
    (Key::PageUp, Action::PageUp),
    (Key::PageDown, Action::PageDown),
    (Key::Home, Action::Home),
    (Key::End, Action::End),
];
const EDITING: &[(Key, Action)] = &[
    (Key::Backspace, Action::Erase),
    (Key::Delete, Action::EraseForward),
    (Key::WordLeft, Action::WordLeft),
    (Key::WordRight, Action::WordRight),
    (Key::Ctrl('w'), Action::EraseWord),
    (Key::Ctrl('u'), Action::EraseAll),
    (Key::Home, Action::Home),
    (Key::End, Action::End),
    (Key::Ctrl('a'), Action::Home),
    (Key::Ctrl('e'), Action::End),
];

const HIDE: &[(Key, Action)] = &[
    (Key::Function(12), Action::Hide),
    (Key::Ctrl('b'), Action::Hide),
];

/// Places where characters go into a text.
const TYPING: &[Place] = &[Place::Field, Place::Area, Place::Search, Place::Amount];
/// Places where they do not.
const NOT_TYPING: &[Place] = &[
    Place::Menu,
    Place::Radio,
    Place::YesNo,
    Place::LongRadio,
    Place::Ticks,
    Place::LongTicks,
    Place::Way,
    Place::Below,
    Place::Found,
    Place::Picked,
    Place::Grid,
    Place::GridTicks,
    Place::Rank,
    Place::Card,
    Place::Reading,
    Place::Button,
];

const fn row(
    keys: &'static [(Key, Action)],
    shown: usize,
    places: &'static [Place],
    label: &'static str,
    rank: u8,
) -> Binding {
    Binding {
        keys,
        shown,
        places,
        scope: Scope::Always,
        label,
        rank,
    }
}

const fn scoped(
    keys: &'static [(Key, Action)],
    scope: Scope,
    label: &'static str,
    rank: u8,
) -> Binding {
    Binding {
        keys,
        shown: 1,
        places: &[],
        scope,
        label,
        rank,
    }
}

/// The table. Hints stand in its order.
pub const TABLE: &[Binding] = &[
    row(
        DIGITS,
        0,
        &[
            Place::Radio,
            Place::YesNo,
            Place::Ticks,
            Place::Way,
            Place::Menu,
        ],
        "key-choose",
        8,
    ),
    row(DIGITS, 0, &[Place::Grid, Place::GridTicks], "key-rate", 2),
    row(DIGITS, 0, &[Place::Rank], "key-place", 3),
    row(DIGITS, 0, &[Place::Card], "key-place", 9),
    row(YES_NO, 2, &[Place::YesNo], "key-yes-no", 9),
    row(
        UP_DOWN_LETTERS,
        2,
        &[Place::Radio, Place::YesNo, Place::LongRadio],
        "key-choose",
        2,
    ),
    row(UP_DOWN_LETTERS, 2, NOT_TYPING, "key-move", 3),
    row(UP_DOWN, 2, &[Place::Amount], "key-row", 3),
    row(UP_DOWN, 2, &[Place::Area], "key-line", 5),
    row(UP_DOWN, 2, &[Place::Search], "key-results", 2),
    row(UP_DOWN, 2, TYPING, "key-move", 5),
    row(
        LEFT_RIGHT,
        2,
        &[Place::Grid, Place::GridTicks],
        "key-column",
        4,
    ),
    row(LEFT_RIGHT, 2, &[Place::Card], "key-change-remove", 4),
    row(LEFT_RIGHT, 2, &[], "key-sideways", 9),
    row(
        SPACE,
        1,
        &[
            Place::Ticks,
            Place::LongTicks,
            Place::GridTicks,
            Place::Rank,
        ],
        "key-toggle",
        1,
    ),
    row(SPACE, 1, &[Place::Way, Place::Below], "key-choose", 1),
    row(SPACE, 1, NOT_TYPING, "key-choose", 9),
    row(
        &[(Key::Tab, Action::NextPart)],
        1,
        &[Place::Area],
        "key-leave-text",
        0,
    ),
    row(
        &[(Key::Enter, Action::NewLine)],
        1,
        &[Place::Area],
        "key-new-line",
        1,
    ),
    row(ENTER, 1, &[Place::Menu, Place::Card], "key-open", 0),
    row(ENTER, 1, &[Place::Found], "key-pick", 0),
    row(ENTER, 1, &[Place::Button], "key-press", 0),
    row(ENTER, 1, &[], "key-continue", 0),
    row(&[(Key::Tab, Action::NextPart)], 1, &[], "key-next-part", 4),
    row(
        &[(Key::BackTab, Action::PreviousPart)],
        1,
        &[],
        "key-previous-part",
        9,
    ),
    row(
        &[
            (Key::PageDown, Action::PageDown),
            (Key::PageUp, Action::PageUp),
        ],
        1,
        &[Place::Reading],
        "key-more",
        1,
    ),
    row(
        &[
            (Key::PageDown, Action::PageDown),
            (Key::PageUp, Action::PageUp),
        ],
        1,
        &[Place::Button],
        "key-more",
        7,
    ),
    row(PAGES, 2, NOT_TYPING, "key-pages", 9),
    row(
        CLEAR,
        1,
        &[
            Place::Radio,
            Place::YesNo,
            Place::LongRadio,
            Place::Ticks,
            Place::LongTicks,
            Place::Way,
            Place::Below,
            Place::Found,
            Place::Picked,
            Place::Grid,
            Place::GridTicks,
            Place::Rank,
        ],
        "key-clear",
        7,
    ),
    row(REMOVE, 1, &[Place::Card], "key-remove", 3),
    row(EDITING, 2, TYPING, "key-editing", 9),
    scoped(
        &[
            (Key::Escape, Action::Back),
            (Key::Function(3), Action::Back),
        ],
        Scope::Back,
        "key-back",
        0,
    ),
    row(
        &[(Key::Char('?'), Action::Help)],
        1,
        NOT_TYPING,
        "key-help",
        9,
    ),
    row(&[(Key::Function(1), Action::Help)], 1, &[], "key-help", 0),
    scoped(
        &[(Key::Function(2), Action::Sections)],
        Scope::Filling,
        "key-sections",
        6,
    ),
    row(
        &[(Key::Function(4), Action::Language)],
        1,
        &[],
        "key-language",
        8,
    ),
    row(
        &[(Key::Function(5), Action::Display)],
        1,
        &[],
        "key-display",
        8,
    ),
    scoped(
        &[(Key::Ctrl('p'), Action::Plain)],
        Scope::Filling,
        "key-plain",
        9,
    ),
    scoped(
        &[(Key::Function(6), Action::Words)],
        Scope::Words,
        "key-words",
        8,
    ),
    scoped(
        &[(Key::Function(7), Action::Rest)],
        Scope::Rest,
        "key-rest",
        4,
    ),
    scoped(
        &[(Key::Function(8), Action::Why)],
        Scope::Trial,
        "key-why",
        3,
    ),
    scoped(
        &[(Key::Function(9), Action::Check)],
        Scope::Filling,
        "key-check",
        7,
    ),
    scoped(HIDE, Scope::Kiosk, "key-hide", 8),
    scoped(
        &[(Key::Ctrl('z'), Action::Undo)],
        Scope::Page,
        "key-undo",
        8,
    ),
    scoped(
        &[(Key::Ctrl('y'), Action::Redo)],
        Scope::Page,
        "key-redo",
        9,
    ),
    row(
        &[(Key::Char('c'), Action::Letter('c'))],
        1,
        &[Place::Card],
        "key-copy",
        6,
    ),
    scoped(
        &[
            (Key::Function(10), Action::Leave),
            (Key::Ctrl('c'), Action::Leave),
            (Key::Ctrl('d'), Action::Leave),
        ],
        Scope::Out,
        "key-leave",
        5,
    ),
    row(&[(Key::Ctrl('l'), Action::Redraw)], 1, &[], "key-redraw", 9),
];

impl Binding {
    /// Whether it works at a place, in the scopes that hold.
    pub fn works(&self, place: Place, scopes: &[Scope]) -> bool {
        scopes.contains(&self.scope) && (self.places.is_empty() || self.places.contains(&place))
    }

    /// All its keys, for the test that holds the page on keys against this table.
    pub fn every_key(&self) -> String {
        let names = self.keys.iter().map(|(key, _)| key.name());
        names.collect::<Vec<_>>().join(", ")
    }

    /// How hints call its keys.
    pub fn caption(&self) -> String {
        if self.shown == 0 {
            return "0-9".to_owned();
        }
        let shown = self.keys.iter().take(self.shown);
        let names = shown.map(|(key, _)| key.name());
        names.collect::<Vec<_>>().join("/")
    }
}

#[cfg(test)]
mod tests;
