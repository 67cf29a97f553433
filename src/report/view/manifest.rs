//! What stands beside a report's file: by which rules its figures were made, and of what (design §7).
//!
//! Somebody who is sent the report can tell with it whether a file is the one that was made, how many
//! answered, and which boxes' responses were counted.

use serde_json::{Value as Json, json};

use crate::stats::view::{About, Block, Value, View};
use crate::stats::{DoorName, Figure};
use crate::survey::model::Profile;

/// The manifest of one file. `roots` are names of boxes and their signed checkpoints.
pub fn write(views: &[View], file: &str, sha256: &str, roots: &[(String, String)]) -> String {
    let names: Vec<&str> = views.iter().map(|view| view.name.code()).collect();
    let roots = roots.iter();
    let boxes: Vec<Json> = roots
        .map(|(name, note)| json!({ "box": name, "checkpoint": note }))
        .collect();
    let mut manifest = json!({
        "format": "tallybox/report/v1",
        "file": file,
        "sha256": sha256,
        "views": names,
    });
    if let Some(view) = views.first() {
        manifest["about"] = about(&view.about);
    }
    let withheld = values(views).filter(|value| matches!(value, Value::Withheld(_)));
    manifest["withheld"] = withheld.count().into();
    manifest["rounded"] = rounded(views).into();
    manifest["boxes"] = boxes.into();
    let text = serde_json::to_string_pretty(&manifest);
    text.unwrap_or_default() + "\n"
}

fn about(about: &About) -> Json {
    let responses = match about.responses {
        Figure::Count(count) => json!(count),
        Figure::Withheld(reason) => json!({ "withheld": reason.code() }),
    };
    json!({
        "survey": about.survey.get(&crate::base::language::Language::new("en")),
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
        "date": about.day.to_string(),
    })
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

fn values(views: &[View]) -> impl Iterator<Item = &Value> {
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
