//! Whom a demo lets one be, one's own answers in it, and what the screens are told on arrival.

use std::collections::BTreeMap;

use crate::base::words::{Message, Words};
use crate::cli::demo::Demo;
use crate::response::part::Submission;
use crate::runtime::clock;
use crate::stats::codes_of;
use crate::stats::view::{Label, Name};
use crate::survey::Questionnaire;
use crate::ui::lead::{Arrival, Fault, Msg, Own, Summary, Trouble, Who};

use super::take::{Opened, Taken};
use super::trouble::Told;
use super::{LeadProgram, Place, find};
use super::{university, views, waves};

/// What one sent, as the figures count it.
fn own(submission: &Submission) -> Own {
    let department = submission.questionnaire.department.as_deref();
    let codes = codes_of(&submission.answers);
    let given = department
        .and_then(|id| codes.get(id))
        .and_then(|codes| codes.first());
    Own {
        department: given.map(ToString::to_string).unwrap_or_default(),
        codes,
    }
}

/// Whom a demo lets one be: one's own department first, then the others, then the statistics office.
pub(super) fn people(demo: &Demo, place: &Place<'_>) -> Vec<Who> {
    let words = Words::new(&place.language);
    let own = place.own.as_ref().map(own).map(|own| own.department);
    let mut heads: Vec<Who> = demo
        .departments
        .iter()
        .map(|(code, _)| Who {
            id: code.clone(),
            name: words.say_with(
                "lead-who-head",
                [(
                    "department",
                    department(&demo.questionnaire, code, place).into(),
                )],
            ),
            sees: words.say("lead-who-head-sees"),
        })
        .collect();
    heads.sort_by_key(|who| own.as_ref() != Some(&who.id));
    let office = Who {
        id: "statistics".to_owned(),
        name: words.say("lead-who-statistics"),
        sees: words.say("lead-who-statistics-sees"),
    };
    heads.into_iter().chain([office]).collect()
}

fn department(questionnaire: &Questionnaire, code: &str, place: &Place<'_>) -> String {
    let label = label(questionnaire, code);
    label.text.get(&place.language).to_owned()
}

pub(super) fn label(questionnaire: &Questionnaire, code: &str) -> Label {
    let entry = questionnaire.departments().and_then(|list| list.get(code));
    Label {
        code: code.to_owned(),
        text: entry.map_or_else(
            || crate::base::language::Text::same(code),
            |entry| entry.label.clone(),
        ),
    }
}

impl LeadProgram<'_> {
    /// Keeps what was opened, and tells the screens what there is.
    pub(super) fn arrived(&mut self, taken: Taken) -> Msg {
        let versions = taken.opened.versions().to_vec();
        let Some(reported) = versions.first().cloned() else {
            return Msg::Stopped;
        };
        let departments = taken.own.clone().unwrap_or_else(|| {
            let tables = taken.published.tables().first();
            let rows = tables.into_iter().flat_map(|table| &table.rows);
            let groups = rows.map(|row| row.group.clone());
            let known = reported.departments();
            let is_one = |code: &String| known.is_some_and(|list| list.get(code).is_some());
            groups.filter(is_one).collect()
        });
        let mut told = taken.told;
        told.extend(self.doubts(&taken.opened));
        let place = self.place();
        let folder = find::downloads().map(|folder| folder.display().to_string());
        let arrival = Arrival {
            door: taken.opened.door(),
            departments: departments
                .iter()
                .map(|code| label(&reported, code))
                .collect(),
            has_all: taken.own.is_none(),
            made: views::made(&taken.opened),
            skills: views::skills(taken.opened.door(), &reported),
            summary: Summary::new(
                taken.published,
                versions,
                &place.language,
                Vec::new(),
                place.own.as_ref().map(own),
            )
            .with_staff(self.staff(&taken.opened))
            .with_made_up(views::made_up(&taken.opened)),
            told,
            reviews: taken.opened.reviews(taken.own.as_deref()),
            university: university::tables(self.home(), &taken.opened),
            released: university::views(self.home(), &taken.opened),
            today: clock::today(),
            folder: folder.unwrap_or_default(),
        };
        self.opened = Some(taken.opened);
        Msg::Arrived(Box::new(arrival))
    }

    /// People on the staff list by department; none where that file has a fault, which the first view tells.
    fn staff(&self, opened: &Opened) -> BTreeMap<String, u64> {
        let files = views::files(self.home(), opened, None);
        files.map_or_else(|_| BTreeMap::new(), |files| files.headcounts.people)
    }

    /// What should be looked at before any figure, one per line.
    fn doubts(&self, opened: &Opened) -> Vec<Message> {
        // A file with a fault is told by the first view, with its place.
        let Ok(files) = views::files(self.home(), opened, None) else {
            return Vec::new();
        };
        let found = views::doubtful(opened, &files).into_iter();
        let found = found.filter(|(_, codes)| !codes.is_empty());
        let told =
            found.map(|(id, codes)| Message::with(id, [("departments", codes.join(", ").into())]));
        told.collect()
    }

    /// Makes a view of what was opened.
    pub(super) fn show(&self, name: Name, department: Option<&str>) -> Told<Msg> {
        let beside = self.beside(department)?;
        let view = match &self.opened {
            Some(opened) => {
                let this = &opened.versions()[0];
                let earlier = self
                    .wave
                    .as_deref()
                    .map(|path| waves::read(path, this))
                    .transpose()?;
                views::make(name, opened, department, &beside, earlier.as_ref())?
            }
            None => None,
        };
        let view = view.ok_or_else(|| Trouble::new(Fault::NotHere))?;
        Ok(Msg::View(Box::new(view)))
    }
}
