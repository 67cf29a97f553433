//! Two of the eight words, asked back once: whoever has not noted them learns it now, not in a week.
//! "I will finish in one sitting" skips it.

use crate::base::words::{Arg, Message};
use crate::response::code::Code;
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::theme::Tone;
use crate::ui::widget::{Field, draw_box};

use super::{Screen, come_back, empty, last_year, page};

/// How many words are asked.
const ASKED: usize = 2;

/// The two words in hand.
pub(in crate::ui) struct AskBack {
    places: [usize; ASKED],
    fields: [Field; ASKED],
    /// The first that was not the right one.
    wrong: Option<usize>,
}

impl AskBack {
    /// Which words are asked hangs on the session's random seed.
    pub(super) fn new(seed: u64) -> Self {
        let first = usize::try_from(seed % 4).unwrap_or(0);
        let second = usize::try_from(seed / 4 % 4).unwrap_or(0) + 4;
        Self {
            places: [first, second],
            fields: [empty(), empty()],
            wrong: None,
        }
    }

    pub(super) fn paste(&mut self, spot: Spot, words: &str) {
        if let Spot::Field(number) = spot
            && let Some(field) = self.fields.get_mut(number)
        {
            field.paste(words);
        }
    }

    fn is_right(&self, number: usize, code: &Code) -> bool {
        let typed = self.fields[number].text().trim().to_lowercase();
        come_back::known(&typed) == code.words()[self.places[number]]
    }
}

pub(super) fn draw(session: &Session, state: &AskBack) -> Sheet {
    let mut sheet = page(session, "ask-back-title");
    if let Some(number) = state.wrong {
        let place = Arg::from(state.places[number] + 1);
        sheet.say(
            &session.words.say_with("ask-back-wrong", [("place", place)]),
            Tone::Error,
        );
        sheet.lines.iter_mut().for_each(|line| line.flagged = true);
    }
    sheet.say(&session.words.say("ask-back-what"), Tone::Text);
    sheet.gap();
    for (number, field) in state.fields.iter().enumerate() {
        let place = Arg::from(state.places[number] + 1);
        let label = session.words.say_with("ask-back-word", [("place", place)]);
        let typed = field.text();
        let known = if typed.trim().is_empty() {
            String::new()
        } else {
            come_back::known(&typed.trim().to_lowercase())
        };
        let spot = Spot::Field(number);
        draw_box(&mut sheet, spot, field, (&format!("{label} "), &known), 12);
        if session.area.height >= 20 {
            sheet.gap();
        }
    }
    // Where the buttons do not fit side by side, the longest is a line of the page.
    let is_narrow = session.area.width < 60;
    if is_narrow {
        let skip = session.words.say(Button::OneSitting.label());
        sheet.item(Spot::Choice(0), "", &skip, Tone::Text);
    }
    sheet.say(&session.words.say("ask-back-how"), Tone::Quiet);
    sheet.buttons = if is_narrow {
        vec![Button::Continue, Button::Back]
    } else {
        vec![Button::Continue, Button::OneSitting, Button::Back]
    };
    sheet
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::OneSitting))
        | (Action::Enter | Action::Choose, Spot::Choice(_)) => last_year::or_begin(session),
        (Action::Enter, Spot::Button(Button::Back)) => session.pop(),
        (Action::Enter, Spot::Field(number)) if !onward(session, number) => {
            session.focus_on(Spot::Field(number + 1));
        }
        (Action::Enter, _) => compare(session),
        (_, Spot::Field(number)) => {
            let Some(Screen::AskBack(state)) = session.top_mut().map(|frame| &mut frame.screen)
            else {
                return false;
            };
            return state.fields[number].act(action);
        }
        _ => return false,
    }
    true
}

/// Whether Enter in a field compares: from the last one, and from any once all are typed.
fn onward(session: &Session, number: usize) -> bool {
    match session.top().map(|frame| &frame.screen) {
        Some(Screen::AskBack(state)) => {
            number + 1 == ASKED
                || state.fields[number + 1..]
                    .iter()
                    .all(|field| !field.is_blank())
        }
        _ => true,
    }
}

fn compare(session: &mut Session) {
    let Some(code) = session.pass.as_ref().map(|pass| pass.code.clone()) else {
        return;
    };
    let Some(Screen::AskBack(state)) = session.top_mut().map(|frame| &mut frame.screen) else {
        return;
    };
    state.wrong = (0..ASKED).find(|number| !state.is_right(*number, &code));
    if let Some(number) = state.wrong {
        session.focus_on(Spot::Field(number));
    } else {
        last_year::or_begin(session);
        session.say(Message::plain("ask-back-right"));
    }
}

/// After the words: asked back, where they are what a person comes back with.
pub(super) fn next(session: &mut Session) {
    if super::words::is_asked_back(session) {
        let state = AskBack::new(session.setup.seed);
        session.push(Screen::AskBack(Box::new(state)));
    } else {
        last_year::or_begin(session);
    }
}
