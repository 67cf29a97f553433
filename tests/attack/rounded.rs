//! HESA's rounding: declared is that a figure stands for three consecutive numbers at least. The attacker
//! knows who answered, what rounding makes of a number, and every table and crossing of a question.

#![expect(
    clippy::print_stdout,
    reason = "what protection costs is measured, and told with `--nocapture`"
)]

use super::*;

/// How many further values a figure has, at least.
const FURTHER: i64 = 2;

/// Crowds in whose releases the table by department, its crossings and the sizes of the groups tell more together
/// than each of them does.
const HARD: [u64; 4] = [29, 111, 124, 160];

/// How many releases are attacked: a few on every run of .ci/run, 500 in the long form.
pub(super) fn releases(few: u64) -> u64 {
    let asked = std::env::var("TALLYBOX_RELEASES").ok();
    asked.and_then(|all| all.parse().ok()).unwrap_or(few)
}

/// The first crowds, and the hard ones.
fn seeds(few: u64) -> BTreeSet<u64> {
    (0..releases(few)).chain(HARD).collect()
}

/// What the attacker makes of rounded figures.
fn attacked_rounded(people: &[Person], releases: &[Json]) -> Vec<Vec<Found>> {
    let mut world = world(people, None, releases);
    world["rounded"] = json!(true);
    attacked(&world)
}

/// Whether the form itself says a figure: in this crowd nobody passes over the ladder, and there is one
/// version.
fn is_of_form(found: &Found) -> bool {
    let is_ladder =
        found.table == "ladder" && ["not_relevant", "base"].contains(&found.cell.as_str());
    is_ladder || found.cell == "not_in_version"
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
        for found in found[0].iter().filter(|found| !is_of_form(found)) {
            looked_at += 1;
            withheld += u64::from(!found.is_shown);
            shown += u64::from(found.is_shown);
            if found.width() < FURTHER {
                narrow.push(format!("seed {seed}: {found:?}"));
            }
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
        let found = attacked_rounded(&people, &[merely_rounded(&exact)]);
        let facts = found[0].iter().filter(|found| !is_of_form(found));
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
