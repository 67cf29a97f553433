//! The codebook in its four forms, of a questionnaire with every type and of the shipped one.
//!
//! DDI's schema is not carried along: its order of elements and its attributes, as far as we write
//! any, stand here as a table taken from `codebook.xsd` (DDI-Codebook 2.5, 2012).

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

mod support;
mod xml;

use support::home::done;
use xml::Element;

const RICH: &str = "tests/data/surveys/rich.toml";
const PROJECTS: &str = "tests/data/surveys/projects.toml";
const NESTED: &str = "tests/data/nested.toml";
const FLAGSHIP: &str = "surveys/skills-and-responsibility.toml";

fn codebook(file: &str, format: &str) -> String {
    done(&["survey", "codebook", file, "--format", format])
}

fn variables(file: &str) -> BTreeMap<String, Value> {
    let json: Value = serde_json::from_str(&codebook(file, "json")).expect("JSON");
    let all = json["variables"].as_array().expect("variables").clone();
    all.into_iter()
        .map(|one| (one["id"].as_str().expect("an id").to_owned(), one))
        .collect()
}

#[test]
fn the_universe_says_in_words_who_was_asked() {
    let rich = variables(RICH);
    for (id, words) in [
        ("a_share", "everyone"),
        ("b_end", "asked where “Terms?” is “Fixed”"),
        (
            "e_fam",
            "asked where “Terms?” is not “Open” or the answer to “Yes?” is yes",
        ),
        (
            "e_rate.lab.cryo",
            "asked where (“Terms?” is not “Open” or the answer to “Yes?” is yes) and “Lab” is chosen in “Families?”",
        ),
        (
            "d_equip.role",
            "asked for each entry of “Equipment”, asked where (“Terms?” is not “Open” or the answer to “Yes?” is yes) and the length of “Its name” is more than 1 and the answer to “Yes?” is yes",
        ),
    ] {
        assert_eq!(rich[id]["universe"]["en"], words, "{id}");
    }
    let last = rich["e_last.lab.cryo"]["universe"]["en"]
        .as_str()
        .expect("words");
    assert!(
        last.contains("“Rate”, “Cryogens”, is “Able” or more"),
        "{last}"
    );
    assert_eq!(
        rich["b_end"]["universe"]["cy"],
        "gofynnir lle mae’n wir: “Terms?” yw “Fixed”"
    );
    assert_eq!(rich["x_share"]["yields"], "decimal");
}

#[test]
fn every_condition_of_the_shipped_survey_has_words() {
    for (id, variable) in variables(FLAGSHIP) {
        for language in ["en", "cy"] {
            let words = variable["universe"][language].as_str().expect("words");
            let is_quoted = words.contains("this holds") || words.contains("mae hyn yn wir");
            assert!(!is_quoted && !words.contains("=="), "{id}: {words}");
        }
    }
}

#[test]
fn json_keeps_its_members_and_says_more() {
    let rich = variables(RICH);
    let members = ["id", "type", "label", "audience", "choices", "missing"];
    for variable in rich.values() {
        let keys: Vec<&String> = variable
            .as_object()
            .expect("an object")
            .keys()
            .take(6)
            .collect();
        assert_eq!(keys, members);
    }
    assert_eq!(rich["b_fte"]["min"], "0.05");
    assert_eq!(rich["b_fte"]["decimals"], 3);
    assert_eq!(rich["b_fte"]["unit"], "FTE");
    assert_eq!(rich["b_fte"]["required"], "b_terms == 'open'");
    assert_eq!(rich["e_rate.bio.pcr"]["row"], "bio.pcr");
    assert_eq!(rich["d_equip.name"]["repeat"], "d_equip");
    let other = json!({"code": "other", "label": "Other", "specify": true});
    assert_eq!(rich["a_share"]["choices"][2], other);
    let whole: Value = serde_json::from_str(&codebook(RICH, "json")).expect("JSON");
    let kinds: Vec<&str> = whole["missing"]
        .as_array()
        .expect("kinds")
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    assert_eq!(kinds.len(), 8);
    assert_eq!(whole["missing"][1]["label"]["cy"], "heb ei ofyn");
}

#[test]
fn csv_has_a_row_for_every_variable_code_and_kind_of_missing() {
    let rich = variables(RICH);
    let text = codebook(RICH, "csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heading = reader.headers().expect("a heading").clone();
    let column = |name: &str| {
        heading
            .iter()
            .position(|one| one == name)
            .expect("a column")
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("as long as the heading");
        *counts.entry(row[column("entry")].to_owned()).or_default() += 1;
        if &row[column("variable")] == "b_fte" && &row[column("entry")] == "variable" {
            assert_eq!(&row[column("max")], "1");
            assert_eq!(&row[column("unit.cy")], "FTE");
        }
        if &row[column("variable")] == "c_mood" && &row[column("entry")] == "code" {
            assert!(row[column("code")].parse::<i64>().is_ok());
        }
    }
    let sum = |member: &str| -> usize {
        rich.values()
            .map(|one| one[member].as_array().expect("a list").len())
            .sum()
    };
    assert_eq!(counts["variable"], rich.len());
    assert_eq!(counts["code"], sum("choices"));
    assert_eq!(counts["missing"], sum("missing"));
}

#[test]
fn text_fits_a_terminal_and_names_the_same_variables() {
    let text = codebook(FLAGSHIP, "text");
    let named: BTreeSet<&str> = text
        .lines()
        .filter(|line| !line.starts_with(' ') && !line.is_empty())
        .filter_map(|line| line.split(' ').next())
        .collect();
    let known = variables(FLAGSHIP);
    assert_eq!(named, known.keys().map(String::as_str).collect());
}

/// An element: its children in their order with a mark for those that may repeat (`*`), its attributes.
type Rule = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const STRUCTURE: &[Rule] = &[
    (
        "codeBook",
        &["stdyDscr*", "dataDscr*"],
        &[
            "version",
            "xml:lang",
            "xmlns",
            "xmlns:xsi",
            "xsi:schemaLocation",
        ],
    ),
    ("stdyDscr", &["citation*", "stdyInfo*"], &[]),
    ("citation", &["titlStmt", "verStmt*"], &[]),
    ("titlStmt", &["titl", "parTitl*", "IDNo*"], &[]),
    ("titl", &[], &["xml:lang"]),
    ("parTitl", &[], &["xml:lang"]),
    ("IDNo", &[], &["agency"]),
    ("verStmt", &["version", "notes*"], &[]),
    ("version", &[], &["type"]),
    ("stdyInfo", &["abstract*"], &[]),
    ("abstract", &[], &["xml:lang"]),
    ("dataDscr", &["varGrp*", "var*"], &[]),
    ("varGrp", &["labl*"], &["ID", "type", "var", "name"]),
    (
        "var",
        &[
            "labl*",
            "security",
            "qstn*",
            "valrng*",
            "invalrng*",
            "universe*",
            "catgry*",
            "derivation",
            "varFormat",
            "notes*",
        ],
        &[
            "ID",
            "name",
            "dcml",
            "intrvl",
            "measUnit",
            "nature",
            "representationType",
        ],
    ),
    ("labl", &[], &["level", "xml:lang"]),
    ("security", &[], &[]),
    ("qstn", &["qstnLit", "ivuInstr"], &["xml:lang"]),
    ("qstnLit", &[], &["xml:lang"]),
    ("ivuInstr", &[], &["xml:lang"]),
    ("valrng", &["range*"], &[]),
    ("range", &[], &["UNITS", "min", "max"]),
    ("invalrng", &["item*"], &[]),
    ("item", &[], &["VALUE"]),
    ("universe", &[], &["clusion", "xml:lang"]),
    ("catgry", &["catValu", "labl*"], &["missing", "missType"]),
    ("catValu", &[], &[]),
    ("derivation", &["drvcmd*"], &[]),
    ("drvcmd", &[], &["syntax"]),
    ("varFormat", &[], &["type"]),
    ("notes", &[], &["type"]),
];

/// Values that the schema lists for an attribute.
const LISTED: &[(&str, &[&str])] = &[
    ("intrvl", &["contin", "discrete"]),
    (
        "nature",
        &[
            "nominal", "ordinal", "interval", "ratio", "percent", "other",
        ],
    ),
    (
        "representationType",
        &["text", "numeric", "code", "datetime", "other"],
    ),
    ("clusion", &["I", "E"]),
    ("UNITS", &["INT", "REAL"]),
    ("missing", &["Y", "N"]),
];

fn check(element: &Element, ids: &mut BTreeSet<String>, refs: &mut BTreeSet<String>) {
    let name = element.name.as_str();
    let rule = STRUCTURE.iter().find(|(known, ..)| *known == name);
    let (_, children, attributes) = rule.unwrap_or_else(|| panic!("no element {name} is known"));
    for (key, value) in &element.attributes {
        assert!(
            attributes.contains(&key.as_str()),
            "{name} has no attribute {key}"
        );
        if let Some((_, values)) = LISTED.iter().find(|(listed, _)| listed == key) {
            assert!(values.contains(&value.as_str()), "{name} {key}={value}");
        }
        match key.as_str() {
            "ID" => assert!(ids.insert(value.clone()), "{value} stands twice"),
            "var" => refs.extend(value.split(' ').map(str::to_owned)),
            _ => {}
        }
    }
    let mut at = 0;
    for child in &element.children {
        let place = children
            .iter()
            .position(|known| known.trim_end_matches('*') == child.name);
        let place = place.unwrap_or_else(|| panic!("{name} has no {}", child.name));
        let repeats = children[place].ends_with('*') && place + 1 == at;
        assert!(
            place >= at || repeats,
            "{name}: {} comes too late or twice",
            child.name
        );
        at = place + 1;
        check(child, ids, refs);
    }
    let is_mixed = children.is_empty();
    assert!(
        is_mixed || element.text.trim().is_empty(),
        "{name} holds text: {}",
        element.text
    );
}

#[test]
fn ddi_is_well_formed_and_in_the_standards_order() {
    for file in [RICH, PROJECTS, NESTED, FLAGSHIP] {
        let root = xml::parse(&codebook(file, "ddi"));
        assert_eq!(root.name, "codeBook");
        assert_eq!(root.attribute("xmlns"), Some("ddi:codebook:2_5"));
        assert_eq!(root.attribute("version"), Some("2.5"));
        let (mut ids, mut refs) = (BTreeSet::new(), BTreeSet::new());
        check(&root, &mut ids, &mut refs);
        assert!(
            refs.is_subset(&ids),
            "{:?}",
            refs.difference(&ids).collect::<Vec<_>>()
        );
        let known = variables(file);
        let named: Vec<&str> = root
            .all("var")
            .iter()
            .filter_map(|var| var.attribute("name"))
            .collect();
        assert_eq!(named.len(), known.len());
        for var in root.all("var") {
            let variable = &known[var.attribute("name").expect("a name")];
            let codes = var.all("catValu").len();
            let wanted =
                ["choices", "missing"].map(|key| variable[key].as_array().expect("a list").len());
            assert_eq!(codes, wanted[0] + wanted[1]);
            assert_eq!(var.all("universe").len(), 2, "one for each language");
        }
    }
}

/// A second opinion: libxml2 validates against a schema, ids and references to them too.
#[test]
fn ddi_validates_with_xmllint() {
    let folder = tempfile::tempdir().expect("a folder");
    let schema = "tests/data/ddi/codebook.xsd";
    let valid = |xml: &str| {
        let file = folder.path().join("codebook.xml");
        std::fs::write(&file, xml).expect("written");
        let mut xmllint = std::process::Command::new("xmllint");
        let output = xmllint
            .args(["--nonet", "--noout", "--schema", schema])
            .arg(&file)
            .output()
            .expect("xmllint (libxml2-utils) is there");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.success(), told)
    };
    for file in [RICH, PROJECTS, NESTED, FLAGSHIP] {
        let xml = codebook(file, "ddi");
        let (is_valid, told) = valid(&xml);
        assert!(is_valid, "{file}: {told}");
        // It would say so otherwise.
        let (is_valid, _) = valid(&xml.replacen("<var ", "<var colour=\"red\" ", 1));
        assert!(!is_valid, "{file}: a made-up attribute is taken");
        let (is_valid, _) = valid(&xml.replacen("dataDscr>", "dataDscr><labl>x</labl>", 1));
        assert!(!is_valid, "{file}: a misplaced element is taken");
    }
}

#[test]
fn hostile_words_stay_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hostile.toml");
    let hostile = std::fs::read_to_string("tests/data/small/small.toml")
        .expect("the file is there")
        .replace(
            "Do you help with teaching?",
            "</labl><script>&\\\"'\\u0007 ]]> =1+1",
        )
        .replace("Which department do you work in?", "=cmd|'/c calc'!A1");
    std::fs::create_dir(folder.path().join("lists")).expect("a folder");
    std::fs::copy(
        "tests/data/small/lists/departments.csv",
        folder.path().join("lists/departments.csv"),
    )
    .expect("copied");
    std::fs::write(&file, hostile).expect("written");
    let file = file.to_str().expect("UTF-8");
    let root = xml::parse(&codebook(file, "ddi"));
    check(&root, &mut BTreeSet::new(), &mut BTreeSet::new());
    let labels: Vec<&str> = root
        .all("qstnLit")
        .iter()
        .map(|one| one.text.as_str())
        .collect();
    assert!(
        labels.contains(&"</labl><script>&\"' ]]> =1+1"),
        "{labels:?}"
    );
    assert!(codebook(file, "csv").contains(",'=cmd|"));
}
