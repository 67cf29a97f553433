//! The entries of a repeat, one line each, with Change and Remove; then "add another", and while
//! there is none, the ways of saying so.

use crate::base::text;
use crate::base::words::Arg;
use crate::form::Path;
use crate::response::answer::{Answer, Value};
use crate::survey::model::{Kind, Question};
use crate::ui::keymap::{Action, Place};
use crate::ui::sheet::{Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;

use super::field::Field;
use super::offer::{Offer, What, number};
use super::{Context, Part, Pending, Reaction, or};

/// The entries of a repeat in hand. The entries themselves stand in the form.
#[derive(Clone)]
pub(crate) struct Cards {
    /// "I have none", then the ways of not answering.
    offers: Vec<Offer>,
    chosen: Option<usize>,
}

impl Cards {
    /// The entries of a question.
    pub(crate) fn new(context: &Context<'_>, question: &Question) -> Self {
        let least = match &question.kind {
            Kind::Repeat(repeat) => repeat.min,
            _ => 0,
        };
        let mut offers: Vec<Offer> = (least == 0).then(Offer::none).into_iter().collect();
        offers.extend(question.missing.iter().map(|&kind| Offer::missing(kind)));
        number(&mut offers);
        let answer = context.form.answer(context.path);
        let is_none = |answer: &Answer| matches!(answer, Answer::Value(Value::Entries(entries)) if entries.is_empty());
        let chosen = answer.and_then(|answer| {
            offers.iter().position(|offer| match offer.what {
                What::Truth(_) => is_none(&answer),
                _ => offer.is_in(&answer),
            })
        });
        Self { offers, chosen }
    }

    fn draw_offers(&self, context: &Context<'_>, sheet: &mut Sheet) {
        or(context, sheet);
        for (place, offer) in self.offers.iter().enumerate() {
            let chosen = self.chosen == Some(place);
            let (mark, tone) = if chosen {
                ("(*) ", Tone::Chosen)
            } else {
                ("( ) ", Tone::Text)
            };
            let digit = offer
                .digit
                .map_or(String::new(), |digit| format!("{digit} "));
            sheet.item(
                Spot::Choice(place),
                &(digit + mark),
                &context.tell(&offer.label),
                tone,
            );
        }
    }
}

fn card(context: &Context<'_>, entry: usize, sheet: &mut Sheet) {
    let (change, remove) = (
        context.words.say("cards-change"),
        context.words.say("cards-remove"),
    );
    let copy = (!context.narrow()).then(|| context.words.say("cards-copy"));
    let buttons = text::width(&change) + text::width(&remove) + 11;
    let buttons = buttons + copy.as_ref().map_or(0, |copy| text::width(copy) + 6);
    let room = sheet.width().saturating_sub(buttons).max(1);
    let fallback = || {
        context
            .words
            .say_with("cards-entry", [("number", Arg::from(entry + 1))])
    };
    let name = name(context, context.path, entry).unwrap_or_else(fallback);
    let label = format!("{} {name}", entry + 1);
    // Where it does not fit the name has a line of its own: cut, it could not be told from others.
    let before = if text::width(&label) > room {
        sheet.say(&label, Tone::Text);
        "  ".to_owned()
    } else {
        super::padded(&label, room) + " "
    };
    let mut pieces = vec![
        Piece::new(before, Tone::Text),
        Piece::new(format!("[ {change} ]"), Tone::Text).at(Spot::Card(entry)),
        Piece::new("  ", Tone::Text),
        Piece::new(format!("[ {remove} ]"), Tone::Text).at(Spot::Remove(entry)),
    ];
    if let Some(copy) = copy {
        pieces.push(Piece::new("  ", Tone::Text));
        pieces.push(Piece::new(format!("[ {copy} ]"), Tone::Text).at(Spot::Copy(entry)));
    }
    sheet.lines.push(Line {
        pieces,
        flagged: false,
    });
}

/// What to call an entry.
pub(crate) fn name(context: &Context<'_>, repeat: &Path, entry: usize) -> Option<String> {
    let name = context.form.entry_name(repeat, entry);
    name.map(|name| crate::ui::shown(&name))
}

impl Part for Cards {
    fn draw(&self, context: &Context<'_>, sheet: &mut Sheet) {
        let count = context.form.entries(context.path);
        let said = context
            .words
            .say_with("cards-count", [("count", Arg::from(count))]);
        sheet.say(&said, Tone::Quiet);
        for entry in 0..count {
            card(context, entry, sheet);
        }
        let add = context.words.say(if count == 0 {
            "cards-add-first"
        } else {
            "cards-add"
        });
        sheet.item(Spot::Add, "+ ", &add, Tone::Text);
        sheet.start = Some(Spot::Add);
        if count == 0 && !self.offers.is_empty() {
            self.draw_offers(context, sheet);
            sheet.start = self.chosen.map(Spot::Choice).or(sheet.start);
        }
    }

    fn act(&mut self, context: &Context<'_>, action: Action, spot: Spot) -> Reaction {
        match (spot, action) {
            (Spot::Add, Action::Enter | Action::Choose) => Reaction::Add,
            (Spot::Card(entry), Action::Enter | Action::Choose) => Reaction::Open(entry),
            (Spot::Remove(entry), Action::Enter | Action::Choose)
            | (Spot::Card(entry) | Spot::Remove(entry), Action::Clear) => Reaction::Remove(entry),
            (Spot::Copy(entry), Action::Enter | Action::Choose)
            | (Spot::Card(entry) | Spot::Remove(entry) | Spot::Copy(entry), Action::Letter('c')) => {
                Reaction::Copy(entry)
            }
            (Spot::Card(entry), Action::Digit(place)) => {
                // 0 stands for the tenth place, as where choices have numbers.
                let place = if place == 0 { 10 } else { usize::from(place) };
                let last = context.form.entries(context.path).saturating_sub(1);
                Reaction::Move(entry, (place - 1).min(last))
            }
            (Spot::Choice(place), Action::Choose) => self.choose(place),
            (Spot::Choice(_), Action::Clear) => {
                self.chosen = None;
                Reaction::Changed(Some(spot))
            }
            (_, Action::Digit(digit)) if context.form.entries(context.path) == 0 => {
                match self
                    .offers
                    .iter()
                    .position(|offer| offer.digit == Some(digit))
                {
                    Some(place) => self.choose(place),
                    None => Reaction::Ignored,
                }
            }
            _ => Reaction::Ignored,
        }
    }

    fn pending(&self, _: &Context<'_>) -> Pending {
        match self.chosen.map(|place| &self.offers[place]) {
            None => Pending::Nothing,
            Some(offer) if offer.is_missing() => Pending::Answer(offer.answer(None)),
            Some(_) => Pending::Answer(Answer::Value(Value::Entries(Vec::new()))),
        }
    }

    fn place(&self, spot: Spot) -> Place {
        match spot {
            Spot::Choice(_) => Place::Way,
            Spot::Add => Place::Menu,
            _ => Place::Card,
        }
    }

    fn field(&mut self, _: Spot) -> Option<&mut Field> {
        None
    }
}

impl Cards {
    fn choose(&mut self, place: usize) -> Reaction {
        self.chosen = Some(place);
        Reaction::Changed(Some(Spot::Choice(place)))
    }
}
