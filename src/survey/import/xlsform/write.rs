//! The questionnaire as TOML, laid out as a person would, with a comment at each row that lost something.

use std::collections::{BTreeMap, BTreeSet};

use super::choices::{Entry, List};
use super::question::{Value, Written};
use super::section::WrittenSection;
use super::{Form, SURVEY};
use crate::base::language::Text;
use crate::survey::import::markup;
use crate::survey::import::names;
use crate::survey::import::report::{Finding, Weight};
use crate::survey::import::sheet::Row;
use crate::survey::import::toml_text::{comment, push, quoted};
use crate::survey::piping;

/// Lists used once and no longer than this stand with their question.
const INLINE: usize = 12;

/// The most bytes of a questionnaire.
const LARGEST: usize = 1 << 20;

const NOTICE: &str = "This is a sample. Before the survey opens, the data protection officer writes here why these \
questions are asked, who reads the answers, how long they are kept and whom to ask.";

/// A whole questionnaire before its comments.
pub(super) struct Document {
    head: String,
    /// The survey's title.
    title: String,
    pub(super) sections: Vec<WrittenSection>,
    /// Lists that stand with their only question.
    inline: BTreeSet<String>,
}

/// One choice, row or entry as an inline table.
pub(super) fn choice(code: &str, label: &Text, specify: bool, cells: &[(&str, &str)]) -> String {
    let mut parts = vec![
        format!("code = {}", quoted(code)),
        format!("label = {}", words(label)),
    ];
    parts.extend(specify.then(|| "specify = true".to_owned()));
    let cells = cells.iter().filter(|(_, cell)| !cell.is_empty());
    parts.extend(cells.map(|(name, cell)| format!("{name} = {}", quoted(cell))));
    format!("{{ {} }}", parts.join(", "))
}

/// A list over several lines.
pub(super) fn several(items: &[String]) -> String {
    let mut lines = String::from("[\n");
    for item in items {
        push(&mut lines, format_args!("  {item},\n"));
    }
    lines + "]"
}

fn words(text: &Text) -> String {
    match text {
        Text::Same(words) => quoted(&braced(words)),
        Text::By(table) => {
            let pairs: Vec<String> = table
                .iter()
                .map(|(language, words)| format!("{language} = {}", quoted(&braced(words))))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

/// A text whose marked ids pipe and whose own braces do not.
fn braced(words: &str) -> String {
    let own = piping::escaped(words);
    markup::replaced(&own, |id| format!("{{{id}}}"))
}

fn key(name: &str, value: &Value) -> String {
    match value {
        Value::Raw(raw) => format!("{name} = {raw}\n"),
        Value::Words(Text::Same(words)) => {
            format!("{name} = {}\n", quoted(&braced(words)))
        }
        Value::Words(Text::By(table)) => {
            let mut lines = String::new();
            for (language, words) in table {
                push(
                    &mut lines,
                    format_args!("{name}.{language} = {}\n", quoted(&braced(words))),
                );
            }
            lines
        }
    }
}

/// Conditions that all must hold, as one.
pub(super) fn joined(conditions: &[String]) -> Option<String> {
    let mut different: Vec<&String> = Vec::new();
    for condition in conditions {
        if !different.contains(&condition) {
            different.push(condition);
        }
    }
    let bracket = |condition: &&String| {
        if condition.contains("||") || condition.contains('?') {
            format!("({condition})")
        } else {
            (*condition).clone()
        }
    };
    match different.as_slice() {
        [] => None,
        [only] => Some((*only).clone()),
        several => Some(
            several
                .iter()
                .map(bracket)
                .collect::<Vec<String>>()
                .join(" && "),
        ),
    }
}

/// A list as a table of its own.
fn table(list: &List) -> String {
    let columns: Vec<&str> = list
        .columns
        .iter()
        .map(|column| column.ours.as_str())
        .collect();
    let entry = |entry: &Entry| {
        let cells = entry.cells.iter().map(String::as_str);
        let cells: Vec<(&str, &str)> = columns.iter().copied().zip(cells).collect();
        choice(&entry.code, &entry.label, false, &cells)
    };
    let entries: Vec<String> = list.entries.iter().map(entry).collect();
    let names: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
    let columns = if names.is_empty() {
        String::new()
    } else {
        format!("columns = [{}]\n", names.join(", "))
    };
    let name = if list.name.contains(['.', '+']) {
        quoted(&list.name)
    } else {
        list.name.clone()
    };
    let entries = several(&entries);
    format!("\n[lists.{name}]\n{columns}entries = {entries}\n")
}

impl Form<'_> {
    /// Puts head, lists and sections together.
    pub(super) fn document(&mut self, settings: &Row, sections: Vec<WrittenSection>) -> Document {
        self.tell_settings(settings);
        let title = self.title(settings);
        let mut head = self.head(settings, &title);
        self.keep_tables();
        let inline = self.inline(&sections);
        for list in self.used.values() {
            if !inline.contains(&list.name) {
                head.push_str(&table(list));
            }
        }
        if sections.is_empty() {
            let words = "nothing in this form can be asked; the questionnaire has no section";
            self.report.add(Weight::Loss, "", 0, "", words);
        }
        Document {
            head,
            title,
            sections,
            inline,
        }
    }

    /// The form's title, else its name.
    fn title(&self, settings: &Row) -> String {
        let titles = [settings.get("form_title"), &self.options.id];
        let mut titles = titles.map(|title| markup::clean(title).text).into_iter();
        let title = titles.find(|title| !title.is_empty());
        title.unwrap_or_else(|| "Survey".to_owned())
    }

    /// What stands before the lists.
    fn head(&mut self, settings: &Row, title: &str) -> String {
        let ids = [settings.get("form_id"), &self.options.id, title];
        let id = ids.into_iter().find(|id| !id.is_empty()).map(names::slug);
        let tags: Vec<String> = self.languages.tags.iter().map(|tag| quoted(tag)).collect();
        let mut head = format!(
            "schema = 1\n\n[survey]\nid = {}\ntitle = {}\nlanguages = [{}]\n",
            quoted(&id.unwrap_or_default()),
            quoted(title),
            tags.join(", ")
        );
        self.tell_department(&mut head);
        push(
            &mut head,
            format_args!("\n[privacy]\nnotice = {}\n", quoted(NOTICE)),
        );
        head + &self.audiences()
    }

    fn tell_settings(&mut self, settings: &Row) {
        const HERE: [&str; 3] = ["form_title", "form_id", "default_language"];
        let cells: Vec<(String, String)> = settings
            .cells()
            .map(|(column, cell)| (column.name.clone(), cell.to_owned()))
            .collect();
        for (name, cell) in cells
            .into_iter()
            .filter(|(name, _)| !HERE.contains(&name.as_str()) && !name.is_empty())
        {
            let why = match name.as_str() {
                "version" => "a questionnaire is known by the fingerprint of its content",
                "public_key" | "submission_url" | "auto_send" | "auto_delete" => {
                    "answers are sealed and carried another way"
                }
                "instance_name" => "a response is never named after its answers",
                _ => "it means nothing here",
            };
            self.report.add(
                Weight::Note,
                super::SETTINGS,
                settings.number,
                &name,
                format!("`{cell}` is left out: {why}"),
            );
        }
    }

    fn tell_department(&mut self, head: &mut String) {
        match (&self.department, &self.options.department) {
            (Some(id), _) => push(head, format_args!("department = {}\n", quoted(id))),
            (None, Some(wanted)) => {
                let words = format!(
                    "`{wanted}` is not a question with one choice outside every repeat, so it cannot be the department question"
                );
                self.report.add(Weight::Loss, SURVEY, 0, wanted, words);
            }
            (None, None) => {}
        }
    }

    /// A form says nothing about who may read it: the safe choice, said aloud.
    fn audiences(&mut self) -> String {
        if self.department.is_some() {
            let words = "who may read: closed answers go to `lead` (the department and the institution) and `statistics`, words and dates to `lead` only; change it before the survey opens";
            self.report.add(Weight::Note, "", 0, "", words);
            return format!(
                "\n{}[[audience]]\nid = \"lead\"\nsealed_to = [\"department\", \"institution\"]\n\n[[audience]]\nid = \"statistics\"\nsealed_to = [\"statistics\"]\n",
                comment(words)
            );
        }
        let words = "who may read: every answer goes to one audience, `all`, sealed to the institution; change it before the survey opens, and name the department question if there is one";
        self.report.add(Weight::Note, "", 0, "", words);
        format!(
            "\n{}[[audience]]\nid = \"all\"\nsealed_to = [\"institution\"]\n",
            comment(words)
        )
    }

    /// Lists that may stand with their only question.
    fn inline(&self, sections: &[WrittenSection]) -> BTreeSet<String> {
        let mut uses: BTreeMap<String, usize> = BTreeMap::new();
        let mut keep: BTreeSet<String> = self.looked_up.borrow().clone();
        let questions = sections.iter().flat_map(|section| &section.questions);
        for question in questions.flat_map(Written::with_inside) {
            let Some(list) = self.list_of(question) else {
                continue;
            };
            *uses.entry(list.clone()).or_default() += 1;
            let department = self.department.as_ref() == Some(&question.id);
            if question.has("filter")
                || question.has("choices")
                || question.kind == "lookup"
                || department
            {
                keep.insert(list);
            }
        }
        let small = |name: &str| {
            self.used
                .get(name)
                .is_some_and(|list| list.entries.len() <= INLINE)
        };
        uses.into_iter()
            .filter(|(name, uses)| *uses == 1 && small(name) && !keep.contains(name))
            .map(|(name, _)| name)
            .collect()
    }

    fn list_of(&self, question: &Written) -> Option<String> {
        let (_, value) = question.keys.iter().find(|(key, _)| *key == "list")?;
        let Value::Raw(raw) = value else {
            return None;
        };
        self.used.keys().find(|name| quoted(name) == *raw).cloned()
    }

    /// The whole text, each loss beside what lost it.
    pub(super) fn with_comments(&mut self, document: &Document) -> String {
        let mut text = String::new();
        let mut told = BTreeSet::new();
        for section in &document.sections {
            text.push_str(&self.section_text(document, section, &mut told));
        }
        let mut whole = String::from(
            "# Imported from an XLSForm workbook by `tallybox survey import xlsform`.\n",
        );
        whole.push_str(&comment(&self.report.summary()));
        let lost = self.report.findings.iter().filter(|finding| {
            finding.weight != Weight::Note && !told.contains(&(finding.sheet.clone(), finding.row))
        });
        lost.for_each(|finding| whole.push_str(&remark(finding)));
        whole.push_str(&document.head);
        whole.push_str(&text);
        if whole.len() > LARGEST {
            self.report.add(Weight::Loss, "", 0, "", "the questionnaire is larger than 1 MiB; turn its long lists into files with `survey import lists`");
        }
        whole
    }

    fn section_text(
        &self,
        document: &Document,
        section: &WrittenSection,
        told: &mut BTreeSet<(String, usize)>,
    ) -> String {
        let mut text = String::from("\n");
        section
            .numbers
            .iter()
            .for_each(|number| text.push_str(&self.remarks(*number, told)));
        push(
            &mut text,
            format_args!("[[section]]\nid = {}\n", quoted(&section.id)),
        );
        let fallback = Text::same(&document.title);
        text.push_str(&key(
            "title",
            &Value::Words(section.title.clone().unwrap_or(fallback)),
        ));
        if let Some(intro) = &section.intro {
            text.push_str(&key("intro", &Value::Words(intro.clone())));
        }
        if let Some(relevant) = joined(&section.relevant) {
            push(
                &mut text,
                format_args!("relevant = {}\n", quoted(&relevant)),
            );
        }
        let audience = if self.department.is_some() {
            "[\"lead\", \"statistics\"]"
        } else {
            "[\"all\"]"
        };
        push(&mut text, format_args!("audience = {audience}\n"));
        for question in &section.questions {
            text.push_str(&self.question_text(document, question, "section.question", told));
        }
        text
    }

    fn question_text(
        &self,
        document: &Document,
        question: &Written,
        path: &str,
        told: &mut BTreeSet<(String, usize)>,
    ) -> String {
        let mut text = String::from("\n");
        text.push_str(&self.remarks(question.number, told));
        push(
            &mut text,
            format_args!(
                "[[{path}]]\nid = {}\ntype = {}\n",
                quoted(&question.id),
                quoted(question.kind)
            ),
        );
        for (name, value) in &question.keys {
            text.push_str(&self.key_text(document, question, name, value));
        }
        for (name, conditions) in [
            ("relevant", &question.relevant),
            ("constraint", &question.constraint),
        ] {
            if let Some(condition) = joined(conditions) {
                push(&mut text, format_args!("{name} = {}\n", quoted(&condition)));
            }
        }
        if question.open && self.department.is_some() && path == "section.question" {
            text.push_str("audience = [\"lead\"]\n");
        }
        for nested in &question.inside {
            let inner = format!("{path}.question");
            text.push_str(&self.question_text(document, nested, &inner, told));
        }
        if let Some(after) = &question.after {
            text.push_str(&self.question_text(document, after, path, told));
        }
        text
    }

    fn key_text(
        &self,
        document: &Document,
        question: &Written,
        name: &str,
        value: &Value,
    ) -> String {
        let list = if name == "list" {
            self.list_of(question)
        } else {
            None
        };
        match list
            .filter(|list| document.inline.contains(list))
            .and_then(|list| self.used.get(&list))
        {
            Some(list) => {
                let choices: Vec<String> = list
                    .entries
                    .iter()
                    .map(|entry| choice(&entry.code, &entry.label, false, &[]))
                    .collect();
                format!("choices = {}\n", several(&choices))
            }
            None => key(name, value),
        }
    }

    fn remarks(&self, number: usize, told: &mut BTreeSet<(String, usize)>) -> String {
        let lost = self.report.findings.iter().filter(|finding| {
            finding.weight != Weight::Note && finding.sheet == SURVEY && finding.row == number
        });
        let text: String = lost.map(remark).collect();
        if !text.is_empty() {
            told.insert((SURVEY.to_owned(), number));
        }
        text
    }
}

fn remark(finding: &Finding) -> String {
    let row = if finding.row > 0 {
        format!(" row {}", finding.row)
    } else {
        String::new()
    };
    comment(&format!(
        "{} {}{row} `{}`: {}",
        finding.weight.word(),
        finding.sheet,
        finding.name,
        finding.words
    ))
}
