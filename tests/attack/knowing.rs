//! A reader who has the program: they let it protect every crowd that could be, and keep those of which it writes the
//! very file that was published. What a figure is in all of these, the choice of withheld cells tells.

#![expect(
    clippy::print_stdout,
    reason = "what the choice of cells tells is measured, and told with `--nocapture`"
)]

use super::*;

/// A question, and who is asked it: every way in which so many people of each department can answer is a crowd.
struct World {
    question: &'static str,
    departments: &'static [(&'static str, usize)],
    /// What one person can say; nothing is blank.
    sayings: &'static [&'static [&'static str]],
}

/// The first is looked at on every run, all of them in the long form.
const WORLDS: [World; 3] = [
    World {
        question: "yes",
        departments: &[("d1", 10), ("d6", 11), ("d7", 14)],
        sayings: &[&["true"], &["false"]],
    },
    World {
        question: "ladder",
        departments: &[("d6", 10), ("d7", 12)],
        sayings: &[&["a"], &["b"], &["c"]],
    },
    World {
        question: "wishes",
        departments: &[("d7", 13)],
        sayings: &[&["x"], &["y"], &["x", "y"], &[]],
    },
];

/// How many of a department say each thing.
type Counts = Vec<usize>;

/// Every way to divide people among so many sayings.
fn divisions(people: usize, sayings: usize) -> Vec<Counts> {
    if sayings == 1 {
        return vec![vec![people]];
    }
    let mut all = Vec::new();
    for first in 0..=people {
        for rest in divisions(people - first, sayings - 1) {
            let mut counts = vec![first];
            counts.extend(rest);
            all.push(counts);
        }
    }
    all
}

/// Every crowd of a world: for each department its counts.
fn crowds(world: &World) -> Vec<Vec<Counts>> {
    let mut all = vec![Vec::new()];
    for (_, people) in world.departments {
        let own = divisions(*people, world.sayings.len());
        let longer = all.iter().flat_map(|crowd: &Vec<Counts>| {
            own.iter().map(|counts| {
                let mut crowd = crowd.clone();
                crowd.push(counts.clone());
                crowd
            })
        });
        all = longer.collect();
    }
    all
}

/// What is published of a crowd.
fn published(
    survey: &Arc<Questionnaire>,
    world: &World,
    crowd: &[Counts],
    protection: Protection,
) -> String {
    let mut builder =
        FrameBuilder::<Statistical>::new(Arc::clone(survey), &[], &["statistics".to_owned()]);
    for ((department, _), counts) in world.departments.iter().zip(crowd) {
        let dept = Answer::Value(Value::Choice(Chosen::code(department)));
        for (saying, count) in world.sayings.iter().zip(counts) {
            let said = match (world.question, *saying) {
                (_, []) => Answer::Missing(Missing::Blank),
                ("yes", [code, ..]) => Answer::Value(Value::YesNo(*code == "true")),
                ("wishes", codes) => {
                    let codes = codes.iter().map(|code| Chosen::code(code));
                    Answer::Value(Value::Choices(codes.collect()))
                }
                (_, [code, ..]) => Answer::Value(Value::Choice(Chosen::code(code))),
            };
            let answers = vec![
                ("dept".to_owned(), dept.clone()),
                (world.question.to_owned(), said),
            ];
            let opened = [part(answers)];
            for _ in 0..*count {
                builder.push(survey, &opened);
            }
        }
    }
    let figures = builder.finish().count_only(world.question);
    report::json::write(&figures.protect(protection).unwrap())
}

/// What is counted of who says nothing.
const BLANK: &[&str] = &["blank"];

/// How many of each department, and of everyone, gave each code.
fn figures(world: &World, crowd: &[Counts]) -> BTreeMap<(String, &'static str), usize> {
    let mut all = BTreeMap::new();
    for ((department, _), counts) in world.departments.iter().zip(crowd) {
        for (saying, count) in world.sayings.iter().zip(counts) {
            let codes = if saying.is_empty() { BLANK } else { *saying };
            for code in codes {
                for group in [*department, "*"] {
                    *all.entry((group.to_owned(), *code)).or_default() += count;
                }
            }
        }
    }
    all
}

/// What a figure is about: a department or `*`, and a code.
type Place = (String, &'static str);

/// A published file: the crowds that it is published of, and what it shows.
struct File {
    crowds: Vec<BTreeMap<Place, usize>>,
    shown: BTreeMap<Place, u64>,
}

fn files(survey: &Arc<Questionnaire>, world: &World, protection: Protection) -> Vec<File> {
    let mut files: BTreeMap<String, File> = BTreeMap::new();
    for crowd in crowds(world) {
        let text = published(survey, world, &crowd, protection);
        let figures = figures(world, &crowd);
        let file = files.entry(text.clone()).or_insert_with(|| {
            let shown = shown(&text, &figures);
            let crowds = Vec::new();
            File { crowds, shown }
        });
        file.crowds.push(figures);
    }
    files.into_values().collect()
}

/// The counts that a file shows.
fn shown(text: &str, figures: &BTreeMap<Place, usize>) -> BTreeMap<Place, u64> {
    let report: Json = serde_json::from_str(text).unwrap();
    let table = &report["tables"][0];
    let rows = table["rows"].as_array().unwrap();
    let of = |(group, code): &Place| {
        let row = match group.as_str() {
            "*" => table.get("everyone")?,
            group => rows.iter().find(|row| row["department"] == group)?,
        };
        if BLANK.contains(code) {
            return row["missing"][*code].as_u64();
        }
        let cells = row["cells"].as_array()?.iter();
        let name = |cell: &&Json| {
            let number = cell["code"].to_string();
            cell["code"] == **code || number == **code
        };
        cells.clone().find(name)?["count"].as_u64()
    };
    let all = figures.keys();
    all.filter_map(|place| Some((place.clone(), of(place)?)))
        .collect()
}

/// How far the values of the figures that are looked at reach, where that is least: how many they are, and how far apart.
fn narrowest(
    crowds: &[&BTreeMap<Place, usize>],
    matters: impl Fn(&Place, &BTreeSet<usize>) -> bool,
) -> (usize, usize) {
    let values = crowds[0].keys().filter_map(|place| {
        let values: BTreeSet<usize> = crowds.iter().map(|crowd| crowd[place]).collect();
        let span = values.last().unwrap() - values.first().unwrap();
        matters(place, &values).then_some((values.len(), span))
    });
    values
        .reduce(|one, other| (one.0.min(other.0), one.1.min(other.1)))
        .unwrap_or((usize::MAX, usize::MAX))
}

/// Whether a crowd may be what a file's figures say, for all that they say themselves.
fn agrees(crowd: &BTreeMap<Place, usize>, file: &File, protection: Protection) -> bool {
    file.shown.iter().all(|(place, shown)| {
        let count = crowd[place] as u64;
        match protection {
            Protection::Hesa => (count + 2) / 5 * 5 == *shown,
            _ => count == *shown,
        }
    })
}

/// Crowds of a world by how much their file leaves of its narrowest figure: to who has the file, and to who has the
/// program too.
#[derive(Default)]
struct Left {
    crowds: usize,
    by_file: BTreeMap<usize, usize>,
    by_program: BTreeMap<usize, usize>,
    example: Option<String>,
    /// Figures, as rounded, of which there are two files.
    torn: Option<Vec<usize>>,
}

impl Left {
    fn of(survey: &Arc<Questionnaire>, world: &World, protection: Protection) -> Self {
        let files = files(survey, world, protection);
        let all: Vec<_> = files.iter().flat_map(|file| &file.crowds).collect();
        let mut left = Self::default();
        let mut alike = BTreeMap::new();
        for (at, file) in files.iter().enumerate() {
            for crowd in &file.crowds {
                let rounded: Vec<usize> = crowd.values().map(|count| (count + 2) / 5).collect();
                if *alike.entry(rounded.clone()).or_insert(at) != at {
                    left.torn = Some(rounded);
                }
            }
            let narrowest = |crowds: &[&BTreeMap<Place, usize>]| {
                if protection == Protection::Hesa {
                    narrowest(crowds, |_, _| true).0
                } else {
                    // What is withheld and may be small: that everyone gave a code is not.
                    let is_small = |values: &BTreeSet<usize>| values.range(1..5).next().is_some();
                    narrowest(crowds, |place, values| {
                        !file.shown.contains_key(place) && is_small(values)
                    })
                    .1
                }
            };
            let same: Vec<_> = file.crowds.iter().collect();
            let could = all.iter().filter(|crowd| agrees(crowd, file, protection));
            let could = narrowest(&could.copied().collect::<Vec<_>>());
            *left.by_file.entry(could.min(6)).or_default() += same.len();
            *left.by_program.entry(narrowest(&same).min(6)).or_default() += same.len();
            if could < declared(protection) && left.example.is_none() {
                left.example = Some(format!("{:?} of {:?}", file.shown, same[0]));
            }
            left.crowds += same.len();
        }
        left
    }

    /// How many crowds publish a file in which a figure is narrower than declared.
    fn narrow(by: &BTreeMap<usize, usize>, protection: Protection) -> usize {
        by.range(..declared(protection))
            .map(|(_, crowds)| crowds)
            .sum()
    }
}

/// So many values under `hesa`, so far apart under `suppress`.
const fn declared(protection: Protection) -> usize {
    match protection {
        Protection::Hesa => 3,
        _ => 5,
    }
}

#[test]
fn of_every_crowd_that_could_be_a_file_leaves_as_many_as_declared() {
    let survey = survey();
    let worlds = if rounded::releases(1) > 1 { 3 } else { 1 };
    for world in &WORLDS[..worlds] {
        for protection in [Protection::Hesa, Protection::Suppress] {
            let left = Left::of(&survey, world, protection);
            println!(
                "{} {protection:?}: {} crowds; by their narrowest figure {:?}, for whoever has the program too {:?}",
                world.question, left.crowds, left.by_file, left.by_program
            );
            let narrow = Left::narrow(&left.by_file, protection);
            assert_eq!(
                narrow, 0,
                "{} {protection:?}: {:?}",
                world.question, left.example
            );
            assert!(
                protection != Protection::Hesa || left.torn.is_none(),
                "{}: two files of crowds that round alike, {:?}",
                world.question,
                left.torn
            );
        }
    }
}
