//! The development record beside one's own answers: what was noted over the year, to be added to,
//! changed and taken out. It is kept at once, sealed to the words alone.

use crate::base::text::{truncate, width};
use crate::base::words::{Arg, Message};
use crate::form::diary::{self, FIELDS};
use crate::response::code::Code;
use crate::response::diary::{Diary, Entry};
use crate::ui::effect::Effect;
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;
use crate::ui::widget::{Field, Lines, draw_box};

use super::{Screen, own, page, receipt};

/// The line that puts back what was taken out last.
const PUT_BACK: Spot = Spot::Choice(0);

/// The list of entries.
pub(in crate::ui) struct DiaryPage {
    /// What was taken out last.
    removed: Option<Entry>,
    /// What is being kept, and what was taken out with it.
    asked: Option<(Diary, Option<Entry>)>,
}

/// One entry in hand.
pub(in crate::ui) struct DiaryEntry {
    /// Its number, where it is there already.
    at: Option<usize>,
    fields: [Field; 5],
    /// The field that is wrong, and what to do.
    wrong: Option<(usize, Message)>,
}

impl DiaryEntry {
    pub(super) fn paste(&mut self, spot: Spot, words: &str) {
        if let Spot::Field(number) = spot
            && let Some(field) = self.fields.get_mut(number)
        {
            field.paste(words);
        }
    }
}

/// Opens the record of what stands on the page below.
pub(super) fn open(session: &mut Session, _: Code) {
    session.push(Screen::Diary(Box::new(DiaryPage {
        removed: None,
        asked: None,
    })));
}

fn record(session: &Session) -> Option<&Diary> {
    own::held(session).map(|held| &held.diary)
}

pub(super) fn draw(session: &Session, state: &DiaryPage) -> Sheet {
    let mut sheet = page(session, "diary-title");
    let Some(record) = record(session) else {
        return sheet;
    };
    let entries = record.entries();
    let args = [
        ("count", Arg::from(entries.len())),
        ("hours", Arg::from(record.hours().to_string())),
    ];
    sheet.say(&session.words.say("diary-what"), Tone::Text);
    sheet.say(&session.words.say_with("diary-count", args), Tone::Quiet);
    for (place, entry) in entries.iter().enumerate() {
        line(session, place, entry, &mut sheet);
    }
    let add = session.words.say("diary-add");
    sheet.item(Spot::Add, "+ ", &add, Tone::Text);
    if state.removed.is_some() {
        let back = session.words.say("diary-put-back");
        sheet.item(PUT_BACK, "- ", &back, Tone::Text);
    }
    sheet.start = Some(Spot::Add);
    sheet.buttons = vec![Button::Back];
    sheet
}

fn line(session: &Session, place: usize, entry: &Entry, sheet: &mut Sheet) {
    let (change, remove) = (
        session.words.say("cards-change"),
        session.words.say("cards-remove"),
    );
    let room = sheet
        .width()
        .saturating_sub(width(&change) + width(&remove) + 11)
        .max(1);
    let day = receipt::day(session, entry.day);
    // Where columns are scarce, what was done says more than when.
    let told = match session.area.width {
        0..60 => entry.did.clone(),
        _ => format!("{day}  {}", entry.did),
    };
    let told = truncate(&crate::ui::shown(&told), room);
    let gap = " ".repeat(room.saturating_sub(width(&told)) + 1);
    let pieces = vec![
        Piece::new(told + &gap, Tone::Text),
        Piece::new(format!("[ {change} ]"), Tone::Text).at(Spot::Card(place)),
        Piece::new("  ", Tone::Text),
        Piece::new(format!("[ {remove} ]"), Tone::Text).at(Spot::Remove(place)),
    ];
    sheet.lines.push(Line {
        pieces,
        flagged: false,
    });
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    match (action, spot) {
        (Action::Enter, Spot::Button(_)) => session.pop(),
        (Action::Enter | Action::Choose, Spot::Add) => edit(session, None),
        (Action::Enter | Action::Choose, Spot::Card(place)) => edit(session, Some(place)),
        (Action::Enter | Action::Choose, Spot::Remove(place))
        | (Action::Clear, Spot::Card(place) | Spot::Remove(place)) => remove(session, place),
        (Action::Letter('c'), Spot::Card(place) | Spot::Remove(place)) => copy(session, place),
        (Action::Enter | Action::Choose, PUT_BACK) => put_back(session),
        _ => return false,
    }
    true
}

fn edit(session: &mut Session, at: Option<usize>) {
    let today = session.setup.today;
    let Some(record) = record(session) else {
        return;
    };
    let entry = at.and_then(|at| record.entries().get(at));
    let fields = diary::written(entry, today).map(|words| Field::new(Lines::One, &words));
    session.push(Screen::DiaryEntry(Box::new(DiaryEntry {
        at,
        fields,
        wrong: None,
    })));
}

fn remove(session: &mut Session, place: usize) {
    let mut next = record(session).cloned().unwrap_or_default();
    let removed = next.remove(place);
    keep(session, next, removed);
}

/// The same again, today: what comes round every month is typed once.
fn copy(session: &mut Session, place: usize) {
    let mut next = record(session).cloned().unwrap_or_default();
    let entry = next.entries().get(place).cloned();
    let copied = entry.map(|entry| Entry {
        day: session.setup.today,
        ..entry
    });
    if let Some(entry) = copied
        && next.put(None, &entry).is_ok()
    {
        keep(session, next, None);
    }
}

fn put_back(session: &mut Session) {
    let mut next = record(session).cloned().unwrap_or_default();
    let removed = match session.top().map(|frame| &frame.screen) {
        Some(Screen::Diary(state)) => state.removed.clone(),
        _ => None,
    };
    if let Some(entry) = removed
        && next.put(None, &entry).is_ok()
    {
        keep(session, next, None);
    }
}

/// Asks for the record to be kept; what is seen changes only when it was.
fn keep(session: &mut Session, next: Diary, removed: Option<Entry>) {
    let Some((code, seen)) = own::held_with_code(session) else {
        return;
    };
    let frames = session.stack.iter_mut().rev();
    for frame in frames {
        if let Screen::Diary(state) = &mut frame.screen {
            state.asked = Some((next.clone(), removed));
            break;
        }
    }
    session.ask_for(Effect::KeepDiary {
        code,
        seen,
        diary: next,
    });
}

/// Whether the record was kept.
pub(in crate::ui) fn kept(session: &mut Session, code: Code, is_done: bool) {
    let mut frames = session.stack.iter_mut().rev();
    let asked = frames.find_map(|frame| match &mut frame.screen {
        Screen::Diary(state) => {
            let (next, removed) = state.asked.take()?;
            if is_done {
                state.removed = removed;
            }
            Some(next)
        }
        _ => None,
    });
    let Some(next) = asked.filter(|_| is_done) else {
        session.say(Message::plain("diary-failed"));
        return;
    };
    own::set_diary(session, next);
    if matches!(
        session.top().map(|frame| &frame.screen),
        Some(Screen::DiaryEntry(_))
    ) {
        session.pop();
    }
    session.ask_for(Effect::FindOwn(code, session.language().clone()));
    session.say(Message::plain("diary-kept"));
}

pub(super) fn draw_entry(session: &Session, state: &DiaryEntry) -> Sheet {
    let mut sheet = page(session, "diary-entry-title");
    let low = session.area.height < 20;
    for (number, (field, about)) in state.fields.iter().zip(&FIELDS).enumerate() {
        let spot = Spot::Field(number);
        sheet.say(&session.words.say(about.label), Tone::Title);
        match &state.wrong {
            // In its own place, so that it is in view with the field.
            Some((at, wrong)) if *at == number => {
                let from = sheet.lines.len();
                sheet.say(&session.words.tell(wrong), Tone::Error);
                let said = sheet.lines[from..].iter_mut();
                said.for_each(|line| line.flagged = true);
            }
            _ if !low && session.focus() == spot => {
                sheet.say(&session.words.say(about.hint), Tone::Quiet);
            }
            _ => {}
        }
        let columns = if matches!(number, 0 | 3) { 14 } else { 70 };
        draw_box(&mut sheet, spot, field, ("", ""), columns);
    }
    // The day stands there already: the first thing to say is what was done.
    let first = usize::from(state.at.is_none());
    sheet.start = Some(Spot::Field(first));
    sheet.buttons = vec![Button::Keep, Button::Back];
    sheet
}

pub(super) fn act_entry(session: &mut Session, action: Action, spot: Spot) -> bool {
    let Some(Screen::DiaryEntry(state)) = session.top_mut().map(|frame| &mut frame.screen) else {
        return false;
    };
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Keep)) => finish(session),
        (Action::Enter, Spot::Button(_)) => session.pop(),
        (Action::Enter, Spot::Field(number)) => {
            let typed = state.fields[number].text();
            state.wrong = diary::check(number, &typed).err().map(|why| (number, why));
            if state.wrong.is_none() {
                let next = number + 1;
                let to = if next < FIELDS.len() {
                    Spot::Field(next)
                } else {
                    Spot::Button(Button::Keep)
                };
                session.focus_on(to);
            }
        }
        (_, Spot::Field(number)) => return state.fields[number].act(action),
        _ => return false,
    }
    true
}

/// Nobody is there any more: an entry in hand is kept where it is one.
pub(in crate::ui) fn left(session: &mut Session) {
    let top = session.top().map(|frame| &frame.screen);
    if matches!(top, Some(Screen::DiaryEntry(_))) {
        finish(session);
    }
}

fn finish(session: &mut Session) {
    let mut next = record(session).cloned().unwrap_or_default();
    let Some(Screen::DiaryEntry(state)) = session.top_mut().map(|frame| &mut frame.screen) else {
        return;
    };
    let typed = std::array::from_fn(|at| state.fields[at].text());
    let read = diary::read(&typed).and_then(|entry| {
        let put = next.put(state.at, &entry);
        put.map_err(|why| (1, diary::unfit(why)))
    });
    match read {
        Ok(()) => keep(session, next, None),
        Err((at, message)) => {
            state.wrong = Some((at, message));
            session.focus_on(Spot::Field(at));
        }
    }
}
