//! What is counted: the closed questions and integers of a questionnaire, a matrix a row at a time.
//!
//! Texts, dates, decimals and allocations are not counted: their values single people out. A repeat's
//! entries are not either; they belong to registers, which are views of their own. The frame holds
//! them all the same ([`everything`]), for those views; long texts it does not hold at all, since a
//! person reads them before anybody else does.

use std::collections::BTreeSet;

use crate::survey::Questionnaire;
use crate::survey::model::{
    Cells, Choice, Choices, ComputedKind, Kind, Matrix, Question, Range, Repeat, Role, Section,
};

use super::code::{Code, Family};

/// The most codes that are all listed, also where nobody gave them: beyond, only those that occur.
const LISTED: usize = 200;

/// What is added to the id of a repeat's question for the words of a choice that asks for some. No
/// id holds a full stop.
pub(super) const SPECIFIED: &str = ".text";

/// Which codes a table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Every code that the questionnaire offers.
    All,
    /// Those that occur: a list of hundreds, or a number without bounds. That a code is listed at
    /// all is then a figure, so protected tables list it only where it shows a count.
    Occurring,
}

/// Whether a person gives one code or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arity {
    One,
    Many,
}

/// What a variable's column holds. Only codes are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Codes that a table may list.
    Codes,
    /// Whole numbers that no table lists: a row of an allocation.
    Quantity,
    /// Exact decimals.
    Decimal,
    /// Days, and months as their first day.
    Day,
    /// One line of text.
    Words,
    /// A repeat's entries, by its questions and the rows of its matrices. Long texts are left out.
    Entries(Vec<Variable>),
}

/// One thing that is counted: a question, or one row of a matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// `QUESTION` or `QUESTION.ROW`.
    pub id: String,
    /// The question.
    pub question: String,
    /// The row of a matrix.
    pub row: Option<String>,
    /// The codes that the questionnaire offers, in its order.
    pub codes: Vec<Code>,
    /// Which codes a table lists.
    pub listing: Listing,
    pub(super) family: Family,
    pub(super) arity: Arity,
    /// A number of something, whose least and greatest are somebody's; not a step of a scale.
    pub(super) is_amount: bool,
    /// The group of a closable matrix's row: where it is closed, an unrated row counts as 0.
    pub(super) group: Option<String>,
    /// Special category data: it takes more people to be shown.
    pub(super) special: bool,
    /// The questions whose answers decide who is asked, or that it is worked out from: by their own ids or,
    /// for one row, by that of its table.
    pub(super) gates: Vec<String>,
    pub(super) holds: Holds,
}

impl Variable {
    /// A variable of a question that has no codes.
    fn uncounted(question: &str, holds: Holds) -> Self {
        Self {
            holds,
            ..Domain::new(Family::Text, Arity::One, Vec::new())
                .variable(question.to_owned(), question)
        }
    }

    /// A variable of one code a person that no question asked.
    pub(super) fn of_codes(id: &str, listing: Listing) -> Self {
        Self {
            holds: Holds::Codes,
            listing,
            ..Self::uncounted(id, Holds::Codes)
        }
    }

    /// Gives its question another id.
    pub(super) fn rename(&mut self, question: &str) {
        question.clone_into(&mut self.question);
        self.id = match &self.row {
            Some(row) => format!("{question}.{row}"),
            None => question.to_owned(),
        };
    }
}

/// What the cells of a variable may hold.
struct Domain {
    codes: Vec<Code>,
    family: Family,
    arity: Arity,
    listing: Listing,
    is_amount: bool,
}

/// Everything that is counted, in the questionnaire's order.
pub fn variables(questionnaire: &Questionnaire) -> Vec<Variable> {
    let mut counted = everything(questionnaire);
    counted.retain(|variable| variable.holds == Holds::Codes);
    counted
}

/// Everything that a frame holds, in the questionnaire's order.
pub(super) fn everything(questionnaire: &Questionnaire) -> Vec<Variable> {
    let sections = questionnaire.sections.iter();
    let questions = sections.flat_map(|section| {
        let questions = section.questions.iter();
        questions.map(move |question| (section, question))
    });
    let of = |(section, question): (&Section, &Question)| {
        let gates = gates(questionnaire, section, question, DEEPEST);
        let mut own = of_question(questionnaire, question);
        for variable in &mut own {
            variable.special = question.special;
            let from = chosen_from(questionnaire, question, variable.row.as_deref());
            variable.gates = gates.iter().cloned().chain(from).collect();
        }
        own
    };
    questions.flat_map(of).collect()
}

/// How many computed questions are followed to what they are computed from.
const DEEPEST: usize = 8;

/// The questions that decide who is asked one, whose answers the statistics office gets, or what it is computed as; but for the department, by which
/// everything is shown anyway. What is computed and has no table stands for what it is computed from.
fn gates(
    questionnaire: &Questionnaire,
    section: &Section,
    question: &Question,
    deepest: usize,
) -> BTreeSet<String> {
    let filter = match &question.kind {
        Kind::Matrix(matrix) => matrix.rows.filter.as_ref(),
        _ => None,
    };
    let own = [&section.relevant, &question.relevant, &question.calculation];
    let released = question.audience.iter().filter(|release| {
        let mut audiences = questionnaire.audiences.iter();
        audiences.any(|one| one.id == release.audience && one.sealed_to.contains(&Role::Statistics))
    });
    let released = released.filter_map(|release| release.when.as_ref());
    let own = own.into_iter().flatten().chain(filter).chain(released);
    let mut gates: BTreeSet<String> = own.flat_map(|one| one.depends_on().clone()).collect();
    gates.retain(|id| questionnaire.department.as_ref() != Some(id));
    let computed: Vec<String> = gates.iter().cloned().collect();
    for id in computed.into_iter().filter(|_| deepest > 0) {
        let mut sections = questionnaire.sections.iter();
        let found = sections.find_map(|section| {
            let found = section.questions.iter().find(|question| question.id == id);
            found.map(|question| (section, question))
        });
        if let Some((section, question)) = found.filter(|(_, one)| one.calculation.is_some()) {
            gates.extend(self::gates(questionnaire, section, question, deepest - 1));
        }
    }
    gates
}

/// What a matrix takes its rows from: of another matrix the same row.
fn chosen_from(
    questionnaire: &Questionnaire,
    question: &Question,
    row: Option<&str>,
) -> Option<String> {
    let Kind::Matrix(matrix) = &question.kind else {
        return None;
    };
    let from = matrix.rows_from.as_deref()?;
    let source = questionnaire.question(from).map(|source| &source.kind);
    Some(match (source, row) {
        (Some(Kind::Matrix(_)), Some(row)) => format!("{from}.{row}"),
        _ => from.to_owned(),
    })
}

fn of_question(questionnaire: &Questionnaire, question: &Question) -> Vec<Variable> {
    match &question.kind {
        Kind::Matrix(matrix) => of_matrix(questionnaire, question, matrix),
        Kind::Allocation { rows, total, .. } => {
            of_allocation(questionnaire, question, rows, *total)
        }
        Kind::Repeat(repeat) => vec![of_repeat(questionnaire, question, repeat)],
        _ => of_one(questionnaire, question).into_iter().collect(),
    }
}

/// A repeat, with what each of its entries holds: further repeats too.
fn of_repeat(questionnaire: &Questionnaire, question: &Question, repeat: &Repeat) -> Variable {
    let fields = repeat.questions.iter().flat_map(|nested| {
        let mut inner = of_question(questionnaire, nested);
        inner.extend(specified(questionnaire, nested));
        inner
    });
    let holds = Holds::Entries(fields.collect());
    Variable::uncounted(&question.id, holds)
}

/// The variable of a question that has one value.
fn of_one(questionnaire: &Questionnaire, question: &Question) -> Option<Variable> {
    let holds = match &question.kind {
        Kind::Text { .. }
        | Kind::Computed {
            result: ComputedKind::Text,
        } => Holds::Words,
        Kind::Decimal(_)
        | Kind::Computed {
            result: ComputedKind::Number,
        } => Holds::Decimal,
        Kind::Date
        | Kind::Month
        | Kind::Computed {
            result: ComputedKind::Day,
        } => Holds::Day,
        kind => {
            let domain = domain(questionnaire, kind)?;
            return Some(domain.variable(question.id.clone(), &question.id));
        }
    };
    Some(Variable::uncounted(&question.id, holds))
}

/// The words that a choice of a repeat's question asks for: what is not on the list has a name too.
fn specified(questionnaire: &Questionnaire, question: &Question) -> Option<Variable> {
    let (Kind::Single(choices) | Kind::Lookup(choices)) = &question.kind else {
        return None;
    };
    let mut choices = questionnaire.all_choices(choices);
    let id = format!("{}{SPECIFIED}", question.id);
    choices
        .any(|choice| choice.specify)
        .then(|| Variable::uncounted(&id, Holds::Words))
}

fn of_allocation(
    questionnaire: &Questionnaire,
    question: &Question,
    rows: &Choices,
    total: i64,
) -> Vec<Variable> {
    let range = Range {
        min: Some(0.into()),
        max: Some(total.into()),
        ..Range::default()
    };
    offered(questionnaire, rows)
        .map(|row| Variable {
            row: Some(row.code.clone()),
            holds: Holds::Quantity,
            ..Domain::integers(&range)
                .variable(format!("{}.{}", question.id, row.code), &question.id)
        })
        .collect()
}

fn domain(questionnaire: &Questionnaire, kind: &Kind) -> Option<Domain> {
    let yes_no = [Code::YesNo(true), Code::YesNo(false)];
    match kind {
        Kind::Integer(range) => Some(Domain::integers(range)),
        Kind::YesNo
        | Kind::Computed {
            result: ComputedKind::YesNo,
        } => Some(Domain::new(Family::YesNo, Arity::One, yes_no.into())),
        Kind::Acknowledge => Some(Domain::new(
            Family::YesNo,
            Arity::One,
            vec![Code::YesNo(true)],
        )),
        Kind::Single(choices) | Kind::Lookup(choices) => {
            Some(Domain::texts(Arity::One, offered(questionnaire, choices)))
        }
        Kind::Multiple { choices, .. } | Kind::Rank { choices, .. } => {
            Some(Domain::texts(Arity::Many, offered(questionnaire, choices)))
        }
        Kind::Scale { points } => Some(Domain::points(points)),
        _ => None,
    }
}

fn of_matrix(questionnaire: &Questionnaire, question: &Question, matrix: &Matrix) -> Vec<Variable> {
    rows(questionnaire, matrix)
        .into_iter()
        .map(|row| {
            let id = format!("{}.{}", question.id, row.code);
            let mut variable = match cell_domain(&matrix.cells) {
                Some(domain) => domain.variable(id, &question.id),
                None => Variable {
                    id,
                    ..Variable::uncounted(&question.id, Holds::Decimal)
                },
            };
            variable.group = matrix
                .groups
                .as_ref()
                .filter(|_| matrix.closable)
                .and_then(|column| row.columns.get(column).cloned());
            variable.row = Some(row.code);
            variable
        })
        .collect()
}

fn cell_domain(cells: &Cells) -> Option<Domain> {
    match cells {
        Cells::Single(choices) => Some(Domain::texts(Arity::One, choices.iter())),
        Cells::Multiple(choices) => Some(Domain::texts(Arity::Many, choices.iter())),
        Cells::Scale(points) => Some(Domain::points(points)),
        Cells::Integer(range) => Some(Domain::integers(range)),
        Cells::Decimal(_) => None,
    }
}

/// Every row that a matrix may show. `rows_from` may lead through several matrices, never in a circle
/// in a checked questionnaire; the bound makes sure of it.
fn rows(questionnaire: &Questionnaire, matrix: &Matrix) -> Vec<Choice> {
    let mut matrix = matrix;
    for _ in 0..16 {
        let source = matrix
            .rows_from
            .as_deref()
            .and_then(|id| questionnaire.question(id));
        match source.map(|question| &question.kind) {
            Some(Kind::Matrix(source)) => matrix = source,
            Some(Kind::Multiple { choices, .. } | Kind::Rank { choices, .. }) => {
                return offered(questionnaire, choices).cloned().collect();
            }
            _ => break,
        }
    }
    offered(questionnaire, &matrix.rows).cloned().collect()
}

fn offered<'q>(
    questionnaire: &'q Questionnaire,
    choices: &'q Choices,
) -> impl Iterator<Item = &'q Choice> {
    questionnaire.all_choices(choices)
}

impl Domain {
    fn new(family: Family, arity: Arity, codes: Vec<Code>) -> Self {
        let listing = if codes.len() <= LISTED {
            Listing::All
        } else {
            Listing::Occurring
        };
        Self {
            codes,
            family,
            arity,
            listing,
            is_amount: false,
        }
    }

    fn texts<'q>(arity: Arity, choices: impl Iterator<Item = &'q Choice>) -> Self {
        let codes = choices.map(|choice| Code::Text(choice.code.clone()));
        Self::new(Family::Text, arity, codes.collect())
    }

    /// A scale's codes are whole numbers; `survey check` has seen to it.
    fn points(points: &[Choice]) -> Self {
        let codes = points
            .iter()
            .filter_map(|point| point.code.parse().ok().map(Code::Number));
        Self::new(Family::Number, Arity::One, codes.collect())
    }

    /// Every number of a short range; else those that occur.
    fn integers(range: &Range) -> Self {
        use rust_decimal::prelude::ToPrimitive as _;
        let bound = |value: Option<rust_decimal::Decimal>| value.and_then(|value| value.to_i64());
        let most = i64::try_from(LISTED).unwrap_or(i64::MAX);
        let domain = match (bound(range.min), bound(range.max)) {
            (Some(min), Some(max)) if max.saturating_sub(min) < most => Self::new(
                Family::Number,
                Arity::One,
                (min..=max).map(Code::Number).collect(),
            ),
            _ => Self {
                listing: Listing::Occurring,
                ..Self::new(Family::Number, Arity::One, Vec::new())
            },
        };
        Self {
            is_amount: true,
            ..domain
        }
    }

    fn variable(self, id: String, question: &str) -> Variable {
        Variable {
            id,
            question: question.to_owned(),
            row: None,
            codes: self.codes,
            listing: self.listing,
            family: self.family,
            arity: self.arity,
            is_amount: self.is_amount,
            group: None,
            special: false,
            gates: Vec::new(),
            holds: Holds::Codes,
        }
    }
}
