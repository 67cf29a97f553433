//! Runs effects: clock, randomness, the home folder, the keeper of the store, the plain line mode.

pub mod clock;
pub mod home;
pub mod plain;
pub mod random;
