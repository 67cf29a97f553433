//! An earlier wave of the same survey, opened with the words of then: its keys derive from the words
//! and the earlier wave's name (docs/format.md §3), and the box knows the waves by the questionnaires that it
//! keeps for its records.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::mine::{Sent, Standing};
use super::{Keeper, SaveError};
use crate::response::code::{Code, Derived};
use crate::survey::Questionnaire;
use crate::vault::store::DocumentKind;

/// What a code leads to in an earlier wave.
pub enum Earlier {
    /// Answers that were sent then.
    Sent(Box<LastYear>),
    /// The words belong to this wave.
    ThisWave,
    /// What was sent then was taken back or set aside.
    TakenBack,
    /// Nothing: the names of the other boxes that are known here.
    Unknown(Vec<String>),
}

/// Answers of an earlier wave.
pub struct LastYear {
    /// The wave's name.
    pub wave: String,
    /// What connects them with later ones, where the person wants that.
    pub link: [u8; 16],
    /// The plaintext of `mine` and what it answers, where this box holds that.
    pub answers: Option<(Zeroizing<Vec<u8>>, Arc<Questionnaire>)>,
}

impl Keeper {
    /// The other waves of this survey that this box knows, the latest name first.
    ///
    /// # Errors
    /// As the store.
    pub fn waves(&self) -> Result<Vec<String>, SaveError> {
        let documents = self.store.documents()?.into_iter();
        let waves = documents
            .filter(|document| document.kind == DocumentKind::Questionnaire)
            .filter_map(|document| wave_of(&document.body, &self.questionnaire.id));
        let mut waves: Vec<String> = waves
            .filter(|wave| *wave != self.questionnaire.wave)
            .collect();
        waves.sort_unstable_by(|one, other| other.cmp(one));
        waves.dedup();
        Ok(waves)
    }

    /// What a code leads to in an earlier wave.
    ///
    /// # Errors
    /// As the store, and where what is held cannot be opened.
    pub fn earlier(&self, code: &Code) -> Result<Earlier, SaveError> {
        let now = self.derive(code);
        let is_known = !matches!(self.standing(&now)?, Standing::Never)
            || self.store.load_draft(&now.draft)?.is_some();
        if is_known {
            return Ok(Earlier::ThisWave);
        }
        match self.then(code)? {
            Some((_, _, Standing::Withdrawn | Standing::Annulled)) => Ok(Earlier::TakenBack),
            Some((wave, derived, Standing::Counts(leaf, header))) => {
                let sent = self.open_own(&derived, leaf, &header)?;
                Ok(Earlier::Sent(Box::new(LastYear {
                    wave,
                    link: derived.link,
                    answers: sent.map(|sent| {
                        let Sent {
                            plaintext,
                            questionnaire,
                            ..
                        } = *sent;
                        (plaintext, questionnaire)
                    }),
                })))
            }
            Some((_, _, Standing::Never)) | None => Ok(Earlier::Unknown(self.others()?)),
        }
    }

    /// The latest earlier wave under whose name this box has a record of a code, and how it stands.
    pub(super) fn then(
        &self,
        code: &Code,
    ) -> Result<Option<(String, Derived, Standing)>, SaveError> {
        for wave in self.waves()? {
            let derived = code.derive(&self.questionnaire.id, &wave);
            let standing = self.standing(&derived)?;
            if !matches!(standing, Standing::Never) {
                return Ok(Some((wave, derived, standing)));
            }
        }
        Ok(None)
    }
}

/// The wave that a canonical questionnaire is of, where it is of this survey.
fn wave_of(canonical: &[u8], id: &str) -> Option<String> {
    let json: serde_json::Value = serde_json::from_slice(canonical).ok()?;
    let survey = json.get("survey")?;
    let is_this = survey.get("id")?.as_str() == Some(id);
    let wave = survey.get("wave").and_then(serde_json::Value::as_str);
    is_this.then(|| wave.unwrap_or_default().to_owned())
}
