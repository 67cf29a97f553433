//! A box with text being typed: always one line, scrolled sideways so that the caret is in view.

use crate::base::text;
use crate::ui::sheet::{Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;

use super::field::Field;

/// Draws `before [text____] after`; the box takes at most `columns`.
pub(crate) fn draw_box(
    sheet: &mut Sheet,
    spot: Spot,
    field: &Field,
    (before, after): (&str, &str),
    columns: usize,
) {
    let around = text::width(before) + text::width(after) + 3;
    let room = sheet
        .width()
        .saturating_sub(around)
        .clamp(1, columns.max(1));
    let piece = boxed(field, room).at(spot);
    let mut pieces = vec![Piece::new(before, Tone::Text), piece];
    if !after.is_empty() {
        pieces.push(Piece::new(format!(" {after}"), Tone::Text));
    }
    sheet.lines.push(Line {
        pieces,
        flagged: false,
    });
}

/// The box alone: `[text____]`, `room` columns between the brackets.
pub(super) fn boxed(field: &Field, room: usize) -> Piece {
    let (shown, caret) = window(field.graphemes(), field.caret(), room);
    let fill = "_".repeat(room.saturating_sub(text::width(&shown)));
    Piece::new(format!("[{shown}{fill}]"), Tone::Text).caret(1 + caret)
}

/// The stretch of a text that fits `room` columns with the caret in it, and the caret's column.
fn window(graphemes: &[String], caret: usize, room: usize) -> (String, usize) {
    let widths: Vec<usize> = graphemes
        .iter()
        .map(|grapheme| text::width(grapheme))
        .collect();
    let mut from = 0;
    // The caret needs a column of its own behind the last letter.
    while widths[from..caret].iter().sum::<usize>() >= room {
        from += 1;
    }
    let mut shown = String::new();
    for grapheme in &graphemes[from..] {
        if text::width(&shown) + text::width(grapheme) > room {
            break;
        }
        shown.push_str(grapheme);
    }
    (
        super::super::shown(&shown),
        widths[from..caret].iter().sum(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widget::Lines;

    #[test]
    fn the_caret_is_always_in_the_box() {
        let mut field = Field::new(Lines::One, "abcdefgh");
        assert_eq!(boxed(&field, 5), Piece::new("[efgh_]", Tone::Text).caret(5));
        field.move_to(0);
        assert_eq!(boxed(&field, 5), Piece::new("[abcde]", Tone::Text).caret(1));
        assert_eq!(boxed(&field, 12).text, "[abcdefgh____]");
    }
}
