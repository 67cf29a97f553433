//! The bytes that can never change (design §6), against vectors that other programs computed.

#![expect(
    clippy::expect_used,
    reason = "a test stops where the ground it stands on is not sound"
)]

use serde_json::Value as Json;
use tallybox::base::hex;
use tallybox::response::code::Code;

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
