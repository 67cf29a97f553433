//! Filling in without a screen: the same questions line by line, for screen readers, `TERM=dumb`,
//! pipes, and whoever likes it better.
//!
//! A second client of `form`, with the manners of a good form read aloud: no escape sequences, words
//! for every state, one thing a line, commands that start with a slash so that no answer can be one.

mod ahead;
mod ask;
mod choose;
mod edit;
mod entries;
mod half;
mod last_year;
mod opening;
mod review;
mod rows;
mod talk;

use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};
use std::time::Duration;

use crate::base::language::Text;
use crate::base::time::Day;
use crate::base::words::{Message, Words};
use crate::form::{Form, Pace, Path, Problem};
use crate::response::answer::{Answer, Missing};

use ahead::Past;
pub use half::Half;
pub use talk::HELP;
use talk::{Command, Line, Talk};

/// What the person needs to know before the first question.
pub struct Start<'a> {
    /// The eight words.
    pub words: [&'a str; 8],
    /// The box's short public name, noted with the words.
    pub place: Option<&'a str>,
    /// Why the plain mode is on, where it was not asked for: "TERM is dumb".
    pub reason: Option<&'a str>,
    /// How the pass begins.
    pub beginning: Beginning,
    /// Where `/screen` goes.
    pub screen: Screen,
    /// Decides which two of the words are asked back; `None` where nobody comes back with them.
    pub ask_back: Option<u64>,
    /// Codes of the departments with fewer people than the smallest group that figures are given for.
    pub small: &'a BTreeSet<String>,
    /// What was typed on the screen and is no answer yet.
    pub half: Half,
    /// How long the pass has taken: what the person's own pace is measured by.
    pub clock: &'a dyn Fn() -> Duration,
}

/// Whether there is a full screen to go back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// None: this was begun line by line.
    Absent,
    /// The pass came from there and may go back.
    Waiting,
}

/// How a pass begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// With language, notice and words.
    New,
    /// With notice and words, in a language that was chosen already.
    NewIn,
    /// At the page where a draft was left.
    Resumed(Option<String>),
    /// At the page that was on the full screen; past the last one where there is none.
    FromScreen(Option<String>),
    /// At the check, with answers that were sent and may be changed.
    Sent,
}

/// What a person gets who has sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The day.
    pub day: Day,
    /// The first 16 characters of the response's own leaf.
    pub leaf: String,
}

/// Answers of an earlier wave.
pub use crate::ui::LastYear;

/// Why a draft was not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// Another session goes on with it: this one must stop.
    Elsewhere,
    /// In words for the person.
    Failed(String),
}

/// Who keeps drafts and takes responses.
pub trait PlainKeeper {
    /// Saves the draft, with the page the person is on.
    ///
    /// # Errors
    /// Why not.
    fn save(&mut self, form: &Form, page: Option<&str>) -> Result<(), NotSaved>;

    /// Seals and stores the response.
    ///
    /// # Errors
    /// Why not, in words for the person; nothing was stored and sending may be tried again.
    fn submit(&mut self, form: &Form) -> Result<Receipt, String>;

    /// The earlier waves that this box knows, the latest first.
    fn waves(&mut self) -> Vec<String> {
        Vec::new()
    }

    /// What was sent in an earlier wave with the words that were typed.
    ///
    /// # Errors
    /// Why there is nothing, in words for the person.
    fn earlier(&mut self, _typed: &str) -> Result<LastYear, String> {
        Err(String::new())
    }
}

/// How a pass ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The answers were sent.
    Sent(Receipt),
    /// Left before sending; the draft is saved.
    Saved,
    /// Left at the notice: nothing was stored.
    Declined,
    /// Another session went on with the draft.
    Elsewhere,
    /// The person goes on with a full screen at this page, with what they have typed that is no
    /// answer yet; the draft is saved.
    ToScreen(Option<String>, Half),
}

/// What stops a pass from inside a question.
enum Stop {
    /// End of input, or the person left: the draft is to be saved.
    Leave,
    /// The draft goes on elsewhere.
    Elsewhere,
    /// Back to the full screen.
    Screen,
    /// The output or input broke.
    Broken(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Broken(error)
    }
}

/// Where to go from a question.
#[derive(Clone, PartialEq, Eq)]
enum Move {
    Next,
    Back,
    Again,
    /// To the page that was set.
    There,
    Review,
    Sections,
}

/// What was typed at a question.
enum Turn {
    /// Text that may be an answer.
    Text(String),
    /// Just Enter.
    Empty,
    /// A way of not answering that the question offers.
    Missing(Missing),
    /// Words to search for.
    Find(String),
    /// Away from here.
    Move(Move),
}

/// What a pass is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// A person's answers.
    Answers,
    /// An author's look at a questionnaire: every question says so, and why it is asked.
    Trial,
}

/// One pass.
struct Plain<'a> {
    form: &'a mut Form,
    talk: Talk<'a>,
    keeper: &'a mut dyn PlainKeeper,
    start: &'a Start<'a>,
    page: Option<String>,
    purpose: Purpose,
    half: Half,
    past: Past,
    pace: Pace,
    /// The small department that the person was told about.
    told_small: Option<Answer>,
}

/// Runs one pass from the first line to the receipt, or until the input ends.
///
/// # Errors
/// Where the output or input breaks. The draft is saved all the same.
pub fn run(
    form: &mut Form,
    start: &Start<'_>,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    keeper: &mut dyn PlainKeeper,
) -> io::Result<Ending> {
    pass(form, start, input, output, keeper, Purpose::Answers)
}

/// As [`run`], for an author who tries a questionnaire out: every question says TRIAL, and `/why`
/// says why one is or is not asked.
///
/// # Errors
/// As [`run`].
pub fn try_out(
    form: &mut Form,
    start: &Start<'_>,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    keeper: &mut dyn PlainKeeper,
) -> io::Result<Ending> {
    pass(form, start, input, output, keeper, Purpose::Trial)
}

fn pass(
    form: &mut Form,
    start: &Start<'_>,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    keeper: &mut dyn PlainKeeper,
    purpose: Purpose,
) -> io::Result<Ending> {
    let words = Words::new(form.language());
    let mut plain = Plain {
        past: Past::new(form),
        pace: Pace::new(form),
        half: start.half.clone(),
        told_small: None,
        form,
        talk: Talk::new(input, output, words),
        keeper,
        start,
        page: None,
        purpose,
    };
    let is_open = match plain.open() {
        Ok(is_open) => is_open,
        Err(Stop::Broken(error)) => return Err(error),
        Err(_) => false,
    };
    if !is_open {
        plain.talk.say("plain-nothing-stored")?;
        return Ok(Ending::Declined);
    }
    match plain.go_through() {
        Ok(receipt) => Ok(Ending::Sent(receipt)),
        Err(Stop::Elsewhere) => {
            plain.talk.say("plain-elsewhere")?;
            Ok(Ending::Elsewhere)
        }
        Err(Stop::Screen) => match plain.save() {
            Err(Stop::Broken(error)) => Err(error),
            Err(_) => Ok(Ending::Elsewhere),
            Ok(()) => {
                // From the check one comes back to the last question.
                let page = plain.page.or_else(|| plain.form.pages().last().cloned());
                Ok(Ending::ToScreen(page, plain.half))
            }
        },
        Err(Stop::Leave) => plain.leave(),
        Err(Stop::Broken(error)) => {
            // The link is gone: what can still be done is to keep the answers.
            drop(plain.keeper.save(plain.form, plain.page.as_deref()));
            Err(error)
        }
    }
}

impl Plain<'_> {
    /// Saves and says how to come back.
    fn leave(&mut self) -> io::Result<Ending> {
        let saved = self.keeper.save(self.form, self.page.as_deref());
        self.talk.blank()?;
        if self.purpose == Purpose::Trial {
            self.talk.say("plain-trial")?;
            return Ok(Ending::Saved);
        }
        match saved {
            Ok(()) => self.talk.say("plain-saved")?,
            Err(NotSaved::Elsewhere) => {
                self.talk.say("plain-elsewhere")?;
                return Ok(Ending::Elsewhere);
            }
            Err(NotSaved::Failed(reason)) => {
                self.talk.tell(&Message::with(
                    "plain-not-saved",
                    [("reason", reason.into())],
                ))?;
            }
        }
        self.show_words()?;
        Ok(Ending::Saved)
    }

    /// Question after question, then the check, until the answers are sent.
    fn go_through(&mut self) -> Result<Receipt, Stop> {
        if let Beginning::Resumed(page) | Beginning::FromScreen(page) = &self.start.beginning {
            self.page.clone_from(page);
        }
        let mut step = match (&self.start.beginning, &self.page) {
            (Beginning::Sent, _) => Move::Review,
            (_, Some(_)) => Move::Again,
            (_, None) => Move::Next,
        };
        loop {
            step = match step {
                Move::Review => match self.review()? {
                    review::Checked::Sent(receipt) => return Ok(receipt),
                    review::Checked::Go(step) => step,
                },
                Move::Sections => self.sections()?,
                step => {
                    self.turn_to(&step);
                    self.save()?;
                    match self.page.clone() {
                        Some(page) => self.ask_page(&page)?,
                        None => Move::Review,
                    }
                }
            };
        }
    }

    /// Asks a page; whoever has stopped before it goes on.
    fn ask_page(&mut self, page: &str) -> Result<Move, Stop> {
        self.form.go_on_at(page);
        let step = self.ask(&Path::top(page))?;
        self.tell_small(page)?;
        Ok(step)
    }

    /// Turns the page. Beyond the last one stands the check, marked by no page at all.
    fn turn_to(&mut self, step: &Move) {
        let pages = self.form.pages();
        let questions = self.form.questionnaire().questions();
        let order: Vec<&str> = questions.map(|question| question.id.as_str()).collect();
        // The page itself may not be asked any more, so its place in the questionnaire counts.
        let place = |id: &str| order.iter().position(|other| *other == id);
        let here = self.page.as_deref().and_then(place);
        let at = |id: &&String| place(id);
        let next = match (step, here) {
            (Move::Back, Some(here)) => pages
                .iter()
                .rfind(|id| at(id).is_some_and(|at| at < here))
                .or(pages.first()),
            (Move::Back, None) => pages.last(),
            (Move::Again | Move::There, Some(here)) => {
                pages.iter().find(|id| at(id).is_some_and(|at| at >= here))
            }
            (_, Some(here)) => pages.iter().find(|id| at(id).is_some_and(|at| at > here)),
            (_, None) => pages.first(),
        };
        self.page = next.cloned();
    }

    /// Saves the draft; a failure is said and the person may go on.
    fn save(&mut self) -> Result<(), Stop> {
        self.past.keep(self.form, self.page.as_deref());
        match self.keeper.save(self.form, self.page.as_deref()) {
            Ok(()) => Ok(()),
            Err(NotSaved::Elsewhere) => Err(Stop::Elsewhere),
            Err(NotSaved::Failed(reason)) => {
                let message = Message::with("plain-not-saved", [("reason", reason.into())]);
                Ok(self.talk.tell(&message)?)
            }
        }
    }

    /// Reads one line at a question and deals with the commands that any question has.
    fn turn(&mut self, path: &Path, prompt: &Message) -> Result<Turn, Stop> {
        loop {
            let command = match self.talk.ask(prompt)? {
                Line::Text(text) if text.is_empty() => return Ok(Turn::Empty),
                Line::Text(text) => return Ok(Turn::Text(text)),
                Line::Command(command) => command,
            };
            if let Some(turn) = self.obey(path, command)? {
                return Ok(turn);
            }
        }
    }

    fn obey(&mut self, path: &Path, command: Command) -> Result<Option<Turn>, Stop> {
        match command {
            Command::Back => return Ok(Some(Turn::Move(Move::Back))),
            Command::Review | Command::Send => return Ok(Some(Turn::Move(Move::Review))),
            Command::Sections => return Ok(Some(Turn::Move(Move::Sections))),
            Command::Repeat => return Ok(Some(Turn::Move(Move::Again))),
            Command::Undo => return Ok(self.undo()?.map(Turn::Move)),
            Command::Enough => return Ok(self.enough(path)?.map(Turn::Move)),
            Command::Preview => self.preview()?,
            Command::Edit => return self.edit(path),
            Command::Find(what) => return Ok(Some(Turn::Find(what))),
            Command::Save => return Err(Stop::Leave),
            Command::Screen => self.go_to_screen()?,
            Command::Language => {
                self.choose_language()?;
                return Ok(Some(Turn::Move(Move::Again)));
            }
            Command::Skip => {
                // To skip is not to keep: last year's answer stays what it was.
                self.form.put_back();
                let problems = self.form.check(path);
                if problems.is_empty() {
                    return Ok(Some(Turn::Move(Move::Next)));
                }
                self.errors(path, &problems)?;
            }
            Command::Missing(kind) => return self.not_answering(path, kind),
            Command::Clear => {
                self.form.clear(path);
                self.half.forget(path);
                self.save()?;
                self.talk.say("plain-cleared")?;
            }
            Command::Words => self.show_words()?,
            Command::Why(other) => self.why(path, &other)?,
            Command::Help => self.help()?,
            Command::Unknown(typed) => {
                let message = Message::with("plain-no-command", [("typed", typed.into())]);
                self.talk.error(&message)?;
            }
        }
        Ok(None)
    }

    /// Back to the full screen, where there is one.
    fn go_to_screen(&mut self) -> Result<(), Stop> {
        match self.start.screen {
            Screen::Waiting => Err(Stop::Screen),
            Screen::Absent => Ok(self.talk.error(&Message::plain("plain-no-screen"))?),
        }
    }

    fn not_answering(&mut self, path: &Path, kind: Missing) -> Result<Option<Turn>, Stop> {
        let question = self.form.question(path);
        if question.is_some_and(|question| question.missing.contains(&kind)) {
            return Ok(Some(Turn::Missing(kind)));
        }
        self.talk
            .error(&Message::plain("form-missing-not-offered"))?;
        Ok(None)
    }

    /// Why a question is asked, as its author says; in a trial also as its conditions say, and that
    /// of any other question.
    fn why(&mut self, path: &Path, other: &str) -> Result<(), Stop> {
        if self.purpose == Purpose::Trial {
            return self.explain(path, other);
        }
        self.author_why(path)
    }

    fn explain(&mut self, path: &Path, other: &str) -> Result<(), Stop> {
        let other = (!other.is_empty()).then(|| Path::top(other));
        let path = other.as_ref().unwrap_or(path);
        let told = self.form.explain(path);
        if told.is_empty() {
            let arguments = [("typed", path.id.as_str().into())];
            return Ok(self
                .talk
                .error(&Message::with("plain-trial-no-question", arguments))?);
        }
        if self
            .form
            .question(path)
            .is_some_and(|question| question.why.is_some())
        {
            self.author_why(path)?;
        }
        Ok(told
            .iter()
            .try_for_each(|message| self.talk.tell(message))?)
    }

    fn author_why(&mut self, path: &Path) -> Result<(), Stop> {
        let why = self
            .form
            .question(path)
            .and_then(|question| question.why.as_ref())
            .map(|why| Text::Same(self.form.text_at(path, why)));
        let message = why.map_or(Message::plain("plain-no-why"), Message::Author);
        Ok(self.talk.tell(&message)?)
    }

    fn help(&mut self) -> Result<(), Stop> {
        for id in HELP {
            self.talk.say(id)?;
        }
        if self.purpose == Purpose::Trial {
            self.talk.say("plain-trial-help")?;
        }
        Ok(())
    }

    fn show_words(&mut self) -> io::Result<()> {
        let words = self.start.words.join(" ");
        self.talk
            .tell(&Message::with("plain-words", [("words", words.into())]))?;
        match self.start.place {
            Some(place) => self
                .talk
                .tell(&Message::with("plain-place", [("place", place.into())])),
            None => Ok(()),
        }
    }

    /// What keeps this page from being left.
    fn errors(&mut self, path: &Path, problems: &[Problem]) -> io::Result<()> {
        problems.iter().try_for_each(|problem| {
            let said = self.problem_in_words(path, problem);
            self.talk.error(&Message::Author(Text::Same(said)))
        })
    }

    /// After an answer was given: on to the next question, or the reasons why not. A warning is said
    /// once; Enter then keeps the answer.
    fn settle(
        &mut self,
        path: &Path,
        outcome: &crate::form::Outcome,
    ) -> Result<Option<Move>, Stop> {
        if !outcome.is_taken() {
            self.errors(path, &outcome.problems)?;
            return Ok(None);
        }
        self.save()?;
        let problems = self.form.check(path);
        if !problems.is_empty() {
            self.errors(path, &problems)?;
            return Ok(None);
        }
        if outcome.warnings.is_empty() {
            return Ok(Some(Move::Next));
        }
        for warning in &outcome.warnings {
            let arguments = [("warning", warning.message.clone().into())];
            self.talk.tell(&Message::with("plain-warning", arguments))?;
        }
        self.talk.say("plain-warning-keep")?;
        Ok(None)
    }

    /// Enter alone: keeps what stands, or leaves the question blank where it may be.
    fn keep(&mut self, path: &Path) -> Result<Option<Move>, Stop> {
        let problems = self.form.check(path);
        self.errors(path, &problems)?;
        Ok(problems.is_empty().then_some(Move::Next))
    }

    /// Takes a way of not answering.
    fn pass(&mut self, path: &Path, kind: Missing) -> Result<Option<Move>, Stop> {
        let outcome = self.form.put(path, Answer::Missing(kind));
        if outcome.is_taken() {
            self.half.forget(path);
        }
        self.settle(path, &outcome)
    }
}
