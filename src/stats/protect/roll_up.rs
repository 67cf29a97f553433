//! Small groups are added to the group above them before any figure is made (docs/rules.md §8.3).
//!
//! The decision is about a department as a whole, by its number of responses, and so the same in every
//! table: deciding a question at a time would let two tables be subtracted from each other. Every
//! department of the list has a row, with responses or without: else a row that appears tells that the
//! only technician of a department has answered.

use std::collections::{BTreeMap, BTreeSet};

use super::super::departments::Departments;
use super::super::door::{Door, DoorName};
use super::super::frame::Frame;
use crate::survey::model::Profile;

/// What a group's row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Showing {
    /// Figures, by the profile.
    Figures,
    /// That it is too small.
    RolledUp,
}

/// A row to be: a department, or a faculty's small departments together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) code: String,
    /// For a faculty's row the departments it stands for.
    pub(super) holds: Vec<String>,
    /// The counted groups whose people are in it.
    pub(super) members: Vec<usize>,
    pub(super) showing: Showing,
}

/// How many people a row takes.
#[derive(Clone, Copy)]
pub(super) struct Least {
    /// In all.
    pub(super) people: u64,
    /// Of a faculty's row, beside any one of its departments: that one's lead knows it and can take it away.
    pub(super) beside: u64,
}

impl Least {
    /// Where counts are exact, what a lead is left with must be as many people as any row. Rounded figures are left
    /// rounded, and suppression looks for leads by itself.
    pub(super) fn of(profile: Profile, people: u64) -> Self {
        let is_exact = profile == Profile::MinimumN;
        let beside = if is_exact { people } else { 0 };
        Self { people, beside }
    }
}

/// The rows of every table. `counted` are departments with their number of responses.
pub(super) fn groups(
    counted: &[(String, u64)],
    departments: &Departments,
    least: Least,
) -> Vec<Group> {
    let sizes = |group: &Group| -> Vec<u64> {
        let members = group.members.iter();
        members.map(|&at| counted[at].1).collect()
    };
    let size_of = |group: &Group| -> u64 { sizes(group).iter().sum() };
    let mut rows = every_department(counted, departments);
    let mut faculties: Vec<Group> = Vec::new();
    for row in &mut rows {
        if size_of(row) >= least.people {
            continue;
        }
        row.showing = Showing::RolledUp;
        if let Some(parent) = departments.parent(&row.code) {
            add_to_faculty(&mut faculties, parent, row);
        }
    }
    for faculty in &mut faculties {
        let largest = sizes(faculty).into_iter().max().unwrap_or(0);
        if size_of(faculty) < least.people.max(largest + least.beside) {
            faculty.showing = Showing::RolledUp;
        }
    }
    rows.append(&mut faculties);
    rows
}

impl<D: Door> Frame<D> {
    /// The departments of each row that any table shows figures in.
    pub(in crate::stats) fn shown_groups(&self) -> BTreeSet<BTreeSet<String>> {
        let counted: Vec<(String, u64)> = self
            .groups
            .iter()
            .map(|(code, people)| (code.clone(), people.len() as u64))
            .collect();
        let least = Least::of(self.profile, self.minimum_group);
        let rows = groups(&counted, &self.departments, least);
        let shown = rows
            .iter()
            .filter(|row| row.showing == Showing::Figures && !row.members.is_empty());
        let codes = |row: &Group| {
            row.members
                .iter()
                .map(|&at| counted[at].0.clone())
                .collect()
        };
        shown.map(codes).collect()
    }
}

impl<D: Door> Frame<D> {
    /// People on the staff lists of the departments whose answers are in what everyone is shown; nothing
    /// where no list is given. Where figures are exact that is every department.
    pub fn staff_of_shown(&self, people: &BTreeMap<String, u64>) -> Option<u64> {
        let shown: BTreeSet<String> = self.shown_groups().into_iter().flatten().collect();
        let is_in = |code: &str| D::NAME == DoorName::Operational || shown.contains(code);
        let answered = self.groups.iter().filter(|(_, range)| !range.is_empty());
        let mut answered = answered.filter(|(code, _)| is_in(code)).peekable();
        answered.peek()?;
        // A sum without one of them would be a list of some people for the answers of all.
        let is_known = answered.all(|(code, _)| people.contains_key(code));
        let all = people.iter().filter(|(code, _)| is_in(code));
        is_known.then(|| all.map(|(_, people)| people).sum())
    }
}

/// One row per department: those of the list in its order, then those that only responses know.
fn every_department(counted: &[(String, u64)], departments: &Departments) -> Vec<Group> {
    let find = |code: &str| counted.iter().position(|(known, _)| known == code);
    let listed: Vec<&str> = departments.codes().collect();
    let foreign = counted.iter().map(|(code, _)| code.as_str());
    let foreign = foreign.filter(|code| !listed.contains(code));
    let codes = listed.iter().copied().chain(foreign);
    codes
        .map(|code| Group {
            code: code.to_owned(),
            holds: Vec::new(),
            members: find(code).into_iter().collect(),
            showing: Showing::Figures,
        })
        .collect()
}

fn add_to_faculty(faculties: &mut Vec<Group>, parent: &str, row: &Group) {
    let at = faculties.iter().position(|known| known.code == parent);
    let at = at.unwrap_or_else(|| {
        faculties.push(Group {
            code: parent.to_owned(),
            holds: Vec::new(),
            members: Vec::new(),
            showing: Showing::Figures,
        });
        faculties.len() - 1
    });
    faculties[at].holds.push(row.code.clone());
    faculties[at].members.extend(&row.members);
}
