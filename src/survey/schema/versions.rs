//! The keys of `[[migration]]`, and of a file that extends another.

use super::Key;

/// Keys of a file that extends another; they are gone before the loader reads what results.
pub(super) const EXTENDING: &[Key] = &[
    ("schema", "one", "The version of this grammar: 1."),
    (
        "extends",
        "word",
        "The shared questionnaire, beside this file or in a folder of it.",
    ),
    ("survey", "own_survey", "Each key replaces the shared one."),
    (
        "privacy",
        "own_privacy",
        "Each key replaces the shared one.",
    ),
    (
        "audience",
        "audiences",
        "Audiences besides the shared ones.",
    ),
    (
        "lists",
        "lists",
        "Each list replaces the shared one of its name.",
    ),
    (
        "texts",
        "texts",
        "Words in languages that are added, by question or section.",
    ),
    (
        "section",
        "own_sections",
        "Questions of your own, `x_…`, in shared sections or in your own.",
    ),
    (
        "migration",
        "migrations",
        "How answers of earlier versions read in this one.",
    ),
];

/// Keys of a question of one's own that stands in a shared section.
pub(super) const OWN: &[Key] = &[
    (
        "audience",
        "releases",
        "Who may read the answer; [] is the respondent alone.",
    ),
    (
        "after",
        "name",
        "The question that it stands behind; last unless given.",
    ),
];

/// Keys of a section of one's own, or of a shared one that gets questions.
pub(super) const OWN_SECTION: &[Key] = &[
    ("id", "name", "A shared section, or one of your own: `x_…`."),
    ("title", "text", "Of your own section."),
    ("intro", "text", "Of your own section."),
    ("relevant", "condition", "Of your own section."),
    ("shuffle", "truth", "Of your own section."),
    ("pack", "word", "Of your own section."),
    ("audience", "releases", "Of your own section."),
    ("question", "own_questions", "Your questions, in order."),
];

/// Keys of `[[migration]]`.
pub(in crate::survey) const MIGRATION: &[Key] = &[
    (
        "from",
        "versions",
        "The first digits of earlier fingerprints; any unless given.",
    ),
    (
        "question",
        "word",
        "The question in this version; of a repeat REPEAT.QUESTION.",
    ),
    ("was", "name", "Its id in the earlier version."),
    ("codes", "renamed", "What a code was, and what it is now."),
    ("rows", "renamed", "What a row was, and what it is now."),
];
