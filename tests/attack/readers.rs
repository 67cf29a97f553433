//! Who reads a release: the lead of a department, who knows what each of its people answered, and whoever has the file
//! for spreadsheets.

use super::*;

#[test]
fn nothing_that_suppression_hides_can_be_narrowed_by_a_lead_who_knows_a_department() {
    let survey = survey();
    let mut looked_at = 0;
    for seed in 0..rounded::releases(1) {
        let people = crowd(&mut Numbers(seed));
        let report = release(&frame(&survey, &people), Protection::Suppress);
        for department in roster(&people).into_keys() {
            let mut world = world(&people, None, std::slice::from_ref(&report));
            world["knows"] = known_to_lead(&people, department);
            for found in &attacked(&world)[0] {
                looked_at += 1;
                assert!(
                    found.width() >= DECLARED,
                    "seed {seed}, {department}: {found:?}"
                );
            }
        }
    }
    assert!(looked_at > 300, "{looked_at}");
}

/// What the lead of a department knows: what each of its people answered.
fn known_to_lead(people: &[Person], department: &str) -> Json {
    let own: Vec<&Person> = people
        .iter()
        .filter(|one| one.department == department)
        .collect();
    let mut groups = BTreeMap::new();
    for (id, _) in QUESTIONS {
        groups.insert(id, counts_of(&own, id));
    }
    let mut crossings: BTreeMap<&str, BTreeMap<&str, BTreeMap<String, Json>>> = BTreeMap::new();
    for (by, id) in CROSSINGS {
        let mut steps: BTreeMap<String, Vec<&Person>> = BTreeMap::new();
        for person in &own {
            let step = person
                .given
                .get(by)
                .map_or_else(String::new, |codes| codes[0].clone());
            steps.entry(step).or_default().push(person);
        }
        let counts = steps
            .iter()
            .map(|(step, people)| (step.clone(), counts_of(people, id)));
        crossings
            .entry(by)
            .or_default()
            .insert(id, counts.collect());
    }
    json!({ "department": department, "groups": groups, "crossings": crossings })
}

/// How many of some people gave each code or did not, or are missing.
fn counts_of(people: &[&Person], id: &str) -> Json {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let codes = QUESTIONS
        .into_iter()
        .find(|(known, _)| *known == id)
        .unwrap()
        .1;
    for person in people {
        match person.missing.get(id) {
            Some(kind) => *counts.entry(kind.code().to_owned()).or_default() += 1,
            None => {
                for code in codes {
                    let is_given = person.given[id].iter().any(|given| given == code);
                    let key = if is_given {
                        (*code).to_owned()
                    } else {
                        format!("not {code}")
                    };
                    *counts.entry(key).or_default() += 1;
                }
            }
        }
    }
    json!(counts)
}

/// Who reads the file for spreadsheets knows no figure more than whoever is attacked here.
#[test]
fn the_file_for_spreadsheets_holds_the_figures_that_are_attacked_and_no_more() {
    let survey = survey();
    let people = crowd(&mut Numbers(3));
    for protection in [Protection::Hesa, Protection::MinimumN, Protection::Suppress] {
        let published = frame::<Statistical>(&survey, &people)
            .count()
            .protect(protection)
            .unwrap();
        let labels = report::Labels::new(vec![Arc::clone(&survey)], &survey.default_language());
        let bytes = report::csv::write(&published, &labels, None).unwrap();
        let mut lines = csv::Reader::from_reader(bytes.as_slice());
        let lines = lines.records().map(|line| {
            let line = line.unwrap();
            let of = |at: usize| line[at].to_owned();
            (
                of(2),
                of(4),
                of(7),
                if line[9].is_empty() { of(10) } else { of(9) },
            )
        });
        let mut lines: Vec<_> = lines.collect();
        let mut figures = figures_of(&json_of(&published));
        lines.sort();
        figures.sort();
        assert!(lines.len() > 300 && lines == figures, "{protection:?}");
    }
}

/// Every figure of a report's rows: table, group, what it counts, and the number or why there is none.
fn figures_of(report: &Json) -> Vec<(String, String, String, String)> {
    let text = |value: &Json| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let told = |figure: &Json| {
        figure
            .get("withheld")
            .map_or_else(|| figure.to_string(), text)
    };
    let mut all = Vec::new();
    for table in report["tables"].as_array().unwrap() {
        for row in table["rows"].as_array().unwrap() {
            let mut add = |code: String, figure: String| {
                all.push((text(&table["id"]), text(&row["department"]), code, figure));
            };
            add(String::new(), told(&row["base"]));
            for cell in row["cells"].as_array().unwrap() {
                add(
                    text(&cell["code"]),
                    cell.get("count")
                        .map_or_else(|| told(cell), Json::to_string),
                );
            }
            for (kind, figure) in row["missing"].as_object().unwrap() {
                add(kind.clone(), told(figure));
            }
        }
    }
    all
}
