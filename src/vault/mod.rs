//! Keys, sealing, the `SQLite` box, drafts, checkpoints, bundles.
//!
//! Reading order: [`header`] looks at an age file before age does, [`recipient`] and [`unwrap`] are
//! the two halves of a key over [`x25519`], [`seal`] joins them. [`identity`] is a key in a file, [`keyset`] and
//! [`keyring`] say whose keys count, [`issue`] makes a new one. [`respond`] and [`draft`] seal what
//! a person answered.
//!
//! Of the box: [`merkle`] gives the root over its leaves, [`note`] signs text so that `openssl` can
//! check it, [`checkpoint`] is such a note over a root. [`store`] is the box on disk,
//! [`bundle`] the file in which it travels, [`extract`] the way out of both, [`history`] the check of what it remembers;
//! [`own`] is this machine's box: its key, its name, whom it trusts. [`open`] opens many parts at once,
//! [`cache`] keeps what came of it, sealed.
//! [`salvage`] reads what is left of a damaged store.
//! [`pooled`] is what one university signs for others. [`parcel`] is the kit for a machine and the pack for a lead. Of keys and people: [`request`] brings a key that was born elsewhere, [`drill`] proves that its holder
//! can open, [`paper`] is the identity in words.

pub mod bundle;
pub mod cache;
pub mod checkpoint;
pub mod draft;
pub mod drill;
pub mod durable;
pub mod extract;
pub mod fingerprint;
pub mod header;
pub mod history;
pub mod identity;
pub mod issue;
pub mod keyring;
pub mod keyset;
pub mod merkle;
pub mod new_parts;
pub mod note;
pub mod open;
pub mod own;
pub mod paper;
pub mod parcel;
pub mod pooled;
pub mod recipient;
pub mod request;
pub mod respond;
pub mod salvage;
pub mod seal;
mod stanza;
pub mod store;
pub mod unwrap;
pub mod x25519;
