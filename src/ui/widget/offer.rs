//! What a list offers: a choice, a point, yes or no, or a way of not answering, with the digit that
//! chooses it.

use crate::base::language::Text;
use crate::base::words::Message;
use crate::response::answer::{Answer, Chosen, Missing, Value};
use crate::survey::model::{Choice, Kind, Question};

use super::Context;

/// What an offer stands for.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A code.
    Code(String),
    /// A number.
    Point(i64),
    /// Yes or no.
    Truth(bool),
    /// A way of not answering.
    Missing(Missing),
}

/// One line of a list.
#[derive(Clone)]
pub(super) struct Offer {
    pub(super) what: What,
    pub(super) label: Message,
    /// The heading it stands under, in a list of two levels.
    pub(super) heading: Option<Text>,
    pub(super) exclusive: bool,
    pub(super) specify: bool,
    pub(super) digit: Option<u8>,
}

impl Offer {
    fn of(what: What, label: Message) -> Self {
        Self {
            what,
            label,
            heading: None,
            exclusive: false,
            specify: false,
            digit: None,
        }
    }

    /// A choice.
    pub(super) fn choice(choice: &Choice) -> Self {
        Self {
            exclusive: choice.exclusive,
            specify: choice.specify,
            ..Self::of(
                What::Code(choice.code.clone()),
                Message::Author(choice.label.clone()),
            )
        }
    }

    fn point(choice: &Choice) -> Self {
        let number = choice.code.parse().unwrap_or_default();
        Self::of(What::Point(number), Message::Author(choice.label.clone()))
    }

    /// A way of not answering.
    pub(super) fn missing(kind: Missing) -> Self {
        let label = match kind {
            Missing::PreferNot => "form-missing-prefer-not",
            _ => "form-missing-dont-know",
        };
        Self {
            exclusive: true,
            ..Self::of(What::Missing(kind), Message::plain(label))
        }
    }

    /// "I have none", of a repeat.
    pub(super) fn none() -> Self {
        Self::of(What::Truth(false), Message::plain("cards-none"))
    }

    /// Whether it is a way of not answering.
    pub(super) const fn is_missing(&self) -> bool {
        matches!(self.what, What::Missing(_))
    }

    /// Whether an answer is or contains it, and with which words.
    pub(super) fn chosen_in(&self, answer: &Answer) -> Option<Option<String>> {
        match (&self.what, answer) {
            (What::Missing(kind), Answer::Missing(given)) => (kind == given).then_some(None),
            (What::Truth(truth), Answer::Value(Value::YesNo(given))) => {
                (truth == given).then_some(None)
            }
            (What::Point(point), Answer::Value(Value::Integer(given))) => {
                (point == given).then_some(None)
            }
            (What::Code(code), Answer::Value(Value::Choice(given))) => words_of(code, given),
            (What::Code(code), Answer::Value(Value::Choices(given))) => {
                given.iter().find_map(|chosen| words_of(code, chosen))
            }
            _ => None,
        }
    }

    /// The answer that it alone is.
    pub(super) fn answer(&self, words: Option<String>) -> Answer {
        match &self.what {
            What::Missing(kind) => Answer::Missing(*kind),
            What::Truth(truth) => Answer::Value(Value::YesNo(*truth)),
            What::Point(point) => Answer::Value(Value::Integer(*point)),
            What::Code(code) => Answer::Value(Value::Choice(Chosen {
                code: code.clone(),
                text: words,
            })),
        }
    }
}

fn words_of(code: &str, chosen: &Chosen) -> Option<Option<String>> {
    (chosen.code == code).then(|| chosen.text.clone())
}

/// What a question's list offers, in the order shown, ways of not answering last.
pub(super) fn offers(context: &Context<'_>, question: &Question) -> Vec<Offer> {
    let mut offers = match &question.kind {
        Kind::YesNo => vec![
            Offer::of(What::Truth(true), Message::plain("form-yes")),
            Offer::of(What::Truth(false), Message::plain("form-no")),
        ],
        Kind::Acknowledge => vec![Offer::of(
            What::Truth(true),
            Message::plain("form-acknowledged"),
        )],
        Kind::Scale { points } => points.iter().map(Offer::point).collect(),
        _ => under_headings(context, question),
    };
    offers.extend(question.missing.iter().map(|&kind| Offer::missing(kind)));
    number(&mut offers);
    offers
}

fn under_headings(context: &Context<'_>, question: &Question) -> Vec<Offer> {
    let list = match &question.kind {
        Kind::Single(choices) | Kind::Lookup(choices) => choices.list.as_ref(),
        Kind::Multiple { choices, .. } | Kind::Rank { choices, .. } => choices.list.as_ref(),
        _ => None,
    };
    let list = list.and_then(|name| context.form.questionnaire().lists.get(name));
    let heading = |choice: &Choice| {
        let parent = list?.get(choice.parent()?)?;
        Some(parent.label.clone())
    };
    let choices = context.form.choices(context.path);
    let with = |choice| Offer {
        heading: heading(choice),
        ..Offer::choice(choice)
    };
    choices.iter().map(with).collect()
}

/// Gives digits, where ten suffice: a scale its own numbers, everything else 1 to 9 and 0.
pub(super) fn number(offers: &mut [Offer]) {
    let own = |offer: &Offer| match offer.what {
        What::Point(point) => u8::try_from(point).ok().filter(|digit| *digit <= 9),
        _ => None,
    };
    let points = offers.iter().filter(|offer| !offer.is_missing()).count();
    let by_value = offers.iter().filter_map(own).count() == points && points > 0;
    if offers.len() > 10 {
        return;
    }
    for place in 0..offers.len() {
        let taken: Vec<u8> = offers.iter().filter_map(|offer| offer.digit).collect();
        let free = (1..=9).chain([0]).find(|digit| {
            !taken.contains(digit) && !(by_value && offers.iter().any(|o| own(o) == Some(*digit)))
        });
        offers[place].digit = if by_value {
            own(&offers[place]).or(free)
        } else {
            free
        };
    }
}
