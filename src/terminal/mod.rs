//! Bytes to input, cells to bytes, and the local terminal.
//!
//! Nothing above this floor sees an escape sequence. `frame` cuts the byte stream into whole
//! sequences, `decoder` gives them their meaning, `output` writes what changed on the screen,
//! `size` and `ability` decide what a terminal can be trusted with, `local` is the terminal this
//! process was started on. Only `local` does I/O.

pub mod ability;
pub mod decoder;
mod frame;
pub mod local;
pub mod output;
pub mod size;

pub use ability::{Ability, Plain};
pub use decoder::InputDecoder;
pub use output::Output;
