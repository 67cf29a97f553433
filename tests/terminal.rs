//! The loop over a terminal: what it tells a program, what it writes, and that it saves and ends when
//! the terminal goes, on whichever screen.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod stage;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, VecDeque};
use std::io::{self, Write};
use std::rc::Rc;
use std::time::Duration;

use ratatui::layout::Rect;
use stage::{MONO, Shelf, every_kind, today};
use tallybox::base::language::Language;
use tallybox::form::{Form, Path};
use tallybox::runtime::driver::{Driver, Ended, Happening, Source};
use tallybox::runtime::respondent::{End, Respondent};
use tallybox::ui::theme::Charset;
use tallybox::ui::{Mode, Setup};

const AREA: Rect = Rect::new(0, 0, 80, 24);

/// A clock that moves only when somebody waits.
type Clock = Rc<Cell<Duration>>;

/// A source that plays what was written down; waiting with nothing left is the end of the terminal.
struct Script {
    clock: Clock,
    played: VecDeque<(u64, Happening)>,
    waits: Rc<RefCell<Vec<Option<Duration>>>>,
}

impl Source for Script {
    fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Happening> {
        self.waits.borrow_mut().push(timeout);
        let now = self.clock.get();
        let Some((at, _)) = self.played.front() else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let at = Duration::from_millis(*at);
        let due = timeout.map(|timeout| now + timeout);
        if let Some(due) = due.filter(|due| *due < at) {
            self.clock.set(due);
            return Ok(Happening::Nothing);
        }
        self.clock.set(now.max(at));
        Ok(self
            .played
            .pop_front()
            .map_or(Happening::Gone, |(_, happening)| happening))
    }
}

/// What was written, one entry a write.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<Vec<u8>>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Played {
    ended: Ended<End>,
    writes: Vec<Vec<u8>>,
    waits: Vec<Option<Duration>>,
    program: Respondent<Shelf>,
}

/// Plays happenings, each at a number of milliseconds.
fn play(script: Vec<(u64, Happening)>) -> Played {
    let setup = Setup {
        questionnaire: every_kind(),
        mode: Mode::Home,
        language: Some(Language::new("en")),
        today: today(),
        seed: 1,
        box_name: "Chemistry stores".to_owned(),
        small: BTreeSet::new(),
        theme: MONO,
    };
    let mut program = Respondent::new(setup, AREA, Shelf::default());
    let (clock, waits, sink) = (Clock::default(), Rc::default(), Sink::default());
    let source = Script {
        clock: clock.clone(),
        played: script.into(),
        waits: Rc::clone(&waits),
    };
    let ended =
        Driver::new(source, sink.clone(), || clock.get(), AREA, Charset::Utf8).run(&mut program);
    let (writes, waits) = (sink.0.take(), waits.take());
    Played {
        ended,
        writes,
        waits,
        program,
    }
}

fn typed(at: u64, bytes: &[u8]) -> (u64, Happening) {
    (at, Happening::Bytes(bytes.to_vec()))
}

/// The one draft on the shelf, read back.
fn draft(shelf: &Shelf) -> Form {
    assert_eq!(shelf.drafts.len(), 1);
    let bytes = shelf.drafts.values().next().expect("a draft");
    Form::from_draft(every_kind(), today(), bytes)
        .expect("a sound draft")
        .0
}

/// To the first question.
const IN: &[u8] = b"1\t\r\t\r";

#[test]
fn it_waits_without_end_where_nothing_is_due() {
    let played = play(vec![typed(10, b"\x1b[B"), typed(20, b"\x1b[A")]);
    assert_eq!(played.waits, [None, None, None]);
    assert_eq!(played.writes.len(), 3);
    assert!(played.ended == Ended::Vanished);
}

#[test]
fn a_frame_is_one_write_and_no_change_is_none() {
    let played = play(vec![
        typed(10, b"\x1b[A"),
        typed(20, b"\x1b[A"),
        typed(30, b"\x1b[12;1R"),
    ]);
    assert_eq!(played.writes.len(), 1);
    assert!(
        played.writes[0].starts_with(b"\x1b[?2026h") && played.writes[0].ends_with(b"\x1b[?2026l")
    );
}

#[test]
fn keys_typed_ahead_in_one_packet_are_all_taken() {
    let played = play(vec![typed(10, &[IN, b"1\r1\ry"].concat())]);
    assert!(
        draft(played.program.keeper())
            .answer(&Path::top("manage"))
            .is_some()
    );
}

#[test]
fn a_lone_escape_becomes_a_key_by_itself() {
    let played = play(vec![typed(10, &[IN, b"1\r\x1b"].concat()), typed(500, b"")]);
    assert_eq!(played.waits[1], Some(Duration::from_millis(50)));
    let last = String::from_utf8_lossy(played.writes.last().expect("a write")).into_owned();
    assert!(last.contains("Which department"), "{last}");
}

#[test]
fn a_terminal_that_goes_leaves_its_draft_on_every_screen() {
    let screens: [&[u8]; 8] = [
        b"",
        b"\x1bOP",
        b"\x1bOQ",
        b"\x1bOS",
        b"\x1b[17~",
        b"\x1b[20~",
        b"\x1b[21~",
        b"\x1b[21~4",
    ];
    for keys in screens {
        let mut bytes = [IN, b"1"].concat();
        bytes.extend(keys);
        for end in [Some(Happening::Gone), None] {
            let mut script = vec![typed(10, &bytes)];
            script.extend(end.map(|end| (20, end)));
            let played = play(script);
            assert!(played.ended == Ended::Vanished);
            let form = draft(played.program.keeper());
            assert!(
                form.answer(&Path::top("dept")).is_some(),
                "{:?}",
                keys.escape_ascii().to_string()
            );
        }
    }
}

#[test]
fn text_is_saved_two_seconds_after_the_last_letter_and_when_the_terminal_goes() {
    let name = |played: &Played| {
        let form = draft(played.program.keeper());
        form.in_words(&Path::top("title")).join("")
    };
    let to_title = [IN, b"1\r1\ry\r1\r \r", b"gas\r\r\r"].concat();
    let played = play(vec![
        typed(10, &to_title),
        typed(20, b"Tech"),
        (30, Happening::Gone),
    ]);
    assert_eq!(name(&played), "Tech");

    let saves = |until| {
        let played = play(vec![
            typed(10, &to_title),
            typed(20, b"Tech"),
            typed(until, b""),
        ]);
        // The wait after the script is the terminal's end, which saves too: count what came before.
        played.program.keeper().saves
    };
    assert_eq!(saves(2000) + 1, saves(2100));
}

#[test]
fn a_window_that_is_dragged_is_drawn_twenty_times_a_second_and_once_at_its_end() {
    let sizes = (0..300).map(|number| {
        let width = 60 + u16::try_from(number % 40).unwrap_or(0);
        (
            10 + number * 3,
            Happening::Resized(Rect::new(0, 0, width, 24)),
        )
    });
    let mut script: Vec<_> = sizes.collect();
    script.push(typed(2000, b""));
    let played = play(script);
    assert!(played.writes.len() < 30, "{} frames", played.writes.len());
    let last = String::from_utf8_lossy(played.writes.last().expect("a frame")).into_owned();
    assert!(last.contains("Fill in the survey"));
}

#[test]
fn the_person_ends_the_session_with_quit() {
    let played = play(vec![typed(10, b"\x1b[21~")]);
    assert!(played.ended == Ended::Finished(End::Quit));
    let played = play(vec![typed(10, b"3")]);
    assert!(played.ended == Ended::Finished(End::Summary));
}
