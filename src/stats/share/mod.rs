//! Figures of several universities beside each other, without a response leaving any of them.
//!
//! A [`Share`] is what one university lets the others have of a release: the row of everybody, as it was
//! protected when it was released, with what was asked and by which rules it was made. Departments stay
//! at home. A [`Pool`] sets shares side by side. It adds up only what every university shows, and only
//! where all of them asked the same: a question whose fingerprint differs is named and left out.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use read::of_release;

/// A figure as it was released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Shown {
    /// How many, as the profile has it.
    Count(u64),
    /// Withheld.
    Withheld {
        /// Why, by [`Reason::code`](super::Reason::code).
        withheld: String,
    },
}

/// A code's figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareCell {
    /// The code.
    pub code: String,
    /// Its words.
    pub label: String,
    /// How many.
    pub count: Shown,
}

/// Everybody's answers to one question, or one row of a matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareTable {
    /// `QUESTION` or `QUESTION.ROW`.
    pub id: String,
    /// The question's words.
    pub label: String,
    /// The question's own fingerprint.
    pub print: String,
    /// Everyone who was asked.
    pub base: Shown,
    /// Every code.
    pub cells: Vec<ShareCell>,
    /// Every kind of missing.
    pub missing: BTreeMap<String, Shown>,
}

/// What one university lets others have: tables and their manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// What the university calls itself.
    pub institution: String,
    /// The survey's id.
    pub survey: String,
    /// The wave.
    pub wave: String,
    /// The questionnaire's fingerprint, hex: with its lists, so universities differ in it.
    pub fingerprint: String,
    /// The day it was made, `2027-05-01`.
    pub date: String,
    /// How figures are protected: `hesa`, `minimum-n`, `suppress`.
    pub profile: String,
    /// The size below which departments were put together.
    pub minimum_group: u64,
    /// How many people work there, by the staff list; nothing where it has none.
    pub staff: Option<u64>,
    /// Cells whose count is withheld.
    pub withheld: usize,
    /// The boxes that were counted, each with its root as its checkpoint writes it.
    pub boxes: BTreeMap<String, String>,
    /// The tables.
    pub tables: Vec<ShareTable>,
    /// What was asked and shows no figure of everybody, each with its question's fingerprint; a pack of an
    /// earlier program names none.
    #[serde(default)]
    pub hidden: BTreeMap<String, String>,
}

/// Why shares do not go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolFault {
    /// There are fewer than two.
    Alone,
    /// Two come from the same university.
    Twice(String),
    /// This university's figures are not protected.
    Unprotected(String),
    /// This university's are about another survey or wave.
    Other {
        /// The university.
        institution: String,
        /// Its survey and wave.
        about: String,
        /// Those of the first.
        first: String,
    },
    /// They have no question in common.
    NothingShared,
}

/// Several universities' figures.
pub struct Pool {
    /// The universities, by name.
    pub shares: Vec<Share>,
    /// The tables that all of them have, in the first one's order.
    pub tables: Vec<PooledTable>,
    /// Tables that are left out.
    pub left_out: Vec<LeftOut>,
}

/// A table that is not at every university.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its id.
    pub id: String,
    /// Who asks it in other words, or does not ask it.
    pub otherwise: Vec<String>,
    /// Who asks it in the same words and shows no figure of everybody.
    pub hidden: Vec<String>,
}

/// One question at every university.
pub struct PooledTable {
    /// Its id.
    pub id: String,
    /// Its words.
    pub label: String,
    /// Everyone who was asked, a university after another.
    pub base: Pooled,
    /// Each code with its words.
    pub cells: Vec<(String, String, Pooled)>,
    /// Each kind of missing.
    pub missing: Vec<(String, Pooled)>,
}

/// One figure at every university, and together.
pub struct Pooled {
    /// A university after another; nothing where its questionnaire has no such code.
    pub each: Vec<Option<Shown>>,
    /// The sum, where every university shows one: a sum over some would look like one over all.
    pub together: Option<u64>,
}

impl Shown {
    /// The number, where there is one.
    pub const fn count(&self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(*count),
            Self::Withheld { .. } => None,
        }
    }
}

impl Share {
    fn table(&self, id: &str) -> Option<&ShareTable> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// A question's fingerprint, whether its figures are shown or not.
    fn print(&self, id: &str) -> Option<&String> {
        let shown = self.table(id).map(|table| &table.print);
        shown.or_else(|| self.hidden.get(id))
    }

    fn about(&self) -> String {
        format!("{} {}", self.survey, self.wave).trim().to_owned()
    }
}

impl LeftOut {
    fn of(id: &str, print: Option<&String>, shares: &[Share]) -> Self {
        let (same, others): (Vec<&Share>, Vec<&Share>) =
            shares.iter().partition(|share| share.print(id) == print);
        let hides = |share: &&&Share| share.table(id).is_none();
        Self {
            id: id.to_owned(),
            otherwise: others.into_iter().map(named).collect(),
            hidden: same
                .iter()
                .filter(hides)
                .map(|share| named(share))
                .collect(),
        }
    }
}

impl Pool {
    /// Sets shares side by side.
    ///
    /// # Errors
    /// Where they do not go together.
    pub fn of(mut shares: Vec<Share>) -> Result<Self, PoolFault> {
        shares.sort_by(|one, other| one.institution.cmp(&other.institution));
        check(&shares)?;
        let (mut tables, mut left_out) = (Vec::new(), Vec::new());
        for id in ids(&shares) {
            let mut found = shares.iter().map(|share| share.table(id));
            let own: Option<Vec<&ShareTable>> = found.clone().collect();
            let print = found.find_map(|table| table).map(|table| &table.print);
            let one = LeftOut::of(id, print, &shares);
            match own.filter(|_| one.otherwise.is_empty()) {
                Some(own) => tables.push(pooled(&own)),
                None => left_out.push(one),
            }
        }
        if tables.is_empty() {
            return Err(PoolFault::NothingShared);
        }
        Ok(Self {
            shares,
            tables,
            left_out,
        })
    }
}

fn named(share: &Share) -> String {
    share.institution.clone()
}

fn check(shares: &[Share]) -> Result<(), PoolFault> {
    let [first, others @ ..] = shares else {
        return Err(PoolFault::Alone);
    };
    if others.is_empty() {
        return Err(PoolFault::Alone);
    }
    let twice = shares.windows(2).find_map(|pair| match pair {
        [one, other] if one.institution == other.institution => Some(named(one)),
        _ => None,
    });
    if let Some(name) = twice {
        return Err(PoolFault::Twice(name));
    }
    let protects = |share: &&Share| !PROFILES.contains(&share.profile.as_str());
    if let Some(share) = shares.iter().find(protects) {
        return Err(PoolFault::Unprotected(named(share)));
    }
    match others.iter().find(|share| share.about() != first.about()) {
        Some(share) => Err(PoolFault::Other {
            institution: named(share),
            about: share.about(),
            first: first.about(),
        }),
        None => Ok(()),
    }
}

/// The profiles that protect.
const PROFILES: [&str; 3] = ["hesa", "minimum-n", "suppress"];

/// Every table of any university, once, in the first one's order.
fn ids(shares: &[Share]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let tables = shares.iter().flat_map(|share| &share.tables);
    let ids = tables.map(|table| table.id.as_str());
    ids.filter(|id| seen.insert(*id)).collect()
}

fn pooled(own: &[&ShareTable]) -> PooledTable {
    let first = own.first();
    let mut seen = BTreeSet::new();
    let cells = own.iter().flat_map(|table| &table.cells);
    let codes = cells.filter(|cell| seen.insert(cell.code.as_str()));
    let at = |code: &str| {
        let of = |table: &&ShareTable| {
            let found = table.cells.iter().find(|cell| cell.code == code);
            found.map(|cell| cell.count.clone())
        };
        Pooled::of(own.iter().map(of).collect())
    };
    let kinds: BTreeSet<&String> = own.iter().flat_map(|table| table.missing.keys()).collect();
    let missing = kinds.into_iter().map(|kind| {
        let each = own.iter().map(|table| table.missing.get(kind).cloned());
        (kind.clone(), Pooled::of(each.collect()))
    });
    PooledTable {
        id: first.map(|table| table.id.clone()).unwrap_or_default(),
        label: first.map(|table| table.label.clone()).unwrap_or_default(),
        base: Pooled::of(own.iter().map(|table| Some(table.base.clone())).collect()),
        cells: codes
            .map(|cell| (cell.code.clone(), cell.label.clone(), at(&cell.code)))
            .collect(),
        missing: missing.collect(),
    }
}

impl Pooled {
    /// A code that one university does not offer is nobody's there; a withheld one is somebody's.
    fn of(each: Vec<Option<Shown>>) -> Self {
        let count = |one: &Option<Shown>| one.as_ref().map_or(Some(0), Shown::count);
        let together = each.iter().map(count).sum();
        Self { each, together }
    }
}

impl std::fmt::Display for PoolFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Alone => f.write_str("there is nothing to compare: it takes two universities"),
            Self::Twice(name) => write!(f, "there are two packs of {name}"),
            Self::Unprotected(name) => {
                write!(
                    f,
                    "the figures of {name} do not say a profile that protects them"
                )
            }
            Self::Other {
                institution,
                about,
                first,
            } => write!(
                f,
                "the pack of {institution} is about `{about}`, the others about `{first}`"
            ),
            Self::NothingShared => {
                f.write_str("there is no question that all of them asked in the same words")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(institution: &str, count: Shown) -> Share {
        let cell = |code: &str, count: Shown| ShareCell {
            code: code.to_owned(),
            label: code.to_uppercase(),
            count,
        };
        Share {
            institution: institution.to_owned(),
            survey: "small".to_owned(),
            wave: "2027".to_owned(),
            fingerprint: institution.to_owned(),
            date: "2027-05-01".to_owned(),
            profile: "hesa".to_owned(),
            minimum_group: 10,
            staff: None,
            withheld: 0,
            boxes: BTreeMap::new(),
            hidden: BTreeMap::new(),
            tables: vec![ShareTable {
                id: "next".to_owned(),
                label: "Next?".to_owned(),
                print: "p1".to_owned(),
                base: Shown::Count(40),
                cells: vec![cell("stay", count), cell("go", Shown::Count(5))],
                missing: BTreeMap::from([("blank".to_owned(), Shown::Count(5))]),
            }],
        }
    }

    fn withheld() -> Shown {
        Shown::Withheld {
            withheld: "suppressed".to_owned(),
        }
    }

    #[test]
    fn what_all_show_is_added_up_and_what_one_withholds_is_not() {
        let pool = Pool::of(vec![share("b", Shown::Count(30)), share("a", withheld())]).unwrap();
        let names: Vec<&str> = pool
            .shares
            .iter()
            .map(|one| one.institution.as_str())
            .collect();
        assert_eq!(names, ["a", "b"]);
        let table = &pool.tables[0];
        assert_eq!(table.base.together, Some(80));
        let (code, label, stay) = &table.cells[0];
        assert_eq!((code.as_str(), label.as_str()), ("stay", "STAY"));
        assert_eq!(stay.each, [Some(withheld()), Some(Shown::Count(30))]);
        assert_eq!(stay.together, None);
        assert_eq!(table.cells[1].2.together, Some(10));
        assert_eq!(table.missing[0].1.together, Some(10));
    }

    #[test]
    fn what_was_not_asked_alike_is_left_out_by_name() {
        let mut other = share("b", Shown::Count(30));
        other.tables[0].print = "p2".to_owned();
        let two = || vec![share("a", Shown::Count(5)), other.clone()];
        assert!(matches!(Pool::of(two()), Err(PoolFault::NothingShared)));
        let mut both = two();
        for share in &mut both {
            let mut more = share.tables[0].clone();
            more.id = "years".to_owned();
            more.print = "p3".to_owned();
            share.tables.push(more);
        }
        let pool = Pool::of(both).unwrap();
        assert_eq!(pool.tables.len(), 1);
        let left_out = |otherwise: &[&str], hidden: &[&str]| LeftOut {
            id: "next".to_owned(),
            otherwise: otherwise.iter().map(ToString::to_string).collect(),
            hidden: hidden.iter().map(ToString::to_string).collect(),
        };
        assert_eq!(pool.left_out, [left_out(&["b"], &[])]);
        // Asked in the same words, and nothing of everybody may be shown: that is no difference of words.
        let mut both = pool.shares;
        let asked = both[1].tables.remove(0);
        both[1].hidden.insert(asked.id, "p1".to_owned());
        let pool = Pool::of(both.clone()).unwrap();
        assert_eq!(pool.left_out, [left_out(&[], &["b"])]);
        both[1].hidden.clear();
        let pool = Pool::of(both).unwrap();
        assert_eq!(pool.left_out, [left_out(&["b"], &[])]);
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        let one = || share("a", Shown::Count(5));
        let fault = |shares| Pool::of(shares).err().unwrap();
        assert_eq!(fault(vec![one()]), PoolFault::Alone);
        assert_eq!(fault(vec![one(), one()]), PoolFault::Twice("a".to_owned()));
        let mut exact = share("b", Shown::Count(5));
        exact.profile = "none".to_owned();
        assert_eq!(
            fault(vec![one(), exact]),
            PoolFault::Unprotected("b".to_owned())
        );
        let mut later = share("b", Shown::Count(5));
        later.wave = "2029".to_owned();
        assert!(matches!(fault(vec![one(), later]), PoolFault::Other { .. }));
    }
}
