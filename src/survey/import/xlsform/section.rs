//! Sections, repeats, and the questions that forms ask behind a person's back.

use super::plan::{Body, Item, Section};
use super::question::Written;
use super::symbols::View;
use super::{Form, SURVEY};
use crate::base::language::Text;
use crate::survey::import::sheet::Row;
use crate::survey::import::toml_text::quoted;
use crate::survey::import::xpath::{Kind, translate_number};

/// The most entries that a repeat may have here.
const MOST_ENTRIES: u32 = 100;

/// A section ready to be written.
pub(super) struct WrittenSection {
    pub(super) id: String,
    /// Its rows: its own, and those of the groups around it.
    pub(super) numbers: Vec<usize>,
    pub(super) title: Option<Text>,
    pub(super) intro: Option<Text>,
    pub(super) relevant: Vec<String>,
    pub(super) questions: Vec<Written>,
}

/// What a metadata question is when it is asked openly: the type, `None` where it cannot be.
pub(super) fn open_question(row: &Row) -> Option<&'static str> {
    match row
        .get("type")
        .to_lowercase()
        .replace([' ', '_'], "")
        .as_str()
    {
        "today" => Some("date"),
        "username" | "email" | "phonenumber" => Some("text"),
        _ => None,
    }
}

/// A default that is a plain value, as a condition writes it; `None` where it is an expression.
pub(super) fn plain_default(source: &str, kind: &Kind) -> Option<Result<String, String>> {
    let text = source.trim().trim_matches(['\'', '"']);
    if source.contains("${") || source.contains('(') {
        return None;
    }
    let quote = |code: &str| format!("'{}'", code.replace('\\', "\\\\").replace('\'', "\\'"));
    let code = |codes: &[(String, String)], name: &str| {
        let found = codes.iter().find(|(theirs, _)| theirs == name);
        found
            .map(|(_, ours)| quote(ours))
            .ok_or_else(|| format!("there is no choice `{name}`"))
    };
    match kind {
        Kind::Text => Some(Ok(quote(text))),
        Kind::Number => text
            .parse::<rust_decimal::Decimal>()
            .ok()
            .map(|number| Ok(number.to_string())),
        Kind::Day => {
            let day = crate::base::time::Day::parse(text.get(..10).unwrap_or(text));
            Some(
                day.map(|day| format!("date('{day}')"))
                    .ok_or_else(|| "it is not a day of the calendar".to_owned()),
            )
        }
        Kind::Code(codes) => Some(code(&codes.pairs, text)),
        Kind::List(codes) => {
            let each: Result<Vec<String>, String> = text
                .split_whitespace()
                .map(|name| code(&codes.pairs, name))
                .collect();
            Some(each.map(|each| format!("[{}]", each.join(", "))))
        }
        _ => None,
    }
}

impl Form<'_> {
    pub(super) fn sections(&mut self, sections: &[Section<'_>]) -> Vec<WrittenSection> {
        let sections: Vec<WrittenSection> = sections
            .iter()
            .map(|section| self.section(section))
            .collect();
        sections
            .into_iter()
            .filter(|section| !section.questions.is_empty())
            .collect()
    }

    fn section(&mut self, section: &Section<'_>) -> WrittenSection {
        self.repeat = None;
        let mut relevant = Vec::new();
        let mut intro = None;
        for row in &section.around {
            relevant.extend(self.condition(row, "relevant", None));
            // The heading of a group around stands before its first section only.
            if self.headed.insert(row.number) {
                intro = self.text(SURVEY, row, "label").or(intro);
            }
        }
        let title = section.row.and_then(|row| {
            self.tell_columns(row);
            self.tell_group(row);
            relevant.extend(self.condition(row, "relevant", None));
            intro = self.text(SURVEY, row, "hint").or(intro.take());
            self.text(SURVEY, row, "label")
        });
        let title = title.or_else(|| self.stand_in_title(section));
        let questions = section
            .items
            .iter()
            .filter_map(|item| self.written(item, None))
            .collect();
        WrittenSection {
            id: section.id.clone(),
            numbers: section
                .around
                .iter()
                .copied()
                .chain(section.row)
                .map(|row| row.number)
                .collect(),
            title,
            intro,
            relevant,
            questions,
        }
    }

    fn written(&mut self, item: &Item<'_>, repeat: Option<usize>) -> Option<Written> {
        self.repeat = repeat;
        let row = item.row;
        match &item.body {
            Body::Ask(asked) => {
                let written = self.ask(row, &item.id, asked, &item.groups, repeat)?;
                self.is_department(row, &written, repeat);
                Some(written)
            }
            Body::Heading => {
                let mut written = Written::new(row.number, &item.id, "note");
                let label = self.label(row);
                written.words("label", label);
                self.put_hint(row, &mut written);
                self.tell_group(row);
                let groups: Vec<&Row> = item.groups.iter().copied().chain([row]).collect();
                self.put_relevant(&mut written, &groups, None, repeat);
                self.tell_columns(row);
                Some(written)
            }
            Body::Matrix(run) => self.matrix(item, run, repeat),
            Body::Repeat(inside) => self.repeat(item, inside, repeat),
        }
    }

    fn repeat(
        &mut self,
        item: &Item<'_>,
        inside: &[Item<'_>],
        outer: Option<usize>,
    ) -> Option<Written> {
        let row = item.row;
        let mut written = Written::new(row.number, &item.id, "repeat");
        let label = self.label(row);
        written.words("label", label);
        self.put_hint(row, &mut written);
        self.put_relevant(&mut written, &item.groups, Some(row), outer);
        self.tell_columns(row);
        self.tell_group(row);
        self.put_count(row, &mut written, outer);
        written.inside = inside
            .iter()
            .filter_map(|nested| self.written(nested, Some(row.number)))
            .collect();
        written.open = true;
        if let Some(named) = written.inside.iter().find(|nested| nested.kind == "text") {
            let id = quoted(&named.id);
            written.raw("label_from", id);
        }
        let asks = written
            .inside
            .iter()
            .any(|nested| !matches!(nested.kind, "note" | "computed"));
        if !asks {
            self.loss(row, "nothing in this repeat can be asked; it is left out");
        }
        asks.then_some(written)
    }

    fn put_count(&mut self, row: &Row, written: &mut Written, outer: Option<usize>) {
        let count = row.get("repeat_count");
        if let Some(count) = count
            .parse::<u32>()
            .ok()
            .filter(|count| (1..=MOST_ENTRIES).contains(count))
        {
            written.raw("min", count.to_string());
            written.raw("max", count.to_string());
            return;
        }
        written.raw("max", MOST_ENTRIES.to_string());
        self.note(row, format!("it takes at most {MOST_ENTRIES} entries"));
        if count.is_empty() {
            written.raw("required", "false");
        } else {
            self.put_worked_out_count(row, written, outer);
        }
    }

    /// A number of entries that hangs on answers: the person adds them, and as many are demanded.
    fn put_worked_out_count(&mut self, row: &Row, written: &mut Written, outer: Option<usize>) {
        let count = row.get("repeat_count");
        let view = View {
            form: self,
            repeat: outer,
            value: None,
            list: None,
        };
        match translate_number(count, &view) {
            Ok(number) => {
                written.raw("required", quoted(&format!("{number} > 0")));
                written.constraint.push(format!("count(value) == {number}"));
                let said = "Add as many entries as your earlier answers say.";
                written.words("constraint_message", Text::same(said));
                self.note(
                    row,
                    format!("the person adds the entries; as many as `{count}` says are demanded"),
                );
            }
            Err(why) => {
                written.raw("required", "false");
                let words = format!(
                    "the person adds entries as needed; `{count}` does not set their number: {why}"
                );
                self.loss(row, words);
            }
        }
    }

    /// A section without a group is called after its repeat, else after the survey.
    fn stand_in_title(&mut self, section: &Section<'_>) -> Option<Text> {
        let first = section.items.first()?;
        match (&first.body, section.row) {
            (Body::Repeat(_), None) => self.text(SURVEY, first.row, "label"),
            (_, Some(row)) => {
                self.note(
                    row,
                    "the group has no label; its section is called after the survey",
                );
                None
            }
            _ => None,
        }
    }

    pub(super) fn put_hint(&mut self, row: &Row, written: &mut Written) {
        for (column, key) in [("hint", "hint"), ("guidance_hint", "why")] {
            if let Some(text) = self.text(SURVEY, row, column) {
                written.words(key, text);
            }
        }
    }

    /// Tells of cells that a group does not use.
    fn tell_group(&mut self, row: &Row) {
        for column in [
            "constraint",
            "constraint_message",
            "calculation",
            "default",
            "choice_filter",
            "required",
        ] {
            if !row.get(column).is_empty() {
                self.note(row, format!("its {column} means nothing on a group"));
            }
        }
    }

    fn is_department(&mut self, row: &Row, written: &Written, repeat: Option<usize>) {
        let wanted = self
            .options
            .department
            .as_deref()
            .is_some_and(|name| name == row.get("name"));
        if wanted && repeat.is_none() && matches!(written.kind, "single" | "lookup") {
            self.department = Some(written.id.clone());
        }
    }

    /// A question that the device answers by itself: refused, or asked openly where that was wanted.
    pub(super) fn metadata(&mut self, row: &Row, what: &str) -> Option<&'static str> {
        match open_question(row).filter(|_| self.options.keep_metadata) {
            Some(kind) => {
                self.note(row, format!("the form takes {what} by itself; here the person is asked and may leave it blank"));
                Some(kind)
            }
            None if self.options.keep_metadata => {
                self.refuse(row, format!("the form takes {what} by itself; there is nothing here that could be asked openly"));
                None
            }
            None => {
                self.refuse(row, format!("the form takes {what} without asking, which would tell who answered or when; `--keep-metadata` asks openly what can be asked"));
                None
            }
        }
    }
}
