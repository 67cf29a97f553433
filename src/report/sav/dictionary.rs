//! What stands before the cases: the header, one record per variable, value labels, documents, and the
//! records of information that came later (PSPP Developers Guide, sections 1.2 to 1.18).

use crate::base::text::{one_line, wrap};

use super::super::flat::{Field, Flat, Head, Measure, Named, Shape};
use super::variable::{SEGMENT, Variable};
use super::{SYSTEM_MISSING, cut};

/// The longest label of a variable or a set, in bytes.
const LABEL: usize = 255;
/// The longest label of a value.
const VALUE_LABEL: usize = 120;
/// The bytes of a line of documents.
const LINE: usize = 80;

/// Formats, as the type's number (section 1.3, "print").
const TEXT: i32 = 1;
const NUMBER: i32 = 5;
const DAY: i32 = 39;

/// One variable of the file: of a long text there are several.
struct Record<'a> {
    variable: &'a Variable,
    field: &'a Field,
    /// Which part of a long text; the first is 0.
    segment: usize,
    width: usize,
    /// The name of eight bytes at most that every variable has. Nobody sees it.
    short: String,
}

pub(super) fn write(flat: &dyn Flat, head: &Head, variables: &[Variable]) -> Vec<u8> {
    let records = records(flat, variables);
    let mut out = Out(Vec::new());
    header(&mut out, flat, head, &records);
    for record in &records {
        record.write(&mut out, flat.reasons().len());
    }
    value_labels(&mut out, flat, &records);
    documents(&mut out, head);
    machine(&mut out);
    sets(&mut out, &records);
    display(&mut out, &records);
    long_names(&mut out, &records);
    long_texts(&mut out, &records);
    let rows = i64::try_from(flat.rows()).unwrap_or(i64::MAX);
    let rows = [1_i64.to_le_bytes(), rows.to_le_bytes()].concat();
    out.information(16, 8, &rows);
    out.information(20, 1, b"UTF-8");
    out.number(999);
    out.number(0);
    out.0
}

fn records<'a>(flat: &'a dyn Flat, variables: &'a [Variable]) -> Vec<Record<'a>> {
    let all = variables.iter().filter_map(|variable| {
        let field = flat.fields().get(variable.field)?;
        let segments = variable.segments().into_iter().enumerate();
        Some(segments.map(move |(segment, width)| (variable, field, segment, width)))
    });
    let all = all.flatten().zip(1..);
    all.map(|((variable, field, segment, width), number)| Record {
        variable,
        field,
        segment,
        width,
        // No name that is made of an id begins with this sign.
        short: format!("@{number}"),
    })
    .collect()
}

fn header(out: &mut Out, flat: &dyn Flat, head: &Head, records: &[Record<'_>]) {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (year, month, day) = head.day.parts();
    let month = MONTHS.get(usize::from(month) - 1).copied();
    let day = format!("{day:02} {} {:02}", month.unwrap_or("Jan"), year % 100);
    let size: usize = records.iter().map(Record::eights).sum();
    out.text("$FL2", 4);
    out.text("@(#) SPSS DATA FILE Tallybox", 60);
    out.number(2);
    out.number(count(size));
    out.number(1); // bytecode
    out.number(0); // no weights
    out.number(i32::try_from(flat.rows()).unwrap_or(-1));
    out.float(100.0);
    out.text(&day, 9);
    out.text("00:00:00", 8);
    out.text(&one_line(&head.title), 64);
    out.0.extend([0; 3]);
}

impl Record<'_> {
    /// How many times eight bytes it takes in a case.
    fn eights(&self) -> usize {
        self.width.div_ceil(8).max(1)
    }

    fn write(&self, out: &mut Out, kinds: usize) {
        let is_number = self.width == 0;
        let label = one_line(&self.field.label);
        let label = cut(&label, LABEL);
        let has_label = self.segment == 0 && !label.is_empty();
        out.number(2);
        out.number(count(self.width));
        out.number(i32::from(has_label));
        out.number(if is_number { -2 } else { 0 });
        let format = self.format();
        out.number(format);
        out.number(format);
        out.text(&self.short, 8);
        if has_label {
            out.number(count(label.len()));
            out.text(label, label.len().next_multiple_of(4));
        }
        if is_number {
            let last = self.variable.missing + i64::from(count(kinds)) - 1;
            out.whole(self.variable.missing);
            out.whole(last);
        }
        for _ in 1..self.eights() {
            out.number(2);
            out.number(-1);
            out.0.extend([0; 16]);
            out.text("", 8);
        }
    }

    fn format(&self) -> i32 {
        let (kind, width, digits) = match self.field.shape {
            Shape::Text => (TEXT, count(self.width), 0),
            Shape::Number(0) | Shape::Code | Shape::Flag => (NUMBER, 8, 0),
            Shape::Number(digits) => (NUMBER, 14, i32::try_from(digits.min(12)).unwrap_or(2)),
            Shape::Day => (DAY, 10, 0),
        };
        kind << 16 | width << 8 | digits
    }
}

/// Words for values, and for the kinds of missing of every variable.
fn value_labels(out: &mut Out, flat: &dyn Flat, records: &[Record<'_>]) {
    let mut index = 1;
    for record in records {
        let own = index;
        index += record.eights();
        if record.width > 0 {
            continue;
        }
        let values = record.field.values.iter();
        let values = values.map(|value| (value.number, value.words.as_str()));
        let kinds = (record.variable.missing..).zip(flat.reasons());
        let kinds = kinds.map(|(number, kind)| (number, kind.words.as_str()));
        let all: Vec<(i64, &str)> = values.chain(kinds).collect();
        out.number(3);
        out.number(count(all.len()));
        for (number, words) in all {
            out.whole(number);
            let words = one_line(words);
            let words = cut(&words, VALUE_LABEL);
            out.0.push(u8::try_from(words.len()).unwrap_or_default());
            out.text(words, (words.len() + 1).next_multiple_of(8) - 1);
        }
        out.number(4);
        out.number(1);
        out.number(count(own));
    }
}

/// Who may read it and what its figures are, line by line.
fn documents(out: &mut Out, head: &Head) {
    let said = [&head.title, &head.marking].into_iter().chain(&head.lines);
    let lines: Vec<String> = said.flat_map(|text| wrap(&one_line(text), 60)).collect();
    out.number(6);
    out.number(count(lines.len()));
    for line in lines {
        out.text(cut(&line, LINE), LINE);
    }
}

/// How numbers and letters are written: little-endian, IEEE 754, UTF-8.
fn machine(out: &mut Out) {
    let whole: [i32; 8] = [1, 0, 0, -1, 1, 1, 2, 65001];
    out.information(3, 4, &whole.map(i32::to_le_bytes).concat());
    let second_least = f64::from_bits(SYSTEM_MISSING.to_bits() - 1);
    let floats = [SYSTEM_MISSING, f64::MAX, second_least];
    out.information(4, 8, &floats.map(f64::to_le_bytes).concat());
}

/// Questions that several answers may be given to: a variable an answer, 1 where it was given.
fn sets(out: &mut Out, records: &[Record<'_>]) {
    let mut names = super::names::Names::default();
    let mut all: Vec<(&Named, Vec<&str>)> = Vec::new();
    for record in records {
        let Some(set) = &record.field.set else {
            continue;
        };
        match all.last_mut().filter(|(known, _)| known.code == set.code) {
            Some((_, members)) => members.push(&record.short),
            None => all.push((set, vec![&record.short])),
        }
    }
    // A set of one is none.
    all.retain(|(_, members)| members.len() > 1);
    let lines = all.iter().map(|(set, members)| {
        let name = names.name(&set.code);
        let name = cut(&name, 63);
        let label = one_line(&set.words);
        let label = cut(&label, LABEL);
        let members = members.join(" ");
        format!("${name}=D1 1 {} {label} {members}\n", label.len())
    });
    let lines: String = lines.collect();
    if !lines.is_empty() {
        out.information(7, 1, lines.as_bytes());
    }
}

/// Level of measurement, columns on a screen, and on which side.
fn display(out: &mut Out, records: &[Record<'_>]) {
    let all = records.iter().flat_map(|record| {
        let measure = match record.field.measure {
            Measure::Key | Measure::Nominal => 1,
            Measure::Ordinal => 2,
            Measure::Scale => 3,
        };
        let is_text = record.width > 0;
        let columns = if is_text {
            count(record.width.clamp(8, 40))
        } else {
            10
        };
        [measure, columns, i32::from(!is_text)]
    });
    let all: Vec<u8> = all.flat_map(i32::to_le_bytes).collect();
    out.information(11, 4, &all);
}

fn long_names(out: &mut Out, records: &[Record<'_>]) {
    let first = records.iter().filter(|record| record.segment == 0);
    let all: Vec<String> = first
        .map(|record| format!("{}={}", record.short, record.variable.name))
        .collect();
    out.information(13, 1, all.join("\t").as_bytes());
}

fn long_texts(out: &mut Out, records: &[Record<'_>]) {
    let long = records.iter();
    let long = long.filter(|record| record.segment == 0 && record.variable.width > SEGMENT);
    let each: Vec<String> = long
        .map(|record| format!("{}={:05}\0\t", record.short, record.variable.width))
        .collect();
    let all = each.concat();
    if !all.is_empty() {
        out.information(14, 1, all.as_bytes());
    }
}

/// A count that no table of ours brings near its bound.
fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The file as it grows.
struct Out(Vec<u8>);

impl Out {
    fn number(&mut self, number: i32) {
        self.0.extend(number.to_le_bytes());
    }

    fn float(&mut self, number: f64) {
        self.0.extend(number.to_le_bytes());
    }

    /// A whole number as a value: numbers of ours are far below where floats leave some out.
    fn whole(&mut self, number: i64) {
        #[expect(
            clippy::cast_precision_loss,
            reason = "codes and kinds of missing, of fifteen digits at most"
        )]
        self.float(number as f64);
    }

    /// Text in so many bytes, with blanks behind.
    fn text(&mut self, text: &str, bytes: usize) {
        let kept = cut(text, bytes);
        self.0.extend(kept.as_bytes());
        self.0.resize(self.0.len() + bytes - kept.len(), b' ');
    }

    /// A record of information: its kind, and units of so many bytes.
    fn information(&mut self, kind: i32, unit: usize, data: &[u8]) {
        self.number(7);
        self.number(kind);
        self.number(count(unit));
        self.number(count(data.len() / unit));
        self.0.extend(data);
    }
}
