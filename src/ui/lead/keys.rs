//! Which key does what on each of the lead's screens: the one table that handles keys, writes the line
//! of hints, fills the help page and is searched by the palette. A home's `keyboard.toml` adds keys to it.

use crate::ui::input::{Input, Key};
use crate::ui::keymap::Keymap;

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
    /// Sort by the column at hand.
    Sort,
    /// Write what is on the screen to a file.
    Export,
    /// What the department needs.
    Demand,
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
const FIND_HERE: Binding = bind(&[Key::Char('/')], Action::Find, "/", "lead-key-find");

/// A list of which one line is opened: who one is, departments.
pub const LIST: &[Binding] = &[ENTER_OPEN, BACK, HELP, UP, DOWN, FIRST, LAST, LEAVE];

/// A list of which one line is chosen.
pub const CHOOSE: &[Binding] = &[ENTER_CHOOSE, BACK, HELP, UP, DOWN, LEAVE];

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
    bind(&[Key::Char('s')], Action::Sort, "s", "lead-key-sort"),
    DEPARTMENTS,
    bind(
        &[Key::Right, Key::Char('l')],
        Action::Next,
        "Left/Right",
        "lead-key-column",
    ),
    bind(
        &[Key::Left, Key::Char('h')],
        Action::Previous,
        "",
        "lead-key-column-before",
    ),
    UP,
    DOWN,
    PAGE_DOWN,
    PAGE_UP,
    FIRST,
    LAST,
    LEAVE,
];

/// A view whose rows open nothing.
pub const VIEW_FLAT: &[Binding] = VIEW.split_at(1).1;

/// Typing a filter.
pub const FILTER: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-keep"),
    bind(
        &[Key::Escape, Key::Function(3)],
        Action::Back,
        "Esc",
        "lead-key-clear",
    ),
    HELP_IN_TEXT,
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
    MENU,
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
    bind(
        &[Key::Char('x'), Key::Delete],
        Action::Remove,
        "x",
        "lead-key-remove",
    ),
    bind(&[Key::Char('s')], Action::Starter, "s", "lead-key-starter"),
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
    LIST, CHOOSE, KEYS, PASSPHRASE, BOXES, YES_NO, PATH, WATCH, READ, VIEW, FILTER, FOLDER,
    MENU_LIST, SUMMARY, FIND, DEMAND, NEED, PALETTE,
];

/// What can be given further keys: the name, and the words of its rows.
pub const COMMANDS: &[(&str, &str)] = &[
    ("about", "lead-key-about"),
    ("add", "lead-key-add"),
    ("add_need", "lead-key-add-need"),
    ("add_this", "lead-key-add-this"),
    ("back", "lead-key-back"),
    ("cancel", "lead-key-cancel"),
    ("change", "lead-key-change"),
    ("choose", "lead-key-choose"),
    ("clear", "lead-key-clear"),
    ("column", "lead-key-column"),
    ("column_before", "lead-key-column-before"),
    ("commands", "lead-key-commands"),
    ("continue", "lead-key-continue"),
    ("department", "lead-key-department"),
    ("departments", "lead-key-departments"),
    ("display", "lead-key-display"),
    ("done", "lead-key-done"),
    ("down", "lead-key-down"),
    ("export", "lead-key-export"),
    ("find", "lead-key-find"),
    ("first", "lead-key-first"),
    ("forgotten", "lead-key-forgotten"),
    ("help", "lead-key-help"),
    ("keep", "lead-key-keep"),
    ("language", "lead-key-language"),
    ("last", "lead-key-last"),
    ("leave", "lead-key-leave"),
    ("menu", "lead-key-menu"),
    ("next_department", "lead-key-next-department"),
    ("next_field", "lead-key-next-field"),
    ("no", "lead-key-no"),
    ("open", "lead-key-open"),
    ("page_down", "lead-key-page-down"),
    ("page_up", "lead-key-page-up"),
    ("previous_question", "lead-key-previous-question"),
    ("question", "lead-key-question"),
    ("remove", "lead-key-remove"),
    ("run", "lead-key-run"),
    ("save", "lead-key-save"),
    ("show", "lead-key-show"),
    ("sort", "lead-key-sort"),
    ("starter", "lead-key-starter"),
    ("up", "lead-key-up"),
    ("yes", "lead-key-yes"),
];

/// Further keys of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// The words of its rows.
    pub does: &'static str,
    /// The keys.
    pub keys: &'static [Key],
}

/// Whether letters are keys on a screen; where none is, they are typed.
pub fn takes_letters(table: &[Binding]) -> bool {
    let mut keys = table.iter().flat_map(|binding| binding.keys);
    keys.any(|key| matches!(key, Key::Char(_)))
}

impl Binding {
    /// The keys that were added to it, and those of them that work on a screen with this table.
    fn added<'t>(&self, table: &'t [Self], map: &Keymap) -> impl Iterator<Item = Key> + use<'t> {
        let added = map.desk.iter().find(|added| added.does == self.does);
        let keys = added.map_or(&[][..], |added| added.keys);
        keys.iter().copied().filter(fits(table))
    }

    /// Its keys on a screen with this table: those that were added, then the program's own.
    pub fn keys_on<'t>(
        &self,
        table: &'t [Self],
        map: &Keymap,
    ) -> impl Iterator<Item = Key> + use<'t> {
        let own = self.keys.iter().copied().filter(fits(table));
        self.added(table, map).chain(own)
    }

    /// How hints call its keys there; empty where it stands in the help page alone.
    pub fn name_on(&self, table: &[Self], map: &Keymap) -> String {
        match self.added(table, map).next() {
            Some(key) if !self.name.is_empty() => key.name(),
            _ => self.name.to_owned(),
        }
    }
}

/// Whether a key can be one on a screen with this table.
fn fits(table: &[Binding]) -> impl Fn(&Key) -> bool + use<> {
    let takes_letters = takes_letters(table);
    move |key| takes_letters || !matches!(key, Key::Char(_))
}

/// What an input means on a screen; nothing for text and for keys without a meaning there.
pub fn find(table: &[Binding], map: &Keymap, input: &Input) -> Option<Action> {
    let Input::Key(key) = input else {
        return None;
    };
    let mut rows = table.iter().chain(EVERYWHERE);
    let found = rows.find(|row| row.keys_on(table, map).any(|own| own == *key));
    found.map(|row| row.action)
}

/// A path as it was typed, pasted or dropped on the window: without quotes and spaces round it.
pub fn path(typed: &str) -> String {
    let typed = typed.trim();
    let typed = typed.strip_prefix("file://").unwrap_or(typed);
    typed.trim_matches(['"', '\'']).trim().to_owned()
}

/// Lets a key or a paste change a line of text; whether it did.
pub fn edit(text: &mut String, input: &Input) -> bool {
    match input {
        Input::Key(Key::Char(c)) => text.push(*c),
        Input::Key(Key::Backspace) => return text.pop().is_some(),
        Input::Key(Key::Ctrl('u')) => text.clear(),
        Input::Paste(pasted) => text.push_str(pasted.trim_end_matches('\n')),
        Input::Key(_) | Input::Click { .. } | Input::Wheel(_) => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_can_be_given_keys_is_what_the_tables_have() {
        let tables = TABLES.iter().copied().chain([EVERYWHERE]);
        let says: BTreeSet<&str> = tables.flatten().map(|row| row.does).collect();
        let mut named: BTreeSet<&str> = COMMANDS.iter().map(|(_, says)| *says).collect();
        // Left and Right in one: which of the two a further key were, nobody could say.
        named.insert("lead-key-other");
        assert_eq!(says, named);
        for (name, says) in COMMANDS {
            assert_eq!(format!("lead-key-{}", name.replace('_', "-")), **says);
        }
    }

    #[test]
    fn no_key_means_two_things_on_a_screen() {
        for table in TABLES {
            let keys = table.iter().chain(EVERYWHERE);
            let keys: Vec<Key> = keys
                .flat_map(|row| row.keys_on(table, &Keymap::STANDARD))
                .collect();
            let once: BTreeSet<Key> = keys.iter().copied().collect();
            assert_eq!(once.len(), keys.len(), "{keys:?}");
        }
    }
}
