//! One line that is typed: text, a whole number, a decimal, a day, a month. Reading it is the form's.

use crate::response::answer::{Answer, Missing, Value};
use crate::survey::model::{Kind, Question};
use crate::ui::keymap::{Action, Place};
use crate::ui::sheet::{Sheet, Spot};
use crate::ui::theme::Tone;

use super::field::{Field, Lines};
use super::offer::Offer;
use super::{Context, Part, Pending, Reaction, draw_box, or};

/// A line in hand, and the ways of not answering.
#[derive(Clone)]
pub(crate) struct Typed {
    field: Field,
    ways: Ways,
}

/// The ways of not answering that stand below a box.
#[derive(Clone)]
pub(super) struct Ways {
    offered: Vec<Offer>,
    chosen: Option<Missing>,
}

impl Ways {
    /// Those a question offers, with the one chosen so far.
    pub(super) fn new(context: &Context<'_>, question: &Question) -> Self {
        let answer = context.form.answer(context.path);
        let chosen = answer.and_then(|answer| answer.missing());
        let offered: Vec<Offer> = question
            .missing
            .iter()
            .map(|&kind| Offer::missing(kind))
            .collect();
        let chosen = chosen.filter(|kind| question.missing.contains(kind));
        Self { offered, chosen }
    }

    /// The one that is chosen.
    pub(super) const fn chosen(&self) -> Option<Missing> {
        self.chosen
    }

    /// None is chosen any more: something was typed.
    pub(super) const fn none(&mut self) {
        self.chosen = None;
    }

    /// Draws them as radio buttons after `or`.
    pub(super) fn draw(&self, context: &Context<'_>, sheet: &mut Sheet) {
        if self.offered.is_empty() {
            return;
        }
        or(context, sheet);
        for (place, offer) in self.offered.iter().enumerate() {
            let chosen = matches!(offer.what, super::offer::What::Missing(kind) if Some(kind) == self.chosen);
            let (mark, tone) = if chosen {
                ("(*) ", Tone::Chosen)
            } else {
                ("( ) ", Tone::Text)
            };
            // No digits: whoever typed one into the box above would have given that number.
            let label = context.tell(&offer.label);
            sheet.item(Spot::Choice(place), mark, &label, tone);
        }
    }

    /// Chooses one, or takes the choice away.
    pub(super) fn act(&mut self, action: Action, place: usize) -> Reaction {
        match action {
            Action::Choose => {}
            Action::Clear => {
                self.chosen = None;
                return Reaction::Changed(None);
            }
            _ => return Reaction::Ignored,
        }
        if let Some(super::offer::What::Missing(kind)) = self.offered.get(place).map(|o| &o.what) {
            self.chosen = Some(*kind);
        }
        Reaction::Changed(Some(Spot::Choice(place)))
    }
}

impl Typed {
    /// What is typed.
    pub(super) fn text(&self) -> String {
        self.field.text()
    }

    /// The line of a question, with the answer so far.
    pub(crate) fn new(context: &Context<'_>, question: &Question) -> Self {
        let answer = context.form.answer(context.path);
        let words = answer
            .as_ref()
            .and_then(Answer::value)
            .map(written)
            .unwrap_or_default();
        Self {
            field: Field::new(Lines::One, &words),
            ways: Ways::new(context, question),
        }
    }
}

/// A value as a person would type it.
fn written(value: &Value) -> String {
    match value {
        Value::Text(words) => words.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Day(day) => {
            let (year, month, day) = day.parts();
            format!("{day}/{month}/{year}")
        }
        Value::Month(month) => {
            let (year, month) = month.parts();
            format!("{month}/{year}")
        }
        _ => String::new(),
    }
}

/// The unit behind a box, and how many columns the box takes.
fn shape(context: &Context<'_>, kind: &Kind) -> (String, usize) {
    match kind {
        Kind::Integer(range) | Kind::Decimal(range) => {
            let unit = range.unit.as_ref().map(|unit| context.text(unit));
            (unit.unwrap_or_default(), 12)
        }
        Kind::Date | Kind::Month => (String::new(), 20),
        // Room for the caret behind the longest answer.
        Kind::Text { max_length, .. } => (
            String::new(),
            (*max_length as usize).saturating_add(1).min(60),
        ),
        _ => (String::new(), 60),
    }
}

/// A line that says how to type it.
fn example(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Date => Some("example-date"),
        Kind::Month => Some("example-month"),
        Kind::Integer(_) => Some("example-integer"),
        Kind::Decimal(_) => Some("example-decimal"),
        _ => None,
    }
}

impl Part for Typed {
    fn draw(&self, context: &Context<'_>, sheet: &mut Sheet) {
        let Some(question) = context.form.question(context.path) else {
            return;
        };
        if let Some(example) = example(&question.kind) {
            sheet.say(&context.words.say(example), Tone::Quiet);
        }
        let (unit, columns) = shape(context, &question.kind);
        draw_box(sheet, Spot::Field(0), &self.field, ("", &unit), columns);
        self.ways.draw(context, sheet);
        sheet.start = Some(Spot::Field(0));
    }

    fn act(&mut self, _: &Context<'_>, action: Action, spot: Spot) -> Reaction {
        match spot {
            Spot::Field(0) if self.field.act(action) => {
                self.ways.none();
                Reaction::Typed
            }
            Spot::Choice(place) => self.ways.act(action, place),
            _ => Reaction::Ignored,
        }
    }

    fn pending(&self, _: &Context<'_>) -> Pending {
        match self.ways.chosen() {
            Some(kind) => Pending::Answer(Answer::Missing(kind)),
            None if self.field.is_blank() => Pending::Nothing,
            None => Pending::Typed(self.field.text()),
        }
    }

    fn place(&self, spot: Spot) -> Place {
        match spot {
            Spot::Choice(_) => Place::Below,
            _ => Place::Field,
        }
    }

    fn field(&mut self, spot: Spot) -> Option<&mut Field> {
        self.ways.none();
        matches!(spot, Spot::Field(0)).then_some(&mut self.field)
    }
}
