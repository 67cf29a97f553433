//! The university's release as a department's lead sees it: figures that the statistics office gave out, in a
//! view of their own.
//!
//! What is read is what was released, protected as it was then. The door is the statistical one whoever looks,
//! so no operational table ever holds a figure of it.

use serde_json::Value as Json;

use crate::base::language::{Language, Text};
use crate::base::time::Day;
use crate::base::words::{Arg, Message};
use crate::response::answer::Missing;
use crate::survey::expression::wording::missing_words;
use crate::survey::model::Profile;

use super::super::door::DoorName;
use super::super::flags::MadeUp;
use super::super::table::{Figure, Reason};
use super::{About, Bars, Block, Column, Label, Name, Row, Rules, Sheet, Value, View};

/// Who knows how things are called: a release holds codes alone.
pub trait Names {
    /// The survey.
    fn survey(&self) -> Text;
    /// The run of the survey to which a version belongs, by its fingerprint; empty where it is not known.
    fn wave(&self, fingerprint: &str) -> String;
    /// A question, or a row of a matrix.
    fn question(&self, id: &str) -> Text;
    /// An answer to it.
    fn answer(&self, id: &str, code: &str) -> Text;
    /// A department or faculty.
    fn group(&self, code: &str) -> Text;
}

/// Codes in the place of names: for whoever only checks a release, and has no lists.
pub struct Codes;

impl Names for Codes {
    fn survey(&self) -> Text {
        Text::same("")
    }
    fn wave(&self, _: &str) -> String {
        String::new()
    }
    fn question(&self, id: &str) -> Text {
        Text::same(id)
    }
    fn answer(&self, _: &str, code: &str) -> Text {
        Text::same(code)
    }
    fn group(&self, code: &str) -> Text {
        Text::same(code)
    }
}

/// A release of tables by department.
#[derive(Clone, Debug, PartialEq)]
pub struct Released {
    survey: Text,
    wave: String,
    fingerprint: String,
    profile: Profile,
    /// The day on which the institution signed it.
    day: Day,
    /// People on the staff lists of those who are in it, where it says so.
    staff: Option<u64>,
    /// What must be looked at before its figures.
    flags: Vec<Text>,
    tables: Vec<Table>,
}

/// What was released of one question.
#[derive(Clone, Debug, PartialEq)]
struct Table {
    label: Label,
    rows: Vec<Group>,
    everyone: Option<Group>,
}

/// The figures of one department, of several together, or of everyone.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    name: Label,
    /// The small departments that it stands for.
    holds: Vec<String>,
    base: Figure,
    /// Answers, then kinds of missing.
    figures: Vec<(Value, Figure)>,
}

impl Released {
    /// Reads the JSON that `report --format json` wrote at the statistical door.
    ///
    /// # Errors
    /// Where it is no such file, or one of exact figures, in words for whoever made it.
    pub fn read(json: &[u8], day: Day, names: &dyn Names) -> Result<Self, &'static str> {
        let json: Json = serde_json::from_slice(json).map_err(|_| "it is not JSON")?;
        let profile = json.get("profile").and_then(Json::as_str);
        let profile = match profile {
            Some("hesa") => Profile::Hesa,
            Some("minimum-n") => Profile::MinimumN,
            Some("suppress") => Profile::Suppress,
            _ => return Err("it does not say a profile that protects"),
        };
        let tables = json.get("tables").and_then(Json::as_array);
        let tables = tables.ok_or("it has no tables")?;
        let is_whole = |table: &&Json| table.get("by").and_then(Json::as_str) == Some("department");
        let fingerprint = words(json.get("fingerprint"));
        Ok(Self {
            survey: names.survey(),
            wave: names.wave(&fingerprint),
            fingerprint,
            profile,
            day,
            staff: json.pointer("/about/staff").and_then(Json::as_u64),
            flags: flags_of(&json),
            tables: tables
                .iter()
                .filter(is_whole)
                .filter_map(|one| Table::read(one, names))
                .collect(),
        })
    }

    /// The day on which the institution signed it.
    pub const fn day(&self) -> Day {
        self.day
    }

    /// Everything that was released, one line per question: a department beside everyone.
    pub fn view(&self, department: Option<&Label>) -> View {
        let code = department.map(|label| label.code.as_str());
        let mut columns = vec![column("question", "lead-university-question")];
        if department.is_some() {
            columns.push(column("department", "lead-university-department"));
        }
        columns.push(column("university", "lead-university-everyone"));
        let rows = self.tables.iter().map(|table| table.row(code));
        let day = ("day", Arg::Words(self.day.to_string()));
        View {
            name: Name::University,
            about: About {
                door: DoorName::Statistical,
                profile: self.profile,
                survey: self.survey.clone(),
                wave: self.wave.clone(),
                fingerprint: self.fingerprint.clone(),
                department: department.cloned(),
                responses: self.base(),
                staff: self.staff,
                day: self.day,
                // It goes upwards as it is: it was protected when it was made.
                made_up: MadeUp::None,
                flags: Vec::new(),
                rules: Rules {
                    profile: self.profile,
                    minimum: 0,
                },
            },
            blocks: self
                .flags()
                .chain([
                    Block::Note(Message::with("lead-university-what", [day])),
                    Block::Sheet(Sheet {
                        id: "released",
                        title: Message::plain("lead-university-questions"),
                        columns,
                        rows: rows.collect(),
                    }),
                ])
                .collect(),
        }
    }

    /// What came along that must be looked at first.
    fn flags(&self) -> impl Iterator<Item = Block> {
        let flags = self.flags.iter().cloned();
        flags.map(|flag| Block::Note(super::flags::released(flag)))
    }

    /// What was released of one question: a table of a department beside everyone; nothing where
    /// nothing was.
    pub fn beside(&self, id: &str, department: Option<&str>) -> Option<Sheet> {
        let table = self.tables.iter().find(|table| table.label.code == id)?;
        Some(table.sheet(department))
    }

    /// How many were asked in all, as far as the release tells.
    pub fn base(&self) -> Figure {
        let everyone = self
            .tables
            .iter()
            .filter_map(|table| table.everyone.as_ref());
        let counts = everyone.filter_map(|group| group.base.count());
        counts
            .max()
            .map_or(Figure::Withheld(Reason::SmallBase), Figure::Count)
    }

    /// The profile that protects it.
    pub const fn profile(&self) -> Profile {
        self.profile
    }
}

impl Table {
    fn read(json: &Json, names: &dyn Names) -> Option<Self> {
        let id = json.get("id")?.as_str()?;
        let rows = json.get("rows")?.as_array()?.iter();
        let group = |one: &Json, code: &str| Group::read(one, id, code, names);
        Some(Self {
            label: Label {
                code: id.to_owned(),
                text: names.question(id),
            },
            rows: rows
                .filter_map(|one| group(one, &words(one.get("department"))))
                .collect(),
            everyone: json.get("everyone").and_then(|one| group(one, "")),
        })
    }

    /// A department's figures, else those that it was added to.
    fn of(&self, department: &str) -> Option<&Group> {
        let own = || self.rows.iter().find(|row| row.name.code == department);
        let shown = own().filter(|row| row.base.count().is_some());
        let held = |row: &&Group| row.holds.iter().any(|held| held == department);
        shown.or_else(|| self.rows.iter().find(held)).or_else(own)
    }

    fn row(&self, department: Option<&str>) -> Row {
        let base = |group: Option<&Group>| group.map_or(Value::Nothing, |group| group.base.into());
        let own = department.map(|code| base(self.of(code)));
        let all = [base(self.everyone.as_ref())];
        let mut detail = vec![Block::Sheet(self.sheet(department))];
        detail.extend(self.bars());
        Row {
            values: std::iter::once(Value::Label(self.label.clone()))
                .chain(own)
                .chain(all)
                .collect(),
            detail,
        }
    }

    fn sheet(&self, department: Option<&str>) -> Sheet {
        let own = department.map(|code| self.of(code));
        let mut columns = vec![column("answer", "lead-university-answer")];
        if let Some(own) = own {
            // Several small departments together are called by what they were added up to.
            let title = own.map_or_else(
                || Message::plain("lead-university-department"),
                |group| Message::Author(group.name.text.clone()),
            );
            columns.push(Column {
                id: "department",
                title,
            });
        }
        columns.push(column("university", "lead-university-everyone"));
        let given = own.flatten().into_iter().chain(&self.everyone);
        let mut answers: Vec<&Value> = Vec::new();
        for (answer, _) in given.flat_map(|group| &group.figures) {
            if !answers.contains(&answer) {
                answers.push(answer);
            }
        }
        let figure = |group: Option<&Group>, answer: &Value| {
            let figures = group.into_iter().flat_map(|group| &group.figures);
            let mut found = figures.filter(|(known, _)| known == answer);
            found
                .next()
                .map_or(Value::Nothing, |(_, figure)| (*figure).into())
        };
        let rows = answers.into_iter().map(|answer| Row {
            values: std::iter::once(answer.clone())
                .chain(own.map(|own| figure(own, answer)))
                .chain([figure(self.everyone.as_ref(), answer)])
                .collect(),
            detail: Vec::new(),
        });
        Sheet {
            id: "answers",
            title: Message::Author(self.label.text.clone()),
            columns,
            rows: rows.collect(),
        }
    }

    /// The answers of everyone as bars.
    fn bars(&self) -> Option<Block> {
        let everyone = self.everyone.as_ref()?;
        let given = everyone.figures.iter();
        let given = given.filter(|(answer, _)| matches!(answer, Value::Label(_)));
        let title = Message::plain("lead-university-everyone");
        Some(Block::Bars(Bars {
            id: "everyone",
            title: title.clone(),
            series: vec![("university", title)],
            bars: given
                .map(|(answer, figure)| (answer.clone(), vec![(*figure).into()]))
                .collect(),
        }))
    }
}

impl Group {
    fn read(json: &Json, id: &str, code: &str, names: &dyn Names) -> Option<Self> {
        let holds = json.get("holds").and_then(Json::as_array);
        let cells = json.get("cells")?.as_array()?.iter();
        let answers = cells.filter_map(|cell| {
            let code = match cell.get("code")? {
                Json::String(code) => code.clone(),
                other => other.to_string(),
            };
            let text = names.answer(id, &code);
            let count = cell.get("count").unwrap_or(cell);
            Some((Value::Label(Label { code, text }), figure(count)))
        });
        let missing = json.get("missing").and_then(Json::as_object);
        let kinds = Missing::ALL.into_iter().filter_map(|kind| {
            let figure = figure(missing?.get(kind.code())?);
            let is_none = figure == Figure::Count(0);
            (!is_none).then(|| {
                (
                    Value::Word(kind.code(), Message::plain(missing_words(kind))),
                    figure,
                )
            })
        });
        Some(Self {
            name: Label {
                code: code.to_owned(),
                text: names.group(code),
            },
            holds: holds
                .into_iter()
                .flatten()
                .map(|held| words(Some(held)))
                .collect(),
            base: figure(json.get("base")?),
            figures: answers.chain(kinds).collect(),
        })
    }
}

/// A release's flags, each in the languages that it has.
fn flags_of(json: &Json) -> Vec<Text> {
    let told = json.pointer("/about/flags").and_then(Json::as_array);
    let by_language = |(tag, words): (&String, &Json)| {
        let words = words.as_str()?;
        Some((Language::new(tag), words.to_owned()))
    };
    let text = |one: &Json| {
        let all = one.as_object()?.iter().filter_map(by_language);
        Some(Text::By(all.collect()))
    };
    told.into_iter().flatten().filter_map(text).collect()
}

fn words(json: Option<&Json>) -> String {
    json.and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// A number, or why it is withheld. A reason that a later program gives is one all the same.
fn figure(json: &Json) -> Figure {
    if let Some(count) = json.as_u64() {
        return Figure::Count(count);
    }
    let code = words(json.get("withheld"));
    let mut all = Reason::ALL.into_iter();
    let known = all.find(|reason| reason.code() == code);
    Figure::Withheld(known.unwrap_or(Reason::SmallBase))
}

const fn column(id: &'static str, title: &'static str) -> Column {
    Column {
        id,
        title: Message::plain(title),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known;

    impl Names for Known {
        fn survey(&self) -> Text {
            Text::same("Skills")
        }
        fn wave(&self, _: &str) -> String {
            "2027".to_owned()
        }
        fn question(&self, id: &str) -> Text {
            Text::same(&format!("The question {id}"))
        }
        fn answer(&self, _: &str, code: &str) -> Text {
            Text::same(code)
        }
        fn group(&self, code: &str) -> Text {
            Text::same(code)
        }
    }

    const RELEASE: &str = r#"{"survey":"s","fingerprint":"f","profile":"hesa","tables":[
        {"id":"q","by":"department","rows":[
          {"department":"bio","base":30,"cells":[{"code":"a","count":20},{"code":true,"count":5}],
           "missing":{"blank":5,"not_relevant":0}},
          {"department":"chem","base":{"withheld":"rolled_up"},"cells":[{"code":"a","withheld":"rolled_up"}],
           "missing":{"blank":{"withheld":"rolled_up"}}},
          {"department":"science","holds":["chem","earth"],"base":25,
           "cells":[{"code":"a","count":10}],"missing":{"blank":0}}],
         "everyone":{"base":75,"cells":[{"code":"a","count":50},{"code":"b","withheld":"of_tomorrow"}],"missing":{}}},
        {"id":"x","by":"b_ladder","rows":[]}]}"#;

    fn released() -> Released {
        let day = Day::parse("2027-03-01").unwrap();
        Released::read(RELEASE.as_bytes(), day, &Known).unwrap()
    }

    fn label(code: &str) -> Label {
        Label {
            code: code.to_owned(),
            text: Text::same(code),
        }
    }

    #[test]
    fn it_is_the_statistical_doors_whoever_looks_and_every_table_says_its_base() {
        let view = released().view(Some(&label("bio")));
        assert_eq!(view.about.door, DoorName::Statistical);
        assert_eq!(view.about.profile, Profile::Hesa);
        assert_eq!(view.about.responses, Figure::Count(75));
        let Block::Sheet(sheet) = &view.blocks[1] else {
            panic!("a sheet is the second block");
        };
        // Crossings are not a department's; what is left has the department's base and everyone's.
        assert_eq!(sheet.rows.len(), 1);
        assert_eq!(
            sheet.rows[0].values[1..],
            [Value::Count(30), Value::Count(75)]
        );
    }

    #[test]
    fn a_small_department_reads_as_the_group_that_it_was_added_to() {
        let sheet = released().beside("q", Some("chem")).unwrap();
        assert_eq!(
            sheet.columns[1].title,
            Message::Author(Text::same("science"))
        );
        assert_eq!(
            sheet.rows[0].values[1..],
            [Value::Count(10), Value::Count(50)]
        );
        // What was not given out of a group is no zero, and an unknown reason is a reason.
        assert_eq!(
            sheet.rows[1].values[1..],
            [Value::Nothing, Value::Withheld(Reason::SmallBase)]
        );
        assert_eq!(released().beside("unknown", None), None);
    }

    #[test]
    fn exact_figures_are_no_release() {
        let day = Day::parse("2027-03-01").unwrap();
        for no in [
            "not json",
            r#"{"profile":"none","tables":[]}"#,
            r#"{"tables":[]}"#,
            r#"{"profile":"hesa"}"#,
        ] {
            assert!(Released::read(no.as_bytes(), day, &Known).is_err(), "{no}");
        }
    }
}
