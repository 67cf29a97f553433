//! What a column counts and what it does not, in a sentence: for the page that `?` opens.

use crate::stats::view::{Block, Column};

/// Columns whose heading alone does not say what is counted, by the column's id.
const MEANINGS: &[(&str, &str)] = &[
    ("need", "lead-column-need"),
    ("need_now", "lead-column-need"),
    ("holders", "lead-column-holders"),
    ("cover", "lead-column-cover"),
    ("trainers", "lead-column-trainers"),
    ("pipeline", "lead-column-pipeline"),
    ("state", "lead-column-state"),
    ("criticality", "lead-column-criticality"),
    ("impact", "lead-column-impact"),
    ("exposure", "lead-column-exposure"),
    ("risk", "lead-column-risk"),
    ("gap_now", "lead-column-gap-now"),
    ("supply_3y", "lead-column-supply"),
    ("gap_3y", "lead-column-gap-later"),
    ("priority", "lead-column-priority"),
    ("bus_factor", "lead-column-bus-factor"),
    ("entries", "lead-column-entries"),
    ("levels", "lead-column-levels"),
    ("factor", "lead-column-factor"),
    ("cost_band", "lead-column-cost"),
    ("fours", "lead-column-fours"),
    ("unrated", "lead-column-unrated"),
    ("asked", "lead-column-asked"),
    ("percent", "lead-column-percent"),
    ("together", "lead-column-together"),
    ("fte", "lead-column-fte"),
];

/// The columns on a page that need a word, each once: the column and its message's id.
pub(super) fn of(blocks: &[Block]) -> Vec<(&Column, &'static str)> {
    let mut found: Vec<(&Column, &'static str)> = Vec::new();
    for column in blocks.iter().flat_map(columns) {
        let meaning = MEANINGS.iter().find(|(id, _)| *id == column.id);
        if let Some((_, meaning)) = meaning
            && !found.iter().any(|(_, known)| known == meaning)
        {
            found.push((column, meaning));
        }
    }
    found
}

fn columns(block: &Block) -> &[Column] {
    match block {
        Block::Sheet(sheet) => &sheet.columns,
        _ => &[],
    }
}
