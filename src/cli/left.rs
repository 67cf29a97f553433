//! Whether a file is what left the statistical door: `releases/` keeps every byte that did, so a release whose figures
//! were edited afterwards is found, and signed by nobody, however well its figures agree with one another.

use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::runtime::home::{Home, read_limited};

use super::error::{CliError, Kind};

/// Places beyond which two files are two releases, and not one that was changed.
const MOST_PLACES: usize = 100;
/// What an entry of a list is known by, the first that it has.
const NAMES: [&str; 5] = ["id", "department", "group", "code", "title"];

/// Refuses what is none of the home's releases.
///
/// # Errors
/// With the release that it comes nearest to, and the first place where it differs.
pub(super) fn check(home: &Home, path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let kept = kept(home);
    if kept.iter().any(|(_, kept)| kept == bytes) {
        return Ok(());
    }
    let words = format!(
        "{}: it is none of the releases in {}",
        path.display(),
        folder(home).display()
    );
    let refused = CliError::new(Kind::Refused, words);
    let refused = match nearest(bytes, &kept) {
        Some((file, places)) => {
            refused.hint(format!("{} differs from it {places}", file.display()))
        }
        None => refused,
    };
    Err(refused.hint(
        "pack a release as it was made: `releases/0001.json` and so on, or the file that `report --format json -o` wrote beside it",
    ))
}

/// Whether this home keeps any release. Where the statistics office has a home of its own, the institution's keeps none.
pub(super) fn is_any_kept(home: &Home) -> bool {
    !kept(home).is_empty()
}

fn folder(home: &Home) -> PathBuf {
    home.root().join("releases")
}

/// The releases that went out. What the university sent here is not among them.
fn kept(home: &Home) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder(home))
        .into_iter()
        .flatten()
        .flatten();
    let files = entries
        .map(|entry| entry.path())
        .filter(|file| is_own(file));
    let mut kept: Vec<(PathBuf, Vec<u8>)> = files
        .filter_map(|file| read_limited(&file).ok().map(|bytes| (file, bytes)))
        .collect();
    kept.sort();
    kept
}

fn is_own(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".json") && name.starts_with(|first: char| first.is_ascii_digit())
}

/// The release that a file comes nearest to, and where it differs first.
fn nearest<'k>(bytes: &[u8], kept: &'k [(PathBuf, Vec<u8>)]) -> Option<(&'k Path, String)> {
    let made: Json = serde_json::from_slice(bytes).ok()?;
    let places = kept.iter().filter_map(|(file, kept)| {
        let kept: Json = serde_json::from_slice(kept).ok()?;
        let mut places = Vec::new();
        compare(&made, &kept, "", &mut places);
        // Files that are not even of one shape are not of one release.
        let is_near = places.len() < MOST_PLACES && places.iter().all(|place| !place.is_empty());
        is_near.then_some((file, places))
    });
    let (file, places) = places.min_by_key(|(_, places)| places.len())?;
    let told = match places.as_slice() {
        [] => "in how it is written".to_owned(),
        [one] => format!("at {one}"),
        [first, rest @ ..] => format!("at {first} and {} more places", rest.len()),
    };
    Some((file, told))
}

/// Where two files differ, each place by its names.
fn compare(made: &Json, kept: &Json, at: &str, places: &mut Vec<String>) {
    if made == kept || places.len() >= MOST_PLACES {
        return;
    }
    match (made, kept) {
        (Json::Object(made), Json::Object(kept)) if made.keys().eq(kept.keys()) => {
            for ((key, made), kept) in made.iter().zip(kept.values()) {
                compare(made, kept, &format!("{at}/{key}"), places);
            }
        }
        (Json::Array(made), Json::Array(kept)) if made.len() == kept.len() => {
            for (place, (made, kept)) in made.iter().zip(kept).enumerate() {
                compare(made, kept, &format!("{at}/{}", name(made, place)), places);
            }
        }
        _ => places.push(at.trim_start_matches('/').to_owned()),
    }
}

fn name(entry: &Json, place: usize) -> String {
    let mut names = NAMES.iter().filter_map(|key| entry.get(key));
    names.next().map_or_else(
        || place.to_string(),
        |name| {
            name.as_str()
                .map_or_else(|| name.to_string(), str::to_owned)
        },
    )
}
