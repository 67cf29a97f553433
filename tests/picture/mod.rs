//! Pictures of screens: the bytes that a terminal would get, through an emulator that nobody here
//! wrote, drawn as SVG. They stand in `docs/screens`; a test compares, `UPDATE=1` writes.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::fmt::Write as _;
use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tallybox::terminal::Output;
use tallybox::ui::theme::Charset;

/// Pixels of a cell and of the frame around all of them.
const WIDE: usize = 9;
const HIGH: usize = 19;
const EDGE: usize = 12;
/// What stands for the terminal's own colours.
const TEXT: &str = "#e4e6eb";
const BACKGROUND: &str = "#16181d";

/// A run of cells that look alike.
struct Run {
    from: u16,
    columns: usize,
    text: String,
    look: Look,
}

#[derive(Clone, PartialEq, Eq)]
struct Look {
    text: String,
    background: String,
    is_bold: bool,
}

/// Compares the picture of what `view` draws with its file; `UPDATE=1` writes the file.
pub fn picture(name: &str, area: Rect, view: impl FnOnce(Rect, &mut Buffer) -> Option<Position>) {
    let bytes = Output::new(Charset::Utf8).draw(area, view);
    let mut emulator = vt100::Parser::new(area.height, area.width, 0);
    emulator.process(&bytes);
    let drawn = svg(emulator.screen(), area);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens");
    let path = folder.join(format!("{name}.svg"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &drawn).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        drawn == kept,
        "{} is not what the screen looks like now; UPDATE=1 rewrites it",
        path.display()
    );
}

fn svg(screen: &vt100::Screen, area: Rect) -> String {
    let (wide, high) = (
        usize::from(area.width) * WIDE + 2 * EDGE,
        usize::from(area.height) * HIGH + 2 * EDGE,
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" \
         height=\"{high}\" role=\"img\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" \
         font-size=\"15\">\n<desc>{}</desc>\n<rect width=\"{wide}\" height=\"{high}\" rx=\"8\" \
         fill=\"{BACKGROUND}\"/>\n",
        escaped(screen.contents().trim_end())
    );
    for row in 0..area.height {
        for run in runs(screen, row, area.width) {
            draw(&mut out, &run, row);
        }
    }
    let (row, column) = screen.cursor_position();
    writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{WIDE}\" height=\"2\" fill=\"{TEXT}\"/>",
        EDGE + usize::from(column) * WIDE,
        EDGE + usize::from(row + 1) * HIGH - 3,
    )
    .expect("a string takes it");
    out.push_str("</svg>\n");
    out
}

/// The runs of a row; blanks on the terminal's own background are left out.
fn runs(screen: &vt100::Screen, row: u16, width: u16) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for column in 0..width {
        let Some(cell) = screen
            .cell(row, column)
            .filter(|cell| !cell.is_wide_continuation())
        else {
            continue;
        };
        let columns = if cell.is_wide() { 2 } else { 1 };
        let symbol = if cell.has_contents() {
            cell.contents()
        } else {
            " "
        };
        let look = look(cell);
        match out.last_mut().filter(|run| run.look == look) {
            Some(run) => {
                run.text.push_str(symbol);
                run.columns += columns;
            }
            None => out.push(Run {
                from: column,
                columns,
                text: symbol.to_owned(),
                look,
            }),
        }
    }
    out.retain(|run| run.look.background != BACKGROUND || !run.text.trim().is_empty());
    out
}

fn look(cell: &vt100::Cell) -> Look {
    let (text, background) = (
        colour(cell.fgcolor(), TEXT),
        colour(cell.bgcolor(), BACKGROUND),
    );
    let (text, background) = if cell.inverse() {
        (background, text)
    } else {
        (text, background)
    };
    Look {
        text,
        background,
        is_bold: cell.bold(),
    }
}

fn colour(colour: vt100::Color, own: &str) -> String {
    match colour {
        vt100::Color::Idx(number @ 16..=231) => {
            const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
            let at = usize::from(number - 16);
            let (red, green, blue) = (STEPS[at / 36], STEPS[at / 6 % 6], STEPS[at % 6]);
            format!("#{red:02x}{green:02x}{blue:02x}")
        }
        vt100::Color::Idx(0) => "#000000".to_owned(),
        vt100::Color::Idx(_) => "#aaaaaa".to_owned(),
        vt100::Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        vt100::Color::Default => own.to_owned(),
    }
}

fn draw(out: &mut String, run: &Run, row: u16) {
    let (x, y) = (
        EDGE + usize::from(run.from) * WIDE,
        EDGE + usize::from(row) * HIGH,
    );
    let wide = run.columns * WIDE;
    if run.look.background != BACKGROUND {
        writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{HIGH}\" fill=\"{}\"/>",
            run.look.background
        )
        .expect("a string takes it");
    }
    if run.text.trim().is_empty() {
        return;
    }
    let bold = if run.look.is_bold {
        " font-weight=\"bold\""
    } else {
        ""
    };
    writeln!(
        out,
        "<text x=\"{x}\" y=\"{}\" textLength=\"{wide}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\" fill=\"{}\"{bold}>{}</text>",
        y + 14,
        run.look.text,
        escaped(&run.text)
    )
    .expect("a string takes it");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
