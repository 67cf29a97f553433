//! The columns of a form's sheets: their many names, and what becomes of those that nothing here is like.

use crate::survey::import::sheet::Column;

/// Other names of columns, and the usual one.
const ALIASES: [(&str, &str); 24] = [
    ("caption", "label"),
    ("command", "type"),
    ("tag", "name"),
    ("value", "name"),
    ("list", "list_name"),
    ("relevance", "relevant"),
    ("skip_logic", "relevant"),
    ("constraining_message", "constraint_message"),
    ("constraintmsg", "constraint_message"),
    ("jr_constraintmsg", "constraint_message"),
    ("requiredmsg", "required_message"),
    ("jr_requiredmsg", "required_message"),
    ("jr_count", "repeat_count"),
    ("count", "repeat_count"),
    ("calculate", "calculation"),
    ("readonly", "read_only"),
    ("read_only", "read_only"),
    ("choicefilter", "choice_filter"),
    ("guidance", "guidance_hint"),
    ("repeat", "repeat_count"),
    ("default_value", "default"),
    ("parameter", "parameters"),
    ("title", "form_title"),
    ("id_string", "form_id"),
];

/// What a column that is not carried over holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unused {
    /// Something that people see or that decides something.
    Matters(&'static str),
    /// Nothing that an answer depends on.
    Aside(&'static str),
}

/// Columns of the survey sheet that have no counterpart.
const UNUSED: [(&str, Unused); 16] = [
    ("image", Unused::Matters("the picture is not shown")),
    ("big-image", Unused::Matters("the picture is not shown")),
    ("big_image", Unused::Matters("the picture is not shown")),
    ("audio", Unused::Matters("the sound is not played")),
    ("video", Unused::Matters("the film is not shown")),
    (
        "trigger",
        Unused::Matters(
            "it is worked out again whenever what it depends on changes, not only then",
        ),
    ),
    ("autoplay", Unused::Aside("nothing is played")),
    (
        "required_message",
        Unused::Aside("the program has its own words for an answer that is wanted"),
    ),
    (
        "rows",
        Unused::Aside("the height of the field follows the text"),
    ),
    ("save_to", Unused::Aside("entities are not kept")),
    (
        "saveincomplete",
        Unused::Aside("every answer is kept as a draft anyway"),
    ),
    ("query", Unused::Aside("it is for another program")),
    (
        "body_accuracythreshold",
        Unused::Aside("it is for another program"),
    ),
    ("intent", Unused::Matters("no other program is called")),
    ("esri", Unused::Aside("it is for another program")),
    ("hxl", Unused::Aside("HXL tags are for another program")),
];

/// Columns of the survey sheet that are carried over.
const KNOWN: [&str; 20] = [
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "default",
    "appearance",
    "choice_filter",
    "read_only",
    "repeat_count",
    "parameters",
    "disabled",
    "list_name",
    "form_title",
    "form_id",
];

/// A column's usual name.
pub(super) fn usual(name: &str) -> String {
    let alias = ALIASES.iter().find(|(theirs, _)| *theirs == name);
    alias.map_or(name, |(_, ours)| ours).to_owned()
}

/// What becomes of a column that is not carried over; `None` where it is, or is the author's own.
pub(super) fn unused(name: &str) -> Option<Unused> {
    let found = UNUSED.iter().find(|(column, _)| *column == name);
    found.map(|(_, unused)| *unused)
}

/// Whether a column of the survey sheet means something in `XLSForm`.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.contains(&name) || unused(name).is_some()
}

fn names(columns: &[Column]) -> impl Iterator<Item = &str> {
    columns.iter().map(|column| column.name.as_str())
}

/// Whether a row is the header of a survey sheet.
pub(super) fn heads_survey(columns: &[Column]) -> bool {
    names(columns).any(|name| name == "type")
        && names(columns).any(|name| name == "name" || name == "label")
}

/// Whether a row is the header of a sheet of choices.
pub(super) fn heads_choices(columns: &[Column]) -> bool {
    names(columns).any(|name| name == "list_name") && names(columns).any(|name| name == "name")
}

/// Whether a row is the header of the settings.
pub(super) fn heads_settings(columns: &[Column]) -> bool {
    const SETTINGS: [&str; 7] = [
        "form_title",
        "form_id",
        "default_language",
        "version",
        "style",
        "instance_name",
        "public_key",
    ];
    names(columns).any(|name| SETTINGS.contains(&name))
}
