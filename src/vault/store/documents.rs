//! The box's own copies of the questionnaires and key sets that its records name (docs/format.md §9).

use sha2::{Digest as _, Sha256};

use super::{Result, Store, Writer, optional};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A questionnaire's canonical form with its lists; its SHA-256 is the fingerprint.
    Questionnaire,
    /// A signed key set.
    KeySet,
}

/// A document with its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// SHA-256 of the body.
    pub sha256: [u8; 32],
    /// Its bytes.
    pub body: Vec<u8>,
}

impl DocumentKind {
    /// Each kind, its name in the store and its number in a bundle.
    const NAMES: [(Self, &'static str, u8); 2] = [
        (Self::Questionnaire, "questionnaire", 1),
        (Self::KeySet, "keyset", 2),
    ];

    /// Its name in the store.
    pub fn name(self) -> &'static str {
        let row = Self::NAMES.iter().find(|(kind, _, _)| *kind == self);
        row.map_or("", |(_, name, _)| name)
    }

    /// Its number in a bundle.
    pub fn number(self) -> u8 {
        let row = Self::NAMES.iter().find(|(kind, _, _)| *kind == self);
        row.map_or(0, |(_, _, number)| *number)
    }

    /// The kind of a bundle's number.
    pub fn from_number(number: u8) -> Option<Self> {
        let row = Self::NAMES.iter().find(|(_, _, known)| *known == number);
        row.map(|(kind, _, _)| *kind)
    }

    /// The kind of a store's name.
    pub fn from_name(name: &str) -> Option<Self> {
        let row = Self::NAMES.iter().find(|(_, known, _)| *known == name);
        row.map(|(kind, _, _)| *kind)
    }
}

impl Document {
    /// A document of a kind.
    pub fn new(kind: DocumentKind, body: &[u8]) -> Self {
        Self {
            kind,
            sha256: Sha256::digest(body).into(),
            body: body.to_vec(),
        }
    }

    /// A questionnaire's canonical form.
    pub fn questionnaire(body: &[u8]) -> Self {
        Self::new(DocumentKind::Questionnaire, body)
    }

    /// A key set with its signature line.
    pub fn key_set(body: &[u8]) -> Self {
        Self::new(DocumentKind::KeySet, body)
    }

    /// Whether the body is what the hash says.
    pub fn is_sound(&self) -> bool {
        Sha256::digest(&self.body)[..] == self.sha256
    }
}

impl Store {
    /// A document's bytes by its hash.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn document(&self, sha256: &[u8; 32]) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT body FROM document WHERE sha256 = ?1";
        let found = self
            .connection
            .prepare_cached(sql)?
            .query_row([sha256], |row| row.get(0));
        Ok(optional(found)?)
    }

    /// Every document, by hash. There are few, and each is held in memory.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn documents(&self) -> Result<Vec<Document>> {
        let sql = "SELECT sha256, kind, body FROM document ORDER BY sha256";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map((), |row| {
            let kind = DocumentKind::from_name(&row.get::<_, String>(1)?);
            Ok(kind.map(|kind| (kind, row.get(0), row.get(2))))
        })?;
        let mut found = Vec::new();
        for row in rows {
            if let Some((kind, sha256, body)) = row? {
                let (sha256, body) = (sha256?, body?);
                found.push(Document { kind, sha256, body });
            }
        }
        Ok(found)
    }
}

impl Writer<'_> {
    /// Keeps a document, where it is not here already.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn keep_document(&self, document: &Document) -> Result<()> {
        // It nearly always is, and a questionnaire with its lists is long.
        let known = "SELECT 1 FROM document WHERE sha256 = ?1";
        if self
            .transaction
            .prepare_cached(known)?
            .exists([document.sha256])?
        {
            return Ok(());
        }
        let sql = "INSERT INTO document(sha256, kind, body) VALUES(?1, ?2, ?3)
                   ON CONFLICT(sha256) DO NOTHING";
        let row = (document.sha256, document.kind.name(), &document.body);
        self.transaction.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }
}
