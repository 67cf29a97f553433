//! What is typed on the lead's screens: a line of text, or a path.

use crate::ui::input::{Input, Key};

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
