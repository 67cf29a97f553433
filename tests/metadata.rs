//! What a box and its bundles say without a word being opened: nothing of the order in which people
//! came, no time finer than a day, few lengths, and nothing of what was taken back.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod boxes;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use ed25519_dalek::SigningKey;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use tallybox::base::hex;
use tallybox::response::record::{Header, Kind, PartName, Record, response_id};
use tallybox::runtime::confine::{self, Reach};
use tallybox::runtime::home::Home;

use support::home::{TestHome, done};

/// How many come.
const ARRIVALS: usize = 1000;
/// Bytes of a part: three of them a response make a store that is rewritten through a file.
const PART: usize = 24 << 10;

/// Bytes that look like sealed ones, always the same for the same number and audience, with a mark at
/// their end by which they are found again.
fn sealed(number: usize, audience: &str) -> Vec<u8> {
    let block: [u8; 32] = Sha256::digest(format!("{number} {audience}")).into();
    let mut bytes = block.repeat(PART / 32);
    bytes.extend(format!("END OF PART {audience} {number:06}").bytes());
    bytes
}

/// The response of person `number`.
fn response(number: usize) -> Record {
    let key = SigningKey::from_bytes(&Sha256::digest(format!("key {number}")).into());
    let public = key.verifying_key().to_bytes();
    let parts = ["lead", "statistics", "mine"].map(|audience| (audience, sealed(number, audience)));
    let named = parts.iter().map(|(audience, bytes)| PartName {
        audience: (*audience).to_owned(),
        length: bytes.len() as u64,
        sha256: hex::encode(&Sha256::digest(bytes)),
    });
    let header = Header {
        response: Some(hex::encode(&response_id(&public))),
        signer: hex::encode(&public),
        parts: named.collect(),
        ..boxes::header(Kind::Response, 1)
    };
    Record {
        signed: header.sign(&key),
        parts: parts.map(|(_, bytes)| Some(bytes)).to_vec(),
    }
}

/// The correlations of arrival with the places of headers and of the ends of three kinds of part.
fn correlations(file: &Path, arrivals: &[Record]) -> Vec<Option<f64>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/metadata/order.py");
    let mut child = Command::new("python3")
        .args([script, file.to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for record in arrivals {
        let header = record.signed.verify().unwrap();
        writeln!(input, "{}", header.response.unwrap()).unwrap();
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let told = String::from_utf8(output.stdout).unwrap();
    told.split_whitespace()
        .map(|number| number.parse().ok())
        .collect()
}

#[test]
fn neither_store_nor_bundle_keeps_the_order_of_arrival() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, own) = boxes::new_box(folder.path(), 7, "Chemistry stores");
    let arrivals: Vec<Record> = (0..ARRIVALS).map(response).collect();
    for record in &arrivals {
        boxes::submit(&mut store, record);
    }
    let file = folder.path().join("box/store.sqlite");
    // The control: before it is put in order, the parts lie as they came.
    let image = folder.path().join("image");
    let log = folder.path().join("box/store.sqlite-wal");
    fs::write(
        &image,
        [fs::read(&file).unwrap(), fs::read(&log).unwrap()].concat(),
    )
    .unwrap();
    let before = correlations(&image, &arrivals);
    assert!(before.iter().flatten().any(|rho| *rho > 0.9), "{before:?}");
    // As a session does it, which may write nowhere but into its box.
    let reach = Reach::of_session(&Home::at(folder.path().to_path_buf()));
    let store = std::thread::scope(|scope| {
        let ordered = scope.spawn(|| {
            confine::fence(&reach);
            assert!(store.shuffle_if_due().unwrap());
            assert!(!store.shuffle_if_due().unwrap(), "nothing new came");
            store
        });
        ordered.join().unwrap()
    });
    assert_eq!(fs::metadata(&log).unwrap().len(), 0);
    let bundle = folder.path().join("bundle");
    fs::write(&bundle, boxes::bundle(&store, &own)).unwrap();
    for place in [&file, &bundle] {
        let found = correlations(place, &arrivals);
        assert_eq!(found.len(), 4);
        for rho in found {
            let rho = rho.unwrap_or_else(|| panic!("a record is not in {}", place.display()));
            assert!(rho.abs() < 0.1, "{}: {rho}", place.display());
        }
    }
}

/// Enters one paper form.
fn enter(home: &TestHome, years: u8) {
    let answers = json!({ "dept": "chem", "years": years, "share": ["skills"], "teach": false });
    home.enter(&answers);
}

#[test]
fn sessions_put_the_store_in_order_by_themselves_once_a_batch_has_come() {
    let home = TestHome::with_keys("Chemistry stores");
    let ordered = |home: &TestHome| {
        let told: Json =
            serde_json::from_str(&home.done(&["doctor", "--clear", "--json"])).unwrap();
        let settings = told["store"]["setting"].as_array().unwrap().clone();
        let found = settings.into_iter().find(|row| row["name"] == "ordered");
        found.map(|row| row["value"].clone())
    };
    for years in 0..4 {
        enter(&home, years);
    }
    assert_eq!(ordered(&home), None);
    enter(&home, 5);
    assert_eq!(ordered(&home), Some(json!("5")));
    enter(&home, 6);
    assert_eq!(ordered(&home), Some(json!("5")));
}

/// A day, a month, or a year alone are the finest times there may be.
fn finer_than_a_day(text: &str) -> Vec<String> {
    let is_digit = |at: usize, letters: &[char]| letters.get(at).is_some_and(char::is_ascii_digit);
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for at in 0..letters.len() {
        // A clock: two digits, a colon, two digits.
        let clock = letters.get(at + 2) == Some(&':')
            && [at, at + 1, at + 3, at + 4]
                .iter()
                .all(|at| is_digit(*at, &letters));
        // Seconds, or thousandths, since 1970 in this century, as a number of its own.
        let digits: String = letters[at..]
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .collect();
        let is_start = at == 0 || !letters[at - 1].is_ascii_alphanumeric();
        let is_end = letters
            .get(at + digits.len())
            .is_none_or(|c| !c.is_ascii_alphanumeric());
        let seconds =
            is_start && is_end && matches!(digits.len(), 10 | 13) && digits.starts_with(['1', '2']);
        if clock || seconds {
            found.push(letters[at..letters.len().min(at + 20)].iter().collect());
        }
    }
    found
}

#[test]
fn nothing_in_the_clear_is_a_time_finer_than_a_day() {
    let home = TestHome::with_keys("Chemistry stores");
    enter(&home, 3);
    let told: Json = serde_json::from_str(&home.done(&["doctor", "--clear", "--json"])).unwrap();
    let mut texts = Vec::new();
    for (table, rows) in told["store"].as_object().unwrap() {
        for row in rows.as_array().unwrap() {
            for (column, value) in row.as_object().unwrap() {
                let name = column.to_lowercase();
                assert!(
                    !["time", "at", "when", "created", "rowid"].contains(&name.as_str()),
                    "{table}.{column}"
                );
                texts.extend(value.as_str().map(str::to_owned));
                texts.extend(value.as_i64().map(|number| number.to_string()));
            }
        }
    }
    assert!(texts.len() > 10);
    for text in &texts {
        assert_eq!(finer_than_a_day(text), [""; 0], "{text}");
    }
    // The control: both ways of writing a time are seen.
    assert_eq!(finer_than_a_day("2026-11-22T09:15:00").len(), 2);
    assert_eq!(finer_than_a_day("{\"t\":1795338900}").len(), 1);
}

#[test]
fn on_the_flagship_an_audiences_plaintexts_have_two_lengths_at_most_and_stanzas_are_constant() {
    let folder = tempfile::tempdir().unwrap();
    let demo = folder.path().join("demo");
    let demo = demo.to_str().unwrap();
    done(&["demo", "--responses", "40", "--home", demo, "--no-open"]);
    let mut lengths: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    let mut stanzas: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    let parts = folder.path().join("parts");
    done(&["--home", demo, "box", "extract", parts.to_str().unwrap()]);
    for entry in fs::read_dir(&parts).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "age") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let audience = name.split('.').nth(1).unwrap().to_owned();
        let bytes = fs::read(&path).unwrap();
        let header = tallybox::vault::header::scan(&bytes).unwrap();
        // The nonce, and a tag for each chunk of 64 KiB, are not plaintext.
        let payload = bytes.len() - header.length - 16;
        let chunks = payload.div_ceil((64 << 10) + 16);
        lengths
            .entry(audience.clone())
            .or_default()
            .insert((payload - 16 * chunks) as u64);
        stanzas
            .entry(audience)
            .or_default()
            .insert(header.x25519 as u64);
    }
    assert!(lengths.len() >= 4, "{lengths:?}");
    assert!(
        lengths.values().all(|lengths| lengths.len() <= 2),
        "{lengths:?}"
    );
    assert!(
        stanzas.values().all(|counts| counts.len() == 1),
        "{stanzas:?}"
    );
}
