//! What the machine itself must give: room, a clock that is right, letters, memory that is not written
//! out, a kernel that confines, files that nobody else put there.

use std::fs;
use std::path::{Path, PathBuf};

use super::Line;
use crate::base::language::Language;
use crate::base::text::one_line;
use crate::base::time::Day;
use crate::cli::output::PRIVATE;
use crate::runtime::clock;
use crate::runtime::confine::{Confined, Fence};
use crate::runtime::home::Home;
use crate::runtime::looks::Looks;
use crate::runtime::printing::Printer;
use crate::runtime::{hosts, settings};
use crate::ui::theme::file as theme;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::KeySet;
use crate::vault::store::files;

/// Less room than this and a survey should not be opened: some thousand responses with their log.
const ROOM: u64 = 512 << 20;
/// No machine that runs this has an earlier day.
const BUILT: (i32, u8, u8) = (2026, 11, 1);

/// Every look at the machine.
pub(super) fn all(home: &Home) -> Vec<Line> {
    let mut lines = vec![
        room(home),
        time(home),
        locale(),
        font(),
        swap(),
        modes(home),
        identities(home),
        printer(home),
    ];
    lines.extend(other_hosts(home));
    lines.extend(looks(home));
    lines
}

/// The other hosts of the survey, where any are named.
fn other_hosts(home: &Home) -> Option<Line> {
    match hosts::names(home) {
        Ok(names) if names.is_empty() => None,
        Ok(names) => Some(Line::good(
            "hosts",
            format!(
                "whoever comes back with words of another is told: {}",
                names.join(", ")
            ),
        )),
        // Settings that cannot be read are one fault, told as such.
        Err(_) => None,
    }
}

/// The home's own colours and keys, where it has any.
fn looks(home: &Home) -> Vec<Line> {
    let looks = Looks::of(home);
    let language = Language::new("en");
    let own = looks
        .own
        .map(|own| Line::good("theme", one_line(own.name.get(&language))));
    let keys = looks.keys.as_ref();
    let keys = keys.map(|keys| Line::good("keyboard", format!("further keys: {}", keys.commands)));
    let faults = looks.problems.iter().map(|problem| {
        let id = if problem.file.ends_with(theme::FILE) {
            "theme"
        } else {
            "keyboard"
        };
        let found = format!("{}: {}", problem.at(), problem.message());
        Line::fault(id, found, problem.remedy())
    });
    own.into_iter().chain(keys).chain(faults).collect()
}

fn room(home: &Home) -> Line {
    match files::free_bytes(home.root()) {
        Ok(free) if free < ROOM => Line::fault(
            "room",
            format!("{} MiB are free on the home's disk", free >> 20),
            format!("free at least {} MiB", ROOM >> 20),
        ),
        Ok(free) => Line::good("room", format!("{} MiB are free", free >> 20)),
        Err(error) => Line::fault(
            "room",
            format!("the file system does not say: {error}"),
            "check the disk",
        ),
    }
}

/// A clock cannot be checked against itself, but it cannot be earlier than what was signed by it.
fn time(home: &Home) -> Line {
    let today = clock::today();
    let built = Day::new(BUILT.0, BUILT.1, BUILT.2);
    let signed = KeyRing::load(&home.keys())
        .ok()
        .and_then(|ring| ring.current().map(KeySet::date));
    match built
        .into_iter()
        .chain(signed)
        .max()
        .filter(|day| today < *day)
    {
        Some(day) => Line::fault(
            "clock",
            format!("it says {today}, and the key set or this program is of {day}"),
            "set the clock: dates decide when a survey is open",
        ),
        None => Line::good("clock", format!("it says {today}; compare it with another")),
    }
}

/// The first of these that is set decides.
const LOCALE: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

fn locale() -> Line {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let value = LOCALE.iter().find_map(set).unwrap_or_default();
    let plain = value.to_lowercase().replace('-', "");
    if plain.contains("utf8") {
        return Line::good("locale", value);
    }
    let shown = if value.is_empty() {
        "none is set".to_owned()
    } else {
        format!("`{value}` has no UTF-8")
    };
    Line::fault(
        "locale",
        shown,
        "set LANG=C.UTF-8 or another with UTF-8: names and Welsh need its letters",
    )
}

/// Linux's own console draws 256 or 512 letters of one font.
fn font() -> Line {
    let term = std::env::var("TERM").unwrap_or_default();
    if term == "linux" {
        return Line::look(
            "font",
            "the console draws the letters of its own font only",
            "look whether ŵ and ŷ are drawn: `setfont Lat15-Terminus16` or another that has them",
        );
    }
    Line::good(
        "font",
        "not Linux's own console: the terminal draws every letter",
    )
}

fn swap() -> Line {
    let text = fs::read_to_string("/proc/swaps").unwrap_or_default();
    match clear_swap(&text).as_slice() {
        [] => Line::good(
            "swap",
            "nothing of memory is written to a disk in the clear",
        ),
        places => Line::fault(
            "swap",
            format!("memory may be written to {}", places.join(", ")),
            "`swapoff -a` for the survey, or encrypt it",
        ),
    }
}

/// The places of swap that are neither compressed memory nor behind the device mapper.
fn clear_swap(table: &str) -> Vec<String> {
    let rows = table
        .lines()
        .skip(1)
        .filter_map(|row| row.split_whitespace().next());
    let is_clear = |place: &&str| {
        !["/dev/zram", "/dev/dm-", "/dev/mapper/"]
            .iter()
            .any(|safe| place.starts_with(safe))
    };
    rows.filter(is_clear).map(str::to_owned).collect()
}

/// Folders and files of the home that somebody else could change.
fn modes(home: &Home) -> Line {
    let settings = home.root().join("tallybox.toml");
    let places = [
        home.root().to_path_buf(),
        home.surveys(),
        home.keys(),
        home.box_folder(),
        settings,
    ];
    let wrong: Vec<String> = places
        .iter()
        .filter_map(|path| Some(format!("`{}`: {}", path.display(), files::planted(path)?)))
        .collect();
    if wrong.is_empty() {
        return Line::good("modes", "nobody else can change this home");
    }
    Line::fault(
        "modes",
        wrong.join("; "),
        "a home is its owner's: `chown -R` and `chmod -R go-w` it",
    )
}

/// Longer files hold no identity.
const LOOKED_AT: u64 = 64 << 10;

fn identities(home: &Home) -> Line {
    let mut found = Vec::new();
    look_for_identities(home.root(), &mut found);
    match found.first() {
        None => Line::good("identities", "no private key lies in this home"),
        Some(path) => Line::fault(
            "identities",
            format!("`{}` is a private key", path.display()),
            "take it to its holder: a machine that collects must not be able to open",
        ),
    }
}

fn look_for_identities(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => look_for_identities(&path, found),
            Ok(kind)
                if kind.is_file() && entry.metadata().is_ok_and(|file| file.len() <= LOOKED_AT) =>
            {
                let text = fs::read(&path).unwrap_or_default();
                let text = String::from_utf8_lossy(&text);
                if text
                    .lines()
                    .any(|line| PRIVATE.iter().any(|private| line.starts_with(private)))
                {
                    found.push(path);
                }
            }
            _ => {}
        }
    }
}

/// What `tallybox.toml` says of a printer.
fn printer(home: &Home) -> Line {
    let printer = match settings::load(home) {
        Ok(settings) => settings.printer,
        Err(wrong) => {
            let at = wrong
                .at
                .map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
            return Line::fault(
                "settings",
                format!("`{}{at}`: {}", settings::FILE, wrong.what),
                "mend it (`tallybox settings schema`, docs/kiosk.md); every setting has a default",
            );
        }
    };
    match printer {
        None => Line::look(
            "printer",
            "none is set",
            "without one people copy their words and receipt by hand",
        ),
        Some(Printer::Device(device)) if !device.exists() => Line::fault(
            "printer",
            format!("`{}` is not there", device.display()),
            "plug it in and switch it on, or take `printer` out of `tallybox.toml`",
        ),
        Some(printer) => Line::good("printer", format!("{printer}; print a page to be sure")),
    }
}

/// What the kernel gave when it was asked for all that a session asks for.
pub(super) fn kernel(confined: Confined) -> Line {
    let rest = confined.no_new_privileges && confined.is_hidden;
    match (confined.fence, rest, confined.refuses_calls) {
        (Fence::Whole, true, true) => Line::good("kernel", whole(confined.is_locked)),
        (Fence::Whole, true, false) => Line::look(
            "kernel",
            "it refuses no calls (no seccomp): a session could send datagrams and change modes of its user's files",
            "a kernel with seccomp, or the service file in `packaging/`",
        ),
        (Fence::Part, true, _) => Line::look(
            "kernel",
            "an older Landlock: files are fenced, the network or signals are not",
            "a newer kernel (6.12) fences all; the service file in `packaging/` does too",
        ),
        _ => Line::fault(
            "kernel",
            "it does not confine sessions (no Landlock)",
            "switch Landlock on (`lsm=landlock,…`), use Linux 5.13 or newer, or the service file in `packaging/`",
        ),
    }
}

/// What is said where nothing is missing; that memory is not locked is the swap's line to judge.
const fn whole(is_locked: bool) -> &'static str {
    if is_locked {
        "a session reaches its box and nothing else; its memory is never swapped"
    } else {
        "a session reaches its box and nothing else; `memlock` is too low to lock its memory"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swap_on_a_bare_disk_is_named_and_no_other() {
        let table = "Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n/dev/zram0 partition 1 0 5\n/dev/dm-1 partition 1 0 -3\n/swapfile file 1 0 -4\n";
        assert_eq!(clear_swap(table), ["/dev/sda2", "/swapfile"]);
        assert!(clear_swap("Filename Type Size Used Priority\n").is_empty());
    }

    #[test]
    fn what_the_kernel_did_not_give_is_told() {
        let given = |fence, rest| {
            kernel(Confined {
                fence,
                refuses_calls: true,
                no_new_privileges: rest,
                is_hidden: rest,
                is_locked: false,
            })
            .state
        };
        assert_eq!(given(Fence::Whole, true), crate::cli::doctor::State::Good);
        assert_eq!(given(Fence::Part, true), crate::cli::doctor::State::Look);
        assert_eq!(given(Fence::None, true), crate::cli::doctor::State::Fault);
        assert_eq!(given(Fence::Whole, false), crate::cli::doctor::State::Fault);
    }
}
