//! How our answers read in the codes of HESA's Staff record.
//!
//! TERMS, MOEMP and HQHELD are fields of HESA's Staff record (C12025 to C18025 manuals, docs/rules.md §6.3);
//! the join of HQHELD with levels is docs/rules.md §6.3's. Where one of our answers may be either of two
//! codes, the row says both rather than guess. The manual of the year decides: look the codes up before
//! a return is made.

use super::classes::Class;

/// A class of answers with HESA's code for it.
pub(super) struct Coded {
    pub(super) class: Class<'static>,
    /// The code; several where our answer may be any of them; empty where HESA has none.
    pub(super) code: &'static str,
}

const fn coded(
    code: &'static str,
    id: &'static str,
    title: &'static str,
    codes: &'static [&'static str],
) -> Coded {
    Coded {
        class: Class { id, title, codes },
        code,
    }
}

/// TERMS, terms of employment.
pub(super) const TERMS: [Coded; 4] = [
    coded("1", "terms_1", "staff-terms-1", &["permanent"]),
    coded("2", "terms_2", "staff-terms-2", &["fixed"]),
    coded("3", "terms_3", "staff-terms-3", &["casual"]),
    coded("", "terms_none", "staff-terms-none", &["other"]),
];

/// MOEMP, mode of employment. Term-time work may be full or part time: our answer does not say.
pub(super) const MODE: [Coded; 3] = [
    coded("1", "mode_1", "staff-mode-1", &["full"]),
    coded("3", "mode_3", "staff-mode-3", &["part", "share"]),
    coded("2 / 4", "mode_2_4", "staff-mode-2-4", &["term"]),
];

/// HQHELD, highest qualification held.
pub(super) const QUALIFICATION: [Coded; 9] = [
    coded("01", "hq_01", "staff-hq-01", &["rqf8"]),
    coded("02 / 09", "hq_02_09", "staff-hq-02-09", &["rqf7"]),
    coded("11 / 19", "hq_11_19", "staff-hq-11-19", &["rqf6"]),
    coded("21 / 29", "hq_21_29", "staff-hq-21-29", &["rqf5"]),
    coded("29", "hq_29", "staff-hq-29", &["rqf4"]),
    coded("31", "hq_31", "staff-hq-31", &["rqf3"]),
    coded("32", "hq_32", "staff-hq-32", &["rqf2", "rqf1"]),
    coded("97", "hq_97", "staff-hq-97", &["entry", "overseas"]),
    coded("98", "hq_98", "staff-hq-98", &["none"]),
];

/// HQHELD of those who did not say.
pub(super) const NOT_KNOWN: &str = "99";

/// The age bands of published tables (`StatsWales`, after HESA): they have no code.
pub(super) const AGE: [Coded; 6] = [
    coded("", "to_25", "staff-age-to-25", &["to_25"]),
    coded("", "26_35", "staff-age-26-35", &["26_35"]),
    coded("", "36_45", "staff-age-36-45", &["36_45"]),
    coded("", "46_55", "staff-age-46-55", &["46_55"]),
    coded("", "56_65", "staff-age-56-65", &["56_65"]),
    coded("", "from_66", "staff-age-from-66", &["from_66"]),
];
