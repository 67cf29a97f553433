//! Bytes to input, cells to bytes, and the local terminal.
