//! A matrix: where its rows come from, what its cells hold, how its rows are grouped.

use super::table::Table;
use super::{Lowering, Owner};
use crate::survey::model::{Cells, Choice, Kind, Matrix, Questionnaire};
use crate::survey::rules;

/// What the cells may hold.
const CELLS: [(&str, Cell); 5] = [
    ("single", Cell::Single),
    ("multiple", Cell::Multiple),
    ("scale", Cell::Scale),
    ("integer", Cell::Integer),
    ("decimal", Cell::Decimal),
];

#[derive(Clone, Copy)]
enum Cell {
    Single,
    Multiple,
    Scale,
    Integer,
    Decimal,
}

impl Lowering<'_> {
    pub(super) fn matrix(
        &mut self,
        table: &mut Table<'_>,
        owner: Owner,
        survey: &Questionnaire,
    ) -> Kind {
        let given = ["rows", "list", "rows_from"].map(|key| table.peek(key).is_some());
        if given.iter().filter(|there| **there).count() != 1 {
            self.tell(
                &rules::KEY_MISSING,
                &table.span,
                "a matrix has its rows from exactly one place",
                "give one of `rows`, `list` and `rows_from`",
            );
        }
        let rows = self.offered(table, "rows", owner, survey);
        let rows_from = self.string(table, "rows_from");
        let cells = self.cells(table, owner);
        let matrix = Matrix {
            rows,
            rows_from,
            cells,
            groups: self.string(table, "groups"),
            group_list: self.list_name(table, "group_list", owner, &survey.lists),
            closable: self.bool(table, "closable"),
            min_rows: self.small(table, "min_rows", 0..=1_000),
        };
        self.check_groups(table, &matrix);
        Kind::Matrix(Box::new(matrix))
    }

    fn cells(&mut self, table: &mut Table<'_>, owner: Owner) -> Cells {
        self.demand(
            table,
            "cells",
            "say what each row asks for: single, multiple, scale, integer or decimal",
        );
        match self.word(table, "cells", &CELLS) {
            Some(Cell::Single) => Cells::Single(self.columns_of(table)),
            Some(Cell::Multiple) => Cells::Multiple(self.columns_of(table)),
            Some(Cell::Scale) => Cells::Scale(self.points(table)),
            Some(Cell::Integer) => Cells::Integer(self.range(table, false)),
            Some(Cell::Decimal) => Cells::Decimal(self.range(table, true)),
            None => {
                table.know(&["choices", "min", "max", "decimals", "unit"]);
                self.broken.insert(owner);
                Cells::Single(Vec::new())
            }
        }
    }

    fn columns_of(&mut self, table: &mut Table<'_>) -> Vec<Choice> {
        self.demand(table, "choices", "give the columns of the matrix");
        self.written(table, "choices")
    }

    fn check_groups(&mut self, table: &Table<'_>, matrix: &Matrix) {
        if matrix.groups.is_some() {
            return;
        }
        for (key, given) in [
            ("closable", matrix.closable),
            ("group_list", matrix.group_list.is_some()),
        ] {
            if given {
                let message = format!("`{key}` needs `groups`");
                self.tell(
                    &rules::GROUPS,
                    &table.key_span(key),
                    message,
                    "name the list column that groups the rows",
                );
            }
        }
    }
}
