//! What is asked at the door where only who was invited may come in: an invitation, which may also be the
//! user's name or the password, or the eight words of somebody who comes back.
//!
//! Guessing is slow and bounded: three that are none end it, each is answered after a second (which
//! `russh` sees to), the whole must be done within the login's deadline, and an address has so many
//! places. What is shown has 60 bits.

use std::borrow::Cow;

use crate::base::words::Words;
use crate::response::invitation::{Shown, TRIES};
use russh::server::{Auth, Response};
use russh::{MethodKind, MethodSet};
use zeroize::Zeroizing;

use super::Server;
use super::visit::House;

/// What the last question was about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Asked {
    #[default]
    Nothing,
    Invitation,
    Words,
}

/// The questions to one connection.
#[derive(Default)]
pub(super) struct Prompt {
    asked: Asked,
    wrong: u8,
}

impl Prompt {
    /// Takes what stands in a user's name or a password; what was shown, where it lets them in.
    pub(super) fn takes<H: House>(&mut self, typed: &str, server: &Server<H>) -> Option<Shown> {
        if self.wrong >= TRIES {
            return None;
        }
        let shown = Shown::parse(typed).ok()?;
        // It asks the store, which may wait for the disk.
        if tokio::task::block_in_place(|| server.house.admits(&shown)) {
            return Some(shown);
        }
        self.wrong += 1;
        None
    }

    /// Asks, or takes the answer: what was shown, or what is said instead.
    pub(super) fn talks<H: House>(
        &mut self,
        response: Option<Response<'_>>,
        server: &Server<H>,
    ) -> Result<Shown, Auth> {
        let words = Words::new(&server.house.language());
        let answer = response.and_then(|mut answers| answers.next());
        let Some(answer) = answer else {
            return Err(self.asks(Asked::Invitation, &words));
        };
        let answer = Zeroizing::new(String::from_utf8_lossy(&answer).into_owned());
        if answer.trim().is_empty() && self.asked == Asked::Invitation {
            return Err(self.asks(Asked::Words, &words));
        }
        self.takes(&answer, server).ok_or_else(|| self.refuses())
    }

    /// No, and what may be tried again.
    pub(super) fn refuses(&self) -> Auth {
        let again = [MethodKind::KeyboardInteractive, MethodKind::Password];
        Auth::Reject {
            proceed_with_methods: (self.wrong < TRIES).then(|| MethodSet::from(&again[..])),
            partial_success: false,
        }
    }

    /// The invitation shows while it is typed, since it is of no use any more once something was sent; the
    /// words do not, since they stay in the client's scrollback.
    fn asks(&mut self, what: Asked, words: &Words) -> Auth {
        self.asked = what;
        let (told, id, shows) = match what {
            Asked::Words => (String::new(), "invitation-door-words", false),
            Asked::Nothing | Asked::Invitation => {
                (words.say("invitation-door"), "invitation-door-digits", true)
            }
        };
        let prompt = Cow::Owned(words.say(id) + " ");
        Auth::Partial {
            name: Cow::Borrowed(""),
            instructions: Cow::Owned(told),
            prompts: Cow::Owned(vec![(prompt, shows)]),
        }
    }
}
