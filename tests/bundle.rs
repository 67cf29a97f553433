//! Bundles: what an independent program writes is read, what was changed is never taken, and
//! nothing is believed because a file says so.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod boxes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use boxes::{bundle, forged, new_box, response, submit, withdrawal};
use proptest::prelude::*;
use proptest::sample::Index;
use tallybox::base::hex;
use tallybox::merge::apply::{Merge, plan_of};
use tallybox::merge::plan::Trust;
use tallybox::merge::report::{BoxReport, State};
use tallybox::response::record::{Leaf, Record};
use tallybox::vault::bundle::export::{self, Extent};
use tallybox::vault::bundle::read;
use tallybox::vault::bundle::write::{Front, write};
use tallybox::vault::bundle::{MAGIC, Reason, Refused};
use tallybox::vault::checkpoint::{self, BoxKey, Checkpoint};
use tallybox::vault::durable::{self, Readers};
use tallybox::vault::merkle;
use tallybox::vault::store::{Document, Enrolled, Store};

/// What reading a whole bundle gives.
type Read = Result<Vec<(Leaf, Result<Record, Reason>)>, Refused>;

fn read_all(bytes: &[u8]) -> Read {
    let mut body = read::head(bytes)?.body()?;
    let mut found = Vec::new();
    while let Some(entry) = body.record(|_| false) {
        let entry = entry?;
        found.push((entry.leaf, entry.found.map(|sound| sound.record)));
    }
    body.finish()?;
    Ok(found)
}

fn refused(bytes: &[u8]) -> Option<Refused> {
    read_all(bytes).err()
}

/// A box of three responses, its bundle, and the store itself.
fn sample() -> (tempfile::TempDir, Store, Vec<u8>) {
    let home = tempfile::tempdir().unwrap();
    let (mut store, own) = new_box(home.path(), 1, "Chemistry stores");
    (1..=3).for_each(|owner| submit(&mut store, &response(owner, 1)));
    let bytes = bundle(&store, &own);
    (home, store, bytes)
}

/// Merges a bundle into a store that has enrolled the boxes of these seeds.
fn merge(store: &mut Store, seeds: &[u8], bytes: &[u8]) -> BoxReport {
    merge_trusting(store, seeds, bytes, &Trust::default())
}

fn merge_trusting(store: &mut Store, seeds: &[u8], bytes: &[u8], trust: &Trust) -> BoxReport {
    for seed in seeds {
        let verifier = BoxKey::from_seed(&[*seed; 32]).verifier();
        let peer = Enrolled {
            key: verifier.key,
            line: verifier.to_line(),
            name: String::new(),
        };
        store.enrol(&peer).unwrap();
    }
    let mut merge = Merge::begin(store, boxes::terms(trust)).unwrap();
    merge.take("bundle", bytes).unwrap()
}

#[test]
fn what_was_written_is_read_record_by_record() {
    let (_home, store, bytes) = sample();
    let found = read_all(&bytes).unwrap();
    assert_eq!(found.len(), 3);
    for (leaf, record) in found {
        assert!(record == Ok(store.record(leaf).unwrap().unwrap()));
    }
}

#[test]
fn the_bundle_of_an_independent_program_is_read_and_written_byte_for_byte() {
    let bytes: &[u8] = include_bytes!("data/vectors/bundle.bin");
    let facts: serde_json::Value =
        serde_json::from_str(include_str!("data/vectors/box.json")).unwrap();
    let head = read::head(bytes).unwrap();
    assert_eq!(head.note, include_str!("data/vectors/checkpoint.txt"));
    let line = include_str!("data/vectors/verifier.txt").trim_end();
    assert_eq!(head.verifier.to_line(), line);
    assert!(checkpoint::parse_verifier(line) == Some(head.verifier.clone()));
    assert_eq!(hex::encode(&head.checkpoint.root), facts["root"]);
    let key = BoxKey::from_seed(&[77; 32]);
    let said = Checkpoint {
        size: 7,
        root: head.checkpoint.root,
        name: "Chemistry stores".to_owned(),
    };
    assert_eq!(said.sign(&key), head.note);
    let note = head.note.clone();
    let documents = head.body().unwrap().documents;

    let records: Vec<(Leaf, Record)> = read_all(bytes)
        .unwrap()
        .into_iter()
        .map(|(leaf, record)| (leaf, record.unwrap_or_else(|reason| panic!("{reason}"))))
        .collect();
    let leaves: Vec<Leaf> = records.iter().map(|(leaf, _)| *leaf).collect();
    let hex_leaves: Vec<String> = leaves.iter().map(|leaf| leaf.to_hex()).collect();
    assert_eq!(serde_json::json!(hex_leaves), facts["leaves"]);
    let mut again = Vec::new();
    let front = Front {
        verifier: &key.verifier(),
        note: &note,
        documents: &documents,
        leaves: &leaves,
    };
    let mut in_turn = records.iter();
    let record = |_| Ok::<Record, std::io::Error>(in_turn.next().unwrap().1.clone());
    write(&mut again, &front, record).unwrap();
    assert!(again == bytes);
}

#[test]
fn the_independent_bundles_annulment_purge_and_reseal_have_effect() {
    let bytes: &[u8] = include_bytes!("data/vectors/bundle.bin");
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::create(home.path()).unwrap();
    let report = merge(&mut store, &[77], bytes);
    assert_eq!((report.new, report.set_aside.len()), (4, 0));
    // Nobody is trusted here: the institution's three are not taken.
    assert_eq!(report.not_believed.len(), 3);
    assert!(report.has_findings() && store.leaves().unwrap().len() == 4);
    let institution = ed25519_dalek::SigningKey::from_bytes(&[9; 32]);
    let trust = Trust::new([institution.verifying_key().to_bytes()]);
    let report = merge_trusting(&mut store, &[77], bytes, &trust);
    assert!(report.new == 3 && report.not_believed.is_empty());
    let counting = plan_of(&store, &trust).unwrap().counting();
    let facts: serde_json::Value =
        serde_json::from_str(include_str!("data/vectors/box.json")).unwrap();
    let counting: Vec<String> = counting.into_iter().map(Leaf::to_hex).collect();
    assert_eq!(serde_json::json!(counting), facts["counting"]);
}

#[test]
fn cut_at_any_byte_it_is_refused_and_nothing_of_it_is_kept() {
    let (_home, _store, bytes) = sample();
    for length in 0..bytes.len() {
        let why = refused(&bytes[..length]);
        let expected = match length {
            short if short < MAGIC.len() => why == Some(Refused::NotABundle),
            _ => matches!(why, Some(Refused::Cut(_))),
        };
        assert!(expected, "{length}: {why:?}");
    }
    let into = tempfile::tempdir().unwrap();
    let mut store = Store::create(into.path()).unwrap();
    let report = merge(&mut store, &[1], &bytes[..bytes.len() - 40]);
    assert_eq!(report.state, State::Refused);
    assert_eq!(report.refused, "cut");
    assert!(store.leaves().unwrap().is_empty());
}

#[test]
fn more_after_the_end_is_refused() {
    let (_home, _store, mut bytes) = sample();
    bytes.push(0);
    assert_eq!(refused(&bytes), Some(Refused::Trailing));
}

/// The sample's bundle, its records and its documents' bodies, made once.
struct Fixed {
    bytes: Vec<u8>,
    records: BTreeMap<Leaf, Record>,
    documents: BTreeSet<Vec<u8>>,
}

static FIXED: LazyLock<Fixed> = LazyLock::new(|| {
    let (_home, store, bytes) = sample();
    let leaves = store.leaves().unwrap().into_iter();
    Fixed {
        bytes,
        records: leaves
            .map(|leaf| (leaf, store.record(leaf).unwrap().unwrap()))
            .collect(),
        documents: [boxes::QUESTIONNAIRE.to_vec(), boxes::KEY_SET.to_vec()].into(),
    }
});

fn flipped(at: Index, flip: u8) -> Vec<u8> {
    let mut bytes = FIXED.bytes.clone();
    let at = at.index(bytes.len());
    bytes[at] ^= flip;
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_changed_byte_is_ever_read_as_sound(at in any::<Index>(), flip in 1_u8..) {
        let bytes = flipped(at, flip);
        let Ok(found) = read_all(&bytes) else { return Ok(()) };
        let hurt = found.iter().filter(|(_, record)| record.is_err()).count();
        let documents = read::head(bytes.as_slice()).and_then(read::Head::body);
        let documents = documents.map_or(Vec::new(), |body| body.documents);
        let unsound = documents.iter().filter(|one| !one.is_sound()).count();
        prop_assert!(hurt + unsound > 0);
        for (leaf, record) in found {
            prop_assert!(record.is_err() || record.ok().as_ref() == FIXED.records.get(&leaf));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_changed_byte_is_ever_taken(at in any::<Index>(), flip in 1_u8..) {
        let into = tempfile::tempdir().unwrap();
        let mut store = Store::create(into.path()).unwrap();
        let report = merge(&mut store, &[1], &flipped(at, flip));
        prop_assert!(report.has_findings());
        for leaf in store.leaves().unwrap() {
            prop_assert!(store.record(leaf).unwrap().as_ref() == FIXED.records.get(&leaf));
        }
        for document in store.documents().unwrap() {
            prop_assert!(FIXED.documents.contains(&document.body));
        }
        prop_assert!(store.verify().unwrap().is_empty());
    }

    #[test]
    fn noise_is_refused(noise in proptest::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(refused(&noise).is_some());
        let bytes = [MAGIC, &noise].concat();
        prop_assert!(refused(&bytes).is_some());
        let front = FIXED.bytes.len() / 3;
        prop_assert!(refused(&[&FIXED.bytes[..front], &noise].concat()).is_some());
    }
}

/// Where the number of documents stands: after magic, verifier line and note.
fn place_of_documents(bytes: &[u8]) -> usize {
    let line = bytes[MAGIC.len()..].iter().position(|byte| *byte == b'\n');
    let note = MAGIC.len() + line.unwrap() + 1;
    let length = u32::from_be_bytes(bytes[note..note + 4].try_into().unwrap());
    note + 4 + length as usize
}

#[test]
fn a_number_that_lies_is_refused_and_buys_no_memory() {
    let (_home, _store, bytes) = sample();
    let note = MAGIC.len()
        + bytes[MAGIC.len()..]
            .iter()
            .position(|b| *b == b'\n')
            .unwrap()
        + 1;
    let documents = place_of_documents(&bytes);
    let huge = |at: usize, width: usize| {
        let mut changed = bytes.clone();
        changed[at..at + width].fill(0xff);
        refused(&changed)
    };
    let too_large = |why: &Option<Refused>| matches!(why, Some(Refused::TooLarge(_)));
    assert!(too_large(&huge(note, 4)), "note");
    assert!(too_large(&huge(documents, 4)), "documents");
    assert!(too_large(&huge(documents + 4 + 33, 4)), "document");
    // The first document is a key set or a questionnaire; after both stands the count of records.
    let mut at = documents + 4;
    for _ in 0..2 {
        let length = u32::from_be_bytes(bytes[at + 33..at + 37].try_into().unwrap());
        at += 37 + length as usize;
    }
    assert!(too_large(&huge(at, 8)), "records");
    let mut one_less = bytes.clone();
    one_less[at + 7] -= 1;
    let expected = Refused::Size {
        signed: 3,
        found: 2,
    };
    assert_eq!(refused(&one_less), Some(expected));
    let header = at + 8 + 3 * 32;
    assert!(too_large(&huge(header, 4)), "header");
    // A count that the box did sign, of leaves that are not there.
    let mut few = bytes[..at].to_vec();
    few.extend(3_u64.to_be_bytes());
    few.extend([7; 32]);
    assert_eq!(refused(&few), Some(Refused::Cut("the list of records")));
}

#[test]
fn a_list_of_leaves_that_was_not_signed_is_refused() {
    let (_home, _store, bytes) = sample();
    let at = bytes.len();
    let leaf = read_all(&bytes).unwrap()[0].0;
    let place = bytes[..at].windows(32).position(|window| *window == leaf.0);
    let place = place.unwrap();
    let mut swapped = bytes.clone();
    swapped[place..place + 64].rotate_left(32);
    assert_eq!(refused(&swapped), Some(Refused::Root));
    let mut replaced = bytes;
    replaced[place] = replaced[place].wrapping_sub(1);
    assert_eq!(refused(&replaced), Some(Refused::Root));
}

#[test]
fn a_checkpoint_of_another_box_is_refused() {
    let (_home, _store, bytes) = sample();
    let documents = place_of_documents(&bytes);
    let other = BoxKey::from_seed(&[2; 32]).verifier().to_line();
    let own = BoxKey::from_seed(&[1; 32]).verifier().to_line();
    let start = MAGIC.len();
    let rest = &bytes[start + own.len()..];
    let changed = [MAGIC, other.as_bytes(), rest].concat();
    assert!(matches!(refused(&changed), Some(Refused::Checkpoint(_))));
    assert!(documents > start);
}

#[test]
fn each_way_in_which_a_record_is_bad_is_named_and_the_rest_is_taken() {
    let sound = response(1, 1);
    let changed = |change: &dyn Fn(&mut Record)| {
        let mut record = response(2, 1);
        change(&mut record);
        record
    };
    let cases = [
        ("header", changed(&|record| record.signed.signature[3] ^= 1)),
        (
            "header",
            changed(&|record| record.signed.header.insert(1, b' ')),
        ),
        (
            "part",
            changed(&|record| record.parts[1] = Some(b"other".to_vec())),
        ),
        ("parts", changed(&|record| record.parts.push(None))),
        ("parts", stolen_path()),
        ("header", stolen_response()),
    ];
    for (code, bad) in cases {
        let bytes = forged(5, &[sound.clone(), bad.clone()], &[]);
        let into = tempfile::tempdir().unwrap();
        let mut store = Store::create(into.path()).unwrap();
        let report = merge(&mut store, &[5], &bytes);
        let aside: Vec<&str> = report.set_aside.iter().map(|one| one.reason).collect();
        assert_eq!(aside, [code]);
        assert_eq!(report.set_aside[0].leaf, bad.signed.leaf().to_hex());
        assert!(store.leaves().unwrap() == vec![sound.signed.leaf()]);
    }
}

/// A response whose audience would be a path outside the folder it is extracted to.
fn stolen_path() -> Record {
    let mut header = response(2, 1).signed.verify().unwrap();
    header.parts[0].audience = String::from("../../etc/lead");
    let parts = response(2, 1).parts.into_iter().flatten().collect();
    boxes::sign(&header, 2, parts)
}

/// A revision of someone else's response, signed by the thief.
fn stolen_response() -> Record {
    let mut header = response(2, 2).signed.verify().unwrap();
    header.response = Some(boxes::response_hex(1));
    let parts = response(2, 2).parts.into_iter().flatten().collect();
    boxes::sign(&header, 2, parts)
}

#[test]
fn a_changed_questionnaire_is_set_aside_with_the_records_that_answer_it() {
    let mut document = Document::questionnaire(boxes::QUESTIONNAIRE);
    document.body.push(b' ');
    let bytes = forged(5, &[response(1, 1)], &[document]);
    let into = tempfile::tempdir().unwrap();
    let mut store = Store::create(into.path()).unwrap();
    let report = merge(&mut store, &[5], &bytes);
    assert_eq!((report.new, report.documents_set_aside.len()), (0, 1));
    assert_eq!(report.set_aside[0].reason, "no_questionnaire");
    assert!(report.has_findings() && store.documents().unwrap().is_empty());
}

#[test]
fn with_fewer_than_five_new_records_an_export_repeats_the_last_one() {
    let home = tempfile::tempdir().unwrap();
    let (mut store, own) = new_box(home.path(), 1, "Test");
    let key = own.key.verifier().key;
    let export = |store: &mut Store, extent: Extent| {
        let export = export::plan(store, &own.key, &own.name, extent).unwrap();
        store.set_seen(&key, &export.leaves, &export.note).unwrap();
        (export.leaves.len(), export.repeats)
    };
    (1..=4).for_each(|owner| submit(&mut store, &response(owner, 1)));
    assert_eq!(export(&mut store, Extent::Usual), (0, true));
    submit(&mut store, &response(5, 1));
    assert_eq!(export(&mut store, Extent::Usual), (5, false));
    assert_eq!(export(&mut store, Extent::Usual), (5, false));
    (6..=9).for_each(|owner| submit(&mut store, &response(owner, 1)));
    assert_eq!(export(&mut store, Extent::Usual), (5, true));
    assert_eq!(export(&mut store, Extent::Everything), (9, false));
    assert_eq!(export(&mut store, Extent::Usual), (9, false));
}

/// A quiet box would else keep a withdrawal back for as long as nobody comes.
#[test]
fn what_is_about_a_response_of_another_box_goes_at_once_and_takes_no_first_response_along() {
    let home = tempfile::tempdir().unwrap();
    let (mut store, own) = new_box(home.path(), 1, "Test");
    let key = own.key.verifier().key;
    let export = |store: &mut Store| {
        let export = export::plan(store, &own.key, &own.name, Extent::Usual).unwrap();
        store.set_seen(&key, &export.leaves, &export.note).unwrap();
        (export.leaves.len(), export.repeats)
    };
    (1..=5).for_each(|owner| submit(&mut store, &response(owner, 1)));
    assert_eq!(export(&mut store), (5, false));
    // Taken back, and changed, by people who sent at another box.
    submit(&mut store, &withdrawal(50));
    assert_eq!(export(&mut store), (6, false));
    submit(&mut store, &response(51, 2));
    submit(&mut store, &response(51, 3));
    assert_eq!(export(&mut store), (8, false));
    // Who comes and takes it back before anything went out waits; and however many take theirs back
    // elsewhere, nobody who came alone leaves with them.
    submit(&mut store, &response(6, 1));
    submit(&mut store, &withdrawal(6));
    assert_eq!(export(&mut store), (8, true));
    (52..=55).for_each(|owner| submit(&mut store, &withdrawal(owner)));
    assert_eq!(export(&mut store), (12, false));
    assert_eq!(export(&mut store), (12, true));
}

#[test]
fn a_bundle_holds_the_documents_that_its_records_name_and_no_others() {
    let home = tempfile::tempdir().unwrap();
    let (mut store, own) = new_box(home.path(), 1, "Test");
    submit(&mut store, &response(1, 1));
    let writer = store.write().unwrap();
    let stray = [
        Document::questionnaire(b"another"),
        Document::key_set(b"{\"epoch\":9}\n"),
    ];
    for document in &stray {
        writer.keep_document(document).unwrap();
    }
    writer.commit().unwrap();
    let bytes = bundle(&store, &own);
    let head = read::head(bytes.as_slice()).unwrap();
    let found: BTreeSet<Vec<u8>> = head
        .body()
        .unwrap()
        .documents
        .into_iter()
        .map(|document| document.body)
        .collect();
    let named = [boxes::QUESTIONNAIRE.to_vec(), boxes::KEY_SET.to_vec()];
    assert_eq!(found, BTreeSet::from(named));
}

#[cfg(unix)]
#[test]
fn a_bundle_file_is_there_whole_or_not_at_all() {
    use std::io::Write as _;
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.tallybox");
    durable::replace_with::<std::io::Error>(&path, Readers::Owner, |out| out.write_all(b"first"))
        .unwrap();
    let failed = durable::replace_with(&path, Readers::Owner, |out| {
        out.write_all(b"half of the second")?;
        Err(std::io::Error::other("the disk is full"))
    });
    assert!(failed.is_err());
    assert_eq!(std::fs::read(&path).unwrap(), b"first");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn an_empty_box_exports_the_empty_root() {
    let home = tempfile::tempdir().unwrap();
    let (store, own) = new_box(home.path(), 1, "Test");
    let bytes = bundle(&store, &own);
    assert_eq!(read_all(&bytes).unwrap().len(), 0);
    let head = read::head(bytes.as_slice()).unwrap();
    assert_eq!(head.checkpoint.root, merkle::root([]));
}
