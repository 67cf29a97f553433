//! A text of several lines, changed line by line: nobody types a page anew for one word.

use crate::base::words::Message;
use crate::form::Path;
use crate::response::answer::{Answer, Value};
use crate::survey::model::Kind;

use super::ask::END_OF_TEXT;
use super::{Plain, Stop, Turn};

/// What one line asks for.
enum Wish {
    /// Other words for a line, from 0.
    Replace(usize, String),
    /// A line away.
    Remove(usize),
    /// One more line.
    Add(String),
    /// That was all.
    Done,
}

impl Plain<'_> {
    /// `/edit`: the text read out by numbered lines, then one change a line until a full stop.
    pub(super) fn edit(&mut self, path: &Path) -> Result<Option<Turn>, Stop> {
        let is_long = |kind: &Kind| matches!(kind, Kind::LongText { .. });
        let kind = self.form.question(path).map(|question| &question.kind);
        if !kind.is_some_and(is_long) {
            self.talk.error(&Message::plain("plain-edit-not-here"))?;
            return Ok(None);
        }
        let mut lines = self.lines_in_hand(path);
        loop {
            self.read_out_lines(&lines)?;
            self.talk.tell(&Message::plain("plain-prompt-edit"))?;
            self.talk.flush()?;
            let (typed, is_cut) = match self.talk.raw() {
                Ok(typed) => (typed, false),
                // An end of input keeps what there is.
                Err(Stop::Leave) => (END_OF_TEXT.to_owned(), true),
                Err(stop) => return Err(stop),
            };
            match wish(&typed, lines.len()) {
                Wish::Replace(at, words) => lines[at] = words,
                Wish::Remove(at) => drop(lines.remove(at)),
                Wish::Add(words) => lines.push(words),
                Wish::Done => {
                    let step = self.put_text(path, &lines.join("\n"))?;
                    return if is_cut {
                        Err(Stop::Leave)
                    } else {
                        Ok(step.map(Turn::Move))
                    };
                }
            }
        }
    }

    /// What was typed and refused, else the answer.
    fn lines_in_hand(&self, path: &Path) -> Vec<String> {
        let answer = self.form.answer(path);
        let text = match (self.half.at(path), &answer) {
            (Some(typed), _) => typed,
            (None, Some(Answer::Value(Value::Text(text)))) => text.as_str(),
            (None, _) => "",
        };
        text.lines().map(str::to_owned).collect()
    }

    fn read_out_lines(&mut self, lines: &[String]) -> Result<(), Stop> {
        for (at, line) in lines.iter().enumerate() {
            self.talk.line(&format!("{}. {line}", at + 1))?;
        }
        Ok(())
    }
}

/// "2 other words", "2", "more words", ".".
fn wish(typed: &str, lines: usize) -> Wish {
    let typed = typed.trim();
    if typed == END_OF_TEXT {
        return Wish::Done;
    }
    let (number, words) = typed.split_once(' ').unwrap_or((typed, ""));
    let at = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    match at.filter(|at| *at < lines) {
        Some(at) if words.trim().is_empty() => Wish::Remove(at),
        Some(at) => Wish::Replace(at, words.trim().to_owned()),
        None => Wish::Add(typed.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_means_a_line_only_where_there_is_one() {
        assert!(matches!(wish("2 new words", 2), Wish::Replace(1, words) if words == "new words"));
        assert!(matches!(wish("1", 2), Wish::Remove(0)));
        assert!(matches!(wish("3 people", 2), Wish::Add(words) if words == "3 people"));
        assert!(matches!(wish(" . ", 2), Wish::Done));
    }
}
