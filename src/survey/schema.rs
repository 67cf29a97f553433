//! The grammar of a questionnaire as a JSON Schema (draft-07), so that editors complete and check the
//! TOML. The tables of keys stand here; a test holds them against the keys that the loader asks for.

use serde_json::{Map, Value, json};

mod versions;

use super::lower::grammar::{MISSING_WAYS, PROFILE_NAMES, ROLE_NAMES, TYPE_NAMES};

pub(super) use versions::MIGRATION;
use versions::{EXTENDING, OWN, OWN_SECTION};

/// A key, the name of its definition, and what an editor says about it.
pub(super) type Key = (&'static str, &'static str, &'static str);

/// Keys of the whole file.
pub(super) const ROOT: &[Key] = &[
    ("schema", "one", "The version of this grammar: 1."),
    ("survey", "survey", "What the survey is."),
    (
        "privacy",
        "privacy",
        "The notice, and how published figures are protected.",
    ),
    (
        "audience",
        "audiences",
        "Who reads what; each audience gets a part of its own.",
    ),
    (
        "lists",
        "lists",
        "Choices that several questions use, or that stand in a file.",
    ),
    (
        "section",
        "sections",
        "Sections with their questions, in order.",
    ),
    (
        "migration",
        "migrations",
        "How answers of earlier versions read in this one.",
    ),
];

/// Keys of `[survey]`.
pub(super) const SURVEY: &[Key] = &[
    ("id", "slug", "Never changes once answers exist."),
    ("title", "text", "Shown on every screen."),
    (
        "languages",
        "words",
        "Language tags; the first is the default.",
    ),
    (
        "unchecked",
        "words",
        "Languages whose translation nobody has checked yet.",
    ),
    (
        "minutes",
        "pair",
        "Least and most minutes that filling in takes.",
    ),
    (
        "department",
        "word",
        "The question that says which department a response belongs to.",
    ),
    ("wave", "word", "One run of the survey, for example 2027."),
    (
        "opens",
        "day",
        "The first day on which it may be filled in.",
    ),
    (
        "closes",
        "day",
        "The last day on which it may be filled in.",
    ),
    (
        "revise_until",
        "day",
        "The last day on which a response may be revised.",
    ),
    (
        "tiers",
        "words",
        "The tiers that are in, for example `extended`.",
    ),
    ("packs", "words", "The packs that are in."),
    (
        "exports",
        "exports",
        "Programs that ids and codes shall fit; `survey check` looks after it.",
    ),
];

/// Keys of `[privacy]`.
pub(super) const PRIVACY: &[Key] = &[
    ("notice", "text", "Written by the data protection officer."),
    (
        "approved_by",
        "word",
        "Who approved the notice; until then every screen says SAMPLE NOTICE.",
    ),
    ("approved_on", "day", "When."),
    ("contact", "text", "Whom to ask."),
    ("retention_days", "count", "How long responses are kept."),
    ("profile", "profile", "How published figures are protected."),
    (
        "minimum_group",
        "count",
        "A smaller group is rolled up into its parent; 10 unless given.",
    ),
    (
        "department_size",
        "count",
        "How many people a small department has; `survey check` then names identifying combinations.",
    ),
];

/// Keys of `[[audience]]`.
pub(super) const AUDIENCE: &[Key] = &[
    ("id", "slug", "Questions name it in `audience`."),
    ("sealed_to", "roles", "Whose keys open its parts."),
    (
        "pad",
        "pad",
        "KiB that every part is padded to; 16 unless given.",
    ),
];

/// Keys of `[lists.NAME]`.
pub(super) const LIST: &[Key] = &[
    ("file", "word", "A CSV file beside the questionnaire."),
    ("columns", "words", "Further columns of the entries."),
    ("entries", "entries", "The entries, written in place."),
];

/// Keys of `[[section]]`.
pub(super) const SECTION: &[Key] = &[
    ("id", "name", "The section's id."),
    ("title", "text", "May pipe answers: {question_id}."),
    ("intro", "text", "A line or two under the title."),
    ("relevant", "condition", "Asked only where it is true."),
    (
        "shuffle",
        "truth",
        "Questions are asked in an order drawn for each person.",
    ),
    (
        "pack",
        "word",
        "The pack: asked only where `packs` names it.",
    ),
    (
        "audience",
        "releases",
        "Who may read the answers, for questions that do not say so themselves.",
    ),
    ("question", "questions", "The questions, in order."),
];

/// Keys of a choice or row.
pub(super) const CHOICE: &[Key] = &[
    (
        "code",
        "code",
        "What is stored; never changes once answers exist.",
    ),
    ("label", "text", "What is shown."),
    ("exclusive", "truth", "Choosing it drops all others."),
    ("specify", "truth", "Asks to say what in words."),
];

/// Keys of an audience with a condition.
pub(super) const RELEASE: &[Key] = &[
    ("id", "slug", "The audience."),
    (
        "when",
        "condition",
        "Where it is not true, that part reads `withheld`.",
    ),
];

/// Keys of every question.
pub(super) const QUESTION: &[Key] = &[
    ("id", "name", "Conditions and tables name it."),
    ("type", "type", "What kind of answer is wanted."),
    (
        "label",
        "text",
        "The words of the question; may pipe answers: {question_id}.",
    ),
    ("hint", "text", "A line that is always shown."),
    ("why", "text", "Why it is asked, shown as help."),
    (
        "tier",
        "word",
        "The tier, for example `extended`: asked only where `tiers` names it.",
    ),
    (
        "pack",
        "word",
        "The pack: asked only where `packs` names it.",
    ),
    ("relevant", "condition", "Asked only where it is true."),
    (
        "personal",
        "truth",
        "Whether it is personal or sensitive, where `survey check` guesses wrongly.",
    ),
    (
        "special",
        "truth",
        "Special category data: no table shows it for a group of fewer than 50 people.",
    ),
];

/// Keys of a question that stands in no repeat.
pub(super) const OUTER: &[Key] = &[(
    "audience",
    "releases",
    "Who may read the answer; [] is the respondent alone.",
)];

/// Keys of a question that a person answers.
pub(super) const ANSWERED: &[Key] = &[
    (
        "required",
        "required",
        "true unless given; an offered way of not answering satisfies it.",
    ),
    (
        "constraint",
        "condition",
        "What the answer (`value`) must fulfil.",
    ),
    ("constraint_message", "text", "Said where it does not."),
    (
        "warning",
        "condition",
        "What the answer should fulfil; it lets pass, and is recorded.",
    ),
    ("warning_message", "text", "Said where it does not."),
];

const MISSING: Key = (
    "missing",
    "missing",
    "The ways of not answering that are offered.",
);
const DEFAULT: Key = (
    "default",
    "default",
    "What stands there before the person answers.",
);
const SHUFFLE: Key = (
    "shuffle",
    "truth",
    "Choices or rows are shown in an order drawn for each person.",
);
const LIST_KEY: Key = (
    "list",
    "word",
    "The list that the choices or rows come from.",
);
const FILTER: Key = (
    "filter",
    "condition",
    "Which of them are offered: over `entry.COLUMN` and earlier answers.",
);
const CHOICES: Key = (
    "choices",
    "choices",
    "The choices, after those of the list.",
);
const ROWS: Key = ("rows", "choices", "The rows.");
const LEAST: Key = ("min", "number", "The least.");
const MOST: Key = ("max", "number", "The most.");
const DECIMALS: Key = (
    "decimals",
    "count",
    "Digits after the point; 2 unless given.",
);
const UNIT: Key = ("unit", "text", "Shown beside the box.");
const PATTERN: Key = (
    "pattern",
    "word",
    "A regular expression that the whole text must match.",
);
const NESTED: Key = ("question", "nested", "The questions of an entry.");
const LABEL_FROM: Key = (
    "label_from",
    "word",
    "The nested question whose answer names an entry.",
);
const MATRIX: &[Key] = &[
    (
        "rows_from",
        "word",
        "The matrix or multiple question whose rows or choices are the rows.",
    ),
    ("cells", "cells", "What each row asks for."),
    ("groups", "word", "The list column that groups the rows."),
    ("group_list", "word", "The list that names the groups."),
    (
        "closable",
        "truth",
        "A person may close a group: its unrated rows then count as 0.",
    ),
    ("min_rows", "count", "How many rows must be answered."),
];
const ALLOCATION: &[Key] = &[
    (
        "total",
        "count",
        "What the numbers total; 100 unless given.",
    ),
    ("step", "count", "The step of each number; 1 unless given."),
];
const LENGTH: Key = ("max_length", "count", "The most letters.");

/// Keys that a type takes besides; the groups before them say which it shares.
pub(super) fn own_keys(kind: &str) -> Vec<Key> {
    let answered = !matches!(kind, "note" | "computed");
    let takes_default = !matches!(kind, "acknowledge" | "matrix" | "allocation" | "repeat");
    let mut keys = Vec::new();
    if answered {
        keys.extend(ANSWERED);
        keys.extend((kind != "acknowledge").then_some(MISSING));
        keys.extend(takes_default.then_some(DEFAULT));
    }
    keys.extend(typed_keys(kind));
    keys
}

fn typed_keys(kind: &str) -> Vec<Key> {
    match kind {
        "text" => vec![LENGTH, PATTERN],
        "long_text" => vec![LENGTH],
        "integer" => vec![LEAST, MOST, UNIT],
        "decimal" => vec![LEAST, MOST, DECIMALS, UNIT],
        "single" => vec![LIST_KEY, CHOICES, FILTER, SHUFFLE],
        "lookup" => vec![LIST_KEY, CHOICES, FILTER],
        "multiple" => vec![LIST_KEY, CHOICES, FILTER, SHUFFLE, LEAST, MOST],
        "rank" => vec![LIST_KEY, CHOICES, FILTER, SHUFFLE, MOST],
        "scale" => vec![CHOICES],
        "matrix" => [
            &[ROWS, LIST_KEY, FILTER, SHUFFLE, CHOICES][..],
            &[LEAST, MOST, DECIMALS, UNIT],
            MATRIX,
        ]
        .concat(),
        "allocation" => [&[ROWS, LIST_KEY, FILTER, SHUFFLE, UNIT][..], ALLOCATION].concat(),
        "repeat" => vec![NESTED, LEAST, MOST, LABEL_FROM],
        "computed" => vec![("calculation", "condition", "What it is worked out from.")],
        _ => Vec::new(),
    }
}

/// The schema, as `survey schema` prints it.
pub fn json() -> Value {
    let mut definitions = shapes();
    let tables: [(&str, &[Key], &[&str]); 13] = [
        ("whole", ROOT, &["schema", "survey", "privacy", "section"]),
        ("extending", EXTENDING, &["schema", "extends"]),
        ("own_survey", SURVEY, &[]),
        ("own_privacy", PRIVACY, &[]),
        ("own_section", OWN_SECTION, &["id", "question"]),
        ("migration", MIGRATION, &["question"]),
        ("survey", SURVEY, &["id", "title", "languages"]),
        ("privacy", PRIVACY, &["notice"]),
        ("audience", AUDIENCE, &["id", "sealed_to"]),
        ("list", LIST, &[]),
        ("section", SECTION, &["id", "title", "question"]),
        ("choice", CHOICE, &["code", "label"]),
        ("release", RELEASE, &["id"]),
    ];
    for (name, keys, required) in tables {
        definitions.insert(name.to_owned(), table(keys.iter().copied(), required));
    }
    for (name, outer) in [("question", OUTER), ("inner", &[]), ("own", OWN)] {
        definitions.insert(name.to_owned(), question(outer, name));
        for kind in TYPE_NAMES {
            let keys = QUESTION.iter().chain(outer).copied().chain(own_keys(kind));
            let required: &[&str] = &["id", "type", "label"];
            definitions.insert(format!("{name}_{kind}"), table(keys, required));
        }
    }
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        json!("http://json-schema.org/draft-07/schema#"),
    );
    schema.insert("title".to_owned(), json!("A Tallybox questionnaire"));
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("if".to_owned(), json!({"required": ["extends"]}));
    let either = [("then", "extending"), ("else", "whole")];
    for (keyword, name) in either {
        schema.insert(keyword.to_owned(), json!({"$ref": reference(name)}));
    }
    schema.insert("definitions".to_owned(), Value::Object(definitions));
    Value::Object(schema)
}

fn reference(name: &str) -> Value {
    json!(format!("#/definitions/{name}"))
}

/// A table that takes some keys and no others.
fn table(keys: impl Iterator<Item = Key>, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": properties(keys),
        "required": required,
        "additionalProperties": false,
    })
}

/// Keywords beside `$ref` are passed over in draft-07, so that each stands in an `allOf`.
fn properties(keys: impl Iterator<Item = Key>) -> Value {
    let one = |(key, shape, words): Key| {
        let value = json!({"description": words, "allOf": [{"$ref": reference(shape)}]});
        (key.to_owned(), value)
    };
    Value::Object(keys.map(one).collect())
}

/// A question: its type says which keys it takes.
fn question(outer: &[Key], name: &str) -> Value {
    let by_type: Vec<Value> = TYPE_NAMES
        .iter()
        .map(|kind| {
            json!({
                "if": {"properties": {"type": {"const": kind}}, "required": ["type"]},
                "then": {"$ref": reference(&format!("{name}_{kind}"))},
            })
        })
        .collect();
    json!({
        "type": "object",
        "properties": properties(QUESTION.iter().chain(outer).copied()),
        "required": ["id", "type", "label"],
        "allOf": by_type,
    })
}

/// What values look like.
fn shapes() -> Map<String, Value> {
    let all = scalars()
        .into_iter()
        .chain(names())
        .chain(lists())
        .chain(maps());
    all.map(|(name, shape)| (name.to_owned(), shape)).collect()
}

/// A shape by the name that keys refer to it with.
type Shape = (&'static str, Value);

fn scalars() -> [Shape; 9] {
    [
        ("one", json!({"const": 1})),
        ("word", json!({"type": "string", "minLength": 1})),
        (
            "condition",
            json!({"type": "string", "minLength": 1, "maxLength": 10_000}),
        ),
        ("default", json!({"type": ["string", "number", "boolean"]})),
        ("required", json!({"type": ["boolean", "string"]})),
        ("truth", json!({"type": "boolean"})),
        ("count", json!({"type": "integer", "minimum": 0})),
        ("number", json!({"type": "number"})),
        ("day", matching("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")),
    ]
}

fn matching(pattern: &str) -> Value {
    json!({"type": "string", "pattern": pattern})
}

/// Names: those that an author gives, and those that one chooses from.
fn names() -> [Shape; 10] {
    let several = |of: Value| json!({"type": "array", "items": of});
    let codes = "^[A-Za-z0-9-][A-Za-z0-9._+-]{0,63}$";
    let roles = json!({"type": "array", "minItems": 1, "items": {"enum": ROLE_NAMES}});
    let cells = json!({"enum": ["single", "multiple", "scale", "integer", "decimal"]});
    [
        ("slug", matching("^[a-z][a-z0-9-]{0,63}$")),
        ("name", matching("^[A-Za-z][A-Za-z0-9_]{0,63}$")),
        (
            "code",
            json!({"type": ["string", "integer"], "pattern": codes}),
        ),
        ("type", json!({"enum": TYPE_NAMES})),
        ("profile", json!({"enum": PROFILE_NAMES})),
        ("cells", cells),
        ("pad", json!({"enum": super::lower::grammar::PADS})),
        ("exports", several(json!({"enum": ["spss", "limesurvey"]}))),
        ("roles", roles),
        ("missing", several(json!({"enum": MISSING_WAYS}))),
    ]
}

fn lists() -> [Shape; 12] {
    let list = |of: &str| json!({"type": "array", "items": {"$ref": reference(of)}});
    let pair = json!({"type": "integer", "minimum": 1});
    let either = json!({"anyOf": [{"type": "string"}, {"$ref": reference("release")}]});
    let entry = json!({
        "type": "object",
        "properties": properties(CHOICE.iter().copied()),
        "required": ["code", "label"],
        "additionalProperties": {"type": ["string", "integer"]},
    });
    [
        ("words", list("word")),
        (
            "pair",
            json!({"type": "array", "items": pair, "minItems": 2, "maxItems": 2}),
        ),
        ("audiences", list("audience")),
        ("sections", list("section")),
        ("questions", list("question")),
        ("own_sections", list("own_section")),
        ("own_questions", list("own")),
        ("migrations", list("migration")),
        ("nested", list("inner")),
        ("choices", list("choice")),
        ("entries", json!({"type": "array", "items": entry})),
        ("releases", json!({"type": "array", "items": either})),
    ]
}

/// Tables whose keys the author gives, and what may be written in more than one way.
fn maps() -> [Shape; 5] {
    let word = json!({"type": "string", "minLength": 1});
    let map = |of: Value| json!({"type": "object", "additionalProperties": of});
    let version = "^(any|[0-9a-f]{8,64})$";
    [
        (
            "text",
            json!({"type": ["string", "object"], "minLength": 1, "minProperties": 1, "additionalProperties": word}),
        ),
        ("texts", map(json!({"type": "object"}))),
        ("renamed", map(json!({"type": ["string", "integer"]}))),
        ("lists", map(json!({"$ref": reference("list")}))),
        (
            "versions",
            json!({"type": ["string", "array"], "pattern": version, "items": matching(version)}),
        ),
    ]
}
