//! A kit or pack, written.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write};
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest as _, Sha256};

use super::{Entry, Held, Manifest, Shape, What};
use crate::base::hex;
use crate::base::time::Day;
use crate::vault::keyset::KeySet;
use crate::vault::store::files::open_ordinary;

/// What goes in.
pub struct Contents<'a> {
    /// Which it is.
    pub shape: Shape,
    /// The newest key set; it must be among `held`.
    pub newest: &'a KeySet,
    /// The day.
    pub date: Day,
    /// What is in memory, in the order in which it is read.
    pub held: Vec<Held>,
    /// Bundle files, which come last.
    pub bundles: Vec<PathBuf>,
}

/// Writes it all, signed by an institution.
///
/// # Errors
/// As reading and writing do; where a bundle changed while it was read.
pub fn write(contents: &Contents<'_>, signer: &SigningKey, out: &mut dyn Write) -> io::Result<()> {
    let mut bundles = contents
        .bundles
        .iter()
        .map(|path| measured(path))
        .collect::<io::Result<Vec<_>>>()?;
    let held = contents.held.iter().map(|one| Entry {
        what: one.what,
        name: one.name.clone(),
        length: one.bytes.len() as u64,
        sha256: hex::encode(&Sha256::digest(&one.bytes)),
    });
    let manifest = Manifest {
        date: contents.date.to_string(),
        epoch: contents.newest.epoch(),
        keyset: hex::encode(&contents.newest.sha256()),
        entries: held
            .chain(bundles.iter().map(|(entry, _)| entry.clone()))
            .collect(),
    };
    manifest
        .check(contents.shape)
        .map_err(|error| io::Error::other(error.to_string()))?;
    let bytes = manifest.to_bytes();
    let message = [contents.shape.magic(), &bytes].concat();
    let length = u32::try_from(bytes.len()).map_err(|_| io::Error::other("too much to name"))?;
    out.write_all(contents.shape.magic())?;
    out.write_all(&length.to_be_bytes())?;
    out.write_all(&bytes)?;
    out.write_all(signer.verifying_key().as_bytes())?;
    out.write_all(&signer.sign(&message).to_bytes())?;
    for one in &contents.held {
        out.write_all(&one.bytes)?;
    }
    for (entry, file) in &mut bundles {
        file.rewind()?;
        let copied = io::copy(&mut file.take(entry.length), out)?;
        if copied != entry.length {
            return Err(io::Error::other("a bundle changed while it was read"));
        }
    }
    out.flush()
}

fn measured(path: &Path) -> io::Result<(Entry, File)> {
    let mut file = open_ordinary(path)?;
    let mut hash = Sha256::new();
    let length = io::copy(&mut file, &mut hash)?;
    let entry = Entry {
        what: What::Bundle,
        name: String::new(),
        length,
        sha256: hex::encode(&hash.finalize()),
    };
    Ok((entry, file))
}
