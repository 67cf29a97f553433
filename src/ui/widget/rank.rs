//! Choices in order of preference: Space gives the next place or takes it away, a digit gives that
//! place. The list itself never moves, so that nobody loses the line they were on.

use crate::base::words::{Arg, Message};
use crate::response::answer::{Answer, Chosen, Value};
use crate::survey::model::{Kind, Question};
use crate::ui::keymap::{Action, Place};
use crate::ui::sheet::{Sheet, Spot};
use crate::ui::theme::Tone;

use super::field::Field;
use super::offer::{Offer, What, offers};
use super::{Context, Part, Pending, Reaction, or};

/// A ranking in hand.
#[derive(Clone)]
pub(crate) struct Rank {
    offers: Vec<Offer>,
    /// Places of `offers`, the preferred one first.
    order: Vec<usize>,
    max: usize,
}

impl Rank {
    /// The ranking of a question, with the order so far.
    pub(crate) fn new(context: &Context<'_>, question: &Question) -> Self {
        let offers = offers(context, question);
        let max = match &question.kind {
            Kind::Rank { max: Some(max), .. } => *max as usize,
            _ => offers.len(),
        };
        let order = match context.form.answer(context.path) {
            Some(Answer::Value(Value::Choices(given))) => {
                let place = |chosen: &Chosen| {
                    offers
                        .iter()
                        .position(|offer| offer.what == What::Code(chosen.code.clone()))
                };
                given.iter().filter_map(place).collect()
            }
            Some(missing) => offers
                .iter()
                .position(|offer| offer.is_in(&missing))
                .into_iter()
                .collect(),
            None => Vec::new(),
        };
        Self { offers, order, max }
    }

    fn give(&mut self, place: usize, rank: usize) -> Reaction {
        self.order
            .retain(|&other| other != place && !self.offers[other].is_missing());
        if self.offers[place].is_missing() {
            self.order = vec![place];
        } else if self.order.len() >= self.max {
            return Reaction::Refused(Message::with("choose-full", [("max", Arg::from(self.max))]));
        } else {
            self.order.insert(rank.min(self.order.len()), place);
        }
        Reaction::Changed(Some(Spot::Choice(place)))
    }

    fn toggle(&mut self, place: usize) -> Reaction {
        if let Some(at) = self.order.iter().position(|&other| other == place) {
            self.order.remove(at);
            return Reaction::Changed(Some(Spot::Choice(place)));
        }
        self.give(place, usize::MAX)
    }
}

impl Part for Rank {
    fn draw(&self, context: &Context<'_>, sheet: &mut Sheet) {
        for (place, offer) in self.offers.iter().enumerate() {
            if offer.is_missing() && place > 0 && !self.offers[place - 1].is_missing() {
                or(context, sheet);
            }
            let rank = self.order.iter().position(|&other| other == place);
            let (mark, tone) = match rank {
                Some(_) if offer.is_missing() => ("[x] ".to_owned(), Tone::Chosen),
                Some(rank) => (format!("[{}] ", rank + 1), Tone::Chosen),
                None => ("[ ] ".to_owned(), Tone::Text),
            };
            sheet.item(
                Spot::Choice(place),
                &mark,
                &context.tell(&offer.label),
                tone,
            );
        }
        sheet.start = Some(Spot::Choice(0));
    }

    fn act(&mut self, _: &Context<'_>, action: Action, spot: Spot) -> Reaction {
        let Spot::Choice(place) = spot else {
            return Reaction::Ignored;
        };
        if place >= self.offers.len() {
            return Reaction::Ignored;
        }
        match action {
            Action::Choose => self.toggle(place),
            Action::Digit(0) => Reaction::Ignored,
            Action::Digit(rank) => self.give(place, usize::from(rank) - 1),
            Action::Clear => {
                self.order.retain(|&other| other != place);
                Reaction::Changed(Some(spot))
            }
            _ => Reaction::Ignored,
        }
    }

    fn pending(&self, _: &Context<'_>) -> Pending {
        let Some(&first) = self.order.first() else {
            return Pending::Nothing;
        };
        if self.offers[first].is_missing() {
            return Pending::Answer(self.offers[first].answer(None));
        }
        let codes = self
            .order
            .iter()
            .filter_map(|&place| match &self.offers[place].what {
                What::Code(code) => Some(Chosen::code(code)),
                _ => None,
            });
        Pending::Answer(Answer::Value(Value::Choices(codes.collect())))
    }

    fn place(&self, _: Spot) -> Place {
        Place::Rank
    }

    fn field(&mut self, _: Spot) -> Option<&mut Field> {
        None
    }
}
