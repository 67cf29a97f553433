//! An `XLSForm` expression to tokens. `XPath` lets `div`, `mod`, `and`, `or` and `*` be names too: after an
//! operand they are operators, elsewhere names, as `XPath` 1.0 §3.7 has it.

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits, with a point or without.
    Number(String),
    /// What stood in quotes.
    Text(String),
    /// `${name}`.
    Reference(String),
    /// A function, a column, or a step of a path.
    Name(String),
    /// An operator or a bracket.
    Sign(&'static str),
}

/// Signs, longer ones first.
const SIGNS: [&str; 20] = [
    "!=", "<=", ">=", "==", "//", "..", "(", ")", "[", "]", ",", "/", "=", "<", ">", "+", "-", "*",
    "@", ".",
];

/// Words that are operators after an operand.
const WORDS: [&str; 4] = ["and", "or", "div", "mod"];

/// Reads all tokens; the error says in words what cannot be read.
pub(super) fn lex(source: &str) -> Result<Vec<Token>, String> {
    let source = straight(source);
    let mut rest = source.trim_start();
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (token, after) = next(rest, first, tokens.last())?;
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

/// Word processors bend quotes and dashes; pyxform straightens them, and so do we.
fn straight(source: &str) -> String {
    let straighten = |c| match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2013}' | '\u{2212}' => '-',
        '\u{a0}' => ' ',
        other => other,
    };
    source.chars().map(straighten).collect()
}

fn next<'s>(
    rest: &'s str,
    first: char,
    before: Option<&Token>,
) -> Result<(Token, &'s str), String> {
    if first == '\'' || first == '"' {
        return quoted(rest, first);
    }
    if let Some(inside) = rest.strip_prefix("${") {
        let (name, after) = inside.split_once('}').ok_or("`${` without `}`")?;
        return Ok((Token::Reference(name.trim().to_owned()), after));
    }
    if first.is_ascii_digit() || starts_fraction(rest) {
        let (number, after) = take(rest, |c| c.is_ascii_digit() || c == '.');
        return Ok((Token::Number(number.to_owned()), after));
    }
    if is_name_start(first) {
        let (name, after) = take(rest, |c| {
            is_name_start(c) || c.is_ascii_digit() || "-.:".contains(c)
        });
        return Ok((word(name, before), after));
    }
    let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
    let sign = sign.ok_or_else(|| {
        format!(
            "`{}` means nothing in an expression",
            first.escape_default()
        )
    })?;
    Ok((
        Token::Sign(sign),
        rest.strip_prefix(sign).unwrap_or_default(),
    ))
}

fn starts_fraction(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next() == Some('.') && chars.next().is_some_and(|c| c.is_ascii_digit())
}

fn quoted(rest: &str, quote: char) -> Result<(Token, &str), String> {
    let inside = rest.strip_prefix(quote).unwrap_or_default();
    let (text, after) = inside.split_once(quote).ok_or("a text is not closed")?;
    Ok((Token::Text(text.to_owned()), after))
}

fn word(name: &str, before: Option<&Token>) -> Token {
    let operator = WORDS.into_iter().find(|word| *word == name.to_lowercase());
    match operator {
        Some(word) if before.is_some_and(ends_operand) => Token::Sign(word),
        _ => Token::Name(name.to_owned()),
    }
}

/// Whether an operand ends with this token, so that an operator is due.
fn ends_operand(token: &Token) -> bool {
    !matches!(token, Token::Sign(sign) if !matches!(*sign, ")" | "]" | "." | ".."))
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn take(text: &str, mut wanted: impl FnMut(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !wanted(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_operators_only_after_an_operand() {
        let name = |word: &str| Token::Name(word.to_owned());
        let tokens = lex("div div ${mod} and or").unwrap();
        let reference = Token::Reference("mod".to_owned());
        assert_eq!(
            tokens,
            [
                name("div"),
                Token::Sign("div"),
                reference,
                Token::Sign("and"),
                name("or")
            ]
        );
    }

    #[test]
    fn it_straightens_what_word_processors_bend() {
        let text = Token::Text("a".to_owned());
        assert_eq!(
            lex(". = ‘a’").unwrap(),
            [Token::Sign("."), Token::Sign("="), text]
        );
        assert!(lex("'a").is_err());
        assert!(lex("${a").is_err());
        assert!(lex("a # b").is_err());
    }
}
