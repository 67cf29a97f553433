//! The keeper's pages: a list of tasks, what each came to. Never a shell, never a path to type.

use crate::base::words::{Arg, Message, Words};
use crate::ui::input::Key;
use crate::ui::named::named;
use crate::ui::theme::Tone;

use super::page::Page;

/// What a keeper can have done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Say what the box holds and what is set up.
    Status,
    /// Write the sealed records to a drive.
    Export,
    /// Take a kit from a drive.
    Kit,
    /// Open the terminal for people, or close it.
    OpenOrClose,
    /// Wait so many minutes before asking whether somebody is there.
    Idle(u64),
    /// Print a test page.
    TestPage,
    /// Ask the machine to switch itself off.
    PowerOff,
    /// End the program.
    Stop,
}

/// The lines of the list: a task at once, or a page that asks first.
const LINES: [(&str, Line); 9] = [
    ("kiosk-desk-status", Line::Do(Task::Status)),
    ("kiosk-desk-export", Line::Do(Task::Export)),
    ("kiosk-desk-kit", Line::Sure(Task::Kit)),
    ("kiosk-desk-open", Line::Do(Task::OpenOrClose)),
    ("kiosk-desk-idle", Line::Minutes),
    ("kiosk-desk-print", Line::Do(Task::TestPage)),
    ("kiosk-desk-power", Line::Sure(Task::PowerOff)),
    ("kiosk-desk-stop", Line::Sure(Task::Stop)),
    ("kiosk-desk-leave", Line::Leave),
];

/// What a line of the list leads to.
#[derive(Clone, Copy)]
enum Line {
    Do(Task),
    Sure(Task),
    Minutes,
    Leave,
}

/// Minutes that can be chosen.
const MINUTES: [u64; 8] = [2, 3, 5, 10, 15, 20, 30, 60];

/// Where a keeper is.
enum At {
    List,
    Minutes,
    Sure(Task),
    Told(Vec<Message>),
}

named! {
    /// The names of the keeper's pages.
    NAMES of At {
        At::List => "desk-list",
        At::Minutes => "desk-minutes",
        At::Sure(_) => "desk-sure",
        At::Told(_) => "desk-told",
    }
}

/// What a key on the keeper's pages comes to.
#[derive(Clone, Copy)]
pub(super) enum Wish {
    /// Nothing to do.
    Nothing,
    /// A task.
    Do(Task),
    /// Back to the start screen.
    Leave,
}

/// The keeper's pages.
pub(super) struct KeeperPages {
    at: At,
    focus: usize,
}

impl KeeperPages {
    /// At the list.
    pub(super) const fn new() -> Self {
        Self {
            at: At::List,
            focus: 0,
        }
    }

    /// The name of the page.
    pub(super) const fn screen(&self) -> Option<&'static str> {
        self.at.screen_name()
    }

    /// What a task came to.
    pub(super) fn told(&mut self, lines: Vec<Message>) {
        self.at = At::Told(lines);
        self.focus = 0;
    }

    const fn count(&self) -> usize {
        match self.at {
            At::List => LINES.len(),
            At::Minutes => MINUTES.len(),
            At::Sure(_) => 2,
            At::Told(_) => 1,
        }
    }

    /// A key.
    pub(super) fn key(&mut self, key: Key) -> Wish {
        let last = self.count() - 1;
        match key {
            Key::Up | Key::BackTab => self.focus = self.focus.checked_sub(1).unwrap_or(last),
            Key::Down | Key::Tab => {
                self.focus = if self.focus == last {
                    0
                } else {
                    self.focus + 1
                }
            }
            Key::Char(digit @ '1'..='9') => {
                let place = digit as usize - '1' as usize;
                if place <= last {
                    self.focus = place;
                    return self.choose();
                }
            }
            Key::Enter | Key::Char(' ') => return self.choose(),
            Key::Escape | Key::Function(3 | 10) | Key::Ctrl('c' | 'd') => return self.back(),
            _ => {}
        }
        Wish::Nothing
    }

    fn back(&mut self) -> Wish {
        if matches!(self.at, At::List) {
            return Wish::Leave;
        }
        *self = Self::new();
        Wish::Nothing
    }

    fn choose(&mut self) -> Wish {
        match self.at {
            At::List => match LINES[self.focus].1 {
                Line::Do(task) => return Wish::Do(task),
                Line::Leave => return Wish::Leave,
                Line::Sure(task) => self.at = At::Sure(task),
                Line::Minutes => self.at = At::Minutes,
            },
            At::Minutes => return Wish::Do(Task::Idle(MINUTES[self.focus])),
            At::Sure(task) if self.focus == 1 => return Wish::Do(task),
            At::Sure(_) | At::Told(_) => return self.back(),
        }
        self.focus = 0;
        Wish::Nothing
    }

    /// The page as it stands.
    pub(super) fn page(&self, words: &Words) -> Page {
        let mut page = Page::new(words.say("kiosk-desk-title"), words.say("kiosk-desk-keys"));
        let minutes = |minutes: &u64| {
            let minutes = Arg::from(usize::try_from(*minutes).unwrap_or(0));
            words.say_with("kiosk-desk-minutes", [("minutes", minutes)])
        };
        let items = match &self.at {
            At::List => LINES.iter().map(|(id, _)| words.say(id)).collect(),
            At::Minutes => {
                page.say(&words.say("kiosk-desk-idle-about"), Tone::Text);
                MINUTES.iter().map(minutes).collect()
            }
            At::Sure(task) => {
                let about = match task {
                    Task::Stop => "kiosk-desk-stop-about",
                    Task::Kit => "kiosk-desk-kit-about",
                    _ => "kiosk-desk-power-about",
                };
                page.say(&words.say(about), Tone::Title);
                vec![words.say("kiosk-desk-no"), words.say("kiosk-desk-yes")]
            }
            At::Told(lines) => {
                for line in lines {
                    page.say(&crate::ui::shown(&words.tell(line)), Tone::Text);
                }
                vec![words.say("kiosk-desk-back")]
            }
        };
        page.list(items, self.focus);
        page
    }
}
