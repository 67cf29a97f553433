//! Sending what one has: a person may stop at the end of any section, and what they were not
//! brought to reads `not_reached` instead of keeping the rest from being sent.

use super::Form;
use super::sections::Status;
use crate::survey::model::Section;

impl Form {
    /// Stops after a section: of the questions behind it those without an answer need none, and read
    /// `not_reached`. `None` goes on to the end again.
    pub fn stop_after(&mut self, section: Option<&str>) {
        let sections = &self.questionnaire.sections;
        let at = section.and_then(|id| sections.iter().position(|section| section.id == id));
        let behind = sections.iter().skip(at.map_or(sections.len(), |at| at + 1));
        let questions = behind.flat_map(|section| &section.questions);
        let unreached = questions.map(|question| question.id.clone()).collect();
        self.stopped_after = at.map(|at| sections[at].id.clone());
        self.set_unreached(unreached);
    }

    /// The section that the person stopped after.
    pub fn stopped_after(&self) -> Option<&str> {
        self.stopped_after.as_deref()
    }

    /// The last section up to which everything that is asked is answered; `None` where the first is
    /// not, or where nothing is open behind it.
    pub fn may_stop_after(&self) -> Option<String> {
        let mut last = None;
        for state in self.sections() {
            match state.status {
                Status::Completed => last = Some(state.id),
                Status::NotAsked => {}
                Status::NotStarted | Status::InProgress => return last,
            }
        }
        None
    }

    /// The questions behind a section that have no answer now: what would read `not_reached`.
    pub fn open_behind(&self, section: &str) -> usize {
        let states = self.sections().into_iter();
        let behind = states.skip_while(|state| state.id != section).skip(1);
        behind.map(|state| state.asked - state.answered).sum()
    }

    /// The last page of a section, given the answers so far, where another section follows it.
    pub fn ends_section(&self, id: &str) -> Option<&str> {
        let pages = self.pages();
        let at = pages.iter().position(|page| page == id)?;
        let mine = self.section_of(id)?;
        let next = self.section_of(pages.get(at + 1)?)?;
        (mine.id != next.id).then_some(mine.id.as_str())
    }

    fn section_of(&self, id: &str) -> Option<&Section> {
        let mut sections = self.questionnaire.sections.iter();
        sections.find(|section| section.questions.iter().any(|question| question.id == id))
    }

    /// Goes on to the end again where a question stands behind the section that was stopped after.
    pub fn go_on_at(&mut self, id: &str) {
        if self.unreached.contains(id) {
            self.stop_after(None);
        }
    }
}
