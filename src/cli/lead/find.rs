//! Where a lead's bundles and key files usually are: beside the program, in the working folder, in
//! Downloads, on drives. Looking is shallow and never opens more than it must.

use std::path::{Path, PathBuf};

use crate::base::text::one_line;
use crate::base::words::{Arg, Message};
use crate::runtime::home::Home;
use crate::ui::lead::KeyFile;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::Holder;
use crate::vault::recipient::Recipient;
use crate::vault::store::files::open_to_others;

/// The most entries of one folder that are looked at.
const FOLDER_LIMIT: usize = 2000;
/// An identity file is a few lines.
const IDENTITY_LIMIT: u64 = 64 << 10;
/// What stands before an identity's public half in its file.
const PUBLIC: &str = "# public key: ";
/// What stands before its holder.
const HOLDER: &str = "# tallybox identity: ";

/// The folder of the person who sits here.
pub(super) fn own_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    variable("HOME").or_else(|| variable("USERPROFILE"))
}

/// Downloads, where there is such a folder; else the person's own.
pub(super) fn downloads() -> Option<PathBuf> {
    let own = own_folder()?;
    let downloads = own.join("Downloads");
    Some(if downloads.is_dir() { downloads } else { own })
}

/// A path as a person types it: `~` is their own folder.
pub(super) fn typed(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), own_folder()) {
        (Some(rest), Some(own)) => own.join(rest),
        _ if path == "~" => own_folder().unwrap_or_default(),
        _ => PathBuf::from(path),
    }
}

/// The folders to look into.
fn places(home: &Home) -> Vec<PathBuf> {
    let program = std::env::current_exe().ok();
    let beside = program.and_then(|path| path.parent().map(Path::to_path_buf));
    let user = own_folder();
    let users = ["Downloads", "Desktop", "Documents"]
        .into_iter()
        .filter_map(|name| user.as_ref().map(|user| user.join(name)));
    let own = [
        PathBuf::from("."),
        home.root().to_path_buf(),
        home.root().join("bundles"),
        home.root().join("identities"),
    ];
    let all = own.into_iter().chain(beside).chain(users).chain(drives());
    let mut seen = std::collections::BTreeSet::new();
    all.filter(|place| place.canonicalize().is_ok_and(|whole| seen.insert(whole)))
        .collect()
}

/// Memory sticks, as far as the system names their places.
fn drives() -> Vec<PathBuf> {
    if cfg!(windows) {
        return ('D'..='Z')
            .map(|letter| PathBuf::from(format!("{letter}:\\")))
            .collect();
    }
    let found = ["/media", "/run/media", "/Volumes"]
        .into_iter()
        .flat_map(|root| inside(Path::new(root)));
    // On some systems a drive lies in a folder of its user's.
    found
        .flat_map(|drive| std::iter::once(drive.clone()).chain(folders(&drive)))
        .collect()
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .take(FOLDER_LIMIT);
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found = inside(folder);
    found.retain(|path| path.is_dir());
    found
}

/// Bundles, and packs, which hold some.
fn is_bundle(path: &Path) -> bool {
    let kinds = ["bundle", "pack"];
    path.extension()
        .is_some_and(|extension| kinds.iter().any(|kind| extension == *kind))
        && path.is_file()
}

/// Bundles that lie where they usually do.
pub(super) fn bundles(home: &Home) -> Vec<PathBuf> {
    let files = places(home).into_iter().flat_map(|place| inside(&place));
    files.filter(|path| is_bundle(path)).collect()
}

/// Files that may be an earlier wave's release: those that the home keeps, then those that lie where key
/// files do.
pub(super) fn releases(home: &Home, kept: &Path) -> Vec<PathBuf> {
    let own = inside(kept);
    let others = places(home).into_iter().flat_map(|place| inside(&place));
    let is_one = |path: &PathBuf| {
        let is_json = path.extension().is_some_and(|kind| kind == "json");
        is_json && !path.to_string_lossy().ends_with(".manifest.json")
    };
    own.into_iter().chain(others).filter(is_one).collect()
}

/// What a path that was typed stands for: a bundle, a home, or every bundle of a folder.
pub(super) fn boxes_at(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() || path.join("box").is_dir() {
        return vec![path.to_path_buf()];
    }
    let own = inside(path);
    let deeper = folders(path).into_iter().flat_map(|folder| inside(&folder));
    let mut found: Vec<PathBuf> = own.into_iter().chain(deeper).collect();
    found.retain(|path| is_bundle(path));
    found
}

/// Identity files that lie where they usually do.
pub(super) fn keys(home: &Home) -> Vec<PathBuf> {
    let files = places(home).into_iter().flat_map(|place| inside(&place));
    files.filter(|path| is_key(path)).collect()
}

/// The key files of a path that was typed: itself, or those in the folder.
pub(super) fn keys_at(path: &Path) -> Vec<PathBuf> {
    if path.is_dir() {
        let mut found = inside(path);
        found.retain(|path| is_key(path));
        return found;
    }
    vec![path.to_path_buf()]
}

/// The text of a file that may be an identity's, wiped when it goes.
fn text(path: &Path) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let small = path
        .metadata()
        .is_ok_and(|found| found.is_file() && found.len() <= IDENTITY_LIMIT);
    if !small {
        return None;
    }
    std::fs::read(path).ok().map(zeroize::Zeroizing::new)
}

fn has(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

fn is_protected(bytes: &[u8]) -> bool {
    has(bytes, b"-----BEGIN AGE ENCRYPTED FILE-----") || bytes.starts_with(b"age-encryption.org/")
}

fn is_key(path: &Path) -> bool {
    let named = path.extension().is_some_and(|extension| {
        ["key", "txt", "age"]
            .iter()
            .any(|known| extension == *known)
    });
    named
        && text(path).is_some_and(|bytes| {
            let is_armored = has(&bytes, b"-----BEGIN AGE ENCRYPTED FILE-----");
            is_armored || has(&bytes, b"AGE-SECRET-KEY-")
        })
}

/// What is shown of a key file: whose it seems to be by its public half, or by its own words.
pub(super) fn describe(path: &Path, ring: &KeyRing) -> KeyFile {
    let bytes = text(path).unwrap_or_default();
    let is_protected = is_protected(&bytes);
    let whose = if is_protected {
        Message::plain("lead-whose-protected")
    } else {
        whose_text(&String::from_utf8_lossy(&bytes), ring)
    };
    let name = path.file_name().map(|name| name.to_string_lossy());
    let folder = path.parent().map(|folder| folder.display().to_string());
    KeyFile {
        path: path.display().to_string(),
        name: one_line(&name.unwrap_or_default()),
        folder: one_line(&folder.unwrap_or_default()),
        whose,
        is_protected,
        is_exposed: is_exposed(path),
    }
}

fn whose_text(text: &str, ring: &KeyRing) -> Message {
    let after = |mark: &str| text.lines().find_map(|line| line.strip_prefix(mark));
    let recipient = after(PUBLIC).and_then(|line| line.trim().parse().ok());
    if let Some(holder) = recipient.and_then(|recipient| holder(&recipient, ring)) {
        return whose(Some(&holder));
    }
    match after(HOLDER).map(str::trim) {
        Some("institution") => whose(Some(&Holder::Institution)),
        Some("statistics") => whose(Some(&Holder::Statistics)),
        Some(words) => match words.strip_prefix("department ") {
            Some(code) => whose(Some(&Holder::Department(one_line(code)))),
            None => whose(None),
        },
        None => whose(None),
    }
}

/// Whose a public key is, by the newest key set that knows it.
pub(super) fn holder(recipient: &Recipient, ring: &KeyRing) -> Option<Holder> {
    let mut sets = ring.sets().iter().rev();
    sets.find_map(|set| set.holder_of(recipient))
}

/// A holder in words.
pub(super) fn whose(holder: Option<&Holder>) -> Message {
    match holder {
        None => Message::plain("lead-whose-unknown"),
        Some(Holder::Institution) => Message::plain("lead-whose-institution"),
        Some(Holder::Statistics) => Message::plain("lead-whose-statistics"),
        Some(Holder::Department(code)) => {
            let args = [("department", Arg::Words(code.clone()))];
            Message::with("lead-whose-department", args)
        }
    }
}

/// Whether others on this computer can read it: a browser saves files like that.
fn is_exposed(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|found| open_to_others(&found).is_some())
}
