//! Runs effects: clock, randomness, the home folder, the keeper of the store, the screens' loop, the
//! plain line mode.

pub mod clock;
pub mod crowd;
pub mod figures;
pub mod home;
pub mod keeper;
pub mod passphrase;
pub mod plain;
pub mod random;
