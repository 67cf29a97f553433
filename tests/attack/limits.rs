//! Limits: a group of fewer than so many shows nothing. Where the limit is asked of a number that nobody sees, whether
//! a group is shown tells on which side of it that number is. So here every crowd that could be is published,
//! and the reader compares those of which the same is published.

use super::*;

const MORE: &str = "[[section.question]]\nid = \"more\"\ntype = \"yes_no\"\nlabel = \"More?\"\nrelevant = \"yes\"\nrequired = false\n";

/// How many of a department said yes, how many of these said so again, and how many people it has.
type Gated = (&'static str, u64, u64, u64);

fn gated() -> Arc<Questionnaire> {
    survey_of(&format!("{SURVEY}{MORE}"))
}

fn truth(truth: bool) -> Answer {
    Answer::Value(Value::YesNo(truth))
}

fn tables(survey: &Arc<Questionnaire>, crowd: &[Gated], protection: Protection) -> Json {
    let audiences = ["statistics".to_owned()];
    let mut builder = FrameBuilder::<Statistical>::new(Arc::clone(survey), &[], &audiences);
    for (department, yes, again, people) in crowd {
        for at in 0..*people {
            let dept = Answer::Value(Value::Choice(Chosen::code(department)));
            let more = if at < *yes {
                truth(at < *again)
            } else {
                Answer::Missing(Missing::NotRelevant)
            };
            let answers = [("dept", dept), ("yes", truth(at < *yes)), ("more", more)];
            let answers = answers.map(|(id, answer)| (id.to_owned(), answer));
            builder.push(survey, &[part(answers.into())]);
        }
    }
    let mut report = json_of(&builder.finish().count().protect(protection).unwrap());
    report["tables"].take()
}

fn row<'j>(tables: &'j Json, id: &str, group: &str) -> &'j Json {
    let tables = tables.as_array().unwrap();
    let table = tables.iter().find(|table| table["id"] == id).unwrap();
    let rows = table["rows"].as_array().unwrap();
    rows.iter().find(|row| row["department"] == group).unwrap()
}

fn all_of(people: u64) -> impl Iterator<Item = (u64, u64)> {
    (0..=people).flat_map(|yes| (0..=yes).map(move |again| (yes, again)))
}

#[test]
fn of_whom_a_deciding_question_hides_something_no_reason_tells_how_many_were_asked() {
    let survey = gated();
    let mut alike: BTreeMap<String, Vec<(u64, u64)>> = BTreeMap::new();
    let mut hidden = 0;
    for (yes, again) in all_of(22) {
        let crowd = [("d6", yes, again, 22), ("d7", 20, 10, 30)];
        let tables = tables(&survey, &crowd, Protection::Suppress);
        alike
            .entry(tables.to_string())
            .or_default()
            .push((yes, again));
    }
    for (published, crowds) in &alike {
        let tables: Json = serde_json::from_str(published).unwrap();
        let of = |id: &str, number: &dyn Fn(&(u64, u64)) -> u64| {
            if row(&tables, id, "d6")["cells"][0]["withheld"].is_null() {
                return None;
            }
            let all: Vec<u64> = crowds.iter().map(number).collect();
            Some(all.iter().max().unwrap() - all.iter().min().unwrap())
        };
        let widths = [of("yes", &|crowd| crowd.0), of("more", &|crowd| crowd.1)];
        for width in widths.into_iter().flatten() {
            hidden += 1;
            assert!(width >= 5, "{crowds:?}: {tables}");
        }
    }
    assert!(hidden > 3, "{hidden}");
}

#[test]
fn whether_a_rounded_row_is_shown_is_told_by_rounded_figures() {
    let survey = gated();
    let mut known: BTreeMap<u64, (bool, u64)> = BTreeMap::new();
    for (yes, again) in all_of(22) {
        let tables = tables(&survey, &[("d6", yes, again, 22)], Protection::Hesa);
        let is_small = row(&tables, "more", "d6")["base"]["withheld"] == "small_base";
        let (other, at) = *known.entry((yes + 2) / 5).or_insert((is_small, yes));
        assert_eq!(other, is_small, "{at} and {yes} said yes");
    }
    assert!(known.values().any(|(is_small, _)| *is_small));
    // Of ten people ten were asked: shown as 10, and nobody was not asked. Who was asked whatever they answered is known.
    let tables = tables(&survey, &[("d6", 10, 5, 10)], Protection::Hesa);
    assert_eq!(row(&tables, "more", "d6")["base"]["withheld"], "small_base");
    assert_eq!(row(&tables, "yes", "d6")["base"], 10);
}

#[test]
fn which_steps_a_rounded_crossing_puts_together_is_told_by_rounded_figures() {
    let survey = survey();
    let mut known: BTreeMap<[u64; 3], (Vec<String>, [u64; 3])> = BTreeMap::new();
    let mut seen = 0;
    for first in 0..=30_u64 {
        for second in 0..=30 - first {
            let sizes = [first, second, 30 - first - second];
            let groups = groups_of_crossing(&survey, sizes);
            seen += usize::from(groups.len() > 1);
            let rounded = sizes.map(|size| (size + 2) / 5);
            let (other, at) = known
                .entry(rounded)
                .or_insert_with(|| (groups.clone(), sizes));
            assert_eq!(*other, groups, "{at:?} and {sizes:?} on the three steps");
        }
    }
    assert!(seen > 50, "{seen}");
}

/// The rows that show figures of a crossing by a question whose answers so many gave.
fn groups_of_crossing(survey: &Arc<Questionnaire>, sizes: [u64; 3]) -> Vec<String> {
    let steps = ["a", "b", "c"].into_iter().zip(sizes);
    let people = steps.flat_map(|(step, size)| {
        (0..size).map(move |at| Person {
            department: "d6".to_owned(),
            given: BTreeMap::from([
                ("ladder", vec![step.to_owned()]),
                (
                    "next",
                    vec![["stay", "leave"][usize::from(at % 2 == 0)].to_owned()],
                ),
                ("wishes", vec!["x".to_owned()]),
                ("yes", vec!["true".to_owned()]),
            ]),
            missing: BTreeMap::new(),
        })
    });
    let frame = frame::<Statistical>(survey, &people.collect::<Vec<_>>());
    let figures = frame.cross("ladder", "next", None).unwrap();
    let report = json_of(&figures.protect(Protection::Hesa).unwrap());
    let rows = report["tables"][0]["rows"].as_array().unwrap();
    let shown = rows.iter().filter(|row| row["base"]["withheld"].is_null());
    let named = shown.map(|row| format!("{} {}", row["group"], row["holds"]));
    named.collect()
}

#[test]
fn a_faculty_row_of_exact_counts_leaves_a_lead_who_knows_one_department_as_many_people_as_any_row()
{
    let survey = gated();
    let mut shown = 0;
    let sizes = || 1..10_u64;
    let all = sizes()
        .flat_map(|one| sizes().flat_map(move |two| sizes().map(move |three| [one, two, three])));
    for sizes in all.step_by(5) {
        let [one, two, three] = sizes;
        // The third passes over the second question but for three of its people.
        let crowd = [
            ("d1", one, 0, one),
            ("d2", two, 0, two),
            ("d3", three.min(3), 0, three),
        ];
        let tables = tables(&survey, &crowd, Protection::MinimumN);
        for (id, parts) in [("yes", sizes), ("more", [one, two, three.min(3)])] {
            let row = row(&tables, id, "f1");
            let answered: u64 = parts.iter().sum();
            let beside = answered - parts.iter().max().unwrap();
            let cells = row["cells"].as_array().unwrap();
            let is_shown = cells.iter().all(|cell| cell["count"].is_u64());
            shown += u64::from(is_shown);
            assert!(!is_shown || beside >= 10, "{id} {sizes:?}: {row}");
        }
    }
    assert!(shown > 10, "{shown}");
}
