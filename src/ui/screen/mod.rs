//! The respondent's screens, one a file: each draws itself as a sheet and says what a key means on
//! it. What a key means everywhere stands in `session`.

mod about;
mod ask;
mod ask_back;
mod check;
mod come_back;
mod diary;
mod display;
mod elsewhere;
mod give;
mod help;
mod invitation;
mod language;
mod last_year;
mod leave;
mod lost;
mod no_room;
mod notice;
mod own;
mod preview;
mod readers;
mod receipt;
mod sections;
mod small;
mod start;
mod unsent;
mod why;
mod words;

use crate::base::text;
use crate::base::words::{Arg, Message};
use crate::form::Path;
use crate::response::code::Code;

use super::effect::{Effect, Found, Mode, Receipt, SubmitFailure};
use super::history::Turn;
use super::keymap::{Action, Place};
use super::named::named;
use super::pass::Saving;
use super::session::{Frame, Session};
use super::sheet::{Sheet, Spot};
use super::widget::{Context, Lines};

pub(super) use ask_back::AskBack;
pub(super) use come_back::ComeBack;
pub use come_back::known as known_word;
pub(super) use diary::{DiaryEntry, DiaryPage, kept as diary_kept, left as diary_left};
pub(super) use display::to_plain;
pub use invitation::wrong as not_shown;
pub(super) use invitation::{
    Asked as AskedInvitation, Invited, put as invite, shown as invitation,
};
pub(super) use last_year::{Asked, found as earlier};
pub use last_year::{missing as last_year_missing, named as wave_names};
pub(super) use leave::Step;
pub(super) use own::{OwnPage, Withdrawing, revising, show as own, withdrawn};
pub use own::{can_change as own_can_change, is_earlier as own_is_earlier, told as own_told};
pub use readers::{line as readers_line, names as reader_names};

/// What comes after a page that is shown both on the way and on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// Back to where one was.
    Back,
    /// The start screen.
    Stay,
    /// The notice.
    Notice,
}

/// The screens.
pub(super) enum Screen {
    /// What one can do here.
    Start,
    /// What this is.
    About,
    /// The languages.
    Language(After),
    /// The notice.
    Notice,
    /// The eight words.
    Words(After),
    /// Two of them asked back.
    AskBack(Box<AskBack>),
    /// The department is a small one.
    Small,
    /// What each reader will get.
    Preview,
    /// A question.
    Ask,
    /// The section list.
    Sections,
    /// Check your answers.
    Check,
    /// The receipt.
    Receipt(Receipt),
    /// What one sent.
    Own(Box<OwnPage>),
    /// Taking it back.
    Withdraw(Withdrawing, Code),
    /// The development record.
    Diary(Box<DiaryPage>),
    /// An entry of it.
    DiaryEntry(Box<DiaryEntry>),
    /// The words of an earlier wave.
    LastYear(Box<Asked>),
    /// Keep, discard, go on.
    Leave(Step),
    /// An invitation, before anything is begun.
    Invitation(Box<AskedInvitation>),
    /// Come back with the eight words.
    ComeBack(Box<ComeBack>),
    /// "I have lost my words."
    Lost,
    /// Another session has taken over.
    Elsewhere,
    /// The disk has no room for one more person.
    NoRoom,
    /// It could not be sent.
    Unsent(SubmitFailure),
    /// Help, for what had the focus.
    Help(Place),
    /// Why the question is asked, in a trial.
    Why,
    /// How the screen looks.
    Display,
}

named! {
    /// The names of all screens.
    NAMES of Screen {
        Screen::Start => "start",
        Screen::About => "about",
        Screen::Language(_) => "language",
        Screen::Notice => "notice",
        Screen::Words(_) => "words",
        Screen::AskBack(_) => "ask-back",
        Screen::Small => "small",
        Screen::Preview => "preview",
        Screen::Ask => "ask",
        Screen::Sections => "sections",
        Screen::Check => "check",
        Screen::Receipt(_) => "receipt",
        Screen::Own(_) => "own",
        Screen::Withdraw(..) => "withdraw",
        Screen::Diary(_) => "diary",
        Screen::DiaryEntry(_) => "diary-entry",
        Screen::LastYear(_) => "last-year",
        Screen::Leave(_) => "leave",
        Screen::Invitation(_) => "invitation",
        Screen::ComeBack(_) => "come-back",
        Screen::Lost => "lost",
        Screen::Elsewhere => "elsewhere",
        Screen::NoRoom => "no-room",
        Screen::Unsent(_) => "unsent",
        Screen::Help(_) => "help",
        Screen::Why => "why",
        Screen::Display => "display",
    }
}

/// The page as lines.
pub(super) fn draw(session: &Session, frame: &Frame) -> Sheet {
    match &frame.screen {
        Screen::Start => start::draw(session),
        Screen::About => about::draw(session),
        Screen::Language(_) => language::draw(session),
        Screen::Notice => notice::draw(session),
        Screen::Words(after) => words::draw(session, *after),
        Screen::AskBack(state) => ask_back::draw(session, state),
        Screen::Small => small::draw(session),
        Screen::Preview => preview::draw(session),
        Screen::Ask => ask::draw(session),
        Screen::Sections => sections::draw(session),
        Screen::Check => check::draw(session),
        Screen::Receipt(receipt) => receipt::draw(session, receipt),
        Screen::Own(own) => own::draw(session, own),
        Screen::Withdraw(step, _) => own::draw_withdrawing(session, *step),
        Screen::Diary(diary) => diary::draw(session, diary),
        Screen::DiaryEntry(entry) => diary::draw_entry(session, entry),
        Screen::LastYear(asked) => last_year::draw(session, asked),
        Screen::Leave(step) => leave::draw(session, *step),
        Screen::Invitation(state) => invitation::draw(session, state),
        Screen::ComeBack(state) => come_back::draw(session, state),
        Screen::Lost => lost::draw(session),
        Screen::Elsewhere => elsewhere::draw(session),
        Screen::NoRoom => no_room::draw(session),
        Screen::Unsent(failure) => unsent::draw(session, *failure),
        Screen::Help(place) => help::draw(session, *place),
        Screen::Why => why::draw(session),
        Screen::Display => display::draw(session),
    }
}

/// What has the focus, for the keys.
pub(super) fn place(session: &Session, frame: &Frame, spot: Spot) -> Place {
    match (&frame.screen, spot) {
        (Screen::Ask, _) => ask::place(session, spot),
        (_, Spot::Body) => Place::Reading,
        (_, Spot::Field(_)) => Place::Field,
        (Screen::Diary(_), Spot::Card(_) | Spot::Remove(_)) => Place::Card,
        _ => Place::Menu,
    }
}

/// Does what a key asks for, where it means something of its own on this page.
pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    let Some(frame) = session.top() else {
        return false;
    };
    match &frame.screen {
        Screen::Start => start::act(session, action, spot),
        Screen::Language(after) => language::act(session, *after, action, spot),
        Screen::Notice => notice::act(session, action, spot),
        Screen::Words(after) => words::act(session, *after, action, spot),
        Screen::AskBack(_) => ask_back::act(session, action, spot),
        Screen::Small => small::act(session, action, spot),
        Screen::Ask => ask::act(session, action, spot),
        Screen::Sections => sections::act(session, action, spot),
        Screen::Check => check::act(session, action, spot),
        Screen::Receipt(_) => receipt::act(session, action, spot),
        Screen::Own(_) => own::act(session, action, spot),
        Screen::Withdraw(step, _) => own::act_withdrawing(session, *step, action, spot),
        Screen::Diary(_) => diary::act(session, action, spot),
        Screen::DiaryEntry(_) => diary::act_entry(session, action, spot),
        Screen::LastYear(_) => last_year::act(session, action, spot),
        Screen::Leave(step) => leave::act(session, *step, action, spot),
        Screen::Invitation(_) => invitation::act(session, action, spot),
        Screen::ComeBack(_) => come_back::act(session, action, spot),
        Screen::Lost => lost::act(session, action, spot),
        Screen::Elsewhere => elsewhere::act(session, action, spot),
        Screen::NoRoom => no_room::act(session, action, spot),
        Screen::Unsent(_) => unsent::act(session, action, spot),
        Screen::Display => display::act(session, action, spot),
        Screen::About | Screen::Help(_) | Screen::Why | Screen::Preview => {
            closes(session, action, spot)
        }
    }
}

/// Pages that are only read: Enter, Back and every button close them.
fn closes(session: &mut Session, action: Action, spot: Spot) -> bool {
    let pressed =
        action == Action::Enter && !(spot == Spot::Body && session.scroll(Action::PageDown));
    if pressed && spot != Spot::Body {
        session.pop();
    } else if pressed {
        session.act(Action::NextPart);
    }
    action == Action::Enter
}

/// Inserts pasted words where a text has the focus.
pub(super) fn paste(session: &mut Session, words: &str) {
    let (spot, now) = (session.focus(), session.now);
    match session.stack.last_mut().map(|frame| &mut frame.screen) {
        Some(Screen::ComeBack(state)) => state.paste(words),
        Some(Screen::Invitation(state)) => state.paste(words),
        Some(Screen::AskBack(state)) => state.paste(spot, words),
        Some(Screen::LastYear(state)) => state.paste(words),
        Some(Screen::DiaryEntry(state)) => state.paste(spot, words),
        Some(Screen::Ask) => {
            if let Some(pass) = &mut session.pass {
                let taken = pass
                    .ask
                    .as_mut()
                    .is_some_and(|ask| ask.widget.paste(spot, words));
                if taken {
                    pass.typed(now);
                }
            }
        }
        _ => {}
    }
}

/// Save and leave; where nothing is being filled in, back or out.
pub(super) fn leave(session: &mut Session) {
    let top = session.top().map(|frame| &frame.screen);
    match top {
        Some(Screen::Leave(_)) => {}
        Some(Screen::DiaryEntry(_)) => session.pop(),
        Some(
            Screen::Receipt(_)
            | Screen::Elsewhere
            | Screen::Own(_)
            | Screen::Diary(_)
            | Screen::Withdraw(..),
        ) => session.finish(),
        _ if session.pass.is_some() => {
            session.keep_and_save_if_changed();
            session.push(Screen::Leave(Step::Ask));
        }
        Some(Screen::Start) => session.ask_for(Effect::Quit),
        _ => {
            session.stack.truncate(1);
        }
    }
}

/// Takes the last change back, or makes it again, and shows the page it was made on.
pub(super) fn turn(session: &mut Session, turn: Turn) {
    let (done, nothing) = match turn {
        Turn::Undo => ("undo-done", "undo-nothing"),
        Turn::Redo => ("redo-done", "redo-nothing"),
    };
    session.keep_and_save_if_changed();
    let Some(path) = session.pass.as_mut().and_then(|pass| pass.turn(turn)) else {
        session.say(Message::plain(nothing));
        return;
    };
    ask_page(session, path);
    session.save();
    session.say(Message::plain(done));
}

/// In a demo: answers the rest.
pub(super) fn rest(session: &mut Session) {
    session.keep_and_save_if_changed();
    if let Some(pass) = &session.pass {
        let form = Box::new(pass.form.clone());
        session.ask_for(Effect::AnswerRest(form));
    }
}

/// Shows the page of a question.
pub(super) fn ask_page(session: &mut Session, path: Path) {
    let (words, area, now) = (&session.words, session.area, session.now);
    let Some(pass) = &mut session.pass else {
        return;
    };
    pass.turned_at(now);
    // A question that is asked no more sends to the first that is.
    let path = if pass.form.is_asked(&path) {
        Some(path)
    } else {
        pass.first_page(None)
    };
    if let Some(path) = path {
        pass.form.go_on_at(&path.id);
        pass.open(words, area, path);
        session.only(Screen::Ask);
        session.save_if_turned();
    }
}

/// Shows the question that a person was on, else the first.
pub(super) fn ask_first(session: &mut Session, page: Option<&str>) {
    let path = session.pass.as_ref().and_then(|pass| pass.first_page(page));
    if let Some(path) = path {
        ask_page(session, path);
    }
}

/// What was found for a code.
pub(super) fn found(session: &mut Session, found: Found) {
    come_back::found(session, found);
}

/// The header's right side in `room` columns: how far, what is saved, whether the notice is a sample,
/// and that a trial is one. Where they do not all fit, that everything is saved goes first, then how
/// far one is; the rest stays.
pub(super) fn state(session: &Session, sheet: &Sheet, room: usize) -> Vec<String> {
    let all = whole_state(session, sheet);
    let saving = saving(session);
    let is_shown = |at: &usize| *at != SAVED || saving != Some(Saving::Nothing);
    let without = |dropped: &[usize]| -> Vec<String> {
        let kept = all.iter().enumerate();
        let kept = kept.filter(|(at, _)| !dropped.contains(at) && is_shown(at));
        kept.filter_map(|(_, words)| words.clone()).collect()
    };
    let ways: [&[usize]; 3] = [&[], &[SAVED], &[0, SAVED]];
    let mut ways = ways.into_iter().map(without);
    ways.find(|kept| text::width(&kept.join("  ")) <= room)
        .unwrap_or_else(|| without(&[0, SAVED]))
}

/// The columns of all that the right side may say while this page is shown: the same before and after
/// a save, so that the header does not jump under somebody who types.
pub(super) fn state_width(session: &Session, sheet: &Sheet) -> usize {
    let all = whole_state(session, sheet);
    let all: Vec<String> = all.into_iter().flatten().collect();
    text::width(&all.join("  "))
}

/// Where that everything is saved stands in the header.
const SAVED: usize = 1;

fn whole_state(session: &Session, sheet: &Sheet) -> [Option<String>; 5] {
    let words = &session.words;
    let saving = saving(session);
    let saved = saving.filter(|saving| *saving != Saving::Failed);
    let saved = saved.map(|_| words.say("saved"));
    let not_saved = (saving == Some(Saving::Failed)).then(|| words.say("not-saved"));
    let survey = &session.setup.questionnaire;
    let sample = survey.privacy.approved_by.is_none();
    let sample = sample.then(|| words.say("sample-notice"));
    let trial = (session.setup.mode == Mode::Trial).then(|| words.say("trial"));
    let progress = Some(sheet.progress.clone()).filter(|progress| !progress.is_empty());
    [progress, saved, not_saved, sample, trial]
}

/// What the header says about saving: something while a survey is filled in that is kept.
fn saving(session: &Session) -> Option<Saving> {
    let mut stack = session.stack.iter();
    let asked = stack.any(|frame| matches!(frame.screen, Screen::Ask));
    let pass = session.pass.as_ref();
    let pass = pass.filter(|_| asked && session.setup.mode != Mode::Trial);
    pass.map(|pass| pass.saving)
}

/// What widgets may look at, for the question on the page.
fn context(session: &Session) -> Option<Context<'_>> {
    let pass = session.pass.as_ref()?;
    let ask = pass.ask.as_ref()?;
    Some(Context {
        form: ask.form(&pass.form),
        path: &ask.path,
        words: &session.words,
        area: session.area,
    })
}

/// An empty page under the survey's title.
fn titled(session: &Session) -> Sheet {
    let title = session
        .setup
        .questionnaire
        .title
        .get(session.words.language());
    Sheet::new(super::shown(title), session.area.width)
}

/// An empty page under a title of its own.
fn page(session: &Session, title: &'static str) -> Sheet {
    Sheet::new(session.words.say(title), session.area.width)
}

/// Numbered lines of a menu.
fn menu(session: &Session, sheet: &mut Sheet, ids: &[&'static str]) {
    for (place, id) in ids.iter().enumerate() {
        let mark = format!("{}  ", place + 1);
        sheet.item(
            Spot::Choice(place),
            &mark,
            &session.words.say(id),
            super::theme::Tone::Text,
        );
    }
}

/// The line of a menu that a key asks for.
fn picked(action: Action, spot: Spot) -> Option<usize> {
    match (action, spot) {
        (Action::Enter | Action::Choose, Spot::Choice(place)) => Some(place),
        (Action::Digit(digit), _) => usize::from(digit).checked_sub(1),
        _ => None,
    }
}

/// A paragraph a line, with an argument where it needs one.
fn paragraphs<const N: usize>(
    session: &Session,
    sheet: &mut Sheet,
    ids: [&'static str; N],
    args: &[(&'static str, Arg)],
) {
    for id in ids {
        let message = Message::Known {
            id,
            args: args.to_vec(),
        };
        let words = session.words.tell(&message);
        for line in words.split('\n') {
            sheet.say(line, super::theme::Tone::Text);
        }
        sheet.gap();
    }
}

/// An empty text of one line.
fn empty() -> super::widget::Field {
    super::widget::Field::new(Lines::One, "")
}
