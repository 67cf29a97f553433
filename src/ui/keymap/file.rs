//! `keyboard.toml` of a home: further keys for what the program does, for a terminal or a screen reader
//! that keeps some of ours for itself, or for hands that are used to others.
//!
//! A key that is added is named first in hints. The program's own key goes on working beside it, since
//! sentences name it and whoever helps expects it; so nothing can become unreachable, and a key that
//! already means something there is refused.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::base::problem::Problem;
use crate::survey::raw::{Entry, Node, Raw};
use crate::ui::input::Key;
use crate::ui::lead::keys::{self as desk, Added};
use crate::ui::theme::{Letters, Mouse, Theme};
use crate::ui::written::Written;

use super::{Action, Binding, Keymap, TABLE};

/// Its name in a home.
pub const FILE: &str = "keyboard.toml";

/// What can be given further keys on the respondent's screens: the name, and the words of its row.
const FORM: [(&str, &str); 15] = [
    ("back", "key-back"),
    ("help", "key-help"),
    ("sections", "key-sections"),
    ("language", "key-language"),
    ("display", "key-display"),
    ("plain", "key-plain"),
    ("words", "key-words"),
    ("rest", "key-rest"),
    ("why", "key-why"),
    ("check", "key-check"),
    ("hide", "key-hide"),
    ("undo", "key-undo"),
    ("redo", "key-redo"),
    ("leave", "key-leave"),
    ("redraw", "key-redraw"),
];

/// The other keys of the file.
const REST: [(&str, &str); 2] = [
    (
        "letters",
        "Whether j, k and ? are keys at the beginning; F5 switches it.",
    ),
    (
        "mouse",
        "Whether the mouse is listened to at the beginning; F5 switches it.",
    ),
];

/// What a file asks for.
#[derive(Debug)]
pub struct Wanted {
    /// The tables, with what was added.
    pub keys: &'static Keymap,
    letters: Option<Letters>,
    mouse: Option<Mouse>,
    /// How many commands have further keys.
    pub commands: usize,
}

impl Wanted {
    /// A theme that listens as the file says.
    #[must_use]
    pub fn listening(&self, theme: Theme) -> Theme {
        Theme {
            keys: self.keys,
            letters: self.letters.unwrap_or(theme.letters),
            mouse: self.mouse.unwrap_or(theme.mouse),
            ..theme
        }
    }
}

/// One command with its further keys, and where they stand.
struct Given {
    /// The words of the command's row, which say which it is.
    says: &'static str,
    keys: Vec<(Key, std::ops::Range<usize>)>,
}

/// Reads the file, whose name is told with every problem. The tables it makes are kept for as long as
/// the program runs: they are data of the program, read once.
///
/// # Errors
/// All that is wrong with it, each at its place.
pub fn read(file: &str, text: &str) -> Result<Wanted, Vec<Problem>> {
    let (mut written, root) = Written::read(file, text);
    let (mut form, mut desk) = (Vec::new(), Vec::new());
    let (mut letters, mut mouse) = (None, None);
    for entry in root.entries() {
        match entry.key.as_str() {
            "letters" => {
                let on = written.truth(entry);
                letters = on.map(|on| if on { Letters::Keys } else { Letters::Off });
            }
            "mouse" => {
                let on = written.truth(entry);
                mouse = on.map(|on| if on { Mouse::Clicks } else { Mouse::Off });
            }
            "form" => form = commands(&mut written, &entry.value, &form_commands()),
            "desk" => desk = commands(&mut written, &entry.value, &desk::commands()),
            _ => written.unknown(entry, "keys", &["form", "desk", "letters", "mouse"]),
        }
    }
    form_conflicts(&mut written, &form);
    desk_conflicts(&mut written, &desk);
    let commands = form.len() + desk.len();
    let keymap = Keymap {
        form: with(&form),
        desk: added(&desk),
    };
    written.end(Wanted {
        keys: Box::leak(Box::new(keymap)),
        letters,
        mouse,
        commands,
    })
}

fn form_commands() -> BTreeMap<String, &'static str> {
    FORM.map(|(name, says)| (name.to_owned(), says)).into()
}

fn commands(
    written: &mut Written<'_>,
    table: &Node,
    known: &BTreeMap<String, &'static str>,
) -> Vec<Given> {
    if !matches!(table.value, Raw::Table(_)) {
        written.wants(table, "a table", "[form]");
    }
    let mut given = Vec::new();
    for entry in table.entries() {
        let Some(says) = known.get(&entry.key) else {
            let names: Vec<&str> = known.keys().map(String::as_str).collect();
            written.unknown(entry, "commands", &names);
            continue;
        };
        let keys = keys(written, entry);
        given.push(Given { says, keys });
    }
    given
}

/// One key, or some.
fn keys(written: &mut Written<'_>, entry: &Entry) -> Vec<(Key, std::ops::Range<usize>)> {
    let one = std::slice::from_ref(&entry.value);
    let nodes = match &entry.value.value {
        Raw::List(nodes) => nodes.as_slice(),
        _ => one,
    };
    if nodes.is_empty() {
        let message = format!("`{}` has no key", entry.key);
        written.tell(
            &entry.value.span,
            message,
            "name one, or take the line out: the program's own key stays",
        );
    }
    let read = |node: &Node| {
        let Some(name) = node.text() else {
            written.wants(
                node,
                "the name of a key, or a list of them",
                "check = [\"F9\", \"Ctrl+G\"]",
            );
            return None;
        };
        let Some(key) = Key::parse(name) else {
            let remedy = "a key is one character, Space, F1 to F12, Ctrl+ and a letter, or Esc, Tab, Enter, Home, End, PgUp, PgDn, Del, Up, Down, Left, Right";
            written.tell(&node.span, format!("there is no key `{name}`"), remedy);
            return None;
        };
        if let Some(why) = never(key) {
            written.tell(
                &node.span,
                format!("{} is no key to give: {why}", key.name()),
                "take another letter",
            );
            return None;
        }
        Some((key, node.span.clone()))
    };
    nodes.iter().filter_map(read).collect()
}

/// Why a key cannot be anything else.
const fn never(key: Key) -> Option<&'static str> {
    match key {
        Key::Ctrl('i') => Some("a terminal sends Tab for it"),
        Key::Ctrl('j' | 'm') => Some("a terminal sends Enter for it"),
        Key::Ctrl('h') => Some("a terminal sends Backspace for it"),
        Key::Ctrl('k') => Some("it is the keeper's at a shared terminal"),
        _ => None,
    }
}

/// On the respondent's screens a command works whatever has the focus: so its key must mean nothing
/// anywhere else, and be no character, which texts and lists take.
fn form_conflicts(written: &mut Written<'_>, form: &[Given]) {
    let mut seen: Vec<(Key, &str)> = Vec::new();
    for (given, (key, span)) in each(form) {
        if let Key::Char(_) = key {
            let message = format!(
                "{} is text where text is typed, so it would not always work",
                key.name()
            );
            written.tell(&span, message, "take a function key, or Ctrl and a letter");
            continue;
        }
        let mut others = TABLE.iter().filter(|row| row.label != given.says);
        let taken = others.find(|row| row.keys.iter().any(|(own, _)| *own == key));
        let twice = seen.iter().find(|(other, _)| *other == key);
        let by = taken.map(|row| row.label);
        let by = by.or_else(|| twice.map(|(_, says)| *says));
        if let Some(by) = by {
            conflict(written, key, by, &span);
        }
        seen.push((key, given.says));
    }
}

/// At the desk each screen has a table of its own: a key must mean one thing on each of them.
fn desk_conflicts(written: &mut Written<'_>, desk: &[Given]) {
    let mut seen: Vec<(Key, &'static str)> = Vec::new();
    for (given, (key, span)) in each(desk) {
        let tables = || desk::TABLES.iter().filter(|table| holds(table, given.says));
        let is_letter = matches!(key, Key::Char(_));
        if is_letter && !tables().any(|table| desk::takes_letters(table)) {
            let message = format!(
                "{} is text wherever this command is, so it would never work",
                key.name()
            );
            written.tell(&span, message, "take a function key, or Ctrl and a letter");
            continue;
        }
        let taken = tables().find_map(|table| {
            let mut rows = table.iter().chain(desk::EVERYWHERE);
            rows.find(|row| row.does != given.says && row.keys.contains(&key))
        });
        let taken = taken.map(|row| row.does);
        let twice = seen
            .iter()
            .find(|(other, says)| *other == key && tables().any(|table| holds(table, says)));
        if let Some(by) = taken.or_else(|| twice.map(|(_, says)| *says)) {
            conflict(written, key, by, &span);
        }
        seen.push((key, given.says));
    }
}

fn holds(table: &[desk::Binding], says: &str) -> bool {
    let mut rows = table.iter().chain(desk::EVERYWHERE);
    rows.any(|row| row.does == says)
}

fn each(given: &[Given]) -> impl Iterator<Item = (&Given, (Key, std::ops::Range<usize>))> {
    given
        .iter()
        .flat_map(|one| one.keys.iter().map(move |key| (one, key.clone())))
}

fn conflict(written: &mut Written<'_>, key: Key, by: &str, span: &std::ops::Range<usize>) {
    let by = by.trim_start_matches("lead-").trim_start_matches("key-");
    let by = by.replace('-', "_");
    let message = format!("{} is `{by}` already", key.name());
    written.tell(
        span,
        message,
        "take another key: one key does one thing on a screen",
    );
}

/// The respondent's table with further keys in front.
fn with(form: &[Given]) -> &'static [Binding] {
    if form.is_empty() {
        return TABLE;
    }
    let row = |binding: &Binding| {
        let given = form.iter().find(|given| given.says == binding.label);
        let action = binding.keys.first().map(|(_, action)| *action);
        match (given, action) {
            // `?` is a row of its own, which a text has no use for.
            (Some(given), Some(action)) if binding.places.is_empty() => Binding {
                keys: joined(given, action, binding.keys),
                ..*binding
            },
            _ => *binding,
        }
    };
    TABLE.iter().map(row).collect::<Vec<_>>().leak()
}

fn joined(given: &Given, action: Action, own: &[(Key, Action)]) -> &'static [(Key, Action)] {
    let further = given.keys.iter().map(|(key, _)| (*key, action));
    let own = own.iter().copied();
    let own = own.filter(|(key, _)| given.keys.iter().all(|(other, _)| other != key));
    further.chain(own).collect::<Vec<_>>().leak()
}

fn added(desk: &[Given]) -> &'static [Added] {
    let one = |given: &Given| {
        let keys: Vec<Key> = given.keys.iter().map(|(key, _)| *key).collect();
        Added {
            does: given.says,
            keys: keys.leak(),
        }
    };
    desk.iter().map(one).collect::<Vec<_>>().leak()
}

/// The file's grammar as a JSON Schema (draft-07), for editors. Conflicts it cannot say.
pub fn schema() -> Value {
    let table = |commands: &BTreeMap<String, &str>, about: &str| {
        let keys = json!({ "$ref": "#/definitions/keys" });
        let names = commands.keys();
        let properties: Map<String, Value> =
            names.map(|name| (name.clone(), keys.clone())).collect();
        json!({ "description": about, "type": "object", "additionalProperties": false, "properties": properties })
    };
    let mut properties = Map::new();
    properties.insert(
        "form".to_owned(),
        table(
            &form_commands(),
            "Further keys while a survey is filled in.",
        ),
    );
    properties.insert(
        "desk".to_owned(),
        table(&desk::commands(), "Further keys at the lead's desk."),
    );
    for (name, about) in REST {
        properties.insert(
            name.to_owned(),
            json!({ "description": about, "type": "boolean" }),
        );
    }
    let key = json!({
        "type": "string",
        "pattern": "^(.|Space|F([1-9]|1[0-2])|Ctrl\\+([A-Z]|Left|Right)|Esc|Tab|Shift\\+Tab|Enter|Backspace|Del|Home|End|PgUp|PgDn|Up|Down|Left|Right)$",
    });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "keyboard.toml of a Tallybox home",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "definitions": {
            "key": key,
            "keys": {
                "description": "The keys, by the names that hints give them; the first is named there.",
                "anyOf": [
                    { "$ref": "#/definitions/key" },
                    { "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/key" } },
                ],
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keymap::{Place, Scope};

    const ALL: &[Scope] = &[Scope::Always, Scope::Filling, Scope::Out, Scope::Back];

    #[test]
    fn a_further_key_works_is_named_first_and_the_own_one_stays() {
        let wanted = read(
            "keyboard.toml",
            "[form]\ncheck = \"Ctrl+G\"\nleave = [\"F11\", \"Ctrl+Q\"]\n",
        )
        .unwrap();
        assert_eq!(wanted.commands, 2);
        for place in [Place::Radio, Place::Area, Place::Button] {
            for key in [Key::Ctrl('g'), Key::Function(9)] {
                assert_eq!(wanted.keys.action(key, place, ALL), Some(Action::Check));
            }
            for key in [Key::Function(11), Key::Ctrl('q'), Key::Function(10)] {
                assert_eq!(wanted.keys.action(key, place, ALL), Some(Action::Leave));
            }
        }
        let rows = wanted.keys.bindings(Place::Radio, ALL);
        let caption = |says: &str| {
            rows.iter()
                .find(|row| row.label == says)
                .map(|row| row.caption())
        };
        assert_eq!(caption("key-check").as_deref(), Some("Ctrl+G"));
        assert_eq!(caption("key-leave").as_deref(), Some("F11"));
        assert_eq!(caption("key-back").as_deref(), Some("Esc"));
    }

    #[test]
    fn a_letter_is_a_key_at_the_desk_and_text_where_text_is_typed() {
        let wanted = read("keyboard.toml", "[desk]\nmenu = \"v\"\nback = \"q\"\n").unwrap();
        let find = |table, key| desk::find(table, wanted.keys, &crate::ui::input::Input::Key(key));
        assert_eq!(find(desk::VIEW, Key::Char('v')), Some(desk::Action::Menu));
        assert_eq!(find(desk::VIEW, Key::Char('m')), Some(desk::Action::Menu));
        assert_eq!(find(desk::VIEW, Key::Char('q')), Some(desk::Action::Back));
        assert_eq!(find(desk::FILTER, Key::Char('q')), None);
        assert_eq!(find(desk::FILTER, Key::Escape), Some(desk::Action::Back));
    }

    #[test]
    fn letters_and_mouse_can_begin_otherwise() {
        let wanted = read("keyboard.toml", "letters = false\nmouse = true\n").unwrap();
        let theme = wanted.listening(Theme::PLAINEST);
        assert_eq!((theme.letters, theme.mouse), (Letters::Off, Mouse::Clicks));
        assert_eq!(theme.keys, &Keymap::STANDARD);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place_with_what_to_do() {
        for (text, place, what) in [
            ("[fomr]\n", "1:2", "did you mean `form`?"),
            ("form = 1", "1:8", "a table"),
            ("[form]\nchekc = \"F11\"", "2:1", "did you mean `check`?"),
            ("[form]\ncheck = 1", "2:9", "name of a key"),
            ("[form]\ncheck = []", "2:9", "has no key; name one"),
            ("[form]\ncheck = \"F13\"", "2:9", "there is no key `F13`"),
            (
                "[form]\ncheck = \"Ctrl+I\"",
                "2:9",
                "Ctrl+I is no key to give: a terminal sends Tab",
            ),
            ("[form]\ncheck = \"Ctrl+K\"", "2:9", "the keeper's"),
            (
                "[form]\ncheck = \"q\"",
                "2:9",
                "q is text where text is typed",
            ),
            (
                "[form]\ncheck = \"F2\"",
                "2:9",
                "F2 is `sections` already; take another key",
            ),
            (
                "[form]\ncheck = \"Ctrl+W\"",
                "2:9",
                "Ctrl+W is `editing` already",
            ),
            (
                "[form]\ncheck = \"F11\"\nleave = \"F11\"",
                "3:9",
                "F11 is `check` already",
            ),
            ("[desk]\nmenu = \"e\"", "2:8", "e is `export` already"),
            (
                "[desk]\nmenu = \"v\"\nexport = \"v\"",
                "3:10",
                "v is `menu` already",
            ),
            (
                "[desk]\nmenu = \"Ctrl+P\"",
                "2:8",
                "Ctrl+P is `commands` already",
            ),
            (
                "[desk]\nforgotten = \"f\"",
                "2:13",
                "text wherever this command is",
            ),
            ("letters = 1", "1:11", "true or false"),
        ] {
            let problems = read("keyboard.toml", text).map(|_| ()).unwrap_err();
            let told = problems
                .first()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                told.starts_with(&format!("keyboard.toml:{place}: ")),
                "{text}: {told}"
            );
            assert!(told.contains(what), "{text}: {told}");
        }
    }

    /// Two commands that no screen has both of may share a key, as the program's own do.
    #[test]
    fn what_never_meets_may_share_a_key() {
        let text = "[desk]\nexport = \"z\"\nstarter = \"z\"\n";
        assert_eq!(read("keyboard.toml", text).unwrap().commands, 2);
    }
}
