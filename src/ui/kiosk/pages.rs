//! What a kiosk draws: the person's session, or the one page that stands over it. Nothing of the session
//! is on such a page but its language and how it looks.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::words::{Arg, Words};
use crate::ui::theme::Tone;

use super::core::{Kiosk, Over};
use super::gate::Gate;
use super::page::Page;
use super::shelf::DIGITS;
use super::{Abandoned, Shut};

impl Kiosk {
    /// Draws what there is and says where the cursor belongs.
    pub fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        match self.page() {
            Some(page) => {
                let (words, theme) = (&self.session.words, self.session.theme());
                Some(page.draw(words, theme, area, buffer))
            }
            None => crate::ui::view(&self.session, area, buffer),
        }
    }

    /// What stands over the session; nothing of the session is on it.
    fn page(&self) -> Option<Page> {
        let words = &self.session.words;
        if let Some(seconds) = self.warned() {
            return Some(self.warning(words, seconds));
        }
        Some(match &self.over {
            Over::Nothing => return None,
            Over::Hidden => {
                let mut page = self.empty(words, "kiosk-hidden-keys");
                page.say(&words.say("kiosk-hidden"), Tone::Text);
                page
            }
            Over::Shut(why) => self.closed(words, *why),
            Over::Number(number) => self.number_page(words, number),
            Over::Return(typed) => self.typing(words, "kiosk-return", &self.returns, typed.len()),
            Over::Secret(typed) => {
                self.typing(words, "kiosk-secret", &self.secrets, typed.chars().count())
            }
            Over::KeeperPages(pages) => pages.page(words),
        })
    }

    fn empty(&self, words: &Words, keys: &'static str) -> Page {
        let title = self.fixed.questionnaire.title.get(words.language());
        Page::new(crate::ui::shown(title), words.say(keys))
    }

    fn warning(&self, words: &Words, seconds: u64) -> Page {
        let mut page = self.empty(words, "kiosk-idle-keys");
        page.say(&words.say("kiosk-idle-title"), Tone::Title);
        let seconds = Arg::from(usize::try_from(seconds).unwrap_or(0));
        page.say(
            &words.say_with("kiosk-idle-left", [("seconds", seconds)]),
            Tone::Title,
        );
        let kept = match self.welcome.rules.abandoned {
            _ if self.session.pass.is_none() => "kiosk-idle-nothing",
            Abandoned::Keep => "kiosk-idle-keep",
            Abandoned::Discard => "kiosk-idle-discard",
        };
        page.say(&words.say(kept), Tone::Text);
        page.say(&words.say("kiosk-idle-go-on"), Tone::Text);
        page
    }

    fn closed(&self, words: &Words, why: Shut) -> Page {
        let mut page = self.empty(words, "kiosk-shut-keys");
        let id = match why {
            Shut::Closed => "kiosk-shut-closed",
            Shut::Full => "kiosk-shut-full",
        };
        page.say(&words.say(id), Tone::Title);
        if let Some(elsewhere) = &self.welcome.corner.elsewhere {
            page.say(
                &crate::ui::shown(elsewhere.get(words.language())),
                Tone::Text,
            );
        }
        page
    }

    fn number_page(&self, words: &Words, number: &str) -> Page {
        let mut page = self.empty(words, "kiosk-number-keys");
        page.say(&words.say("kiosk-number-title"), Tone::Title);
        let (first, last) = number.split_at_checked(DIGITS / 2).unwrap_or((number, ""));
        page.say(&format!("   {first} {last}"), Tone::Title);
        let minutes = self.welcome.rules.back_soon.as_secs() / 60;
        let minutes = Arg::from(usize::try_from(minutes).unwrap_or(0));
        page.say(
            &words.say_with("kiosk-number-about", [("minutes", minutes)]),
            Tone::Text,
        );
        page
    }

    fn typing(&self, words: &Words, about: &'static str, gate: &Gate, typed: usize) -> Page {
        let mut page = self.empty(words, "kiosk-typing-keys");
        page.say(&words.say(about), Tone::Title);
        if let Some(said) = &self.said {
            page.say(&words.tell(said), Tone::Error);
        }
        if let Some(seconds) = gate.shut_for(self.now) {
            let seconds = Arg::from(usize::try_from(seconds).unwrap_or(0));
            page.say(
                &words.say_with("kiosk-pause", [("seconds", seconds)]),
                Tone::Error,
            );
        }
        page.field(&words.say("kiosk-typed"), typed);
        page
    }
}
