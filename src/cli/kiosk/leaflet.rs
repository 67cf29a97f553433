//! What a person takes away on paper or as a file: the eight words.

use crate::base::language::Language;
use crate::base::text::one_line;
use crate::base::words::Words;
use crate::response::code::Code;

/// The eight words as lines of text, numbered, with the same as digits and the box they belong to.
pub(super) fn words(code: &Code, name: &str, language: &Language) -> String {
    let words = Words::new(language);
    let numbered = code.words().into_iter().enumerate();
    let list: Vec<String> = numbered
        .map(|(place, word)| format!("  {}  {word}", place + 1))
        .collect();
    let list = list.join("\n");
    let digits = words.say_with("give-leaflet-digits", [("digits", code.digits().into())]);
    let name = words.say_with("give-leaflet-box", [("name", one_line(name).into())]);
    format!(
        "{}\n\n{list}\n\n{digits}\n{name}\n\n{}\n",
        words.say("give-leaflet-title"),
        words.say("give-leaflet-keep")
    )
}

/// A page to see whether the printer prints.
pub(super) fn test_page(name: &str) -> String {
    let languages = ["en", "cy"].map(|tag| Words::new(&Language::new(tag)).say("give-test-page"));
    format!("Tallybox\n{}\n\n{}\n", one_line(name), languages.join("\n"))
}
