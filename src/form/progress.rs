//! What is left for a person, and how long it will take: the pages that still wait, given the answers so
//! far, and the survey's own estimate, bent to the person's own pace as it becomes known. The clock is
//! not read here: every moment comes in.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::relevance::{Resolver, Spot};
use super::{Form, Path, check, sections};
use crate::survey::effort;
use crate::survey::model::Kind;

/// How much the estimate weighs against what was measured: as much as this many seconds of work.
const PRIOR: u64 = 60;
/// A page that takes longer than this many times the estimate, and a minute, was left for a while.
const PATIENCE: u64 = 3;
/// The slowest and fastest pace that is believed, in hundredths of the estimate.
const BELIEVED: (u64, u64) = (20, 400);

impl Form {
    /// The pages that are still to be answered for a person on page `from`, in order: those that
    /// stand in the way of sending, wherever they are, and from there on those without an answer.
    /// Entries of a repeat have pages of their own, however deep; who is past an entry's page may
    /// leave the others of it.
    pub fn left(&self, from: &Path) -> Vec<Path> {
        let mut left = Left {
            resolver: Resolver::new(self),
            from,
            beside: from.levels().collect(),
            is_reached: false,
            open: Vec::new(),
        };
        for id in self.pages() {
            let path = Path::top(&id);
            if let Some(spot) = self.spot(&path) {
                left.look_at(spot, &path);
            }
            left.is_reached |= id == from.id;
        }
        left.open
    }
}

/// A walk over all pages that gathers the open ones.
struct Left<'f, 'p> {
    resolver: Resolver<'f>,
    from: &'p Path,
    /// The entries that the person is in.
    beside: Vec<(Path, usize)>,
    is_reached: bool,
    open: Vec<Path>,
}

impl<'f> Left<'f, '_> {
    fn look_at(&mut self, spot: Spot<'f>, path: &Path) {
        self.is_reached |= path == self.from;
        let entries = self.resolver.count(spot);
        if self.is_open(spot, path) {
            self.open.push(path.clone());
        }
        for (entry, nested) in (0..entries).flat_map(|at| spot.nested(at).map(move |one| (at, one)))
        {
            if sections::is_page(&self.resolver, nested) {
                let path = path.within(entry, &nested.question.id);
                self.look_at(nested, &path);
            }
        }
    }

    /// A page that Continue will come to counts while it has no answer; any other only where the
    /// whole cannot be sent as it stands.
    fn is_open(&self, spot: Spot<'f>, path: &Path) -> bool {
        if matches!(spot.question.kind, Kind::Note) {
            return false;
        }
        let is_ahead = self.is_reached
            && path
                .around()
                .is_none_or(|entry| self.beside.contains(&entry))
            && self.resolver.answer(spot).is_none();
        is_ahead || check::lacks_itself(&self.resolver, spot)
    }
}

/// A person's pace.
pub struct Pace {
    expected: BTreeMap<String, u32>,
    /// Pages that were counted: each once, the first time it was answered.
    counted: BTreeSet<Path>,
    /// Milliseconds that they took, and the seconds that they were expected to take.
    spent: u64,
    hoped: u64,
    since: Option<Duration>,
}

impl Pace {
    /// Nothing measured yet.
    pub fn new(form: &Form) -> Self {
        Self {
            expected: effort::typical_seconds(form.questionnaire()),
            counted: BTreeSet::new(),
            spent: 0,
            hoped: 0,
            since: None,
        }
    }

    /// A page was left at `now`, answered or not, and another is shown. Of a repeat's own page nobody
    /// knows how long it should take: its entries are pages of their own.
    pub fn turn(&mut self, form: &Form, left: Option<&Path>, now: Duration) {
        let since = self.since.replace(now);
        let (Some(path), Some(since)) = (left, since) else {
            return;
        };
        let is_repeat = |path| {
            let question = form.question(path);
            question.is_none_or(|question| matches!(question.kind, Kind::Repeat(_)))
        };
        let expected = self.of(path);
        let is_measured = expected > 0 && !is_repeat(path) && form.answer(path).is_some();
        if !is_measured || !self.counted.insert(path.clone()) {
            return;
        }
        let most = (expected * PATIENCE + 60) * 1000;
        let took = u64::try_from(now.saturating_sub(since).as_millis()).unwrap_or(most);
        self.spent += took.min(most);
        self.hoped += expected;
    }

    fn of(&self, path: &Path) -> u64 {
        self.expected.get(&path.ids()).copied().map_or(0, u64::from)
    }

    /// The whole minutes that some pages will take, rounded up: never none while a page is left.
    pub fn minutes(&self, left: &[Path]) -> u32 {
        let expected: u64 = left.iter().map(|path| self.of(path)).sum();
        let hundredths = (self.spent / 10 + PRIOR * 100) / (self.hoped + PRIOR).max(1);
        let hundredths = hundredths.clamp(BELIEVED.0, BELIEVED.1);
        let minutes = (expected * hundredths).div_ceil(6000);
        let least = u64::from(!left.is_empty());
        u32::try_from(minutes.max(least)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::language::Language;
    use crate::base::time::Day;
    use crate::survey::{NoFiles, load};

    const SURVEY: &str = r#"
schema = 1
[survey]
id = "s"
title = "S"
languages = ["en"]
[privacy]
notice = "N"
[[audience]]
id = "lead"
sealed_to = ["institution"]
[[section]]
id = "one"
title = "One"
audience = ["lead"]
[[section.question]]
id = "device"
type = "repeat"
label = "Devices"
[[section.question.question]]
id = "name"
type = "text"
label = "Name?"
[[section.question]]
id = "name"
type = "long_text"
label = "What else is there to say about any of it, in as many words as you like?"
"#;

    fn form() -> Form {
        let survey = load("s.toml", SURVEY.as_bytes(), &NoFiles);
        let survey = survey.questionnaire.expect("it is sound");
        Form::new(survey, Language::new("en"), Day::EPOCH, 1)
    }

    #[test]
    fn a_page_that_is_left_takes_a_minute_and_one_in_an_entry_counts_as_itself() {
        let mut form = form();
        form.add_entry("device").expect("there is room");
        let pace = Pace::new(&form);
        let (nested, top) = (Path::nested("device", 0, "name"), Path::top("name"));
        assert_eq!(pace.minutes(&[]), 0);
        assert_eq!(pace.minutes(std::slice::from_ref(&nested)), 1);
        assert!(pace.of(&nested) < pace.of(&top), "they share an id only");
        assert_eq!(form.left(&top), [nested, top]);
    }

    #[test]
    fn pages_of_entries_are_part_of_the_pace_and_the_list_of_them_is_not() {
        let mut form = form();
        let list = Path::top("device");
        let second = Duration::from_secs(1);
        let mut pace = Pace::new(&form);
        pace.turn(&form, None, second);
        form.add_entry(&list).expect("there is room");
        pace.turn(&form, Some(&list), 90 * second);
        assert_eq!(pace.spent, 0, "nobody knows how long a list takes");
        let nested = Path::nested("device", 0, "name");
        assert!(form.put_typed(&nested, "Lathe").is_taken());
        pace.turn(&form, Some(&nested), 97 * second);
        pace.turn(&form, Some(&nested), 99 * second);
        assert_eq!(pace.spent, 7_000, "the first time only");
    }
}
