//! A shared terminal on the stage: one person after the other, with a clock that the test turns.

use std::collections::BTreeSet;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tallybox::base::language::Text;
use tallybox::base::words::Message;
use tallybox::form::Form;
use tallybox::response::code::Code;
use tallybox::runtime::driver::{Event, Next, Program as _};
use tallybox::runtime::kiosk::{End, Host, KioskProgram};
use tallybox::ui::idle::Limits;
use tallybox::ui::input::{Input, Key};
use tallybox::ui::kiosk::{
    Abandoned, Corner, Fixed, Kiosk, Outlet, Rules, Shut, Task, Verdict, Welcome,
};
use tallybox::ui::theme::Theme;
use tallybox::ui::{Begun, InHand};
use zeroize::Zeroizing;

use super::{Shelf, check, every_kind, is_allowed, lines, parse, today};

/// The secret of the keeper.
pub const SECRET: &str = "green bottles";

impl Host for Shelf {
    /// The first is 100001.
    fn number(&mut self) -> Option<Zeroizing<String>> {
        self.numbers += 1;
        Some(Zeroizing::new(format!("{}", 100_000 + self.numbers)))
    }

    fn is_secret(&mut self, typed: &str) -> Verdict {
        match typed {
            SECRET => Verdict::Right,
            "none" => Verdict::NotSet,
            _ => Verdict::Wrong,
        }
    }

    fn task(&mut self, _: Task) -> Vec<Message> {
        [
            "kiosk-desk-room",
            "kiosk-desk-opened",
            "kiosk-desk-power-none",
        ]
        .map(Message::plain)
        .into()
    }

    fn end(&mut self) {}
}

/// How a terminal is set up.
#[derive(Clone, Copy)]
pub struct Placed {
    pub abandoned: Abandoned,
    pub outlet: Outlet,
    pub shut: Option<Shut>,
}

/// Drafts are kept, nothing can be taken away, people may begin.
pub const PLAIN: Placed = Placed {
    abandoned: Abandoned::Keep,
    outlet: Outlet::Nothing,
    shut: None,
};

/// A shared terminal.
pub struct Shared {
    pub program: KioskProgram<Shelf>,
    pub area: Rect,
    pub now: Duration,
    /// How often the screen was wiped for the next person.
    pub wiped: usize,
    placed: Placed,
}

impl Shared {
    pub fn new(placed: Placed, (width, height): (u16, u16), theme: Theme) -> Self {
        let area = Rect::new(0, 0, width, height);
        let fixed = Fixed {
            questionnaire: every_kind(),
            box_name: "Chemistry stores".to_owned(),
            small: BTreeSet::new(),
            theme,
        };
        let shelf = Shelf {
            questionnaire: Some(every_kind()),
            ..Shelf::default()
        };
        Self {
            program: KioskProgram::new(Kiosk::new(fixed, welcome(placed), area), shelf),
            area,
            now: Duration::ZERO,
            wiped: 0,
            placed,
        }
    }

    /// Somebody sits down whose answers so far are these.
    pub fn sits_down(&mut self, code: Code, form: Form) -> &mut Self {
        let begun = Begun {
            code,
            form,
            page: None,
            said: None,
            in_hand: InHand::default(),
        };
        self.program.resume(begun, self.area);
        self
    }

    /// Presses keys: as on a [`super::Stage`].
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for key in parse(script) {
            self.press(key);
        }
        self
    }

    pub fn press(&mut self, key: Key) -> &mut Self {
        self.take(Event::Input(Input::Key(key)))
    }

    pub fn take(&mut self, event: Event) -> &mut Self {
        self.now += Duration::from_millis(100);
        if let Event::Resized(area) = event {
            self.area = area;
        }
        match self.program.take(event, self.now) {
            Next::End(End::Wipe) => {
                self.wiped += 1;
                self.program.welcome(welcome(self.placed), self.area);
            }
            Next::End(End::Plain) => {
                // As if a person had gone on line by line and come back at once.
                if let Some(begun) = self.program.hand_over() {
                    self.program.resume(begun, self.area);
                }
            }
            Next::End(End::Stop) | Next::On | Next::Redraw => {}
        }
        self.frame();
        self
    }

    /// Time passes as the loop lets it: from one deadline to the next.
    pub fn wait(&mut self, seconds: u64) -> &mut Self {
        let end = self.now + Duration::from_secs(seconds);
        while let Some(due) = self.program.deadline().filter(|due| *due <= end) {
            self.now = due.max(self.now);
            self.take(Event::Tick);
        }
        self.now = self.now.max(end);
        self
    }

    /// The name of what is shown: a page of the kiosk's own, else the session's screen.
    pub fn screen(&self) -> &'static str {
        let kiosk = self.program.kiosk();
        kiosk.screen().unwrap_or_else(|| kiosk.session().screen())
    }

    /// The frame as it is drawn now, checked.
    pub fn frame(&self) -> (Buffer, Position) {
        let mut buffer = Buffer::empty(self.area);
        let cursor = self.program.view(self.area, &mut buffer).expect("a cursor");
        if self.program.kiosk().screen().is_none() {
            check(&buffer, cursor);
        }
        assert!(self.area.contains(cursor), "{cursor} in {}", self.area);
        let text = lines(&buffer).join("\n");
        let odd = text.chars().find(|c| *c != '\n' && !is_allowed(*c));
        assert_eq!(odd, None, "{text}");
        assert!(
            !text.contains("Something went wrong"),
            "it panicked:\n{text}"
        );
        (buffer, cursor)
    }

    pub fn text(&self) -> String {
        lines(&self.frame().0).join("\n")
    }
}

fn welcome(placed: Placed) -> Welcome {
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    Welcome {
        today: today(),
        midnight: minutes(600),
        seed: 1,
        corner: Corner {
            outlet: placed.outlet,
            held: 25,
            elsewhere: Some(Text::same("On paper: ask at the stores office.")),
        },
        rules: Rules {
            limits: Limits::new(minutes(5), minutes(1)),
            abandoned: placed.abandoned,
            back_soon: minutes(60),
        },
        shut: placed.shut,
    }
}
