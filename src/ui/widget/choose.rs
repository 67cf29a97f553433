//! Lists: one of some (radio buttons, scales, yes or no) or several (ticks).
//!
//! Where one is chosen, the choice follows the arrows, as radio buttons do, and nothing is chosen
//! until a key asked for it. Several are toggled.

use std::collections::BTreeMap;

use crate::base::language::Text;
use crate::base::words::{Arg, Message};
use crate::response::answer::{Answer, Chosen, Value};
use crate::survey::model::{Kind, Question};
use crate::ui::keymap::{Action, Place};
use crate::ui::sheet::{Sheet, Spot};
use crate::ui::theme::Tone;

use super::field::{Field, Lines};
use super::offer::{Offer, What, offers};
use super::{Context, Part, Pending, Reaction, draw_box, or};

/// How many may be chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Many {
    One,
    Several(Option<u32>),
}

/// A list in hand.
#[derive(Clone)]
pub(crate) struct Choose {
    offers: Vec<Offer>,
    many: Many,
    chosen: Vec<usize>,
    /// The words of choices that ask to say what.
    said: BTreeMap<usize, Field>,
}

impl Choose {
    /// The list of a question, with the answer so far.
    pub(crate) fn new(context: &Context<'_>, question: &Question) -> Self {
        let many = match &question.kind {
            Kind::Multiple { max, .. } => Many::Several(*max),
            Kind::Acknowledge => Many::Several(None),
            _ => Many::One,
        };
        let offers = offers(context, question);
        let answer = context.form.answer(context.path);
        let mut list = Self {
            offers,
            many,
            chosen: Vec::new(),
            said: BTreeMap::new(),
        };
        for (place, offer) in list.offers.iter().enumerate() {
            let Some(answer) = answer.as_ref().filter(|answer| offer.is_in(answer)) else {
                continue;
            };
            list.chosen.push(place);
            if let Some(words) = offer.words_in(answer) {
                list.said.insert(place, Field::new(Lines::One, &words));
            }
        }
        list
    }

    fn choose(&mut self, place: usize) -> Reaction {
        if place >= self.offers.len() {
            return Reaction::Ignored;
        }
        match self.many {
            Many::One => {
                self.chosen = vec![place];
                self.changed(place)
            }
            Many::Several(max) => self.toggle(place, max),
        }
    }

    fn toggle(&mut self, place: usize, max: Option<u32>) -> Reaction {
        if let Some(at) = self.chosen.iter().position(|&chosen| chosen == place) {
            self.chosen.remove(at);
            return Reaction::Changed(Some(Spot::Choice(place)));
        }
        if self.offers[place].exclusive {
            self.chosen.clear();
        } else {
            self.chosen.retain(|&chosen| !self.offers[chosen].exclusive);
        }
        let full = max.filter(|&max| self.chosen.len() >= max as usize);
        if let Some(max) = full {
            return Reaction::Refused(Message::with("choose-full", [("max", Arg::from(max))]));
        }
        self.chosen.push(place);
        self.chosen.sort_unstable();
        self.changed(place)
    }

    /// Something that asks to say what gets its box, and the box the focus.
    fn changed(&mut self, place: usize) -> Reaction {
        if !self.offers[place].specify {
            return Reaction::Changed(Some(Spot::Choice(place)));
        }
        self.said
            .entry(place)
            .or_insert_with(|| Field::new(Lines::One, ""));
        Reaction::Changed(Some(Spot::Field(place + 1)))
    }

    /// An arrow in a list of which one is chosen: the first enters it, the others move the choice.
    fn follow(&mut self, from: usize, action: Action) -> Reaction {
        let last = self.offers.len().saturating_sub(1);
        let to = match action {
            _ if self.chosen.is_empty() => from,
            Action::Up => from.saturating_sub(1),
            Action::Down => from + 1,
            Action::PageUp => from.saturating_sub(8),
            Action::PageDown => from + 8,
            Action::Home => 0,
            Action::End => last,
            _ => return Reaction::Ignored,
        };
        self.chosen = vec![to.min(last)];
        if self.offers[to.min(last)].specify {
            self.said
                .entry(to.min(last))
                .or_insert_with(|| Field::new(Lines::One, ""));
        }
        Reaction::Changed(Some(Spot::Choice(to.min(last))))
    }

    fn by_digit(&mut self, digit: u8) -> Reaction {
        match self
            .offers
            .iter()
            .position(|offer| offer.digit == Some(digit))
        {
            Some(place) => self.choose(place),
            None => Reaction::Ignored,
        }
    }

    /// y and n answer yes and no. In a list too long for digits, a letter goes to the next line that
    /// begins with it; elsewhere a slip of the hand must not change an answer.
    fn by_letter(&mut self, context: &Context<'_>, letter: char, from: usize) -> Reaction {
        let truth = self.offers.iter().position(|offer| {
            matches!(
                (&offer.what, letter),
                (What::Truth(true), 'y') | (What::Truth(false), 'n')
            )
        });
        if let Some(place) = truth {
            return self.choose(place);
        }
        if !self.is_long() {
            return Reaction::Ignored;
        }
        let begins = |place: &usize| {
            let label = context.tell(&self.offers[*place].label);
            label
                .to_lowercase()
                .starts_with(letter.to_ascii_lowercase())
        };
        let count = self.offers.len();
        match (from + 1..count)
            .chain(0..=from.min(count.saturating_sub(1)))
            .find(begins)
        {
            Some(place) if self.many == Many::One => {
                self.chosen = vec![place];
                Reaction::Changed(Some(Spot::Choice(place)))
            }
            Some(place) => Reaction::To(Spot::Choice(place)),
            None => Reaction::Ignored,
        }
    }

    fn mark(&self, place: usize) -> String {
        let chosen = self.chosen.contains(&place);
        let digit = match self.offers[place].digit {
            Some(digit) => format!("{digit} "),
            None => String::new(),
        };
        let mark = match (self.many, chosen) {
            (Many::One, false) => "( )",
            (Many::One, true) => "(*)",
            (Many::Several(_), false) => "[ ]",
            (Many::Several(_), true) => "[x]",
        };
        format!("{digit}{mark} ")
    }

    fn draw_offer(&self, context: &Context<'_>, place: usize, sheet: &mut Sheet) {
        let tone = if self.chosen.contains(&place) {
            Tone::Chosen
        } else {
            Tone::Text
        };
        let label = context.tell(&self.offers[place].label);
        sheet.item(Spot::Choice(place), &self.mark(place), &label, tone);
        if let Some(field) = self
            .said
            .get(&place)
            .filter(|_| self.chosen.contains(&place))
        {
            let before = format!("      {} ", context.words.say("say-what"));
            draw_box(sheet, Spot::Field(place + 1), field, (&before, ""), 40);
        }
    }

    /// Whether there are too many lines for digits.
    fn is_long(&self) -> bool {
        self.offers.iter().all(|offer| offer.digit.is_none())
    }

    fn is_yes_no(&self) -> bool {
        matches!(
            self.offers.first().map(|offer| &offer.what),
            Some(What::Truth(_))
        )
    }

    /// The box of something chosen that asks to say what, while nothing is said.
    fn unsaid(&self) -> Option<Spot> {
        let mut chosen = self.chosen.iter();
        let unsaid = chosen.find(|place| self.said.get(place).is_some_and(Field::is_blank));
        unsaid.map(|place| Spot::Field(place + 1))
    }

    fn words(&self, place: usize) -> Option<String> {
        self.said
            .get(&place)
            .map(Field::text)
            .filter(|words| !words.trim().is_empty())
    }
}

impl Part for Choose {
    fn draw(&self, context: &Context<'_>, sheet: &mut Sheet) {
        let mut heading: Option<&Text> = None;
        for (place, offer) in self.offers.iter().enumerate() {
            if offer.is_missing() && place > 0 && !self.offers[place - 1].is_missing() {
                or(context, sheet);
            }
            if offer.heading.as_ref() != heading && !offer.is_missing() {
                heading = offer.heading.as_ref();
                if let Some(heading) = heading {
                    sheet.say(&context.text(heading), Tone::Title);
                }
            }
            self.draw_offer(context, place, sheet);
        }
        let chosen = self.chosen.first().map(|&place| Spot::Choice(place));
        sheet.start = self.unsaid().or(chosen);
    }

    fn act(&mut self, context: &Context<'_>, action: Action, spot: Spot) -> Reaction {
        let place = match spot {
            Spot::Choice(place) => place,
            Spot::Field(number) => {
                let field = self.said.get_mut(&(number.saturating_sub(1)));
                let typed = field.is_some_and(|field| field.act(action));
                return if typed {
                    Reaction::Typed
                } else {
                    Reaction::Ignored
                };
            }
            _ => return Reaction::Ignored,
        };
        match action {
            Action::Choose => self.choose(place),
            Action::Digit(digit) => self.by_digit(digit),
            Action::Letter(letter) => self.by_letter(context, letter, place),
            Action::Clear => {
                self.chosen.clear();
                Reaction::Changed(Some(Spot::Choice(place)))
            }
            moved if self.many == Many::One => self.follow_if_arrow(place, moved),
            _ => Reaction::Ignored,
        }
    }

    fn pending(&self, _: &Context<'_>) -> Pending {
        let Some(&first) = self.chosen.first() else {
            return Pending::Nothing;
        };
        let offer = &self.offers[first];
        let several = matches!(self.many, Many::Several(_)) && matches!(offer.what, What::Code(_));
        if !several {
            return Pending::Answer(offer.answer(self.words(first)));
        }
        let chosen = self
            .chosen
            .iter()
            .filter_map(|&place| match &self.offers[place].what {
                What::Code(code) => Some(Chosen {
                    code: code.clone(),
                    text: self.words(place),
                }),
                _ => None,
            });
        Pending::Answer(Answer::Value(Value::Choices(chosen.collect())))
    }

    fn place(&self, spot: Spot) -> Place {
        match (spot, self.many) {
            (Spot::Field(_), _) => Place::Field,
            (_, Many::One) if self.is_long() => Place::LongRadio,
            (_, Many::One) if self.is_yes_no() => Place::YesNo,
            (_, Many::One) => Place::Radio,
            (_, Many::Several(_)) if self.is_long() => Place::LongTicks,
            (_, Many::Several(_)) => Place::Ticks,
        }
    }

    fn field(&mut self, spot: Spot) -> Option<&mut Field> {
        match spot {
            Spot::Field(number) => self.said.get_mut(&number.checked_sub(1)?),
            _ => None,
        }
    }
}

impl Choose {
    fn follow_if_arrow(&mut self, place: usize, action: Action) -> Reaction {
        let arrows = [
            Action::Up,
            Action::Down,
            Action::PageUp,
            Action::PageDown,
            Action::Home,
            Action::End,
        ];
        if arrows.contains(&action) {
            self.follow(place, action)
        } else {
            Reaction::Ignored
        }
    }
}
