//! Whatever stands in the cells of a workbook, whatever its bytes are: it is imported and loads, or is refused.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on must stop; these are its helpers"
)]

#[path = "support/beside.rs"]
mod beside;
#[path = "support/forms.rs"]
mod forms;
#[path = "support/workbook.rs"]
mod workbook;

use beside::Beside;
use forms::{bytes, errors, folder};
use proptest::prelude::*;
use tallybox::survey::import::{Columns, Options, lists, xlsform};

/// Cells that mean something, and cells that mean nothing.
fn cell() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "",
        "",
        "text",
        "integer",
        "decimal",
        "date",
        "note",
        "calculate",
        "select_one l",
        "select_multiple l",
        "select_one l or_other",
        "rank l",
        "range",
        "begin group",
        "end group",
        "begin repeat",
        "end repeat",
        "image",
        "start",
        "a",
        "b",
        "c",
        "value",
        "q 1",
        "yes",
        "no",
        "true()",
        "${a} = 1",
        "${b} != 'x'",
        "not(selected(${a}, 'x'))",
        ". > 3",
        "${a} + ${b}",
        "if(${a} > 1, 'x', '')",
        "regex(., '[a-z]+')",
        "string-length(.) < 5",
        "coalesce(${a}, 0)",
        "table-list",
        "multiline",
        "start=1 end=5",
        "today()",
        "x",
        "1",
        "-1",
        "<b>${a}</b>",
        "count-selected(${a}) > 1",
        "count(${a})",
        "selected(${a}, ${b})",
        "once(${c})",
        "concat(${a}, 'x')",
        "round(${a}, 2)",
        "int(${a} div 0)",
        "label",
        "list-nolabel",
    ]);
    prop_oneof![4 => words.prop_map(str::to_owned), 1 => any::<String>(), 1 => "[${}()'\"=<>., a-z0-9-]{0,30}"]
}

/// A row whose type is one mostly, whose name is one of a few, and whose other cells are anything.
fn row() -> Vec<BoxedStrategy<String>> {
    let kinds = prop::sample::select(vec![
        "text",
        "integer",
        "decimal",
        "date",
        "note",
        "calculate",
        "select_one l",
        "select_one l",
        "select_multiple l",
        "select_one l or_other",
        "rank l",
        "range",
        "begin group",
        "end group",
        "begin repeat",
        "end repeat",
        "acknowledge",
        "time",
        "username",
    ]);
    let kind = prop_oneof![6 => kinds.prop_map(str::to_owned), 1 => cell()].boxed();
    let names = prop::sample::select(vec!["a", "b", "c", "d", "value"]);
    let name = prop_oneof![6 => names.prop_map(str::to_owned), 1 => cell()].boxed();
    let sparse = prop_oneof![1 => cell(), 1 => Just(String::new())].boxed();
    [kind, name]
        .into_iter()
        .chain(std::iter::repeat_n(sparse, 12))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_stands_in_the_cells_it_is_imported_and_loads(
        rows in prop::collection::vec(row(), 0..12),
        choices in prop::collection::vec(prop::collection::vec(cell(), 3), 0..4),
    ) {
        let header = ["type", "name", "label", "label::Welsh (cy)", "hint", "relevant", "constraint", "constraint_message",
            "required", "calculation", "default", "appearance", "parameters", "choice_filter"].map(str::to_owned).to_vec();
        let list = ["list_name", "name", "label", "zone"].map(str::to_owned).to_vec();
        let survey: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
        let choices = choices.into_iter().map(|row| std::iter::once("l".to_owned()).chain(row).collect());
        let choices: Vec<Vec<String>> = std::iter::once(list).chain(choices).collect();
        let book = workbook::of_cells(&[("survey", survey), ("choices", choices)]);
        let form = xlsform(&book, &Options::default(), &Beside(folder())).unwrap();
        if form.toml.contains("[[section]]") {
            prop_assert_eq!(errors(&form.toml), Vec::<String>::new(), "{}", form.toml);
        } else {
            prop_assert!(form.report.has_losses());
        }
    }

    #[test]
    fn bytes_of_any_kind_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..400), start in 0_usize..4) {
        let magic: [&[u8]; 4] = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xef\xbb\xbf"];
        let bytes = [magic[start], &bytes].concat();
        prop_assert!(xlsform(&bytes, &Options::default(), &Beside(folder())).is_err());
        let _read_or_refused = lists(&bytes, &Columns::default());
    }

    #[test]
    fn a_damaged_workbook_never_stops_the_program(at in 0_usize..7_000, letter in any::<u8>(), old in any::<bool>()) {
        let mut bytes = bytes(if old { "water.xls" } else { "betail.xlsx" });
        let at = at % bytes.len();
        bytes[at] = letter;
        if let Ok(form) = xlsform(&bytes, &Options::default(), &Beside(folder())) {
            prop_assert_eq!(errors(&form.toml), Vec::<String>::new());
        }
    }
}
