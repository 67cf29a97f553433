//! In which order departments and answers stand on the page of a question: as the questionnaire has them, the
//! most first, or by name.

/// The order of both.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// As whoever wrote the questionnaire thought right.
    #[default]
    Given,
    /// What most people gave, and where most were asked; what is withheld comes last.
    Most,
    /// By their words.
    ByName,
}

impl Order {
    /// The one that the key goes on to.
    pub(super) const fn following(self) -> Self {
        match self {
            Self::Given => Self::Most,
            Self::Most => Self::ByName,
            Self::ByName => Self::Given,
        }
    }

    /// What says it above the figures; nothing for the order of the questionnaire.
    pub(super) const fn words(self) -> Option<&'static str> {
        match self {
            Self::Given => None,
            Self::Most => Some("lead-order-most"),
            Self::ByName => Some("lead-order-by-name"),
        }
    }

    /// The places of so many things in this order; `number` is the figure that is shown of one.
    pub(super) fn places(
        self,
        count: usize,
        number: impl Fn(usize) -> Option<u64>,
        name: impl Fn(usize) -> String,
    ) -> Vec<usize> {
        let mut places: Vec<usize> = (0..count).collect();
        match self {
            Self::Given => {}
            Self::Most => places.sort_by_key(|at| std::cmp::Reverse(number(*at))),
            Self::ByName => places.sort_by_cached_key(|at| name(*at).to_lowercase()),
        }
        places
    }
}
