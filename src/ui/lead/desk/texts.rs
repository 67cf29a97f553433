//! Reading what people wrote before anybody else does: one text a page, and of each whether it may be shown.
//!
//! Texts come in nobody's order, without a day; at the statistical door without a department.

use ratatui::layout::Position;

use crate::base::language::Text;
use crate::base::text::sanitise;
use crate::base::words::Arg;
use crate::stats::DoorName;
use crate::stats::view::Label;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::Action;
use crate::ui::lead::message::Effect;
use crate::ui::theme::Tone;

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It may be shown.
    Show,
    /// It stays with whoever reviews.
    KeepBack,
}

/// One text.
#[derive(Clone, PartialEq)]
pub struct Written {
    /// The question.
    pub question: Text,
    /// The department, at the operational door alone.
    pub department: Option<Label>,
    /// What was written.
    pub text: String,
    /// What was decided.
    pub mark: Option<Mark>,
}

/// The page.
pub(super) struct Reviewing {
    texts: Vec<Written>,
    door: DoorName,
    at: usize,
    from: usize,
}

/// What comes of a key.
pub(super) enum Then {
    Stay,
    Leave,
    Help,
    Keep(Effect),
}

impl Reviewing {
    /// Begins at the first text that nobody has read.
    pub(super) fn new(texts: Vec<Written>, door: DoorName) -> Self {
        let unread = texts.iter().position(|text| text.mark.is_none());
        Self {
            at: unread.unwrap_or(0),
            texts,
            door,
            from: 0,
        }
    }

    pub(super) fn update(&mut self, action: Option<Action>) -> Then {
        let last = self.texts.len().saturating_sub(1);
        match action {
            Some(Action::Up) => self.go(self.at.saturating_sub(1)),
            Some(Action::Down) => self.go((self.at + 1).min(last)),
            Some(Action::First) => self.go(0),
            Some(Action::Last) => self.go(last),
            Some(Action::PageUp) => self.from = self.from.saturating_sub(8),
            // Where the end is depends on the size of the window: drawing stops there.
            Some(Action::PageDown) => self.from += 8,
            Some(Action::NextFound) => self.go_on(),
            Some(Action::Yes) => return self.mark(Mark::Show),
            Some(Action::No) => return self.mark(Mark::KeepBack),
            Some(Action::Help) => return Then::Help,
            Some(Action::Back) => return Then::Leave,
            _ => {}
        }
        Then::Stay
    }

    const fn go(&mut self, at: usize) {
        (self.at, self.from) = (at, 0);
    }

    /// To the next text that nobody has read, round the end.
    fn go_on(&mut self) {
        let all = self.texts.len();
        let mut places = (1..=all).map(|step| (self.at + step) % all.max(1));
        let unread = places.find(|at| self.texts.get(*at).is_some_and(|text| text.mark.is_none()));
        if let Some(at) = unread {
            self.go(at);
        }
    }

    fn mark(&mut self, mark: Mark) -> Then {
        let at = self.at;
        let Some(text) = self.texts.get_mut(at) else {
            return Then::Stay;
        };
        text.mark = Some(mark);
        self.go_on();
        Then::Keep(Effect::Decide(at, mark))
    }

    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        let left = self.texts.iter().filter(|text| text.mark.is_none()).count();
        let args = [
            ("left", Arg::from(left)),
            ("all", Arg::from(self.texts.len())),
        ];
        let told = page.words().say_with("lead-texts-left", args);
        page.bar(&page.words().say("lead-texts-title"), &told);
        let door = match self.door {
            DoorName::Operational => "lead-texts-operational",
            DoorName::Statistical => "lead-texts-statistical",
        };
        page.paragraph(Tone::Quiet, &page.words().say(door));
        page.rule();
        let Some(text) = self.texts.get(self.at) else {
            page.paragraph(Tone::Text, &page.words().say("lead-texts-none"));
            return None;
        };
        let question = text.question.get(page.words().language()).to_owned();
        let question = match &text.department {
            Some(label) => format!("{question} ({})", page.teller.label(label)),
            None => question,
        };
        page.paragraph(Tone::Title, &question);
        let state = page.words().say(match text.mark {
            None => "lead-texts-unread",
            Some(Mark::Show) => "lead-texts-shown",
            Some(Mark::KeepBack) => "lead-texts-kept-back",
        });
        let args = [
            ("number", Arg::from(self.at + 1)),
            ("all", Arg::from(self.texts.len())),
            ("state", Arg::Words(state)),
        ];
        page.paragraph(
            Tone::Quiet,
            &page.words().say_with("lead-texts-place", args),
        );
        page.gap();
        let lines = page.wrapped(Tone::Text, &sanitise(&text.text));
        let from = self
            .from
            .min(lines.len().saturating_sub(usize::from(page.room())));
        for (tone, line) in lines.iter().skip(from) {
            page.row(*tone, line);
        }
        page.more();
        None
    }
}
