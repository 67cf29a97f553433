//! The choice lists of a form: legal codes, each once, labels, and the columns that filters look at.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::kinds::{Asked, Source};
use super::plan::{Body, Item, Section};
use super::symbols::Piped;
use super::{CHOICES, EXTERNAL, Form};
use crate::base::language::Text;
use crate::survey::Files;
use crate::survey::import::markup::{CLOSE, OPEN, replaced};
use crate::survey::import::names::{self, Given};
use crate::survey::import::report::Weight;
use crate::survey::import::sheet::{Row, Table};
use crate::survey::import::xpath::Codes;
use crate::survey::import::{delimited, workbook};

/// Columns of a list that are no data for a filter.
const OWN: [&str; 9] = [
    "list_name",
    "name",
    "label",
    "image",
    "audio",
    "video",
    "big-image",
    "big_image",
    "order",
];

/// A list as it is here.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    /// The sheet that it stands in.
    pub(super) sheet: &'static str,
    /// Its name as `[lists.NAME]`.
    pub(super) name: String,
    pub(super) entries: Vec<Entry>,
    pub(super) codes: Rc<Codes>,
    /// Columns: the form's name, the name here, whether a cell holds several words.
    pub(super) columns: Vec<ListColumn>,
}

/// A column that a filter may look at.
#[derive(Clone, Debug)]
pub(super) struct ListColumn {
    pub(super) theirs: String,
    pub(super) ours: String,
    pub(super) several: bool,
}

/// One choice.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its row.
    pub(super) row: usize,
    pub(super) code: String,
    pub(super) label: Text,
    /// Cells, in the order of the columns.
    pub(super) cells: Vec<String>,
}

/// All lists of a form.
#[derive(Default)]
pub(super) struct Lists {
    by_source: BTreeMap<Source, Rc<List>>,
}

impl Lists {
    pub(super) fn get(&self, source: &Source) -> Option<Rc<List>> {
        self.by_source.get(source).cloned()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_source.values().map(|list| list.name.as_str())
    }
}

impl Form<'_> {
    /// Reads the lists of the sheets `choices` and `external_choices`.
    pub(super) fn read_lists(&mut self, choices: &Table, external: &Table) {
        let mut given = Given::default();
        for (sheet, table, make) in [
            (CHOICES, choices, Source::Sheet as fn(String) -> Source),
            (EXTERNAL, external, Source::External),
        ] {
            for (name, rows) in grouped(table) {
                let code = given.once(&names::code(&name));
                let list = self.list(sheet, code, &rows, table, ("name", "label"));
                self.lists.by_source.insert(make(name), Rc::new(list));
            }
        }
    }

    /// Reads the list files that questions name.
    pub(super) fn read_file_list(&mut self, row: &Row, file: &str, files: &dyn Files) {
        let source = Source::File(file.to_owned());
        if self.lists.by_source.contains_key(&source) {
            return;
        }
        match file_table(file, files) {
            Ok(table) => {
                let (value, label) = file_columns(row, &table);
                let rows: Vec<&Row> = table.rows.iter().collect();
                let name = names::code(file.rsplit_once('.').map_or(file, |(stem, _)| stem));
                let list = self.list("file", name, &rows, &table, (&value, &label));
                self.lists.by_source.insert(source, Rc::new(list));
            }
            Err(why) => self.loss(
                row,
                format!("its choices stand in `{file}`, which cannot be read: {why}"),
            ),
        }
    }

    fn list(
        &mut self,
        sheet: &'static str,
        name: String,
        rows: &[&Row],
        table: &Table,
        (value, label): (&str, &str),
    ) -> List {
        let columns = columns(table, rows, (value, label));
        let mut given = Given::default();
        let mut codes = Codes::default();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut entries = Vec::new();
        for row in rows {
            let theirs = row.get(value);
            if theirs.is_empty() {
                self.report.add(
                    Weight::Loss,
                    sheet,
                    row.number,
                    &name,
                    "a choice without a name is left out",
                );
                continue;
            }
            let twice = !seen.insert(theirs);
            if twice && columns.is_empty() {
                self.report.add(
                    Weight::Loss,
                    sheet,
                    row.number,
                    theirs,
                    format!("`{name}` has a choice of this name already; the first one stays"),
                );
                continue;
            }
            let code = given.once(&names::code(theirs));
            if code != theirs {
                let why = if twice {
                    "the name stands in this list twice"
                } else {
                    "the name cannot be a code"
                };
                self.report.add(
                    Weight::Note,
                    sheet,
                    row.number,
                    theirs,
                    format!("{why}; it is stored as `{code}`"),
                );
            }
            codes.pairs.push((theirs.to_owned(), code.clone()));
            entries.push(self.entry(sheet, row, code, label, &columns));
        }
        List {
            sheet,
            name,
            entries,
            codes: Rc::new(codes),
            columns,
        }
    }

    fn entry(
        &mut self,
        sheet: &'static str,
        row: &Row,
        code: String,
        label: &str,
        columns: &[ListColumn],
    ) -> Entry {
        for media in ["image", "audio", "video", "big-image"] {
            if !row.get(media).is_empty() {
                self.report.add(
                    Weight::Loss,
                    sheet,
                    row.number,
                    row.get("name"),
                    format!("its {media} is not shown"),
                );
            }
        }
        let words = self.text(sheet, row, label);
        let words = words.unwrap_or_else(|| {
            self.report.add(
                Weight::Note,
                sheet,
                row.number,
                &code,
                "it has no label; its name stands in",
            );
            Text::same(&code)
        });
        let cells = columns
            .iter()
            .map(|column| crate::base::text::one_line(row.get(&column.theirs)));
        Entry {
            row: row.number,
            code,
            label: words,
            cells: cells.collect(),
        }
    }
}

/// Where a list is asked from: the row, and the repeat that it stands in.
type Asker = (usize, Option<usize>);

/// Notes down where the lists of an item are asked from.
fn askers(item: &Item<'_>, repeat: Option<usize>, found: &mut BTreeMap<Source, Vec<Asker>>) {
    let mut add = |source: &Source, row: usize| {
        found.entry(source.clone()).or_default().push((row, repeat));
    };
    match &item.body {
        Body::Ask(
            Asked::One { source, .. } | Asked::Many { source, .. } | Asked::Rank { source },
        ) => add(source, item.row.number),
        Body::Matrix(run) => {
            let first = run
                .rows
                .first()
                .map_or(item.row.number, |row| row.row.number);
            add(&run.source, first);
        }
        Body::Repeat(inside) => {
            let nested = Some(item.row.number);
            for item in inside {
                askers(item, nested, found);
            }
        }
        Body::Ask(_) | Body::Heading => {}
    }
}

impl Form<'_> {
    /// Labels of choices that show answers, once every question is known: each answer must be there
    /// wherever the list is asked.
    pub(super) fn show_answers_in_choices(&mut self, sections: &[Section<'_>]) {
        let mut asked_from = BTreeMap::new();
        for item in sections.iter().flat_map(|section| &section.items) {
            askers(item, None, &mut asked_from);
        }
        let mut lists = std::mem::take(&mut self.lists);
        for (source, list) in &mut lists.by_source {
            let askers = asked_from.get(source).map_or(&[][..], Vec::as_slice);
            let list = Rc::make_mut(list);
            for entry in &mut list.entries {
                self.show_answers(list.sheet, entry, askers);
            }
        }
        self.lists = lists;
    }

    fn show_answers(&mut self, sheet: &'static str, entry: &mut Entry, askers: &[Asker]) {
        let mut lost = Vec::new();
        let mut show = |name: &str| match self.pipe_everywhere(askers, name) {
            Piped::Answer(id) => format!("{OPEN}{id}{CLOSE}"),
            Piped::Nothing(weight, why) => {
                lost.push((
                    weight,
                    format!("the label shows the answer to `{name}`, {why}; it reads `[{name}]`"),
                ));
                format!("[{name}]")
            }
            Piped::Later => String::new(),
        };
        match &mut entry.label {
            Text::Same(words) => *words = replaced(words, &mut show),
            Text::By(table) => {
                for words in table.values_mut() {
                    *words = replaced(words, &mut show);
                }
            }
        }
        for (weight, words) in lost {
            self.report
                .add(weight, sheet, entry.row, &entry.code, words);
        }
    }

    /// What a label shows for `${name}` in every question that offers it.
    fn pipe_everywhere(&mut self, askers: &[Asker], name: &str) -> Piped {
        let mut shown = Piped::Later;
        for (row, repeat) in askers {
            self.repeat = *repeat;
            match self.pipe(super::SURVEY, *row, name) {
                lost @ Piped::Nothing(..) => return lost,
                other => shown = other,
            }
        }
        shown
    }
}

/// The rows of each list, in the order in which lists appear.
fn grouped(table: &Table) -> Vec<(String, Vec<&Row>)> {
    let mut lists: Vec<(String, Vec<&Row>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &table.rows {
        let name = row.get("list_name");
        if name.is_empty() {
            continue;
        }
        let at = *places.entry(name).or_insert_with(|| {
            lists.push((name.to_owned(), Vec::new()));
            lists.len() - 1
        });
        if let Some((_, rows)) = lists.get_mut(at) {
            rows.push(row);
        }
    }
    lists
}

/// Columns beyond name and label in which this list has anything.
pub(super) fn columns(
    table: &Table,
    rows: &[&Row],
    (value, label): (&str, &str),
) -> Vec<ListColumn> {
    let mut given = Given::default();
    // Words that mean something in a list, or would make it two-level.
    for taken in ["code", "label", "exclusive", "specify", "parent"] {
        given.once(taken);
    }
    let mut columns: Vec<ListColumn> = Vec::new();
    for column in &table.columns {
        let name = column.name.as_str();
        let own = OWN.contains(&name)
            || name == value
            || name == label
            || name.is_empty()
            || column.language.is_some();
        if own
            || columns.iter().any(|other| other.theirs == name)
            || rows.iter().all(|row| row.get(name).is_empty())
        {
            continue;
        }
        let several = rows
            .iter()
            .any(|row| row.get(name).contains(char::is_whitespace));
        columns.push(ListColumn {
            theirs: name.to_owned(),
            ours: given.once(&names::id(name)),
            several,
        });
    }
    columns
}

pub(super) fn file_table(file: &str, files: &dyn Files) -> Result<Table, String> {
    let bytes = files.read(file)?;
    let sheet = if workbook::format(&bytes) == workbook::Format::Other {
        delimited::read(&bytes)
            .map_err(|refusal| refusal.message)?
            .sheet
    } else {
        let sheets = workbook::read(&bytes).map_err(|refusal| refusal.message)?;
        sheets.into_iter().next().ok_or("it has no sheet")?
    };
    Table::read(&sheet, str::to_owned, |columns| columns.len() > 1)
        .ok_or_else(|| "it has no header".to_owned())
}

/// `parameters` may say `value=code label=title`.
fn file_columns(row: &Row, table: &Table) -> (String, String) {
    let parameter = |name: &str| super::parameter(row, name).filter(|column| table.has(column));
    let value = parameter("value").unwrap_or_else(|| "name".to_owned());
    (
        value,
        parameter("label").unwrap_or_else(|| "label".to_owned()),
    )
}
