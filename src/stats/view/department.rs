//! A department on one page: who answered, on which steps, and the five first of risks, wishes and gaps.
//!
//! Full-time equivalents, ages and contracts were given to the statistics office alone: their figures
//! come with the university's release, and the page says so.

use std::collections::BTreeMap;

use crate::base::words::Message;

use super::super::door::Operational;
use super::super::material::Material;
use super::about::{exact, note, responses, staff};
use super::codes::Codes;
use super::demand::gaps;
use super::parts::count;
use super::questions::{LADDER, wish};
use super::risk::list;
use super::standing::Standings;
use super::supply::wishes;
use super::words::column;
use super::{Bars, Block, Facts, Name, Row, Sheet, Value, View};

/// How many of each list stand on the page.
const FIRST: usize = 5;

/// The department sheet.
pub fn department(material: &Material<'_, Operational>) -> View {
    let mut blocks = Vec::new();
    let standings = Standings::of(material);
    if let Some(standings) = &standings {
        blocks.extend(standings.notes());
    }
    blocks.push(people(material));
    blocks.push(note("view-cover-department-released-figures"));
    blocks.extend(ladder(material));
    if let Some(standings) = &standings {
        let risks = list(standings, FIRST);
        blocks.push(Block::Sheet(titled(risks, "view-cover-first-risks")));
        let gaps = gaps(standings, FIRST);
        blocks.push(Block::Sheet(titled(gaps, "view-cover-first-gaps")));
    }
    blocks.extend(wished(material));
    exact(Name::Department, material, blocks)
}

fn titled(sheet: Sheet, title: &'static str) -> Sheet {
    Sheet {
        title: Message::plain(title),
        ..sheet
    }
}

/// Responses and the staff list.
fn people(material: &Material<'_, Operational>) -> Block {
    let answered = responses(material);
    let staff = staff(material);
    let response = staff.map_or(Value::Nothing, |staff| Value::Of(answered, staff));
    Block::Facts(Facts {
        id: "people",
        title: Message::plain("view-cover-people"),
        facts: vec![
            (
                "responses",
                Message::plain("view-cover-responses"),
                Value::Count(answered),
            ),
            (
                "staff",
                Message::plain("view-cover-staff"),
                staff.map_or(Value::Nothing, Value::Count),
            ),
            ("response", Message::plain("view-cover-response"), response),
        ],
    })
}

/// People by step of the ladder, every step of the questionnaire and those who did not say.
fn ladder(material: &Material<'_, Operational>) -> Option<Block> {
    let answers = material.frame.answers(LADDER)?;
    let steps = Codes::of(material.questionnaire, LADDER);
    let people = || material.frame.stretch(material.department);
    let bar = |code: &str| {
        let here = people()
            .filter(|&at| answers.text(at) == Some(code))
            .count();
        (steps.value(code), vec![count(here)])
    };
    let mut bars: Vec<_> = steps.in_order().iter().copied().map(bar).collect();
    let unsaid = people().filter(|&at| answers.code(at).is_none()).count();
    if unsaid > 0 {
        let label = super::parts::word("missing", "report-no-answer");
        bars.push((label, vec![count(unsaid)]));
    }
    Some(Block::Bars(Bars {
        id: "ladder",
        title: Message::plain("view-cover-ladder"),
        series: vec![("people", Message::plain("view-cover-people"))],
        bars,
    }))
}

/// The skills that most people want to gain or raise.
fn wished(material: &Material<'_, Operational>) -> Option<Block> {
    material.frame.entries(wish::QUESTION)?;
    let people = material.frame.stretch(material.department);
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for (skill, _) in wishes(material.frame, people) {
        if skill != wish::OWN_WORDS {
            *times.entry(skill).or_default() += 1;
        }
    }
    let mut all: Vec<(&str, usize)> = times.into_iter().collect();
    // Stable: skills that as many want stay in the order of their codes.
    all.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    let skills = Codes::of_field(material.questionnaire, wish::QUESTION, wish::SKILL);
    let row = |(skill, times): &(&str, usize)| Row {
        values: vec![skills.value(skill), count(*times)],
        detail: Vec::new(),
    };
    Some(Block::Sheet(Sheet {
        id: "wishes",
        title: Message::plain("view-cover-first-wishes"),
        columns: vec![
            column("skill", "view-cover-skill"),
            column("people", "view-cover-people"),
        ],
        rows: all.iter().take(FIRST).map(row).collect(),
    }))
}
