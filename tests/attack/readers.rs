//! Who reads a release: the lead of a department, who knows what each of its people answered, and whoever has the file
//! for spreadsheets.

use super::*;

#[test]
fn nothing_that_suppression_hides_can_be_narrowed_by_a_lead_who_knows_a_department() {
    let survey = survey();
    let mut looked_at = 0;
    for seed in 0..rounded::releases(1).min(40) {
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
        // The attacker reads everyone's figures as each table's total.
        let mut lines: Vec<_> = lines.filter(|line| line.1 != "everyone").collect();
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

/// Who is asked is decided by another question: how many were asked is that one's count.
#[test]
fn of_whom_a_deciding_question_hides_something_the_base_of_the_next_one_is_hidden() {
    let more = "[[section.question]]\nid = \"more\"\ntype = \"yes_no\"\nlabel = \"More?\"\nrelevant = \"yes\"\nrequired = false\n";
    let told = more.replace(
        "relevant = \"yes\"",
        "audience = [{ id = \"statistics\", when = \"yes\" }]",
    );
    follows(more, Missing::NotRelevant);
    // The same where it decides whose answer the statistics office gets.
    follows(&told, Missing::Withheld);
}

/// Protects a question that another decides of: who said no to that one has this kind of missing.
fn follows(more: &str, otherwise: Missing) {
    let survey = survey_of(&format!("{SURVEY}{more}"));
    let mut builder =
        FrameBuilder::<Statistical>::new(Arc::clone(&survey), &[], &["statistics".to_owned()]);
    let crowd = [
        ("d1", 22, 3),
        ("d2", 20, 15),
        ("d3", 14, 30),
        ("d6", 40, 30),
        ("d7", 25, 25),
    ];
    for (department, yes, no) in crowd {
        for at in 0..yes + no {
            let dept = Answer::Value(Value::Choice(Chosen::code(department)));
            let next = if at < yes {
                Answer::Value(Value::YesNo(at % 2 == 0))
            } else {
                Answer::Missing(otherwise)
            };
            let mut answers = vec![
                ("dept".to_owned(), dept),
                ("yes".to_owned(), Answer::Value(Value::YesNo(at < yes))),
            ];
            answers.push(("more".to_owned(), next));
            builder.push(&survey, &[part(answers)]);
        }
    }
    let report = json_of(
        &builder
            .finish()
            .count()
            .protect(Protection::Suppress)
            .unwrap(),
    );
    let rows = |id: &str| {
        let tables = report["tables"].as_array().unwrap();
        let table = tables.iter().find(|table| table["id"] == id).unwrap();
        table["rows"].as_array().unwrap().clone()
    };
    let (mut hidden, mut shown) = (0, 0);
    for (first, next) in rows("yes").iter().zip(rows("more")) {
        let cells = first["cells"].as_array().unwrap();
        if cells.iter().any(|cell| cell["withheld"] == "suppressed") {
            hidden += 1;
            assert_eq!(next["base"]["withheld"], "complementary", "{next}");
        } else if next["base"].is_u64() {
            shown += 1;
        }
    }
    assert!(hidden >= 2 && shown >= 1, "{hidden} {shown}");
}

/// Declared of `minimum-n`: every figure is about so many people at least, also by subtraction within a release.
#[test]
fn under_minimum_n_no_difference_of_figures_is_about_fewer_people_than_declared() {
    let survey = survey();
    let (mut looked_at, mut naive) = (0, 0);
    for seed in 0..rounded::releases(6) {
        let people = crowd(&mut Numbers(seed));
        let report = release(&frame(&survey, &people), Protection::MinimumN);
        let all = groups_told(&report);
        looked_at += all.len();
        for (what, people) in all {
            assert!(
                people == 0 || people >= MINIMUM,
                "seed {seed}: {what}: {people}"
            );
        }
        let exact = json_of(&frame::<Operational>(&survey, &people).count().exact());
        let few = groups_told(&exact).into_iter();
        naive += few
            .filter(|(_, people)| (1..MINIMUM).contains(people))
            .count();
    }
    assert!(looked_at > 150 && naive > 5, "{looked_at} {naive}");
}

/// The smallest group of the survey.
const MINIMUM: i64 = 10;

/// Every group of people that a release's figures single out, by a row or by taking rows from a total: how many
/// were asked and how many answered. Tables of one question are about the same people.
fn groups_told(report: &Json) -> Vec<(String, i64)> {
    let mut all = Vec::new();
    let mut totals: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for table in report["tables"].as_array().unwrap() {
        let name = format!("{} by {}", table["id"], table["by"]);
        let rows = table["rows"].as_array().unwrap().iter();
        let shown: Vec<(i64, i64)> = rows.filter_map(asked_and_answered).collect();
        for (asked, answered) in &shown {
            // A base alone may stand where too few answered.
            all.push((format!("{name}, asked"), *asked));
            all.push((format!("{name}, answered"), *answered));
        }
        let Some((asked, answered)) = asked_and_answered(&table["everyone"]) else {
            continue;
        };
        let sum = |of: fn(&(i64, i64)) -> i64| shown.iter().map(of).sum::<i64>();
        all.push((format!("{name}, rest"), asked - sum(|row| row.0)));
        all.push((
            format!("{name}, rest that answered"),
            answered - sum(|row| row.1),
        ));
        let id = table["id"].to_string();
        let (known, gave) = *totals.entry(id).or_insert((asked, answered));
        all.push((format!("{name}, totals"), (known - asked).abs()));
        all.push((
            format!("{name}, totals that answered"),
            (gave - answered).abs(),
        ));
    }
    all
}

/// How many a row's people were asked, and how many of them answered, where it shows its kinds of missing.
fn asked_and_answered(row: &Json) -> Option<(i64, i64)> {
    let asked = row["base"].as_i64()?;
    let kinds = row["missing"].as_object()?.iter();
    let kinds =
        kinds.filter(|(kind, _)| !["not_in_version", "not_relevant"].contains(&kind.as_str()));
    let silent: Option<Vec<i64>> = kinds.map(|(_, count)| count.as_i64()).collect();
    Some((asked, asked - silent?.iter().sum::<i64>()))
}
