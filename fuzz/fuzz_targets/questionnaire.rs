//! Runs `bodies::questionnaire` on what libFuzzer makes up.
#![no_main]

#[path = "../bodies.rs"]
#[expect(dead_code, reason = "each target uses one body")]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::questionnaire(bytes));
