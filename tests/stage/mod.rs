//! A stage for the screens: a session with a keeper that keeps everything in memory, driven by
//! written keys; every frame is checked before anything else looks at it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]
#![allow(clippy::panic, reason = "a test may fail where it stands")]

pub mod desk;
pub mod dice;
pub mod kept;
pub mod shared;
pub mod shipped;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form::{self, Form, simulate};
use tallybox::response::answer::{Answer, Missing, Value};
use tallybox::response::code::Code;
use tallybox::response::diary::Diary;
use tallybox::response::part;
use tallybox::runtime::driver::{Event, Next, Program};
use tallybox::runtime::home;
use tallybox::runtime::respondent::{End, Respondent, ScreenKeeper};
use tallybox::stats::view;
use tallybox::survey::{Questionnaire, roles, routes};
use tallybox::ui::input::{Input, Key};
use tallybox::ui::theme::{Charset, Colours, Theme};
use tallybox::ui::{
    Draft, Earlier, Found, Held, LastYear, Mode, Own, Receipt, Reopened, Saved, Setup,
    SubmitFailure,
};

/// Every kind of question once.
pub fn every_kind() -> Arc<Questionnaire> {
    static KEPT: OnceLock<Arc<Questionnaire>> = OnceLock::new();
    KEPT.get_or_init(|| load("tests/data/screens/every-kind.toml"))
        .clone()
}

/// The shipped survey.
pub fn flagship() -> Arc<Questionnaire> {
    static KEPT: OnceLock<Arc<Questionnaire>> = OnceLock::new();
    KEPT.get_or_init(|| load("surveys/skills-and-responsibility.toml"))
        .clone()
}

pub fn load(file: &str) -> Arc<Questionnaire> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let checked = home::check_file(&file).expect("the file is there");
    let problems: Vec<_> = checked
        .diagnostics
        .iter()
        .map(|d| format!("{d:?}"))
        .collect();
    checked
        .questionnaire
        .unwrap_or_else(|| panic!("{}", problems.join("\n")))
}

/// A keeper in memory. What it is told to answer, it answers.
#[derive(Default)]
pub struct Shelf {
    pub questionnaire: Option<Arc<Questionnaire>>,
    pub drafts: BTreeMap<String, Vec<u8>>,
    pub sent: BTreeMap<String, Form>,
    /// What was sent in an earlier wave, by digits.
    pub earlier: Vec<(String, Form)>,
    /// Whether what is read back is of that earlier wave.
    pub own_is_earlier: bool,
    pub diaries: BTreeMap<String, Diary>,
    pub saves: usize,
    pub drawn: u8,
    /// Numbers for coming back soon that were drawn.
    pub numbers: u32,
    /// Whether the disk has no room for one more person.
    pub is_full: bool,
    /// What saves and submits answer instead of succeeding.
    pub save_fails: Option<Saved>,
    pub submit_fails: Option<SubmitFailure>,
}

impl ScreenKeeper for Shelf {
    fn has_room_to_begin(&self) -> bool {
        !self.is_full
    }

    fn draw_code(&mut self) -> Option<Code> {
        self.drawn += 1;
        Some(Code::from_bits([self.drawn; 10]))
    }

    fn find(&mut self, code: &Code) -> Found {
        let key = code.digits();
        match self.drafts.get(&key) {
            _ if self.sent.contains_key(&key) => Found::Sent,
            Some(draft) => Found::Draft {
                bytes: draft.clone().into(),
                questionnaire: self.questionnaire.clone().expect("a stage has one"),
            },
            None => Found::Unknown {
                others: vec!["Physics stores".to_owned()],
            },
        }
    }

    fn save(&mut self, draft: Draft) -> Saved {
        self.saves += 1;
        if let Some(failure) = self.save_fails {
            return failure;
        }
        self.drafts
            .insert(draft.code.digits(), draft.bytes.to_vec());
        Saved::Done
    }

    fn submit(&mut self, code: &Code, form: &Form) -> Result<Receipt, SubmitFailure> {
        if let Some(failure) = self.submit_fails.take() {
            return Err(failure);
        }
        assert!(form.problems().is_empty(), "sent with problems");
        self.drafts.remove(&code.digits());
        self.sent.insert(code.digits(), form.clone());
        Ok(Receipt {
            day: today(),
            leaf: "0123456789abcdef".repeat(4),
        })
    }

    fn discard(&mut self, code: &Code) {
        self.drafts.remove(&code.digits());
    }

    fn own(&mut self, code: &Code, language: &Language) -> Own {
        let then = self.earlier.iter().filter(|_| self.own_is_earlier);
        let then = then.map(|(_, form)| form).next();
        let Some(form) = self.sent.get(&code.digits()).or(then) else {
            let others = vec!["Physics stores".to_owned()];
            return Own::Unknown { others };
        };
        let mut form = form.clone();
        form.set_language(language.clone());
        let submission = form.submission(today());
        let diary = self
            .diaries
            .get(&code.digits())
            .cloned()
            .unwrap_or_default();
        let routes = include_str!("../../surveys/routes.toml");
        let roles = include_str!("../../surveys/roles.toml");
        let overview = view::Own {
            questionnaire: form.questionnaire(),
            answers: &submission.answers,
            told: form.told(),
            routes: &routes::parse(routes, "routes.toml").expect("they are sound"),
            roles: &roles::parse(roles, "roles.toml").expect("they are sound"),
            diary: &diary,
            day: today(),
        };
        Own::Held(Box::new(Held {
            overview: overview.overview(),
            revision: 1,
            day: today(),
            until: form.questionnaire().last_day(),
            is_being_changed: false,
            earlier: self
                .own_is_earlier
                .then(|| form.questionnaire().wave.clone()),
            diary: diary.clone(),
        }))
    }

    fn revise(&mut self, code: &Code) -> Option<Reopened> {
        let form = self.sent.get(&code.digits())?;
        Some(Reopened {
            bytes: form.to_draft(None).into(),
            questionnaire: form.questionnaire().clone(),
        })
    }

    fn withdraw(&mut self, code: &Code) -> bool {
        self.sent.remove(&code.digits());
        true
    }

    fn waves(&mut self) -> Vec<String> {
        self.earlier
            .iter()
            .map(|(_, form)| form.questionnaire().wave.clone())
            .collect()
    }

    fn earlier(&mut self, code: &Code) -> Earlier {
        if self.sent.contains_key(&code.digits()) {
            return Earlier::ThisWave;
        }
        let then = self
            .earlier
            .iter()
            .find(|(digits, _)| *digits == code.digits());
        let Some((_, form)) = then else {
            return Earlier::Unknown {
                others: vec!["Physics stores".to_owned()],
            };
        };
        let parts = part::plaintexts(&form.submission(today()), &[1; 16], 1).expect("they fit");
        let (_, mine) = parts.into_iter().next_back().expect("mine is the last");
        Earlier::Sent(Box::new(LastYear {
            link: [7; 16],
            answers: Some((mine.into(), form.questionnaire().clone())),
        }))
    }

    fn keep_diary(&mut self, code: &Code, _: &Diary, diary: &Diary) -> bool {
        if self.save_fails.is_some() {
            return false;
        }
        self.diaries.insert(code.digits(), diary.clone());
        true
    }

    fn answer_rest(&mut self, form: Form) -> Form {
        simulate::complete(form, 7)
    }
}

/// The day of every test.
pub fn today() -> Day {
    Day::parse("2027-02-01").expect("a day")
}

/// Default colours, UTF-8.
pub const MONO: Theme = Theme::new(Colours::None, Charset::Utf8);

fn setup(
    questionnaire: Arc<Questionnaire>,
    mode: Mode,
    language: Option<Language>,
    theme: Theme,
) -> Setup {
    Setup {
        questionnaire,
        mode,
        language,
        today: today(),
        seed: 1,
        box_name: "Chemistry stores".to_owned(),
        small: BTreeSet::from(["mech".to_owned()]),
        theme,
    }
}

/// A session on a stage.
pub struct Stage {
    pub program: Respondent<Shelf>,
    questionnaire: Arc<Questionnaire>,
    pub area: Rect,
    pub now: Duration,
    pub end: Option<End>,
}

impl Stage {
    pub fn new(questionnaire: Arc<Questionnaire>, mode: Mode, (width, height): (u16, u16)) -> Self {
        let english = Some(Language::new("en"));
        Self::in_language(questionnaire, mode, english, (width, height))
    }

    pub fn in_language(
        questionnaire: Arc<Questionnaire>,
        mode: Mode,
        language: Option<Language>,
        size: (u16, u16),
    ) -> Self {
        Self::dressed(questionnaire, mode, language, size, MONO)
    }

    pub fn dressed(
        questionnaire: Arc<Questionnaire>,
        mode: Mode,
        language: Option<Language>,
        (width, height): (u16, u16),
        theme: Theme,
    ) -> Self {
        let area = Rect::new(0, 0, width, height);
        let setup = setup(questionnaire, mode, language, theme);
        let shelf = Shelf {
            questionnaire: Some(setup.questionnaire.clone()),
            ..Shelf::default()
        };
        let questionnaire = Arc::clone(&setup.questionnaire);
        let program = Respondent::new(setup, area, shelf);
        Self {
            program,
            questionnaire,
            area,
            now: Duration::ZERO,
            end: None,
        }
    }

    /// What this session was set up with.
    pub fn setup(&self) -> Setup {
        let session = self.program.session();
        let survey = Arc::clone(&self.questionnaire);
        setup(
            survey,
            Mode::Home,
            Some(session.language().clone()),
            session.theme(),
        )
    }

    /// At the first question of `every_kind`.
    pub fn at_first_question(size: (u16, u16)) -> Self {
        let mut stage = Self::new(every_kind(), Mode::Home, size);
        stage.keys("1").read_on().keys("Enter");
        stage.one_sitting();
        stage
    }

    /// Reads the notice to its end.
    pub fn read_on(&mut self) -> &mut Self {
        self.keys("Tab")
    }

    /// Goes on from the words, without being asked two of them back.
    pub fn one_sitting(&mut self) -> &mut Self {
        self.keys(if self.area.width < 60 {
            "Enter Tab Tab Enter"
        } else {
            "Enter Tab Tab Tab Enter"
        })
    }

    /// Presses keys: names separated by spaces, text between single quotes.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for key in parse(script) {
            self.press(key);
        }
        self
    }

    /// Presses one key and checks the frame that follows.
    pub fn press(&mut self, key: Key) -> &mut Self {
        self.take(Event::Input(Input::Key(key)))
    }

    /// Presses keys without looking at the frames between.
    pub fn hurry(&mut self, script: &str) -> &mut Self {
        for key in parse(script) {
            self.step(Event::Input(Input::Key(key)));
        }
        self.frame();
        self
    }

    pub fn take(&mut self, event: Event) -> &mut Self {
        self.step(event);
        self.frame();
        self
    }

    fn step(&mut self, event: Event) {
        self.now += Duration::from_millis(100);
        if let Event::Resized(area) = event {
            self.area = area;
        }
        if let Next::End(end) = self.program.take(event, self.now) {
            self.end = Some(end);
        }
    }

    /// As `take`, without looking at the frame: there may be no room for one.
    pub fn program_takes(&mut self, event: Event) {
        let area = self.area;
        if let Next::End(end) = self.program.take(event, self.now) {
            self.end = Some(end);
        }
        let mut buffer = Buffer::empty(area);
        self.program.view(area, &mut buffer);
    }

    pub fn shelf(&mut self) -> &mut Shelf {
        self.program.keeper_mut()
    }

    pub fn form(&self) -> Form {
        self.program
            .session()
            .form()
            .expect("a survey is being filled in")
            .clone()
    }

    /// The frame as it is drawn now, checked.
    pub fn frame(&self) -> (Buffer, Position) {
        let mut buffer = Buffer::empty(self.area);
        let cursor = self.program.view(self.area, &mut buffer).expect("a cursor");
        check(&buffer, cursor);
        let is_back_named = lines(&buffer)
            .last()
            .is_some_and(|line| line.contains("Esc "));
        let is_first = self.program.session().screen() == "start";
        if self.area.width >= 40 && self.area.height >= 12 {
            assert_ne!(is_back_named, is_first, "{}", lines(&buffer).join("\n"));
        }
        (buffer, cursor)
    }

    pub fn text(&self) -> String {
        lines(&self.frame().0).join("\n")
    }

    /// Compares the screen with its file; `UPDATE=1` writes the file.
    pub fn shot(&mut self, name: &str) -> &mut Self {
        let (buffer, cursor) = self.frame();
        let drawn = lines(&buffer).join("\n");
        let text = format!("{drawn}\n=== cursor {},{}\n", cursor.x, cursor.y);
        let file = format!("{name}.{}x{}.txt", self.area.width, self.area.height);
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/data/screens")
            .join(file);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).expect("written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            text,
            kept,
            "{} differs; UPDATE=1 rewrites it",
            path.display()
        );
        self
    }
}

/// Whether a question holds an answer; entries with nothing in them are none.
pub fn holds(form: &Form, id: &str) -> bool {
    let is_said = |answer: &Answer| answer.missing() != Some(Missing::Blank);
    match form.answer(&form::Path::top(id)) {
        Some(Answer::Value(Value::Entries(entries))) => {
            entries.is_empty() || entries.iter().flatten().any(|(_, answer)| is_said(answer))
        }
        answer => answer.is_some(),
    }
}

/// The lines of a frame, without the spaces at their ends.
pub fn lines(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    let line = |y| {
        let mut text = String::new();
        let mut skip = 0;
        for x in 0..area.width {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            text.push_str(symbol);
        }
        text.trim_end().to_owned()
    };
    (0..area.height).map(line).collect()
}

/// What holds for every frame at any moment.
pub fn check(buffer: &Buffer, cursor: Position) {
    let area = buffer.area;
    let text = lines(buffer);
    assert!(area.contains(cursor), "cursor {cursor} outside {area}");
    for (row, line) in text.iter().enumerate() {
        for letter in line.chars() {
            assert!(is_allowed(letter), "{letter:?} in line {row}: {line}");
        }
    }
    if area.width < 40 || area.height < 12 {
        return;
    }
    let last = text.last().expect("a line");
    assert!(last.contains("F1 "), "no F1 in the hints: {last}");
    assert_eq!(
        buffer[(area.width - 1, area.height - 1)].symbol(),
        " ",
        "the last cell is used"
    );
    let marked: Vec<usize> = (2..text.len())
        .filter(|row| text[*row].chars().nth(1) == Some('>'))
        .collect();
    if cursor.x == 0 {
        assert!(
            marked.is_empty(),
            "the cursor is not on what is marked:\n{}",
            text.join("\n")
        );
        return;
    }
    assert_eq!(
        marked,
        [usize::from(cursor.y)],
        "the cursor is elsewhere:\n{}",
        text.join("\n")
    );
    let style = buffer[cursor].modifier;
    assert!(
        style.contains(Modifier::BOLD),
        "the focus is not bold:\n{}",
        text.join("\n")
    );
    let typed = text[usize::from(cursor.y)].contains(['[', '|']);
    assert!(
        typed || style.contains(Modifier::REVERSED),
        "no reverse:\n{}",
        text.join("\n")
    );
}

/// What all console fonts have: ASCII, Latin letters with Welsh, quotation marks, rules.
pub fn is_allowed(letter: char) -> bool {
    letter == ' '
        || letter.is_ascii_graphic()
        || "─“”‘’–£½×°µ²³ŵŷŴŶ".contains(letter)
        || ('À'..='ÿ').contains(&letter)
}

/// Keys from a script.
pub fn parse(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    for (number, piece) in script.split('\'').enumerate() {
        if number % 2 == 1 {
            keys.extend(piece.chars().map(Key::Char));
        } else {
            keys.extend(piece.split_whitespace().map(key));
        }
    }
    keys
}

fn key(name: &str) -> Key {
    match name {
        "Enter" => Key::Enter,
        "Esc" => Key::Escape,
        "Tab" => Key::Tab,
        "BackTab" => Key::BackTab,
        "Space" => Key::Char(' '),
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PgUp" => Key::PageUp,
        "PgDn" => Key::PageDown,
        "Del" => Key::Delete,
        "BS" => Key::Backspace,
        _ => match (name.strip_prefix("F"), name.strip_prefix("Ctrl+")) {
            (Some(number), _) => Key::Function(number.parse().expect("a number")),
            (_, Some(letter)) => Key::Ctrl(letter.chars().next().expect("a letter")),
            _ => Key::Char(name.chars().next().expect("a key")),
        },
    }
}
