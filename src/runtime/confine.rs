//! What a session may still do to the machine once it has begun: the kernel is asked to refuse the rest.
//!
//! A respondent's session needs its terminal, the box folder to write and a few files of the home to
//! read. Everything else is given away before the first question, so that a fault in what reads keys and
//! answers is not a way to the machine: other files and folders, starting programs, the network, other
//! processes, new privileges. What Landlock does not know is refused call by call (`calls`), and memory is
//! kept out of swap where the system allows as much. Where the kernel has none of it (Landlock: before Linux
//! 5.13, or elsewhere) a session goes on without it, and `doctor` says so.
//!
//! Descriptors that whoever started the program left open are closed before anything else
//! ([`close_inherited`]): a fence does not reach what is open already.

#[cfg(target_os = "linux")]
mod calls;

use std::path::{Path, PathBuf};

use super::home::Home;

/// The most memory a session may ask for: a hostile terminal must not take the machine down.
const MEMORY: u64 = 4 << 30;
/// Open files that a session may have: the terminal, the store with its log, and signals.
const FILES: u64 = 128;

/// What a session still needs of the file system and the network.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Folders in which files are made, changed and deleted; or single files that are written.
    pub write: Vec<PathBuf>,
    /// Folders and files that are read.
    pub read: Vec<PathBuf>,
    /// Folders with devices that are written to and not otherwise touched: a printer's may come and go.
    pub devices: Vec<PathBuf>,
    /// TCP ports that are connected to: a printer's.
    pub ports: Vec<u16>,
}

/// How much of the fence round files and network the kernel put up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fence {
    /// All of it.
    Whole,
    /// What an older kernel knows: files at least.
    Part,
    /// Nothing.
    None,
}

/// What the kernel gave.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that was asked of the kernel, and `doctor` tells of each"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confined {
    /// Files and network.
    pub fence: Fence,
    /// Whether calls that no session needs are refused, datagrams and changes of modes among them.
    pub refuses_calls: bool,
    /// Whether no program that is started can gain privileges.
    pub no_new_privileges: bool,
    /// Whether memory is kept out of core files and from other processes of the same user.
    pub is_hidden: bool,
    /// Whether memory is kept out of swap: the eight words, keys and answers.
    pub is_locked: bool,
}

impl Reach {
    /// What a respondent's session needs of its home: the box to write; questionnaires, keys, settings and
    /// headcounts to read.
    pub fn of_session(home: &Home) -> Self {
        let beneath = |name: &str| home.root().join(name);
        Self {
            write: vec![home.box_folder()],
            read: vec![
                home.surveys(),
                home.keys(),
                beneath("tallybox.toml"),
                beneath(crate::ui::theme::file::FILE),
                beneath(crate::ui::keymap::file::FILE),
                beneath("headcounts.csv"),
                // SQLite's random numbers, where it has not drawn them yet.
                PathBuf::from("/dev/urandom"),
            ],
            ..Self::default()
        }
    }

    /// As before, and the folder in which a file is to be made.
    #[must_use]
    pub fn and_folder_of(mut self, file: Option<&Path>) -> Self {
        let folder = |file: &Path| match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        self.write.extend(file.map(folder));
        self
    }
}

/// Confines this process for good: to be called once what a session needs is open, and before any
/// thread is started, since the fence is the calling thread's and its children's.
pub fn session(reach: &Reach) -> Confined {
    limit(FILES, MEMORY);
    confine(reach)
}

/// Confines a process that serves many sessions over a socket that it listens on already: as a session,
/// with as many open files as the system lets it have of `files`, and without a bound on memory, which is
/// the service manager's to set. To be called before any thread is started.
pub fn server(reach: &Reach, files: u64) -> Confined {
    allow_files(files);
    confine(reach)
}

fn confine(reach: &Reach) -> Confined {
    private_files();
    let is_hidden = hide();
    let is_locked = lock_memory();
    let fence = fence(reach);
    Confined {
        fence,
        no_new_privileges: no_new_privileges(),
        refuses_calls: refuse_calls(reach),
        is_hidden,
        is_locked,
    }
}

/// Whatever the umask that this process was started with: what it makes nobody else may write to.
#[cfg(unix)]
pub fn write_for_owner_alone() {
    use rustix::fs::Mode;
    let others = Mode::WGRP | Mode::WOTH;
    let asked = rustix::process::umask(others);
    rustix::process::umask(asked | others);
}

/// Elsewhere there are no modes.
#[cfg(not(unix))]
pub const fn write_for_owner_alone() {}
/// Keeps all of this process's memory out of swap, from now on too; whether it did.
///
/// Only where the system lets it lock as much as it may ever ask for: with less, a later request for memory
/// would fail in the middle of a session.
#[cfg(target_os = "linux")]
fn lock_memory() -> bool {
    use rustix::mm::{MlockAllFlags, mlockall};
    use rustix::process::{Resource, getrlimit};
    raise_to_its_most(Resource::Memlock);
    let [lock, space] = [Resource::Memlock, Resource::As].map(|what| getrlimit(what).current);
    // What is asked for and never touched costs nothing: pages are locked as they are used.
    let all = MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT;
    covers(lock, space) && mlockall(all).is_ok()
}

#[cfg(not(target_os = "linux"))]
const fn lock_memory() -> bool {
    false
}

/// Whether what may be locked is as much as what may be asked for; `None` is without bound.
#[cfg(target_os = "linux")]
fn covers(lock: Option<u64>, space: Option<u64>) -> bool {
    lock.is_none_or(|lock| space.is_some_and(|space| space <= lock))
}

/// Raises a limit as far as this process may.
#[cfg(target_os = "linux")]
fn raise_to_its_most(resource: rustix::process::Resource) {
    use rustix::process::{Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(resource).maximum;
    let wanted = Rlimit {
        current: maximum,
        maximum,
    };
    // Where it may not, it stays as it is.
    setrlimit(resource, wanted).ok();
}

/// Refuses calls for good that no session needs; whether the kernel took it.
#[cfg(target_os = "linux")]
pub fn refuse_calls(reach: &Reach) -> bool {
    calls::refuse(!reach.ports.is_empty())
}

#[cfg(not(target_os = "linux"))]
const fn refuse_calls(_: &Reach) -> bool {
    false
}

/// Makes a file that would grow beyond a limit of the system an error of its own, as a full disk is, instead of this
/// process's end. Called before anything else.
#[cfg(unix)]
pub fn outlive_file_limits() {
    // Whoever handles the signal goes on; where that cannot be, a session still loses no answered question.
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default()).ok();
}

/// There is no such limit there.
#[cfg(not(unix))]
pub const fn outlive_file_limits() {}

/// Keeps this process's memory out of core files, and from other processes of the same user. Called
/// before anything else; whether it worked.
#[cfg(target_os = "linux")]
pub fn hide() -> bool {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    let hidden = set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok();
    no_core() && hidden
}

/// Keeps this process's memory out of core files; whether it worked.
#[cfg(not(target_os = "linux"))]
pub fn hide() -> bool {
    no_core()
}

#[cfg(unix)]
fn no_core() -> bool {
    set_limit(rustix::process::Resource::Core, 0)
}

#[cfg(not(unix))]
const fn no_core() -> bool {
    false
}

/// Closes every descriptor beyond the terminal's three that this process was started with. To be called
/// before anything is opened and before any thread: what is open then is nobody's here, so that closing it
/// pulls nothing away.
#[cfg(unix)]
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

/// Nothing is inherited there unless it is said to be.
#[cfg(not(unix))]
pub const fn close_inherited() {}

/// Descriptors beyond the terminal's three that this process was started with; nothing where the
/// system does not say. To be asked before anything is opened.
pub fn inherited() -> Vec<u32> {
    let entries = std::fs::read_dir("/proc/self/fd").into_iter().flatten();
    let names = entries.flatten().map(|entry| entry.file_name());
    let seen: Vec<u32> = names
        .filter_map(|name| name.to_str()?.parse().ok())
        .collect();
    // One of them was the look itself, and has gone with it.
    let is_open = |number: &u32| {
        let link = format!("/proc/self/fd/{number}");
        *number > 2 && Path::new(&link).symlink_metadata().is_ok()
    };
    seen.into_iter().filter(is_open).collect()
}

#[cfg(unix)]
fn private_files() {
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

#[cfg(not(unix))]
const fn private_files() {}

#[cfg(unix)]
fn limit(files: u64, memory: u64) {
    use rustix::process::Resource;
    // A system that refuses to lower a limit is no reason to refuse a person.
    let _ = set_limit(Resource::Nofile, files);
    let _ = set_limit(Resource::As, memory);
}

#[cfg(not(unix))]
const fn limit(_: u64, _: u64) {}

/// Raises what is allowed of open files as far as it may be.
#[cfg(unix)]
fn allow_files(files: u64) {
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

#[cfg(not(unix))]
const fn allow_files(_: u64) {}

/// Lowers a limit for good; one that is lower already stays.
#[cfg(unix)]
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

#[cfg(target_os = "linux")]
fn no_new_privileges() -> bool {
    let set = rustix::thread::set_no_new_privs(true);
    set.is_ok() && rustix::thread::no_new_privs().unwrap_or(false)
}

#[cfg(not(target_os = "linux"))]
const fn no_new_privileges() -> bool {
    false
}

/// Lets the calling thread touch what `reach` names and nothing else.
#[cfg(target_os = "linux")]
pub fn fence(reach: &Reach) -> Fence {
    use landlock::RulesetStatus;
    match enforce(reach).map(|status| status.ruleset) {
        Ok(RulesetStatus::FullyEnforced) => Fence::Whole,
        Ok(RulesetStatus::PartiallyEnforced) => Fence::Part,
        Ok(RulesetStatus::NotEnforced) | Err(_) => Fence::None,
    }
}

#[cfg(target_os = "linux")]
fn enforce(reach: &Reach) -> Result<landlock::RestrictionStatus, landlock::RulesetError> {
    use landlock::{
        ABI, Access as _, AccessFs, AccessNet, BitFlags, NetPort, Ruleset, RulesetAttr as _,
        RulesetCreatedAttr as _, RulesetError, Scope, make_bitflags, path_beneath_rules,
    };
    /// The newest kernel interface whose rules are asked for; an older kernel gives what it has.
    const KNOWN: ABI = ABI::V6;
    let read: BitFlags<AccessFs> = make_bitflags!(AccessFs::{ReadFile | ReadDir});
    let write = read | make_bitflags!(AccessFs::{WriteFile | RemoveFile | MakeReg | Truncate});
    let ports = reach
        .ports
        .iter()
        .map(|port| Ok::<_, RulesetError>(NetPort::new(*port, AccessNet::ConnectTcp)));
    Ruleset::default()
        .handle_access(AccessFs::from_all(KNOWN))?
        .handle_access(AccessNet::from_all(KNOWN))?
        .scope(Scope::from_all(KNOWN))?
        .create()?
        // What is not there cannot be reached, and needs no rule.
        .add_rules(path_beneath_rules(&reach.write, write))?
        .add_rules(path_beneath_rules(&reach.read, read))?
        .add_rules(path_beneath_rules(&reach.devices, AccessFs::WriteFile))?
        .add_rules(ports)?
        .restrict_self()
}

/// There is nothing of the kind here.
#[cfg(not(target_os = "linux"))]
pub const fn fence(_: &Reach) -> Fence {
    Fence::None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::covers;

    #[test]
    fn memory_is_locked_only_where_all_that_may_be_asked_for_is() {
        assert!(covers(None, None) && covers(None, Some(1)) && covers(Some(8), Some(8)));
        assert!(!covers(Some(8), None) && !covers(Some(8), Some(9)));
    }
}
