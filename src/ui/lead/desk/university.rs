//! What the university released, in a box of its own beside a department's figures: it says its door, its
//! base and its profile, and no line of it stands in a table of the department's.

use crate::base::text::{truncate, width, wrap};
use crate::base::time::Day;
use crate::base::words::{Arg, Message};
use crate::report::profile_code;
use crate::report::view::Teller;
use crate::report::view::withheld::Withheld;
use crate::stats::Figure;
use crate::stats::view::{About, Label, Released, Sheet};
use crate::ui::theme::{Theme, Tone};

/// A box is no wider than can be read.
const WIDEST: usize = 78;
/// How to see all of it.
const ALL: &str = "lead-university-key";
/// What a column of figures takes.
const FIGURES: usize = 11;

/// How a box is drawn.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) teller: &'a Teller,
    pub(super) theme: Theme,
    pub(super) columns: usize,
}

/// The box beside a department's page: what the figures are, and how to see them.
pub(super) fn beside_page(
    released: &Released,
    department: Option<&Label>,
    frame: Frame<'_>,
) -> Vec<(Tone, String)> {
    let mut lines = vec![head(released, frame)];
    if let Some(label) = department {
        let args = [("department", Arg::Text(label.text.clone()))];
        lines.push(
            frame
                .teller
                .words()
                .say_with("lead-university-beside", args),
        );
    }
    boxed(&lines, &[], Some(ALL), frame)
}

/// The box above a view that was released: what its figures are, and that no exact figure meets them.
pub(super) fn above_view(
    about: &About,
    (base, day): (&str, Day),
    frame: Frame<'_>,
) -> Vec<(Tone, String)> {
    let args = [
        ("profile", Arg::from(profile_code(about.profile))),
        ("base", Arg::Words(base.to_owned())),
        ("made", Arg::Words(about.day.to_string())),
        ("day", Arg::Words(day.to_string())),
    ];
    let words = frame.teller.words();
    let lines = [
        words.say_with("lead-released-head", args),
        words.say("lead-released-apart"),
    ];
    let mut drawn = boxed(&lines, &[], None, frame);
    drawn.push((Tone::Text, String::new()));
    drawn
}

/// The box beside a question: what was released of the same question; nothing where nothing was.
pub(super) fn beside_question(
    released: &Released,
    (id, department): (&str, &str),
    frame: Frame<'_>,
) -> Vec<(Tone, String)> {
    let sheet = released.beside(id, Some(department));
    sheet.map_or_else(Vec::new, |sheet| {
        boxed(
            &[head(released, frame)],
            &table(&sheet, frame),
            Some(ALL),
            frame,
        )
    })
}

/// Door, profile, base and day in a sentence.
fn head(released: &Released, frame: Frame<'_>) -> String {
    let base = match released.base() {
        Figure::Count(count) => {
            let count = Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
            Message::with("lead-university-base", [("count", count)])
        }
        Figure::Withheld(_) => Message::plain("lead-base-withheld"),
    };
    let args = [
        ("profile", Arg::from(profile_code(released.profile()))),
        ("base", Arg::from(base)),
        ("day", Arg::Words(released.day().to_string())),
    ];
    frame.teller.words().say_with("lead-university-head", args)
}

/// Rows of an answer with its figures, the headings first.
fn table(sheet: &Sheet, frame: Frame<'_>) -> Vec<String> {
    let room = inner(frame).saturating_sub(2 * FIGURES).max(8);
    let line = |cells: &[String]| {
        let mut cells = cells.iter();
        let first = truncate(cells.next().map_or("", String::as_str), room);
        let gap = " ".repeat(room.saturating_sub(width(&first)));
        let rest = cells.map(|cell| {
            let cell = truncate(cell, FIGURES - 1);
            " ".repeat(FIGURES.saturating_sub(width(&cell))) + &cell
        });
        format!("{first}{gap}{}", rest.collect::<String>())
    };
    let withheld = Withheld::in_sheet(sheet);
    let headings = line(&frame.teller.headings(sheet));
    let rows = sheet
        .rows
        .iter()
        .map(|row| line(&withheld.row(row, frame.teller)));
    let told = withheld.told(frame.teller).into_iter();
    let told = told.flat_map(|told| wrap(&told, inner(frame)));
    std::iter::once(headings).chain(rows).chain(told).collect()
}

/// Columns between the sides of a box.
fn inner(frame: Frame<'_>) -> usize {
    frame.columns.min(WIDEST).saturating_sub(4)
}

/// A box: its title in the upper side, sentences wrapped, lines as they are, and where to see more.
fn boxed(
    sentences: &[String],
    lines: &[String],
    more: Option<&'static str>,
    frame: Frame<'_>,
) -> Vec<(Tone, String)> {
    let inner = inner(frame);
    let words = frame.teller.words();
    let title = truncate(&words.say("lead-university-title"), inner.saturating_sub(2));
    let rule = |count: usize| frame.theme.rule().repeat(count);
    let top = format!(
        "+{} {title} {}+",
        rule(1),
        rule(inner.saturating_sub(width(&title) + 1))
    );
    let side = |text: &str| {
        let gap = " ".repeat(inner.saturating_sub(width(text)));
        (Tone::Text, format!("| {text}{gap} |"))
    };
    let wrapped = sentences.iter().flat_map(|text| wrap(text, inner));
    let more = more.map(|id| wrap(&words.say(id), inner));
    let mut drawn = vec![(Tone::Text, String::new()), (Tone::Title, top)];
    drawn.extend(wrapped.map(|line| side(&line)));
    drawn.extend(lines.iter().map(|line| side(&truncate(line, inner))));
    drawn.extend(more.into_iter().flatten().map(|line| side(&line)));
    drawn.push((Tone::Text, format!("+{}+", rule(inner + 2))));
    drawn
}
