//! Packs at the lead's desk: what an institution signed as one file, taken apart into a folder that goes
//! with the program. Its bundles then go the way of any other; its boxes need no comparing of their own
//! where the signer is an institution that was compared.

use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::runtime::home::Home;
use crate::runtime::parcels::{self, Standing};
use crate::runtime::university;
use crate::ui::lead::{Fault, Trouble};
use crate::vault::checkpoint;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::KeySet;
use crate::vault::parcel::{self, Held, Shape, What};
use crate::vault::store::files;

use super::trouble::{self, Told};
use super::{claims, fleeting};

/// A pack that was taken apart. Its folder goes with the value.
pub(in crate::cli) struct Pack {
    /// The file itself.
    pub file: PathBuf,
    /// Its bundles, as files of this program's own that go with the value.
    pub bundles: Vec<PathBuf>,
    /// Its key sets, the newest last.
    pub sets: Vec<KeySet>,
    /// The newest, of which the signer is an institution.
    pub newest: KeySet,
    signer: [u8; 32],
    /// The public keys of the boxes that the institution vouches for.
    keys: Vec<[u8; 32]>,
    held: Vec<Held>,
    /// Its signed front and its day: they go with the university's release.
    front: Vec<u8>,
    date: String,
    folder: PathBuf,
}

/// Whether a file is a pack, by its first line.
pub(in crate::cli) fn is_pack(path: &Path) -> bool {
    use std::io::Read as _;
    let magic = Shape::Pack.magic();
    let mut first = vec![0; magic.len()];
    let read = files::open_ordinary(path).and_then(|mut file| file.read_exact(&mut first));
    path.is_file() && read.is_ok() && first == magic
}

/// Takes a pack apart.
///
/// # Errors
/// Where anything in it is not what was signed, or it cannot be written.
pub(in crate::cli) fn open(path: &Path) -> Told<Pack> {
    let refused = |error: parcel::Refused| trouble::of_pack(path, &error);
    let file = files::open_ordinary(path).map_err(|error| trouble::unread(path, &error))?;
    let mut opened = parcel::read::open(Shape::Pack, BufReader::new(file)).map_err(refused)?;
    let folder = fleeting()?.root().to_path_buf();
    let mut bundles = Vec::new();
    let held = opened.contents(|number| {
        // Numbered by us: no name of the file is one here.
        let path = folder.join(format!("{}.bundle", number + 1));
        let file = files::new_private_file(&path)?;
        bundles.push(path);
        Ok(Box::new(file) as Box<dyn Write>)
    });
    let believed = held.and_then(|held| {
        let sets = parcel::key_sets(&opened.manifest, &opened.signer, &held)?;
        Ok((held, sets))
    });
    let (held, (sets, newest)) = believed.map_err(|error| {
        drop(std::fs::remove_dir_all(&folder));
        refused(error)
    })?;
    let boxes = held.iter().filter(|one| one.what == What::Box);
    let lines = boxes.filter_map(|one| std::str::from_utf8(&one.bytes).ok());
    let keys = lines
        .filter_map(checkpoint::parse_verifier)
        .map(|verifier| verifier.key);
    Ok(Pack {
        file: path.to_path_buf(),
        keys: keys.collect(),
        signer: opened.signer,
        bundles,
        sets,
        newest,
        held,
        front: opened.front,
        date: opened.manifest.date,
        folder,
    })
}

impl Drop for Pack {
    fn drop(&mut self) {
        // Only sealed records lie there; what cannot be removed is in the system's temporary folder.
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// The packs of which any of these bundles is.
pub(super) fn of_paths(packs: &[Arc<Pack>], paths: &[PathBuf]) -> Vec<Arc<Pack>> {
    let used = packs
        .iter()
        .filter(|pack| pack.bundles.iter().any(|bundle| paths.contains(bundle)));
    used.cloned().collect()
}

impl Pack {
    /// Its bundles, and what each is called: files of ours have no name that says anything.
    pub(in crate::cli) fn called(&self) -> Vec<(&PathBuf, String)> {
        let name = |number: usize| format!("{}, bundle {number}", self.file.display());
        let numbered = self.bundles.iter().zip(1..);
        numbered
            .map(|(path, number)| (path, name(number)))
            .collect()
    }

    /// Whether its signer is an institution of this key set.
    pub(super) fn is_signed_by(&self, set: &KeySet) -> bool {
        set.has_verifier(&self.signer)
    }

    /// Whether the institution vouches for a box.
    pub(super) fn vouches_for(&self, key: &[u8; 32]) -> bool {
        self.keys.contains(key)
    }

    /// As [`Self::take`], where nobody is there to compare words: into a home that goes by key sets already,
    /// which the pack's are, or follow.
    ///
    /// # Errors
    /// As [`Self::take`]; where the home goes by none.
    pub(in crate::cli) fn take_unattended(&self, home: &Home) -> Told<()> {
        let ring = KeyRing::load(&home.keys())?;
        let standing = parcels::standing(&ring, &self.sets, &self.newest);
        match standing? {
            Standing::Known | Standing::Follows => self.take(home),
            Standing::New => Err(Trouble::at(Fault::NobodysKeys, self.file.display())),
        }
    }

    /// Takes into a home what came along beside the bundles: key sets that follow its own, the keys of
    /// boxes, and files that it does not have.
    ///
    /// # Errors
    /// Where the pack is another institution's than the home's, or as writing does.
    pub(super) fn take(&self, home: &Home) -> Told<()> {
        parcels::keep_key_sets(home, &self.sets, &self.newest)?;
        let ring = KeyRing::load(&home.keys())?;
        if ring.sets().iter().any(|set| self.is_signed_by(set)) {
            let mut store = crate::vault::store::Store::open_or_create(&home.box_folder())?;
            for bundle in &self.bundles {
                let claim = claims::claim(bundle)?;
                if self.vouches_for(&claim.peer.key) {
                    store.enrol(&claim.peer)?;
                }
            }
        }
        for what in [What::Survey, What::Headcounts, What::Demand] {
            parcels::keep_files(home, &self.held, what, false)?;
        }
        university::keep(home, &self.held, &self.front, &self.date)
            .map_err(|(path, error)| trouble::unwritten(&path, &error))
    }
}
