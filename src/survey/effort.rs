//! How many keys and minutes a questionnaire takes, before anybody has filled it in.
//!
//! An estimate for authors, not a measurement: it is there to show which section is too long for one
//! sitting, and what one more question costs. Three people are reckoned with, a light, a typical and
//! a heavy one, by figures that stand in one table each. All are ours: reading at 240 words a minute,
//! a key in four tenths of a second, a letter of a text in three; then the time to make up one's mind, as below. Keys are those of the full screen, Enter included.
//! A condition is not evaluated, since that would need answers: a question that has one counts in part.

use std::collections::BTreeMap;

use crate::base::language::Language;

use super::model::{
    Cells, Choice, Choices, Kind, Matrix, Question, Questionnaire, Repeat, Required, Section,
};
use super::nest;

/// The longest that one sitting at a shared terminal should be, in seconds.
pub const SITTING: u32 = 5 * 60;

/// Who is reckoned with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// What the person is called.
    pub name: &'static str,
    /// Entries of a repeat that takes 25; other repeats in proportion.
    entries: u32,
    /// Rows answered of a matrix with more rows than `LONG`.
    rated: u32,
    /// Choices ticked where several may be.
    ticked: u32,
    /// Rows of an allocation that get a number.
    shared: u32,
    /// Letters of a short text.
    letters: u32,
    /// Letters of a long one.
    prose: u32,
    /// Of a hundred questions with a condition, how many are asked.
    asked: u32,
    /// Of a hundred questions that may be left blank, how many are answered.
    willing: u32,
}

/// One instrument and few ratings; three and a usual number; twelve and thirty.
pub const SCENARIOS: [Scenario; 3] = [
    Scenario {
        name: "light",
        entries: 1,
        rated: 8,
        ticked: 1,
        shared: 3,
        letters: 10,
        prose: 40,
        asked: 50,
        willing: 40,
    },
    Scenario {
        name: "typical",
        entries: 3,
        rated: 18,
        ticked: 3,
        shared: 5,
        letters: 18,
        prose: 90,
        asked: 75,
        willing: 80,
    },
    Scenario {
        name: "heavy",
        entries: 12,
        rated: 30,
        ticked: 5,
        shared: 8,
        letters: 30,
        prose: 220,
        asked: 100,
        willing: 100,
    },
];

/// A matrix with more rows than this is searched and answered in part; one with fewer is answered whole.
const LONG: usize = 20;

/// Choices that a digit reaches; beyond, a person moves to them.
const BY_DIGIT: usize = 10;

/// Choices that are read; of more, a person searches.
const READ: usize = 25;

/// Tenths of a second that a key takes: choosing, and writing a letter.
const KEY: u32 = 4;
const LETTER: u32 = 3;

/// Seconds to make up one's mind: about one choice, one more tick, one row, a number, a text.
const CHOICE: u32 = 4;
const TICK: u32 = 2;
const ROW: u32 = 3;
const NUMBER: u32 = 5;
const TEXT: u32 = 8;

/// Words that are read in a minute.
const WORDS_A_MINUTE: u32 = 240;

/// Keys and time; added up and taken in part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Keys pressed.
    pub keys: u32,
    /// Tenths of a second.
    tenths: u32,
}

impl Cost {
    /// Whole seconds, rounded up.
    pub const fn seconds(self) -> u32 {
        self.tenths.div_ceil(10)
    }

    /// Keys that choose or move, and seconds of thought besides.
    const fn of(keys: u32, thought: u32) -> Self {
        Self {
            keys,
            tenths: keys * KEY + thought * 10,
        }
    }

    const fn writing(letters: u32) -> Self {
        Self {
            keys: letters,
            tenths: letters * LETTER,
        }
    }

    const fn reading(words: u32) -> Self {
        Self {
            keys: 0,
            tenths: words * 600 / WORDS_A_MINUTE,
        }
    }

    const fn and(self, other: Self) -> Self {
        Self {
            keys: self.keys.saturating_add(other.keys),
            tenths: self.tenths.saturating_add(other.tenths),
        }
    }

    const fn times(self, times: u32) -> Self {
        Self {
            keys: self.keys.saturating_mul(times),
            tenths: self.tenths.saturating_mul(times),
        }
    }

    /// So many hundredths of it, rounded to the nearest.
    const fn part(self, hundredths: u32) -> Self {
        Self {
            keys: self.keys.saturating_mul(hundredths).saturating_add(50) / 100,
            tenths: self.tenths.saturating_mul(hundredths).saturating_add(50) / 100,
        }
    }
}

impl std::iter::Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::default(), Self::and)
    }
}

/// What a section takes, in the order of `SCENARIOS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionEffort {
    /// The section's id.
    pub id: String,
    /// Its title in the questionnaire's first language.
    pub title: String,
    /// For each scenario.
    pub costs: [Cost; 3],
}

/// What a questionnaire takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Section by section.
    pub sections: Vec<SectionEffort>,
    /// The program's own screens: language, notice, words, checking and sending.
    pub screens: [Cost; 3],
}

impl Effort {
    /// All sections and screens.
    pub fn total(&self) -> [Cost; 3] {
        std::array::from_fn(|person| {
            let sections = self.sections.iter().map(|section| section.costs[person]);
            sections.sum::<Cost>().and(self.screens[person])
        })
    }

    /// The sections that take a typical person longer than a sitting.
    pub fn too_long(&self) -> impl Iterator<Item = &SectionEffort> {
        let typical = |section: &&SectionEffort| section.costs[1].seconds() > SITTING;
        self.sections.iter().filter(typical)
    }
}

/// The seconds that a typical person takes over each question where it is asked, by id; over those of a
/// repeat once for an entry, by `REPEAT.QUESTION`.
pub fn typical_seconds(survey: &Questionnaire) -> BTreeMap<String, u32> {
    let language = survey.default_language();
    let reckoning = Reckoning {
        survey,
        language: &language,
        person: Scenario {
            asked: 100,
            willing: 100,
            ..SCENARIOS[1]
        },
    };
    let mut seconds = BTreeMap::new();
    for question in survey.questions() {
        reckoning.by_id(question, &question.id, &mut seconds);
    }
    seconds
}

/// Estimates what a questionnaire takes.
pub fn estimate(survey: &Questionnaire) -> Effort {
    let language = survey.default_language();
    let sections = survey.sections.iter().map(|section| SectionEffort {
        id: section.id.clone(),
        title: section.title.get(&language).to_owned(),
        costs: people(|person| {
            Reckoning {
                survey,
                language: &language,
                person,
            }
            .section(section)
        }),
    });
    let notice = survey.privacy.notice.as_ref();
    let notice = notice.map_or(0, |notice| words(notice.get(&language)));
    // Language, notice, writing eight words down, checking what was said, sending.
    let screens = Cost::of(12, 90).and(Cost::reading(notice));
    Effort {
        sections: sections.collect(),
        screens: [screens; 3],
    }
}

fn people(cost: impl Fn(Scenario) -> Cost) -> [Cost; 3] {
    SCENARIOS.map(cost)
}

fn words(text: &str) -> u32 {
    count(text.split_whitespace().count())
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// One person in one questionnaire.
struct Reckoning<'q> {
    survey: &'q Questionnaire,
    language: &'q Language,
    person: Scenario,
}

impl Reckoning<'_> {
    fn by_id(&self, question: &Question, id: &str, seconds: &mut BTreeMap<String, u32>) {
        for nested in nest::nested(question) {
            self.by_id(nested, &format!("{id}.{}", nested.id), seconds);
        }
        seconds.insert(id.to_owned(), self.question(question).seconds());
    }

    fn section(&self, section: &Section) -> Cost {
        let intro = section.intro.as_ref();
        let intro = Cost::reading(intro.map_or(0, |intro| words(intro.get(self.language))));
        let questions = section
            .questions
            .iter()
            .map(|question| self.question(question));
        let whole = questions.sum::<Cost>().and(intro);
        self.if_asked(section.relevant.is_some(), whole)
    }

    fn if_asked(&self, conditional: bool, cost: Cost) -> Cost {
        if conditional {
            cost.part(self.person.asked)
        } else {
            cost
        }
    }

    fn question(&self, question: &Question) -> Cost {
        if matches!(question.kind, Kind::Computed { .. }) {
            return Cost::default();
        }
        let texts = std::iter::once(&question.label).chain(&question.hint);
        let texts = texts.map(|text| words(text.get(self.language))).sum();
        let answer = self.answer(&question.kind);
        let answer = match question.required {
            Required::No => answer.part(self.person.willing),
            Required::Yes | Required::When(_) => answer,
        };
        // The last key is Enter, whether it was answered or passed over.
        let whole = Cost::reading(texts).and(answer).and(Cost::of(1, 0));
        self.if_asked(question.relevant.is_some(), whole)
    }

    fn answer(&self, kind: &Kind) -> Cost {
        match kind {
            Kind::Text { max_length, .. } => text(self.person.letters, *max_length),
            Kind::LongText { max_length } => text(self.person.prose, *max_length),
            Kind::Integer(_) => Cost::of(2, NUMBER),
            Kind::Decimal(_) => Cost::of(4, NUMBER),
            Kind::YesNo | Kind::Acknowledge => Cost::of(1, CHOICE),
            Kind::Single(choices) => self.one(choices),
            Kind::Lookup(_) => search(),
            Kind::Multiple { choices, max, .. } => self.several(choices, *max),
            Kind::Scale { points } => Cost::of(1, CHOICE).and(self.labels(points)),
            Kind::Matrix(matrix) => self.matrix(matrix),
            Kind::Allocation { rows, .. } => self.allocation(rows),
            Kind::Rank { choices, max } => {
                let most = max.unwrap_or(u32::MAX).min(self.offered(choices));
                self.read_choices(choices).and(Cost::of(2, ROW).times(most))
            }
            Kind::Date => Cost::of(10, NUMBER),
            Kind::Month => Cost::of(7, NUMBER),
            Kind::Repeat(repeat) => self.repeat(repeat),
            Kind::Note | Kind::Computed { .. } => Cost::default(),
        }
    }

    /// How many choices a question has before any filter.
    fn offered(&self, choices: &Choices) -> u32 {
        count(self.survey.all_choices(choices).count())
    }

    fn labels<'c>(&self, choices: impl IntoIterator<Item = &'c Choice>) -> Cost {
        let labels = choices.into_iter().take(READ);
        Cost::reading(
            labels
                .map(|choice| words(choice.label.get(self.language)))
                .sum(),
        )
    }

    fn read_choices(&self, choices: &Choices) -> Cost {
        self.labels(self.survey.all_choices(choices))
    }

    fn one(&self, choices: &Choices) -> Cost {
        match self.offered(choices) as usize {
            0..=BY_DIGIT => Cost::of(1, CHOICE).and(self.read_choices(choices)),
            11..=READ => Cost::of(5, CHOICE).and(self.read_choices(choices)),
            _ => search(),
        }
    }

    fn several(&self, choices: &Choices, max: Option<u32>) -> Cost {
        let offered = self.offered(choices);
        let ticked = self.person.ticked.min(offered).min(max.unwrap_or(u32::MAX));
        let each = if offered as usize <= BY_DIGIT { 1 } else { 3 };
        Cost::of(each, TICK)
            .times(ticked)
            .and(self.of_filtered(choices))
    }

    /// Reading what is offered; of a list that is filtered by answers, as many as were rated.
    fn of_filtered(&self, choices: &Choices) -> Cost {
        if choices.filter.is_some() && self.offered(choices) as usize > READ {
            return Cost::reading(self.person.rated * 3);
        }
        self.read_choices(choices)
    }

    fn matrix(&self, matrix: &Matrix) -> Cost {
        let rows = self.survey.rows(matrix);
        let columns = match &matrix.cells {
            Cells::Single(columns) | Cells::Multiple(columns) | Cells::Scale(columns) => {
                self.labels(columns)
            }
            Cells::Integer(_) | Cells::Decimal(_) => Cost::default(),
        };
        let cell = match &matrix.cells {
            Cells::Single(_) | Cells::Scale(_) => Cost::of(1, ROW),
            Cells::Multiple(_) => Cost::of(3, ROW),
            Cells::Integer(_) => Cost::of(3, NUMBER),
            Cells::Decimal(_) => Cost::of(5, NUMBER),
        };
        let answered = self.answered_rows(matrix, rows.len());
        // A row that is not answered is passed over with a key: as many as are answered in a long matrix.
        let passing = if rows.len() > LONG {
            Cost::of(1, 0)
        } else {
            Cost::default()
        };
        let closing = if matrix.closable {
            Cost::of(3, TICK).times(self.person.ticked)
        } else {
            Cost::default()
        };
        let row = cell
            .and(passing)
            .and(Cost::reading(words_a_row(&rows, self.language)));
        columns.and(row.times(answered)).and(closing)
    }

    /// How many rows get an answer.
    fn answered_rows(&self, matrix: &Matrix, rows: usize) -> u32 {
        let from = matrix
            .rows_from
            .as_ref()
            .and_then(|id| self.survey.question(id));
        let most = count(rows);
        match from.map(|question| &question.kind) {
            Some(Kind::Multiple { .. }) => self.person.ticked.min(most),
            Some(Kind::Matrix(_)) if matrix.rows.filter.is_some() || rows > LONG => {
                self.person.rated.div_ceil(2).min(most)
            }
            _ if rows > LONG => self.person.rated.min(most),
            _ => most,
        }
    }

    fn allocation(&self, rows: &Choices) -> Cost {
        let shared = self.person.shared.min(self.offered(rows));
        self.read_choices(rows)
            .and(Cost::of(3, NUMBER).times(shared))
    }

    fn repeat(&self, repeat: &Repeat) -> Cost {
        let most = repeat.max.max(repeat.min);
        let entries = (most * self.person.entries + 12) / 25;
        let questions = repeat
            .questions
            .iter()
            .map(|question| self.question(question));
        // After the first entry the words of its questions are known: two thirds of the time are left.
        let entry = questions.sum::<Cost>().and(Cost::of(1, 0));
        let later = Cost {
            keys: entry.keys,
            tenths: entry.tenths * 2 / 3,
        };
        match entries.max(repeat.min) {
            0 => Cost::default(),
            entries => entry.and(later.times(entries - 1)),
        }
    }
}

fn text(letters: u32, most: u32) -> Cost {
    Cost::writing(letters.min(most)).and(Cost::of(0, TEXT))
}

/// Searching a long list: some letters, a look, a key to choose.
const fn search() -> Cost {
    Cost::of(6, TEXT)
}

/// The words of a usual row: the rows' words shared out evenly.
fn words_a_row(rows: &[&Choice], language: &Language) -> u32 {
    let all: u32 = rows.iter().map(|row| words(row.label.get(language))).sum();
    all.checked_div(count(rows.len())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::load::{NoFiles, load};

    /// A survey of one section with these questions.
    fn of(questions: &str) -> Effort {
        let text = format!(
            "schema = 1\n[survey]\nid = \"x\"\ntitle = \"x\"\nlanguages = [\"en\"]\n\
             [privacy]\nnotice = \"one two three four\"\n\
             [[section]]\nid = \"s\"\ntitle = \"s\"\naudience = []\n{questions}"
        );
        let checked = load("x", text.as_bytes(), &NoFiles);
        estimate(&checked.questionnaire.unwrap())
    }

    fn question(rest: &str) -> String {
        format!("[[section.question]]\nlabel = \"one two three four\"\n{rest}\n")
    }

    #[test]
    fn a_choice_is_a_digit_and_enter_and_its_reading() {
        let yes_no = of(&question("id = \"a\"\ntype = \"yes_no\""));
        for cost in yes_no.sections[0].costs {
            // Four words in a second, four seconds to choose, two keys.
            assert_eq!((cost.keys, cost.tenths), (2, 10 + 40 + 2 * 4));
        }
        assert_eq!(yes_no.screens[0].keys, 12);
        assert_eq!(yes_no.total()[1].keys, 14);
    }

    #[test]
    fn who_looks_after_more_presses_more() {
        let repeat = "id = \"a\"\ntype = \"repeat\"\n[[section.question.question]]\n\
                      id = \"b\"\ntype = \"yes_no\"\nlabel = \"one\"";
        let keys = of(&question(repeat)).sections[0]
            .costs
            .map(|cost| cost.keys);
        // An entry is a yes, its Enter, and one more to add it; 1, 3 and 12 of them; Enter at the end.
        assert_eq!(keys, [4, 10, 37]);
    }

    #[test]
    fn conditions_and_blanks_count_in_part() {
        let plain = of(&question("id = \"a\"\ntype = \"long_text\""));
        let blank = of(&question(
            "id = \"a\"\ntype = \"long_text\"\nrequired = false",
        ));
        let asked = of(&question(
            "id = \"a\"\ntype = \"long_text\"\nrelevant = \"false\"",
        ));
        let keys = |effort: &Effort| effort.sections[0].costs.map(|cost| cost.keys);
        assert_eq!(keys(&plain), [41, 91, 221]);
        assert_eq!(keys(&blank), [17, 73, 221]);
        assert_eq!(keys(&asked), [21, 68, 221]);
    }

    #[test]
    fn a_section_that_is_no_sitting_is_named() {
        let many: String = (0..60)
            .map(|n| question(&format!("id = \"q{n}\"\ntype = \"yes_no\"")))
            .collect();
        let effort = of(&many);
        assert_eq!(effort.too_long().count(), 1);
        assert_eq!(
            of(&question("id = \"a\"\ntype = \"note\""))
                .too_long()
                .count(),
            0
        );
    }
}
