//! The types of question: one table of names, one reader each.

use rust_decimal::Decimal;

use super::condition::Slot;
use super::table::Table;
use super::{Lowering, Owner};
use crate::survey::model::{ComputedKind, Kind, Questionnaire, Range, Repeat};
use crate::survey::nearest::remedy_among;
use crate::survey::nest::DEEPEST;
use crate::survey::rules;

/// The longest text that any answer may hold, in characters.
const LONGEST_TEXT: u32 = 10_000;

/// The most digits after a point.
const MOST_DECIMALS: u32 = 9;

/// Beyond this a whole number is no longer exact everywhere that figures go.
const FURTHEST: i64 = 1_000_000_000_000_000;

/// The most entries of a repeat.
const MOST_ENTRIES: u32 = 100;

pub(super) type Reader = fn(&mut Lowering<'_>, &mut Table<'_>, Owner, &Questionnaire) -> Kind;

/// Every type with its reader. A new type is one line here, one variant of `Kind`, one folder in `form`.
pub(super) const TYPES: [(&str, Reader); 18] = [
    ("text", |lowering, table, _, _| lowering.text_kind(table)),
    ("long_text", |lowering, table, _, _| Kind::LongText {
        max_length: lowering.max_length(table, 2_000),
    }),
    ("integer", |lowering, table, _, _| {
        Kind::Integer(lowering.range(table, false))
    }),
    ("decimal", |lowering, table, _, _| {
        Kind::Decimal(lowering.range(table, true))
    }),
    ("yes_no", |_, _, _, _| Kind::YesNo),
    ("single", |lowering, table, owner, survey| {
        Kind::Single(lowering.offered(table, "choices", owner, survey))
    }),
    ("multiple", |lowering, table, owner, survey| {
        lowering.multiple(table, owner, survey)
    }),
    ("scale", |lowering, table, _, _| Kind::Scale {
        points: lowering.points(table),
    }),
    ("matrix", |lowering, table, owner, survey| {
        lowering.matrix(table, owner, survey)
    }),
    ("allocation", |lowering, table, owner, survey| {
        lowering.allocation(table, owner, survey)
    }),
    ("rank", |lowering, table, owner, survey| Kind::Rank {
        choices: lowering.offered(table, "choices", owner, survey),
        max: lowering.small(table, "max", 1..=100),
    }),
    ("date", |_, _, _, _| Kind::Date),
    ("month", |_, _, _, _| Kind::Month),
    ("lookup", |lowering, table, owner, survey| {
        Kind::Lookup(lowering.offered(table, "choices", owner, survey))
    }),
    ("repeat", |lowering, table, owner, survey| {
        lowering.repeat(table, owner, survey)
    }),
    ("note", |_, _, _, _| Kind::Note),
    ("acknowledge", |_, _, _, _| Kind::Acknowledge),
    ("computed", |lowering, table, owner, _| {
        lowering.computed(table, owner)
    }),
];

/// Keys that some type takes, with what to do where this one does not.
const SOMEWHERE: [(&str, &str); 29] = [
    ("required", "take it out: nobody answers this"),
    ("constraint", "take it out: nobody answers this"),
    ("constraint_message", "take it out: nobody answers this"),
    ("warning", "take it out: nobody answers this"),
    ("warning_message", "take it out: nobody answers this"),
    (
        "missing",
        "take it out: there is no way of not answering this",
    ),
    (
        "default",
        "take it out: nothing can stand here before the answer",
    ),
    ("calculation", "take it out, or make the type `computed`"),
    (
        "list",
        "only a question that offers choices or rows takes a list",
    ),
    (
        "choices",
        "rows of a matrix or allocation are `rows`; only types that offer something take choices",
    ),
    (
        "filter",
        "only a question that offers choices or rows can filter them",
    ),
    ("min", "use `constraint`, for example \"value >= today()\""),
    ("max", "use `constraint`, for example \"value <= today()\""),
    ("max_length", "only texts have a length"),
    ("pattern", "only `text` takes a pattern"),
    ("decimals", "only a `decimal` has digits after the point"),
    ("unit", "only numbers and allocations have a unit"),
    ("rows", "only a matrix or an allocation has rows"),
    (
        "rows_from",
        "only a matrix takes rows from another question",
    ),
    ("cells", "only a matrix has cells"),
    ("groups", "only a matrix has groups"),
    ("group_list", "only a matrix has groups"),
    ("closable", "only a matrix can be closed group by group"),
    ("min_rows", "only a matrix has rows to answer"),
    ("total", "only an allocation has a total"),
    ("step", "only an allocation has a step"),
    ("question", "only a repeat has questions of its own"),
    ("label_from", "only a repeat names its entries"),
    ("shuffle", "only choices and rows can be shuffled"),
];

/// A question's type as it was read.
pub(super) struct Lowered {
    pub(super) kind: Kind,
    /// The type's name, `None` where it has none that exists.
    pub(super) name: Option<&'static str>,
    pub(super) shuffle: bool,
}

impl Lowered {
    /// Whether a person answers it. One whose type is not known is taken to be.
    pub(super) fn is_answered(&self) -> bool {
        !matches!(self.name, Some("note" | "computed"))
    }

    pub(super) fn is_note(&self) -> bool {
        self.name == Some("note")
    }

    /// Whether "I do not know" and "I prefer not to say" may be offered.
    pub(super) fn takes_missing(&self) -> bool {
        self.name != Some("acknowledge")
    }

    pub(super) fn takes_default(&self) -> bool {
        !matches!(
            self.name,
            Some("acknowledge" | "matrix" | "allocation" | "repeat")
        )
    }

    fn takes_shuffle(name: Option<&str>) -> bool {
        matches!(
            name,
            None | Some("single" | "multiple" | "matrix" | "allocation" | "rank")
        )
    }
}

impl Lowering<'_> {
    /// Reads `type` and what that type needs.
    pub(super) fn kind(
        &mut self,
        table: &mut Table<'_>,
        owner: Owner,
        survey: &Questionnaire,
    ) -> Lowered {
        self.demand(
            table,
            "type",
            "say what kind of answer is wanted, for example `type = \"single\"`",
        );
        let given = self.string(table, "type");
        let found = given
            .as_ref()
            .and_then(|given| TYPES.iter().find(|(name, _)| name == given));
        let kind = match (found, given) {
            (Some((_, read)), _) => read(self, table, owner, survey),
            (None, given) => {
                if let Some(given) = given {
                    let message = format!("there is no type `{given}`");
                    let remedy = remedy_among("types", &given, TYPES.iter().map(|(name, _)| *name));
                    self.tell(
                        &rules::UNKNOWN_TYPE,
                        &table.span_of("type"),
                        message,
                        remedy,
                    );
                }
                self.broken.insert(owner);
                Kind::Note
            }
        };
        let name = found.map(|(name, _)| *name);
        let shuffle = Lowered::takes_shuffle(name) && self.bool(table, "shuffle");
        Lowered {
            kind,
            name,
            shuffle,
        }
    }

    /// Tells of keys that are left over; where the type is not known, its own keys are let be.
    pub(super) fn finish_question(&mut self, table: &Table<'_>, name: Option<&str>) {
        if name.is_some() {
            self.finish_among(table, &SOMEWHERE);
            return;
        }
        let known = |key: &str| SOMEWHERE.iter().any(|(other, _)| *other == key);
        if !table.rest().any(|entry| known(&entry.key)) {
            self.finish_among(table, &[]);
        }
    }

    fn text_kind(&mut self, table: &mut Table<'_>) -> Kind {
        let pattern = self.string(table, "pattern");
        if let Some(Err(why)) = pattern.as_deref().map(crate::survey::pattern::whole) {
            let remedy =
                "write a regular expression that the whole answer must match, for example [0-9]{6}";
            self.tell(
                &rules::PATTERN,
                &table.span_of("pattern"),
                format!("this is not a pattern: {why}"),
                remedy,
            );
        }
        Kind::Text {
            max_length: self.max_length(table, 200),
            pattern,
        }
    }

    fn max_length(&mut self, table: &mut Table<'_>, otherwise: u32) -> u32 {
        self.small(table, "max_length", 1..=LONGEST_TEXT)
            .unwrap_or(otherwise)
    }

    /// Bounds, digits and unit of a number.
    pub(super) fn range(&mut self, table: &mut Table<'_>, with_point: bool) -> Range {
        let decimals = if with_point {
            self.small(table, "decimals", 0..=MOST_DECIMALS)
                .unwrap_or(2)
        } else {
            0
        };
        let range = Range {
            min: self.bound(table, "min", decimals),
            max: self.bound(table, "max", decimals),
            decimals,
            unit: self.text(table, "unit"),
        };
        if let (Some(min), Some(max)) = (range.min, range.max)
            && min > max
        {
            self.crossed(table, min, max);
        }
        range
    }

    fn crossed(
        &mut self,
        table: &Table<'_>,
        min: impl std::fmt::Display,
        max: impl std::fmt::Display,
    ) {
        let message = format!("the least, {min}, is more than the most, {max}");
        self.tell(
            &rules::BOUNDS,
            &table.span_of("min"),
            message,
            "swap them, or give a smaller `min`",
        );
    }

    fn bound(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        decimals: u32,
    ) -> Option<Decimal> {
        let bound = self.decimal(table, key)?.normalize();
        if bound.scale() > decimals {
            let message = format!(
                "{bound} has more digits after the point than an answer, which has {decimals}"
            );
            self.tell(
                &rules::BOUNDS,
                &table.span_of(key),
                message,
                "give fewer digits, or more `decimals`",
            );
        } else if bound.abs() > FURTHEST.into() {
            let message = format!("{bound} is further than an answer may go");
            self.tell(
                &rules::BOUNDS,
                &table.span_of(key),
                message,
                format!("stay within {FURTHEST}"),
            );
        }
        Some(bound)
    }

    fn multiple(&mut self, table: &mut Table<'_>, owner: Owner, survey: &Questionnaire) -> Kind {
        let choices = self.offered(table, "choices", owner, survey);
        let min = self.small(table, "min", 0..=10_000);
        let max = self.small(table, "max", 1..=10_000);
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            self.crossed(table, min, max);
        }
        Kind::Multiple { choices, min, max }
    }

    fn allocation(&mut self, table: &mut Table<'_>, owner: Owner, survey: &Questionnaire) -> Kind {
        let rows = self.offered(table, "rows", owner, survey);
        let total = self.whole(table, "total", 1..=FURTHEST).unwrap_or(100);
        let step = self.whole(table, "step", 1..=FURTHEST).unwrap_or(1);
        if total % step != 0 {
            let message = format!("steps of {step} never total {total}");
            self.tell(
                &rules::BOUNDS,
                &table.span_of("step"),
                message,
                "give a step that divides the total",
            );
        }
        Kind::Allocation {
            rows,
            total,
            step,
            unit: self.text(table, "unit"),
        }
    }

    fn repeat(&mut self, table: &mut Table<'_>, owner: Owner, survey: &Questionnaire) -> Kind {
        if owner.nested.len() == DEEPEST {
            let span = table.span_of("type");
            let message = format!("no more than {DEEPEST} repeats may stand in one another");
            self.tell(
                &rules::REPEAT_IN_REPEAT,
                &span,
                message,
                "ask with a `multiple` or `single`, or take it out of the repeat",
            );
            table.know(&["question", "min", "max", "label_from"]);
            self.broken.insert(owner);
            return Kind::Note;
        }
        self.demand(table, "question", "add `[[section.question.question]]`");
        let mut questions = Vec::new();
        for (index, node) in self.items(table, "question").iter().take(100).enumerate() {
            if let Some(nested) = owner.inside(index) {
                questions.push(self.question(node, nested, None, survey));
            }
        }
        let max = self.small(table, "max", 1..=MOST_ENTRIES).unwrap_or(25);
        let min = self.small(table, "min", 0..=MOST_ENTRIES).unwrap_or(0);
        if min > max {
            self.crossed(table, min, max);
        }
        let label_from = self.string(table, "label_from");
        Kind::Repeat(Box::new(Repeat {
            questions,
            min,
            max,
            label_from,
        }))
    }

    fn computed(&mut self, table: &mut Table<'_>, owner: Owner) -> Kind {
        self.demand(table, "calculation", "say what it is worked out from");
        self.condition(table, "calculation", owner, Slot::Calculation);
        Kind::Computed {
            result: ComputedKind::Text,
        }
    }
}
