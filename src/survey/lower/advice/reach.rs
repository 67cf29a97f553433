//! Conditions that decide nothing: questions that nobody is asked, choices that nobody is offered,
//! checks that nothing meets or that everything meets.

use super::possible::{At, Trials, Verdict};
use super::{all, some_of};
use crate::survey::expression::Expression;
use crate::survey::lower::condition::around;
use crate::survey::lower::{Lowering, Owner};
use crate::survey::model::{Choice, Kind, Question, Questionnaire, Required};
use crate::survey::rules::{self, Rule};

/// What is said of a check that decides nothing: its key, what trying it showed, the rule, the words, the remedy.
type Idle = (
    &'static str,
    Verdict,
    &'static Rule,
    &'static str,
    &'static str,
);

const IDLE: &[Idle] = &[
    (
        "constraint",
        Verdict::Never,
        &rules::UNANSWERABLE,
        "nobody can answer this: every value is refused",
        "no value of this type and within `min` and `max` meets the constraint: correct one of them",
    ),
    (
        "constraint",
        Verdict::Always,
        &rules::ALWAYS,
        "this constraint refuses nothing",
        "leave it out, or correct it",
    ),
    (
        "warning",
        Verdict::Never,
        &rules::NEVER,
        "this warning is given for every value",
        "correct it, or say it in `hint`",
    ),
    (
        "warning",
        Verdict::Always,
        &rules::ALWAYS,
        "this warning is never given",
        "leave it out, or correct it",
    ),
    (
        "required",
        Verdict::Never,
        &rules::NEVER,
        "an answer is never required here",
        "write `required = false`",
    ),
    (
        "required",
        Verdict::Always,
        &rules::ALWAYS,
        "an answer is always required here",
        "write `required = true`",
    ),
];

impl Lowering<'_> {
    pub(super) fn reach(&mut self, survey: &Questionnaire) {
        let trials = Trials::new(survey);
        for (owner, asked) in all(survey) {
            let at = At {
                own: asked,
                around: around(survey, owner),
            };
            self.relevance(survey, &trials, owner, at);
            self.checks(&trials, owner, at);
            self.offers(survey, &trials, owner, at);
        }
    }

    fn relevance<'s>(
        &mut self,
        survey: &'s Questionnaire,
        trials: &Trials<'s>,
        owner: Owner,
        at: At<'s>,
    ) {
        let section = survey.sections.get(owner.section);
        let section = section.and_then(|section| section.relevant.as_ref());
        let repeats: Vec<&Question> = at.around.iter().collect();
        let repeats = repeats.into_iter();
        let repeats = repeats.filter_map(|repeat| repeat.relevant.as_ref());
        let own = at.own.relevant.as_ref();
        let together: Vec<&Expression> = own.into_iter().chain(section).chain(repeats).collect();
        let verdict = match together.as_slice() {
            [] => Verdict::Open,
            all => trials.verdict(at, all),
        };
        if verdict == Verdict::Never {
            let key = if own.is_some() { "relevant" } else { "id" };
            let message = format!(
                "nobody is asked `{}`: no answers make its condition true",
                at.own.id
            );
            let remedy = "compare with codes that are offered together, and with questions that are asked; a question that is not asked makes a comparison unknown";
            let span = self.mark(owner, key);
            self.tell(&rules::UNREACHABLE, &span, message, remedy);
            return;
        }
        let alone = match own {
            None => Verdict::Open,
            Some(_) if together.len() == 1 => verdict,
            Some(own) => trials.verdict(at, &[own]),
        };
        if alone == Verdict::Always {
            let remedy =
                "leave it out; if it is meant to wait for an answer, write `answered(QUESTION)`";
            self.say(
                owner,
                "relevant",
                &rules::ALWAYS,
                "this condition is true whatever is answered",
                remedy,
            );
        }
    }

    fn checks<'s>(&mut self, trials: &Trials<'s>, owner: Owner, at: At<'s>) {
        let verdict = |condition: &'s Expression| trials.verdict(at, &[condition]);
        let required = match &at.own.required {
            Required::When(condition) => Some(condition),
            _ => None,
        };
        let conditions = [
            ("constraint", at.own.constraint.as_ref()),
            ("warning", at.own.warning.as_ref()),
            ("required", required),
        ];
        for (key, condition) in conditions {
            let verdict = condition.map(verdict);
            let mut idle = IDLE.iter().filter(|idle| idle.0 == key);
            if let Some((.., rule, words, remedy)) = idle.find(|idle| Some(idle.1) == verdict) {
                self.say(owner, key, rule, words, remedy);
            }
        }
        for release in &at.own.audience {
            if release.when.as_ref().map(verdict) == Some(Verdict::Never) {
                let message = format!("`{}` never gets this answer", release.audience);
                let remedy = "leave the audience out, or correct its `when`";
                self.say(owner, "audience", &rules::NEVER, &message, remedy);
            }
        }
    }

    fn offers<'s>(
        &mut self,
        survey: &'s Questionnaire,
        trials: &Trials<'s>,
        owner: Owner,
        at: At<'s>,
    ) {
        let (choices, key) = match &at.own.kind {
            Kind::Single(choices)
            | Kind::Lookup(choices)
            | Kind::Multiple { choices, .. }
            | Kind::Rank { choices, .. } => (choices, "choice"),
            Kind::Allocation { rows, .. } => (rows, "row"),
            Kind::Matrix(matrix) if matrix.rows_from.is_none() => (&matrix.rows, "row"),
            _ => return,
        };
        let Some(filter) = &choices.filter else {
            return;
        };
        let all: Vec<&Choice> = survey.all_choices(choices).collect();
        let never = trials.never_offered(at, filter, &all);
        if never.len() == all.len() && !all.is_empty() {
            let remedy = "correct the filter, or the columns that it looks at";
            self.say(
                owner,
                "filter",
                &rules::UNANSWERABLE,
                "nobody can answer this: its filter leaves nothing, whatever is answered",
                remedy,
            );
        } else if !never.is_empty() {
            let codes: Vec<String> = never.iter().map(|code| format!("`{code}`")).collect();
            let message = format!("the filter never offers the {key} {}", some_of(&codes, 5));
            self.say(
                owner,
                "filter",
                &rules::NEVER,
                &message,
                "correct the filter or the columns that it looks at, or take the entries out",
            );
        }
    }

    fn say(&mut self, owner: Owner, key: &str, rule: &Rule, message: &str, remedy: &str) {
        let span = self.mark(owner, key);
        self.tell(rule, &span, message, remedy);
    }
}
