//! Great numbers: forged withdrawals, wrong words, and the orders in which bundles may come.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod boxes;
#[path = "support/dice.rs"]
mod dice;
#[path = "support/many.rs"]
mod many;

use boxes::{
    INSTITUTION, annulment, forged, header, key, response, sign, signed_by, terms, withdrawal,
};
use dice::Dice;
use many::many;
use tallybox::merge::apply::{Merge, plan_of};
use tallybox::merge::plan::Trust;
use tallybox::response::code::{Code, CodeError};
use tallybox::response::record::{Kind, Record, Signed};
use tallybox::vault::bundle::write::{Front, write};
use tallybox::vault::checkpoint::{BoxKey, Checkpoint};
use tallybox::vault::merkle;
use tallybox::vault::store::{Document, Enrolled, Store};

fn merging(folder: &std::path::Path) -> Store {
    let mut store = Store::create(folder).unwrap();
    for seed in 1..=20 {
        let verifier = BoxKey::from_seed(&[seed; 32]).verifier();
        let (key, line) = (verifier.key, verifier.to_line());
        let name = "a box".to_owned();
        store.enrol(&Enrolled { key, line, name }).unwrap();
    }
    store
}

fn trust() -> Trust {
    Trust::new([boxes::public(INSTITUTION)])
}

/// A withdrawal of the first owner's response that is not the first owner's.
fn forgery(dice: &mut Dice) -> Record {
    let mut header = header(Kind::Withdrawal, 1);
    let stranger = ed25519_dalek::SigningKey::from_bytes(&dice.bytes());
    let signed = match dice.below(3) {
        // Under the forger's own name.
        0 => {
            header.signer = tallybox::base::hex::encode(&stranger.verifying_key().to_bytes());
            header.sign(&stranger)
        }
        // Under the owner's name.
        1 => header.sign(&stranger),
        // With no signature at all.
        _ => Signed {
            signature: dice.bytes(),
            ..header.sign(&stranger)
        },
    };
    Record {
        signed,
        parts: Vec::new(),
    }
}

#[test]
fn of_forged_withdrawals_none_is_honoured() {
    let count = many("TALLYBOX_FORGED", 2_000);
    let folder = tempfile::tempdir().unwrap();
    let mut store = merging(folder.path());
    let mut dice = Dice(2027);
    let mut records: Vec<Record> = (0..count).map(|_| forgery(&mut dice)).collect();
    records.push(response(1, 1));
    let bytes = forged(1, &records, &[]);
    let trust = trust();
    let mut merge = Merge::begin(&mut store, terms(&trust)).unwrap();
    let report = merge.take("bundle", bytes.as_slice()).unwrap();
    drop(merge);
    assert_eq!((report.new, report.set_aside.len()), (1, count));
    assert!(report.set_aside.iter().all(|one| one.reason == "header"));
    let here = store.record(response(1, 1).signed.leaf()).unwrap().unwrap();
    assert!(here == response(1, 1));
    assert_eq!(plan_of(&store, &trust).unwrap().counting().len(), 1);
    // The control: the owner's own is honoured.
    let own = forged(2, std::slice::from_ref(&withdrawal(1)), &[]);
    let mut merge = Merge::begin(&mut store, terms(&trust)).unwrap();
    merge.take("bundle", own.as_slice()).unwrap();
    drop(merge);
    assert!(plan_of(&store, &trust).unwrap().counting().is_empty());
}

#[test]
fn a_response_without_its_questions_waits_until_they_are_here() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = merging(folder.path());
    let trust = trust();
    let mut take = |bytes: &[u8]| {
        let mut merge = Merge::begin(&mut store, terms(&trust)).unwrap();
        let report = merge.take("bundle", bytes).unwrap();
        let aside = report.set_aside.iter().map(|one| one.reason);
        (report.new, aside.collect::<Vec<_>>(), report.refused)
    };
    let key = BoxKey::from_seed(&[1; 32]);
    let bare = signed_by(&key, &[response(1, 1), annulment(2, INSTITUTION)], &[]);
    let named = vec!["no_questionnaire"];
    assert_eq!(take(&bare), (1, named, ""), "what answers nothing is taken");
    assert_eq!(take(&forged(2, &[response(3, 1)], &[])), (1, vec![], ""));
    // Now the store has it, from another box: the rest comes with the next merge.
    assert_eq!(take(&bare), (1, vec![], ""));
    // Documents in another order than that of their hashes, or twice.
    let questions = Document::questionnaire(boxes::QUESTIONNAIRE);
    let keys = Document::key_set(boxes::KEY_SET);
    let mut documents = [questions.clone(), keys];
    documents.sort_by(|one, other| other.sha256.cmp(&one.sha256));
    for documents in [documents, [questions.clone(), questions]] {
        let bytes = write_as_they_are(&key, &response(4, 1), &documents);
        assert_eq!(take(&bytes), (0, vec![], "order"));
    }
}

/// A bundle of one record with documents in no other order than this.
fn write_as_they_are(key: &BoxKey, record: &Record, documents: &[Document]) -> Vec<u8> {
    let leaves = [record.signed.leaf()];
    let note = Checkpoint {
        size: 1,
        root: merkle::root(leaves.iter().copied()),
        name: "Forged".to_owned(),
    };
    let front = Front {
        verifier: &key.verifier(),
        note: &note.sign(key),
        documents,
        leaves: &leaves,
    };
    let mut bytes = Vec::new();
    write(&mut bytes, &front, |_| {
        Ok::<_, std::io::Error>(record.clone())
    })
    .unwrap();
    bytes
}

#[test]
fn of_wrong_words_none_opens_a_draft_and_a_slip_in_one_is_named_as_a_slip() {
    let count = many("TALLYBOX_WRONG_WORDS", 5_000);
    let mut dice = Dice(80);
    let drafts: std::collections::BTreeSet<[u8; 16]> = (0..50)
        .map(|_| Code::from_bits(dice.bytes()).derive("skills", "2027").draft)
        .collect();
    let list = bip39::Language::English.word_list();
    let mut named = 0;
    for _ in 0..count {
        let code = Code::from_bits(dice.bytes());
        assert!(!drafts.contains(&code.derive("skills", "2027").draft));
        let mut words = code.words();
        let (place, other) = (dice.below(8), list[dice.below(list.len())]);
        if words[place] == other {
            continue;
        }
        words[place] = other;
        match Code::parse(&words.join(" ")) {
            Err(error) => {
                assert_eq!(error, CodeError::Check);
                named += 1;
            }
            // The eight check bits let one slip in 256 through, as words that nobody has.
            Ok(another) => {
                assert!(another != code);
                assert!(!drafts.contains(&another.derive("skills", "2027").draft));
            }
        }
    }
    assert!(
        named * 100 > count * 99,
        "{named} of {count} slips were named"
    );
}

/// Twenty bundles of twenty boxes, which share records, revise, take back and set aside.
fn bundles() -> Vec<Vec<u8>> {
    let made = (0..20_u8).map(|number| {
        let own = (0..3).map(|more| response(1 + (number * 2 + more) % 60, 1));
        let mut records: Vec<Record> = own.collect();
        records.push(response(1 + number, 2));
        match number % 4 {
            0 => records.push(withdrawal(1 + number)),
            1 => records.push(annulment(2 + number, INSTITUTION)),
            2 => records.push(boxes::purge(vec![response(1 + number, 1).signed.leaf()])),
            _ => records.push(sign(&header(Kind::Withdrawal, 1 + number), 99, Vec::new())),
        }
        forged(number + 1, &records, &[])
    });
    made.collect()
}

#[test]
fn in_whatever_order_and_however_often_twenty_bundles_come_the_root_is_the_same() {
    // Who signs as another is set aside, wherever it comes.
    assert!(key(99) != key(1));
    let orders = many("TALLYBOX_ORDERS", 12);
    let (bundles, trust) = (bundles(), trust());
    let mut dice = Dice(20);
    let mut expected = None;
    for number in 0..orders {
        let mut order: Vec<usize> = (0..bundles.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        for _ in 0..dice.below(6) {
            let again = order[dice.below(order.len())];
            order.insert(dice.below(order.len()), again);
        }
        let folder = tempfile::tempdir().unwrap();
        let mut store = merging(folder.path());
        let mut merge = Merge::begin(&mut store, terms(&trust)).unwrap();
        for at in &order {
            let bytes = bundles[*at].as_slice();
            if number % 2 == 0 {
                merge.gather("bundle", bytes);
            } else {
                let report = merge.take("bundle", bytes).unwrap();
                merge.note(report);
            }
        }
        assert_eq!(merge.finish().len(), order.len());
        let root = tallybox::vault::merkle::root(store.leaves().unwrap());
        let found = (root, store.digest().unwrap());
        assert!(expected.get_or_insert(found) == &found, "{order:?}");
    }
}
