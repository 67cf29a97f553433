//! Key sets and their chain: the bytes of the contract, and every way of tampering with them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use ed25519_dalek::SigningKey;
use tallybox::base::hex;
use tallybox::base::time::Day;
use tallybox::vault::identity::NewIdentity;
use tallybox::vault::issue::{self, IssueError, Request};
use tallybox::vault::keyring::{self, KeyRing, KeyRingError, PinError, Pins};
use tallybox::vault::keyset::{Holder, KeySet, KeySetError, Members};
use tallybox::vault::recipient::{Recipient, RecipientError};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn institution(seed: u8) -> NewIdentity {
    NewIdentity::from_random(Holder::Institution, &[seed; 32], &[seed + 10; 32]).unwrap()
}

/// The value of a line of the vectors' file.
fn vector(name: &str) -> &'static str {
    let text = include_str!("data/vectors/keyset.txt");
    let mut lines = text.lines();
    lines
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
        .unwrap()
}

fn vector_document(name: &str) -> String {
    let [line, seal] = ["line", "seal"].map(|part| vector(&format!("{name}.{part}")));
    format!("{line}\n{seal}\n")
}

/// The two key sets of the vectors, made by the library from the same secrets.
fn vector_sets() -> [KeySet; 2] {
    let signer = SigningKey::from_bytes(&[11; 32]);
    let recipient = |seed: u8| {
        let one = NewIdentity::from_random(Holder::Statistics, &[seed; 32], &[0; 32]).unwrap();
        one.age().recipient().clone()
    };
    let verifier = |seed: u8| {
        Some(
            SigningKey::from_bytes(&[seed; 32])
                .verifying_key()
                .to_bytes(),
        )
    };
    let department = |code: &str| Holder::Department(code.to_owned());
    let mut members = Members::default();
    members
        .add(&Holder::Institution, recipient(1), verifier(11))
        .unwrap();
    let first = KeySet::sign(None, members.clone(), day("2026-11-21"), &signer).unwrap();
    members
        .add(&Holder::Institution, recipient(2), verifier(12))
        .unwrap();
    members
        .add(&Holder::Statistics, recipient(3), None)
        .unwrap();
    members
        .add(&department("CHEM"), recipient(4), None)
        .unwrap();
    members
        .add(&department("BIOL"), recipient(5), None)
        .unwrap();
    let second = KeySet::sign(Some(&first), members, day("2027-01-11"), &signer).unwrap();
    [first, second]
}

#[test]
fn key_sets_are_byte_for_byte_those_that_an_independent_script_made() {
    for (name, set) in ["first", "second"].into_iter().zip(vector_sets()) {
        let document = vector_document(name);
        assert_eq!(String::from_utf8_lossy(set.document()), document);
        assert_eq!(
            hex::encode(&set.sha256()),
            vector(&format!("{name}.sha256"))
        );
        assert_eq!(
            set.fingerprint().to_string(),
            vector(&format!("{name}.fingerprint"))
        );
        assert_eq!(KeySet::parse(document.as_bytes()), Ok(set));
    }
}

#[test]
fn any_change_to_a_document_is_refused() {
    let document = vector_document("second").into_bytes();
    for at in 0..document.len() {
        let mut altered = document.clone();
        altered[at] ^= 1;
        assert!(KeySet::parse(&altered).is_err(), "byte {at}");
        assert!(KeySet::parse(&document[..at]).is_err(), "cut at {at}");
    }
    let longer = [document.as_slice(), b"\n"].concat();
    assert_eq!(KeySet::parse(&longer), Err(KeySetError::NotCanonical));
}

/// A document of a changed line, signed anew by the first institution of the vectors.
fn signed_anew(change: impl Fn(&str) -> String) -> Vec<u8> {
    use ed25519_dalek::Signer as _;
    let line = change(vector("second.line"));
    let key = SigningKey::from_bytes(&[11; 32]);
    let signature = key.sign(format!("tallybox/v1/keyset\n{line}").as_bytes());
    let signer = hex::encode(key.verifying_key().as_bytes());
    format!("{line}\n{signer} {}\n", hex::encode(&signature.to_bytes())).into_bytes()
}

#[test]
fn a_set_must_be_sound_even_where_its_signature_holds() {
    let line = vector("second.line");
    let [first, .., last] = line
        .split('"')
        .filter(|text| text.starts_with("age1"))
        .collect::<Vec<_>>()[..]
    else {
        panic!("five recipients");
    };
    assert!(KeySet::parse(&signed_anew(str::to_owned)).is_ok());
    let zero = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z";
    assert_eq!(zero.parse::<Recipient>(), Err(RecipientError::LowOrder));
    let cases = [
        ("stands twice", last, first),
        ("degenerate", last, zero),
        ("not an age recipient", last, "age1pq"),
        ("not a key set", ",\"epoch\":2", ", \"epoch\":2"),
        ("not a key set", "\"epoch\":2", "\"epoch\":2,\"more\":1"),
        ("not a key set", "2027-01-11", "2027-13-11"),
        ("its format is", "tallybox/v1/keyset", "tallybox/v2/keyset"),
        ("department's code", "\"BIOL\"", "\"BI OL\""),
    ];
    for (expected, from, to) in cases {
        let refused = KeySet::parse(&signed_anew(|line| line.replace(from, to)));
        let said = refused.unwrap_err().to_string();
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

#[test]
fn a_chain_with_a_link_that_does_not_fit_is_refused() {
    let [first, second] = vector_sets();
    let stranger = SigningKey::from_bytes(&[99; 32]);
    let mut foreign = Members::default();
    let one = institution(60);
    let verifier = Some(stranger.verifying_key().to_bytes());
    foreign
        .add(
            &Holder::Institution,
            one.age().recipient().clone(),
            verifier,
        )
        .unwrap();
    let other = KeySet::sign(None, foreign.clone(), day("2026-11-21"), &stranger).unwrap();
    // What the library will not sign, it cannot be made to: a stranger's second set.
    let usurped = KeySet::sign(Some(&first), foreign.clone(), day("2027-01-11"), &stranger);
    assert_eq!(usurped, Err(KeySetError::Foreign));
    let elsewhere = KeySet::sign(Some(&other), foreign, day("2027-01-11"), &stranger).unwrap();

    let load = |documents: &[Option<&[u8]>]| {
        let folder = tempfile::tempdir().unwrap();
        for (epoch, document) in (1..).zip(documents) {
            if let Some(document) = document {
                fs::write(folder.path().join(keyring::file_name(epoch)), document).unwrap();
            }
        }
        KeyRing::load(folder.path())
    };
    let refused = |documents: &[Option<&[u8]>], expected: KeySetError| {
        let found = load(documents);
        assert!(matches!(found, Err(KeyRingError::Set(_, error)) if error == expected));
    };
    let [one, two, three, four] =
        [&first, &second, &other, &elsewhere].map(|set| Some(set.document()));
    assert_eq!(load(&[one, two]).unwrap().current(), Some(&second));
    assert_eq!(load(&[]).unwrap().current(), None);
    refused(&[two], KeySetError::Epoch(1, 2));
    refused(&[one, one], KeySetError::Epoch(2, 1));
    refused(&[one, four], KeySetError::Previous);
    refused(&[three, two], KeySetError::Previous);
    refused(&[one, two, two], KeySetError::Epoch(3, 2));
    refused(&[one, Some(b"{}\n")], KeySetError::Unsigned);
    refused(
        &[Some(vector("first.line").as_bytes())],
        KeySetError::NotCanonical,
    );
    assert!(matches!(load(&[one, None, two]), Err(KeyRingError::Gap(_))));
    let stolen = signed_anew(|line| line.replace("ce23afd4", "00000000"));
    refused(&[one, Some(&stolen)], KeySetError::Previous);
}

#[test]
fn a_box_takes_nothing_older_and_nothing_foreign() {
    let ring = |sets: &[KeySet]| {
        let mut ring = KeyRing::default();
        for set in sets {
            ring.push(set.clone()).unwrap();
        }
        ring
    };
    let [first, second] = vector_sets();
    let pins = Pins::of(&second);
    assert_eq!(Pins::parse(&pins.to_string()), Some(pins));
    assert_eq!(Pins::parse("2 00"), None);
    let sets = [first.clone(), second.clone()];
    assert_eq!(ring(&sets).check(&pins), Ok(&second));
    assert_eq!(ring(&sets).check(&Pins::of(&first)), Ok(&second));
    assert_eq!(ring(&sets[..1]).check(&pins), Err(PinError::Older(2, 1)));
    assert_eq!(ring(&[]).check(&pins), Err(PinError::None));
    let signer = SigningKey::from_bytes(&[11; 32]);
    let members = second.members().clone();
    let another = KeySet::sign(Some(&first), members, day("2027-01-12"), &signer).unwrap();
    let forked = ring(&[first, another]);
    assert_eq!(forked.check(&pins), Err(PinError::Foreign(2)));
}

#[test]
fn of_two_that_issue_at_once_one_gives_way_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    let issue = |ring: &mut KeyRing, one: &NewIdentity, out: &Path, signer: Option<&SigningKey>| {
        let request = Request {
            folder: &keys,
            identity: one,
            out,
            passphrase: None,
            signer,
            day: day("2026-11-21"),
        };
        issue::issue(ring, &request)
    };
    let [first, out, late] = ["first", "second", "late"].map(|name| folder.path().join(name));
    let mut ring = KeyRing::default();
    issue(&mut ring, &institution(1), &first, None).unwrap();
    let signer = SigningKey::from_bytes(&[11; 32]);
    let unsigned = issue(&mut ring, &institution(2), &out, None);
    assert!(matches!(unsigned, Err(IssueError::NoSigner)) && !out.exists());
    let mut stale = ring.clone();
    issue(&mut ring, &institution(2), &out, Some(&signer)).unwrap();
    let refused = issue(&mut stale, &institution(3), &late, Some(&signer));
    assert!(matches!(refused, Err(IssueError::Publish(_))));
    assert!(!late.exists() && out.exists());
    let loaded = KeyRing::load(&keys).unwrap();
    assert_eq!(loaded.current(), ring.current());
    assert_eq!(loaded.current().unwrap().members().institution.len(), 2);
}

/// A home whose first key set is of this day, and the file that signs for it.
fn founded_on(folder: &Path, date: &str) -> std::path::PathBuf {
    let first = institution(1);
    let mut members = Members::default();
    for (holder, seed) in [
        (Holder::Institution, 1),
        (Holder::Institution, 2),
        (Holder::Statistics, 3),
    ] {
        let identity = NewIdentity::from_random(holder, &[seed; 32], &[seed + 10; 32]).unwrap();
        let verifier = identity.signer().map(|key| key.verifying_key().to_bytes());
        let recipient = identity.age().recipient().clone();
        members.add(identity.holder(), recipient, verifier).unwrap();
    }
    let set = KeySet::sign(None, members, day(date), first.signer().unwrap()).unwrap();
    keyring::publish(&folder.join("keys"), &set).unwrap();
    let file = folder.join("first.key");
    first.write(&file, day("2026-01-01"), None).unwrap();
    file
}

fn rotated(folder: &Path, more: &[&str]) -> std::process::Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tallybox"));
    let signer = folder.join("first.key");
    let command = command
        .arg("--home")
        .arg(folder)
        .args(["keys", "rotate", "--signer"]);
    command.arg(signer).args(more).output().unwrap()
}

#[test]
fn a_clock_that_was_ahead_once_does_not_lock_the_keys_and_one_that_is_far_ahead_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    founded_on(folder.path(), "2099-05-01");
    let told = rotated(folder.path(), &[]);
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.status.success(), "{said}");
    assert!(said.contains("dated 2099-05-01 too"), "{said}");
    let ring = KeyRing::load(&folder.path().join("keys")).unwrap();
    assert_eq!(ring.current().unwrap().date(), day("2099-05-01"));
    // Years after the set before: by whose clock?
    let folder = tempfile::tempdir().unwrap();
    founded_on(folder.path(), "2019-05-01");
    let asked = rotated(folder.path(), &[]);
    let said = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert_eq!(asked.status.code(), Some(2), "{said}");
    assert!(
        said.contains("2019-05-01") && said.contains("--yes"),
        "{said}"
    );
    assert!(!folder.path().join("keys/keyset-000002.txt").exists());
    assert!(rotated(folder.path(), &["--yes"]).status.success());
}
