//! How each needed skill stands: the formulas of docs/rules.md §2, in exact decimals, with their parts.
//!
//! The sources that the formulas follow are named there: bus factor and skill matrices, the grid of
//! doers and teachers, the supply identity of workforce planning, CIPD's succession worksheet.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::base::time::Day;

use super::super::demand::{Demand, Need, starter};
use super::super::door::Operational;
use super::super::material::Material;
use super::Block;
use super::about::{note, note_with, number};
use super::questions::TRAINER_LEVEL;
use super::services::{Said, said};
use super::supply::{Supply, plus_years};

/// The years that demand looks ahead.
pub(in crate::stats) const AHEAD: u8 = 3;
/// Training that takes more months than this adds to exposure.
const LONG_TRAINING: u32 = 6;
/// The years in which holders who are known to go count for exposure: 24 months.
const SOON: u8 = 2;

/// That a need is drawn from the survey; what goes upwards leaves it out by this note.
pub(in crate::stats) const DRAWN: &str = "view-cover-drawn";

/// How well a need is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::stats) enum State {
    Uncovered,
    Single,
    Thin,
    Sound,
}

/// Why a skill is where it is in the order of what to do first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::stats) struct Priority {
    pub(in crate::stats) criticality: u8,
    pub(in crate::stats) gap_now: u64,
    pub(in crate::stats) gap_future: Decimal,
    pub(in crate::stats) urgency: Decimal,
}

/// How exposed a skill is, 1 to 5, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::stats) struct Exposure {
    /// From cover alone.
    pub(in crate::stats) cover: u8,
    pub(in crate::stats) is_undocumented: bool,
    pub(in crate::stats) is_long_to_learn: bool,
}

/// One need and what is there for it.
pub(in crate::stats) struct Standing {
    pub(in crate::stats) need: Need,
    pub(in crate::stats) holders: Vec<usize>,
    /// Who is at the level and did not say that they used it within 24 months.
    pub(in crate::stats) lapsed: u64,
    pub(in crate::stats) trainers: u64,
    pub(in crate::stats) pipeline: u64,
    pub(in crate::stats) state: State,
    /// Holders expected to be gone in three years.
    pub(in crate::stats) loss: Decimal,
    /// Holders less the expected loss, and half of the pipeline.
    pub(in crate::stats) supply_ahead: Decimal,
    pub(in crate::stats) priority: Priority,
    pub(in crate::stats) exposure: Exposure,
}

/// Every need of a department, the most pressing first.
pub(in crate::stats) struct Standings<'a> {
    pub(in crate::stats) supply: Supply<'a>,
    pub(in crate::stats) all: Vec<Standing>,
    /// The needs are drawn from the survey: nobody has written or gone over them.
    is_starter: bool,
    /// Where the needs come from, in words.
    note: Option<Block>,
}

/// What a department needs: its demand file; where it has none, a starter drawn from the survey.
pub(in crate::stats) fn needs<'a>(material: &Material<'a, Operational>) -> Cow<'a, Demand> {
    if material.demand.needs.is_empty() {
        Cow::Owned(starter(material))
    } else {
        Cow::Borrowed(material.demand)
    }
}

/// What must be said of needs that are not the lead's own words.
pub(in crate::stats) fn drawn_note(demand: &Demand) -> Option<Block> {
    let drawn = demand.needs.iter().filter(|need| need.is_drawn).count() as u64;
    if demand.is_starter() {
        return Some(note("view-cover-starter"));
    }
    (drawn > 0).then(|| note_with("view-cover-drawn-some", [("drawn", number(drawn))]))
}

impl State {
    /// That of `holders` where `now` are needed.
    pub(in crate::stats) const fn of(now: u32, holders: usize) -> Self {
        match holders {
            0 if now > 0 => Self::Uncovered,
            1 => Self::Single,
            2 => Self::Thin,
            holders if holders < now as usize => Self::Thin,
            _ => Self::Sound,
        }
    }
}

impl Priority {
    /// `k * (2 * gap_now + gap_future) * t`.
    pub(in crate::stats) fn score(self) -> Decimal {
        let gaps = Decimal::from(2 * self.gap_now) + self.gap_future;
        (Decimal::from(self.criticality) * gaps * self.urgency).normalize()
    }
}

impl Exposure {
    /// From cover, one more where it is not written down, one more where it takes over six months to
    /// learn, five at most.
    pub(in crate::stats) fn score(self) -> u8 {
        let more = u8::from(self.is_undocumented) + u8::from(self.is_long_to_learn);
        (self.cover + more).min(5)
    }
}

impl Standing {
    fn of(supply: &Supply<'_>, need: Need, said: &Said) -> Self {
        let holders = supply.holders(&need.skill, need.level);
        let pipeline = supply.pipeline(&need.skill).len();
        let held = Decimal::from(holders.len());
        let loss = supply.expected_loss(&holders, AHEAD).normalize();
        let half = Decimal::new(5, 1);
        let supply_ahead = (held - loss + half * Decimal::from(pipeline)).normalize();
        let state = State::of(need.now, holders.len());
        let missing = Decimal::from(need.in_three_years) - supply_ahead;
        let priority = Priority {
            criticality: need.criticality,
            gap_now: u64::from(need.now).saturating_sub(holders.len() as u64),
            gap_future: missing.max(Decimal::ZERO).normalize(),
            urgency: urgency(&need, supply.day()),
        };
        let staying = holders.iter().filter(|&&at| !supply.ends_within(at, SOON));
        let falls_to_one = holders.len() > 1 && staying.count() < 2;
        let exposure = Exposure {
            cover: exposure_of_cover(state, pipeline > 0, falls_to_one),
            is_undocumented: said.is_undocumented(),
            is_long_to_learn: need
                .training_months
                .map_or(said.is_long_to_learn, |months| months > LONG_TRAINING),
        };
        Self {
            lapsed: (supply.rated(&need.skill, need.level) - holders.len()) as u64,
            trainers: supply.holders(&need.skill, TRAINER_LEVEL).len() as u64,
            pipeline: pipeline as u64,
            need,
            holders,
            state,
            loss,
            supply_ahead,
            priority,
            exposure,
        }
    }

    /// Impact by exposure.
    pub(in crate::stats) fn risk(&self) -> u8 {
        self.need.criticality * self.exposure.score()
    }
}

/// 5 uncovered; 4 single and nobody on the way; 3 single and somebody is, or down to one within 24
/// months; 2 thin; 1 sound.
const fn exposure_of_cover(state: State, is_pipeline: bool, falls_to_one: bool) -> u8 {
    match (state, is_pipeline) {
        (State::Uncovered, _) => 5,
        (State::Single, false) => 4,
        (State::Single, true) => 3,
        (State::Thin | State::Sound, _) if falls_to_one => 3,
        (State::Thin, _) => 2,
        (State::Sound, _) => 1,
    }
}

/// 1 where it is needed within 12 months, 0.7 within three years, 0.4 later. Where the lead gives no
/// day, a skill that is needed now is needed within 12 months, any other within three years.
fn urgency(need: &Need, day: Day) -> Decimal {
    let (soon, ahead, later) = (Decimal::ONE, Decimal::new(7, 1), Decimal::new(4, 1));
    match need.by {
        None if need.now > 0 => soon,
        Some(by) if by <= plus_years(day, 1) => soon,
        None => ahead,
        Some(by) if by <= plus_years(day, AHEAD) => ahead,
        Some(_) => later,
    }
}

impl<'a> Standings<'a> {
    /// Those of the department's demand file; where it has none, of a starter drawn from the survey.
    /// Nothing where the questionnaire does not rate skills.
    pub(in crate::stats) fn of(material: &Material<'a, Operational>) -> Option<Self> {
        let demand = needs(material);
        let supply = Supply::of(material)?;
        let said = said(material);
        let needs = demand.needs.iter().cloned();
        let mut all: Vec<Standing> = needs
            .map(|need| {
                let unsaid = Said::default();
                let said = said.get(&need.skill).unwrap_or(&unsaid);
                Standing::of(&supply, need, said)
            })
            .collect();
        all.sort_by_cached_key(order);
        Some(Self {
            supply,
            all,
            is_starter: demand.is_starter(),
            note: drawn_note(&demand),
        })
    }

    /// What must be said of a need whose neighbours are the lead's own, and it is not.
    pub(in crate::stats) fn note_of(&self, standing: &Standing) -> Option<Block> {
        let is_told = standing.need.is_drawn && !self.is_starter;
        is_told.then(|| note(DRAWN))
    }

    /// What must be said before the figures: where the needs come from, and that silence is not absence.
    pub(in crate::stats) fn notes(&self) -> Vec<Block> {
        let mut notes = Vec::new();
        if self.all.is_empty() {
            notes.push(note("view-cover-no-needs"));
        }
        notes.extend(self.note.clone());
        notes.extend(self.supply.silence.note());
        notes
    }
}

/// The greatest score first, then the longer training, then by code so that the order is always the same.
fn order(standing: &Standing) -> impl Ord + use<> {
    use std::cmp::Reverse;
    let need = &standing.need;
    (
        Reverse(standing.priority.score()),
        Reverse(need.training_months.unwrap_or(0)),
        need.skill.clone(),
        need.level,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::demand::Why;

    #[test]
    fn states_follow_holders_and_need() {
        use State::{Single, Sound, Thin, Uncovered};
        // Needed now, holders, state.
        let expected = [
            (1, 0, Uncovered),
            (0, 0, Sound),
            (1, 1, Single),
            (0, 1, Single),
            (1, 2, Thin),
            (2, 2, Thin),
            (4, 3, Thin),
            (3, 3, Sound),
            (0, 3, Sound),
        ];
        for (now, holders, state) in expected {
            assert_eq!(
                State::of(now, holders),
                state,
                "{now} needed, {holders} there"
            );
        }
    }

    #[test]
    fn a_score_is_what_its_parts_say() {
        let priority = |criticality, gap_now, gap_future, urgency| Priority {
            criticality,
            gap_now,
            gap_future: Decimal::new(gap_future, 2),
            urgency: Decimal::new(urgency, 1),
        };
        // 5 * (2 * 1 + 0.71) * 0.7 = 9.485
        assert_eq!(priority(5, 1, 71, 7).score(), Decimal::new(9485, 3));
        // 3 * (2 * 2 + 3) * 1 = 21
        assert_eq!(priority(3, 2, 300, 10).score(), Decimal::new(21, 0));
        assert_eq!(priority(5, 0, 0, 10).score(), Decimal::ZERO);
    }

    #[test]
    fn exposure_counts_cover_documents_and_training_and_stops_at_five() {
        // State, somebody on the way, down to one within 24 months, exposure.
        let expected = [
            (State::Uncovered, true, false, 5),
            (State::Single, false, false, 4),
            (State::Single, true, false, 3),
            (State::Thin, false, true, 3),
            (State::Sound, true, true, 3),
            (State::Thin, true, false, 2),
            (State::Sound, false, false, 1),
        ];
        for (state, is_pipeline, falls, cover) in expected {
            assert_eq!(
                exposure_of_cover(state, is_pipeline, falls),
                cover,
                "{state:?}"
            );
        }
        let score = |cover, is_undocumented, is_long_to_learn| {
            Exposure {
                cover,
                is_undocumented,
                is_long_to_learn,
            }
            .score()
        };
        assert_eq!(score(2, true, false), 3);
        assert_eq!(score(2, true, true), 4);
        assert_eq!(score(4, true, true), 5);
    }

    #[test]
    fn urgency_follows_the_day_it_is_needed_by() {
        let day = |year, month, of_month| Day::new(year, month, of_month).unwrap();
        let need = |now, by| Need {
            skill: "a.b".to_owned(),
            level: 3,
            now,
            in_three_years: 1,
            criticality: 1,
            why: Why::Teaching,
            plan: None,
            training_months: None,
            market: None,
            by,
            is_drawn: false,
        };
        let today = day(2028, 2, 29);
        let expected = [
            (0, Some(day(2029, 2, 28)), 10),
            (0, Some(day(2029, 3, 1)), 7),
            (0, Some(day(2031, 2, 28)), 7),
            (0, Some(day(2031, 3, 1)), 4),
            (1, None, 10),
            (0, None, 7),
        ];
        for (now, by, urgent) in expected {
            assert_eq!(
                urgency(&need(now, by), today),
                Decimal::new(urgent, 1),
                "{by:?}"
            );
        }
    }
}
