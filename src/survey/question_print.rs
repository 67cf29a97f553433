//! A question's own fingerprint, so that those who extend one questionnaire, each with lists and
//! languages of their own, can prove that they asked the same (docs/format.md §2.3).
//!
//! It is the SHA-256 of `tallybox/v1/question`, a newline, and the question's canonical JSON: id,
//! type, words, codes and rows in order, bounds, checks and conditions, that of its section too. Of
//! the words only those of the questionnaire's first language count, since languages may be added. A
//! list counts by its name alone, since lists may be replaced; who may read the answer, the tier and
//! the pack do not count, since they are not what is asked. What this gives for a question can never
//! change, as with the canonical form.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::canonical;
use super::model::{Fingerprint, Question, Questionnaire};

/// What a question's hash begins with, so that it is never taken for a questionnaire's.
const DOMAIN: &[u8] = b"tallybox/v1/question\n";

/// Members that are not what is asked.
const NOT_ASKED: [&str; 3] = ["audience", "tier", "special"];

/// Members that hold words.
const WORDS: [&str; 6] = [
    "label",
    "hint",
    "why",
    "constraint_message",
    "warning_message",
    "unit",
];

/// The fingerprint of a top-level question of a questionnaire.
pub fn of(survey: &Questionnaire, question: &Question) -> Fingerprint {
    let mut asked = canonical::question(question, true);
    reduce(&mut asked, survey.default_language().as_str());
    let mut sections = survey.sections.iter();
    let section = sections.find(|section| {
        let mut questions = section.questions.iter();
        questions.any(|other| other.id == question.id)
    });
    let relevant = section.and_then(|section| section.relevant.as_ref());
    if let (Value::Object(members), Some(relevant)) = (&mut asked, relevant) {
        members.insert("section_relevant".to_owned(), relevant.source().into());
    }
    let mut hash = Sha256::new_with_prefix(DOMAIN);
    hash.update(asked.to_string().as_bytes());
    Fingerprint(hash.finalize().into())
}

/// Leaves out what does not count, here and in what is nested.
fn reduce(value: &mut Value, language: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| reduce(item, language)),
        Value::Object(members) => {
            for name in NOT_ASKED {
                members.shift_remove(name);
            }
            for (name, member) in members {
                if WORDS.contains(&name.as_str()) {
                    in_one_language(member, language);
                } else {
                    reduce(member, language);
                }
            }
        }
        _ => {}
    }
}

fn in_one_language(words: &mut Value, language: &str) {
    if let Value::Object(by) = words {
        let found = by.get(language).or_else(|| by.values().next());
        *words = found.cloned().unwrap_or_default();
    }
}
