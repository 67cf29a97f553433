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

    /// Whether an answer is or contains it.
    pub(super) fn is_in(&self, answer: &Answer) -> bool {
        match (&self.what, answer) {
            (What::Missing(kind), Answer::Missing(given)) => kind == given,
            (What::Truth(truth), Answer::Value(Value::YesNo(given))) => truth == given,
            (What::Point(point), Answer::Value(Value::Integer(given))) => point == given,
            _ => self.chosen_in(answer).is_some(),
        }
    }

    /// The words that go with it in an answer.
    pub(super) fn words_in(&self, answer: &Answer) -> Option<String> {
        self.chosen_in(answer)?.text.clone()
    }

    fn chosen_in<'a>(&self, answer: &'a Answer) -> Option<&'a Chosen> {
        let What::Code(code) = &self.what else {
            return None;
        };
        let given = match answer.value()? {
            Value::Choice(given) => std::slice::from_ref(given),
            Value::Choices(given) => given.as_slice(),
            _ => return None,
        };
        given.iter().find(|chosen| chosen.code == *code)
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
        Kind::Scale { .. } => {
            let points = context.form.choices(context.path);
            points.iter().map(|point| Offer::point(point)).collect()
        }
        _ => under_headings(context, question),
    };
    offers.extend(question.missing.iter().map(|&kind| Offer::missing(kind)));
    number(&mut offers);
    offers
}

fn under_headings(context: &Context<'_>, question: &Question) -> Vec<Offer> {
    let list = match &question.kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. } => choices.list.as_ref(),
        _ => None,
    };
    let list = list.and_then(|name| context.form.questionnaire().lists.get(name));
    let heading = |choice: &Choice| {
        let parent = list?.get(choice.parent()?)?;
        Some(
            context
                .form
                .label_at(context.path, &parent.label)
                .into_owned(),
        )
    };
    let choices = context.form.choices(context.path);
    let with = |choice: &Choice| Offer {
        heading: heading(choice),
        ..Offer::choice(choice)
    };
    choices.iter().map(|choice| with(choice)).collect()
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
    let reserved: Vec<u8> = offers.iter().filter_map(own).filter(|_| by_value).collect();
    let mut free = (1..=9).chain([0]).filter(|digit| !reserved.contains(digit));
    for offer in offers {
        offer.digit = own(offer).filter(|_| by_value).or_else(|| free.next());
    }
}
