//! One person's own answers, read back to them: what they can do, what they look after, what they
//! want to learn and the ways there. It is the payment for answering, and nobody else sees it.
//!
//! No department and nobody else's figure comes in. Questions are recognised as views recognise them
//! (`questions`); where a questionnaire has none of them, the answers in words are all there is.

use std::collections::BTreeMap;

use super::parts::{columns, count, facts, label, level, or_nothing, row, sheet, word};
use super::questions::{
    self, HOW_QUALIFICATION, KEY_SKILLS, LADDER, RATING, SKILLS, TEACH, equipment, register,
    service, wish,
};
use super::{Bars, Block, Row, Value, labels};
use crate::base::language::Text;
use crate::base::time::Day;
use crate::base::words::Message;
use crate::response::answer::{Answer, Chosen, Value as Given};
use crate::response::diary::Diary;
use crate::survey::Questionnaire;
use crate::survey::model::{Choice, Kind, Question};
use crate::survey::roles::Roles;
use crate::survey::routes::{self, Route, Wish};

/// The question about formal duties.
const DUTIES: &str = "d_duty";
/// The list of families of skills.
const FAMILIES: &str = "families";
/// Routes that are named for one wish.
const NEAREST: usize = 4;
/// How often a year a development record is looked at.
const TIMES: u32 = 4;
/// Months between.
const MONTHS: u32 = 3;

/// What an overview is made of.
pub struct Own<'a> {
    /// What was asked.
    pub questionnaire: &'a Questionnaire,
    /// What the person answered, by top-level question.
    pub answers: &'a [(String, Answer)],
    /// The answers in words: sections, each with questions and what was said.
    pub told: Vec<(String, Vec<(String, String)>)>,
    /// Ways to skills.
    pub routes: &'a [Route],
    /// What each step of the ladder asks for.
    pub roles: &'a Roles,
    /// What the person has noted of their learning since.
    pub diary: &'a Diary,
    /// Today: the development record counts its dates from here.
    pub day: Day,
}

/// An overview: what it is of, and its blocks from the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// The survey's title.
    pub survey: Text,
    /// The run of the survey; empty where it has none.
    pub wave: String,
    /// The day it was made.
    pub day: Day,
    /// What was recognised, the skills first.
    pub blocks: Vec<Block>,
    /// What was noted in the development record; empty while nothing is.
    pub diary: Vec<Block>,
    /// The development record for files: what was noted, then lines to keep up over the year. Empty
    /// without either.
    pub record: Vec<Block>,
    /// Every answer in words, by section.
    pub answers: Vec<Block>,
}

/// A wish as it was given.
struct Wanted<'a> {
    skill: &'a Chosen,
    from: u8,
    to: u8,
    entry: &'a [(String, Answer)],
}

impl Own<'_> {
    /// The overview.
    pub fn overview(&self) -> Overview {
        let blocks = [
            self.skills(),
            self.strengths(),
            self.equipment(),
            self.services(),
            self.duties(),
            self.wishes(),
            self.ways(),
            self.next_step(),
            self.registration(),
        ];
        Overview {
            survey: self.questionnaire.title.clone(),
            wave: self.questionnaire.wave.clone(),
            day: self.day,
            blocks: blocks.into_iter().flatten().collect(),
            diary: self.noted().into_iter().collect(),
            record: self.record().into_iter().collect(),
            answers: self.told(),
        }
    }

    fn given(&self, id: &str) -> Option<&Given> {
        let mut answers = self.answers.iter();
        let (_, answer) = answers.find(|(other, _)| other == id)?;
        answer.value()
    }

    fn codes(&self, id: &str) -> Vec<&Chosen> {
        match self.given(id) {
            Some(Given::Choice(one)) => vec![one],
            Some(Given::Choices(all)) => all.iter().collect(),
            _ => Vec::new(),
        }
    }

    fn entries(&self, id: &str) -> &[Vec<(String, Answer)>] {
        match self.given(id) {
            Some(Given::Entries(entries)) => entries,
            _ => &[],
        }
    }

    /// Every rated skill with its level.
    fn levels(&self) -> Vec<(&str, u8)> {
        let rows = match self.given(RATING) {
            Some(Given::Rows(rows) | Given::Closable { rows, .. }) => rows.as_slice(),
            _ => &[],
        };
        let rated = rows.iter();
        rated
            .filter_map(|(skill, answer)| Some((skill.as_str(), level_of(answer.value()?)?)))
            .collect()
    }

    fn skill(&self, code: &str) -> Option<&Choice> {
        self.questionnaire.lists.get(SKILLS)?.get(code)
    }

    fn family(&self, code: &str) -> Option<&str> {
        let family = self.skill(code)?.columns.get("family")?;
        Some(family.as_str())
    }

    /// A skill in the list's words, or the person's own.
    fn named(&self, skill: &Chosen) -> Value {
        match (&skill.text, self.skill(&skill.code)) {
            (Some(own), _) => Value::Typed(own.clone()),
            (None, Some(entry)) => label(&entry.code, &entry.label),
            (None, None) => Value::Typed(skill.code.clone()),
        }
    }

    /// Skills by family: how many on one's own, how many still with help.
    fn skills(&self) -> Option<Block> {
        let mut families: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (skill, level) in self.levels() {
            let Some(family) = self.family(skill) else {
                continue;
            };
            let held = families.entry(family).or_default();
            match level {
                0 => {}
                1 | 2 => held.1 += 1,
                _ => held.0 += 1,
            }
        }
        families.retain(|_, held| *held != (0, 0));
        if families.is_empty() {
            return None;
        }
        let list = self.questionnaire.lists.get(FAMILIES);
        let name = |code: &str| {
            let entry = list.and_then(|list| list.get(code));
            entry.map_or_else(
                || Value::Typed(code.to_owned()),
                |entry| label(code, &entry.label),
            )
        };
        let order = |code: &str| {
            list.and_then(|list| list.entries.iter().position(|entry| entry.code == code))
        };
        let mut bars: Vec<_> = families.into_iter().collect();
        bars.sort_by_key(|(code, _)| order(code));
        let bars = bars
            .into_iter()
            .map(|(code, (alone, helped))| (name(code), vec![count(alone), count(helped)]));
        Some(Block::Bars(Bars {
            id: "skills",
            title: Message::plain("own-skills"),
            series: vec![
                ("alone", Message::plain("own-skills-alone")),
                ("helped", Message::plain("own-skills-helped")),
            ],
            bars: bars.collect(),
        }))
    }

    /// What one does on one's own, the highest level first; what matters most to the post is marked.
    fn strengths(&self) -> Option<Block> {
        let is_in = |id: &str, skill: &str| self.codes(id).iter().any(|one| one.code == skill);
        let mark = |holds: bool, code, id| or_nothing(holds.then(|| word(code, id)));
        let mut held = self.levels();
        held.retain(|(_, level)| *level >= questions::COVER_LEVEL);
        held.sort_by_key(|(_, level)| std::cmp::Reverse(*level));
        let rows = held.into_iter().filter_map(|(code, held)| {
            let entry = self.skill(code)?;
            Some(row(vec![
                label(code, &entry.label),
                level(held),
                mark(is_in(KEY_SKILLS, code), "key", "own-mark-key"),
                mark(is_in(TEACH, code), "teach", "own-mark-teach"),
            ]))
        });
        table(
            "strengths",
            "own-strengths",
            &[
                ("skill", "own-col-skill"),
                ("level", "own-col-level"),
                ("key", "own-col-key"),
                ("teach", "own-col-teach"),
            ],
            rows.collect(),
        )
    }

    fn equipment(&self) -> Option<Block> {
        let entries = self.entries(equipment::QUESTION).iter();
        let rows = entries.map(|entry| {
            let of = |field| self.field(equipment::QUESTION, entry, field);
            row(vec![
                of(equipment::NAME),
                of(equipment::ROLE),
                of(questions::entry::UNAIDED),
                of(questions::entry::DOCUMENTED),
            ])
        });
        table(
            "equipment",
            "own-equipment",
            &[
                ("name", "own-col-name"),
                ("role", "own-col-role"),
                ("unaided", "own-col-unaided"),
                ("doc", "own-col-doc"),
            ],
            rows.collect(),
        )
    }

    fn services(&self) -> Option<Block> {
        let entries = self.entries(service::QUESTION).iter();
        let rows = entries.map(|entry| {
            let of = |field| self.field(service::QUESTION, entry, field);
            row(vec![
                or_nothing(chosen(entry, service::SKILL).map(|one| self.named(one))),
                of(service::USERS),
                of(questions::entry::UNAIDED),
                of(questions::entry::DOCUMENTED),
            ])
        });
        table(
            "services",
            "own-services",
            &[
                ("service", "own-col-service"),
                ("users", "own-col-users"),
                ("unaided", "own-col-unaided"),
                ("doc", "own-col-doc"),
            ],
            rows.collect(),
        )
    }

    fn duties(&self) -> Option<Block> {
        let held = self.labelled(DUTIES);
        let name = ("duties", "own-duties-held", Value::List(held.clone()));
        (!held.is_empty()).then(|| facts("duties", "own-duties", vec![name]))
    }

    fn wanted(&self) -> Vec<Wanted<'_>> {
        let entries = self.entries(wish::QUESTION).iter();
        let wanted = entries.filter_map(|entry| {
            let number = |field| find(entry, field).and_then(level_of);
            Some(Wanted {
                skill: chosen(entry, wish::SKILL)?,
                from: number(wish::LEVEL_NOW).unwrap_or(0),
                to: number(wish::LEVEL_WANTED).unwrap_or(1),
                entry,
            })
        });
        wanted.collect()
    }

    fn wishes(&self) -> Option<Block> {
        let rows = self.wanted().into_iter().map(|wanted| {
            row(vec![
                self.named(wanted.skill),
                level(wanted.from),
                level(wanted.to),
                self.field(wish::QUESTION, wanted.entry, wish::WHEN),
            ])
        });
        table(
            "wishes",
            "own-wishes",
            &[
                ("skill", "own-col-skill"),
                ("from", "own-col-from"),
                ("to", "own-col-to"),
                ("when", "own-col-when"),
            ],
            rows.collect(),
        )
    }

    /// The nearest ways to each wish. One's own words name no family, so nothing is guessed for them.
    fn ways(&self) -> Option<Block> {
        let mut rows = Vec::new();
        for wanted in self.wanted() {
            let Some(family) = self.family(&wanted.skill.code) else {
                continue;
            };
            let how = find(wanted.entry, wish::HOW);
            let is_formal = matches!(how, Some(Given::Choices(all)) if all.iter().any(|one| one.code == HOW_QUALIFICATION));
            let wish = Wish {
                family,
                from: wanted.from,
                to: wanted.to,
                nation: None,
                is_formal,
            };
            let found = routes::candidates(self.routes, &wish);
            rows.extend(found.into_iter().take(NEAREST).map(|route| {
                row(vec![
                    self.named(wanted.skill),
                    label(&route.id, &route.title),
                    Value::Count(route.typical_months.into()),
                    cost(route.cost_band),
                ])
            }));
        }
        table(
            "ways",
            "own-ways",
            &[
                ("skill", "own-col-skill"),
                ("way", "own-col-way"),
                ("months", "own-col-months"),
                ("cost", "own-col-cost"),
            ],
            rows,
        )
    }

    /// What the next step of the ladder asks for, beside what one rated oneself.
    fn next_step(&self) -> Option<Block> {
        let own = self.codes(LADDER).first()?.code.clone();
        let roles = &self.roles.roles;
        let at = roles.iter().position(|role| role.step == own)?;
        let next = roles.get(at + 1)?;
        let rated: BTreeMap<&str, u8> = self.levels().into_iter().collect();
        let rows = next.requires.iter().filter_map(|required| {
            let entry = self.skill(&required.skill)?;
            let own = rated.get(required.skill.as_str()).copied();
            let state = match own {
                None => word("unrated", "own-step-unrated"),
                Some(own) if own >= required.level => word("there", "own-step-there"),
                Some(_) => word("below", "own-step-below"),
            };
            Some(row(vec![
                label(&required.skill, &entry.label),
                level(required.level),
                or_nothing(own.map(level)),
                state,
            ]))
        });
        let headings = columns(&[
            ("skill", "own-col-skill"),
            ("asked", "own-col-asked"),
            ("own", "own-col-own"),
            ("state", "own-col-state"),
        ]);
        let id = if self.roles.is_example {
            "own-next-example"
        } else {
            "own-next"
        };
        let mut block = sheet("next", id, headings, rows.collect());
        if let Block::Sheet(sheet) = &mut block {
            sheet.title = Message::with(id, [("step", next.title.clone().into())]);
        }
        Some(block)
    }

    fn registration(&self) -> Option<Block> {
        let held = self.labelled(register::HELD);
        let wanted = self.labelled(register::WANTED);
        let lines = [
            ("held", "own-registers-held", held),
            ("wanted", "own-registers-wanted", wanted),
        ];
        let lines: Vec<_> = lines
            .into_iter()
            .filter(|(_, _, values)| !values.is_empty())
            .map(|(id, name, values)| (id, name, Value::List(values)))
            .collect();
        (!lines.is_empty()).then(|| facts("registration", "own-registers", lines))
    }

    /// What was noted, the earliest first, with its hours together.
    fn noted(&self) -> Option<Block> {
        let mut block = record_sheet("own-diary", self.noted_rows())?;
        if let Block::Sheet(sheet) = &mut block {
            let hours = self.diary.hours().to_string();
            let count = self.diary.entries().len();
            let args = [("count", count.into()), ("hours", hours.into())];
            sheet.title = Message::with("own-diary", args);
        }
        Some(block)
    }

    fn noted_rows(&self) -> Vec<Row> {
        let typed = |words: &str| match words {
            "" => Value::Nothing,
            words => Value::Typed(words.to_owned()),
        };
        let entries = self.diary.entries().iter();
        let rows = entries.map(|entry| {
            row(vec![
                Value::Day(entry.day),
                typed(&entry.about),
                typed(&entry.did),
                or_nothing(entry.hours.map(Value::Number)),
                typed(&entry.learnt),
            ])
        });
        rows.collect()
    }

    /// What was noted, then one line per wish and quarter of the year to come, to be filled in as it happens.
    fn record(&self) -> Option<Block> {
        let wanted = self.wanted();
        let due = (1..=TIMES).map(|time| months_later(self.day, time * MONTHS));
        let blank = || Value::Nothing;
        let planned = due.flat_map(|day| {
            let lines = wanted.iter();
            lines.map(move |wanted| {
                let skill = self.named(wanted.skill);
                row(vec![Value::Day(day), skill, blank(), blank(), blank()])
            })
        });
        record_sheet(
            "own-record",
            self.noted_rows().into_iter().chain(planned).collect(),
        )
    }

    fn told(&self) -> Vec<Block> {
        let sections = self.told.iter();
        let block = |(title, lines): &(String, Vec<(String, String)>)| {
            let rows = lines.iter().map(|(asked, said)| {
                row(vec![
                    Value::Typed(asked.clone()),
                    Value::Typed(said.clone()),
                ])
            });
            let mut block = sheet(
                "answers",
                "own-answers",
                columns(&[("asked", "own-col-question"), ("said", "own-col-answer")]),
                rows.collect(),
            );
            if let Block::Sheet(sheet) = &mut block {
                sheet.title = Message::Author(Text::same(title));
            }
            block
        };
        sections.map(block).collect()
    }

    /// A question's chosen codes in words.
    fn labelled(&self, id: &str) -> Vec<Value> {
        let chosen = self.codes(id).into_iter();
        chosen
            .map(|one| labels::value(self.questionnaire, id, &one.code))
            .collect()
    }

    /// A field of a repeat's entry in words.
    fn field(&self, repeat: &str, entry: &[(String, Answer)], field: &str) -> Value {
        let Some(Kind::Repeat(repeat)) = self.questionnaire.question(repeat).map(|one| &one.kind)
        else {
            return Value::Nothing;
        };
        let question = repeat.questions.iter().find(|one| one.id == field);
        match (question, find(entry, field)) {
            (_, Some(Given::Text(text))) => Value::Typed(text.clone()),
            (Some(question), Some(Given::Choice(one))) => self.choice(question, one),
            (Some(question), Some(Given::Choices(all))) => {
                Value::List(all.iter().map(|one| self.choice(question, one)).collect())
            }
            _ => Value::Nothing,
        }
    }

    fn choice(&self, question: &Question, one: &Chosen) -> Value {
        let text = labels::of(self.questionnaire, question, &one.code);
        match &one.text {
            Some(own) => Value::Typed(own.clone()),
            None => label(&one.code, &text),
        }
    }
}

/// The columns of a development record.
fn record_sheet(title: &'static str, rows: Vec<Row>) -> Option<Block> {
    table(
        "record",
        title,
        &[
            ("by", "own-col-by"),
            ("wish", "own-col-wish"),
            ("did", "own-col-did"),
            ("hours", "own-col-hours"),
            ("learnt", "own-col-learnt"),
        ],
        rows,
    )
}

/// A table, where it has rows.
fn table(
    id: &'static str,
    title: &'static str,
    headings: &[(&'static str, &'static str)],
    rows: Vec<Row>,
) -> Option<Block> {
    (!rows.is_empty()).then(|| sheet(id, title, columns(headings), rows))
}

fn find<'a>(entry: &'a [(String, Answer)], field: &str) -> Option<&'a Given> {
    let mut fields = entry.iter();
    let (_, answer) = fields.find(|(id, _)| id == field)?;
    answer.value()
}

fn chosen<'a>(entry: &'a [(String, Answer)], field: &str) -> Option<&'a Chosen> {
    match find(entry, field)? {
        Given::Choice(one) => Some(one),
        _ => None,
    }
}

fn level_of(value: &Given) -> Option<u8> {
    match value {
        Given::Integer(number) => u8::try_from(*number).ok(),
        Given::Choice(one) => one.code.parse().ok(),
        _ => None,
    }
}

fn cost(band: u8) -> Value {
    match band {
        1 => word("1", "own-cost-little"),
        2 => word("2", "own-cost-hundreds"),
        _ => word("3", "own-cost-thousands"),
    }
}

/// The last day of the month so many months later.
fn months_later(day: Day, months: u32) -> Day {
    (0..months).fold(day, |day, _| {
        let next = day.month().last_day().unwrap_or(day).plus_days(1);
        next.month().last_day().unwrap_or(next)
    })
}
