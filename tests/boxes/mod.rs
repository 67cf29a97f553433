//! Boxes for tests: records with parts of plain bytes, so that nothing here needs a key set.
#![allow(dead_code, unreachable_pub, reason = "each test file uses some of it")]

use std::path::Path;

use ed25519_dalek::SigningKey;
use sha2::{Digest as _, Sha256};
use tallybox::base::hex;
use tallybox::merge::apply::{Asks, KeySetIs, Terms};
use tallybox::merge::plan::Trust;
use tallybox::response::record::{
    FORMAT, Header, Kind, Leaf, PartName, Reason, Record, ResealedPart, Signed, response_id,
};
use tallybox::vault::bundle::export::{self, Extent};
use tallybox::vault::checkpoint::BoxKey;
use tallybox::vault::own::{self, Own};
use tallybox::vault::store::{Document, Store};

/// A questionnaire's canonical form.
pub const QUESTIONNAIRE: &[u8] = br#"{"schema":1,"survey":{"id":"skills","title":"Skills","languages":["en"]},"privacy":{"notice":"Sample."},"audience":[{"id":"lead","sealed_to":["institution"]}],"section":[{"id":"one","title":"One","question":[{"id":"a","type":"text","label":"Anything?","audience":["lead"]}]}]}"#;
/// What it asks for.
pub fn asks() -> Asks {
    Asks {
        survey: "skills".to_owned(),
        wave: String::new(),
        audiences: vec!["lead".to_owned()],
    }
}

/// Terms that take every survey and key set, and that questionnaire.
pub fn terms(trust: &Trust) -> Terms<'_> {
    Terms {
        trust,
        surveys: None,
        key_set: &|_| KeySetIs::Trusted,
        questionnaire: &|_| Some(asks()),
        newest_epoch: None,
    }
}

/// A key set document that is sound in itself, of epoch 1 (the first of `keyset.txt`).
pub const KEY_SET: &[u8] = include_bytes!("../data/vectors/keyset-000001.txt");
/// The seed of the institution's key.
pub const INSTITUTION: u8 = 200;

pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

pub fn public(seed: u8) -> [u8; 32] {
    key(seed).verifying_key().to_bytes()
}

pub fn response_hex(owner: u8) -> String {
    hex::encode(&response_id(&public(owner)))
}

pub fn header(kind: Kind, signer: u8) -> Header {
    let owned = matches!(kind, Kind::Response | Kind::Withdrawal);
    Header {
        format: FORMAT.to_owned(),
        survey: "skills".to_owned(),
        wave: String::new(),
        fingerprint: hex::encode(&Sha256::digest(QUESTIONNAIRE)),
        epoch: 1,
        response: owned.then(|| response_hex(signer)),
        revision: u32::from(kind == Kind::Response),
        kind,
        signer: hex::encode(&public(signer)),
        parts: Vec::new(),
        reason: None,
        leaves: None,
        resealed: None,
        simulated: false,
    }
}

pub fn sealed(owner: u8, revision: u32, audience: &str) -> Vec<u8> {
    format!("sealed bytes of {owner} {revision} {audience}").into_bytes()
}

pub fn sign(header: &Header, signer: u8, parts: Vec<Vec<u8>>) -> Record {
    Record {
        signed: header.sign(&key(signer)),
        parts: parts.into_iter().map(Some).collect(),
    }
}

/// A response of an owner, with parts `lead` and `mine`.
pub fn response(owner: u8, revision: u32) -> Record {
    response_of("skills", owner, revision)
}

pub fn response_of(survey: &str, owner: u8, revision: u32) -> Record {
    let parts = ["lead", "mine"].map(|audience| sealed(owner, revision, audience));
    let header = Header {
        survey: survey.to_owned(),
        revision,
        ..header(Kind::Response, owner)
    };
    answered(&key(owner), header, parts)
}

/// A response with these bytes as its parts `lead` and `mine`, signed by this key.
pub fn answered(key: &SigningKey, header: Header, parts: [Vec<u8>; 2]) -> Record {
    let public = key.verifying_key().to_bytes();
    let named = ["lead", "mine"].iter().zip(&parts);
    let named = named.map(|(audience, bytes)| PartName {
        audience: (*audience).to_owned(),
        length: bytes.len() as u64,
        sha256: hex::encode(&Sha256::digest(bytes)),
    });
    let header = Header {
        response: Some(hex::encode(&response_id(&public))),
        signer: hex::encode(&public),
        parts: named.collect(),
        ..header
    };
    Record {
        signed: header.sign(key),
        parts: parts.into_iter().map(Some).collect(),
    }
}

pub fn withdrawal(owner: u8) -> Record {
    sign(&header(Kind::Withdrawal, owner), owner, Vec::new())
}

pub fn annulment(owner: u8, signer: u8) -> Record {
    let header = Header {
        response: Some(response_hex(owner)),
        reason: Some(Reason::Duplicate),
        ..header(Kind::Annulment, signer)
    };
    sign(&header, signer, Vec::new())
}

pub fn purge(mut leaves: Vec<Leaf>) -> Record {
    leaves.sort();
    let header = Header {
        leaves: Some(leaves.into_iter().map(Leaf::to_hex).collect()),
        ..header(Kind::Purge, INSTITUTION)
    };
    sign(&header, INSTITUTION, Vec::new())
}

pub fn reseal(of: Leaf, audience: &str, epoch: u64) -> Record {
    let bytes = format!("sealed anew {audience} {epoch}").into_bytes();
    let part = ResealedPart {
        leaf: of.to_hex(),
        audience: audience.to_owned(),
        epoch,
        length: bytes.len() as u64,
        sha256: hex::encode(&Sha256::digest(&bytes)),
    };
    let header = Header {
        epoch,
        resealed: Some(vec![part]),
        ..header(Kind::Reseal, INSTITUTION)
    };
    sign(&header, INSTITUTION, vec![bytes])
}

/// A new box in a home's `box/`.
pub fn new_box(home: &Path, seed: u8, name: &str) -> (Store, Own) {
    let mut store = Store::create(&home.join("box")).unwrap();
    let own = own::init(&mut store, BoxKey::from_seed(&[seed; 32]), name).unwrap();
    (store, own)
}

pub fn submit(store: &mut Store, record: &Record) {
    store.submit(record, None, QUESTIONNAIRE, KEY_SET).unwrap();
}

/// Puts a record of any kind in, as a merge would.
pub fn put(store: &mut Store, record: &Record) {
    let header = record.signed.verify().unwrap();
    let slots = tallybox::vault::store::slot::slots(&header).unwrap();
    let leaf = record.signed.leaf();
    let writer = store.write().unwrap();
    writer.put_header(leaf, &record.signed).unwrap();
    for (slot, part) in slots.iter().zip(&record.parts) {
        if let Some(sealed) = part {
            writer.put_part(leaf, &slot.name, sealed).unwrap();
        }
    }
    writer
        .keep_document(&Document::questionnaire(QUESTIONNAIRE))
        .unwrap();
    writer.keep_document(&Document::key_set(KEY_SET)).unwrap();
    writer.commit().unwrap();
}

/// Everything a store holds, as a bundle.
pub fn bundle(store: &Store, own: &Own) -> Vec<u8> {
    let export = export::plan(store, &own.key, &own.name, Extent::Everything).unwrap();
    let mut bytes = Vec::new();
    export::write(store, &own.key, &export, &mut bytes).unwrap();
    bytes
}

/// A bundle of these records that a box with this seed signs, whatever they are worth.
pub fn forged(seed: u8, records: &[Record], documents: &[Document]) -> Vec<u8> {
    let own = [Document::questionnaire(QUESTIONNAIRE)];
    let documents = if documents.is_empty() {
        &own
    } else {
        documents
    };
    signed_by(&BoxKey::from_seed(&[seed; 32]), records, documents)
}

/// As [`forged`], by the box with this key.
pub fn signed_by(key: &BoxKey, records: &[Record], documents: &[Document]) -> Vec<u8> {
    use tallybox::vault::bundle::write::{Front, write};
    use tallybox::vault::{checkpoint::Checkpoint, merkle};
    let mut sorted: Vec<&Record> = records.iter().collect();
    sorted.sort_by_key(|record| record.signed.leaf());
    let leaves: Vec<Leaf> = sorted.iter().map(|record| record.signed.leaf()).collect();
    let note = Checkpoint {
        size: leaves.len() as u64,
        root: merkle::root(leaves.iter().copied()),
        name: "Forged".to_owned(),
    }
    .sign(key);
    let mut documents = documents.to_vec();
    documents.sort_by_key(|document| document.sha256);
    let front = Front {
        verifier: &key.verifier(),
        note: &note,
        documents: &documents,
        leaves: &leaves,
    };
    let mut bytes = Vec::new();
    let find = |leaf: Leaf| {
        let found = sorted.iter().find(|record| record.signed.leaf() == leaf);
        Ok::<Record, std::io::Error>((*found.unwrap()).clone())
    };
    write(&mut bytes, &front, find).unwrap();
    bytes
}

pub fn leaf_of(signed: &Signed) -> String {
    signed.leaf().to_hex()
}
