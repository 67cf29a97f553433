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
    for (name, sheet) in sheets {
        assert_eq!(sheet["paper"], json!([9, "landscape", 0]), "{name}");
        assert!(sheet["widest"].as_f64().unwrap() <= 61.0, "{name}");
        // No person and no time of day: the day of the report at its beginning, whoever wrote it.
        let made = sheet["made"].as_array().unwrap();
        assert_eq!(made[..2], ["Tallybox", "Tallybox"], "{made:?}");
        for moment in &made[2..] {
            assert!(moment.as_str().unwrap().ends_with(" 00:00:00"), "{made:?}");
        }
    }
    let data = &sheets["Data"];
    assert_eq!(data["repeated"], "$1:$1");
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
        .find(|row| row[4] == "chem" && row[8] == "9")
        .unwrap();
    assert_eq!(found[10], 1);
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

#[test]
fn each_withheld_cell_says_in_words_why() {
    let home = home();
    for years in 0..10 {
        home.enter(&json!({ "dept": "chem", "years": years, "share": ["skills"], "teach": false }));
    }
    let folder = tempfile::tempdir().unwrap();
    let book = written(&home, folder.path(), "statistics", &["--table", "teach"]);
    let seen = read("xlsx", &book);
    let rows = seen["Data"]["rows"].as_array().unwrap();
    let at = |name: &str| {
        rows[0]
            .as_array()
            .unwrap()
            .iter()
            .position(|one| one == name)
            .unwrap()
    };
    let (count, why) = (at("Count"), at("Withheld"));
    let withheld = rows[1..].iter().filter(|row| row[count].is_null());
    let withheld: Vec<&Value> = withheld.map(|row| &row[why]).collect();
    assert!(!withheld.is_empty());
    for words in &withheld {
        let words = words.as_str().unwrap();
        assert!(
            words.starts_with("withheld: ") && words.len() > 20,
            "{words}"
        );
    }
    for row in rows[1..].iter().filter(|row| !row[count].is_null()) {
        assert!(row[count].is_u64() && row[why].is_null(), "{row}");
    }
    let office = as_libreoffice_sees(&book, folder.path());
    let data = &office.iter().find(|(name, _)| name == "Data").unwrap().1;
    assert_eq!(data.matches("withheld: ").count(), withheld.len());

    in_every_other_form(&home, folder.path(), withheld.len());
}

/// The same figures in every other form: as many are withheld, and each says why.
fn in_every_other_form(home: &TestHome, folder: &Path, withheld: usize) {
    let of = |more: &[&str], format: &str, name: &str| {
        let path = folder.join(name);
        let identity = home.identity("statistics");
        let words = [
            "report",
            "--table",
            "teach",
            "--format",
            format,
            "--identity",
            identity.to_str().unwrap(),
        ];
        home.done(&[&words[..], &["-o", path.to_str().unwrap()], more].concat());
        path
    };
    let csv = std::fs::read_to_string(of(&[], "csv", "all.csv")).unwrap();
    assert_eq!(csv.matches(",withheld: ").count(), withheld, "{csv}");
    let json = of(&[], "json", "all.json");
    in_json(&json, withheld);
    in_numbers(
        &of(&[], "parquet", "all.parquet"),
        &of(&[], "sav", "all.sav"),
        withheld,
    );
    // A codebook is of everyone, or of the one department that it is asked for.
    let ddi = of(&["--department", "phys"], "ddi", "phys.xml");
    let ddi = std::fs::read_to_string(ddi).unwrap();
    assert!(
        ddi.contains(">withheld: ")
            && !ddi.contains(">small_base<")
            && !ddi.contains(">rolled_up<"),
        "{ddi}"
    );
    let text = std::fs::read_to_string(of(&[], "text", "all.txt")).unwrap();
    assert!(text.contains("withheld: "), "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
}

fn in_json(file: &Path, withheld: usize) {
    let json = std::fs::read_to_string(file).unwrap();
    let json: Value = serde_json::from_str(&json).unwrap();
    let reasons = json["reasons"].as_object().unwrap();
    let spoken = |code: &str| reasons[code].as_str().unwrap().starts_with("withheld: ");
    let text = json["tables"].to_string();
    let codes: Vec<&str> = text
        .split("\"withheld\":\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(
        codes.len() >= withheld && codes.iter().all(|code| spoken(code)),
        "{codes:?}"
    );
}

/// In files of numbers, whose reasons are codes and missing numbers with words of their own.
fn in_numbers(parquet: &Path, sav: &Path, withheld: usize) {
    let parquet = read("parquet", parquet);
    let names = parquet["names"].as_array().unwrap();
    let at = |name: &str| names.iter().position(|one| one == name).unwrap();
    let rows = parquet["rows"].as_array().unwrap().iter();
    let codes: Vec<&str> = rows
        .filter_map(|row| row[at("count__why")].as_str())
        .collect();
    assert_eq!(codes.len(), withheld);
    for code in codes {
        let words = parquet["about"]["missing"][code].as_str().unwrap();
        assert!(words.starts_with("withheld: "), "{words}");
    }
    let sav = read("sav", sav);
    let at = sav["names"]
        .as_array()
        .unwrap()
        .iter()
        .position(|one| one == "count")
        .unwrap();
    let numbers = sav["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row[at].as_f64().unwrap());
    let missing: Vec<i64> = numbers
        .filter(|one| *one < 0.0)
        .map(|one| one.to_string().parse().unwrap())
        .collect();
    assert_eq!(missing.len(), withheld);
    for number in missing {
        let words = sav["values"]["count"][number.to_string()].as_str().unwrap();
        assert!(words.starts_with("withheld: "), "{words}");
    }
}
