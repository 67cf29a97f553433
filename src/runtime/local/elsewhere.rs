//! The terminal this process was started on, where it is a console that tells events and no bytes. There are no
//! signals: who closes its window ends the process, and the draft is as of the last answer.
//!
//! Never seen on such a machine's screen; what keys mean is held by the tests below.

use std::io::{self, Write};
use std::time::Duration;

use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton};
use crossterm::event::{Event, MouseEventKind};
use ratatui::layout::Rect;

use crate::terminal::local;
use crate::ui::input::{Input, Key, Wheel};

use super::driver::{Happening, Source};

/// The console's events.
pub struct Local {
    /// A change of size that came behind keys.
    resized: bool,
}

impl Local {
    /// The process's console.
    ///
    /// # Errors
    /// None: whether there is one is found out when it is taken over.
    pub const fn new() -> io::Result<Self> {
        Ok(Self { resized: false })
    }

    /// The area of the console's window now.
    pub fn area(&self) -> Rect {
        local::area(io::stdout(), |name| std::env::var(name).ok())
    }

    /// The writer that belongs to this source.
    pub const fn sink(&self) -> LocalSink {
        LocalSink
    }

    /// All that is there to be read, up to a change of size.
    fn read(&mut self) -> io::Result<Happening> {
        let mut inputs = Vec::new();
        loop {
            match event::read()? {
                Event::Resize(..) => {
                    self.resized = true;
                    break;
                }
                event => inputs.extend(meaning(event)),
            }
            if !event::poll(Duration::ZERO)? {
                break;
            }
        }
        Ok(Happening::Done(inputs))
    }
}

impl Source for Local {
    fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Happening> {
        if std::mem::take(&mut self.resized) {
            return Ok(Happening::Resized(self.area()));
        }
        if let Some(timeout) = timeout
            && !event::poll(timeout)?
        {
            return Ok(Happening::Nothing);
        }
        self.read()
    }
}

/// What an event means. A key is pressed and let go: the second is nothing.
fn meaning(event: Event) -> Option<Input> {
    match event {
        Event::Key(event) if event.kind != KeyEventKind::Release => key(event).map(Input::Key),
        Event::Mouse(event) => match event.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Input::Click {
                column: event.column,
                row: event.row,
            }),
            MouseEventKind::ScrollUp => Some(Input::Wheel(Wheel::Up)),
            MouseEventKind::ScrollDown => Some(Input::Wheel(Wheel::Down)),
            _ => None,
        },
        _ => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let by_word = event
        .modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    Some(match event.code {
        KeyCode::Char(letter) => return self::letter(letter, event.modifiers),
        KeyCode::Left if by_word => Key::WordLeft,
        KeyCode::Right if by_word => Key::WordRight,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Delete => Key::Delete,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::F(number @ 1..=12) => Key::Function(number),
        _ => return None,
    })
}

/// A letter with what was held. `AltGr` is told as Ctrl and Alt at once: ŵ and ŷ are typed with it.
fn letter(letter: char, held: KeyModifiers) -> Option<Key> {
    let (control, alt) = (KeyModifiers::CONTROL, KeyModifiers::ALT);
    match (held.contains(control), held.contains(alt)) {
        (true, false) => {
            let letter = letter.to_ascii_lowercase();
            letter.is_ascii_lowercase().then_some(Key::Ctrl(letter))
        }
        (false, true) => match letter {
            'b' => Some(Key::WordLeft),
            'f' => Some(Key::WordRight),
            _ => None,
        },
        _ => (!letter.is_control()).then_some(Key::Char(letter)),
    }
}

/// What is typed in lines, for going on without a screen.
pub struct Typed;

impl Typed {
    /// The process's standard input.
    ///
    /// # Errors
    /// None.
    pub const fn new() -> io::Result<Self> {
        Ok(Self)
    }

    /// Whether a signal asked the process to end: there are none.
    pub const fn is_told_to_end(&self) -> bool {
        false
    }
}

impl io::Read for Typed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        io::stdin().read(into)
    }
}

/// The console's screen.
pub struct LocalSink;

impl Write for LocalSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stdout().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: KeyCode, held: KeyModifiers) -> Option<Input> {
        meaning(Event::Key(KeyEvent::new(code, held)))
    }

    #[test]
    fn a_key_is_told_once_when_it_is_pressed() {
        let enter = |kind| {
            let event = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, kind);
            meaning(Event::Key(event))
        };
        assert_eq!(enter(KeyEventKind::Press), Some(Input::Key(Key::Enter)));
        assert_eq!(enter(KeyEventKind::Repeat), Some(Input::Key(Key::Enter)));
        assert_eq!(enter(KeyEventKind::Release), None);
    }

    #[test]
    fn what_is_held_changes_a_letter() {
        let (none, control, alt) = (KeyModifiers::NONE, KeyModifiers::CONTROL, KeyModifiers::ALT);
        for (letter, held, key) in [
            ('a', none, Some(Key::Char('a'))),
            ('A', KeyModifiers::SHIFT, Some(Key::Char('A'))),
            ('ŵ', control | alt, Some(Key::Char('ŵ'))),
            ('@', control | alt, Some(Key::Char('@'))),
            ('c', control, Some(Key::Ctrl('c'))),
            ('Z', control | KeyModifiers::SHIFT, Some(Key::Ctrl('z'))),
            ('1', control, None),
            ('b', alt, Some(Key::WordLeft)),
            ('x', alt, None),
        ] {
            assert_eq!(
                pressed(KeyCode::Char(letter), held),
                key.map(Input::Key),
                "{letter} {held:?}"
            );
        }
    }

    #[test]
    fn keys_without_a_letter_are_those_of_every_terminal() {
        let (none, control) = (KeyModifiers::NONE, KeyModifiers::CONTROL);
        for (code, held, key) in [
            (KeyCode::Left, none, Some(Key::Left)),
            (KeyCode::Left, control, Some(Key::WordLeft)),
            (KeyCode::BackTab, KeyModifiers::SHIFT, Some(Key::BackTab)),
            (KeyCode::Esc, none, Some(Key::Escape)),
            (KeyCode::F(1), none, Some(Key::Function(1))),
            (KeyCode::F(13), none, None),
            (KeyCode::Insert, none, None),
        ] {
            assert_eq!(pressed(code, held), key.map(Input::Key), "{code:?}");
        }
    }
}
