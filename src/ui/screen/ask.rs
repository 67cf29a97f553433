//! One question a page: its words, its widget, who will read it, Continue and Back.

use crate::base::text;
use crate::base::words::{Arg, Message};
use crate::form::{Form, Path, Problem};
use crate::survey::model::Question;
use crate::ui::effect::Mode;
use crate::ui::keymap::{Action, Place};
use crate::ui::pass::{Ask, Step};
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::theme::Tone;
use crate::ui::widget::{Context, Reaction, entry_name};

use super::{Screen, about, ask_page, context, last_year, readers};

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = Sheet::new("", session.area.width);
    let (Some(context), Some(pass)) = (context(session), session.pass.as_ref()) else {
        return sheet;
    };
    let (Some(question), Some(ask)) = (context.form.question(context.path), &pass.ask) else {
        return sheet;
    };
    head(session, &context, &mut sheet);
    let (problems, warnings) = (&ask.problems, &ask.warnings);
    // Where lines are scarce what is wrong stands next to the answer, so that both are in view.
    if context.low() {
        words(&context, ask, question, &mut sheet);
        errors(&context, problems, warnings, &mut sheet);
    } else {
        errors(&context, problems, warnings, &mut sheet);
        words(&context, ask, question, &mut sheet);
    }
    if ask.is_proposed() {
        let said = context.words.say("last-year-here");
        sheet.say(&said, Tone::Chosen);
    }
    let from = sheet.lines.len();
    ask.widget.draw(&context, &mut sheet);
    if !ask.problems.is_empty() {
        sheet.lines[from..]
            .iter_mut()
            .for_each(|line| line.flagged = !line.pieces.is_empty());
    }
    tail(session, &context, question, &mut sheet);
    if sheet
        .spots()
        .iter()
        .all(|(spot, _)| matches!(spot, Spot::Button(_)))
    {
        about::readable(&mut sheet);
    }
    sheet
}

/// Section and progress, in the header.
fn head(session: &Session, context: &Context<'_>, sheet: &mut Sheet) {
    let survey = &session.setup.questionnaire;
    let id = &context.path.id;
    let section = survey
        .sections
        .iter()
        .find(|section| section.questions.iter().any(|q| q.id == *id));
    sheet.title = section
        .map(|section| context.piped(&section.title))
        .unwrap_or_default();
    if let Some((left, minutes)) = session
        .pass
        .as_ref()
        .and_then(super::super::pass::Pass::left)
    {
        let args = [("left", Arg::from(left)), ("minutes", Arg::from(minutes))];
        let id = match session.area.width {
            0..60 => "progress-left-short",
            60..100 => "progress-left-mid",
            _ => "progress-left",
        };
        sheet.progress = session.words.say_with(id, args);
    }
    let pages = context.form.pages();
    let first = section.and_then(|section| {
        let mine = |page: &&String| section.questions.iter().any(|q| q.id == **page);
        pages.iter().find(mine)
    });
    let intro = section.and_then(|section| section.intro.as_ref());
    if let Some(intro) = intro.filter(|_| first == Some(id)) {
        sheet.say(&context.piped(intro), Tone::Text);
        sheet.gap();
    }
    let mut levels: Vec<(Path, usize)> = context.path.levels().collect();
    levels.reverse();
    for (repeat, entry) in levels {
        let words = crate::ui::shown(&context.form.entry_in_words(&repeat, entry));
        sheet.say(&words, Tone::Quiet);
    }
}

/// What is wrong, in the question's own place, before the answers.
fn errors(context: &Context<'_>, problems: &[Problem], warnings: &[Problem], sheet: &mut Sheet) {
    let mut say = |id, problem: &Problem| {
        let mut what = context.tell(&problem.message);
        if problem.path != *context.path {
            let way = context.form.way_in_words(&problem.path, Some(context.path));
            what = text::labelled(&way, &what);
        }
        let words = context.words.say_with(id, [("what", what.into())]);
        let from = sheet.lines.len();
        sheet.say(&words, Tone::Error);
        sheet.lines[from..]
            .iter_mut()
            .for_each(|line| line.flagged = true);
    };
    // Of many rows with the same fault, the first few say enough.
    problems
        .iter()
        .take(3)
        .for_each(|problem| say("error", problem));
    warnings
        .iter()
        .take(3)
        .for_each(|problem| say("warning", problem));
}

/// The question. Its hint is said on the first row of a table that is asked row by row, where lines are scarce.
fn words(context: &Context<'_>, ask: &Ask, question: &Question, sheet: &mut Sheet) {
    let label = context.piped(&question.label);
    for line in label.split('\n') {
        sheet.say(line, Tone::Title);
    }
    let optional = !context.form.is_required(context.path) && question.missing.is_empty();
    let answerable = !matches!(question.kind, crate::survey::model::Kind::Note);
    if optional && answerable {
        sheet.say(&context.words.say("optional"), Tone::Quiet);
    }
    let is_read = context.low() && ask.widget.is_turned(context.narrow());
    if let Some(hint) = question.hint.as_ref().filter(|_| !is_read) {
        sheet.say(&context.piped(hint), Tone::Quiet);
    }
    if !context.low() {
        sheet.gap();
    }
}

/// Who will read it, and the buttons.
fn tail(session: &Session, context: &Context<'_>, question: &Question, sheet: &mut Sheet) {
    let answerable = !matches!(question.kind, crate::survey::model::Kind::Note);
    if answerable {
        // Nested questions are released with their group.
        let group = session
            .setup
            .questionnaire
            .question(&context.path.id)
            .unwrap_or(question);
        let line = readers::line(context.words, &session.setup.questionnaire, group);
        // Where the widget already keeps lines in view, this one may scroll.
        if context.low() || sheet.pinned.len() > 3 {
            sheet.say(&line, Tone::Quiet);
        } else {
            sheet.pin(&line, Tone::Quiet);
        }
    }
    sheet.buttons = vec![Button::Continue, Button::Back];
    if !context.narrow() && ends_section(context).is_some() {
        sheet.buttons.push(Button::Enough);
    }
    if session.setup.mode == Mode::Demo && !context.narrow() {
        sheet.buttons.push(Button::Rest);
    }
}

/// The section that ends with this page, where others follow.
fn ends_section(context: &Context<'_>) -> Option<String> {
    let path = Some(context.path).filter(|path| path.is_top())?;
    context.form.ends_section(&path.id).map(str::to_owned)
}

/// Sends what there is at the end of a section: on to check-your-answers.
fn enough(session: &mut Session) {
    let section = context(session).as_ref().and_then(ends_section);
    if forward_from(session)
        && let Some(pass) = &mut session.pass
    {
        pass.form.stop_after(section.as_deref());
        session.save();
        session.over(Screen::Check);
    }
}

pub(super) fn place(session: &Session, spot: Spot) -> Place {
    let ask = session.pass.as_ref().and_then(|pass| pass.ask.as_ref());
    ask.map_or(Place::Reading, |ask| ask.widget.place(spot))
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    if let Spot::Button(button) = spot {
        match (action, button) {
            (Action::Enter, Button::Back) | (Action::Back, _) => back(session),
            (Action::Enter, Button::Rest) => super::rest(session),
            (Action::Enter, Button::Enough) => enough(session),
            (Action::Enter, _) => forward(session),
            _ => return false,
        }
        return true;
    }
    let reaction = react(session, action, spot);
    let ignored = matches!(reaction, Reaction::Ignored);
    respond(session, reaction);
    match action {
        _ if !ignored => {}
        Action::Enter if spot == Spot::Body && session.scroll(Action::PageDown) => {}
        Action::Enter => forward(session),
        Action::Back => back(session),
        _ => return false,
    }
    true
}

fn react(session: &mut Session, action: Action, spot: Spot) -> Reaction {
    let (words, area) = (&session.words, session.area);
    let Some(pass) = &mut session.pass else {
        return Reaction::Ignored;
    };
    let Some(ask) = &mut pass.ask else {
        return Reaction::Ignored;
    };
    let context = Context {
        form: ask.proposed.as_deref().unwrap_or(&pass.form),
        path: &ask.path,
        words,
        area,
    };
    ask.widget.act(&context, action, spot)
}

fn respond(session: &mut Session, reaction: Reaction) {
    let now = session.now;
    match reaction {
        Reaction::Ignored => {}
        Reaction::Typed => {
            if let Some(pass) = &mut session.pass {
                pass.typed(now);
            }
        }
        Reaction::Changed(to) => {
            clear_errors(session);
            session.keep_and_save_if_changed();
            if let Some(to) = to {
                session.focus_on(to);
            }
        }
        Reaction::To(to) => session.focus_on(to),
        Reaction::Refused(message) => session.say(message),
        Reaction::Open(_)
        | Reaction::Add
        | Reaction::Remove(_)
        | Reaction::Copy(_)
        | Reaction::Move(..)
            if keep_entries(session) =>
        {
            respond(session, reaction);
            session.say(Message::plain("last-year-entries"));
        }
        Reaction::Open(entry) => open_entry(session, entry),
        Reaction::Add => add_entry(session),
        Reaction::Remove(entry) => remove_entry(session, entry),
        Reaction::Copy(entry) => copy_entry(session, entry),
        Reaction::Move(entry, to) => move_entry(session, entry, to),
    }
}

/// Entries of last year that somebody adds to, changes or removes are theirs from then on, which is
/// said. Gives whether that was so.
fn keep_entries(session: &mut Session) -> bool {
    let Some(pass) = &mut session.pass else {
        return false;
    };
    if !pass.ask.as_ref().is_some_and(Ask::is_proposed) {
        return false;
    }
    pass.confirm();
    session.save();
    true
}

/// An answer that was changed is looked at anew on the way forward.
fn clear_errors(session: &mut Session) {
    if let Some(ask) = session.pass.as_mut().and_then(|pass| pass.ask.as_mut()) {
        ask.problems.clear();
        ask.warnings.clear();
    }
}

fn current(session: &Session) -> Option<Path> {
    Some(session.pass.as_ref()?.ask.as_ref()?.path.clone())
}

fn open_entry(session: &mut Session, entry: usize) {
    let (Some(path), Some(pass)) = (current(session), &session.pass) else {
        return;
    };
    if let Some(first) = pass.form.entry_pages(&path, entry).into_iter().next() {
        ask_page(session, first);
    }
}

fn add_entry(session: &mut Session) {
    begin_entry(session, |form, repeat| form.add_entry(repeat));
}

fn copy_entry(session: &mut Session, entry: usize) {
    let path = current(session);
    let name = context(session)
        .zip(path)
        .and_then(|(context, path)| entry_name(&context, &path, entry));
    let name = name.unwrap_or_else(|| (entry + 1).to_string());
    if begin_entry(session, |form, repeat| form.copy_entry(repeat, entry)) {
        session.save();
        session.say(Message::with("cards-copied", [("name", name.into())]));
    }
}

/// Makes a new entry and opens it; where there is no room for it, says so.
fn begin_entry(
    session: &mut Session,
    make: impl FnOnce(&mut Form, &Path) -> Result<usize, Problem>,
) -> bool {
    let (Some(path), Some(pass)) = (current(session), &mut session.pass) else {
        return false;
    };
    let mut added = Err(None);
    pass.change(path.clone(), |form| {
        added = make(form, &path).map_err(|problem| Some(problem.message));
    });
    match added {
        Ok(entry) => {
            clear_errors(session);
            open_entry(session, entry);
            true
        }
        Err(message) => {
            if let Some(message) = message {
                session.say(message);
            }
            false
        }
    }
}

fn remove_entry(session: &mut Session, entry: usize) {
    let Some(path) = current(session) else {
        return;
    };
    let name = context(session).and_then(|context| entry_name(&context, &path, entry));
    let name = name.unwrap_or_else(|| (entry + 1).to_string());
    if let Some(pass) = &mut session.pass {
        pass.change(path.clone(), |form| form.remove_entry(&path, entry));
        pass.refresh(&session.words, session.area);
    }
    session.focus_on(Spot::Card(entry));
    session.save();
    session.say(Message::with("cards-removed", [("name", name.into())]));
}

/// Puts an entry at another place and stays on it.
fn move_entry(session: &mut Session, entry: usize, to: usize) {
    let Some(path) = current(session) else {
        return;
    };
    if let Some(pass) = session.pass.as_mut().filter(|_| entry != to) {
        pass.change(path.clone(), |form| form.move_entry(&path, entry, to));
        pass.refresh(&session.words, session.area);
        session.save();
        session.say(Message::with("cards-moved", [("place", (to + 1).into())]));
    }
    session.focus_on(Spot::Card(to));
}

/// Back to the entries; one that was opened by a slip of the hand and left with nothing in it was none.
fn back_to_entries(session: &mut Session, entries: Path) {
    let left = current(session);
    ask_page(session, entries);
    let (words, area) = (&session.words, session.area);
    if let (Some(left), Some(pass)) = (left, &mut session.pass)
        && pass.drop_blank_entry(&left)
    {
        pass.refresh(words, area);
        session.save();
    }
}

/// On to the next page, unless something is wrong here.
fn forward(session: &mut Session) {
    if turned_within(session, true) {
        return;
    }
    let path = current(session);
    let asked_before = path.as_ref().is_some_and(|path| is_told(session, path));
    if !forward_from(session) {
        return;
    }
    match path {
        Some(path) if !asked_before && super::small::applies(session, &path) => {
            if let Some(pass) = &mut session.pass {
                pass.told_small = pass.form.answer(&path);
            }
            session.push(Screen::Small);
        }
        Some(path) if last_year::connects(session, &path) => last_year::connect(session),
        _ => turn(session),
    }
}

/// Goes from row to row of a matrix that is asked one row at a time.
fn turned_within(session: &mut Session, forward: bool) -> bool {
    let narrow = session.area.width < crate::ui::widget::NARROW;
    let ask = session.pass.as_mut().and_then(|pass| pass.ask.as_mut());
    let turned = ask.is_some_and(|ask| ask.widget.turn(narrow, forward));
    if turned {
        clear_errors(session);
        session.keep_and_save_if_changed();
        if let Some(frame) = session.top_mut() {
            (frame.focus, frame.scroll) = (None, 0);
        }
    }
    turned
}

/// Whether the person was told already that the department they have chosen is small.
fn is_told(session: &Session, path: &Path) -> bool {
    session.pass.as_ref().is_some_and(|pass| {
        let answer = pass.form.answer(path);
        answer.is_some() && pass.told_small == answer
    })
}

/// Whether the page may be left forwards; what is in hand becomes the answer, what is wrong is shown.
fn forward_from(session: &mut Session) -> bool {
    let (words, area) = (&session.words, session.area);
    let Some(pass) = &mut session.pass else {
        return false;
    };
    let (changed, outcome) = pass.keep(words, area);
    let Some(ask) = &mut pass.ask else {
        return false;
    };
    let mut problems = outcome.problems;
    if problems.is_empty() {
        problems = ask.form(&pass.form).check(&ask.path);
    }
    let warned = !outcome.warnings.is_empty() && ask.warnings != outcome.warnings;
    let stays = !problems.is_empty() || warned;
    ask.problems = problems;
    ask.warnings = outcome.warnings;
    let confirmed = !stays && ask.is_proposed();
    if confirmed {
        pass.confirm();
    }
    if changed || confirmed {
        session.save();
    }
    if stays {
        to_first_problem(session);
    }
    !stays
}

/// The focus goes to the answer that is wrong: to its row, where it is about one.
fn to_first_problem(session: &mut Session) {
    let Some(context) = context(session) else {
        return;
    };
    let ask = session.pass.as_ref().and_then(|pass| pass.ask.as_ref());
    let row = ask
        .and_then(|ask| ask.problems.first())
        .and_then(|problem| problem.row.clone());
    let place = row.and_then(|row| {
        context
            .form
            .rows(context.path)
            .iter()
            .position(|r| r.code == row)
    });
    let narrow = session.area.width < crate::ui::widget::NARROW;
    let ask = session.pass.as_mut().and_then(|pass| pass.ask.as_mut());
    let row = ask
        .zip(place)
        .and_then(|(ask, place)| ask.widget.go_to_row(narrow, place));
    let sheet = session.sheet();
    let to = row.or_else(|| crate::ui::focus::initial(&sheet));
    if let Some(frame) = session.top_mut() {
        frame.scroll = 0;
        frame.focus = to;
    }
    if to.is_some_and(|to| is_far_from_its_error(session, &sheet, to)) {
        let ask = session.pass.as_ref().and_then(|pass| pass.ask.as_ref());
        let problem = ask.and_then(|ask| ask.problems.first());
        if let Some(problem) = problem.map(|problem| problem.message.clone()) {
            session.say(problem);
        }
    }
}

/// Whether what is wrong cannot be in view together with the answer that it is about.
fn is_far_from_its_error(session: &Session, sheet: &Sheet, to: Spot) -> bool {
    let is_error = |line: &crate::ui::sheet::Line| {
        let mut tones = line.pieces.iter().map(|piece| piece.tone);
        tones.any(|tone| tone == Tone::Error)
    };
    let error = sheet.lines.iter().position(is_error);
    let spot = sheet.lines_of(to).map(|(_, end)| end);
    let window = crate::ui::view::window(session.area, sheet);
    error
        .zip(spot)
        .is_some_and(|(error, end)| end > error + window)
}

pub(super) fn turn(session: &mut Session) {
    let Some(pass) = &mut session.pass else {
        return;
    };
    match pass.next() {
        Step::Entries(path) => ask_page(session, path),
        _ if pass.from_check.is_some() && current_is_top(session) => to_check(session),
        Step::Page(path) => ask_page(session, path),
        Step::Edge => to_check(session),
    }
}

fn current_is_top(session: &Session) -> bool {
    current(session).is_some_and(|path| path.is_top())
}

fn to_check(session: &mut Session) {
    let line = session
        .pass
        .as_mut()
        .and_then(|pass| pass.from_check.take());
    session.over(Screen::Check);
    if let (Some(line), Some(frame)) = (line, session.top_mut()) {
        frame.focus = Some(line);
    }
}

/// Back a page; from the first one, the question whether to leave.
fn back(session: &mut Session) {
    session.keep_and_save_if_changed();
    if turned_within(session, false) {
        return;
    }
    let Some(pass) = &session.pass else {
        return;
    };
    let from_check = pass.from_check.is_some() && current_is_top_of(pass);
    match pass.previous() {
        _ if from_check => to_check(session),
        Step::Page(path) => ask_page(session, path),
        Step::Entries(path) => back_to_entries(session, path),
        Step::Edge => super::leave(session),
    }
}

fn current_is_top_of(pass: &crate::ui::pass::Pass) -> bool {
    pass.ask.as_ref().is_some_and(|ask| ask.path.is_top())
}
