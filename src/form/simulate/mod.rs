//! Answers that a person might give, obeying the questionnaire's logic: for `demo`, for trying a
//! questionnaire out, and for "answer the rest for me". Pure: the seed decides everything.

mod answer;
pub mod coverage;
mod dice;
mod phrases;

use std::sync::Arc;

use crate::base::language::Language;
use crate::base::time::Day;
use crate::response::answer::{Answer, Value};
use crate::survey::Questionnaire;
use crate::survey::model::{Kind, Question};

use super::{Form, Path};
use answer::Person;
use dice::Dice;

/// How often a question is drawn anew where the answer does not pass its checks.
const TRIES: usize = 12;
/// How often the pages are walked: an answer may bring an earlier question back.
const ROUNDS: usize = 3;
/// Out of 100: who fills in another than the default language.
const OTHER_LANGUAGE: u64 = 8;
/// Out of 100: an optional question is left blank.
const LEFT_BLANK: u64 = 30;
/// Out of 100: a way of not answering is taken where one is offered.
const NOT_ANSWERED: u64 = 4;
/// Most entries of a repeat.
const MOST_ENTRIES: u32 = 4;

/// Out of 100: an answer that a person who revises gives anew.
const REVISED: u64 = 15;
/// An odd number without a pattern: neighbouring people get unlike seeds.
const STRIDE: u64 = 0xD134_2543_DE82_EF95;

/// What somebody who has sent does later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing.
    Stays,
    /// Sends a second revision.
    Revises,
    /// Takes the response back.
    Withdraws,
}

/// How thorough a simulated person is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zeal {
    /// Leaves optional questions blank at times, and now and then does not say.
    Usual,
    /// Answers whatever is asked.
    Full,
}

/// A form filled in by a simulated person, of the given department where one is given.
pub fn simulate(
    questionnaire: Arc<Questionnaire>,
    seed: u64,
    department: Option<&str>,
    today: Day,
) -> Form {
    let language = questionnaire.default_language();
    simulate_another(
        &Form::new(questionnaire, language, today, seed),
        seed,
        department,
    )
}

/// The same for one of many people: `blank` is any form of the questionnaire, of which nothing but what
/// never changes is used.
pub fn simulate_another(blank: &Form, seed: u64, department: Option<&str>) -> Form {
    let mut dice = Dice::new(seed);
    let language = language(blank.questionnaire(), &mut dice);
    let person = Person::draw(department, &mut dice);
    let mut form = blank.another(language, seed);
    walk(&mut form, &person, &mut dice, Zeal::Usual);
    form
}

/// The same form with everything answered that was not: "answer the rest for me".
pub fn complete(form: Form, seed: u64) -> Form {
    let mut form = form;
    let mut dice = Dice::new(seed);
    let person = Person::draw(None, &mut dice);
    walk(&mut form, &person, &mut dice, Zeal::Full);
    form
}

/// The seed of one person among many of one seed.
pub fn seed_of(seed: u64, person: u64) -> u64 {
    Dice::new(seed.wrapping_add(person.wrapping_mul(STRIDE))).roll()
}

/// Out of 100 who sent: whether this one revises what was sent, or takes it back.
pub fn fate(seed: u64) -> Fate {
    match Dice::new(!seed).between(0, 99) {
        0..=3 => Fate::Revises,
        4..=5 => Fate::Withdraws,
        _ => Fate::Stays,
    }
}

/// A form that was left before its end, and the page where.
pub fn abandon(form: Form, seed: u64) -> (Form, Option<String>) {
    let mut form = form;
    let mut dice = Dice::new(seed.rotate_left(17));
    let pages = form.pages();
    let most = u64::try_from(pages.len().saturating_sub(1)).unwrap_or(0);
    let at = usize::try_from(dice.between(0, most)).unwrap_or(0);
    for page in pages.iter().skip(at) {
        form.clear(&Path::top(page));
    }
    (form, pages.get(at).cloned())
}

/// The form of somebody who thought again: some answers are others now; the department stays.
pub fn revise(form: Form, seed: u64, department: Option<&str>) -> Form {
    let mut form = form;
    let mut dice = Dice::new(seed.rotate_left(31));
    let person = Person::draw(department, &mut dice);
    let stays = form.questionnaire().department.clone();
    for page in form.pages() {
        if stays.as_ref() != Some(&page) && dice.percent(REVISED) {
            form.clear(&Path::top(&page));
        }
    }
    walk(&mut form, &person, &mut dice, Zeal::Usual);
    form
}

fn language(questionnaire: &Questionnaire, dice: &mut Dice) -> Language {
    let others = questionnaire.languages.get(1..).unwrap_or_default();
    if dice.percent(OTHER_LANGUAGE)
        && let Some(other) = dice.pick(others)
    {
        return other.clone();
    }
    questionnaire.default_language()
}

/// Walks the questions in order, each as it is asked by then.
fn walk(form: &mut Form, person: &Person, dice: &mut Dice, zeal: Zeal) {
    let questionnaire = Arc::clone(form.questionnaire());
    for round in 0..ROUNDS {
        for question in questionnaire.questions() {
            let path = Path::top(&question.id);
            let is_open = form.is_asked(&path) && needs(form, &path, round);
            if is_open && !matches!(question.kind, Kind::Note | Kind::Computed { .. }) {
                visit(form, &path, question, person, dice, zeal);
            }
        }
        if form.problems().is_empty() {
            return;
        }
    }
}

/// On the first round what is blank; later only what would keep the whole from being sent.
fn needs(form: &Form, path: &Path, round: usize) -> bool {
    if round == 0 {
        return form.answer(path).is_none() || !form.check(path).is_empty();
    }
    !form.check(path).is_empty()
}

fn visit(
    form: &mut Form,
    path: &Path,
    question: &Question,
    person: &Person,
    dice: &mut Dice,
    zeal: Zeal,
) {
    let is_usual = zeal == Zeal::Usual;
    if is_usual && !form.is_required(path) && dice.percent(LEFT_BLANK) {
        return;
    }
    if is_usual && dice.percent(NOT_ANSWERED) && pass(form, path, question, dice) {
        return;
    }
    if let Kind::Repeat(repeat) = &question.kind {
        let most = repeat.max.min(MOST_ENTRIES.max(repeat.min));
        let count = dice.between(u64::from(repeat.min), u64::from(most));
        entries(form, path, &repeat.questions, count, person, dice, zeal);
        return;
    }
    for _ in 0..TRIES {
        let drawn = answer::draw(form, path, question, person, dice);
        let taken = drawn.is_some_and(|drawn| form.put(path, Answer::Value(drawn)).is_taken());
        if taken && form.check(path).is_empty() {
            return;
        }
    }
    form.clear(path);
    pass(form, path, question, dice);
}

/// Takes one of the offered ways of not answering.
fn pass(form: &mut Form, path: &Path, question: &Question, dice: &mut Dice) -> bool {
    let kind = dice.pick(&question.missing);
    kind.is_some_and(|kind| form.put(path, Answer::Missing(*kind)).is_taken())
}

fn entries(
    form: &mut Form,
    path: &Path,
    questions: &[Question],
    count: u64,
    person: &Person,
    dice: &mut Dice,
    zeal: Zeal,
) {
    if count == 0 {
        form.put(path, Answer::Value(Value::Entries(Vec::new())));
        return;
    }
    for _ in 0..count {
        let Ok(entry) = form.add_entry(path) else {
            return;
        };
        for question in questions {
            let nested = path.within(entry, &question.id);
            if form.is_asked(&nested)
                && !matches!(question.kind, Kind::Note | Kind::Computed { .. })
            {
                visit(form, &nested, question, person, dice, zeal);
            }
        }
    }
}
