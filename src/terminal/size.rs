//! How large a terminal is taken to be, whatever it says.

use ratatui::layout::Rect;

/// Columns and lines that are assumed where a terminal does not know: serial consoles say 0 by 0.
const UNKNOWN: (u16, u16) = (80, 24);
/// The least that is drawn on: below it a frame is cut off by the window, not by us.
const LEAST: (u16, u16) = (20, 6);
/// The most that is drawn on: a client may claim 10,000 by 10,000, which would take the memory.
const MOST: (u16, u16) = (200, 80);

/// The area to draw on, for what a terminal says of itself.
pub fn area(columns: u16, rows: u16) -> Rect {
    let (columns, rows) = if columns == 0 || rows == 0 {
        UNKNOWN
    } else {
        (columns, rows)
    };
    Rect::new(
        0,
        0,
        columns.clamp(LEAST.0, MOST.0),
        rows.clamp(LEAST.1, MOST.1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_clamps_what_terminals_claim() {
        for (said, taken) in [
            ((0, 0), (80, 24)),
            ((0, 24), (80, 24)),
            ((3, 3), (20, 6)),
            ((80, 24), (80, 24)),
            ((10_000, 10_000), (200, 80)),
        ] {
            let area = area(said.0, said.1);
            assert_eq!((area.width, area.height), taken, "{said:?}");
        }
    }
}
