//! A constraint taken apart at its `and`s: what a question says by keys of its own (a pattern, a
//! least, a most) and what is left as a condition.

use super::parse::Node;
use super::translate::{Blank, Names, Translated, read, translate_node};

/// One part of a constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::survey::import) enum Check {
    /// `regex(., '…')`: the whole text matches.
    Pattern(String),
    /// `string-length(.)` has these bounds.
    Length(Option<u32>, Option<u32>),
}

/// A constraint in two: checks that keys say, and the rest as a condition.
pub(in crate::survey::import) struct Constraint {
    pub(in crate::survey::import) checks: Vec<Check>,
    /// The rest, or why it cannot be said; none where there is no rest.
    pub(in crate::survey::import) rest: Option<Result<Translated, String>>,
}

/// Takes a constraint apart. `by_keys` is false for types that take no pattern and no length.
pub(in crate::survey::import) fn split(
    source: &str,
    names: &dyn Names,
    by_keys: bool,
) -> Constraint {
    let node = match read(source) {
        Ok(node) => node,
        Err(why) => {
            return Constraint {
                checks: Vec::new(),
                rest: Some(Err(why)),
            };
        }
    };
    let mut checks = Vec::new();
    let mut rest: Option<Node> = None;
    for part in parts(&node) {
        match check(part).filter(|_| by_keys) {
            Some(check) => checks.push(check),
            None => {
                rest = Some(match rest {
                    None => part.clone(),
                    Some(before) => Node::Binary("and", Box::new(before), Box::new(part.clone())),
                });
            }
        }
    }
    let rest = rest.map(|rest| translate_node(&rest, names, Blank::Met));
    Constraint { checks, rest }
}

/// The operands of a chain of `and`s, in order.
fn parts(node: &Node) -> Vec<&Node> {
    let mut parts = Vec::new();
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        match node {
            Node::Binary("and", left, right) => waiting.extend([right.as_ref(), left.as_ref()]),
            other => parts.push(other),
        }
    }
    parts
}

fn check(node: &Node) -> Option<Check> {
    match node {
        Node::Call(name, given) => text_test(name, given),
        // Either pattern, where both sides say one.
        Node::Binary("or", left, right) => {
            let (one, two) = (pattern(left)?, pattern(right)?);
            Some(Check::Pattern(format!("(?:{one})|(?:{two})")))
        }
        Node::Binary(sign, left, right) => match (left.as_ref(), right.as_ref()) {
            (Node::Call(name, given), Node::Number(number)) if name == "string-length" => {
                length(sign, given, number)
            }
            _ => None,
        },
        _ => None,
    }
}

/// One side of an `or` between patterns: a pattern, or a text that may stand there instead.
fn pattern(node: &Node) -> Option<String> {
    if let Node::Binary("=", left, right) = node
        && let (Node::Value, Node::Text(text)) = (left.as_ref(), right.as_ref())
    {
        return (!text.is_empty()).then(|| escaped(text));
    }
    match check(node)? {
        Check::Pattern(pattern) => Some(pattern),
        Check::Length(..) => None,
    }
}

fn text_test(name: &str, given: &[Node]) -> Option<Check> {
    let [Node::Value, Node::Text(text)] = given else {
        return None;
    };
    match name {
        "regex" => Some(Check::Pattern(text.clone())),
        "starts-with" => Some(Check::Pattern(format!("{}.*", escaped(text)))),
        "ends-with" => Some(Check::Pattern(format!(".*{}", escaped(text)))),
        "contains" => Some(Check::Pattern(format!(".*{}.*", escaped(text)))),
        _ => None,
    }
}

fn length(sign: &str, given: &[Node], number: &str) -> Option<Check> {
    let (true, number) = (given == [Node::Value], number.parse::<u32>().ok()?) else {
        return None;
    };
    match sign {
        "=" => Some(Check::Length(Some(number), Some(number))),
        "<=" => Some(Check::Length(None, Some(number))),
        "<" => Some(Check::Length(None, Some(number.checked_sub(1)?))),
        ">=" => Some(Check::Length(Some(number), None)),
        ">" => Some(Check::Length(Some(number.checked_add(1)?), None)),
        _ => None,
    }
}

/// Letters that mean themselves in a regular expression.
fn escaped(text: &str) -> String {
    let escape = |c: char| {
        if c.is_alphanumeric() || c == ' ' {
            c.to_string()
        } else {
            format!("\\{c}")
        }
    };
    text.chars().map(escape).collect()
}
