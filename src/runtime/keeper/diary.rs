//! The development record of a person who sent answers: kept beside drafts, sealed to the words as
//! they are, replaced as they are, and kept for as long as the answers may be.

use std::sync::Arc;

use super::mine::Standing;
use super::{Keeper, SaveError, fresh_tag};
use crate::base::time::Day;
use crate::response::code::{Code, Derived};
use crate::response::diary::Diary;
use crate::survey::Questionnaire;
use crate::vault::draft;
use crate::vault::store::{Save, Saved};

impl Keeper {
    /// What is kept under these words; an empty record where nothing is.
    pub(super) fn diary(&self, derived: &Derived) -> Result<Diary, SaveError> {
        let Some(stored) = self.store.load_draft(&derived.diary())? else {
            return Ok(Diary::default());
        };
        let plain = draft::open(&stored.sealed, derived).map_err(|_| SaveError::Unreadable)?;
        Diary::from_json(&plain).ok_or(SaveError::Unreadable)
    }

    /// Keeps a person's record in place of `seen`, the one that they saw before they changed it.
    ///
    /// # Errors
    /// `NoSession` where nothing of theirs counts here, `ContinuedElsewhere` where the record was
    /// changed meanwhile, else as saving a draft. What was kept before is then still there.
    pub fn keep_diary(
        &mut self,
        code: &Code,
        seen: &Diary,
        diary: &Diary,
        today: Day,
    ) -> Result<(), SaveError> {
        let (derived, questionnaire) = self.where_sent(code)?;
        if !matches!(self.standing(&derived)?, Standing::Counts(..)) {
            return Err(SaveError::NoSession);
        }
        let name = derived.diary();
        let before = self.store.load_draft(&name)?.map(|stored| stored.tag);
        if self.diary(&derived)? != *seen {
            return Err(SaveError::ContinuedElsewhere);
        }
        let recipient = draft::recipient(&derived)
            .map_err(|error| SaveError::Draft(draft::DraftError::Seal(error)))?;
        let sealed = draft::seal(&diary.to_json(), &recipient).map_err(SaveError::Draft)?;
        let save = Save {
            name,
            seen: before,
            fresh: fresh_tag()?,
            expires: last_day(&questionnaire, today),
            sealed: &sealed,
        };
        match self.store.save_draft(&save, &questionnaire.canonical)? {
            Saved::Saved => Ok(()),
            Saved::ContinuedElsewhere => Err(SaveError::ContinuedElsewhere),
        }
    }
}

/// The last day of a record: as long after the survey's closing as answers are kept; where it does not
/// close, as long from the end of this month. So it says nothing of the day on which it was written.
fn last_day(questionnaire: &Arc<Questionnaire>, today: Day) -> Day {
    let retention = i64::from(questionnaire.privacy.retention_days.unwrap_or(0));
    let month_end = today.month().last_day().unwrap_or(today);
    let from = questionnaire.last_day().unwrap_or(month_end);
    let until = from.max(today).plus_days(retention);
    until.month().last_day().unwrap_or(until)
}
