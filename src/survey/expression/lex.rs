//! Characters to tokens. Mistakes that authors make in other languages (`=`, `and`, curly quotes)
//! are named here, where they are still whole.

use rust_decimal::Decimal;

use super::Fault;
use crate::survey::rules::{CONDITION_LIMIT, CONDITION_SYNTAX};
use crate::survey::source::Span;

/// The most characters of one expression.
const LONGEST: usize = 10_000;

/// A token with the bytes it takes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// An identifier, a word of the language included.
    Name(String),
    /// A number as written.
    Number(Decimal),
    /// A text without its quotes.
    Text(String),
    /// An operator, bracket or comma.
    Sign(&'static str),
    /// After the last character.
    End,
}

/// Signs, longer ones first.
const SIGNS: [&str; 23] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "%", "(", ")", "[", "]",
    ",", "?", ":", ".", "=",
];

/// What authors write who know another language, and what it is called here.
const FOREIGN: [(&str, &str); 8] = [
    ("=", "=="),
    ("<>", "!="),
    ("and", "&&"),
    ("or", "||"),
    ("not", "!"),
    ("&", "&&"),
    ("|", "||"),
    ("True", "true"),
];

/// The tokens of an expression, ending with [`Kind::End`].
pub(super) fn lex(source: &str) -> Result<Vec<Token>, Fault> {
    if source.chars().nth(LONGEST).is_some() {
        let message = format!("the condition is longer than {LONGEST} characters");
        let remedy = "split it: a `computed` question can hold a part of it";
        return Err(Fault::new(
            &CONDITION_LIMIT,
            0..source.len(),
            message,
            remedy,
        ));
    }
    let mut lexer = Lexer { source, at: 0 };
    let mut tokens = Vec::new();
    loop {
        let token = lexer.next()?;
        let ended = token.kind == Kind::End;
        tokens.push(token);
        if ended {
            return Ok(tokens);
        }
    }
}

struct Lexer<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// Takes the longest run of characters that fit.
    fn take(&mut self, fits: impl Fn(char) -> bool) -> &'s str {
        let rest = self.rest();
        let length = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn next(&mut self) -> Result<Token, Fault> {
        self.take(char::is_whitespace);
        let start = self.at;
        let kind = match self.rest().chars().next() {
            None => Kind::End,
            Some(c) if is_name_start(c) => self.name()?,
            Some(c) if c.is_ascii_digit() => self.number()?,
            Some(quote @ ('\'' | '"')) => self.text(quote)?,
            Some(c) => self.sign(c)?,
        };
        let span = start..self.at;
        Ok(Token { kind, span })
    }

    fn name(&mut self) -> Result<Kind, Fault> {
        let start = self.at;
        let name = self.take(|c| is_name_start(c) || c.is_ascii_digit());
        foreign(name).map_or_else(
            || Ok(Kind::Name(name.to_owned())),
            |own| Err(instead(start..self.at, name, own)),
        )
    }

    fn number(&mut self) -> Result<Kind, Fault> {
        let start = self.at;
        self.take(|c| c.is_ascii_digit());
        let fraction = self.rest().strip_prefix('.');
        if fraction.is_some_and(|digits| digits.starts_with(|c: char| c.is_ascii_digit())) {
            self.at += 1;
            self.take(|c| c.is_ascii_digit());
        }
        let glued = self.take(is_name_start);
        let words = self.source.get(start..self.at).unwrap_or_default();
        let number = Decimal::from_str_exact(words).ok();
        number
            .filter(|_| glued.is_empty())
            .map(Kind::Number)
            .ok_or_else(|| {
                let message = format!("`{words}` is not a number");
                let remedy = "write digits with a point, at most 28 of them; texts stand in quotes";
                Fault::new(&CONDITION_SYNTAX, start..self.at, message, remedy)
            })
    }

    fn text(&mut self, quote: char) -> Result<Kind, Fault> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            text.push_str(self.take(|c| c != quote && c != '\\'));
            let mut rest = self.rest().chars();
            match (rest.next(), rest.next()) {
                (Some('\\'), Some(escaped)) if unescape(escaped).is_some() => {
                    text.extend(unescape(escaped));
                    self.at += 1 + escaped.len_utf8();
                }
                (Some('\\'), Some(escaped)) => return Err(self.bad_escape(escaped)),
                (Some(_), _) if !self.rest().starts_with('\\') => {
                    self.at += 1;
                    return Ok(Kind::Text(text));
                }
                _ => return Err(unclosed(start..self.source.len(), quote)),
            }
        }
    }

    fn bad_escape(&self, escaped: char) -> Fault {
        let message = format!("`\\{escaped}` means nothing in a text");
        let span = self.at..self.at + 1 + escaped.len_utf8();
        let remedy = "use \\\\ \\' \\\" \\n or \\t; in TOML a condition is best written in double quotes with the texts in single ones";
        Fault::new(&CONDITION_SYNTAX, span, message, remedy)
    }

    fn sign(&mut self, first: char) -> Result<Kind, Fault> {
        let start = self.at;
        let rest = self.rest();
        let doubled = ["<>", "&", "|"]
            .into_iter()
            .filter(|sign| rest.starts_with(sign))
            .find(|sign| *sign == "<>" || !rest.starts_with(&sign.repeat(2)));
        let known = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
        match (doubled, known) {
            (None, Some(sign)) if sign != "=" => {
                self.at += sign.len();
                Ok(Kind::Sign(sign))
            }
            (Some(sign), _) | (None, Some(sign)) => {
                let own = foreign(sign).unwrap_or(sign);
                Err(instead(start..start + sign.len(), sign, own))
            }
            (None, None) => Err(strange(start, first)),
        }
    }
}

fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

const fn unescape(c: char) -> Option<char> {
    match c {
        '\\' | '\'' | '"' => Some(c),
        'n' => Some('\n'),
        't' => Some('\t'),
        _ => None,
    }
}

fn foreign(words: &str) -> Option<&'static str> {
    let found = FOREIGN.iter().find(|(theirs, _)| *theirs == words);
    found.map(|(_, own)| *own)
}

fn instead(span: Span, words: &str, own: &str) -> Fault {
    let message = format!("`{words}` is not an operator here");
    Fault::new(&CONDITION_SYNTAX, span, message, format!("write `{own}`"))
}

fn unclosed(span: Span, quote: char) -> Fault {
    let message = "a text is not closed".to_owned();
    Fault::new(
        &CONDITION_SYNTAX,
        span,
        message,
        format!("end it with {quote}"),
    )
}

fn strange(at: usize, c: char) -> Fault {
    let curly = matches!(c, '\u{2018}'..='\u{201f}');
    let remedy = if curly {
        "use the straight quote '"
    } else {
        "leave it out; texts stand in quotes"
    };
    let message = format!("`{}` cannot stand in a condition", c.escape_default());
    Fault::new(&CONDITION_SYNTAX, at..at + c.len_utf8(), message, remedy)
}
