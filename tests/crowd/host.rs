//! What the crowd connects to, what it costs its machine, and what its box holds afterwards.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;

use russh::keys::PrivateKey;

use super::account::{ACCOUNT, account, give};
use super::home::{TestHome, binary};
use super::machine::free_port;

/// The kernel counts a process's time in hundredths of a second, on every machine that Debian has.
const TICKS: f64 = 100.0;

/// The two ways to give people the survey over SSH.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `tallybox serve`: one process for all.
    Serve,
    /// Debian's sshd with the drop-in that is shipped: a process a person.
    OpenSsh,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Serve => "serve",
            Self::OpenSsh => "OpenSSH",
        }
    }
}

/// Where people come in.
pub(crate) struct Door {
    pub(crate) port: u16,
    pub(crate) user: String,
    /// Where a key is asked for.
    pub(crate) key: Option<Arc<PrivateKey>>,
}

/// A host with a box of its own.
pub(crate) struct Host {
    pub(crate) door: Arc<Door>,
    home: TestHome,
    process: Child,
    /// What it still has to say; kept open, so that it may.
    told: Option<BufReader<ChildStderr>>,
    /// For files of sshd.
    _folder: tempfile::TempDir,
}

/// What a box holds.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Responses, by the beginning of their leaf, which is the receipt.
    pub(crate) receipts: Vec<String>,
    pub(crate) drafts: u64,
}

impl Host {
    /// Starts one for so many people.
    pub(crate) fn start(kind: Kind, people: usize) -> Self {
        let home = TestHome::with_keys("Load");
        match kind {
            Kind::Serve => Self::serve(home, people),
            Kind::OpenSsh => Self::open_ssh(home),
        }
    }

    fn serve(home: TestHome, people: usize) -> Self {
        let most = (people + 100).to_string();
        let mut process = Command::new(binary())
            .args(["serve", "--listen", "127.0.0.1:0", "--login", "120"])
            .args(["--sessions", &most, "--per-address", &most, "--home"])
            .arg(home.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        let port = line.trim_end().rsplit(':').next().unwrap();
        Self {
            door: Arc::new(Door {
                port: port.parse().unwrap(),
                user: ACCOUNT.to_owned(),
                key: None,
            }),
            home,
            process,
            told: Some(told),
            _folder: tempfile::tempdir().unwrap(),
        }
    }

    fn open_ssh(home: TestHome) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["host", "client"] {
            let path = folder.path().join(name);
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(path)
                .status();
            assert!(made.unwrap().success());
        }
        let accounts = account(folder.path(), &home.path(), "*");
        // Debian's sshd wants its privilege separation folder when root starts it.
        drop(std::fs::create_dir_all("/run/sshd"));
        let port = free_port();
        let config = folder.path().join("config");
        std::fs::write(&config, settings(folder.path(), port, &home.path())).unwrap();
        let mut process = Command::new("unshare");
        process.args(["-m", "sh", "-c"]);
        process.arg("mount --bind \"$1\" /etc/passwd && exec /usr/sbin/sshd -D -e -f \"$2\"");
        process.arg("sh").arg(accounts).arg(&config);
        let mut process = process.stderr(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(process.stderr.take().unwrap()).lines();
        let is_there = |line: std::io::Result<String>| line.unwrap().contains("listening on");
        assert!(told.by_ref().any(is_there), "sshd does not listen");
        // What it says from now on is read by somebody, so that it may go on.
        std::thread::spawn(move || told.for_each(drop));
        let key = std::fs::read_to_string(folder.path().join("client")).unwrap();
        Self {
            door: Arc::new(Door {
                port,
                user: ACCOUNT.to_owned(),
                key: Some(Arc::new(PrivateKey::from_openssh(key).unwrap())),
            }),
            home,
            process,
            told: None,
            _folder: folder,
        }
    }

    /// The host's processes: itself, and all that it has started.
    fn processes(&self) -> Vec<u32> {
        let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
        let numbers = Path::new("/proc").read_dir().unwrap();
        let numbers = numbers.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        for number in numbers {
            if let Some(parent) = fields(number).and_then(|fields| fields.get(1)?.parse().ok()) {
                children.entry(parent).or_default().push(number);
            }
        }
        let mut ours = vec![self.process.id()];
        let mut at = 0;
        while let Some(number) = ours.get(at) {
            let of_it = children.remove(number).unwrap_or_default();
            ours.extend(of_it);
            at += 1;
        }
        ours
    }

    /// Its proportional memory in KiB: what processes share is counted once.
    pub(crate) fn memory(&self) -> u64 {
        self.rolled("Pss:")
    }

    /// The same without the program itself, which others of its kind share now and then.
    pub(crate) fn own_memory(&self) -> u64 {
        self.rolled("Pss_Anon:")
    }

    fn rolled(&self, what: &str) -> u64 {
        let of_one = |number: u32| -> Option<u64> {
            let rolled = std::fs::read_to_string(format!("/proc/{number}/smaps_rollup")).ok()?;
            let line = rolled.lines().find(|line| line.starts_with(what))?;
            line.split_whitespace().nth(1)?.parse().ok()
        };
        self.processes().into_iter().filter_map(of_one).sum()
    }

    /// Processor seconds that it used, with those of its children that have ended.
    pub(crate) fn processor(&self) -> f64 {
        let of_one = |number: u32| -> Option<f64> {
            let fields = fields(number)?;
            let ticks = fields.get(11..15)?.iter();
            Some(ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum())
        };
        let ticks: f64 = self.processes().into_iter().filter_map(of_one).sum();
        ticks / TICKS
    }

    /// Open files of the process itself.
    pub(crate) fn descriptors(&self) -> usize {
        let folder = format!("/proc/{}/fd", self.process.id());
        std::fs::read_dir(folder).unwrap().count()
    }

    /// How large the store is, in KiB.
    pub(crate) fn store(&self) -> u64 {
        let store = self.home.path().join("box/store.sqlite");
        std::fs::metadata(store).unwrap().len() / 1024
    }

    /// Ends it, and looks into the box: by the program's own check, and without it.
    pub(crate) fn end(mut self) -> Kept {
        let number = self.process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &number]).status();
        assert!(told.unwrap().success());
        let ended = self.process.wait().unwrap();
        assert!(self.told.is_none() || ended.success(), "{ended}");
        // Where it was an account's: nobody else may open it.
        let own = rustix::process::getuid().as_raw().to_string();
        give(&self.home.path().join("box"), &own);
        self.home.done(&["box", "verify"]);
        let store = self.home.path().join("box/store.sqlite");
        let store = rusqlite::Connection::open(store).unwrap();
        let sound: String = store
            .query_row("PRAGMA integrity_check", (), |row| row.get(0))
            .unwrap();
        assert_eq!(sound, "ok");
        let mut asked = store
            .prepare("SELECT lower(hex(substr(leaf, 1, 8))) FROM record")
            .unwrap();
        let receipts = asked.query_map((), |row| row.get(0)).unwrap();
        Kept {
            receipts: receipts.map(Result::unwrap).collect(),
            drafts: store
                .query_row("SELECT count(*) FROM draft", (), |row| row.get(0))
                .unwrap(),
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Kept {
    /// Receipts that people were shown and the box does not have.
    pub(crate) fn lost(&self, shown: &[String]) -> usize {
        let kept: HashSet<&String> = self.receipts.iter().collect();
        shown.iter().filter(|one| !kept.contains(one)).count()
    }

    /// Responses in the box beyond one for each receipt that was shown.
    pub(crate) fn doubled(&self, shown: &[String]) -> usize {
        let shown: HashSet<&String> = shown.iter().collect();
        self.receipts.len().saturating_sub(shown.len())
    }
}

/// What the kernel says of a process, from its state on: the parent is the second.
fn fields(number: u32) -> Option<Vec<String>> {
    let stat = std::fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
    let (_, after) = stat.rsplit_once(')')?;
    Some(after.split_whitespace().map(str::to_owned).collect())
}

/// The drop-in that is shipped, letting in more who have not logged in yet.
fn settings(folder: &Path, port: u16, home: &Path) -> String {
    let shipped = include_str!("../../packaging/sshd_config.d/tallybox.conf");
    let program = binary().display().to_string();
    let command = format!("ForceCommand {program} fill --home {}", home.display());
    let changed = [
        ("ForceCommand /usr/bin/tallybox fill", command),
        ("MaxStartups 5:30:20", "MaxStartups 5000".to_owned()),
        ("LoginGraceTime 15", "LoginGraceTime 120".to_owned()),
    ];
    let shipped = changed.iter().fold(shipped.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the drop-in has no `{from}`");
        text.replace(from, to)
    });
    let folder = folder.display();
    format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/client.pub\n\
         PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n{shipped}"
    )
}
