//! Homes whose key sets are of days long gone.

use tallybox::base::time::Day;
use tallybox::vault::identity::{self, Identities, NewIdentity};
use tallybox::vault::keyring::{KeyRing, publish};
use tallybox::vault::keyset::{Holder, KeySet, Members};

use super::home::TestHome;

/// A day in its one writing.
pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A home whose first epoch is of 2020 and whose box was made under it.
pub(crate) fn home_of_2020() -> TestHome {
    let home = TestHome::bare();
    let holders = [
        ("first", Holder::Institution),
        ("second", Holder::Institution),
        ("statistics", Holder::Statistics),
        ("chem", Holder::Department("chem".to_owned())),
    ];
    let mut members = Members::default();
    for (at, (name, holder)) in (1_u8..).zip(holders) {
        let new = NewIdentity::from_random(holder, &[at; 32], &[at; 32]).unwrap();
        new.write(&home.identity(name), day("2020-01-01"), None)
            .unwrap();
        let verifier = new.signer().map(|key| key.verifying_key().to_bytes());
        members
            .add(new.holder(), new.age().recipient().clone(), verifier)
            .unwrap();
    }
    let signer = keys_of(&home, "first").signer.unwrap();
    let set = KeySet::sign(None, members, day("2020-01-01"), &signer).unwrap();
    publish(&home.path().join("keys"), &set).unwrap();
    home.done(&["box", "init", "--name", "Old stores"]);
    home
}

/// What an identity file without a passphrase holds.
pub(crate) fn keys_of(home: &TestHome, name: &str) -> Identities {
    identity::read(&home.identity(name), &mut |_| None)
        .ok()
        .unwrap()
}

/// The key set that a home goes by.
pub(crate) fn current(home: &TestHome) -> KeySet {
    let ring = KeyRing::load(&home.path().join("keys")).unwrap();
    ring.current().unwrap().clone()
}

/// The next epoch with the same members, as this program signs it.
pub(crate) fn following(home: &TestHome, on: &str) -> KeySet {
    let signer = keys_of(home, "first").signer.unwrap();
    let current = current(home);
    KeySet::sign(Some(&current), current.members().clone(), day(on), &signer).unwrap()
}

/// Begins the next epoch.
pub(crate) fn next_epoch(home: &TestHome, on: &str) {
    publish(&home.path().join("keys"), &following(home, on)).unwrap();
}
