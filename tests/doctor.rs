//! The list for opening day finds each fault that is planted, and nothing where there is none; and what
//! it says can be read without a key is what an independent program reads.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::{Value as Json, json};

use support::home::{TestHome, binary};

/// A home that is ready: approved, dated, drilled, counted.
fn ready() -> TestHome {
    let home = TestHome::with_keys("Chemistry stores");
    change(
        &home,
        "wave = \"2027\"",
        "wave = \"2027\"\ncloses = 2199-01-31",
    );
    fs::write(
        home.path().join("headcounts.csv"),
        "department,people\nchem,40\nphys,30\ndesign,20\n",
    )
    .unwrap();
    let keys: Json = serde_json::from_str(&home.done(&["keys", "list", "--json"])).unwrap();
    let drilled: serde_json::Map<String, Json> = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| {
            (
                key["recipient"].as_str().unwrap().to_owned(),
                json!("2026-11-21"),
            )
        })
        .collect();
    fs::write(
        home.path().join("keys/drilled.json"),
        Json::Object(drilled).to_string(),
    )
    .unwrap();
    home
}

/// Changes the questionnaire.
fn change(home: &TestHome, was: &str, is: &str) {
    let file = home.path().join("surveys/small.toml");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(was), "{was}");
    fs::write(file, text.replace(was, is)).unwrap();
}

/// Runs the doctor under a locale; its exit code and list.
fn doctor(home: &Path, locale: &str) -> (i32, Json) {
    let mut command = Command::new(binary());
    command.args(["--home", home.to_str().unwrap(), "doctor", "--json"]);
    command
        .env_remove("LC_CTYPE")
        .env_remove("LANG")
        .env("LC_ALL", locale);
    let output = command.output().unwrap();
    let list = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), list)
}

/// The checks that are findings.
fn faults(list: &Json) -> BTreeSet<String> {
    let checks = list["checks"].as_array().unwrap();
    let faults = checks.iter().filter(|check| check["state"] == "fault");
    let named = faults.map(|check| {
        assert_ne!(check["todo"], "", "{check} says nothing to do");
        check["check"].as_str().unwrap().to_owned()
    });
    named.collect()
}

/// A fault: what is planted, and the check that must find it.
type Fault = (&'static str, &'static str, fn(&TestHome));

const FAULTS: [Fault; 15] = [
    ("a questionnaire with an error", "questionnaire", |home| {
        change(home, "type = \"integer\"", "type = \"whole\"");
    }),
    ("a notice that nobody approved", "notice", |home| {
        change(home, "approved_by = \"The data protection officer\"\n", "");
    }),
    ("an approval that is still to come", "notice", |home| {
        change(home, "2026-11-01", "2198-11-01");
    }),
    ("a survey that closed", "dates", |home| {
        change(home, "2199-01-31", "2020-01-31");
    }),
    ("no closing day", "dates", |home| {
        change(home, "closes = 2199-01-31", "");
    }),
    ("a department without a key", "departments", |home| {
        let list = home.path().join("surveys/lists/departments.csv");
        let more = fs::read_to_string(&list).unwrap() + "music,Music,Music,\n";
        fs::write(list, more).unwrap();
        fs::write(
            home.path().join("headcounts.csv"),
            "department,people\nchem,4\nphys,3\ndesign,2\nmusic,1\n",
        )
        .unwrap();
    }),
    ("a holder who has not shown to open", "drill", |home| {
        fs::remove_file(home.path().join("keys/drilled.json")).unwrap();
    }),
    ("a department that nobody counted", "headcounts", |home| {
        fs::write(
            home.path().join("headcounts.csv"),
            "department,people\nchem,40\nphys,30\n",
        )
        .unwrap();
    }),
    ("headcounts that cannot be read", "headcounts", |home| {
        fs::write(
            home.path().join("headcounts.csv"),
            "department,people\nchem,many\n",
        )
        .unwrap();
    }),
    ("no key set", "keys", |home| {
        for entry in fs::read_dir(home.path().join("keys")).unwrap() {
            let path = entry.unwrap().path();
            if path.to_string_lossy().contains("keyset-") {
                fs::remove_file(path).unwrap();
            }
        }
    }),
    ("no box", "box", |home| {
        fs::remove_dir_all(home.path().join("box")).unwrap();
    }),
    ("a store that others may write to", "box", |home| {
        let store = home.path().join("box/store.sqlite");
        fs::set_permissions(store, fs::Permissions::from_mode(0o666)).unwrap();
    }),
    ("questionnaires that others may change", "modes", |home| {
        fs::set_permissions(
            home.path().join("surveys"),
            fs::Permissions::from_mode(0o777),
        )
        .unwrap();
    }),
    ("a private key beside the box", "identities", |home| {
        fs::copy(home.identity("chem"), home.path().join("keys/chem.key")).unwrap();
    }),
    ("a printer that is not there", "printer", |home| {
        fs::write(
            home.path().join("tallybox.toml"),
            "[kiosk]\nprinter = \"device:/dev/usb/lp77\"\n",
        )
        .unwrap();
    }),
];

#[test]
fn a_home_that_is_ready_is_told_so() {
    let home = ready();
    let (code, list) = doctor(&home.path(), "C.UTF-8");
    assert_eq!((code, &list["ready"]), (0, &json!(true)), "{list}");
    let checks: BTreeSet<&str> = list["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["check"].as_str().unwrap())
        .collect();
    let wanted = [
        "box",
        "clock",
        "dates",
        "departments",
        "drill",
        "font",
        "headcounts",
        "identities",
        "kernel",
        "keys",
        "locale",
        "modes",
        "notice",
        "printer",
        "questionnaire",
        "room",
        "swap",
    ];
    assert_eq!(checks, BTreeSet::from(wanted));
    let text = home.done(&["doctor"]);
    assert!(text.ends_with("ready to open\n"), "{text}");
    assert_eq!(
        text.lines().count(),
        list["checks"].as_array().unwrap().len() + 1
    );
}

#[test]
fn each_planted_fault_is_found_and_no_other() {
    for (name, check, plant) in FAULTS {
        let home = ready();
        plant(&home);
        let (code, list) = doctor(&home.path(), "C.UTF-8");
        assert_eq!(code, 1, "{name}");
        let found = faults(&list);
        assert!(found.contains(check), "{name}: {list}");
        // A home without its key set has a box that no longer agrees with it; else one fault is one line.
        let besides: Vec<&String> = found
            .iter()
            .filter(|found| *found != check && *found != "box")
            .collect();
        assert!(besides.is_empty(), "{name}: {besides:?}");
    }
}

#[test]
fn the_machine_s_own_faults_are_found() {
    let home = ready();
    let (code, list) = doctor(&home.path(), "C");
    assert_eq!(
        (code, faults(&list)),
        (1, BTreeSet::from(["locale".to_owned()]))
    );
    fs::write(home.path().join("tallybox.toml"), "kiosk = [").unwrap();
    let (code, list) = doctor(&home.path(), "en_GB.UTF-8");
    assert_eq!(
        (code, faults(&list)),
        (1, BTreeSet::from(["settings".to_owned()]))
    );
}

/// Everything that the listing and the independent one call by a name, as sorted lines.
fn rows(tables: &Json) -> Vec<String> {
    let tables = tables.as_object().unwrap();
    let all = tables.iter().flat_map(|(name, rows)| {
        let rows = rows.as_array().unwrap().iter();
        rows.map(move |row| format!("{name}: {row}"))
    });
    let mut all: Vec<String> = all.collect();
    all.sort();
    all
}

/// What the independent program lists of a home.
fn listed(home: &Path) -> Json {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doctor/clear.py");
    let output = Command::new("python3").arg(script).arg(home).output();
    let output = output.unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn what_can_be_read_without_a_key_is_what_an_independent_program_reads() {
    let home = ready();
    for years in [3, 12] {
        home.enter(&json!({ "dept": "chem", "years": years, "share": ["skills"], "teach": false }));
    }
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    home.done(&["bundle", "export", "--final", "-o", &path("bundle")]);
    home.done(&["kit", "make", "-o", &path("a.kit")]);
    home.done(&["pack", "-o", &path("chem.pack"), "--department", "chem"]);
    let told: Json = serde_json::from_str(&home.done(&["doctor", "--clear", "--json"])).unwrap();
    let read = listed(&home.path());
    assert_eq!(rows(&told["store"]), rows(&read["store"]));
    // The log and its index come and go with whoever reads; what stays is the same to the byte.
    let kept = |list: &Json| {
        let files = list["files"].as_array().unwrap().iter();
        let named = files.filter(|file| !file["file"].as_str().unwrap().contains("sqlite-"));
        // What the file system keeps of them is held against `stat` elsewhere.
        let told = |file: &Json| json!([file["file"], file["bytes"], file["stanzas"]]).to_string();
        named.map(told).collect::<BTreeSet<_>>()
    };
    assert_eq!(kept(&told), kept(&read));
    assert_eq!(told["store"]["record"].as_array().unwrap().len(), 2);
    // What is in bundle, kit and pack as well, and nothing more.
    let inside = |list: &Json| list["inside"].as_object().unwrap().clone();
    let (ours, theirs) = (inside(&told), inside(&read));
    let names: Vec<&str> = ours.keys().map(String::as_str).collect();
    let own = "box/store.sqlite, SQLite's own";
    assert_eq!(
        names,
        ["a.kit", own, "bundle", "chem.pack", "chem.pack, bundle 1"]
    );
    for (name, tables) in ours.iter().filter(|(name, _)| *name != own) {
        assert_eq!(rows(tables), rows(&theirs[name]), "{name}");
    }
    // No answer is in the listing, and every part is told by length and stanzas alone.
    for tables in [
        &told["store"],
        &ours["bundle"],
        &ours["chem.pack, bundle 1"],
    ] {
        let parts = tables["part"].as_array().unwrap();
        assert_eq!(parts.len(), 6);
        let is_sealed = |part: &Json| part["sealed"]["sealed"].as_u64().unwrap() > 4096;
        assert!(parts.iter().all(is_sealed));
    }
    let text = home.done(&["doctor", "--clear"]);
    assert!(text.contains("sealed: ") && text.contains("record: 2 rows"));
    assert!(text.contains("and of chem.pack, bundle 1 every value"));
}

#[test]
fn no_byte_of_the_stores_files_and_nothing_that_stat_says_is_missing_from_the_listing() {
    let home = ready();
    for years in 1..9 {
        home.enter(&json!({ "dept": "chem", "years": years, "share": ["skills"], "teach": false }));
    }
    // It rewrites the store: in between SQLite leaves more, which the listing says.
    let path = home.path().join("bundle").to_str().unwrap().to_owned();
    home.done(&["bundle", "export", "--final", "-o", &path]);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doctor/raw.py");
    let mut command = Command::new("python3");
    let output = command.arg(script).args([binary(), home.path()]).output();
    let output = output.unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    let text = home.done(&["doctor", "--clear"]);
    assert!(text.contains("change counter") && text.contains("mode 600, owner "));
}

#[test]
fn what_cannot_be_taken_apart_is_told_as_it_is() {
    let home = TestHome::bare();
    fs::write(home.path().join("cut"), "tallybox/v1/bundle\n").unwrap();
    fs::write(home.path().join("x.pack"), "tallybox/v1/pack\n").unwrap();
    let told: Json = serde_json::from_str(&home.done(&["doctor", "--clear", "--json"])).unwrap();
    for name in ["cut", "x.pack"] {
        assert!(told["inside"][name]["refused"].is_string(), "{told}");
    }
    assert_eq!(told["store"], json!({}));
}

/// The state that a check is in.
fn state_of(list: &Json, name: &str) -> String {
    let mut checks = list["checks"].as_array().unwrap().iter();
    let check = checks.find(|check| check["check"] == name).unwrap();
    check["state"].as_str().unwrap().to_owned()
}

#[test]
fn a_home_made_by_a_kit_is_not_asked_for_what_only_the_desk_has() {
    let desk = ready();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    desk.done(&["kit", "make", "-o", &path("a.kit")]);
    let kiosk = path("kiosk");
    for words in [
        &["kit", "take", &path("a.kit"), "--yes"][..],
        &["box", "init", "--name", "Stores"],
    ] {
        support::home::done(&[&["--home", &kiosk][..], words].concat());
    }
    let (code, list) = doctor(Path::new(&kiosk), "C.UTF-8");
    assert_eq!((code, faults(&list)), (0, BTreeSet::new()), "{list}");
    for name in ["drill", "headcounts"] {
        assert_eq!(state_of(&list, name), "look", "{list}");
    }
    assert!(list.to_string().contains(&path("kiosk/headcounts.csv")));
}

#[test]
fn of_two_waves_the_open_one_is_meant_and_the_other_can_be_named() {
    let all = |output: &std::process::Output| {
        let told = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
        told.concat()
    };
    let home = ready();
    let surveys = home.path().join("surveys");
    let text = fs::read_to_string(surveys.join("small.toml")).unwrap();
    let beside = |wave: &str, closes: &str| {
        let other = text.replace("wave = \"2027\"", &format!("wave = \"{wave}\""));
        fs::write(surveys.join("a.toml"), other.replace("2199-01-31", closes)).unwrap();
        doctor(&home.path(), "C.UTF-8").1
    };
    let list = beside("2020", "2020-01-31");
    assert_eq!(faults(&list), BTreeSet::new(), "{list}");
    assert!(
        list.to_string().contains("small@2020, small@2027"),
        "{list}"
    );
    // What is filled in, and what the desk reports.
    let filled = |more: &[&str]| {
        let words = [&["fill", "--answers", "/dev/null", "--json"][..], more].concat();
        all(&home.run(&words))
    };
    let told = |more: &[&str]| {
        let words = [&["survey", "codebook", "--format", "json"][..], more].concat();
        all(&home.run(&words))
    };
    assert!(!filled(&[]).contains("several"), "{}", filled(&[]));
    assert!(filled(&["--survey", "small@2020"]).contains("2020-01-31"));
    assert!(filled(&["--survey", "small@2031"]).contains("small@2020, small@2027"));
    assert!(!told(&[]).contains("several"), "{}", told(&[]));
    let identity = home.identity("first");
    let report = [
        "report",
        "--format",
        "json",
        "--identity",
        identity.to_str().unwrap(),
    ];
    let of = |more: &[&str]| all(&home.run(&[&report[..], more].concat()));
    assert!(
        of(&[]).contains("2027") && !of(&[]).contains("2020\""),
        "{}",
        of(&[])
    );
    assert!(of(&["--survey", "small@2020"]).contains("2020"));
    // Two that are open at once, and two that are one wave, are faults.
    assert!(faults(&beside("2028", "2199-01-31")).contains("waves"));
    assert!(filled(&[]).contains("small@2028"), "{}", filled(&[]));
    assert!(faults(&beside("2027", "2020-01-31")).contains("waves"));
    let files = ["a.toml", "small.toml"].map(|name| surveys.join(name));
    let files = files.each_ref().map(|file| file.to_str().unwrap());
    let checked = home.run(&[&["survey", "check"][..], &files].concat());
    assert!(all(&checked).contains("small@2027, small@2027"));
}

/// The doctor with the clock wrong by so many days.
fn doctor_at(home: &TestHome, days: i64) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("shim.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rigs/shim.c");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-o"]).arg(&library);
    let built = compiler.args([source, "-ldl"]).status().unwrap();
    assert!(built.success());
    let clock = folder.path().join("clock");
    fs::write(&clock, (days * 86_400).to_string()).unwrap();
    let mut command = Command::new(binary());
    command.args(["--home", home.path().to_str().unwrap(), "doctor", "--json"]);
    command.env("LC_ALL", "C.UTF-8").env("LD_PRELOAD", &library);
    let output = command.env("RIG_CLOCK", &clock).output().unwrap();
    faults(&serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn a_clock_that_is_behind_what_it_signed_is_found() {
    let home = ready();
    assert_eq!(doctor_at(&home, 0), BTreeSet::new());
    // Yesterday is before the key set; the approval, of long ago, is not to come.
    assert_eq!(doctor_at(&home, -1), BTreeSet::from(["clock".to_owned()]));
    // Ten years back the approval is to come as well.
    let long_ago = doctor_at(&home, -3_652);
    let wanted = ["clock", "notice"].map(str::to_owned);
    assert_eq!(long_ago, BTreeSet::from(wanted));
}

#[test]
fn a_disk_with_little_room_is_found() {
    let home = ready();
    let (home, program) = (home.path(), binary());
    let (home, program) = (home.display(), program.display());
    // A small file system of its own, in a mount namespace that goes away with it.
    let script = format!(
        "set -e; disk=$(mktemp -d); mount -t tmpfs -o size=$0 tmpfs $disk; cp -a '{home}' $disk/home; \
         LC_ALL=C.UTF-8 '{program}' --home $disk/home doctor --json || true; umount $disk; rmdir $disk"
    );
    for (size, found) in [("64m", &["room".to_owned()][..]), ("600m", &[])] {
        let mut command = Command::new("unshare");
        command.args([
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            &script,
            size,
        ]);
        let output = command.output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        let list = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{errors}"));
        assert_eq!(
            faults(&list),
            found.iter().cloned().collect(),
            "{size}: {list}"
        );
    }
}
