//! Keys, sealing, the SQLite box, drafts, checkpoints, bundles.
