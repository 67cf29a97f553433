//! What a department needs, read and written in the home. Where nothing is kept it is held in memory, and the
//! views of this session are made with it.

use crate::cli::sealed_box::backup;
use crate::runtime::desk_files::{self, DeskFiles, headcounts_file};
use crate::ui::lead::{Fault, Msg, Needs, Trouble};
use crate::vault::store::files;

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
        let mut files = views::files(self.home(), self.what_is_open()?, department)?;
        for (code, needs) in &self.held {
            let people = &mut files.headcounts.people;
            match needs.headcount {
                Some(headcount) => people.insert(code.clone(), headcount),
                None => people.remove(code),
            };
            if department == Some(code.as_str()) {
                files.demand = needs.demand.clone();
            }
        }
        Ok(files)
    }

    /// What a department needs.
    pub(super) fn needs(&self, department: &str) -> Told<Msg> {
        let beside = self.beside(Some(department))?;
        let headcount = beside.headcounts.people.get(department).copied();
        Ok(Msg::Needs(Box::new(Needs {
            demand: beside.demand,
            headcount,
            is_held: self.fleeting.is_some(),
        })))
    }

    /// What the survey suggests.
    pub(super) fn starter(&self, department: &str) -> Told<Msg> {
        let beside = self.beside(Some(department))?;
        let suggested = views::starter(self.what_is_open()?, department, &beside);
        Ok(Msg::Starter(suggested.unwrap_or_default()))
    }

    /// Saves what a department needs; where nothing is kept, holds it as long as the program runs.
    pub(super) fn save(&mut self, department: &str, needs: &Needs) -> Told<Msg> {
        if self.fleeting.is_none() {
            return self.write(department, needs);
        }
        self.held.insert(department.to_owned(), needs.clone());
        let can_be_kept = self.can_be_kept();
        Ok(Msg::Held { can_be_kept })
    }

    /// Whether the person's own home has nothing that what was opened would meet there: it is empty, or not
    /// there yet.
    fn can_be_kept(&self) -> bool {
        match std::fs::read_dir(self.place.home.root()) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        }
    }

    /// Keeps the sealed copies and all needs after all.
    pub(super) fn keep_after_all(&mut self) -> Told<Msg> {
        if let Some(fleeting) = &self.fleeting {
            let own = self.place.home.root();
            let unwritten = |error: std::io::Error| trouble::unwritten(own, &error);
            if !self.can_be_kept() {
                return Err(unwritten(std::io::ErrorKind::AlreadyExists.into()));
            }
            files::private_folder(own).map_err(unwritten)?;
            if let Err(error) = backup::copy(fleeting, fleeting.root(), own) {
                // It was empty: half a home would be in the way of a whole one.
                drop(std::fs::remove_dir_all(own));
                return Err(Trouble::at(Fault::Unwritten, own.display()).says(error));
            }
            drop(std::fs::remove_dir_all(fleeting.root()));
            self.fleeting = None;
        }
        // What cannot be written stays held, and counts in the views as it did.
        while let Some((department, needs)) = self.held.pop_first() {
            if let Err(trouble) = self.write(&department, &needs) {
                self.held.insert(department, needs);
                return Err(trouble);
            }
        }
        Ok(Msg::Saved)
    }

    fn write(&self, department: &str, needs: &Needs) -> Told<Msg> {
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
