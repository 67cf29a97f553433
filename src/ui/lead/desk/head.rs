//! The line below the bar of every page of figures: the door, how many answered of how many, the day, the
//! profile. People quote figures without it.

use crate::base::time::Day;
use crate::base::words::{Arg, Words};
use crate::report::profile_code;
use crate::stats::view::{About, ENOUGH};
use crate::stats::{DoorName, Figure};
use crate::survey::model::Profile;
use crate::ui::lead::draw::Page;
use crate::ui::theme::Tone;

/// Below this width the line is a short one.
const NARROW: u16 = 60;

/// What the line says.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) door: DoorName,
    pub(super) responses: Figure,
    pub(super) staff: Option<u64>,
    pub(super) day: Day,
    pub(super) profile: Profile,
}

impl From<&About> for Head {
    fn from(about: &About) -> Self {
        Self {
            door: about.door,
            responses: about.responses,
            staff: about.staff,
            day: about.day,
            profile: about.profile,
        }
    }
}

impl Head {
    /// Draws the line.
    pub(super) fn draw(self, page: &mut Page<'_>) {
        let words = page.words();
        let door = words.say(match self.door {
            DoorName::Operational => "lead-door-operational",
            DoorName::Statistical => "lead-door-statistical",
        });
        let args = [
            ("door", Arg::Words(door)),
            ("base", Arg::Words(self.base(words))),
            ("profile", Arg::from(profile_code(self.profile))),
            ("day", Arg::Words(self.day.to_string())),
        ];
        let id = if page.width() < NARROW {
            "lead-about-short"
        } else {
            "lead-about-line"
        };
        page.whole_width(Tone::Quiet, &words.say_with(id, args));
    }

    /// How many answered, of how many on the staff list.
    pub(super) fn base(self, words: &Words) -> String {
        let Figure::Count(responses) = self.responses else {
            return words.say("lead-base-withheld");
        };
        let number = |count: u64| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
        let of = |staff: u64| [("responses", number(responses)), ("staff", number(staff))];
        match self.staff {
            Some(staff) if responses > staff => words.say_with("lead-base-crowded", of(staff)),
            Some(staff) if staff > 0 => {
                let [responses_of, staff_of] = of(staff);
                let rate = ("rate", number(rate(responses, staff)));
                words.say_with("lead-base-of", [responses_of, staff_of, rate])
            }
            _ => words.say_with("lead-base", [("responses", number(responses))]),
        }
    }
}

/// So many in a hundred, to the nearest; what is short of the share below which silence is no absence never
/// reads as that share.
const fn rate(responses: u64, staff: u64) -> u64 {
    let nearest = (responses.saturating_mul(200).saturating_add(staff)) / staff.saturating_mul(2);
    let is_short = responses.saturating_mul(100) < staff.saturating_mul(ENOUGH);
    if is_short && nearest >= ENOUGH {
        ENOUGH - 1
    } else {
        nearest
    }
}
