//! What a reader makes of rounded figures that stand beside one another: each is a number between two bounds, and
//! sums of them are others of them. Bounds are drawn together until nothing more follows; where sums overlap, linear
//! programs (`linear`) see further, and have the last word.

use super::super::protect::rounded::NARROWEST;
use super::linear;

/// More than any count.
pub(super) const BOUNDLESS: u64 = 1 << 40;

/// The least and the most that a figure may be.
pub(super) type Bounds = (u64, u64);

/// What parts are to a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// They add up to it or less.
    Within,
    /// Each is in it; together they may be more, since they share people.
    Each,
    /// They add up to it or more.
    Enough,
}

/// Figures of which one is made of others.
#[derive(Clone)]
pub(super) struct Link {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
    pub(super) share: Share,
}

/// Figures, by their place, and what is known of them.
#[derive(Clone, Default)]
pub(super) struct Known {
    bounds: Vec<Bounds>,
    links: Vec<Link>,
    /// The links that each figure is in.
    uses: Vec<Vec<usize>>,
    /// Figures of which more is known since their links were looked at.
    changed: Vec<usize>,
    /// Numbers that no table has: a reader may find them.
    aside: Vec<usize>,
    /// Those that stood for too few numbers before anything was said, and numbers that no table has.
    told: Vec<bool>,
    /// The figures as they were given, and what was said of them since.
    given: Vec<Bounds>,
    said: Vec<(usize, Bounds)>,
    /// How many of those that were said had been looked at by linear programs.
    reviewed: usize,
}

impl Known {
    /// Adds a figure.
    pub(super) fn figure(&mut self, bounds: Bounds) -> usize {
        self.bounds.push(bounds);
        self.given.push(bounds);
        self.uses.push(Vec::new());
        self.bounds.len() - 1
    }

    /// Adds a number that no table has.
    pub(super) fn number(&mut self, bounds: Bounds) -> usize {
        let place = self.figure(bounds);
        self.aside.push(place);
        place
    }

    /// A whole that is the sum of its parts.
    pub(super) fn sum(&mut self, whole: usize, parts: &[usize]) {
        self.link(whole, parts.to_vec(), Share::Within);
        self.link(whole, parts.to_vec(), Share::Enough);
    }

    pub(super) fn link(&mut self, whole: usize, parts: Vec<usize>, share: Share) {
        for &place in parts.iter().chain([&whole]) {
            self.uses[place].push(self.links.len());
        }
        self.links.push(Link {
            whole,
            parts,
            share,
        });
    }

    /// Draws what follows, and takes what stands for too few numbers now as known.
    pub(super) fn settle(&mut self) {
        self.changed.extend(0..self.bounds.len());
        self.draw();
        self.told = self.bounds.iter().map(is_narrow).collect();
        for &place in &self.aside {
            self.told[place] = true;
        }
    }

    /// Says one more figure, where no figure stands for too few numbers beside it that did not before; else says
    /// nothing, and it is to be withheld.
    pub(super) fn say(&mut self, place: usize, (low, high): Bounds) -> bool {
        let before = self.bounds.clone();
        self.narrow(place, low, high);
        self.draw();
        let mut all = self.bounds.iter().zip(&self.told);
        let is_safe = all.all(|(bounds, told)| *told || !is_narrow(bounds));
        if is_safe {
            self.said.push((place, (low, high)));
        } else {
            self.bounds = before;
        }
        is_safe
    }

    /// Says a figure that is shown whatever it tells.
    pub(super) fn state(&mut self, place: usize, (low, high): Bounds) {
        self.narrow(place, low, high);
        self.draw();
        self.said.push((place, (low, high)));
        self.reviewed = self.said.len();
    }

    /// Has linear programs look at all that was said since they last did: those of it that are to be taken back, since
    /// with them a figure would stand for too few numbers. Bounds stay as narrow as they were drawn.
    pub(super) fn review(&mut self) -> Vec<usize> {
        let mut back = Vec::new();
        let mut own = None;
        while self.reviewed < self.said.len() {
            let mut narrow = self.narrow_to_programs(self.said.len());
            if !narrow.is_empty() {
                let own = own.get_or_insert_with(|| self.narrow_to_programs(self.reviewed));
                narrow.retain(|place| !own.contains(place));
            }
            if narrow.is_empty() {
                break;
            }
            let fresh = &self.said[self.reviewed..];
            let is_near = |(place, _): &(usize, Bounds)| self.is_linked(*place, &narrow);
            let at = fresh.iter().rposition(is_near).unwrap_or(fresh.len() - 1);
            back.push(self.said.remove(self.reviewed + at).0);
        }
        self.reviewed = self.said.len();
        back
    }

    /// Figures that linear programs narrow too far, of so many that were said.
    fn narrow_to_programs(&self, said: usize) -> Vec<usize> {
        let mut bounds = self.given.clone();
        for &(place, (low, high)) in &self.said[..said] {
            bounds[place] = (bounds[place].0.max(low), bounds[place].1.min(high));
        }
        let watched = (0..bounds.len()).filter(|place| !self.told[*place]);
        linear::narrow(&bounds, &self.links, &watched.collect::<Vec<_>>())
    }

    /// Whether a figure is among others, or in a sum with one of them.
    fn is_linked(&self, place: usize, others: &[usize]) -> bool {
        let mut links = self.uses[place].iter().map(|&at| &self.links[at]);
        let in_link = |link: &Link| {
            others.contains(&link.whole) || link.parts.iter().any(|part| others.contains(part))
        };
        others.contains(&place) || links.any(in_link)
    }

    fn draw(&mut self) {
        let links = std::mem::take(&mut self.links);
        while let Some(place) = self.changed.pop() {
            for at in self.uses[place].clone() {
                self.follow(&links[at]);
            }
        }
        self.links = links;
    }

    /// Draws what follows from a link.
    fn follow(&mut self, link: &Link) {
        let (whole_low, whole_high) = self.bounds[link.whole];
        let parts = link.parts.iter().map(|&at| self.bounds[at]);
        let (least, most) = parts.fold((0_u64, 0_u64), |(least, most), (low, high)| {
            (least + low, most + high)
        });
        let largest = link.parts.iter().map(|&at| self.bounds[at].0).max();
        let (low, high) = match link.share {
            Share::Within => (least, BOUNDLESS),
            Share::Each => (largest.unwrap_or(0), BOUNDLESS),
            Share::Enough => (0, most),
        };
        self.narrow(link.whole, low, high);
        for &part in &link.parts {
            let (low, high) = self.bounds[part];
            let (low, high) = match link.share {
                Share::Within => (0, whole_high.saturating_sub(least - low)),
                Share::Each => (0, whole_high),
                Share::Enough => (whole_low.saturating_sub(most - high), BOUNDLESS),
            };
            self.narrow(part, low, high);
        }
    }

    fn narrow(&mut self, place: usize, low: u64, high: u64) {
        let before = self.bounds[place];
        // Figures that contradict one another are none of a table's: nothing is drawn from them.
        let after = (before.0.max(low), before.1.min(high));
        if after != before && after.0 <= after.1 {
            self.bounds[place] = after;
            self.changed.push(place);
        }
    }
}

pub(super) const fn is_narrow(bounds: &Bounds) -> bool {
    bounds.1 + 1 < bounds.0 + NARROWEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_that_leaves_its_parts_too_little_is_not_said() {
        // Two codes that round to 5 and one of nothing: eleven people.
        let mut known = Known::default();
        let codes = [(3, 7), (3, 7), (0, 2)].map(|bounds| known.figure(bounds));
        let all = known.figure((11, 11));
        known.sum(all, &codes);
        let first = known.figure((0, BOUNDLESS));
        known.sum(first, &[codes[0], codes[2]]);
        known.sum(all, &[first, codes[1]]);
        known.settle();
        // Eight or more of the first and third would make the first 6 or 7.
        assert!(!known.clone().say(first, (8, 12)));
        assert!(known.say(first, (3, 7)));
        // What is said stays known.
        assert_eq!(known.bounds[codes[1]], (4, 7));
    }

    #[test]
    fn of_several_answers_each_is_in_the_whole() {
        let mut known = Known::default();
        let codes = [(3, 7), (8, 12)].map(|bounds| known.figure(bounds));
        let any = known.figure((0, BOUNDLESS));
        known.link(any, codes.to_vec(), Share::Each);
        known.link(any, codes.to_vec(), Share::Enough);
        known.settle();
        assert_eq!(known.bounds[any], (8, 19));
        assert!(known.clone().say(any, (13, 17)));
        // Whoever gave the second is among these: 8 or 9.
        assert!(!known.say(any, (3, 9)));
    }
}
