//! What one sent, read back: the overview, with changing and taking back from there. Nobody else sees
//! it, and it goes when the page does.

use rust_decimal::prelude::ToPrimitive as _;

use crate::base::text::{truncate, width};
use crate::base::time::Day;
use crate::base::words::{Arg, Message, Words};
use crate::form::{Form, tell_day};
use crate::report::view::{Teller, own::spoken};
use crate::response::code::Code;
use crate::response::diary::Diary;
use crate::stats::view::{Bars, Block, Overview, Value};
use crate::ui::effect::{Effect, Held, Leaflet, Own, Reopened};
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::theme::Tone;

use super::about::readable;
use super::{Screen, come_back, give, menu, page, picked};

/// Columns of the longest bar.
const BAR: usize = 24;
/// What the two stretches of a bar are made of: signs that every terminal has.
const SIGNS: [&str; 2] = ["#", "-"];
/// The most columns that a bar's name takes.
const NAME: usize = 34;

/// What stands under a code, and the code that opens it.
pub(in crate::ui) struct OwnPage {
    code: Code,
    own: Own,
}

/// How far the taking back is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Withdrawing {
    /// What it means.
    Told,
    /// For good?
    Sure,
    /// It is done.
    Done,
    /// It could not be done; nothing was changed.
    Failed,
}

/// A line of the menu: its words, and what it does.
type Entry = (&'static str, fn(&mut Session, Code));

const CHANGE: Entry = ("button-revise", revise);
const START: Entry = ("button-start-from", |session, code| {
    session.ask_for(Effect::FindEarlier(code));
});
const RECORD: Entry = ("button-diary", super::diary::open);
const TAKE_BACK: Entry = ("button-withdraw", |session, code| {
    session.push(Screen::Withdraw(Withdrawing::Told, code));
});

/// What came of looking: a page of its own.
pub(in crate::ui) fn show(session: &mut Session, code: Code, own: Own) {
    let fresh = Box::new(OwnPage { code, own });
    let old = session.stack.iter_mut().rev();
    for frame in old {
        if let Screen::Own(page) = &mut frame.screen {
            *page = fresh;
            return;
        }
    }
    session.push(Screen::Own(fresh));
}

/// The language changed: what stands on the page in the other one is made anew.
pub(super) fn read_anew(session: &mut Session) {
    if let Some(code) = own_page(session).map(|page| page.code.clone()) {
        session.ask_for(Effect::FindOwn(code, session.language().clone()));
    }
}

/// The page of what one sent, below whatever else is shown.
fn own_page(session: &Session) -> Option<&OwnPage> {
    let mut frames = session.stack.iter().rev();
    frames.find_map(|frame| match &frame.screen {
        Screen::Own(page) => Some(page.as_ref()),
        _ => None,
    })
}

/// What is held, where the page of what one sent is open.
pub(super) fn held(session: &Session) -> Option<&Held> {
    match &own_page(session)?.own {
        Own::Held(held) => Some(held),
        _ => None,
    }
}

/// The code of that page, and the development record that it shows.
pub(super) fn held_with_code(session: &Session) -> Option<(Code, Diary)> {
    let code = own_page(session)?.code.clone();
    Some((code, held(session)?.diary.clone()))
}

/// The development record is this one now.
pub(super) fn set_diary(session: &mut Session, diary: Diary) {
    for frame in &mut session.stack {
        if let Screen::Own(page) = &mut frame.screen
            && let Own::Held(held) = &mut page.own
        {
            held.diary = diary;
            return;
        }
    }
}

/// Whether what stands under a code can be changed today.
pub fn can_change(own: &Own, today: Day) -> bool {
    matches!(own, Own::Held(held) if held.earlier.is_none() && is_open(held, today))
}

/// Whether what stands under a code is of an earlier wave, to start this one's answers from.
pub const fn is_earlier(own: &Own) -> bool {
    matches!(own, Own::Held(held) if held.earlier.is_some())
}

fn is_open(held: &Held, today: Day) -> bool {
    held.until.is_none_or(|until| today <= until)
}

fn entries(session: &Session, own: &Own) -> &'static [Entry] {
    const OPEN: &[Entry] = &[CHANGE, RECORD, TAKE_BACK];
    const CLOSED: &[Entry] = &[RECORD, TAKE_BACK];
    const EARLIER: &[Entry] = &[START, RECORD, TAKE_BACK];
    const BACK: &[Entry] = &[TAKE_BACK];
    match own {
        own if can_change(own, session.setup.today) => OPEN,
        own if is_earlier(own) && super::start::is_open(session) => EARLIER,
        Own::Held(_) => CLOSED,
        Own::NotHere | Own::Unknown { .. } => BACK,
        Own::Withdrawn | Own::SetAside | Own::Failed => &[],
    }
}

pub(super) fn draw(session: &Session, own: &OwnPage) -> Sheet {
    let mut sheet = page(session, "own-title");
    for message in told(&own.own, session.setup.today, &session.words) {
        sheet.say(&crate::ui::shown(&session.words.tell(&message)), Tone::Text);
    }
    let ids: Vec<&'static str> = entries(session, &own.own)
        .iter()
        .map(|(id, _)| *id)
        .collect();
    if !ids.is_empty() && session.area.height >= 20 {
        sheet.gap();
    }
    menu(session, &mut sheet, &ids);
    if matches!(own.own, Own::Held(_)) {
        give::offer_after(session, &give::OVERVIEW, ids.len(), &mut sheet);
    }
    if let Own::Held(held) = &own.own {
        blocks(session, &held.overview, &mut sheet);
    }
    readable(&mut sheet);
    sheet.buttons = vec![Button::Finish];
    sheet
}

/// What is to be said of it before the overview.
pub fn told(own: &Own, today: Day, words: &Words) -> Vec<Message> {
    match own {
        Own::Held(held) => about(held, today, words),
        Own::Withdrawn => vec![Message::plain("own-withdrawn-before")],
        Own::SetAside => vec![Message::plain("own-set-aside")],
        Own::NotHere => vec![Message::plain("own-no-change-here")],
        Own::Failed => vec![Message::plain("own-failed")],
        Own::Unknown { others } => vec![unknown(others), Message::plain("own-withdraw-anywhere")],
    }
}

/// Words that this box does not know: never "wrong", but where else to look.
fn unknown(others: &[String]) -> Message {
    if others.is_empty() {
        return Message::plain("own-not-here");
    }
    let others = Arg::from(others.join(", "));
    Message::with("own-not-here-others", [("others", others)])
}

fn about(held: &Held, today: Day, words: &Words) -> Vec<Message> {
    let day = |day| Arg::from(tell_day(day, words));
    let sent = [
        ("day", day(held.day)),
        ("revision", Arg::from(held.revision)),
    ];
    if let Some(wave) = &held.earlier {
        let wave = Arg::from(super::last_year::named(std::slice::from_ref(wave)));
        return vec![
            Message::with("own-revision", sent),
            Message::with("own-earlier", [("wave", wave)]),
        ];
    }
    let until = match held.until {
        None => Message::plain("own-until-open"),
        Some(until) if is_open(held, today) => Message::with("own-until", [("day", day(until))]),
        Some(until) => Message::with("own-closed", [("day", day(until))]),
    };
    let begun = held.is_being_changed && is_open(held, today);
    let begun = begun.then(|| Message::plain("own-draft"));
    [Message::with("own-revision", sent), until]
        .into_iter()
        .chain(begun)
        .collect()
}

fn blocks(session: &Session, overview: &Overview, sheet: &mut Sheet) {
    let teller = Teller::new(session.words.language());
    let all = overview.blocks.iter().chain(&overview.diary);
    for block in all.chain(&overview.answers) {
        let (title, lines) = spoken(block, &teller);
        sheet.gap();
        sheet.say(&title, Tone::Title);
        match block {
            Block::Bars(bars) if session.area.width >= 60 => draw_bars(bars, &teller, sheet),
            _ => lines
                .iter()
                .for_each(|line| sheet.bullet("- ", line, Tone::Text)),
        }
    }
}

/// Bars with their figures: two signs, so that nothing hangs on a colour.
fn draw_bars(bars: &Bars, teller: &Teller, sheet: &mut Sheet) {
    let most = bars
        .bars
        .iter()
        .map(|(_, values)| values.iter().map(number).sum());
    let most: usize = most.max().unwrap_or(0);
    let names: Vec<String> = bars
        .bars
        .iter()
        .map(|(label, _)| teller.value(label))
        .collect();
    let room = names
        .iter()
        .map(|name| width(name))
        .max()
        .unwrap_or(0)
        .min(NAME);
    for ((_, values), name) in bars.bars.iter().zip(&names) {
        let name = truncate(name, room);
        let gap = " ".repeat(room.saturating_sub(width(&name)));
        let marks = values.iter().zip(SIGNS).map(|(value, sign)| {
            let marks = (number(value) * BAR).checked_div(most).unwrap_or(0);
            sign.repeat(marks.max(number(value).min(1)))
        });
        let figures: Vec<String> = values.iter().map(|value| teller.value(value)).collect();
        let bar = format!(
            "{name}{gap}  {} {}",
            marks.collect::<String>(),
            figures.join(" + ")
        );
        sheet
            .lines
            .push(crate::ui::sheet::Line::of(crate::ui::sheet::Piece::new(
                bar,
                Tone::Text,
            )));
    }
    let key = bars.series.iter().zip(SIGNS);
    let key: Vec<String> = key
        .map(|((_, name), sign)| format!("{sign} = {}", teller.tell(name)))
        .collect();
    sheet.say(&key.join(", "), Tone::Quiet);
}

fn number(value: &Value) -> usize {
    match value {
        Value::Count(count) => usize::try_from(*count).unwrap_or(0),
        Value::Number(number) => number.to_usize().unwrap_or(0),
        _ => 0,
    }
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    let Some(Screen::Own(own)) = session.top().map(|frame| &frame.screen) else {
        return false;
    };
    // The lines are numbered, and their numbers work while one reads.
    let digit = match action {
        Action::Letter(letter) => letter
            .to_digit(10)
            .and_then(|digit| u8::try_from(digit).ok()),
        _ => None,
    };
    let chosen = picked(digit.map_or(action, Action::Digit), spot);
    let count = entries(session, &own.own).len();
    if let Some(way) = chosen.and_then(|place| give::way(session, place.checked_sub(count)?))
        && matches!(own.own, Own::Held(_))
    {
        let leaflet = Leaflet::Overview(own.code.clone(), session.language().clone());
        session.ask_for(Effect::Give(leaflet, way));
        return true;
    }
    let wanted = chosen.and_then(|place| entries(session, &own.own).get(place));
    if let Some((_, run)) = wanted {
        let code = own.code.clone();
        run(session, code);
        return true;
    }
    match (action, spot) {
        (Action::Enter, Spot::Body) => {
            if !session.scroll(Action::PageDown) {
                session.focus_on(Spot::Button(Button::Finish));
            }
        }
        (Action::Enter, _) => session.finish(),
        _ => return false,
    }
    true
}

fn revise(session: &mut Session, code: Code) {
    session.ask_for(Effect::Revise(code));
}

/// Reopens the form with everything that was answered, at check-your-answers.
pub(in crate::ui) fn revising(session: &mut Session, code: Code, found: Option<Reopened>) {
    let today = session.setup.today;
    let form =
        found.and_then(|found| Form::from_draft(found.questionnaire, today, &found.bytes).ok());
    match form {
        Some((form, _)) => {
            come_back::resume(session, form, code, None);
            session.over(Screen::Check);
            super::last_year::connect_again(session);
            session.say(Message::plain("own-revising"));
        }
        None => session.say(Message::plain("own-failed")),
    }
}

// The way on stands at another place each time, and the focus on keeping: the same key twice does nothing.
const TOLD: [&str; 2] = ["withdraw-go", "withdraw-keep"];
const SURE: [&str; 2] = ["withdraw-keep", "withdraw-yes"];

pub(super) fn draw_withdrawing(session: &Session, step: Withdrawing) -> Sheet {
    let (title, said, lines): (_, &[&'static str], &[&'static str]) = match step {
        Withdrawing::Told => (
            "withdraw-title",
            &[
                "withdraw-what",
                "withdraw-elsewhere",
                "withdraw-not",
                "withdraw-final",
            ],
            &TOLD,
        ),
        Withdrawing::Sure => ("withdraw-sure-title", &["withdraw-sure"], &SURE),
        Withdrawing::Done => ("withdrawn-title", &["withdrawn-what"], &[]),
        Withdrawing::Failed => ("withdraw-title", &["own-failed"], &[]),
    };
    let mut sheet = page(session, title);
    for id in said {
        sheet.say(&session.words.say(id), Tone::Text);
    }
    sheet.gap();
    menu(session, &mut sheet, lines);
    if step == Withdrawing::Told {
        sheet.start = Some(Spot::Choice(1));
    }
    if lines.is_empty() {
        sheet.buttons = vec![Button::Finish];
    }
    sheet
}

pub(super) fn act_withdrawing(
    session: &mut Session,
    step: Withdrawing,
    action: Action,
    spot: Spot,
) -> bool {
    let Some(Screen::Withdraw(_, code)) = session.top().map(|frame| &frame.screen) else {
        return false;
    };
    let code = code.clone();
    match (step, picked(action, spot), action) {
        (Withdrawing::Done | Withdrawing::Failed, _, Action::Enter) => session.finish(),
        (Withdrawing::Done, _, Action::Back) => session.focus_on(Spot::Button(Button::Finish)),
        (Withdrawing::Told, Some(0), _) => session.push(Screen::Withdraw(Withdrawing::Sure, code)),
        (Withdrawing::Sure, Some(1), _) => session.ask_for(Effect::Withdraw(code)),
        (Withdrawing::Told, Some(1), _) => session.pop(),
        (Withdrawing::Sure, Some(0), _) => {
            session.pop();
            session.pop();
        }
        _ => return false,
    }
    true
}

/// What became of taking back. The words are of no more use: they go with the page.
pub(in crate::ui) fn withdrawn(session: &mut Session, code: Code, is_done: bool) {
    let step = if is_done {
        session.pass = None;
        Withdrawing::Done
    } else {
        Withdrawing::Failed
    };
    session.only(Screen::Withdraw(step, code));
}
