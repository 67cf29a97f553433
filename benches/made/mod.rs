//! Records and bundles that benches make, of as many bytes as they ask for; no answers are in them.
use std::time::Duration;

use ed25519_dalek::SigningKey;
use sha2::{Digest as _, Sha256};
use tallybox::base::hex;
use tallybox::response::record::{FORMAT, Header, Kind, PartName, Record, response_id};
use tallybox::runtime::clock;

/// A questionnaire's canonical form, as far as a store cares.
pub(crate) const QUESTIONNAIRE: &[u8] = br#"{"survey":{"id":"bench"}}"#;

/// The response of the owner with this number, whose parts these are.
pub(crate) fn response(number: u64, parts: Vec<(&str, Vec<u8>)>) -> Record {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    let key = SigningKey::from_bytes(&seed);
    let public = key.verifying_key().to_bytes();
    let named = parts.iter().map(|(audience, bytes)| PartName {
        audience: (*audience).to_owned(),
        length: bytes.len() as u64,
        sha256: hex::encode(&Sha256::digest(bytes)),
    });
    let header = Header {
        format: FORMAT.to_owned(),
        survey: "bench".to_owned(),
        wave: String::new(),
        fingerprint: hex::encode(&Sha256::digest(QUESTIONNAIRE)),
        epoch: 1,
        response: Some(hex::encode(&response_id(&public))),
        revision: 1,
        kind: Kind::Response,
        signer: hex::encode(&public),
        parts: named.collect(),
        reason: None,
        leaves: None,
        resealed: None,
        simulated: false,
    };
    Record {
        signed: header.sign(&key),
        parts: parts.into_iter().map(|(_, bytes)| Some(bytes)).collect(),
    }
}

/// How long something took, and what it gave.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = clock::moment();
    let done = work();
    (start.elapsed(), done)
}
