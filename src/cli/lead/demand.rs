//! What a department needs, read and written in the home.

use crate::cli::error::{CliError, Kind};
use crate::runtime::desk_files::{self, DeskFiles, headcounts_file};
use crate::ui::lead::{Msg, Needs};

use super::LeadProgram;
use super::take::Opened;
use super::views;

impl LeadProgram<'_> {
    fn what_is_open(&self) -> Result<&Opened, CliError> {
        let nothing = || CliError::new(Kind::Internal, "nothing is open");
        self.opened.as_ref().ok_or_else(nothing)
    }

    /// What views need beside the answers.
    pub(super) fn beside(&self, department: Option<&str>) -> Result<DeskFiles, CliError> {
        views::files(self.home(), self.what_is_open()?, department)
    }

    /// What a department needs.
    pub(super) fn needs(&self, department: &str) -> Result<Msg, CliError> {
        let beside = self.beside(Some(department))?;
        let headcount = beside.headcounts.people.get(department).copied();
        Ok(Msg::Needs(Box::new(Needs {
            demand: beside.demand,
            headcount,
        })))
    }

    /// What the survey suggests.
    pub(super) fn starter(&self, department: &str) -> Result<Msg, CliError> {
        let beside = self.beside(Some(department))?;
        let suggested = views::starter(self.what_is_open()?, department, &beside);
        Ok(Msg::Starter(suggested.unwrap_or_default()))
    }

    /// Saves what a department needs.
    pub(super) fn save(&self, department: &str, needs: &Needs) -> Result<Msg, CliError> {
        if self.fleeting.is_some() {
            let words = "nothing is kept on this computer: that was your choice at the start";
            return Err(CliError::new(Kind::Input, words)
                .hint("open the figures again and choose to keep the sealed copies; then what you write here is kept too"));
        }
        // What is there has to be sound before anything of it is written anew.
        self.beside(Some(department))?;
        let folder = self.home().root();
        desk_files::save_demand(self.home(), &needs.demand)
            .map_err(|error| CliError::write(folder, &error))?;
        desk_files::save_headcount(self.home(), department, needs.headcount)
            .map_err(|error| CliError::write(&headcounts_file(self.home()), &error))?;
        Ok(Msg::Saved)
    }
}
