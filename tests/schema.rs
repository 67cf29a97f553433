//! The JSON Schema of questionnaires: shipped as it is, and met by what is shipped.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests fail by panicking"
)]

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tallybox::survey::schema;

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A questionnaire as editors see it: days are texts.
fn read(file: &Path) -> Value {
    let text = std::fs::read_to_string(file).unwrap();
    from_toml(toml::Value::Table(text.parse().unwrap()))
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(moment) => json!(moment.to_string()),
        toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        toml::Value::Table(members) => {
            let members = members.into_iter();
            Value::Object(
                members
                    .map(|(key, value)| (key, from_toml(value)))
                    .collect(),
            )
        }
        other => serde_json::to_value(other).unwrap(),
    }
}

/// What of draft-07 the schema uses, and no more: an unknown keyword stops the test.
struct Validator<'s> {
    definitions: &'s Value,
}

impl Validator<'_> {
    /// Where `value` does not meet `schema`, in words.
    fn faults(&self, schema: &Value, value: &Value, place: &str) -> Vec<String> {
        let mut faults = Vec::new();
        for (keyword, wanted) in schema.as_object().expect("a schema") {
            let fine = match keyword.as_str() {
                "$schema" | "title" | "description" | "definitions" | "then" | "else" => true,
                "$ref" => {
                    let name = wanted.as_str().unwrap().rsplit('/').next().unwrap();
                    let target = self.definitions.get(name).expect("a definition");
                    faults.extend(self.faults(target, value, place));
                    true
                }
                "allOf" => {
                    for one in wanted.as_array().unwrap() {
                        faults.extend(self.faults(one, value, place));
                    }
                    true
                }
                "anyOf" => wanted
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|one| self.meets(one, value)),
                "if" => {
                    if self.meets(wanted, value) {
                        faults.extend(self.faults(&schema["then"], value, place));
                    } else if let Some(otherwise) = schema.get("else") {
                        faults.extend(self.faults(otherwise, value, place));
                    }
                    true
                }
                "const" => value == wanted,
                "enum" => wanted.as_array().unwrap().contains(value),
                "type" => has_type(wanted, value),
                "pattern" => value.as_str().is_none_or(|text| {
                    regex::Regex::new(wanted.as_str().unwrap())
                        .unwrap()
                        .is_match(text)
                }),
                "minLength" => value
                    .as_str()
                    .is_none_or(|text| text.chars().count() as u64 >= wanted.as_u64().unwrap()),
                "maxLength" => value
                    .as_str()
                    .is_none_or(|text| text.chars().count() as u64 <= wanted.as_u64().unwrap()),
                "minimum" => value
                    .as_i64()
                    .is_none_or(|number| number >= wanted.as_i64().unwrap()),
                "minItems" => value
                    .as_array()
                    .is_none_or(|items| items.len() as u64 >= wanted.as_u64().unwrap()),
                "maxItems" => value
                    .as_array()
                    .is_none_or(|items| items.len() as u64 <= wanted.as_u64().unwrap()),
                "minProperties" => value
                    .as_object()
                    .is_none_or(|members| members.len() as u64 >= wanted.as_u64().unwrap()),
                "items" => {
                    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                        faults.extend(self.faults(wanted, item, &format!("{place}[{at}]")));
                    }
                    true
                }
                "required" => value.as_object().is_none_or(|members| {
                    wanted
                        .as_array()
                        .unwrap()
                        .iter()
                        .all(|key| members.contains_key(key.as_str().unwrap()))
                }),
                "properties" => {
                    for (key, one) in wanted.as_object().unwrap() {
                        if let Some(member) = value.get(key) {
                            faults.extend(self.faults(one, member, &format!("{place}.{key}")));
                        }
                    }
                    true
                }
                "additionalProperties" => {
                    let known = schema.get("properties");
                    let members = value.as_object().into_iter().flatten();
                    let further = members
                        .filter(|(key, _)| known.is_none_or(|known| known.get(key).is_none()));
                    for (key, member) in further {
                        if *wanted == json!(false) {
                            faults.push(format!("{place}: `{key}`"));
                        } else {
                            faults.extend(self.faults(wanted, member, &format!("{place}.{key}")));
                        }
                    }
                    true
                }
                _ => unreachable!("the schema uses `{keyword}`"),
            };
            if !fine {
                faults.push(format!("{place}: {keyword} {wanted}"));
            }
        }
        faults
    }

    fn meets(&self, schema: &Value, value: &Value) -> bool {
        self.faults(schema, value, "").is_empty()
    }
}

fn has_type(wanted: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        _ => value.is_number(),
    };
    match wanted {
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        one => is(one.as_str().unwrap()),
    }
}

fn faults(questionnaire: &Value) -> Vec<String> {
    let schema = schema::json();
    let validator = Validator {
        definitions: &schema["definitions"],
    };
    validator.faults(&schema, questionnaire, "")
}

#[test]
fn the_shipped_schema_is_what_the_command_prints() {
    let shipped = std::fs::read_to_string(root("surveys/schema.json")).unwrap();
    let printed = format!("{:#}\n", schema::json());
    assert!(
        shipped == printed,
        "run `tallybox survey schema > surveys/schema.json`"
    );
}

#[test]
fn what_is_shipped_and_what_is_tested_meets_it() {
    let mut files = vec![
        root("tests/data/surveys/rich.toml"),
        root("tests/data/versions/shared/core.toml"),
        root("tests/data/versions/english.toml"),
        root("tests/data/versions/welsh.toml"),
        root("tests/data/small/small.toml"),
    ];
    for folder in ["surveys", "tests/data/doubtful"] {
        let entries = std::fs::read_dir(root(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        files.extend(paths.filter(|path| path.extension().is_some_and(|end| end == "toml")));
    }
    assert!(files.len() >= 6);
    for file in files {
        let read = read(&file);
        // Routes, role profiles, published figures and definitions are no questionnaires.
        let data = ["route", "role", "comparator", "definition"];
        if data.iter().all(|name| read.get(name).is_none()) {
            assert_eq!(faults(&read), Vec::<String>::new(), "{}", file.display());
        }
    }
}

#[test]
fn it_marks_what_the_loader_would_refuse() {
    let good = read(&root("tests/data/small/small.toml"));
    let spoilt: [fn(&mut Value); 6] = [
        |survey| survey["schema"] = json!(2),
        |survey| survey["privcy"] = json!({}),
        |survey| survey["section"][0]["question"][0]["relevent"] = json!("true"),
        |survey| survey["section"][0]["question"][0]["type"] = json!("radio"),
        |survey| survey["section"][0]["question"][0]["pattern"] = json!("x"),
        |survey| survey["audience"][0]["pad"] = json!(7),
    ];
    for spoil in spoilt {
        let mut survey = good.clone();
        spoil(&mut survey);
        assert!(!faults(&survey).is_empty());
    }
}
