//! The lead's desk in a real terminal: from a machine on which nothing is but a key file and bundles in
//! Downloads, by keys alone, to the department's figures and a file of them.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;
use serde_json::json;

use support::home::{TestHome, binary, tallybox};
use support::pty::Terminal;

/// An empty machine: a folder of one's own with Downloads in it, and nothing else.
struct Laptop {
    folder: tempfile::TempDir,
}

impl Laptop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("Downloads")).unwrap();
        Self { folder }
    }

    fn downloads(&self) -> PathBuf {
        self.folder.path().join("Downloads")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join(".local/share/tallybox")
    }

    /// Saves a file as a browser does: readable by everybody.
    fn download(&self, from: &Path, name: &str) {
        let to = self.downloads().join(name);
        std::fs::copy(from, &to).unwrap();
        std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o644)).unwrap();
    }

    /// A key file that is its owner's alone already.
    fn own_key(&self, home: &TestHome, who: &str) -> PathBuf {
        let key = self.downloads().join(format!("{who}.key"));
        std::fs::copy(home.identity(who), &key).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
        key
    }

    /// The desk alone.
    fn start(&self) -> Terminal {
        self.run(&["admin"])
    }

    /// The program as a double click starts it, and from its first screen to the desk.
    fn double_click(&self) -> Terminal {
        let mut terminal = self.run(&[]);
        let first = terminal.wait_for(SUMMARIES);
        let line = first.lines().find(|line| line.contains(SUMMARIES)).unwrap();
        let number = line.chars().find(char::is_ascii_digit).unwrap();
        terminal.send(&number.to_string());
        terminal
    }

    fn run(&self, arguments: &[&str]) -> Terminal {
        let mut command = CommandBuilder::new(binary());
        command.args(arguments);
        command.cwd(self.folder.path());
        command.env("HOME", self.folder.path());
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        for variable in [
            "TALLYBOX_HOME",
            "XDG_DATA_HOME",
            "APPDATA",
            "SSH_CONNECTION",
        ] {
            command.env_remove(variable);
        }
        command.env("TMPDIR", self.folder.path());
        Terminal::start(command)
    }
}

/// The line of the first screen that leads to the desk.
const SUMMARIES: &str = "Department summaries";
/// F10.
const LEAVE: &str = "\u{1b}[21~";

/// Leaves the desk for the first screen, and the program from there.
fn leave(mut terminal: Terminal) {
    terminal.send(LEAVE);
    terminal.wait_for(SUMMARIES);
    terminal.send(LEAVE);
    assert!(terminal.end().success());
}

/// What is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn respond(home: &TestHome, department: &str, times: usize) {
    for _ in 0..times {
        let answers = json!({"dept": department, "years": 5, "share": ["none"], "teach": false});
        home.enter(&answers);
    }
}

fn export(home: &TestHome, to: &Path) {
    let to = to.to_str().unwrap();
    home.done(&["bundle", "export", "--final", "-o", to]);
}

fn fingerprint(home: &TestHome) -> String {
    home.status()["fingerprint"].as_str().unwrap().to_owned()
}

fn key_set(home: &TestHome) -> String {
    let list: serde_json::Value =
        serde_json::from_str(&home.done(&["keys", "list", "--json"])).unwrap();
    list["fingerprint"].as_str().unwrap().to_owned()
}

/// Two boxes of an institution, seven responses of `chem` and two of `phys` in them, on a laptop.
fn institution(laptop: &Laptop) -> (TestHome, TestHome) {
    let first = TestHome::with_keys("Chemistry stores");
    let second = first.sibling("Workshop");
    respond(&first, "chem", 4);
    respond(&first, "phys", 2);
    respond(&second, "chem", 3);
    export(&first, &laptop.downloads().join("stores.bundle"));
    export(&second, &laptop.downloads().join("workshop.bundle"));
    (first, second)
}

/// Chooses a file that a browser saved, and lets it be made one's own.
fn close(terminal: &mut Terminal) {
    terminal.send("\r");
    terminal.wait_for("Others who use this computer");
    terminal.send("y");
    terminal.wait_for("Which of these is your key file?");
}

/// Opens the key and the boxes and compares all words, as far as the question about a copy.
fn compare(terminal: &mut Terminal, first: &TestHome, second: &TestHome) {
    compare_as("the key of the department chem", terminal, first, second);
}

fn compare_as(who: &str, terminal: &mut Terminal, first: &TestHome, second: &TestHome) {
    terminal.wait_for("Your key is open");
    terminal.send("\r");
    let keys = terminal.wait_for("Your institution's keys");
    assert!(keys.contains(&key_set(first)), "{keys}");
    assert!(keys.contains(who), "{keys}");
    terminal.send("y");
    for (name, home) in [("Chemistry stores", first), ("Workshop", second)] {
        let compared = terminal.wait_for(&format!("The box {name}"));
        assert!(compared.contains(&fingerprint(home)), "{compared}");
        terminal.send("y");
    }
    terminal.wait_for("Keep a copy?");
}

#[test]
fn from_an_empty_machine_to_the_departments_figures_by_keys_alone() {
    let laptop = Laptop::new();
    let (first, second) = institution(&laptop);
    laptop.download(&first.identity("chem"), "chem.key");
    let mut terminal = laptop.double_click();
    let keys = terminal.wait_for("Which of these is your key file?");
    assert!(keys.contains("chem.key"), "{keys}");
    assert!(keys.contains("the key of the department chem."), "{keys}");
    close(&mut terminal);
    terminal.send("\r");
    compare(&mut terminal, &first, &second);
    terminal.send("\r");
    let figures = terminal.wait_for("7 responses");
    assert!(figures.contains("The department on one page"), "{figures}");
    assert!(figures.contains("Exact, do not pass on."), "{figures}");
    // Every question, then home again with a page of it.
    terminal.send("m");
    terminal.wait_for("What would you like to see?");
    terminal.send("\u{1b}");
    terminal.wait_for("The department on one page");
    terminal.send("e");
    terminal.wait_for("What is it for?");
    terminal.send("\u{1b}[B\r");
    terminal.wait_for("In which form?");
    terminal.send("\r");
    terminal.wait_for("Into which folder?");
    // A folder of its own, which is made.
    terminal.send("/figures\r");
    terminal.wait_for("you can read it on");
    terminal.send("x");
    terminal.wait_for("The department on one page");
    leave(terminal);
    let folder = laptop.downloads().join("figures");
    let exact = names(&folder);
    let exact = exact
        .iter()
        .find(|name| name.starts_with("EXACT-") && !name.contains("manifest"))
        .unwrap();
    let exact = folder.join(exact);
    let text = std::fs::read_to_string(&exact).unwrap();
    assert!(text.contains("<p class=\"mark\">EXACT."), "{text}");
    let mode = std::fs::metadata(&exact).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // What was kept is sealed, and nothing that was opened is among it.
    assert_eq!(names(&laptop.data()), ["box", "keys"]);
}

#[test]
fn a_stick_with_the_key_and_a_folder_of_bundles_is_given_by_its_path() {
    let laptop = Laptop::new();
    let (first, second) = institution(&laptop);
    let stick = laptop.folder.path().join("stick");
    std::fs::create_dir_all(stick.join("boxes")).unwrap();
    for name in ["stores.bundle", "workshop.bundle"] {
        let to = stick.join("boxes").join(name);
        std::fs::rename(laptop.downloads().join(name), to).unwrap();
    }
    std::fs::rename(laptop.own_key(&first, "chem"), stick.join("chem.key")).unwrap();
    let stick = stick.to_str().unwrap();
    let mut terminal = laptop.double_click();
    terminal.wait_for("No key file was found");
    terminal.send("\r");
    terminal.wait_for("Where is the key file?");
    terminal.send(&format!("{stick}\r"));
    terminal.wait_for("the key of the department chem.");
    terminal.send("\r");
    terminal.wait_for("No pack and no bundle was found");
    terminal.send("a");
    terminal.wait_for("Where is the bundle");
    terminal.send(&format!("{stick}\r"));
    terminal.wait_for("workshop.bundle");
    compare(&mut terminal, &first, &second);
    terminal.send("\r");
    terminal.wait_for("7 responses");
    leave(terminal);
}

/// Goes to what the department needs.
fn to_the_needs(terminal: &mut Terminal) {
    terminal.send(":");
    terminal.wait_for("Every command");
    terminal.send("what the department needs\r");
}

#[test]
fn who_kept_nothing_may_keep_all_of_it_after_all_and_finds_it_the_next_time() {
    let laptop = Laptop::new();
    let (first, second) = institution(&laptop);
    laptop.own_key(&first, "chem");
    let mut terminal = laptop.double_click();
    terminal.wait_for("chem.key");
    terminal.send("\r");
    compare(&mut terminal, &first, &second);
    terminal.send("\u{1b}[B\r");
    terminal.wait_for("7 responses, staff not given");
    to_the_needs(&mut terminal);
    terminal.wait_for("Nothing is written yet.");
    terminal.send("\r");
    terminal.wait_for("How many people does the staff list have");
    terminal.send("10\r");
    terminal.wait_for("People on the staff list: 10");
    terminal.send("w");
    terminal.wait_for("Do you want to keep them after all?");
    terminal.send("n");
    terminal.wait_for("People on the staff list: 10");
    assert!(!laptop.data().exists());
    // The views of this session have it, and nothing of it is on the disk.
    terminal.send(":");
    terminal.wait_for("Every command");
    terminal.send("on one page\r");
    terminal.wait_for("7 of 10 staff (70 %)");
    to_the_needs(&mut terminal);
    terminal.wait_for("People on the staff list: 10");
    terminal.send("w");
    terminal.wait_for("Do you want to keep them after all?");
    terminal.send("y");
    terminal.wait_for("The needs are saved.");
    terminal.send("x");
    terminal.wait_for("People on the staff list: 10");
    leave(terminal);
    assert_eq!(
        names(&laptop.data()),
        ["box", "demand", "headcounts.csv", "keys"]
    );
    assert_eq!(names(laptop.folder.path()), [".local", "Downloads"]);

    // Nothing is compared again, and the staff list is known. A file that somebody spoilt is told and set aside.
    let needs = laptop.data().join("demand");
    std::fs::write(
        needs.join("chem.toml"),
        "schema = 1\ndepartment = \"chen\"\n",
    )
    .unwrap();
    let mut terminal = laptop.start();
    terminal.wait_for("the key of the department chem");
    terminal.send("\r");
    terminal.wait_for("9 records are on this computer already");
    terminal.send("\r");
    let told = terminal.wait_for("chem.toml:2:14");
    assert!(told.contains("`chen`"), "{told}");
    terminal.send("x");
    terminal.wait_for("What would you like to see?");
    to_the_needs(&mut terminal);
    terminal.wait_for("it aside, n to go back");
    terminal.send("y");
    terminal.wait_for("People on the staff list: 10");
    assert_eq!(names(&needs), ["chem.toml.1"]);
    terminal.send(":");
    terminal.wait_for("Every command");
    terminal.send("on one page\r");
    terminal.wait_for("7 of 10 staff (70 %)");
    terminal.send(LEAVE);
    assert!(terminal.end().success());
}

#[test]
fn the_second_time_nothing_is_compared_again_and_a_third_box_is() {
    let laptop = Laptop::new();
    let (first, second) = institution(&laptop);
    laptop.own_key(&first, "chem");
    let mut terminal = laptop.start();
    terminal.wait_for("chem.key");
    terminal.send("\r");
    compare(&mut terminal, &first, &second);
    terminal.send("\r");
    terminal.wait_for("7 responses");
    terminal.send("\u{1b}[21~");
    assert!(terminal.end().success());

    let third = first.sibling("Physics stores");
    respond(&third, "chem", 1);
    export(&third, &laptop.downloads().join("a-third.bundle"));
    let mut terminal = laptop.start();
    terminal.wait_for("the key of the department chem");
    terminal.send("\r");
    terminal.wait_for("9 records are on this computer already");
    terminal.send("\r");
    let compared = terminal.wait_for("1 of 1");
    assert!(compared.contains(&fingerprint(&third)), "{compared}");
    terminal.send("y");
    terminal.wait_for("8 responses");
    terminal.send("\u{1b}[21~");
    assert!(terminal.end().success());
}

#[test]
fn a_forgotten_passphrase_is_a_page_and_nothing_kept_is_nothing_left() {
    let laptop = Laptop::new();
    let (first, second) = institution(&laptop);
    let words = laptop.folder.path().join("words");
    std::fs::write(&words, "correct horse\n").unwrap();
    std::fs::set_permissions(&words, std::fs::Permissions::from_mode(0o600)).unwrap();
    let key = laptop.downloads().join("mine.key");
    first.done(&[
        "keys",
        "new",
        "institution",
        "--out",
        key.to_str().unwrap(),
        "--passphrase-file",
        words.to_str().unwrap(),
    ]);
    // A record under the new key set, so that it is the one to compare.
    respond(&first, "chem", 1);
    std::fs::remove_file(laptop.downloads().join("stores.bundle")).unwrap();
    export(&first, &laptop.downloads().join("stores.bundle"));
    drop(second);
    std::fs::remove_file(laptop.downloads().join("workshop.bundle")).unwrap();

    let mut terminal = laptop.start();
    terminal.wait_for("behind a passphrase");
    terminal.send("\r");
    terminal.wait_for("Nothing of what you type is shown.");
    terminal.send("\u{1b}OQ");
    terminal.wait_for("institution's key holders");
    terminal.send("\u{1b}");
    terminal.wait_for("Nothing of what you type is shown.");
    terminal.send("wrong\r");
    terminal.wait_for("That was not the passphrase");
    terminal.send("correct horse");
    let typed = terminal.wait_for("*");
    assert!(!typed.contains("horse"), "{typed}");
    terminal.send("\r");
    terminal.wait_for("Your key is open");
    terminal.send("\r");
    terminal.wait_for("Your institution's keys");
    terminal.send("y");
    terminal.wait_for("The box Chemistry stores");
    terminal.send("y");
    terminal.wait_for("Keep a copy?");
    terminal.send("\u{1b}[B\r");
    // The new key opens what came under the new key set, and says that the rest is for others.
    terminal.wait_for("6 responses are sealed to others");
    terminal.send("\r");
    terminal.wait_for("1 response,");
    terminal.send("\u{1b}[21~");
    assert!(terminal.end().success());
    assert!(!laptop.data().exists());
    assert_eq!(names(laptop.folder.path()), ["Downloads", "words"]);
}

#[test]
fn a_foreign_key_set_opens_nothing_and_leaves_nothing() {
    let laptop = Laptop::new();
    let (first, _) = institution(&laptop);
    laptop.download(&first.identity("chem"), "chem.key");
    let mut terminal = laptop.start();
    terminal.wait_for("chem.key");
    close(&mut terminal);
    terminal.send("\r");
    terminal.wait_for("Your key is open");
    terminal.send("\r");
    terminal.wait_for("Your institution's keys");
    terminal.send("n");
    terminal.wait_for("Then nothing is opened, and that is right.");
    terminal.send("\u{1b}[21~");
    assert!(terminal.end().success());
    assert!(!laptop.data().exists());
}

#[test]
fn a_home_that_compared_a_key_set_goes_by_it_on_the_command_line_too() {
    let laptop = Laptop::new();
    let (first, second) = institution(&laptop);
    let key = laptop.own_key(&first, "chem");
    let mut terminal = laptop.start();
    terminal.wait_for("chem.key");
    terminal.send("\r");
    compare(&mut terminal, &first, &second);
    terminal.send("\r");
    terminal.wait_for("7 responses");
    terminal.send("\u{1b}[21~");
    assert!(terminal.end().success());
    let home = laptop.data();
    let home = home.to_str().unwrap();
    let list = tallybox(&["--home", home, "keys", "list", "--json"]);
    let list: serde_json::Value = serde_json::from_slice(&list.stdout).unwrap();
    assert_eq!(list["fingerprint"].as_str().unwrap(), key_set(&first));
    // Whoever puts another set in its place is told so, and nothing is read.
    let compared = laptop.data().join("keys/compared.txt");
    let line = std::fs::read_to_string(&compared).unwrap();
    let forged = line.replace(['1', '2', '3'], "0");
    assert_ne!(line, forged);
    std::fs::write(&compared, forged).unwrap();
    let report = tallybox(&[
        "--home",
        home,
        "report",
        "--identity",
        key.to_str().unwrap(),
    ]);
    assert_eq!(report.status.code(), Some(4));
}

/// Opens the figures and writes the page that is shown as a file, which is a release.
fn export_at_the_statistical_door(terminal: &mut Terminal) {
    terminal.send("e");
    terminal.wait_for("In which form?");
    terminal.send("\r");
    terminal.wait_for("Into which folder?");
    terminal.send("\r");
}

#[test]
fn an_export_of_the_statistics_office_is_a_release_and_is_refused_like_one() {
    let laptop = Laptop::new();
    let first = TestHome::with_keys("Chemistry stores");
    let second = first.sibling("Workshop");
    respond(&first, "chem", 10);
    respond(&second, "chem", 1);
    export(&first, &laptop.downloads().join("stores.bundle"));
    export(&second, &laptop.downloads().join("workshop.bundle"));
    laptop.own_key(&first, "statistics");
    let mut terminal = laptop.start();
    terminal.wait_for("statistics.key");
    terminal.send("\r");
    let office = "the key of the statistics office";
    compare_as(office, &mut terminal, &first, &second);
    terminal.send("\r");
    terminal.wait_for("All departments on one page");
    export_at_the_statistical_door(&mut terminal);
    terminal.wait_for("Press any key to go back");
    terminal.send("x");
    // The same figures again are no other release.
    export_at_the_statistical_door(&mut terminal);
    terminal.wait_for("Press any key to go back");
    terminal.send("x\u{1b}[21~");
    assert!(terminal.end().success());
    let releases = laptop.data().join("releases");
    assert_eq!(names(&releases), ["0001.json", "ledger.age", "ledger.lock"]);

    let third = first.sibling("Physics stores");
    respond(&third, "chem", 1);
    export(&third, &laptop.downloads().join("a-third.bundle"));
    let mut terminal = laptop.start();
    terminal.wait_for("statistics.key");
    terminal.send("\r");
    terminal.wait_for("are on this computer already");
    terminal.send("\r");
    terminal.wait_for("1 of 1");
    terminal.send("y");
    terminal.wait_for("All departments on one page");
    export_at_the_statistical_door(&mut terminal);
    let told = terminal.wait_for("went out as release 1");
    assert!(told.contains("leave once a wave"), "{told}");
    terminal.send("x\u{1b}[21~");
    assert!(terminal.end().success());
    assert_eq!(names(&releases), ["0001.json", "ledger.age", "ledger.lock"]);
    let written = names(&laptop.downloads());
    let protected: Vec<&String> = written
        .iter()
        .filter(|name| name.starts_with("protected-"))
        .collect();
    let manifests = protected
        .iter()
        .filter(|name| name.ends_with(".manifest.json"));
    assert_eq!((protected.len(), manifests.count()), (4, 2), "{written:?}");
}
