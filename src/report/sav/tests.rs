//! The bytes that every reader stumbles over first; programs that nobody here wrote read whole files in
//! `tests/report_statistics.rs`.

use super::case::Cases;

#[test]
fn small_numbers_take_a_byte_and_the_rest_follows_its_instructions() {
    let mut out = Vec::new();
    let mut cases = Cases::new(&mut out);
    for number in [Some(0.0), Some(151.0), Some(152.0), Some(-99.0), None] {
        cases.number(number);
    }
    cases.letters(*b"        ");
    cases.letters(*b"abcdefgh");
    cases.number(Some(0.5));
    cases.number(Some(1.0));
    cases.finish();
    let raw = [152.0_f64.to_le_bytes(), *b"abcdefgh", 0.5_f64.to_le_bytes()].concat();
    let first = [&[100, 251, 253, 1, 255, 254, 253, 253], raw.as_slice()].concat();
    let second = [101, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(out, [first.as_slice(), &second].concat());
}

#[test]
fn a_cut_never_parts_a_letter() {
    assert_eq!(super::cut("ŵy", 1), "");
    assert_eq!(super::cut("ŵy", 2), "ŵ");
    assert_eq!(super::cut("ŵy", 9), "ŵy");
}
