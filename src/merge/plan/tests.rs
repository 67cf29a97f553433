//! A plan is the same whatever the order, and a larger one drops all that a smaller one drops.

use std::sync::LazyLock;

use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::*;
use crate::response::record::{FORMAT, PartName, Reason, ResealedPart, response_id};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn id(owner: u8) -> ResponseId {
    response_id(key(owner).verifying_key().as_bytes())
}

fn header(kind: Kind, signer: u8) -> Header {
    let owned = matches!(kind, Kind::Response | Kind::Withdrawal);
    Header {
        format: FORMAT.to_owned(),
        survey: "s".to_owned(),
        wave: String::new(),
        fingerprint: "00".repeat(32),
        epoch: 1,
        response: owned.then(|| hex::encode(&id(signer))),
        revision: u32::from(kind == Kind::Response),
        kind,
        signer: hex::encode(key(signer).verifying_key().as_bytes()),
        parts: Vec::new(),
        reason: None,
        leaves: None,
        resealed: None,
        simulated: false,
    }
}

fn part(audience: &str) -> PartName {
    PartName {
        audience: audience.to_owned(),
        length: 1,
        sha256: "11".repeat(32),
    }
}

fn response(owner: u8, revision: u32, salt: u64) -> Header {
    Header {
        revision,
        epoch: salt,
        parts: vec![part("lead"), part("mine")],
        ..header(Kind::Response, owner)
    }
}

const INSTITUTION: u8 = 200;

fn annulment(owner: u8, signer: u8) -> Header {
    Header {
        response: Some(hex::encode(&id(owner))),
        reason: Some(Reason::Test),
        ..header(Kind::Annulment, signer)
    }
}

fn purge(leaves: &[Leaf]) -> Header {
    let mut leaves: Vec<String> = leaves.iter().map(|leaf| leaf.to_hex()).collect();
    leaves.sort();
    Header {
        leaves: Some(leaves),
        ..header(Kind::Purge, INSTITUTION)
    }
}

fn reseal(of: Leaf, audience: &str, epoch: u64) -> Header {
    let part = ResealedPart {
        leaf: of.to_hex(),
        audience: audience.to_owned(),
        epoch,
        length: 1,
        sha256: "22".repeat(32),
    };
    Header {
        epoch,
        resealed: Some(vec![part]),
        ..header(Kind::Reseal, INSTITUTION)
    }
}

fn leaf(header: &Header, signer: u8) -> Leaf {
    header.sign(&key(signer)).leaf()
}

fn trust() -> Trust {
    Trust::new([key(INSTITUTION).verifying_key().to_bytes()])
}

fn claim(header: &Header, by: u8) -> Option<Claim> {
    let signed = header.sign(&key(by));
    assert!(signed.verify().is_ok());
    Claim::read(signed.leaf(), header, &trust())
}

fn plan(claims: impl IntoIterator<Item = Claim>) -> Plan {
    let mut plan = Plan::default();
    claims.into_iter().for_each(|claim| plan.add(claim));
    plan
}

/// Every kind about a few responses: what the properties below draw from.
fn universe() -> Vec<Claim> {
    let mut all = Vec::new();
    for owner in 1..=3 {
        let revisions: Vec<Header> = (1..=3)
            .flat_map(|revision| [response(owner, revision, 1), response(owner, revision, 2)])
            .collect();
        let first = leaf(&revisions[0], owner);
        let last = leaf(&revisions[4], owner);
        all.extend(revisions.iter().map(|header| claim(header, owner)));
        all.push(claim(&header(Kind::Withdrawal, owner), owner));
        all.push(claim(&annulment(owner, INSTITUTION), INSTITUTION));
        let second = reseal(last, "lead", 3);
        let resealed = leaf(&second, INSTITUTION);
        for by_institution in [
            purge(&[first]),
            purge(&[last, resealed]),
            reseal(last, "lead", 2),
            second,
            reseal(first, "mine", 2),
        ] {
            all.push(claim(&by_institution, INSTITUTION));
        }
    }
    all.into_iter().flatten().collect()
}

static UNIVERSE: LazyLock<Vec<Claim>> = LazyLock::new(universe);

/// Places in the universe: claims themselves show nothing of themselves.
fn some_places() -> impl Strategy<Value = Vec<usize>> {
    let size = UNIVERSE.len();
    subsequence((0..size).collect::<Vec<_>>(), 0..=size).prop_shuffle()
}

fn claims_at(places: &[usize]) -> Vec<Claim> {
    places.iter().map(|at| UNIVERSE[*at].clone()).collect()
}

/// Holds leaves with the slots that are here; merging is union, less what the plan drops.
#[derive(Clone, PartialEq)]
struct Holding {
    claims: Vec<Claim>,
    parts: BTreeSet<(Leaf, String)>,
}

/// Every part that a claim's record has.
fn slots_of(claim: &Claim) -> Vec<String> {
    match &claim.says {
        Says::Response(..) => vec!["lead".to_owned(), "mine".to_owned()],
        Says::Reseal(parts) => parts
            .iter()
            .map(|(of, audience, _)| resealed_name(audience, &of.to_hex()))
            .collect(),
        _ => Vec::new(),
    }
}

impl Holding {
    fn full(claims: Vec<Claim>) -> Self {
        let parts = claims
            .iter()
            .flat_map(|claim| slots_of(claim).into_iter().map(|slot| (claim.leaf, slot)))
            .collect();
        Self { claims, parts }.settled()
    }

    fn unite(&self, other: &Self) -> Self {
        let mut claims = self.claims.clone();
        claims.extend(other.claims.iter().cloned());
        let parts = self.parts.union(&other.parts).cloned().collect();
        Self { claims, parts }.settled()
    }

    fn settled(mut self) -> Self {
        self.claims.sort_by_key(|claim| claim.leaf);
        self.claims.dedup();
        let plan = plan(self.claims.iter().cloned());
        let by_list: BTreeSet<(Leaf, String)> = plan
            .dropped()
            .flat_map(|dropped| match dropped {
                Dropped::Whole(leaf) => self
                    .parts
                    .iter()
                    .filter(|(of, _)| *of == leaf)
                    .cloned()
                    .collect(),
                Dropped::One(place) => vec![(place.leaf, place.slot)],
            })
            .collect();
        let kept = self.parts.iter().filter(|part| !by_list.contains(part));
        let by_question = self
            .parts
            .iter()
            .filter(|(leaf, slot)| !plan.drops(*leaf, slot));
        // The list of what to drop and the question about one part must say the same.
        assert!(kept.clone().eq(by_question));
        self.parts = kept.cloned().collect();
        self
    }
}

proptest! {
    #[test]
    fn the_order_of_claims_does_not_matter(places in some_places()) {
        let claims = claims_at(&places);
        let mut backwards = claims.clone();
        backwards.reverse();
        backwards.extend(claims.iter().take(3).cloned());
        prop_assert!(plan(claims) == plan(backwards));
    }

    #[test]
    fn merging_is_idempotent_commutative_and_associative(
        a in some_places(), b in some_places(), c in some_places(),
    ) {
        let [a, b, c] = [a, b, c].map(|places| Holding::full(claims_at(&places)));
        prop_assert!(a.unite(&a) == a);
        prop_assert!(a.unite(&b) == b.unite(&a));
        prop_assert!(a.unite(&b).unite(&c) == a.unite(&b.unite(&c)));
        // What was dropped never comes back, from wherever it is brought.
        let both = a.unite(&b);
        prop_assert!(both.unite(&a) == both);
    }

    #[test]
    fn what_new_claims_drop_is_found_from_them_alone(a in some_places(), b in some_places()) {
        let (old, new) = (claims_at(&a), claims_at(&b));
        let before: Vec<Dropped> = plan(old.clone()).dropped().collect();
        let mut after = plan(old);
        new.iter().cloned().for_each(|claim| after.add(claim));
        let found: Vec<Dropped> = after.dropped_of(&after.touched(&new)).collect();
        let all: Vec<Dropped> = after.dropped().collect();
        prop_assert!(found.iter().all(|one| all.contains(one)));
        prop_assert!(all.iter().all(|one| before.contains(one) || found.contains(one)));
    }

    #[test]
    fn one_record_of_a_response_counts_at_most(places in some_places()) {
        let plan = plan(claims_at(&places));
        let counting = plan.counting();
        prop_assert!(counting.len() <= 3);
        for leaf in counting {
            prop_assert!(!plan.drops_whole(leaf));
        }
    }
}

#[test]
fn the_highest_revision_counts_and_a_tie_goes_to_the_greater_leaf() {
    let (one, two) = (response(1, 1, 1), response(1, 2, 1));
    let twin = response(1, 2, 2);
    let claims = [&two, &one, &twin].map(|header| claim(header, 1).unwrap());
    let greater = leaf(&two, 1).max(leaf(&twin, 1));
    assert!(plan(claims).counting() == BTreeSet::from([greater]));
}

#[test]
fn withdrawal_and_annulment_are_final_and_a_purge_ends_what_would_count() {
    let two = response(1, 2, 1);
    let at = leaf(&two, 1);
    let ends = [
        (header(Kind::Withdrawal, 1), 1, Verdict::Withdrawn),
        (annulment(1, INSTITUTION), INSTITUTION, Verdict::Annulled),
        (purge(&[at]), INSTITUTION, Verdict::Purged),
    ];
    for (end, signer, verdict) in ends {
        let claims = [
            claim(&end, signer),
            claim(&response(1, 1, 1), 1),
            claim(&two, 1),
        ];
        let plan = plan(claims.into_iter().flatten());
        assert!(plan.verdict(&id(1)) == Some(verdict));
        assert!(plan.counting().is_empty());
        assert!(plan.drops(at, "lead") && plan.drops(at, "mine"));
    }
}

#[test]
fn what_a_stranger_signs_as_an_institution_has_no_effect() {
    assert!(claim(&annulment(1, 7), 7).is_none());
    let signed = annulment(1, INSTITUTION).sign(&key(INSTITUTION));
    let nobody = Trust::default();
    assert!(Claim::read(signed.leaf(), &annulment(1, INSTITUTION), &nobody).is_none());
}

#[test]
fn a_reseal_empties_only_the_part_it_names_and_the_latest_carries_it() {
    let one = response(1, 1, 1);
    let at = leaf(&one, 1);
    let (second, third) = (reseal(at, "lead", 2), reseal(at, "lead", 3));
    let claims = [
        claim(&third, INSTITUTION),
        claim(&one, 1),
        claim(&second, INSTITUTION),
    ];
    let plan = plan(claims.into_iter().flatten());
    let slot = resealed_name("lead", &at.to_hex());
    assert!(plan.drops(at, "lead") && !plan.drops(at, "mine"));
    assert!(plan.drops(leaf(&second, INSTITUTION), &slot));
    assert!(!plan.drops(leaf(&third, INSTITUTION), &slot));
    let leaf = leaf(&third, INSTITUTION);
    assert!(plan.place(at, "lead") == Place { leaf, slot });
    assert!(plan.counting() == BTreeSet::from([at]));
}
