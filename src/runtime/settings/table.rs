//! Every setting of `tallybox.toml`, once: what editors are told of it (a JSON Schema, draft-07), what a new
//! home's file says, what `tallybox settings` lists. A test holds the table against the keys that the reader
//! itself asks for, so neither can have one more than the other.

use serde_json::{Map, Value, json};

use super::{BACK_SOON_LIMITS, FILE, MINUTES, WARNING_LIMITS};
use crate::runtime::patience;
use crate::runtime::printing::COLUMN_LIMITS;

/// The line by which editors find the schema (taplo, Even Better TOML).
pub const DIRECTIVE: &str = "#:schema ./schema/settings.json";

/// One setting.
pub struct Setting {
    /// Its table.
    pub table: &'static str,
    /// Its key.
    pub key: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// What holds where nothing is set, as TOML; nothing where nothing does.
    pub default: Option<&'static str>,
    /// A value, as TOML.
    pub example: &'static str,
    /// What a value may be, as a JSON Schema.
    shape: fn() -> Value,
}

const fn setting(
    key: &'static str,
    about: &'static str,
    default: Option<&'static str>,
    example: &'static str,
    shape: fn() -> Value,
) -> Setting {
    Setting {
        table: "kiosk",
        key,
        about,
        default,
        example,
        shape,
    }
}

/// All of them.
pub const SETTINGS: [Setting; 14] = [
    setting(
        "keeper",
        "The hash of the keeper's secret; `tallybox kiosk --set-secret` writes it.",
        None,
        "\"scrypt:15:00112233445566778899aabbccddeeff:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\"",
        || json!({ "type": "string", "pattern": "^scrypt:1[0-7]:[0-9a-f]{32}:[0-9a-f]{64}$" }),
    ),
    setting(
        "idle_minutes",
        "So long without a key, then the screen asks whether somebody is there.",
        Some("5"),
        "5",
        || whole(MINUTES),
    ),
    setting(
        "warning_seconds",
        "From that question to the end; any key puts it off, as often as people like.",
        Some("60"),
        "60",
        || whole(WARNING_LIMITS),
    ),
    setting(
        "abandoned",
        "What becomes of answers that somebody walked away from.",
        Some("\"keep\""),
        "\"keep\"",
        || json!({ "enum": ["keep", "discard"] }),
    ),
    setting(
        "back_soon_minutes",
        "How long six digits bring somebody back who left for a moment.",
        Some("60"),
        "60",
        || whole(BACK_SOON_LIMITS),
    ),
    setting(
        "printer",
        "Where paper comes from: a device, a port or IPP; plain text is sent.",
        None,
        "\"device:/dev/usb/lp0\"",
        || json!({ "type": "string", "pattern": "^(device:/|socket://|ipp://)" }),
    ),
    setting(
        "print_columns",
        "Characters on a line of paper; 32 or 42 for a till roll.",
        Some("80"),
        "80",
        || json!({ "type": "integer", "minimum": COLUMN_LIMITS.0, "maximum": COLUMN_LIMITS.1 }),
    ),
    setting(
        "drives",
        "The folder below which people's own drives are mounted.",
        None,
        "\"/media\"",
        path,
    ),
    setting(
        "elsewhere",
        "How to take part without this terminal, in one language or by language.",
        None,
        "{ en = \"On paper: stores office, ext. 4417\" }",
        || {
            json!({ "anyOf": [
                { "type": "string" },
                { "type": "object", "additionalProperties": { "type": "string" } },
            ] })
        },
    ),
    setting(
        "power_off",
        "The file that asks the machine to switch itself off.",
        None,
        "\"/run/tallybox-kiosk/poweroff\"",
        path,
    ),
    Setting {
        table: "hosts",
        ..setting(
            "names",
            "Public names of the boxes of one survey that answer to one name.",
            Some("[]"),
            "[\"North host\", \"South host\"]",
            || json!({ "type": "array", "items": { "type": "string" } }),
        )
    },
    Setting {
        table: "idle",
        ..setting(
            "ssh_minutes",
            "So long without a key, then somebody who came over SSH is asked whether they are there.",
            Some("30"),
            "30",
            || whole(patience::MINUTES),
        )
    },
    Setting {
        table: "idle",
        ..setting(
            "local_minutes",
            "The same for somebody at the machine itself, who is not asked unless it is set.",
            None,
            "30",
            || whole(patience::MINUTES),
        )
    },
    Setting {
        table: "idle",
        ..setting(
            "warning_seconds",
            "From that question to the end; any key puts it off, as often as people like.",
            Some("60"),
            "60",
            || whole(patience::SECONDS),
        )
    },
];

/// The tables, in the order in which they are written.
pub const TABLES: [(&str, &str); 3] = [
    ("kiosk", "A shared terminal (docs/kiosk.md)."),
    (
        "hosts",
        "The other hosts of the same survey (docs/serve.md).",
    ),
    (
        "idle",
        "Somebody who leaves their own terminal or session alone (docs/serve.md).",
    ),
];

fn whole((least, most): (u64, u64)) -> Value {
    json!({ "type": "integer", "minimum": least, "maximum": most })
}

fn path() -> Value {
    json!({ "type": "string", "pattern": "^/" })
}

/// The settings of a table.
pub fn of(table: &str) -> impl Iterator<Item = &'static Setting> {
    SETTINGS
        .iter()
        .filter(move |setting| setting.table == table)
}

/// The schema.
pub fn schema() -> Value {
    let property = |setting: &Setting| {
        let mut shape = (setting.shape)();
        if let Some(shape) = shape.as_object_mut() {
            let default = setting
                .default
                .map_or_else(String::new, |value| format!(" {value} unless given."));
            let about = format!("{}{default}", setting.about);
            shape.insert("description".to_owned(), about.into());
        }
        (setting.key.to_owned(), shape)
    };
    let table = |(name, about): (&str, &str)| {
        let properties: Map<String, Value> = of(name).map(property).collect();
        let table = json!({
            "description": about,
            "type": "object",
            "additionalProperties": false,
            "properties": properties,
        });
        (name.to_owned(), table)
    };
    let tables: Map<String, Value> = TABLES.into_iter().map(table).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": format!("{FILE} of a Tallybox home"),
        "type": "object",
        "additionalProperties": false,
        "properties": tables,
    })
}

/// What a new home's file says: every setting, with its default, and none of them set.
pub fn sample() -> String {
    let mut text = format!(
        "{DIRECTIVE}\n# Settings of this Tallybox home. Every one has a default, and none weakens sealing. To set one, take the #\n# before it away; `tallybox settings show` says what holds.\n"
    );
    for (name, about) in TABLES {
        text.extend(["\n# ", about, "\n[", name, "]\n"]);
        for setting in of(name) {
            let unset = if setting.default.is_some() {
                ""
            } else {
                " None unless given."
            };
            text.extend(["# ", setting.about, unset, "\n"]);
            let value = setting.default.unwrap_or(setting.example);
            text.extend(["# ", setting.key, " = ", value, "\n"]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::runtime::settings::read;

    /// The keys that the reader knows, by what it says to one that it does not.
    fn asked_for(table: &str) -> BTreeSet<String> {
        let text = if table.is_empty() {
            "nobody = 1".to_owned()
        } else {
            format!("[{table}]\nnobody = 1")
        };
        let told = read(&text).map(|_| ()).unwrap_err().what;
        let known = told.split("expected").nth(1).unwrap();
        let names = known.split('`').skip(1).step_by(2);
        names.map(str::to_owned).collect()
    }

    #[test]
    fn the_table_has_what_the_reader_asks_for_and_no_more() {
        let tables: BTreeSet<String> = TABLES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(asked_for(""), tables);
        for (name, _) in TABLES {
            let keys: BTreeSet<String> = of(name).map(|setting| setting.key.to_owned()).collect();
            assert_eq!(asked_for(name), keys, "{name}");
        }
    }

    #[test]
    fn every_example_and_every_default_is_taken() {
        let nothing = read("").unwrap();
        for setting in &SETTINGS {
            let with = |value| read(&format!("[{}]\n{} = {value}\n", setting.table, setting.key));
            with(setting.example).unwrap();
            // What is written is what holds without it.
            if let Some(default) = setting.default {
                assert_eq!(with(default).unwrap(), nothing, "{}", setting.key);
            }
        }
    }

    #[test]
    fn a_new_homes_file_sets_nothing_and_every_line_of_it_could() {
        let nothing = read("").unwrap();
        assert_eq!(read(&sample()).unwrap(), nothing);
        let set: String = sample()
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest) if rest.contains(" = ") && !rest.contains("take the") => {
                    format!("{rest}\n")
                }
                _ => format!("{line}\n"),
            })
            .collect();
        read(&set).unwrap();
        assert!(set.matches(" = ").count() >= SETTINGS.len());
        assert_eq!(sample().lines().next(), Some(DIRECTIVE));
    }
}
