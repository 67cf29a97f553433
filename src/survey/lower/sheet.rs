//! A list's CSV file: encoding, separator, header, rows; each problem at its own line of that file.

use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;

use super::Lowering;
use super::list::{Read, bare};
use crate::base::language::{Language, Text};
use crate::survey::load::utf8;
use crate::survey::model::{Choice, List};
use crate::survey::rules;
use crate::survey::source::{Source, Span};

/// The largest list file.
const LARGEST: usize = 4 << 20;

/// The most entries of a list.
const MOST_ENTRIES: usize = 50_000;

/// What a column of the file is.
enum Column {
    Code,
    /// `label`: the same in every language.
    Label,
    LabelIn(Language),
    Exclusive,
    Specify,
    Further(String),
    /// A label in a language that this survey does not declare.
    Unused,
}

/// A row of the file: its fields and where it begins.
struct Row {
    fields: StringRecord,
    start: usize,
}

impl Lowering<'_> {
    /// Reads a list file, `None` where nothing of it can be known; `span` is where the questionnaire names it.
    pub(super) fn file_list(&mut self, file: &str, span: &Span) -> Option<List> {
        let bytes = match self.files.read(file) {
            Ok(bytes) => bytes,
            Err(why) => {
                let message = format!("the list file `{file}` cannot be read: {why}");
                self.tell(
                    &rules::LIST_FILE,
                    span,
                    message,
                    "check the name; it is found beside the questionnaire",
                );
                return None;
            }
        };
        if bytes.len() > LARGEST {
            let message = format!("the list file `{file}` is larger than 4 MiB");
            self.tell(
                &rules::LIST_FILE,
                span,
                message,
                "keep the columns and entries that the survey needs",
            );
            return None;
        }
        let path = self.beside(file);
        match utf8(&path, &bytes) {
            Ok(text) => self.sheet(&Source::new(&path, text)),
            Err(diagnostic) => {
                self.problems.add(&rules::ENCODING, *diagnostic);
                None
            }
        }
    }

    /// A list file's name as diagnostics show it: with the questionnaire's own folder.
    fn beside(&self, file: &str) -> String {
        let folder = self.name.rsplit_once('/').map(|(folder, _)| folder);
        folder.map_or_else(|| file.to_owned(), |folder| format!("{folder}/{file}"))
    }

    pub(super) fn sheet(&mut self, source: &Source<'_>) -> Option<List> {
        let mut rows = rows(source);
        let Some(header) = rows.next() else {
            self.tell_in(
                source,
                &rules::LIST_SHAPE,
                &(0..0),
                "the list file is empty",
                "begin with a line of column names: code,label",
            );
            return None;
        };
        let columns = self.columns(source, &header)?;
        let mut list = List {
            columns: further(&columns),
            entries: Vec::new(),
        };
        let mut starts = Vec::new();
        for row in rows {
            if list.entries.len() >= MOST_ENTRIES || self.problems.is_full() {
                let message = format!("the list has more than {MOST_ENTRIES} entries");
                self.tell_in(
                    source,
                    &rules::LIST_SHAPE,
                    &(row.start..row.start),
                    message,
                    "keep the entries that the survey needs",
                );
                break;
            }
            if let Some(choice) = self.row(source, &columns, &row) {
                starts.push(row.start);
                list.entries.push(choice);
            }
        }
        let mut codes = columns.iter();
        let code = codes.position(|column| matches!(column, Column::Code));
        let code_of = |at: usize| {
            let start = starts.get(at).copied().unwrap_or(0);
            place(source, start, code.unwrap_or(0))
        };
        Some(self.check_list(Read {
            source,
            list,
            place: &code_of,
        }))
    }

    /// What each column is; `None` where the file cannot be read on.
    fn columns(&mut self, source: &Source<'_>, header: &Row) -> Option<Vec<Column>> {
        let line = source.line(source.line_of(header.start));
        let words = source.slice(&line);
        for (sign, name) in [(';', "semicolons"), ('\t', "tabs")] {
            if words.contains(sign) && !words.contains(',') {
                let message = format!("the columns are separated with {name}");
                self.tell_in(
                    source,
                    &rules::LIST_SHAPE,
                    &line,
                    message,
                    "save the file as CSV with commas",
                );
                return None;
            }
        }
        if !self.has_few_columns(source, &line, header.fields.len()) {
            return None;
        }
        let columns: Vec<Column> = header.fields.iter().map(|name| self.column(name)).collect();
        self.check_header(source, header, &columns);
        columns
            .iter()
            .any(|column| matches!(column, Column::Code))
            .then_some(columns)
    }

    fn column(&self, name: &str) -> Column {
        match name {
            "code" => Column::Code,
            "label" => Column::Label,
            "exclusive" => Column::Exclusive,
            "specify" => Column::Specify,
            _ => match name.strip_prefix("label.").map(Language::new) {
                Some(language) if self.languages.contains(&language) => Column::LabelIn(language),
                Some(_) => Column::Unused,
                None => Column::Further(name.to_owned()),
            },
        }
    }

    fn check_header(&mut self, source: &Source<'_>, header: &Row, columns: &[Column]) {
        let at = place(source, header.start, 0);
        let mut names = BTreeSet::new();
        for (index, name) in header.fields.iter().enumerate() {
            let span = place(source, header.start, index);
            if name.is_empty() {
                self.tell_in(
                    source,
                    &rules::LIST_SHAPE,
                    &span,
                    "a column has no name",
                    "name it, or take it out",
                );
            } else if !names.insert(name) {
                let message = format!("there are two columns `{name}`");
                self.tell_in(
                    source,
                    &rules::LIST_SHAPE,
                    &span,
                    message,
                    "rename one, or take it out",
                );
            }
        }
        if !columns.iter().any(|column| matches!(column, Column::Code)) {
            self.tell_in(
                source,
                &rules::LIST_SHAPE,
                &at,
                "there is no column `code`",
                "name the column that holds what is stored `code`",
            );
        }
        if columns.iter().any(|column| matches!(column, Column::Label)) {
            return;
        }
        let has = |language: &Language| {
            columns
                .iter()
                .any(|column| matches!(column, Column::LabelIn(other) if other == language))
        };
        let lacking: Vec<Language> = self
            .languages
            .iter()
            .filter(|language| !has(language))
            .cloned()
            .collect();
        for language in lacking {
            let message = format!("there is no column `label.{language}`");
            self.tell_in(
                source,
                &rules::MISSING_TEXT,
                &at,
                message,
                "add it, or one column `label` that serves every language",
            );
        }
    }

    fn row(&mut self, source: &Source<'_>, columns: &[Column], row: &Row) -> Option<Choice> {
        if row.fields.iter().all(str::is_empty) {
            return None;
        }
        let line = source.line_from(row.start);
        if source
            .slice(&line)
            .bytes()
            .filter(|byte| *byte == b'"')
            .count()
            % 2
            == 1
        {
            self.tell_in(
                source,
                &rules::LIST_SHAPE,
                &place(source, row.start, 0),
                "a field runs on to the next line",
                "close its quote; a quote inside a field is written twice",
            );
            return None;
        }
        if row.fields.len() != columns.len() {
            let message = format!(
                "this line has {} fields, the first one {}",
                row.fields.len(),
                columns.len()
            );
            self.tell_in(
                source,
                &rules::LIST_SHAPE,
                &place(source, row.start, 0),
                message,
                "a field that holds a comma stands in quotes",
            );
            return None;
        }
        Some(self.choice_of(source, columns, row))
    }

    fn choice_of(&mut self, source: &Source<'_>, columns: &[Column], row: &Row) -> Choice {
        let mut choice = bare("");
        let mut same = None;
        let mut labels = BTreeMap::new();
        for (index, (column, field)) in columns.iter().zip(row.fields.iter()).enumerate() {
            let span = || place(source, row.start, index);
            let clean = crate::base::text::one_line(field);
            match column {
                Column::Unused => {}
                Column::Exclusive => choice.exclusive = self.flag(source, span, field),
                Column::Specify => choice.specify = self.flag(source, span, field),
                Column::Further(_) if clean.is_empty() => {}
                Column::Further(name) => {
                    choice.columns.insert(name.clone(), clean);
                }
                Column::Code | Column::Label | Column::LabelIn(_) if clean.is_empty() => {
                    self.empty(source, &span(), column);
                }
                Column::Code => choice.code = clean,
                Column::Label => same = Some(clean),
                Column::LabelIn(language) => {
                    *self.asides.worded.entry(language.clone()).or_default() += 1;
                    labels.insert(language.clone(), clean);
                }
            }
        }
        choice.label = match same {
            Some(words) if labels.len() < self.languages.len() => Text::Same(words),
            _ => Text::By(labels),
        };
        choice
    }

    fn empty(&mut self, source: &Source<'_>, span: &Span, column: &Column) {
        match column {
            Column::Code => {
                self.tell_in(
                    source,
                    &rules::LIST_CODE,
                    span,
                    "this entry has no code",
                    "give each entry a code of its own",
                );
            }
            Column::LabelIn(language) => {
                let message = format!("this entry has no label in `{language}`");
                self.tell_in(source, &rules::MISSING_TEXT, span, message, "give it words");
            }
            _ => self.tell_in(
                source,
                &rules::MISSING_TEXT,
                span,
                "this entry has no label",
                "give it words",
            ),
        }
    }

    fn flag(&mut self, source: &Source<'_>, span: impl FnOnce() -> Span, field: &str) -> bool {
        if !matches!(field, "true" | "false" | "") {
            let message = format!(
                "`{}` is neither true nor false",
                crate::base::text::one_line(field)
            );
            self.tell_in(
                source,
                &rules::LIST_SHAPE,
                &span(),
                message,
                "write true, or leave the field empty",
            );
        }
        field == "true"
    }
}

/// The rows of a file. A byte-order mark is no part of the first name.
fn rows<'t>(source: &Source<'t>) -> impl Iterator<Item = Row> + use<'t> {
    let text = source.text();
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    let rest = text.get(skipped..).unwrap_or_default();
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(rest.as_bytes());
    let records = reader.into_records().filter_map(Result::ok);
    records.map(move |fields| {
        let at = fields.position().map_or(0, csv::Position::byte);
        let at = skipped + usize::try_from(at).unwrap_or(usize::MAX);
        let blank = text.get(at..).unwrap_or_default();
        let start = at + blank.len() - blank.trim_start_matches(['\r', '\n']).len();
        Row { fields, start }
    })
}

/// Where a field stands: after that many commas outside quotes, on the row's first line.
fn place(source: &Source<'_>, start: usize, index: usize) -> Span {
    let line = source.line(source.line_of(start));
    let mut quoted = false;
    let mut seen = 0;
    let mut start = line.start;
    for (at, c) in source.slice(&line).char_indices() {
        quoted ^= c == '"';
        if c == ',' && !quoted {
            if seen == index {
                return start..line.start + at;
            }
            seen += 1;
            start = line.start + at + 1;
        }
    }
    start..line.end
}

fn further(columns: &[Column]) -> Vec<String> {
    let names = columns.iter().filter_map(|column| match column {
        Column::Further(name) => Some(name.clone()),
        _ => None,
    });
    names.collect()
}
