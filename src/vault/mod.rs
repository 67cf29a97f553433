//! Keys, sealing, the SQLite box, drafts, checkpoints, bundles.
//!
//! Of the box: [`merkle`] gives the root over its leaves, [`note`] signs text so that `openssl` can
//! check it, [`checkpoint`] is such a note over a root. [`store`] is the box on disk, [`bundle`] the
//! file in which it travels, [`extract`] the way out of both;
//! [`own`] is this machine's box: its key, its name, whom it trusts.

pub mod bundle;
pub mod checkpoint;
pub mod extract;
pub mod fingerprint;
pub mod merkle;
pub mod note;
pub mod own;
pub mod store;
