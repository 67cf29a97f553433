//! What every Unix is asked for: modes of what is made, limits, and the closing of what was left open.

use std::path::Path;

use super::inherited;

/// Whatever the umask that this process was started with: what it makes nobody else may write to.
pub fn write_for_owner_alone() {
    use rustix::fs::Mode;
    let others = Mode::WGRP | Mode::WOTH;
    let asked = rustix::process::umask(others);
    rustix::process::umask(asked | others);
}

/// What is made from now on is its owner's alone.
pub(super) fn private_files() {
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// Makes a file that would grow beyond a limit of the system an error of its own, as a full disk is, instead of this
/// process's end. Called before anything else.
pub fn outlive_file_limits() {
    // Whoever handles the signal goes on; where that cannot be, a session still loses no answered question.
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default()).ok();
}

/// Closes every descriptor beyond the terminal's three that this process was started with. To be called
/// before anything is opened and before any thread: what is open then is nobody's here, so that closing it
/// pulls nothing away.
pub fn close_inherited() {
    /// Where the system does not list what is open.
    const LIKELY: std::ops::Range<u32> = 3..1024;
    let listed = inherited();
    let found = if Path::new("/proc/self/fd").exists() {
        listed
    } else {
        LIKELY.collect()
    };
    for number in found
        .into_iter()
        .filter_map(|number| i32::try_from(number).ok())
    {
        // That it was not open is all that can go wrong; the kiosk looks again.
        nix::unistd::close(number).ok();
    }
}

/// Bounds open files and memory.
pub(super) fn limit(files: u64, memory: u64) {
    use rustix::process::Resource;
    // A system that refuses to lower a limit is no reason to refuse a person.
    let _ = set_limit(Resource::Nofile, files);
    let _ = set_limit(Resource::As, memory);
}

/// Raises what is allowed of open files as far as it may be.
pub(super) fn allow_files(files: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    let most = now.maximum.map_or(files, |most| most.min(files));
    let wanted = Rlimit {
        current: now.current.map(|current| current.max(most)),
        maximum: now.maximum,
    };
    // With fewer, fewer come in: `serve` waits where the system gives no more connections.
    setrlimit(Resource::Nofile, wanted).ok();
}

/// Forbids core files; whether it worked.
pub(super) fn no_core() -> bool {
    set_limit(rustix::process::Resource::Core, 0)
}

/// Lowers a limit for good; one that is lower already stays.
fn set_limit(resource: rustix::process::Resource, most: u64) -> bool {
    use rustix::process::{Rlimit, getrlimit, setrlimit};
    let now = getrlimit(resource);
    let lower = |limit: Option<u64>| Some(limit.map_or(most, |limit| limit.min(most)));
    let wanted = Rlimit {
        current: lower(now.current),
        maximum: lower(now.maximum),
    };
    setrlimit(resource, wanted).is_ok()
}
