//! What stands beside a report's file: by which rules its figures were made, and of what.
//!
//! Somebody who is sent the report can tell with it whether a file is the one that was made, how many
//! answered, and which boxes' responses were counted.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::Teller;
use crate::base::language::Language;
use crate::base::words::{LANGUAGES, Message};
use crate::stats::view::{About, Block, Value, View, flags};
use crate::stats::{DoorName, Figure, MadeUp, NARROWEST, Published, THRESHOLD};
use crate::survey::model::Profile;

/// What is said of views, whatever file they are in. `minimum` is the size of the smallest group that
/// is shown on its own; `roots` are names of boxes and their signed checkpoints.
pub fn of_views(views: &[View], minimum: u64, roots: &[(String, String)]) -> Json {
    let names: Vec<&str> = views.iter().map(|view| view.name.code()).collect();
    let withheld = values(views).filter(|value| matches!(value, Value::Withheld(_)));
    let mut told = json!({ "views": names });
    if let Some(view) = views.first() {
        told["about"] = about(&About {
            flags: flags_of(views),
            ..view.about.clone()
        });
        told["thresholds"] = thresholds(view.about.profile, minimum);
    }
    told["withheld"] = withheld.count().into();
    told["rounded"] = rounded(views).into();
    let door = views
        .first()
        .map_or(DoorName::Statistical, |view| view.about.door);
    told["boxes"] = boxes(roots, door);
    told
}

/// What the views say that must be looked at before their figures, each once.
fn flags_of(views: &[View]) -> Vec<Message> {
    let mut all: Vec<Message> = Vec::new();
    for block in views.iter().flat_map(|view| &view.blocks) {
        match block {
            Block::Note(message) if flags::is_flag(message) && !all.contains(message) => {
                all.push(message.clone());
            }
            _ => {}
        }
    }
    all
}

/// What is said of tables of questions.
pub fn of_tables(published: &Published, on: &About, roots: &[(String, String)]) -> Json {
    let rows = published.tables().iter().flat_map(|table| &table.rows);
    let figures: Vec<Figure> = rows
        .flat_map(|row| {
            let cells = row.cells.iter().map(|cell| cell.figure);
            let missing = row.missing.iter().map(|(_, figure)| *figure);
            std::iter::once(row.base).chain(cells).chain(missing)
        })
        .collect();
    let shown = figures.iter().filter_map(|figure| figure.count()).count();
    let is_rounded = published.profile() == Profile::Hesa;
    json!({
        "tables": published.tables().len(),
        "about": about(on),
        "thresholds": thresholds(published.profile(), published.minimum_group()),
        "withheld": figures.len() - shown,
        "rounded": if is_rounded { shown } else { 0 },
        "boxes": boxes(roots, published.door()),
    })
}

/// What is said of rows of persons: nothing of them is rounded or withheld.
pub fn of_rows(rows: usize, fields: usize, on: &About, roots: &[(String, String)]) -> Json {
    json!({
        "rows": rows,
        "fields": fields,
        "about": about(on),
        "withheld": 0,
        "rounded": 0,
        "boxes": boxes(roots, DoorName::Operational),
    })
}

/// A file of entries that stands beside one of persons.
pub struct EntryFile {
    /// The repeat, `d_equip`, or a repeat within one, `home.person`.
    pub repeat: String,
    /// Its name.
    pub file: String,
    /// Its hash, hex.
    pub sha256: String,
    /// How many entries.
    pub rows: usize,
}

/// What is said of rows of persons with the tables of entries that stand beside them.
pub fn with_entries(told: &Json, entries: &[EntryFile]) -> Json {
    let mut told = told.clone();
    let entries = entries.iter().map(|one| {
        json!({
            "repeat": one.repeat,
            "file": one.file,
            "sha256": one.sha256,
            "rows": one.rows,
        })
    });
    told["entries"] = entries.collect();
    told
}

/// The manifest of one file.
pub fn file(told: &Json, file: &str, sha256: &str) -> String {
    let mut manifest = json!({
        "format": "tallybox/report/v1",
        "file": file,
        "sha256": sha256,
    });
    if let (Some(all), Some(told)) = (manifest.as_object_mut(), told.as_object()) {
        all.extend(told.clone());
    }
    let text = serde_json::to_string_pretty(&manifest);
    text.unwrap_or_default() + "\n"
}

/// Which boxes were counted. A checkpoint says how many records its box holds, and a box may be one department's: at
/// the statistical door its root stands alone.
fn boxes(roots: &[(String, String)], door: DoorName) -> Json {
    let told = |(name, note): &(String, String)| match door {
        DoorName::Operational if note.contains('\n') => json!({ "box": name, "checkpoint": note }),
        _ => json!({ "box": name, "root": root(note) }),
    };
    roots.iter().map(told).collect()
}

/// The boxes with their roots alone, for what is sent upwards of the operational door: how many records a box holds
/// is an exact figure.
pub fn roots_alone(roots: Vec<(String, String)>) -> Vec<(String, String)> {
    let roots = roots.into_iter();
    roots
        .map(|(name, note)| (name, root(&note).to_owned()))
        .collect()
}

/// The root that a checkpoint signs, as it is written there: the third line of a C2SP signed note. A root alone is one.
pub fn root(checkpoint: &str) -> &str {
    checkpoint.lines().nth(2).unwrap_or(checkpoint)
}

/// The numbers that a profile goes by (HESA's rounding strategy; `stats::protect` applies them), and what it
/// declares: so many consecutive numbers a figure stands for at least, for a reader who knows who answered
/// and everything that is published. The smallest group is left out where whoever writes does not know it.
pub(in crate::report) fn thresholds(profile: Profile, minimum: u64) -> Json {
    let mut told = match profile {
        Profile::None => return Json::Null,
        Profile::Hesa => json!({
            "rounded_to": 5,
            "percentages_from": "22.5",
            "averages_from": 8,
            "figures_stand_for_at_least": NARROWEST,
        }),
        Profile::MinimumN => json!({ "figures_are_exact": true }),
        Profile::Suppress => json!({
            "withheld_below": THRESHOLD,
            "withheld_figures_stand_for_at_least": THRESHOLD + 1,
        }),
    };
    if minimum > 0 {
        told["minimum_group"] = minimum.into();
    }
    told
}

pub(in crate::report) fn about(about: &About) -> Json {
    let responses = match about.responses {
        Figure::Count(count) => json!(count),
        Figure::Withheld(reason) => json!({ "withheld": reason.code() }),
    };
    let mut told = json!({
        "survey": about.survey.get(&Language::new("en")),
        "wave": about.wave,
        "fingerprint": about.fingerprint,
        "department": about.department.as_ref().map(|label| &label.code),
        "door": match about.door {
            DoorName::Operational => "operational",
            DoorName::Statistical => "statistical",
        },
        "profile": super::super::profile_code(about.profile),
        "responses": responses,
        "staff": about.staff,
        "response_rate": rate(about),
        "date": about.day.to_string(),
    });
    // Only where it must be said: what is there always is soon overlooked.
    match about.made_up {
        MadeUp::None => {}
        MadeUp::Some => told["made_up"] = json!(true),
        MadeUp::Of { made_up, responses } => {
            told["made_up"] = json!({ "made_up": made_up, "of": responses });
        }
    }
    if !about.flags.is_empty() {
        told["flags"] = about.flags.iter().map(in_every_language).collect();
    }
    told
}

/// A message by language: a lead reads in another than the office that released it.
fn in_every_language(message: &Message) -> Json {
    let said = |tag: &str| {
        let teller = Teller::new(&Language::new(tag));
        (tag.to_owned(), Json::String(teller.tell(message)))
    };
    Json::Object(LANGUAGES.into_iter().map(said).collect())
}

/// Fewer people than this have no percentage at the statistical door (HESA: 22.5).
const PERCENTAGES_FROM: u64 = 23;

/// How many in a hundred of the staff list answered, from the figures that are shown.
pub fn rate(about: &About) -> Option<String> {
    let staff = about.staff.filter(|staff| *staff > 0)?;
    let is_few = staff < PERCENTAGES_FROM && about.door == DoorName::Statistical;
    let responses = about.responses.count().filter(|_| !is_few)?;
    // A rounded figure may be two above the list; more than that is no share of it, which is flagged.
    if about.door == DoorName::Statistical && responses > staff + 2 {
        return None;
    }
    let responses = match about.door {
        DoorName::Statistical => responses.min(staff),
        DoorName::Operational => responses,
    };
    let rate = Decimal::from(responses) * Decimal::ONE_HUNDRED / Decimal::from(staff);
    Some(format!("{} %", rate.round()))
}

/// Under HESA's rule every count is rounded to the nearest five; under the others none is.
fn rounded(views: &[View]) -> usize {
    let is_rounded = |view: &&View| view.about.profile == Profile::Hesa;
    let views = views.iter().filter(is_rounded);
    views
        .flat_map(|view| values(std::slice::from_ref(view)))
        .filter(|value| matches!(value, Value::Count(_) | Value::Of(..)))
        .count()
}

pub(super) fn values(views: &[View]) -> impl Iterator<Item = &Value> {
    views.iter().flat_map(|view| &view.blocks).flat_map(within)
}

fn within(block: &Block) -> Box<dyn Iterator<Item = &Value> + '_> {
    match block {
        Block::Note(_) => Box::new(std::iter::empty()),
        Block::Facts(facts) => Box::new(facts.facts.iter().map(|(_, _, value)| value)),
        Block::Sheet(sheet) => Box::new(sheet.rows.iter().flat_map(|row| &row.values)),
        Block::Bars(bars) => Box::new(bars.bars.iter().flat_map(|(_, values)| values)),
        Block::Grid(grid) => {
            let cells = grid.cells.iter().flatten();
            Box::new(cells.map(|(value, _)| value))
        }
    }
}
