//! Free text at the desk: read and marked as `tallybox texts review` does, in the same file.

use crate::base::language::Text;
use crate::cli::store;
use crate::merge::apply::plan_of;
use crate::runtime::figures::Holders;
use crate::runtime::texts::{self, Mark, Wanted, WrittenText};
use crate::stats::DoorName;
use crate::ui::lead::{self, Msg, Written};
use crate::vault::store::Store;

use super::LeadProgram;
use super::people::label;
use super::take::Opened;
use super::trouble::Told;

impl Opened {
    /// Whether who opened this reads what people wrote before others do: the institution at its door, the
    /// statistics office at its own.
    pub(super) fn reviews(&self, own: Option<&[String]>) -> bool {
        self.door() == DoorName::Statistical || own.is_none()
    }
}

impl LeadProgram<'_> {
    /// Every text that this key may read, with what was decided.
    pub(super) fn texts(&mut self) -> Told<Msg> {
        let store = Store::open_to_read(&self.home().box_folder())?;
        let ring = store::ring(self.home(), &store)?;
        let holders = Holders::find(&ring, self.identities.clone())?;
        let survey = self.what_is_open()?.versions()[0].clone();
        let plan = plan_of(&store, &store::trust(&ring))?;
        let wanted = Wanted {
            survey: &survey,
            question: None,
        };
        let all = texts::read(&store, &plan, &holders, &wanted)?;
        self.texts = texts::marked(self.home(), &holders, all)?;
        let shown = self.texts.iter().map(|text| Written {
            question: survey
                .question(text.question.split('.').next_back().unwrap_or_default())
                .map_or_else(
                    || Text::same(&text.label),
                    |question| question.label.clone(),
                ),
            department: text.department.as_deref().map(|code| label(&survey, code)),
            text: text.text.clone(),
            mark: text.mark.map(|mark| match mark {
                Mark::Show => lead::Mark::Show,
                Mark::KeepBack => lead::Mark::KeepBack,
            }),
        });
        Ok(Msg::Texts(shown.collect()))
    }

    /// Keeps what was decided of one of them, with all that was decided before.
    pub(super) fn decide(&mut self, at: usize, mark: lead::Mark) -> Told<Msg> {
        if let Some(text) = self.texts.get_mut(at) {
            text.mark = Some(match mark {
                lead::Mark::Show => Mark::Show,
                lead::Mark::KeepBack => Mark::KeepBack,
            });
        }
        let store = Store::open_to_read(&self.home().box_folder())?;
        let ring = store::ring(self.home(), &store)?;
        let door = self.what_is_open()?.door();
        texts::keep(self.home(), &ring, door, &self.texts)?;
        Ok(Msg::Kept)
    }
}

/// Texts that were read, as they are kept.
pub(super) type Texts = Vec<WrittenText>;
