//! The program's memory allocator: every block is wiped before it is given back.
//!
//! Answers pass through buffers that we do not own: age's encryption buffer, JSON being written, the
//! cells of a screen, the old half of a text that grew. Wiping our own is not enough: of a hundred
//! markers sealed with age, 98 could still be read in freed memory (docs/security.md). So nothing is
//! given back unwiped, whoever had it. It is the whole program's, since an allocator is; what it costs
//! is measured by `cargo bench --bench wipe_without`.
//!
//! What it does not reach: registers and the stack, memory that C code asks for by itself (SQLite's,
//! which sees what is sealed only), what a block holds while it is in use, and copies that the kernel,
//! a terminal or a multiplexer keeps.
//!
//! # The proof
//!
//! This file has the only `unsafe` code of the project (`tests/architecture.rs`). It is sound because
//!
//! 1. memory comes from the inner allocator and goes back to it with the layout that came in, unchanged:
//!    every obligation of [`GlobalAlloc`] is handed through to one that meets it;
//! 2. a block is written to only in [`GlobalAlloc::dealloc`], where the caller gives it up: it is then
//!    still live, nobody else's, and `layout.size()` bytes long, which is exactly what is written; that
//!    these bytes may be looked at as a slice follows, since they have just been written and a layout is
//!    never longer than `isize::MAX`;
//! 3. `realloc` is the trait's own: a new block, a copy, then `dealloc` of the old one, so that what
//!    moves leaves nothing behind. The inner allocator's, which may move without telling, is never called;
//! 4. nothing here allocates, panics or unwinds.
//!
//! That the compiler does not leave the writes out as dead is the barrier's doing: it takes the bytes as
//! read. `tests/secrets.rs` looks for what was typed in the memory of a running program.

use std::alloc::{GlobalAlloc, Layout, System};

/// The allocator, for `#[global_allocator]` in a binary, around another one.
pub struct Wiping<Inner = System>(pub Inner);

#[expect(
    unsafe_code,
    reason = "an allocator cannot be written without; the proof stands above"
)]
// SAFETY: points 1 to 4 of the proof.
unsafe impl<Inner: GlobalAlloc> GlobalAlloc for Wiping<Inner> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are those that the inner allocator asks for (point 1).
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the same.
        unsafe { self.0.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block came from here with this layout, and the caller gives it up (point 2).
        unsafe {
            block.write_bytes(0, layout.size());
            zeroize::optimization_barrier(std::slice::from_raw_parts(block, layout.size()));
            self.0.dealloc(block, layout);
        }
    }
}

#[cfg(test)]
#[expect(unsafe_code, reason = "an allocator's own calls are")]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// What came back, as it was when it came back.
    static GRAVE: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

    struct Grave;

    // SAFETY: it hands everything to `System`; a block that comes back is read while it is still live.
    unsafe impl GlobalAlloc for Grave {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            let bytes = unsafe { std::slice::from_raw_parts(block, layout.size()) };
            GRAVE.lock().unwrap().push(bytes.to_vec());
            unsafe { System.dealloc(block, layout) }
        }
    }

    /// A block that says something, grown and given back; what came back meanwhile.
    fn buried(allocator: &impl GlobalAlloc) -> Vec<Vec<u8>> {
        GRAVE.lock().unwrap().clear();
        let layout = Layout::from_size_align(6, 2).unwrap();
        // SAFETY: blocks are used within their size, and each is given back once with its own layout.
        unsafe {
            let block = allocator.alloc_zeroed(layout);
            block.copy_from(b"secret".as_ptr(), 6);
            let grown = allocator.realloc(block, layout, 64);
            assert_eq!(std::slice::from_raw_parts(grown, 6), b"secret");
            let grown_layout = Layout::from_size_align(64, 2).unwrap();
            grown.add(6).write_bytes(7, 58);
            allocator.dealloc(grown, grown_layout);
        }
        GRAVE.lock().unwrap().clone()
    }

    #[test]
    fn what_is_given_back_or_outgrown_holds_nothing_any_more() {
        assert_eq!(buried(&Wiping(Grave)), [vec![0; 6], vec![0; 64]]);
        // The same calls without it, so that this test can tell.
        let bare = buried(&Grave);
        assert!(bare.iter().all(|block| block.starts_with(b"secret")));
    }
}
