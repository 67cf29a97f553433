//! What views read of a frame, respondent by respondent and entry by entry.
//!
//! Nothing here leaves `stats`: a view turns it into figures, or, at the operational door, into what
//! those who were told may see. A respondent is a place in the frame, which says nothing of when a
//! response came; an entry is a place among all entries of a repeat.
#![cfg_attr(
    not(test),
    expect(dead_code, reason = "views come one after another; each reads some")
)]

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::base::time::Day;
use crate::response::answer::Missing;

use super::cell::{Cell, EntryColumns};
use super::code::Code;
use super::column::{Column, KINDS, Store};
use super::door::Door;
use super::frame::Frame;
use super::values::Values;

/// Answers that are codes: of a question, a row, or a question of a repeat.
#[derive(Clone, Copy)]
pub(super) struct Answers<'a>(&'a Column);

/// Numbers: integers, scales, rows of an allocation, decimals, computed numbers.
#[derive(Clone, Copy)]
pub(super) enum Numbers<'a> {
    Whole(Answers<'a>),
    Decimal(&'a Values<Decimal>),
}

/// Days; a month is its first day.
#[derive(Clone, Copy)]
pub(super) struct Days<'a>(&'a Values<Day>);

/// One line of text. Only the operational door has any.
#[derive(Clone, Copy)]
pub(super) struct Words<'a>(&'a Values<Arc<str>>);

/// A repeat.
#[derive(Clone, Copy)]
pub(super) struct Entries<'a>(&'a EntryColumns);

impl<'a> Answers<'a> {
    /// Why there is no answer.
    pub(super) fn missing(self, at: usize) -> Option<Missing> {
        self.0.store.missing(at)
    }

    /// The one code that was given; `None` where it is missing, or several may be given.
    pub(super) fn code(self, at: usize) -> Option<&'a Code> {
        match &self.0.store {
            Store::Many { .. } => None,
            store => {
                let place = store.number(at)?.checked_sub(KINDS)?;
                self.0.dictionary.codes().get(place)
            }
        }
    }

    /// The one code that was given, where codes are texts.
    pub(super) fn text(self, at: usize) -> Option<&'a str> {
        match self.code(at)? {
            Code::Text(text) => Some(text),
            Code::YesNo(_) | Code::Number(_) => None,
        }
    }

    /// The whole number that was given.
    pub(super) fn whole(self, at: usize) -> Option<i64> {
        match self.code(at)? {
            Code::Number(number) => Some(*number),
            Code::YesNo(_) | Code::Text(_) => None,
        }
    }

    /// Whether yes or no was said.
    pub(super) fn truth(self, at: usize) -> Option<bool> {
        match self.code(at)? {
            Code::YesNo(truth) => Some(*truth),
            Code::Number(_) | Code::Text(_) => None,
        }
    }

    /// Every code that was given, in the questionnaire's order; a rank's order is not kept.
    pub(super) fn codes(self, at: usize) -> impl Iterator<Item = &'a Code> {
        let planes: &[Vec<u8>] = match &self.0.store {
            Store::Many { planes, .. } => planes,
            Store::Narrow(_) | Store::Wide(_) => &[],
        };
        let known = self.0.dictionary.codes();
        let given = known
            .iter()
            .enumerate()
            .filter(move |(place, _)| {
                let byte = planes.get(place / 8).and_then(|plane| plane.get(at));
                byte.is_some_and(|byte| byte >> (place % 8) & 1 == 1)
            })
            .map(|(_, code)| code);
        self.code(at).into_iter().chain(given)
    }

    /// Whether a code, as tables write it, was given.
    pub(super) fn has(self, at: usize, code: &str) -> bool {
        self.codes(at).any(|given| match given {
            Code::Text(text) => text == code,
            other => other.to_string() == code,
        })
    }
}

impl Numbers<'_> {
    /// The number that was given.
    pub(super) fn at(self, at: usize) -> Option<Decimal> {
        match self {
            Self::Whole(answers) => answers.whole(at).map(Decimal::from),
            Self::Decimal(values) => values.at(at).copied(),
        }
    }

    /// Why there is none.
    pub(super) fn missing(self, at: usize) -> Option<Missing> {
        match self {
            Self::Whole(answers) => answers.missing(at),
            Self::Decimal(values) => values.missing(at),
        }
    }
}

impl Days<'_> {
    /// The day that was given.
    pub(super) fn at(self, at: usize) -> Option<Day> {
        self.0.at(at).copied()
    }

    /// Why there is none.
    pub(super) fn missing(self, at: usize) -> Option<Missing> {
        self.0.missing(at)
    }
}

impl<'a> Words<'a> {
    /// What was written.
    pub(super) fn at(self, at: usize) -> Option<&'a str> {
        self.0.at(at).map(AsRef::as_ref)
    }

    /// Why nothing was.
    pub(super) fn missing(self, at: usize) -> Option<Missing> {
        self.0.missing(at)
    }
}

impl<'a> Entries<'a> {
    /// The entries of one respondent.
    pub(super) fn of(self, at: usize) -> Range<usize> {
        self.0.of(at)
    }

    /// How many entries all respondents gave.
    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    /// Why a respondent gave none; `None` also where they answered with an empty list.
    pub(super) fn missing(self, at: usize) -> Option<Missing> {
        self.0.missing(at)
    }

    /// The codes of one of the repeat's questions, by entry.
    pub(super) fn answers(self, field: &str) -> Option<Answers<'a>> {
        self.cell(field)?.answers()
    }

    /// The numbers of one of the repeat's questions, by entry.
    pub(super) fn number(self, field: &str) -> Option<Numbers<'a>> {
        self.cell(field)?.number()
    }

    /// The days of one of the repeat's questions, by entry.
    pub(super) fn day(self, field: &str) -> Option<Days<'a>> {
        self.cell(field)?.day()
    }

    /// The words of one of the repeat's questions, by entry.
    pub(super) fn words(self, field: &str) -> Option<Words<'a>> {
        self.cell(field)?.words()
    }

    fn cell(self, field: &str) -> Option<Seen<'a>> {
        let fields = self.0.fields.iter();
        let found = fields
            .into_iter()
            .find(|(variable, _)| variable.id == field);
        found.map(|(_, cell)| Seen::Cell(cell))
    }
}

/// A column as the frame holds it: counted ones stand on their own.
#[derive(Clone, Copy)]
enum Seen<'a> {
    Column(&'a Column),
    Cell(&'a Cell),
}

impl<'a> Seen<'a> {
    fn answers(self) -> Option<Answers<'a>> {
        match self {
            Self::Column(column) | Self::Cell(Cell::Codes(column)) => Some(Answers(column)),
            Self::Cell(_) => None,
        }
    }

    fn number(self) -> Option<Numbers<'a>> {
        match self {
            Self::Cell(Cell::Decimal(values)) => Some(Numbers::Decimal(values)),
            other => other.answers().map(Numbers::Whole),
        }
    }

    fn day(self) -> Option<Days<'a>> {
        match self {
            Self::Cell(Cell::Day(values)) => Some(Days(values)),
            _ => None,
        }
    }

    fn words(self) -> Option<Words<'a>> {
        match self {
            Self::Cell(Cell::Words(values)) => Some(Words(values)),
            _ => None,
        }
    }
}

impl<D: Door> Frame<D> {
    /// The respondents of a department, none where it has no responses; all where none is named.
    pub(super) fn stretch(&self, department: Option<&str>) -> Range<usize> {
        let Some(code) = department else {
            return 0..self.groups.last().map_or(0, |(_, stretch)| stretch.end);
        };
        let found = self.groups.iter().find(|(known, _)| known == code);
        found.map_or(0..0, |(_, stretch)| stretch.clone())
    }

    /// The department of a respondent; empty where none was given.
    pub(super) fn department_of(&self, at: usize) -> &str {
        let found = self
            .groups
            .partition_point(|(_, stretch)| stretch.end <= at);
        self.groups.get(found).map_or("", |(code, _)| code)
    }

    /// The answers of a table, by its id: `QUESTION` or `QUESTION.ROW`.
    pub(super) fn answers(&self, id: &str) -> Option<Answers<'_>> {
        self.seen(id)?.answers()
    }

    /// The rows of a matrix or an allocation that are codes or whole numbers, in order.
    pub(super) fn rows(&self, question: &str) -> Vec<(&str, Answers<'_>)> {
        let counted = self.variables.iter().zip(&self.columns);
        let counted = counted.map(|(variable, column)| (variable, Seen::Column(column)));
        let quiet = self.quiet.iter();
        let quiet = quiet.map(|(variable, cell)| (variable, Seen::Cell(cell)));
        let all = counted.chain(quiet);
        all.filter(|(variable, _)| variable.question == question)
            .filter_map(|(variable, seen)| Some((variable.row.as_deref()?, seen.answers()?)))
            .collect()
    }

    /// The numbers of a question, or of a row by its table's id.
    pub(super) fn number(&self, id: &str) -> Option<Numbers<'_>> {
        self.seen(id)?.number()
    }

    /// The days of a question.
    pub(super) fn day(&self, id: &str) -> Option<Days<'_>> {
        self.seen(id)?.day()
    }

    /// The words of a question.
    pub(super) fn words(&self, id: &str) -> Option<Words<'_>> {
        self.seen(id)?.words()
    }

    /// The entries of a repeat.
    pub(super) fn entries(&self, question: &str) -> Option<Entries<'_>> {
        match self.seen(question)? {
            Seen::Cell(Cell::Entries(entries)) => Some(Entries(entries)),
            _ => None,
        }
    }

    fn seen(&self, id: &str) -> Option<Seen<'_>> {
        let at = *self.index.get(id)?;
        match self.columns.get(at) {
            Some(column) => Some(Seen::Column(column)),
            None => {
                let (_, cell) = self.quiet.get(at - self.columns.len())?;
                Some(Seen::Cell(cell))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::builder::FrameBuilder;
    use super::super::door::{Operational, Statistical};
    use super::super::tests::{code, missing, number, part, question, questionnaire};
    use super::super::variable::Holds;
    use super::*;
    use crate::form::simulate::{seed_of, simulate};
    use crate::response::answer::{Answer, Value};
    use crate::response::part::{OpenedPart, open, plaintexts};
    use crate::survey::Questionnaire;
    use crate::survey::model::{Kind, Range as Bounds, Repeat};

    const SURVEYS: [&str; 3] = [
        "tests/data/small/small.toml",
        "tests/data/surveys/rich.toml",
        "surveys/skills-and-responsibility.toml",
    ];

    fn load(file: &str) -> Arc<Questionnaire> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let checked = crate::runtime::home::check_file(&file).unwrap();
        checked.questionnaire.unwrap()
    }

    /// What simulated people sent to one audience.
    fn sent(survey: &Arc<Questionnaire>, audience: &str, people: u64) -> Vec<OpenedPart> {
        let today = Day::new(2027, 3, 9).unwrap();
        let one = |person| {
            let form = simulate(Arc::clone(survey), seed_of(4, person), None, today);
            let all = plaintexts(&form.submission(today), &[0; 16], 1).unwrap();
            let (_, own) = all.into_iter().find(|(id, _)| id == audience).unwrap();
            open(survey, &own).unwrap()
        };
        (0..people).map(one).collect()
    }

    fn built<D: Door>(
        survey: &Arc<Questionnaire>,
        audience: &str,
        sent: &[OpenedPart],
    ) -> Frame<D> {
        let mut builder = FrameBuilder::new(Arc::clone(survey), &[], &[audience.to_owned()]);
        for part in sent {
            builder.push(survey, std::slice::from_ref(part));
        }
        builder.finish()
    }

    fn seen_text(answers: Answers<'_>, at: usize) -> String {
        let codes: Vec<String> = answers.codes(at).map(ToString::to_string).collect();
        codes.join(" ")
    }

    /// What a handle says of one respondent or entry, in words; `None` for what a frame never holds.
    fn held(seen: Option<Seen<'_>>, at: usize) -> Option<String> {
        let seen = seen?;
        let (missing, said) = match seen {
            Seen::Cell(Cell::Words(_)) => {
                let words = seen.words()?;
                (words.missing(at), words.at(at).map(str::to_owned))
            }
            Seen::Cell(Cell::Day(_)) => {
                let days = seen.day()?;
                (days.missing(at), days.at(at).map(|day| day.to_string()))
            }
            Seen::Cell(Cell::Decimal(_)) => {
                let numbers = seen.number()?;
                let number = numbers.at(at);
                (
                    numbers.missing(at),
                    number.map(|one| one.normalize().to_string()),
                )
            }
            Seen::Cell(Cell::Entries(entries)) => {
                let entries = Entries(entries);
                let one = |entry: usize| {
                    let fields = entries.0.fields.iter();
                    let fields = fields.map(|(variable, cell)| {
                        let said = held(Some(Seen::Cell(cell)), entry);
                        format!("{}={}", variable.id, said.unwrap_or_default())
                    });
                    fields.collect::<Vec<_>>().join("|")
                };
                let all: Vec<String> = entries.of(at).map(one).collect();
                let missing = entries.missing(at);
                (missing, missing.is_none().then(|| all.join("/")))
            }
            _ => {
                let answers = seen.answers()?;
                let missing = answers.missing(at);
                (missing, missing.is_none().then(|| seen_text(answers, at)))
            }
        };
        assert!(
            missing.is_some() != said.is_some(),
            "either a value or why there is none"
        );
        missing.map(|kind| kind.code().to_owned()).or(said)
    }

    /// The same words from the answer itself; `None` for what a frame never holds.
    fn given(answer: &Answer) -> String {
        let value = match answer {
            Answer::Missing(kind) => return kind.code().to_owned(),
            Answer::Value(value) => value,
        };
        match value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Decimal(number) => number.normalize().to_string(),
            Value::YesNo(truth) => truth.to_string(),
            Value::Choice(chosen) => chosen.code.clone(),
            Value::Choices(chosen) => {
                let codes: Vec<&str> = chosen.iter().map(|one| one.code.as_str()).collect();
                codes.join(" ")
            }
            Value::Day(day) => day.to_string(),
            Value::Month(month) => month.first_day().unwrap().to_string(),
            Value::Rows(_) | Value::Closable { .. } | Value::Entries(_) => String::new(),
        }
    }

    /// Everything that the frame must hold of one part, by table id.
    fn expected(survey: &Questionnaire, part: &OpenedPart) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (id, answer) in &part.answers {
            let question = survey.question(id).unwrap();
            match (&question.kind, answer) {
                // A rank's order is not kept; long texts are not held.
                (Kind::Rank { .. } | Kind::LongText { .. }, _) => {}
                (_, Answer::Value(Value::Rows(rows))) => {
                    all.extend(
                        rows.iter()
                            .map(|(row, one)| (format!("{id}.{row}"), given(one))),
                    );
                }
                (_, Answer::Value(Value::Closable { rows, closed })) => {
                    let rated = rows
                        .iter()
                        .filter(|(_, one)| one.value().is_some() || closed.is_empty());
                    all.extend(rated.map(|(row, one)| (format!("{id}.{row}"), given(one))));
                }
                (Kind::Repeat(repeat), Answer::Value(Value::Entries(entries))) => {
                    let entry = |entry: &Vec<(String, Answer)>| {
                        let held = entry.iter().filter(|(id, _)| {
                            let mut questions = repeat.questions.iter();
                            let kind = &questions.find(|one| one.id == *id).unwrap().kind;
                            !matches!(kind, Kind::LongText { .. } | Kind::Matrix(_))
                        });
                        let fields = held.map(|(id, one)| format!("{id}={}", given(one)));
                        fields.collect::<Vec<_>>().join("|")
                    };
                    let entries: Vec<String> = entries.iter().map(entry).collect();
                    all.push((id.clone(), entries.join("/")));
                }
                (Kind::Matrix(_) | Kind::Allocation { .. }, _) => {}
                _ => all.push((id.clone(), given(answer))),
            }
        }
        all
    }

    #[test]
    fn handles_say_what_was_answered_of_everything_that_a_frame_holds() {
        for (file, least) in SURVEYS.into_iter().zip([4, 20, 400]) {
            let survey = load(file);
            let mut sent = sent(&survey, "lead", 60);
            let frame: Frame<Operational> = built(&survey, "lead", &sent);
            let department = survey.department.clone().unwrap();
            sent.sort_by_cached_key(|part| {
                let mut answers = part.answers.iter();
                given(&answers.find(|(id, _)| *id == department).unwrap().1)
            });
            assert_eq!(frame.stretch(None), 0..60);
            let mut compared = 0;
            for (at, part) in sent.iter().enumerate() {
                let own = frame.department_of(at);
                assert!(frame.stretch(Some(own)).contains(&at));
                for (id, said) in expected(&survey, part) {
                    assert_eq!(held(frame.seen(&id), at), Some(said), "{file} {id} {at}");
                    compared += 1;
                }
            }
            assert!(compared > least * 60 / 10, "{file}: only {compared}");
        }
    }

    #[test]
    fn the_statistical_door_holds_no_words() {
        for file in SURVEYS {
            let survey = load(file);
            let sent = sent(&survey, "statistics", 20);
            let frame: Frame<Statistical> = built(&survey, "statistics", &sent);
            let mut cells = frame.quiet.iter().collect::<Vec<_>>();
            while let Some((variable, cell)) = cells.pop() {
                assert!(variable.holds != Holds::Words, "{file} {}", variable.id);
                if let Cell::Entries(entries) = cell {
                    cells.extend(&entries.fields);
                }
            }
            assert_eq!(frame.stretch(None), 0..20);
        }
    }

    #[test]
    fn what_is_held_and_not_counted_is_in_no_table() {
        let survey = load(SURVEYS[2]);
        let frame: Frame<Operational> = built(&survey, "lead", &sent(&survey, "lead", 20));
        assert!(frame.words("b_title").is_some() && frame.entries("d_equip").is_some());
        assert_eq!(frame.rows("c_time").len(), 10);
        let published = frame.count().exact();
        let counted = super::super::variable::variables(&survey);
        for table in published.tables() {
            assert!(counted.iter().any(|variable| variable.id == table.id));
        }
        for id in ["b_title", "a_name", "d_equip", "c_time.teaching", "b_end"] {
            assert!(
                !published
                    .tables()
                    .iter()
                    .any(|table| table.id.starts_with(id)),
                "{id}"
            );
        }
    }

    #[test]
    fn what_was_written_for_a_reviewer_alone_does_not_come_beside_other_answers() {
        let mut survey = (*questionnaire(vec![question(
            "title",
            Kind::Text {
                max_length: 80,
                pattern: None,
            },
        )]))
        .clone();
        let mut review = survey.audiences[0].clone();
        review.id = "review".to_owned();
        review.sealed_to = vec![crate::survey::model::Role::Institution];
        survey.audiences.push(review);
        let mut release = survey.sections[0].questions[1].audience[0].clone();
        release.audience = "review".to_owned();
        survey.sections[0].questions[1].audience.push(release);
        let survey = Arc::new(survey);
        let said = |text: &str| Answer::Value(Value::Text(text.to_owned()));
        let both = ["all".to_owned(), "review".to_owned()];
        let mut builder: FrameBuilder<Operational> =
            FrameBuilder::new(Arc::clone(&survey), &[], &both);
        let reviewed = |text: &str| OpenedPart {
            audience: "review".to_owned(),
            ..part("bio", &[("title", said(text))])
        };
        builder.push(
            &survey,
            &[
                reviewed("Glassblower"),
                part("bio", &[("title", missing(Missing::Withheld))]),
            ],
        );
        builder.push(
            &survey,
            &[
                reviewed("Technician"),
                part("bio", &[("title", said("Technician"))]),
            ],
        );
        let frame = builder.finish();
        let words = frame.words("title").unwrap();
        assert_eq!(
            (words.at(0), words.missing(0)),
            (None, Some(Missing::Withheld))
        );
        assert_eq!(words.at(1), Some("Technician"));
        assert_eq!(words.missing(2), Some(Missing::Unreadable), "nobody there");
    }

    #[test]
    fn another_versions_numbers_and_entries_read_as_the_reported_ones() {
        let repeat = |ids: &[&str]| {
            let kind = || {
                Kind::Decimal(Bounds {
                    decimals: 1,
                    ..Bounds::default()
                })
            };
            Kind::Repeat(Box::new(Repeat {
                questions: ids.iter().map(|id| question(id, kind())).collect(),
                min: 0,
                max: 9,
                label_from: None,
            }))
        };
        let decimal = || {
            Kind::Decimal(Bounds {
                decimals: 2,
                ..Bounds::default()
            })
        };
        let new = questionnaire(vec![
            question("fte", decimal()),
            question("kit", repeat(&["hours", "cost"])),
        ]);
        let mut old = (*questionnaire(vec![
            question("fte", decimal()),
            question("kit", repeat(&["hours"])),
            question("gone", decimal()),
        ]))
        .clone();
        old.fingerprint = crate::survey::model::Fingerprint([8; 32]);
        let old = Arc::new(old);
        let mut builder: FrameBuilder<Operational> =
            FrameBuilder::new(Arc::clone(&new), &[Arc::clone(&old)], &["all".to_owned()]);
        let exact = |text: &str| Answer::Value(Value::Decimal(text.parse().unwrap()));
        let entry = |hours| vec![("hours".to_owned(), exact(hours))];
        builder.push(
            &new,
            &[part(
                "chem",
                &[("fte", exact("0.50")), ("kit", missing(Missing::Blank))],
            )],
        );
        let entries = Answer::Value(Value::Entries(vec![entry("1.5"), entry("2.5")]));
        builder.push(
            &old,
            &[part(
                "bio",
                &[
                    ("fte", exact("0.8")),
                    ("kit", entries),
                    ("gone", exact("3")),
                ],
            )],
        );
        let frame = builder.finish();
        let fte = frame.number("fte").unwrap();
        assert_eq!(fte.at(0), Some("0.8".parse().unwrap()));
        assert_eq!(fte.at(1), Some("0.5".parse().unwrap()));
        let kit = frame.entries("kit").unwrap();
        assert_eq!((kit.of(0), kit.of(1), kit.len()), (0..2, 2..2, 2));
        assert_eq!(
            (kit.missing(0), kit.missing(1)),
            (None, Some(Missing::Blank))
        );
        assert_eq!(
            kit.number("hours").unwrap().at(1),
            Some("2.5".parse().unwrap())
        );
        assert_eq!(
            kit.number("cost").unwrap().missing(1),
            Some(Missing::NotInVersion)
        );
        assert!(
            kit.answers("hours").is_none()
                && kit.day("hours").is_none()
                && kit.words("no").is_none()
        );
        let gone = frame.number("gone").unwrap();
        assert_eq!(gone.missing(1), Some(Missing::NotInVersion));
        assert_eq!(frame.department_of(1), "chem");
    }

    #[test]
    fn answers_tell_codes_apart() {
        let survey = questionnaire(vec![
            question("yes", Kind::YesNo),
            question("age", Kind::Integer(Bounds::default())),
        ]);
        let yes = Answer::Value(Value::YesNo(true));
        let parts = vec![part("bio", &[("yes", yes), ("age", number(-3))])];
        let frame: Frame<Operational> = super::super::tests::frame(&survey, parts);
        let (dept, yes, age) = (
            frame.answers("dept").unwrap(),
            frame.answers("yes").unwrap(),
            frame.answers("age").unwrap(),
        );
        assert_eq!(dept.text(0), Some("bio"));
        assert!(dept.has(0, "bio") && !dept.has(0, "chem") && code("bio").value().is_some());
        assert_eq!((yes.truth(0), age.whole(0)), (Some(true), Some(-3)));
        assert!(yes.has(0, "true") && age.has(0, "-3"));
        assert!(
            frame.day("age").is_none()
                && frame.words("age").is_none()
                && frame.answers("no").is_none()
        );
    }
}
