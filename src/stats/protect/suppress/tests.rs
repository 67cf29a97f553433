//! What suppression hides, on grids small enough to check by hand.

use super::super::super::code::Code;
use super::super::super::variable::Listing;
use super::*;

fn table(arity: Arity, codes: usize) -> RawTable {
    RawTable {
        id: "q".to_owned(),
        question: "q".to_owned(),
        row: None,
        listing: Listing::All,
        arity,
        special: false,
        gates: Vec::new(),
        is_amount: false,
        is_partial: false,
        codes: (0..codes).map(|at| Code::Text(format!("c{at}"))).collect(),
        rows: Vec::new(),
    }
}

fn row(cells: &[u64]) -> RawRow {
    RawRow {
        cells: cells.to_vec(),
        missing: [0; 8],
        answered: cells.iter().sum(),
    }
}

/// Rows of which no reader knows a department.
fn known_to_none(rows: &[RawRow]) -> Rows {
    Rows {
        all: rows.to_vec(),
        leads: Vec::new(),
    }
}

/// Rows of a department each, whose leads read them.
fn known_to_leads(rows: &[RawRow]) -> Rows {
    let left = |known: usize| {
        let mut rows = rows.to_vec();
        let own = rows[known].clone();
        rows[known].leave(&own);
        rows
    };
    Rows {
        all: rows.to_vec(),
        leads: (0..rows.len()).map(left).collect(),
    }
}

/// The codes' figures of a table, `.` where one is withheld, everyone's last.
fn drawn(rows: &[RawRow]) -> Vec<String> {
    drawn_to(&known_to_none(rows))
}

fn drawn_to(rows: &Rows) -> Vec<String> {
    let table = table(Arity::One, rows.all[0].cells.len());
    let shown = by_department(&table, rows);
    let all = shown.rows.iter().chain(&shown.everyone);
    let figure = |figure: &Figure| {
        figure
            .count()
            .map_or_else(|| ".".to_owned(), |n| n.to_string())
    };
    let words = |shown: &Shown| shown.cells.iter().map(figure).collect::<Vec<_>>().join(" ");
    all.map(words).collect()
}

#[test]
fn nothing_small_hides_nothing() {
    let rows = [row(&[10, 0, 20]), row(&[6, 12, 5])];
    assert_eq!(drawn(&rows), ["10 0 20", "6 12 5", "16 12 25"]);
}

#[test]
fn a_small_count_takes_a_rectangle_with_it_and_the_cheapest_one() {
    let rows = [row(&[2, 30, 9]), row(&[20, 8, 40]), row(&[50, 60, 7])];
    // 30, 20 and 8 can move against the 2; 9, 50 and 7 would hide eight more people.
    assert_eq!(drawn(&rows), [". . 9", ". . 40", "50 60 7", "72 98 56"]);
}

#[test]
fn a_rectangle_of_small_counts_is_not_enough() {
    // Two hidden cells a row and column, which nobody needs a program to undo: 1 + 1, 1 + 1.
    let rows = [row(&[1, 1, 20]), row(&[1, 1, 20]), row(&[20, 20, 20])];
    let drawn = drawn(&rows);
    let hidden = drawn.join(" ").matches('.').count();
    assert!(hidden > 6, "{drawn:?}");
}

#[test]
fn a_small_total_takes_another_with_it() {
    let rows = [row(&[1, 12, 30]), row(&[2, 14, 25])];
    let drawn = drawn(&rows);
    assert_eq!(drawn[2], ". . 55");
    assert!(
        drawn[0].starts_with(". .") && drawn[1].starts_with(". ."),
        "{drawn:?}"
    );
}

#[test]
fn one_group_alone_is_protected_as_everyone_is() {
    assert_eq!(drawn(&[row(&[2, 13, 20])]), [". . 20"]);
    assert_eq!(drawn(&[row(&[2, 3, 4])]), [". . ."]);
}

#[test]
fn what_cannot_be_protected_is_withheld() {
    // One code: everyone's two are the row's two.
    let rows = [row(&[40, 0, 0]), row(&[38, 1, 1])];
    let drawn = drawn(&rows);
    assert!(drawn[1].starts_with('.'), "{drawn:?}");
}

#[test]
fn the_kinds_of_missing_are_hidden_alike_whatever_the_codes() {
    let with = |cells: &[u64], prefer_not: u64| {
        let mut row = row(cells);
        row.missing[5] = prefer_not;
        row
    };
    let first = [with(&[30, 20], 2), with(&[25, 25], 6), with(&[40, 12], 9)];
    let second = [with(&[10, 40], 2), with(&[12, 38], 6), with(&[50, 2], 9)];
    let table = table(Arity::One, 2);
    let hidden = |rows: &[RawRow]| {
        let shown = by_department(&table, &known_to_none(rows));
        let is_hidden = |shown: &Shown| shown.missing[5].count().is_none();
        shown.rows.iter().map(is_hidden).collect::<Vec<_>>()
    };
    assert_eq!(hidden(&first), [true, true, true]);
    assert_eq!(hidden(&first), hidden(&second));
}

#[test]
fn several_codes_a_person_are_protected_code_by_code() {
    let table = table(Arity::Many, 3);
    let many = |a: u64, b: u64, c: u64, answered: u64| RawRow {
        cells: vec![a, b, c],
        missing: [0; 8],
        answered,
    };
    let rows = [
        many(3, 12, 12, 22),
        many(30, 12, 20, 40),
        many(9, 20, 15, 28),
    ];
    let shown = by_department(&table, &known_to_none(&rows));
    let first: Vec<_> = shown.rows.iter().map(|row| row.cells[0].count()).collect();
    let second: Vec<_> = shown.rows.iter().map(|row| row.cells[1].count()).collect();
    assert_eq!(first, [None, Some(30), None]);
    assert_eq!(second, [Some(12), Some(12), Some(20)]);
    assert_eq!(shown.everyone.unwrap().cells[0].count(), Some(42));
}

#[test]
fn who_did_not_tick_is_a_count_too() {
    let table = table(Arity::Many, 2);
    let many = |a: u64, b: u64, answered: u64| RawRow {
        cells: vec![a, b],
        missing: [0; 8],
        answered,
    };
    let first = |rows: &[RawRow]| {
        let shown = by_department(&table, &known_to_none(rows));
        let all = shown.rows.iter().chain(&shown.everyone);
        all.map(|row| row.cells[0].count()).collect::<Vec<_>>()
    };
    // One of twelve did not: eleven did. Another row's count gives way with it.
    let rows = [many(11, 8, 12), many(18, 16, 25), many(22, 20, 40)];
    assert_eq!(first(&rows), [None, None, Some(22), Some(51)]);
    // Three of fifty-five in all.
    let rows = [many(24, 20, 25), many(28, 22, 30)];
    assert_eq!(first(&rows), [None, None, None]);
    // All of them did, and nobody did.
    let rows = [many(12, 6, 12), many(0, 30, 30)];
    assert_eq!(first(&rows), [Some(12), Some(0), Some(12)]);
}

#[test]
fn who_knows_a_department_is_left_with_two_others() {
    // The 2 hides in a rectangle with the second row; whoever knows that one could subtract it.
    let rows = [row(&[2, 30, 9]), row(&[20, 8, 40]), row(&[50, 60, 7])];
    let rows = drawn_to(&known_to_leads(&rows));
    assert_eq!(rows[3], "72 98 56");
    assert_eq!(rows[..3].join(" ").matches('.').count(), 6, "{rows:?}");
    // Of two departments each knows the other by everyone's figures: those are withheld with them.
    let rows = drawn_to(&known_to_leads(&[row(&[2, 30, 9]), row(&[20, 8, 40])]));
    assert_eq!(rows, [". . 9", ". . 40", ". . 49"]);
}

#[test]
fn the_two_ways_of_finding_intervals_agree() {
    // A row of linear congruential numbers: enough to be many different grids, always the same.
    let mut seed = 2027_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) % below
    };
    let mut protected = 0;
    for _ in 0..60 {
        let (height, width) = (2 + next(5), 2 + next(4));
        let rows: Vec<RawRow> = (0..height)
            .map(|_| row(&(0..width).map(|_| next(4) * next(12)).collect::<Vec<_>>()))
            .collect();
        let table = table(Arity::One, rows[0].cells.len());
        for totals in Totals::candidates(&table, &known_to_none(&rows)) {
            let hidden: Vec<Vec<Cell>> = rows
                .iter()
                .map(|row| {
                    let cell = |&count: &u64| Cell {
                        hidden: is_small(count),
                        ..Cell::free(count)
                    };
                    row.cells.iter().map(cell).collect()
                })
                .collect();
            let mut grid = Grid {
                columns: vec![Column::Code; rows[0].cells.len()],
                margins: (0..rows[0].cells.len())
                    .map(|at| totals.margin(at))
                    .collect(),
                rows: hidden,
                wide: WIDTH,
            };
            if grid.protect().is_ok() {
                protected += 1;
                assert_ne!(audit::is_sound(&grid), Some(false));
            }
        }
    }
    assert!(protected > 40, "{protected}");
}
