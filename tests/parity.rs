//! The same answers are the same bytes however they were given, on every questionnaire that is
//! shipped: line by line from nothing, and page by page on the screen, at three sizes.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

mod stage;

use std::collections::BTreeSet;
use std::io::BufReader;
use std::sync::Arc;

use stage::shipped::{blank, bytes, shipped};
use stage::{MONO, Shelf, Stage, load, today};
use tallybox::form::{Form, Outcome, Path, simulate};
use tallybox::response::answer::{Answer, Chosen, Missing, Value};
use tallybox::response::code::Code;
use tallybox::runtime::plain::{
    self, Beginning, Ending, Half, NotSaved, PlainKeeper, Receipt, Screen, Start,
};
use tallybox::runtime::respondent::Respondent;
use tallybox::survey::Questionnaire;
use tallybox::survey::model::{Kind, Question};
use tallybox::ui::{Begun, InHand, Mode, Setup};

/// Every questionnaire in `surveys`, and one with repeats in repeats in repeats.
fn every() -> Vec<(String, Arc<Questionnaire>)> {
    let nested = "tests/data/nested.toml".to_owned();
    let survey = load(&nested);
    shipped().into_iter().chain([(nested, survey)]).collect()
}

fn code() -> Code {
    Code::from_bits([5; 10])
}

/// What a person types to give the answers of one form, and their form as it grows.
struct Typist<'f> {
    model: &'f Form,
    shadow: Form,
    lines: Vec<String>,
}

impl Typist<'_> {
    fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// From the first question to the check.
    fn all(&mut self) {
        let order: Vec<String> = self
            .shadow
            .questionnaire()
            .questions()
            .map(|q| q.id.clone())
            .collect();
        let mut here: Option<usize> = None;
        loop {
            let pages = self.shadow.pages();
            let next = order
                .iter()
                .enumerate()
                .find(|(at, id)| here.is_none_or(|here| *at > here) && pages.contains(id));
            let Some((at, id)) = next else { return };
            here = Some(at);
            self.answer(&Path::top(id));
        }
    }

    fn answer(&mut self, path: &Path) {
        let question = self.shadow.question(path).expect("it is asked").clone();
        if matches!(question.kind, Kind::Note) {
            return self.line("");
        }
        if matches!(question.kind, Kind::Repeat(_)) {
            return self.entries(path);
        }
        let Some(answer) = self.model.answer(path) else {
            self.line("");
            // A table that nobody answered is gone through all the same.
            if matches!(question.kind, Kind::Matrix(_) | Kind::Allocation { .. }) {
                self.rows(path, &[]);
            }
            return;
        };
        match (&answer, &question.kind) {
            (Answer::Missing(Missing::Blank), _) => return self.line(""),
            (Answer::Missing(kind), _) => self.line(command(*kind)),
            (Answer::Value(Value::Rows(rows)), _) => {
                let rows = rows.clone();
                self.line("");
                self.rows(path, &rows);
            }
            (Answer::Value(Value::Closable { rows, closed }), _) => {
                let (rows, closed) = (rows.clone(), closed.clone());
                self.line("");
                self.groups(path, &rows, &closed);
            }
            (Answer::Value(Value::Choices(chosen)), _) => self.choices(path, chosen),
            (Answer::Value(Value::Choice(chosen)), _) => self.choice(path, &question, chosen),
            (Answer::Value(Value::Text(text)), Kind::LongText { .. }) => {
                text.lines()
                    .for_each(|line| self.lines.push(line.to_owned()));
                self.line(".");
            }
            (Answer::Value(value), _) => self.line(typed(value)),
        }
        let several = matches!(answer, Answer::Value(Value::Choices(_)));
        let outcome: Outcome = self.shadow.put(path, answer);
        assert!(outcome.is_taken(), "{path:?}: {outcome:?}");
        if several || !outcome.warnings.is_empty() {
            self.line("");
        }
    }

    fn choice(&mut self, path: &Path, question: &Question, chosen: &Chosen) {
        let choices = self.shadow.choices(path);
        let language = self.shadow.language().clone();
        let at = choices
            .iter()
            .position(|choice| choice.code == chosen.code)
            .expect("it is offered");
        let offers = choices.len() + question.missing.len();
        if offers <= 25 && !matches!(question.kind, Kind::Lookup(_)) {
            let number = (at + 1).to_string();
            drop(choices);
            self.line(number);
        } else {
            // Searched by its whole name, then chosen by the number it is read out with.
            let label = choices[at].label.get(&language).to_owned();
            let folded = label.to_lowercase();
            let parts: Vec<&str> = folded.split_whitespace().collect();
            let found = choices.iter().filter(|choice| {
                let own = choice.label.get(&language).to_lowercase();
                choice.specify || parts.iter().all(|part| own.contains(part))
            });
            let found: Vec<&str> = found.map(|choice| choice.code.as_str()).collect();
            let number = found
                .iter()
                .position(|code| *code == chosen.code)
                .expect("it is found")
                + 1;
            assert!(number <= 9, "{label} is the {number}th");
            drop(choices);
            self.line(label);
            self.line(number.to_string());
        }
        if let Some(words) = &chosen.text {
            self.line(words.clone());
        }
    }

    fn choices(&mut self, path: &Path, chosen: &[Chosen]) {
        let choices = self.shadow.choices(path);
        let number = |one: &Chosen| {
            let at = choices.iter().position(|choice| choice.code == one.code);
            (at.expect("it is offered") + 1).to_string()
        };
        let missing = self
            .shadow
            .question(path)
            .map_or(0, |question| question.missing.len());
        if choices.len() + missing > 25 {
            // Added one by one, by name.
            let language = self.shadow.language();
            let label = |one: &Chosen| {
                let choice = choices.iter().find(|choice| choice.code == one.code);
                choice
                    .expect("it is offered")
                    .label
                    .get(language)
                    .to_owned()
            };
            let lines: Vec<String> = chosen
                .iter()
                .flat_map(|one| [Some(label(one)), one.text.clone()])
                .flatten()
                .collect();
            drop(choices);
            self.lines.extend(lines);
            return;
        }
        let numbers: Vec<String> = chosen.iter().map(number).collect();
        let words: Vec<String> = chosen.iter().filter_map(|one| one.text.clone()).collect();
        drop(choices);
        self.line(numbers.join(" "));
        self.lines.extend(words);
    }

    fn rows(&mut self, path: &Path, rows: &[(String, Answer)]) {
        let shown: Vec<String> = self
            .shadow
            .rows(path)
            .iter()
            .map(|row| row.code.clone())
            .collect();
        for code in shown {
            self.row(path, &code, rows);
        }
    }

    fn row(&mut self, path: &Path, code: &str, rows: &[(String, Answer)]) {
        let answer = rows
            .iter()
            .find(|(known, _)| known == code)
            .map(|(_, answer)| answer);
        let columns = self.shadow.columns(path);
        let number = |one: &Chosen| {
            (columns
                .iter()
                .position(|c| c.code == one.code)
                .expect("a column")
                + 1)
            .to_string()
        };
        let line = match answer {
            None | Some(Answer::Missing(Missing::Blank)) => String::new(),
            Some(Answer::Missing(kind)) => command(*kind).to_owned(),
            Some(Answer::Value(Value::Choice(one))) => number(one),
            Some(Answer::Value(Value::Choices(some))) => {
                some.iter().map(number).collect::<Vec<_>>().join(",")
            }
            Some(Answer::Value(value)) => typed(value),
        };
        drop(columns);
        self.line(line);
    }

    fn groups(&mut self, path: &Path, rows: &[(String, Answer)], closed: &[String]) {
        for group in self.shadow.groups(path) {
            self.line("1");
            for row in &group.rows {
                self.row(path, &row.code, rows);
            }
            self.line(if closed.contains(&group.code) {
                "1"
            } else {
                "2"
            });
        }
    }

    fn entries(&mut self, path: &Path) {
        for entry in 0..self.model.entries(path) {
            self.line("add");
            self.shadow.add_entry(path).expect("there is room");
            let mut last: Option<Path> = None;
            loop {
                let pages = self.shadow.entry_pages(path, entry);
                let at = last
                    .as_ref()
                    .and_then(|last| pages.iter().position(|page| page == last));
                let Some(page) = pages.get(at.map_or(0, |at| at + 1)).cloned() else {
                    break;
                };
                self.answer(&page);
                last = Some(page);
            }
        }
        match self.model.answer(path) {
            Some(Answer::Missing(kind)) if kind != Missing::Blank => {
                self.line(command(kind));
                self.shadow.put(path, Answer::Missing(kind));
            }
            Some(Answer::Value(_)) => {
                self.line("none");
                if self.model.entries(path) == 0 {
                    self.shadow
                        .put(path, Answer::Value(Value::Entries(Vec::new())));
                }
            }
            _ => self.line(""),
        }
    }
}

const fn command(kind: Missing) -> &'static str {
    match kind {
        Missing::DontKnow => "/unknown",
        _ => "/private",
    }
}

fn typed(value: &Value) -> String {
    match value {
        Value::Text(text) if text.starts_with('/') => format!("/{text}"),
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::YesNo(yes) => if *yes { "1" } else { "2" }.to_owned(),
        Value::Day(day) => {
            let (year, month, day) = day.parts();
            format!("{day}/{month}/{year}")
        }
        Value::Month(month) => {
            let (year, month) = month.parts();
            format!("{month}/{year}")
        }
        _ => panic!("not typed in one line"),
    }
}

#[derive(Default)]
struct Sent(Option<Form>);

impl PlainKeeper for Sent {
    fn save(&mut self, _: &Form, _: Option<&str>) -> Result<(), NotSaved> {
        Ok(())
    }

    fn submit(&mut self, form: &Form) -> Result<Receipt, String> {
        self.0 = Some(form.clone());
        let leaf = "0123456789abcdef".to_owned();
        Ok(Receipt { day: today(), leaf })
    }
}

/// Gives the answers of `model` line by line, in a language, from nothing.
fn by_lines(model: &Form, name: &str, language: &str) -> (Form, String) {
    let survey = model.questionnaire();
    let mut typist = Typist {
        model,
        shadow: blank(survey, language),
        lines: Vec::new(),
    };
    typist.all();
    let languages = survey.languages.len();
    let place = survey
        .languages
        .iter()
        .position(|one| one.as_str() == language)
        .expect("it has it");
    let mut lines: Vec<String> = Vec::new();
    if languages > 1 {
        lines.push((place + 1).to_string());
    }
    lines.extend(["1", "", "/skip"].map(str::to_owned));
    lines.extend(typist.lines);
    lines.push("/send".to_owned());
    let code = code();
    let start = Start {
        words: code.words(),
        place: None,
        reason: None,
        beginning: Beginning::New,
        screen: Screen::Absent,
        ask_back: Some(1),
        small: &BTreeSet::new(),
        half: Half::default(),
        clock: &|| std::time::Duration::ZERO,
    };
    let (mut form, mut keeper, mut output) = (blank(survey, language), Sent::default(), Vec::new());
    let text = lines.join("\n") + "\n";
    let mut input = BufReader::new(text.as_bytes());
    let ending =
        plain::run(&mut form, &start, &mut input, &mut output, &mut keeper).expect("it runs");
    let told = String::from_utf8(output).expect("UTF-8");
    assert!(
        matches!(ending, Ending::Sent(_)),
        "{name}: {ending:?}\n{told}"
    );
    (keeper.0.expect("it was sent"), told)
}

/// Goes through every page of a filled form on the screen, by Tab and Enter, and sends it.
fn on_screen(model: &Form, name: &str, size: (u16, u16)) -> Form {
    let survey = model.questionnaire();
    let mut stage = Stage::new(Arc::clone(survey), Mode::Fill, size);
    let setup = Setup {
        questionnaire: Arc::clone(survey),
        mode: Mode::Fill,
        language: Some(model.language().clone()),
        today: today(),
        seed: 1,
        box_name: "Chemistry stores".to_owned(),
        small: BTreeSet::new(),
        theme: MONO,
    };
    let begun = Begun {
        code: code(),
        form: model.clone(),
        page: None,
        said: None,
        in_hand: InHand::default(),
    };
    stage.program = Respondent::begun(setup, stage.area, Shelf::default(), begun);
    let mut turns = 0;
    while stage.program.session().screen() == "ask" {
        press(&mut stage, &["[ Continue ]", "[ Ymlaen ]", "[ Parhau ]"]);
        turns += 1;
        assert!(
            turns < 900,
            "{name} at {size:?} does not end:\n{}",
            stage.text()
        );
    }
    assert_eq!(stage.program.session().screen(), "check", "{name}");
    press(&mut stage, &["[ Send my answers ]", "[ Anfon fy atebion ]"]);
    let text = stage.text();
    stage
        .shelf()
        .sent
        .values()
        .next()
        .unwrap_or_else(|| panic!("{name} was not sent:\n{text}"))
        .clone()
}

/// Goes to a button and presses it.
fn press(stage: &mut Stage, labels: &[&str]) {
    for _ in 0..400 {
        let (buffer, cursor) = stage.frame();
        let line = stage::lines(&buffer)[usize::from(cursor.y)].clone();
        let at: String = line.chars().skip(usize::from(cursor.x)).collect();
        if labels.iter().any(|label| at.starts_with(label)) {
            stage.keys("Enter");
            return;
        }
        stage.keys("Tab");
    }
    panic!("there is no {labels:?}:\n{}", stage.text());
}

#[test]
fn lines_and_screen_give_the_same_bytes_on_every_shipped_survey() {
    for (name, survey) in every() {
        for seed in 1..=2 {
            let model = simulate::complete(blank(&survey, "en"), seed);
            let (lines, told) = by_lines(&model, &name, "en");
            assert!(
                bytes(&lines) == bytes(&model),
                "{name} {seed}: lines differ\n{told}"
            );
            let size = [(80, 24), (40, 12)][usize::try_from(seed - 1).expect("it")];
            let screen = on_screen(&model, &name, size);
            assert!(
                bytes(&screen) == bytes(&model),
                "{name} {seed}: the screen differs"
            );
        }
    }
}

#[test]
fn the_same_lines_in_welsh_are_the_same_answers() {
    for (name, survey) in every() {
        if !survey
            .languages
            .iter()
            .any(|language| language.as_str() == "cy")
        {
            continue;
        }
        let model = simulate::complete(blank(&survey, "cy"), 3);
        let (lines, told) = by_lines(&model, &name, "cy");
        assert!(
            bytes(&lines) == bytes(&model),
            "{name}: lines differ\n{told}"
        );
        // Nothing of the program's own is left in English.
        for english in [
            "Question ",
            "Type ",
            "Press Enter",
            "You chose",
            "Read by",
            "Row ",
            "Check your",
            "Error:",
        ] {
            let own = told.lines().find(|line| line.starts_with(english));
            assert_eq!(own, None, "{name}");
        }
    }
}
