//! The end of a response: purged by epoch with a signed record of what went, nothing of it left in the
//! file, and gone wherever it is merged, in whatever order.

mod support;

use serde_json::Value as Json;
use support::epochs::{home_of_2020, next_epoch};
use support::home::{TestHome, done};
use support::life::{age, asked, extracted, holds, paper, refused, text};
use tallybox::vault::store::Store;

fn purge(home: &TestHome, through: &str) -> Json {
    let signer = text(&home.identity("first"));
    asked(
        home,
        &["box", "purge", "--through", through, "--signer", &signer],
    )
}

#[test]
fn what_is_past_its_days_goes_from_file_and_log_and_a_signed_record_stays() {
    let home = home_of_2020();
    (1..=3).for_each(|years| drop(home.enter(&paper("chem", years))));
    let old: Vec<Vec<u8>> = ["lead", "statistics", "mine"]
        .iter()
        .flat_map(|a| extracted(&home, a))
        .collect();
    assert_eq!(old.len(), 9);
    next_epoch(&home, "2021-01-01");
    (4..=6).for_each(|years| drop(home.enter(&paper("chem", years))));
    let box_folder = home.path().join("box");
    assert!(
        old.iter().all(|part| holds(&box_folder, &part[..64])),
        "the search would find them"
    );
    let told = purge(&home, "1");
    assert_eq!(told["purged"], 3);
    // No page, no log, no free list keeps a piece of any part, wherever it was cut.
    for part in &old {
        for piece in part.chunks(512).filter(|piece| piece.len() == 512) {
            assert!(
                !holds(&box_folder, &piece[..48]),
                "a piece is still in the file"
            );
        }
    }
    let log = box_folder.join("store.sqlite-wal");
    assert!(
        log.metadata().map_or(0, |found| found.len()) == 0,
        "the log was not emptied"
    );
    assert_eq!(extracted(&home, "lead").len(), 3);
    let status = asked(&home, &["box", "status"]);
    assert_eq!(
        (&status["counting"], &status["records"]["purge"]),
        (&3.into(), &1.into())
    );
    assert_eq!(
        status["records"]["response"], 6,
        "headers stay: the root is what it was signed over"
    );
    home.done(&["box", "verify"]);
    // The record says which, and Debian's openssl would verify it as any other (docs/checkpoint.md).
    let store = Store::open_to_read(&box_folder).unwrap();
    let leaf = tallybox::base::hex::decode_array(told["records"][0].as_str().unwrap()).unwrap();
    let record = store
        .signed(tallybox::response::record::Leaf(leaf))
        .unwrap()
        .unwrap();
    assert_eq!(record.verify().unwrap().leaves.unwrap().len(), 3);
    drop(store);
    assert_eq!(purge(&home, "1")["purged"], 0, "twice does nothing");
}

#[test]
fn what_people_were_promised_is_kept_until_then() {
    let home = home_of_2020();
    home.enter(&paper("chem", 1));
    next_epoch(&home, "2021-01-01");
    home.enter(&paper("chem", 2));
    let signer = text(&home.identity("first"));
    let said = refused(
        &home,
        &["box", "purge", "--through", "2", "--signer", &signer],
        1,
    );
    assert!(said.contains("730 days"), "{said}");
    assert_eq!(asked(&home, &["box", "status"])["counting"], 2);
    let lead = text(&home.identity("chem"));
    refused(
        &home,
        &[
            "box",
            "purge",
            "--through",
            "2",
            "--early",
            "--signer",
            &lead,
        ],
        4,
    );
    let early = [
        "box",
        "purge",
        "--through",
        "2",
        "--early",
        "--signer",
        &signer,
    ];
    assert_eq!(asked(&home, &early)["purged"], 2);
}

#[test]
fn a_purge_goes_wherever_it_is_merged_in_any_order_and_nothing_comes_back() {
    let home = home_of_2020();
    let receipts: Vec<Json> = (1..=4)
        .map(|years| home.enter(&paper("chem", years)))
        .collect();
    let bundle = |name: &str| {
        let path = text(&home.path().join(name));
        home.done(&["bundle", "export", "--final", "-o", &path]);
        path
    };
    let before = bundle("before");
    next_epoch(&home, "2021-01-01");
    (5..=9).for_each(|years| drop(home.enter(&paper("chem", years))));
    let signer = text(&home.identity("first"));
    let response = receipts[0]["response"].as_str().unwrap();
    home.done(&[
        "response", "annul", response, "--reason", "erasure", "--signer", &signer,
    ]);
    let annulled = bundle("annulled");
    // Sealed anew for another lead, then purged: the new part goes as well.
    let amy = text(&home.identity("amy"));
    let told = asked(
        &home,
        &[
            "keys",
            "request",
            "department",
            "chem",
            "--out",
            &amy,
            "--no-passphrase",
        ],
    );
    let request = told["request"].as_str().unwrap();
    home.done(&["keys", "rotate", request, "--yes", "--signer", &signer]);
    home.done(&["keys", "reseal", "--identity", &signer]);
    let resealed = bundle("resealed");
    purge(&home, "1");
    let purged = bundle("purged");
    let merged = |order: &[&String]| {
        let desk = home.desk();
        desk.done(&["box", "enrol", &before, "--yes"]);
        for from in order {
            drop(support::home::tallybox(&[
                "merge",
                &text(&desk.path()),
                from.as_str(),
            ]));
        }
        desk.done(&["box", "verify"]);
        let leads = extracted(&desk, "lead");
        let opened = leads
            .iter()
            .filter(|part| age(&home.identity("amy"), part).is_some());
        assert_eq!((leads.len(), opened.count()), (5, 5));
        Store::open(&desk.path().join("box"))
            .unwrap()
            .digest()
            .unwrap()
    };
    let expected = merged(&[&purged]);
    let orders: [&[&String]; 4] = [
        &[&before, &annulled, &resealed, &purged],
        &[&purged, &resealed, &annulled, &before],
        &[&resealed, &purged, &before],
        &[&annulled, &purged, &annulled, &resealed],
    ];
    for order in orders {
        assert_eq!(merged(order), expected);
    }
    assert!(done(&["--home", &text(&home.path()), "box", "verify"]).contains("root"));
}
