//! Runs effects: clock, randomness, the home folder, the keeper of the store, the screens' loop, the
//! plain line mode.

pub mod clock;
pub mod crowd;
pub mod depot;
pub mod desk_files;
pub mod driver;
pub mod figures;
pub mod home;
pub mod importing;
pub mod keeper;
#[cfg(unix)]
pub mod local;
pub mod passphrase;
pub mod plain;
pub mod publishing;
pub mod random;
pub mod releases;
pub mod respondent;
pub mod watch;
