//! `doctor --ssh` over Debian's real sshd: nothing is found in the settings that are shipped, and each hole
//! that is planted is named.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;
use support::home::tallybox;
use support::sshd::make_key;

const SHIPPED: &str = include_str!("../packaging/sshd_config.d/tallybox.conf");
/// What Debian's own configuration has before any drop-in.
const DEBIAN: &str =
    "UsePAM no\nX11Forwarding yes\nAcceptEnv LANG LC_*\nSubsystem sftp internal-sftp\n";

/// A change to the settings, and the findings it must bring.
type Hole = (&'static str, &'static str, &'static [&'static str]);

const HOLES: &[Hole] = &[
    (
        "    ForceCommand /usr/bin/tallybox fill\n",
        "",
        &["ssh-command", "ssh-subsystem"],
    ),
    (
        "    ForceCommand /usr/bin/tallybox fill\n",
        "    ForceCommand internal-sftp\n",
        &["ssh-command", "ssh-subsystem"],
    ),
    (
        "    ForceCommand /usr/bin/tallybox fill\n",
        "    ForceCommand /usr/bin/tallybox fill; /bin/sh\n",
        &["ssh-command", "ssh-subsystem"],
    ),
    (
        "DisableForwarding yes",
        "DisableForwarding no",
        &["ssh-forwarding"],
    ),
    ("PermitTunnel no", "PermitTunnel yes", &["ssh-tunnel"]),
    ("PermitUserRC no", "PermitUserRC yes", &["ssh-rc"]),
    (
        "PermitUserEnvironment no",
        "PermitUserEnvironment yes",
        &["ssh-environment"],
    ),
    (
        "    AcceptEnv -none-",
        "    AcceptEnv LANG LC_* PAGER",
        &["ssh-accept-env"],
    ),
    ("    AcceptEnv -none-", "", &["ssh-accept-env"]),
    ("    AcceptEnv -none-", "    AcceptEnv LANG", &[]),
    ("LogLevel ERROR", "LogLevel VERBOSE", &["ssh-log"]),
    (
        "LogLevel ERROR",
        "ExposeAuthInfo yes",
        &["ssh-log", "ssh-auth-info"],
    ),
    ("MaxSessions 1", "MaxSessions 10", &["ssh-sessions"]),
    ("LoginGraceTime 15", "LoginGraceTime 0", &["ssh-grace"]),
    ("UnusedConnectionTimeout 10", "", &["ssh-unused"]),
    (
        "ClientAliveInterval 30",
        "ClientAliveInterval 0",
        &["ssh-alive"],
    ),
    (
        "MaxStartups 5:30:20",
        "PermitEmptyPasswords yes",
        &["ssh-empty"],
    ),
    (
        "    MaxSessions 1",
        "    MaxSessions 1\n    PermitEmptyPasswords yes",
        &[],
    ),
    ("", "", &[]),
];

/// Every check and how it stands, for an account that this machine need not have.
fn checks(words: &[&str]) -> BTreeMap<String, (String, String)> {
    let mut all = vec!["doctor", "--ssh", "--json"];
    all.extend(words);
    let output = tallybox(&all);
    let told: Json = serde_json::from_slice(&output.stdout).unwrap();
    let lines = told["checks"].as_array().unwrap().clone();
    let text = |line: &Json, name: &str| line[name].as_str().unwrap().to_owned();
    let lines = lines.iter();
    lines
        .map(|line| {
            (
                text(line, "check"),
                (text(line, "state"), text(line, "todo")),
            )
        })
        .collect()
}

fn faults(found: &BTreeMap<String, (String, String)>) -> Vec<&str> {
    // What is known of the account is another test's.
    let of_server = |id: &str| {
        !matches!(
            id,
            "ssh-account" | "ssh-password" | "ssh-shell" | "ssh-home"
        )
    };
    let faults = found
        .iter()
        .filter(|(id, (state, _))| state == "fault" && of_server(id));
    faults.map(|(id, _)| id.as_str()).collect()
}

fn config(folder: &Path, body: &str) -> String {
    let host = folder.join("host");
    if !host.exists() {
        make_key(&host);
    }
    drop(std::fs::create_dir_all("/run/sshd"));
    let file = folder.join("config");
    std::fs::write(&file, format!("HostKey {}\n{DEBIAN}{body}", host.display())).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn each_hole_is_named_with_what_to_do_and_what_is_shipped_has_none() {
    let folder = tempfile::tempdir().unwrap();
    for (from, to, wanted) in HOLES {
        assert!(SHIPPED.contains(from), "{from}");
        let file = config(folder.path(), &SHIPPED.replacen(from, to, 1));
        let found = checks(&["--sshd-config", &file]);
        let mut wanted = wanted.to_vec();
        wanted.sort_unstable();
        assert_eq!(faults(&found), wanted, "{from} -> {to}");
        for id in wanted {
            assert!(!found[id].1.is_empty(), "{id} says what to do");
        }
    }
}

#[test]
fn a_server_that_was_only_installed_has_nearly_every_hole() {
    let folder = tempfile::tempdir().unwrap();
    let found = checks(&["--sshd-config", &config(folder.path(), "")]);
    let faults = faults(&found);
    for id in [
        "ssh-command",
        "ssh-subsystem",
        "ssh-forwarding",
        "ssh-rc",
        "ssh-accept-env",
        "ssh-log",
        "ssh-sessions",
        "ssh-grace",
        "ssh-unused",
        "ssh-alive",
    ] {
        assert!(faults.contains(&id), "{id}: {faults:?}");
    }
    // The survey's account is this machine's own root: a shell, and no account of its own.
    let found = checks(&[
        "--sshd-config",
        &config(folder.path(), SHIPPED),
        "--account",
        "root",
    ]);
    assert_eq!(found["ssh-shell"].0, "fault");
    assert_eq!(found["ssh-account"].0, "fault");
}

#[test]
fn what_the_server_says_of_itself_can_be_brought_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = config(folder.path(), SHIPPED);
    let mut sshd = Command::new("/usr/sbin/sshd");
    let whom = "user=survey,host=x,addr=127.0.0.1,laddr=127.0.0.1,lport=22";
    let output = sshd.args(["-T", "-f", &file, "-C", whom]).output().unwrap();
    let settings = folder.path().join("settings");
    std::fs::write(&settings, output.stdout).unwrap();
    let found = checks(&["--settings", settings.to_str().unwrap()]);
    assert!(faults(&found).is_empty(), "{found:?}");
    // What is no configuration is told, and nothing is said to be well.
    let found = checks(&["--sshd-config", "/nowhere/at/all"]);
    assert_eq!(faults(&found), ["ssh-server"]);
}
