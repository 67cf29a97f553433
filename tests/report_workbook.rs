//! Reports as workbooks, read back by `LibreOffice` and openpyxl: real tables, charts, frozen headings, and
//! nothing that anybody's words make run.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

use portable_pty::CommandBuilder;
use serde_json::{Value, json};

mod support;
mod witnesses;

use support::home::TestHome;
use support::pty::Terminal;
use witnesses::{output, read};

/// Words of a department that a spreadsheet would run, and that XML would stumble over.
const HOSTILE: &str = "=1+1&<b>]]> 😀 \u{7}שלום";

/// A home with hostile words and three responses.
fn home() -> TestHome {
    let home = TestHome::with_keys("Stores");
    let list = home.path().join("surveys/lists/departments.csv");
    let plain = std::fs::read_to_string(&list).unwrap();
    std::fs::write(
        &list,
        plain.replace("chem,Chemistry", &format!("chem,{HOSTILE}")),
    )
    .unwrap();
    for (department, years) in [("chem", 4), ("chem", 9), ("phys", 30)] {
        home.enter(&json!({ "dept": department, "years": years, "share": ["skills"], "teach": true, "hours": "7.5" }));
    }
    home
}

fn written(home: &TestHome, folder: &Path, who: &str, more: &[&str]) -> std::path::PathBuf {
    let path = folder.join("report.xlsx");
    let (identity, out) = (home.identity(who), path.to_str().unwrap().to_owned());
    let common = ["report", "--format", "xlsx", "--identity"];
    let common = common
        .iter()
        .copied()
        .chain([identity.to_str().unwrap(), "-o", &out]);
    let args: Vec<&str> = common.chain(more.iter().copied()).collect();
    home.done(&args);
    path
}

/// Every sheet as `LibreOffice` writes it as CSV, by its name.
fn as_libreoffice_sees(book: &Path, folder: &Path) -> Vec<(String, String)> {
    let profile = folder.join("libreoffice");
    let sheets = folder.join("sheets");
    let mut office = Command::new("soffice");
    output(
        office
            .arg(format!(
                "-env:UserInstallation=file://{}",
                profile.display()
            ))
            .args(["--headless", "--norestore", "--convert-to"])
            // Commas, quotes, UTF-8, values and not formulas, every sheet.
            .arg("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1")
            .arg("--outdir")
            .arg(&sheets)
            .arg(book),
    );
    let all = std::fs::read_dir(&sheets).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let name = name.strip_prefix("report-").unwrap().to_owned();
        (name, std::fs::read_to_string(path).unwrap())
    });
    let mut all: Vec<(String, String)> = all.collect();
    all.sort();
    all
}

#[test]
fn a_lead_can_pivot_it_and_no_words_run() {
    let home = home();
    let folder = tempfile::tempdir().unwrap();
    let book = written(&home, folder.path(), "chem", &[]);
    let seen = read("xlsx", &book);
    let sheets = seen.as_object().unwrap();
    let names: Vec<&str> = sheets.keys().map(String::as_str).collect();
    assert_eq!(names.first(), Some(&"About"));
    assert_eq!(names.last(), Some(&"Data"));
    assert!(
        names.contains(&"Skills") && names.contains(&"What is at risk"),
        "{names:?}"
    );
    for (name, sheet) in sheets {
        assert_eq!(sheet["formulas"], json!([]), "{name}");
        let header = sheet["header"].as_str().unwrap();
        assert!(header.starts_with("EXACT"), "{name}: {header}");
    }
    let data = &sheets["Data"];
    assert_eq!(data["frozen"], "A2");
    assert_eq!(data["rows"][0][0], "View");
    let rows = data["rows"].as_array().unwrap().len();
    let table = data["tables"]["table_Data"].as_str().unwrap();
    assert!(
        table.starts_with("A1:") && table.ends_with(&rows.to_string()),
        "{table}"
    );
    let about = sheets["About"]["rows"].to_string();
    for said in ["about.door", "operational", "2027", "2 responses"] {
        assert!(about.contains(said), "{said}: {about}");
    }

    // The department's name begins as a formula does, and stays a text also when somebody edits it.
    let opened = as_libreoffice_sees(&book, folder.path());
    assert_eq!(opened.len(), sheets.len(), "{opened:?}");
    let about = &opened.iter().find(|(name, _)| name == "About").unwrap().1;
    assert!(about.contains("=1+1&<b>]]> 😀 שלום"), "{about}");
    let data = &opened.iter().find(|(name, _)| name == "Data").unwrap().1;
    assert!(data.lines().count() >= rows, "{data}");
}

#[test]
fn bars_are_charts_and_tables_are_tables_in_the_flagship() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let home = home.to_str().unwrap();
    support::home::done(&["demo", "--responses", "40", "--home", home, "--no-open"]);
    let book = folder.path().join("report.xlsx");
    let key = Path::new(home).join("identities/institution.key");
    support::home::done(&[
        "report",
        "--home",
        home,
        "--identity",
        key.to_str().unwrap(),
        "--format",
        "xlsx",
        "-o",
        book.to_str().unwrap(),
    ]);
    let seen = read("xlsx", &book);
    let count = |member: &str, of: fn(&Value) -> usize| -> usize {
        let sheets = seen.as_object().unwrap().values();
        sheets.map(|sheet| of(&sheet[member])).sum()
    };
    assert!(
        count("charts", |charts| usize::try_from(charts.as_u64().unwrap())
            .unwrap())
            >= 3
    );
    assert!(count("tables", |tables| tables.as_object().unwrap().len()) >= 15);
    assert_eq!(count("formulas", |all| all.as_array().unwrap().len()), 0);
    let opened = as_libreoffice_sees(&book, folder.path());
    assert_eq!(opened.len(), seen.as_object().unwrap().len());

    // Figure for figure: what LibreOffice has in the sheet of data is what JSON says of the view.
    let told = support::home::done(&[
        "report",
        "--home",
        home,
        "--identity",
        key.to_str().unwrap(),
        "--view",
        "risk",
        "--format",
        "json",
    ]);
    let told: Value = serde_json::from_str(&told).unwrap();
    let grid = told["blocks"].as_array().unwrap().iter();
    let grid = grid.filter(|block| block["kind"] == "grid");
    let cells = grid.flat_map(|block| block["cells"].as_array().unwrap());
    let counts = cells.flat_map(|row| row.as_array().unwrap());
    let counts: u64 = counts.filter_map(Value::as_u64).sum();
    let data = &opened.iter().find(|(name, _)| name == "Data").unwrap().1;
    let mut reader = csv::Reader::from_reader(data.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    let rows = rows.filter(|row| &row[0] == "risk" && &row[2] == "grid");
    let sum: u64 = rows.map(|row| row[8].parse::<u64>().unwrap()).sum();
    assert_eq!(sum, counts);
}

#[test]
fn a_table_of_a_question_is_a_workbook_too() {
    let home = home();
    let folder = tempfile::tempdir().unwrap();
    let book = written(&home, folder.path(), "first", &["--table", "years"]);
    let seen = read("xlsx", &book);
    let rows = seen["Data"]["rows"].as_array().unwrap();
    let found = rows
        .iter()
        .find(|row| row[4] == "chem" && row[7] == "9")
        .unwrap();
    assert_eq!(found[9], 1);
    assert_eq!(found[5], "=1+1&<b>]]> 😀 שלום");
    assert_eq!(seen["Data"]["formulas"], json!([]));
    let quoted = seen["Data"]["quoted"].as_array().unwrap();
    assert!(!quoted.is_empty());
}

#[test]
fn a_terminal_never_gets_the_bytes_of_a_workbook() {
    let home = home();
    for format in ["xlsx", "parquet", "sav"] {
        let mut command = CommandBuilder::new(support::home::binary());
        command.args(["report", "--format", format, "--identity"]);
        command.arg(home.identity("institution"));
        command.env("TALLYBOX_HOME", home.path());
        let mut terminal = Terminal::start(command);
        terminal.wait_for("it needs a file or a pipe");
        assert_eq!(terminal.end().exit_code(), 2, "{format}");
    }
}
