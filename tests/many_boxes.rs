//! A thousand boxes: their bundles are merged one after another in memory that does not grow with them.
//! A million records are `cargo bench --bench merge -- 1000000 1000 64`; here each box brings ten.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod boxes;
#[path = "support/memory.rs"]
mod memory;

use std::collections::BTreeSet;

use ed25519_dalek::SigningKey;
use memory::peak;
use tallybox::merge::apply::{Merge, plan_of};
use tallybox::merge::plan::Trust;
use tallybox::response::record::{Kind, Leaf, Record};
use tallybox::vault::checkpoint::BoxKey;
use tallybox::vault::store::{Document, Enrolled, Store};

const BOXES: u32 = 1_000;
const EACH: u32 = 10;
/// What this process may ever hold: KiB.
const MEMORY: u64 = 128 << 10;

fn seed(kind: u8, number: u32) -> [u8; 32] {
    let mut seed = [kind; 32];
    seed[..4].copy_from_slice(&number.to_be_bytes());
    seed
}

fn record(number: u32) -> Record {
    let parts = ["lead", "mine"].map(|audience| format!("{audience} of {number}").into_bytes());
    let key = SigningKey::from_bytes(&seed(1, number));
    boxes::answered(&key, boxes::header(Kind::Response, 1), parts)
}

fn bundle_of(number: u32) -> Vec<u8> {
    let records = number * EACH..(number + 1) * EACH;
    let records: Vec<Record> = records.map(record).collect();
    let key = BoxKey::from_seed(&seed(2, number));
    let questionnaire = Document::questionnaire(boxes::QUESTIONNAIRE);
    boxes::signed_by(&key, &records, &[questionnaire])
}

#[test]
fn a_thousand_boxes_are_merged_in_memory_that_does_not_grow_with_them() {
    let root = tempfile::tempdir().unwrap();
    let mut store = Store::create(&root.path().join("box")).unwrap();
    let peers: Vec<Enrolled> = (0..BOXES)
        .map(|number| {
            let verifier = BoxKey::from_seed(&seed(2, number)).verifier();
            let (key, line) = (verifier.key, verifier.to_line());
            let name = String::from("a box");
            Enrolled { key, line, name }
        })
        .collect();
    store.enrol_all(&peers).unwrap();
    let trust = Trust::default();
    let mut merge = Merge::begin(&mut store, boxes::terms(&trust)).unwrap();
    for number in 0..BOXES {
        merge.gather("bundle", bundle_of(number).as_slice());
    }
    for report in merge.finish() {
        assert_eq!(report.new, EACH as usize);
        assert!(!report.has_findings());
    }
    let counting: BTreeSet<Leaf> = plan_of(&store, &trust).unwrap().counting();
    assert_eq!(counting.len(), (BOXES * EACH) as usize);
    assert!(peak("self") < MEMORY, "{} KiB", peak("self"));
}
