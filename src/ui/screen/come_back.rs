//! Come back with the eight words: what was recognised is shown as one types, a typo is named, and
//! words that this box does not know are answered with the other boxes' names, never with "wrong".

use zeroize::Zeroizing;

use crate::base::words::{Arg, Message};
use crate::form::Form;
use crate::response::code::{Code, CodeError};
use crate::ui::effect::{Effect, Found, Mode};
use crate::ui::keymap::Action;
use crate::ui::pass::{Pass, Saving};
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;
use crate::ui::widget::{Field, draw_box};

use super::{Screen, ask_first, empty, page};

/// Letters that are enough to know a word of the list.
const ENOUGH: usize = 4;

/// What was typed, and what is to be said about it.
pub(in crate::ui) struct ComeBack {
    field: Field,
    code: Option<Code>,
    said: Vec<Message>,
}

impl ComeBack {
    pub(super) fn new() -> Self {
        Self {
            field: empty(),
            code: None,
            said: Vec::new(),
        }
    }

    pub(super) fn paste(&mut self, words: &str) {
        self.field.paste(words);
    }
}

pub(super) fn draw(session: &Session, state: &ComeBack) -> Sheet {
    let mut sheet = page(session, "come-back-title");
    for message in &state.said {
        let from = sheet.lines.len();
        sheet.say(&crate::ui::shown(&session.words.tell(message)), Tone::Error);
        sheet.lines[from..]
            .iter_mut()
            .for_each(|line| line.flagged = true);
    }
    sheet.say(&session.words.say("come-back-type"), Tone::Title);
    if session.area.height >= 20 {
        sheet.say(&session.words.say("come-back-how"), Tone::Text);
        sheet.gap();
    }
    draw_box(&mut sheet, Spot::Field(0), &state.field, ("", ""), 70);
    recognised(session, &Zeroizing::new(state.field.text()), &mut sheet);
    sheet.gap();
    let lost = session.words.say("come-back-lost");
    sheet.item(Spot::Choice(0), "", &lost, Tone::Text);
    sheet.start = Some(Spot::Field(0));
    sheet.buttons = vec![Button::Continue, Button::Back];
    sheet
}

/// The words as the list has them, four letters being enough; `?` for one it has not.
pub(super) fn recognised(session: &Session, typed: &str, sheet: &mut Sheet) {
    let tokens: Vec<&str> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty())
        .collect();
    let digits: usize = typed.chars().filter(char::is_ascii_digit).count();
    if digits > 0 {
        let args = [("count", Arg::from(digits))];
        sheet.say(
            &session.words.say_with("come-back-digits", args),
            Tone::Quiet,
        );
        return;
    }
    let known: Vec<String> = tokens
        .iter()
        .enumerate()
        .map(|(place, token)| format!("{} {}", place + 1, known(token)))
        .collect();
    let lines = crate::base::text::wrap(&known.join("  "), sheet.width());
    sheet.lines.extend(
        lines
            .into_iter()
            .map(|line| Line::of(Piece::new(line, Tone::Chosen))),
    );
}

/// A word as the list has it, four letters being enough; what may still become one with dots, `?`
/// for what never will.
pub fn known(token: &str) -> String {
    let token = token.to_lowercase();
    let list = bip39::Language::English.word_list();
    let exact = list.iter().find(|word| **word == token);
    let begun = || {
        list.iter()
            .find(|word| token.chars().count() >= ENOUGH && word.starts_with(&token))
    };
    match exact.or_else(begun) {
        Some(word) => (*word).to_owned(),
        None if list.iter().any(|word| word.starts_with(&token)) => format!("{token}..."),
        None => "?".to_owned(),
    }
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Back)) => session.pop(),
        (Action::Enter | Action::Choose, Spot::Choice(_)) => session.push(Screen::Lost),
        (Action::Enter, _) => look(session),
        (_, Spot::Field(_)) => {
            let Some(Screen::ComeBack(state)) = session.top_mut().map(|frame| &mut frame.screen)
            else {
                return false;
            };
            return state.field.act(action);
        }
        _ => return false,
    }
    true
}

pub(super) fn look(session: &mut Session) {
    let Some(Screen::ComeBack(state)) = session.top_mut().map(|frame| &mut frame.screen) else {
        return;
    };
    let typed = Zeroizing::new(state.field.text());
    match Code::parse(&typed) {
        Ok(code) => {
            state.said.clear();
            state.code = Some(code.clone());
            let effect = match session.setup.mode {
                Mode::Own => Effect::FindOwn(code, session.language().clone()),
                _ => Effect::FindDraft(code),
            };
            session.ask_for(effect);
        }
        Err(error) => {
            state.said = vec![wrong(&error)];
            session.focus_on(Spot::Field(0));
        }
    }
}

pub(super) fn wrong(error: &CodeError) -> Message {
    match error {
        CodeError::Count(count) => Message::with("code-count", [("count", Arg::from(*count))]),
        CodeError::Check => Message::plain("code-check"),
        CodeError::Unknown { place, typed, near } => {
            let args = [
                ("place", Arg::from(*place)),
                ("typed", Arg::from(typed.clone())),
                ("near", Arg::from(near.join(", "))),
            ];
            let id = if near.is_empty() {
                "code-unknown"
            } else {
                "code-unknown-near"
            };
            Message::with(id, args)
        }
    }
}

/// What came of looking.
pub(super) fn found(session: &mut Session, found: Found) {
    let name = session.setup.box_name.clone();
    let today = session.setup.today;
    let Some(Screen::ComeBack(state)) = session.top_mut().map(|frame| &mut frame.screen) else {
        return;
    };
    let Some(code) = state.code.take() else {
        return;
    };
    state.said = match found {
        Found::Draft {
            bytes,
            questionnaire,
        } => match Form::from_draft(questionnaire, today, &bytes) {
            Ok((form, page)) => return resume(session, form, code, page.as_deref()),
            Err(_) => vec![Message::plain("draft-unreadable")],
        },
        Found::Unknown { others } if others.is_empty() => {
            vec![Message::with("code-not-here", [("name", name.into())])]
        }
        Found::Unknown { others } => {
            let others = Arg::from(others.join(", "));
            vec![Message::with(
                "code-not-here-others",
                [("name", name.into()), ("others", others)],
            )]
        }
        Found::Sent => {
            let language = session.language().clone();
            session.ask_for(Effect::FindOwn(code, language));
            return;
        }
        Found::Failed => vec![Message::plain("store-unreadable")],
    };
}

pub(super) fn resume(session: &mut Session, form: Form, code: Code, page: Option<&str>) {
    let language = form.language().clone();
    let mut pass = Pass::new(form, code);
    pass.saving = Saving::Done;
    session.pass = Some(pass);
    if session.setup.questionnaire.languages.contains(&language) {
        session.set_language(language);
    }
    ask_first(session, page);
    if session
        .pass
        .as_ref()
        .is_some_and(|pass| was_at_the_check(pass, page))
    {
        session.over(Screen::Check);
    }
    session.say(Message::plain("welcome-back"));
}

/// Whether nothing was left but to look it over and send: the last page, and no problem on any.
fn was_at_the_check(pass: &Pass, page: Option<&str>) -> bool {
    let pages = pass.form.pages();
    page.is_some_and(|page| pages.last().is_some_and(|last| last == page))
        && pass.form.problems().is_empty()
}
