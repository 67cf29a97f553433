//! A condition in plain words, as a message that every language of the program can say: for the
//! codebook's universes, for a paper form's "Answer this only if ...", for "asked because ...".
//!
//! What has no words of its own is quoted as the author wrote it, never left out.

use crate::base::language::Text;
use crate::base::words::{Arg, Message};
use crate::response::answer::Missing;
use crate::survey::Questionnaire;
use crate::survey::model::{Cells, Choice, Kind, Question};
use crate::survey::nest::{self, Around};

use super::Expression;
use super::syntax::{Node, Shape, parse};

/// What is around a condition when it is put into words.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// The questionnaire.
    pub survey: &'a Questionnaire,
    /// The repeats that the condition stands in.
    pub around: Around<'a>,
    /// The entry that a filter looks at, where one is meant in particular.
    pub entry: Option<&'a Choice>,
    /// The name under which a condition looks at one entry of a repeat; then that repeat is the
    /// innermost of `around`.
    pub bound: Option<&'a str>,
    /// How a question is called: by its words, or by its number on paper.
    pub name: &'a dyn Fn(&Question) -> Message,
}

impl Wording<'_> {
    /// The condition in words, as the middle of a sentence.
    pub fn of(&self, condition: &Expression) -> Message {
        let source = condition.source();
        let told = parse(source).ok().and_then(|node| self.truth(&node));
        told.unwrap_or_else(|| source_of(source))
    }

    /// The condition turned round: when it is not so.
    pub fn not(&self, condition: &Expression) -> Message {
        let source = condition.source();
        let told = parse(source).ok().and_then(|node| self.negated(&node));
        told.unwrap_or_else(|| {
            Message::with("condition-not", [("inner", source_of(source).into())])
        })
    }

    fn question(&self, id: &str) -> Option<&Question> {
        let sibling = self.around.find(id);
        sibling.or_else(|| self.survey.question(id))
    }

    fn truth(&self, node: &Node) -> Option<Message> {
        match &node.shape {
            Shape::Bool(true) => Some(Message::plain("condition-always")),
            Shape::Bool(false) => Some(Message::plain("condition-never")),
            Shape::Name(_) | Shape::Index(..) | Shape::Field(..) => {
                Some(about("condition-yes", self.place(node)?.1))
            }
            Shape::All(nodes) => self.chain("condition-and", nodes),
            Shape::Any(nodes) => self.chain("condition-or", nodes),
            Shape::Not(inner) => self.negated(inner),
            Shape::Binary("in", item, list) => self.contains(item, list, true),
            Shape::Binary(sign, left, right) => self.compare(sign, left, right),
            Shape::Call(name, given) => self.call(name, given, true),
            Shape::Choose(parts) => self.choose(parts),
            Shape::Method(base, name, given) => {
                let id = match name.as_str() {
                    "exists" => "condition-exists",
                    "all" => "condition-every",
                    _ => return None,
                };
                self.each(id, base, given)
            }
            _ => None,
        }
    }

    /// Something about the entries of a repeat: `base.name(entry, inner)`.
    fn each(&self, id: &'static str, base: &Node, given: &[Node]) -> Option<Message> {
        let (repeat, name) = self.place(base)?;
        let (Kind::Repeat(_), [entry, inner]) = (&repeat.kind, given) else {
            return None;
        };
        let Shape::Name(bound) = &entry.shape else {
            return None;
        };
        let within = Wording {
            around: self.around.within(repeat),
            bound: Some(bound),
            ..*self
        };
        let args = [
            ("question", name.into()),
            ("inner", within.truth(inner)?.into()),
        ];
        Some(Message::with(id, args))
    }

    /// Where a shorter way of saying no exists it is taken: nobody reads "it is not so that".
    fn negated(&self, node: &Node) -> Option<Message> {
        match &node.shape {
            Shape::Name(_) | Shape::Index(..) | Shape::Field(..) => {
                Some(about("condition-no", self.place(node)?.1))
            }
            Shape::Not(inner) => self.truth(inner),
            Shape::Binary("in", item, list) => self.contains(item, list, false),
            Shape::Binary(sign, left, right) => self.compare(opposite(sign)?, left, right),
            Shape::Call(name, given) if matches!(name.as_str(), "answered" | "missing") => {
                self.call(name, given, false)
            }
            _ => Some(Message::with(
                "condition-not",
                [("inner", self.truth(node)?.into())],
            )),
        }
    }

    fn chain(&self, id: &'static str, nodes: &[Node]) -> Option<Message> {
        let told = nodes
            .iter()
            .map(|node| self.truth(node))
            .collect::<Option<_>>()?;
        joined(id, told)
    }

    fn call(&self, name: &str, given: &[Node], is_so: bool) -> Option<Message> {
        match (name, given) {
            ("answered", [place]) => {
                let id = if is_so {
                    "condition-answered"
                } else {
                    "condition-not-answered"
                };
                Some(about(id, self.place(place)?.1))
            }
            ("missing", [place, kind]) => {
                let (Shape::Name(code) | Shape::Text(code)) = &kind.shape else {
                    return None;
                };
                let id = if is_so {
                    "condition-missing"
                } else {
                    "condition-not-missing"
                };
                let kind = missing_words(Missing::from_code(code)?);
                let args = [
                    ("question", self.place(place)?.1.into()),
                    ("kind", Message::plain(kind).into()),
                ];
                Some(Message::with(id, args))
            }
            _ => None,
        }
    }

    fn choose(&self, [condition, this, that]: &[Node; 3]) -> Option<Message> {
        let args = [
            ("condition", self.truth(condition)?.into()),
            ("this", self.truth(this)?.into()),
            ("that", self.truth(that)?.into()),
        ];
        Some(Message::with("condition-choose", args))
    }

    /// `'code' in question`, `question in ['a', 'b']`, `entry.column in question`.
    fn contains(&self, item: &Node, list: &Node, is_so: bool) -> Option<Message> {
        if let Shape::List(items) = &list.shape {
            let (asked, place) = self.subject(item)?;
            let values = items
                .iter()
                .map(|one| self.value(one, asked))
                .collect::<Option<_>>()?;
            let id = if is_so {
                "condition-one-of"
            } else {
                "condition-none-of"
            };
            let values = joined("condition-or", values)?;
            return Some(Message::with(
                id,
                [("question", place.into()), ("value", values.into())],
            ));
        }
        let (asked, place) = self.place(list)?;
        let id = if is_so {
            "condition-chosen"
        } else {
            "condition-not-chosen"
        };
        let value = self.value(item, Some(asked))?;
        Some(Message::with(
            id,
            [("question", place.into()), ("value", value.into())],
        ))
    }

    fn compare(&self, sign: &str, left: &Node, right: &Node) -> Option<Message> {
        if let Some(told) = self.counted(sign, left, right) {
            return Some(told);
        }
        let (sign, left, right) = if is_value(left) && !is_value(right) {
            (turned(sign)?, right, left)
        } else {
            (sign, left, right)
        };
        if let Shape::Bool(truth) = right.shape {
            return match (sign, truth) {
                ("==", true) | ("!=", false) => self.truth(left),
                ("==", false) | ("!=", true) => self.negated(left),
                _ => None,
            };
        }
        let (asked, subject) = self.subject(left)?;
        let args = [
            ("question", subject.into()),
            ("value", self.value(right, asked)?.into()),
        ];
        Some(Message::with(comparison(sign)?, args))
    }

    /// `count(q) > 0` and its kin: something is chosen at all.
    fn counted(&self, sign: &str, left: &Node, right: &Node) -> Option<Message> {
        let (Shape::Call(name, given), Shape::Number(number)) = (&left.shape, &right.shape) else {
            return None;
        };
        let ([place], "count") = (given.as_slice(), name.as_str()) else {
            return None;
        };
        let some = match (sign, number.to_string().as_str()) {
            (">" | "!=", "0") | (">=", "1") => true,
            ("==" | "<=", "0") | ("<", "1") => false,
            _ => return None,
        };
        let (asked, place) = self.place(place)?;
        Some(about(some_words(&asked.kind, some), place))
    }

    /// What a comparison is about: an answer, or something worked out.
    fn subject(&self, node: &Node) -> Option<(Option<&Question>, Message)> {
        if let Some((question, place)) = self.place(node) {
            return Some((Some(question), place));
        }
        Some((None, self.value(node, None)?))
    }

    /// The question that a part names, and how it is called there, with the row where it names one.
    fn place(&self, node: &Node) -> Option<(&Question, Message)> {
        match &node.shape {
            Shape::Name(id) => {
                let question = self.question(id)?;
                Some((question, (self.name)(question)))
            }
            Shape::Field(base, nested) => {
                let is_bound =
                    matches!(&base.shape, Shape::Name(name) if Some(name.as_str()) == self.bound);
                let question = if is_bound {
                    self.around.siblings().iter().find(|one| one.id == *nested)
                } else {
                    self.repeat_inside(base, nested)
                }?;
                Some((question, (self.name)(question)))
            }
            Shape::Index(base, row) => {
                let (question, name) = self.place(base)?;
                let row = self.row(question, row)?;
                let args = [("question", name.into()), ("row", row.into())];
                Some((question, Message::with("condition-row", args)))
            }
            _ => None,
        }
    }

    /// `REPEAT.REPEAT`: the inner one.
    fn repeat_inside(&self, base: &Node, id: &str) -> Option<&Question> {
        let (outer, _) = self.place(base)?;
        let mut inner = nest::nested(outer).iter();
        inner.find(|one| one.id == id && matches!(one.kind, Kind::Repeat(_)))
    }

    fn row(&self, question: &Question, row: &Node) -> Option<Message> {
        let code = match &row.shape {
            Shape::Text(code) => code,
            _ => match (self.entry, self.column(row)?) {
                (Some(entry), "code") => &entry.code,
                (None, "code") => return Some(Message::plain("condition-this-row")),
                _ => return None,
            },
        };
        let rows = match &question.kind {
            Kind::Matrix(matrix) => self.survey.rows(matrix),
            Kind::Allocation { rows, .. } => self.survey.all_choices(rows).collect(),
            _ => Vec::new(),
        };
        Some(labelled(rows.into_iter(), code))
    }

    /// The column that a part of a filter names: `entry.family`, `family`, `entry.code`, `code`.
    fn column<'n>(&self, node: &'n Node) -> Option<&'n str> {
        match &node.shape {
            Shape::Field(base, column) => {
                matches!(&base.shape, Shape::Name(name) if name == "entry")
                    .then_some(column.as_str())
            }
            Shape::Name(name) if self.question(name).is_none() && name != "value" => Some(name),
            _ => None,
        }
    }

    /// A value in words; codes under the labels of the question they are compared with.
    fn value(&self, node: &Node, of: Option<&Question>) -> Option<Message> {
        match &node.shape {
            Shape::Text(text) => Some(self.code(text, of)),
            Shape::Number(number) => {
                let number = number.normalize().to_string();
                let is_point = of.is_some_and(|of| !points(&of.kind).is_empty());
                Some(if is_point {
                    self.code(&number, of)
                } else {
                    words(&number)
                })
            }
            Shape::Bool(true) => Some(Message::plain("form-yes")),
            Shape::Bool(false) => Some(Message::plain("form-no")),
            Shape::Name(name) if name == "value" => Some(Message::plain("condition-value")),
            Shape::Negate(inner) => Some(Message::with(
                "condition-minus",
                [("inner", self.value(inner, of)?.into())],
            )),
            Shape::Binary(sign, left, right) => {
                let args = [
                    ("left", self.value(left, None)?.into()),
                    ("sign", (*sign).into()),
                    ("right", self.value(right, None)?.into()),
                ];
                Some(Message::with("condition-sum", args))
            }
            Shape::Call(name, given) => self.function(name, given),
            Shape::Method(base, name, given) => self.method(base, name, given),
            _ => self
                .entry_value(node, of)
                .or_else(|| Some(self.place(node)?.1)),
        }
    }

    /// A column: its value where one entry is meant, else its name.
    fn entry_value(&self, node: &Node, of: Option<&Question>) -> Option<Message> {
        let column = self.column(node)?;
        let Some(entry) = self.entry else {
            return Some(Message::with(
                "condition-column",
                [("column", column.into())],
            ));
        };
        if column == "code" {
            return Some(quoted(&entry.label));
        }
        let value = entry.columns.get(column).map_or("", String::as_str);
        Some(self.code(value, of))
    }

    fn function(&self, name: &str, given: &[Node]) -> Option<Message> {
        let id = match (name, given) {
            ("today", []) => return Some(Message::plain("condition-today")),
            ("date", [day]) => match &day.shape {
                Shape::Text(day) => return Some(words(day)),
                _ => return None,
            },
            ("count", [_]) => "condition-count",
            ("sum", [_]) => "condition-total",
            ("sum", [repeat, nested]) => return self.total_of(repeat, nested),
            ("size", [_]) => "condition-size",
            _ => return None,
        };
        let inner = given.first()?;
        let inner = self
            .place(inner)
            .map(|(_, name)| name)
            .or_else(|| self.value(inner, None))?;
        Some(about(id, inner))
    }

    /// `repeat.filter(entry, inner).size()`, and the size of a list or text.
    fn method(&self, base: &Node, name: &str, given: &[Node]) -> Option<Message> {
        match (&base.shape, name, given) {
            (Shape::Method(repeat, filter, inner), "size", []) if filter == "filter" => {
                self.each("condition-number-of", repeat, inner)
            }
            (_, "size", []) => self.function("size", std::slice::from_ref(base)),
            _ => None,
        }
    }

    /// The numbers of one nested question added up.
    fn total_of(&self, repeat: &Node, nested: &Node) -> Option<Message> {
        let (repeat, name) = self.place(repeat)?;
        let (Kind::Repeat(kind), Shape::Name(id)) = (&repeat.kind, &nested.shape) else {
            return None;
        };
        let nested = kind.questions.iter().find(|one| one.id == *id)?;
        let args = [
            ("question", name.into()),
            ("nested", (self.name)(nested).into()),
        ];
        Some(Message::with("condition-total-of", args))
    }

    /// A code under its label.
    fn code(&self, code: &str, of: Option<&Question>) -> Message {
        let choices: Vec<&Choice> = of.map_or_else(Vec::new, |of| self.choices(&of.kind));
        labelled(choices.into_iter(), code)
    }

    fn choices<'q>(&'q self, kind: &'q Kind) -> Vec<&'q Choice> {
        match kind {
            Kind::Single(choices)
            | Kind::Lookup(choices)
            | Kind::Multiple { choices, .. }
            | Kind::Rank { choices, .. } => self.survey.all_choices(choices).collect(),
            other => points(other).iter().collect(),
        }
    }
}

/// Whether a part is a value to compare with, rather than what is compared.
fn is_value(node: &Node) -> bool {
    match &node.shape {
        Shape::Number(_) | Shape::Text(_) | Shape::Bool(_) => true,
        Shape::Call(name, _) => name == "date" || name == "today",
        _ => false,
    }
}

/// The points of a scale, or the columns of a matrix.
fn points(kind: &Kind) -> &[Choice] {
    match kind {
        Kind::Scale { points } => points,
        Kind::Matrix(matrix) => match &matrix.cells {
            Cells::Single(choices) | Cells::Multiple(choices) | Cells::Scale(choices) => choices,
            Cells::Integer(_) | Cells::Decimal(_) => &[],
        },
        _ => &[],
    }
}

fn labelled<'c>(mut choices: impl Iterator<Item = &'c Choice>, code: &str) -> Message {
    let found = choices.find(|choice| choice.code == code);
    found.map_or_else(|| quoted(&Text::same(code)), |choice| quoted(&choice.label))
}

fn quoted(text: &Text) -> Message {
    Message::with("condition-quoted", [("text", text.clone().into())])
}

fn words(words: &str) -> Message {
    Message::Author(Text::same(words))
}

fn about(id: &'static str, question: Message) -> Message {
    Message::with(id, [("question", question.into())])
}

fn source_of(source: &str) -> Message {
    Message::with(
        "condition-source",
        [("source", Arg::Words(source.to_owned()))],
    )
}

/// Several in a row: "this and that and more". A row of another
/// kind among them stands in brackets.
pub fn joined(id: &'static str, all: Vec<Message>) -> Option<Message> {
    let is_alone = all.len() == 1;
    all.into_iter()
        .map(|one| if is_alone { one } else { grouped(id, one) })
        .rev()
        .reduce(|rest, first| Message::with(id, [("first", first.into()), ("rest", rest.into())]))
}

fn grouped(outer: &'static str, message: Message) -> Message {
    match &message {
        Message::Known {
            id: "condition-and" | "condition-or" | "condition-choose",
            ..
        } if !matches!(&message, Message::Known { id, .. } if *id == outer) => {
            Message::with("condition-group", [("inner", message.into())])
        }
        _ => message,
    }
}

fn comparison(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "==" => "condition-is",
        "!=" => "condition-is-not",
        "<" => "condition-less",
        "<=" => "condition-at-most",
        ">" => "condition-more",
        ">=" => "condition-at-least",
        _ => return None,
    })
}

/// The sign that says the contrary.
fn opposite(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "==" => "!=",
        "!=" => "==",
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        _ => return None,
    })
}

/// The sign for sides that change places.
fn turned(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "==" => "==",
        "!=" => "!=",
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => return None,
    })
}

const fn some_words(kind: &Kind, some: bool) -> &'static str {
    match (kind, some) {
        (Kind::Multiple { .. } | Kind::Rank { .. }, true) => "condition-some-chosen",
        (Kind::Multiple { .. } | Kind::Rank { .. }, false) => "condition-none-chosen",
        (Kind::Repeat(_), true) => "condition-some-entries",
        (Kind::Repeat(_), false) => "condition-no-entries",
        (_, true) => "condition-some-rows",
        (_, false) => "condition-no-rows",
    }
}

/// A kind of missing, as reports and the codebook call it.
pub const fn missing_words(kind: Missing) -> &'static str {
    match kind {
        Missing::NotInVersion => "report-missing-not-in-version",
        Missing::NotRelevant => "report-missing-not-relevant",
        Missing::NotReached => "report-missing-not-reached",
        Missing::Blank => "report-missing-blank",
        Missing::DontKnow => "report-missing-dont-know",
        Missing::PreferNot => "report-missing-prefer-not",
        Missing::Withheld => "report-missing-withheld",
        Missing::Unreadable => "report-missing-unreadable",
    }
}
