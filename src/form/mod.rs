//! One person's pass through a questionnaire: relevance, validation, navigation, calculation,
//! progress. Knows no screen, reads no clock: the same answers in the same order give the same form.

mod carry;
mod check;
pub mod diary;
mod draft;
mod entries;
mod explain;
mod fill_in;
mod given;
mod kind;
mod last_year;
mod offered;
mod order;
mod overview;
mod path;
mod piped;
mod places;
mod progress;
mod relevance;
mod sections;
pub mod simulate;
pub mod spreadsheet;
mod stopping;
mod submission;
mod take;
mod tell;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use regex::Regex;

use crate::base::language::{Language, Text};
use crate::base::time::Day;
use crate::base::words::{Message, Words};
use crate::response::answer::Answer;
use crate::response::invitation::Invitation;
use crate::response::part::Submission;
use crate::survey::Questionnaire;
use crate::survey::model::{Choice, Kind, Question, Section};
use crate::survey::nest;

pub use carry::carry_draft;
pub use draft::draft_fingerprint;
pub use fill_in::fill_in;
pub use kind::tell_day;
pub use overview::{Told, draft_of_part};
pub use path::{Outcome, Path, Problem};
pub use progress::Pace;
pub use sections::{SectionState, Status};
pub use tell::Group;

use given::Given;
use last_year::LastYear;
use offered::{Kept, Offer};
use places::Places;
use relevance::{Resolver, Spot, Standing};

/// The most matrices that take their rows from one another in a row.
const LONGEST_CHAIN: usize = 16;

/// One person's form.
#[derive(Clone)]
pub struct Form {
    questionnaire: Arc<Questionnaire>,
    places: Arc<Places>,
    language: Language,
    words: Arc<OnceLock<Words>>,
    today: Day,
    seed: u64,
    given: Given,
    standing: Standing,
    replaces_lost: bool,
    imported: bool,
    simulated: bool,
    /// Questions that the person was never brought to.
    unreached: BTreeSet<String>,
    stopped_after: Option<String>,
    link: Option<[u8; 16]>,
    /// What lets it be sent where not everybody may answer.
    invitation: Option<Invitation>,
    /// What an earlier wave's answers propose.
    last_year: LastYear,
}

impl Form {
    /// An empty form. `seed` decides the order of shuffled choices.
    pub fn new(
        questionnaire: Arc<Questionnaire>,
        language: Language,
        today: Day,
        seed: u64,
    ) -> Self {
        let places = Places::new(&questionnaire);
        Self {
            standing: Standing::new(places.order.len()),
            places: Arc::new(places),
            questionnaire,
            language,
            words: Arc::default(),
            today,
            seed,
            given: Given::default(),
            replaces_lost: false,
            imported: false,
            simulated: false,
            unreached: BTreeSet::new(),
            stopped_after: None,
            link: None,
            invitation: None,
            last_year: LastYear::default(),
        }
    }

    /// An empty form of the same questionnaire for somebody else: what never changes is shared.
    #[must_use]
    pub fn another(&self, language: Language, seed: u64) -> Self {
        Self {
            questionnaire: Arc::clone(&self.questionnaire),
            places: Arc::clone(&self.places),
            standing: Standing::new(self.count()),
            words: Arc::default(),
            given: Given::default(),
            today: self.today,
            language,
            seed,
            replaces_lost: false,
            imported: false,
            simulated: false,
            unreached: BTreeSet::new(),
            stopped_after: None,
            link: None,
            invitation: None,
            last_year: LastYear::default(),
        }
    }

    /// The questionnaire.
    pub const fn questionnaire(&self) -> &Arc<Questionnaire> {
        &self.questionnaire
    }

    /// The day that conditions call today.
    pub const fn today(&self) -> Day {
        self.today
    }

    /// The language.
    pub const fn language(&self) -> &Language {
        &self.language
    }

    /// Changes the language; answers stay.
    pub fn set_language(&mut self, language: Language) {
        self.language = language;
        self.words = Arc::default();
    }

    /// The ids of top-level questions that are asked now, in order: notes too, computed ones not.
    pub fn pages(&self) -> Vec<String> {
        let resolver = Resolver::new(self);
        let mut from = 0;
        let sections = self.questionnaire.sections.iter();
        let order = sections.flat_map(|section| {
            let first = from;
            from += section.questions.len();
            let shown = order::shown(&self.questionnaire, section, self.seed);
            shown.into_iter().map(move |at| first + at)
        });
        order
            .filter_map(|at| resolver.top(at))
            .filter(|spot| sections::is_page(&resolver, *spot))
            .map(|spot| spot.question.id.clone())
            .collect()
    }

    /// The question at a path.
    pub fn question(&self, path: &Path) -> Option<&Question> {
        self.spot(path).map(|spot| spot.question)
    }

    /// Whether a question is asked, given the answers so far.
    pub fn is_asked(&self, path: &Path) -> bool {
        let resolver = Resolver::new(self);
        self.spot(path).is_some_and(|spot| resolver.asked(spot))
    }

    /// Why a question is or is not asked, given the answers so far: one message per line, the reason
    /// first, then what the answers that it hangs on are now.
    pub fn explain(&self, path: &Path) -> Vec<Message> {
        explain::explain(self, path)
    }

    /// Whether a question must be answered, or not answered in an offered way, given the answers so far.
    pub fn is_required(&self, path: &Path) -> bool {
        let resolver = Resolver::new(self);
        self.spot(path).is_some_and(|spot| resolver.required(spot))
    }

    /// The answer so far: what the person gave, or the default that stands there. Of a matrix or
    /// allocation every shown row, blank where nothing was given; of a repeat every entry in full.
    /// `None` where nothing stands; for a question that is not asked, what was given to it before.
    pub fn answer(&self, path: &Path) -> Option<Answer> {
        let resolver = Resolver::new(self);
        let spot = self.spot(path)?;
        if resolver.asked(spot) {
            resolver.answer(spot).map(Cow::into_owned)
        } else {
            self.given.get(path).cloned()
        }
    }

    /// Gives an answer. It is normalised (text trimmed and NFC, choices in order, decimals to their
    /// digits) and checked; with problems the earlier answer stays. What is merely unfinished (too
    /// few, a total not reached, no words for an "other") is taken, and `check` says so.
    pub fn put(&mut self, path: &Path, answer: Answer) -> Outcome {
        take::put(self, path, answer)
    }

    /// Gives an answer from typed text: a number, a date in several writings, a text, a code or a
    /// label. Empty text takes the answer away.
    pub fn put_typed(&mut self, path: &Path, typed: &str) -> Outcome {
        take::put_typed(self, path, typed)
    }

    /// Gives the answer of one row of a matrix or allocation, leaving the others.
    pub fn put_cell(&mut self, path: &Path, row: &str, answer: Answer) -> Outcome {
        take::put_cell(self, path, row, answer)
    }

    /// Gives the answer of one row from typed text.
    pub fn put_cell_typed(&mut self, path: &Path, row: &str, typed: &str) -> Outcome {
        take::put_cell_typed(self, path, row, typed)
    }

    /// Closes a group of a closable matrix, so that its unrated rows count as 0, or opens it again.
    pub fn close_group(&mut self, path: &Path, group: &str, close: bool) -> Outcome {
        take::close_group(self, path, group, close)
    }

    /// Takes an answer away.
    pub fn clear(&mut self, path: &Path) {
        self.given.clear(path);
        self.changed(&path.id);
    }

    /// What keeps the person from leaving this page forwards: required and blank, too few, out of range.
    pub fn check(&self, path: &Path) -> Vec<Problem> {
        check::check(self, path)
    }

    /// The choices offered: filtered, in the order shown. For `single`, `multiple`, `lookup`, `rank`, `scale`.
    /// A label that pipes answers has them in it.
    pub fn choices(&self, path: &Path) -> Vec<Cow<'_, Choice>> {
        self.offered(path, |kind| {
            matches!(
                kind,
                Kind::Single(_)
                    | Kind::Multiple { .. }
                    | Kind::Lookup(_)
                    | Kind::Rank { .. }
                    | Kind::Scale { .. }
            )
        })
    }

    /// The rows shown of a matrix or allocation; a label that pipes answers has them in it.
    pub fn rows(&self, path: &Path) -> Vec<Cow<'_, Choice>> {
        self.offered(path, |kind| {
            matches!(kind, Kind::Matrix(_) | Kind::Allocation { .. })
        })
    }

    /// What the cells of a matrix offer, in order; nothing where they hold numbers.
    pub fn columns(&self, path: &Path) -> Vec<Cow<'_, Choice>> {
        let spot = self.spot(path);
        let columns = spot.and_then(|spot| match &spot.question.kind {
            Kind::Matrix(matrix) => Some((spot, kind::columns(&matrix.cells))),
            _ => None,
        });
        let labelled = columns.into_iter().flat_map(|(spot, columns)| {
            columns
                .iter()
                .map(move |choice| piped::choice(self, spot, choice))
        });
        labelled.collect()
    }

    /// The groups of a matrix that have a row shown, in order.
    pub fn groups(&self, path: &Path) -> Vec<Group> {
        tell::groups(self, path)
    }

    /// How many entries a repeat has.
    pub fn entries(&self, repeat: impl Into<Path>) -> usize {
        let path = repeat.into();
        let level = self.given.level(&path);
        level.map_or(0, |level| level.entries(path.question()).len())
    }

    /// An author's text in the form's language, with the answers to top-level questions that it pipes
    /// (`{question_id}`), each on one line and safe to show.
    pub fn text(&self, text: &Text) -> String {
        piped::words(self, None, text)
    }

    /// As [`Self::text`], for a text of the question at a path: inside a repeat the answers of the same entry come first.
    pub fn text_at(&self, path: &Path, text: &Text) -> String {
        piped::words(self, Some(path), text)
    }

    /// A label of a choice, row or group of the question at a path, with the answers that it pipes;
    /// one that pipes none stays as it is.
    pub fn label_at<'t>(&self, path: &Path, label: &'t Text) -> Cow<'t, Text> {
        match self.spot(path) {
            Some(spot) => piped::label(self, spot, label),
            None => Cow::Borrowed(label),
        }
    }

    /// Every section's state.
    pub fn sections(&self) -> Vec<SectionState> {
        sections::states(self)
    }

    /// Everything that keeps the whole from being sent, in order.
    pub fn problems(&self) -> Vec<Problem> {
        self.everywhere(check::check)
    }

    /// The warnings that stand, in order.
    pub fn warnings(&self) -> Vec<Problem> {
        self.everywhere(check::warnings)
    }

    /// The answer in words, in the form's language, for check-your-answers: one line a value, row or entry.
    /// Nothing for a question that is not asked; "Not provided" for one without an answer.
    pub fn in_words(&self, path: &Path) -> Vec<String> {
        tell::in_words(self, path)
    }

    /// The answer of one row in words; nothing for a row without one.
    pub fn row_in_words(&self, path: &Path, row: &str) -> Option<String> {
        tell::row_in_words(self, path, row)
    }

    /// The finished answers. Only sound where `problems` is empty.
    pub fn submission(&self, day: Day) -> Submission {
        submission::finish(self, day)
    }

    /// The draft's plaintext (JSON): everything given so far, also what is not asked at the moment,
    /// the page the person is on, language and seed.
    pub fn to_draft(&self, page: Option<&str>) -> Vec<u8> {
        draft::write(self, page)
    }

    /// A form from a draft's plaintext, and the page the person was on. Answers that no longer fit are dropped.
    ///
    /// # Errors
    /// Where it is not a draft of this questionnaire, in words.
    pub fn from_draft(
        questionnaire: Arc<Questionnaire>,
        today: Day,
        draft: &[u8],
    ) -> Result<(Self, Option<String>), String> {
        draft::read(questionnaire, today, draft)
    }

    /// Marks the response as replacing one whose words are lost.
    pub fn set_replaces_lost(&mut self) {
        self.replaces_lost = true;
    }

    /// Says which questions the person was never brought to: they need no answer, and one without an
    /// answer reads `not_reached`.
    pub fn leave_unreached(&mut self, is_unreached: &dyn Fn(&str) -> bool) {
        let questions = self.questionnaire.questions().map(|one| &one.id);
        let unreached = questions.filter(|id| is_unreached(id)).cloned().collect();
        self.set_unreached(unreached);
    }

    /// Conditions can look at it: `missing(QUESTION, not_reached)`.
    fn set_unreached(&mut self, unreached: BTreeSet<String>) {
        if self.unreached != unreached {
            self.unreached = unreached;
            self.all_changed();
        }
    }

    /// Marks the response as imported from a spreadsheet.
    pub fn set_imported(&mut self) {
        self.imported = true;
    }

    /// Marks the response as made up: whatever is answered from here on, nobody gave it.
    pub fn set_simulated(&mut self) {
        self.simulated = true;
    }

    /// Links the response to last wave's, by what derives from last wave's words.
    pub fn set_link(&mut self, link: [u8; 16]) {
        self.link = Some(link);
    }

    /// Sends it with an invitation. A draft keeps it, sealed to the person's words.
    pub fn set_invitation(&mut self, invitation: Invitation) {
        self.invitation = Some(invitation);
    }

    /// The invitation that it is sent with.
    pub const fn invitation(&self) -> Option<&Invitation> {
        self.invitation.as_ref()
    }

    /// The program's words in the form's language.
    pub fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::new(&self.language))
    }

    /// Forgets all that was worked out.
    fn all_changed(&mut self) {
        self.standing = Standing::new(self.count());
    }

    /// Forgets what hangs on a question: its answer changed.
    fn changed(&mut self, id: &str) {
        if let Some(at) = self.number(id) {
            self.standing.forget(at, &self.places.dependents);
        }
    }

    /// A pattern ready to match, made once: `None` where it cannot be made.
    fn pattern(&self, source: &str) -> Option<Regex> {
        self.places.pattern(source)
    }

    /// How many top-level questions there are.
    fn count(&self) -> usize {
        self.places.order.len()
    }

    /// The number of a top-level question.
    fn number(&self, id: &str) -> Option<usize> {
        self.places.numbers.get(id).copied()
    }

    /// The section and question with a number.
    fn place(&self, at: usize) -> Option<(&Section, &Question)> {
        let (section, within) = self.places.order.get(at)?;
        let section = self.questionnaire.sections.get(*section)?;
        Some((section, section.questions.get(*within)?))
    }

    /// The path of a question in its place.
    fn path(&self, spot: Spot<'_>) -> Option<Path> {
        let (_, top) = self.place(spot.at)?;
        let mut path = Path::top(&top.id);
        let mut question = top;
        for step in spot.inside.iter() {
            question = nest::nested(question).get(step.within)?;
            path.inside.push((step.entry, question.id.clone()));
        }
        Some(path)
    }

    /// The question at a path, in its place; none where the entry does not exist.
    fn spot(&self, path: &Path) -> Option<Spot<'_>> {
        let at = self.number(&path.id)?;
        let (_, question) = self.place(at)?;
        let mut spot = Spot::top(at, question);
        for (entry, id) in &path.inside {
            let mut nested = spot.nested(*entry);
            spot = nested.find(|nested| nested.question.id == *id)?;
        }
        self.given.level(path).map(|_| spot)
    }

    /// The nested questions that are asked, with their entries.
    fn nested_spots<'f>(resolver: &Resolver<'f>, spot: Spot<'f>) -> Vec<(usize, Spot<'f>)> {
        (0..resolver.count(spot))
            .flat_map(|entry| spot.nested(entry).map(move |nested| (entry, nested)))
            .filter(|(_, nested)| resolver.asked(*nested))
            .collect()
    }

    /// What a question may offer before any filter.
    fn possible(&self, spot: Spot<'_>) -> Kept {
        let all = || offered::possible(spot.question, &self.whole_offer(spot));
        let mut known = self.places.possible.get(spot.at);
        for step in spot.inside.iter() {
            known = known.and_then(|outer| outer.nested.get(step.within));
        }
        known.map_or_else(all, |known| known.own.get_or_init(all).clone())
    }

    /// Where a question's choices stand: of a matrix with `rows_from`, those of the question that it leads to.
    fn whole_offer<'f>(&'f self, spot: Spot<'f>) -> Offer<'f> {
        let mut question = spot.question;
        for _ in 0..LONGEST_CHAIN {
            let from = offered::rows_from(question).and_then(|id| self.number(id));
            let Some((_, next)) = from.and_then(|at| self.place(at)) else {
                break;
            };
            question = next;
        }
        Offer::whole(&self.questionnaire, question)
    }

    fn offered(&self, path: &Path, is_meant: fn(&Kind) -> bool) -> Vec<Cow<'_, Choice>> {
        let resolver = Resolver::new(self);
        let spot = self.spot(path).filter(|spot| is_meant(&spot.question.kind));
        let shown = spot.map(|spot| {
            let offered = resolver.offered(spot);
            let shown = offered::in_shown_order(spot.question, self.seed, &offered);
            let labelled = shown.into_iter();
            labelled
                .map(|choice| piped::choice(self, spot, choice))
                .collect()
        });
        shown.unwrap_or_default()
    }

    fn everywhere(&self, look: fn(&Self, &Path) -> Vec<Problem>) -> Vec<Problem> {
        let questions = self.questionnaire.questions();
        questions
            .flat_map(|question| look(self, &Path::top(&question.id)))
            .collect()
    }
}
