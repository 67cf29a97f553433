//! What a person did at a terminal, whatever bytes it came as. The screens know these types and no
//! bytes; `terminal` makes them.

/// One thing that a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// The left mouse button was pressed on a cell, counted from 0.
    Click {
        /// The column.
        column: u16,
        /// The line.
        row: u16,
    },
    /// The wheel was turned.
    Wheel(Wheel),
    /// Text was pasted: sanitised, lines separated by line feeds, at most 16 KiB.
    Paste(String),
}

/// Which way a wheel was turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wheel {
    /// To what stands above.
    Up,
    /// To what stands below.
    Down,
}

/// A key, with the few combinations that terminals agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A character, as typed (Shift is in the character).
    Char(char),
    /// Ctrl and a lower-case letter.
    Ctrl(char),
    /// F1 to F12.
    Function(u8),
    /// Enter; line feed too.
    Enter,
    /// Escape, or Alt held with a key that has no meaning of its own.
    Escape,
    /// Tab.
    Tab,
    /// Shift and Tab; on the Linux console Alt and Tab.
    BackTab,
    /// Erases before the caret; 0x08 and 0x7f both.
    Backspace,
    /// Erases at the caret.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Ctrl or Alt with arrow left, Alt with b.
    WordLeft,
    /// Ctrl or Alt with arrow right, Alt with f.
    WordRight,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}
