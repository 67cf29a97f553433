//! Choosing from numbered lines, and finding in lists too long to read out.

use std::borrow::Cow;

use crate::base::words::Message;
use crate::form::Path;
use crate::response::answer::{Answer, Chosen, Missing, Value};
use crate::survey::model::{Choice, Kind, Question};

use super::{Move, Plain, Stop, Turn};

/// A list longer than this is never read out: it is searched.
const LONG_LIST: usize = 25;
/// How many matches a search reads out.
const MATCHES: usize = 9;

/// One line that can be chosen.
pub(super) struct Offer {
    /// What is typed for it.
    pub(super) key: String,
    /// What it says.
    pub(super) label: String,
    /// What choosing it answers.
    pub(super) answer: Answer,
    /// Whether it asks to say what in words.
    pub(super) specify: bool,
}

impl Plain<'_> {
    /// `single`, `lookup`, `scale`, `yes_no`, `acknowledge`.
    pub(super) fn one_choice(&mut self, path: &Path, question: &Question) -> Result<Move, Stop> {
        let offers = self.offers(path, question);
        let is_long = offers.len() > LONG_LIST || matches!(question.kind, Kind::Lookup(_));
        let mut heard = if is_long {
            self.say_missing(question)?;
            Vec::new()
        } else {
            self.read_out(&offers)?;
            if matches!(question.kind, Kind::Scale { .. }) {
                self.say_missing(question)?;
            }
            offers
        };
        let all = self.offers(path, question);
        let prompt = if is_long {
            Message::plain("plain-prompt-find")
        } else {
            range_prompt(&heard)
        };
        loop {
            let step = match self.turn(path, &prompt)? {
                Turn::Move(step) => return Ok(step),
                Turn::Empty => self.keep(path)?,
                Turn::Missing(kind) => self.pass(path, kind)?,
                Turn::Find(what) => {
                    heard = self.find(&all, &what)?;
                    None
                }
                Turn::Text(typed) => match find_offer(&heard, &typed) {
                    Some(offer) => self.take_one(path, offer)?,
                    None if is_long && typed.parse::<u32>().is_err() => {
                        heard = self.find(&all, &typed)?;
                        None
                    }
                    None => self.take_typed(path, &typed)?,
                },
            };
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }

    fn take_one(&mut self, path: &Path, offer: &Offer) -> Result<Option<Move>, Stop> {
        let answer = self.specified(path, offer)?;
        let Some(answer) = answer else {
            return Ok(Some(Move::Again));
        };
        let outcome = self.form.put(path, answer);
        let step = self.settle(path, &outcome)?;
        if outcome.is_taken() {
            let arguments = [("answer", offer.label.as_str().into())];
            self.talk
                .tell(&Message::with("plain-you-chose", arguments))?;
        }
        Ok(step)
    }

    /// Words such as "yes", or a label written out. A bare number is no words.
    fn take_typed(&mut self, path: &Path, typed: &str) -> Result<Option<Move>, Stop> {
        if typed.parse::<i64>().is_ok() {
            self.talk.error(&Message::plain("form-not-offered"))?;
            return Ok(None);
        }
        let outcome = self.form.put_typed(path, typed);
        self.settle(path, &outcome)
    }

    /// The answer of an offer, with the words of an "other"; `None` where the person turned back.
    fn specified(&mut self, path: &Path, offer: &Offer) -> Result<Option<Answer>, Stop> {
        let Answer::Value(Value::Choice(chosen)) = &offer.answer else {
            return Ok(Some(offer.answer.clone()));
        };
        if !offer.specify {
            return Ok(Some(offer.answer.clone()));
        }
        let Some(words) = self.specify(path, &offer.label)? else {
            return Ok(None);
        };
        let chosen = Chosen {
            code: chosen.code.clone(),
            text: Some(words),
        };
        Ok(Some(Answer::Value(Value::Choice(chosen))))
    }

    fn specify(&mut self, path: &Path, label: &str) -> Result<Option<String>, Stop> {
        let prompt = Message::with("plain-prompt-specify", [("choice", label.into())]);
        loop {
            match self.turn(path, &prompt)? {
                Turn::Text(words) | Turn::Find(words) => return Ok(Some(words)),
                Turn::Move(_) => return Ok(None),
                Turn::Empty | Turn::Missing(_) => {
                    let arguments = [("choice", label.into())];
                    self.talk.error(&Message::with("form-specify", arguments))?;
                }
            }
        }
    }

    /// `multiple` and `rank`: numbers in one line, said back in words, kept with Enter.
    pub(super) fn some_choices(&mut self, path: &Path, question: &Question) -> Result<Move, Stop> {
        let all = self.offers(path, question);
        let is_long = all.len() > LONG_LIST;
        let mut heard = Vec::new();
        if is_long {
            self.say_missing(question)?;
        } else {
            self.read_out(&all)?;
        }
        let prompt = Message::plain(match (&question.kind, is_long) {
            (_, true) => "plain-prompt-find-some",
            (Kind::Rank { .. }, _) => "plain-prompt-rank",
            _ => "plain-prompt-numbers",
        });
        loop {
            let step = match self.turn(path, &prompt)? {
                Turn::Move(step) => return Ok(step),
                Turn::Empty => self.keep(path)?,
                Turn::Missing(kind) => self.pass(path, kind)?,
                Turn::Find(what) => {
                    heard = self.find(&all, &what)?;
                    None
                }
                Turn::Text(typed) => {
                    let offers = if heard.is_empty() { &all } else { &heard };
                    match picked(offers, &typed) {
                        Some(picked) => self.take_some(path, &picked, is_long)?,
                        None if is_long => {
                            heard = self.find(&all, &typed)?;
                            None
                        }
                        None => {
                            self.talk.error(&Message::plain("form-not-offered"))?;
                            None
                        }
                    }
                }
            };
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }

    /// Takes the picked lines; from a searched list they are added to what was chosen before.
    fn take_some(
        &mut self,
        path: &Path,
        picked: &[&Offer],
        adds: bool,
    ) -> Result<Option<Move>, Stop> {
        if let [one] = picked
            && let Answer::Missing(kind) = one.answer
        {
            return self.pass(path, kind);
        }
        let mut chosen = match self.form.answer(path) {
            Some(Answer::Value(Value::Choices(chosen))) if adds => chosen,
            _ => Vec::new(),
        };
        for offer in picked {
            match self.specified(path, offer)? {
                Some(Answer::Value(Value::Choice(one))) => chosen.push(one),
                Some(_) => {
                    self.talk.error(&Message::plain("form-not-offered"))?;
                    return Ok(None);
                }
                None => return Ok(Some(Move::Again)),
            }
        }
        let outcome = self.form.put(path, Answer::Value(Value::Choices(chosen)));
        if self.settle(path, &outcome)?.is_some() {
            let told = self.form.in_words(path).join(", ");
            let arguments = [("answer", told.into())];
            self.talk
                .tell(&Message::with("plain-you-chose-keep", arguments))?;
        }
        Ok(None)
    }

    /// What can be chosen at a question: numbered from 1; the points of a scale by their own numbers.
    pub(super) fn offers(&self, path: &Path, question: &Question) -> Vec<Offer> {
        let choices = self.form.choices(path);
        let mut offers = match &question.kind {
            Kind::Scale { .. } => return points(&choices, self),
            Kind::YesNo => self.yes_no(),
            Kind::Acknowledge => vec![self.offer(1, "form-acknowledged", yes(true))],
            _ => numbered(&choices, self),
        };
        for kind in &question.missing {
            let id = missing_words(*kind);
            offers.push(self.offer(offers.len() + 1, id, Answer::Missing(*kind)));
        }
        offers
    }

    fn yes_no(&self) -> Vec<Offer> {
        vec![
            self.offer(1, "form-yes", yes(true)),
            self.offer(2, "form-no", yes(false)),
        ]
    }

    fn offer(&self, number: usize, id: &'static str, answer: Answer) -> Offer {
        Offer {
            key: number.to_string(),
            label: self.talk.words().say(id),
            answer,
            specify: false,
        }
    }

    pub(super) fn read_out(&mut self, offers: &[Offer]) -> Result<(), Stop> {
        for offer in offers {
            self.talk.line(&format!("{}. {}", offer.key, offer.label))?;
        }
        Ok(())
    }

    /// Reads out at most nine matches, numbered anew, and gives them. What asks to be put in one's
    /// own words is always among them.
    fn find(&mut self, all: &[Offer], what: &str) -> Result<Vec<Offer>, Stop> {
        let folded = what.to_lowercase();
        let parts: Vec<&str> = folded.split_whitespace().collect();
        let matches = |offer: &&Offer| {
            let label = offer.label.to_lowercase();
            offer.specify || parts.iter().all(|part| label.contains(part))
        };
        let is_chosen = |offer: &&Offer| offer.answer.value().is_some();
        let found: Vec<&Offer> = all.iter().filter(is_chosen).filter(matches).collect();
        let count = found.len();
        let mut heard: Vec<Offer> = found.into_iter().take(MATCHES).map(Offer::copy).collect();
        for (at, offer) in heard.iter_mut().enumerate() {
            offer.key = (at + 1).to_string();
        }
        if heard.is_empty() {
            let arguments = [("what", what.into())];
            self.talk
                .tell(&Message::with("plain-found-none", arguments))?;
        } else {
            let arguments = [("shown", heard.len().into()), ("count", count.into())];
            self.talk.tell(&Message::with("plain-found", arguments))?;
            self.read_out(&heard)?;
        }
        Ok(heard)
    }
}

impl Offer {
    fn copy(&self) -> Self {
        Self {
            key: self.key.clone(),
            label: self.label.clone(),
            answer: self.answer.clone(),
            specify: self.specify,
        }
    }
}

fn yes(yes: bool) -> Answer {
    Answer::Value(Value::YesNo(yes))
}

const fn missing_words(kind: Missing) -> &'static str {
    match kind {
        Missing::DontKnow => "form-missing-dont-know",
        Missing::PreferNot => "form-missing-prefer-not",
        _ => "form-missing-blank",
    }
}

/// Choices numbered from 1.
pub(super) fn numbered(choices: &[Cow<'_, Choice>], plain: &Plain<'_>) -> Vec<Offer> {
    let offer = |(at, choice): (usize, &Cow<'_, Choice>)| Offer {
        key: (at + 1).to_string(),
        label: choice.label.get(plain.form.language()).to_owned(),
        answer: Answer::Value(Value::Choice(Chosen::code(&choice.code))),
        specify: choice.specify,
    };
    choices.iter().enumerate().map(offer).collect()
}

/// The points of a scale, by their own numbers.
pub(super) fn points(points: &[Cow<'_, Choice>], plain: &Plain<'_>) -> Vec<Offer> {
    points
        .iter()
        .filter_map(|point| {
            Some(Offer {
                key: point.code.clone(),
                label: point.label.get(plain.form.language()).to_owned(),
                answer: Answer::Value(Value::Integer(point.code.parse().ok()?)),
                specify: false,
            })
        })
        .collect()
}

/// The offer whose number or label was typed.
pub(super) fn find_offer<'o>(offers: &'o [Offer], typed: &str) -> Option<&'o Offer> {
    let folded = typed.to_lowercase();
    offers
        .iter()
        .find(|offer| offer.key == typed)
        .or_else(|| offers.iter().find(|o| o.label.to_lowercase() == folded))
}

/// The offers whose numbers were typed, in the order typed, separated by spaces or commas.
pub(super) fn picked<'o>(offers: &'o [Offer], typed: &str) -> Option<Vec<&'o Offer>> {
    if let Some(one) = find_offer(offers, typed) {
        return Some(vec![one]);
    }
    typed
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|piece| !piece.is_empty())
        .map(|piece| offers.iter().find(|offer| offer.key == piece))
        .collect()
}

/// "Type a number from 1 to 6".
pub(super) fn range_prompt(offers: &[Offer]) -> Message {
    let ends = offers.first().zip(offers.last());
    let Some((first, last)) = ends else {
        return Message::plain("plain-prompt-enter");
    };
    let arguments = [
        ("min", first.key.as_str().into()),
        ("max", last.key.as_str().into()),
    ];
    Message::with("plain-prompt-choice", arguments)
}
