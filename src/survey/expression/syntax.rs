//! Tokens to a tree, by precedence (Pratt). The tree says what was written; what it means, and
//! whether it can mean anything, `check` decides.

use rust_decimal::Decimal;

use super::Fault;
use super::lex::{Kind, Token, lex};
use crate::survey::rules::{CONDITION_LIMIT, CONDITION_SYNTAX};
use crate::survey::source::Span;

/// The deepest that brackets and operators may nest.
const DEEPEST: usize = 64;

/// A part of an expression and the bytes it takes.
#[derive(Debug)]
pub(in crate::survey) struct Node {
    pub(super) span: Span,
    pub(super) shape: Shape,
    depth: usize,
}

/// What a part is. `&&` and `||` hold all their operands, so that long chains are flat.
#[derive(Debug)]
pub(super) enum Shape {
    Number(Decimal),
    Text(String),
    Bool(bool),
    List(Vec<Node>),
    Name(String),
    Field(Box<Node>, String),
    Index(Box<Node>, Box<Node>),
    Call(String, Vec<Node>),
    /// `base.name(arguments)`.
    Method(Box<Node>, String, Vec<Node>),
    Not(Box<Node>),
    Negate(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    Binary(&'static str, Box<Node>, Box<Node>),
    Choose(Box<[Node; 3]>),
}

/// Reads a whole expression.
pub(in crate::survey) fn parse(source: &str) -> Result<Node, Fault> {
    let tokens = lex(source)?;
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        depth: 0,
    };
    let node = parser.choose()?;
    match parser.peek() {
        Kind::End => Ok(node),
        _ => Err(parser.unexpected("the condition could end here; join two with `&&` or `||`")),
    }
}

/// What an expression looks at: a question, or of a repeat one question of one entry.
#[derive(Clone, Copy)]
pub(in crate::survey) struct Wish<'t> {
    pub(in crate::survey) name: &'t str,
    pub(in crate::survey) nested: Option<&'t str>,
}

impl Node {
    /// Every identifier in it that may name a question: not functions, not columns after `entry.`.
    /// Of `REPEAT[…].NESTED` only the nested question is looked at.
    pub(in crate::survey) fn wishes(&self) -> Vec<Wish<'_>> {
        let mut wishes = Vec::new();
        let mut waiting = vec![self];
        while let Some(node) = waiting.pop() {
            if let Some((name, nested, number)) = node.of_entry() {
                let nested = Some(nested);
                wishes.push(Wish { name, nested });
                waiting.push(number);
                continue;
            }
            if let Shape::Name(name) = &node.shape {
                wishes.push(Wish { name, nested: None });
            }
            waiting.extend(node.children());
        }
        wishes
    }

    /// `REPEAT[NUMBER].NESTED`.
    fn of_entry(&self) -> Option<(&str, &str, &Self)> {
        let Shape::Field(base, nested) = &self.shape else {
            return None;
        };
        let Shape::Index(repeat, number) = &base.shape else {
            return None;
        };
        match &repeat.shape {
            Shape::Name(name) => Some((name, nested, number)),
            _ => None,
        }
    }

    /// Every list that it looks into.
    pub(in crate::survey) fn lists(&self) -> Vec<&str> {
        let mut lists = Vec::new();
        let mut waiting = vec![self];
        while let Some(node) = waiting.pop() {
            if let Shape::Call(name, given) = &node.shape
                && name == "lookup"
                && let Some(Shape::Name(list) | Shape::Text(list)) =
                    given.first().map(|first| &first.shape)
            {
                lists.push(list.as_str());
            }
            waiting.extend(node.children());
        }
        lists
    }

    fn children(&self) -> Vec<&Self> {
        match &self.shape {
            Shape::Number(_) | Shape::Text(_) | Shape::Bool(_) | Shape::Name(_) => Vec::new(),
            // The second argument of `missing` is a word, that of `sum` a question of the repeat.
            Shape::Call(name, nodes) if matches!(name.as_str(), "missing" | "sum") => {
                nodes.iter().take(1).collect()
            }
            // The word in `position` is a repeat, of which no answer is looked at.
            Shape::Call(name, _) if name == "position" => Vec::new(),
            // The first two of `lookup` are a list and a column.
            Shape::Call(name, nodes) if name == "lookup" => nodes.iter().skip(2).collect(),
            Shape::List(nodes) | Shape::All(nodes) | Shape::Any(nodes) | Shape::Call(_, nodes) => {
                nodes.iter().collect()
            }
            Shape::Method(base, _, nodes) => std::iter::once(&**base).chain(nodes).collect(),
            Shape::Field(node, _) | Shape::Not(node) | Shape::Negate(node) => vec![node],
            Shape::Index(one, two) | Shape::Binary(_, one, two) => vec![one, two],
            Shape::Choose(nodes) => nodes.iter().collect(),
        }
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    /// How deep the reading itself is, brackets included.
    depth: usize,
}

/// How tightly an operator binds; `?:` binds least and is read by [`Parser::choose`].
fn power(sign: &str) -> Option<usize> {
    match sign {
        "||" => Some(1),
        "&&" => Some(2),
        "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" => Some(3),
        "+" | "-" => Some(4),
        "*" | "/" | "%" => Some(5),
        _ => None,
    }
}

impl Parser<'_> {
    fn peek(&self) -> &Kind {
        self.tokens
            .get(self.at)
            .map_or(&Kind::End, |token| &token.kind)
    }

    fn span(&self) -> Span {
        let last = self.tokens.last().map_or(0..0, |token| token.span.clone());
        self.tokens
            .get(self.at)
            .map_or(last, |token| token.span.clone())
    }

    /// Takes a sign if it is next.
    fn eat(&mut self, sign: &str) -> bool {
        let there = matches!(self.peek(), Kind::Sign(next) if *next == sign);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, sign: &str) -> Result<(), Fault> {
        if self.eat(sign) {
            return Ok(());
        }
        Err(self.unexpected(&format!("`{sign}` is wanted here")))
    }

    /// The infix operator that is next, `in` included.
    fn operator(&self) -> Option<(&'static str, usize)> {
        let sign = match self.peek() {
            Kind::Sign(sign) => sign,
            Kind::Name(name) if name == "in" => "in",
            _ => return None,
        };
        power(sign).map(|power| (sign, power))
    }

    fn unexpected(&self, remedy: &str) -> Fault {
        let message = match self.peek() {
            Kind::End => "the condition ends too early".to_owned(),
            Kind::Sign(sign) => format!("`{sign}` cannot stand here"),
            Kind::Name(name) => format!("`{name}` cannot stand here"),
            Kind::Number(number) => format!("`{number}` cannot stand here"),
            Kind::Text(text) => format!("'{text}' cannot stand here"),
        };
        Fault::new(&CONDITION_SYNTAX, self.span(), message, remedy)
    }

    fn deeper(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(too_deep(self.span()));
        }
        Ok(())
    }

    /// `condition ? this : that`, or what binds more tightly.
    fn choose(&mut self) -> Result<Node, Fault> {
        self.deeper()?;
        let condition = self.binary(1)?;
        let node = if self.eat("?") {
            let this = self.choose()?;
            self.expect(":")?;
            let that = self.choose()?;
            let span = condition.span.start..that.span.end;
            node(span, Shape::Choose(Box::new([condition, this, that])))?
        } else {
            condition
        };
        self.depth -= 1;
        Ok(node)
    }

    fn binary(&mut self, least: usize) -> Result<Node, Fault> {
        let mut left = self.unary()?;
        while let Some((sign, power)) = self.operator().filter(|(_, power)| *power >= least) {
            self.at += 1;
            let right = self.binary(power + 1)?;
            left = join(sign, left, right)?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Node, Fault> {
        let start = self.span().start;
        let wrap: fn(Box<Node>) -> Shape = if self.eat("!") {
            Shape::Not
        } else if self.eat("-") {
            Shape::Negate
        } else {
            return self.postfix();
        };
        self.deeper()?;
        let inner = self.unary()?;
        self.depth -= 1;
        node(start..inner.span.end, wrap(Box::new(inner)))
    }

    fn postfix(&mut self) -> Result<Node, Fault> {
        let mut base = self.primary()?;
        loop {
            let start = base.span.start;
            if self.eat(".") {
                let end = self.span().end;
                let field = self.word()?;
                base = if self.eat("(") {
                    let given = self.items(")")?;
                    let shape = Shape::Method(Box::new(base), field, given);
                    node(start..self.end(), shape)?
                } else {
                    node(start..end, Shape::Field(Box::new(base), field))?
                };
            } else if self.eat("[") {
                let index = self.choose()?;
                let end = self.span().end;
                self.expect("]")?;
                base = node(start..end, Shape::Index(Box::new(base), Box::new(index)))?;
            } else {
                return Ok(base);
            }
        }
    }

    fn word(&mut self) -> Result<String, Fault> {
        match self.peek().clone() {
            Kind::Name(name) => {
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.unexpected("a name is wanted after the point")),
        }
    }

    fn primary(&mut self) -> Result<Node, Fault> {
        let span = self.span();
        let kind = self.peek().clone();
        if self.eat("(") {
            let inner = self.choose()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.eat("[") {
            let items = self.items("]")?;
            return node(span.start..self.end(), Shape::List(items));
        }
        let shape = match kind {
            Kind::Number(number) => Shape::Number(number),
            Kind::Text(text) => Shape::Text(text),
            Kind::Name(name) if name != "in" => return self.named(name, &span),
            _ => return Err(self.unexpected("a question, a number or a text is wanted here")),
        };
        self.at += 1;
        node(span, shape)
    }

    fn named(&mut self, name: String, span: &Span) -> Result<Node, Fault> {
        self.at += 1;
        let shape = match name.as_str() {
            "true" => Shape::Bool(true),
            "false" => Shape::Bool(false),
            _ if self.eat("(") => Shape::Call(name, self.items(")")?),
            _ => Shape::Name(name),
        };
        node(span.start..self.end(), shape)
    }

    /// The byte after the last token taken.
    fn end(&self) -> usize {
        let last = self.tokens.get(self.at.saturating_sub(1));
        last.map_or(0, |token| token.span.end)
    }

    /// Expressions with commas between, up to a closing bracket.
    fn items(&mut self, close: &str) -> Result<Vec<Node>, Fault> {
        let mut items = Vec::new();
        if self.eat(close) {
            return Ok(items);
        }
        loop {
            items.push(self.choose()?);
            if self.eat(close) {
                return Ok(items);
            }
            self.expect(",")?;
        }
    }
}

/// Joins two operands; a chain of one logical operator becomes one node.
fn join(sign: &'static str, left: Node, right: Node) -> Result<Node, Fault> {
    let span = left.span.start..right.span.end;
    let shape = match (sign, left) {
        (
            "&&",
            Node {
                shape: Shape::All(mut nodes),
                ..
            },
        ) => {
            nodes.push(right);
            Shape::All(nodes)
        }
        (
            "||",
            Node {
                shape: Shape::Any(mut nodes),
                ..
            },
        ) => {
            nodes.push(right);
            Shape::Any(nodes)
        }
        ("&&", left) => Shape::All(vec![left, right]),
        ("||", left) => Shape::Any(vec![left, right]),
        (_, left) => Shape::Binary(sign, Box::new(left), Box::new(right)),
    };
    node(span, shape)
}

fn node(span: Span, shape: Shape) -> Result<Node, Fault> {
    let mut node = Node {
        span,
        shape,
        depth: 0,
    };
    node.depth = 1 + node
        .children()
        .iter()
        .map(|child| child.depth)
        .max()
        .unwrap_or(0);
    if node.depth > DEEPEST {
        return Err(too_deep(node.span));
    }
    Ok(node)
}

fn too_deep(span: Span) -> Fault {
    let message = format!("the condition nests more than {DEEPEST} deep");
    let remedy = "split it: a `computed` question can hold a part of it";
    Fault::new(&CONDITION_LIMIT, span, message, remedy)
}
