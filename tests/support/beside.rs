//! Files that a questionnaire names, read from the folder beside it.

use std::path::PathBuf;

use tallybox::survey::Files;

/// The folder.
pub(crate) struct Beside(pub(crate) PathBuf);

impl Files for Beside {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(name)).map_err(|error| error.to_string())
    }
}
