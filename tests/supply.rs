//! The rig that holds `Cargo.lock` against published advisories finds what fits and nothing else.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// An advisory as the public database writes one.
fn advisory(folder: &Path, id: &str, package: &str, versions: &str) {
    let place = folder.join("crates").join(package);
    fs::create_dir_all(&place).unwrap();
    let text = format!(
        "```toml\n[advisory]\nid = \"{id}\"\npackage = \"{package}\"\ndate = \"2026-01-01\"\n\n[versions]\n{versions}\n```\n\n# Title\n"
    );
    fs::write(place.join(format!("{id}.md")), text).unwrap();
}

/// What the rig says, and whether it found nothing.
fn looked(folder: &Path, lock: &str, explained: &str) -> (String, bool) {
    let (lock_at, explained_at) = (folder.join("Cargo.lock"), folder.join("explained.toml"));
    fs::write(&lock_at, lock).unwrap();
    fs::write(
        &explained_at,
        format!("[advisories]\nignore = [{explained}]\n"),
    )
    .unwrap();
    let rig = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rigs/advisories.py");
    let output = Command::new("python3")
        .arg("-B")
        .arg(rig)
        .arg(&lock_at)
        .arg(folder)
        .arg(&explained_at)
        .output();
    let output = output.unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        output.status.success(),
    )
}

#[test]
fn an_advisory_that_fits_is_found_and_one_that_is_patched_or_explained_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    advisory(
        folder,
        "RUSTSEC-2026-0001",
        "one",
        "patched = [\">= 1.2.3\"]",
    );
    advisory(
        folder,
        "RUSTSEC-2026-0002",
        "two",
        "patched = [\"^0.4.7\", \">= 0.6\"]\nunaffected = [\"< 0.3\"]",
    );
    advisory(folder, "RUSTSEC-2026-0003", "three", "patched = []");
    advisory(folder, "RUSTSEC-2026-0004", "elsewhere", "patched = []");
    let lock = |one: &str, two: &str| {
        let package = |name: &str, version: &str| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n")
        };
        package("one", one) + &package("two", two) + &package("three", "3.0.0")
    };
    let third = "\"RUSTSEC-2026-0003\"";
    for (one, two, found) in [
        ("1.2.3", "0.4.7", None),
        ("1.2.2", "0.4.9", Some("RUSTSEC-2026-0001: one 1.2.2")),
        (
            "1.2.3-rc.1",
            "0.2.9",
            Some("RUSTSEC-2026-0001: one 1.2.3-rc.1"),
        ),
        ("2.0.0", "0.5.0", Some("RUSTSEC-2026-0002: two 0.5.0")),
        ("2.0.0", "0.6.0", None),
    ] {
        let (said, is_clean) = looked(folder, &lock(one, two), third);
        assert_eq!(is_clean, found.is_none(), "{said}");
        assert!(found.is_none_or(|found| said.contains(found)), "{said}");
    }
    let (said, is_clean) = looked(folder, &lock("2.0.0", "0.6.0"), "");
    assert!(
        !is_clean && said.contains("RUSTSEC-2026-0003: three 3.0.0"),
        "{said}"
    );
    let (said, is_clean) = looked(
        folder,
        &lock("2.0.0", "0.6.0"),
        "\"RUSTSEC-2026-0003\", \"RUSTSEC-2020-0001\"",
    );
    assert!(
        !is_clean && said.contains("RUSTSEC-2020-0001: explained"),
        "{said}"
    );
}
