//! The other hosts of one survey, where several answer to one name: `[hosts]` in `tallybox.toml`. They share
//! nothing but their bundles, so which words belong to which of them stands nowhere; a person who comes back
//! through another is told their names, one of which they noted with the words.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::home::{Home, read_limited};
use crate::base::text::one_line;

/// The settings' file in a home.
const FILE: &str = "tallybox.toml";
/// The most names that are told.
const MOST: usize = 50;

#[derive(Deserialize, Default)]
struct File {
    #[serde(default)]
    hosts: Table,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Table {
    /// Public names of boxes (`box init --name`); a host's own may be among them.
    names: Vec<String>,
}

/// The names, where any are set.
///
/// # Errors
/// What is wrong with the settings, in words.
pub fn names(home: &Home) -> Result<Vec<String>, String> {
    let file: File = settings(home)?;
    let names = file.hosts.names.iter().map(|name| one_line(name));
    Ok(names.filter(|name| !name.is_empty()).take(MOST).collect())
}

/// Those tables of a home's settings that are asked for; a home without settings has the defaults.
pub(super) fn settings<T: DeserializeOwned + Default>(home: &Home) -> Result<T, String> {
    let bytes = match read_limited(&home.root().join(FILE)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(T::default()),
        Err(error) => return Err(format!("cannot read it: {error}")),
    };
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    toml::from_str(&text).map_err(|error| error.message().to_owned())
}
