//! This machine's own box: a key in a file, a public name in the store.

use std::path::Path;

use super::checkpoint::{self, BoxKey, Checkpoint};
use super::keyring::Pins;
use super::merkle;
use super::store::{Result, Store, StoreError, files};
use crate::response::record::Leaf;

/// The key's file inside the box folder.
pub const KEY_FILE: &str = "box.key";
/// A key file is one line of 64 digits.
const KEY_FILE_LIMIT: u64 = 128;
const NAME: &str = "name";
const KEY: &str = "key";
const PINS: &str = "pins";

/// The box.
pub struct Own {
    /// Its key.
    pub key: BoxKey,
    /// Its public name.
    pub name: String,
}

impl Own {
    /// What the box says of these leaves, ascending, signed.
    pub fn checkpoint(&self, leaves: Vec<Leaf>) -> String {
        let checkpoint = Checkpoint {
            size: leaves.len() as u64,
            root: merkle::root(leaves),
            name: self.name.clone(),
        };
        checkpoint.sign(&self.key)
    }
}

/// Makes this store a box: writes the key file and keeps name and public key.
///
/// # Errors
/// Where the store is a box already, or the name is none.
pub fn init(store: &mut Store, key: BoxKey, name: &str) -> Result<Own> {
    if !checkpoint::is_name(name) {
        return Err(StoreError::Unsound("the box's name"));
    }
    let path = store.folder().join(KEY_FILE);
    if public_key(store)?.is_some() {
        return Err(StoreError::Exists(path));
    }
    let key = match files::write_new_private_file(&path, key.to_line().as_bytes()) {
        // An earlier try was cut off between the file and the store: its key is as good.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            read_key(store.folder())?
        }
        written => written.map(|()| key)?,
    };
    store.set_setting(NAME, name.as_bytes())?;
    store.set_setting(KEY, &key.verifier().key)?;
    let name = name.to_owned();
    Ok(Own { key, name })
}

/// Reads this store's box; `None` where the home only merges.
///
/// # Errors
/// Where the key file is a link, open to others, or not the key that the store knows.
pub fn load(store: &Store) -> Result<Option<Own>> {
    let Some(public) = public_key(store)? else {
        return Ok(None);
    };
    let key = read_key(store.folder())?;
    if key.verifier().key != public {
        return Err(StoreError::Damaged {
            what: format!("`{KEY_FILE}` is not this box's key"),
        });
    }
    let name = store.setting(NAME)?.unwrap_or_default();
    let name = String::from_utf8_lossy(&name).into_owned();
    Ok(Some(Own { key, name }))
}

/// The public key of this store's box; `None` where it has none.
///
/// # Errors
/// As the store does.
pub fn public_key(store: &Store) -> Result<Option<[u8; 32]>> {
    let found = store.setting(KEY)?;
    Ok(found.and_then(|bytes| bytes.try_into().ok()))
}

/// The box's public name; `None` where it has none.
///
/// # Errors
/// As the store does.
pub fn name(store: &Store) -> Result<Option<String>> {
    let found = store.setting(NAME)?;
    Ok(found.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// The key set that this box was set up with, or saw last; `None` before it saw one.
///
/// # Errors
/// As the store does; `Damaged` where what it kept cannot be read.
pub fn pins(store: &Store) -> Result<Option<Pins>> {
    let Some(found) = store.setting(PINS)? else {
        return Ok(None);
    };
    let pins = std::str::from_utf8(&found).ok().and_then(Pins::parse);
    pins.map(Some).ok_or_else(|| StoreError::Damaged {
        what: "which key set it trusts cannot be read".to_owned(),
    })
}

/// What the store of a box has lost of what `box init` kept in it; a store that only merges has nothing to lose.
///
/// # Errors
/// As the store does.
pub fn lost_settings(store: &Store) -> Result<Option<&'static str>> {
    let is_known = public_key(store)?.is_some();
    let has_key = store.folder().join(KEY_FILE).symlink_metadata().is_ok();
    Ok(match (is_known, store.setting(PINS)?) {
        (false, _) if has_key => Some(
            "its file is here, and the store does not know it (bring the store back from a backup)",
        ),
        (true, None) => Some(
            "which key set it trusts is gone from the store (`tallybox box init` sets it again)",
        ),
        _ => None,
    })
}

/// Keeps the key set that this box trusts from now on.
///
/// # Errors
/// As the store does.
pub fn set_pins(store: &mut Store, pins: &Pins) -> Result<()> {
    store.set_setting(PINS, pins.to_string().as_bytes())
}

fn read_key(folder: &Path) -> Result<BoxKey> {
    use std::io::Read as _;
    let path = folder.join(KEY_FILE);
    let refuse = |why| StoreError::NotAStore {
        path: path.clone(),
        why,
    };
    if files::is_something_else(&path) {
        return Err(refuse("the box's key is not a plain file"));
    }
    let file = match std::fs::File::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(refuse(
                "the box's key is gone (put it back from a backup: without it nothing can be exported)",
            ));
        }
        opened => opened?,
    };
    if files::others_can_read(&file)? {
        return Err(refuse("others can read the box's key (`chmod 600` it)"));
    }
    let mut line = zeroize::Zeroizing::new(String::new());
    let unreadable = |_| refuse("the box's key cannot be read");
    file.take(KEY_FILE_LIMIT)
        .read_to_string(&mut line)
        .map_err(unreadable)?;
    BoxKey::parse(&line).ok_or_else(|| refuse("the box's key cannot be read"))
}
