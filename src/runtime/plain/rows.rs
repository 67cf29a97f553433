//! A matrix or an allocation read out: one question a row, group by group where there are groups.

use std::borrow::Cow;

use crate::base::words::Message;
use crate::form::{Group, Outcome, Path};
use crate::response::answer::{Answer, Chosen, Missing, Value};
use crate::survey::model::{Cells, Choice, Kind, Question, Range};

use super::ask::bounded;
use super::choose::{Offer, find_offer, numbered, picked, points, range_prompt};
use super::{Move, Plain, Stop, Turn};

/// How the rows of a question are asked.
struct Asked {
    offers: Vec<Offer>,
    several: bool,
    prompt: Message,
}

/// Where to go from a row.
enum Step {
    Next,
    Back,
    Done,
    Away(Move),
}

impl Plain<'_> {
    /// Row after row, then what is still lacking.
    pub(super) fn by_row(&mut self, path: &Path, question: &Question) -> Result<Move, Stop> {
        if let Some(step) = self.before_rows(path, question)? {
            return Ok(step);
        }
        let asked = self.asked(path, question);
        self.read_out(&asked.offers)?;
        loop {
            let groups = self.form.groups(path);
            let away = if is_closable(question) {
                self.groups(path, &asked, &groups)?
            } else {
                let rows = self.form.rows(path).into_iter();
                let rows: Vec<Choice> = rows.map(Cow::into_owned).collect();
                self.rows(path, &asked, &rows)?
            };
            if let Some(step) = away {
                return Ok(step);
            }
            let problems = self.form.check(path);
            if problems.is_empty() {
                return Ok(Move::Next);
            }
            self.errors(path, &problems)?;
        }
    }

    /// The question as a whole: go through the rows, keep what stands, or do not answer.
    fn before_rows(&mut self, path: &Path, question: &Question) -> Result<Option<Move>, Stop> {
        self.say_missing(question)?;
        let rows = self.form.rows(path).len();
        let prompt = Message::with("plain-prompt-rows", [("rows", rows.into())]);
        loop {
            match self.turn(path, &prompt)? {
                Turn::Empty | Turn::Text(_) | Turn::Find(_) => return Ok(None),
                Turn::Move(step) => return Ok(Some(step)),
                Turn::Missing(kind) => {
                    if let Some(step) = self.pass(path, kind)? {
                        return Ok(Some(step));
                    }
                }
            }
        }
    }

    fn asked(&self, path: &Path, question: &Question) -> Asked {
        let number = |prompt: Message| Asked {
            offers: Vec::new(),
            several: false,
            prompt,
        };
        let Kind::Matrix(matrix) = &question.kind else {
            return number(Message::plain("plain-prompt-integer"));
        };
        let columns = self.form.columns(path);
        match &matrix.cells {
            Cells::Single(_) => chosen(numbered(&columns, self), false),
            Cells::Multiple(_) => chosen(numbered(&columns, self), true),
            Cells::Scale(_) => chosen(points(&columns, self), false),
            Cells::Integer(range) => number(whole(range)),
            Cells::Decimal(range) => number(bounded(
                range,
                "plain-prompt-decimal",
                "plain-prompt-decimal-range",
            )),
        }
    }

    /// Some rows one by one; `None` when the last is behind.
    fn rows(&mut self, path: &Path, asked: &Asked, rows: &[Choice]) -> Result<Option<Move>, Stop> {
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            self.introduce_row(path, row, at + 1, rows.len())?;
            match self.row(path, asked, row)? {
                Step::Next => at += 1,
                Step::Back if at == 0 => return Ok(Some(Move::Back)),
                Step::Back => at -= 1,
                Step::Done => return Ok(None),
                Step::Away(step) => return Ok(Some(step)),
            }
        }
        Ok(None)
    }

    fn introduce_row(
        &mut self,
        path: &Path,
        row: &Choice,
        number: usize,
        count: usize,
    ) -> Result<(), Stop> {
        let arguments = [
            ("number", number.into()),
            ("count", count.into()),
            ("row", row.label.clone().into()),
        ];
        self.talk.tell(&Message::with("plain-row", arguments))?;
        if let Some(told) = self.form.row_in_words(path, &row.code) {
            let arguments = [("answer", told.into())];
            self.talk
                .tell(&Message::with("plain-answer-now", arguments))?;
        }
        Ok(())
    }

    fn row(&mut self, path: &Path, asked: &Asked, row: &Choice) -> Result<Step, Stop> {
        loop {
            let outcome = match self.turn(path, &asked.prompt)? {
                Turn::Empty => return Ok(Step::Next),
                Turn::Move(Move::Back) => return Ok(Step::Back),
                Turn::Move(Move::Next) => return Ok(Step::Done),
                Turn::Move(step) => return Ok(Step::Away(step)),
                Turn::Missing(kind) => self.form.put_cell(path, &row.code, Answer::Missing(kind)),
                Turn::Text(typed) | Turn::Find(typed) => self.put_cell(path, asked, row, &typed),
            };
            if outcome.is_taken() {
                self.save()?;
                return Ok(Step::Next);
            }
            self.errors(path, &outcome.problems)?;
        }
    }

    /// What is no offer's number or label is left to the form, which says what is wrong with it; but
    /// a bare number among numbered choices must not be taken for a code.
    fn put_cell(&mut self, path: &Path, asked: &Asked, row: &Choice, typed: &str) -> Outcome {
        let answer = if asked.several {
            picked(&asked.offers, typed).map(|offers| several(&offers))
        } else {
            find_offer(&asked.offers, typed).map(|offer| offer.answer.clone())
        };
        let is_number = typed.parse::<i64>().is_ok();
        match answer {
            Some(answer) => self.form.put_cell(path, &row.code, answer),
            None if is_number && is_numbered(&asked.offers) => {
                let not_offered = Answer::Value(Value::Choice(Chosen::code("")));
                self.form.put_cell(path, &row.code, not_offered)
            }
            None => self.form.put_cell_typed(path, &row.code, typed),
        }
    }

    /// Group by group: rate its rows, leave it, or close it as it is.
    fn groups(
        &mut self,
        path: &Path,
        asked: &Asked,
        groups: &[Group],
    ) -> Result<Option<Move>, Stop> {
        let mut at = 0;
        while let Some(group) = groups.get(at) {
            match self.group(path, asked, group)? {
                Step::Next => at += 1,
                Step::Back if at == 0 => return Ok(Some(Move::Back)),
                Step::Back => at -= 1,
                Step::Done => return Ok(None),
                Step::Away(step) => return Ok(Some(step)),
            }
        }
        Ok(None)
    }

    fn group(&mut self, path: &Path, asked: &Asked, group: &Group) -> Result<Step, Stop> {
        let arguments = [
            ("group", group.label.as_str().into()),
            ("rows", group.rows.len().into()),
        ];
        self.talk.blank()?;
        self.talk.tell(&Message::with("plain-group", arguments))?;
        if group.is_closed {
            self.talk.say("plain-group-is-closed")?;
        }
        for id in ["plain-group-rate", "plain-group-leave", "plain-group-close"] {
            self.talk.say(id)?;
        }
        let prompt = Message::with("plain-prompt-number", [("max", 3_u32.into())]);
        loop {
            match self.turn(path, &prompt)? {
                Turn::Move(Move::Back) => return Ok(Step::Back),
                Turn::Move(Move::Next) => return Ok(Step::Done),
                Turn::Move(step) => return Ok(Step::Away(step)),
                Turn::Empty => return Ok(Step::Next),
                Turn::Text(typed) if typed == "1" => return self.rate(path, asked, group),
                Turn::Text(typed) if typed == "2" => {
                    return self.close(path, group, false).map(|()| Step::Next);
                }
                Turn::Text(typed) if typed == "3" => {
                    return self.close(path, group, true).map(|()| Step::Next);
                }
                _ => self.talk.error(&Message::plain("form-not-offered"))?,
            }
        }
    }

    fn rate(&mut self, path: &Path, asked: &Asked, group: &Group) -> Result<Step, Stop> {
        if let Some(step) = self.rows(path, asked, &group.rows)? {
            return Ok(match step {
                Move::Back => Step::Back,
                step => Step::Away(step),
            });
        }
        self.talk.say("plain-group-finished")?;
        self.talk.say("plain-group-finished-yes")?;
        self.talk.say("plain-group-finished-no")?;
        let prompt = Message::with("plain-prompt-number", [("max", 2_u32.into())]);
        loop {
            match self.turn(path, &prompt)? {
                Turn::Move(Move::Back) => return Ok(Step::Back),
                Turn::Move(step) => return Ok(Step::Away(step)),
                Turn::Empty => return Ok(Step::Next),
                Turn::Text(typed) if typed == "1" => {
                    return self.close(path, group, true).map(|()| Step::Next);
                }
                Turn::Text(typed) if typed == "2" => {
                    return self.close(path, group, false).map(|()| Step::Next);
                }
                _ => self.talk.error(&Message::plain("form-not-offered"))?,
            }
        }
    }

    fn close(&mut self, path: &Path, group: &Group, close: bool) -> Result<(), Stop> {
        let outcome = self.form.close_group(path, &group.code, close);
        self.errors(path, &outcome.problems)?;
        self.save()
    }
}

fn is_numbered(offers: &[Offer]) -> bool {
    offers
        .iter()
        .any(|offer| matches!(offer.answer, Answer::Value(Value::Choice(_))))
}

fn is_closable(question: &Question) -> bool {
    matches!(&question.kind, Kind::Matrix(matrix) if matrix.closable)
}

fn chosen(offers: Vec<Offer>, several: bool) -> Asked {
    let prompt = if several {
        Message::plain("plain-prompt-numbers")
    } else {
        range_prompt(&offers)
    };
    Asked {
        offers,
        several,
        prompt,
    }
}

fn whole(range: &Range) -> Message {
    bounded(range, "plain-prompt-integer", "plain-prompt-integer-range")
}

fn several(offers: &[&Offer]) -> Answer {
    let chosen: Vec<Chosen> = offers
        .iter()
        .filter_map(|offer| match &offer.answer {
            Answer::Value(Value::Choice(chosen)) => Some(chosen.clone()),
            _ => None,
        })
        .collect();
    if chosen.is_empty() {
        return Answer::Missing(Missing::Blank);
    }
    Answer::Value(Value::Choices(chosen))
}
