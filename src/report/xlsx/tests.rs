//! What a program reads back of a workbook is in `tests/report_workbook.rs`; here what can be said
//! without one.

use super::{Fault, ROWS, check};

#[test]
fn a_table_that_would_end_below_the_last_row_is_refused_in_words() {
    assert!(check("Skills", 0, ROWS - 1).is_ok());
    let Err(fault) = check("Skills", 0, ROWS) else {
        panic!("it does not fit");
    };
    assert!(matches!(fault, Fault::TooLong(..)));
    let said = fault.to_string();
    assert!(said.contains("\"Skills\" has 1048576 rows"), "{said}");
}
