//! `headcounts.csv`: how many people each department has on the staff list, so that a response rate can
//! be told. Columns `department,people`; spreadsheets save it in many ways, and all of them are read.

use std::collections::BTreeMap;

use crate::base::problem::Problem;
use crate::base::text::one_line;
use crate::base::words::{Arg, Message};
use crate::survey::Questionnaire;
use crate::survey::import::csv_rows;
use crate::survey::nearest::message_among;

use super::Headcounts;

const DEPARTMENT: &str = "department";
const PEOPLE: &str = "people";
const COLUMNS: &str = "department,people";
/// More people than any department has: a number above it is a slip.
pub const MOST_PEOPLE: u64 = 100_000;
/// The most problems that are told: more help nobody.
const MOST_PROBLEMS: usize = 200;

/// Reads the bytes of a headcounts file. `file` is what problems call it; departments are looked up in
/// the questionnaire. Further columns are let be.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub fn parse(
    bytes: &[u8],
    file: &str,
    questionnaire: &Questionnaire,
) -> Result<Headcounts, Vec<Problem>> {
    let mut reader = Reader {
        file,
        departments: departments(questionnaire),
        first: BTreeMap::new(),
        people: BTreeMap::new(),
        problems: Vec::new(),
    };
    reader.read(bytes);
    if reader.problems.is_empty() {
        Ok(Headcounts {
            people: reader.people,
        })
    } else {
        Err(reader.problems)
    }
}

/// The bytes of a file that [`parse`] reads, with one department's people set, or its row taken out.
/// Columns of others stay as they are; a file that is not there is begun.
pub fn with(bytes: Option<&[u8]>, department: &str, people: Option<u64>) -> Vec<u8> {
    let read = bytes.and_then(|bytes| csv_rows(bytes).ok());
    let rows = read.map_or_else(Vec::new, |read| read.rows);
    let mut rows = rows.into_iter().map(|(_, cells)| cells);
    let header = rows.next();
    let header = header.unwrap_or_else(|| vec![DEPARTMENT.to_owned(), PEOPLE.to_owned()]);
    let column = |name| {
        header
            .iter()
            .position(|cell| cell.eq_ignore_ascii_case(name))
    };
    let (Some(code_at), Some(people_at)) = (column(DEPARTMENT), column(PEOPLE)) else {
        return bytes.unwrap_or_default().to_vec();
    };
    let mut own: Vec<String> = vec![String::new(); header.len()];
    department.clone_into(&mut own[code_at]);
    let mut rows: Vec<Vec<String>> = rows.collect();
    let is_own = |row: &Vec<String>| row.get(code_at).is_some_and(|code| code == department);
    match (rows.iter().position(is_own), people) {
        (Some(at), None) => drop(rows.remove(at)),
        (None, None) => {}
        (at, Some(people)) => {
            let at = at.unwrap_or_else(|| {
                rows.push(own);
                rows.len() - 1
            });
            rows[at].resize(header.len(), String::new());
            rows[at][people_at] = people.to_string();
        }
    }
    written(std::iter::once(header).chain(rows))
}

fn written(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    // Into memory, of any length: neither can fail.
    for row in rows {
        let _written: csv::Result<()> = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

/// The departments that a person may choose; empty where the survey has no list of them.
fn departments(questionnaire: &Questionnaire) -> Vec<&str> {
    let list = questionnaire.departments().into_iter();
    let entries = list.flat_map(|list| {
        let choosable = list.entries.iter();
        choosable.filter(|entry| !list.is_heading(&entry.code))
    });
    entries.map(|entry| entry.code.as_str()).collect()
}

/// A line, and the column in it where it is known.
type Place = (usize, Option<usize>);

struct Reader<'t> {
    file: &'t str,
    departments: Vec<&'t str>,
    /// The line in which a department stands.
    first: BTreeMap<String, usize>,
    people: BTreeMap<String, u64>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn tell(&mut self, (line, column): Place, what: Message, next: Message) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem {
                file: self.file.to_owned(),
                line,
                column,
                what,
                next,
            });
        }
    }

    fn read(&mut self, bytes: &[u8]) {
        let read = match csv_rows(bytes) {
            Ok(read) => read,
            Err(refusal) => {
                let [what, next] = [refusal.message, refusal.remedy]
                    .map(|words| Message::with("desk-file-csv", [("words", Arg::from(words))]));
                return self.tell((0, None), what, next);
            }
        };
        let mut rows = read.rows.iter();
        let Some((line, header)) = rows.next() else {
            return self.tell(
                (0, None),
                Message::plain("desk-file-empty"),
                Message::with("desk-file-empty-next", [("columns", Arg::from(COLUMNS))]),
            );
        };
        let column = |name: &str| {
            header
                .iter()
                .position(|cell| cell.eq_ignore_ascii_case(name))
        };
        let (Some(department), Some(people)) = (column(DEPARTMENT), column(PEOPLE)) else {
            let what = Message::plain("desk-file-columns");
            let next = Message::with("desk-file-columns-next", [("columns", Arg::from(COLUMNS))]);
            return self.tell((*line, None), what, next);
        };
        for (line, cells) in rows {
            let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
            let place = |at: usize| (*line, read.column(*line, at));
            let more = cells.get(header.len()..).unwrap_or_default();
            if more.iter().any(|cell| !cell.trim().is_empty()) {
                let what = Message::plain("desk-file-cells");
                let next = Message::plain("desk-file-cells-next");
                self.tell(place(header.len()), what, next);
                continue;
            }
            self.department(place(department), cell(department));
            self.people(place(people), cell(department), cell(people));
        }
    }

    fn department(&mut self, place: Place, department: &str) {
        let known = self.departments.is_empty() || self.departments.contains(&department);
        if department.is_empty() {
            self.tell(
                place,
                Message::plain("desk-file-department-empty"),
                Message::plain("desk-file-department-empty-next"),
            );
        } else if !known {
            let next = message_among(department, self.departments.iter().copied());
            let args = [("code", Arg::from(one_line(department)))];
            self.tell(place, Message::with("desk-file-no-department", args), next);
        } else if let Some(first) = self.first.get(department) {
            let args = [("code", Arg::from(department)), ("line", Arg::from(*first))];
            self.tell(
                place,
                Message::with("desk-file-department-twice", args),
                Message::plain("desk-file-department-twice-next"),
            );
        } else {
            self.first.insert(department.to_owned(), place.0);
        }
    }

    fn people(&mut self, place: Place, department: &str, people: &str) {
        if let Some(count) = people.parse().ok().filter(|count| *count <= MOST_PEOPLE) {
            self.people.insert(department.to_owned(), count);
        } else {
            let args = [("people", Arg::from(one_line(people)))];
            self.tell(
                place,
                Message::with("desk-file-no-people", args),
                Message::plain("desk-file-no-people-next"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::home::flagship;

    fn read(bytes: &[u8]) -> Result<Headcounts, Vec<String>> {
        let read = parse(bytes, "h.csv", &flagship().unwrap());
        read.map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn it_reads_what_spreadsheets_save() {
        let plain = read(b"department,people\nchemistry,14\nphysics,9\n").unwrap();
        assert_eq!(plain.people.get("chemistry"), Some(&14));
        assert_eq!(plain.people.len(), 2);
        let mark_and_semicolons =
            b"\xef\xbb\xbfDepartment;Name;People\r\nchemistry;Chemie \xc3\xa9;14\r\n\r\nphysics;;9\r\n";
        assert_eq!(read(mark_and_semicolons).as_ref(), Ok(&plain));
        let windows = b"department;name;people\nchemistry;Chimie g\xe9n\xe9rale;14\nphysics;x;9\n";
        assert_eq!(read(windows).as_ref(), Ok(&plain));
        let wide = "department\tpeople\nchemistry\t14\nphysics\t9\n".encode_utf16();
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(wide.flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(read(&wide).as_ref(), Ok(&plain));
    }

    #[test]
    fn one_row_changes_and_the_rest_of_the_file_stays() {
        let set = |before: Option<&str>, code, people| {
            let after = with(before.map(str::as_bytes), code, people);
            String::from_utf8(after).unwrap()
        };
        let file = "name,people,Department\n\"Chemistry, all\",9,chemistry\nPhysics,7,physics\n";
        assert_eq!(
            set(Some(file), "chemistry", Some(12)),
            file.replace(",9,", ",12,")
        );
        assert_eq!(
            set(Some(file), "earth", Some(3)),
            file.to_owned() + ",3,earth\n"
        );
        assert_eq!(
            set(Some(file), "physics", None),
            file.replace("Physics,7,physics\n", "")
        );
        assert_eq!(set(None, "earth", Some(3)), "department,people\nearth,3\n");
        assert_eq!(set(None, "earth", None), "department,people\n");
    }

    #[test]
    fn every_problem_is_told_in_its_line() {
        let text = b"department,people\n\nchemistri,14\nphysics,about nine\nphysics,9\n,3\nscience,4\nmaths,-1\nphysics,1,200\n";
        let told = read(text).unwrap_err();
        let starts = [
            "h.csv:3:1: there is no department `chemistri`; did you mean `chemistry`?",
            "h.csv:4:9: `about nine` is not a number of people; write a whole number in figures, as 14",
            "h.csv:5:1: `physics` stands in line 4 already; write each department once",
            "h.csv:6:1: there is no department; write its code in the column `department`",
            "h.csv:7:1: there is no department `science`; ",
        ];
        for (told, start) in told.iter().zip(starts) {
            assert!(told.starts_with(start), "{told}");
        }
        assert!(
            told.iter().any(|one| one.contains("`-1` is not a number")),
            "{told:?}"
        );
        let last = told.last().unwrap();
        assert!(
            last.starts_with("h.csv:9:11: there are more cells"),
            "{last}"
        );
    }

    #[test]
    fn what_is_no_table_is_told() {
        assert!(read(b"").unwrap_err()[0].starts_with("h.csv: "));
        assert!(read(b"chemistry,14\n").unwrap_err()[0].starts_with("h.csv:1: the first line"));
        assert!(read(b"PK\x03\x04 rest").unwrap_err()[0].starts_with("h.csv: this is"));
    }
}
