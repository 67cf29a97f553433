//! Work whose panic is expected: readers of foreign formats stumble over bytes that make no sense, and that
//! is the file's fault. Whoever tells of panics asks here, and is silent about these.

use std::cell::Cell;
use std::panic::{UnwindSafe, catch_unwind};

thread_local! {
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Does what may panic; `None` where it did.
pub fn caught<T>(work: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    let outer = IS_CAUGHT.replace(true);
    let done = catch_unwind(work).ok();
    IS_CAUGHT.set(outer);
    done
}

/// Whether a panic on this thread is caught by [`caught`].
pub fn is_caught() -> bool {
    IS_CAUGHT.get()
}
