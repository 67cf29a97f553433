//! Runs effects: clock, randomness, the home folder, the keeper of the store, the screens' loop, the
//! plain line mode.

pub mod clock;
pub mod driver;
pub mod home;
pub mod keeper;
pub mod passphrase;
pub mod plain;
#[cfg(unix)]
pub mod local;
pub mod random;
pub mod respondent;
