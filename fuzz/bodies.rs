//! What each fuzz target does with bytes from nowhere. Here and not in the targets, so that `cargo test`
//! runs the same on every file of the corpora (`tests/fuzz.rs`), without a fuzzer and on any compiler.
//!
//! Each body not only must not panic: what it reads must write back, and what it believes must hold.

use std::sync::Arc;
use std::time::Duration;

use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form::{Form, Path};
use tallybox::merge::plan::{Claim, Plan, Trust};
use tallybox::response::code::Code;
use tallybox::response::record::{Header, Signed};
use tallybox::survey::{self, NoFiles, Questionnaire};
use tallybox::terminal::InputDecoder;
use tallybox::ui::input::Input;
use tallybox::vault::bundle::read;
use tallybox::vault::checkpoint::{self, BoxKey, Checkpoint};
use tallybox::vault::header::{self, MOST_BYTES, MOST_STANZAS};
use tallybox::vault::keyset::KeySet;
use tallybox::vault::note;
use tallybox::vault::store::slot::slots;

/// What is done with bytes of any kind; it returns where they earn no panic.
pub(crate) type Body = fn(&[u8]);

/// Every body with the name of its corpus.
pub(crate) const ALL: [(&str, Body); 9] = [
    ("header", header),
    ("bundle", bundle),
    ("record", record),
    ("note", note),
    ("words", words),
    ("questionnaire", questionnaire),
    ("expression", expression),
    ("input", input),
    ("keyset", keyset),
];

/// A sealed file's header, before age sees a byte of it.
pub(crate) fn header(bytes: &[u8]) {
    let Ok(found) = header::scan(bytes) else {
        return;
    };
    assert!(found.length <= MOST_BYTES && found.length < bytes.len());
    assert!((1..=MOST_STANZAS).contains(&found.stanzas) && found.x25519 <= found.stanzas);
    // The payload is not looked at: any other one leaves the header what it is.
    let mut other = bytes.to_vec();
    other.push(0);
    assert_eq!(header::scan(&other), Ok(found));
}

/// A bundle, and the plan over what is sound in it.
pub(crate) fn bundle(bytes: &[u8]) {
    let Ok(mut body) = read::head(bytes).and_then(read::Head::body) else {
        return;
    };
    let mut plan = Plan::default();
    let trust = Trust::default();
    while let Some(entry) = body.record(|_| false) {
        let Ok(entry) = entry else { return };
        let Ok(sound) = entry.found else { continue };
        assert!(sound.record.signed.leaf() == entry.leaf);
        assert!(sound.record.signed.verify().is_ok());
        let parts = sound.slots.iter().zip(&sound.record.parts);
        for (slot, part) in parts {
            assert!(part.as_deref().is_none_or(|sealed| slot.fits(sealed)));
        }
        if let Some(claim) = Claim::read(entry.leaf, &sound.header, &trust) {
            plan.add(claim);
        }
    }
    drop((plan.counting(), body.finish().is_ok()));
}

/// A record: a header, and 64 bytes of signature behind it.
pub(crate) fn record(bytes: &[u8]) {
    if let Some((header, signature)) = bytes.split_last_chunk::<64>() {
        let signed = Signed {
            header: header.to_vec(),
            signature: *signature,
        };
        if let Ok(read) = signed.verify() {
            assert!(read.to_bytes() == signed.header, "one writing only");
        }
    }
    // A signature cannot be guessed: the header is read without one too.
    let Ok(header) = serde_json::from_slice::<Header>(bytes) else {
        return;
    };
    let again = serde_json::from_slice(&header.to_bytes());
    assert!(again.is_ok_and(|again: Header| again == header));
    for slot in slots(&header).unwrap_or_default() {
        let (audience, _) = slot.name.split_once('@').unwrap_or((&slot.name, ""));
        assert!(!audience.contains(['/', '\\', '.', '\0']) && !audience.is_empty());
    }
}

/// A verifier key line, and below it a signed note; then the text alone, signed for it.
pub(crate) fn note(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(verifier) = checkpoint::parse_verifier(line) {
        assert_eq!(verifier.to_line(), line);
        let _opened = (
            note::open(rest, &verifier).is_ok(),
            Checkpoint::open(rest, &verifier).is_ok(),
        );
    }
    if !rest.ends_with('\n') || rest.starts_with('\n') || rest.contains("\n\n") {
        return;
    }
    let seed = [7; 32];
    let key = BoxKey::from_seed(&seed);
    let signing = ed25519(&seed);
    let signed = signing.sign(rest, &key.verifier().name);
    if let Ok(read) = Checkpoint::open(&signed, &key.verifier()) {
        assert_eq!(read.sign(&key), signed, "one writing only");
    }
}

/// A key that signs any text as a note, which a box's key does not.
struct Signer([u8; 32]);

fn ed25519(seed: &[u8; 32]) -> Signer {
    Signer(*seed)
}

impl Signer {
    fn sign(&self, text: &str, name: &str) -> String {
        let derived = tallybox::response::code::Derived {
            draft: [0; 16],
            age: [0; 32],
            sign: self.0,
            link: [0; 16],
        };
        note::sign(text, name, &derived.signing_key())
    }
}

/// Eight words, or 27 digits, as somebody types them.
pub(crate) fn words(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    if let Ok(code) = Code::parse(&typed) {
        assert!(Code::parse(&code.words().join(" ")) == Ok(code.clone()));
        assert!(Code::parse(&code.digits()) == Ok(code));
    }
}

fn load(bytes: &[u8]) -> Option<Arc<Questionnaire>> {
    let checked = survey::check("fuzz.toml", bytes, &NoFiles);
    assert!(checked.questionnaire.is_some() || !checked.diagnostics.is_empty());
    checked.questionnaire
}

/// A questionnaire; where it is one, its canonical form reads back as the same, and it can be filled in.
pub(crate) fn questionnaire(bytes: &[u8]) {
    let Some(read) = load(bytes) else { return };
    let again = survey::from_canonical(&read.canonical).expect("its own canonical form");
    assert!(again.fingerprint == read.fingerprint);
    fill(read);
}

/// Looks at every question of a new form, as a person who answers nothing would.
fn fill(questionnaire: Arc<Questionnaire>) {
    let today = Day::new(2027, 1, 20).expect("a day");
    let ids: Vec<String> = questionnaire
        .questions()
        .map(|one| one.id.clone())
        .collect();
    let mut form = Form::new(questionnaire, Language::new("en"), today, 0);
    for id in &ids {
        form.put_typed(&Path::top(id), "1");
    }
    form.problems();
}

/// A condition, in a questionnaire that is otherwise sound.
pub(crate) fn expression(bytes: &[u8]) {
    let Ok(condition) = std::str::from_utf8(bytes) else {
        return;
    };
    let condition = toml::Value::from(condition);
    let text = format!(
        r#"schema = 1
[survey]
id = "fuzz"
title = "Fuzz"
languages = ["en"]
[privacy]
notice = "A fuzzer."
[[audience]]
id = "lead"
sealed_to = ["institution"]
[[section]]
id = "all"
title = "All"
[[section.question]]
id = "number"
type = "integer"
label = "A number?"
audience = ["lead"]
[[section.question]]
id = "choice"
type = "multiple"
label = "Which?"
audience = ["lead"]
choices = [{{ code = "a", label = "A" }}, {{ code = "b", label = "B" }}]
[[section.question]]
id = "day"
type = "date"
label = "When?"
audience = ["lead"]
[[section.question]]
id = "asked"
type = "text"
label = "Then?"
audience = ["lead"]
relevant = {condition}
"#
    );
    if let Some(read) = load(text.as_bytes()) {
        fill(read);
    }
}

/// A terminal's bytes: they mean the same however the line cuts them.
pub(crate) fn input(bytes: &[u8]) {
    let now = Duration::from_secs(1);
    let mut whole = InputDecoder::new();
    let at_once = whole.feed(bytes, now);
    let mut cut = InputDecoder::new();
    let mut bit_by_bit = Vec::new();
    for byte in bytes {
        bit_by_bit.extend(cut.feed(std::slice::from_ref(byte), now));
    }
    assert_eq!(at_once, bit_by_bit);
    let late = now + Duration::from_secs(60);
    for one in at_once.into_iter().chain(whole.expire(late)) {
        if let Input::Paste(text) = one {
            assert!(text.len() <= 16 << 10);
            assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
        }
    }
}

/// A key set.
pub(crate) fn keyset(bytes: &[u8]) {
    if let Ok(set) = KeySet::parse(bytes) {
        assert!(set.document() == bytes, "one writing only");
        assert!(set.has_verifier(set.signer()) || set.epoch() > 1);
    }
}
