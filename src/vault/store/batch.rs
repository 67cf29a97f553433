//! Many finished responses in one transaction: for simulation, where each would otherwise wait for
//! the disk by itself.

use super::documents::Document;
use super::drafts::Save;
use super::records::sound;
use super::{Result, Store, StoreError, Writer};
use crate::base::hex;
use crate::response::record::{Kind, Record};

/// What goes in together.
pub struct Batch<'a> {
    /// The records of each person, first revision first. Their code was drawn for this batch, so
    /// that the store knows nothing of the response yet.
    pub people: &'a [Vec<Record>],
    /// First saves of drafts.
    pub drafts: &'a [Save<'a>],
    /// What the rows of a spreadsheet are known by when it comes again ([`Store::has_mark`]).
    pub marks: &'a [Mark],
}

/// What a row of a spreadsheet is known by: a keyed hash, of which nothing can be worked out.
pub type Mark = [u8; 32];

/// What a mark's setting is called, before its digits.
const MARK: &str = "imported/";

impl Store {
    /// Stores many people's records and drafts, all or none. As [`Self::submit`] it empties what a
    /// later record of the same person supersedes or withdraws, without looking for it in the store.
    ///
    /// # Errors
    /// Nothing was stored. `Unsound` where a person's records are of different responses.
    pub fn submit_batch(
        &mut self,
        batch: &Batch<'_>,
        questionnaire: &[u8],
        key_set: &[u8],
    ) -> Result<()> {
        let questionnaire = Document::questionnaire(questionnaire);
        let writer = self.write()?;
        for records in batch.people {
            writer.put_person(records, &questionnaire)?;
        }
        for save in batch.drafts {
            if writer.first_save(save)? == 0 {
                return Err(StoreError::ContinuedElsewhere);
            }
        }
        for mark in batch.marks {
            writer.put_mark(mark)?;
        }
        writer.keep_document(&questionnaire)?;
        writer.keep_document(&Document::key_set(key_set))?;
        writer.commit()
    }

    /// Whether a row of this mark was stored with a batch.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn has_mark(&self, mark: &Mark) -> Result<bool> {
        let name = format!("{MARK}{}", hex::encode(mark));
        Ok(self.setting(&name)?.is_some())
    }
}

impl Writer<'_> {
    fn put_mark(&self, mark: &Mark) -> Result<()> {
        let sql = "INSERT INTO setting(name, value) VALUES(?1, x'')";
        let name = format!("{MARK}{}", hex::encode(mark));
        self.transaction.prepare_cached(sql)?.execute([name])?;
        Ok(())
    }

    fn put_person(&self, records: &[Record], questionnaire: &Document) -> Result<()> {
        let mut response = None;
        let mut earlier = Vec::new();
        for record in records {
            let (header, wanted) = sound(record, questionnaire)?;
            if response.get_or_insert_with(|| header.response.clone()) != &header.response {
                return Err(StoreError::Unsound(
                    "a person's records are of different responses",
                ));
            }
            let leaf = record.signed.leaf();
            self.put_header(leaf, &record.signed)?;
            for (slot, sealed) in wanted.iter().zip(record.parts.iter().flatten()) {
                self.put_part(leaf, &slot.name, sealed)?;
            }
            for superseded in earlier.drain(..) {
                self.empty(superseded)?;
            }
            earlier.extend((header.kind == Kind::Response).then_some(leaf));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::code::Derived;
    use crate::vault::respond::About;

    const QUESTIONNAIRE: &[u8] = b"{}";

    fn withdrawal(seed: u8) -> Record {
        let about = About {
            survey: "s".to_owned(),
            wave: String::new(),
            fingerprint: hex::encode(&Document::questionnaire(QUESTIONNAIRE).sha256),
            epoch: 1,
        };
        let derived = Derived {
            draft: [seed; 16],
            age: [seed; 32],
            sign: [seed; 32],
            link: [seed; 16],
        };
        about.withdrawal(&derived)
    }

    #[test]
    fn a_batch_is_stored_whole_or_not_at_all() {
        let root = tempfile::tempdir().unwrap();
        let mut store = Store::create(root.path()).unwrap();
        let save = Save {
            name: [1; 16],
            seen: None,
            fresh: [2; 16],
            expires: crate::base::time::Day::EPOCH,
            sealed: b"sealed",
        };
        let mixed = [vec![withdrawal(1)], vec![withdrawal(2), withdrawal(3)]];
        let saves = [save];
        let batch = Batch {
            people: &mixed,
            drafts: &saves,
            marks: &[],
        };
        let refused = store.submit_batch(&batch, QUESTIONNAIRE, b"keys");
        assert!(matches!(refused, Err(StoreError::Unsound(_))));
        assert!(store.leaves().unwrap().is_empty() && store.drafts().unwrap() == 0);
        let sound = [vec![withdrawal(1)], vec![withdrawal(2)]];
        let batch = Batch {
            people: &sound,
            drafts: &saves,
            marks: &[],
        };
        store.submit_batch(&batch, QUESTIONNAIRE, b"keys").unwrap();
        assert_eq!(
            (store.leaves().unwrap().len(), store.drafts().unwrap()),
            (2, 1)
        );
        let another = store.submit_batch(&batch, b"another", b"keys");
        assert!(matches!(another, Err(StoreError::Unsound(_))));
    }
}
