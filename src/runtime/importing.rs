//! A spreadsheet's rows into the box: each sealed like any response, none twice, also where the file
//! comes again.
//!
//! A row is known by a mark that only this box can work out, kept in the transaction that stores it. The
//! rows' codes are random as always: what the mark is made of opens nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::time::Day;
use crate::form::spreadsheet::{Headings, Map, RowProblem, fill_row};
use crate::response::code::Code;
use crate::survey::Questionnaire;
use crate::survey::import::Table;
use crate::vault::own;
use crate::vault::respond;
use crate::vault::store::{Batch, Mark};

use super::keeper::{Keeper, SaveError};
use super::random;

/// Rows of one transaction.
const BATCH: usize = 100;

/// Keeps the lines and codes of rows before they are stored.
pub type Keep<'k, E> = dyn FnMut(&[(usize, Code)]) -> Result<(), E> + 'k;

/// A file, its map, and what they mean together.
pub struct Import<'a> {
    /// The questionnaire that is answered.
    pub questionnaire: Arc<Questionnaire>,
    /// The map.
    pub map: &'a Map,
    /// Where its columns stand.
    pub headings: &'a Headings,
    /// The rows.
    pub table: &'a Table,
    /// Today.
    pub today: Day,
}

/// What became of the rows.
#[derive(Default)]
pub struct Imported {
    /// Rows that were stored.
    pub stored: usize,
    /// Rows that this box had already.
    pub known: usize,
}

impl Import<'_> {
    /// Everything that is wrong with any row, with its line. Two rows of one key are wrong too.
    pub fn problems(&self) -> Vec<(usize, RowProblem)> {
        let mut problems = Vec::new();
        let mut keys: BTreeMap<&str, usize> = BTreeMap::new();
        for (line, cells) in &self.table.lines {
            let filled = self.fill(cells);
            problems.extend(filled.err().into_iter().flatten().map(|one| (*line, one)));
            if self.map.key.is_none() {
                continue;
            }
            let key = self.headings.identity(cells).first().copied().unwrap_or("");
            let words = match keys.insert(key, *line) {
                _ if key.is_empty() => "form-fill-no-key",
                Some(_) => "form-fill-same-key",
                None => continue,
            };
            problems.push((*line, self.key_problem(words)));
        }
        problems
    }

    fn key_problem(&self, words: &'static str) -> RowProblem {
        RowProblem {
            heading: self.map.key.clone().unwrap_or_default(),
            message: crate::base::words::Message::plain(words),
        }
    }

    fn fill(&self, cells: &[String]) -> Result<crate::form::Form, Vec<RowProblem>> {
        fill_row(
            &self.questionnaire,
            self.map,
            self.headings,
            cells,
            self.today,
        )
    }

    /// Stores every row that this box does not have. Before each transaction `keep` is given the lines
    /// and codes of its rows, so that no words are lost of what is stored.
    ///
    /// # Errors
    /// The first thing that went wrong; what earlier transactions stored stays, and is known next time.
    pub fn store<E: From<SaveError>>(
        &self,
        keeper: &mut Keeper,
        keep: &mut Keep<'_, E>,
    ) -> Result<Imported, E> {
        let own = own::load(keeper.store().map_err(SaveError::from)?).map_err(SaveError::from)?;
        let own = own.ok_or(SaveError::NoSession)?;
        let mut imported = Imported::default();
        let mut waiting = Vec::new();
        let mut counts: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for (line, cells) in &self.table.lines {
            let identity = self.headings.identity(cells);
            let count = counts.entry(identity.clone()).or_default();
            *count += 1;
            let mark = own.key.mark(&self.text(&identity, *count));
            let store = keeper.store().map_err(SaveError::from)?;
            if store.has_mark(&mark).map_err(SaveError::from)? {
                imported.known += 1;
                continue;
            }
            waiting.push((*line, cells, mark));
            if waiting.len() == BATCH {
                imported.stored += self.put(keeper, &waiting, keep)?;
                waiting.clear();
            }
        }
        imported.stored += self.put(keeper, &waiting, keep)?;
        // A spreadsheet has an order; the store keeps none.
        keeper.shuffle().map_err(SaveError::from)?;
        Ok(imported)
    }

    /// What a row's mark is made of. Rows that say the same are told apart by their number.
    fn text(&self, identity: &[&str], count: usize) -> Vec<u8> {
        let id = (&self.questionnaire.id, &self.questionnaire.wave);
        let json = serde_json::json!(["tallybox/v1/imported", id.0, id.1, identity, count]);
        json.to_string().into_bytes()
    }

    fn put<E: From<SaveError>>(
        &self,
        keeper: &mut Keeper,
        rows: &[(usize, &Vec<String>, Mark)],
        keep: &mut Keep<'_, E>,
    ) -> Result<usize, E> {
        let mut people = Vec::new();
        let mut codes = Vec::new();
        let key_set = keeper.key_set().clone();
        for (line, cells, _) in rows {
            // Every row was checked before the first was stored.
            let form = self.fill(cells).map_err(|_| SaveError::Unreadable)?;
            let code = Code::from_bits(random::bytes().map_err(|_| SaveError::Random)?);
            let derived = code.derive(&self.questionnaire.id, &self.questionnaire.wave);
            let submission = form.submission(self.today);
            let record = respond::seal_response(&submission, &derived, &key_set, 1)
                .map_err(SaveError::Seal)?;
            people.push(vec![record]);
            codes.push((*line, code));
        }
        keep(&codes)?;
        let marks: Vec<Mark> = rows.iter().map(|(_, _, mark)| *mark).collect();
        let batch = Batch {
            people: &people,
            drafts: &[],
            marks: &marks,
        };
        keeper
            .store()
            .map_err(SaveError::from)?
            .submit_batch(&batch, &self.questionnaire.canonical, key_set.document())
            .map_err(SaveError::from)?;
        Ok(people.len())
    }
}
