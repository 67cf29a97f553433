//! Bars on a screen: the number first, then a bar that tells no more than the number does.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::base::text::{truncate, width};
use crate::report::view::withheld::Withheld;
use crate::stats::view::{Bars, Value};
use crate::ui::theme::{Charset, Tone};

use super::leaf::{Item, magnitude};
use super::line::{Line, Look};
use super::table;

/// What the bars of each series are made of, so that they differ without colour.
const MARKS: [(&str, &str); 3] = [("█", "#"), ("▒", "="), ("░", "-")];

/// What a bar must have left on a line whose label is long.
const SHORT: usize = 20;
/// What the figure and the gaps take.
const FIGURE: usize = 9;

/// The lines of a chart. Several series stand under each other, each with its mark and name.
pub(super) fn bars(block: usize, bars: &Bars, look: Look<'_>) -> Vec<Line> {
    let mut lines = look.title(&bars.title);
    let longest = bars
        .bars
        .iter()
        .flat_map(|(_, values)| values)
        .filter_map(length)
        .max()
        .unwrap_or_default();
    let is_single = bars.series.len() <= 1;
    let names: Vec<String> = bars
        .series
        .iter()
        .map(|(_, name)| look.teller.tell(name))
        .collect();
    let labels: Vec<String> = bars
        .bars
        .iter()
        .map(|(label, _)| look.teller.value(label))
        .collect();
    let widest = |all: &[String]| all.iter().map(|one| width(one)).max().unwrap_or(0);
    let room = if is_single {
        widest(&labels)
    } else {
        widest(&names) + 2
    };
    let withheld = Withheld::in_bars(bars);
    let scale = Scale {
        longest,
        withheld: &withheld,
        // A label is read before its bar is looked at: it gets most of the line.
        label_room: room
            .min((look.room() * 9 / 20).max(look.room().saturating_sub(FIGURE + SHORT))),
        look,
    };
    for (index, (label, (_, values))) in labels.iter().zip(&bars.bars).enumerate() {
        let item = Item { block, index };
        if is_single {
            let value = values.first().unwrap_or(&Value::Nothing);
            lines.push(look.item(item, &scale.bar(label, value, 0)));
        } else {
            lines.push(look.item(item, &truncate(label, look.room())));
            for (series, (name, value)) in names.iter().zip(values).enumerate() {
                let text = scale.bar(&format!("  {name}"), value, series);
                lines.push(Line::words(Tone::Text, &text));
            }
        }
    }
    lines.extend(table::reasons(&withheld, look));
    lines
}

struct Scale<'a> {
    longest: Decimal,
    withheld: &'a Withheld,
    label_room: usize,
    look: Look<'a>,
}

impl Scale<'_> {
    fn bar(&self, label: &str, value: &Value, series: usize) -> String {
        let label = truncate(label, self.label_room);
        let gap = " ".repeat(self.label_room.saturating_sub(width(&label)));
        let words = self.withheld.cell(value, self.look.teller);
        let Some(length) = length(value) else {
            return format!("{label}{gap} {words:>6}").trim_end().to_owned();
        };
        let shown = format!("{label}{gap} {words:>6}  ");
        let room = self.look.room().saturating_sub(width(&shown));
        format!("{shown}{}", self.marks(length, room, series))
            .trim_end()
            .to_owned()
    }

    fn marks(&self, length: Decimal, room: usize, series: usize) -> String {
        let (utf8, ascii) = MARKS.get(series % MARKS.len()).copied().unwrap_or(MARKS[0]);
        let mark = match self.look.theme.charset {
            Charset::Utf8 => utf8,
            Charset::Ascii => ascii,
        };
        let share = length.checked_div(self.longest).unwrap_or_default();
        let marks = share
            .checked_mul(room.into())
            .and_then(|all| all.floor().to_usize());
        let marks = marks.unwrap_or(0).min(room);
        // Something is never drawn as nothing.
        mark.repeat(marks.max(usize::from(length > Decimal::ZERO)))
    }
}

/// How long a bar is: a count beside its base is as long as the count.
fn length(value: &Value) -> Option<Decimal> {
    match value {
        Value::Of(count, _) => Some((*count).into()),
        value => magnitude(value),
    }
    .filter(|length| *length >= Decimal::ZERO)
}
