//! What a department needs, read and written in the home.

use crate::runtime::desk_files::{self, DeskFiles, headcounts_file};
use crate::ui::lead::{Fault, Msg, Needs, Trouble};

use super::LeadProgram;
use super::take::Opened;
use super::trouble::{self, Told};
use super::views;

impl LeadProgram<'_> {
    pub(super) fn what_is_open(&self) -> Told<&Opened> {
        let nothing = || trouble::internal("nothing is open");
        self.opened.as_ref().ok_or_else(nothing)
    }

    /// What views need beside the answers.
    pub(super) fn beside(&self, department: Option<&str>) -> Told<DeskFiles> {
        views::files(self.home(), self.what_is_open()?, department)
    }

    /// What a department needs.
    pub(super) fn needs(&self, department: &str) -> Told<Msg> {
        let beside = self.beside(Some(department))?;
        let headcount = beside.headcounts.people.get(department).copied();
        Ok(Msg::Needs(Box::new(Needs {
            demand: beside.demand,
            headcount,
        })))
    }

    /// What the survey suggests.
    pub(super) fn starter(&self, department: &str) -> Told<Msg> {
        let beside = self.beside(Some(department))?;
        let suggested = views::starter(self.what_is_open()?, department, &beside);
        Ok(Msg::Starter(suggested.unwrap_or_default()))
    }

    /// Saves what a department needs.
    pub(super) fn save(&self, department: &str, needs: &Needs) -> Told<Msg> {
        if self.fleeting.is_some() {
            return Err(Trouble::new(Fault::NothingKept));
        }
        // What is there has to be sound before anything of it is written anew.
        self.beside(Some(department))?;
        let folder = self.home().root();
        desk_files::save_demand(self.home(), &needs.demand)
            .map_err(|error| trouble::unwritten(folder, &error))?;
        desk_files::save_headcount(self.home(), department, needs.headcount)
            .map_err(|error| trouble::unwritten(&headcounts_file(self.home()), &error))?;
        Ok(Msg::Saved)
    }
}
