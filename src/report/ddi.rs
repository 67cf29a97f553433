//! A report as a DDI codebook: the questionnaire's variables with the frequencies that may be shown at
//! the report's door, of one department or of everyone. Those of each department stand in tables.

use std::collections::HashMap;

use crate::stats::view::About;
use crate::stats::{Figure, Published, Row, Table};
use crate::survey::Questionnaire;
use crate::survey::codebook::{Counted, Counts, to_ddi_counted, variables};

use super::Labels;
use super::flat::Head;
use super::view::manifest::rate;

/// The whole codebook.
pub fn write(
    survey: &Questionnaire,
    published: &Published,
    labels: &Labels,
    (head, about): (&Head, &About),
) -> String {
    let tables: HashMap<&str, &Table> = published
        .tables()
        .iter()
        .filter(|table| table.by.is_none())
        .map(|table| (table.id.as_str(), table))
        .collect();
    let counts = |id: &str| {
        let table = *tables.get(id)?;
        row(table, about).map(|row| of_row(row, labels))
    };
    let counted = Counted {
        marking: head.marking.clone(),
        rate: rate(about),
        about: head.lines.clone(),
        counts: &counts,
    };
    to_ddi_counted(survey, &variables(survey), &counted)
}

/// The department that it is about; else everyone, or the one department that there is.
fn row<'t>(table: &'t Table, about: &About) -> Option<&'t Row> {
    if let Some(own) = &about.department {
        return table.rows.iter().find(|row| row.group == own.code);
    }
    match (&table.everyone, table.rows.as_slice()) {
        (Some(everyone), _) => Some(everyone),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

fn of_row(row: &Row, labels: &Labels) -> Counts {
    let frequency = |figure: Figure| match figure {
        Figure::Count(count) => Ok(count),
        Figure::Withheld(reason) => Err(labels.reason(reason)),
    };
    let codes = row.cells.iter();
    let missing = row.missing.iter();
    Counts {
        base: frequency(row.base),
        codes: codes
            .map(|cell| (cell.code.to_string(), frequency(cell.figure)))
            .collect(),
        missing: missing
            .map(|(kind, figure)| (*kind, frequency(*figure)))
            .collect(),
    }
}
