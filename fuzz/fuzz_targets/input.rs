//! Runs `bodies::input` on what libFuzzer makes up.
#![no_main]

#[path = "../bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::input(bytes));
