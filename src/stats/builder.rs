//! From opened responses, in any order, to a frame: ids are forgotten, and in the end respondents are
//! sorted by department, so that nothing tells who came when.
//!
//! Words are kept only as they stand in a part that a department reads too: what was written for a
//! reviewer, or is sealed on its own as a staff number is, does not come beside other answers. The
//! statistical door keeps none.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

use crate::response::answer::{Answer, Missing, Value};
use crate::response::part::OpenedPart;
use crate::survey::Questionnaire;
use crate::survey::migrate::Reading;
use crate::survey::model::{Fingerprint, Role};

use super::cell::{self, Cell};
use super::column::set_end;
use super::departments::Departments;
use super::door::{Door, DoorName};
use super::flags::{Counts, Flags};
use super::frame::Frame;
use super::kept::{self, Sink, Source};
use super::variable::{Holds, Variable, everything};

/// A question's columns.
struct Plan {
    question: String,
    columns: Range<usize>,
    /// Column by row, for a matrix.
    rows: HashMap<String, usize>,
}

/// Takes opened responses one at a time.
pub struct FrameBuilder<D> {
    questionnaire: Arc<Questionnaire>,
    audiences: Vec<String>,
    departments: Departments,
    plans: Vec<Plan>,
    variables: Vec<Variable>,
    columns: Vec<Cell>,
    /// Every respondent's department, as its place in `codes`.
    groups: Vec<u32>,
    codes: BTreeMap<String, u32>,
    /// What every respondent's answers hash to; zeros where too little was said to be compared.
    marks: Vec<[u8; 16]>,
    /// 1 for every respondent that nobody is.
    made_up: Vec<u8>,
    minimum_group: u64,
    /// How the answers of other versions read in the reported one.
    readings: HashMap<Fingerprint, Reading>,
    /// The columns of rows that a version does not have.
    absent: HashMap<Fingerprint, HashSet<usize>>,
    door: PhantomData<D>,
}

impl<D: Door> FrameBuilder<D> {
    /// An empty frame. `questionnaire` is the version that is reported; questions that exist in
    /// `others` only come after its own. Only questions that one of `audiences` gets are counted.
    pub fn new(
        questionnaire: Arc<Questionnaire>,
        others: &[Arc<Questionnaire>],
        audiences: &[String],
    ) -> Self {
        let mut new = Self {
            departments: Departments::of(&questionnaire, others),
            audiences: audiences.to_vec(),
            questionnaire,
            plans: Vec::new(),
            variables: Vec::new(),
            columns: Vec::new(),
            groups: Vec::new(),
            codes: BTreeMap::new(),
            marks: Vec::new(),
            made_up: Vec::new(),
            minimum_group: 0,
            readings: HashMap::new(),
            absent: HashMap::new(),
            door: PhantomData,
        };
        let reported = Arc::clone(&new.questionnaire);
        let mut own = read_variables::<D>(&reported, audiences);
        for version in others
            .iter()
            .filter(|one| one.fingerprint != reported.fingerprint)
        {
            let reading = Reading::between(version, &reported);
            add_rows(&mut own, &reading, read_variables::<D>(version, audiences));
            new.readings.insert(version.fingerprint, reading);
        }
        new.add(own);
        for version in others {
            let mut own = read_variables::<D>(version, audiences);
            if let Some(reading) = new.readings.get(&version.fingerprint) {
                // What reads as a question of the reported version is not a question of its own.
                own.retain(|variable| reading.step(&variable.question).is_none());
                for variable in &mut own {
                    let id = apart(version, &reported, &variable.question);
                    variable.rename(&id);
                }
            }
            new.add(own);
        }
        for version in std::iter::once(&reported).chain(others) {
            let minimum = u64::from(version.privacy.minimum_group);
            new.minimum_group = new.minimum_group.max(minimum);
            let absent = new.absent_rows(version);
            new.absent.insert(version.fingerprint, absent);
        }
        new
    }

    /// The columns of rows that a version does not have.
    fn absent_rows(&self, version: &Questionnaire) -> HashSet<usize> {
        let reading = self.readings.get(&version.fingerprint);
        let mut there: HashSet<(String, String)> = HashSet::new();
        for variable in everything(version) {
            let Some(row) = variable.row else { continue };
            let step = reading.and_then(|reading| reading.step(&variable.question));
            there.insert(match step {
                Some(step) => (step.to().to_owned(), step.row(&row).to_owned()),
                None if reading.is_some() => {
                    let id = apart(version, &self.questionnaire, &variable.question);
                    (id, row)
                }
                None => (variable.question, row),
            });
        }
        let columns = self.plans.iter().flat_map(|plan| {
            let rows = plan.rows.iter();
            rows.map(|(row, column)| ((plan.question.clone(), row.clone()), *column))
        });
        columns
            .filter(|(row, _)| !there.contains(row))
            .map(|(_, column)| column)
            .collect()
    }

    /// Adds the variables of questions that are not there yet, a question after another.
    fn add(&mut self, variables: Vec<Variable>) {
        let known = self.plans.len();
        for variable in variables {
            let column = self.columns.len();
            let at = match self
                .plans
                .iter()
                .position(|plan| plan.question == variable.question)
            {
                Some(at) if at < known => continue,
                Some(at) => at,
                None => {
                    self.plans.push(Plan {
                        question: variable.question.clone(),
                        columns: column..column,
                        rows: HashMap::new(),
                    });
                    self.plans.len() - 1
                }
            };
            self.plans[at].columns.end = column + 1;
            if let Some(row) = &variable.row {
                self.plans[at].rows.insert(row.clone(), column);
            }
            self.columns.push(Cell::new(&variable));
            self.variables.push(variable);
        }
    }

    /// Adds one response: those of its parts that were opened at this door, and the questionnaire it
    /// answers. Where two parts hold the same question, a value comes before `withheld`.
    pub fn push(&mut self, version: &Questionnaire, parts: &[OpenedPart]) {
        let reading = self.readings.get(&version.fingerprint);
        let given = self.given(version, reading, parts);
        let mut answers: HashMap<&str, &Answer> = HashMap::with_capacity(given.len());
        for (id, answer) in &given {
            let slot = answers.entry(id).or_insert(answer);
            if slot.missing().is_some() {
                *slot = answer;
            }
        }
        let absent = self.absent.get(&version.fingerprint);
        let is_absent = |column: &usize| absent.is_some_and(|absent| absent.contains(column));
        let department = version.department.as_deref();
        let department = department.and_then(|id| match reading.and_then(|one| one.step(id)) {
            Some(step) => answers.get(step.to()),
            None => answers.get(id),
        });
        let department = code_of(department.copied());
        for plan in &self.plans {
            let question = plan.question.as_str();
            let absent;
            let answer = if let Some(answer) = answers.get(question) {
                answer
            } else {
                absent = Answer::Missing(self.why_absent(version, question));
                &absent
            };
            put(&mut self.columns, &self.variables, plan, answer);
            for column in plan.columns.clone().filter(|at| is_absent(at)) {
                self.columns[column].set_last(&Answer::Missing(Missing::NotInVersion));
            }
        }
        let next = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        let group = *self.codes.entry(department).or_insert(next);
        self.groups.push(group);
        self.marks.push([0; 16]);
        let is_made_up = parts.iter().any(|part| part.simulated);
        self.made_up.push(u8::from(is_made_up));
    }

    /// What the parts hold, those whose words are kept first; answers of another version as those of
    /// the reported one, and what that does not ask apart.
    fn given<'p>(
        &self,
        version: &Questionnaire,
        reading: Option<&Reading>,
        parts: &'p [OpenedPart],
    ) -> Vec<(Cow<'p, str>, Cow<'p, Answer>)> {
        let (with, without): (Vec<&OpenedPart>, Vec<&OpenedPart>) = parts
            .iter()
            .partition(|part| shows_words::<D>(version, &part.audience));
        let with = with.into_iter().flat_map(|part| &part.answers);
        let with = with.map(|(id, answer)| (id, Cow::Borrowed(answer)));
        let without = without.into_iter().flat_map(|part| &part.answers);
        let without = without.map(|(id, answer)| (id, without_words(answer)));
        let given = with.chain(without);
        let Some(reading) = reading else {
            return given
                .map(|(id, answer)| (Cow::Borrowed(id.as_str()), answer))
                .collect();
        };
        let read = given.map(|(id, answer)| match reading.read(id, &answer) {
            Some((id, answer)) => (Cow::Owned(id), Cow::Owned(answer)),
            None => (Cow::Owned(apart(version, &self.questionnaire, id)), answer),
        });
        read.collect()
    }

    /// Why no part holds an answer: the version does not ask it, or not of this door, or the part that
    /// holds it could not be opened.
    fn why_absent(&self, version: &Questionnaire, question: &str) -> Missing {
        let asked = match self.readings.get(&version.fingerprint) {
            Some(reading) if self.questionnaire.question(question).is_some() => {
                reading.source(question)
            }
            _ => Some(question.strip_suffix(&mark(version)).unwrap_or(question)),
        };
        match asked {
            Some(asked) if is_read(version, asked, &self.audiences) => Missing::Unreadable,
            _ => Missing::NotInVersion,
        }
    }

    /// Says what the answers of the response that was added last hash to, so that responses which are
    /// the same word for word can be told of.
    pub fn mark(&mut self, hash: [u8; 16]) {
        set_end(&mut self.marks, hash);
    }

    /// How many responses of each department are the same as another one, by the department's place.
    fn identical(&self) -> HashMap<u32, u64> {
        let marked = self.groups.iter().zip(&self.marks);
        let mut marked: Vec<(u32, [u8; 16])> = marked
            .filter(|(_, mark)| **mark != [0; 16])
            .map(|(group, mark)| (*group, *mark))
            .collect();
        marked.sort_unstable();
        let mut identical = HashMap::new();
        for same in marked.chunk_by(|one, other| one == other) {
            if let [(group, _), _, ..] = same {
                *identical.entry(*group).or_default() += same.len() as u64;
            }
        }
        identical
    }

    /// What tells a questionnaire's columns from those of another one, or of another program: columns
    /// that were written with one shape are read with the same alone.
    pub fn shape(&self) -> String {
        format!("{:?}{:?}", D::NAME, self.variables)
    }

    /// Writes everything that was added.
    pub fn put(&self, sink: &mut dyn Sink) {
        kept::put_number(sink, self.groups.len());
        kept::put_number(sink, self.codes.len());
        for (code, group) in &self.codes {
            kept::put_bytes(sink, code.as_bytes());
            kept::put_number(sink, *group as usize);
        }
        kept::put_wide(sink, &self.groups);
        self.marks.iter().for_each(|mark| sink.put(mark));
        sink.put(&self.made_up);
        self.columns.iter().for_each(|column| column.put(sink));
    }

    /// Reads into an empty frame what [`Self::put`] wrote, but for the respondents that `stays` does not
    /// name by their place: of them nothing is left. `None` where it is something else; the frame is then
    /// of no use.
    pub fn take(&mut self, source: &mut dyn Source, stays: &dyn Fn(usize) -> bool) -> Option<()> {
        let rows = kept::number(source)?;
        let mut names = HashMap::new();
        for _ in 0..kept::number(source)? {
            let code = String::from_utf8(kept::bytes(source, 1 << 16)?).ok()?;
            names.insert(u32::try_from(kept::number(source)?).ok()?, code);
        }
        let groups = kept::wide(source, rows)?;
        let marks = kept::exactly(source, rows.checked_mul(16)?)?;
        let (marks, _) = marks.as_chunks();
        let made_up = kept::exactly(source, rows)?;
        for (column, variable) in self.columns.iter_mut().zip(&self.variables) {
            *column = Cell::take(variable, source, rows)?;
        }
        let order: Vec<u32> = (0..).take(rows).filter(|at| stays(*at as usize)).collect();
        if order.len() < rows {
            for (column, variable) in self.columns.iter_mut().zip(&self.variables) {
                let whole = std::mem::replace(column, Cell::new(variable));
                *column = whole.thinned(variable, &order)?;
            }
        }
        for &at in &order {
            let name = names.get(groups.get(at as usize)?)?;
            let next = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
            let group = match self.codes.get(name) {
                Some(group) => *group,
                None => *self.codes.entry(name.clone()).or_insert(next),
            };
            self.groups.push(group);
            self.marks.push(*marks.get(at as usize)?);
            self.made_up.push(*made_up.get(at as usize)?);
        }
        Some(())
    }

    /// How many responses were added.
    pub const fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether none was.
    pub const fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Sorts by department; from here on nothing tells who came when.
    pub fn finish(self) -> Frame<D> {
        self.finish_by(|at| at)
    }

    /// As [`Self::finish`], with each department's respondents in the order of a key, given their place
    /// among those that were added: so that the same responses give the same frame, however they came.
    pub fn finish_by<K: Ord>(self, key: impl Fn(usize) -> K) -> Frame<D> {
        let mut order = Vec::with_capacity(self.groups.len());
        let mut groups = Vec::new();
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); self.codes.len()];
        for (at, group) in (0_u32..).zip(&self.groups) {
            members[*group as usize].push(at);
        }
        for members in &mut members {
            members.sort_by_key(|at| key(*at as usize));
        }
        let identical = self.identical();
        let flags = self.codes.iter().map(|(code, group)| {
            let members = &members[*group as usize];
            let made_up = members
                .iter()
                .map(|at| u64::from(self.made_up[*at as usize]));
            let counts = Counts {
                responses: members.len() as u64,
                identical: identical.get(group).copied().unwrap_or(0),
                made_up: made_up.sum(),
            };
            (code.clone(), counts)
        });
        let flags = Flags::new(flags);
        for (code, group) in self.codes {
            let start = order.len();
            order.append(&mut members[group as usize]);
            groups.push((code, start..order.len()));
        }
        let (mut variables, mut columns, mut quiet) = (Vec::new(), Vec::new(), Vec::new());
        for (variable, cell) in self.variables.into_iter().zip(self.columns) {
            match (&variable.holds, cell.reorder(&order)) {
                (Holds::Codes, Cell::Codes(column)) => {
                    variables.push(variable);
                    columns.push(column);
                }
                (_, cell) => quiet.push((variable, cell)),
            }
        }
        let all = variables.iter().chain(quiet.iter().map(|(one, _)| one));
        let index = all.enumerate().map(|(at, one)| (one.id.clone(), at));
        Frame {
            index: index.collect(),
            departments: self.departments,
            variables,
            columns,
            quiet,
            groups,
            flags,
            survey: self.questionnaire.id.clone(),
            fingerprint: self.questionnaire.fingerprint.to_string(),
            minimum_group: self.minimum_group,
            profile: self.questionnaire.privacy.profile,
            department: self.questionnaire.department.clone(),
            door: PhantomData,
        }
    }
}

/// The variables of a version that one of these audiences gets.
fn read_variables<D: Door>(version: &Questionnaire, audiences: &[String]) -> Vec<Variable> {
    let mut for_words = audiences.to_vec();
    for_words.retain(|audience| shows_words::<D>(version, audience));
    let mut own = everything(version);
    own.retain(|variable| {
        let is_words = variable.holds == Holds::Words;
        let by = if is_words { &for_words } else { audiences };
        is_read(version, &variable.question, by)
    });
    for variable in &mut own {
        if let Holds::Entries(fields) = &mut variable.holds {
            let has_words = is_read(version, &variable.question, &for_words);
            if !has_words {
                leave_words_out(fields);
            }
        }
    }
    own
}

fn leave_words_out(fields: &mut Vec<Variable>) {
    fields.retain(|field| field.holds != Holds::Words);
    for field in fields {
        if let Holds::Entries(inner) = &mut field.holds {
            leave_words_out(inner);
        }
    }
}

/// Whether what was written for an audience is kept as written: a department's key opens it too.
fn shows_words<D: Door>(version: &Questionnaire, audience: &str) -> bool {
    let mut audiences = version.audiences.iter();
    let found = audiences.find(|known| known.id == audience);
    D::NAME == DoorName::Operational
        && found.is_some_and(|audience| audience.sealed_to.contains(&Role::Department))
}

/// An answer whose words stay with those whom they were written for.
fn without_words(answer: &Answer) -> Cow<'_, Answer> {
    match answer {
        Answer::Value(Value::Text(_)) => Cow::Owned(Answer::Missing(Missing::Withheld)),
        Answer::Value(Value::Entries(entries)) => {
            let one =
                |(id, answer): &(String, Answer)| (id.clone(), without_words(answer).into_owned());
            let entries = entries.iter().map(|entry| entry.iter().map(one).collect());
            Cow::Owned(Answer::Value(Value::Entries(entries.collect())))
        }
        other => Cow::Borrowed(other),
    }
}

/// Adds the rows that only another version has, each behind the rows of its question.
fn add_rows(own: &mut Vec<Variable>, reading: &Reading, others: Vec<Variable>) {
    for mut variable in others {
        let Some(step) = reading.step(&variable.question) else {
            continue;
        };
        let Some(row) = variable.row.as_deref().map(|row| step.row(row).to_owned()) else {
            continue;
        };
        let is_of = |known: &Variable| known.question == step.to();
        let last = own.iter().rposition(is_of);
        let is_there = own
            .iter()
            .any(|known| is_of(known) && known.row.as_ref() == Some(&row));
        if let Some(last) = last.filter(|_| !is_there) {
            variable.row = Some(row);
            variable.rename(step.to());
            own.insert(last + 1, variable);
        }
    }
}

/// Whether one of these audiences gets the answers to a question.
fn is_read(questionnaire: &Questionnaire, question: &str, audiences: &[String]) -> bool {
    let question = questionnaire.question(question);
    let mut releases = question.iter().flat_map(|question| &question.audience);
    releases.any(|release| audiences.contains(&release.audience))
}

/// The id of a question of another version that the reported one does not ask: its own, with the
/// beginning of the version's fingerprint where something else is asked under that id now.
fn apart(version: &Questionnaire, reported: &Questionnaire, id: &str) -> String {
    match reported.question(id) {
        None => id.to_owned(),
        Some(_) => format!("{id}{}", mark(version)),
    }
}

/// What tells a question of a version apart from another one of the same id.
fn mark(version: &Questionnaire) -> String {
    let fingerprint = version.fingerprint.to_string();
    let short: String = fingerprint.chars().take(8).collect();
    format!("@{short}")
}

/// A department's code; empty where the survey has none or none was answered.
fn code_of(answer: Option<&Answer>) -> String {
    match answer.and_then(|answer| answer.value()) {
        Some(Value::Choice(chosen)) => chosen.code.clone(),
        _ => String::new(),
    }
}

/// Adds one respondent to the columns of one question.
fn put(columns: &mut [Cell], variables: &[Variable], plan: &Plan, answer: &Answer) {
    let default = cell::before_rows(answer);
    for column in &mut columns[plan.columns.clone()] {
        column.push_missing(default);
    }
    let Some((rows, closed)) = cell::rows_of(answer) else {
        if plan.rows.is_empty() {
            columns[plan.columns.start].set_last(answer);
        }
        return;
    };
    for (row, answer) in rows {
        if let Some(&at) = plan.rows.get(row) {
            columns[at].set_row(&variables[at], answer, closed);
        }
    }
}
