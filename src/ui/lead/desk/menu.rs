//! The list of views: those that this key opens, and those it does not, with why.

use ratatui::layout::Position;

use crate::base::words::{Arg, Message, Words};
use crate::report::view::title_id;
use crate::stats::DoorName;
use crate::stats::view::Name;
use crate::ui::lead::draw::Page;
use crate::ui::lead::message::ReleasedView;
use crate::ui::theme::Tone;

use super::Opened;
use super::find::Find;
use super::lists::{Listed, Order};

/// A line of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::ui::lead) enum Entry {
    /// A view, and why it is not to be had here.
    View(Name, Option<&'static str>),
    /// Every question.
    Questions,
    /// What the department needs.
    Demand,
    /// The tables that the university released.
    University,
    /// A view that it released, by its place.
    Released(usize),
    /// What people wrote.
    Texts,
    /// Every page in one file, to take home.
    Report,
}

/// The list.
pub(super) struct Menu {
    entries: Vec<Entry>,
    /// What the released views are called.
    released: Vec<Message>,
    at: usize,
}

impl Menu {
    pub(super) fn new(opened: &Opened, here: Option<Entry>) -> Self {
        let entries = entries(opened);
        let is_here = |entry: &Entry| Some(*entry) == here;
        Self {
            at: entries.iter().position(is_here).unwrap_or(0),
            released: opened.released.iter().map(ReleasedView::name).collect(),
            entries,
        }
    }

    pub(super) fn chosen(&self) -> Entry {
        self.entries
            .get(self.at)
            .copied()
            .unwrap_or(Entry::Questions)
    }

    /// The lines in an order; what cannot be opened here stands last in each.
    pub(super) fn listed(&self, words: &Words, order: Order) -> Listed {
        let entries = self.entries.iter();
        let lines = entries.map(|entry| line(words, *entry, &self.released));
        let is_shut = |at: usize| matches!(self.entries.get(at), Some(Entry::View(_, Some(_))));
        Listed::new(&lines.collect::<Vec<_>>(), order, |at| {
            u8::from(is_shut(at))
        })
    }

    /// Where one stands.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// To a line.
    pub(super) const fn go(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn view(
        &self,
        page: &mut Page<'_>,
        whose: &str,
        (order, find): (Order, &Find),
    ) -> Option<Position> {
        page.bar(&page.words().say("lead-menu-title"), whose);
        order.say(page);
        let listed = self.listed(page.words(), order);
        let cursor = listed.view(page, self.at, find, 4);
        page.gap();
        let hint = match self.chosen() {
            Entry::View(name, _) => about_id(name),
            Entry::Questions => "lead-about-questions",
            Entry::Demand => "lead-about-demand",
            Entry::University => "lead-university-about",
            Entry::Released(_) => "lead-released-about",
            Entry::Texts => "lead-texts-about",
            Entry::Report => "lead-report-about",
        };
        let hint = page.words().say(hint);
        // The first sentence is enough here; `?` on the view says all of it.
        let first = hint.split_inclusive(". ").next().unwrap_or_default();
        page.paragraph(Tone::Quiet, first);
        cursor
    }
}

/// What there is to open: what can be opened first, in the order of [`Name::ALL`].
pub(super) fn entries(opened: &Opened) -> Vec<Entry> {
    let views = Name::ALL.map(|name| Entry::View(name, why_not(opened, name)));
    let (can, cannot): (Vec<_>, Vec<_>) = views
        .into_iter()
        .partition(|entry| matches!(entry, Entry::View(_, None)));
    // What came as a release is in the list once, where it can be opened.
    let is_released = |entry: &Entry| {
        let mut views = opened
            .released
            .iter()
            .filter_map(|one| one.view.as_ref().ok());
        views.any(|(view, _)| matches!(entry, Entry::View(name, _) if *name == view.name))
    };
    let cannot = cannot.into_iter().filter(|entry| !is_released(entry));
    let is_operational = opened.door == DoorName::Operational;
    let demand = is_operational && !opened.skills.is_empty();
    can.into_iter()
        .chain(is_operational.then_some(Entry::Report))
        .chain(demand.then_some(Entry::Demand))
        .chain([Entry::Questions])
        .chain(opened.university.is_some().then_some(Entry::University))
        .chain((0..opened.released.len()).map(Entry::Released))
        .chain(opened.reviews.then_some(Entry::Texts))
        .chain(cannot)
        .collect()
}

/// What an entry is called.
pub(super) fn line(words: &Words, entry: Entry, released: &[Message]) -> String {
    match entry {
        Entry::View(name, None) => words.say(title_id(name)),
        Entry::View(name, Some(why)) => {
            let short = match why {
                "lead-not-here-statistical" => "lead-not-here-statistical-short",
                "lead-not-here-operational" => "lead-not-here-operational-short",
                _ => "lead-not-here-yet-short",
            };
            let args = [
                ("view", Arg::Words(words.say(title_id(name)))),
                ("why", Arg::Words(words.say(short))),
            ];
            words.say_with("lead-not-here-line", args)
        }
        Entry::Questions => words.say("lead-questions"),
        Entry::Demand => words.say("lead-demand-title"),
        Entry::University => words.say("lead-university-title"),
        Entry::Released(at) => {
            let name = released.get(at);
            name.map_or_else(String::new, |name| words.tell(name))
        }
        Entry::Texts => words.say("lead-texts-title"),
        Entry::Report => words.say("lead-report-title"),
    }
}

fn why_not(opened: &Opened, name: Name) -> Option<&'static str> {
    if opened.made.contains(&name) {
        return None;
    }
    Some(match (name.doors().contains(&opened.door), opened.door) {
        (true, _) => "lead-not-here-yet",
        (false, DoorName::Operational) => "lead-not-here-statistical",
        (false, DoorName::Statistical) => "lead-not-here-operational",
    })
}

/// What a view counts and what it does not.
pub(super) const fn about_id(name: Name) -> &'static str {
    match name {
        Name::Department => "about-department",
        Name::Skills => "about-skills",
        Name::Cover => "about-cover",
        Name::Register => "about-register",
        Name::Risk => "about-risk",
        Name::Horizon => "about-horizon",
        Name::Demand => "about-demand",
        Name::Training => "about-training",
        Name::Hidden => "about-hidden",
        Name::Mentors => "about-mentors",
        Name::Registration => "about-registration",
        Name::Roles => "about-roles",
        Name::Entry => "about-entry",
        Name::Htq => "about-htq",
        Name::Career => "about-career",
        Name::Commitment => "about-commitment",
        Name::Comparison => "about-comparison",
        Name::Staff => "about-staff",
        Name::University => "lead-university-about",
        Name::Question => "lead-about-questions",
    }
}
