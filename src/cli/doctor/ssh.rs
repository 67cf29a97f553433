//! `doctor --ssh`: what an OpenSSH server grants the survey's account beyond the survey, as the server itself
//! says it (`sshd -T`, with what its drop-ins and `Match` blocks come to), each hole with what to do.
//!
//! The rules are those of `packaging/sshd_config.d/tallybox.conf`; each was a hole that was tried.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Line;
use crate::runtime::home::read_limited;
use crate::vault::store::files::owner;

/// The server's program: fixed, so that nothing of the environment chooses what runs.
const SSHD: &str = "/usr/sbin/sshd";
/// The least and the most seconds for logging in that are sensible.
const GRACE: std::ops::RangeInclusive<u64> = 1..=60;
/// Levels that write down no login (`sshd_config(5)`).
const QUIET: [&str; 3] = ["QUIET", "FATAL", "ERROR"];
/// Shells that read nothing of the account's when sshd runs a command through them.
const SHELLS: [&str; 3] = ["/bin/sh", "/bin/dash", "/usr/bin/dash"];

/// What is to be looked at.
pub(super) struct Asked<'a> {
    /// The survey's account.
    pub account: &'a str,
    /// The server's configuration, where it is not the usual one.
    pub config: Option<&'a Path>,
    /// What `sshd -T` printed, where it cannot be run here.
    pub settings: Option<&'a Path>,
}

/// What the server says: a keyword in small letters, and every value that it has.
struct Settings(BTreeMap<String, Vec<String>>);

impl Settings {
    fn parse(text: &str) -> Self {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in text.lines() {
            let (word, value) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
            let values = found.entry(word.to_ascii_lowercase()).or_default();
            values.push(value.trim().to_owned());
        }
        Self(found)
    }

    fn all(&self, word: &str) -> &[String] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }

    fn one(&self, word: &str) -> &str {
        self.all(word).first().map_or("", String::as_str)
    }

    fn is(&self, word: &str, value: &str) -> bool {
        self.one(word).eq_ignore_ascii_case(value)
    }

    fn number(&self, word: &str) -> Option<u64> {
        self.one(word).parse().ok()
    }

    /// Whether what is run is the survey and nothing else.
    fn runs_the_survey(&self) -> bool {
        let words: Vec<&str> = self.one("forcecommand").split_whitespace().collect();
        let program = words.first().and_then(|word| Path::new(word).file_name());
        let is_plain = |word: &&str| !word.contains([';', '&', '|', '$', '`', '<', '>', '(']);
        program.is_some_and(|name| name == "tallybox")
            && words.contains(&"fill")
            && words.iter().all(is_plain)
    }
}

/// A rule: its name, what is wrong where it is broken, and what to do.
type Rule = (&'static str, fn(&Settings) -> Option<String>, &'static str);

const RULES: &[Rule] = &[
    (
        "ssh-command",
        |found| {
            (!found.runs_the_survey()).then(|| {
                said(
                    found,
                    "forcecommand",
                    "a login gets a shell, or another program",
                )
            })
        },
        "`ForceCommand /usr/bin/tallybox fill` in `Match User`, with no shell's letters in it",
    ),
    (
        "ssh-subsystem",
        |found| {
            let has = !found.all("subsystem").is_empty() && !found.runs_the_survey();
            has.then(|| said(found, "subsystem", "files can be fetched and left"))
        },
        "`ForceCommand /usr/bin/tallybox fill`: sftp then gets the survey instead",
    ),
    (
        "ssh-forwarding",
        forwarding,
        "`DisableForwarding yes`: a forced command alone leaves a way into your network",
    ),
    (
        "ssh-tunnel",
        |found| {
            (!found.is("permittunnel", "no"))
                .then(|| said(found, "permittunnel", "a network device can be had"))
        },
        "`PermitTunnel no`",
    ),
    (
        "ssh-rc",
        |found| {
            (!found.is("permituserrc", "no"))
                .then(|| said(found, "permituserrc", "`~/.ssh/rc` runs before the survey"))
        },
        "`PermitUserRC no`",
    ),
    (
        "ssh-environment",
        |found| {
            (!found.is("permituserenvironment", "no")).then(|| {
                said(
                    found,
                    "permituserenvironment",
                    "keys and `~/.ssh/environment` set variables",
                )
            })
        },
        "`PermitUserEnvironment no`, outside `Match`",
    ),
    (
        "ssh-accept-env",
        accepted,
        "`AcceptEnv -none-` in `Match User`, or `LANG` alone; and no other `AcceptEnv` before it",
    ),
    (
        "ssh-log",
        |found| {
            let level = found.one("loglevel").to_ascii_uppercase();
            (!QUIET.contains(&level.as_str())).then(|| {
                said(
                    found,
                    "loglevel",
                    "who came, from where and with which key is written down",
                )
            })
        },
        "`LogLevel ERROR` in `Match User`",
    ),
    (
        "ssh-auth-info",
        |found| {
            found.is("exposeauthinfo", "yes").then(|| {
                said(
                    found,
                    "exposeauthinfo",
                    "which key somebody has is told to the session",
                )
            })
        },
        "`ExposeAuthInfo no`",
    ),
    (
        "ssh-sessions",
        |found| {
            (found.number("maxsessions").is_none_or(|most| most > 1)).then(|| {
                said(
                    found,
                    "maxsessions",
                    "one connection can open many sessions",
                )
            })
        },
        "`MaxSessions 1`",
    ),
    (
        "ssh-grace",
        |found| {
            (!found
                .number("logingracetime")
                .is_some_and(|seconds| GRACE.contains(&seconds)))
            .then(|| {
                said(
                    found,
                    "logingracetime",
                    "who does not log in holds a place for long",
                )
            })
        },
        "`LoginGraceTime 15`, outside `Match`",
    ),
    (
        "ssh-unused",
        |found| {
            matches!(found.one("unusedconnectiontimeout"), "" | "none" | "0").then(|| {
                said(
                    found,
                    "unusedconnectiontimeout",
                    "`ssh -N` holds a connection for ever",
                )
            })
        },
        "`UnusedConnectionTimeout 10`, outside `Match` (OpenSSH 9.2 or later)",
    ),
    (
        "ssh-alive",
        |found| {
            (found.number("clientaliveinterval").unwrap_or(0) == 0).then(|| {
                said(
                    found,
                    "clientaliveinterval",
                    "a line that is gone is not noticed",
                )
            })
        },
        "`ClientAliveInterval 30` and `ClientAliveCountMax 2`",
    ),
];

fn said(found: &Settings, word: &str, so: &str) -> String {
    match found.all(word) {
        [] => format!("{word} is not set: {so}"),
        values => format!("{word} {}: {so}", values.join(", ")),
    }
}

/// Every kind of forwarding that is open.
fn forwarding(found: &Settings) -> Option<String> {
    if found.is("disableforwarding", "yes") {
        return None;
    }
    let kinds = [
        ("allowtcpforwarding", "ports"),
        ("allowstreamlocalforwarding", "sockets"),
        ("allowagentforwarding", "agents"),
        ("x11forwarding", "X11"),
    ];
    let open = kinds.iter().filter(|(word, _)| !found.is(word, "no"));
    let open: Vec<&str> = open.map(|(_, kind)| *kind).collect();
    (!open.is_empty()).then(|| format!("forwarded: {}", open.join(", ")))
}

/// Variables that come from a client, `LANG` left out.
fn accepted(found: &Settings) -> Option<String> {
    let names = found
        .all("acceptenv")
        .iter()
        .flat_map(|names| names.split_whitespace());
    let names: Vec<&str> = names
        .filter(|name| !matches!(*name, "LANG" | "-none-"))
        .collect();
    (!names.is_empty()).then(|| {
        let names = names.join(", ");
        format!("acceptenv {names}: a client's variables reach the shell that runs the survey")
    })
}

/// Every look at the server and its account.
pub(super) fn all(asked: &Asked<'_>) -> Vec<Line> {
    let settings = match effective(asked, asked.account) {
        Ok(settings) => settings,
        Err(line) => return vec![line],
    };
    let mut lines = judged(&settings);
    lines.extend(terminal(&settings));
    lines.extend(others(asked, &settings));
    let read = |path: &str| std::fs::read_to_string(path).ok();
    let passwd = read("/etc/passwd").unwrap_or_default();
    lines.extend(account(
        asked.account,
        &passwd,
        read("/etc/shadow").as_deref(),
        &settings,
    ));
    lines.push(Line::look(
        "ssh-wtmp",
        "whichever way it is set, the system notes who had a terminal and from where (`last`)",
        "decide how long `wtmp` and `lastlog` are kept; `doctor` cannot see that",
    ));
    lines
}

fn judged(settings: &Settings) -> Vec<Line> {
    let judge = |(id, broken, todo): &Rule| match broken(settings) {
        Some(found) => Line::fault(id, found, *todo),
        None => Line::good(id, "as it should be"),
    };
    RULES.iter().map(judge).collect()
}

/// Without terminals there are no screens: lines alone.
fn terminal(settings: &Settings) -> Option<Line> {
    settings.is("permittty", "no").then(|| {
        Line::look(
            "ssh-terminal",
            "permittty no: everybody gets the survey line by line",
            "`PermitTTY yes` for screens",
        )
    })
}

/// What holds for somebody else too, and should not.
fn others(asked: &Asked<'_>, own: &Settings) -> Option<Line> {
    let is_open = own.is("permitemptypasswords", "yes");
    let elsewhere = effective(asked, "root").ok()?;
    let for_all = asked.settings.is_none() && elsewhere.is("permitemptypasswords", "yes");
    (is_open && for_all).then(|| {
        Line::fault(
            "ssh-empty",
            "permitemptypasswords yes: for every account of this host",
            "put it into `Match User`, so that it holds for the survey alone",
        )
    })
}

/// What `sshd -T` says for an account.
fn effective(asked: &Asked<'_>, account: &str) -> Result<Settings, Line> {
    let fault = |found: String| {
        let todo = "run it as root; or give `--settings FILE` what `sshd -T -C user=survey,host=x,addr=127.0.0.1` prints";
        Line::fault("ssh-server", found, todo)
    };
    if let Some(path) = asked.settings {
        let bytes =
            read_limited(path).map_err(|error| fault(format!("{}: {error}", path.display())))?;
        return Ok(Settings::parse(&String::from_utf8_lossy(&bytes)));
    }
    let mut command = Command::new(SSHD);
    command.arg("-T");
    if let Some(config) = asked.config {
        command.arg("-f").arg(absolute(config));
    }
    let whom = format!("user={account},host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22");
    command.args(["-C", &whom]);
    let output = command.env_clear().stdin(Stdio::null()).output();
    let output = output.map_err(|error| fault(format!("{SSHD} cannot be run: {error}")))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(fault(format!("sshd -T says: {}", words.trim())));
    }
    Ok(Settings::parse(&String::from_utf8_lossy(&output.stdout)))
}

/// `sshd` takes no path from here on.
fn absolute(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

/// The account itself: its shell, its home, its password.
fn account(name: &str, passwd: &str, shadow: Option<&str>, settings: &Settings) -> Vec<Line> {
    let fields = |text: &str| -> Option<Vec<String>> {
        let line = text
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        Some(line.split(':').map(str::to_owned).collect())
    };
    let Some(known) = fields(passwd) else {
        let todo = "docs/serve.md says how it is made; `--account NAME` names another";
        return vec![Line::fault(
            "ssh-account",
            format!("there is no account `{name}`"),
            todo,
        )];
    };
    let field = |at: usize| known.get(at).map_or("", String::as_str);
    let mut lines = vec![shell(field(6)), home(field(2), field(5))];
    if field(2) == "0" {
        lines.push(Line::fault(
            "ssh-account",
            format!("`{name}` is root"),
            "give the survey an account of its own",
        ));
    }
    let password = shadow
        .and_then(fields)
        .and_then(|known| known.get(1).cloned());
    lines.push(match password {
        Some(password) => judged_password(&password, settings),
        None => Line::look(
            "ssh-password",
            "whether the account has a password cannot be read here",
            "run it as root",
        ),
    });
    lines
}

fn shell(shell: &str) -> Line {
    if SHELLS.contains(&shell) {
        return Line::good("ssh-shell", shell);
    }
    Line::fault(
        "ssh-shell",
        format!("the login shell is `{shell}`: sshd runs the survey through it"),
        "`usermod --shell /bin/sh`: bash reads `.bashrc` when sshd starts it, and `nologin` runs nothing",
    )
}

/// A home that the account can write to is one where it could leave keys and start-up files.
fn home(number: &str, home: &str) -> Line {
    let own = number.parse::<u32>().ok();
    match std::fs::metadata(home) {
        Ok(found) if owner(&found) == own && own != Some(0) => Line::fault(
            "ssh-home",
            format!("`{home}` belongs to the account"),
            "`chown root:root` it, and `chmod 755`",
        ),
        _ => Line::good("ssh-home", home),
    }
}

fn judged_password(password: &str, settings: &Settings) -> Line {
    let id = "ssh-password";
    match password {
        "" if settings.is("permitemptypasswords", "yes") => Line::good(
            id,
            "none, and none is asked for: whoever reaches this host comes in",
        ),
        "" => Line::fault(
            id,
            "the account's password is empty: `su` and the console take it",
            "`usermod --password '*'`, or `PermitEmptyPasswords yes` in `Match User` where that is meant",
        ),
        "*" => Line::good(id, "none that fits: keys and certificates alone"),
        locked if locked.starts_with('!') && settings.is("usepam", "no") => Line::fault(
            id,
            "the account is locked, and without PAM sshd lets nobody in",
            "`usermod --password '*'`",
        ),
        locked if locked.starts_with(['!', '*']) => Line::good(id, "none that fits"),
        _ => Line::fault(
            id,
            "the account has a password, which can be guessed and passed on",
            "`usermod --password '*'`",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    const SHIPPED: &str =
        "forcecommand /usr/bin/tallybox fill\nusepam yes\npermitemptypasswords no\n";

    fn states(lines: &[Line]) -> Vec<(&str, State)> {
        lines.iter().map(|line| (line.id, line.state)).collect()
    }

    #[test]
    fn an_account_is_judged_by_its_shell_home_and_password() {
        let settings = Settings::parse(SHIPPED);
        let passwd = "survey:x:990:990::/nowhere:/bin/sh\nroot:x:0:0::/root:/bin/bash\n";
        let good = account("survey", passwd, Some("survey:*:1::::::\n"), &settings);
        assert!(good.iter().all(|line| line.state == State::Good));
        let open = account("survey", passwd, Some("survey::1::::::\n"), &settings);
        assert!(states(&open).contains(&("ssh-password", State::Fault)));
        let known = account("survey", passwd, Some("survey:$y$x:1::::::\n"), &settings);
        assert!(states(&known).contains(&("ssh-password", State::Fault)));
        let root = account("root", passwd, None, &settings);
        let root = states(&root);
        assert!(root.contains(&("ssh-account", State::Fault)));
        assert!(root.contains(&("ssh-shell", State::Fault)));
        assert!(root.contains(&("ssh-password", State::Look)));
        let nobody = account("nobody", passwd, None, &settings);
        assert_eq!(states(&nobody), [("ssh-account", State::Fault)]);
        let locked = Settings::parse("usepam no\n");
        assert_eq!(judged_password("!", &locked).state, State::Fault);
    }

    #[test]
    fn only_the_survey_itself_is_the_survey() {
        let runs =
            |command: &str| Settings::parse(&format!("forcecommand {command}")).runs_the_survey();
        assert!(runs("/usr/bin/tallybox fill"));
        assert!(runs("/usr/bin/tallybox fill --invitation --home /srv/x"));
        for other in [
            "none",
            "internal-sftp",
            "/usr/bin/tallybox admin",
            "/bin/sh -c tallybox fill",
            "/usr/bin/tallybox fill; sh",
        ] {
            assert!(!runs(other), "{other}");
        }
    }
}
