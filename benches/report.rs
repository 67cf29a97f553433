//! A full report of the flagship as a page, a workbook, Parquet and SPSS, against making its figures at all.
//!
//! `cargo bench --bench report` opens 3,000 simulated people, makes every view of the operational door, and
//! writes them in turn; a number after `--` asks for as many. Every line is timed in the same run and the
//! least of a few turns is compared (docs/measured.md): absolute figures drift, ratios hold. The floor of a
//! file is packing what it says: for a workbook, deflating the page of the same views once. Where
//! `TALLYBOX_PYTHON` (or `python3`) has `openpyxl` and `pandas`, they write the same cells as a sheet and as a page
//! (`benches/report_peer.py`).
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tallybox::base::time::Day;
use tallybox::form::simulate::{seed_of, simulate};
use tallybox::report::flat::{self, Flat as _, Head, persons::People};
use tallybox::report::view::{Teller, html, manifest, text};
use tallybox::report::{Labels, parquet, sav, xlsx};
use tallybox::response::part::{open, plaintexts};
use tallybox::runtime::clock;
use tallybox::runtime::desk_files::DeskFiles;
use tallybox::runtime::home::{Home, flagship};
use tallybox::stats::view::{self, Name, View};
use tallybox::stats::{Frame, FrameBuilder, Operational};
use tallybox::survey::Questionnaire;

const TURNS: usize = 5;

fn frame(survey: &Arc<Questionnaire>, people: u64, today: Day) -> Frame<Operational> {
    let audience = "lead".to_owned();
    let mut builder = FrameBuilder::new(Arc::clone(survey), &[], std::slice::from_ref(&audience));
    for person in 0..people {
        let form = simulate(Arc::clone(survey), seed_of(7, person), None, today);
        let parts = plaintexts(&form.submission(today), &[0; 16], 1).unwrap();
        let (_, own) = parts.into_iter().find(|(id, _)| *id == audience).unwrap();
        builder.push(survey, &[open(survey, &own).unwrap()]);
    }
    builder.finish()
}

fn views(frame: &Frame<Operational>, survey: &Questionnaire, today: Day) -> Vec<View> {
    // A folder that nobody has: the program's own routes, roles and comparators, and no needs.
    let home = Home::find(Some(Path::new("/nonexistent")));
    let files = DeskFiles::read(&home, survey, None).unwrap();
    let material = files.material(frame, survey, None, today);
    let all = Name::ALL.into_iter();
    all.filter_map(|name| view::operational(name, &material))
        .collect()
}

/// The least time that some work takes, and what it makes.
fn least<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut turn = || {
        let start = clock::moment();
        let made = black_box(work());
        (start.elapsed(), made)
    };
    let mut best = turn();
    for _ in 1..TURNS {
        let next = turn();
        if next.0 < best.0 {
            best = next;
        }
    }
    best
}

fn told(name: &str, time: Duration, bytes: usize, floor: Duration, of: &str) {
    let ratio = time.as_secs_f64() / floor.as_secs_f64();
    let time = time.as_secs_f64() * 1000.0;
    println!("{name:<24}{time:>9.1} ms {bytes:>10} bytes {ratio:>8.1} times {of}");
}

fn deflated(bytes: &[u8]) -> usize {
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap().len()
}

/// What `openpyxl` takes to write the same cells as a sheet, and `pandas` as a page, against ours; or why there is none.
fn peers(cells: &[u8], sheet: Duration, page: Duration) {
    let python = std::env::var("TALLYBOX_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/report_peer.py");
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(cells).unwrap();
    let said = child.wait_with_output().unwrap().stdout;
    let said = String::from_utf8(said).unwrap();
    for line in said.lines() {
        let (name, seconds) = line.split_once(' ').unwrap();
        let (ours, what) = match name {
            "pandas" => (page, "our page"),
            _ => (sheet, "our sheet of data"),
        };
        match seconds.parse::<f64>() {
            Ok(seconds) => {
                let ratio = seconds / ours.as_secs_f64();
                println!(
                    "{name:<24}{:>9.1} ms, {ratio:.1} times {what}",
                    seconds * 1000.0
                );
            }
            Err(_) => println!("{name:<24}not here: {seconds}"),
        }
    }
}

fn measure(people: u64) {
    let today = Day::new(2027, 3, 1).unwrap();
    let survey = flagship().unwrap();
    let frame = frame(&survey, people, today);
    let language = survey.default_language();
    let teller = Teller::new(&language);
    println!("people                  {people}");

    let (making, views) = least(|| views(&frame, &survey, today));
    told("making the views", making, 0, making, "itself");
    let (paging, page) = least(|| html::write(&views, &teller, "EXACT"));
    let (plain, words) = least(|| {
        let all: Vec<String> = views.iter().map(|one| text::write(one, &teller)).collect();
        all.concat()
    });
    told("text", plain, words.len(), making, "making them");
    told("HTML", paging, page.len(), making, "making them");
    told("HTML", paging, page.len(), plain, "text");

    let head = Head::of("Bench".into(), "EXACT".into(), &views[0].about, &teller);
    let manifest = manifest::of_views(&views, 0, &[]);
    let (packing, packed) = least(|| deflated(page.as_bytes()));
    told("deflating the page", packing, packed, packing, "itself");
    let (time, book) = least(|| xlsx::views(&views, &teller, &head, &manifest).unwrap());
    told("XLSX", time, book.len(), packing, "deflating the page");
    told("XLSX", time, book.len(), making, "making them");

    let cells = flat::views::of(&views, &teller);
    let (sheet, book) = least(|| xlsx::table(&cells, teller.words(), &head, &manifest).unwrap());
    println!("cells                   {}", cells.rows());
    told(
        "XLSX of the data",
        sheet,
        book.len(),
        packing,
        "deflating the page",
    );
    peers(&flat::csv::write(&cells).unwrap(), sheet, paging);

    let labels = Labels::new(vec![Arc::clone(&survey)], &language);
    let (sorting, rows) = least(|| People::new(frame.persons(None), &survey, &labels));
    told("rows of persons", sorting, 0, making, "making the views");
    let (csv, file) = least(|| flat::csv::write(&rows).unwrap());
    told("CSV of them", csv, file.len(), csv, "itself");
    let (time, file) = least(|| parquet::write(&rows, &head).unwrap());
    told("Parquet of them", time, file.len(), csv, "CSV");
    let (time, file) = least(|| sav::write(&rows, &head));
    told("SPSS of them", time, file.len(), csv, "CSV");
}

fn main() {
    let asked = std::env::args().find_map(|word| word.parse().ok());
    // `cargo test` runs benches too, to see that they run: few people suffice for that.
    let measured = std::env::args().any(|word| word == "--bench");
    measure(asked.unwrap_or(if measured { 3_000 } else { 20 }));
}
