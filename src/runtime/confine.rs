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
#[cfg_attr(target_os = "linux", path = "confine/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "confine/other_kernel.rs")]
mod kernel;
#[cfg_attr(unix, path = "confine/unix.rs")]
#[cfg_attr(not(unix), path = "confine/elsewhere.rs")]
mod process;

use std::path::{Path, PathBuf};

use super::home::Home;

pub use kernel::{fence, refuse_calls};
pub use process::{close_inherited, outlive_file_limits, write_for_owner_alone};

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
    process::limit(FILES, MEMORY);
    confine(reach)
}

/// Confines a process that serves many sessions over a socket that it listens on already: as a session,
/// with as many open files as the system lets it have of `files`, and without a bound on memory, which is
/// the service manager's to set. To be called before any thread is started.
pub fn server(reach: &Reach, files: u64) -> Confined {
    process::allow_files(files);
    confine(reach)
}

fn confine(reach: &Reach) -> Confined {
    process::private_files();
    let is_hidden = hide();
    let is_locked = kernel::lock_memory();
    let fence = fence(reach);
    Confined {
        fence,
        no_new_privileges: kernel::no_new_privileges(),
        refuses_calls: refuse_calls(reach),
        is_hidden,
        is_locked,
    }
}

/// Keeps this process's memory out of core files, and from other processes of the same user. Called
/// before anything else; whether it worked.
pub fn hide() -> bool {
    let is_hidden = kernel::hide();
    process::no_core() && is_hidden
}

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
