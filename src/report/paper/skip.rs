//! Where to go from a question: said where the next questions hang on this one alone.

use crate::base::words::Message;
use crate::survey::expression::Expression;
use crate::survey::model::{Kind, Question};
use crate::survey::nest::Around;

use super::Desk;

impl Desk<'_> {
    /// "If …, go on with question 12. If not, go to question 14."
    pub(super) fn skips(&self, question: &Question) -> Vec<String> {
        let order: Vec<&Question> = self
            .survey
            .questions()
            .filter(|one| self.numbers.contains_key(&one.id))
            .collect();
        let Some(at) = order.iter().position(|one| one.id == question.id) else {
            return Vec::new();
        };
        let after = order.get(at + 1..).unwrap_or_default();
        let Some((next, condition)) = after
            .first()
            .and_then(|next| Some((next, next.relevant.as_ref()?)))
            .filter(|(_, condition)| hangs_on(condition, question))
        else {
            return Vec::new();
        };
        let is_skipped = |one: &&&Question| {
            one.relevant
                .as_ref()
                .is_some_and(|other| other.source() == condition.source())
        };
        let target = after.iter().find(|one| !is_skipped(one));
        let go_on = [
            ("condition", self.condition(condition, Around::NONE).into()),
            ("next", self.name(next).into()),
        ];
        let otherwise = target.map_or_else(
            || Message::plain("paper-go-end"),
            |target| Message::with("paper-go-to", [("target", self.name(target).into())]),
        );
        vec![
            self.words.say_with("paper-go-on", go_on),
            self.words.tell(&otherwise),
        ]
    }
}

/// Whether a condition looks at one question alone, and that one is answered by a choice.
fn hangs_on(condition: &Expression, question: &Question) -> bool {
    let is_choice = matches!(
        question.kind,
        Kind::YesNo
            | Kind::Single(_)
            | Kind::Scale { .. }
            | Kind::Multiple { .. }
            | Kind::Integer(_)
    );
    is_choice && condition.depends_on().iter().eq([&question.id])
}
