//! The questions that views recognise, by the ids of the shipped questionnaire
//! (`surveys/skills-and-responsibility.toml`): one table, so that a view never spells an id of its own.
//!
//! A questionnaire without one of them has no such view (`about::not_asked`). Ids are never changed
//! between versions (docs/format.md §2.4), so this is a contract and not a guess.

/// The name that goes with what is shared.
pub(in crate::stats) const NAME: &str = "a_name";
/// The step of the ladder: `L0` to `L6`.
pub(in crate::stats) const LADDER: &str = "b_ladder";
/// What the post is mainly for.
pub(in crate::stats) const TRACK: &str = "b_track";
/// The month in which the fixed term ends.
pub(in crate::stats) const CONTRACT_END: &str = "b_end";

/// Level 0 to 4 by skill; unrated counts as 0 only where the family is closed (the frame sees to it).
pub(in crate::stats) const RATING: &str = "e_rate";
/// When a skill was last used, by skill rated 3 or 4.
pub(in crate::stats) const LAST_USED: &str = "e_last";
/// The skills that matter most to the post.
pub(in crate::stats) const KEY_SKILLS: &str = "e_key";
/// What backs a rating, by skill (extended).
pub(in crate::stats) const EVIDENCE: &str = "e_evid";
/// Skills that the person could teach.
pub(in crate::stats) const TEACH: &str = "e_teach";
/// Skills that are held and not used.
pub(in crate::stats) const HIDDEN: &str = "e_hidden";

/// The list that the skills come from: codes, labels, and the column `family`.
pub(in crate::stats) const SKILLS: &str = "skills";
/// A column that the list may have: [`YES`] where a skill comes back after a short refresher.
pub(in crate::stats) const REFRESHABLE: &str = "refreshable";
/// What a column of a list says where something is so.
pub(in crate::stats) const YES: &str = "yes";
/// The level from which a person covers a skill (docs/rules.md §2.1).
pub(in crate::stats) const COVER_LEVEL: u8 = 3;
/// The level of who can train others (docs/rules.md §2.1).
pub(in crate::stats) const TRAINER_LEVEL: u8 = 4;

/// `e_last`: used within 24 months.
pub(in crate::stats) const PRACTISED: [&str; 2] = ["year", "two"];

/// Equipment, facilities and collections, an entry each.
pub(in crate::stats) mod equipment {
    pub(in crate::stats) const QUESTION: &str = "d_equip";
    pub(in crate::stats) const NAME: &str = "name";
    pub(in crate::stats) const FAMILY: &str = "family";
    /// [`OWNER`], [`DEPUTY`], `user`, `maintainer`, `trainer`.
    pub(in crate::stats) const ROLE: &str = "role";
    pub(in crate::stats) const OWNER: &str = "owner";
    pub(in crate::stats) const DEPUTY: &str = "deputy";
    /// How much life is left: `fine`, `five`, `two`, `past`.
    pub(in crate::stats) const DUE: &str = "due";
}

/// Techniques and services, an entry each.
pub(in crate::stats) mod service {
    pub(in crate::stats) const QUESTION: &str = "d_service";
    /// A code of the skills, or `own` with words; several codes where the questionnaire lets people choose them.
    pub(in crate::stats) const SKILL: &str = "skill";
    /// `classes`, `group`, `groups`, `income`, `safety`.
    pub(in crate::stats) const USERS: &str = "users";
}

/// The fields that entries of both registers have.
pub(in crate::stats) mod entry {
    /// Others who can without the person: `0`, `1`, `2`, `3` (three or more).
    pub(in crate::stats) const UNAIDED: &str = "unaided";
    /// From [`UNDOCUMENTED`] upwards: `none`, `notes`, `procedure`, `tested`.
    pub(in crate::stats) const DOCUMENTED: &str = "doc";
    pub(in crate::stats) const UNDOCUMENTED: &str = "none";
    /// How long it takes to learn: `days`, `weeks`, `months`, `year`.
    pub(in crate::stats) const LEARN: &str = "learn";
    /// More than a year.
    pub(in crate::stats) const LEARN_LONG: &str = "year";
    /// When a stop would be felt: `later`, `month`, `week`, `day`.
    pub(in crate::stats) const STOP: &str = "stop";
}

/// The skills that a person wants to gain or raise, an entry each.
pub(in crate::stats) mod wish {
    pub(in crate::stats) const QUESTION: &str = "h_want";
    /// A code of the skills, or `own` with words.
    pub(in crate::stats) const SKILL: &str = "skill";
    pub(in crate::stats) const LEVEL_NOW: &str = "level_now";
    pub(in crate::stats) const LEVEL_WANTED: &str = "level_wanted";
    pub(in crate::stats) const REASON: &str = "reason";
    /// `half_year`, `year`, `later`.
    pub(in crate::stats) const WHEN: &str = "when";
    pub(in crate::stats) const HOW: &str = "how";
    /// [`WHEN`]: the soonest first.
    pub(in crate::stats) const SOON: [&str; 3] = ["half_year", "year", "later"];
    /// The choice of a skill in one's own words.
    pub(in crate::stats) const OWN_WORDS: &str = "own";
}

/// `h_want`: who wants to learn as part of a qualification.
pub(in crate::stats) const HOW_QUALIFICATION: &str = "qualification";
/// `h_want`: ways to learn that a colleague who is a mentor, or who is watched at work, can give.
pub(in crate::stats) const HOW_MENTOR: &str = "mentor";
pub(in crate::stats) const HOW_SHADOWING: &str = "shadowing";

/// What the person would do with colleagues.
pub(in crate::stats) mod mentoring {
    pub(in crate::stats) const QUESTION: &str = "h_mentor";
    pub(in crate::stats) const MENTOR: &str = "mentor";
    pub(in crate::stats) const MENTEE: &str = "mentee";
    pub(in crate::stats) const HOST: &str = "host";
    pub(in crate::stats) const VISIT: &str = "visit";
}

/// Registrations, fellowships and memberships.
pub(in crate::stats) mod register {
    pub(in crate::stats) const HELD: &str = "g_reg";
    /// Codes of `g_reg` that name no register.
    pub(in crate::stats) const NONE: &str = "none";
    /// Whether one is wanted: [`WORKING`], [`WITH_HELP`], `have`, `not_now`, `no`.
    pub(in crate::stats) const WANTED: &str = "g_reg_want";
    pub(in crate::stats) const WORKING: &str = "working";
    pub(in crate::stats) const WITH_HELP: &str = "help";
    /// Registers that say that somebody teaches (Advance HE's fellowships, `CSciTeach`).
    pub(in crate::stats) const TEACHING: [&str; 5] =
        ["afhea", "fhea", "sfhea", "pfhea", "csciteach"];
}

/// New provision: T Level placements, Higher Technical Qualifications, apprenticeships.
pub(in crate::stats) mod provision {
    /// Whether the person will support it: [`READY`], [`NOT_READY`], `no`.
    pub(in crate::stats) const QUESTION: &str = "h_htq";
    pub(in crate::stats) const READY: &str = "ready";
    pub(in crate::stats) const NOT_READY: &str = "not_ready";
    /// Work in or with industry in the last five years (extended); all codes but [`NO_INDUSTRY`] say yes.
    pub(in crate::stats) const INDUSTRY: &str = "h_ind";
    pub(in crate::stats) const NO_INDUSTRY: &str = "no";
    /// `d_equip.due`: to be replaced within two years, or past it.
    pub(in crate::stats) const WORN: [&str; 2] = ["two", "past"];
}

/// The column of who somebody is, in every view that lists people.
pub(in crate::stats) const PERSON_COLUMN: (&str, &str) = ("person", "view-people-col-person");
/// The column of somebody's department, where several are looked at.
pub(in crate::stats) const DEPARTMENT_COLUMN: (&str, &str) =
    ("department", "view-people-col-department");

/// `e_last`: the latest first.
pub(in crate::stats) const RECENT: [&str; 4] = ["year", "two", "five", "longer"];

/// What the statistical views read: the post.
pub(in crate::stats) mod post {
    /// A four-digit unit group of SOC 2020.
    pub(in crate::stats) const SOC: &str = "b_soc";
    /// `permanent`, `fixed`, `casual`, `other`.
    pub(in crate::stats) const TERMS: &str = "b_terms";
    /// `full`, `part`, `term`, `share`.
    pub(in crate::stats) const MODE: &str = "b_mode";
    /// A decimal to 1.00.
    pub(in crate::stats) const FTE: &str = "b_fte";
    /// Bands from `to_25` to `from_66`.
    pub(in crate::stats) const AGE: &str = "k_age";
}

/// Qualifications, registration, recognition and development.
pub(in crate::stats) mod standing {
    /// `rqf8` to `rqf1`, `entry`, `overseas`, `none`.
    pub(in crate::stats) const HIGHEST: &str = "g_high";
    /// Codes of the list of registers, `other`, `none`.
    pub(in crate::stats) const HELD: &str = "g_reg";
    /// `have`, `working`, `help`, `not_now`, `no`.
    pub(in crate::stats) const WANTED: &str = "g_reg_want";
    /// What holds back from registration.
    pub(in crate::stats) const OBSTACLES: &str = "g_reg_bar";
    /// `won`, `nominated`, `no` (extended).
    pub(in crate::stats) const AWARD: &str = "g_award";
    /// Where the name stood (extended).
    pub(in crate::stats) const OUTPUT: &str = "c_output";
    /// Whom people train or advise.
    pub(in crate::stats) const TRAINED: &str = "c_who";
    /// Days of development in twelve months.
    pub(in crate::stats) const DAYS: &str = "h_days";
    /// `ready`, `not_ready`, `no`: support for new kinds of course.
    pub(in crate::stats) const NEW_COURSES: &str = "h_htq";
}

/// Career.
pub(in crate::stats) mod career {
    /// Where people would like to be in three to five years.
    pub(in crate::stats) const NEXT: &str = "i_next";
    /// Agreement 1 to 5: the next step is clear.
    pub(in crate::stats) const CLEAR: &str = "i_clear";
    /// Agreement 1 to 5: there are posts to move up to.
    pub(in crate::stats) const AVAILABLE: &str = "i_avail";
    /// What stands in the way (extended).
    pub(in crate::stats) const OBSTACLES: &str = "i_bar";
    /// When people expect to leave: the statistics office only.
    pub(in crate::stats) const HORIZON: &str = "i_horizon";
}
