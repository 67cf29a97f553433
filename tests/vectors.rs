//! The bytes that can never change (docs/format.md), against vectors that other programs computed.

#![expect(
    clippy::expect_used,
    reason = "a test stops where the ground it stands on is not sound"
)]

use ed25519_dalek::Signer as _;
use serde_json::Value as Json;
use tallybox::base::hex;
use tallybox::response::code::Code;
use tallybox::response::record::{HeaderError, Signed};

fn vectors(text: &str, member: &str) -> Vec<Json> {
    let json: Json = serde_json::from_str(text).expect("the vectors are JSON");
    json[member].as_array().expect("a list of vectors").clone()
}

#[test]
fn codes_give_these_words_digits_and_keys() {
    let codes = vectors(include_str!("data/vectors/code.json"), "codes");
    assert_eq!(codes.len(), 4);
    for vector in codes {
        let text = |member: &str| vector[member].as_str().expect("a text").to_owned();
        let bits = hex::decode_array(&text("bits")).expect("80 bits");
        let code = Code::from_bits(bits);
        assert_eq!(Json::from(code.words().to_vec()), vector["words"]);
        assert_eq!(code.digits().replace(' ', ""), text("digits"));
        assert!(Code::parse(&text("digits")) == Ok(code.clone()));
        assert!(Code::parse(&code.words().join(" ")) == Ok(code.clone()));
        let derived = code.derive(&text("survey"), &text("wave"));
        assert_eq!(hex::encode(&derived.draft), text("draft"));
        assert_eq!(hex::encode(&derived.age), text("age"));
        assert_eq!(derived.age_identity().as_str(), text("age_identity"));
        assert_eq!(hex::encode(&derived.sign), text("sign"));
        assert_eq!(
            hex::encode(derived.signing_key().verifying_key().as_bytes()),
            text("signer")
        );
        assert_eq!(hex::encode(&derived.response()), text("response"));
        assert_eq!(hex::encode(&derived.link), text("link"));
        let identity: age::x25519::Identity = derived.age_identity().parse().expect("age reads it");
        assert_eq!(identity.to_public().to_string(), text("age_recipient"));
    }
}

#[test]
fn records_of_every_kind_have_these_bytes_signatures_and_leaves() {
    let records = vectors(include_str!("data/vectors/record.json"), "records");
    assert_eq!(records.len(), 5);
    for vector in records {
        let text = |member: &str| vector[member].as_str().expect("a text").to_owned();
        let signed = Signed {
            header: text("header").into_bytes(),
            signature: hex::decode_array(&text("signature")).expect("64 bytes"),
        };
        let header = signed
            .verify()
            .unwrap_or_else(|error| panic!("{}: {error:?}", text("kind")));
        assert_eq!(signed.leaf().to_hex(), text("leaf"));
        let seed = hex::decode_array(&text("seed")).expect("32 bytes");
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        assert!(header.sign(&key) == signed, "written anew it is the same");
    }
}

#[test]
fn a_header_is_refused_for_each_way_of_being_wrong() {
    let records = vectors(include_str!("data/vectors/record.json"), "records");
    let header = records[0]["header"].as_str().expect("a text").to_owned();
    let seed = hex::decode_array(records[0]["seed"].as_str().expect("a text")).expect("32 bytes");
    let key = ed25519_dalek::SigningKey::from_bytes(&seed);
    let sign = |header: &str| Signed {
        header: header.as_bytes().to_vec(),
        signature: key
            .sign(format!("tallybox/v1/record\n{header}").as_bytes())
            .to_bytes(),
    };
    let slips = [
        ("{\"format\"", "{ \"format\"", HeaderError::NotCanonical),
        (
            "\"epoch\":3",
            "\"epoch\":3,\"more\":1",
            HeaderError::NotCanonical,
        ),
        (
            "tallybox/v1",
            "tallybox/v2",
            HeaderError::Format("tallybox/v2".to_owned()),
        ),
        (
            "\"revision\":1",
            "\"revision\":0",
            HeaderError::Shape("revision"),
        ),
        ("\"response\":\"27", "\"response\":\"28", HeaderError::Owner),
        (
            "\"audience\":\"mine\"",
            "\"audience\":\"me\"",
            HeaderError::Shape("parts"),
        ),
    ];
    for (from, to, error) in slips {
        let changed = header.replacen(from, to, 1);
        assert_ne!(changed, header, "{from}");
        assert_eq!(sign(&changed).verify().err(), Some(error), "{to}");
    }
    let mut forged = sign(&header);
    forged.signature[5] ^= 1;
    assert_eq!(forged.verify().err(), Some(HeaderError::Signature));
}

/// `docs/format.md` is enough to write a reader from: this one was, and reads every vector.
#[test]
fn a_reader_that_was_written_from_the_page_reads_every_vector() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = std::process::Command::new("/usr/bin/python3")
        .arg(root.join("tests/rigs/format_reader.py"))
        .arg(root.join("tests/data/vectors"))
        .output()
        .expect("python3 runs");
    assert!(
        read.status.success(),
        "{}",
        String::from_utf8_lossy(&read.stderr)
    );
    let lines = String::from_utf8_lossy(&read.stdout);
    let of = |kind: &str| lines.lines().filter(|line| line.starts_with(kind)).count();
    let kinds = ["code ", "part ", "key set ", "record ", "bundle "];
    assert_eq!(kinds.map(of), [4, 3, 1, 5, 1], "{lines}");
}
