//! Ways to a skill (`surveys/routes.toml`): what a wish to learn may lead to.
//!
//! The file is data that a university edits: lists of apprenticeships and courses age quickly. What
//! leads from one level of a skill to the next follows the four steps that trainers use: see and hear,
//! learn the usual cases, practise under an eye, learn to teach. A route may say its own steps; without
//! them its kind does.

use crate::base::language::Text;
use crate::base::problem::Problem;
use crate::base::time::Day;

use super::lower;

/// One way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Its id, which never changes.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// What kind of way it is.
    pub kind: RouteKind,
    /// The level of the RQF or CQFW; 0 where it has none.
    pub level: u8,
    /// Where it is offered.
    pub nation: Nation,
    /// One of the occupational maps' routes, or `any`.
    pub occupational_route: String,
    /// The families of skill that it serves.
    pub families: Vec<String>,
    /// The levels of a skill, 1 to 4, that it leads up to: those of the file, else [`RouteKind::steps`].
    pub steps: Vec<u8>,
    /// How long it usually takes beside the work, in months.
    pub typical_months: u32,
    /// 1 little or nothing, 2 some hundreds, 3 thousands: what the department pays.
    pub cost_band: u8,
    /// An apprenticeship standard's reference.
    pub reference: Option<String>,
    /// When somebody last looked it up.
    pub checked_on: Day,
}

/// A kind of way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteKind {
    /// A short course.
    ShortCourse,
    /// Training by a maker of equipment.
    SupplierTraining,
    /// An apprenticeship.
    Apprenticeship,
    /// A Higher Technical Qualification.
    Htq,
    /// Hosting a T Level placement.
    TLevelHost,
    /// A degree.
    Degree,
    /// Professional registration.
    Registration,
    /// A fellowship for teaching.
    Fellowship,
    /// Watching or being watched at work.
    Shadowing,
    /// Learning at a screen.
    ELearning,
}

/// Where a route is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nation {
    /// All four nations.
    Uk,
    /// England only.
    England,
    /// Wales only.
    Wales,
    /// Scotland only.
    Scotland,
    /// Northern Ireland only.
    NorthernIreland,
}

/// What somebody wants to learn, as far as the choice of a route depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish<'w> {
    /// The skill's family.
    pub family: &'w str,
    /// The level held now, 0 to 4.
    pub from: u8,
    /// The level wanted, 1 to 4.
    pub to: u8,
    /// Where the university is; `None` where nobody has said so: then routes of every nation.
    pub nation: Option<Nation>,
    /// Whether a formal qualification is wanted or missing: only then a degree or HTQ is named.
    pub is_formal: bool,
}

impl RouteKind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::ShortCourse,
        Self::SupplierTraining,
        Self::Apprenticeship,
        Self::Htq,
        Self::TLevelHost,
        Self::Degree,
        Self::Registration,
        Self::Fellowship,
        Self::Shadowing,
        Self::ELearning,
    ];

    /// The word of the file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ShortCourse => "short_course",
            Self::SupplierTraining => "supplier_training",
            Self::Apprenticeship => "apprenticeship",
            Self::Htq => "htq",
            Self::TLevelHost => "t_level_host",
            Self::Degree => "degree",
            Self::Registration => "registration",
            Self::Fellowship => "fellowship",
            Self::Shadowing => "shadowing",
            Self::ELearning => "e_learning",
        }
    }

    /// The levels of a skill that it leads up to where a route does not say so itself: to 1 by a screen
    /// or by watching; to 2 by a course, in house or the maker's; to 3 by supervised practice, which is
    /// a route's own word; to 4 by a qualification where the formal base is missing. An apprenticeship,
    /// a placement, a registration and a fellowship are about a post or a person, not about one skill.
    pub const fn steps(self) -> &'static [u8] {
        match self {
            Self::ELearning | Self::Shadowing => &[1],
            Self::ShortCourse | Self::SupplierTraining => &[2],
            Self::Htq | Self::Degree => &[4],
            Self::Apprenticeship | Self::TLevelHost | Self::Registration | Self::Fellowship => &[],
        }
    }

    /// Whether it is a formal qualification.
    const fn is_formal(self) -> bool {
        matches!(self, Self::Htq | Self::Degree)
    }
}

impl Nation {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Uk,
        Self::England,
        Self::Wales,
        Self::Scotland,
        Self::NorthernIreland,
    ];

    /// The word of the file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Uk => "uk",
            Self::England => "england",
            Self::Wales => "wales",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern_ireland",
        }
    }
}

impl Wish<'_> {
    /// The levels to climb. Who wants to stay at a level, on new equipment say, takes its last step again.
    fn steps(&self) -> std::ops::RangeInclusive<u8> {
        self.to.min(self.from + 1)..=self.to
    }
}

/// Reads the text of a routes file. `file` is how problems call it.
///
/// # Errors
/// Every problem at once, in the order of the file, where any of them is an error.
pub fn parse(text: &str, file: &str) -> Result<Vec<Route>, Vec<Problem>> {
    lower::routes::read(text, file)
}

/// The routes that a wish may lead to: those that serve its family, are offered in its nation and lead
/// up to one of the levels to climb; the first step's first, then the cheaper, then the quicker.
pub fn candidates<'r>(routes: &'r [Route], wish: &Wish<'_>) -> Vec<&'r Route> {
    let first = |route: &Route| {
        let mut steps = wish.steps();
        steps.find(|step| route.steps.contains(step))
    };
    let suits = |route: &&Route| {
        let nation =
            route.nation == Nation::Uk || wish.nation.is_none_or(|own| own == route.nation);
        nation
            && route.families.iter().any(|family| family == wish.family)
            && (wish.is_formal || !route.kind.is_formal())
            && first(route).is_some()
    };
    let mut found: Vec<&Route> = routes.iter().filter(suits).collect();
    found.sort_by_key(|route| (first(route), route.cost_band, route.typical_months));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Vec<Route> {
        parse(include_str!("../../surveys/routes.toml"), "routes.toml").unwrap()
    }

    fn ids(wish: Wish<'_>) -> Vec<String> {
        let routes = shipped();
        let found = candidates(&routes, &wish);
        found.iter().map(|route| route.id.clone()).collect()
    }

    const WISH: Wish<'_> = Wish {
        family: "dig",
        from: 0,
        to: 1,
        nation: Some(Nation::Wales),
        is_formal: false,
    };

    #[test]
    fn each_step_has_its_kinds() {
        let to = |from, to| ids(Wish { from, to, ..WISH });
        assert_eq!(
            to(0, 1),
            [
                "shadowing-inside",
                "e-learning-technique",
                "e-learning-coding"
            ]
        );
        assert_eq!(
            to(1, 2),
            [
                "course-in-house",
                "course-research-software",
                "course-outside",
                "supplier-software"
            ]
        );
        assert_eq!(to(2, 3), ["supervised-practice", "mentoring"]);
        assert_eq!(
            to(3, 4),
            [
                "visit-elsewhere",
                "host-industry",
                "course-train-trainer",
                "secondment"
            ]
        );
        // Two steps at once take the routes of both; staying where one is takes that level's again.
        assert_eq!(to(1, 3), [to(1, 2), to(2, 3)].concat());
        assert_eq!(to(3, 3), to(2, 3));
        assert_eq!(to(4, 3), to(2, 3));
    }

    #[test]
    fn a_nation_and_a_family_narrow_and_a_qualification_is_named_only_where_it_is_wanted() {
        let england = Some(Nation::England);
        let step = Wish {
            from: 2,
            to: 3,
            ..WISH
        };
        assert!(
            ids(Wish {
                nation: england,
                ..step
            })
            .contains(&"unit-digital".to_owned())
        );
        assert!(!ids(step).contains(&"unit-digital".to_owned()));
        assert!(
            ids(Wish {
                nation: None,
                ..step
            })
            .contains(&"unit-digital".to_owned())
        );
        assert!(
            !ids(Wish {
                family: "art",
                nation: england,
                ..step
            })
            .contains(&"unit-digital".to_owned())
        );
        let top = Wish {
            from: 3,
            to: 4,
            nation: england,
            ..WISH
        };
        let kinds = |wish: Wish<'_>| {
            let routes = shipped();
            let found = candidates(&routes, &wish);
            found.iter().any(|route| route.kind.is_formal())
        };
        assert!(!kinds(top));
        assert!(kinds(Wish {
            is_formal: true,
            ..top
        }));
    }
}
