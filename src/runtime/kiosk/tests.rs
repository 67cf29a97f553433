//! A session that panics is dropped, and the next person finds a start screen.
use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::base::time::Day;
use crate::form::Form;
use crate::response::code::Code;
use crate::survey::Questionnaire;
use crate::ui::idle::Limits;
use crate::ui::input::{Input, Key};
use crate::ui::kiosk::{Abandoned, Corner, Fixed, Outlet, Rules};
use crate::ui::theme::Theme;
use crate::ui::{Draft, Found, Receipt, Saved, SubmitFailure};

const AREA: Rect = Rect::new(0, 0, 80, 24);

/// A host that fails where a code is drawn, and counts how often everything was wiped.
struct Faulty {
    ends: u32,
}

impl ScreenKeeper for Faulty {
    fn has_room_to_begin(&self) -> bool {
        true
    }

    fn draw_code(&mut self) -> Option<Code> {
        panic!("a fault in the middle of a session");
    }

    fn find(&mut self, _: &Code) -> Found {
        Found::Failed
    }

    fn save(&mut self, _: Draft) -> Saved {
        Saved::Failed
    }

    fn submit(&mut self, _: &Code, _: &Form) -> Result<Receipt, SubmitFailure> {
        Err(SubmitFailure::Store)
    }

    fn discard(&mut self, _: &Code) {}

    fn answer_rest(&mut self, form: Form) -> Form {
        form
    }
}

impl Host for Faulty {
    fn number(&mut self) -> Option<Zeroizing<String>> {
        None
    }

    fn is_secret(&mut self, _: &str) -> Verdict {
        Verdict::Wrong
    }

    fn task(&mut self, _: Task) -> Vec<Message> {
        Vec::new()
    }

    fn end(&mut self) {
        self.ends += 1;
    }
}

fn welcome() -> Welcome {
    let hour = Duration::from_secs(3600);
    Welcome {
        today: Day::EPOCH,
        midnight: hour,
        seed: 0,
        corner: Corner {
            outlet: Outlet::Nothing,
            held: 0,
            elsewhere: None,
        },
        rules: Rules {
            limits: Limits::new(hour, hour),
            abandoned: Abandoned::Keep,
            back_soon: hour,
        },
        shut: None,
    }
}

fn flagship() -> Arc<Questionnaire> {
    crate::runtime::home::flagship().unwrap()
}

fn screen(program: &KioskProgram<Faulty>) -> String {
    let mut buffer = Buffer::empty(AREA);
    program.view(AREA, &mut buffer);
    buffer
        .content
        .iter()
        .map(ratatui::buffer::Cell::symbol)
        .collect()
}

#[test]
fn a_panic_ends_one_session_and_no_more() {
    let fixed = Fixed {
        questionnaire: flagship(),
        box_name: "Stores".to_owned(),
        small: BTreeSet::new(),
        theme: Theme::PLAINEST,
    };
    let kiosk = Kiosk::new(fixed, welcome(), AREA);
    let mut program = KioskProgram::new(kiosk, Faulty { ends: 0 });
    let mut last = Next::On;
    for key in [Key::Char('1'), Key::Enter, Key::Tab, Key::Enter, Key::Enter] {
        last = program.take(Event::Input(Input::Key(key)), Duration::ZERO);
        if matches!(last, Next::End(_)) {
            break;
        }
    }
    assert!(matches!(last, Next::End(End::Wipe)));
    program.welcome(welcome(), AREA);
    let screen = screen(&program);
    assert!(screen.contains("Something went wrong here"), "{screen}");
    assert!(screen.contains("Fill in the survey"), "{screen}");
    assert_eq!(program.host().ends, 1);
}
