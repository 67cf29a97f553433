//! The public test vectors of the age format against our own look at a header, and against the whole
//! way in which a sealed file is opened here. What each vector expects is written in itself.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tallybox::base::hex;
use tallybox::runtime::clock;
use tallybox::vault::header::{self, HeaderFault};
use tallybox::vault::identity::{self, WORK_FACTOR};
use tallybox::vault::seal::{self, OpenError};
use tallybox::vault::unwrap::OwnIdentity;

/// All that there are.
const VECTORS: usize = 143;

/// Sound files that are sealed to hybrid (post-quantum) keys alone. Nobody here has such a key, so they
/// are refused as somebody else's: the only vectors of which the answer is not the one they name.
const NOT_FOR_US: [&str; 5] = [
    "armor_hybrid",
    "hybrid",
    "hybrid_and_x25519",
    "hybrid_grease",
    "hybrid_multiple_recipients",
];

/// Headers that are sound as far as a look without a key can tell: what is wrong with them shows when
/// a stanza is unwrapped, or is the work it asks for.
const FOUND_LATER: [&str; 5] = [
    "hybrid_identity",
    "hybrid_low_order",
    "scrypt_work_factor_23",
    "x25519_identity",
    "x25519_low_order",
];

struct Vector {
    name: String,
    told: BTreeMap<String, Vec<String>>,
    file: Vec<u8>,
}

impl Vector {
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap();
        let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in std::str::from_utf8(&bytes[..end]).unwrap().lines() {
            let (name, value) = line.split_once(": ").unwrap();
            told.entry(name.to_owned())
                .or_default()
                .push(value.to_owned());
        }
        Self {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            file: inflated(&bytes[end + 2..], told.contains_key("compressed")),
            told,
        }
    }

    fn all(&self, name: &str) -> &[String] {
        self.told.get(name).map_or(&[], Vec::as_slice)
    }

    fn expects(&self) -> &str {
        &self.all("expect")[0]
    }

    fn is_armored(&self) -> bool {
        !self.all("armored").is_empty()
    }

    /// The age file itself, where its text form can be read.
    fn sealed(&self) -> Option<Vec<u8>> {
        if !self.is_armored() {
            return Some(self.file.clone());
        }
        identity::without_armor(&self.file).ok()
    }

    /// Opens it as this program opens parts and identity files.
    fn open(&self, sealed: &[u8]) -> Result<zeroize::Zeroizing<Vec<u8>>, OpenError> {
        let own = self.all("identity").iter();
        let own = own.filter_map(|text| {
            let own = OwnIdentity::parse(text);
            // A hybrid key is none of ours, and is not taken for one.
            assert_eq!(own.is_none(), text.starts_with("AGE-SECRET-KEY-PQ-1"));
            own
        });
        let mut identities: Vec<Box<dyn age::Identity>> = own
            .map(|own| Box::new(own) as Box<dyn age::Identity>)
            .collect();
        for words in self.all("passphrase") {
            let mut identity = age::scrypt::Identity::new(words.clone().into());
            identity.set_max_work_factor(WORK_FACTOR);
            identities.push(Box::new(identity));
        }
        let identities: Vec<&dyn age::Identity> = identities.iter().map(|one| &**one).collect();
        seal::open(sealed, &identities)
    }
}

fn inflated(bytes: &[u8], is_compressed: bool) -> Vec<u8> {
    let mut out = Vec::new();
    if is_compressed {
        flate2::read::ZlibDecoder::new(bytes)
            .read_to_end(&mut out)
            .unwrap();
        return out;
    }
    bytes.to_vec()
}

fn vectors() -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cctv");
    let mut paths: Vec<_> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| !path.ends_with("README.md"));
    paths.sort();
    paths.iter().map(|path| Vector::read(path)).collect()
}

#[test]
fn every_vector_is_opened_or_refused_as_it_says() {
    let vectors = vectors();
    assert_eq!(vectors.len(), VECTORS);
    let mut not_for_us = Vec::new();
    for vector in vectors {
        let opened = vector.sealed().map(|sealed| vector.open(&sealed));
        let name = &vector.name;
        match (vector.expects(), opened) {
            ("success", Some(Ok(plain))) => {
                let hash = hex::encode(&Sha256::digest(&*plain));
                assert_eq!([hash].as_slice(), vector.all("payload"), "{name}");
            }
            ("success", Some(Err(OpenError::NotForThese))) => not_for_us.push(name.clone()),
            ("no match", Some(Err(OpenError::NotForThese)))
            | ("HMAC failure" | "header failure" | "payload failure", Some(Err(_)))
            // A text form may be read more leniently than it should be; what is in it is not.
            | ("armor failure", None | Some(Err(_))) => {}
            (expects, got) => panic!(
                "{name}: {expects}, got {:?}",
                got.map(|got| got.map(|_| ()))
            ),
        }
    }
    assert_eq!(not_for_us, NOT_FOR_US);
}

#[test]
fn our_look_at_a_header_refuses_what_is_malformed_and_nothing_else() {
    let (mut later, mut wrong) = (Vec::new(), Vec::<String>::new());
    for vector in vectors()
        .iter()
        .filter(|vector| vector.expects() != "armor failure")
    {
        let sealed = vector.sealed().unwrap_or_default();
        let scanned = header::scan(&sealed);
        let name = &vector.name;
        match (vector.expects(), scanned) {
            // A file that ends at its header is refused by it too.
            ("header failure", Err(_)) | ("payload failure", Err(HeaderFault::Payload)) => {}
            ("header failure", Ok(_)) => later.push(name.clone()),
            (_, Err(fault)) => wrong.push(format!("{name}: {fault:?}")),
            (_, Ok(_)) => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(later, FOUND_LATER);
}

/// Headers that keep the age crate busy for seconds and more (docs/security.md).
fn hostile() -> Vec<Vec<u8>> {
    let stanza = format!("-> x\n{}", format!("{}\n", "A".repeat(64)).repeat(16_384));
    let file = |middle: &str| format!("age-encryption.org/v1\n{middle}").into_bytes();
    vec![
        file(&"-> x\n\n".repeat(200_000)),
        file(&stanza),
        file(&format!("-> {}\n", "a".repeat(1 << 20))),
        file(&format!("-> {}\n", "a ".repeat(1 << 19))),
        file(&"\n".repeat(1 << 20)),
        vec![b'a'; 1 << 20],
        vec![0; 1 << 20],
    ]
}

#[test]
fn a_mebibyte_of_hostile_header_costs_no_time() {
    let own = OwnIdentity::from_secret(&[7; 32]).unwrap();
    let start = clock::moment();
    for file in hostile() {
        assert!(file.len() >= 1 << 20);
        // A hundred times, so that a slow machine is not what is measured: ten seconds would be 14 ms each.
        for _ in 0..100 {
            assert!(matches!(
                seal::open(&file, &[&own]),
                Err(OpenError::Header(_))
            ));
        }
    }
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
}
