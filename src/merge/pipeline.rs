//! Reading and checking records on other cores while this one writes: a read and two hashes of every byte, and a
//! signature of every record, are more work than storing them. In the order of leaves over all bundles, which each
//! of them is in, and with few bytes in flight.

use std::io::Read;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Scope;

use crate::response::record::{Leaf, Record};
use crate::vault::bundle::read::{self, Body, Sound};
use crate::vault::bundle::{Reason, Refused};
use crate::vault::open::cores;

/// Records that were read and not yet visited take at most this many bytes, or are one of each bundle.
const IN_FLIGHT: usize = 8 << 20;

/// A record on its way to be checked, whether it is here, and its bytes; or why nothing more of the bundle can be
/// read.
type Unchecked = Result<(Leaf, Record, bool, usize), Refused>;
/// A record on its way back.
type Checked = Result<(Found, usize), Refused>;
/// A record, or why it is set aside.
type Found = (Leaf, Result<Sound, Reason>);

/// Visits every record of some bundles, checked, in the order of leaves, with the number of its bundle. `known`
/// says of each bundle's records whether they are here.
///
/// # Errors
/// Where a stream is cut or garbled, and as `visit` does.
pub(super) fn each_checked<R: Read + Send, E: From<Refused>>(
    bodies: &mut [Body<R>],
    known: &[Vec<bool>],
    visit: impl FnMut(usize, Leaf, Result<Sound, Reason>) -> Result<(), E>,
) -> Result<(), E> {
    let share = bodies.len().max(1);
    let (checkers, in_flight) = (cores().div_ceil(share), IN_FLIGHT / share);
    let mut set_aside = vec![0; bodies.len()];
    let visited = std::thread::scope(|scope| {
        let each = bodies.iter_mut().zip(known);
        let streams =
            each.map(|(body, known)| Stream::start(scope, body, known, checkers, in_flight));
        visit_all(streams.collect(), &mut set_aside, visit)
    });
    for (body, records) in bodies.iter_mut().zip(set_aside) {
        body.note_set_aside(records);
    }
    visited
}

/// Of each bundle the next record, and of these always the first.
fn visit_all<E: From<Refused>>(
    mut streams: Vec<Stream>,
    set_aside: &mut [usize],
    mut visit: impl FnMut(usize, Leaf, Result<Sound, Reason>) -> Result<(), E>,
) -> Result<(), E> {
    let next = streams.iter_mut().map(Stream::next);
    let mut next = next.collect::<Result<Vec<_>, Refused>>()?;
    while let Some((number, (leaf, found))) = take_first(&mut next) {
        set_aside[number] += usize::from(found.is_err());
        visit(number, leaf, found)?;
        next[number] = streams[number].next()?;
    }
    Ok(())
}

/// The first by leaf, and of the same leaf by bundle.
fn take_first(next: &mut [Option<Found>]) -> Option<(usize, Found)> {
    let here = next.iter().enumerate();
    let leaves = here.filter_map(|(number, one)| Some((one.as_ref()?.0, number)));
    let (_, number) = leaves.min()?;
    Some((number, next[number].take()?))
}

/// One bundle's records as they come, in its order: one thread reads, and those that check take turns.
struct Stream {
    checked: Vec<Receiver<Checked>>,
    turn: usize,
    /// Where the reader hears that there is room again.
    visited: Sender<usize>,
    /// The bytes of the record that was given last.
    given: usize,
}

impl Stream {
    fn start<'scope, R: Read + Send>(
        scope: &'scope Scope<'scope, '_>,
        body: &'scope mut Body<R>,
        known: &'scope [bool],
        checkers: usize,
        in_flight: usize,
    ) -> Self {
        let (visited, room) = channel();
        let (mut to_check, mut checked) = (Vec::new(), Vec::new());
        for _ in 0..checkers {
            let (to, unchecked) = channel();
            let (to_visit, from) = channel();
            scope.spawn(move || check_all(unchecked, &to_visit));
            to_check.push(to);
            checked.push(from);
        }
        scope.spawn(move || read_all(body, known, &to_check, &room, in_flight));
        Self {
            checked,
            turn: 0,
            visited,
            given: 0,
        }
    }

    /// The next record; the one before it was visited. `None` after the last.
    fn next(&mut self) -> Result<Option<Found>, Refused> {
        // After the last record nobody asks for room.
        self.visited.send(self.given).ok();
        let turn = self.turn % self.checked.len();
        self.turn += 1;
        let Ok(checked) = self.checked[turn].recv() else {
            return Ok(None);
        };
        let (found, size) = checked?;
        self.given = size;
        Ok(Some(found))
    }
}

/// Whoever cannot hand on what it has is not waited for any more: the other ends of these channels close when
/// somebody gave up on the bundle.
fn read_all<R: Read>(
    body: &mut Body<R>,
    known: &[bool],
    to: &[Sender<Unchecked>],
    room: &Receiver<usize>,
    most: usize,
) {
    let mut in_flight = 0;
    let mut known = known.iter();
    let mut turns = to.iter().cycle();
    while let (Some(read), Some(to)) = (body.unchecked(), turns.next()) {
        let is_last = read.is_err();
        let read = read.map(|(leaf, record)| {
            let size = size_of(&record);
            in_flight += size;
            let is_known = known.next().is_some_and(|known| *known);
            (leaf, record, is_known, size)
        });
        if to.send(read).is_err() || is_last {
            return;
        }
        while in_flight >= most {
            let Ok(size) = room.recv() else { return };
            in_flight -= size;
        }
    }
}

fn check_all(unchecked: Receiver<Unchecked>, to: &Sender<Checked>) {
    for read in unchecked {
        let checked = read.map(|(leaf, record, is_known, size)| {
            ((leaf, read::check(leaf, record, is_known)), size)
        });
        if to.send(checked).is_err() {
            return;
        }
    }
}

fn size_of(record: &Record) -> usize {
    let parts: usize = record.parts.iter().flatten().map(Vec::len).sum();
    record.signed.header.len() + parts
}
