//! A session that somebody may have walked away from: after a while the lowest lines ask, with a countdown,
//! whether they are still there; any key says so and does nothing else, as often as people like. Where none
//! comes, what they answered is kept and the session ends, so that nobody else finds it open.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::driver::{Event, Next, Program};
use crate::base::language::Language;
use crate::base::text;
use crate::base::words::{Arg, Words};
use crate::ui::idle::{Idle, Limits, Stage};
use crate::ui::theme::Mouse;

/// How such a session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over<E> {
    /// By itself.
    Left(E),
    /// Nobody was there any more.
    Idle,
}

/// A program, and how long somebody may leave it alone.
pub struct Attended<P> {
    program: P,
    /// Nobody is asked without any.
    limits: Option<Limits>,
    idle: Idle,
    now: Duration,
    is_over: bool,
}

impl<P> Attended<P> {
    /// A program whose clock begins now.
    pub const fn new(program: P, limits: Option<Limits>) -> Self {
        Self {
            program,
            limits,
            idle: Idle::new(Duration::ZERO),
            now: Duration::ZERO,
            is_over: false,
        }
    }

    /// The program itself.
    pub fn into_inner(self) -> P {
        self.program
    }

    fn stage(&self) -> Stage {
        self.limits
            .map_or(Stage::Present, |limits| self.idle.stage(limits, self.now))
    }
}

impl<P: Program> Attended<P> {
    /// What is to be saved is saved, whatever else the program wants.
    fn vanish(&mut self) -> Next<Over<P::End>> {
        self.is_over = true;
        match self.program.take(Event::Vanished, self.now) {
            Next::On | Next::Redraw | Next::End(_) => Next::End(Over::Idle),
        }
    }
}

impl<P: Program> Program for Attended<P> {
    type End = Over<P::End>;

    fn take(&mut self, event: Event, now: Duration) -> Next<Self::End> {
        self.now = now;
        let stage = self.stage();
        match event {
            _ if self.is_over => return Next::End(Over::Idle),
            Event::Tick if stage == Stage::Over => return self.vanish(),
            // The countdown went on; the program itself wanted nothing yet.
            Event::Tick if self.program.deadline().is_none_or(|due| now < due) => return Next::On,
            Event::Input(_) => {
                self.idle.touch(now);
                if matches!(stage, Stage::Warned(_)) {
                    return Next::On;
                }
            }
            Event::Tick | Event::Resized(_) | Event::Vanished => {}
        }
        match self.program.take(event, now) {
            Next::On => Next::On,
            Next::Redraw => Next::Redraw,
            Next::End(end) => Next::End(Over::Left(end)),
        }
    }

    fn deadline(&self) -> Option<Duration> {
        let idle = self.limits.map(|limits| self.idle.next(limits, self.now));
        [idle, self.program.deadline()].into_iter().flatten().min()
    }

    fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let cursor = self.program.view(area, buffer);
        if let Stage::Warned(seconds) = self.stage() {
            let seconds = Arg::from(usize::try_from(seconds).unwrap_or(0));
            let words = Words::new(&self.program.language());
            warn(
                &words.say_with("idle-ask", [("seconds", seconds)]),
                area,
                buffer,
            );
        }
        cursor
    }

    fn waiting(&self) -> Option<String> {
        self.program.waiting()
    }

    fn mouse(&self) -> Mouse {
        self.program.mouse()
    }

    fn language(&self) -> Language {
        self.program.language()
    }
}

/// The warning takes the lowest lines, as many as it needs.
fn warn(warning: &str, area: Rect, buffer: &mut Buffer) {
    let width = usize::from(area.width.saturating_sub(2));
    let lines = text::wrap(warning, width.max(1));
    let height = u16::try_from(lines.len()).unwrap_or(1).min(area.height);
    let style = Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD);
    let first = area.bottom() - height;
    for (row, line) in (first..area.bottom()).zip(&lines) {
        let room = usize::from(area.width);
        buffer.set_stringn(area.left(), row, format!(" {line:<width$} "), room, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::input::{Input, Key};

    /// Keys that arrived, and how often it vanished; it wants a tick at 400 seconds.
    #[derive(Default)]
    struct Page {
        keys: usize,
        ticks: usize,
        vanished: usize,
    }

    impl Program for Page {
        type End = ();

        fn take(&mut self, event: Event, _: Duration) -> Next<()> {
            match event {
                Event::Input(_) => self.keys += 1,
                Event::Tick => self.ticks += 1,
                Event::Vanished => self.vanished += 1,
                Event::Resized(_) => {}
            }
            Next::On
        }

        fn deadline(&self) -> Option<Duration> {
            (self.ticks == 0).then_some(Duration::from_secs(400))
        }

        fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
            for row in area.top()..area.bottom() {
                let line = "answer ".repeat(usize::from(area.width));
                buffer.set_stringn(0, row, line, usize::from(area.width), Style::new());
            }
            None
        }

        fn waiting(&self) -> Option<String> {
            None
        }

        fn mouse(&self) -> Mouse {
            Mouse::Off
        }

        fn language(&self) -> Language {
            Language::new("cy")
        }
    }

    const KEY: Event = Event::Input(Input::Key(Key::Enter));

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn attended() -> Attended<Page> {
        Attended::new(Page::default(), Some(Limits::new(at(300), at(60))))
    }

    /// Lets time pass as the loop does, to the end: when it woke, and whether that was the end.
    fn wakes(program: &mut Attended<Page>) -> Vec<u64> {
        let mut woken = Vec::new();
        loop {
            let due = program.deadline().unwrap();
            woken.push(due.as_secs());
            if matches!(program.take(Event::Tick, due), Next::End(Over::Idle)) {
                return woken;
            }
        }
    }

    #[test]
    fn nobody_is_asked_counted_down_saved_once_and_gone() {
        let mut program = attended();
        let woken = wakes(&mut program);
        assert_eq!(woken, [300, 310, 320, 330, 340, 350, 355, 360]);
        // Whatever the loop says on its way out.
        program.take(Event::Vanished, at(361));
        assert_eq!((program.program.vanished, program.program.ticks), (1, 0));
    }

    #[test]
    fn the_key_that_says_so_does_nothing_else_as_often_as_one_likes() {
        let mut program = attended();
        for time in 1..=20 {
            program.take(Event::Tick, at(time * 310));
            program.take(KEY, at(time * 310));
        }
        assert_eq!(program.program.keys, 0);
        // Its own deadline was told meanwhile, and only that.
        assert_eq!(program.program.ticks, 1);
        program.take(KEY, at(20 * 310 + 1));
        assert_eq!(program.program.keys, 1);
    }

    #[test]
    fn the_question_stands_on_the_lowest_lines_in_the_persons_language() {
        let area = Rect::new(0, 0, 40, 12);
        let mut program = attended();
        let shown = |program: &Attended<Page>| {
            let mut buffer = Buffer::empty(area);
            program.view(area, &mut buffer);
            let cells = buffer.content().iter().map(ratatui::buffer::Cell::symbol);
            cells.collect::<String>()
        };
        assert!(!shown(&program).contains("eiliad"));
        program.take(Event::Tick, at(320));
        let screen = shown(&program);
        assert!(
            screen.contains("40") && screen.contains("eiliad"),
            "{screen}"
        );
        assert!(screen.starts_with("answer answer"), "{screen}");
    }

    #[test]
    fn without_limits_nobody_is_ever_asked() {
        let mut program = Attended::new(Page::default(), None);
        assert_eq!(program.deadline(), Some(at(400)));
        program.take(Event::Tick, at(400));
        assert_eq!(program.deadline(), None);
    }
}
