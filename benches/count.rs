//! Counting every question by department, against reading every byte of the columns once.
//!
//! `cargo bench --bench count` counts 30,000 simulated respondents, 100 questions, 60 departments;
//! a number after `--` asks for as many respondents. Both are timed in the same run, in turn, and the
//! medians are compared: absolute figures drift, the ratio holds (performance.md).
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use tallybox::base::time::Month;
use tallybox::response::answer::{Answer, Chosen, Missing, Value};
use tallybox::response::part::OpenedPart;
use tallybox::runtime::clock;
use tallybox::stats::{FrameBuilder, Operational};
use tallybox::survey::{self, Files, Questionnaire};

const DEPARTMENTS: u64 = 60;
const SINGLES: u64 = 60;
const MULTIPLES: u64 = 20;
const ROWS: u64 = 20;
const TURNS: usize = 15;

/// The one list that the questionnaire names: departments.
struct Lists;

impl Files for Lists {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        let line = |at| format!("c{at},Department {at}\n");
        let lines: String = (0..DEPARTMENTS).map(line).collect();
        Ok(format!("code,label\n{lines}").into_bytes())
    }
}

/// A small generator of its own: the same answers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn choices(count: u64) -> String {
    let choice = |at| format!("{{ code = \"c{at}\", label = \"Choice {at}\" }}");
    (0..count).map(choice).collect::<Vec<_>>().join(", ")
}

fn questionnaire() -> Arc<Questionnaire> {
    let mut toml = "schema = 1\n[survey]\nid = \"bench\"\ntitle = \"Bench\"\nlanguages = [\"en\"]\ndepartment = \"dept\"\n\
        [privacy]\nnotice = \"A benchmark.\"\n[[audience]]\nid = \"lead\"\nsealed_to = [\"department\", \"institution\"]\n\
        [lists.departments]\nfile = \"departments.csv\"\n[[section]]\nid = \"all\"\ntitle = \"All\"\n"
        .to_owned();
    let mut question = |id: &str, kind: &str, rest: &str| {
        let lines = format!(
            "[[section.question]]\nid = \"{id}\"\ntype = \"{kind}\"\nlabel = \"{id}\"\naudience = [\"lead\"]\n{rest}\n"
        );
        toml.push_str(&lines);
    };
    question("dept", "single", "list = \"departments\"");
    for at in 0..SINGLES {
        question(
            &format!("single_{at}"),
            "single",
            &format!("choices = [{}]", choices(6)),
        );
    }
    for at in 0..MULTIPLES {
        question(
            &format!("multiple_{at}"),
            "multiple",
            &format!("choices = [{}]", choices(12)),
        );
    }
    let points = "choices = [{ code = \"0\", label = \"a\" }, { code = \"1\", label = \"b\" }, { code = \"2\", label = \"c\" }, { code = \"3\", label = \"d\" }]";
    question(
        "matrix",
        "matrix",
        &format!("rows = [{}]\ncells = \"scale\"\n{points}", choices(ROWS)),
    );
    let checked = survey::load("bench.toml", toml.as_bytes(), &Lists);
    let faults: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|one| format!("{}: {}", one.line, one.message))
        .collect();
    assert!(checked.questionnaire.is_some(), "{}", faults.join("\n"));
    checked.questionnaire.unwrap()
}

fn answers(random: &mut Random) -> Vec<(String, Answer)> {
    let code = |random: &mut Random, bound| Chosen::code(&format!("c{}", random.below(bound)));
    let mut answers = vec![(
        "dept".to_owned(),
        Answer::Value(Value::Choice(code(random, DEPARTMENTS))),
    )];
    for at in 0..SINGLES {
        let answer = match random.below(12) {
            0 => Answer::Missing(Missing::PreferNot),
            1 => Answer::Missing(Missing::NotRelevant),
            _ => Answer::Value(Value::Choice(code(random, 6))),
        };
        answers.push((format!("single_{at}"), answer));
    }
    for at in 0..MULTIPLES {
        let chosen = (0..12)
            .filter(|_| random.below(4) == 0)
            .map(|at| Chosen::code(&format!("c{at}")));
        answers.push((
            format!("multiple_{at}"),
            Answer::Value(Value::Choices(chosen.collect())),
        ));
    }
    let row = |at| {
        (
            format!("c{at}"),
            Answer::Value(Value::Integer(i64::try_from(random.below(4)).unwrap_or(0))),
        )
    };
    answers.push((
        "matrix".to_owned(),
        Answer::Value(Value::Rows((0..ROWS).map(row).collect())),
    ));
    answers
}

fn part(answers: Vec<(String, Answer)>) -> OpenedPart {
    OpenedPart {
        survey: "bench".to_owned(),
        wave: String::new(),
        fingerprint: String::new(),
        response: String::new(),
        revision: 1,
        audience: "lead".to_owned(),
        language: None,
        month: Month::new(2027, 1).unwrap(),
        replaces_lost: false,
        imported: false,
        warned: Vec::new(),
        answers,
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = clock::moment();
    let result = black_box(work());
    (start.elapsed(), result)
}

fn main() {
    let asked = std::env::args().find_map(|word| word.parse().ok());
    // `cargo test` runs benches too, to see that they run: few people suffice for that.
    let measured = std::env::args().any(|word| word == "--bench");
    let respondents: usize = asked.unwrap_or(if measured { 30_000 } else { 300 });
    let questionnaire = questionnaire();
    let audiences = ["lead".to_owned()];
    let mut builder: FrameBuilder<Operational> =
        FrameBuilder::new(Arc::clone(&questionnaire), &[], &audiences);
    let mut random = Random(7);
    for _ in 0..respondents {
        builder.push(&questionnaire, &[part(answers(&mut random))]);
    }
    let frame = builder.finish();
    let (mut counting, mut reading) = (Vec::new(), Vec::new());
    let mut bytes = 0;
    for _ in 0..TURNS {
        let (time, (read, _)) = timed(|| frame.read_all());
        bytes = read;
        reading.push(time);
        counting.push(timed(|| frame.count()).0);
    }
    let (count, read) = (median(counting), median(reading));
    println!("respondents                  {respondents}");
    println!("bytes of columns             {bytes}");
    println!("read every byte once         {read:?}");
    println!("count every question         {count:?}");
    println!(
        "ratio count / read           {:.2}",
        count.as_secs_f64() / read.as_secs_f64()
    );
}
