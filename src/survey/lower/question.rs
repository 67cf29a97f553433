//! Sections and their questions: what every question has, whatever its type.

use super::condition::Slot;
use super::header::MOST_AUDIENCES;
use super::kind::Lowered;
use super::read::Id;
use super::table::Table;
use super::{Lowering, Marks, Owner};
use crate::base::language::Text;
use crate::response::answer::Missing;
use crate::survey::model::{Kind, Question, Questionnaire, Release, Required, Section};
use crate::survey::nearest::remedy_among;
use crate::survey::raw::{Node, Raw};
use crate::survey::rules;

/// The most questions of a questionnaire, nested ones not counted.
const MOST_QUESTIONS: usize = 2_000;

/// The most sections of a questionnaire.
const MOST_SECTIONS: usize = 200;

/// The ways of not answering that a question may offer.
pub(super) const OFFERED: [Missing; 2] = [Missing::DontKnow, Missing::PreferNot];

impl Lowering<'_> {
    pub(super) fn sections(
        &mut self,
        root: &mut Table<'_>,
        survey: &Questionnaire,
    ) -> Vec<Section> {
        self.demand(
            root,
            "section",
            "add `[[section]]` with an `id`, a `title` and its questions",
        );
        let nodes = self.items(root, "section");
        if let Some(beyond) = nodes.get(MOST_SECTIONS) {
            let message = format!("the questionnaire has more than {MOST_SECTIONS} sections");
            self.tell(
                &rules::SIZE,
                &beyond.span,
                message,
                "split it into several surveys",
            );
        }
        let mut sections: Vec<Section> = Vec::new();
        let mut free = MOST_QUESTIONS;
        for (index, node) in nodes.iter().take(MOST_SECTIONS).enumerate() {
            let section = self.section(node, index, survey, free);
            free = free.saturating_sub(section.questions.len());
            sections.push(section);
        }
        sections
    }

    fn section(
        &mut self,
        node: &Node,
        index: usize,
        survey: &Questionnaire,
        room: usize,
    ) -> Section {
        let owner = Owner::section(index);
        let mut table = self.table(node);
        self.remember(owner, &table);
        let id = self.id(&mut table, "id", Id::Name);
        let title = self.wanted_text(&mut table, "title");
        let intro = self.text(&mut table, "intro");
        self.condition(&mut table, "relevant", owner, Slot::Relevant);
        let shuffle = self.bool(&mut table, "shuffle");
        let audience = table.get("audience");
        self.string(&mut table, "pack");
        self.demand(&table, "question", "add `[[section.question]]`");
        let nodes = self.items(&mut table, "question");
        if nodes.len() > room {
            let message = format!("the questionnaire has more than {MOST_QUESTIONS} questions");
            self.tell(
                &rules::SIZE,
                &table.span,
                message,
                "split it into several surveys",
            );
        }
        self.finish(&table);
        let mut questions = Vec::new();
        for (at, node) in nodes.iter().take(room).enumerate() {
            let owner = owner.question(at);
            questions.push(self.question(node, owner, audience, survey));
        }
        Section {
            id,
            title,
            intro,
            relevant: None,
            shuffle,
            questions,
        }
    }

    /// Remembers where every key of a table has its value.
    fn remember(&mut self, owner: Owner, table: &Table<'_>) {
        let entries = table.entries().iter();
        let marks = Marks {
            whole: table.span.clone(),
            keys: entries
                .map(|entry| (entry.key.clone(), entry.value.span.clone()))
                .collect(),
        };
        self.marks.insert(owner, marks);
    }

    /// One question; `inherited` is its section's audience.
    pub(super) fn question(
        &mut self,
        node: &Node,
        owner: Owner,
        inherited: Option<&Node>,
        survey: &Questionnaire,
    ) -> Question {
        let mut table = self.table(node);
        self.remember(owner, &table);
        let mut question = Question {
            id: self.id(&mut table, "id", Id::Name),
            label: self.wanted_text(&mut table, "label"),
            hint: self.text(&mut table, "hint"),
            why: self.text(&mut table, "why"),
            tier: self.string(&mut table, "tier"),
            ..empty()
        };
        self.string(&mut table, "pack");
        question.special = self.bool(&mut table, "special");
        if table.get("personal").is_some() {
            self.bool(&mut table, "personal");
            self.asides.personal.insert(owner);
        }
        self.condition(&mut table, "relevant", owner, Slot::Relevant);
        let lowered = self.kind(&mut table, owner, survey);
        question.audience = self.releases(&mut table, owner, inherited, survey, &lowered);
        if lowered.is_answered() {
            self.answered(&mut table, owner, &mut question, &lowered);
        }
        question.shuffle = lowered.shuffle;
        question.kind = lowered.kind;
        self.finish_question(&table, lowered.name);
        question
    }

    /// What only a question has that a person answers.
    fn answered(
        &mut self,
        table: &mut Table<'_>,
        owner: Owner,
        question: &mut Question,
        lowered: &Lowered,
    ) {
        question.required = self.required(table, owner);
        self.condition(table, "constraint", owner, Slot::Constraint);
        self.condition(table, "warning", owner, Slot::Warning);
        question.constraint_message = self.text(table, "constraint_message");
        question.warning_message = self.text(table, "warning_message");
        for (check, message) in [
            ("constraint", "constraint_message"),
            ("warning", "warning_message"),
        ] {
            if table.peek(message).is_some() && table.peek(check).is_none() {
                let words = format!("`{message}` is never shown without `{check}`");
                self.tell(
                    &rules::MESSAGE_ALONE,
                    &table.key_span(message),
                    words,
                    format!("add `{check}`, or take the message out"),
                );
            }
        }
        if lowered.takes_missing() {
            question.missing = self.missing(table);
        }
        if lowered.takes_default() {
            self.condition(table, "default", owner, Slot::Default);
        }
    }

    fn required(&mut self, table: &mut Table<'_>, owner: Owner) -> Required {
        match table.get("required") {
            None
            | Some(Node {
                value: Raw::Bool(true),
                ..
            }) => Required::Yes,
            Some(Node {
                value: Raw::Bool(false),
                ..
            }) => Required::No,
            Some(
                node @ Node {
                    value: Raw::Text(_),
                    ..
                },
            ) => {
                self.condition_of(node, owner, Slot::Required);
                Required::No
            }
            Some(node) => {
                self.wrong(node, &node.value, "true, false or a condition");
                Required::Yes
            }
        }
    }

    fn missing(&mut self, table: &mut Table<'_>) -> Vec<Missing> {
        let mut kinds = Vec::new();
        for item in self.items(table, "missing") {
            let Some(code) = self.string_of(item) else {
                continue;
            };
            match OFFERED.into_iter().find(|kind| kind.code() == code) {
                None => {
                    let message = format!("`{code}` cannot be offered as a way of not answering");
                    let remedy =
                        remedy_among("ways", &code, OFFERED.iter().map(|kind| kind.code()));
                    self.tell(&rules::WRONG_VALUE, &item.span, message, remedy);
                }
                Some(kind) if kinds.contains(&kind) => {
                    self.tell(
                        &rules::DUPLICATE,
                        &item.span,
                        format!("`{code}` stands here twice"),
                        "name it once",
                    );
                }
                Some(kind) => kinds.push(kind),
            }
        }
        kinds.sort();
        kinds
    }

    /// Who may read the answer: the question's own audience, else its section's.
    fn releases(
        &mut self,
        table: &mut Table<'_>,
        owner: Owner,
        inherited: Option<&Node>,
        survey: &Questionnaire,
        lowered: &Lowered,
    ) -> Vec<Release> {
        if !owner.is_top() {
            return self.no_audience(table);
        }
        if lowered.is_note() {
            // Nobody answers a note, so there is nothing to release.
            table.know(&["audience"]);
            return Vec::new();
        }
        let Some(node) = table.get("audience").or(inherited) else {
            self.tell(
                &rules::AUDIENCE_MISSING,
                &table.span,
                "this question does not say who may read its answer",
                "add `audience` here or to the section; `[]` is for the respondent alone",
            );
            return Vec::new();
        };
        let mut releases: Vec<Release> = Vec::new();
        let items = self.items_of(node);
        self.at_most(MOST_AUDIENCES, "audiences", items);
        for item in items.iter().take(MOST_AUDIENCES) {
            let Some(release) = self.release(item, owner, releases.len(), survey) else {
                continue;
            };
            if releases
                .iter()
                .any(|other| other.audience == release.audience)
            {
                let message = format!("the audience `{}` stands here twice", release.audience);
                self.tell(&rules::DUPLICATE, &item.span, message, "name it once");
            }
            releases.push(release);
        }
        releases
    }

    fn no_audience(&mut self, table: &mut Table<'_>) -> Vec<Release> {
        if table.get("audience").is_some() {
            let span = table.key_span("audience");
            self.tell(
                &rules::KEY_NOT_FOR_TYPE,
                &span,
                "a question inside a repeat has no audience of its own",
                "give the repeat the audience",
            );
        }
        Vec::new()
    }

    fn release(
        &mut self,
        item: &Node,
        owner: Owner,
        index: usize,
        survey: &Questionnaire,
    ) -> Option<Release> {
        let (audience, span) = if let Raw::Table(_) = item.value {
            let mut table = self.table(item);
            let audience = self.id(&mut table, "id", Id::Slug);
            self.condition(&mut table, "when", owner, Slot::Release(index));
            let span = table.span_of("id");
            self.finish(&table);
            (audience, span)
        } else {
            (self.string_of(item)?, item.span.clone())
        };
        let known = || survey.audiences.iter().map(|audience| audience.id.as_str());
        if !audience.is_empty() && !known().any(|id| id == audience) {
            let message = format!("there is no audience `{audience}`");
            let remedy = if audience == "mine" {
                "`mine` needs no naming: the respondent's own part holds everything".to_owned()
            } else {
                remedy_among("audiences", &audience, known())
            };
            self.tell(&rules::UNKNOWN_AUDIENCE, &span, message, remedy);
        }
        Some(Release {
            audience,
            when: None,
        })
    }
}

/// A question with nothing in it yet.
const fn empty() -> Question {
    Question {
        id: String::new(),
        label: Text::Same(String::new()),
        hint: None,
        why: None,
        kind: Kind::Note,
        relevant: None,
        required: Required::No,
        constraint: None,
        constraint_message: None,
        warning: None,
        warning_message: None,
        calculation: None,
        default: None,
        missing: Vec::new(),
        audience: Vec::new(),
        tier: None,
        special: false,
        shuffle: false,
    }
}
