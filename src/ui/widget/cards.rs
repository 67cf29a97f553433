//! The entries of a repeat, one line each, with Change and Remove; then "add another".

use crate::base::words::Arg;
use crate::form::Path;
use crate::ui::keymap::Action;
use crate::ui::sheet::{Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;

use super::{Context, Reaction};

/// Draws the entries.
pub(super) fn draw(context: &Context<'_>, sheet: &mut Sheet) {
    let id = &context.path.id;
    let count = context.form.entries(id);
    sheet.say(&context.words.say_with("cards-count", [("count", Arg::from(count))]), Tone::Quiet);
    for entry in 0..count {
        card(context, entry, sheet);
    }
    let add = context.words.say(if count == 0 { "cards-add-first" } else { "cards-add" });
    sheet.item(Spot::Add, "+ ", &add, Tone::Text);
    sheet.start = Some(Spot::Add);
}

fn card(context: &Context<'_>, entry: usize, sheet: &mut Sheet) {
    let (change, remove) = (context.words.say("cards-change"), context.words.say("cards-remove"));
    let buttons = change.chars().count() + remove.chars().count() + 12;
    let room = sheet.width().saturating_sub(buttons).max(1);
    let name = format!("{} {}", entry + 1, name(context, entry));
    let pieces = vec![
        Piece::new(super::padded(&name, room) + " ", Tone::Text),
        Piece::new(format!("[ {change} ]"), Tone::Text).at(Spot::Card(entry)),
        Piece::new("  ", Tone::Text),
        Piece::new(format!("[ {remove} ]"), Tone::Text).at(Spot::Remove(entry)),
    ];
    sheet.lines.push(Line { pieces, flagged: false });
}

/// What to call an entry: its name, else its first answer in words, else "Entry 2".
pub fn name(context: &Context<'_>, entry: usize) -> String {
    let id = &context.path.id;
    let first = || {
        let paths: Vec<Path> = context.form.entry_pages(id, entry);
        paths.iter().find_map(|path| context.form.in_words(path).into_iter().next())
    };
    let named = context.form.entry_name(id, entry).filter(|name| !name.trim().is_empty());
    let fallback = || context.words.say_with("cards-entry", [("number", Arg::from(entry + 1))]);
    super::super::shown(&named.or_else(first).unwrap_or_else(fallback))
}

/// What a key asks of an entry.
pub(super) fn act(action: Action, spot: Spot) -> Reaction {
    match (spot, action) {
        (Spot::Add, Action::Enter | Action::Choose) => Reaction::Add,
        (Spot::Card(entry), Action::Enter | Action::Choose) => Reaction::Open(entry),
        (Spot::Remove(entry), Action::Enter | Action::Choose)
        | (Spot::Card(entry) | Spot::Remove(entry), Action::Clear) => Reaction::Remove(entry),
        _ => Reaction::Ignored,
    }
}
