//! Check your answers, the list of sections, and sending.

use crate::base::language::Text;
use crate::base::text;
use crate::base::words::Message;
use crate::form::{Path, SectionState, Status};
use crate::survey::model::Kind;

use super::talk::{Command, Line};
use super::{Move, NotSaved, Plain, Receipt, Stop};

/// What became of the check.
pub(super) enum Checked {
    /// The answers were sent.
    Sent(Receipt),
    /// Somewhere else first.
    Go(Move),
}

impl Plain<'_> {
    /// Reads out every answer, then sends, or goes to one of them.
    pub(super) fn review(&mut self) -> Result<Checked, Stop> {
        self.page = None;
        let numbered = self.read_out_answers()?;
        self.say_unconfirmed()?;
        self.read_out_problems(&numbered)?;
        self.say_stopped()?;
        loop {
            let line = self.talk.ask(&Message::plain("plain-prompt-review"))?;
            match line {
                Line::Text(typed) => {
                    let place = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
                    match place.and_then(|place| numbered.get(place)) {
                        Some(id) => return self.change(&id.clone()),
                        None => self.talk.error(&Message::plain("plain-review-number"))?,
                    }
                }
                Line::Command(Command::Send) => {
                    if let Some(receipt) = self.send()? {
                        return Ok(Checked::Sent(receipt));
                    }
                }
                Line::Command(Command::Review | Command::Repeat) => {
                    return Ok(Checked::Go(Move::Review));
                }
                Line::Command(Command::Language) => {
                    self.choose_language()?;
                    return Ok(Checked::Go(Move::Review));
                }
                Line::Command(Command::Back) => return Ok(Checked::Go(Move::Back)),
                Line::Command(Command::Sections) => return Ok(Checked::Go(Move::Sections)),
                Line::Command(Command::Save) => return Err(Stop::Leave),
                Line::Command(Command::Screen) => self.go_to_screen()?,
                Line::Command(Command::Words) => self.show_words()?,
                Line::Command(Command::Preview) => self.preview()?,
                Line::Command(Command::Undo) => {
                    if let Some(step) = self.undo()? {
                        return Ok(Checked::Go(step));
                    }
                }
                Line::Command(Command::Enough) => {
                    if self.stop_or_go_on()? {
                        return Ok(Checked::Go(Move::Review));
                    }
                }
                Line::Command(_) => self.help()?,
            }
        }
    }

    /// Asks one question again and comes back, unless the person goes somewhere else.
    fn change(&mut self, id: &str) -> Result<Checked, Stop> {
        self.page = Some(id.to_owned());
        loop {
            match self.ask(&Path::top(id))? {
                Move::Again => {}
                Move::There => return Ok(Checked::Go(Move::There)),
                Move::Sections => return Ok(Checked::Go(Move::Sections)),
                Move::Next | Move::Back | Move::Review => return Ok(Checked::Go(Move::Review)),
            }
        }
    }

    /// The ids in the order of their numbers.
    fn read_out_answers(&mut self) -> Result<Vec<String>, Stop> {
        self.talk.blank()?;
        self.talk.say("plain-review")?;
        let pages = self.form.pages();
        let questionnaire = std::sync::Arc::clone(self.form.questionnaire());
        let mut numbered = Vec::new();
        for section in &questionnaire.sections {
            let asked = section.questions.iter().filter(|question| {
                pages.contains(&question.id) && !matches!(question.kind, Kind::Note)
            });
            for (at, question) in asked.enumerate() {
                if at == 0 {
                    let title = self.form.text(&section.title);
                    self.talk.tell(&Message::Author(Text::Same(title)))?;
                }
                numbered.push(question.id.clone());
                let told = self.answer_told(&Path::top(&question.id));
                let label = self.form.text(&question.label);
                let line = format!("{}. {}", numbered.len(), text::labelled(&label, &told));
                self.talk.line(&line)?;
            }
        }
        Ok(numbered)
    }

    /// Whether there is nothing in the way of sending.
    fn read_out_problems(&mut self, numbered: &[String]) -> Result<bool, Stop> {
        let problems = self.form.problems();
        if problems.is_empty() {
            return Ok(true);
        }
        let arguments = [("count", problems.len().into())];
        self.talk
            .tell(&Message::with("plain-problems", arguments))?;
        for problem in problems {
            let place = numbered.iter().position(|id| *id == problem.path.id);
            let said = self.problem_in_words(&Path::top(&problem.path.id), &problem);
            let arguments = [
                ("number", place.map_or(0, |place| place + 1).into()),
                ("problem", said.into()),
            ];
            self.talk.tell(&Message::with("plain-problem", arguments))?;
        }
        Ok(false)
    }

    fn send(&mut self) -> Result<Option<Receipt>, Stop> {
        let numbered: Vec<String> = self.answered_ids();
        if !self.read_out_problems(&numbered)? {
            return Ok(None);
        }
        match self.keeper.submit(self.form) {
            Err(reason) => {
                // Who went on elsewhere, or took them back, has nothing here to send again.
                let kept = self.keeper.save(self.form, self.page.as_deref());
                if kept == Err(NotSaved::Elsewhere) {
                    return Err(Stop::Elsewhere);
                }
                let arguments = [("reason", reason.into())];
                self.talk
                    .error(&Message::with("plain-not-sent", arguments))?;
                Ok(None)
            }
            Ok(receipt) => {
                let arguments = [
                    ("day", receipt.day.to_string().into()),
                    ("leaf", receipt.leaf.as_str().into()),
                ];
                self.talk.blank()?;
                self.talk.tell(&Message::with("plain-sent", arguments))?;
                self.talk.say("plain-sent-words")?;
                self.show_words()?;
                Ok(Some(receipt))
            }
        }
    }

    fn answered_ids(&self) -> Vec<String> {
        let pages = self.form.pages();
        let is_question = |id: &String| {
            let question = self.form.question(&Path::top(id));
            question.is_some_and(|question| !matches!(question.kind, Kind::Note))
        };
        pages.into_iter().filter(is_question).collect()
    }

    /// The sections with their states; a number goes there.
    pub(super) fn sections(&mut self) -> Result<Move, Stop> {
        self.talk.blank()?;
        let states = self.form.sections();
        let questionnaire = std::sync::Arc::clone(self.form.questionnaire());
        for (at, (state, section)) in states.iter().zip(&questionnaire.sections).enumerate() {
            let arguments = [
                ("number", (at + 1).into()),
                ("section", self.form.text(&section.title).into()),
                ("state", status(state).into()),
            ];
            self.talk.tell(&Message::with("plain-section", arguments))?;
        }
        let prompt = Message::with("plain-prompt-number", [("max", states.len().into())]);
        loop {
            match self.talk.ask(&prompt)? {
                Line::Text(typed) if typed.is_empty() => return Ok(Move::Again),
                Line::Text(typed) => {
                    let place = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
                    let state = place.and_then(|place| states.get(place));
                    if let Some(page) = state.and_then(|s| s.next.clone().or(s.first.clone())) {
                        self.page = Some(page);
                        return Ok(Move::Again);
                    }
                    self.talk.error(&Message::plain("plain-section-number"))?;
                }
                Line::Command(Command::Review | Command::Send) => return Ok(Move::Review),
                Line::Command(Command::Save) => return Err(Stop::Leave),
                Line::Command(Command::Screen) => self.go_to_screen()?,
                Line::Command(Command::Back | Command::Repeat) => return Ok(Move::Again),
                Line::Command(_) => self.help()?,
            }
        }
    }
}

fn status(state: &SectionState) -> Message {
    match state.status {
        Status::NotStarted => Message::plain("plain-status-not-started"),
        Status::Completed => Message::plain("plain-status-completed"),
        Status::NotAsked => Message::plain("plain-status-not-asked"),
        Status::InProgress => Message::with(
            "plain-status-in-progress",
            [
                ("answered", state.answered.into()),
                ("asked", state.asked.into()),
            ],
        ),
    }
}
