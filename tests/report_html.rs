//! Reports as pages: what a browser that nobody here wrote makes of hostile words, and one report a
//! department that its lead alone can open.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

mod support;

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
        seen.contains("<title>Figures of a department</title>"),
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
        "chem.html.age",
        "chem.html.manifest.json.age",
        "phys.html.age",
        "phys.html.manifest.json.age",
    ];
    assert_eq!(names, all);
    for name in all {
        let mode = std::fs::metadata(out.join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
    let sealed = out.join("chem.html.age");
    assert!(opened(&sealed, &home.identity("phys")).is_none());
    let page = opened(&sealed, &home.identity("chem")).unwrap();
    let manifest = out.join("chem.html.manifest.json.age");
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
    assert_eq!(names, ["chem.html.age"]);
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
            vec!["chem.html".to_owned(), "index.html".to_owned()]
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
    let (code, said) = run(&["--view", "cover", "--seal-to", "somebody"]);
    assert_eq!(code, Some(2), "{said}");
}
