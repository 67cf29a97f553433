//! Every page that a shared terminal has of its own, by the program's own tables of names, and the session's
//! screens that say more there: a way of keys and waiting that leads to it, and what it looks like at three
//! sizes in two themes (`tests/data/shared`; `UPDATE=1` writes them anew). Then sessions of random keys by one
//! person after the other: nobody finds anything of anybody else.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod stage;

use std::collections::{BTreeMap, BTreeSet};

use ratatui::layout::Rect;
use stage::dice::Dice;
use stage::kept::{STANDARD, Sheaf};
use stage::shared::{PLAIN, Placed, SECRET, Shared};
use stage::{MONO, every_kind, today};
use tallybox::base::language::Language;
use tallybox::form::{Form, Path, simulate};
use tallybox::response::answer::{Answer, Value};
use tallybox::response::code::Code;
use tallybox::runtime::driver::Event;
use tallybox::ui::input::Input;
use tallybox::ui::kiosk::{Abandoned, Outlet, SCREENS, Shut};
use tallybox::ui::theme::Theme;

const DISCARD: Placed = Placed {
    abandoned: Abandoned::Discard,
    ..PLAIN
};
const BOTH: Placed = Placed {
    outlet: Outlet::Both,
    ..PLAIN
};
const PAPER: Placed = Placed {
    outlet: Outlet::Paper,
    ..PLAIN
};
const DRIVE: Placed = Placed {
    outlet: Outlet::Drive,
    ..PLAIN
};
const CLOSED: Placed = Placed {
    shut: Some(Shut::Closed),
    ..PLAIN
};
const FULL: Placed = Placed {
    shut: Some(Shut::Full),
    ..PLAIN
};

/// A step of a way: keys, or seconds without one.
#[derive(Clone, Copy)]
enum Step {
    Keys(&'static str),
    Wait(u64),
    /// Somebody with a filled-in form sits down.
    Sits,
}
use Step::{Keys, Sits, Wait};

/// What the file is called, the name of what is shown, the terminal, and the way there.
type Way = (&'static str, &'static str, Placed, &'static [Step]);

const WORDS: Step = Keys("1 Enter Tab Enter");
const KEEPER: Step = Keys("Ctrl+k 'green bottles' Enter");

const WAYS: &[Way] = &[
    ("start-nothing", "start", PLAIN, &[]),
    ("start-paper", "start", PAPER, &[]),
    ("start-drive", "start", DRIVE, &[]),
    ("start-both", "start", BOTH, &[]),
    ("words-both", "words", BOTH, &[WORDS]),
    ("leave", "leave", PLAIN, &[Sits, Keys("F10")]),
    (
        "receipt-both",
        "receipt",
        BOTH,
        &[Sits, Keys("F9 Tab Enter")],
    ),
    ("shut-closed", "shut", CLOSED, &[]),
    ("shut-full", "shut", FULL, &[]),
    ("hidden", "hidden", PLAIN, &[Sits, Keys("F12")]),
    ("number", "number", PLAIN, &[Sits, Keys("F10 6")]),
    ("return", "return", PLAIN, &[Keys("3 '12'")]),
    ("return-wrong", "return", PLAIN, &[Keys("3 '000000'")]),
    (
        "return-paused",
        "return",
        PLAIN,
        &[Keys("3 '000000000000000000'")],
    ),
    ("secret", "secret", PLAIN, &[Keys("Ctrl+k 'abc'")]),
    (
        "secret-wrong",
        "secret",
        PLAIN,
        &[Keys("Ctrl+k 'abc' Enter")],
    ),
    (
        "secret-not-set",
        "secret",
        PLAIN,
        &[Keys("Ctrl+k 'none' Enter")],
    ),
    ("desk-list", "desk-list", PLAIN, &[KEEPER, Keys("Down")]),
    ("desk-minutes", "desk-minutes", PLAIN, &[KEEPER, Keys("5")]),
    ("desk-sure-kit", "desk-sure", PLAIN, &[KEEPER, Keys("3")]),
    ("desk-sure-power", "desk-sure", PLAIN, &[KEEPER, Keys("7")]),
    ("desk-sure-stop", "desk-sure", PLAIN, &[KEEPER, Keys("8")]),
    ("desk-told", "desk-told", PLAIN, &[KEEPER, Keys("1")]),
    (
        "still-there-nothing",
        "still-there",
        PLAIN,
        &[Keys("5"), Wait(301)],
    ),
    ("still-there-keep", "still-there", PLAIN, &[Sits, Wait(301)]),
    (
        "still-there-discard",
        "still-there",
        DISCARD,
        &[Sits, Wait(301)],
    ),
];

fn filled() -> Form {
    simulate::complete(Form::new(every_kind(), Language::new("en"), today(), 1), 7)
}

fn go(way: &Way, size: (u16, u16), theme: Theme) -> Shared {
    let (label, screen, placed, steps) = way;
    let mut shared = Shared::new(*placed, size, theme);
    for step in *steps {
        match step {
            Keys(keys) => shared.keys(keys),
            Wait(seconds) => shared.wait(*seconds),
            Sits => shared.sits_down(Code::from_bits([9; 10]), filled()),
        };
    }
    assert_eq!(shared.screen(), *screen, "{label}:\n{}", shared.text());
    shared
}

#[test]
fn no_page_of_a_shared_terminal_is_missing_here() {
    let there: Vec<&str> = SCREENS.iter().copied().flatten().copied().collect();
    let names: BTreeSet<&str> = there.iter().copied().collect();
    assert_eq!(names.len(), there.len(), "two have one name");
    let shown: BTreeSet<&str> = WAYS.iter().map(|way| way.1).collect();
    let missing: Vec<_> = names.difference(&shown).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_page_looks_as_its_file_says_at_three_sizes_in_two_themes() {
    let sheaf = Sheaf::of(|size, theme| {
        let ways = WAYS.iter();
        let drawn = ways.map(|way| {
            let (buffer, cursor) = go(way, size, theme).frame();
            (way.0.to_owned(), buffer, Some(cursor))
        });
        drawn.collect()
    });
    sheaf.is_kept_in("tests/data/shared");
}

/// What a page says, without how it is broken into lines.
fn said(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_page_of_its_own_loses_a_word_in_a_small_window() {
    for way in WAYS.iter().filter(|way| SCREENS.concat().contains(&way.1)) {
        let (large, small) = (go(way, (120, 60), STANDARD), go(way, (40, 12), STANDARD));
        let (large, small) = (large.text(), small.text());
        // The line of hints may be shorter; a list scrolls; titles are the survey's.
        let body = |text: &str| {
            let mut lines: Vec<&str> = text.lines().skip(1).collect();
            lines.pop();
            said(&lines.join(" "))
        };
        let lost: Vec<String> = body(&large).difference(&body(&small)).cloned().collect();
        let is_list = matches!(way.1, "desk-list" | "desk-minutes");
        assert!(is_list || lost.is_empty(), "{}: {lost:?}\n{small}", way.0);
    }
}

#[test]
fn no_size_from_nothing_to_the_largest_breaks_any_page() {
    for way in WAYS {
        let mut shared = go(way, (80, 24), STANDARD);
        for (width, height) in [(1, 1), (3, 3), (20, 6), (39, 24), (80, 11), (500, 200)] {
            shared.take(Event::Resized(Rect::new(0, 0, width, height)));
        }
    }
}

const KEYS: &[&str] = &[
    "Enter", "Enter", "Enter", "Esc", "Esc", "Tab", "Tab", "BackTab", "Up", "Down", "Down", "Left",
    "Right", "PgDn", "Home", "End", "Space", "1", "2", "3", "4", "5", "6", "7", "8", "9", "Del",
    "BS", "Ctrl+z", "Ctrl+y", "Ctrl+l", "Ctrl+p", "Ctrl+k", "Ctrl+b", "Ctrl+c", "F1", "F2", "F4",
    "F5", "F6", "F9", "F10", "F12",
];

/// Somebody, and what would give them away on another's screen.
struct Person {
    code: Code,
    mark: String,
}

impl Person {
    fn new(number: u8) -> Self {
        Self {
            code: Code::from_bits([number.wrapping_mul(37).wrapping_add(11); 10]),
            mark: format!("Zq{number}zq"),
        }
    }

    /// Their answers: what is theirs alone stands in a text.
    fn form(&self) -> Form {
        let mut form = filled();
        for page in ["title", "more"] {
            let words = Answer::Value(Value::Text(self.mark.clone()));
            assert!(form.put(&Path::top(page), words).is_taken());
        }
        form
    }

    /// Whether something of theirs is on a screen: what they wrote, or their words.
    fn is_on(&self, text: &str) -> bool {
        let words: BTreeSet<&str> = self.code.words().into_iter().collect();
        let shown = text.split_whitespace().filter(|word| words.contains(word));
        text.contains(&self.mark) || shown.collect::<BTreeSet<_>>().len() == words.len()
    }
}

/// Whose session is on the screen, from one step to the next.
struct Walk {
    shared: Shared,
    people: Vec<Person>,
    /// The person whose session it is, by number.
    here: Option<usize>,
    /// Who left for a moment, by their six digits.
    away: BTreeMap<String, usize>,
    seed: u64,
}

impl Walk {
    fn sits_down(&mut self) {
        let number = u8::try_from(self.people.len()).expect("few people");
        let person = Person::new(number);
        self.shared.sits_down(person.code.clone(), person.form());
        self.people.push(person);
        self.here = Some(usize::from(number));
    }

    fn step(&mut self, dice: &mut Dice) {
        let (wiped, before) = (self.shared.wiped, self.shared.screen());
        match dice.roll(40) {
            0 => {
                self.shared.wait([40, 290, 320, 400][dice.roll(4)]);
            }
            1 => {
                let (width, height) = (20 + dice.roll(100), 6 + dice.roll(40));
                let side = |cells: usize| u16::try_from(cells).expect("it");
                let area = Rect::new(0, 0, side(width), side(height));
                self.shared.take(Event::Resized(area));
            }
            2 => {
                let words = Input::Paste("gas\nabsurd 12".to_owned());
                self.shared.take(Event::Input(words));
            }
            3 if before == "secret" => {
                self.shared.keys(&format!("Ctrl+u '{SECRET}' Enter"));
            }
            4..14 if before == "start" => self.comes_back(dice),
            14..24 if before == "start" => self.sits_down(),
            6 if before == "leave" => {
                self.shared.keys("6");
            }
            _ => {
                self.shared.keys(KEYS[dice.roll(KEYS.len())]);
            }
        }
        self.look(wiped, before);
    }

    /// Somebody types six digits: their own, where anybody is away.
    fn comes_back(&mut self, dice: &mut Dice) {
        let numbers: Vec<String> = self.away.keys().cloned().collect();
        let Some(number) = numbers.get(dice.roll(numbers.len().max(1))).cloned() else {
            return;
        };
        self.shared.take(Event::Resized(Rect::new(0, 0, 80, 24)));
        self.shared.keys(&format!("Home 3 '{number}'"));
        let is_back = self.shared.program.kiosk().session().form().is_some();
        if let Some(person) = self.away.remove(&number).filter(|_| is_back) {
            self.here = Some(person);
        }
    }

    /// What must hold after every step.
    fn look(&mut self, wiped: usize, before: &str) {
        let (text, screen) = (self.shared.text(), self.shared.screen());
        if self.shared.wiped > wiped || screen == "number" && before != "number" {
            if let (Some(person), "number") = (self.here, screen) {
                let number = 100_000 + self.shared.program.host().numbers;
                self.away.insert(number.to_string(), person);
            }
            self.here = None;
        }
        let seed = self.seed;
        let is_own = SCREENS.concat().contains(&screen);
        for (number, person) in self.people.iter().enumerate() {
            if is_own || Some(number) != self.here {
                assert!(
                    !person.is_on(&text),
                    "walk {seed}: {:?} sees {number} on {screen}:\n{text}",
                    self.here
                );
            }
        }
    }
}

/// One morning at a shared terminal: the screens that were seen, and how often somebody came back.
fn walk(seed: u64) -> (BTreeSet<&'static str>, usize) {
    let placed = [PLAIN, DISCARD, BOTH][usize::try_from(seed % 3).expect("it")];
    let mut dice = Dice(seed);
    let mut walk = Walk {
        shared: Shared::new(placed, (80, 24), MONO),
        people: Vec::new(),
        here: None,
        away: BTreeMap::new(),
        seed,
    };
    let (mut screens_shown, mut returned) = (BTreeSet::new(), 0);
    walk.sits_down();
    for _ in 0..150 {
        let away = walk.away.len();
        walk.step(&mut dice);
        returned += usize::from(walk.away.len() < away && walk.here.is_some());
        screens_shown.insert(walk.shared.screen());
    }
    (screens_shown, returned)
}

/// `TALLYBOX_SESSIONS` says how many mornings; `.ci/full` spends ten thousand. They go where they should:
/// they would prove nothing from the start screen.
#[test]
fn whatever_keys_are_pressed_nobody_sees_anything_of_anybody_else() {
    let many = std::env::var("TALLYBOX_SESSIONS").ok();
    let many = many.and_then(|many| many.parse().ok()).unwrap_or(24);
    let (mut screens_shown, mut returned) = (BTreeSet::new(), 0);
    for seed in 0..many {
        let (screens, times) = walk(seed);
        screens_shown.extend(screens);
        returned += times;
    }
    for name in [
        "start",
        "hidden",
        "number",
        "return",
        "still-there",
        "secret",
        "desk-list",
        "check",
    ] {
        assert!(
            screens_shown.contains(name),
            "no {name} in {screens_shown:?}"
        );
    }
    assert!(returned > 0, "nobody came back");
}
