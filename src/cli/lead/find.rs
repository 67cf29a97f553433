//! Where a lead's bundles and key files usually are: beside the program, in the working folder, in
//! Downloads, on drives. Looking is shallow and never opens more than it must.

use std::path::{Path, PathBuf};

use crate::runtime::home::Home;

/// The most entries of one folder that are looked at.
const FOLDER_LIMIT: usize = 2000;
/// An identity file is a few lines.
const IDENTITY_LIMIT: u64 = 64 << 10;

/// The folders to look into.
fn places(home: &Home) -> Vec<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let user = variable("HOME").or_else(|| variable("USERPROFILE"));
    let program = std::env::current_exe().ok();
    let beside = program.and_then(|path| path.parent().map(Path::to_path_buf));
    let drives = ["/media", "/run/media", "/Volumes"]
        .into_iter()
        .flat_map(|root| inside(Path::new(root)));
    let downloads = user.map(|user| user.join("Downloads"));
    let own = [
        PathBuf::from("."),
        home.root().to_path_buf(),
        home.root().join("bundles"),
        home.root().join("identities"),
    ];
    let all = own.into_iter().chain(beside).chain(downloads).chain(drives);
    let mut seen = std::collections::BTreeSet::new();
    all.filter(|place| place.canonicalize().is_ok_and(|whole| seen.insert(whole)))
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

/// Bundles that lie where they usually do.
pub(super) fn bundles(home: &Home) -> Vec<PathBuf> {
    let files = places(home).into_iter().flat_map(|place| inside(&place));
    files
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "bundle")
        })
        .collect()
}

/// Identity files that lie where they usually do.
pub(super) fn identities(home: &Home) -> Vec<String> {
    let files = places(home).into_iter().flat_map(|place| inside(&place));
    files
        .filter(|path| is_identity(path))
        .map(|path| path.display().to_string())
        .collect()
}

fn is_identity(path: &Path) -> bool {
    let small = path
        .metadata()
        .is_ok_and(|found| found.is_file() && found.len() <= IDENTITY_LIMIT);
    let named = path.extension().is_some_and(|extension| {
        ["key", "txt", "age"]
            .iter()
            .any(|known| extension == *known)
    });
    let marks: [&[u8]; 2] = [b"AGE-SECRET-KEY-", b"-----BEGIN AGE ENCRYPTED FILE-----"];
    small
        && named
        && std::fs::read(path).is_ok_and(|bytes| {
            let bytes = zeroize::Zeroizing::new(bytes);
            marks
                .iter()
                .any(|mark| bytes.windows(mark.len()).any(|window| window == *mark))
        })
}
