//! One plausible answer to one question.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::response::answer::{Answer, Chosen, Missing, Value};
use crate::survey::model::{Cells, Choice, Kind, Matrix, Question, Range};

use super::super::kind::{columns, group_of};
use super::super::offered::Offer;
use super::super::relevance::Resolver;
use super::super::{Form, Path};
use super::dice::{Dice, mark};
use super::phrases;

/// Digits of a made-up number where a pattern asks for some.
const LONGEST_NUMBER: usize = 10;
/// Days round today that dates fall in.
const DAYS_AROUND: i64 = 700;
/// Where a number has no upper bound.
const USUAL_MOST: i64 = 40;
/// Hundredths: how far one rating may stray from the person's own level.
const STRAY: i64 = 130;
/// Out of 100: of the skills shown, how many a person rates at all.
const RATED: u64 = 55;
/// Out of 100: a group that the person closes.
const CLOSED: u64 = 60;
/// Out of 100: a cell of a plain matrix that is answered where not all must be.
const ANSWERED: u64 = 80;

/// Out of 100: the choice that excludes all others, where there is one.
const ALONE: u64 = 10;

/// Out of 100: who lets a named reader see the first thing that can be released, the second, and so on.
const SHARED: [u64; 4] = [80, 70, 60, 40];
/// With more choices than this, people of one department choose much the same.
const MANY_CHOICES: usize = 6;
/// Hundredths of the whole scale: how far a department's habit moves a rating.
const HABIT: u64 = 18;

/// What stays the same through one person's answers.
pub(super) struct Person {
    department: Option<String>,
    /// Hundredths of the whole scale: how able the person feels.
    level: i64,
}

impl Person {
    /// A number that people of one department have in common about a thing.
    fn habit(&self, question: &str, code: &str) -> u64 {
        mark(&[
            self.department.as_deref().unwrap_or_default(),
            question,
            code,
        ])
    }

    /// How far the department's habit moves a rating of a thing.
    fn lean(&self, code: &str) -> i64 {
        let lean = self.habit("", code) % (2 * HABIT + 1);
        i64::try_from(lean).unwrap_or(0) - i64::try_from(HABIT).unwrap_or(0)
    }
}

impl Person {
    /// A person of a department, or of any.
    pub(super) fn draw(department: Option<&str>, dice: &mut Dice) -> Self {
        let level = dice.between(15, 55) + dice.between(0, 40);
        Self {
            department: department.map(str::to_owned),
            level: i64::try_from(level).unwrap_or(50),
        }
    }
}

/// An answer; `None` where nothing can be drawn for it.
pub(super) fn draw(
    form: &Form,
    path: &Path,
    question: &Question,
    person: &Person,
    dice: &mut Dice,
) -> Option<Value> {
    match &question.kind {
        Kind::Text { pattern, .. } => Some(Value::Text(match pattern {
            Some(_) => digits(dice),
            None => short(path, dice),
        })),
        Kind::LongText { .. } => dice
            .pick(&phrases::SENTENCES)
            .map(|sentence| Value::Text((*sentence).to_owned())),
        Kind::Integer(range) => Some(Value::Integer(integer(range, dice))),
        Kind::Decimal(range) => Some(Value::Decimal(decimal(range, dice))),
        Kind::YesNo => Some(Value::YesNo(dice.percent(50))),
        Kind::Acknowledge => Some(Value::YesNo(true)),
        Kind::Single(_) | Kind::Lookup(_) => one_of(form, path, person, dice).map(Value::Choice),
        Kind::Multiple { min, max, .. } => {
            let choices = offered(form, path);
            Some(Value::Choices(if is_release(form, &path.id) {
                released(&choices, *max, dice)
            } else {
                let ordered = by_habit(&choices, &path.id, person);
                several(&ordered, *min, *max, dice)
            }))
        }
        Kind::Scale { points } => point(points, person.level, dice).map(Value::Integer),
        Kind::Matrix(matrix) => Some(table(form, path, matrix, person, dice)),
        Kind::Allocation { total, step, .. } => Some(Value::Rows(shares(
            &offered(form, path),
            *total,
            *step,
            dice,
        ))),
        Kind::Rank { max, .. } => {
            let offered = offered(form, path);
            let mut chosen = several(&by_reference(&offered), Some(1), *max, dice);
            dice.shuffle(&mut chosen);
            Some(Value::Choices(chosen))
        }
        Kind::Date => Some(Value::Day(day(form, dice))),
        Kind::Month => Some(Value::Month(day(form, dice).month())),
        Kind::Repeat(_) | Kind::Note | Kind::Computed { .. } => None,
    }
}

fn digits(dice: &mut Dice) -> String {
    let length = usize::try_from(dice.between(4, 8)).unwrap_or(6);
    let number = format!("{:0width$}", dice.roll(), width = LONGEST_NUMBER * 2);
    number.chars().rev().take(length).collect()
}

/// A text that suits where it stands: names, titles, things looked after.
fn short(path: &Path, dice: &mut Dice) -> String {
    let asks = |id: &str, word: &str| id.ends_with(word);
    let id = path.question();
    let stock: &[&str] = match (path.is_top(), asks(id, "name")) {
        (false, true) => &phrases::THINGS,
        (true, true) => {
            let given = dice.pick(&phrases::GIVEN).copied().unwrap_or_default();
            let family = dice.pick(&phrases::FAMILY).copied().unwrap_or_default();
            return format!("{given} {family}");
        }
        (true, false) if asks(id, "title") => &phrases::TITLES,
        _ => &phrases::SHORT,
    };
    dice.pick(stock).copied().unwrap_or_default().to_owned()
}

fn integer(range: &Range, dice: &mut Dice) -> i64 {
    let bound = |bound: Option<Decimal>| bound.and_then(|bound| bound.to_i64());
    let min = bound(range.min).unwrap_or(0);
    let max = bound(range.max).unwrap_or(min.saturating_add(USUAL_MOST));
    dice.mostly_low(min, max)
}

/// Half the time the upper bound: most people work full time, most shares are whole.
fn decimal(range: &Range, dice: &mut Dice) -> Decimal {
    if let Some(max) = range.max.filter(|_| dice.percent(50)) {
        return max;
    }
    let scale = range.decimals.min(9);
    let unit = Decimal::new(1, scale);
    let steps = |bound: Decimal| (bound / unit).to_i64().unwrap_or(0);
    let min = range.min.map_or(0, steps);
    let max = range.max.map_or(min.saturating_add(USUAL_MOST), steps);
    let span = u64::try_from(max.saturating_sub(min)).unwrap_or(0);
    let drawn = i64::try_from(dice.between(0, span)).unwrap_or(0);
    Decimal::new(min.saturating_add(drawn), scale)
}

fn chosen(choice: &Choice, dice: &mut Dice) -> Chosen {
    let words = choice.specify.then(|| dice.pick(&phrases::SHORT));
    Chosen {
        code: choice.code.clone(),
        text: words.flatten().map(|words| (*words).to_owned()),
    }
}

/// What is offered.
fn offered<'f>(form: &'f Form, path: &Path) -> Offer<'f> {
    let resolver = Resolver::new(form);
    let spot = form.spot(path);
    spot.map_or(Offer::of(&[]), |spot| resolver.offered(spot))
}

fn by_reference<'f>(choices: &Offer<'f>) -> Vec<&'f Choice> {
    choices.iter().collect()
}

fn one_of(form: &Form, path: &Path, person: &Person, dice: &mut Dice) -> Option<Chosen> {
    let choices = offered(form, path);
    let is_department = form.questionnaire().department.as_deref() == Some(path.id.as_str());
    if is_department && let Some(code) = &person.department {
        let own = choices.find(code)?;
        return Some(chosen(own, dice));
    }
    let choices = by_reference(&choices);
    dice.pick_early(&choices).map(|choice| chosen(choice, dice))
}

/// Whether what is chosen here decides who sees other answers.
fn is_release(form: &Form, id: &str) -> bool {
    let mut releases = form
        .questionnaire()
        .questions()
        .flat_map(|question| &question.audience);
    releases.any(|release| {
        release
            .when
            .as_ref()
            .is_some_and(|when| when.depends_on().contains(id))
    })
}

/// What a person releases: each thing by itself, the later ones less often; nothing at all is said as such.
fn released(choices: &Offer<'_>, max: Option<u32>, dice: &mut Dice) -> Vec<Chosen> {
    let (alone, others): (Vec<&Choice>, Vec<&Choice>) =
        choices.iter().partition(|choice| choice.exclusive);
    let rates = SHARED
        .into_iter()
        .chain(std::iter::repeat(SHARED[SHARED.len() - 1]));
    let mut taken: Vec<Chosen> = Vec::new();
    for (choice, rate) in others.into_iter().zip(rates) {
        if dice.percent(rate) {
            taken.push(chosen(choice, dice));
        }
    }
    taken.truncate(
        max.and_then(|max| usize::try_from(max).ok())
            .unwrap_or(usize::MAX),
    );
    if taken.is_empty()
        && let Some(none) = alone.first()
    {
        return vec![chosen(none, dice)];
    }
    taken
}

/// Many choices in the order in which a department's people think of them; few as they stand.
fn by_habit<'c>(choices: &Offer<'c>, question: &str, person: &Person) -> Vec<&'c Choice> {
    let mut ordered = by_reference(choices);
    if ordered.len() > MANY_CHOICES {
        ordered.sort_by_cached_key(|choice| person.habit(question, &choice.code));
    }
    ordered
}

/// Several choices, the first ones more often; now and then the one that excludes all others.
fn several(
    choices: &[&Choice],
    min: Option<u32>,
    max: Option<u32>,
    dice: &mut Dice,
) -> Vec<Chosen> {
    let (alone, others): (Vec<&Choice>, Vec<&Choice>) =
        choices.iter().copied().partition(|choice| choice.exclusive);
    if (others.is_empty() || dice.percent(ALONE))
        && let Some(choice) = dice.pick(&alone)
    {
        return vec![chosen(choice, dice)];
    }
    let least = u64::from(min.unwrap_or(1).max(1));
    let usual = u64::try_from(others.len().div_ceil(2)).unwrap_or(1).min(5);
    let most = u64::from(max.unwrap_or(u32::MAX)).min(usual).max(least);
    let count = usize::try_from(dice.between(least, most)).unwrap_or(1);
    let some = dice.some_early(&others, count);
    some.iter().map(|choice| chosen(choice, dice)).collect()
}

/// A point near the person's own level: who rates one skill high rates others high.
fn point(points: &[Choice], level: i64, dice: &mut Dice) -> Option<i64> {
    let last = i64::try_from(points.len().checked_sub(1)?).ok()?;
    let stray = i64::try_from(dice.between(0, 2 * STRAY.unsigned_abs())).unwrap_or(0) - STRAY;
    let place = (last * level + stray + 50) / 100;
    let place = usize::try_from(place.clamp(0, last)).ok()?;
    points.get(place)?.code.parse().ok()
}

fn table(form: &Form, path: &Path, matrix: &Matrix, person: &Person, dice: &mut Dice) -> Value {
    let shown = offered(form, path);
    let all_needed = form.is_required(path) && !matrix.closable && matrix.min_rows.is_none();
    let often = if matrix.closable { RATED } else { ANSWERED };
    let mut rows: Vec<(String, Answer)> = Vec::new();
    for row in shown.iter() {
        let drawn = (all_needed || dice.percent(often))
            .then(|| cell(&matrix.cells, person.level + person.lean(&row.code), dice))
            .flatten();
        let answer = drawn.map_or(Answer::Missing(Missing::Blank), Answer::Value);
        rows.push((row.code.clone(), answer));
    }
    if !matrix.closable {
        return Value::Rows(rows);
    }
    let mut groups: Vec<String> = shown
        .iter()
        .filter_map(|row| group_of(matrix, row).cloned())
        .collect();
    groups.dedup();
    groups.retain(|_| dice.percent(CLOSED));
    Value::Closable {
        rows,
        closed: groups,
    }
}

fn cell(cells: &Cells, level: i64, dice: &mut Dice) -> Option<Value> {
    match cells {
        Cells::Single(_) => {
            let choice = dice.pick_early(columns(cells))?;
            Some(Value::Choice(chosen(choice, dice)))
        }
        Cells::Multiple(choices) => Some(Value::Choices(several(
            &choices.iter().collect::<Vec<_>>(),
            None,
            None,
            dice,
        ))),
        Cells::Scale(points) => point(points, level, dice).map(Value::Integer),
        Cells::Integer(range) => Some(Value::Integer(integer(range, dice))),
        Cells::Decimal(range) => Some(Value::Decimal(decimal(range, dice))),
    }
}

/// Numbers that total a figure: steps dealt out one by one, to a few rows more than to others.
fn shares(rows: &Offer<'_>, total: i64, step: i64, dice: &mut Dice) -> Vec<(String, Answer)> {
    let step = step.max(1);
    let mut numbers = vec![0_i64; rows.len()];
    let favourites: Vec<usize> = dice.some(&(0..rows.len()).collect::<Vec<_>>(), 4);
    for _ in 0..total / step {
        if let Some(number) = dice
            .pick_early(&favourites)
            .and_then(|at| numbers.get_mut(*at))
        {
            *number += step;
        }
    }
    rows.iter()
        .zip(numbers)
        .map(|(row, number)| (row.code.clone(), Answer::Value(Value::Integer(number))))
        .collect()
}

fn day(form: &Form, dice: &mut Dice) -> crate::base::time::Day {
    let around = dice.between(0, 2 * DAYS_AROUND.unsigned_abs());
    let days = i64::try_from(around).unwrap_or(0) - DAYS_AROUND;
    form.today.plus_days(days)
}
