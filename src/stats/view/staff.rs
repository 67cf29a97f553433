//! A staff table in HESA's shape (docs/rules.md §6.3): preparation, not a return.
//!
//! Every variable is a table of its own: headcount and FTE by code, then headcount by department. None
//! is crossed with another. FTE are sums of exact decimals, rounded to the nearest 5 under `hesa` as
//! HESA rounds headcount, FPE and FTE (Services Standard Rounding Methodology, docs/rules.md §8.1).

use crate::base::words::Message;
use crate::response::answer::Missing;
use crate::survey::technical::Definition;

use super::super::table::Figure;
use super::classes::Class;
use super::definitions::definitions;
use super::measured::By;
use super::protected::{Counted, Line, Protected};
use super::questions::{post, standing};
use super::sheets::{self, Named, column, row, word};
use super::staff_codes::{AGE, Coded, MODE, NOT_KNOWN, QUALIFICATION, TERMS};
use super::{Block, Facts, Label, Name, Row, Sheet, Value, View, about, labels};
use crate::base::language::Text;

/// The edition that occupations are coded in; it stands beside every code.
const EDITION: &str = "SOC2020";

/// "Science, engineering and production technicians n.e.c.": the code that takes what fits nowhere.
const NOT_ELSEWHERE: &str = "3119";

/// A variable of the staff table.
struct Variable {
    /// HESA's name for it.
    field: &'static str,
    /// The words for files: of the table, and of the one by department.
    ids: [&'static str; 2],
    titles: [&'static str; 2],
    question: &'static str,
    codes: &'static [Coded],
}

const VARIABLES: [Variable; 4] = [
    Variable {
        field: "TERMS",
        ids: ["terms", "terms_by_department"],
        titles: ["staff-terms", "staff-terms-by-department"],
        question: post::TERMS,
        codes: &TERMS,
    },
    Variable {
        field: "MOEMP",
        ids: ["mode", "mode_by_department"],
        titles: ["staff-mode", "staff-mode-by-department"],
        question: post::MODE,
        codes: &MODE,
    },
    Variable {
        field: "HQHELD",
        ids: ["qualification", "qualification_by_department"],
        titles: ["staff-qualification", "staff-qualification-by-department"],
        question: standing::HIGHEST,
        codes: &QUALIFICATION,
    },
    Variable {
        field: "",
        ids: ["age", "age_by_department"],
        titles: ["staff-age", "staff-age-by-department"],
        question: post::AGE,
        codes: &AGE,
    },
];

/// What is shown in HESA's codes.
pub(super) fn classes() -> impl Iterator<Item = (&'static str, Class<'static>)> {
    let all = VARIABLES.iter();
    all.flat_map(|one| one.codes.iter().map(|coded| (one.question, coded.class)))
}

/// The staff table.
pub(super) fn staff(kit: Protected<'_>, rival: &[Definition]) -> View {
    let is_asked = VARIABLES.iter().any(|variable| kit.has(variable.question));
    if !is_asked && !kit.has(post::SOC) {
        let blocks = about::not_asked(&[post::SOC, post::TERMS, post::MODE, standing::HIGHEST]);
        return kit.view(Name::Staff, blocks);
    }
    let mut blocks = vec![about::note("staff-preparation")];
    blocks.extend(totals(kit));
    blocks.extend(occupations(kit));
    blocks.extend(definitions(kit, rival));
    for variable in &VARIABLES {
        blocks.extend(variable.sheets(kit));
    }
    blocks.push(about::note("staff-sources"));
    kit.view(Name::Staff, blocks)
}

/// Headcount and FTE by department.
fn totals(kit: Protected<'_>) -> Option<Block> {
    let question = kit.material.frame.department.as_deref()?;
    let counted = kit.counted(question)?;
    let measured = kit.measure(post::FTE);
    let rows = scope(kit, &counted).into_iter().map(|(name, line)| {
        let equivalent = measured.as_ref().map(|measured| measured.sum(line));
        row(vec![
            name,
            line.base.into(),
            equivalent.unwrap_or(Value::Nothing),
        ])
    });
    Some(Block::Sheet(Sheet {
        id: "totals",
        title: Message::plain("staff-totals"),
        columns: vec![
            column("department", "statistics-department"),
            column("headcount", "staff-headcount"),
            column("fte", "staff-fte"),
        ],
        rows: rows.collect(),
    }))
}

/// The lines of what is looked at: one department, or every one that may be shown.
fn scope<'c>(kit: Protected<'c>, counted: &'c Counted) -> Vec<(Value, &'c Line)> {
    let all = sheets::departments(kit, counted);
    if kit.material.department.is_none() {
        return all.collect();
    }
    let meant = kit.line(counted).map(|line| line.group.as_str());
    let is_meant = |(_, line): &(Value, &Line)| Some(line.group.as_str()) == meant;
    all.filter(is_meant).collect()
}

/// Four-digit occupations that anybody named, and how many are coded badly.
fn occupations(kit: Protected<'_>) -> Vec<Block> {
    let Some(counted) = kit.counted(post::SOC) else {
        return Vec::new();
    };
    let Some(line) = kit.line(&counted) else {
        return vec![sheets::nothing()];
    };
    let classes: Vec<Vec<String>> = counted
        .codes
        .iter()
        .map(|code| vec![code.clone()])
        .collect();
    let by = By {
        question: post::SOC,
        classes: &classes,
    };
    let sums = kit.sums(&counted, line, post::FTE, by);
    let rows = counted.codes.iter().zip(line.cells.iter().zip(sums));
    let rows = rows
        .filter(|(_, (figure, _))| **figure != Figure::Count(0))
        .map(|(code, (figure, sum))| {
            let label = labels::value(kit.material.questionnaire, post::SOC, code);
            row(vec![digits(code), label, edition(), (*figure).into(), sum])
        });
    let sheet = Block::Sheet(Sheet {
        id: "occupations",
        title: Message::plain("staff-occupations"),
        columns: vec![
            column("code", "staff-code"),
            column("soc", "statistics-occupation"),
            column("edition", "staff-edition"),
            column("headcount", "staff-headcount"),
            column("fte", "staff-fte"),
        ],
        rows: rows.collect(),
    });
    let left_out = about::note("staff-occupations-note");
    vec![sheet, left_out, quality(&counted, line)]
}

fn edition() -> Value {
    digits(EDITION)
}

/// A code that reads as itself.
fn digits(code: &str) -> Value {
    Value::Label(Label {
        code: code.to_owned(),
        text: Text::same(code),
    })
}

/// Who is coded to what fits nowhere else, or not at all (docs/rules.md §6.1).
fn quality(counted: &Counted, line: &Line) -> Block {
    let elsewhere = counted
        .place(NOT_ELSEWHERE)
        .and_then(|at| line.cells.get(at));
    let not_sure = line.missing(Missing::DontKnow);
    let value = |figure: Option<Figure>| figure.map_or(Value::Nothing, Value::from);
    Block::Facts(Facts {
        id: "coding",
        title: Message::plain("staff-coding"),
        facts: vec![
            (
                "soc_3119",
                Message::plain("staff-coding-3119"),
                value(elsewhere.copied()),
            ),
            (
                "soc_not_sure",
                Message::plain("staff-coding-not-sure"),
                value(not_sure),
            ),
        ],
    })
}

impl Variable {
    fn classes(&self) -> Vec<Class<'static>> {
        let codes = self.codes.iter();
        codes.map(|coded| coded.class).collect()
    }

    fn sheets(&self, kit: Protected<'_>) -> Vec<Block> {
        let classes = self.classes();
        let Some(counted) = kit.in_classes(self.question, &classes) else {
            return Vec::new();
        };
        let mut blocks = vec![self.by_code(kit, &counted)];
        if kit.material.department.is_none() {
            let named = Named {
                id: self.ids[1],
                title: self.titles[1],
            };
            let first = column("department", "statistics-department");
            let lines = sheets::departments(kit, &counted);
            blocks.push(sheets::groups(named, first, &classes, lines));
        }
        blocks
    }

    fn by_code(&self, kit: Protected<'_>, counted: &Counted) -> Block {
        let Some(line) = kit.line(counted) else {
            return sheets::nothing();
        };
        let classes = self.codes.iter().map(|coded| {
            let codes = coded.class.codes.iter();
            codes.map(|code| (*code).to_owned()).collect()
        });
        let classes: Vec<Vec<String>> = classes.collect();
        let by = By {
            question: self.question,
            classes: &classes,
        };
        let sums = kit.sums(counted, line, post::FTE, by);
        let figures = line.cells.iter().zip(sums);
        let mut rows: Vec<Row> = self
            .codes
            .iter()
            .zip(figures)
            .map(|(coded, (figure, sum))| {
                let name = word(coded.class.id, coded.class.title);
                row(vec![self.code(coded.code), name, (*figure).into(), sum])
            })
            .collect();
        rows.extend(self.not_known(line));
        Block::Sheet(Sheet {
            id: self.ids[0],
            title: Message::plain(self.titles[0]),
            columns: vec![
                column("code", "staff-code"),
                column("answer", "statistics-answer"),
                column("headcount", "staff-headcount"),
                column("fte", "staff-fte"),
            ],
            rows,
        })
    }

    /// HESA's field and code; empty where the field has none.
    fn code(&self, code: &str) -> Value {
        if code.is_empty() {
            return Value::Nothing;
        }
        Value::Label(Label {
            code: format!("{} {code}", self.field),
            text: Text::same(code),
        })
    }

    /// Those who did not say: one row per kind, each protected by itself.
    fn not_known(&self, line: &Line) -> Vec<Row> {
        let code = if self.field == "HQHELD" {
            NOT_KNOWN
        } else {
            ""
        };
        let kinds = [
            (Missing::DontKnow, "dont_know", "statistics-dont-know"),
            (Missing::PreferNot, "prefer_not", "statistics-prefer-not"),
            (Missing::Blank, "blank", "statistics-blank"),
        ];
        let of = |(kind, id, title): (Missing, &'static str, &'static str)| {
            let figure = line.missing(kind)?;
            (figure != Figure::Count(0)).then(|| {
                row(vec![
                    self.code(code),
                    word(id, title),
                    figure.into(),
                    Value::Nothing,
                ])
            })
        };
        kinds.into_iter().filter_map(of).collect()
    }
}
