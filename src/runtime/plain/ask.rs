//! One question: what is said, and how its answer is read.

use crate::base::language::Text;
use crate::base::text;
use crate::base::words::Message;
use crate::form::{Form, Path, Problem};
use crate::response::answer::{Answer, Missing, Value};
use crate::survey::model::{Kind, Question, Range};

use super::{Move, Plain, Stop, Turn};

/// What ends a text of several lines.
pub(super) const END_OF_TEXT: &str = ".";

impl Plain<'_> {
    /// Asks a question until there is somewhere to go.
    pub(super) fn ask(&mut self, path: &Path) -> Result<Move, Stop> {
        let step = match self.form.looking_at(path) {
            Some(trial) => self.ask_about_last_year(path, trial),
            None => self.ask_it(path),
        };
        self.pace.turn(self.form, Some(path), (self.start.clock)());
        if matches!(step, Ok(Move::Next)) && Form::is_about_linking(path) {
            self.connect()?;
        }
        step
    }

    pub(super) fn ask_it(&mut self, path: &Path) -> Result<Move, Stop> {
        let Some(question) = self.form.question(path).cloned() else {
            return Ok(Move::Next);
        };
        self.introduce(path, &question)?;
        match &question.kind {
            Kind::Note => self.note(path),
            Kind::LongText { .. } => self.long_text(path),
            Kind::Single(_)
            | Kind::Lookup(_)
            | Kind::Scale { .. }
            | Kind::YesNo
            | Kind::Acknowledge => self.one_choice(path, &question),
            Kind::Multiple { .. } | Kind::Rank { .. } => self.some_choices(path, &question),
            Kind::Matrix(_) | Kind::Allocation { .. } => self.by_row(path, &question),
            Kind::Repeat(_) => self.by_entry(path),
            _ => self.typed(path, &question),
        }
    }

    fn introduce(&mut self, path: &Path, question: &Question) -> Result<(), Stop> {
        self.talk.blank()?;
        self.say_trial()?;
        if path.is_top() {
            self.place_in_words(&path.id)?;
        } else {
            self.entry_in_words(path)?;
        }
        let label = self.form.text_at(path, &question.label);
        self.talk.tell(&Message::Author(Text::Same(label)))?;
        if let Some(hint) = &question.hint {
            let hint = self.form.text_at(path, hint);
            self.talk.tell(&Message::Author(Text::Same(hint)))?;
        }
        let is_answerable = !matches!(question.kind, Kind::Note | Kind::Repeat(_));
        if is_answerable && !self.form.is_required(path) {
            self.talk.say("plain-optional")?;
        }
        self.say_readers(path, question)?;
        if is_answerable && self.form.answer(path).is_some() {
            let told = self.form.in_words(path).join("; ");
            let arguments = [("answer", told.into())];
            let id = if self.form.is_looking_at(&path.id) {
                "plain-last-year"
            } else {
                "plain-answer-now"
            };
            self.talk.tell(&Message::with(id, arguments))?;
        }
        self.say_half(path)
    }

    /// "Question 7 of 18. Your post."
    fn place_in_words(&mut self, id: &str) -> Result<(), Stop> {
        let pages = self.form.pages();
        let number = pages.iter().position(|page| page == id).unwrap_or(0) + 1;
        let questionnaire = self.form.questionnaire();
        let section = questionnaire
            .sections
            .iter()
            .find(|section| section.questions.iter().any(|question| question.id == id));
        let Some(section) = section else {
            return Ok(());
        };
        let mine = |page: &&String| {
            section
                .questions
                .iter()
                .any(|question| question.id == **page)
        };
        let is_first = pages.iter().find(mine).is_some_and(|first| first == id);
        let intro = section.intro.as_ref().filter(|_| is_first);
        let intro = intro.map(|intro| Text::Same(self.form.text(intro)));
        let arguments = [
            ("number", number.into()),
            ("count", pages.len().into()),
            ("section", self.form.text(&section.title).into()),
        ];
        self.talk
            .tell(&Message::with("plain-question", arguments))?;
        self.say_left(&Path::top(id))?;
        if let Some(intro) = intro {
            self.talk.tell(&Message::Author(intro))?;
        }
        if is_first && self.form.may_stop_after().is_some() {
            self.talk.say("plain-enough-offer")?;
        }
        Ok(())
    }

    /// "Entry 2 of 3, Autoclave.", for every repeat that the question stands in.
    fn entry_in_words(&mut self, path: &Path) -> Result<(), Stop> {
        let mut levels: Vec<(Path, usize)> = path.levels().collect();
        levels.reverse();
        for (repeat, entry) in levels {
            let said = self.form.entry_in_words(&repeat, entry);
            self.talk.line(&format!("{said}."))?;
        }
        self.say_left(path)
    }

    /// "11 questions left, about 4 minutes."
    fn say_left(&mut self, path: &Path) -> Result<(), Stop> {
        let left = self.form.left(path);
        let minutes = self.pace.minutes(&left);
        let arguments = [("left", left.len().into()), ("minutes", minutes.into())];
        Ok(self.talk.tell(&Message::with("plain-left", arguments))?)
    }

    /// A problem in words; one inside an entry says in which.
    pub(super) fn problem_in_words(&self, page: &Path, problem: &Problem) -> String {
        let said = self.talk.words().tell(&problem.message);
        if problem.path == *page {
            return said;
        }
        let way = self.form.way_in_words(&problem.path, Some(page));
        text::labelled(&way, &said)
    }

    /// Says how not to answer, where the question offers it and the prompt has no number for it.
    pub(super) fn say_missing(&mut self, question: &Question) -> Result<(), Stop> {
        for kind in &question.missing {
            match kind {
                Missing::DontKnow => self.talk.say("plain-or-unknown")?,
                Missing::PreferNot => self.talk.say("plain-or-private")?,
                _ => {}
            }
        }
        Ok(())
    }

    fn note(&mut self, path: &Path) -> Result<Move, Stop> {
        match self.turn(path, &Message::plain("plain-prompt-enter"))? {
            Turn::Move(step) => Ok(step),
            _ => Ok(Move::Next),
        }
    }

    /// Texts of one line, numbers, days and months.
    fn typed(&mut self, path: &Path, question: &Question) -> Result<Move, Stop> {
        self.say_missing(question)?;
        let prompt = prompt(&question.kind);
        loop {
            let step = match self.turn(path, &prompt)? {
                Turn::Move(step) => return Ok(step),
                Turn::Empty => self.keep(path)?,
                Turn::Missing(kind) => self.pass(path, kind)?,
                Turn::Text(typed) | Turn::Find(typed) => {
                    let outcome = self.form.put_typed(path, &typed);
                    self.half.note(path, &typed, &outcome);
                    self.settle(path, &outcome)?
                }
            };
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }

    /// Lines until a single full stop. The first line may be a command; later ones are text.
    fn long_text(&mut self, path: &Path) -> Result<Move, Stop> {
        if let Some(question) = self.form.question(path).cloned() {
            self.say_missing(&question)?;
        }
        loop {
            let step = match self.turn(path, &Message::plain("plain-prompt-lines"))? {
                Turn::Move(step) => return Ok(step),
                Turn::Empty => self.keep(path)?,
                Turn::Missing(kind) => self.pass(path, kind)?,
                Turn::Text(first) if first == END_OF_TEXT => self.keep(path)?,
                Turn::Text(first) | Turn::Find(first) => {
                    let text = self.more_lines(first)?;
                    self.put_text(path, &text)?
                }
            };
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }

    /// A text that is refused stays in hand: `/edit` goes on with it.
    pub(super) fn put_text(&mut self, path: &Path, text: &str) -> Result<Option<Move>, Stop> {
        let outcome = self
            .form
            .put(path, Answer::Value(Value::Text(text.to_owned())));
        self.half.note(path, text, &outcome);
        if !outcome.is_taken() {
            self.talk.say("plain-edit-hint")?;
        }
        self.settle(path, &outcome)
    }

    /// An end of input in the middle of a text ends the text: nothing typed is lost.
    fn more_lines(&mut self, first: String) -> Result<String, Stop> {
        let mut text = first;
        loop {
            match self.talk.raw() {
                Ok(line) if line.trim() == END_OF_TEXT => return Ok(text),
                Ok(line) => {
                    text.push('\n');
                    text.push_str(&line);
                }
                Err(Stop::Leave) => return Ok(text),
                Err(stop) => return Err(stop),
            }
        }
    }
}

/// What is wanted, in words.
fn prompt(kind: &Kind) -> Message {
    match kind {
        Kind::Integer(range) => {
            bounded(range, "plain-prompt-integer", "plain-prompt-integer-range")
        }
        Kind::Decimal(range) => {
            bounded(range, "plain-prompt-decimal", "plain-prompt-decimal-range")
        }
        Kind::Date => Message::plain("plain-prompt-date"),
        Kind::Month => Message::plain("plain-prompt-month"),
        _ => Message::plain("plain-prompt-text"),
    }
}

/// The prompt for a number within bounds.
pub(super) fn bounded(range: &Range, open: &'static str, closed: &'static str) -> Message {
    match (range.min, range.max) {
        (Some(min), Some(max)) => {
            let word = |bound: rust_decimal::Decimal| bound.normalize().to_string();
            Message::with(
                closed,
                [("min", word(min).into()), ("max", word(max).into())],
            )
        }
        _ => Message::plain(open),
    }
}
