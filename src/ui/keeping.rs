//! What is in hand becomes an answer, an answer a draft, a draft a response; and what the world said of it.

use super::effect::{Effect, Found, Receipt, Saved};
use super::pass::{Pass, Saving};
use super::screen::{self, Screen};
use super::session::{Beginning, Frame, Session, Then};
use super::sheet::Spot;
use crate::base::words::Message;
use crate::form::Form;
use crate::response::code::Code;

impl Session {
    pub(super) fn begin(&mut self, code: Code) {
        let mut form = Form::new(
            self.setup.questionnaire.clone(),
            self.words.language().clone(),
            self.setup.today,
            self.setup.seed,
        );
        if self.beginning == Beginning::ReplacesLost {
            form.set_replaces_lost();
        }
        screen::invite(self, &mut form);
        let last_year = self.last_year.take();
        if let Some(last_year) = &last_year {
            last_year.propose_in(&mut form);
        }
        self.pass = Some(Pass::new(form, code));
        self.only(Screen::Words(screen::After::Stay));
    }

    pub(super) fn saved(&mut self, saved: Saved) {
        let then = std::mem::replace(&mut self.then, Then::Stay);
        let Some(pass) = &mut self.pass else {
            return;
        };
        match saved {
            Saved::Done => {
                pass.saving = Saving::Done;
                match then {
                    Then::Stay => {}
                    Then::Leave => self.finish(),
                    Then::Soon => self.ask_for(Effect::BackSoon),
                }
            }
            Saved::Elsewhere => self.stopped(),
            Saved::Failed => {
                pass.saving = Saving::Failed;
                if then != Then::Stay {
                    self.say(Message::plain("save-failed-stay"));
                }
            }
        }
    }

    /// Nothing of what was sent stays in memory longer than its receipt takes to be drawn.
    pub(super) fn sent(&mut self, receipt: Receipt) {
        if let Some(pass) = &mut self.pass {
            pass.forget();
        }
        self.only(Screen::Receipt(receipt));
    }

    pub(super) fn stopped(&mut self) {
        self.pass = None;
        self.then = Then::Stay;
        self.stopped_at = self.now;
        self.only(Screen::Elsewhere);
    }

    pub(super) fn found(&mut self, found: Found) {
        if !matches!(
            self.top().map(|frame| &frame.screen),
            Some(Screen::ComeBack(_))
        ) {
            return;
        }
        screen::found(self, found);
    }

    pub(super) fn rest_answered(&mut self, form: Form) {
        if let Some(pass) = &mut self.pass {
            pass.replace(form);
            self.say(Message::plain("rest-done"));
            screen::ask_first(self, None);
            self.over(Screen::Check);
        }
    }

    pub(super) fn keep_if_due(&mut self) {
        let due = self.deadline().is_some_and(|due| self.now >= due);
        let Some(pass) = self.pass.as_mut().filter(|_| due) else {
            return;
        };
        if pass.keep_and_judge(&self.words, self.area) {
            self.save();
        }
    }

    /// What is typed becomes an answer when the focus leaves its box.
    pub(super) fn leave_field(&mut self, to: Spot) {
        let from = self.focus();
        let typing = matches!(from, Spot::Field(_) | Spot::Row(_));
        if typing && from.part() != to.part() {
            self.keep_and_save_if_changed();
        }
    }

    /// Makes an answer of what is in hand and saves the draft where that changed anything.
    pub(super) fn keep_and_save_if_changed(&mut self) {
        let Some(pass) = &mut self.pass else {
            return;
        };
        let (changed, _) = pass.keep(&self.words, self.area);
        if changed {
            self.save();
        }
    }

    /// Makes an answer of what is in hand and saves the draft.
    pub(super) fn keep_and_save(&mut self) {
        if let Some(pass) = &mut self.pass {
            pass.keep(&self.words, self.area);
            self.save();
        }
    }

    /// Saves the draft; never one of what is already sent.
    pub(super) fn save(&mut self) {
        let is_receipt = |frame: &Frame| matches!(frame.screen, Screen::Receipt(_));
        if self.stack.iter().any(is_receipt) {
            return;
        }
        let today = self.setup.today;
        if let Some(pass) = &mut self.pass {
            let draft = pass.draft(today);
            self.ask_for(Effect::SaveDraft(draft));
        }
    }

    /// Saves the draft where the page turned since the last time.
    pub(super) fn save_if_turned(&mut self) {
        if self.pass.as_ref().is_some_and(Pass::turned) {
            self.save();
        }
    }
}
