//! Several lines of text, wrapped at words; the caret moves by what is seen.

use crate::base::text;
use crate::base::words::Arg;
use crate::response::answer::{Answer, Value};
use crate::survey::model::{Kind, Question};
use crate::ui::keymap::{Action, Place};
use crate::ui::sheet::{Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;

use super::field::{Field, Lines};
use super::typed::Ways;
use super::{Context, Part, Pending, Reaction};

/// A text in hand.
#[derive(Clone)]
pub(crate) struct Area {
    field: Field,
    most: usize,
    ways: Ways,
}

impl Area {
    /// What is typed.
    pub(super) fn text(&self) -> String {
        self.field.text()
    }

    /// The text of a question, with the answer so far.
    pub(crate) fn new(context: &Context<'_>, question: &Question) -> Self {
        let answer = context.form.answer(context.path);
        let words = match answer.as_ref().and_then(Answer::value) {
            Some(Value::Text(words)) => words.clone(),
            _ => String::new(),
        };
        let most = match question.kind {
            Kind::LongText { max_length } => max_length as usize,
            _ => usize::MAX,
        };
        Self {
            field: Field::new(Lines::Several, &words),
            most,
            ways: Ways::new(context, question),
        }
    }

    /// A line up or down, keeping the column; `false` at the text's edge.
    fn vertical(&mut self, columns: usize, down: bool) -> bool {
        let rows = wrapped(self.field.graphemes(), columns);
        let caret = self.field.caret();
        let row = row_of(&rows, caret);
        let to = if down { row + 1 } else { row.wrapping_sub(1) };
        let Some(&(from, end)) = rows.get(to) else {
            return false;
        };
        let column = caret - rows[row].0;
        self.field.move_to((from + column).min(end));
        true
    }

    /// How much room is left, from four fifths of the limit on.
    fn count(&self, context: &Context<'_>) -> Option<String> {
        let length = self.field.len();
        if length > self.most {
            let over = length - self.most;
            return Some(
                context
                    .words
                    .say_with("text-over", [("count", Arg::from(over))]),
            );
        }
        let left = self.most - length;
        (length * 5 >= self.most * 4).then(|| {
            context
                .words
                .say_with("text-left", [("count", Arg::from(left))])
        })
    }
}

/// The columns a text takes inside its frame.
fn columns(width: usize) -> usize {
    width.saturating_sub(2).max(1)
}

/// Where each line begins and ends, in graphemes: at line feeds, behind spaces, within long words.
fn wrapped(graphemes: &[String], columns: usize) -> Vec<(usize, usize)> {
    let (mut rows, mut from, mut space, mut width) = (Vec::new(), 0, None, 0);
    for (at, grapheme) in graphemes.iter().enumerate() {
        if grapheme == "\n" {
            rows.push((from, at));
            (from, space, width) = (at + 1, None, 0);
            continue;
        }
        let own = text::width(grapheme);
        if width + own > columns && at > from {
            let cut = space.unwrap_or(at);
            rows.push((from, cut));
            width = graphemes[cut..at].iter().map(|g| text::width(g)).sum();
            (from, space) = (cut, None);
        }
        width += own;
        if grapheme == " " {
            space = Some(at + 1);
        }
    }
    rows.push((from, graphemes.len()));
    rows
}

/// The line the caret is on: at a soft break the later one.
fn row_of(rows: &[(usize, usize)], caret: usize) -> usize {
    rows.iter()
        .rposition(|(from, _)| *from <= caret)
        .unwrap_or(0)
}

impl Part for Area {
    fn draw(&self, context: &Context<'_>, sheet: &mut Sheet) {
        let room = columns(sheet.width());
        let rows = wrapped(self.field.graphemes(), room);
        let caret = self.field.caret();
        let on = row_of(&rows, caret);
        let least = if context.low() { 2 } else { 5 };
        for number in 0..rows.len().max(least) {
            let (from, to) = rows.get(number).copied().unwrap_or((0, 0));
            let words = super::super::shown(&self.field.graphemes()[from..to].concat());
            let mut piece = Piece::new(padded(&words, room), Tone::Text).at(Spot::Field(0));
            if number == on {
                let before = self.field.graphemes()[from..caret].concat();
                piece = piece.caret(text::width(&before).min(room.saturating_sub(1)));
            }
            let bar = || Piece::new("|", Tone::Quiet);
            sheet.lines.push(Line {
                pieces: vec![bar(), piece, bar()],
                flagged: false,
            });
        }
        if let Some(count) = self.count(context) {
            sheet.say(&count, Tone::Text);
        }
        self.ways.draw(context, sheet);
        sheet.start = Some(Spot::Field(0));
    }

    fn act(&mut self, context: &Context<'_>, action: Action, spot: Spot) -> Reaction {
        if let Spot::Choice(place) = spot {
            return self.ways.act(action, place);
        }
        if spot != Spot::Field(0) {
            return Reaction::Ignored;
        }
        let room = columns(Sheet::new("", context.area.width).width());
        let page = usize::from(context.area.height) / 2;
        let moved = match action {
            Action::Up => self.vertical(room, false),
            Action::Down => self.vertical(room, true),
            Action::PageUp => (0..page).any(|_| !self.vertical(room, false)),
            Action::PageDown => (0..page).any(|_| !self.vertical(room, true)),
            _ => {
                let before = self.field.len();
                let taken = self.field.act(action);
                if self.field.len() != before {
                    self.ways.none();
                }
                return if taken {
                    Reaction::Typed
                } else {
                    Reaction::Ignored
                };
            }
        };
        if moved {
            Reaction::To(Spot::Field(0))
        } else {
            Reaction::Ignored
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
            _ => Place::Area,
        }
    }

    fn field(&mut self, spot: Spot) -> Option<&mut Field> {
        self.ways.none();
        matches!(spot, Spot::Field(0)).then_some(&mut self.field)
    }
}

fn padded(words: &str, columns: usize) -> String {
    let gap = columns.saturating_sub(text::width(words));
    words.trim_end_matches('\n').to_owned() + &" ".repeat(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(words: &str, columns: usize) -> Vec<String> {
        let graphemes: Vec<String> = words.chars().map(String::from).collect();
        let rows = wrapped(&graphemes, columns);
        rows.into_iter()
            .map(|(from, to)| graphemes[from..to].concat())
            .collect()
    }

    #[test]
    fn it_wraps_without_losing_a_letter() {
        assert_eq!(rows("one two three", 8), ["one two ", "three"]);
        assert_eq!(rows("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(rows("a\n\nb", 3), ["a", "", "b"]);
        assert_eq!(rows("", 3), [""]);
    }
}
