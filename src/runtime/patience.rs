//! How long somebody may go without touching the keyboard before they are asked: `[idle]` in `tallybox.toml`,
//! for `fill`, `me` and `serve`. A shared terminal has its own, since the next person waits there.

use std::time::Duration;

use serde::Deserialize;

use super::home::Home;
use super::settings::{self, Wrong};
use crate::ui::idle::{LEAST_WARNING, Limits};

/// Minutes over SSH where none are set: whoever left their desk is not there to close the window.
const OVER_SSH: u64 = 30;
const WARNING: u64 = 60;
/// The least and the most of each.
pub(super) const MINUTES: (u64, u64) = (5, 240);
pub(super) const SECONDS: (u64, u64) = (LEAST_WARNING.as_secs(), 300);

/// What is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// With somebody who came over SSH.
    pub over_ssh: Limits,
    /// With somebody at the machine itself; without end unless it is set.
    pub here: Option<Limits>,
}

/// `[idle]` as it is written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Table {
    ssh_minutes: Option<u64>,
    local_minutes: Option<u64>,
    warning_seconds: Option<u64>,
}

impl Patience {
    /// The same, with other minutes over SSH.
    #[must_use]
    pub fn with_minutes(self, minutes: u64) -> Self {
        let minutes = minutes.clamp(MINUTES.0, MINUTES.1);
        Self {
            over_ssh: limits(minutes, self.over_ssh.warning().as_secs()),
            ..self
        }
    }

    /// With somebody who came over SSH, or is at the machine.
    pub const fn with(self, is_over_ssh: bool) -> Option<Limits> {
        if is_over_ssh {
            Some(self.over_ssh)
        } else {
            self.here
        }
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            over_ssh: limits(OVER_SSH, WARNING),
            here: None,
        }
    }
}

fn limits(minutes: u64, warning: u64) -> Limits {
    Limits::new(
        Duration::from_secs(minutes * 60),
        Duration::from_secs(warning),
    )
}

/// Reads a home's settings; a home without any has the defaults.
///
/// # Errors
/// What is wrong with them.
pub fn load(home: &Home) -> Result<Patience, Wrong> {
    settings::read(&settings::text(home)?).map(|settings| settings.patience)
}

pub(super) fn settle(table: &Table) -> Result<Patience, String> {
    let within = |name: &str, value: Option<u64>, (least, most): (u64, u64)| match value {
        Some(value) if !(least..=most).contains(&value) => {
            Err(format!("`{name}` is {least} to {most}"))
        }
        value => Ok(value),
    };
    let warning = within("warning_seconds", table.warning_seconds, SECONDS)?.unwrap_or(WARNING);
    let over_ssh = within("ssh_minutes", table.ssh_minutes, MINUTES)?.unwrap_or(OVER_SSH);
    let here = within("local_minutes", table.local_minutes, MINUTES)?;
    Ok(Patience {
        over_ssh: limits(over_ssh, warning),
        here: here.map(|minutes| limits(minutes, warning)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Patience, String> {
        let settings = settings::read(text).map_err(|wrong| wrong.what)?;
        Ok(settings.patience)
    }

    #[test]
    fn nobody_at_the_machine_is_asked_unless_it_is_set() {
        assert_eq!(read("[kiosk]\nidle_minutes = 2\n"), Ok(Patience::default()));
        assert_eq!(Patience::default().with(false), None);
        let set = read("[idle]\nssh_minutes = 10\nlocal_minutes = 20\nwarning_seconds = 120\n");
        let set = set.unwrap();
        let minute = |minutes: u64| Duration::from_secs(minutes * 60);
        let of = |is_over_ssh| {
            set.with(is_over_ssh)
                .map(|limits| (limits.idle(), limits.warning()))
        };
        assert_eq!(of(true), Some((minute(10), minute(2))));
        assert_eq!(of(false), Some((minute(20), minute(2))));
    }

    #[test]
    fn what_is_not_decent_or_not_known_is_refused() {
        for (text, told) in [
            ("ssh_minutes = 4", "`ssh_minutes` is 5 to 240"),
            ("local_minutes = 241", "`local_minutes` is 5 to 240"),
            ("warning_seconds = 19", "`warning_seconds` is 20 to 300"),
            ("minutes = 10", "unknown field `minutes`"),
        ] {
            let wrong = read(&format!("[idle]\n{text}\n")).unwrap_err();
            assert!(wrong.contains(told), "{text}: {wrong}");
        }
    }
}
