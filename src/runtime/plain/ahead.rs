//! What else a person has in lines as on the screen: who reads an answer, what each reader gets, a
//! small department, the last change taken back, sending what there is.

use crate::base::text;
use crate::base::words::Message;
use crate::form::{Form, Path};
use crate::response::answer::{Answer, Missing, Value};
use crate::response::part;
use crate::survey::model::{Audience, Kind, Question};
use crate::ui;

use super::{Move, Plain, Purpose, Stop};

/// How many changes can be taken back.
const UNDO: usize = 30;

/// The form before its last changes.
pub(super) struct Past {
    /// As it was kept last, with its bytes.
    kept: (Form, Vec<u8>),
    before: Vec<(Form, Option<String>)>,
}

impl Past {
    pub(super) fn new(form: &Form) -> Self {
        Self {
            kept: (form.clone(), form.to_draft(None)),
            before: Vec::new(),
        }
    }

    /// Notes a change, where there is one, and the page it was made on.
    pub(super) fn keep(&mut self, form: &Form, page: Option<&str>) {
        let bytes = form.to_draft(None);
        if bytes == self.kept.1 {
            return;
        }
        if self.before.len() == UNDO {
            self.before.remove(0);
        }
        let old = std::mem::replace(&mut self.kept, (form.clone(), bytes));
        self.before.push((old.0, page.map(str::to_owned)));
    }

    fn take_back(&mut self) -> Option<(Form, Option<String>)> {
        self.before.pop()
    }

    fn is_now(&mut self, form: &Form) {
        self.kept = (form.clone(), form.to_draft(None));
    }
}

impl Plain<'_> {
    /// Takes the last change back and goes to its question.
    pub(super) fn undo(&mut self) -> Result<Option<Move>, Stop> {
        self.past.keep(self.form, self.page.as_deref());
        let Some((mut form, page)) = self.past.take_back() else {
            self.talk.say("undo-nothing")?;
            return Ok(None);
        };
        form.set_language(self.form.language().clone());
        *self.form = form;
        self.past.is_now(self.form);
        self.page = page.or_else(|| self.page.clone());
        self.save()?;
        self.talk.say("undo-done")?;
        Ok(Some(if self.page.is_some() {
            Move::There
        } else {
            Move::Review
        }))
    }

    /// `/enough` at a question: on to the check with what there is, from the end of a section on.
    pub(super) fn enough(&mut self, path: &Path) -> Result<Option<Move>, Stop> {
        let ends = self.form.ends_section(&path.id).map(str::to_owned);
        let ends = ends.filter(|_| self.form.check(&Path::top(&path.id)).is_empty());
        let section = ends.or_else(|| self.form.may_stop_after());
        if section.is_none() {
            self.talk.error(&Message::plain("plain-enough-not-yet"))?;
            return Ok(None);
        }
        self.form.stop_after(section.as_deref());
        self.save()?;
        Ok(Some(Move::Review))
    }

    /// `/enough` at the check: only what there is, or everything again.
    pub(super) fn stop_or_go_on(&mut self) -> Result<bool, Stop> {
        let section = match self.form.stopped_after() {
            Some(_) => None,
            None => match self.form.may_stop_after() {
                None => {
                    self.talk.error(&Message::plain("plain-enough-not-yet"))?;
                    return Ok(false);
                }
                section => section,
            },
        };
        self.form.stop_after(section.as_deref());
        self.save()?;
        Ok(true)
    }

    /// Whether only what there is will be sent, or that it could be.
    pub(super) fn say_stopped(&mut self) -> Result<(), Stop> {
        let stopped = self.form.stopped_after().map(str::to_owned);
        let id = if stopped.is_some() {
            "plain-stopped"
        } else {
            "plain-may-stop"
        };
        let Some(section) = stopped.or_else(|| self.form.may_stop_after()) else {
            return Ok(());
        };
        let count = self.form.open_behind(&section);
        let arguments = [("count", count.into())];
        Ok(self.talk.tell(&Message::with(id, arguments))?)
    }

    /// Who reads the answer. The questions of an entry are released with their group.
    pub(super) fn say_readers(&mut self, path: &Path, question: &Question) -> Result<(), Stop> {
        if matches!(question.kind, Kind::Note) || !path.is_top() {
            return Ok(());
        }
        let survey = self.form.questionnaire();
        let line = ui::readers_line(self.talk.words(), survey, question);
        Ok(self.talk.line(&line)?)
    }

    /// What each reader gets, word for word.
    pub(super) fn preview(&mut self) -> Result<(), Stop> {
        self.talk.blank()?;
        self.talk.say("preview-what")?;
        let survey = std::sync::Arc::clone(self.form.questionnaire());
        let submission = self.form.submission(self.form.today());
        for audience in &survey.audiences {
            self.preview_for(audience, &part::released_to(&submission, &audience.id))?;
        }
        Ok(self.talk.say("preview-nothing-else")?)
    }

    fn preview_for(&mut self, audience: &Audience, given: &[(String, Answer)]) -> Result<(), Stop> {
        let who = ui::reader_names(self.talk.words(), &audience.sealed_to);
        let arguments = [("who", who.into())];
        self.talk
            .tell(&Message::with("preview-reader", arguments))?;
        if given.is_empty() {
            self.talk.say("preview-nothing")?;
        }
        let asked = self.form.pages();
        for (id, answer) in given {
            let path = Path::top(id);
            let Some(question) = self.form.question(&path) else {
                continue;
            };
            if !matches!(question.kind, Kind::Computed { .. }) && !asked.contains(id) {
                continue;
            }
            let label = self.form.text(&question.label);
            let told = if answer.missing() == Some(Missing::Withheld) {
                self.talk.words().say("preview-withheld")
            } else {
                self.form.in_words(&path).join("; ")
            };
            self.talk.line(&text::labelled(&label, &told))?;
        }
        Ok(())
    }

    /// Tells, once, a person of a department with fewer people than figures are given for.
    pub(super) fn tell_small(&mut self, page: &str) -> Result<(), Stop> {
        let survey = std::sync::Arc::clone(self.form.questionnaire());
        if survey.department.as_deref() != Some(page) || self.purpose == Purpose::Trial {
            return Ok(());
        }
        let answer = self.form.answer(&Path::top(page));
        let is_small = matches!(&answer, Some(Answer::Value(Value::Choice(chosen)))
            if self.start.small.contains(chosen.code.as_str()));
        if !is_small || self.told_small == answer {
            return Ok(());
        }
        self.told_small = answer;
        self.talk.blank()?;
        let minimum = survey.privacy.minimum_group;
        for id in ["small-what", "small-figures", "small-lead", "small-blank"] {
            let arguments = [("minimum", minimum.into())];
            self.talk.tell(&Message::with(id, arguments))?;
        }
        Ok(())
    }
}
