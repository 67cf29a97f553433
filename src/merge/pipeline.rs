//! Checking records on another core while this one reads on and writes: signatures and hashes are half the
//! work of a merge. In the order of the bundle, and with few bytes in flight.

use std::io::Read;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::response::record::{Leaf, Record};
use crate::vault::bundle::read::{self, Body, Sound};
use crate::vault::bundle::{Reason, Refused};
use crate::vault::store::StoreError;

/// Records that are being checked take at most this many bytes, or are one.
const IN_FLIGHT: usize = 4 << 20;

/// A record on its way to be checked: whether it is known here, and its bytes.
type Unchecked = (Leaf, Record, bool, usize);
/// A record on its way back.
type Checked = (Leaf, Result<Sound, Reason>, usize);

/// Visits every record of a bundle, checked, in order. `known` says whether one is here.
///
/// # Errors
/// Where the stream is cut or garbled, and as `known` and `visit` do.
pub(super) fn each_checked<R: Read, E: From<Refused> + From<StoreError>>(
    body: &mut Body<R>,
    known: impl Fn(Leaf) -> Result<bool, StoreError>,
    mut visit: impl FnMut(Leaf, Result<Sound, Reason>) -> Result<(), E>,
) -> Result<(), E> {
    std::thread::scope(|scope| {
        let (to, unchecked) = channel::<Unchecked>();
        let (back, checked) = channel::<Checked>();
        scope.spawn(move || check_all(&unchecked, &back));
        let (mut waiting, mut in_flight) = (0_usize, 0);
        loop {
            while in_flight < IN_FLIGHT
                && let Some(leaf) = body.upcoming()
            {
                let known = known(leaf)?;
                let Some(read) = body.unchecked() else { break };
                let (leaf, record) = read?;
                let size = size_of(&record);
                to.send((leaf, record, known, size)).map_err(|_| gone())?;
                waiting += 1;
                in_flight += size;
            }
            if waiting == 0 {
                return Ok(());
            }
            let (leaf, found, size) = checked.recv().map_err(|_| gone())?;
            waiting -= 1;
            in_flight -= size;
            if found.is_err() {
                body.note_set_aside();
            }
            visit(leaf, found)?;
        }
    })
}

fn check_all(unchecked: &Receiver<Unchecked>, back: &Sender<Checked>) {
    for (leaf, record, known, size) in unchecked {
        let found = read::check(leaf, record, known);
        if back.send((leaf, found, size)).is_err() {
            // Whoever asked has given up on this bundle.
            return;
        }
    }
}

fn size_of(record: &Record) -> usize {
    let parts: usize = record.parts.iter().flatten().map(Vec::len).sum();
    record.signed.header.len() + parts
}

/// The other thread ended early, which only a fault of ours can make it do.
fn gone() -> StoreError {
    StoreError::Unsound("a record could not be checked")
}
