//! Personal data that goes further than the institution, and sensitive questions without a way out.
//! Both are guesses from words; `personal = true` or `personal = false` on the question says that the
//! author has thought of it.

use super::all;
use crate::response::answer::Missing;
use crate::survey::lower::pipes::every_language;
use crate::survey::lower::{Lowering, Owner};
use crate::survey::model::{Choices, Kind, Question, Questionnaire, Required, Role};
use crate::survey::rules;

/// Words that ask who somebody is: whole words of a label, with what they are.
const IDENTIFYING: [(&str, &str); 19] = [
    ("your name", "a name"),
    ("full name", "a name"),
    ("first name", "a name"),
    ("surname", "a name"),
    ("e-mail", "an e-mail address"),
    ("email", "an e-mail address"),
    ("staff number", "a staff number"),
    ("employee number", "a staff number"),
    ("payroll number", "a staff number"),
    ("student number", "a student number"),
    ("telephone", "a telephone number"),
    ("phone", "a telephone number"),
    ("mobile number", "a telephone number"),
    ("home address", "an address"),
    ("your address", "an address"),
    ("postcode", "an address"),
    ("date of birth", "a date of birth"),
    ("national insurance", "a number of the state"),
    ("passport", "a number of the state"),
];

/// Pieces of an id that say the same.
const IDENTIFYING_IDS: [(&str, &str); 13] = [
    ("name", "a name"),
    ("surname", "a name"),
    ("forename", "a name"),
    ("email", "an e-mail address"),
    ("staffno", "a staff number"),
    ("staffid", "a staff number"),
    ("phone", "a telephone number"),
    ("mobile", "a telephone number"),
    ("address", "an address"),
    ("postcode", "an address"),
    ("dob", "a date of birth"),
    ("birthdate", "a date of birth"),
    ("nino", "a number of the state"),
];

/// Words of questions that the law or good manners call sensitive.
const SENSITIVE: [(&str, &str); 17] = [
    ("ethnic", "ethnic origin"),
    ("race", "ethnic origin"),
    ("religion", "belief"),
    ("religious", "belief"),
    ("belief", "belief"),
    ("disability", "health"),
    ("disabled", "health"),
    ("health condition", "health"),
    ("mental health", "health"),
    ("pregnant", "health"),
    ("sexual orientation", "sexual orientation"),
    ("gender", "gender"),
    ("trade union", "trade union membership"),
    ("political", "political opinion"),
    ("criminal", "criminal record"),
    ("salary", "pay"),
    ("caring responsibilities", "family life"),
];

impl Lowering<'_> {
    pub(super) fn personal_data(&mut self, survey: &Questionnaire) {
        for (owner, asked) in all(survey) {
            if self.asides.personal.contains(&owner) {
                continue;
            }
            self.limit(survey, owner, asked);
            self.way_out(owner, asked);
        }
    }

    /// What names a person should be sealed to the institution alone.
    fn limit(&mut self, survey: &Questionnaire, owner: Owner, asked: &Question) {
        let takes_words = matches!(
            asked.kind,
            Kind::Text { .. } | Kind::LongText { .. } | Kind::Integer(_) | Kind::Date
        );
        if !takes_words {
            return;
        }
        let Some(what) = identifying(owner, asked) else {
            return;
        };
        let outer = owner.outer();
        let released = crate::survey::lower::condition::question(survey, outer)
            .map(|asked| asked.audience.as_slice())
            .unwrap_or_default();
        let wide: Vec<String> = released
            .iter()
            .filter(|release| release.when.is_none())
            .filter_map(|release| survey.audiences.iter().find(|a| a.id == release.audience))
            .filter(|audience| audience.sealed_to != [Role::Institution])
            .map(|audience| format!("`{}`", audience.id))
            .collect();
        if !wide.is_empty() {
            let message = format!(
                "`{}` seems to ask for {what}, which {} would read beside everything else",
                asked.id,
                wide.join(" and ")
            );
            let span = self.mark(owner, "label");
            let remedy = "give it an audience of its own, sealed to \"institution\", or a `when`; if it is meant so, or is no such thing (this is guessed from the words), write `personal = true` or `personal = false`";
            self.tell(&rules::PERSONAL, &span, message, remedy);
        }
    }

    fn way_out(&mut self, owner: Owner, asked: &Question) {
        let is_demanded = !matches!(asked.required, Required::No)
            && !asked.missing.contains(&Missing::PreferNot)
            && !declines(&asked.kind);
        if !is_demanded {
            return;
        }
        if let Some(topic) = first_of(&folded(asked), &SENSITIVE) {
            let message = format!(
                "`{}` asks about {topic}, must be answered, and offers no way not to say",
                asked.id
            );
            let span = self.mark(owner, "label");
            let remedy = "add `missing = [\"prefer_not\"]` or `required = false`; if it is not sensitive (this is guessed from the words), write `personal = false`";
            self.tell(&rules::NO_WAY_OUT, &span, message, remedy);
        }
    }
}

/// What of a person a question seems to ask for.
fn identifying(owner: Owner, asked: &Question) -> Option<&'static str> {
    let by_label = first_of(&folded(asked), &IDENTIFYING);
    let id = asked.id.to_lowercase();
    // In a repeat, `name` is that of a device or a course.
    let by_id = IDENTIFYING_IDS
        .iter()
        .filter(|_| owner.is_top())
        .find(|(piece, _)| id.split('_').any(|part| part == *piece));
    by_label.or(by_id.map(|(_, what)| *what))
}

/// The label's words in lower case, in all languages.
fn folded(asked: &Question) -> String {
    every_language(&asked.label).join(" ").to_lowercase()
}

/// The first of some phrases that stands in a text as whole words, with what it says.
///
/// Only beginnings of words are compared: a form has a thousand labels, and most hold none of these.
fn first_of(text: &str, phrases: &[(&str, &'static str)]) -> Option<&'static str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let mut start = 0;
    let mut rests: Vec<&str> = Vec::new();
    for word in words {
        if !word.is_empty() {
            rests.extend(text.get(start..));
        }
        let after = text.get(start + word.len()..).unwrap_or_default();
        let sign = after.chars().next().map_or(0, char::len_utf8);
        start += word.len() + sign;
    }
    let stands = |phrase: &str| {
        rests.iter().any(|rest| {
            let after = rest.strip_prefix(phrase);
            after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        })
    };
    let found = phrases.iter().find(|(phrase, _)| stands(phrase));
    found.map(|(_, what)| *what)
}

/// Whether one of the choices is a way of not saying.
fn declines(kind: &Kind) -> bool {
    let (Kind::Single(Choices { own, .. })
    | Kind::Multiple {
        choices: Choices { own, .. },
        ..
    }) = kind
    else {
        return false;
    };
    own.iter().any(|choice| {
        let label = every_language(&choice.label).join(" ").to_lowercase();
        label.contains("prefer not") || label.contains("rather not") || label.contains("not to say")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_counts_where_its_words_stand_whole() {
        let phrases = [
            ("your name", "a name"),
            ("e-mail", "an address"),
            ("race", "origin"),
        ];
        for (text, found) in [
            ("what is your name?", Some("a name")),
            ("your names", None),
            ("braces", None),
            ("e-mail, or race", Some("an address")),
            ("(race)", Some("origin")),
            ("ŵ race", Some("origin")),
            ("ŵrace", None),
            ("", None),
        ] {
            assert_eq!(first_of(text, &phrases), found, "{text}");
        }
    }
}
