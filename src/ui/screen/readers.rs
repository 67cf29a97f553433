//! One line that says who will read an answer, from the question's audiences.

use crate::base::words::Words;
use crate::survey::model::{Question, Questionnaire, Role};

/// Who reads the answer to a question. A release under a condition reads "if you allow it".
pub fn line(words: &Words, survey: &Questionnaire, question: &Question) -> String {
    let mut always: Vec<Role> = Vec::new();
    let mut allowed: Vec<Role> = Vec::new();
    for release in &question.audience {
        let audience = survey
            .audiences
            .iter()
            .find(|audience| audience.id == release.audience);
        let into = if release.when.is_some() {
            &mut allowed
        } else {
            &mut always
        };
        into.extend(audience.iter().flat_map(|audience| &audience.sealed_to));
    }
    allowed.retain(|role| !always.contains(role));
    always.sort_unstable();
    always.dedup();
    allowed.sort_unstable();
    allowed.dedup();
    match (always.is_empty(), allowed.is_empty()) {
        (true, true) => words.say("readers-you"),
        (false, true) => said(words, "readers-always", &always),
        (true, false) => said(words, "readers-allowed", &allowed),
        (false, false) => {
            format!(
                "{} {}",
                said(words, "readers-always", &always),
                said(words, "readers-also", &allowed)
            )
        }
    }
}

fn said(words: &Words, id: &'static str, roles: &[Role]) -> String {
    words.say_with(id, [("who", names(words, roles).into())])
}

/// What readers are called.
pub fn names(words: &Words, roles: &[Role]) -> String {
    let names: Vec<String> = roles.iter().map(|role| words.say(name(*role))).collect();
    names.join(", ")
}

const fn name(role: Role) -> &'static str {
    match role {
        Role::Department => "reader-department",
        Role::Institution => "reader-institution",
        Role::Statistics => "reader-statistics",
    }
}
