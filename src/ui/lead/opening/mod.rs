//! From an empty machine to the figures: the key, its passphrase, the boxes, the words to compare,
//! where copies are kept, and the wait. One screen a step; Esc is always the step before.

pub(super) mod boxes;
pub(super) mod compare;
pub(super) mod keep;
pub(super) mod key;
pub(super) mod passphrase;
pub(super) mod survey;
pub(super) mod told;
pub(super) mod watch;
pub(super) mod who;
