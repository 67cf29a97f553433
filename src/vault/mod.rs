//! Keys, sealing, the `SQLite` box, drafts, checkpoints, bundles.
//!
//! Reading order: [`header`] looks at an age file before age does, [`recipient`] and [`unwrap`] are
//! the two halves of a key, [`seal`] joins them. [`identity`] is a key in a file, [`keyset`] and
//! [`keyring`] say whose keys count, [`issue`] makes a new one. [`respond`] and [`draft`] seal what
//! a person answered.

pub mod draft;
pub mod durable;
pub mod fingerprint;
pub mod header;
pub mod identity;
pub mod issue;
pub mod keyring;
pub mod keyset;
pub mod recipient;
pub mod respond;
pub mod seal;
pub mod unwrap;
