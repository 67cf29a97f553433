//! What is sealed opens for exactly those it is for: judged by Debian's `age`, not by our own code.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use age::{DecryptError, Decryptor};
use age_core::format::{FileKey, Stanza};
use ed25519_dalek::SigningKey;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};
use tallybox::base::hex;
use tallybox::base::language::{Language, Text};
use tallybox::base::time::Day;
use tallybox::response::answer::{Answer, Chosen, Missing, Value};
use tallybox::response::code::Derived;
use tallybox::response::part::{self, Submission};
use tallybox::response::record::{Kind as RecordKind, Leaf, Reason, Record, ResealedPart};
use tallybox::survey::model::{
    Audience, Choice, Choices, Fingerprint, Kind, List, Privacy, Question, Questionnaire, Release,
    Required, Role, Section,
};
use tallybox::vault::header;
use tallybox::vault::identity::{self, NewIdentity};
use tallybox::vault::keyset::{Holder, KeySet, Members, NotReady};
use tallybox::vault::respond::{self, About, Mismatch, RespondError};
use tallybox::vault::seal;
use tallybox::vault::unwrap::OwnIdentity;

fn day() -> Day {
    Day::new(2027, 1, 11).unwrap()
}

fn question(id: &str, kind: Kind, audiences: &[&str]) -> Question {
    let release = |audience: &&str| Release {
        audience: (*audience).to_owned(),
        when: None,
    };
    Question {
        id: id.to_owned(),
        label: Text::same(id),
        hint: None,
        why: None,
        kind,
        relevant: None,
        required: Required::No,
        constraint: None,
        constraint_message: None,
        warning: None,
        warning_message: None,
        calculation: None,
        default: None,
        missing: Vec::new(),
        audience: audiences.iter().map(release).collect(),
        tier: None,
        special: false,
        shuffle: false,
    }
}

fn departments() -> List {
    let choice = |code: &str| Choice {
        code: code.to_owned(),
        label: Text::same(code),
        exclusive: false,
        specify: false,
        columns: BTreeMap::new(),
    };
    List {
        columns: Vec::new(),
        entries: ["BIOL", "CHEM", "PHYS"].map(choice).into(),
    }
}

fn questionnaire() -> Questionnaire {
    let audience = |id: &str, sealed_to: &[Role]| Audience {
        id: id.to_owned(),
        sealed_to: sealed_to.to_vec(),
        pad: 16,
    };
    let choices = Choices {
        list: Some("departments".to_owned()),
        own: Vec::new(),
        filter: None,
    };
    let text = Kind::LongText { max_length: 2000 };
    Questionnaire {
        id: "skills".to_owned(),
        title: Text::same("Skills"),
        languages: vec![Language::new("en")],
        minutes: None,
        department: Some("dept".to_owned()),
        wave: "2027".to_owned(),
        unchecked: Vec::new(),
        opens: None,
        closes: None,
        revise_until: None,
        privacy: Privacy::default(),
        audiences: vec![
            // Out of order on purpose: stanzas have an order of their own.
            audience("lead", &[Role::Institution, Role::Department]),
            audience("statistics", &[Role::Statistics]),
            audience("review", &[Role::Institution]),
        ],
        lists: BTreeMap::from([("departments".to_owned(), departments())]),
        sections: vec![Section {
            id: "post".to_owned(),
            title: Text::same("Post"),
            intro: None,
            relevant: None,
            shuffle: false,
            questions: vec![
                question("dept", Kind::Single(choices), &["lead", "statistics"]),
                question("remarks", text, &["review"]),
            ],
        }],
        migrations: Vec::new(),
        fingerprint: Fingerprint([7; 32]),
        canonical: Vec::new(),
    }
}

fn submission(department: Answer) -> Submission {
    let remarks = Answer::Value(Value::Text("the fume hood".to_owned()));
    Submission {
        questionnaire: Arc::new(questionnaire()),
        language: Language::new("en"),
        day: day(),
        answers: vec![
            ("dept".to_owned(), department),
            ("remarks".to_owned(), remarks),
        ],
        warned: Vec::new(),
        replaces_lost: false,
        imported: false,
        simulated: false,
        link: None,
    }
}

fn chosen(code: &str) -> Answer {
    Answer::Value(Value::Choice(Chosen::code(code)))
}

fn words() -> Derived {
    Derived {
        draft: [40; 16],
        age: [41; 32],
        sign: [42; 32],
        link: [43; 16],
    }
}

/// A key set of known holders: two of the institution, one of statistics, BIOL and CHEM but not PHYS.
fn identities() -> Vec<NewIdentity> {
    let department = |code: &str| Holder::Department(code.to_owned());
    let holders = [
        Holder::Institution,
        Holder::Institution,
        Holder::Statistics,
        department("BIOL"),
        department("CHEM"),
    ];
    let make = |(seed, holder): (u8, Holder)| {
        NewIdentity::from_random(holder, &[seed; 32], &[seed + 100; 32]).unwrap()
    };
    (1..).zip(holders).map(make).collect()
}

fn key_set(identities: &[NewIdentity]) -> KeySet {
    let mut members = Members::default();
    for one in identities {
        let verifier = one.signer().map(|key| key.verifying_key().to_bytes());
        let recipient = one.age().recipient().clone();
        members.add(one.holder(), recipient, verifier).unwrap();
    }
    KeySet::sign(None, members, day(), identities[0].signer().unwrap()).unwrap()
}

fn sealed(department: Answer) -> Record {
    let set = key_set(&identities());
    match respond::seal_response(&submission(department), &words(), &set, 1) {
        Ok(record) => record,
        Err(error) => panic!("{error}"),
    }
}

/// What `age -d -i IDENTITY` makes of a file; `None` where it refuses.
fn debian_age(identity: &Path, file: &Path) -> Option<Vec<u8>> {
    let mut command = Command::new("age");
    command.arg("-d").arg("-i").arg(identity).arg(file);
    let output = command.stderr(Stdio::null()).output().unwrap();
    output.status.success().then_some(output.stdout)
}

/// Writes every identity's file, and one of the words, under a name each.
fn write_identities(folder: &Path) -> Vec<(&'static str, PathBuf)> {
    let names = [
        "institution 1",
        "institution 2",
        "statistics",
        "BIOL",
        "CHEM",
    ];
    let mut files = Vec::new();
    for (name, one) in names.into_iter().zip(identities()) {
        let path = folder.join(name);
        one.write(&path, day(), None).unwrap();
        files.push((name, path));
    }
    let mine = folder.join("words");
    let text = OwnIdentity::from_secret(&words().age).unwrap().to_text();
    fs::write(&mine, text.as_bytes()).unwrap();
    files.push(("words", mine));
    files
}

#[test]
fn each_part_opens_in_debians_age_for_exactly_its_recipients() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_identities(folder.path());
    let submission = submission(chosen("CHEM"));
    let plaintexts = part::plaintexts(&submission, &words().response(), 1).unwrap();
    let record = sealed(chosen("CHEM"));
    let expected: [(&str, &[&str]); 4] = [
        ("lead", &["institution 1", "institution 2", "CHEM"]),
        ("statistics", &["statistics"]),
        ("review", &["institution 1", "institution 2"]),
        ("mine", &["words"]),
    ];
    let parts = plaintexts.iter().zip(&record.parts).zip(expected);
    for (((audience, plaintext), part), (name, readers)) in parts {
        assert_eq!(audience, name);
        let path = folder.path().join("part.age");
        fs::write(&path, part.as_ref().unwrap()).unwrap();
        for (who, identity) in &files {
            let opened = debian_age(identity, &path);
            assert_eq!(opened.is_some(), readers.contains(who), "{who} and {name}");
            assert!(
                opened.is_none_or(|opened| &opened == plaintext),
                "{who} and {name}"
            );
        }
    }
}

#[test]
fn a_header_names_every_part_by_length_and_hash_with_mine_last() {
    use sha2::Digest as _;
    let record = sealed(chosen("CHEM"));
    let header = record.signed.verify().unwrap();
    let named: Vec<&str> = header
        .parts
        .iter()
        .map(|part| part.audience.as_str())
        .collect();
    assert_eq!(named, ["lead", "statistics", "review", "mine"]);
    for (name, part) in header.parts.iter().zip(&record.parts) {
        let part = part.as_ref().unwrap();
        assert_eq!(name.length, part.len() as u64);
        assert_eq!(name.sha256, hex::encode(&sha2::Sha256::digest(part)));
    }
    assert_eq!((header.revision, header.epoch), (1, 1));
    assert_eq!(
        (header.survey.as_str(), header.wave.as_str()),
        ("skills", "2027")
    );
    assert_eq!(header.fingerprint, "07".repeat(32));
}

#[test]
fn nothing_in_the_clear_says_which_department() {
    let shape = |department: Answer| {
        let parts = sealed(department).parts;
        let shape = |part: &Vec<u8>| {
            let header = header::scan(part).unwrap();
            // age's own grease stanza has a random length, so the file's length is not ours to fix.
            (header.stanzas, header.x25519, part.len() - header.length)
        };
        parts.iter().flatten().map(shape).collect::<Vec<_>>()
    };
    let with_key = shape(chosen("CHEM"));
    assert_eq!(
        with_key.iter().map(|part| part.1).collect::<Vec<_>>(),
        [3, 1, 2, 1]
    );
    assert_eq!(shape(chosen("PHYS")), with_key);
    assert_eq!(shape(Answer::Missing(Missing::Blank)), with_key);
}

/// Looks at one stanza only.
struct At(usize, OwnIdentity);

impl age::Identity for At {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        self.1.unwrap_stanza(stanza)
    }

    fn unwrap_stanzas(&self, stanzas: &[Stanza]) -> Option<Result<FileKey, DecryptError>> {
        self.unwrap_stanza(&stanzas[self.0])
    }
}

#[test]
fn stanzas_stand_in_the_order_department_then_institutions() {
    let record = sealed(chosen("CHEM"));
    let lead = record.parts[0].as_ref().unwrap();
    let opens = |place: usize, seed: u8| {
        let own = OwnIdentity::from_secret(&[seed; 32]).unwrap();
        seal::open(lead, &[&At(place, own)]).is_ok()
    };
    // Seeds as `identities` gives them: 1 and 2 are the institution's, 5 is CHEM's.
    assert!(opens(0, 5) && opens(1, 1) && opens(2, 2));
    assert!(!opens(0, 1) && !opens(1, 5));
}

#[test]
fn what_cannot_be_sealed_to_everyone_is_not_sealed_at_all() {
    let all = identities();
    let attempt = |members: &[NewIdentity], revision: u32| {
        let set = key_set(members);
        respond::seal_response(&submission(chosen("CHEM")), &words(), &set, revision).err()
    };
    let too_few = NotReady::TooFewInstitutions(1);
    assert_eq!(attempt(&all[..1], 1), Some(RespondError::NotReady(too_few)));
    let nobody = NotReady::NoStatistics("statistics".to_owned());
    assert_eq!(attempt(&all[..2], 1), Some(RespondError::NotReady(nobody)));
    assert_eq!(attempt(&all, 0), Some(RespondError::Revision));
    assert_eq!(attempt(&all, 1), None);
    let more = |seed| NewIdentity::from_random(Holder::Institution, &[seed; 32], &[seed + 100; 32]);
    let six: Vec<NewIdentity> = all
        .into_iter()
        .chain((20..24).map(|seed| more(seed).unwrap()))
        .collect();
    let many = NotReady::TooMany("lead".to_owned(), 7);
    assert_eq!(attempt(&six, 1), Some(RespondError::NotReady(many)));
}

#[test]
fn an_opened_part_must_be_the_one_that_its_record_names() {
    let record = sealed(chosen("CHEM"));
    let header = record.signed.verify().unwrap();
    let statistics = OwnIdentity::from_secret(&[3; 32]).unwrap();
    let plaintext = seal::open(record.parts[1].as_ref().unwrap(), &[&statistics]).unwrap();
    let open = || part::open(&questionnaire(), &plaintext).ok().unwrap();
    assert_eq!(respond::check_inner(&header, "statistics", &open()), Ok(()));
    assert_eq!(
        respond::check_inner(&header, "lead", &open()),
        Err(Mismatch("audience"))
    );
    let mut later = header.clone();
    later.revision = 2;
    assert_eq!(
        respond::check_inner(&later, "statistics", &open()),
        Err(Mismatch("revision"))
    );
    let mut stranger = header;
    stranger.response = Some("00".repeat(16));
    assert_eq!(
        respond::check_inner(&stranger, "statistics", &open()),
        Err(Mismatch("response"))
    );
}

#[test]
fn the_four_kinds_without_answers_are_sound_and_signed_by_whom_they_should_be() {
    let institution = SigningKey::from_bytes(&[101; 32]);
    let about = || About::new(&questionnaire(), &key_set(&identities()));
    let resealed = ResealedPart {
        leaf: "0a".repeat(32),
        audience: "lead".to_owned(),
        epoch: 2,
        length: 9,
        sha256: "0b".repeat(32),
    };
    let response = words().response();
    let records = [
        (RecordKind::Withdrawal, about().withdrawal(&words())),
        (
            RecordKind::Annulment,
            about().annulment(response, Reason::Duplicate, &institution),
        ),
        (
            RecordKind::Purge,
            about().purge(
                vec![Leaf([9; 32]), Leaf([8; 32]), Leaf([9; 32])],
                &institution,
            ),
        ),
        (
            RecordKind::Reseal,
            about().reseal(vec![resealed], &institution),
        ),
    ];
    let owner = hex::encode(words().signing_key().verifying_key().as_bytes());
    let signer = hex::encode(institution.verifying_key().as_bytes());
    for (kind, record) in records {
        let header = record.signed.verify().unwrap();
        assert_eq!((header.kind, header.revision), (kind, 0));
        let expected = if kind == RecordKind::Withdrawal {
            &owner
        } else {
            &signer
        };
        assert_eq!(&header.signer, expected);
        assert!(record.parts.is_empty());
        let leaves = header.leaves.unwrap_or_default();
        let ascending = ["08".repeat(32), "09".repeat(32)];
        assert!(kind != RecordKind::Purge || leaves == ascending);
    }
}

#[test]
fn what_debians_age_makes_opens_here() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    let made = Command::new("age-keygen")
        .arg("-o")
        .arg(&key)
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success());
    let read = identity::read(&key, &mut |_| None).ok().unwrap();
    assert!(read.signer.is_none());
    let [own] = read.age.as_slice() else {
        panic!("one identity");
    };
    let (plain, file) = (folder.path().join("plain"), folder.path().join("file.age"));
    fs::write(&plain, vec![b'x'; 200_000]).unwrap();
    let stranger = OwnIdentity::from_secret(&[9; 32]).unwrap();
    let mut command = Command::new("age");
    command.arg("-r").arg(stranger.recipient().as_str());
    command.arg("-r").arg(own.recipient().as_str());
    assert!(
        command
            .arg("-o")
            .arg(&file)
            .arg(&plain)
            .status()
            .unwrap()
            .success()
    );
    let opened = seal::open(&fs::read(&file).unwrap(), &[own]).unwrap();
    assert_eq!(*opened, vec![b'x'; 200_000]);
}

/// One change to a file: at a place (modulo its length), a byte replaced, put in or taken out.
fn change(file: &mut Vec<u8>, (place, byte, how): (usize, u8, u8)) {
    let at = place % file.len();
    match how % 3 {
        0 => file[at] = byte,
        1 => file.insert(at, byte),
        _ => drop(file.remove(at)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// The scan is the stricter of the two: age is never shown a header that it would refuse, and
    /// reads no further than the scan did.
    #[test]
    fn what_the_scan_lets_through_age_reads_as_well(
        changes in vec((0..400_usize, any::<u8>(), any::<u8>()), 0..4),
        printable in any::<bool>(),
    ) {
        let own = OwnIdentity::from_secret(&[1; 32]).unwrap();
        let mut file = seal::seal(b"x", &[own.recipient().clone()]).unwrap();
        for (place, byte, how) in changes {
            let byte = if printable { b' ' + byte % 95 } else { byte };
            change(&mut file, (place, byte, how));
        }
        if let Ok(header) = header::scan(&file) {
            prop_assert!(Decryptor::new_buffered(file.as_slice()).is_ok());
            prop_assert!(header.length + 32 <= file.len() && header.length <= header::MOST_BYTES);
        }
    }
}
