//! Reports as pages: what a browser that nobody here wrote makes of hostile words, and one report a
//! department that its lead alone can open.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

mod support;
mod witnesses;

use support::home::TestHome;

/// Words of a department that would run as a program where a page lets them.
const HOSTILE: &str =
    "Chem</title><script>document.title='owned'</script><svg onload=\"document.title='owned'\">";

fn answers(department: &str) -> Value {
    json!({ "dept": department, "years": 4, "share": ["skills"], "teach": true, "hours": "7.5" })
}

/// The page as Chromium has it after every script that it runs.
fn as_chromium_sees(page: &Path, folder: &Path) -> String {
    let output = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("chromium").display()
        ))
        .arg("--dump-dom")
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_page_runs_nothing_and_fetches_nothing_whatever_its_labels_say() {
    let home = TestHome::with_keys("Stores");
    let list = home.path().join("surveys/lists/departments.csv");
    let plain = std::fs::read_to_string(&list).unwrap();
    let row = plain
        .lines()
        .find(|line| line.starts_with("chem,"))
        .unwrap();
    let quoted = HOSTILE.replace('"', "\"\"");
    let hostile = row.replacen(row.split(',').nth(1).unwrap(), &format!("\"{quoted}\""), 1);
    std::fs::write(&list, plain.replace(row, &hostile)).unwrap();
    home.enter(&answers("chem"));
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("chem.html");
    let identity = home.identity("chem");
    let (identity, path) = (identity.to_str().unwrap(), page.to_str().unwrap());
    home.done(&[
        "report",
        "--identity",
        identity,
        "--format",
        "html",
        "-o",
        path,
    ]);

    let written = std::fs::read_to_string(&page).unwrap();
    assert!(written.contains("default-src &#39;none&#39;"), "{written}");
    let seen = as_chromium_sees(&page, folder.path());
    assert!(
        seen.contains(": figures of the department</title>"),
        "{seen}"
    );
    assert!(
        seen.contains("document.title='owned'"),
        "the words are there, as words: {seen}"
    );
    for element in ["<script", "<svg onload", "<img", "<link", "<iframe"] {
        assert!(!seen.contains(element), "{element}: {seen}");
    }
    for fetched in ["src=", "href=\"h", "url(", "@import"] {
        assert!(!seen.contains(fetched), "{fetched}: {seen}");
    }
}

/// Opens a file with Debian's `age`.
fn opened(file: &Path, identity: &Path) -> Option<Vec<u8>> {
    let mut age = Command::new("age");
    let output = age
        .arg("-d")
        .arg("-i")
        .arg(identity)
        .arg(file)
        .output()
        .unwrap();
    output.status.success().then_some(output.stdout)
}

#[test]
fn one_opening_writes_a_report_a_department_which_its_lead_alone_opens() {
    let home = TestHome::with_keys("Stores");
    for department in ["chem", "chem", "phys"] {
        home.enter(&answers(department));
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("reports");
    let institution = home.identity("first");
    home.done(&[
        "report",
        "--identity",
        institution.to_str().unwrap(),
        "--each-department",
        "--out-dir",
        out.to_str().unwrap(),
        "--format",
        "html",
        "--seal-to-leads",
    ]);

    let mut names: Vec<String> = std::fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let all = [
        "EXACT-chem.html.age",
        "EXACT-chem.html.manifest.json.age",
        "EXACT-phys.html.age",
        "EXACT-phys.html.manifest.json.age",
        "index.html",
    ];
    assert_eq!(names, all);
    // The index leads to each and says whose it is, and of nobody how many answered.
    let index = std::fs::read_to_string(out.join("index.html")).unwrap();
    for said in [
        "href=\"EXACT-chem.html.age\">Chemistry<",
        "sealed: only the lead",
        "Beside it is EXACT-phys.html.manifest.json.age",
    ] {
        assert!(index.contains(said), "{said}: {index}");
    }
    assert!(!index.contains("responses of"), "{index}");
    for name in all {
        let mode = std::fs::metadata(out.join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
    let sealed = out.join("EXACT-chem.html.age");
    assert!(opened(&sealed, &home.identity("phys")).is_none());
    let page = opened(&sealed, &home.identity("chem")).unwrap();
    let manifest = out.join("EXACT-chem.html.manifest.json.age");
    let manifest = opened(&manifest, &home.identity("chem")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let hash = tallybox::base::hex::encode(&Sha256::digest(&page));
    assert_eq!(manifest["sha256"], hash);
    assert_eq!(manifest["about"]["responses"], 2);
}

/// The names of what a report a department wrote.
fn reports(home: &TestHome, who: &str, more: &[&str]) -> (Option<i32>, String, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let (out, identity) = (folder.path().join("reports"), home.identity(who));
    let (out, identity) = (out.to_str().unwrap(), identity.to_str().unwrap());
    let words = [
        "report",
        "--identity",
        identity,
        "--each-department",
        "--format",
        "html",
    ];
    let output = home.run(&[&words[..], &["--out-dir", out], more].concat());
    let names = std::fs::read_dir(out).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains("manifest"))
        .collect();
    names.sort();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said, names)
}

#[test]
fn a_department_without_a_key_keeps_no_other_from_its_sealed_report() {
    let home = TestHome::with_keys("Stores");
    let list = home.path().join("surveys/lists/departments.csv");
    let plain = std::fs::read_to_string(&list).unwrap();
    std::fs::write(&list, plain + "bio,Biology,Bioleg,science\n").unwrap();
    for department in ["chem", "bio"] {
        home.enter(&answers(department));
    }
    let (code, said, names) = reports(&home, "first", &["--seal-to-leads"]);
    assert_eq!(names, ["EXACT-chem.html.age", "index.html"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("`bio` has no key"), "{said}");
}

#[test]
fn nobody_s_department_has_no_report() {
    let home = TestHome::with_keys("Stores");
    for _ in 0..12 {
        home.enter(&answers("chem"));
    }
    let (code, said, names) = reports(&home, "statistics", &["--view", "staff"]);
    assert_eq!(
        (code, names),
        (
            Some(0),
            vec!["index.html".to_owned(), "protected-chem.html".to_owned()]
        ),
        "{said}"
    );
}

#[test]
fn what_cannot_be_put_together_is_refused_before_anything_is_written() {
    let home = TestHome::with_keys("Stores");
    home.enter(&answers("chem"));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("reports");
    let institution = home.identity("first");
    let common = ["report", "--identity", institution.to_str().unwrap()];
    let run = |more: &[&str]| {
        let args: Vec<&str> = common.iter().chain(more).copied().collect();
        let output = home.run(&args);
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let dir = out.to_str().unwrap();
    let (code, said) = run(&["--each-department", "--out-dir", dir, "--format", "csv"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("one view in a file"), "{said}");
    assert!(!out.exists());
    let (code, said) = run(&["--each-department"]);
    assert_eq!(code, Some(2), "{said}");
    for words in [
        ["--view", "cover"],
        ["--format", "html"],
        ["--format", "xlsx"],
    ] {
        let (code, said) = run(&[&words[..], &["--profile", "hesa"]].concat());
        assert_eq!(code, Some(2), "{words:?}: {said}");
        assert!(said.contains("--upwards"), "{said}");
    }
    let (code, said) = run(&["--view", "cover", "--seal-to", "somebody"]);
    assert_eq!(code, Some(2), "{said}");
}

/// A home of the flagship with made-up answers.
fn flagship(folder: &Path, responses: &str) -> String {
    let home = folder.join("home").to_str().unwrap().to_owned();
    support::home::done(&[
        "demo",
        "--responses",
        responses,
        "--home",
        &home,
        "--no-open",
    ]);
    home
}

/// Writes a report of a home with one of its identities.
fn reported(home: &str, identity: &str, more: &[&str]) -> std::process::Output {
    let key = Path::new(home).join("identities").join(identity);
    let words = [
        "report",
        "--home",
        home,
        "--identity",
        key.to_str().unwrap(),
    ];
    support::home::tallybox(&[&words[..], more].concat())
}

#[test]
fn a_screen_reader_a_narrow_window_a_dark_room_and_a_printer_all_get_the_whole_page() {
    let folder = tempfile::tempdir().unwrap();
    let home = flagship(folder.path(), "60");
    let page = folder.path().join("EXACT-chemistry.html");
    let more = ["--format", "html", "-o", page.to_str().unwrap()];
    let done = reported(&home, "department-chemistry.key", &more);
    assert!(done.status.success());
    let seen = witnesses::browsed(&page, folder.path());

    let nodes = seen["tree"].as_array().unwrap();
    let of = |role: &str| -> Vec<&Value> { nodes.iter().filter(|one| one[0] == role).collect() };
    for landmark in ["banner", "navigation", "main"] {
        assert_eq!(of(landmark).len(), 1, "{landmark}");
    }
    let levels: Vec<u64> = of("heading")
        .iter()
        .map(|one| one[2].as_u64().unwrap())
        .collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(
        levels.iter().all(|level| (1..=3).contains(level)),
        "{levels:?}"
    );
    for role in [
        "table",
        "region",
        "columnheader",
        "rowheader",
        "heading",
        "link",
    ] {
        let all = of(role);
        assert!(all.len() > 5, "{role}");
        let nameless = all
            .iter()
            .filter(|one| one[1].as_str().is_none_or(str::is_empty));
        assert_eq!(nameless.count(), 0, "{role}");
    }
    assert_eq!(seen["language"], "en");
    assert_eq!(seen["title"], "Chemistry: figures of the department");
    assert!(
        seen["first_focus"]
            .as_str()
            .unwrap()
            .contains("href=\"#figures\"")
    );
    assert_eq!(seen["focus_seen"], true);

    for (look, worst) in seen["contrast"].as_object().unwrap() {
        assert!(worst["ratio"].as_f64().unwrap() >= 4.5, "{look}: {worst}");
    }
    assert_eq!(
        seen["narrow"]["page"], seen["narrow"]["window"],
        "{}",
        seen["narrow"]
    );
    for nothing in ["cut", "fetched", "complaints"] {
        assert_eq!(seen[nothing], json!([]), "{nothing}");
    }
    assert_eq!(seen["narrow"]["wide"], json!([]));
    on_paper(&seen["printed"]);
}

/// Every printed page says who may read it and which it is; the department's own is one page; a table that goes on
/// has its heading again.
fn on_paper(printed: &Value) {
    assert!(
        printed["size"].as_str().unwrap().contains("A4"),
        "{printed}"
    );
    let pages: Vec<&str> = printed["pages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap())
        .collect();
    for (at, page) in pages.iter().enumerate() {
        assert!(
            page.contains("EXACT. For the department's lead"),
            "{at}: {page}"
        );
        assert!(
            page.contains(&format!("{} / {}", at + 1, pages.len())),
            "{at}: {page}"
        );
    }
    let first = pages
        .iter()
        .position(|page| page.contains("The first five wishes"))
        .unwrap();
    assert!(
        pages[first].contains("The department on one page"),
        "{}",
        pages[first]
    );
    assert!(
        pages[first + 1].contains("Who can cover what"),
        "{}",
        pages[first + 1]
    );
    let long = pages
        .iter()
        .position(|page| page.contains("Skills that somebody has\n"))
        .unwrap();
    let next = pages[long + 1]
        .lines()
        .filter(|line| !line.trim().is_empty());
    let top: Vec<&str> = next.take(5).collect();
    assert!(top.join(" ").contains("Family"), "{top:?}");
}

#[test]
fn what_goes_upwards_says_so_on_every_page_and_holds_nobody_s_exact_figures() {
    let folder = tempfile::tempdir().unwrap();
    let home = flagship(folder.path(), "60");
    let page = folder.path().join("chemistry.html");
    let more = [
        "--upwards",
        "--format",
        "html",
        "-o",
        page.to_str().unwrap(),
    ];
    let done = reported(&home, "department-chemistry.key", &more);
    assert!(done.status.success());
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(!said.contains("exact"), "{said}");
    let written = std::fs::read_to_string(&page).unwrap();
    for section in ["cover", "risk", "register", "demand"] {
        assert!(
            written.contains(&format!("<section class=\"view\" id=\"{section}\"")),
            "{section}"
        );
    }
    for kept in [
        "id=\"skills\"",
        "id=\"training\"",
        "Exposure",
        "Holders",
        "EXACT",
        "Do not pass it on",
    ] {
        assert!(!written.contains(kept), "{kept}");
    }
    let manifest =
        std::fs::read_to_string(folder.path().join("chemistry.html.manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    // A checkpoint says how many records a box holds, and its root does not.
    assert!(manifest["boxes"][0]["checkpoint"].is_null(), "{manifest}");
    assert_eq!(manifest["boxes"][0]["root"].as_str().unwrap().len(), 44);
    assert!(
        manifest["marking"]
            .as_str()
            .unwrap()
            .starts_with("Services, risks and gaps")
    );
    for (identity, more, code) in [
        (
            "department-chemistry.key",
            ["--upwards", "--view", "mentors"],
            2,
        ),
        (
            "department-chemistry.key",
            ["--upwards", "--table", "years"],
            2,
        ),
        ("statistics.key", ["--upwards", "--format", "html"], 2),
    ] {
        let refused = reported(&home, identity, &more);
        assert_eq!(refused.status.code(), Some(code), "{more:?}");
        assert!(refused.stdout.is_empty(), "{more:?}");
    }
}

#[test]
fn a_run_that_is_killed_leaves_no_half_of_a_folder() {
    let home = TestHome::with_keys("Stores");
    for department in ["chem", "phys", "design"] {
        home.enter(&answers(department));
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("reports");
    let (identity, path) = (home.identity("first"), home.path());
    let run = || {
        let mut command = Command::new(support::home::binary());
        command
            .args([
                "--home",
                path.to_str().unwrap(),
                "report",
                "--each-department",
            ])
            .args(["--format", "html", "--identity", identity.to_str().unwrap()])
            .args(["--out-dir", out.to_str().unwrap()])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        command
    };
    let whole = || {
        let files = std::fs::read_dir(&out).unwrap().count();
        assert_eq!(files, 7, "three reports, their manifests and the index");
    };
    // The folder under its other name says that it is being written; that is when the run is ended.
    let hidden = folder.path().join(".reports.unfinished");
    let mut ended = 0;
    for _ in 0..5 {
        let mut child = run().spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            if hidden.join("EXACT-chem.html").exists() {
                child.kill().unwrap();
                ended += 1;
            }
        }
        if out.exists() {
            whole();
            std::fs::remove_dir_all(&out).unwrap();
        }
    }
    assert!(ended > 0, "no run was met while it wrote");
    assert!(run().status().unwrap().success());
    whole();
    assert!(!hidden.exists(), "what was left is taken away");
}

#[test]
fn a_folder_that_is_no_home_is_told_where_figures_come_from() {
    let folder = tempfile::tempdir().unwrap();
    let home = TestHome::with_keys("Stores");
    let identity = home.identity("chem");
    let words = [
        "report",
        "--home",
        folder.path().to_str().unwrap(),
        "--identity",
        identity.to_str().unwrap(),
    ];
    let output = support::home::tallybox(&words);
    assert_eq!(output.status.code(), Some(5));
    let said = String::from_utf8(output.stderr).unwrap();
    for hint in [
        "no responses are here",
        "--home DIR",
        "tallybox admin",
        "tallybox merge",
    ] {
        assert!(said.contains(hint), "{hint}: {said}");
    }
    assert!(!said.contains("box init"), "{said}");
}
