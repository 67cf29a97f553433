//! A questionnaire as a paper form: the notice, sections, boxes, tables, and skips in words. The form
//! is laid out here once, in one language; `text` and `html` only write it down.

mod body;
pub(in crate::report) mod html;
mod skip;
mod text;

use std::collections::HashMap;

use crate::base::language::{Language, Text};
use crate::base::text::{one_line, sanitise};
use crate::base::words::{Message, Words};
use crate::response::answer::Missing;
use crate::survey::Questionnaire;
use crate::survey::codebook::question_name;
use crate::survey::expression::Expression;
use crate::survey::expression::wording::Wording;
use crate::survey::model::{Kind, Question, Required, Section};
use crate::survey::nest::Around;
use crate::survey::piping::{Piece, pieces};

pub use html::write as to_html;
pub use text::write as to_text;

/// Digits of the fingerprint at the foot: enough to tell versions apart on a desk.
const FINGERPRINT: usize = 16;

/// A form, laid out.
pub struct Paper {
    language: String,
    title: String,
    /// Above the notice: minutes, whether the notice is a sample.
    about: Vec<String>,
    /// The notice, a paragraph each.
    notice: Vec<String>,
    how: String,
    sections: Vec<Part>,
    lists: Vec<ListPage>,
    end: String,
    version: String,
}

/// A section.
struct Part {
    title: String,
    intro: Option<String>,
    only_if: Option<String>,
    items: Vec<Item>,
}

/// A question or a note.
struct Item {
    /// Notes have none.
    number: Option<String>,
    id: String,
    label: String,
    only_if: Option<String>,
    /// Hint and what to do.
    lines: Vec<String>,
    body: Body,
    /// Ways of not answering, with their codes.
    ways: Vec<Tick>,
    /// Where to go next.
    skips: Vec<String>,
}

/// A box to cross.
struct Tick {
    code: String,
    label: String,
    /// What is said before the line to write on, where there is one.
    specify: Option<String>,
}

/// What a question is answered on.
enum Body {
    Nothing,
    /// One line, with what stands after it.
    Line(String),
    Lines(usize),
    Ticks(Vec<Tick>),
    Table(Table),
    /// Blank entries of a repeat, each under its heading.
    Entries(Vec<(String, Vec<Item>)>),
}

/// A matrix, allocation or ranking.
struct Table {
    corner: String,
    /// Heads of the columns, with their codes; one without a code for numbers.
    columns: Vec<(String, Option<String>)>,
    cell: Cell,
    groups: Vec<Group>,
    /// A last row to write a total in.
    total: Option<String>,
}

/// What stands in a table's cells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Box,
    Space,
}

/// Rows under one heading.
struct Group {
    label: Option<String>,
    /// A box to cross when it is finished.
    done: Option<String>,
    /// Label and code; both empty for a row to write in.
    rows: Vec<(String, String)>,
}

/// A list printed at the end.
struct ListPage {
    title: String,
    entries: Vec<(String, String)>,
    instead: Option<String>,
}

/// Lays a questionnaire out in a language.
pub fn lay_out(survey: &Questionnaire, language: &Language) -> Paper {
    let mut desk = Desk {
        survey,
        words: Words::new(language),
        numbers: numbers(survey),
        lists: Vec::new(),
        around: Around::NONE,
    };
    let sections = survey
        .sections
        .iter()
        .enumerate()
        .map(|(at, section)| desk.section(at, section))
        .collect();
    let fingerprint: String = survey
        .fingerprint
        .to_string()
        .chars()
        .take(FINGERPRINT)
        .collect();
    let version = [
        ("survey", survey.id.as_str().into()),
        ("fingerprint", fingerprint.into()),
    ];
    Paper {
        language: language.to_string(),
        title: desk.text(&survey.title),
        about: desk.about(),
        notice: desk.notice(),
        how: desk.words.say("paper-how"),
        sections,
        end: desk.words.say("paper-end"),
        version: desk.words.say_with("paper-version", version),
        lists: desk.lists,
    }
}

/// A number for every question that can be asked, whatever is answered.
fn numbers(survey: &Questionnaire) -> HashMap<String, usize> {
    let asked = survey.questions().filter(|question| is_asked(question));
    asked
        .enumerate()
        .map(|(at, question)| (question.id.clone(), at + 1))
        .collect()
}

const fn is_asked(question: &Question) -> bool {
    !matches!(question.kind, Kind::Note | Kind::Computed { .. })
}

/// What is at hand while a form is laid out.
struct Desk<'q> {
    survey: &'q Questionnaire,
    words: Words,
    numbers: HashMap<String, usize>,
    lists: Vec<ListPage>,
    /// The repeats that the question in hand stands in: their questions come first where one is named.
    around: Around<'q>,
}

impl<'q> Desk<'q> {
    fn text(&self, text: &Text) -> String {
        one_line(&self.unpiped(text))
    }

    /// A text whose piped answers nobody knows on paper: they are named.
    fn unpiped(&self, text: &Text) -> String {
        let words = text.get(self.words.language());
        let piece = |piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Answer(id) => {
                let sibling = self.around.find(id);
                let question = sibling.or_else(|| self.survey.question(id));
                let name = question.map_or_else(
                    || Message::Author(Text::same(id)),
                    |question| self.name(question),
                );
                self.words
                    .say_with("paper-piped", [("question", name.into())])
            }
        };
        pieces(words).into_iter().map(piece).collect()
    }

    /// A text's paragraphs.
    fn paragraphs(&self, text: &Text) -> Vec<String> {
        let words = sanitise(&self.unpiped(text));
        words
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }

    fn about(&self) -> Vec<String> {
        let minutes = self.survey.minutes.map(|(least, most)| {
            let args = [("least", least.into()), ("most", most.into())];
            self.words.say_with("paper-minutes", args)
        });
        let is_sample = self.survey.privacy.approved_by.is_none();
        let sample = is_sample.then(|| self.words.say("paper-sample-notice"));
        sample.into_iter().chain(minutes).collect()
    }

    fn notice(&self) -> Vec<String> {
        let privacy = &self.survey.privacy;
        let mut notice = privacy
            .notice
            .as_ref()
            .map(|text| self.paragraphs(text))
            .unwrap_or_default();
        notice.extend(privacy.contact.as_ref().map(|contact| {
            self.words
                .say_with("paper-contact", [("contact", self.text(contact).into())])
        }));
        notice
    }

    fn section(&mut self, at: usize, section: &'q Section) -> Part {
        let args = [
            ("number", (at + 1).into()),
            ("title", section.title.clone().into()),
        ];
        let title = one_line(&self.words.say_with("paper-section", args));
        let only_if = section.relevant.as_ref().map(|relevant| {
            let condition = self.condition(relevant, Around::NONE);
            self.words
                .say_with("paper-only-section", [("condition", condition.into())])
        });
        let shown = section
            .questions
            .iter()
            .filter(|one| !matches!(one.kind, Kind::Computed { .. }));
        let items = shown.map(|question| self.item(question)).collect();
        let intro = section.intro.as_ref().map(|intro| self.text(intro));
        Part {
            title,
            intro,
            only_if,
            items,
        }
    }

    fn item(&mut self, question: &'q Question) -> Item {
        let number = self.numbers.get(&question.id).map(ToString::to_string);
        let mut item = self.bare(question, number, Around::NONE);
        item.skips = self.skips(question);
        item
    }

    /// A question without its skips; `around` are the repeats that it stands in.
    fn bare(&mut self, question: &'q Question, number: Option<String>, around: Around<'q>) -> Item {
        self.around = around;
        let only_if = question.relevant.as_ref().map(|relevant| {
            let condition = self.condition(relevant, around);
            self.words
                .say_with("paper-only", [("condition", condition.into())])
        });
        let mut lines: Vec<String> = question.hint.iter().map(|hint| self.text(hint)).collect();
        lines.extend(self.need(question, around));
        let (more, body) = self.body(question, number.as_deref().unwrap_or_default());
        // An author's hint may say what the type says anyway.
        lines.extend(more);
        lines.dedup();
        Item {
            number,
            id: question.id.clone(),
            label: self.text(&question.label),
            only_if,
            lines,
            body,
            ways: question
                .missing
                .iter()
                .filter_map(|kind| self.way(*kind))
                .collect(),
            skips: Vec::new(),
        }
    }

    fn need(&self, question: &Question, around: Around<'_>) -> Option<String> {
        match &question.required {
            Required::No if is_asked(question) => Some(self.words.say("paper-optional")),
            Required::When(condition) => {
                let condition = self.condition(condition, around);
                Some(
                    self.words
                        .say_with("paper-needed-if", [("condition", condition.into())]),
                )
            }
            _ => None,
        }
    }

    fn way(&self, kind: Missing) -> Option<Tick> {
        let words = match kind {
            Missing::DontKnow => "form-missing-dont-know",
            Missing::PreferNot => "form-missing-prefer-not",
            _ => return None,
        };
        Some(Tick {
            code: kind.code().to_owned(),
            label: self.words.say(words),
            specify: None,
        })
    }

    /// A condition, with questions called by their numbers.
    fn condition(&self, condition: &Expression, around: Around<'_>) -> Message {
        self.wording(around, &|question| self.name(question))
            .of(condition)
    }

    fn wording<'a>(
        &'a self,
        around: Around<'a>,
        name: &'a dyn Fn(&Question) -> Message,
    ) -> Wording<'a> {
        Wording {
            survey: self.survey,
            around,
            entry: None,
            bound: None,
            name,
        }
    }

    fn name(&self, question: &Question) -> Message {
        self.numbers.get(&question.id).map_or_else(
            || question_name(question),
            |number| Message::with("paper-question", [("number", (*number).into())]),
        )
    }
}
