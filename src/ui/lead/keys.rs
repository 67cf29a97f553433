//! Which key does what on each of the lead's screens: the one table that handles keys, writes the line
//! of hints, fills the help page and is searched by the palette. A home's `keyboard.toml` adds keys to it.

mod added;
mod typing;

use crate::ui::input::Key;

pub use added::{Added, commands, find, takes_letters};
pub use typing::{edit, path};

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// To the line above.
    Up,
    /// To the line below.
    Down,
    /// To the question or column before.
    Previous,
    /// To the question or column after.
    Next,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// Choose or unchoose this line.
    Choose,
    /// Go on, or open this line.
    Enter,
    /// Find by words.
    Find,
    /// Add something.
    Add,
    /// Take this line away.
    Remove,
    /// The passphrase is forgotten.
    Forgotten,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Back.
    Back,
    /// The list of views.
    Menu,
    /// The list of departments.
    Departments,
    /// To the next line that a search found.
    NextFound,
    /// To the one before.
    FoundBefore,
    /// Leave out lines.
    Filter,
    /// An earlier wave's figures.
    Earlier,
    /// Sort by the column at hand.
    Sort,
    /// Write what is on the screen to a file.
    Export,
    /// What the university released.
    University,
    /// Keep what was changed.
    Save,
    /// Draw up needs from the survey.
    Starter,
    /// Every command, by its name.
    Commands,
    /// The next language.
    Language,
    /// The next look.
    Display,
    /// The mouse, listened to or not.
    Mouse,
    /// What this is, and the keys that work here.
    Help,
    /// Leave.
    Leave,
}

/// Keys with one meaning.
pub struct Binding {
    /// The keys.
    pub keys: &'static [Key],
    /// What they mean.
    pub action: Action,
    /// How the keys are called on the line of hints; empty where they stand in the help page alone.
    pub name: &'static str,
    /// The message that says what they do.
    pub does: &'static str,
}

const fn bind(
    keys: &'static [Key],
    action: Action,
    name: &'static str,
    does: &'static str,
) -> Binding {
    Binding {
        keys,
        action,
        name,
        does,
    }
}

const HELP: Binding = bind(
    &[Key::Function(1), Key::Char('?')],
    Action::Help,
    "F1",
    "lead-key-help",
);
const HELP_IN_TEXT: Binding = bind(&[Key::Function(1)], Action::Help, "F1", "lead-key-help");
const BACK: Binding = bind(
    &[Key::Escape, Key::Function(3)],
    Action::Back,
    "Esc",
    "lead-key-back",
);
const LEAVE: Binding = bind(
    &[Key::Function(10), Key::Ctrl('c'), Key::Ctrl('d')],
    Action::Leave,
    "F10",
    "lead-key-leave",
);
/// What works on every screen, besides what each screen's own table says.
pub const EVERYWHERE: &[Binding] = &[
    bind(
        &[Key::Char(':'), Key::Ctrl('p')],
        Action::Commands,
        ":",
        "lead-key-commands",
    ),
    bind(
        &[Key::Function(4)],
        Action::Language,
        "",
        "lead-key-language",
    ),
    bind(&[Key::Function(5)], Action::Display, "", "lead-key-display"),
    bind(&[Key::Function(6)], Action::Mouse, "", "lead-key-mouse"),
];
const UP: Binding = bind(&[Key::Up, Key::Char('k')], Action::Up, "", "lead-key-up");
const DOWN: Binding = bind(
    &[Key::Down, Key::Char('j')],
    Action::Down,
    "",
    "lead-key-down",
);
const UP_IN_TEXT: Binding = bind(&[Key::Up, Key::BackTab], Action::Up, "", "lead-key-up");
const DOWN_IN_TEXT: Binding = bind(&[Key::Down, Key::Tab], Action::Down, "", "lead-key-down");

const ENTER_OPEN: Binding = bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-open");
const ENTER_ON: Binding = bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-continue");
const ENTER_CHOOSE: Binding = bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-choose");
const PAGE_DOWN: Binding = bind(
    &[Key::PageDown],
    Action::PageDown,
    "PgDn",
    "lead-key-page-down",
);
const PAGE_UP: Binding = bind(&[Key::PageUp], Action::PageUp, "", "lead-key-page-up");
const FIRST: Binding = bind(
    &[Key::Home, Key::Char('g')],
    Action::First,
    "",
    "lead-key-first",
);
const LAST: Binding = bind(
    &[Key::End, Key::Char('G')],
    Action::Last,
    "",
    "lead-key-last",
);
const MENU: Binding = bind(
    &[Key::Char('m'), Key::Function(2)],
    Action::Menu,
    "m",
    "lead-key-menu",
);
const DEPARTMENTS: Binding = bind(
    &[Key::Char('d')],
    Action::Departments,
    "d",
    "lead-key-departments",
);
const EXPORT: Binding = bind(&[Key::Char('e')], Action::Export, "e", "lead-key-export");
const UNIVERSITY: Binding = bind(
    &[Key::Char('u')],
    Action::University,
    "u",
    "lead-key-university",
);
const FIND_HERE: Binding = bind(&[Key::Char('/')], Action::Find, "/", "lead-key-find");

const NEXT_FOUND: Binding = bind(
    &[Key::Char('n')],
    Action::NextFound,
    "",
    "lead-key-next-found",
);
const FOUND_BEFORE: Binding = bind(
    &[Key::Char('N')],
    Action::FoundBefore,
    "",
    "lead-key-found-before",
);

const FILTER_HERE: Binding = bind(&[Key::Char('f')], Action::Filter, "f", "lead-key-filter");
const SORT: Binding = bind(&[Key::Char('s')], Action::Sort, "s", "lead-key-sort");
const COLUMN: Binding = bind(
    &[Key::Right, Key::Char('l')],
    Action::Next,
    "Left/Right",
    "lead-key-column",
);
const COLUMN_BEFORE: Binding = bind(
    &[Key::Left, Key::Char('h')],
    Action::Previous,
    "",
    "lead-key-column-before",
);

/// A list of which one line is opened, in which one looks for words and which can be sorted: departments.
pub const FOUND_LIST: &[Binding] = &[
    ENTER_OPEN,
    BACK,
    HELP,
    FIND_HERE,
    SORT,
    NEXT_FOUND,
    FOUND_BEFORE,
    UP,
    DOWN,
    FIRST,
    LAST,
    LEAVE,
];

/// A list of which one line is opened: who one is.
pub const LIST: &[Binding] = &[ENTER_OPEN, BACK, HELP, UP, DOWN, FIRST, LAST, LEAVE];

/// A list of which one line is chosen.
pub const CHOOSE: &[Binding] = &[ENTER_CHOOSE, BACK, HELP, UP, DOWN, LEAVE];

/// The same where the list may be long: the values of a column.
pub const FOUND_CHOOSE: &[Binding] = &[
    ENTER_CHOOSE,
    BACK,
    HELP,
    FIND_HERE,
    SORT,
    NEXT_FOUND,
    FOUND_BEFORE,
    UP,
    DOWN,
    FIRST,
    LAST,
    LEAVE,
];

/// Key files.
pub const KEYS: &[Binding] = &[
    ENTER_CHOOSE,
    bind(&[Key::Char('a')], Action::Add, "a", "lead-key-add"),
    HELP,
    BACK,
    UP,
    DOWN,
    LEAVE,
];

/// The passphrase.
pub const PASSPHRASE: &[Binding] = &[
    ENTER_OPEN,
    bind(
        &[Key::Function(2)],
        Action::Forgotten,
        "F2",
        "lead-key-forgotten",
    ),
    HELP_IN_TEXT,
    BACK,
    LEAVE,
];

/// Boxes and bundles.
pub const BOXES: &[Binding] = &[
    ENTER_ON,
    bind(
        &[Key::Char(' ')],
        Action::Choose,
        "Space",
        "lead-key-choose",
    ),
    bind(&[Key::Char('a')], Action::Add, "a", "lead-key-add"),
    HELP,
    BACK,
    UP,
    DOWN,
    LEAVE,
];

/// A question with yes and no.
pub const YES_NO: &[Binding] = &[
    bind(&[Key::Char('y')], Action::Yes, "y", "lead-key-yes"),
    bind(&[Key::Char('n')], Action::No, "n", "lead-key-no"),
    HELP,
    BACK,
    LEAVE,
];

/// A page from which there is one way: back.
pub const BACK_ONLY: &[Binding] = &[BACK, HELP, LEAVE];

/// Typing a path.
pub const PATH: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-add-this"),
    BACK,
    HELP_IN_TEXT,
    LEAVE,
];

/// While it is worked on.
pub const WATCH: &[Binding] = &[
    bind(&[Key::Escape], Action::Back, "Esc", "lead-key-cancel"),
    LEAVE,
];

/// A page to read.
pub const READ: &[Binding] = &[ENTER_ON, BACK, HELP, UP, DOWN, PAGE_DOWN, PAGE_UP, LEAVE];

/// A view.
pub const VIEW: &[Binding] = &[
    ENTER_OPEN,
    MENU,
    bind(
        &[Key::Function(1), Key::Char('?')],
        Action::Help,
        "?",
        "lead-key-about",
    ),
    BACK,
    EXPORT,
    FIND_HERE,
    FILTER_HERE,
    SORT,
    DEPARTMENTS,
    COLUMN,
    COLUMN_BEFORE,
    UNIVERSITY,
    bind(&[Key::Char('w')], Action::Earlier, "w", "lead-key-earlier"),
    NEXT_FOUND,
    FOUND_BEFORE,
    UP,
    DOWN,
    PAGE_DOWN,
    PAGE_UP,
    FIRST,
    LAST,
    LEAVE,
];

/// A view on a line that opens nothing.
pub const VIEW_FLAT: &[Binding] = VIEW.split_at(1).1;

/// Typing what is looked for.
pub const SEARCH: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-find-keep"),
    bind(
        &[Key::Escape, Key::Function(3)],
        Action::Back,
        "Esc",
        "lead-key-find-clear",
    ),
    LEAVE,
];

/// One text that somebody wrote, to be decided about.
pub const TEXTS: &[Binding] = &[
    bind(&[Key::Char('y')], Action::Yes, "y", "lead-key-may-show"),
    bind(&[Key::Char('n')], Action::No, "n", "lead-key-keep-back"),
    BACK,
    HELP,
    bind(
        &[Key::Down, Key::Right, Key::Char('j')],
        Action::Down,
        "Down",
        "lead-key-text-after",
    ),
    bind(
        &[Key::Up, Key::Left, Key::Char('k')],
        Action::Up,
        "Up",
        "lead-key-text-before",
    ),
    bind(
        &[Key::Char('u')],
        Action::NextFound,
        "u",
        "lead-key-text-unread",
    ),
    PAGE_DOWN,
    PAGE_UP,
    FIRST,
    LAST,
    LEAVE,
];

/// Files of an earlier wave.
pub const EARLIER: &[Binding] = &[
    ENTER_CHOOSE,
    bind(&[Key::Char('a')], Action::Add, "a", "lead-key-add"),
    HELP,
    BACK,
    UP,
    DOWN,
    LEAVE,
];

/// Typing a filter.
pub const FILTER: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-keep"),
    bind(
        &[Key::Escape, Key::Function(3)],
        Action::Back,
        "Esc",
        "lead-key-clear",
    ),
    LEAVE,
];

/// Typing a folder or a number.
pub const FOLDER: &[Binding] = &[ENTER_ON, BACK, LEAVE];

/// The list of views.
pub const MENU_LIST: &[Binding] = &[
    ENTER_OPEN,
    DEPARTMENTS,
    HELP,
    BACK,
    FIND_HERE,
    SORT,
    NEXT_FOUND,
    FOUND_BEFORE,
    UP,
    DOWN,
    FIRST,
    LAST,
    LEAVE,
];

/// Every question.
pub const SUMMARY: &[Binding] = &[
    bind(
        &[Key::Up, Key::Char('k')],
        Action::Up,
        "Up/Down",
        "lead-key-department",
    ),
    bind(
        &[Key::Down, Key::Char('j')],
        Action::Down,
        "",
        "lead-key-next-department",
    ),
    bind(
        &[Key::Right, Key::Char('l'), Key::Tab],
        Action::Next,
        "Left/Right",
        "lead-key-question",
    ),
    bind(
        &[Key::Left, Key::Char('h'), Key::BackTab],
        Action::Previous,
        "",
        "lead-key-previous-question",
    ),
    HELP,
    FIND_HERE,
    BACK,
    EXPORT,
    SORT,
    FILTER_HERE,
    MENU,
    UNIVERSITY,
    bind(
        &[Key::PageDown, Key::Char(' ')],
        Action::PageDown,
        "PgDn",
        "lead-key-page-down",
    ),
    PAGE_UP,
    FIRST,
    LAST,
    LEAVE,
];

/// Finding by words.
pub const FIND: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-show"),
    BACK,
    HELP_IN_TEXT,
    UP_IN_TEXT,
    DOWN_IN_TEXT,
    LEAVE,
];

/// What the department needs.
pub const DEMAND: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-change"),
    bind(&[Key::Char('a')], Action::Add, "a", "lead-key-add-need"),
    bind(
        &[Key::Char('w'), Key::Function(9)],
        Action::Save,
        "w",
        "lead-key-save",
    ),
    HELP,
    BACK,
    FIND_HERE,
    SORT,
    bind(
        &[Key::Char('x'), Key::Delete],
        Action::Remove,
        "x",
        "lead-key-remove",
    ),
    bind(&[Key::Char('t')], Action::Starter, "t", "lead-key-starter"),
    bind(&[Key::Char('y')], Action::Yes, "y", "lead-key-confirm"),
    COLUMN,
    COLUMN_BEFORE,
    NEXT_FOUND,
    FOUND_BEFORE,
    UP,
    DOWN,
    FIRST,
    LAST,
    LEAVE,
];

/// One need.
pub const NEED: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-next-field"),
    bind(&[Key::Function(9)], Action::Save, "F9", "lead-key-done"),
    HELP_IN_TEXT,
    BACK,
    bind(&[Key::Right], Action::Next, "Left/Right", "lead-key-other"),
    bind(&[Key::Left], Action::Previous, "", "lead-key-other"),
    UP_IN_TEXT,
    DOWN_IN_TEXT,
    LEAVE,
];

/// Every command, by its name.
pub const PALETTE: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-run"),
    BACK,
    UP_IN_TEXT,
    DOWN_IN_TEXT,
    LEAVE,
];

/// Every screen's table.
pub const TABLES: &[&[Binding]] = &[
    LIST,
    CHOOSE,
    KEYS,
    PASSPHRASE,
    BOXES,
    YES_NO,
    PATH,
    WATCH,
    READ,
    VIEW,
    FILTER,
    FOLDER,
    MENU_LIST,
    FOUND_CHOOSE,
    SUMMARY,
    FIND,
    DEMAND,
    NEED,
    PALETTE,
    FOUND_LIST,
    VIEW_FLAT,
    SEARCH,
    TEXTS,
    EARLIER,
    BACK_ONLY,
];
