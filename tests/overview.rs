//! What was sent, read back: the same answers for every shipped survey, and an overview of the
//! flagship in every form.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form::{self, Form, draft_of_part, simulate};
use tallybox::report::view::own::{Format, write};
use tallybox::response::answer::Answer;
use tallybox::response::diary::Diary;
use tallybox::response::part;
use tallybox::runtime::home;
use tallybox::stats::view::{Block, Overview, Own};
use tallybox::survey::{Questionnaire, roles, routes};

fn day() -> Day {
    Day::parse("2027-02-01").unwrap()
}

fn load(file: &Path) -> Arc<Questionnaire> {
    home::check_file(file).unwrap().questionnaire.unwrap()
}

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn flagship() -> Arc<Questionnaire> {
    load(&at("surveys/skills-and-responsibility.toml"))
}

fn filled(questionnaire: &Arc<Questionnaire>, seed: u64) -> Form {
    let language = questionnaire.default_language();
    simulate::complete(
        Form::new(questionnaire.clone(), language, day(), seed),
        seed,
    )
}

fn shipped() -> Vec<PathBuf> {
    let templates = std::fs::read_dir(at("surveys/templates")).unwrap();
    let mut files: Vec<PathBuf> = templates.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.push(at("surveys/skills-and-responsibility.toml"));
    files.push(at("tests/data/screens/every-kind.toml"));
    assert!(files.len() > 5);
    files
}

#[test]
fn what_was_sent_opens_as_the_same_answers() {
    for file in shipped() {
        let questionnaire = load(&file);
        for seed in 0..12 {
            let sent = filled(&questionnaire, seed).submission(day());
            let parts = part::plaintexts(&sent, &[7; 16], 1).unwrap();
            let (_, mine) = parts.last().unwrap();
            let draft = draft_of_part(&questionnaire, mine).unwrap();
            let (form, _) = Form::from_draft(questionnaire.clone(), day(), &draft).unwrap();
            let again = form.submission(day());
            for ((id, was), (_, is)) in sent.answers.iter().zip(&again.answers) {
                assert!(was == is, "{}: {id} with seed {seed}", file.display());
            }
            assert!(form.problems().is_empty(), "{}", file.display());
        }
    }
}

fn overview(form: &Form) -> Overview {
    let routes = include_str!("../surveys/routes.toml");
    let roles = include_str!("../surveys/roles.toml");
    let submission = form.submission(day());
    let own = Own {
        questionnaire: form.questionnaire(),
        answers: &submission.answers,
        told: form.told(),
        routes: &routes::parse(routes, "routes.toml").unwrap(),
        roles: &roles::parse(roles, "roles.toml").unwrap(),
        diary: &Diary::default(),
        day: day(),
    };
    own.overview()
}

fn rows(blocks: &[Block], id: &str) -> usize {
    let mut sheets = blocks.iter().filter_map(|block| match block {
        Block::Sheet(sheet) if sheet.id == id => Some(sheet.rows.len()),
        _ => None,
    });
    sheets.next().unwrap_or(0)
}

#[test]
fn the_flagship_gives_every_block_and_a_record_of_four_dates_a_wish() {
    let questionnaire = flagship();
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..40 {
        let overview = overview(&filled(&questionnaire, seed));
        seen.extend(overview.blocks.iter().filter_map(Block::id));
        let wishes = rows(&overview.blocks, "wishes");
        assert_eq!(rows(&overview.record, "record"), wishes * 4);
        assert!(rows(&overview.blocks, "ways") <= wishes * 4);
        assert!(!overview.answers.is_empty());
    }
    let all = [
        "skills",
        "strengths",
        "equipment",
        "services",
        "duties",
        "wishes",
        "ways",
        "next",
        "registration",
    ];
    assert_eq!(seen, all.into_iter().collect());
}

#[test]
fn a_questionnaire_without_these_questions_gives_its_answers_in_words() {
    let questionnaire = load(&at("tests/data/small/small.toml"));
    let overview = overview(&filled(&questionnaire, 3));
    assert!(overview.blocks.is_empty() && overview.record.is_empty());
    assert_eq!(overview.answers.len(), questionnaire.sections.len());
}

#[test]
fn every_form_is_whole_and_in_the_chosen_language() {
    // Somebody who rated skills and has wishes: not everybody made up does.
    let mut people = (1..100).map(|seed| filled(&flagship(), seed));
    let rated = form::Path::top("e_rate");
    let made = people
        .find_map(|form| {
            let has_rated = matches!(form.answer(&rated), Some(Answer::Value(_)));
            Some(overview(&form)).filter(|made| has_rated && !made.record.is_empty())
        })
        .unwrap();
    let of = |format, language: &str| {
        let bytes = write(&made, format, &Language::new(language)).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    for (language, title) in [
        ("en", "Your skills by family"),
        ("cy", "Eich sgiliau fesul teulu"),
    ] {
        for format in [Format::Text, Format::Markdown, Format::Html] {
            assert!(of(format, language).contains(title));
        }
    }
    let json: serde_json::Value = serde_json::from_str(&of(Format::Json, "en")).unwrap();
    assert_eq!(json["blocks"][0]["id"], "skills");
    let page = of(Format::Html, "en");
    assert!(!page.contains("<script") && !page.contains("http:") && !page.contains("https:"));
    assert_eq!(
        page.matches("<table>").count(),
        page.matches("</table>").count()
    );
    let csv = of(Format::Csv, "en");
    assert_eq!(csv.lines().count(), 1 + rows(&made.record, "record"));
    assert!(csv.starts_with("By,Wish,"), "{csv}");
}
