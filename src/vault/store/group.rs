//! What several people store at once, in one transaction: one wait for the disk instead of one each.

use std::sync::Arc;

use super::documents::Document;
use super::drafts::Save;
use super::invitations::InvitationSeen;
use super::records::{DraftSeen, sound};
use super::slot::Slot;
use super::{Result, Store, StoreError, Writer};
use crate::response::record::{Header, Leaf, Record};

/// A record that was looked at: it is whole, signed, and answers its questionnaire. Looking is the
/// dear part of storing, and can be done by whoever brings the record.
pub struct Checked {
    leaf: Leaf,
    header: Header,
    wanted: Vec<Slot>,
    questionnaire: Arc<Document>,
    key_set: Arc<Document>,
}

impl Checked {
    /// Looks at a record, with the canonical questionnaire that it answers and the key set that it was
    /// sealed to.
    ///
    /// # Errors
    /// `Unsound` where it does not hold together.
    pub fn new(
        record: &Record,
        questionnaire: Arc<Document>,
        key_set: Arc<Document>,
    ) -> Result<Self> {
        let (header, wanted) = sound(record, &questionnaire)?;
        Ok(Self {
            leaf: record.signed.leaf(),
            header,
            wanted,
            questionnaire,
            key_set,
        })
    }
}

/// A finished record, with the draft that it ends.
pub struct Submit<'a> {
    /// The record.
    pub record: &'a Record,
    /// What was found when it was looked at.
    pub checked: &'a Checked,
    /// The draft that it ends.
    pub draft: Option<DraftSeen>,
    /// The invitation that it uses up.
    pub invitation: Option<InvitationSeen>,
}

/// A draft, with the questionnaire that it answers.
pub struct SaveDraft<'a> {
    /// The draft.
    pub save: Save<'a>,
    /// The canonical questionnaire.
    pub questionnaire: &'a Document,
}

/// One person's write.
pub enum Write<'a> {
    /// A response, a revision or a withdrawal.
    Submit(Submit<'a>),
    /// A draft.
    Save(SaveDraft<'a>),
}

impl Store {
    /// Stores several people's writes in one transaction and returns after its commit, with what came
    /// of each in their order. What one may not store ([`StoreError::ContinuedElsewhere`],
    /// [`StoreError::NotInvited`], [`StoreError::Unsound`]) hinders nobody else. Each may be handed in again and is stored once.
    ///
    /// # Errors
    /// Nothing of anybody was stored.
    pub fn write_together(&mut self, writes: &[Write<'_>]) -> Result<Vec<Result<()>>> {
        // A draft does not use up what is kept for those who send.
        if writes.iter().any(|write| matches!(write, Write::Submit(_))) {
            self.with_ballast(|store| store.try_together(writes))
        } else {
            self.try_together(writes)
        }
    }

    fn try_together(&mut self, writes: &[Write<'_>]) -> Result<Vec<Result<()>>> {
        let open = self.write()?;
        let mut results = Vec::with_capacity(writes.len());
        for write in writes {
            results.push(own_fault(match write {
                Write::Submit(submit) => open.submit(submit),
                Write::Save(save) => open.save(save),
            })?);
        }
        open.commit()?;
        Ok(results)
    }
}

/// What concerns one person stays with them, and has written nothing; what concerns the store ends
/// the transaction.
fn own_fault(done: Result<()>) -> Result<Result<()>> {
    match done {
        Err(
            error @ (StoreError::ContinuedElsewhere
            | StoreError::NotInvited
            | StoreError::Unsound(_)),
        ) => Ok(Err(error)),
        Err(error) => Err(error),
        Ok(()) => Ok(Ok(())),
    }
}

impl Writer<'_> {
    fn submit(&self, submit: &Submit<'_>) -> Result<()> {
        let Submit {
            record,
            checked,
            draft,
            invitation,
        } = *submit;
        let leaf = record.signed.leaf();
        if leaf != checked.leaf {
            return Err(StoreError::Unsound("another record was looked at"));
        }
        if !self.has_record(leaf)? {
            self.claim(draft)?;
            self.take_invitation(invitation)?;
        }
        let is_new = self.put_header(leaf, &record.signed)?;
        for (slot, sealed) in checked.wanted.iter().zip(record.parts.iter().flatten()) {
            if is_new {
                self.put_new_part(leaf, &slot.name, sealed)?;
            } else {
                self.put_part(leaf, &slot.name, sealed)?;
            }
        }
        self.empty_earlier(leaf, &checked.header)?;
        self.keep_document(&checked.questionnaire)?;
        self.keep_document(&checked.key_set)?;
        match draft {
            Some(draft) => self.remove_draft(&draft.name),
            None => Ok(()),
        }
    }

    fn save(&self, one: &SaveDraft<'_>) -> Result<()> {
        let save = &one.save;
        let changed = match save.seen {
            None => self.first_save(save)?,
            Some(seen) => self.next_save(save, &seen)?,
        };
        if changed == 0 {
            return Err(StoreError::ContinuedElsewhere);
        }
        self.keep_document(one.questionnaire)
    }
}
