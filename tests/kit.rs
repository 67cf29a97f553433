//! Kits and packs: what arrives is what was signed, whatever is done to the file on its way.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod support;

use std::path::Path;

use ed25519_dalek::{Signer as _, SigningKey};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use support::home::{TestHome, tallybox};
use support::life::{asked, holds, paper, refused, text};
use tallybox::base::hex;
use tallybox::response::code::Code;
use tallybox::response::record::{Leaf, Reason};
use tallybox::vault::identity;
use tallybox::vault::parcel::read::open;
use tallybox::vault::parcel::{Refused, Shape, statements};
use tallybox::vault::respond::About;
use tallybox::vault::store::Store;

fn kit(home: &TestHome) -> (String, Vec<u8>) {
    let file = home.path().join("machine.kit");
    home.done(&["kit", "make", "-o", &text(&file)]);
    (text(&file), std::fs::read(&file).unwrap())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_kit_makes_a_machine_that_collects_and_holds_nothing_secret() {
    let home = TestHome::with_keys("One");
    std::fs::write(home.path().join("surveys/notes.md"), "stays").unwrap();
    let unnamed = home.path().join("surveys/lists/salaries.csv");
    std::fs::write(unnamed, "code,label\na,b\n").unwrap();
    home.run(&["keys", "drill"]);
    let (file, bytes) = kit(&home);
    for name in ["first", "statistics", "chem"] {
        let identity = std::fs::read_to_string(home.identity(name)).unwrap();
        let secret = identity.lines().last().unwrap().as_bytes().to_vec();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret));
    }
    let machine = tempfile::tempdir().unwrap();
    let folder = text(&machine.path().join("home"));
    let at = |args: &[&str]| tallybox(&[&["--home", &folder], args].concat());
    let said = String::from_utf8(at(&["kit", "take", &file]).stderr).unwrap();
    let listed = asked(&home, &["keys", "list"]);
    assert!(
        said.contains(listed["fingerprint"].as_str().unwrap()),
        "the words to compare: {said}"
    );
    assert!(names(machine.path()).is_empty(), "nothing was taken");
    assert!(at(&["kit", "take", &file, "--yes"]).status.success());
    let surveys = machine.path().join("home/surveys");
    assert_eq!(names(&surveys), ["lists", "small.toml"]);
    assert_eq!(names(&surveys.join("lists")), ["departments.csv"]);
    assert_eq!(
        std::fs::read(surveys.join("small.toml")).unwrap(),
        std::fs::read(home.path().join("surveys/small.toml")).unwrap()
    );
    assert!(at(&["box", "init", "--name", "Two"]).status.success());
    let answers = machine.path().join("answers.json");
    std::fs::write(&answers, paper("chem", 3).to_string()).unwrap();
    assert!(at(&["fill", "--answers", &text(&answers)]).status.success());
    // The next epoch arrives the same way, unasked: it follows what was compared.
    home.done(&["keys", "rotate"]);
    let (newer, _) = kit(&home);
    let kept = machine.path().join("older.kit");
    std::fs::write(&kept, &bytes).unwrap();
    assert!(at(&["kit", "take", &newer]).status.success());
    let status = String::from_utf8(at(&["keys", "list", "--json"]).stdout).unwrap();
    let status: Json = serde_json::from_str(&status).unwrap();
    assert_eq!(status["epoch"], 7);
    assert!(at(&["fill", "--answers", &text(&answers)]).status.success());
    let older = at(&["kit", "take", &text(&kept)]);
    assert_eq!(older.status.code(), Some(4), "epochs never go backwards");
    // Another institution's kit is refused however its words may be.
    let other = TestHome::with_keys("Other");
    let (foreign, _) = kit(&other);
    assert_eq!(
        at(&["kit", "take", &foreign, "--yes"]).status.code(),
        Some(4)
    );
}

#[test]
fn a_private_key_that_lies_among_the_lists_travels_nowhere() {
    let home = TestHome::with_keys("One");
    let list = home.path().join("surveys/lists/chem.csv");
    std::fs::copy(home.identity("chem"), &list).unwrap();
    let out = text(&home.path().join("kit"));
    refused(&home, &["kit", "make", "-o", &out], 4);
    refused(&home, &["pack", "--department", "chem", "-o", &out], 4);
    assert!(!Path::new(&out).exists());
}

#[test]
fn a_kit_is_signed_by_an_institution_and_by_nobody_else() {
    let home = TestHome::with_keys("One");
    let out = text(&home.path().join("kit"));
    for who in ["statistics", "chem"] {
        let key = text(&home.identity(who));
        refused(&home, &["kit", "make", "-o", &out, "--signer", &key], 4);
    }
    assert!(!Path::new(&out).exists());
}

/// A parcel with this manifest and contents, signed by a key.
fn forged(manifest: &Json, contents: &[&[u8]], key: &SigningKey) -> Vec<u8> {
    let magic = b"tallybox/v1/kit\n";
    let bytes = serde_json::to_vec(manifest).unwrap();
    let signature = key.sign(&[&magic[..], &bytes].concat()).to_bytes();
    let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
    let mut file = [
        &magic[..],
        &length,
        &bytes,
        key.verifying_key().as_bytes(),
        &signature,
    ]
    .concat();
    for one in contents {
        file.extend(*one);
    }
    file
}

/// A place for forged kits: a home's key set and signer, and a folder into which nothing may be written.
struct Forge {
    signer: SigningKey,
    set: Vec<u8>,
    folder: tempfile::TempDir,
}

fn sha(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes))
}

fn entry(what: &str, name: &str, bytes: &[u8]) -> Json {
    json!({"what": what, "name": name, "length": bytes.len(), "sha256": sha(bytes)})
}

fn claimed(length: u64) -> Json {
    json!({"what": "settings", "name": "", "length": length, "sha256": sha(b"")})
}

impl Forge {
    fn new() -> Self {
        Self::of(&TestHome::with_keys("One"))
    }

    fn of(home: &TestHome) -> Self {
        let read = identity::read(&home.identity("second"), &mut |_| None);
        Self {
            signer: read.ok().unwrap().signer.unwrap(),
            set: std::fs::read(home.path().join("keys/keyset-000006.txt")).unwrap(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// What `kit take` makes of a kit with these contents after the key set.
    fn take_into(
        &self,
        home: &Path,
        signer: &SigningKey,
        more: &[Json],
        contents: &[&[u8]],
    ) -> (Option<i32>, String) {
        let entries: Vec<Json> = std::iter::once(entry("key_set", "", &self.set))
            .chain(more.iter().cloned())
            .collect();
        let manifest =
            json!({"date": "2026-11-22", "epoch": 6, "keyset": sha(&self.set), "entries": entries});
        let all: Vec<&[u8]> = std::iter::once(self.set.as_slice())
            .chain(contents.iter().copied())
            .collect();
        let file = self.folder.path().join("kit");
        std::fs::write(&file, forged(&manifest, &all, signer)).unwrap();
        let into = text(home);
        let output = tallybox(&["--home", &into, "kit", "take", &text(&file), "--yes"]);
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }

    fn take(&self, more: &[Json], contents: &[&[u8]]) -> (Option<i32>, String) {
        self.take_into(&self.target(), &self.signer, more, contents)
    }

    fn target(&self) -> std::path::PathBuf {
        self.folder.path().join("a/b/home")
    }
}

#[test]
fn a_signed_kit_with_a_name_that_leads_elsewhere_is_refused_and_writes_nothing() {
    let forge = Forge::new();
    let places = [
        "../evil.toml",
        "/tmp/evil.toml",
        "lists/../../evil.csv",
        "a\\evil.toml",
        "evil",
        ".evil.toml",
        "lists/evil.csv/../../../x.toml",
        "con.toml",
        "",
    ];
    for place in places {
        let (code, said) = forge.take(&[entry("survey", place, b"evil")], &[b"evil"]);
        assert_eq!(code, Some(1), "{place:?}: {said}");
        assert!(said.contains("not a plain name"), "{place:?}: {said}");
    }
    let twice = [
        entry("survey", "a.toml", b"evil"),
        entry("survey", "A.toml", b"evil"),
    ];
    assert!(forge.take(&twice, &[b"evil", b"evil"]).1.contains("twice"));
    let strange = [entry("bundle", "", b"evil")];
    assert!(forge.take(&strange, &[b"evil"]).1.contains("belong"));
    assert!(!forge.target().exists(), "something was written");
}

#[test]
fn a_length_that_lies_takes_no_memory_and_a_strangers_signature_counts_for_nothing() {
    let forge = Forge::new();
    assert!(
        forge
            .take(&[claimed(u64::MAX)], &[])
            .1
            .contains("too large")
    );
    assert!(forge.take(&[claimed(32 << 20)], &[]).1.contains("cut off"));
    let stranger = SigningKey::from_bytes(&[9; 32]);
    assert!(
        forge
            .take_into(&forge.target(), &stranger, &[], &[])
            .1
            .contains("not an institution")
    );
    assert!(!forge.target().exists(), "something was written");
    assert_eq!(
        forge.take(&[], &[]).0,
        Some(0),
        "the forger's kit is otherwise sound"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_byte_of_a_kit_can_change_and_no_cut_is_taken(place in 0_usize..100_000, flip in 1_u8..=255, cut: bool) {
        static KIT: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
        let whole = KIT.get_or_init(|| kit(&TestHome::with_keys("One")).1);
        let place = place % whole.len();
        let mut bytes = whole.clone();
        if cut {
            bytes.truncate(place);
        } else {
            bytes[place] ^= flip;
        }
        let read = open(Shape::Kit, &bytes[..])
            .and_then(|mut opened| opened.contents(|_| Ok(Box::new(std::io::sink()))));
        prop_assert!(read.is_err(), "byte {place} says nothing");
    }
}

#[test]
fn what_is_no_kit_and_what_goes_on_after_its_end_is_refused() {
    let home = TestHome::with_keys("One");
    let (file, mut bytes) = kit(&home);
    let contents = |bytes: &[u8], shape| {
        open(shape, bytes).and_then(|mut opened| opened.contents(|_| Ok(Box::new(std::io::sink()))))
    };
    assert!(contents(&bytes, Shape::Kit).is_ok());
    assert!(matches!(
        contents(&bytes, Shape::Pack),
        Err(Refused::NotThis(Shape::Pack))
    ));
    bytes.push(0);
    assert!(matches!(
        contents(&bytes, Shape::Kit),
        Err(Refused::Trailing)
    ));
    std::fs::write(&file, "hello").unwrap();
    let said = refused(&home, &["kit", "take", &file, "--yes"], 1);
    assert!(said.contains("not a kit"), "{said}");
}

#[test]
fn a_pack_holds_bundles_of_boxes_that_the_institution_knows_and_one_departments_counts() {
    let home = TestHome::with_keys("One");
    let two = home.sibling("Two");
    for years in 1..=2 {
        home.enter(&paper("chem", years));
        two.enter(&paper("phys", years));
    }
    std::fs::write(
        home.path().join("headcounts.csv"),
        "department,people\nchem,9\nphys,4\n",
    )
    .unwrap();
    std::fs::create_dir_all(home.path().join("demand")).unwrap();
    std::fs::write(home.path().join("demand/chem.toml"), "# needs of chem\n").unwrap();
    std::fs::write(home.path().join("demand/phys.toml"), "# needs of phys\n").unwrap();
    let bundle = text(&two.path().join("two.bundle"));
    two.done(&["bundle", "export", "--final", "-o", &bundle]);
    let out = text(&home.path().join("chem.pack"));
    let args = [
        "pack",
        "-o",
        &out,
        "--department",
        "chem",
        "--bundle",
        &bundle,
    ];
    let said = refused(&home, &args, 1);
    assert!(said.contains("not enrolled"), "{said}");
    home.done(&["box", "enrol", &bundle, "--yes"]);
    assert_eq!(asked(&home, &args)["bundles"], 2);
    let bytes = std::fs::read(&out).unwrap();
    let has = |words: &str| {
        bytes
            .windows(words.len())
            .any(|window| window == words.as_bytes())
    };
    assert!(has("chem,9") && has("# needs of chem"));
    assert!(
        !has("phys,4") && !has("# needs of phys"),
        "another department's"
    );
    refused(&home, &["pack", "-o", &out, "--department", "../x"], 2);
    let left: Vec<String> = names(&home.path())
        .into_iter()
        .filter(|name| name.contains(".bundle"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// The leaves that a home holds.
fn leaves(home: &TestHome) -> Vec<String> {
    let store = Store::open_to_read(&home.path().join("box")).unwrap();
    let leaves = store.leaves().unwrap().into_iter();
    leaves.map(Leaf::to_hex).collect()
}

/// The sealed parts of a response that a home holds.
fn parts(home: &TestHome, receipt: &Json) -> Vec<Vec<u8>> {
    let leaf = Leaf(hex::decode_array(receipt["leaf"].as_str().unwrap()).unwrap());
    let store = Store::open_to_read(&home.path().join("box")).unwrap();
    let record = store.record(leaf).unwrap().unwrap();
    record.parts.into_iter().flatten().collect()
}

/// An office, and two kiosks of which it has merged all that people sent: three at the first, one at the second.
fn office_and_kiosks() -> (TestHome, TestHome, TestHome, Vec<Json>) {
    let office = TestHome::with_keys("Office");
    let (kiosk, other) = (office.sibling("Kiosk"), office.sibling("Other"));
    let mut receipts: Vec<Json> = (1..=3)
        .map(|years| kiosk.enter(&paper("chem", years)))
        .collect();
    receipts.push(other.enter(&paper("phys", 4)));
    for home in [&kiosk, &other] {
        let bundle = text(&home.path().join("all.bundle"));
        home.done(&["bundle", "export", "--final", "-o", &bundle]);
        office.done(&["box", "enrol", &bundle, "--yes"]);
        assert!(
            tallybox(&["merge", &text(&office.path()), &bundle])
                .status
                .success()
        );
    }
    (office, kiosk, other, receipts)
}

fn annul(office: &TestHome, receipt: &Json) {
    let id = receipt["response"].as_str().unwrap();
    office.done(&["response", "annul", id, "--reason", "erasure"]);
}

#[test]
fn what_the_institution_set_aside_reaches_a_kiosk_with_the_next_kit_and_nobodys_record_does() {
    let (office, kiosk, other, receipts) = office_and_kiosks();
    annul(&office, &receipts[0]);
    let (file, bytes) = kit(&office);
    let has = |what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
    assert!(!has(b"age-encryption.org"), "nothing sealed travels");
    assert!(!has(receipts[1]["response"].as_str().unwrap().as_bytes()));
    let gone = parts(&kiosk, &receipts[0]);
    let before = leaves(&kiosk);
    let taken = asked(&kiosk, &["kit", "take", &file]);
    assert_eq!(
        (&taken["annulled"], &taken["purged"]),
        (&1.into(), &0.into())
    );
    assert!(parts(&kiosk, &receipts[0]).is_empty());
    let box_folder = kiosk.path().join("box");
    assert!(gone.len() > 2 && gone.iter().all(|part| !holds(&box_folder, &part[..64])));
    assert!(!parts(&kiosk, &receipts[1]).is_empty(), "another's stays");
    let after = leaves(&kiosk);
    assert!(before.iter().all(|leaf| after.contains(leaf)) && after.len() == before.len() + 1);
    kiosk.done(&["box", "verify"]);
    // Again, and at a box that it is not about: nothing changes.
    assert_eq!(asked(&kiosk, &["kit", "take", &file])["annulled"], 0);
    assert_eq!(leaves(&kiosk), after);
    let untouched = leaves(&other);
    assert_eq!(asked(&other, &["kit", "take", &file])["annulled"], 0);
    assert_eq!(leaves(&other), untouched);
    // What the kiosk exports from now on says the same as the office.
    let bundle = text(&kiosk.path().join("again.bundle"));
    kiosk.done(&["bundle", "export", "--final", "-o", &bundle]);
    let merged = tallybox(&["merge", &text(&office.path()), &bundle]);
    assert!(merged.status.success());
    assert!(String::from_utf8(merged.stdout).unwrap().contains("0 new"));
}

#[test]
fn a_purge_empties_at_the_kiosk_what_the_office_had_resealed() {
    let (office, kiosk, _, receipts) = office_and_kiosks();
    office.done(&["keys", "rotate"]);
    let identity = text(&office.identity("first"));
    office.done(&["keys", "reseal", "--identity", &identity]);
    let (file, _) = kit(&office);
    assert_eq!(asked(&kiosk, &["kit", "take", &file])["purged"], 0);
    assert!(
        !parts(&kiosk, &receipts[0]).is_empty(),
        "a reseal stays at the office"
    );
    office.done(&["box", "purge", "--through", "6", "--early"]);
    let (file, _) = kit(&office);
    assert_eq!(asked(&kiosk, &["kit", "take", &file])["purged"], 3);
    assert!(
        receipts[..3]
            .iter()
            .all(|one| parts(&kiosk, one).is_empty())
    );
    kiosk.done(&["box", "verify"]);
    let bundle = text(&kiosk.path().join("last.bundle"));
    kiosk.done(&["bundle", "export", "--final", "-o", &bundle]);
    assert!(
        tallybox(&["merge", &text(&office.path()), &bundle])
            .status
            .success()
    );
}

#[test]
fn a_statement_that_no_institution_signed_is_refused_and_the_kit_with_it() {
    let (office, kiosk, _, receipts) = office_and_kiosks();
    let forge = Forge::of(&office);
    let before = leaves(&kiosk);
    let response = hex::decode_array(receipts[0]["response"].as_str().unwrap()).unwrap();
    let about = || About {
        survey: "small".to_owned(),
        wave: String::new(),
        fingerprint: "0".repeat(64),
        epoch: 6,
    };
    let said = |statements: &[u8]| {
        let entries = [entry("statements", "", statements)];
        forge.take_into(&kiosk.path(), &forge.signer, &entries, &[statements])
    };
    let stranger = about().annulment(response, Reason::Test, &SigningKey::from_bytes(&[9; 32]));
    let (code, words) = said(&statements::write([&stranger.signed]));
    assert_eq!(code, Some(4), "{words}");
    assert!(words.contains("a key that is none's"), "{words}");
    let mut own = about()
        .annulment(response, Reason::Test, &forge.signer)
        .signed;
    let sound = statements::write([&own]);
    own.signature[0] ^= 1;
    let withdrawal = Code::from_bits([7; 10]).derive("small", "");
    let withdrawal = about().withdrawal(&withdrawal).signed;
    for bad in [
        statements::write([&own]),
        statements::write([&withdrawal]),
        sound[1..].to_vec(),
    ] {
        assert_eq!(said(&bad).0, Some(1));
    }
    assert_eq!(leaves(&kiosk), before);
    assert!(!parts(&kiosk, &receipts[0]).is_empty());
    assert_eq!(
        said(&sound).0,
        Some(0),
        "the forger's kit is otherwise sound"
    );
    assert!(parts(&kiosk, &receipts[0]).is_empty());
}

#[test]
fn a_second_key_set_of_one_epoch_is_named_as_what_it_is_wherever_it_comes_in() {
    let office = TestHome::with_keys("Office");
    let twin = office.sibling("Twin");
    office.done(&["keys", "rotate"]);
    let first = text(&office.identity("first"));
    twin.done(&["keys", "rotate", "--signer", &first]);
    let file = text(&twin.path().join("twin.kit"));
    twin.done(&["kit", "make", "-o", &file, "--signer", &first]);
    let said = refused(&office, &["kit", "take", &file], 4);
    assert!(said.contains("a second key set of epoch 7"), "{said}");
    twin.enter(&paper("chem", 1));
    let bundle = text(&twin.path().join("twin.bundle"));
    twin.done(&["bundle", "export", "--final", "-o", &bundle]);
    office.done(&["box", "enrol", &bundle, "--yes"]);
    for _ in 0..2 {
        let merged = tallybox(&["merge", &text(&office.path()), &bundle, "--json"]);
        assert_eq!(merged.status.code(), Some(1));
        let told: Json = serde_json::from_slice(&merged.stdout).unwrap();
        assert_eq!(told["boxes"][0]["forked"], json!([7]));
    }
    let store = Store::open_to_read(&office.path().join("box")).unwrap();
    let another = std::fs::read(twin.path().join("keys/keyset-000007.txt")).unwrap();
    let documents = store.documents().unwrap();
    assert!(documents.iter().all(|document| document.body != another));
}
