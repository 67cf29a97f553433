//! One entry of a long list, found by typing. The nearest are shown, then what is always at hand:
//! "none of these", and the ways of not answering.

use crate::base::words::Arg;
use crate::response::answer::{Answer, Chosen, Value};
use crate::survey::model::{Choices, Question};
use crate::ui::keymap::{Action, Place};
use crate::ui::sheet::{Sheet, Spot};
use crate::ui::theme::Tone;

use super::field::{Field, Lines};
use super::find::{Index, Nearness, matched};
use super::offer::{Offer, What, offers};
use super::{Context, Part, Pending, Reaction, draw_box, or};

/// The most results that are shown: more are narrowed by typing, not by scrolling.
const MOST: usize = 50;

/// A search in hand.
#[derive(Clone)]
pub(crate) struct Lookup {
    offers: Vec<Offer>,
    /// The first of those that are always at hand; all behind it are.
    always: usize,
    index: Index,
    query: Field,
    found: Vec<usize>,
    total: usize,
    spelling: bool,
    chosen: Option<usize>,
    said: Field,
}

impl Lookup {
    /// The search of a question, with the answer so far.
    pub(crate) fn new(context: &Context<'_>, question: &Question, choices: &Choices) -> Self {
        let offers = offers(context, question);
        let own = |offer: &Offer| match &offer.what {
            What::Code(code) => {
                choices.list.is_some() && choices.own.iter().any(|c| c.code == *code)
            }
            _ => true,
        };
        let always = offers.iter().position(own).unwrap_or(offers.len());
        let index = Index::new(
            offers[..always]
                .iter()
                .map(|offer| searched(context, offer)),
        );
        let answer = context.form.answer(context.path);
        let chosen = offers
            .iter()
            .position(|offer| answer.as_ref().is_some_and(|answer| offer.is_in(answer)));
        let words = match answer.as_ref().and_then(Answer::value) {
            Some(Value::Choice(Chosen {
                text: Some(words), ..
            })) => words.clone(),
            _ => String::new(),
        };
        let mut lookup = Self {
            offers,
            always,
            index,
            query: Field::new(Lines::One, ""),
            found: Vec::new(),
            total: 0,
            spelling: false,
            chosen,
            said: Field::new(Lines::One, &words),
        };
        lookup.search();
        lookup
    }

    fn search(&mut self) {
        let found = self.index.search(&self.query.text());
        self.total = found.len();
        self.spelling = found
            .first()
            .is_some_and(|(near, _)| *near == Nearness::Spelling);
        self.found = found
            .into_iter()
            .take(MOST)
            .map(|(_, place)| place)
            .collect();
    }

    fn choose(&mut self, place: usize) -> Reaction {
        if place >= self.offers.len() {
            return Reaction::Ignored;
        }
        self.chosen = Some(place);
        let specify = self.offers[place].specify;
        Reaction::Changed(Some(if specify {
            Spot::Field(1)
        } else {
            Spot::Choice(place)
        }))
    }

    /// Keys of the search box; Enter and Down go to what was found.
    fn typed(&mut self, action: Action) -> Reaction {
        let blank = self.query.is_blank();
        match action {
            Action::Enter if blank => Reaction::Ignored,
            Action::Down | Action::Enter => {
                let first = self.found.first().copied().or(Some(self.always));
                let first = first.filter(|&place| place < self.offers.len());
                first.map_or(Reaction::Ignored, |place| Reaction::To(Spot::Choice(place)))
            }
            _ if self.query.act(action) => {
                self.search();
                Reaction::To(Spot::Field(0))
            }
            _ => Reaction::Ignored,
        }
    }

    fn draw_offer(&self, context: &Context<'_>, place: usize, sheet: &mut Sheet) {
        let chosen = self.chosen == Some(place);
        let (mark, tone) = if chosen {
            ("(*) ", Tone::Chosen)
        } else {
            ("( ) ", Tone::Text)
        };
        let offer = &self.offers[place];
        let from = sheet.lines.len();
        let label = self.label(context, place);
        sheet.item(Spot::Choice(place), mark, &label, tone);
        if place < self.always && !self.query.is_blank() {
            let query = self.query.text();
            sheet.mark(from, |line| matched(line, &query));
        }
        if chosen && offer.specify {
            let before = format!("      {} ", context.words.say("say-what"));
            draw_box(sheet, Spot::Field(1), &self.said, (&before, ""), 40);
        }
    }

    /// What an entry is called; with its code where that alone is what was typed.
    fn label(&self, context: &Context<'_>, place: usize) -> String {
        let offer = &self.offers[place];
        let (label, query) = (context.tell(&offer.label), self.query.text());
        match &offer.what {
            What::Code(code)
                if place < self.always
                    && !self.query.is_blank()
                    && matched(&label, &query).is_empty() =>
            {
                format!("{label} ({code})")
            }
            _ => label,
        }
    }

    fn say_found(&self, context: &Context<'_>) -> String {
        let args = [
            ("count", Arg::from(self.total)),
            ("all", Arg::from(self.always)),
        ];
        let id = match (self.query.is_blank(), self.total, self.spelling) {
            (true, ..) => "search-all",
            (_, 0, _) => "search-none",
            (.., true) => "search-spelling",
            _ => "search-found",
        };
        context.words.say_with(id, args)
    }
}

fn searched(context: &Context<'_>, offer: &Offer) -> String {
    let label = context.tell(&offer.label);
    match &offer.what {
        What::Code(code) => format!("{label} {code}"),
        _ => label,
    }
}

impl Part for Lookup {
    fn draw(&self, context: &Context<'_>, sheet: &mut Sheet) {
        let label = format!("{} ", context.words.say("search-label"));
        draw_box(sheet, Spot::Field(0), &self.query, (&label, ""), 40);
        sheet.say(&self.say_found(context), Tone::Quiet);
        if let Some(chosen) = self.chosen {
            let what = context.tell(&self.offers[chosen].label);
            let words = context
                .words
                .say_with("search-chosen", [("what", what.into())]);
            sheet.say(&words, Tone::Chosen);
        }
        for &place in &self.found {
            self.draw_offer(context, place, sheet);
        }
        let from = sheet.lines.len();
        if self.always < self.offers.len() && !context.low() {
            or(context, sheet);
        }
        for place in self.always..self.offers.len() {
            self.draw_offer(context, place, sheet);
        }
        // At hand however long the list is; but a window must keep room for the list.
        let (around, height) = (if context.low() { 4 } else { 10 }, context.area.height);
        let is_out_of_view = sheet.lines.len() + around > usize::from(height);
        if is_out_of_view && sheet.lines.len() - from <= usize::from(height) / 4 {
            sheet.pin_from(from);
        }
        // What was chosen and asks to say what comes first: words typed into the search are no answer.
        let asks = self.chosen.is_some_and(|place| self.offers[place].specify);
        sheet.start = Some(Spot::Field(usize::from(asks && self.said.is_blank())));
    }

    fn act(&mut self, _: &Context<'_>, action: Action, spot: Spot) -> Reaction {
        match (spot, action) {
            (Spot::Field(0), action) => self.typed(action),
            (Spot::Field(_), action) if self.said.act(action) => Reaction::Typed,
            (Spot::Choice(place), Action::Choose) => self.choose(place),
            // A result that is opened is chosen; once it is, Enter goes on.
            (Spot::Choice(place), Action::Enter) if self.chosen != Some(place) => {
                self.choose(place)
            }
            (Spot::Choice(_), Action::Clear) => {
                self.chosen = None;
                Reaction::Changed(Some(spot))
            }
            // More letters make the search narrower, wherever the focus is.
            (Spot::Choice(_), Action::Letter(letter)) => self.typed(Action::Type(letter)),
            (Spot::Choice(_), Action::Digit(digit)) => {
                self.typed(Action::Type(char::from(b'0' + digit)))
            }
            _ => Reaction::Ignored,
        }
    }

    fn pending(&self, _: &Context<'_>) -> Pending {
        let Some(chosen) = self.chosen else {
            return Pending::Nothing;
        };
        let offer = &self.offers[chosen];
        let words =
            Some(self.said.text()).filter(|words| offer.specify && !words.trim().is_empty());
        Pending::Answer(offer.answer(words))
    }

    fn place(&self, spot: Spot) -> Place {
        match spot {
            Spot::Field(0) => Place::Search,
            Spot::Field(_) => Place::Field,
            // Once it is chosen, Enter goes on.
            Spot::Choice(place) if self.chosen == Some(place) => Place::Picked,
            _ => Place::Found,
        }
    }

    fn field(&mut self, spot: Spot) -> Option<&mut Field> {
        matches!(spot, Spot::Field(1)).then_some(&mut self.said)
    }
}
