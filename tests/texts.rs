//! Free text: read by a reviewer first, shown at its door alone, in nobody's order, without a day or an id.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod support;

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use support::home::{SMALL, TestHome, binary};
use support::life::{age, asked, refused, text};
use tallybox::base::hex;

const MORE: &str = include_str!("data/free_text.toml");

/// What each of six people wrote, and the leaf of each.
fn filled() -> (TestHome, Vec<(String, Json)>) {
    let home = TestHome::with_keys("Stores");
    fs::write(
        home.path().join("surveys/small.toml"),
        format!("{SMALL}{MORE}"),
    )
    .unwrap();
    let departments = ["chem", "phys", "design", "chem", "phys", "design"];
    let mut sent = Vec::new();
    for (at, department) in departments.iter().enumerate() {
        let words = format!("The kiln number {at} would stop");
        let receipt = home.enter(&json!({
            "dept": department, "years": 3, "share": ["skills"], "teach": false,
            "stops": words, "help": format!("A course on vacuum {at}"),
        }));
        sent.push((words, receipt));
    }
    (home, sent)
}

fn reviewed(home: &TestHome, who: &str, more: &[&str], said: &str) -> String {
    let mut child = Command::new(binary())
        .args([
            "--home",
            &text(&home.path()),
            "texts",
            "review",
            "--identity",
        ])
        .arg(home.identity(who))
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(said.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn shown(home: &TestHome, who: &str, more: &[&str]) -> Vec<String> {
    let identity = text(&home.identity(who));
    let words = ["texts", "show", "--identity", &identity];
    let told = asked(home, &[&words[..], more].concat());
    let texts = told["texts"].as_array().unwrap().iter();
    texts
        .map(|one| one["text"].as_str().unwrap().to_owned())
        .collect()
}

/// The order that nobody has: by a hash of the record, the question and the text.
fn order(sent: &[(String, Json)], question: &str) -> Vec<String> {
    let mut all: Vec<([u8; 32], String)> = sent
        .iter()
        .map(|(words, receipt)| {
            let mut hash = Sha256::new();
            hash.update(b"tallybox/v1/text\n");
            let leaf: [u8; 32] = hex::decode_array(receipt["leaf"].as_str().unwrap()).unwrap();
            hash.update(leaf);
            hash.update(question.as_bytes());
            hash.update(b"\n");
            hash.update(words.as_bytes());
            (hash.finalize().into(), words.clone())
        })
        .collect();
    all.sort();
    all.into_iter().map(|(_, words)| words).collect()
}

#[test]
fn nothing_is_shown_before_somebody_read_it_and_then_what_they_marked() {
    let (home, sent) = filled();
    assert!(shown(&home, "first", &[]).is_empty());
    // In the order in which they are asked: yes, no, later, yes, stop.
    let told = reviewed(&home, "first", &[], "y\nwhat?\nn\n\ny\nq\n");
    let order = order(&sent, "stops");
    assert!(
        told.contains(&order[0]) && told.contains("What would stop without you?"),
        "{told}"
    );
    assert_eq!(
        shown(&home, "first", &[]),
        [order[0].clone(), order[3].clone()]
    );
    // Marks lie sealed to every institution, and say no text and no id.
    let marks = home.path().join("reviews/operational.age");
    let sealed = fs::read(&marks).unwrap();
    let opened = age(&home.identity("second"), &sealed).unwrap();
    assert!(
        opened.contains("keep_back") && !opened.contains("kiln"),
        "{opened}"
    );
    assert!(age(&home.identity("statistics"), &sealed).is_none());
    for (_, receipt) in &sent {
        for id in ["response", "leaf"] {
            assert!(!opened.contains(receipt[id].as_str().unwrap()));
        }
    }
    // The other institution goes on where the first stopped; a decision can be taken back.
    let told = reviewed(&home, "second", &[], "y\ny\ny\ny\n");
    assert!(!told.contains(&order[0]) && told.contains(&order[2]));
    assert_eq!(shown(&home, "first", &[]).len(), 5);
    reviewed(&home, "first", &["--again"], "n\n");
    let left = [&order[2..]].concat();
    assert_eq!(shown(&home, "second", &[]), left);
    let chem = shown(&home, "first", &["--department", "chem"]);
    assert!(
        chem.len() < left.len() && chem.iter().all(|one| left.contains(one)),
        "{chem:?}"
    );
    // A person who takes everything back takes this back too.
    let signer = text(&home.identity("first"));
    let gone = sent.iter().find(|(words, _)| *words == left[0]).unwrap();
    let response = gone.1["response"].as_str().unwrap();
    home.done(&[
        "response", "annul", response, "--reason", "erasure", "--signer", &signer,
    ]);
    assert_eq!(shown(&home, "first", &[]), left[1..]);
}

#[test]
fn at_the_statistical_door_there_is_no_department_no_day_and_no_id() {
    let (home, sent) = filled();
    reviewed(&home, "statistics", &[], &"y\n".repeat(6));
    let all = shown(&home, "statistics", &[]);
    assert_eq!(all.len(), 6);
    assert!(
        all.iter().all(|one| one.starts_with("A course on vacuum")),
        "its own texts alone"
    );
    let helped: Vec<(String, Json)> = sent
        .iter()
        .enumerate()
        .map(|(at, (_, receipt))| (format!("A course on vacuum {at}"), receipt.clone()))
        .collect();
    assert_eq!(all, order(&helped, "help"));
    let identity = text(&home.identity("statistics"));
    for format in [&[][..], &["--json"]] {
        let page = home.done(&[&["texts", "show", "--identity", &identity], format].concat());
        for (_, receipt) in &sent {
            for id in ["response", "leaf", "day"] {
                let id: String = receipt[id].as_str().unwrap().chars().take(10).collect();
                assert!(!page.contains(&id), "{page}");
            }
        }
        for secret in ["chem", "phys", "design", "kiln"] {
            assert!(!page.contains(secret), "{secret}: {page}");
        }
    }
    let words = [
        "texts",
        "show",
        "--identity",
        &identity,
        "--department",
        "chem",
    ];
    let said = refused(&home, &words, 4);
    assert!(said.contains("never shown by department"), "{said}");
    // A department's lead reviews nothing, and gets what the institution gives.
    let lead = text(&home.identity("chem"));
    refused(&home, &["texts", "show", "--identity", &lead], 4);
    // No report of either door has a word of it.
    let institution = text(&home.identity("first"));
    for (key, format) in [
        (&identity, "json"),
        (&institution, "json"),
        (&institution, "text"),
    ] {
        let told = home.done(&["report", "--identity", key, "--format", format]);
        assert!(!told.contains("vacuum") && !told.contains("kiln"));
    }
}
