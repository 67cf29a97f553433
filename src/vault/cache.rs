//! What one reader opened of a box, kept sealed to that reader, so that the next opening is fast.
//!
//! `box/cache/NAME.age` is an ordinary age file sealed to the reader's own recipient: nothing decrypted
//! lies on the disk. What is in it is the reader's to say (`runtime::cache`); here is where it lies, whose
//! it is, and how it goes away. Since age has no sender authentication, whoever knows the public key could
//! put such a file there: it therefore begins with 32 bytes that only the identity can work out, and what
//! begins otherwise is no cache. Its name derives from the identity too, and tells nobody whose it is.

use std::fs;
use std::io::{self, BufReader, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::recipient::Recipient;
use super::seal;
use super::store::files;
use super::unwrap::OwnIdentity;

/// The folder inside the box folder.
pub const FOLDER: &str = "cache";

/// Bytes that only the reader knows.
const MARK_BYTES: usize = 32;

/// A reader's place.
pub struct Place<'a> {
    folder: PathBuf,
    name: String,
    identity: &'a OwnIdentity,
    mark: Zeroizing<[u8; MARK_BYTES]>,
}

/// A cache that is being read.
pub struct Reader(Box<dyn Read>);

/// A cache that is being written: the first fault ends it.
pub struct Writer {
    out: Option<age::stream::StreamWriter<BufWriter<fs::File>>>,
    temporary: PathBuf,
    path: PathBuf,
}

impl<'a> Place<'a> {
    /// Where who holds these identities keeps what was read at a door; `None` where there is none.
    pub fn of(box_folder: &Path, identities: &'a [OwnIdentity], door: &str) -> Option<Self> {
        let mut sorted: Vec<&OwnIdentity> = identities.iter().collect();
        sorted.sort_by_key(|identity| identity.recipient().as_str().to_owned());
        let identity = sorted.first()?;
        // Who opens with other keys beside this one reads something else.
        let mut whose = Sha256::new();
        for identity in &sorted {
            whose.update(identity.recipient().as_str());
        }
        let whose = crate::base::hex::encode(&whose.finalize());
        let secret = |what: &str| {
            let purpose = format!("tallybox/v1/cache/{what}/{door}/{whose}");
            identity.derive(purpose.as_bytes())
        };
        let name = secret("name");
        let name = name
            .first_chunk::<8>()
            .map(|bytes| crate::base::hex::encode(bytes))?;
        Some(Self {
            folder: box_folder.join(FOLDER),
            name,
            identity,
            mark: secret("mark"),
        })
    }

    fn path(&self) -> PathBuf {
        self.folder.join(format!("{}.age", self.name))
    }

    /// What is kept; `None` where nothing is, or it is not this reader's own.
    pub fn read(&self) -> Option<Reader> {
        let path = self.path();
        if files::is_something_else(&path) {
            return None;
        }
        let file = BufReader::new(fs::File::open(path).ok()?);
        let plain = seal::opening(file, &[self.identity]).ok()?;
        let mut reader = Reader(Box::new(plain));
        let mut mark = Zeroizing::new([0; MARK_BYTES]);
        reader.fill(mark.as_mut_slice())?;
        (mark == self.mark).then_some(reader)
    }

    /// Begins to write in the place of what was kept. Until [`Writer::finish`] that stays.
    ///
    /// # Errors
    /// As writing and sealing do.
    pub fn write(&self) -> io::Result<Writer> {
        files::private_folder(&self.folder)?;
        let temporary = self.folder.join(format!("{}.new", self.name));
        drop(fs::remove_file(&temporary));
        let file = BufWriter::new(files::new_private_file(&temporary)?);
        let recipient: Recipient = self.identity.recipient().clone();
        let mut out = seal::sealing(file, &[recipient])
            .map_err(|error| io::Error::other(error.to_string()))?;
        out.write_all(self.mark.as_slice())?;
        Ok(Writer {
            out: Some(out),
            temporary,
            path: self.path(),
        })
    }

    /// Takes away what is kept.
    pub fn discard(&self) {
        drop(fs::remove_file(self.path()));
    }
}

impl Reader {
    /// Fills all of `into`; `None` where there is no more, or what was kept is spoilt.
    pub fn fill(&mut self, into: &mut [u8]) -> Option<()> {
        self.0.read_exact(into).ok()
    }

    /// Whether it ends here, whole.
    pub fn is_at_end(&mut self) -> bool {
        self.0.read(&mut [0]).is_ok_and(|read| read == 0)
    }
}

impl Writer {
    /// Adds bytes.
    pub fn put(&mut self, bytes: &[u8]) {
        if let Some(out) = &mut self.out
            && out.write_all(bytes).is_err()
        {
            self.out = None;
        }
    }

    /// Puts it in its place, where everything could be written; else nothing is changed.
    pub fn finish(mut self) -> bool {
        let out = self.out.take();
        let finish = |out: age::stream::StreamWriter<BufWriter<fs::File>>| {
            out.finish()?.into_inner().map_err(io::Error::from)?;
            fs::rename(&self.temporary, &self.path)
        };
        out.is_some_and(|out| finish(out).is_ok())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Gone already where it was finished.
        drop(fs::remove_file(&self.temporary));
    }
}

/// Takes away what every reader keeps of a box.
///
/// # Errors
/// As removing does; that there is nothing is no error.
pub fn remove(box_folder: &Path) -> io::Result<()> {
    let folder = box_folder.join(FOLDER);
    if folder.is_symlink() {
        return fs::remove_file(folder);
    }
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(seed: u8) -> OwnIdentity {
        OwnIdentity::from_secret(&[seed; 32]).unwrap()
    }

    fn keep(place: &Place<'_>, bytes: &[u8]) {
        let mut writer = place.write().unwrap();
        writer.put(bytes);
        assert!(writer.finish());
    }

    fn kept(place: &Place<'_>, length: usize) -> Option<Vec<u8>> {
        let mut reader = place.read()?;
        let mut bytes = vec![0; length];
        reader.fill(&mut bytes)?;
        reader.is_at_end().then_some(bytes)
    }

    #[test]
    fn a_reader_finds_their_own_and_nobody_else_does() {
        let root = tempfile::tempdir().unwrap();
        let (one, other) = ([identity(1)], [identity(2)]);
        let both = [identity(1), identity(2)];
        let place = Place::of(root.path(), &one, "operational").unwrap();
        assert!(kept(&place, 5).is_none());
        keep(&place, b"bytes");
        assert_eq!(kept(&place, 5).unwrap(), b"bytes");
        for (identities, door) in [
            (&other[..], "operational"),
            (&one[..], "statistical"),
            (&both[..], "operational"),
        ] {
            let place = Place::of(root.path(), identities, door).unwrap();
            assert!(kept(&place, 5).is_none());
        }
        keep(&place, b"other");
        assert_eq!(kept(&place, 5).unwrap(), b"other");
        remove(root.path()).unwrap();
        assert!(kept(&place, 5).is_none());
        remove(root.path()).unwrap();
    }

    #[test]
    fn what_somebody_else_sealed_is_none() {
        let root = tempfile::tempdir().unwrap();
        let own = [identity(1)];
        let place = Place::of(root.path(), &own, "operational").unwrap();
        keep(&place, b"bytes");
        let planted = seal::seal(&[7; 64], &[own[0].recipient().clone()]).unwrap();
        fs::write(place.path(), planted).unwrap();
        assert!(kept(&place, 5).is_none());
    }

    #[test]
    fn a_spoilt_one_is_none_and_an_unfinished_one_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let own = [identity(1)];
        let place = Place::of(root.path(), &own, "operational").unwrap();
        keep(&place, b"bytes");
        let sealed = fs::read(place.path()).unwrap();
        for at in 0..sealed.len() {
            let mut spoilt = sealed.clone();
            spoilt[at] ^= 1;
            fs::write(place.path(), &spoilt).unwrap();
            assert!(kept(&place, 5).is_none(), "byte {at}");
            fs::write(place.path(), &sealed[..at]).unwrap();
            assert!(kept(&place, 5).is_none(), "cut at {at}");
        }
        fs::write(place.path(), &sealed).unwrap();
        let mut writer = place.write().unwrap();
        writer.put(b"half");
        drop(writer);
        assert_eq!(kept(&place, 5).unwrap(), b"bytes");
        assert_eq!(fs::read_dir(root.path().join(FOLDER)).unwrap().count(), 1);
    }
}
