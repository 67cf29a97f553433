//! The register of equipment and services: who looks after each, how well it is written down, how long
//! it takes to learn, and its bus factor: how many people could go before nobody can (docs/rules.md §2.3).

use std::collections::BTreeMap;

use crate::base::words::Message;
use crate::response::answer::Missing;

use super::super::door::Operational;
use super::super::handle::Entries;
use super::super::material::Material;
use super::about::{Silence, exact, not_asked, note};
use super::codes::Codes;
use super::parts::{self, count};
use super::people::People;
use super::questions::{COVER_LEVEL, entry, equipment, service, wish};
use super::standing::State;
use super::supply::Supply;
use super::words::{self, column};
use super::{Block, Column, Name, Row, Sheet, Value, View};

/// The most that `unaided` says: three or more.
const MANY: u64 = 3;

/// One person's entry.
#[derive(Clone, Copy)]
struct Entry {
    person: usize,
    at: usize,
}

/// What an entry is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    /// A service that is made of skills of the list, in its order.
    Skills(Vec<String>),
    /// What somebody typed.
    Typed(String),
}

/// One piece of equipment or one service, with every entry about it.
struct Thing {
    /// What is typed is called as one of its entries writes it.
    subject: Subject,
    entries: Vec<Entry>,
}

impl Subject {
    /// The same whatever its capitals.
    fn key(&self) -> Self {
        match self {
            Self::Skills(_) => self.clone(),
            Self::Typed(name) => Self::Typed(name.to_lowercase()),
        }
    }

    /// The skills that it is made of; none of what is typed.
    fn skills(&self) -> &[String] {
        match self {
            Self::Skills(skills) => skills,
            Self::Typed(_) => &[],
        }
    }

    fn value(&self, words: &Codes<'_>) -> Value {
        match self {
            Self::Skills(skills) => {
                let skills = skills.iter().map(|skill| words.value(skill));
                parts::one_or_list(skills.collect())
            }
            Self::Typed(name) => Value::Typed(name.clone()),
        }
    }

    /// By what it is called.
    fn order(&self) -> String {
        match self {
            Self::Skills(skills) => skills.join(" "),
            Self::Typed(name) => name.clone(),
        }
    }
}

/// The register of a department.
pub fn register(material: &Material<'_, Operational>) -> View {
    let equipment_entries = material.frame.entries(equipment::QUESTION);
    let service_entries = material.frame.entries(service::QUESTION);
    if equipment_entries.is_none() && service_entries.is_none() {
        let blocks = not_asked(&[equipment::QUESTION, service::QUESTION]);
        return exact(Name::Register, material, blocks);
    }
    let both = [
        (equipment::QUESTION, equipment_entries),
        (service::QUESTION, service_entries),
    ];
    let registers = both.into_iter().filter_map(|(question, entries)| {
        let entries = entries?;
        Some(Register {
            material,
            question,
            entries,
            silence: Silence::among(heard(material, entries), material),
        })
    });
    let registers: Vec<Register<'_, '_>> = registers.collect();
    let mut blocks: Vec<Block> = registers
        .iter()
        .find_map(|register| register.silence.note())
        .into_iter()
        .collect();
    blocks.push(note("view-cover-register-counts"));
    blocks.extend(
        registers
            .iter()
            .map(|register| Block::Sheet(register.sheet())),
    );
    exact(Name::Register, material, blocks)
}

/// How many people were asked and share what they say. Who leaves it blank says that there is nothing.
fn heard(material: &Material<'_, Operational>, entries: Entries<'_>) -> u64 {
    let people = material.frame.stretch(material.department);
    let is_heard = |at: usize| {
        matches!(
            entries.missing(at),
            None | Some(Missing::Blank | Missing::NotRelevant)
        )
    };
    people.filter(|&at| is_heard(at)).count() as u64
}

/// One of the two registers.
struct Register<'m, 'a> {
    material: &'m Material<'a, Operational>,
    question: &'static str,
    entries: Entries<'a>,
    silence: Silence,
}

impl Register<'_, '_> {
    fn is_equipment(&self) -> bool {
        self.question == equipment::QUESTION
    }

    fn sheet(&self) -> Sheet {
        let supply = Supply::of(self.material);
        let supply = supply.as_ref();
        let mut rows: Vec<_> = self
            .things()
            .iter()
            .map(|thing| {
                let factor = self.bus_factor(thing, supply);
                let stop = self.most(thing, entry::STOP);
                let row = self.row(thing, factor, supply);
                // The fewest people first, then what is felt soonest, then by name.
                (
                    (factor, std::cmp::Reverse(stop), thing.subject.order()),
                    row,
                )
            })
            .collect();
        rows.sort_by(|(one, _), (other, _)| one.cmp(other));
        Sheet {
            id: if self.is_equipment() {
                "equipment"
            } else {
                "services"
            },
            title: Message::plain(if self.is_equipment() {
                "view-cover-equipment"
            } else {
                "view-cover-services"
            }),
            columns: self.columns(),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        }
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![column("name", "view-cover-name")];
        if self.is_equipment() {
            columns.extend([
                column("family", "view-cover-family"),
                column("owner", "view-cover-owner"),
                column("deputy", "view-cover-deputy"),
            ]);
        } else {
            columns.extend([
                column("users", "view-cover-users"),
                column("people", "view-cover-people"),
            ]);
        }
        columns.extend([
            column("documented", "view-cover-documented"),
            column("training", "view-cover-training-time"),
            column("felt", "view-cover-felt"),
            column("entries", "view-cover-named-by"),
            column("bus_factor", "view-cover-bus-factor"),
            column("state", "view-cover-state"),
        ]);
        columns
    }

    /// Entries about the same thing, brought together: by name whatever its capitals and spaces, or by
    /// the skills that a service is made of.
    fn things(&self) -> Vec<Thing> {
        let mut all: BTreeMap<Subject, Thing> = BTreeMap::new();
        for person in self.material.frame.stretch(self.material.department) {
            for at in self.entries.of(person) {
                let Some(subject) = self.subject(at) else {
                    continue;
                };
                let thing = all.entry(subject.key()).or_insert_with(|| Thing {
                    subject: subject.clone(),
                    entries: Vec::new(),
                });
                // Of several ways of writing it, always the same one.
                if subject < thing.subject {
                    thing.subject = subject;
                }
                thing.entries.push(Entry { person, at });
            }
        }
        all.into_values().collect()
    }

    fn subject(&self, at: usize) -> Option<Subject> {
        if self.is_equipment() {
            return self.typed(equipment::NAME, at);
        }
        let chosen = self.entries.answers(service::SKILL)?.codes(at);
        let skills: Vec<String> = chosen
            .map(ToString::to_string)
            .filter(|code| code != wish::OWN_WORDS)
            .collect();
        if skills.is_empty() {
            return self.typed(&format!("{}.text", service::SKILL), at);
        }
        Some(Subject::Skills(skills))
    }

    fn typed(&self, field: &str, at: usize) -> Option<Subject> {
        let words = self.entries.words(field)?.at(at)?;
        let tidy: Vec<&str> = words.split_whitespace().collect();
        let name = Some(tidy.join(" ")).filter(|tidy| !tidy.is_empty())?;
        Some(Subject::Typed(name))
    }

    fn text(&self, field: &str, at: usize) -> Option<&str> {
        self.entries.answers(field)?.text(at)
    }

    /// The people who gave an entry, each once.
    fn named(thing: &Thing) -> Vec<usize> {
        let mut people: Vec<usize> = thing.entries.iter().map(|entry| entry.person).collect();
        people.sort_unstable();
        people.dedup();
        people
    }

    /// People who can do it unaided. A service that is made of skills of the list has the holders at level 3
    /// of whichever of them has the fewest; everything else has whoever gave an entry, or the most that one of
    /// them says: oneself and the others who can. The others may well have given entries too, so the two are
    /// not added up.
    fn bus_factor(&self, thing: &Thing, supply: Option<&Supply<'_>>) -> u64 {
        let skills = thing.subject.skills().iter();
        let fewest = supply.and_then(|supply| {
            let holders = |skill: &String| supply.holders(skill, COVER_LEVEL).len();
            skills.map(holders).min()
        });
        if let Some(fewest) = fewest {
            return fewest as u64;
        }
        let named = Self::named(thing).len() as u64;
        let others = thing.entries.iter().filter_map(|entry| {
            let others = self.text(entry::UNAIDED, entry.at)?;
            others.parse::<u64>().ok()
        });
        let claimed = others.max().map_or(0, |others| others.min(MANY) + 1);
        named.max(claimed)
    }

    /// The greatest answer of a question whose choices are ordered, as its place among them.
    fn most(&self, thing: &Thing, field: &str) -> Option<usize> {
        let order = self.codes_of(field);
        let places = thing.entries.iter().filter_map(|entry| {
            let given = self.text(field, entry.at)?;
            order.in_order().iter().position(|code| *code == given)
        });
        places.max()
    }

    /// How well it is written down: as its owner says, else the least that anybody says.
    fn documented(&self, thing: &Thing) -> Option<usize> {
        let order = self.codes_of(entry::DOCUMENTED);
        let place = |entry: &Entry| {
            let given = self.text(entry::DOCUMENTED, entry.at)?;
            order.in_order().iter().position(|code| *code == given)
        };
        let is_owner =
            |entry: &&Entry| self.text(equipment::ROLE, entry.at) == Some(equipment::OWNER);
        let owners = thing.entries.iter().filter(is_owner);
        let all = thing.entries.iter().filter_map(place);
        owners.filter_map(place).min().or_else(|| all.min())
    }

    fn row(&self, thing: &Thing, factor: u64, supply: Option<&Supply<'_>>) -> Row {
        let named = Self::named(thing);
        // A service that is made of skills has its figure from the ratings, so from who gave any.
        let supply = supply.filter(|_| !thing.subject.skills().is_empty());
        let silence = supply.map_or(self.silence, |supply| supply.silence);
        let mut values = vec![thing.subject.value(&self.codes_of(service::SKILL))];
        if self.is_equipment() {
            values.extend([
                self.codes(thing, equipment::FAMILY),
                self.with_role(thing, equipment::OWNER),
                self.with_role(thing, equipment::DEPUTY),
            ]);
        } else {
            let people = People::of(self.material.frame).together(&named);
            values.extend([self.codes(thing, service::USERS), people]);
        }
        values.extend([
            self.placed(entry::DOCUMENTED, self.documented(thing)),
            self.placed(entry::LEARN, self.most(thing, entry::LEARN)),
            self.placed(entry::STOP, self.most(thing, entry::STOP)),
            count(named.len()),
            Value::Count(factor),
            state(factor, silence),
        ]);
        Row {
            values,
            detail: vec![self.detail(thing)],
        }
    }

    /// The people with a part in it.
    fn with_role(&self, thing: &Thing, role: &str) -> Value {
        let with = thing.entries.iter();
        let with = with.filter(|entry| self.text(equipment::ROLE, entry.at) == Some(role));
        let mut people: Vec<usize> = with.map(|entry| entry.person).collect();
        people.sort_unstable();
        people.dedup();
        People::of(self.material.frame).together(&people)
    }

    /// Every code that any entry gives, once, in the questionnaire's order.
    fn codes(&self, thing: &Thing, field: &str) -> Value {
        let Some(answers) = self.entries.answers(field) else {
            return Value::Nothing;
        };
        let given = |code: &&str| {
            thing
                .entries
                .iter()
                .any(|entry| answers.has(entry.at, code))
        };
        let order = self.codes_of(field);
        let labels = order.in_order().iter().copied().filter(given);
        parts::one_or_list(labels.map(|code| order.value(code)).collect())
    }

    fn placed(&self, field: &str, place: Option<usize>) -> Value {
        let order = self.codes_of(field);
        let code = place.and_then(|place| order.in_order().get(place));
        code.map_or(Value::Nothing, |code| order.value(code))
    }

    /// The codes of one of the entries' questions, in the questionnaire's order, with their words.
    fn codes_of(&self, field: &str) -> Codes<'_> {
        Codes::of_field(self.material.questionnaire, self.question, field)
    }

    /// One row per entry.
    fn detail(&self, thing: &Thing) -> Block {
        let fields = self.detail_fields();
        let rows = thing.entries.iter().map(|entry| {
            let value = |field: &str| {
                let code = self.text(field, entry.at);
                code.map_or(Value::Nothing, |code| self.codes_of(field).value(code))
            };
            let values = fields.iter().map(|(field, _)| value(field)).collect();
            (entry.person, (), values)
        });
        let mut columns = vec![column("person", "view-cover-person")];
        columns.extend(fields.iter().map(|(field, title)| column(field, title)));
        Block::Sheet(Sheet {
            id: "entries",
            title: Message::plain("view-cover-entries"),
            columns,
            rows: People::of(self.material.frame).listed(rows.collect()),
        })
    }

    fn detail_fields(&self) -> Vec<(&'static str, &'static str)> {
        let mut fields = vec![
            (entry::UNAIDED, "view-cover-unaided"),
            (entry::DOCUMENTED, "view-cover-documented"),
            (entry::LEARN, "view-cover-training-time"),
            (entry::STOP, "view-cover-felt"),
        ];
        if self.is_equipment() {
            fields.insert(0, (equipment::ROLE, "view-cover-role"));
            fields.push((equipment::DUE, "view-cover-due"));
        }
        fields
    }
}

/// Nobody or one person: said only where silence is absence.
const fn state(factor: u64, silence: Silence) -> Value {
    let cover = match factor {
        0 => State::Uncovered,
        1 => State::Single,
        2 => State::Thin,
        _ => State::Sound,
    };
    words::state(cover, silence)
}
