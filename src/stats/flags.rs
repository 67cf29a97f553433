//! What must be looked at before any figure is believed: more responses than people, and responses
//! that are the same word for word.
//!
//! How many responses a department sent is a figure too. So at the statistical door only what is wrong
//! is told, and not by how much.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use super::demand::Headcounts;
use super::door::{Door, DoorName, Operational};

/// Whether responses behind figures are made up: `survey simulate` sent them, and nobody gave them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MadeUp {
    /// None is.
    #[default]
    None,
    /// Some are, maybe all. The statistical door says no more: how many a department really sent is a figure.
    Some,
    /// So many.
    Of {
        /// Those that are made up.
        made_up: u64,
        /// All of them.
        responses: u64,
    },
}

impl MadeUp {
    /// The same for who may not know how many there are.
    #[must_use]
    pub const fn without_numbers(self) -> Self {
        match self {
            Self::None => Self::None,
            Self::Some | Self::Of { .. } => Self::Some,
        }
    }
}

/// The counts behind the warnings, of one door.
pub struct Flags<D> {
    /// By department code; the empty one where none was given.
    counts: BTreeMap<String, Counts>,
    door: PhantomData<D>,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) responses: u64,
    pub(super) identical: u64,
    pub(super) made_up: u64,
}

impl<D: Door> Flags<D> {
    /// From the counts of each department, by code.
    pub(super) fn new(counts: impl Iterator<Item = (String, Counts)>) -> Self {
        Self {
            counts: counts.collect(),
            door: PhantomData,
        }
    }

    /// Departments that sent more responses than they have people, by code. One whose headcount nobody
    /// has given is not among them.
    pub fn crowded(&self, headcounts: &Headcounts) -> Vec<&str> {
        self.codes(|code, counts| {
            let people = headcounts.people.get(code);
            people.is_some_and(|&people| counts.responses > people)
        })
    }

    /// Departments with responses that are the same as another one, by code.
    pub fn repeated(&self) -> Vec<&str> {
        self.codes(|_, counts| counts.identical > 0)
    }

    /// Whether responses of a department, or of all, are made up.
    pub fn made_up(&self, department: Option<&str>) -> MadeUp {
        let counts = self.counts.iter();
        let meant = counts.filter(|(code, _)| department.is_none_or(|meant| meant == *code));
        let (made_up, responses) = meant.fold((0, 0), |(made_up, responses), (_, counts)| {
            (made_up + counts.made_up, responses + counts.responses)
        });
        match (made_up, D::NAME) {
            (0, _) => MadeUp::None,
            (_, DoorName::Statistical) => MadeUp::Some,
            (_, DoorName::Operational) => MadeUp::Of { made_up, responses },
        }
    }

    fn codes(&self, wanted: impl Fn(&str, &Counts) -> bool) -> Vec<&str> {
        let counts = self.counts.iter();
        let found = counts.filter(|(code, counts)| wanted(code, counts));
        found.map(|(code, _)| code.as_str()).collect()
    }
}

impl Flags<Operational> {
    /// Each department's code, its responses, and how many of them are the same as another one.
    pub fn counts(&self) -> impl Iterator<Item = (&str, u64, u64)> {
        let counts = self.counts.iter();
        counts.map(|(code, counts)| (code.as_str(), counts.responses, counts.identical))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::super::builder::FrameBuilder;
    use super::super::door::Statistical;
    use super::super::tests::{part, questionnaire};
    use super::*;

    fn flags<D: Door>(sent: &[(&str, u8)]) -> Flags<D> {
        let survey = questionnaire(Vec::new());
        let mut builder: FrameBuilder<D> =
            FrameBuilder::new(Arc::clone(&survey), &[], &["all".to_owned()]);
        for (department, hash) in sent {
            builder.push(&survey, &[part(department, &[])]);
            // 0 stands for a response that says too little to be compared.
            if *hash > 0 {
                builder.mark([*hash; 16]);
            }
        }
        builder.finish().flags
    }

    const SENT: [(&str, u8); 7] = [
        ("bio", 1),
        ("chem", 1),
        ("bio", 2),
        ("bio", 1),
        ("chem", 0),
        ("chem", 0),
        ("art", 3),
    ];

    #[test]
    fn responses_are_the_same_within_a_department_and_where_they_say_enough() {
        let flags: Flags<Operational> = flags(&SENT);
        let counts: Vec<_> = flags.counts().collect();
        assert_eq!(counts, [("art", 1, 0), ("bio", 3, 2), ("chem", 3, 0)]);
        assert_eq!(flags.repeated(), ["bio"]);
    }

    #[test]
    fn more_responses_than_people_are_told_of_at_both_doors() {
        let people = [("art", 1), ("bio", 2)];
        let people = people.map(|(code, people)| (code.to_owned(), people));
        let headcounts = Headcounts {
            people: BTreeMap::from(people),
        };
        assert_eq!(flags::<Statistical>(&SENT).crowded(&headcounts), ["bio"]);
        assert_eq!(flags::<Operational>(&SENT).crowded(&headcounts), ["bio"]);
        assert!(
            flags::<Statistical>(&SENT)
                .crowded(&Headcounts::default())
                .is_empty()
        );
    }
}
