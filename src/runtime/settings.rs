//! The home's settings, `tallybox.toml`: every one has a default, none weakens sealing. What nobody asks for
//! is a mistake and told as one.

pub mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use zeroize::Zeroizing;

use crate::base::hex;
use crate::base::language::{Language, Text};
use crate::ui::idle::{LEAST_MINUTES, LEAST_WARNING, Limits};
use crate::ui::kiosk::{Abandoned, Rules};

use super::home::{Home, read_limited};
use super::patience::{self, Patience};
use super::printing::{self, Printer};
use super::random;

/// The settings' file in a home.
pub const FILE: &str = "tallybox.toml";

/// What a keeper has set for a shared terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kiosk {
    /// How long nobody may touch the keyboard, what becomes of the draft, how long "back soon" is.
    pub rules: Rules,
    /// The hash of the keeper's secret; without one nobody is the keeper.
    pub secret: Option<Secret>,
    /// Where paper comes from.
    pub printer: Option<Printer>,
    /// Columns of a page.
    pub columns: usize,
    /// The folder below which people's own drives are mounted.
    pub drives: Option<PathBuf>,
    /// How to take part without this terminal.
    pub elsewhere: Option<Text>,
    /// The file that asks the machine to switch itself off.
    pub power_off: Option<PathBuf>,
}

/// What is wrong with the settings, as far as known with the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Line and column, from 1.
    pub at: Option<(usize, usize)>,
    /// What it is.
    pub what: String,
}

impl Wrong {
    fn of(what: impl Into<String>) -> Self {
        Self {
            at: None,
            what: what.into(),
        }
    }
}

/// All settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// A shared terminal's.
    pub kiosk: Kiosk,
    /// The public names of the boxes behind one name, as they are written.
    pub hosts: Vec<String>,
    /// How long somebody may leave a session alone.
    pub patience: Patience,
}

/// The file as it is written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    kiosk: Table,
    hosts: Hosts,
    idle: patience::Table,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Hosts {
    names: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Table {
    keeper: Option<String>,
    idle_minutes: Option<u64>,
    warning_seconds: Option<u64>,
    abandoned: Option<Kept>,
    back_soon_minutes: Option<u64>,
    printer: Option<String>,
    print_columns: Option<usize>,
    drives: Option<PathBuf>,
    elsewhere: Option<Words>,
    power_off: Option<PathBuf>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Kept {
    Keep,
    Discard,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    Same(String),
    By(BTreeMap<String, String>),
}

/// Minutes before the screen asks, where none are set (experience of the ONS: a minute's warning).
const IDLE: u64 = 5;
/// The least and the most of them.
const MINUTES: (u64, u64) = (LEAST_MINUTES, 60);
const WARNING: u64 = 60;
const BACK_SOON: u64 = 60;
/// The least and the most minutes of "back soon".
const BACK_SOON_LIMITS: (u64, u64) = (5, 240);
/// Seconds of warning, least and most.
const WARNING_LIMITS: (u64, u64) = (LEAST_WARNING.as_secs(), 300);

/// The text of a home's settings; empty where it has none.
///
/// # Errors
/// Where it cannot be read.
pub fn text(home: &Home) -> Result<String, Wrong> {
    match read_limited(&home.root().join(FILE)) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| Wrong::of("it is not UTF-8")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Wrong::of(format!("cannot read it: {error}"))),
    }
}

/// What a home has set for a shared terminal; a home without settings has the defaults.
///
/// # Errors
/// What is wrong with them.
pub fn load(home: &Home) -> Result<Kiosk, Wrong> {
    parse(&text(home)?)
}

/// As [`read`], for a shared terminal.
///
/// # Errors
/// What is wrong with them.
pub fn parse(text: &str) -> Result<Kiosk, Wrong> {
    read(text).map(|settings| settings.kiosk)
}

/// Reads settings.
///
/// # Errors
/// What is wrong with them.
pub fn read(text: &str) -> Result<Settings, Wrong> {
    let file: File = toml::from_str(text).map_err(|error| Wrong {
        at: error.span().map(|span| place(text, span.start)),
        what: error.message().to_owned(),
    })?;
    let wrong = |table: &str, what: String| Wrong {
        at: named(text, table, what.split('`').nth(1)),
        what,
    };
    Ok(Settings {
        kiosk: settle(file.kiosk).map_err(|what| wrong("kiosk", what))?,
        hosts: file.hosts.names,
        patience: patience::settle(&file.idle).map_err(|what| wrong("idle", what))?,
    })
}

fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// The line that sets a key of a table.
fn named(text: &str, table: &str, key: Option<&str>) -> Option<(usize, usize)> {
    let (key, head) = (key?, format!("[{table}]"));
    let start = text.lines().position(|line| line.trim() == head)?;
    let at = text.lines().skip(start).position(|line| {
        line.trim_start()
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    })?;
    Some((start + at + 1, 1))
}

fn within(name: &str, value: u64, (least, most): (u64, u64)) -> Result<u64, String> {
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(format!("`{name}` is {least} to {most}"))
    }
}

fn settle(table: Table) -> Result<Kiosk, String> {
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    let idle = within("idle_minutes", table.idle_minutes.unwrap_or(IDLE), MINUTES)?;
    let warning = within(
        "warning_seconds",
        table.warning_seconds.unwrap_or(WARNING),
        WARNING_LIMITS,
    )?;
    let soon = table.back_soon_minutes.unwrap_or(BACK_SOON);
    let soon = within("back_soon_minutes", soon, BACK_SOON_LIMITS)?;
    let columns = table.print_columns.unwrap_or(printing::COLUMNS);
    let (least, most) = printing::COLUMN_LIMITS;
    if !(least..=most).contains(&columns) {
        return Err(format!("`print_columns` is {least} to {most}"));
    }
    Ok(Kiosk {
        rules: Rules {
            limits: Limits::new(minutes(idle), Duration::from_secs(warning)),
            abandoned: match table.abandoned {
                None | Some(Kept::Keep) => Abandoned::Keep,
                Some(Kept::Discard) => Abandoned::Discard,
            },
            back_soon: minutes(soon),
        },
        secret: table.keeper.map(|hash| Secret::parse(&hash).ok_or("`keeper` is not a hash of this program: `tallybox kiosk --set-secret` writes it")).transpose()?,
        printer: table.printer.map(|words| printer(&words)).transpose()?,
        columns,
        drives: table.drives.map(|path| absolute("drives", path)).transpose()?,
        elsewhere: table.elsewhere.map(Words::into_text),
        power_off: table.power_off.map(|path| absolute("power_off", path)).transpose()?,
    })
}

fn printer(words: &str) -> Result<Printer, String> {
    Printer::parse(words).ok_or_else(|| {
        "`printer` is `device:/dev/usb/lp0`, `socket://HOST:9100` or `ipp://HOST/ipp/print`"
            .to_owned()
    })
}

fn absolute(name: &str, path: PathBuf) -> Result<PathBuf, String> {
    let plain = |path: &Path| {
        path.components()
            .all(|part| !matches!(part, std::path::Component::ParentDir))
    };
    if path.has_root() && plain(&path) {
        Ok(path)
    } else {
        Err(format!("`{name}` is a path from the root on, without `..`"))
    }
}

impl Words {
    fn into_text(self) -> Text {
        match self {
            Self::Same(words) => Text::Same(words),
            Self::By(table) => {
                let pairs = table.into_iter();
                Text::By(pairs.map(|(tag, words)| (Language(tag), words)).collect())
            }
        }
    }
}

/// The hash of a keeper's secret: scrypt (RFC 7914), `scrypt:LOG_N:SALT:HASH` in hex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    log_n: u8,
    salt: [u8; 16],
    hash: [u8; 32],
}

/// 32 MiB and some 60 ms a try: a kiosk has that, and somebody who has copied the file needs it for each.
const LOG_N: u8 = 15;
/// What a settings file may make the program spend: 128 MiB.
const MOST: u8 = 17;

impl Secret {
    /// Hashes a secret with a fresh salt.
    ///
    /// # Errors
    /// Where the operating system has no random bytes to give.
    pub fn new(words: &str) -> Result<Self, getrandom::Error> {
        let salt = random::bytes()?;
        let hash = *derive(LOG_N, &salt, words);
        Ok(Self {
            log_n: LOG_N,
            salt,
            hash,
        })
    }

    /// Reads it back.
    pub fn parse(text: &str) -> Option<Self> {
        let (log_n, rest) = text.strip_prefix("scrypt:")?.split_once(':')?;
        let (salt, hash) = rest.split_once(':')?;
        let log_n = log_n.parse().ok().filter(|n| (10..=MOST).contains(n))?;
        Some(Self {
            log_n,
            salt: hex::decode_array(salt)?,
            hash: hex::decode_array(hash)?,
        })
    }

    /// As it stands in the settings.
    pub fn to_text(&self) -> String {
        let (salt, hash) = (hex::encode(&self.salt), hex::encode(&self.hash));
        format!("scrypt:{}:{salt}:{hash}", self.log_n)
    }

    /// Whether this is the secret.
    pub fn is(&self, words: &str) -> bool {
        let hash = derive(self.log_n, &self.salt, words);
        // All bytes are looked at, however early they differ.
        let differ = hash
            .iter()
            .zip(&self.hash)
            .fold(0, |seen, (a, b)| seen | (a ^ b));
        differ == 0
    }
}

fn derive(log_n: u8, salt: &[u8], words: &str) -> Zeroizing<[u8; 32]> {
    let mut hash = Zeroizing::new([0; 32]);
    // The numbers are in range, so there is nothing that could fail; a hash of nothing matches nothing.
    if let Ok(params) = scrypt::Params::new(log_n, 8, 1, 32)
        && scrypt::scrypt(words.as_bytes(), salt, &params, hash.as_mut()).is_err()
    {
        hash.fill(0);
    }
    hash
}

/// The settings with another hash of the keeper's secret; everything else stays as it is written.
pub fn with_secret(text: &str, secret: &Secret) -> String {
    let line = format!("keeper = \"{}\"", secret.to_text());
    let mut lines: Vec<&str> = text.lines().collect();
    let Some(head) = lines.iter().position(|line| line.trim() == "[kiosk]") else {
        let gap = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        return format!("{text}{gap}\n[kiosk]\n{line}\n");
    };
    let rest = lines.get(head + 1..).unwrap_or_default();
    let end = rest
        .iter()
        .position(|line| line.trim().starts_with('['))
        .unwrap_or(rest.len());
    let old = rest.iter().take(end).position(|line| {
        let set = line.trim_start().strip_prefix("keeper");
        set.is_some_and(|rest| rest.trim_start().starts_with('='))
    });
    match old {
        Some(at) => lines[head + 1 + at] = &line,
        None => lines.insert(head + 1, &line),
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_without_settings_has_the_defaults() {
        let kiosk = parse("# nothing\n").unwrap();
        assert_eq!(kiosk.rules.limits.idle(), Duration::from_secs(300));
        assert_eq!(kiosk.rules.limits.warning(), Duration::from_secs(60));
        assert_eq!(kiosk.rules.abandoned, Abandoned::Keep);
        assert_eq!(
            (kiosk.secret, kiosk.printer, kiosk.drives),
            (None, None, None)
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, place, what) in [
            ("[kiosk]\nidle_minutes = 1\n", (2, 1), "2 to 60"),
            ("[kiosk]\nwarning_seconds = 19\n", (2, 1), "20 to 300"),
            ("\n[kiosk]\nprinter = \"lp -d x\"\n", (3, 1), "socket://"),
            ("[kiosk]\ndrives = \"media\"\n", (2, 1), "from the root"),
            ("[kiosk]\ndrives = \"/media/../etc\"\n", (2, 1), "without"),
            ("[kiosk]\nkeeper = \"1234\"\n", (2, 1), "--set-secret"),
            ("[kiosk]\nidel_minutes = 5\n", (2, 1), "unknown field"),
            (
                "[kiosk]\nabandoned = \"sell\"\n",
                (2, 13),
                "unknown variant",
            ),
            ("[kiosk\n", (1, 7), "table"),
            (
                "[kisok]\n",
                (1, 2),
                "expected one of `kiosk`, `hosts`, `idle`",
            ),
            ("[hosts]\nname = 1\n", (2, 1), "expected `names`"),
            (
                "[kiosk]\nwarning_seconds = 20\n[idle]\nwarning_seconds = 19\n",
                (4, 1),
                "20 to 300",
            ),
        ] {
            let wrong = parse(text).unwrap_err();
            assert_eq!(wrong.at, Some(place), "{text}: {}", wrong.what);
            assert!(wrong.what.contains(what), "{text}: {}", wrong.what);
        }
    }

    #[test]
    fn a_secret_is_known_again_and_no_other() {
        let secret = Secret::new("six green bottles").unwrap();
        let read = Secret::parse(&secret.to_text()).unwrap();
        assert!(read.is("six green bottles"));
        assert!(!read.is("six green bottle"));
        assert!(!read.is(""));
        assert!(Secret::parse("scrypt:30:00:00").is_none());
    }

    /// What Python's `hashlib.scrypt` gives for n = 2^15, r = 8, p = 1.
    #[test]
    fn another_program_gives_the_same_hash() {
        let salt = hex::encode(&[7; 16]);
        let hash = "0f0c94ce651a886146f72cfc7244df557a1f1976b90f9689d4d635e6b128149d";
        let secret = Secret::parse(&format!("scrypt:15:{salt}:{hash}")).unwrap();
        assert!(secret.is("correct horse"));
    }

    #[test]
    fn a_new_secret_changes_its_line_and_no_other() {
        let secret = Secret::new("a").unwrap();
        let line = format!("keeper = \"{}\"", secret.to_text());
        for (before, after) in [
            ("", format!("\n[kiosk]\n{line}\n")),
            ("# a\n", format!("# a\n\n[kiosk]\n{line}\n")),
            (
                "[kiosk]\nkeeper = \"old\"\ndrives = \"/media\"\n",
                format!("[kiosk]\n{line}\ndrives = \"/media\"\n"),
            ),
            (
                "[kiosk]\nidle_minutes = 3\n[other]\nkeeper = \"b\"\n",
                format!("[kiosk]\n{line}\nidle_minutes = 3\n[other]\nkeeper = \"b\"\n"),
            ),
        ] {
            assert_eq!(with_secret(before, &secret), after);
        }
    }
}
