//! The questionnaire language at work: loading and checking, one keystroke's worth of relevance and
//! validation, and search, on a made-up questionnaire of 1,000 questions and a list of 5,000 entries.
//!
//! `cargo bench --bench logic`. Loading is set against the bare TOML parse in the same run: absolute
//! figures drift, the ratio holds (docs/measured.md). Goals: a keystroke under 1 ms, a search under a
//! frame (16 ms), a hostile file under 200 ms.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

#[path = "../tests/support/hostile.rs"]
mod hostile;

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form::{Form, Path};
use tallybox::response::answer::{Answer, Chosen, Value};
use tallybox::runtime::clock;
use tallybox::survey::{self, Files, Questionnaire};

const QUESTIONS: usize = 1_000;
const ENTRIES: usize = 5_000;
const TURNS: usize = 21;

/// The one list: a code, a label, a group.
struct Lists(Vec<u8>);

impl Files for Lists {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone())
    }
}

impl Lists {
    fn new() -> Self {
        let line = |at| {
            format!(
                "c{at},Occupation number {at} of group {},g{}\n",
                at % 12,
                at % 12
            )
        };
        let lines: String = (0..ENTRIES).map(line).collect();
        Self(format!("code,label,group\n{lines}").into_bytes())
    }
}

/// Twenty sections; most questions depend on the one before, some check, some filter the long list.
fn toml() -> String {
    let mut toml = String::from(
        "schema = 1\n[survey]\nid = \"bench\"\ntitle = \"B\"\nlanguages = [\"en\"]\n[privacy]\nnotice = \"N\"\n\
         [[audience]]\nid = \"s\"\nsealed_to = [\"statistics\"]\n[lists.long]\nfile = \"long.csv\"\n",
    );
    for at in 0..QUESTIONS {
        if at % 50 == 0 {
            write!(
                toml,
                "[[section]]\nid = \"s{at}\"\ntitle = \"S\"\naudience = [\"s\"]\n"
            )
            .unwrap();
        }
        write!(
            toml,
            "[[section.question]]\nid = \"q{at}\"\nlabel = \"Question number {at}?\"\nwhy = \"W\"\n"
        )
        .unwrap();
        let before = at.saturating_sub(5);
        let further = match at % 5 {
            0 => "type = \"single\"\nchoices = [{ code = \"a\", label = \"A\" }, { code = \"b\", label = \"B\" }]\n".to_owned(),
            1 => format!("type = \"integer\"\nmin = 0\nmax = 99\nrequired = false\nrelevant = \"q{} == 'a'\"\nconstraint = \"value < 90\"\n", at - 1),
            2 => format!("type = \"text\"\nrequired = false\nrelevant = \"q{} > 3 || q{} != 'b'\"\n", at - 1, at - 2),
            3 if at % 50 == 3 => "type = \"lookup\"\nlist = \"long\"\nrequired = false\n".to_owned(),
            3 => "type = \"yes_no\"\nrequired = false\n".to_owned(),
            _ => format!("type = \"decimal\"\nrequired = \"answered(q{before})\"\nmissing = [\"dont_know\"]\nrelevant = \"q{}\"\n", if at % 50 == 4 { "0 == 'a'".to_owned() } else { (at - 1).to_string() }),
        };
        toml += &further;
    }
    toml
}

/// `cargo test` runs benches too, to see that they run: one turn suffices for that.
fn is_measured() -> bool {
    std::env::args().any(|word| word == "--bench")
}

/// The middle of some times.
fn median(mut turn: impl FnMut()) -> Duration {
    let turns = if is_measured() { TURNS } else { 1 };
    let mut times: Vec<Duration> = (0..turns)
        .map(|_| {
            let began = clock::moment();
            turn();
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[turns / 2]
}

fn load(toml: &str, lists: &Lists) -> Arc<Questionnaire> {
    let checked = survey::load("bench.toml", toml.as_bytes(), lists);
    checked
        .questionnaire
        .ok_or_else(|| format!("{:?}", checked.diagnostics))
        .unwrap()
}

fn form(questionnaire: &Arc<Questionnaire>) -> Form {
    let today = Day::new(2027, 1, 11).unwrap();
    let mut form = Form::new(Arc::clone(questionnaire), Language::new("en"), today, 1);
    for at in 0..QUESTIONS {
        let value = match at % 5 {
            0 => Value::Choice(Chosen::code("a")),
            1 => Value::Integer(7),
            2 => Value::Text("words".to_owned()),
            3 if at % 50 != 3 => Value::YesNo(true),
            _ => continue,
        };
        form.put(&Path::top(&format!("q{at}")), Answer::Value(value));
    }
    form
}

/// The slowest of the 500 hostile files that a test holds to be refused.
fn hostile_files() -> Duration {
    let good = include_bytes!("../tests/data/surveys/rich.toml");
    let lists = Lists(b"code,label\n".to_vec());
    let files = if is_measured() { 500 } else { 20 };
    let times = (0..files).map(|at| {
        let (_, bytes) = hostile::hostile(good, at);
        let began = clock::moment();
        drop(black_box(survey::check("rich.toml", &bytes, &lists)));
        began.elapsed()
    });
    times.max().unwrap_or_default()
}

fn main() {
    let toml = toml();
    let lists = Lists::new();
    let parse = median(|| drop(black_box(toml::de::DeTable::parse(&toml))));
    let loading = median(|| drop(black_box(load(&toml, &lists))));
    let checking = median(|| {
        drop(black_box(survey::check(
            "bench.toml",
            toml.as_bytes(),
            &lists,
        )));
    });
    let ratio = |one: Duration, two: Duration| one.as_secs_f64() / two.as_secs_f64();
    println!(
        "{QUESTIONS} questions, {} KiB, a list of {ENTRIES} entries",
        toml.len() / 1024
    );
    println!("parse the TOML only   {parse:?}");
    println!(
        "load                  {loading:?}  {:.1} times the parse",
        ratio(loading, parse)
    );
    println!(
        "check                 {checking:?}  {:.1} times the parse",
        ratio(checking, parse)
    );

    let questionnaire = load(&toml, &lists);
    let mut form = form(&questionnaire);
    let at = Path::top("q501");
    let mut typed = 0;
    let keystroke = median(|| {
        typed = (typed + 1) % 90;
        black_box(form.put_typed(&at, &typed.to_string()));
        black_box(form.check(&at));
        black_box(form.pages());
    });
    println!("one keystroke         {keystroke:?}  (goal: under 1 ms)");
    let whole = median(|| {
        black_box(form.problems());
    });
    println!("every problem         {whole:?}");

    let lookup = Path::top("q3");
    let search = median(|| {
        let choices = form.choices(&lookup);
        let language = Language::new("en");
        let hits = choices.iter().filter(|choice| {
            choice
                .label
                .get(&language)
                .to_lowercase()
                .contains("number 49")
        });
        black_box(hits.count());
    });
    println!("search in {ENTRIES}        {search:?}  (goal: under 16 ms)");

    let worst = hostile_files();
    println!("slowest of 500        {worst:?}  (goal: under 200 ms)");

    let hostile = "[[section.question]]\nid = 'q'\ntype = 'single'\nlabel = '{x}'\nlist = 'none'\nfilter = 'entry.x'\n".repeat(9_000);
    let refused = median(|| {
        drop(black_box(survey::check(
            "bench.toml",
            (toml.clone() + &hostile).as_bytes(),
            &lists,
        )));
    });
    println!("a hostile file        {refused:?}  (goal: under 200 ms)");
}
