//! At a kiosk: lines that put something of the person's own on paper or on their drive. Where the
//! terminal has neither, there are no lines, and the start screen has said so.

use crate::ui::effect::{Effect, Leaflet, Way};
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Sheet, Spot};
use crate::ui::theme::Tone;

use super::picked;

/// What a way is called, for one kind of leaflet: on paper, on a drive.
pub(super) type Called = [&'static str; 2];

/// For the eight words.
pub(super) const WORDS: Called = ["give-words-paper", "give-words-drive"];
/// For the overview.
pub(super) const OVERVIEW: Called = ["give-overview-paper", "give-overview-drive"];

/// The ways this terminal has.
fn ways(session: &Session) -> &'static [Way] {
    let corner = session.corner.as_ref();
    corner.map_or(&[], |corner| corner.outlet.ways())
}

/// The way with a number.
pub(super) fn way(session: &Session, place: usize) -> Option<Way> {
    ways(session).get(place).copied()
}

/// Adds the lines, where the page has no others.
pub(super) fn offer(session: &Session, called: &Called, sheet: &mut Sheet) {
    if !ways(session).is_empty() {
        sheet.gap();
    }
    offer_after(session, called, 0, sheet);
}

/// Adds the lines after `before` others.
pub(super) fn offer_after(session: &Session, called: &Called, before: usize, sheet: &mut Sheet) {
    for (place, way) in ways(session).iter().enumerate() {
        let label = called[usize::from(*way == Way::Drive)];
        let place = before + place;
        let mark = format!("{}  ", place + 1);
        let words = session.words.say(label);
        sheet.item(Spot::Choice(place), &mark, &words, Tone::Text);
    }
}

/// Gives the eight words away where one of their lines is chosen.
pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    // The buttons have the focus here, where digits are no choice of their own.
    let typed = match action {
        Action::Letter(letter) => letter.to_digit(10).and_then(|digit| digit.checked_sub(1)),
        _ => None,
    };
    let place = typed.and_then(|place| usize::try_from(place).ok());
    let place = place.or_else(|| picked(action, spot));
    let way = place.and_then(|place| way(session, place));
    let (Some(way), Some(pass)) = (way, &session.pass) else {
        return false;
    };
    let leaflet = Leaflet::Words(pass.code.clone(), session.language().clone());
    session.ask_for(Effect::Give(leaflet, way));
    true
}
