//! From a form without problems to the finished answers.

use std::sync::Arc;

use crate::base::time::Day;
use crate::response::part::Submission;
use crate::survey::model::Kind;

use super::Form;
use super::relevance::Resolver;

/// Every question but notes, in order, each with what stands.
pub(super) fn finish(form: &Form, day: Day) -> Submission {
    if form.last_year.is_looked_at() {
        // What somebody only looks at is not theirs yet.
        let mut own = form.clone();
        own.put_back();
        return finish(&own, day);
    }
    let resolver = Resolver::new(form);
    let answers = (0..form.count())
        .filter_map(|at| resolver.top(at))
        .filter(|spot| !matches!(spot.question.kind, Kind::Note))
        .map(|spot| (spot.question.id.clone(), resolver.finished(spot)))
        .collect();
    let mut warned: Vec<String> = form
        .warnings()
        .into_iter()
        .map(|problem| problem.path.id)
        .collect();
    warned.dedup();
    Submission {
        questionnaire: Arc::clone(&form.questionnaire),
        language: form.language.clone(),
        day,
        answers,
        warned,
        replaces_lost: form.replaces_lost,
        imported: form.imported,
        simulated: form.simulated,
        link: form.link,
    }
}
