//! `text` and `long_text`: words, one line or several.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::base::text;
use crate::base::words::{Message, Words};
use crate::response::answer::Value;

use super::{About, Fault, Form, Taken, Type, not_this_type};

/// Both types of text.
pub(super) struct Text<'k> {
    max_length: u32,
    pattern: Option<&'k str>,
    clean: fn(&str) -> String,
}

impl<'k> Text<'k> {
    pub(super) fn line(max_length: u32, pattern: Option<&'k str>) -> Self {
        Self {
            max_length,
            pattern,
            clean: text::one_line,
        }
    }

    pub(super) fn lines(max_length: u32) -> Self {
        Self {
            max_length,
            pattern: None,
            clean: |typed| text::sanitise(typed).trim().to_owned(),
        }
    }

    /// What is too long by how many characters.
    fn excess(&self, cleaned: &str) -> usize {
        let most = usize::try_from(self.max_length).unwrap_or(usize::MAX);
        cleaned.graphemes(true).count().saturating_sub(most)
    }

    /// A pattern that does not compile was refused at load; here it matches everything.
    fn matches(&self, cleaned: &str, form: &Form) -> bool {
        let matches = |pattern: &str| {
            let pattern = form.pattern(pattern);
            pattern.is_none_or(|pattern| pattern.is_match(cleaned))
        };
        self.pattern.is_none_or(matches)
    }
}

impl Type for Text<'_> {
    fn take(&self, value: Value, about: About<'_>) -> Taken {
        let Value::Text(typed) = value else {
            return Err(vec![not_this_type()]);
        };
        let cleaned = (self.clean)(&typed);
        if cleaned.is_empty() {
            return Ok(None);
        }
        let excess = self.excess(&cleaned);
        if excess > 0 {
            let arguments = [("max", self.max_length.into()), ("over", excess.into())];
            return Err(vec![Message::with("form-text-too-long", arguments).into()]);
        }
        if !self.matches(&cleaned, about.form) {
            return Err(vec![Message::plain("form-text-pattern").into()]);
        }
        Ok(Some(Value::Text(cleaned)))
    }

    fn read(&self, typed: &str, _about: About<'_>) -> Result<Value, Fault> {
        Ok(Value::Text(typed.to_owned()))
    }

    fn ask(&self, _about: About<'_>) -> Message {
        Message::plain("form-text")
    }

    fn tell(&self, value: &Value, _about: About<'_>, _words: &Words) -> Vec<String> {
        match value {
            Value::Text(text) => text.lines().map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }
}
