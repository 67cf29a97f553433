//! Reading and checking records on other cores while this one writes: a read and two hashes of every byte, and a
//! signature of every record, are more work than storing them. In the order of the bundle, and with few bytes in
//! flight.

use std::io::Read;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::response::record::{Leaf, Record};
use crate::vault::bundle::read::{self, Body, Sound};
use crate::vault::bundle::{Reason, Refused};

/// Records that were read and not yet visited take at most this many bytes, or are one.
const IN_FLIGHT: usize = 4 << 20;

/// A record on its way to be checked, with its bytes; or why nothing more of the bundle can be read.
type Unchecked = Result<(Leaf, Record, usize), Refused>;
/// A record on its way back.
type Checked = Result<(Leaf, Result<Sound, Reason>, usize), Refused>;

/// Visits every record of a bundle, checked, in order. `known` says of each whether it is here.
///
/// # Errors
/// Where the stream is cut or garbled, and as `visit` does.
pub(super) fn each_checked<R: Read + Send, E: From<Refused>>(
    body: &mut Body<R>,
    known: &[bool],
    visit: impl FnMut(Leaf, Result<Sound, Reason>) -> Result<(), E>,
) -> Result<(), E> {
    let mut set_aside = 0;
    let visited = std::thread::scope(|scope| {
        let (to_check, unchecked) = channel();
        let (to_visit, checked) = channel();
        let (visited, room) = channel();
        let reading = &mut *body;
        scope.spawn(move || read_all(reading, &to_check, &room));
        scope.spawn(move || check_all(known, unchecked, &to_visit));
        visit_all(checked, &visited, &mut set_aside, visit)
    });
    body.note_set_aside(set_aside);
    visited
}

/// Whoever cannot hand on what it has is not waited for any more: the other ends of these channels close when
/// somebody gave up on the bundle.
fn read_all<R: Read>(body: &mut Body<R>, to: &Sender<Unchecked>, room: &Receiver<usize>) {
    let mut in_flight = 0;
    while let Some(read) = body.unchecked() {
        let is_last = read.is_err();
        let read = read.map(|(leaf, record)| {
            let size = size_of(&record);
            in_flight += size;
            (leaf, record, size)
        });
        if to.send(read).is_err() || is_last {
            return;
        }
        while in_flight >= IN_FLIGHT {
            let Ok(size) = room.recv() else { return };
            in_flight -= size;
        }
    }
}

fn check_all(known: &[bool], unchecked: Receiver<Unchecked>, to: &Sender<Checked>) {
    for (read, known) in unchecked.into_iter().zip(known) {
        let checked =
            read.map(|(leaf, record, size)| (leaf, read::check(leaf, record, *known), size));
        if to.send(checked).is_err() {
            return;
        }
    }
}

fn visit_all<E: From<Refused>>(
    checked: Receiver<Checked>,
    visited: &Sender<usize>,
    set_aside: &mut usize,
    mut visit: impl FnMut(Leaf, Result<Sound, Reason>) -> Result<(), E>,
) -> Result<(), E> {
    for checked in checked {
        let (leaf, found, size) = checked?;
        *set_aside += usize::from(found.is_err());
        visit(leaf, found)?;
        // After the last record nobody asks for room.
        visited.send(size).ok();
    }
    Ok(())
}

fn size_of(record: &Record) -> usize {
    let parts: usize = record.parts.iter().flatten().map(Vec::len).sum();
    record.signed.header.len() + parts
}
