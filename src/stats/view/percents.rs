//! How many people the answers that are shown of a question make together.
//!
//! Under `hesa` every figure is rounded by itself, so answers may make more people together than answered, as
//! those figures show it: 53 who say yes and 5 who say no are shown as 55 and 5, of 55 who answered. A percentage
//! of that number would read "100 %" beside the five.

use crate::survey::Questionnaire;

use super::super::table::Figure;
use super::super::variable::Arity;
use super::classes::Class;
use super::labels;
use super::protected::{Counted, Line, Protected};

/// What stands beside a question's figures.
pub(super) struct Together<'t> {
    questionnaire: &'t Questionnaire,
    id: &'t str,
    arity: Arity,
    classes: &'t [Class<'t>],
    /// The same figures by code, where classes are shown.
    by_code: Option<&'t Counted>,
}

impl<'t> Together<'t> {
    pub(super) fn new(
        kit: Protected<'t>,
        id: &'t str,
        arity: Arity,
        classes: Option<&'t [Class<'t>]>,
        by_code: Option<&'t Counted>,
    ) -> Self {
        Self {
            questionnaire: kit.material.questionnaire,
            id,
            arity,
            classes: classes.unwrap_or_default(),
            by_code,
        }
    }

    /// The people of a line whose cells have these codes: by class or by code, whichever makes more.
    pub(super) fn people(&self, codes: &[String], line: &Line) -> u64 {
        let Some(by_code) = self.by_code else {
            return self.sum(codes, line, &[]);
        };
        let same = |one: &&Line| one.group == line.group && one.holds == line.holds;
        let Some(parts) = by_code.lines.iter().chain(&by_code.everyone).find(same) else {
            return 0;
        };
        let in_classes: Vec<&str> = self
            .classes
            .iter()
            .flat_map(|class| class.codes)
            .copied()
            .collect();
        let others = self.sum(&by_code.codes, parts, &in_classes);
        let of_classes = line.cells.iter().filter_map(|figure| figure.count());
        let by_class = match self.arity {
            Arity::One => of_classes.sum(),
            Arity::Many => of_classes.max().unwrap_or(0),
        };
        self.sum(&by_code.codes, parts, &[]).max(by_class + others)
    }

    /// The people of a line's answers that are shown, but for some. Of several answers each only says how many gave it
    /// at least, beside those who gave one that excludes all others.
    fn sum(&self, codes: &[String], line: &Line, but: &[&str]) -> u64 {
        let cells = codes.iter().zip(&line.cells);
        let shown = cells.filter(|(code, _)| !but.contains(&code.as_str()));
        let counts: Vec<(&String, u64)> = shown
            .filter_map(|(code, figure)| Some((code, Figure::count(*figure)?)))
            .collect();
        if self.arity == Arity::One {
            return counts.iter().map(|(_, count)| count).sum();
        }
        let is_alone = |code: &str| labels::is_exclusive(self.questionnaire, self.id, code);
        let (alone, several): (Vec<_>, Vec<_>) =
            counts.into_iter().partition(|(code, _)| is_alone(code));
        let most = several.iter().map(|(_, count)| *count).max();
        // Beside a class its other codes add nobody for certain.
        let most = most.filter(|_| but.is_empty()).unwrap_or(0);
        alone.iter().map(|(_, count)| count).sum::<u64>() + most
    }
}
