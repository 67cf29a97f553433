//! Bars as a chart of the spreadsheet's own, drawn from the cells beside it.

use rust_xlsxwriter::{Chart, ChartLegendPosition, Color};

use super::{column, row};

/// Colours of series: light enough apart to be told in grey.
const COLOURS: [u32; 3] = [0x1F_4E_79, 0x9D_C3_E6, 0x76_76_76];
/// The height of a bar's row in a chart, and of what stands round them, in pixels.
const BAR: usize = 30;
const AROUND: usize = 110;
/// The height of a row of a sheet, in pixels.
const ROW: usize = 20;
/// More bars than these nobody can read: of a longer table the first are drawn, which press most.
pub(super) const MOST: usize = 24;

/// A chart of a table of bars: labels in the first column, a series a column after it.
pub(super) struct Drawn {
    pub(super) chart: Chart,
    /// The rows of the sheet that it covers.
    pub(super) rows: usize,
}

/// Draws the bars that stand below a heading in row `start` of a sheet; nothing where there are none.
pub(super) fn draw(
    sheet: &str,
    title: &str,
    start: usize,
    bars: usize,
    series: usize,
) -> Option<Drawn> {
    if bars == 0 || series == 0 {
        return None;
    }
    let bars = bars.min(MOST);
    let mut chart = Chart::new_bar();
    let (first, last) = (row(start + 1), row(start + bars));
    for at in 1..=series {
        let colour = COLOURS.get((at - 1) % COLOURS.len()).copied();
        let own = column(at);
        chart
            .add_series()
            .set_name((sheet, row(start), own))
            .set_categories((sheet, first, 0, last, 0))
            .set_values((sheet, first, own, last, own))
            .set_format(
                rust_xlsxwriter::ChartFormat::new().set_solid_fill(
                    rust_xlsxwriter::ChartSolidFill::new()
                        .set_color(Color::RGB(colour.unwrap_or_default())),
                ),
            )
            .set_gap(60);
    }
    chart.title().set_name(title);
    // The first bar on top, as in the table.
    chart.y_axis().set_reverse();
    if series == 1 {
        chart.legend().set_hidden();
    } else {
        chart.legend().set_position(ChartLegendPosition::Bottom);
    }
    let height = AROUND + bars * series * BAR;
    chart.set_alt_text(title);
    chart.set_width(640);
    chart.set_height(u32::try_from(height).unwrap_or(400));
    Some(Drawn {
        chart,
        rows: height.div_ceil(ROW),
    })
}
