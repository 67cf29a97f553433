//! Bundles by way of a folder: what is new travels once, what was cut off goes on, nothing is overwritten,
//! and a place that lies brings nothing in.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod boxes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use boxes::{answered, header, key, new_box, response, submit, withdrawal};
use serde_json::Value as Json;
use tallybox::response::record::{Kind, Record};
use tallybox::vault::checkpoint::BoxKey;
use tallybox::vault::store::{Enrolled, Store};

fn run(words: &[&str], paths: &[&Path], code: i32) -> Json {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallybox"));
    command.args(words).args(paths).arg("--json");
    let run = command.env_remove("TALLYBOX_HOME").output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    let aside = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(code), "{words:?} {said}{aside}");
    serde_json::from_str(&said).unwrap_or_default()
}

/// A box, a place and a desk that takes the boxes 1 and 2.
struct Ground {
    folder: tempfile::TempDir,
}

impl Ground {
    fn new() -> Self {
        let ground = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (seed, name) in [(1, "one"), (2, "two")] {
            let (mut store, _own) = new_box(&ground.at(name), seed, name);
            (1..=6).for_each(|owner| submit(&mut store, &response(seed * 20 + owner, 1)));
        }
        fs::create_dir(ground.at("place")).unwrap();
        let desk = ground.at("desk");
        let mut store = Store::create(&desk.join("box")).unwrap();
        for seed in [1, 2] {
            let verifier = BoxKey::from_seed(&[seed; 32]).verifier();
            let (key, line) = (verifier.key, verifier.to_line());
            let name = String::from("a box");
            store.enrol(&Enrolled { key, line, name }).unwrap();
        }
        ground
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn push(&self, home: &str, more: &[&str], code: i32) -> Json {
        let home = self.at(home);
        let words = [&["bundle", "push", "--home", home.to_str().unwrap()], more].concat();
        run(&words, &[&self.at("place")], code)
    }

    fn pull(&self, code: i32) -> Json {
        run(
            &["bundle", "pull"],
            &[&self.at("place"), &self.at("in")],
            code,
        )
    }

    fn merge(&self, pulled: &Json, code: i32) -> Json {
        let files = pulled["new"].as_array().unwrap().iter();
        let mut paths = vec![self.at("desk")];
        paths.extend(files.map(|file| PathBuf::from(file.as_str().unwrap())));
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        run(&["merge"], &paths, code)
    }

    fn digest(&self, home: &str) -> [u8; 32] {
        Store::open(&self.at(home).join("box"))
            .unwrap()
            .digest()
            .unwrap()
    }

    /// Every object at the place with its bytes.
    fn objects(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.at("place")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push((path.clone(), fs::read(path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }
}

#[test]
fn what_is_new_travels_once_and_the_desk_holds_what_the_boxes_hold() {
    let ground = Ground::new();
    assert_eq!(ground.push("one", &[], 0)["new"], 6);
    assert_eq!(ground.push("two", &[], 0)["new"], 6);
    let before = ground.objects();
    assert_eq!(ground.push("one", &[], 0)["bytes"], 0);
    let pulled = ground.pull(0);
    assert_eq!(pulled["new"].as_array().unwrap().len(), 2);
    ground.merge(&pulled, 0);
    // Fewer than five more: nobody learns who came, and nothing travels.
    let home = ground.at("one").join("box");
    let mut store = Store::open(&home).unwrap();
    submit(&mut store, &response(60, 1));
    assert_eq!(ground.push("one", &[], 0)["bytes"], 0);
    (61..=64).for_each(|owner| submit(&mut store, &response(owner, 1)));
    submit(&mut store, &withdrawal(21));
    drop(store);
    let again = ground.push("one", &[], 0);
    assert_eq!((&again["new"], &again["records"]), (&6.into(), &12.into()));
    // Nothing that was there was touched, and the answers that it brought did not travel again.
    let after = ground.objects();
    assert!(before.iter().all(|object| after.contains(object)));
    let sealed = boxes::sealed(22, 1, "lead");
    let brings =
        |(_, bytes): &&(PathBuf, Vec<u8>)| bytes.windows(sealed.len()).any(|piece| piece == sealed);
    assert_eq!(after.iter().filter(brings).count(), 1);
    let pulled = ground.pull(0);
    assert_eq!(
        (
            pulled["new"].as_array().unwrap().len(),
            &pulled["were_here"]
        ),
        (1, &2.into())
    );
    let merged = ground.merge(&pulled, 0);
    assert_eq!(merged["boxes"][0]["new"], 6);
    // All in one, into a new desk, in the order in which they are listed: the same.
    let mut all: Vec<PathBuf> = fs::read_dir(ground.at("in"))
        .unwrap()
        .map(|one| one.unwrap().path())
        .collect();
    all.sort();
    assert_eq!(all.len(), 3);
    let digest = ground.digest("desk");
    fs::remove_dir_all(ground.at("desk")).unwrap();
    let fresh = Ground::new();
    fs::rename(fresh.at("desk"), ground.at("desk")).unwrap();
    let new: Vec<Json> = all
        .iter()
        .map(|path| path.to_str().unwrap().into())
        .collect();
    ground.merge(&serde_json::json!({ "new": new }), 0);
    assert_eq!(ground.digest("desk"), digest);
}

#[test]
fn a_push_and_a_pull_that_were_cut_off_go_on_where_they_stopped() {
    let ground = Ground::new();
    // Some 9 MiB: three pieces.
    let mut store = Store::open(&ground.at("one").join("box")).unwrap();
    for owner in 60..=69 {
        submit(&mut store, &heavy(owner));
    }
    drop(store);
    assert_eq!(ground.push("one", &[], 0)["pieces"], 3);
    let objects = ground.objects();
    let whole = objects.clone();
    // The push was cut off after its first piece: no list of pieces, and no other piece.
    for (path, _) in objects
        .iter()
        .filter(|(path, _)| !path.ends_with("00000.piece"))
    {
        fs::remove_file(path).unwrap();
    }
    assert_eq!(ground.pull(0)["new"], serde_json::json!([]));
    let again = ground.push("one", &[], 0);
    assert_eq!(
        (&again["pieces"], &again["were_there"]),
        (&2.into(), &1.into())
    );
    assert!(ground.objects() == whole);
    // The pull was cut off in the middle of the second piece.
    ground.pull(0);
    let bundle = fs::read_dir(ground.at("in"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let bytes = fs::read(&bundle).unwrap();
    fs::remove_file(&bundle).unwrap();
    fs::write(bundle.with_extension("part"), &bytes[..(4 << 20) + 1000]).unwrap();
    let pulled = ground.pull(0);
    assert_eq!(pulled["bytes"], bytes.len() - (4 << 20));
    assert!(fs::read(&bundle).unwrap() == bytes);
    ground.merge(&pulled, 0);
}

/// A response with parts of 450 KiB.
fn heavy(owner: u8) -> Record {
    let parts = [owner, owner + 1].map(|byte| vec![byte; 450 << 10]);
    answered(&key(owner), header(Kind::Response, owner), parts)
}

#[test]
fn a_place_that_lies_brings_nothing_in_and_keeps_no_other_box_out() {
    let ground = Ground::new();
    ground.push("one", &[], 0);
    ground.push("two", &[], 0);
    let (piece, mut bytes) = ground
        .objects()
        .into_iter()
        .find(|(path, _)| path.ends_with("00000.piece"))
        .unwrap();
    // A byte changed at the place: its hash does not fit, and the other box is fetched.
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&piece, &bytes).unwrap();
    let pulled = ground.pull(1);
    assert_eq!(
        (
            pulled["new"].as_array().unwrap().len(),
            pulled["failed"].as_array().unwrap().len()
        ),
        (1, 1)
    );
    // The list made to fit as well: the merge says what is wrong, as with any bundle.
    let end = piece.with_file_name("end");
    let hash = tallybox::base::hex::encode(&<sha2::Sha256 as sha2::Digest>::digest(&bytes));
    fs::write(
        &end,
        serde_json::json!({"piece": 4 << 20, "sha256": [hash]}).to_string(),
    )
    .unwrap();
    let pulled = ground.pull(0);
    ground.merge(&pulled, 1);
    // Names that lead elsewhere, a list without end, a link: not followed.
    let folder = piece.parent().unwrap().parent().unwrap();
    fs::create_dir_all(folder.join("00000099-../../../x")).ok();
    let fake = folder.join("00000099-0123456789abcdef");
    fs::create_dir_all(&fake).unwrap();
    let list = serde_json::json!({"piece": 4 << 20, "sha256": ["../../../../etc/passwd"]});
    fs::write(fake.join("end"), list.to_string()).unwrap();
    let pulled = ground.pull(1);
    assert_eq!(pulled["new"], serde_json::json!([]));
    // Sending everything again does not overwrite what is hurt there: it goes beside it.
    let name = BoxKey::from_seed(&[1; 32]).verifier().name;
    let is_one = folder.ends_with(name.rsplit('/').next().unwrap());
    let home = if is_one { "one" } else { "two" };
    fs::remove_dir_all(&fake).unwrap();
    let hash = serde_json::json!({"piece": 4 << 20, "sha256": ["0".repeat(64)]});
    fs::write(&end, hash.to_string()).unwrap();
    let hurt = fs::read(&piece).unwrap();
    assert_eq!(ground.push(home, &["--whole"], 0)["new"], 6);
    assert!(fs::read(&piece).unwrap() == hurt);
}

/// One thing done to an export's folder at the place.
type Lie = fn(&Path);

/// What lies at one name in the place keeps no other box out and stops no push.
#[test]
fn whatever_cannot_be_read_below_one_name_is_one_spoilt_export() {
    let lies: [Lie; 6] = [
        |export| {
            fs::remove_dir_all(export).unwrap();
            fs::write(export, "").unwrap();
        },
        |export| fs::remove_file(export.join("00000.piece")).unwrap(),
        |export| fs::write(export.join("00000.piece"), "no bundle").unwrap(),
        |export| fs::create_dir(export.join("00000.piece.d")).unwrap(),
        |export| fs::write(export.join("end"), "{\"piece\":4194304,\"sha256\":[]}").unwrap(),
        |export| {
            fs::remove_file(export.join("00000.piece")).unwrap();
            fs::create_dir(export.join("00000.piece")).unwrap();
        },
    ];
    for (number, lie) in lies.into_iter().enumerate() {
        let ground = Ground::new();
        ground.push("one", &[], 0);
        let export = newest(&ground);
        ground.push("two", &[], 0);
        lie(&export);
        let is_harmless = number == 3;
        let pulled = ground.pull(i32::from(!is_harmless));
        let fetched = pulled["new"].as_array().unwrap().len();
        assert_eq!(
            fetched,
            if is_harmless { 2 } else { 1 },
            "{number} {pulled}"
        );
        let again = ground.push("one", &[], 0);
        assert_eq!(again["new"], if is_harmless { 0 } else { 6 }, "{number}");
        assert_eq!(ground.push("one", &[], 0)["bytes"], 0);
        if !is_harmless {
            let pulled = ground.pull(1);
            ground.merge(&pulled, 0);
        }
    }
    // Another box's export in this box's folder; the timer's next push goes on from its own.
    let ground = Ground::new();
    ground.push("two", &[], 0);
    let of_two = newest(&ground);
    ground.push("one", &[], 0);
    let name = BoxKey::from_seed(&[1; 32]).verifier().name;
    let folder = ground.at("place").join(name.rsplit('/').next().unwrap());
    fs::rename(of_two, folder.join("00000099-0123456789abcdef")).unwrap();
    let again = ground.push("one", &[], 0);
    assert_eq!(
        (&again["bytes"], again["spoilt"].as_array().unwrap().len()),
        (&0.into(), 1)
    );
    // A file in the place of a box's folder: the others are fetched, and that box is told of the place.
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, "").unwrap();
    ground.push("two", &[], 0);
    assert_eq!(ground.pull(1)["new"].as_array().unwrap().len(), 1);
    let home = ground.at("one");
    let place = ground.at("place");
    let mut push = Command::new(env!("CARGO_BIN_EXE_tallybox"));
    push.args(["bundle", "push", "--home"])
        .args([&home, &place]);
    let said = String::from_utf8(push.output().unwrap().stderr).unwrap();
    assert!(
        said.contains(place.to_str().unwrap()) && !said.contains("the disk"),
        "{said}"
    );
}

/// The folder of the newest export of the only box at the place.
fn newest(ground: &Ground) -> PathBuf {
    let only = |folder: &Path| {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().path()).max().unwrap()
    };
    only(&only(&ground.at("place")))
}

#[test]
fn a_spoilt_list_of_pieces_counts_as_none_and_the_next_push_brings_its_answers() {
    let ground = Ground::new();
    ground.push("one", &[], 0);
    let spoil: [fn(&Path); 4] = [
        |end| fs::write(end, "").unwrap(),
        |end| fs::write(end, "{\"piece\":0,\"sha256\":[]}").unwrap(),
        |end| fs::File::create(end).unwrap().set_len(50 << 30).unwrap(),
        |end| {
            fs::remove_file(end).unwrap();
            assert!(Command::new("mkfifo").arg(end).status().unwrap().success());
        },
    ];
    for (at, spoil) in (0_u8..).zip(spoil) {
        // Once where it is the only one, then where others came before.
        if at > 0 {
            let mut store = Store::open(&ground.at("one").join("box")).unwrap();
            let owners = 50 + at * 5..55 + at * 5;
            owners.for_each(|owner| submit(&mut store, &response(owner, 1)));
            drop(store);
            assert_eq!(ground.push("one", &[], 0)["new"], 5);
        }
        let folder = newest(&ground);
        spoil(&folder.join("end"));
        let again = ground.push("one", &[], 0);
        let new = if at == 0 { 6 } else { 5 };
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert_eq!(
            (&again["new"], &again["spoilt"][0]),
            (&new.into(), &name.into())
        );
        assert_eq!(ground.push("one", &[], 0)["bytes"], 0);
        // What a keeper of the desk reads, and that the answers are there all the same.
        let pulled = ground.pull(1);
        let failed = pulled["failed"].as_array().unwrap();
        assert_eq!(failed.len(), usize::from(at) + 1);
        let words = |one: &Json| one["words"].as_str().unwrap().to_owned();
        assert!(failed.iter().map(words).all(|words| !words.contains("EOF")));
        assert!(words(&failed[0]).contains("bundle push --whole"));
        let merged = ground.merge(&pulled, 0);
        let states = merged["boxes"].as_array().unwrap().iter();
        assert_eq!(
            states.map(|one| one["new"].as_u64().unwrap()).sum::<u64>(),
            new
        );
    }
}

/// Puts an export of these pieces, each as often as told, at the place.
fn lie(ground: &Ground, folder: &str, name: &str, pieces: &[(&[u8], usize)]) {
    let export = ground.at("place").join(folder).join(name);
    fs::create_dir_all(&export).unwrap();
    let mut hashes = Vec::new();
    for (bytes, times) in pieces {
        let hash = <sha2::Sha256 as sha2::Digest>::digest(bytes);
        for _ in 0..*times {
            let piece = export.join(format!("{:05}.piece", hashes.len()));
            hashes.push(tallybox::base::hex::encode(&hash));
            if hashes.len() < 3 {
                fs::write(piece, bytes).unwrap();
            }
        }
    }
    let list = serde_json::json!({"piece": 4 << 20, "sha256": hashes});
    fs::write(export.join("end"), list.to_string()).unwrap();
}

#[test]
fn a_place_that_lies_does_not_fill_the_disk_of_the_desk() {
    let ground = Ground::new();
    let (store, own) = new_box(&ground.at("three"), 3, "three");
    let bytes = boxes::bundle(&store, &own);
    let name = BoxKey::from_seed(&[3; 32]).verifier().name;
    let own = name.rsplit('/').next().unwrap();
    let zeros = vec![0; 4 << 20];
    let front = [bytes.as_slice(), &zeros[bytes.len()..]].concat();
    for (folder, name, pieces) in [
        // No bundle at all; a bundle that another box signed, or of another number of records; one that goes on.
        (
            "deadbeefdeadbeef",
            "00000005-aaaaaaaaaaaaaaaa",
            &[(zeros.as_slice(), 150)][..],
        ),
        (
            "deadbeefdeadbeef",
            "00000000-aaaaaaaaaaaaaaaa",
            &[(&front, 1), (&zeros, 150)],
        ),
        (
            own,
            "00000005-aaaaaaaaaaaaaaaa",
            &[(&front, 1), (&zeros, 2)],
        ),
        (
            own,
            "00000000-aaaaaaaaaaaaaaaa",
            &[(&front, 1), (&zeros, 150)],
        ),
    ] {
        lie(&ground, folder, name, pieces);
        let pulled = ground.pull(1);
        assert_eq!(pulled["bytes"], 0, "{folder}/{name}");
        assert_eq!(
            fs::read_dir(ground.at("in")).unwrap().count(),
            0,
            "{folder}/{name}"
        );
        // Nor where an earlier try left something.
        let part = ground.at("in").join(format!("{folder}-{name}.part"));
        fs::write(&part, pieces[0].0).unwrap();
        ground.pull(1);
        assert!(part.metadata().unwrap().len() <= 4 << 20, "{folder}/{name}");
        fs::remove_file(part).unwrap();
        fs::remove_dir_all(ground.at("place").join(folder)).unwrap();
    }
}

#[test]
fn a_place_that_is_not_there_and_one_that_this_build_does_not_know_are_named() {
    let ground = Ground::new();
    let home = ground.at("one");
    let push = ["bundle", "push", "--home", home.to_str().unwrap()];
    run(&push, &[&ground.at("nowhere")], 3);
    if cfg!(not(feature = "cloud")) {
        run(&push, &[Path::new("s3://bucket/prefix")], 2);
    }
}
