//! Where the kernel is not Linux there is no fence: a session goes on without it, and `doctor` says so.

use super::{Fence, Reach};

/// There is nothing of the kind here.
pub const fn fence(_: &Reach) -> Fence {
    Fence::None
}

/// There is nothing of the kind here.
pub const fn refuse_calls(_: &Reach) -> bool {
    false
}

/// It stays as the system has it.
pub(super) const fn lock_memory() -> bool {
    false
}

/// That there are no core files is all that can be had here.
pub(super) const fn hide() -> bool {
    true
}

/// There is nothing of the kind here.
pub(super) const fn no_new_privileges() -> bool {
    false
}
