//! What a figure counts and what it does not, in a sentence: for the page that `?` opens.

use crate::base::words::Message;
use crate::stats::view::Block;

/// Columns, single figures and series whose name alone does not say what is counted, by its id.
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
    ("need_3y", "lead-column-need-later"),
    ("people", "lead-column-people"),
    ("now", "lead-column-now"),
    ("in_1", "lead-column-in-years"),
    ("contracts", "lead-column-contracts"),
    ("documented", "lead-column-documented"),
    ("felt", "lead-column-felt"),
    ("unaided", "lead-column-unaided"),
    ("rating", "lead-column-rating"),
    ("last_used", "lead-column-last-used"),
    ("teachers", "lead-column-teachers"),
    ("wanted", "lead-column-wanted"),
    ("compared", "lead-column-compared"),
    ("meeting", "lead-column-meeting"),
    ("gap", "lead-column-gap"),
    ("skilled", "lead-column-skilled"),
    ("ready", "lead-column-ready"),
    ("worn", "lead-column-worn"),
    ("headcount", "lead-column-headcount"),
    ("earlier", "lead-column-earlier"),
    ("differs", "lead-column-differs"),
    ("held", "lead-column-held"),
    ("university", "lead-column-university"),
    ("response", "lead-column-response"),
    ("staff", "lead-column-staff"),
    ("responses", "lead-column-responses"),
    ("shared", "lead-column-shared"),
    ("own_words", "lead-column-own-words"),
    ("strong", "lead-column-strong"),
    ("replacement_ratio", "lead-column-replacement"),
    ("share_from_56", "lead-column-share-from-56"),
    ("in_3", "lead-column-in-years"),
    ("in_5", "lead-column-in-years"),
    ("response_rate", "lead-column-response"),
];

/// The figures on a page that need a word, each once: its name and the meaning's id.
pub(super) fn of(blocks: &[Block]) -> Vec<(&Message, &'static str)> {
    let mut found: Vec<(&Message, &'static str)> = Vec::new();
    for (id, title) in blocks.iter().flat_map(figures) {
        let meaning = MEANINGS.iter().find(|(known, _)| *known == id);
        if let Some((_, meaning)) = meaning
            && !found.iter().any(|(_, known)| known == meaning)
        {
            found.push((title, meaning));
        }
    }
    found
}

/// The columns, single figures and series of a block: each one's word for files, and its name.
fn figures(block: &Block) -> Vec<(&'static str, &Message)> {
    match block {
        Block::Sheet(sheet) => {
            let columns = sheet.columns.iter();
            columns.map(|column| (column.id, &column.title)).collect()
        }
        Block::Facts(facts) => {
            let facts = facts.facts.iter();
            facts.map(|(id, name, _)| (*id, name)).collect()
        }
        Block::Bars(bars) => bars.series.iter().map(|(id, name)| (*id, name)).collect(),
        Block::Note(_) | Block::Grid(_) => Vec::new(),
    }
}
