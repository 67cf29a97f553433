//! The Debian packages, on a clean Debian: what installing, upgrading, removing and purging do, and what
//! they leave alone. The packages are those of `packaging/deb.py`, with the program that is tested here.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use support::home::{TestHome, binary};

/// A clean Debian as a tar file, made once a machine; `.ci/run` makes it before the tests.
const CLEAN: &str = "/var/cache/tallybox/clean-root.tar";
const UNIT: &str = "tallybox-serve.service";

fn within(name: &str) -> String {
    format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[track_caller]
fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{command:?}: {}\n{told}{errors}",
        output.status
    );
    told.into_owned() + &errors
}

/// The packages of this program: the desk's, a later one of it, and a kiosk's.
struct Packages {
    _folder: tempfile::TempDir,
    desk: PathBuf,
    later: PathBuf,
    kiosk: PathBuf,
}

/// The program without `serve`, which takes a build of its own.
fn kiosk_program() -> PathBuf {
    let program = PathBuf::from(within("target/kiosk/tallybox"));
    assert!(
        program.exists(),
        "make it with tests/rigs/kiosk_program.sh, as `.ci/run` does"
    );
    program
}

fn packages() -> &'static Packages {
    static MADE: OnceLock<Packages> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let make = |program: &Path, more: &[&str]| {
            let mut command = Command::new("python3");
            command.args([&within("packaging/deb.py"), "--fast", "--program"]);
            command.arg(program).arg("--out").arg(folder.path());
            let told = said(command.args(more));
            PathBuf::from(told.lines().next().unwrap())
        };
        let own = binary();
        let (desk, later) = (make(&own, &[]), make(&own, &["--version", "0.9.0"]));
        let kiosk = make(&kiosk_program(), &["--kiosk"]);
        Packages {
            _folder: folder,
            desk,
            later,
            kiosk,
        }
    })
}

/// A Debian that goes away with its test.
struct Root(tempfile::TempDir);

impl Root {
    fn clean() -> Self {
        said(Command::new(within("tests/rigs/clean_root.sh")).arg(CLEAN));
        let folder = tempfile::tempdir().unwrap();
        // In a container no device can be made; what people read is not needed.
        let but = [
            "./dev/*",
            "./usr/share/locale/*",
            "./usr/share/doc/*",
            "./var/lib/apt/lists/*",
        ];
        let mut unpack = Command::new("tar");
        unpack.args(["-xf", CLEAN]);
        unpack.args(but.map(|path| format!("--exclude={path}")));
        said(unpack.arg("-C").arg(folder.path()));
        // Scripts write to it.
        let null = folder.path().join("dev/null");
        std::fs::write(&null, "").unwrap();
        std::fs::set_permissions(&null, std::fs::Permissions::from_mode(0o666)).unwrap();
        Self(folder)
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// A command in it, with an environment of its own.
    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    #[track_caller]
    fn done(&self, words: &[&str]) -> String {
        said(&mut self.command(words))
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new("chroot");
        command.arg(self.0.path()).args(words).env_clear();
        command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command.env("LC_ALL", "C.UTF-8");
        command
    }

    #[track_caller]
    fn install(&self, package: &Path) -> String {
        std::fs::copy(package, self.at("package.deb")).unwrap();
        self.done(&["dpkg", "--install", "/package.deb"])
    }

    /// What is switched on, by links in the folders where systemd looks for them.
    fn enabled(&self) -> Vec<String> {
        let output = Command::new("find")
            .arg(self.at("etc/systemd/system"))
            .args(["-name", "*tallybox*", "-path", "*.wants/*"])
            .output();
        let found = String::from_utf8(output.unwrap().stdout).unwrap();
        found.lines().map(str::to_owned).collect()
    }

    /// Whether a process runs in it.
    fn is_alive(&self) -> bool {
        let processes = Path::new("/proc").read_dir().unwrap();
        let roots = processes.filter_map(|entry| entry.ok()?.path().join("root").read_link().ok());
        let own = self.0.path().canonicalize().unwrap();
        roots.into_iter().any(|root| root == own)
    }

    /// Something in the home that must not be lost.
    fn answers(&self) -> PathBuf {
        let path = self.at("var/lib/tallybox/box");
        std::fs::create_dir_all(&path).unwrap();
        let path = path.join("store.sqlite");
        std::fs::write(&path, "sealed").unwrap();
        path
    }
}

#[test]
fn installing_makes_accounts_and_a_home_and_starts_nothing() {
    let root = Root::clean();
    root.install(&packages().desk);
    assert_eq!(root.enabled(), [""; 0]);
    assert!(!root.is_alive());
    let told = Command::new("systemctl")
        .arg(format!("--root={}", root.0.path().display()))
        .args(["is-enabled", UNIT])
        .output();
    assert_eq!(told.unwrap().stdout, b"disabled\n");
    // No setting of the host's own sshd is touched.
    assert!(!root.at("etc/ssh").exists());

    let accounts = std::fs::read_to_string(root.at("etc/passwd")).unwrap();
    let account = |name: &str| {
        let found = accounts.lines().find(|line| line.starts_with(name));
        found.unwrap().split(':').collect::<Vec<_>>()
    };
    assert_eq!(
        account("tallybox:")[5..],
        ["/var/lib/tallybox", "/usr/sbin/nologin"]
    );
    assert_eq!(account("survey:")[5..], ["/", "/bin/sh"]);
    let shadow = std::fs::read_to_string(root.at("etc/shadow")).unwrap();
    assert!(shadow.contains("survey:*:"), "locked, or with a password");
    let home = root.at("var/lib/tallybox").metadata().unwrap();
    assert_eq!(home.mode() & 0o777, 0o700);
    assert_eq!(home.uid().to_string(), account("tallybox:")[2]);
    let slice = format!("etc/systemd/system/user-{}.slice.d", account("survey:")[2]);
    let slice = root.at(&slice).join("tallybox.conf").read_link().unwrap();
    assert!(
        root.0
            .path()
            .join(slice.strip_prefix("/").unwrap())
            .exists()
    );

    assert!(
        root.done(&["tallybox", "--version"])
            .starts_with("tallybox ")
    );
    for file in [
        "usr/share/man/man1/tallybox-serve.1.gz",
        "usr/share/bash-completion/completions/tallybox",
        "usr/share/tallybox/sshd_config.d/tallybox.conf",
    ] {
        assert!(root.at(file).exists(), "{file}");
    }
    a_session_is_bounded_and_can_answer(&root);
}

/// `su` asks PAM as sshd does. A response is sealed under the limits, so they are not too narrow.
fn a_session_is_bounded_and_can_answer(root: &Root) {
    let pam = root.at("etc/pam.d/su");
    let common = std::fs::read_to_string(&pam).unwrap();
    std::fs::write(&pam, format!("session required pam_limits.so\n{common}")).unwrap();
    let bounds = root.done(&["su", "survey", "-c", "ulimit -c; ulimit -n; ulimit -v"]);
    assert_eq!(bounds, "0\n64\n524288\n");

    let home = TestHome::with_keys("Remote");
    let there = root.at("srv/tallybox");
    said(Command::new("cp").arg("-a").arg(home.path()).arg(&there));
    root.done(&["chown", "-R", "survey", "/srv/tallybox/box"]);
    let answers = serde_json::json!({
        "dept": "chem", "years": 12, "share": ["skills"], "teach": false, "next": "same",
    });
    std::fs::write(root.at("srv/answers.json"), answers.to_string()).unwrap();
    let fill = "tallybox fill --home /srv/tallybox --answers /srv/answers.json --json";
    let told = root.done(&["su", "survey", "-c", fill]);
    assert!(told.contains("\"words\""), "{told}");
}

#[test]
fn upgrading_keeps_settings_and_removing_keeps_answers() {
    let root = Root::clean();
    root.install(&packages().desk);
    let answers = root.answers();
    let limits = root.at("etc/security/limits.d/tallybox.conf");
    std::fs::write(&limits, "# the keeper's own\n").unwrap();
    let wants = root.at("etc/systemd/system/multi-user.target.wants");
    std::fs::create_dir_all(&wants).unwrap();
    let link = wants.join(UNIT);
    std::os::unix::fs::symlink(format!("/usr/lib/systemd/system/{UNIT}"), link).unwrap();

    root.install(&packages().later);
    let told = root.done(&["dpkg-query", "--show", "tallybox"]);
    assert_eq!(told, "tallybox\t0.9.0-1\n");
    let kept = std::fs::read_to_string(&limits).unwrap();
    assert_eq!(kept, "# the keeper's own\n");
    assert_eq!(root.enabled().len(), 1, "what was enabled stays so");

    root.done(&["dpkg", "--remove", "tallybox"]);
    assert!(answers.exists() && limits.exists());
    assert!(!root.at("usr/bin/tallybox").exists());
    assert_eq!(root.enabled(), [""; 0]);

    let told = root.done(&["dpkg", "--purge", "tallybox"]);
    assert!(told.contains("are kept"), "{told}");
    assert!(answers.exists() && !limits.exists());
    purging_deletes_them_where_it_was_asked_to(&root, &answers);
}

fn purging_deletes_them_where_it_was_asked_to(root: &Root, answers: &Path) {
    root.install(&packages().desk);
    let wish = "echo tallybox tallybox/purge-answers boolean true | debconf-set-selections";
    root.done(&["sh", "-c", wish]);
    root.done(&["dpkg", "--remove", "tallybox"]);
    assert!(answers.exists(), "removing is not purging");
    root.done(&["dpkg", "--purge", "tallybox"]);
    assert!(!root.at("var/lib/tallybox").exists());
}

#[test]
fn a_kiosk_has_a_package_of_its_own() {
    let root = Root::clean();
    root.install(&packages().desk);
    std::fs::copy(&packages().kiosk, root.at("package.deb")).unwrap();
    let refused = root.run(&["dpkg", "--install", "/package.deb"]);
    assert!(!refused.status.success(), "both have the program");
    let answers = root.answers();
    root.done(&["dpkg", "--remove", "tallybox"]);
    root.install(&packages().kiosk);
    assert!(answers.exists());
    assert_eq!(root.enabled(), [""; 0]);
    assert!(!root.is_alive());
    let link = root.at("usr/bin/tallybox-kiosk").read_link().unwrap();
    assert_eq!(link, Path::new("tallybox"));
    assert!(!root.at("usr/lib/systemd/system").join(UNIT).exists());
    assert!(
        root.at("usr/lib/systemd/system/tallybox-kiosk@.service")
            .exists()
    );
    nothing_in_it_serves(&root);
    // The other one's purge leaves the answers to this one, whatever it was asked.
    let wish = "echo tallybox tallybox/purge-answers boolean true | debconf-set-selections";
    root.done(&["sh", "-c", wish]);
    root.done(&["dpkg", "--purge", "tallybox"]);
    assert!(answers.exists());
}

/// The kiosk's program knows no such command, and its package has no page of it, no unit, no account for SSH.
fn nothing_in_it_serves(root: &Root) {
    let help = root.done(&["tallybox", "--help"]);
    assert!(
        help.contains("\n  kiosk") && !help.contains("\n  serve"),
        "{help}"
    );
    let refused = root.run(&["tallybox", "serve"]);
    assert_eq!(refused.status.code(), Some(2));
    let listed = root.done(&["dpkg", "--listfiles", "tallybox-kiosk"]);
    for name in ["serve", "sysusers.d/tallybox-ssh", "limits.d"] {
        let mut lines = listed.lines().filter(|line| !line.contains("/doc/"));
        assert!(!lines.any(|line| line.contains(name)), "{name}: {listed}");
    }
    let program = std::fs::read(root.at("usr/bin/tallybox")).unwrap();
    for trace in [&b"russh"[..], b"tokio", b"SSH-2.0-"] {
        let is_there = program.windows(trace.len()).any(|piece| piece == trace);
        assert!(!is_there, "{}", String::from_utf8_lossy(trace));
    }
}

#[test]
fn a_kiosks_program_is_built_of_nothing_that_speaks_to_a_network() {
    let tree = |more: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(within("."));
        cargo.args([
            "tree",
            "--locked",
            "--offline",
            "-e",
            "normal",
            "--prefix",
            "none",
        ]);
        said(cargo.args(more))
    };
    let names = |tree: &str| -> Vec<String> {
        let names = tree.lines().filter_map(|line| line.split(' ').next());
        names.map(str::to_owned).collect()
    };
    let speak = |names: &[String]| {
        let is_one = |name: &&String| {
            let families = [
                "russh",
                "tokio",
                "mio",
                "hyper",
                "reqwest",
                "object_store",
                "rustls",
            ];
            families.iter().any(|family| name.starts_with(family))
        };
        names.iter().filter(is_one).count()
    };
    let (desk, kiosk) = (names(&tree(&[])), names(&tree(&["--no-default-features"])));
    assert!(speak(&desk) > 0 && kiosk.len() > 100);
    assert_eq!(speak(&kiosk), 0, "{kiosk:?}");
}

#[test]
fn lintian_finds_nothing() {
    let made = packages();
    let mut lintian = Command::new("lintian");
    lintian.args(["--fail-on", "error,warning", "--allow-root"]);
    // A program with what a debugger needs is this test's, not the package's.
    let told = said(lintian.arg(&made.desk).arg(&made.kiosk));
    assert!(!told.contains("E: ") && !told.contains("W: "), "{told}");
}
