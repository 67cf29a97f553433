//! What the institution set aside and purged, on its way to a machine that holds the sealed answers still: a kit
//! brings the signed statements alone, and nothing of anybody's record.

use std::collections::BTreeSet;

use crate::base::hex;
use crate::merge::enact::enact as put_in;
use crate::merge::plan::Trust;
use crate::response::record::{Kind, Leaf, Record, Signed};
use crate::runtime::home::Home;
use crate::runtime::parcels::{self, Fault, held};
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::KeySet;
use crate::vault::parcel::statements::{self as wire, Statement, is_statement};
use crate::vault::parcel::{Held, Refused, What};
use crate::vault::store::{Store, StoreError, read_header};

use super::super::error::CliError;
use super::super::{Context, store};
use super::told;

/// What statements did to the records of a box.
#[derive(Default)]
pub(in crate::cli) struct Done {
    /// How many responses were set aside.
    pub(super) annulled: usize,
    /// How many records ran out of their retention.
    pub(super) purged: usize,
}

impl Done {
    /// In words; nothing where nothing was done.
    pub(in crate::cli) fn words(&self) -> Option<String> {
        let Self { annulled, purged } = self;
        (annulled + purged > 0).then(|| {
            format!(
                "as the institution signed: {annulled} responses set aside, {purged} records purged; their answers are deleted here"
            )
        })
    }
}

/// The annulments and purges that a home's store holds and its key sets speak for, as a kit's content; `None` where
/// there are none.
pub(super) fn of(home: &Home, ring: &KeyRing) -> Result<Option<Held>, CliError> {
    let store = match Store::open_to_read(&home.box_folder()) {
        Err(StoreError::Missing(_)) => return Ok(None),
        opened => opened?,
    };
    let trust = store::trust(ring);
    let mut found: Vec<Signed> = Vec::new();
    store.each_header(|leaf, signed| {
        let header = read_header(leaf, &signed)?;
        if is_statement(header.kind) && trust.believes(&header) {
            found.push(signed);
        }
        Ok(())
    })?;
    let bytes = wire::write(&found);
    Ok((!found.is_empty()).then(|| held(What::Statements, "", bytes)))
}

/// The statements of a kit.
pub(super) fn read(all: &[Held]) -> Result<Vec<Statement>, Refused> {
    let found = all.iter().find(|one| one.what == What::Statements);
    found.map_or_else(|| Ok(Vec::new()), |one| wire::read(&one.bytes))
}

/// Whether every statement is signed by an institution that the home goes by, or will with the kit's key sets.
pub(super) fn check(
    statements: &[Statement],
    ring: &KeyRing,
    sets: &[KeySet],
    newest: &KeySet,
) -> Result<(), CliError> {
    let kept = parcels::kept(ring, sets, newest).map_err(|fault| told(&fault))?;
    let trust = store::trust_of(ring.sets().iter().chain(kept));
    let stranger = statements.iter().find(|one| !trust.believes(&one.header));
    stranger.map_or(Ok(()), |one| {
        Err(told(&Fault::Stranger(one.signed.leaf().to_hex())))
    })
}

/// Does at a home's box what the statements say of records that it holds; what they say of others stays out. Doing it
/// again changes nothing.
pub(super) fn enact(
    home: &Home,
    statements: &[Statement],
    context: &mut Context<'_>,
) -> Result<Done, CliError> {
    if statements.is_empty() {
        return Ok(Done::default());
    }
    let mut store = match Store::open(&home.box_folder()) {
        Err(StoreError::Missing(_)) => return Ok(Done::default()),
        opened => opened?,
    };
    let ring = store::ring(home, &store)?;
    let mut done = Done::default();
    let mut new = Vec::new();
    let mut epochs = BTreeSet::new();
    for one in statements {
        if store.signed(one.signed.leaf())?.is_some() {
            continue;
        }
        let (annulled, purged) = concerned(&store, one)?;
        if annulled + purged > 0 {
            done.annulled += annulled;
            done.purged += purged;
            epochs.insert(one.header.epoch);
            new.push(Record {
                signed: one.signed.clone(),
                parts: Vec::new(),
            });
        }
    }
    if !new.is_empty() {
        let trust: Trust = store::trust(&ring);
        let sets = epochs.into_iter().filter_map(|epoch| ring.get(epoch));
        let documents: Vec<&[u8]> = sets.map(KeySet::document).collect();
        put_in(&mut store, &new, &documents, &trust)?;
        store::forget(&mut store, context)?;
    }
    Ok(done)
}

/// How many responses and how many records here a statement is about.
fn concerned(store: &Store, one: &Statement) -> Result<(usize, usize), CliError> {
    let header = &one.header;
    if header.kind == Kind::Annulment {
        let response = header.response.as_deref().and_then(hex::decode_array);
        let records = response.map(|response| store.of_response(&response));
        let is_here = records.transpose()?.is_some_and(|all| !all.is_empty());
        return Ok((usize::from(is_here), 0));
    }
    let named = header.leaves.iter().flatten();
    let leaves: Vec<Leaf> = named
        .filter_map(|leaf| hex::decode_array(leaf).map(Leaf))
        .collect();
    let known = store.known(&leaves)?;
    Ok((0, known.into_iter().filter(|known| *known).count()))
}
