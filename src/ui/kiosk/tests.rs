//! The shared terminal's states, by keys and an injected clock: who is asked, what is saved before the
//! screen goes, what a wrong number costs.
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::*;
use crate::survey::Files;
use crate::ui::input::{Input, Key};
use crate::ui::theme::Theme;
use crate::ui::{Draft, Effect as Asked, Msg as Told, Receipt, Saved, Way};

const AREA: Rect = Rect::new(0, 0, 80, 24);

struct Lists;

impl Files for Lists {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(include_bytes!("../../../tests/data/small/lists/departments.csv").to_vec())
    }
}

fn small() -> Arc<Questionnaire> {
    let text = include_bytes!("../../../tests/data/small/small.toml");
    let checked = crate::survey::load("small.toml", text, &Lists);
    checked.questionnaire.unwrap()
}

/// A kiosk with a person in front of it and a world behind it.
struct Desk {
    kiosk: Kiosk,
    now: Duration,
    /// What was asked of the world, in order, by name.
    asked: Vec<&'static str>,
    saved: Vec<Draft>,
    /// The draft of the one who left for a moment.
    parked: Option<Zeroizing<Vec<u8>>>,
    secret: Verdict,
    number: &'static str,
    full: bool,
    abandoned: Abandoned,
    outlet: Outlet,
    shut: Option<Shut>,
}

impl Desk {
    fn new() -> Self {
        Self::with(Abandoned::Keep, Outlet::Nothing, None)
    }

    fn with(abandoned: Abandoned, outlet: Outlet, shut: Option<Shut>) -> Self {
        let fixed = Fixed {
            questionnaire: small(),
            box_name: "Stores".to_owned(),
            small: BTreeSet::new(),
            theme: Theme::PLAINEST,
        };
        Self {
            kiosk: Kiosk::new(fixed, welcome(abandoned, outlet, shut), AREA),
            now: Duration::ZERO,
            asked: Vec::new(),
            saved: Vec::new(),
            parked: None,
            secret: Verdict::Wrong,
            number: "482915",
            full: false,
            abandoned,
            outlet,
            shut,
        }
    }

    fn update(&mut self, msg: Msg) {
        let mut effects = self.kiosk.update(msg, self.now);
        while !effects.is_empty() {
            let effect = effects.remove(0);
            let answer = self.run(effect);
            if let Some(answer) = answer {
                effects.extend(self.kiosk.update(answer, self.now));
            }
        }
    }

    fn run(&mut self, effect: Effect) -> Option<Msg> {
        let name = match &effect {
            Effect::Session(asked) => session_name(asked),
            Effect::DrawNumber => "number",
            Effect::Return(_) => "return",
            Effect::Check(_) => "check",
            Effect::Task(_) => "task",
            Effect::Wipe => "wipe",
            Effect::Redraw => "redraw",
            Effect::Stop => "stop",
        };
        self.asked.push(name);
        Some(match effect {
            Effect::Session(Asked::DrawCode) if self.full => Msg::Full,
            Effect::Session(Asked::DrawCode) => {
                Msg::Session(Told::CodeDrawn(Code::from_bits([7; 10])))
            }
            Effect::Session(Asked::SaveDraft(draft)) => {
                self.saved.push(draft);
                Msg::Session(Told::Saved(Saved::Done))
            }
            Effect::Session(Asked::Submit { .. }) => Msg::Session(Told::Submitted(Ok(Receipt {
                day: today(),
                leaf: "00112233445566778899".to_owned(),
            }))),
            Effect::Session(Asked::Give(..)) => {
                Msg::Session(Told::Given(Message::plain("give-paper-done")))
            }
            Effect::DrawNumber => {
                self.parked = self.saved.last().map(|draft| draft.bytes.clone());
                Msg::Number(Some(Zeroizing::new(self.number.to_owned())))
            }
            Effect::Return(code) => {
                let bytes = self.parked.clone().unwrap();
                let questionnaire = small();
                let found = effect::Found::Draft {
                    bytes,
                    questionnaire,
                };
                Msg::Returned(code, found)
            }
            Effect::Check(_) => Msg::Secret(self.secret),
            Effect::Task(_) => Msg::Done(vec![Message::plain("kiosk-desk-room")]),
            Effect::Wipe => {
                let next = welcome(self.abandoned, self.outlet, self.shut);
                self.kiosk.welcome(next, AREA);
                return None;
            }
            _ => return None,
        })
    }

    fn keys(&mut self, keys: &str) {
        for word in keys.split(' ') {
            for key in named(word) {
                self.update(Msg::Session(Told::Input(Input::Key(key))));
            }
        }
    }

    /// Time passes as the loop lets it: from one deadline to the next.
    fn wait(&mut self, seconds: u64) {
        let end = self.now + Duration::from_secs(seconds);
        while let Some(due) = self.kiosk.deadline().filter(|due| *due <= end) {
            assert!(due >= self.now, "the loop would turn without rest");
            self.now = due;
            self.update(Msg::Session(Told::Tick));
            let next = self.kiosk.deadline();
            assert_ne!(next, Some(due), "a tick changed nothing");
        }
        self.now = end;
    }

    fn screen(&self) -> String {
        let mut buffer = Buffer::empty(AREA);
        self.kiosk.view(AREA, &mut buffer);
        let lines = buffer.content.chunks(80);
        lines
            .map(|line| {
                line.iter()
                    .map(ratatui::buffer::Cell::symbol)
                    .collect::<String>()
                    + "\n"
            })
            .collect()
    }

    #[track_caller]
    fn shows(&self, words: &str) {
        let screen = self.screen();
        assert!(screen.contains(words), "no {words:?} on\n{screen}");
    }

    /// To the first question.
    fn begin(&mut self) {
        self.keys("1 Enter Tab Enter");
        self.shows("Write these eight words down");
        self.keys("Tab Enter");
        self.shows("Which department");
        self.asked.clear();
    }
}

fn session_name(asked: &Asked) -> &'static str {
    match asked {
        Asked::SaveDraft(_) => "save",
        Asked::DiscardDraft(_) => "discard",
        Asked::DrawCode => "draw",
        Asked::Give(_, Way::Paper) => "paper",
        Asked::Plain => "plain",
        Asked::FindWaves => "waves",
        _ => "other",
    }
}

fn named(word: &str) -> Vec<Key> {
    let one = match word {
        "Enter" => Key::Enter,
        "Tab" => Key::Tab,
        "Esc" => Key::Escape,
        "Down" => Key::Down,
        "F1" => Key::Function(1),
        "F4" => Key::Function(4),
        "F5" => Key::Function(5),
        "F6" => Key::Function(6),
        "F10" => Key::Function(10),
        "F12" => Key::Function(12),
        "^K" => Key::Ctrl('k'),
        "^B" => Key::Ctrl('b'),
        "^C" => Key::Ctrl('c'),
        letters => return letters.chars().map(Key::Char).collect(),
    };
    vec![one]
}

fn today() -> Day {
    Day::new(2027, 1, 20).unwrap()
}

fn welcome(abandoned: Abandoned, outlet: Outlet, shut: Option<Shut>) -> Welcome {
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    Welcome {
        today: today(),
        midnight: minutes(600),
        seed: 1,
        corner: Corner {
            outlet,
            held: 25,
            elsewhere: Some(Text::same("On paper: ask at the stores office.")),
        },
        rules: Rules {
            limits: Limits::new(minutes(5), minutes(1)),
            abandoned,
            back_soon: minutes(60),
        },
        shut,
    }
}

#[test]
fn the_start_screen_says_what_can_be_taken_away_and_rests_until_midnight() {
    for (outlet, words) in [
        (Outlet::Nothing, "bring pen and paper"),
        (Outlet::Paper, "You can print your eight words"),
        (Outlet::Drive, "overview with you on a drive"),
        (Outlet::Both, "or put them on"),
    ] {
        let mut desk = Desk::with(Abandoned::Keep, outlet, None);
        desk.shows(words);
        desk.shows("ask at the stores office");
        desk.shows("about 25 sealed responses");
        desk.wait(599 * 60);
        assert!(desk.asked.is_empty(), "{:?}", desk.asked);
        desk.wait(60);
        assert_eq!(desk.asked, ["wipe"]);
    }
}

#[test]
fn no_key_on_the_start_screen_ends_the_program() {
    let mut desk = Desk::new();
    for key in ["Esc", "F10", "^C", "Tab", "Enter"] {
        desk.keys(key);
        assert!(!desk.asked.contains(&"stop"), "{key}");
        desk.keys("Esc Esc F10 F10");
    }
    desk.shows("Fill in the survey");
}

#[test]
fn whoever_walks_away_is_warned_saved_and_then_cleared() {
    let mut desk = Desk::new();
    desk.begin();
    desk.keys("1");
    desk.wait(299);
    desk.shows("Which department");
    desk.wait(1);
    desk.shows("about 60 seconds");
    for word in Code::from_bits([7; 10]).words() {
        assert!(!desk.screen().contains(word), "{word}");
    }
    assert!(!desk.screen().contains("department"), "{}", desk.screen());
    desk.wait(55);
    desk.shows("about 5 seconds");
    desk.asked.clear();
    desk.wait(5);
    assert_eq!(desk.asked, ["save", "wipe"]);
    desk.shows("Fill in the survey");
}

#[test]
fn the_key_that_says_i_am_here_means_nothing_else_and_may_be_pressed_for_ever() {
    let mut desk = Desk::new();
    desk.begin();
    for _ in 0..25 {
        desk.wait(350);
        desk.shows("Are you still there?");
        desk.keys("2");
        desk.shows("Which department");
    }
    // No choice was made by any of them.
    assert!(
        desk.kiosk
            .session()
            .form()
            .unwrap()
            .answer(&crate::form::Path::top("dept"))
            .is_none()
    );
    assert!(!desk.asked.contains(&"wipe"));
}

#[test]
fn more_time_is_three_times_as_much() {
    let mut desk = Desk::new();
    desk.begin();
    desk.keys("F5 9");
    desk.shows("three times as long");
    desk.wait(899);
    assert!(!desk.screen().contains("still there?"));
    desk.wait(1);
    desk.shows("Are you still there?");
}

#[test]
fn where_the_keeper_says_so_an_abandoned_draft_is_deleted() {
    let mut desk = Desk::with(Abandoned::Discard, Outlet::Nothing, None);
    desk.begin();
    desk.keys("1 Enter");
    desk.asked.clear();
    desk.wait(300);
    desk.shows("will be thrown away");
    desk.wait(60);
    assert_eq!(desk.asked, ["discard", "wipe"]);
}

#[test]
fn a_start_screen_that_somebody_changed_goes_back_by_itself() {
    let mut desk = Desk::new();
    desk.keys("F4 2");
    desk.shows("Llenwi'r arolwg");
    desk.wait(360);
    desk.shows("Fill in the survey");
    assert_eq!(desk.asked, ["waves", "wipe"]);
}

#[test]
fn the_start_screen_names_no_key_that_does_nothing_there() {
    let mut desk = Desk::new();
    let before = desk.screen();
    assert!(
        !before.contains("Esc") && !before.contains("F10"),
        "{before}"
    );
    desk.keys("Esc F10 ^C");
    assert_eq!(desk.asked, ["waves"]);
    assert_eq!(desk.screen(), before);
    desk.keys("F1");
    desk.shows("Keys that work here");
    assert!(!desk.screen().contains("F10  "), "{}", desk.screen());
}

#[test]
fn one_key_hides_everything_at_once_and_only_the_same_key_brings_it_back() {
    let mut desk = Desk::new();
    desk.begin();
    for key in ["F12", "^B"] {
        desk.keys(key);
        assert_eq!(desk.asked.pop(), Some("redraw"));
        desk.shows("This screen is hidden");
        assert!(!desk.screen().contains("department"), "{}", desk.screen());
        desk.keys("Enter Esc 1 Tab F10 ^C");
        desk.shows("This screen is hidden");
        desk.keys(key);
        desk.shows("Which department");
    }
    desk.keys("F12");
    desk.wait(300);
    desk.shows("Are you still there?");
    desk.keys("Enter");
    desk.shows("This screen is hidden");
}

#[test]
fn one_who_will_be_back_soon_leaves_nothing_and_comes_back_to_the_same_page() {
    let mut desk = Desk::new();
    desk.begin();
    desk.keys("1 Enter");
    desk.shows("How many years");
    desk.asked.clear();
    desk.keys("F10 6");
    assert_eq!(desk.asked, ["save", "number", "redraw"]);
    desk.shows("482 915");
    desk.keys("Enter");
    desk.shows("Fill in the survey");
    // Somebody else, meanwhile.
    desk.begin();
    desk.shows("Which department");
    desk.keys("F10 4 2");
    desk.shows("Fill in the survey");
    desk.keys("3 482915");
    desk.shows("How many years");
    // The number is used up.
    desk.keys("F10 1");
    desk.keys("3 482915");
    desk.shows("Nobody is waiting");
}

#[test]
fn six_digits_cannot_be_tried_out_and_are_forgotten_in_time() {
    let mut desk = Desk::new();
    desk.begin();
    desk.keys("F10 6 Enter");
    desk.keys("3 000000000001000002");
    desk.shows("Wait 30 seconds");
    // Not even the right one is taken.
    desk.keys("482915");
    desk.shows("Wait 30 seconds");
    desk.wait(31);
    // By now the screen asks whether somebody is there.
    desk.keys("Enter 482915");
    desk.shows("Which department");
    desk.keys("F10 6 Enter");
    desk.wait(3600);
    desk.keys("3 482915");
    desk.shows("Nobody is waiting");
}

#[test]
fn the_keepers_pages_open_with_the_secret_only() {
    let mut desk = Desk::new();
    desk.keys("^K secret Enter secret Enter secret Enter");
    desk.shows("Wait 30 seconds");
    desk.secret = Verdict::Right;
    desk.keys("secret Enter");
    desk.shows("Wait 30 seconds");
    desk.wait(31);
    desk.keys("Enter secret Enter");
    desk.shows("Write the sealed records to a drive");
    desk.keys("1");
    desk.shows("There is room for more");
    desk.keys("Enter 8");
    desk.shows("End it?");
    desk.keys("1");
    assert!(!desk.asked.contains(&"stop"));
    desk.keys("8 2");
    assert!(desk.asked.contains(&"stop"));
}

#[test]
fn the_keepers_pages_close_by_themselves_and_never_stand_over_a_person() {
    let mut desk = Desk::new();
    desk.secret = Verdict::Right;
    desk.keys("^K secret Enter");
    desk.wait(360);
    desk.shows("Fill in the survey");
    desk.begin();
    desk.keys("^K");
    desk.shows("Which department");
    let mut desk = Desk::new();
    desk.secret = Verdict::NotSet;
    desk.keys("^K x Enter");
    desk.shows("No secret is set");
}

#[test]
fn a_closed_or_full_terminal_says_so_and_begins_nothing() {
    for (shut, words) in [
        (Shut::Closed, "closed for now"),
        (Shut::Full, "no room for another response"),
    ] {
        let mut desk = Desk::with(Abandoned::Keep, Outlet::Nothing, Some(shut));
        desk.shows(words);
        desk.shows("ask at the stores office");
        desk.keys("1 Enter Tab Enter F10 ^C Esc");
        desk.shows(words);
        assert!(desk.asked.is_empty(), "{:?}", desk.asked);
        desk.keys("F4");
        assert!(!desk.screen().contains(words), "{}", desk.screen());
    }
    // Room that went while the screen rested.
    let mut desk = Desk::new();
    desk.full = true;
    desk.keys("1 Enter Tab Enter");
    assert_eq!(desk.asked, ["waves", "draw", "wipe"]);
    desk.shows("Nothing was begun");
}

#[test]
fn the_words_can_be_printed_where_there_is_paper() {
    let mut desk = Desk::with(Abandoned::Keep, Outlet::Paper, None);
    desk.keys("1 Enter Tab Enter");
    desk.shows("Print these words");
    desk.asked.clear();
    desk.keys("1");
    assert_eq!(desk.asked, ["paper"]);
    desk.shows("sent to the printer");
    // The way on still has the focus, and is what Enter does.
    desk.keys("Enter");
    desk.shows("Type these two words");
}

#[test]
fn after_a_fault_the_next_person_sees_what_happened_and_nothing_else() {
    let mut desk = Desk::new();
    desk.begin();
    desk.keys("1");
    desk.update(Msg::Fault);
    desk.shows("Something went wrong here");
    desk.shows("Fill in the survey");
    assert!(desk.kiosk.session().form().is_none());
}
