//! Which key does what on each of the lead's screens: the one table that handles keys, writes the line
//! of hints and fills the help page.

use crate::ui::input::{Input, Key};

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// To the line above.
    Up,
    /// To the line below.
    Down,
    /// To the question before.
    Previous,
    /// To the question after.
    Next,
    /// A page of the right side up.
    PageUp,
    /// A page of the right side down.
    PageDown,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// Choose or unchoose this line.
    Choose,
    /// Go on, or open this line.
    Enter,
    /// Find a question by its words.
    Find,
    /// Enrol this box.
    Enrol,
    /// Merge what is chosen.
    Merge,
    /// Add a path.
    Add,
    /// On to the key file.
    Identity,
    /// The words are the same.
    Same,
    /// Back.
    Back,
    /// The keys that work here.
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
const UP: Binding = bind(&[Key::Up, Key::Char('k')], Action::Up, "Up", "lead-key-up");
const DOWN: Binding = bind(
    &[Key::Down, Key::Char('j')],
    Action::Down,
    "Down",
    "lead-key-down",
);
const UP_IN_TEXT: Binding = bind(&[Key::Up, Key::BackTab], Action::Up, "Up", "lead-key-up");
const DOWN_IN_TEXT: Binding = bind(
    &[Key::Down, Key::Tab],
    Action::Down,
    "Down",
    "lead-key-down",
);

/// Who one is.
pub const WHO: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-open"),
    HELP,
    BACK,
    UP,
    DOWN,
    LEAVE,
];

/// The list of boxes.
pub const BOXES: &[Binding] = &[
    bind(
        &[Key::Char(' ')],
        Action::Choose,
        "Space",
        "lead-key-choose",
    ),
    bind(&[Key::Char('e')], Action::Enrol, "e", "lead-key-enrol"),
    bind(&[Key::Char('m')], Action::Merge, "m", "lead-key-merge"),
    bind(
        &[Key::Enter],
        Action::Identity,
        "Enter",
        "lead-key-identity",
    ),
    HELP,
    bind(&[Key::Char('a')], Action::Add, "a", "lead-key-add"),
    LEAVE,
    UP,
    DOWN,
];

/// Comparing a fingerprint.
pub const COMPARE: &[Binding] = &[
    bind(&[Key::Char('y')], Action::Same, "y", "lead-key-same"),
    bind(
        &[Key::Char('n'), Key::Escape],
        Action::Back,
        "n",
        "lead-key-not-same",
    ),
    HELP,
    LEAVE,
];

/// Typing a path.
pub const PATH: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-add-this"),
    BACK,
    HELP_IN_TEXT,
    LEAVE,
];

/// What a merge did.
pub const MERGED: &[Binding] = &[
    bind(
        &[Key::Enter, Key::Escape],
        Action::Enter,
        "Enter",
        "lead-key-continue",
    ),
    HELP,
    UP,
    DOWN,
    LEAVE,
];

/// The identity file and its passphrase.
pub const IDENTITY: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-open"),
    HELP_IN_TEXT,
    BACK,
    UP_IN_TEXT,
    DOWN_IN_TEXT,
    LEAVE,
];

/// The figures.
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
    bind(&[Key::Char('/')], Action::Find, "/", "lead-key-find"),
    BACK,
    bind(
        &[Key::PageDown, Key::Char(' ')],
        Action::PageDown,
        "PgDn",
        "lead-key-page-down",
    ),
    bind(&[Key::PageUp], Action::PageUp, "", "lead-key-page-up"),
    bind(
        &[Key::Home, Key::Char('g')],
        Action::First,
        "",
        "lead-key-first",
    ),
    bind(
        &[Key::End, Key::Char('G')],
        Action::Last,
        "",
        "lead-key-last",
    ),
    LEAVE,
];

/// Finding a question.
pub const FIND: &[Binding] = &[
    bind(&[Key::Enter], Action::Enter, "Enter", "lead-key-show"),
    BACK,
    HELP_IN_TEXT,
    UP_IN_TEXT,
    DOWN_IN_TEXT,
    LEAVE,
];

/// What an input means on a screen; nothing for text and for keys without a meaning there.
pub fn find(bindings: &[Binding], input: &Input) -> Option<Action> {
    let Input::Key(key) = input else {
        return None;
    };
    let found = bindings.iter().find(|binding| binding.keys.contains(key));
    found.map(|binding| binding.action)
}

/// Lets a key or a paste change a line of text; whether it did.
pub fn edit(text: &mut String, input: &Input) -> bool {
    match input {
        Input::Key(Key::Char(c)) => text.push(*c),
        Input::Key(Key::Backspace) => return text.pop().is_some(),
        Input::Key(Key::Ctrl('u')) => text.clear(),
        Input::Paste(pasted) => text.push_str(pasted.trim_end_matches('\n')),
        Input::Key(_) | Input::Click { .. } => return false,
    }
    true
}
