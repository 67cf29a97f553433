//! The same answers typed into empty forms, key by key on the screen and line by line in plain mode, are the
//! same bytes, on every questionnaire that is shipped. A person types here: who sees only the screen, counts
//! down to the line they want, and looks whether the mark is on it.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

mod stage;

use std::sync::Arc;

use stage::shipped::{blank, bytes, shipped};
use stage::{Stage, flagship, lines};
use tallybox::base::words::{Arg, Words};
use tallybox::form::{Form, Path, simulate};
use tallybox::response::answer::{Answer, Chosen, Missing, Value};
use tallybox::survey::Questionnaire;
use tallybox::survey::model::{Choice, Kind, Question};
use tallybox::ui::Mode;
use tallybox::ui::input::Key;

/// Somebody at a screen who wants to give the answers of a form.
struct Person<'m> {
    model: &'m Form,
    stage: Stage,
    name: String,
    /// The words that they read.
    words: Words,
}

/// Narrower than this a matrix is asked one row at a time.
const NARROW: u16 = 60;

impl<'m> Person<'m> {
    /// At the first question, with nothing answered.
    fn new(model: &'m Form, name: &str, size: (u16, u16)) -> Self {
        let survey = Arc::clone(model.questionnaire());
        let language = Some(model.language().clone());
        let mut stage = Stage::in_language(survey, Mode::Fill, language, size);
        stage.keys("1").read_on().keys("Enter");
        stage.one_sitting();
        let name = format!("{name} in {:?} at {size:?}", model.language().as_str());
        let words = Words::new(model.language());
        let mut person = Self {
            model,
            stage,
            name,
            words,
        };
        person.pass_by();
        person
    }

    fn fail(&self, what: &str) -> ! {
        panic!("{}: {what}\n{}", self.name, self.stage.text());
    }

    fn form(&self) -> Form {
        self.stage.form()
    }

    fn screen(&self) -> &'static str {
        self.stage.program.session().screen()
    }

    /// The line of the cursor, from the cursor on.
    fn at_cursor(&self) -> String {
        let (buffer, cursor) = self.stage.frame();
        let line = lines(&buffer)[usize::from(cursor.y)].clone();
        line.chars().skip(usize::from(cursor.x)).collect()
    }

    /// Goes by what is said between two questions.
    fn pass_by(&mut self) {
        while self.screen() == "small" {
            self.stage.keys("Enter");
        }
    }

    /// The line of the cursor and those below it, as one reads on.
    fn after_cursor(&self) -> String {
        let (buffer, cursor) = self.stage.frame();
        let below = usize::from(cursor.y) + 1;
        let below = lines(&buffer)[below..].join(" ");
        let whole = format!("{} {below}", self.at_cursor());
        whole.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn label(&self, button: &'static str) -> String {
        format!("[ {} ]", self.words.say(button))
    }

    /// What a message begins with, up to its colon.
    fn heading(&self, id: &'static str) -> String {
        let said = self.words.say_with(id, [("what", Arg::from(""))]);
        let (heading, _) = said.split_once(':').expect("a heading");
        format!("{heading}: ")
    }

    /// Goes to a button with Tab and presses it.
    fn button(&mut self, button: &'static str) {
        let label = self.label(button);
        for _ in 0..400 {
            if self.at_cursor().starts_with(&label) {
                self.stage.keys("Enter");
                return;
            }
            self.stage.keys("Tab");
        }
        self.fail(&format!("there is no {label}"));
    }

    /// On to the next page; a warning is passed.
    fn go_on(&mut self, path: &Path) {
        self.button("button-continue");
        if self.stage.text().contains(&self.heading("warning")) {
            self.button("button-continue");
        }
        if self.stage.text().contains(&self.heading("error")) {
            self.fail(&format!("{path:?} is not taken"));
        }
        self.pass_by();
    }

    fn type_in(&mut self, words: &str) {
        for letter in words.chars() {
            self.stage.press(match letter {
                '\n' => Key::Enter,
                letter => Key::Char(letter),
            });
        }
    }

    /// Counts down to a line of a list. Where one is chosen the first arrow enters the list, so the line
    /// under the cursor is chosen first; where several are, the cursor moves alone.
    fn go_down_to(&mut self, place: usize, label: &str) {
        self.stage.keys("Home");
        for _ in 0..place {
            self.stage.keys("Down");
        }
        self.is_on(label);
    }

    /// Sees that the cursor is on a line that says this.
    fn is_on(&self, label: &str) {
        let first = label.split_whitespace().next().unwrap_or_default();
        let line = self.at_cursor();
        if !line.contains(first) {
            self.fail(&format!("{first:?} of {label:?} is not on {line:?}"));
        }
    }

    /// Answers everything and sends it.
    fn all(mut self) -> Form {
        let mut last: Option<String> = None;
        while self.screen() == "ask" {
            let id = self.next_page(last.as_deref());
            let path = Path::top(&id);
            self.answer(&path);
            self.go_on(&path);
            last = Some(id);
        }
        if self.screen() != "check" {
            self.fail("this is not the check");
        }
        self.button("button-send");
        let sent = self.stage.shelf().sent.values().next().cloned();
        sent.unwrap_or_else(|| self.fail("it was not sent"))
    }

    /// The page that comes after another, as the questionnaire has them.
    fn next_page(&self, last: Option<&str>) -> String {
        let (form, order) = (self.form(), self.model.questionnaire().questions());
        let pages = form.pages();
        let ids: Vec<&str> = order.map(|question| question.id.as_str()).collect();
        let from = last.map_or(0, |last| {
            ids.iter().position(|id| *id == last).map_or(0, |at| at + 1)
        });
        let mut later = ids[from..].iter();
        let next = later.find(|id| pages.iter().any(|page| page == *id));
        next.map_or_else(|| self.fail("no page is left"), |id| (*id).to_owned())
    }

    fn answer(&mut self, path: &Path) {
        let form = self.form();
        let question = form.question(path).expect("it is asked").clone();
        if matches!(question.kind, Kind::Note) {
            return;
        }
        if matches!(question.kind, Kind::Repeat(_)) && self.entries(path) {
            return;
        }
        let Some(answer) = self.model.answer(path) else {
            return;
        };
        match answer {
            Answer::Missing(Missing::Blank) => {}
            Answer::Missing(kind) => self.way(&question, kind),
            Answer::Value(value) => self.value(&form, path, &question, value),
        }
    }

    fn value(&mut self, form: &Form, path: &Path, question: &Question, value: Value) {
        match (value, &question.kind) {
            (Value::Choice(chosen), Kind::Lookup(_)) => self.look_up(form, path, &chosen),
            (Value::Choice(chosen), _) => self.choose(form, path, &[chosen], true),
            (Value::Choices(chosen), _) => self.choose(form, path, &chosen, false),
            (Value::YesNo(yes), Kind::Acknowledge) => {
                if yes {
                    self.stage.keys("Space");
                }
            }
            (Value::YesNo(yes), _) => {
                self.stage.keys(if yes { "'1'" } else { "'2'" });
            }
            (Value::Integer(point), Kind::Scale { .. }) => {
                self.stage.keys(&format!("'{point}'"));
            }
            (Value::Rows(rows), Kind::Allocation { .. }) => self.amounts(form, path, &rows),
            (Value::Rows(rows), _) => self.rows(form, path, &rows, &[]),
            (Value::Closable { rows, closed }, _) => self.rows(form, path, &rows, &closed),
            // "I have none" stands before the ways of not answering.
            (Value::Entries(_), _) => self.choose_from_below(question.missing.len() + 1),
            (value, _) => self.type_in(&typed(&value)),
        }
    }

    /// A way of not answering: the lines below the box, or the last ones of a list.
    fn way(&mut self, question: &Question, kind: Missing) {
        let place = question.missing.iter().position(|one| *one == kind);
        let behind = question.missing.len() - place.expect("it is offered");
        self.choose_from_below(behind);
    }

    /// Goes to a line of the answer that is so many from its end, and chooses it.
    fn choose_from_below(&mut self, behind: usize) {
        // Up from the first button is the last line of the answer.
        let label = self.label("button-continue");
        while !self.at_cursor().starts_with(&label) {
            self.stage.keys("Tab");
        }
        for _ in 0..behind {
            self.stage.keys("Up");
        }
        self.stage.keys("Space");
    }

    fn choose(&mut self, form: &Form, path: &Path, chosen: &[Chosen], is_one: bool) {
        let choices = form.choices(path);
        let place = |one: &Chosen| {
            let at = choices.iter().position(|choice| choice.code == one.code);
            at.expect("it is offered")
        };
        if is_one {
            // The first Space chooses where the cursor is, the arrows move the choice.
            self.stage.keys("Space");
        }
        for one in chosen {
            let at = place(one);
            self.go_down_to(at, choices[at].label.get(form.language()));
            if !is_one || at == 0 {
                self.stage.keys("Space");
            }
            if let Some(words) = &one.text {
                if is_one {
                    self.stage.keys("Space");
                }
                self.type_in(words);
                self.stage.keys("Up");
            }
        }
    }

    /// Types the whole name, and goes down to where it stands.
    fn look_up(&mut self, form: &Form, path: &Path, chosen: &Chosen) {
        let choices = form.choices(path);
        let choice = choices.iter().find(|choice| choice.code == chosen.code);
        let label = choice.expect("it is offered").label.get(form.language());
        self.type_in(label);
        self.stage.keys("Down");
        for _ in 0..50 {
            if self.is_alone(label, &choices, form) {
                break;
            }
            self.stage.keys("Down");
        }
        self.stage.keys("Space");
        if let Some(words) = &chosen.text {
            self.type_in(words);
        }
        let given = self.form().answer(path);
        let code = match &given {
            Some(Answer::Value(Value::Choice(given))) => Some(&given.code),
            _ => None,
        };
        if code != Some(&chosen.code) {
            self.fail(&format!("{label:?} was not found"));
        }
    }

    /// Whether the cursor is on this label, and not on one that only begins as it does.
    fn is_alone(&self, label: &str, choices: &[std::borrow::Cow<'_, Choice>], form: &Form) -> bool {
        let said = self.after_cursor();
        let begins = |label: &str| {
            let label: Vec<&str> = label.split_whitespace().collect();
            // Before it stands at most its mark.
            said.find(&label.join(" ")).is_some_and(|at| at <= 6)
        };
        let longer = choices.iter().any(|other| {
            let other = other.label.get(form.language());
            other.len() > label.len() && other.starts_with(label) && begins(other)
        });
        begins(label) && !longer
    }

    fn rows(&mut self, form: &Form, path: &Path, rows: &[(String, Answer)], closed: &[String]) {
        let (shown, columns, groups) = (form.rows(path), form.columns(path), form.groups(path));
        let missing = form.question(path).expect("it is asked").missing.clone();
        let column = |one: &Chosen| {
            let at = columns.iter().position(|column| column.code == one.code);
            at.expect("a column")
        };
        let is_number = columns.is_empty();
        if self.stage.area.width < NARROW && !is_number {
            return self.rows_in_turn(form, path, rows, closed);
        }
        for (at, row) in shown.iter().enumerate() {
            if at > 0 {
                self.stage.keys("Down");
            }
            let answer = rows.iter().find(|(code, _)| *code == row.code);
            match answer.map(|(_, answer)| answer) {
                None | Some(Answer::Missing(Missing::Blank)) => {}
                Some(Answer::Missing(kind)) => {
                    let at = missing.iter().position(|one| one == kind);
                    self.right(columns.len() + at.expect("it is offered") + 1);
                }
                Some(Answer::Value(Value::Choice(one))) => self.right(column(one) + 1),
                Some(Answer::Value(Value::Choices(some))) => {
                    let mut here = 0;
                    for one in some {
                        let to = column(one);
                        self.right(to - here);
                        here = to;
                        self.stage.keys("Space");
                    }
                }
                Some(Answer::Value(Value::Integer(point))) if !is_number => {
                    let code = point.to_string();
                    let at = columns.iter().position(|column| column.code == code);
                    self.right(at.expect("a point") + 1);
                }
                Some(Answer::Value(value)) => self.type_in(&typed(value)),
            }
            let group = groups
                .iter()
                .find(|group| group.rows.last().is_some_and(|last| last.code == row.code));
            if let Some(group) = group.filter(|_| !closed.is_empty() || is_closable(form, path)) {
                self.stage.keys("Down");
                if closed.contains(&group.code) {
                    self.stage.keys("Space");
                }
            }
        }
    }

    /// Where a matrix is asked one row at a time: each is a list, and Continue goes to the next.
    fn rows_in_turn(
        &mut self,
        form: &Form,
        path: &Path,
        rows: &[(String, Answer)],
        closed: &[String],
    ) {
        let (shown, columns, groups) = (form.rows(path), form.columns(path), form.groups(path));
        let missing = form.question(path).expect("it is asked").missing.clone();
        let column = |code: &str| {
            let at = columns.iter().position(|column| column.code == *code);
            at.expect("a column")
        };
        for (at, row) in shown.iter().enumerate() {
            if at > 0 {
                self.button("button-continue");
            }
            let answer = rows.iter().find(|(code, _)| *code == row.code);
            match answer.map(|(_, answer)| answer) {
                None | Some(Answer::Missing(Missing::Blank)) => {}
                Some(Answer::Missing(kind)) => {
                    let at = missing.iter().position(|one| one == kind);
                    self.choose_column(columns.len() + at.expect("it is offered"));
                }
                Some(Answer::Value(Value::Choice(one))) => {
                    self.choose_column(column(one.code.as_str()));
                }
                Some(Answer::Value(Value::Choices(some))) => {
                    for one in some {
                        self.stage.keys("Home");
                        for _ in 0..column(one.code.as_str()) {
                            self.stage.keys("Down");
                        }
                        self.stage.keys("Space");
                    }
                }
                Some(Answer::Value(Value::Integer(point))) => {
                    self.choose_column(column(&point.to_string()));
                }
                Some(Answer::Value(_)) => self.fail("a cell of another type"),
            }
            let ended = groups
                .iter()
                .find(|group| group.rows.last().is_some_and(|last| last.code == row.code));
            if ended.is_some_and(|group| closed.contains(&group.code)) {
                // Below the columns, in a part of its own.
                self.stage.keys("Tab Space");
            }
        }
    }

    /// Chooses one of a list in which the arrows move the choice.
    fn choose_column(&mut self, place: usize) {
        self.stage.keys("Space Home");
        for _ in 0..place {
            self.stage.keys("Down");
        }
    }

    fn right(&mut self, times: usize) {
        for _ in 0..times {
            self.stage.keys("Right");
        }
    }

    fn amounts(&mut self, form: &Form, path: &Path, rows: &[(String, Answer)]) {
        for (at, row) in form.rows(path).iter().enumerate() {
            if at > 0 {
                self.stage.keys("Down");
            }
            let answer = rows.iter().find(|(code, _)| *code == row.code);
            if let Some((_, Answer::Value(value))) = answer {
                self.type_in(&typed(value));
            }
        }
    }

    /// Adds every entry; whether there were any.
    fn entries(&mut self, path: &Path) -> bool {
        let count = self.model.entries(&path.id);
        for entry in 0..count {
            while !self.at_cursor().starts_with("+ ") {
                self.stage.keys("Down");
            }
            self.stage.keys("Enter");
            let mut last: Option<Path> = None;
            loop {
                let pages = self.form().entry_pages(&path.id, entry);
                let at = last
                    .as_ref()
                    .and_then(|last| pages.iter().position(|page| page == last));
                let Some(page) = pages.get(at.map_or(0, |at| at + 1)).cloned() else {
                    break;
                };
                self.answer(&page);
                self.go_on(&page);
                last = Some(page);
            }
        }
        count > 0
    }
}

fn is_closable(form: &Form, path: &Path) -> bool {
    matches!(
        form.question(path).map(|question| &question.kind),
        Some(Kind::Matrix(matrix)) if matrix.closable
    )
}

fn typed(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
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

/// Beside English at the reference size, the other languages and sizes in turn; all of them with
/// `TALLYBOX_TYPED=all`.
const WAYS: [(&str, (u16, u16)); 5] = [
    ("cy", (60, 20)),
    ("en", (40, 12)),
    ("cy", (40, 12)),
    ("en", (60, 20)),
    ("cy", (80, 24)),
];

fn typed_is_the_same(name: &str, survey: &Arc<Questionnaire>, language: &str, size: (u16, u16)) {
    if !survey.languages.iter().any(|one| one.as_str() == language) {
        return;
    }
    let model = simulate::complete(blank(survey, language), 1);
    let sent = Person::new(&model, name, size).all();
    assert!(
        bytes(&sent) == bytes(&model),
        "{name} in {language} at {size:?}: the keys gave other bytes"
    );
}

#[test]
fn keys_into_an_empty_form_are_the_bytes_of_every_shipped_survey() {
    for (name, survey) in shipped() {
        typed_is_the_same(&name, &survey, "en", (80, 24));
    }
}

/// One way a survey here, every way in `.ci/full` (`TALLYBOX_TYPED`).
#[test]
fn each_survey_in_one_other_language_or_size() {
    let is_whole = std::env::var_os("TALLYBOX_TYPED").is_some();
    for (at, (name, survey)) in shipped().into_iter().enumerate() {
        for (way, (language, size)) in WAYS.into_iter().enumerate() {
            if is_whole || way == at % WAYS.len() {
                typed_is_the_same(&name, &survey, language, size);
            }
        }
    }
}

#[test]
fn the_largest_survey_is_typed_in_the_smallest_window() {
    typed_is_the_same("the flagship", &flagship(), "en", (40, 12));
}
