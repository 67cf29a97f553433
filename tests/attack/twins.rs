//! Twin crowds: two crowds that differ in what people answered and publish the same figures. No file of either may
//! differ by a byte: what differed would tell them apart by order, by the length of a bar, by what is listed or by how
//! wide a column is. The figures are compared as the JSON of all tables and of every view, of everybody and of each
//! department; the files are every other format and every manifest.

#![expect(
    clippy::print_stdout,
    reason = "how many twins were compared is told with `--nocapture`"
)]

use super::*;
use rust_decimal::Decimal;
use std::fmt::Write as _;
use tallybox::base::language::Language;
use tallybox::report::flat::{self, Head};
use tallybox::report::view::{
    Teller, csv, html, json as view_json, manifest, markdown, spoken, text,
};
use tallybox::report::{ddi, parquet, sav, xlsx};
use tallybox::stats::Published;
use tallybox::stats::demand::{Demand, Headcounts};
use tallybox::stats::material::{BASE_RATE, Material};
use tallybox::stats::view::{self, Beside, Name, View};
use tallybox::survey::roles::Roles;
use tallybox::survey::technical;

/// What every view reads, in few questions: the flagship's ids and some of its codes.
const SHORT: &str = r#"
schema = 1
[survey]
id = "twins"
title = "Twins"
languages = ["en"]
department = "b_dept"
[privacy]
notice = "Read me."
profile = "hesa"
minimum_group = 10
[[audience]]
id = "statistics"
sealed_to = ["statistics"]
[lists.departments]
file = "departments.csv"
[lists.soc]
entries = [{ code = "3111", label = "Laboratory" }, { code = "3113", label = "Engineering" }, { code = "5223", label = "Fitters" }, { code = "2112", label = "Biologists" }]
[[section]]
id = "all"
title = "All"
audience = ["statistics"]
[[section.question]]
id = "b_dept"
type = "single"
label = "Department?"
list = "departments"
[[section.question]]
id = "b_soc"
type = "lookup"
label = "Occupation?"
list = "soc"
"#;

/// Questions of one code, of several, and on a scale, with their codes.
const ONE: [(&str, &[&str]); 8] = [
    ("b_ladder", &["L0", "L1", "L2", "L3"]),
    ("b_terms", &["permanent", "fixed", "casual", "other"]),
    ("b_mode", &["full", "part", "term", "share"]),
    (
        "k_age",
        &["to_25", "26_35", "36_45", "46_55", "56_65", "from_66"],
    ),
    ("g_high", &["rqf8", "rqf7", "rqf6", "rqf3", "none"]),
    ("g_reg_want", &["have", "working", "help", "no"]),
    (
        "i_next",
        &["same", "deeper", "manager", "teaching", "industry"],
    ),
    ("h_htq", &["ready", "not_ready", "no"]),
];
const SEVERAL: (&str, &[&str]) = ("g_reg", &["rsci", "ceng", "fhea", "iop"]);
const SCALE: &str = "i_clear";
const NUMBERS: [&str; 2] = ["b_fte", "h_days"];
const DEPARTMENT_SIZES: [(&str, usize); 3] = [("d1", 6), ("d2", 17), ("d7", 23)];

pub(super) fn short() -> Arc<Questionnaire> {
    let mut text = SHORT.to_owned();
    let choices = |codes: &[&str]| {
        let all = codes
            .iter()
            .map(|code| format!("{{ code = \"{code}\", label = \"{code}\" }}"));
        all.collect::<Vec<_>>().join(", ")
    };
    let mut add = |id: &str, kind: &str, more: &str| {
        let said = write!(
            text,
            "[[section.question]]\nid = \"{id}\"\ntype = \"{kind}\"\nlabel = \"{id}?\"\nrequired = false\n{more}\n"
        );
        said.unwrap();
    };
    for (id, codes) in ONE {
        add(id, "single", &format!("choices = [{}]", choices(codes)));
    }
    let (id, codes) = SEVERAL;
    add(id, "multiple", &format!("choices = [{}]", choices(codes)));
    add(
        SCALE,
        "scale",
        &format!("choices = [{}]", choices(&["1", "2", "3", "4", "5"])),
    );
    for id in NUMBERS {
        add(id, "decimal", "min = 0\nmax = 99\ndecimals = 2");
    }
    survey_of(&text)
}

/// Somebody's department and answers.
pub(super) type Answers = BTreeMap<&'static str, Answer>;

fn chosen(code: &str) -> Answer {
    Answer::Value(Value::Choice(Chosen::code(code)))
}

/// One answer to a question, by chance.
fn said(id: &str, numbers: &mut Numbers) -> Answer {
    if id != "b_soc" && numbers.below(14) == 0 {
        return Answer::Missing(Missing::Blank);
    }
    let mut of = |codes: &[&str]| {
        let at = numbers.below(codes.len() as u64);
        codes[usize::try_from(at).unwrap()].to_owned()
    };
    match id {
        "b_soc" => chosen(&of(&["3111", "3113", "5223", "2112"])),
        SCALE => Answer::Value(Value::Integer(
            of(&["1", "2", "3", "4", "5"]).parse().unwrap(),
        )),
        "g_reg" => {
            let (one, two) = (of(SEVERAL.1), of(SEVERAL.1));
            let codes = SEVERAL
                .1
                .iter()
                .filter(|code| [&one, &two].iter().any(|own| own == code));
            Answer::Value(Value::Choices(
                codes.map(|code| Chosen::code(code)).collect(),
            ))
        }
        "b_fte" => Answer::Value(Value::Decimal(Decimal::new(
            of(&["100", "80", "60", "50"]).parse().unwrap(),
            2,
        ))),
        "h_days" => Answer::Value(Value::Decimal(Decimal::new(
            of(&["0", "100", "250", "500"]).parse().unwrap(),
            2,
        ))),
        id => chosen(&of(ONE.iter().find(|(known, _)| *known == id).unwrap().1)),
    }
}

fn questions() -> Vec<&'static str> {
    let one = ONE.iter().map(|(id, _)| *id);
    ["b_soc"]
        .into_iter()
        .chain(one)
        .chain([SEVERAL.0, SCALE])
        .chain(NUMBERS)
        .collect()
}

pub(super) fn people(numbers: &mut Numbers) -> Vec<Answers> {
    let mut all = Vec::new();
    for (department, size) in DEPARTMENT_SIZES {
        for _ in 0..size {
            let mut own: Answers = questions()
                .into_iter()
                .map(|id| (id, said(id, numbers)))
                .collect();
            own.insert("b_dept", chosen(department));
            all.push(own);
        }
    }
    all
}

/// One answer of one person is another, or two people of one department and step change answers.
fn twin(people: &[Answers], numbers: &mut Numbers) -> Vec<Answers> {
    let mut twin = people.to_vec();
    let all = questions();
    let id = all[usize::try_from(numbers.below(all.len() as u64)).unwrap()];
    let place =
        |numbers: &mut Numbers| usize::try_from(numbers.below(people.len() as u64)).unwrap();
    let one = place(numbers);
    if numbers.below(2) == 0 {
        twin[one].insert(id, said(id, numbers));
        return twin;
    }
    for _ in 0..50 {
        let other = place(numbers);
        let is_near = ["b_dept", "b_ladder", "g_reg_want"]
            .iter()
            .all(|id| people[one][id] == people[other][id]);
        if is_near && people[one][id] != people[other][id] {
            twin[one].insert(id, people[other][id].clone());
            twin[other].insert(id, people[one][id].clone());
            break;
        }
    }
    twin
}

fn frame_of<D: Door>(survey: &Arc<Questionnaire>, people: &[Answers]) -> Frame<D> {
    let mut builder = FrameBuilder::new(Arc::clone(survey), &[], &["statistics".to_owned()]);
    let ids: Vec<&'static str> = std::iter::once("b_dept").chain(questions()).collect();
    for person in people {
        let answers = ids.iter().map(|id| ((*id).to_owned(), person[id].clone()));
        builder.push(survey, &[part(answers.collect())]);
    }
    builder.finish()
}

const NAMES: [Name; 7] = [
    Name::Department,
    Name::Registration,
    Name::Entry,
    Name::Career,
    Name::Commitment,
    Name::Comparison,
    Name::Staff,
];

fn views(survey: &Questionnaire, frame: &Frame<Statistical>, protection: Protection) -> Vec<View> {
    let definitions = include_str!("../../surveys/technical.toml");
    let definitions = technical::parse(definitions, "technical.toml").unwrap();
    let beside = Beside {
        definitions: &definitions,
        ..Beside::default()
    };
    let (demand, headcounts, roles) = (Demand::default(), Headcounts::default(), Roles::default());
    let shown = [None, Some("d2"), Some("d7")];
    let of = |department| {
        let material = Material {
            frame,
            questionnaire: survey,
            department,
            demand: &demand,
            headcounts: &headcounts,
            routes: &[],
            roles: &roles,
            day: Day::new(2027, 3, 1).unwrap(),
            base_rate: BASE_RATE,
        };
        NAMES.map(|name| {
            view::statistical_beside(name, &material, protection, beside)
                .unwrap()
                .0
        })
    };
    shown.into_iter().flat_map(of).collect()
}

/// What is published of a crowd.
pub(super) struct Release {
    published: Published,
    views: Vec<View>,
    /// All figures: tables and views.
    pub(super) figures: Vec<String>,
}

pub(super) fn release_of(
    survey: &Arc<Questionnaire>,
    people: &[Answers],
    protection: Protection,
) -> Release {
    let (frame, published) = tables_of(survey, people, protection);
    let views = views(survey, &frame, protection);
    let teller = Teller::new(&Language::new("en"));
    let mut figures = vec![report::json::write(&published)];
    figures.extend(views.iter().map(|view| view_json::write(view, &teller)));
    Release {
        published,
        views,
        figures,
    }
}

fn tables_of(
    survey: &Arc<Questionnaire>,
    people: &[Answers],
    protection: Protection,
) -> (Frame<Statistical>, Published) {
    let frame = frame_of::<Statistical>(survey, people);
    let published = frame.count().protect(protection).unwrap();
    (frame, published)
}

/// A file's name and its bytes.
type Named = (String, Vec<u8>);

/// Every file of a release, by its name.
fn files_of(survey: &Arc<Questionnaire>, release: &Release) -> Vec<Named> {
    let teller = Teller::new(&Language::new("en"));
    let mut files = files_of_tables(survey, release, &teller);
    for all in release.views.chunks(NAMES.len()) {
        files.extend(files_of_views(all, &teller));
    }
    files
}

fn head(about: &view::About, teller: &Teller) -> Head {
    Head::of("Twins".to_owned(), "Statistical".to_owned(), about, teller)
}

fn files_of_tables(survey: &Arc<Questionnaire>, release: &Release, teller: &Teller) -> Vec<Named> {
    let (published, about) = (&release.published, &release.views[0].about);
    let labels = report::Labels::new(vec![Arc::clone(survey)], &Language::new("en"));
    let head = head(about, teller);
    let told = manifest::of_tables(published, about, &[]);
    let tables = flat::tables::of(published, &labels);
    let named = |end: &str, bytes: Vec<u8>| (format!("tables.{end}"), bytes);
    vec![
        named("manifest", told.to_string().into_bytes()),
        named(
            "csv",
            report::csv::write(published, &labels, Some((about, "Statistical"))).unwrap(),
        ),
        named("txt", report::text::write(published, &labels).into_bytes()),
        named(
            "xml",
            ddi::write(survey, published, &labels, (&head, about)).into_bytes(),
        ),
        named("parquet", parquet::write(&tables, &head).unwrap()),
        named("sav", sav::write(&tables, &head)),
        named(
            "xlsx",
            xlsx::table(&tables, teller.words(), &head, &told).unwrap(),
        ),
    ]
}

/// The files of all views of a department, or of everybody: together, and each by itself.
fn files_of_views(all: &[View], teller: &Teller) -> Vec<Named> {
    let about = &all[0].about;
    let head = head(about, teller);
    let told = manifest::of_views(all, 10, &[]);
    let whose = about
        .department
        .as_ref()
        .map_or("all", |label| label.code.as_str());
    let named = |end: &str, bytes: Vec<u8>| (format!("{whose}.{end}"), bytes);
    let page = html::write(all, teller, "Statistical").into_bytes();
    let mut files = vec![
        named("manifest", told.to_string().into_bytes()),
        named("html", page),
        named("xlsx", xlsx::views(all, teller, &head, &told).unwrap()),
    ];
    for view in all {
        let flat = flat::views::of(std::slice::from_ref(view), teller);
        let named = |end: &str, bytes| named(&format!("{}.{end}", view.name.code()), bytes);
        files.push(named("txt", text::write(view, teller).into_bytes()));
        files.push(named("spoken", spoken::write(view, teller).into_bytes()));
        files.push(named("md", markdown::write(view, teller).into_bytes()));
        files.push(named(
            "csv",
            csv::write(view, teller, "Statistical").unwrap(),
        ));
        files.push(named("parquet", parquet::write(&flat, &head).unwrap()));
        files.push(named("sav", sav::write(&flat, &head)));
    }
    files
}

/// The names of the files that differ.
fn differing(one: &[(String, Vec<u8>)], other: &[(String, Vec<u8>)]) -> Vec<String> {
    assert_eq!(one.len(), other.len());
    let both = one.iter().zip(other);
    both.filter(|(one, other)| one != other)
        .map(|(one, _)| one.0.clone())
        .collect()
}

#[test]
fn crowds_that_publish_the_same_figures_publish_the_same_bytes() {
    let survey = short();
    for (protection, seed) in [
        (Protection::Hesa, 1),
        (Protection::MinimumN, 2),
        (Protection::Suppress, 3),
    ] {
        let mut numbers = Numbers(seed);
        let people = people(&mut numbers);
        let release = release_of(&survey, &people, protection);
        let files = files_of(&survey, &release);
        let exact =
            |people: &[Answers]| json_of(&frame_of::<Operational>(&survey, people).count().exact());
        let (mut twins, mut changed) = (0, 0);
        for _ in 0..40 {
            let mut other = twin(&people, &mut numbers);
            let is_changed = exact(&people) != exact(&other);
            // Nor does the order in which people came say anything.
            other.rotate_left(usize::try_from(numbers.below(46)).unwrap());
            // Under rounding counts may change; where they are exact, who gave which answers together.
            let is_wanted = is_changed || protection != Protection::Hesa;
            let (_, tables) = tables_of(&survey, &other, protection);
            if !is_wanted || report::json::write(&tables) != release.figures[0] {
                continue;
            }
            let twin = release_of(&survey, &other, protection);
            if twin.figures != release.figures {
                continue;
            }
            twins += 1;
            changed += usize::from(is_changed);
            let differing = differing(&files, &files_of(&survey, &twin));
            assert!(differing.is_empty(), "{protection:?}: {differing:?}");
            if twins == rounded::releases(2) {
                break;
            }
        }
        println!(
            "{protection:?}: {twins} twins, {changed} of other counts, {} files each",
            files.len()
        );
        assert!(twins > 0, "{protection:?}");
    }
}
