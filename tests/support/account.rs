//! An account of the survey's own under a real sshd, as the drop-in has it, without changing the machine:
//! a copy of its accounts that sshd is started in front of. The account of whoever runs the tests would read
//! files of theirs at every login.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whom people name in `ssh survey@host`, and the number that nobody else has.
pub(crate) const ACCOUNT: &str = "survey";
pub(crate) const NUMBER: &str = "64222";

/// Writes the copy, with `password` as the account's field for one, and makes a home's box the account's.
pub(crate) fn account(folder: &Path, home: &Path, password: &str) -> PathBuf {
    let added = format!("{ACCOUNT}:{password}:{NUMBER}:{NUMBER}::/:/bin/sh\n");
    let path = with_line(folder, "/etc/passwd", &added);
    for open in [folder, home.parent().unwrap(), home] {
        std::fs::set_permissions(open, Permissions::from_mode(0o755)).unwrap();
    }
    give(&home.join("box"), NUMBER);
    path
}

/// A copy of a file of accounts with another line for the survey's.
pub(crate) fn with_line(folder: &Path, file: &str, line: &str) -> PathBuf {
    let text = std::fs::read_to_string(file).unwrap();
    let is_other = |line: &&str| !line.starts_with(&format!("{ACCOUNT}:"));
    let others = text.lines().filter(is_other);
    let own: String = others.map(|line| line.to_owned() + "\n").collect();
    let path = folder.join(Path::new(file).file_name().unwrap());
    std::fs::write(&path, own + line).unwrap();
    path
}

/// Gives a folder with all that is in it to an account.
pub(crate) fn give(folder: &Path, number: &str) {
    let mut given = Command::new("chown");
    given.args(["-R", number]).arg(folder);
    assert!(given.status().unwrap().success());
}
