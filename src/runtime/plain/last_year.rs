//! Answers of an earlier wave line by line: offered after the words, read out one by one with their
//! question, the person's only when Enter was pressed on them.

use crate::base::words::Message;
use crate::form::{Form, Path};
use crate::ui::wave_names;

use super::talk::{Command, Line};
use super::{Move, Plain, Purpose, Stop};

impl Plain<'_> {
    /// Asks for the words of an earlier wave, where the box knows one. Always goes on.
    pub(super) fn offer_last_year(&mut self) -> Result<bool, Stop> {
        let is_offered = self.purpose == Purpose::Answers && self.form.last_wave().is_none();
        let waves = self.keeper.waves();
        if !is_offered || waves.is_empty() {
            return Ok(true);
        }
        self.talk.blank()?;
        let arguments = [("waves", wave_names(&waves).into())];
        self.talk
            .tell(&Message::with("last-year-what", arguments))?;
        if let Some(last_year) = self.earlier_words()? {
            let count = last_year.propose_in(self.form);
            let arguments = [("count", count.into())];
            let said = match count {
                0 => Message::plain("last-year-none"),
                _ => Message::with("last-year-found", arguments),
            };
            self.talk.tell(&said)?;
        }
        Ok(true)
    }

    /// Asks for them to connect the answers, where the person chose that and has not given them.
    pub(super) fn connect(&mut self) -> Result<(), Stop> {
        if !self.form.wants_link() || self.keeper.waves().is_empty() {
            return Ok(());
        }
        self.talk.say("link-what")?;
        if let Some(last_year) = self.earlier_words()? {
            self.form.set_link(last_year.link);
            self.save()?;
            self.talk.say("link-done")?;
        }
        Ok(())
    }

    /// Earlier words until they lead somewhere; `None` where the person goes on without.
    fn earlier_words(&mut self) -> Result<Option<super::LastYear>, Stop> {
        loop {
            match self.talk.ask(&Message::plain("last-year-plain-words"))? {
                Line::Text(typed) if typed.is_empty() => return Ok(None),
                Line::Text(typed) => match self.keeper.earlier(&typed) {
                    Ok(last_year) => return Ok(Some(last_year)),
                    Err(why) => self.talk.line(&why)?,
                },
                Line::Command(Command::Skip) => return Ok(None),
                Line::Command(Command::Save) => return Err(Stop::Leave),
                Line::Command(_) => self.help()?,
            }
        }
    }

    /// Asks a question with last year's answer in its place. Only the way on makes it the person's;
    /// wherever else they go, it is a proposal again, as they left it.
    pub(super) fn ask_about_last_year(&mut self, path: &Path, trial: Form) -> Result<Move, Stop> {
        *self.form = trial;
        let step = self.ask_it(path);
        match &step {
            Ok(Move::Next) => {
                self.form.confirm();
                self.save()?;
            }
            _ => self.form.put_back(),
        }
        step
    }

    /// An answer in words; last year's, where it was not kept yet, said to be so.
    pub(super) fn answer_told(&self, path: &Path) -> String {
        if !self.form.is_proposed(path) {
            return self.form.in_words(path).join("; ");
        }
        let told = self.form.proposed_in_words(path).join("; ");
        let arguments = [("answer", told.into())];
        self.talk.words().say_with("check-unconfirmed", arguments)
    }

    /// How many answers are last year's and not kept yet.
    pub(super) fn say_unconfirmed(&mut self) -> Result<(), Stop> {
        let count = self.form.unconfirmed().len();
        if count > 0 {
            let arguments = [("count", count.into())];
            self.talk
                .tell(&Message::with("check-last-year", arguments))?;
        }
        Ok(())
    }
}
