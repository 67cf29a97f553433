//! A home's settings, colours and keys: the schemas that editors read are the readers' own tables and mean to
//! an independent program what they mean here; a new home names them; what is wrong is told at its place, and
//! nobody is kept from answering by it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;
use serde_json::{Value, json};
use support::home::{TestHome, binary, done};
use support::pty::Terminal;
use tallybox::ui::{keymap, theme};

const OF: [&str; 3] = ["settings", "theme", "keyboard"];

fn repository(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn the_shipped_schemas_are_what_the_command_prints() {
    for of in OF {
        let printed = done(&["settings", "schema", of]);
        let file = repository(&format!("docs/schema/{of}.json"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, &printed).unwrap();
        }
        let shipped = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            shipped == printed,
            "UPDATE=1 writes {} anew",
            file.display()
        );
    }
}

/// What Python's `jsonschema` finds wrong with documents, each as its schema and itself.
fn judged(documents: &[(String, Value)]) -> Vec<u64> {
    let script = "import json, sys, jsonschema\nout = []\nfor schema, document in json.load(sys.stdin):\n    jsonschema.Draft7Validator.check_schema(schema)\n    out.append(len(list(jsonschema.Draft7Validator(schema).iter_errors(document))))\nprint(json.dumps(out))";
    let pairs: Vec<Value> = documents
        .iter()
        .map(|(of, document)| {
            let schema = done(&["settings", "schema", of]);
            json!([serde_json::from_str::<Value>(&schema).unwrap(), document])
        })
        .collect();
    let mut python = Command::new("python3")
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = serde_json::to_vec(&pairs).unwrap();
    python.stdin.take().unwrap().write_all(&input).unwrap();
    let output = python.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).expect("python3-jsonschema is there")
}

fn parsed(text: &str) -> Value {
    let table: toml::Table = text.parse().unwrap();
    serde_json::to_value(table).unwrap()
}

/// A file, of which kind it is, and whether it is one.
fn samples() -> Vec<(&'static str, String, bool)> {
    let settings = tallybox::runtime::settings::table::sample();
    let set = settings
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") && !rest.contains("take the") => rest,
            _ => line,
        })
        .collect::<Vec<_>>()
        .join("\n");
    let given = |of, text: &str, is_one| (of, text.to_owned(), is_one);
    vec![
        ("settings", settings, true),
        ("settings", set, true),
        given("settings", "[kiosk]\nidle_minutes = 1\n", false),
        given("settings", "[kiosk]\nidel_minutes = 5\n", false),
        given("settings", "[kisok]\n", false),
        given("settings", "[kiosk]\nabandoned = \"sell\"\n", false),
        given("settings", "[kiosk]\ndrives = \"media\"\n", false),
        given("theme", &example("theme"), true),
        given("theme", "base = \"standard\"\n", false),
        given("theme", "name = \"a\"\nbase = \"dark\"\n", false),
        given(
            "theme",
            "name = \"a\"\n[colours]\nbar = { text = 15, background = 24 }\n",
            false,
        ),
        given(
            "theme",
            "name = \"a\"\n[colours]\nbar = { text = 231 }\n",
            false,
        ),
        given(
            "theme",
            "name = \"a\"\n[colours]\nbra = { text = 231, background = 24 }\n",
            false,
        ),
        given("keyboard", &example("keyboard"), true),
        given("keyboard", "[form]\nchekc = \"F11\"\n", false),
        given("keyboard", "[form]\ncheck = \"F13\"\n", false),
        given("keyboard", "[desk]\nmenu = []\n", false),
        given("keyboard", "letters = 1\n", false),
    ]
}

/// The example that `docs/display.md` gives of a file.
fn example(of: &str) -> String {
    let page = fs::read_to_string(repository("docs/display.md")).unwrap();
    let first = format!("#:schema ./schema/{of}.json");
    let blocks = page.split("```toml\n").skip(1);
    let mut texts = blocks.map(|block| block.split("```").next().unwrap().to_owned());
    let found = texts.find(|text| text.starts_with(&first));
    found.unwrap_or_else(|| panic!("docs/display.md has no example of {of}"))
}

#[test]
fn an_independent_program_reads_the_schemas_as_our_reader_reads_the_files() {
    let samples = samples();
    let documents: Vec<(String, Value)> = samples
        .iter()
        .map(|(of, text, _)| ((*of).to_owned(), parsed(text)))
        .collect();
    let found = judged(&documents);
    for ((of, text, is_one), faults) in samples.iter().zip(found) {
        let is_read = match *of {
            "settings" => tallybox::runtime::settings::read(text).is_ok(),
            "theme" => theme::file::read("theme.toml", text).is_ok(),
            _ => keymap::file::read("keyboard.toml", text).is_ok(),
        };
        assert_eq!((faults == 0, is_read), (*is_one, *is_one), "{of}: {text}");
    }
}

#[test]
fn a_new_home_names_its_schemas_and_they_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("new");
    done(&["init", root.to_str().unwrap()]);
    for file in ["tallybox.toml", "surveys/skills-and-responsibility.toml"] {
        let path = root.join(file);
        let text = fs::read_to_string(&path).unwrap();
        let named = text
            .lines()
            .next()
            .unwrap()
            .strip_prefix("#:schema ")
            .unwrap();
        let schema = fs::read_to_string(path.parent().unwrap().join(named)).unwrap();
        let schema: Value = serde_json::from_str(&schema).unwrap();
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    }
    for of in OF {
        assert!(root.join(format!("schema/{of}.json")).is_file(), "{of}");
    }
    let shown = done(&["--home", root.to_str().unwrap(), "settings", "show"]);
    assert!(
        shown.lines().all(|line| line.ends_with("default")),
        "{shown}"
    );
}

#[test]
fn every_setting_is_in_the_keeper_s_page_and_on_the_list() {
    let page = fs::read_to_string(repository("docs/kiosk.md")).unwrap();
    let table = page
        .lines()
        .skip_while(|line| !line.starts_with("| setting |"));
    let rows = table.take_while(|line| line.starts_with('|'));
    let rows = rows.filter_map(|line| line.strip_prefix("| `"));
    let told: BTreeSet<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let table = tallybox::runtime::settings::table::of("kiosk");
    let there: BTreeSet<&str> = table.map(|setting| setting.key).collect();
    assert_eq!(told, there);
    let display = fs::read_to_string(repository("docs/display.md")).unwrap();
    for of in ["theme", "keyboard"] {
        let schema: Value = serde_json::from_str(&done(&["settings", "schema", of])).unwrap();
        let keys = schema["properties"].as_object().unwrap().keys();
        for key in keys {
            assert!(
                display.contains(&format!("`{key}`")),
                "docs/display.md: {key}"
            );
        }
    }
}

#[test]
fn what_holds_is_listed_with_where_it_is_said() {
    let home = TestHome::bare();
    let root = home.path();
    fs::write(root.join("tallybox.toml"), "[kiosk]\nidle_minutes = 9\n").unwrap();
    fs::write(root.join("theme.toml"), example("theme")).unwrap();
    fs::write(root.join("keyboard.toml"), example("keyboard")).unwrap();
    let shown: Value = serde_json::from_str(&home.done(&["settings", "show", "--json"])).unwrap();
    let line = |name: &str| {
        let lines = shown["settings"].as_array().unwrap().iter();
        let mut found = lines.filter(|line| line["setting"] == name);
        found.next().unwrap().clone()
    };
    assert_eq!(
        line("kiosk.idle_minutes"),
        json!({ "setting": "kiosk.idle_minutes", "value": 9, "from": "tallybox.toml:2" })
    );
    assert_eq!(line("kiosk.warning_seconds")["from"], "default");
    assert_eq!(line("theme")["value"], "University colours");
    assert_eq!(line("keyboard")["from"], "keyboard.toml");
}

#[test]
fn a_faulty_file_is_told_at_its_place_by_show_and_by_doctor() {
    let home = TestHome::bare();
    for (file, text, place) in [
        ("tallybox.toml", "[kisok]\n", "tallybox.toml:1:2: "),
        (
            "theme.toml",
            "name = \"a\"\nbsae = 1\n",
            "theme.toml:2:1: there is no `bsae` here; did you mean `base`?",
        ),
        (
            "keyboard.toml",
            "[form]\ncheck = \"F2\"\n",
            "keyboard.toml:2:9: F2 is `sections` already; take another key",
        ),
    ] {
        let path = home.path().join(file);
        fs::write(&path, text).unwrap();
        let output = home.run(&["settings", "show"]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{told}");
        assert!(told.contains(place), "{told}");
        let list: Value = serde_json::from_slice(&home.run(&["doctor", "--json"]).stdout).unwrap();
        let checks = list["checks"].as_array().unwrap().iter();
        let check = file
            .trim_end_matches(".toml")
            .replace("tallybox", "settings");
        let mut found = checks.filter(|line| line["check"] == check.as_str());
        assert_eq!(found.next().unwrap()["state"], "fault", "{file}");
        fs::remove_file(path).unwrap();
    }
}

/// A program at a terminal of 256 colours.
fn open(home: &TestHome, program: &str) -> Terminal {
    let mut command = CommandBuilder::new(binary());
    command.args(["--home", home.path().to_str().unwrap(), program]);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    for name in ["SSH_CONNECTION", "TMUX", "STY", "ZELLIJ"] {
        command.env_remove(name);
    }
    Terminal::start(command)
}

/// What a program writes until words are on its screen.
fn written(home: &TestHome, program: &str, words: &str) -> String {
    let terminal = open(home, program);
    terminal.wait_for(words);
    String::from_utf8_lossy(&terminal.written()).into_owned()
}

/// The programs with a screen, what stands on their first one, and whether a lead or keeper sits there.
const PROGRAMS: [(&str, &str, bool); 3] = [
    ("admin", "Your key", true),
    ("fill", "Which language would you like?", false),
    ("kiosk", "It takes 1 to 2 minutes", true),
];

#[test]
fn a_home_s_colours_are_on_the_screen_and_a_faulty_file_is_told_and_left_out() {
    let home = TestHome::with_keys("Chemistry stores");
    let file = home.path().join("theme.toml");
    for (program, words, is_told) in PROGRAMS {
        fs::write(&file, example("theme")).unwrap();
        let bytes = written(&home, program, words);
        // The bar of the example, white on dark green: numbers 231 and 22 of the table.
        assert!(bytes.contains("48;5;22"), "{program}: {bytes}");
        assert!(!bytes.contains("theme.toml"), "{program}: {bytes}");
        fs::write(&file, "name = 1").unwrap();
        let bytes = written(&home, program, words);
        // Who answers is told nothing; a keeper's journal and a lead are.
        assert_eq!(
            bytes.contains("theme.toml:1:8: "),
            is_told,
            "{program}: {bytes}"
        );
        assert!(
            bytes.contains("48;5;24"),
            "{program}, the program's own: {bytes}"
        );
    }
}

#[test]
fn a_home_s_keys_are_on_the_line_of_keys_and_work() {
    let home = TestHome::with_keys("Chemistry stores");
    let text = "[form]\nhelp = \"Ctrl+G\"\n";
    fs::write(home.path().join("keyboard.toml"), text).unwrap();
    let mut terminal = open(&home, "fill");
    terminal.wait_for("Ctrl+G help");
    terminal.send("\x07");
    terminal.wait_for("Keys that work here");
}
