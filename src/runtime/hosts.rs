//! The other hosts of one survey, where several answer to one name: `[hosts]` in `tallybox.toml`. They share
//! nothing but their bundles, so which words belong to which of them stands nowhere; a person who comes back
//! through another is told their names, one of which they noted with the words.

use super::home::Home;
use super::settings::{self, Wrong};
use crate::base::text::one_line;

/// The most names that are told.
const MOST: usize = 50;

/// The names, where any are set; a host's own may be among them.
///
/// # Errors
/// What is wrong with the settings.
pub fn names(home: &Home) -> Result<Vec<String>, Wrong> {
    let settings = settings::read(&settings::text(home)?)?;
    let names = settings.hosts.iter().map(|name| one_line(name));
    Ok(names.filter(|name| !name.is_empty()).take(MOST).collect())
}
