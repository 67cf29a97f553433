//! Which survey, where there are answers to several: templates are made to be run beside one another.

use ratatui::layout::Position;

use crate::base::words::Arg;
use crate::ui::lead::Step;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::Action;
use crate::ui::lead::message::{Answered, Effect};
use crate::ui::theme::Tone;

/// The choice.
pub(in crate::ui::lead) struct Surveys {
    list: Vec<Answered>,
    at: usize,
}

impl Surveys {
    pub(in crate::ui::lead) const fn new(list: Vec<Answered>) -> Self {
        Self { list, at: 0 }
    }

    pub(in crate::ui::lead) fn update(&mut self, action: Option<Action>) -> Step {
        let last = self.list.len().saturating_sub(1);
        match action {
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(last),
            Some(Action::First) => self.at = 0,
            Some(Action::Last) => self.at = last,
            Some(Action::Back) => return Step::Back,
            Some(Action::Enter) => {
                if let Some(survey) = self.list.get(self.at) {
                    return Step::Watch(Effect::OpenSurvey(survey.id.clone()));
                }
            }
            _ => {}
        }
        Step::stay()
    }

    pub(in crate::ui::lead) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words().say("lead-surveys-title"), &page.step(3));
        page.gap();
        page.paragraph(Tone::Text, &page.words().say("lead-surveys-intro"));
        page.gap();
        let line = |survey: &Answered| {
            let records = i64::try_from(survey.records).unwrap_or(i64::MAX);
            let args = [
                ("waves", Arg::Words(survey.waves.join(", "))),
                ("count", Arg::Number(records)),
            ];
            let held = page.words().say_with("lead-surveys-held", args);
            (survey.title.clone(), held)
        };
        let lines: Vec<_> = self.list.iter().map(line).collect();
        page.pairs(self.at, &lines)
    }
}
