//! Every view of a demo at both doors: every column, single figure, series and chart has help in every language,
//! so that none can be added without; and every view of the statistical door that is released as JSON reads back
//! as it was, whatever of it was changed on the way is refused.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;
use std::sync::OnceLock;

use serde_json::{Value as Json, json};
use support::home::done;
use tallybox::base::language::Language;
use tallybox::base::words::{LANGUAGES, Words};
use tallybox::report::view::{Teller, json as to_json, shown, text};
use tallybox::runtime::desk_files::DeskFiles;
use tallybox::runtime::figures::{self, Holders, Reading};
use tallybox::runtime::home::Home;
use tallybox::stats::view::{self, Block, Codes, Earlier, Name, View, meaning};
use tallybox::stats::{Door, Operational, Protection, Statistical};
use tallybox::vault::identity;
use tallybox::vault::keyring::KeyRing;
use tallybox::vault::store::Store;

/// Departments with and without enough people.
const DEPARTMENTS: [Option<&str>; 3] = [None, Some("chemistry"), Some("workshops")];

/// A wave before, with nothing in it: it adds its columns.
const BEFORE: &str = r#"{"survey":"s","fingerprint":"f","profile":"hesa","tables":[]}"#;

fn home() -> &'static Home {
    static MADE: OnceLock<(tempfile::TempDir, Home)> = OnceLock::new();
    let (_, home) = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("demo");
        let path = root.to_str().unwrap();
        done(&["demo", "--responses", "150", "--home", path, "--no-open"]);
        (folder, Home::at(root))
    });
    home
}

fn read<D: Door>(key: &str) -> Reading<D> {
    let home = home();
    let store = Store::open_to_read(&home.box_folder()).unwrap();
    let ring = KeyRing::load(&home.keys()).unwrap();
    let never = &mut |_: &Path| unreachable!("demo keys have no passphrase");
    let file = home.root().join("identities").join(key);
    let holders = Holders::find(&ring, identity::read(&file, never).unwrap().age).unwrap();
    figures::read(home, &store, &ring, None, &holders).unwrap()
}

/// Every view of the lead's door.
fn operational() -> Vec<View> {
    let reading: Reading<Operational> = read("institution.key");
    let survey = &reading.versions[0];
    let mut all = Vec::new();
    for department in DEPARTMENTS {
        let files = DeskFiles::read(home(), survey, department).unwrap();
        let day = tallybox::runtime::clock::today();
        let material = files.material(&reading.frame, survey, department, day);
        let names = Name::ALL.into_iter();
        all.extend(names.filter_map(|name| view::operational(name, &material)));
    }
    all
}

/// Every view of the statistical door, made once for all tests: protecting them is what takes the time.
fn statistical() -> &'static [View] {
    static MADE: OnceLock<Vec<View>> = OnceLock::new();
    MADE.get_or_init(protected)
}

fn protected() -> Vec<View> {
    let reading = &read("statistics.key");
    std::thread::scope(|scope| {
        let each =
            DEPARTMENTS.map(|department| scope.spawn(move || protected_of(reading, department)));
        let each = each.into_iter();
        each.flat_map(|views| views.join().unwrap()).collect()
    })
}

fn protected_of(reading: &Reading<Statistical>, department: Option<&str>) -> Vec<View> {
    let survey = &reading.versions[0];
    let files = DeskFiles::read(home(), survey, department).unwrap();
    let day = tallybox::runtime::clock::today();
    let material = files.material(&reading.frame, survey, department, day);
    let earlier = Earlier::read("2025", BEFORE.as_bytes(), survey).unwrap();
    let mut all = Vec::new();
    for earlier in [None, Some(&earlier)] {
        for name in Name::ALL {
            let beside = view::Beside {
                earlier,
                ..files.beside()
            };
            let made = view::statistical_beside(name, &material, Protection::Hesa, beside);
            all.extend(made.map(|(view, _)| view));
        }
    }
    all
}

/// The words for files of a block's figures.
fn figures_of(block: &Block) -> Vec<&'static str> {
    match block {
        Block::Note(_) | Block::Grid(_) => Vec::new(),
        Block::Facts(facts) => facts.facts.iter().map(|(id, _, _)| *id).collect(),
        Block::Sheet(sheet) => sheet.columns.iter().map(|column| column.id).collect(),
        Block::Bars(bars) => bars.series.iter().map(|(id, _)| *id).collect(),
    }
}

/// What has no help in a block and in what its rows open.
fn without_help(name: Name, block: &Block) -> Vec<String> {
    let place = format!("{}.{}", name.code(), block.id().unwrap_or_default());
    let mut all = Vec::new();
    let mut told = |what: &str, words: Option<&'static str>| {
        let is_said = |language: &str| {
            let said = words.map(|id| (id, Words::new(&Language::new(language)).say(id)));
            said.is_some_and(|(id, said)| !said.is_empty() && said != id)
        };
        if !LANGUAGES.iter().all(|language| is_said(language)) {
            all.push(format!("{place}: {what}"));
        }
    };
    for id in figures_of(block) {
        told(id, meaning::of_figure(name, block.id().unwrap(), id));
    }
    if matches!(block, Block::Bars(_) | Block::Grid(_)) {
        told("the chart", meaning::of_chart(name, block));
    }
    if let Block::Sheet(sheet) = block {
        let inner = sheet.rows.iter().flat_map(|row| &row.detail);
        all.extend(inner.flat_map(|block| without_help(name, block)));
    }
    all
}

#[test]
fn every_figure_and_every_chart_of_every_view_has_help_in_every_language() {
    let views = [&operational(), statistical()].concat();
    let seen: std::collections::BTreeSet<&str> =
        views.iter().map(|view| view.name.code()).collect();
    assert_eq!(seen.len(), Name::ALL.len());
    let blocks = views
        .iter()
        .flat_map(|view| view.blocks.iter().map(|block| (view.name, block)));
    let bare: std::collections::BTreeSet<String> = blocks
        .flat_map(|(name, block)| without_help(name, block))
        .collect();
    assert!(bare.is_empty(), "no help: {bare:#?}");
}

fn teller(language: &str) -> Teller {
    Teller::new(&Language::new(language))
}

fn released(view: &View) -> String {
    to_json::write(view, &teller("en"))
}

#[test]
fn every_released_view_reads_back_as_the_office_saw_it_in_every_language() {
    for view in statistical() {
        let name = view.name.code();
        let json = released(view);
        assert!(shown::is_view(json.as_bytes()), "{name}");
        assert!(json.len() < shown::LONGEST, "{name}");
        let read = shown::read(json.as_bytes(), &Codes);
        let read = read.unwrap_or_else(|why| unreachable!("{name}: {why}"));
        assert_eq!(read.about.responses, view.about.responses, "{name}");
        assert_eq!(read.about.staff, view.about.staff, "{name}");
        assert_eq!(released(&read), json, "{name}");
        for language in LANGUAGES {
            // The page without its head: the survey's title and the department's have one language here.
            let page = |view: &View| {
                let text = text::write(view, &teller(language));
                text.split_once("\n\n").map(|(_, page)| page.to_owned())
            };
            assert_eq!(page(&read), page(view), "{name} in {language}");
        }
    }
}

fn one(name: Name) -> Json {
    let mut all = statistical().iter();
    let found = all.find(|view| view.name == name && view.about.department.is_none());
    serde_json::from_str(&released(found.unwrap())).unwrap()
}

fn refused(json: &Json, why: &str) {
    let text = json.to_string();
    let error = shown::read(text.as_bytes(), &Codes).unwrap_err();
    assert!(error.to_string().contains(why), "{why}: {error}");
}

/// A released view with one thing changed.
fn changed(sound: &Json, change: impl Fn(&mut Json)) -> Json {
    let mut json = sound.clone();
    change(&mut json);
    json
}

#[test]
fn what_is_no_released_view_is_refused_and_none_can_claim_to_be_exact() {
    let sound = one(Name::Staff);
    let of = |change: &dyn Fn(&mut Json)| changed(&sound, change);
    for (door, profile) in [("operational", "hesa"), ("Statistical", "hesa")] {
        let json = of(&|json| {
            json["door"] = json!(door);
            json["profile"] = json!(profile);
        });
        refused(&json, "`door`");
    }
    refused(&of(&|json| json["profile"] = json!("none")), "`profile`");
    for view in ["cover", "university", "", "Staff"] {
        refused(&of(&|json| json["view"] = json!(view)), "`view`");
    }
    refused(&of(&|json| json["rows"] = json!([])), "unknown field");
    refused(&of(&|json| json["responses"] = json!(-1)), "`responses`");
    refused(&of(&|json| json["day"] = json!("soon")), "`day`");
    refused(&of(&|json| json["shown"] = json!([])), "the same figures");
    refused(&of(&|json| json["shown"] = json!(null)), "lacks `shown`");
    let sheet = sound["shown"]
        .as_array()
        .unwrap()
        .iter()
        .position(|piece| piece.get("sheet").is_some())
        .unwrap();
    let at =
        |json: &mut Json, change: &dyn Fn(&mut Json)| change(&mut json["shown"][sheet]["sheet"]);
    let of_sheet = |change: &dyn Fn(&mut Json)| of(&|json| at(json, change));
    refused(
        &of_sheet(&|sheet| sheet["rows"][0]["values"][1] = json!({ "count": 7777 })),
        "the same figures",
    );
    refused(
        &of_sheet(&|sheet| sheet["columns"][0]["id"] = json!("holders\u{1b}[31m")),
        "is not known here",
    );
    refused(&of_sheet(&|sheet| sheet["id"] = json!("x")), "is not known");
    refused(
        &of_sheet(&|sheet| sheet["rows"][0]["values"] = json!([])),
        "columns",
    );
    refused(
        &of_sheet(&|sheet| sheet["title"] = json!({ "en": "x".repeat(9000) })),
        "longer",
    );
    refused(&of_sheet(&|sheet| sheet["title"] = json!({})), "language");
    refused(
        &of_sheet(&|sheet| sheet["rows"][0]["values"][1] = json!({ "number": "1e999" })),
        "not a number",
    );
    refused(
        &of_sheet(&|sheet| sheet["rows"][0]["values"][1] = json!({ "typed": "x" })),
        "unknown variant",
    );
    let deep = "[".repeat(100_000);
    assert!(shown::read(deep.as_bytes(), &Codes).is_err());
    let nested = of_sheet(&|sheet| {
        let inner = sheet["rows"][0].clone();
        let within = |inner: Json| json!([{ "sheet": { "id": "people", "title": { "en": "x" }, "columns": sheet_columns(&inner), "rows": [inner] } }]);
        let mut row = inner.clone();
        for _ in 0..4 {
            let mut outer = inner.clone();
            outer["detail"] = within(row);
            row = outer;
        }
        sheet["rows"][0] = row;
    });
    refused(&nested, "deep");
}

fn sheet_columns(row: &Json) -> Json {
    let count = row["values"].as_array().unwrap().len();
    let column = json!({ "id": "people", "title": { "en": "x" } });
    Json::Array(vec![column; count])
}

#[test]
fn a_released_view_that_is_cut_or_garbled_is_refused_with_its_place() {
    let text = one(Name::Career).to_string();
    let step = text.len() / 200;
    for cut in (0..text.len() - 1).step_by(step.max(1)) {
        let cut = text.get(..cut).unwrap_or_default();
        let error = shown::read(cut.as_bytes(), &Codes).unwrap_err();
        assert!(error.place.is_some(), "{cut}: {error}");
    }
    // A changed byte is refused or changes nothing that is shown as a figure: it never ends the program.
    for at in (0..text.len()).step_by(step.max(1)) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = b'9';
        drop(shown::read(&bytes, &Codes));
    }
}
