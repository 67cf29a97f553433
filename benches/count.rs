//! Counting every question by department, against reading every byte of the columns once.
//!
//! `cargo bench --bench count` counts 30,000, 300,000 and 1,000,000 simulated respondents, 100
//! questions, 60 departments; a number after `--` asks for as many. Floor and counting are timed in the
//! same run, in turn, reading on one core and counting as the program does (from 40,000 respondents on,
//! on all of them), and the least of each is compared, since what else the machine does only adds;
//! absolute figures drift, the ratio holds (docs/measured.md). It prints the memory that the columns take
//! and what the process took at most, and, where `TALLYBOX_PYTHON` (or `python3`) has them, what `polars`
//! and `duckdb` take for the same tables on all cores (`benches/count_peers.py`), by the clock and of the
//! processor; where it has not, it says so. `benches/figures.sh` gives it such a Python. Last comes a line for
//! each goal.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use tallybox::base::time::{Day, Month};
use tallybox::form::simulate::{seed_of, simulate};
use tallybox::response::answer::{Answer, Chosen, Missing, Value};
use tallybox::response::part::{OpenedPart, open, plaintexts};
use tallybox::runtime::clock;
use tallybox::runtime::home::check_file;
use tallybox::stats::{Frame, FrameBuilder, Operational};
use tallybox::survey::{self, Files, Questionnaire};

mod told;

const DEPARTMENTS: u64 = 60;
const SINGLES: u64 = 60;
const MULTIPLES: u64 = 20;
const ROWS: u64 = 20;
const TURNS: usize = 15;
/// Respondents from which on the columns are most of the process.
const MANY: usize = 1_000_000;

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
        simulated: false,
        warned: Vec::new(),
        answers,
    }
}

fn least(times: Vec<Duration>) -> Duration {
    times.into_iter().min().unwrap()
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = clock::moment();
    let result = black_box(work());
    (start.elapsed(), result)
}

/// The most memory that this process has had, in KiB; `None` where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Seconds by the clock and of the processor.
struct Spent {
    wall: f64,
    cpu: f64,
}

/// What the processor has spent on this process, in seconds; `None` where the system does not say.
fn processor() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    // Hundredths of a second: Linux' unit for programs, whatever its own clock does.
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// What the processor spends on one counting. The system says it in hundredths, so many countings are taken together.
fn processor_of(count: impl Fn()) -> Option<f64> {
    let (before, start) = (processor()?, clock::moment());
    let mut times = 0.0;
    while start.elapsed() < Duration::from_secs(1) {
        count();
        times += 1.0;
    }
    Some((processor()? - before) / times)
}

/// What `polars` and `duckdb` take for the same tables: their name and how often ours that is, or why there is none.
fn peers(respondents: usize, ours: &Spent) -> Vec<(String, Spent)> {
    let python = std::env::var("TALLYBOX_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/count_peers.py");
    let output = Command::new(python)
        .arg(script)
        .arg(respondents.to_string())
        .output();
    let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let mut all = Vec::new();
    for line in said
        .unwrap_or_else(|error| format!("python {error}"))
        .lines()
    {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name, wall, cpu] = words[..] else {
            println!("{line}");
            continue;
        };
        let (wall, cpu): (f64, f64) = (wall.parse().unwrap(), cpu.parse().unwrap());
        let times = Spent {
            wall: wall / ours.wall,
            cpu: cpu / ours.cpu,
        };
        println!(
            "{name:<29}{:.1} ms by the clock, {:.0} times ours; {:.1} ms of processor, {:.0} times ours",
            wall * 1000.0,
            times.wall,
            cpu * 1000.0,
            times.cpu
        );
        all.push((name.to_owned(), times));
    }
    all
}

fn build(respondents: usize) -> Frame<Operational> {
    let questionnaire = questionnaire();
    let audiences = ["lead".to_owned()];
    let mut builder = FrameBuilder::new(Arc::clone(&questionnaire), &[], &audiences);
    let mut random = Random(7);
    for _ in 0..respondents {
        builder.push(&questionnaire, &[part(answers(&mut random))]);
    }
    builder.finish()
}

fn measure(respondents: usize, with_peers: bool) {
    let (building, frame) = timed(|| build(respondents));
    let (mut counting, mut reading) = (Vec::new(), Vec::new());
    let mut bytes = 0;
    for _ in 0..TURNS {
        let (time, (read, _)) = timed(|| frame.read_all());
        bytes = read;
        reading.push(time);
        counting.push(timed(|| frame.count()).0);
    }
    let (count, read) = (least(counting), least(reading));
    let cpu = if with_peers {
        processor_of(|| drop(black_box(frame.count())))
    } else {
        None
    };
    let ours = Spent {
        wall: count.as_secs_f64(),
        cpu: cpu.unwrap_or(f64::NAN),
    };
    println!("respondents                  {respondents}");
    println!("bytes of columns             {bytes}");
    println!(
        "bytes a respondent           {}",
        frame.memory() / respondents
    );
    if let Some(peak) = peak() {
        println!("most memory, KiB             {peak}");
    }
    println!("answers made and taken in    {building:?}");
    println!("read every byte once         {read:?}");
    println!(
        "count every question         {count:?} by the clock, {:.2} ms of processor",
        ours.cpu * 1000.0
    );
    let peers = if with_peers {
        peers(respondents, &ours)
    } else {
        Vec::new()
    };
    let floor = ours.wall / read.as_secs_f64();
    told::at_most("counting, to reading every byte once", floor, 3.0);
    for (name, times) in peers {
        let goal = if name == "DuckDB" { 50.0 } else { 20.0 };
        told::at_least(&format!("{name} by the clock, to ours"), times.wall, goal);
        if times.cpu.is_finite() {
            told::at_least(&format!("{name} of processor, to ours"), times.cpu, goal);
        }
    }
    if let Some(peak) = peak().filter(|_| respondents >= MANY) {
        let peak = f64::from(u32::try_from(peak).unwrap()) * 1024.0;
        let columns = f64::from(u32::try_from(frame.memory()).unwrap());
        told::at_most(
            "most memory of the process, to the columns",
            peak / columns,
            2.0,
        );
    }
    println!();
}

/// The shipped questionnaire's columns, from simulated people: what a response takes in memory.
fn flagship(people: u64) {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/surveys/skills-and-responsibility.toml"
    );
    let survey = check_file(Path::new(file)).unwrap().questionnaire.unwrap();
    let today = Day::new(2027, 3, 9).unwrap();
    for audience in ["lead", "statistics"] {
        let mut builder: FrameBuilder<Operational> =
            FrameBuilder::new(Arc::clone(&survey), &[], &[audience.to_owned()]);
        for person in 0..people {
            let form = simulate(Arc::clone(&survey), seed_of(7, person), None, today);
            let parts = plaintexts(&form.submission(today), &[0; 16], 1).unwrap();
            let (_, own) = parts.into_iter().find(|(id, _)| id == audience).unwrap();
            builder.push(&survey, &[open(&survey, &own).unwrap()]);
        }
        let memory = builder.finish().memory();
        println!(
            "bytes a respondent, flagship, {audience}: {}",
            memory / usize::try_from(people).unwrap()
        );
    }
}

fn main() {
    let asked = std::env::args().find_map(|word| word.parse().ok());
    // `cargo test` runs benches too, to see that they run: few people suffice for that.
    let measured = std::env::args().any(|word| word == "--bench");
    let sizes = match (asked, measured) {
        (Some(asked), _) => vec![asked],
        (None, true) => vec![30_000, 300_000, 1_000_000],
        (None, false) => vec![300],
    };
    for respondents in sizes {
        measure(respondents, measured);
    }
    flagship(if measured { 2_000 } else { 20 });
}
