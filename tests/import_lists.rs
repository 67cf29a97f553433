//! Lists of other programs: read as these save them, mistakes named by row, and files that are really
//! something else refused.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop; these are its helpers"
)]

#[path = "support/beside.rs"]
mod beside;
#[path = "support/forms.rs"]
#[expect(dead_code, reason = "no questionnaire is imported here")]
mod forms;
#[path = "support/workbook.rs"]
#[expect(dead_code, reason = "a workbook is made of its XML here, not of cells")]
mod workbook;

use beside::Beside;
use forms::{bytes, folder};
use tallybox::survey::import::{Columns, Options, Report, lists, xlsform};
use tallybox::survey::{Files, load};

fn list(name: &str, columns: &Columns) -> (String, Report) {
    let list = lists(&bytes(name), columns).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    (list.csv, list.report)
}

#[test]
fn lists_are_read_as_programs_save_them() {
    let (csv, report) = list("soc.xlsx", &Columns::default());
    assert_eq!(
        csv.lines().collect::<Vec<&str>>()[..3],
        [
            "code,label",
            "3111,Laboratory technicians",
            "3112,Electrical and electronics technicians"
        ]
    );
    assert!(csv.contains("3119,\"Science, engineering and production technicians n.e.c.\""));
    assert!(
        report
            .text()
            .contains("codes are taken from the column `unit_group`"),
        "{}",
        report.text()
    );
    let (csv, report) = list("semicolons.csv", &Columns::default());
    assert_eq!(csv, "code,label\nA1,Café\nA2,Mühle\n");
    assert!(report.text().contains("Windows-1252") && report.text().contains("semicolons"));
    let (csv, _) = list("tabs.txt", &Columns::default());
    assert_eq!(csv, "code,label\n1,One\n2,Two\n");
    let named = Columns {
        code: Some("Minor group".to_owned()),
        label: Some("Group Title".to_owned()),
        sheet: None,
    };
    assert_eq!(
        list("soc.xlsx", &named).0,
        "code,label\n311,Science technicians\n"
    );
}

/// One list file, whatever its name.
struct One(String);
impl Files for One {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

#[test]
fn mistakes_in_a_list_are_named_by_row() {
    let (csv, report) = list("mistakes.csv", &Columns::default());
    assert_eq!(
        csv,
        "code,label,parent\nsci,Science,\nchem,Chemistry,sci\nphys,\"Physics, and more\",\nart_craft,Art,\n"
    );
    let text = report.text();
    for words in [
        "loss: row 4 `chem`: the code stands in row 3 already",
        "loss: row 5: `No code` has no code",
        "loss: row 6 `bio`: it has no label",
        "loss: row 7 `phys`: its parent `gone` is not an entry",
        "note: row 8 `art & craft`: it cannot be a code; it is stored as `art_craft`",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    // The loader takes what was written.
    let survey = "schema = 1\n[survey]\nid = \"x\"\ntitle = \"X\"\nlanguages = [\"en\"]\n[privacy]\nnotice = \"N\"\n[[audience]]\nid = \"all\"\nsealed_to = [\"institution\"]\n[lists.l]\nfile = \"l.csv\"\n[[section]]\nid = \"s\"\ntitle = \"S\"\naudience = [\"all\"]\n[[section.question]]\nid = \"q\"\ntype = \"single\"\nlabel = \"Q\"\nlist = \"l\"\n";
    let checked = load("x.toml", survey.as_bytes(), &One(csv));
    assert!(checked.questionnaire.is_some(), "{:?}", checked.diagnostics);
}

#[test]
fn a_file_that_is_something_else_says_so() {
    for (name, words) in [
        ("page.xls", "web page"),
        ("mistakes.csv", "not an .xlsx or .xls workbook"),
        ("soc.xlsx", "no sheet `survey`"),
    ] {
        let refusal = xlsform(&bytes(name), &Options::default(), &Beside(folder())).unwrap_err();
        assert!(refusal.message.contains(words), "{name}: {refusal}");
    }
    assert!(lists(&bytes("page.xls"), &Columns::default()).is_err());
    assert!(lists(b"", &Columns::default()).is_err());
    assert!(
        lists(b"one column\nx\n", &Columns::default())
            .unwrap_err()
            .remedy
            .contains("--code")
    );
    let wanted = Columns {
        sheet: Some("gone".to_owned()),
        ..Columns::default()
    };
    assert!(
        lists(&bytes("soc.xlsx"), &wanted)
            .unwrap_err()
            .remedy
            .contains("SOC framework")
    );
}

#[test]
fn a_corner_cell_costs_nothing() {
    // One cell in the last corner claims 17 thousand million cells.
    let sheet = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>code</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>label</t></is></c></row>\
        <row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>One</t></is></c></row>\
        <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let book = workbook::of_sheets(&[("list", sheet.to_owned())]);
    assert_eq!(
        lists(&book, &Columns::default()).unwrap().csv,
        "code,label\n1,One\n"
    );
}

#[test]
fn a_list_of_a_hundred_thousand_rows_is_read() {
    let mut csv = String::from("code;label\n");
    for number in 0..100_000 {
        csv += &["c", &number.to_string(), ";Entry\n"].concat();
    }
    assert_eq!(
        lists(csv.as_bytes(), &Columns::default()).unwrap().entries,
        100_000
    );
}
