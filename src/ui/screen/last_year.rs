//! The words of an earlier wave: to start from the answers of then, each to be kept or changed, or
//! only to connect these answers with them.

use zeroize::Zeroizing;

use crate::base::words::{Arg, Message};
use crate::form::{Form, Path};
use crate::response::code::Code;
use crate::ui::effect::{Earlier, Effect, LastYear};
use crate::ui::keymap::Action;
use crate::ui::session::{Beginning, Session};
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::theme::Tone;
use crate::ui::widget::{Field, draw_box};

use super::{Screen, ask, ask_first, come_back, empty, page, start};

/// What the words are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    /// To start from the answers of then.
    Answers,
    /// To connect what is answered now.
    Link,
    /// To connect what was sent already and is changed.
    Again,
}

/// What was typed, and what is to be said about it.
pub(in crate::ui) struct Asked {
    what: For,
    field: Field,
    said: Vec<Message>,
}

impl Asked {
    fn new(what: For) -> Self {
        Self {
            what,
            field: empty(),
            said: Vec::new(),
        }
    }

    pub(super) fn paste(&mut self, words: &str) {
        self.field.paste(words);
    }
}

/// On from the words: to the first question, by way of last year where this box knows one.
pub(super) fn or_begin(session: &mut Session) {
    let is_new = session
        .pass
        .as_ref()
        .is_some_and(|pass| pass.ask.is_none() && pass.form.last_wave().is_none());
    if is_new && !session.waves.is_empty() {
        session.push(Screen::LastYear(Box::new(Asked::new(For::Answers))));
    } else {
        ask_first(session, None);
    }
}

/// Whether the words of last year are to be asked for, to connect the answers: once, where connecting
/// by words was chosen on this page.
pub(super) fn connects(session: &Session, path: &Path) -> bool {
    let pass = session.pass.as_ref();
    let wants = pass.is_some_and(|pass| !pass.told_link && pass.form.wants_link());
    wants && Form::is_about_linking(path) && !session.waves.is_empty()
}

/// Asks for last year's words, to connect the answers.
pub(super) fn connect(session: &mut Session) {
    ask_for_link(session, For::Link);
}

/// Asks for them again where sent answers are changed: what connects them is not among what a
/// person gets back.
pub(super) fn connect_again(session: &mut Session) {
    let wants = session
        .pass
        .as_ref()
        .is_some_and(|pass| pass.form.wants_link());
    if wants && !session.waves.is_empty() {
        ask_for_link(session, For::Again);
    }
}

fn ask_for_link(session: &mut Session, what: For) {
    if let Some(pass) = &mut session.pass {
        pass.told_link = true;
    }
    session.push(Screen::LastYear(Box::new(Asked::new(what))));
}

pub(super) fn draw(session: &Session, state: &Asked) -> Sheet {
    let (title, what, then) = match state.what {
        For::Answers => ("last-year-title", "last-year-what", "last-year-how"),
        For::Link => ("link-title", "link-what", "link-how"),
        For::Again => ("link-title", "link-again", "link-how"),
    };
    let mut sheet = page(session, title);
    for message in &state.said {
        let from = sheet.lines.len();
        sheet.say(&crate::ui::shown(&session.words.tell(message)), Tone::Error);
        sheet.lines[from..]
            .iter_mut()
            .for_each(|line| line.flagged = true);
    }
    let args = [("waves", Arg::from(named(&session.waves)))];
    let said = session.words.say_with(what, args);
    sheet.say(&said, Tone::Text);
    if session.area.height >= 20 {
        sheet.say(&session.words.say(then), Tone::Text);
        sheet.gap();
    }
    draw_box(&mut sheet, Spot::Field(0), &state.field, ("", ""), 70);
    let typed = Zeroizing::new(state.field.text());
    come_back::recognised(session, &typed, &mut sheet);
    sheet.start = Some(Spot::Field(0));
    sheet.buttons = vec![Button::Continue, Button::Without];
    sheet
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    let Some(Screen::LastYear(state)) = session.top_mut().map(|frame| &mut frame.screen) else {
        return false;
    };
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Without)) => go_on(session),
        // Whoever has no such words presses Enter on the empty box: the way on is one more Enter.
        (Action::Enter, Spot::Field(_)) if state.field.is_blank() => {
            session.focus_on(Spot::Button(Button::Without));
        }
        (Action::Enter, _) => look(session),
        (_, Spot::Field(_)) => return state.field.act(action),
        _ => return false,
    }
    true
}

fn look(session: &mut Session) {
    let Some(Screen::LastYear(state)) = session.top_mut().map(|frame| &mut frame.screen) else {
        return;
    };
    match Code::parse(&Zeroizing::new(state.field.text())) {
        Ok(code) => session.ask_for(Effect::FindEarlier(code)),
        Err(error) => say(session, vec![come_back::wrong(&error)]),
    }
}

fn say(session: &mut Session, said: Vec<Message>) {
    if let Some(Screen::LastYear(state)) = session.top_mut().map(|frame| &mut frame.screen) {
        state.said = said;
        session.focus_on(Spot::Field(0));
    }
}

/// On to where the person was going.
fn go_on(session: &mut Session) {
    let Some(Screen::LastYear(state)) = session.top().map(|frame| &frame.screen) else {
        return;
    };
    match state.what {
        For::Answers => ask_first(session, None),
        For::Link => {
            session.pop();
            ask::turn(session);
        }
        For::Again => session.pop(),
    }
}

/// What came of looking for an earlier wave's answers.
pub(in crate::ui) fn found(session: &mut Session, earlier: Earlier) {
    match session.top().map(|frame| &frame.screen) {
        Some(Screen::LastYear(_)) => {}
        Some(Screen::Own(_)) => return begin_from(session, earlier),
        _ => return,
    }
    match earlier {
        Earlier::Sent(last_year) => take(session, &last_year),
        other => say(session, vec![missing(&other)]),
    }
}

/// Earlier waves by name, safe to show; the first run of a survey may have had none.
pub fn named(waves: &[String]) -> Message {
    let named = waves.iter().filter(|wave| !wave.is_empty());
    let named: Vec<String> = named.map(|wave| crate::ui::shown(wave)).collect();
    if named.is_empty() {
        return Message::plain("last-year-unnamed");
    }
    Message::Author(crate::base::language::Text::Same(named.join(", ")))
}

/// Why nothing of an earlier wave is there, never "wrong".
pub fn missing(earlier: &Earlier) -> Message {
    match earlier {
        Earlier::ThisWave => Message::plain("last-year-this"),
        Earlier::TakenBack => Message::plain("own-withdrawn-before"),
        Earlier::Unknown { others } if !others.is_empty() => Message::with(
            "last-year-elsewhere",
            [("others", Arg::from(others.join(", ")))],
        ),
        Earlier::Unknown { .. } => Message::plain("last-year-unknown"),
        Earlier::Sent(_) | Earlier::Failed => Message::plain("store-unreadable"),
    }
}

fn take(session: &mut Session, last_year: &LastYear) {
    let Some(Screen::LastYear(state)) = session.top().map(|frame| &frame.screen) else {
        return;
    };
    let what = state.what;
    let Some(pass) = &mut session.pass else {
        return;
    };
    if what != For::Answers {
        pass.form.set_link(last_year.link);
        session.save();
        go_on(session);
        session.say(Message::plain("link-done"));
        return;
    }
    let count = last_year.propose_in(&mut pass.form);
    if count == 0 {
        say(session, vec![Message::plain("last-year-none")]);
        return;
    }
    go_on(session);
    session.save();
    let args = [("count", Arg::from(count))];
    session.say(Message::with("last-year-found", args));
}

/// From the overview of last year's answers: this year's begin with the notice, and their own words.
fn begin_from(session: &mut Session, earlier: Earlier) {
    match earlier {
        Earlier::Sent(last_year) if last_year.answers.is_some() => {
            session.last_year = Some(*last_year);
            session.beginning = Beginning::New;
            start::begin(session);
        }
        other => session.say(missing(&other)),
    }
}
