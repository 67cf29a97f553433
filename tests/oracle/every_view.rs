//! Every view at every door that it is read through, block by block, beside what `lead.py` and `office.py`
//! make of the same opened JSON.
//!
//! A view without a counterpart is a difference like any other, and so are a block and a column of a block:
//! what is added to a view is added to the oracle, or named here as no figure.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use tallybox::report::view::{Teller, json};
use tallybox::runtime::desk_files::DeskFiles;
use tallybox::runtime::figures::{self, Holders, Reading};
use tallybox::runtime::home::Home;
use tallybox::stats::view::{self, Name, View};
use tallybox::stats::{Door, DoorName, Operational, Protection, Statistical};
use tallybox::vault::identity;
use tallybox::vault::keyring::KeyRing;
use tallybox::vault::store::Store;

use super::{Asked, DEPARTMENTS, World};

/// People on each department's list, as the statistical door is told: enough for a response rate.
const STAFF: u64 = 30;

/// Columns that are no figures: names, and words of files that no person answered.
const NO_FIGURES: [(&str, &[&str]); 9] = [
    ("equipment", &["owner", "deputy"]),
    ("services", &["people"]),
    ("courses", &["departments", "nation"]),
    ("matches", &["person"]),
    ("people", &["person"]),
    ("steps", &["maps_to"]),
    ("posts", &["standards"]),
    (
        "published",
        &["value", "of", "base", "year", "source", "differs"],
    ),
    ("definitions", &["source"]),
];

/// Blocks whose rows open sheets that another script compares, or that hold no answers: routes of a wish.
const OPENED_ELSEWHERE: [&str; 1] = ["plan"];
/// The column of the scripts with what rows open.
const BEHIND: &str = "behind";

/// HESA's codes stand beside what they are the codes of.
const CODED: [&str; 4] = ["terms", "mode", "qualification", "age"];

/// What is read through one door, with what views need beside it.
pub(super) struct Desk<D> {
    home: Home,
    reading: Reading<D>,
}

impl<D: Door> Desk<D> {
    pub(super) fn new(world: &World, key: &str) -> Self {
        let home = Home::find(Some(&world.home()));
        let store = Store::open_to_read(&home.box_folder()).unwrap();
        let ring = KeyRing::load(&home.keys()).unwrap();
        let never = &mut |_: &std::path::Path| unreachable!("demo keys have no passphrase");
        let own = identity::read(&world.identity(key), never).unwrap().age;
        let holders = Holders::find(&ring, own).unwrap();
        let reading = figures::read(&home, &store, &ring, None, &holders).unwrap();
        Self { home, reading }
    }

    fn files(&self, department: Option<&str>) -> DeskFiles {
        DeskFiles::read(&self.home, &self.reading.versions[0], department).unwrap()
    }

    fn json(&self, view: &View) -> Json {
        let teller = Teller::new(&self.reading.versions[0].default_language());
        serde_json::from_str(&json::write(view, &teller)).unwrap()
    }
}

impl Desk<Operational> {
    pub(super) fn view(&self, name: Name, department: &str) -> Option<Json> {
        let files = self.files(Some(department));
        let day = tallybox::runtime::clock::today();
        let survey = &self.reading.versions[0];
        let material = files.material(&self.reading.frame, survey, Some(department), day);
        view::operational(name, &material).map(|view| self.json(&view))
    }
}

impl Desk<Statistical> {
    fn view(&self, name: Name, department: Option<&str>, people: u64) -> Option<Json> {
        let mut files = self.files(department);
        files
            .headcounts
            .people
            .values_mut()
            .for_each(|staff| *staff = people);
        let day = tallybox::runtime::clock::today();
        let survey = &self.reading.versions[0];
        let material = files.material(&self.reading.frame, survey, department, day);
        let made = view::statistical_beside(name, &material, Protection::Hesa, files.beside());
        made.map(|(view, _)| self.json(&view))
    }
}

/// Every difference between the program's views and the scripts', a line each.
pub(super) fn differences(world: &World, lead: &Desk<Operational>, day: &str) -> Vec<String> {
    let office: Desk<Statistical> = Desk::new(world, "statistics.key");
    let staff = STAFF.to_string();
    let statistical = world.asked("office.py", &[&[staff.as_str()][..], &DEPARTMENTS].concat());
    let mut all = Vec::new();
    for department in DEPARTMENTS {
        let demand = world.home().join(format!("demand/{department}.toml"));
        let operational = world.asked("lead.py", &[demand.to_str().unwrap(), day]);
        for name in through(DoorName::Operational) {
            // Compared with `views.py`, skill by skill.
            if matches!(name, Name::Cover | Name::Horizon) {
                continue;
            }
            let ours = lead.view(name, department).unwrap();
            let place = format!("{department}, {}", name.code());
            all.extend(unflagged(&place, &ours));
            all.extend(of_view(&place, &ours, &operational[name.code()]));
        }
    }
    for department in [None, Some(DEPARTMENTS[0]), Some(DEPARTMENTS[1])] {
        let theirs = &statistical[department.unwrap_or_default()];
        // Of fewer than ten, who are shown with others, a view tells no flag.
        let alone = department.filter(|_| world.asked == Asked::AsShipped);
        let flagged = alone
            .into_iter()
            .flat_map(|_| through(DoorName::Statistical));
        all.extend(flagged.filter_map(|name| {
            let crowded = office.view(name, department, 1).unwrap();
            unflagged(
                &format!("{department:?}, {}, protected", name.code()),
                &crowded,
            )
        }));
        for name in through(DoorName::Statistical) {
            let ours = office.view(name, department, STAFF).unwrap();
            let place = format!(
                "{}, {}, protected",
                department.unwrap_or("all"),
                name.code()
            );
            all.extend(of_view(&place, &ours, &theirs[name.code()]));
        }
    }
    all
}

/// Of a department with a staff list of one, a view begins with saying that more answered.
fn unflagged(place: &str, view: &Json) -> Option<String> {
    let first = view["blocks"][0]["text"].as_str().unwrap_or_default();
    let told = ["staff list. Somebody answered twice", "made up"];
    let is_told = told.iter().any(|words| first.contains(words));
    let flags = view["blocks"].as_array()?.iter().take(3);
    let crowded = flags.filter(|block| {
        block["text"]
            .as_str()
            .is_some_and(|text| text.contains(told[0]))
    });
    (!is_told || crowded.count() == 0)
        .then(|| format!("{place}: it is not flagged first, but says {first}"))
}

fn through(door: DoorName) -> impl Iterator<Item = Name> {
    let all = Name::ALL.into_iter();
    all.filter(move |name| name.doors().contains(&door))
}

fn of_view(place: &str, ours: &Json, theirs: &Json) -> Vec<String> {
    let Some(theirs) = theirs.as_object() else {
        return vec![format!("{place}: the scripts leave this view out")];
    };
    let blocks = ours["blocks"].as_array().unwrap().iter();
    let blocks: BTreeMap<&str, &Json> = blocks
        .filter_map(|block| Some((block["id"].as_str()?, block)))
        .collect();
    let mut all = Vec::new();
    for (id, block) in &blocks {
        let place = format!("{place}, {id}");
        match theirs.get(*id) {
            None | Some(Json::Null) => {
                all.push(format!("{place}: the scripts leave this block out"));
            }
            Some(Json::String(_)) => {}
            Some(theirs) => all.extend(of_block(&place, block, theirs)),
        }
    }
    let made = theirs.iter().filter(|(_, block)| !block.is_null());
    let lost = made.filter(|(id, _)| !blocks.contains_key(id.as_str()));
    all.extend(lost.map(|(id, _)| format!("{place}, {id}: the view leaves this block out")));
    all
}

fn of_block(place: &str, ours: &Json, theirs: &Json) -> Option<String> {
    match ours["kind"].as_str().unwrap() {
        "facts" => unlike(place, &ours["facts"], theirs),
        "grid" => unlike(place, &ours["cells"], theirs),
        "bars" => of_rows(place, ours["bars"].as_array().unwrap(), theirs, &[]),
        _ => {
            let id = ours["id"].as_str().unwrap();
            let words = NO_FIGURES.iter().find(|(known, _)| *known == id);
            let words = words.map_or(&[][..], |(_, words)| words);
            let code: &[&str] = if CODED.contains(&id) {
                &["code"]
            } else {
                words
            };
            let rows = ours["rows"].as_array().unwrap();
            let opens = rows.iter().any(|row| !behind(row).is_empty());
            let is_told = |row: &Json| row.get(BEHIND).is_some();
            let is_left =
                !OPENED_ELSEWHERE.contains(&id) && !theirs.as_array()?.iter().any(is_told);
            if opens && is_left {
                return Some(format!("{place}: the scripts leave out what rows open"));
            }
            of_rows(place, rows, theirs, code)
        }
    }
}

fn unlike(place: &str, ours: &Json, theirs: &Json) -> Option<String> {
    (!fits(ours, theirs)).then(|| format!("{place}: {ours}, by the script {theirs}"))
}

/// Whether two values are the same, but for what is withheld: whether it has to be, the attackers' tests look at
/// (`tests/attack`). What is shown must be right.
fn fits(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::Object(own), _) if is_withheld(own) => true,
        (Json::Object(own), Json::Object(other)) => {
            let mut all = own.iter();
            own.len() == other.len()
                && all.all(|(key, value)| other.get(key).is_some_and(|one| fits(value, one)))
        }
        (Json::Array(own), Json::Array(other)) => {
            let mut pairs = own.iter().zip(other);
            own.len() == other.len() && pairs.all(|(one, other)| fits(one, other))
        }
        _ => ours == theirs,
    }
}

fn is_withheld(value: &Map<String, Json>) -> bool {
    value.len() == 1 && value.contains_key("withheld")
}

/// Rows in any order, by the columns that the script has.
fn of_rows(place: &str, ours: &[Json], theirs: &Json, words: &[&str]) -> Option<String> {
    let theirs = theirs.as_array().unwrap();
    let columns: Vec<&String> = theirs
        .iter()
        .flat_map(|row| row.as_object().unwrap().keys())
        .collect();
    let is_known = |column: &String| {
        column == "detail" || columns.contains(&column) || words.contains(&column.as_str())
    };
    let mut own = ours.iter().flat_map(|row| row.as_object().unwrap().keys());
    if let Some(column) = own.find(|column| !is_known(column)) {
        return Some(format!(
            "{place}: the scripts leave the column {column} out"
        ));
    }
    let cut = |row: &Json| {
        let cells = columns
            .iter()
            .map(|column| ((*column).clone(), cell(row, column)));
        Json::Object(cells.collect::<Map<_, _>>())
    };
    let ours: Vec<Json> = ours.iter().map(cut).collect();
    let in_order = |row: &Json| {
        let mut row = row.clone();
        for rows in row
            .get_mut(BEHIND)
            .and_then(Json::as_object_mut)
            .into_iter()
            .flatten()
        {
            *rows.1 = sorted(rows.1.as_array().unwrap().clone());
        }
        row
    };
    let mut left: Vec<Json> = theirs.iter().map(in_order).collect();
    let unmatched = ours.iter().find(|one| {
        let found = left.iter().position(|other| fits(one, other));
        found.map(|at| left.swap_remove(at)).is_none()
    });
    match unmatched {
        Some(one) => Some(format!("{place}: {one}, by the script {left:?}")),
        None if ours.len() != theirs.len() => Some(format!(
            "{place}: {} rows, by the script {}",
            ours.len(),
            theirs.len()
        )),
        None => None,
    }
}

/// The sheets that a row opens: their rows in any order, without who they are about.
fn behind(row: &Json) -> Map<String, Json> {
    let blocks = row["detail"].as_array().into_iter().flatten();
    let sheets = blocks.filter(|block| block["kind"] == "sheet");
    let told = |sheet: &Json| {
        let mut rows = sheet["rows"].as_array().unwrap().clone();
        for row in rows.iter_mut().filter_map(Json::as_object_mut) {
            row.retain(|column, _| column != "person" && column != "detail");
        }
        (sheet["id"].as_str().unwrap().to_owned(), sorted(rows))
    };
    sheets.map(told).collect()
}

fn sorted(mut rows: Vec<Json>) -> Json {
    rows.sort_by_cached_key(|row| {
        let cells: BTreeMap<_, _> = row.as_object().into_iter().flatten().collect();
        format!("{cells:?}")
    });
    rows.into()
}

/// A value of a row, or of a block behind it.
fn cell(row: &Json, column: &str) -> Json {
    if column == BEHIND {
        return behind(row).into();
    }
    let Some((block, id)) = column.split_once('.') else {
        return row[column].clone();
    };
    let behind = row["detail"].as_array().into_iter().flatten();
    let mut block = behind
        .filter(|one| one["id"] == block)
        .map(|one| one["facts"][id].clone());
    block.next_back().unwrap_or(Json::Null)
}
