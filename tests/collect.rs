//! Collecting boxes over a real OpenSSH, with the shipped account and the loop that docs/collect.md gives:
//! every kiosk that is there is collected, one that is not keeps no other out, and the account can do
//! nothing else.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(unix)]

mod boxes;
mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use boxes::{new_box, response, submit};
use support::machine::free_port;
use support::sshd::{Daemon, make_key, user};
use tallybox::vault::bundle::MAGIC;

/// The shipped block with this test's user, program, home and keys in their places.
fn block(home: &Path, keys: &Path) -> String {
    let shipped = include_str!("../packaging/sshd_config.d/tallybox-collect.conf");
    let puts = [
        ("Match User collect", format!("Match User {}", user())),
        (
            "/usr/bin/tallybox",
            env!("CARGO_BIN_EXE_tallybox").to_owned(),
        ),
        (
            "TALLYBOX_HOME=/srv/tallybox",
            format!("TALLYBOX_HOME={}", home.display()),
        ),
        (
            "AuthorizedKeysFile /etc/ssh/collect_keys",
            format!("AuthorizedKeysFile {}", keys.display()),
        ),
    ];
    puts.iter().fold(shipped.to_owned(), |block, (from, to)| {
        assert!(block.contains(from), "{from}");
        block.replace(from, to)
    })
}

fn entry(host: &str, port: u16) -> String {
    format!("Host {host}\nHostName 127.0.0.1\nPort {port}\n")
}

/// Two kiosks that are on, one that is off, and a desk.
struct Ground {
    folder: tempfile::TempDir,
    _servers: Vec<Daemon>,
}

impl Ground {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        make_key(&at("client"));
        let mut config = format!(
            "StrictHostKeyChecking no\nUserKnownHostsFile /dev/null\nLogLevel ERROR\nIdentitiesOnly yes\nIdentityFile {}\n",
            at("client").display()
        );
        let mut servers = Vec::new();
        for (seed, name) in [(1, "chemistry"), (2, "physics")] {
            let (mut store, _own) = new_box(&at(name), seed, name);
            (1..=6).for_each(|owner| submit(&mut store, &response(seed * 20 + owner, 1)));
            let own = at(&format!("{name}.sshd"));
            fs::create_dir(&own).unwrap();
            let block = block(&at(name), &at("client.pub"));
            let server = Daemon::start(&own, &format!("UsePAM no\n{block}"));
            config.push_str(&entry(name, server.port));
            servers.push(server);
        }
        config.push_str(&entry("off", free_port()));
        fs::write(at("ssh_config"), config).unwrap();
        fs::write(at("kiosks"), "chemistry\noff\nphysics\n").unwrap();
        fs::create_dir_all(at("desk/surveys")).unwrap();
        fs::write(
            at("desk/surveys/skills.toml"),
            "[survey]\nid = \"skills\"\n",
        )
        .unwrap();
        let ground = Self {
            folder,
            _servers: servers,
        };
        ground.make_programs();
        ground
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `ssh` with this test's hosts, and `tallybox`, under the names that the page uses.
    fn make_programs(&self) {
        fs::create_dir(self.at("bin")).unwrap();
        let ssh = format!(
            "#!/bin/sh\nfor word; do shift; set -- \"$@\" \"$(printf %s \"$word\" | sed 's/^collect@/{}@/')\"; done\nexec /usr/bin/ssh -F {} \"$@\"\n",
            user(),
            self.at("ssh_config").display()
        );
        fs::write(self.at("bin/ssh"), ssh).unwrap();
        fs::set_permissions(self.at("bin/ssh"), fs::Permissions::from_mode(0o755)).unwrap();
        let program = env!("CARGO_BIN_EXE_tallybox");
        std::os::unix::fs::symlink(program, self.at("bin/tallybox")).unwrap();
    }

    fn sh(&self, script: &str) -> Output {
        let path = format!(
            "{}:{}",
            self.at("bin").display(),
            std::env::var("PATH").unwrap()
        );
        let mut command = Command::new("sh");
        command
            .args(["-c", script])
            .env("PATH", path)
            .env_remove("TALLYBOX_HOME");
        command.current_dir(self.folder.path()).output().unwrap()
    }
}

/// The loop as the page gives it.
fn the_loop() -> String {
    let page = include_str!("../docs/collect.md");
    let block = page
        .split("```")
        .find(|block| block.contains("while read -r host"));
    block.unwrap().trim_start_matches("sh").to_owned()
}

#[test]
fn one_loop_collects_every_kiosk_that_is_there() {
    let ground = Ground::new();
    let script = the_loop().replace("tallybox merge HOME", "tallybox merge desk --json");
    // The first time nobody is enrolled: the merge says so, and what to do.
    let first = ground.sh(&script);
    let words = String::from_utf8_lossy(&first.stderr).into_owned();
    assert!(words.contains("off: not collected"), "{words}");
    for host in ["chemistry", "physics"] {
        assert!(
            ground.at("in").join(format!("{host}.bundle")).is_file(),
            "{words}"
        );
        let enrol = format!("tallybox box enrol in/{host}.bundle --yes --home desk");
        assert!(ground.sh(&enrol).status.success());
    }
    assert!(!ground.at("in/off.bundle").exists());
    let second = ground.sh(&script);
    let said: serde_json::Value = serde_json::from_slice(&second.stdout).unwrap();
    assert_eq!(second.status.code(), Some(0), "{said}");
    for at in 0..2 {
        assert_eq!(
            (&said["boxes"][at]["new"], &said["boxes"][at]["state"]),
            (&6.into(), &"current".into())
        );
    }
}

#[test]
fn the_account_gives_a_bundle_whatever_is_asked_and_forwards_nothing() {
    let ground = Ground::new();
    for asked in [
        "",
        "sh -c id",
        "cat /etc/passwd",
        "bundle export --final",
        "me",
    ] {
        let run = ground.sh(&format!("ssh -n -T collect@chemistry {asked}"));
        assert!(
            run.status.success() && run.stdout.starts_with(MAGIC),
            "{asked}"
        );
    }
    // A terminal is not given, and a port is not forwarded: the connection ends with the bundle.
    let port = free_port();
    let script =
        format!("ssh -n -T -o ExitOnForwardFailure=yes -R {port}:127.0.0.1:1 collect@chemistry");
    let run = ground.sh(&script);
    assert!(!run.status.success() && run.stdout.is_empty());
}
