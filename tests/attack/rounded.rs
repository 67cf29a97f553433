//! HESA's rounding: declared is that a figure stands for three consecutive numbers at least. The attacker
//! knows who answered, what rounding makes of a number, and every table and crossing of a question.

#![expect(
    clippy::print_stdout,
    reason = "what protection costs is measured, and told with `--nocapture`"
)]

use super::*;

/// How many further values a figure has, at least.
const FURTHER: i64 = 2;

/// Crowds of which a table by department, its crossings and the sizes of their groups tell more together than each
/// table does, with how many figures are then narrow: declared in docs/figures.md.
const TOGETHER: [(u64, usize); 1] = [(124, 100)];
/// A crowd in which a question happens to pass nobody over, and one whose small groups of a crossing once told on its
/// table.
const HARD: [u64; 2] = [111, 160];

/// How many releases are attacked: a few on every run of .ci/run, 500 in the long form.
pub(super) fn releases(few: u64) -> u64 {
    let asked = std::env::var("TALLYBOX_RELEASES").ok();
    asked.and_then(|all| all.parse().ok()).unwrap_or(few)
}

/// The first crowds, and the hard ones.
fn seeds(few: u64) -> BTreeSet<u64> {
    let declared = TOGETHER.map(|(seed, _)| seed);
    let first = 0..releases(few);
    first.chain(declared).chain(HARD).collect()
}

/// What the attacker makes of rounded figures.
fn attacked_rounded(people: &[Person], releases: &[Json]) -> Vec<Vec<Found>> {
    let mut world = world(people, None, releases);
    world["rounded"] = json!(true);
    attacked(&world)
}

/// Whether the form itself says a figure: it has one version, and no question of it has a condition. These crowds are
/// made up without the form, so a question counts as asked of everybody if nobody who is shown was passed over.
fn is_of_form(found: &Found, people: &[Person], report: &Json) -> bool {
    let is_asked = ["not_relevant", "base"].contains(&found.cell.as_str());
    let departments = shown_departments(&found.table, report);
    let is_passed_over = |person: &&Person| {
        let kind = person.missing.get(found.table.as_str());
        kind == Some(&Missing::NotRelevant) && departments.contains(person.department.as_str())
    };
    found.cell == "not_in_version" || is_asked && !people.iter().any(|one| is_passed_over(&one))
}

/// The departments whose people are in the rows that a table by department shows.
fn shown_departments<'r>(id: &str, report: &'r Json) -> BTreeSet<&'r str> {
    let tables = report["tables"].as_array().unwrap().iter();
    let mut tables = tables.filter(|table| table["id"] == id && table["by"] == "department");
    let rows = tables.next().unwrap()["rows"].as_array().unwrap().iter();
    let is_shown = |row: &&Json| row["base"].is_u64() || row["base"]["withheld"] == "pinned";
    let of_row = |row: &'r Json| match row["holds"].as_array() {
        Some(held) => held.iter().filter_map(Json::as_str).collect(),
        None => vec![row["department"].as_str().unwrap()],
    };
    rows.filter(is_shown).flat_map(of_row).collect()
}

/// A release without its crossings.
fn tables_alone(report: &Json) -> Json {
    let mut report = report.clone();
    let tables = report["tables"].as_array_mut().unwrap();
    tables.retain(|table| table["by"] == "department");
    report
}

/// The numbers of a report rounded by hand, and nothing else done to them.
fn merely_rounded(json: &Json) -> Json {
    match json {
        Json::Number(number) => {
            let number = number.as_u64().unwrap();
            json!((number + 2) / 5 * 5)
        }
        Json::Array(all) => all.iter().map(merely_rounded).collect(),
        Json::Object(members) => {
            let members = members.iter();
            let rounded = members.map(|(key, value)| match key.as_str() {
                "code" => (key.clone(), value.clone()),
                _ => (key.clone(), merely_rounded(value)),
            });
            Json::Object(rounded.collect())
        }
        other => other.clone(),
    }
}

#[test]
fn no_rounded_figure_stands_for_fewer_than_three_numbers() {
    let survey = survey();
    let (mut looked_at, mut withheld, mut shown) = (0, 0, 0);
    let mut narrow = Vec::new();
    for seed in seeds(2) {
        let people = crowd(&mut Numbers(seed));
        let report = release(&frame(&survey, &people), Protection::Hesa);
        let found = attacked_rounded(&people, std::slice::from_ref(&report));
        let is_figure = |one: &&Found| !is_of_form(one, &people, &report);
        let is_narrow = |one: &&Found| is_figure(one) && one.width() < FURTHER;
        let together = found[0].iter().filter(is_narrow);
        if let Some((_, declared)) = TOGETHER.iter().find(|(known, _)| *known == seed) {
            assert_eq!(together.count(), *declared, "seed {seed}");
            let alone = attacked_rounded(&people, &[tables_alone(&report)]);
            let alone = alone[0].iter().filter(is_narrow);
            narrow.extend(alone.map(|one| format!("seed {seed}, tables alone: {one:?}")));
        } else {
            narrow.extend(together.map(|one| format!("seed {seed}: {one:?}")));
        }
        for found in found[0].iter().filter(is_figure) {
            looked_at += 1;
            withheld += u64::from(!found.is_shown);
            shown += u64::from(found.is_shown);
            if let Some(truth) = found.truth(&people).filter(|_| found.cell != "base") {
                let interval = found.low..=found.high;
                assert!(interval.contains(&truth), "seed {seed}: {found:?} {truth}");
            }
        }
    }
    println!("{looked_at} figures looked at, {withheld} of them withheld");
    assert!(narrow.is_empty(), "{narrow:#?}");
    // It is HESA's method still: little is withheld.
    assert!(
        looked_at > 600 && withheld * 4 < shown,
        "{looked_at} {withheld} {shown}"
    );
}

#[test]
fn the_attacker_narrows_what_is_merely_rounded() {
    let survey = survey();
    let mut narrow = 0;
    for seed in 0..2 {
        let people = crowd(&mut Numbers(seed));
        let exact = json_of(&frame::<Operational>(&survey, &people).count().exact());
        let rounded = merely_rounded(&exact);
        let found = attacked_rounded(&people, std::slice::from_ref(&rounded));
        let facts = found[0].iter();
        let facts = facts.filter(|found| !is_of_form(found, &people, &rounded));
        narrow += facts.filter(|found| found.width() < FURTHER).count();
    }
    assert!(narrow > 20, "{narrow}");
}

/// How far rounded counts are from what they are, on average, and how many figures are withheld besides
/// the small ones where small ones are (docs/measured.md, 39).
#[test]
fn what_protection_costs() {
    let survey = survey();
    let (mut counts, mut error) = (0_u64, 0_u64);
    let (mut small, mut hidden) = (0_u64, 0_u64);
    for seed in 0..releases(20) {
        let people = crowd(&mut Numbers(seed));
        let frame = frame::<Statistical>(&survey, &people);
        let by_department = |protection| json_of(&frame.count().protect(protection).unwrap());
        for (truth, shown) in cells(&by_department(Protection::Hesa), &people) {
            if let Some(shown) = shown {
                counts += 1;
                error += truth.abs_diff(shown);
            }
        }
        for (truth, shown) in cells(&by_department(Protection::Suppress), &people) {
            small += u64::from((1..5).contains(&truth));
            hidden += u64::from(shown.is_none());
        }
    }
    println!(
        "hesa: mean absolute error {} thousandths; suppress: {hidden} withheld, {small} of them small",
        error * 1000 / counts
    );
    assert!(error * 10 <= counts * 13, "{error} of {counts}");
    assert!(hidden >= small, "{hidden} {small}");
}

/// The counts of departments that are shown by themselves: what they are, and what is shown.
fn cells(report: &Json, people: &[Person]) -> Vec<(u64, Option<u64>)> {
    let mut all = Vec::new();
    for table in report["tables"].as_array().unwrap() {
        let id = table["id"].as_str().unwrap();
        for row in table["rows"].as_array().unwrap() {
            let group = row["department"].as_str().unwrap();
            let is_out = group.starts_with('f') || row["base"]["withheld"] == "rolled_up";
            if is_out || id == "dept" {
                continue;
            }
            for cell in row["cells"].as_array().unwrap() {
                let code = cell["code"]
                    .as_str()
                    .map_or_else(|| cell["code"].to_string(), str::to_owned);
                let gave = |person: &&Person| {
                    let given = person.given.get(id);
                    person.department == group && given.is_some_and(|all| all.contains(&code))
                };
                let truth = people.iter().filter(gave).count() as u64;
                all.push((truth, cell["count"].as_u64()));
            }
        }
    }
    all
}
