//! Ids and codes that other programs could not take over.
//!
//! SPSS (Base User's Guide, "Variable names"): at most 64 bytes, thirteen reserved words, no `_` or `.`
//! at the end; value labels of at most 120 bytes. `LimeSurvey` (manual, "Question codes"): letters and
//! digits only, question codes of at most 20, answer codes of at most 5.

use std::collections::BTreeMap;

use super::{Export, all, some_of};
use crate::survey::codebook::longest_id;
use crate::survey::lower::{Lowering, Owner};
use crate::survey::model::{Choice, Choices, Kind, Question, Questionnaire};
use crate::survey::rules;

const SPSS_LONGEST: usize = 64;
const SPSS_LONGEST_LABEL: usize = 120;
const SPSS_RESERVED: [&str; 13] = [
    "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with",
];
const LIME_LONGEST: usize = 20;
const LIME_LONGEST_CODE: usize = 5;

impl Lowering<'_> {
    pub(super) fn names(&mut self, survey: &Questionnaire) {
        let exports = self.asides.exports.clone();
        let questions = all(survey);
        if exports.contains(&Export::Spss) {
            self.spss(survey, &questions);
        }
        if exports.contains(&Export::LimeSurvey) {
            self.lime_ids(&questions);
            for (owner, asked) in &questions {
                self.lime_codes(*owner, asked);
            }
        }
    }

    fn spss(&mut self, survey: &Questionnaire, questions: &[(Owner, &Question)]) {
        for (owner, asked) in questions {
            let id = asked.id.to_lowercase();
            // What a repeat asks has variables of the repeat's name.
            let longest = if owner.is_top() {
                longest_id(survey, asked)
            } else {
                0
            };
            let message = if SPSS_RESERVED.contains(&id.as_str()) {
                format!(
                    "`{}` is a word of SPSS's own and cannot name a variable there",
                    asked.id
                )
            } else if id.ends_with('_') {
                format!("`{}` ends with `_`, which SPSS keeps for itself", asked.id)
            } else if longest > SPSS_LONGEST {
                format!(
                    "`{}` gives a variable of {longest} letters, and SPSS takes {SPSS_LONGEST}",
                    asked.id
                )
            } else {
                continue;
            };
            let remedy = "take another id, or leave \"spss\" out of `exports` in `[survey]`";
            let span = self.mark(*owner, "id");
            self.tell(&rules::SPSS, &span, message, remedy);
        }
        for (owner, asked) in questions {
            let long = own(&asked.kind)
                .iter()
                .filter(|choice| longest_label(choice) > SPSS_LONGEST_LABEL)
                .map(|choice| format!("`{}`", choice.code))
                .collect::<Vec<_>>();
            if !long.is_empty() {
                let span = self.mark(*owner, "choices");
                let message = format!(
                    "SPSS cuts labels of values after {SPSS_LONGEST_LABEL} letters: {}",
                    some_of(&long, 5)
                );
                self.tell(
                    &rules::SPSS,
                    &span,
                    message,
                    "say it in fewer words, or leave \"spss\" out of `exports` in `[survey]`",
                );
            }
        }
    }

    /// Without what `LimeSurvey` does not take, ids must still be short and differ.
    fn lime_ids(&mut self, questions: &[(Owner, &Question)]) {
        let mut taken: BTreeMap<String, &str> = BTreeMap::new();
        for (owner, asked) in questions.iter().filter(|(owner, _)| owner.is_top()) {
            let plain = plain(&asked.id);
            let other = taken.insert(plain.clone(), &asked.id);
            let message = if plain.len() > LIME_LONGEST {
                format!(
                    "`{}` has more than the {LIME_LONGEST} letters that LimeSurvey takes",
                    asked.id
                )
            } else if let Some(other) = other {
                format!(
                    "LimeSurvey takes letters and digits only, so `{}` and `{other}` would both be `{plain}`",
                    asked.id
                )
            } else {
                continue;
            };
            let span = self.mark(*owner, "id");
            self.tell(
                &rules::LIME_SURVEY,
                &span,
                message,
                "take another id, or leave \"limesurvey\" out of `exports`",
            );
        }
    }

    fn lime_codes(&mut self, owner: Owner, asked: &Question) {
        let unfit: Vec<String> = own(&asked.kind)
            .iter()
            .filter(|choice| {
                choice.code.len() > LIME_LONGEST_CODE
                    || plain(&choice.code).len() != choice.code.len()
            })
            .map(|choice| format!("`{}`", choice.code))
            .collect();
        if !unfit.is_empty() {
            let span = self.mark(owner, "choices");
            let message = format!(
                "LimeSurvey takes codes of at most {LIME_LONGEST_CODE} letters and digits: {}",
                some_of(&unfit, 5)
            );
            self.tell(
                &rules::LIME_SURVEY,
                &span,
                message,
                "give short codes before answers exist, or leave \"limesurvey\" out of `exports`",
            );
        }
    }
}

fn plain(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn longest_label(choice: &Choice) -> usize {
    let words = crate::survey::lower::pipes::every_language(&choice.label);
    words.iter().map(|words| words.len()).max().unwrap_or(0)
}

/// The choices written with a question.
fn own(kind: &Kind) -> &[Choice] {
    match kind {
        Kind::Single(Choices { own, .. })
        | Kind::Lookup(Choices { own, .. })
        | Kind::Multiple {
            choices: Choices { own, .. },
            ..
        }
        | Kind::Rank {
            choices: Choices { own, .. },
            ..
        } => own,
        _ => &[],
    }
}
