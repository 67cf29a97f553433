//! Runs effects: clock, randomness, the home folder, the keeper of the store, the screens' loop, the
//! plain line mode.

pub mod attended;
pub mod cache;
pub mod clock;
pub mod confine;
pub mod crowd;
pub mod depot;
pub mod desk_files;
#[cfg(unix)]
pub mod drive;
pub mod driver;
pub mod figures;
pub mod home;
pub mod hosts;
pub mod idle;
pub mod importing;
pub mod keeper;
pub mod kept;
pub mod kiosk;
#[cfg_attr(unix, path = "local/unix.rs")]
#[cfg_attr(not(unix), path = "local/elsewhere.rs")]
pub mod local;
pub mod looks;
pub mod parcels;
pub mod passphrase;
pub mod patience;
pub mod plain;
pub mod printing;
pub mod publishing;
pub mod random;
pub mod releases;
pub mod resealing;
pub mod respondent;
pub mod search;
pub mod settings;
pub mod slow;
pub mod texts;
pub mod university;
pub mod watch;
pub mod wiped;
