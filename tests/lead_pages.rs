//! The desk's further pages in a real terminal: the university's release from pack to box, an earlier wave,
//! free text, manifests beside exports, and what a lead is told where something is wrong, in Welsh too.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use support::home::{SMALL, TestHome, binary, tallybox};
use support::life::{paper, text};
use support::pty::Terminal;
use tallybox::base::hex;

const DOWN: &str = "\u{1b}[B";
const LEAVE: &str = "\u{1b}[21~";

/// A laptop with a Downloads folder.
struct Laptop(tempfile::TempDir);

impl Laptop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("Downloads")).unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn downloads(&self) -> PathBuf {
        self.path().join("Downloads")
    }

    fn kept(&self) -> PathBuf {
        self.path().join(".local/share/tallybox")
    }

    fn key(&self, home: &TestHome, who: &str) {
        let key = self.downloads().join(format!("{who}.key"));
        std::fs::copy(home.identity(who), &key).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn start(&self, more: &[&str]) -> Terminal {
        let mut command = CommandBuilder::new(binary());
        command.args(more);
        command.arg("admin");
        self.started(command)
    }

    fn in_welsh(&self) -> Terminal {
        let mut command = CommandBuilder::new(binary());
        command.args(["admin", "--lang", "cy"]);
        self.started(command)
    }

    fn started(&self, mut command: CommandBuilder) -> Terminal {
        command.cwd(self.path());
        for name in ["HOME", "TMPDIR"] {
            command.env(name, self.path());
        }
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
        Terminal::start(command)
    }
}

fn respond(home: &TestHome, department: &str, times: i64) {
    (0..times).for_each(|years| drop(home.enter(&paper(department, years))));
}

/// A pack for `chem` with what the university released.
fn packed(laptop: &Laptop) -> TestHome {
    let home = TestHome::with_keys("Chemistry stores");
    respond(&home, "chem", 11);
    respond(&home, "phys", 12);
    let release = home.path().join("release.json");
    let identity = text(&home.identity("statistics"));
    let json = home.done(&["report", "--identity", &identity, "--format", "json"]);
    std::fs::write(&release, json).unwrap();
    let page = home.path().join("page.json");
    let json = home.done(&[
        "report",
        "--identity",
        &identity,
        "--view",
        "department",
        "--format",
        "json",
    ]);
    std::fs::write(&page, json).unwrap();
    let pack = text(&laptop.downloads().join("chem.pack"));
    let words = [
        "pack",
        "-o",
        &pack,
        "--department",
        "chem",
        "--release",
        &text(&release),
        &text(&page),
    ];
    home.done(&words);
    laptop.key(&home, "chem");
    home
}

/// From the key to the department's page, taking the pack.
fn to_the_desk(terminal: &mut Terminal) -> String {
    terminal.wait_for("Which of these is your key file?");
    terminal.send("\r");
    terminal.wait_for("Your key is open");
    terminal.send("\r");
    terminal.wait_for("Your institution's keys");
    terminal.send("y");
    terminal.wait_for("Keep a copy?");
    terminal.send("\r");
    terminal.wait_for("The department on one page")
}

/// The one file of a folder whose name begins so and ends so.
fn file(folder: &Path, beginning: &str, end: &str) -> PathBuf {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with(beginning) && name.ends_with(end) && !name.contains(".manifest.")
    };
    entries.into_iter().find(is_one).unwrap()
}

fn manifest(of: &Path) -> Json {
    let beside = format!("{}.manifest.json", of.display());
    let manifest: Json = serde_json::from_slice(&std::fs::read(beside).unwrap()).unwrap();
    let hash = hex::encode(&Sha256::digest(std::fs::read(of).unwrap()));
    assert_eq!(manifest["sha256"], hash);
    manifest
}

/// Writes what is on the screen as JSON into the folder that is offered.
fn as_json(terminal: &mut Terminal) {
    terminal.wait_for("In which form?");
    terminal.send(&format!("{}\r", DOWN.repeat(6)));
    terminal.wait_for("Into which folder?");
    terminal.send("\r");
    terminal.wait_for("Press any key to go back");
    terminal.send("x");
}

#[test]
fn what_the_university_released_comes_in_the_pack_and_stands_in_a_box_of_its_own() {
    let laptop = Laptop::new();
    let _home = packed(&laptop);
    let mut terminal = laptop.start(&[]);
    let page = to_the_desk(&mut terminal);
    assert!(page.contains("11 responses"), "{page}");
    terminal.send("G");
    let page = terminal.wait_for("Statistical door: protected, profile hesa.");
    assert!(page.contains("The university's figures"), "{page}");
    // 23 people, rounded: the department's own page says 11.
    assert!(page.contains("25 asked"), "{page}");
    terminal.send("u");
    let page = terminal.wait_for("What was given out");
    assert!(page.contains("Protected."), "{page}");
    assert!(!page.contains("Exact"), "{page}");
    // Its file is its own, and nobody is asked what it is for.
    terminal.send("e");
    as_json(&mut terminal);
    terminal.wait_for("What was given out");
    // The department's own page goes into another one, and no figure of the release with it.
    terminal.send("\u{1b}");
    terminal.wait_for("What would you like to see?");
    terminal.send("\u{1b}[H\r");
    terminal.wait_for("11 responses");
    terminal.send("e");
    terminal.wait_for("What is it for?");
    terminal.send(&format!("{DOWN}\r"));
    as_json(&mut terminal);
    terminal.send(LEAVE);
    assert!(terminal.end().success());

    let released = file(&laptop.downloads(), "protected-chem-university-", "json");
    let json: Json = serde_json::from_slice(&std::fs::read(&released).unwrap()).unwrap();
    assert_eq!(
        (&json["door"], &json["profile"]),
        (&json!("statistical"), &json!("hesa"))
    );
    let told = manifest(&released);
    assert_eq!(
        (&told["about"]["door"], &told["boxes"]),
        (&json!("statistical"), &json!([]))
    );
    let own = file(&laptop.downloads(), "EXACT-chem-department-", "json");
    let exact = std::fs::read_to_string(&own).unwrap();
    assert!(exact.contains("\"door\":\"operational\""), "{exact}");
    assert!(
        !exact.contains("released") && !exact.contains("hesa"),
        "{exact}"
    );
    // The manifest says how many answered and whose signed checkpoints were counted.
    let told = manifest(&own);
    assert_eq!(told["about"]["responses"], 11);
    assert!(
        told["boxes"][0]["checkpoint"]
            .as_str()
            .unwrap()
            .contains("Chemistry stores")
    );
    assert!(told["marking"].as_str().unwrap().starts_with("EXACT."));
}

/// Opens the one view that the university released, from anywhere.
fn open_released(terminal: &mut Terminal) {
    terminal.send("m");
    terminal.wait_for("What would you like to see?");
    terminal.send("/figures:\r\r");
}

#[test]
fn a_view_that_the_university_released_is_a_page_of_its_own_and_can_be_taken_home() {
    let laptop = Laptop::new();
    let _home = packed(&laptop);
    let mut terminal = laptop.start(&[]);
    to_the_desk(&mut terminal);
    open_released(&mut terminal);
    let page = terminal.wait_for("signed on");
    for said in [
        "The university's figures",
        "Statistical door: protected, profile hesa",
        "25 responses",
        "The statistics office gave these figures out",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("Exact"), "{page}");
    terminal.send("?");
    terminal.wait_for("Where you stand");
    terminal.send("\u{1b}e");
    as_json(&mut terminal);
    terminal.send(LEAVE);
    assert!(terminal.end().success());
    let written = file(&laptop.downloads(), "protected-all-department-", "json");
    let json: Json = serde_json::from_slice(&std::fs::read(&written).unwrap()).unwrap();
    assert_eq!(json["door"], "statistical");
    assert_eq!(manifest(&written)["boxes"], json!([]));

    // Changed where it lies, it is told and not shown.
    let kept = laptop
        .kept()
        .join("releases/from-the-university.department.json");
    let sound = std::fs::read_to_string(&kept).unwrap();
    std::fs::write(&kept, sound.replacen("\"count\":25", "\"count\":35", 1)).unwrap();
    std::fs::remove_file(laptop.downloads().join("chem.pack")).unwrap();
    let mut terminal = laptop.start(&[]);
    terminal.wait_for("Which of these is your key file?");
    terminal.send("\r");
    terminal.wait_for("Your key is open");
    terminal.send("\r");
    terminal.wait_for("The department on one page");
    terminal.send("m");
    terminal.wait_for("What would you like to see?");
    terminal.send("/not shown\r");
    terminal.wait_for("not shown: department");
    terminal.send("\r");
    let said = terminal.wait_for("They are not shown.");
    assert!(said.contains("are not those that the"), "{said}");
    terminal.send(&format!("x{LEAVE}"));
    assert!(terminal.end().success());
}

#[test]
fn exact_figures_and_what_is_no_release_go_into_no_pack() {
    let laptop = Laptop::new();
    let home = packed(&laptop);
    let pack = text(&home.path().join("never.pack"));
    let file = home.path().join("claimed.json");
    let identity = text(&home.identity("chem"));
    let exact = |words: &[&str]| {
        let report = ["report", "--identity", &identity, "--format", "json"];
        home.done(&[&report[..], words].concat())
    };
    let page = std::fs::read_to_string(home.path().join("page.json")).unwrap();
    let cut = page.get(..page.len() / 2).unwrap().to_owned();
    for (json, why) in [
        (exact(&[]), "it does not say a profile that protects"),
        (
            exact(&["--view", "department"]),
            "`door` is not `statistical`",
        ),
        (
            page.replacen("\"view\":\"department\"", "\"view\":\"cover\"", 1),
            "`view` names no view",
        ),
        (cut, "claimed.json:1:"),
        ("[]".to_owned(), "claimed.json"),
    ] {
        std::fs::write(&file, &json).unwrap();
        let output = tallybox(&[
            "--home",
            &text(&home.path()),
            "pack",
            "-o",
            &pack,
            "--release",
            &text(&file),
        ]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains(why), "{why}: {said}");
        assert!(said.contains("tallybox report --format json"), "{said}");
        assert!(!Path::new(&pack).exists());
    }
}

#[test]
fn figures_that_were_edited_after_the_release_go_into_no_pack() {
    let laptop = Laptop::new();
    let home = packed(&laptop);
    let pack = text(&home.path().join("never.pack"));
    let file = home.path().join("edited.json");
    let release = std::fs::read_to_string(home.path().join("release.json")).unwrap();
    let edited = release.replacen("\"base\":10", "\"base\":15", 1);
    assert_ne!(release, edited);
    std::fs::write(&file, edited).unwrap();
    let home = text(&home.path());
    let output = tallybox(&[
        "--home",
        &home,
        "pack",
        "-o",
        &pack,
        "--release",
        &text(&file),
    ]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("edited.json: it is none of the releases"),
        "{said}"
    );
    assert!(said.contains("differs from it at tables/"), "{said}");
    assert!(!Path::new(&pack).exists());
}

#[test]
fn a_release_that_nobody_signed_is_not_shown_and_its_page_says_why() {
    let laptop = Laptop::new();
    let _home = packed(&laptop);
    let mut terminal = laptop.start(&[]);
    to_the_desk(&mut terminal);
    terminal.send(LEAVE);
    assert!(terminal.end().success());
    std::fs::remove_file(laptop.downloads().join("chem.pack")).unwrap();
    let figures = laptop.kept().join("releases/from-the-university.json");
    let signed = laptop.kept().join("releases/from-the-university.signed");
    let sound = std::fs::read_to_string(&figures).unwrap();
    let changed = sound.replacen("25", "35", 1);
    assert_ne!(sound, changed);
    let front = std::fs::read(&signed).unwrap();
    let forged = {
        let mut forged = front.clone();
        let last = forged.len() - 1;
        forged[last] ^= 1;
        forged
    };
    for (json, front, why) in [
        (&changed, Some(&front), "are not those that the"),
        (&sound, Some(&forged), "nothing shows that the"),
        (&sound, None, "nothing shows that the"),
    ] {
        std::fs::write(&figures, json).unwrap();
        match front {
            Some(front) => std::fs::write(&signed, front).unwrap(),
            None => std::fs::remove_file(&signed).unwrap(),
        }
        let mut terminal = laptop.start(&[]);
        terminal.wait_for("Which of these is your key file?");
        terminal.send("\r");
        terminal.wait_for("Your key is open");
        terminal.send("\r");
        let page = terminal.wait_for("The department on one page");
        assert!(!page.contains("Statistical door"), "{page}");
        terminal.send("u");
        let said = terminal.wait_for("They are not shown.");
        assert!(said.contains(why), "{said}");
        assert!(said.contains("from-the-university.json"), "{said}");
        assert!(said.contains("Take in the pack that they"), "{said}");
        terminal.send(&format!("x{LEAVE}"));
        assert!(terminal.end().success());
    }
}

/// Waits for the page itself, which its line in the list is not.
fn at_comparison(terminal: &Terminal) {
    terminal.wait_until("the comparison", |screen| {
        let others = ["What would you like to see?", "One moment", "Which wave?"];
        screen.contains("Comparison") && !others.iter().any(|other| screen.contains(other))
    });
}

#[test]
fn an_earlier_wave_is_found_where_key_files_are_and_chosen_by_keys() {
    let laptop = Laptop::new();
    let home = TestHome::with_keys("Chemistry stores");
    respond(&home, "chem", 11);
    laptop.key(&home, "statistics");
    let identity = text(&home.identity("statistics"));
    let json = home.done(&["report", "--identity", &identity, "--format", "json"]);
    let before = json.replace("\"wave\":\"2027\"", "\"wave\":\"2025\"");
    assert_ne!(before, json);
    std::fs::write(laptop.downloads().join("2025.json"), before).unwrap();
    // This wave's own release is no earlier one.
    std::fs::write(laptop.downloads().join("present.json"), json).unwrap();
    std::fs::write(laptop.downloads().join("shopping.json"), "[\"milk\"]").unwrap();
    let mut terminal = laptop.start(&["--home", &text(&home.path())]);
    terminal.wait_for("Which of these is your key file?");
    terminal.send("\r");
    terminal.wait_for("Your key is open");
    terminal.send("\r");
    terminal.wait_for("Protected.");
    // Elsewhere the key says where it is of use.
    terminal.send("w");
    terminal.wait_for("An earlier wave stands beside this one in the comparison");
    terminal.send("xm/comparison\r\r");
    at_comparison(&terminal);
    terminal.send("w");
    let waves = terminal.wait_for("Which wave?");
    assert!(
        waves.contains("2025") && !waves.contains("shopping") && !waves.contains("present"),
        "{waves}"
    );
    // What is not a release says so, where, and what to do.
    terminal.send("a");
    terminal.wait_for("Where is the earlier wave's release?");
    terminal.send("~/Downloads/shopping.json\r");
    let said = terminal.wait_for("This is not a release of an earlier wave.");
    assert!(
        said.contains("Downloads/shopping.json") && said.contains("Choose the file that"),
        "{said}"
    );
    terminal.send("x");
    terminal.wait_for("Which wave?");
    terminal.send("\r");
    at_comparison(&terminal);
    terminal.send("w");
    let waves = terminal.wait_for("(beside this wave now)");
    assert!(waves.contains("2025"), "{waves}");
    terminal.send(LEAVE);
    assert!(terminal.end().success());
}

/// A question for free text that the institution reads first.
const FREE: &str = include_str!("data/free_text.toml");

#[test]
fn free_text_is_marked_at_the_desk_in_the_file_that_the_command_writes() {
    let laptop = Laptop::new();
    let home = TestHome::with_keys("Chemistry stores");
    let survey = home.path().join("surveys/small.toml");
    std::fs::write(survey, format!("{SMALL}{FREE}")).unwrap();
    for words in ["The kiln would stop", "The lathe would stop"] {
        let mut answers = paper("chem", 3);
        answers["stops"] = json!(words);
        home.enter(&answers);
    }
    laptop.key(&home, "first");
    let mut terminal = laptop.start(&["--home", &text(&home.path())]);
    terminal.wait_for("Which of these is your key file?");
    terminal.send("\r");
    terminal.wait_for("Your key is open");
    terminal.send("\r");
    terminal.wait_for("All departments on one page");
    terminal.send("m/wrote\r\r");
    let page = terminal.wait_for("2 of 2 unread");
    assert!(page.contains("What would stop without you?"), "{page}");
    let is_kiln_first = page.contains("The kiln");
    terminal.send("y");
    terminal.wait_for("1 of 2 unread");
    terminal.send("n");
    terminal.wait_for("0 of 2 unread");
    terminal.send(LEAVE);
    assert!(terminal.end().success());
    let identity = text(&home.identity("second"));
    let shown = home.done(&["texts", "show", "--identity", &identity, "--json"]);
    let wanted = if is_kiln_first {
        "The kiln would stop"
    } else {
        "The lathe would stop"
    };
    let told: Json = serde_json::from_str(&shown).unwrap();
    assert_eq!(told["texts"].as_array().unwrap().len(), 1);
    assert_eq!(told["texts"][0]["text"], wanted);
}

#[test]
fn a_damaged_bundle_among_good_ones_says_so_in_the_list_and_the_others_are_taken() {
    let laptop = Laptop::new();
    let home = TestHome::with_keys("Chemistry stores");
    respond(&home, "chem", 6);
    let good = laptop.downloads().join("stores.bundle");
    home.done(&["bundle", "export", "--final", "-o", &text(&good)]);
    let mut bytes = std::fs::read(&good).unwrap();
    // In the box's public key: nothing of such a file can be believed.
    bytes[60] ^= 1;
    std::fs::write(laptop.downloads().join("cut.bundle"), bytes).unwrap();
    laptop.key(&home, "chem");
    let mut terminal = laptop.start(&[]);
    terminal.wait_for("Which of these is your key file?");
    terminal.send("\r");
    let boxes = terminal.wait_for("Your key is open");
    assert!(boxes.contains("[x] Chemistry stores"), "{boxes}");
    assert!(boxes.contains("[!] cut.bundle"), "{boxes}");
    assert!(boxes.contains("altered or cut off on its way"), "{boxes}");
    terminal.send(DOWN);
    terminal.wait_for("Ask the keeper of the box to send it again.");
    // It cannot be chosen, and going on takes the other.
    terminal.send(" \r");
    terminal.wait_for("Your institution's keys");
    terminal.send("y");
    terminal.wait_for("The box Chemistry stores");
    terminal.send("y");
    terminal.wait_for("Keep a copy?");
    terminal.send("\r");
    terminal.wait_for("6 responses");
    terminal.send(LEAVE);
    assert!(terminal.end().success());
}

#[test]
fn a_key_of_another_home_is_told_in_the_language_of_the_screens() {
    let laptop = Laptop::new();
    let home = TestHome::with_keys("Chemistry stores");
    respond(&home, "chem", 6);
    let bundle = text(&laptop.downloads().join("stores.bundle"));
    home.done(&["bundle", "export", "--final", "-o", &bundle]);
    let elsewhere = TestHome::with_keys("Elsewhere");
    laptop.key(&elsewhere, "chem");
    let mut terminal = laptop.in_welsh();
    terminal.wait_for("chem.key");
    terminal.send("\r");
    terminal.wait_for("Chemistry stores");
    terminal.send("\r");
    terminal.wait_for("Allweddi eich sefydliad");
    terminal.send("yy");
    terminal.wait_until("the question about a copy", |screen| {
        screen.contains("Cadw copi?")
    });
    terminal.send("\r");
    let said = terminal.wait_for("Nid yw'r allwedd hon yn agor yr un");
    assert!(said.contains("ddeiliaid"), "{said}");
    assert!(!said.contains("key") && !said.contains("hint"), "{said}");
    terminal.send(&format!("x{LEAVE}"));
    assert!(terminal.end().success());
}
