//! A shared terminal as data: one person's session after the other, and what stands over a session or in
//! place of it. Pure: every moment comes in, everything done goes out as an effect.
//!
//! A kiosk is at rest at the start screen, or has one person's `Session` under way. Over that may stand
//! the question whether somebody is still there, a screen hidden by its panic key, the number of one who
//! will be back soon, or the keeper's pages. When a person is done, [`Effect::Wipe`] ends everything: the
//! world erases the screen and what is above it, and [`Kiosk::welcome`] begins anew.

mod core;
mod gate;
pub mod held;
mod keeper_pages;
mod page;
mod pages;
mod shelf;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::base::language::Text;
use crate::base::time::Day;
use crate::base::words::Message;
use crate::response::code::Code;
use crate::survey::Questionnaire;

use super::effect;
use super::idle::Limits;
use super::theme::Theme;

pub use self::core::Kiosk;
pub use keeper_pages::Task;
pub use shelf::DIGITS;

/// The page that asks whether somebody is still there.
const STILL_THERE: &str = "still-there";

/// The names of the kiosk's own pages.
pub const SCREENS: [&[&str]; 3] = [core::NAMES, keeper_pages::NAMES, &[STILL_THERE]];

/// What this terminal can give a person to take away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlet {
    /// Nothing: the start screen says so before anyone begins.
    Nothing,
    /// Paper.
    Paper,
    /// A file on the person's own drive.
    Drive,
    /// Both.
    Both,
}

impl Outlet {
    /// The ways there are.
    pub const fn ways(self) -> &'static [effect::Way] {
        use effect::Way::{Drive, Paper};
        match self {
            Self::Nothing => &[],
            Self::Paper => &[Paper],
            Self::Drive => &[Drive],
            Self::Both => &[Paper, Drive],
        }
    }

    /// The message that says so on the start screen.
    pub(super) const fn told(self) -> &'static str {
        match self {
            Self::Nothing => "kiosk-outlet-nothing",
            Self::Paper => "kiosk-outlet-paper",
            Self::Drive => "kiosk-outlet-drive",
            Self::Both => "kiosk-outlet-both",
        }
    }
}

/// What the start screen says of this terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corner {
    /// What can be taken away.
    pub outlet: Outlet,
    /// Responses held, in steps; see [`held`].
    pub held: u64,
    /// How to take part without this terminal, in the keeper's words.
    pub elsewhere: Option<Text>,
}

/// What becomes of a draft that its person walked away from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abandoned {
    /// It is kept, sealed; the eight words open it.
    Keep,
    /// It is deleted.
    Discard,
}

/// What the keeper has set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How long nobody may touch the keyboard.
    pub limits: Limits,
    /// What becomes of a draft then.
    pub abandoned: Abandoned,
    /// How long one who will be back soon is waited for.
    pub back_soon: Duration,
}

/// What stays the same from one person to the next.
pub struct Fixed {
    /// The questionnaire.
    pub questionnaire: Arc<Questionnaire>,
    /// The public name of the box.
    pub box_name: String,
    /// Departments with few people, as in `ui::Setup`.
    pub small: BTreeSet<String>,
    /// How to draw before anyone chooses.
    pub theme: Theme,
}

/// What is known anew before each person.
pub struct Welcome {
    /// Today.
    pub today: Day,
    /// Until the next day.
    pub midnight: Duration,
    /// Decides the order of shuffled choices; random.
    pub seed: u64,
    /// What the start screen says.
    pub corner: Corner,
    /// The rules from now on.
    pub rules: Rules,
    /// Why nobody can begin now.
    pub shut: Option<Shut>,
}

/// Why nobody can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// The keeper closed the terminal.
    Closed,
    /// The box has no room for one more response.
    Full,
}

/// Something that happened.
pub enum Msg {
    /// To the session; an input goes first to what stands over it.
    Session(effect::Msg),
    /// Six digits were drawn; nothing where there is no randomness.
    Number(Option<Zeroizing<String>>),
    /// What was found for the code of one who is back.
    Returned(Code, effect::Found),
    /// Whether the keeper's secret was right.
    Secret(Verdict),
    /// What a task of the keeper's came to.
    Done(Vec<Message>),
    /// The session failed: nothing of it can be trusted.
    Fault,
    /// There is no room for one more response.
    Full,
}

/// What a typed secret was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The keeper's.
    Right,
    /// Not.
    Wrong,
    /// The home has none set, so nobody is the keeper.
    NotSet,
}

/// Something the kiosk asks for.
pub enum Effect {
    /// What the session asks for; answered by [`Msg::Session`].
    Session(effect::Effect),
    /// Draw six digits; answered by [`Msg::Number`].
    DrawNumber,
    /// Look for the draft of one who is back; answered by [`Msg::Returned`].
    Return(Code),
    /// Compare the keeper's secret; answered by [`Msg::Secret`].
    Check(Zeroizing<String>),
    /// Do a task of the keeper's; answered by [`Msg::Done`].
    Task(Task),
    /// Erase the screen and everything above it, and welcome the next person.
    Wipe,
    /// Write the whole screen anew.
    Redraw,
    /// End the program: the keeper asked for it.
    Stop,
}
