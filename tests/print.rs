//! Paper forms: everything that is asked is on them, in order, numbered the same in every language,
//! and nothing on them acts.

#![expect(
    clippy::expect_used,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::collections::BTreeSet;

use serde_json::Value;
use tallybox::base::text::width;

mod support;
mod xml;

use support::home::{done, tallybox};
use xml::Element;

const RICH: &str = "tests/data/surveys/rich.toml";
const PROJECTS: &str = "tests/data/surveys/projects.toml";
const FLAGSHIP: &str = "surveys/skills-and-responsibility.toml";

fn text(file: &str, language: &str) -> String {
    done(&["survey", "print", file, "--lang", language])
}

fn html(file: &str, language: &str) -> Element {
    xml::parse(&done(&[
        "survey", "print", file, "--lang", language, "--format", "html",
    ]))
}

/// Numbers and ids of the questions, as the text form has them.
fn numbered(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut number = None;
    for line in text.lines() {
        let first = line.split_once(". ").map(|(first, _)| first);
        let is_number =
            |first: &&str| !first.is_empty() && first.bytes().all(|b| b.is_ascii_digit());
        number = first.filter(is_number).map(str::to_owned).or(number);
        let id = line
            .rsplit_once('(')
            .and_then(|(_, id)| id.strip_suffix(')'));
        if let (Some(number_here), Some(id)) = (&number, id)
            && !line.contains("[ ]")
        {
            found.push((number_here.clone(), id.to_owned()));
            number = None;
        }
    }
    found
}

#[test]
fn text_fits_its_columns_in_every_language() {
    for file in [RICH, PROJECTS, FLAGSHIP] {
        for language in ["en", "cy"] {
            for line in text(file, language).lines() {
                assert!(width(line) <= 76, "{file} {language}: {line}");
                assert!(!line.ends_with(' '), "{line:?}");
            }
        }
    }
}

#[test]
fn questions_have_the_same_numbers_in_every_language_and_format() {
    for file in [RICH, PROJECTS, FLAGSHIP] {
        let english = numbered(&text(file, "en"));
        assert_eq!(english, numbered(&text(file, "cy")), "{file}");
        let codebook = done(&["survey", "codebook", file, "--format", "json"]);
        let codebook: Value = serde_json::from_str(&codebook).expect("JSON");
        let mut asked: Vec<&str> = Vec::new();
        for variable in codebook["variables"].as_array().expect("variables") {
            let id = variable["repeat"]
                .as_str()
                .or(variable["question"].as_str())
                .expect("an id");
            if variable["type"] != "computed" && asked.last() != Some(&id) {
                asked.push(id);
            }
        }
        let wanted: Vec<(String, String)> = (1..)
            .zip(&asked)
            .map(|(number, id)| (i32::to_string(&number), (*id).to_owned()))
            .collect();
        assert_eq!(english, wanted, "{file}");
        let page = html(file, "en");
        let heads = page.all("h3").into_iter().map(Element::words);
        let numbers: Vec<String> = heads
            .filter_map(|head| Some(head.split_once(". ")?.0.to_owned()))
            .filter(|number| number.bytes().all(|b| b.is_ascii_digit()))
            .collect();
        assert_eq!(numbers.len(), asked.len());
    }
}

#[test]
fn skips_and_conditions_are_said_in_words() {
    let text = text(RICH, "en")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for words in [
        "> If question 3 is “Fixed”, go on with question 4. > If not, go to question 5.",
        "4. Answer this only if question 3 is “Fixed”. End? (b_end)",
        "Answer this section only if question 3 is not “Open” or the answer to question 9 is yes.",
        "Only those for which this is so: its family is chosen in question 12.",
        "Please answer this if question 3 is “Open”.",
        "[ ] I prefer not to say (prefer_not)",
        "21b. Answer this only if",
        "The numbers add up to 100%.",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let whole = self::text(FLAGSHIP, "en");
    assert!(whole.contains("SAMPLE NOTICE"));
    let notice = whole
        .find("How your answers are handled")
        .expect("the notice");
    assert!(
        notice < whole.find("Section 1.").expect("a section"),
        "the notice comes first"
    );
    assert!(!whole.contains("this holds"), "a condition has no words");
}

#[test]
fn every_box_and_row_has_its_code() {
    for file in [RICH, PROJECTS, FLAGSHIP] {
        let codebook = done(&["survey", "codebook", file, "--format", "json"]);
        let codebook: Value = serde_json::from_str(&codebook).expect("JSON");
        let page = html(file, "en");
        let codes: BTreeSet<String> = page.all("code").iter().map(|one| one.words()).collect();
        for variable in codebook["variables"].as_array().expect("variables") {
            if matches!(variable["type"].as_str(), Some("computed" | "repeat")) {
                continue;
            }
            for choice in variable["choices"].as_array().expect("choices") {
                let code = choice["code"].as_str().expect("a code");
                assert!(codes.contains(&format!("({code})")), "{file}: {code}");
            }
        }
    }
}

#[test]
fn html_is_well_formed_says_its_language_and_lets_nothing_in() {
    for language in ["en", "cy"] {
        let page = html(FLAGSHIP, language);
        assert_eq!(page.attribute("lang"), Some(language));
        let policy = page
            .all("meta")
            .into_iter()
            .find(|meta| meta.attribute("http-equiv") == Some("Content-Security-Policy"))
            .and_then(|meta| meta.attribute("content"))
            .expect("a policy")
            .to_owned();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'sha256-"),
            "{policy}"
        );
        for banned in ["script", "img", "link", "iframe", "form", "a"] {
            assert!(page.all(banned).is_empty(), "{banned}");
        }
        let style = &page.all("style")[0].text;
        assert!(
            style.contains("size: A4") && !style.contains("url("),
            "{style}"
        );
        for table in page.all("table") {
            let heads = table.all("thead")[0].all("th");
            assert!(
                heads
                    .iter()
                    .all(|head| head.attribute("scope") == Some("col"))
            );
            for row in table.all("tbody").iter().flat_map(|body| body.all("tr")) {
                let head = &row.children[0];
                let scope = head.attribute("scope").expect("a scope");
                let cells = row.all("td").len();
                match scope {
                    "rowgroup" => assert_eq!(cells, 0),
                    _ => assert_eq!((scope, cells), ("row", heads.len() - 1)),
                }
            }
        }
    }
}

#[test]
fn the_style_is_the_one_the_policy_names() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let page = done(&["survey", "print", RICH, "--format", "html"]);
    let style = page
        .split_once("<style>")
        .and_then(|(_, rest)| rest.split_once("</style>"));
    let hash = sha2::Sha256::digest(style.expect("a style").0);
    let hash = base64::engine::general_purpose::STANDARD.encode(hash);
    assert!(page.contains(&format!("sha256-{hash}")));
}

#[test]
fn authors_words_stay_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hostile.toml");
    let hostile = std::fs::read_to_string("tests/data/small/small.toml")
        .expect("the file is there")
        .replace(
            "Do you help with teaching?",
            "<script>alert(1)</script> & <b onclick=\\\"x\\\">\\u001b[31m",
        );
    std::fs::create_dir(folder.path().join("lists")).expect("a folder");
    let list = "lists/departments.csv";
    std::fs::copy(format!("tests/data/small/{list}"), folder.path().join(list)).expect("copied");
    std::fs::write(&file, hostile).expect("written");
    let file = file.to_str().expect("UTF-8");
    let page = html(file, "en");
    assert!(page.all("script").is_empty() && page.all("b").is_empty());
    assert!(
        page.words()
            .contains("<script>alert(1)</script> & <b onclick=\"x\">[31m")
    );
    assert!(!text(file, "en").contains('\u{1b}'));
}

#[test]
fn it_goes_where_it_is_told_and_an_unknown_language_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("form.txt");
    let said = done(&["survey", "print", RICH, "-o", out.to_str().expect("UTF-8")]);
    assert_eq!(said, "");
    assert_eq!(
        std::fs::read_to_string(&out).expect("written"),
        text(RICH, "en")
    );
    let refused = tallybox(&["survey", "print", RICH, "--lang", "fr"]);
    assert_eq!(refused.status.code(), Some(2));
    let errors = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(errors.contains("it has: en, cy"), "{errors}");
}
