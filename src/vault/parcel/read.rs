//! A kit or pack, taken apart as it streams by, believing nothing that is not signed.

use std::io::{self, ErrorKind, Read, Write};

use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::{Entry, Held, MANIFEST_LIMIT, Manifest, Refused, Shape, What};
use crate::base::hex;

/// At most this much is allocated before any byte of it was seen.
const AT_ONCE: u64 = 1 << 16;

/// A file whose manifest was read and is signed, by somebody.
pub struct Opened<R> {
    from: R,
    /// What it holds.
    pub manifest: Manifest,
    /// Who signed it; whether they may is [`super::key_sets`]' to say.
    pub signer: [u8; 32],
    /// The bytes that were read so far: they show who signed the manifest, without its contents.
    pub front: Vec<u8>,
}

/// Reads the front of a file.
///
/// # Errors
/// Where it is not of this shape, its manifest is not sound, or its signature does not verify.
pub fn open<R: Read>(shape: Shape, mut from: R) -> Result<Opened<R>, Refused> {
    let first = exactly(&mut from, shape.magic().len() as u64, "its first line");
    if !matches!(&first, Ok(first) if first == shape.magic()) {
        return Err(match first {
            Err(Refused::Unread(error)) => Refused::Unread(error),
            _ => Refused::NotThis(shape),
        });
    }
    let length = array::<4>(&mut from, "its manifest").map(u32::from_be_bytes)?;
    if u64::from(length) > MANIFEST_LIMIT {
        return Err(Refused::Manifest("its manifest is too long"));
    }
    let bytes = exactly(&mut from, u64::from(length), "its manifest")?;
    let signer = array::<32>(&mut from, "its signature")?;
    let signature = array::<64>(&mut from, "its signature")?;
    let key = VerifyingKey::from_bytes(&signer).map_err(|_| Refused::Signature)?;
    let message = [shape.magic(), &bytes].concat();
    key.verify_strict(&message, &Signature::from_bytes(&signature))
        .map_err(|_| Refused::Signature)?;
    let manifest: Manifest = serde_json::from_slice(&bytes)
        .map_err(|_| Refused::Manifest("its manifest cannot be read"))?;
    if manifest.to_bytes() != bytes {
        return Err(Refused::Manifest(
            "its manifest is not written in the one way",
        ));
    }
    manifest.check(shape)?;
    let front = [
        &message[..shape.magic().len()],
        &length.to_be_bytes(),
        &bytes,
        &signer,
        &signature,
    ];
    Ok(Opened {
        from,
        front: front.concat(),
        manifest,
        signer,
    })
}

impl<R: Read> Opened<R> {
    /// Reads all contents: those that are held, in memory; each bundle into what `bundle` gives, which is
    /// to be thrown away where this fails.
    ///
    /// # Errors
    /// Where it is cut, a content is not what was signed, or something follows.
    pub fn contents(
        &mut self,
        mut bundle: impl FnMut(usize) -> io::Result<Box<dyn Write>>,
    ) -> Result<Vec<Held>, Refused> {
        let mut held = Vec::new();
        let mut bundles = 0;
        for entry in self.manifest.entries.clone() {
            if entry.what == What::Bundle {
                let mut out = bundle(bundles).map_err(Refused::Unread)?;
                self.content(&entry, &mut *out)?;
                out.flush().map_err(Refused::Unread)?;
                bundles += 1;
                continue;
            }
            let mut bytes =
                Vec::with_capacity(usize::try_from(entry.length.min(AT_ONCE)).unwrap_or(0));
            self.content(&entry, &mut bytes)?;
            held.push(Held {
                what: entry.what,
                name: entry.name,
                bytes,
            });
        }
        let mut more = [0];
        match self.from.read(&mut more) {
            Ok(0) => Ok(held),
            Ok(_) => Err(Refused::Trailing),
            Err(error) => Err(Refused::Unread(error)),
        }
    }

    fn content(&mut self, entry: &Entry, out: &mut dyn Write) -> Result<(), Refused> {
        let mut hash = Sha256::new();
        let mut left = entry.length;
        let mut piece = vec![0; 1 << 16];
        while left > 0 {
            let room = piece.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let read = self.from.read(&mut piece[..room]);
            let read = match read {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                read => read.map_err(Refused::Unread)?,
            };
            if read == 0 {
                return Err(Refused::Cut("its contents"));
            }
            hash.update(&piece[..read]);
            out.write_all(&piece[..read]).map_err(Refused::Unread)?;
            left -= read as u64;
        }
        if hex::encode(&hash.finalize()) == entry.sha256 {
            return Ok(());
        }
        let name = match entry.name.as_str() {
            "" => format!("{:?}", entry.what).to_lowercase(),
            name => name.to_owned(),
        };
        Err(Refused::Changed(name))
    }
}

fn exactly(from: &mut impl Read, length: u64, what: &'static str) -> Result<Vec<u8>, Refused> {
    let mut found = Vec::with_capacity(usize::try_from(length.min(AT_ONCE)).unwrap_or(0));
    let read = from
        .take(length)
        .read_to_end(&mut found)
        .map_err(Refused::Unread)?;
    if (read as u64) < length {
        return Err(Refused::Cut(what));
    }
    Ok(found)
}

fn array<const N: usize>(from: &mut impl Read, what: &'static str) -> Result<[u8; N], Refused> {
    let found = exactly(from, N as u64, what)?;
    found.try_into().map_err(|_| Refused::Cut(what))
}
