//! Tokens to a tree, with `XPath`'s precedence.

use super::lex::{Token, lex};

/// The deepest that brackets may nest; ours allows no more in CEL either.
const DEEPEST: usize = 48;

/// A part of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Number(String),
    Text(String),
    /// `${name}`, or a path without conditions, by its last step.
    Reference(String),
    /// `.`
    Value,
    /// A bare name: a column in a choice filter.
    Name(String),
    Call(String, Vec<Node>),
    Negate(Box<Node>),
    Binary(&'static str, Box<Node>, Box<Node>),
    /// `${name}[condition]`: the entries of a repeat that fulfil a condition.
    Where(String, Box<Node>),
    /// `..`, or `../..`, with nothing after it: how many steps outwards.
    Parent(usize),
}

/// Reads a whole expression; the error says in words why not.
pub(super) fn parse(source: &str) -> Result<Node, String> {
    let tokens = lex(source)?;
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        depth: 0,
    };
    let node = parser.binary(1)?;
    match parser.peek() {
        None => Ok(node),
        Some(_) => Err("the expression goes on where it should end".to_owned()),
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

/// How tightly an operator binds, and how the tree calls it.
fn operator(sign: &str) -> Option<(u8, &'static str)> {
    Some(match sign {
        "or" => (1, "or"),
        "and" => (2, "and"),
        "=" | "==" => (3, "="),
        "!=" => (3, "!="),
        "<" => (4, "<"),
        "<=" => (4, "<="),
        ">" => (4, ">"),
        ">=" => (4, ">="),
        "+" => (5, "+"),
        "-" => (5, "-"),
        "*" => (6, "*"),
        "div" => (6, "div"),
        "mod" => (6, "mod"),
        _ => return None,
    })
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn eat(&mut self, sign: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Sign(next)) if *next == sign);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.eat(sign) {
            Ok(())
        } else {
            Err(format!("`{sign}` is missing"))
        }
    }

    fn binary(&mut self, least: u8) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it nests too deep".to_owned());
        }
        let mut left = self.unary()?;
        while let Some((power, name)) = self.next_operator().filter(|(power, _)| *power >= least) {
            self.at += 1;
            let right = self.binary(power + 1)?;
            left = Node::Binary(name, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn next_operator(&self) -> Option<(u8, &'static str)> {
        match self.peek() {
            Some(Token::Sign(sign)) => operator(sign),
            _ => None,
        }
    }

    fn unary(&mut self) -> Result<Node, String> {
        if !self.eat("-") {
            return self.primary();
        }
        // Above `*`: a minus takes the next operand only.
        Ok(Node::Negate(Box::new(self.binary(7)?)))
    }

    fn primary(&mut self) -> Result<Node, String> {
        if self.eat("(") {
            let inner = self.binary(1)?;
            self.expect(")")?;
            return self.no_predicate(inner);
        }
        let token = self
            .peek()
            .cloned()
            .ok_or("it ends where a value should stand")?;
        match token {
            Token::Number(number) => Ok(self.taken(Node::Number(number))),
            Token::Text(text) => Ok(self.taken(Node::Text(text))),
            Token::Reference(name) => {
                self.at += 1;
                self.no_predicate(Node::Reference(name))
            }
            Token::Name(name) => self.named(name),
            Token::Sign("." | ".." | "/") => self.path(),
            Token::Sign(sign) => Err(format!("`{sign}` stands where a value should")),
        }
    }

    fn taken(&mut self, node: Node) -> Node {
        self.at += 1;
        node
    }

    fn named(&mut self, name: String) -> Result<Node, String> {
        self.at += 1;
        if !self.eat("(") {
            return self.no_predicate(Node::Name(name));
        }
        let arguments = self.arguments()?;
        // `current()/../name` is a question beside this one; `instance('x')/root/…` looks into a list.
        if name == "current" && self.eat("/") {
            return self.path();
        }
        if let ("instance", [Node::Text(table)]) = (name.as_str(), arguments.as_slice())
            && let Some(found) = self.instance(table)?
        {
            return Ok(found);
        }
        if matches!(self.peek(), Some(Token::Sign("/" | "["))) {
            return Err(format!("`{name}()/…` is a path into another list or form"));
        }
        Ok(Node::Call(name, arguments))
    }

    /// `instance('table')/root/item[key = …]/column`: what a table says beside a key.
    fn instance(&mut self, table: &str) -> Result<Option<Node>, String> {
        let before = self.at;
        let steps = ["root", "item"].into_iter().all(|step| {
            let named =
                self.eat("/") && matches!(self.peek(), Some(Token::Name(name)) if name == step);
            self.at += usize::from(named);
            named
        });
        if !steps || !self.eat("[") {
            self.at = before;
            return Ok(None);
        }
        let condition = self.binary(1)?;
        self.expect("]")?;
        self.expect("/")?;
        let (Node::Binary("=", key, code), Some(Token::Name(column))) =
            (condition, self.peek().cloned())
        else {
            return Err("only one entry with a key is looked up in another list".to_owned());
        };
        let Node::Name(key) = *key else {
            return Err("only one entry with a key is looked up in another list".to_owned());
        };
        self.at += 1;
        let texts = [table.to_owned(), column, key].map(Node::Text);
        let given = texts.into_iter().chain([*code]).collect();
        Ok(Some(Node::Call("pulldata".to_owned(), given)))
    }

    fn arguments(&mut self) -> Result<Vec<Node>, String> {
        let mut arguments = Vec::new();
        if self.eat(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.binary(1)?);
            if self.eat(")") {
                return Ok(arguments);
            }
            self.expect(",")?;
        }
    }

    /// `.`, `..`, `../name`, `/form/group/name`: only plain steps.
    fn path(&mut self) -> Result<Node, String> {
        let mut last;
        let mut outwards = 0;
        self.eat("/");
        loop {
            last = match self.peek().cloned() {
                Some(Token::Sign(".")) => Node::Value,
                Some(Token::Sign("..")) => {
                    outwards += 1;
                    Node::Parent(outwards)
                }
                Some(Token::Name(name) | Token::Reference(name)) => Node::Reference(name),
                _ => return Err("this path cannot be followed".to_owned()),
            };
            self.at += 1;
            if !self.eat("/") {
                return self.no_predicate(last);
            }
        }
    }

    fn no_predicate(&mut self, node: Node) -> Result<Node, String> {
        if let Node::Reference(name) = &node
            && self.eat("[")
        {
            let condition = self.binary(1)?;
            self.expect("]")?;
            return self.no_predicate(Node::Where(name.clone(), Box::new(condition)));
        }
        match self.peek() {
            Some(Token::Sign("[")) => {
                Err("a path with a condition in `[ ]` has no counterpart".to_owned())
            }
            Some(Token::Sign("/" | "//")) => {
                Err("a path of several steps has no counterpart here".to_owned())
            }
            _ => Ok(node),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_by_precedence() {
        let Node::Binary("or", _, right) = parse("${a} = 1 or ${b} != 2 and not(${c})").unwrap()
        else {
            panic!("`or` binds least");
        };
        assert!(matches!(*right, Node::Binary("and", ..)));
        assert_eq!(parse("../age").unwrap(), Node::Reference("age".to_owned()));
        assert_eq!(
            parse("/data/who/age").unwrap(),
            Node::Reference("age".to_owned())
        );
        assert_eq!(
            parse("current()/../age").unwrap(),
            Node::Reference("age".to_owned())
        );
    }

    #[test]
    fn it_refuses_what_has_no_counterpart() {
        for source in [
            "instance('l')/root/item",
            "${a}[1",
            "a = ",
            "(a",
            "a b",
            "//x",
            "",
        ] {
            assert!(parse(source).is_err(), "{source}");
        }
        assert!(parse(&"(".repeat(5_000)).is_err());
        assert!(parse(&"-".repeat(5_000)).is_err());
    }
}
