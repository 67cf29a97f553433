//! One person's pass as the screens hold it: the form, the code, the page they are on and what they
//! have in hand there.

use std::collections::BTreeMap;
use std::time::Duration;

use ratatui::layout::Rect;
use zeroize::Zeroizing;

use crate::base::time::Day;
use crate::base::words::Words;
use crate::form::{Form, Outcome, Pace, Path, Problem};
use crate::response::answer::{Answer, Missing};
use crate::response::code::Code;

use super::effect::Draft;
use super::history::{History, Turn};
use super::sheet::Spot;
use super::widget::{Context, Pending, Widget};

/// How many changes can be taken back.
const UNDO: usize = 30;
/// How long typed text stays in hand before it is saved without being asked to.
const SAVE_AFTER: Duration = Duration::from_secs(2);
/// Days that a draft is kept where the survey has no closing day.
const KEEP_DAYS: i64 = 60;

/// The question a person is on.
pub(super) struct Ask {
    pub(super) path: Path,
    pub(super) widget: Widget,
    /// What keeps them from going on.
    pub(super) problems: Vec<Problem>,
    /// What was said once and lets pass.
    pub(super) warnings: Vec<Problem>,
    /// When text was last typed that is not yet an answer.
    typed: Option<Duration>,
    /// The form with last year's answer in its place, while it is neither kept nor replaced.
    pub(super) proposed: Option<Box<Form>>,
}

impl Ask {
    /// The form that the page shows: with last year's answer in its place while it is looked at.
    pub(super) fn form<'a>(&'a self, form: &'a Form) -> &'a Form {
        self.proposed.as_deref().unwrap_or(form)
    }

    /// Whether last year's answer is looked at.
    pub(super) const fn is_proposed(&self) -> bool {
        self.proposed.is_some()
    }
}

/// What a person has in hand that no answer holds yet, on its way from one way of filling in to the
/// other: typed texts that were not taken, and pages that cannot be told as a text.
#[derive(Default)]
pub struct InHand {
    texts: BTreeMap<Path, String>,
    /// With the answer that stood there, to see whether the question was answered since.
    pages: BTreeMap<Path, (Widget, Option<Answer>)>,
}

impl InHand {
    /// Texts by their questions, to be told or edited elsewhere.
    pub fn take_texts(&mut self) -> BTreeMap<Path, String> {
        std::mem::take(&mut self.texts)
    }

    /// Puts texts back, in place of those that were taken.
    pub fn put_texts(&mut self, texts: BTreeMap<Path, String>) {
        self.texts = texts;
    }
}

/// What the header says about saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Saving {
    /// Nothing yet.
    Nothing,
    /// Everything is stored.
    Done,
    /// The last save failed; it is tried again with the next change.
    Failed,
}

/// A pass.
pub(super) struct Pass {
    pub(super) form: Form,
    pub(super) code: Code,
    pub(super) ask: Option<Ask>,
    pub(super) saving: Saving,
    /// The line of check-your-answers to return to.
    pub(super) from_check: Option<Spot>,
    /// The small department that the person was told about.
    pub(super) told_small: Option<Answer>,
    /// Whether last year's words were asked for, to connect the answers.
    pub(super) told_link: bool,
    /// How fast the person answers.
    pub(super) pace: Pace,
    /// Whether it was sent: only the code is of use then.
    pub(super) is_sent: bool,
    history: History<(Form, Path)>,
    /// Pages that were left with something that is no answer yet: nothing typed is ever lost.
    in_hand: BTreeMap<Path, Widget>,
    /// The same from somewhere else, as text.
    texts: BTreeMap<Path, String>,
    saved_page: Option<Path>,
}

/// Where a page stands among the others.
pub(super) enum Step {
    /// Another question.
    Page(Path),
    /// The repeat that this entry belongs to.
    Entries(Path),
    /// There is none in this direction.
    Edge,
}

impl Pass {
    pub(super) fn new(form: Form, code: Code) -> Self {
        Self {
            told_small: None,
            told_link: false,
            pace: Pace::new(&form),
            is_sent: false,
            form,
            code,
            ask: None,
            saving: Saving::Nothing,
            from_check: None,
            history: History::new(UNDO),
            in_hand: BTreeMap::new(),
            texts: BTreeMap::new(),
            saved_page: None,
        }
    }

    /// Takes in what is in hand from another way of filling in.
    pub(super) fn take_in_hand(&mut self, in_hand: InHand) {
        self.texts = in_hand.texts;
        for (path, (widget, answer)) in in_hand.pages {
            if self.form.answer(&path) == answer {
                self.in_hand.insert(path, widget);
            }
        }
    }

    /// Gives the form, its code and page away, with what is in hand.
    pub(super) fn give_away(
        mut self,
        words: &Words,
        area: Rect,
    ) -> (Code, Form, Option<String>, InHand) {
        let page = self.ask.as_ref().map(|ask| ask.path.id.clone());
        self.put_aside(words, area);
        let mut out = InHand {
            texts: self.texts,
            pages: BTreeMap::new(),
        };
        for (path, widget) in self.in_hand {
            if let Some(text) = widget.only_text() {
                out.texts.insert(path, text);
            } else {
                let answer = self.form.answer(&path);
                out.pages.insert(path, (widget, answer));
            }
        }
        (self.code, self.form, page, out)
    }

    /// Forgets the answers, which were sent; the code stays, for showing the words once more.
    pub(super) fn forget(&mut self) {
        let empty = self.form.another(self.form.language().clone(), 0);
        *self = Self::new(empty, self.code.clone());
        self.is_sent = true;
    }

    /// Opens the page of a question.
    pub(super) fn open(&mut self, words: &Words, area: Rect, path: Path) {
        self.put_aside(words, area);
        let proposed = self.form.looking_at(&path).map(Box::new);
        let context = Context {
            form: proposed.as_deref().unwrap_or(&self.form),
            path: &path,
            words,
            area,
        };
        let Some(question) = self.form.question(&path) else {
            return;
        };
        let fresh = || Widget::new(&context, question);
        let mut widget = self.in_hand.remove(&path).unwrap_or_else(fresh);
        if let Some(text) = self.texts.remove(&path) {
            widget.put_text(&text);
        }
        self.ask = Some(Ask {
            path,
            widget,
            problems: Vec::new(),
            warnings: Vec::new(),
            typed: None,
            proposed,
        });
    }

    /// Leaves the page: what the form would not take is kept for when the person comes back to it.
    fn put_aside(&mut self, words: &Words, area: Rect) {
        let Some(ask) = self.ask.take() else {
            return;
        };
        let context = Context {
            form: ask.form(&self.form),
            path: &ask.path,
            words,
            area,
        };
        let refused = ask.widget.pending(&context).is_some_and(|pending| {
            !take(&mut context.form.clone(), &ask.path, pending)
                .problems
                .is_empty()
        });
        if refused {
            self.in_hand.insert(ask.path, ask.widget);
        }
    }

    /// Text was typed.
    pub(super) const fn typed(&mut self, now: Duration) {
        if let Some(ask) = &mut self.ask {
            ask.typed = Some(now);
        }
    }

    /// When typed text becomes an answer by itself.
    pub(super) fn due(&self) -> Option<Duration> {
        Some(self.ask.as_ref()?.typed? + SAVE_AFTER)
    }

    /// Makes an answer of what is in hand. Gives whether the form changed, and what is wrong.
    pub(super) fn keep(&mut self, words: &Words, area: Rect) -> (bool, Outcome) {
        let Some(ask) = &mut self.ask else {
            return (false, Outcome::default());
        };
        ask.typed = None;
        let form = ask.form(&self.form);
        let context = Context {
            form,
            path: &ask.path,
            words,
            area,
        };
        let Some(pending) = ask.widget.pending(&context) else {
            return (false, Outcome::default());
        };
        let before = form.answer(&ask.path);
        let mut next = form.clone();
        let outcome = take(&mut next, &ask.path, pending);
        let changed = next.answer(&ask.path) != before;
        if changed && let Some(proposed) = &mut ask.proposed {
            // A change of last year's answer is kept, but it counts only when Enter says so.
            self.form.propose_as(&next, &ask.path);
            **proposed = next;
        } else if changed {
            let path = ask.path.clone();
            let old = std::mem::replace(&mut self.form, next);
            self.history.remember((old, path));
        }
        (changed, outcome)
    }

    /// The person pressed Enter on last year's answer, changed or not: from now on it is theirs.
    pub(super) fn confirm(&mut self) {
        let Some(ask) = &mut self.ask else {
            return;
        };
        if let Some(mut proposed) = ask.proposed.take() {
            proposed.confirm();
            let path = ask.path.clone();
            let old = std::mem::replace(&mut self.form, *proposed);
            self.history.remember((old, path));
        }
    }

    /// Makes an answer of what is in hand after a pause in typing, and says at once what is wrong
    /// with it, or no longer. Gives whether the form changed.
    pub(super) fn keep_and_judge(&mut self, words: &Words, area: Rect) -> bool {
        let (changed, outcome) = self.keep(words, area);
        if let Some(ask) = &mut self.ask {
            let was_wrong = !ask.problems.is_empty();
            ask.problems = outcome.problems;
            if ask.problems.is_empty() && was_wrong {
                ask.problems = ask.form(&self.form).check(&ask.path);
            }
        }
        changed
    }

    /// Does something to the form that can be taken back.
    pub(super) fn change(&mut self, path: Path, change: impl FnOnce(&mut Form)) {
        let old = self.form.clone();
        change(&mut self.form);
        self.history.remember((old, path));
    }

    /// Takes the last change back, or makes it again, and gives the page it was made on.
    pub(super) fn turn(&mut self, turn: Turn) -> Option<Path> {
        let (form, path) = self.history.take(turn)?;
        let now = self.put_back(form, &path);
        self.history.replaced(turn, (now, path.clone()));
        Some(path)
    }

    /// Puts an earlier or later state in place of this one, which it gives; the language stays.
    fn put_back(&mut self, mut form: Form, path: &Path) -> Form {
        form.set_language(self.form.language().clone());
        self.ask = None;
        self.in_hand.remove(path);
        std::mem::replace(&mut self.form, form)
    }

    /// The page is turned: how long it took is part of the person's pace.
    pub(super) fn turned_at(&mut self, now: Duration) {
        let left = self.ask.as_ref().map(|ask| &ask.path);
        self.pace.turn(&self.form, left, now);
    }

    /// Questions that are left for the person, and the minutes that they will take.
    pub(super) fn left(&self) -> Option<(usize, u32)> {
        let left = self.form.left(&self.ask.as_ref()?.path);
        Some((left.len(), self.pace.minutes(&left)))
    }

    /// Puts another form in place of this one: the rest was answered.
    pub(super) fn replace(&mut self, form: Form) {
        let path = self.ask.as_ref().map(|ask| ask.path.clone());
        let old = std::mem::replace(&mut self.form, form);
        if let Some(path) = path {
            self.history.remember((old, path));
        }
        self.ask = None;
        self.in_hand.clear();
    }

    /// Builds the page anew where it stands: its questions or its language changed.
    pub(super) fn refresh(&mut self, words: &Words, area: Rect) {
        let Some(ask) = self.ask.take() else {
            return;
        };
        let Ask { path, .. } = ask;
        self.in_hand.remove(&path);
        self.open(words, area, path);
    }

    /// Removes the entry of a page where nothing was answered or typed in it; whether it was so.
    pub(super) fn drop_blank_entry(&mut self, path: &Path) -> bool {
        let Some((entries, entry)) = path.around() else {
            return false;
        };
        let is_blank = |page: &Path| {
            let answer = self.form.answer(page);
            let is_none = answer.is_none_or(|answer| answer.missing() == Some(Missing::Blank));
            is_none && self.form.entry_count(page) == 0 && !self.in_hand.contains_key(page)
        };
        if !self.form.entry_pages(&entries, entry).iter().all(is_blank) {
            return false;
        }
        self.change(entries.clone(), |form| {
            form.remove_entry(&entries, entry);
        });
        true
    }

    /// The page after this one.
    pub(super) fn next(&self) -> Step {
        self.step(|pages, at| pages.get(at + 1).cloned())
    }

    /// The page before this one.
    pub(super) fn previous(&self) -> Step {
        self.step(|pages, at| pages.get(at.checked_sub(1)?).cloned())
    }

    fn step(&self, other: impl Fn(&[Path], usize) -> Option<Path>) -> Step {
        let Some(ask) = &self.ask else {
            return Step::Edge;
        };
        let (pages, edge) = match ask.path.around() {
            Some((repeat, entry)) => (self.form.entry_pages(&repeat, entry), Step::Entries(repeat)),
            None => (self.pages(), Step::Edge),
        };
        let at = pages.iter().position(|page| *page == ask.path);
        at.and_then(|at| other(&pages, at)).map_or(edge, Step::Page)
    }

    /// The pages asked now.
    pub(super) fn pages(&self) -> Vec<Path> {
        self.form.pages().iter().map(|id| Path::top(id)).collect()
    }

    /// The page to begin on: the one asked for where it is still asked, else the first without an answer.
    pub(super) fn first_page(&self, page: Option<&str>) -> Option<Path> {
        let pages = self.form.pages();
        let wanted = page
            .filter(|page| pages.iter().any(|known| known == page))
            .map(Path::top);
        wanted.or_else(|| pages.first().map(|id| Path::top(id)))
    }

    /// The draft as it stands, where the page or an answer is not yet stored.
    pub(super) fn draft(&mut self, today: Day) -> Draft {
        let page = self.ask.as_ref().map(|ask| ask.path.clone());
        let bytes = self
            .form
            .to_draft(page.as_ref().map(|path| path.id.as_str()));
        self.saved_page = page;
        Draft {
            code: self.code.clone(),
            bytes: Zeroizing::new(bytes),
            expires: self.expires(today),
        }
    }

    /// Whether the page has changed since the last draft.
    pub(super) fn turned(&self) -> bool {
        self.ask.as_ref().map(|ask| &ask.path.id) != self.saved_page.as_ref().map(|path| &path.id)
    }

    /// A draft expires a day after the survey closes; where it does not close, at the end of a
    /// month, so that it says nothing about when it was begun (docs/format.md §4).
    fn expires(&self, today: Day) -> Day {
        let far = today.plus_days(KEEP_DAYS);
        match self.form.questionnaire().last_day() {
            Some(closes) => closes.plus_days(1),
            None => far.month().last_day().unwrap_or(far),
        }
    }
}

/// Gives the form what is in hand.
fn take(form: &mut Form, path: &Path, pending: Pending) -> Outcome {
    match pending {
        Pending::Nothing => {
            form.clear(path);
            Outcome::default()
        }
        Pending::Answer(answer) => form.put(path, answer),
        Pending::Typed(words) => form.put_typed(path, &words),
        Pending::Unreadable { row, message } => {
            let problem = Problem {
                path: path.clone(),
                row: Some(row),
                message,
            };
            Outcome {
                problems: vec![problem],
                warnings: Vec::new(),
            }
        }
    }
}
