//! What several people store at once, in one transaction: one wait for the disk instead of one each.

use super::documents::Document;
use super::drafts::Save;
use super::records::{DraftSeen, sound};
use super::slot::Slot;
use super::{Result, Store, StoreError, Writer};
use crate::response::record::{Header, Record};

/// A finished record, with the draft that it ends.
pub struct Submit<'a> {
    /// The record.
    pub record: &'a Record,
    /// The draft that it ends.
    pub draft: Option<DraftSeen>,
    /// The canonical questionnaire that it answers.
    pub questionnaire: &'a [u8],
    /// The key set that it was sealed to.
    pub key_set: &'a [u8],
}

/// A draft, with the questionnaire that it answers.
pub struct SaveDraft<'a> {
    /// The draft.
    pub save: Save<'a>,
    /// The canonical questionnaire.
    pub questionnaire: &'a [u8],
}

/// One person's write.
pub enum Write<'a> {
    /// A response, a revision or a withdrawal.
    Submit(Submit<'a>),
    /// A draft.
    Save(SaveDraft<'a>),
}

/// A record that was looked at before the transaction began.
struct Looked<'a> {
    submit: &'a Submit<'a>,
    questionnaire: Document,
    header: Header,
    wanted: Vec<Slot>,
}

impl Store {
    /// Stores several people's writes in one transaction and returns after its commit, with what came
    /// of each in their order. What one may not store ([`StoreError::ContinuedElsewhere`],
    /// [`StoreError::Unsound`]) hinders nobody else. Each may be handed in again and is stored once.
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
        let looked: Vec<Result<Option<Looked<'_>>>> = writes.iter().map(look).collect();
        let writer = self.write()?;
        let mut results = Vec::with_capacity(writes.len());
        for (write, looked) in writes.iter().zip(looked) {
            let done = match (write, looked) {
                (_, Err(error)) => Err(error),
                (_, Ok(Some(looked))) => writer.submit(&looked),
                (Write::Save(save), Ok(None)) => writer.save(save),
                (Write::Submit(_), Ok(None)) => Err(StoreError::Unsound("it was not looked at")),
            };
            results.push(own_fault(done)?);
        }
        writer.commit()?;
        Ok(results)
    }
}

fn look<'a>(write: &'a Write<'_>) -> Result<Option<Looked<'a>>> {
    let Write::Submit(submit) = write else {
        return Ok(None);
    };
    let questionnaire = Document::questionnaire(submit.questionnaire);
    let (header, wanted) = sound(submit.record, &questionnaire)?;
    Ok(Some(Looked {
        submit,
        questionnaire,
        header,
        wanted,
    }))
}

/// What concerns one person stays with them, and has written nothing; what concerns the store ends
/// the transaction.
fn own_fault(done: Result<()>) -> Result<Result<()>> {
    match done {
        Err(error @ (StoreError::ContinuedElsewhere | StoreError::Unsound(_))) => Ok(Err(error)),
        Err(error) => Err(error),
        Ok(()) => Ok(Ok(())),
    }
}

impl Writer<'_> {
    fn submit(&self, looked: &Looked<'_>) -> Result<()> {
        let Submit {
            record,
            draft,
            key_set,
            ..
        } = *looked.submit;
        let leaf = record.signed.leaf();
        if !self.has_record(leaf)? {
            self.claim(draft)?;
        }
        self.put_header(leaf, &record.signed)?;
        for (slot, sealed) in looked.wanted.iter().zip(record.parts.iter().flatten()) {
            self.put_part(leaf, &slot.name, sealed)?;
        }
        self.empty_earlier(leaf, &looked.header)?;
        self.keep_document(&looked.questionnaire)?;
        self.keep_document(&Document::key_set(key_set))?;
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
        self.keep_document(&Document::questionnaire(one.questionnaire))
    }
}
