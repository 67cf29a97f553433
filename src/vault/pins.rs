//! What a box remembers of the key set: the chain it was made with, and never an older epoch.

use super::keyring::{KeyRing, PinError, Pins};
use super::store::{Store, StoreError};

const SETTING: &str = "pins";

/// Why a key set is refused by this box.
#[derive(Debug)]
pub enum HoldError {
    /// The box never pinned one: it was not initialised.
    NotInitialised,
    /// It is not the pinned chain, or an older part of it.
    Pin(PinError),
    /// The store.
    Store(StoreError),
}

impl From<StoreError> for HoldError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Pins the newest set of a chain: what `box init` does.
///
/// # Errors
/// Where the chain is empty, or as the store does.
pub fn set(store: &mut Store, ring: &KeyRing) -> Result<Pins, HoldError> {
    let pins = ring.pins().ok_or(HoldError::Pin(PinError::None))?;
    store.set_setting(SETTING, pins.to_string().as_bytes())?;
    Ok(pins)
}

/// Checks a chain against what was pinned, and pins its newest set from now on.
///
/// # Errors
/// Where it is foreign or older, where nothing was pinned, or as the store does.
pub fn hold(store: &mut Store, ring: &KeyRing) -> Result<(), HoldError> {
    let pinned = get(store)?.ok_or(HoldError::NotInitialised)?;
    let current = Pins::of(ring.check(&pinned).map_err(HoldError::Pin)?);
    if current != pinned {
        store.set_setting(SETTING, current.to_string().as_bytes())?;
    }
    Ok(())
}

/// What was pinned.
///
/// # Errors
/// As the store does.
pub fn get(store: &Store) -> Result<Option<Pins>, StoreError> {
    let bytes = store.setting(SETTING)?;
    Ok(bytes.and_then(|bytes| Pins::parse(&String::from_utf8(bytes).ok()?)))
}
