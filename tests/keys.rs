//! `tallybox keys` and identity files: through the command, the library, and Debian's `age`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{Read, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use serde_json::Value as Json;
use tallybox::base::time::Day;
use tallybox::vault::identity::{self, IdentityError, NewIdentity, Passphrase};
use tallybox::vault::keyring::KeyRing;
use tallybox::vault::keyset::Holder;
use tallybox::vault::seal;
use tempfile::TempDir;

const PASSPHRASE: &str = "crane lobby vivid anchor tulip";

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

// The command.

/// A folder with a home in it, in which the command runs.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, words: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tallybox"));
        command.current_dir(self.0.path()).stdin(Stdio::null());
        command.args(["--home", "home"]).args(words.split(' '));
        command.output().unwrap()
    }

    /// Runs a command that must succeed and gives what it says as JSON.
    fn json(&self, words: &str) -> Json {
        let output = self.run(&format!("{words} --json"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words}: {said}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs a command that must fail with this code and gives what it says.
    fn refused(&self, words: &str, code: i32) -> String {
        let output = self.run(words);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{words}: {said}");
        assert!(output.stdout.is_empty(), "{words}");
        said
    }

    fn ring(&self) -> KeyRing {
        KeyRing::load(&self.path("home/keys")).unwrap()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn the_command_makes_one_identity_and_one_epoch_each_time() {
    let desk = Desk::new();
    let steps = [
        ("institution --out first", "institution"),
        ("institution --out second", "institution"),
        ("statistics --out statistics", "statistics"),
        ("department CHEM --out chem", "department CHEM"),
    ];
    for (epoch, (words, holder)) in (1..).zip(steps) {
        let told = desk.json(&format!("keys new {words} --no-passphrase"));
        assert_eq!(told["epoch"], epoch);
        let file = told["identity"].as_str().unwrap();
        let read = identity::read(&desk.path(file), &mut |_| None)
            .ok()
            .unwrap();
        let recipient = read.age[0].recipient();
        assert_eq!(told["recipient"], recipient.as_str());
        let set = desk.ring().current().unwrap().clone();
        assert_eq!(set.epoch(), epoch);
        assert_eq!(set.holder_of(recipient).unwrap().to_string(), holder);
        let signs = read.signer.map(|key| key.verifying_key().to_bytes());
        assert_eq!(signs.is_some(), holder == "institution");
        assert!(signs.is_none_or(|key| set.has_verifier(&key)));
        let mode = fs::metadata(desk.path(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        // age's own tool reads the same recipient from the same file.
        let keygen = Command::new("age-keygen")
            .arg("-y")
            .arg(desk.path(file))
            .output();
        let theirs = String::from_utf8(keygen.unwrap().stdout).unwrap();
        assert_eq!(theirs.trim(), recipient.as_str());
    }
    let listed = desk.json("keys list");
    assert_eq!(listed["epoch"], 4);
    let holders: Vec<&str> = listed["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["holder"].as_str().unwrap())
        .collect();
    assert_eq!(
        holders,
        ["institution", "institution", "statistics", "department"]
    );
    assert_eq!(
        desk.names("home/keys").len(),
        5,
        "four key sets and the last signer's path"
    );
}

#[test]
fn each_set_is_signed_by_the_institution_written_last_or_the_one_asked_for() {
    let desk = Desk::new();
    let signer_of = |file: &str| {
        let read = identity::read(&desk.path(file), &mut |_| None)
            .ok()
            .unwrap();
        read.signer.unwrap().verifying_key().to_bytes()
    };
    desk.json("keys new institution --out first --no-passphrase");
    desk.json("keys new institution --out second --no-passphrase");
    desk.json("keys new statistics --out three --no-passphrase");
    desk.json("keys new department CHEM --out four --no-passphrase --signer first");
    let signers: Vec<[u8; 32]> = desk.ring().sets().iter().map(|set| *set.signer()).collect();
    let [first, second] = ["first", "second"].map(signer_of);
    assert_eq!(signers, [first, first, second, first]);
}

#[test]
fn the_command_refuses_and_then_nothing_has_changed() {
    let desk = Desk::new();
    let said = desk.refused("keys new statistics --out s --no-passphrase", 4);
    assert!(said.contains("keys new institution"), "{said}");
    desk.json("keys new institution --out first --no-passphrase");
    desk.json("keys new department CHEM --out chem --no-passphrase");
    let other = Desk::new();
    other.json("keys new institution --out foreign --no-passphrase");
    fs::copy(other.path("foreign"), desk.path("foreign")).unwrap();
    fs::write(desk.path("taken"), "mine").unwrap();
    fs::write(desk.path("empty"), "\n").unwrap();
    fs::write(desk.path("long-line"), "a".repeat(1025)).unwrap();
    fs::write(desk.path("long"), "a\n".repeat(2049)).unwrap();
    let before = (desk.names("home/keys"), desk.names("."));
    let cases = [
        (
            "keys new department --out x --no-passphrase",
            2,
            "which department",
        ),
        (
            "keys new statistics CHEM --out x --no-passphrase",
            2,
            "only a department has a code",
        ),
        ("keys new statistics --no-passphrase", 2, "--out"),
        (
            "keys new statistics --out x --no-passphrase --passphrase-file empty",
            2,
            "cannot be used",
        ),
        ("keys new statistics --out x", 2, "--passphrase-file"),
        (
            "keys new statistics --out x --passphrase-file empty",
            3,
            "is empty",
        ),
        (
            "keys new statistics --out x --passphrase-file long-line",
            3,
            "more than 1024 bytes",
        ),
        (
            "keys new statistics --out x --passphrase-file long",
            3,
            "more than 4096 bytes",
        ),
        (
            "keys new statistics --out taken --no-passphrase",
            3,
            "not overwritten",
        ),
        (
            "keys new statistics --out no/such/folder --no-passphrase",
            3,
            "no/such/folder",
        ),
        (
            "keys new department CHEM --out x --no-passphrase",
            4,
            "already has a key",
        ),
        (
            "keys new statistics --out x --no-passphrase --signer foreign",
            4,
            "not an institution",
        ),
        (
            "keys new statistics --out x --no-passphrase --signer chem",
            4,
            "not an institution",
        ),
        (
            "keys new statistics --out x --no-passphrase --signer none",
            3,
            "No such file",
        ),
    ];
    for (words, code, expected) in cases {
        let said = desk.refused(words, code);
        assert!(said.contains(expected), "{words}: {said}");
        assert_eq!(
            (desk.names("home/keys"), desk.names(".")),
            before,
            "{words}"
        );
    }
    assert_eq!(fs::read(desk.path("taken")).unwrap(), b"mine");
}

#[test]
fn one_institution_alone_is_warned_about() {
    let desk = Desk::new();
    let warns = |words: &str| {
        let said = desk.run(words).stderr;
        String::from_utf8(said)
            .unwrap()
            .contains("one institution identity is not enough")
    };
    assert!(warns("keys new institution --out first --no-passphrase"));
    assert!(warns("keys list"));
    assert!(!warns("keys new institution --out second --no-passphrase"));
}

// Passphrases.

/// A command that says nothing for so long waits for a question that this test did not foresee.
const PATIENCE: Duration = Duration::from_secs(60);

/// Types the answers to questions into a command on a terminal of its own; gives what it wrote and
/// whether it succeeded.
fn on_a_terminal(command: CommandBuilder, answers: &[(&str, &str)]) -> (String, bool) {
    let pty = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let mut writer = pty.master.take_writer().unwrap();
    let chunks = read_all(pty.master.try_clone_reader().unwrap());
    let mut answers = answers.iter().peekable();
    let (mut seen, mut unread) = (String::new(), String::new());
    while let Ok(chunk) = chunks.recv_timeout(PATIENCE) {
        seen.push_str(&chunk);
        unread.push_str(&chunk);
        if let Some((_, answer)) = answers.next_if(|(question, _)| unread.contains(question)) {
            unread.clear();
            writeln!(writer, "{answer}").unwrap();
        }
    }
    // Where it waits still, the hang-up ends it.
    drop((writer, pty.master));
    (seen, child.wait().unwrap().success())
}

fn read_all(mut reader: Box<dyn Read + Send>) -> Receiver<String> {
    let (sender, chunks) = channel();
    std::thread::spawn(move || {
        let mut chunk = [0; 1024];
        while let Ok(length @ 1..) = reader.read(&mut chunk) {
            let text = String::from_utf8_lossy(&chunk[..length]).into_owned();
            if sender.send(text).is_err() {
                break;
            }
        }
    });
    chunks
}

#[test]
fn a_passphrase_is_asked_for_twice_and_never_shown() {
    let desk = Desk::new();
    let new = |out: &str, second: &str| {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tallybox"));
        command.args(["--home", "home", "keys", "new", "institution", "--out", out]);
        command.cwd(desk.0.path());
        on_a_terminal(
            command,
            &[("new identity:", PASSPHRASE), ("same again:", second)],
        )
    };
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tallybox"));
    command.args([
        "--home",
        "home",
        "keys",
        "new",
        "institution",
        "--out",
        "first",
    ]);
    command.cwd(desk.0.path());
    let (seen, done) = on_a_terminal(command, &[("new identity:", "seven77")]);
    assert!(!done && seen.contains("fewer than 8 characters"), "{seen}");
    let (seen, done) = new("first", "crane lobby vivid anchor tulips");
    assert!(!done && seen.contains("differ"), "{seen}");
    assert!(!desk.path("first").exists() && desk.ring().current().is_none());
    let (seen, done) = new("first", PASSPHRASE);
    assert!(done && !seen.contains("crane"), "{seen}");
    let text = fs::read_to_string(desk.path("first")).unwrap();
    assert!(text.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"));
}

#[test]
fn a_protected_identity_opens_with_its_passphrase_here_and_in_debians_age() {
    let desk = Desk::new();
    fs::write(desk.path("words"), format!("{PASSPHRASE}\nsecond line\n")).unwrap();
    desk.json("keys new institution --out first --passphrase-file words");
    let path = desk.path("first");
    let with = |words: &str| {
        let words = Passphrase::new(words.to_owned());
        identity::read(&path, &mut |_| Some(words.clone()))
    };
    assert!(matches!(with("crane"), Err(IdentityError::WrongPassphrase)));
    let nobody = identity::read(&path, &mut |_| None);
    assert!(matches!(nobody, Err(IdentityError::NoPassphrase)));
    let read = with(PASSPHRASE).ok().unwrap();
    assert!(read.signer.is_some());

    let part = seal::seal(b"as good as new", &[read.age[0].recipient().clone()]).unwrap();
    fs::write(desk.path("part.age"), part).unwrap();
    let mut command = CommandBuilder::new("age");
    command.args(["-d", "-i", "first", "part.age"]);
    command.cwd(desk.0.path());
    let (seen, done) = on_a_terminal(command, &[("passphrase", PASSPHRASE)]);
    assert!(done && seen.contains("as good as new"), "{seen}");

    // It signs the next key set, asked for or from a file.
    let second = "keys new institution --out second --no-passphrase";
    let said = desk.refused(second, 4);
    assert!(said.contains("none was given"), "{said}");
    desk.json(&format!("{second} --signer-passphrase-file words"));
}

#[test]
fn a_file_that_asks_for_too_much_work_is_refused_before_the_passphrase_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("identity");
    let (salt, key) = ("A".repeat(22), "A".repeat(43));
    for (factor, expected) in [
        (18, "none was given"),
        (19, "its work factor is 19"),
        (63, "63"),
    ] {
        let header =
            format!("age-encryption.org/v1\n-> scrypt {salt} {factor}\n{key}\n--- {key}\n");
        write_private(&path, &[header.as_bytes(), &[0; 32]].concat());
        let mut asked = false;
        let error = identity::read(&path, &mut |_| {
            asked = true;
            None
        });
        let said = error.err().unwrap().to_string();
        assert!(said.contains(expected), "{said}");
        assert_eq!(asked, factor == 18);
    }
}

// Identity files.

fn write_private(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
    set_mode(path, 0o600);
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn institution(seed: u8) -> NewIdentity {
    NewIdentity::from_random(Holder::Institution, &[seed; 32], &[seed + 10; 32]).unwrap()
}

#[test]
fn an_identity_file_that_others_can_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("identity");
    institution(1)
        .write(&path, day("2026-11-21"), None)
        .unwrap();
    for mode in [0o640, 0o604, 0o620, 0o666] {
        set_mode(&path, mode);
        let refused = identity::read(&path, &mut |_| None);
        assert!(matches!(refused, Err(IdentityError::Exposed(found)) if found == mode));
    }
    set_mode(&path, 0o400);
    assert!(identity::read(&path, &mut |_| None).is_ok());
    let pipe = folder.path().join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    for other in [folder.path(), &pipe] {
        let refused = identity::read(other, &mut |_| None);
        assert!(matches!(refused, Err(IdentityError::NotAFile)));
    }
}

#[test]
fn a_malformed_identity_file_is_refused_by_line_and_never_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("identity");
    let key = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";
    let seed = format!("# tallybox institution signing key: {}", "0a".repeat(32));
    let cases = [
        (
            format!("# a comment\n\n{}\n", key.trim_end_matches('3')),
            "line 3: it is neither",
        ),
        (format!("{key}\nage1abc\n"), "line 2: it is neither"),
        (
            format!("{seed}\n{seed}\n{key}\n"),
            "line 2: there is a second signing key",
        ),
        (
            format!("{}\n{key}\n", seed.trim_end_matches('a')),
            "line 1: the signing key is not",
        ),
        ("# nothing here\n".to_owned(), "there is no identity"),
        (
            "age-encryption.org/v1\n".to_owned(),
            "not an identity file behind a passphrase",
        ),
        (format!("{}\n", "#".repeat(70_000)), "too long"),
    ];
    for (text, expected) in cases {
        write_private(&path, text.as_bytes());
        let said = identity::read(&path, &mut |_| None)
            .err()
            .unwrap()
            .to_string();
        assert!(said.contains(expected), "{expected}: {said}");
        assert!(!said.contains("GQ9778") && !said.contains("0a0a"), "{said}");
    }
    write_private(&path, format!("{seed}\r\n{key}\r\n{key}\n").as_bytes());
    let read = identity::read(&path, &mut |_| None).ok().unwrap();
    assert_eq!((read.age.len(), read.signer.is_some()), (2, true));
}
