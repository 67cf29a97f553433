//! What a person sent, opened with their words: read, changed, taken back.
//!
//! Their own part (`mine`) is sealed to the words alone, so only they can open it, and only where this
//! box holds it. Taking back needs no more than the words' signing key, so it works at any box.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::{Found, Keeper, SaveError, Session};
use crate::base::hex;
use crate::base::language::Language;
use crate::base::time::Day;
use crate::form::{Form, draft_of_part};
use crate::response::code::{Code, Derived};
use crate::response::diary::Diary;
use crate::response::part::{self, MINE};
use crate::response::record::{Header, Kind, Leaf};
use crate::runtime::desk_files;
use crate::stats::view::{Overview, Own};
use crate::survey::{self, Questionnaire};
use crate::vault::respond::{About, check_inner};
use crate::vault::store::DraftSeen;
use crate::vault::{draft, seal};

/// What stands under a code.
pub enum Held {
    /// The answers that count.
    Answers(Box<Sent>),
    /// They were taken back by whoever has the words.
    Withdrawn,
    /// The institution set them aside.
    SetAside,
    /// They were sent, and their own part is not in this box.
    NotHere,
    /// Nothing: the names of the other boxes that are known here.
    Unknown(Vec<String>),
}

/// Answers that were sent, opened.
pub struct Sent {
    /// The plaintext of `mine`.
    pub plaintext: Zeroizing<Vec<u8>>,
    /// The version that they answer.
    pub questionnaire: Arc<Questionnaire>,
    /// Which revision counts.
    pub revision: u32,
    /// The day on which it was sent.
    pub day: Day,
    /// Whether a change was begun and not sent.
    pub is_being_changed: bool,
    /// The development record that the person keeps beside them.
    pub diary: Diary,
}

/// What the headers of this box say of a response.
pub(super) enum Standing {
    /// Nothing.
    Never,
    /// The record that counts.
    Counts(Leaf, Box<Header>),
    /// Taken back: final.
    Withdrawn,
    /// Set aside: final.
    Annulled,
}

impl Standing {
    /// Whether nothing that is sent from now on can count.
    pub(super) const fn is_final(&self) -> bool {
        matches!(self, Self::Withdrawn | Self::Annulled)
    }
}

impl Keeper {
    /// What the headers of this box say: a withdrawal or annulment is final, else the highest revision
    /// counts, ties to the greater leaf (docs/format.md §12).
    pub(super) fn standing(&self, derived: &Derived) -> Result<Standing, SaveError> {
        let mut records = self.store.of_response(&derived.response())?;
        records.retain(|(_, header)| self.trust.believes(header));
        let has = |kind| records.iter().any(|(_, header)| header.kind == kind);
        if has(Kind::Withdrawal) {
            return Ok(Standing::Withdrawn);
        }
        if has(Kind::Annulment) {
            return Ok(Standing::Annulled);
        }
        records.retain(|(_, header)| header.kind == Kind::Response);
        let counting = records
            .into_iter()
            .max_by_key(|(leaf, header)| (header.revision, *leaf));
        Ok(counting.map_or(Standing::Never, |(leaf, header)| {
            Standing::Counts(leaf, Box::new(header))
        }))
    }

    /// The names of the other boxes that are known here: enrolled ones, and the other hosts of this survey.
    pub(super) fn others(&self) -> Result<Vec<String>, SaveError> {
        let own = self.name();
        let enrolled = self.store.enrolled()?.into_iter().map(|other| other.name);
        let mut names: Vec<String> = enrolled.chain(self.hosts.iter().cloned()).collect();
        names.retain(|name| own.as_ref() != Some(name));
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// The number that the next response of a code gets.
    pub(super) fn next_revision(&self, code: &Code) -> Result<u32, SaveError> {
        match self.standing(&self.derive(code))? {
            Standing::Never => Ok(1),
            Standing::Counts(_, header) => Ok(header.revision.saturating_add(1)),
            // They were taken back at another terminal meanwhile: this session must stop.
            Standing::Withdrawn | Standing::Annulled => Err(SaveError::ContinuedElsewhere),
        }
    }

    /// What stands under a code in this box.
    ///
    /// # Errors
    /// As the store, and where what is held cannot be opened.
    pub fn held(&self, code: &Code) -> Result<Held, SaveError> {
        let now = self.derive(code);
        let found = match self.standing(&now)? {
            Standing::Never => self.then(code)?.map(|(_, derived, then)| (derived, then)),
            standing => Some((now, standing)),
        };
        let (derived, leaf, header) = match found {
            None | Some((_, Standing::Never)) => return Ok(Held::Unknown(self.others()?)),
            Some((_, Standing::Withdrawn)) => return Ok(Held::Withdrawn),
            Some((_, Standing::Annulled)) => return Ok(Held::SetAside),
            Some((derived, Standing::Counts(leaf, header))) => (derived, leaf, header),
        };
        let sent = self.open_own(&derived, leaf, &header)?;
        Ok(sent.map_or(Held::NotHere, Held::Answers))
    }

    /// Opens a person's own part of a record; nothing where this box does not hold it.
    pub(super) fn open_own(
        &self,
        derived: &Derived,
        leaf: Leaf,
        header: &Header,
    ) -> Result<Option<Box<Sent>>, SaveError> {
        let Some(sealed) = self.store.part(leaf, MINE)? else {
            return Ok(None);
        };
        let version = self.version(header)?.ok_or(SaveError::Unreadable)?;
        let own = draft::identity(derived).map_err(|_| SaveError::Unreadable)?;
        let plaintext = seal::open(&sealed, &[&own]).map_err(|_| SaveError::Unreadable)?;
        let opened = part::open(&version, &plaintext).map_err(|_| SaveError::Unreadable)?;
        check_inner(header, MINE, &opened).map_err(|_| SaveError::Unreadable)?;
        Ok(Some(Box::new(Sent {
            day: day_of(&plaintext).unwrap_or(Day::EPOCH),
            is_being_changed: self.store.load_draft(&derived.draft)?.is_some(),
            diary: self.diary(derived)?,
            plaintext,
            questionnaire: version,
            revision: header.revision,
        })))
    }

    /// The version that a record answers.
    fn version(&self, header: &Header) -> Result<Option<Arc<Questionnaire>>, SaveError> {
        let fingerprint = hex::decode_array(&header.fingerprint).ok_or(SaveError::Unreadable)?;
        if fingerprint == self.questionnaire.fingerprint.0 {
            return Ok(Some(Arc::clone(&self.questionnaire)));
        }
        let document = self.store.document(&fingerprint)?;
        Ok(document.and_then(|bytes| survey::from_canonical(&bytes).ok()))
    }

    /// What was sent, read back in a language. `None` where it cannot be read.
    pub fn overview(&self, sent: &Sent, language: &Language, today: Day) -> Option<Overview> {
        let opened = part::open(&sent.questionnaire, &sent.plaintext).ok()?;
        let draft = Zeroizing::new(draft_of_part(&sent.questionnaire, &sent.plaintext)?);
        let questionnaire = Arc::clone(&sent.questionnaire);
        let (mut form, _) = Form::from_draft(questionnaire, today, &draft).ok()?;
        if sent.questionnaire.languages.contains(language) {
            form.set_language(language.clone());
        }
        // A file that its keeper broke costs a person the ways and the next step, not their overview.
        let routes = desk_files::routes(&self.home).unwrap_or_default();
        let roles = desk_files::roles(&self.home).unwrap_or_default();
        let own = Own {
            questionnaire: &sent.questionnaire,
            answers: &opened.answers,
            told: form.told(),
            routes: &routes,
            roles: &roles,
            diary: &sent.diary,
            day: today,
        };
        Some(own.overview())
    }

    /// Opens what was sent as a draft to be changed: the change that was begun, where there is one. The
    /// record stays as it is until the next one is sent.
    ///
    /// # Errors
    /// As [`Self::find`]; `NoSession` where there is nothing to change.
    pub fn revise(
        &mut self,
        code: &Code,
    ) -> Result<(Zeroizing<Vec<u8>>, Arc<Questionnaire>), SaveError> {
        if let Found::Draft {
            plaintext,
            questionnaire,
        } = self.find(code)?
        {
            return Ok((plaintext, questionnaire));
        }
        let Held::Answers(sent) = self.held(code)? else {
            return Err(SaveError::NoSession);
        };
        if sent.questionnaire.wave != self.questionnaire.wave {
            return Err(SaveError::NoSession);
        }
        let draft = draft_of_part(&sent.questionnaire, &sent.plaintext);
        let draft = Zeroizing::new(draft.ok_or(SaveError::Unreadable)?);
        let (draft, questionnaire) = self.settle(draft)?;
        self.session = Some(Session {
            derived: self.derive(code),
            questionnaire: Arc::clone(&questionnaire),
            tag: None,
            pending: None,
        });
        Ok((draft, questionnaire))
    }

    /// Takes back whatever was or will be sent with a code, and deletes its draft. Final. It needs no
    /// record in this box: the withdrawal reaches the others at the next merge.
    ///
    /// # Errors
    /// As the store; nothing was changed then.
    pub fn withdraw(&mut self, code: &Code) -> Result<(), SaveError> {
        let (derived, questionnaire) = self.where_sent(code)?;
        let record = About::new(&questionnaire, &self.key_set).withdrawal(&derived);
        self.store.delete_draft(&derived.diary())?;
        let draft = DraftSeen {
            name: derived.draft,
            seen: None,
        };
        self.store.submit(
            &record,
            (Some(draft), None),
            &questionnaire.canonical,
            self.key_set.document(),
        )?;
        self.session = None;
        Ok(())
    }
}

impl Keeper {
    /// The wave that a code was used in, by its keys and questionnaire: this one where nothing is known.
    pub(super) fn where_sent(
        &self,
        code: &Code,
    ) -> Result<(Derived, Arc<Questionnaire>), SaveError> {
        let now = self.derive(code);
        if matches!(self.standing(&now)?, Standing::Never)
            && let Some((_, derived, Standing::Counts(_, header))) = self.then(code)?
        {
            let version = self.version(&header)?.ok_or(SaveError::Unreadable)?;
            return Ok((derived, version));
        }
        Ok((now, Arc::clone(&self.questionnaire)))
    }
}

/// The day inside a person's own part: the one place where it stands.
fn day_of(plaintext: &[u8]) -> Option<Day> {
    let json: serde_json::Value = serde_json::from_slice(plaintext).ok()?;
    Day::parse(json.get("date")?.as_str()?)
}
