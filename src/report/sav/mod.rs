//! A flat table as an SPSS system file (`.sav`), with labels, kinds of missing, multiple-response sets
//! and levels of measurement.
//!
//! Written after the format as the GNU PSPP Developers Guide publishes it (chapter 1, System File
//! Format), little-endian, UTF-8, with the bytecode compression of its section 1.19. SPSS keeps three
//! missing values of a variable apart, or a range: eight kinds and more stand in a range of numbers
//! below every number of the variable, each with its words as a value label. Names and numbers of
//! versions and days come from the table alone, so the same table gives the same bytes.

mod case;
mod dictionary;
mod names;
mod variable;

use super::flat::{Flat, Head};

use case::Cases;

/// The number that stands for nothing at all: the least there is.
const SYSTEM_MISSING: f64 = -f64::MAX;

/// The whole file.
pub fn write(flat: &dyn Flat, head: &Head) -> Vec<u8> {
    let variables = variable::of(flat);
    let mut bytes = dictionary::write(flat, head, &variables);
    let mut cases = Cases::new(&mut bytes);
    for row in 0..flat.rows() {
        for variable in &variables {
            variable.put(&flat.datum(row, variable.field), &mut cases);
        }
    }
    cases.finish();
    bytes
}

/// As much of a text as fits in so many bytes, in whole letters.
fn cut(text: &str, bytes: usize) -> &str {
    let ends = (0..=bytes.min(text.len())).rev();
    let mut kept = ends.filter_map(|end| text.get(..end));
    kept.next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
