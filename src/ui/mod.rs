//! The screens as data: model, message, effect, view. Pure.
//!
//! `Session::update` takes in what happened and gives what is to be done; `view` draws what there
//! is. A screen writes a `Sheet`, lines of words of which some can have the focus; drawing, moving,
//! scrolling and clicking all read that one sheet. Keys mean what the table in `keymap` says.

mod acting;
mod effect;
mod focus;
mod history;
pub mod idle;
pub mod input;
mod keeping;
pub mod keymap;
pub mod kiosk;
pub mod lead;
mod moving;
mod named;
mod pane;
mod pass;
mod screen;
mod session;
mod sheet;
pub mod theme;
mod view;
mod widget;
mod written;

pub use effect::{
    Admitted, Begun, Draft, Earlier, Effect, Found, Held, LastYear, Leaflet, Mode, Msg, Own,
    Reached, Receipt, Reopened, Saved, Setup, SubmitFailure, Way,
};
pub use pass::InHand;
pub use screen::{
    known_word, last_year_missing, not_shown, own_can_change, own_is_earlier, own_told,
    reader_names, readers_line, wave_names,
};
pub use session::Session;
pub use view::view;

/// The names of the respondent's screens.
pub const SCREENS: &[&str] = screen::NAMES;

/// Text that came from outside, as it may be shown: sanitised, and without the pictures whose width
/// terminals disagree about. What is stored is not touched.
fn shown(words: &str) -> String {
    let is_picture = |c: char| matches!(u32::from(c), 0x2600..=0x27BF | 0x1F000..=0x1FAFF);
    crate::base::text::sanitise(words)
        .chars()
        .map(|c| if is_picture(c) { '?' } else { c })
        .collect()
}
