//! Patterns that a text must match as a whole, with bounds on what a pattern may cost.

use regex::{Regex, RegexBuilder};

/// The most bytes that a compiled pattern may take.
const LARGEST: usize = 256 << 10;

/// Makes the expression that matches where the whole text does.
///
/// # Errors
/// Where it is not a regular expression or too large, in one line of words.
pub fn whole(pattern: &str) -> Result<Regex, String> {
    anywhere(&format!("^(?:{pattern})$"))
}

/// Makes the expression that matches where the pattern is found anywhere in a text.
///
/// # Errors
/// As [`whole`].
pub fn anywhere(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .size_limit(LARGEST)
        .nest_limit(64)
        .build()
        .map_err(|error| one_line(&error))
}

fn one_line(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
        other => {
            let words = other.to_string();
            let last = words.lines().last().unwrap_or_default();
            last.trim_start_matches("error: ").to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn it_matches_the_whole_text_and_refuses_the_rest() {
        let digits = whole("[0-9]{6}|none").unwrap();
        assert!(digits.is_match("123456") && digits.is_match("none"));
        assert!(!digits.is_match("1234567") && !digits.is_match("x123456"));
        assert_eq!(whole("(").unwrap_err(), "unclosed group");
        assert_eq!(whole("\\w{1000}{1000}").unwrap_err(), "it is too large");
        assert!(whole("[0-9]").unwrap().is_match("7"));
    }
}
